"""LibreOffice's spreadsheets (.ods: ISO/IEC 26300), whose rows and cells may repeat a million times."""

from __future__ import annotations

from typing import Any

from netzwerkhilfe.transfer import sheets
from netzwerkhilfe.transfer.ooxml import Package
from netzwerkhilfe.transfer.sheets import Gathering, Sheet, Unfit

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_MANIFEST = "META-INF/manifest.xml"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")


def _times(element: Any, name: str) -> int:
    text = element.get(_TABLE + name) or "1"
    return max(1, int(text)) if text.isdigit() else 1


def _words(element: Any) -> str:
    """The text of a paragraph with its blanks, tabs and breaks."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == _TEXT + "s":
            count = child.get(_TEXT + "c") or "1"
            parts.append(" " * (min(int(count), 400) if count.isdigit() else 1))
        elif child.tag in (_TEXT + "tab", _TEXT + "line-break"):
            parts.append("\n" if child.tag.endswith("break") else "\t")
        elif child.tag == _TEXT + "a":
            parts.append(sheets.linked_text(_words(child), child.get(_LINK) or ""))
        elif isinstance(child.tag, str) and not child.tag.endswith(("annotation", "ruby-text")):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _shown(cell: Any) -> str:
    return "\n".join(_words(p) for p in cell if p.tag == _TEXT + "p")


def _text(cell: Any) -> str:
    kind = cell.get(_OFFICE + "value-type") or ""
    if kind == "boolean":
        return "ja" if cell.get(_OFFICE + "boolean-value") == "true" else "nein"
    if kind == "date":
        return (cell.get(_OFFICE + "date-value") or "")[:16].replace("T00:00", "").replace("T", " ")
    if kind == "float":
        shown = _shown(cell)
        if shown.isdigit():  # zeros before a postcode or a telephone number stand only there
            return shown
        try:
            return sheets.number_text(float(cell.get(_OFFICE + "value") or ""))
        except ValueError:
            return shown
    return _shown(cell)


class _Table:
    """One table while its rows come by."""

    def __init__(self, name: str, *, hidden: bool) -> None:
        self.gathering = Gathering(name, hidden=hidden)
        self.spans: list[tuple[int, int, int, int]] = []
        self.row = 0
        self.column = 0

    def take_column(self, element: Any) -> None:
        """What is said of some columns."""
        count = _times(element, "number-columns-repeated")
        if element.get(_TABLE + "visibility") in ("collapse", "filter"):
            last = min(self.column + count, sheets.MAX_COLUMNS)
            self.gathering.hidden_columns += range(self.column, last)
        self.column += count

    def take_row(self, element: Any) -> None:
        """A row, or some that are alike. Raises :class:`Unfit` for a million of them."""
        count = _times(element, "number-rows-repeated")
        cells = self._cells(element)
        if cells and count > sheets.MAX_ROWS:
            raise Unfit("sie hat mehr als 200.000 Zeilen")
        for row in range(self.row, self.row + count) if cells else ():
            if element.get(_TABLE + "visibility") in ("collapse", "filter"):
                self.gathering.hidden_rows.append(row)
            for column, text, rows in cells:
                self.gathering.put(row, column, text)
                if rows > 1:
                    self.spans.append((row, row + rows - 1, column, column))
        self.row += count

    @staticmethod
    def _cells(element: Any) -> list[tuple[int, str, int]]:
        """The filled cells of a row: column, text, how many rows it spans."""
        found: list[tuple[int, str, int]] = []
        column = 0
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            count = _times(cell, "number-columns-repeated")
            text = _text(cell) if len(cell) or cell.attrib else ""
            if text.strip() and cell.tag == _CELLS[0]:
                last = column + count if column >= sheets.MAX_COLUMNS else min(column + count, sheets.MAX_COLUMNS)
                found += [
                    (c, text, _times(cell, "number-rows-spanned")) for c in range(column, min(last, column + 400))
                ]
            column += count
        return found


def read(data: bytes) -> list[Sheet]:
    """The sheets of a spreadsheet. Raises :class:`Unfit`."""
    package = Package(data)
    manifest = package.tree(_MANIFEST)
    if manifest is not None and any(str(e.tag).endswith("}encryption-data") for e in manifest.iter()):
        raise Unfit("sie ist mit einem Kennwort geschützt. Bitte öffnen Sie sie und speichern Sie sie ohne Kennwort")
    if "content.xml" not in package.names:
        raise Unfit("die Datei ist beschädigt")
    return _tables(package)


def _tables(package: Package) -> list[Sheet]:
    """Table by table, row by row; what is empty costs nothing, however often it repeats."""
    unseen: set[str] = set()
    found: list[Sheet] = []
    open_: _Table | None = None
    tags = [_STYLE + "style", _TABLE + "table-column", _TABLE + "table-row", _TABLE + "table"]
    for element in package.events("content.xml", tags):
        if element.tag == tags[0]:
            properties = element.iter(_STYLE + "table-properties")
            if any(p.get(_TABLE + "display") == "false" for p in properties):
                unseen.add(element.get(_STYLE + "name") or "")
            continue
        table = element if element.tag == tags[3] else next(element.iterancestors(tags[3]), None)
        if table is None:
            continue
        if open_ is None:
            open_ = _Table(table.get(_TABLE + "name") or "", hidden=table.get(_TABLE + "style-name") in unseen)
        if element.tag == tags[1]:
            open_.take_column(element)
        elif element.tag == tags[2]:
            open_.take_row(element)
        else:
            found.append(open_.gathering.finish(open_.spans))
            open_ = None
    return found
