"""Leaving the network and handing a case over are done or not done, files in the folder included."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.exchange import departure, handover, members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.cases import CasePrivate
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import attachments
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
    assert other.local("network") != network and other.replica in members.admins(other)


def test_taking_over_is_done_or_not_done(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a case that was handed over, with a file WHEN taking it over fails at any statement THEN it is on its way
    yet, nothing of it stands here, and the next try takes all of it; then the receipt goes back the same way."""
    record = act(store, entries.add, "cases", {"needs": "Wohnung", "name": "Familie Aziz", "phone": "06237 1234"})
    case = store.require(record)
    with store.change() as change:
        attachments.attach(change, case, "Bescheid.pdf", b"%PDF-1.7")
    handover.offer(store, case, other.local("office"), consent=True)
    for pc in (store, other):
        with mock.patch.object(handover, "take", return_value=[]):
            exchange(pc, stick)
    taken = taken_at_each_statement(other)
    assert len(taken) == 1 and here(other).is_own(other.require(record).record.office)
    private = other.companion(other.require(record), CasePrivate)
    assert private and (private.record.name, private.record.phone) == ("Familie Aziz", "06237 12 34")
    assert [f.record.name for f in other.children(record, Attachment)] == ["Bescheid.pdf"]
    for pc in (other, store):
        with mock.patch.object(handover, "take", return_value=[]):
            exchange(pc, stick)
    told = taken_at_each_statement(store)
    private = store.companion(store.require(record), CasePrivate)
    assert len(told) == 1 and private and private.record.handed_receipt_on == "2026-03-02"


def taken_at_each_statement(store: Store) -> list[str]:
    """What taking over says once it succeeds, after it was made to fail at each statement and left nothing."""
    before = contents(store)
    for number in range(1, 1000):
        try:
            with failing_at(store, number):
                said = handover.take(store)
        except Broken:
            assert contents(store) == before, f"half done after statement {number}"
        else:
            assert number > 3 and contents(store) != before and store.check() == [] and handover.take(store) == []
            return said
    raise AssertionError("taking over never ended")
