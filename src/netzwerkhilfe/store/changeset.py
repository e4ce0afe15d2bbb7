"""What one change did: for the screen, for undo, for the report of an exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from netzwerkhilfe.models.fields import Json


@dataclass
class RecordChange:
    """What happened to one record: "added", "changed" or "erased", which registers, and their values before."""

    kind: str
    id: str
    what: str
    registers: set[str] = field(default_factory=set)
    before: dict[str, Json] = field(default_factory=dict)
    after: Mapping[str, Json] | None = None
    """After a merge: the values that are displayed now."""
    conflicts: dict[str, list[Json]] = field(default_factory=dict)
    """After a merge: the registers that came into conflict by it, with the values that came in."""


@dataclass
class ChangeSet:
    """What one transaction did, for the screen and for undo."""

    entries: dict[str, RecordChange] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """The number of the change in each space."""

    def note(self, kind: str, record: str, what: str) -> RecordChange:
        """The entry of a record; what was added stays added."""
        return self.entries.setdefault(record, RecordChange(kind, record, what))

    @property
    def kinds(self) -> set[str]:
        """Which kinds have changed."""
        return {e.kind for e in self.entries.values()}

    def added(self, kind: str | None = None) -> list[str]:
        """The ids of new records."""
        return [e.id for e in self.entries.values() if e.what == "added" and kind in (None, e.kind)]


@dataclass(frozen=True)
class Act:
    """What a person has done at the window: as people read it ("TOP verschoben"), and what it changed.

    With ``goes_on`` it only goes on with an act of the same name on the same registers, as typing does.
    """

    name: str
    change: ChangeSet
    goes_on: bool = False


@dataclass(frozen=True)
class Kept:
    """A register that was not taken back, because somebody has changed it since; "" for a new entry as a whole."""

    kind: str
    id: str
    register: str
