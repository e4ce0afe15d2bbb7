"""Who is called and where something is: telephone numbers, e-mail, streets and places."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.naming import is_word
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.places import Found
from netzwerkhilfe.models.text import digits, fold
from netzwerkhilfe.models.values import Unreadable, read_phone
from netzwerkhilfe.services.entries.notes.note import GONE, Note
from netzwerkhilfe.services.entries.notes.text import one_slip, rx
from netzwerkhilfe.services.entries.notes.times import CLOCKS, DATE, DAY

# ---- telephone ------------------------------------------------------------------------------------------------------
_LEAD = (
    r"(?:\b(?:tel|telefon|telefonnr|telnr|handy|handynr|mobil|ruf|rufnr|rufnummer|fon|festnetz|whatsapp|wa"
    r"|t)\s*\.?(?:\s*nr\.?)?\s*:?\s*)?"
)
_PHONE = rf"(?<![\d.,]){_LEAD}(\(?(?:\+\s?\d\d|00\d\d|0)[\d/()\s.–-]{{4,22}}\d)(?!\d)"
_COUNTED = (
    r"^\s*(?:€|euro|eur\b|warm|kalt|nk\b|qm|m2|m²|zkb|zk\b|zi\b|zi\.|zimmer|pers|std|stunden|km\b|km/"
    r"|plätze|kinder|uhr|h\b"
    r"|jahre|%|-zimmer|raum|monat|wochen)(?!\s*:?\s*\d)"
)
FEWEST_DIGITS, MOST_DIGITS = 6, 15


def phones(note: Note, *names: str, reached: bool = True) -> None:
    """Telephone numbers, the first for the first field; what was a date is none.

    :param reached: whether the kind has a field for when somebody is best called.
    """
    left = list(names)
    masked = rx(DATE).sub(lambda m: GONE * len(m[0]) if any(c.isdigit() for c in m[0]) else m[0], note.open)
    for m in list(rx(_PHONE).finditer(masked)):
        if not left:
            return
        end = _own_figures(m[1], note.open[m.end(1) :])
        number = m[1][:end].rstrip(" /.(–-")
        try:
            value, rest = read_phone(number)
        except Unreadable:
            continue
        count = len(digits(value))
        if value and not rest and FEWEST_DIGITS <= count <= MOST_DIGITS:
            stop = m.start(1) + len(number)
            if note.claim(m.start(), stop, left[0], value):
                left.pop(0)
                if left and left[0] == "phone_note":
                    left.pop(0)
                if reached:
                    _reachable(note, m.start(), stop, ahead="mobile" not in names)


def _own_figures(number: str, after: str) -> int:
    """How much of a run of figures is the number: "06233 9903 450 warm" ends before the rent."""
    last = re.search(r"\s(\d{1,4})$", number)
    if last and rx(_COUNTED).search(after) and len(digits(number[: last.start()])) >= 7:
        return last.start()
    return len(number)


_CLOCK = re.sub(r"\?P<\w+>", "?:", CLOCKS)


def _when(note: Note, start: int, end: int) -> str:
    """A time as it was said, without "bitte" and "am besten"."""
    return re.sub(r"^(?:bitte|am besten|erst)\s+", "", note.said(start, end), flags=re.IGNORECASE)


def _reachable(note: Note, start: int, end: int, *, ahead: bool) -> None:
    """ "06237 1234 ab 17 Uhr", "abends 06237 1234": when somebody is best called."""
    before = rx(rf"(?:^|[,;.(\n]\s*|\x00\s*)({_TIME})\s*(?:unter\s+)?(?:(?:tel|telefon|handy)\.?:?\s*)?$").search(
        note.open[:start]
    )
    if before and ahead and note.claim(*before.span(1), "phone_note", _when(note, *before.span(1))):
        return
    m = rx(
        rf"\s*[(,]?\s*({_TIME})(?:\s+(?:erreichbar|anrufen|zu erreichen))?\s*\)?(?=\s*(?:[,;.\n]|$|frau"
        rf"|herr|hr\.|fr\.|fam))"
    ).match(note.open, end)
    if m:
        note.claim(m.start(1), m.end(1), "phone_note", _when(note, *m.span(1)))


_DAYS = rf"(?:{DAY}\.?(?:\s*(?:-|–|bis|und|u\.|,|\+)\s*{DAY}\.?)*)"
_WORD_CLOCK = (
    r"(?:ab|nach|vor|gegen)\s+(?:fünf|sechs|sieben|acht|drei|vier|zwei|neun|zehn|elf|zwölf)(?:\s+uhr)?(?:\s+abends)?"
)
_TIME = (
    rf"(?:(?:{_DAYS}\s+)?(?:nur\s+|bitte\s+|erst\s+|am besten\s+)*(?:{_CLOCK}|{_WORD_CLOCK}|abends|morgens"
    rf"|mittags|vormittags|nachmittags|tagsüber))"
)
_REACHED = (
    rf"\b(?:({_TIME})\s+(?:erreichbar|anrufen|zu erreichen|zuhause|daheim|zu sprechen)"
    rf"|(?:erreichbar|zu erreichen|anrufen|rückruf|bitte anrufen)\s*:?\s+({_TIME}))"
)


def reachable(note: Note) -> None:
    """When somebody is best called, said in words: "abends erreichbar", "Rückruf ab 16 Uhr"."""
    for m in list(note.find(_REACHED)):
        if note.claim(*m.span(), "phone_note", _when(note, *m.span(1 if m[1] else 2))):
            return


def email(note: Note) -> None:
    """An e-mail address."""
    note.take(r"(?:\be-?mail\s*:?\s*|\bmail\s*:?\s*)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", "email")


# ---- where ----------------------------------------------------------------------------------------------------------
_NO_STREETS = (
    r"(?:[a-z]+-)?(?:stell|park|spiel|arbeits|ausbildungs|praktikums|kita|sitz|fest|dorf|sport|markt|bau|schlaf"
    r"|therapie|kurs|aufzug|lehr|ferien|garagen"
    r"|studien|eq-?|ab|um|hin|heim|rück|unter|schul|fahrrad)?(?:platz|plätze|weg|ring|gang)"
)
_STREET = (
    r"\b((?:(?:[a-zäöü]{3,}(?:er|-)?\s+)?[a-z-]*(?:straße|strasse|str\.?|gasse|allee|pfad|ufer|damm)"
    r"|[a-z-]{3,}(?:weg|platz|ring|hof|winkel|graben)"
    r"|(?:am|an der|auf der|im|in der|in den)\s+[a-z]{4,}(?:berg|graben|bach|garten|gärten|acker|feld"
    r"|wiese|winkel|hof|tor|markt|see|rain|bruch|anger|weide|aue?|höhe|hohl|mühle|hecke|trift|brunnen|linde|eck"
    r"|kirche|bahn))"
    r"\s*(?:nr\.?\s*)?\d{1,3}\s?[a-h]?)(?![\d:/]|\.\d|\s*(?:uhr|€|euro|qm|m2|zkb|zi|min|plätze|%|pers|std|kinder))\b"
)
_LOOSE = r"^(?:in|der|die|das|dem|den|und|wohnung|whg|haus|ist|neue|neuen|wohnt|ab|an|bei|hat|adresse)$"


def street(note: Note) -> None:
    """A street with its number; a "Stellplatz 30" is none."""
    places = place_words(note.facts)
    for m in list(note.find(_STREET)):
        start = m.start(1)
        said = m[1]
        first, _, others = said.partition(" ")
        loose = first in places or rx(_LOOSE).match(first)
        if loose and rx(r"[a-z-]*(?:straße|str|gasse|allee|pfad|ufer|damm|weg|platz|ring)").match(others):
            start, said = start + len(first) + 1, others
        if rx(rf"^{_NO_STREETS}\b").match(said) or not re.search(r"[a-z]{3,}", said):
            continue
        if note.claim(start, m.end(1), "street", note.said(start, m.end(1)).strip()):
            return


@dataclass(frozen=True)
class Named:
    """A place that a note names: where, and the name that its field reads."""

    start: int
    end: int
    name: str


_TOKEN = late(r"[^\W\d_]+")
SHORTEST_PART = 5
_cache: dict[int, tuple[Facts, dict[str, str]]] = {}


def place_names(facts: Facts) -> dict[str, str]:
    """What the network's own places are called, folded: by name, by a part that no other has, by office."""
    kept = _cache.get(0)
    if kept and kept[0].places is facts.places and kept[0].offices is facts.offices:
        return kept[1]
    found: dict[str, str] = {}
    parts: dict[str, set[str]] = {}
    for place in facts.places.values():
        found[key(place.name)] = place.name
        for i, part in enumerate(re.split(r"[\s-]+", place.name)):
            plain = key(part)
            if len(plain) >= SHORTEST_PART and (
                i == 0 or part.endswith(("heim", "au", "dorf", "hausen", "ingen", "bach", "berg", "stadt"))
            ):
                parts.setdefault(plain, set()).add(place.name)
    for part, names in parts.items():
        if len(names) == 1:
            found.setdefault(part, next(iter(names)))
    for office in facts.offices.values():
        found[f"vg {key(office.name)}"] = f"VG {office.name}"
    _cache[0] = (facts, found)
    return found


def key(name: str) -> str:
    """The words of a name, folded, as :func:`place_names` has them."""
    return " ".join(_TOKEN.findall(fold(name)))


def place_words(facts: Facts) -> frozenset[str]:
    """The names of places, and their first words, folded."""
    names = place_names(facts)
    return frozenset(names) | {n.split(" ")[0] for n in names}


def place_in_name(note: Note, name: str) -> str:
    """The place that the name of a body says: "Turnverein Lambsheim"; empty if it says none."""
    names = place_names(note.facts)
    own = (names.get(key(word)) for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", name))
    found = next(filter(None, own), "")
    other = () if found or not name else note.facts.places_in(name)
    saints = re.compile(r"(?:St\.|Sankt)\s", re.IGNORECASE)
    return found or next(
        (
            f.place.name
            for f in other
            if f.start and f.end - f.start >= SHORTEST_PART and not saints.match(name, f.start)
        ),
        "",
    )


_WORDS = frozenset(("herren", "damen", "herr", "frau", "essen", "singen", "halle", "wald", "hof", "berg", "see", "au"))
"""Words that are also places, or the beginning of one."""
MOST_WORDS = 5
SHORTEST_CUT = 5
SHORTEST_SLIP = 6


def is_place(note: Note, at: int) -> bool:
    """Whether a place that is known begins here."""
    return any(place.start == at for place in places(note))


def own(note: Note) -> Iterator[Named]:
    """The network's own places that a note names."""
    return _own_places(note)


def where(note: Note) -> Iterator[Named]:
    """The places where something can be: no "VG Maxdorf"."""
    return (place for place in places(note) if not place.name.startswith("VG "))


def places(note: Note) -> Iterator[Named]:
    """The places a note names: the network's own, then those that everybody knows, in the order of the note."""
    found = [*_own_places(note), *_others(note)]
    seen: set[int] = set()
    kept = []
    for one in found:  # own places first: where both know a name, the network's own counts
        letters = set(range(one.start, one.end))
        if not letters & seen:
            seen |= letters
            kept.append(one)
    yield from sorted(kept, key=lambda n: n.start)


def _own_places(note: Note) -> Iterator[Named]:
    names = place_names(note.facts)
    tokens = list(_TOKEN.finditer(note.open))
    i = 0
    while i < len(tokens):
        found = _longest(note.open, names, tokens, i)
        if found is None:
            i += 1
            continue
        count, name = found
        start, end = tokens[i].start(), tokens[i + count - 1].end()
        if note.open[end : end + 1] == "." and count == 1 and tokens[i][0] not in names:
            end += 1
        yield Named(start - _postcode(note.open, start), end, name)
        i += count


def _postcode(text: str, start: int) -> int:
    """How many letters before a place are its postcode."""
    m = re.search(r"(?<![\d.,])(?:d-)?\d{5}\s+$", text[max(0, start - 9) : start])
    return len(m[0]) if m else 0


def _doubtful(note: Note, found: Found) -> bool:
    """Whether a word is more likely no place: "Herren", or "Stein" for Stein-Bockenheim."""
    said = fold(note.plain.note[found.start : found.end])
    part = "-" in found.place.name and "-" not in said and " " not in said
    return not found.sure and (said in _WORDS or (part and (is_word(said) or len(said) < SHORTEST_SLIP)))


def place_spans(note: Note) -> set[int]:
    """Where the names of places that everybody knows begin, in all of the note."""
    found = [f for f in note.facts.places_in(note.plain.note) if not _doubtful(note, f)]
    return {bisect.bisect_left(note.plain.starts, f.start) for f in found}


def _others(note: Note) -> Iterator[Named]:
    shown = list(note.plain.note)
    for i, letter in enumerate(note.open):
        if letter == GONE:
            first, last = note.plain.span(i, i + 1)
            shown[first:last] = "|" * (last - first)
    for found in note.facts.places_in("".join(shown)):
        if _doubtful(note, found):
            continue
        start = bisect.bisect_left(note.plain.starts, found.start)
        end = bisect.bisect_left(note.plain.starts, found.end)
        yield Named(start - _postcode(note.open, start), end, found.place.name)


def _longest(text: str, names: dict[str, str], tokens: list[re.Match[str]], i: int) -> tuple[int, str] | None:
    for count in range(min(MOST_WORDS, len(tokens) - i), 0, -1):
        said = tokens[i : i + count]
        between = [text[a.end() : b.start()] for a, b in itertools.pairwise(said)]
        if all(re.fullmatch(r"[ .-]{1,2}", gap) for gap in between):
            name = names.get(" ".join(w[0] for w in said))
            if name and not _part_of_word(text, said[0].start(), said[-1].end()):
                return count, name
    return _nearly(text, names, tokens[i])


def _part_of_word(text: str, start: int, end: int) -> bool:
    """Whether a hyphen makes it a part of something else: "Maxdorf-Straße"."""
    return bool(re.match(r"-[a-z]", text[end : end + 2])) or bool(
        re.search(r"[a-z]-$", text[max(0, start - 2) : start])
    )


def _nearly(text: str, names: dict[str, str], token: re.Match[str]) -> tuple[int, str] | None:
    """A name cut short ("Dannst.") or with one slip, where only one place can be meant."""
    word = token[0]
    if len(word) >= SHORTEST_CUT and text[token.end() : token.end() + 1] == ".":
        found = {n for k, n in names.items() if k.startswith(word) and k != word}
        if len(found) == 1:
            return 1, found.pop()
    if len(word) >= SHORTEST_SLIP:
        found = {n for k, n in names.items() if " " not in k and k[0] == word[0] and one_slip(word, k)}
        if len(found) == 1:
            return 1, found.pop()
    return None
