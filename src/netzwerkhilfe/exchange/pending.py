"""What lies somewhere and is not in: packages that wait for a person, and packages that were set aside."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from netzwerkhilfe.exchange import peers
from netzwerkhilfe.exchange.report import Held, HeldFor, Report, SetAside
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store.store import Store

MATTERS = frozenset(
    {
        SetAside.NEWER,
        SetAside.BROKEN,
        SetAside.UNREADABLE,
        SetAside.WRONG_SIGNATURE,
        SetAside.OLD_KEYS,
        SetAside.NO_RIGHT,
        SetAside.FAILED,
    }
)
"""Without these packages something of a member may be missing here; the others are nobody's, or told elsewhere."""
MOST_ASIDE = 100
"""So many packages that were set aside in a place are kept."""
FORGOTTEN = dt.timedelta(days=30)
"""A package that was set aside on a stick which never came again is not told any longer."""


@dataclass(frozen=True)
class Waits:
    """A package that waits for a person."""

    sender: str
    number: int
    since: str
    why: HeldFor
    changed: int
    erased: int


@dataclass(frozen=True)
class Aside:
    """A package that was set aside, and the PC whose package lay under this name before."""

    file: str
    place: str
    reason: SetAside
    since: str
    sender: str


def waiting(store: Store) -> list[Waits]:
    """The packages that wait for a person."""
    return [
        Waits(key.partition("/")[2], one["number"], one["since"], HeldFor(one["why"]), one["changed"], one["erased"])
        for key, one in peers.notes(store, "held").items()
        if not _came(store, key, one["number"], one["since"])
    ]


def aside(store: Store) -> list[Aside]:
    """The packages that were set aside when a place was looked at last, and that matter."""
    found = []
    for one in store.json_local("aside") or []:
        reason = SetAside.of(one["reason"])
        if reason is not None:
            found.append(Aside(one["file"], one["place"], reason, one["since"], one["sender"]))
    return found


def _came(store: Store, key: str, number: int, since: str) -> bool:
    """Whether a package that waited, or a newer one of its sender, was taken in."""
    space, _, sender = key.partition("/")
    heard = peers.heard(store, space, sender)
    return heard is not None and (heard.number >= number or peers.moment(heard.at) > peers.moment(since))


def note_held(store: Store, held: Iterable[Held]) -> None:
    """Keep which packages wait."""
    before = peers.notes(store, "held")
    at = store.now().isoformat(timespec="seconds")
    after: dict[str, Json] = {k: one for k, one in before.items() if not _came(store, k, one["number"], one["since"])}
    for one in held:
        since = before.get(one.key, {}).get("since", at)
        after[one.key] = {
            "number": one.number,
            "since": since,
            "why": one.why,
            "changed": one.changed,
            "erased": one.erased,
        }
    if after != before:
        store.set_local(held=json.dumps(after))


def note(store: Store, report: Report, place: str) -> None:
    """After a place was looked at: what waits, and what lies aside there."""
    note_held(store, report.held)
    now, at = peers.now(store), store.now().isoformat(timespec="seconds")
    before = aside(store)
    since = {(one.place, one.file, one.reason): one.since for one in before}
    after = [one for one in before if one.place != place and now - peers.moment(one.since) <= FORGOTTEN]
    lie = [(file, reason) for file, reason in report.files_aside if reason in MATTERS]
    for file, reason in lie[:MOST_ASIDE]:
        sender = peers.owner_of(store, file)
        after.append(Aside(file, place, reason, since.get((place, file, reason), at), sender))
    if after != before:
        store.set_local(aside=json.dumps([asdict(one) for one in after]))
