"""No connection is ever opened: neither imported, nor tried while the whole program runs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "netzwerkhilfe"
TALKERS = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "urllib3",
    "requests",
    "ftplib",
    "smtplib",
    "poplib",
    "imaplib",
    "xmlrpc",
    "socketserver",
    "asyncio",
    "aiohttp",
    "httpx",
    "webbrowser",
}
HARMLESS = {"urllib.parse"}  # text about addresses
PARTS = 11
"""So many parts the self-test has, without the keyring."""
WATCHED = """
import sys
def hook(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        if event == "socket.connect" and isinstance(arguments[1], (str, bytes)):
            return  # a local pipe, such as the desktop's keyring
        print("OPENED", event, arguments, file=sys.stderr, flush=True)
        import os
        os._exit(99)
sys.addaudithook(hook)
from netzwerkhilfe.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_that_talks_is_imported(path: Path) -> None:
    names = {n for n in imported(path) if not any(n == h or n.startswith(h + ".") for h in HARMLESS)}
    assert not {n for n in names if n.split(".")[0] in TALKERS}
    assert not {n for n in names if n.startswith("PySide6.QtNetwork")}


@pytest.mark.windows
def test_the_whole_program_opens_no_connection(tmp_path: Path) -> None:
    """The self-test founds, exchanges, prints and draws every page, under a hook that ends it at the first socket.

    All its parts work, and it leaves nothing in the folder for what is short-lived.
    """
    short_lived = tmp_path / "t"
    short_lived.mkdir()
    homes = {"XDG_CACHE_HOME": str(tmp_path / "c"), "XDG_DATA_HOME": str(tmp_path / "d")}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WATCHED, "selftest", "--no-keyring"],
        capture_output=True,
        env=os.environ
        | {"QT_QPA_PLATFORM": "offscreen"}
        | homes
        | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(short_lived)),
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    assert b"OPENED" not in done.stderr
    said = done.stdout.decode("utf-8").splitlines()
    assert len([line for line in said if line.startswith("  gut: ")]) == PARTS and "FEHLT" not in "".join(said)
    assert not list(short_lived.iterdir())


def test_the_hook_would_see_one() -> None:
    code = WATCHED.split("from netz", maxsplit=1)[0] + "import socket; socket.socket().connect(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 99 and b"OPENED" in done.stderr
