"""Matching, both ways: what fits a case, and which cases fit a lead or a volunteer."""

from __future__ import annotations

import datetime as dt
import heapq
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any, Generic, NamedTuple, TypeVar

from netzwerkhilfe import paths as paths_module
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Record
from netzwerkhilfe.models.cases import Case, Match, Need
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.helping import Engagement, EngagementState, RentLimit
from netzwerkhilfe.models.leads import HousingLead, WorkLead
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.entries.common_fields import number_of
from netzwerkhilfe.services.matching import parts, rules
from netzwerkhilfe.services.matching.board import Board, verdicts_of_cases, verdicts_of_leads
from netzwerkhilfe.services.matching.parts import Part
from netzwerkhilfe.services.matching.rules import VERDICTS, Context, Limit, Reason
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.conditions import Empty, equals
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot

Lead = HousingLead | WorkLead | Volunteer | Offer
"""What can fit a case."""
L = TypeVar("L", bound=Lead)


@dataclass(frozen=True)
class Matched(Generic[L]):
    """How a kind of lead is matched: by which rule, and which needs it can answer."""

    model: type[L]
    parts: Sequence[Part[L]]
    """The rule."""
    answers: tuple[Need, ...]
    exclusive: bool = False
    """Whether it goes to one household: a flat, a place of work."""
    enough: bool = True
    """Whether one of them is enough for a case."""
    promised: int = 0
    """The phase of its stages at which it is promised to somebody; 0 where it does not move along."""

    def judge(self, lead: L, case: Case, context: Context) -> tuple[int, float, list[Reason]]:
        """Level of the verdict, what is missing, and the reasons, for one pair; both with their computed values."""
        reasons = parts.reasons_of(self.parts, lead, case, context)
        return rules.verdict(reasons), rules.penalty(reasons), reasons

    def wanted_by(self, case: Case) -> bool:
        """Whether a case has a need that this kind of lead answers; who asks for a lift asks for a volunteer."""
        needs = case.needs or ()
        if self.model is Volunteer and (case.needs_driver or (case.languages and Need.ACCOMPANIMENT in needs)):
            return True
        return any(n in self.answers for n in needs)

    def distance(self, lead: L, case: Case, context: Context) -> float | None:
        """How far a lead is from where a case wants it, in kilometres; ``None`` where a place is not known."""
        there = context.spot(lead.place)
        if self.model is Volunteer:
            return rules.kilometres(context.spot(case.meeting_place or case.place), there)
        wishes = [context.spot(w) for w in case.wished_places or ()]
        found = [d for w in wishes if (d := rules.kilometres(w, there)) is not None]
        return min(found, default=rules.kilometres(context.spot(case.place), there))


Rule = Matched[Any]
"""How leads of whichever kind are matched."""
FLATS = Matched(HousingLead, parts.FLAT, (Need.FLAT,), exclusive=True, promised=2)
JOBS = Matched(WorkLead, parts.WORK, (Need.WORK,), exclusive=True, promised=3)
VOLUNTEERS = Matched(Volunteer, parts.VOLUNTEER, (Need.ACCOMPANIMENT,))
OFFERS = Matched(Offer, parts.OFFER, tuple(Need), enough=False)
RULES: tuple[Rule, ...] = (FLATS, JOBS, VOLUNTEERS, OFFERS)
"""All that is matched, in the order in which a case sees it."""


READS = frozenset(
    {
        *("cases", "housing", "work", "volunteers", "offers", "matches", "engagements", "rent_limits"),
        *("tasks", "places", "stages", "offices", "categories"),
    }
)
"""The kinds of entries on which it depends what fits whom, and what is next with it."""


LONG = 30
"""Days of waiting that are said with a suggestion."""
Order = tuple[int, float, float, int, str, str]
"""Verdict, what is missing, distance, who waits longest (negative), number, id."""


@dataclass(frozen=True, eq=False)
class Suggestion:
    """One suggestion; ``level`` is the place of its verdict in :data:`VERDICTS`.

    What is read of it, its title and reasons, is made when it is asked for: of thousands a few are shown.
    """

    entry: Snapshot
    number: str
    level: int
    order: Order
    title_of: Callable[[], str]
    reasons_of: Callable[[], Sequence[Reason]]

    @property
    def id(self) -> str:
        """The id of the entry that is suggested."""
        return self.entry.id

    @property
    def kind(self) -> str:
        """The kind of the entry."""
        return self.entry.kind.name

    @cached_property
    def title(self) -> str:
        """What people call the entry."""
        return self.title_of()

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks for it and against it."""
        return tuple(self.reasons_of())

    @property
    def verdict(self) -> str:
        """The verdict as text."""
        return VERDICTS[self.level]

    def json(self) -> dict[str, Json]:
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
    """What the rules need, read once: a few cells of each entry, without making entries of them."""
    facts = reader.facts()
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
    numbers = {case: str(number or "") for case, (number,) in reader.sort_values("cases", ("number",)).items()}
    promised = {s.key for s in facts.stages.get("matches", ()) if 2 <= s.phase < 4}
    reserved: dict[str, str] = {}
    for case, lead, stage in reader.sort_values("matches", ("parent", "lead", "stage")).values():
        if lead and stage in promised and case in numbers:
            reserved[str(lead)] = numbers[str(case)] or "ein Gesuch"
    busy: dict[str, list[tuple[str, str, str]]] = {}
    planned = reader.sort_values("engagements", ("state", "parent", "on_day", "start_time", "end_time"))
    for state, person, *times in planned.values():
        if state != EngagementState.CALLED_OFF and person and times[0]:
            day, start, end = (str(t or "") for t in times)
            busy.setdefault(str(person), []).append((day, start, end))
    held = frozenset(reserved.values())
    return Context(reader.today(), limits, facts, _need_offers(), reserved, busy, frozenset(numbers.values()), held)


@cache
def _need_offers() -> dict[str, list[str]]:
    """Which categories of offers help with which need."""
    seed = json.loads((paths_module.resources() / "daten" / "begriffe.json").read_text("utf-8"))
    found: dict[str, list[str]] = seed["need_offers"]
    return found


def _order(level: int, missing: float, distance: float | None, waiting: int, number: str, record: str) -> Order:
    """The same on every PC: verdict, what is missing, distance, who waits longest, number, id."""
    return (level, round(missing, 3), 9999.0 if distance is None else round(distance, 2), -waiting, number, record)


def is_open(case: Case, context: Context) -> bool:
    """Whether a case still waits."""
    return context.phase("cases", case.stage) < 4 and not case.withdrawn


class _Judged(NamedTuple):
    """What is known of an entry before it is one of those that are shown."""

    order: Order
    level: int
    entry: Any
    title_of: Callable[[Snapshot], str]
    reasons_of: Callable[[], Sequence[Reason]]


def _leads(reader: Reader, matched: Matched[L], case: Case, context: Context) -> Iterator[_Judged]:
    leads = reader.entries(matched.model)
    distances: dict[str | None, float | None] = {}
    for lead, (level, missing) in zip(leads, verdicts_of_leads(matched.parts, leads, case, context), strict=True):
        if lead.place not in distances:
            distances[lead.place] = matched.distance(lead, case, context)
        number = getattr(lead, "number", None) or ""  # volunteers have none
        order = _order(level, missing / 100, distances[lead.place], 0, number, lead.id)
        told = partial(parts.reasons_of, matched.parts, lead, case, context)
        yield _Judged(order, level, lead, partial(_title, matched, context), told)


def _title(matched: Matched[L], context: Context, lead: Snapshot[L]) -> str:
    title, place = lead.title(context.facts), context.facts.places.get(lead.record.place or "")
    return f"{title}, {place.name}" if place and matched.model in (HousingLead, WorkLead) else title


def _for_case(reader: Reader, sought: Case) -> list[_Judged]:
    context = context_of(reader)
    wanted = [matched for matched in RULES if matched.wanted_by(sought)]
    return [one for matched in wanted for one in _leads(reader, matched, sought, context)]


def _for_lead(reader: Reader, matched: Matched[L], offered: L) -> list[_Judged]:
    context = context_of(reader)
    cases = [c for c in reader.entries(Case) if matched.wanted_by(c) and is_open(c, context)]
    found = []
    for case, (level, missing) in zip(cases, verdicts_of_cases(matched.parts, offered, cases, context), strict=True):
        waiting = rules.days_waiting(case, context.today)
        order = _order(level, missing / 100, None, waiting, case.number or "", case.id)
        told = partial(_reasons_with_wait, matched, offered, case, context, waiting)
        found.append(_Judged(order, level, case, lambda one: one.title(context.facts), told))
    return found


def _reasons_with_wait(matched: Matched[L], offered: L, case: Case, context: Context, waiting: int) -> Sequence[Reason]:
    reasons = parts.reasons_of(matched.parts, offered, case, context)
    if waiting >= LONG:
        reasons.append(Reason(True, f"wartet seit {waiting} Tagen", weight=0))
    return reasons


def _judged(reader: Reader, entry: Snapshot) -> list[_Judged]:
    if entry.kind.model is Case:
        return _for_case(reader, entry.of(Case).completed)
    matched = next((m for m in RULES if m.model is entry.kind.model), None)
    if matched is not None:
        return _for_lead(reader, matched, entry.of(matched.model).completed)
    raise UserError(
        f"Zu „{entry.kind.singular}“ gibt es keine Vorschläge.",
        "",
        "Vorschläge gibt es für Gesuche, Wohnungen, Stellen, Angebote und Personen.",
    )


def _read(reader: Reader, judged: Sequence[_Judged]) -> list[Suggestion]:
    """Those that are shown, read whole."""
    ids: dict[type[Record], list[str]] = {}
    for one in judged:
        ids.setdefault(type(one.entry), []).append(one.entry.id)
    read: dict[str, Snapshot] = {s.id: s for model, some in ids.items() for s in reader.many(model, some)}
    return [
        Suggestion(
            snapshot, number_of(snapshot) or "", one.level, one.order, partial(one.title_of, snapshot), one.reasons_of
        )
        for one in judged
        if (snapshot := read.get(one.entry.id)) is not None
    ]


class Best(NamedTuple):
    """The best suggestions, how many fit, and how many were looked at."""

    first: list[Suggestion]
    fitting: int
    every: int


def best(reader: Reader, entry: Snapshot, most: int) -> Best:
    """What fits an entry, the best ``most`` of it, followed by what does not fit; for the window.

    Raises ``UserError`` for a kind that is not matched.
    """
    judged = _judged(reader, entry)
    first = heapq.nsmallest(most, judged, key=lambda j: j.order)
    return Best(_read(reader, first), sum(j.level < rules.NEVER for j in judged), len(judged))


def suggestions(reader: Reader, entry: Snapshot, *, everything: bool = False) -> list[Suggestion]:
    """What fits an entry, best first; among cases that fit alike who waits longest. With ``everything`` also what does
    not fit, with the reason. Raises ``UserError`` for a kind that is not matched."""
    judged = [j for j in _judged(reader, entry) if everything or j.level < rules.NEVER]
    return _read(reader, sorted(judged, key=lambda j: j.order))


def all_pairs(
    cases: Sequence[Case],
    leads: Sequence[L],
    matched: Matched[L],
    context: Context,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """For each case how many leads of a kind fit, at least with reservations; for lists, off the window's thread.

    :param cases, leads: with their computed values.
    :param progress: called with cases done and cases in all; may raise to stop.
    """
    board = Board(matched.parts, leads, context)
    counts: dict[str, int] = {}
    for i, case in enumerate(cases):
        if progress and i % 20 == 0:
            progress(i, len(cases))
        if not matched.wanted_by(case):
            continue
        counts[case.id] = board.count(case)
    return counts


def counts_for_cases(reader: Reader, progress: Callable[[int, int], None] | None = None) -> dict[str, int]:
    """For each open case how many suggestions there are."""
    context = context_of(reader)
    cases = [c for c in reader.entries(Case) if is_open(c, context)]
    found: dict[str, int] = {}

    def count(matched: Matched[L]) -> None:
        leads = reader.entries(matched.model)
        for case, number in all_pairs(cases, leads, matched, context, progress).items():
            found[case] = found.get(case, 0) + number

    count(FLATS)
    count(JOBS)
    count(VOLUNTEERS)
    return found


# ---- what hangs on it ------------------------------------------------------------------------------------------------
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
        for row in reading.find(cursor, kind, equals("parent", volunteer), equals("on_day", day), Empty("seal")):
            if row["id"] == but or row["state"] == EngagementState.CALLED_OFF:
                continue
            other_start, other_end = row["start_time"] or "00:00", row["end_time"] or "24:00"
            if (start or "00:00") < other_end and other_start < (end or "24:00"):
                found.append(reading.snapshot(cursor, kind, row, dots=False).of(Engagement))
    return found


__all__ = [
    "FLATS",
    "JOBS",
    "OFFERS",
    "RULES",
    "VERDICTS",
    "VOLUNTEERS",
    "Matched",
    "Suggestion",
    "all_pairs",
    "best",
    "context_of",
    "counts_for_cases",
    "double_bookings",
    "outcome_due",
    "suggestions",
]
