"""Lists of two-line rows: meetings, and an agenda whose rows are moved by dragging and with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from netzwerkhilfe.ui.kit import icons, theme

Index = QModelIndex | QPersistentModelIndex
ID = int(Qt.ItemDataRole.UserRole) + 1
LOOK = int(Qt.ItemDataRole.UserRole) + 2
TICKED = int(Qt.ItemDataRole.UserRole) + 3


@dataclass(frozen=True)
class Look:
    """What a row shows: a number or nothing, title and caption, at the right two short texts."""

    lead: str
    title: str
    below: str = ""
    right: str = ""
    right_below: str = ""
    grip: bool = False
    done: str = ""
    """The icon of what is behind it: dealt with, postponed."""
    sub: bool = False
    tone: str = "text3"
    """The colour of the caption."""

    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(t for t in (self.lead, self.title, self.below, self.right, self.right_below) if t)


class TwoLines(QStyledItemDelegate):
    """Paints :class:`Look`."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As drawn."""
        return QSize(100, 50)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        look: Look = index.data(LOOK)
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.color("selected" if selected else "surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line_soft"))
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        left = rect.left() + 12
        right = max(
            theme.metrics(10, 500).horizontalAdvance(look.right), theme.metrics(9).horizontalAdvance(look.right_below)
        )
        done = 22 if look.done else 0
        end = rect.right() - 16 - right - (12 if right else 0)
        upper = QRect(left, rect.top() + 6, end - left, 19)
        lower = QRect(left, rect.top() + 26, end - left, 18)
        middle = Qt.AlignmentFlag.AlignVCenter
        ticked: bool | None = index.data(TICKED)
        if ticked is not None:
            name, color = ("check-square", "accent") if ticked else ("square", "text3")
            painter.drawPixmap(left, rect.top() + 17, icons.pixmap(name, color, 15))
            left += 22
        if look.grip:
            painter.drawPixmap(left, rect.top() + 17, icons.pixmap("dots-six-vertical-bold", "text3", 16))
            left += 20
        if look.sub:
            left += 16
        if look.lead:
            painter.setFont(theme.font(10, 600))
            painter.setPen(theme.color("accent_text" if selected else "text3"))
            painter.drawText(
                QRect(left, upper.top(), 26, upper.height()), middle | Qt.AlignmentFlag.AlignRight, look.lead
            )
            left += 36
        elif look.grip:
            left += 36
        if look.done:
            painter.drawPixmap(
                end - 18, upper.top() + 1, icons.pixmap(look.done, "ok" if "check" in look.done else "warn", 16)
            )
        for text, place, points, weight, tone, room in (
            (look.title, upper, 10, 600 if selected else 500, "text1", end - left - done),
            (look.below, lower, 9, 400, look.tone, end - left),
        ):
            painter.setFont(theme.font(points, weight))
            painter.setPen(theme.color(tone))
            shown = theme.elided(text, theme.metrics(points, weight), room)
            painter.drawText(QRect(left, place.top(), room, place.height()), middle, shown)
        for text, place, points, tone in ((look.right, upper, 10, "text1"), (look.right_below, lower, 9, "text3")):
            painter.setFont(theme.font(points, 500 if points == 10 else 400))
            painter.setPen(theme.color(tone))
            box = QRect(rect.right() - 16 - right, place.top(), right + 1, place.height())
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, text)
        painter.restore()


class Rows(QListWidget):
    """A list of looks. Enter opens; with ``moved`` Alt+↑/↓ moves and Alt+←/→ indents; with ``dropped`` rows are
    dragged; with ``removed`` Entf throws away what is ticked (space bar, Strg+A), else the chosen row."""

    def __init__(
        self,
        opened: Callable[[], object],
        moved: Callable[[int], object] | None = None,
        indented: Callable[[bool], object] | None = None,
        dropped: Callable[[str, str], object] | None = None,
        removed: Callable[[list[str]], object] | None = None,
    ) -> None:
        super().__init__()
        self._opened, self._moved, self._indented, self._dropped = opened, moved, indented, dropped
        self._removed = removed
        self._ticked: set[str] = set()
        self.setItemDelegate(TwoLines(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda _i: opened())
        if dropped:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def show_rows(self, entries: list[tuple[str, Look]], chosen: str) -> None:
        """Show these rows; the chosen one stays chosen, else the first is."""
        self.blockSignals(True)
        place = self.verticalScrollBar().value()
        self.clear()
        for record, look in entries:
            item = QListWidgetItem()
            item.setData(ID, record)
            item.setData(LOOK, look)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, look.spoken())
            self.addItem(item)
        ids = [record for record, _ in entries]
        if entries:
            self.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        self.verticalScrollBar().setValue(place)
        self.blockSignals(False)
        self._tick(self._ticked)

    @property
    def ticked(self) -> list[str]:
        """The ids of the ticked rows, in their order."""
        return [record for record in self.ids() if record in self._ticked]

    def _tick(self, records: Collection[str]) -> None:
        """These rows are ticked; while one is, all show a box."""
        self._ticked = set(records) & set(self.ids())
        for at in range(self.count()):
            item = self.item(at)
            ticked = item.data(ID) in self._ticked if self._ticked else None
            item.setData(TICKED, ticked)
            spoken = item.data(LOOK).spoken()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{spoken}, ausgewählt" if ticked else spoken)

    def ids(self) -> list[str]:
        """The ids of the rows."""
        return [str(self.item(i).data(ID)) for i in range(self.count())]

    def choose(self, record: str, *, tell: bool = False) -> None:
        """Choose a row; ``tell`` whoever wants to know which is chosen."""
        if record in self.ids():
            self.blockSignals(not tell)
            self.setCurrentRow(self.ids().index(record))
            self.blockSignals(False)

    @property
    def chosen(self) -> str:
        """The id of the chosen row."""
        item = self.currentItem()
        return str(item.data(ID)) if item else ""

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped before which row; the list is redrawn from the store."""
        target = self.itemAt(event.position().toPoint())
        before = ""
        if target is not None:
            row = self.row(target)
            below = event.position().toPoint().y() > self.visualItemRect(target).center().y()
            row += 1 if below else 0
            before = str(self.item(row).data(ID)) if row < self.count() else ""
        source = self.chosen
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if self._dropped and source and source != before:
            self._dropped(source, before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and arrows move, Enter opens; the space bar ticks, Strg+A ticks all or none, Entf throws away."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and self._moved and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._moved(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif alt and self._indented and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._indented(event.key() == Qt.Key.Key_Left)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._opened()
        elif self._removed and event.key() == Qt.Key.Key_Delete:
            wanted = self.ticked or [self.chosen]
            if wanted[0]:
                self._removed(wanted)
        elif self._removed and event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._tick(self._ticked ^ {self.chosen})
            self.setCurrentRow(min(self.currentRow() + 1, self.count() - 1))
        elif self._removed and event.matches(QKeySequence.StandardKey.SelectAll):
            self._tick(set() if len(self._ticked) == self.count() else self.ids())
        elif event.key() == Qt.Key.Key_F2:
            event.ignore()
        else:
            super().keyPressEvent(event)


class SpaceList(QListWidget):
    """A plain list in which the space bar, Enter and a double click do one thing with the chosen line."""

    def __init__(self, action: Callable[[], object]) -> None:
        super().__init__()
        self._action = action
        self.itemActivated.connect(lambda _i: action())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar acts."""
        if event.key() == Qt.Key.Key_Space:
            self._action()
        else:
            super().keyPressEvent(event)
