"""Excel's workbooks (.xlsx, .xlsm: ISO/IEC 29500), read cell by cell and never as the rectangle they claim to be."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.transfer import sheets
from netzwerkhilfe.transfer.sheets import Gathering, Sheet, Unfit

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""The built-in number formats that show days or times (ECMA-376, 18.8.30)."""
MAX_STRINGS = 2_000_000


class Bounded(io.RawIOBase):
    """A part of a packed file that stops at what all parts together may hold unpacked."""

    def __init__(self, inner: IO[bytes], left: list[int]) -> None:
        self.inner, self.left = inner, left

    def read(self, size: int = -1) -> bytes:
        """Some bytes. Raises :class:`Unfit` when there are too many."""
        chunk = self.inner.read(min(size, 65_536) if size > 0 else 65_536)
        self.left[0] -= len(chunk)
        if self.left[0] < 0:
            raise Unfit("sie ist ausgepackt zu groß")
        return chunk


class Package:
    """A packed file whose parts are read within bounds."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Unfit("die Datei ist beschädigt") from error
        self.names = set(self.archive.namelist())
        self.left = [sheets.MAX_UNPACKED]

    def events(self, name: str, tags: list[str]) -> Iterator[Any]:
        """The elements of a part with one of these names, each when it is complete; it is emptied afterwards."""
        try:
            with self.archive.open(name) as inner:
                source = Bounded(inner, self.left)
                found = etree.iterparse(source, events=("end",), tag=tags, resolve_entities=False, no_network=True)
                for _, element in found:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except (
            etree.XMLSyntaxError,
            zipfile.BadZipFile,
            KeyError,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise Unfit("die Datei ist beschädigt") from error

    def tree(self, name: str) -> Any:
        """A small part as a whole, or nothing."""
        if name not in self.names:
            return None
        try:
            with self.archive.open(name) as inner:
                source = Bounded(inner, self.left)
                data = bytearray()
                while chunk := source.read():
                    data += chunk
            return etree.fromstring(bytes(data), etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
            raise Unfit("die Datei ist beschädigt") from error


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(tree: Any, name: str) -> list[Any]:
    return [e for e in tree.iter() if _local(e) == name] if tree is not None else []


def _tags(*names: str) -> list[str]:
    return [space + name for name in names for space in (_MAIN, _STRICT)]


class _Book:
    def __init__(self, package: Package) -> None:
        self.package = package
        links = _relations(package, "_rels/.rels", "")
        self.path = next((t for kind, t in links.values() if kind.endswith("/officeDocument")), "xl/workbook.xml")
        self.book = package.tree(self.path)
        if self.book is None or _local(self.book) != "workbook":
            raise Unfit("das ist keine Tabelle")
        self.links = _relations(package, _rels_of(self.path), posixpath.dirname(self.path))
        self.since_1904 = any(e.get("date1904") in ("1", "true") for e in _children(self.book, "workbookPr"))
        self.strings = self._strings()
        self.formats = self._formats()

    def _part(self, kind: str) -> str:
        return next((t for k, t in self.links.values() if k.endswith(kind)), "")

    def _strings(self) -> list[str]:
        part = self._part("/sharedStrings")
        if part not in self.package.names:
            return []
        found: list[str] = []
        size = 0
        for element in self.package.events(part, _tags("si")):
            text = _string(element)
            size += len(text)
            if len(found) >= MAX_STRINGS or size > sheets.MAX_UNPACKED // 4:
                raise Unfit("sie ist zu groß")
            found.append(text)
        return found

    def _formats(self) -> list[str]:
        """The number format of each style; a mere "d" for the built-in ones that show days."""
        tree = self.package.tree(self._part("/styles"))
        codes = {e.get("numFmtId"): e.get("formatCode") or "" for e in _children(tree, "numFmt")}
        for cells in _children(tree, "cellXfs"):
            ids = [e.get("numFmtId") or "0" for e in cells if _local(e) == "xf"]
            return [codes.get(i, "d" if i.isdigit() and int(i) in _DATES else "") for i in ids]
        return []

    def sheets(self) -> list[Sheet]:
        found = []
        for element in _children(self.book, "sheet"):
            link = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            kind, part = self.links.get(link, ("", ""))
            if part in self.package.names and kind.endswith("/worksheet"):
                hidden = element.get("state") in ("hidden", "veryHidden")
                found.append(self._sheet(element.get("name") or "", part, hidden=hidden))
        return found

    def _sheet(self, name: str, part: str, *, hidden: bool) -> Sheet:
        gathering = Gathering(name, hidden=hidden)
        spans, links = [], []
        last_row = -1
        tags = _tags("row", "mergeCell", "hyperlink", "col")
        for element in self.package.events(part, tags):
            what = _local(element)
            if what == "row":
                last_row = self._row(gathering, element, last_row)
            elif what == "mergeCell":
                spans.append(_area(element.get("ref") or ""))
            elif what == "hyperlink":
                links.append(dict(element.attrib))
            elif element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min") or 1), int(element.get("max") or 1)
                gathering.hidden_columns += range(first - 1, min(last, sheets.MAX_COLUMNS))
        targets = _relations(self.package, _rels_of(part), posixpath.dirname(part))
        for link in links:
            target = targets.get(next((v for k, v in link.items() if k.endswith("}id")), ""), ("", ""))[1]
            self._link(gathering, link.get("ref") or "", target)
        return gathering.finish(s for s in spans if s)

    @staticmethod
    def _link(gathering: Gathering, ref: str, target: str) -> None:
        area = _area(ref)
        if area and target.startswith("mailto:"):
            row, _, column, _ = area
            gathering.relink(row, column, target)

    def _row(self, gathering: Gathering, element: Any, last_row: int) -> int:
        row = int(element.get("r") or last_row + 2) - 1
        if element.get("hidden") in ("1", "true"):
            gathering.hidden_rows.append(row)
        column = -1
        for cell in element:
            if _local(cell) != "c":
                continue
            ref = cell.get("r")
            column = _column(ref) if ref else column + 1
            text = self._cell(cell)
            if text:
                gathering.put(row, column, text)
        return row

    def _cell(self, cell: Any) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return "".join(_string(e) for e in cell if _local(e) == "is")
        value = next((e.text for e in cell if _local(e) == "v"), None)
        if value is None:
            return ""
        if kind == "s":
            index = int(value) if value.strip().isdigit() else -1
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind == "b":
            return "ja" if value.strip() == "1" else "nein"
        if kind == "d":
            return str(value).strip().removesuffix("T00:00:00").replace("T", " ")
        if kind in ("str", "e"):
            return sheets.unescape(str(value))
        return self._number(value, cell.get("s"))

    def _number(self, value: str, style: str | None) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        code = self.formats[int(style)] if style and style.isdigit() and int(style) < len(self.formats) else ""
        if code and sheets.is_date_format(code):
            return sheets.serial_text(number, since_1904=self.since_1904)
        return sheets.padded(number, code)


def _string(element: Any) -> str:
    """The text of a string with its runs; what is read aloud over it (phonetic) is not part of it."""
    parts = []
    for child in element:
        what = _local(child)
        if what == "t":
            parts.append(child.text or "")
        elif what == "r":
            parts += [e.text or "" for e in child if _local(e) == "t"]
    return sheets.unescape("".join(parts))


def _relations(package: Package, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """The links of a part: id to (type, target)."""
    found = {}
    for element in _children(package.tree(part), "Relationship"):
        target = element.get("Target") or ""
        if element.get("TargetMode") != "External":
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        found[element.get("Id") or ""] = (element.get("Type") or "", target)
    return found


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


_REF = late(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


def _column(ref: str) -> int:
    """The column of a cell's name, from 0 on."""
    column = 0
    for c in ref:
        if not "A" <= c <= "Z":
            break
        column = column * 26 + ord(c) - 64
    return column - 1


def _area(ref: str) -> tuple[int, int, int, int] | None:
    m = _REF.fullmatch(ref)
    if not m:
        return None
    return int(m[2]) - 1, int(m[4] or m[2]) - 1, _column(m[1]), _column(m[3] or m[1])


def read(data: bytes) -> list[Sheet]:
    """The sheets of a workbook. Raises :class:`Unfit`."""
    return _Book(Package(data)).sheets()
