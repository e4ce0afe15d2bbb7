"""Lists to hand on: CSV and XLSX as German offices expect them, and JSON for programs."""

from __future__ import annotations

import csv
import functools
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.base import COMMON
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Field, FieldType, Json, show
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.transfer import homepage

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return "'" + text if text.startswith(FORMULA) else text


def as_json(snapshot: Snapshot, facts: Facts, *, with_id: bool = False) -> dict[str, Any]:
    """The fields of an entry as commands and JSON show them: ISO dates, decimal euros, names of places."""
    full = snapshot.full
    found: dict[str, Any] = {"id": snapshot.id} if with_id else {}
    for name, field, export in _exported(snapshot.kind):
        value = full.get(name)
        found[name] = value if value is None or export is None else export(field, value, facts)
    return found


@functools.cache
def _exported(kind: Kind) -> tuple[tuple[str, Field, Callable[[Field, Any, Facts], Json] | None], ...]:
    """What goes out of a kind; without a function where the value goes as it is."""
    return tuple(
        (name, field, None if field.type.export is FieldType.export else field.type.export)
        for name, field in kind.fields.items()
        if name not in COMMON or name == "office"
    )


def table(kind: Kind, snapshots: Sequence[Snapshot], facts: Facts) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of all fields of a kind, as a person reads them."""
    names = [
        n for n, f in kind.fields.items() if n not in COMMON and (f.width or f.in_table or f.computed or f.searchable)
    ]
    headings = ["Büro", *(kind.fields[n].label for n in names)]
    rows = []
    for snapshot in snapshots:
        full = snapshot.full
        office = facts.offices.get(snapshot.record.office or "")
        cells = [show(kind.fields[n], full.get(n), facts).replace("\u00a0", " ") for n in names]
        rows.append([office.name if office else "", *cells])
    return headings, rows


def export(kind: Kind, snapshots: Sequence[Snapshot], facts: Facts, target: Path) -> None:
    """Write a list by the ending of its name: .csv, .xlsx, .json or .html. Raises ``UserError``.

    A kind with a tick for the homepage goes out as .json and .html with what is released, and nothing else.
    """
    ending = target.suffix.lower()
    try:
        if ending == ".html" and kind.publish:
            atomic.write_text(target, homepage.as_html(kind, snapshots, facts))
        elif ending == ".json" and kind.publish:
            data = homepage.as_data(kind, snapshots, facts)
            atomic.write_text(target, json.dumps(data, ensure_ascii=False, indent=1))
        elif ending == ".json":
            data = [as_json(s, facts, with_id=True) for s in snapshots]
            atomic.write_text(target, json.dumps(data, ensure_ascii=False, indent=1))
        elif ending in TABLES:
            write_table(kind.plural, *table(kind, snapshots, facts), target)
        else:
            raise UserError(
                f"Die Endung „{ending}“ kennt das Programm nicht.",
                "Es wurde nichts geschrieben.",
                "Möglich sind .csv, .xlsx, .json, bei Angeboten .html, und .pdf.",
            )
    except OSError as error:
        raise atomic.refused(error, target, "Die Liste ließ sich nicht schreiben.") from error


TABLES = (".csv", ".xlsx")


def write_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], target: Path) -> None:
    """Write rows of text as .csv or .xlsx, by the ending of the name. Raises ``UserError``."""
    try:
        if target.suffix.lower() == ".xlsx":
            with atomic.writing(target) as partial:
                _workbook(title, headings, rows, partial)
            return
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([harmless(c) for c in row] for row in rows)
        atomic.write_bytes(target, text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise atomic.refused(error, target, "Die Liste ließ sich nicht schreiben.") from error


def _workbook(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], target: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    heading_cells = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, value=heading)
        cell.font = Font(bold=True)
        heading_cells.append(cell)
    sheet.append(heading_cells)
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=harmless(text))
            cell.number_format = "@"  # telephone numbers keep their zeros
            cells.append(cell)
        sheet.append(cells)
    book.save(target)
