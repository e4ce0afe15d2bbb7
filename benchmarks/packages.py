"""The exchange against the bare work: merging, a file with little news, writing, and how all of it grows."""

from __future__ import annotations

import io
import json
import random
import shutil
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyrage
import zstandard

from benchmarks import stores
from netzwerkhilfe.exchange import export_package, import_packages, package
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.base import new_id
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import merging, opening, reading, search, state
from netzwerkhilfe.store.store import Store

Row = tuple[str, float, float, float]
FIELDS = ("phone", "email", "note", "first_name")


def clock(work: Callable[[], Any]) -> float:
    """One run in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def changed_lines(store: Store, ids: list[str], tag: str) -> tuple[list[str], dict[tuple[str, int], int]]:
    """A state in which another PC has changed four fields of each entry."""
    sender = new_id()
    with store.reading() as cursor:
        known = state.vector_of(cursor, NET)
        made = cursor.execute(
            "SELECT replica, seq, mark, hlc, author, at, via FROM change WHERE n = "
            "(SELECT creation FROM volunteers WHERE id = ?)",
            (ids[0],),
        ).fetchone()
    assert made is not None
    lines = [
        json.dumps(["c", sender, 1, 9, 1_800_000_000_000_000, "M", "2026-02-01T00:00:00+00:00", None]),
        json.dumps(["c", *made]),
    ]
    for i, record in enumerate(ids):
        values = {f: [[0, f"{tag} {f} {i}"]] for f in FIELDS}
        lines.append(json.dumps(["r", "volunteers", record, record, 1, {}, values]))
    vector = {at: seq for at, seq in known.items() if at[0] != store.replica}  # nobody was told of this PC's own yet
    return lines, vector | {(sender, 9): 1}


def merge_many(base: Path) -> list[Row]:
    """200,000 changed fields, against a raw upsert into the same tables with the same index, both durable."""
    store = stores.large(base / "merge", 50_000)
    ids = store.ids("volunteers")
    ours, theirs = [], []
    kind = KINDS["volunteers"]
    for turn in range(2):
        lines, vector = changed_lines(store, ids, f"neu{turn}")

        def merged(lines: list[str] = lines, vector: Any = vector) -> None:
            with store.change() as change:
                merging.merge(change, NET, vector, lines)

        ours.append(clock(merged))
        snapshots = store.many("volunteers", ids)
        facts = store.facts()

        def raw(turn: int = turn, snapshots: Any = snapshots, facts: Any = facts) -> None:
            with store.connections.autocommit() as cursor, store.connections.writing():
                cursor.execute("BEGIN IMMEDIATE")
                texts = []
                for i, one in enumerate(snapshots):
                    values = dict(one.values) | {f: f"alt{turn} {f} {i}" for f in FIELDS}
                    cursor.execute(
                        "UPDATE volunteers SET phone = ?, email = ?, note = ?, first_name = ? WHERE id = ?",
                        (*(values[f] for f in FIELDS), one.id),
                    )
                    texts.append((one.id, values))
                    for f in FIELDS:
                        cursor.execute(
                            "INSERT OR REPLACE INTO stamp (record, register, change) VALUES (?, ?, ?)", (one.id, f, 1)
                        )
                search.index(cursor, kind, texts, facts)
                cursor.execute("COMMIT")

        theirs.append(clock(raw))
    store.close()
    return [
        (
            "200.000 geänderte Felder einspielen, gegen rohe Upserts in dieselben Tabellen mit demselben Index",
            min(ours),
            min(theirs),
            3.0,
        )
    ]


def files(base: Path) -> list[Row]:
    """A file of 100,000 entries with 200 new fields; and writing such a file."""
    made = stores.large(base / "file", 100_000)
    key = made.key
    made.close()
    shutil.copytree(base / "file", base / "writer")
    store, writer = (opening.open_with_key(Paths(base / name), key) for name in ("file", "writer"))
    writer.set_local(replica=new_id())  # another PC with the same entries
    folder = base / "stick"
    folder.mkdir()
    secret = store.local("age_secret")
    ids = store.ids("volunteers")
    chance = random.Random(1)
    path = folder / export_package.file_name(store, NET)
    identity = pyrage.x25519.Identity.from_str(secret)
    taken, parsed = [], []
    for turn in range(3):
        with writer.change() as change:
            for record in chance.sample(ids, 50):
                change.update(record, dict.fromkeys(FIELDS, f"{turn}"))
        with writer.reading() as cursor:
            exported = state.export(cursor, NET)
        data = package.assemble(
            exported.vector,
            exported.lines,
            [store.local("age_public")],
            store.local("sign_secret"),
            network=store.local("network"),
            space=NET,
            sender=writer.replica,
            number=turn + 1,
            members="x",
            digest=exported.digest,
            records=exported.records,
            at="2026-01-01T00:00:00+00:00",
        )
        path.write_bytes(data)

        def bare() -> int:
            data = path.read_bytes()
            size = int.from_bytes(data[8:12])
            pyrage.decrypt(data[12 : 12 + size], [identity])
            plain = bytes(pyrage.decrypt(data[12 + size + 8 :], [identity]))
            text = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(plain)).read()
            return sum(1 for line in text.decode().split("\n") if json.loads(line))

        def ours() -> None:
            opened = package.open_package(path, secret)
            report = Report()
            import_packages.take_in(store, opened, report, accept=True)
            assert report.changed > 40 and not report.set_aside, "this must be a package that is taken"

        parsed.append(clock(bare))
        taken.append(clock(ours))
    written, plainly = [], []
    columns = reading.columns(KINDS["volunteers"])

    def write_bare() -> None:
        with store.reading() as cursor:
            rows = cursor.execute(f"SELECT {', '.join(columns)} FROM volunteers ORDER BY id").fetchall()
        lines = [
            json.dumps({n: v for n, v in zip(columns, row, strict=True) if v is not None}, ensure_ascii=False)
            for row in rows
        ]
        packed = zstandard.ZstdCompressor(level=3).compress("\n".join(lines).encode())
        sealed = bytes(pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(store.local("age_public"))]))
        (base / "bare").write_bytes(sealed)

    for _ in range(3):
        plainly.append(clock(write_bare))
        written.append(clock(lambda: export_package.write_own(store, folder, NET, Report())))
    store.close()
    writer.close()
    return [
        (
            "Paket mit 100.000 Einträgen und 200 neuen Feldern einlesen, gegen Entschlüsseln, Entpacken und Lesen "
            "des JSON",
            statistics.median(taken),
            statistics.median(parsed),
            1.3,
        ),
        (
            "Dasselbe Paket schreiben, gegen Abfragen, JSON, zstd und age",
            statistics.median(written),
            statistics.median(plainly),
            1.3,
        ),
    ]


def _fill(directory: Path, count: int) -> None:
    stores.large(directory, count).close()


def growth(base: Path) -> list[Row]:
    """Time and file size for ten times the fields: ten is linear."""
    rows: list[Row] = []
    times: list[float] = []
    sizes: list[float] = []
    for count in (1_250, 12_500, 125_000):
        directory = base / f"grow{count}"
        times.append(clock(partial(_fill, directory, count)))

        store = opening.open_store(Paths(directory), stores.PASSPHRASE)
        target = base / f"out{count}"
        target.mkdir()
        export_package.write_own(store, target, NET, Report())
        sizes.append(sum(p.stat().st_size for p in target.iterdir()) / 1024)
        store.close()
    empty = clock(lambda: stores.large(base / "grow0", 0).close())
    for i, text in ((1, "100.000 gegen 10.000"), (2, "1.000.000 gegen 100.000")):
        rows.append(
            (f"Zeit zum Einspielen, {text} Felder, durch zehn", (times[i] - empty) / 10, times[i - 1] - empty, 1.5)
        )
        rows.append((f"Größe des Pakets (KB), {text} Felder, durch zehn", sizes[i] / 10, sizes[i - 1], 1.2))
    return rows
