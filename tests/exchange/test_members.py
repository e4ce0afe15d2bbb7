"""Administrators, what each office has confirmed, the recovery sheet, a year of silence, and leaving."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import departure, export_package, founding, invitation, members, recover_space
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import erasure
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import PASSPHRASE, Clock
from tests.exchange.helpers import digest, person, update


def newcomer(path: Path, clock: Clock, name: str) -> tuple[Store, str]:
    made, key = founding.create_store(Paths(path), lambda s: None, passphrase=PASSPHRASE, person=name, keyring=False)
    made.now = clock
    return made, key


def test_one_administrator_always_stays(store: Store, other: Store, stick: Path) -> None:
    assert members.admins(store) == {store.replica, other.replica}
    members.set_admin(store, other.replica, on=False)
    with pytest.raises(UserError, match="mindestens einen"):
        members.set_admin(store, store.replica, on=False)
    members.set_admin(store, "Jutta Frey", on=True)
    exchange(store, stick)
    exchange(other, stick)
    members.require_admin(other)


def unconfirmed(store: Store, other: Store) -> int:
    """How many changes another PC has not confirmed."""
    lacking = members.behind(store, "net", other.replica)
    assert lacking
    return lacking.count


def test_what_an_office_has_confirmed(store: Store, other: Store, stick: Path) -> None:
    for pc in (store, other, store):
        exchange(pc, stick)
    assert unconfirmed(store, other) == 0
    person(store, "Eins")
    person(store, "Zwei")
    assert unconfirmed(store, other) == 2
    for pc in (store, other, store):
        exchange(pc, stick)
    assert unconfirmed(store, other) == 0


def test_an_office_comes_back_after_a_year(
    store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    """GIVEN an office that was silent for 400 days WHEN a third joined meanwhile THEN one exchange brings all in."""
    mine = person(other, "Vor der Pause")
    gone = person(store, "Wird gelöscht")
    for pc in (other, store, other):
        exchange(pc, stick)
    offline = person(other, "Während der Pause")
    words = invitation.invite(store, "Dannstadt-Schauernheim", tmp_path / "e")
    third, _ = newcomer(tmp_path / "DS", clock, "Karla Ott")
    invitation.join(third, tmp_path / "e", words, "Karla Ott")
    for pc in (third, store):
        exchange(pc, stick)
    members.confirm(store, "Karla Ott")
    for pc in (store, third, store):
        exchange(pc, stick)
    erasure.erase(store, gone, "Wunsch")
    for month in range(13):
        clock.forward(days=31)
        update(third, person(third, f"Monat {month}"), phone="1")
        for pc in (third, store, third):
            exchange(pc, stick)
    report = exchange(other, stick)
    assert not report.set_aside and not report.held and report.new > 13
    for pc in (store, third, other, store):
        exchange(pc, stick)
    assert digest(store) == digest(third) == digest(other)
    assert third.get(mine) and third.get(offline) and other.get(gone) is None
    third.close()


def test_the_office_space_comes_back_with_the_printed_sheet(
    store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    """GIVEN all PCs of an office are gone WHEN a new PC joins and has the sheet THEN its own space is back."""
    key = store.slots.add_recovery(store.key)
    store.slots.save()
    store.set_local(**recover_space.public_keys(key))
    members.publish(store)
    note = act(store, entries.add, "notes", {"name": "Frau Meier", "text": "Rückruf"})
    for pc in (store, other):
        exchange(pc, stick)
    lost = stick / export_package.file_name(store, store.office_space)
    kept = tmp_path / "vom-stick"
    shutil.copyfile(lost, kept)
    store.close()
    words = invitation.invite(other, "Maxdorf", tmp_path / "e")
    fresh, _ = newcomer(tmp_path / "neu", clock, "Petra Wagner")
    invitation.join(fresh, tmp_path / "e", words, "Petra Wagner")
    for pc in (fresh, other):
        exchange(pc, stick)
    members.confirm(other, "Petra Wagner")
    for pc in (other, fresh):
        exchange(pc, stick)
    assert fresh.get(note) is None
    with pytest.raises(UserError, match="kein Wiederherstellungsschlüssel"):
        recover_space.take_back(fresh, kept, key[:-1] + ("A" if key[-1] != "A" else "B"))
    with pytest.raises(UserError, match="öffnet dieses Paket nicht"):
        recover_space.take_back(fresh, kept, store.slots.add_recovery(b"x" * 32))
    assert recover_space.take_back(fresh, kept, key) >= 1
    assert fresh.require(note).values["name"] == "Frau Meier" and fresh.check() == []
    with pytest.raises(UserError, match="anderen Büro"):
        recover_space.take_back(other, kept, key)
    fresh.close()


def test_an_office_leaves_with_its_copy(
    store: Store, other: Store, stick: Path, open_copy: Callable[..., Store]
) -> None:
    """GIVEN an office that leaves THEN others erase its people and confirm, keep figures, and it goes on alone."""
    theirs, mine = person(other, "Aus Wachenheim"), person(store, "Aus Maxdorf")
    flat = act(other, entries.add, "housing", {"landlord": "Dörr", "place": "Wachenheim"})
    for pc in (other, store, other):
        exchange(pc, stick)
    office = other.local("office")
    assert departure.leave(other, stick, store.local("office")) == 1
    assert other.get(theirs) and other.get(mine) is None and other.local("network") != store.local("network")
    report = exchange(store, stick)
    assert not report.held and report.erased >= 1
    assert store.get(theirs) is None and store.get(mine)
    (left,) = departure.left(store)
    assert left.name == "Wachenheim" and left.figures["volunteers"] == 1 and left.waiting == ()
    assert office not in {c.office for c in members.identities(store).values()}
    assert all("Wachenheim" not in m["office"] or m["state"] == "struck" for m in members.listing(store))
    handed = store.get(flat)
    assert handed and handed.values["office"] == store.local("office")
    assert exchange(other, stick).set_aside and other.check() == []
    assert exchange(store, stick).json()["set_aside"] == [
        "Ein Paket ist nicht für diesen PC bestimmt."
    ]  # of the network that is theirs now
