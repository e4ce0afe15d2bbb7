"""What the start-up and memory benchmarks run in processes of their own: ``python -m benchmarks.children NAME [DIR]``.

Each prints one JSON line with seconds since the parent noted the time, and its memory.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path

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
            "detail.details",
            "detail.helping_details",
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

    window = ui_app.open_window(Paths(Path(directory)), "messen messen")
    app = ui_app.application()
    window.repaint()
    window.grab()
    frame = time.time() - STARTED
    while window.shell is None or window.shell.store is None or not window.shell.pages:
        app.processEvents()
    shell = window.shell
    shell.go("volunteers")
    page = shell.pages["volunteers"]
    while not page.model.ids:
        app.processEvents()
    page.table.viewport().grab()
    shown = time.time() - STARTED
    report(frame=frame, list=shown)
    window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if sys.argv[1] == "ours":
        ours(sys.argv[2])
    else:
        empty(imports=sys.argv[1] == "imports")
