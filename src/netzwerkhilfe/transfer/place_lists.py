"""A network's offices and places as a list: one row a place, filled in by an office or taken from a register."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import phrases
from netzwerkhilfe.models.geography import Municipality, Union
from netzwerkhilfe.models.office_forms import OfficeForm, form_named
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.models.values import Unreadable, read_integer
from netzwerkhilfe.transfer import exporter, sheets
from netzwerkhilfe.transfer.cells import Cell
from netzwerkhilfe.transfer.importer import Problem
from netzwerkhilfe.transfer.tables import read as read_table

T = TypeVar("T")

COLUMNS: dict[str, tuple[str, ...]] = {
    "office": (
        "Büro",
        "Verwaltung",
        "Verbandsgemeinde",
        "Gemeindeverband",
        "Verband",
        "VG",
        "Samtgemeinde",
        "Verwaltungsgemeinschaft",
    ),
    "form": ("Art", "Art des Büros", "Form"),
    "office_key": ("Schlüssel des Büros", "Verbandsschlüssel", "VG-Schlüssel", "VG Schlüssel", "Schlüssel VG"),
    "code": ("Kürzel",),
    "village": ("Ort", "Ortsgemeinde", "Gemeinde", "Mitgliedsgemeinde", "Gemeindename", "Name"),
    "key": ("AGS", "Gemeindeschlüssel", "Amtlicher Gemeindeschlüssel", "ARS", "Regionalschlüssel"),
    "plz": ("PLZ", "Postleitzahl"),
    "latitude": ("Breite", "Breitengrad", "Lat", "Latitude"),
    "longitude": ("Länge", "Längengrad", "Lon", "Lng", "Longitude"),
    "inhabitants": ("Einwohner", "Einwohnerzahl", "EW", "Bevölkerung"),
    "counted_on": ("Stichtag", "Stand", "Einwohner am"),
}
"""What a column may be called; the first is what we write."""
_MEANS = {fold(word): name for name, words in COLUMNS.items() for word in words}
_SUM = late(r"^(summe|gesamt|total|insgesamt|zusammen|zwischensumme)\b")


@dataclass
class PlaceList:
    """What a list says: offices with their places, and the cells and rows that could not be read."""

    unions: list[Union]
    problems: list[Problem]

    @property
    def places(self) -> int:
        """How many places it has."""
        return sum(len(u.places) for u in self.unions)


@dataclass
class _Reader:
    """One list while it is read."""

    unions: dict[str, Union] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    office: str = ""

    def cell(self, row: int, cells: Mapping[str, str], name: str, read: Callable[[str], T]) -> T | None:
        """A cell by its type; one that cannot be read is named and left out."""
        text = squeeze(cells.get(name, ""))
        try:
            return read(text) if text else None
        except Unreadable as error:
            self.problems.append(Problem(row, COLUMNS[name][0], text, str(error)))
            return None

    def row(self, row: int, cells: Mapping[str, str]) -> None:
        """One row: an office, or a place of the office named in it or above."""
        office, name = squeeze(cells.get("office", "")), squeeze(cells.get("village", ""))
        if _SUM.match(fold(office)) or _SUM.match(fold(name)):
            self.problems.append(Problem(row, "", office or name, "eine Summe ist kein Ort"))
            return
        self.office = office or self.office
        if not self.office:
            self.problems.append(Problem(row, COLUMNS["office"][0], "", "zu welchem Büro gehört der Ort?"))
            return
        union = self.unions.get(fold(self.office)) or Union(self.office)
        form = self.cell(row, cells, "form", _form)
        key = self.cell(row, cells, "office_key", _office_key)
        union = replace(
            union,
            form=form or union.form,
            key=key or union.key,
            code=squeeze(cells.get("code", ""))[:2].upper() or union.code,
        )
        count, day = self.cell(row, cells, "inhabitants", read_integer), self.cell(row, cells, "counted_on", _day)
        if not name:
            union = replace(union, inhabitants=count or union.inhabitants, counted_on=day or union.counted_on)
        elif place := self._place(row, cells, name, union):
            union = replace(union, places=(*union.places, replace(place, inhabitants=count, counted_on=day or "")))
        self.unions[fold(self.office)] = union

    def _place(self, row: int, cells: Mapping[str, str], name: str, union: Union) -> Municipality | None:
        key = self.cell(row, cells, "key", _ags) or ""
        if any(fold(p.name) == fold(name) and (not key or p.key in ("", key)) for p in union.places):
            self.problems.append(Problem(row, COLUMNS["village"][0], name, "steht bei diesem Büro schon in der Liste"))
            return None
        twice = key and next((u.name for u in self.unions.values() if key in {p.key for p in u.places}), "")
        if twice:
            self.problems.append(Problem(row, COLUMNS["key"][0], key, f"gehört in dieser Liste schon zu {twice}"))
            return None
        latitude = self.cell(row, cells, "latitude", _degrees)
        longitude = self.cell(row, cells, "longitude", _degrees)
        if latitude is None or longitude is None:
            latitude = longitude = None
        return Municipality(name, key, self.cell(row, cells, "plz", _postcode) or "", latitude, longitude)


def _form(text: str) -> str:
    found = form_named(text)
    if found is None:
        raise Unreadable("Eins von: " + ", ".join(f.label for f in OfficeForm))
    return found


def _digits(text: str, *lengths: int) -> str:
    """A key of digits; a spreadsheet may have lost the zero in front."""
    plain = re.sub(r"[\s.]", "", text)
    if plain.isdigit() and len(plain) + 1 in lengths:
        plain = "0" + plain
    if not plain.isdigit() or len(plain) not in lengths or not 1 <= int(plain[:2]) <= 16:
        raise Unreadable("Ein Schlüssel mit " + " oder ".join(map(str, lengths)) + " Ziffern, z. B. 07335022")
    return plain


def _ags(text: str) -> str:
    """Eight digits; of a Regionalschlüssel (twelve) the part of the union is left out."""
    found = _digits(text, 8, 12)
    return found[:5] + found[9:] if len(found) == 12 else found


def _office_key(text: str) -> str:
    return _digits(text, 9, 5, 8)


def _postcode(text: str) -> str:
    plain = text.removeprefix("D-").split(".")[0]
    if plain.isdigit() and len(plain) == 4:
        plain = "0" + plain
    if not re.fullmatch(r"\d{5}", plain):
        raise Unreadable("Fünf Ziffern, z. B. 66849")
    return plain


def _degrees(text: str) -> float:
    plain = text.replace("°", "").replace(",", ".").strip()
    if not re.fullmatch(r"\d{1,2}(\.\d+)?", plain) or not 5 <= float(plain) <= 56:
        raise Unreadable("Grad in Deutschland, z. B. 49,4131")
    return float(plain)


def _day(text: str) -> str:
    return phrases.read_date(text, None)


def read(path: Path, sheet: str | None = None) -> PlaceList:
    """Read a list. Raises ``UserError`` for a file that is none, or has no places."""
    table = read_table(path, lambda cells: sum(fold(c) in _MEANS for c in cells), sheet)
    columns: dict[str, int] = {}
    for i, heading in enumerate(table.headings):
        name = _MEANS.get(fold(heading), "")
        if name:
            columns.setdefault(name, i)
    if not {"village", "office"} & set(columns):
        raise UserError(
            f"„{path.name}“ hat keine Spalte mit Orten.",
            "Es wurde nichts übernommen.",
            "Bitte nennen Sie die Spalten „Büro“ und „Ort“, wie in der Vorlage.",
        )
    reader = _Reader()
    for number, row in zip(table.numbers, table.rows, strict=True):
        reader.row(number, {name: row[i] for name, i in columns.items()})
    reader.problems += [Problem(a.row, "", a.text, a.reason) for a in table.aside]
    if not reader.unions:
        raise UserError(
            f"In „{path.name}“ steht kein Ort.",
            "Es wurde nichts übernommen.",
            "Bitte füllen Sie die Vorlage aus: eine Zeile für jeden Ort.",
        )
    return PlaceList(list(reader.unions.values()), reader.problems)


def write(unions: Sequence[Union], target: Path) -> None:
    """Write a list (.csv or .xlsx), also as a template to fill in. Raises ``UserError``."""
    rows: list[list[Cell]] = []
    for union in unions:
        form = OfficeForm.label_of(union.form)
        head = [union.name, form, union.key, union.code]
        figures = [_cell(union.inhabitants), _day_cell(union.counted_on)]
        rows.append([*head, "", "", "", "", "", *figures])
        for place in union.places:
            where = [_cell(place.latitude), _cell(place.longitude)]
            figures = [_cell(place.inhabitants), _day_cell(place.counted_on)]
            key = place.key if place.official else ""
            rows.append([*head, place.name, key, place.postcode, *where, *figures])
    cleaned = ([sheets.clean(c) if isinstance(c, str) else c for c in row] for row in rows)
    exporter.write_table("Orte", [words[0] for words in COLUMNS.values()], cleaned, target)


def _cell(value: float | None) -> Cell:
    return "" if value is None else value


def _day_cell(value: str) -> Cell:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return value
