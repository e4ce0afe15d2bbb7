"""Ticking places: type a name, Enter ticks the first one found, and one types on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from netzwerkhilfe.models import places
from netzwerkhilfe.models.places import Known, Point
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.widgets import column, label

NEIGHBOURS = 12.0
"""Kilometres within which places are offered before anything is typed."""
MOST = 60


class PlacePicker(QWidget):
    """A search field over a list of places with ticks; ``changed`` tells that one was ticked or not any more."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.near: tuple[Point, ...] = ()
        self.chosen: dict[str, Known] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText("Ort suchen, Eingabetaste kreuzt an …")
        self.search.setAccessibleName("Ort suchen")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName("lines")
        self.list.setAccessibleName("Gefundene Orte")
        self.said = label("", "caption", 9, wrap=True)
        self.setLayout(column(self.search, self.list, self.said, spacing=6))
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self._tick_first)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemChanged.connect(self._ticked)

    def begin(self, near: Sequence[Point], chosen: Sequence[Known]) -> None:
        """Offer what lies near these points, with some ticked already."""
        self.near = tuple(near)
        self.chosen = {k.key: k for k in chosen}
        self._show()

    def found(self) -> list[Known]:
        """What is offered now: by what was typed, the nearest first; without it the ticked ones and the neighbours."""
        text = self.search.text()
        if text.strip():
            offered = places.beginning_with(text)
            return sorted(offered, key=lambda k: (places.distance(k, self.near), -(k.inhabitants or 0)))[:MOST]
        around = [k for k in places.within(self.near, NEIGHBOURS) if k.key not in self.chosen]
        return [*self.chosen.values(), *sorted(around, key=lambda k: places.distance(k, self.near))][:MOST]

    def _show(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for known in self.found():
            item = QListWidgetItem(self._text(known))
            item.setData(Qt.ItemDataRole.UserRole, known.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = known.key in self.chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, theme.LINE_HEIGHT))
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._say()

    def _text(self, known: Known) -> str:
        people = f"{known.inhabitants:,} Einwohner".replace(",", ".") if known.inhabitants else ""
        far = f"{places.distance(known, self.near):.0f} km" if self.near else ""
        land = places.LANDS[known.land][1]
        return "  ·  ".join(part for part in (known.name, land, people, far) if part)

    def _say(self) -> None:
        names = ", ".join(k.name for k in self.chosen.values())
        if self.search.text().strip() and not self.list.count():
            self.said.setText("Nicht dabei? Kleinere Orte kommen mit einer Liste dazu.")
        else:
            self.said.setText(f"Angekreuzt ({len(self.chosen)}): {names}" if names else "Noch kein Ort angekreuzt.")

    def _ticked(self, item: QListWidgetItem) -> None:
        known = places.by_key(item.data(Qt.ItemDataRole.UserRole))
        if known is None:
            return
        if item.checkState() == Qt.CheckState.Checked:
            self.chosen[known.key] = known
        else:
            self.chosen.pop(known.key, None)
        self._say()
        self.changed.emit()

    def _tick_first(self) -> None:
        item = self.list.currentItem()
        if item is None or not self.search.text().strip():
            return
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
        self.search.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field move in the list; Enter in the list ticks."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
            return True
        if watched is self.list and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.currentItem()
            if item is not None:
                checked = item.checkState() == Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
            return True
        return False
