"""References follow a move in both directions; check finds those that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.access import sharing
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import REFERENCE
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import erasure, references
from netzwerkhilfe.store.store import Store
from tests.acts import act

GONE = "f" * 32


def flat(store: Store, **values: str) -> str:
    return act(store, entries.add, "housing", {"place": "Maxdorf", "landlord": "Zwackelmann", **values})


def task(store: Store, about: str) -> str:
    with store.change() as change:
        return change.add("tasks", {"title": "Anrufen", "about": about}).id


def case_with_match(store: Store, lead: str) -> tuple[str, str]:
    with store.change() as change:
        case = change.add("cases", {"needs": ("Wohnung",)})
        match = change.add("matches", {"parent": case.id, "lead": lead}, root=case.id)
        return case.id, match.id


def steps(store: Store, record: str) -> int:
    return len(store.children(record, "stage_steps"))


def referred(store: Store, record: str, field: str = "about") -> object:
    return store.require(record).values[field]


def exchange_all(stick: Path, *pcs: Store) -> None:
    for pc in (*pcs, *pcs):
        exchange(pc, stick)


def test_what_refers_to_an_entry_follows_it_into_the_office_and_back(store: Store) -> None:
    """GIVEN a shared flat with a time line, a landlord in its companion, a task and a suggestion WHEN it is taken back
    and shared again THEN all of them lead to it each time, and it is found by its landlord."""
    shared = flat(store)
    todo, (_, match) = task(store, shared), case_with_match(store, shared)
    line = steps(store, shared)
    assert line and store.ids("housing", "zwackelmann") == [shared]
    own = act(store, sharing.unshare, shared)
    assert own != shared and store.ids("housing", "zwackelmann") == [own]
    assert [record for _, record in store.hits("Zwackelmann")] == [own]
    assert referred(store, todo) == own and referred(store, match, "lead") == own and steps(store, own) == line
    private = store.companion(store.require(own))
    assert private and private.values["parent"] == own
    again = act(store, sharing.share, own)
    assert again not in (own, shared) and store.ids("housing", "zwackelmann") == [again]
    assert referred(store, todo) == again and referred(store, match, "lead") == again and steps(store, again) == line
    back = act(store, sharing.unshare, again)
    assert referred(store, todo) == back and store.ids("housing", "zwackelmann") == [back]
    assert store.check() == []


def test_all_that_hangs_on_an_entry_goes_along(store: Store) -> None:
    """GIVEN a case with a suggestion that has a time line of its own WHEN the case goes THEN the line goes with it,
    and what lay in the Papierkorb goes on lying there."""
    lead = flat(store)
    case, match = case_with_match(store, lead)
    with store.change() as change:
        thrown = change.add("matches", {"parent": case, "lead": lead}, root=case).id
        change.trash(thrown)
    line = steps(store, match)
    own = act(store, sharing.unshare, case)
    (moved,) = store.children(own, "matches")
    assert line and steps(store, moved.id) == line and moved.space == store.office_space
    with store.reading() as cursor:
        left = cursor.execute(
            "SELECT count(*) FROM stage_steps WHERE root = ? AND seal IS NULL AND space = 'net'", (case,)
        )
        assert left.fetchone() == (0,)
        seals = cursor.execute("SELECT seal FROM matches WHERE parent = ? ORDER BY seal IS NULL", (own,)).fetchall()
    assert len(seals) == 2 and '"trashed"' in seals[0][0] and seals[1][0] is None
    shared = act(store, sharing.share, own)
    (moved,) = store.children(shared, "matches")
    assert steps(store, moved.id) == line and store.check() == []


def test_what_comes_out_of_the_papierkorb_follows_too(store: Store) -> None:
    """GIVEN a task in the Papierkorb WHEN its flat is taken back and the task comes out THEN it leads to the flat."""
    shared = flat(store)
    todo = task(store, shared)
    with store.change() as change:
        change.trash(todo)
    own = act(store, sharing.unshare, shared)
    assert referred(store, todo) == shared and store.check() == []
    with store.change() as change:
        change.untrash(todo)
    assert referred(store, todo) == own and store.check() == []


def test_other_offices_follow_what_comes_back(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a task of another office about a flat WHEN the flat is taken back and shared again THEN the task leads to
    it, and nothing is written when nothing is to follow."""
    shared = flat(store)
    exchange_all(stick, store, other)
    todo = task(other, shared)
    own = act(store, sharing.unshare, shared)
    exchange_all(stick, store, other)
    assert referred(other, todo) == shared and other.check() == []
    again = act(store, sharing.share, own)
    exchange_all(stick, store, other)
    assert referred(other, todo) == again and other.check() == []
    assert other.follow_moves() == 0


def test_a_suggestion_of_another_office_keeps_what_only_it_can_read(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a suggestion of another office WHEN the flat is taken back THEN it does not point into an office that its
    readers never see; when the flat is shared again, it leads there."""
    shared = flat(store)
    exchange_all(stick, store, other)
    _, match = case_with_match(other, shared)
    exchange_all(stick, other, store)
    own = act(store, sharing.unshare, shared)
    exchange_all(stick, store, other)
    assert referred(store, match, "lead") == referred(other, match, "lead") == shared
    again = act(store, sharing.share, own)
    exchange_all(stick, store, other)
    assert referred(store, match, "lead") == referred(other, match, "lead") == again
    assert store.check() == other.check() == []


def test_check_follows_moves_that_were_missed(store: Store) -> None:
    """GIVEN references that still lead to where an entry was WHEN the store is checked THEN they follow, told in one
    sentence."""
    shared = flat(store)
    own = act(store, sharing.unshare, shared)
    todo, second = task(store, shared), task(store, shared)
    assert store.check() == ["2 Verweise führten zu verschobenen Einträgen und führen jetzt dorthin, wo sie liegen."]
    assert referred(store, todo) == referred(store, second) == own and store.check() == []
    again = act(store, sharing.share, own)
    late = task(store, shared)
    assert store.check() == ["Ein Verweis führte zu einem verschobenen Eintrag und führt jetzt dorthin, wo er liegt."]
    assert referred(store, late) == again


REFERRING = [
    (kind.name, name) for kind in KINDS.values() for name, field in kind.fields.items() if field.type is REFERENCE
]


@pytest.mark.parametrize(("kind", "field"), REFERRING)
def test_check_names_every_reference_that_leads_nowhere(store: Store, kind: str, field: str) -> None:
    """GIVEN an entry of any kind WHEN one of its references leads to nothing THEN check names the entry and the
    field."""
    with store.change() as change:
        values = {} if field == "office" else {"office": store.local("office")}
        record = change.add(kind, {**values, field: GONE}).id
    named = [f for f in store.check() if "führt zu keinem Eintrag" in f]
    if field == "office":  # whose an entry is decides who names it; that office does not exist
        assert not named or record in named[0]
        return
    label = KINDS[kind].fields[field].label
    assert named == [f"{KINDS[kind].singular} {record}: „{label}“ führt zu keinem Eintrag."]


def test_who_was_erased_leaves_no_finding(store: Store) -> None:
    """GIVEN a task about a person who was moved to and fro WHEN she is erased THEN it reads "gelöscht" and is no
    damage."""
    with store.change() as change:
        record = change.add("volunteers", {"last_name": "Fischer", "consent_network": True}).id
    own = act(store, sharing.unshare, record)
    todo = task(store, own)
    erasure.erase(store, own, "Wunsch der Person")
    assert store.check() == [] and referred(store, todo) == own


def test_what_is_signed_keeps_what_it_referred_to(store: Store) -> None:
    """GIVEN signed minutes with a suggestion's flat in them WHEN that is moved THEN the minutes are not put up for
    review."""
    shared = flat(store)
    with store.change() as change:
        meeting = change.add("meetings", {"title": "Leitungsteam"}).id
        item = change.add("agenda_items", {"parent": meeting, "title": "Wohnung", "carried_from": shared}, root=meeting)
        change.seal(meeting, "signed")
    act(store, sharing.unshare, shared)
    assert referred(store, item.id, "carried_from") == shared and store.check() == []


def test_a_store_in_use_has_no_stray_reference(store: Store, other: Store, stick: Path) -> None:
    shared = flat(other)
    exchange_all(stick, other, store)
    task(store, shared)
    with store.reading() as cursor:
        assert references.stray(store, cursor) == []
