"""What a note says of an offer that people can go to or ask for: goods, courses, meetings, counselling."""

from __future__ import annotations

import re

from netzwerkhilfe.models.text import fold
from netzwerkhilfe.services.entries.notes import contact, times, who
from netzwerkhilfe.services.entries.notes import words as w
from netzwerkhilfe.services.entries.notes.lists import known_words, languages
from netzwerkhilfe.services.entries.notes.note import Note
from netzwerkhilfe.services.entries.notes.text import rx

_TIME = rf"(?:von\s+)?(?:{times.CLOCKS}|{times.BARE_CLOCKS}|\d{{1,2}}[:.]\d\d(?![.\d]))"
_PLAIN_TIME = re.sub(r"\?P<\w+>", "?:", _TIME)
_WHICH = (
    r"(?:(?:jeden?[nr]?|immer|am|an|jeweils)\s+)*(?:(?:\d\.|erste[rn]?|zweite[rn]?|dritte[rn]?"
    r"|letzte[rn]?)\s*(?:(?:und|u\.)\s*\d\.\s*)?)?"
)
_DAYS = rf"{times.DAY}\b\.?(?:\s*(?:,|und|u\.?|oder|\+|/|&|-|–|bis)\s*{times.DAY}\b\.?)*"
_HOURS = (
    rf"\b{_WHICH}{_DAYS}(?:\s+im\s+monat)?(?:,?\s*\d{{1,2}}\.\s?\d{{1,2}}\.(?:\d{{2,4}})?)?(?:,?\s*(?:{_PLAIN_TIME}|vormittags|nachmittags|abends|vorm\."
    rf"|nachm\.))+"
)
_HOURS_LOOSE = rf"\b{_WHICH}{_DAYS}(?:\s+im\s+monat)(?:,?\s*{_PLAIN_TIME})?"
_SEVERAL = r"(?:\d{1,2}|zwei|drei|vier|fünf|sechs|sieben|acht)"
_AND = r"\s*(?:,|und|u\.?|\+|&|m\.|mit|sowie)\s*(?:eine?[nmr]?\s+)?"
_THING = rf"(?:(?:{_SEVERAL})\s+(?:[a-z]+\s+)?)?(?:{w.GOODS})(?:en?|n|s)?"
GOODS = rf"(?<![a-z-])({_THING}(?:{_AND}(?:{_THING}|\d\s+[a-z]+|matratze))*)(?![a-z])"


def read_offer(note: Note) -> None:
    """The readers of an offer, the surest first."""
    contact.email(note)
    contact.phones(note, "phone", "phone_note")
    contact.street(note)
    _hours(note)
    who.body(note, "provider", w.CLUB, alone=False, with_place=True)
    provider_place = _place_in(note)
    _goods(note)
    _event(note)
    if "provider" not in note.texts and not who.body(note, "provider", w.CLUB, with_place=True):
        who.body(note, "provider", r"(?:firma|fa\.?(?=\s))", alone=False, drop=r"^(?:Firma|Fa\.?)\s+")
        who.subject(note, "provider", r"(?:bietet|macht|lädt|startet|hat|nimmt)")
    own = rx(rf"({w.ACTIVITY})(?![a-z-])").match(fold(note.texts.get("provider", "")))
    if own and "title" not in note.texts:
        note.texts["title"] = note.texts["provider"][: own.end()]
    _terms(note)
    who.person(note, "contact_person")
    languages(note, "languages")
    for place in contact.where(note):
        if note.claim(place.start, place.end, "place", place.name):
            break
    group = re.search(r"\bfür\s+([^\W\d_]+)$", note.texts.get("title", ""))
    if group:
        note.texts.setdefault("target_group", group[1])
    if provider_place:
        note.texts.setdefault("place", provider_place)
    _category(note)


def _hours(note: Note) -> None:
    found = next((m for pattern in (_HOURS, _HOURS_LOOSE) for m in note.find(pattern)), None)
    if found is None:
        return
    more = rx(rf"\s*(?:,|und|u\.|;)\s*({_HOURS})").match(note.open, found.end())
    first, last = found.start(), more.end(1) if more else found.end()
    said = re.sub(r"^(?:an|immer|am)\s+(?=[a-zA-Z]{2})", "", note.said(first, last).strip(" ,"))
    note.claim(first, last, "opening_hours", said)


def _place_in(note: Note) -> str:
    """The place that the name of a body says: "Turnverein Lambsheim"."""
    return contact.place_in_name(note, note.texts.get("provider", ""))


_REST = rx(r"\s+(?:und|u\.|\+|&|sowie)\s+(?:eine?[nmr]?\s+)?([a-z]{4,})(?![a-z])")


_FIRST = rx(rf"((?:(?:{_SEVERAL})\s+)?([a-z]{{4,}})\s+(?:und|u\.|\+|&|sowie)\s+(?:eine?[nmr]?\s+)?)$")
_GIVEN = (
    r"\b(?:verschenke?[nt]?|verschenken|spende[nt]?|braucht|hat noch|haben noch|hätten?|gebe|gibt)\s+(?:noch\s+"
    r"|jemand\s+)*"
    r"(?:eine?[nmr]?\s+|mein\w*\s+|sein\w*\s+|ihr\w*\s+|\d+\s+)?(?:gut erhalten\w*\s+"
    r"|alte[nrs]?\s+)?([a-z]{4,})(?![a-z])"
    r"|\b(?:sein|ihr|mein|unser)\w*\s+(?:alte[snr]?\s+)?(?P<own>[a-z]{4,})\s+(?:verschenken|abgeben|hergeben|spenden)\b"
    r"|\b([a-z]{4,})(?:\s+(?:\(\w+\)|gut erhalten))?,?\s+(?:gratis\s+)?(?:abzugeben|zu verschenken|zu versch\.)"
)


def _unknown_thing(note: Note) -> None:
    """What is given away and no rule knows: a capitalised word beside the word for it."""
    people = who.People(note)
    for m in note.find(_GIVEN):
        group = next(i for i in (1, 2, 3) if m[i])
        if m.start(group) in note.capitals and not people.called(m.start(group)):
            note.claim(*m.span(group), "title", note.said(*m.span(group)))
            return


def _goods(note: Note) -> None:
    if note.has(
        r"abzugeben|zu versch|verschenk|spende\b|gibt .*\b(?:ab|weg|her)\b|haushaltsauflösung|abholung|abholen"
        r"|abzuholen"
        r"|abgeben|hergeben|gespendet|weggeben|selbstabhol|bietet? an|biete"
    ):
        for m in note.find(GOODS):
            less = _FIRST.search(note.open[: m.start(1)])
            first = less.start(1) if less and note.cased and less.start(2) in note.capitals else m.start(1)
            more = _REST.match(note.open, m.end())
            last = more.end() if more and note.cased and more.start(1) in note.capitals else m.end(1)
            if note.claim(first, last, "title", note.said(first, last)):
                return
        _unknown_thing(note)


def _event(note: Note) -> None:
    def title(m: re.Match[str]) -> str:
        said = note.said(*m.span(1))
        return said[:1].upper() + said[1:]

    note.take(
        rf"(?<![a-z-])((?:[a-z]+-)*(?:{w.ACTIVITY}|[a-z]{{4,}}(?:prüfung|aktion|basar|sammlung|fest|führung"
        rf"|messe)))(?![a-z-])",
        "title",
        title,
    )


def _terms(note: Note) -> None:
    note.take(
        r"\b(kostenlos\w*|kostenfrei|gratis|umsonst|keine kosten|kostet (?:\w+ )?(?:nix|nichts)|beitragsfrei"
        r"|eintritt frei)\b",
        "cost",
        lambda m: m[1] if m[1] in ("kostenfrei", "beitragsfrei") else "kostenlos",
    )
    note.take(r"(?<![\d.,])(\d{1,3}(?:,\d\d)?\s*(?:€|euro)(?:\s*(?:umlage|pro \w+|im monat|beitrag))?)", "cost")
    note.take(
        r"\b((?:ohne|mit)\s+(?:anmeldung|termin)|(?:termin|anmeldung)\s+(?:nötig|erforderlich|erwünscht))\b",
        "registration",
    )
    note.take(r"\b(\d{1,3})\s+(?:plätze|teilnehmer)\b", "capacity")
    note.take(
        r"\bfür\s+(\w*(?:kinder|ehrenamtliche|frauen|männer|senioren|jugendliche|flüchtlinge|geflüchtete|mütter"
        r"|eltern"
        r"|anfänger|grundschüler|mädchen"
        r"|jungen|familien|schüler|migrant(?:en|innen)|bedürftige|zugewanderte|väter"
        r"|alleinerziehende)(?:\s+(?:ab\s+|von\s+)?\d{1,2}(?:\s*(?:-|–|bis)\s*\d{1,2})?(?:\s*(?:jahren?"
        r"|j\.))?)?)(?![a-z])"
        r"|\b(kinder ab \d{1,2}(?:\s*(?:jahren?|j\.))?)|\blädt\s+(flüchtlinge|frauen|kinder|senioren)\b",
        "target_group",
        lambda m: note.said(*m.span(next(i for i in (1, 2, 3) if m[i]))),
    )


def _category(note: Note) -> None:
    known = known_words(note, "offer_categories")
    title = fold(note.texts.get("title", ""))
    for pattern, category in w.CATEGORIES:
        if rx(pattern).search(title) and fold(category) in known:
            note.texts["category"] = known[fold(category)]
            return
