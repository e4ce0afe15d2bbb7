"""Stores from before the chain of membership: their entries of PCs said who belongs, and everybody could write them.

The PC that had founded the network begins the chain. Every other PC takes the chain over if its root is signed by a key
that stood in its own invitation, and is then taken in under the keys that it had.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import roster
from netzwerkhilfe.store.statements import Keys, Statement
from netzwerkhilfe.store.store import Store

KNOWN, TRUSTED = "before_chain", "invited_by"
"""Values of this PC: the PCs that the founder takes in as they were; who may have begun the chain, by id."""


class Former(NamedTuple):
    """A PC as the entries of format 1 describe it."""

    id: str
    office: str
    person: str
    role: str
    keys: Keys
    admin: bool
    struck: bool = False
    """Whether it was struck off."""


def former(store: Store, *, struck: bool = False) -> list[Former]:
    """The PCs by the entries of format 1; none in a store that was made since.

    :param struck: also those that were struck off.
    """
    with store.reading() as cursor:
        columns = {row[1] for row in cursor.execute("PRAGMA table_info(devices)").fetchall()}
        if "signing_key" not in columns:
            return []
        rows = cursor.execute(
            "SELECT id, office, person, role, encryption_key, signing_key, admin, struck_on FROM devices "
            "WHERE seal IS NULL AND encryption_key IS NOT NULL AND signing_key IS NOT NULL"
        ).fetchall()
    found = [
        Former(pc, o or "", p or "", r or "helper", Keys(e, s), bool(a), out is not None)
        for pc, o, p, r, e, s, a, out in rows
    ]
    return [pc for pc in found if struck or not pc.struck]


def convert(store: Store) -> None:
    """Begin the chain where this PC has founded the network; else note who may begin it. Done once."""
    if store.chain.statements or not store.replica or store.local(TRUSTED) or not (known := former(store)):
        return
    invited: list[Json] = store.json_local("bootstrap") or []
    if invited:
        trusted = {card["id"]: card["signing_key"] for card in invited if isinstance(card, dict)}
        names = [[card["id"], card["person"], card.get("number", 1)] for card in invited if isinstance(card, dict)]
        store.set_local(**{TRUSTED: json.dumps(trusted), "bootstrap": json.dumps(names)})
        return
    others = [one for one in known if one.id != store.replica]
    with store.change() as change:
        keys = {name: store.local(name) for name in roster.KEYS}
        roster.begin(change, store.local("office"), keys, network=store.local("network"))
        change.set_local(**{KNOWN: json.dumps(others)})


def trusts(store: Store, root: Statement) -> bool:
    """Whether a chain may begin with this root: a key of this PC's own invitation has signed it."""
    trusted = store.json_local(TRUSTED) or {}
    return trusted.get(root.subject) == root.keys.signing and root.facts.get("network") == store.local("network")


def known(store: Store) -> list[Former]:
    """The PCs as they were before the chain, on the PC that has begun it: each is taken in when it says that its keys
    are its own, and is written for until then."""
    found = []
    for pc, office, person, role, keys, admin, *_ in store.json_local(KNOWN) or []:
        found.append(Former(pc, office, person, role, Keys(*keys), admin))
    return found


def waits(store: Store) -> bool:
    """Whether this PC belonged before the chain, and says who it is until it is taken in."""
    return bool(store.local(TRUSTED))
