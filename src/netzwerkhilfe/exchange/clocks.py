"""Wrong clocks: noticed by what packages say, told by name, never a reason to refuse anything.

A package was written before it came here, and after the last change of ours that it confirms. So both clocks, ours and
the sender's, are compared without a network: if the time that the package names is later than now, the sender's clock
is ahead of ours; if it is earlier than a change of ours that it holds, behind. Which of the two is wrong is decided by
the clocks of the other PCs, else by the clock that jumped; where that is not clear, both are named.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from netzwerkhilfe.exchange import confirmed, peers
from netzwerkhilfe.exchange.package import Opened
from netzwerkhilfe.exchange.peers import DAY, moment
from netzwerkhilfe.store import peer_vectors
from netzwerkhilfe.store.algebra import Vector
from netzwerkhilfe.store.store import Store

EARLIEST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""A clock before it is wrong: this program was not there yet."""
MONTH = dt.timedelta(days=31)
"""Offices that work together exchange more often; a longer gap by one clock alone is a jump of that clock."""


class Whose(StrEnum):
    """Whose clock is wrong."""

    OURS = "ours"
    THEIRS = "theirs"
    UNCLEAR = "unclear"
    """One of the two is."""


@dataclass(frozen=True)
class Comparison:
    """Our clock and that of a sender, compared by its newest package."""

    number: int
    written: str
    """When, by the sender's clock."""
    at: str
    """When it came here, by ours."""
    off: int = 0
    """Seconds between both clocks, at least; more than 0 if the sender's is ahead. 0 if they are less than a day
    apart, or nothing is known."""
    agrees: bool = False
    """Whether it is known that they are less than a day apart, but for the time that the package was under way."""
    guess: Whose = Whose.UNCLEAR
    """Whose clock has jumped, as far as that can be seen."""
    whose: Whose | None = None
    """Whose clock is wrong; ``None`` if none is."""


def _all(store: Store) -> dict[str, Comparison]:
    found = {}
    for key, note in peers.notes(store, "clocks").items():
        whose = note.pop("whose")
        guess = Whose(note.pop("guess"))
        found[key] = Comparison(**note, guess=guess, whose=Whose(whose) if whose else None)
    return found


def listen(store: Store, packages: Iterable[Opened]) -> None:
    """Compare our clock with those of packages that lie here, whether they are taken or wait."""
    known = _all(store)
    before = dict(known)
    at = peers.now(store)
    for opened in packages:
        head = opened.head
        former = known.get(peers.key_of(head))
        like = peers.Heard(former.number, former.written, former.at) if former else None
        if head.sender != store.replica and peers.is_newer(head.number, head.at, like, at):
            known[peers.key_of(head)] = _compared(store, opened, former, at)
    for key, one in known.items():
        if one.off and one.whose in (None, Whose.UNCLEAR):
            known[key] = replace(one, whose=_judged(key, one, known, at))
    if known != before:
        store.set_local(clocks=json.dumps({key: asdict(one) for key, one in known.items()}))


def _compared(store: Store, opened: Opened, former: Comparison | None, at: dt.datetime) -> Comparison:
    head = opened.head
    written = moment(head.at)
    theirs = _confirmed(store, head.space, confirmed.vector_of(store, opened), at)
    off = dt.timedelta(0)
    if written - at > DAY or written < EARLIEST <= at:
        off = written - at
    elif theirs and theirs - written > DAY:
        off = written - theirs
    agrees = theirs is not None and not off and at - written <= MONTH
    one = Comparison(head.number, head.at, at.isoformat(timespec="seconds"), int(off.total_seconds()), agrees)
    guess = _jumped(store, one, former, at)
    if guess is Whose.UNCLEAR and former and not former.agrees:
        guess = former.guess  # the jump was seen with a package that proved nothing yet
    return replace(one, guess=guess)


def _confirmed(store: Store, space: str, vector: Vector, at: dt.datetime) -> dt.datetime | None:
    """When, by our clock, the newest change of this PC was made that a vector holds; not what is still to come."""
    with store.reading() as cursor:
        found = [moment(text) for text in peer_vectors.made_at(cursor, space, vector, store.replica)]
    return max((one for one in found if one <= at + DAY), default=None)


def _jumped(store: Store, one: Comparison, former: Comparison | None, at: dt.datetime) -> Whose:
    """Whose clock has gone back, or forward by far more than the other, since the sender's package before this."""
    last = store.local("last_exchange")
    if last and moment(last) > at + DAY:
        return Whose.OURS
    if former is None:
        return Whose.UNCLEAR
    theirs, ours = moment(one.written) - moment(former.written), at - moment(former.at)
    if theirs < -DAY and one.number > former.number:
        return Whose.THEIRS
    if min(theirs, ours) <= MONTH < max(theirs, ours):
        return Whose.OURS if ours > theirs else Whose.THEIRS
    return Whose.UNCLEAR


def _judged(key: str, one: Comparison, known: Mapping[str, Comparison], at: dt.datetime) -> Whose:
    if at < EARLIEST:
        return Whose.OURS
    if moment(one.written) < EARLIEST:
        return Whose.THEIRS
    sender = key.partition("/")[2]
    votes = 0
    for other, heard in known.items():
        if other.partition("/")[2] != sender and abs(at - moment(heard.at)) <= MONTH:
            votes += 1 if heard.agrees else -1 if heard.off * one.off > 0 else 0
    return Whose.THEIRS if votes > 0 else Whose.OURS if votes < 0 else one.guess


@dataclass(frozen=True)
class Wrong:
    """A wrong clock: whose, and what two clocks said."""

    whose: Whose
    sender: str
    """The other PC; empty if our clock is wrong by itself."""
    here: str
    """What our clock said then."""
    there: str
    """When, by the other's clock, its package was written that came here then."""


def wrong(store: Store) -> list[Wrong]:
    """The clocks that are wrong by more than a day, as far as packages tell; ours first."""
    at = peers.now(store)
    found: dict[str, Wrong] = {}
    for key, one in _all(store).items():
        sender = key.partition("/")[2]
        if one.whose and _holds(one, at):
            found.setdefault(sender, Wrong(one.whose, sender, one.at, one.written))
    ours = [w for w in found.values() if w.whose is Whose.OURS]
    if not ours and at < EARLIEST:
        ours = [Wrong(Whose.OURS, "", at.isoformat(timespec="seconds"), "")]
    return ours[:1] + [w for w in found.values() if w.whose is not Whose.OURS]


def _holds(one: Comparison, at: dt.datetime) -> bool:
    """Whether what was noticed then still holds; our clock may have been put right since."""
    then = moment(one.at)
    if one.whose is Whose.THEIRS and EARLIEST <= then <= at + DAY:
        return True  # until a newer package comes from there
    return moment(one.written) > at + DAY if one.off > 0 else at >= then - DAY
