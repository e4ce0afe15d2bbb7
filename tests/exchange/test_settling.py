"""Settling a conflict replaces what was shown, and nothing that arrived while the dialog was open."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import digest, open_conflicts, person, update


def shown(store: Store) -> reading.Conflict:
    """The one conflict, as a dialog reads it."""
    with store.reading() as cursor:
        (conflict,) = reading.conflicts(cursor)
    return conflict


@pytest.mark.parametrize("taken", [0, 1])
def test_what_arrives_while_the_dialog_is_open_stays_a_conflict(
    store: Store, other: Store, stick: Path, taken: int
) -> None:
    """GIVEN a conflict on the screen WHEN a third value comes in and the two are settled THEN the third still lives."""
    record = person(store, phone="06237 0")
    for office in (store, other):
        exchange(office, stick)
    update(store, record, phone="06237 1")
    update(other, record, phone="06237 2")
    exchange(other, stick)
    exchange(store, stick)
    conflict = shown(store)
    update(other, record, phone="06237 3")
    exchange(other, stick)
    exchange(store, stick)
    chosen = conflict.values[taken].value
    with store.change() as change:
        change.settle(record, "phone", chosen, conflict.numbers)
    assert open_conflicts(store) == [("phone", {chosen, "06237 3"})]
    for office in (store, other, store):
        exchange(office, stick)
    assert open_conflicts(other) == open_conflicts(store) and digest(store) == digest(other)


def test_a_field_that_was_not_shown_is_not_settled(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a form without a conflict WHEN one arrives and the form is saved THEN both values live."""
    record = person(store, phone="06237 0")
    for office in (store, other):
        exchange(office, stick)
    update(other, record, phone="06237 2")
    exchange(other, stick)
    opened = store.get(record)
    assert opened
    exchange(store, stick)
    with store.change() as change:
        change.resolve(record, {"phone": "06237 9"}, {"phone": [n for n in (opened.shown["phone"],) if n is not None]})
    assert open_conflicts(store) == [("phone", {"06237 2", "06237 9"})]


def test_a_seal_that_is_not_displayed_still_asks_for_a_review(
    store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    """GIVEN one office throws an entry away while another takes it out again and edits it THEN it is up for review."""
    record = person(store, phone="1")
    with store.change() as change:
        change.trash(record)
    for office in (store, other):
        exchange(office, stick)
    with store.change() as change:
        change.trash(record)
    clock.forward(days=400)  # the later one is displayed, whatever clocks were seen before
    with other.change() as change:
        change.untrash(record)
    update(other, record, phone="2")
    for office in (store, other, store):
        exchange(office, stick)
    for office in (store, other):
        found = office.get(record)
        assert found and found.sealed is None
        with office.reading() as cursor:
            assert [s.id for s in reading.reviews(cursor)] == [record]
