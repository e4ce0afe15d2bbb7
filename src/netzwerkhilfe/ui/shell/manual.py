"""F1: the manual in a window of its own, at the page that explains what one is looking at."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from netzwerkhilfe import paths
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.widgets import boxed, button, column, label, line, row

FIRST = "index.md"
KEYS = "tasten.md"
ORDER = (
    FIRST,
    "helfen.md",
    "passen.md",
    "bedienen.md",
    "zeilen.md",
    "listen.md",
    "sitzungen.md",
    "austausch.md",
    "papiere.md",
    "einrichten.md",
)
"""The pages in the order in which they are listed; others follow, the keys come last."""
LINE = 140.0
"""Percent of the height of a line of text."""
NAME = Qt.ItemDataRole.UserRole


@functools.cache
def pages() -> dict[str, str]:
    """The pages of the manual, by file name and in their order, with their titles."""
    found = {p.name: _title(p) for p in paths.manual().glob("*.md")}
    known = [n for n in ORDER if n in found]
    others = sorted(n for n in found if n not in ORDER and n != KEYS)
    return {n: found[n] for n in (*known, *others, *([KEYS] if KEYS in found else []))}


def _title(path: Path) -> str:
    first = path.read_text("utf-8").split("\n", maxsplit=1)[0]
    return first.removeprefix("#").strip()


def text_of(name: str) -> str:
    """A page as it is written. Raises ``OSError`` for one that is not there."""
    return (paths.manual() / Path(name).name).read_text("utf-8")


def anchor(heading: str) -> str:
    """How a link names a heading: "Anruf notieren" is "anruf-notieren"."""
    return re.sub(r"[^\w-]", "", re.sub(r"\s+", "-", heading.strip().casefold()))


def keys_page(sections: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """The table of keys as a page of the manual."""
    parts = ["# Tasten"]
    for title, keys in sections:
        lines = "\n".join(f"| **{shown.replace('|', '/')}** | {text} |" for shown, text in keys)
        parts.append(f"## {title}\n| Taste | Was sie tut |\n|---|---|\n{lines}")
    return "\n\n".join(parts) + "\n"


class Browser(QTextBrowser):
    """Shows the pages; nothing outside the manual is ever opened."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName("Handbuch")
        self.setFont(theme.font(10))
        self.document().setDefaultFont(theme.font(10))
        self.document().setDocumentMargin(28)

    def put(self, text: str) -> None:
        """Show a page."""
        self.setMarkdown(text)
        every = QTextCursor(self.document())
        every.select(QTextCursor.SelectionType.Document)
        high = QTextBlockFormat()
        high.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        every.mergeBlockFormat(high)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def go_to(self, wanted: str) -> bool:
        """Scroll to a heading by its anchor; whether there is one."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and anchor(block.text()) == wanted:
                self.setTextCursor(QTextCursor(block))
                self.ensureCursorVisible()
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top) - 12)
                return True
            block = block.next()
        return False


class Manual(QWidget):
    """The window: pages at the left, the chosen one at the right, a search above."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Handbuch – Netzwerk Hilfe")
        self.setWindowIcon(icons.app_icon())
        room = (host.screen().availableGeometry() if host.screen() else host.rect()).size()
        self.resize(QSize(940, 700).boundedTo(room - QSize(40, 60)))
        self.shown = ""
        self._before: list[str] = []
        self.list = QListWidget()
        self.list.setObjectName("lines")
        self.list.setAccessibleName("Seiten des Handbuchs")
        self.list.setFixedWidth(230)
        for name, title in pages().items():
            item = QListWidgetItem(title)
            item.setToolTip(title)
            item.setData(NAME, name)
            item.setSizeHint(QSize(0, theme.LINE_HEIGHT))
            self.list.addItem(item)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Im Handbuch suchen …")
        self.search.setAccessibleName("Im Handbuch suchen")
        self.search.setFixedWidth(280)
        self.search.setClearButtonEnabled(True)
        self.found = label("", "caption", 9)
        self.back = button("", "quiet", "caret-left", self.go_back, "Zurück (Alt+←)")
        self.browser = Browser()
        head = row(self.back, self.search, self.found, None, margins=(12, 8, 16, 8))
        body = row(self.list, line(vertical=True), self.browser, spacing=0)
        self.setLayout(column(boxed(head), line(), body, spacing=0))
        self.list.currentItemChanged.connect(lambda now, _b: self.open(now.data(NAME)) if now else None)
        self.browser.anchorClicked.connect(self._follow)
        self.search.returnPressed.connect(self.find_next)
        self.search.textChanged.connect(lambda _t: self.found.setText(""))
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._to_search)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.go_back)
        QShortcut(QKeySequence("F1"), self).activated.connect(lambda: self.open(KEYS))
        self.back.setEnabled(False)

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def open(self, name: str) -> None:
        """Show a page, or a heading of it ("index.md#anruf-notieren")."""
        page, _, heading = name.partition("#")
        if page not in pages():
            page = FIRST
        if page != self.shown:
            if self.shown:
                self._before.append(self.shown)
            self._put(page)
        if heading:
            self.browser.go_to(heading)

    def _put(self, page: str) -> None:
        self.shown = page
        self.browser.put(text_of(page))
        self.back.setEnabled(bool(self._before))
        self.list.blockSignals(True)
        self.list.setCurrentRow(list(pages()).index(page))
        self.list.blockSignals(False)

    def go_back(self) -> None:
        """To the page before."""
        if self._before:
            self._put(self._before.pop())

    def find_next(self) -> None:
        """The next place of what is searched, on this page and then on the following ones, round to the beginning."""
        wanted = self.search.text().strip()
        if not wanted:
            return
        if self.browser.find(wanted):
            return
        names = list(pages())
        start = names.index(self.shown)
        for name in (*names[start + 1 :], *names[: start + 1]):
            if fold(wanted) in fold(text_of(name)):
                self.open(name)
                self.browser.moveCursor(QTextCursor.MoveOperation.Start)
                if self.browser.find(wanted):
                    return
        self.found.setText("nichts gefunden")

    def _follow(self, url: QUrl) -> None:
        target = url.toString()
        if target.startswith("#"):
            self.browser.go_to(target[1:])
        elif url.isRelative() and url.path().endswith(".md"):
            self.open(f"{url.fileName()}{'#' + url.fragment() if url.hasFragment() else ''}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
