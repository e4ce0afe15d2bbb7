"""Über: the version, what the program is made of, and under which licences; nothing of it leaves the PC."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from netzwerkhilfe import __version__, licences
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import boxed, button, column, label, row


class AboutPanel(Panel):
    """The components at the left, the chosen one's licence at the right."""

    def __init__(self, host: QWidget, paths: Paths) -> None:
        super().__init__(host, "Über Netzwerk Hilfe", subtitle=f"Fassung {__version__}", icon="info", width=960)
        self.body.addWidget(
            label(
                "Freie Software unter der EUPL-1.2. Läuft ohne Internet und öffnet keine Verbindung.",
                "muted",
                wrap=True,
            )
        )
        self.body.addWidget(label(f"Ihre Daten liegen in: {paths.data}", "muted", wrap=True))
        self.parts = licences.components()
        self.list = QListWidget()
        self.list.setObjectName("lines")
        self.list.setAccessibleName("Bestandteile")
        self.list.setFixedWidth(250)
        for part in self.parts:
            item = QListWidgetItem(f"{part.name} {part.version}".strip())
            item.setToolTip(part.licence)
            item.setSizeHint(QSize(0, theme.LINE_HEIGHT))
            self.list.addItem(item)
        self.name, self.licence = label("", "", 12, 600), label("", "muted", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(theme.font(9))
        self.text.setAccessibleName("Text der Lizenz")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.list.currentRowChanged.connect(self.show_part)
        right = boxed(column(self.name, self.licence, self.text, spacing=8))
        both = boxed(row(self.list, 12, right, spacing=0))
        both.setMinimumHeight(320)
        self.body.addWidget(both, 1)
        self.list.setCurrentRow(0)
        self.foot.addStretch(1)
        self.foot.addWidget(button("Schließen", clicked=self.dismiss))

    def show_part(self, position: int) -> None:
        """One component: its licence, a note, the text."""
        part = self.parts[position]
        self.name.setText(f"{part.name} {part.version}".strip())
        self.licence.setText(" · ".join(t for t in (part.licence, part.note, part.homepage) if t))
        self.text.setPlainText(part.text() or "Der Text dieser Lizenz liegt der Quelle bei.")
