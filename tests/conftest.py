"""Real stores, real files: what all tests share."""

from __future__ import annotations

import datetime as dt
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pyrage
import pytest

from netzwerkhilfe.exchange import folder, founding, invitation, members
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import opening, token
from netzwerkhilfe.store.store import Store
from tests import invitations

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PASSPHRASE = "ein gutes Kennwort"
OFFICES = {"MX": "Maxdorf", "LH": "Lambsheim-Heßheim", "DS": "Dannstadt-Schauernheim", "WA": "Wachenheim"}
KEYS = ("073385004", "073385006", "073385001", "073325006")
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


WINDOWS_TOO = (
    "tests/store/",
    "tests/documents/",
    "tests/transfer/",
    "tests/cli/",
    "tests/exchange/test_folder",
    "tests/exchange/test_founding",
    "tests/exchange/test_members",
    "tests/exchange/test_clones",
    "tests/exchange/test_undo",
    "tests/exchange/test_golden",
    "tests/exchange/test_attachment_sync",
    "tests/exchange/test_private_files",
    "tests/exchange/test_numbers",
    "tests/exchange/test_status",
)
"""What touches files, locks, paths, processes, the console, time zones or fonts runs on Windows too."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by folder what belongs to Windows; single tests and files say so themselves."""
    for item in items:
        if item.nodeid.startswith(WINDOWS_TOO):
            item.add_marker(pytest.mark.windows)


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**delta)


@pytest.fixture(scope="session", autouse=True)
def invitations_open_at_once() -> Iterator[None]:
    """Sealing and opening an invitation costs seconds on purpose; the suite would wait minutes for it."""
    with mock.patch.object(pyrage.passphrase, "encrypt", invitations.sealed):
        yield


@pytest.fixture
def clock() -> Clock:
    """The clock of all stores of a test."""
    return Clock()


def new_store(
    path: Path,
    clock: Callable[[], dt.datetime],
    fill: Callable[[Store], None] = lambda _store: None,
    person: str = "",
) -> Store:
    """A fresh store, without an office yet."""
    store, _ = founding.create_store(Paths(path), fill, passphrase=PASSPHRASE, person=person, keyring=False)
    store.now = clock
    return store


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, bytes]]:
    """Two offices that have joined, made once: directories to copy, with their data keys."""
    base = tmp_path_factory.mktemp("templates")
    clock = Clock()
    maxdorf = new_store(
        base / "MX",
        clock,
        lambda s: founding.found_network(s, "Netzwerk Hilfe", "Maxdorf", "Petra Wagner", KEYS),
        "Petra Wagner",
    )
    ticket, stick = base / "einladung", base / "stick"
    stick.mkdir()
    words = invitation.invite(maxdorf, "Wachenheim", ticket)
    joiner = new_store(base / "WA", dt.datetime.now, lambda s: None, "Jutta Frey")
    joiner.now = clock
    invitation.join(joiner, ticket, words, "Jutta Frey")
    folder.exchange(joiner, stick)
    folder.exchange(maxdorf, stick)
    members.confirm(maxdorf, "Jutta Frey")
    folder.exchange(maxdorf, stick)
    folder.exchange(joiner, stick)
    folder.exchange(maxdorf, stick)
    found = {"MX": (base / "MX", maxdorf.key), "WA": (base / "WA", joiner.key)}
    maxdorf.close()
    joiner.close()
    for path, _ in found.values():
        shutil.rmtree(path / "sicherungen", ignore_errors=True)
    return found


@pytest.fixture
def open_stores() -> Iterator[list[Store]]:
    """The stores of a test, closed at its end."""
    opened: list[Store] = []
    yield opened
    for store in opened:
        store.close()


@pytest.fixture
def open_copy(
    templates: dict[str, tuple[Path, bytes]], tmp_path: Path, clock: Clock, open_stores: list[Store]
) -> Callable[[str], Store]:
    """A fresh copy of an office's store."""
    opened = open_stores

    def copy(code: str, name: str = "") -> Store:
        source, key = templates[code]
        target = tmp_path / (name or code)
        shutil.copytree(source, target)
        store = opening.open_with_key(Paths(target), key, clock)
        token.settle(store)
        opened.append(store)
        return store

    return copy


@pytest.fixture
def store(open_copy: Callable[[str], Store]) -> Store:
    """The store of the office Maxdorf."""
    return open_copy("MX")


@pytest.fixture
def other(open_copy: Callable[[str], Store]) -> Store:
    """The store of the office Wachenheim."""
    return open_copy("WA")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    path = tmp_path / "stick"
    path.mkdir()
    return path


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An unexpected warning or error in the log fails a test."""
    yield
    loud = [
        r for r in caplog.get_records("call") if r.levelno >= logging.WARNING and r.name.startswith("netzwerkhilfe")
    ]
    assert not loud, [r.getMessage() for r in loud]
