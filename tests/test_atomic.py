"""Files as a whole or not at all, also while somebody holds them."""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from netzwerkhilfe import atomic

windows = pytest.mark.windows


@windows
def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "Ordner ä" / "datei.txt"
    target.parent.mkdir()
    atomic.write_text(target, "eins\n")
    atomic.write_text(target, "zwei\n")
    assert target.read_bytes() == b"zwei\n" and list(target.parent.iterdir()) == [target]


@windows
def test_when_writing_fails_the_former_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "datei"
    atomic.write_bytes(target, b"gut")
    with pytest.raises(RuntimeError), atomic.writing(target) as partial:
        partial.write_bytes(b"halb")
        raise RuntimeError
    assert target.read_bytes() == b"gut" and list(tmp_path.iterdir()) == [target]


def test_a_full_disk_leaves_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "datei"
    atomic.write_bytes(target, b"gut")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space") as caught:
        atomic.write_bytes(target, b"neu", check=True)
    assert "voll" in atomic.refused(caught.value, target).paragraph()
    assert target.read_bytes() == b"gut" and list(tmp_path.iterdir()) == [target]


def test_a_stick_that_reads_back_something_else_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _self: b"anderes")
    with pytest.raises(OSError, match="read back"):
        atomic.write_bytes(tmp_path / "paket", b"paket", check=True)
    assert not list(tmp_path.iterdir())


@windows
def test_a_file_is_synced_through_a_handle_that_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to flush what was opened for reading: that kept every backup from being made."""
    modes: list[str] = []
    real = Path.open

    def spied(self: Path, mode: str = "r", *args: Any, **named: Any) -> Any:
        modes.append(mode)
        return real(self, mode, *args, **named)

    monkeypatch.setattr(Path, "open", spied)
    path = tmp_path / "datei"
    path.write_bytes(b"x")
    modes.clear()
    atomic.sync(path)
    assert modes == ["r+b"]


@windows
def test_writing_waits_for_who_holds_the_file(tmp_path: Path) -> None:
    target = tmp_path / "datei"
    target.write_bytes(b"alt")
    held = target.open("rb")

    def let_go() -> None:
        time.sleep(0.5)
        held.close()

    scanner = threading.Thread(target=let_go)
    scanner.start()
    atomic.write_bytes(target, b"neu")
    scanner.join()
    assert target.read_bytes() == b"neu"


@windows
@pytest.mark.skipif(os.name != "nt", reason="only Windows keeps an open file from going")
def test_a_file_that_stays_held_is_named(tmp_path: Path) -> None:
    target = tmp_path / "Liste März.pdf"
    target.write_bytes(b"alt")
    with target.open("rb"):
        with pytest.raises(PermissionError) as caught:
            atomic.write_bytes(target, b"neu")
        assert not atomic.remove(target)
    assert "Liste März.pdf" in atomic.refused(caught.value, target).paragraph()
    assert target.read_bytes() == b"alt" and list(tmp_path.iterdir()) == [target]


@windows
def test_one_file_that_is_held_keeps_no_other_alive(tmp_path: Path) -> None:
    folder = tmp_path / "papiere"
    (folder / "tief").mkdir(parents=True)
    for name in ("a.pdf", "b.pdf", "tief/c.pdf"):
        (folder / name).write_bytes(b"x")
    with (folder / "a.pdf").open("rb"):
        held = atomic.remove_tree(folder)
    assert held == ([folder / "a.pdf"] if os.name == "nt" else [])
    assert [p for p in folder.rglob("*") if p.is_file()] == held


@windows
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, "quota"), "voll"),
        (OSError(errno.EROFS, "read-only"), "schreibgeschützt"),
        (OSError(errno.EINVAL, "invalid"), "Name"),
        (OSError(errno.EIO, "gone"), "Datenträger"),
    ],
)
def test_each_refusal_has_its_sentence_and_says_that_the_data_is_safe(error: OSError, words: str) -> None:
    said = atomic.refused(error, Path("Ordner") / "datei.pdf").paragraph()
    assert words in said and "Ihre Daten sind sicher." in said and "Ordner" in said
