"""Runs pytest and ends with its status: ``python tools/run_tests.py [--measured] ARGUMENTS``.

``python -m pytest`` does the same and then winds the interpreter down with all that thousands of tests have left in C
libraries; on Linux that ended, after the last test had passed, in a crash (status -11). How the program itself ends is
tested where it is started as a process of its own (tests/cli, tests/test_start_up.py).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import coverage
import pytest

MEASURED = "--measured"


def main(arguments: list[str]) -> int:
    """Run the tests; gives pytest's status. With ``--measured`` the data of the coverage are written before."""
    sys.path.insert(0, str(Path.cwd()))
    if MEASURED not in arguments:
        return int(pytest.main(arguments))
    measuring = coverage.Coverage()
    measuring.start()
    try:
        return int(pytest.main([a for a in arguments if a != MEASURED]))
    finally:
        measuring.stop()
        measuring.save()


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
