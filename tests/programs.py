"""Another program than this one, such as a changed copy of it, in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import PASSPHRASE

ROOT = Path(__file__).parents[1]
COMMANDS = """
import contextlib
import io
import json
import sys

import pyrage

from netzwerkhilfe.__main__ import main

sys.path.append(sys.argv[1])
from tests import invitations

pyrage.passphrase.encrypt = invitations.sealed
for line in sys.stdin:
    out, error = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        status = main(json.loads(line))
    print(json.dumps([status, out.getvalue(), error.getvalue()]), flush=True)
"""


class Program:
    """The program whose source this is; it does one command after the other and starts only once."""

    def __init__(self, source: Path) -> None:
        self.environment = os.environ | {
            "PYTHONPATH": str(source),
            "PYTHONUTF8": "1",
            "NETZWERKHILFE_PASSPHRASE": PASSPHRASE,
            "QT_QPA_PLATFORM": "offscreen",
        }
        self.running = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", COMMANDS, str(ROOT)],
            env=self.environment,
            text=True,
            encoding="utf-8",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def do(self, *arguments: str) -> tuple[int, str, str]:
        """A command; its exit status and what it printed."""
        assert self.running.stdin and self.running.stdout
        print(json.dumps(arguments), file=self.running.stdin, flush=True)
        status, out, error = json.loads(self.running.stdout.readline())
        return status, out, error

    def python(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Code beside this program, in a fresh process."""
        command = [sys.executable, "-W", "error", "-c", code, *arguments]
        return subprocess.run(
            command, env=self.environment, text=True, encoding="utf-8", capture_output=True, check=False
        )

    def end(self) -> None:
        """No command comes any more."""
        self.running.communicate(timeout=60)
        assert self.running.returncode == 0


@contextlib.contextmanager
def running(source: Path) -> Iterator[Program]:
    """The program whose source this is, until the end of the block."""
    made = Program(source)
    try:
        yield made
    finally:
        made.end()
