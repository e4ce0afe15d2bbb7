"""A year of five-minute ticks: two PCs of one office exchange by themselves, and the folders are looked at each day.

    python -m benchmarks.year                       the whole year, 105,120 ticks; takes a quarter of an hour and more
    python -m benchmarks.year --days 30 --ticks 6   less of it

A day has a backup in the morning and a few changes of the other PC; all its other ticks are idle and must leave every
file as it is, on the shared folder and among the backups.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from netzwerkhilfe.exchange import founding, invitation, members, undo
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import backup
from netzwerkhilfe.store.store import Store

PASSPHRASE = "messen messen"
TICKS = 288
"""Five-minute ticks of a day."""
NEWS = 3
"""So many ticks of a day bring something."""
START = dt.datetime(2026, 1, 1, 6, 0, tzinfo=dt.UTC)
MOST_BACKUPS = backup.KEEP_EXCHANGES + backup.KEEP_DAILY + backup.KEEP_WEEKLY


class Broken(Exception):
    """An idle tick changed something, or too much lies in a folder."""


class Clock:
    """The clock of both PCs."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass
class Year:
    """What was seen."""

    ticks: int = 0
    exchanges: int = 0
    """Ticks that brought something."""
    backups: int = 0
    """The most backups that lay there on any day."""
    shared: int = 0
    """The most files that lay in the shared folder on any day."""


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """Each file of a folder with its size and when it was written."""
    return {p.name: (p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}


def two_pcs(base: Path, clock: Clock) -> tuple[Store, Store]:
    """Two PCs of one office, in step."""
    made: list[Store] = []
    for name in ("Petra Wagner", "Jonas Keller"):
        store, _ = founding.create_store(
            Paths(base / name), lambda s: None, passphrase=PASSPHRASE, person=name, keyring=False
        )
        store.now = clock
        made.append(store)
    first, second = made
    founding.found_network(first, "Messen", "Maxdorf", "Petra Wagner")
    invitation.join_with(second, invitation.draft(first, "Maxdorf"), "Jonas Keller")
    shared = base / "gemeinsam"
    shared.mkdir()
    for store in (second, first):
        exchange(store, shared)
    members.confirm(first, "Jonas Keller")
    for store in (first, second, first, second):
        exchange(store, shared)
    return first, second


def run(base: Path, days: int, ticks: int) -> Year:
    """So many days with so many ticks each. Raises :class:`Broken`."""
    clock, found = Clock(), Year()
    first, second = two_pcs(base, clock)
    shared = base / "gemeinsam"
    pause = dt.timedelta(days=1) / TICKS
    try:
        with second.change() as change:
            record = change.add("volunteers", {"last_name": "Haddad"}).id
        for day in range(days):
            clock.now = START + dt.timedelta(days=day)
            backup.daily(first)
            for tick in range(ticks):
                clock.now += pause
                news = f"{day}:{tick}" if tick % max(1, ticks // NEWS) == 0 else ""
                _tick(first, second, shared, found, record, news)
            found.backups = max(found.backups, len(everything(first.paths.backups)))
            found.shared = max(found.shared, len(everything(shared)))
            if found.backups > MOST_BACKUPS:
                raise Broken(f"day {day}: {found.backups} backups")
    finally:
        first.close()
        second.close()
    return found


def _tick(first: Store, second: Store, shared: Path, found: Year, record: str, news: str) -> None:
    """One tick of the first PC; ``news`` is what the second one has written before it."""
    found.ticks += 1
    if news:
        with second.change() as change:
            change.update(record, {"note": news})
        exchange(second, shared, own_office=True)
    before = (everything(shared), everything(first.paths.backups), undo.possible(first))
    report = exchange(first, shared, own_office=True)
    if report.brought_something != bool(news):
        raise Broken(f"tick {found.ticks} brought {report.changed} changes")
    if news:
        found.exchanges += 1
        exchange(second, shared, own_office=True)
    elif (everything(shared), everything(first.paths.backups), undo.possible(first)) != before:
        raise Broken(f"the idle tick {found.ticks} changed something")


def main() -> int:
    """Run it; the exit status tells whether something broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--ticks", type=int, default=TICKS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jahr-") as name:
        try:
            found = run(Path(name), options.days, options.ticks)
        except Broken as broken:
            print(broken)
            return 1
    print(
        f"{found.ticks} ticks, {found.exchanges} of them brought something; at most {found.backups} backups and "
        f"{found.shared} files in the shared folder"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
