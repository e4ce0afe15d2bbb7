"""The merge of a space's state into the store: every live change kept, whole, in the caller's transaction.

Records are taken in groups, so that reading and writing cost little for each; nothing but what has an unseen change is
touched. docs/paket.md gives the rule.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.base import FACTS
from netzwerkhilfe.models.fields import Json, canonical
from netzwerkhilfe.store import algebra, erasure, numbers, reading, search
from netzwerkhilfe.store.algebra import Vector
from netzwerkhilfe.store.batch import Batch
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.dots import Dots
from netzwerkhilfe.store.relays import Relayed, Sender
from netzwerkhilfe.store.second_look import SecondLook
from netzwerkhilfe.store.state import (
    DAY,
    LONGEST_NAME,
    LONGEST_VALUE,
    Damaged,
    Incoming,
    Order,
    checked_id,
    checked_number,
    checked_text,
    parse_line,
    plain_record,
)
from netzwerkhilfe.store.unit_of_work import Change

CHUNK, CHUNK_SIZE = 400, 2**23
"""So many records, or letters of their lines, are taken together."""
PLAIN_RECORD = plain_record(name for name, kind in KINDS.items() if kind.patterns)
"""Finds id and position of the creation. A line that it does not match may be right all the same."""
SHOWN = 500
"""So many entries keep their values for the preview."""
Progress = Callable[[int], None]
"""Called now and then with the number of records read; may raise to stop the merge."""


@functools.cache
def elsewhere(kind_name: str) -> str:
    """SQL that finds one of some ids (a JSON list) in the table of any other kind."""
    tables = [k.table for k in KINDS.values() if k.name != kind_name]
    parts = [f"SELECT 1 FROM ids JOIN {t} t ON t.id = ids.value" for t in tables]
    parts.append("SELECT 1 FROM ids JOIN foreign_record f ON f.id = ids.value")
    return f"WITH ids AS (SELECT value FROM json_each(?)) {' UNION ALL '.join(parts)} LIMIT 1"


def _live(
    kind: Kind | None,
    register: str,
    row: dict[str, Json] | None,
    stamps: dict[str, int],
    siblings: dict[str, dict[int, Json]],
) -> dict[int, Json]:
    """What lives here in a register: several values, or the displayed one under its stamp; a new record has none."""
    if row is None:
        return {}
    if register in siblings:
        return siblings[register]
    stamp = stamps.get(register, row["creation"])
    if stamp is None:
        return {}
    return {stamp: reading.register_value(kind, register, row) if kind and register in kind.registers else None}


@dataclass
class Merged:
    """What a merge did, for the report."""

    new: int = 0
    changed: int = 0
    erased: int = 0
    conflicts: int = 0
    missing: int = 0
    """Entries of the file that are not here though their creation was taken in, and that this file may not bring."""
    relayed: Relayed = field(default_factory=Relayed)
    set: ChangeSet = field(default_factory=ChangeSet)


class Merge:
    """The merge of one body into one space, inside the caller's transaction."""

    def __init__(self, change: Change, space: str, vector: Vector, sender: Sender) -> None:
        self.change = change
        self.cursor = change.cursor
        self.space = space
        self.dots = Dots(change, space, vector, sender)
        self.dead = {r[0] for r in self.cursor.execute("SELECT key FROM erased WHERE space = ?", (space,)).fetchall()}
        self.fresh_conflicts: dict[tuple[str, str], list[Json]] = {}
        self.result = Merged()
        self.second = SecondLook(self.dots, self.result.relayed)
        self.words = search.Later()
        self.waiting: list[Incoming] = []
        self.letters = 0
        """Of the lines of those that wait."""

    def take_change(self, line: list[Json]) -> None:
        """One change of the file."""
        row = self.dots.take(line)
        self.second.take_change(row)

    # ---- records ----------------------------------------------------------------------------------------------------
    @functools.cached_property
    def here(self) -> set[str]:
        """The ids of all records here, as they were when the first line was read that brings nothing new."""
        found: set[str] = set()
        for table in [*(kind.table for kind in KINDS.values()), "foreign_record"]:
            rows = self.cursor.execute(f"SELECT id FROM {table}").fetchall()  # of every space: the key alone is read
            found.update(itertools.chain.from_iterable(rows))
        return found

    def known_lines(self, seen: set[str]) -> Callable[[str], bool]:
        """Tells whether a line says nothing new of its record, without reading its JSON: in most files nearly all do.

        Such a line has no register changed after its creation, its creation was seen, and its record is here. The
        record is one more that was seen; any other line has to be read.
        """
        looked, ids = self.dots.looked, self.here - self.second.suspects
        match, last = PLAIN_RECORD.fullmatch, len(self.dots.looked)

        def known(line: str) -> bool:
            m = match(line)
            if m is None:
                return False
            record, position = m.group(1, 2)
            place = int(position)
            if place >= last or looked[place] or record not in ids or record in seen or len(line) > LONGEST_VALUE:
                return False
            seen.add(record)
            return True

        return known

    def take_record(self, record: Incoming, letters: int) -> None:
        """One record of the file, which is merged with others. Raises :class:`Damaged`.

        :param letters: of its line.
        """
        kind = KINDS.get(record.kind)
        if kind and kind.patterns and not all(kind.relies_on(r, value) for r, value in record.values()):
            raise Damaged("a value the program relies on")
        if erasure.ID + record.id in self.dead or record.root in self.dead:
            return
        if not self._news(record):
            self.result.missing += bool(record.changed or record.creation is not None) and record.id not in self.here
            return
        self.waiting.append(record)
        self.letters += letters
        if len(self.waiting) >= CHUNK or self.letters > CHUNK_SIZE:
            self.flush()

    def _news(self, record: Incoming) -> bool:
        """Whether a record has anything that was not seen here."""
        if record.id in self.second.suspects:
            return True
        looked = self.dots.looked
        if record.creation is not None and looked[record.creation]:
            return True
        return any(looked[e[0]] for entries in record.changed.values() for e in entries)

    def flush(self) -> None:
        """Merge the records that wait, read and written together."""
        records, self.waiting, self.letters = self.waiting, [], 0
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
                found = self.cursor.execute(
                    f"SELECT id, creation, space, root, kind FROM foreign_record WHERE id IN ({marks})", ids
                )
                rows = {r[0]: dict(zip(("id", "creation", "space", "root", "kind"), r, strict=True)) for r in found}
            self._same_facts(kind, kind_name, group, rows)
            stamps: dict[str, dict[str, int]] = {}
            siblings: dict[str, dict[str, dict[int, Json]]] = {}
            if rows:
                for record, register, number in self.cursor.execute(
                    f"SELECT record, register, change FROM stamp WHERE record IN ({marks})", ids
                ):
                    stamps.setdefault(record, {})[register] = number
                for record, register, number, value in self.cursor.execute(
                    f"SELECT record, register, change, value FROM sibling WHERE record IN ({marks})", ids
                ):
                    siblings.setdefault(record, {}).setdefault(register, {})[number] = json.loads(value)
            self.second.met.update(ids)
            batch = Batch()
            for incoming in group:
                self._one(
                    batch,
                    kind,
                    incoming,
                    rows.get(incoming.id),
                    stamps.get(incoming.id, {}),
                    siblings.get(incoming.id, {}),
                )
            batch.flush(self.cursor, kind, self.change.store.facts(), self.words)

    def _same_facts(
        self, kind: Kind | None, kind_name: str, group: list[Incoming], rows: Mapping[str, dict[str, Json]]
    ) -> None:
        """Kind, space, root and creation of a record never change; of two claims its author's own is true.

        Raises :class:`Damaged` if they differ and the package is not its author's.
        """
        fresh = []
        for record in group:
            row = rows.get(record.id)
            if row is None:
                fresh.append(record)
                continue
            creation = None if record.creation is None else self.dots.dots[record.creation]
            here = None if row["creation"] is None else self.dots.dot(row["creation"])
            there = kind_name if kind else row["kind"]  # a typed row may have a field of that name
            if (row["space"], there) != (self.space, kind_name):
                raise Damaged("a record of another space or kind")
            if (row["root"], here) != (record.root, creation):
                if kind is None or not self.second.may_correct(record, row["creation"]):
                    raise Damaged("another root or creation")
                self.second.correct(kind, record, row)
        ids = [r.id for r in fresh]
        if not ids or not self.cursor.execute(elsewhere(kind_name), (json.dumps(ids),)).fetchone():
            return
        for record in fresh:
            if self.cursor.execute(elsewhere(kind_name), (json.dumps([record.id]),)).fetchone():
                self.second.replace(record)

    def _one(
        self,
        batch: Batch,
        kind: Kind | None,
        record: Incoming,
        row: dict[str, Json] | None,
        stamps: dict[str, int],
        siblings: dict[str, dict[int, Json]],
    ) -> None:
        registers: dict[str, dict[int, Json]] = {}
        lost = row is None and record.creation is not None and not self.dots.unseen[record.creation]
        if lost and not self.second.may_bring_back(record):
            self.result.missing += 1
            return
        whole = lost or record.id in self.second.suspects or self.dots.sender.again
        for register, entries in self._arriving(kind, record, siblings, whole=whole).items():
            if not whole and not any(self.dots.looked[e[0]] for e in entries):
                continue
            live = _live(kind, register, row, stamps, siblings)
            if not whole and len(entries) == 1 and self.dots.unseen[entries[0][0]] and self._replaces(live):
                registers[register] = {self.dots.local(entries[0][0]): entries[0][1]}
                continue
            unseen_numbers: set[int] = set()
            new = dict(live)
            if any(self.dots.unseen[position] for position, _ in entries):
                incoming: dict[int, Json] = {}
                for position, value in entries:
                    number = self.dots.local(position)
                    incoming[number] = value
                    if self.dots.unseen[position]:
                        unseen_numbers.add(number)
                new = algebra.merge(live, incoming, lambda n: n not in unseen_numbers, self.dots.covered_there)  # noqa: B023 - used at once
            new = self.second.register(record, register, entries, live, new, whole=whole, lost=lost)
            if new and new != live:
                registers[register] = new
                if (
                    len(new) > 1
                    and kind
                    and reading.in_conflict(kind, register, new.values())
                    and not reading.in_conflict(kind, register, live.values())
                ):
                    came = [v for n, v in new.items() if n in unseen_numbers or n not in live]
                    self.fresh_conflicts[record.id, register] = came
        creation = None if record.creation is None else self.dots.local(record.creation)
        if row is None:
            self._insert(batch, kind, record, creation, registers)
        elif registers:
            self._update(batch, kind, record, row, registers, siblings)

    def _replaces(self, live: Mapping[int, Json]) -> bool:
        """Whether all that lives in a register was seen by the sender: what is new there takes its place, as by
        :func:`algebra.merge`, and nothing known is told otherwise. Nearly all that is new is of this kind."""
        return all(map(self.dots.covered_there, live))

    def _arriving(
        self, kind: Kind | None, record: Incoming, siblings: Mapping[str, Json], *, whole: bool
    ) -> dict[str, list[list[Json]]]:
        """The registers of a record that are to be looked at, with their live values by position."""
        if record.creation is None or not (whole or self.dots.looked[record.creation]):
            return record.changed
        found = {r: [[record.creation, v]] for r, v in record.at_creation.items()} | record.changed
        if whole or not self.dots.unseen[record.creation]:  # an empty value is a word of its author too
            for register in {*(kind.registers if kind else ()), *siblings}:
                found.setdefault(register, [[record.creation, None]])
        return found

    def _cells(
        self, kind: Kind, registers: dict[str, dict[int, Json]]
    ) -> tuple[dict[str, Json], dict[str, int], set[str]]:
        """The displayed values by field, the displayed change of each register, and which must be kept raw."""
        cells: dict[str, Json] = {}
        shown: dict[str, int] = {}
        raw: set[str] = set()
        for register, live in registers.items():
            shown[register] = self.dots.displayed(live)
            if register not in kind.registers:
                raw.add(register)
                continue
            for number, value in live.items():
                fields = reading.spread(kind, register, value)
                if fields is None:
                    raw.add(register)
                    fields = dict.fromkeys(kind.registers[register])
                if number == shown[register]:
                    cells |= fields
        return cells, shown, raw

    def _keep(
        self, batch: Batch, record: str, register: str, live: dict[int, Json], shown: int, *, raw: bool, fresh: bool
    ) -> None:
        """The live values of a register: a stamp for one, siblings for several or for what does not fit its column."""
        if not fresh:
            batch.emptied.append((record, register))
        if len(live) > 1 or raw:
            batch.siblings += [(record, register, n, canonical(v)) for n, v in live.items()]
        batch.stamps.append((record, register, shown))

    def _insert(
        self,
        batch: Batch,
        kind: Kind | None,
        record: Incoming,
        creation: int | None,
        registers: dict[str, dict[int, Json]],
    ) -> None:
        self.result.new += 1
        if kind is None:
            batch.foreign.append((record.id, record.kind, self.space, record.root, creation))
            for register, live in registers.items():
                self._keep(batch, record.id, register, live, self.dots.displayed(live), raw=True, fresh=True)
            return
        cells, shown, raw = self._cells(kind, registers)
        numbers = {*shown.values(), *([creation] if creation is not None else [])}
        touched = max((self.dots.ats[n] for n in numbers), default=None)
        names = (*FACTS, *cells)
        values = (record.id, self.space, record.root, creation, touched)
        batch.inserts.setdefault(names, []).append((*values, *(reading.dump(kind, n, v) for n, v in cells.items())))
        for register, live in registers.items():
            if register in raw or set(live) != {creation}:
                self._keep(batch, record.id, register, live, shown[register], raw=register in raw, fresh=True)
        entry = self.result.set.note(kind.name, record.id, "added")
        full = kind.complete(dict.fromkeys(kind.fields) | cells)
        if len(self.result.set.entries) <= SHOWN:
            entry.after = full
        batch.indexed.append((record.id, full))

    def _update(
        self,
        batch: Batch,
        kind: Kind | None,
        record: Incoming,
        row: dict[str, Json],
        registers: dict[str, dict[int, Json]],
        siblings: Mapping[str, dict[int, Json]],
    ) -> None:
        if kind is None:
            for register, live in registers.items():
                self._keep(batch, record.id, register, live, self.dots.displayed(live), raw=True, fresh=False)
            return
        cells, shown, raw = self._cells(kind, registers)
        touched = max(filter(None, (row["touched"], *(self.dots.ats[n] for n in shown.values()))), default=None)
        names = (*cells, "touched")
        batch.updates.setdefault(names, []).append(
            (*(reading.dump(kind, n, v) for n, v in cells.items()), touched, record.id)
        )
        for register, live in registers.items():
            if set(live) == {row["creation"]} and register not in raw:  # as it was created: that needs no stamp
                if register in siblings:
                    batch.emptied.append((record.id, register))
                batch.unstamped.append((record.id, register))
                continue
            self._keep(
                batch, record.id, register, live, shown[register], raw=register in raw, fresh=register not in siblings
            )
        entry = self.result.set.note(kind.name, record.id, "changed")
        entry.registers |= set(registers)
        entry.before |= {r: {n: row[n] for n in kind.registers[r]} for r in registers if r in kind.registers}
        self.result.changed += 1
        full = kind.complete({n: cells.get(n, row[n]) for n in kind.fields})
        if len(self.result.set.entries) <= SHOWN:
            entry.after = full
        batch.indexed.append((record.id, full))

    # ---- the end ----------------------------------------------------------------------------------------------------
    def take_erasure(self, line: list[Json]) -> None:
        """One erasure of the file: what belongs to it goes, here and whenever it arrives. They come last: what they
        kill must be there."""
        self.flush()
        self.words.write(self.cursor)
        if len(line) != 5:
            raise Damaged("erasure")
        _, key, position, day, reason = line
        checked_id(checked_text(key, LONGEST_NAME).removeprefix(erasure.ID))
        if day and not DAY.fullmatch(checked_text(day, 10)):
            raise Damaged("day")
        if reason:
            checked_text(reason, 400)
        checked_number(position, len(self.dots.dots))
        if not self.second.may_erase(key, position):
            return
        number = self.dots.local(position)
        self.second.erased.add((key, number))
        self.cursor.execute(
            "INSERT OR IGNORE INTO erased (space, key, change, on_day, reason) VALUES (?, ?, ?, ?, ?)",
            (self.space, key, number, day or "", reason or ""),
        )
        if key not in self.dead:
            for kind_name, record in erasure.kill(self.cursor, {key}, self.space):
                self.result.set.note(kind_name, record, "erased").what = "erased"
                self.result.erased += 1

    def finish(self) -> Merged:
        """Join the vectors and carry erasures into the other spaces of this PC."""
        self.flush()
        self.words.write(self.cursor)
        self.cursor.executemany(
            "INSERT OR REPLACE INTO vector (space, replica, mark, seq) VALUES (?, ?, ?, ?)",
            [
                (self.space, replica, mark, seq)
                for (replica, mark), seq in self.dots.there.items()
                if seq > self.dots.here.get((replica, mark), 0)
            ],
        )
        self.second.finish()
        erasure.spread(self.change)
        if any("number" in KINDS[k].fields for k in self.result.set.kinds if k in KINDS):
            self.change.numbering.saw(numbers.in_store(self.cursor))
        entries = self.result.set.entries
        for (record, register), values in self.fresh_conflicts.items():
            if entries[record].what != "erased":
                self.result.conflicts += 1
                entries[record].conflicts[register] = values
        return self.result


def merge(
    change: Change,
    space: str,
    vector: Vector,
    lines: Iterable[str],
    progress: Progress | None = None,
    sender: Sender | None = None,
) -> Merged:
    """Take a body in: whole, in the caller's transaction. Raises :class:`Damaged`; the caller rolls back.

    ``sender`` tells whose package it is, so that changes of its own and of this PC are compared once.
    """
    merging = Merge(change, space, vector, sender or Sender())
    order = Order()
    known: Callable[[str], bool] | None = None
    for text in lines:
        if known is None or not known(text):
            line = parse_line(text)
            order.take(line[0])
            if line[0] == "c":
                merging.take_change(line)
            elif line[0] == "r":
                record = Incoming.read(line, len(merging.dots.dots))
                order.once(record.id)
                merging.take_record(record, len(text))
                known = known or merging.known_lines(order.seen)  # now all changes are known
            else:
                merging.take_erasure(line)
                known = None
        if progress and order.seen and len(order.seen) % CHUNK == 0:
            progress(len(order.seen))
    result = merging.finish()
    change.session.expire_all()
    return result
