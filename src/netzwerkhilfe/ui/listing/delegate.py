"""How cells are drawn: title, text, lists that shorten by whole items, office tag, money, stage, state, age."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from netzwerkhilfe.models.text import fold
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.widgets import draw_tag
from netzwerkhilfe.ui.listing.model import ListModel
from netzwerkhilfe.ui.listing.spec import MONEY, OFFICE, STAGE, STATE, TITLE, Cell

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SELECTED = QStyle.StateFlag.State_Selected
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def shorten(words: list[str], metrics: QFontMetrics, width: int) -> str:
    """As many whole words as fit, then "+2"; never a word cut in two unless it is the only one."""
    if not words:
        return ""
    text = ", ".join(words)
    if metrics.horizontalAdvance(text) <= width:
        return text
    for count in range(len(words) - 1, 0, -1):
        text = f"{', '.join(words[:count])} +{len(words) - count}"
        if metrics.horizontalAdvance(text) <= width:
            return text
    return theme.elided(words[0], metrics, width)


def marks(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where the searched words stand in a text, as (start, length); folding may change lengths, then nothing is
    marked."""
    found = []
    plain = "".join(fold(c) if not c.isspace() else " " for c in text)
    if len(plain) != len(text):
        return []
    for word in wanted:
        start = plain.find(word)
        if word and start >= 0:
            found.append((start, len(word)))
    return found


class RowDelegate(QStyledItemDelegate):
    """Draws every cell of a list."""

    def __init__(self, view: QTableView, model: ListModel) -> None:
        super().__init__(view)
        self.view, self.model = view, model
        self.wanted: list[str] = []

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows are as high as the view says."""
        return QSize(40, self.view.verticalHeader().defaultSectionSize())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The tip has what is shortened, and nothing where all can be read."""
        text = self.model.text(index.row(), index.column())
        if theme.metrics(10, 500).horizontalAdvance(text) + 16 <= option.rect.width():
            QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        place, row = index.column(), index.row()
        column = self.model.columns[place]
        value = self.model.cell(row, place)
        rect: QRect = option.rect
        selected = bool(option.state & SELECTED)
        painter.save()
        painter.fillRect(rect, theme.color("selected") if selected else theme.color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line_soft"))
        first = place == 0
        if selected and first:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        ticked = first and bool(self.model.ticked) and self.model.ids[row] in self.model.ticked
        inner = rect.adjusted((36 if self.model.ticked else 16) if first else 8, 0, -8, -1)
        if first and self.model.ticked:
            box = QRect(rect.left() + 14, rect.center().y() - 7, 15, 15)
            painter.drawPixmap(
                box, icons.pixmap("check-square" if ticked else "square", "accent" if ticked else "text3", 15)
            )
        if value is not None:
            self._content(painter, inner, column.style, value, selected=selected)
        painter.restore()

    def _content(self, painter: QPainter, rect: QRect, style: str, value: Cell, *, selected: bool) -> None:
        if isinstance(value, tuple):
            self._marked(painter, rect, style, *value)
        elif isinstance(value, list):
            text = shorten(value, theme.metrics(10), rect.width())
            self._text(painter, rect, text, 10, 400, theme.color("text2"))
        elif value is None:
            return
        elif style == TITLE:
            self._text(painter, rect, value, 10, 600 if selected else 500, theme.color("text1"))
        elif style == MONEY:
            self._text(painter, rect, value, 10, 600, theme.color("text1"), RIGHT)
        else:
            self._text(painter, rect, value.split("\n", maxsplit=1)[0], 10, 400, theme.color("text2"))

    def _marked(self, painter: QPainter, rect: QRect, style: str, text: str, mark: int | str) -> None:
        """A text with what is drawn beside it: an office's rank, a stage's phase, a state's colour, whether late."""
        if style == OFFICE:
            draw_tag(painter, QRect(rect.left(), rect.center().y() - 8, 28, 18), text, int(mark))
        elif style == STAGE:
            icons.draw_stage(painter, QRectF(rect.left(), rect.center().y() - 7, 15, 15), int(mark))
            self._text(painter, rect.adjusted(23, 0, 0, 0), text, 10, 400, theme.color("text1"))
        elif style == STATE:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(str(mark)))
            painter.drawEllipse(QPoint(rect.left() + 5, rect.center().y() + 1), 3, 3)
            self._text(painter, rect.adjusted(16, 0, 0, 0), text, 10, 400, theme.color("text1"))
        else:
            self._age(painter, rect, text, old=bool(mark))

    def _age(self, painter: QPainter, rect: QRect, text: str, *, old: bool) -> None:
        if old:
            width = theme.metrics(9, 600).horizontalAdvance(text) + 14
            box = QRect(rect.left() - 7, rect.center().y() - 10, min(width, rect.width() + 7), 22)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("warn_ground"))
            painter.drawRoundedRect(box, 4, 4)
        self._text(painter, rect, text, 9, 600 if old else 400, theme.color("warn" if old else "text3"))

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        points: float,
        weight: int,
        color: QColor,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        shown = theme.elided_in(text, points, weight, rect.width())
        painter.setFont(theme.font(points, weight))
        if self.wanted and align is LEFT:
            metrics = theme.metrics(points, weight)
            for start, length in marks(shown, self.wanted):
                x = rect.left() + metrics.horizontalAdvance(shown[:start])
                box = QRect(
                    x - 1, rect.center().y() - 9, metrics.horizontalAdvance(shown[start : start + length]) + 2, 20
                )
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("mark"))
                painter.drawRoundedRect(box, 3, 3)
        painter.setPen(color)
        painter.drawText(rect, align, shown)
