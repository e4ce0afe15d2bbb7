"""Parts beside each other that go on in the next line where there is no more room: nothing is cut, nothing scrolls."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays its parts out as words in a paragraph, each line centred on its tallest part."""

    def __init__(self, *parts: QWidget, gap: int = 8, line_gap: int = 4) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.gap, self.line_gap = gap, line_gap
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        """One more part."""
        self._items.append(item)

    def count(self) -> int:
        """How many parts there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """A part, or nothing beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a part out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put the parts in their places."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [i.sizeHint() for i in self._items]
        wide = sum(h.width() for h in hints) + self.gap * max(0, len(hints) - 1)
        return QSize(wide, max((h.height() for h in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest part must fit."""
        least = [i.minimumSize() for i in self._items]
        return QSize(max((s.width() for s in least), default=0), max((s.height() for s in least), default=0))

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        top, left = rect.top(), rect.left()
        line: list[tuple[QLayoutItem, QSize]] = []
        used = 0

        def end() -> int:
            high = max((size.height() for _, size in line), default=0)
            x = left
            for item, size in line if place else ():
                item.setGeometry(QRect(x, top + (high - size.height()) // 2, size.width(), size.height()))
                x += size.width() + self.gap
            return high

        for item in self._items:
            if item.isEmpty():
                continue
            wide = min(item.sizeHint().width(), max(rect.width(), item.minimumSize().width()))
            high = item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
            if line and used + self.gap + wide > rect.width():
                top += end() + self.line_gap
                line, used = [], 0
            used += (self.gap if line else 0) + wide
            line.append((item, QSize(wide, high)))
        return top + end() - rect.top()
