"""What a note says of a flat that is offered."""

from __future__ import annotations

import re

from netzwerkhilfe.models.leads import Pets
from netzwerkhilfe.services.entries.notes import contact, money, times, who
from netzwerkhilfe.services.entries.notes.lists import COUNT, number
from netzwerkhilfe.services.entries.notes.note import Note
from netzwerkhilfe.services.entries.notes.scope import Says
from netzwerkhilfe.services.entries.notes.text import rx

ROOMS = (
    rf"(?<![\d.,/a-z])(\d(?:[,.]5|\s*½|\s1/2)?|{COUNT})\s*-?\s*(?:zkbb|zkdb|zkbd|zkbt|zkb|zk(?![a-z])|zim\."
    rf"|zi(?![a-z])\.?"
    r"|zimmern?(?![a-z])|zimmer(?=whg|wohnung)|räume|raum(?![a-z])|raum-?(?=wohnung)|z\.(?=\s?[a-z])"
    r"|(?<=\d)\s?(?:z(?=[, .]|$)|r(?=[,. ]|$)))"
)
_TOGETHER = r"(?:\s*[,-]?\s*(?:wohnung|whg\b\.?|küche|küch|bad|kochnische)(?![a-z])){0,3}"
_COMPOUND = r"\b(ein|zwei|drei|vier|fünf)-?zimmer-?(?:wohnung|whg)?(?![a-z])"
AREA = (
    r"(?<![\d.,])(\d{2,3}(?:[,.]\d{1,2})?)\s*(?:qm|m²|m2|quadrat(?:metern?)?)(?![a-z])(?:\s*(?:wfl\.?"
    r"|wohnfläche|groß))?"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_ORDINALS = {"erst": "1", "zwei": "2", "drit": "3", "vier": "4", "funf": "5"}
_AGENT = (
    r"(?:erbengemeinschaft|hausverwaltung|hausverw\.?|vermietung(?=\s[a-z]+gmbh)|\w*baugenossenschaft|wohnungsbau\w*"
    r"|wohnbau\w*|immobilien|weingut|pension|gasthaus|gasthof|gästehaus"
    r"|hotel|gewobau|gag|baugesellschaft|immo-?\w+)"
)


def read_flat(note: Note) -> None:
    """The readers of a flat, the surest first."""
    contact.phones(note, "phone", "phone_note")
    contact.street(note)
    _until(note)
    _size(note)
    times.from_when(note, "available_from")
    _floor(note)
    money.deposit_in_rents(note)
    _features(note)
    _no_kitchen(note)
    _pets(note)
    note.take(
        r"\b(?:max\.?|maximal|höchstens|bis zu|für|nur)\s*(?:maximal\s+|max\.?\s+)?(\d{1,2}|eine|zwei"
        r"|drei|vier)\s*(?:personen|person|pers\b\.?|leute)",
        "max_persons",
        lambda m: number(m[1]),
    )
    times.hide_dates(note)
    money.rents(note)
    contact.reachable(note)
    who.signed(note, "landlord")
    note.take(
        r"(?<![a-z-])([^\W\d_]+(?:[ \t]+(?:&|u\.|und)[ \t]+[^\W\d_]+)?[ \t]+(?:immobilien|hausverwaltung"
        r"|hausverw\.?))(?![a-z])",
        "landlord",
    )
    if "landlord" not in note.texts and not who.body(note, "landlord", _AGENT, alone=False):
        who.person(note, "landlord")
    _place(note)


_HOME = (
    r"(?:\(|\baus|\b(?:wohn|leb|sitz|studier|arbeit)(?:t|e|en)\s+(?:\w+\s+){0,3}(?:in|bei)|\bnach|\brichtung"
    r"|\bmin(?:uten"
    r"|\.)? (?:bis|nach|von)"
    r"|\bbüro|\bfirma)\s*$"
)
"""What stands before a place where the flat is not."""


def _place(note: Note) -> None:
    """Where the flat is; the place where somebody lives counts only if no other is named."""
    found = list(contact.where(note))
    elsewhere = [p for p in found if rx(_HOME).search(note.plain.text[max(0, p.start - 30) : p.start])]
    for place in [p for p in found if p not in elsewhere] or elsewhere:
        if note.claim(place.start, place.end, "place", place.name):
            return


def _size(note: Note) -> None:
    note.take(ROOMS + _TOGETHER, "rooms", lambda m: number(m[1]))
    note.take(_COMPOUND, "rooms", lambda m: number(m[1]))
    note.take(r"\bzimmer\s*:\s*(\d(?:,5)?)", "rooms")
    note.take(r"\b(ein)\s+zimmer\b|(?:^|\x00)\W*zimmer\s+(?=(?:frei|zu vermieten|zu vergeben|übrig)\b)", "rooms", "1")
    note.take(AREA, "area_m2", lambda m: m[1].replace(".", ","))


def _until(note: Note) -> None:
    today = note.facts.today
    date = rf"({times.DATE}|\d{{4}}\b)"
    note.take(
        rf"\bbefristet\s+bis\s+(?:zum\s+)?{date}|\bbis\s+{date}\s+befristet",
        "limited_until",
        lambda m: times.day_of(m[1] or m[2], today),
    )


def _floor(note: Note) -> None:
    def said(m: re.Match[str]) -> str:
        if m["word"]:
            which = {"etage": "Etage", "stock": "Stock", "stockwerk": "Stock"}.get(m["called"], "OG")
            return f"{_ORDINALS[m['word'][:4]]}. {which}"
        if m["n"]:
            which = {"etage": "Etage", "stock": "Stock", "stockwerk": "Stock"}.get(m["what"], "OG")
            return f"{_ROMAN.get(m['n'], m['n'])}. {which}"
        plain = m[0].strip().removeprefix("im ")
        for short, shape in (
            ("DG", r"dg|dach|unter"),
            ("EG", r"eg|erdgesch|parterre|ebenerdig"),
            ("OG", r"og|obergesch"),
            ("UG", r"keller"),
        ):
            if rx(shape).match(plain):
                return short
        return {"hochparterre": "Hochparterre", "souterrain": "Souterrain", "ug": "UG", "mansarde": "DG"}.get(
            plain, plain
        )

    note.take(
        rf"(?<![a-z\d])(?:im\s+)?(?:(?P<word>{'|'.join(_ORDINALS)})[a-z]*\s+(?P<called>og|obergeschoss|stockwerk"
        rf"|stock|etage)"
        r"|(?P<n>\d|iii|ii|iv|i)\.?\s*-?\s*(?P<what>og|obergeschoss|stockwerk"
        r"|stock|etage)|eg|erdgeschoss|dg|dachgeschoss|dach(?=wohnung)"
        r"|unter'?m dach|unter dem dach|ug|souterrain|hochparterre|parterre|obergeschoss|og"
        r"|mansarde)(?![a-z])(?:\s*(?:re|li|mitte|rechts|links)\b\.?)?"
        r"|\b(?:dachgeschoss|dach|erdgeschoss|keller|souterrain)-?(?=wohnung|whg)",
        "floor",
        said,
    )


def _features(note: Note) -> None:
    note.flag(r"\b(?:aufzug|lift|fahrstuhl)(?:\s+(?:vorhanden|vorh\.|da|im haus))?(?![a-z])", "lift")
    note.flag(
        r"\b(?:barrierefrei|rollstuhlgerecht|rollstuhlger\.|stufenlos|behindertengerecht"
        r"|rollstuhltauglich|rollstuhlgeeignet)(?:e[rsn]?)?(?![a-z])"
        r"|(?:\bfür\s+)rollstuhl(?:fahrer(?:in)?|nutzer)?(?:\s+geeignet)?\b",
        "accessible",
    )
    note.flag(r"(?<![a-z])(un)möbl(?:iert(?:e[rsn]?)?|\.)(?![a-z])", "furnished", yes="nein", no="")
    note.flag(
        r"(?<![a-z])(?:voll|teil|komplett\s+)?möbl(?:iert(?:e[rsn]?)?|\.)(?![a-z])"
        r"|\b(?:komplett|voll|vollständig)\s+(?:eingerichtet|ausgestattet)\b",
        "furnished",
    )
    note.take(r"\b(?:wbs|wohnberechtigungsschein)\s*:?\s*n\.\s?n\.", "housing_permit", "nein")
    note.flag(
        r"\b(?:nur\s+)?(?:mit\s+)?(?:wbs|wohnberechtigungsschein|b-schein)(?:\s*(?:nötig|erforderlich"
        r"|pflicht|notwendig|vorausgesetzt))?(?![a-z])",
        "housing_permit",
    )
    note.flag(
        r"(?:\b(?:mit|inkl\.?|incl\.?)\s+(?:\w+\s+)?)?\b(?:ebk|einbauküche|küchenzeile|kochnische"
        r"|pantryküche)(?:\s+(?:vorhanden|vorh\.|da|drin))?(?![a-z])"
        r"(?!\W*(?:gegen |zur |für )?(?:ablöse|abstand|ablösung|kann|muss|müsste|zu übernehmen|übernahme))"
        r"|\bmit küche\b|\bküche\s*:\s*(?:ja|vorhanden|ebk)\b|\bküche\s+(?:vorhanden|vorh\."
        r"|da|drin|ist drin)\b",
        "kitchen",
    )


def _no_kitchen(note: Note) -> None:
    """ "keine Küche", "ohne Küche": a kitchen alone says nothing, one that is missing does."""
    note.flag(r"\bküche(?:\s+vorhanden)?(?![a-z-])", "kitchen", yes="")


def _pets(note: Note) -> None:
    animal = r"\b(?:haus)?tier(?:e|haltung|en)?\b|\bhunde?\b|\bkatzen?\b|\bht\b"
    if note.take(
        rf"(?:{animal})\s*:?\s*(?:nur\s+|erst\s+)?(?:nach absprache|auf anfrage|verhandelbar"
        rf"|n\. ?a\.)",
        "pets",
        Pets.BY_AGREEMENT.label,
    ):
        return
    yes = (
        r"\s*:?\s*(?:sind\s+|ist\s+)?(?:erlaubt|ok|okay|möglich|willkommen|ja|gerne|gern|kein problem"
        r"|gestattet|geht|ginge|dürfen|darf|(?:wäre |ist )?in ordnung|wäre (?:ok|okay|möglich|kein problem)"
        r"|sind ok|erwünscht)\b"
    )
    answers: set[Says] = set()
    spans = []
    for m in list(note.find(animal)):
        said = note.scope.said(*m.span())
        agrees = rx(yes).match(note.open, m.end())
        if said.says is Says.NO:
            answers.add(Says.NO)
            spans.append((said.start, said.end))
        elif agrees and said.says is Says.YES:
            answers.add(Says.YES)
            spans.append((m.start(), agrees.end()))
    if len(answers) == 2:
        note.claim(min(a for a, _ in spans), max(b for _, b in spans), "pets", Pets.BY_AGREEMENT.label)
    elif answers:
        text = Pets.NO.label if Says.NO in answers else Pets.YES.label
        note.claim(*spans[0], "pets", text)
