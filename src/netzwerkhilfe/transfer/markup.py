"""Tables that programs save as HTML or as Excel's XML of 2003, often under the name .xls."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from netzwerkhilfe.transfer import sheets
from netzwerkhilfe.transfer.sheets import Gathering, Sheet, Unfit

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
MOST_SPANNED = 1000


def looks_like_html(data: bytes) -> bool:
    """Whether a file is a page with a table, whatever it is called."""
    start = _start(data)
    return bool(re.match(rb"<(?:!doctype html|html|head|body|table|meta|div|style)\b", start)) or (
        start.startswith(b"<") and b"<table" in data[:200_000].lower() and b"<html" in data[:4096].lower()
    )


def looks_like_xml_2003(data: bytes) -> bool:
    """Whether a file is an XML spreadsheet of Excel 2003."""
    head = data[:4096].replace(b"\x00", b"")
    return b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<Workbook" in data[:8192].replace(b"\x00", b"")


def _start(data: bytes) -> bytes:
    head = data[:2048].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip().lower()
    return re.sub(rb"^(?:<\?xml.*?\?>|<!--.*?-->|\s)+", b"", head, flags=re.DOTALL)


# ---- HTML -----------------------------------------------------------------------------------------------------------
def read_html(text: str) -> list[Sheet]:
    """The tables of a page, each a sheet; one inside another belongs to the outer one's cell. Raises :class:`Unfit`."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unfit("die Datei ist beschädigt") from error
    if tree is None:
        raise Unfit("die Datei ist leer")
    tables = [t for t in tree.iter("table") if not any(a.tag == "table" for a in t.iterancestors())]
    found = [_html_table(table, i) for i, table in enumerate(tables, 1)]
    if not any(s.rows for s in found):
        raise Unfit("in der Seite steht keine Tabelle")
    return [s for s in found if s.rows]


def _html_table(table: Any, number: int) -> Sheet:
    gathering = Gathering(f"Tabelle {number}")
    spans: list[tuple[int, int, int, int]] = []
    taken: dict[tuple[int, int], bool] = {}
    rows = [r for r in table.iter("tr") if next(a for a in r.iterancestors("table")) is table]
    for row, element in enumerate(rows):
        column = 0
        if _hidden(element):
            gathering.hidden_rows.append(row)
        for cell in element:
            if cell.tag not in ("td", "th"):
                continue
            while taken.pop((row, column), False):
                column += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            gathering.put(row, column, _html_text(cell))
            if high > 1:
                spans.append((row, row + high - 1, column, column))
                for below in range(row + 1, min(row + high, len(rows))):
                    for beside in range(column, column + wide):
                        taken[below, beside] = True
            column += wide
    return gathering.finish(spans)


def _hidden(element: Any) -> bool:
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(max(int(text), 1), MOST_SPANNED) if text.isdigit() else 1


_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4"}


def _html_text(cell: Any) -> str:
    parts: list[str] = []
    _gather(cell, parts)
    lines = [re.sub(r"[ \t\r\n\f]+", " ", line).strip() for line in "".join(parts).split("\ue000")]
    return "\n".join(line for line in lines if line)


def _gather(element: Any, parts: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return
    if element.tag in _BLOCKS:
        parts.append("\ue000")
    before = len(parts)
    if element.text:
        parts.append(element.text)
    for child in element:
        _gather(child, parts)
        if child.tail:
            parts.append(child.tail)
    if element.tag == "a":
        shown = "".join(parts[before:])
        parts[before:] = [sheets.linked_text(shown, element.get("href") or "")]
    if element.tag == "br" or element.tag in _BLOCKS:
        parts.append("\ue000")


# ---- Excel 2003 -----------------------------------------------------------------------------------------------------
def read_xml_2003(data: bytes) -> list[Sheet]:
    """The sheets of an XML spreadsheet. Raises :class:`Unfit`."""
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unfit("die Datei ist beschädigt") from error
    if tree is None:
        raise Unfit("die Datei ist beschädigt")
    return [_xml_sheet(e) for e in tree.iter(_SS + "Worksheet")]


def _number(element: Any, name: str, fallback: int) -> int:
    text = element.get(_SS + name) or ""
    return int(text) if text.isdigit() and len(text) < 9 else fallback


def _xml_sheet(element: Any) -> Sheet:
    visible = next((e.text for e in element.iter() if str(e.tag).endswith("}Visible")), "")
    gathering = Gathering(element.get(_SS + "Name") or "", hidden="Hidden" in (visible or ""))
    column = 0
    for one in element.iter(_SS + "Column"):
        column = _number(one, "Index", column + 1)
        if one.get(_SS + "Hidden") == "1":
            gathering.hidden_columns.append(column - 1)
        column += _number(one, "Span", 0)
    spans: list[tuple[int, int, int, int]] = []
    row = 0
    for line in element.iter(_SS + "Row"):
        row = _number(line, "Index", row + 1)
        if line.get(_SS + "Hidden") == "1":
            gathering.hidden_rows.append(row - 1)
        column = 0
        for cell in line.iter(_SS + "Cell"):
            column = _number(cell, "Index", column + 1)
            gathering.put(row - 1, column - 1, _xml_text(cell))
            if (down := _number(cell, "MergeDown", 0)) and down < sheets.MAX_ROWS:
                spans.append((row - 1, row - 1 + down, column - 1, column - 1))
            column += _number(cell, "MergeAcross", 0)
    return gathering.finish(spans)


def _xml_text(cell: Any) -> str:
    data = next(iter(cell.iter(_SS + "Data")), None)
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(_SS + "Type")
    if kind == "Number":
        try:
            return sheets.number_text(float(text))
        except ValueError:
            return text
    if kind == "DateTime":
        return text[:16].removesuffix("T00:00").replace("T", " ")
    if kind == "Boolean":
        return "ja" if text.strip() == "1" else "nein"
    return sheets.linked_text(text, cell.get(_SS + "HRef") or "")
