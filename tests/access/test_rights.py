"""Who may do what, written out: a cell that changes, and a kind that nobody has decided about, fail here."""

from __future__ import annotations

import itertools

import pytest

from netzwerkhilfe.access import rights
from netzwerkhilfe.access.rights import OTHER, OWN_OFFICE, About, Verb
from netzwerkhilfe.access.rules import Access, Role
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.base import office_space

OFFICE, HELPER = Role.OFFICE, Role.HELPER
WORK, NETWORK = About.WORK, About.NETWORK
ALL = {Verb.ADD, Verb.CHANGE, Verb.SEAL, Verb.SHARE, Verb.ERASE}
DAILY = {Verb.ADD, Verb.CHANGE, Verb.SEAL}
NOTHING: set[Verb] = set()

EXPECTED: dict[tuple[Role, str, About], set[Verb]] = {
    (OFFICE, NET, WORK): ALL,
    (OFFICE, NET, NETWORK): ALL,
    (OFFICE, OWN_OFFICE, WORK): ALL,
    (OFFICE, OWN_OFFICE, NETWORK): ALL,
    (OFFICE, OTHER, WORK): NOTHING,
    (OFFICE, OTHER, NETWORK): NOTHING,
    (HELPER, NET, WORK): DAILY,
    (HELPER, NET, NETWORK): NOTHING,
    (HELPER, OWN_OFFICE, WORK): NOTHING,
    (HELPER, OWN_OFFICE, NETWORK): NOTHING,
    (HELPER, OTHER, WORK): NOTHING,
    (HELPER, OTHER, NETWORK): NOTHING,
}
"""What each role may do where with what."""

DECIDED: dict[str, About] = {
    "addenda": WORK,
    "agenda_items": WORK,
    "approvals": WORK,
    "attachments": WORK,
    "attendances": WORK,
    "ballots": WORK,
    "biases": WORK,
    "body_rules": NETWORK,
    "bookings": WORK,
    "case_needs": WORK,
    "cases": WORK,
    "cases_private": WORK,
    "categories": NETWORK,
    "contacts": WORK,
    "courses": WORK,
    "devices": NETWORK,
    "engagements": WORK,
    "enrolments": WORK,
    "erasure_requests": NETWORK,
    "follow_ups": WORK,
    "handovers": NETWORK,
    "helper_groups": WORK,
    "hints": NETWORK,
    "housing": WORK,
    "housing_private": WORK,
    "item_templates": NETWORK,
    "matches": WORK,
    "meetings": WORK,
    "networks": NETWORK,
    "notes": WORK,
    "offers": WORK,
    "offices": NETWORK,
    "people": NETWORK,
    "places": NETWORK,
    "printed_papers": WORK,
    "professionals": WORK,
    "recognitions": WORK,
    "rent_limits": NETWORK,
    "resolutions": WORK,
    "series": WORK,
    "shelters": WORK,
    "stage_steps": WORK,
    "stages": NETWORK,
    "tasks": WORK,
    "text_blocks": NETWORK,
    "volunteers": WORK,
    "volunteers_private": WORK,
    "work": WORK,
    "work_private": WORK,
}
"""What somebody has decided about each kind: the daily work, or the network itself, which no helper's PC writes."""

SPACES = {NET: NET, OWN_OFFICE: office_space("ours"), OTHER: office_space("theirs")}
KIND_OF = {WORK: "offers", NETWORK: "rent_limits"}


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("cell", EXPECTED, ids="-".join)
def test_each_cell_of_the_table_is_as_it_was_decided(cell: tuple[Role, str, About], verb: Verb) -> None:
    role, where, about = cell
    allowed = rights.may(Access("ours", role), SPACES[where], KIND_OF[about], verb)
    assert allowed == (verb in EXPECTED[cell])
    assert (verb in rights.MAY.get(cell, frozenset())) == allowed


def test_the_table_has_no_cell_that_nobody_expects() -> None:
    assert set(EXPECTED) == set(itertools.product(Role, SPACES, About))
    assert {cell: set(verbs) for cell, verbs in rights.MAY.items() if verbs} == {
        cell: verbs for cell, verbs in EXPECTED.items() if verbs
    }


def test_somebody_has_decided_about_every_kind() -> None:
    """GIVEN a kind that is new WHEN nobody has written down here whether a helper may write it THEN this fails."""
    assert set(DECIDED) == set(KINDS)
    assert {name for name, about in DECIDED.items() if about is NETWORK} == rights.NETWORK_KINDS
    assert all(rights.about(name) is about for name, about in DECIDED.items())


@pytest.mark.parametrize(
    ("kind", "register", "value", "verb"),
    [
        ("offers", "title", "x", Verb.CHANGE),
        ("offers", "office", "theirs", Verb.SHARE),
        ("offers", "publish", True, Verb.CHANGE),
        ("volunteers", "consent_network", True, Verb.SHARE),
        ("volunteers", "phone", "1", Verb.CHANGE),
        ("housing", "share_contact", True, Verb.SHARE),
        ("housing", "seal", None, Verb.SEAL),
        ("housing", "seal", {"kind": "trashed"}, Verb.SEAL),
        ("meetings", "seal", {"kind": "signed"}, Verb.SEAL),
        ("housing", "seal", {"kind": "moved", "target": "x"}, Verb.SHARE),
        ("not yet known", "anything", 1, Verb.CHANGE),
    ],
)
def test_what_it_means_to_change_a_register(kind: str, register: str, value: object, verb: Verb) -> None:
    assert rights.verb_of(KINDS.get(kind), register, value) is verb


@pytest.mark.parametrize(
    ("role", "kind", "values", "allowed"),
    [
        (HELPER, "offers", {"title": "x", "office": "ours"}, True),
        (HELPER, "offers", {"title": "x"}, True),
        (HELPER, "offers", {"title": "x", "office": "theirs"}, False),
        (HELPER, "volunteers", {"office": "ours", "consent_network": True}, True),
        (HELPER, "housing", {"office": "ours", "share_contact": True}, True),
        (HELPER, "attendances", {"office": "theirs"}, True),
        (HELPER, "attachments", {"office": "theirs"}, True),
        (HELPER, "offers", {"seal": {"kind": "trashed"}}, True),
        (HELPER, "offers", {"seal": {"kind": "moved"}}, False),
        (HELPER, "rent_limits", {}, False),
        (HELPER, "erasure_requests", {"office": "ours"}, False),
        (OFFICE, "offers", {"office": "theirs"}, True),
        (OFFICE, "rent_limits", {}, True),
    ],
)
def test_what_may_stand_in_a_new_entry(role: Role, kind: str, values: dict[str, object], *, allowed: bool) -> None:
    assert rights.may_add(Access("ours", role), NET, kind, values) == allowed


def test_a_pc_says_of_itself_what_it_is_called_and_nothing_else() -> None:
    access = Access("ours", HELPER)
    for register in ("name", "person", "token"):
        assert rights.may_change(access, "pc", NET, "devices", "pc", register, "x")
        assert not rights.may_change(access, "pc", NET, "devices", "another", register, "x")
        assert not rights.may_change(access, "pc", NET, "people", "pc", register, "x")
    assert not rights.may_change(access, "pc", NET, "devices", "pc", "number", 2)
