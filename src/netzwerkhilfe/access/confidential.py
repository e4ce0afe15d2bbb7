"""What belongs to the closed part of a meeting (§ 35 GemO), wherever it turns up: items of the agenda, and what came of
them. Kinds declare it: a tick of their own (``Kind.closed_if``), and references that close them too (``closed_by``).

Nothing of it stands on a paper, in a list or in a calendar that others than the Leitungsteam read. What was thrown away
closes what hangs on it as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from netzwerkhilfe.models import KINDS, Record
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot

R = TypeVar("R", bound=Record)


def _ticked(entry: Snapshot) -> bool:
    """Whether it is ticked itself. Of two offices that say otherwise the careful one is heard until that is settled."""
    tick = entry.kind.closed_if
    return bool(tick) and (bool(entry.values.get(tick)) or entry.kind.register_of[tick] in entry.open)


def is_closed(entry: Snapshot, closed: Collection[str]) -> bool:
    """Whether an entry is closed: ticked itself, or by one that it refers to.

    :param closed: the ids that :func:`closed_entries` gives.
    """
    return _ticked(entry) or any(entry.values.get(name) in closed for name in entry.kind.closed_by)


def among(entries: Iterable[Snapshot], known: Collection[str] = ()) -> frozenset[str]:
    """The ids of those of these entries that are closed, also by each other or by one that is known to be."""
    rest, found = list(entries), set(known)
    ids: set[str] = set()
    while True:
        more = {e.id for e in rest if is_closed(e, found)}
        if not more:
            return frozenset(ids)
        ids |= more
        found |= more
        rest = [e for e in rest if e.id not in more]


def closed_entries(reader: Reader) -> frozenset[str]:
    """The ids of all closed entries that others refer to, also of those in the Papierkorb."""
    kinds = [k for k in KINDS.values() if (k.closed_if or k.closed_by) and not k.listed]
    return among(e for k in kinds for e in reader.all(k.name, sealed=True))


def public(reader: Reader, entries: Sequence[Snapshot[R]]) -> list[Snapshot[R]]:
    """Those of some entries that are not closed, in their order."""
    if not any(e.kind.closed_if or e.kind.closed_by for e in entries):
        return list(entries)
    closed = closed_entries(reader)
    return [e for e in entries if not is_closed(e, closed)]


def left_out(count: int) -> str:
    """What is said of a list that was written without what is closed."""
    one = count == 1
    return (
        f"{'1 Eintrag gehört' if one else f'{count} Einträge gehören'} zum nichtöffentlichen Teil einer Sitzung und "
        f"{'ist' if one else 'sind'} nicht dabei."
    )
