"""The parts around a list: filter pills, the table itself, the switch between list and cards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView, QWidget

from netzwerkhilfe.store.conditions import Condition
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.widgets import Button, button, restyle, row
from netzwerkhilfe.ui.listing.model import ListModel
from netzwerkhilfe.ui.listing.spec import Filter


class Pill(Button):
    """A filter pill: a menu of options, or a switch. Active it is tinted and shows a cross."""

    changed = Signal()

    def __init__(self, filter_: Filter, store: Store) -> None:
        super().__init__()
        self.filter, self.store = filter_, store
        self.chosen = ""
        self.condition: Condition | None = None
        self.setProperty("role", "pill")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIconSize(QSize(12, 12))
        self.clicked.connect(self._clicked)
        self._show()

    def _show(self) -> None:
        active = self.condition is not None
        self.setProperty("active", "true" if active else "false")
        self.setFont(theme.font(9, 600 if active else 500))
        self.setText(f"{self.filter.name}: {self.chosen}" if active and self.chosen else self.filter.name)
        if active:
            self.setIcon(icons.icon("x", "accent_text", 12))
        else:
            self.setIcon(icons.icon("caret-down", "text3", 12) if self.filter.options else QIcon())
        restyle(self)

    def _clicked(self) -> None:
        if self.condition is not None:
            self.reset()
            self.changed.emit()
        elif self.filter.options:
            menu = QMenu(self)
            for option in self.filter.options(self.store.facts()):
                action = QAction(option.text.replace("&", "&&"), menu)
                action.triggered.connect(lambda _c=False, o=option: self.choose(o.text, o.condition))
                menu.addAction(action)
            menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        elif self.filter.condition:
            self.choose("", self.filter.condition(self.store.facts()))

    def choose(self, text: str, condition: Condition) -> None:
        """Make the pill active."""
        self.chosen, self.condition = text, condition
        self._show()
        self.changed.emit()

    def reset(self) -> None:
        """Make the pill passive."""
        self.chosen, self.condition = "", None
        self._show()

    def restore(self, wanted: str) -> None:
        """Make the pill active as it was kept, without telling; an option that is gone leaves it passive."""
        facts = self.store.facts()
        if self.filter.options:
            condition = next((o.condition for o in self.filter.options(facts) if o.text == wanted), None)
        else:
            condition = self.filter.condition(facts) if self.filter.condition else None
        if condition is not None:
            self.chosen, self.condition = wanted, condition
            self._show()


class Table(QTableView):
    """The list; Enter opens, letters jump, F2 is left to the window. Several rows are chosen as everywhere: Strg or
    Umschalt with a click or an arrow, Strg+A."""

    opened = Signal()
    ticked = Signal()
    removed = Signal()
    copied = Signal()
    asked = Signal(QPoint)
    """For what can be done with the row; where its menu opens, in the coordinates of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._typed_at = QElapsedTimer()
        self._typed_at.start()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setFixedHeight(32)
        header.setFont(theme.font(9, 500))
        header.setMinimumSectionSize(28)

    def keyboardSearch(self, search: str) -> None:
        """Letters jump to the entry whose title begins so. Qt's own search would read every row of a lazy list."""
        model = self.model()
        if not isinstance(model, ListModel) or model.query is None:
            return
        again = self._typed_at.restart() < QApplication.keyboardInputInterval()
        self._typed = self._typed + search if again else search
        record = model.store.first_at(model.query.kind, self._typed)
        position = model.row_of(record) if record else -1
        if position >= 0:
            self.setCurrentIndex(model.index(position, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, the space bar ticks, Entf throws away, Strg+C copies; all else is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.ticked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_F2:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click, or the menu key at the chosen row."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            at = self.visualRect(index).bottomLeft() + QPoint(16, 0)
        else:
            at = event.pos()
            index = self.indexAt(at)
            if index.isValid() and not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)
        if index.isValid():
            self.asked.emit(self.viewport().mapToGlobal(at))


class ViewSwitch(QWidget):
    """Liste | Karten."""

    def __init__(self, chosen: Callable[[bool], object]) -> None:
        super().__init__()
        self.list = button("Liste", "switch", "list-bullets", lambda: self.choose(on=False))
        self.cards = button("Karten", "switch", "columns", lambda: self.choose(on=True))
        self.chosen = chosen
        for made in (self.list, self.cards):
            made.setCheckable(True)
        self.list.setChecked(True)
        self.setLayout(row(self.list, self.cards, spacing=0))

    def choose(self, *, on: bool) -> None:
        """Show the one or the other."""
        self.list.setChecked(not on)
        self.cards.setChecked(on)
        self.chosen(on)
