"""One window for one data directory: a second start hands its files to the first and ends.

A locked file says that a window is open; the lock ends with its process, however that ends. What the second start wants
is left as a small file in a folder that the first looks at. No socket is opened (some scanners forbid even local ones).
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from netzwerkhilfe import atomic
from netzwerkhilfe.paths import Paths

PATIENCE = 6.0
"""Seconds after which a window that has not taken the order counts as hanging."""


class Running:
    """The right to be the one window; hold it as long as the window lives."""

    def __init__(self, paths: Paths, file: IO[bytes] | None) -> None:
        self.paths, self._file = paths, file

    def close(self) -> None:
        """Let the next one be it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def orders(self) -> list[list[Path]]:
        """What other starts have asked for since the last look: the files of each, an empty list to come to the
        front."""
        found: list[list[Path]] = []
        if not self.paths.orders.is_dir():
            return found
        for path in sorted(self.paths.orders.glob("*.json")):
            with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
                files = json.loads(path.read_text("utf-8")).get("files")
                found.append([Path(f) for f in files if isinstance(f, str)][:50])
            atomic.remove(path, wait=False)
        return found


def claim(paths: Paths) -> Running | None:
    """Be the one window of a data directory, or ``None`` if there is one. Where nothing can be locked, one is as good
    as none."""
    try:
        paths.data.mkdir(parents=True, exist_ok=True)
        file = (paths.data / "fenster.sperre").open("ab")
    except OSError:
        return Running(paths, None)
    if _locked_elsewhere(file):
        file.close()
        return None
    return Running(paths, file)


def _locked_elsewhere(file: IO[bytes]) -> bool:
    """Lock the file unless another process has; a file system that knows no locks keeps nobody out."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return True
        return False
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def hand_over(paths: Paths, files: Sequence[Path], patience: float = PATIENCE) -> bool:
    """Ask the open window to come to the front and open these files; whether it has heard."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(
            -1
        )  # this start has the right to be in front; any process may take it
    order = paths.orders / f"{time.time_ns():020}-{os.getpid()}-{secrets.token_hex(3)}.json"
    try:
        paths.orders.mkdir(exist_ok=True)
        atomic.write_text(order, json.dumps({"files": [str(f.absolute()) for f in files]}))
    except OSError:
        return False
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if not order.exists():
            return True
        time.sleep(0.05)
    atomic.remove(order)
    return False
