"""A clerk's month, by keys and mouse in one window: calls, a list, suggestions, a meeting, the exchange, what is left
half done, what is thrown away, what nobody answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QPushButton, QWidget

from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models.cases import Case, CasePrivate, Match
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.models.notes import CallNote
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.matching import following
from netzwerkhilfe.services.meetings import meetings
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import LeaveQuestion
from netzwerkhilfe.ui.shell.unlock import Unlock
from tests.conftest import PASSPHRASE, Clock
from tests.ui.conftest import Desk, type_text

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LIST = (
    "Name;Vorname;Telefon;Ort;Datenschutz unterschr.\n"
    "Weiß;Änne;06237 1234;Maxdorf;ja\nKlein;Ida;0171 2222222;Fußgönheim;ja\nGroß;Björn;06237 990318;Birkenheide;x\n"
)


class Clerk:
    """Somebody with a keyboard and a mouse: keys go to what has the focus, clicks to what can be seen."""

    def __init__(self, desk: Desk, qtbot: Any, clock: Clock) -> None:
        self.desk, self.qtbot, self.clock = desk, qtbot, clock

    @property
    def focus(self) -> QWidget:
        """What has the keyboard; offscreen, a menu or a list that closes leaves no window active."""
        self.desk.shell.activateWindow()
        self.qtbot.waitUntil(self.desk.shell.isActiveWindow)
        return QApplication.focusWidget() or self.desk.shell

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focus, key, modifiers)
        self.desk.settle()

    def types(self, text: str) -> None:
        type_text(self.focus, text)
        self.desk.settle()

    def click(self, text: str) -> None:
        """Click the button with this text that lies on top."""
        inside = self.desk.panel if self.desk.shell.panel_open else self.desk.shell
        found = [b for b in inside.findChildren(QPushButton) if b.text().replace("&&", "&") == text and b.isVisible()]
        assert found, (text, [b.text() for b in inside.findChildren(QPushButton) if b.isVisible()])
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.desk.settle()

    def row(self, number: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Click a row of the list."""
        table = self.desk.page.table
        at = table.visualRect(table.model().index(number, 1)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifiers, at)
        self.desk.settle()

    def wheel_over_everything(self) -> None:
        """Turn the wheel over each closed box that can be seen."""
        for box in self.desk.shell.findChildren(QComboBox):
            if box.isVisible():
                at = QPointF(box.rect().center())
                turned = QWheelEvent(
                    at,
                    box.mapToGlobal(at),
                    QPoint(0, -120),
                    QPoint(0, -120),
                    Qt.MouseButton.NoButton,
                    NONE,
                    Qt.ScrollPhase.NoScrollPhase,
                    False,
                )
                QApplication.sendEvent(box, turned)
        self.desk.settle()

    def later(self, days: int) -> None:
        """Some days go by."""
        self.clock.forward(days=days)
        self.desk.shell.changed()
        self.desk.shell.refresh()
        self.desk.settle()

    def says(self, inside: QWidget | None = None) -> str:
        """All labels and buttons that can be seen."""
        within = inside or self.desk.shell
        parts: list[QWidget] = [*within.findChildren(QLabel), *within.findChildren(QPushButton)]
        return "\n".join(str(w.property("text")) for w in parts if w.isVisible())


@pytest.fixture
def clerk(desk: Desk, qtbot: Any, clock: Clock) -> Clerk:
    return Clerk(desk, qtbot, clock)


def call(clerk: Clerk, who: str, text: str) -> None:
    """F2, who and what, Enter in the first line saves."""
    clerk.key(Qt.Key.Key_F2)
    clerk.types(who)
    clerk.key(Qt.Key.Key_Tab)
    clerk.key(Qt.Key.Key_Tab)
    panel = clerk.desk.panel
    panel.text.setFocus()
    clerk.types(text)
    panel.understand()
    clerk.wheel_over_everything()
    clerk.key(Qt.Key.Key_S, CONTROL)


def test_a_clerks_month(
    clerk: Clerk,
    desk: Desk,
    store: Store,
    other: Store,
    stick: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first_week(clerk, desk, store, tmp_path, monkeypatch)
    second_week(clerk, desk, store)
    third_week(clerk, desk, store)
    fourth_week(clerk, desk, store, other, stick)
    assert store.check() == []


def first_week(clerk: Clerk, desk: Desk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls and a list."""
    call(
        clerk,
        "Frau Groß",
        "vermietet 3 ZKB in Maxdorf, 74 m², 450 kalt, 620 warm, kein Aufzug, ab sofort, für 4 Personen",
    )
    (flat,) = store.all(HousingLead)
    assert (flat.record.rooms, flat.record.base_rent, flat.record.gross_rent) == (3.0, 45000, 62000)
    assert not flat.record.lift
    call(clerk, "Familie Aziz", "alleinerziehende Mutter 2 Kinder sucht Wohnung in Maxdorf, bis 700 warm, dringend")
    (case,) = store.all(Case)
    private = store.companion(case, CasePrivate)
    assert case.record.persons == 3 and private is not None and "Aziz" in (private.record.name or "")
    call(clerk, "Herr Roth", "die Heizung in der Unterkunft geht nicht")
    assert len(store.all(HousingLead)) == 1 and len(store.all(CallNote)) == 3

    path = tmp_path / "ehrenamt.csv"
    path.write_text(LIST, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    desk.go("volunteers")
    desk.shell.files.import_list("volunteers")
    desk.settle()
    clerk.wheel_over_everything()
    assert store.ids("volunteers") == []
    clerk.click("3 Einträge übernehmen")
    people = store.all(Volunteer)
    assert len(people) == 3 and not any(p.record.consent_network for p in people), "a signature is no consent to share"
    assert {p.space for p in people} == {store.office_space}
    clerk.key(Qt.Key.Key_Z, CONTROL)
    assert store.ids("volunteers") == [] and "aus einer Liste übernommen" in clerk.says(desk.shell.toast)
    clerk.key(Qt.Key.Key_Y, CONTROL)
    assert len(store.ids("volunteers")) == 3


def second_week(clerk: Clerk, desk: Desk, store: Store) -> None:
    """A suggestion is made, taken back, made again and accepted."""
    clerk.later(7)
    desk.go("cases")
    clerk.row(0)
    clerk.click("Vorschlagen")
    (match,) = store.all(Match)
    assert match.record.next_person and match.record.next_on, "never without a next person and day"
    clerk.key(Qt.Key.Key_Z, CONTROL)
    assert store.all(Match) == []
    clerk.key(Qt.Key.Key_Y, CONTROL)
    (match,) = store.all(Match)
    desk.shell.leads.keep_following()
    desk.settle()
    assert [t.record.about for t in store.all(Task)] == [store.all(Case)[0].id]
    desk.shell.leads.advance(match, "angeboten")
    desk.settle()
    clerk.click("Antwort eintragen")
    assert store.require(match.id, Match).record.stage == "angeboten", "it asks before it writes"
    clerk.click("Eintragen")
    flat, case = store.all(HousingLead)[0], store.all(Case)[0]
    assert (flat.record.stage, case.record.stage) == ("reserviert", "zugesagt")
    assert flat.record.promised_to == case.record.number
    clerk.key(Qt.Key.Key_Z, CONTROL)
    assert store.all(HousingLead)[0].record.promised_to is None
    clerk.key(Qt.Key.Key_Y, CONTROL)
    assert store.all(HousingLead)[0].record.promised_to == case.record.number


def third_week(clerk: Clerk, desk: Desk, store: Store) -> None:
    """Something is left half done, several entries are thrown away, the PC is locked, a meeting is planned."""
    clerk.later(7)
    desk.go("volunteers")
    clerk.row(1)
    name = store.require(desk.page.current, Volunteer).record.last_name
    clerk.key(Qt.Key.Key_E, CONTROL)
    form = desk.panel
    form.first().setFocus()
    clerk.types("X")
    clerk.key(Qt.Key.Key_Escape)
    assert isinstance(desk.panel, LeaveQuestion)
    clerk.click("Weiter bearbeiten")
    assert desk.panel is form
    clerk.key(Qt.Key.Key_Escape)
    clerk.click("Verwerfen")
    assert not desk.shell.panel_open and store.require(desk.page.current, Volunteer).record.last_name == name

    desk.page.table.setFocus()
    clerk.key(Qt.Key.Key_A, CONTROL)
    clerk.key(Qt.Key.Key_Delete)
    assert "3 Einträge in den Papierkorb?" in clerk.says(desk.panel)
    clerk.key(Qt.Key.Key_Return)  # the focused button is the way out
    assert len(store.ids("volunteers")) == 3
    clerk.key(Qt.Key.Key_Delete)
    clerk.click("In den Papierkorb")
    assert store.ids("volunteers") == []
    clerk.key(Qt.Key.Key_Z, CONTROL)
    assert len(store.ids("volunteers")) == 3

    QTest.keyClick(clerk.focus, Qt.Key.Key_L, CONTROL)
    cover = desk.shell.outer.currentWidget()
    assert isinstance(cover, Unlock) and store.key == b""
    type_text(cover.edit, PASSPHRASE)
    QTest.keyClick(cover.edit, Qt.Key.Key_Return)
    desk.settle()
    assert desk.shell.is_open and len(store.ids("volunteers")) == 3

    with store.change() as change:
        meeting = change.add("meetings", meetings.defaults(change) | {"date": "2026-03-26"}).id
    page = desk.go("meetings")
    page.open(meeting)
    desk.settle()
    for title in ("Begrüßung", "Wohnungen", "Verschiedenes"):
        page.desk.agenda.new_item.setFocus()
        clerk.types(title)
        clerk.key(Qt.Key.Key_Return)
    assert [x.item.record.title for x in page.desk.current.plan.lines] == ["Begrüßung", "Wohnungen", "Verschiedenes"]
    page.desk.agenda.items.setFocus()
    page.desk.agenda.items.setCurrentRow(2)
    page.desk.agenda.move_item(-1)
    desk.settle()
    clerk.key(Qt.Key.Key_Z, CONTROL)
    assert [x.item.record.title for x in page.desk.current.plan.lines] == ["Begrüßung", "Wohnungen", "Verschiedenes"]
    clerk.key(Qt.Key.Key_Escape)


def fourth_week(clerk: Clerk, desk: Desk, store: Store, other: Store, stick: Path) -> None:
    """The exchange; what nobody answered is told."""
    with other.change() as change:
        change.add("housing", {"place": "07332046", "rooms": 2.0, "landlord": "Krug"})
    folder.exchange(other, stick)
    desk.shell.settings.set("exchange_folder", str(stick))
    desk.shell.refill(store)
    desk.settle()
    desk.go("exchange")
    clerk.click("Austauschen")
    clerk.click("Übernehmen")
    assert len(store.all(HousingLead)) == 2
    assert not desk.shell.history.undoes, "the way back ends at an exchange that changed something"
    clerk.later(40)
    open_steps = following.steps(store)
    assert open_steps and all(s.who and s.due for s in open_steps) and any(s.overdue for s in open_steps)
    desk.go("overview")
    assert "überfällig" in clerk.says(desk.page)
