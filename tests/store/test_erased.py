"""Erased means erased: whenever the machine falls over, whatever older store is put back, the person is nowhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.paths import BACKUP, Paths
from netzwerkhilfe.store import backup, erasure, ledger, opening
from netzwerkhilfe.store.store import Store
from tests.conftest import PASSPHRASE
from tests.exchange.test_dying import in_a_child

KILLS = int(os.environ.get("NETZWERKHILFE_KILLS", "24"))
NAME = "Xylophonowski"


def holds(path: Path, key: bytes, folder: Path) -> bool:
    """Whether an encrypted file of the store, read page by page, has the name anywhere."""
    clear = folder / "klar.db"
    clear.unlink(missing_ok=True)
    connection = cipher.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("ATTACH DATABASE ? AS klar KEY ''", (str(clear),))
        connection.execute("SELECT sqlcipher_export('klar')")
        connection.execute("DETACH DATABASE klar")
    finally:
        connection.close()
    return NAME.encode() in clear.read_bytes()


def nowhere(store: Store, folder: Path) -> None:
    """The name is neither in the store nor in any backup or left-over copy beside it."""
    assert store.ids("volunteers", NAME) == []
    assert not holds(store.paths.store, store.key, folder)
    for saved in store.paths.backups.glob(f"*{BACKUP}"):
        fresh = Paths(folder / saved.stem)
        again = opening.restore(fresh, saved, PASSPHRASE)
        assert again.ids("volunteers", NAME) == [], saved.name
        assert not holds(again.paths.store, again.key, folder), saved.name
        again.close()
        shutil.rmtree(fresh.data)
    left = [p.name for p in store.paths.data.iterdir() if p.name.startswith((backup.COPY, backup.WAY_BACK))]
    assert left == []


@pytest.fixture
def person(store: Store) -> str:
    """Somebody with a backup that knows her."""
    with store.change() as change:
        record = change.add("volunteers", {"last_name": NAME, "phone": "0171 99887766", "consent_network": True}).id
        change.add("volunteers", {"last_name": "Nachbar", "consent_network": True})
    backup.make(store)
    return record


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fall_at_any_moment_of_an_erasure_is_ended_at_the_next_opening(
    store: Store, person: str, tmp_path: Path
) -> None:
    """GIVEN an erasure that is killed WHEN the store is opened again THEN the person is nowhere, or all is as before.

    As before it is only while nothing was announced beside the store.
    """
    store.close()
    kept = tmp_path / "vorher"
    shutil.copytree(store.paths.data, kept)

    def work() -> None:
        office = opening.open_with_key(store.paths, store.key, store.now)
        erasure.erase(office, person, "Wunsch der Person")
        office.close()

    total = in_a_child(work, None)
    erased = 0
    for die_at in sorted({1 + i * total // KILLS for i in range(KILLS)}):
        shutil.rmtree(store.paths.data)
        shutil.copytree(kept, store.paths.data)
        in_a_child(work, die_at)
        announced = store.paths.erased.exists()
        office = opening.open_with_key(store.paths, store.key, store.now)
        if announced or office.get(person) is None:
            erased += 1
            nowhere(office, tmp_path)
            assert office.get(person) is None, f"step {die_at} of {total}"
        assert office.check() == [], f"step {die_at} of {total}"
        assert len(office.ids("volunteers", "Nachbar")) == 1
        office.close()
    assert erased > KILLS // 3, (erased, total)


def test_an_older_store_that_is_put_back_learns_of_the_erasure(store: Store, person: str, tmp_path: Path) -> None:
    """GIVEN a copy of the file of the store WHEN it is put back over an erasure THEN the next opening erases again."""
    store.close()
    shutil.copy(store.paths.store, tmp_path / "alt.db")
    office = opening.open_with_key(store.paths, store.key, store.now)
    erasure.erase(office, person, "Wunsch")
    office.close()
    for beside in store.paths.data.glob("netzwerk.db*"):
        beside.unlink()
    shutil.copy(tmp_path / "alt.db", store.paths.store)
    again = opening.open_with_key(store.paths, store.key, store.now)
    assert again.get(person) is None and again.check() == []
    nowhere(again, tmp_path)
    again.close()


def test_the_ledger_says_nothing_in_clear_and_nobody_else_writes_it(store: Store, person: str) -> None:
    erasure.erase(store, person, "Umzug nach Übersee")
    text = store.paths.erased.read_text("utf-8")
    assert "bersee" not in text and person not in text and ledger.fingerprint(person) not in text
    assert [e["reason"] for e in ledger.entries(store.paths, store.key)] == ["Umzug nach Übersee"]
    store.paths.erased.write_text(text[:-20] + 'AAAAAAAAAAAAAAAA"}', "utf-8")
    assert ledger.entries(store.paths, store.key) == []
    assert any("Verzeichnis der Löschungen" in finding for finding in store.check())
    with store.change() as change:
        other = change.add("volunteers", {"last_name": "Anders"}).id
    erasure.erase(store, other, "Wunsch")
    assert store.paths.erased.with_suffix(".fremd").exists()
    assert len(ledger.entries(store.paths, store.key)) == 2, "the store itself knew of the first"


def test_a_ledger_of_former_versions_is_taken_over(store: Store, person: str, tmp_path: Path) -> None:
    """GIVEN a ledger in clear WHEN the store is opened THEN it counts, and is sealed."""
    import json

    entry = ledger.entry("net", store.require(person).root, "2026-01-02", "Wunsch")
    store.close()
    store.paths.erased.write_text(json.dumps([entry]), "utf-8")
    again = opening.open_with_key(store.paths, store.key, store.now)
    assert again.get(person) is None
    assert "Wunsch" not in again.paths.erased.read_text("utf-8")
    again.close()


def test_an_erasure_that_fails_is_not_announced(store: Store, person: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN a disk that is full at the commit THEN nothing was erased, and nothing is at the next opening."""
    with pytest.raises(UserError, match="Speicherplatz"), store.change() as change:
        erasure.erase_in(change, [store.require(person)], "Wunsch")
        assert any(e.get(ledger.BEGUN) for e in ledger.entries(store.paths, store.key))
        raise cipher.OperationalError("database or disk is full")
    assert ledger.entries(store.paths, store.key) == []
    store.close()
    again = opening.open_with_key(store.paths, store.key, store.now)
    assert again.get(person) is not None
    again.close()


def test_copies_that_a_dead_writer_left_are_swept(store: Store) -> None:
    from netzwerkhilfe import atomic

    left = store.paths.data / f"{backup.COPY}abc"
    left.mkdir()
    (left / "netzwerk.db").write_bytes(b"alles")
    (left / atomic.HELD).touch()
    with atomic.folder(store.paths.data, backup.COPY) as living:
        store.close()
        opening.open_with_key(store.paths, store.key, store.now).close()
        assert living.exists() and not left.exists()


def test_a_full_disk_keeps_nobody_from_opening(
    store: Store, person: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """GIVEN an erasure that was not ended and a full disk THEN the store opens, and the next opening ends it."""
    with store.change() as change:
        erasure.erase_in(change, [store.require(person)], "Wunsch")
    store.close()

    def full(_store: Store) -> None:
        raise cipher.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "compact", full)
        opening.open_with_key(store.paths, store.key, store.now).close()
    assert [r.getMessage() for r in caplog.records] == ["an erasure could not be ended: OperationalError"]
    caplog.clear()
    again = opening.open_with_key(store.paths, store.key, store.now)
    nowhere(again, tmp_path)
    again.close()


def test_a_copy_that_is_just_begun_is_left(store: Store) -> None:
    """GIVEN a folder whose writer has not made its file yet THEN it stays; an hour later it goes."""
    made = store.paths.data / f"{backup.COPY}xyz"
    made.mkdir()
    backup.sweep(store.paths)
    assert made.exists()
    os.utime(made, (1, 1))
    backup.sweep(store.paths)
    assert not made.exists()
