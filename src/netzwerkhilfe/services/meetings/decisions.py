"""Decisions: wording, votes and result, the register with what became of them, decisions by circulation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netzwerkhilfe.access import confidential
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import bodies
from netzwerkhilfe.models.base import derived_id
from netzwerkhilfe.models.choices import labels
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.meetings import (
    AgendaItem,
    Approval,
    ApprovalState,
    Ballot,
    FollowUp,
    Light,
    Meeting,
    MeetingStage,
    Occasion,
    Resolution,
    ResultCode,
    Vote,
    WithoutVote,
    result_code,
)
from netzwerkhilfe.models.network import Bench, Duty
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.services.meetings import body, sitting, voting
from netzwerkhilfe.services.meetings.complaints import Complaint
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.services.meetings.voting import Result, Votes
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

OPEN_LIGHTS = (Light.OPEN, Light.IN_PROGRESS, Light.STUCK)


@dataclass(frozen=True)
class Decision:
    """One decision with what follows from its votes."""

    record: Snapshot[Resolution]
    votes: Votes | None
    result: Result
    present: int
    """Who could vote on it."""
    complaint: Complaint | None = None
    by_person: tuple[tuple[str, str, str, str], ...] = ()
    """(person, name, office, vote) where votes are by name."""
    by_office: tuple[tuple[str, Votes], ...] = ()
    by_bench: tuple[tuple[Bench, Votes], ...] = ()

    @property
    def id(self) -> str:
        """The id of its record."""
        return self.record.id

    @property
    def wording(self) -> str:
        """The wording."""
        return self.record.record.wording or ""

    @property
    def number(self) -> str:
        """Its number, once the minutes are signed."""
        return self.record.record.number or ""


def votes_of(record: Resolution) -> Votes | None:
    """The counted votes of a resolution, or ``None`` while nobody has counted."""
    if record.yes is None and record.no is None and record.abstention is None:
        return None
    return Votes(record.yes or 0, record.no or 0, record.abstention or 0, record.casting or "")


def _count(votes: Iterable[str]) -> Votes:
    cast = list(votes)
    return Votes(cast.count(Vote.YES), cast.count(Vote.NO), cast.count(Vote.ABSTENTION))


def decide(reader: Reader, at: Sitting, record: Snapshot[Resolution]) -> Decision:
    """What the votes of a resolution amount to at its meeting."""
    v = record.record
    item = v.item or ""
    circular = at.meeting.record.occasion == Occasion.CIRCULAR
    voters = [x for x in at.roll if x.seat] if circular else at.voters(item)
    named: list[tuple[str, str, str, str]] = []
    votes = votes_of(v)
    if v.by_name:
        ballots = {b.record.person: b.record.vote for b in ballots_of(reader, record)}
        named = [(x.seat.id, x.acting, x.seat.office, ballots.get(x.seat.id) or "") for x in voters if x.seat]
        chair = next((x.seat.id for x in voters if x.seat and x.seat.duty == Duty.CHAIR), "")
        counted = _count(n[3] for n in named)
        votes = Votes(counted.yes, counted.no, counted.abstention, ballots.get(chair) or "") if counted.total else None
    benches = {x.seat.id: x.seat.bench for x in voters if x.seat}
    facts = reader.facts()
    offices = dict.fromkeys(n[2] for n in named)
    by_office = tuple(
        (facts.offices[o].code if o in facts.offices else "–", _count(n[3] for n in named if n[2] == o))
        for o in offices
    )
    by_bench = tuple((b, _count(n[3] for n in named if benches.get(n[0]) == b)) for b in body.BENCHES if named)
    outcome = v.outcome or ""
    found = voting.result(votes, at.rules, len(voters), at.members, outcome)
    if votes and not outcome and not circular and not at.quorum(item).ok:
        found = Result(ResultCode.NO_QUORUM)
    if circular and not v.result and not outcome:
        found = _of_circulation(reader, at, record, found)
    if v.result and (v.number or circular):  # signed, or closed: as it was announced
        found = Result(result_code(v), announced=v.result)
    return Decision(
        record, votes, found, len(voters), voting.complaint(votes, len(voters)), tuple(named), by_office, by_bench
    )


def of_meeting(reader: Reader, at: Sitting, item: str = "") -> list[Decision]:
    """The decisions of a meeting, or of one item, in the order of the agenda."""
    order = {line.item.id: i for i, line in enumerate(at.plan.lines)}
    found = [r for r in reader.children(at.meeting.id, Resolution) if not item or r.record.item == item]
    found.sort(key=lambda r: (order.get(r.record.item or "", 999), r.record.position or 0, r.id))
    return [decide(reader, at, r) for r in found]


def ballots_of(reader: Reader, resolution: Snapshot[Resolution]) -> list[Snapshot[Ballot]]:
    """The votes by name of a resolution."""
    parent = resolution.record.parent or ""
    return [b for b in reader.children(parent, Ballot) if b.record.resolution == resolution.id]


def add(change: Change, /, meeting: Snapshot[Meeting], item: str, wording: str, **values: Json) -> str:
    """A further decision of an item. Raises ``UserError`` without a wording."""
    if not wording.strip():
        raise UserError("Der Wortlaut fehlt.", "Es wurde nichts eingetragen.")
    before = [r for r in change.children(meeting.id, Resolution) if r.record.item == item]
    made = change.add(
        "resolutions",
        {
            "parent": meeting.id,
            "item": item or None,
            "position": len(before) + 1,
            "wording": wording.strip(),
            **values,
        },
        space=meeting.space,
        root=meeting.root,
    )
    return made.id


def from_proposal(change: Change, meeting: Snapshot[Meeting], item: Snapshot[AgendaItem]) -> str:
    """A decision with the words of the item's draft."""
    return add(
        change,
        meeting,
        item.id,
        item.record.proposal or "Das Leitungsteam beschließt: ",
        recommends=item.record.recommends or None,
    )


def further(change: Change, meeting: Snapshot[Meeting], item: Snapshot[AgendaItem]) -> str:
    """The first decision of an item has the words of its draft; each further one begins without any."""
    before = [r for r in change.children(meeting.id, Resolution) if r.record.item == item.id]
    if not before:
        return from_proposal(change, meeting, item)
    values: dict[str, Json] = {"parent": meeting.id, "item": item.id, "position": len(before) + 1, "wording": None}
    return change.add("resolutions", values, space=meeting.space, root=meeting.root).id


def count(change: Change, resolution: str, yes: int, no: int, abstention: int, casting: str = "") -> None:
    """Enter a count. Raises ``UserError`` for negative numbers."""
    if min(yes, no, abstention) < 0:
        raise UserError("Stimmen können nicht negativ sein.", "Es wurde nichts eingetragen.")
    values: dict[str, Json] = {"yes": yes, "no": no, "abstention": abstention, "casting": casting or None}
    change.update(resolution, values)


def vote(
    change: Change, resolution: Snapshot[Resolution], person: str, word: str | None, *, objects: bool | None = None
) -> None:
    """Enter the vote of one member by name."""
    parent = resolution.record.parent
    values: dict[str, Json] = {"parent": parent, "resolution": resolution.id, "person": person, "vote": word}
    if objects is not None:
        values["objects"] = objects
    change.ensure("ballots", (resolution.id, person), values, space=resolution.space, root=resolution.root)


def set_outcome(change: Change, resolution: str, outcome: str) -> None:
    """What was done instead of a vote: postponed, withdrawn, noted; or an empty text."""
    if outcome and WithoutVote.of(outcome) is None:
        raise UserError(
            f"„{outcome}“ gibt es hier nicht.", "Es wurde nichts eingetragen.", "Eins von: " + labels(WithoutVote)
        )
    change.update(resolution, {"outcome": outcome or None})


# ---- what became of it
# ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class RegisterEntry:
    """One line of the register: the decision as signed, and how far it has come."""

    record: Snapshot[Resolution]
    meeting: Snapshot[Meeting]
    number: str
    day: str
    item: str
    wording: str
    result: str
    code: ResultCode
    light: str
    status: str
    approvals: tuple[tuple[str, str], ...] = ()
    """(office id, state) of a recommendation."""
    confidential: bool = False
    public_item: str = ""
    """What its item is called where everybody reads it."""

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return bool(self.light) and self.light in OPEN_LIGHTS


def register(reader: Reader, *, year: str = "", text: str = "", light: str = "") -> list[RegisterEntry]:
    """All numbered decisions, the newest first; of a year, containing words, at a light."""
    follow_ups: dict[str, FollowUp] = {}
    for one in reader.all(FollowUp):
        follow_ups.setdefault(one.record.resolution or "", one.record)
    approvals: dict[str, list[Approval]] = {}
    for each in reader.all(Approval):
        approvals.setdefault(each.record.resolution or "", []).append(each.record)
    meetings_by_id = {m.id: m for m in reader.all(Meeting)}
    items = {i.id: i for i in reader.all(AgendaItem)}
    closed = confidential.closed_entries(reader)
    words = fold(text).split()
    entries = []
    for record in reader.all(Resolution):
        v = record.record
        meeting = meetings_by_id.get(v.parent or "")
        if meeting is None or not v.number:
            continue
        item = items.get(v.item or "")
        follow = follow_ups.get(record.id)
        code = result_code(v)
        state = follow.light if follow else None
        entry = RegisterEntry(
            record,
            meeting,
            v.number,
            meeting.record.date or "",
            (item.record.title or "") if item else "",
            v.wording or "",
            v.result or "",
            code,
            state or (Light.OPEN if code.carried else ""),
            (follow.status or "") if follow else "",
            tuple(sorted((a.office or "", a.state or ApprovalState.OPEN) for a in approvals.get(record.id, []))),
            confidential.is_closed(record, closed),
            item.record.public_title or "" if item else "",
        )
        plain = fold(" ".join((entry.number, entry.item, entry.wording, entry.result, entry.status)))
        if (
            (not year or entry.day.startswith(year))
            and all(w in plain for w in words)
            and (not light or entry.light == light)
        ):
            entries.append(entry)
    return sorted(entries, key=lambda e: (e.day, e.number), reverse=True)


def follow_up(change: Change, resolution: str, light: str, status: str = "") -> None:
    """Say how far a decision has come."""
    if Light.of(light) is None:
        raise UserError(f"„{light}“ gibt es hier nicht.", "Es wurde nichts eingetragen.", "Eins von: " + labels(Light))
    found = change.require(resolution, Resolution)
    change.ensure(
        "follow_ups",
        (resolution,),
        {
            "resolution": resolution,
            "light": light,
            "status": status.strip() or None,
            "on_day": change.today().isoformat(),
        },
        space=found.space,
        root=found.root,
    )


def approve_by(change: Change, resolution: str, office: str, state: str, decided_by: str = "", day: str = "") -> None:
    """What an office says to a recommendation."""
    found = change.require(resolution, Resolution)
    change.ensure(
        "approvals",
        (resolution, office),
        {
            "resolution": resolution,
            "office": office,
            "state": state,
            "decided_by": decided_by or None,
            "on_day": day or None,
        },
        space=found.space,
        root=found.root,
    )


def approval_of(reader: Reader, resolution: str, office: str) -> Snapshot[Approval] | None:
    """The approval of one office."""
    return reader.get(derived_id("approvals", "net", resolution, office), Approval)


# ---- by circulation
# ---------------------------------------------------------------------------------------------------
def start_circular(change: Change, title: str, wording: str, reply_by: str, urgency: str = "") -> str:
    """Begin a decision by circulation; gives the id of its meeting. Raises ``UserError`` where the rules forbid it."""
    rules = body.rules_on(change, change.today().isoformat())
    way = rules.get("circular")
    if way == bodies.Circular.NOT_ALLOWED:
        raise UserError(
            "Umlaufbeschlüsse sind nach den Regeln des Leitungsteams nicht zugelassen.",
            "Es wurde nichts angelegt.",
            "Die Regeln stehen unter Einstellungen, Regeln der Sitzungen.",
        )
    if way == bodies.Circular.IN_EMERGENCY and not urgency.strip():
        raise UserError(
            "Ein Umlaufbeschluss ist nur in Notlagen zugelassen.",
            "Es wurde nichts angelegt.",
            "Bitte nennen Sie den Grund, aus dem nicht auf die nächste Sitzung gewartet werden kann.",
        )
    if not wording.strip():
        raise UserError("Der Wortlaut fehlt.", "Es wurde nichts angelegt.")
    if not reply_by or reply_by < change.today().isoformat():
        raise UserError(
            "Bis wann wird geantwortet?", "Es wurde nichts angelegt.", "Bitte einen Tag nennen, der noch kommt."
        )
    day = change.today().isoformat()
    made = change.add(
        "meetings",
        {
            "title": title.strip() or "Umlaufbeschluss",
            "occasion": Occasion.CIRCULAR,
            "date": day,
            "reply_by": reply_by,
            "stage": MeetingStage.RUNNING,
            "urgency": urgency.strip() or None,
            "invited_on": day,
        },
    )
    change.add(
        "resolutions",
        {"parent": made.id, "position": 1, "wording": wording.strip(), "by_name": True},
        root=made.root,
    )
    return made.id


@dataclass(frozen=True)
class CircularState:
    """How a circulation stands: who has not answered, who objects, whether it is over and with what."""

    missing: tuple[str, ...]
    objections: tuple[str, ...]
    over: bool
    result: Result


def circular_state(reader: Reader, meeting: Snapshot[Meeting]) -> CircularState:
    """How a decision by circulation stands today."""
    at = sitting.read(reader, meeting)
    decision = next(iter(of_meeting(reader, at)), None)
    if decision is None:
        return CircularState((), (), False, Result(ResultCode.OPEN))
    missing, objections = _answers(reader, at, decision.record)
    return CircularState(missing, objections, _is_over(reader, at, missing, objections), decision.result)


def _answers(reader: Reader, at: Sitting, record: Snapshot[Resolution]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has not answered a circulation, and who objects to it."""
    ballots = [b.record for b in ballots_of(reader, record)]
    voted = {b.person for b in ballots if b.vote}
    objecting = {b.person for b in ballots if b.objects}
    missing = tuple(x.name for x in at.roll if x.seat and x.seat.id not in voted)
    return missing, tuple(x.name for x in at.roll if x.seat and x.seat.id in objecting)


def _ends_it(at: Sitting, objections: Sequence[str]) -> bool:
    return bool(objections) and at.rules.get("circular") == bodies.Circular.UNLESS_OBJECTED


def _is_over(reader: Reader, at: Sitting, missing: Sequence[str], objections: Sequence[str]) -> bool:
    late = (at.meeting.record.reply_by or "") < reader.today().isoformat()
    return not missing or late or _ends_it(at, objections)


def _of_circulation(reader: Reader, at: Sitting, record: Snapshot[Resolution], counted: Result) -> Result:
    """What a circulation amounts to: nothing before it is over."""
    missing, objections = _answers(reader, at, record)
    if not _is_over(reader, at, missing, objections):
        return Result(ResultCode.OPEN)
    if _ends_it(at, objections):
        return Result(ResultCode.OBJECTED)
    if at.members - len(missing) < body.quorum_needed(at.rules, at.members):
        return Result(ResultCode.TOO_FEW)
    return counted


def close_circular(change: Change, meeting: Snapshot[Meeting]) -> None:
    """The circulation is over. Raises ``UserError`` while answers are missing and time is left."""
    state = circular_state(change, meeting)
    if not state.over:
        raise UserError(
            "Es fehlen noch Antworten: " + ", ".join(state.missing) + ".",
            "Der Umlauf läuft weiter.",
            "Er lässt sich abschließen, wenn alle geantwortet haben oder die Frist um ist.",
        )
    change.update(meeting.id, {"stage": MeetingStage.HELD})
    for record in change.children(meeting.id, Resolution):
        change.update(record.id, {"result": state.result.text, "result_code": state.result.code})


def overdue(reader: Reader, days: int = 0) -> list[RegisterEntry]:
    """Decisions that should have been carried out by now, or hang."""
    limit = (reader.today() - dt.timedelta(days=days)).isoformat()
    return [
        e
        for e in register(reader)
        if e.light == Light.STUCK or (e.open and e.record.record.due_on and e.record.record.due_on < limit)
    ]
