"""What other programs change in the same data appears by itself: a command, a scheduled exchange, a second window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.shell import Shell

LOOK = 2_000
"""Milliseconds between two looks; one costs some microseconds while nothing has changed."""


class Neighbours(QObject):
    """Looks whether somebody else has written, and shows it once nobody types on the page or holds the mouse."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self.waiting = False
        """Whether something has come that is not shown yet."""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """The store is open: look from now on."""
        self.waiting = False
        self.shell.store.changed_elsewhere()
        self._timer.start(LOOK)

    def look(self) -> None:
        """One look."""
        shell = self.shell
        if shell.opened is None:
            return
        if shell.opened.changed_elsewhere():
            self.waiting = True
        if self.waiting and not self._disturbs():
            self.waiting = False
            shell.changed()
            shell.page.catch_up()

    def _disturbs(self) -> bool:
        held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        return held or QApplication.activePopupWidget() is not None or self.shell.page.typing()
