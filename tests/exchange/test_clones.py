"""Copies of a store are found, told, and get a number and keys of their own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import clones, export_package, members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import backup, opening, token
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock
from tests.exchange.helpers import digest, person, update


def copy_of(store: Store, target: Path, clock: Clock) -> Store:
    """The folder of an office's data, copied as with the Explorer."""
    with store.connections.autocommit() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copytree(store.paths.data, target)
    return opening.open_with_key(Paths(target), store.key, clock)


@pytest.fixture
def clone(store: Store, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    made = copy_of(store, tmp_path / "Kopie", clock)
    yield made
    made.close()


def test_a_copied_folder_is_found_and_a_moved_one_is_not(store: Store, clone: Store, tmp_path: Path) -> None:
    assert clones.found(clone) and not clones.found(store)
    clone.close()
    shutil.rmtree(tmp_path / "verschoben", ignore_errors=True)
    moved = tmp_path / "verschoben"
    store.close()
    shutil.move(store.paths.data, moved)
    again = opening.open_with_key(Paths(moved), store.key)
    assert not clones.found(again)
    again.close()


def test_another_machine_is_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not clones.found(store)
    monkeypatch.setattr(token, "machine_name", lambda: "another machine")
    assert clones.found(store)
    with pytest.raises(UserError, match="kopiert"):
        clones.require_decided(store)


def test_a_copy_gets_a_number_and_keys_of_its_own(store: Store, other: Store, clone: Store, stick: Path) -> None:
    """GIVEN a copied PC WHEN both write and exchange THEN nothing is lost, and after a confirmation both have a
    name."""
    first, second = person(store, "Vom Original"), person(clone, "Von der Kopie")
    report = exchange(clone, stick)
    assert report.copies and "eigene Nummer" in report.copies[0]
    assert export_package.file_name(clone, "net") != export_package.file_name(store, "net")
    housing = act(clone, entries.add, "housing", {"landlord": "Dörr"})
    assert clone.require(housing).values["number"].startswith("MX2-W-")
    exchange(clone, stick)
    report = exchange(store, stick)
    assert report.new >= 2 and store.get(second) and report.waiting == ["Petra Wagner (Kopie, Maxdorf)"]
    assert [m["state"] for m in members.listing(store)].count("waiting") == 1
    exchange(other, stick)
    assert other.get(first) and other.get(second)
    former = clone.replica
    waiting = next(m for m in members.listing(store) if m["state"] == "waiting")
    assert waiting["copy"]
    members.confirm(store, waiting["id"])
    exchange(store, stick)
    report = exchange(clone, stick)
    assert clone.replica == waiting["id"] != former and "eigene Nummer" in " ".join(report.notices)
    third = person(clone, "Unter eigenem Namen")
    for pc in (clone, store, other, clone, store):
        report = exchange(pc, stick)
        assert not [line for line in report.json()["set_aside"] if "unbekannt" in line]
    assert other.get(third) and digest(store) == digest(other) == digest(clone)
    assert sorted(c.number for c in members.readers(store, store.office_space)) == [1, 2]


def test_a_new_pc_takes_the_place_of_the_old_one(
    store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PC wechseln: a backup carried to another machine goes on under the same name; the old PC is told."""
    record = person(store, "Vorher")
    saved = backup.make(store, tmp_path / "umzug.nhsicherung")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(token, "machine_name", lambda: "the new machine")
        fresh = opening.restore(Paths(tmp_path / "neu"), saved, None, key=store.key)
        fresh.now = clock
        assert clones.found(fresh)
        clones.take_place(fresh)
        assert not clones.found(fresh) and fresh.replica == store.replica
        update(fresh, record, phone="06237 1")
        exchange(fresh, stick)
    report = exchange(store, stick)
    assert any("Platz dieses PCs" in line for line in report.copies) and clones.found(store)
    exchange(other, stick)
    assert other.require(record).values["phone"] == "06237 1"
    fresh.close()


def test_a_stranger_cannot_vouch_for_a_copy(store: Store, other: Store, clone: Store, stick: Path) -> None:
    clones.separate(clone)
    applying = clone.json_local("applying")
    applying["card"]["office"] = other.local("office")
    clone.set_local(applying=json.dumps(applying))
    exchange(clone, stick)
    exchange(store, stick)
    assert not [m for m in members.listing(store) if m["state"] == "waiting"]
    applying["card"]["office"] = store.local("office")
    card = applying["card"] | {"copy_of": clone.replica, "voucher": "00" * 64}
    original = members.identities(store)[store.replica]
    assert clones.accept_application(store, card, original) is None
