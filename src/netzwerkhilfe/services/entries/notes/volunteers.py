"""What a note says of somebody who wants to help."""

from __future__ import annotations

import re

from netzwerkhilfe.models.text import fold
from netzwerkhilfe.services.entries.notes import contact, times, who
from netzwerkhilfe.services.entries.notes import words as w
from netzwerkhilfe.services.entries.notes.lists import SHORTEST_WORD, known_words, languages, licence
from netzwerkhilfe.services.entries.notes.note import Note
from netzwerkhilfe.services.entries.notes.scope import Says
from netzwerkhilfe.services.entries.notes.text import rx


def read_volunteer(note: Note) -> None:
    """The readers of somebody who helps, the surest first."""
    contact.email(note)
    contact.phones(note, "phone", "mobile")
    contact.street(note)
    contact.reachable(note)
    _car(note)
    licence(note, "driving_licence")
    far = note.search(r"\bnicht (?:weiter|mehr) als (\d{1,3})\s*km\b")
    if far:
        note.claim(*far.span(), "radius_km", far[1])
    note.take(
        r"\b(?:(?:im\s+)?(?:umkreis|radius|umgebung)(?:\s+von|\s*:)?|bis(?:\s+zu)?|höchstens|nicht mehr als"
        r"|nicht weiter als|max\.?"
        r"|maximal)\s*(?:ca\.?\s*)?(\d{1,3})\s*km\b(?:\s*umkreis)?|\b(\d{1,3})\s*km\s*(?:umkreis"
        r"|radius)\b",
        "radius_km",
        lambda m: m[1] or m[2],
    )
    note.take(
        r"\bseit\s+((?:19|20)\d{2}|\d{1,2}/\d{4})\b(?:\s+dabei)?(?!\s+(?:in|im|hier|verheiratet|witwe|arbeitslos"
        r"|zu hause))"
        r"(?<!rente seit \d{4})",
        "since",
    )
    who.person(note, "last_name")
    times.week(note, "availability")
    _from(note)
    _skills(note)
    languages(note, "languages", "language_levels")
    for place in contact.where(note):
        if rx(
            _GOES_TO + r"|\b(?:studier"
            r"|arbeit)\w*\s+(?:\w+\s+){0,3}in\s+$"
        ).search(note.plain.text[max(0, place.start - 40) : place.start]):
            continue
        begin = rx(r"(?:\baus\s+|\bwohnt\s+in\s+)$").search(note.open[: place.start])
        if note.claim(begin.start() if begin else place.start, place.end, "place", place.name):
            break


def _from(note: Note) -> None:
    for start, end, day, before in times.dates(note):
        lead = rx(r"\b(?:ab|zum)\s+(?:dem\s+)?$").search(before)
        if lead:
            note.claim(start - len(lead[0]), end, "since", day)
            return


_GOES_TO = r"\b(?:bis|nach|richtung|umkreis|raum|ganz|auch)\s+(?:(?:in|von)\s+)?(?:[a-z-]+\s*(?:,|und|u\.|/)\s*)*$"
"""What stands before a place to which somebody goes."""
_BORROWED = (
    r"\b(?:papas|mamas|vaters|opas|omas|freunde?s|firmen-?|dienst-?|leih-?)\s?(?:auto|wagen|pkw|bus)|\b(?:ge"
    r"|aus)?lie?hen\b"
    r"|\b(?:auto|wagen|pkw) (?:vom|von der|meines|seines|ihres|meiner|seiner|ihrer)\b|\bcarsharing\b"
    r"|\bkönnen sie leihen\b|\bmiet(?:en|wagen)\b"
)
"""A car that is somebody else's."""


def _car(note: Note) -> None:
    seats = (
        r"(?<![\d.,])(\d{1,2})\s*-?\s*(?:sitzer|sitzplätzen?|sitze|plätzen?)(?:\s+(?:im auto"
        r"|vorhanden))?(?![a-z])"
    )
    car = r"(?:autos?|pkws?|wagen|transporter|sprinter|kleinbus|vw-?bus|kombi|bulli|caddy|neunsitzer|kastenwagen)"
    for m in list(note.find(seats)):
        here = rx(rf"\b{car}\b|sitz|\bfähr?t\b|\bfahrdienst").search(note.plain.text)
        if here and note.scope.said(*m.span()).says is Says.YES and 1 < int(m[1]) < 20:
            note.claim(*m.span(), "car_seats", m[1])
            break
    for m in list(
        note.find(
            rf"\b(?:hat\s+|haben\s+|mit\s+|eigene[sn]?\s+|ein(?:en)?\s+)*{car}(?:\s+vorhanden|\s+vorh\.)?(?![a-z])"
        )
    ):
        said = note.scope.said(*m.span())
        first, last = note.scope.clause(m.start())
        partly = rx(r"\s+(?:nur|nicht immer|manchmal)\b(?:\s+am)?(?:\s+[^\W\d_]+)?").match(note.open, m.end()) or rx(
            _BORROWED
        ).search(note.plain.text[first:last])
        if partly:
            note.hide(m.start(), partly.end() if partly.re.pattern.startswith(r"\s") else m.end())
            break
        if said.says is Says.OPEN:
            continue
        answer = "nein" if said.says is Says.NO else "ja"
        if note.claim(said.start, said.end, "has_car", answer) or note.claim(*m.span(), "has_car", answer):
            break
    if "car_seats" in note.texts:
        note.texts.setdefault("has_car", "ja")


def _skills(note: Note) -> None:
    known = known_words(note, "skills")
    shapes = [(pattern, known[fold(skill)]) for pattern, skill in w.SKILLS if fold(skill) in known]
    shapes += [
        (rf"(?<![a-z-]){re.escape(word)}(?:e|en|er|n|s)?(?![a-z])", key)
        for word, key in known.items()
        if len(word) >= SHORTEST_WORD
    ]
    spans = [(m.span(), key) for pattern, key in shapes for m in rx(pattern).finditer(note.open)]
    found: dict[str, tuple[int, int]] = {}
    for (start, end), key in sorted(spans, key=lambda s: s[0][0] - s[0][1]):  # the longest first
        within = any(a <= start and end <= b for other, (a, b) in found.items() if other != key)
        during = rx(r"\b(?:während|zum|vom|neben)\s+(?:\w+\s+)?$").search(note.plain.text[max(0, start - 30) : start])
        course = during is not None and rx(r"\w*kurs").match(note.plain.text, start) is not None
        denied = note.scope.said(start, end).says is Says.NO or note.scope.asks(start) or course
        if key not in found and not within and not denied:
            found[key] = (start, end)
    for key, (start, end) in sorted(found.items(), key=lambda item: item[1]):
        if not note.claim(start, end, "skills", key, join=True) and "skills" in note.texts:
            note.texts["skills"] += f", {key}" if key not in note.texts["skills"].split(", ") else ""
