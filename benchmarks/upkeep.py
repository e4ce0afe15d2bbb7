"""What is done beside the daily work with 100,000 entries in the store: backup, erasure, an exchange without news."""

from __future__ import annotations

import gc
import shutil
import statistics
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2 as cipher

from benchmarks import stores
from benchmarks.children import memory
from benchmarks.packages import Row, changed_lines, clock
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.store import backup, erasure, merging, search
from netzwerkhilfe.store.store import Store


def opened(path: Path, store: Store) -> cipher.Connection:
    """The encrypted file with its key, by nothing but the driver."""
    connection = cipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{store.key.hex()}'\"")
    connection.create_function("nh_door", 0, lambda: 1)
    return connection


def backups(base: Path, store: Store) -> Row:
    """A backup, against SQLite's own copying of the file, encrypted again, and its check."""

    def raw() -> None:
        target = base / "raw.db"
        target.unlink(missing_ok=True)
        source, copy = opened(store.paths.store, store), opened(target, store)
        source.backup(copy)
        copy.execute("PRAGMA quick_check").fetchall()
        source.close()
        copy.close()

    ours = [clock(partial(backup.make, store, base / f"{i}.nhsicherung")) for i in range(3)]
    theirs = [clock(raw) for _ in range(3)]
    what = "Sicherung von 100.000, geprüft, gegen SQLites Kopie Seite für Seite und dieselbe Prüfung"
    return (what, statistics.median(ours), statistics.median(theirs), 1.5)


def erasing(store: Store) -> Row:
    """Erasing a person, against deleting her rows, the search's words, and writing the file anew once."""
    ids = store.ids("volunteers")

    def raw(record: str) -> None:
        connection = opened(store.paths.store, store)
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        number = cursor.execute("SELECT n FROM search_row WHERE id = ?", (record,)).fetchone()[0]
        cursor.execute("DELETE FROM search WHERE rowid = ?", (number,))
        cursor.execute("DELETE FROM search_row WHERE n = ?", (number,))
        cursor.execute("DELETE FROM volunteers WHERE id = ?", (record,))
        cursor.execute("COMMIT")
        cursor.execute("INSERT INTO search (search) VALUES ('optimize')")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()

    theirs = statistics.median(clock(partial(raw, r)) for r in ids[:3])
    ours = statistics.median(clock(partial(erasure.erase, store, r, "Wunsch")) for r in ids[10:13])
    return (
        "Eine Person bei 100.000 löschen, gegen Zeilen löschen und die Datei einmal neu schreiben",
        ours,
        theirs,
        1.5,
    )


def idle(base: Path, store: Store) -> list[Row]:
    """A second exchange in which nothing is new."""
    stick = base / "stick"
    stick.mkdir()
    folder.exchange(store, stick)
    before = {p: p.stat().st_mtime_ns for p in stick.iterdir()}
    ours = statistics.median(clock(lambda: folder.exchange(store, stick)) for _ in range(3))
    written = sum(before.get(p) != p.stat().st_mtime_ns for p in stick.iterdir())
    return [
        ("Ein Austausch ohne Neues bei 100.000, gegen 50 ms", ours, 50.0, 1.0),
        ("Dateien, die er schreibt, und eine, gegen eine", written + 1.0, 1.0, 1.0),
    ]


def exchanges(base: Path) -> Row:
    """Memory after 100 exchanges with a change before each, against before."""
    store = stores.large(base / "often", 1_000)
    stick = base / "stick-often"
    stick.mkdir()
    person = store.ids("volunteers")[0]

    def often(count: int) -> None:
        for i in range(count):
            with store.change() as change:
                change.update(person, {"note": f"Notiz {i} {count}"})
            folder.exchange(store, stick)

    often(20)
    gc.collect()
    before = memory()
    often(100)
    gc.collect()
    store.close()
    return ("Speicher (MB) nach 100 Austauschen, gegen vorher", memory() / 1024, before / 1024, 1.05)


def merging_fields(base: Path) -> Row:
    """40,000 changed fields, against one UPDATE over a table of the new values and the index built once."""
    store = stores.large(base / "merge40", 10_000)
    ids, kind = store.ids("volunteers"), KINDS["volunteers"]
    lines, vector = changed_lines(store, ids, "neu")

    def merged() -> None:
        with store.change() as change:
            merging.merge(change, NET, vector, lines)

    ours = clock(merged)
    snapshots, facts = store.many("volunteers", ids), store.facts()

    def raw() -> None:
        with store.connections.autocommit() as cursor, store.connections.writing():
            cursor.execute("BEGIN IMMEDIATE")
            fields = ("phone", "email", "note", "first_name")
            cursor.executemany(
                "UPDATE volunteers SET phone = ?, email = ?, note = ?, first_name = ? WHERE id = ?",
                [(*(f"alt {f} {i}" for f in fields), one.id) for i, one in enumerate(snapshots)],
            )
            cursor.executemany(
                "INSERT OR REPLACE INTO stamp (record, register, change) VALUES (?, ?, 1)",
                [(one.id, f) for one in snapshots for f in fields],
            )
            texts = [
                (search.body(kind, dict(one.values) | {f: f"alt {f} {i}" for f in fields}, facts), one.id)
                for i, one in enumerate(snapshots)
            ]
            cursor.executemany("UPDATE search_row SET body = ? WHERE id = ?", texts)
            search.rebuild(cursor)
            cursor.execute("COMMIT")

    theirs = clock(raw)
    store.close()
    return (
        "40.000 geänderte Felder einspielen, gegen gesammelte UPDATEs, Stempel, Texte und einen einmal gebauten Index",
        ours,
        theirs,
        1.5,
    )


def beside(base: Path) -> list[Row]:
    """All of it, in one store."""
    store = stores.large(base / "upkeep", 100_000)
    rows = [backups(base, store), *idle(base, store), erasing(store)]
    store.close()
    shutil.rmtree(base / "upkeep")
    return [*rows, exchanges(base), merging_fields(base)]
