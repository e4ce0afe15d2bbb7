"""Excel's workbooks (.xlsx) with real numbers and days, written row by row."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
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

    with target.open("wb") as file:  # first of all: where nothing can be written nobody waits for it
        book = Workbook(write_only=True)
        sheet = book.create_sheet(title[:31])
        try:
            remarks = _fill(sheet, headings, iter(rows))
            book.save(file)
        except BaseException:
            with contextlib.suppress(Exception):
                book.save(io.BytesIO())  # else the rows so far would lie in the folder for temporary files
            raise
    return remarks


def _fill(sheet: Any, headings: Sequence[str], rows: Iterator[Sequence[Cell]]) -> list[str]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    sample = list(itertools.islice(rows, LOOKED_AT))
    sheet.freeze_panes = "A2"
    first = []
    for i, heading in enumerate(headings):
        sheet.column_dimensions[column_name(i)].width = _width(heading, (row[i] for row in sample))
        cell = WriteOnlyCell(sheet, value=heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
        first.append(cell)
    sheet.append(first)
    filled = _Rows(sheet, headings)
    for row in itertools.chain(sample, rows):
        filled.append(row)
    sheet.auto_filter.ref = f"A1:{column_name(len(headings) - 1)}{filled.count}"
    return filled.remarks


class _Rows:
    """Writes rows; a cell of each format and column is made once and written again and again."""

    def __init__(self, sheet: Any, headings: Sequence[str]) -> None:
        self.sheet, self.headings = sheet, headings
        self.count = 1
        """Rows so far, the headings included."""
        self.remarks: list[str] = []
        self._cells: dict[tuple[int, type], Any] = {}

    def append(self, row: Sequence[Cell]) -> None:
        """Write a row. Raises ``UserError`` where the sheet is full."""
        self.count += 1
        if self.count > MOST_ROWS:
            raise UserError(
                "Die Liste ist zu lang für Excel.",
                "Es wurde nichts geschrieben.",
                "Eine Tabelle fasst 1.048.576 Zeilen. Bitte speichern Sie sie als CSV.",
            )
        self.sheet.append([None if content == "" else self._cell(i, content) for i, content in enumerate(row)])

    def _cell(self, column: int, content: Cell) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = self._cells.get((column, type(content)))
        if cell is None:
            cell = self._cells[column, type(content)] = WriteOnlyCell(self.sheet)
            cell.number_format = _FORMATS[type(content)]
        if isinstance(content, str):
            cell.value = self._fitting(column, _ESCAPED.sub("_x005F_", kept(content)))
            cell.data_type = "s"  # a text, also where it begins like a formula or an error
        else:
            cell.value = content
        return cell

    def _fitting(self, column: int, text: str) -> str:
        if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
            return text
        heading = self.headings[column]
        self.remarks.append(
            f"Zeile {self.count}, „{heading}“: Excel fasst 32.767 Zeichen, der Rest fehlt in der Datei."
        )
        return _shortened(text)


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
