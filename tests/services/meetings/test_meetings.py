"""Meetings: stories 1 and 2 with their dates and counts, order and numbers, attendance, votes, minutes, register."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from netzwerkhilfe import output
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models import KINDS, Kind, bodies, recurring
from netzwerkhilfe.models.meetings import AgendaItem, Meeting, Resolution
from netzwerkhilfe.models.values import Unreadable
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.services.meetings import (
    agenda_suggestions,
    body,
    decisions,
    invitation,
    meetings,
    minutes,
    sitting,
    voting,
)
from netzwerkhilfe.services.meetings.voting import Votes
from netzwerkhilfe.services.papers import invitation_papers, meeting_papers
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change
from tests.acts import act
from tests.conftest import Clock

TEAM = (
    ("Gisela Bauer", "Ehrenamt", "Lambsheim-Heßheim", "Frau", ""),
    ("Tobias Kern", "Verwaltung", "Lambsheim-Heßheim", "Herr", ""),
    ("Elif Demir", "Ehrenamt", "Dannstadt-Schauernheim", "Frau", ""),
    ("Sabine Roth", "Verwaltung", "Dannstadt-Schauernheim", "Frau", ""),
    ("Hans-Jürgen Fischer", "Ehrenamt", "Maxdorf", "Herr", ""),
    ("Petra Wagner", "Verwaltung", "Maxdorf", "Frau", "Vorsitz"),
    ("Samir Haddad", "Ehrenamt", "Wachenheim", "", ""),
    ("Matthias Oster", "Verwaltung", "Wachenheim", "Herr", "Schriftführung"),
)


def seat_all(store: Store) -> None:
    """Fill the eight seats."""
    facts = store.facts()
    offices = {o.name: o.id for o in facts.offices.values()}
    with store.change() as change:
        for name, bench, office, salutation, duty in TEAM:
            values = {
                "name": name,
                "role": bench,
                "represents": offices[office],
                "steering_group": True,
                "salutation": salutation or None,
                "duty": duty or None,
            }
            change.add("people", values)
        for record in [
            p.id
            for p in store.all("people")
            if p.values.get("name") == "Petra Wagner" and not p.values.get("steering_group")
        ]:
            change.trash(record)


@pytest.fixture
def team(store: Store) -> Store:
    """Maxdorf with a full Leitungsteam."""
    seat_all(store)
    return store


def plan(store: Store, *titles: str, date: str = "19.03.2026", **texts: str) -> Snapshot[Meeting]:
    """A meeting with items."""
    record = act(
        store,
        entries.add,
        "meetings",
        {
            "title": "Leitungsteam",
            "date": date,
            "start": "18:00",
            "venue": "Bürgerhaus Maxdorf",
            "chair": "Petra Wagner",
            "minute_taker": "Matthias Oster",
        }
        | texts,
    )
    for title in titles:
        act(store, meetings.add_item, record, title, 10)
    return again(store, record)


def again(store: Store, record: Snapshot[Meeting] | str) -> Snapshot[Meeting]:
    return store.require(record if isinstance(record, str) else record.id, Meeting)


def item(store: Store, meeting: Snapshot[Meeting], number: str) -> str:
    return next(x.item.id for x in meetings.schedule_of(store, meeting).lines if x.number == number)


def seat(store: Store, name: str) -> body.Seat:
    found = body.find(body.seats(store), name)
    assert found, name
    return found


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@contextlib.contextmanager
def refused(words: str) -> Iterator[None]:
    """A German sentence with these words, and nothing done."""
    with pytest.raises(UserError) as error:
        yield
    assert words in error.value.paragraph()


# ---- story 1
# ----------------------------------------------------------------------------------------------------------
def seven(store: Store) -> Snapshot[Meeting]:
    meeting = plan(store, *(f"Thema {i}" for i in range(1, 8)))
    with store.change() as change:
        change.update(item(store, meeting, "7"), {"confidential": True, "title": "Personal"})
    return again(store, meeting)


def test_story_1_an_invitation_in_time(team: Store) -> None:
    """GIVEN Thu 19.03.2026 18:00 with 7 items, the last closed; WHEN invited on 14.03.; THEN accepted, 8 letters and
    a date."""
    meeting = seven(team)
    assert dt.date(2026, 3, 19).weekday() == 3
    act(team, invitation.invite, meeting, "2026-03-14")
    meeting = again(team, meeting)
    assert (meeting.values["stage"], meeting.values["urgency"]) == ("eingeladen", None)
    letters = output.pdf(team, meeting, "letters")
    pages = PdfReader(io.BytesIO(letters)).pages
    assert len(pages) == 8
    first = next(t for p in pages if "Gisela Bauer" in (t := p.extract_text()))
    assert "Frau" in first
    assert "Gisela Bauer" in first
    assert "Sehr geehrte Frau Bauer," in first
    assert "Einladung: Sitzung des Leitungsteams am 19.03.2026" in first
    assert "Guten Tag Samir Haddad," in "".join(p.extract_text() for p in pages)
    ics = output.ics(team, meeting).decode()
    assert "DTSTART;TZID=Europe/Berlin:20260319T180000" in ics
    assert "SEQUENCE:0" in ics
    assert "Personal" not in ics  # a closed item stays out of calendars


def test_story_1_an_invitation_too_late(team: Store) -> None:
    """WHEN invited on 15.03.; THEN a warning, and a reason is required and printed."""
    meeting = seven(team)
    found = invitation.notice(team, meeting, "2026-03-15")
    assert not found.in_time
    assert found.last_day == "2026-03-14"
    with pytest.raises(UserError, match=r"14\.03\.2026"):
        act(team, invitation.invite, meeting, "2026-03-15")
    assert again(team, meeting).values["stage"] != "eingeladen"
    act(team, invitation.invite, meeting, "2026-03-15", "Die Wohnung ist nur bis 20.03. reserviert.")
    meeting = again(team, meeting)
    for document in ("letters", "invitation"):
        text = text_of(output.pdf(team, meeting, document))
        assert "Grund der Eile" in text
        assert "nur bis 20.03. reserviert" in text.replace("\n", " ")


def test_a_changed_date_is_announced_again_with_the_next_number(team: Store) -> None:
    meeting = seven(team)
    act(team, invitation.invite, meeting, "2026-03-10")
    uid = invitation_papers.event(team, again(team, meeting)).uid
    with team.change() as change:
        change.update(meeting.id, {"start": "19:00"})
    meeting = again(team, meeting)
    assert invitation.outdated(meeting) == ["Beginn"]
    act(team, invitation.invite, meeting, "2026-03-11")
    event = invitation_papers.event(team, again(team, meeting))
    assert (event.uid, event.sequence) == (uid, 1)
    act(team, invitation.call_off, again(team, meeting), "Hochwasser.")
    ics = output.ics(team, again(team, meeting)).decode()
    assert "METHOD:CANCEL" in ics
    assert "STATUS:CANCELLED" in ics
    assert "SEQUENCE:2" in ics
    assert "Hochwasser" in text_of(output.pdf(team, again(team, meeting), "letters"))


# ---- story 2
# ----------------------------------------------------------------------------------------------------------
def held(store: Store) -> Snapshot[Meeting]:
    """Six present, one excused, one not."""
    meeting = seven(store)
    act(store, invitation.invite, meeting, "2026-03-14")
    act(store, sitting.begin, again(store, meeting), "18:02")
    for name, state in zip((t[0] for t in TEAM), ["anwesend"] * 6 + ["entschuldigt", "unentschuldigt"], strict=True):
        act(store, sitting.mark, meeting, seat(store, name), state=state)
    return again(store, meeting)


def test_story_2_minutes(team: Store, clock: Clock) -> None:
    meeting = held(team)
    at = sitting.read(team, meeting)
    assert at.quorum().words() == "beschlussfähig (6 von 8)"
    four, five = item(team, meeting, "4"), item(team, meeting, "5")
    first = act(team, decisions.add, meeting, four, "Das Leitungsteam mietet die Halle.")
    act(team, decisions.count, first, 3, 2, 1)
    second = act(team, decisions.add, meeting, five, "Das Leitungsteam kauft einen Bus.")
    act(team, decisions.count, second, 3, 3, 0)
    found = decisions.of_meeting(team, sitting.read(team, meeting))
    assert [(d.votes.words() if d.votes else "", d.result.text) for d in found] == [
        ("3 Ja, 2 Nein, 1 Enthaltung", "mehrheitlich angenommen"),
        ("3 Ja, 3 Nein, 0 Enthaltungen", "abgelehnt"),
    ]
    # after one leaves: 5 still quorate; 4 not
    six = item(team, meeting, "6")
    act(team, sitting.leave, meeting, seat(team, "Fischer"), "19:00", six)
    at = sitting.read(team, again(team, meeting))
    assert at.quorum(five).words() == "beschlussfähig (6 von 8)"
    assert at.quorum(six).words() == "beschlussfähig (5 von 8)"
    act(team, sitting.leave, meeting, seat(team, "Roth"), "19:10", item(team, meeting, "7"))
    at = sitting.read(team, again(team, meeting))
    assert at.quorum(item(team, meeting, "7")).words() == "nicht beschlussfähig (4 von 8)"
    task = act(team, sitting.add_task, meeting, four, "Oster: Mietvertrag vorbereiten bis 02.04.2026")
    act(team, sitting.end, again(team, meeting), "19:20")
    act(team, output.sign, again(team, meeting))
    meeting = again(team, meeting)
    assert minutes.state(meeting) == "unterschrieben"
    assert [e.number for e in decisions.register(team)] == ["MX-B-2026-002", "MX-B-2026-001"]
    kept = output.pdf(team, meeting, "minutes")
    text = text_of(kept)
    for words in (
        "Niederschrift über die Sitzung des Leitungsteams",
        "beschlussfähig (6 von 8)",
        "3 Ja, 2 Nein, 1 Enthaltung",
        "mehrheitlich angenommen",
        "abgelehnt",
        "Samir Haddad",
        "Entschuldigt",
        "Hans-Jürgen Fischer geht um 19:00 Uhr",
        "Nichtöffentliche Angelegenheit (gesonderte Niederschrift)",
        "Beschluss MX-B-2026-001",
        "Mietvertrag vorbereiten",
        "Leitung",
        "Schriftführung",
    ):
        assert words in text, words
    assert "Personal" not in text
    closed = text_of(output.pdf(team, meeting, "minutes-closed"))
    assert "nichtöffentlicher Teil" in closed
    assert "Personal" in closed
    assert "mietet die Halle" not in closed
    # locked
    forbidden: tuple[Callable[[Change], object], ...] = (
        lambda c: c.update(four, {"text": "anders"}),
        lambda c: c.update(meeting.id, {"venue": "anderswo"}),
        lambda c: c.update(first, {"yes": 6}),
        lambda c: c.trash(meeting.id),
        lambda c: c.add("agenda_items", {"parent": meeting.id, "title": "neu"}),
        lambda c: c.update(four, {"parent": None}),
        lambda c: c.update(first, {"parent": "anderswo"}),
    )
    for change_it in forbidden:
        with pytest.raises(UserError, match="unterschrieben"), team.change() as change:
            change_it(change)
    # tasks appear at the next meeting
    after = plan(team, "Begrüßung", date="30.04.2026")
    assert [t.id for t in sitting.still_open(team, after)] == [task]
    assert "Mietvertrag vorbereiten" in text_of(output.pdf(team, after, "invitation"))
    assert team.check() == []


def test_signing_is_refused_while_votes_do_not_fit_the_people(team: Store) -> None:
    meeting = held(team)
    record = act(team, decisions.add, meeting, item(team, meeting, "4"), "Wir tun es.")
    act(team, decisions.count, record, 6, 1, 0)
    with refused("7 Stimmen, aber nur 6"):
        act(team, output.sign, meeting)
    act(team, decisions.count, record, 0, 0, 0)
    with refused("Das Ergebnis fehlt"):
        act(team, output.sign, meeting)
    act(team, decisions.set_outcome, record, "vertagt")
    act(team, output.sign, again(team, meeting))
    assert again(team, meeting).sealed == "signed"


def test_a_signature_can_be_taken_back_until_the_approval(team: Store) -> None:
    meeting = held(team)
    act(team, output.sign, meeting)
    act(team, minutes.unsign, again(team, meeting))
    with team.change() as change:
        change.update(item(team, meeting, "1"), {"text": "Frau Wagner begrüßt alle."})
    act(team, output.sign, again(team, meeting))
    assert "begrüßt alle" in text_of(output.pdf(team, again(team, meeting), "minutes"))
    act(team, minutes.approve, again(team, meeting), on="2026-04-16")
    with pytest.raises(UserError, match="genehmigt"):
        act(team, minutes.unsign, again(team, meeting))
    act(team, minutes.add_addendum, again(team, meeting), "Auf Seite 1 muss es 18:05 Uhr heißen.")
    assert "18:05" in text_of(output.pdf(team, again(team, meeting), "addenda"))
    assert minutes.state(again(team, meeting)) == "genehmigt"
    assert team.check() == []


def test_what_another_office_wrote_meanwhile_is_seen_after_the_signature(team: Store, other: Store, stick: Any) -> None:
    """GIVEN Wachenheim edits an item while Maxdorf signs; THEN nothing is lost and the meeting is up for review
    everywhere."""
    meeting = held(team)
    for store in (team, other, team):
        folder.exchange(store, stick, accept=True)
    one = item(team, meeting, "3")
    with other.change() as change:
        change.update(one, {"text": "Ergänzt in Wachenheim."})
    act(team, output.sign, again(team, meeting))
    for store in (team, other, team):
        folder.exchange(store, stick, accept=True)
    for store in (team, other):
        there = again(store, meeting)
        assert there.sealed == "signed"
        found = minutes.changed_since(store, there)
        assert len(found) == 1
        assert "Niederschrift" in found[0]
        assert "Jutta Frey" in found[0]
        with store.reading() as cursor:
            assert meeting.id in {s.id for s in reading.reviews(cursor)}
    with pytest.raises(UserError, match="noch etwas angekommen"):
        act(team, minutes.approve, again(team, meeting), on="2026-04-16")
    act(team, minutes.acknowledge, again(team, meeting))
    act(team, minutes.approve, again(team, meeting), on="2026-04-16")
    folder.exchange(team, stick, accept=True)
    folder.exchange(other, stick, accept=True)
    assert minutes.changed_since(other, again(other, meeting)) == []


def test_two_offices_prepare_one_meeting_and_merge(team: Store, other: Store, stick: Any) -> None:
    """GIVEN one agenda at two offices; WHEN both add and change items; THEN all are there, in one order, and one text
    conflicts."""
    meeting = plan(team, "Begrüßung", "Kosten", "Verschiedenes")
    for store in (team, other, team):
        folder.exchange(store, stick, accept=True)
    two = item(team, meeting, "2")
    act(team, meetings.add_item, meeting.id, "Aus Maxdorf", 5)
    act(other, meetings.add_item, meeting.id, "Aus Wachenheim", 5)
    act(other, meetings.propose, "Vorschlag für später", minutes=5)
    opened = {s: s.require(two) for s in (team, other)}
    with team.change() as change:
        change.write(opened[team], {"text": "Die Kosten werden zu gleichen Teilen geteilt."})
    with other.change() as change:
        change.write(opened[other], {"text": "Die Kosten werden nach Einwohnern geteilt."})
    for _ in range(2):
        for store in (team, other):
            folder.exchange(store, stick, accept=True)
    orders = [[x.item.id for x in meetings.schedule_of(s, again(s, meeting)).lines] for s in (team, other)]
    assert orders[0] == orders[1]
    assert len(orders[0]) == 5
    for store in (team, other):
        with store.reading() as cursor:
            found = [(c.id, c.register) for c in reading.conflicts(cursor)]
        assert (two, "text") in found
        assert any(
            "Vorschlag für später" in s.why for s in agenda_suggestions.suggestions(store, again(store, meeting))
        )
    act(team, sitting.mark, meeting, seat(team, "Wagner"), state="anwesend")
    with refused("Konflikt"):
        act(team, output.sign, again(team, meeting))


# ---- the agenda
# -------------------------------------------------------------------------------------------------------
def numbers(store: Store, meeting: Snapshot[Meeting]) -> list[tuple[str, str, str]]:
    return [
        (x.number, x.begins, x.item.values["title"]) for x in meetings.schedule_of(store, again(store, meeting)).lines
    ]


def test_sub_items_are_numbered_and_timed_within_their_item(team: Store) -> None:
    meeting = plan(team, "A", "B", "C", "D")
    for number in ("2", "2"):
        act(team, meetings.indent, meeting.id, item(team, again(team, meeting), number))
    assert numbers(team, meeting) == [
        ("1", "18:00", "A"),
        ("1.1", "18:00", "B"),
        ("1.2", "18:10", "C"),
        ("2", "18:20", "D"),
    ]
    act(team, meetings.move_item, meeting.id, item(team, meeting, "1.2"), -1)
    assert [n[2] for n in numbers(team, meeting)] == ["A", "C", "B", "D"]
    act(team, meetings.indent, meeting.id, item(team, meeting, "1.1"), out=True)
    assert [n[0] + n[2] for n in numbers(team, meeting)] == ["1A", "1.1B", "2C", "3D"]
    with pytest.raises(UserError, match="Darüber"):
        act(team, meetings.indent, meeting.id, item(team, meeting, "1"))


def test_the_agenda_says_when_it_runs_over(team: Store) -> None:
    meeting = plan(team, "A", "B", "C", latest_end="18:20")
    found = meetings.schedule_of(team, meeting)
    assert (found.end, found.over) == ("18:30", 10)
    assert any("10 Min. länger" in c.text for c in invitation.complaints(team, meeting))


@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=12))
def test_dragging_loses_no_item(moves: list[tuple[int, int]]) -> None:
    """Whatever is dragged wherever: the same items, one number each, closed ones last."""
    items: list[Snapshot[AgendaItem]] = [
        Snapshot(
            _kind(), str(i), "net", "m", None, {"position": i * 10, "title": str(i), "confidential": i == 5 or None}
        )
        for i in range(6)
    ]
    order = meetings.ordered(items)
    assert [i.id for i in order][-1] == "5"
    for source, target in moves:
        ids = [i.id for i in meetings.ordered(items)]
        moved = ids.pop(source)
        ids.insert(min(target, len(ids)), moved)
        items = [
            Snapshot(i.kind, i.id, i.space, i.root, None, {**i.values, "position": (ids.index(i.id) + 1) * 10})
            for i in items
        ]
        plan_ = meetings.schedule(Snapshot(KINDS["meetings"], "m", "net", "m", None, {"start": "18:00"}), items)
        assert sorted(x.item.id for x in plan_.lines) == sorted(i.id for i in items)
        assert len({x.number for x in plan_.lines}) == 6
        assert [x.confidential for x in plan_.lines] == sorted(x.confidential for x in plan_.lines)


def _kind() -> Kind:
    return KINDS["agenda_items"]


def test_drag_puts_an_item_before_another_and_into_its_part(team: Store) -> None:
    meeting = seven(team)
    act(team, meetings.place_item, meeting.id, item(team, meeting, "7"), item(team, meeting, "1"))
    lines = meetings.schedule_of(team, meeting).lines
    assert lines[0].item.values["title"] == "Personal"
    assert not lines[0].confidential
    act(team, meetings.place_item, meeting.id, lines[0].item.id, "")
    assert [x.item.values["title"] for x in meetings.schedule_of(team, meeting).lines][-1] == "Personal"


def test_the_agenda_writes_itself(team: Store, clock: Clock) -> None:
    """GIVEN a held meeting with open ends; THEN the next agenda is offered each of them once, and none is forced."""
    meeting = held(team)
    with team.change() as change:
        change.update(item(team, meeting, "2"), {"dealt": "vertagt", "proposal": "Wir tun es."})
        for number in "134567":
            change.update(item(team, meeting, number), {"dealt": "behandelt"})
    act(team, sitting.add_task, meeting, "", "Roth: Haushalt anmelden bis 25.03.2026")
    act(team, sitting.end, again(team, meeting), "19:00")
    act(team, output.sign, again(team, meeting))
    act(team, meetings.propose, "Sommerfest")
    clock.forward(days=40)
    after = plan(team, date="30.04.2026")
    act(team, meetings.add_usual, after.id)
    found = {s.key.split(":")[0]: s for s in agenda_suggestions.suggestions(team, again(team, after))}
    assert set(found) >= {"minutes", "item", "proposal", "tasks"}
    assert found["minutes"].title == "Genehmigung der Niederschrift vom 19.03.2026"
    assert "Haushalt anmelden" in (found["tasks"].draft.description or "")
    for one in found.values():
        act(team, agenda_suggestions.take, again(team, after), one)
    titles = [n[2] for n in numbers(team, after)]
    assert "Genehmigung der letzten Niederschrift" not in titles  # filled in, not added beside
    assert titles[-1] == "Verschiedenes und nächster Termin"
    assert {"Genehmigung der Niederschrift vom 19.03.2026", "Sommerfest", "Überfällige Aufgaben", "Thema 2"} <= set(
        titles
    )
    assert agenda_suggestions.suggestions(team, again(team, after)) == []


def test_a_later_area_brings_its_own_suggestion(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = plan(team)
    monkeypatch.setattr(agenda_suggestions, "SOURCES", [*agenda_suggestions.SOURCES])

    @agenda_suggestions.source
    def agreements(_reader: Reader, _meeting: Snapshot[Meeting]) -> list[agenda_suggestions.Suggestion]:
        return [
            agenda_suggestions.Suggestion("agreement:1", "Vereinbarung läuft aus", AgendaItem(title="Verlängerung"))
        ]

    found = agenda_suggestions.suggestions(team, meeting)
    assert [s.key for s in found] == ["agreement:1"]
    agenda_suggestions.dismiss(team, meeting, found[0])
    assert agenda_suggestions.suggestions(team, meeting) == []


# ---- people, rules, votes
# ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rules", "members", "second", "needed"),
    [
        ({}, 8, False, 5),
        ({}, 7, False, 4),
        ({}, 8, True, 3),
        ({"quorum": bodies.Quorum.HALF}, 8, False, 4),
        ({"quorum": bodies.Quorum.HALF}, 7, False, 4),
        ({"quorum": bodies.Quorum.TWO_THIRDS}, 8, False, 6),
        ({"quorum": bodies.Quorum.FIXED, "quorum_count": 6}, 8, False, 6),
        ({}, 2, True, 2),
    ],
)
def test_quorum_follows_from_the_rules(rules: dict[str, Any], members: int, second: bool, needed: int) -> None:
    assert body.quorum_needed({**bodies.DEFAULT, **rules}, members, second=second) == needed


@pytest.mark.parametrize(
    ("votes", "rules", "text"),
    [
        (Votes(6, 0, 0), {}, "einstimmig angenommen"),
        (Votes(5, 0, 1), {}, "einstimmig angenommen bei 1 Enthaltung"),
        (Votes(3, 2, 1), {}, "mehrheitlich angenommen"),
        (Votes(3, 3, 0), {}, "abgelehnt"),
        (Votes(0, 0, 6), {}, "abgelehnt"),
        (Votes(3, 3, 0, "ja"), {"tie": bodies.Tie.CHAIR_DECIDES}, "mehrheitlich angenommen"),
        (Votes(3, 3, 0, "nein"), {"tie": bodies.Tie.CHAIR_DECIDES}, "abgelehnt"),
        (Votes(3, 3, 0), {"tie": bodies.Tie.CHAIR_DECIDES}, "Stimmengleichheit, der Vorsitz entscheidet"),
        (Votes(4, 1, 1), {"majority": bodies.Majority.OF_MEMBERS}, "abgelehnt"),
        (Votes(5, 1, 0), {"majority": bodies.Majority.OF_MEMBERS}, "mehrheitlich angenommen"),
        (Votes(3, 0, 3), {"majority": bodies.Majority.OF_PRESENT}, "abgelehnt"),
        (Votes(4, 2, 0), {"majority": bodies.Majority.TWO_THIRDS_OF_VOTES}, "mehrheitlich angenommen"),
        (Votes(3, 2, 1), {"majority": bodies.Majority.TWO_THIRDS_OF_VOTES}, "abgelehnt"),
    ],
)
def test_results_in_words(votes: Votes, rules: dict[str, Any], text: str) -> None:
    assert voting.result(votes, {**bodies.DEFAULT, **rules}, 6, 8).text == text


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_more_yes_never_turns_a_result_to_no(yes: int, no: int, abstention: int) -> None:
    for way in (bodies.Majority.OF_VOTES, bodies.Majority.OF_MEMBERS, bodies.Majority.TWO_THIRDS_OF_VOTES):
        rules = {**bodies.DEFAULT, "majority": way}
        one = voting.accepted(Votes(yes, no, abstention), rules, 20, 20)
        more = voting.accepted(Votes(yes + 1, no, abstention), rules, 20, 20)
        assert not (one and not more)


def test_rules_change_by_date(team: Store) -> None:
    with team.change() as change:
        change.add("body_rules", {"valid_from": "2026-05-01", "notice_days": 7, "quorum": bodies.Quorum.HALF})
    early, late = plan(team, "A"), plan(team, "A", date="25.06.2026")
    assert invitation.notice(team, early, "2026-03-01").last_day == "2026-03-14"
    assert invitation.notice(team, late, "2026-03-01").last_day == "2026-06-17"
    assert (sitting.read(team, early).quorum().needed, sitting.read(team, late).quorum().needed) == (5, 4)


def test_members_change_by_date(team: Store) -> None:
    haddad = seat(team, "Haddad")
    with team.change() as change:
        change.update(haddad.id, {"member_until": "2026-03-31"})
        change.add(
            "people",
            {
                "name": "Nadia Amiri",
                "role": "Ehrenamt",
                "represents": haddad.office,
                "steering_group": True,
                "member_from": "2026-04-01",
            },
        )
    assert "Samir Haddad" in [s.name for s in body.seats(team, "2026-03-19")]
    later = [s.name for s in body.seats(team, "2026-04-30")]
    assert "Nadia Amiri" in later
    assert "Samir Haddad" not in later


def test_votes_by_name_are_counted_by_office_and_bench(team: Store) -> None:
    meeting = held(team)
    four = item(team, meeting, "4")
    record = act(team, decisions.add, meeting, four, "Wir tun es.", by_name=True)
    for name, word in (
        ("Bauer", "ja"),
        ("Kern", "ja"),
        ("Demir", "nein"),
        ("Roth", "ja"),
        ("Fischer", "Enthaltung"),
        ("Wagner", "ja"),
    ):
        act(team, decisions.vote, team.require(record, Resolution), seat(team, name).id, word)
    found = decisions.decide(team, sitting.read(team, meeting), team.require(record, Resolution))
    assert found.votes == Votes(4, 1, 1, "ja")
    assert found.result.text == "mehrheitlich angenommen"
    assert [(o, v.yes, v.no, v.abstention) for o, v in found.by_office] == [
        ("MX", 1, 0, 1),
        ("LH", 2, 0, 0),
        ("DS", 1, 1, 0),
    ]
    assert [(b, v.yes, v.no, v.abstention) for b, v in found.by_bench] == [
        ("Ehrenamt", 1, 1, 1),
        ("Verwaltung", 3, 0, 0),
    ]


def test_who_is_biased_does_not_vote(team: Store) -> None:
    meeting = held(team)
    four = item(team, meeting, "4")
    act(team, sitting.exclude, meeting, four, seat(team, "Bauer").id)
    at = sitting.read(team, again(team, meeting))
    assert "Gisela Bauer" not in [x.name for x in at.voters(four)]
    assert len(at.voters(four)) == 5
    assert at.quorum(four).present == 6
    record = act(team, decisions.add, meeting, four, "Wir tun es.")
    act(team, decisions.count, record, 6, 0, 0)
    complaint = decisions.of_meeting(team, at)[0].complaint
    assert complaint and complaint.text == "6 Stimmen, aber nur 5 stimmberechtigt anwesend"
    assert "Wegen Befangenheit nimmt nicht teil: Gisela Bauer" in str(
        meeting_papers.minutes_paper(team, again(team, meeting)).blocks
    )


def test_a_deputy_stands_in(team: Store) -> None:
    meeting = held(team)
    act(team, sitting.mark, meeting, seat(team, "Haddad"), state="anwesend", deputy="Nadia Amiri")
    at = sitting.read(team, again(team, meeting))
    assert at.quorum().words() == "beschlussfähig (7 von 8)"
    assert "Nadia Amiri (in Vertretung für Samir Haddad)" in str(
        meeting_papers.minutes_paper(team, again(team, meeting)).blocks
    )


def test_no_decision_without_a_quorum(team: Store) -> None:
    meeting = held(team)
    four = item(team, meeting, "4")
    for name in ("Bauer", "Kern"):
        act(team, sitting.leave, meeting, seat(team, name), "18:20", four)
    record = act(team, decisions.add, meeting, four, "Wir tun es.")
    act(team, decisions.count, record, 4, 0, 0)
    assert (
        decisions.of_meeting(team, sitting.read(team, again(team, meeting)))[0].result.text
        == "nicht beschlussfähig, kein Beschluss"
    )


def test_times_alone_tell_who_was_there(team: Store) -> None:
    """Items of 10 minutes from 18:00; who comes at 18:15 votes on the second (until 18:20), not on the first."""
    meeting = held(team)
    act(team, sitting.mark, meeting, seat(team, "Bauer"), state="anwesend", arrived="18:15")
    act(team, sitting.mark, meeting, seat(team, "Kern"), state="anwesend", left="18:35")
    at = sitting.read(team, again(team, meeting))
    here = {n: {x.name for x in at.voters(item(team, meeting, n))} for n in ("1", "2", "3", "4")}
    assert ["Gisela Bauer" in here[n] for n in ("1", "2", "3", "4")] == [False, True, True, True]
    assert ["Tobias Kern" in here[n] for n in ("1", "2", "3", "4")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("text", "title", "person", "due"),
    [
        ("Vertrag vorbereiten Oster bis 5.12.2026", "Vertrag vorbereiten", "Matthias Oster", "2026-12-05"),
        ("Oster: Vertrag vorbereiten bis 05.04.", "Vertrag vorbereiten", "Matthias Oster", "2026-04-05"),
        ("Halle anfragen (Frau Bauer, bis Freitag)", "Halle anfragen", "Gisela Bauer", "2026-03-06"),
        ("Petra Wagner: Einladung schreiben, bis nächste Sitzung", "Einladung schreiben", "Petra Wagner", "2026-04-30"),
        ("Plakate drucken", "Plakate drucken", "", ""),
        ("Angebot: drei Firmen fragen", "Angebot: drei Firmen fragen", "", ""),
        ("Bis Ostern planen", "Bis Ostern planen", "", ""),
        ("Räume prüfen - Fischer - bis Monatsende", "Räume prüfen", "Hans-Jürgen Fischer", "2026-03-31"),
        ("Bus bis 31.02.2026 holen", "Bus bis 31.02.2026 holen", "", ""),
        ("Herr Kern: Schlüssel holen bis morgen", "Schlüssel holen", "Tobias Kern", "2026-03-03"),
        ("Fest mit Elif Demir besprechen", "Fest mit Elif Demir besprechen", "", ""),
    ],
)
def test_a_task_in_one_line(team: Store, text: str, title: str, person: str, due: str) -> None:
    found = sitting.read_task(text, body.seats(team), dt.date(2026, 3, 2), "2026-04-30")
    assert (found.title, found.person, found.due_on) == (title, person, due)


def test_tasks_of_a_meeting_belong_to_the_office_of_who_does_them(team: Store, other: Store, stick: Any) -> None:
    meeting = held(team)
    act(team, sitting.add_task, meeting, "", "Oster: Praxis anrufen bis 10.03.2026")
    assert work_list.open_tasks(team) == []
    for store in (team, other):
        folder.exchange(store, stick, accept=True)
    assert [t.values["title"] for t in work_list.open_tasks(other)] == ["Praxis anrufen"]


# ---- register, recommendations, circulation
# ---------------------------------------------------------------------------
def test_a_recommendation_is_followed_up_office_by_office(team: Store) -> None:
    meeting = held(team)
    four = item(team, meeting, "4")
    with team.change() as change:
        change.update(
            four,
            {
                "proposal": "Das Leitungsteam empfiehlt den Verbandsgemeinden, je 3.000 € einzustellen.",
                "recommends": True,
            },
        )
    record = act(team, decisions.from_proposal, meeting, team.require(four, AgendaItem))
    act(team, decisions.count, record, 6, 0, 0)
    act(team, output.sign, again(team, meeting))
    (entry,) = decisions.register(team)
    assert [state for _, state in entry.approvals] == ["offen"] * 4
    assert entry.light == "offen"
    office = team.local("office")
    act(team, decisions.approve_by, record, office, "zugestimmt", "Verbandsgemeinderat", "2026-04-20")
    act(team, decisions.follow_up, record, "in Arbeit", "Drei Räte fehlen noch.")
    (entry,) = decisions.register(team, text="3.000")
    assert dict(entry.approvals)[office] == "zugestimmt"
    assert (entry.light, entry.status) == ("in Arbeit", "Drei Räte fehlen noch.")
    assert decisions.register(team, light="umgesetzt") == []
    assert decisions.register(team, year="2025") == []
    assert again(team, meeting).sealed == "signed"
    assert minutes.changed_since(team, again(team, meeting)) == []  # following up opens no minutes
    after = plan(team, date="30.04.2026")
    assert any(s.key.startswith("approval:") for s in agenda_suggestions.suggestions(team, after))


def test_search_finds_words_of_all_minutes(team: Store) -> None:
    meeting = held(team)
    with team.change() as change:
        change.update(item(team, meeting, "3"), {"text": "Herr Oster berichtet vom Fahrradkurs."})
    record = act(team, decisions.add, meeting, item(team, meeting, "4"), "Die Turnhalle wird gemietet.")
    act(team, decisions.count, record, 6, 0, 0)
    act(team, output.sign, again(team, meeting))
    assert [h.number for h in minutes.find(team, "fahrradkurs")] == ["3"]
    assert [h.number for h in minutes.find(team, "turnhalle")] == ["4"]
    assert minutes.find(team, "segelflug") == []


def test_a_decision_by_circulation(team: Store, clock: Clock) -> None:
    with pytest.raises(UserError, match="nur in Notlagen"):
        act(team, decisions.start_circular, "Wohnung", "Wir mieten die Wohnung an.", "2026-03-09")
    record = act(
        team, decisions.start_circular, "Wohnung", "Wir mieten die Wohnung an.", "2026-03-09", "Obdachlosigkeit droht."
    )
    (resolution,) = team.children(record, Resolution)
    for name in ("Bauer", "Kern", "Demir", "Roth", "Wagner"):
        act(team, decisions.vote, resolution, seat(team, name).id, "ja")
    with pytest.raises(UserError, match="Es fehlen noch Antworten"):
        act(team, decisions.close_circular, again(team, record))
    clock.forward(days=8)
    act(team, decisions.close_circular, again(team, record))
    with team.change() as change:
        change.update(record, {"chair": "Petra Wagner", "minute_taker": "Petra Wagner"})
    act(team, output.sign, again(team, record))
    (entry,) = decisions.register(team)
    assert entry.result == "einstimmig angenommen"
    assert "Obdachlosigkeit" in text_of(output.pdf(team, again(team, record), "minutes"))


def test_an_objection_ends_a_circulation_where_the_rules_say_so(team: Store) -> None:
    with team.change() as change:
        change.add("body_rules", {"valid_from": "2026-01-01", "circular": bodies.Circular.UNLESS_OBJECTED})
    record = act(team, decisions.start_circular, "Bus", "Wir kaufen einen Bus.", "2026-03-09")
    (resolution,) = team.children(record, Resolution)
    act(team, decisions.vote, resolution, seat(team, "Roth").id, "nein", objects=True)
    state = decisions.circular_state(team, again(team, record))
    assert state.over
    assert "Widerspruch" in state.result.text


# ---- dates that come again
# --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("jeden letzten Donnerstag", ["2026-01-29", "2026-02-26", "2026-03-26"]),
        ("jeden letzten Donnerstag im Monat", ["2026-01-29", "2026-02-26", "2026-03-26"]),
        ("2. und 4. Dienstag", ["2026-01-13", "2026-01-27", "2026-02-10", "2026-02-24", "2026-03-10", "2026-03-24"]),
        ("am ersten Montag im Quartal", ["2026-01-05"]),
        ("3. Samstag im März", ["2026-03-21"]),
        ("vorletzter Freitag im Februar", ["2026-02-20"]),
        ("jährlich am 2. Sonntag im Januar", ["2026-01-11"]),
    ],
)
def test_date_rules(text: str, days: list[str]) -> None:
    rule = recurring.read(text)
    assert [d.isoformat() for d in rule.days(dt.date(2026, 1, 1), dt.date(2026, 3, 31))] == days
    assert recurring.read(recurring.words_of(rule)) == rule


def test_weekly_rules_and_what_is_no_rule() -> None:
    rule = recurring.read("alle 14 Tage mittwochs")
    assert [d.day for d in rule.days(dt.date(2026, 1, 1), dt.date(2026, 1, 31))] == [14, 28] or rule.every == 2
    assert len(list(recurring.read("jeden Montag").days(dt.date(2026, 3, 1), dt.date(2026, 3, 31)))) == 5
    for bad in ("irgendwann", "jeden Monat", "alle 10 Tage montags"):
        with pytest.raises(Unreadable):
            recurring.read(bad)


def test_hostile_text_stays_text_on_paper(team: Store) -> None:
    meeting = plan(team, "<b>Kosten</b> & <para>", "عائلة من سوريا", "Київ Ωμέγα Łódź", note="<img src='x'/>")
    with team.change() as change:
        change.update(item(team, meeting, "1"), {"text": "a < b && c\x07 <script>\n\n" + "Donaudampfschifffahrt" * 200})
    act(team, sitting.mark, meeting, seat(team, "Wagner"), state="anwesend")
    act(team, sitting.mark, meeting, "Gast <i>Ö</i>")
    act(team, sitting.add_task, meeting, "", "<u>Halle</u> & mehr")
    for document in ("invitation", "letters", "agenda", "attendance", "minutes", "tasks"):
        text = text_of(output.pdf(team, again(team, meeting), document))
        if document in ("agenda", "minutes"):
            assert "<b>Kosten</b>" in text
            assert "Київ Ωμέγα Łódź" in text


def test_a_paper_that_was_made_is_remembered(team: Store, tmp_path: Any) -> None:
    meeting = seven(team)
    for name in ("e.pdf", "e.docx", "e.txt", "e.ics"):
        act(team, output.write, meeting, "invitation", tmp_path / name)
    assert sorted(p.values["name"] for p in minutes.printed(team, meeting)) == [
        "Einladung",
        "Einladung (docx)",
        "Einladung (ics)",
        "Einladung (txt)",
    ]
    assert minutes.printed(team, meeting)[0].values["by"] == "Petra Wagner"
    with pytest.raises(UserError, match="Endung"):
        act(team, output.write, meeting, "invitation", tmp_path / "e.xyz")
    with pytest.raises(UserError, match="nicht schreiben"):
        act(team, output.write, meeting, "agenda", tmp_path / "e.txt" / "darunter.pdf")


def test_word_has_headings_tables_and_the_same_words(team: Store, tmp_path: Any) -> None:
    from docx import Document

    meeting = held(team)
    record = act(team, decisions.add, meeting, item(team, meeting, "4"), "Wir <tun> es.\x0b")
    act(team, decisions.count, record, 6, 0, 0)
    act(team, output.write, again(team, meeting), "minutes", tmp_path / "n.docx")
    document = Document(str(tmp_path / "n.docx"))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Wir <tun> es." in text
    assert "einstimmig angenommen" in text
    assert any(
        p.style and p.style.name == "Heading 2" and "TOP  4" not in p.text and p.text.startswith("TOP 4")
        for p in document.paragraphs
    )
    assert len(document.tables) >= 2
    assert "Netzwerk Hilfe" in document.sections[0].header.paragraphs[0].text


def test_plain_text_for_e_mail(team: Store) -> None:
    meeting = seven(team)
    text = output.as_text(team, meeting, "invitation")
    assert text.startswith("Guten Tag,")
    assert (
        "ich lade Sie herzlich ein zur Sitzung des Leitungsteams am Donnerstag, 19. März 2026, um 18:00 Uhr."
        in text.replace("\n", " ")
    )
    assert max(len(line) for line in text.splitlines()) <= 76
    assert "7  18:60" not in text


@pytest.mark.parametrize("make", [seven, held])
def test_papers_have_title_language_and_pages(team: Store, make: Callable[[Store], Snapshot[Meeting]]) -> None:
    meeting = make(team)
    for document in output.documents_of(team, meeting):
        reader = PdfReader(io.BytesIO(output.pdf(team, meeting, document)))
        assert reader.metadata
        assert reader.metadata.title
        assert str(reader.root_object["/Lang"]) == "de-DE"
        assert f"Seite 1 von {len(reader.pages)}" in reader.pages[0].extract_text()
        assert reader.outline or document == "letters"


def test_values_that_came_in_a_package_break_neither_times_nor_papers(team: Store) -> None:
    """Whatever stands in the fields of a meeting: it is shown, its papers are made, and what is unreadable is named."""
    meeting = held(team)
    one, two = item(team, meeting, "1"), item(team, meeting, "2")
    with team.change() as change:
        change.update(
            meeting.id,
            {"date": "gestern", "start": "abends", "latest_end": "??", "invited_on": "morgen", "announced": [1, 2]},
        )
        change.update(one, {"begun": "x", "minutes": 10**12, "position": -5, "under": two, "cost": -1})
        change.update(two, {"begun": "99:99", "minutes": -7, "position": 10**15, "under": one})
        for attendance in team.children(meeting.id, "attendances"):
            change.update(attendance.id, {"arrived": "?", "left": "spät", "arrived_item": "weg"})
        change.add("tasks", {"title": "x", "due_on": "irgendwann", "meeting": meeting.id, "about": one}, space="net")
    fresh = again(team, meeting)
    plan_ = meetings.schedule_of(team, fresh)
    assert len(plan_.lines) == 7
    assert plan_.minutes <= 8 * 1440
    assert "nicht lesbar" in invitation.notice(team, fresh).text
    with refused("nicht lesbar"):
        act(team, invitation.invite, fresh, "2026-03-10")
    sitting.read(team, fresh).quorum(one)
    assert minutes.due(team, fresh) is None
    for document in ("invitation", "letters", "agenda", "attendance", "minutes", "tasks"):
        assert output.pdf(team, fresh, document).startswith(b"%PDF")
        if document != "letters":
            output.as_text(team, fresh, document)


def test_each_letter_counts_its_own_pages(team: Store) -> None:
    """Letters of two pages: "Seite 1 von 2" on the first, "Seite 2 von 2" on the second, whosever it is."""
    meeting = plan(team, *(f"Ein Thema {i}" for i in range(1, 32)))
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(output.pdf(team, meeting, "letters"))).pages]
    assert len(pages) == 16
    assert all("Seite 1 von 2" in p for p in pages[::2])
    assert all("Seite 2 von 2" in p for p in pages[1::2])


def test_the_head_of_a_paper_is_data(team: Store, tmp_path: Any) -> None:
    from PIL import Image

    from netzwerkhilfe.services.papers import letterhead

    with team.change() as change:
        change.update(
            team.local("office"),
            {"street": "Hauptstraße 79", "postcode": "67133", "town": "Maxdorf", "phone": "06237 990100"},
        )
        change.update(team.local("network"), {"motto": "Strukturen, die verbinden"})
    team.forget_facts()
    picture = io.BytesIO()
    Image.new("RGB", (400, 120), "teal").save(picture, "PNG")
    with refused("kein Bild"):
        act(team, letterhead.choose_logo, "logo.pdf", b"%PDF", for_all=True)
    act(team, letterhead.choose_logo, "netz.png", picture.getvalue(), for_all=True)
    act(team, letterhead.choose_logo, "maxdorf.png", picture.getvalue(), for_all=False)
    record = letterhead.logo_record(team)
    assert record
    assert record.values["name"] == "maxdorf.jpg"
    meeting = seven(team)
    reader = PdfReader(io.BytesIO(output.pdf(team, meeting, "invitation")))
    text = reader.pages[0].extract_text()
    assert "Netzwerk Hilfe – Strukturen, die verbinden" in text
    assert "Büro Maxdorf · Hauptstraße 79 · 67133 Maxdorf · Telefon 06237 990100" in text
    assert len(reader.pages[0].images) == 1
    assert "Hauptstraße 79" in text_of(output.pdf(team, meeting, "letters"))
    act(team, output.write, meeting, "invitation", tmp_path / "e.docx")
    assert (tmp_path / "e.docx").stat().st_size > 20_000


def test_an_office_that_leaves_takes_its_seats_and_no_others(team: Store, other: Store, stick: Any) -> None:
    """GIVEN Maxdorf has entered all eight seats and a meeting is signed WHEN Wachenheim leaves THEN six seats and the
    minutes stay."""
    from netzwerkhilfe.exchange import departure

    meeting = held(team)
    act(team, output.sign, meeting)
    for store in (team, other, team):
        folder.exchange(store, stick, accept=True)
    departure.leave(other, stick, team.local("office"))
    folder.exchange(team, stick, accept=True)
    assert [s.name for s in body.seats(team)] == [t[0] for t in sorted(TEAM[:6], key=lambda t: t[2] != "Maxdorf")]
    assert again(team, meeting).sealed == "signed"
    assert text_of(output.pdf(team, again(team, meeting), "minutes"))
    assert team.check() == []
    assert {s.name for s in body.seats(other)} <= {"Samir Haddad", "Matthias Oster"}
    assert other.check() == []


def test_mail_drafts_carry_what_they_announce(team: Store, tmp_path: Any) -> None:
    import email
    import email.policy

    with refused("E-Mail-Adresse"):
        act(team, output.write, seven(team), "invitation", tmp_path / "x.eml")
    with team.change() as change:
        for one in body.seats(team)[:2]:
            change.update(one.id, {"email": f"{one.last_name.lower()}@beispiel.example"})
    meeting = held(team)
    for document, attached in (("invitation", ["Einladung.pdf", "Termin.ics"]), ("minutes", ["Niederschrift.pdf"])):
        act(team, output.write, again(team, meeting), document, tmp_path / f"{document}.eml")
        mail = email.message_from_bytes((tmp_path / f"{document}.eml").read_bytes(), policy=email.policy.default)
        assert [a.get_filename() for a in mail.iter_attachments()] == attached
        assert mail["X-Unsent"] == "1"
        assert "fischer@beispiel.example" in mail["To"]
    said = mail.get_body()
    assert said and "Entwurf" in said.get_content()


def test_what_is_not_signed_is_marked_as_a_draft(team: Store) -> None:
    meeting = held(team)
    assert "ENTWURF" in text_of(output.pdf(team, meeting, "minutes"))
    act(team, output.sign, meeting)
    assert "ENTWURF" not in text_of(output.pdf(team, again(team, meeting), "minutes"))
    act(team, minutes.unsign, again(team, meeting))
    assert "ENTWURF" in text_of(output.pdf(team, again(team, meeting), "minutes"))


def test_a_new_meeting_begins_as_the_last_one(team: Store) -> None:
    assert meetings.defaults(team) == {
        "title": "Leitungsteam",
        "chair": "Petra Wagner",
        "minute_taker": "Matthias Oster",
    }
    plan(team, latest_end="20:00", chair="Sabine Roth")
    found = meetings.defaults(team)
    assert (found["start"], found["venue"], found["latest_end"], found["chair"]) == (
        "18:00",
        "Bürgerhaus Maxdorf",
        "20:00",
        "Petra Wagner",
    )


def test_two_offices_sign_the_same_minutes(team: Store, other: Store, stick: Any) -> None:
    """GIVEN both sign before they exchange THEN it is signed once, both numbers are a conflict, and both PCs ask for
    a review."""
    meeting = held(team)
    record = act(team, decisions.add, meeting, item(team, meeting, "4"), "Wir tun es.")
    act(team, decisions.count, record, 6, 0, 0)
    for store in (team, other, team):
        folder.exchange(store, stick, accept=True)
    for store in (team, other):
        act(store, output.sign, again(store, meeting))
    for _ in range(2):
        for store in (team, other):
            folder.exchange(store, stick, accept=True)
    for store in (team, other):
        there = again(store, meeting)
        assert there.sealed == "signed"
        assert minutes.changed_since(store, there)
        with store.reading() as cursor:
            found = {(c.id, c.register): {v.value for v in c.values} for c in reading.conflicts(cursor)}
        assert found[record, "number"] == {"MX-B-2026-001", "WA-B-2026-001"}
        assert output.pdf(store, there, "minutes").startswith(b"%PDF")
    with team.change() as change:
        change.resolve(record, {"number": "MX-B-2026-001"})
    act(team, minutes.acknowledge, again(team, meeting))
    act(team, minutes.approve, again(team, meeting), on="2026-04-16")
    for store in (team, other):
        folder.exchange(store, stick, accept=True)
    assert minutes.state(again(other, meeting)) == "genehmigt"
    assert [e.number for e in decisions.register(other)] == ["MX-B-2026-001"]
    assert minutes.changed_since(other, again(other, meeting)) == []


def test_a_decision_is_numbered_in_the_year_of_its_meeting(team: Store, clock: Clock) -> None:
    clock.forward(days=309)  # January 2027
    for date in ("17.12.2026", "04.01.2027"):
        meeting = plan(team, "A", date=date)
        act(team, sitting.all_present, meeting)
        record = act(team, decisions.add, meeting, item(team, meeting, "1"), f"Beschluss vom {date}")
        act(team, decisions.count, record, 8, 0, 0)
        act(team, output.sign, again(team, meeting))
    assert [e.number for e in decisions.register(team)] == ["MX-B-2027-001", "MX-B-2026-001"]
