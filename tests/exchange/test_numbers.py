"""No number is given out twice: not after a restore, nor at a copy, nor when the entry that had it is gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import clones, undo
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import backup, erasure, opening
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock
from tests.exchange.helpers import person

pytestmark = pytest.mark.windows


def flat(store: Store) -> str:
    """Note a flat; gives its number."""
    record = act(store, entries.add, "housing", {"landlord": "Dörr", "place": "Maxdorf"})
    return str(store.require(record).values["number"])


def numbers(store: Store) -> list[str]:
    return sorted(str(s.values["number"]) for s in store.all("housing"))


def restored(store: Store, saved: Path) -> Store:
    store.close()
    return opening.restore(store.paths, saved, None, key=store.key, clock=store.now)


@pytest.fixture
def copied(store: Store, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The folder of the office's data, copied as with the Explorer."""
    flat(store)
    with store.connections.autocommit() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copytree(store.paths.data, tmp_path / "Kopie")
    made = opening.open_with_key(Paths(tmp_path / "Kopie"), store.key, clock)
    yield made
    made.close()


def test_a_restored_store_goes_on_above_what_it_gave_out(store: Store, other: Store, stick: Path) -> None:
    """GIVEN flats that another office has seen WHEN an older backup is put back and flats are noted THEN all have
    numbers of their own, also after the exchange."""
    assert flat(store) == "MX-W-2026-001"
    saved = backup.make(store)
    assert [flat(store), flat(store)] == ["MX-W-2026-002", "MX-W-2026-003"]
    exchange(store, stick)
    exchange(other, stick)
    again = restored(store, saved)
    assert flat(again) == "MX-W-2026-004"
    for pc in (again, other, again):
        exchange(pc, stick)
    assert numbers(again) == numbers(other) == [f"MX-W-2026-00{n}" for n in (1, 2, 3, 4)]
    assert again.check() == []
    again.close()


def test_an_exchange_that_is_taken_back_frees_no_number(store: Store, other: Store, stick: Path) -> None:
    person(other)
    exchange(other, stick)
    assert flat(store) == "MX-W-2026-001"
    exchange(store, stick)
    back = undo.take_back(store)
    assert flat(back) == "MX-W-2026-002"
    back.close()


def test_the_number_of_an_erased_entry_is_not_given_out_again(store: Store) -> None:
    first = act(store, entries.add, "cases", {"needs": "Wohnung"})
    assert store.require(first).values["number"] == "MX-2026-001"
    erasure.erase(store, first, "Wunsch der Person")
    second = act(store, entries.add, "cases", {"needs": "Wohnung"})
    assert store.require(second).values["number"] == "MX-2026-002"


def test_what_others_bring_back_counts_too(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    """GIVEN a PC that lost its numbers and got them back by an exchange WHEN it is put back once more THEN they
    count."""
    saved = backup.make(store, tmp_path / "alt.nhsicherung")
    assert flat(store) == "MX-W-2026-001"
    exchange(store, stick)
    exchange(other, stick)
    again = restored(store, saved)
    again.paths.numbers.unlink()
    exchange(again, stick)
    assert numbers(again) == ["MX-W-2026-001"]
    again = restored(again, saved)
    assert flat(again) == "MX-W-2026-002"
    again.close()


def test_a_backup_put_back_elsewhere_leaves_a_gap(store: Store, tmp_path: Path, clock: Clock) -> None:
    """GIVEN numbers that nobody at the new PC can know of WHEN it takes the place of the old one THEN it leaves a gap
    once, and none in the years that follow."""
    assert flat(store) == "MX-W-2026-001"
    saved = backup.make(store, tmp_path / "umzug.nhsicherung")
    assert flat(store) == "MX-W-2026-002"
    fresh = opening.restore(Paths(tmp_path / "neu"), saved, None, key=store.key, clock=clock)
    clones.take_place(fresh)
    assert [flat(fresh), flat(fresh)] == ["MX-W-2026-102", "MX-W-2026-103"]
    with fresh.change() as change:
        resolutions = KINDS["resolutions"]
        given = [change.next_number(resolutions, "B", year) for year in (2026, 2026, 2027)]
    assert given == ["MX-B-2026-101", "MX-B-2026-102", "MX-B-2027-001"]
    clock.forward(days=365)
    assert flat(fresh) == "MX-W-2027-001"
    fresh.close()


def test_a_copy_gives_out_numbers_of_its_own_once_it_is_decided(store: Store, copied: Store) -> None:
    """GIVEN a copied disk WHEN somebody notes a flat before it is said what that PC is THEN it is refused in a
    sentence, and afterwards the numbers are those of another PC."""
    with pytest.raises(UserError, match="kopiert"):
        flat(copied)
    assert numbers(copied) == ["MX-W-2026-001"]
    clones.separate(copied)
    assert flat(copied) == "MX2-W-2026-001" and flat(store) == "MX-W-2026-002"


def test_a_copy_in_the_place_of_the_other_leaves_a_gap(store: Store, copied: Store) -> None:
    assert flat(store) == "MX-W-2026-002"
    clones.take_place(copied)
    assert flat(copied) == "MX-W-2026-102"


def test_a_place_that_refuses_is_told_and_costs_nothing(store: Store) -> None:
    """GIVEN a folder that takes no file WHEN a flat is noted THEN a sentence says so, and the same number comes
    later."""
    assert flat(store) == "MX-W-2026-001"
    kept = store.paths.numbers.read_bytes()
    store.paths.numbers.unlink()
    store.paths.numbers.mkdir()
    with pytest.raises(UserError, match="keine Nummer vergeben") as refused:
        flat(store)
    assert "sicher" in refused.value.message and str(store.paths.data) in refused.value.action
    assert numbers(store) == ["MX-W-2026-001"]
    person(store, "Ohne Nummer")
    store.paths.numbers.rmdir()
    store.paths.numbers.write_bytes(kept)
    assert flat(store) == "MX-W-2026-002"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"highest": {"MX-W-2026-": "x"}}', b"\xff\xfe"])
def test_a_file_that_is_no_longer_readable_is_written_anew(store: Store, content: bytes) -> None:
    assert flat(store) == "MX-W-2026-001"
    store.paths.numbers.write_bytes(content)
    assert flat(store) == "MX-W-2026-002"
    store.close()
    store.paths.numbers.unlink()
    again = opening.open_with_key(store.paths, store.key, store.now)
    assert b'"MX-W-2026-": 2' in again.paths.numbers.read_bytes()
    again.close()


def test_a_list_gets_its_numbers_in_one_change(store: Store) -> None:
    with store.change() as change:
        made = [change.add("housing", {"landlord": f"Dörr {i}"}).id for i in range(5)]
    assert [store.require(i).values["number"] for i in made] == [f"MX-W-2026-00{n}" for n in range(1, 6)]


def test_check_tells_a_number_that_two_entries_have(store: Store) -> None:
    flat(store)
    with store.change() as change:
        change.add("housing", {"landlord": "Dörr", "number": "MX-W-2026-001"})
    assert store.check() == ["Die Nummer MX-W-2026-001 tragen mehrere Einträge."]
