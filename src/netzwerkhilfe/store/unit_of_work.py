"""The unit of work: every change of a synced table passes here and leaves a stamp and a ChangeSet.

``with store.change(author) as change:`` gives an ORM session (``change.session``) and the verbs below. What really
changed is stamped, an unchanged value that is assigned again is not. A form gives back the snapshot it was opened
with, and replaces the values it displayed and no others: what came in meanwhile becomes a visible conflict.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast, overload

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, NET, Kind, Record
from netzwerkhilfe.models.base import derived_id, new_id
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import STAGE, Json
from netzwerkhilfe.models.naming import Watch
from netzwerkhilfe.store import (
    algebra,
    bulk,
    journal,
    ledger,
    moving,
    naming,
    numbers,
    reading,
    search,
    settling,
    trash,
    undoing,
    withholding,
)
from netzwerkhilfe.store.changeset import ChangeSet, Kept
from netzwerkhilfe.store.conditions import Condition
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.indexing import WaitingIndex
from netzwerkhilfe.store.reader import NETWORK_KINDS, NOT_FOUND, R, Reader
from netzwerkhilfe.store.reading import Snapshot

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from netzwerkhilfe.store.membership import Chain, Taken
    from netzwerkhilfe.store.statements import Statement


CLOSED = "Die Niederschrift ist unterschrieben."
Refusal = Callable[["Change", Kind, Record, Mapping[str, Json] | None], None]
REFUSALS: list[Refusal] = []
"""What is asked before an entry is written: raises ``UserError`` where this PC may not. Given are the new entry, or the
changed one with the new values of its registers. The room above puts its rules here (:mod:`netzwerkhilfe.access`)."""


class Change(Reader):
    """One transaction: what it reads includes what it has written. Made by :meth:`Store.change`, used in its ``with``.

    ``store`` is what it was opened on, ``mark`` that opening's part of the dots.
    """

    def __init__(self, store: Reader, session: Session, author: str, mark: int) -> None:
        from sqlalchemy import event

        from netzwerkhilfe.store import mapping

        self._mapping = mapping  # imported here, since reading must not cost SQLAlchemy
        self.store = store
        self.paths, self.key = store.paths, store.key
        self.now = store.now
        self.session = session
        self.author = author
        self.set = ChangeSet()
        self.at = store.now().isoformat(timespec="seconds")
        self.written_local: dict[str, str] = {}
        """Values of this PC that go into the store with this transaction."""
        self.mark = mark
        self.if_discarded: list[Callable[[], object]] = []
        """What is done if this change fails: files that it brought are removed."""
        self._shown: dict[tuple[str, str], set[int]] = {}
        self._steps: list[tuple[Record, str, str | None]] = []
        self._withholding: dict[str, Record] = {}
        self._settling = False
        self._unseen: frozenset[int] = frozenset()
        self._settled: set[tuple[str, str]] = set()
        self.own_chain: Chain | None = None  # as this change has written it, if it has
        self._facts: Facts | None = None
        self.numbering = numbers.Numbering(self)
        self._written = naming.Written()
        self._index = WaitingIndex()
        event.listen(session, "before_flush", self._before_flush)

    # ---- SQL inside the transaction ---------------------------------------------------------------------------------
    @property
    def cursor(self) -> Cursor:
        """The driver's own cursor of this transaction; triggers let its writes pass."""
        return cast("Cursor", self.session.connection().connection.cursor())

    def number(self, space: str) -> int:
        """The number of this transaction's change in a space; drawn at the first write there."""
        found = self.set.numbers.get(space)
        if found is None:
            found = self.set.numbers[space] = self.further_number(space)
        return found

    def further_number(self, space: str, author: str = "", via: str | None = None) -> int:
        """The number of one more change of this transaction, for a value that needs a dot of its own.

        ``author`` is who typed it, if not the author of this change, ``via`` who relayed it.
        """
        clock = int(self.now().timestamp() * 1_000_000)
        author = author or self.author
        return journal.new_change(self.cursor, space, self.replica, self.mark, clock, author, self.at, via)

    @contextlib.contextmanager
    def part(self) -> Iterator[None]:
        """What is merged meanwhile goes again if it ends in an error; the rest of the change stays."""
        cursor = self.cursor
        cursor.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK TO part")
            raise
        finally:
            cursor.execute("RELEASE part")

    def discard(self) -> None:
        """The change has failed: take back what was done beside the store for it."""
        while self.if_discarded:
            self.if_discarded.pop()()

    # ---- reading what is written so far -----------------------------------------------------------------------------
    @contextlib.contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor inside this transaction, after what was assigned so far was written."""
        self.session.flush()
        yield self.cursor

    def local(self, key: str, default: str = "") -> str:
        """A value of this PC that no other PC gets, such as its office and its own keys."""
        found = self.written_local.get(key)
        return self.store.local(key, default) if found is None else found

    def set_local(self, **values: str) -> None:
        """Keep values of this PC, with this transaction or not at all."""
        self.cursor.executemany("INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", list(values.items()))
        self.written_local |= values

    @property
    def chain(self) -> Chain:
        """The signed statements of membership, with those of this change."""
        return self.store.chain if self.own_chain is None else self.own_chain

    def take_statements(self, statements: Iterable[Statement]) -> Taken:
        """Keep those that have their right and whose ancestors are known, with this transaction or not at all."""
        from netzwerkhilfe.store import roster  # late, as all that reads statements

        taken = self.chain.take(statements)
        if taken.new:
            roster.add(self.cursor, [taken.chain[s] for s in taken.new])
            self.own_chain = taken.chain
        return taken

    def forget_statements(self) -> None:
        """Begin without a chain: this PC leaves its network or joins another."""
        from netzwerkhilfe.store import roster

        self.own_chain = roster.clear(self.cursor)

    def facts(self) -> Facts:
        """What the network knows that parsing and display need, with what this change has done to it."""
        if not self.set.kinds & NETWORK_KINDS:
            return self.store.facts()
        if self._facts is None:
            self._facts = self.read_facts()
        return self._facts

    # ---- what was shown ---------------------------------------------------------------------------------------------
    @contextlib.contextmanager
    def as_shown(self, seen: int | None) -> Iterator[None]:
        """Act on what a person saw: what arrived after ``seen`` (:attr:`Snapshot.seen`) is neither replaced nor sealed.

        It stays a conflict, or puts the sealed record up for review. What was written at this PC since counts as seen;
        ``None`` stands for all that is here.
        """
        before = self._unseen
        if seen is not None:
            found = self.cursor.execute(
                "SELECT n FROM change WHERE n > ? AND NOT (replica = ? AND mark = ?)", (seen, self.replica, self.mark)
            )
            self._unseen = before | {n for (n,) in found.fetchall()}
        try:
            yield
            self.session.flush()
        finally:
            self._unseen = before

    def names(self) -> Watch:
        """By what the people in need of the own office are known, those of this change included."""
        return naming.read_watch(self) if self.set.kinds & naming.WATCHED else self.store.names()

    def let_pass(self, hits: Collection[naming.Hit] | None = None) -> None:
        """Whoever typed has decided: these people in need may be named in what all read (``None``: anybody)."""
        self._written.allow(hits)

    # ---- verbs ------------------------------------------------------------------------------------------------------
    def add(
        self,
        kind_name: str,
        values: Mapping[str, Json],
        *,
        space: str | None = None,
        root: str | None = None,
        record: str | None = None,
    ) -> Record:
        """A new record with a random id. Missing facts get their defaults: own office, the kind's space, own root."""
        kind = KINDS[kind_name]
        space = space or kind.default_space(values, self.office_space)
        full = dict(values)
        full.setdefault("office", self.local("office"))
        self.first_stage(kind, full)
        record = record or new_id()
        kept = withholding.take_out(self, kind, full)
        obj: Record = self._mapping.mapped(kind)(id=record, space=space, root=root or record, touched=self.at, **full)
        if kind.number and not full.get("number"):
            setattr(obj, "number", self.next_number(kind))  # noqa: B010 - not every record has one
        obj.creation = self.number(space)
        self.session.add(obj)
        self.session.flush()
        if kept:
            kept |= {"parent": obj.id, "office": obj.office}
            self.ensure(kind.companion, (obj.root,), kept, space=self.office_space, root=obj.root)
        return obj

    def add_many(
        self, kind_name: str, entries: Sequence[Mapping[str, Json]], private: Sequence[Mapping[str, Json]]
    ) -> list[str]:
        """New entries as :meth:`add` makes them, with what their companions keep, written together; gives the ids."""
        kind = KINDS[kind_name]
        if kind.closed_with or kind.key_field or kind.name in NETWORK_KINDS:
            raise ValueError(kind_name)
        self.session.flush()
        return bulk.add(self, kind, entries, private)

    def update_many(self, kind_name: str, values: Mapping[str, Mapping[str, Json]]) -> None:
        """Set fields of many entries (id to values), replacing what is displayed now, written together."""
        bulk.assign(self, KINDS[kind_name], values)

    def written(self, kind: Kind, entry: Record, registers: set[str] | None = None) -> None:
        """Note that an entry was written past the session: all of a new one, or these registers."""
        self._written.note(kind, entry, registers)

    def stood(self, kind: Kind, record: str, register: str, row: Mapping[str, Json]) -> None:
        """Note the one value that a register had before it was written past the session."""
        self._written.stood(record, register, [reading.register_value(kind, register, row)])

    def hides(self, numbers: Iterable[int]) -> bool:
        """Whether any of these changes was not shown to whoever acts (:meth:`as_shown`)."""
        return bool(self._unseen) and not self._unseen.isdisjoint(numbers)

    def ensure(
        self,
        kind_name: str,
        key: tuple[str, ...],
        values: Mapping[str, Json],
        *,
        space: str = NET,
        root: str | None = None,
    ) -> Record:
        """The record with this natural key: made if missing, its values set. The same on every PC."""
        kind = KINDS[kind_name]
        record = derived_id(kind_name, space, *key)
        obj: Record | None = self.session.get(self._mapping.mapped(kind), record)
        if obj is None:
            facts = {"id": record, "space": space, "root": root or record, "touched": self.at}
            obj = self._mapping.mapped(kind)(creation=None, **facts, **values)
            self.session.add(obj)
        else:
            for name, value in values.items():
                if getattr(obj, name) != value:
                    setattr(obj, name, value)
        self.session.flush()
        return obj

    def next_number(self, kind: Kind, letter: str = "", year: int = 0) -> str:
        """The next number of a kind: office, from the second PC on the PC, letter, year, counter (MX-W-2026-047)."""
        return self.next_numbers(kind, 1, letter, year)[0]

    def next_numbers(self, kind: Kind, count: int, letter: str = "", year: int = 0) -> list[str]:
        """As many numbers of a kind as are needed, one after the other; see :meth:`next_number`."""
        prefix = numbers.prefix(self, kind, letter, year)
        return self.numbering.next(self.cursor, kind.table, prefix, count)

    @overload
    def edit(self, record: str) -> Record: ...
    @overload
    def edit(self, record: str, model: type[R]) -> R: ...
    def edit(self, record: str, model: type[Record] = Record) -> Record:
        """A record for changing: assign to its fields. Raises ``UserError`` if there is none (of that kind)."""
        kind = reading.find_kind(self.cursor, record)
        obj: Record | None = self.session.get(self._mapping.mapped(kind), record) if kind else None
        if obj is None or not isinstance(obj, model):
            raise UserError(NOT_FOUND, "", "Vielleicht hat ein anderes Büro ihn gelöscht.")
        return obj

    def write(self, opened: Snapshot, values: Mapping[str, Json]) -> Record:
        """Save a form: only what the person changed since it was opened, replacing only what it displayed."""
        obj = self.edit(opened.id)
        kind = opened.kind
        changed = {n: v for n, v in values.items() if v != opened.values.get(n)}
        self._shown = {key: numbers for key, numbers in self._shown.items() if key[0] != opened.id}
        own = withholding.divert(self, obj, changed, opened)
        for register in {kind.register_of[n] for n in own}:
            shown = opened.shown.get(register)
            self._shown.setdefault((opened.id, register), set() if shown is None else {shown})
            group = {n: opened.values.get(n) for n in kind.registers[register] if n not in opened.kept}
            self.assign(obj, group | {n: own[n] for n in kind.registers[register] if n in own}, flush=False)
        self.session.flush()
        return obj

    def update(self, record: str, values: Mapping[str, Json]) -> Record:
        """Set fields, replacing what is displayed now."""
        obj = self.edit(record)
        return self.assign(obj, withholding.divert(self, obj, values))

    def assign(self, obj: Record, values: Mapping[str, Json], *, flush: bool = True) -> Record:
        """Set fields of the record itself, wherever withheld ones belong; an equal value is no change."""
        for name, value in values.items():
            if getattr(obj, name) != value:
                setattr(obj, name, value)
        if flush:
            self.session.flush()
        return obj

    def replaces(self, record: str, register: str, numbers: Iterable[int]) -> None:
        """Let the next write of a register take the place of these live changes and of no others."""
        self._shown[record, register] = set(numbers)

    def resolve(
        self, record: str, values: Mapping[str, Json], shown: Mapping[str, Iterable[int]] | None = None
    ) -> Record:
        """Settle conflicts: the values take the place of the live ones that were shown, and always get a stamp.

        ``shown`` has for each register the numbers of the changes that were looked at (:attr:`Conflict.numbers`): what
        arrived since stays a conflict. A register that is missing there, or no ``shown``, means all that live now.
        This alone is possible on a closed record too; it is then up for review. Raises ``UserError`` where some fields
        of a group leave open what the others are.
        """
        kind = KINDS[self.edit(record).kind_name]
        among = settling.among(self, kind, record, values, shown or {})
        values = settling.with_their_group(kind, values, among)
        self._settling = True
        try:
            obj = self.overwrite(record, values, shown or {})
        finally:
            self._settling = False
        chosen_among = {n: [fields[n] for fields in among[kind.register_of[n]]] for n in values}
        self._settled |= {(record, n) for n, v in values.items() if v in chosen_among[n]}
        withholding.settled(self, obj, values, chosen_among)
        return obj

    def looked_at(self, kind: Kind, record: str, register: str, shown: Iterable[int] | None) -> set[int]:
        """The changes of a register that a person looked at: those shown, or all live ones that were not hidden."""
        live = reading.live(self.cursor, kind, self._row(kind, record), register) if shown is None else shown
        return set(live) - self._unseen

    def overwrite(self, record: str, values: Mapping[str, Json], shown: Mapping[str, Iterable[int]]) -> Record:
        """Put values in the place of the changes that were shown of each register; always stamped. See :meth:`resolve`,
        which is what a person does."""
        obj = self.edit(record)
        kind = KINDS[obj.kind_name]
        for register in {kind.register_of[n] for n in values}:
            self._shown[record, register] = self.looked_at(kind, record, register, shown.get(register))
        for name, value in values.items():
            setattr(obj, name, value)
        # A value that is displayed already is no change for the ORM, but settling it is one for the exchange.
        for register in {kind.register_of[n] for n in values}:
            if not self._mapping.changed(obj, kind.registers[register]):
                self._stamp(kind, obj, register)
        self.session.flush()
        self._index.note(kind, obj)
        return obj

    def settle(self, record: str, register: str, value: Json, shown: Iterable[int] | None = None) -> Record:
        """Settle one register with one of its live values as it is, a group as a whole, a seal with what is seen now.

        ``shown`` are the numbers of the changes that were looked at; see :meth:`resolve`.
        """
        obj = self.edit(record)
        kind = KINDS[obj.kind_name]
        fields = reading.spread(kind, register, value)
        if fields is None:
            raise UserError(
                "Diese Angabe ist nicht lesbar.", "Es wurde nichts verändert.", "Bitte wählen Sie die andere."
            )
        if register == algebra.SEAL:
            self._shown[record, register] = self.looked_at(kind, record, register, shown)
            self.seal(record, *((value["kind"], value["target"]) if value else (None,)))
            if (record, register) in self._shown:  # what is displayed already was chosen: no change for the ORM
                self._stamp(kind, obj, register)
            return obj
        return self.resolve(record, fields, None if shown is None else {register: shown})

    def seal(self, record: str, kind_of_seal: str | None, target: str | None = None) -> Record:
        """Set (or with ``None`` lift) a seal; it lists the live dots that its writer had seen around the record.

        What was not shown (:meth:`as_shown`) is not among them.
        """
        obj = self.edit(record)
        kind = KINDS[obj.kind_name]
        self.session.flush()
        row = self._row(kind, record)
        number = self.number(obj.space)
        around = reading.around(self.cursor, kind, row) - self._unseen
        saw = reading.dots_of(self.cursor, around | {number})
        obj.seal = {"kind": kind_of_seal, "target": target, "saw": saw} if kind_of_seal else None
        self.session.flush()
        return obj

    def trash(self, record: str) -> Record:
        """Into the Papierkorb, with what hangs on it; :meth:`untrash` takes it back. Raises ``UserError`` if closed.

        A child that was not shown (:meth:`as_shown`) stays, and puts the record up for review.
        """
        obj = self.edit(record)
        if algebra.closed(obj.seal):
            raise UserError(CLOSED, "Sie wurde nicht verändert.", "Was unterschrieben ist, bleibt.")
        trash.put_children(self, record, obj.space, self._unseen)
        return self.seal(record, trash.TRASHED)

    def untrash(self, record: str) -> Record:
        """Out of the Papierkorb, with what the same act had put there; what went before it stays.

        Seals of several offices that are equal are lifted together. What they refer to may have been moved meanwhile.
        """
        self.edit(record)
        self.session.flush()
        return trash.take_out(self, record, self._unseen)

    def move(self, record: str, target: str) -> str:
        """Move a record and its children to another space; gives the new id. Raises ``UserError``: see
        :func:`moving.move`."""
        self.session.flush()
        self._write_steps()
        moved = moving.move(self, record, target)
        self._steps.clear()  # to change the space is no step of its own
        return moved

    def moved(self, kind: Kind, row: Mapping[str, Json], record: str, space: str, values: Mapping[str, Json]) -> None:
        """Make what a record becomes in another space; if it was there before, it gets the values and no seal."""
        if self.session.get(self._mapping.mapped(kind), record) is None:
            facts = {"id": record, "space": space, "root": row["root"], "touched": self.at}
            self.session.add(self._mapping.mapped(kind)(creation=None, **facts, **values))
        else:
            self.assign(self.edit(record), {n: values.get(n) for n in kind.fields if n != algebra.SEAL})
            self.seal(record, None)

    # ---- stamping ---------------------------------------------------------------------------------------------------
    def _row(self, kind: Kind, record: str) -> dict[str, Json]:
        return reading.rows(self.cursor, kind, "id = ?", (record,))[0]

    def first_stage(self, kind: Kind, values: dict[str, Json]) -> None:
        """Give a new entry its first stage, where it has none."""
        for name, field_ in kind.fields.items():
            if field_.type is STAGE and not values.get(name):
                stages = self.store.facts().stages.get(kind.name)
                values[name] = stages[0].key if stages else None

    def _before_flush(self, session: Session, _context: object, _instances: object) -> None:
        for obj in list(session.deleted):
            raise RuntimeError(f"records are erased, never deleted: {obj.kind_name}")
        fresh = [o for o in session.new if isinstance(o, Record)]
        self._facts = None
        for obj in fresh:
            kind = KINDS[obj.kind_name]
            journal.refuse_dead(self.cursor, obj.id, obj.root)
            self._refuse_closed(kind, obj)
            self.ask(kind, obj, None)
            obj.touched = self.at
            self.set.note(kind.name, obj.id, "added")
            self._written.note(kind, obj, None)
            if obj.creation is None:
                self._stamp_derived(kind, obj)
            self._index.note(kind, obj)
            self._step(kind, obj)
            if kind.withheld[0]:
                self._withholding[obj.id] = obj
        for obj in [o for o in session.dirty if isinstance(o, Record)]:
            kind = KINDS[obj.kind_name]
            self._keep_first(kind, obj)
            registers = {kind.register_of[n] for n in self._mapping.changed(obj, kind.fields)}
            if not registers:
                continue
            if registers - {algebra.SEAL} - kind.later or kind.closed_with:
                self._refuse_closed(kind, obj)
            values = self._values(kind, obj)
            self.ask(kind, obj, {r: reading.register_value(kind, r, values) for r in registers})
            self._written.note(kind, obj, registers)
            for register in sorted(registers):
                self._stamp(kind, obj, register)
            obj.touched = self.at
            self._index.note(kind, obj)
            if kind.withheld[0]:
                self._withholding[obj.id] = obj
            if any(kind.fields[r].type is STAGE for r in registers if r in kind.fields):
                self._step(kind, obj)

    def ask(self, kind: Kind, obj: Record, changed: Mapping[str, Json] | None) -> None:
        """Whether this PC may write an entry; see :data:`REFUSALS`. Raises ``UserError``."""
        for refusal in REFUSALS:
            refusal(self, kind, obj, changed)

    def _keep_first(self, kind: Kind, obj: Record) -> None:
        """What is renamed keeps its key: entries go on storing it."""
        for name, field_ in kind.fields.items():
            if field_.first_of and getattr(obj, name) is None:
                before = self._mapping.value_before(obj, field_.first_of)
                if before:
                    setattr(obj, name, before)

    def _refuse_closed(self, kind: Kind, obj: Record) -> None:
        """What is signed does not change, nor does what was signed with it (``Kind.closed_with``)."""
        if self._settling:
            return
        seal = None if self._mapping.changed(obj, (algebra.SEAL,)) else obj.seal
        seals = [seal]
        if kind.closed_with:  # neither out of a closed record nor into one
            table = KINDS[kind.closed_with].table
            for parent in {p for p in self._mapping.values_around(obj, "parent") if p}:
                row = self.cursor.execute(f"SELECT seal FROM {table} WHERE id = ?", (parent,)).fetchone()
                seals += [reading.json_cell(row[0])] if row else []
        if any(algebra.closed(s) for s in seals):
            raise UserError(
                CLOSED,
                "Es wurde nichts geändert.",
                "Eine Berichtigung kommt als Nachtrag dazu; vor der Genehmigung lässt sich die Unterschrift "
                "zurücknehmen.",
            )

    def _values(self, kind: Kind, obj: Record) -> dict[str, Json]:
        return {n: getattr(obj, n) for n in kind.fields}

    def _index_now(self) -> None:
        self.session.flush()
        self._facts = None  # a merge writes past the session
        self._index.write(self.cursor, self.store.facts(), self.facts(), renamed=bool(self.set.kinds & NETWORK_KINDS))

    def ids_in_parts(
        self, kind_name: str, text: str = "", conditions: Sequence[Condition] = (), first: int = search.PART
    ) -> Generator[list[str], None, None]:
        """As :meth:`Reader.ids_in_parts`, with what this change has written."""
        self._index_now()
        return super().ids_in_parts(kind_name, text, conditions, first)

    def first_at(self, kind_name: str, title: str) -> str | None:
        """As :meth:`Reader.first_at`, with what this change has written."""
        self._index_now()
        return super().first_at(kind_name, title)

    def count(self, kind_name: str) -> int:
        """As :meth:`Reader.count`, with what this change has written."""
        self._index_now()
        return super().count(kind_name)

    def hits(self, text: str, limit: int = 40) -> list[tuple[str, str]]:
        """As :meth:`Reader.hits`, with what this change has written."""
        self._index_now()
        return super().hits(text, limit)

    def _stamp_derived(self, kind: Kind, obj: Record) -> None:
        values = self._values(kind, obj)
        for register in kind.registers:
            if reading.register_value(kind, register, values) is not None:
                self.cursor.execute(
                    "INSERT OR REPLACE INTO stamp (record, register, change) VALUES (?, ?, ?)",
                    (obj.id, register, self.number(obj.space)),
                )

    def _stamp(self, kind: Kind, obj: Record, register: str) -> None:
        """Stamp one register with this transaction's change, and keep every other live value."""
        cursor = self.cursor
        own = self.number(obj.space)
        before = self._row(kind, obj.id)
        live = reading.live(cursor, kind, before, register)
        entry = self.set.note(kind.name, obj.id, "changed")
        entry.before.setdefault(register, {n: before[n] for n in kind.registers[register]})
        entry.registers.add(register)
        self._written.stood(obj.id, register, live.values())
        if set(live) == {own} and own == before["creation"]:
            return
        replaced = self._shown.pop((obj.id, register), None)
        if replaced is None:
            seen = set(live) - self._unseen
            replaced = {reading.displayed(cursor, seen)} if seen else set()
        new = algebra.write(live, replaced, own, reading.register_value(kind, register, self._values(kind, obj)))
        journal.write_live(cursor, kind, obj.id, register, new, own)

    def _step(self, kind: Kind, obj: Record) -> None:
        """Each stage of a lead leaves a step behind."""
        for name, field_ in kind.fields.items():
            if field_.type is STAGE and getattr(obj, name):
                self._steps.append((obj, getattr(obj, name), getattr(obj, f"{name}_on", None)))

    def _write_steps(self) -> None:
        steps, self._steps = self._steps, []
        for obj, stage, on_day in steps:
            day = on_day if on_day and len(on_day) == 10 else self.at[:10]
            values = {"parent": obj.id, "stage": stage, "on_day": day}
            self.add("stage_steps", values, space=obj.space, root=obj.root)

    def finish(self) -> None:
        """Write what follows from the changes, last inside the transaction. Raises :class:`naming.PersonNamed`."""
        self.session.flush()
        for obj in list(self._withholding.values()):
            entry = self.set.entries.get(obj.id)
            written = {n: v for values in entry.before.values() for n, v in values.items()} if entry else {}
            new = entry is not None and entry.what == "added"
            withholding.keep_typed(self, obj, None if new else written, self._settled)
        self._written.refuse_names(self)
        self._write_steps()
        self._index_now()
        self.numbering.keep()
        if any(e.what == "erased" for e in self.set.entries.values()):
            self.set_local(**{ledger.UNCLEAN: "1"})

    def release_withheld(self, record: str) -> None:
        """Tick that withheld fields of an entry may go to all, and let them go now."""
        obj = self.edit(record)
        withholding.follow_tick(self, self.assign(obj, {KINDS[obj.kind_name].withheld[0]: True}))

    # ---- undo -------------------------------------------------------------------------------------------------------
    def undo(self, done: ChangeSet, owned: Mapping[tuple[str, str], Collection[int]] | None = None) -> list[Kept]:
        """Take a change back by changes of one's own: what was added goes to the Papierkorb, the rest as before.

        What somebody has changed since is left alone; gives what that is. A signature goes first: it closes what it
        belongs to.

        :param owned: by record and register the numbers of changes that stand for ``done``, because they brought back
            what it had left.
        """
        self.let_pass()
        taken = len(self._steps)
        kept = undoing.take_back(self, done, owned or {})
        del self._steps[taken:]  # a stage that comes back is no new step
        return kept
