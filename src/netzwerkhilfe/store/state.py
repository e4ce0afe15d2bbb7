"""The full state of a space as lines, and the merge of such lines into the store.

This is the body of a package (docs/paket.md). A state is: the changes that are alive in it (with clock, author and
time), the vector, the records with their live values, and the erasures. Writing and merging go record by record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.base import FACTS
from netzwerkhilfe.models.fields import canonical
from netzwerkhilfe.store import algebra, erasure, reading, search
from netzwerkhilfe.store.algebra import Dot, Vector
from netzwerkhilfe.store.door import Change, ChangeSet, write_live

CHUNK = 400


class Damaged(ValueError):
    """A body that breaks the format."""


def vector_of(cursor: Any, space: str) -> Vector:
    """What this PC has taken in of a space."""
    return {
        (replica, mark): seq
        for replica, mark, seq in cursor.execute("SELECT replica, mark, seq FROM vector WHERE space = ?", (space,))
    }


def vector_lines(vector: Mapping[tuple[str, int], int]) -> list[list[Any]]:
    """A vector as sorted JSON."""
    return sorted([replica, mark, seq] for (replica, mark), seq in vector.items())


def vector_from(lines: Iterable[Any]) -> Vector:
    """A vector from JSON. Raises :class:`Damaged`."""
    found: Vector = {}
    for entry in lines:
        if not (isinstance(entry, list) and len(entry) == 3 and isinstance(entry[0], str)):
            raise Damaged("vector")
        if not all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 2**53 for n in entry[1:]):
            raise Damaged("vector")
        found[entry[0], entry[1]] = entry[2]
    return found


@dataclass
class Exported:
    """A state ready to be packed."""

    lines: list[str]
    vector: Vector
    digest: str
    records: int


def export(cursor: Any, space: str) -> Exported:
    """The full state of a space, read in one transaction. The digest covers records and erasures, not the clocks."""
    changes: dict[int, int] = {}
    dots: dict[int, str] = {}
    change_lines: list[str] = []
    every = {
        row[0]: row[1:]
        for row in cursor.execute("SELECT n, replica, seq, mark, hlc, author, at FROM change WHERE space = ?", (space,))
    }

    def index(number: int) -> int:
        found = changes.get(number)
        if found is None:
            found = changes[number] = len(changes)
            row = every[number]
            dots[number] = f"{row[0]}:{row[1]}:{row[2]}"
            change_lines.append(canonical(["c", *row]))
        return found

    stamps: dict[str, dict[str, int]] = {}
    for record, register, number in cursor.execute("SELECT record, register, change FROM stamp"):
        stamps.setdefault(record, {})[register] = number
    siblings: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for record, register, number, value in cursor.execute("SELECT record, register, change, value FROM sibling"):
        siblings.setdefault(record, {}).setdefault(register, []).append((number, value))

    digest = hashlib.blake2b(digest_size=32)
    lines: list[str] = []
    dumps = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    for kind_name, rows in _sources(cursor, space):
        kind = KINDS.get(kind_name)
        for row in rows:
            record, creation = row["id"], row["creation"]
            own, several = stamps.get(record, {}), siblings.get(record, {})
            at_creation: dict[str, Any] = {}
            changed: dict[str, list[tuple[int, Any]]] = {}
            for register in kind.registers if kind else ():
                if register in several or register in own:
                    continue
                value = reading.register_value(kind, register, row) if kind else None
                if value is not None:
                    at_creation[register] = value
            for register, number in own.items():
                if register not in several and kind:
                    changed[register] = [(number, reading.register_value(kind, register, row))]
            for register, entries in several.items():
                if len(entries) == 1 and entries[0][0] == creation:
                    at_creation[register] = json.loads(entries[0][1])
                else:
                    changed[register] = [(n, json.loads(v)) for n, v in entries]
            where = None if creation is None else index(creation)
            facts = [kind_name, record, row["root"]]
            lines.append(
                dumps(["r", *facts, where, at_creation, {r: [[index(n), v] for n, v in e] for r, e in changed.items()}])
            )
            plain = {r: sorted([dots[n], v] for n, v in e) if len(e) == 1 else
                     sorted(([dots[n], v] for n, v in e), key=lambda p: p[0]) for r, e in changed.items()}  # fmt: skip
            digest.update(dumps([*facts, None if creation is None else dots[creation], at_creation, plain]).encode())
    for key, number, day, reason in cursor.execute(
        "SELECT key, change, on_day, reason FROM erased WHERE space = ? ORDER BY key, change", (space,)
    ):
        lines.append(canonical(["e", key, index(number), day, reason]))
    erased = sorted(
        (key, dots[number])
        for key, number in cursor.execute("SELECT key, change FROM erased WHERE space = ?", (space,))
    )
    digest.update(canonical(erased).encode())
    vector = vector_of(cursor, space)
    records = sum(1 for line in lines if line.startswith('["r"'))
    return Exported(change_lines + lines, vector, digest.hexdigest(), records)


def _sources(cursor: Any, space: str) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """The records of a space by kind, in an order that does not depend on which kinds this version knows."""
    foreign: dict[str, list[dict[str, Any]]] = {}
    for record, kind, root, creation in cursor.execute(
        "SELECT id, kind, root, creation FROM foreign_record WHERE space = ? ORDER BY kind, id", (space,)
    ).fetchall():
        foreign.setdefault(kind, []).append({"id": record, "root": root, "creation": creation})
    for name in sorted({*KINDS, *foreign}):
        yield name, _stream(cursor, KINDS[name], space) if name in KINDS else iter(foreign[name])


def _stream(cursor: Any, kind: Kind, space: str) -> Iterator[dict[str, Any]]:
    names = ", ".join(reading.columns(kind))
    yield from reading.as_rows(
        kind, cursor.execute(f"SELECT {names} FROM {kind.table.name} WHERE space = ? ORDER BY id", (space,)).fetchall()
    )


@dataclass
class Incoming:
    """One record line of a body, checked for its shape."""

    kind: str
    id: str
    root: str
    creation: int | None
    at_creation: dict[str, Any]
    changed: dict[str, list[list[Any]]]


@dataclass
class Merged:
    """What a merge did, for the report."""

    new: int = 0
    changed: int = 0
    erased: int = 0
    conflicts: int = 0
    set: ChangeSet = field(default_factory=ChangeSet)


def parse_lines(text: Iterable[str]) -> Iterator[list[Any]]:
    """JSON lines as lists. Raises :class:`Damaged`."""
    for line in text:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Damaged("line") from error
        if not isinstance(value, list) or not value or value[0] not in ("c", "r", "e"):
            raise Damaged("line")
        yield value


def _number(value: Any, below: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        raise Damaged("number")
    return value


def _incoming(line: list[Any], changes: int) -> Incoming:
    if len(line) != 7 or not all(isinstance(x, str) and 0 < len(x) <= 100 for x in line[1:4]):
        raise Damaged("record")
    _, kind, record, root, creation, at_creation, changed = line
    if not isinstance(at_creation, dict) or not isinstance(changed, dict) or (creation is None and at_creation):
        raise Damaged("record")
    if creation is not None:
        _number(creation, changes)
    for entries in changed.values():
        if not isinstance(entries, list) or not entries:
            raise Damaged("register")
        for entry in entries:
            if not isinstance(entry, list) or len(entry) != 2:
                raise Damaged("register")
            _number(entry[0], changes)
    return Incoming(kind, record, root, creation, at_creation, changed)


class Merge:
    """The merge of one body into one space, inside a transaction of the door."""

    def __init__(self, change: Change, space: str, vector: Vector) -> None:
        self.change = change
        self.cursor = change.cursor
        self.space = space
        self.there = vector
        self.here = vector_of(self.cursor, space)
        self.known = {
            Dot(r, s, m): n
            for n, r, s, m in self.cursor.execute("SELECT n, replica, seq, mark FROM change WHERE space = ?", (space,))
        }
        self.dots: list[Dot] = []
        self.rows: list[tuple[Any, ...]] = []
        self.unseen: list[bool] = []
        self.numbers: dict[int, int] = {}
        self.dead = {r[0] for r in self.cursor.execute("SELECT key FROM erased WHERE space = ?", (space,)).fetchall()}
        self.result = Merged()
        self.before = {(c.id, c.register) for c in reading.conflicts(self.cursor)}

    # ---- changes ----------------------------------------------------------------------------------------------------
    def take_change(self, line: list[Any]) -> None:
        """One change of the file: its dot, clock, author and time."""
        if len(line) != 7:
            raise Damaged("change")
        _, replica, seq, mark, hlc, author, at = line
        if not (isinstance(replica, str) and isinstance(author, str) and isinstance(at, str) and len(replica) <= 100):
            raise Damaged("change")
        dot = Dot(replica, _number(seq, 2**53), _number(mark, 2**53))
        if not algebra.covers(self.there, dot):
            raise Damaged("a change outside the file's vector")
        self.dots.append(dot)
        self.rows.append((dot, _number(hlc, 2**63), author[:200], at[:40]))
        self.unseen.append(not algebra.covers(self.here, dot))

    def local(self, index: int) -> int:
        """The number of a change of the file in this store; written down at first use."""
        found = self.numbers.get(index)
        if found is None:
            dot, hlc, author, at = self.rows[index]
            found = self.known.get(dot)
            if found is None:
                self.cursor.execute(
                    "INSERT INTO change (space, replica, seq, mark, hlc, author, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (self.space, dot.replica, dot.seq, dot.mark, hlc, author, at),
                )
                found = self.known[dot] = int(self.cursor.execute("SELECT last_insert_rowid()").fetchone()[0])
            self.numbers[index] = found
        return found

    # ---- records ----------------------------------------------------------------------------------------------------
    def wanted(self, record: Incoming) -> bool:
        """Whether a record has anything that was not seen here and is not dead."""
        if erasure.ID + record.id in self.dead or record.root in self.dead:
            return False
        unseen = self.unseen
        if record.creation is not None and unseen[record.creation]:
            return True
        return any(unseen[e[0]] for entries in record.changed.values() for e in entries)

    def take(self, records: list[Incoming]) -> None:
        """Merge some records, read together."""
        by_kind: dict[str, list[Incoming]] = {}
        for record in records:
            by_kind.setdefault(record.kind, []).append(record)
        for kind_name, group in by_kind.items():
            kind = KINDS.get(kind_name)
            ids = [r.id for r in group]
            marks = ",".join("?" * len(ids))
            if kind:
                rows = {r["id"]: r for r in reading.rows(self.cursor, kind, f"id IN ({marks})", ids)}
            else:
                rows = {
                    r[0]: {"id": r[0], "creation": r[1]}
                    for r in self.cursor.execute(f"SELECT id, creation FROM foreign_record WHERE id IN ({marks})", ids)
                }
            stamps: dict[str, dict[str, int]] = {}
            for record, register, number in self.cursor.execute(
                f"SELECT record, register, change FROM stamp WHERE record IN ({marks})", ids
            ).fetchall():
                stamps.setdefault(record, {})[register] = number
            siblings: dict[str, dict[str, dict[int, Any]]] = {}
            for record, register, number, value in self.cursor.execute(
                f"SELECT record, register, change, value FROM sibling WHERE record IN ({marks})", ids
            ).fetchall():
                siblings.setdefault(record, {}).setdefault(register, {})[number] = json.loads(value)
            for incoming in group:
                self._one(
                    kind, incoming, rows.get(incoming.id), stamps.get(incoming.id, {}), siblings.get(incoming.id, {})
                )

    def _one(
        self,
        kind: Kind | None,
        record: Incoming,
        row: dict[str, Any] | None,
        stamps: dict[str, int],
        siblings: dict[str, dict[int, Any]],
    ) -> None:
        registers: dict[str, dict[int, Any]] = {}
        unseen_numbers: set[int] = set()
        seen_there: Callable[[int], bool] = self._covered_there
        arriving = record.changed
        if record.creation is not None and self.unseen[record.creation]:
            arriving = {r: [[record.creation, v]] for r, v in record.at_creation.items()} | record.changed
        for register, entries in arriving.items():
            if not any(self.unseen[e[0]] for e in entries):
                continue
            incoming: dict[int, Any] = {}
            for position, value in entries:
                number = self.local(position)
                incoming[number] = value
                if self.unseen[position]:
                    unseen_numbers.add(number)
            if row is None:
                live: dict[int, Any] = {}
            elif register in siblings:
                live = siblings[register]
            else:
                stamp = stamps.get(register, row["creation"])
                live = {} if stamp is None else {
                    stamp: reading.register_value(kind, register, row) if kind and register in kind.registers else None
                }  # fmt: skip
            new = algebra.merge(live, incoming, lambda n: n not in unseen_numbers, seen_there)
            if new:
                registers[register] = new
        creation = None if record.creation is None else self.local(record.creation)
        if row is None:
            self._insert(kind, record, creation, registers)
        else:
            self._update(kind, record, row, registers)

    def _covered_there(self, number: int) -> bool:
        replica, seq, mark = self.cursor.execute(
            "SELECT replica, seq, mark FROM change WHERE n = ?", (number,)
        ).fetchone()
        return algebra.covers(self.there, Dot(replica, seq, mark))

    def _fields(self, kind: Kind, registers: dict[str, dict[int, Any]]) -> tuple[dict[str, Any], dict[str, int]]:
        """The displayed values as cells of the typed table, and the displayed change of each register."""
        cells: dict[str, Any] = {}
        shown: dict[str, int] = {}
        for register, live in registers.items():
            shown[register] = reading.displayed(self.cursor, live)
            if register in kind.registers:
                fields = reading.spread(kind, register, live[shown[register]])
                fields = dict.fromkeys(kind.registers[register]) if fields is None else fields
                cells |= fields
        return cells, shown

    def _at(self, numbers: Iterable[int]) -> str | None:
        numbers = list(numbers)
        if not numbers:
            return None
        marks = ",".join("?" * len(numbers))
        found: str | None = self.cursor.execute(f"SELECT max(at) FROM change WHERE n IN ({marks})", numbers).fetchone()[
            0
        ]
        return found

    def _insert(
        self, kind: Kind | None, record: Incoming, creation: int | None, registers: dict[str, dict[int, Any]]
    ) -> None:
        self.result.new += 1
        if kind is None:
            self.cursor.execute(
                "INSERT INTO foreign_record (id, kind, space, root, creation) VALUES (?, ?, ?, ?, ?)",
                (record.id, record.kind, self.space, record.root, creation),
            )
            for register, live in registers.items():
                write_live(self.cursor, None, record.id, register, live, reading.displayed(self.cursor, live))
            return
        cells, shown = self._fields(kind, registers)
        touched = self._at({*shown.values(), *([creation] if creation is not None else [])})
        names = [*FACTS, *cells]
        values = [record.id, self.space, record.root, creation, touched]
        values += [reading.dump(kind, n, v) for n, v in cells.items()]
        self.cursor.execute(
            f"INSERT INTO {kind.table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", values
        )
        for register, live in registers.items():
            plain = register in kind.registers and reading.spread(kind, register, live[shown[register]]) is not None
            if plain and set(live) == {creation}:
                continue
            write_live(self.cursor, kind, record.id, register, live, shown[register])
        self.result.set.note(kind.name, record.id, "added")
        search.index(
            self.cursor, kind, record.id,
            kind.complete(dict.fromkeys(kind.fields) | cells), self.change.store.facts(),
        )  # fmt: skip

    def _update(
        self, kind: Kind | None, record: Incoming, row: dict[str, Any], registers: dict[str, dict[int, Any]]
    ) -> None:
        if not registers:
            return
        if kind is None:
            for register, live in registers.items():
                write_live(self.cursor, None, record.id, register, live, reading.displayed(self.cursor, live))
            return
        cells, shown = self._fields(kind, registers)
        touched = max(filter(None, (row["touched"], self._at(shown.values()))), default=None)
        assignments = ", ".join(f"{n} = ?" for n in (*cells, "touched"))
        values = [reading.dump(kind, n, v) for n, v in cells.items()]
        self.cursor.execute(f"UPDATE {kind.table.name} SET {assignments} WHERE id = ?", (*values, touched, record.id))
        for register, live in registers.items():
            write_live(self.cursor, kind, record.id, register, live, shown[register])
        entry = self.result.set.note(kind.name, record.id, "changed")
        entry.registers |= set(registers)
        entry.before |= {r: {n: row[n] for n in kind.registers[r]} for r in registers if r in kind.registers}
        self.result.changed += 1
        full = {n: cells.get(n, row[n]) for n in kind.fields}
        search.index(self.cursor, kind, record.id, kind.complete(full), self.change.store.facts())

    # ---- the end ----------------------------------------------------------------------------------------------------
    def take_erasure(self, line: list[Any]) -> None:
        """One erasure of the file: what belongs to it goes, here and whenever it arrives."""
        if len(line) != 5 or not isinstance(line[1], str):
            raise Damaged("erasure")
        _, key, position, day, reason = line
        self.cursor.execute(
            "INSERT OR IGNORE INTO erased (space, key, change, on_day, reason) VALUES (?, ?, ?, ?, ?)",
            (
                self.space,
                key,
                self.local(_number(position, len(self.dots))),
                str(day or "")[:10],
                str(reason or "")[:400],
            ),
        )
        if key not in self.dead:
            for kind_name, record in erasure.kill(self.cursor, {key}, self.space):
                self.result.set.note(kind_name, record, "erased").what = "erased"
                self.result.erased += 1

    def finish(self) -> Merged:
        """Join the vectors and carry erasures into the other spaces of this PC."""
        self.cursor.executemany(
            "INSERT OR REPLACE INTO vector (space, replica, mark, seq) VALUES (?, ?, ?, ?)",
            [
                (self.space, replica, mark, seq)
                for (replica, mark), seq in self.there.items()
                if seq > self.here.get((replica, mark), 0)
            ],
        )
        erasure.spread(self.change)
        after = {(c.id, c.register) for c in reading.conflicts(self.cursor)}
        self.result.conflicts = len(after - self.before)
        return self.result


def merge(change: Change, space: str, vector: Vector, lines: Iterable[str]) -> Merged:
    """Take a body in: whole, in the caller's transaction. Raises :class:`Damaged`; the caller rolls back."""
    merging = Merge(change, space, vector)
    waiting: list[Incoming] = []
    for line in parse_lines(lines):
        if line[0] == "c":
            merging.take_change(line)
        elif line[0] == "e":
            merging.take_erasure(line)
        else:
            record = _incoming(line, len(merging.dots))
            if merging.wanted(record):
                waiting.append(record)
                if len(waiting) >= CHUNK:
                    merging.take(waiting)
                    waiting = []
    if waiting:
        merging.take(waiting)
    result = merging.finish()
    change.session.expire_all()
    return result


def heal(change: Change, space: str, lines: Iterable[str]) -> int:
    """Where one dot carries two values, write both, each under an own dot that replaces it: a visible conflict.

    Called when equal vectors have unequal digests. Gives the number of healed registers; values that only one side has
    are not touched.
    """
    cursor = change.cursor
    dots: list[Dot] = []
    known = {
        Dot(r, s, m): n
        for n, r, s, m in cursor.execute("SELECT n, replica, seq, mark FROM change WHERE space = ?", (space,))
    }
    healed = 0
    for line in parse_lines(lines):
        if line[0] == "c":
            dots.append(Dot(*line[1:4]))
            continue
        kind = KINDS.get(line[1]) if line[0] == "r" else None
        if kind is None:
            continue
        record = _incoming(line, len(dots))
        rows = reading.rows(cursor, kind, "id = ? AND space = ?", (record.id, space))
        if not rows:
            continue
        theirs: dict[str, list[list[Any]]] = {r: [[record.creation, v]] for r, v in record.at_creation.items()}
        for register, entries in (theirs | record.changed).items():
            if register not in kind.registers:
                continue
            live = reading.live(cursor, kind, rows[0], register)
            new = dict(live)
            for position, value in entries:
                number = known.get(dots[position])
                if number in live and canonical(live[number]) != canonical(value):
                    mine = new.pop(number)
                    for each in (mine, value):
                        new[change.store.new_change(cursor, space, change.author, change.at)] = each
            if new == live:
                continue
            healed += 1
            shown = reading.displayed(cursor, new)
            fields = reading.spread(kind, register, new[shown])
            for name, value in (fields or {}).items():
                cursor.execute(
                    f"UPDATE {kind.table.name} SET {name} = ? WHERE id = ?",
                    (reading.dump(kind, name, value), record.id),
                )
            write_live(cursor, kind, record.id, register, new, shown)
            change.set.note(kind.name, record.id, "changed").registers.add(register)
    change.session.expire_all()
    return healed


__all__ = [
    "NET",
    "Damaged",
    "Exported",
    "Merged",
    "export",
    "heal",
    "merge",
    "vector_from",
    "vector_lines",
    "vector_of",
]
