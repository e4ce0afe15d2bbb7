"""The places of Germany from 500 inhabitants, and how people write them: "Neustadt a. d. W.", "Ludwigshafen/Rh.".

What a network has listed itself comes first (``Facts.place_of``); this is what everybody knows beside it. The list is
made by ``tools/places.py`` and read when it is first asked for. Of several places of one name the nearest to the
network wins, and far away the one with most inhabitants.
"""

from __future__ import annotations

import math
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from netzwerkhilfe import paths
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

FILE = "orte.txt.z"
PREFIX = "geo"
"""How the keys of these places begin; an AGS has digits alone."""
LANDS = {
    "SH": ("01", "Schleswig-Holstein"),
    "HH": ("02", "Hamburg"),
    "NI": ("03", "Niedersachsen"),
    "HB": ("04", "Bremen"),
    "NW": ("05", "Nordrhein-Westfalen"),
    "HE": ("06", "Hessen"),
    "RP": ("07", "Rheinland-Pfalz"),
    "BW": ("08", "Baden-Württemberg"),
    "BY": ("09", "Bayern"),
    "SL": ("10", "Saarland"),
    "BE": ("11", "Berlin"),
    "BB": ("12", "Brandenburg"),
    "MV": ("13", "Mecklenburg-Vorpommern"),
    "SN": ("14", "Sachsen"),
    "ST": ("15", "Sachsen-Anhalt"),
    "TH": ("16", "Thüringen"),
}
"""The Länder: how an AGS begins, and the name."""
ROUND_ABOUT = 50.0
"""Kilometres within which the nearest of several places of one name is meant."""
TOWN = 20_000
"""Inhabitants from which a town has parts that are called after it ("Kaiserslautern-Süd")."""
EARTH_RADIUS_KM = 6371.0


class Known(NamedTuple):
    """A place that everybody knows: ``land`` as in :data:`LANDS`; ``inhabitants`` ``None`` where nobody says."""

    key: str
    name: str
    land: str
    latitude: float
    longitude: float
    inhabitants: int | None
    word: bool = False
    """Whether the name is a word or a family name as well ("Essen", "Berg")."""


class Found(NamedTuple):
    """A place that a text names; ``sure`` where the words around say that it is one ("in Essen", "67655 …")."""

    start: int
    end: int
    place: Known
    sure: bool


class Register:
    """The list, column by column, sorted by ``keys``; columns and rows are made when they are asked for."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns
        self.keys = columns[0].split("\n")

    @cached_property
    def names(self) -> list[str]:
        """The names as the towns write them."""
        return self.columns[1].split("\n")

    @cached_property
    def lands(self) -> list[str]:
        """The Länder, as in :data:`LANDS`."""
        return self.columns[2].split("\n")

    @cached_property
    def _degrees(self) -> tuple[list[str], list[str]]:
        return self.columns[3].split("\n"), self.columns[4].split("\n")

    def point(self, i: int) -> Point:
        """Where a place lies, by its position in the list."""
        latitudes, longitudes = self._degrees
        return float(latitudes[i]), float(longitudes[i])

    @cached_property
    def others(self) -> tuple[list[str], list[str], list[str]]:
        """Inhabitants ("" where nobody says), numbers of GeoNames, and "1" for names that are words as well."""
        inhabitants, ids, words = (column.split("\n") for column in self.columns[5:])
        return inhabitants, ids, words

    def row(self, i: int) -> Known:
        """A place by its position."""
        inhabitants, ids, words = self.others
        number = int(inhabitants[i]) if inhabitants[i] else None
        return Known(PREFIX + ids[i], self.names[i], self.lands[i], *self.point(i), number, bool(words[i]))

    def exactly(self, key: str) -> Iterator[int]:
        """Where the places with this first part of their names stand."""
        i = bisect_left(self.keys, key)
        while i < len(self.keys) and self.keys[i] == key:
            yield i
            i += 1

    def beginning(self, key: str) -> Iterator[int]:
        """Where the places stand whose double names begin with this one ("Ramstein" of "Ramstein-Miesenbach")."""
        i = bisect_left(self.keys, key + " ")
        while i < len(self.keys) and self.keys[i].startswith(key + " "):
            if "-" in self.names[i]:
                yield i
            i += 1


@cache
def register() -> Register:
    """The list, read once. Raises ``OSError``, ``ValueError`` where the program is not whole."""
    text = zlib.decompress((paths.resources() / "daten" / FILE).read_bytes()).decode()
    return Register(text.split("\t"))


@cache
def _ids() -> dict[str, int]:
    return {PREFIX + number: i for i, number in enumerate(register().others[1])}


def by_key(key: str) -> Known | None:
    """A place by its key."""
    found = _ids().get(key) if key.startswith(PREFIX) else None
    return None if found is None else register().row(found)


def kilometres(one: Point, other: Point) -> float:
    """The distance as the crow flies, in kilometres (haversine on a sphere of 6371 km)."""
    a, b, c, d = map(math.radians, (*one, *other))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


# ---- how names are written -------------------------------------------------------------------------------------------
BETWEEN = frozenset(
    ["am", "an", "auf", "bei", "im", "in", "ob", "unter", "vor", "vorm", "zu", "a", "i", "b", "o", "u", "v"]
)
"""Words between a name and what tells it from others of its name."""
ARTICLES = frozenset(["der", "dem", "den", "d", "die", "das"])
_WORD = late(r"[^\W_]+")
_KINDS = late(
    r"^(?:(?:grosse )?(?:kreis|grosskreis|landeshaupt|hanse|samt|verbands|orts)?(?:stadt|gemeinde)(?:verwaltung)?"
    r"|vg|vgem|verwaltungsgemeinschaft|amt|amtsverwaltung|markt|flecken|(?:land)?kreis|kreisverwaltung|rathaus)\s+(?=\S)"
)
_LAND_WORDS = {
    "westf": "NW",
    "westfalen": "NW",
    "holst": "SH",
    "holstein": "SH",
    "pfalz": "RP",
    "pf": "RP",
    "baden": "BW",
    "wurtt": "BW",
    "obb": "BY",
    "oberbayern": "BY",
    "ndb": "BY",
    "opf": "BY",
    "saar": "SL",
    "old": "NI",
    "thur": "TH",
    "meckl": "MV",
    "mark": "BB",
} | {fold(name).replace("-", " ").split()[0]: code for code, (_, name) in LANDS.items() if "-" not in name}


def words_of(text: str) -> list[str]:
    """The words of a name, folded; "St." is "sankt"."""
    return ["sankt" if w == "st" else w for w in _WORD.findall(fold(text))]


def key_of(name: str) -> str:
    """The first part of a name, by which places are found: "neustadt" of "Neustadt an der Weinstraße"."""
    return " ".join(_split(name)[0])


def _split(name: str) -> tuple[list[str], list[str]]:
    """The words of a listed name, and those that tell it from others."""
    head, _, tail = fold(name).replace("(", "/").partition("/")
    words, rest = words_of(head), words_of(tail)
    cut = next((i for i, w in enumerate(words) if i and (w in BETWEEN or w in ARTICLES)), len(words))
    return words[:cut], [w for w in (*words[cut:], *rest) if w not in BETWEEN and w not in ARTICLES]


def _short_for(said: str, full: str) -> bool:
    """Whether a word is written for a longer one: "w", "wein", "wstr" for "weinstrasse"."""
    if full.startswith(said):
        return True
    letters = iter(full)
    return len(said) > 1 and said[0] == full[0] and all(c in letters for c in said)


def _tells(said: Sequence[str], name: str, land: str) -> bool:
    """Whether what stands behind a name is that of this place, or its Land."""
    full = _split(name)[1]
    if len(said) == 1 and not full:
        return _LAND_WORDS.get(said[0]) == land
    at = 0
    for word in said:
        at = next((i + 1 for i in range(at, len(full)) if _short_for(word, full[i])), 0)
        if not at:
            return len(said) == 1 and _LAND_WORDS.get(word) == land
    return True


_UMLAUT = late(r"([aou])e")


@cache
def _by_umlaut() -> dict[str, list[int]]:
    """The places by their keys with "ae", "oe" and "ue" written as one letter."""
    found: dict[str, list[int]] = {}
    for i, key in enumerate(register().keys):
        found.setdefault(_UMLAUT.sub(r"\1", key), []).append(i)
    return found


def _with_key(key: str) -> list[int]:
    """Places by the first part of the name; "Muenster" is "Münster", "Dürkheim" is "Bad Dürkheim"."""
    names = (key, "bad " + key) if len(key) >= 5 else (key,)
    for name in names:
        if plain := list(register().exactly(name)):
            return plain
    return next((found for name in names if (found := _by_umlaut().get(_UMLAUT.sub(r"\1", name)))), [])


def _candidates(words: Sequence[str]) -> list[int]:
    """All places that the words may mean: the longest name with what tells it from others."""
    known = register()
    for cut in range(min(len(words), 5), 0, -1):
        rest = [w for w in words[cut:] if w not in BETWEEN and w not in ARTICLES]
        found = _with_key(" ".join(words[:cut]))
        fits = [i for i in found if _tells(rest, known.names[i], known.lands[i])] if rest else found
        if fits and (rest or cut == len(words)):
            return fits
    return []


def named(text: str, near: Sequence[Point] = ()) -> list[Known]:
    """All places that a text may mean; in no order.

    By the whole name, by the first part of a double one where no other lies near, or as a part of a town.
    """
    known, plain = register(), re.sub(r"^(?:d-?)?\d{5}\s+", "", fold(text))
    words = words_of(_KINDS.sub("", plain))
    found = [known.row(i) for i in _candidates(words) or _candidates(words_of(plain))]
    if len(words) == 1 and len(words[0]) >= 5 and not any(distance(k, near) <= ROUND_ABOUT for k in found):
        halves = [known.row(i) for i in known.beginning(words[0])]
        found = [k for k in halves if near and distance(k, near) <= ROUND_ABOUT] or found or halves
    return found or _loosely(plain, words, near)


def _loosely(plain: str, words: Sequence[str], near: Sequence[Point]) -> list[Known]:
    """Places by the first part of a name whose rest the list does not have."""
    known = register()
    if len(words) > 2 or re.search(r"[(/]", plain):  # "Wachenheim an der Weinstraße" is plainly called "Wachenheim"
        bare = [known.row(i) for i in _with_key(key_of(plain)) if not _split(known.names[i])[1]]
        found = [k for k in bare if not k.word and (not near or distance(k, near) <= ROUND_ABOUT)]
        if found:
            return found
    if len(words) < 2 or len(words[0]) < 4 or re.search(r"[(/]", plain) or BETWEEN & set(words):
        return []
    towns = (known.row(i) for i in _with_key(words[0]))  # "Kaiserslautern-Betzenberg"
    return [k for k in towns if (k.inhabitants or 0) >= TOWN and not k.word]


def beginning_with(text: str) -> list[Known]:
    """The places whose names begin with what is typed so far, in no order; else those that it may mean."""
    known, key = register(), " ".join(words_of(_KINDS.sub("", fold(text))))
    found, i = [], bisect_left(known.keys, key)
    while key and i < len(known.keys) and known.keys[i].startswith(key):
        found.append(known.row(i))
        i += 1
    return found or named(text)


def distance(place: Known, near: Sequence[Point]) -> float:
    """How far a place is from the nearest of some points, in kilometres; 0 without any."""
    return min((kilometres((place.latitude, place.longitude), p) for p in near), default=0.0)


def _meant(found: Sequence[Known], near: Sequence[Point]) -> Known | None:
    """Of places of one name the nearest, and where all are far the one with most inhabitants."""
    close = [(d, k.key, k) for k in found if near and (d := distance(k, near)) <= ROUND_ABOUT]
    return min(close)[2] if close else max(found, key=lambda k: (k.inhabitants or 0, k.key), default=None)


@lru_cache(maxsize=4096)
def place(name: str, near: tuple[Point, ...] = ()) -> Known | None:
    """The place that a name means for a network whose own places are ``near``; ``None`` if it is not known."""
    return _meant(named(name, near), near) if 1 < len(name) < 80 else None


def within(near: Sequence[Point], km: float) -> list[Known]:
    """The places round about some points, by name."""
    known, reach = register(), km / 111.0
    found = []
    for i in range(len(known.keys)):
        x, y = known.point(i)
        if any(abs(x - p[0]) <= reach and abs(y - p[1]) <= 1.8 * reach and kilometres((x, y), p) <= km for p in near):
            found.append(known.row(i))
    return sorted(found, key=lambda k: fold(k.name))


@lru_cache(maxsize=4)
def names_within(near: tuple[Point, ...], km: float = 30.0) -> tuple[str, ...]:
    """The names of the places round about, as a field offers them."""
    return tuple(dict.fromkeys(k.name for k in within(near, km)))


# ---- places in a sentence --------------------------------------------------------------------------------------------
_SAYS_PLACE = late(
    r"(?:\b(?:in|aus|nach|richtung|(?:raum|nähe|umkreis)(?: von| um)?|(?:wohn)?ort|gemeinde|stadt)[:\s]\s*"
    r"|\b(?:D-?)?\d{5}\s+)$",
    re.IGNORECASE,
)
_SAYS_NAME = late(
    r"\b(?:frau|herrn?|hr\.?|fr\.?|fam\.?|familie|eheleute|ehepaar|firma|fa\.?|dr\.?|prof\.?|von|bei)\s+$",
    re.IGNORECASE,
)
_STREET_AFTER = late(r"^\s*-?(?:str\.|straße|strasse|weg\b|allee\b|platz\b|ring\b|gasse\b)", re.IGNORECASE)
_PART_AFTER = late(r"-[A-ZÄÖÜ][a-zäöüß]+(?![\w-])")


class _Sentence:
    """A sentence while places are looked for in it."""

    def __init__(self, text: str, near: Sequence[Point], reach: float) -> None:
        self.text, self.near, self.reach = text, near, reach
        self.capitals = any(c.isupper() for c in text)
        self.words = list(_WORD.finditer(text))
        self.plain = ["sankt" if (w := fold(m[0])) == "st" else w for m in self.words]

    def close(self, place_: Known) -> bool:
        return bool(self.near) and distance(place_, self.near) <= self.reach

    def told(self, at: int, size: int, found: Sequence[int]) -> tuple[list[int], int]:
        """The places that what stands behind the name tells from others, and how many words are taken in all."""
        known = register()
        for more in range(min(size + 4, len(self.plain) - at), size, -1):
            rest = [w for w in self.plain[at + size : at + more] if w not in BETWEEN and w not in ARTICLES]
            gap = self.text[self.words[at + size - 1].end() : self.words[at + size].start()]
            said = self.text[self.words[at].start() : self.words[at + more - 1].start()]
            joined = re.search(r"[(/]", gap) or self.plain[at + size] in BETWEEN or (rest and len(rest[0]) >= 4)
            if not rest or not joined or self.plain[at + more - 1] != rest[-1] or re.search(r"[,;\n]", said):
                continue
            if fits := [i for i in found if _tells(rest, known.names[i], known.lands[i])]:
                return fits, more
        return [], size

    def at(self, at: int) -> tuple[Known | None, int, bool]:
        """The place whose name begins with this word, how many words it has, whether more than its first part is
        said."""
        known, words = register(), self.plain[at : at + 4]
        for size in range(len(words), 0, -1):
            key = " ".join(words[:size])
            found = list(known.exactly(key)) or (size == 1 and _UMLAUT.search(key) and _by_umlaut_word(key)) or []
            if found:
                fits, taken = self.told(at, size, found)
                place_ = _meant([known.row(i) for i in fits or found], self.near)
                if fits or size > 1 or (place_ and self.close(place_)):
                    return place_, taken, bool(fits)
                return self.half(words[0]) or place_, 1, False
        return self.half(words[0]), 1, False

    def half(self, word: str) -> Known | None:
        """The place near by whose double name begins with a word."""
        found = [register().row(i) for i in register().beginning(word)] if len(word) >= 5 else []
        return _meant([k for k in found if self.close(k)], self.near)

    def end(self, place_: Known, at: int, size: int, *, told: bool) -> int:
        """Where a place ends in the text; -1 if it is only the beginning of another word."""
        end = self.words[at + size - 1].end()
        if told:
            return end + len(re.match(r"\.?\)?", self.text[end:])[0])  # type: ignore[index]  # matches any text
        if self.text[end : end + 1] != "-":
            return -1 if _STREET_AFTER.match(self.text[end:]) else end
        part = _PART_AFTER.match(self.text, end)
        return part.end() if part and (place_.inhabitants or 0) >= TOWN else -1


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key.split(" ", 1)[0] for key in register().keys)


def _by_umlaut_word(key: str) -> list[int]:
    return _by_umlaut().get(_UMLAUT.sub(r"\1", key), [])


def find_places_in(text: str, near: Sequence[Point] = (), *, reach: float = 60.0) -> list[Found]:
    """The places that a sentence names, in order.

    A name that stands alone counts within ``reach`` kilometres of ``near``; one that may be a word or somebody's name,
    or lies farther, where the words around say that it is a place ("in Essen", "67655 Kaiserslautern").
    """
    sentence, firsts = _Sentence(text, near, reach), _first_words()
    found: list[Found] = []
    at, free = 0, 0
    while at < len(sentence.words):
        m, here = sentence.words[at], at
        at += 1
        known = sentence.plain[here] in firsts or _UMLAUT.search(sentence.plain[here])
        if not known or m.start() < free or (sentence.capitals and not m[0][0].isupper()):
            continue
        place_, size, told = sentence.at(here)
        before = text[: m.start()]
        sure = told or bool(_SAYS_PLACE.search(before))
        if place_ is None or before.endswith("-") or (not sure and _SAYS_NAME.search(before)):
            continue
        end = sentence.end(place_, here, size, told=told)
        if end >= 0 and (sure or (sentence.close(place_) and not place_.word)):
            found.append(Found(m.start(), end, place_, sure))
            at, free = here + size, end
    return found
