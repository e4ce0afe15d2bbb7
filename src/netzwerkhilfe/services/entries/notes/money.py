"""Rents, deposits and wages: an amount means what the words beside it say, and nothing without them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.values import Unreadable, read_money
from netzwerkhilfe.services.entries.notes.note import GONE, Note
from netzwerkhilfe.services.entries.notes.text import rx

AMOUNT = r"(?:\d{1,2}\.\d{3}|\d{2,4})(?:,\d{1,2}(?!\d))?(?:,-+|,–|\.-)?"
_UNIT = r"(?:\s*(?:€|euros?\b|eur\b|e\b))?"
_NOT_RENT = (
    r"(?!\s*(?:€|euro|eur)?\s*(?:/|pro|je|die|in der|a)\s*(?:qm|m2|m²|quadratmeter|nacht|tag|woche|std"
    r"|stunde|h\b|person))(?![\d.]*\d)(?!\s*(?:qm|m2|m²|%|uhr|jahre|pers))"
)
_AMOUNT = rf"(?<![\d.,:])(?<!\d/)({AMOUNT}){_UNIT}{_NOT_RENT}"

GROSS = (
    r"warmmiete|gesamtmiete|bruttowarm\w*|bruttomiete|warm|wm|pauschal\w*|pausch\.?"
    r"|all[- ]?in(?:clusive)?|all(?:es)? inkl\w*\.?|alles inklusive"
    r"|alles zusammen|mit allem|alles drin|komplett|inkl\.? (?:aller )?(?:nk|nebenkosten|allem|internet|wlan"
    r"|wasser|heizung"
    r"|alles|strom|heizkosten)|inklusive (?:nk|nebenkosten|allem|heizung)"
    r"|incl\.? nk|mit (?:nk|nebenkosten)|alles|inkl\.?(?=\s*(?:,|$|\n))"
)
ANCILLARY = r"nebenkosten(?:vorauszahlung)?|nk-?vorauszahlung|nk|betriebskosten|bk|umlagen|nebenk\."
HEATING = r"heizkosten|heizung extra|heizung|hk|hzg\.?"
BASE = (
    r"kaltmiete|nkm|nettokalt\w*|nettomiete|grundmiete|kalt|km|miete|(?:ohne|zzgl\.?|zuzüglich|plus|exkl\.?"
    r"|\+) ?(?:nk|nebenkosten)(?!(?:\s|:|ca\.?|von|etwa|rund|je)*\d)"
)
DEPOSIT = r"kaution|kaut\.|ktn\.?|kt\.?"
_WORDS: tuple[tuple[str, str, tuple[int, int]], ...] = (
    ("deposit", DEPOSIT, (50, 20_000)),
    ("gross_rent", GROSS, (80, 6_000)),
    ("ancillary_costs", ANCILLARY, (10, 1_500)),
    ("heating_costs", HEATING, (10, 900)),
    ("base_rent", BASE, (50, 6_000)),
)
_ANY = "|".join(pattern for _, pattern, _ in _WORDS)
_ITEM = rf"(?P<word>(?<![a-z-])(?:{_ANY})(?![a-z]))|{_AMOUNT}"
_GAP_BEFORE = rx(
    r"[\s:.=(+/–-]*(?:(?:ist|sind|nur|von|ca\.?|etwa|rund|maximal|max\.?|beträgt|bei|monatlich|extra"
    r"|insgesamt|je)\s*)*[\s:.=(]*"
)
_GAP_AFTER = rx(r"[\s.(=-]*(?:(?:für|monatlich|im monat|extra|die)\s+)*")
_SEGMENT = late(r"[^,;\n]+(?:,(?=\d|-|–)[^,;\n]*)*")
_MONTHS = r"(?:mm|km|mon\.?\s*kaltm\w*|monatskaltmieten?|monatsmieten?|kaltmieten?|mieten)"
_COUNTS = {"eine": "1", "ein": "1", "zwei": "2", "drei": "3"}


def cents(text: str) -> int | None:
    """An amount in cents; ``None`` if it is none."""
    try:
        return read_money(re.sub(r"[.,][-–]+$", "", text))
    except Unreadable:
        return None


def _fits(text: str, least_most: tuple[int, int]) -> bool:
    amount = cents(text)
    return amount is not None and least_most[0] * 100 <= amount <= least_most[1] * 100


def deposit_in_rents(note: Note) -> None:
    """ "Kaution 3 MM", "drei Kaltmieten Kaution"."""
    count = rf"(\d(?:,5)?|{'|'.join(_COUNTS)})\s*{_MONTHS}"

    def said(m: re.Match[str]) -> str:
        number = m[1] or m[2]
        return f"{_COUNTS.get(number, number)} MM"

    note.take(
        rf"(?<![a-z])(?:{DEPOSIT})\s*:?\s*{count}(?![a-z])|(?<![\d,]){count}\s*(?:kaution"
        rf"|kt)(?![a-z])",
        "deposit",
        said,
    )


def rents(
    note: Note, names: tuple[str, ...] = ("deposit", "gross_rent", "ancillary_costs", "heating_costs", "base_rent")
) -> None:
    """Amounts with their words: "480 kalt 120 NK" or "KM 480, NK 120"; which way round, each part between commas says
    itself."""
    for segment in _SEGMENT.finditer(note.open):
        _segment(note, segment.start(), segment.end(), names)
    if {"base_rent", "ancillary_costs"} <= set(names):
        _second_amount(note)
        _triple(note)
        _pair(note)


@dataclass(frozen=True)
class _Offer:
    """An amount with a word beside it: which word, for which field, and the place of both."""

    word: int
    name: str
    start: int
    end: int
    likely: bool = True
    """Whether it stands on the side on which words stand here."""


def _segment(note: Note, start: int, end: int, names: tuple[str, ...]) -> None:
    """Give each amount one word beside it, as many as can be; where it does not matter, all the same way round."""
    items = list(rx(_ITEM).finditer(note.open, start, end))
    word_first = bool(items and items[0]["word"])
    amounts = [m for m in items if m[2] is not None]
    offers = [_offers(note, m, start, end, names, word_first=word_first) for m in amounts]
    for m, chosen in zip(amounts, _best(offers, frozenset())[1], strict=True):
        if chosen is not None:
            note.claim(chosen.start, chosen.end, chosen.name, m[2].rstrip(",-–."))


def _best(offers: list[list[_Offer]], used: frozenset[int]) -> tuple[float, list[_Offer | None]]:
    """The choice for the first amounts on: most amounts with a word, then the likelier side."""
    if not offers:
        return 0, []
    best = _best(offers[1:], used)
    found: tuple[float, list[_Offer | None]] = (best[0], [None, *best[1]])
    for one in offers[0]:
        if one.word in used:
            continue
        later = _best(offers[1:], used | {one.word})
        worth = later[0] + (1 if one.likely else 1 - _WRONG_WAY)
        if worth > found[0]:
            found = worth, [one, *later[1]]
    return found


_WRONG_WAY = 0.1


def _offers(
    note: Note, m: re.Match[str], start: int, end: int, names: tuple[str, ...], *, word_first: bool
) -> list[_Offer]:
    before, after = _before(note, m, start), _after(note, m, end)
    sides = (
        replace(before, likely=word_first) if before else None,
        replace(after, likely=not word_first) if after else None,
    )
    limits = {name: limits for name, _, limits in _WORDS}
    return [one for one in sides if one is not None and one.name in names and _fits(m[2], limits[one.name])]


def _before(note: Note, m: re.Match[str], start: int) -> _Offer | None:
    for name, pattern, _ in _WORDS:
        found = None
        for word in rx(rf"(?<![a-z-])(?:{pattern})(?![a-z])").finditer(note.open, start, m.start()):
            found = word
        if found and _GAP_BEFORE.fullmatch(note.open, found.end(), m.start()):
            after = rx(rf"\s*(?:{_WORDS[1][1]}|kalt)(?![a-z])").match(note.open, m.end())
            if after and name == "base_rent":  # "Miete 750 Euro warm"
                sure = "gross_rent" if not after[0].strip().startswith("kalt") else "base_rent"
                return _Offer(found.start(), sure, found.start(), after.end())
            return _Offer(found.start(), name, found.start(), m.end())
    return None


def _after(note: Note, m: re.Match[str], end: int) -> _Offer | None:
    gap = _GAP_AFTER.match(note.open, m.end(), end)
    at = gap.end() if gap else m.end()
    for name, pattern, _ in _WORDS:
        word = rx(rf"(?:{pattern})(?![a-z])").match(note.open, at, end)
        if word:
            return _Offer(word.start(), name, m.start(), word.end())
    return None


def _second_amount(note: Note) -> None:
    """ "480 + 120 NK": the first of two is the rent without."""
    for start, _, name, _ in list(note.claims):
        if name == "ancillary_costs" and "base_rent" not in note.texts and "gross_rent" not in note.texts:
            m = rx(rf"({AMOUNT}){_UNIT}\s*(?:\+|/|plus|zzgl\.?|zuzüglich|und)\s*$").search(note.open[:start])
            if m and _fits(m[1], (50, 6_000)):
                note.claim(*m.span(), "base_rent", m[1].rstrip(",-–."))


def _triple(note: Note) -> None:
    """ "360/90/50": rent, what comes on top, heating."""
    if {"base_rent", "gross_rent", "ancillary_costs"} & set(note.texts):
        return
    m = note.search(r"(?<![\d.,/:])(\d{3,4})(\s*/\s*\d{2,3})(\s*/\s*\d{2,3})(?![\d/.])")
    if not m or int(m[1]) <= 1.5 * int(m[2].strip(" /")):
        return
    for i, name in enumerate(("base_rent", "ancillary_costs", "heating_costs"), 1):
        note.claim(*m.span(i), name, m[i].strip(" /"))


def _pair(note: Note) -> None:
    """ "510,-/130,-", "350 € + 70 €": rent and what comes on top."""
    if {"base_rent", "gross_rent", "ancillary_costs"} & set(note.texts):
        return
    m = note.search(rf"(?<![\d.,/:])({AMOUNT}){_UNIT}\s*[+/]\s*({AMOUNT}){_UNIT}(?![\d/.])")
    if not m or not ("€" in m[0] or "eur" in m[0] or ",-" in m[0] or "+" in m[0]):
        return
    base, more = cents(m[1]), cents(m[2])
    if base and more and base > 1.5 * more and base >= 10_000:
        plus = re.search(r"[+/]", note.open[m.end(1) : m.start(2)])
        at = m.end(1) + (plus.start() if plus else 0)
        note.claim(m.start(), at, "base_rent", m[1].rstrip(",-–."))
        note.claim(at, m.end(), "ancillary_costs", m[2].rstrip(",-–."))


_EACH = r"\b(?:je|jeweils|pro person|jeder)\s*$"
"""What stands before an amount that each of several pays."""


def budget(note: Note, name: str) -> None:
    """What a household can pay at most: "bis 900 warm", "max. 750 €"; a rent "kalt" is another thing."""
    words = r"(?:bis|max\.?|maximal|höchstens|nicht mehr als|miete|warmmiete|budget|für)"
    for m in list(
        note.find(
            rf"\b({words})(?:\s+(?:zu|maximal|max\.?|höchstens))*\s*:?\s*({AMOUNT}){_UNIT}\s*(?:maximal"
            rf"|max\.?)?\s*({GROSS}|kalt|kaltmiete|km|bkm|bruttokalt\w*|nettokalt\w*)?(?![a-z\d])"
        )
    ):
        sure = m[3] or "€" in m[0] or "eur" in m[0] or (cents(m[2]) or 0) >= 20_000
        if (
            GONE in m[0]
            or (m[3] or "").startswith(("kalt", "km", "bkm", "bruttokalt", "nettokalt"))
            or not sure
            or rx(r"\s*(?:qm|m2|m²|personen|uhr|km)").match(note.open, m.end(2))
            or rx(_EACH).search(note.open[: m.start()])
        ):
            continue
        if _fits(m[2], (100, 6_000)) and note.claim(*m.span(), name, m[2].rstrip(",-–.")):
            return
    for m in list(
        note.find(
            rf"(?<![\d.,/:])({AMOUNT}){_UNIT}\s*(?:{GROSS}|max\.?(?:imal)?)(?:\s*(?:max\.?|maximal"
            rf"|möglich))?(?![a-z])"
        )
    ):
        each = rx(_EACH).search(note.open[: m.start()])
        if not each and _fits(m[1], (100, 6_000)) and note.claim(*m.span(), name, m[1].rstrip(",-–.")):
            return


def wage(note: Note, name: str) -> None:
    """What a work pays, as it was said: "13,50/h", "2.900 € brutto", "538 Euro im Monat"."""
    amount = r"(?:\d{1,2}\.\d{3}|\d{1,4})(?:,\d{1,2})?(?:,-+)?"
    amount = rf"(?:{amount}\s*(?:-|–|bis)\s*)?{amount}"
    unit = r"\s*(?:€|euros?|eur)"
    per = r"(?:\s*(?:/|pro|die|je|in der|im|am|a)\s*(?:std\.?(?:-?lohn)?|stunde|h|monat|tag|woche|mon\.)(?![a-z]))"
    more = r"(?:\s*(?:brutto|netto|monatlich|stundenlohn|std\.-?lohn|stündlich|stunde|std\.?)(?![a-z]))"
    shapes = (
        rf"(?<![\d.,/:–-])({amount}{unit}(?:{per}|{more})+)",
        rf"(?<![\d.,/:])({amount}{per}+)",
        rf"(?<![\d.,/:])({amount}\s*(?:brutto|netto|stundenlohn|std\.-?lohn)(?![a-z]))",
        rf"(?<![\d.,/:])({amount}{unit})(?!\s*-?\s*(?:job|basis|kraft))(?![a-z])",
        rf"\b(?:stunden)?(?:lohn|verdienst|vergütung|gehalt|bezahlung)\s*:?\s*({amount})(?!\s*(?:std|stunden|%))",
        r"\b(eg\s?\d{1,2}\w?\s+tvöd|tvöd\s+(?:eg\s?)?\d{1,2}\w?|tariflohn|mindestlohn)\b",
    )
    for shape in shapes:
        for m in list(note.find(shape)):
            lodging = rx(
                r"\b(?:unterkunft|zimmer|miete|verpflegung|essen"
                r"|kost)\b[^,;.]*$"
            ).search(note.plain.text[: m.start(1)])
            if (
                not lodging
                and GONE not in m[0]
                and note.claim(*m.span(1), name, " ".join(note.said(*m.span(1)).split()).rstrip(","))
            ):
                return
