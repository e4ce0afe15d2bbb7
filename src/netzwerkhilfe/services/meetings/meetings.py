"""Meetings: the order of the agenda, its numbers and calculated times, templates, proposals of the offices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from netzwerkhilfe.access import confidential
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.meetings import (
    AgendaItem,
    ItemTemplate,
    Meeting,
    MeetingStage,
    Occasion,
    TemplateRole,
    template_role,
)
from netzwerkhilfe.models.network import Duty
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import Unreadable, read_time
from netzwerkhilfe.services.meetings import body
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

DEFAULT_MINUTES = 10
STEP = 10
FROM_TEMPLATE = ("title", "purpose", "minutes", "confidential", "description", "proposal", "recommends")


@dataclass(frozen=True)
class ScheduledItem:
    """One item as the agenda shows it: its number ("2", "2.1"), when it begins, how long it takes with what is below
    it."""

    number: str
    begins: str
    minutes: int
    item: Snapshot[AgendaItem]
    confidential: bool = False

    @property
    def sub(self) -> bool:
        """Whether it stands below another item."""
        return "." in self.number


@dataclass(frozen=True)
class Schedule:
    """An agenda with calculated times; ``end`` is empty without a start; ``over`` the minutes beyond the latest end."""

    lines: tuple[ScheduledItem, ...]
    end: str
    minutes: int
    over: int = 0

    def line(self, item: str) -> ScheduledItem | None:
        """The line of an item."""
        return next((x for x in self.lines if x.item.id == item), None)

    def within_closed(self, line: ScheduledItem) -> bool:
        """Whether an item stands below one that is closed itself, and so is meant with it."""
        above = self.line(line.item.record.under or "") if line.sub else None
        return above is not None and above.confidential

    def before(self, item: str) -> list[str]:
        """The ids of the items before this one."""
        ids = [x.item.id for x in self.lines]
        return ids[: ids.index(item)] if item in ids else ids


def _whole(value: Json, most: int = 24 * 60) -> int | None:
    """A stored number within its bounds; what came in a package may be anything."""
    return min(max(value, 0), most) if isinstance(value, int) else None


def _place(item: Snapshot[AgendaItem]) -> tuple[int, str]:
    return _whole(item.record.position, 10**9) or 0, item.id


def tree(
    items: Sequence[Snapshot[AgendaItem]], known: Collection[str] = ()
) -> list[tuple[Snapshot[AgendaItem], list[Snapshot[AgendaItem]]]]:
    """Top items in order with the items below each: the public part first. What hangs on a missing item stands
    alone.

    :param known: closed items that are not among these.
    """
    closed = confidential.among(items, known)
    ids = {i.id for i in items}
    tops = [i for i in items if i.record.under not in ids or i.record.under == i.id]
    below: dict[str, list[Snapshot[AgendaItem]]] = {t.id: [] for t in tops}
    for item in sorted(items, key=_place):
        if item.id in below:
            continue
        under = item.record.under
        if under in below:
            below[under].append(item)
        else:  # two levels are enough; what came in deeper is shown with its neighbours
            tops.append(item)
            below[item.id] = []
    ordered_tops = sorted(tops, key=lambda i: (i.id in closed, *_place(i)))
    return [(t, below[t.id]) for t in ordered_tops]


def ordered(items: Sequence[Snapshot[AgendaItem]]) -> list[Snapshot[AgendaItem]]:
    """All items in the order in which they are printed."""
    return [i for top, below in tree(items) for i in (top, *below)]


def _clock(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.combine(dt.date(2000, 1, 1), dt.time.fromisoformat(read_time(text))) if text else None
    except (Unreadable, ValueError):
        return None


def schedule(
    meeting: Snapshot[Meeting], items: Sequence[Snapshot[AgendaItem]], known: Collection[str] = ()
) -> Schedule:
    """Number the items and calculate when each begins. An item with items below it lasts as long as these, or
    longer.

    :param known: closed items that are not among these; what stands below one of them is closed too.
    """
    closed = confidential.among(items, known)
    clock = _clock(meeting.record.start)
    lines: list[ScheduledItem] = []
    total = 0

    def at(minutes: int) -> str:
        return f"{clock + dt.timedelta(minutes=minutes):%H:%M}" if clock else ""

    for number, (top, below) in enumerate(tree(items, known), 1):
        planned = _whole(top.record.minutes)
        inner = [DEFAULT_MINUTES if (m := _whole(b.record.minutes)) is None else m for b in below]
        own = planned if planned is not None else (0 if below else DEFAULT_MINUTES)
        whole = max(own, sum(inner)) if below else own
        lines.append(ScheduledItem(str(number), at(total), whole, top, top.id in closed))
        inside = total
        for i, (item, minutes) in enumerate(zip(below, inner, strict=True), 1):
            lines.append(ScheduledItem(f"{number}.{i}", at(inside), minutes, item, item.id in closed))
            inside += minutes
        total += whole
    latest = _clock(meeting.record.latest_end)
    over = 0
    if clock and latest:
        over = max(0, int((clock + dt.timedelta(minutes=total) - latest).total_seconds() // 60))
    return Schedule(tuple(lines), at(total), total, over)


def schedule_of(reader: Reader, meeting: Snapshot[Meeting]) -> Schedule:
    """The schedule of a meeting as it stands in the store."""
    items = reader.children(meeting.id, AgendaItem)
    return schedule(meeting, items, _closed_above(reader, items))


def _closed_above(reader: Reader, items: Sequence[Snapshot[AgendaItem]]) -> frozenset[str]:
    """The closed items outside of these, where some of these stand below one that is not among them: it was thrown
    away, or its meeting is another."""
    ids = {i.id for i in items}
    outside = any(i.record.under and i.record.under not in ids for i in items)
    return confidential.closed_entries(reader) if outside else frozenset()


def is_closed(reader: Reader, item: Snapshot[AgendaItem]) -> bool:
    """Whether an item belongs to the closed part, by itself or by what it stands below."""
    return confidential.is_closed(item, confidential.closed_entries(reader))


def is_sitting(meeting: Snapshot[Meeting]) -> bool:
    """Whether it is a meeting of the Leitungsteam, with quorum and minutes; else a gathering with a guest list."""
    return meeting.record.occasion in (None, Occasion.SITTING)


def sittings(reader: Reader) -> list[Snapshot[Meeting]]:
    """All meetings of the Leitungsteam that were not called off, the oldest first."""
    found = [m for m in reader.all(Meeting) if is_sitting(m) and m.record.stage != MeetingStage.CALLED_OFF]
    return sorted(found, key=lambda m: (m.record.date or "", m.record.start or "", m.id))


def previous(reader: Reader, meeting: Snapshot[Meeting]) -> Snapshot[Meeting] | None:
    """The meeting of the Leitungsteam before this one."""
    before = [
        m for m in sittings(reader) if (m.record.date or "") < (meeting.record.date or "9999") and m.id != meeting.id
    ]
    return before[-1] if before else None


def following(reader: Reader, meeting: Snapshot[Meeting]) -> Snapshot[Meeting] | None:
    """The meeting of the Leitungsteam after this one."""
    after = [m for m in sittings(reader) if (m.record.date or "") > (meeting.record.date or "9999")]
    return after[0] if after else None


def defaults(reader: Reader) -> dict[str, str]:
    """What a new meeting begins with, as texts: as the last one, with who chairs and who writes now."""
    seats = body.seats(reader)
    found = {"chair": body.duty_holder(seats, Duty.CHAIR), "minute_taker": body.duty_holder(seats, Duty.MINUTE_TAKER)}
    last = next(iter(reversed(sittings(reader))), None)
    if last is not None:
        found |= {n: str(last.values.get(n) or "") for n in ("title", "start", "latest_end", "venue")}
        found |= {n: str(last.values.get(n) or "") for n in ("chair", "minute_taker") if not found[n]}
    elif seats:
        found["title"] = "Leitungsteam"
    return {n: t for n, t in found.items() if t}


# ---- changing the agenda
# ----------------------------------------------------------------------------------------------
def _last(reader: Reader, meeting: str) -> int:
    return max((i.record.position or 0 for i in reader.children(meeting, AgendaItem)), default=0)


def _late(meeting: Snapshot[Meeting]) -> bool | None:
    return meeting.record.stage not in (None, MeetingStage.PLANNED) or None


def put_item(
    change: Change,
    meeting: Snapshot[Meeting],
    position: int,
    values: Mapping[str, Json],
    origin: dict[str, Json] | None = None,
) -> str:
    """A new item of a meeting, marked where the invitation has gone out already; gives its id."""
    filled = {n: v for n, v in values.items() if v not in (None, "", False)}
    made = change.add(
        "agenda_items",
        {"parent": meeting.id, "position": position, "added_late": _late(meeting), "origin": origin, **filled},
        space=meeting.space,
        root=meeting.root,
    )
    return made.id


def templates(reader: Reader) -> list[Snapshot[ItemTemplate]]:
    """The templates for items, in their order."""
    return sorted(reader.all(ItemTemplate), key=lambda t: (t.record.rank or 0, t.id))


def add_usual(change: Change, meeting: str) -> None:
    """Fill an agenda with the usual items."""
    usual = [t for t in templates(change) if t.record.usual]
    start = _last(change, meeting)
    found = change.require(meeting, Meeting)
    for i, template in enumerate(usual, 1):
        put_item(change, found, start + i * STEP, {n: template.values.get(n) for n in FROM_TEMPLATE})


def add_template(change: Change, meeting: str, template: Snapshot[ItemTemplate]) -> str:
    """An item from a template at the end, before the closing one; gives its id."""
    last = template_role(template.record) is TemplateRole.CLOSING or bool(template.record.confidential)
    place = free_place(change, meeting, secret=last)
    values = {n: template.values.get(n) for n in FROM_TEMPLATE}
    return put_item(change, change.require(meeting, Meeting), place, values)


def add_item(
    change: Change, /, meeting: str, title: str, minutes: int | None = None, speaker: str | None = None, **values: Json
) -> str:
    """A new item at the end of its part, before the closing one ("Verschiedenes"); gives its id."""
    filled = {"title": title, "minutes": minutes, "speaker": speaker, **values}
    place = free_place(change, meeting, secret=bool(values.get("confidential")))
    return put_item(change, change.require(meeting, Meeting), place, filled)


def plays(reader: Reader, item: Snapshot[AgendaItem], role: TemplateRole) -> bool:
    """Whether an item was made from the template with a role: by its subject, which may have been shortened."""
    subject = fold(item.record.title or "")
    return bool(subject) and any(
        fold(t.record.title or "").startswith(subject) for t in templates(reader) if template_role(t.record) is role
    )


def closing_item(reader: Reader, items: Sequence[Snapshot[AgendaItem]]) -> Snapshot[AgendaItem] | None:
    """The item with which a meeting ends ("Verschiedenes"), if it is the last of the public ones."""
    closed = confidential.among(items)
    tops = [top for top, _ in tree(items) if top.id not in closed]
    return tops[-1] if tops and plays(reader, tops[-1], TemplateRole.CLOSING) else None


def free_place(change: Change, meeting: str, *, secret: bool) -> int:
    """A place for one more item: before the closing one, else at the end. What stands behind it moves on."""
    items = change.children(meeting, AgendaItem)
    closing = None if secret else closing_item(change, items)
    if closing is None:
        return _last(change, meeting) + STEP
    place = closing.record.position or 0
    for item in items:
        if (item.record.position or 0) >= place:
            change.update(item.id, {"position": (item.record.position or 0) + STEP})
    return place


def give_back(change: Change, item: Snapshot[AgendaItem]) -> bool:
    """An office's proposal that comes off an agenda is a proposal again; gives whether it is one."""
    if not item.record.proposed or not item.record.parent:
        return False
    closed = is_closed(change, item) or None
    values: dict[str, Json] = {"parent": None, "position": None, "under": None, "added_late": None}
    change.update(item.id, values | {"confidential": closed})
    return True


def propose(change: Change, /, title: str, **values: Json) -> str:
    """A proposal for one of the next meetings, by any office at any time; gives its id."""
    return change.add("agenda_items", {"title": title, **values}).id


def proposals(reader: Reader) -> list[Snapshot[AgendaItem]]:
    """What the offices have proposed and no meeting has taken up yet."""
    found = [i for i in reader.all(AgendaItem) if not i.record.parent]
    return sorted(found, key=lambda i: (i.touched or "", i.id))


def take_up(change: Change, proposal: Snapshot[AgendaItem], meeting: Snapshot[Meeting], position: int) -> None:
    """Put a proposal on the agenda: the same record gets its meeting, so that who proposed it finds it again."""
    values: dict[str, Json] = {"parent": meeting.id, "position": position, "added_late": _late(meeting)}
    change.update(proposal.id, values | {"proposed": True})


def _renumber(change: Change, blocks: Sequence[tuple[Snapshot[AgendaItem], Sequence[Snapshot[AgendaItem]]]]) -> None:
    place = 0
    for top, below in blocks:
        for item in (top, *below):
            place += STEP
            change.update(item.id, {"position": place})


def move_item(change: Change, meeting: str, item: str, step: int) -> None:
    """Move an item up (-1) or down (+1) among its own kind: a top item with what is below it, a sub-item in its
    item."""
    blocks = tree(change.children(meeting, AgendaItem))
    for i, (top, below) in enumerate(blocks):
        if top.id == item:
            target = min(max(i + step, 0), len(blocks) - 1)
            blocks.insert(target, blocks.pop(i))
            break
        ids = [b.id for b in below]
        if item in ids:
            at = ids.index(item)
            below.insert(min(max(at + step, 0), len(below) - 1), below.pop(at))
            break
    _renumber(change, blocks)


def place_item(change: Change, meeting: str, item: str, before: str) -> None:
    """Put an item before another one, or at the end (empty text): what drag and drop does."""
    items = change.children(meeting, AgendaItem)
    moved = next((i for i in items if i.id == item), None)
    target = next((i for i in items if i.id == before), None)
    if moved is None or moved is target:
        return
    under = target.record.under if target else None
    has_below = any(i.record.under == item for i in items)
    if has_below:  # an item with items below it stays at the top, and stands before the item the target belongs to
        target = next((i for i in items if under and i.id == under), target)
        under = None
    if target is not None and target.id == item:
        return
    rest = [i for i in ordered(items) if i.id != item]
    at = next((n for n, i in enumerate(rest) if target is not None and i.id == target.id), len(rest))
    rest.insert(at, moved)
    closed = is_closed(change, moved)
    if target is not None and not under:
        closed = is_closed(change, target)  # it goes into the part where it is put
    values: dict[str, Json] = {"under": under}
    if bool(moved.record.confidential) != closed:
        values["confidential"] = closed or None
    change.update(item, values)
    for place, one in enumerate(rest, 1):
        change.update(one.id, {"position": place * STEP})


def indent(change: Change, meeting: str, item: str, *, out: bool = False) -> None:
    """Make an item a sub-item of the one above it (2 becomes 1.1), or a sub-item an item of its own again.

    Raises ``UserError`` where there is nothing to stand below.
    """
    blocks = tree(change.children(meeting, AgendaItem))
    tops = [t for t, _ in blocks]
    closed = confidential.among(change.children(meeting, AgendaItem))
    if out:
        moved = change.require(item, AgendaItem)
        change.update(item, {"under": None, "confidential": is_closed(change, moved) or None})
        order: list[Snapshot[AgendaItem]] = []
        for top, below in blocks:
            order += [top, *(b for b in below if b.id != item), *(b for b in below if b.id == item)]
        for place, one in enumerate(order, 1):
            change.update(one.id, {"position": place * STEP})
        return
    index = next((i for i, t in enumerate(tops) if t.id == item), None)
    if index is None:
        return
    if index == 0 or (tops[index - 1].id in closed) != (tops[index].id in closed):
        raise UserError("Darüber steht kein TOP, zu dem dieser gehören kann.", "Es wurde nichts geändert.")
    if blocks[index][1]:
        raise UserError("Dieser TOP hat selbst Unterpunkte.", "Es wurde nichts geändert.")
    change.update(item, {"under": tops[index - 1].id})


def can_change(meeting: Snapshot[Meeting]) -> bool:
    """Whether the agenda may still be worked on: nothing is signed."""
    return meeting.sealed is None
