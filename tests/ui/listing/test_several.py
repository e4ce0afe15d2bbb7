"""Several entries of a list: chosen as everywhere with Strg and Umschalt, ticked, thrown away, changed together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QRadioButton

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.entry import Invalid
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.entries.entries import Many
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import Panel
from tests.acts import act
from tests.ui.conftest import Desk

Fill = Callable[..., list[str]]
NONE, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NAMES = ("Adam", "Blum", "Coy", "Dörr", "Ernst")


@pytest.fixture
def people(desk: Desk, fill: Fill, qtbot: Any) -> list[str]:
    """Five volunteers in the order of the list, on their page."""
    fill("volunteers", *({"last_name": n} for n in NAMES))
    page = desk.go("volunteers")
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    page.table.setFocus()
    return list(page.model.ids)


def click(desk: Desk, qtbot: Any, row: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    table = desk.page.table
    at = table.visualRect(desk.page.model.index(row, 0)).topLeft() + QPoint(60, 8)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifiers, at)
    desk.settle()


def press(desk: Desk, qtbot: Any, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(QApplication.focusWidget() or desk.page.table, key, modifiers)
    desk.settle()


def button(panel: Panel, text: str) -> QPushButton:
    return next(b for b in panel.findChildren(QPushButton) if b.text() == text)


def test_rows_are_chosen_as_everywhere(desk: Desk, people: list[str], qtbot: Any) -> None:
    """GIVEN a list WHEN rows are clicked with Strg and Umschalt, or Strg+A is pressed THEN these are chosen; a plain
    click chooses one again."""
    page = desk.page
    click(desk, qtbot, 1)
    assert page.marked() == [] and not page.bar.isVisible() and page.current == people[1]
    click(desk, qtbot, 3, CONTROL)
    assert page.marked() == [people[1], people[3]] and page.bar.count.text() == "2 ausgewählt"
    click(desk, qtbot, 3, CONTROL)
    assert page.marked() == []
    click(desk, qtbot, 1)
    click(desk, qtbot, 4, SHIFT)
    assert page.marked() == people[1:]
    page.refresh()
    desk.settle()
    assert page.marked() == people[1:], "read anew, the same rows are chosen"
    click(desk, qtbot, 0)
    assert page.marked() == [] and page.current == people[0]
    press(desk, qtbot, Qt.Key.Key_Down, SHIFT)
    assert page.marked() == people[:2]
    press(desk, qtbot, Qt.Key.Key_A, CONTROL)
    assert page.marked() == people
    click(desk, qtbot, 2)
    assert page.ticked() == people and page.marked() == []


def test_the_space_bar_ticks_one_or_all_that_are_chosen(desk: Desk, people: list[str], qtbot: Any) -> None:
    """GIVEN one row WHEN the space bar is pressed THEN it is ticked and the next follows; several are ticked together,
    and stay ticked while another row is looked at."""
    page = desk.page
    click(desk, qtbot, 0)
    press(desk, qtbot, Qt.Key.Key_Space)
    assert page.marked() == people[:1] and page.current == people[1]
    click(desk, qtbot, 2)
    click(desk, qtbot, 3, SHIFT)
    press(desk, qtbot, Qt.Key.Key_Space)
    click(desk, qtbot, 4)
    assert page.marked() == [people[0], people[2], people[3]]
    page.untick()
    assert page.marked() == [] and page.current == people[4]


def test_entf_throws_all_away_with_one_question_and_one_undo(desk: Desk, people: list[str], qtbot: Any) -> None:
    """GIVEN three chosen people WHEN Entf is pressed THEN one question names them; Strg+Z brings all of them back."""
    store, page = desk.shell.store, desk.page
    click(desk, qtbot, 1)
    click(desk, qtbot, 3, SHIFT)
    press(desk, qtbot, Qt.Key.Key_Delete)
    assert desk.panel.title.text() == "3 Einträge in den Papierkorb?"
    assert button(desk.panel, "Abbrechen").hasFocus()
    press(desk, qtbot, Qt.Key.Key_Return)
    assert store.ids("volunteers") == people and page.marked() == people[1:4]
    press(desk, qtbot, Qt.Key.Key_Delete)
    button(desk.panel, "In den Papierkorb").click()
    desk.settle()
    assert page.model.ids == [people[0], people[4]] and page.current == people[4] and page.marked() == []
    assert page.table.hasFocus()
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.model.ids == people
    click(desk, qtbot, 0)
    press(desk, qtbot, Qt.Key.Key_Delete)
    assert page.model.ids == people[1:] and page.current == people[1], "one goes without a question; the next is chosen"
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.model.ids == people


def test_a_word_is_added_to_lists_or_taken_out_or_takes_their_place(desk: Desk, people: list[str], qtbot: Any) -> None:
    """GIVEN people with skills WHEN *Angabe ändern* is used on them THEN it asks what shall happen with the list."""
    store = desk.shell.store
    options = KINDS["volunteers"].fields["skills"].options(store.facts())
    first, second, third = list(options)[:3]
    with store.change() as change:
        change.update(people[0], {"skills": (first, second)})
        change.update(people[1], {"skills": (second,)})
    before = [store.require(p).values["skills"] for p in people[:3]]

    def do(way: str, text: str) -> list[Any]:
        click(desk, qtbot, 0)
        click(desk, qtbot, 2, SHIFT)
        desk.page.bar.change()
        panel = desk.panel
        box = panel.findChildren(QComboBox)[0]
        box.setCurrentIndex(box.findData("phone"))
        assert not any(r.isVisible() for r in panel.findChildren(QRadioButton)), "a number is no list"
        box.setCurrentIndex(box.findData("skills"))
        next(r for r in panel.findChildren(QRadioButton) if r.text() == way and r.isVisible()).click()
        desk.settle()
        next(e for e in panel.findChildren(QLineEdit) if e.isVisible()).setText(text)
        button(panel, "Ändern").click()
        desk.settle()
        return [store.require(p).values["skills"] for p in people[:3]]

    assert do("hinzufügen", options[third]) == [(first, second, third), (second, third), (third,)]
    desk.shell.undo()
    desk.settle()
    assert [store.require(p).values["skills"] for p in people[:3]] == before
    assert do("entfernen", options[second]) == [(first,), None, None]
    desk.shell.undo()
    desk.settle()
    assert do("ersetzen", options[second]) == [(second,)] * 3


def test_of_a_list_a_word_that_is_not_there_changes_nothing(store: Store, fill: Fill) -> None:
    """GIVEN entries without a word WHEN it is taken out THEN nothing is written; adding what is there neither."""
    kind = KINDS["volunteers"]
    key, word = next(iter(kind.fields["skills"].options(store.facts()).items()))
    one, two = fill("volunteers", {"last_name": "A", "skills": (key,)}, {"last_name": "B"})
    with store.change() as change:
        entries.change_many(change, kind, [two], "skills", word, Many.REMOVE)
        entries.change_many(change, kind, [one], "skills", word, Many.ADD)
    assert change.set.entries == {}
    with pytest.raises(Invalid):
        act(store, entries.change_many, kind, [one], "phone", "keine", Many.REPLACE)
