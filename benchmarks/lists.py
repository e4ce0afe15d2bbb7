"""Taking in a list of 10,000 rows, and its next version, against reading the file and inserting the same rows by hand
with the same index."""

from __future__ import annotations

import csv
import random
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import stores

ROWS = 10_000
ROUNDS = 3
HEADINGS = (
    "Name",
    "Vorname",
    "Straße",
    "PLZ Ort",
    "Telefon",
    "E-Mail",
    "Sprachen",
    "hilft bei",
    "dabei seit",
    "Bemerkung",
)
LANGUAGES = ("Deutsch", "Arabisch", "Farsi/Dari", "Ukrainisch", "Türkisch", "Englisch")
VILLAGES = ("67133 Maxdorf", "67136 Fußgönheim", "67134 Birkenheide", "67245 Lambsheim")
NOTES = ("", "", "", "nur vormittags", "hat 7-Sitzer", "pausiert bis Ostern")
Row = tuple[str, float, float, float]


def _lines(count: int, seed: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(seed)
    for i in range(count):
        yield (
            f"{chance.choice(stores.LAST)}-{seed}{i:06}",
            chance.choice(stores.FIRST),
            f"Hauptstraße {chance.randrange(1, 400)}",
            chance.choice(VILLAGES),
            f"06237 {chance.randrange(100000, 999999)}",
            f"a{i}@example.org",
            ", ".join(chance.sample(LANGUAGES, 2)),
            ", ".join(chance.sample(stores.SKILLS, 2)),
            f"{chance.randrange(1, 28)}.{chance.randrange(1, 12)}.{chance.randrange(2010, 2026)}",
            chance.choice(NOTES),
        )


def _file(path: Path, seed: int, *, changed: bool = False) -> Path:
    """A list; ``changed`` is its next version, with another note in each row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        lines = _lines(ROWS, seed)
        writer.writerows((*line[:-1], f"{line[-1]} (neu)".strip()) if changed else line for line in lines)
    return path


def taking(base: Path) -> list[Row]:
    """A list as the window takes it, its writing alone, and its undo."""
    from netzwerkhilfe.transfer import importer

    store = stores.large(base / "lists", 10)
    times: dict[str, list[float]] = {"plan": [], "write": [], "again": [], "undo": [], "raw": [], "raw again": []}

    def clocked(what: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        found = work()
        times[what].append((time.perf_counter() - start) * 1000)
        return found

    def write(plan: importer.Plan) -> Any:
        with store.change() as change:
            importer.apply(change, plan)
        return change.set

    def take_next(path: Path) -> Any:
        return write(importer.plan(store, "volunteers", path))

    def take_back(done: Any) -> None:
        with store.change() as change:
            change.undo(done)

    for round_ in range(ROUNDS):
        path = _file(base / f"liste{round_}.csv", round_)
        plan = clocked("plan", partial(importer.plan, store, "volunteers", path))
        done = clocked("write", partial(write, plan))
        changed = _file(base / f"liste{round_}-neu.csv", round_, changed=True)
        second = clocked("again", partial(take_next, changed))
        assert len(second.entries) == ROWS
        take_back(second)
        clocked("undo", partial(take_back, done))
        _by_hand(base, path, changed, plan, clocked)
    store.close()
    plan_ms, write_ms, again_ms, undo_ms, raw_ms, raw_again_ms = (statistics.median(t) for t in times.values())
    count = f"{ROWS:,}".replace(",", ".")
    return [
        (
            f"Liste mit {count} Zeilen lesen und übernehmen, gegen Lesen, rohes Einfügen und denselben Index",
            plan_ms + write_ms,
            raw_ms,
            4.0,
        ),
        ("Dieselbe Liste schreiben, wenn sie gelesen ist, gegen dasselbe", write_ms, raw_ms, 2.0),
        (
            f"Die nächste Fassung, {count} Zeilen geändert, lesen und übernehmen, gegen Lesen, rohes Ändern und Index",
            again_ms,
            raw_again_ms,
            4.0,
        ),
        ("Dieselbe Liste zurücknehmen, gegen dasselbe", undo_ms, raw_ms, 4.0),
    ]


def _by_hand(
    base: Path, path: Path, changed: Path, plan: Any, clocked: Callable[[str, Callable[[], Any]], Any]
) -> None:
    """The same files read by Python's own reader, the same rows (their values at hand) inserted and indexed, then
    updated and indexed again."""
    from netzwerkhilfe.models import KINDS
    from netzwerkhilfe.models.base import FACTS, new_id
    from netzwerkhilfe.store import reading, search

    kind = KINDS["volunteers"]
    store = stores.large(base / f"raw-{path.stem}", 10)
    facts, names = store.facts(), [*kind.fields]

    entries: list[tuple[str, dict[str, Any]]] = []

    def read(file: Path) -> list[list[str]]:
        with file.open(encoding="utf-8", newline="") as opened:
            return list(csv.reader(opened, delimiter=";"))[1:]

    def raw_again() -> None:
        note = kind.fields.keys() & {"note"}
        after = [(i, v | dict.fromkeys(note, row[-1])) for (i, v), row in zip(entries, read(changed), strict=True)]
        with store.connections.autocommit() as cursor, store.connections.writing():
            cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(
                f"UPDATE {kind.table} SET {', '.join(f'{n} = ?' for n in names)} WHERE id = ?",
                [(*(reading.dump(kind, n, v.get(n)) for n in names), i) for i, v in after],
            )
            for start in range(0, len(after), search.MANY):
                search.index(cursor, kind, after[start : start + search.MANY], facts)
            cursor.execute("COMMIT")

    def raw() -> None:
        entries.extend((new_id(), planned.read) for planned, _ in zip(plan.rows, read(path), strict=True))
        with store.connections.autocommit() as cursor, store.connections.writing():
            cursor.execute("BEGIN IMMEDIATE")
            marks = ", ".join("?" * (len(FACTS) + len(names)))
            cursor.executemany(
                f"INSERT INTO {kind.table} ({', '.join((*FACTS, *names))}) VALUES ({marks})",
                [(i, "net", i, 1, "", *(reading.dump(kind, n, v.get(n)) for n in names)) for i, v in entries],
            )
            for start in range(0, len(entries), search.MANY):
                search.index(cursor, kind, entries[start : start + search.MANY], facts)
            cursor.execute("COMMIT")

    clocked("raw", raw)
    clocked("raw again", raw_again)
    store.close()
