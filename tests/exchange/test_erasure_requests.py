"""What another office keeps is not erased here: that office is asked, and decides with one click."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.access import sharing
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import export_package, handover, members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import HeldFor, Report, SetAside
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.erasure_requests import ErasureRequest
from netzwerkhilfe.services.entries import erasing
from netzwerkhilfe.store import algebra, erasure, reading
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.forging import Lines, a_change, forged, fresh
from tests.exchange.helpers import in_step, person, update


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


# ---- a program that asks nobody -------------------------------------------------------------------------------------
def entry(store: Store, kind: str = "housing", **values: object) -> str:
    """An entry of the office that is about nobody."""
    with store.change() as change:
        return change.add(kind, values).id


def held(report: Report) -> list[HeldFor]:
    """Why the packages of an exchange wait."""
    return [h.why for h in report.held]


@pytest.mark.parametrize("kind", ["housing", "offers", "work", "meetings", "networks"])
def test_what_is_about_nobody_is_held_too(store: Store, other: Store, stick: Path, kind: str) -> None:
    """GIVEN an entry of an office that is about no person WHEN another one erases it THEN a person is asked first."""
    record = entry(store, kind)
    in_step(store, other, stick=stick)
    erasure.erase(other, record, "ohne zu fragen")
    exchange(other, stick)
    assert held(exchange(store, stick)) == [HeldFor.ERASES_OTHERS] and store.get(record)
    exchange(store, stick, accept=True)
    assert store.get(record) is None


def test_what_is_the_networks_own_is_held_for_all(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a place, which belongs to no office WHEN one of them erases it THEN the others are asked first."""
    with other.reading() as cursor:
        place = reading.find(cursor, KINDS["places"])[0]["id"]
    erasure.erase(other, place, "ohne zu fragen")
    exchange(other, stick)
    assert held(exchange(store, stick)) == [HeldFor.ERASES_OTHERS] and store.get(place)


def test_an_own_entry_hung_there_before_gives_no_right(store: Store, other: Store, stick: Path) -> None:
    """GIVEN an entry of the liar's own under another's root, brought by an earlier package WHEN it erases the root THEN
    a person is asked first."""
    record = entry(store)
    in_step(store, other, stick=stick)
    with other.change() as change:
        change.add("volunteers", {"last_name": "X", "consent_network": True}, root=record)
    in_step(other, store, stick=stick)
    erasure.erase(other, record, "ohne zu fragen")
    exchange(other, stick)
    assert held(exchange(store, stick)) == [HeldFor.ERASES_OTHERS] and store.get(record)


def test_what_was_taken_back_and_shared_again_still_has_its_office(store: Store, other: Store, stick: Path) -> None:
    """GIVEN an entry whose id has changed by moving WHEN another office erases its root THEN somebody is asked."""
    record = entry(store, "offers", title="Fahrdienst")
    shared = act(store, sharing.share, act(store, sharing.unshare, record))
    in_step(store, other, stick=stick)
    assert shared != record
    erasure.erase(other, shared, "ohne zu fragen")
    exchange(other, stick)
    assert held(exchange(store, stick)) == [HeldFor.ERASES_OTHERS] and store.get(shared)


def under_a_known_change(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    """An erasure under a change that has long been read, beside one that is new."""
    a_change(lines, vector, liar)
    position = next(i for i, line in enumerate(lines) if line[0] == "c" and line[1] == liar.replica)
    lines.append(["e", victim.all("volunteers")[0].root, position, "2026-03-02", ""])


def test_a_known_change_erases_nobody_later(store: Store, other: Store, helper: Store, stick: Path) -> None:
    """GIVEN a change of the liar's own that was read long ago WHEN it erases something now THEN it is as if it were
    new."""
    known = person(store)
    in_step(store, other, helper, stick=stick)
    for pc in (other, helper):
        update(pc, known, note=f"von {pc.person}")
        in_step(pc, store, stick=stick)
    forged(other, store, stick, under_a_known_change)
    assert held(exchange(store, stick)) == [HeldFor.ERASES_OTHERS] and store.get(known)
    exchange(other, stick)
    forged(helper, store, stick, under_a_known_change)
    assert SetAside.NO_RIGHT in exchange(store, stick).set_aside and store.get(known)


def test_a_helper_named_as_the_author_erases_nobody(store: Store, other: Store, helper: Store, stick: Path) -> None:
    """GIVEN an erasure in the name of the laptop of a person who helps in the office concerned THEN a person is
    asked."""
    known = person(store)
    in_step(store, other, helper, stick=stick)

    def lie(lines: Lines, vector: algebra.Vector, _liar: Store, victim: Store) -> None:
        position = a_change(lines, vector, helper)
        lines.append(["e", victim.all("volunteers")[0].root, position, "2026-03-02", ""])

    forged(other, store, stick, lie)
    assert held(exchange(store, stick)) == [HeldFor.ERASES_OTHERS] and store.get(known)


def test_an_office_erases_its_own_with_what_others_hung_on_it(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a case and a flat of an office, a suggestion of another one between them WHEN the office erases the case
    THEN nobody is held up."""
    case, flat = entry(store, "cases", needs=["flat"], persons=3), entry(other)
    in_step(store, other, stick=stick)
    with other.change() as change:
        change.add("matches", {"parent": case, "lead": flat}, root=case)
    in_step(other, store, stick=stick)
    assert not act(store, erasing.erase, [case], "Wunsch").asked
    exchange(store, stick)
    assert not exchange(other, stick).held and other.get(case) is None and other.get(flat)


def test_with_what_hangs_on_an_entry_of_another_office_that_entry_does_not_go(
    store: Store, other: Store, stick: Path
) -> None:
    """GIVEN an own suggestion at a case of another office WHEN it is to be erased THEN the office of the case is asked,
    since the case would go with it."""
    case = entry(store, "cases", needs=["flat"], persons=3)
    in_step(store, other, stick=stick)
    with other.change() as change:
        match = change.add("matches", {"parent": case}, root=case).id
    assert act(other, erasing.erase, [match], "Wunsch") == erasing.Outcome(0, (store.local("office"),))
    in_step(other, store, stick=stick)
    ((_, asked),) = erasing.waiting(store)
    assert asked.id == case and store.get(case)


def test_a_note_of_the_office_beside_a_case_is_erased_alone(store: Store, other: Store, stick: Path) -> None:
    """GIVEN tasks that stay in their offices about a case WHEN they are erased THEN the case stays, here and there."""
    case = entry(store, "cases", needs=["flat"], persons=3)
    in_step(store, other, stick=stick)
    for pc in (store, other):
        with pc.change() as change:
            task = change.add("tasks", {"title": "Anrufen"}, space=pc.office_space, root=case).id
            change.add("contacts", {"parent": task, "text": "erreicht"}, space=pc.office_space, root=case)
        assert erasure.mentions(pc, pc.require(task)) == []
        assert act(pc, erasing.erase, [task], "Aus dem Papierkorb") == erasing.Outcome(2)
        in_step(store, other, stick=stick)
        assert pc.get(task) is None and store.get(case) and other.get(case) and pc.check() == []


def test_ids_that_look_random_are_no_owner(store: Store) -> None:
    with store.reading() as cursor:
        assert erasure.owners(cursor, fresh("nothing")) == set()


# ---- an entry is taken from its office before it is erased ----------------------------------------------------------
@pytest.mark.parametrize("whose", ["own", "nobody's"])
@pytest.mark.parametrize("kind", ["housing", "cases"])
def test_who_calls_an_entry_its_own_waits_for_a_person(
    store: Store, other: Store, stick: Path, kind: str, whose: str
) -> None:
    """GIVEN a program that first makes another's entry its own, or nobody's, to erase it then THEN a person is asked
    before it is."""
    record = entry(store, kind)
    in_step(store, other, stick=stick)
    update(other, record, office=other.local("office") if whose == "own" else None)
    exchange(other, stick)
    assert held(exchange(store, stick)) == [HeldFor.TAKES_OTHERS]
    erasure.erase(other, record, "ohne zu fragen")
    exchange(other, stick)
    assert held(exchange(store, stick)) == [HeldFor.ERASES_OTHERS] and store.get(record)


def test_what_was_handed_over_belongs_to_who_got_it(
    store: Store, other: Store, third: Store, colleague: Store, stick: Path
) -> None:
    """GIVEN a case that its office hands to another one THEN nobody is asked, whoever hears of it from whom, and the
    new office erases it as its own."""
    case = entry(store, "cases", needs=["flat"], persons=3)
    in_step(store, other, third, colleague, stick=stick)
    handover.offer(store, store.require(case), other.local("office"), consent=True)
    exchange(store, stick)
    exchange(other, stick)
    name = export_package.file_name(store, "net")
    (stick / name).unlink()
    for pc in (third, colleague, store, third):
        assert not exchange(pc, stick).held
        assert pc.require(case).record.office == other.local("office")
    assert act(other, erasing.erase, [case], "Wunsch").erased
    exchange(other, stick)
    for pc in (store, third, colleague):
        assert not exchange(pc, stick).held and pc.get(case) is None


def test_nobody_hands_over_what_is_another_offices(store: Store, other: Store, third: Store, stick: Path) -> None:
    """GIVEN a PC writes that an office has handed its case over THEN a person is asked all the same."""
    case = entry(store, "cases", needs=["flat"], persons=3)
    in_step(store, other, third, stick=stick)
    with other.change() as change:
        said = {"parent": case, "to_office": other.local("office"), "office": store.local("office")}
        change.add("handovers", said, root=case)
        change.update(case, {"office": other.local("office")})
    exchange(other, stick)
    for pc in (store, third):
        assert held(exchange(pc, stick)) == [HeldFor.TAKES_OTHERS]
        assert pc.require(case).record.office == store.local("office")


def test_nobody_takes_what_was_handed_to_another_office(store: Store, other: Store, third: Store, stick: Path) -> None:
    case = entry(store, "cases", needs=["flat"], persons=3)
    in_step(store, other, third, stick=stick)
    handover.offer(store, store.require(case), third.local("office"), consent=True)
    exchange(store, stick)
    exchange(other, stick)
    with other.change() as change:
        (offer,) = change.all("handovers")
        change.update(offer.id, {"to_office": other.local("office")})
        change.update(case, {"office": other.local("office")})
    exchange(other, stick)
    assert HeldFor.TAKES_OTHERS in held(exchange(store, stick))


# ---- who really asks and declines -----------------------------------------------------------------------------------
def test_nobody_asks_in_the_name_of_another_office(store: Store, other: Store, third: Store, stick: Path) -> None:
    """GIVEN a PC writes a request as if another office asked THEN nobody decides about it, and it is shown nowhere."""
    record = person(store, "Haddad")
    in_step(store, other, third, stick=stick)
    asker = other.local("office")
    said = {"parent": record, "to_office": store.local("office"), "office": asker, "reason": "Wunsch"}
    said |= {"asked_on": "2026-03-02", "asked_by": "Jutta Frey"}
    with third.change() as change:
        change.ensure("erasure_requests", (record, asker), said, root=record)
    in_step(third, store, other, stick=stick)
    for pc in (store, other, third):
        assert pc.all(ErasureRequest) and not erasing.waiting(pc) and not erasing.requests_about(pc, record)
    act(other, erasing.erase, [record], "Wirklich")
    in_step(other, store, stick=stick)
    ((request, _),) = erasing.waiting(store)
    assert request.record.reason == "Wirklich"


@pytest.mark.parametrize("what", ["reason", "to_office", "parent"])
def test_a_request_that_somebody_else_has_changed_is_none(
    store: Store, other: Store, third: Store, stick: Path, what: str
) -> None:
    asked_for(store, other, stick)
    in_step(store, other, third, stick=stick)
    mine = person(third, "Fremd")
    ((request, _),) = erasing.waiting(store)
    false = {"reason": "Bitte alles", "to_office": third.local("office"), "parent": mine}[what]
    update(third, request.id, **{what: false})
    in_step(third, store, other, stick=stick)
    for pc in (store, other):
        assert not erasing.waiting(pc)


def test_nobody_declines_for_the_office_that_decides(store: Store, other: Store, third: Store, stick: Path) -> None:
    """GIVEN a PC writes that the deciding office has declined THEN that office is still asked, and the asking one is
    told nothing else."""
    record = asked_for(store, other, stick)
    in_step(store, other, third, stick=stick)
    ((request, _),) = erasing.waiting(store)
    update(third, request.id, declined_on="2026-03-02", declined_by="Petra Wagner")
    in_step(third, store, other, stick=stick)
    assert [r.id for r, _ in erasing.waiting(store)] == [request.id]
    (told,) = erasing.requests_about(other, record)
    assert told.record.declined_on is None and told.record.declined_by is None
    act(store, erasing.decline, request.id)
    in_step(store, other, stick=stick)
    (told,) = erasing.requests_about(other, record)
    assert told.record.declined_by == store.person and not erasing.waiting(store)


def test_a_request_counts_though_its_pc_is_no_member_any_more(store: Store, other: Store, stick: Path) -> None:
    asked_for(store, other, stick)
    members.strike(store, other.replica)
    assert erasing.waiting(store)


def test_a_request_goes_along_when_its_entry_is_taken_back(store: Store, other: Store, stick: Path) -> None:
    record = asked_for(store, other, stick)
    with store.change() as change:
        taken = change.move(record, store.office_space)
    ((_, entry_),) = erasing.waiting(store)
    assert entry_.id == taken
    with store.change() as change:
        shared = change.move(taken, "net")
    ((_, entry_),) = erasing.waiting(store)
    assert entry_.id == shared
