"""What all offices read names a person in need: the window asks before it saves, wherever that was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.cases import Case, Match
from netzwerkhilfe.models.helping import Engagement
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.models.meetings import AgendaItem
from netzwerkhilfe.models.tasks import Contact
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.matching import chain
from netzwerkhilfe.ui.areas.people import volunteer_sections
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit.naming import NameQuestion
from tests.acts import act
from tests.services.meetings.test_meetings import held, seat_all
from tests.ui.conftest import Desk

NAME = "Familie Zwackelmann"


@pytest.fixture
def case(desk: Desk) -> str:
    texts = {"needs": "Wohnung", "persons": "4", "name": NAME, "phone": "06237 990318"}
    return act(desk.shell.store, entries.add, "cases", texts)


@pytest.fixture
def flat(desk: Desk) -> str:
    return act(desk.shell.store, entries.add, "housing", {"place": "Maxdorf", "rooms": "3", "landlord": "Frau Groß"})


def note_of(desk: Desk, flat: str) -> str | None:
    return desk.shell.store.require(flat, HousingLead).record.note


def line(desk: Desk, name: str) -> QLineEdit:
    return next(e for e in desk.shell.page.findChildren(QLineEdit) if e.accessibleName() == name and e.isVisible())


@pytest.mark.usefixtures("case")
def test_a_form_asks_at_the_field(desk: Desk, flat: str) -> None:
    """GIVEN a flat's form WHEN its note names somebody THEN the field asks, and saves only when told to."""
    page = desk.go("housing")
    page.reveal(flat)
    desk.settle()
    desk.shell.entries.edit(flat)
    panel: Any = desk.panel
    made = panel.inputs["note"]
    made.editor.setPlainText("Zwackelmann war zur Besichtigung da")
    panel.save()
    assert panel.isVisible() and made.question.isVisible() and note_of(desk, flat) is None
    assert "„Zwackelmann“ heißt jemand aus MX-2026-001" in made.question.text.text()
    assert "„Anmerkung“" in panel.error.text()
    made.question.change_button.click()
    focused: Any = QApplication.focusWidget()
    assert not made.question.isVisible() and focused is made.editor
    made.editor.setPlainText("MX-2026-001 war zur Besichtigung da")
    panel.save()
    desk.settle()
    assert not panel.isVisible() and note_of(desk, flat) == "MX-2026-001 war zur Besichtigung da"


@pytest.mark.usefixtures("case")
def test_who_insists_in_a_form_saves(desk: Desk, flat: str) -> None:
    desk.go("housing")
    desk.shell.entries.edit(flat)
    panel: Any = desk.panel
    panel.inputs["note"].editor.setPlainText("Zwackelmann, 06237 990318")
    panel.inputs["transit_stop"].editor.setText("bei Zwackelmann")
    panel.save()
    assert panel.inputs["note"].question.isVisible() and panel.inputs["transit_stop"].question.isVisible()
    panel.inputs["note"].question.insist_button.click()
    assert panel.isVisible() and note_of(desk, flat) is None  # the other field still asks
    assert not panel.inputs["note"].question.isVisible()
    panel.inputs["transit_stop"].question.insist_button.click()
    desk.settle()
    assert note_of(desk, flat) == "Zwackelmann, 06237 990318"


@pytest.mark.usefixtures("case")
def test_several_at_once_ask_too(desk: Desk, flat: str) -> None:
    page = desk.go("housing")
    page.bar.change()
    panel = desk.panel
    (combo,) = panel.findChildren(QComboBox)
    combo.setCurrentIndex(combo.findData("note"))
    desk.settle()
    area = panel.findChildren(QPlainTextEdit)[-1]
    area.setPlainText("für Zwackelmann vorgemerkt")
    panel.save_button.click()
    (question,) = [q for q in panel.findChildren(NameQuestion) if q.isVisible()]
    assert note_of(desk, flat) is None and "MX-2026-001" in question.text.text()
    question.insist_button.click()
    desk.settle()
    assert note_of(desk, flat) == "für Zwackelmann vorgemerkt"


@pytest.mark.usefixtures("case")
def test_a_list_names_the_row_and_takes_it_when_ticked(desk: Desk, tmp_path: Path) -> None:
    """GIVEN a list with a row that names somebody WHEN it is taken THEN that row only with its tick."""
    path = tmp_path / "wohnungen.csv"
    path.write_text(
        "Ort;Vermieter;Zimmer;Bemerkungen\nMaxdorf;Frau Groß;3;schön\nMaxdorf;Herr Dörr;2;für Zwackelmann\n", "utf-8"
    )
    desk.go("housing")
    desk.shell.files.import_list("housing", path)
    desk.settle()
    panel = desk.panel
    named = next(i for i in range(panel.model.rowCount()) if "nennt eine Person" in panel.model.index(i, 1).data())
    assert panel.model.index(named, 0).data() == "3" and "MX-2026-001" in panel.model.index(named, 1).data()
    panel.rows.setCurrentIndex(panel.model.index(named, 2))
    assert any("Bemerkungen" in text for text in (w.text() for w in panel.side.findChildren(QLabel)))
    panel.save()
    desk.settle()
    store = desk.shell.store
    assert [h.record.note for h in store.all(HousingLead)] == ["schön"]
    desk.shell.files.import_list("housing", path)
    desk.settle()
    panel = desk.panel
    named = next(i for i in range(panel.model.rowCount()) if "nennt eine Person" in panel.model.index(i, 1).data())
    panel.model.setData(panel.model.index(named, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    panel.save()
    desk.settle()
    assert sorted(str(h.record.note) for h in store.all(HousingLead)) == ["für Zwackelmann", "schön"]


@pytest.mark.usefixtures("case")
def test_a_call_asks_about_what_all_would_read(desk: Desk) -> None:
    desk.go("work")
    desk.shell.calls.note()
    panel = desk.panel
    panel.group.button(3).click()
    panel.name.setText("Herr Görtz")
    panel.edits["employer"].setText("Bäckerei Görtz")
    panel.edits["title"].setText("Praktikum für Zwackelmann")
    panel.save()
    assert panel.isVisible() and panel.question.isVisible() and desk.shell.store.ids("work") == []
    assert "„Stelle“" in panel.question.text.text() and desk.shell.store.ids("notes") == []
    panel.question.insist_button.click()
    desk.settle()
    assert not panel.isVisible() and len(desk.shell.store.ids("work")) == 1


@pytest.mark.usefixtures("case")
def test_a_line_of_a_time_line_is_asked_about_in_the_bar(desk: Desk, flat: str) -> None:
    page = desk.go("housing")
    page.reveal(flat)
    desk.settle()
    new = line(desk, "Neuer Eintrag im Verlauf")
    new.setText("Zwackelmann hat besichtigt")
    new.returnPressed.emit()
    desk.settle()
    bar = desk.shell.error_bar
    store = desk.shell.store
    assert bar.isVisible() and bar.action.text() == "Trotzdem speichern" and store.all(Contact) == []
    bar.action.click()
    desk.settle()
    assert [c.record.text for c in store.all(Contact)] == ["Zwackelmann hat besichtigt"] and not bar.isVisible()


def test_why_somebody_refused_is_asked_about(desk: Desk, case: str, flat: str) -> None:
    store = desk.shell.store
    made = act(store, chain.propose, store.require(case, Case), store.require(flat))
    page = desk.go("cases")
    page.reveal(case)
    desk.settle()
    desk.shell.leads.advance(store.require(made, Match), "abgelehnt")
    panel = desk.panel
    combo = panel.findChildren(QComboBox)[0]
    combo.setCurrentIndex(1)
    panel.findChildren(QLineEdit)[-1].setText("Zwackelmann will nicht")
    panel.save_button.click()
    asked = desk.panel
    assert asked is not panel and store.require(made, Match).record.refused_because is None
    next(b for b in asked.findChildren(QPushButton) if b.text() == "Trotzdem speichern").click()
    desk.settle()
    assert store.require(made, Match).record.refused_because == "Zwackelmann will nicht"


@pytest.mark.usefixtures("case")
def test_an_engagement_asks_at_its_field(desk: Desk) -> None:
    store = desk.shell.store
    helper = act(store, entries.add, "volunteers", {"last_name": "Oster", "consent_network": "ja"})
    page = desk.go("volunteers")
    page.reveal(helper)
    desk.settle()
    volunteer_sections.add(Pane(desk.shell, store.require(helper, Volunteer)))
    panel = desk.panel
    fields = KINDS["engagements"].fields
    for name, text in (("title", "Fahrt mit Familie Zwackelmann"), ("on_day", "1.3.2026")):
        edit = next(e for e in panel.findChildren(QLineEdit) if e.accessibleName() == fields[name].label)
        edit.setText(text)
    panel.save_button.click()
    (question,) = [q for q in panel.findChildren(NameQuestion) if q.isVisible()]
    assert store.all(Engagement) == []
    question.insist_button.click()
    desk.settle()
    assert [e.record.title for e in store.all(Engagement)] == ["Fahrt mit Familie Zwackelmann"]


@pytest.mark.usefixtures("case")
def test_minutes_ask_below_the_text_and_lose_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN minutes that name somebody WHEN they save themselves THEN the text stays, asks, and is kept if told to."""
    from netzwerkhilfe.ui.areas.meetings import parts

    store = desk.shell.store
    monkeypatch.setattr(parts, "PAUSE", 100_000)
    seat_all(store)
    meeting = held(store)
    page: Any = desk.go("meetings")
    page.open(meeting.id)
    desk.settle()
    editor = page.desk.item.texts[0]
    item = page.desk.agenda.items.chosen
    typed = "Familie Zwackelmann braucht drei Zimmer."
    editor.setPlainText(typed)
    assert not editor.save() and editor.question.isVisible() and store.require(item, AgendaItem).record.text is None
    desk.go("overview")
    page = desk.go("meetings")
    desk.settle()
    editor = page.desk.item.texts[0]
    assert editor.toPlainText() == typed
    editor.save()
    editor.question.insist_button.click()
    desk.settle()
    assert store.require(item, AgendaItem).record.text == typed
    page.desk.agenda.new_item.setText("Wohnung für Zwackelmann")
    page.desk.agenda.new_item.returnPressed.emit()
    assert desk.shell.error_bar.isVisible() and page.desk.agenda.new_item.text() == "Wohnung für Zwackelmann"
    desk.shell.error_bar.action.click()
    desk.settle()
    assert page.desk.agenda.new_item.text() == "" and "Wohnung für Zwackelmann" in [
        i.record.title for i in store.all(AgendaItem)
    ]


@pytest.mark.usefixtures("case")
def test_sharing_files_and_reasons_ask_too(desk: Desk, flat: str, tmp_path: Path) -> None:
    """GIVEN text of the office, a file, a reason that name somebody WHEN all would read it THEN the window asks."""
    store = desk.shell.store
    helper = act(store, entries.add, "volunteers", {"last_name": "Oster", "note": "fährt Zwackelmanns"})
    with store.change() as change:
        change.update(helper, {"consent_network": True})
    desk.go("volunteers")
    desk.shell.entries.share(helper)
    bar = desk.shell.error_bar
    assert bar.isVisible() and bar.action.text() == "Trotzdem speichern" and store.require(helper).space != "net"
    bar.action.click()
    assert not bar.isVisible() and store.require(helper).sealed == "moved"
    page = desk.go("housing")
    page.reveal(flat)
    desk.settle()
    path = tmp_path / "zwackelmann.pdf"
    path.write_bytes(b"%PDF-1.7")
    desk.shell.files.attach(store.require(flat), [path])
    assert bar.isVisible() and store.all(Attachment) == []
    bar.action.click()
    assert [a.record.name for a in store.all(Attachment)] == ["zwackelmann.pdf"]
    desk.shell.leads.withdraw(flat)
    panel = desk.panel
    panel.findChildren(QLineEdit)[-1].setText("an Zwackelmann vermietet")
    panel.save_button.click()
    asked = desk.panel
    assert asked is not panel and store.require(flat, HousingLead).record.withdrawn is None
    next(b for b in asked.findChildren(QPushButton) if b.text() == "Text ändern").click()
    assert panel.isVisible()
    panel.findChildren(QLineEdit)[-1].setText("vermietet")
    panel.save_button.click()
    assert "vermietet" in str(store.require(flat, HousingLead).record.withdrawn)
