"""The board ("Karten") of leads: four columns by phase; a card is dragged, or moved with Strg+← and Strg+→. The other
keys do what they do in the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.services.entries.common_fields import stage_key, withdrawn_because
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.widgets import StageRing, boxed, column, draw_tag, label, row
from netzwerkhilfe.ui.listing.spec import Card

MOST = 400
CLOSED_DAYS = 30
CARD = int(Qt.ItemDataRole.UserRole)
ID = CARD + 1
MARKED = ID + 1


class CardDelegate(QStyledItemDelegate):
    """Draws a card: title and office, two lines, the amount and how long nothing has moved."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """92 points high, with a gap below."""
        return QSize(200, 100)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The card."""
        card: Card = index.data(CARD)
        box = option.rect.adjusted(0, 0, -1, -8)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and bool(
            option.state & QStyle.StateFlag.State_HasFocus
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent" if chosen else "line"), 2 if chosen else 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        inner = box.adjusted(12, 8, -12, -8)
        width = inner.width() - (40 if card.office else 0)
        marked: bool | None = index.data(MARKED)
        if marked is not None:
            at = QRect(inner.right() - 21, inner.top() + 22, 15, 15)
            look = ("check-square", "accent") if marked else ("square", "text3")
            painter.drawPixmap(at, icons.pixmap(*look, 15))
        for i, (text, points, weight, tone) in enumerate(
            ((card.title, 10, 600, "text1"), (card.place, 10, 400, "text1"), (card.more, 9, 400, "text2"))
        ):
            painter.setFont(theme.font(points, weight))
            painter.setPen(theme.color(tone))
            room = width if i == 0 else inner.width() - (28 if i == 1 and marked is not None else 0)
            line_box = QRect(inner.left(), inner.top() + i * 18, room, 18)
            painter.drawText(
                line_box,
                Qt.AlignmentFlag.AlignVCenter,
                theme.elided(text, painter.fontMetrics(), line_box.width()),
            )
        below = QRect(inner.left(), inner.bottom() - 18, inner.width(), 18)
        painter.setFont(theme.font(10, 600))
        painter.setPen(theme.color("text1"))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, card.amount)
        painter.setFont(theme.font(9, 600 if card.old else 400))
        if card.old:
            size = painter.fontMetrics().horizontalAdvance(card.age) + 14
            badge = QRect(below.right() - size, below.top() - 1, size + 1, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("warn_ground"))
            painter.drawRoundedRect(badge, 4, 4)
            painter.setPen(theme.color("warn"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, card.age)
        else:
            painter.setPen(theme.color("text2"))
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, card.age)
        if card.office:
            draw_tag(painter, QRect(inner.right() - 28, inner.top(), 28, 18), *card.office)
        painter.restore()


class Lane(QListWidget):
    """One column of the board."""

    def __init__(self, board: Board, phase: int) -> None:
        super().__init__()
        self.board, self.phase = board, phase
        self.setObjectName("lane")
        self.setItemDelegate(CardDelegate(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.itemActivated.connect(lambda item: board.opened(item.data(ID)))
        self.currentItemChanged.connect(lambda now, _before: self._tell(now))

    @property
    def record(self) -> str:
        """The entry of the chosen card, "" for none."""
        item = self.currentItem()
        return str(item.data(ID)) if item is not None else ""

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.hasFocus():
            self.board.chosen.emit(str(item.data(ID)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The card that has the keyboard is the chosen entry."""
        super().focusInEvent(event)
        self._tell(self.currentItem())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Strg and a click tick a card."""
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.setCurrentItem(item)
            self.board.ticked.emit(str(item.data(ID)))
            return
        super().mousePressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A card from another column."""
        source = event.source()
        item = source.currentItem() if isinstance(source, Lane) else None
        if item is not None and source is not self:
            self.board.move_to(item.data(ID), self.phase)
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click, or the menu key at the chosen card."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if by_key else self.itemAt(event.pos())
        if item is not None:
            self.setCurrentItem(item)
            at = self.visualItemRect(item).center() if by_key else event.pos()
            self.board.asked.emit(self.viewport().mapToGlobal(at), item.data(ID))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Strg+← and Strg+→ move the card, ← and → go to the next column; the space bar ticks, Strg+A ticks all, Entf
        throws away, Strg+C copies."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            self._plain_key(event)
            return
        wanted = self.phase + step
        if not 0 <= wanted <= 3:
            return
        item = self.currentItem()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if item is not None:
                self.board.move_to(item.data(ID), wanted)
        else:
            lane = self.board.lanes[wanted]
            lane.setFocus(Qt.FocusReason.TabFocusReason)
            if lane.currentRow() < 0 and lane.count():
                lane.setCurrentRow(0)

    def _plain_key(self, event: QKeyEvent) -> None:
        board = self.board
        if event.matches(QKeySequence.StandardKey.Copy):
            board.copied.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            board.everything.emit()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            if self.record:
                board.ticked.emit(self.record)
                self.setCurrentRow(min(self.currentRow() + 1, self.count() - 1))
        elif event.key() == Qt.Key.Key_Delete:
            board.removed.emit()
        else:
            super().keyPressEvent(event)


class Board(QWidget):
    """Four columns of cards; what was moved is told to ``moved`` (id, stage)."""

    asked = Signal(QPoint, str)
    """For what can be done with a card: where its menu opens on the screen, and the entry."""
    chosen = Signal(str)
    """Another card has the keyboard: its entry."""
    ticked = Signal(str)
    everything = Signal()
    removed = Signal()
    copied = Signal()

    def __init__(
        self,
        store: Store,
        kind: str,
        describe: Callable[[Snapshot, Facts], Card],
        moved: Callable[[str, str], object],
        opened: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.store, self.kind, self.describe, self.moved, self.opened = store, kind, describe, moved, opened
        self._marked: set[str] = set()
        self.lanes = [Lane(self, phase) for phase in range(4)]
        self.heads = [label("", "", 10, 600) for _ in self.lanes]
        self.counts = [label("", "muted") for _ in self.lanes]
        self.steps = [label("", "caption", 9) for _ in self.lanes]
        columns = row(spacing=12, margins=(24, 12, 24, 0))
        for phase, lane in enumerate(self.lanes):
            head = column(
                row(StageRing(phase), 2, self.heads[phase], self.counts[phase], None),
                self.steps[phase],
                spacing=0,
                margins=(12, 8, 8, 4),
            )
            columns.addWidget(boxed(column(head, lane, spacing=0, margins=(0, 0, 0, 4)), "lanebox"), 1)
        self.note = label("", "caption", 9)
        foot = row(
            self.note,
            None,
            label("Karte ziehen oder Strg+→ verschiebt zum nächsten Stand", "caption", 9),
            margins=(24, 8, 24, 8),
        )
        self.setLayout(column(columns, foot, spacing=0))

    def fill(self, snapshots: list[Snapshot], facts: Facts) -> None:
        """Show these leads."""
        stages = facts.stages.get(self.kind, ())
        chosen, place = self._current(), self._place()
        for phase, lane in enumerate(self.lanes):
            names = [s.key for s in stages if s.phase == phase or (phase == 3 and s.phase == 4)]
            self.heads[phase].setText(", ".join(names))
            self.steps[phase].setText(next((s.next_step for s in stages if s.phase == phase and s.next_step), ""))
            lane.setAccessibleName(", ".join(names))
            lane.clear()
        hidden = 0
        limit = (facts.today - dt.timedelta(days=CLOSED_DAYS)).isoformat()
        for snapshot in snapshots[:MOST]:
            stage = facts.stage(self.kind, stage_key(snapshot))
            phase = stage.phase if stage else 0
            if phase > 4 or withdrawn_because(snapshot) or (phase == 4 and (snapshot.touched or "")[:10] < limit):
                hidden += 1
                continue
            card = self.describe(snapshot, facts)
            item = QListWidgetItem(f"{card.title}, {card.place}")
            item.setData(CARD, card)
            item.setData(ID, snapshot.id)
            lane = self.lanes[min(phase, 3)]
            lane.addItem(item)
            if snapshot.id == chosen:  # the keyboard goes along with its card
                lane.setCurrentItem(item)
                lane.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mark(self._marked)
        if chosen and chosen not in self.ids():  # it is gone: the keyboard goes on beside where it was
            self._go_near(*place)
        for phase, lane in enumerate(self.lanes):
            self.counts[phase].setText(str(lane.count()))
        more = len(snapshots) - MOST
        self.note.setText(
            " · ".join(
                p
                for p in (
                    f"{hidden} abgeschlossen oder zurückgezogen" if hidden else "",
                    f"{more} weitere: bitte filtern" if more > 0 else "",
                )
                if p
            )
        )

    def begin(self, record: str = "") -> None:
        """The keyboard begins at the card of an entry, else at the first card."""
        for lane in self.lanes:
            for at in range(lane.count()):
                if lane.item(at).data(ID) == record:
                    lane.setCurrentRow(at)
                    lane.setFocus(Qt.FocusReason.OtherFocusReason)
                    return
        self._go_near(0, 0)

    def ids(self) -> list[str]:
        """The entries that have a card, column by column."""
        return [str(lane.item(at).data(ID)) for lane in self.lanes for at in range(lane.count())]

    def mark(self, records: Collection[str]) -> None:
        """Show which cards are ticked; while one is, all show a box."""
        self._marked = set(records)
        for lane in self.lanes:
            for at in range(lane.count()):
                item = lane.item(at)
                marked = item.data(ID) in self._marked if self._marked else None
                item.setData(MARKED, marked)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text() + (", ausgewählt" if marked else ""))

    def _current(self) -> str:
        return next((lane.record for lane in self.lanes if lane.hasFocus()), "")

    def _place(self) -> tuple[int, int]:
        """The column that has the keyboard, and the place in it."""
        return next(((n, lane.currentRow()) for n, lane in enumerate(self.lanes) if lane.hasFocus()), (0, 0))

    def _go_near(self, phase: int, at: int) -> None:
        """The keyboard goes to the card at a place, or to the one before it, or into the next column that has one."""
        after = [*self.lanes[phase:], *reversed(self.lanes[:phase])]
        lane = next((one for one in after if one.count()), self.lanes[phase])
        lane.setCurrentRow(min(max(at, 0), lane.count() - 1) if lane is self.lanes[phase] else 0)
        lane.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_to(self, record: str, phase: int) -> None:
        """Bring a card to the first stage of a phase; the page shows it there."""
        stage = next((s.key for s in self.store.facts().stages.get(self.kind, ()) if s.phase == phase), None)
        if stage:
            self.moved(record, stage)
