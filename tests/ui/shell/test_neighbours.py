"""What another process writes appears by itself, without taking keyboard, choice or place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]


@pytest.fixture
def command(store: Store, clock: Clock) -> Iterator[Store]:
    """The same data, opened by another program: connections, mark and memory of its own."""
    made = opening.open_with_key(store.paths, store.key, clock)
    yield made
    made.close()


def add(store: Store, name: str) -> str:
    with store.change() as change:
        return change.add("volunteers", {"last_name": name}).id


def look(desk: Desk) -> None:
    desk.shell.neighbours.look()
    desk.settle()


def test_a_new_entry_of_another_program_appears(desk: Desk, fill: Fill, command: Store) -> None:
    """GIVEN a list with a chosen row WHEN a command adds an entry before it THEN it is shown, and the same entry is
    chosen, the keyboard stays, and the number in the sidebar follows."""
    fill("volunteers", {"last_name": "Haddad"}, {"last_name": "Mahmoudi"})
    page = desk.go("volunteers")
    page.select(1)
    page.table.setFocus()
    chosen = page.current
    look(desk)
    add(command, "Albers")
    look(desk)
    assert desk.titles() == ["Albers", "Haddad", "Mahmoudi"] and page.current == chosen
    assert page.table.currentIndex().row() == 2
    assert QApplication.focusWidget() in (page.table, None)


def test_nothing_is_read_again_for_what_this_window_wrote(
    desk: Desk, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill("volunteers", {"last_name": "Haddad"})
    page = desk.go("volunteers")
    look(desk)
    read: list[int] = []
    monkeypatch.setattr(page, "catch_up", lambda: read.append(1))
    fill("volunteers", {"last_name": "Albers"})
    desk.shell.store.set_local(anything="1")
    look(desk)
    look(desk)
    assert read == []


def test_who_types_is_not_disturbed(desk: Desk, fill: Fill, command: Store) -> None:
    """GIVEN half a line in the pane WHEN somebody else changes something THEN the line stays; the news come when the
    hand has left the field."""
    fill("volunteers", {"last_name": "Haddad"})
    page = desk.go("volunteers")
    look(desk)
    line = next(e for e in page.detail.findChildren(QLineEdit) if "Aufgabe" in e.placeholderText())
    line.setFocus()
    type_text(line, "Anru")
    add(command, "Albers")
    desk.shell.neighbours.look()
    QApplication.processEvents()
    assert line.text() == "Anru" and desk.titles() == ["Haddad"] and desk.shell.neighbours.waiting
    page.table.setFocus()
    look(desk)
    assert desk.titles() == ["Albers", "Haddad"] and not desk.shell.neighbours.waiting


def test_where_the_list_is_scrolled_to_stays(desk: Desk, fill: Fill, command: Store) -> None:
    fill("volunteers", *({"last_name": f"Person {n:03}"} for n in range(80)))
    page = desk.go("volunteers")
    page.select(0)
    look(desk)
    bar = page.table.verticalScrollBar()
    bar.setValue(900)
    add(command, "Zuletzt")
    look(desk)
    assert bar.value() == 900 and len(page.model.ids) == 81 and page.table.currentIndex().row() == 0


def test_what_another_program_keeps_for_this_pc_is_known_too(desk: Desk, command: Store) -> None:
    """GIVEN a scheduled exchange of this PC WHEN it takes note of something THEN the window knows it and does not write
    its own older note over it."""
    look(desk)
    command.set_local(waiting=json.dumps({}), noted="heute")
    assert desk.shell.store.local("noted") == ""
    look(desk)
    assert desk.shell.store.local("noted") == "heute"


def test_every_page_catches_up(desk: Desk, command: Store) -> None:
    """GIVEN each page WHEN somebody else has written THEN reading again fails nowhere."""
    for n, key in enumerate(desk.shell.pages):
        desk.go(key)
        look(desk)
        add(command, f"Neu {n}")
        look(desk)
        assert not desk.shell.error_bar.isVisible(), key
        assert desk.shell.page is desk.shell.pages[key]
