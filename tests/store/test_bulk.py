"""Many entries written together are the same as one by one: rows, stamps, steps, index, exchange, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from netzwerkhilfe.access.sharing import add_many, add_values
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.store import Store

PEOPLE: list[dict[str, Any]] = [
    {"last_name": f"Groß-{i:03}", "phone": "0171 5550816", "consent_network": i % 2 == 0, "birth_year": 1950 + i % 40}
    for i in range(120)
]
FLATS: list[dict[str, Any]] = [
    {"place": "07338018", "street": f"Weg {i}", "landlord": "Frau Weiß", "stage": "eingezogen" if i % 3 else None}
    for i in range(60)
]


def _take(store: Store, name: str, values: list[dict[str, Any]]) -> ChangeSet:
    with store.change() as change:
        add_many(change, KINDS[name], values)
    return change.set


def _content(store: Store) -> list[Any]:
    """All that is kept of people and flats, without ids and times."""
    found: list[Any] = []
    with store.reading() as cursor:
        for name in ("volunteers", "volunteers_private", "housing", "housing_private"):
            kind = KINDS[name]
            for row in reading.rows(cursor, kind, "1"):
                values = {n: row[n] for n in kind.fields if n not in ("parent", "number")}
                live = {r: len(reading.live(cursor, kind, row, r)) for r in kind.registers}
                created = row["creation"] is not None
                found.append((name, row["space"].split("-")[0], created, sorted(values.items(), key=str), live))
        found.append(cursor.execute("SELECT kind, title, body FROM search_row ORDER BY 1, 2, 3").fetchall())
        found.append(cursor.execute("SELECT register, count(*) FROM stamp GROUP BY 1 ORDER BY 1").fetchall())
    return sorted(found, key=str)


def test_together_is_as_one_by_one(store: Store, other: Store) -> None:
    """GIVEN the same entries WHEN one office writes them together and another one by one THEN both keep the same."""
    _take(store, "volunteers", PEOPLE)
    _take(store, "housing", [f for f in FLATS if not f["stage"]])
    with other.change() as change:
        for name, values in (("volunteers", PEOPLE), ("housing", [f for f in FLATS if not f["stage"]])):
            for one in values:
                add_values(change, KINDS[name], one)
    here, there = _content(store), _content(other)
    own = str(here).replace(store.local("office"), "").lower()
    assert own == str(there).replace(other.local("office"), "").lower().replace("wa-w-", "mx-w-")
    assert store.check() == [] and other.check() == []


def test_numbers_go_on_and_steps_have_their_day_or_none(store: Store) -> None:
    _take(store, "housing", FLATS)
    with store.change() as change:
        later = change.add("housing", {"place": "07338018"})
    numbers = sorted(s.values["number"] for s in store.many("housing", store.ids("housing")))
    assert numbers[0] == "MX-W-2026-001" and len(set(numbers)) == 61 and later.number == "MX-W-2026-061"  # type: ignore[attr-defined]  # a flat has one
    assert {s.values["on_day"] for s in store.all("stage_steps")} == {None, "2026-03-02"}


def test_others_get_what_was_written_together(store: Store, other: Store, stick: Path) -> None:
    _take(store, "volunteers", PEOPLE)
    for one in (store, other, store):
        folder.exchange(one, stick, accept=True)
    assert len(other.ids("volunteers")) == 60 and other.check() == [] and store.check() == []
    report = folder.exchange(other, stick, accept=True).json()
    assert report["received"]["changed"] == 0


def test_taken_back_and_forth_again_together(store: Store) -> None:
    done = _take(store, "volunteers", PEOPLE)
    for expected in (0, 120, 0, 120):
        with store.change() as change:
            assert change.undo(done) == []
        done = change.set
        assert len(store.ids("volunteers")) == len(store.hits("groß", 400)) == expected
    assert store.check() == []


def test_what_somebody_touched_since_stays(store: Store) -> None:
    done = _take(store, "volunteers", PEOPLE)
    record = store.ids("volunteers", "Groß-007")[0]
    with store.change() as change:
        change.update(record, {"phone": "0171 1"})
    with store.change() as change:
        kept = change.undo(done)
    assert store.ids("volunteers") == [record] and [k.id for k in kept] == [record]


def test_fields_of_many_are_set_together_and_taken_back(store: Store) -> None:
    _take(store, "volunteers", PEOPLE)
    ids = store.ids("volunteers")
    with store.change() as change:
        change.update_many("volunteers", {i: {"note": "pausiert", "state": "pausiert"} for i in ids})
    assert {s.values["state"] for s in store.many("volunteers", ids)} == {"pausiert"}
    assert len(store.ids("volunteers", "pausiert")) == 120
    with store.change() as back:
        back.undo(change.set)
    assert {s.values["state"] for s in store.many("volunteers", ids)} == {None} and store.check() == []
