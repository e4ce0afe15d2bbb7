"""Erasing in the window: what is ours goes after a question; another office is asked, and decides with one click."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from netzwerkhilfe.services.entries import erasing
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.helpers import in_step, person
from tests.ui.conftest import Desk


def buttons(widget: QWidget) -> dict[str, QPushButton]:
    """The buttons of a widget that can be seen, by their text."""
    return {b.text(): b for b in widget.findChildren(QPushButton) if b.isVisible()}


def text_of(widget: QWidget) -> str:
    """What its labels say."""
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


def asked(desk: Desk, store: Store, other: Store, stick: Path) -> str:
    """A volunteer of this office, shown in the pane, whose erasure the other office has asked for."""
    record = person(store, "Haddad")
    in_step(store, other, stick=stick)
    act(other, erasing.erase, [record], "Wunsch am Telefon")
    in_step(other, store, stick=stick)
    desk.go("overview")
    buttons(desk.page)["Löschung erbeten: Haddad"].click()
    desk.settle()
    assert "bittet um Löschung: Wunsch am Telefon" in text_of(desk.page)
    return record


def test_one_click_and_one_question_erase_what_another_office_asks_for(
    desk: Desk, store: Store, other: Store, stick: Path
) -> None:
    record = asked(desk, store, other, stick)
    buttons(desk.page)["Endgültig löschen …"].click()
    buttons(desk.panel)["Endgültig löschen"].click()
    desk.settle()
    assert store.get(record) is None and not erasing.waiting(store)


def test_what_is_kept_is_told_and_the_bar_goes(desk: Desk, store: Store, other: Store, stick: Path) -> None:
    record = asked(desk, store, other, stick)
    buttons(desk.page)["Behalten"].click()
    desk.settle()
    assert store.get(record) and "Endgültig löschen …" not in buttons(desk.page)
    in_step(store, other, stick=stick)
    (told,) = erasing.requests_about(other, record)
    assert told.record.declined_by == store.person


def test_another_office_is_asked_and_the_entry_stays(desk: Desk, store: Store, other: Store, stick: Path) -> None:
    record = person(other, "Frank")
    in_step(other, store, stick=stick)
    desk.go("volunteers")
    desk.shell.entries.erase(record)
    assert f"entscheidet {store.facts().offices[other.local('office')].name}" in text_of(desk.panel)
    buttons(desk.panel)["Um Löschung bitten"].click()
    desk.settle()
    assert store.get(record) and "Um die Löschung gebeten" in text_of(desk.shell)
    in_step(store, other, stick=stick)
    ((_, entry),) = erasing.waiting(other)
    assert entry.id == record
    desk.shell.reveal("volunteers", record)
    desk.settle()
    assert "Löschung erbeten am" in text_of(desk.page)


def test_of_what_lies_in_the_papierkorb_it_asks_at_once(desk: Desk, store: Store, other: Store, stick: Path) -> None:
    record = asked(desk, store, other, stick)
    with store.change() as change:
        change.trash(record)
    desk.go("overview")
    buttons(desk.page)["Löschung erbeten: Haddad"].click()
    buttons(desk.panel)["Endgültig löschen"].click()
    desk.settle()
    assert store.get(record) is None
