"""Reading: frozen snapshots of records, live dots, conflicts and reviews. Nothing here writes."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Generic, cast

from netzwerkhilfe.models import KINDS, Kind, Record
from netzwerkhilfe.models.base import FACTS
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import DATA, SEAL, Json, canonical
from netzwerkhilfe.store import algebra
from netzwerkhilfe.store.conditions import Condition, sql_of
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.relays import Way, relays_of

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    R_co = TypeVar("R_co", bound=Record, covariant=True, default=Record)
else:
    from typing import TypeVar

    R_co = TypeVar("R_co", bound=Record, covariant=True)

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Snapshot(Generic[R_co]):
    """A record as it was when it was read, safe to hand to another thread.

    ``record`` is the entry as an object of its kind, for code that knows which kind it reads (``flat.record.rooms``);
    ``values`` has the same stored values by name, for generic code; ``shown`` the number of the displayed change of
    each register, which a form gives back when it saves; ``open`` the registers in conflict; ``seen`` the number of
    the newest change that the store had when it was read: what arrived later was not shown (:meth:`Change.as_shown`);
    ``kept`` the fields whose values are laid over from the companion (``Kind.withheld``), each with the number of the
    displayed change there.
    """

    kind: Kind
    id: str
    space: str
    root: str
    touched: str | None
    values: Mapping[str, Json]
    shown: Mapping[str, int | None] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    seen: int | None = None
    kept: Mapping[str, int | None] = field(default_factory=dict)

    @cached_property
    def record(self) -> R_co:
        """The entry as an object of its kind, with what is stored."""
        return self._entry(self.values)

    @cached_property
    def completed(self) -> R_co:
        """The same with the computed values where nothing was typed."""
        return self._entry(self.full)

    def _entry(self, values: Mapping[str, Json]) -> R_co:
        facts = {"id": self.id, "space": self.space, "root": self.root, "touched": self.touched}
        return cast("R_co", self.kind.entry(facts | dict(values)))

    def of(self, model: type[R]) -> Snapshot[R]:
        """The same, for code that knows that it is an entry of this kind. Raises ``TypeError`` for another one."""
        if self.kind.model is not model:
            raise TypeError(f"{self.kind.name} is not {model.__name__}")
        return cast("Snapshot[R]", self)

    @property
    def full(self) -> dict[str, Json]:
        """The values with the computed ones."""
        return self.kind.complete(self.values)

    @property
    def sealed(self) -> str | None:
        """The kind of the seal ("trashed", "moved", …), or ``None``."""
        seal = self.values.get(algebra.SEAL)
        return seal.get("kind") if isinstance(seal, dict) else None

    def title(self, facts: Facts) -> str:
        """How lists name it."""
        return self.kind.name_of(self.full, facts)


def json_cell(raw: Json) -> Json:
    """A cell of JSON as it is, with lists; text that is none stays as it is."""
    return DATA.load(raw)


@functools.cache
def loaders(kind: Kind) -> tuple[tuple[str, Callable[[Json], Json] | None], ...]:
    """Facts and fields in the order in which they are selected, each with what turns its cell into its value."""
    found: list[tuple[str, Callable[[Json], Json] | None]] = [(n, None) for n in FACTS]
    for name, field_ in kind.fields.items():
        plain = not field_.type.json and field_.type.affinity != "BOOLEAN"
        found.append((name, None if plain else field_.type.load))
    return tuple(found)


def load(kind: Kind, name: str, raw: Json) -> Json:
    """A stored cell as its value; one that does not fit its type stays as it is."""
    loader = dict(loaders(kind))[name]
    return raw if raw is None or loader is None else loader(raw)


def as_rows(kind: Kind, cells: Iterable[tuple[Json, ...]]) -> Iterator[dict[str, Json]]:
    """Selected cells as dicts of facts and values."""
    plan = loaders(kind)
    names = [n for n, _ in plan]
    special = [(n, i, _once_each(loader)) for i, (n, loader) in enumerate(plan) if loader]
    for row in cells:
        found = dict(zip(names, row, strict=True))
        for name, i, loader in special:
            if row[i] is not None:
                found[name] = loader(row[i])
        yield found


def _once_each(loader: Callable[[Json], Json]) -> Callable[[Json], Json]:
    """A loader that reads equal cells once; values that could be changed are made anew each time."""
    known: dict[Json, Json] = {}

    def loaded(cell: Json) -> Json:
        found = known.get(cell)
        if found is None:
            found = loader(cell)
            if isinstance(found, bool) or (isinstance(found, tuple) and all(isinstance(x, str) for x in found)):
                known[cell] = found
        return found

    return loaded


def dump(kind: Kind, name: str, value: Json) -> Json:
    """A value as its stored cell."""
    if value is None:
        return None
    if kind.fields[name].type.json:
        return canonical(value)
    return int(value) if isinstance(value, bool) else value


def columns(kind: Kind) -> list[str]:
    """Facts and fields in the order in which they are selected."""
    return [*FACTS, *kind.fields]


def rows(cursor: Cursor, kind: Kind, where: str, values: Iterable[Json] = ()) -> list[dict[str, Json]]:
    """Typed rows as dicts of facts and values. ``where`` is our own SQL on the table (alias t), never a person's text.

    Outside the store :func:`find` is asked.
    """
    names = columns(kind)
    found = cursor.execute(f"SELECT {', '.join(names)} FROM {kind.table} t WHERE {where}", tuple(values))
    return list(as_rows(kind, found))


def find(cursor: Cursor, kind: Kind, *conditions: Condition) -> list[dict[str, Json]]:
    """The records of a kind that meet all conditions, put away or not, as dicts of facts and values."""
    where, values = sql_of(conditions)
    return rows(cursor, kind, where or "1", values)


def count(cursor: Cursor, kind: Kind, *conditions: Condition) -> int:
    """How many records of a kind meet all conditions."""
    where, values = sql_of(conditions)
    return int(cursor.execute(f"SELECT count(*) FROM {kind.table} t WHERE {where or '1'}", values).fetchone()[0])


def named(cursor: Cursor, text: str) -> list[str]:
    """The ids of the records whose id begins with a text, or whose number it is."""
    found: list[str] = []
    for kind in KINDS.values():
        number = " OR number = ?" if "number" in kind.fields and kind.number else ""
        bound = (len(text), text, *([text] if number else []))
        found += [
            r[0] for r in cursor.execute(f"SELECT id FROM {kind.table} WHERE substr(id, 1, ?) = ?{number}", bound)
        ]
    return found


def register_value(kind: Kind, register: str, values: Mapping[str, Json]) -> Json:
    """The value of a register as JSON has it: of a group an object of the fields that are set, ``None`` if none is."""
    names = kind.registers[register]
    if names == (register,):
        return json_value(values.get(register))
    found = {n: json_value(values[n]) for n in names if values.get(n) is not None}
    return found or None


def json_value(value: Json) -> Json:
    """A value as JSON has it: lists for tuples."""
    return list(value) if isinstance(value, tuple) else value


def spread(kind: Kind, register: str, value: Json) -> dict[str, Json] | None:
    """A register's value as fields, or ``None`` if it has a wrong type and must be kept raw."""
    names = kind.registers[register]
    if names == (register,):
        return {register: value} if kind.fields[register].type.accepts(value) else None
    if value is None:
        return dict.fromkeys(names)
    if not isinstance(value, dict) or set(value) - set(names):
        return None
    if not all(kind.fields[n].type.accepts(v) for n, v in value.items()):
        return None
    return {n: value.get(n) for n in names}


def find_kind(cursor: Cursor, record: str) -> Kind | None:
    """The kind of a record, by looking into each table's key."""
    listed = cursor.execute("SELECT kind FROM search_row WHERE id = ?", (record,)).fetchone()
    likely = [KINDS[listed[0]]] if listed and listed[0] in KINDS else []
    for kind in (*likely, *KINDS.values()):
        if cursor.execute(f"SELECT 1 FROM {kind.table} WHERE id = ?", (record,)).fetchone():
            return kind
    return None


def live(cursor: Cursor, kind: Kind, row: Mapping[str, Json], register: str) -> dict[int, Json]:
    """The live changes of a register with their values, by number of change."""
    siblings = cursor.execute(
        "SELECT change, value FROM sibling WHERE record = ? AND register = ?", (row["id"], register)
    ).fetchall()
    if siblings:
        return {n: json.loads(value) for n, value in siblings}
    stamp = cursor.execute(
        "SELECT change FROM stamp WHERE record = ? AND register = ?", (row["id"], register)
    ).fetchone()
    number = stamp[0] if stamp else row["creation"]
    return {} if number is None else {number: register_value(kind, register, row)}


def order(cursor: Cursor, number: int) -> algebra.Order:
    """What decides which value is displayed: the clock, then the dot."""
    row: algebra.Order = cursor.execute("SELECT hlc, replica, seq, mark FROM change WHERE n = ?", (number,)).fetchone()
    return row


def displayed(cursor: Cursor, numbers: Iterable[int]) -> int:
    """The number of the displayed change."""
    numbers = list(numbers)
    return numbers[0] if len(numbers) == 1 else algebra.displayed(numbers, lambda n: order(cursor, n))


def in_conflict(kind: Kind, register: str, values: Iterable[Json]) -> bool:
    """Whether the live values of a register are something that a person has to decide."""
    known = register in kind.registers and register not in kind.latest
    return known and algebra.is_conflict(register, values)


def shown(cursor: Cursor, kind: Kind, row: Mapping[str, Json]) -> tuple[dict[str, int | None], frozenset[str]]:
    """The displayed change of each register, and which registers are in conflict."""
    found: dict[str, int | None] = dict.fromkeys(kind.registers, row["creation"])
    for register, number in cursor.execute(
        "SELECT register, change FROM stamp WHERE record = ?", (row["id"],)
    ).fetchall():
        if register in found:
            found[register] = number
    siblings: dict[str, dict[int, Json]] = {}
    for register, number, value in cursor.execute(
        "SELECT register, change, value FROM sibling WHERE record = ?", (row["id"],)
    ).fetchall():
        siblings.setdefault(register, {})[number] = json.loads(value)
    for register, values in siblings.items():
        if register in found:
            found[register] = displayed(cursor, values)
    conflicts = frozenset(r for r, v in siblings.items() if in_conflict(kind, r, v.values()))
    return found, conflicts


def writers(cursor: Cursor, kind: Kind, row: Mapping[str, Json]) -> dict[str, str]:
    """For each register the PC whose change is displayed, by its replica id; without those that nobody ever wrote."""
    numbers, _ = shown(cursor, kind, row)
    of = dict(
        cursor.execute(
            "SELECT n, replica FROM change WHERE n IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted({n for n in numbers.values() if n is not None})),),
        ).fetchall()
    )
    return {register: of[n] for register, n in numbers.items() if n is not None}


def newest(cursor: Cursor) -> int:
    """The number of the newest change in the store; what arrives later gets higher ones."""
    return int(cursor.execute("SELECT max(n) FROM change").fetchone()[0] or 0)


def newest_of(cursor: Cursor, replica: str) -> int:
    """The number of the newest change that a PC made; 0 if none of it is here."""
    return int(cursor.execute("SELECT max(n) FROM change WHERE replica = ?", (replica,)).fetchone()[0] or 0)


def author(cursor: Cursor, number: int) -> str:
    """Who made a change."""
    return str(cursor.execute("SELECT author FROM change WHERE n = ?", (number,)).fetchone()[0])


def created_at(cursor: Cursor, kind: Kind, record: str) -> str:
    """When a record was made, ISO, by the clock of its author's PC; empty where that is not known."""
    row = cursor.execute(
        f"SELECT c.at FROM {kind.table} t JOIN change c ON c.n = t.creation WHERE t.id = ?", (record,)
    ).fetchone()
    return str(row[0]) if row else ""


def snapshot(
    cursor: Cursor, kind: Kind, row: Mapping[str, Json], *, dots: bool = True, seen: int | None = None
) -> Snapshot:
    """A frozen copy of a row. ``seen`` is :func:`newest`, given by whoever makes many of them."""
    numbers, conflicts = shown(cursor, kind, row) if dots else ({}, frozenset())
    values = dict(zip(kind.fields, map(row.__getitem__, kind.fields), strict=True))
    seen = newest(cursor) if seen is None else seen
    return Snapshot(kind, row["id"], row["space"], row["root"], row["touched"], values, numbers, conflicts, seen)


@dataclass(frozen=True)
class LiveValue:
    """One of several live values of a register: what, from whom, when."""

    number: int
    value: Json
    author: str
    at: str
    replica: str
    via: Way = ()
    """The replicas that relayed it, the nearest first; empty if its author's own package brought it."""


@dataclass(frozen=True)
class Conflict:
    """A register with more than one distinct live value, the displayed one first."""

    kind: Kind
    id: str
    register: str
    values: tuple[LiveValue, ...]
    numbers: frozenset[int] = frozenset()
    """All live changes of the register, those with equal values too: what a person who settles it has looked at."""
    seen: int | None = None
    """As :attr:`Snapshot.seen`."""


def conflicts(cursor: Cursor) -> list[Conflict]:
    """All open conflicts, the same list on every PC that has the same state."""
    seen = newest(cursor)
    groups: dict[tuple[str, str], dict[int, Json]] = {}
    for record, register, number, value in cursor.execute(
        "SELECT record, register, change, value FROM sibling ORDER BY record, register"
    ).fetchall():
        groups.setdefault((record, register), {})[number] = json.loads(value)
    found = []
    for (record, register), values in groups.items():
        if not algebra.is_conflict(register, values.values()):
            continue
        kind = find_kind(cursor, record)
        if kind is None or not in_conflict(kind, register, values.values()):
            continue
        entries = []
        for number in sorted(values, key=lambda n: order(cursor, n), reverse=True):
            author, at, replica, via = cursor.execute(
                "SELECT author, at, replica, via FROM change WHERE n = ?", (number,)
            ).fetchone()
            entries.append(LiveValue(number, values[number], author, at, replica, relays_of(replica, via)))
        distinct: list[LiveValue] = []
        for entry in entries:
            plain = algebra.comparable(register, entry.value)
            if all(algebra.comparable(register, d.value) != plain for d in distinct):
                distinct.append(entry)
        found.append(Conflict(kind, record, register, tuple(distinct), frozenset(values), seen))
    return found


def children(cursor: Cursor, record: str, space: str) -> list[tuple[Kind, dict[str, Json]]]:
    """The records of a space whose parent is, in any live value, this record."""
    found: dict[str, tuple[Kind, dict[str, Json]]] = {}
    for kind in KINDS.values():
        if "parent" not in kind.registers:
            continue
        for row in rows(cursor, kind, "parent = ? AND space = ?", (record, space)):
            found[row["id"]] = (kind, row)
    for (other,) in cursor.execute(
        "SELECT DISTINCT record FROM sibling WHERE register = 'parent' AND value = ?", (canonical(record),)
    ).fetchall():
        other_kind = find_kind(cursor, other)
        if other_kind and other not in found:
            for row in rows(cursor, other_kind, "id = ? AND space = ?", (other, space)):
                found[other] = (other_kind, row)
    return list(found.values())


def live_of(cursor: Cursor, kind: Kind, row: Mapping[str, Json], *, but: Collection[str] = ()) -> set[int]:
    """The live changes of all registers of a record but some."""
    return {n for register in kind.registers if register not in but for n in live(cursor, kind, row, register)}


def around(cursor: Cursor, kind: Kind, row: Mapping[str, Json]) -> set[int]:
    """The live changes on a record and on its children in the same space; its own seal does not count, nor what is
    written after it (``Kind.later``)."""
    found = live_of(cursor, kind, row, but=kind.later | {algebra.SEAL})
    for other, other_row in children(cursor, row["id"], row["space"]):
        found |= live_of(cursor, other, other_row)
    return found


def dots_of(cursor: Cursor, numbers: Iterable[int]) -> list[list[Json]]:
    """Numbers of changes as dots for the exchange, sorted."""
    return sorted(
        list(cursor.execute("SELECT replica, seq, mark FROM change WHERE n = ?", (n,)).fetchone()) for n in numbers
    )


def reviews(cursor: Cursor) -> list[Snapshot]:
    """Sealed records that were changed by somebody who had not seen the seal, and records whose parent's id is
    erased."""
    found: dict[str, Snapshot] = {}
    for kind in KINDS.values():
        candidates = rows(
            cursor, kind, "seal IS NOT NULL OR id IN (SELECT record FROM sibling WHERE register = 'seal')"
        )
        for row in candidates:
            number_of_dots = {tuple(d) for d in dots_of(cursor, around(cursor, kind, row))}
            for value in live(cursor, kind, row, algebra.SEAL).values():
                if value is not None and SEAL.accepts(value):
                    saw = {tuple(d) for d in value["saw"]}
                    if number_of_dots - saw:
                        found[row["id"]] = snapshot(cursor, kind, row)
        if "parent" in kind.registers:
            for row in rows(
                cursor, kind, "parent IN (SELECT key FROM erased) OR 'id:' || parent IN (SELECT key FROM erased)"
            ):
                found[row["id"]] = snapshot(cursor, kind, row)
    return list(found.values())


def findings(cursor: Cursor) -> list[dict[str, Json]]:
    """Values that came in and do not fit their field: kept raw, shown here."""
    found = []
    for record, register, value in cursor.execute("SELECT record, register, value FROM sibling").fetchall():
        kind = find_kind(cursor, record)
        if kind and register in kind.registers and spread(kind, register, json.loads(value)) is None:
            found.append({"id": record, "kind": kind.name, "field": register, "value": json.loads(value)})
    return found


class UnknownPart(StrEnum):
    """What of a record this version cannot read."""

    KIND = "kind"
    FIELD = "field"
    VALUE = "value"


@dataclass(frozen=True)
class Unknown:
    """Something that came in and is kept raw: a record of an unknown kind, an unknown field, an unreadable value."""

    kind: str
    id: str
    register: str
    part: UnknownPart


def unknown(cursor: Cursor, root: str, space: str) -> list[Unknown]:
    """What of a root in a space is unknown to this version, or raw."""
    found = [
        Unknown(kind, record, "", UnknownPart.KIND)
        for record, kind in cursor.execute(
            "SELECT id, kind FROM foreign_record WHERE root = ? AND space = ? ORDER BY kind, id", (root, space)
        ).fetchall()
    ]
    for kind in KINDS.values():
        for record, register, value in cursor.execute(
            f"SELECT s.record, s.register, s.value FROM {kind.table} t JOIN sibling s ON s.record = t.id "
            "WHERE t.root = ? AND t.space = ? ORDER BY s.record, s.register",
            (root, space),
        ).fetchall():
            if register not in kind.registers:
                found += [Unknown(kind.name, record, register, UnknownPart.FIELD)] if value != "null" else []
            elif spread(kind, register, json.loads(value)) is None:
                found.append(Unknown(kind.name, record, register, UnknownPart.VALUE))
    return found
