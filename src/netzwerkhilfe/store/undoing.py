"""Takes back what a change did, by a change of one's own, register by register; what somebody changed since stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra, reading
from netzwerkhilfe.store.changeset import ChangeSet, Kept, RecordChange

if TYPE_CHECKING:
    from netzwerkhilfe.store.unit_of_work import Change


def take_back(change: Change, done: ChangeSet, owned: Mapping[tuple[str, str], Collection[int]]) -> list[Kept]:
    """Take ``done`` back inside ``change``; gives what was left alone. See :meth:`Change.undo`."""
    going = Undoing(change, done, owned)
    for entry in done.entries.values():
        going.unseal(entry)
    for entry in reversed(done.entries.values()):
        going.take_back(entry)
    return going.kept


class Undoing:
    """Takes one change back, entry by entry."""

    def __init__(self, change: Change, done: ChangeSet, owned: Mapping[tuple[str, str], Collection[int]]) -> None:
        self.change, self.numbers, self.owned = change, set(done.numbers.values()), owned
        self.kept: list[Kept] = []

    def _mine(self, record: str, register: str, number: int | None) -> bool:
        return number in self.numbers or number in self.owned.get((record, register), ())

    def _shown(self, entry: RecordChange) -> tuple[Kind, dict[str, Json] | None, dict[str, int | None]]:
        """The row of a record, ``None`` if it was erased meanwhile, and the displayed change of each register."""
        self.change.session.flush()
        kind = KINDS[entry.kind]
        found = reading.rows(self.change.cursor, kind, "id = ?", (entry.id,))
        return (kind, found[0], reading.shown(self.change.cursor, kind, found[0])[0]) if found else (kind, None, {})

    def unseal(self, entry: RecordChange) -> None:
        """Lift a signature that the change has set."""
        before = entry.before.get(algebra.SEAL)
        if entry.what == "added" or before is None:
            return
        _, row, numbers = self._shown(entry)
        if row and algebra.closed(row[algebra.SEAL]) and self._mine(entry.id, algebra.SEAL, numbers.get(algebra.SEAL)):
            self._restore(entry, algebra.SEAL)

    def take_back(self, entry: RecordChange) -> None:
        """What was added goes to the Papierkorb, what was changed is as before."""
        kind, row, numbers = self._shown(entry)
        if row is None:
            return
        if entry.what == "added":
            if all(self._mine(entry.id, r, n) for r, n in self._live(kind, row, numbers).items()):
                self.change.seal(entry.id, "trashed")
            else:
                self.kept.append(Kept(entry.kind, entry.id, ""))
            return
        for register in sorted(entry.registers):
            if register not in entry.before:
                continue
            if self._mine(entry.id, register, numbers.get(register)):
                self._restore(entry, register)
            elif not self._as_before(kind, entry, register, row):
                self.kept.append(Kept(entry.kind, entry.id, register))

    def _live(self, kind: Kind, row: Mapping[str, Json], numbers: Mapping[str, int | None]) -> dict[str, int | None]:
        """The displayed change of each register that says something, or did."""
        created = row["creation"]
        return {
            r: n
            for r, n in numbers.items()
            if r != algebra.SEAL and (n != created or reading.register_value(kind, r, row) is not None)
        }

    @staticmethod
    def _as_before(kind: Kind, entry: RecordChange, register: str, row: Mapping[str, Json]) -> bool:
        """Whether a register says again what it said before, so that there is nothing left to take back."""
        return all(row[n] == entry.before[register][n] for n in kind.registers[register])

    def _restore(self, entry: RecordChange, register: str) -> None:
        before = entry.before[register]
        seal = before.get(algebra.SEAL) or {}
        if register == algebra.SEAL and not algebra.closed(seal):  # what it lists as seen must be what is there now
            self.change.seal(entry.id, seal.get("kind"), seal.get("target"))
        else:
            self.change.assign(self.change.edit(entry.id), before)
