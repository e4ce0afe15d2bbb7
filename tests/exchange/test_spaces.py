"""Spaces: what leaves the network goes in two steps; the PCs of one office share what others never see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import founding, invitation, members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import backup, opening, reading, state
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import PASSPHRASE, Clock
from tests.exchange.helpers import newcomer


def shared(store: Store, name: str = "Fischer") -> str:
    return act(store, entries.add, "volunteers", {"last_name": name, "phone": "06237 1111", "consent_network": "ja"})


def withdraw(store: Store, record: str) -> str:
    opened = store.get(record)
    assert opened
    return act(store, entries.save, opened, store.companion(opened), {"consent_network": "nein"})


def emptied(office: Store, record: str) -> bool:
    """Whether an entry that has left the network lies there without a value, sealed and found by nobody."""
    found = office.get(record)
    assert found
    left = {n: v for n, v in found.values.items() if v is not None and n != "seal"}
    return left == {} and found.sealed == "moved" and record not in office.ids("volunteers")


def test_a_withdrawn_consent_empties_and_hides(store: Store, other: Store, stick: Path) -> None:
    """What left the network stays there emptied: no rule of confirmations is sound against an older restore."""
    record = shared(store)
    for office in (store, other, store):
        exchange(office, stick)
    inside = withdraw(store, record)
    exchange(store, stick)
    exchange(other, stick)
    assert emptied(other, record)
    assert other.ids("volunteers") == [] and other.hits("Fischer") == []
    for office in (store, other, store, other):
        exchange(office, stick)
    assert emptied(store, record) and emptied(other, record)
    kept = store.get(inside)
    assert (
        kept and kept.values["last_name"] == "Fischer" and kept.root == record and store.ids("volunteers") == [inside]
    )
    assert store.check() == [] and other.check() == []


def test_a_late_edit_is_seen_before_anything_goes(store: Store, other: Store, stick: Path) -> None:
    record = shared(store)
    for office in (store, other, store):
        exchange(office, stick)
    withdraw(store, record)
    with other.change() as change:
        change.update(record, {"phone": "06237 9999"})
    for office in (other, store, other, store, other):
        exchange(office, stick)
    for office in (store, other):
        with office.reading() as cursor:
            assert [s.id for s in reading.reviews(cursor)] == [record]
        assert office.get(record)


def test_consent_given_again_brings_the_person_back(store: Store, other: Store, stick: Path) -> None:
    record = shared(store)
    for office in (store, other, store):
        exchange(office, stick)
    inside = withdraw(store, record)
    for office in (store, other, store, other):
        exchange(office, stick)
    opened = store.get(inside)
    assert opened
    again = act(store, entries.save, opened, None, {"consent_network": "ja"})
    for office in (store, other):
        exchange(office, stick)
    assert other.ids("volunteers", "fischer") == [again] and again != record


def test_what_left_the_network_stays_emptied_after_a_restore(
    store: Store, other: Store, stick: Path, tmp_path: Path
) -> None:
    record = shared(store)
    for office in (store, other, store):
        exchange(office, stick)
    saved = backup.make(store, tmp_path / "b.nhsicherung")
    inside = withdraw(store, record)
    for office in (store, other, store, other):
        exchange(office, stick)
    assert emptied(store, record) and store.get(inside)
    store.close()
    again = opening.restore(store.paths, saved, PASSPHRASE)
    for office in (again, other, again):
        exchange(office, stick, accept=True)
    assert emptied(other, record) and emptied(again, record)
    again.close()


@pytest.fixture
def second(store: Store, stick: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A second PC of the office Maxdorf."""
    words = invitation.invite(store, "Maxdorf", tmp_path / "zweiter")
    made, _ = founding.create_store(
        Paths(tmp_path / "MX2"), lambda s: None, passphrase=PASSPHRASE, person="Jonas Keller", keyring=False
    )
    made.now = clock
    invitation.join(made, tmp_path / "zweiter", words, "Jonas Keller")
    exchange(made, stick)
    exchange(store, stick)
    members.confirm(store, "Jonas Keller")
    exchange(store, stick)
    exchange(made, stick)
    yield made
    made.close()


def test_the_pcs_of_one_office_see_its_space_and_others_never(
    store: Store, second: Store, other: Store, stick: Path
) -> None:
    private = act(store, entries.add, "volunteers", {"last_name": "Nur Maxdorf"})
    note = act(store, entries.add, "notes", {"name": "Frau Meier"})
    for pc in (store, second, other, second, store):
        exchange(pc, stick)
    assert second.get(private) and second.get(note) and other.get(private) is None and other.get(note) is None
    assert second.office_space == store.office_space
    with store.reading() as one, second.reading() as two:
        assert state.export(one, store.office_space).digest == state.export(two, store.office_space).digest
    number = act(second, entries.add, "housing", {"landlord": "Dörr"})
    assert second.require(number).values["number"].startswith("MX2-W-")


def test_two_pcs_of_an_office_make_one_companion(store: Store, second: Store, stick: Path) -> None:
    record = shared(store)
    for pc in (store, second):
        exchange(pc, stick)
    for pc, field in ((store, "private_note"), (second, "emergency_contact")):
        opened = pc.get(record)
        assert opened
        act(pc, entries.save, opened, pc.companion(opened), {field: f"von {pc.person}"})
    for pc in (store, second, store):
        exchange(pc, stick)
    for pc in (store, second):
        (private,) = pc.all("volunteers_private")
        assert (
            private.values["private_note"] == "von Petra Wagner"
            and private.values["emergency_contact"] == "von Jonas Keller"
        )


def test_a_helpers_pc_never_receives_an_office_space(store: Store, stick: Path, tmp_path: Path, clock: Clock) -> None:
    helper = newcomer(store, "Maxdorf", "Hodan Abdi", tmp_path / "H", stick, clock, helper=True)
    act(store, entries.add, "volunteers", {"last_name": "Nur Büro"})
    seen = shared(store, "Für alle")
    for pc in (store, helper, store, helper):
        exchange(pc, stick)
    assert helper.spaces == ["net"] and helper.get(seen) and helper.ids("volunteers", "nur büro") == []
    assert [c.id for c in members.readers(store, store.office_space)] == [store.replica]
    helper.close()


def test_street_and_landlord_stay_in_the_office_until_they_are_released(
    store: Store, other: Store, stick: Path
) -> None:
    """GIVEN a flat WHEN "dürfen an alle Büros" is not ticked THEN nobody else reads whom to call; ticked they do; and
    back."""
    flat = act(
        store,
        entries.add,
        "housing",
        {"place": "Maxdorf", "street": "Hauptstraße 1", "landlord": "Zwackelmann", "phone": "06237 1", "rooms": "3"},
    )
    mine = store.get(flat)
    assert mine and mine.values["landlord"] == "Zwackelmann" and store.ids("housing", "zwackelmann") == [flat]
    for office in (store, other):
        exchange(office, stick)
    theirs = other.get(flat)
    assert theirs and theirs.values["rooms"] == 3.0 and theirs.values["place"] == "07338018"
    assert (
        not any(theirs.values[n] for n in ("landlord", "phone", "street")) and other.ids("housing", "zwackelmann") == []
    )
    with store.reading() as cursor:
        assert "Zwackelmann" not in "\n".join(state.export(cursor, "net").lines)
    act(store, entries.save, mine, store.companion(mine), {"share_contact": "ja"})
    for office in (store, other):
        exchange(office, stick)
    assert other.require(flat).values["landlord"] == "Zwackelmann"
    mine = store.get(flat)
    assert mine
    act(store, entries.save, mine, store.companion(mine), {"share_contact": "nein", "phone": "06237 2"})
    for office in (store, other):
        exchange(office, stick)
    assert not other.require(flat).values["landlord"] and store.require(flat).values["phone"] == "06237 2"
    assert store.check() == other.check() == []
