"""What a list filters by, declared, and what it finds in a real store."""

from __future__ import annotations

from typing import Any

import pytest

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store import conditions, reading
from netzwerkhilfe.store.conditions import Among, AtMost, Empty, Every, Filled, Holds, Present, Within, equals, ticked
from netzwerkhilfe.store.store import Store

FLATS: tuple[dict[str, Any], ...] = (
    {"landlord": "A", "rooms": 1.5, "gross_rent": 40000, "accessible": True},
    {"landlord": "B", "rooms": 2.0, "base_rent": 45000, "ancillary_costs": 10000, "place": "07338018"},
    {"landlord": "C", "rooms": 3.0, "base_rent": 45000},
    {"landlord": "D"},
)
PEOPLE: tuple[dict[str, Any], ...] = (
    {"last_name": "A", "languages": ("Arabisch", "Deutsch B1"), "state": "pausiert", "driving_licence": "B"},
    {"last_name": "B", "languages": ("Deutsch",), "driving_licence": "Nein"},
    {"last_name": "C"},
)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Within("rooms", below=2), "A"),
        (Within("rooms", 2, 3), "B"),
        (Within("rooms", 2), "BC"),
        (Within("rooms"), "ABCD"),
        (ticked("accessible"), "A"),
        (Filled("place"), "B"),
        (Empty("place"), "ACD"),
        (Present(), "ABCD"),
        (equals("place", "07338018"), "B"),
        (AtMost((("gross_rent",), ("base_rent", "ancillary_costs")), 50000), "AC"),
        (AtMost((("gross_rent",), ("base_rent", "ancillary_costs")), 55000), "ABC"),
        (Every((Within("rooms", 2), Filled("place"))), "B"),
        (Every(()), "ABCD"),
    ],
)
def test_flats(store: Store, condition: conditions.Condition, found: str) -> None:
    assert names(store, "housing", "landlord", FLATS, condition) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Holds("languages", "Deutsch"), "B"),
        (Holds("languages", "Arab%"), ""),
        (equals("state", "verfügbar", default="verfügbar"), "BC"),
        (equals("state", "pausiert"), "A"),
        (Among("state", ("pausiert", "beendet"), negate=True), "BC"),
        (Among("state", (), negate=True), "ABC"),
        (Every((Filled("driving_licence"), Among("driving_licence", ("nein",), negate=True, any_case=True))), "A"),
    ],
)
def test_people(store: Store, condition: conditions.Condition, found: str) -> None:
    assert names(store, "volunteers", "last_name", PEOPLE, condition) == found


def test_records_are_found_by_their_facts_too(store: Store) -> None:
    """GIVEN an entry and one in the Papierkorb WHEN asked by id, number, seal and space THEN each is found as it is."""
    kept, trashed = (add(store, letter) for letter in "AB")
    with store.change() as change:
        change.trash(trashed)
    kind = KINDS["housing"]
    with store.reading() as cursor:
        assert {r["id"] for r in reading.find(cursor, kind)} == {kept, trashed}
        assert [r["id"] for r in reading.find(cursor, kind, Present())] == [kept]
        assert [r["id"] for r in reading.find(cursor, kind, Empty("seal"), equals("space", "net"))] == [kept]
        assert [r["id"] for r in reading.find(cursor, kind, Filled("seal"))] == [trashed]
        assert reading.count(cursor, kind) == 2 and reading.count(cursor, kind, equals("id", trashed)) == 1
        assert reading.named(cursor, kept[:10]) == [kept] == reading.named(cursor, "MX-W-2026-001")


def add(store: Store, landlord: str) -> str:
    with store.change() as change:
        return change.add("housing", {"landlord": landlord}).id


def test_a_field_that_is_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="office; DROP"):
        conditions.sql_of((equals("office; DROP TABLE housing", 1),))


def names(
    store: Store, kind: str, field: str, entries: tuple[dict[str, Any], ...], condition: conditions.Condition
) -> str:
    with store.change() as change:
        for entry in entries:
            change.add(kind, entry)
    found = store.many(kind, store.ids(kind, conditions=(condition,)))
    return "".join(sorted(s.values[field] for s in found))
