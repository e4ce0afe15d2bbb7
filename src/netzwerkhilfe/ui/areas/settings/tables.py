"""The lists a network keeps for itself: rent limits, hints, words, offices, people. Each entry opens in the usual
form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import LONG, YES_NO, show
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.form import FormPanel
from netzwerkhilfe.ui.kit.widgets import button

TABLES = (
    ("rent_limits", "Mietgrenzen"),
    ("hints", "Hinweise und Checklisten"),
    ("categories", "Begriffe"),
    ("offices", "Büros und Anschriften"),
    ("people", "Team und Vertretung"),
    ("body_rules", "Regeln der Sitzungen"),
    ("item_templates", "Vorlagen für die Tagesordnung"),
    ("text_blocks", "Textbausteine"),
)


def line_of(entry: Snapshot, facts: Facts) -> str:
    """An entry in one line: its first filled fields."""
    parts = []
    for name, field in entry.kind.form_fields.items():
        text = show(field, entry.values.get(name), facts)
        if field.type is YES_NO:
            text = field.label if entry.values.get(name) else ""
        if text:
            parts.append(text.split("\n", maxsplit=1)[0][:60] if field.type is LONG else text)
    return " · ".join(parts[:5]) or entry.kind.singular


class TablePanel(Panel):
    """One of the lists: search, choose, edit, add."""

    def __init__(
        self, host: QWidget, store: Store, kind: str, title: str, changed: Callable[[ChangeSet, str], object]
    ) -> None:
        super().__init__(host, title, icon="table", width=760)
        self.store, self.kind, self.name, self.changed = store, KINDS[kind], title, changed
        facts = store.facts()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Suchen …")
        self.search.setAccessibleName(f"{title} durchsuchen")
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setObjectName("lines")
        self.list.setFixedHeight(min(380, host.height() - 260))
        for text, record in sorted((line_of(e, facts), e.id) for e in store.all(kind)):
            item = QListWidgetItem(text)
            item.setSizeHint(QSize(100, theme.LINE_HEIGHT))
            item.setData(Qt.ItemDataRole.UserRole, record)
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        self.search.textChanged.connect(self._filter)
        self.list.itemActivated.connect(lambda _i: self.edit())
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.foot.addWidget(button("Neu", "", "plus", lambda: self._form(None)))
        self.foot.addStretch(1)
        self.foot.addWidget(button("Schließen", clicked=self.dismiss))
        self.foot.addWidget(button("Bearbeiten", "primary", "pencil-simple", self.edit))

    def _filter(self, text: str) -> None:
        words = fold(text).split()
        for i in range(self.list.count()):
            item = self.list.item(i)
            plain = fold(item.text())
            item.setHidden(not all(w in plain for w in words))

    def edit(self) -> None:
        """The chosen entry in its form."""
        item = self.list.currentItem()
        if item is not None:
            self._form(self.store.get(item.data(Qt.ItemDataRole.UserRole)))

    def _form(self, opened: Snapshot | None) -> None:
        host, store, kind, name, changed = self.host, self.store, self.kind, self.name, self.changed
        self.dismiss()

        def saved(_record: str, change: ChangeSet) -> None:
            store.forget_facts()
            changed(change, "Gespeichert.")
            again = TablePanel(host, store, kind.name, name, changed)
            again.open(again.list)

        panel = FormPanel(host, store, kind, saved, opened=opened)
        panel.open(panel.first())


def rules_panel(host: QWidget, store: Store, changed: Callable[[ChangeSet, str], object]) -> FormPanel:
    """The network's name and the figures of its rules."""

    def saved(_record: str, change: ChangeSet) -> None:
        store.forget_facts()
        changed(change, "Die Regeln sind gespeichert.")

    panel = FormPanel(host, store, KINDS["networks"], saved, opened=store.get(store.local("network")))
    panel.open(panel.first())
    return panel
