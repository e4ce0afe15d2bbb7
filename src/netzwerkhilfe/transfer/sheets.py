"""What all readers of list files give: sheets of rows of clean text, bounded in every direction.

Rows keep the number that Excel shows. What lies far off the list, is hidden, or stands in several rows at once is told.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.transfer.neutral import meant

MAX_FILE = 64 * 2**20
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELLS = 4_000_000
MAX_CELL = 50_000
MAX_UNPACKED = 500 * 2**20
"""So many bytes of a packed file are read; a list of 200,000 rows has a fifth of that."""
MAX_STRAY = 20
"""So many cells beside the list are named one by one."""


class Unfit(Exception):
    """A file is no list, or no list that can be read; the message is German and goes on after a colon."""


@dataclass
class Row:
    """A row of text. ``borrowed`` are columns whose text stands in a row above, in a cell that spans both."""

    number: int
    cells: list[str]
    borrowed: frozenset[int] = frozenset()

    @property
    def filled(self) -> bool:
        """Whether anything of its own stands in it."""
        return any(text.strip() and i not in self.borrowed for i, text in enumerate(self.cells))


@dataclass
class Sheet:
    """One sheet: its rows that are not empty, in order, and what was noticed, as German sentences."""

    name: str
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False
    remarks: list[str] = field(default_factory=list)

    def json(self) -> list[Any]:
        """As a child process hands it over."""
        rows = [[r.number, r.cells, sorted(r.borrowed)] for r in self.rows]
        return [self.name, rows, self.hidden, self.remarks]

    @classmethod
    def of(cls, data: list[Any]) -> Sheet:
        """From what :meth:`json` gave."""
        name, rows, hidden, remarks = data
        return cls(name, [Row(n, cells, frozenset(borrowed)) for n, cells, borrowed in rows], hidden, remarks)


def column_name(index: int) -> str:
    """The letters of a column, from 0 on: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Gathering:
    """Collects the cells of one sheet as they come, by row and column from 0, and bounds what is kept."""

    def __init__(self, name: str, *, hidden: bool = False) -> None:
        self.sheet = Sheet(name, hidden=hidden)
        self._cells: dict[int, dict[int, str]] = {}
        self._count = 0
        self._stray: list[str] = []
        self._strays = 0
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []

    def put(self, row: int, column: int, text: str) -> None:
        """A cell. Raises :class:`Unfit` where there are too many."""
        if not text or text.isspace():
            return
        if column >= MAX_COLUMNS:
            self._strays += 1
            if self._strays <= MAX_STRAY:
                self._stray.append(f"{column_name(column)}{row + 1} „{text[:40]}“")
            return
        self._count += 1
        cells = self._cells.get(row)
        if cells is None:
            if len(self._cells) >= MAX_ROWS:
                raise Unfit("sie hat mehr als 200.000 Zeilen")
            cells = self._cells[row] = {}
        if self._count > MAX_CELLS:
            raise Unfit("sie ist zu groß")
        cells[column] = text if len(text) <= MAX_CELL else text[:MAX_CELL]

    def relink(self, row: int, column: int, target: str) -> None:
        """A cell links to an address: that is its text, where the text does not say it."""
        shown = self._cells.get(row, {}).get(column)
        if shown is not None:
            self._cells[row][column] = linked_text(shown, target)

    def finish(self, spans: Iterable[tuple[int, int, int, int]] = ()) -> Sheet:
        """The sheet. ``spans`` are merged cells as (first row, last row, first column, last column).

        A cell over several rows stands in each of them that has anything else.
        """
        borrowed = self._fill(spans)
        for row in sorted(self._cells):
            cells = self._cells[row]
            line = [""] * (max(cells) + 1)
            for column, text in cells.items():
                line[column] = meant(clean(text))
            self.sheet.rows.append(Row(row + 1, line, frozenset(borrowed.get(row, ()))))
        self._tell()
        return self.sheet

    def _fill(self, spans: Iterable[tuple[int, int, int, int]]) -> dict[int, set[int]]:
        borrowed: dict[int, set[int]] = {}
        for first, last, left, _right in spans:
            text = self._cells.get(first, {}).get(left)
            if text is None or last <= first:
                continue
            rows = (
                range(first + 1, last + 1) if last - first < 10_000 else [r for r in self._cells if first < r <= last]
            )
            for row in rows:
                if row in self._cells and left not in self._cells[row]:
                    self._cells[row][left] = text
                    borrowed.setdefault(row, set()).add(left)
        return borrowed

    def _tell(self) -> None:
        remarks = self.sheet.remarks
        if self._strays:
            more = f" und {self._strays - MAX_STRAY} weitere" if self._strays > MAX_STRAY else ""
            remarks.append(f"Weit neben der Liste, nicht gelesen: {', '.join(self._stray)}{more}.")
        numbers = [n + 1 for n in self.hidden_rows if n in self._cells]
        if numbers:
            remarks.append(f"Ausgeblendete Zeilen sind mit dabei: {in_short(numbers)}.")
        columns = [c for c in self.hidden_columns if any(c in cells for cells in self._cells.values())]
        if columns:
            remarks.append(f"Ausgeblendete Spalten sind mit dabei: {', '.join(map(column_name, columns[:20]))}.")


def in_short(numbers: Iterable[int]) -> str:
    """Row numbers with neighbours joined: "3, 5–9, 12"."""
    parts: list[list[int]] = []
    for n in sorted(numbers):
        if parts and n == parts[-1][1] + 1:
            parts[-1][1] = n
        else:
            parts.append([n, n])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in parts[:12]]
    return ", ".join(shown) + (" …" if len(parts) > 12 else "")


# ---- text -----------------------------------------------------------------------------------------------------------
_UNSEEN = late("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffc\ufffe\uffff]")
_JOINED = "\u0600-\u0dff\u20e3\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_JOINERS = late(f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")
"""They are letters' business in Persian and Indian scripts, make one emoji of several, and are stray elsewhere."""
_HALVES = late("[\ud800-\udfff]")
"""Half of a sign, which no file can hold."""
_BLANKS = late("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = late("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = late("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ESCAPED = late("_x([0-9A-Fa-f]{4})_")


def clean(text: str) -> str:
    """A cell without signs that nobody sees: zero-width ones, soft hyphens, odd blanks, marks of direction …"""
    if text.isascii():
        return text if text.isprintable() else _BREAKS.sub("\n", _CONTROLS.sub("", text.replace("\r\n", "\n")))
    text = _BREAKS.sub("\n", _JOINERS.sub("", _UNSEEN.sub("", text)))
    text = _HALVES.sub("\ufffd", _CONTROLS.sub("", _BLANKS.sub(" ", text)))
    text = text.replace("\u2010", "-").replace("\u2011", "-")
    return unicodedata.normalize("NFC", text)


def unescape(text: str) -> str:
    """What Excel writes for signs that XML cannot hold ("_x000D_")."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def number_text(value: float) -> str:
    """A number as a person would have typed it."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value).replace(".", ",") if "e" not in repr(value) else f"{value:.15g}".replace(".", ",")


def moment_text(value: dt.datetime) -> str:
    """A day, or a day and a time, in ISO's form; a time alone as clocks show it."""
    if value.year <= 1899 or (value.year == 1900 and value.month == 1 and value.day == 0):
        return value.strftime("%H:%M")
    if value.hour == value.minute == value.second == 0:
        return value.date().isoformat()
    return value.strftime("%Y-%m-%d %H:%M")


DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no time zone
DAY_ZERO_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - as above


def serial_text(value: float, *, since_1904: bool = False) -> str:
    """The day of a serial number as spreadsheets count days; a fraction of one is a time of day."""
    if not since_1904 and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    if not 0 <= value < 2_958_466:
        return number_text(value)
    zero = DAY_ZERO_1904 if since_1904 else DAY_ZERO
    if not since_1904 and value < 60:
        value += 1  # Excel believes that 1900 had a 29th of February
    return moment_text(zero + dt.timedelta(seconds=round(value * 86_400)))


_QUOTED = late(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)


def is_date_format(code: str) -> bool:
    """Whether a number format shows days or times."""
    plain = _QUOTED.sub("", code.split(";", maxsplit=1)[0])
    return bool(re.search(r"[dmyhsjt]", plain, re.IGNORECASE)) and not re.search(
        r"[#?]|0(?!\d*$)|General|Standard", plain
    )


def padded(value: float, code: str) -> str:
    """A whole number in a format of zeros ("00000" for postcodes) with those zeros, else as it is."""
    if re.fullmatch(r"0{2,}", code) and value == int(value) and value >= 0:
        return f"{int(value):0{len(code)}}"
    return number_text(value)


def linked_text(shown: str, target: str) -> str:
    """A cell with a link: the address where the text only names it."""
    address = target.removeprefix("mailto:").split("?", maxsplit=1)[0]
    if target.startswith("mailto:") and "@" in address and "@" not in shown:
        return address
    return shown
