"""What is noted at leads and cases: each need on its own, withdrawing, and giving a case to a Träger outside."""

from __future__ import annotations

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.cases import Case, NeedState, Priority
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

LONGEST_REASON = 300


def rate_need(change: Change, case: Snapshot[Case], need: str, rating: Priority | NeedState) -> None:
    """How urgent a need of a case is, or how far it has come."""
    field = "priority" if isinstance(rating, Priority) else "state"
    change.ensure(
        "case_needs",
        (case.id, need),
        {"parent": case.id, "need": need, field: rating},
        space=case.space,
        root=case.root,
    )


def withdraw(change: Change, record: str, reason: str) -> None:
    """A lead or a case is withdrawn today, with its reason."""
    day = f"{change.today():%d.%m.%Y}"
    change.update(record, {"withdrawn": f"{reason.strip()[:LONGEST_REASON]} ({day})"})


def take_up_again(change: Change, record: str) -> None:
    """A lead or a case that was withdrawn is offered or looked for again."""
    change.update(record, {"withdrawn": None})


def hand_to_agency(change: Change, case: Snapshot[Case], agency: str, *, consent: bool) -> None:
    """A Träger outside has the case from today on; who it is stays in the office.

    Raises ``UserError``: no name, or the person has not agreed.
    """
    if not consent or not agency.strip():
        raise UserError("Träger und Einwilligung fehlen noch.", "Es wurde nichts notiert.")
    change.ensure(
        "cases_private",
        (case.root,),
        {
            "parent": case.id,
            "handed_to": agency.strip(),
            "handed_on": change.today().isoformat(),
            "handed_receipt_on": None,
        },
        space=change.office_space,
        root=case.root,
    )


def note_receipt(change: Change, private: Snapshot) -> None:
    """The Träger has confirmed today that the case is theirs."""
    change.update(private.id, {"handed_receipt_on": change.today().isoformat()})
