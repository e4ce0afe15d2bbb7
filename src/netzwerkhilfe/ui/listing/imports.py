"""Aus Excel übernehmen: which column is which field, what would happen with each row, then one change with one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QScrollArea, QSizePolicy, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import Kind
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import importer, mapping
from netzwerkhilfe.transfer.importer import DUPLICATE, KNOWN, NAMED, TAKEN, UPDATED, Plan
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, badge, clear, label, row
from netzwerkhilfe.ui.kit.worker import Worker

WORDS = {TAKEN: "neu", UPDATED: "geändert", KNOWN: "bekannt", DUPLICATE: "doppelt?", NAMED: "nicht übernommen"}
ICONS = {NAMED: "x", DUPLICATE: "copy", KNOWN: "equals"}
PERSON = "nennt eine Person"
LEAVE_OUT = "– nicht übernehmen –"


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
    ) -> None:
        super().__init__(host, f"{kind.plural} übernehmen", subtitle=path.name, icon="table", width=860)
        self.store, self.worker, self.kind, self.path, self.taken = store, worker, kind, path, taken
        self.wishes: list[str] = []
        self.plan = importer.plan(store, kind.name, path)
        self.badges = row(spacing=8)
        self.columns = QGridLayout()
        self.columns.setHorizontalSpacing(12)
        self.columns.setVerticalSpacing(6)
        inner = QWidget()
        inner.setLayout(self.columns)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFixedHeight(150)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = QListWidget()
        self.rows.setMinimumHeight(210)
        self.rows.setAccessibleName("Was mit jeder Zeile geschieht")
        self.body.addLayout(self.badges)
        self.body.addWidget(label("Spalten der Liste und ihre Felder", "section", 9, 600))
        self.body.addWidget(scroll)
        self.body.addWidget(
            label("Was mit den Zeilen geschieht. Was ein Häkchen bekommt, wird trotzdem übernommen.", "section", 9, 600)
        )
        self.body.addWidget(self.rows)
        self.saver("Liste übernehmen", self.save, "Eine Liste ist eine Änderung: Strg+Z nimmt sie ganz zurück.")
        self._show_columns()
        self._show()

    def _show_columns(self) -> None:
        fields = mapping.importable(self.kind)
        by_label = {f.label: n for n, f in fields.items()}
        for i, heading in enumerate(self.plan.table.headings):
            combo = ChoiceBox()
            combo.addItems([LEAVE_OUT, *by_label])
            name = self.plan.mapping.get(heading)
            combo.setCurrentText(fields[name].label if name in fields else LEAVE_OUT)
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            combo.setAccessibleName(f"Feld für die Spalte {heading}")
            combo.currentTextChanged.connect(
                lambda text, h=heading: self._wish(h, by_label.get(text, "") if text != LEAVE_OUT else "")
            )
            self.columns.addWidget(label(heading, "", 9.5, 500), i // 2, (i % 2) * 2)
            self.columns.addWidget(combo, i // 2, (i % 2) * 2 + 1)
        self.columns.setColumnStretch(1, 1)
        self.columns.setColumnStretch(3, 1)

    def _wish(self, heading: str, name: str) -> None:
        self.wishes = [w for w in self.wishes if w.rpartition("=")[0] != heading] + [f"{heading}={name}"]
        try:
            self.plan = importer.plan(self.store, self.kind.name, self.path, wishes=self.wishes)
        except UserError as error:
            self.subtitle.setText(error.title)
            return
        self._show()

    def _show(self) -> None:
        clear(self.badges)
        for status, tone in ((TAKEN, "ok"), (UPDATED, "info"), (KNOWN, ""), (DUPLICATE, "warn"), (NAMED, "bad")):
            count = len(self.plan.of(status))
            if count:
                self.badges.addWidget(badge(f"{count} {WORDS[status]}", tone))
        unread = sum(len(r.problems) for r in self.plan.of(TAKEN, UPDATED))
        if unread:
            self.badges.addWidget(badge(f"{unread} Angaben stehen in der Anmerkung", "warn"))
        self.badges.addStretch(1)
        self.rows.clear()
        shown = [r for r in self.plan.rows if r.status != TAKEN or r.problems] or self.plan.rows[:40]
        for planned in shown[:2000]:
            named = planned.people or planned.problems
            reasons = [f"{p.heading} „{p.value[:40]}“: {p.reason}" for p in named] or [planned.reason]
            word = PERSON if planned.would else WORDS[planned.status]
            text = f"Zeile {planned.row}  ·  {planned.title}  ·  {word}"
            extra = "; ".join(r for r in reasons if r)
            item = QListWidgetItem(f"{text}  –  {extra}" if extra else text)
            tone = "warn" if planned.would else {NAMED: "bad", DUPLICATE: "warn"}.get(planned.status, "text1")
            item.setForeground(theme.color(tone))
            item.setIcon(
                icons.icon("shield-warning" if planned.would else ICONS.get(planned.status, "check"), tone, 14)
            )
            if planned.status == DUPLICATE or planned.would:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, planned.row)
            self.rows.addItem(item)
        self.save_button.setEnabled(any(r.status in (TAKEN, UPDATED, DUPLICATE) or r.would for r in self.plan.rows))

    def save(self) -> None:
        """Take the list in, off the window's thread."""
        wanted = frozenset(
            int(self.rows.item(i).data(Qt.ItemDataRole.UserRole))
            for i in range(self.rows.count())
            if self.rows.item(i).checkState() == Qt.CheckState.Checked
        )
        self.save_button.setEnabled(False)
        self.save_button.setText("Wird übernommen …")
        plan = self.plan
        plan.insist(wanted)

        def done(change: ChangeSet) -> None:
            self.dismiss()
            self.taken(change, plan)

        def failed(error: BaseException) -> None:
            self.save_button.setEnabled(True)
            self.save_button.setText("Liste übernehmen")
            self.subtitle.setText(
                error.title if isinstance(error, UserError) else "Das hat nicht geklappt. Es wurde nichts übernommen."
            )

        def take() -> ChangeSet:
            with self.store.act(f"{self.kind.plural} aus einer Liste übernommen") as change:
                importer.apply(change, plan, with_duplicates=wanted)
            return change.set

        self.worker.run(take, done, failed)
