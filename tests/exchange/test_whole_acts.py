"""Leaving the network and handing a case over are done or not done, files in the folder included."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.exchange import departure, handover
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.helpers import person
from tests.failing import Broken, contents, failing_at


def listed(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def without_backups(store: Store) -> None:
    for path in store.paths.backups.glob("*"):
        path.unlink()


def test_a_handing_over_is_done_or_not_done(store: Store, other: Store) -> None:
    """GIVEN a case WHEN handing it over fails at any statement THEN nothing is on its way, and the next try works."""
    record = act(store, entries.add, "cases", {"needs": "Wohnung", "name": "Familie Aziz", "phone": "06237 1234"})
    case, before = store.require(record), contents(store)
    to = other.local("office")
    for number in range(1, 1000):
        try:
            with failing_at(store, number):
                handover.offer(store, case, to, consent=True)
        except Broken:
            assert contents(store) == before
        else:
            break
    assert number > 10 and handover.waiting(store, case) and store.check() == []


@pytest.mark.parametrize("every", [7])
def test_leaving_is_done_or_not_done(every: int, store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    """GIVEN an office that leaves WHEN its store refuses THEN it is still a member and the others hear nothing."""
    person(other, "Hoffmann")
    act(other, entries.add, "housing", {"landlord": "Dörr", "place": "Wachenheim"})
    exchange(other, stick)
    without_backups(other)
    before, lying = contents(other), set(listed(stick))
    network, tried = other.local("network"), 0
    for number in range(1, 4000, every):
        try:
            with failing_at(other, number):
                departure.leave(other, stick, store.local("office"))
        except Broken:
            tried += 1
            without_backups(other)
            if other.local("network") != network:
                break  # it has left; what failed is the cleaning up, which is done anew
            assert contents(other) == before
            assert set(listed(stick)) <= lying
        else:
            break
    assert tried > 3
    assert other.local("network") != network and other.require(other.replica).values["admin"]
