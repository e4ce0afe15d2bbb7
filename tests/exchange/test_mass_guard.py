"""How much one sender brings within a month: many different entries wait for a person, the same ones again do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import mass_guard
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import HeldFor
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import in_step, person, update


@pytest.fixture(autouse=True)
def small_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where there are few entries: a tenth of them is less than the few that never wait."""
    monkeypatch.setattr(mass_guard, "SHARE", 1000)


def brought(store: Store, other: Store, stick: Path, clock: Clock, records: list[str]) -> list[HeldFor]:
    """The other office changes these entries, one a day; gives what waits here."""
    found = []
    for record in records:
        clock.forward(hours=20)
        update(other, record, note=f"Stand {clock.now}")
        exchange(other, stick)
        found += [h.why for h in exchange(store, stick).held]
    return found


def test_the_same_few_entries_again_and_again_do_not_wait(
    store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    """GIVEN an office that works at three entries day by day THEN nobody is asked, however often that is."""
    people = [person(store, f"Mensch {n}") for n in range(3)]
    in_step(store, other, stick=stick)
    assert brought(store, other, stick, clock, people * 5) == []
    assert mass_guard.lately(store, other.replica).changed == 3


def test_many_different_entries_wait_however_slowly_they_come(
    store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    """GIVEN an office that changes another entry each day THEN a person is asked as soon as they are many."""
    people = [person(store, f"Mensch {n}") for n in range(15)]
    in_step(store, other, stick=stick)
    assert brought(store, other, stick, clock, people[: mass_guard.FEW]) == []
    assert set(brought(store, other, stick, clock, people[mass_guard.FEW :])) == {HeldFor.LARGE}
    exchange(store, stick, accept=True)
    assert not mass_guard.lately(store, other.replica).changed, "who has looked begins anew"


def test_what_is_long_ago_no_longer_counts(store: Store, other: Store, stick: Path, clock: Clock) -> None:
    people = [person(store, f"Mensch {n}") for n in range(4)]
    in_step(store, other, stick=stick)
    brought(store, other, stick, clock, people)
    clock.forward(days=29)
    assert mass_guard.lately(store, other.replica).changed < 4
    brought(store, other, stick, clock, people[:1])
    clock.forward(days=29)
    assert mass_guard.lately(store, other.replica).changed == 1


def test_what_was_counted_by_an_earlier_version_still_counts(store: Store, other: Store, stick: Path) -> None:
    known = person(store)
    in_step(store, other, stick=stick)
    days = [[store.today().isoformat(), 1, 7, 2], [store.today().isoformat(), 0, 1, 0]]
    store.set_local(**{mass_guard.COUNTED: json.dumps({other.replica: days})})
    update(other, known, note="neu")
    exchange(other, stick)
    exchange(store, stick)
    lately = mass_guard.lately(store, other.replica)
    assert (lately.new, lately.changed, lately.erased) == (1, 9, 2)
