"""Fields of a group are settled together; out of the Papierkorb comes what one act put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.leads import HousingLead, StageStep
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.store import Store
from tests.exchange.helpers import digest, in_step, open_conflicts, update

MAXDORF, BIRKENHEIDE = "07338018", "07338005"


def address(store: Store, record: str) -> tuple[object, object, object]:
    """Street, postcode and place of a flat that all see."""
    found = store.require(record, HousingLead).record
    return found.street, found.postcode, found.place


@pytest.fixture
def flat(store: Store, other: Store, stick: Path) -> str:
    """A flat whose address is in conflict: two offices have typed another street, postcode and place."""
    with store.change() as change:
        record = change.add("housing", {"rooms": 3.0, "share_contact": True}).id
    in_step(store, other, stick=stick)
    update(store, record, street="Hauptstraße 1", postcode="67133", place=MAXDORF)
    update(other, record, street="Am Bahnhof 2", postcode="67134", place=BIRKENHEIDE)
    in_step(store, other, stick=stick)
    with store.reading() as cursor:
        assert [(c.register, len(c.values)) for c in reading.conflicts(cursor)] == [("address", 2)]
    return record


@pytest.mark.parametrize("name", ["street", "postcode", "place"])
def test_one_field_chooses_its_whole_group(store: Store, other: Store, stick: Path, flat: str, name: str) -> None:
    """GIVEN two addresses WHEN one is chosen by one of its fields THEN it is taken whole, never half of each."""
    mine = {"street": "Hauptstraße 1", "postcode": "67133", "place": MAXDORF}
    with store.change() as change:
        change.resolve(flat, {name: mine[name]})
    in_step(store, other, stick=stick)
    for office in (store, other):
        assert address(office, flat) == tuple(mine.values()) and open_conflicts(office) == []
    assert digest(store) == digest(other)


def test_a_third_value_for_one_field_asks_for_the_others(store: Store, flat: str) -> None:
    with pytest.raises(UserError, match="gehören zusammen") as refused, store.change() as change:
        change.resolve(flat, {"street": "Neue Straße 3"})
    assert "Postleitzahl" in refused.value.action
    with store.change() as change:
        change.resolve(flat, {"street": "Neue Straße 3", "postcode": "67133", "place": MAXDORF})
    assert address(store, flat) == ("Neue Straße 3", "67133", MAXDORF)


def test_what_both_values_share_is_not_asked_for(store: Store, other: Store, stick: Path) -> None:
    """GIVEN addresses that differ in the street alone WHEN a third street is typed THEN the rest goes along."""
    with store.change() as change:
        record = change.add("housing", {"share_contact": True, "postcode": "67133", "place": MAXDORF}).id
    in_step(store, other, stick=stick)
    update(store, record, street="Hauptstraße 1")
    update(other, record, street="Hauptstraße 2")
    in_step(store, other, stick=stick)
    with store.change() as change:
        change.resolve(record, {"street": "Hauptstraße 12"})
    assert address(store, record) == ("Hauptstraße 12", "67133", MAXDORF)


# ---- the Papierkorb -------------------------------------------------------------------------------------------------
def steps_of(store: Store, parent: str, *stages: str) -> list[str]:
    """What hangs on an entry."""
    with store.change() as change:
        return [change.add("stage_steps", {"parent": parent, "stage": s}, root=parent).id for s in stages]


def trash(store: Store, record: str) -> None:
    with store.change() as change:
        change.trash(record)


def untrash(store: Store, record: str) -> None:
    with store.change() as change:
        change.untrash(record)


def there(store: Store) -> set[str | None]:
    """The stages of the steps that are not put away."""
    return {s.record.stage for s in store.all(StageStep)}


def offer(store: Store) -> str:
    with store.change() as change:
        return change.add("offers", {"title": "Kleiderkammer"}).id


def test_nested_acts_come_back_one_by_one(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a child thrown away first, then a grandchild's parent, then the entry THEN each act comes back alone."""
    record = offer(store)
    early, parent = steps_of(store, record, "früh", "mitte")
    steps_of(store, parent, "enkel")
    for one in (early, parent, record):
        trash(store, one)
    in_step(store, other, stick=stick)
    assert there(other) == set()
    untrash(other, record)
    assert there(other) == set()
    untrash(other, parent)
    assert there(other) == {"mitte", "enkel"}
    untrash(other, early)
    in_step(other, store, stick=stick)
    assert there(store) == {"früh", "mitte", "enkel"} and store.require(record).sealed is None
    assert open_conflicts(store) == open_conflicts(other) == [] and store.check() == other.check() == []


def test_one_change_may_throw_several_away(store: Store) -> None:
    """GIVEN two entries thrown away in one change WHEN one comes back THEN the other's children stay."""
    one, two = offer(store), offer(store)
    steps_of(store, one, "eins")
    steps_of(store, two, "zwei")
    with store.change() as change:
        change.trash(one)
        change.trash(two)
    untrash(store, one)
    assert there(store) == {"eins"}


def test_what_two_offices_threw_away_comes_back_at_once(store: Store, other: Store, third: Store, stick: Path) -> None:
    """GIVEN an entry that two offices threw away, one of them with a step more THEN taking it out needs no decision."""
    record = offer(store)
    steps_of(store, record, "alt")
    in_step(store, other, third, stick=stick)
    steps_of(other, record, "neu")
    for office in (store, other):
        trash(office, record)
    in_step(store, other, third, stick=stick)
    untrash(third, record)
    in_step(third, store, other, stick=stick)
    for office in (store, other, third):
        assert there(office) == {"alt", "neu"} and office.require(record).sealed is None
        assert open_conflicts(office) == [] and office.check() == []
    assert digest(store) == digest(other) == digest(third)
