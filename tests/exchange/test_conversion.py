"""Stores from before the chain of membership go over to it by exchanging, once, and everybody keeps what it had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.exchange import members, membership_history
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import SetAside
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import digest, person, update

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


def test_what_the_entries_said_otherwise_is_listed(before: list[Store], stick: Path) -> None:
    """GIVEN the entries of one PC say something else than those of who began the chain WHEN it has gone over THEN it
    lists that, line by line, and who agrees lists nothing."""
    founder, other, helper = before
    with other.connections.autocommit() as cursor, other.connections.writing():
        cursor.execute("UPDATE devices SET role = 'office', admin = 1 WHERE id = ?", (helper.replica,))
        cursor.execute("UPDATE devices SET encryption_key = 'age1x' WHERE id = ?", (founder.replica,))
        cursor.execute("UPDATE devices SET admin = 0 WHERE id = ?", (other.replica,))
        for lost, out in (("a" * 32, None), ("b" * 32, "2026-01-01")):
            cursor.execute(
                "INSERT INTO devices (id, space, root, person, office, role, encryption_key, signing_key, struck_on) "
                "VALUES (?, 'net', ?, 'Verlorene', ?, 'office', 'k', 'k', ?)",
                (lost, lost, founder.local("office"), out),
            )
    assert membership_history.differences(other) == [], "before there is a chain there is nothing to compare"
    for _ in range(4):
        for pc in before:
            exchange(pc, stick)
    assert membership_history.differences(founder) == membership_history.differences(helper) == []
    told = membership_history.differences(other)
    for said in (
        "Hodan Abdi (Maxdorf): in den Einträgen PC des Büros, aufgenommen als PC einer helfenden Person.",
        "Hodan Abdi (Maxdorf): verwaltet nach den Einträgen, bekam das Recht bei der Aufnahme aber nicht.",
        "Petra Wagner (Maxdorf): mit anderen Schlüsseln aufgenommen, als in den Einträgen standen.",
        "Jutta Frey (Wachenheim): verwaltet nach den Einträgen nicht, bekam das Recht aber bei der Aufnahme.",
        "Verlorene (Maxdorf): steht in den Einträgen, ist aber nicht mit Unterschrift aufgenommen.",
    ):
        assert said in told
    assert len(told) == 5, "who had been struck off is missed by nobody"
    update(other, other.replica, office=founder.local("office"))
    with other.connections.autocommit() as cursor, other.connections.writing():
        cursor.execute("UPDATE devices SET struck_on = '2026-01-01' WHERE id = ?", (founder.replica,))
    told = membership_history.differences(other)
    assert "Jutta Frey (Wachenheim): Büro in den Einträgen: Maxdorf; aufgenommen für: Wachenheim." in told
    assert "Petra Wagner (Maxdorf): in den Einträgen ausgeschlossen, gehört jetzt aber dazu." in told
    members.set_role(founder, helper.replica, Role.OFFICE)
    for pc in (founder, helper):
        exchange(pc, stick)
    assert membership_history.differences(founder) == [], "what was changed since stands in the history"
    for pc in before:
        pc.close()
