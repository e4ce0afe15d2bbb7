"""The rows of a list as they will be: a model of a plan, whose cells can be corrected."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.transfer import mapping
from netzwerkhilfe.transfer.importer import DUPLICATE, KNOWN, NAMED, TAKEN, UPDATED, Plan, Planned
from netzwerkhilfe.ui.kit import icons, theme

WORDS = {TAKEN: "neu", UPDATED: "geändert", KNOWN: "bekannt", DUPLICATE: "doppelt?", NAMED: "nicht übernommen"}
PERSON = "nennt eine Person"
TONES = {NAMED: "bad", DUPLICATE: "warn", KNOWN: "text3"}
ICONS = {NAMED: "x", DUPLICATE: "copy", KNOWN: "equals", UPDATED: "pencil-simple"}
UNREAD = "unread"
FIRST = 2
"""The first column of values; before it stand the row's number and what happens with it."""
Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Rows of a plan with their number, their fate, and what each column becomes."""

    corrected = Signal(int, str, str)
    """Somebody corrected a cell: the row's number, the heading, the text."""

    def __init__(self, plan: Plan, facts: Facts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.facts = facts
        self.filter = ""
        self.checked: set[int] = set()
        self.corrections: dict[tuple[int, str], str] = {}
        self._take(plan)

    def _take(self, plan: Plan) -> None:
        self.plan = plan
        self.headings = plan.columns
        self.texts = dict(zip(plan.table.numbers, plan.table.rows, strict=True))
        self.places = {h: i for i, h in enumerate(plan.table.headings)}
        self.rows = self.fitting(self.filter)

    def show_plan(self, plan: Plan) -> None:
        """Show another plan; ticks and the filter stay."""
        self.beginResetModel()
        if plan.table.place != self.plan.table.place:
            self.corrections = {}
            self.checked = set()
        self._take(plan)
        if self.filter and not self.rows:
            self.filter = ""
            self.rows = self.fitting("")
        self.endResetModel()

    def fitting(self, key: str) -> list[Planned]:
        """The rows that a filter shows."""
        if key == UNREAD:
            return [r for r in self.plan.of(TAKEN, UPDATED) if r.problems]
        return self.plan.of(key) if key else self.plan.rows

    def set_filter(self, key: str) -> None:
        """Show only rows with this fate."""
        self.beginResetModel()
        self.filter = key
        self.rows = self.fitting(key)
        self.endResetModel()

    def row(self, at: int) -> Planned:
        """The row that is shown there."""
        return self.rows[at]

    def index_of(self, number: int | None, column: int) -> QModelIndex:
        """Where the row with this number is shown, an invalid index for none."""
        at = next((i for i, r in enumerate(self.rows) if r.row == number), -1)
        return self.index(at, column) if at >= 0 else QModelIndex()

    def wanted(self) -> frozenset[int]:
        """The numbers of the rows that a person wants all the same."""
        return frozenset(r.row for r in self.plan.rows if r.row in self.checked and self._choosable(r))

    @staticmethod
    def _choosable(planned: Planned) -> bool:
        return planned.status == DUPLICATE or bool(planned.would)

    # ---- Qt ---------------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Number, fate, and the columns of the list."""
        return 0 if parent is not None and parent.isValid() else FIRST + len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The field of a column; its heading in the list as a tip."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section < FIRST:
            return ("Zeile", "Was geschieht")[section] if role == Qt.ItemDataRole.DisplayRole else None
        heading = self.headings[section - FIRST]
        name = self.plan.mapping.get(heading)
        if role == Qt.ItemDataRole.DisplayRole:
            return mapping.importable(self.plan.kind)[name].label if name else f"{heading} (ohne Feld)"
        return f"Spalte „{heading}“" if role == Qt.ItemDataRole.ToolTipRole else None

    def original(self, planned: Planned, heading: str) -> str:
        """The text of a cell as the list has it, or as somebody corrected it."""
        if (planned.row, heading) in self.corrections:
            return self.corrections[planned.row, heading]
        cells = self.texts.get(planned.row)
        return cells[self.places[heading]] if cells else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        if not index.isValid():
            return None
        planned = self.rows[index.row()]
        if index.column() < FIRST:
            return self._about(planned, index.column(), role)
        heading = self.headings[index.column() - FIRST]
        if role == Qt.ItemDataRole.EditRole:
            return self.original(planned, heading)
        problem = next((p for p in planned.people or planned.problems if p.heading == heading), None)
        if role == Qt.ItemDataRole.DisplayRole:
            shown = planned.cell(self.plan.kind, heading, self.plan.mapping.get(heading, ""), self.facts)
            return shown or self.original(planned, heading).replace("\n", " ")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color(self._tone(planned, heading, bad=problem is not None))
        if role == Qt.ItemDataRole.DecorationRole and problem is not None:
            return icons.icon("warning", "warn", 14)
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self.original(planned, heading)
            return f"{text}\n{problem.reason}" if problem else text
        return None

    def _tone(self, planned: Planned, heading: str, *, bad: bool) -> str:
        if bad:
            return "warn"
        taken = planned.status in (TAKEN, UPDATED) or self._choosable(planned)
        return "text1" if taken and planned.filled.get(heading) else "text3"

    def _about(self, planned: Planned, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.CheckStateRole and column == 0 and self._choosable(planned):
            return Qt.CheckState.Checked if planned.row in self.checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return str(planned.row) if column == 0 else self.word(planned)
        tone = "warn" if planned.would else TONES.get(planned.status, "text1")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color(tone)
        if role == Qt.ItemDataRole.DecorationRole and column == 1:
            return icons.icon("shield-warning" if planned.would else ICONS.get(planned.status, "check"), tone, 14)
        if role == Qt.ItemDataRole.ToolTipRole:
            named = planned.people or planned.problems
            return planned.reason or "\n".join(p.reason for p in named)
        return None

    def word(self, planned: Planned) -> str:
        """What happens with a row, and why."""
        if planned.would:
            return f"{PERSON}: {planned.people[0].reason}"
        word = WORDS[planned.status]
        if planned.status == NAMED and planned.problems:
            return f"{word}: {planned.problems[0].reason}"
        if planned.status in (TAKEN, UPDATED) and planned.problems:
            count = len(planned.problems)
            return f"{word}, {count} nicht lesbar"
        return word

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of rows can be corrected; rows that need a decision have a tick."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return found
        planned = self.rows[index.row()]
        if index.column() >= FIRST and planned.row in self.texts:
            return found | Qt.ItemFlag.ItemIsEditable
        if index.column() == 0 and self._choosable(planned):
            return found | Qt.ItemFlag.ItemIsUserCheckable
        return found

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick, or the right text of a cell."""
        if not index.isValid():
            return False
        planned = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.checked ^= {planned.row}
            self.dataChanged.emit(index, index)
            return True
        if role != Qt.ItemDataRole.EditRole or index.column() < FIRST:
            return False
        heading = self.headings[index.column() - FIRST]
        if str(value) != self.original(planned, heading):
            self.corrections[planned.row, heading] = str(value)
            self.corrected.emit(planned.row, heading, str(value))
        return True
