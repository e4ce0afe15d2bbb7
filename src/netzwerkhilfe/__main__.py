"""Command line or window; imports the window late."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from netzwerkhilfe import console

OPENED = (".nhpaket", ".nheinladung", ".nhsicherung")
"""Files that a double click brings to the window, in any case of letters."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window if no command was given, else run the command."""
    console.prepare()
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands = [a for i, a in enumerate(given) if not a.startswith("-") and (i == 0 or given[i - 1] != "--data-dir")]
    if commands and all(Path(c).suffix.lower() in OPENED for c in commands):  # a double click
        from netzwerkhilfe.ui.shell import app

        return app.main(given, demo=_try_out, files=[Path(c) for c in commands])
    if commands or any(a in ("-h", "--help", "--version") for a in given):
        from netzwerkhilfe import cli

        return cli.main(given, {"demo": _demo, "selftest": _selftest})
    from netzwerkhilfe.ui.shell import app

    return app.main(given, demo=_try_out)


def _try_out() -> Any:
    from netzwerkhilfe import demo

    return demo.try_out()


def _demo(options: Any) -> Any:
    from netzwerkhilfe import demo

    return demo.run(options.dir, window=not options.no_window, quiet=options.json)


def _selftest(options: Any) -> Any:
    from netzwerkhilfe import selftest

    return selftest.run(quiet=options.json, keyring=not options.no_keyring)


if __name__ == "__main__":
    sys.exit(main())
