"""What is typed and not saved is asked about before an entry goes into the Papierkorb, whichever way it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.detail import verbs
from netzwerkhilfe.ui.kit.dialogs import LeaveQuestion, Panel
from netzwerkhilfe.ui.kit.form import FormPanel
from netzwerkhilfe.ui.kit.leaving import EnterEdit
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]


def named(desk: Desk, text: str) -> QPushButton:
    found: list[QPushButton] = desk.panel.findChildren(QPushButton)
    return next(b for b in found if b.text() == text and b.isVisible())


def answer(desk: Desk, text: str) -> None:
    assert isinstance(desk.panel, LeaveQuestion)
    named(desk, text).click()
    desk.settle()


def panels(desk: Desk) -> list[Panel]:
    return [p for p in desk.shell.findChildren(Panel) if p.isVisible()]


def line(desk: Desk) -> EnterEdit:
    lines: list[EnterEdit] = desk.page.detail.findChildren(EnterEdit)
    return next(e for e in lines if e.accessibleName() == "Neue Aufgabe")


def test_an_edited_form_asks_before_its_entry_goes(desk: Desk, fill: Fill, store: Store) -> None:
    """GIVEN a form that was edited WHEN its *In den Papierkorb* is pressed THEN it asks; what was saved is in the
    entry that comes back."""
    (record,) = fill("volunteers", {"last_name": "Haddad", "phone": "06237 1"})
    desk.go("volunteers")
    for said, number in (("Weiter bearbeiten", "06237 1"), ("Verwerfen", "06237 1"), ("Speichern", "06237 2")):
        desk.shell.entries.edit(record)
        form = desk.panel
        form.inputs["phone"].editor.setText("06237 2")
        named(desk, "In den Papierkorb").click()
        answer(desk, said)
        assert store.require(record).values["phone"] == number
        if said == "Weiter bearbeiten":
            assert desk.panel is form and store.require(record).sealed is None
            form.dismiss()
            continue
        assert store.require(record).sealed == "trashed" and not panels(desk)
        desk.shell.undo()
        desk.settle()
        assert store.require(record).sealed is None
    desk.shell.entries.edit(record)
    named(desk, "In den Papierkorb").click()
    desk.settle()
    assert store.require(record).sealed == "trashed" and not panels(desk), "unedited it does not ask"


def test_a_faulty_form_stays_and_its_entry_too(desk: Desk, fill: Fill, store: Store) -> None:
    (record,) = fill("housing", {"landlord": "Dörr"})
    desk.go("housing")
    desk.shell.entries.edit(record)
    form = desk.panel
    form.inputs["gross_rent"].editor.setText("46o €")
    named(desk, "In den Papierkorb").click()
    answer(desk, "Speichern")
    assert desk.panel is form and isinstance(form, FormPanel) and store.require(record).sealed is None


@pytest.mark.parametrize("way", ["Entf", "Menü", "mehrere", "Endgültig löschen"])
def test_what_is_typed_beside_a_list_is_asked_about(desk: Desk, fill: Fill, store: Store, qtbot: Any, way: str) -> None:
    """GIVEN a task typed beside an entry, without Enter WHEN the entry is thrown away THEN it asks first."""
    first, other = fill("housing", {"landlord": "Adam"}, {"landlord": "Blum"})
    page = desk.go("housing")
    page.select(page.model.row_of(first))
    desk.settle()

    def throw() -> None:
        if way == "Entf":
            qtbot.keyClick(page.table, Qt.Key.Key_Delete)
        elif way == "Menü":
            found = verbs.of(desk.shell, store.require(first))
            next(v for group in found for v in group if v.text == "In den Papierkorb").do()
        elif way == "mehrere":
            desk.shell.entries.trash_many("housing", [first, other])
        else:
            desk.shell.entries.erase(first)
        desk.settle()

    type_text(line(desk), "Anrufen")
    throw()
    answer(desk, "Weiter bearbeiten")
    assert line(desk).text() == "Anrufen" and store.require(first).sealed is None and not panels(desk)
    throw()
    answer(desk, "Speichern")
    if panels(desk):
        next(b for b in desk.panel.findChildren(QPushButton) if b.property("role") == "danger").click()
        desk.settle()
    gone = store.get(first)
    assert gone is None or gone.sealed == "trashed"
    if gone is not None:
        desk.shell.undo()
        desk.settle()
        (task,) = store.ids("tasks")
        assert store.require(task).values["title"] == "Anrufen"


def test_what_is_typed_stays_when_its_row_leaves_the_list(desk: Desk, fill: Fill, store: Store) -> None:
    """GIVEN a task typed beside a flat WHEN a search shows only other flats THEN the pane with it stays; another row
    asks, and the search taken back chooses the row again."""
    first, other = fill("housing", {"landlord": "Adam"}, {"landlord": "Blum"})
    page = desk.go("housing")
    page.select(page.model.row_of(first))
    desk.settle()
    type_text(line(desk), "Anrufen")
    page.search.setText("Blum")
    desk.settle()
    assert page.model.ids == [other] and line(desk).text() == "Anrufen" and page.current == first
    page.search.clear()
    desk.settle()
    assert page.table.currentIndex().row() == page.model.row_of(first) and line(desk).text() == "Anrufen"
    page.search.setText("Blum")
    desk.settle()
    page.table.selectRow(0)
    desk.settle()
    answer(desk, "Weiter bearbeiten")
    assert line(desk).text() == "Anrufen" and page.current == first
    page.table.selectRow(0)
    desk.settle()
    answer(desk, "Speichern")
    assert page.current == other and len(store.ids("tasks")) == 1 and line(desk).text() == ""


def test_sharing_keeps_what_is_typed(desk: Desk, fill: Fill) -> None:
    """GIVEN a task typed beside a person WHEN the person is shared, and so has another id THEN it is still there."""
    (record,) = fill("volunteers", {"last_name": "Haddad"})
    desk.go("volunteers")
    type_text(line(desk), "Anrufen")
    with desk.shell.store.change() as change:
        change.update(record, {"consent_network": True})
    desk.shell.entries.share(record)
    desk.settle()
    assert desk.page.current not in ("", record) and line(desk).text() == "Anrufen"
