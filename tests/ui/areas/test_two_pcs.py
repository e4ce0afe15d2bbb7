"""Two PCs write in the same meeting at once: all of both is there or a conflict, which the window shows and settles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from netzwerkhilfe import output
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models.meetings import AgendaItem, Attendance, Meeting, Presence, Resolution
from netzwerkhilfe.services.meetings import decisions, meetings, minutes, sitting
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.services.meetings.test_meetings import again, item, plan, refused, seat, seat_all
from tests.ui.conftest import Desk, type_text

HERE, THERE = "Maxdorf schreibt.", "Wachenheim schreibt."


@pytest.fixture
def team(store: Store) -> Store:
    seat_all(store)
    return store


@pytest.fixture
def running(team: Store, other: Store, stick: Path) -> Snapshot[Meeting]:
    """A meeting that runs, with a decision at its second item, known to both PCs."""
    meeting = plan(team, "Halle", "Kosten", "Bus")
    act(team, sitting.begin, meeting, "18:00")
    record = act(team, decisions.add, again(team, meeting), item(team, meeting, "2"), "Die Kosten werden geteilt.")
    act(team, decisions.count, record, 4, 0, 0)
    swap(stick, team, other, team)
    return again(team, meeting)


def swap(stick: Path, *stores: Store) -> None:
    """Each takes in what the others left."""
    for store in stores:
        folder.exchange(store, stick, accept=True)


def open_conflicts(store: Store) -> dict[tuple[str, str], set[Any]]:
    with store.reading() as cursor:
        return {(c.id, c.register): {str(v.value) for v in c.values} for c in reading.conflicts(cursor)}


def texts(widget: QWidget) -> str:
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisibleTo(widget))


def press(inside: QWidget, text: str) -> None:
    next(b for b in inside.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(inside)).click()


def at_item(desk: Desk, store: Store, meeting: Snapshot[Meeting], number: str) -> Any:
    page = desk.go("meetings")
    page.open(meeting.id)
    desk.settle()
    page.desk.agenda.items.choose(item(store, meeting, number), tell=True)
    desk.settle()
    return page


def test_nothing_of_two_pcs_that_write_at_once_is_lost(
    team: Store, other: Store, stick: Path, desk: Desk, running: Snapshot[Meeting]
) -> None:
    """GIVEN both PCs show the same minutes WHEN both write the text, count the votes, enter the attendance, give tasks
    and order the items, and the exchange comes before this window has shown anything of it THEN all of both is there or
    a conflict, alike on both, and the window settles it."""
    page = at_item(desk, team, running, "2")
    two, three = item(team, running, "2"), item(team, running, "3")
    (record,) = (r.id for r in team.children(running.id, Resolution))
    haddad = seat(team, "Haddad")
    type_text(page.desk.item.texts[0], HERE)
    page.desk.item.counts[record][0].box.setValue(5)
    # the other PC, at the same time
    act(other, sitting.mark, again(other, running), haddad, state=Presence.EXCUSED)
    act(other, sitting.add_task, again(other, running), two, "Roth: Rechnung prüfen")
    act(other, meetings.place_item, running.id, three, item(other, running, "1"))
    act(other, decisions.count, record, 6, 1, 0)
    with other.change() as change:
        change.update(two, {"text": THERE})
    swap(stick, other, team)
    # this window goes on with what it shows
    page.desk.bar.mark(page.desk.current.at.line(haddad.id), state=Presence.PRESENT)
    page.desk.item.do("Aufgabe", lambda change: sitting.add_task(change, running, two, "Oster: Vertrag holen"))
    desk.settle()
    swap(stick, team, other, team)
    for store in (team, other):
        found = open_conflicts(store)
        assert found[two, "text"] == {HERE, THERE}
        assert len(found[record, "votes"]) == 2
        (attendance,) = [a for a in store.children(running.id, Attendance) if a.record.person == haddad.id]
        assert found[attendance.id, "state"] == {Presence.PRESENT, Presence.EXCUSED}
        assert {t.record.title for t in sitting.tasks_of(store, running)} == {"Rechnung prüfen", "Vertrag holen"}
    orders = [[x.item.id for x in meetings.schedule_of(s, again(s, running)).lines] for s in (team, other)]
    assert orders[0] == orders[1] and len(orders[0]) == 3
    with refused("Konflikt"):
        act(team, output.sign, again(team, running))
    page.refresh()
    desk.settle()
    assert "Zwei PCs haben verschieden eingetragen" in page.desk.notice.text()
    assert "Samir Haddad" in page.desk.notice.text()
    page.desk.notice_action.click()
    desk.settle()
    for _ in range(len(open_conflicts(team))):
        if open_conflicts(team):
            desk.panel.take()
            desk.settle()
    assert open_conflicts(team) == {}
    assert "Zwei PCs" not in page.desk.notice.text()
    swap(stick, team, other)
    assert open_conflicts(other) == {}
    assert other.require(two, AgendaItem).record.text == team.require(two, AgendaItem).record.text


def test_who_types_when_another_pc_has_signed_loses_nothing(
    team: Store, other: Store, stick: Path, desk: Desk, running: Snapshot[Meeting]
) -> None:
    """GIVEN this window types WHEN the signature of another PC arrives THEN the words stay in sight, and become an
    addendum."""
    act(team, sitting.all_present, again(team, running))
    act(team, sitting.end, again(team, running), "19:00")
    swap(stick, team, other)
    page = at_item(desk, team, running, "1")
    type_text(page.desk.item.texts[0], HERE)
    act(other, output.sign, again(other, running))
    swap(stick, other, team)
    page.refresh()
    desk.settle()
    assert minutes.state(again(team, running)) == "unterschrieben"
    assert HERE in texts(page.desk.item), "what was typed is nowhere"
    press(page.desk.item, "Als Nachtrag eintragen")
    desk.settle()
    assert [a.record.text for a in minutes.addenda(team, again(team, running))] == [f"Zu TOP 1: {HERE}"]
    assert HERE not in texts(page.desk.item)
    swap(stick, team, other)
    assert len(minutes.addenda(other, again(other, running))) == 1


def test_what_was_saved_before_the_signature_arrived_is_up_for_review(
    team: Store, other: Store, stick: Path, desk: Desk, running: Snapshot[Meeting]
) -> None:
    """GIVEN this window has saved words WHEN another PC had signed without them THEN both show that they came later."""
    act(team, sitting.all_present, again(team, running))
    act(team, sitting.end, again(team, running), "19:00")
    swap(stick, team, other)
    page = at_item(desk, team, running, "1")
    type_text(page.desk.item.texts[0], HERE)
    assert page.desk.item.texts[0].save()
    act(other, output.sign, again(other, running))
    swap(stick, other, team, other)
    page.refresh()
    desk.settle()
    assert "Nach der Unterschrift ist noch angekommen" in page.desk.notice.text()
    assert HERE in texts(page.desk.item)
    for store in (team, other):
        assert "Niederschrift" in minutes.changed_since(store, again(store, running))[0]
    page.desk.notice_action.click()
    desk.settle()
    assert minutes.changed_since(team, again(team, running)) == []
