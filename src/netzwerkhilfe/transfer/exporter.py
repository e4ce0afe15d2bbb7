"""Lists to hand on: CSV and XLSX as German offices expect them, cards and dates for telephones and calendars, the page
for the homepage, and JSON for programs. Each is written whole or not at all."""

from __future__ import annotations

import csv
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netzwerkhilfe import atomic
from netzwerkhilfe.access import confidential
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.base import COMMON
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    CHOICE,
    CHOICES,
    LANGUAGES,
    LEVELS,
    PLACE,
    PLACES,
    STAGE,
    WEEK,
    Field,
    FieldType,
    Json,
)
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.transfer import columns, homepage, sheets
from netzwerkhilfe.transfer.cells import Cell, as_text, cell_of
from netzwerkhilfe.transfer.neutral import harmless

_WORDS = (CHOICE, CHOICES, LANGUAGES, LEVELS, PLACE, PLACES, STAGE, WEEK)
"""Types whose values come again and again, and are worked out once for each list."""
NOT_WRITTEN = "Die Liste ließ sich nicht schreiben."
NOTHING = "Es wurde nichts geschrieben."


@dataclass
class Written:
    """What became of a list: how many entries are in the file, and what is to be said of it, as German sentences."""

    count: int = 0
    remarks: list[str] = field(default_factory=list)


def as_json(snapshot: Snapshot, facts: Facts, *, with_id: bool = False) -> dict[str, Any]:
    """The fields of an entry as commands and JSON show them: ISO dates, decimal euros, names of places."""
    full = snapshot.full
    found: dict[str, Any] = {"id": snapshot.id} if with_id else {}
    for name, declared, export in _exported(snapshot.kind):
        value = full.get(name)
        found[name] = value if value is None or export is None else export(declared, value, facts)
    return found


@functools.cache
def _exported(kind: Kind) -> tuple[tuple[str, Field, Callable[[Field, Any, Facts], Json] | None], ...]:
    """What goes out of a kind; without a function where the value goes as it is."""
    return tuple(
        (name, field, None if field.type.export is FieldType.export else field.type.export)
        for name, field in kind.fields.items()
        if name not in COMMON or name == "office"
    )


def headings(kind: Kind) -> list[str]:
    """The headings of a list of a kind, numbers with their unit."""
    return [columns.OFFICE, *(c.heading for c in columns.columns(kind))]


def rows(kind: Kind, entries: Iterable[Snapshot], facts: Facts) -> Iterator[list[Cell]]:
    """The rows of a list, one after the other: what a person fills in or reads of each entry."""
    wanted = [(c.name, c.field, c.field.type in _WORDS) for c in columns.columns(kind)]
    made: dict[tuple[str, Json], Cell] = {}
    for entry in entries:
        full = entry.full
        office = facts.offices.get(entry.record.office or "")
        row: list[Cell] = [sheets.clean(office.name) if office else ""]
        for name, declared, words in wanted:
            value = full.get(name)
            if words and isinstance(value, str | tuple):
                if (name, value) not in made:
                    made[name, value] = cell_of(declared, value, facts)
                row.append(made[name, value])
            else:
                row.append(cell_of(declared, value, facts))
        yield row


# ---- endings --------------------------------------------------------------------------------------------------------
def endings(kind: Kind) -> dict[str, str]:
    """The endings of the files that a list of a kind can be written as, and what people call each."""
    found = {".xlsx": "Excel", ".csv": "CSV"}
    if kind.card:
        found[".vcf"] = "Visitenkarten"
    if kind.days:
        found[".ics"] = "Kalender"
    if kind.publish:
        found |= {".html": "Homepage", ".json": "Homepage"}
    return found


def export(reader: Reader, kind: Kind, entries: Iterable[Snapshot], target: Path) -> Written:
    """Write a list by the ending of its name: .csv, .xlsx or .json, where a kind has them .vcf, .ics and .html.

    A kind with a tick for the homepage goes out as .json and .html with what is released, and nothing else. Raises
    ``UserError``; then nothing is written, and a former file stays.
    """
    ending = target.suffix.lower()
    writer = _WRITERS.get(ending)
    if writer is None or (ending not in endings(kind) and ending != ".json"):
        possible = ", ".join(dict.fromkeys((*endings(kind), ".json")))
        named = f"Die Endung „{ending}“ gibt es bei „{kind.plural}“ nicht." if ending else "Der Datei fehlt die Endung."
        raise UserError(named, NOTHING, f"Möglich sind {possible} und .pdf.")
    written = Written()
    try:
        writer(reader, kind, _counted(_for_all(reader, kind, entries, written), written), target, written)
    except OSError as error:
        raise atomic.refused(error, target, NOT_WRITTEN) from error
    return written


def _for_all(reader: Reader, kind: Kind, entries: Iterable[Snapshot], written: Written) -> Iterable[Snapshot]:
    """What of a list may be handed on: nothing of the closed part of a meeting; how much that is, is said."""
    if not (kind.closed_if or kind.closed_by):
        return entries
    found = list(entries)
    public = confidential.public(reader, found)
    if len(public) < len(found):
        written.remarks.append(confidential.left_out(len(found) - len(public)))
    return public


def _counted(entries: Iterable[Snapshot], written: Written) -> Iterator[Snapshot]:
    for entry in entries:
        written.count += 1
        yield entry


def write_table(title: str, heads: Sequence[str], body: Iterable[Sequence[Cell]], target: Path) -> list[str]:
    """Write rows as .csv or .xlsx, by the ending of the name; gives what did not fit. Raises ``UserError``."""
    try:
        with atomic.writing(target) as partial:
            if target.suffix.lower() == ".xlsx":
                from netzwerkhilfe.transfer import workbook

                return workbook.write(title, heads, body, partial)
            with partial.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
                writer.writerow(heads)
                writer.writerows([harmless(c) if isinstance(c, str) else as_text(c) for c in row] for row in body)
            return []
    except OSError as error:
        raise atomic.refused(error, target, NOT_WRITTEN) from error


# ---- one function an ending -----------------------------------------------------------------------------------------
def _table(reader: Reader, kind: Kind, entries: Iterable[Snapshot], target: Path, written: Written) -> None:
    body = rows(kind, entries, reader.facts())
    written.remarks += write_table(kind.plural, headings(kind), body, target)


def _json(reader: Reader, kind: Kind, entries: Iterable[Snapshot], target: Path, written: Written) -> None:
    facts = reader.facts()
    if kind.publish:
        shown = homepage.released(reader, kind, entries)
        written.count, written.remarks = len(shown.entries), shown.remarks
        lines: Iterable[dict[str, Any]] = homepage.as_data(kind, shown.entries, facts)
    else:
        lines = (as_json(s, facts, with_id=True) for s in entries)
    with atomic.writing(target) as partial, partial.open("w", encoding="utf-8", newline="\n", errors="replace") as file:
        file.write("[")
        for i, line in enumerate(lines):
            file.write((",\n" if i else "\n") + json.dumps(line, ensure_ascii=False))
        file.write("\n]\n")


def _html(reader: Reader, kind: Kind, entries: Iterable[Snapshot], target: Path, written: Written) -> None:
    shown = homepage.released(reader, kind, entries)
    written.count, written.remarks = len(shown.entries), shown.remarks
    atomic.write_text(target, homepage.as_html(kind, shown.entries, reader.facts()))


def _vcards(reader: Reader, kind: Kind, entries: Iterable[Snapshot], target: Path, written: Written) -> None:
    from netzwerkhilfe.transfer import cards

    made = left_out = 0
    with atomic.writing(target) as partial, partial.open("wb") as file:
        for card in cards.as_vcards(kind, entries, reader.facts()):
            made, left_out = made + bool(card), left_out + (not card)
            file.write(card)
        without = f"{left_out} {'Eintrag' if left_out == 1 else 'Einträge'} ohne Telefon, E-Mail und Anschrift"
        if not made:
            raise UserError("In dieser Liste ist niemand zu erreichen.", NOTHING, f"Sie hat {without}.")
    written.count = made
    if left_out:
        written.remarks.append(f"{without} {'ist' if left_out == 1 else 'sind'} nicht dabei.")


def _calendar(reader: Reader, kind: Kind, entries: Iterable[Snapshot], target: Path, written: Written) -> None:
    from netzwerkhilfe.transfer import calendar

    events = list(calendar.events_of(entries, reader.facts(), reader.local("network")))
    if not events:
        raise UserError("In dieser Liste steht kein Termin.", NOTHING, "Bitte tragen Sie zuerst Tage ein.")
    written.count = len(events)
    atomic.write_bytes(target, calendar.calendar(events, reader.now()))


_Writer = Callable[[Reader, Kind, Iterable[Snapshot], Path, Written], None]
_WRITERS: dict[str, _Writer] = {
    ".xlsx": _table,
    ".csv": _table,
    ".json": _json,
    ".html": _html,
    ".vcf": _vcards,
    ".ics": _calendar,
}
