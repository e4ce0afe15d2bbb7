"""Fields for a passphrase: hidden while it is typed, shown when somebody wants to see it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit

from netzwerkhilfe.ui.kit import icons

KEY = "Alt+Z"
SHOW, HIDE = f"Kennwort zeigen ({KEY})", f"Kennwort verbergen ({KEY})"


def hidden(edit: QLineEdit) -> QLineEdit:
    """Hide what is typed, with an eye that shows it (by mouse and by key); gives the field."""
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    eye = edit.addAction(icons.icon("eye", "text3", 16), QLineEdit.ActionPosition.TrailingPosition)
    eye.setShortcut(QKeySequence(KEY))
    eye.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    eye.setToolTip(SHOW)

    def turn() -> None:
        shown = edit.echoMode() == QLineEdit.EchoMode.Password
        edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        eye.setIcon(icons.icon("eye-slash" if shown else "eye", "text3", 16))
        eye.setToolTip(HIDE if shown else SHOW)

    eye.triggered.connect(turn)
    return edit
