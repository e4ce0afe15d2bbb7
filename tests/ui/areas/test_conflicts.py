"""Conflicts side by side: marked words, both kept, keyboard, preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from netzwerkhilfe.exchange import folder
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.exchange.conflicts import by_entry, marked_words
from tests.acts import act
from tests.ui.conftest import Desk


def clash(store: Store, other: Store, stick: Path) -> str:
    """The case of the picture: number, times and note of one person, changed in two offices."""
    with store.change() as change:
        record = change.add(
            "volunteers",
            {
                "last_name": "Haddad",
                "first_name": "Samir",
                "phone": "0160 555 27 00",
                "skills": ["Dolmetschen"],
                "note": "Fährt gern.",
                "consent_network": True,
            },
        ).id
    folder.exchange(store, stick)
    folder.exchange(other, stick)
    for office, values in (
        (store, {"phone": "0160 555 27 41", "note": "Fährt keine Autobahn.", "skills": ["Dolmetschen", "Fahrdienst"]}),
        (
            other,
            {
                "phone": "0160 555 27 14",
                "note": "Fährt nicht nach Einbruch der Dunkelheit.",
                "skills": ["Dolmetschen", "Sport"],
            },
        ),
    ):
        with office.change() as change:
            change.update(record, values)
    for office in (store, other, store):
        folder.exchange(office, stick)
    return record


def open_conflicts(store: Store) -> list[reading.Conflict]:
    with store.reading() as cursor:
        return reading.conflicts(cursor)


def test_words_that_differ_are_marked() -> None:
    assert marked_words("Fährt keine Autobahn.", "Fährt nicht nach Einbruch der Dunkelheit.") == [
        ("Fährt", False),
        ("keine", True),
        ("Autobahn.", True),
    ]


def test_three_fields_are_settled_at_once(desk: Desk, other: Store, stick: Path) -> None:
    record = clash(desk.shell.store, other, stick)
    assert len(by_entry(open_conflicts(desk.shell.store))) == 1
    desk.go("exchange")
    desk.shell.network.review()
    panel = desk.panel
    assert panel.title.text() == "Konflikt 1 von 1" and len(panel.choices) == 3
    ours = next(b for b in panel.findChildren(QPushButton) if b.text() == "Alles von uns")
    ours.click()
    note = next(c for c in panel.choices if c.conflict.register == "note")
    note.group.button(len(note.values) - 1).click()
    assert "Telefon: 0160 555 27 41" in panel.result.text()
    assert {"Fährt keine Autobahn.", "Fährt nicht nach Einbruch der Dunkelheit."} == set(note.chosen.split("\n"))
    panel.take()
    desk.settle()
    found = desk.shell.store.get(record)
    assert (
        found and found.values["phone"] == "0160 555 27 41" and found.values["skills"] == ("Dolmetschen", "Fahrdienst")
    )
    assert sorted(found.values["note"].split("\n")) == [
        "Fährt keine Autobahn.",
        "Fährt nicht nach Einbruch der Dunkelheit.",
    ]
    assert open_conflicts(desk.shell.store) == []
    for office in (desk.shell.store, other):
        folder.exchange(office, stick)
    assert open_conflicts(other) == [] and other.require(record).values["note"] == found.values["note"]


def test_the_keyboard_chooses(desk: Desk, other: Store, stick: Path, qtbot: Any) -> None:
    clash(desk.shell.store, other, stick)
    desk.go("exchange")
    desk.shell.network.review()
    panel = desk.panel
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    assert panel.choices[0].group.checkedId() == 1
    qtbot.keyClick(panel, Qt.Key.Key_Left)
    assert panel.choices[0].group.checkedId() == 0
    panel.grab()


def test_trash_against_edit_is_settled(desk: Desk, other: Store, stick: Path) -> None:
    store = desk.shell.store
    with store.change() as change:
        record = change.add("offers", {"title": "Kleiderkammer"}).id
    folder.exchange(store, stick)
    folder.exchange(other, stick)
    with store.change() as change:
        change.trash(record)
    with other.change() as change:
        change.trash(record)
        change.untrash(record)
    for office in (store, other, store):
        folder.exchange(office, stick)
    assert [c.register for c in open_conflicts(store)] == ["seal"]
    desk.go("exchange")
    desk.shell.network.review()
    panel = desk.panel
    wanted = next(i for i, v in enumerate(panel.choices[0].values) if not v)
    panel.choices[0].group.button(wanted).setChecked(True)
    panel.take()
    desk.settle()
    assert open_conflicts(store) == [] and store.ids("offers") == [record]
    folder.exchange(store, stick)
    folder.exchange(other, stick)
    assert open_conflicts(other) == [] and other.ids("offers") == [record]


def test_five_values_are_shown_and_joined(desk: Desk) -> None:
    """GIVEN a conflict of five notes THEN five can be chosen, and "Beides behalten" joins all five."""
    store = desk.shell.store
    with store.change() as change:
        record = change.add("volunteers", {"last_name": "Haddad", "note": "eins", "consent_network": True}).id
    opened = store.get(record)
    assert opened
    for text in ("zwei", "drei", "vier", "fünf", "sechs"):
        with store.change() as change:
            change.write(opened, {"note": text})
    desk.go("exchange")
    desk.shell.network.review()
    (choice,) = desk.panel.choices
    assert len(choice.group.buttons()) == 6  # five, and all of them
    choice.group.button(5).setChecked(True)
    assert set(choice.chosen.split("\n")) == {"zwei", "drei", "vier", "fünf", "sechs"}
    desk.panel.take()
    desk.settle()
    assert open_conflicts(store) == []


def test_what_the_office_keeps_of_a_flat_is_decided_under_the_name_of_the_flat(
    desk: Desk, other: Store, stick: Path
) -> None:
    """GIVEN a number that the office keeps and one of another office THEN the panel names the flat."""
    store = desk.shell.store
    flat = act(store, entries.add, "housing", {"place": "Maxdorf", "rooms": "3", "phone": "06237 1"})
    for office in (store, other):
        folder.exchange(office, stick)
    with other.change() as change:
        change.update(flat, {"phone": "06237 2"})
    for office in (other, store):
        folder.exchange(office, stick)
    desk.go("exchange")
    desk.shell.network.review()
    panel = desk.panel
    title = store.require(flat).title(store.facts())
    assert title in "\n".join(w.text() for w in panel.findChildren(QLabel)) and len(panel.choices) == 1
    wanted = panel.choices[0].values.index("06237 1")
    panel.choices[0].group.button(wanted).setChecked(True)
    panel.take()
    desk.settle()
    for office in (store, other, store):
        folder.exchange(office, stick)
    assert open_conflicts(store) == [] and store.require(flat).values["phone"] == "06237 1"
    assert other.require(flat).values["phone"] is None
