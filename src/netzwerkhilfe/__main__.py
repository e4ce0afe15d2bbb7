"""Command line or window: hands what lies above the command line over to it, and imports it late."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from netzwerkhilfe import console


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window if no command was given, else run the command; gives the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) == 1 and given[0].startswith("read-list"):  # a child that reads a list, and nothing else of us
        from netzwerkhilfe.transfer import formats

        if given[0] == formats.CHILD:
            return formats.child()
    console.prepare()
    from netzwerkhilfe.cli import run

    return run.main(given, {"window": _window, "demo": _demo, "selftest": _selftest})


def _window(options: Namespace) -> int:
    from netzwerkhilfe.ui.shell import app

    return app.main(options.data_dir, demo=_try_out, files=options.files)


def _try_out() -> Any:
    from netzwerkhilfe import demo

    return demo.try_out()


def _demo(options: Namespace) -> Any:
    from netzwerkhilfe import demo

    return demo.run(options.dir, window=not options.no_window, quiet=options.json)


def _selftest(options: Namespace) -> Any:
    from netzwerkhilfe import selftest

    with selftest.cache_as_it_was():
        return selftest.run(quiet=options.json, keyring=not options.no_keyring)


if __name__ == "__main__":
    sys.exit(main())
