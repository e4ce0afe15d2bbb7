"""Meetings: the order of the agenda, its numbers and calculated times, and a usual agenda to begin with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from netzwerkhilfe.models.values import read_time
from netzwerkhilfe.store.door import ChangeSet
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

USUAL = (
    ("Eröffnung und Begrüßung", 5, False),
    ("Feststellung der form- und fristgerechten Einladung und der Beschlussfähigkeit", 5, False),
    ("Tagesordnung: Ergänzungen", 5, False),
    ("Genehmigung der letzten Niederschrift", 5, False),
    ("Offene Aufgaben", 10, False),
    ("Berichte aus den Büros", 15, False),
    ("Verschiedenes und nächster Termin", 10, False),
)
"""(title, minutes, confidential) of the items that usually appear; all can be changed."""

DEFAULT_MINUTES = 10


@dataclass(frozen=True)
class Line:
    """One item as the agenda shows it: its number, when it begins, how long it takes."""

    number: str
    begins: str
    minutes: int
    item: Snapshot


@dataclass(frozen=True)
class Schedule:
    """An agenda with calculated times; ``end`` is the time at which the meeting ends, empty without a start."""

    lines: tuple[Line, ...]
    end: str
    minutes: int


def ordered(items: Sequence[Snapshot]) -> list[Snapshot]:
    """The public part first, then the confidential one; each by place, equal places by id."""
    return sorted(items, key=lambda i: (bool(i.values.get("confidential")), i.values.get("position") or 0, i.id))


def schedule(meeting: Snapshot, items: Sequence[Snapshot]) -> Schedule:
    """Number the items and calculate when each begins."""
    start = meeting.values.get("start")
    clock = dt.datetime.combine(dt.date(2000, 1, 1), dt.time.fromisoformat(read_time(start))) if start else None
    lines, total = [], 0
    for number, item in enumerate(ordered(items), 1):
        minutes = item.values.get("minutes")
        minutes = DEFAULT_MINUTES if minutes is None else minutes
        begins = f"{clock + dt.timedelta(minutes=total):%H:%M}" if clock else ""
        lines.append(Line(str(number), begins, minutes, item))
        total += minutes
    end = f"{clock + dt.timedelta(minutes=total):%H:%M}" if clock else ""
    return Schedule(tuple(lines), end, total)


def schedule_of(store: Store, meeting: Snapshot) -> Schedule:
    """The schedule of a meeting as it stands in the store."""
    return schedule(meeting, store.children(meeting.id, "agenda_items"))


def add_usual(store: Store, meeting: str) -> ChangeSet:
    """Fill an agenda with the usual items."""
    with store.change() as change:
        obj = change.get(meeting)
        for position, (title, minutes, confidential) in enumerate(USUAL, 1):
            change.add(
                "agenda_items",
                {
                    "parent": meeting, "position": position * 10, "title": title, "minutes": minutes,
                    "confidential": confidential or None,
                },
                space=obj.space, root=obj.root,
            )  # fmt: skip
    return change.set


def add_item(store: Store, meeting: str, title: str, minutes: int | None = None, speaker: str | None = None) -> str:
    """A new item at the end of the public part; gives its id."""
    with store.change() as change:
        obj = change.get(meeting)
        last = max((i.values.get("position") or 0 for i in store.children(meeting, "agenda_items")), default=0)
        item = change.add(
            "agenda_items",
            {"parent": meeting, "position": last + 10, "title": title, "minutes": minutes, "speaker": speaker},
            space=obj.space, root=obj.root,
        )  # fmt: skip
    return item.id


def move_item(store: Store, meeting: str, item: str, step: int) -> ChangeSet:
    """Move an item up (-1) or down (+1); places are renumbered so that every item has its own."""
    items = [i.id for i in ordered(store.children(meeting, "agenda_items"))]
    position = items.index(item)
    target = min(max(position + step, 0), len(items) - 1)
    items.insert(target, items.pop(position))
    with store.change() as change:
        for place, record in enumerate(items, 1):
            change.update(record, {"position": place * 10})
    return change.set
