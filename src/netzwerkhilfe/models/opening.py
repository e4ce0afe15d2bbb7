"""Opening hours as people write them, read: "Sa 10–12 Uhr", "jeden 1. Samstag 10–12", "Di und Do 14-17 Uhr; im August
zu".

The text stays what it is. From it follow the times on a day and the next time something is open.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.phrases import FULL_DAYS, Period, take_periods
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import WEEKDAYS, Unreadable

_DAY_WORDS = {
    **{fold(d): i for i, d in enumerate(FULL_DAYS)},
    **{fold(d): i for i, d in enumerate(WEEKDAYS)},
    "sonnabend": 5,
}
_NUMBERS = {
    "ersten": 1,
    "erster": 1,
    "erste": 1,
    "zweiten": 2,
    "zweiter": 2,
    "dritten": 3,
    "dritter": 3,
    "vierten": 4,
    "vierter": 4,
    "letzten": -1,
    "letzter": -1,
}
_DAY = rf"(?:{'|'.join(sorted(_DAY_WORDS, key=len, reverse=True))})s?"
_UHR = late(r"\b(\d{1,2})\s*uhr\s*(\d{2})\b(?!\s*uhr)")
"""11 Uhr 30"""
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?\s*(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?"


@dataclass(frozen=True)
class Slot:
    """Open on these weekdays (0 is Monday) from minute to minute; ``nth`` is the week of the month, -1 the last, 0
    each."""

    days: tuple[int, ...]
    start: int
    end: int
    nth: tuple[int, ...] = ()

    def on(self, day: dt.date) -> bool:
        """Whether this slot falls on a day."""
        if day.weekday() not in self.days:
            return False
        if not self.nth:
            return True
        last = (day + dt.timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 in self.nth or (last and -1 in self.nth)


@dataclass(frozen=True)
class Hours:
    """What was read: slots, closings, and the parts that could not be read."""

    slots: tuple[Slot, ...] = ()
    closed: tuple[Period, ...] = ()
    unread: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    """The parts that say when it is closed, as they were written."""

    def on(self, day: dt.date) -> list[Slot]:
        """The slots of a day, in order."""
        if any(c.on(day) for c in self.closed):
            return []
        return sorted((s for s in self.slots if s.on(day)), key=lambda s: s.start)

    def next_after(self, moment: dt.datetime) -> tuple[dt.date, Slot] | None:
        """When it is open next (or still), within a year."""
        for ahead in range(366):
            day = moment.date() + dt.timedelta(days=ahead)
            for slot in self.on(day):
                if ahead or slot.end > moment.hour * 60 + moment.minute:
                    return day, slot
        return None


def _days(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in re.split(r"\s*(?:,|und|\+|/|&)\s*", text):
        ends = [d for d in re.split(r"\s*(?:-|–|bis)\s*", part) if d]
        numbers = [_DAY_WORDS.get(e) if e in _DAY_WORDS else _DAY_WORDS.get(e.removesuffix("s")) for e in ends]
        if not numbers or None in numbers:
            continue
        first, last = int(numbers[0] or 0), int(numbers[-1] or 0)
        found |= set(range(first, last + 1)) if first <= last else {*range(first, 7), *range(last + 1)}
    return tuple(sorted(found))


def _closing(text: str) -> list[Period]:
    """When a part of the text says that it is closed; nothing if it says more than that, or something unclear."""
    if not re.search(r"geschlossen|\bzu\b|\bkein\w*|ausser|ferien|pause", fold(text)):
        return []
    try:
        found, rest = take_periods(text)
    except Unreadable:
        return []
    return [] if re.search(rf"\d|\b{_DAY}\b", fold(rest)) else found


def read(text: str, exceptions: str = "") -> Hours:
    """Read opening hours and exceptions; what is not understood is named and never guessed."""
    slots: list[Slot] = []
    closed: list[Period] = []
    unread: list[str] = []
    closings: list[str] = []
    for source in (text, exceptions):
        days: tuple[int, ...] = ()
        nth: tuple[int, ...] = ()
        for part in re.split(r"[;\n]|(?<=uhr),\s*(?=[a-zäöü])", source or "", flags=re.IGNORECASE):
            plain = fold(part)
            if not plain:
                continue
            shut = _closing(part)
            if shut:
                closed += shut
                closings.append(part.strip())
                continue
            said = re.search(
                rf"(?:jede[nrs]?\s+)?((?:(?:[1-5]\.|{'|'.join(_NUMBERS)})(?:\s*(?:,|und|\+)\s*)?)+)\s*({_DAY})\b", plain
            )
            if said:
                nth = tuple(
                    int(n[0]) if n[0].isdigit() else _NUMBERS[n]
                    for n in re.findall(rf"[1-5]\.|{'|'.join(_NUMBERS)}", said[1])
                )
                days = _days(said[2])
            elif m := re.search(rf"{_DAY}(?:\s*(?:,|und|\+|/|&|-|–|bis)\s*{_DAY})*\b", plain):
                days, nth = _days(m[0]), ()
            elif re.search(r"\b(?:taglich|jeden tag)\b", plain):
                days, nth = tuple(range(7)), ()
            elif re.search(r"\bwerktags\b", plain):
                days, nth = tuple(range(5)), ()
            times = re.findall(_TIME, _UHR.sub(r"\1:\2", plain))
            if not days or not times:
                unread.append(part.strip())
                continue
            minutes = [(int(a) * 60 + int(b or 0), int(c) * 60 + int(d or 0)) for a, b, c, d in times]
            slots += [Slot(days, start, end, nth) for start, end in minutes if start < end <= 1440]
            if not all(start < end <= 1440 for start, end in minutes):
                unread.append(part.strip())
    return Hours(tuple(slots), tuple(closed), tuple(unread), tuple(closings))


def clock(minutes: int) -> str:
    """ "10", "10:30"."""
    return f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else f"{minutes // 60}"


def write(slot: Slot) -> str:
    """A slot as a clerk writes it: "jeden 1. Samstag 10–12 Uhr", "Di und Do 14–17 Uhr"."""
    times = f"{clock(slot.start)}–{clock(slot.end)} Uhr"
    if slot.nth:
        which = " und ".join("letzten" if n < 0 else f"{n}." for n in slot.nth)
        return f"jeden {which} {' und '.join(FULL_DAYS[d] for d in slot.days)} {times}"
    days = list(slot.days)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{WEEKDAYS[days[0]]}–{WEEKDAYS[days[-1]]} {times}"
    return (
        f"{' und '.join(WEEKDAYS[d] for d in days) if len(days) < 3 else ', '.join(WEEKDAYS[d] for d in days)} {times}"
    )
