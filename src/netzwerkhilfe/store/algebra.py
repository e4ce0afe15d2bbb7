"""The register algebra of the exchange: dots, vectors and the merge rule, as pure functions without SQL.

A delta-state CRDT: each field (or group of fields) is a multi-value register; a vector tells which changes a PC has
taken in. See DESIGN.md, "The exchange", and docs/paket.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from netzwerkhilfe.models.fields import Json

LAST_CLOCK = int(dt.datetime(2200, 1, 1, tzinfo=dt.UTC).timestamp()) * 1_000_000
"""Clocks (microseconds since 1970) lie before it; a package with a later one is not taken."""
Order = tuple[int, str, int, int]
"""What decides which value is displayed: the clock, then the dot (replica, seq, mark)."""
V = TypeVar("V")
D = TypeVar("D")
Vector = dict[tuple[str, int], int]
"""(replica, mark) to the highest number taken in."""


class Dot(NamedTuple):
    """One own change in one space. ``mark`` is drawn at random whenever a store is opened, so a number that is used
    twice (after a restore, on a copied disk) does no harm."""

    replica: str
    seq: int
    mark: int


def covers(vector: Mapping[tuple[str, int], int], dot: Dot) -> bool:
    """Whether the change has been taken in."""
    return dot.seq <= vector.get((dot.replica, dot.mark), 0)


def includes(vector: Mapping[tuple[str, int], int], other: Mapping[tuple[str, int], int]) -> bool:
    """Whether everything that the other vector holds has been taken in."""
    return all(seq <= vector.get(key, 0) for key, seq in other.items())


def join(one: Mapping[tuple[str, int], int], other: Mapping[tuple[str, int], int]) -> Vector:
    """What either has taken in."""
    joined = dict(one)
    for key, seq in other.items():
        if seq > joined.get(key, 0):
            joined[key] = seq
    return joined


def merge(
    local: Mapping[D, V], incoming: Mapping[D, V], seen_here: Callable[[D], bool], seen_there: Callable[[D], bool]
) -> dict[D, V]:
    """The live dots of one register after a merge: ``(I∩L) ∪ {d∈I : d∉Vl} ∪ {d∈L : d∉Vi}``."""
    new = {d: v for d, v in incoming.items() if d in local or not seen_here(d)}
    new.update({d: v for d, v in local.items() if d in incoming or not seen_there(d)})
    return new


def write(live: Mapping[D, V], replaced: Iterable[D], own: D, value: V) -> dict[D, V]:
    """The live dots after an own change that replaces exactly the dots it names."""
    gone = set(replaced)
    return {d: v for d, v in live.items() if d not in gone and d != own} | {own: value}


def displayed(live: Iterable[D], order: Callable[[D], Order]) -> D:
    """The dot whose value is shown: the highest by (clock, dot). Raises ``ValueError`` without dots."""
    return max(live, key=order)


SEAL = "seal"
LASTING = ("signed", "approved")
"""Seals that close a record and leave it where it is; every other kind of seal puts the record away."""


def away(seal: Json) -> bool:
    """Whether a seal takes its record out of lists and search."""
    return isinstance(seal, dict) and bool(seal.get("kind")) and seal.get("kind") not in LASTING


def closed(seal: Json) -> bool:
    """Whether a seal closes its record: nothing of it changes any more."""
    return isinstance(seal, dict) and seal.get("kind") in LASTING


def comparable(register: str, value: Json) -> Json:
    """What counts when two values are compared: of a seal its kind and target, not what its writer had seen."""
    if register == SEAL and isinstance(value, dict):
        return value.get("kind"), value.get("target")
    return value


def is_conflict(register: str, values: Iterable[Json]) -> bool:
    """Whether a register has more than one distinct live value."""
    seen: list[Json] = []
    for value in values:
        plain = comparable(register, value)
        if plain not in seen:
            seen.append(plain)
    return len(seen) > 1
