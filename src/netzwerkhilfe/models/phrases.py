"""When something is, as German clerks write it: "12.11.2025", "bis 05.12.", "ab Mitte März", "nächste Woche", "29.02.".

All of the program reads dates here: forms, lists, phone notes, tasks in minutes, commands. A phrase means a
:class:`Span` of days. Without a year it means the next such span; one that ended at most a month ago is still meant
(:data:`BACK`), unless the phrase names a deadline ("bis"), which never lies in the past. "seit" looks back.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.models.values import MONTHS, Unreadable, read_time

BACK = dt.timedelta(days=31)
"""How long ago a day without a year may be and still be meant."""
READABLE = "Datum, z. B. 12.11.2025"
NO_SUCH_DAY = "Dieses Datum gibt es nicht"


class Unit(IntEnum):
    """How exact a phrase is."""

    DAY = 0
    WEEK = 1
    MONTH = 2
    YEAR = 3


class Edge(IntEnum):
    """Which end of its span a phrase means, and where it looks for the year."""

    NEXT = 0
    """The next one, from its beginning: "ab", "am", or nothing before it."""
    DEADLINE = 1
    """The next one, to its end: "bis"."""
    PAST = 2
    """The last one: "seit", or what has happened."""
    NEAREST = 3
    """The one nearest to today: what has happened or will happen soon."""


@dataclass(frozen=True)
class Span:
    """The days from ``first`` to ``last``, both included. Of a week these are Monday to Friday."""

    first: dt.date
    last: dt.date
    unit: Unit = Unit.DAY
    edge: Edge = Edge.NEXT


# ---- words ----------------------------------------------------------------------------------------------------------
FULL_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_WEEKDAYS = (
    {fold(d): i for i, d in enumerate(FULL_DAYS)} | {fold(d)[:2]: i for i, d in enumerate(FULL_DAYS)} | {"sonnabend": 5}
)
_MONTHS = (
    {fold(m): i for i, m in enumerate(MONTHS, 1)}
    | {fold(m)[:3]: i for i, m in enumerate(MONTHS, 1)}
    | {"maerz": 3, "mrz": 3, "sept": 9, "janner": 1, "feber": 2}
)
_COUNTS = {
    **dict.fromkeys(("ein", "eine", "einem", "einen", "einer"), 1),
    **{w: i for i, w in enumerate(("zwei", "drei", "vier", "funf", "sechs", "sieben", "acht"), 2)},
    **{w: i for i, w in enumerate(("neun", "zehn", "elf", "zwolf"), 9)},
    "vierzehn": 14,
}
_NEAR = {"heute": 0, "morgen": 1, "ubermorgen": 2, "uebermorgen": 2, "gestern": -1, "vorgestern": -2}
_PARTS = ("anfang", "mitte", "ende")

# Patterns over the text as it was written; umlauts may be written in two letters.
_FULL_DAY = r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)s?"
_ANY_DAY = rf"(?:{_FULL_DAY}|Mo|Di|Mi|Do|Fr|Sa|So)\b\.?"
_FULL_MONTH = (
    r"(?:Januar|Jänner|Februar|März|Maerz|Marz|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
_SHORT_MONTH = r"(?:Jan|Feb|Mär|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)"
_MONTH = rf"(?:{_FULL_MONTH}|{_SHORT_MONTH}\.)"
_LOOSE_MONTH = rf"(?:{_MONTH}|{_SHORT_MONTH}\b)"
_PART = r"(?:Anfang|Mitte|Ende)"
_COUNT = r"(?:\d{1,3}|eine[mnr]?|ein|zwei|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwoelf|vierzehn)"
_UNITS = r"(?:Tagen?|Wochen?|Monaten?|Jahren?)"
_NEXT = r"(?:nächste|naechste|kommende|übernächste|uebernaechste|diese|dieser|letzte|vergangene)[nrs]?"
_DEADLINE = r"(?:bis\s+(?:spätestens|spaetestens|zum|zur|am|einschließlich)|bis|spätestens\s+(?:am|bis|zum)|spätestens)"
_BEFORE = rf"(?:(?P<bis>{_DEADLINE})|(?P<seit>seit(?:\s+dem)?)|(?:frei\s+)?(?:ab|zum|am|vom|von|im|in der|den|dem))\s+"

PATTERN = (
    rf"(?:(?:{_FULL_DAY},?\s+(?:den\s+|dem\s+)?)?\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{4}}|\d{{2}}(?!\d))?"
    rf"|(?:{_PART}\s+)?(?:\d{{1,2}}\.\s*)?{_MONTH}(?:\s+\d{{4}})?"
    rf"|(?:{_PART}\s+)?{_NEXT}\s+(?:Woche|Monats?|Jahr(?:es)?)\b"
    rf"|Ende\s+de[rs]\s+(?:Woche|Monats|Jahres)\b|Monatsende\b|Jahresende\b"
    rf"|in\s+{_COUNT}\s+{_UNITS}\b"
    rf"|(?:{_NEXT}\s+)?{_FULL_DAY}\b|über?morgen\b|uebermorgen\b|morgen\b|heute\b)"
)
"""Phrases inside a running text, to be used with ``re.IGNORECASE``: whatever may also be something else (a name "Jan",
the word "so") is left out."""


# ---- reading --------------------------------------------------------------------------------------------------------
def read(text: str, today: dt.date | None, edge: Edge = Edge.NEXT) -> Span:
    """The days that a phrase means.

    :param today: what "morgen" and a day without a year count from; without it only full dates are read.
    :param edge: what the phrase is if no word before it tells.
    Raises :class:`Unreadable`.
    """
    plain = squeeze(text)
    if m := re.match(_BEFORE, plain, re.IGNORECASE):
        edge = Edge.DEADLINE if m["bis"] else Edge.PAST if m["seit"] else edge
        plain = plain[m.end() :]
    for pattern, reader in _readers():
        if m := pattern.fullmatch(plain):
            found = reader(m, _Moment(today, edge))
            if found is not None:
                return Span(found.first, found.last, found.unit, edge)
    raise Unreadable(READABLE)


def read_date(text: str, today: dt.date | None = None, edge: Edge = Edge.NEXT) -> str:
    """A day as ISO text. A month or a year alone is no day, unless it is a deadline ("bis März"). Raises
    :class:`Unreadable`."""
    found = read(text, today, edge)
    if found.edge is Edge.DEADLINE:
        return found.last.isoformat()
    if found.unit > Unit.WEEK:
        raise Unreadable(READABLE)
    return found.first.isoformat()


def read_deadline(text: str, today: dt.date) -> str:
    """The last day of what a phrase means, as ISO text; never before today if the phrase names no year. Raises
    :class:`Unreadable`."""
    return read(text, today, Edge.DEADLINE).last.isoformat()


_BY = r"[\s,;(–-]+(?:bis(?: zum| zur| spätestens)?|spätestens(?: am)?|fällig{on})\s+(?P<when>[^,;()]+?)\s*\)?\s*$"
_UNTIL = late(_BY.format(on=""), re.IGNORECASE)
_UNTIL_OR_ON = late(_BY.format(on="|am"), re.IGNORECASE)


def split_deadline(
    text: str, read_phrase: Callable[[str], str], *, on: bool = False, strict: bool = False
) -> tuple[str, str]:
    """A line and when it is due: "Vertrag vorbereiten bis 05.12." → ("Vertrag vorbereiten", "2026-12-05").

    :param read_phrase: reads the phrase after "bis" as an ISO day; gives nothing, or raises :class:`Unreadable`, for
        what is none: then the whole line stays, and the day is empty.
    :param on: "am 5.12." at the end says when it is due too.
    :param strict: a day that no calendar has is no other text: :class:`Unreadable` goes on.
    """
    plain = " " + squeeze(text)
    found = (_UNTIL_OR_ON if on else _UNTIL).search(plain)
    if found is None:
        return plain.strip(), ""
    try:
        due = read_phrase(found["when"])
    except Unreadable as error:
        if strict and str(error) == NO_SUCH_DAY:
            raise
        due = ""
    return (squeeze(plain[: found.start()]), due) if due else (plain.strip(), "")


def read_when(text: str, words: tuple[str, ...] = (), today: dt.date | None = None, edge: Edge = Edge.NEXT) -> str:
    """A day, a month ("2025-11"), a year ("2025") or one of the words ("sofort").

    The first three are shortened ISO dates as in EDTF level 0. Words are matched folded, with a leading "ab" or "seit"
    left out. Raises :class:`Unreadable`.
    """
    plain = squeeze(text)
    bare = re.sub(r"^(?:ab|seit|zum)\s+", "", plain, flags=re.IGNORECASE)
    for word in words:
        if fold(word) in (fold(plain), fold(bare)):
            return word
    try:
        found = read(plain, today, edge)
    except Unreadable as error:
        if str(error) == NO_SUCH_DAY:
            raise
        raise Unreadable(f"Datum oder „{words[0]}“" if words else "Datum, Monat oder Jahr") from None
    if found.edge is Edge.DEADLINE:
        return found.last.isoformat()
    iso = found.first.isoformat()
    return {Unit.MONTH: iso[:7], Unit.YEAR: iso[:4]}.get(found.unit, iso)


def read_moment(text: str, today: dt.date | None = None) -> str:
    """A day, or a day and a time, as ISO text: "12.11.2025 15:00", "morgen um 11 Uhr 30", "Fr, 23.11., halb zehn".

    Raises :class:`Unreadable`.
    """
    words = squeeze(text).split(" ")
    for cut in range(len(words), 0, -1):
        try:
            day = read_date(" ".join(words[:cut]).rstrip(","), today)
            return day + (f"T{read_time(' '.join(words[cut:]))}" if cut < len(words) else "")
        except Unreadable:
            continue
    raise Unreadable(READABLE)


@dataclass(frozen=True)
class _Moment:
    today: dt.date | None
    edge: Edge

    def needed(self) -> dt.date:
        if self.today is None:
            raise Unreadable(READABLE)
        return self.today

    def choose(self, of_year: Callable[[int], Span | None]) -> Span:
        """The span of the year that is meant; a day that this year lacks is looked for in those around it."""
        today = self.needed()
        found = [
            s for y in range(today.year - 8, today.year + 9) if dt.MINYEAR <= y <= dt.MAXYEAR and (s := of_year(y))
        ]
        if not found:
            raise Unreadable(NO_SUCH_DAY)
        if self.edge is Edge.PAST:
            return next((s for s in reversed(found) if s.first <= today), found[0])
        if self.edge is Edge.NEAREST:
            return min(found, key=lambda s: max(s.first - today, today - s.last))
        back = dt.timedelta(0) if self.edge is Edge.DEADLINE else min(BACK, today - dt.date.min)
        return next((s for s in found if s.last >= today - back), found[-1])


def _day(day: dt.date) -> Span:
    return Span(day, day)


def _date(year: int, month: int, day: int) -> Span | None:
    try:
        return _day(dt.date(year, month, day))
    except ValueError:
        return None


def _exactly(year: int, month: int, day: int) -> Span:
    found = _date(year, month, day)
    if found is None:
        raise Unreadable(NO_SUCH_DAY)
    return found


def _year(text: str) -> int:
    """Two digits mean the years 1970 to 2069, as on a letter."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _moved(start: dt.date, /, **by: int) -> dt.date:
    from dateutil.relativedelta import relativedelta  # late: few phrases need it, every start would wait for it

    try:
        moved: dt.date = start + relativedelta(**by)
    except (ValueError, OverflowError):
        raise Unreadable(NO_SUCH_DAY) from None
    return moved


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _COUNTS[fold(text).replace("fuenf", "funf").replace("zwoelf", "zwolf")]


def _month_number(text: str) -> int:
    return _MONTHS[fold(text).rstrip(".")]


# ---- periods --------------------------------------------------------------------------------------------------------
LEAP = 2024
"""A year that has each day of the year."""


@dataclass(frozen=True)
class _EachYear(_Moment):
    """Reads what comes again each year: days and months in :data:`LEAP`, nothing that counts from today."""

    def needed(self) -> dt.date:
        raise Unreadable(READABLE)

    def choose(self, of_year: Callable[[int], Span | None]) -> Span:
        """The span in the year that has each day. Raises :class:`Unreadable` for calendar weeks, which move."""
        found = of_year(LEAP)
        if found is None or found.unit is Unit.WEEK:
            raise Unreadable(NO_SUCH_DAY)
        return found


@dataclass(frozen=True)
class Period:
    """The days from ``first`` to ``last``, both included: in the years of these dates, or ``yearly``, by month and day
    alone; then it may go over New Year."""

    first: dt.date
    last: dt.date
    yearly: bool = False

    def on(self, day: dt.date) -> bool:
        """Whether a day is one of them."""
        if not self.yearly:
            return self.first <= day <= self.last
        first, now, last = ((d.month, d.day) for d in (self.first, day, self.last))
        return first <= now <= last if first <= last else now >= first or now <= last


_END = (
    rf"(?:(?:{_PART}\s+)?(?:\d{{1,2}}\.\s*)?{_LOOSE_MONTH}(?:\s+\d{{4}})?"
    r"|\d{1,2}\.\s?(?:1[0-2]|0?[1-9])(?!\d)(?:\.\s?\d{4}|\.\d{2}(?!\d)|\.)?|\d{1,2}\.(?!\s?\d)|\b(?:19|20)\d{2}\b)"
)
_TO = r"\s*(?:-|–|—|\bbis\b(?:\s+(?:einschließlich|zum|zur))?)\s*"
_AND = r"\s*(?:,|/|\+|&|\bund\b)\s*(?:(?:vom|von|am|im|den|zwischen)\s+)?"
_PERIODS = late(rf"{_END}(?:(?:{_TO}|{_AND}){_END})*", re.IGNORECASE)
_HALF_OPEN = late(r"\b(?:ab|bis|seit|nach|vor)(?:\s+(?:dem|zum|spätestens))?\s*$", re.IGNORECASE)


def take_periods(text: str) -> tuple[list[Period], str]:
    """The periods that a text names ("24.12. bis 6.1. und im August 2026"), and what else it says.

    Without a year they are ``yearly``; one year named at either end holds for both. Raises :class:`Unreadable` for a
    day that there is not, and for periods without one of their ends ("ab August").
    """
    plain = squeeze(text)
    found: list[Period] = []
    for m in _PERIODS.finditer(plain):
        parts = [re.split(_TO, part, flags=re.IGNORECASE) for part in re.split(_AND, m[0], flags=re.IGNORECASE)]
        if len(parts[0]) == 1 and _HALF_OPEN.search(plain[: m.start()]):
            raise Unreadable(READABLE)
        following = ""
        for ends in reversed(parts):  # "24., 25. und 26.12.": a bare day is of the month that comes after it
            last = _with_month(ends[-1], following)
            first = _with_month(ends[0], last)
            found.insert(0, _period(first, last))
            following = first
    return found, squeeze(_PERIODS.sub(" ", plain))


def _with_month(end: str, following: str) -> str:
    """A bare day ("24.") with the month, and the year, of what follows it."""
    if re.fullmatch(r"\d{1,2}\.", end) and (m := re.match(r"\d{1,2}\.\s*(?=\S)", following)):
        return end + " " * following[m.end()].isalpha() + following[m.end() :]
    return end


def _period(first: str, last: str) -> Period:
    (begin, begins_yearly), (end, ends_yearly) = _dated(first), _dated(last)
    start, stop = begin.first, end.last
    if begins_yearly and not ends_yearly:
        start = _in_year(start, stop.year - (_of_year(start) > _of_year(stop)))
    elif ends_yearly and not begins_yearly:
        stop = _in_year(stop, start.year + (_of_year(stop) < _of_year(start)))
    if not begins_yearly and not ends_yearly and stop < start:
        raise Unreadable(NO_SUCH_DAY)
    return Period(start, stop, begins_yearly and ends_yearly)


def _dated(text: str) -> tuple[Span, bool]:
    """The days of a phrase, and whether it names no year."""
    for moment in (_Moment(None, Edge.NEXT), _EachYear(None, Edge.NEXT)):
        for pattern, reader in _readers():
            if m := pattern.fullmatch(text):
                try:
                    found = reader(m, moment)
                except Unreadable as error:
                    if str(error) == NO_SUCH_DAY:
                        raise
                    continue
                if found is not None:
                    return found, isinstance(moment, _EachYear)
    raise Unreadable(READABLE)


def _of_year(day: dt.date) -> tuple[int, int]:
    return day.month, day.day


def _in_year(day: dt.date, year: int) -> dt.date:
    if (day.month, day.day) == (2, 29):  # "bis Ende Februar"
        return _moved(dt.date(year, 2, 1), day=31)
    return _exactly(year, day.month, day.day).first


_LENGTH = late(
    rf"\b(?P<half>halbes|halbe|anderthalb)\s+(?P<of>Jahre?)|\b(?P<count>{_COUNT})[\s-]*(?P<unit>Tag|Woche|wöch|Monat|Jahr|jähr)",
    re.IGNORECASE,
)


def end_after(start: dt.date, text: str) -> dt.date | None:
    """The last day of what begins on a day and takes as long as a text says ("6 Monate", "drei Wochen", "ein halbes
    Jahr"); ``None`` if it says no length."""
    m = _LENGTH.search(squeeze(text))
    if m is None:
        return None
    if m["half"]:
        by = {"months": 18 if fold(m["half"]) == "anderthalb" else 6}
    else:
        unit = {"t": "days", "w": "weeks", "m": "months", "j": "years"}[fold(m["unit"])[0]]
        by = {unit: _number(m["count"])}
    return _moved(_moved(start, **by), days=-1)


# ---- spans and their parts ------------------------------------------------------------------------------------------
def _month(year: int, month: int) -> Span | None:
    if not (1 <= month <= 12 and dt.MINYEAR <= year <= dt.MAXYEAR):
        return None
    first = dt.date(year, month, 1)
    return Span(first, _moved(first, day=31), Unit.MONTH)


def _week(monday: dt.date) -> Span:
    return Span(monday, _moved(monday, days=4), Unit.WEEK)


def _whole_year(year: int) -> Span:
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise Unreadable(NO_SUCH_DAY)
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31), Unit.YEAR)


def _part_of(span: Span | None, part: str | None) -> Span | None:
    """The beginning, the middle or the end of a span, each one day: the 1st, the 15th and the last of a month."""
    if span is None or not part:
        return span
    which = fold(part)
    if which == "anfang":
        return _day(span.first)
    if which == "ende":
        return _day(span.last)
    middle = {Unit.WEEK: {"days": 2}, Unit.MONTH: {"days": 14}, Unit.YEAR: {"months": 6, "days": -1}}[span.unit]
    return _day(_moved(span.first, **middle))


# ---- one reader for each shape --------------------------------------------------------------------------------------
def _figures(m: re.Match[str], moment: _Moment) -> Span | None:
    day, month = int(m["day"]), int(m["month"])
    if m["year"]:
        return _exactly(_year(m["year"]), month, day)
    return moment.choose(lambda year: _date(year, month, day))


def _iso(m: re.Match[str], _moment: _Moment) -> Span | None:
    return _exactly(int(m[1]), int(m[2]), int(m[3]))


def _named(m: re.Match[str], moment: _Moment) -> Span | None:
    day, month = m["day"], _month_number(m["month"])

    def of_year(year: int) -> Span | None:
        return _date(year, month, int(day)) if day else _part_of(_month(year, month), m["part"])

    if not m["year"]:
        return moment.choose(of_year)
    found = of_year(int(m["year"]))
    if found is None:
        raise Unreadable(NO_SUCH_DAY)
    return found


def _month_of_year(m: re.Match[str], _moment: _Moment) -> Span | None:
    year, month = (m[2], m[1]) if m[2] else (m[3], m[4])
    return _month(int(year), int(month))


def _year_alone(m: re.Match[str], _moment: _Moment) -> Span | None:
    return _part_of(_whole_year(int(m["year"])), m["part"])


def _calendar_week(m: re.Match[str], moment: _Moment) -> Span | None:
    number = int(m[1] or m[2])

    def of_year(year: int) -> Span | None:
        try:
            return _week(dt.date.fromisocalendar(year, number, 1))
        except ValueError:
            return None

    return of_year(int(m[3])) if m[3] else moment.choose(of_year)


def _weekday(m: re.Match[str], moment: _Moment) -> Span | None:
    """The next such day after today; "letzten Freitag" the last one before it."""
    today = moment.needed()
    word = fold(m["name"]).rstrip(".")
    number = _WEEKDAYS[word] if word in _WEEKDAYS else _WEEKDAYS[word.removesuffix("s")]
    said = fold(m["which"] or "")
    if moment.edge is Edge.PAST or said.startswith(("letzt", "vergang")):
        return _day(_moved(today, days=-((today.weekday() - number - 1) % 7 + 1)))
    return _day(_moved(today, days=(number - today.weekday() - 1) % 7 + 1))


def _near(m: re.Match[str], moment: _Moment) -> Span | None:
    return _day(_moved(moment.needed(), days=_NEAR[fold(m[0])]))


def _from_today(m: re.Match[str], moment: _Moment) -> Span | None:
    sign = -1 if fold(m["way"]) == "vor" else 1
    unit = {"t": "days", "w": "weeks", "m": "months", "j": "years"}[fold(m["unit"])[0]]
    return _day(_moved(moment.needed(), **{unit: sign * _number(m["count"])}))


def _shift(word: str | None) -> int:
    said = fold(word or "")
    if said.startswith(("uber", "ueber")):
        return 2
    if said.startswith(("nachst", "naechst", "kommend")):
        return 1
    return -1 if said.startswith(("letzt", "vergang")) else 0


def _span_near(m: re.Match[str], moment: _Moment) -> Span | None:
    """ "nächste Woche", "Ende nächsten Monats", "Ende der Woche", "Monatsende"."""
    today = moment.needed()
    what, by, part = fold(m["what"])[0], _shift(m["which"]), m["part"]
    if what == "w":
        monday = _moved(today, days=-today.weekday(), weeks=by)
        if not by and today.weekday() > 4:  # at the weekend, the week that comes is meant
            monday = _moved(monday, weeks=1)
        return _part_of(_week(monday), part)
    if what == "m":
        month = _moved(today, day=1, months=by)
        return _part_of(_month(month.year, month.month), part)
    return _part_of(_whole_year(today.year + by), part)


def _span_end(m: re.Match[str], moment: _Moment) -> Span | None:
    today = moment.needed()
    return _part_of(_month(today.year, today.month) if fold(m[1]) == "monats" else _whole_year(today.year), "ende")


_Reader = Callable[[re.Match[str], _Moment], Span | None]


def _shapes() -> Iterator[tuple[str, _Reader]]:
    day = rf"(?:{_ANY_DAY},?\s+(?:den\s+|dem\s+)?)?"
    yield rf"{day}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})(?:\.\s?(?P<year>\d{{4}}|\d{{2}})|\.?)", _figures
    yield r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", _iso
    yield (
        rf"{day}(?:(?P<part>{_PART})\s+|(?P<day>\d{{1,2}})\.\s*)?(?P<month>{_LOOSE_MONTH})(?:\s+(?P<year>\d{{4}}))?",
        _named,
    )
    yield r"(\d{1,2})[/.](\d{4})|(\d{4})-(\d{2})", _month_of_year
    yield rf"(?:(?P<part>{_PART})\s+)?(?P<year>(?:19|20)\d{{2}})", _year_alone
    yield r"(?:KW\s*(\d{1,2})|(\d{1,2})\.\s*KW)(?:[\s/]+(\d{4}))?", _calendar_week
    yield rf"(?:(?P<which>{_NEXT})\s+)?(?P<name>{_ANY_DAY})", _weekday
    yield "|".join(("heute", "morgen", "übermorgen", "uebermorgen", "gestern", "vorgestern")), _near
    yield rf"(?:heute\s+)?(?P<way>in|vor)\s+(?P<count>{_COUNT})\s+(?P<unit>{_UNITS})", _from_today
    yield (
        rf"(?:(?P<part>{_PART})\s+)?(?:de[rs]\s+)?(?P<which>{_NEXT})\s+(?P<what>Woche|Monats?|Jahr(?:es)?)",
        _span_near,
    )
    yield rf"(?P<part>{_PART})\s+(?P<which>de[rs]|d\.)?\s*(?P<what>Woche|Monats?|Jahres)", _span_near
    yield r"(Monats|Jahres)ende", _span_end


@functools.cache
def _readers() -> list[tuple[re.Pattern[str], _Reader]]:
    """The shapes, compiled when the first date is read: the start of the program reads none."""
    return [(re.compile(pattern, re.IGNORECASE), reader) for pattern, reader in _shapes()]
