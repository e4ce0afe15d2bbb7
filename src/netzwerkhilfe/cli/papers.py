"""Papers: print one into a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from netzwerkhilfe import output
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.services.meetings import decisions
from netzwerkhilfe.store.store import Store


def _write(store: Store, options: argparse.Namespace) -> str:
    """Write a paper; gives its German name."""
    target: Path = options.output
    if options.document in ("register", "extract"):
        entries = decisions.register(store)
        if options.document == "extract":
            entry = next((e for e in entries if options.id in (e.number, e.record.id)), None)
            if entry is None:
                raise UserError(f"Den Beschluss {options.id} gibt es nicht.", "Es wurde nichts gedruckt.")
            output.write_extract(store, entry, target)
            return "Beschlussauszug"
        output.write_register(store, decisions.register(store, year=options.id), target)
        return "Beschlussregister"
    found = store.get(options.id)
    if found is None or found.kind.name != "meetings":
        raise UserError("Dieses Papier hat nur eine Sitzung.", "Es wurde nichts gedruckt.")
    output.write(store, found, options.document, target)
    return str(options.document)


def do_print(context: Context) -> Any:
    """Write a paper."""
    with context.opened() as store:
        name = _write(store, context.options)
    context.say(f"{name}: {context.options.output}")
    return {"file": str(context.options.output)}
