"""Runs all benchmarks and writes docs/leistung.md. Times are reported, never asserted."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import lists, matching, minutes, names, notes, packages, peers, stores, upkeep, waiting
from netzwerkhilfe import demo

ROUNDS = 7
WITH_BYTECODE = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""What a process that is timed gets: as installed, modules are compiled once and not at each start."""
Row = tuple[str, float, float, float]
"""What, ours in ms (or MB), the measure in ms, the limit of their ratio."""


def median(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The median of some runs in milliseconds, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def child(*arguments: str) -> dict[str, float]:
    """The median of a child process's figures."""
    found: list[dict[str, float]] = []
    for _ in range(5):
        env = WITH_BYTECODE | {"BENCH_STARTED": str(time.time())}
        out = subprocess.run(
            [sys.executable, "-m", "benchmarks.children", *arguments],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(json.loads(out.stdout.strip().splitlines()[-1]))
    return {k: statistics.median(f[k] for f in found) for k in found[0]}


def start_up(base: Path) -> list[Row]:
    """Start to the first frame and to the first painted list, and memory."""
    store = stores.large(base / "start", 10_000)
    store.close()
    bare, imports, ours = child("bare"), child("imports"), child("ours", str(base / "start"))
    plain = child("plain", str(base / "start"))
    return [
        ("Start bis zum ersten Bild, gegen ein leeres Fenster", ours["frame"] * 1000, bare["frame"] * 1000, 1.5),
        (
            "Start bis zur gemalten Liste mit 10.000 Einträgen, gegen ein leeres Fenster mit denselben Importen",
            ours["list"] * 1000,
            imports["frame"] * 1000,
            1.5,
        ),
        (
            "Speicher (MB) mit 10.000 Einträgen, gegen das leere Fenster mit denselben Importen",
            ours["memory"] / 1024,
            imports["memory"] / 1024,
            1.5,
        ),
        (
            "Start bis zu den ersten 20 lesbaren Zeilen, gegen Schlüssel, SQLCipher und eine nackte QTableView",
            ours["list"] * 1000,
            plain["list"] * 1000,
            2.5,
        ),
        (
            "Start bis zur gefüllten Übersicht mit 10.000 Einträgen, gegen dasselbe",
            child("overview", str(base / "start"))["list"] * 1000,
            plain["list"] * 1000,
            2.0,
        ),
        (
            "Speicher (MB) mit 10.000 Einträgen, gegen die nackte QTableView",
            ours["memory"] / 1024,
            plain["memory"] / 1024,
            1.5,
        ),
        many(base),
        listing(base / "start", "10.000 Einträgen", 2.5),
        small(base),
        first_visits(base / "demo"),
    ]


def many(base: Path) -> Row:
    """Memory with the window open on 100,000 entries."""
    stores.large(base / "start100", 100_000).close()
    ours, plain = child("ours", str(base / "start100")), child("plain", str(base / "start100"))
    what = "Speicher (MB) mit 100.000 Einträgen, gegen die nackte QTableView"
    return (what, ours["memory"] / 1024, plain["memory"] / 1024, 1.5)


def small(base: Path) -> Row:
    """The command in a small store."""
    stores.large(base / "small", 50).close()
    return listing(base / "small", "50 Einträgen", 2.0)


def first_visits(directory: Path) -> Row:
    """The page of the demo's window that takes longest at its first visit, until it is made and painted."""
    directory.mkdir()
    for store in demo.build(directory).values():
        store.close()
    waits = child("visits", str(directory / "buero-MX"))
    del waits["memory"]
    slowest = max(waits, key=lambda key: waits[key])
    return (f"Die langsamste Seite ({slowest}) beim ersten Besuch, gegen 150 ms", waits[slowest], 150.0, 1.0)


def listing(directory: Path, much: str, limit: float) -> Row:
    """``list --json`` as a process, against the same steps by hand; both print the same entries."""
    env = WITH_BYTECODE | {"NETZWERKHILFE_PASSPHRASE": stores.PASSPHRASE}
    ours = [sys.executable, "-m", "netzwerkhilfe", "--data-dir", str(directory), "list", "volunteers", "--json"]
    theirs = [sys.executable, "-m", "benchmarks.children", "by_hand", str(directory)]

    def printed(command: list[str]) -> list[dict[str, Any]]:
        out = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
        found: list[dict[str, Any]] = json.loads(out)
        return found

    filled = [{n: v for n, v in entry.items() if v is not None} for entry in printed(ours)]
    if filled != printed(theirs):
        raise RuntimeError("list --json and the same by hand print different entries")
    return (
        f"`list --json` mit {much} als Prozess, gegen dieselben Schritte von Hand",
        median(lambda: printed(ours), 5),
        median(lambda: printed(theirs), 5),
        limit,
    )


def saving(base: Path) -> list[Row]:
    """Saving a form against a raw upsert into the same table with the same index, at 1,000 and 100,000 entries."""
    from netzwerkhilfe.models import KINDS
    from netzwerkhilfe.services.entries import entries
    from netzwerkhilfe.store import search

    rows: list[Row] = []
    for count in (1_000, 100_000):
        store = stores.large(base / f"save{count}", count)
        record = store.ids("volunteers")[count // 2]
        kind = KINDS["volunteers"]
        counter = iter(range(10**6))

        def ours(store: Any = store, record: str = record, counter: Any = counter) -> None:
            opened = store.get(record)
            with store.change() as change:
                entries.save(change, opened, None, {"phone": f"0171 {1000000 + next(counter)}"})

        def raw(store: Any = store, record: str = record, counter: Any = counter, kind: Any = kind) -> None:
            with store.connections.autocommit() as cursor, store.connections.writing():
                values = dict(store.get(record).values)
                cursor.execute("BEGIN IMMEDIATE")
                values["phone"] = f"0171 {1000000 + next(counter)}"
                cursor.execute("UPDATE volunteers SET phone = ? WHERE id = ?", (values["phone"], record))
                search.index(cursor, kind, [(record, values)], store.facts())
                cursor.execute("COMMIT")

        rows.append(
            (
                f"Formular speichern bei {count:,} Einträgen, gegen ein rohes Update mit demselben Index".replace(
                    ",", ".", 1
                ),
                median(ours, 25),
                median(raw, 25),
                3.0,
            )
        )
        store.close()
    rows.append(("Formular speichern: 100.000 gegen 1.000 Einträge", rows[1][1], rows[0][1], 1.5))
    return rows


def window(base: Path) -> list[Row]:
    """A keystroke, opening and scrolling with 100,000 entries; the longest block of the event loop."""
    from PySide6.QtCore import QAbstractTableModel, QEventLoop, Qt, QTimer
    from PySide6.QtWidgets import QApplication, QTableView

    from netzwerkhilfe.store import search
    from netzwerkhilfe.ui.kit import style
    from netzwerkhilfe.ui.shell import app as ui_app
    from netzwerkhilfe.ui.shell.shell import Shell

    app = ui_app.application()
    style.apply(app, "light")
    store = stores.large(base / "window", 100_000)
    shell = Shell(store.paths, stores.PASSPHRASE)
    shell.resize(1366, 720)
    shell.show()
    gaps: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append((now - last[0]) * 1000)
        last[0] = now

    shell.fill(store)
    shell.worker.wait()
    shell.go("volunteers")
    shell.worker.wait()
    page: Any = shell.page
    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(1)
    last[0] = time.perf_counter()
    queries = ("mül", "haddad-04", "0171", "kowalczyk anna", "fischer", "")
    for text in queries:
        page.search.setText(text)
        for _ in range(3):
            app.processEvents()
            shell.worker.wait()
    longest = max(gaps)
    timer.stop()

    def keystroke(text: str) -> None:
        done: list[int] = []

        def arrived() -> None:
            done.append(1)

        page.model.refreshed.connect(arrived)
        page.search.setText(text)
        deadline = time.perf_counter() + 10
        while not done and time.perf_counter() < deadline:
            # sleep as the real event loop does; a busy loop would take the interpreter from the worker
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        page.table.viewport().repaint()
        page.model.refreshed.disconnect(arrived)

    def raw(text: str) -> None:
        condition, bound = search.condition(text)
        with store.reading() as cursor:
            cursor.execute(
                f"SELECT s.id FROM search_row s WHERE s.kind = ? AND {condition} ORDER BY s.title, s.id",
                ("volunteers", *bound),
            ).fetchall()

    # each text is typed into an empty list, so that the same rows arrive every time
    plain_typed, plain_asked = [], []
    for text in ("haddad-04", "müller-0", "fahrdienst"):
        keystroke("zzzz")
        rounds = []
        for _ in range(5):
            start = time.perf_counter()
            keystroke(text)
            rounds.append((time.perf_counter() - start) * 1000)
            keystroke("zzzz")
        plain_typed.append(statistics.median(rounds))
        plain_asked.append(median(partial(raw, text), 5))

    keystroke("")
    texts = [tuple(page.model.index(i, c).data() or "" for c in range(len(page.spec.columns))) for i in range(50)]
    rows = [texts[i % 50] for i in range(100_000)]

    class Plain(QAbstractTableModel):
        """The same texts out of a plain list."""

        def rowCount(self, _parent: Any = None) -> int:
            return len(rows)

        def columnCount(self, _parent: Any = None) -> int:
            return len(texts[0])

        def data(self, index: Any, role: int = 0) -> Any:
            return rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    items = Plain()
    plain = QTableView()
    plain.resize(page.table.size())
    plain.verticalHeader().setDefaultSectionSize(36)
    plain.setModel(items)
    plain.show()

    def scroll(view: Any) -> None:
        bar = view.verticalScrollBar()
        for i in range(40):
            bar.setValue(bar.maximum() * i // 40)
            view.viewport().repaint()
            QApplication.processEvents()

    ours, theirs = median(lambda: scroll(page.table), 5), median(lambda: scroll(plain), 5)
    shell.close()
    return [
        (
            "Ein Tastendruck bei 100.000 Einträgen bis zur gemalten Liste, gegen die rohe Abfrage derselben Zeilen",
            sum(plain_typed),
            sum(plain_asked),
            2.0,
        ),
        (
            "40 Stellen in 100.000 Zeilen anspringen und malen, gegen eine QTableView mit denselben Texten aus einer "
            "einfachen Liste",
            ours,
            theirs,
            1.5,
        ),
        ("Längste Pause der Ereignisschleife beim Filtern von 100.000 Einträgen, gegen 100 ms", longest, 100.0, 1.0),
    ]


Part = Callable[[Path], Iterable[Row]]
PARTS: dict[str, Part] = {
    "start": start_up,
    "saving": saving,
    "window": window,
    "waiting": waiting.in_the_window,
    "upkeep": upkeep.beside,
    "merge": packages.merge_many,
    "files": packages.files,
    "growth": packages.growth,
    "matching": matching.match_all,
    "minutes": minutes.minutes_pdf,
    "names": names.looking,
    "lists": lists.taking,
    "notes": notes.reading,
    "peers": peers.beside,
}
"""All that is measured, by the name under which it is asked for alone."""


def chosen(names_: list[str]) -> list[Part]:
    """The parts with these names, or all. Raises ``KeyError``."""
    return [PARTS[n] for n in names_ or PARTS]


def main() -> int:
    """Measure and write the page; with names of parts measure these and write nothing."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="messen-") as name:
        for part in chosen(sys.argv[1:]):
            for row in part(Path(name)):
                rows.append(row)
                what, ours, measure, limit = row
                print(
                    f"{'gut ' if ours / measure <= limit else 'HOCH'} {ours / measure:5.2f} (≤ {limit}) {what}: "
                    f"{ours:.1f} / {measure:.1f}",
                    flush=True,
                )
    if sys.argv[1:]:
        return 0
    lines = [
        "# Leistung",
        "",
        "Verhältnisse aus einem Lauf von `python -m benchmarks`; Zeiten in Millisekunden (Median), Speicher in MB. "
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} Kerne, ohne Bildschirm.",
        "",
        "| was | wir | Maß | Verhältnis | Grenze | |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for what, ours, measure, limit in rows:
        ratio = ours / measure
        figures = " | ".join(f"{x:.{n}f}".replace(".", ",") for x, n in ((ours, 1), (measure, 1), (ratio, 2)))
        held = (
            ("–", "")
            if limit == peers.NO_LIMIT
            else (f"{limit:.1f}".replace(".", ","), "✓" if ratio <= limit else "darüber")
        )
        lines.append(f"| {what} | {figures} | {held[0]} | {held[1]} |")
    Path(__file__).resolve().parents[1].joinpath("docs", "leistung.md").write_text(
        "\n".join(lines) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
