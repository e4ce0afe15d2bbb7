"""The Papierkorb: what lies there, who put it there and when; several are fetched back or erased at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTableWidgetSelectionRange,
    QWidget,
)

from netzwerkhilfe.models.values import clock_of, show_near
from netzwerkhilfe.store import trash
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.widgets import button, column, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

HEADINGS = ("Art", "Eintrag", "Wer", "Wann")
WIDTHS = (130, 0, 150, 150)


class TrashTable(QTableWidget):
    """The lines of the Papierkorb; Enter fetches back, Entf erases."""

    def __init__(self, back: QWidget, away: QWidget) -> None:
        super().__init__(0, len(HEADINGS))
        self._back, self._away = back, away
        self.setObjectName("register")
        self.setAccessibleName("Papierkorb")
        self.setHorizontalHeaderLabels(HEADINGS)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.LINE_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFont(theme.font(9, 500))
        for i, width in enumerate(WIDTHS):
            mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(i, mode)
            if width:
                self.setColumnWidth(i, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the buttons below do."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(self._back)
        elif event.key() == Qt.Key.Key_Delete:
            self._press(self._away)
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _press(made: QWidget) -> None:
        from PySide6.QtWidgets import QPushButton

        if isinstance(made, QPushButton) and made.isEnabled():
            made.click()


class Trash(QWidget):
    """The Papierkorb in the settings."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.commands, self.store = commands, commands.store
        self.lying: list[trash.Trashed] = []
        self.back = button("Zurückholen", "", "arrow-counter-clockwise", self.restore)
        self.away = button("Endgültig löschen …", "danger", clicked=self.erase)
        self.table = TrashTable(self.back, self.away)
        self.table.setFixedHeight(260)
        self.empty = label("Der Papierkorb ist leer.", "muted")
        self.hint = label("Mehrere: mit Strg oder Umschalt, alle mit Strg+A", "caption", 9)
        self.table.itemSelectionChanged.connect(self._chosen_changed)
        self.setLayout(column(self.empty, self.table, row(self.back, self.away, None, self.hint), spacing=8))

    def refresh(self) -> None:
        """Read again; what was chosen stays chosen if it still lies there."""
        chosen = {t.entry.id for t in self.chosen()}
        place = self.table.currentRow()
        facts = self.store.facts()
        self.lying = trash.contents(self.store)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.lying))
        self.table.clearSelection()
        for n, one in enumerate(self.lying):
            day = f"{show_near(one.at[:10], facts.today)}, {clock_of(one.at)} Uhr" if one.at else ""
            for i, text in enumerate((one.entry.kind.singular, one.entry.title(facts), one.author, day)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(n, i, item)
        self.table.setCurrentCell(max(0, min(place, len(self.lying) - 1)), 0)
        if chosen & {t.entry.id for t in self.lying}:
            self.table.clearSelection()
            for n, one in enumerate(self.lying):
                line = QTableWidgetSelectionRange(n, 0, n, len(HEADINGS) - 1)
                self.table.setRangeSelected(line, one.entry.id in chosen)
        self.table.blockSignals(False)
        filled = bool(self.lying)
        self.empty.setVisible(not filled)
        for part in (self.table, self.back, self.away, self.hint):
            part.setVisible(filled)
        self._chosen_changed()

    def chosen(self) -> list[trash.Trashed]:
        """The chosen lines, from the top."""
        rows = sorted({i.row() for i in self.table.selectedIndexes()})
        return [self.lying[n] for n in rows if n < len(self.lying)]

    def _chosen_changed(self) -> None:
        count = len(self.chosen())
        self.back.setEnabled(count > 0)
        self.away.setEnabled(count > 0)
        self.back.setText(f"{count} zurückholen" if count > 1 else "Zurückholen")
        self.away.setText(f"{count} endgültig löschen …" if count > 1 else "Endgültig löschen …")

    def restore(self) -> None:
        """Take the chosen entries back, in one act."""
        chosen = self.chosen()
        if not chosen:
            return
        many = len(chosen) > 1
        with self.store.act(f"{len(chosen)} Einträge zurückgeholt" if many else "Eintrag zurückgeholt") as change:
            for one in chosen:
                change.untrash(one.entry.id)
        said = f"{len(chosen)} Einträge sind wieder da." if many else "Der Eintrag ist wieder da."
        self.commands.did(change.set, said)

    def erase(self) -> None:
        """Erase the chosen entries for good, after one question."""
        chosen = [one.entry.id for one in self.chosen()]
        if chosen:
            self.commands.entries.erase_all(chosen, "Aus dem Papierkorb gelöscht")
