"""Dates that come again by a rule as people write it: "jeden letzten Donnerstag", "2. und 4. Dienstag", "3. Samstag
im Juni"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from netzwerkhilfe.models.phrases import FULL_DAYS
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import MONTHS, WEEKDAYS, Unreadable

_DAYS = {fold(d): i for i, d in enumerate(FULL_DAYS)} | {fold(d): i for i, d in enumerate(WEEKDAYS)} | {"sonnabend": 5}
_NTH = {
    "erste": 1,
    "zweite": 2,
    "dritte": 3,
    "vierte": 4,
    "funfte": 5,
    "letzte": -1,
    "vorletzte": -2,
}
_MONTHS = {fold(m): i for i, m in enumerate(MONTHS, 1)}
_QUARTER = (1, 4, 7, 10)
READABLE = "z. B. „jeden letzten Donnerstag“, „2. und 4. Dienstag“, „3. Samstag im Juni“, „alle 14 Tage mittwochs“"


@dataclass(frozen=True)
class Rule:
    """``nth`` counts a weekday (0 is Monday) within a month, negative from its end, empty for each week.

    ``months`` are those it holds in, empty for all; ``every`` is the step in weeks of a weekly rule.
    """

    weekdays: tuple[int, ...]
    nth: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    every: int = 1

    def days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The days from first to last, both included, in order."""
        from dateutil import rrule  # late: only who lays out a series waits for it

        days = [rrule.weekday(d) for d in self.weekdays]
        rule = rrule.rrule(
            rrule.MONTHLY if self.nth else rrule.WEEKLY,
            interval=1 if self.nth else self.every,
            byweekday=[day(n) for day in days for n in self.nth] if self.nth else days,
            bymonth=self.months or None,
            wkst=rrule.MO,
            dtstart=dt.datetime.combine(first, dt.time()),
            until=dt.datetime.combine(last, dt.time()),
        )
        yield from (moment.date() for moment in rule)


def _number(word: str) -> int | None:
    if m := re.fullmatch(r"(\d)\.?", word):
        return int(m[1]) if 1 <= int(m[1]) <= 5 else None
    stem = word.rstrip("nrsm")
    return _NTH.get(stem) or _NTH.get(stem + "e")


def read(text: str) -> Rule:
    """Read a rule. Raises :class:`Unreadable`."""
    plain = (
        fold(text).replace("ae", "a").replace("fuen", "fun")
    )  # as folded, also where umlauts were typed as two letters
    words = re.findall(r"\d\.|\d+|[a-z]+", plain)
    weekdays = [
        _DAYS[w] if w in _DAYS else _DAYS[w.removesuffix("s")]
        for w in words
        if w in _DAYS or w.removesuffix("s") in _DAYS
    ]
    if not weekdays:
        raise Unreadable(f"Welcher Wochentag? {READABLE}")
    months = tuple(dict.fromkeys(_MONTHS[w] for w in words if w in _MONTHS))
    if "quartal" in plain or "vierteljahrlich" in plain:
        months = months or _QUARTER
    every = 1
    if m := re.search(r"alle (\d+|zwei|drei|vier) (wochen|tage)", plain):
        count = {"zwei": 2, "drei": 3, "vier": 4}.get(m[1]) or int(m[1])
        every = count if m[2] == "wochen" else count // 7
        if every < 1 or (m[2] == "tage" and count % 7):
            raise Unreadable("Bitte ganze Wochen nennen, z. B. „alle 14 Tage“")
        words = [w for w in words if w != m[1]]
    nth = tuple(dict.fromkeys(n for w in words if (n := _number(w)) is not None))
    if m := re.search(r"\bjede[nrs]?\s+(zweite|dritte|vierte)[nrs]?\s+woche", plain):
        every, nth = {"zweite": 2, "dritte": 3, "vierte": 4}[m[1]], ()
    if months and not nth and every == 1 and "jahrlich" in plain:
        nth = (1,)
    return Rule(tuple(dict.fromkeys(weekdays)), nth if every == 1 else (), months, every)


def words_of(rule: Rule) -> str:
    """The rule in words, as the window says it back."""
    names = {1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", 5: "fünften", -1: "letzten", -2: "vorletzten"}
    days = " und ".join(FULL_DAYS[d] for d in rule.weekdays)
    if rule.nth:
        said = f"jeden {' und '.join(names[n] for n in rule.nth)} {days}"
    else:
        said = f"jeden {days}" if rule.every == 1 else f"alle {rule.every} Wochen am {days}"
    return said + (
        f" im {', '.join(MONTHS[m - 1] for m in rule.months)}" if rule.months else " im Monat" if rule.nth else ""
    )
