"""The own office has left the network at another of its PCs: this one is told, and nothing of that is taken in here.

With the leaving come the erasures of the office's people, and what this PC has not exchanged would go with them. So
such packages wait, whoever accepts, until this PC leaves too (:func:`~netzwerkhilfe.exchange.departure.leave`): it
hands over what is open here and then goes on with the PCs of its office.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.store import algebra, reading
from netzwerkhilfe.store.algebra import Dot
from netzwerkhilfe.store.conditions import equals
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


def refuse(change: Change) -> None:
    """After a merge: raise :class:`OfficeLeft` if the own office has left by it."""
    if change.local(FOLLOWING):
        return
    kind, cursor = KINDS["offices"], change.cursor
    for row in reading.find(cursor, kind, equals("id", change.local("office"))):
        live = {n: on for n, on in reading.live(cursor, kind, row, "left_on").items() if on}
        if live:
            raise OfficeLeft(str(min(live.values())), reading.dots_of(cursor, live))
