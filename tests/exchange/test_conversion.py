"""Stores from before the chain of membership go over to it by exchanging, once, and everybody keeps what it had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import members, membership_history
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import SetAside
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import digest, person

COLUMNS = ("role", "encryption_key", "signing_key", "admin", "struck_on")


def as_before(pc: Store, founder: Store) -> Store:
    """The same store as the program without a chain had left it: who belongs stands in entries; opened again."""
    cards = members.listing(founder)
    identities = members.identities(founder)
    invited = [identities[c["id"]].json() for c in cards]
    with pc.connections.autocommit() as cursor, pc.connections.writing():
        for column in COLUMNS:
            cursor.execute(f"ALTER TABLE devices ADD COLUMN {column}")
        for card in cards:
            keys = identities[card["id"]].keys
            cursor.execute(
                "UPDATE devices SET role = ?, encryption_key = ?, signing_key = ?, admin = ? WHERE id = ?",
                (card["role"], *keys, card.get("admin", False), card["id"]),
            )
        cursor.execute("DELETE FROM statement")
        cursor.execute("DELETE FROM local WHERE key IN ('bootstrap', 'before_chain', 'invited_by')")
        if pc is not founder:
            cursor.execute("INSERT INTO local (key, value) VALUES ('bootstrap', ?)", (json.dumps(invited),))
    pc.paths.members.unlink(missing_ok=True)
    paths, key, now = pc.paths, pc.key, pc.now
    pc.close()
    return opening.open_with_key(paths, key, now)


@pytest.fixture
def before(store: Store, other: Store, helper: Store, stick: Path, clock: Clock) -> list[Store]:
    """Three PCs that were in step before there was a chain; the first has founded the network."""
    members.set_admin(store, other.replica, on=True)
    for pc in (store, other, helper, store, other, helper):
        exchange(pc, stick)
    members.listing(store)
    made = [as_before(pc, store) for pc in (helper, other)]
    founder = as_before(store, store)
    for path in stick.iterdir():
        path.unlink()
    return [founder, made[1], made[0]]


def test_everybody_goes_over_and_keeps_role_and_rights(before: list[Store], stick: Path) -> None:
    founder, other, helper = before
    wanted = {other.replica: ("office", True), helper.replica: ("helper", False), founder.replica: ("office", True)}
    for pc in before:
        person(pc, f"Neu {pc.person}")
    told: list[str] = []
    for _ in range(4):
        for pc in before:
            report = exchange(pc, stick)
            told += report.notices
            assert not {a for a in report.set_aside if a is not SetAside.NOT_OURS}, report.set_aside
    for pc in before:
        known = pc.membership
        assert {m.id: (m.role, m.admin) for m in known.members.values()} == wanted
        assert len(pc.ids("volunteers")) == 3 and pc.check() == []
        assert membership_history.network_words(pc) == membership_history.network_words(founder) != ""
    assert digest(founder) == digest(other) == digest(helper)
    assert sum("gehört jetzt mit Unterschrift dazu" in n for n in told) == 2
    for pc in before:
        pc.close()


def test_a_chain_that_a_stranger_began_is_not_taken(before: list[Store], stick: Path) -> None:
    """GIVEN a PC that was not invited by who begins the chain THEN it says so and takes nothing."""
    founder, other, _ = before
    other.set_local(invited_by=json.dumps({founder.replica: "0" * 64}))
    for _ in range(2):
        exchange(founder, stick)
        report = exchange(other, stick)
    assert any("als Ihre Einladung nennt" in n for n in report.notices) and not other.chain.statements
    for pc in before:
        pc.close()
