"""An exchange with nothing new changes nothing; backups are made before something changes, and have their time."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from unittest import mock

import pytest
from benchmarks import year

from netzwerkhilfe.exchange import export_package, members, package, undo
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store import backup, opening, state
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import digest, person, update


def everything(folder: Path) -> dict[str, tuple[str, int]]:
    """Each file with its hash and when it was written."""
    return {
        p.name: (hashlib.blake2b(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns)
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_a_day_of_idle_ticks_changes_nothing(store: Store, other: Store, stick: Path, clock: Clock) -> None:
    """GIVEN two offices in step WHEN they exchange every five minutes THEN no file, no backup, and undo stays."""
    person(other, "Haddad")
    exchange(other, stick)
    assert exchange(store, stick).new == 1
    exchange(other, stick)
    exchange(store, stick)
    assert undo.possible(store)
    files, backups = everything(stick), everything(store.paths.backups)
    for _ in range(40):
        clock.forward(minutes=5)
        report = exchange(store, stick)
        assert not report.brought_something and report.set_aside == []
        exchange(other, stick)
    assert everything(stick) == files and everything(store.paths.backups) == backups
    assert undo.possible(store)
    back = undo.take_back(store)
    assert back.ids("volunteers", "Haddad") == []
    back.close()


def test_an_idle_exchange_reads_neither_the_store_nor_bodies_through(
    store: Store, other: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN two offices in step WHEN they exchange again THEN nothing is exported, and no body of a package is read."""
    exports = mock.Mock(wraps=state.export)
    hashes = mock.Mock(wraps=package.body_hash)
    monkeypatch.setattr(state, "export", exports)
    monkeypatch.setattr(package, "body_hash", hashes)
    person(other, "Haddad")
    for office in (other, store, other, store):
        exchange(office, stick)
    exports.reset_mock()
    hashes.reset_mock()
    for office in (other, store, other, store):
        exchange(office, stick)
    own = len(list(stick.glob("*.nhpaket"))) * 2
    assert exports.call_count == 0 and hashes.call_count <= own  # each looks at its own files alone
    update(store, person(store, "Öztürk"), note="neu")
    exchange(store, stick)
    assert exports.call_count == len(store.spaces)
    assert exchange(other, stick).new == 1


def test_another_process_that_writes_is_noticed(store: Store, stick: Path) -> None:
    exchange(store, stick)
    before = export_package.summary(store, "net").digest
    beside = opening.open_with_key(store.paths, store.key, store.now)
    person(beside)
    beside.close()
    assert export_package.summary(store, "net").digest == digest(store) != before
    edition = store.edition()
    store.set_local(anything="1")
    assert store.edition() == edition


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_file_that_was_lost_or_damaged_is_written_again(store: Store, stick: Path, damage: str) -> None:
    person(store)
    exchange(store, stick)
    path = stick / export_package.file_name(store, "net")
    before = path.stat().st_size
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
    exchange(store, stick)
    assert path.stat().st_size == pytest.approx(before, abs=200)
    again = path.read_bytes()
    exchange(store, stick)
    assert path.read_bytes() == again


def test_a_new_reader_gets_a_new_file(store: Store, other: Store, stick: Path) -> None:
    """What a file says depends on its readers too: a change of them alone is a reason to write."""
    exchange(store, stick)
    exchange(other, stick)
    exchange(store, stick)
    before = everything(stick)
    members.strike(store, other.replica)
    exchange(store, stick)
    assert everything(stick) != before


def names_of_a_year() -> tuple[list[tuple[dt.datetime, str]], dt.datetime]:
    """What a PC writes in a year: each morning one, exchanges with news twelve times a day, some by hand."""
    found: list[tuple[dt.datetime, str]] = []
    day = dt.datetime(2026, 1, 1, 7, 0, tzinfo=dt.UTC)
    for n in range(365):
        found.append((day, backup.DAILY))
        found += [(day + dt.timedelta(minutes=45 * i + 5), backup.BEFORE_EXCHANGE) for i in range(12)]
        if n % 50 == 0:
            found.append((day + dt.timedelta(hours=10), "von-hand"))
        day += dt.timedelta(days=1)
    return found, day


def test_a_year_of_exchanges_leaves_a_handful_of_backups() -> None:
    """GIVEN a year of work THEN there are never more than a handful, and each of the kept ones can be found."""
    written, _ = names_of_a_year()
    there: list[str] = []
    most = 0
    for at, reason in written:
        there.append(f"{at:%Y-%m-%d_%H%M%S}_{reason}{backup.ENDING}")
        gone = backup.outlived(there, at.date())
        there = [n for n in there if n not in gone]
        most = max(most, len(there))
        assert there[-1].startswith(f"{at:%Y-%m-%d_%H%M%S}"), "the one just made stays"
    assert most <= 3 + 7 + 4 + 1
    days = {n[:10] for n in there}
    assert {f"2026-12-{d}" for d in range(25, 32)} <= days, "seven days"
    weeks = {dt.date.fromisoformat(d).isocalendar()[:2] for d in days}
    assert {(2026, 53), (2026, 52), (2026, 51), (2026, 50)} <= weeks, "four weeks"
    assert sum(backup.BEFORE_EXCHANGE in n for n in there) >= 3
    assert backup.outlived(["fremd.txt", "2026-01-01_kaputt.nhsicherung"], dt.date(2026, 12, 31)) == set()


def test_weeks_of_ticks_with_real_files_leave_a_handful(tmp_path: Path) -> None:
    """GIVEN two PCs with a shared folder WHEN weeks go by THEN idle ticks change no file, and few backups lie there.

    ``python -m benchmarks.year`` runs the whole year, each five-minute tick of it.
    """
    seen = year.run(tmp_path, days=31, ticks=8)
    assert seen.ticks == 31 * 8 and 0 < seen.exchanges < seen.ticks
    assert year.NEWS < seen.backups <= year.MOST_BACKUPS and seen.shared == 4
