"""The own office has left the network at another of its PCs: this one is told, and nothing of that is taken in here.

With the leaving come the erasures of the office's people, and what this PC has not exchanged would go with them. So
such packages wait, whoever accepts, until this PC leaves too (:func:`~netzwerkhilfe.exchange.departure.leave`): it
hands over what is open here and then goes on with the PCs of its office.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra, reading
from netzwerkhilfe.store.algebra import Dot
from netzwerkhilfe.store.conditions import equals
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

NOTED = "office_left"
"""The value of this PC with the day and the changes by which its office has left."""
DETACHED = "detached"
"""The value of a PC whose office has left: it began the network that it is in now by leaving."""
FOLLOWING = "leaving"
"""The value of a copy in which the leaving is completed: there the packages are taken."""


def noted(reader: Reader) -> str:
    """The day on which the own office has left at another PC, ISO; empty if it has not, as far as this PC was told."""
    found = reader.json_local(NOTED)
    return str(found["on"]) if isinstance(found, dict) else ""


def covers(store: Store, space: str, vector: Mapping[tuple[str, int], int]) -> bool:
    """Whether a package with this vector would bring the leaving of the own office."""
    found = store.json_local(NOTED)
    if space != NET or not isinstance(found, dict):
        return False
    return any(algebra.covers(vector, Dot(*dot)) for dot in found["dots"])


class OfficeLeft(Exception):
    """A package has brought the leaving of the own office."""

    def __init__(self, on: str, dots: list[list[object]]) -> None:
        self.on, self.dots = on, dots

    def note(self, store: Store) -> None:
        """Keep it, so that each further package with it waits unread."""
        store.set_local(**{NOTED: json.dumps({"on": self.on, "dots": self.dots})})


def said_by_itself(reader: Reader, cursor: Cursor, row: Mapping[str, Json]) -> dict[int, str]:
    """The days on which an office has left, each with the number of its change: as far as a PC of that office said it,
    since others cannot send it away."""
    days = {n: on for n, on in reading.live(cursor, KINDS["offices"], row, "left_on").items() if on}
    if not days:
        return {}
    membership = reader.membership
    own = {m.id for m in (*membership.members.values(), *membership.former.values()) if m.office == row["id"]}
    by = {n: reading.dots_of(cursor, [n])[0][0] for n in days}
    return {n: str(on) for n, on in days.items() if by[n] in own}


def refuse(change: Change) -> None:
    """After a merge: raise :class:`OfficeLeft` if the own office has left by it."""
    if change.local(FOLLOWING):
        return
    cursor = change.cursor
    for row in reading.find(cursor, KINDS["offices"], equals("id", change.local("office"))):
        if live := said_by_itself(change, cursor, row):
            raise OfficeLeft(min(live.values()), reading.dots_of(cursor, live))
