"""In the meeting: who is there, whether they may decide, who is excluded from an item, what is to be done."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.meetings import AgendaItem, Attendance, Bias, Dealt, Meeting, MeetingStage, Presence
from netzwerkhilfe.models.phrases import read_deadline, split_deadline
from netzwerkhilfe.models.tasks import Task, TaskState
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.models.values import Unreadable
from netzwerkhilfe.services.meetings import body, meetings
from netzwerkhilfe.services.meetings.body import Seat
from netzwerkhilfe.services.meetings.meetings import Schedule
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

_NOTHING = Attendance()
"""What is known of who has no entry for a meeting."""


@dataclass(frozen=True)
class Attendee:
    """One person of the attendance list: a seat or a guest, and what is known of this meeting."""

    name: str
    seat: Seat | None
    record: Snapshot[Attendance] | None

    @property
    def entered(self) -> Attendance:
        """What was entered for this meeting."""
        return self.record.record if self.record else _NOTHING

    @property
    def state(self) -> str:
        """ "anwesend", "entschuldigt", "unentschuldigt" or an empty text."""
        return self.entered.state or ""

    @property
    def acting(self) -> str:
        """Who acts: the deputy, where one stands in."""
        return self.entered.deputy or self.name


DAY = 24 * 60


def _minutes(clock: str | None) -> int | None:
    """A time of the day in minutes; nothing for what is none."""
    try:
        read = dt.time.fromisoformat(clock or "")
    except ValueError:
        return None
    return read.hour * 60 + read.minute


@dataclass(frozen=True)
class Quorum:
    """How many of the members are there, and how many are needed."""

    present: int
    members: int
    needed: int

    @property
    def ok(self) -> bool:
        """Whether decisions can be taken."""
        return self.present >= self.needed and self.members > 0

    def words(self) -> str:
        """ "beschlussfähig (6 von 8)"."""
        return f"{'beschlussfähig' if self.ok else 'nicht beschlussfähig'} ({self.present} von {self.members})"


@dataclass(frozen=True)
class Sitting:
    """A meeting as it is read once for the screen or a paper."""

    meeting: Snapshot[Meeting]
    plan: Schedule
    roll: tuple[Attendee, ...]
    guests: tuple[Attendee, ...]
    biases: frozenset[tuple[str, str]]
    """(item, person) of who is excluded."""
    rules: Mapping[str, Json]

    @property
    def members(self) -> int:
        """The number of seats."""
        return len(self.roll)

    def line(self, person: str) -> Attendee | None:
        """The line of a member."""
        return next((x for x in self.roll if x.seat and x.seat.id == person), None)

    def there(self, line: Attendee, item: str = "") -> bool:
        """Whether a person is present, for an item at the moment of its vote (its end), bias left aside."""
        v = line.entered
        if line.state != Presence.PRESENT:
            return False
        if not item:
            return not v.left
        entry = self.plan.line(item)
        before = self.plan.before(item)
        if v.arrived_item:
            if v.arrived_item != item and v.arrived_item not in before:
                return False
        elif v.arrived and entry and entry.begins and self._after(v.arrived) > self._end(entry):
            return False
        if v.left_item:
            return v.left_item != item and v.left_item not in before
        if v.left and entry and entry.begins:
            return self._after(v.left) >= self._end(entry)
        return not v.left

    def _after(self, clock: str) -> int:
        """Minutes since the beginning; a meeting may last over midnight, and somebody may come before it."""
        begin = _minutes(self.meeting.record.began) or _minutes(self.meeting.record.start) or 0
        since = ((_minutes(clock) or 0) - begin) % DAY
        return since - DAY if since > DAY // 2 else since

    def _end(self, entry: meetings.ScheduledItem) -> int:
        begun = entry.item.record.begun if _minutes(entry.item.record.begun) is not None else entry.begins
        return self._after(begun or "") + entry.minutes

    def voters(self, item: str = "") -> list[Attendee]:
        """The members who may vote on an item: present and not excluded."""
        return [x for x in self.roll if x.seat and self.there(x, item) and (item, x.seat.id) not in self.biases]

    def quorum(self, item: str = "") -> Quorum:
        """The quorum, for an item as people come and leave. Who is excluded for bias still counts as present."""
        here = [x for x in self.roll if self.there(x, item)]
        needed = body.quorum_needed(self.rules, self.members, second=bool(self.meeting.record.second_invitation))
        return Quorum(len(here), self.members, needed)


def read(reader: Reader, meeting: Snapshot[Meeting]) -> Sitting:
    """Read a meeting with its agenda, its people and the rules of its day."""
    day = meeting.record.date or ""
    found = reader.children(meeting.id, Attendance)
    by_person = {a.record.person: a for a in found if a.record.person}
    everyone = body.seats(reader, day)
    roll = [Attendee(s.name, s, by_person.pop(s.id, None)) for s in everyone]
    extra = [a for a in found if a.record.guest or a.record.person in by_person]
    former = [Attendee(a.record.name or "", None, a) for a in extra]
    guests = sorted(former, key=lambda x: (fold(x.name), x.record.id if x.record else ""))
    biases = frozenset(
        (b.record.item or "", b.record.person or "") for b in reader.children(meeting.id, Bias) if b.record.excluded
    )
    return Sitting(
        meeting, meetings.schedule_of(reader, meeting), tuple(roll), tuple(guests), biases, body.rules_on(reader, day)
    )


# ---- attendance
# -------------------------------------------------------------------------------------------------------
def mark(change: Change, /, meeting: Snapshot[Meeting], who: Seat | str, **values: Json) -> None:
    """Enter something for a member, or for a guest by name: state, reply, deputy, arrival, leaving."""
    if isinstance(who, Seat):
        key: tuple[str, ...] = (meeting.id, who.id)
        facts: dict[str, Json] = {"person": who.id, "name": who.name, "office": who.office or None}
    else:
        name = squeeze(who)
        if not name:
            raise UserError("Der Name fehlt.", "Es wurde nichts eingetragen.")
        key, facts = (meeting.id, "guest", fold(name)), {"name": name, "guest": True}
    made = change.ensure(
        "attendances", key, {"parent": meeting.id, **facts, **values}, space=meeting.space, root=meeting.root
    )
    if made.seal:
        change.seal(made.id, None)


def all_present(change: Change, meeting: Snapshot[Meeting]) -> None:
    """Everybody who has not been entered otherwise is there."""
    roll = read(change, meeting).roll
    for line in roll:
        if line.seat and not line.state:
            mark(change, meeting, line.seat, state=Presence.PRESENT)


def running_item(reader: Reader, meeting: Snapshot[Meeting]) -> str:
    """The id of the item that is dealt with right now; empty if the meeting does not run, or is at none."""
    fresh = reader.require(meeting.id, Meeting).record
    return (fresh.present_item or "") if fresh.stage == MeetingStage.RUNNING else ""


def arrive(change: Change, meeting: Snapshot[Meeting], who: Seat, at: str, item: str = "") -> None:
    """A member comes later: at a time, present from an item on, the running one if none is named."""
    item = item or running_item(change, meeting)
    mark(change, meeting, who, state=Presence.PRESENT, arrived=at, arrived_item=item or None, left=None, left_item=None)


def leave(change: Change, meeting: Snapshot[Meeting], who: Seat, at: str, item: str = "") -> None:
    """A member leaves: at a time, absent from an item on, the running one if none is named."""
    item = item or running_item(change, meeting)
    mark(change, meeting, who, left=at, left_item=item or None)


def exclude(change: Change, meeting: Snapshot[Meeting], item: str, person: str, *, on: bool = True) -> None:
    """A member takes no part in an item for bias (§ 22 GemO), or does after all."""
    change.ensure(
        "biases",
        (item, person),
        {"parent": meeting.id, "item": item, "person": person, "excluded": on},
        space=meeting.space,
        root=meeting.root,
    )


# ---- the course of the meeting
# ----------------------------------------------------------------------------------------
def clock(reader: Reader) -> str:
    """The time on this PC, "18:05"."""
    return f"{reader.now().astimezone():%H:%M}"


def begin(change: Change, meeting: Snapshot[Meeting], at: str = "") -> None:
    """The meeting is opened. Who has promised to come is not there by that."""
    change.update(meeting.id, {"stage": MeetingStage.RUNNING, "began": at or clock(change)})


def end(change: Change, meeting: Snapshot[Meeting], at: str = "") -> None:
    """The meeting is closed."""
    change.update(meeting.id, {"stage": MeetingStage.HELD, "ended": at or clock(change), "present_item": None})


def open_item(change: Change, meeting: Snapshot[Meeting], item: str, at: str = "") -> None:
    """The meeting comes to an item; the one before counts as dealt with."""
    last = change.require(meeting.id, Meeting).record.present_item
    if last and last != item and change.require(last, AgendaItem).record.dealt is None:
        change.update(last, {"dealt": Dealt.DONE})
    if change.require(item, AgendaItem).record.begun is None:
        change.update(item, {"begun": at or clock(change)})
    change.update(meeting.id, {"present_item": item})


def deal(change: Change, item: str, word: str | None) -> None:
    """An item is dealt with, postponed or taken off."""
    change.update(item, {"dealt": word})


# ---- tasks in one line
# ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class TaskLine:
    """What was understood of a line: what, who (full names, parted by commas), by when (ISO)."""

    title: str
    person: str = ""
    due_on: str = ""
    office: str = ""
    """Of the first of them."""


def _when(text: str, today: dt.date, following: str) -> str:
    plain = fold(text).replace("naechst", "nachst")
    if "nachste sitzung" in plain or "nachsten sitzung" in plain:
        return following
    return read_deadline(text, today)


_PARTED = re.compile(r"\s*(?:,|/|;|&|\+|\bund\b|\bsowie\b)\s*", re.IGNORECASE)
_TITLE = re.compile(r"^(?:frau|herrn?|@)\s*", re.IGNORECASE)
_LEADING = re.compile(r"([^:]{2,120}):\s*(.+)$")


class _People:
    """Who can be meant in a line: by the whole name, or by the last name where only one has it."""

    def __init__(self, people: Sequence[Seat]) -> None:
        names: dict[str, list[Seat]] = {}
        for seat in people:
            for name in {fold(seat.name), fold(seat.last_name)}:
                names.setdefault(name, []).append(seat)
        self.sure = {n: s[0] for n, s in names.items() if len(s) == 1}

    def one(self, text: str) -> Seat | None:
        """A person."""
        return self.sure.get(fold(_TITLE.sub("", text.strip())))

    def all(self, text: str) -> list[Seat]:
        """Several, "Oster, Roth und Frau Demir"; none where one of the names is nobody's."""
        found = [self.one(part) for part in _PARTED.split(text.strip()) if part]
        return list(dict.fromkeys(s for s in found if s)) if found and all(found) else []

    def at_the_end(self, text: str) -> tuple[list[Seat], str]:
        """Who is named at the end of a line, and the line without them."""
        words = text.split()
        for begin in range(max(1, len(words) - 12), len(words)):
            said = " ".join(words[begin:]).strip("(),@–- ")
            said = re.sub(r"^(?:durch|macht|wer:)\s+", "", said, flags=re.IGNORECASE)
            if found := self.all(said):
                rest = " ".join(words[:begin])
                return found, re.sub(r"[\s,(–-]*(?:\b(?:durch|macht|und|Frau|Herrn?))?[\s,(–-]*$", "", rest)
        return [], text


def read_task(text: str, people: Sequence[Seat], today: dt.date, following: str = "") -> TaskLine:
    """ "Oster, Roth: Vertrag vorbereiten bis 05.12." → what, who, by when. What is not understood stays in the title.

    Raises :class:`Unreadable` for a day that no calendar has ("bis 29.02.2027").
    """
    rest, due = split_deadline(text, lambda phrase: _when(phrase, today, following), strict=True)
    known = _People(people)
    who: list[Seat] = []
    if m := _LEADING.match(rest):
        who = known.all(m[1])
        rest = m[2] if who else rest
    if not who:
        who, rest = known.at_the_end(rest)
    title = squeeze(rest).strip(" ,;–-(")
    return TaskLine(title or squeeze(text), ", ".join(s.name for s in who), due, who[0].office if who else "")


def add_task(change: Change, meeting: Snapshot[Meeting], item: str, text: str) -> str:
    """A task from one line; all offices see it, it belongs to the office of who does it. Raises ``UserError``."""
    after = meetings.following(change, meeting)
    people = body.seats(change, meeting.record.date or "")
    try:
        line = read_task(text, people, change.today(), (after.record.date or "") if after else "")
    except Unreadable as error:
        raise UserError(f"{error}.", "Es wurde nichts eingetragen.", "Bitte prüfen Sie die Frist.") from error
    if not line.title:
        raise UserError("Was ist zu tun?", "Es wurde nichts eingetragen.")
    made = change.add(
        "tasks",
        {
            "title": line.title[:400],
            "person": line.person or None,
            "due_on": line.due_on or None,
            "state": TaskState.OPEN,
            "about": item or meeting.id,
            "meeting": meeting.id,
            "office": line.office or change.local("office"),
        },
        space=meeting.space,
    )
    return made.id


def tasks_of(reader: Reader, meeting: Snapshot[Meeting], item: str = "") -> list[Snapshot[Task]]:
    """The tasks that came out of a meeting, or of one item, in the order in which they were given."""
    found = [t for t in reader.all(Task) if t.record.meeting == meeting.id and (not item or t.record.about == item)]
    order = {line.item.id: i for i, line in enumerate(meetings.schedule_of(reader, meeting).lines)}
    return sorted(found, key=lambda t: (order.get(t.record.about or "", -1), t.record.due_on or "9999", t.id))


def still_open(reader: Reader, meeting: Snapshot[Meeting]) -> list[Snapshot[Task]]:
    """The tasks of earlier meetings that are not done yet: what the next meeting asks about."""
    earlier = {m.id for m in meetings.sittings(reader) if (m.record.date or "") < (meeting.record.date or "9999")}
    found = [
        t
        for t in reader.all(Task)
        if t.record.meeting in earlier and t.record.state in (None, TaskState.OPEN) and t.record.meeting != meeting.id
    ]
    return sorted(found, key=lambda t: (t.record.due_on or "9999", t.record.title or "", t.id))
