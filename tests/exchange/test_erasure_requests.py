"""What another office keeps is not erased here: that office is asked, and decides with one click."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import HeldFor
from netzwerkhilfe.models.erasure_requests import ErasureRequest
from netzwerkhilfe.services.entries import erasing
from netzwerkhilfe.store import erasure
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.helpers import in_step, person


def asked_for(store: Store, other: Store, stick: Path) -> str:
    """A volunteer of the first office whose erasure the second one has asked for; both know of it."""
    record = person(store, "Haddad")
    in_step(store, other, stick=stick)
    outcome = act(other, erasing.erase, [record], "Wunsch am Telefon")
    assert outcome == erasing.Outcome(0, (store.local("office"),))
    in_step(other, store, stick=stick)
    return record


def test_the_office_that_keeps_an_entry_is_asked_and_erases_it(store: Store, other: Store, stick: Path) -> None:
    record = asked_for(store, other, stick)
    assert store.get(record) and other.get(record) and not erasing.waiting(other)
    ((request, entry),) = erasing.waiting(store)
    assert entry.id == record and request.record.reason == "Wunsch am Telefon"
    assert request.record.asked_by == other.person and request.record.office == other.local("office")
    assert act(store, erasing.erase, [record], "Auf Wunsch gelöscht").erased >= 1
    in_step(store, other, stick=stick)
    for office in (store, other):
        assert office.get(record) is None and office.all(ErasureRequest) == [] and office.check() == []


def test_a_request_that_is_declined_is_told_and_can_be_made_again(store: Store, other: Store, stick: Path) -> None:
    record = asked_for(store, other, stick)
    ((request, _),) = erasing.waiting(store)
    with store.change() as change:
        erasing.decline(change, request.id)
    in_step(store, other, stick=stick)
    assert not erasing.waiting(store) and other.get(record)
    (told,) = erasing.requests_about(other, record)
    assert told.record.declined_by == store.person and told.record.declined_on == "2026-03-02"
    act(other, erasing.erase, [record], "Noch einmal, schriftlich")
    in_step(other, store, stick=stick)
    ((again, _),) = erasing.waiting(store)
    assert again.id == request.id and again.record.reason == "Noch einmal, schriftlich"


def test_what_is_ones_own_or_nobodys_is_erased_here(store: Store, other: Store, stick: Path) -> None:
    own, nobodys = person(other, "Eigen"), person(other, "Alt", office=None)
    assert act(other, erasing.erase, [own, nobodys], "Wunsch") == erasing.Outcome(2)
    assert other.get(own) is None and other.get(nobodys) is None


def test_of_several_entries_each_goes_its_way(store: Store, other: Store, stick: Path) -> None:
    theirs = person(store, "Haddad")
    in_step(store, other, stick=stick)
    own = person(other, "Eigen")
    outcome = act(other, erasing.erase, [theirs, own], "Wunsch")
    assert outcome == erasing.Outcome(1, (store.local("office"),))
    assert other.get(own) is None and other.get(theirs)


@pytest.mark.parametrize(
    ("reason", "said"), [("  ", "braucht einen Grund"), ("Bitte von Amina Yusuf", "nennt eine Person")]
)
def test_the_other_office_is_asked_with_a_reason_that_names_nobody(
    store: Store, other: Store, stick: Path, reason: str, said: str
) -> None:
    record = person(store, "Haddad")
    in_step(store, other, stick=stick)
    with other.change() as change:
        case = change.add("cases", {"needs": ["flat"]})
        private = {"parent": case.id, "name": "Amina Yusuf"}
        change.ensure("cases_private", (case.root,), private, space=other.office_space, root=case.root)
    with pytest.raises(UserError, match=said):
        act(other, erasing.erase, [record], reason)
    assert other.all(ErasureRequest) == [] and other.get(record)


def test_an_office_pc_that_erases_others_people_all_the_same_is_held(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a program that asks nobody WHEN its package comes THEN it waits, and the person is still here."""
    record = person(store, "Haddad")
    in_step(store, other, stick=stick)
    erasure.erase(other, record, "ohne zu fragen")
    exchange(other, stick)
    report = exchange(store, stick)
    assert [h.why for h in report.held] == [HeldFor.ERASES_OTHERS] and store.get(record)


def test_an_entry_of_an_office_without_a_pc_is_everybodys(store: Store, other: Store, stick: Path) -> None:
    """GIVEN an entry of an office that has never joined WHEN another one erases it THEN nobody is asked nor held up."""
    nobodys = next(o.id for o in store.facts().offices.values() if o.name == "Dannstadt-Schauernheim")
    record = person(store, "Haddad", office=nobodys)
    in_step(store, other, stick=stick)
    assert act(other, erasing.erase, [record], "Wunsch") == erasing.Outcome(1)
    exchange(other, stick)
    assert not exchange(store, stick).held and store.get(record) is None
