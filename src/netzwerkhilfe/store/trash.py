"""The Papierkorb: what goes into it and out of it together, what lies in it, who put it there, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netzwerkhilfe.models import KINDS, Kind, Record
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra, moving, reading

if TYPE_CHECKING:
    from netzwerkhilfe.store.reader import Reader
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.unit_of_work import Change

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
            found += [s for s in reader.with_seal(kind) if s.sealed == TRASHED]
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


def put_children(change: Change, record: str, space: str, unseen: Collection[int]) -> None:
    """Put what hangs on an entry into the Papierkorb; what nobody was shown of it (changes ``unseen``) stays."""
    for kind, row in reading.children(change.cursor, record, space):
        if not algebra.away(row[algebra.SEAL]) and reading.live_of(change.cursor, kind, row) - set(unseen):
            change.seal(row["id"], TRASHED)


def take_out(change: Change, record: str, unseen: Collection[int]) -> Record:
    """Take an entry out of the Papierkorb, with what the same act had put there; gives it."""
    cursor = change.cursor
    kind, row = _found(change, record)
    acts = set(reading.live(cursor, kind, row, algebra.SEAL))
    back = {record}
    for child, below in reading.children(cursor, record, row["space"]):
        if acts & set(reading.live(cursor, child, below, algebra.SEAL)):
            _lift(change, child, below, unseen)
            back.add(below["id"])
    lifted = _lift(change, *_found(change, record), unseen)
    moving.follow_all(change, among=back)
    return lifted


def _found(change: Change, record: str) -> tuple[Kind, dict[str, Json]]:
    kind = KINDS[change.edit(record).kind_name]
    return kind, reading.rows(change.cursor, kind, "id = ?", (record,))[0]


def _lift(change: Change, kind: Kind, row: Mapping[str, Json], unseen: Collection[int]) -> Record:
    live = reading.live(change.cursor, kind, row, algebra.SEAL)
    shown = algebra.comparable(algebra.SEAL, row[algebra.SEAL])
    equal = {n for n, value in live.items() if algebra.comparable(algebra.SEAL, value) == shown}
    if row[algebra.SEAL] is not None:
        change.replaces(row["id"], algebra.SEAL, equal - set(unseen))
    return change.seal(row["id"], None)
