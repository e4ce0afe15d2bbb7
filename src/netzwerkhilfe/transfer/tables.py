"""Which tables stand in a list file: their headings, their rows, and what of the file belongs to none.

A sheet may hold several: one below the other, or beside it. One is read; the others are named and can be chosen. Sums,
repeated headings and what stands above the headings are no rows, and nothing of it goes without a word.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.transfer import formats, sheets
from netzwerkhilfe.transfer.sheets import Row, Sheet, Unfit

LOOKED_AT = 60
"""So many rows are looked at for the headings of a sheet."""
SUM, HEAD = "Summenzeile, kein Eintrag", "Überschriften noch einmal, kein Eintrag"


@dataclass(frozen=True)
class Aside:
    """A row that is no entry."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class Place:
    """Where a table stands: the row of its headings and its columns, from 0 on. ``name`` is how people choose it."""

    sheet: str
    head: int
    left: int
    right: int
    name: str
    count: int


@dataclass(frozen=True)
class Table:
    """The rows below a heading row, as text, each with the number that Excel shows."""

    name: str
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    unnamed: frozenset[str] = frozenset()
    """The headings that the program gave to columns without one."""
    aside: tuple[Aside, ...] = ()
    remarks: tuple[str, ...] = ()
    """What else is to be said of the file, in German sentences."""
    place: str = ""
    others: tuple[Place, ...] = ()
    """The other tables of the file."""


Score = Callable[[Sequence[str]], int]
"""How many cells of a row are headings that a kind knows."""
Own = Callable[[Sequence[str]], bool]
"""Whether a row has the headings of a list that this program wrote."""


def unreadable(path: Path, why: str = "") -> UserError:
    """The sentence for a file that is no list."""
    return UserError(
        f"„{path.name}“ lässt sich nicht als Liste lesen{': ' + why if why else ''}.",
        DATA_SAFE + " Es wurde nichts übernommen.",
        "Bitte speichern Sie die Liste als Excel-Mappe (.xlsx) oder CSV und versuchen Sie es noch einmal.",
    )


def load(path: Path) -> list[Sheet]:
    """The sheets of a file, from a copy in memory, so that one which Excel has open can be read too.

    Raises ``UserError``.
    """
    try:
        if path.stat().st_size > sheets.MAX_FILE:
            raise unreadable(path, "die Datei ist größer als 64 MB")
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"„{path.name}“ ist nicht zu finden oder gesperrt.", DATA_SAFE, "Bitte prüfen Sie den Ort."
        ) from error
    if not data.strip():
        raise unreadable(path, "die Datei ist leer")
    try:
        return formats.read(data)
    except Unfit as error:
        raise unreadable(path, str(error)) from error


def read(path: Path, score: Score, sheet: str | None = None, table: str | None = None) -> Table:
    """Read a list: the table that a kind knows best, or the one that is asked for. Raises ``UserError``."""
    return choose(path, load(path), score, sheet, table)


def choose(
    path: Path,
    found: list[Sheet],
    score: Score,
    sheet: str | None = None,
    table: str | None = None,
    own: Own = lambda _headings: False,
) -> Table:
    """One table of the sheets of a file; see :func:`read`.

    :param own: whether headings are those of a list in which each row below is an entry, whatever stands in it.
    """
    if sheet is not None:
        found = [_named(found, sheet)]
    areas = [area for s in found for area in _areas(s, score, own)]
    if table is not None:
        areas.sort(key=lambda a: a.place.name != table)
        if not areas or areas[0].place.name != table:
            raise UserError(
                f"Die Tabelle „{table}“ gibt es nicht.",
                "Es wurde nichts übernommen.",
                "Es gibt: " + "; ".join(a.place.name for a in areas) + ".",
            )
    else:
        areas.sort(key=lambda a: (a.sheet.hidden, -a.points, not a.place.count))
    if not areas:
        raise unreadable(path, "es gibt keine Zeile mit Überschriften")
    best, others = areas[0], areas[1:]
    remarks = [*best.sheet.remarks, *best.remarks()]
    seen = {best.sheet.name, *(a.sheet.name for a in others)}
    remarks += [f"Nicht gelesen: {a.place.name}, {_count(a.place.count)}." for a in others if a.place.count]
    remarks += [
        f"Nicht gelesen: {_named_sheet(s)}, {_count(len(s.rows))}." for s in found if s.name not in seen and s.rows
    ]
    return best.table(path.name, tuple(remarks), others)


def _named(found: list[Sheet], name: str) -> Sheet:
    for one in found:
        if one.name == name:
            return one
    raise UserError(
        f"Das Blatt „{name}“ gibt es nicht.",
        "Es wurde nichts übernommen.",
        "Es gibt: " + ", ".join(s.name for s in found) + ".",
    )


def _count(rows: int) -> str:
    return "eine Zeile" if rows == 1 else f"{rows} Zeilen"


def _named_sheet(sheet: Sheet) -> str:
    hidden = "ausgeblendetes Blatt" if sheet.hidden else "Blatt"
    return f"{hidden} „{sheet.name}“" if sheet.name else "die Datei"


# ---- tables of a sheet ----------------------------------------------------------------------------------------------
@dataclass
class _Area:
    """A table in its sheet: from its headings to the next ones."""

    sheet: Sheet
    score: Score
    head: int
    end: int
    left: int
    right: int
    first: bool
    """Whether no other table stands above it."""
    own: bool = False
    """Whether each row below its headings is an entry."""
    points: int = 0
    known: int = 0
    heads: list[str] = field(default_factory=list)
    body: int = 0
    """Where its rows begin."""

    @functools.cached_property
    def place(self) -> Place:
        rows = self.sheet.rows
        number = rows[self.head].number
        where = f"Zeile {number}" if self.left == 0 else f"Zeile {number}, Spalte {sheets.column_name(self.left)}"
        name = f"{_named_sheet(self.sheet)}, ab {where}" if self.sheet.name else f"ab {where}"
        count = sum(self.cut(r).filled for r in rows[self.body : self.end])
        return Place(self.sheet.name, self.head, self.left, self.right, name, count)

    def cut(self, row: Row) -> Row:
        """The cells of a row that belong to it."""
        if self.left == 0 and self.right >= len(row.cells):
            return row
        borrowed = frozenset(c - self.left for c in row.borrowed)
        return Row(row.number, row.cells[self.left : self.right], borrowed)

    def remarks(self) -> list[str]:
        """What stands above the headings."""
        if not self.first:
            return []
        above = [" ".join(filter(None, map(squeeze, r.cells))) for r in self.sheet.rows[: self.head]]
        above = [text[:120] for text in above if text]
        return (
            [f"Über den Überschriften steht: „{'“ „'.join(above[:6])}“{' …' if len(above) > 6 else ''}."]
            if above
            else []
        )

    def table(self, name: str, remarks: tuple[str, ...], others: Sequence[_Area]) -> Table:
        """Its rows under its headings, and those that are none."""
        rows = [self.cut(r) for r in self.sheet.rows[self.body : self.end]]
        width = max([len(self.heads), *(len(r.cells) for r in rows)])
        written = [*self.heads, *[""] * (width - len(self.heads))]
        headings = _unique(written)
        unnamed = frozenset(h for h, text in zip(headings, written, strict=True) if not text.strip())
        sorting = _Sorting(self.heads, self.score)
        taken: list[tuple[tuple[str, ...], int]] = []
        for row in rows:
            if row.filled:
                cells = row.cells if self.own else sorting.cells(row)
                if cells is not None:
                    taken.append(((*cells, *[""] * (width - len(cells))), row.number))
        return Table(
            name,
            self.sheet.name,
            headings,
            tuple(cells for cells, _ in taken),
            tuple(number for _, number in taken),
            unnamed,
            (*sorting.aside, *self._below(), *self._beside(others)),
            remarks,
            self.place.name,
            tuple(a.place for a in others),
        )

    def _beside(self, others: Sequence[_Area]) -> list[Aside]:
        """The rows of tables that stand beside this one."""
        beside = [a for a in others if a.sheet is self.sheet and a.head == self.head]
        return [
            _other(a.cut(r), a.place.name) for a in beside for r in self.sheet.rows[a.body : a.end] if a.cut(r).filled
        ]

    def _below(self) -> list[Aside]:
        """The rows of tables that follow in the same sheet."""
        rest = self.sheet.rows[self.end :]
        return [_other(r, f"ab Zeile {rest[0].number}") for r in rest if r.filled]


def _other(row: Row, where: str) -> Aside:
    text = " ".join(filter(None, map(squeeze, row.cells)))
    return Aside(row.number, text[:200], f"Gehört zu einer anderen Tabelle ({where})")


class _Sorting:
    """Tells rows from sums and repeated headings."""

    def __init__(self, heads: list[str], score: Score) -> None:
        self.heads, self.score = heads, score
        self.plain = [_plain(h) for h in heads]
        self.typed = {h.strip().lower() for h in heads if h.strip()}
        self.order: list[int] | None = None
        self.aside: list[Aside] = []

    def cells(self, row: Row) -> list[str] | None:
        """The cells of an entry in the order of the headings; ``None`` for a row that is set aside."""
        if self._repeats(row):
            self._aside(row, HEAD)
            return None
        if is_sum(row.cells):
            first = next(c for c in row.cells if c.strip())
            self.aside.append(Aside(row.number, squeeze(first)[:200], SUM))
            return None
        if self.order is None:
            return row.cells
        moved = [""] * len(self.heads)
        for i, text in enumerate(row.cells):
            if i < len(self.order) and self.order[i] >= 0:
                moved[self.order[i]] = text
            elif text.strip():
                moved.append(text)
        return moved

    def _aside(self, row: Row, reason: str) -> None:
        text = " ".join(filter(None, map(squeeze, row.cells)))
        self.aside.append(Aside(row.number, text[:200], reason))

    def _repeats(self, row: Row) -> bool:
        """Whether a row is the headings again, perhaps in another order, in which the next rows follow."""
        if sum(c.strip().lower() in self.typed for c in row.cells) < 2:
            return False
        own = [_plain(c) for c in row.cells]
        filled = [c for c in own if c]
        known = [c for c in filled if c in self.plain]
        if len(known) < 2 or len(known) * 5 < len(filled) * 4:
            return False
        same = sum(a == b for a, b in zip(own, self.plain, strict=False) if a)
        if same < len(known):
            self.order = [self.plain.index(c) if c in self.plain else -1 for c in own]
        else:
            self.order = None
        return True


def _plain(text: str) -> str:
    return re.sub(r"[^\w²]+", " ", fold(text)).strip()


def _areas(sheet: Sheet, score: Score, own: Own) -> list[_Area]:
    """The tables of a sheet; those that the kind knows, else the first row that can be a heading row."""
    rows = sheet.rows
    if rows and own(rows[0].cells):
        whole = _Area(sheet, score, 0, len(rows), 0, max(len(r.cells) for r in rows), first=True, own=True)
        whole.heads, whole.body = rows[0].cells, 1
        whole.points = whole.known = score(whole.heads)
        return [whole]
    heads = _heads(rows, score)
    found: list[_Area] = []
    for i, head in enumerate(heads):
        end = heads[i + 1] if i + 1 < len(heads) else len(rows)
        for left, right in _blocks(rows, head, end, score):
            area = _Area(sheet, score, head, end, left, right, first=not i)
            area.heads, area.body = _two_rows(rows, head, end, left, right, score)
            area.known = score(area.heads)
            area.points = area.known
            found.append(area)
    return found


def _heads(rows: list[Row], score: Score) -> list[int]:
    """The rows that begin a table: the best of the first ones, and below it each that has other headings."""
    best, points = -1, 0
    for i, row in enumerate(rows[:LOOKED_AT]):
        own = score(row.cells)
        if own > points:
            best, points = i, own
    if best < 0:
        first = next((i for i, r in enumerate(rows) if sum(bool(c.strip()) for c in r.cells) >= 2), None)
        return [] if first is None else [first]
    plain = {_plain(c) for c in rows[best].cells if c.strip()}
    found = [best]
    for i in range(best + 1, len(rows)):
        cells = [c for c in rows[i].cells if c.strip()]
        if len(cells) < 2 or any(len(c) > 60 or any(s.isdigit() for s in c) for c in cells):
            continue
        words = {_plain(c) for c in cells}
        if len(words & plain) * 5 >= len(words) * 4:
            continue  # the same headings again: the table goes on
        known = score(rows[i].cells)
        if known >= 2 and known * 2 >= len(cells):
            if i == best + 1:
                continue  # the second row of the same headings
            found.append(i)
            plain = words
    return found


def _blocks(rows: list[Row], head: int, end: int, score: Score) -> list[tuple[int, int]]:
    """The columns of tables that stand beside each other: an empty column lies between, and each has headings."""
    cells = rows[head].cells
    width = max(len(r.cells) for r in rows[head:end])
    used = [False] * width
    for row in rows[head:end]:
        for i, text in enumerate(row.cells):
            if text.strip():
                used[i] = True
    runs: list[tuple[int, int]] = []
    start = 0
    for i in range(width + 1):
        if i == width or not used[i]:
            if i > start:
                runs.append((start, i))
            start = i + 1
    tables = [r for r in runs if score(cells[r[0] : r[1]]) >= 2]
    if len(tables) < 2 or len(tables) < len(runs):
        return [(0, width)]
    again = {_plain(c) for c in cells[tables[0][0] : tables[0][1]] if c.strip()}
    if not any(len(again & {_plain(c) for c in cells[a:b]}) >= 2 for a, b in tables[1:]):
        return [(0, width)]  # a gap between the columns of one table
    return tables


def _two_rows(rows: list[Row], head: int, end: int, left: int, right: int, score: Score) -> tuple[list[str], int]:
    """The headings and where the rows begin; where a second row says more of some columns, from both."""
    heads = rows[head].cells[left:right]
    if head + 1 >= end:
        return heads, head + 1
    below = rows[head + 1].cells[left:right]
    filled = [c for c in below if c.strip()]
    plain = all(len(c) < 40 and not any(s.isdigit() for s in c) for c in filled)
    adjacent = rows[head + 1].number == rows[head].number + 1
    if filled and plain and adjacent and score(below) >= max(1, len(filled) * 0.6):
        count = max(len(heads), len(below))
        upper, lower = [[*h, *[""] * (count - len(h))] for h in (heads, below)]
        if any(b.strip() and not a.strip() for a, b in zip(upper, lower, strict=True)):
            return [b if b.strip() else a for a, b in zip(upper, lower, strict=True)], head + 2
    if head and rows[head - 1].number == rows[head].number - 1:
        above = rows[head - 1].cells[left:right]
        if sum(bool(c.strip()) for c in above) >= 2 and len(above) >= 1:
            count = max(len(heads), len(above))
            upper, lower = [[*h, *[""] * (count - len(h))] for h in (above, heads)]
            return [b if b.strip() else a for a, b in zip(upper, lower, strict=True)], head + 1
    return heads, head + 1


_SUM = late(
    r"(?:(?:gesamt|zwischen|end)?summen?|gesamt\w*|insgesamt|total|anzahl|ubertrag|mittelwert|durchschnitt|[∑Σσ]\w*)\b.*"
    r"|.{0,40}\b(?:gesamt|insgesamt)\s*[:=]?\s*[\d.,]*",
    re.DOTALL,
)
_MAYBE_SUM = late(r"sum|gesamt|total|anzahl|[∑Σσ]|übertrag|mittelwert|durchschnitt", re.IGNORECASE)
_FIGURE = late(r"[-+]?[\d.,\s]{1,12}(?:€|eur|%|std\.?|h|km|m²|personen|helfer|eintrage)?")


def is_sum(cells: Sequence[str]) -> bool:
    """Whether a row adds up others: a word for it, and nothing else but figures."""
    if not any(_MAYBE_SUM.search(c) for c in cells):
        return False
    filled = [fold(c) for c in cells if c.strip()]
    words = [c for c in filled if not _FIGURE.fullmatch(c) or c.startswith("0")]
    sums = [c for c in words if _SUM.fullmatch(c)]
    return bool(sums) and len(words) - len(sums) <= (1 if len(sums[0]) < 25 and _is_label(words, sums) else 0)


def _is_label(words: list[str], sums: list[str]) -> bool:
    """One more word beside the sum may say of what ("Summe", "Helfer")."""
    rest = [w for w in words if w not in sums]
    return all(len(w.split()) <= 2 and not any(c.isdigit() or c in "@," for c in w) for w in rest) and words[0] in sums


def _unique(headings: list[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    found = []
    for i, heading in enumerate(headings):
        plain = " ".join(heading.split()) or f"Spalte {i + 1}"
        seen[plain] += 1
        found.append(plain if seen[plain] == 1 else f"{plain} ({seen[plain]})")
    return tuple(found)
