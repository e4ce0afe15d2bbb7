"""Lists as text: CSV with any usual separator and encoding. What cannot be told apart is named with its line."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.transfer import encodings, sheets
from netzwerkhilfe.transfer.neutral import meant
from netzwerkhilfe.transfer.sheets import Row, Sheet, Unfit

SEPARATORS = (";", ",", "\t", "|")
REGULAR = 30
"""Points of a separator that gives every row the same number of cells: more than any other has."""
_END = "\ue000"
_DECLARED = late(r'\ufeff?"?sep=(.)"?\r?\n', re.IGNORECASE)
_LINES = late(r"\r\n|\r|\n")
NAMES = {
    "cp850": "Der Text ist in der Schrift von MS-DOS gespeichert (CSV MS-DOS) und so gelesen.",
    "mac-roman": "Der Text ist in der Schrift des Macintosh gespeichert und so gelesen.",
}


@dataclass
class _Records:
    """A text in records by one separator."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """The line of the file in which each begins."""
    unclosed: int = 0
    """The line of a quote that nothing closes; 0 for none."""
    width: int = 1
    points: float = 0.0


def read(data: bytes) -> list[Sheet]:
    """The one sheet of a text file. Raises :class:`Unfit`."""
    if b"\x00" in data[:4096] and not encodings.guess(data[:4096])[1].startswith("utf-16"):
        raise Unfit("das ist keine Textdatei")
    text, encoding = encodings.guess(data)
    if text.startswith("BEGIN:VCARD"):
        raise Unfit("das sind Visitenkarten (vCard). Bitte geben Sie die Kontakte als CSV aus")
    return [sheet_of(text, encoding)]


def sheet_of(text: str, encoding: str = "") -> Sheet:
    """A text as a sheet. Raises :class:`Unfit`, also where an unclosed quote would swallow rows."""
    csv.field_size_limit(2**31 - 1)
    first = 1
    separators: tuple[str, ...] = SEPARATORS
    if m := _DECLARED.match(text):
        separators, text, first = (m[1],), text[m.end() :], 2
    best = max((_split(text, s) for s in separators), key=lambda r: r.points)
    if best.unclosed:
        raise Unfit(
            f"in Zeile {best.unclosed + first - 1} beginnt ein Anführungszeichen, das nicht geschlossen wird; alles "
            "dahinter stünde in einer einzigen Zelle. Bitte schließen oder löschen Sie es"
        )
    sheet = Sheet("", remarks=[NAMES[encoding]] if encoding in NAMES else [])
    count = 0
    for number, row in enumerate(best.rows, first):
        cells = [meant(sheets.clean(c[: sheets.MAX_CELL])) for c in row[: sheets.MAX_COLUMNS]]
        while cells and not cells[-1].strip():
            cells.pop()
        far = [c for c in row[sheets.MAX_COLUMNS :] if c.strip()]
        if far:
            sheet.remarks.append(
                f"Zeile {number} hat mehr als {sheets.MAX_COLUMNS} Zellen; der Rest ist nicht gelesen."
            )
        count += len(cells)
        if count > sheets.MAX_CELLS:
            raise Unfit("sie ist zu groß")
        if cells:
            sheet.rows.append(Row(number, cells))
    del sheet.remarks[sheets.MAX_STRAY :]
    return sheet


def _split(text: str, separator: str) -> _Records:
    """The records of a text, and how much they look like a table."""
    found = _Records()
    source = text if text.endswith(("\n", "\r")) else text + "\n"
    reader = csv.reader(io.StringIO(source + _END + "\n", newline=""), delimiter=separator)
    line = 1
    try:
        for row in reader:
            found.rows.append(row)
            found.lines.append(line)
            line = reader.line_num + 1
            if len(found.rows) > sheets.MAX_ROWS * 2:
                raise Unfit("sie hat mehr als 200.000 Zeilen")
    except csv.Error:
        return found
    sample = [len(r) for r in found.rows[:200] if any(r) and r != [_END]] or [1]
    found.width, often = Counter(sample).most_common(1)[0]
    found.points = (often / len(sample)) * min(found.width, 30) if found.width > 1 else 0.1
    if found.width > 1 and often == len(sample):
        found.points += REGULAR
    if found.rows[-1] != [_END]:
        found.unclosed = found.lines[-1]
    else:
        found.rows.pop()
        found.lines.pop()
        found.unclosed = _swallowed(source, found, separator)
    return found


def _swallowed(text: str, found: _Records, separator: str) -> int:
    """The line of a quote that was closed only by the beginning of another one, far below; 0 for none.

    Its record has other records inside a cell, or goes on with text behind a closing quote. Where records end with
    CR LF, a mere LF breaks the line inside a cell, as Excel and this program write it: there nothing was swallowed.
    """
    if found.width < 2:
        return 0
    lines = _LINES.split(text)
    inner = "\r" if "\r\n" in text else "\n"
    for row, begin, end in _records(found, len(lines)):
        if end == begin:
            if len(row) < found.width and '"' in lines[begin - 1] and _goes_on(lines[begin - 1], separator):
                return begin
            continue
        for cell in row:
            if inner not in cell and "\r" not in cell:
                continue
            inside = _LINES.split(cell)[1:]
            alike = sum(part.count(separator) >= found.width - 1 for part in inside)
            if found.width > 2 and alike and alike * 2 >= len(inside):
                return begin
            if _goes_on("\n".join(lines[begin - 1 : end]), separator):
                return begin
    return 0


def _records(found: _Records, last: int) -> Iterator[tuple[list[str], int, int]]:
    for i, row in enumerate(found.rows):
        end = found.lines[i + 1] - 1 if i + 1 < len(found.lines) else last
        if end > found.lines[i] or len(row) < found.width:
            yield row, found.lines[i], end


def _goes_on(record: str, separator: str) -> bool:
    """Whether text follows a closing quote in its cell, behind a break of lines."""
    try:
        list(csv.reader(io.StringIO(record + "\n", newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return True
    return False
