"""``kill -9`` at each step of writing and of taking in: the store opens, and it is one or the other."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.exchange import export_package, package
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.exchange.helpers import digest, person, update

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
POINTS = 45
"""So many of the steps are died at, spread evenly; every run takes others of them."""


def count_steps(tick: Callable[[], None]) -> None:
    """Call ``tick`` before each statement of SQL and each step with a file."""
    real_connect = cipher.connect

    def connect(*arguments: Any, **named: Any) -> Any:
        made = real_connect(*arguments, **named)
        made.set_trace_callback(lambda _text: tick())
        return made

    cipher.connect = connect
    for holder, name in (
        (os, "fsync"),
        (Path, "replace"),
        (Path, "unlink"),
        (Path, "open"),
        (Path, "write_text"),
        (Path, "read_bytes"),
    ):
        real = getattr(holder, name)

        def stepped(*arguments: Any, _real: Any = real, **named: Any) -> Any:
            tick()
            return _real(*arguments, **named)

        setattr(holder, name, stepped)


def in_a_child(work: Callable[[], None], die_at: int | None) -> int:
    """Run in a forked child that dies at a step; gives how many steps there were (0 if it died)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = 0

        def tick() -> None:
            nonlocal steps
            steps += 1
            if steps == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            count_steps(tick)
            work()
            os.write(writing, str(steps).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    said = os.read(reading, 40)
    os.close(reading)
    return int(said or 0)


def reopened(office: Store) -> Store:
    return opening.open_with_key(office.paths, office.key, office.now)


def points(total: int) -> list[int]:
    start = os.getpid() % 7
    return sorted({1 + (start + i * total // POINTS) % total for i in range(POINTS)})


def test_dying_while_taking_in_leaves_all_or_nothing(store: Store, other: Store, stick: Path) -> None:
    records = [person(store, f"Person {i}") for i in range(12)]
    exchange(store, stick)
    exchange(other, stick)
    for record in records:
        update(store, record, phone="06237 1")
    new = person(store, "Neu")
    exchange(store, stick)
    other.close()

    def work() -> None:
        office = reopened(other)
        exchange(office, stick, accept=True)
        office.close()

    before = reopened(other)
    saved = {p: p.read_bytes() for p in other.paths.data.glob("netzwerk.db*")}
    before.close()
    files = {p.name: p.read_bytes() for p in stick.iterdir()}
    total = in_a_child(work, None)
    assert total > 60
    for die_at in points(total):
        for p in other.paths.data.glob("netzwerk.db*"):
            p.unlink()
        for p, data in saved.items():
            p.write_bytes(data)
        for p in stick.iterdir():
            p.unlink()
        for name, data in files.items():
            (stick / name).write_bytes(data)
        in_a_child(work, die_at)
        office = reopened(other)
        phones = {office.require(r).values["phone"] for r in records}
        assert phones in ({None}, {"06237 1"}), f"step {die_at}"
        assert (office.get(new) is not None) == (phones == {"06237 1"}), f"step {die_at}"
        assert office.check() == [], f"step {die_at}"
        for path in stick.iterdir():
            if (
                package.is_package(path)
                and path.suffix != ".tmp"
                and path.name == export_package.file_name(other, "net")
            ):
                package.open_package(path, store.local("age_secret"))
        exchange(office, stick, accept=True)
        exchange(store, stick, accept=True)
        exchange(office, stick, accept=True)
        assert digest(office) == digest(store), f"step {die_at}"
        office.close()


def test_dying_while_writing_leaves_the_old_package_or_the_new(store: Store, other: Store, stick: Path) -> None:
    record = person(store, phone="1")
    exchange(store, stick)
    update(store, record, phone="2")
    store.close()
    path = stick / export_package.file_name(store, "net")
    before = path.read_bytes()

    def work() -> None:
        office = reopened(store)
        exchange(office, stick, send_only=True)
        office.close()

    total = in_a_child(work, None)
    for die_at in points(total):
        for leftover in stick.glob("*.tmp"):
            leftover.unlink()
        path.write_bytes(before)
        in_a_child(work, die_at)
        head = package.open_package(path, other.local("age_secret")).head
        assert head.space == "net", f"step {die_at}"
        office = reopened(store)
        assert office.require(record).values["phone"] == "2" and office.check() == []
        office.close()
