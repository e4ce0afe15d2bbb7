"""Excel's workbooks of the years before 2007 (.xls), read with xlrd."""

from __future__ import annotations

import io
import struct
from typing import Any

from netzwerkhilfe.transfer import sheets
from netzwerkhilfe.transfer.sheets import Gathering, Sheet, Unfit


def read(data: bytes) -> list[Sheet]:
    """The sheets of a workbook. Raises :class:`Unfit`."""
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
        return [_sheet(xlrd, book, i) for i in range(book.nsheets)]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Unfit("sie ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort") from error
        raise Unfit("die Datei ist beschädigt") from error
    except Unfit:
        raise
    except (AssertionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error) as error:
        raise Unfit("die Datei ist beschädigt") from error  # a broken file breaks its reader in many ways


def _sheet(xlrd: Any, book: Any, index: int) -> Sheet:
    sheet = book.sheet_by_index(index)
    gathering = Gathering(sheet.name, hidden=bool(sheet.visibility))
    gathering.hidden_rows = [r for r, info in sheet.rowinfo_map.items() if info.hidden]
    gathering.hidden_columns = sorted(
        c for c, info in sheet.colinfo_map.items() if info.hidden and c < sheets.MAX_COLUMNS
    )
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                gathering.put(row, column, _text(xlrd, book, sheet, row, column, kind))
    for (row, column), link in sheet.hyperlink_map.items():
        gathering.relink(row, column, link.url_or_path or "")
    spans = [(first, last - 1, left, right - 1) for first, last, left, right in sheet.merged_cells]
    book.unload_sheet(index)
    return gathering.finish(spans)


def _text(xlrd: Any, book: Any, sheet: Any, row: int, column: int, kind: int) -> str:
    value = sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "ja" if value else "nein"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    if kind == xlrd.XL_CELL_DATE:
        return sheets.serial_text(float(value), since_1904=bool(book.datemode))
    if kind == xlrd.XL_CELL_NUMBER:
        style = book.format_map.get(book.xf_list[sheet.cell_xf_index(row, column)].format_key)
        return sheets.padded(float(value), style.format_str if style else "")
    return str(value)
