"""A call that is noted: what nobody understood of it is read in the own office alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.leads import HousingLead, HousingPrivate, WorkLead, WorkPrivate
from netzwerkhilfe.models.notes import CallNote, Topic
from netzwerkhilfe.services.entries import calls, entries
from netzwerkhilfe.services.entries.calls import Call
from netzwerkhilfe.services.entries.understanding import understand
from netzwerkhilfe.store import reading, schema, state
from netzwerkhilfe.store.store import Store
from tests.acts import act

FLAT = "3 ZKB Maxdorf 650 warm, Frau Groß 06237 990318, für Familie Kovalenko wäre das was"
WORK = "Bäckerei Görtz in Maxdorf sucht Praktikant, hat schon mit Kovalenko gesprochen"


def net(store: Store) -> str:
    with store.reading() as cursor:
        return "\n".join(state.export(cursor, "net").lines)


@pytest.mark.parametrize("text", [FLAT, WORK])
def test_the_rest_of_a_note_goes_to_the_office(store: Store, text: str) -> None:
    """GIVEN a note that says more than was understood WHEN it is kept THEN no other office reads that."""
    found = understand(text, store.facts())
    assert "Kovalenko" in found.rest
    note, entry = act(store, calls.note_call, calls.from_understood(found, text))
    made = store.require(entry)
    private = store.companion(made)
    assert made.space == "net" and private and private.space == store.office_space
    assert private.values["private_note"] == found.rest and made.values["note"] is None
    assert "Kovalenko" not in net(store)
    assert store.require(note, CallNote).record.text == text  # and the call has every word
    assert store.ids(made.kind.name, "kovalenko") == [entry]


def test_words_that_were_typed_for_a_flat_stay_too(store: Store) -> None:
    call = Call(Topic.FLAT, "Frau Groß", "06237 990318", "am Balkon von Kovalenko vorbei", {"place": "Maxdorf"})
    _, entry = act(store, calls.note_call, call)
    private = store.companion(store.require(entry), HousingPrivate)
    assert private and private.record.private_note == "am Balkon von Kovalenko vorbei"
    assert store.require(entry, HousingLead).record.note is None


def test_the_office_note_of_another_offices_flat_stays_here(store: Store, other: Store, stick: Path) -> None:
    record = act(store, entries.add, "work", {"employer": "Görtz", "private_note": "zahlt spät"})
    for pc in (store, other):
        exchange(pc, stick)
    theirs = other.require(record, WorkLead)
    act(other, entries.save, theirs, None, {"private_note": "ist nett"})
    for pc in (other, store, other):
        exchange(pc, stick)
    mine, other_one = store.companion(store.require(record), WorkPrivate), other.companion(theirs, WorkPrivate)
    assert mine and mine.record.private_note == "zahlt spät"
    assert other_one and other_one.record.private_note == "ist nett"
    with store.reading() as cursor:
        assert reading.conflicts(cursor) == []


def test_a_store_without_the_note_gets_it(store: Store) -> None:
    """GIVEN a store of the version before WHEN it is upgraded THEN flats have a note of the office."""
    with store.connections.autocommit() as cursor:
        cursor.execute("ALTER TABLE housing_private DROP COLUMN private_note")
        cursor.execute("DROP TABLE work_private")
        schema.add_missing(cursor)
        for kind in ("housing_private", "work_private"):
            columns = {row[1] for row in cursor.execute(f"PRAGMA table_info({kind})").fetchall()}
            assert "private_note" in columns
