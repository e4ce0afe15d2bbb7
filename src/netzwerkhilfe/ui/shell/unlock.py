"""The passphrase page, and the way on for who has forgotten it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.page import Instead
from netzwerkhilfe.ui.kit.secret import hidden
from netzwerkhilfe.ui.kit.widgets import button, column, label, row

CLOSED = ("Kennwort eingeben", "Ihre Daten sind auf diesem PC verschlüsselt.")
LOCKED = ("Gesperrt", "Was offen war, ist noch da. Ihr Kennwort führt dorthin zurück.")


class Unlock(Instead):
    """Asks for the passphrase; ``enter`` opens with it and raises ``UserError`` if it does not.

    ``holds`` says that something behind the lock is not saved yet.
    """

    name = "Was hinter der Sperre offen ist"

    def __init__(self, enter: Callable[[str], object], *, locked: bool = False, holds: bool = False) -> None:
        super().__init__()
        self.enter = enter
        self.usual = LOCKED if locked else CLOSED
        self._holds = holds
        self.forgotten = False
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark = QLabel()
        mark.setPixmap(icons.logo(44, theme.token("accent"), theme.token("on_accent")))
        self.title = label(self.usual[0], "", 15, 600)
        self.text = label(self.usual[1], "muted", wrap=True)
        self.edit = hidden(QLineEdit())
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

    @property
    def edited(self) -> bool:
        """Whether something behind the lock is not saved yet."""
        return self._holds

    def switch(self) -> None:
        """Between the passphrase and the recovery key."""
        self.forgotten = not self.forgotten
        self.error.setText("")
        self.edit.clear()
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if self.forgotten else QLineEdit.EchoMode.Password)
        self.title.setText("Wiederherstellungsschlüssel" if self.forgotten else self.usual[0])
        self.text.setText(
            "Er steht auf dem ausgedruckten Wiederherstellungsblatt: acht Gruppen mit vier Zeichen. Danach "
            "vergeben Sie "
            "ein neues Kennwort in den Einstellungen."
            if self.forgotten
            else self.usual[1]
        )
        self.other.setText("Doch mit Kennwort" if self.forgotten else "Kennwort vergessen?")
        self.edit.setFocus()

    def open(self) -> None:
        """Try what was typed."""
        try:
            self.enter(self.edit.text() or "-")
        except UserError as error:
            self.error.setText(error.paragraph())
            self.edit.selectAll()
