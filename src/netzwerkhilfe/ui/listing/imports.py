"""Aus Excel übernehmen: each row with its values as they will be, what happens with it, and what the columns mean.

A cell can be corrected before anything is taken; then it is one change with one undo.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import importer, mapping, tables
from netzwerkhilfe.transfer.importer import DUPLICATE, KNOWN, NAMED, TAKEN, UPDATED, Plan
from netzwerkhilfe.transfer.sheets import Sheet
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, boxed, clear, column, label, line, row
from netzwerkhilfe.ui.kit.worker import Worker
from netzwerkhilfe.ui.listing.preview import FIRST, PERSON, UNREAD, WORDS, PreviewModel

LEAVE_OUT = "– nicht übernehmen –"
STAYS = "Unterschrift fürs Büro: bleibt im Büro"
SHARED = "Einwilligung: alle Büros dürfen die Angaben sehen"
SMALL = 400_000
"""Bytes of a file that is read at once; a larger one is read off the window's thread."""
WIDE = 1180
PANE = 330
ROWS_AT_ONCE = 2_000
"""So many rows are planned again at once when a person corrects something."""
FILTERS = (("", "Alle"), (TAKEN, "Neu"), (UPDATED, "Geändert"), (KNOWN, "Bekannt"), (DUPLICATE, "Doppelt?"))
MORE_FILTERS = ((NAMED, "Nicht übernommen"), (UNREAD, "Nicht lesbare Zelle"))


class Loaded:
    """A file that was read, with its first plan."""

    def __init__(self, store: Store, kind: Kind, path: Path) -> None:
        self.sheets: list[Sheet] = tables.load(path)
        self.plan = importer.plan(store, kind.name, path, loaded=self.sheets)


class ImportPanel(Panel):
    """The preview of a list."""

    def __init__(
        self,
        host: QWidget,
        store: Store,
        worker: Worker,
        kind: Kind,
        path: Path,
        taken: Callable[[ChangeSet, Plan], object],
        loaded: Loaded | None = None,
    ) -> None:
        super().__init__(host, f"{kind.plural} übernehmen", subtitle=path.name, icon="table", width=1280)
        self.store, self.worker, self.kind, self.path, self.taken = store, worker, kind, path, taken
        loaded = loaded or Loaded(store, kind, path)
        self.sheets, self.plan = loaded.sheets, loaded.plan
        self.wishes: dict[str, str] = {}
        self.corrections: dict[tuple[int, str], str] = {}
        self.table = self.plan.table.place
        self.sheet = self.plan.table.sheet
        self.fields = mapping.importable(kind)
        self.model = PreviewModel(self.plan, store.facts())
        self.model.corrected.connect(self.correct)
        self.filters = QButtonGroup(self)
        self.filters.setExclusive(True)
        self.pills = row(spacing=6)
        self.questions = column(spacing=6)
        self.pages = QStackedWidget()
        self.tabs = QButtonGroup(self)
        self.places = ChoiceBox()
        self._build()
        self.saver("Liste übernehmen", self.save, "Eine Liste ist eine Änderung: Strg+Z nimmt sie ganz zurück.")
        self.show_plan()
        self._show_columns()

    # ---- parts ------------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self.rows = QTableView()
        self.rows.setModel(self.model)
        self.rows.setAccessibleName("Was mit jeder Zeile geschieht")
        self.rows.setObjectName("preview")
        self.rows.setShowGrid(False)
        self.rows.setWordWrap(False)
        self.rows.setTabKeyNavigation(False)
        self.rows.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rows.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.rows.verticalHeader().hide()
        self.rows.verticalHeader().setDefaultSectionSize(32)
        header = self.rows.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.rows.selectionModel().currentChanged.connect(self._show_row)
        self.pane = column(spacing=4, margins=(14, 0, 0, 0))
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setWidget(boxed(self.pane, "page"))
        side.setFixedWidth(PANE)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setVisible(self.panel.width() >= WIDE)
        self.side = side
        both = row(spacing=0)
        both.addWidget(self.rows, 1)
        both.addWidget(side)
        self.columns = QGridLayout()
        self.columns.setHorizontalSpacing(12)
        self.columns.setVerticalSpacing(6)
        self.remarks = column(spacing=8, margins=(0, 4, 8, 4))
        for inner in (boxed(both), _scrolled(boxed(self.columns)), _scrolled(boxed(self.remarks))):
            self.pages.addWidget(inner)
        taken = 340 + 50 * len(self.plan.asked)
        self.pages.setMinimumHeight(max(180, min(480, self.host.height() - taken)))
        self.places.setAccessibleName("Blatt und Tabelle der Datei")
        self.places.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.places.setMinimumWidth(200)
        self.places.activated.connect(self._other_table)
        self.report = label("", "caption", 9.5, wrap=True)
        self.body.addLayout(self._head())
        self.body.addLayout(self.questions)
        self.body.addLayout(self.pills)
        self.body.addWidget(line())
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self.report)

    def _head(self) -> QHBoxLayout:
        tabs = row(spacing=4)
        for i, text in enumerate(("Zeilen", "Spalten", "Hinweise")):
            made = _switch(text)
            made.clicked.connect(lambda _on=False, at=i: self.pages.setCurrentIndex(at))
            made.setChecked(not i)
            self.tabs.addButton(made, i)
            tabs.addWidget(made)
        tabs.addStretch(1)
        tabs.addWidget(self.places, 1)
        return tabs

    # ---- what is shown ----------------------------------------------------------------------------------------------
    def show_plan(self) -> None:
        """Everything that follows from the plan."""
        at = self.rows.currentIndex()
        number = self.model.row(at.row()).row if at.isValid() else None
        self.model.show_plan(self.plan)
        self._show_filters()
        self._show_questions()
        self._show_remarks()
        self._show_places()
        self._widths()
        again = self.model.index_of(number, max(at.column(), FIRST))
        self.rows.setCurrentIndex(again if again.isValid() else self.model.index(0, FIRST))
        report = self.plan.json()
        self.report.setText(
            f"{report['rows']} Zeilen der Liste: {report['taken']} werden übernommen, {report['known']} sind bekannt, "
            f"{len(report['duplicates'])} vielleicht doppelt, {len(self.plan.of(NAMED))} nicht übernommen und genannt, "
            f"{report['lost']} verloren. Eine Zelle berichtigen: F2 oder Doppelklick."
        )
        count = len(self.plan.of(TAKEN, UPDATED))
        self.save_button.setText(_verb(count))
        self.save_button.setEnabled(any(r.status in (TAKEN, UPDATED, DUPLICATE) or r.would for r in self.plan.rows))

    def _show_filters(self) -> None:
        chosen = self.model.filter
        clear(self.pills)
        for one in self.filters.buttons():
            self.filters.removeButton(one)
        for key, word in (*FILTERS, *MORE_FILTERS):
            count = len(self.model.fitting(key))
            if key and not count:
                continue
            made = _switch(f"{word} {count}")
            made.setChecked(key == chosen)
            made.clicked.connect(partial(self._filter, key))
            self.filters.addButton(made)
            self.pills.addWidget(made)
        self.pills.addStretch(1)

    def _filter(self, key: str, _on: bool = False) -> None:
        self.model.set_filter(key)
        self.rows.setCurrentIndex(self.model.index(0, FIRST))

    def _show_questions(self) -> None:
        clear(self.questions)
        for heading in self.plan.asked:
            box = ChoiceBox()
            box.addItems([STAYS, SHARED, LEAVE_OUT])
            meant = self.plan.mapping.get(heading, "")
            box.setCurrentText({self.kind.signed: STAYS, self.kind.shared_if: SHARED}.get(meant, LEAVE_OUT))
            box.setAccessibleName(f"Was die Spalte {heading} bedeutet")
            box.textActivated.connect(partial(self._answer, heading))
            words = label(f"Was bedeutet die Spalte „{heading}“?", "", 10, 600)
            inner = row(words, box, None, spacing=10, margins=(12, 6, 12, 6))
            self.questions.addWidget(boxed(inner, "infobox"))

    def _answer(self, heading: str, text: str) -> None:
        self.wish(heading, {STAYS: self.kind.signed, SHARED: self.kind.shared_if}.get(text, ""))

    def _show_remarks(self) -> None:
        clear(self.remarks)
        said = [*self.plan.table.remarks]
        if self.plan.unmapped:
            said.append("Spalten ohne Feld, ihr Inhalt bleibt in der Liste: " + ", ".join(self.plan.unmapped) + ".")
        if self.plan.mapping and importer.remembered(self.store, self.kind, self.plan.table.headings):
            said.append("Die Spalten sind wie beim letzten Mal zugeordnet.")
        for text in said or ["Nichts Besonderes."]:
            self.remarks.addWidget(label(text, "", 10, wrap=True))
        self.remarks.addStretch(1)
        hints = self.tabs.button(2)
        hints.setText(f"Hinweise {len(said)}" if said else "Hinweise")
        free = len(self.plan.unmapped)
        self.tabs.button(1).setText(f"Spalten, {free} ohne Feld" if free else "Spalten")

    def _show_places(self) -> None:
        names = [self.table, *(p.name for p in self.plan.table.others if p.name != self.table)]
        self.places.blockSignals(True)
        self.places.clear()
        self.places.addItems([n[:1].upper() + n[1:] for n in names])
        for i, name in enumerate(names):
            self.places.setItemData(i, name, Qt.ItemDataRole.UserRole)
        self.places.setVisible(len(names) > 1)
        self.places.blockSignals(False)

    def _widths(self) -> None:
        metrics = self.rows.fontMetrics()
        for i in range(self.model.columnCount()):
            texts = [str(self.model.headerData(i, Qt.Orientation.Horizontal) or "")]
            texts += [str(self.model.index(r, i).data() or "") for r in range(min(40, self.model.rowCount()))]
            wanted = max(metrics.horizontalAdvance(t) for t in texts) + 26
            self.rows.setColumnWidth(i, min(max(wanted, 64) + (24 if i == 1 else 0), 320 if i == 1 else 240))

    def _show_row(self, now: QModelIndex | QPersistentModelIndex, _before: object = None) -> None:
        clear(self.pane)
        if not now.isValid() or now.row() >= self.model.rowCount():
            return
        planned, facts = self.model.row(now.row()), self.store.facts()
        self.pane.addWidget(label(f"Zeile {planned.row}: {planned.title}", "", 10, 600, wrap=True))
        word = PERSON if planned.would else WORDS[planned.status]
        self.pane.addWidget(label(f"{word}. {planned.reason}".strip(), "muted", 9.5, wrap=True))
        for problem in planned.people or planned.problems:
            where = f"{problem.heading} „{problem.value[:80]}“: " if problem.heading else ""
            self.pane.addWidget(label(f"{where}{problem.reason}", "warn", 9.5, 500, wrap=True))
        if planned.kept:
            kept = ", ".join(planned.kept)
            self.pane.addWidget(label(f"Bleibt, wie es hier steht: {kept}", "muted", 9.5, wrap=True))
        for name, value in planned.read.items():
            declared = self.fields.get(name) or self.kind.fields[name]
            self.pane.addWidget(label(declared.label, "caption", 9))
            self.pane.addWidget(label(show(declared, value, facts)[:600], "", 10, wrap=True))
        self.pane.addStretch(1)

    def _show_columns(self) -> None:
        clear(self.columns)
        by_label = {f.label: n for n, f in self.fields.items()}
        headings = [h for h in self.plan.columns if h not in self.plan.table.unnamed]
        beside = 2 if self.panel.width() >= WIDE else 1
        for i, heading in enumerate(headings):
            combo = ChoiceBox()
            combo.addItems([LEAVE_OUT, *by_label])
            name = self.plan.mapping.get(heading)
            combo.setCurrentText(self.fields[name].label if name in self.fields else LEAVE_OUT)
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            combo.setAccessibleName(f"Feld für die Spalte {heading}")
            combo.textActivated.connect(
                lambda text, h=heading: self.wish(h, by_label.get(text, "") if text != LEAVE_OUT else "")
            )
            at, place = i // beside, (i % beside) * 2
            self.columns.addWidget(label(heading, "", 9.5, 500, wrap=True), at, place)
            self.columns.addWidget(combo, at, place + 1)
        for place in range(beside):
            self.columns.setColumnStretch(place * 2, 1)
            self.columns.setColumnStretch(place * 2 + 1, 1)
        self.columns.setRowStretch(len(headings) // beside + 1, 1)

    def _end_typing(self) -> None:
        """What stands in a cell that is being corrected counts, whether or not Enter was pressed."""
        editor = self.rows.viewport().findChild(QLineEdit)
        if editor is not None and editor.isVisible():
            self.rows.commitData(editor)
            self.rows.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def leave(self, then: Callable[[], object] | None = None) -> None:
        """Somebody leaves: what was decided or corrected is asked about first."""
        self._end_typing()
        super().leave(then)

    @property
    def edited(self) -> bool:
        """Whether somebody has decided or corrected anything."""
        return bool(self.wishes or self.corrections or self.model.checked)

    # ---- what a person decides --------------------------------------------------------------------------------------
    def wish(self, heading: str, name: str) -> None:
        """A column means this field, or none."""
        self.wishes[heading] = name
        self._again(columns=True)

    def correct(self, number: int, heading: str, text: str) -> None:
        """A cell should have this text."""
        self.corrections[number, heading] = text
        self._again()

    def _other_table(self, at: int) -> None:
        self.table = self.places.itemData(at, Qt.ItemDataRole.UserRole)
        self.wishes, self.corrections = {}, {}
        self._again(columns=True)

    def _again(self, *, columns: bool = False) -> None:
        """Plan again with what was decided."""
        wishes = [f"{h}={n}" for h, n in self.wishes.items()]

        def plan() -> Plan:
            return importer.plan(
                self.store,
                self.kind.name,
                self.path,
                table=self.table,
                wishes=wishes,
                corrections=dict(self.corrections),
                loaded=self.sheets,
            )

        def done(found: Plan) -> None:
            if not isValid(self):  # it was left meanwhile
                return
            self.plan = found
            self.show_plan()
            if columns:
                self._show_columns()

        def failed(error: BaseException) -> None:
            self.subtitle.setText(error.title if isinstance(error, UserError) else "Das hat nicht geklappt.")

        if len(self.plan.rows) > ROWS_AT_ONCE:
            self.save_button.setEnabled(False)
            self.worker.run(plan, done, failed)
            return
        try:
            done(plan())
        except UserError as error:
            failed(error)

    def save(self) -> None:
        """Take the list in, off the window's thread; not while it is planned again or taken already."""
        self._end_typing()
        if not self.save_button.isEnabled():
            return
        wanted = self.model.wanted()
        self.save_button.setEnabled(False)
        self.save_button.setText("Wird übernommen …")
        plan = self.plan
        plan.insist(wanted)

        def done(change: ChangeSet) -> None:
            self.dismiss()
            self.taken(change, plan)

        def failed(error: BaseException) -> None:
            self.save_button.setEnabled(True)
            self.save_button.setText(_verb(len(plan.of(TAKEN, UPDATED))))
            self.subtitle.setText(
                error.title if isinstance(error, UserError) else "Das hat nicht geklappt. Es wurde nichts übernommen."
            )

        def take() -> ChangeSet:
            with self.store.change() as change:
                importer.apply(change, plan, with_duplicates=wanted)
            return change.set

        self.worker.run(take, done, failed)


def _verb(count: int) -> str:
    if not count:
        return "Liste übernehmen"
    return "1 Eintrag übernehmen" if count == 1 else f"{count} Einträge übernehmen"


def _switch(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("role", "switch")
    made.setCheckable(True)
    made.setAutoExclusive(False)
    return made


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
