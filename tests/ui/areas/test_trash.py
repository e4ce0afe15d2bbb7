"""The Papierkorb: who put what there and when; several are fetched back or erased at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from netzwerkhilfe.models.values import clock_of
from netzwerkhilfe.store import trash
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.settings.trash import Trash
from tests.conftest import Clock
from tests.ui.conftest import Desk

Fill = Callable[..., list[str]]


def thrown(store: Store, clock: Clock, *records: str) -> None:
    for record in records:
        clock.forward(hours=1)
        with store.change() as change:
            change.trash(record)


def lines(box: Trash) -> list[list[str]]:
    table = box.table
    cells = [[table.item(n, i) for i in range(4)] for n in range(table.rowCount())]
    return [[c.text() if c else "" for c in row] for row in cells]


def shown(desk: Desk) -> Trash:
    box = desk.go("settings").trash
    assert isinstance(box, Trash)
    return box


def test_it_says_who_threw_what_away_and_when(desk: Desk, store: Store, fill: Fill, clock: Clock) -> None:
    """GIVEN two entries thrown away by different people THEN the latest stands first, with person, day and time."""
    helper, offer = fill("volunteers", {"last_name": "Haddad"})[0], fill("offers", {"title": "Kleiderkammer"})[0]
    thrown(store, clock, helper)
    clock.forward(days=1)
    with store.change(author="Jonas Keller") as change:
        change.trash(offer)
    first, second = lines(shown(desk))
    assert (
        first[:3] == ["Angebot", "Kleiderkammer", "Jonas Keller"]
        and first[3] == f"heute, {clock_of('2026-03-03T10:00:00+00:00')} Uhr"
    )
    assert second[:3] == ["Person", "Haddad", "Petra Wagner"] or second[1:3] == ["Haddad", "Petra Wagner"]
    assert second[3].startswith("gestern, ")


def test_several_come_back_with_one_act(desk: Desk, store: Store, fill: Fill, clock: Clock) -> None:
    """GIVEN three entries in the Papierkorb WHEN two are chosen and Enter is pressed THEN both are back, and one way
    back puts both there again."""
    records = fill("volunteers", {"last_name": "A"}, {"last_name": "B"}, {"last_name": "C"})
    thrown(store, clock, *records)
    box = shown(desk)
    box.table.selectRow(0)
    QTest.keyClick(box.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert box.back.text() == "2 zurückholen"
    QTest.keyClick(box.table, Qt.Key.Key_Return)
    desk.settle()
    assert {store.require(r).sealed for r in records[1:]} == {None} and [row[1] for row in lines(box)] == ["A"]
    desk.shell.undo()
    desk.settle()
    assert {row[1] for row in lines(box)} == {"A", "B", "C"}


def test_several_are_erased_after_one_question(desk: Desk, store: Store, fill: Fill, clock: Clock) -> None:
    """GIVEN entries in the Papierkorb WHEN all are chosen and Entf is pressed THEN one question names them and
    after the yes nothing of them is left."""
    records = fill("volunteers", {"last_name": "Albers"}, {"last_name": "Bauer"})
    thrown(store, clock, *records)
    box = shown(desk)
    box.table.setFocus()
    box.table.selectAll()
    QTest.keyClick(box.table, Qt.Key.Key_Delete)
    panel = desk.panel
    assert panel.title.text() == "2 Einträge endgültig löschen?"
    next(b for b in panel.findChildren(QPushButton) if b.text() == "Endgültig löschen").click()
    desk.settle()
    desk.settle()
    assert [store.get(r) for r in records] == [None, None]
    assert not box.table.isVisible() and box.empty.isVisible()


def test_nothing_lies_there_at_first(desk: Desk, store: Store) -> None:
    box = shown(desk)
    assert trash.contents(store) == [] and box.empty.isVisible() and not box.table.isVisible()
    box.restore()
    box.erase()


def test_what_hangs_on_an_entry_comes_and_goes_with_it(desk: Desk, store: Store, fill: Fill, clock: Clock) -> None:
    """GIVEN a meeting with items WHEN it is thrown away THEN it is one line, not one for each item."""
    (meeting,) = fill("meetings", {"title": "Leitungsteam", "date": "2026-03-20"})
    fill("agenda_items", {"title": "Begrüßung", "parent": meeting}, {"title": "Geld", "parent": meeting})
    thrown(store, clock, meeting)
    assert [row[1] for row in lines(shown(desk))] == [store.require(meeting).title(store.facts())]
