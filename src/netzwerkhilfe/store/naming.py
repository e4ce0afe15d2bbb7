"""What all offices read is held against the people in need of the own office, before it is saved.

Which fields are looked at and by what people are known is declared (``Field.free``, ``Field.identifies``); how they are
found stands in :mod:`netzwerkhilfe.models.naming`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.models import KINDS, NET, Kind, Record
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import EMAIL, PHONE, REFERENCE, TEXT, Json
from netzwerkhilfe.models.naming import Mark, Mention, Person, Watch, key, read_name, tokens
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.conditions import PRESENT
from netzwerkhilfe.store.cursor import Cursor

if TYPE_CHECKING:
    from netzwerkhilfe.store.reader import Reader
    from netzwerkhilfe.store.reading import Snapshot

WATCHED = {k.name for k in KINDS.values() if any(f.identifies for f in k.fields.values())}
"""The kinds that say who the people in need are."""
_IS = {
    Mark.NAME: "heißt jemand aus",
    Mark.PHONE: "ist die Telefonnummer aus",
    Mark.EMAIL: "ist die E-Mail-Adresse aus",
    Mark.STREET: "ist die Anschrift aus",
}


@dataclass(frozen=True)
class Hit:
    """A person in need, found in what was typed for all to read."""

    kind: Kind
    record: str
    """The entry that would be saved; empty for one that is not there yet."""
    field: str
    mark: Mark
    key: str
    text: str
    """As it was typed."""
    of: str
    """Whom it means: the number of the case."""

    @property
    def what(self) -> tuple[str, str, Mark, str]:
        """What a person allows who saves it all the same: this one, in this field of this kind."""
        return self.kind.name, self.field, self.mark, self.key

    @property
    def said(self) -> str:
        """Who was found, in German."""
        return f"„{self.text}“ {_IS[self.mark]} {self.of}"

    @property
    def reason(self) -> str:
        """In German, to stand beside the field."""
        return f"{self.said}; das lesen alle Büros"


class PersonNamed(UserError):
    """What is to be saved for all to read names a person in need; whoever typed it decides."""

    def __init__(self, hits: Collection[Hit]) -> None:
        self.hits = tuple(hits)
        found = list(dict.fromkeys(h.said for h in self.hits))
        more = f", und {len(found) - 3} weitere" if len(found) > 3 else ""
        fields = " und ".join(list(dict.fromkeys(f"„{h.kind.fields[h.field].label}“" for h in self.hits))[:3])
        super().__init__(
            f"{'; '.join(found[:3])}{more}.",
            "Es wurde nichts gespeichert.",
            f"Das lesen alle Büros (Feld {fields}). Bitte nennen Sie die Nummer, nicht die Person.",
            Way.INSIST,
        )


# ---- who they are ----------------------------------------------------------------------------------------------------
def read_watch(reader: Reader) -> Watch:
    """The people in need of the own office; nobody on a PC that holds no office's space."""
    return Watch.of(_people(reader), _words_of(reader.facts()))


def _people(reader: Reader, entry: str = "") -> list[Person]:
    """All people in need of the own office, or those of one entry."""
    found: list[Person] = []
    if reader.office_space not in reader.spaces:
        return found
    with reader.reading() as cursor:
        for name in sorted(WATCHED):
            kind = KINDS[name]
            marks = [(n, f.identifies) for n, f in kind.fields.items() if f.identifies]
            columns = ", ".join(n for n, _ in marks)
            rows = cursor.execute(
                f"SELECT coalesce(parent, id), {columns} FROM {kind.table} WHERE space = ?"
                f"{' AND coalesce(parent, id) = ?' if entry else ''}",
                (reader.office_space, *([entry] if entry else [])),
            )  # what lies in the Papierkorb too: it can come back, and what was moved away has no names left
            for of, *values in rows.fetchall():
                known = [(mark, v) for (_, mark), v in zip(marks, values, strict=True) if v and isinstance(v, str)]
                if known:
                    found.append(Person(of, tuple(known)))
    return found


def named_openly(reader: Reader, entry: str) -> list[Snapshot]:
    """What all offices read and names the people of an own entry: it was typed before that entry was."""
    people = _people(reader, entry)
    watch = reader.names().only(people)
    wanted = set(watch.names)
    for mark, text in (value for person in people for value in person.values):
        if mark is Mark.PHONE:  # as it may be written otherwise: by the digits behind the area code
            wanted |= set(re.findall(r"\d{4,}", text)[-1:])
        elif mark is Mark.EMAIL:
            wanted.add(text)
    own = reader.get(entry)
    candidates = {record for text in sorted(wanted) for _, record in reader.hits(text)}
    found = []
    for snapshot in (reader.get(record) for record in sorted(candidates)):
        if snapshot is None or snapshot.space != NET or own is None or snapshot.root == own.root:
            continue
        with reader.reading() as cursor:
            if any(
                _hits(cursor, watch, snapshot.kind, snapshot.record, name, text, [])
                for name in (*free_fields(snapshot.kind), *contact_fields(snapshot.kind))
                for text in texts_in(snapshot.values.get(name))
            ):
                found.append(snapshot)
    return found


def _words_of(facts: Facts) -> Iterable[str]:
    """What a family name may be called after without meaning a person: places and who comes from there, offices."""
    for name in (*(p.name for p in facts.places.values()), *(o.name for o in facts.offices.values())):
        yield name
        yield from (f"{word.rstrip('e')}er" for word in name.replace("-", " ").split())
    for keys in facts.categories.values():
        yield from keys


# ---- what was written ------------------------------------------------------------------------------------------------
class Written:
    """What a change has written for all to read, and what stood there before."""

    def __init__(self) -> None:
        self.registers: dict[str, tuple[Kind, Record, set[str] | None]] = {}
        self.before: dict[tuple[str, str], list[Json]] = {}
        self.allowed: set[tuple[str, str, Mark, str]] | None = set()

    def note(self, kind: Kind, obj: Record, registers: set[str] | None) -> None:
        """A record was written: these registers, or ``None`` for all of a new one."""
        if obj.space != NET:
            return
        known = self.registers.get(obj.id, (kind, obj, set()))[2]
        both = None if registers is None or known is None else known | registers
        self.registers[obj.id] = kind, obj, both

    def stood(self, record: str, register: str, live: Collection[Json]) -> None:
        """The values that were alive before it was written first."""
        self.before.setdefault((record, register), list(live))

    def allow(self, hits: Collection[Hit] | None) -> None:
        """Let these pass, or all."""
        self.allowed = None if hits is None or self.allowed is None else self.allowed | {h.what for h in hits}

    def refuse_names(self, reader: Reader) -> None:
        """Raise :class:`PersonNamed` for what names somebody anew and was not allowed."""
        if self.allowed is None or not self.registers:
            return
        watch = reader.names()
        if not watch:
            return
        found = []
        with reader.reading() as cursor:
            for kind, obj, registers in self.registers.values():
                for name in (*free_fields(kind), *contact_fields(kind)):
                    if registers is not None and kind.register_of[name] not in registers:
                        continue
                    for text in texts_in(getattr(obj, name)):
                        found += _hits(cursor, watch, kind, obj, name, text, self._before(kind, obj.id, name))
        wrong = [h for h in found if h.what not in self.allowed]
        if wrong:
            raise PersonNamed(wrong)

    def _before(self, kind: Kind, record: str, name: str) -> list[str]:
        values = self.before.get((record, kind.register_of[name]), [])
        plain = [v.get(name) if isinstance(v, dict) else v for v in values]
        return [text for value in plain for text in texts_in(value)]


FORMED = late(r"\d{8}|\d{4}-\d\d-\d\d|[0-9a-f]{32}")
"""What is no word of a person: the key of a place, a day, an id."""


def texts_in(value: Json) -> list[str]:
    """What stands in a value as text; of a list each word."""
    words = value if isinstance(value, list | tuple) else (value,)
    return [word for word in words if isinstance(word, str) and word and not FORMED.fullmatch(word)]


@functools.cache
def free_fields(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind in which anybody may be named."""
    return tuple(n for n, f in kind.fields.items() if f.free)


@functools.cache
def contact_fields(kind: Kind) -> tuple[str, ...]:
    """The fields for a telephone or an address of an entry's own: that of a person in need is none, unless the entry is
    about that person."""
    return tuple(n for n, f in kind.fields.items() if f.type in (PHONE, EMAIL) and not f.free and not f.identifies)


def look(reader: Reader, kind: Kind, values: Mapping[str, Json]) -> list[Hit]:
    """Whom an entry would name for all to read, before it is made (a row of a list)."""
    watch = reader.names()
    if not watch:
        return []
    entry = kind.entry({"id": "", "space": NET, "root": ""} | dict.fromkeys(kind.fields) | dict(values))
    with reader.reading() as cursor:
        return [
            hit
            for name in (*free_fields(kind), *contact_fields(kind))
            for text in texts_in(values.get(name))
            for hit in _hits(cursor, watch, kind, entry, name, text, [])
        ]


def _hits(cursor: Cursor, watch: Watch, kind: Kind, obj: Record, name: str, text: str, before: list[str]) -> list[Hit]:
    mentions = watch.find(
        text, lambda first, family: _known_openly(cursor, first, family), lambda: _own_names(cursor, kind, obj)
    )
    if name in contact_fields(kind):
        mentions = [m for m in mentions if not _is_about(cursor, m, _own_names(cursor, kind, obj))]
    if not mentions:
        return []
    known = {(m.mark, m.key) for old in before for m in watch.find(old)}
    fresh = [m for m in mentions if (m.mark, m.key) not in known]
    return [Hit(kind, obj.id, name, m.mark, m.key, text[m.start : m.end], _label(cursor, m)) for m in _distinct(fresh)]


def _distinct(mentions: list[Mention]) -> list[Mention]:
    return list({(m.mark, m.key): m for m in reversed(mentions)}.values())[::-1]


def _is_about(cursor: Cursor, mention: Mention, own: list[str]) -> bool:
    """Whether one of these names, which an entry gives itself, is that of whom a mention means."""
    given = {t.key for name in own for t in tokens(name)}
    for watched in sorted(WATCHED):
        kind = KINDS[watched]
        names = [n for n, f in kind.fields.items() if f.identifies is Mark.NAME]
        marks = ",".join("?" * len(mention.entries))
        for row in reading.rows(cursor, kind, f"coalesce(parent, id) IN ({marks})", mention.entries):
            texts = [row[n] for n in names if isinstance(row[n], str)]
            if any(set(family) <= given for text in texts for family, _ in read_name(text)):
                return True
    return False


def _label(cursor: Cursor, mention: Mention) -> str:
    """The number of the case; of several, how many more."""
    first = mention.entries[0]
    kind = reading.find_kind(cursor, first)
    entry = kind.entry(reading.rows(cursor, kind, "id = ?", (first,))[0]) if kind else None
    name = (getattr(entry, "number", None) if kind and kind.number else None) or "einem Gesuch"
    more = len(mention.entries) - 1
    return f"{name} und {more} weiteren" if more else str(name)


# ---- who may be named ------------------------------------------------------------------------------------------------
def _naming_fields(kind: Kind) -> list[str]:
    """The fields in which an entry names its own people and firms."""
    return [
        n
        for n, f in kind.fields.items()
        if f.type is TEXT and not f.free and not f.pattern and not f.identifies and (f.personal or f.names)
    ]


def _own_names(cursor: Cursor, kind: Kind, obj: Record) -> list[str]:
    """The names that an entry, and what it refers to, give themselves; with what the office keeps of them."""
    values = {n: getattr(obj, n) for n in kind.fields}
    entries = [(kind, values, obj.root)]
    for name, field in kind.fields.items():
        target = values[name] if field.type is REFERENCE else None
        other = reading.find_kind(cursor, target) if target else None
        if other:
            row = reading.rows(cursor, other, "id = ?", (target,))[0]
            entries.append((other, row, row["root"]))
    found: list[str] = []
    for each, row, root in entries:
        found += [row[n] for n in _naming_fields(each) if isinstance(row[n], str)]
        companion = KINDS.get(each.companion)
        if companion and companion.name not in WATCHED:  # what says who is in need excuses nobody
            for private in reading.rows(cursor, companion, "root = ? AND seal IS NULL", (root,)):
                found += [private[n] for n in _naming_fields(companion) if isinstance(private[n], str)]
    return found


def _known_openly(cursor: Cursor, first: str, family: str) -> bool:
    """Whether an entry that all offices see names somebody with these two parts of a name as its own."""
    wanted = {key(first), key(family)}
    for kind in KINDS.values():
        columns = _naming_fields(kind) if kind.space == NET else []
        if not columns:
            continue
        likes = " OR ".join(f"{c} LIKE ?" for c in columns)
        rows = cursor.execute(
            f"SELECT {', '.join(columns)} FROM {kind.table} WHERE space = ? AND {PRESENT} AND ({likes})",
            (NET, *[f"%{family}%"] * len(columns)),
        )
        for row in rows:
            if wanted <= {t.key for cell in row if isinstance(cell, str) for t in tokens(cell)}:
                return True
    return False
