"""What the record of a meeting says is true: what was dealt with, decided, approved, who was there, who has a task."""

from __future__ import annotations

import datetime as dt

import pytest

from netzwerkhilfe import output
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.meetings import AgendaItem, Meeting, Resolution
from netzwerkhilfe.models.values import Unreadable
from netzwerkhilfe.services.meetings import agenda_suggestions, body, decisions, invitation, meetings, minutes, sitting
from netzwerkhilfe.services.meetings.complaints import Code
from netzwerkhilfe.services.meetings.voting import Votes
from netzwerkhilfe.services.papers import invitation_papers
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock
from tests.services.meetings.test_meetings import TEAM, again, held, item, plan, seat, seat_all, text_of


@pytest.fixture
def team(store: Store) -> Store:
    seat_all(store)
    return store


def told(team: Store, meeting: Snapshot[Meeting]) -> dict[Code, str]:
    """What is listed before the signature."""
    return {c.code: c.text for c in minutes.complaints(team, sitting.read(team, again(team, meeting)))}


def offered(team: Store, meeting: Snapshot[Meeting]) -> list[str]:
    """The items that a meeting is offered from earlier ones, by their subjects."""
    found = agenda_suggestions.suggestions(team, again(team, meeting))
    return [s.draft.title or "" for s in found if s.key.startswith("item:")]


# ---- complete -------------------------------------------------------------------------------------------------------
def test_before_the_signature_stands_what_is_missing(team: Store) -> None:
    meeting = plan(team, "Begrüßung", "Bericht", "Halle", "Bus")
    act(team, sitting.begin, meeting)
    for name in (t[0] for t in TEAM[:7]):
        act(team, sitting.mark, meeting, seat(team, name), state="anwesend")
    with team.change() as change:
        change.update(item(team, meeting, "2"), {"text": "Kurz berichtet."})
    vote = act(team, decisions.add, meeting, item(team, meeting, "3"), "Wir mieten die Halle.")
    with team.change() as change:
        change.update(vote, {"by_name": True})
    ballot = decisions.decide(team, sitting.read(team, again(team, meeting)), team.require(vote, Resolution))
    for person, *_ in ballot.by_person[:5]:
        act(team, decisions.vote, team.require(vote, Resolution), person, "ja")
    found = told(team, meeting)
    assert set(found) == {Code.ATTENDANCE_OPEN, Code.VOTES_MISSING, Code.ITEM_OPEN}
    assert found[Code.ITEM_OPEN] == "Ohne Text, Beschluss oder „behandelt“: TOP 1, 4."
    assert found[Code.VOTES_MISSING].startswith("TOP 3: Ohne Stimme: ")
    assert all(name in found[Code.VOTES_MISSING] for _, name, *_ in ballot.by_person[5:])
    assert TEAM[7][0] in found[Code.ATTENDANCE_OPEN]
    further = act(team, decisions.further, meeting, team.require(item(team, meeting, "3"), AgendaItem))
    act(team, decisions.count, further, 5, 0, 0)
    assert told(team, meeting)[Code.NO_WORDING] == "TOP 3: Der Wortlaut des Beschlusses fehlt."
    with pytest.raises(UserError) as refused:
        act(team, output.sign, again(team, meeting))
    assert "Wortlaut" in refused.value.paragraph()


def test_a_heading_is_dealt_with_where_something_below_it_is(team: Store) -> None:
    meeting = held(team)
    with team.change() as change:
        meetings.indent(change, meeting.id, item(team, meeting, "2"))
    with team.change() as change:
        for number in "23456":
            change.update(item(team, meeting, number), {"dealt": "behandelt"})
    with team.change() as change:
        change.update(item(team, meeting, "1.1"), {"text": "Besprochen."})
    assert "TOP" not in told(team, meeting).get(Code.ITEM_OPEN, "")


# ---- carried over ---------------------------------------------------------------------------------------------------
def test_carried_over_is_what_was_not_dealt_with_no_more_no_less(team: Store, clock: Clock) -> None:
    meeting = plan(team, "Gewählt", "Nur ein Satz", "Vertagt", "Abgesetzt", "Mit Text")
    act(team, meetings.add_usual, meeting.id)
    act(team, sitting.begin, meeting)
    act(team, sitting.all_present, meeting)
    vote = act(team, decisions.add, meeting, item(team, meeting, "1"), "Wir tun es.")
    act(team, decisions.count, vote, 8, 0, 0)
    with team.change() as change:
        change.update(item(team, meeting, "3"), {"dealt": "vertagt"})
        change.update(item(team, meeting, "4"), {"dealt": "abgesetzt"})
        change.update(item(team, meeting, "5"), {"text": "Besprochen."})
    act(team, sitting.end, again(team, meeting), "19:00")
    act(team, output.sign, again(team, meeting))
    clock.forward(days=30)
    assert sorted(offered(team, plan(team, date="30.04.2026"))) == ["Nur ein Satz", "Vertagt"]
    for month in range(5, 13):  # it is not lost in a year of other meetings
        other = plan(team, "Anderes", date=f"03.{month:02}.2026")
        with team.change() as change:
            change.update(item(team, other, "1"), {"dealt": "behandelt"})
            change.update(other.id, {"stage": "gehalten"})
    assert sorted(offered(team, plan(team, date="04.02.2027"))) == ["Nur ein Satz", "Vertagt"]


def test_an_offices_proposal_never_vanishes(team: Store) -> None:
    made = act(team, meetings.propose, "Sommerfest")
    meeting = plan(team, "A")
    (one,) = [s for s in agenda_suggestions.suggestions(team, meeting) if s.proposal]
    act(team, agenda_suggestions.take, again(team, meeting), one)
    taken = team.require(made, AgendaItem)
    assert taken.record.parent == meeting.id
    assert act(team, meetings.give_back, taken)
    assert [p.id for p in meetings.proposals(team)] == [made]
    act(team, agenda_suggestions.take, again(team, meeting), one)
    act(team, invitation.call_off, again(team, meeting), "Glatteis")
    assert "Sommerfest" in offered(team, plan(team, date="30.04.2026"))


# ---- approval -------------------------------------------------------------------------------------------------------
def approval_item(team: Store, earlier: Snapshot[Meeting], later: Snapshot[Meeting]) -> Snapshot[AgendaItem]:
    """The item by which a later meeting approves the minutes of an earlier one."""
    found = agenda_suggestions.suggestions(team, again(team, later))
    act(team, agenda_suggestions.take, again(team, later), next(s for s in found if s.key == f"minutes:{earlier.id}"))
    return next(x.item for x in meetings.schedule_of(team, later).lines if x.item.record.approves == earlier.id)


def test_the_vote_on_the_last_minutes_approves_them(team: Store, clock: Clock) -> None:
    earlier = held(team)
    act(team, output.sign, earlier)
    clock.forward(days=30)
    later = plan(team, "A", date="16.04.2026")
    topic = approval_item(team, earlier, later)
    act(team, sitting.begin, later)
    act(team, sitting.all_present, later)
    rejected = act(team, minutes.approve_by_vote, again(team, later), topic, Votes(2, 6, 0))
    assert rejected and rejected.result.carried is False and again(team, earlier).sealed == "signed"
    decision = act(team, minutes.approve_by_vote, again(team, later), topic, Votes(7, 0, 1))
    assert decision and decision.result.text == "einstimmig angenommen bei 1 Enthaltung"
    record = again(team, earlier).record
    assert (again(team, earlier).sealed, record.approved_on, record.approved_in) == ("approved", "2026-04-16", later.id)
    assert minutes.changed_since(team, again(team, earlier)) == []
    assert len(decisions.of_meeting(team, sitting.read(team, again(team, later)), topic.id)) == 1
    assert act(team, minutes.approve_by_vote, again(team, later), topic, Votes(8, 0, 0)) is None, "approved already"
    assert team.check() == []


def test_nothing_is_approved_without_a_meeting_or_a_day(team: Store, clock: Clock) -> None:
    earlier = held(team)
    act(team, output.sign, earlier)
    with pytest.raises(UserError, match="In welcher Sitzung"):
        act(team, minutes.approve, again(team, earlier))
    with pytest.raises(UserError, match="In welcher Sitzung"):
        act(team, minutes.approve, again(team, earlier), on="2026-03-01")
    clock.forward(days=30)
    later = plan(team, "A", date="16.04.2026")
    act(team, sitting.begin, later)
    act(team, minutes.approve, again(team, earlier))
    assert again(team, earlier).record.approved_in == later.id


# ---- who was there, what counts -------------------------------------------------------------------------------------
def test_a_reply_is_not_presence(team: Store) -> None:
    meeting = plan(team, "A")
    act(team, sitting.mark, meeting, seat(team, "Bauer"), reply="zugesagt")
    act(team, sitting.begin, meeting)
    assert not any(x.state for x in sitting.read(team, again(team, meeting)).roll)


def test_who_leaves_leaves_from_the_running_item(team: Store) -> None:
    meeting = held(team)
    act(team, sitting.open_item, again(team, meeting), item(team, meeting, "4"))
    act(team, sitting.leave, again(team, meeting), seat(team, "Fischer"), "19:00")
    at = sitting.read(team, again(team, meeting))
    present = [at.quorum(item(team, meeting, n)).present for n in "345"]
    assert present == [6, 5, 5]
    act(team, sitting.open_item, again(team, meeting), item(team, meeting, "6"))
    act(team, sitting.arrive, again(team, meeting), seat(team, "Oster"), "19:20")
    at = sitting.read(team, again(team, meeting))
    assert [at.quorum(item(team, meeting, n)).present for n in "567"] == [5, 6, 6]


def test_a_meeting_over_midnight(team: Store) -> None:
    """GIVEN a meeting from 23:00 WHEN somebody comes at 00:10 or leaves at 00:45 THEN each counts for the items after,
    or before it."""
    meeting = plan(team, "A", "B", "C", "D", start="23:00")
    with team.change() as change:
        for number in "1234":
            change.update(item(team, meeting, number), {"minutes": 30})
    act(team, sitting.begin, meeting, "23:00")
    act(team, sitting.all_present, meeting)
    act(team, sitting.mark, meeting, seat(team, "Oster"), arrived="00:10")
    act(team, sitting.mark, meeting, seat(team, "Roth"), left="00:45")
    act(team, sitting.mark, meeting, seat(team, "Bauer"), arrived="22:50")
    at = sitting.read(team, again(team, meeting))
    assert [x.begins for x in at.plan.lines] == ["23:00", "23:30", "00:00", "00:30"]
    assert [at.quorum(x.item.id).present for x in at.plan.lines] == [7, 7, 8, 7]


def test_a_circulation_has_no_result_before_it_is_over(team: Store, clock: Clock) -> None:
    record = act(team, decisions.start_circular, "Bus", "Wir kaufen einen Bus.", "2026-03-10", "eilt")
    meeting = team.require(record, Meeting)

    def result() -> str:
        (found,) = decisions.of_meeting(team, sitting.read(team, again(team, meeting)))
        return found.result.text

    (resolution,) = decisions.of_meeting(team, sitting.read(team, meeting))
    for name in (t[0] for t in TEAM[:7]):
        act(team, decisions.vote, resolution.record, seat(team, name).id, "ja")
        assert result() == "" and not decisions.circular_state(team, meeting).over
    act(team, decisions.vote, resolution.record, seat(team, TEAM[7][0]).id, "nein")
    assert result() == "mehrheitlich angenommen" and decisions.circular_state(team, meeting).over
    act(team, decisions.vote, resolution.record, seat(team, TEAM[7][0]).id, None)
    assert result() == ""
    clock.forward(days=30)
    assert result() == "einstimmig angenommen"


# ---- tasks ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "people", "title", "due"),
    [
        ("Oster, Roth: Halle anfragen bis 20.04.2026", ["Oster", "Roth"], "Halle anfragen", "2026-04-20"),
        ("Frau Bauer und Herr Oster: Bus leihen", ["Bauer", "Oster"], "Bus leihen", ""),
        ("Bus leihen (Bauer, Oster und Roth)", ["Bauer", "Oster", "Roth"], "Bus leihen", ""),
        ("Bus leihen, macht Frau Bauer", ["Bauer"], "Bus leihen", ""),
        ("Roth/Bauer: Bus leihen", ["Roth", "Bauer"], "Bus leihen", ""),
        ("Presse, Roth: anrufen", [], "Presse, Roth: anrufen", ""),
        ("Termin: Roth fragen", [], "Termin: Roth fragen", ""),
    ],
)
def test_several_have_a_task(team: Store, line: str, people: list[str], title: str, due: str) -> None:
    found = sitting.read_task(line, body.seats(team), dt.date(2026, 3, 19))
    names = [n.rsplit(" ", 1)[-1] for n in found.person.split(", ") if n]
    assert (names, found.title, found.due_on) == (people, title, due)


@pytest.mark.parametrize("day", ["29.02.2027", "31.04.2026", "32.03.2026"])
def test_a_day_that_no_calendar_has_is_named(team: Store, day: str) -> None:
    with pytest.raises(Unreadable, match="Dieses Datum gibt es nicht"):
        sitting.read_task(f"Roth: Vertrag bis {day}", body.seats(team), dt.date(2026, 3, 19))
    meeting = plan(team, "A")
    with pytest.raises(UserError, match="Dieses Datum gibt es nicht"):
        act(team, sitting.add_task, meeting, "", f"Roth: Vertrag bis {day}")
    assert sitting.tasks_of(team, meeting) == []


# ---- agenda and papers ----------------------------------------------------------------------------------------------
def test_own_items_land_before_the_last_usual_one(team: Store) -> None:
    meeting = plan(team)
    act(team, meetings.add_usual, meeting.id)
    act(team, meetings.add_item, meeting.id, "Bus")
    act(team, meetings.add_item, meeting.id, "Personal", confidential=True)
    act(team, meetings.add_item, meeting.id, "Halle")
    titles = [x.item.record.title for x in meetings.schedule_of(team, meeting).lines]
    assert titles[-4:] == ["Bus", "Halle", "Verschiedenes und nächster Termin", "Personal"]


def test_public_papers_call_a_closed_item_by_a_neutral_title(team: Store) -> None:
    meeting = held(team)
    secret = item(team, meeting, "7")
    text = text_of(output.pdf(team, meeting, "minutes"))
    assert "Nichtöffentliche Angelegenheit" in text and "Personal" not in text
    with team.change() as change:
        change.update(secret, {"title": "Kündigung Frau K.", "public_title": "Personalangelegenheit"})
    text = text_of(output.pdf(team, again(team, meeting), "minutes"))
    assert "Personalangelegenheit" in text and "Kündigung" not in text


def test_a_letter_carries_the_day_on_which_it_was_sent(team: Store, clock: Clock) -> None:
    meeting = plan(team, "A")
    act(team, invitation.invite, meeting, "2026-03-10")
    clock.forward(days=3)
    assert invitation_papers.letters(team, again(team, meeting))[0].info[-1] == ("Datum", "10.03.2026")


def test_on_the_last_day_of_the_notice_period_it_says_so(team: Store, clock: Clock) -> None:
    meeting = plan(team, "A", date="19.03.2026")
    last = invitation.notice(team, meeting).last_day
    while team.today().isoformat() < last:
        assert "letzter Tag ist der" in invitation.notice(team, meeting).text
        clock.forward(days=1)
    assert "heute ist der letzte Tag" in invitation.notice(team, meeting).text
    clock.forward(days=1)
    assert not invitation.notice(team, meeting).in_time


def test_draft_minutes_of_a_meeting_to_come_say_so_and_count_nobody(team: Store) -> None:
    meeting = plan(team, "A")
    act(team, sitting.mark, meeting, "Gast Öztürk")
    text = text_of(output.pdf(team, meeting, "minutes"))
    assert "noch nicht stattgefunden" in text and "Entwurf" in text.replace("ENTWURF", "Entwurf")
    assert "beschlussfähig" not in text and "Gast Öztürk" not in text
    act(team, sitting.begin, meeting)
    assert "beschlussfähig" in text_of(output.pdf(team, again(team, meeting), "minutes"))


@pytest.mark.parametrize("document", ["agenda", "tasks", "addenda", "minutes-closed", "resolutions"])
def test_an_empty_paper_is_refused(team: Store, document: str) -> None:
    with pytest.raises(UserError) as refused:
        output.pdf(team, plan(team), document)
    assert "Es wurde nichts gedruckt." in refused.value.paragraph()


def test_decisions_without_minutes_are_not_said_to_be_none(team: Store) -> None:
    meeting = plan(team, "A")
    act(team, decisions.add, meeting, item(team, meeting, "1"), "Wir tun es.")
    with pytest.raises(UserError) as refused:
        output.pdf(team, meeting, "resolutions")
    assert "erst mit der Niederschrift" in refused.value.paragraph()


def test_an_agenda_has_no_empty_columns(team: Store) -> None:
    """GIVEN a meeting without a time, and items without a speaker THEN no column is headed for them."""
    meeting = plan(team, "Fahrräder", start="")
    text = text_of(output.pdf(team, meeting, "agenda"))
    assert "Fahrräder" in text and "Beginn" not in text and "Wer" not in text.split()
    one = item(team, meeting, "1")
    act(team, lambda change: change.update(one, {"speaker": "Elif Demir"}))
    act(team, lambda change: change.update(meeting.id, {"start": "18:00"}))
    text = text_of(output.pdf(team, again(team, meeting), "agenda"))
    assert "Beginn" in text and "Wer" in text.split() and "18:00" in text


def test_nobody_writes_to_herself(team: Store) -> None:
    meeting = plan(team, "A", chair="Petra Wagner", minute_taker="Matthias Oster")
    letters = invitation_papers.letters(team, meeting)
    signed = {letter.address[1]: letter.signed_by for letter in letters}
    assert len(letters) == len(TEAM) and signed.pop("Petra Wagner") == "Matthias Oster"
    assert set(signed.values()) == {"Petra Wagner"}
    alone = plan(team, "B", chair="Petra Wagner", minute_taker="Petra Wagner", date="16.04.2026")
    own = next(x for x in invitation_papers.letters(team, alone) if "Petra Wagner" in x.address)
    assert own.signed_by == "Büro Maxdorf"
