"""Rows of a list in the clipboard: as text with tabs, which spreadsheets take apart, and as a table for letters."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from netzwerkhilfe.transfer.neutral import harmless

Rows = Sequence[Sequence[str]]


def as_text(rows: Rows) -> str:
    """One line a row, tabs between the cells; no cell is a formula."""
    return "\n".join("\t".join(harmless(" ".join(cell.split())) for cell in row) for row in rows)


def as_html(rows: Rows) -> str:
    """A table; the first row has the headings."""

    def line(row: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) + "</tr>"

    head, *others = rows
    return f"<table><thead>{line(head, 'th')}</thead><tbody>{''.join(line(r, 'td') for r in others)}</tbody></table>"


def copy(rows: Rows) -> None:
    """Put rows into the clipboard; the first has the headings."""
    data = QMimeData()
    data.setText(as_text(rows))
    data.setHtml(as_html(rows))
    QApplication.clipboard().setMimeData(data)
