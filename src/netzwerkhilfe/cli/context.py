"""What every command gets: its options, the store of the call, and where its words go."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from netzwerkhilfe import console
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.paths import Paths, default_data_dir
from netzwerkhilfe.store import opening

if TYPE_CHECKING:
    from netzwerkhilfe.store.store import Store

PASSPHRASE = "NETZWERKHILFE_PASSPHRASE"  # noqa: S105 - the name of a variable of the environment

INSIST = "--insist"
"""Save also what names a person in need to all offices."""


def as_text(document: Json) -> str:
    """A document for a program; of a list one entry a line, which Python writes many times faster than indented."""
    if not isinstance(document, list):
        return json.dumps(document, ensure_ascii=False, indent=1)
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return "[\n" + ",\n".join(map(encode, document)) + "\n]" if document else "[]"


@dataclass(frozen=True)
class Context:
    """One call of a command."""

    options: argparse.Namespace

    @property
    def json(self) -> bool:
        """Whether a program reads: one JSON document and no other word."""
        return bool(self.options.json)

    @property
    def paths(self) -> Paths:
        """The data directory of this call."""
        directory: Path | None = self.options.data_dir
        return Paths(directory or default_data_dir())

    @property
    def secret(self) -> str | None:
        """The passphrase of the environment, if any."""
        return os.environ.get(PASSPHRASE) or None

    @contextlib.contextmanager
    def opened(self) -> Iterator[Store]:
        """The store of this call, closed afterwards. Raises ``UserError`` if it does not open."""

        store = opening.open_store(self.paths, self.secret)
        try:
            with store.insisting(None if self.options.insist else ()):
                yield store
        finally:
            store.close()

    def say(self, text: str) -> None:
        """A line for a person; nothing where a program reads."""
        if not self.json:
            console.write(text)

    def give(self, document: Json) -> None:
        """The document for a program; nothing where a person reads."""
        if self.json:
            console.write(as_text(document))
