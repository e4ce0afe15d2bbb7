"""The page of a kind: header, search and filter pills, the list, and beside it the chosen entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEvent, QItemSelectionModel, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QWidget,
)

from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.search import terms
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.widgets import boxed, button, clear, column, label, line, restyle, row
from netzwerkhilfe.ui.kit.worker import Tasks
from netzwerkhilfe.ui.listing.board import Board
from netzwerkhilfe.ui.listing.delegate import RowDelegate
from netzwerkhilfe.ui.listing.model import ListModel
from netzwerkhilfe.ui.listing.selection import SelectionBar, views_menu
from netzwerkhilfe.ui.listing.spec import Condition, Filter, PageSpec, Query

DETAIL = 432
WIDE_DETAIL = 520


class Pill(QPushButton):
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
            self.setIcon(icons.icon("caret-down", "text3", 12) if self.filter.options else icons.icon("", "text3", 12))
            if not self.filter.options:
                self.setIcon(icons.QIcon())
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
        else:
            self.choose("", self.filter.condition)

    def choose(self, text: str, condition: Condition) -> None:
        """Make the pill active."""
        self.chosen, self.condition = text, condition
        self._show()
        self.changed.emit()

    def reset(self) -> None:
        """Make the pill passive."""
        self.chosen, self.condition = "", None
        self._show()


class Table(QTableView):
    """The list; Enter opens, letters jump, F2 is left to the window."""

    opened = Signal()
    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._typed_at = QElapsedTimer()
        self._typed_at.start()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        """Enter opens; all else is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.ticked.emit()
        elif event.key() == Qt.Key.Key_F2:
            event.ignore()
        else:
            super().keyPressEvent(event)


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


class ListPage(QWidget):
    """A page of entries. ``actions`` are the window's verbs: add, edit, print, import …"""

    def __init__(
        self,
        spec: PageSpec,
        store: Store,
        tasks: Tasks,
        detail: Callable[[Snapshot], QWidget],
        actions: dict[str, Callable[..., Any]],
        empty: Callable[[], QWidget],
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.spec, self.store, self.tasks = spec, store, tasks
        self._detail_of, self.verbs = detail, actions
        self.current = ""
        self._wanted = ""
        self._total: int | None = None
        self.model = ListModel(store, spec.columns, tasks)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.verticalHeader().setDefaultSectionSize(spec.row_height)
        self.table.setAccessibleName(spec.title)
        self.delegate = RowDelegate(self.table, self.model)
        self.table.setItemDelegate(self.delegate)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.opened.connect(self.edit)
        self.table.ticked.connect(self.tick)
        self.hidden: set[int] = set((self.verbs["setting"]("columns") or {}).get(store.person, {}).get(spec.kind, ()))
        self.table.doubleClicked.connect(lambda _i: self.edit())
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.model.refreshed.connect(self._arrived)
        newest = next((i for i, c in enumerate(spec.columns) if c.sort_by == ("touched",)), None)
        usual = (newest, True) if spec.newest_first and newest is not None else None
        self._sorted: tuple[int, bool] | None = spec.extra.get("sorted") or usual
        self._build(empty)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(0)
        self._typing.timeout.connect(self._ask)
        # the list is painted first, the pane beside it follows when the hand rests
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self.show_now)
        self.search.textChanged.connect(lambda _t: self._typing.start())

    def _build(self, empty: Callable[[], QWidget]) -> None:
        spec = self.spec
        self.title = label(spec.title, "", 15, 600)
        self.count = label("", "muted")
        self.print_button = button("Liste drucken", "", "printer", lambda: self.verbs["print"](self))
        self.add_button = button(spec.add, "primary", "plus", lambda: self.verbs["add"](spec.kind))
        self.more = button("", "quiet", "dots-three", self._menu, "Weitere Befehle")
        self.switch = ViewSwitch(self._as_board) if "card" in spec.extra else None
        header = boxed(
            row(
                self.title,
                4,
                self.count,
                None,
                *([self.switch, 4] if self.switch else []),
                self.more,
                self.print_button,
                self.add_button,
                margins=(24, 0, 24, 0),
            ),
            "header",
        )
        header.setFixedHeight(60)
        self.search = QLineEdit()
        self.search.setPlaceholderText(spec.placeholder)
        self.search.setAccessibleName(f"{spec.title} durchsuchen")
        self.search.setFixedWidth(236)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("magnifying-glass", "text3", 16), QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        self.pills = [Pill(f, self.store) for f in spec.filters]
        for pill in self.pills:
            pill.changed.connect(self.refresh)
        self.reset_button = button("Zurücksetzen", "link", clicked=self.reset)
        self.shown = label("", "caption", 9)
        tools = row(self.search, 4, *self.pills, self.reset_button, None, self.shown, margins=(24, 0, 24, 0))
        self.toolbar = boxed(tools)
        self.toolbar.setFixedHeight(46)
        self.detail = QScrollArea()
        self.detail.setObjectName("detail")
        self.detail.setWidgetResizable(True)
        self.detail.setFixedWidth(DETAIL)
        self.detail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.detail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = label("", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(24, 40, 24, 0)
        self.list_stack = QStackedWidget()
        self.list_stack.addWidget(self.table)
        self.list_stack.addWidget(self.nothing)
        self.board: Board | None = None
        self.body = QStackedWidget()
        self.body.addWidget(boxed(row(self.list_stack, line(vertical=True), self.detail, spacing=0)))
        self.bar = SelectionBar(self)
        self.filled = boxed(column(self.toolbar, self.bar, line(), self.body, spacing=0))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.filled)
        self._make_empty = empty
        self.setLayout(column(header, self.stack, spacing=0))

    def _menu(self) -> None:
        menu = QMenu(self)
        for text, name in (("Aus Excel übernehmen …", "import"), ("Als Excel-Liste speichern …", "export")):
            action = menu.addAction(text)
            action.triggered.connect(lambda _c=False, n=name: self.verbs[n](self))
        for text, name in (
            ("Anrufliste drucken …", "call_list"),
            *((("E-Mail an alle in der Liste …", "mail_many"),) if "email" in self.bar.kind.fields else ()),
        ):
            menu.addAction(text).triggered.connect(lambda _c=False, n=name: self.verbs[n](self))
        for text, name in self.spec.extra.get("papers", ()):
            menu.addAction(text).triggered.connect(lambda _c=False, n=name: self.verbs[n](self))
        menu.addSeparator()
        views_menu(self, menu, self.verbs["setting"], self.verbs["keep_setting"])
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    # ---- several at once --------------------------------------------------------------------------------------------
    def tick(self) -> None:
        """Tick the current row, or untick it, and go on to the next."""
        position = self.table.currentIndex().row()
        if not 0 <= position < len(self.model.ids):
            return
        record = self.model.ids[position]
        if self.model.ticked.pop(record, record) is not None:
            self.model.ticked[record] = None
        self.bar.tell(len(self.model.ticked))
        self.table.viewport().update()
        if position + 1 < len(self.model.ids):
            self.table.setCurrentIndex(self.model.index(position + 1, 0))

    def untick(self) -> None:
        """Nothing is ticked any more."""
        self.model.ticked.clear()
        self.bar.tell(0)
        self.table.viewport().update()

    def ticked(self) -> list[str]:
        """The ticked entries in the order of the list; all shown ones if none is ticked."""
        return [i for i in self.model.ids if i in self.model.ticked] if self.model.ticked else list(self.model.ids)

    def view(self) -> dict[str, Any]:
        """Search, pills and order, to be kept."""
        pills = {p.filter.name: p.chosen for p in self.pills if p.condition is not None}
        return {"text": self.search.text(), "pills": pills, "sorted": list(self._sorted) if self._sorted else None}

    def restore_view(self, state: dict[str, Any]) -> None:
        """Show what was kept; an option that is gone is left out."""
        facts = self.store.facts()
        for pill in self.pills:
            pill.reset()
            wanted = state.get("pills", {}).get(pill.filter.name)
            if wanted is None:
                continue
            options = pill.filter.options(facts) if pill.filter.options else []
            chosen = next(
                (o.condition for o in options if o.text == wanted), None if options else pill.filter.condition
            )
            if chosen is not None:
                pill.chosen, pill.condition = wanted, chosen
                pill._show()
        order = state.get("sorted")
        self._sorted = (
            (int(order[0]), bool(order[1])) if order and int(order[0]) < len(self.spec.columns) else self._sorted
        )
        self.search.setText(str(state.get("text", "")))
        self.refresh()

    def show_column(self, position: int, *, on: bool) -> None:
        """Show or hide a column; kept by person."""
        (self.hidden.discard if on else self.hidden.add)(position)
        every = self.verbs["setting"]("columns") or {}
        person = self.store.person
        self.verbs["keep_setting"](
            "columns", {**every, person: {**every.get(person, {}), self.spec.kind: sorted(self.hidden)}}
        )
        self._fit()

    # ---- asking and showing -----------------------------------------------------------------------------------------
    def query(self) -> Query:
        """What search, pills and order ask for."""
        conditions = tuple(p.condition for p in self.pills if p.condition is not None)
        sort_by: tuple[str, ...] = ()
        descending = False
        if self._sorted:
            sort_by, descending = self.spec.columns[self._sorted[0]].sort_by, self._sorted[1]
        return Query(self.spec.kind, self.search.text(), conditions, sort_by, descending)

    def refresh(self) -> None:
        """Ask the store anew; the chosen entry stays chosen if it is still there."""
        self._total = None
        self._ask()

    def _ask(self) -> None:
        """Ask for other rows; the totals stay as they are while somebody types."""
        self.delegate.wanted = terms(self.search.text()) if self.search.text().strip() else []
        self.model.show(self.query())

    def _arrived(self) -> None:
        if self._total is None:
            self._count()
        total = self._total or 0
        filtered = bool(self.search.text().strip() or any(p.condition is not None for p in self.pills))
        self.shown.setText(f"{len(self.model.ids)} von {total}" if filtered else "")
        self.reset_button.setVisible(any(p.condition is not None for p in self.pills))
        self.print_button.setVisible(total > 0)
        if total == 0:
            if self.stack.count() == 1:
                self.stack.addWidget(self._make_empty())
            self.stack.setCurrentIndex(1)
            return
        self.stack.setCurrentIndex(0)
        self.nothing.setText("Nichts gefunden. Bitte anders suchen oder die Filter zurücksetzen.")
        self.list_stack.setCurrentIndex(0 if self.model.ids else 1)
        self._fit()
        self._fill_board()
        wanted = self._wanted or self.current
        position = self.model.row_of(wanted) if wanted else -1
        if self._wanted and position < 0:
            position = 0
        self._wanted = ""
        self.select(max(position, 0) if self.model.ids else -1)

    def _as_board(self, on: bool) -> None:
        """Show cards instead of the list, or the list again."""
        if on and self.board is None:
            self.board = Board(
                self.store, self.spec.kind, self.spec.extra["card"], self.verbs["stage"], self._open_card
            )
            self.body.addWidget(self.board)
        self.body.setCurrentIndex(1 if on else 0)
        self.refresh()

    def _open_card(self, record: str) -> None:
        self._wanted = record
        if self.switch:
            self.switch.choose(on=False)

    def _fill_board(self) -> None:
        if self.board is not None and self.body.currentIndex() == 1:
            store, kind, ids = self.store, self.spec.kind, list(self.model.ids)
            board = self.board
            self.tasks.run(lambda: store.many(kind, ids[:5000]), lambda found: board.fill(found, store.facts()))

    def _count(self) -> None:
        self._total = self.store.count(self.spec.kind)
        stages: dict[str, int] = {}
        if "stage" in self.spec.extra:
            for (stage,) in self.store.sort_values(self.spec.kind, ("stage",)).values():
                stages[stage or ""] = stages.get(stage or "", 0) + 1
        self.count.setText(self.spec.count(self._total, stages, self.store.facts()) if self._total else "")

    def show_now(self) -> None:
        """Fill the pane beside the list without waiting."""
        self._later.stop()
        index = self.table.currentIndex()
        self.show_detail(self.model.snapshot(index.row()) if index.isValid() and self.model.ids else None)

    def select(self, position: int) -> None:
        """Choose a row; below zero chooses none."""
        if position < 0:
            self.show_detail(None)
            return
        index = self.model.index(position, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(index, flags)
        self.table.scrollTo(index)
        self.current = self.model.ids[position]
        self._later.start()

    def reveal(self, record: str) -> None:
        """Show an entry, wherever it is in the list."""
        self._wanted = self.current = record
        if self.model.row_of(record) < 0:
            self.reset()
        else:
            self.refresh()

    def _moved(self, now: Any, _before: Any) -> None:
        if now.isValid() and now.row() < len(self.model.ids):
            self.current = self.model.ids[now.row()]
            self._later.start()

    def show_detail(self, snapshot: Snapshot | None) -> None:
        """Fill the pane beside the list."""
        self.current = snapshot.id if snapshot else ""
        full = self.store.get(snapshot.id) if snapshot else None
        self.detail.setWidget(self._detail_of(full) if full else QWidget())

    def reset(self) -> None:
        """Search and filters off."""
        for pill in self.pills:
            pill.reset()
        self.search.clear()
        self._typing.stop()
        self.refresh()

    def edit(self) -> None:
        """Edit the chosen entry."""
        if self.current:
            self.verbs["edit"](self.current)

    def _sort(self, section: int) -> None:
        same = self._sorted is not None and self._sorted[0] == section
        descending = not self._sorted[1] if same and self._sorted else False
        self._sorted = (section, descending)
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self.refresh()

    # ---- widths -----------------------------------------------------------------------------------------------------
    def _fit(self) -> None:
        """Fixed columns keep their width, the others share the rest; narrow lists hide the least important."""
        width = self.table.viewport().width() or self.list_stack.width()
        columns = self.spec.columns
        hidden: set[int] = {i for i in self.hidden if 0 < i < len(columns)}

        def needed() -> int:
            return sum(c.width or 150 for i, c in enumerate(columns) if i not in hidden)

        for position in sorted((i for i, c in enumerate(columns) if c.rank), key=lambda i: -columns[i].rank):
            if needed() > width:
                hidden.add(position)
        fixed = sum(c.width for i, c in enumerate(columns) if i not in hidden)
        fluid = [i for i, c in enumerate(columns) if not c.width and i not in hidden]
        for i, c in enumerate(columns):
            self.table.setColumnHidden(i, i in hidden)
            if c.width:
                self.table.setColumnWidth(i, c.width)
        rest = max(width - fixed, 0)
        for n, i in enumerate(fluid):
            self.table.setColumnWidth(i, rest // len(fluid) + (rest % len(fluid) if n == 0 else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window."""
        super().resizeEvent(event)
        self.detail.setFixedWidth(
            WIDE_DETAIL if self.window().width() >= 1600 else min(DETAIL, max(320, self.width() // 2 - 40))
        )
        QTimer.singleShot(0, self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search field: Esc clears, arrow down goes to the list."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
                self.table.setFocus()
                return True
        return super().eventFilter(watched, event)


__all__ = ["ListPage", "Pill", "Table", "clear"]
