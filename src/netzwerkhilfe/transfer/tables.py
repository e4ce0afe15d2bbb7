"""Lists as offices hand them over: CSV in any usual encoding, XLSX, XLS and ODS, read as rows of text.

Spreadsheets are read from a copy in memory, so a file that Excel has open can be read too.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netzwerkhilfe.errors import DATA_SAFE, UserError

MAX_FILE = 64 * 2**20
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 50_000


@dataclass(frozen=True)
class Table:
    """The rows below a heading row, as text. ``first_row`` is the number of the first of them as Excel counts."""

    name: str
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int
    unnamed: frozenset[str] = frozenset()
    """The headings that the program gave to columns without one."""


Score = Callable[[list[str]], int]
"""How many cells of a row are headings that a kind knows."""


def unreadable(path: Path, why: str = "") -> UserError:
    """The sentence for a file that is no list."""
    return UserError(
        f"„{path.name}“ lässt sich nicht als Liste lesen{': ' + why if why else ''}.",
        DATA_SAFE + " Es wurde nichts übernommen.",
        "Bitte speichern Sie die Liste als Excel-Mappe (.xlsx) oder CSV und versuchen Sie es noch einmal.",
    )


def read(path: Path, score: Score, sheet: str | None = None) -> Table:
    """Read a list: the sheet and heading row that a kind knows best. Raises ``UserError``."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise unreadable(path, "die Datei ist größer als 64 MB")
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"„{path.name}“ ist nicht zu finden oder gesperrt.", DATA_SAFE, "Bitte prüfen Sie den Ort."
        ) from error
    if not data.strip():
        raise unreadable(path, "die Datei ist leer")
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        sheets = _workbook(path, data)
    else:
        sheets = {"": _csv(path, data)}
    if sheet is not None:
        if sheet not in sheets:
            raise UserError(
                f"Das Blatt „{sheet}“ gibt es nicht.",
                "Es wurde nichts übernommen.",
                "Es gibt: " + ", ".join(sheets) + ".",
            )
        sheets = {sheet: sheets[sheet]}
    found = _heading_row(sheets, score)
    if found is None:
        raise unreadable(path, "es gibt keine Zeile mit Überschriften")
    name, i = found
    rows = sheets[name]
    width = max(len(r) for r in rows)
    written = [*rows[i], *[""] * (width - len(rows[i]))]
    headings = _unique(written)
    unnamed = frozenset(h for h, text in zip(headings, written, strict=True) if not text.strip())
    body = tuple((*r, *[""] * (width - len(r))) for r in rows[i + 1 :])
    return Table(path.name, name, headings, body, i + 2, unnamed)


def _heading_row(sheets: dict[str, list[list[str]]], score: Score) -> tuple[str, int] | None:
    """Sheet and row that the kind knows best; if it knows none, the first row with at least two filled cells."""
    best: tuple[int, int, str] | None = None
    for name, rows in sheets.items():
        for i, row in enumerate(rows[:20]):
            points = score(row)
            if points and (best is None or points > best[0]):
                best = (points, i, name)
    if best is not None:
        return best[2], best[1]
    for name, rows in sheets.items():
        for i, row in enumerate(rows):
            if sum(bool(c) for c in row) >= 2:
                return name, i
    return None


def _unique(headings: list[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    found = []
    for i, heading in enumerate(headings):
        plain = " ".join(heading.split()) or f"Spalte {i + 1}"
        seen[plain] += 1
        found.append(plain if seen[plain] == 1 else f"{plain} ({seen[plain]})")
    return tuple(found)


def _decode(path: Path, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise unreadable(path) from None
    if b"\x00" in data[:4096]:
        raise unreadable(path, "das ist keine Textdatei")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _csv(path: Path, data: bytes) -> list[list[str]]:
    text = _decode(path, data)
    csv.field_size_limit(MAX_CELL * 4)
    best: tuple[float, list[list[str]]] | None = None
    for separator in (";", ",", "\t", "|"):
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error:
            continue
        sample = [len(r) for r in rows[:200] if any(r)]
        if not sample:
            continue
        width, often = Counter(sample).most_common(1)[0]
        points = (often / len(sample)) * min(width, 30) if width > 1 else 0.1
        if best is None or points > best[0]:
            best = (points, rows)
    if best is None:
        raise unreadable(path)
    rows = best[1]
    if len(rows) > MAX_ROWS or max(map(len, rows), default=0) > MAX_COLUMNS * 10:
        raise unreadable(path, "sie ist zu groß")
    return [[cell[:MAX_CELL] for cell in row[:MAX_COLUMNS]] for row in rows]


def _workbook(path: Path, data: bytes) -> dict[str, list[list[str]]]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {}
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if len(rows) > MAX_ROWS:
                raise unreadable(path, "sie ist zu groß")
            found[name] = [[cell_text(c)[:MAX_CELL] for c in row[:MAX_COLUMNS]] for row in rows]
    except UserError:
        raise
    except Exception as error:  # the reader raises many kinds of errors for broken files
        raise unreadable(path) from error
    return found


def cell_text(cell: Any) -> str:
    """A spreadsheet cell as a person would have typed it."""
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else str(cell).replace(".", ",")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, dt.time):
        return cell.isoformat(timespec="minutes")
    return "" if cell is None else str(cell)
