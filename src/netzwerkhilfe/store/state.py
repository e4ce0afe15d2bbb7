"""The full state of a space as lines: what a package carries, and its digest.

This is the body of a package (docs/paket.md). A state is: the changes that are alive in it (with clock, author and
time), the vector, the records with their live values, and the erasures.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import json.encoder
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import LARGEST_NUMBER, YES_NO, Json, canonical
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.algebra import Vector
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.relays import way_of


class Damaged(ValueError):
    """A body that breaks the format."""


def vector_of(cursor: Cursor, space: str) -> Vector:
    """What this PC has taken in of a space."""
    return {
        (replica, mark): seq
        for replica, mark, seq in cursor.execute("SELECT replica, mark, seq FROM vector WHERE space = ?", (space,))
    }


def vector_list(vector: Mapping[tuple[str, int], int]) -> list[list[Json]]:
    """A vector as sorted JSON: ``[replica, mark, seq]``."""
    return sorted([replica, mark, seq] for (replica, mark), seq in vector.items())


def vector_hash(vector: Mapping[tuple[str, int], int]) -> str:
    """BLAKE2b-256 of a vector's sorted JSON."""
    return hashlib.blake2b(canonical(vector_list(vector)).encode(), digest_size=32).hexdigest()


VECTOR_LINE = '["v",'
LONGEST_VECTOR = 500_000
"""Entries in a vector: each time a store is opened for writing adds one."""
LONGEST_JOINED = 450_000
"""What comes may make the own vector so long, so that the own package can still be read by all when work goes on."""
MOST_LINES = 1_000_000
"""So many changes, records and erasures each a body may have."""
MARKS_A_LINE = 50_000


def vector_lines(vector: Mapping[tuple[str, int], int]) -> list[str]:
    """A vector as the first lines of a body: ``["v", replica, [[mark, seq], …]]``, sorted."""
    by_replica: dict[str, list[list[int]]] = {}
    for replica, mark, seq in vector_list(vector):
        by_replica.setdefault(replica, []).append([mark, seq])
    return [
        canonical(["v", replica, marks[i : i + MARKS_A_LINE]])
        for replica, marks in by_replica.items()
        for i in range(0, len(marks), MARKS_A_LINE)
    ]


def take_vector_line(vector: Vector, text: str) -> None:
    """Add one line of a body to its vector. Raises :class:`Damaged`."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Damaged("vector") from error
    if not isinstance(line, list) or len(line) != 3 or not isinstance(line[2], list) or len(line[2]) > MARKS_A_LINE:
        raise Damaged("vector")
    replica = checked_text(line[1], LONGEST_NAME, 1)
    for entry in line[2]:
        if not isinstance(entry, list) or len(entry) != 2:
            raise Damaged("vector")
        mark, seq = checked_number(entry[0], 2**53), checked_number(entry[1], 2**53)
        if seq < 1 or (replica, mark) in vector:  # the first change under a mark has the number 1
            raise Damaged("vector")
        vector[replica, mark] = seq
    if len(vector) > LONGEST_VECTOR:
        raise Damaged("vector")


@dataclass(frozen=True)
class Summary:
    """What a state is told from: equal vectors mean equal digests."""

    vector: Vector
    digest: str
    records: int


@dataclass(frozen=True)
class Exported(Summary):
    """A state ready to be packed."""

    lines: list[str]


_text: Callable[[str], str] = json.encoder.encode_basestring


@functools.lru_cache(maxsize=8192)
def _json_cell(raw: str) -> str:
    return canonical(reading.json_cell(raw))


def _plain_cell(raw: Json) -> str:
    return _text(raw) if isinstance(raw, str) else canonical(raw)


def _yes_no_cell(raw: Json) -> str:
    return ("true" if raw else "false") if raw in (0, 1) else _plain_cell(raw)


def _cell_text(kind: Kind, name: str) -> Callable[[Json], str]:
    """What writes a stored cell of a field as canonical JSON, without reading it into a value first."""
    if kind.fields[name].type.json:
        return _json_cell
    return _yes_no_cell if kind.fields[name].type is YES_NO else _plain_cell


@functools.cache
def _plan(kind: Kind) -> list[tuple[str, str, list[tuple[str, int, Callable[[Json], str]]]]]:
    """For each register, sorted: its name, its key as JSON, and its fields with the place of their cell."""
    place = {name: i for i, name in enumerate(reading.columns(kind))}
    found = []
    for register, names in sorted(kind.registers.items()):
        single = names == (register,)
        fields = [("" if single else _text(n) + ":", place[n], _cell_text(kind, n)) for n in sorted(names)]
        found.append((register, _text(register) + ":", fields))
    return found


def _register_text(fields: list[tuple[str, int, Callable[[Json], str]]], row: tuple[Json, ...]) -> str | None:
    """The canonical JSON of a register, or ``None`` if it is empty."""
    if len(fields) == 1 and not fields[0][0]:
        raw = row[fields[0][1]]
        return None if raw is None else fields[0][2](raw)
    parts = [key + write(row[i]) for key, i, write in fields if row[i] is not None]
    return "{" + ",".join(parts) + "}" if parts else None


class _Export:
    """One export: numbers the changes as they are named, and hashes the records as they are written."""

    def __init__(self, cursor: Cursor, space: str) -> None:
        self.cursor, self.space = cursor, space
        self.every = {
            row[0]: row[1:]
            for row in cursor.execute(
                "SELECT n, replica, seq, mark, hlc, author, at, via FROM change WHERE space = ?", (space,)
            )
        }
        self.index: dict[int, int] = {}
        self.dots: dict[int, str] = {}
        self.changes: list[str] = []
        self.lines: list[str] = []
        self.hash = hashlib.blake2b(digest_size=32)
        self.stamps: dict[str, dict[str, int]] = {}
        for record, register, number in cursor.execute("SELECT record, register, change FROM stamp"):
            self.stamps.setdefault(record, {})[register] = number
        self.siblings: dict[str, dict[str, list[tuple[int, str]]]] = {}
        for record, register, number, value in cursor.execute("SELECT record, register, change, value FROM sibling"):
            self.siblings.setdefault(record, {}).setdefault(register, []).append((number, value))

    def position(self, number: int) -> int:
        """The place of a change among the lines of changes; written down when it is named first."""
        found = self.index.get(number)
        if found is None:
            found = self.index[number] = len(self.index)
            row = self.every[number]
            self.dots[number] = f"{row[0]}:{row[1]}:{row[2]}"
            self.changes.append(canonical(["c", *row[:-1], way_of(row[-1]) or None]))
        return found

    def record(self, facts: str, creation: int | None, fields: str, changed: dict[str, list[tuple[int, str]]]) -> None:
        """Write one record; ``changed`` has the other registers with their live values as JSON."""
        where = "null" if creation is None else str(self.position(creation))
        dot = "null" if creation is None else _text(self.dots[creation])
        lines, hashed = [], []
        for register, entries in sorted(changed.items()):
            places = [(self.position(n), n, value) for n, value in entries]
            lines.append(f"{_text(register)}:[{','.join(f'[{p},{v}]' for p, _, v in places)}]")
            named = sorted((self.dots[n], v) for _, n, v in places)
            hashed.append(f"{_text(register)}:[{','.join(f'[{_text(d)},{v}]' for d, v in named)}]")
        self.lines.append(f'["r",{facts},{where},{{{fields}}},{{{",".join(lines)}}}]')
        self.hash.update(f"[{facts},{dot},{{{fields}}},{{{','.join(hashed)}}}]".encode())

    def typed(self, kind: Kind) -> None:
        """The records of a kind this version knows."""
        plan, name = _plan(kind), _text(kind.name)
        cells = self.cursor.execute(
            f"SELECT {', '.join(reading.columns(kind))} FROM {kind.table} WHERE space = ? ORDER BY id",
            (self.space,),
        )
        for row in cells:
            record, creation = row[0], row[3]
            own, several = self.stamps.get(record, {}), self.siblings.get(record, {})
            at_creation: dict[str, str] = {}
            changed: dict[str, list[tuple[int, str]]] = {}
            for register, key, fields in plan:
                if register in several:
                    continue
                text = _register_text(fields, row)
                if register in own:
                    changed[register] = [(own[register], text or "null")]
                elif text is not None:
                    at_creation[register] = key + text
            self._several(several, creation, at_creation, changed)
            facts = f"{name},{_text(record)},{_text(row[2])}"
            ordered = at_creation.values() if not several else [at_creation[r] for r in sorted(at_creation)]
            self.record(facts, creation, ",".join(ordered), changed)

    def _several(
        self,
        several: Mapping[str, list[tuple[int, str]]],
        creation: int | None,
        at_creation: dict[str, str],
        changed: dict[str, list[tuple[int, str]]],
    ) -> None:
        for register, entries in several.items():
            if len(entries) == 1 and entries[0][0] == creation:
                at_creation[register] = f"{_text(register)}:{entries[0][1]}"
            else:
                changed[register] = entries

    def foreign(self, kind_name: str) -> None:
        """The records of a kind that only a newer version knows."""
        for record, root, creation in self.cursor.execute(
            "SELECT id, root, creation FROM foreign_record WHERE space = ? AND kind = ? ORDER BY id",
            (self.space, kind_name),
        ).fetchall():
            at_creation: dict[str, str] = {}
            changed: dict[str, list[tuple[int, str]]] = {}
            self._several(self.siblings.get(record, {}), creation, at_creation, changed)
            facts = f"{_text(kind_name)},{_text(record)},{_text(root)}"
            self.record(facts, creation, ",".join(at_creation[r] for r in sorted(at_creation)), changed)

    def erasures(self) -> None:
        """The erasures, last."""
        named = []
        for key, number, day, reason in self.cursor.execute(
            "SELECT key, change, on_day, reason FROM erased WHERE space = ? ORDER BY key, change", (self.space,)
        ).fetchall():
            self.lines.append(canonical(["e", key, self.position(number), day, reason]))
            named.append((key, self.dots[number]))
        self.hash.update(canonical(sorted(named)).encode())


def export(cursor: Cursor, space: str) -> Exported:
    """The full state of a space, read in one transaction. The digest covers records and erasures, not the clocks."""
    work = _Export(cursor, space)
    foreign = {r[0] for r in cursor.execute("SELECT DISTINCT kind FROM foreign_record WHERE space = ?", (space,))}
    for name in sorted({*KINDS, *foreign}):
        if name in KINDS:
            work.typed(KINDS[name])
        else:
            work.foreign(name)
    records = len(work.lines)
    work.erasures()
    return Exported(vector_of(cursor, space), work.hash.hexdigest(), records, work.changes + work.lines)


def once_each(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object of JSON, in which no name stands twice: readers would not agree on it. Raises ``ValueError``."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


LONGEST_NAME = 100
LONGEST_VALUE = 100_000
"""Letters in one text of a value."""
DEEPEST_VALUE = 20
"""So many lists and objects of a value may stand inside each other: far fewer than any reader's stack allows."""
ID = late(r"[0-9a-f]{32}")
MOMENT = late(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
DAY = late(r"\d{4}-\d\d-\d\d")


def _no_constant(name: str) -> Json:
    raise Damaged(name)  # NaN and infinities are no JSON, though Python reads them


_scan: Callable[[str, int], tuple[Json, int]]
_scan = json.JSONDecoder(parse_constant=_no_constant, object_pairs_hook=once_each).scan_once  # type: ignore[attr-defined]  # typeshed does not know it


def checked_text(value: Json, longest: int, shortest: int = 0) -> str:
    """A text that can be stored. Raises :class:`Damaged`."""
    if not isinstance(value, str) or not shortest <= len(value) <= longest:
        raise Damaged("a text that is no text, or too long")
    try:
        value.encode()
    except UnicodeEncodeError as error:  # half a pair of surrogates
        raise Damaged("a text that is no text, or too long") from error
    return value


def checked_id(value: Json) -> str:
    """The id of a record. Raises :class:`Damaged`."""
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise Damaged("id")
    return value


def checked_moment(value: Json) -> str:
    """A day and time that exist, in ISO 8601. Raises :class:`Damaged`."""
    if not isinstance(value, str) or len(value) > 40 or not MOMENT.fullmatch(value):
        raise Damaged("time")
    try:
        dt.datetime.fromisoformat(value)
    except ValueError as error:
        raise Damaged("time") from error
    return value


def checked_value(value: Json, depth: int = 0) -> None:
    """A value may be anything that JSON has, within limits. Raises :class:`Damaged`."""
    if depth > DEEPEST_VALUE:
        raise Damaged("a value too deep")
    if isinstance(value, str):
        if not value.isascii() or len(value) > LONGEST_VALUE:
            checked_text(value, LONGEST_VALUE)
    elif isinstance(value, list):
        for part in value:
            checked_value(part, depth + 1)
    elif isinstance(value, dict):
        for name, part in value.items():
            checked_text(name, LONGEST_NAME)
            checked_value(part, depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):  # "1e999" is read as an infinity
        raise Damaged("a number without an end")
    elif isinstance(value, int) and abs(value) >= LARGEST_NUMBER:
        raise Damaged("a number out of its range")


def parse_line(text: str) -> list[Json]:
    """A JSON line as a list. Raises :class:`Damaged`."""
    try:
        value, end = _scan(text, 0)
    except (ValueError, RecursionError, StopIteration) as error:
        raise Damaged("line") from error
    if end != len(text) or not isinstance(value, list) or not value or value[0] not in ("c", "r", "e"):
        raise Damaged("line")
    return value


def checked_number(value: Json, below: int) -> int:
    """A whole number from 0 to below the limit. Raises :class:`Damaged`."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        raise Damaged("a number out of its range")
    return value


@dataclass
class Order:
    """The lines of a body come as they should: changes, records, erasures, not too many, and no record twice."""

    last: int = 0
    count: int = 0
    """So many lines of this letter, but for records: those that were seen."""
    seen: set[str] = field(default_factory=set)

    def take(self, letter: str) -> None:
        """The next line. Raises :class:`Damaged`."""
        place = "cre".index(letter)
        if place != self.last:
            if place < self.last:
                raise Damaged("order")
            self.last, self.count = place, 0
        self.count += 1
        if max(self.count, len(self.seen)) > MOST_LINES:
            raise Damaged("too many lines")

    def once(self, record: str) -> None:
        """A record of which something is taken. Raises :class:`Damaged`."""
        if record in self.seen:
            raise Damaged("a record twice")
        self.seen.add(record)


def plain_record(but: Iterable[str]) -> re.Pattern[str]:
    """A record line in which nothing has changed since its creation, with texts that need no escapes, as most are: all
    of its form is in this expression, so that its JSON need not be read. It finds id and position of the creation.

    :param but: the kinds whose lines have to be read.
    """
    text, name = r'"[^"\\\x00-\x1f]*+"', r'"[^"\\\x00-\x1f]{1,100}+"'
    number = r"-?(?:0|[1-9]\d{0,14}+)(?:\.\d{1,15}+)?"
    value = rf"(?:{text}|{number}|true|false|null|\[(?:{text}(?:,{text})*+)?\])"
    group = rf"\{{(?:{name}:{value}(?:,{name}:{value})*+)?\}}"
    register = rf"{name}:(?:{value}|{group})"
    facts = rf'(?!"(?:{"|".join(but)})"){name},"([0-9a-f]{{32}})","[0-9a-f]{{32}}",(0|[1-9]\d{{0,6}}+)'
    return late(rf'\["r",{facts},\{{(?:{register}(?:,{register})*+)?\}},\{{\}}\]')


@dataclass
class Incoming:
    """One record line of a body, checked for its shape."""

    kind: str
    id: str
    root: str
    creation: int | None
    at_creation: dict[str, Json]
    changed: dict[str, list[list[Json]]]

    @classmethod
    def read(cls, line: list[Json], changes: int) -> Incoming:
        """A record from its line. Raises :class:`Damaged`."""
        if len(line) != 7:
            raise Damaged("record")
        checked_text(line[1], LONGEST_NAME, 1)
        checked_id(line[2])
        checked_id(line[3])
        _, kind, record, root, creation, at_creation, changed = line
        if not isinstance(at_creation, dict) or not isinstance(changed, dict) or (creation is None and at_creation):
            raise Damaged("record")
        if creation is not None:
            checked_number(creation, changes)
        for register, value in at_creation.items():
            checked_text(register, LONGEST_NAME, 1)
            checked_value(value)
        for register, entries in changed.items():
            checked_text(register, LONGEST_NAME, 1)
            if not isinstance(entries, list) or not entries:
                raise Damaged("register")
            for entry in entries:
                if not isinstance(entry, list) or len(entry) != 2:
                    raise Damaged("register")
                checked_number(entry[0], changes)
                checked_value(entry[1])
            if len(entries) > 1 and len({entry[0] for entry in entries}) < len(entries):
                raise Damaged("a change with two values")
        return cls(kind, record, root, creation, at_creation, changed)

    def values(self) -> Iterator[tuple[str, Json]]:
        """All values by register."""
        yield from self.at_creation.items()
        for register, entries in self.changed.items():
            yield from ((register, value) for _, value in entries)
