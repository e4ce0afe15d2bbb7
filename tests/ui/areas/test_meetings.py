"""The page Sitzungen in a real window: planning, attendance, minutes that save themselves, votes, signing, papers."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDropEvent, QFont, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QTextEdit, QWidget

from netzwerkhilfe import output
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models.meetings import Attendance, Meeting
from netzwerkhilfe.services.entries import entries, typed
from netzwerkhilfe.services.meetings import decisions, invitation, meetings, minutes, sitting
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.meetings import parts
from netzwerkhilfe.ui.areas.meetings.parts import PersonPill, SavedText, Stepper
from netzwerkhilfe.ui.kit import style
from tests.acts import act
from tests.services.meetings.test_meetings import again, held, item, plan, seat, seat_all, seven
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]


@pytest.fixture
def team(store: Store) -> Store:
    seat_all(store)
    return store


def opened(desk: Desk, meeting: Snapshot[Meeting]) -> Any:
    page = desk.go("meetings")
    page.open(meeting.id)
    desk.settle()
    return page


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


def press_button(inside: QWidget, text: str) -> None:
    """Click on the button with this text."""
    next(b for b in inside.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(inside)).click()


def texts(widget: QWidget) -> str:
    found = [w.text() for w in widget.findChildren(QLabel) if w.isVisibleTo(widget)]
    return "\n".join(found + [w.text() for w in widget.findChildren(QPushButton) if w.isVisibleTo(widget)])


def pill(page: Any, name: str) -> PersonPill:
    pills: list[PersonPill] = page.desk.bar.findChildren(PersonPill)
    return next(p for p in pills if p.text().startswith(name) and p.isVisibleTo(page))


def test_planning_an_agenda(team: Store, desk: Desk) -> None:
    record = act(team, entries.add, "meetings", {"title": "Leitungsteam", "date": "19.03.2026", "start": "18:00"})
    page = desk.go("meetings")
    assert "Ladungsfrist" in texts(page.list.side)
    press(page.meetings, Qt.Key.Key_Return)
    desk.settle()
    assert page.inside
    page.desk.agenda.add_usual()
    desk.settle()
    type_text(page.desk.agenda.new_item, "Kostenteilung")
    press(page.desk.agenda.new_item, Qt.Key.Key_Return)
    desk.settle()
    assert [x.number for x in page.desk.current.plan.lines] == [str(i) for i in range(1, 9)]
    assert page.desk.agenda.end.text() == "Ende gegen 19:05 Uhr"
    assert page.desk.agenda.length.text() == "65 Min."
    press(page.desk.agenda.items, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.desk.current.plan.lines[5].item.values["title"] == "Kostenteilung"
    press(page.desk.agenda.items, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.desk.current.plan.lines[5].number == "5.1"
    press(page.desk.agenda.items, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.desk.current.plan.lines[5].number == "6"
    press(page.desk.agenda.items, Qt.Key.Key_Delete)
    desk.settle()
    assert len(page.desk.current.plan.lines) == 7
    desk.shell.undo()
    desk.settle()
    assert len(page.desk.current.plan.lines) == 8
    press(page, Qt.Key.Key_Escape)
    assert not page.inside
    assert again(team, record).values["title"] == "Leitungsteam"


def test_planning_begins_with_what_is_known(team: Store, desk: Desk) -> None:
    with team.change() as change:
        change.update(seat(team, "Haddad").id, {"substitute": "Nadia Amiri"})
    page = desk.go("meetings")
    desk.shell.keyboard.add()
    panel = desk.panel
    assert panel.texts()["chair"] == "Petra Wagner"
    panel.inputs["date"].editor.setText("19.03.2026")
    panel.save()
    desk.settle()
    assert page.inside
    page.desk.steps.next_step()
    desk.panel.dismiss()
    act(team, sitting.begin, again(team, page.current))
    page.refresh()
    desk.settle()
    menu = page.desk.bar.presence_menu(page, page.desk.current.at.line(seat(team, "Haddad").id))
    next(a for a in menu.actions() if a.text() == "Vertreten durch Nadia Amiri").trigger()
    desk.settle()
    assert page.desk.current.at.line(seat(team, "Haddad").id).acting == "Nadia Amiri"
    assert pill(page, "Amiri").isEnabled()


def test_dragging_an_item(team: Store, desk: Desk) -> None:
    meeting = plan(team, "A", "B", "C")
    page = opened(desk, meeting)
    page.desk.agenda.items.setCurrentRow(2)
    target = page.desk.agenda.items.visualItemRect(page.desk.agenda.items.item(0)).topLeft() + QPoint(20, 5)
    event = QDropEvent(
        QPointF(target),
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.desk.agenda.items.dropEvent(event)
    desk.settle()
    assert [x.item.values["title"] for x in page.desk.current.plan.lines] == ["C", "A", "B"]


def test_inviting_too_late_asks_for_a_reason(team: Store, desk: Desk) -> None:
    meeting = seven(team)
    page = opened(desk, meeting)
    page.desk.steps.next_step()
    panel = desk.panel
    panel.day.setText("14.03.2026")
    assert not panel.why.isVisible()
    panel.day.setText("15.03.2026")
    assert panel.why.isVisible()
    assert "nicht gewahrt" in panel.told.text()
    panel.save()
    assert again(team, meeting).values["stage"] != "eingeladen"
    panel.reason.setPlainText("Die Frist der Förderstelle endet.")
    panel.save()
    desk.settle()
    assert again(team, meeting).values["urgency"] == "Die Frist der Förderstelle endet."
    assert page.desk.view == "preview"
    assert page.desk.preview.shown is not None
    assert page.desk.preview.count.text().startswith("Seite 1 von")
    panel_day = again(team, meeting)
    with team.change() as change:
        change.update(panel_day.id, {"venue": "Rathaus"})
    page.refresh()
    desk.settle()
    assert "Seit der Einladung geändert: Ort der Sitzung" in page.desk.notice.text()
    assert page.desk.next.text() == "Neu einladen …"


def test_a_meeting_from_the_first_pill_to_the_approval(team: Store, desk: Desk) -> None:
    meeting = seven(team)
    act(team, invitation.invite, meeting, "2026-03-10")
    page = opened(desk, meeting)
    pill(page, "Bauer").click()
    desk.settle()
    assert page.desk.bar.quorum.text() == "1 von 8 zugesagt"
    assert page.desk.next.text() == "Sitzung beginnen"
    page.desk.steps.next_step()
    desk.settle()
    assert again(team, meeting).values["stage"] == "läuft"
    assert page.desk.bar.quorum.text() == "nicht beschlussfähig (0 von 8)", "a reply is not presence"
    page.desk.bar.everybody()
    desk.settle()
    assert page.desk.bar.quorum.text() == "beschlussfähig (8 von 8)"
    menu = page.desk.bar.presence_menu(page, page.desk.current.at.line(seat(team, "Haddad").id))
    next(a for a in menu.actions() if a.text() == "Entschuldigt").trigger()
    page.desk.agenda.items.setCurrentRow(3)
    desk.settle()
    editor = page.desk.item.texts[0]
    type_text(editor, "Frau Bauer schlägt die Halle vor. Größe: 200 m²")
    editor.save()
    item = page.desk.agenda.items.chosen
    assert team.require(item).values["text"] == "Frau Bauer schlägt die Halle vor. Größe: 200 m²"
    chosen = page.desk.current.plan.line(item).item
    page.desk.item.do("Beschluss", lambda change: decisions.from_proposal(change, page.desk.current.meeting, chosen))
    desk.settle()
    yes, no, _ = next(iter(page.desk.item.counts.values()))
    yes.box.setValue(8)
    no.box.setValue(1)
    page.desk.item.flush()
    desk.settle()
    assert "9 von 7 Stimmen" in texts(page.desk.item)
    yes, no, _ = next(iter(page.desk.item.counts.values()))
    yes.box.setValue(5)
    page.desk.item.flush()
    desk.settle()
    assert "mehrheitlich angenommen" in texts(page.desk.item)
    type_text(page.desk.item.new_task, "Roth: Halle anfragen bis 20.04.2026")
    press(page.desk.item.new_task, Qt.Key.Key_Return)
    desk.settle()
    assert "Halle anfragen" in texts(page.desk.item)
    page.desk.steps.next_step()
    desk.settle()
    assert page.desk.next.text() == "Unterschreiben …"
    page.desk.steps.next_step()
    panel = desk.panel
    assert panel.save_button.isEnabled()
    panel.save()
    desk.settle()
    assert minutes.state(again(team, meeting)) == "unterschrieben"
    assert page.desk.preview.document == "minutes"
    assert page.desk.next.text() == "Genehmigung eintragen …"
    page.desk.show_view("edit")
    desk.settle()
    assert not page.desk.agenda.new_item.isVisible()
    assert page.desk.item.texts == []
    page.desk.steps.next_step()
    desk.settle()
    assert minutes.state(again(team, meeting)) == "unterschrieben", "one click approves nothing"
    desk.panel.save()
    assert "Datum" in desk.panel.problem.text()
    desk.panel.day.setText("16.04.2026")
    desk.panel.save()
    desk.settle()
    assert minutes.state(again(team, meeting)) == "genehmigt"
    assert again(team, meeting).record.approved_on == "2026-04-16"
    page.close_meeting()
    page.show_view("register")
    desk.settle()
    assert page.register.table.rowCount() == 1
    assert page.register.chosen.result == "mehrheitlich angenommen"
    assert desk.shell.error_bar.isHidden()


def test_the_vote_on_the_last_minutes_in_the_window(team: Store, desk: Desk) -> None:
    """GIVEN signed minutes and the next meeting with its suggestion WHEN the vote is entered THEN one act approves, and
    one step back takes both back."""
    earlier = held(team)
    act(team, output.sign, earlier)
    later = plan(team, "Bus", date="16.04.2026")
    page = opened(desk, again(team, later))
    page.desk.agenda.take_suggestion(next(s for s in page.desk.agenda.suggestions if s.key.startswith("minutes:")))
    desk.settle()
    page.desk.steps.next_step()
    desk.panel.dismiss()
    act(team, sitting.begin, again(team, later))
    act(team, sitting.all_present, again(team, later))
    page.refresh()
    topic = next(x.item for x in page.desk.current.plan.lines if x.item.record.approves)
    page.desk.agenda.items.choose(topic.id, tell=True)
    desk.settle()
    press_button(page.desk.item, "Niederschrift vom 19.03.2026 genehmigen …")
    assert [c.value() for c in desk.panel.counts] == [8, 0, 0]
    desk.panel.counts[0].box.setValue(9)
    desk.panel.save()
    assert "So viele Stimmen" in desk.panel.problem.text()
    desk.panel.counts[0].box.setValue(7)
    desk.panel.save()
    desk.settle()
    assert minutes.state(again(team, earlier)) == "genehmigt"
    assert again(team, earlier).record.approved_in == later.id
    assert "einstimmig angenommen" in texts(page.desk.item)
    desk.shell.undo()
    desk.settle()
    assert minutes.state(again(team, earlier)) == "unterschrieben"
    assert decisions.of_meeting(team, sitting.read(team, again(team, later)), topic.id) == []


def test_a_proposal_taken_off_the_agenda_is_a_proposal_again(team: Store, desk: Desk) -> None:
    made = act(team, meetings.propose, "Sommerfest")
    page = opened(desk, plan(team, "Bus"))
    page.desk.agenda.take_suggestion(next(s for s in page.desk.agenda.suggestions if s.proposal))
    desk.settle()
    page.desk.agenda.items.choose(made, tell=True)
    press(page.desk.agenda.items, Qt.Key.Key_Delete)
    desk.settle()
    assert [p.id for p in meetings.proposals(team)] == [made]
    assert any(s.proposal for s in page.desk.agenda.suggestions)


def test_a_further_decision_begins_without_words(team: Store, desk: Desk) -> None:
    page = opened(desk, held(team))
    for _ in range(2):
        button = next(
            b
            for b in page.desk.item.findChildren(QPushButton)
            if b.text() in ("Beschluss eintragen", "Weiterer Beschluss") and b.isVisibleTo(page)
        )
        button.click()
        desk.settle()
    wordings = [t.toPlainText() for t in page.desk.item.texts if t.name == "wording"]
    assert wordings == ["Das Leitungsteam beschließt:", ""]


def test_text_is_saved_at_a_pause_of_typing_and_when_the_page_is_left(
    team: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PAUSE", 30)
    meeting = held(team)
    page = opened(desk, meeting)
    editor = page.desk.item.texts[0]
    item = page.desk.agenda.items.chosen
    type_text(editor, "Erster Satz")
    until = time.monotonic() + 5
    while team.require(item).values.get("text") != "Erster Satz" and time.monotonic() < until:
        QApplication.processEvents()
    assert team.require(item).values["text"] == "Erster Satz"
    monkeypatch.setattr(parts, "PAUSE", 100_000)
    type_text(editor, ", zweiter")
    desk.go("overview")
    assert team.require(item).values["text"] == "Erster Satz, zweiter"


def test_who_types_without_a_pause_is_saved_meanwhile(team: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parts.LONGEST < 2_000
    monkeypatch.setattr(parts, "PAUSE", 100_000)
    page = opened(desk, held(team))
    editor = page.desk.item.texts[0]
    item = page.desk.agenda.items.chosen
    until, typed_, kept = time.monotonic() + 20, 0, 0
    while kept < 2 and time.monotonic() < until:
        before = str(team.require(item).values.get("text") or "")
        type_text(editor, "x")
        typed_ += 1
        QApplication.processEvents()
        kept += str(team.require(item).values.get("text") or "") != before
    assert kept == 2 and typed_ > 2, "saved again and again while the keys go on"


def test_what_names_somebody_is_kept_here_and_there_again(team: Store, desk: Desk) -> None:
    """GIVEN a text that names a person in need WHEN the program ends before anybody decides THEN it is not lost."""
    act(team, entries.add, "cases", {"needs": "Wohnung", "persons": "4", "name": "Familie Zwackelmann"})
    page = opened(desk, held(team))
    editor = page.desk.item.texts[0]
    item = page.desk.agenda.items.chosen
    type_text(editor, "Familie Zwackelmann sucht weiter")
    assert not editor.save() and editor.question.isVisibleTo(page)
    assert team.require(item).values.get("text") is None
    assert typed.kept(team, team.require(item), "text") == "Familie Zwackelmann sucht weiter"
    page.desk.item.texts = []  # as if the program had ended
    page.refresh()
    desk.settle()
    again_there = page.desk.item.texts[0]
    assert again_there.toPlainText() == "Familie Zwackelmann sucht weiter"
    again_there.setPlainText("Die Familie sucht weiter")
    assert again_there.save() and typed.kept(team, team.require(item), "text") is None
    with team.change() as change:
        change.update(item, {"text": "Ein anderer Text"})
    assert typed.kept(team, team.require(item), "text") is None


@pytest.mark.parametrize("width", [1024, 1366])
def test_all_people_are_in_sight_and_stay_under_the_mouse(team: Store, desk: Desk, width: int) -> None:
    meeting = plan(team, "A")
    act(team, sitting.begin, meeting)
    for n in range(25):
        act(team, sitting.mark, meeting, f"Gast Nummer {n}")
    desk.shell.resize(width, 700)
    page = opened(desk, again(team, meeting))
    bar = page.desk.bar
    area = QRect(bar.mapTo(page, QPoint(0, 0)), bar.size())
    pills = [p for p in bar.findChildren(PersonPill) if p.isVisibleTo(page)]
    assert len(pills) == 33

    def places() -> list[QRect]:
        return [QRect(p.mapTo(page, QPoint(0, 0)), p.size()) for p in pills]

    before = places()
    assert all(area.contains(place) for place in before)
    for one, place in enumerate(before):
        assert not any(place.intersects(other) for other in before[one + 1 :])
    assert bar.all_there.isVisibleTo(page)
    pills[2].setFocus()
    for one in [p for p in pills if p.property("active") == "false"][:3]:
        one.click()
        desk.settle()
    bar.everybody()
    desk.settle()
    assert places() == before
    assert {p for p in bar.findChildren(PersonPill) if p.isVisibleTo(page)} == set(pills)


def test_the_attendance_by_keyboard_alone(team: Store, desk: Desk) -> None:
    meeting = plan(team, "A")
    act(team, sitting.begin, meeting)
    page = opened(desk, again(team, meeting))
    first, second = list(page.desk.bar.pills.values())[:2]
    first.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        QTest.keyClick(desk.shell.window().focusWidget(), key)
        desk.settle()
    assert desk.shell.window().focusWidget() is second
    pills = list(page.desk.bar.pills.values())[:3]
    assert [p.property("active") for p in pills] == ["true", "true", "false"]
    assert [p.font().weight() for p in pills] == [QFont.Weight.DemiBold, QFont.Weight.DemiBold, QFont.Weight.Medium]


def test_a_second_pc_that_edits_the_same_minutes_meets_the_conflict_review(
    team: Store, other: Store, stick: Path, desk: Desk
) -> None:
    """GIVEN the editor is open WHEN another office's words arrive and typing goes on THEN both stay, compared by
    word."""
    meeting = held(team)
    for store in (team, other, team):
        folder.exchange(store, stick, accept=True)
    page = opened(desk, meeting)
    editor = page.desk.item.texts[0]
    item = page.desk.agenda.items.chosen
    type_text(editor, "Die Kosten werden gleich geteilt.")
    editor.save()
    with other.change() as change:
        change.update(item, {"text": "Die Kosten werden nach Einwohnern geteilt."})
    for store in (other, team):
        folder.exchange(store, stick, accept=True)
    type_text(editor, " Das wird geprüft.")
    editor.save()
    with team.reading() as cursor:
        (conflict,) = reading.conflicts(cursor)
    assert {v.value for v in conflict.values} == {
        "Die Kosten werden gleich geteilt. Das wird geprüft.",
        "Die Kosten werden nach Einwohnern geteilt.",
    }
    page.refresh()
    desk.settle()
    assert "verschieden geändert" in texts(page.desk.item)
    desk.shell.network.review(item)
    desk.settle()
    cells = desk.panel.choices[0].group.buttons()
    marked = {w for c in cells[:2] for w, mark in c.words if mark}
    assert {"gleich", "nach", "Einwohnern"} <= marked
    assert "Kosten" not in marked
    desk.panel.take()
    desk.settle()
    with team.reading() as cursor:
        assert reading.conflicts(cursor) == []


def test_suggestions_are_offered_taken_and_dismissed(team: Store, desk: Desk) -> None:
    act(team, meetings.propose, "Sommerfest")
    act(team, meetings.propose, "Bus")
    page = opened(desk, plan(team, "A"))
    assert page.desk.agenda.hint_box.isVisible()
    assert "Sommerfest" in page.desk.agenda.hint.text() + str([s.why for s in page.desk.agenda.suggestions])
    page.desk.agenda.take_suggestion()
    desk.settle()
    assert len(page.desk.current.plan.lines) == 2
    page.desk.agenda.dismiss_suggestion()
    desk.settle()
    assert not page.desk.agenda.hint_box.isVisible()


def test_names_by_vote_and_bias_in_the_window(team: Store, desk: Desk) -> None:
    meeting = held(team)
    page = opened(desk, meeting)
    page.desk.agenda.items.setCurrentRow(3)
    desk.settle()
    page.desk.item.do(
        "Beschluss",
        lambda change: decisions.add(change, page.desk.current.meeting, page.desk.agenda.items.chosen, "Wir tun es."),
    )
    desk.settle()
    (decision,) = decisions.of_meeting(team, sitting.read(team, again(team, meeting)))
    page.desk.item.do("Beschluss", lambda change: change.update(decision.id, {"by_name": True}))
    desk.settle()
    ballots = [b for b in page.desk.item.findChildren(QPushButton) if b.accessibleName().endswith(": ja")]
    assert len(ballots) == 6
    ballots[0].click()
    desk.settle()
    assert "1 von 6 Stimmen" in texts(page.desk.item)
    menu = page.desk.bar.presence_menu(page, page.desk.current.at.line(seat(team, "Bauer").id))
    next(a for a in menu.actions() if a.text().startswith("Befangen")).trigger()
    desk.settle()
    assert "Wegen Befangenheit nicht beteiligt: Gisela Bauer" in texts(page.desk.item)


def test_a_series_avoids_holidays(team: Store, desk: Desk) -> None:
    page = desk.go("meetings")
    page.plan_series()
    panel = desk.panel
    panel.rule.setText("jeden letzten Donnerstag")
    panel.first.setText("01.04.2026")
    panel.last.setText("31.12.2026")
    days = [panel.days.item(i).text() for i in range(panel.days.count())]
    assert len(days) == 9
    assert any("statt 31.12.2026 (Silvester)" in d for d in days)
    panel.rule.setText("3. Donnerstag im Mai")
    panel.rule.setText("4. Donnerstag im Mai")
    panel.rule.setText("2. Donnerstag im Mai")
    assert "statt 14.05.2026 (Christi Himmelfahrt)" in panel.days.item(0).text()
    panel.rule.setText("ab und zu")
    assert not panel.save_button.isEnabled()
    assert "Wochentag" in panel.read.text()
    panel.rule.setText("3. Samstag im Juni")
    panel.title.setText("Jährlicher Austausch")
    panel.occasion.setCurrentText("Jährlicher Austausch")
    panel.save()
    desk.settle()
    (made,) = team.all("meetings")
    assert (made.values["date"], made.values["occasion"]) == ("2026-06-20", "Jährlicher Austausch")
    assert team.children(made.id, "agenda_items") == []
    assert [s.values["rule"] for s in team.all("series")] == ["3. Samstag im Juni"]


def test_a_guest_who_cannot_be_entered_stays_in_the_line(team: Store, desk: Desk) -> None:
    """GIVEN a guest list WHEN its meeting was signed meanwhile THEN each way to enter somebody says so, and what was
    typed stays where it was typed."""
    texts = {"title": "Dankesfest", "occasion": "Dankesfest", "date": "20.06.2026", "venue": "Scheune"}
    record = act(team, entries.add, "meetings", texts)
    page = opened(desk, again(team, record))
    guests, bar = page.desk.guests, desk.shell.error_bar
    guests.new_guest.setText("Bernd Klein")
    guests.new_guest.returnPressed.emit()
    assert guests.list.count() == 1 and guests.new_guest.text() == ""
    guests.list.setCurrentRow(0)
    with team.change() as change:
        change.seal(record, "signed")
    guests.new_guest.setText("Anna Groß")
    for enter in (guests.new_guest.returnPressed.emit, guests.next_reply):
        enter()
        assert bar.isVisible() and any("unterschrieben" in one.text() for one in bar.findChildren(QLabel))
        bar.hide()
    assert guests.new_guest.text() == "Anna Groß"
    guests.add_guest()
    panel = desk.panel
    panel.text.setPlainText("Anna Groß")
    panel.save()
    assert panel.isVisible() and "unterschrieben" in panel.problem.text()
    assert [a.record.name for a in team.children(record, Attendance)] == ["Bernd Klein"]


def test_a_party_with_a_guest_list(team: Store, desk: Desk, fill: Fill) -> None:
    fill("volunteers", {"first_name": "Hodan", "last_name": "Abdi", "consent_network": True})
    record = act(
        team,
        entries.add,
        "meetings",
        {"title": "Dankesfest", "occasion": "Dankesfest", "date": "20.06.2026", "start": "15:00", "venue": "Scheune"},
    )
    page = opened(desk, again(team, record))
    assert not page.desk.bar.isVisible()
    assert page.desk.view == "guests"
    page.desk.guests.add_guests("Anna Groß\nBernd <b>Klein</b>")
    page.desk.guests.all_volunteers()
    desk.settle()
    assert page.desk.guests.list.count() == 3
    page.desk.guests.list.setCurrentRow(1)
    press(page.desk.guests.list, Qt.Key.Key_Space)
    assert "zugesagt" in page.desk.guests.list.item(1).text()
    page.desk.steps.next_step()
    assert "keine Ladungsfrist" in desk.panel.told.text()
    desk.panel.save()
    desk.settle()
    letters = output.pdf(team, again(team, record), "letters")
    assert letters.count(b"/Type /Page\n") == 3 or letters.startswith(b"%PDF")


def test_a_circulation_in_the_window(team: Store, desk: Desk) -> None:
    page = desk.go("meetings")
    page.start_circular()
    panel = desk.panel
    panel.title.setText("Wohnung")
    panel.wording.setPlainText("Wir mieten die Wohnung an.")
    panel.save()
    assert "nur in Notlagen" in panel.problem.text()
    panel.reason.setPlainText("Obdachlosigkeit droht.")
    panel.save()
    desk.settle()
    assert page.inside
    assert "Es fehlen:" in page.desk.notice.text()
    for button in [b for b in page.desk.item.findChildren(QPushButton) if b.accessibleName().endswith(": ja")]:
        name = button.accessibleName()
        next(
            b for b in page.desk.item.findChildren(QPushButton) if b.accessibleName() == name and b.isVisibleTo(page)
        ).click()
        desk.settle()
    assert "Alle haben geantwortet" in page.desk.notice.text()
    page.desk.steps.next_step()
    desk.settle()
    assert again(team, page.current).values["stage"] == "gehalten"


def test_following_a_recommendation_up(team: Store, desk: Desk, tmp_path: Path) -> None:
    meeting = held(team)
    record = act(
        team,
        decisions.add,
        meeting,
        meetings.schedule_of(team, meeting).lines[3].item.id,
        "Das Leitungsteam empfiehlt …",
        recommends=True,
    )
    act(team, decisions.count, record, 6, 0, 0)
    act(team, output.sign, again(team, meeting))
    page = desk.go("meetings")
    page.show_view("register")
    desk.settle()
    page.register.search.setText("empfiehlt")
    page.register.fill()
    assert page.register.hits_box.isVisible()
    side = texts(page.register.side)
    for office in ("Maxdorf", "Wachenheim", "Lambsheim-Heßheim", "Dannstadt-Schauernheim"):
        assert office in side
    page.register.save_extract(tmp_path / "auszug.pdf")
    page.register.save_extract(tmp_path / "auszug.docx")
    assert (tmp_path / "auszug.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "auszug.docx").read_bytes().startswith(b"PK")
    page.register.search.setText("gibt es nicht")
    page.register.fill()
    assert page.register.table.rowCount() == 0


def test_what_is_printed_otherwise_is_said_before(team: Store, desk: Desk, tmp_path: Path) -> None:
    """GIVEN an item with an emoji WHEN the preview shows a paper with it THEN it says how it prints; without one it
    does not, and nothing of another meeting stays."""
    plain, meeting = plan(team, "Sommerfest", date="16.04.2026"), plan(team, "Sommerfest 😀")
    page = opened(desk, meeting)
    page.desk.show_view("preview")
    desk.settle()
    said = "Der Druck kennt nicht alle Zeichen: 😀 als [grinsendes gesicht]."
    preview = page.desk.preview
    assert preview.notice.isVisible() and preview.told.text() == said
    preview.choose("attendance")
    desk.settle()
    assert not preview.notice.isVisible()
    page.open(plain.id)
    page.desk.show_view("preview")
    desk.settle()
    assert preview.shown and not preview.notice.isVisible()


def test_the_register_says_it_too(team: Store, desk: Desk, tmp_path: Path) -> None:
    meeting = held(team)
    vote = act(team, decisions.add, meeting, item(team, meeting, "1"), "Wir feiern 😀.")
    act(team, decisions.count, vote, 6, 0, 0)
    act(team, output.sign, again(team, meeting))
    page = desk.go("meetings")
    page.show_view("register")
    desk.settle()
    page.register.table.selectRow(0)
    page.register.save_extract(tmp_path / "auszug.pdf")
    assert "😀 als [grinsendes gesicht]" in texts(desk.shell.toast)
    desk.shell.toast.hide()
    page.register.print_register()
    desk.settle()
    assert "😀 als [grinsendes gesicht]" in texts(desk.shell.toast)


def test_papers_from_the_window(team: Store, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = seven(team)
    page = opened(desk, meeting)
    seen: list[Path] = []
    monkeypatch.setattr(desk.shell.files, "open_paper", seen.append)
    page.desk.papers.make("invitation", ".pdf")
    page.desk.papers.make("letters", ".pdf")
    desk.settle()
    assert [p.exists() and p.suffix for p in seen] == [".pdf", ".pdf"]
    for document, name in (("invitation", "e.docx"), ("agenda", "a.txt"), ("invitation", "t.ics")):
        page.desk.papers.save_as(document, name, "", tmp_path / name)
        assert (tmp_path / name).stat().st_size > 200
    page.desk.papers.copy_text()
    assert QApplication.clipboard().text().startswith("Guten Tag,")
    page.desk.papers.make("invitation", ".eml")
    desk.settle()
    assert "E-Mail-Adresse" in texts(desk.shell.error_bar)
    names = [a.text() for a in page.desk.papers.paper_menu().actions() if a.text()]
    assert "Einladung als PDF öffnen" in names
    assert len(minutes.printed(team, meeting)) == 5


def test_the_print_of_a_paper_is_the_previewed_pdf(team: Store, desk: Desk, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from netzwerkhilfe.ui.areas.meetings.preview import print_pdf, render

    meeting = seven(team)
    pdf = output.pdf(team, meeting, "agenda")
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "druck.pdf"))
    print_pdf(pdf, printer)
    assert len(render((tmp_path / "druck.pdf").read_bytes(), 300)) == len(render(pdf, 300)) == 1


def test_hostile_names_stay_text_in_the_window(team: Store, desk: Desk) -> None:
    meeting = plan(team, "<b>fett</b> & <img src=x>")
    page = opened(desk, meeting)
    assert "<b>fett</b> & <img src=x>" in texts(page.desk.item)
    page.desk.guests.add_guests("<i>Gast</i> & Co")
    desk.settle()
    assert "<i>Gast</i> && Co" in [p.text() for p in page.desk.bar.findChildren(PersonPill)]


def test_everything_has_a_name_for_screen_readers(team: Store, desk: Desk) -> None:
    meeting = held(team)
    page = opened(desk, meeting)
    page.desk.item.do(
        "Beschluss",
        lambda change: decisions.add(change, page.desk.current.meeting, page.desk.agenda.items.chosen, "Wir tun es."),
    )
    desk.settle()
    for widget in (
        page.findChildren(QPushButton) + page.findChildren(SavedText) + [s.box for s in page.findChildren(Stepper)]
    ):
        if widget.isVisibleTo(page) and not isinstance(widget, QCheckBox):
            assert widget.accessibleName() or (widget.text() if hasattr(widget, "text") else ""), widget


def test_a_meeting_with_unreadable_values_opens(team: Store, desk: Desk) -> None:
    meeting = held(team)
    with team.change() as change:
        change.update(
            meeting.id,
            {"date": "gestern", "start": "abends", "announced": [1], "stage": "irgendwas", "occasion": "Kaffee"},
        )
        for one in team.children(meeting.id, "agenda_items"):
            change.update(one.id, {"begun": "x", "minutes": 10**12, "title": None})
    page = opened(desk, meeting)
    page.desk.show_view("preview")
    desk.settle()
    page.close_meeting()
    page.show_view("register")
    desk.settle()
    assert desk.shell.error_bar.isHidden()
    desk.go("overview")
    assert desk.shell.error_bar.isHidden()


def test_who_types_goes_on_at_the_same_place_after_a_refresh(team: Store, desk: Desk) -> None:
    """GIVEN votes are typed WHEN the pause counts them THEN the focus stays in its field; so does the cursor of the
    text."""
    meeting = held(team)
    page = opened(desk, meeting)
    page.desk.item.do(
        "Beschluss",
        lambda change: decisions.add(change, page.desk.current.meeting, page.desk.agenda.items.chosen, "Wir tun es."),
    )
    desk.settle()
    desk.shell.activateWindow()
    counts = next(iter(page.desk.item.counts.values()))
    counts[1].box.setFocus()
    type_text(counts[1].box, "2")
    page.desk.item.flush()
    desk.settle()
    focused = desk.shell.window().focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Nein"
    assert focused is next(iter(page.desk.item.counts.values()))[1].box
    editor = page.desk.item.texts[0]
    editor.setFocus()
    type_text(editor, "Anfang Ende")
    cursor = editor.textCursor()
    cursor.setPosition(6)
    editor.setTextCursor(cursor)
    page.refresh()
    desk.settle()
    redrawn: QTextEdit = page.desk.item.texts[0]
    keeps_the_focus = desk.shell.window().focusWidget() is redrawn
    assert keeps_the_focus
    type_text(redrawn, ",")
    assert redrawn.toPlainText() == "Anfang, Ende"


def test_the_number_of_a_stepper_has_room(qtbot: Any, qapp: QApplication) -> None:
    """GIVEN a stepper under the style sheet of the window THEN its number is not squeezed by arrows."""
    style.apply(qapp, "light")
    stepper = Stepper("Ja", 128)
    qtbot.addWidget(stepper)
    stepper.show()
    edit = stepper.box.lineEdit()
    assert edit.width() >= edit.fontMetrics().horizontalAdvance("128")
    style.apply(qapp, "dark")
    assert edit.width() >= edit.fontMetrics().horizontalAdvance("128")
    style.apply(qapp, "light")
    stepper.box.selectAll()
    qtbot.keyClicks(stepper.box, "7")
    qtbot.keyClick(stepper.box, Qt.Key.Key_Up)
    assert stepper.value() == 8
