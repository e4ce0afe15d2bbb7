"""Words of the network's own lists (languages, skills) and what is said in the same way for all kinds."""

from __future__ import annotations

import re

from netzwerkhilfe.models.text import fold
from netzwerkhilfe.services.entries.notes import words as w
from netzwerkhilfe.services.entries.notes.note import Note
from netzwerkhilfe.services.entries.notes.scope import Says
from netzwerkhilfe.services.entries.notes.text import rx

_NUMBERS = {
    **dict.fromkeys(("ein", "eine", "einem", "einen", "einer"), "1"),
    **{word: str(i) for i, word in enumerate(("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht"), 2)},
    "funf": "5",
}
COUNT = r"(?:\d{1,2}|eine[nmr]?|ein|zwei|drei|vier|fünf|sechs|sieben|acht)"
LEVEL = r"[abc][12]"
SHORTEST_WORD = 4


def number(text: str) -> str:
    """A count in figures: "zwei" is 2, "4 1/2" 4,5."""
    plain = " ".join(text.split()).lower()
    plain = re.sub(r"\s*(?:½|1/2)$", ",5", plain)
    return _NUMBERS.get(plain, plain.replace(".", ","))


def known_words(note: Note, list_name: str) -> dict[str, str]:
    """The words of one of the network's lists, folded, also by other words for them, to their keys."""
    facts = note.facts
    found = {fold(s): key for (kind, s), key in facts.synonyms.items() if kind == list_name}
    for key in facts.categories.get(list_name, ()):
        found[fold(key)] = key
        found[fold(facts.label(list_name, key))] = key
    return found


def languages(note: Note, name: str, levels: str = "") -> None:
    """The languages that a note names, with their level where one is said.

    :param levels: the field for levels; without one they stay unread.
    """
    known = known_words(note, "languages")
    shapes = {re.escape(word) + r"(?:e|en|er|em|s)?": key for word, key in known.items() if len(word) >= SHORTEST_WORD}
    shapes |= {pattern: known[fold(word)] for pattern, word in w.LANGUAGES if fold(word) in known}
    found: list[tuple[int, int, str, str]] = []
    for shape in sorted(shapes, key=len, reverse=True):
        for m in rx(rf"(?<![a-z]){shape}(?![a-z])").finditer(note.open):
            if any(a < m.end() and m.start() < b for a, b, _, _ in found):
                continue
            if note.scope.said(*m.span()).says is Says.YES and not _other_use(note, m.start(), m.end()):
                found.append((m.start(), m.end(), shapes[shape], ""))
    said_levels = []
    for start, end, key, _ in sorted(found):
        level = rx(rf"\s*(?:\(|\[|auf\s+|niveau\s+)?\s*(muttersprach\w*|\b{LEVEL}\b)\)?").match(note.open, end)
        note.claim(start, end, name, key, join=True)
        if level and levels:
            said = "Muttersprache" if level[1].startswith("mutter") else level[1].upper()
            said_levels.append(f"{key} {said}")
            note.claim(end, level.end(), levels, f"{key} {said}", join=True)


def _other_use(note: Note, start: int, end: int) -> bool:
    """Whether a language is a subject at school or a course, not spoken: "Nachhilfe Englisch", "Deutsch mind. B1"."""
    before, after = note.plain.text[max(0, start - 40) : start], note.plain.text[end : end + 14]
    return bool(
        rx(
            r"(?:nachhilfe|unterricht\w*|lern\w*|mathe|kurs\w*|lehrer\w*)\W+(?:in\s+"
            r"|für\s+)?(?:\w+\s*(?:,|und|u\.|/|\+)?\s*){0,3}$"
        ).search(before)
        or rx(r"-?\s*(?:unterricht|kurs|lernen|nachhilfe|lehrer|u\.\s?mathe|und mathe)").match(after)
    )


def cefr(note: Note, name: str) -> None:
    """A level of German; that of a course which is sought is none yet."""
    note.take(
        rf"(?<!kurs )(?<!kurse )(?<![a-z\d])(?:(?:deutsch(?:kenntnisse)?|sprachniveau|niveau|mind\.?"
        rf"|mindestens|spricht|sprachstand|ab|min\.?)\s*:?\s*(?:auf\s+|mind\.?\s+|mindestens\s+"
        rf"|ca\.?\s+|sollte\s+|ist\s+|deutsch\s+)*)*({LEVEL})(?![a-z\d])(?!\W*(?:prüfung|kurs|test|anfangen"
        rf"|angestrebt|geplant|ab|beginnt))(?:-?\s?niveau)?(?:\s*(?:nötig"
        rf"|reicht|minimum|erforderlich|vorhanden))?",
        name,
        lambda m: "" if note.scope.said(*m.span()).says is Says.OPEN else m[1].upper(),
    )


_CLASS = r"(?:be|b|c1e|c1|ce|c|d|l|t|a)(?:\s*(?:\+|,|und|u\.|/)\s*(?:be|c1|ce|c|t|l))?"


def licence(note: Note, name: str) -> None:
    """A driving licence and its class; "nein" where none is there or none is needed."""
    for m in list(
        note.find(
            rf"(?<![a-z])(?:traktor)?(?:führerschein\w?|führersch\.|fs\b|fahrerlaubnis"
            rf"|lappen)\.?(?:\s*(?:klasse|kl\.?)?\s*:?\s*({_CLASS})(?![a-z\d]))?|\b(?:klasse"
            rf"|kl\.)\s+({_CLASS})(?![a-z\d])|(?<=lkw-fahrer )(ce|c1|c)\b"
        )
    ):
        said = note.scope.said(*m.span())
        if said.says is Says.OPEN:
            continue
        group = (m[1] or m[2] or m[3] or "").upper().replace(" ", "")
        group = ", ".join(part for part in re.split(r"\+|UND|U\.|/|,", group) if part)
        text = "nein" if said.says is Says.NO else ("T" if m[0].startswith("traktor") else group or "B")
        if note.claim(said.start, said.end, name, text) or note.claim(*m.span(), name, text):
            return
