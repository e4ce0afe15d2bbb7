"""Takes back what a change did, by a change of one's own, register by register; what somebody changed since stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra, bulk, reading
from netzwerkhilfe.store.changeset import ChangeSet, Kept, RecordChange

if TYPE_CHECKING:
    from netzwerkhilfe.store.unit_of_work import Change


def take_back(change: Change, done: ChangeSet, owned: Mapping[tuple[str, str], Collection[int]]) -> list[Kept]:
    """Take ``done`` back inside ``change``; gives what was left alone. See :meth:`Change.undo`."""
    going = Undoing(change, done, owned)
    together = going.together(done) if len(done.entries) >= MANY else set()
    rest = [e for e in done.entries.values() if e.id not in together]
    for entry in rest:
        going.unseal(entry)
    for entry in reversed(rest):
        going.take_back(entry)
    return going.kept


MANY = 50
"""From so many entries on, those that are alike (of a list that was taken in) are taken back together."""


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

    def together(self, done: ChangeSet) -> set[str]:
        """Take back new entries that nobody has touched since, and seals of the Papierkorb, all at once; gives their
        ids. The rest needs a look at each."""
        gone: set[str] = set()
        for name in sorted(done.kinds):
            kind = KINDS[name]
            entries = [e for e in done.entries.values() if e.kind == name]
            fresh = [e.id for e in entries if e.what == "added"]
            sealed = {
                e.id: e.before[algebra.SEAL][algebra.SEAL]
                for e in entries
                if e.what != "added" and set(e.before) == {algebra.SEAL}
            }
            known = bulk.plain(self.change, kind, [*fresh, *sealed])
            wanted: dict[str, str | None] = {}
            for record, one in known.items():
                before, now = sealed.get(record), one.row[algebra.SEAL]
                if algebra.closed(before) or algebra.closed(now) or self.change.hides(one.around):
                    continue
                if record in sealed and one.sealed_by in self.numbers and not (before or {}).get("target"):
                    wanted[record] = (before or {}).get("kind")
                elif record not in sealed and now is None and one.own <= self.numbers:
                    wanted[record] = "trashed"
            bulk.seal(self.change, kind, wanted, known)
            gone |= wanted.keys()
        return gone

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
