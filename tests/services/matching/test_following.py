"""An open suggestion always has a next step, somebody who takes it, and a day; and the office that goes on has a
task."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import departure
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.cases import Case, Match
from netzwerkhilfe.models.tasks import Task, TaskState
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.helping import volunteering, work_list
from netzwerkhilfe.services.matching import chain, following
from netzwerkhilfe.services.matching.following import Between, NextStep
from netzwerkhilfe.store import erasure
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock
from tests.exchange.helpers import newcomer


def suggested(store: Store, kind: str = "housing", **texts: str) -> Snapshot[Match]:
    """A suggestion of a lead for a case, both new."""
    needs = {"housing": "Wohnung", "volunteers": "Begleitung"}[kind]
    values = {"housing": {"landlord": "X"}, "volunteers": {"last_name": "Haddad", "consent_network": "ja"}}[kind]
    case = store.require(act(store, entries.add, "cases", {"needs": needs, "persons": "2"}), Case)
    lead = store.require(act(store, entries.add, kind, values | texts))
    return store.require(act(store, chain.propose, case, lead), Match)


def step(store: Store, match: Snapshot[Match]) -> NextStep:
    found = following.step_of(store, store.require(match.id, Match))
    assert found is not None
    return found


def tasks(store: Store) -> list[Snapshot[Task]]:
    return [t for t in store.all(Task) if following.match_of(t) and work_list.is_open(t)]


def test_a_suggestion_has_a_person_and_a_day_and_a_task(store: Store) -> None:
    """GIVEN a new suggestion THEN whoever made it goes on within three days, and it stands among the tasks."""
    match = suggested(store)
    found = step(store, match)
    assert (found.who, found.due, found.what) == ("Petra Wagner", dt.date(2026, 3, 5), "Angebot eintragen")
    (task,) = tasks(store)
    assert (task.record.person, task.record.due_on) == ("Petra Wagner", "2026-03-05")
    assert (task.record.title, task.record.about) == (
        "Angebot eintragen: MX-W-2026-001",
        match.record.parent,
    )
    assert not following.pending(store)


@pytest.mark.parametrize(
    ("stage", "what", "days"),
    [
        ("angeboten", "Antwort eintragen", 7),
        ("angenommen", "Beginn eintragen", 14),
        ("begonnen", "Ergebnis eintragen", 91),
    ],
)
def test_each_step_has_its_day_and_the_task_before_is_done(store: Store, stage: str, what: str, days: int) -> None:
    match = suggested(store)
    act(store, chain.advance, match, stage)
    found = step(store, match)
    assert (found.what, found.due) == (what, dt.date(2026, 3, 2) + dt.timedelta(days=days))
    (task,) = tasks(store)
    assert task.record.title and task.record.title.startswith(what)
    done = [t for t in store.all(Task) if t.record.state == TaskState.DONE]
    assert [t.record.title for t in done if t.record.title] and len(done) == 1


def test_a_day_that_falls_on_a_weekend_is_the_monday_after(store: Store, clock: Clock) -> None:
    clock.forward(days=3)  # Thursday; three days on is a Sunday
    assert step(store, suggested(store)).due == dt.date(2026, 3, 9)


def test_silence_asks_the_person_and_later_the_whole_office(store: Store, clock: Clock) -> None:
    match = suggested(store)
    act(store, chain.advance, match, "angeboten")
    clock.forward(days=9)
    found = step(store, match)
    assert (found.between, found.overdue, found.who) == (Between.SILENCE, True, "Petra Wagner")
    act(store, following.keep)
    assert (tasks(store)[0].record.title or "").startswith("Nachfragen: ")
    assert [s.match.id for s in following.overdue(store)] == [match.id]
    clock.forward(days=14)
    act(store, following.keep)
    found = step(store, match)
    assert (found.who, found.due) == ("Team Maxdorf", dt.date(2026, 3, 9))
    assert tasks(store)[0].record.person is None


@pytest.mark.parametrize("how", ["tick", "drop", "trash"])
def test_who_ticks_the_task_off_is_asked_again_later(store: Store, clock: Clock, how: str) -> None:
    match = suggested(store)
    (task,) = tasks(store)
    clock.forward(days=2)
    if how == "tick":
        open_still = act(store, chain.finish_task, task.id)
        assert open_still and open_still.record.next_on == "2026-03-09"  # of Sunday, the Monday
    elif how == "drop":
        act(store, work_list.finish, task.id, dropped_because="keine Zeit")
    else:
        act(store, lambda change: change.trash(task.id))
    act(store, following.keep)
    (again,) = tasks(store)
    assert (again.id, again.record.due_on, step(store, match).due) == (task.id, "2026-03-09", dt.date(2026, 3, 9))
    assert not following.pending(store)


def test_another_task_is_ticked_off_as_ever(store: Store) -> None:
    task = act(store, work_list.add_line, "Schlüssel holen")
    assert act(store, chain.finish_task, task) is None
    assert not work_list.is_open(store.require(task, Task))


def test_a_day_and_a_person_written_into_the_task_hold(store: Store) -> None:
    match = suggested(store)
    (task,) = tasks(store)
    with store.change() as change:
        change.update(task.id, {"due_on": "2026-04-01", "person": "Jonas Keller"})
    act(store, following.keep)
    found = step(store, match)
    assert (found.due, found.who) == (dt.date(2026, 4, 1), "Jonas Keller")
    assert not following.pending(store)


def test_an_ill_helper_is_replaced_and_comes_back(store: Store) -> None:
    match = suggested(store, "volunteers")
    act(store, chain.advance, match, "angenommen")
    with store.change() as change:
        change.update(match.record.lead or "", {"state": VolunteerState.PAUSED})
    found = step(store, match)
    assert (found.between, found.due, found.what) == (
        Between.LEAD_GONE,
        dt.date(2026, 3, 4),
        "Anderes suchen, nicht mehr da",
    )
    with store.change() as change:
        change.update(match.record.lead or "", {"state": VolunteerState.AVAILABLE})
    assert step(store, match).between is Between.NOTHING


@pytest.mark.parametrize("how", ["ends", "trashed", "erased"])
def test_a_helper_who_is_gone_leaves_a_next_step(store: Store, how: str) -> None:
    match = suggested(store, "volunteers")
    lead = store.require(match.record.lead or "", Volunteer)
    if how == "ends":
        act(store, volunteering.end, lead, "2026-03-02")
    elif how == "trashed":
        act(store, lambda change: change.trash(lead.id))
    else:
        erasure.erase(store, lead.id, "auf Wunsch")
    found = step(store, match)
    assert found.between is Between.LEAD_GONE and found.who and found.due <= dt.date(2026, 3, 5)
    act(store, following.keep)
    assert len(tasks(store)) == 1


@pytest.mark.parametrize("how", ["withdrawn", "stage", "trashed", "erased"])
def test_a_case_that_is_over(store: Store, how: str) -> None:
    match = suggested(store)
    case = match.record.parent or ""
    if how == "withdrawn":
        with store.change() as change:
            change.update(case, {"withdrawn": "weggezogen"})
    elif how == "stage":
        act(store, entries.set_stage, case, "beendet")
    elif how == "trashed":
        act(store, lambda change: change.trash(case))
    else:
        erasure.erase(store, case, "auf Wunsch")
    act(store, following.keep)
    if how in ("withdrawn", "stage"):
        assert step(store, match).between is Between.CASE_CLOSED
        assert len(tasks(store)) == 1
    else:
        assert following.steps(store) == []
        assert tasks(store) == []


def test_what_an_older_version_or_another_office_left_empty_has_a_day_and_an_office(store: Store, clock: Clock) -> None:
    match = suggested(store)
    with store.change() as change:
        change.update(match.id, {"next_on": None, "next_person": None, "next_office": None, "stage_on": None})
    found = step(store, match)
    assert (found.who, found.due) == ("Team Maxdorf", dt.date(2026, 3, 5))
    with store.change() as change:
        change.update(match.id, {"stage_on": "Herbst", "next_on": "bald"})
    clock.forward(days=1)
    assert step(store, match).due == dt.date(2026, 3, 5)


def test_another_office_goes_on_with_its_case(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a suggestion that the office of the flat makes for a case of another office THEN that office has the task,
    since it alone knows whom to ask."""
    case = act(store, entries.add, "cases", {"needs": "Wohnung"})
    for office in (store, other):
        exchange(office, stick)
    flat = other.require(act(other, entries.add, "housing", {"landlord": "Y"}))
    match = act(other, chain.propose, other.require(case, Case), flat)
    assert not tasks(other)
    for office in (other, store):
        exchange(office, stick)
    assert following.pending(store)
    act(store, following.keep)
    (task,) = tasks(store)
    assert (task.record.person, task.record.due_on, task.space) == (None, "2026-03-05", store.office_space)
    assert following.match_of(task) == match


def test_two_pcs_of_an_office_make_one_task(
    store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock, open_stores: list[Store]
) -> None:
    colleague = newcomer(store, "Maxdorf", "Jonas Keller", tmp_path / "MX2", stick, clock)
    open_stores.append(colleague)
    case = act(store, entries.add, "cases", {"needs": "Wohnung"})
    for office in (store, other, colleague):
        exchange(office, stick)
    act(
        other,
        chain.propose,
        other.require(case, Case),
        other.require(act(other, entries.add, "housing", {"landlord": "Y"})),
    )
    for office in (other, store, colleague):
        exchange(office, stick)
    for pc in (store, colleague):
        act(pc, following.keep)
    for office in (store, colleague, store):
        exchange(office, stick)
    assert [len(tasks(pc)) for pc in (store, colleague)] == [1, 1]
    assert not store.require(tasks(store)[0].id).open


def test_an_office_that_leaves_hands_its_suggestions_over(
    store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock, open_stores: list[Store]
) -> None:
    third = newcomer(store, "Dannstadt-Schauernheim", "Aylin Demir", tmp_path / "DS", stick, clock)
    open_stores.append(third)
    match = suggested(other)
    for office in (other, store, third):
        exchange(office, stick)
    departure.leave(other, stick, store.local("office"))
    for office in (store, third, store):
        exchange(office, stick)
    found = following.steps(store)
    assert all(s.who != "Team Wachenheim" and s.who and s.due for s in found)
    act(store, following.keep)
    assert len(tasks(store)) == len(found)
    assert {s.match.id for s in found} <= {match.id}
