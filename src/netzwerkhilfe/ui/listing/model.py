"""The lazy model: a list of ids, snapshots read in pages when rows are painted."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.worker import Worker
from netzwerkhilfe.ui.listing import query as queries
from netzwerkhilfe.ui.listing.spec import MONEY, Cell, Column, Query

PAGE = 32
KEPT = 100
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
SNAPSHOT = int(Qt.ItemDataRole.UserRole) + 2


class ListModel(QAbstractTableModel):
    """Rows of one kind. ``refreshed`` tells when a query has been answered."""

    refreshed = Signal()
    begun = Signal()
    """The first rows of an answer are there, the others follow."""
    _first = Signal(int, list)

    def __init__(self, store: Store, columns: tuple[Column, ...], worker: Worker) -> None:
        super().__init__()
        self.store, self.columns, self.worker = store, columns, worker
        self.query: Query | None = None
        self.ids: list[str] = []
        self.rows: dict[str, int] = {}
        self.ticked: dict[str, None] = {}
        self._pages: OrderedDict[int, list[Snapshot | None]] = OrderedDict()
        self._number = self._begun = 0
        self._facts = store.facts()
        self._first.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    def show(self, query: Query) -> None:
        """Ask for other rows; an answer to an older question is dropped.

        Of another question the first rows are shown while the others are read; the same one, asked again, changes the
        list at once, so that nothing jumps.
        """
        early = not self.ids or query != self.query
        self.query = query
        self._number += 1
        number = self._number

        def first(ids: list[str]) -> None:
            if early:
                self._first.emit(number, ids)

        def ask() -> tuple[list[str], dict[str, int]] | None:
            try:
                ids = queries.run(self.store, query, first, lambda: number != self._number)
            except queries.Outdated:
                return None
            return ids, {record: i for i, record in enumerate(ids)}

        def arrived(found: tuple[list[str], dict[str, int]] | None) -> None:
            if found is None or number != self._number:
                return
            ids, rows = found
            if self._begun == number and len(ids) > len(self.ids):
                self.beginInsertRows(ROOT, len(self.ids), len(ids) - 1)
                self.ids, self.rows = ids, rows
                self.endInsertRows()
            elif self._begun != number:
                self._replace(ids, rows)
            self._begun = 0
            self.refreshed.emit()

        self.worker.run(ask, arrived)

    def _begin(self, number: int, ids: list[str]) -> None:
        """Show the first rows of an answer until all are there."""
        if number == self._number:
            self._begun = number
            self._replace(ids, {})
            self.begun.emit()

    def _replace(self, ids: list[str], rows: dict[str, int]) -> None:
        self.beginResetModel()
        self.ids, self.rows = ids, rows
        self._pages.clear()
        self._facts = self.store.facts()
        self.endResetModel()

    @property
    def complete(self) -> bool:
        """Whether all rows of the last answer are there."""
        return not self._begun

    def refresh(self) -> None:
        """Ask the same question again."""
        if self.query:
            self.show(self.query)

    def snapshot(self, row: int) -> Snapshot | None:
        """The entry of a row; its page is read if need be."""
        if not 0 <= row < len(self.ids):
            return None
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            ids = self.ids[number * PAGE : (number + 1) * PAGE]
            found = {s.id: s for s in self.store.many(self.query.kind, ids, dots=False)} if self.query else {}
            page = self._pages[number] = [found.get(i) for i in ids]
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[row % PAGE]

    def row_of(self, record: str) -> int:
        """The row of an entry, or -1."""
        if not self.rows:
            self.rows = {r: i for i, r in enumerate(self.ids)}
        return self.rows.get(record, -1)

    def cell(self, row: int, column: int) -> Cell:
        """What a cell shows, as its column's style wants it; ``None`` where there is nothing."""
        snapshot = self.snapshot(row)
        return self.columns[column].content(snapshot, self._facts) if snapshot else None

    # ---- Qt's model -------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Headings of columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].style == MONEY else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Cells."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, SNAPSHOT):
            return None
        snapshot = self.snapshot(index.row())
        if snapshot is None:
            return None
        if role == SNAPSHOT:
            return snapshot
        return self.text(index.row(), index.column())

    def text(self, row: int, column: int) -> str:
        """What a cell says, in one line: for screen readers and the clipboard."""
        value = self.cell(row, column)
        if isinstance(value, list):
            return ", ".join(value)
        return " ".join((value[0] if isinstance(value, tuple) else value or "").split())
