"""Thousands of entries in one change: the same rows, stamps, steps and index as one by one, written together.

What is special about a record (conflicts, seals of signatures, withheld fields of it) goes the ordinary way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.base import FACTS, derived_id, new_id
from netzwerkhilfe.models.fields import STAGE, Json, canonical
from netzwerkhilfe.store import algebra, reading, withholding
from netzwerkhilfe.store.batch import Batch
from netzwerkhilfe.store.cursor import Cursor

if TYPE_CHECKING:
    from netzwerkhilfe.store.unit_of_work import Change

CHUNK = 2_000
"""So many records are written at once."""
WORTH_IT = 50
"""From so many entries on, a change is taken back together."""


def add(
    change: Change, kind: Kind, entries: Sequence[Mapping[str, Json]], private: Sequence[Mapping[str, Json]]
) -> list[str]:
    """New entries with random ids and what their companions keep of them; gives the ids. See :meth:`Change.add`.

    A stage whose day nobody knows leaves a step without one: it was not reached today.
    """
    found: list[str] = []
    for start in range(0, len(entries), CHUNK):
        adding = _Adding(change, kind)
        for values, kept in zip(entries[start : start + CHUNK], private[start : start + CHUNK], strict=True):
            found.append(adding.take(values, kept))
        adding.write()
    return found


class _Adding:
    def __init__(self, change: Change, kind: Kind) -> None:
        self.change, self.kind = change, kind
        self.asked: set[tuple[str, str]] = set()
        self.batches: dict[str, Batch] = {}
        self.waiting: list[tuple[str, str, dict[str, Json]]] = []
        self.companion = KINDS.get(kind.companion)
        self.stages = [(n, f"{n}_on") for n, f in kind.fields.items() if f.type is STAGE]

    def take(self, values: Mapping[str, Json], private: Mapping[str, Json]) -> str:
        change, kind = self.change, self.kind
        full = dict(values)
        full.setdefault("office", change.local("office"))
        change.first_stage(kind, full)
        kept = withholding.take_out(change, kind, full)
        if kept:
            kept["office"] = full["office"]
        kept |= {n: v for n, v in private.items() if v is not None}
        record = new_id()
        space = kind.default_space(full, change.office_space)
        self.waiting.append((record, space, full))
        if kept and self.companion:
            kept["parent"] = record
            self._insert_derived(self.companion, record, kept)
        return record

    def write(self) -> None:
        numbers = self.change.next_numbers(self.kind, len(self.waiting)) if self.kind.number else []
        for i, (record, space, full) in enumerate(self.waiting):
            if numbers and not full.get("number"):
                full["number"] = numbers[i]
            self._insert(self.kind, record, space, record, self.change.number(space), full)
            for name, day in self.stages:
                if full.get(name):
                    self._step(record, space, full[name], full.get(day))
        facts = self.change.facts()
        for name, batch in self.batches.items():
            batch.flush(self.change.cursor, KINDS[name], facts)

    def _step(self, record: str, space: str, stage: str, day: str | None) -> None:
        step = {"parent": record, "stage": stage, "on_day": day if day and len(day) == 10 else None}
        step["office"] = self.change.local("office")
        self._insert(KINDS["stage_steps"], new_id(), space, record, self.change.number(space), step)

    def _insert_derived(self, kind: Kind, root: str, values: dict[str, Json]) -> None:
        space = self.change.office_space
        record = derived_id(kind.name, space, root)
        self._insert(kind, record, space, root, None, values)
        number, batch = self.change.number(space), self.batches[kind.name]
        for register in kind.registers:
            if reading.register_value(kind, register, values) is not None:
                batch.stamps.append((record, register, number))

    def _insert(
        self, kind: Kind, record: str, space: str, root: str, creation: int | None, values: dict[str, Json]
    ) -> None:
        batch = self.batches.setdefault(kind.name, Batch())
        facts = (record, space, root, creation, self.change.at)
        cells = (reading.dump(kind, n, values.get(n)) for n in kind.fields)
        batch.inserts.setdefault((*FACTS, *kind.fields), []).append((*facts, *cells))
        entry = dict.fromkeys(kind.fields) | values
        made = kind.entry(dict(zip(FACTS, facts, strict=True)) | entry)
        if (kind.name, space) not in self.asked:
            self.change.ask(kind, made, None)
            self.asked.add((kind.name, space))
        self.change.set.note(kind.name, record, "added")
        self.change.written(kind, made)
        batch.indexed.append((record, kind.complete(entry)))


def assign(change: Change, kind: Kind, wanted: Mapping[str, Mapping[str, Json]]) -> None:
    """Set fields of many records, replacing what is displayed now; an equal value is no change."""
    ids = list(wanted)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        _assign(change, kind, {i: wanted[i] for i in part})
    change.session.expire_all()


def _assign(change: Change, kind: Kind, wanted: Mapping[str, Mapping[str, Json]]) -> None:
    change.session.flush()
    cursor = change.cursor
    marks = ",".join("?" * len(wanted))
    several = {
        r for (r,) in cursor.execute(f"SELECT record FROM sibling WHERE record IN ({marks})", tuple(wanted)).fetchall()
    }
    stamps: dict[str, dict[str, int]] = {}
    for record, register, number in cursor.execute(
        f"SELECT record, register, change FROM stamp WHERE record IN ({marks})", tuple(wanted)
    ).fetchall():
        stamps.setdefault(record, {})[register] = number
    batch = Batch()
    for row in reading.rows(cursor, kind, f"id IN ({marks})", tuple(wanted)):
        values = {
            n: v
            for n, v in wanted[row["id"]].items()
            if canonical(reading.json_value(v)) != canonical(reading.json_value(row[n]))
        }
        if not values:
            continue
        if row["id"] in several or not _plain(kind, row, values) or change.hides(stamps.get(row["id"], {}).values()):
            change.assign(change.edit(row["id"]), values)
            continue
        _rewrite(change, batch, kind, row, values, stamps.get(row["id"], {}))
    batch.flush(cursor, kind, change.facts())


def _plain(kind: Kind, row: Mapping[str, Json], values: Mapping[str, Json]) -> bool:
    """Whether nothing but the journal and the index follows from these values."""
    flag, names = kind.withheld
    special = bool(flag) and bool({flag, *names} & set(values))
    stage = any(kind.fields[n].type is STAGE for n in values)
    return not (special or stage or kind.closed_with or kind.key_field or algebra.closed(row[algebra.SEAL]))


def _rewrite(
    change: Change,
    batch: Batch,
    kind: Kind,
    row: Mapping[str, Json],
    values: Mapping[str, Json],
    stamps: Mapping[str, int],
) -> None:
    record, own = row["id"], change.number(row["space"])
    after = {n: row[n] for n in kind.fields} | dict(values)
    made = kind.entry({n: row[n] for n in FACTS} | after)
    change.ask(kind, made, {kind.register_of[n]: v for n, v in values.items()})
    entry = change.set.note(kind.name, record, "changed")
    for register in {kind.register_of[n] for n in values}:
        entry.before.setdefault(register, {n: row[n] for n in kind.registers[register]})
        entry.registers.add(register)
        change.stood(kind, record, register, row)
        if not (stamps.get(register, row["creation"]) == own == row["creation"]):
            batch.stamps.append((record, register, own))
    names = (*values, "touched")
    batch.updates.setdefault(names, []).append(
        (*(reading.dump(kind, n, v) for n, v in values.items()), change.at, record)
    )
    change.written(kind, made, entry.registers)
    batch.indexed.append((record, kind.complete(after)))


@dataclass
class Plain:
    """A record on which, and on whose children, no register has several values."""

    row: dict[str, Json]
    own: set[int]
    """The live changes of its registers but the seal."""
    around: set[int]
    """Those, and those of its children in the same space."""
    sealed_by: int | None


def plain(change: Change, kind: Kind, ids: Sequence[str]) -> dict[str, Plain]:
    """Some records with what lives on them; without those that have, or whose children have, several live values."""
    cursor, found = change.cursor, dict[str, Plain]()
    change.session.flush()
    for part in (ids[i : i + CHUNK] for i in range(0, len(ids), CHUNK)):
        marks = ",".join("?" * len(part))
        for row in reading.rows(cursor, kind, f"id IN ({marks})", part):
            found[row["id"]] = Plain(row, {row["creation"]} - {None}, {row["creation"]} - {None}, row["creation"])
        for record, register, number in cursor.execute(
            f"SELECT record, register, change FROM stamp WHERE record IN ({marks})", part
        ).fetchall():
            if record in found and register == algebra.SEAL:
                found[record].sealed_by = number
            elif record in found:
                found[record].own.add(number)
                found[record].around.add(number)
        for (record,) in cursor.execute(f"SELECT record FROM sibling WHERE record IN ({marks})", part).fetchall():
            found.pop(record, None)
        for child in KINDS.values():
            if "parent" in child.registers:
                _children(cursor, child, part, found)
    return found


def _children(cursor: Cursor, kind: Kind, ids: Sequence[str], found: dict[str, Plain]) -> None:
    rows = cursor.execute(
        f"SELECT t.parent, t.space, t.creation, s.change, EXISTS (SELECT 1 FROM sibling b WHERE b.record = t.id) "
        f"FROM {kind.table} t LEFT JOIN stamp s ON s.record = t.id WHERE t.parent IN ({','.join('?' * len(ids))})",
        ids,
    ).fetchall()
    for parent, space, creation, stamp, several in rows:
        if parent in found and several:
            del found[parent]
        elif parent in found and found[parent].row["space"] == space:
            found[parent].around |= {creation, stamp} - {None}


def seal(change: Change, kind: Kind, wanted: Mapping[str, str | None], known: Mapping[str, Plain]) -> None:
    """Set (or with ``None`` lift) the seals of plain records; each lists the changes that are seen around it."""
    seals: dict[str, dict[str, Json]] = {}
    dots: dict[frozenset[int], list[list[Json]]] = {}
    for record, kind_of_seal in wanted.items():
        seals[record] = {algebra.SEAL: None}
        if kind_of_seal:
            one = known[record]
            saw = frozenset(one.around | {change.number(one.row["space"])})
            if saw not in dots:
                dots[saw] = reading.dots_of(change.cursor, saw)
            seals[record] = {algebra.SEAL: {"kind": kind_of_seal, "target": None, "saw": dots[saw]}}
    assign(change, kind, seals)
