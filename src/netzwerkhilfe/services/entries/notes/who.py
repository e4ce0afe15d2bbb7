"""Who calls: people with and without "Frau" or "Herr", and firms, clubs and other bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netzwerkhilfe.models.naming import is_given_name, is_word
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.services.entries.notes import words as w
from netzwerkhilfe.services.entries.notes.contact import key, place_spans, place_words
from netzwerkhilfe.services.entries.notes.note import GONE, Note
from netzwerkhilfe.services.entries.notes.text import rx

_WORD = late(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VERBS = rx(
    r".*(?:iert|elt|igt|icht|ietet|immt|agt|augt|ucht|ommt|aucht|acht|ehrt)$"
    r"|hat|hot|ist|will|kann|sagt|gibt|hilft|bietet|sucht|ruft|rief|fragt|wohnt|spricht|braucht|kommt"
    r"|macht|war|wird|wurde|zahlt"
    r"|meldet|zieht|vermietet|bittet|wartet|arbeitet|hatte|nimmt|fährt|übernimmt|möchte|würde|könnte"
    r"|darf|soll|muss|weiss|haben|suchen"
)
_PARTICLE = rx(w.PARTICLES)
_TITLE = rx(w.TITLES)
_FUNCTION = frozenset(["und", "mit", "aus", "hat", "sucht", "von", "sagt", "ist", "die", "der", "in", "zum", "ab"])
_KIN = r"oma|opa|mutter|vater|tochter|sohn|enkel(?:in)?"
"""Whoever is called so is not always who calls: two names say so."""
_NAME = r"[^\W\d_]+"
MOST_NAMES = 3
LONGEST_PART = 11
"""Letters of a name that nobody knows; longer words are put together of others."""
SHORTEST_NAME = 2
_SHOWN_ADDRESS = {
    "hr": "Herr",
    "hrn": "Herr",
    "herrn": "Herr",
    "herr": "Herr",
    "fr": "Frau",
    "frau": "Frau",
    "fam": "Familie",
    "familie": "Familie",
    "familien": "Familie",
    "ehepaar": "Ehepaar",
    "eheleute": "Eheleute",
}


@dataclass
class _Run:
    """Words of a name, one after the other."""

    start: int
    end: int
    count: int


class People:
    """Looks for names in a note."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.places = place_words(note.facts)
        self.elsewhere = place_spans(note)

    # ---- words ------------------------------------------------------------------------------------------------------
    def word_at(self, at: int) -> re.Match[str] | None:
        """The word that begins here, over a blank or a dot before it."""
        m = re.compile(r"[ \t]*").match(self.note.open, at)
        return _WORD.match(self.note.open, m.end() if m else at)

    def is_name(self, m: re.Match[str], *, first: bool = False, sure: bool = False) -> bool:
        """Whether a word can be part of a name.

        :param first: behind a first name.
        :param sure: behind a form of address its first word is one, whatever else it says.
        """
        word = m[0]
        capital = m.start() in self.note.capitals
        if GONE in word or len(word) < SHORTEST_NAME or _TITLE.fullmatch(word) or word in _SHOWN_ADDRESS:
            return False
        short = len(word) <= 3 and self.note.cased and self._all_capitals(m)
        if short and not sure:
            return False
        if sure and (capital or (word not in w.not_names() and not _VERBS.fullmatch(word))):
            return word not in _FUNCTION
        if self.note.cased and not capital:
            return False
        if (
            first
            and (
                word not in w.not_names()
                or (capital and (is_word(word) or w.written_small(word)))
                or (not self.note.cased and is_word(word) and not _VERBS.fullmatch(word))
            )
            and key(word) not in self.places
        ):
            return capital or m.start() not in self.elsewhere  # behind a first name: "Peter Gärtner"
        if is_given_name(word) and word not in w.not_names():
            return True
        if (
            word in w.not_names()
            or word.endswith(w.NOT_NAME_ENDINGS)
            or rx(w.OCCUPATION + r"(?:in|innen|n)?").fullmatch(word)
        ):
            return False
        if (
            key(word) in self.places
            or m.start() in self.elsewhere
            or rx(w.COMPANY).fullmatch(word)
            or rx(w.PROVIDER).fullmatch(word)
            or rx(w.GOODS).fullmatch(word)
        ):
            return False
        return self.note.cased or not _VERBS.fullmatch(word)

    def _all_capitals(self, m: re.Match[str]) -> bool:
        return len(m[0]) > 1 and all(i in self.note.capitals for i in range(m.start(), m.end()))

    def run(self, at: int, *, sure: bool = False, most: int = MOST_NAMES) -> _Run | None:
        """The name that begins at a place: titles and particles, then up to three words."""
        found: _Run | None = None
        count, previous = 0, ""
        while count < most:
            m = self.word_at(at)
            if m is None:
                break
            word, after = m[0], self.note.open[m.end() : m.end() + 1]
            if _TITLE.fullmatch(word) and (
                after == "." or word in ("rain", "ra", "pfarrer", "pfarrerin", "dr", "prof")
            ):
                at = m.end() + (after == ".")
                found = found or _Run(m.start(), at, 0)
                continue
            called_so = is_given_name(word) and m.start() in self.note.capitals  # "Ben Stark"
            if found and word in ("vom", "von") and count and self._body_after(m.end()):
                break
            if _PARTICLE.fullmatch(word) and not called_so and self._name_after(m.end()):
                found = found or _Run(m.start(), m.end(), 0)
                at = m.end()
                continue
            given = count == 1 and is_given_name(previous)
            if not self.is_name(m, first=given, sure=sure and count == 0) or (count and self._ends(m)):
                initial = count and len(word) == 1 and after == "." and m.start() in self.note.capitals
                if initial or (count and len(word) == 1 and after == "." and not self.note.cased):
                    return _Run(found.start if found else m.start(), m.end() + 1, count + 1)
                break
            count, previous = count + 1, word
            found = _Run(found.start if found else m.start(), m.end(), count)
            at = m.end()
            if after == "." and len(word) == 1:
                at += 1
            elif after not in (" ", "\t"):
                break
        return found if found and found.count else None

    def _body_after(self, at: int) -> bool:
        """Whether a firm or a club follows: "der Marco vom Getränkemarkt"."""
        m = rx(rf"\s*(?:der\s+|dem\s+)?(?:{w.COMPANY}|{w.PROVIDER})(?![a-z])").match(self.note.open, at)
        return m is not None

    def _name_after(self, at: int) -> bool:
        m = self.word_at(at)
        return m is not None and (bool(_PARTICLE.fullmatch(m[0])) or self.is_name(m))

    def _ends(self, m: re.Match[str]) -> bool:
        """Whether a second word is more likely something else: in notes without capitals."""
        return not self.note.cased and (bool(_VERBS.fullmatch(m[0])) or len(m[0]) < 3)

    def shown(self, start: int, end: int) -> str:
        """A name as it is written: typed without capitals, or in capitals only, it gets them."""
        said = " ".join(self.note.said(start, end).split())
        if self.note.cased:
            return said
        small = said.lower()
        return re.sub(r"[^\W\d_]+", lambda m: m[0] if m[0] in ("von", "der", "und") else m[0].capitalize(), small)

    # ---- ways in which people are named -------------------------------------------------------------------------
    def find(self, name: str) -> bool:
        """Claim the first person who is named, the surest way first."""
        return (
            self.signed(name)
            or self._speaks(name)
            or self._introduced(name)
            or self._reversed(name)
            or self._addressed(name)
            or self._pair(name)
            or self._in_role(name)
            or self._by_first_name(name)
            or self._beside_phone(name)
            or self._first_name_alone(name)
        )

    def _place_at(self, at: int) -> bool:
        m = self.word_at(at)
        return m is not None and (key(m[0]) in self.places or at in self.elsewhere)

    def called(self, at: int) -> bool:
        """Whether somebody is called so: a first name, a place, a word behind "Frau"."""
        m = self.word_at(at)
        word = m[0] if m else ""
        named = rx(rf"(?:{w.ADDRESS})\.?\s+$").search(self.note.open[:at]) is not None
        return named or is_given_name(word) or key(word) in self.places or at in self.elsewhere

    def _speaks(self, name: str) -> bool:
        """Who says the rest: "Vermieter Schaaf: Mieter Hr. Ali hat …"."""
        m = rx(rf"\s*(?:{w.ROLES})\s+(?={_NAME}(?:\s+{_NAME})?\s*:)").match(self.note.open)
        word = self.word_at(m.end()) if m else None
        sure = word is not None and (word[0] not in w.not_names() or is_word(word[0]))
        run = self.run(m.end(), sure=True) if m and sure else None
        return run is not None and self._capital(run.start) and self._take(run, name)

    def signed(self, name: str) -> bool:
        """Who has written a letter: "Mit freundlichen Grüßen, Jens Krämer"."""
        for m in list(
            self.note.find(
                r"\b(?:mit freundlichen|freundliche|viele|beste|herzliche"
                r"|liebe)\s+grüss?en?\b[,.!\s]*"
            )
        ):
            address = rx(rf"(?:{w.ADDRESS})\.?\s+").match(self.note.open, m.end())
            run = None if address else self.run(m.end(), sure=True)
            if run and self._capital(run.start) and self._take(run, name):
                return True
        return False

    def _introduced(self, name: str) -> bool:
        """ "Hier ist die Roswitha Becker", "Öhler mein Name", "Hallo, Ebner hier"."""
        begin = r"(?:^|[,.;!\n])\s*(?:ja\s+|hallo\s+|servus\s+|guten (?:tag|morgen)\s+)*"
        for m in list(
            self.note.find(
                rf"{begin}hier\s+(?:ist\s+|spricht\s+)?(?:(?:der|die|das)\s+)?(?=[^\W\d_])|\bmein name ist\s+"
            )
        ):
            run = self.run(m.end(), sure=True)
            told = run is not None and (run.count > 1 or self._says_something(run.end))
            if run and told and self._capital(run.start) and self._take(run, name):
                return True
        for m in list(self.note.find(r"\bich (?:bin|heiße)\s+(?:(?:der|die)\s+)?(?=[^\W\d_])")):
            run = self.run(m.end())
            first = self.word_at(run.start) if run else None
            if run and first and is_given_name(first[0]) and self._capital(run.start) and self._take(run, name):
                return True
        for m in list(
            self.note.find(
                rf"{begin}([^\W\d_]+(?:[ -][^\W\d_]+)?)\s+(?:hier\b(?=\s*[,.!:]|\s+wegen)|mein name\b|am apparat\b)"
            )
        ):
            run = self.run(m.start(1), sure=True)
            if run and run.end == m.end(1) and self._capital(run.start) and self._take(run, name):
                return True
        return False

    def _reversed(self, name: str) -> bool:
        """ "Yilmaz, Emre | Lambsheim | …": the family name first, in a list."""
        for m in list(self.note.find(r"(?:^|\n)[\s-]*([^\W\d_]{3,}), ?([^\W\d_]{3,})(?=\s*[|;\t]|\s+-\s)")):
            first = self.word_at(m.start(1))
            if first and is_given_name(m[2]) and self.is_name(first) and self._capital(m.start(1)):
                said = f"{self.shown(*m.span(2))} {self.shown(*m.span(1))}"
                return self.note.claim(m.start(1), m.end(2), name, said)
        return False

    def _take(self, run: _Run, name: str) -> bool:
        return self.note.claim(run.start, run.end, name, self.shown(run.start, run.end))

    def _addressed(self, name: str) -> bool:
        """ "Frau Groß", "Hr. Dr. Dörr", "Fam. von der Au"."""
        found = list(self.note.find(rf"(?<![a-z-])({w.ADDRESS})(?:\.|(?=\s)|:)\s*"))
        about = rx(r"\b(?:von|bei|für|mit|an|wegen|zu)\s+$")  # "bei Fam. Roth": whom it is about calls more seldom
        for m in sorted(found, key=lambda m: bool(about.search(self.note.open[: m.start()]))):
            group = m[1] in ("ehepaar", "eheleute", "familie")
            if group and self.note.cased and m.end() not in self.note.capitals and not self._name_after(m.end()):
                continue
            if group and self.note.open[m.end() :].startswith("mit "):
                continue
            if m[1] == "fr" and not m[0].rstrip().endswith(".") and not self._name_after(m.end()):
                word = self.word_at(m.end())
                if word is None or not self._alone_before_phone(word.end()):
                    continue
            if self._two_first_names(m, name):
                return True
            initial = rx(r"[a-z]\.(?=[\s,;:)]|$)").match(self.note.open, m.end())
            if initial and m.end() in self.note.capitals and not self._name_after(initial.end()):
                said = f"{_SHOWN_ADDRESS[m[1]]} {self.shown(*initial.span())}"
                return self.note.claim(m.start(), initial.end(), name, said)
            run = self.run(m.end(), sure=True)
            if run is None:
                continue
            run = self._shortened(run)
            said = f"{_SHOWN_ADDRESS[m[1]]} {self.shown(run.start, run.end)}"
            if self.note.claim(m.start(), run.end, name, said):
                return True
        return False

    def _two_first_names(self, m: re.Match[str], name: str) -> bool:
        """ "Ehepaar Renate und Jürgen Stock"."""
        two = rx(r"([^\W\d_]+)\s+(?:und|u\.|&|\+)\s+([^\W\d_]+)\s+").match(self.note.open, m.end())
        if not two or not is_given_name(self.note.said(*two.span(1))):
            return False
        last = self.run(two.end(), sure=True, most=1)
        return last is not None and self.note.claim(
            m.start(), last.end, name, f"{_SHOWN_ADDRESS[m[1]]} {self.shown(two.start(1), last.end)}"
        )

    def _pair(self, name: str) -> bool:
        """ "Gabi und Horst Zeller"."""
        for m in list(self.note.find(r"\b([^\W\d_]+)\s+(?:und|u\.|&|\+)\s+([^\W\d_]+)\s+(?=[^\W\d_])")):
            if is_given_name(m[1]) and is_given_name(m[2]) and self._capital(m.start()):
                last = self.run(m.end(), sure=True, most=1)
                if last and self.note.claim(m.start(), last.end, name, self.shown(m.start(), last.end)):
                    return True
        return False

    def _shortened(self, run: _Run) -> _Run:
        """Without capitals only a first name is followed by another word of the name."""
        if self.note.cased or run.count == 1:
            return run
        first = self.word_at(run.start)
        while first and (_TITLE.fullmatch(first[0]) or _PARTICLE.fullmatch(first[0])):
            first = self.word_at(first.end() + (self.note.open[first.end() : first.end() + 1] == "."))
        if first is None:
            return run
        if not is_given_name(first[0]):
            return _Run(run.start, first.end(), 1)
        second = self.word_at(first.end())
        return _Run(run.start, second.end(), 2) if second else run

    def _capital(self, at: int) -> bool:
        return not self.note.cased or at in self.note.capitals

    def _in_role(self, name: str) -> bool:
        """ "Rentner Dieter Brand", "Kontakt: Sven Reis", "neue Helferin Sabine Lauer"."""
        for m in list(
            self.note.find(
                rf"\b(?:{w.ROLES}|{w.OCCUPATION}(?:in)?)(?:\s+i\.\s?r\.)?(?:\s*[:!.]\s*|\s+)(?:ist\s+|heißt\s+)?"
            )
        ):
            works = rx(rf"{w.OCCUPATION}(?:in)?\W*").fullmatch(m[0]) is not None
            run = self.run(m.end()) or (self.run(m.end(), sure=True, most=1) if works else None)
            if run is None:
                continue
            run = self._shortened(run)
            first = self.word_at(run.start)
            known = first is not None and is_given_name(first[0])
            if works and not known and not self._alone_before_phone(run.end):
                continue
            clear = run.count >= 2 or ":" in m[0] or not is_word(self.note.said(run.start, run.end))
            clear = clear or (self._sure_role(m[0]) and self._says_something(run.end))
            called = self._alone_before_phone(run.end)
            if not known and not called and not (self.note.cased and clear):
                continue
            asked = rx(r"(?:ansprechpartner(?:in)?|kontakt|über)\W*$").search(self.note.open[: m.start()])
            if rx(_KIN).fullmatch(m[0].strip(" :")) and run.count < 2 and not asked:
                continue
            if rx(r"(?:von|bei|an|durch|tel|telefon|herr|frau)\W*").fullmatch(m[0]) and not known:
                continue
            if self.note.claim(run.start, run.end, name, self.shown(run.start, run.end)):
                return True
        return False

    def _sure_role(self, said: str) -> bool:
        """Whether a word before a name is said of people alone: "Vermieter Kühn"."""
        return (
            rx(
                r"(?:ver|unter|nach)?mieter(?:in)?|hausmeister(?:in)?|(?:orts)?bürgermeister(?:in)?"
                r"|eigentümer(?:in)?|rentner(?:in)?|pfarrer(?:in)?"
            ).fullmatch(said.strip())
            is not None
        )

    def _says_something(self, at: int) -> bool:
        """Whether a verb or the end of a clause follows."""
        m = self.word_at(at)
        if rx(r"\s*(?:tel|telefon|\x00)").match(self.note.open, at):
            return True
        return self.note.open[at : at + 2].strip()[:1] in ("", "(", ",", ":", ".", ";", "\n") or (
            m is not None and _VERBS.fullmatch(m[0]) is not None
        )

    def _alone_before_phone(self, at: int) -> bool:
        """Whether a name is followed by a telephone number that was read."""
        gap = re.match(r"[\s,:]*", self.note.open[at:])
        follows = at + (gap.end() if gap else 0)
        return any(start == follows and field in ("phone", "mobile") for start, _, field, _ in self.note.claims)

    def _by_first_name(self, name: str) -> bool:
        """A known first name and the word after it: "Winfried Ochs", "J. Bösel" at the beginning of a clause."""
        for m in _WORD.finditer(self.note.open):
            first = re.split(r"['’-]", m[0])[0]
            if GONE in m[0] or not self._capital(m.start()) or not (is_given_name(m[0]) or is_given_name(first)):
                continue
            run = self.run(m.start())
            if run is None:
                continue
            run = self._shortened(run)
            title = rx(rf"(?:(?:{w.TITLES})\.?\s+)+$").search(self.note.open[: run.start])
            run = _Run(title.start(), run.end, run.count) if title else run
            if run.count >= 2 and self.note.claim(run.start, run.end, name, self.shown(run.start, run.end)):
                return True
        initial = r"(?:^|[,;\n(])\s*([a-z]\.\s?[^\W\d_]{3,})(?=\s*(?:[,;.\n)\x00]|$))"
        for m in list(self.note.find(initial)):
            if m.start(1) in self.note.capitals and self.note.claim(*m.span(1), name, self.shown(*m.span(1))):
                return True
        return self._clause_of_two(name)

    def _clause_of_two(self, name: str) -> bool:
        """A clause of two or three capitalised words that are no words of German: "…, Ibrahima Sowe, …"."""
        if not self.note.cased:
            return False
        for m in list(self.note.find(r"(?:^|[,;\n(:]|\x00)\s*([^\W\d_]{3,}\s+[a-z]\.)(?=\s*(?:[,;\n().]|\x00|$))")):
            at = m.start(1)
            small = w.written_small(m[1].split()[0]) or m[1].split()[0] in w.not_names()
            if at in self.note.capitals and m.end(1) - 2 in self.note.capitals and not small:
                return self.note.claim(*m.span(1), name, self.shown(*m.span(1)))
        for m in list(
            self.note.find(
                r"(?:^|[,;\n(:]"
                r"|\x00)\s*((?:[^\W\d_]+(?:-[^\W\d_]+)?)(?:\s+[^\W\d_]+(?:-[^\W\d_]+)?){1,2})(?=\s*(?:"
                r"[,;\n().]"
                r"|\x00|$))"
            )
        ):
            if any(len(part) > LONGEST_PART for part in re.split(r"[\s-]", m[1])):
                continue
            run = self.run(m.start(1))
            if run is None or run.end != m.end(1) or run.count < 2:
                continue
            said = self.note.said(*m.span(1)).split()
            if any(is_word(part) for part in said[:1]):
                continue
            if self.note.claim(*m.span(1), name, self.shown(*m.span(1))):
                return True
        return False

    def _beside_phone(self, name: str) -> bool:
        """One word before the number, and no other: "…, müller, 06237 3344"."""
        for start, _, field, _ in list(self.note.claims):
            if field not in ("phone", "mobile"):
                continue
            m = rx(r"(?:^|[,;:!.\n(/]|\x00)[\s-]*([^\W\d_]{3,}(?:-[^\W\d_]+)?)\s*[,:]?\s*$").search(
                self.note.open[:start]
            )
            word = self.word_at(m.start(1)) if m else None
            named = (
                word is not None
                and not rx(_KIN).fullmatch(word[0])
                and (
                    self.is_name(word) or (word.start() in self.note.capitals and is_word(word[0]) and self.note.cased)
                )
            )
            if m and word and named and self.note.claim(*m.span(1), name, self.shown(*m.span(1))):
                return True
            far = rx(rf"(?:^|[.;!\n])\s*({_NAME}),\s+({_NAME}(?:[- ]{_NAME})?),?\s*$").search(self.note.open[:start])
            word = self.word_at(far.start(1)) if far else None
            if far and word and self._place_at(far.start(2)) and self.is_name(word) and self._capital(far.start(1)):
                return self.note.claim(*far.span(1), name, self.shown(*far.span(1)))
            after = rx(r"\s*[,(]?\s*([^\W\d_]{3,}(?:-[^\W\d_]+)?)\)?\s*(?:[,;.\n]|$)").match(
                self.note.open, next(e for s, e, f, _ in self.note.claims if s == start)
            )
            word = self.word_at(after.start(1)) if after else None
            last = after is not None and not self.note.open[after.end() :].strip()
            if after and word and self.is_name(word) and (self.note.cased or is_given_name(word[0]) or last):
                return self.note.claim(*after.span(1), name, self.shown(*after.span(1)))
        return False

    def _first_name_alone(self, name: str) -> bool:
        """A first name as a clause: "…, Giulia 06237 …", "Studentin Lea, 22"."""
        for m in list(self.note.find(r"(?:^|[,;\n(:.]|\x00)\s*([^\W\d_]{3,})(?=\s*(?:[,;\n().]|\x00|$))")):
            if is_given_name(m[1]) and self._capital(m.start(1)) and m[1] not in w.not_names():
                return self.note.claim(*m.span(1), name, self.shown(*m.span(1)))
        return False


def hide_addressee(note: Note) -> None:
    """Keep whom a letter is written to from the readers: "Sehr geehrte Frau Wagner,"."""
    greeting = r"(?:sehr geehrte[rn]?|liebe[rs]?|hallo|guten (?:tag|morgen|abend)|hi|moin|servus|grüss gott)"
    for m in list(note.find(rf"(?:^|\n)\s*{greeting}\s+(?:frau|herrn?)\s+(?:dr\.\s+)?[^\W\d_]+(?=\s*[,!.\n])")):
        note.hide(*m.span())


def signed(note: Note, name: str) -> bool:
    """Claim who has signed a letter."""
    return name not in note.texts and People(note).signed(name)


def person(note: Note, name: str) -> bool:
    """Claim who is named for a field; whether somebody was."""
    return name not in note.texts and People(note).find(name)


# ---- firms and bodies -----------------------------------------------------------------------------------------------
_STOPS = rx(
    r"(?:sucht|suchen|bietet|hat|haben|in|braucht|stellt|nimmt|macht|gibt|vermietet|lädt|ladt|ab|mit"
    r"|für|ist|und|im|am|aus|will|tel"
    r"|neue?|minijob|praktikum|ausbildung|vollzeit|teilzeit|azubi|stelle|job|möglich|bestätigt)"
)
_FRAMED = rx(
    r"\s+(?:(?:in|aus)\s+)?[a-z-]+\s+(?:sucht|braucht|nimmt|stellt|bietet|hat)\b|\s+(?:sucht|braucht|nimmt|stellt)\b"
)
"""What follows the name of a firm in a note without capitals."""
MOST_FIRM_WORDS = 4
_LAST_WORD = (
    r"(?:\w*service|logistik\w*|gebäudereinigung|\w+bau|zeitarbeit|personaldienst\w*|elektro|sanitär|catering"
    r"|\w*handlung"
    r"|\w*betrieb|\w*technik|\w*handel|immobilien|hausverwaltung)(?![a-z])"
)
"""What firms are called behind their name: "Blitzblank Gebäudeservice"."""
_TRADES = (
    r"(?:schreiner|bäcker|metzger|maler|winzer|gärtner|friseur|elektriker|schlosser|landwirt|dachdecker"
    r"|installateur)"
)
_NAMED_BY_PLACE = (
    r"gemeinde|stadt|(?:grund|real|haupt|berufs|förder|gesamt|volkshoch|musik)schule|vg|verbandsgemeinde|amt"
)
"""Bodies whose name is that of their place."""


def body(note: Note, name: str, pattern: str, *, alone: bool = True, drop: str = "", with_place: bool = False) -> bool:
    """Claim a firm or a club: a word that says what it is, and the names after it.

    :param alone: whether the word by itself is a name already ("Bauhof").
    :param drop: what is left out at its beginning ("Firma").
    :param with_place: whether a place behind it belongs to the name: "Turnverein Lambsheim".
    """
    people = People(note)
    form = rx(rf"\b((?:(?!\w{{4,}}\.\s)[^\W_][\w&.-]*\s+(?:&\s+)?){{1,4}}?(?:{w.COMPANY_FORM}))(?![a-z])")
    whole = rx(rf"(?:\s+(?!sucht|bietet)[^\W_][\w&.-]*){{0,3}}?\s+(?:{w.COMPANY_FORM})(?![a-z])")
    starts = list(note.find(rf"(?<![a-z-])(?:[a-z]{{2,4}}-)?{pattern}(?![a-z])"))
    for named, m in [*((True, m) for m in starts), *((False, m) for m in starts)]:
        placed = with_place or rx(_NAMED_BY_PLACE).fullmatch(m[0]) is not None
        formed = whole.match(note.open, m.end())
        end = formed.end() if formed else _to_end(note, people, m.end(), with_place=placed)
        begin = _capitals_before(note, m.start())
        said = note.said(begin, end)
        shown = re.sub(drop, "", said, flags=re.IGNORECASE).strip() if drop else said
        unnamed = rx(r"(?:real|grund|haupt|gesamt|berufs)schule|stadt|gemeinde").fullmatch(m[0]) is not None
        if (end > m.end() or (alone and not named and not unnamed)) and shown:
            return note.claim(begin, end, name, people.shown(begin, end) if shown == said else shown)
    for m in form.finditer(note.open):
        if name == "employer" and note.claim(m.start(1), m.end(1), name, note.said(*m.span(1))):
            return True
    return False


def _capitals_before(note: Note, at: int) -> int:
    """Where a name begins whose first word is letters: "DHL Zustellbasis"."""
    m = re.search(r"(?<![^\W_])([^\W\d_]{2,5}) $", note.open[:at])
    church = rx(r"\b(?:ev|evang|kath|evangelische|katholische)\.?\s+$").search(note.open[:at])
    if church:
        return church.start()
    clause = re.search(r"(?:^|[,;:.\n(\x00]\s*)([^\W\d_]{4,}) $", note.open[:at])
    if (
        clause
        and rx(_LAST_WORD).match(note.open, at)
        and note.cased
        and clause.start(1) in note.capitals
        and clause[1] not in w.not_names()
    ):
        word = clause[1]
        known = rx(w.OCCUPATION + r"(?:in|innen|n)?").fullmatch(word) or rx(rf"{w.ADDRESS}|{w.ROLES}").fullmatch(word)
        if not known and not _VERBS.fullmatch(word) and not _STOPS.fullmatch(word):
            return clause.start(1)
    if (
        m
        and note.cased
        and m[1] not in ("ag", "ap", "fa")
        and all(i in note.capitals for i in range(m.start(1), m.end(1)))
    ):
        return m.start(1)
    return at


def _to_end(note: Note, people: People, at: int, *, with_place: bool) -> int:
    """Where the name of a body ends: after capitalised words, "&", a legal form, a year."""
    for steps in range(MOST_FIRM_WORDS):
        more = re.compile(
            r"[ -]+((?:&|u\.|und)\s+)?((?:zum|zur|am|im|st\.|dr\.|la|der|von|vom)\s+(?:dr\.\s+)?)*([^\W_][\w.&’'-]*)"
        ).match(note.open, at)
        if not more or GONE in more[0]:
            return at
        word, start = more[3].rstrip(".,"), more.start(3)
        form = rx(rf"(?:{w.COMPANY_FORM})(?![a-z])").match(note.open, start)
        if form:
            return form.end()
        framed = not note.cased and steps == 0 and _FRAMED.match(note.open, more.end(3)) is not None and len(word) > 2
        capital = (
            start in note.capitals
            or (not note.cased and (people_word(word) or framed))
            or re.fullmatch(r"1[89]\d\d", word)
        )
        if (
            not capital
            or _STOPS.fullmatch(word)
            or rx(w.ACTIVITY).fullmatch(word)
            or (steps and rx(w.OCCUPATION + r"(?:in|innen|n)?").fullmatch(word))
        ):
            return at
        if (key(word) in people.places or (steps and start in people.elsewhere)) and not more[2] and not more[1]:
            return more.end(3) if with_place else at
        at = more.start(3) + len(word)
    return at


def people_word(word: str) -> bool:
    """Whether a word without a capital may be the name of a firm."""
    return (
        word not in w.not_names()
        and not _STOPS.fullmatch(word)
        and not _VERBS.fullmatch(word)
        and len(word) > 2
        and word.isalpha()
    )


def subject(note: Note, name: str, verbs: str) -> bool:
    """Claim who does something at the beginning of a note, if it is no person: "DHL Zustellbasis sucht …"."""
    people = People(note)
    m = rx(rf"^\s*((?:[^\W_][\w&.-]*\s+){{1,4}}?){verbs}(?![a-z])").match(note.open)
    if not m or not note.cased or GONE in m[1]:
        return False
    said = m[1].strip()
    first = _WORD.match(note.open, m.start(1))
    capital = all(w_.start() + m.start(1) in note.capitals for w_ in re.finditer(r"[^\W\d_][\w&.-]*", m[1]))
    person_ = (
        first is None
        or is_given_name(first[0])
        or (rx(rf"(?:{w.ADDRESS}|{w.ROLES})\.?").fullmatch(first[0]) and not rx(_TRADES).fullmatch(first[0]))
    )
    known = said in w.not_names() or key(said) in people.places
    if not capital or person_ or known:
        return False
    return note.claim(
        m.start(1), m.start(1) + len(m[1].rstrip()), name, note.said(m.start(1), m.start(1) + len(m[1].rstrip()))
    )
