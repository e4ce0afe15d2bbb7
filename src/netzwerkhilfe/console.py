"""The console speaks UTF-8, also for ``--help`` on Windows; a program without a console writes nowhere."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """Set both streams and Windows' code page; call it before the first word is written."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # a window program has none (PyInstaller, pythonw)
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - it lives as long as the program
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetConsoleOutputCP(65001)
