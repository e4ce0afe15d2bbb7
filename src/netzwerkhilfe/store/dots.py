"""The changes of a space while a file is read: those known here, and those that the file names by their position."""

from __future__ import annotations

import json
from collections.abc import Iterable

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra
from netzwerkhilfe.store.algebra import LAST_CLOCK, Dot, Order, Vector
from netzwerkhilfe.store.relays import LONGEST_WAY, Sender, Way, way_text
from netzwerkhilfe.store.state import (
    LONGEST_JOINED,
    LONGEST_NAME,
    Damaged,
    checked_moment,
    checked_number,
    checked_text,
    vector_of,
)
from netzwerkhilfe.store.unit_of_work import Change

TOLD = "told:"
"""The value of this PC, for each space, that keeps how many of its changes under which mark others can know."""


def given(change: Change, space: str) -> int:
    """How many changes under the mark in use others can know: those that a file of this PC has told."""
    mark, seq = change.json_local(TOLD + space) or (0, 0)
    return int(seq) if mark == change.mark else 0


def told(space: str, mark: int, seq: int) -> dict[str, str]:
    """The value of this PC to keep before a file with this many changes under this mark is written."""
    return {TOLD + space: json.dumps([mark, seq])}


class NeverGiven(Damaged):
    """The package speaks of changes of this PC that it never made, or never told anybody."""

    def __init__(self) -> None:
        super().__init__("numbers of this PC that it never gave")


def checked_way(value: Json) -> Way:
    """The way of a change in a file, or nothing. Raises :class:`Damaged`."""
    if value is None:
        return ()
    if not isinstance(value, list) or not 0 < len(value) <= LONGEST_WAY:
        raise Damaged("way")
    return tuple(checked_text(replica, LONGEST_NAME, 1) for replica in value)


def checked_change(line: list[Json], there: Vector) -> tuple[Dot, int, str, str, Way]:
    """A change of a file with this vector: its dot, clock, author, time and way. Raises :class:`Damaged`."""
    if len(line) != 8:
        raise Damaged("change")
    _, replica, seq, mark, hlc, author, at, via = line
    if checked_number(seq, 2**53) < 1:
        raise Damaged("number")
    dot = Dot(checked_text(replica, LONGEST_NAME, 1), seq, checked_number(mark, 2**53))
    if not algebra.covers(there, dot):
        raise Damaged("a change outside the file's vector")
    way = checked_way(via)
    return dot, checked_number(hlc, LAST_CLOCK), checked_text(author, 200), checked_moment(at), way


class Dots:
    """Changes by their number in this store, by their dot, and by their position in the file.

    Raises :class:`NeverGiven` for a vector that holds more of this PC's changes under the mark in use than it has told.
    """

    def __init__(self, change: Change, space: str, there: Vector, sender: Sender) -> None:
        self.change, self.space, self.there, self.sender = change, space, there, sender
        self.cursor = change.cursor
        self.own = change.replica
        self.here = vector_of(self.cursor, space)
        if there.get((change.replica, change.mark), 0) > given(change, space):
            raise NeverGiven
        if len(self.here) + len(there) > LONGEST_JOINED and len(self.here.keys() | there.keys()) > LONGEST_JOINED:
            raise Damaged("a vector that would make ours too long")
        self.known: dict[Dot, int] = {}
        self.orders: dict[int, Order] = {}
        self.ats: dict[int, str] = {}
        self.authors: dict[int, str] = {}
        self.ways: dict[int, str] = {}
        """How those came that their author did not bring."""
        for n, replica, seq, mark, hlc, author, at, via in self.cursor.execute(
            "SELECT n, replica, seq, mark, hlc, author, at, via FROM change WHERE space = ?", (space,)
        ):
            self._note(n, Dot(replica, seq, mark), hlc, author, at)
            if via:
                self.ways[n] = via
        self.dots: list[Dot] = []
        self._taken: set[Dot] = set()
        self.rows: list[tuple[Dot, int, str, str, str | None]] = []
        self.unseen: list[bool] = []
        self.looked: list[bool] = []
        """For each change of the file: whether it is unseen, or this file has the first word about it."""
        self._numbers: dict[int, int] = {}
        self._covered: dict[int, bool] = {}

    def _note(self, number: int, dot: Dot, hlc: int, author: str, at: str) -> None:
        self.known[dot] = number
        self.orders[number] = (hlc, *dot)
        self.authors[number] = author
        self.ats[number] = at

    def dot(self, number: int) -> Dot:
        """The dot of a change that is known here."""
        return Dot(*self.orders[number][1:])

    def take(self, line: list[Json]) -> tuple[Dot, int, str, str, str | None]:
        """One change of the file: its dot, clock, author, time and way. Raises :class:`Damaged`."""
        dot, hlc, author, at, way = checked_change(line, self.there)
        if dot in self._taken:
            raise Damaged("a change twice")
        self._taken.add(dot)
        if self.sender.replica and dot.replica != self.sender.replica:
            way = (self.sender.replica, *way)
        row = dot, hlc, author, at, way_text(way)
        self.dots.append(dot)
        self.rows.append(row)
        self.unseen.append(not algebra.covers(self.here, dot))
        self.looked.append(self.unseen[-1] or self.sender.judges(dot, self.own))
        return row

    def local(self, position: int) -> int:
        """The number of a change of the file in this store; written down at first use."""
        found = self._numbers.get(position)
        if found is None:
            dot, hlc, author, at, via = self.rows[position]
            found = self.known.get(dot)
            if found is None:
                self.cursor.execute(
                    "INSERT INTO change (space, replica, seq, mark, hlc, author, at, via) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (self.space, *dot, hlc, author, at, via),
                )
                found = int(self.cursor.execute("SELECT last_insert_rowid()").fetchone()[0])
                self._note(found, dot, hlc, author, at)
                if via:
                    self.ways[found] = via
            self._numbers[position] = found
        return found

    def correct(self, number: int, hlc: int, author: str, at: str) -> None:
        """Give a change the facts that its author says."""
        self.cursor.execute("UPDATE change SET hlc = ?, author = ?, at = ? WHERE n = ?", (hlc, author, at, number))
        self._note(number, self.dot(number), hlc, author, at)

    def repeat(self, author: str, via: str | None = None) -> int:
        """The number of one more change of this PC, for a value that somebody else had typed."""
        number = self.change.further_number(self.space, author, via)
        row = self.cursor.execute("SELECT replica, seq, mark, hlc, at FROM change WHERE n = ?", (number,)).fetchone()
        self._note(number, Dot(*row[:3]), row[3], author, row[4])
        if via:
            self.ways[number] = via
        return number

    def displayed(self, live: Iterable[int]) -> int:
        """The number of the displayed change."""
        numbers = list(live)
        return numbers[0] if len(numbers) == 1 else algebra.displayed(numbers, self.orders.__getitem__)

    def covered_there(self, number: int) -> bool:
        """Whether the sender had seen a change that is known here."""
        found = self._covered.get(number)
        if found is None:
            found = self._covered[number] = algebra.covers(self.there, self.dot(number))
        return found
