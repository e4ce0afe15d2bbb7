"""The printed page in the window: the PDF itself, drawn page by page (PDFium), with zoom, printing and saving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPixmap, QShortcut, QWheelEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QScrollArea, QWidget

from netzwerkhilfe.ui.kit.widgets import boxed, button, clear, column, label, line, row
from netzwerkhilfe.ui.kit.worker import Worker

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from netzwerkhilfe.output import Printed

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0)
PAGE = 640
"""Width of a page at zoom 1, in logical pixels."""
MOST_PAGES = 120
TABS, ROOM = 3, 640
"""So many papers have a tab of their own where there is so much room; else one."""


@dataclass(frozen=True)
class Rendered:
    """A PDF with its pages as images, and what is to be said of it before it is printed."""

    made: Printed
    pages: tuple[QImage, ...]


def render(pdf: bytes, width: int, most: int = MOST_PAGES) -> tuple[QImage, ...]:
    """The pages of a PDF as images of a width in device pixels. Called off the window's thread."""
    import pypdfium2

    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in list(document)[:most]:
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True, prefer_bgrx=True)
            data = bytes(bitmap.buffer)
            image = QImage(data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
            found.append(image.copy())
            page.close()
    finally:
        document.close()
    return tuple(found)


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Send a PDF to a printer, each page as large as the paper allows."""
    painter = QPainter()
    if not painter.begin(printer):
        raise OSError("printer")
    try:
        area = printer.pageRect(printer.Unit.DevicePixel)
        full = printer.paperRect(printer.Unit.DevicePixel)
        width = min(int(full.width()), 2480)
        first, last = printer.fromPage() or 1, printer.toPage() or 10_000
        for i, image in enumerate(render(pdf, width)[first - 1 : last]):
            if i:
                printer.newPage()
            scale = full.width() / image.width()
            target = QRectF(-area.x(), -area.y(), image.width() * scale, image.height() * scale)
            painter.drawImage(target, image)
    finally:
        painter.end()


class PreviewPane(QWidget):
    """Tabs of documents, zoom, and the pages of the chosen one below each other.

    :param make: gives, for a document of what is open now, what makes it; that is called off the window's thread.
    """

    def __init__(
        self, worker: Worker, make: Callable[[str], Callable[[], Printed]], failed: Callable[[BaseException], object]
    ) -> None:
        super().__init__()
        self._asked = 0
        self.worker, self.make, self.failed = worker, make, failed
        self.document = ""
        self.zoom = 1.0
        self._zoomed = False
        """Whether somebody has chosen how large the page is; until then it fits."""
        self.shown: Rendered | None = None
        self.tabs = row(spacing=4)
        self.count = label("", "muted")
        smaller = button("", "quiet", "magnifying-glass-minus", lambda: self.step(-1), "Kleiner (Strg+-)")
        larger = button("", "quiet", "magnifying-glass-plus", lambda: self.step(1), "Größer (Strg++)")
        fit = button("Seitenbreite", "quiet", clicked=self.fit_width)
        head = boxed(row(boxed(self.tabs), None, smaller, fit, larger, 8, self.count, margins=(16, 6, 16, 6)))
        head.setFixedHeight(46)
        self.pages = column(spacing=16, margins=(16, 16, 16, 24))
        inner = boxed(self.pages, "ground")
        self.view = QScrollArea()
        self.view.setObjectName("ground")
        self.view.setWidgetResizable(True)
        self.view.setWidget(inner)
        self.view.setAccessibleName("Vorschau")
        self.view.verticalScrollBar().valueChanged.connect(self._tell_page)
        for keys, way in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda w=way: self.step(w))
        self.told = label("", wrap=True)
        self.notice = boxed(row(self.told, margins=(16, 7, 16, 7)), "warnbox")
        self.notice.hide()
        self.setLayout(column(head, line(), self.notice, self.view, spacing=0))

    def offer(self, documents: list[tuple[str, str]], chosen: str) -> None:
        """Show the tabs of these documents (key, label) and one of them."""
        clear(self.tabs)
        at = [k for k, _ in documents].index(chosen) if chosen in [k for k, _ in documents] else 0
        most = TABS if self.width() >= ROOM else 1
        shown = documents[:most] if at < most else [*documents[: most - 1], documents[at]]
        for key, words in shown:
            made = button(words, "switch", clicked=partial(self.choose, key))
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setProperty("key", key)
            self.tabs.addWidget(made)
        rest = [d for d in documents if d not in shown]
        if rest:
            more = button("Weitere", "quiet", "caret-down")

            def pick() -> None:
                menu = QMenu(more)
                for key, words in rest:
                    menu.addAction(words).triggered.connect(lambda _c=False, k=key: self.offer(documents, k))
                menu.exec(more.mapToGlobal(more.rect().bottomLeft()))

            more.clicked.connect(lambda _c=False: pick())
            self.tabs.addWidget(more)
        keys = [k for k, _ in documents]
        self.choose(chosen if chosen in keys else keys[0] if keys else "")

    def forget(self) -> None:
        """Something else is open now: no page of what was open before is shown any more."""
        self.document, self.shown = "", None
        self._asked += 1
        clear(self.pages)
        self.count.setText("")
        self.notice.hide()

    def choose(self, document: str) -> None:
        """Show a document."""
        self.document = document
        for i in range(self.tabs.count()):
            item = self.tabs.itemAt(i)
            widget = item.widget() if item else None
            if isinstance(widget, QPushButton) and widget.property("key"):
                widget.setChecked(widget.property("key") == document)
        self.refresh()

    def refresh(self) -> None:
        """Make the document again, off the window's thread."""
        if not self._zoomed:
            self.zoom = min(1.0, self._fitting())
        document, ratio = self.document, self.devicePixelRatioF()
        self._asked += 1
        if not document:
            return
        number, make = self._asked, self.make(document)
        width = int(PAGE * self.zoom * ratio)

        def work() -> Rendered:
            made = make()
            return Rendered(made, render(made.pdf, width))

        def arrived(found: Rendered) -> None:
            if number == self._asked:  # else another page, or one of another meeting, is wanted by now
                self._show(found, ratio)

        self.worker.run(work, arrived, self.failed)

    def _show(self, found: Rendered, ratio: float) -> None:
        place = self.view.verticalScrollBar().value()
        self.shown = found
        self.told.setText(found.made.told)
        self.notice.setVisible(bool(found.made.told))
        clear(self.pages)
        for number, image in enumerate(found.pages, 1):
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            page = QLabel()
            page.setObjectName("sheet")
            page.setPixmap(pixmap)
            page.setAccessibleName(f"Seite {number}")
            size = pixmap.deviceIndependentSize().toSize()
            page.setFixedSize(size + QSize(2, 2))
            self.pages.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self.pages.addStretch(1)
        self.view.verticalScrollBar().setValue(place)
        self._tell_page()

    def _tell_page(self, _value: int = 0) -> None:
        if not self.shown:
            return
        total = len(self.shown.pages)
        high = PAGE * self.zoom * 1.4142 + 16
        at = min(total, int((self.view.verticalScrollBar().value() + self.view.height() / 2) // high) + 1)
        self.count.setText(f"Seite {at} von {total}")

    def step(self, way: int) -> None:
        """Larger or smaller."""
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.zoom))
        self.zoom = ZOOMS[min(max(nearest + way, 0), len(ZOOMS) - 1)]
        self._zoomed = True
        self.refresh()

    def fit_width(self) -> None:
        """As wide as the window."""
        self.zoom, self._zoomed = self._fitting(), True
        self.refresh()

    def _fitting(self) -> float:
        return max(0.4, (self.view.viewport().width() - 48) / PAGE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Strg and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
