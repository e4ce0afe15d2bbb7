"""The console speaks UTF-8, also for ``--help`` on Windows; a program without a console writes nowhere."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator


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


def write(text: str) -> None:
    """A line on the output. Raises ``BrokenPipeError`` where whoever read it has gone."""
    with _told():
        sys.stdout.write(text + "\n")


def flush() -> None:
    """Hand over what is still held back. Raises ``BrokenPipeError`` where whoever read it has gone."""
    with _told():
        sys.stdout.flush()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Windows says "invalid argument" where a pipe has lost its reader."""
    try:
        yield
    except OSError as error:
        if sys.platform == "win32" and error.errno == errno.EINVAL:
            raise BrokenPipeError(errno.EPIPE, "the reader has gone") from error
        raise


def abandon() -> None:
    """Let what can no longer be written go nowhere, so that Python ends without a word about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
