"""The minutes (Niederschrift) of a meeting: draft, signed, approved; what follows from each step.

A signature is a seal: it lists all that its writer had seen of the meeting, closes it, and keeps the PDF. What another
office wrote meanwhile is not lost: it puts the meeting up for review.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from netzwerkhilfe.access.confidential import is_closed
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.base import NET, derived_id
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.meetings import (
    Addendum,
    AgendaItem,
    ApprovalState,
    Dealt,
    Light,
    Meeting,
    MeetingStage,
    Occasion,
    PrintedPaper,
    Resolution,
    ResultCode,
    Style,
    result_code,
)
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.services.meetings import body, decisions, meetings, sitting
from netzwerkhilfe.services.meetings.complaints import Code, Complaint
from netzwerkhilfe.services.meetings.decisions import Decision
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.services.meetings.voting import Votes
from netzwerkhilfe.store import algebra, attachments, reading
from netzwerkhilfe.store.conditions import equals
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Conflict, Snapshot
from netzwerkhilfe.store.unit_of_work import Change

LETTER = "B"
SIGNED_NAME, CLOSED_NAME = "Niederschrift-", "Nichtoeffentliche-Niederschrift-"


class MinutesState(Choice):
    """How far minutes have come."""

    DRAFT = "Entwurf"
    SIGNED = "unterschrieben"
    APPROVED = "genehmigt"


_OF_SEAL = {"signed": MinutesState.SIGNED, "approved": MinutesState.APPROVED}


def state(meeting: Snapshot[Meeting]) -> MinutesState:
    """How far the minutes of a meeting have come."""
    return _OF_SEAL.get(meeting.sealed or "", MinutesState.DRAFT)


def style(meeting: Snapshot[Meeting]) -> str:
    """how much the minutes tell; results where nothing was chosen."""
    return meeting.record.style or Style.RESULTS


def complaints(reader: Reader, at: Sitting) -> list[Complaint]:
    """What stands against a signature."""
    meeting = at.meeting
    circular = meeting.record.occasion == Occasion.CIRCULAR or not meetings.is_sitting(meeting)
    found = [] if circular else list(_against_course(reader, at))
    for decision in decisions.of_meeting(reader, at):
        found += _against_decision(at, decision, circular=circular)
    if conflicts(reader, meeting):
        found.append(Complaint(Code.CONFLICT, True, "Es ist noch ein Konflikt offen (Austausch, Prüfen)."))
    if not meeting.record.minute_taker:
        found.append(Complaint(Code.NO_MINUTE_TAKER, False, "Die Schriftführung fehlt."))
    if not meeting.record.chair:
        found.append(Complaint(Code.NO_CHAIR, False, "Die Leitung der Sitzung fehlt."))
    return found


def conflicts(reader: Reader, meeting: Snapshot[Meeting]) -> list[Conflict]:
    """What two PCs have entered otherwise of a meeting: of itself, its items, attendance, decisions and votes."""
    with reader.reading() as cursor:
        found = reading.conflicts(cursor)
        if not found:
            return []
        family = {meeting.id, *(row["id"] for _, row in reading.children(cursor, meeting.id, meeting.space))}
        return [c for c in found if c.id in family]


def conflicts_in_words(reader: Reader, meeting: Snapshot[Meeting]) -> list[str]:
    """The same as people call it: "Beschluss „Wir mieten die Halle.“: Stimmen"."""
    facts = reader.facts()
    said = []
    for one in conflicts(reader, meeting):
        entry = reader.get(one.id)
        title = f" „{entry.title(facts)}“" if entry and entry.id != meeting.id else ""
        said.append(f"{one.kind.singular}{title}: {one.kind.label(one.register)}")
    return said


def _against_course(reader: Reader, at: Sitting) -> Iterator[Complaint]:
    """What is missing of who was there, and of the items."""
    open_names = [x.name for x in at.roll if not x.state]
    if len(open_names) == at.members:
        yield Complaint(Code.NO_ATTENDANCE, True, "Die Anwesenheit ist nicht eingetragen.")
    elif open_names:
        yield Complaint(Code.ATTENDANCE_OPEN, False, "Ohne Angabe zur Anwesenheit: " + ", ".join(open_names) + ".")
    untouched = [x.number for x in at.plan.lines if not dealt_with(reader, at, x)]
    if untouched:
        text = f"Ohne Text, Beschluss oder „behandelt“: TOP {', '.join(untouched)}."
        yield Complaint(Code.ITEM_OPEN, False, text)


def _against_decision(at: Sitting, decision: Decision, *, circular: bool) -> Iterator[Complaint]:
    line = at.plan.line(decision.record.record.item or "")
    name = f"TOP {line.number}" if line else "Beschluss"
    if decision.complaint:
        yield replace(decision.complaint, text=f"{name}: {decision.complaint.text}.")
    elif decision.result.code is ResultCode.OPEN:
        yield Complaint(Code.NO_RESULT, True, f"{name}: Das Ergebnis fehlt.")
    elif decision.result.code is ResultCode.TIE:
        yield Complaint(Code.RESULT_OPEN, False, f"{name}: {decision.result.text}.")
    if not decision.wording.strip():
        yield Complaint(Code.NO_WORDING, True, f"{name}: Der Wortlaut des Beschlusses fehlt.")
    silent = [n for _, n, _, vote in decision.by_person if not vote]
    if silent and not decision.record.record.outcome and not circular:
        yield Complaint(Code.VOTES_MISSING, False, f"{name}: Ohne Stimme: {', '.join(silent)}.")


def dealt_with(reader: Reader, at: Sitting, line: meetings.ScheduledItem) -> bool:
    """Whether something was done with an item: it says so, was called up, has a text, or something was decided.

    An item with items below it is dealt with where one of these is.
    """
    v = line.item.record
    if v.dealt or v.text or v.begun:
        return True
    if any(d.result.code is not ResultCode.OPEN for d in decisions.of_meeting(reader, at, line.item.id)):
        return True
    below = [x for x in at.plan.lines if x.item.record.under == line.item.id and x.item.id != line.item.id]
    return any(dealt_with(reader, at, x) for x in below)


def prepare(change: Change, meeting: Snapshot[Meeting]) -> None:
    """Before the paper is made: number the decisions, write their results down, date the minutes.

    Raises ``UserError`` where something stands against a signature.
    """
    meeting = change.require(meeting.id, Meeting)
    at = sitting.read(change, meeting)
    against = [c.text for c in complaints(change, at) if c.blocks]
    if against:
        raise UserError(
            "Die Niederschrift lässt sich noch nicht unterschreiben.", "Es wurde nichts geändert.", " ".join(against)
        )
    if meeting.sealed:
        raise UserError("Die Niederschrift ist schon unterschrieben.", "Es wurde nichts geändert.")
    found = decisions.of_meeting(change, at)
    held_on = body.date_of(meeting.record.date)
    year = held_on.year if held_on else 0  # of the decision, not of the signature
    circular = meeting.record.occasion == Occasion.CIRCULAR
    for decision in found:
        values: dict[str, Json] = {}
        written = decision.record.record.result if circular else None  # as the circulation was closed
        code = result_code(decision.record.record) if written else decision.result.code
        if not decision.number:
            values["number"] = change.next_number(KINDS["resolutions"], LETTER, year)
        if decision.votes and decision.record.record.by_name:
            votes = decision.votes
            values |= {"yes": votes.yes, "no": votes.no, "abstention": votes.abstention}
        values |= {"result": written or decision.result.text, "result_code": code}
        change.update(decision.id, values)
    change.update(
        meeting.id,
        {"stage": MeetingStage.HELD, "issued_on": change.today().isoformat(), "present_item": None},
    )
    for line in at.plan.lines:
        if line.item.record.dealt is None and dealt_with(change, at, line):
            change.update(line.item.id, {"dealt": Dealt.DONE})


def paper_name(meeting: Snapshot[Meeting], *, closed: bool = False) -> str:
    """The file name of a signed paper."""
    return f"{CLOSED_NAME if closed else SIGNED_NAME}{meeting.record.date}.pdf"


def sign(change: Change, meeting: str, papers: Mapping[str, bytes]) -> None:
    """Keep the PDFs (by file name), close the meeting, and begin what follows from its decisions.

    Called in the same change after :func:`prepare`, with papers made from what that left. Raises ``UserError``.
    """
    snapshot = change.require(meeting, Meeting)
    if snapshot.sealed:
        raise UserError("Die Niederschrift ist schon unterschrieben.", "Es wurde nichts geändert.")
    for closed in (False, True):
        before = signed_paper(change, snapshot, closed=closed)
        if before is not None:  # of a signature that was taken back
            change.trash(before.id)
    for name, pdf in papers.items():
        attachments.attach(change, snapshot, name, pdf)
    at = sitting.read(change, snapshot)
    carried = [d for d in decisions.of_meeting(change, at) if d.result.carried]
    change.seal(meeting, "signed")
    for decision in carried:
        if change.get(derived_id("follow_ups", NET, decision.id)) is None:
            decisions.follow_up(change, decision.id, Light.OPEN)
        if decision.record.record.recommends:
            for office in {s.office for s in body.seats(change, snapshot.record.date or "") if s.office}:
                if decisions.approval_of(change, decision.id, office) is None:
                    decisions.approve_by(change, decision.id, office, ApprovalState.OPEN)


def unsign(change: Change, meeting: Snapshot[Meeting]) -> None:
    """Take a signature back, before the approval. Raises ``UserError`` afterwards."""
    if meeting.sealed != "signed":
        raise UserError(
            "Die Niederschrift ist genehmigt." if meeting.sealed else "Die Niederschrift ist nicht unterschrieben.",
            "Es wurde nichts geändert.",
            "Eine Berichtigung kommt als Nachtrag dazu." if meeting.sealed else "",
        )
    with change.as_shown(meeting.seen):
        change.seal(meeting.id, None)


def approve(
    change: Change, meeting: Snapshot[Meeting], *, sitting_of: Snapshot[Meeting] | None = None, on: str = ""
) -> None:
    """The body has approved the minutes as they were shown, in one of its later meetings.

    :param sitting_of: the meeting in which it has; without one, the next meeting of the body that has begun.
    :param on: the day, ISO, where it is not that of a meeting.
    Raises ``UserError`` before the signature, while a review is open, or where neither is known.
    """
    if meeting.sealed != "signed":
        raise UserError(
            "Genehmigt wird eine unterschriebene Niederschrift.",
            "Es wurde nichts geändert.",
            "Bitte unterschreiben Sie sie zuerst.",
        )
    if changed_since(change, meeting):
        raise UserError(
            "Nach der Unterschrift ist noch etwas angekommen.",
            "Es wurde nichts geändert.",
            "Bitte sehen Sie es an und nehmen Sie es zur Kenntnis, oder nehmen Sie die Unterschrift zurück.",
        )
    if sitting_of is None and not on:
        sitting_of = next(iter(approving(change, meeting)), None)
    day = on or (sitting_of.record.date if sitting_of else "") or ""
    if not day or day < (meeting.record.date or ""):
        raise UserError(
            "In welcher Sitzung wurde die Niederschrift genehmigt?",
            "Es wurde nichts geändert.",
            "Bitte nennen Sie die Sitzung oder den Tag; er liegt nach dem der Niederschrift.",
        )
    with change.as_shown(meeting.seen):
        values: dict[str, Json] = {"approved_on": day, "approved_in": sitting_of.id if sitting_of else None}
        change.update(meeting.id, values)
        change.seal(meeting.id, "approved")


def approving(reader: Reader, meeting: Snapshot[Meeting]) -> list[Snapshot[Meeting]]:
    """The meetings that can have approved these minutes: later ones that have begun, the first of them first."""
    begun = (MeetingStage.RUNNING, MeetingStage.HELD)
    return [
        m
        for m in meetings.sittings(reader)
        if m.id != meeting.id
        and (m.record.date or "", m.record.start or "") > (meeting.record.date or "", meeting.record.start or "")
        and m.record.stage in begun
    ]


def approve_by_vote(
    change: Change, meeting: Snapshot[Meeting], item: Snapshot[AgendaItem], votes: Votes
) -> Decision | None:
    """The vote on the minutes of an earlier meeting: a decision of this one and, if it is carried, the approval there.

    Gives the decision; ``None`` where the item approves no minutes that wait for it.
    """
    earlier = change.get(item.record.approves or "", Meeting)
    if earlier is None or earlier.sealed != "signed":
        return None
    found = decisions.of_meeting(change, sitting.read(change, meeting), item.id)
    made = found[0].id if found else decisions.from_proposal(change, meeting, item)
    decisions.count(change, made, votes.yes, votes.no, votes.abstention, votes.casting)
    at = sitting.read(change, change.require(meeting.id, Meeting))
    decision = next(d for d in decisions.of_meeting(change, at, item.id) if d.id == made)
    if decision.result.carried:
        approve(change, earlier, sitting_of=meeting)
    return decision


def acknowledge(change: Change, meeting: Snapshot[Meeting]) -> None:
    """What arrived after the signature has been seen, as far as it was shown; the signed paper holds."""
    with change.as_shown(meeting.seen):
        change.seal(meeting.id, meeting.sealed)


def changed_since(reader: Reader, meeting: Snapshot[Meeting]) -> list[str]:
    """What came in of a closed meeting that its signer had not seen, as text."""
    seal = meeting.record.seal
    if not algebra.closed(seal):
        return []
    facts = reader.facts()
    found: dict[str, None] = {}
    with reader.reading() as cursor:
        saw = {tuple(d) for d in (seal or {}).get("saw", ())}
        kind = meeting.kind
        top = reading.find(cursor, kind, equals("id", meeting.id))[0]
        for each, row in [(kind, top), *reading.children(cursor, meeting.id, meeting.space)]:
            snapshot = reading.snapshot(cursor, each, row, dots=False)
            for register in each.registers:
                if row["id"] == meeting.id and register in (algebra.SEAL, "approved_on", "approved_in"):
                    continue
                numbers = reading.live(cursor, each, row, register)
                unseen = [n for n in numbers if tuple(reading.dots_of(cursor, [n])[0]) not in saw]
                if unseen:
                    author = reading.author(cursor, unseen[0])
                    label = each.label(register) if register != algebra.SEAL else "Papierkorb"
                    found[f"{each.singular} „{snapshot.title(facts)}“: {label} ({author})"] = None
    return list(found)


def add_addendum(
    change: Change, meeting: Snapshot[Meeting], text: str, decided_in: str = "", *, confidential: bool = False
) -> None:
    """A correction of signed minutes. Raises ``UserError`` for a draft, which is simply changed.

    :param confidential: it corrects the closed part, and stands on a paper of its own.
    """
    if not meeting.sealed:
        raise UserError(
            "Die Niederschrift ist noch ein Entwurf.",
            "Es wurde nichts eingetragen.",
            "Bitte ändern Sie den Text selbst.",
        )
    if not text.strip():
        raise UserError("Was wird berichtigt?", "Es wurde nichts eingetragen.")
    change.add(
        "addenda",
        {
            "meeting": meeting.id,
            "text": text.strip(),
            "on_day": change.today().isoformat(),
            "by": change.person,
            "decided_in": decided_in or None,
            "confidential": confidential or None,
        },
        space=meeting.space,
        root=meeting.root,
    )


def addenda(reader: Reader, meeting: Snapshot[Meeting], *, closed: bool = False) -> list[Snapshot[Addendum]]:
    """The corrections of a meeting's minutes, or of their closed part, the oldest first."""
    found = [a for a in reader.all(Addendum) if a.record.meeting == meeting.id]
    found = [a for a in found if is_closed(a, ()) is closed]
    return sorted(found, key=lambda a: (a.record.on_day or "", a.id))


def signed_paper(reader: Reader, meeting: Snapshot[Meeting], *, closed: bool = False) -> Snapshot[Attachment] | None:
    """The kept PDF of signed minutes, or of their closed part."""
    beginning = CLOSED_NAME if closed else SIGNED_NAME
    found = [
        a
        for a in reader.children(meeting.id, Attachment)
        if a.record.media_type == "application/pdf" and str(a.record.name).startswith(beginning)
    ]
    return max(found, key=lambda a: (a.record.added_on or "", a.touched or "", a.id), default=None)


@dataclass(frozen=True)
class Due:
    """Until when minutes should go out (§ 41 GemO: within a month), and whether that is over."""

    day: str
    late: bool

    def words(self) -> str:
        """As the window says it."""
        return (
            f"Die Niederschrift sollte bis {show_date(self.day)} verschickt {'worden sein' if self.late else 'werden'}."
        )


def due(reader: Reader, meeting: Snapshot[Meeting]) -> Due | None:
    """The day by which the minutes of a held meeting should have gone out; ``None`` once they are signed."""
    day = meeting.record.date or ""
    held_on = body.date_of(day)
    if (
        held_on is None
        or meeting.sealed
        or meeting.record.stage != MeetingStage.HELD
        or not meetings.is_sitting(meeting)
    ):
        return None
    within = int(body.rules_on(reader, day).get("minutes_within") or 0)
    until = (held_on + dt.timedelta(days=min(within, 3650))).isoformat()
    return Due(until, until < reader.today().isoformat())


def note_printed(change: Change, meeting: Snapshot[Meeting], name: str, digest: str) -> None:
    """Remember that a paper of a meeting was made."""
    change.add(
        "printed_papers",
        {
            "meeting": meeting.id,
            "name": name,
            "at": change.now().isoformat(timespec="seconds"),
            "by": change.person,
            "digest": digest,
        },
        space=meeting.space,
        root=meeting.root,
    )


def printed(reader: Reader, meeting: Snapshot[Meeting]) -> list[Snapshot[PrintedPaper]]:
    """The papers of a meeting that were made, the newest first."""
    found = [p for p in reader.all(PrintedPaper) if p.record.meeting == meeting.id]
    return sorted(found, key=lambda p: (p.record.at or "", p.id), reverse=True)


@dataclass(frozen=True)
class Hit:
    """Where a text was found in the minutes of all meetings."""

    meeting: Snapshot[Meeting]
    item: Snapshot[AgendaItem]
    number: str
    text: str


def find(reader: Reader, text: str, limit: int = 60) -> list[Hit]:
    """The items of all meetings whose subject, facts, minutes or decisions contain all the words, the newest first."""
    found: dict[str, Snapshot[AgendaItem]] = {}
    for item in reader.many(AgendaItem, reader.ids("agenda_items", text)):
        found[item.id] = item
    by_item = {
        i: t for r in reader.many(Resolution, reader.ids("resolutions", text)) if (i := r.record.item) for t in [r]
    }
    for item in reader.many(AgendaItem, [i for i in by_item if i not in found]):
        found[item.id] = item
    plans: dict[str, tuple[Snapshot[Meeting], meetings.Schedule]] = {}
    hits = []
    for item in found.values():
        parent = item.record.parent or ""
        if parent not in plans:
            meeting = reader.get(parent, Meeting) if parent else None
            if meeting is None or algebra.away(meeting.record.seal):
                continue
            plans[parent] = (meeting, meetings.schedule_of(reader, meeting))
        meeting, plan = plans[parent]
        line = plan.line(item.id)
        words = item.record.text or (by_item[item.id].record.wording if item.id in by_item else "") or ""
        hits.append(Hit(meeting, item, line.number if line else "", words or item.record.description or ""))
    hits.sort(key=lambda h: (h.meeting.record.date or "", h.number), reverse=True)
    return hits[:limit]
