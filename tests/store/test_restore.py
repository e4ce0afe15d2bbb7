"""A restore takes the store's place as a whole, or leaves everything as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import founding
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import backup, erasure, opening
from netzwerkhilfe.store.store import Store

pytestmark = pytest.mark.windows
WORDS = "ein langes kennwort"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made, _ = founding.create_store(
        Paths(tmp_path / "büro"),
        lambda s: founding.found_network(s, "Netz", "Maxdorf", "Petra", ()),
        passphrase=WORDS,
        person="Petra",
        keyring=False,
    )
    return made


def add(store: Store, name: str) -> str:
    with store.change() as change:
        return change.add("volunteers", {"last_name": name}).id


def names(store: Store) -> set[str]:
    return {str(s.values["last_name"]) for s in store.all("volunteers")}


def files(paths: Paths) -> dict[str, bytes]:
    return {
        p.name: p.read_bytes()
        for p in paths.data.iterdir()
        if p.is_file() and not p.name.endswith(("-wal", "-shm", ".sperre"))
    }


def test_a_restore_while_the_program_is_open_changes_nothing(store: Store) -> None:
    add(store, "vorher")
    saved = backup.make(store)
    add(store, "nachher")
    with pytest.raises(UserError, match="noch geöffnet"):
        opening.restore(store.paths, saved, WORDS)
    assert names(store) == {"vorher", "nachher"}
    add(store, "weiter")
    store.close()
    again = opening.open_store(store.paths, WORDS)
    assert names(again) == {"vorher", "nachher", "weiter"}
    again.close()
    back = opening.restore(store.paths, saved, WORDS)
    assert names(back) == {"vorher"}
    back.close()


@pytest.mark.parametrize("fails_at", range(1, 5))
def test_a_file_that_is_held_sends_everything_back(
    store: Store, fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "vorher")
    saved = backup.make(store)
    add(store, "nachher")
    store.close()
    before = files(store.paths)
    steps = []
    real = atomic.replace

    def held(source: Path, target: Path) -> None:
        steps.append(source)
        if len(steps) == fails_at:
            raise PermissionError(13, "in use", str(source))
        real(source, target)

    monkeypatch.setattr(atomic, "replace", held)
    with pytest.raises(UserError, match="alles ist, wie es war"):
        opening.restore(store.paths, saved, WORDS)
    monkeypatch.undo()
    assert files(store.paths) == before
    assert not list(store.paths.data.glob(f"{backup.ASIDE}*")) and not list(store.paths.data.glob("rueckweg-*"))
    again = opening.open_store(store.paths, WORDS)
    assert names(again) == {"vorher", "nachher"}
    again.close()


def test_the_store_moves_last(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = backup.make(store)
    store.close()
    moved: list[str] = []
    real = atomic.replace

    def replace(partial: Path, target: Path) -> None:
        moved.append(partial.name)
        real(partial, target)

    monkeypatch.setattr(atomic, "replace", replace)
    opening.restore(store.paths, saved, WORDS).close()
    assert [n for n in moved if n == "netzwerk.db"] and moved[0] == "schluessel.json"
    assert moved[-1] == "netzwerk.db" and moved.index("netzwerk.db") > moved.index("schluessel.json")


def test_an_old_backup_that_is_held_does_not_keep_todays_from_being_made(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.paths.backups.mkdir()
    old = store.paths.backups / f"2001-01-01_120000_täglich{backup.ENDING}"
    old.write_bytes(b"alt")
    real = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        if self == old:
            raise PermissionError(13, "in use", str(self))
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    made = backup.daily(store)
    assert made is not None and made.exists() and old.exists()
    monkeypatch.undo()
    assert backup.daily(store) is None and not old.exists()
    store.close()


def test_a_backup_that_is_held_at_an_erasure_goes_as_soon_as_it_can(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = add(store, "Unvergessen")
    saved = backup.make(store)
    real = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        if self == saved:
            raise PermissionError(13, "in use", str(self))
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    assert erasure.erase(store, person, "auf Wunsch") == 1
    assert saved.exists() and backup.outdated(store) == [saved]
    monkeypatch.undo()
    store.close()
    again = opening.open_store(store.paths, WORDS)
    assert not saved.exists() and backup.outdated(again) == []
    again.close()


def test_a_backup_that_cannot_be_read_says_so(store: Store, tmp_path: Path) -> None:
    store.close()
    wrong = tmp_path / "kein.nhsicherung"
    wrong.write_bytes(b"PK\x03\x04 abgeschnitten")
    before = files(store.paths)
    with pytest.raises(UserError, match="keine lesbare Sicherung"):
        opening.restore(store.paths, wrong, WORDS)
    assert files(store.paths) == before
