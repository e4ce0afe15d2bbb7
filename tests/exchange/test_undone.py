"""What an exchange brought and a person took back does not come again by itself, from whomever it comes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import undo
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store.store import Store
from tests.exchange.helpers import digest, person, update
from tests.exchange.test_idle import everything


def send(sender: Store, place: Path) -> Path:
    """A folder of its own with the sender's files alone."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    exchange(sender, place, send_only=True)
    return place


def test_what_a_third_office_passes_on_waits_too(
    store: Store, other: Store, third: Store, stick: Path, tmp_path: Path
) -> None:
    """GIVEN an exchange with B was taken back WHEN C, who took B in, sends THEN it waits, until a person accepts."""
    record = person(other)
    exchange(other, stick)
    exchange(store, stick)
    assert store.get(record)
    back = undo.take_back(store)
    exchange(third, send(other, tmp_path / "b-an-c"))
    own = person(third, "Eigen")
    relayed = send(third, tmp_path / "c-an-a")
    report = exchange(back, relayed)
    assert len(report.held) == 1 and report.held[0].person == "Aylin Demir"
    assert back.get(record) is None and back.get(own) is None
    report = exchange(back, relayed, accept=True)
    assert report.held == [] and back.get(record) and back.get(own)
    update(other, record, phone="06237 7")
    assert exchange(back, send(other, tmp_path / "b-an-a")).held == [] and back.require(record).values["phone"]
    back.close()


def test_a_later_package_of_the_same_office_waits_too(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    """GIVEN an exchange was taken back WHEN the office sends again, with more THEN that waits as well."""
    record = person(other)
    exchange(other, stick)
    exchange(store, stick)
    back = undo.take_back(store)
    later = person(other, "Später")
    exchange(other, stick)
    assert exchange(back, stick, preview=True).held
    assert exchange(back, stick).held and back.get(record) is None and back.get(later) is None
    exchange(back, stick, accept=True)
    exchange(other, stick)
    assert back.get(record) and back.get(later) and digest(back) == digest(other)
    back.close()


def test_what_was_not_taken_back_comes_as_before(
    store: Store, other: Store, third: Store, stick: Path, tmp_path: Path
) -> None:
    """GIVEN B's package was taken back WHEN C sends without having taken B in THEN it is taken."""
    person(other)
    exchange(store, send(other, tmp_path / "b-an-a"))
    back = undo.take_back(store)
    fresh = person(third, "Neu")
    report = exchange(back, send(third, tmp_path / "c-an-a"))
    assert report.held == [] and back.get(fresh)
    back.close()


def test_a_colleagues_pc_does_not_bring_it_back_by_itself(
    store: Store, other: Store, colleague: Store, stick: Path, tmp_path: Path
) -> None:
    """GIVEN an exchange was taken back WHEN the other PC of the office has it THEN the background leaves it alone."""
    record = person(other)
    shared = send(other, tmp_path / "b")
    exchange(colleague, shared)
    exchange(store, shared)
    back = undo.take_back(store)
    inside = send(colleague, tmp_path / "c")
    assert exchange(back, inside, own_office=True).held and back.get(record) is None
    assert exchange(back, inside, accept=True).held == [] and back.get(record)
    back.close()


@pytest.mark.parametrize("times", [1, 2])
def test_waiting_changes_nothing_and_outlives_a_second_time(
    store: Store, other: Store, stick: Path, times: int
) -> None:
    """GIVEN something waits WHEN the exchange runs again and again THEN no backup and no file; twice too."""
    record = person(other)
    exchange(other, stick)
    exchange(store, stick)
    for _ in range(times - 1):
        store = undo.take_back(store)
        exchange(store, stick, accept=True)
    back = undo.take_back(store)
    exchange(back, stick)
    before = everything(stick), everything(back.paths.backups)
    for _ in range(3):
        assert exchange(back, stick).held
    assert (everything(stick), everything(back.paths.backups)) == before and back.get(record) is None
    back.close()


def test_what_is_accepted_in_part_waits_for_the_rest(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    """GIVEN two changes were taken back WHEN an older package with the first is accepted THEN the second waits."""
    first = person(other, "Erste")
    older = send(other, tmp_path / "älter")
    second = person(other, "Zweite")
    exchange(other, stick)
    exchange(store, stick)
    back = undo.take_back(store)
    exchange(back, older, accept=True)
    assert back.get(first) and back.get(second) is None
    assert exchange(back, stick).held and back.get(second) is None
    assert exchange(back, stick, accept=True).held == [] and back.get(second)
    back.close()
