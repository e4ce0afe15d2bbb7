"""What a list file is, told by its content, and reading it in a child process that may die.

Packed files and old formats can ask for any amount of memory and time. So everything but plain text is read in a child
with limits of its own; it gets the file's bytes and gives sheets of text back. The window only ever sees the sheets.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from netzwerkhilfe.transfer import delimited, sheets
from netzwerkhilfe.transfer.sheets import Sheet, Unfit

CHILD = "read-list-in-a-child"
"""The word that starts this program as such a child; no command, and in no help."""
SECONDS = 180
MEMORY = 1536 * 2**20
MAX_ANSWER = 256 * 2**20
FAILED_TO_START, BROKEN = 1, 70
"""How the child ends: as Python does where a program cannot be loaded; where the file broke its reader."""
NO_READER = (
    "der Teil des Programms, der Listen liest, arbeitet nicht. Bitte starten Sie Netzwerk Hilfe neu; hilft das nicht, "
    "installieren Sie es neu"
)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
PROTECTED = "sie ist mit einem Kennwort geschützt. Bitte öffnen Sie sie und speichern Sie sie ohne Kennwort"


def read(data: bytes) -> list[Sheet]:
    """The sheets of a file. Raises :class:`Unfit`."""
    _refuse_others(data)
    if _is_text(data):
        return delimited.read(data)
    return _in_child(data)


def _is_text(data: bytes) -> bool:
    from netzwerkhilfe.transfer import markup

    return not (data.startswith((_OLE[:4], b"PK")) or markup.looks_like_xml_2003(data) or markup.looks_like_html(data))


def _refuse_others(data: bytes) -> None:
    """Name what is no list, before anything else is tried."""
    for start, why in (
        (b"%PDF", "das ist ein PDF. Aus einem PDF lassen sich keine Zeilen lesen"),
        (b"{\\rtf", "das ist ein Text (RTF) und keine Tabelle"),
        (b"\x00\x01\x00\x00Standard", "das ist eine Access-Datenbank. Bitte geben Sie dort die Tabelle nach Excel aus"),
    ):
        if data.startswith(start):
            raise Unfit(why)
    wide = "EncryptedPackage".encode("utf-16-le")
    if data.startswith(_OLE) and wide in data:
        raise Unfit(PROTECTED)
    if data.startswith(_OLE) and "WordDocument".encode("utf-16-le") in data:
        raise Unfit("das ist ein Text (Word) und keine Tabelle")


def parse(data: bytes) -> list[Sheet]:
    """Read a packed, marked-up or old format here and now; what :func:`read` does in a child. Raises :class:`Unfit`."""
    from netzwerkhilfe.transfer import biff, encodings, markup, ooxml, opendocument

    if data.startswith(b"PK"):
        package = ooxml.Package(data)
        if _ODS in data[:200].replace(b"\x00", b"") or "content.xml" in package.names:
            return opendocument.read(data)
        if any(n.startswith("word/") for n in package.names):
            raise Unfit("das ist ein Text (Word) und keine Tabelle")
        if any(n.endswith((".iwa", "index.apxl")) or n == "Index.zip" for n in package.names):
            raise Unfit("das ist eine Tabelle von Numbers. Bitte geben Sie sie dort als Excel-Datei aus")
        if any(n.endswith("workbook.bin") for n in package.names):
            raise Unfit("das ist eine binäre Mappe (.xlsb). Bitte speichern Sie sie als .xlsx")
        return ooxml.read(data)
    if data.startswith(_OLE[:4]):
        return biff.read(data)
    if markup.looks_like_xml_2003(data):
        return markup.read_xml_2003(data)
    return markup.read_html(_page(data, encodings.guess))


def _page(data: bytes, guess: Any) -> str:
    """A page in the encoding that it declares, where it can be read so."""
    import re

    m = re.search(rb"charset=[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    if m and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return data.decode({"iso-8859-1": "cp1252"}.get(m[1].decode().lower(), m[1].decode()))
    text: str = guess(data)[0]
    return text


# ---- the child ------------------------------------------------------------------------------------------------------
def _in_child(data: bytes) -> list[Sheet]:
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            _command(),
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=_environment(),
            creationflags=hidden,
        )
    except subprocess.TimeoutExpired as error:
        raise Unfit("das Lesen dauert zu lange; wahrscheinlich ist sie riesig oder beschädigt") from error
    except OSError as error:
        raise Unfit(NO_READER) from error
    return _answered(done.returncode, done.stdout)


def _answered(status: int, said: bytes) -> list[Sheet]:
    """What the child said before it ended. Raises :class:`Unfit`, whatever became of it."""
    if status == FAILED_TO_START:
        raise Unfit(NO_READER)
    if status or len(said) > MAX_ANSWER:
        raise Unfit("sie braucht mehr Speicher, als eine Liste brauchen darf, oder ist beschädigt")
    try:
        answer = json.loads(said)
        if "unfit" in answer:
            raise Unfit(answer["unfit"])
        return [Sheet.of(s) for s in answer["sheets"]]
    except (ValueError, LookupError, TypeError) as error:  # something else has written into its answer
        raise Unfit(NO_READER) from error


def _command() -> list[str]:
    return [sys.executable, CHILD] if getattr(sys, "frozen", False) else [sys.executable, "-m", "netzwerkhilfe", CHILD]


def _environment() -> dict[str, str]:
    """The child imports the program that starts it, wherever that lies."""
    found = dict(os.environ)
    if not getattr(sys, "frozen", False):
        here = str(Path(__file__).parents[2])
        found["PYTHONPATH"] = os.pathsep.join(filter(None, (here, found.get("PYTHONPATH", ""))))
    return found


def child() -> int:
    """Read the list on standard input and print its sheets; the whole life of the child process."""
    _limit()
    answer: dict[str, Any]
    try:
        with open(0, "rb", closefd=False) as given:
            data = given.read(sheets.MAX_FILE + 1)
        answer = {"sheets": [s.json() for s in parse(data)]}
    except Unfit as error:
        answer = {"unfit": str(error)}
    except RecursionError:
        answer = {"unfit": "die Datei ist beschädigt"}
    except ImportError:
        return FAILED_TO_START
    except Exception:  # noqa: BLE001 - whatever breaks here, the file or the want of memory has broken it
        return BROKEN
    with open(1, "wb", closefd=False) as taken:
        taken.write(json.dumps(answer, separators=(",", ":")).encode())
    return 0


def _limit() -> None:
    """Take no more memory than a list may need; the system ends the child at more."""
    if sys.platform == "win32":
        _limit_on_windows()
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_on_windows() -> None:
    """A job of its own with a limit for each process in it (JOBOBJECT_EXTENDED_LIMIT_INFORMATION)."""
    if sys.platform != "win32":  # for the type checker: the names below are Windows' own
        return
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = [
            ("per_process_user_time", ctypes.c_int64),
            ("per_job_user_time", ctypes.c_int64),
            ("limit_flags", wintypes.DWORD),
            ("minimum_working_set", ctypes.c_size_t),
            ("maximum_working_set", ctypes.c_size_t),
            ("active_process_limit", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority_class", wintypes.DWORD),
            ("scheduling_class", wintypes.DWORD),
        ]

    class Extended(ctypes.Structure):
        _fields_ = [
            ("basic", Basic),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        ]

    limits = Extended()
    limits.basic.limit_flags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    limits.process_memory = MEMORY
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    job = kernel.CreateJobObjectW(None, None)
    if job and kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits)):
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
