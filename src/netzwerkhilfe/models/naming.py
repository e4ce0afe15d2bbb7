"""Finding people in need in what is typed: by name, telephone, e-mail and address (docs/decisions/0029).

A family name counts as a whole word, however it is written (case, umlauts, "ae" for "ä", hyphen, genitive). One that is
a word of German too ("Klein"), a first name, or has three letters at most counts only beside a first name of the same
person, or capitalised behind "Frau", "Herr", "Familie". Streets, firms and people whom the network knows openly are
told apart. Nothing here reads a store.
"""

from __future__ import annotations

import bisect
import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from netzwerkhilfe import paths
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import digits, fold

SHORTEST_RARE = 4
"""Letters from which a family name counts by itself."""
SHORTEST_PHONE = 6
"""Digits from which a number is one to call."""
_TOKEN = late(r"[^\W\d_]+")
_PHONE = late(r"(?<!\w)\+?\d[\d \u00a0()/.\u2013-]{4,}\d")
_EMAIL = late(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = late(r"(?<![\w,])(\d{1,4}) ?([a-zA-Z])?(?![\w])")
_BESIDE = late(r"[ \u00a0]{0,2}[,.\-–]?[ \u00a0]{0,2}")
"""What may stand between the parts of one name."""


class Mark(StrEnum):
    """By what somebody is known."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"


class Token(NamedTuple):
    """A word of a text: its key, where it stands, and whether it begins with a capital."""

    key: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True)
class Mention:
    """A place of a text that names somebody. ``key`` tells mentions of the same apart from others."""

    mark: Mark
    key: str
    start: int
    end: int
    entries: tuple[str, ...]
    """Whom it may mean: the ids of the entries."""


@dataclass(frozen=True)
class Person:
    """What a person in need is known by; ``entry`` is the id of the entry that it leads to."""

    entry: str
    values: tuple[tuple[Mark, str], ...]


Known = Callable[[str, str], bool]
"""Whether the network knows openly somebody with these two parts of a name, as they are written."""
OwnNames = Callable[[], Iterable[str]]
"""The names that an entry gives itself: landlord, contact person, speaker."""


def key(word: str) -> str:
    """A word for comparing: folded, "Müller", "MUELLER" and "Muller" alike."""
    plain = fold(word)
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u") if "e" in plain else plain


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    read = json.loads((paths.resources() / "daten" / "namen.json").read_text("utf-8"))
    return {name: frozenset(map(key, words)) for name, words in read.items()}


def _list(name: str) -> frozenset[str]:
    return _words()[name]


def is_given_name(word: str) -> bool:
    """Whether a word is known as a first name."""
    return key(word) in _list("vornamen")


def is_word(word: str) -> bool:
    """Whether a word that may be a family name says something else in German too."""
    return key(word) in _list("woerter")


def tokens(text: str) -> list[Token]:
    """The words of a text; what a hyphen joins are several."""
    found = []
    for m in _TOKEN.finditer(text):
        word = m[0]
        found.append(Token(key(word), m.start(), m.end(), word[0].isupper()))
    return found


@dataclass(frozen=True)
class _Name:
    """One way in which a name of a person is written: the parts of the family name, and first names."""

    family: tuple[str, ...]
    given: frozenset[str]


def read_name(text: str) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """The family names with the first names beside them of what stands in a field for a name.

    "Familie Al-Sayed", "Kovalenko, Olena", "Olena und Serhij Kovalenko", "Haddad / Saleh (vier Kinder)".
    """
    inside = " ".join(re.findall(r"\(([^)]*)\)", text))
    plain = re.sub(r"\([^)]*\)", " ", text)
    extra = {t.key for t in tokens(inside) if t.capital}
    parts = [p for p in re.split(r"\s+(?:und|u\.|mit)\s+|[&/+;\n]", plain) if _TOKEN.search(p)]
    found: list[tuple[tuple[str, ...], set[str]]] = []
    loose: set[str] = set()
    for place, part in enumerate(parts):
        titled, family, given = _one_name(part)
        if not family:
            continue
        if not titled and not given and place < len(parts) - 1 and _one_name(parts[-1])[2]:
            loose |= set(family)  # "Olena und Serhij Kovalenko": the first is a first name
        else:
            found.append((family, given))
    return [(family, frozenset(given | loose | extra)) for family, given in found]


def _one_name(part: str) -> tuple[bool, tuple[str, ...], set[str]]:
    """Whether it began with "Frau" or "Familie", the parts of the family name, the first names."""
    before, comma, after = part.partition(",")
    chunks = [c for c in before.split() if _TOKEN.search(c)]
    titled = False
    while chunks and key(chunks[0].strip(".")) in _list("anreden") | _list("titel"):
        titled = titled or key(chunks[0].strip(".")) in _list("anreden")
        chunks.pop(0)
    particles = _list("zusaetze")
    if any(c[0].isupper() for c in chunks):  # "Kovalenko aus Landstuhl" ends at the first small word
        end = next((i for i, c in enumerate(chunks) if c[0].islower() and key(c) not in particles), len(chunks))
        chunks = chunks[:end] or chunks
    if not chunks:
        return titled, (), set()
    if comma or (titled and all(key(c) in particles for c in chunks[:-1])):
        family, given = chunks, [t.key for t in tokens(after) if t.capital] if comma else []
    else:
        first = len(chunks) - 1
        while first > 0 and key(chunks[first - 1].strip("-")) in particles:
            first -= 1
        family, given = chunks[first:], [t.key for c in chunks[:first] for t in tokens(c)]
    keys = [t.key for c in family for t in tokens(c)]
    significant = tuple(k for k in keys if k not in particles and len(k) > 1) or tuple(keys[-1:])
    return titled, significant, {g for g in given if g not in particles}


def _way(word: str) -> str:
    """The word of a street with "straße" as short as everybody writes it."""
    return re.sub(r"strasse$", "str", word)


def _address(text: str) -> tuple[tuple[str, ...], str] | None:
    """The words of a street and the number; ``None`` where there is no number: a street alone is nobody's."""
    m = re.match(r"(.*?)(\d{1,4}) ?([a-zA-Z])?(?!\w)", text)
    words = tuple(_way(t.key) for t in tokens(m[1])) if m else ()
    return (words, m[2] + (m[3] or "").lower()) if m and words else None


@dataclass
class Watch:
    """The people of some entries, prepared for looking into texts: 1,000 of them cost no more than one."""

    words: frozenset[str] = frozenset()
    """What else is a word here: places, offices, categories."""
    names: dict[str, list[tuple[_Name, str]]] = field(default_factory=dict)
    phones: dict[str, list[str]] = field(default_factory=dict)
    local: dict[str, list[str]] = field(default_factory=dict)
    """Numbers without their area code."""
    emails: dict[str, list[str]] = field(default_factory=dict)
    streets: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Person], words: Iterable[str] = ()) -> Watch:
        """What is looked for."""
        return cls(frozenset(t.key for w in words for t in tokens(w))).only(people)

    def only(self, people: Iterable[Person]) -> Watch:
        """For these people alone, among the same words."""
        made = Watch(self.words)
        for person in people:
            for mark, text in person.values:
                made._add(mark, text, person.entry)
        return made

    def _add(self, mark: Mark, text: str, entry: str) -> None:
        if mark is Mark.NAME:
            for family, given in read_name(text):
                for part in family:
                    self.names.setdefault(part, []).append((_Name(family, given), entry))
        elif mark is Mark.PHONE:
            number = digits(text)
            if len(number) >= SHORTEST_PHONE:
                self.phones.setdefault(number, []).append(entry)
            subscriber = digits(re.split(r"[ \u00a0/-]", text.strip(), maxsplit=1)[-1])
            if SHORTEST_PHONE <= len(subscriber) < len(number):
                self.local.setdefault(subscriber, []).append(entry)
        elif mark is Mark.EMAIL:
            self.emails.setdefault(fold(text), []).append(entry)
        elif found := _address(text):
            words, number = found
            self.streets.setdefault((words[-1], number), []).append((words, entry))

    def __bool__(self) -> bool:
        return bool(self.names or self.phones or self.emails or self.streets)

    # ---- looking ----------------------------------------------------------------------------------------------------
    def find(self, text: str, known: Known | None = None, own: OwnNames | None = None) -> list[Mention]:
        """Who is named in a text, in its order.

        :param known: asked where a family name stands beside a first name that is not that of the person.
        :param own: asked once, if there is a family name at all.
        """
        if not self:
            return []
        words = tokens(text)
        found = [*self._named(text, words, known, own), *self._called(text), *self._mailed(text)]
        if self.streets:
            found += self._lived(text, words)
        return sorted(found, key=lambda m: (m.start, m.end))

    def _named(self, text: str, words: list[Token], known: Known | None, own: OwnNames | None) -> Iterator[Mention]:
        own_keys: set[str] | None = None
        for i, token in enumerate(words):
            part = self._family_part(token.key)
            if not part:
                continue
            if own_keys is None:
                own_keys = {t.key for name in (own() if own else ()) for t in tokens(name)}
            near = list(_near(text, words, i))
            entries: dict[str, None] = {}
            span = token.start, token.end
            for name, entry in self.names[part]:
                beside = next((n for n in near if n.key in name.given), None)
                if beside is not None and self._is_word(part) and not (token.capital and beside.capital):
                    continue  # "kurz, neu" is no name
                if beside is not None:
                    if not (part in own_keys and beside.key in own_keys):
                        entries[entry] = None
                        span = min(span[0], beside.start), max(span[1], beside.end)
                elif part not in own_keys and self._alone(text, words, i, part, near, known):
                    entries[entry] = None
            if entries:
                yield Mention(Mark.NAME, part, *span, tuple(entries))

    def _family_part(self, word: str) -> str:
        """The family name that a word is, also in the genitive."""
        if word in self.names:
            return word
        return word[:-1] if len(word) > SHORTEST_RARE and word[-1] == "s" and word[:-1] in self.names else ""

    def _is_word(self, part: str) -> bool:
        """Whether a family name says something else too, or too little."""
        return part in _list("woerter") or part in self.words or len(part) < SHORTEST_RARE

    def _alone(self, text: str, words: list[Token], i: int, part: str, near: list[Token], known: Known | None) -> bool:
        """Whether a family name without its first name is one."""
        token = words[i]
        if _is_way(text, words, i):
            return False
        addressed = _addressed(text, words, i)
        if self._is_word(part):
            joined = any(n.capital and _joined(text, token, n) for n in near)
            return addressed and token.capital and not joined
        if _is_firm(text, words, i):
            return False
        return not any(
            n.capital and known is not None and known(text[n.start : n.end], text[token.start : token.end])
            for n in near
            if n.key not in _list("anreden")
        )

    def _called(self, text: str) -> Iterator[Mention]:
        if not self.phones:
            return
        for m in _PHONE.finditer(text):
            number = digits(m[0])
            if len(number) < SHORTEST_PHONE:
                continue
            which = number if number in self.phones else ""
            if not which and len(number) > SHORTEST_PHONE:
                which = next((p for p in self.phones if len(p) > SHORTEST_PHONE and p in number), "")
            entries = self.phones[which] if which else self.local.get(number)
            if entries:
                yield Mention(Mark.PHONE, which or number, m.start(), m.end(), tuple(dict.fromkeys(entries)))

    def _mailed(self, text: str) -> Iterator[Mention]:
        if self.emails and "@" in text:
            for m in _EMAIL.finditer(text):
                if entries := self.emails.get(fold(m[0].rstrip("."))):
                    yield Mention(Mark.EMAIL, fold(m[0]), m.start(), m.end(), tuple(dict.fromkeys(entries)))

    def _lived(self, text: str, words: list[Token]) -> Iterator[Mention]:
        ends = [t.end for t in words]
        for m in _NUMBER.finditer(text):
            last = bisect.bisect_right(ends, m.start()) - 1
            if last < 0 or not re.fullmatch(r"[ \u00a0.]{0,3}", text[words[last].end : m.start()]):
                continue
            for number in dict.fromkeys((m[1] + (m[2] or "").lower(), m[1] if m[2] and m[0][-2] == " " else "")):
                for way, entry in self.streets.get((_way(words[last].key), number), ()):
                    first = last - len(way) + 1
                    if first >= 0 and tuple(_way(t.key) for t in words[first : last + 1]) == way:
                        where = f"{' '.join(way)} {number}"
                        yield Mention(Mark.STREET, where, words[first].start, m.end(), (entry,))


def _near(text: str, words: list[Token], i: int) -> Iterator[Token]:
    """The words that may belong to the same name: before and after, over particles and an initial."""
    for step in (-1, 1):
        at, here = i + step, i
        for _ in range(3):
            if not 0 <= at < len(words):
                break
            between = text[words[min(at, here)].end : words[max(at, here)].start]
            if not _BESIDE.fullmatch(between):
                break
            if len(words[at].key) > 1 and words[at].key not in _list("zusaetze"):
                yield words[at]
                break
            at, here = at + step, at


def _joined(text: str, one: Token, other: Token) -> bool:
    return text[min(one.end, other.end) : max(one.start, other.start)] in ("-", "–")


def _addressed(text: str, words: list[Token], i: int) -> bool:
    """Whether "Frau", "Herr" or "Familie" stands before a word, with a title at most between."""
    for at in range(i - 1, max(-1, i - 4), -1):
        if not _BESIDE.fullmatch(text[words[at].end : words[at + 1].start]):
            return False
        if words[at].key in _list("anreden"):
            return True
        if len(words[at].key) > 1 and words[at].key not in _list("titel") | _list("zusaetze"):
            return False
    return False


def _is_way(text: str, words: list[Token], i: int) -> bool:
    """Whether a word is part of the name of a street, school or house: "Willy-Brandt-Straße"."""
    at = i
    while at + 1 < len(words) and text[words[at].end : words[at + 1].start] == "-":
        at += 1
        if words[at].key in _list("wege"):
            return True
    return False


def _is_firm(text: str, words: list[Token], i: int) -> bool:
    """Whether a word is part of the name of a firm: "Bäckerei Haddad", "Haddad GmbH"."""
    before = i - 1
    while before >= 0 and words[before].key in _list("titel"):
        before -= 1
    if before >= 0 and words[before].key in _list("firmen_davor"):
        return bool(re.fullmatch(r"[ \u00a0.\-]{1,3}", text[words[before].end : words[before + 1].start]))
    after = words[i + 1].key if i + 1 < len(words) else ""
    return after in _list("firmen_danach") or bool(re.match(r"\s+(?:&|e\.\s?[VGK]\b)", text[words[i].end :]))
