"""What somebody takes back while talking: "3 Zimmer, nein, doch 4 Zimmer", "erst am Dienstag, jetzt Mittwoch".

Only what is said last counts. What was taken back is hidden from the readers; it stays in what is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from netzwerkhilfe.services.entries.notes import contact, times
from netzwerkhilfe.services.entries.notes.money import AMOUNT
from netzwerkhilfe.services.entries.notes.note import Note
from netzwerkhilfe.services.entries.notes.text import rx

_SMALL = (
    r"moment|halt|äh|es sind|sind es|waren es|es ist|doch|jetzt|eher|nur|ich|sie|er|meint|meine|meinte|sagt"
    r"|sogar|lieber|am|im"
    r"|in|auf"
    r"|um|ab|den|der|die|das|dann|wohl|erst|schon|mit|zum|nach|sorry|richtig|ist|sind|bis|für|von|lieber|natürlich"
)
_MARK = (
    r"(?:[\s,;:.!?()–—-]|\b(?:ach|halt|äh|moment|sorry|stop|stopp|entschuldigung|falsch|verzeihung|oh)\b)*"
    r"(?P<word>\b(?:nein|nee|naa|korrektur|korrigiere|quatsch|stimmt nicht|vielmehr|besser gesagt|richtig ist|sondern"
    r"|ich meine"
    r"|meinte|verbessert|äh|ähm)\b|(?<=[–-] )halt(?=,))"
    rf"(?:[\s,;:.–-]|\b(?:{_SMALL})\b)*"
)
_NUMBER = r"(?<![\d.,/])\d[\d.]*(?:,\d{1,2})?"
_UNITS: tuple[tuple[str, str], ...] = (
    ("rooms", r"zkb+|zk|zi\b\.?|zim\.|zimmern?|räume|raum"),
    ("area", r"qm|m2|m²|quadrat\w*"),
    ("cold", r"(?:€|euro|eur)?\s*kalt\w*"),
    ("warm", r"(?:€|euro|eur)?\s*(?:warm\w*|inkl\w*\.?|pauschal)"),
    ("costs", r"(?:€|euro|eur)?\s*(?:nk\b|nebenkosten)"),
    ("money", r"€|euro|eur\b"),
    ("persons", r"pers\b\.?|personen|leute|köpfe"),
    ("children", r"kind(?:er)?n?\b|kd\b"),
    ("hours", r"std\b\.?|stunden|h\b"),
    ("clock", r"uhr"),
    ("distance", r"km\b"),
    ("floor", r"\.?\s*(?:og|stock|etage)\b"),
    ("seats", r"sitze\w*|plätze"),
    ("people", r"helfer\w*|azubis?|verkäufer\w*|fahrer\w*|kräfte|leute"),
)
_COUNTED = "|".join(f"(?P<{name}>{unit})" for name, unit in _UNITS)
_WORDS = r"(?:eine?[nmr]?|zwei|drei|vier|fünf|sechs|sieben|acht)"
_ITEMS: tuple[tuple[str, str], ...] = (
    ("date", times.DATE),
    ("day", rf"\b(?:{times.DAY})\b"),
    ("phone", r"(?<!\d)0\d{2,4}[\d /-]{4,}\d"),
    ("storey", r"\b(?:erdgeschoss|hochparterre|parterre|dachgeschoss|souterrain|eg|dg|ug)\b"),
    ("level", r"\b[abc][12]\b"),
    ("counted", rf"(?:{_NUMBER}|\b{_WORDS})\s*-?\s*(?:{_COUNTED})"),
    ("bare", rf"{_NUMBER}(?!\d)"),
    ("named", r"\b(?:frau|herrn?|hr\.?|fr\.?|familie|fam\.?)\s+[^\W\d_]+"),
)
REACH = 70
"""Letters before a correction in which stands what is taken back."""
_FIRST = (
    r"\b(?:zuerst|zunächst|anfangs|ursprünglich|erst\s+(?:sagte|wollte|hiess|war|sollte|stand|dachte)"
    r"|(?:wollte|sagte|hiess es|war|sollte)\s+(?:erst|zuerst|zunächst|ursprünglich))\b[^.;!?\n]*?[,–-]\s*"
    r"(?=(?:\w+\s+){0,2}?(?:dann|jetzt|nun|inzwischen|später|aber|doch|nein|mittlerweile)\b)"
)


_BEFORE = (
    r"(?<!wie )\b(?:bisher|bislang|früher|vorher|vormals|zuletzt|letztes jahr|vormieter zahlte?"
    r"|alte miete)\s+(?:\w+\s+){0,2}?"
    rf"{AMOUNT}\s*(?:€|euro|eur)?\s*(?:warm|kalt)?(?![a-z])"
)
"""What something cost before."""


def take_back(note: Note) -> None:
    """Hide what was said first and then said otherwise."""
    for pattern in (_FIRST, _BEFORE):
        for m in list(note.find(pattern)):
            note.hide(*m.span())
    for mark in list(note.find(_MARK)):
        kind, _ = next(_items(note.open, mark.end(), exactly=True), ("", None))
        if kind:
            _hide_last(note, kind, mark.start("word"))
        else:
            _hide_place(note, mark)


def _items(text: str, at: int, end: int | None = None, *, exactly: bool = False) -> Iterator[tuple[str, re.Match[str]]]:
    """Facts that can be compared, by their kind."""
    for kind, pattern in _ITEMS:
        shape = rx(pattern)
        found = [shape.match(text, at)] if exactly else shape.finditer(text, at, len(text) if end is None else end)
        for m in found:
            if m:
                unit = next((n for n, u in m.groupdict().items() if u), kind) if kind == "counted" else kind
                yield unit, m


def _hide_last(note: Note, kind: str, end: int) -> None:
    """Hide the last fact of a kind before a place; a bare figure takes back the last that is counted."""
    counted = {name for name, _ in _UNITS}
    found = [
        m
        for k, m in _items(note.open, max(0, end - REACH), end)
        if k == kind or (kind == "bare" and k in counted) or (kind == "cold" and k == "money")
    ]
    if found:
        last = max(found, key=lambda m: m.end())
        note.hide(*last.span())


def _hide_place(note: Note, mark: re.Match[str]) -> None:
    """ "in Maxdorf, nein, in Lambsheim"."""
    places = list(contact.places(note))
    after = next((p for p in places if p.start == mark.end()), None)
    before = [p for p in places if mark.start() - REACH <= p.start and p.end <= mark.start("word")]
    if after and before:
        note.hide(before[-1].start, before[-1].end)
