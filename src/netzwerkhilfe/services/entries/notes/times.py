"""Dates and times of a note: found first, so that no figure of them is taken for money or a telephone number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from netzwerkhilfe.models import phrases
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.values import WEEKDAYS, Unreadable, show_date
from netzwerkhilfe.services.entries.notes.note import GONE, Note
from netzwerkhilfe.services.entries.notes.scope import Says
from netzwerkhilfe.services.entries.notes.text import rx

# ---- dates ----------------------------------------------------------------------------------------------------------
_MONTH = (
    r"(?:januar|jänner|jan\b\.?|februar|feb\b\.?|märz|maerz|mrz\b\.?|april|apr\b\.?|mai|juni|jun\b\.?"
    r"|juli|jul\b\.?|august"
    r"|aug\b\.?|september|sept?\b\.?|oktober|okt\b\.?|november|nov\b\.?|dezember|dez\b\.?)"
)
DATE = (
    r"(?:\b\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:19|20)\d{2}(?!\d)|\d{2}(?!\d))?"
    rf"|\b(?:(?:anfang|mitte|ende)\s+|\d{{1,2}}\.\s*){_MONTH}(?![a-z])(?:\s*(?:20)\d{{2}}\b)?"
    rf"|\b{_MONTH}(?![a-z])(?:\s*20\d{{2}}\b)?"
    r"|\b(?:0?[1-9]|1[0-2])/(?:20)?\d{2}(?![\d/])"
    r"|\b(?:(?:anfang|mitte|ende)\s+)?(?:nächste|kommende|diese|übernächste)[nrs]?\s+(?:woche|monats?|jahr(?:es)?)\b"
    r"|\b(?:monats|jahres)ende\b|\bin\s+(?:\d{1,2}|einem|einer|zwei|drei|vier|sechs|acht)\s+(?:tagen|wochen"
    r"|monaten)\b"
    r"|\bkw\s*\d{1,2}\b)"
)
AT_ONCE = r"(?:ab\s+|per\s+)?(?:sofort|direkt frei|gleich|umgehend)(?:\s+(?:frei|möglich|verfügbar|beziehbar))?"
_SHORT_YEAR = late(r"^(0?[1-9]|1[0-2])/(\d{2})$")


def day_of(text: str, today: dt.date) -> str:
    """A phrase as its field reads it again: a day, a month, a year; empty if it is none."""
    plain = " ".join(text.split())
    if m := _SHORT_YEAR.match(plain):
        plain = f"{m[1]}/20{m[2]}"
    plain = re.sub(r"^(\w+ )?([a-z]{3,4})$", r"\1\2", plain)
    for spelling in (plain, plain + ".", plain.rstrip(".")):
        try:
            return show_date(phrases.read_when(spelling, (), today))
        except Unreadable:
            continue
    return ""


def dates(note: Note) -> Iterator[tuple[int, int, str, str]]:
    """The dates that nobody has read: place, the date, and the words before it in its clause."""
    for m in note.find(DATE):
        read = day_of(m[0], note.facts.today)
        if read:
            first = note.scope.clause(m.start())[0]
            yield m.start(), m.end(), read, note.open[max(first, m.start() - 30) : m.start()]


FROM = (
    r"(?<![a-z])(?:(?:wird\s+|ist\s+|wäre?\s+)?(?:frei|bezugsfrei|bezugsfertig|beziehbar|erstbezug|bezug"
    r"|verfügbar|leer|einzug|beginn"
    r"|start|zu vermieten|übergabe|mietbeginn)?\s*:?\s*"
    r"(?:ab|zum|per|ab dem|ab anfang|im|ende|von|zur)|frei|bezugsfrei|bezugsfertig|beginn|start|einzug|erstbezug"
    r"|bezug|übergabe|mietbeginn"
    r"|verfügbar|mieter gesucht zum)\s*:?\s*(?:dem\s+|ca\.?\s+|etwa\s+|circa\s+|voraussichtlich\s+)*$"
)
"""What stands before the day from which something is free."""


_OTHER_DAY = r"\s*(?:\w+\s+){0,2}?(?:gekündigt|kündig\w*|besichtig\w*|besuch\w*|rückruf|ruft|angerufen|bewerb\w*)\b"
"""What follows a day that is none from which something is free."""


def from_when(note: Note, name: str) -> None:
    """The day from which a flat is free or a work begins; "sucht ab sofort" says when the seeking begins."""
    for m in note.find(rf"\b(?:frei\s+|bezugsfrei\s+|einzug\s+)?{AT_ONCE}\b"):
        seeks = rx(r"\b(?:such(?:t|e|en)|brauch(?:t|e|en))\s+$").search(note.plain.text[: m.start()])
        if name == "move_in_by" and seeks:
            continue
        if not note.scope.asks(m.start()) and "nicht" not in note.open[max(0, m.start() - 8) : m.start()]:
            note.claim(m.start(), m.end(), name, "sofort")
            return
    for start, end, day, before in dates(note):
        lead = rx(FROM).search(before)
        first, last = note.scope.clause(start)
        alone = not note.plain.text[first:start].strip(" (") and not note.plain.text[end:last].strip(" )")
        since = note.scope.said(start, end)
        spread = rx(r"\s*(?:bis|-|–|/)\s*").match(note.plain.text, end) is not None
        if rx(_OTHER_DAY).match(note.plain.text, end):
            continue
        if (lead or alone or spread) and since.says is not since.says.OPEN:
            begin = start - len(lead[0]) if lead else start
            if GONE not in note.open[begin:end]:
                note.claim(begin, end, name, day)
                return


def hide_dates(note: Note) -> None:
    """Dates that mean nothing to a kind are no telephone numbers and no rents either."""
    for m in list(note.find(DATE)):
        if any(c.isdigit() for c in m[0]):
            note.hide(m.start(), m.end())


# ---- times of the day and of the week -------------------------------------------------------------------------------
_CLOCK = r"(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?"
_UHR = r"(?:\s*(?:uhr|h)\b)"
CLOCKS = (
    rf"(?:\b(?:von\s+)?(?P<a>{_CLOCK}){_UHR}?\s*(?:-|–|bis)\s*(?P<b>{_CLOCK}){_UHR}"
    rf"|\b(?P<word>ab|bis|nach|vor|um|gegen)\s+(?P<c>{_CLOCK}){_UHR}"
    rf"|\b(?P<d>{_CLOCK}){_UHR}"
    rf"|\bum\s+(?P<e>{_CLOCK})(?![\d.,])(?!\s*(?:€|euro|qm|m2|km|pers|zi)))"
)
BARE_CLOCKS = (
    rf"(?P<a>{_CLOCK})\s*(?:-|–|bis)\s*(?P<b>{_CLOCK})(?![\d:/]|[.,]\d)(?!\s*(?:€|euro|qm|m2|km|pers|zi|zk"
    rf"|std|stunden|jahre))"
)
"""Times without "Uhr", beside a day of the week."""
_DAYS = {
    r"montags?|mo": "Mo",
    r"dienstags?|di": "Di",
    r"mittwochs?|mi": "Mi",
    r"donnerstags?|do": "Do",
    r"freitags?|fr": "Fr",
    r"samstags?|sonnabends?|sa": "Sa",
    r"sonntags?|so": "So",
}
DAY = (
    r"(?:montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|mo|di|mi|do|fr"
    r"|sa|so)"
)
_PART = r"(?:vormittags?|vorm\.|morgens|früh|nachmittags?|nachm\.|mittags|abends?|ganztags|ganztägig|tagsüber)"
_SEP = r"(?:\s*(?:,|und|oder|u\.?|o\.?|od\.?|\+|/|&|-|–|bis)\s*|\s+)"
_COMPOUND = (
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)-?(?:vormittags?|nachmittags?"
    r"|abends?|morgens?|mittags?)"
)
WEEKEND = r"(?:am\s+)?(?:wochenenden?|we)\b|\b(?:wochentags|werktags|unter der woche|täglich)\b"
_EXCEPT = rf"(?:außer|nicht|ausser|bis auf|kein(?:en)?)\s+(?:am\s+|an\s+)?(?:{DAY}\b|(?:{WEEKEND}))"


def short_day(word: str) -> str:
    """A day of the week as "Mo"; empty for what is none."""
    return next((short for pattern, short in _DAYS.items() if re.fullmatch(pattern, word)), "")


def days_of(text: str) -> list[str]:
    """The days that a phrase names, "mo-mi" as three."""
    found: list[str] = []
    upto = False
    for m in rx(rf"\b{DAY}\b|\b{_COMPOUND}\b|-|–|\bbis\b|{WEEKEND}").finditer(text):
        day = short_day(m[0]) or short_day(re.sub(r"tag-?\w+$", "tag", m[0]))
        if m[0] in ("-", "–", "bis"):
            upto = bool(found)
        elif m[0].endswith("glich"):
            found += [d for d in WEEKDAYS if d not in found]
        elif not day and m[0].endswith(("tags", "woche")):
            found += [d for d in WEEKDAYS[:5] if d not in found]
        elif not day:
            found += [d for d in WEEKDAYS[5:] if d not in found]
        elif day and upto:
            first, last = WEEKDAYS.index(found[-1]), WEEKDAYS.index(day)
            found += [d for d in WEEKDAYS[first + 1 : last + 1] if d not in found]
            upto = False
        elif day and day not in found:
            found.append(day)
    return found


NOON, EVENING, AFTER_WORK = 12, 17, 18


def parts_of_day(text: str) -> list[str]:
    """The parts of the day that a phrase means: "ab 16 uhr" afternoon and evening, "9-12" the morning."""
    if rx(r"ganztags|ganztägig").search(text):
        return []
    found = []
    for pattern, part in (
        (r"(?<!nach)vormittag|\bvorm\.|morgens|\bfrüh\b", "vormittags"),
        (r"nachmittag|nachm\.|\bmittags", "nachmittags"),
        (r"(?<!sonn)abend", "abends"),
    ):
        if rx(pattern).search(text):
            found.append(part)
    if found:
        return found
    m = rx(CLOCKS).search(text) or rx(BARE_CLOCKS).search(text)
    return _around(m.groupdict()) if m else []


def _around(said: dict[str, str | None]) -> list[str]:
    def hour(name: str) -> float | None:
        text = said.get(name)
        return float(re.split(r"[:.]", text)[0]) if text else None

    first, last = hour("a"), hour("b")
    if first is not None and last is not None:
        return [p for p, (a, b) in _SPANS.items() if first < b and last > a]
    at = next((h for n in ("c", "d", "e") if (h := hour(n)) is not None), 0.0)
    word = said.get("word")
    if word in ("ab", "nach"):
        return [p for p, (_, b) in _SPANS.items() if b > at and not (p == "nachmittags" and at >= EVENING)]
    if word in ("bis", "vor"):
        return [p for p, (a, b) in _SPANS.items() if a < at and (b <= at + 3 or p == "vormittags")]
    return [p for p, (a, b) in _SPANS.items() if a <= at < b]


_SPANS = {"vormittags": (0.0, 12.0), "nachmittags": (12.0, 18.0), "abends": (18.0, 24.0)}
_NOT_LEFT_OUT = r"(?<!außer )(?<!nicht )(?<!nicht am )(?<!kein )(?<!keinen )(?<!außer am )"
_TIMES = CLOCKS.replace("?P<", "?P<x"), BARE_CLOCKS.replace("?P<", "?P<y")
WEEK = (
    rf"{_NOT_LEFT_OUT}\b(?:nur\s+|immer\s+|jeden\s+|am\s+|an\s+)*(?P<days>(?:{DAY}\b\.?|{_COMPOUND}\b"
    rf"|{WEEKEND})(?:{_SEP}(?:{DAY}\b\.?|{_COMPOUND}\b|{WEEKEND}))*)"
    rf"(?P<when>(?:,?\s*(?:nur\s+|immer\s+|am\s+|jeweils\s+)?(?:{_PART}|{_TIMES[0]}|{_TIMES[1]})(?![a-z]))*)"
    rf"(?:,?\s*{_EXCEPT})?"
)
PART_FIRST = (
    rf"\b(?:immer\s+|nur\s+|am\s+)?(?:{_PART}(?:\s*(?:und|oder"
    rf"|u\.?)\s*{_PART})?(?:\s*,?\s*(?:am\s+)?{_EXCEPT})?(?![a-z])|{_EXCEPT})"
)


def week(note: Note, name: str) -> None:
    """Days and times of the week: "dienstags vormittags", "Mo und Mi nachm.", "nachmittags außer Fr"."""
    found: list[str] = []
    for pattern in (WEEK, PART_FIRST):
        if found and pattern == PART_FIRST:
            break
        for m in list(note.find(pattern)):
            slots = slots_of(m[0])
            if note.scope.said(*m.span()).says is Says.NO or rx(r"\s*(?:nie|nicht|kann (?:er|sie) nicht)\b").match(
                note.open, m.end()
            ):
                continue
            sure = pattern == PART_FIRST or _means_days(note, m)
            if slots and sure and not note.scope.asks(m.start()):
                end = m.start() + len(m[0].rstrip(" ,"))
                if note.claim(m.start(), end, name, slots, join=True):
                    found.append(slots)
    if found:
        note.texts[name] = "; ".join(dict.fromkeys(found))


def _means_days(note: Note, m: re.Match[str]) -> bool:
    """Whether "fr", "so" or "do" is a day: beside others, with a time, or a capital that is no "Frau"."""
    named = [(w.start(), w[0]) for w in rx(rf"\b(?:{DAY}|{_COMPOUND}|{WEEKEND})").finditer(m["days"])]
    if len(named) > 1 or m["when"].strip() or len(named[0][1]) > 2 or named[0][1] == "we":
        return True
    at = m.start("days") + named[0][0]
    after = note.plain.text[at + 2 :].lstrip()
    return at in note.capitals and at + 1 not in note.capitals and (named[0][1] != "fr" or not after[:1].isalpha())


def slots_of(text: str) -> str:
    """A phrase as a field of times of the week reads it."""
    left_out = rx(_EXCEPT).search(text)
    without = days_of(left_out[0]) if left_out else []
    plain = text[: left_out.start()] + text[left_out.end() :] if left_out else text
    days, parts = days_of(plain), parts_of_day(plain)
    if without:
        days = [d for d in (days or (WEEKDAYS[:5])) if d not in without]
    if not days and not parts:
        return ""
    return f"{', '.join(days)} {' '.join(parts)}".strip()
