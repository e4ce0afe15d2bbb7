"""What moves along when a suggestion comes to another stage: the lead, the case and its need, the other suggestions.

Nothing here writes: it says what would be written, so that people are asked before (:mod:`.chain` does it).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Case, CaseNeed, Match, Need, NeedState, Outcome, RefusedBy
from netzwerkhilfe.models.facts import StageFact
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.leads import HousingLead, StageStep, WorkLead
from netzwerkhilfe.models.network import Office
from netzwerkhilfe.services.entries.common_fields import number_of, promised_to, stage_key
from netzwerkhilfe.services.matching import matching
from netzwerkhilfe.services.matching.matching import Rule
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.conditions import Among, Condition, Present, equals
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot

OFFERED, ACCEPTED, BEGUN, DONE, REFUSED = 1, 2, 3, 4, 5
"""Phases of the stages of a suggestion."""
DAYS = {0: 3, OFFERED: 7, ACCEPTED: 14, BEGUN: 91}
"""After so many days in a phase the next step is due, if nobody says otherwise."""
GONE_AGAIN = (Outcome.ENDED, Outcome.CHANGED, Outcome.BROKEN_OFF)
"""Outcomes after which a flat or a place of work may be free again."""
NO_NUMBER = "ein anderes Gesuch"


@dataclass(frozen=True)
class Along:
    """One thing that moves along with a step.

    ``key`` names it between being shown and being done, ``text`` says it to people; ``ticked`` is whether it moves if
    nobody says otherwise.
    """

    key: str
    text: str
    record: str
    values: Mapping[str, Json] = field(default_factory=dict)
    need: tuple[str, NeedState] | None = None
    """The need of the case that is met or open again, where that moves."""
    ticked: bool = True


# ---- who and what ----------------------------------------------------------------------------------------------------
def phase_of(reader: Reader, match: Snapshot[Match]) -> int:
    """The phase of a suggestion's stage; an unknown one counts as proposed."""
    stage = reader.facts().stage("matches", match.record.stage)
    return stage.phase if stage else 0


def case_of(reader: Reader, match: Snapshot[Match]) -> Snapshot[Case] | None:
    """The case of a suggestion, if it is still there and not in the Papierkorb."""
    found = reader.get(match.record.parent or "", Case)
    return found if found and not found.sealed else None


def runs(reader: Reader, match: Snapshot[Match]) -> bool:
    """Whether a suggestion is open: not closed, and its case is there."""
    return phase_of(reader, match) < DONE and not match.sealed and case_of(reader, match) is not None


def matched_of(match: Snapshot[Match]) -> Rule | None:
    """How the kind of lead of a suggestion is matched."""
    return next((m for m in matching.RULES if m.model.kind_name == match.record.lead_kind), None)


def offices_gone(reader: Reader) -> set[str]:
    """The ids of the offices that have left the network."""
    return {o.id for o in reader.all(Office) if o.record.left_on}


def responsible(reader: Reader, match: Snapshot, case: Snapshot[Case], gone: Collection[str]) -> str:
    """The id of the office that goes on with a suggestion: the case's, for it knows whom to ask; where that has left,
    the suggestion's own; else the one here."""
    found = [o for o in (case.record.office, match.record.office) if o and o not in gone]
    return found[0] if found else reader.local("office")


def case_number(case: Snapshot[Case]) -> str:
    """The number of a case, all that others read of it."""
    return case.record.number or "ein Gesuch"


def working_day(day: dt.date) -> dt.date:
    """The day, or the Monday after it."""
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def due_after(day: dt.date, phase: int) -> dt.date:
    """When the step after a phase is due that was reached on a day."""
    return working_day(day + dt.timedelta(days=DAYS.get(phase, DAYS[0])))


NOBODY_NEXT: dict[str, Json] = {"next_person": None, "next_on": None, "next_office": None}


class Promises:
    """To which cases leads are promised, read once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.held: dict[str, list[str]] = {}
        """For each lead the numbers of the cases that hold it by a suggestion."""
        for match in find(reader, in_phases(reader, ACCEPTED, BEGUN)):
            case = case_of(reader, match)
            if case is not None:
                self.held.setdefault(match.record.lead or "", []).append(case_number(case))

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers of all cases that are seen here, also of those in the Papierkorb."""
        return {case_number(c) for c in self.reader.all(Case, sealed=True)}

    def other(self, lead: Snapshot, case: Snapshot[Case]) -> str:
        """The number of another case that has a lead, empty if none has; where several cases may have it, none does."""
        if not one_place(lead):
            return ""
        own, told = case_number(case), promised_to(lead)
        if told and told != own and not self.is_stale(lead):
            return told
        others = sorted(n for n in self.held.get(lead.id, ()) if n != own)
        return others[0] if others else NO_NUMBER if "promised_to" in lead.open else ""

    def is_stale(self, lead: Snapshot) -> bool:
        """Whether a lead is noted as promised to a case that is seen here and does not hold it any more."""
        told = promised_to(lead)
        return bool(told) and told in self.numbers and told not in self.held.get(lead.id, ())


def promised_elsewhere(reader: Reader, match: Snapshot[Match]) -> str:
    """The number of another case that has the lead of a suggestion; empty if none has."""
    lead, case = _lead_of(reader, match), case_of(reader, match)
    return Promises(reader).other(lead, case) if lead is not None and case is not None else ""


# ---- what moves along ------------------------------------------------------------------------------------------------
def moves_along(reader: Reader, match: Snapshot[Match], stage: str, *, outcome: str | None = None) -> list[Along]:
    """What moves along when a match comes to a stage, in the order in which people read it."""
    facts = reader.facts()
    wanted = facts.stage("matches", stage)
    case, matched = case_of(reader, match), matched_of(match)
    if wanted is None or case is None or matched is None:
        return []
    before, lead = phase_of(reader, match), _lead_of(reader, match)
    held, holds = ACCEPTED <= before < DONE, ACCEPTED <= wanted.phase < DONE
    if holds:
        return list({a.key: a for a in _promise(reader, match, matched, lead, case, wanted.phase)}.values())
    ends = wanted.phase == REFUSED or (wanted.phase == DONE and Outcome.of(outcome) in GONE_AGAIN) or wanted.phase < 2
    found: list[Along] = []
    if held and ends and lead is not None:
        found += _release(reader, match, matched, lead, case, ticked=before == ACCEPTED)
    if ends and (held or wanted.phase == REFUSED):
        found += _case_back(reader, match, case, matched if before == BEGUN else None)
    return found


def _promise(
    reader: Reader, match: Snapshot[Match], matched: Rule, lead: Snapshot | None, case: Snapshot[Case], to: int
) -> Iterator[Along]:
    """Accepted or begun: lead and case go on, the other suggestions are freed."""
    number = case_number(case)
    if lead is not None and matched.promised:
        yield from _lead_on(reader, matched, lead, number, to)
    to_free = _to_free(reader, match, matched, lead)
    yield from _case_on(reader, matched, case, to, {match.id, *(m.id for m in to_free)})
    for other in to_free:
        other_case = case_of(reader, other)
        if other_case is None:
            continue
        if other.record.parent == match.record.parent:
            text = f"Weiterer Vorschlag endet: {other.record.title}"
            yield _freed(reader, other, text, f"{number} nimmt {_short(match)}", RefusedBy.CLOSED)
        else:
            text = f"Vorschlag für {case_number(other_case)} endet: vergeben an {number}"
            yield _freed(reader, other, text, f"vergeben an {number}", RefusedBy.TAKEN)
            yield from _case_back(reader, other, other_case, None, only_own=True)


def lead_in_short(match: Snapshot[Match]) -> str:
    """The number of a lead, where it has one; else what it is called."""
    title = match.record.title or "Vorschlag"
    return title.rpartition(" · ")[2] if match.record.lead_kind in _NUMBERED else title


def _short(match: Snapshot[Match]) -> str:
    """The same for others: a helper's name is not told on."""
    return lead_in_short(match) if match.record.lead_kind in _NUMBERED else "einen anderen Vorschlag"


_NUMBERED = (HousingLead.kind_name, WorkLead.kind_name)


def _lead_on(reader: Reader, matched: Rule, lead: Snapshot, number: str, to: int) -> Iterator[Along]:
    kind = lead.kind
    target = stage_at(reader, kind.name, matched.promised if to == ACCEPTED else DONE, last=to == ACCEPTED)
    today, values = reader.today().isoformat(), dict[str, Json]()
    if one_place(lead):
        values["promised_to"] = number
    words = [f"vergeben an {number}"] if values and promised_to(lead) != number else []
    if target and one_place(lead) and _later(reader, kind.name, target, stage_key(lead)):
        values |= {"stage": target.key, "stage_on": today}
        words.insert(0, target.label)
    if words:
        yield Along(f"lead:{lead.id}", f"{_called(reader, lead)}: {', '.join(words)}", lead.id, values)


def _case_on(reader: Reader, matched: Rule, case: Snapshot[Case], to: int, settled: Collection[str]) -> Iterator[Along]:
    met = [n for n in case.record.needs or () if n in matched.answers] if matched.enough else []
    rated = {n.record.need: n.record.state for n in reader.children(case.id, CaseNeed)}
    name = f"Gesuch {case.record.number or ''}".strip()
    target = stage_at(reader, "cases", BEGUN)
    if to == BEGUN:
        for need in met:
            if rated.get(need) != NeedState.DONE:
                text = f"Anliegen {Need.label_of(need)}: {NeedState.DONE.label}"
                yield Along(f"need:{case.id}:{need}", text, case.id, need=(need, NeedState.DONE))
        closed = {n for n, state in rated.items() if state in (NeedState.DONE, NeedState.DROPPED)} | set(met)
        if set(case.record.needs or ()) <= closed:
            target = stage_at(reader, "cases", DONE)
        elif met:
            yield from _case_to(reader, case, name, _stage_for(reader, case, but=settled))
            return
    if target and _later(reader, "cases", target, case.record.stage):
        yield from _case_to(reader, case, name, target)


def _case_to(reader: Reader, case: Snapshot[Case], name: str, target: StageFact | None) -> Iterator[Along]:
    if target and target.key != case.record.stage:
        values = {"stage": target.key, "stage_on": reader.today().isoformat()}
        yield Along(f"case:{case.id}", f"{name}: {target.label}", case.id, values)


def _stage_for(reader: Reader, case: Snapshot[Case], *, but: Collection[str]) -> StageFact | None:
    """The stage of a case by its other open suggestions: promised, suggested, or nothing yet."""
    phases = [
        p
        for m in reader.children(case.id, Match)
        if m.id not in but and (p := phase_of(reader, m)) in (0, OFFERED, ACCEPTED)
    ]
    wanted = BEGUN if ACCEPTED in phases else 2 if phases else 1
    return stage_at(reader, "cases", wanted)


def _case_back(
    reader: Reader, match: Snapshot[Match], case: Snapshot[Case], met: Rule | None, *, only_own: bool = False
) -> Iterator[Along]:
    """A suggestion ended: the case is where its other suggestions leave it, the need that was met is open again."""
    if only_own and not here(reader).owns(case.record.office):
        return
    name = f"Gesuch {case.record.number or ''}".strip()
    if met is not None and met.enough:
        rated = {n.record.need: n.record.state for n in reader.children(case.id, CaseNeed)}
        for need in [n for n in case.record.needs or () if n in met.answers and rated.get(n) == NeedState.DONE]:
            text = f"Anliegen {Need.label_of(need)}: wieder {NeedState.OPEN.label}"
            yield Along(f"need:{case.id}:{need}", text, case.id, need=(need, NeedState.OPEN))
    now = reader.facts().stage("cases", case.record.stage)
    target = _stage_for(reader, case, but={match.id})
    open_again = met is not None and now is not None and now.phase == DONE
    if now and target and (2 <= now.phase < DONE or open_again) and target.phase < now.phase:
        yield from _case_to(reader, case, name, target)


def _to_free(reader: Reader, match: Snapshot[Match], matched: Rule, lead: Snapshot | None) -> list[Snapshot[Match]]:
    """The suggestions that a promise ends: of the same lead for others, and of the same kind for the same case."""
    found: list[Snapshot[Match]] = []
    if matched.exclusive and lead is not None and one_place(lead):
        found += [m for m in _of_lead(reader, match) if m.record.parent != match.record.parent]
    if matched.enough:
        found += [
            m
            for m in reader.children(match.record.parent or "", Match)
            if m.id != match.id and m.record.lead_kind == match.record.lead_kind
        ]
    return [m for m in found if phase_of(reader, m) < ACCEPTED and runs(reader, m)]


def _freed(reader: Reader, other: Snapshot[Match], text: str, because: str, by: RefusedBy) -> Along:
    refused = stage_at(reader, "matches", REFUSED)
    values = {
        "stage": refused.key if refused else other.record.stage,
        "stage_on": reader.today().isoformat(),
        "refused_by": by,
        "refused_because": because,
        **NOBODY_NEXT,
    }
    return Along(f"match:{other.id}", text, other.id, values)


def _release(
    reader: Reader, match: Snapshot[Match], matched: Rule, lead: Snapshot, case: Snapshot[Case], *, ticked: bool
) -> Iterator[Along]:
    """What was promised is free again, and those who had to stand back for it may be asked again."""
    number = case_number(case)
    if not matched.promised or not one_place(lead):
        return
    other = promised_elsewhere(reader, match)
    if other:  # two offices had given it away: it stays with the other case
        if promised_to(lead) != other or "promised_to" in lead.open:
            text = f"{_called(reader, lead)}: bleibt vergeben an {other}"
            yield Along(f"lead:{lead.id}", text, lead.id, {"promised_to": other})
        return
    yield replace(free_again(reader, lead, matched), ticked=ticked)
    yield from _again(reader, match, number)


def free_again(reader: Reader, lead: Snapshot, matched: Rule) -> Along:
    """A lead is promised to nobody any more, and stands where it stood before."""
    values: dict[str, Json] = {"promised_to": None}
    target = _stage_before(reader, lead, matched)
    words = ["wieder frei"]
    if target and target.key != stage_key(lead):
        values |= {"stage": target.key, "stage_on": reader.today().isoformat()}
        words.append(target.label)
    return Along(f"lead:{lead.id}", f"{_called(reader, lead)}: {', '.join(words)}", lead.id, values)


def _again(reader: Reader, match: Snapshot[Match], number: str) -> Iterator[Along]:
    """Those who stood back for a case may be asked again."""
    first = next(iter(reader.facts().stages.get("matches", ())), None)
    for other in _of_lead(reader, match):
        stood_back = (
            other.record.refused_by == RefusedBy.TAKEN and other.record.refused_because == f"vergeben an {number}"
        )
        other_case = case_of(reader, other)
        if stood_back and first and other_case and phase_of(reader, other) == REFUSED:
            now = reader.facts().stage("cases", other_case.record.stage)
            if now and now.phase >= DONE:
                continue
            values = {
                "stage": first.key,
                "stage_on": reader.today().isoformat(),
                "refused_by": None,
                "refused_because": None,
                "next_person": None,
                "next_on": due_after(reader.today(), 0).isoformat(),
                "next_office": responsible(reader, other, other_case, offices_gone(reader)),
            }
            text = f"{case_number(other_case)} wieder vorschlagen"
            yield Along(f"match:{other.id}", text, other.id, values, ticked=False)


# ---- what is withdrawn -----------------------------------------------------------------------------------------------
def along_withdrawal(reader: Reader, entry: Snapshot) -> list[Along]:
    """What ends when a lead or a case is withdrawn: its open suggestions; what was promised to a case is free again."""
    found: list[Along] = []
    if entry.kind.model is Case:
        for match in reader.children(entry.id, Match):
            if runs(reader, match):
                found.append(
                    _freed(reader, match, f"Vorschlag endet: {match.record.title}", "Gesuch beendet", RefusedBy.CLOSED)
                )
                matched, lead = matched_of(match), _lead_of(reader, match)
                if matched and lead is not None and phase_of(reader, match) >= ACCEPTED:
                    free = phase_of(reader, match) == ACCEPTED
                    found += _release(reader, match, matched, lead, entry.of(Case), ticked=free)
        return found
    for match in of_lead(reader, entry.id):
        case = case_of(reader, match)
        if case is not None and runs(reader, match) and phase_of(reader, match) < BEGUN:
            text = f"Vorschlag für {case_number(case)} endet"
            found.append(_freed(reader, match, text, "zurückgezogen", RefusedBy.CLOSED))
            found += _case_back(reader, match, case, None)
    return found


# ---- stages and leads ------------------------------------------------------------------------------------------------
def stage_at(reader: Reader, kind: str, phase: int, *, last: bool = False) -> StageFact | None:
    """The first (or last) stage of a kind in a phase."""
    found = [s for s in reader.facts().stages.get(kind, ()) if s.phase == phase]
    return (found[-1] if last else found[0]) if found else None


def _later(reader: Reader, kind: str, target: StageFact, now: str | None) -> bool:
    """Whether a stage comes after the present one, which is not given up."""
    keys = [s.key for s in reader.facts().stages.get(kind, ())]
    return now not in keys or keys.index(target.key) > keys.index(now)


def _stage_before(reader: Reader, lead: Snapshot, matched: Rule) -> StageFact | None:
    """The latest stage that a lead had before it was promised to anybody; its first one if none is known."""
    stages = reader.facts().stages.get(lead.kind.name, ())
    promised = stage_at(reader, lead.kind.name, matched.promised, last=True)
    if promised is None:
        return None
    earlier = stages[: stages.index(promised)]
    had = {s.record.stage for s in reader.children(lead.id, StageStep)} | {stage_key(lead)}
    return next((s for s in reversed(earlier) if s.key in had), stages[0])


def _called(reader: Reader, lead: Snapshot) -> str:
    return " ".join(p for p in (lead.kind.singular, str(number_of(lead) or lead.title(reader.facts()))) if p)


def _lead_of(reader: Reader, match: Snapshot[Match]) -> Snapshot | None:
    found = reader.get(match.record.lead) if match.record.lead else None
    return found if found and not found.sealed else None


def one_place(lead: Snapshot) -> bool:
    """Whether a lead goes to one household: a flat; a job with one place, or with no number of places."""
    if lead.kind.model is WorkLead:
        figures = "".join(c for c in lead.of(WorkLead).record.positions or "" if c.isdigit())
        return not figures or int(figures) <= 1
    return lead.kind.model is HousingLead


def in_phases(reader: Reader, *phases: int) -> Among:
    """The suggestions whose stage is in one of these phases, as a condition; an unknown stage counts as the first."""
    stages = reader.facts().stages.get(Match.kind_name, ())
    others = tuple(s.key for s in stages if s.phase not in phases)
    keys = tuple(s.key for s in stages if s.phase in phases)
    return Among("stage", others, negate=True) if 0 in phases else Among("stage", keys)


def find(reader: Reader, *conditions: Condition) -> list[Snapshot[Match]]:
    """The suggestions that meet all conditions and are not in the Papierkorb, in the order of their ids."""
    kind = KINDS[Match.kind_name]
    with reader.reading() as cursor:
        rows = reading.find(cursor, kind, Present(), *conditions)
        return [reading.snapshot(cursor, kind, r, dots=False).of(Match) for r in sorted(rows, key=itemgetter("id"))]


def of_lead(reader: Reader, lead: str) -> list[Snapshot[Match]]:
    """The suggestions that were made of a lead."""
    return find(reader, equals("lead", lead))


def _of_lead(reader: Reader, match: Snapshot[Match]) -> list[Snapshot[Match]]:
    return [m for m in of_lead(reader, match.record.lead or "-") if m.id != match.id]
