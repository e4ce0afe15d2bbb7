"""An agenda that writes itself: each area offers what the next meeting might deal with; nothing is forced.

A source is a function of a reader and the meeting that gives :class:`Suggestion` s; ``@source`` makes it known. New
areas (partners, money) bring their own in their own module. A suggestion that stands on the agenda, or was dismissed
for this meeting, is not offered again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from netzwerkhilfe.access import confidential
from netzwerkhilfe.models.meetings import (
    AgendaItem,
    ApprovalState,
    Dealt,
    Meeting,
    MeetingStage,
    Purpose,
    TemplateRole,
)
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.services import overview
from netzwerkhilfe.services.meetings import decisions, meetings, minutes, sitting
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


@dataclass(frozen=True)
class Suggestion:
    """What might become an item: ``key`` tells it from others, ``why`` stands beside it in the window."""

    key: str
    why: str
    draft: AgendaItem = field(default_factory=AgendaItem)
    """What the item would say."""
    proposal: Snapshot[AgendaItem] | None = None
    """The record itself, where an office has proposed an item."""
    replaces: TemplateRole | None = None
    """Which usual item it fills in, if it stands on the agenda."""

    @property
    def title(self) -> str:
        """The subject of the item."""
        return (self.proposal.record if self.proposal else self.draft).title or ""


Source = Callable[[Reader, Snapshot[Meeting]], Iterable[Suggestion]]
SOURCES: list[Source] = []


def source(function: Source) -> Source:
    """Make a source known."""
    SOURCES.append(function)
    return function


@source
def last_minutes(reader: Reader, meeting: Snapshot[Meeting]) -> Iterable[Suggestion]:
    """The minutes that wait for their approval."""
    for one in meetings.sittings(reader):
        if one.sealed == "signed" and (one.record.date or "") < (meeting.record.date or "9999"):
            day = show_date(one.record.date or "")
            yield Suggestion(
                f"minutes:{one.id}",
                f"Die Niederschrift vom {day} ist noch nicht genehmigt",
                AgendaItem(
                    title=f"Genehmigung der Niederschrift vom {day}",
                    minutes=5,
                    purpose=Purpose.DECISION,
                    proposal=f"Die Niederschrift der Sitzung vom {day} wird genehmigt.",
                    approves=one.id,
                ),
                replaces=TemplateRole.APPROVAL,
            )


@source
def carried_over(reader: Reader, meeting: Snapshot[Meeting]) -> Iterable[Suggestion]:
    """Items that earlier meetings postponed, and, once their minutes are signed, those that they did not reach."""
    every = [i for i in reader.all(AgendaItem) if i.record.parent]
    again = {i.record.carried_from for i in every}
    open_ends = {i.record.parent for i in every if i.id not in again and _may_be_open(i.record)}
    for one in meetings.sittings(reader):
        if (
            one.id not in open_ends
            or one.record.stage != MeetingStage.HELD
            or (one.record.date or "") >= (meeting.record.date or "9999")
        ):
            continue
        at = sitting.read(reader, one)
        headings = {x.item.record.under for x in at.plan.lines}
        for line in at.plan.lines:
            item = line.item
            postponed = item.record.dealt == Dealt.POSTPONED
            untouched = one.sealed and item.id not in headings and not minutes.dealt_with(reader, at, line)
            if postponed or (untouched and not _comes_anyway(reader, item)):
                why = Dealt.POSTPONED.label if postponed else "nicht behandelt"
                day = show_date(one.record.date or "")
                yield Suggestion(f"item:{item.id}", f"Am {day} {why}: {item.record.title}", _again(line))


def _may_be_open(item: AgendaItem) -> bool:
    """Whether it may have been left: most items of most meetings say at once that they were not."""
    return item.dealt == Dealt.POSTPONED or not (item.dealt or item.text or item.begun)


def _again(line: meetings.ScheduledItem) -> AgendaItem:
    """An item that comes up again, with what was prepared for it; what was closed, by whatever, is closed again."""
    names = (*meetings.FROM_TEMPLATE, "public_title", "speaker", "cost", "cost_note")
    values = {n: line.item.values.get(n) for n in names}
    return AgendaItem(**values | {"confidential": line.confidential or None}, carried_from=line.item.id)


def _comes_anyway(reader: Reader, item: Snapshot[AgendaItem]) -> bool:
    """Whether an item is one of the usual ones, with nothing of its own: each agenda has it again."""
    v, subject = item.record, fold(item.record.title or "")
    if v.approves:
        return True
    for usual in (t.record for t in meetings.templates(reader) if t.record.usual):
        same = all((getattr(v, n) or "") == (getattr(usual, n) or "") for n in ("description", "proposal"))
        if same and subject and (fold(usual.title or "").startswith(subject) or subject in fold(usual.title or "")):
            return True
    return False


@source
def proposals(reader: Reader, _meeting: Snapshot[Meeting]) -> Iterable[Suggestion]:
    """What the offices have proposed."""
    offices = reader.facts().offices
    for one in meetings.proposals(reader):
        office = offices.get(one.record.office or "")
        who = f"Vorschlag von {office.name}" if office else "Vorschlag"
        yield Suggestion(f"proposal:{one.id}", f"{who}: {one.record.title}", proposal=one)


@source
def overdue_tasks(reader: Reader, meeting: Snapshot[Meeting]) -> Iterable[Suggestion]:
    """Tasks of earlier meetings that are late."""
    today = reader.today().isoformat()
    late = [t for t in sitting.still_open(reader, meeting) if (t.record.due_on or "9999") < today]
    public = {t.id for t in confidential.public(reader, late)}
    for closed in (False, True):
        found = [t for t in late if (t.id not in public) is closed]
        if not found:
            continue
        lines = "\n".join(
            f"{t.record.title} ({t.record.person or 'offen'}, bis {show_date(t.record.due_on or '')})" for t in found
        )
        count = "1 Aufgabe überfällig" if len(found) == 1 else f"{len(found)} Aufgaben überfällig"
        draft = AgendaItem(title="Überfällige Aufgaben", minutes=5, purpose=Purpose.DISCUSSION, description=lines)
        if closed:
            draft.confidential = True
            yield Suggestion("tasks-closed", f"{count}, nichtöffentlich", draft)
        else:
            yield Suggestion("tasks", count, draft)


@source
def hanging(reader: Reader, _meeting: Snapshot[Meeting]) -> Iterable[Suggestion]:
    """Decisions that hang, and recommendations that an office has not answered."""
    for entry in decisions.overdue(reader):
        yield Suggestion(
            f"resolution:{entry.record.id}",
            f"Beschluss {entry.number} hängt",
            AgendaItem(
                title=f"Umsetzung des Beschlusses {entry.number}",
                minutes=10,
                purpose=Purpose.DISCUSSION,
                description=f"{entry.wording}\n{entry.status}".strip(),
                confidential=entry.confidential or None,
            ),
        )
    offices = reader.facts().offices
    for entry in decisions.register(reader):
        waiting = [offices[o].name for o, state in entry.approvals if state == ApprovalState.OPEN and o in offices]
        if waiting:
            yield Suggestion(
                f"approval:{entry.record.id}",
                f"Zur Empfehlung {entry.number} fehlt: {', '.join(waiting)}",
                AgendaItem(
                    title=f"Stand der Empfehlung {entry.number}",
                    minutes=5,
                    purpose=Purpose.INFORMATION,
                    description=f"{entry.wording}\nEs fehlt die Zustimmung: {', '.join(waiting)}.",
                    confidential=entry.confidential or None,
                ),
            )


@source
def certificates(reader: Reader, _meeting: Snapshot[Meeting]) -> Iterable[Suggestion]:
    """Certificates of the own office that run out; the agenda says how many, never whose."""
    count = len(overview.certificates(reader))
    if count:
        words = "1 Führungszeugnis" if count == 1 else f"{count} Führungszeugnisse"
        yield Suggestion(
            "certificates",
            f"{words} in unserem Büro neu vorzulegen",
            AgendaItem(title="Führungszeugnisse: was ansteht", minutes=5, purpose=Purpose.INFORMATION),
        )


@source
def offers(reader: Reader, _meeting: Snapshot[Meeting]) -> Iterable[Suggestion]:
    """Offers of the own office that nobody has checked for half a year."""
    found = overview.unchecked_offers(reader)
    if found:
        words = "1 Angebot" if len(found) == 1 else f"{len(found)} Angebote"
        facts = reader.facts()
        yield Suggestion(
            "offers",
            f"{words} seit sechs Monaten nicht geprüft",
            AgendaItem(
                title="Angebote prüfen",
                minutes=5,
                purpose=Purpose.INFORMATION,
                description="\n".join(o.title(facts) for o in found[:20]),
            ),
        )


@source
def suspended(reader: Reader, meeting: Snapshot[Meeting]) -> Iterable[Suggestion]:
    """What stood on the agenda of a meeting that was called off."""
    for one in reader.all(Meeting):
        day = one.record.date or ""
        if (
            one.record.stage != MeetingStage.CALLED_OFF
            or not meetings.is_sitting(one)
            or day >= (meeting.record.date or "")
        ):
            continue
        plan = meetings.schedule_of(reader, one)
        headings = {x.item.record.under for x in plan.lines}
        for line in plan.lines:
            if line.item.id not in headings and not _comes_anyway(reader, line.item):
                yield Suggestion(
                    f"item:{line.item.id}",
                    f"Aus der abgesagten Sitzung vom {show_date(day)}: {line.item.record.title}",
                    _again(line),
                )


def _key_of(item: Snapshot[AgendaItem]) -> str:
    origin = item.record.origin
    return str(origin.get("suggestion") or "") if isinstance(origin, dict) else ""


def suggestions(reader: Reader, meeting: Snapshot[Meeting]) -> list[Suggestion]:
    """What is offered for a meeting: all sources in their order, without what stands on an agenda or was dismissed."""
    everywhere = reader.all(AgendaItem)
    here = {_key_of(i) for i in everywhere if i.record.parent == meeting.id}
    carried = {i.record.carried_from for i in everywhere if i.record.parent}
    dismissed = set(reader.json_local(f"dismissed:{meeting.id}") or ())
    found: dict[str, Suggestion] = {}
    for each in SOURCES:
        for one in each(reader, meeting):
            origin = one.draft.carried_from
            again = origin is not None and origin in carried
            if one.key not in here and one.key not in dismissed and not again:
                found.setdefault(one.key, one)
    return list(found.values())


def take(change: Change, meeting: Snapshot[Meeting], one: Suggestion) -> None:
    """Put a suggestion on the agenda; it fills in the usual item it stands for, where there is one."""
    items = change.children(meeting.id, AgendaItem)
    usual = next((i for i in items if one.replaces and meetings.plays(change, i, one.replaces)), None)
    if usual is not None:
        filled = {n: v for n, v in vars(one.draft).items() if v not in (None, "")}
        change.update(usual.id, filled | {"origin": {"suggestion": one.key}})
        return
    secret = (one.proposal.record if one.proposal else one.draft).confidential
    place = meetings.free_place(change, meeting.id, secret=bool(secret))
    fresh = change.require(meeting.id, Meeting)
    if one.proposal is not None:
        meetings.take_up(change, one.proposal, fresh, place)
    else:
        meetings.put_item(change, fresh, place, vars(one.draft), {"suggestion": one.key})


def dismiss(reader: Reader, meeting: Snapshot[Meeting], one: Suggestion, *, on: bool = True) -> None:
    """Do not offer it for this meeting again, on this PC; or (``on=False``) do so after all."""
    key = f"dismissed:{meeting.id}"
    others = {*(reader.json_local(key) or ())} - {one.key}
    reader.set_local(**{key: json.dumps(sorted(others | ({one.key} if on else set())))})
