"""Healing: equal vectors must mean equal digests. Where they do not, a store was damaged, and nothing is chosen
silently.

What one side has lost comes back from the other; where both have something, both are shown: one dot with two values
becomes two own dots, two different sets of live dots become their union. docs/decisions/0009 gives the reasons.

From the laptop of a person who helps nobody mends. So what only it holds cannot stay under the change of another: it
becomes a change of its own, which the others take as any other, or goes where it may not be written there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.base import FACTS
from netzwerkhilfe.models.fields import Json, canonical
from netzwerkhilfe.store import erasure, journal, reading
from netzwerkhilfe.store.algebra import Dot
from netzwerkhilfe.store.dots import checked_change
from netzwerkhilfe.store.merging import elsewhere
from netzwerkhilfe.store.relays import way_text
from netzwerkhilfe.store.state import Damaged, Incoming, Order, parse_line, vector_of
from netzwerkhilfe.store.unit_of_work import Change

OwnWord = Callable[[str, str, str, Json], bool]
"""Whether this PC may write a register of an entry (kind, id, register, value): asked where nobody mends from it."""


class _Healing:
    def __init__(self, change: Change, space: str, sender: str, own_word: OwnWord | None) -> None:
        self.change, self.cursor, self.space, self.sender = change, change.cursor, space, sender
        self.own_word = own_word
        self.lines: list[tuple[Dot, int, str, str]] = []
        self.known = {
            Dot(r, s, m): n
            for n, r, s, m in self.cursor.execute(
                "SELECT n, replica, seq, mark FROM change WHERE space = ?", (space,)
            ).fetchall()
        }
        self.dead = {r[0] for r in self.cursor.execute("SELECT key FROM erased WHERE space = ?", (space,)).fetchall()}
        self.healed = 0

    def number(self, position: int) -> int:
        """A change of the file in this store; a lost one is written down again."""
        dot, hlc, author, at = self.lines[position]
        found = self.known.get(dot)
        if found is None:
            self.cursor.execute(
                "INSERT INTO change (space, replica, seq, mark, hlc, author, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self.space, *dot, hlc, author, at),
            )
            found = self.known[dot] = int(self.cursor.execute("SELECT last_insert_rowid()").fetchone()[0])
        return found

    def record(self, record: Incoming) -> None:
        """One record of the other side."""
        kind = KINDS.get(record.kind)
        if kind is None or erasure.ID + record.id in self.dead or record.root in self.dead:
            return
        rows = reading.rows(self.cursor, kind, "id = ?", (record.id,))
        self._verify(kind, record, rows)
        creation = None if record.creation is None else self.number(record.creation)
        if not rows:
            self.cursor.execute(
                f"INSERT OR IGNORE INTO {kind.table} ({', '.join(FACTS)}) VALUES (?, ?, ?, ?, ?)",
                (record.id, self.space, record.root, creation, None),
            )
            self.cursor.execute("DELETE FROM stamp WHERE record = ?", (record.id,))
            self.cursor.execute("DELETE FROM sibling WHERE record = ?", (record.id,))
            self.change.set.note(kind.name, record.id, "added")
            self.healed += 1
        theirs: dict[str, list[list[Json]]] = {r: [[record.creation, v]] for r, v in record.at_creation.items()}
        theirs |= record.changed
        here = rows[0] if rows else {**dict.fromkeys(reading.columns(kind)), "id": record.id, "creation": creation}
        everywhere = dict.fromkeys(kind.registers) if self.own_word and rows else {}
        for register in [*theirs, *(r for r in everywhere if r not in theirs)]:
            entries = theirs.get(register, [])
            live = reading.live(self.cursor, kind, here, register) if register in kind.registers else {}
            if not rows:
                live = {}
            self._register(kind, record, register, live, {self.number(p): v for p, v in entries}, creation)

    def _verify(self, kind: Kind, record: Incoming, rows: list[dict[str, Json]]) -> None:
        """What a package may say holds for one that mends too. Raises :class:`Damaged`."""
        if any((row["space"], row["root"]) != (self.space, record.root) for row in rows):
            raise Damaged("a record of another space or root")
        if not rows and self.cursor.execute(elsewhere(kind.name), (json.dumps([record.id]),)).fetchone():
            raise Damaged("a record of another kind")
        if not all(kind.relies_on(register, value) for register, value in record.values()):
            raise Damaged("a value the program relies on")

    def _register(
        self,
        kind: Kind,
        record: Incoming,
        register: str,
        live: dict[int, Json],
        theirs: dict[int, Json],
        creation: int | None,
    ) -> None:
        if register not in kind.registers:
            return
        lost = (
            creation is not None and set(live) == {creation} and live.get(creation) is None
        )  # an empty value of its creation says nothing
        new = {} if lost and creation not in theirs else dict(live)
        if self.own_word:
            self._said_alone(kind, record.id, register, new, theirs)
        for number, value in theirs.items():
            if number not in new or canonical(new[number]) == canonical(value):
                new.setdefault(number, value)
            elif self.own_word and not self.own_word(kind.name, record.id, register, value):
                new[number] = value
            else:
                self._both(new, number, value)
        if not new and creation is not None:
            new = {creation: None}
        if new == live or not new:
            return
        self.healed += 1
        shown = reading.displayed(self.cursor, new)
        journal.fill(self.cursor, kind, record.id, register, new[shown])
        if set(new) != {creation}:
            journal.write_live(self.cursor, kind, record.id, register, new, shown)
        self.change.set.note(kind.name, record.id, "changed").registers.add(register)

    def _said_alone(
        self, kind: Kind, record: str, register: str, new: dict[int, Json], theirs: dict[int, Json]
    ) -> None:
        """What only this PC holds becomes its own change, or goes; nobody mends from it."""
        known = [canonical(value) for value in theirs.values()]
        for number in [n for n in new if n not in theirs]:
            value = new.pop(number)
            mine = self.own_word is not None and self.own_word(kind.name, record, register, value)
            if mine and value is not None and canonical(value) not in known:
                new[self.change.further_number(self.space, self._author_of(number))] = value

    def _author_of(self, number: int) -> str:
        found: str = self.cursor.execute("SELECT author FROM change WHERE n = ?", (number,)).fetchone()[0]
        return found

    def _both(self, new: dict[int, Json], number: int, theirs: Json) -> None:
        """One change with two values: each under an own one, displayed is that of its author, or else the one here."""
        mine = new.pop(number)
        author, replica = self.cursor.execute("SELECT author, replica FROM change WHERE n = ?", (number,)).fetchone()
        via = None if replica == self.sender else way_text((self.sender,))
        order = [(mine, None), (theirs, None)] if replica == self.sender else [(theirs, via), (mine, None)]
        for value, way in order:
            new[self.change.further_number(self.space, author, way)] = value


def heal(change: Change, space: str, lines: Iterable[str], sender: str, own_word: OwnWord | None = None) -> int:
    """Compare with another office's state and mend what differs; gives the number of mended values and entries.

    :param own_word: given on a PC from which nobody mends: what it may write.

    Called when equal vectors have unequal digests. Raises :class:`~netzwerkhilfe.store.state.Damaged`.
    """
    work = _Healing(change, space, sender, own_word)
    vector, order = vector_of(work.cursor, space), Order()  # the package has the same one
    for line in map(parse_line, lines):
        order.take(line[0])
        if line[0] == "c":
            work.lines.append(checked_change(line, vector)[:4])
        elif line[0] == "r":
            record = Incoming.read(line, len(work.lines))
            order.once(record.id)
            work.record(record)
    change.session.expire_all()
    return work.healed
