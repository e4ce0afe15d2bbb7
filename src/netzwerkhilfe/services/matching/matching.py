"""Matching, both ways: what fits a case, which cases fit a lead or a volunteer; and the chain that follows a
suggestion."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from netzwerkhilfe import paths as paths_module
from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Case, Match, Need
from netzwerkhilfe.models.helping import Engagement, EngagementState, RentLimit
from netzwerkhilfe.models.leads import Permit
from netzwerkhilfe.models.network import Place
from netzwerkhilfe.services.entries.common_fields import number_of, place_key
from netzwerkhilfe.services.matching import rules
from netzwerkhilfe.services.matching.rules import VERDICTS, Context, Limit, Reason, Spot
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

Rule = Callable[[rules.Values, rules.Values, Context], list[Reason]]
RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "housing": (rules.flat_for_case, (Need.FLAT,)),
    "work": (rules.work_for_case, (Need.WORK,)),
    "volunteers": (rules.volunteer_for_case, (Need.ACCOMPANIMENT,)),
    "offers": (rules.offer_for_case, tuple(Need)),
}
"""For each kind of lead: its rule, and the needs it can answer."""


@dataclass(frozen=True)
class Suggestion:
    """One suggestion with its reasons; ``level`` is the place of its verdict in :data:`VERDICTS`."""

    id: str
    kind: str
    title: str
    number: str
    level: int
    reasons: tuple[Reason, ...]
    order: tuple[Any, ...]

    @property
    def verdict(self) -> str:
        """The verdict as text."""
        return VERDICTS[self.level]

    def json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "number": self.number,
            "verdict": self.verdict,
            "reasons": [{"ok": r.ok, "text": r.text.replace("\u00a0", " ")} for r in self.reasons],
        }


def context_of(reader: Reader) -> Context:
    """What the rules need, read once."""
    facts = reader.facts()
    associations = {p.record.ags: p.record.association or "" for p in reader.all(Place)}
    spots = {
        p.key: Spot(p.key, p.name, p.latitude, p.longitude, p.office, associations.get(p.key, ""))
        for p in facts.places.values()
    }
    limits = [
        Limit(
            r.record.area or "",
            r.record.persons or 0,
            r.record.max_amount,
            r.record.area_m2,
            r.record.valid_from or "",
            r.record.valid_to or "",
        )
        for r in reader.all(RentLimit)
    ]
    seed = json.loads((paths_module.resources() / "daten" / "begriffe.json").read_text("utf-8"))
    numbers = {}
    reserved: dict[str, str] = {}
    for match in reader.all(Match):
        stage = facts.stage("matches", match.record.stage)
        if match.record.lead and stage and 2 <= stage.phase < 4:
            case = match.record.parent or ""
            if case not in numbers:
                found = reader.get(case, Case)
                numbers[case] = str(found.record.number or "ein Gesuch") if found else "ein Gesuch"
            reserved[match.record.lead] = numbers[case]
    busy: dict[str, list[tuple[str, str, str]]] = {}
    for one in reader.all(Engagement):
        if one.record.state != EngagementState.CALLED_OFF and one.record.parent and one.record.on_day:
            times = (one.record.on_day, one.record.start_time or "", one.record.end_time or "")
            busy.setdefault(one.record.parent, []).append(times)
    return Context(reader.today(), spots, limits, facts.stages, seed["need_offers"], reserved, busy)


def full_values(snapshot: Snapshot) -> dict[str, Any]:
    """An entry as the rules see it: its values with the computed ones, and its id."""
    return {**snapshot.full, "id": snapshot.id}


def judge(kind: str, lead: rules.Values, case: rules.Values, context: Context) -> tuple[int, float, list[Reason]]:
    """Level of the verdict, what is missing, and the reasons, for one pair."""
    reasons = RULES[kind][0](lead, case, context)
    return rules.verdict(reasons), rules.penalty(reasons), reasons


def _order(
    level: int, missing: float, distance: float | None, waiting: int, number: str, record: str
) -> tuple[Any, ...]:
    """The same on every PC: verdict, what is missing, distance, who waits longest, number, id."""
    return (level, round(missing, 3), 9999.0 if distance is None else round(distance, 2), -waiting, number, record)


def _distance(kind: str, lead: rules.Values, case: rules.Values, context: Context) -> float | None:
    there = context.spots.get(str(lead.get("place") or ""))
    if kind == "volunteers":
        return rules.kilometres(context.spots.get(str(case.get("meeting_place") or case.get("place") or "")), there)
    wishes = [context.spots.get(w) for w in case.get("wished_places") or ()]
    found = [d for w in wishes if (d := rules.kilometres(w, there)) is not None]
    return min(found, default=rules.kilometres(context.spots.get(str(case.get("place") or "")), there))


def asks_for(case: rules.Values, kind: str) -> bool:
    """Whether a case has a need that this kind of lead answers; one that says nothing is offered everything."""
    needs = case.get("needs") or ()
    if kind == "volunteers" and (case.get("needs_driver") or (case.get("languages") and Need.ACCOMPANIMENT in needs)):
        return True
    return any(n in RULES[kind][1] for n in needs)


def is_open(case: rules.Values, context: Context) -> bool:
    """Whether a case still waits."""
    return context.phase("cases", case.get("stage")) < 4 and not case.get("withdrawn")


def for_case(
    reader: Reader, case: Snapshot[Case], *, everything: bool = False, kinds: Iterable[str] = ()
) -> list[Suggestion]:
    """What fits a case, best first; with ``everything`` also what does not fit, with the reason."""
    context, values, facts = context_of(reader), full_values(case), reader.facts()
    found: list[Suggestion] = []
    for kind in kinds or [k for k in RULES if asks_for(values, k)]:
        for lead in reader.all(kind):
            lead_values = full_values(lead)
            level, missing, reasons = judge(kind, lead_values, values, context)
            if level == 4 and not everything:
                continue
            number = str(number_of(lead) or "")
            order = _order(level, missing, _distance(kind, lead_values, values, context), 0, number, lead.id)
            place = facts.places.get(str(place_key(lead) or ""))
            title = lead.title(facts)
            named = f"{title}, {place.name}" if place and kind in ("housing", "work") else title
            found.append(Suggestion(lead.id, kind, named, number, level, tuple(reasons), order))
    return sorted(found, key=lambda s: s.order)


def for_lead(reader: Reader, lead: Snapshot, *, everything: bool = False) -> list[Suggestion]:
    """Which cases fit a lead, offer or volunteer, best first; among equals who waits longest."""
    context, values, kind, facts = context_of(reader), full_values(lead), lead.kind.name, reader.facts()
    found: list[Suggestion] = []
    for case in reader.all(Case):
        case_values = full_values(case)
        if not asks_for(case_values, kind) or not is_open(case_values, context):
            continue
        level, missing, reasons = judge(kind, values, case_values, context)
        if level == 4 and not everything:
            continue
        waiting = rules.days_waiting(case_values, context.today)
        if waiting >= 30:
            reasons = [*reasons, Reason(True, f"wartet seit {waiting} Tagen", weight=0)]
        order = _order(level, missing, None, waiting, str(case.record.number or ""), case.id)
        found.append(
            Suggestion(case.id, "cases", case.title(facts), str(case.record.number or ""), level, tuple(reasons), order)
        )
    return sorted(found, key=lambda s: s.order)


def suggestions(reader: Reader, entry: Snapshot, *, everything: bool = False) -> list[Suggestion]:
    """What fits an entry. Raises ``UserError`` for a kind that is not matched."""
    if entry.kind.name == "cases":
        return for_case(reader, entry.of(Case), everything=everything)
    if entry.kind.name in RULES:
        return for_lead(reader, entry, everything=everything)
    raise UserError(
        f"Zu „{entry.kind.singular}“ gibt es keine Vorschläge.",
        "",
        "Vorschläge gibt es für Gesuche, Wohnungen, Stellen, Angebote und Personen.",
    )


def all_pairs(
    cases: Sequence[rules.Values],
    leads: Sequence[rules.Values],
    kind: str,
    context: Context,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """For each case how many leads of a kind fit, at least with reservations; for lists, off the window's thread.

    :param progress: called with cases done and cases in all; may raise to stop.
    """
    rule = RULES[kind][0]
    counts: dict[str, int] = {}
    for i, case in enumerate(cases):
        if progress and i % 20 == 0:
            progress(i, len(cases))
        if not asks_for(case, kind):
            continue
        counts[str(case["id"])] = sum(1 for lead in leads if rules.verdict(rule(lead, case, context)) < 3)
    return counts


def counts_for_cases(reader: Reader, progress: Callable[[int, int], None] | None = None) -> dict[str, int]:
    """For each open case how many suggestions there are."""
    context = context_of(reader)
    cases = [c for c in map(full_values, reader.all(Case)) if is_open(c, context)]
    found: dict[str, int] = {}
    for kind in ("housing", "work", "volunteers"):
        leads = [full_values(lead) for lead in reader.all(kind)]
        for case, count in all_pairs(cases, leads, kind, context, progress).items():
            found[case] = found.get(case, 0) + count
    return found


# ---- the chain -------------------------------------------------------------------------------------------------------
def propose(change: Change, case: Snapshot[Case], lead: Snapshot) -> str:
    """Keep a suggestion for a case; gives the id of the match. A second one for the same lead is refused."""
    if any(m.record.lead == lead.id and _running(change, m) for m in change.children(case.id, Match)):
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
        },
        space=space,
        root=case.root,
    )
    stages = change.facts().stages.get("cases", ())
    now = change.facts().stage("cases", case.record.stage)
    offered = next((s.key for s in stages if s.phase == 2), None)
    if offered and (now is None or now.phase < 2) and here(change).owns(case.record.office):
        change.update(case.id, {"stage": offered, "stage_on": change.today().isoformat()})
    return made.id


def _running(reader: Reader, match: Snapshot[Match]) -> bool:
    stage = reader.facts().stage("matches", match.record.stage)
    return stage is None or stage.phase < 4


def permit_missing(reader: Reader, match: Snapshot[Match]) -> str:
    """Why a placement may not begin yet; empty if nothing stands against it."""
    if match.record.lead_kind != "work":
        return ""
    case, lead = reader.get(match.record.parent or ""), reader.get(match.record.lead or "")
    for values in (case.values if case else {}, lead.values if lead else {}):
        state = values.get("work_permit")
        if state in (Permit.APPLIED, Permit.REFUSED):
            return f"Die Beschäftigungserlaubnis ist „{Permit(state).label}“."
    return ""


def advance(change: Change, /, match: Snapshot[Match], stage: str, **values: Any) -> None:
    """Bring a match to a stage, dated today, with what belongs to it (who refused and why, the outcome …).

    Raises ``UserError``: unknown stage, a refusal without a reason, a beginning without the permit and without a note.
    """
    facts = change.facts()
    wanted = facts.stage("matches", stage)
    if wanted is None:
        raise UserError(f"Den Stand „{stage}“ gibt es nicht.", "Es wurde nichts verändert.")
    missing = permit_missing(change, match)
    if wanted.phase == 3 and missing and not (values.get("override_note") or match.record.override_note):
        raise UserError(
            missing, "Der Stand wurde nicht geändert.", "Soll es trotzdem beginnen, tragen Sie bitte ein, warum."
        )
    full = {**match.values, **values}
    errors = KINDS["matches"].faults(full, facts)
    if errors or (wanted.phase == 5 and not full.get("refused_because")):
        raise UserError("Bitte den Grund nennen.", "Der Stand wurde nicht geändert.", "Wer hat abgelehnt, und warum?")
    if wanted.phase == 3:
        values.setdefault("started_on", change.today().isoformat())
    change.update(match.id, {**values, "stage": stage, "stage_on": change.today().isoformat()})


def outcome_due(reader: Reader) -> list[Snapshot[Match]]:
    """Placements that began three months ago and whose outcome nobody has asked for."""
    found = []
    for match in reader.all(Match):
        started = match.record.started_on
        if started and not match.record.outcome and started <= (reader.today() - dt.timedelta(days=91)).isoformat():
            found.append(match)
    return found


def double_bookings(
    reader: Reader, volunteer: str, day: str, start: str, end: str, but: str = ""
) -> list[Snapshot[Engagement]]:
    """Engagements of a volunteer that overlap a time on a day; without times the whole day counts."""
    found = []
    with reader.reading() as cursor:
        kind = KINDS["engagements"]
        for row in reading.rows(cursor, kind, "parent = ? AND on_day = ? AND seal IS NULL", (volunteer, day)):
            if row["id"] == but or row["state"] == EngagementState.CALLED_OFF:
                continue
            other_start, other_end = row["start_time"] or "00:00", row["end_time"] or "24:00"
            if (start or "00:00") < other_end and other_start < (end or "24:00"):
                found.append(reading.snapshot(cursor, kind, row, dots=False).of(Engagement))
    return found


__all__ = [
    "RULES",
    "VERDICTS",
    "Suggestion",
    "advance",
    "all_pairs",
    "context_of",
    "counts_for_cases",
    "double_bookings",
    "for_case",
    "for_lead",
    "full_values",
    "judge",
    "outcome_due",
    "permit_missing",
    "propose",
    "suggestions",
]
