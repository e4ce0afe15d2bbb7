"""What this PC remembers of the others: what they have confirmed, where their packages lay, what was left for them.

A package tells its number and when it was written, by its sender's clock. Neither is enough alone: an old stick brings
old packages, a restored PC counts again from an earlier number, and clocks are wrong. :func:`is_newer` decides.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from netzwerkhilfe.exchange.package import Head, Opened
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import peer_vectors, reading
from netzwerkhilfe.store.algebra import Vector
from netzwerkhilfe.store.backup import RESTORED
from netzwerkhilfe.store.store import Store

DAY = dt.timedelta(days=1)
SINGLE_FILES = ""
"""The place of packages that came as single files, and of our own that went by e-mail."""
MOST_PLACES = 8
MOST_NAMES = 500


def moment(text: str) -> dt.datetime:
    """A moment with its time zone; without one it is taken as UTC."""
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def now(store: Store) -> dt.datetime:
    """The time by the clock of this PC, with its time zone."""
    return moment(store.now().isoformat())


def key_of(head: Head) -> str:
    """By which a sender's packages of one space are remembered."""
    return f"{head.space}/{head.sender}"


def place_of(folder: Path) -> str:
    """By which a folder is remembered."""
    return str(folder.resolve())


def notes(store: Store, name: str) -> dict[str, Json]:
    """A table of notes that only this PC keeps."""
    found = store.json_local(name)
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Heard:
    """The newest package of one space that was taken in from a PC, or that held nothing new for us."""

    number: int
    written: str
    """When, by the sender's clock."""
    at: str
    """When it came here first, by our clock."""
    went_back: int = 0
    """The newest change here when it was noticed that this PC had put a backup back: what it had confirmed before does
    not hold any more. 0 if it never did."""
    went_back_at: str = ""
    """When that was noticed, by our clock."""
    restored: str = ""
    """The last restore of this PC that came before."""


def heard(store: Store, space: str, sender: str) -> Heard | None:
    """What was heard last of a PC in a space; ``None`` if nothing was."""
    found = notes(store, "heard").get(f"{space}/{sender}")
    return Heard(**found) if found else None


def is_newer(number: int, written: str, known: Heard | None, at: dt.datetime) -> bool:
    """Whether a package says more than the one that is known of its sender.

    A higher number does, unless that PC has counted anew since; a lower one does only after a restore there: it is
    written later, and not in a future that would rather be a wrong clock.
    """
    if known is None:
        return True
    later = moment(written) > moment(known.written)
    if number > known.number:
        return later or not known.went_back or moment(known.written) > at + DAY
    return later and moment(written) <= at + DAY


def remember(store: Store, head: Head, vector: Vector) -> None:
    """Keep what a sender has confirmed by its package; an older package says nothing new."""
    known, at = heard(store, head.space, head.sender), now(store)
    every = notes(store, "heard")
    restored = store.local(RESTORED)
    if not is_newer(head.number, head.at, known, at):
        assert known is not None
        if known.restored != restored:
            every[key_of(head)]["restored"] = restored
            store.set_local(heard=json.dumps(every))
        return
    fresh = Heard(head.number, head.at, at.isoformat(timespec="seconds"), restored=restored)
    if known is not None and head.number <= known.number:
        fresh = replace(fresh, went_back=last_change(store), went_back_at=fresh.at)
    elif known is not None:
        fresh = replace(fresh, went_back=known.went_back, went_back_at=known.went_back_at)
    with store.connections.autocommit() as cursor:
        peer_vectors.keep(cursor, head.space, head.sender, vector, digest=head.digest, number=head.number, at=fresh.at)
    store.set_local(heard=json.dumps(every | {key_of(head): asdict(fresh)}))


# ---- places ----------------------------------------------------------------------------------------------------------
def met(store: Store, opened: Iterable[Opened], place: str) -> None:
    """Packages of these senders lay in a place: there they read ours too. Their files are known again by name."""
    places, files = notes(store, "met"), notes(store, "file_names")
    before = json.dumps([places, files])
    for one in opened:
        sender = one.head.sender
        if sender == store.replica:
            continue
        if place not in places.get(sender, [])[:1]:
            places[sender] = [place, *(p for p in places.get(sender, []) if p != place)][:MOST_PLACES]
        files[one.path.name] = key_of(one.head)
    if json.dumps([places, files]) != before:
        names = dict(list(files.items())[-MOST_NAMES:])
        store.set_local(met=json.dumps(places), file_names=json.dumps(names))


def owner_of(store: Store, file: str) -> str:
    """The sender whose package lay under this name before; empty if nobody's did."""
    return str(notes(store, "file_names").get(file, "")).partition("/")[2]


@dataclass(frozen=True)
class Left:
    """That our packages were left in a place."""

    at: str = ""
    change: int = 0
    """The number of the last change that was in them."""


def last_change(store: Store) -> int:
    """The number of the newest change here, of whichever space."""
    with store.reading() as cursor:
        return reading.newest(cursor)


def leave(store: Store, place: str, change: int) -> None:
    """Our packages lie in a place now; they hold all changes up to this number."""
    every = notes(store, "left")
    every.pop(place, None)
    every[place] = asdict(Left(now(store).isoformat(timespec="seconds"), change))
    store.set_local(left=json.dumps(dict(list(every.items())[-MOST_PLACES:])))


def left_for(store: Store, sender: str) -> Left:
    """What was left last where a PC reads: in the places where its packages lay; anywhere, if it was never met."""
    every: Mapping[str, Json] = notes(store, "left")
    places = notes(store, "met").get(sender) or list(every)
    found = [Left(**every[p]) for p in places if p in every]
    return max(found, key=lambda one: one.change, default=Left())
