"""Values that no field can read are kept as they came and named as such; whatever goes on with them stands it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import departure, status
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import algebra, reading
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.forging import Lines, a_change, forged
from tests.exchange.helpers import person

SEALS: list[Any] = [
    "zu",
    5,
    True,
    [],
    {},
    {"kind": None, "target": None, "saw": []},
    {"kind": "signed"},
    {"also": 1, "kind": "signed", "saw": [], "target": None},
    {"kind": "trashed", "target": None, "saw": 5},
    {"kind": "trashed", "target": None, "saw": [5]},
    {"kind": "trashed", "target": None, "saw": [[["tief"], 1, 1]]},
    {"kind": ["trashed"], "target": None, "saw": []},
    {"kind": "moved", "target": {"id": "x"}, "saw": []},
]
ODD: list[Any] = [5, -1.5, True, "gestern", "9999-99-99T99:99", ["a", "b"], [1], {"k": "v"}, {"c": [1], "k": 2}, {}, []]


@pytest.mark.parametrize("seal", SEALS, ids=str)
def test_a_seal_that_is_none_seals_nothing_and_is_named(store: Store, other: Store, stick: Path, seal: Any) -> None:
    """GIVEN an entry whose seal another office's package replaces by nonsense THEN it stays where it is, is found, and
    the check says what cannot be read and nothing else."""
    record = person(store, "Haddad")
    exchange(store, stick)
    exchange(other, stick)

    def lie(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
        line = next(x for x in lines if x[0] == "r" and x[2] == record)
        line[6]["seal"] = [[a_change(lines, vector, liar), seal]]

    forged(other, store, stick, lie)
    assert exchange(store, stick).set_aside == []
    assert store.ids("volunteers", "Haddad") == [record]
    assert [s.id for s in store.all("volunteers")] == [record]
    (finding,) = store.check()
    assert "„Siegel“ ist nicht lesbar" in finding
    with store.change() as change, pytest.raises(UserError):
        change.settle(record, "seal", seal)
    act(store, lambda change: change.trash(record))
    assert store.check() == [] and store.ids("volunteers", "Haddad") == []


def everything_odd(odd: list[Any]) -> Any:
    """Every register of every entry gets one of these values, beside its own where the turn is odd."""

    def lie(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
        position, turn = a_change(lines, vector, liar), 0
        for line in lines:
            kind = KINDS.get(line[1]) if line[0] == "r" else None
            for register in sorted(kind.registers) if kind else ():
                value = odd[turn % len(odd)]
                if kind and kind.relies_on(register, value):
                    line[6][register] = [[position, value]]
                turn += 1

    return lie


@pytest.mark.parametrize("first", range(0, len(ODD), 3))
def test_work_and_exchange_go_on_among_odd_values(store: Store, other: Store, stick: Path, first: int) -> None:
    """GIVEN a package in which all that stands anywhere is of another type THEN nothing stumbles over what it holds."""
    with store.change() as change:
        case = change.add("cases", {"needs": ("Wohnung",), "persons": 4})
        flat = change.add("housing", {"place": "Maxdorf", "rooms": 3.0})
        change.add("matches", {"parent": case.id, "lead": flat.id}, root=case.root)
        meeting = change.add("meetings", {"title": "Leitungsteam", "date": "2026-03-19"})
        change.add("agenda_items", {"parent": meeting.id, "title": "Berichte", "position": 1.0}, root=meeting.root)
        change.add("tasks", {"title": "Anrufen", "about": case.id})
        change.add("volunteers", {"last_name": "Haddad", "consent_network": True})
    exchange(store, stick)
    exchange(other, stick)
    forged(other, store, stick, everything_odd([*ODD[first:], *ODD[:first]]))
    report = exchange(store, stick, accept=True)
    assert report.set_aside == [] and report.records > 0
    person(store, "Weiter")
    act(store, entries.add, "housing", {"place": "Maxdorf", "landlord": "Groß"})
    assert exchange(store, stick).records > 0
    assert all("Suche" not in finding for finding in store.check())
    facts = store.facts()
    for kind in KINDS:
        for snapshot in store.all(kind, sealed=True):
            assert isinstance(snapshot.title(facts), str)
    with store.reading() as cursor:
        reading.conflicts(cursor)
    status.situation(store)
    departure.notices(store)
    exchange(other, stick)
    assert exchange(store, stick).records > 0
