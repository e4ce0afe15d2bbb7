"""References between entries: who refers to whom, where an entry went that was moved, and what leads nowhere.

A move makes a new entry in another space and seals the old one with the new id. So references follow the seal, in both
directions: out of the network into the office, and back. One that stands in the network may point into an office only
in an entry of that office: nobody else could follow it. Nothing here writes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.base import derived_id, owned_by
from netzwerkhilfe.models.fields import REFERENCE, Json
from netzwerkhilfe.store import algebra, file_spaces, reading
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.reader import Reader

HOPS = 50
"""So often an entry may have gone to and fro before its way is no longer followed."""

ERASED_HOPS = 6
ERASED_ID = "id:"
"""Before the key of an id that was erased alone; see :mod:`netzwerkhilfe.store.erasure`, which stands above this."""


@dataclass(frozen=True)
class Reference:
    """A reference that leads to an entry which was moved, or to none."""

    kind: Kind
    id: str
    field: str
    target: str
    destination: str | None
    """Where the entry is now, ``None`` where it is nowhere."""


def fields_of(kind: Kind) -> list[str]:
    """The fields by which an entry refers to another one."""
    return [name for name, field in kind.fields.items() if field.type is REFERENCE]


def descendants(
    cursor: Cursor, kind: Kind, row: Mapping[str, Json], target: str
) -> Iterator[tuple[Kind, dict[str, Json]]]:
    """What goes along when an entry is moved: all that hangs on it, and on that, in its space.

    What only the office may see stays where it is when the entry is shared, with all that hangs on it; what was moved
    before has gone already.
    """
    waiting, met = deque([row["id"]]), {row["id"]}
    while waiting:
        for child_kind, child in reading.children(cursor, waiting.popleft(), row["space"]):
            back = target == NET and file_spaces.kept_back(cursor, child_kind, child)
            if child["id"] not in met and not back and not _moved(child[algebra.SEAL]):
                met.add(child["id"])
                waiting.append(child["id"])
                yield child_kind, child


def _moved(seal: Json) -> bool:
    return isinstance(seal, dict) and seal.get("kind") == "moved"


class Moves:
    """The moves that are known here: every entry that was moved, and where it went."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.targets: dict[str, str] = {}
        for kind in KINDS.values():
            for record, cell in cursor.execute(
                f'SELECT id, seal FROM {kind.table} WHERE seal LIKE \'{{"kind":"moved",%\''
            ).fetchall():
                seal = reading.json_cell(cell)
                if _moved(seal) and isinstance(seal.get("target"), str):
                    self.targets[record] = seal["target"]

    @cached_property
    def spaces(self) -> dict[str, str]:
        """The space of every entry that is known here, foreign kinds included."""
        found: dict[str, str] = {}
        for table in [k.table for k in KINDS.values()] + ["foreign_record"]:
            found |= dict(self.cursor.execute(f"SELECT id, space FROM {table}").fetchall())
        return found

    def destination(self, record: str) -> str | None:
        """Where an entry is now; ``None`` if it is nowhere here: it never was, or went where this PC does not see it.

        What went into another office's space and came back is found too: the ids of a move follow from one another.
        """
        for _ in range(HOPS):
            if record not in self.targets:
                return record if record in self.spaces else None
            onward = self.targets[record]
            record = onward if onward in self.spaces else derived_id(onward, NET)
        return None

    def before(self, record: str) -> set[str]:
        """The ids that an entry had before it was moved here."""
        found: set[str] = set()
        fresh = {record}
        while fresh:
            fresh = {old for old, new in self.targets.items() if new in fresh} - found
            found |= fresh
        return found


def _rows(cursor: Cursor, kind: Kind, name: str, records: Collection[str] = ()) -> list[tuple[Json, ...]]:
    """Id, space, office and target of the entries in use that refer to one of these records, or to any."""
    marks = f"IN ({','.join('?' * len(records))})" if records else "IS NOT NULL"
    found = cursor.execute(
        f"SELECT id, space, office, {name} FROM {kind.table} WHERE seal IS NULL AND {name} {marks}", tuple(records)
    ).fetchall()
    return [row for row in found if not _closed(cursor, kind, row[0])]


def _closed(cursor: Cursor, kind: Kind, record: str) -> bool:
    """Whether an entry was closed by the signature under what it belongs to: it keeps what was signed."""
    if not kind.closed_with:
        return False
    table = KINDS[kind.closed_with].table
    row = cursor.execute(
        f"SELECT p.seal FROM {kind.table} c JOIN {table} p ON p.id = c.parent WHERE c.id = ?", (record,)
    ).fetchone()
    return bool(row) and algebra.closed(reading.json_cell(row[0]))


def _may_follow(name: str, space: str, destination_space: str, *, own: bool) -> bool:
    """Whether an entry of a space may refer into another: to its own space and the network always, and what an office
    shares may point to what only that office sees. What hangs on an entry never lies more openly than the entry."""
    return destination_space in (space, NET) or (own and name != "parent")


def following(reader: Reader, cursor: Cursor, new: Mapping[str, str], target: str) -> list[Reference]:
    """The references that follow when these entries get these ids, in a space, with those to their ids before."""
    moves, own = Moves(cursor), reader.local("office")
    now = {old: id_ for record, id_ in new.items() for old in (record, *moves.before(record))}
    ids = list(now)
    found = []
    for kind in KINDS.values():
        for name in fields_of(kind):
            for start in range(0, len(ids), 500):
                for record, space, office, old in _rows(cursor, kind, name, ids[start : start + 500]):
                    mine = owned_by(office, own)
                    if record not in new and now[old] != old and _may_follow(name, space, target, own=mine):
                        found.append(Reference(kind, record, name, old, now[old]))
    return found


def stray(reader: Reader, cursor: Cursor) -> list[Reference]:
    """The references of this office's entries that lead to an entry which was moved to where they may follow, or to
    none. A reference to somebody who was erased is none of them, nor one to what another office took back."""
    moves, own = Moves(cursor), reader.local("office")
    erased = _erased(reader, cursor)
    sees_office = reader.office_space in reader.spaces
    found = []
    for kind in KINDS.values():
        for name in fields_of(kind):
            for record, space, office, target in _rows(cursor, kind, name):
                if not owned_by(office, own) or target in erased:
                    continue
                destination = moves.destination(target)
                if destination is None and target not in moves.spaces:
                    if sees_office:  # else it may point to what only the office sees
                        found.append(Reference(kind, record, name, target, None))
                elif destination not in (None, target) and _may_follow(
                    name, space, moves.spaces[destination], own=True
                ):
                    found.append(Reference(kind, record, name, target, destination))
    return found


def _erased(reader: Reader, cursor: Cursor) -> set[str]:
    """The ids of erased entries, those too that one got by going to and fro between its office and the network."""
    found: set[str] = set()
    for (key,) in cursor.execute("SELECT key FROM erased").fetchall():
        for spaces in ((NET, reader.office_space), (reader.office_space, NET)):
            record = key.removeprefix(ERASED_ID)
            found.add(record)
            for hop in range(ERASED_HOPS):
                record = derived_id(record, spaces[hop % 2])
                found.add(record)
    return found
