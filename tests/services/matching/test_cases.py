"""Needs of a case, withdrawing, and a Träger outside."""

from __future__ import annotations

from typing import Any, TypeVar

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.base import Record
from netzwerkhilfe.models.cases import Case, NeedState, Priority
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.services.matching import cases
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

R = TypeVar("R", bound=Record)


def made(store: Store, model: type[R], **values: Any) -> Snapshot[R]:
    with store.change() as change:
        record = change.add(model.kind_name, values).id
    return store.require(record, model)


def test_each_need_has_one_rating(store: Store) -> None:
    """GIVEN a case WHEN a need is rated twice THEN one entry holds both, in the space of the case."""
    case = made(store, Case, needs=("Wohnung",), persons=2)
    with store.change() as change:
        cases.rate_need(change, case, "Wohnung", Priority.URGENT)
        cases.rate_need(change, case, "Wohnung", NeedState.IN_PROGRESS)
    (need,) = store.children(case.id, "case_needs")
    assert (need.values["priority"], need.values["state"]) == (Priority.URGENT, NeedState.IN_PROGRESS)
    assert (need.space, need.root) == (case.space, case.root)


def test_withdrawn_with_reason_and_day_and_taken_up_again(store: Store) -> None:
    flat = made(store, HousingLead, landlord="Dörr")
    with store.change() as change:
        cases.withdraw(change, flat.id, "  anderweitig vermietet " + "x" * 400)
    reason = store.require(flat.id).values["withdrawn"]
    assert reason.startswith("anderweitig vermietet xx") and reason.endswith(f"({store.today():%d.%m.%Y})")
    assert len(reason) == cases.LONGEST_REASON + len(" (01.01.2026)")
    with store.change() as change:
        cases.take_up_again(change, flat.id)
    assert store.require(flat.id).values["withdrawn"] is None


@pytest.mark.parametrize(("agency", "consent"), [("Caritas", False), ("  ", True)])
def test_nothing_is_noted_without_consent_or_name(store: Store, agency: str, *, consent: bool) -> None:
    case = made(store, Case, needs=("Wohnung",))
    with pytest.raises(UserError, match="Träger und Einwilligung"), store.change() as change:
        cases.hand_to_agency(change, case, agency, consent=consent)
    assert store.companion(case) is None


def test_a_traeger_has_the_case_and_confirms_it(store: Store) -> None:
    case = made(store, Case, needs=("Wohnung",))
    with store.change() as change:
        cases.hand_to_agency(change, case, " Caritas ", consent=True)
    private = store.companion(case)
    assert private is not None and private.space == store.office_space
    assert (private.values["handed_to"], private.values["handed_on"]) == ("Caritas", store.today().isoformat())
    with store.change() as change:
        cases.note_receipt(change, private)
    confirmed = store.companion(case)
    assert confirmed and confirmed.values["handed_receipt_on"] == store.today().isoformat()
