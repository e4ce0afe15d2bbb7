"""Excel's workbooks (.xlsx) with real numbers and days, written row by row."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.transfer.cells import Cell, as_text
from netzwerkhilfe.transfer.neutral import kept
from netzwerkhilfe.transfer.sheets import column_name

MOST_ROWS = 1_048_576
"""Rows of a sheet, the headings included (ECMA-376, Excel's specifications and limits)."""
LONGEST = 32_767
"""UTF-16 code units of a cell (likewise)."""
CUT = " … [gekürzt: eine Zelle von Excel fasst höchstens 32.767 Zeichen]"
LOOKED_AT = 200
"""So many rows say how wide the columns are."""
WIDEST = 60
TEXT = "@"
"""As Excel names text: what looks like a number or a formula stays one also when somebody edits it."""
_FORMATS: dict[type, str] = {
    str: TEXT,
    int: "0",
    float: "General",
    Decimal: "#,##0.00",
    dt.date: "dd.mm.yyyy",
    dt.datetime: "dd.mm.yyyy hh:mm",
    dt.time: "hh:mm",
}
_ESCAPED = late("_(?=x[0-9A-Fa-f]{4}_)")


def write(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], target: Path) -> list[str]:
    """Write a sheet; gives what did not fit, in German sentences. Raises ``UserError`` for too many rows."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    source = iter(rows)
    sample = list(itertools.islice(source, LOOKED_AT))
    sheet.freeze_panes = "A2"
    for i, heading in enumerate(headings):
        sheet.column_dimensions[column_name(i)].width = _width(heading, (row[i] for row in sample))
    first = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, value=heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        first.append(cell)
    sheet.append(first)
    remarks: list[str] = []
    count = 1
    for row in itertools.chain(sample, source):
        count += 1
        if count > MOST_ROWS:
            raise UserError(
                "Die Liste ist zu lang für Excel.",
                "Es wurde nichts geschrieben.",
                "Eine Tabelle fasst 1.048.576 Zeilen. Bitte speichern Sie sie als CSV.",
            )
        sheet.append(list(_cells(sheet, row, count, headings, remarks)))
    sheet.auto_filter.ref = f"A1:{column_name(len(headings) - 1)}{count}"
    book.save(target)
    return remarks


def _cells(sheet: Any, row: Sequence[Cell], number: int, headings: Sequence[str], remarks: list[str]) -> Iterator[Any]:
    from openpyxl.cell import WriteOnlyCell

    for heading, content in zip(headings, row, strict=True):
        if content == "":
            yield None
            continue
        value = content
        if isinstance(content, str):
            value = _ESCAPED.sub("_x005F_", kept(content))
            if len(value) > LONGEST // 2 and _units(value) > LONGEST:
                value = _shortened(value)
                remarks.append(f"Zeile {number}, „{heading}“: Excel fasst 32.767 Zeichen, der Rest fehlt in der Datei.")
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"  # a text, also where it begins like a formula or an error
        cell.number_format = _FORMATS[type(content)]
        yield cell


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _shortened(text: str) -> str:
    """What fits of a text, and the words that say so; signs of two units stay whole."""
    room = (LONGEST - len(CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def _width(heading: str, cells: Iterable[Cell]) -> float:
    """The width of a column in signs: its longest line, within bounds; a heading may take two lines."""
    longest = max((len(line) for c in cells for line in as_text(c).split("\n")), default=0)
    word = max(len(w) for w in heading.split())
    return min(max(longest, word + 2, (len(heading) + 1) // 2 + 2, 8), WIDEST) + 2
