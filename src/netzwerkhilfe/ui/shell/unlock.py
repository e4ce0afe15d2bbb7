"""The passphrase page, and the way on for who has forgotten it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.page import Instead
from netzwerkhilfe.ui.kit.widgets import button, column, label, row


class Unlock(Instead):
    """Asks for the passphrase; ``opened`` gets the store."""

    def __init__(self, paths: Paths, opened: Callable[[Store], object]) -> None:
        super().__init__()
        self.paths, self.opened = paths, opened
        self.forgotten = False
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark = QLabel()
        mark.setPixmap(icons.logo(44, theme.token("accent"), theme.token("on_accent")))
        self.title = label("Kennwort eingeben", "", 15, 600)
        self.text = label("Ihre Daten sind auf diesem PC verschlüsselt.", "muted", wrap=True)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName("Kennwort")
        self.edit.returnPressed.connect(self.open)
        self.error = label("", "bad", 10, 500, wrap=True)
        self.other = button("Kennwort vergessen?", "link", clicked=self.switch)
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setFixedWidth(440)
        panel.setLayout(
            column(
                mark,
                8,
                self.title,
                self.text,
                8,
                self.edit,
                self.error,
                row(self.other, None, button("Öffnen", "primary", "lock-key-open", self.open)),
                margins=(32, 32, 32, 28),
            )
        )
        box = QVBoxLayout()
        box.addStretch(2)
        box.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.setLayout(box)

    def begin(self) -> None:
        """The keyboard begins in the field."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def switch(self) -> None:
        """Between the passphrase and the recovery key."""
        self.forgotten = not self.forgotten
        self.error.setText("")
        self.edit.clear()
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if self.forgotten else QLineEdit.EchoMode.Password)
        self.title.setText("Wiederherstellungsschlüssel" if self.forgotten else "Kennwort eingeben")
        self.text.setText(
            "Er steht auf dem ausgedruckten Wiederherstellungsblatt: acht Gruppen mit vier Zeichen. Danach "
            "vergeben Sie "
            "ein neues Kennwort in den Einstellungen."
            if self.forgotten
            else "Ihre Daten sind auf diesem PC verschlüsselt."
        )
        self.other.setText("Doch mit Kennwort" if self.forgotten else "Kennwort vergessen?")
        self.edit.setFocus()

    def open(self) -> None:
        """Try what was typed."""
        try:
            store = opening.open_store(self.paths, self.edit.text() or "-")
        except UserError as error:
            self.error.setText(error.paragraph())
            self.edit.selectAll()
            return
        self.opened(store)
