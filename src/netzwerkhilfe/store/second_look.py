"""What came through others, held against the word of its author.

A PC takes an author's changes from whoever has them. When the author's own package comes, each of its changes that
was not read there before is compared with what is here; changes of this PC are compared with what it wrote. A value
that differs is kept beside the true one, as a conflict that names who relayed it. What the vector here claims and what
is not here is taken again. docs/decisions/0028 gives the reasons, tests/exchange/test_relays.py the attacks.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import Json, canonical
from netzwerkhilfe.store import algebra, erasure, journal, reading
from netzwerkhilfe.store.algebra import Dot
from netzwerkhilfe.store.dots import Dots
from netzwerkhilfe.store.relays import Relayed, way_of, way_text
from netzwerkhilfe.store.state import Damaged, Incoming

False_ = tuple[Json, str, str | None]
"""A value that is not its author's: with the author it was given, and its way."""


class SecondLook:
    """What a package says about changes that are known here already."""

    def __init__(self, dots: Dots, relayed: Relayed) -> None:
        self.dots, self.cursor, self.relayed = dots, dots.cursor, relayed
        self.erased: set[tuple[str, int]] = set()
        """The erasures of the file: key and number of the change."""
        self.met: set[str] = set()
        """The ids of the records of the file that were looked at."""
        self._own, self._sender = dots.own, dots.sender.replica
        self._ways: list[tuple[str | None, int]] = []
        self._clocks: list[int] = []
        self.judged = self._judged()
        """The sender's changes that came through others and are compared with its own word now."""
        self.suspects = self._suspects()
        """The records in which such a change lives."""

    def _judged(self) -> set[int]:
        dots = self.dots
        if not self._sender or self._sender == self._own:
            return set()
        return {
            number
            for dot, number in dots.known.items()
            if dot.replica == self._sender
            and not algebra.covers(dots.sender.said, dot)
            and algebra.covers(dots.there, dot)
        }

    def _suspects(self) -> set[str]:
        if not self.judged:
            return set()
        numbers = json.dumps(sorted(self.judged))
        tables = [("stamp", "record", "change"), ("sibling", "record", "change"), ("foreign_record", "id", "creation")]
        tables += [(kind.table, "id", "creation") for kind in KINDS.values()]
        found: set[str] = set()
        for table, record, number in tables:
            found |= {
                r[0]
                for r in self.cursor.execute(
                    f"SELECT {record} FROM {table} WHERE {number} IN (SELECT value FROM json_each(?))", (numbers,)
                )
            }
        return found

    @functools.cached_property
    def _beyond(self) -> set[int]:
        """The judged changes that stand where their author may not write now, or erase."""
        limits, cursor = self.dots.sender.limits, self.cursor
        if limits is None or not self.judged:
            return set()
        numbers = json.dumps(sorted(self.judged))
        among = "IN (SELECT value FROM json_each(?))"
        found = {r[0] for r in cursor.execute(f"SELECT change FROM erased WHERE change {among}", (numbers,)).fetchall()}
        for kind in KINDS.values():
            made = cursor.execute(f"SELECT creation FROM {kind.table} WHERE creation {among}", (numbers,)).fetchall()
            found |= set() if limits.add(kind.name, {}) else {r[0] for r in made}
        for table in ("stamp", "sibling"):
            rows = cursor.execute(f"SELECT record, register, change FROM {table} WHERE change {among}", (numbers,))
            for record, register, number in rows.fetchall():
                written = reading.find_kind(cursor, record)
                value = self._value(written, record, register, number) if written else None
                if written and not limits.change(written.name, record, register, value):
                    found.add(number)
        return found

    def _value(self, kind: Kind, record: str, register: str, number: int) -> Json:
        row = reading.rows(self.cursor, kind, "id = ?", (record,))[0]
        return reading.live(self.cursor, kind, row, register).get(number) if register in kind.registers else None

    def _may(self, record: Incoming, register: str, value: Json, *, made: bool = False) -> bool:
        """Whether the sender's word about a register counts.

        :param made: whether it speaks of the entry as it was made.
        """
        limits = self.dots.sender.limits
        if limits is None:
            return True
        if made:
            return limits.add(record.kind, {register: value})
        return limits.change(record.kind, record.id, register, value)

    # ---- changes ----------------------------------------------------------------------------------------------------
    def take_change(self, row: tuple[Json, ...]) -> None:
        """The sender's own word about clock, author, time and way of a change of its own that is known here."""
        dot, hlc, author, at, via = row
        dots = self.dots
        number = dots.known.get(dot)
        if number is None or number not in self.judged or number in self._beyond:
            return
        if dots.ways.get(number) != via:
            self._ways.append((via, number))
        if (dots.orders[number][0], dots.authors[number], dots.ats[number]) != (hlc, author, at):
            self._note(self.relayed.corrected, dots.ways.get(number))
            dots.correct(number, hlc, author, at)
            self._clocks.append(number)

    def _note(self, where: dict[str, int], via: str | None) -> None:
        self.relayed.note(where, (*way_of(via), "")[0])

    # ---- values -----------------------------------------------------------------------------------------------------
    def register(
        self,
        record: Incoming,
        register: str,
        entries: list[list[Json]],
        live: Mapping[int, Json],
        new: dict[int, Json],
        *,
        whole: bool,
        lost: bool,
    ) -> dict[int, Json]:
        """The live values of a register after the merge, held against what its file says about known changes.

        A value is taken again only if the sender had seen all that lives here: what it had not seen may have replaced
        it. In histories without damage and lies that never happens (20,000 random ones were tried).

        :param lost: whether the entry is not here and comes as its author's word.
        """
        dots = self.dots
        false: list[False_] = []
        there = {dots.dots[position] for position, _ in entries}
        absent = self._compare(record, register, entries, live, new, false, whole=whole)
        absent = [[p, v] for p, v in absent if self._may(record, register, v, made=lost and p == record.creation)]
        # in a history without lies the merge has dropped what its author has replaced
        forged = [n for n in new if whole and n in live and n in self.judged and dots.dot(n) not in there]
        forged = [n for n in forged if self._may(record, register, live[n])]
        for number in forged:
            false.append((new.pop(number), dots.authors[number], dots.ways.get(number)))
        here = [n for n in live if n not in forged and not self._repeats(n)]
        if absent and all(dots.covered_there(n) for n in here):
            for number in here:
                gone = new.pop(number, None) if dots.dot(number) not in there else None
                if gone is not None and dots.sender.again:  # an author's own file says what it has replaced
                    false.append((gone, dots.authors[number], dots.ways.get(number)))
            new |= {dots.local(position): value for position, value in absent}
        return self._kept(new, false)

    def _repeats(self, number: int) -> bool:
        """Whether a change of this PC only repeats what another one wrote: it has replaced nothing later."""
        return self.dots.dot(number).replica == self._own and number in self.dots.ways

    def _compare(
        self,
        record: Incoming,
        register: str,
        entries: list[list[Json]],
        live: Mapping[int, Json],
        new: dict[int, Json],
        false: list[False_],
        *,
        whole: bool,
    ) -> list[list[Json]]:
        """Find the known changes that live here with another value, and give those that do not live here."""
        dots, absent = self.dots, []
        for position, value in entries:
            dot = dots.dots[position]
            if dots.unseen[position] or not (whole or dots.looked[position]):
                continue
            number = dots.known.get(dot)
            if number is None or number not in live:
                if whole or dot.replica == self._sender:
                    absent.append([position, value])
            elif canonical(live[number]) != canonical(value):
                made = position == record.creation and dot.replica == self._sender
                if self._may(record, register, value, made=made):
                    self._differs(number, dot, value, new, false)
        return absent

    def _differs(self, number: int, dot: Dot, value: Json, new: dict[int, Json], false: list[False_]) -> None:
        """One change with two values: its author's is true, of other changes the one that is here."""
        dots = self.dots
        if number not in new:  # somebody has replaced both
            return
        if dot.replica == self._sender and self._sender != self._own:
            if number in self.judged or dots.sender.again:
                false.append((new[number], dots.authors[number], dots.ways.get(number)))
                new[number] = value
        elif dot.replica == self._own or dots.sender.again:
            false.append((value, dots.authors[number], way_text((self._sender,))))

    def _kept(self, new: dict[int, Json], false: list[False_]) -> dict[int, Json]:
        """Both stay, each as a change of this PC, the true one displayed."""
        dots = self.dots
        wrong = {canonical(value): (value, author, via) for value, author, via in false}
        for value in new.values():
            wrong.pop(canonical(value), None)
        for value, author, via in wrong.values():
            self._note(self.relayed.values, via)
            shown = dots.displayed(new) if new else None
            new[dots.repeat(author, via)] = value
            if shown is not None:
                new[dots.repeat(dots.authors[shown], way_text((self._own,)))] = new.pop(shown)
        return new

    # ---- facts ------------------------------------------------------------------------------------------------------
    def may_bring_back(self, record: Incoming) -> bool:
        """Whether an entry may come whose creation was seen here without it: only as its author's own word."""
        dots = self.dots
        assert record.creation is not None
        its_own = dots.dots[record.creation].replica == self._sender
        if limits := dots.sender.limits:
            return its_own and limits.add(record.kind, record.at_creation)
        return dots.sender.again or record.id in self.suspects or its_own

    def may_correct(self, record: Incoming, creation: int | None) -> bool:
        """Whether this package has the last word about root and creation of a record."""
        if record.creation is None or creation is None or self.dots.dots[record.creation].replica != self._sender:
            return False
        if limits := self.dots.sender.limits:
            return self.dots.dot(creation).replica == self._sender and limits.add(record.kind, {})
        return creation in self.judged or creation in self.dots.ways or self.dots.dot(creation).replica == self._sender

    def correct(self, kind: Kind, record: Incoming, row: dict[str, Json]) -> None:
        """Give a record the root and creation that its author says. What is typed in it stays."""
        dots, cursor = self.dots, self.cursor
        assert record.creation is not None
        self._note(self.relayed.corrected, dots.ways.get(row["creation"]))
        number = dots.local(record.creation)
        if number != row["creation"]:
            for register in kind.registers:
                if reading.register_value(kind, register, row) is not None:
                    cursor.execute(
                        "INSERT OR IGNORE INTO stamp (record, register, change) VALUES (?, ?, ?)",
                        (record.id, register, row["creation"]),
                    )
        cursor.execute(f"UPDATE {kind.table} SET root = ?, creation = ? WHERE id = ?", (record.root, number, record.id))
        row["root"], row["creation"] = record.root, number
        self.suspects.add(record.id)

    def replace(self, record: Incoming) -> None:
        """Another kind was relayed under this id: its author's record takes the place. Raises :class:`Damaged`."""
        dots = self.dots
        kind = reading.find_kind(dots.cursor, record.id)
        row = reading.rows(dots.cursor, kind, "id = ?", (record.id,))[0] if kind else None
        limits = dots.sender.limits
        may = row is not None and self.may_correct(record, row["creation"])
        if row is None or kind is None or row["space"] != dots.space or not may:
            raise Damaged("an id of another kind or space")
        if limits and not limits.add(kind.name, {}):
            raise Damaged("an id of another kind or space")
        self._note(self.relayed.corrected, dots.ways.get(row["creation"]))
        erasure.kill(dots.cursor, {erasure.ID + record.id}, dots.space)
        self.suspects.add(record.id)

    def may_erase(self, key: str, position: int) -> bool:
        """Whether an erasure is news, or known. One under a change that was seen here without it was made up since."""
        dots = self.dots
        dot = dots.dots[position]
        its_own = dot.replica == self._sender and dots.sender.limits is None
        if dots.unseen[position] or dots.sender.again or its_own:
            return True
        number = dots.known.get(dot)
        found = (
            number is not None
            and self.cursor.execute(
                "SELECT 1 FROM erased WHERE space = ? AND key = ? AND change = ?", (dots.space, key, number)
            ).fetchone()
        )
        if not found:
            self._note(self.relayed.erasures, way_text((self._sender,)))
        return bool(found)

    # ---- the end ----------------------------------------------------------------------------------------------------
    def finish(self) -> None:
        """Note what is confirmed now, display anew what had a wrong clock, and find what its author never wrote."""
        dots, cursor = self.dots, self.cursor
        cursor.executemany("UPDATE change SET via = ? WHERE n = ?", self._ways)
        for record, register in cursor.execute(
            "SELECT DISTINCT record, register FROM sibling WHERE change IN (SELECT value FROM json_each(?))",
            (json.dumps(self._clocks),),
        ).fetchall():
            self._show(record, register)
        if not self.judged:
            return
        for key, number in cursor.execute(
            "SELECT key, change FROM erased WHERE space = ? AND change IN (SELECT value FROM json_each(?))",
            (dots.space, json.dumps(sorted(self.judged))),
        ).fetchall():
            if (key, number) not in self.erased and number not in self._beyond:
                self._void(key, number)
        for record in self.suspects - self.met:
            kind = reading.find_kind(cursor, record)
            row = reading.rows(cursor, kind, "id = ?", (record,)) if kind else []
            if row and row[0]["creation"] in self.judged:
                self._note(self.relayed.invented, dots.ways.get(row[0]["creation"]))

    def _void(self, key: str, number: int) -> None:
        """An erasure that its author never wrote is none: what it took comes back when everything is read again."""
        self._note(self.relayed.erasures, self.dots.ways.get(number))
        bound = (self.dots.space, key, number)
        self.cursor.execute("DELETE FROM erased WHERE space = ? AND key = ? AND change = ?", bound)
        if not self.cursor.execute("SELECT 1 FROM erased WHERE space = ? AND key = ?", bound[:2]).fetchone():
            self.relayed.void.add(key)

    def _show(self, record: str, register: str) -> None:
        cursor = self.cursor
        kind = reading.find_kind(cursor, record)
        if kind is None or register not in kind.registers:
            return
        row = reading.rows(cursor, kind, "id = ?", (record,))[0]
        live = reading.live(cursor, kind, row, register)
        shown = self.dots.displayed(live)
        journal.fill(cursor, kind, record, register, live[shown])
        journal.write_live(cursor, kind, record, register, live, shown)
