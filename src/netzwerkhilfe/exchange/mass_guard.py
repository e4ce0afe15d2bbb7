"""How much one sender brings within a month: more than anybody would expect waits for a person.

Counted is what was taken in by itself; when a person has agreed, the counting begins anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import peer_vectors, reading
from netzwerkhilfe.store.conditions import equals
from netzwerkhilfe.store.merging import Merged
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

WINDOW = dt.timedelta(days=30)
SHARE = 10
"""More than one record in this many that change."""
FEW = 10
"""So many changed entries never wait."""
ERASED = 20
"""More people than this that are erased."""
NEW = 500
"""More new entries than this, if they are also more than were here."""
COUNTED = "brought"
"""The value of this PC with what each sender has brought: by its id, lists of day, new, changed, erased. Of what has
changed it keeps short hashes of the ids: an entry counts once, however often it changes."""
MOST = 5000
"""So many changed entries of a sender are told apart; more are only counted."""


@dataclass(frozen=True)
class Brought:
    """How many entries were new, changed, erased."""

    new: int = 0
    ids: frozenset[str] = frozenset()
    """The changed entries, each once."""
    more: int = 0
    """Changed ones that are not told apart."""
    erased: int = 0

    @property
    def changed(self) -> int:
        """How many different entries have changed."""
        return len(self.ids) + self.more

    def and_(self, merged: Merged) -> Brought:
        """With those of one more package."""
        ids = self.ids | _changed(merged)
        return Brought(self.new + merged.new, ids, self.more, self.erased + merged.erased)


def _changed(merged: Merged) -> frozenset[str]:
    """Short hashes of the entries that a package changes."""
    found = (e.id for e in merged.set.entries.values() if e.what == "changed")
    return frozenset(hashlib.blake2b(record.encode(), digest_size=6).hexdigest() for record in found)


def _kept(store: Store) -> dict[str, list[list[Json]]]:
    """What is counted, without what is older than the window."""
    since = (store.today() - WINDOW).isoformat()
    kept: dict[str, list[list[Json]]] = store.json_local(COUNTED) or {}
    return {pc: fresh for pc, days in kept.items() if (fresh := [d for d in days if d[0] >= since])}


def lately(store: Store, sender: str) -> Brought:
    """What a sender has brought within the window."""
    days = _kept(store).get(sender, [])
    ids = frozenset(i for day in days if isinstance(day[2], list) for i in day[2])
    more = sum(day[2] for day in days if isinstance(day[2], int))
    return Brought(sum(day[1] for day in days), ids, more, sum(day[3] for day in days))


def is_large(change: Change, space: str, sender: Brought, merged: Merged) -> bool:
    """Whether a package, with what its sender brought lately, is so much that a person should look first.

    What a newcomer gets at first is new to it, of whatever size.
    """
    total = sender.and_(merged)
    if not (merged.new or merged.changed or merged.erased):
        return False
    if total.erased > ERASED and merged.erased:
        return True
    held = sum(reading.count(change.cursor, kind, equals("space", space)) for kind in KINDS.values())
    before = held - merged.new + merged.erased
    if merged.changed and total.changed > max(FEW, before // SHARE):
        return True
    begun = bool(peer_vectors.by_sender(change.cursor, space))
    return begun and bool(merged.new) and total.new > max(NEW, before)


def remember(store: Store, sender: str, merged: Merged) -> None:
    """Count what was taken in."""
    if not (merged.new or merged.changed or merged.erased):
        return
    kept, ids = _kept(store), _changed(merged)
    days = kept.setdefault(sender, [])
    for day in days:  # what has changed again counts from now on
        day[2] = day[2] if isinstance(day[2], int) else [i for i in day[2] if i not in ids]
    room = max(0, MOST - sum(len(day[2]) for day in days if isinstance(day[2], list)))
    today, told = store.today().isoformat(), sorted(ids)
    days.append([today, merged.new, told[:room], merged.erased])
    if told[room:]:
        days.append([today, 0, len(told[room:]), 0])
    store.set_local(**{COUNTED: json.dumps(kept)})


def begin_anew(store: Store, sender: str) -> None:
    """A person has looked: what came so far is agreed to."""
    kept = _kept(store)
    if kept.pop(sender, None):
        store.set_local(**{COUNTED: json.dumps(kept)})


def by_kind(merged: Merged) -> str:
    """What a package changes, as people read it: "120 Ehrenamtliche, 3 Wohnungen"."""
    counts = Counter(e.kind for e in merged.set.entries.values() if e.kind in KINDS)
    listed = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{n} {KINDS[kind].plural if n > 1 else KINDS[kind].singular}" for kind, n in listed[:4])
