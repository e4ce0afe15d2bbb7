"""One note while it is read: who has claimed which letters, for which field, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import CaseNeed
from netzwerkhilfe.models.entry import field_of
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Field, Json, parse
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import Unreadable
from netzwerkhilfe.services.entries.notes.scope import Says, Scope
from netzwerkhilfe.services.entries.notes.text import Plain, plain_of, rx

PRIORITY = "priority"
"""How urgent all needs of a case are: a field of each need, not of the case."""
GONE = "\x00"
"""What stands for a letter that was read."""
YES, NO = "ja", "nein"
MOST_STRAY, FEW_WORDS = 2, 7
"""Capitalised words from which a note, or a short one, is written with capitals."""
FILLERS = frozenset(
    [
        "und",
        "oder",
        "mit",
        "in",
        "im",
        "aus",
        "fur",
        "ein",
        "eine",
        "einen",
        "whg",
        "wohnung",
        "wohnungen",
        "sucht",
        "suche",
        "suchen",
        "braucht",
        "brauchen",
        "benotigt",
        "dringend",
        "bietet",
        "biete",
        "vermietet",
        "spricht",
        "mochte",
        "will",
        "ehrenamtlich",
        "hilft",
        "tel",
        "telefon",
        "handy",
        "€",
        "euro",
        "ca",
        "etwa",
        "am",
        "auf",
        "als",
        "bei",
        "frei",
        "hat",
        "zu",
        "u",
        "o",
        "m",
        "email",
        "mail",
    ]
)
"""Words that say nothing more at the edge of what was not understood."""


def declared(kind: str, name: str) -> Field:
    """The field of an entry, of its companion or of its needs. Raises ``UserError`` if there is none."""
    return CaseNeed.declared[PRIORITY] if name == PRIORITY else field_of(KINDS[kind], name)


@dataclass(frozen=True)
class Part:
    """A part of the note that was understood: where it stands, for which field, as which text."""

    start: int
    end: int
    field: str
    text: str


@dataclass
class Understood:
    """A note, understood: the kind of entry ("notes" if none), the texts of its fields, and what is left over."""

    kind: str
    texts: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    rest: str = ""

    def values(self, facts: Facts) -> dict[str, Json]:
        """The fields as ``--json`` prints them; one that does not read as its type stays text."""
        found: dict[str, Json] = {}
        for name, text in self.texts.items():
            described = declared(self.kind, name)
            try:
                value = parse(described, text, facts).value
            except Unreadable:
                value = None
            found[name] = text if value is None else described.type.export(described, value, facts)
        return found


Make = Callable[[re.Match[str]], str]


class Note:
    """The text of a note, and what has been read of it."""

    def __init__(self, text: str, facts: Facts, own_names: frozenset[str] = frozenset()) -> None:
        self.facts = facts
        self.plain: Plain = plain_of(text, own_names)
        self.scope = Scope(self.plain.text)
        self.open = self.plain.text
        """The folded text in which letters that were read are :data:`GONE`: rules look here, so each is read once."""
        self.claims: list[tuple[int, int, str, str]] = []
        self.texts: dict[str, str] = {}
        self.hidden: list[tuple[int, int]] = []
        capitalised = len(re.findall(r"\b[^\W\d_a-zäöüß][a-zäöüß]", text))
        self.cased = capitalised >= MOST_STRAY or bool(capitalised and len(text.split()) < FEW_WORDS)
        """Whether the note tells capital letters apart; some are all small but for a word, some all capitals."""
        self.capitals = {i for i, at in enumerate(self.plain.starts) if text[at].isupper()} if self.cased else set()

    # ---- claiming ---------------------------------------------------------------------------------------------------
    def claim(self, start: int, end: int, name: str, text: str, *, join: bool = False) -> bool:
        """Take a part for a field; the first one wins, unless values are joined."""
        if not text or start >= end or GONE in self.open[start:end] or (name in self.texts and not join):
            return False
        self._close(start, end)
        self.claims.append((start, end, name, text))
        found = [t for _, _, n, t in sorted(self.claims) if n == name]
        self.texts[name] = ", ".join(dict.fromkeys(found))
        return True

    def hide(self, start: int, end: int) -> None:
        """Keep a part from the rules that follow; it stays in what is left over."""
        self.hidden.append((start, end))
        self._close(start, end)

    def _close(self, start: int, end: int) -> None:
        self.open = self.open[:start] + GONE * (end - start) + self.open[end:]

    def find(self, pattern: str) -> Iterator[re.Match[str]]:
        """What a pattern finds in the letters that nobody has read."""
        return rx(pattern).finditer(self.open)

    def search(self, pattern: str) -> re.Match[str] | None:
        """The first of :meth:`find`."""
        return rx(pattern).search(self.open)

    def has(self, pattern: str) -> bool:
        """Whether the note has this anywhere, read or not."""
        return rx(pattern).search(self.plain.text) is not None

    def said(self, start: int, end: int) -> str:
        """The words as they were typed."""
        return self.plain.said(start, end)

    def take(self, pattern: str, name: str, value: str | Make = "", *, join: bool = False, every: bool = False) -> bool:
        """Claim what a pattern finds, unless it is denied or asked about.

        :param value: the text, or makes it from the match (the first group as it was typed if empty). Making ""
            claims nothing.
        """
        done = False
        for m in list(self.find(pattern)):
            first = m.span(1) if m.re.groups and m[1] is not None else m.span()
            text = value(m) if callable(value) else value or self.said(*first)
            if not text or self.scope.said(*m.span()).says is Says.NO or self.scope.asks(m.start()):
                continue
            if self.claim(*m.span(), name, text.strip(), join=join):
                done = True
                if not every:
                    break
        return done

    def flag(self, pattern: str, name: str, yes: str = YES, no: str = NO) -> bool:
        """Claim whether something is so or not; what is asked, wished or under a condition gives nothing."""
        for m in list(self.find(pattern)):
            said = self.scope.said(*m.span())
            if said.says is Says.OPEN:
                continue
            answer = yes if said.says is Says.YES else no
            for start, end in ((said.start, said.end), m.span()):
                if answer and self.claim(start, end, name, answer):
                    return True
        return False

    # ---- the result -------------------------------------------------------------------------------------------------
    def parts(self) -> list[Part]:
        """What was understood, in the order of the note."""
        return [Part(*self.plain.span(start, end), name, text) for start, end, name, text in sorted(self.claims)]

    def rest(self) -> str:
        """What nobody has claimed, word for word, without the commas around what was taken."""
        note = self.plain.note
        taken = [False] * len(note) + [True]
        for part in self.parts():
            taken[part.start : part.end] = [True] * (part.end - part.start)
        runs: list[str] = []
        run = ""
        for letter, gone in zip(note + " ", taken, strict=True):
            if gone:
                runs.append(run)
                run = ""
            else:
                run += letter
        pieces = (_edges_off(p) for r in runs for p in re.split(r"[,;\n]", r))
        return ", ".join(p for p in pieces if p)


def _edges_off(piece: str) -> str:
    words = re.sub(r"^[\s.:–+/()=|-]+|[\s:–+/(=|-]+$", "", piece).split()
    while words and fold(words[0]).strip(".:()") in FILLERS:
        words.pop(0)
    while words and fold(words[-1]).strip(".:()") in FILLERS:
        words.pop()
    return " ".join(words)
