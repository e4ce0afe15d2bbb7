"""Who relayed a change, and whose word about it counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra
from netzwerkhilfe.store.algebra import Dot, Vector

LONGEST_WAY = 5
"""So many PCs that relayed a change are remembered, the nearest first."""
Way = tuple[str, ...]


def way_text(way: Way) -> str | None:
    """A way as it is stored; nothing for what its author brought."""
    return json.dumps(way[:LONGEST_WAY]) if way else None


def way_of(stored: str | None) -> Way:
    """The replica ids of those who relayed a change."""
    return tuple(json.loads(stored)) if stored else ()


def relays_of(replica: str, stored: str | None) -> Way:
    """Who else relayed a change of this PC; a repeated value names its own PC."""
    return tuple(one for one in way_of(stored) if one != replica)


@dataclass(frozen=True)
class Limits:
    """What a sender may write that may not write everything."""

    add: Callable[[str, Mapping[str, Json]], bool]
    """Whether it may make an entry of a kind with these registers."""
    change: Callable[[str, str, str, Json], bool]
    """Whether it may change a register of an entry (kind, id, register, value)."""


@dataclass(frozen=True)
class Sender:
    """Whose package is read, and what was read of it before."""

    replica: str = ""
    said: Vector = field(default_factory=dict)
    """The vector of its last package that was read here: its word about those changes is known."""
    again: bool = False
    """Whether every line is to be read as if nothing of it had been taken in."""
    limits: Limits | None = None
    """Given for a PC whose word counts only where it may write."""

    def judges(self, dot: Dot, own: str) -> bool:
        """Whether this package has the first word about a change that is known here: its author's, or about our own."""
        return self.again or (
            self.replica != own and dot.replica in (self.replica, own) and not algebra.covers(self.said, dot)
        )


@dataclass
class Relayed:
    """What was found to differ from its author's word, by who relayed it."""

    values: dict[str, int] = field(default_factory=dict)
    erasures: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, int] = field(default_factory=dict)
    """Clock, author, root or kind, which are now as their author says: nothing of it is a conflict."""
    invented: dict[str, int] = field(default_factory=dict)
    """Entries that the named author never made; they stay."""
    void: set[str] = field(default_factory=set)
    """The keys whose erasure nobody wrote: what they took can come back."""

    def note(self, where: dict[str, int], relay: str) -> None:
        """One more."""
        where[relay] = where.get(relay, 0) + 1

    def add(self, other: Relayed) -> None:
        """Take in what another merge has found."""
        for mine, theirs in zip(self._counts(), other._counts(), strict=True):
            for relay, count in theirs.items():
                mine[relay] = mine.get(relay, 0) + count

    def __bool__(self) -> bool:
        return any(self._counts())

    def _counts(self) -> tuple[dict[str, int], ...]:
        return self.values, self.erasures, self.corrected, self.invented
