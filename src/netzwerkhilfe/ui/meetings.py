"""Sitzungen: the meetings on the left, the agenda of the chosen one on the right, with calculated times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.services import meetings, papers
from netzwerkhilfe.services.meetings import Schedule
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui import theme
from netzwerkhilfe.ui.widgets import EmptyState, boxed, button, column, label, line, row

ID = int(Qt.ItemDataRole.UserRole) + 1
LINES = int(Qt.ItemDataRole.UserRole) + 2
LIST_WIDTH = 396


class TwoLines(QStyledItemDelegate):
    """Rows of two lines: a number or grip, title and below it a caption; time and minutes at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Any) -> QSize:
        """As drawn."""
        return QSize(100, 50)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """One row."""
        lead, title, below, right, right_below = index.data(LINES)
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.color("selected" if selected else "surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line_soft"))
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        left = rect.left() + 16
        middle = rect.adjusted(0, 6, -90, -26)
        lower = rect.adjusted(0, 26, -90, -5)
        vertical = Qt.AlignmentFlag.AlignVCenter
        if lead:
            painter.setFont(theme.font(10, 600))
            painter.setPen(theme.color("accent_text" if selected else "text3"))
            painter.drawText(
                QRect(left, middle.top(), 30, middle.height()), vertical | Qt.AlignmentFlag.AlignRight, lead
            )
            left += 42
        for text, place, points, weight, tone in ((title, middle, 10, 600, "text1"), (below, lower, 9, 400, "text3")):
            font = theme.font(points, weight)
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            box = QRect(left, place.top(), place.right() - left, place.height())
            painter.drawText(
                box, vertical, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            )
        for text, place, points, tone in ((right, middle, 10, "text1"), (right_below, lower, 9, "text3")):
            painter.setFont(theme.font(points, 500 if points == 10 else 400))
            painter.setPen(theme.color(tone))
            painter.drawText(
                QRect(rect.right() - 86, place.top(), 70, place.height()), vertical | Qt.AlignmentFlag.AlignRight, text
            )
        painter.restore()


class Items(QListWidget):
    """A list whose rows move with Alt+↑/↓ and open with Enter."""

    def __init__(self, moved: Callable[[int], object], opened: Callable[[], object]) -> None:
        super().__init__()
        self._moved, self._opened = moved, opened
        self.setItemDelegate(TwoLines(self))
        self.itemDoubleClicked.connect(lambda _i: opened())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↑/↓ moves, Enter opens."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._moved(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._opened()
        elif event.key() == Qt.Key.Key_F2:
            event.ignore()
        else:
            super().keyPressEvent(event)


def add_line(target: QListWidget, record: str, lines: tuple[str, str, str, str, str]) -> None:
    """A row of two lines."""
    item = QListWidgetItem()
    item.setData(ID, record)
    item.setData(LINES, lines)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(t for t in lines if t))
    target.addItem(item)


class MeetingsPage(QWidget):
    """All meetings, and the agenda of one."""

    def __init__(self, store: Store, actions: dict[str, Callable[..., Any]]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.store, self.verbs = store, actions
        self.current = ""
        self.plan = Schedule((), "", 0)
        self.title = label("Sitzungen", "", 15, 600)
        self.subtitle = label("", "muted")
        self.pdf = button("Tagesordnung als PDF", "", "file-pdf", self.print_agenda)
        add = button("Sitzung planen", "primary", "plus", lambda: self.verbs["add"]("meetings"))
        header = boxed(row(self.title, 4, self.subtitle, None, self.pdf, add, margins=(24, 0, 24, 0)))
        header.setFixedHeight(60)
        self.meetings = Items(lambda _s: None, lambda: self.verbs["edit"](self.current))
        self.meetings.setAccessibleName("Sitzungen")
        self.meetings.setFixedWidth(LIST_WIDTH)
        self.meetings.currentItemChanged.connect(self._chosen)
        self.items = Items(self.move, self.edit_item)
        self.items.setAccessibleName("Tagesordnung")
        self.head = label("", "", 12, 600)
        self.when = label("", "muted")
        self.edit_button = button(
            "", "quiet", "pencil-simple", lambda: self.verbs["edit"](self.current), "Sitzung bearbeiten (Strg+E)"
        )
        self.usual = button("Übliche Tagesordnung einfügen", clicked=self.add_usual)
        self.new_item = QLineEdit()
        self.new_item.setPlaceholderText("Neuer TOP: Thema eingeben und Enter drücken")
        self.new_item.setAccessibleName("Neuer Tagesordnungspunkt")
        self.new_item.returnPressed.connect(self.add_item)
        self.end = label("", "", 10, 600)
        self.up = button("", "quiet", "arrow-up", lambda: self.move(-1), "Nach oben (Alt+↑)")
        self.down = button("", "quiet", "arrow-down", lambda: self.move(1), "Nach unten (Alt+↓)")
        self.change_item = button("TOP bearbeiten", clicked=self.edit_item)
        self.remove = button("Entfernen", "danger", clicked=self.remove_item)
        right = column(
            boxed(row(column(self.head, self.when, spacing=0), None, self.edit_button, margins=(24, 12, 24, 8))),
            line(), self.items, boxed(row(self.new_item, self.usual, margins=(24, 10, 24, 8))), line(),
            boxed(row(self.end, None, self.up, self.down, self.change_item, self.remove, margins=(24, 10, 24, 10))), spacing=0,
        )  # fmt: skip
        filled = boxed(row(self.meetings, line(vertical=True), boxed(right), spacing=0))
        empty = EmptyState(
            "calendar-blank", "Noch keine Sitzung geplant",
            "Planen Sie die nächste Sitzung des Leitungsteams. Die übliche Tagesordnung lässt sich einfügen.",
            [button("Sitzung planen", "primary", "plus", lambda: self.verbs["add"]("meetings"))],
        )  # fmt: skip
        self.stack = QStackedWidget()
        self.stack.addWidget(filled)
        self.stack.addWidget(empty)
        self.setLayout(column(header, line(), self.stack, spacing=0))

    def refresh(self) -> None:
        """Read all meetings anew, the next one first."""
        found = sorted(self.store.all("meetings"), key=lambda m: m.values.get("date") or "", reverse=True)
        self.stack.setCurrentIndex(0 if found else 1)
        self.pdf.setVisible(bool(found))
        wanted = self.current
        self.meetings.blockSignals(True)
        self.meetings.clear()
        for meeting in found:
            v = meeting.values
            below = " · ".join(p for p in (v.get("venue"), v.get("stage")) if p)
            add_line(
                self.meetings,
                meeting.id,
                ("", v.get("title") or "", below, show_date(v.get("date") or ""), v.get("start") or ""),
            )
        ids = [m.id for m in found]
        self.meetings.blockSignals(False)
        self.subtitle.setText(f"{len(found)} {'Sitzung' if len(found) == 1 else 'Sitzungen'}" if found else "")
        if found:
            self.meetings.setCurrentRow(ids.index(wanted) if wanted in ids else 0)
            self._chosen()

    def reveal(self, record: str) -> None:
        """Show a meeting."""
        self.current = record
        self.refresh()

    def _chosen(self, *_items: Any) -> None:
        item = self.meetings.currentItem()
        self.current = item.data(ID) if item else ""
        meeting = self.meeting
        if not meeting:
            return
        v = meeting.values
        self.head.setText(v.get("title") or "")
        day = papers.day_in_words(v["date"]) if v.get("date") else ""
        self.when.setText(
            " · ".join(p for p in (f"{day}, {v['start']} Uhr" if v.get("start") else day, v.get("venue")) if p)
        )
        chosen = self.items.currentItem().data(ID) if self.items.currentItem() else ""
        self.plan = meetings.schedule_of(self.store, meeting)
        self.items.clear()
        for entry in self.plan.lines:
            i = entry.item.values
            below = " · ".join(p for p in (i.get("speaker"), "nichtöffentlich" if i.get("confidential") else "") if p)
            add_line(
                self.items,
                entry.item.id,
                (entry.number, i.get("title") or "", below, entry.begins, f"{entry.minutes} Min."),
            )
        ids = [entry.item.id for entry in self.plan.lines]
        self.items.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        for widget in (self.up, self.down, self.change_item, self.remove):
            widget.setEnabled(bool(ids))
        self.usual.setVisible(not ids)
        text = (
            f"Ende gegen {self.plan.end} Uhr · {self.plan.minutes} Min."
            if self.plan.end
            else f"{self.plan.minutes} Min."
        )
        self.end.setText(text if ids else "Noch keine Tagesordnungspunkte")

    @property
    def meeting(self) -> Snapshot | None:
        """The chosen meeting."""
        return self.store.get(self.current) if self.current else None

    def _item(self) -> str:
        item = self.items.currentItem()
        return item.data(ID) if item else ""

    def add_item(self) -> None:
        """A new item from the line below the agenda."""
        title = self.new_item.text().strip()
        if title and self.current:
            record = meetings.add_item(self.store, self.current, title[:400])
            self.new_item.clear()
            self._chosen()
            self.items.setCurrentRow([x.item.id for x in self.plan.lines].index(record))

    def add_usual(self) -> None:
        """The usual agenda."""
        if self.current:
            self.verbs["did"](meetings.add_usual(self.store, self.current), "Die übliche Tagesordnung ist eingefügt.")
            self._chosen()

    def move(self, step: int) -> None:
        """Move the chosen item."""
        if self._item():
            meetings.move_item(self.store, self.current, self._item(), step)
            self._chosen()

    def edit_item(self) -> None:
        """Edit the chosen item."""
        if self._item():
            self.verbs["edit"](self._item())

    def remove_item(self) -> None:
        """The chosen item goes into the Papierkorb."""
        if self._item():
            self.verbs["trash"](self._item())
            self._chosen()

    def print_agenda(self) -> None:
        """The agenda as a PDF."""
        meeting = self.meeting
        if meeting:
            self.verbs["agenda"](meeting)
