"""A step of a suggestion moves along what hangs on it: with undo, as far as somebody agrees, and back again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.cases import Case, CaseNeed, Match, NeedState, RefusedBy
from netzwerkhilfe.models.leads import HousingLead, WorkLead
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.matching import along, cases, chain, following
from netzwerkhilfe.services.matching.following import Between
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock


def flat_of(store: Store, **texts: str) -> Snapshot[HousingLead]:
    values = {"place": "Maxdorf", "rooms": "3", "area_m2": "74", "base_rent": "520", "landlord": "X"} | texts
    return store.require(act(store, entries.add, "housing", values), HousingLead)


def case_of(store: Store, **texts: str) -> Snapshot[Case]:
    return store.require(act(store, entries.add, "cases", {"needs": "Wohnung", "persons": "3"} | texts), Case)


def proposed(store: Store, case: Snapshot[Case], lead: Snapshot) -> Snapshot[Match]:
    return store.require(act(store, chain.propose, store.require(case.id, Case), lead), Match)


def to(store: Store, match: Snapshot[Match], stage: str, keys: Collection[str] | None = None, **values: Any) -> None:
    act(store, chain.advance, store.require(match.id, Match), stage, along_keys=keys, **values)


def stages(store: Store, *entries_: Snapshot) -> list[str]:
    return [store.require(e.id).values["stage"] for e in entries_]


def need(store: Store, case: Snapshot[Case], name: str) -> str | None:
    return next((n.record.state for n in store.children(case.id, CaseNeed) if n.record.need == name), None)


def test_accepted_moves_flat_and_case_and_frees_the_others(store: Store) -> None:
    """GIVEN a flat suggested to two households WHEN one accepts THEN the flat is reserved for its number, the case is
    promised, and what else was suggested ends with a word that names nobody."""
    flat, second = flat_of(store), flat_of(store, rooms="4")
    one, other = case_of(store), case_of(store, persons="2")
    match, rival, spare = proposed(store, one, flat), proposed(store, other, flat), proposed(store, one, second)
    shown = along.moves_along(store, match, "angenommen")
    assert [a.text for a in shown] == [
        "Wohnung MX-W-2026-001: reserviert, vergeben an MX-2026-001",
        "Gesuch MX-2026-001: zugesagt",
        "Vorschlag für MX-2026-002 endet: vergeben an MX-2026-001",
        "Gesuch MX-2026-002: in Arbeit",
        "Weiterer Vorschlag endet: 4\u00a0Zi. · 74\u00a0m² · MX-W-2026-002",
    ]
    to(store, match, "angenommen")
    assert stages(store, flat, one, other, match, rival, spare) == [
        "reserviert",
        "zugesagt",
        "in Arbeit",
        "angenommen",
        "abgelehnt",
        "abgelehnt",
    ]
    ended = store.require(rival.id, Match).record
    assert (ended.refused_by, ended.refused_because) == (RefusedBy.TAKEN, "vergeben an MX-2026-001")
    assert store.require(spare.id, Match).record.refused_because == "MX-2026-001 nimmt MX-W-2026-001"
    assert store.require(flat.id, HousingLead).record.promised_to == "MX-2026-001"
    assert store.require(second.id, HousingLead).record.stage == "gemeldet"


def test_one_undo_takes_all_of_it_back(store: Store) -> None:
    flat, one, other = flat_of(store), case_of(store), case_of(store)
    match, rival = proposed(store, one, flat), proposed(store, other, flat)
    before = {r.id: store.require(r.id).values for r in (flat, one, other, match, rival)}
    tasks = {t.id: (t.record.state, t.record.due_on) for t in following_tasks(store)}
    with store.change() as change:
        chain.advance(change, match, "angenommen")
    with store.change() as back:
        back.undo(change.set)
    assert {r: store.require(r).values for r in before} == before
    assert {t.id: (t.record.state, t.record.due_on) for t in following_tasks(store)} == tasks


def following_tasks(store: Store) -> list[Snapshot[Task]]:
    return [t for t in store.all(Task) if following.match_of(t)]


def test_what_is_not_ticked_stays(store: Store) -> None:
    flat, one, other = flat_of(store), case_of(store), case_of(store)
    match, rival = proposed(store, one, flat), proposed(store, other, flat)
    keys = {a.key for a in along.moves_along(store, match, "angenommen") if not a.key.startswith("match:")}
    to(store, match, "angenommen", keys)
    assert stages(store, flat, rival) == ["reserviert", "vorgeschlagen"]
    step = following.step_of(store, store.require(rival.id, Match))
    assert step and step.between is Between.PROMISED


def test_begun_moves_in_and_the_need_is_met(store: Store) -> None:
    flat, one = flat_of(store), case_of(store, needs="Wohnung, Arbeit")
    match = proposed(store, one, flat)
    to(store, match, "angenommen")
    to(store, match, "begonnen")
    assert stages(store, flat, one) == ["eingezogen", "in Arbeit"]  # work is still sought
    assert need(store, one, "Wohnung") == NeedState.DONE
    job = store.require(act(store, entries.add, "work", {"employer": "Bauhof", "place": "Maxdorf"}), WorkLead)
    work = proposed(store, one, job)
    to(store, work, "angenommen")
    to(store, work, "begonnen")
    assert stages(store, job, one) == ["begonnen", "versorgt"]


@pytest.mark.parametrize(("had", "again"), [((), "gemeldet"), (("geprüft", "besichtigt"), "besichtigt")])
def test_what_fails_is_put_back(store: Store, had: tuple[str, ...], again: str) -> None:
    """GIVEN an accepted flat WHEN the household steps back THEN the flat stands where it stood, and may be asked for by
    those who stood back."""
    flat, one, other = flat_of(store), case_of(store), case_of(store)
    for stage in had:
        act(store, entries.set_stage, flat.id, stage)
    match, rival = proposed(store, one, flat), proposed(store, other, flat)
    to(store, match, "angenommen")
    reason = {"refused_by": "Haushalt", "refused_because": "zu weit"}
    shown = along.moves_along(store, store.require(match.id, Match), "abgelehnt")
    assert [(a.text, a.ticked) for a in shown][-2:] == [
        ("MX-2026-002 wieder vorschlagen", False),
        ("Gesuch MX-2026-001: in Arbeit", True),
    ]
    to(store, match, "abgelehnt", {a.key for a in shown}, **reason)
    assert stages(store, flat, one, rival) == [again, "in Arbeit", "vorgeschlagen"]
    assert store.require(flat.id, HousingLead).record.promised_to is None
    revived = following.step_of(store, store.require(rival.id, Match))
    assert revived and revived.between is Between.NOTHING


def test_a_broken_off_placement_asks_whether_the_flat_is_free(store: Store) -> None:
    flat, one = flat_of(store), case_of(store)
    match = proposed(store, one, flat)
    to(store, match, "angenommen")
    to(store, match, "begonnen")
    now = store.require(match.id, Match)
    assert not along.moves_along(store, now, "abgeschlossen", outcome="läuft gut")
    shown = along.moves_along(store, now, "abgeschlossen", outcome="abgebrochen")
    assert [(a.text, a.ticked) for a in shown] == [
        ("Wohnung MX-W-2026-001: wieder frei, gemeldet", False),
        ("Anliegen Wohnung: wieder offen", True),
        ("Gesuch MX-2026-001: in Arbeit", True),
    ]
    to(store, match, "abgeschlossen", {a.key for a in shown}, outcome="abgebrochen")
    assert stages(store, flat, one) == ["gemeldet", "in Arbeit"]
    assert need(store, one, "Wohnung") == NeedState.OPEN


def test_several_places_of_work_go_to_several(store: Store) -> None:
    values = {"employer": "Bauhof", "place": "Maxdorf", "positions": "2 Plätze"}
    job = store.require(act(store, entries.add, "work", values), WorkLead)
    one, other = case_of(store, needs="Arbeit"), case_of(store, needs="Arbeit")
    match, rival = proposed(store, one, job), proposed(store, other, job)
    to(store, match, "angenommen")
    assert stages(store, rival, job) == ["vorgeschlagen", "gemeldet"]
    to(store, rival, "angenommen")


def test_a_helper_may_help_several_and_is_not_named_elsewhere(store: Store) -> None:
    people = [
        store.require(act(store, entries.add, "volunteers", {"last_name": n, "consent_network": "ja"}), Volunteer)
        for n in ("Haddad", "Roth")
    ]
    one, other = case_of(store, needs="Begleitung"), case_of(store, needs="Begleitung")
    match, same, spare = (
        proposed(store, one, people[0]),
        proposed(store, other, people[0]),
        proposed(store, one, people[1]),
    )
    to(store, match, "angenommen")
    assert stages(store, same, spare) == ["vorgeschlagen", "abgelehnt"]
    assert "Haddad" not in str(store.require(spare.id, Match).record.refused_because)


def test_nothing_is_accepted_twice_here_and_nothing_that_stands_elsewhere_by_now(store: Store) -> None:
    flat, one, other = flat_of(store), case_of(store), case_of(store)
    match, rival = proposed(store, one, flat), proposed(store, other, flat)
    to(store, match, "angenommen", ())
    with pytest.raises(UserError, match="schon an MX-2026-001 vergeben"):
        to(store, rival, "angenommen")
    with pytest.raises(UserError, match="inzwischen den Stand „angenommen“"):
        act(store, chain.advance, match, "angeboten")


def test_a_permit_that_is_missing_needs_a_word_that_goes_along(store: Store) -> None:
    job = store.require(act(store, entries.add, "work", {"employer": "Bauhof", "work_permit": "beantragt"}), WorkLead)
    match = proposed(store, case_of(store, needs="Arbeit"), job)
    to(store, match, "angenommen")
    to(store, match, "begonnen", override_note="Zusage am Telefon")
    found = store.require(job.id, WorkLead).record
    assert (found.stage, found.permit_override) == ("begonnen", "Zusage am Telefon")


def test_what_is_withdrawn_ends_its_suggestions(store: Store) -> None:
    flat, one, other = flat_of(store), case_of(store), case_of(store)
    match, rival = proposed(store, one, flat), proposed(store, other, flat)
    with store.change() as change:
        cases.withdraw(change, flat.id, "anderweitig vermietet")
        chain.end_along(change, flat)
    assert stages(store, match, rival, one) == ["abgelehnt", "abgelehnt", "in Arbeit"]
    assert store.require(match.id, Match).record.refused_because == "zurückgezogen"


def test_a_case_that_is_withdrawn_gives_its_flat_back(store: Store) -> None:
    flat, one = flat_of(store), case_of(store)
    match = proposed(store, one, flat)
    to(store, match, "angenommen")
    with store.change() as change:
        cases.withdraw(change, one.id, "weggezogen")
        chain.end_along(change, store.require(one.id, Case))
    assert stages(store, flat, match) == ["gemeldet", "abgelehnt"]


def test_a_promise_to_a_case_that_is_gone_holds_nobody_up(store: Store) -> None:
    """GIVEN a flat promised to a case that is thrown away THEN another may have it, and it says so."""
    flat, one, other = flat_of(store), case_of(store), case_of(store)
    match = proposed(store, one, flat)
    to(store, match, "angenommen")
    act(store, lambda change: change.trash(one.id))
    lead = store.require(flat.id, HousingLead)
    assert along.Promises(store).is_stale(lead)
    rival = proposed(store, other, lead)
    to(store, rival, "angenommen")
    assert store.require(flat.id, HousingLead).record.promised_to == "MX-2026-002"


def test_a_promise_that_nobody_holds_is_lifted(store: Store) -> None:
    flat, one = flat_of(store), case_of(store)
    to(store, proposed(store, one, flat), "angenommen")
    act(store, lambda change: change.trash(one.id))
    act(store, chain.free, store.require(flat.id))
    found = store.require(flat.id, HousingLead).record
    assert (found.promised_to, found.stage) == (None, "gemeldet")


def test_two_offices_give_the_same_flat_away_at_once(store: Store, other: Store, stick: Path, clock: Clock) -> None:
    """GIVEN a flat that two offices accept for two cases without seeing each other WHEN they exchange THEN both see it,
    both suggestions are there with a next step today, and settling one leaves the flat with the other."""
    flat, mine = flat_of(store), case_of(store)
    for office in (store, other, store, other):
        exchange(office, stick)
    theirs = case_of(other)
    match, rival = proposed(store, mine, flat), proposed(other, theirs, other.require(flat.id))
    to(store, match, "angenommen")
    to(other, rival, "angenommen")
    for office in (store, other, store, other):
        exchange(office, stick)
    clock.forward(days=1)
    for office in (store, other):
        with office.reading() as cursor:
            assert ("promised_to", {"MX-2026-001", "WA-2026-001"}) in [
                (c.register, {v.value for v in c.values}) for c in reading.conflicts(cursor)
            ]
        steps = following.steps(office)
        assert {(s.match.id, s.between) for s in steps} == {(match.id, Between.TWICE), (rival.id, Between.TWICE)}
        assert all(s.who and s.due for s in steps)
        act(office, following.keep)
        (task,) = [t for t in following_tasks(office) if not t.record.done_on]
        assert "Doppelt vergeben" in (task.record.title or "")
    to(other, rival, "abgelehnt", refused_by="Büro", refused_because="doppelt vergeben")
    for office in (store, other, store, other):
        exchange(office, stick)
    for office in (store, other):
        lead = office.require(flat.id, HousingLead)
        assert (lead.record.promised_to, lead.record.stage, lead.open) == ("MX-2026-001", "reserviert", frozenset())
        assert [s.between for s in following.steps(office) if s.match.id == match.id] == [Between.NOTHING]


@pytest.mark.parametrize("verb", ["case", "lead"])
def test_one_that_is_accepted_takes_away_from_what_the_other_office_offered(
    store: Store, other: Store, stick: Path, verb: str
) -> None:
    """GIVEN a flat that another office has offered its household WHEN ours accepts THEN the other office hears of it
    after the exchange: the suggestion ended with our number, and a task says that another one is needed."""
    flat, mine = flat_of(store), case_of(store)
    for office in (store, other, store, other):
        exchange(office, stick)
    theirs = case_of(other)
    rival = proposed(other, theirs, other.require(flat.id))
    for office in (other, store):
        exchange(office, stick)
    to(store, proposed(store, mine, flat), "angenommen")
    for office in (store, other):
        exchange(office, stick)
    act(other, following.keep)
    assert other.require(rival.id, Match).record.refused_because == "vergeben an MX-2026-001"
    tasks = [t.record.title for t in following_tasks(other) if not t.record.done_on]
    assert tasks == ["Neuen Vorschlag machen: MX-W-2026-001"]
    if verb == "case":
        act(other, cases.withdraw, theirs.id, "hat sich erledigt")
    else:
        proposed(other, theirs, other.require(act(other, entries.add, "housing", {"landlord": "Y"})))
    act(other, following.keep)
    assert not [t for t in following_tasks(other) if not t.record.done_on and "Neuen" in (t.record.title or "")]
