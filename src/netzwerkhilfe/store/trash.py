"""The Papierkorb: what lies in it, who put it there, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store import algebra

if TYPE_CHECKING:
    from netzwerkhilfe.store.reader import Reader
    from netzwerkhilfe.store.reading import Snapshot

TRASHED = "trashed"
PARENT = "parent"
"""What an entry hangs on; not every kind has it."""


@dataclass(frozen=True)
class Trashed:
    """An entry in the Papierkorb: by whom and at what time (ISO, UTC) it came there; "" where nobody knows."""

    entry: Snapshot
    author: str
    at: str


def contents(reader: Reader) -> list[Trashed]:
    """What lies in the Papierkorb, the latest first. What hangs on an entry that lies there comes back with it, and is
    not listed by itself."""
    found: list[Snapshot] = []
    for kind in KINDS.values():
        if kind.indexed or kind.listed:
            found += [s for s in reader.all(kind.name, sealed=True) if s.sealed == TRASHED]
    with reader.reading() as cursor:
        acts = {
            record: (author, at)
            for record, author, at in cursor.execute(
                "SELECT s.record, c.author, c.at FROM stamp s JOIN change c ON c.n = s.change WHERE s.register = ?",
                (algebra.SEAL,),
            )
        }
    lying = {s.id for s in found}
    listed = [
        Trashed(s, *acts.get(s.id, ("", ""))) for s in found if s.kind.listed or s.values.get(PARENT) not in lying
    ]
    return sorted(listed, key=lambda t: (t.at, t.entry.id), reverse=True)
