"""Runs one command.

Exit status 0 done, 1 a ``UserError`` (German, one paragraph, on stderr), 2 wrong usage, 141 where whoever read the
output has gone (128 + SIGPIPE, as a shell tells it of its own tools).
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Mapping, Sequence

from netzwerkhilfe import console
from netzwerkhilfe.cli.context import INSIST, PASSPHRASE, Context
from netzwerkhilfe.cli.parser import build_parser, window_call
from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.models.fields import Json

Late = Callable[[argparse.Namespace], Json]
READER_GONE = 141
WAYS = {
    Way.BEGIN: "Dafür gibt es „found“ und „join“.",
    Way.MEMBERS: "„members“ zeigt alle PCs und wer wartet.",
    Way.PASSPHRASE: f"Hier steht das Kennwort in {PASSPHRASE}.",
    Way.RESTORE: "Dafür gibt es „restore“.",
    Way.INSIST: f"Oder mit {INSIST} trotzdem speichern.",
}
"""What the command line adds to the sentence of an error."""


def main(arguments: Sequence[str], late: Mapping[str, Late]) -> int:
    """Open the window or run a command; gives the exit status. Raises ``SystemExit`` for ``--help`` and wrong usage.

    :param late: what lies above the command line, by name: ``window``, ``demo``, ``selftest``.
    """
    try:
        try:
            return _run(arguments, late)
        finally:
            console.flush()  # here and not when Python ends: there a broken pipe is told with a traceback
    except BrokenPipeError:
        console.abandon()
        return READER_GONE


def _run(arguments: Sequence[str], late: Mapping[str, Late]) -> int:
    window = window_call(arguments)
    if window is not None:
        return int(late["window"](window))
    options = build_parser().parse_args(arguments)
    context = Context(options)
    try:
        result = late[options.command](options) if options.command in late else command(options)(context)
    except UserError as error:
        document, text = told(error)
        context.give(document)
        print(text, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Abgebrochen. Es wurde nichts Halbes geschrieben.", file=sys.stderr)
        return 1
    if result is not None:
        context.give(result)
    return 0


def told(error: UserError) -> tuple[dict[str, Json], str]:
    """A mistake for a program and for a person; what names a person in need can be insisted on."""
    from netzwerkhilfe.store.naming import PersonNamed  # late: most calls need nothing of the store to be told

    document: dict[str, Json] = {"error": error.paragraph()}
    text = error.paragraph() + (f" {WAYS[error.way]}" if error.way else "")
    if not isinstance(error, PersonNamed):
        return document, text
    named = [{"kind": h.kind.name, "id": h.record, "field": h.field, "text": h.text, "of": h.of} for h in error.hits]
    return document | {"named": named}, text


def command(options: argparse.Namespace) -> Callable[[Context], Json]:
    """What a parsed call runs: ``do_<command>`` of its area, whose file is imported only now."""
    area = importlib.import_module(f"netzwerkhilfe.cli.{options.area}")
    found: Callable[[Context], Json] = getattr(area, f"do_{options.command}")
    return found
