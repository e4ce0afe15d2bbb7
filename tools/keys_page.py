"""Writes the table of keys into the manual (docs/handbuch/tasten.md), out of the keys that the program binds."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from netzwerkhilfe import paths
from netzwerkhilfe.ui.shell.app import application
from netzwerkhilfe.ui.shell.manual import KEYS, keys_page
from netzwerkhilfe.ui.shell.shell import Shell


def main() -> None:
    """Write the page."""
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(paths.Paths(Path(folder)))
        (paths.manual() / KEYS).write_text(keys_page(shell.keyboard.sections()), "utf-8")
        shell.close()
    app.quit()


if __name__ == "__main__":
    main()
