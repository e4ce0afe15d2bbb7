"""The chain that follows a suggestion: proposed, offered, accepted, begun, and what became of it.

What hangs on a step moves along with it in the same change (:mod:`.along`), and whoever goes on has a task
(:mod:`.following`).
"""

from __future__ import annotations

from collections.abc import Collection

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Case, Match
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.leads import Permit, WorkLead
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.services.entries.common_fields import number_of
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.services.matching import along, cases, following, matching
from netzwerkhilfe.services.matching.along import ACCEPTED, BEGUN, DONE, REFUSED, Along, stage_at
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


def next_values(reader: Reader, match: Snapshot[Match] | None, case: Snapshot[Case], phase: int) -> dict[str, Json]:
    """Who goes on after a step to a phase, and by when: whoever takes it, in the office of the case."""
    office = along.responsible(reader, match or case, case, along.offices_gone(reader))
    return {
        "next_person": reader.person if here(reader).owns(office) else None,
        "next_on": along.due_after(reader.today(), phase).isoformat(),
        "next_office": office,
    }


# ---- suggesting ------------------------------------------------------------------------------------------------------
def propose(change: Change, case: Snapshot[Case], lead: Snapshot) -> str:
    """Keep a suggestion for a case; gives the id of the match. A second one for the same lead is refused."""
    if any(m.record.lead == lead.id and along.phase_of(change, m) < DONE for m in change.children(case.id, Match)):
        raise UserError("Dieser Vorschlag ist schon gemacht.", "Es wurde nichts verändert.", "Er steht beim Gesuch.")
    shared = case.space == lead.space
    space = case.space if shared else change.office_space
    made = change.add(
        "matches",
        {
            "parent": case.id,
            "lead": lead.id,
            "lead_kind": lead.kind.name,
            "title": " · ".join(p for p in (lead.title(change.facts()), str(number_of(lead) or "")) if p),
            "stage_on": change.today().isoformat(),
            **next_values(change, None, case, 0),
        },
        space=space,
        root=case.root,
    )
    now = change.facts().stage("cases", case.record.stage)
    offered = stage_at(change, "cases", 2)
    if offered and (now is None or now.phase < 2) and here(change).owns(case.record.office):
        change.update(case.id, {"stage": offered.key, "stage_on": change.today().isoformat()})
    _keep(change)
    return made.id


def permit_missing(reader: Reader, match: Snapshot[Match]) -> str:
    """Why a placement may not begin yet; empty if nothing stands against it."""
    if match.record.lead_kind != WorkLead.kind_name:
        return ""
    case, lead = reader.get(match.record.parent or "", Case), reader.get(match.record.lead or "", WorkLead)
    for key in (case.record.work_permit if case else None, lead.record.work_permit if lead else None):
        if key in (Permit.APPLIED, Permit.REFUSED):
            return f"Die Beschäftigungserlaubnis ist „{Permit(key).label}“."
    return ""


# ---- stepping --------------------------------------------------------------------------------------------------------
def advance(
    change: Change, /, match: Snapshot[Match], stage: str, *, along_keys: Collection[str] | None = None, **values: Json
) -> None:
    """Bring a match to a stage, dated today, with what belongs to it (who refused and why, the outcome …), and move
    along what hangs on it.

    :param along_keys: the keys of :func:`.along.moves_along` that move too; ``None`` for all that are ticked anyway.
    Raises ``UserError``: unknown stage, the match stands elsewhere by now, it is promised to another case, a refusal
    without a reason, a beginning without the permit and without a note.
    """
    facts = change.facts()
    wanted = facts.stage("matches", stage)
    if wanted is None:
        raise UserError(f"Den Stand „{stage}“ gibt es nicht.", "Es wurde nichts verändert.")
    _refuse_stale(change, match)
    missing = permit_missing(change, match)
    note = values.get("override_note") or match.record.override_note
    if wanted.phase == BEGUN and missing and not note:
        raise UserError(
            missing, "Der Stand wurde nicht geändert.", "Soll es trotzdem beginnen, tragen Sie bitte ein, warum."
        )
    if wanted.phase in (ACCEPTED, BEGUN):
        _refuse_promised(change, match)
    full = {**match.values, **values}
    errors = KINDS["matches"].faults(full, facts)
    if errors or (wanted.phase == REFUSED and not full.get("refused_because")):
        raise UserError("Bitte den Grund nennen.", "Der Stand wurde nicht geändert.", "Wer hat abgelehnt, und warum?")
    moving = along.moves_along(change, match, stage, outcome=values.get("outcome"))
    if wanted.phase == BEGUN:
        values.setdefault("started_on", change.today().isoformat())
    case = along.case_of(change, match)
    onward = next_values(change, match, case, wanted.phase) if case and wanted.phase < DONE else along.NOBODY_NEXT
    today = change.today().isoformat()
    change.update(match.id, {**onward, **values, "stage": stage, "stage_on": today})
    for one in moving:
        if one.ticked if along_keys is None else one.key in along_keys:
            _move(change, one, note or "")
    _keep(change)


def _refuse_stale(change: Change, match: Snapshot[Match]) -> None:
    now = change.require(match.id, Match)
    if now.sealed or now.record.stage != match.record.stage:
        label = change.facts().label("matches", now.record.stage or "")
        raise UserError(
            "Der Vorschlag liegt inzwischen im Papierkorb."
            if now.sealed
            else f"Der Vorschlag hat inzwischen den Stand „{label}“.",
            "Es wurde nichts verändert.",
            "Bitte sehen Sie ihn noch einmal an.",
        )


def _refuse_promised(change: Change, match: Snapshot[Match]) -> None:
    number = along.promised_elsewhere(change, match)
    if number and along.phase_of(change, match) < ACCEPTED:
        raise UserError(
            f"„{match.record.title}“ ist schon an {number} vergeben.",
            "Es wurde nichts verändert.",
            "Beenden Sie zuerst den anderen Vorschlag, oder machen Sie einen neuen.",
        )


def _move(change: Change, one: Along, note: str) -> None:
    if one.need:
        cases.rate_need(change, change.require(one.record, Case), *one.need)
        return
    record, values = change.edit(one.record), dict(one.values)
    if isinstance(record, WorkLead) and note and not record.permit_override:
        values["permit_override"] = note
    change.update(one.record, values)


def end_along(change: Change, entry: Snapshot, keys: Collection[str] | None = None) -> None:
    """End what ends with a lead or a case that is withdrawn; ``keys`` as in :func:`advance`."""
    for one in along.along_withdrawal(change, entry):
        if one.ticked if keys is None else one.key in keys:
            _move(change, one, "")
    _keep(change)


def _keep(change: Change) -> None:
    """Every suggestion that this change has touched has its task."""
    following.keep(change, {e.id for e in change.set.entries.values() if e.kind == Match.kind_name})


def put_off(change: Change, match: Snapshot[Match], person: str | None, day: str | None) -> None:
    """Somebody else goes on with a suggestion, or on another day; without a day it is the usual one again."""
    case = change.require(match.record.parent or "", Case)
    usual = next_values(change, match, case, along.phase_of(change, match))
    change.update(match.id, usual | {"next_person": person, "next_on": day or usual["next_on"]})
    _keep(change)


def free(change: Change, lead: Snapshot) -> None:
    """A lead that was promised to a case which does not hold it any more is free again."""
    matched = next((m for m in matching.RULES if m.model is lead.kind.model and m.promised), None)
    if matched is not None:
        _move(change, along.free_again(change, lead, matched), "")


def finish_task(change: Change, task: str) -> Snapshot[Match] | None:
    """Tick a task off; gives the suggestion that it was about and that is still open, with its new day."""
    about = following.match_of(change.require(task, Task))
    work_list.finish(change, task)
    match = change.get(about, Match) if about else None
    if match is None:
        return None
    following.keep(change, {match.id})
    now = change.require(match.id, Match)
    return now if along.runs(change, now) else None
