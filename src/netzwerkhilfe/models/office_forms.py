"""What an office is (a Verbandsgemeinde, an Amt, a Kreis, a club) and what people call it and others of its form.

Each Land has its own unions of municipalities. Sentences take their words from here, so that a network of Ämter never
reads of Verbandsgemeinden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.places import LANDS
from netzwerkhilfe.models.text import fold, squeeze


class OfficeForm(Choice):
    """What an office is."""

    COLLECTIVE = "collective_municipality", "Verbandsgemeinde"
    AMT = "amt", "Amt"
    SAMTGEMEINDE = "samtgemeinde", "Samtgemeinde"
    ASSOCIATION = "administrative_association", "Verwaltungsgemeinschaft"
    DISTRICT = "district", "Landkreis"
    CITY = "city", "Stadt"
    MUNICIPALITY = "municipality", "Gemeinde"
    CLUB = "club", "Verein oder Träger"
    AUTHORITY = "authority", "Behörde"


class Words(NamedTuple):
    """What people say: before a name ("VG Landstuhl"), of several, to several, of one, of the same and another one."""

    short: str
    plural: str
    to_several: str
    the: str
    same: str
    other: str


ANY = Words("", "Büros", "Büros", "das Büro", "gleiches Büro", "anderes Büro")
"""Where the offices are of several forms, or nobody said of which."""
WORDS: dict[str, Words] = {
    OfficeForm.COLLECTIVE: Words(
        "VG", "Verbandsgemeinden", "Verbandsgemeinden", "die Verbandsgemeinde", "gleiche VG", "andere VG"
    ),
    OfficeForm.AMT: Words("Amt", "Ämter", "Ämtern", "das Amt", "gleiches Amt", "anderes Amt"),
    OfficeForm.SAMTGEMEINDE: Words(
        "SG", "Samtgemeinden", "Samtgemeinden", "die Samtgemeinde", "gleiche Samtgemeinde", "andere Samtgemeinde"
    ),
    OfficeForm.ASSOCIATION: Words(
        "VGem",
        "Verwaltungsgemeinschaften",
        "Verwaltungsgemeinschaften",
        "die Verwaltungsgemeinschaft",
        "gleiche VGem",
        "andere VGem",
    ),
    OfficeForm.DISTRICT: Words(
        "Kreis", "Landkreise", "Landkreisen", "der Landkreis", "gleicher Landkreis", "anderer Landkreis"
    ),
    OfficeForm.CITY: Words("Stadt", "Städte", "Städten", "die Stadt", "gleiche Stadt", "andere Stadt"),
    OfficeForm.MUNICIPALITY: Words(
        "Gemeinde", "Gemeinden", "Gemeinden", "die Gemeinde", "gleiche Gemeinde", "andere Gemeinde"
    ),
    OfficeForm.CLUB: Words("", "Vereine", "Vereinen", "der Verein", "gleicher Verein", "anderer Verein"),
    OfficeForm.AUTHORITY: Words("", "Behörden", "Behörden", "die Behörde", "gleiche Behörde", "andere Behörde"),
}
ALSO: dict[str, OfficeForm] = {
    "vg": OfficeForm.COLLECTIVE,
    "verbandsgemeindeverwaltung": OfficeForm.COLLECTIVE,
    "amtsverwaltung": OfficeForm.AMT,
    "sg": OfficeForm.SAMTGEMEINDE,
    "vgem": OfficeForm.ASSOCIATION,
    "verwaltungsverband": OfficeForm.ASSOCIATION,
    "gemeindeverwaltungsverband": OfficeForm.ASSOCIATION,
    "kreis": OfficeForm.DISTRICT,
    "kreisverwaltung": OfficeForm.DISTRICT,
    "landratsamt": OfficeForm.DISTRICT,
    "stadtverwaltung": OfficeForm.CITY,
    "markt": OfficeForm.MUNICIPALITY,
    "verbandsfreie gemeinde": OfficeForm.MUNICIPALITY,
    "einheitsgemeinde": OfficeForm.MUNICIPALITY,
    "gemeindeverwaltung": OfficeForm.MUNICIPALITY,
    "verein": OfficeForm.CLUB,
    "trager": OfficeForm.CLUB,
    "jobcenter": OfficeForm.AUTHORITY,
    "agentur fur arbeit": OfficeForm.AUTHORITY,
}
"""Other words for a form, folded."""
UNIONS: dict[str, OfficeForm] = {
    "SH": OfficeForm.AMT,
    "NI": OfficeForm.SAMTGEMEINDE,
    "RP": OfficeForm.COLLECTIVE,
    "BW": OfficeForm.ASSOCIATION,
    "BY": OfficeForm.ASSOCIATION,
    "BB": OfficeForm.AMT,
    "MV": OfficeForm.AMT,
    "SN": OfficeForm.ASSOCIATION,
    "ST": OfficeForm.COLLECTIVE,
    "TH": OfficeForm.ASSOCIATION,
}
"""The unions of municipalities of each Land that has some."""
_BY_DIGITS = {digits: land for land, (digits, _) in LANDS.items()}


def land_of(key: str) -> str:
    """The Land of an official key, "" for none."""
    return _BY_DIGITS.get(key[:2], "") if key.isdigit() else ""


def form_named(text: str) -> OfficeForm | None:
    """The form that a word means."""
    plain = fold(text)
    return next((f for f in OfficeForm if plain in (fold(f.label), f.value)), ALSO.get(plain))


def form_in(name: str) -> OfficeForm | None:
    """The form that the first words of an office's name say ("Kreisverwaltung Kusel")."""
    words = squeeze(name).split(" ")
    found = (form_named(" ".join(words[:n])) for n in range(min(3, len(words)), 0, -1))
    club = re.search(r"\be\.?\s?V\.?(?:\s|$)|\bVerein\b|\bgGmbH\b", name)
    return next((f for f in found if f), OfficeForm.CLUB if club else None)


def form_of(form: str | None, name: str, key: str | None, land: str = "") -> OfficeForm | None:
    """What an office is: as somebody said, as its name or its official key says, else the union of its Land."""
    told = OfficeForm.of(form) or form_in(name)
    if told or not (key or land):
        return told
    if key and key.isdigit() and len(key) in (5, 8):
        free = key.endswith("000")
        return OfficeForm.DISTRICT if len(key) == 5 else OfficeForm.CITY if free else OfficeForm.MUNICIPALITY
    return UNIONS.get(land_of(key or "") or land, OfficeForm.MUNICIPALITY if land else None)


def words_of(form: str | None) -> Words:
    """What people say of offices of a form."""
    return WORDS.get(form or "", ANY)


def words_for(land: str) -> Words:
    """What people say of the unions of municipalities of a Land."""
    return words_of(UNIONS.get(land))


def common(forms: Iterable[str | None]) -> Words:
    """What people say of several offices: the words of their form if it is the same."""
    found = set(forms)
    return words_of(found.pop()) if len(found) == 1 else ANY


def called(name: str, form: str | None) -> str:
    """An office with its form: "VG Landstuhl", "Amt Hürup"; a name that says it already stays as it is."""
    short = words_of(form).short
    return name if not short or form_in(name) else f"{short} {name}"


def without_form(text: str) -> str:
    """A folded name without the words for a form before it: "landstuhl" of "VG Landstuhl"."""
    words = fold(text).split(" ")
    for n in range(min(3, len(words) - 1), 0, -1):
        if form_named(" ".join(words[:n])):
            return " ".join(words[n:])
    return " ".join(words)
