"""Each verb is done or not done: it fails at each of its statements and leaves nothing, the next try succeeds, and
one undo takes all of it back."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from netzwerkhilfe import output, services
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Match, Priority
from netzwerkhilfe.models.helping import Engagement
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.models.meetings import AgendaItem, Meeting, Resolution
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.services.entries import calls, entries, erasing
from netzwerkhilfe.services.helping import (
    courses,
    offers,
    professionals,
    recognitions,
    viewings,
    volunteering,
    work_list,
)
from netzwerkhilfe.services.matching import cases, chain, following
from netzwerkhilfe.services.meetings import (
    agenda_suggestions,
    decisions,
    invitation,
    meetings,
    minutes,
    series,
    sitting,
)
from netzwerkhilfe.services.meetings.voting import Votes
from netzwerkhilfe.services.papers import helper_papers, letterhead
from netzwerkhilfe.store import erasure
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.transfer import importer
from tests.acts import act
from tests.failing import visible, whole_or_not_at_all
from tests.services.meetings.test_meetings import again, item, plan, seat, seat_all

Verb = Callable[[Change], object]
Prepare = Callable[[Store, Path], Verb]
VERBS: dict[str, Prepare] = {}
PARTS = {"put_item", "take_up"}
"""Functions over a change that are no verbs of their own: others call them."""
PDF = b"%PDF-1.7 Niederschrift"


def verb(*functions: Callable[..., object]) -> Callable[[Prepare], Prepare]:
    """Mark what prepares a store for these verbs of the services and gives the act itself."""

    def keep(prepare: Prepare) -> Prepare:
        VERBS[prepare.__name__] = prepare
        COVERED.update(functions)
        return prepare

    return keep


COVERED: set[Callable[..., object]] = set()


def added(store: Store, kind_name: str, **texts: str) -> Any:
    return store.require(act(store, entries.add, kind_name, texts))


def person(store: Store, **texts: str) -> Any:
    return added(store, "volunteers", last_name="Haddad", first_name="Samir", consent_network="ja", **texts)


def case(store: Store) -> Any:
    return added(store, "cases", needs="Wohnung, Arbeit", persons="4", place="Maxdorf", name="Familie Aziz")


def held(store: Store) -> Any:
    """A meeting that is over, with a recommendation that was carried and one motion that was not."""
    meeting = plan(store, "Begrüßung", "Halle", "Bus")
    act(store, invitation.invite, meeting, "2026-03-10")
    act(store, sitting.begin, again(store, meeting), "18:00")
    act(store, sitting.all_present, meeting)
    for number, votes, recommends in (("2", (8, 0, 0), True), ("3", (2, 6, 0), None)):
        made = act(store, decisions.add, meeting, item(store, meeting, number), "Wir tun es.", recommends=recommends)
        act(store, decisions.count, made, *votes)
    act(store, sitting.end, again(store, meeting), "19:00")
    return again(store, meeting)


def signed(store: Store) -> Any:
    meeting = held(store)
    act(store, output.sign, meeting)
    return again(store, meeting)


def circular(store: Store) -> Any:
    record = act(store, decisions.start_circular, "Halle", "Wir mieten sie.", "2026-03-09", "Es eilt.")
    (motion,) = store.children(record, Resolution)
    for name in ("Bauer", "Kern", "Demir", "Roth", "Fischer", "Wagner", "Haddad", "Oster"):
        act(store, decisions.vote, motion, seat(store, name).id, "ja")
    return again(store, record)


# ---- entries
# ----------------------------------------------------------------------------------------------------------
@verb(entries.add)
def add_an_entry(store: Store, _path: Path) -> Verb:
    texts = {"last_name": "Fischer", "consent_network": "ja", "private_note": "nur hier"}
    return lambda change: entries.add(change, "volunteers", texts)


@verb(entries.save)
def give_consent_in_a_form(store: Store, _path: Path) -> Verb:
    opened = added(store, "volunteers", last_name="Fischer", private_note="nur hier", phone="06237 1111")
    private = store.companion(opened)
    texts = {"consent_network": "ja", "emergency_contact": "Tochter", "phone": "06237 2222"}
    return lambda change: entries.save(change, opened, private, texts)


@verb(entries.set_stage)
def next_stage(store: Store, _path: Path) -> Verb:
    flat = added(store, "housing", landlord="Dörr", place="Maxdorf")
    return lambda change: entries.set_stage(change, flat.id, str(entries.next_stage(store, flat)))


@verb(entries.change_many)
def change_several(store: Store, _path: Path) -> Verb:
    ids = [person(store, phone=f"06237 {n}").id for n in range(3)]
    return lambda change: entries.change_many(change, KINDS["volunteers"], ids, "skills", "Fahrdienst")


@verb(calls.note_call)
def note_a_call(store: Store, _path: Path) -> Verb:
    call = calls.Call("Wohnung", "Frau Dörr", "06237 1111", "3 Zimmer", {"place": "Maxdorf", "rooms": "3"})
    return lambda change: calls.note_call(change, call)


@verb(importer.apply)
def take_a_list_in(store: Store, path: Path) -> Verb:
    source = path / "l.csv"
    source.write_text("Name;Telefon\nGroß;0171 111111\nKlein;0171 222222\n", "utf-8")
    planned = importer.plan(store, "volunteers", source)
    return lambda change: importer.apply(change, planned)


# ---- helping
# ----------------------------------------------------------------------------------------------------------
@verb(work_list.add_task)
def add_a_task(store: Store, _path: Path) -> Verb:
    flat = added(store, "housing", landlord="Dörr", place="Maxdorf")
    return lambda change: work_list.add_task(change, "Anrufen", due="05.03.2026", about=flat)


@verb(work_list.add_line)
def add_a_task_in_one_line(store: Store, _path: Path) -> Verb:
    flat = added(store, "housing", landlord="Dörr", place="Maxdorf")
    return lambda change: work_list.add_line(change, "Anrufen bis Freitag", about=flat)


@verb(work_list.finish, work_list.reopen)
def finish_a_task_and_open_it_again(store: Store, _path: Path) -> Verb:
    one, two = (act(store, work_list.add_task, text) for text in ("Anrufen", "Schreiben"))
    act(store, work_list.finish, two)

    def both(change: Change) -> None:
        work_list.finish(change, one, dropped_because="erledigt sich")
        work_list.reopen(change, two)

    return both


@verb(work_list.note_contact)
def note_a_contact(store: Store, _path: Path) -> Verb:
    flat = added(store, "housing", landlord="Dörr", place="Maxdorf")
    return lambda change: work_list.note_contact(change, flat, "War da.")


@verb(work_list.start_checklist)
def start_a_checklist(store: Store, _path: Path) -> Verb:
    one = case(store)
    return lambda change: work_list.start_checklist(change, one, work_list.BENEFITS, "2026-04-01")


@verb(volunteering.note_engagement)
def book_an_engagement(store: Store, _path: Path) -> Verb:
    helper = person(store)
    return lambda change: volunteering.note_engagement(change, helper, "Fahrdienst", "2026-04-01", hours=2.0)


@verb(volunteering.end)
def leave_the_volunteering(store: Store, _path: Path) -> Verb:
    helper = person(store, equipment="Schlüssel")
    act(store, volunteering.note_engagement, helper, "Fahrdienst", "2026-04-01")
    act(store, work_list.add_task, "Stundenzettel", person="Samir Haddad")
    return lambda change: volunteering.end(change, helper, "2026-03-01")


@verb(volunteering.took_part)
def take_part_in_a_course(store: Store, _path: Path) -> Verb:
    helper, course = person(store), added(store, "courses", title="Lotsen")
    with store.change() as change:
        values = {"parent": course.id, "volunteer": helper.id, "state": "angemeldet"}
        enrolment = change.ensure("enrolments", (course.id, helper.id), values, root=helper.root).id
    return lambda change: volunteering.took_part(change, enrolment)


@verb(courses.enrol, courses.note_certificate, recognitions.add)
def enrol_in_a_course(store: Store, _path: Path) -> Verb:
    helper, course = person(store), added(store, "courses", title="Lotsen", seats="1")

    def go(change: Change) -> None:
        courses.enrol(change, course, helper.id)
        (enrolment,) = change.children(course.id, "enrolments")
        courses.note_certificate(change, enrolment.id)
        recognitions.add(change, helper, {"kind_of": "Dankbrief", "on_day": "2026-03-02"})

    return go


@verb(offers.still_right)
def check_an_offer(store: Store, _path: Path) -> Verb:
    offer = added(store, "offers", title="Kleiderkammer", place="Maxdorf", checked_on="01.01.2025")
    return lambda change: offers.still_right(change, offer.id)


@verb(volunteering.forget_certificates)
def forget_old_certificates(store: Store, _path: Path) -> Verb:
    for name in ("Aziz", "Roth"):
        texts = {"last_name": name, "state": "beendet", "until": "31.03.2025", "certificate_date": "01.11.2023"}
        added(store, "volunteers", **texts)
    return volunteering.forget_certificates


@verb(professionals.book)
def book_a_professional(store: Store, _path: Path) -> Verb:
    who = added(store, "professionals", name="Praxis Sommer", hours_per_month="10")
    return lambda change: professionals.book(change, who, "MX-2026-001", "2026-03-10", 3.0)


@verb()
def give_out_an_engagement_sheet(store: Store, path: Path) -> Verb:
    record, _ = act(store, volunteering.note_engagement, person(store), "Begleitung", "2026-03-03")
    engagement = store.require(record, Engagement)
    return lambda change: output.write(change, engagement, "engagement-sheet", path / "blatt.pdf")


@verb(helper_papers.sheet_back)
def take_an_engagement_sheet_back(store: Store, _path: Path) -> Verb:
    record, _ = act(store, volunteering.note_engagement, person(store), "Begleitung", "2026-03-03")
    with store.change() as change:
        change.update(record, {"sheet_out_on": "2026-03-02"})
    return lambda change: helper_papers.sheet_back(change, record)


@verb(letterhead.choose_logo)
def choose_a_logo(store: Store, _path: Path) -> Verb:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    return lambda change: letterhead.choose_logo(change, "logo.png", picture.getvalue(), for_all=True)


# ---- matching
# ----------------------------------------------------------------------------------------------------------
@verb(chain.propose)
def propose_a_flat(store: Store, _path: Path) -> Verb:
    one, flat = case(store), added(store, "housing", landlord="Dörr", place="Maxdorf")
    return lambda change: chain.propose(change, one, flat)


@verb(chain.advance)
def a_placement_begins(store: Store, _path: Path) -> Verb:
    one, job = case(store), added(store, "work", employer="Bauhof", kind="Praktikum", place="Maxdorf")
    match = store.require(act(store, chain.propose, one, job), Match)
    return lambda change: chain.advance(change, match, "begonnen")


@verb(chain.put_off, chain.finish_task, following.keep, chain.end_along, chain.free)
def follow_a_suggestion(store: Store, _path: Path) -> Verb:
    one, flat = case(store), added(store, "housing", landlord="Dörr", place="Maxdorf")
    match = store.require(act(store, chain.propose, one, flat), Match)
    (task,) = [t for t in store.all(Task) if following.match_of(t)]
    act(store, change_promise, flat.id, "MX-2026-999")

    def go(change: Change) -> None:
        chain.put_off(change, match, "Jonas Keller", "2026-03-20")
        chain.finish_task(change, task.id)
        following.keep(change)
        chain.free(change, change.require(flat.id))
        chain.end_along(change, flat)

    return go


def change_promise(change: Change, flat: str, number: str) -> None:
    change.update(flat, {"promised_to": number})


@verb(viewings.make_task)
def a_viewing_becomes_a_task(store: Store, _path: Path) -> Verb:
    flat = added(store, "housing", landlord="Dörr", viewing_on="12.03.2026 11 Uhr 30")
    return lambda change: viewings.make_task(change, change.require(flat.id, HousingLead))


@verb(cases.rate_need, cases.withdraw, cases.take_up_again, cases.hand_to_agency, cases.note_receipt)
def note_what_becomes_of_a_case(store: Store, _path: Path) -> Verb:
    one, gone = case(store), added(store, "housing", landlord="Dörr", place="Maxdorf")
    act(store, cases.withdraw, gone.id, "vergeben")

    def go(change: Change) -> None:
        cases.rate_need(change, one, "Wohnung", Priority.URGENT)
        cases.withdraw(change, one.id, "weggezogen")
        cases.take_up_again(change, gone.id)
        cases.hand_to_agency(change, one, "Caritas", consent=True)
        private = change.companion(one)
        assert private is not None
        cases.note_receipt(change, private)

    return go


# ---- meetings
# ----------------------------------------------------------------------------------------------------------
@verb(meetings.add_usual, meetings.add_template, meetings.add_item)
def fill_an_agenda(store: Store, _path: Path) -> Verb:
    meeting = plan(store)

    def fill(change: Change) -> None:
        meetings.add_usual(change, meeting.id)
        meetings.add_template(change, meeting.id, meetings.templates(change)[0])
        under = meetings.add_item(change, meeting.id, "Halle", 10)
        meetings.add_item(change, meeting.id, "Miete", 5, under=under)

    return fill


@verb(meetings.move_item, meetings.place_item, meetings.indent)
def order_an_agenda(store: Store, _path: Path) -> Verb:
    meeting = plan(store, "Eins", "Zwei", "Drei")
    ids = [item(store, meeting, n) for n in "123"]

    def order(change: Change) -> None:
        meetings.move_item(change, meeting.id, ids[2], -1)
        meetings.place_item(change, meeting.id, ids[0], "")
        meetings.indent(change, meeting.id, ids[1])

    return order


@verb(meetings.propose, agenda_suggestions.take)
def propose_an_item_and_take_it_up(store: Store, _path: Path) -> Verb:
    meeting = plan(store)
    act(store, meetings.add_usual, meeting.id)

    def go(change: Change) -> None:
        meetings.propose(change, "Sommerfest")
        (one,) = [s for s in agenda_suggestions.suggestions(change, meeting) if s.proposal]
        agenda_suggestions.take(change, meeting, one)

    return go


@verb(series.create)
def make_a_series(store: Store, _path: Path) -> Verb:
    texts = {"title": "Leitungsteam", "rule": "jeden letzten Donnerstag", "start": "18:00"}
    days = ["2026-04-30", "2026-05-28"]
    return lambda change: series.create(change, texts, days, usual=True)


@verb(invitation.invite)
def invite(store: Store, _path: Path) -> Verb:
    meeting = plan(store, "Eins", "Zwei")
    return lambda change: invitation.invite(change, meeting, "2026-03-10")


@verb(invitation.call_off)
def call_a_meeting_off(store: Store, _path: Path) -> Verb:
    meeting = plan(store, "Eins")
    act(store, invitation.invite, meeting, "2026-03-10")
    return lambda change: invitation.call_off(change, change.require(meeting.id, Meeting), "Hochwasser.")


@verb(sitting.begin, sitting.open_item, sitting.deal, sitting.end)
def hold_a_meeting(store: Store, _path: Path) -> Verb:
    meeting = plan(store, "Eins", "Zwei")
    one, two = item(store, meeting, "1"), item(store, meeting, "2")
    act(store, sitting.mark, meeting, seat(store, "Wagner"), reply="zugesagt")

    def hold(change: Change) -> None:
        sitting.begin(change, meeting, "18:00")
        sitting.open_item(change, meeting, one)
        sitting.open_item(change, meeting, two)
        sitting.deal(change, two, "vertagt")
        sitting.end(change, meeting, "19:00")
        assert change.require(one).values["dealt"] == "behandelt"

    return hold


@verb(sitting.mark, sitting.all_present, sitting.arrive, sitting.leave, sitting.exclude)
def take_the_attendance(store: Store, _path: Path) -> Verb:
    meeting = plan(store, "Eins", "Zwei")
    one, who = item(store, meeting, "1"), seat(store, "Roth")

    def mark(change: Change) -> None:
        sitting.mark(change, meeting, "Gast Ö")
        sitting.all_present(change, meeting)
        sitting.arrive(change, meeting, who, "18:10", one)
        sitting.leave(change, meeting, who, "18:40", one)
        sitting.exclude(change, meeting, one, who.id)

    return mark


@verb(sitting.add_task)
def give_a_task(store: Store, _path: Path) -> Verb:
    meeting = plan(store, "Eins")
    return lambda change: sitting.add_task(change, meeting, "", "Oster: Vertrag vorbereiten bis 25.03.2026")


@verb(decisions.add, decisions.from_proposal, decisions.count, decisions.vote, decisions.set_outcome)
def decide(store: Store, _path: Path) -> Verb:
    meeting = plan(store, "Eins", "Zwei")
    one, who = store.require(item(store, meeting, "1"), AgendaItem), seat(store, "Roth").id

    def go(change: Change) -> None:
        first = decisions.from_proposal(change, meeting, one)
        decisions.count(change, first, 3, 2, 1)
        second = decisions.add(change, meeting, one.id, "Wir tun es.", by_name=True)
        decisions.vote(change, change.require(second, Resolution), who, "ja")
        decisions.set_outcome(change, decisions.add(change, meeting, one.id, "Später."), "vertagt")

    return go


@verb(decisions.start_circular)
def start_a_circulation(store: Store, _path: Path) -> Verb:
    return lambda change: decisions.start_circular(change, "Halle", "Wir mieten sie.", "2026-03-09", "Es eilt.")


@verb(decisions.close_circular)
def close_a_circulation(store: Store, _path: Path) -> Verb:
    meeting = circular(store)
    return lambda change: decisions.close_circular(change, meeting)


@verb(minutes.prepare, minutes.sign)
def sign_the_minutes(store: Store, _path: Path) -> Verb:
    meeting = held(store)

    def sign(change: Change) -> None:
        minutes.prepare(change, meeting)
        ready = change.require(meeting.id, Meeting)
        minutes.sign(change, ready.id, {minutes.paper_name(ready): PDF, minutes.paper_name(ready, closed=True): PDF})

    return sign


@verb(minutes.unsign)
def take_a_signature_back(store: Store, _path: Path) -> Verb:
    meeting = signed(store)
    return lambda change: minutes.unsign(change, meeting)


@verb(minutes.approve, minutes.acknowledge, minutes.add_addendum)
def approve_and_correct(store: Store, _path: Path) -> Verb:
    meeting = signed(store)

    def go(change: Change) -> None:
        minutes.acknowledge(change, meeting)
        minutes.approve(change, meeting, on="2026-04-16")
        minutes.add_addendum(change, meeting, "Es waren sieben.")

    return go


@verb(minutes.approve_by_vote, decisions.further)
def vote_on_the_last_minutes(store: Store, _path: Path) -> Verb:
    earlier, later = signed(store), plan(store, "Genehmigung", date="16.04.2026")
    one = item(store, later, "1")
    with store.change() as change:
        change.update(one, {"approves": earlier.id, "proposal": "Die Niederschrift wird genehmigt."})
    act(store, sitting.all_present, later)

    def go(change: Change) -> None:
        minutes.approve_by_vote(change, later, change.require(one, AgendaItem), Votes(5, 0, 0))
        assert change.require(earlier.id).sealed == "approved"
        decisions.further(change, later, change.require(one, AgendaItem))

    return go


@verb(meetings.give_back, meetings.free_place)
def give_a_proposal_back(store: Store, _path: Path) -> Verb:
    meeting = plan(store, "Eins")
    made = act(store, meetings.propose, "Sommerfest")
    act(store, meetings.take_up, store.require(made, AgendaItem), meeting, 20)

    def go(change: Change) -> None:
        meetings.free_place(change, meeting.id, secret=False)
        meetings.give_back(change, change.require(made, AgendaItem))

    return go


@verb(decisions.follow_up, decisions.approve_by)
def follow_a_decision_up(store: Store, _path: Path) -> Verb:
    signed(store)
    entry = next(e for e in decisions.register(store) if e.code.carried)

    def go(change: Change) -> None:
        decisions.follow_up(change, entry.record.id, "in Arbeit", "Angebote sind da.")
        office = change.local("office")
        decisions.approve_by(change, entry.record.id, office, "zugestimmt", "Rat", "2026-04-20")

    return go


@verb(minutes.note_printed)
def print_a_paper(store: Store, path: Path) -> Verb:
    meeting = plan(store, "Eins")
    return lambda change: output.write(change, meeting, "agenda", path / "tagesordnung.txt")


@verb(erasing.ask, erasing.decline)
def ask_for_an_erasure_and_decline(store: Store, _path: Path) -> Verb:
    entry = person(store)
    office = store.local("office")

    def go(change: Change) -> None:
        erasing.ask(change, entry, office, "Wunsch am Telefon")
        (request,) = erasing.requests_about(change, entry.id)
        erasing.decline(change, request.id)

    return go


COVERED.add(erasing.erase)  # below: what is erased does not come back


def test_an_erasure_is_done_or_not_done(store: Store) -> None:
    own, other = person(store), added(store, "offers", title="Deutsch im Café", category="Sprache")
    whole_or_not_at_all(store, lambda change: erasing.erase(change, [own.id, other.id], "Wunsch"))
    erasure.clean(store)
    assert store.get(own.id) is None and store.get(other.id) is None and store.check() == []


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_done_or_not_done_and_undone_as_a_whole(name: str, store: Store, tmp_path: Path) -> None:
    """GIVEN a verb that fails at each of its statements WHEN it is tried again THEN it is done, and undone as one.

    What was undone is done again as one, and undone once more: each is the way back of the other.
    """
    seat_all(store)
    act_ = VERBS[name](store, tmp_path)
    before = visible(store)
    done = whole_or_not_at_all(store, act_)
    assert done.entries
    after = visible(store)
    for wanted in (before, after, before):
        with store.change() as change:
            assert change.undo(done) == []
        done = change.set
        assert visible(store) == wanted
    assert store.check() == []


def test_every_verb_of_the_services_is_tried() -> None:
    """Public functions of the services over a change; a new one needs its case above."""
    found = set()
    for info in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters.values()), None)
            own = function.__module__ == info.name and not name.startswith("_") and name not in PARTS
            if own and first is not None and first.annotation == "Change":
                found.add(function)
    assert {f"{f.__module__}.{f.__qualname__}" for f in found - COVERED} == set()


def test_a_signature_with_its_papers_is_one_change(store: Store) -> None:
    """GIVEN minutes ready to be signed WHEN they are signed THEN one change holds papers, seal and what follows."""
    seat_all(store)
    meeting = held(store)
    with store.change() as change:
        output.sign(change, meeting)
    done = change.set
    assert len(done.numbers) == 1
    assert {"meetings", "resolutions", "attachments", "follow_ups", "approvals"} <= done.kinds
    with store.reading() as cursor:
        newest = cursor.execute("SELECT max(n) FROM change").fetchone()[0]
    assert newest == done.numbers["net"]
