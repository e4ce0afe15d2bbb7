"""A note as rules see it: lower case, marks folded, slips of the keyboard mended, each letter knowing where it came
from.

Rules write words as in "küche"; :func:`rx` folds them in the same way. So "KÜCHE", "kueche" and "Kücje" are one word,
and a part that was understood is still a place in what was typed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from netzwerkhilfe.models.naming import is_given_name, is_word
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.services.entries.notes import words

WORD = late(r"[^\W_]+")
SHORTEST_MENDED = 6
"""Letters from which a slip in a word is mended."""
SHORTEST_HEARD = 4
"""Letters from which a word is known by its sound."""
SHORTEST_FOREIGN = 4
_PAIRS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@functools.cache
def rx(source: str) -> re.Pattern[str]:
    """A pattern over folded text; its words may be written with their umlauts."""
    plain = source.translate(str.maketrans("äöüé", "aoue")).replace("ß", "ss")
    return late(plain)


@dataclass(frozen=True)
class Plain:
    """Folded text. ``starts[i]`` and ``ends[i]`` tell which letters of the note its letter ``i`` stands for."""

    note: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the note of a part of the folded text."""
        return self.starts[start], self.ends[end - 1]

    def said(self, start: int, end: int) -> str:
        """The words of the note at a part of the folded text."""
        first, last = self.span(start, end)
        return self.note[first:last]


@dataclass
class _Folder:
    out: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def letters(self, text: str, at: int) -> None:
        """Letters that each stand for themselves, folded."""
        for i, letter in enumerate(text, at):
            for one in _folded(letter):
                self.out.append(one)
                self.starts.append(i)
                self.ends.append(i + 1)

    def instead(self, text: str, at: int, end: int) -> None:
        """Another spelling of a word: its last letter reaches to the end of the word."""
        for i, one in enumerate(text):
            self.out.append(one)
            self.starts.append(min(at + i, end - 1))
            self.ends.append(min(at + i + 1, end) if i < len(text) - 1 else end)


@functools.cache
def _folded(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter.isspace():
        return " "
    return fold(letter) or letter


def plain_of(note: str, own_names: frozenset[str] = frozenset()) -> Plain:
    """A note, folded.

    :param own_names: words (folded) that are known here besides those of the rules: places.
    """
    made = _Folder()
    at = 0
    before = ""
    for m in WORD.finditer(note):
        made.letters(note[at : m.start()], at)
        word = fold(m[0])
        lone = len(word) == 1 and note[m.end() : m.end() + 1] != " "  # "e.V.", "E-Mail"
        named = before in words.ADDRESSES
        long = (
            ""
            if named and not (before == "fr" and fold(m[0]) in ("vorm", "nachm"))
            else _in_full(m, note, before if not note[at : m.start()].strip() else "")
        )
        plain = lone or not word.isalpha()
        other = long or (word if plain else _other_spelling(word, own_names, named=named))
        end = m.end() + (bool(long) and note[m.end() : m.end() + 1] == "." and not _ends_sentence(note, m.end() + 1))
        if other != word:
            made.instead(other, m.start(), end)
        else:
            made.letters(m[0], m.start())
        at, before = end, other
    made.letters(note[at:], at)
    return Plain(note, "".join(made.out), made.starts, made.ends)


def _in_full(m: re.Match[str], note: str, before: str) -> str:
    """A word that was cut short, in full; empty for any other."""
    word = fold(m[0])
    if m[0] in words.CAPITAL_SHORT:
        return words.CAPITAL_SHORT[m[0]]
    if before.isdigit() and word in words.COUNTED_SHORT and (len(word) > 1 or note[m.end() : m.end() + 1] == "."):
        return words.COUNTED_SHORT[word]
    if word in words.ABBREVIATIONS and (word in words.SHORT_ANYWHERE or note[m.end() : m.end() + 1] == "."):
        return words.ABBREVIATIONS[word]
    return ""


def _ends_sentence(note: str, at: int) -> bool:
    """Whether nothing follows, or a new line."""
    return not note[at:].strip(" ") or note[at:].lstrip(" ").startswith("\n")


def _other_spelling(word: str, own_names: frozenset[str], *, named: bool) -> str:
    """How rules and lists know a word: from the dialect, with its umlauts, without a slip."""
    if word in words.DIALECT:
        return words.DIALECT[word]
    if len(word) >= SHORTEST_FOREIGN:
        single = word
        for pair, one in _PAIRS:
            single = single.replace(pair, one)
        if single != word and (single in own_names or any(stem in single for stem in words.UMLAUTS)):
            word = single
    if named or len(word) < SHORTEST_HEARD or word in words.known() or word in own_names:
        return word
    mended = _mended(word) if len(word) >= SHORTEST_MENDED - 1 else word
    return mended if mended != word else _heard(word)


@functools.lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    """The one word of the rules that differs by a single slip: a letter left out, doubled, wrong or exchanged."""
    if any(word.startswith(known) for known in words.MENDED if len(known) >= SHORTEST_MENDED):
        return word  # an ending, a compound
    found = {known for shape in (word, *_without_one(word)) for known in _shapes().get(shape, ())}
    least = len(word) + 1 if len(word) < SHORTEST_MENDED else 0  # in a short word only a letter that was left out
    close = [k for k in found if k[0] == word[0] and len(k) >= least and one_slip(word, k)]
    return close[0] if len(close) == 1 and word != f"{close[0]}n" else word


def _without_one(word: str) -> Iterable[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


SOUNDS = tuple(
    (late(pattern), sound)
    for pattern, sound in (
        *((r"sch(?=[tdpb])", "s"), (r"tz", "z"), (r"ck", "k"), (r"dt", "t"), (r"th", "t"), (r"ph|v", "f")),
        *(
            (r"ee", "ei"),
            (r"aa", "au"),
            (r"ie", "i"),
            (r"ai|ay|ey", "ei"),
            (r"eu|oi", "eu"),
            (r"chs|ks", "x"),
            (r"(?<=[aeiou])h(?![aeiou])", ""),
        ),
        *((r"d", "t"), (r"g", "k"), (r"b", "p"), (r"(.)\1+", r"\1"), (r"er$", "a"), (r"en$", "e"), (r"j", "k")),
    )
)
"""What sounds alike in the Palatinate: "kald" and "kalt", "zimma" and "zimmer"."""


def sound(word: str) -> str:
    """A word by its sound."""
    for pattern, heard in SOUNDS:
        word = pattern.sub(heard, word)
    return word


@functools.cache
def _sounds() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for known in words.SOUNDED:
        found.setdefault(sound(known), set()).add(known)
    return found


@functools.lru_cache(maxsize=4096)
def _heard(word: str) -> str:
    """The one word of the rules that sounds like this."""
    known = _sounds().get(sound(word), set())
    ending = {word.removesuffix("n"), word.removesuffix("en")} - {word}
    if len(known) != 1 or known & ending or is_given_name(word) or is_word(word):
        return word  # "mieten" is more than one "miete"
    return next(iter(known))


@functools.cache
def _shapes() -> dict[str, list[str]]:
    """Each word that is mended under itself and under itself without one letter."""
    found: dict[str, list[str]] = {}
    for known in words.MENDED:
        for shape in {known, *_without_one(known)}:
            found.setdefault(shape, []).append(known)
    return found


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or wrong, or by two letters that changed places."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    differ = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) != 2:
        return len(differ) == 1
    i, j = differ
    return j == i + 1 and one[i] == other[j] and one[j] == other[i]
