"""What a note says of a place of work that is offered."""

from __future__ import annotations

from collections.abc import Iterable

from netzwerkhilfe.services.entries.notes import contact, money, times, who
from netzwerkhilfe.services.entries.notes import words as w
from netzwerkhilfe.services.entries.notes.lists import COUNT, cefr, licence, number
from netzwerkhilfe.services.entries.notes.note import Note
from netzwerkhilfe.services.entries.notes.scope import Says
from netzwerkhilfe.services.entries.notes.text import rx

ENDING = r"(?:gesell(?:e|in|en)|helfer(?:in)?)?(?:/-?in(?:nen)?|:in(?:nen)?|\*in(?:nen)?|innen|in|n|r)?"
JOB = rf"((?:[a-z]+-\s+(?:und|u\.|oder|/)\s+)?(?:[a-z]+-)?{w.OCCUPATION}{ENDING}(?:/{w.OCCUPATION}{ENDING})?)"
_HOURS = (
    r"(?<![\d.,/:])(?<!je )(?<!jeweils )(\d{1,2}(?:,\d)?(?:\s*(?:-|–|bis)\s*\d{1,2})?)\s*-?\s*"
    r"(?:std\b\.?|(?:wochen)?stunden|h\b)(?!\s*lohn)"
    r"\s*(?:(?:/|pro|je|die|in der)\s*(?:woche|wo\b\.?|w\b)|wöchentl\w*\.?)?"
)


_CLOCK_SPAN = rx(r"^\d{1,2}\s*(?:-|–|bis)\s*(?:[01]?\d|2[0-4])\s*h\b(?!\s*(?:/|pro|die|in|je))")
""" "15–18 h" is a time of the day."""


def read_work(note: Note) -> None:
    """The readers of a place of work, the surest first."""
    contact.email(note)
    contact.phones(note, "phone")
    contact.street(note)
    licence(note, "driving_licence")
    _kind(note)
    money.wage(note, "pay")
    times.from_when(note, "start")
    _amount_of_work(note)
    cefr(note, "min_cefr")
    note.take(
        rf"\b(?<!mindestens )(?<!mind. )(?<!ab )(?<!über )(?:für\s+|max\.?\s+|ca\.?\s+)*({COUNT}\s*(?:wochen?"
        rf"|monate?n?|tage?|jahre?))\b(?!\s*(?:alt"
        rf"|erfahrung|/|pro|die woche|in der))",
        "duration",
    )
    _employer(note)
    contact.reachable(note)
    who.person(note, "contact_person")
    _title(note)
    for place in contact.where(note):
        if note.claim(place.start, place.end, "place", place.name):
            break
    _place_of_employer(note)


def _kind(note: Note) -> None:
    found = []
    for rank, (pattern, kind) in enumerate(w.WORK_KINDS):
        last = rank == len(w.WORK_KINDS) - 1
        found += [
            (last, m.start(), rank, m, kind) for m in note.find(pattern) if note.scope.said(*m.span()).says is Says.YES
        ]
    if not found:
        return
    general, _, _, m, kind = min(found, key=lambda f: f[:3])
    several = rx(r"(?<![\d.,-])([2-9]|1\d|zwei|drei|vier|fünf|sechs)\s+$").search(note.open[: m.start()])
    note.claim(*m.span(), "kind", kind.label)
    if several and not general:
        note.claim(*several.span(1), "positions", number(several[1]))


def _amount_of_work(note: Note) -> None:
    note.take(
        r"(?<![\d.,–-])(\d{1,2}|zwei|drei|vier|fünf|sechs|acht)\s*(?:plätze|platz(?=\s)|stellen|leute"
        r"|personen|azubis|männer|mann|lehrstellen"
        r"|ausbildungsplätze|mitarbeiter|praktikumsplätze)(?:\s+frei)?(?![a-z])",
        "positions",
        lambda m: number(m[1]),
    )
    note.take(
        rf"(?<![\d.,–-])([2-9]|1\d|zwei|drei|vier|fünf)\s+(?={w.OCCUPATION}{ENDING}(?![a-z]))",
        "positions",
        lambda m: number(m[1]),
    )
    note.take(r"\bstunden(?:\s*(?:/|pro|je)\s*woche)?\s*:\s*(\d{1,2}(?:,\d)?)", "hours_per_week")
    note.take(r"\b(voll-?\s*(?:o\.|oder|und|/|u\.)\s*teilzeit)\b", "hours_per_week")
    note.take(r"\b(vollzeit\s+(?:o\.|oder|und|/)\s*teilzeit)\b", "hours_per_week")
    note.take(_HOURS, "hours_per_week", lambda m: "" if _CLOCK_SPAN.search(m[0]) else note.said(*m.span(1)))
    note.take(r"\b(vollzeit|teilzeit)(?:\s*\d{2}\s*%)?(?![a-z])", "hours_per_week", lambda m: m[1].capitalize())


def _employer(note: Note) -> None:
    if not who.body(note, "employer", w.COMPANY, drop=r"^(?:Firma|Fa\.?)\s+", alone=True):
        if who.body(note, "employer", w.PROVIDER, alone=False, with_place=True):
            return
        who.subject(note, "employer", r"(?:sucht|suchen|nimmt|bietet|stellt|braucht|hat)")


_MARKED = (
    r"(?<![a-z-])(?!eine?\b|schüler|student|rentner|bewerber|mitarbeiter|praktikant"
    r"|helfer/in für)([a-z][a-z-]{3,}(?:/-?in(?:nen)?|:in(?:nen)?|\*in(?:nen)?|/n)(?![a-z])"
    r"|[a-z][a-z/-]{4,}(?=\s*\(?\s*(?:m\s*/\s*w\s*/\s*d|w\s*/\s*m\s*/\s*d|gn)\b))"
)
"""A word that names all genders is a work: "Kommissionierer/in", "Bauleiter (m/w/d)"."""


_LEAD = (
    r"\b(?:sucht|suchen|braucht|brauchen|gesucht:?|als|zum|zur|für|nimmt|stellt)\s+(?:noch\s+"
    r"|dringend\s+|ab sofort\s+)*(?:eine[nr]?\s+|die\s+|den\s+|das\s+|\d\s+)?"
)
_SOUGHT = (
    r"\b(?:nebenjob|job|stelle|stellenangebot|gesucht)\s*:\s*([a-z]{4,})(?![a-z])|(?:^|[.!?\n]"
    r"|\x00)\W*([a-z]{4,})(?:\s+(?:dringend|ab sofort|sofort))?\s+gesucht\b"
    r"|\b(?:sucht|suchen)\s+(?:eine[nr]?\s+)?([a-z]{2,})(?=\s*(?:[,;.\n\x00]|$|teilzeit|vollzeit))"
)
_LEARNT = (
    r"\b(?:azubi|auszubildende[rn]?|ausbildung(?:splatz|sstelle)?)\s+(?:als\s+|zum\s+"
    r"|zur\s+)?([a-z][a-z/-]{2,})(?![a-z])"
)
_FIELD = (
    r"(?:^|\x00|\b(?:praktikum|als|im bereich|in der|im|ausbildung|zum|zur|bereich))[\s,:]*(?:im\s+"
    rf"|in der\s+|bereich\s+)?({w.FIELD_OF_WORK})(?![a-z])"
)


def _title(note: Note) -> None:
    """The surest of: a word for all genders, a work that is sought, any work, a capitalised word, a field of work."""
    for pattern in (_MARKED, rf"{_LEAD}{JOB}(?![a-z])", rf"\x00\s*{JOB}(?![a-z])", rf"(?<![a-z-]){JOB}(?![a-z])"):
        found = (m.span(1) for m in note.find(pattern) if pattern != _MARKED or not rx(w.COMPANY).fullmatch(m[1]))
        if _claim_title(note, found):
            return
    capitals = (next(m.span(i) for i in (1, 2, 3) if m[i]) for m in note.find(_SOUGHT))
    if _claim_title(note, (span for span in capitals if span[0] in note.capitals), sure=True):
        return
    if _claim_title(note, (m.span(1) for m in note.find(_FIELD))):
        return
    training = rx(r"(?<![a-z-])(?!berufs|schul|eine |die )([a-z]{2,}-?ausbildung)(?![a-z])").search(note.plain.text)
    if training:
        note.texts.setdefault("title", note.said(*training.span(1)))
        return
    learnt = (
        m.span(1)
        for m in rx(_LEARNT).finditer(note.plain.text)
        if m.start(1) in note.capitals and m[1] not in w.not_names()
    )
    _claim_title(note, (span for span in learnt if not contact.is_place(note, span[0])), sure=True)


def _claim_title(note: Note, spans: Iterable[tuple[int, int]], *, sure: bool = False) -> bool:
    """Claim the first that is said to be so."""
    return any(
        (sure or note.scope.said(*span).says is Says.YES) and note.claim(*span, "title", note.said(*span))
        for span in list(spans)
    )


def _place_of_employer(note: Note) -> None:
    """ "Grundschule Dannstadt", "Gemeinde Hochdorf": a place that is part of the name says where, too."""
    found = contact.place_in_name(note, note.texts.get("employer", ""))
    if found:
        note.texts.setdefault("place", found)
