"""What the program decides on in meetings: steps, complaints, results; the words beside them are for people."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from netzwerkhilfe.models.meetings import (
    ItemTemplate,
    MeetingStage,
    Resolution,
    ResultCode,
    TemplateRole,
    result_code,
    template_role,
)
from netzwerkhilfe.services.meetings import agenda_suggestions, decisions, invitation, meetings, minutes, sitting
from netzwerkhilfe.services.meetings.complaints import Code
from netzwerkhilfe.services.meetings.minutes import MinutesState
from netzwerkhilfe.services.meetings.steps import Step, next_step, progress
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.services.meetings.test_meetings import again, item, plan, refused, seat_all


@pytest.mark.parametrize(
    ("values", "seal", "items", "step"),
    [
        ({}, None, True, Step.INVITE),
        ({"stage": "eingeladen"}, None, True, Step.BEGIN),
        ({"stage": "eingeladen", "announced": {"venue": "Rathaus"}}, None, True, Step.INVITE_AGAIN),
        ({"stage": "eingeladen", "occasion": "Dankesfest"}, None, False, Step.NOTE_HELD),
        ({"stage": "läuft"}, None, True, Step.END),
        ({"stage": "gehalten"}, None, False, Step.SIGN),
        ({"stage": "gehalten", "occasion": "Dankesfest"}, None, False, Step.NONE),
        ({"stage": "gehalten", "occasion": "Dankesfest"}, None, True, Step.SIGN),
        ({"stage": "läuft", "occasion": "Umlaufbeschluss"}, None, True, Step.CLOSE_CIRCULAR),
        ({"stage": "gehalten", "occasion": "Umlaufbeschluss"}, None, True, Step.SIGN),
        ({"stage": "abgesagt"}, None, True, Step.NONE),
        ({"stage": "gehalten"}, "signed", True, Step.APPROVE),
        ({"stage": "gehalten"}, "approved", True, Step.ADD_ADDENDUM),
    ],
)
def test_the_next_step_of_a_meeting(
    store: Store, values: dict[str, Any], seal: str | None, items: bool, step: Step
) -> None:
    meeting = plan(store)
    filled = {**meeting.values, "announced": None, **values, "seal": {"kind": seal, "saw": []} if seal else None}
    assert next_step(dataclasses.replace(meeting, values=filled), has_items=items) is step


def test_progress_is_the_stage_until_the_minutes_are_signed(store: Store) -> None:
    meeting = plan(store)
    assert progress(meeting) is MeetingStage.PLANNED
    sealed = dataclasses.replace(meeting, values={**meeting.values, "seal": {"kind": "signed", "saw": []}})
    assert progress(sealed) is MinutesState.SIGNED


def test_complaints_carry_a_code_and_say_whether_they_block(store: Store) -> None:
    """GIVEN a meeting without attendance, with a motion nobody voted on THEN both block; a missing chair does not."""
    seat_all(store)
    meeting = plan(store, "Eins", chair="")
    act(store, decisions.add, meeting, item(store, meeting, "1"), "Wir tun es.")
    found = {c.code: c.blocks for c in minutes.complaints(store, sitting.read(store, again(store, meeting)))}
    assert found == {Code.NO_ATTENDANCE: True, Code.NO_RESULT: True, Code.ITEM_OPEN: False, Code.NO_CHAIR: False}
    with refused("Das Ergebnis fehlt"):
        act(store, minutes.prepare, meeting)
    assert {c.code for c in invitation.complaints(store, plan(store, venue=""))} == {Code.NO_VENUE, Code.NO_ITEMS}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("einstimmig angenommen bei 2 Enthaltungen", ResultCode.UNANIMOUS),
        ("mehrheitlich angenommen", ResultCode.MAJORITY),
        ("abgelehnt", ResultCode.REJECTED),
        ("nicht beschlussfähig, kein Beschluss", ResultCode.NO_QUORUM),
        ("nicht zustande gekommen: zu wenige Antworten", ResultCode.TOO_FEW),
        ("vertagt", ResultCode.WITHOUT_VOTE),
        ("nicht angenommen worden", ResultCode.OPEN),
        (None, ResultCode.OPEN),
    ],
)
def test_results_of_earlier_versions_are_read_from_their_words(words: str | None, code: ResultCode) -> None:
    assert result_code(Resolution(result=words)) is code
    assert result_code(Resolution(result=words, result_code="tie")) is ResultCode.TIE


def test_signing_writes_the_code_beside_the_words(store: Store) -> None:
    seat_all(store)
    meeting = plan(store, "Eins", "Zwei")
    act(store, sitting.all_present, meeting)
    for number, votes in (("1", (8, 0, 0)), ("2", (2, 6, 0))):
        act(store, decisions.count, act(store, decisions.add, meeting, item(store, meeting, number), "Ja."), *votes)
    act(store, minutes.prepare, again(store, meeting))
    kept = {r.values["result_code"]: r.values["result"] for r in store.children(meeting.id, "resolutions")}
    assert kept == {"unanimous": "einstimmig angenommen", "rejected": "abgelehnt"}


def test_a_template_keeps_its_role_under_another_name(store: Store) -> None:
    """GIVEN the template of the last item renamed WHEN a suggestion is taken THEN it stands before that item."""
    roles = {template_role(t.record): t for t in meetings.templates(store)}
    closing: Snapshot[ItemTemplate] = roles[TemplateRole.CLOSING]
    assert TemplateRole.APPROVAL in roles
    with store.change() as change:
        change.update(closing.id, {"title": "Sonstiges", "role": None})  # as an older version sowed it
    meeting = plan(store, "Eins")
    act(store, meetings.add_template, meeting.id, store.require(closing.id, ItemTemplate))
    act(store, meetings.propose, "Sommerfest")
    (one,) = [s for s in agenda_suggestions.suggestions(store, meeting) if s.proposal]
    act(store, agenda_suggestions.take, meeting, one)
    titles = [x.item.values["title"] for x in meetings.schedule_of(store, again(store, meeting)).lines]
    assert titles == ["Eins", "Sommerfest", "Sonstiges"]
