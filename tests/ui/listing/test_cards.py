"""The keys of a list, pressed at the cards of a board and at the items of an agenda."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import LeaveQuestion
from netzwerkhilfe.ui.kit.leaving import EnterEdit
from netzwerkhilfe.ui.listing.board import ID, Lane
from tests.services.meetings.test_meetings import plan, seat_all
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def press(desk: Desk, qtbot: Any, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    desk.shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)
    desk.settle()


def named(desk: Desk, text: str) -> QPushButton:
    found: list[QPushButton] = desk.panel.findChildren(QPushButton)
    return next(b for b in found if b.text() == text and b.isVisible())


def of(lane: Lane) -> list[str]:
    return [str(lane.item(i).data(ID)) for i in range(lane.count())]


@pytest.fixture
def lane(desk: Desk, fill: Fill, qtbot: Any) -> Lane:
    """The first column of the cases' cards: four cards, the keyboard on the first."""
    fill("cases", *({"persons": n, "needs": ("Wohnung",)} for n in range(1, 5)))
    page = desk.go("cases")
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    page.switch.choose(on=True)
    desk.settle()
    page.begin()
    made: Lane = page.board.lanes[0]
    assert made.hasFocus() and made.count() == 4
    made.setCurrentRow(0)
    desk.settle()
    return made


def test_entf_throws_the_card_away_that_has_the_keyboard(desk: Desk, lane: Lane, qtbot: Any) -> None:
    """GIVEN cards WHEN Entf is pressed at one THEN it, and not the row of the list behind, lies in the Papierkorb; the
    keyboard is on the next card, and Strg+Z brings it back."""
    store, cards = desk.shell.store, of(lane)
    press(desk, qtbot, Qt.Key.Key_Down)
    assert desk.page.current == cards[1]
    press(desk, qtbot, Qt.Key.Key_Delete)
    assert of(lane) == [cards[0], *cards[2:]] and store.require(cards[1]).sealed == "trashed"
    assert lane.hasFocus() and lane.record == cards[2] == desk.page.current
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL)
    assert sorted(of(lane)) == sorted(cards)
    for _ in cards:
        press(desk, qtbot, Qt.Key.Key_Delete)
    assert store.ids("cases") == []


def test_cards_are_ticked_and_thrown_away_together(desk: Desk, lane: Lane, qtbot: Any) -> None:
    """GIVEN cards WHEN the space bar ticks two and Entf is pressed THEN one question, one act, one way back; Strg+A
    ticks all, of all columns."""
    store, cards, page = desk.shell.store, of(lane), desk.page
    press(desk, qtbot, Qt.Key.Key_Space)
    assert lane.record == cards[1], "as in a list, the next one follows"
    press(desk, qtbot, Qt.Key.Key_Down)
    press(desk, qtbot, Qt.Key.Key_Space)
    assert sorted(page.marked()) == sorted([cards[0], cards[2]]) and page.bar.count.text() == "2 ausgewählt"
    press(desk, qtbot, Qt.Key.Key_Delete)
    assert desk.panel.title.text() == "2 Einträge in den Papierkorb?"
    named(desk, "In den Papierkorb").click()
    desk.settle()
    assert of(lane) == [cards[1], cards[3]]
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL)
    assert sorted(of(lane)) == sorted(cards)
    page.untick()
    desk.shell.entries.set_stage(cards[0], store.facts().stages["cases"][1].key)
    desk.settle()
    press(desk, qtbot, Qt.Key.Key_A, CONTROL)
    assert sorted(page.marked()) == sorted(cards) and lane.count() == 3


def test_keys_of_the_window_mean_the_card(desk: Desk, lane: Lane, qtbot: Any) -> None:
    """GIVEN a card with the keyboard WHEN Strg+E, Strg+C or Enter is pressed THEN that card is meant."""
    cards = of(lane)
    press(desk, qtbot, Qt.Key.Key_Down)
    press(desk, qtbot, Qt.Key.Key_E, CONTROL)
    assert desk.panel.opened.id == cards[1]
    desk.panel.dismiss()
    desk.settle()
    assert desk.shell.focusWidget() is lane and lane.record == cards[1]
    press(desk, qtbot, Qt.Key.Key_C, CONTROL)
    number = desk.shell.store.require(cards[1]).values["number"]
    assert number in QApplication.clipboard().text()
    press(desk, qtbot, Qt.Key.Key_Return)
    assert desk.page.current == cards[1] and desk.page.table.isVisible()


def test_what_is_typed_beside_the_list_is_asked_about_before_the_cards_come(desk: Desk, fill: Fill) -> None:
    fill("cases", {"persons": 1}, {"persons": 2})
    page = desk.go("cases")
    line = next(e for e in page.detail.findChildren(EnterEdit) if e.accessibleName() == "Neue Aufgabe")
    type_text(line, "Anrufen")
    page.switch.cards.click()
    desk.settle()
    assert isinstance(desk.panel, LeaveQuestion) and page.table.isVisible() and page.switch.list.isChecked()
    named(desk, "Speichern").click()
    desk.settle()
    assert page.board.isVisible() and page.switch.cards.isChecked() and len(desk.shell.store.ids("tasks")) == 1


def test_items_of_an_agenda_go_with_entf(desk: Desk, store: Store, qtbot: Any) -> None:
    """GIVEN an agenda WHEN Entf is pressed, or two items are ticked before THEN they lie in the Papierkorb, and Strg+Z
    brings them back; the same with meetings in their list."""
    seat_all(store)
    meeting = plan(store, "Eins", "Zwei", "Drei", "Vier")
    page = desk.go("meetings")
    page.open(meeting.id)
    desk.settle()
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    items = page.desk.agenda.items

    def titles() -> list[str]:
        return [line.item.record.title for line in page.desk.current.plan.lines]

    items.setFocus()
    items.setCurrentRow(1)
    press(desk, qtbot, Qt.Key.Key_Delete)
    assert titles() == ["Eins", "Drei", "Vier"]
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL)
    assert titles() == ["Eins", "Zwei", "Drei", "Vier"]
    items.setFocus()
    items.setCurrentRow(0)
    press(desk, qtbot, Qt.Key.Key_Space)
    press(desk, qtbot, Qt.Key.Key_Down)
    press(desk, qtbot, Qt.Key.Key_Space)
    press(desk, qtbot, Qt.Key.Key_Delete)
    assert "Eins" in desk.panel.body.itemAt(0).widget().text()
    named(desk, "In den Papierkorb").click()
    desk.settle()
    assert titles() == ["Zwei", "Vier"] and items.ticked == []
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL)
    assert titles() == ["Eins", "Zwei", "Drei", "Vier"]
    items.setFocus()
    press(desk, qtbot, Qt.Key.Key_A, CONTROL)
    assert len(items.ticked) == 4
    press(desk, qtbot, Qt.Key.Key_A, CONTROL)
    assert items.ticked == []
    press(desk, qtbot, Qt.Key.Key_Escape)
    page.meetings.setFocus()
    press(desk, qtbot, Qt.Key.Key_Delete)
    assert store.require(meeting.id).sealed == "trashed"
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL)
    assert store.require(meeting.id).sealed is None and titles() == ["Eins", "Zwei", "Drei", "Vier"]
