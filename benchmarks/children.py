"""What the start-up and memory benchmarks run in processes of their own: ``python -m benchmarks.children NAME [DIR]``.

Each prints one JSON line with seconds since the parent noted the time, and its memory.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STARTED = float(os.environ.get("BENCH_STARTED", time.time()))


def memory() -> int:
    """Resident memory in KiB (Linux; elsewhere 0)."""
    try:
        return int(
            next(
                line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")
            ).split()[1]
        )
    except (OSError, StopIteration):
        return 0


def report(**values: float) -> None:
    """One line for the parent."""
    print(json.dumps(values | {"memory": memory()}), flush=True)


def empty(*, imports: bool) -> None:
    """An empty painted QMainWindow, with or without everything our window imports."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    if imports:
        for name in (
            "areas.leads.lists",
            "areas.people.lists",
            "areas.exchange.page",
            "areas.meetings.page",
            "areas.overview.page",
            "areas.settings.page",
            "listing.page",
            "shell.shell",
        ):
            importlib.import_module(f"netzwerkhilfe.ui.{name}")
    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 720)
    window.show()
    app.processEvents()
    window.grab()
    report(frame=time.time() - STARTED)


def ours(directory: str) -> None:
    """Our window: the first frame, then the first list with its rows painted."""
    from netzwerkhilfe.paths import Paths
    from netzwerkhilfe.ui.shell import app as ui_app

    ui_app.begin_quickly()
    window = ui_app.open_window(Paths(Path(directory)), "messen messen")
    app = ui_app.application()
    window.repaint()
    window.grab()
    frame = time.time() - STARTED
    while window.shell is None or not window.shell.is_open:
        app.processEvents()
    shell = window.shell
    shell.go("volunteers")
    page: Any = shell.pages["volunteers"]
    while not page.model.ids:
        app.processEvents()
    page.table.viewport().grab()
    shown = time.time() - STARTED
    report(frame=frame, list=shown)
    window.close()


def overview(directory: str) -> None:
    """Our window until the Übersicht, which it begins with, shows what is read for it."""
    from netzwerkhilfe.paths import Paths
    from netzwerkhilfe.ui.shell import app as ui_app

    ui_app.begin_quickly()
    window = ui_app.open_window(Paths(Path(directory)), "messen messen")
    app = ui_app.application()
    while window.shell is None or not window.shell.is_open or not window.shell.page.isVisible():
        app.processEvents()
    shell = window.shell
    while shell.worker.busy:
        app.processEvents()
    shell.grab()
    report(list=time.time() - STARTED)
    window.close()


def visits(directory: str) -> None:
    """Every page of the window at its first visit, until it is made and painted: the wait of each in milliseconds."""
    from netzwerkhilfe.demo import PASSPHRASE
    from netzwerkhilfe.paths import Paths
    from netzwerkhilfe.ui.shell import app as ui_app

    ui_app.begin_quickly()
    window = ui_app.open_window(Paths(Path(directory)), PASSPHRASE)
    app = ui_app.application()
    while window.shell is None or not window.shell.is_open:
        app.processEvents()
    shell = window.shell
    settle(app, 8.0)  # what the window does in the background after it was opened
    waits = {}
    for key in [key for key in shell.pages if key not in shell.pages.made]:
        start = time.perf_counter()
        shell.go(key)
        shell.grab()
        waits[key] = (time.perf_counter() - start) * 1000
        settle(app, 0.3)
    window.close()
    report(**waits)


def settle(app: Any, seconds: float) -> None:
    """Let the window work for a while."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.005)


def opened(directory: str) -> Any:
    """The encrypted file with its key, by nothing but the driver."""
    from sqlcipher3 import dbapi2 as cipher

    from netzwerkhilfe.store.keys import Slots

    base = Path(directory)
    key, _ = Slots(base / "schluessel.json").open_with_secret("messen messen")
    connection = cipher.connect(str(base / "netzwerk.db"))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def plain(directory: str) -> None:
    """The least a window can do: key, SQLCipher, and the same list in a plain QTableView."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QApplication, QTableView

    connection = opened(directory)
    rows = connection.execute(
        "SELECT t.last_name, t.first_name, t.skills, t.place, t.availability, t.state, t.office, t.touched "
        "FROM search_row s JOIN volunteers t ON t.id = s.id WHERE s.kind = 'volunteers' ORDER BY s.title, s.id"
    ).fetchall()

    class Model(QAbstractTableModel):
        def rowCount(self, _parent: Any = None) -> int:
            return len(rows)

        def columnCount(self, _parent: Any = None) -> int:
            return 8

        def data(self, index: Any, role: int = 0) -> Any:
            return str(rows[index.row()][index.column()] or "") if role == Qt.ItemDataRole.DisplayRole else None

    app = QApplication([])
    view = QTableView()
    model = Model()
    view.setModel(model)
    view.resize(1366, 720)
    view.show()
    app.processEvents()
    view.viewport().grab()
    report(list=time.time() - STARTED)


def by_hand(directory: str) -> None:
    """``list volunteers --json`` in the fewest steps: key, SQLCipher, one query, JSON."""
    connection = opened(directory)
    types = {row[1]: row[2] for row in connection.execute("PRAGMA table_info(volunteers)")}
    columns = [c for c in types if c not in ("space", "root", "creation", "touched", "seal", "origin")]
    places = dict(connection.execute("SELECT ags, name FROM places").fetchall())
    found = []
    for row in connection.execute(
        f"SELECT {', '.join('t.' + c for c in columns)} FROM search_row s JOIN volunteers t ON t.id = s.id "
        "WHERE s.kind = 'volunteers' ORDER BY s.title, s.id"
    ):
        entry = dict(zip(columns, row, strict=True))
        for name, value in entry.items():
            if isinstance(value, str) and value.startswith("["):
                entry[name] = json.loads(value)
            elif types[name] == "BOOLEAN" and value is not None:
                entry[name] = bool(value)
        entry["place"] = places.get(entry["place"], entry["place"])
        found.append({n: v for n, v in entry.items() if v is not None})
    print(json.dumps(found, ensure_ascii=False))


CHILDREN: dict[str, Callable[[str], None]] = {
    "ours": ours,
    "overview": overview,
    "plain": plain,
    "by_hand": by_hand,
    "visits": visits,
}

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if sys.argv[1] in CHILDREN:
        CHILDREN[sys.argv[1]](sys.argv[2])
    else:
        empty(imports=sys.argv[1] == "imports")
