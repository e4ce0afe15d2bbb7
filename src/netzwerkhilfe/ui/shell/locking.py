"""Sperren: the window shows nothing and the store cannot be read until somebody gives the passphrase.

What was open stays as it was, a half-filled form too: it is only covered. The key leaves the program's hands; what
Python or the system have copied of it meanwhile is beyond our reach.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from netzwerkhilfe.ui.kit.dialogs import Panel, ask
from netzwerkhilfe.ui.shell.unlock import Unlock

if TYPE_CHECKING:
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.shell.shell import Shell

LOOK = 10_000
"""Milliseconds between two looks whether somebody still works here."""
SIGNS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Locking(QObject):
    """Locks and opens the window again. ``store`` is the store that waits behind the lock, if there is one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self.store: Store | None = None
        self.clock: Callable[[], float] = time.monotonic
        self.touched = self.clock()
        """When somebody was last here: a key, a movement."""
        self._covered: list[Panel] = []
        self._focus: QWidget | None = None
        self._watched: QObject | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    # ---- by itself --------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Lock by itself after the minutes of the settings from now on, or never."""
        self.touched = self.clock()
        handle = self.shell.window().windowHandle()
        if handle is not None and handle is not self._watched:  # the whole application would cost every event
            handle.installEventFilter(self)
            self._watched = handle
        if self.minutes:
            self._timer.start(LOOK)
        else:
            self._timer.stop()

    @property
    def minutes(self) -> int:
        """After so many minutes without a key or a movement; 0 for never."""
        return int(self.shell.settings.get("lock_after"))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Somebody is here."""
        if event.type() in SIGNS:
            self.touched = self.clock()
        return False

    def look(self) -> None:
        """Lock if nobody has been here for long enough."""
        if self.minutes and self.clock() - self.touched >= self.minutes * 60:
            self.lock(by_itself=True)

    # ---- locking ----------------------------------------------------------------------------------------------------
    def lock(self, *, by_itself: bool = False) -> None:
        """Strg+L: cover everything and forget the key. Waits while an exchange or a window of the system is open."""
        shell, store = self.shell, self.shell.opened
        if store is None:
            return
        if "passphrase" not in store.slots.kinds():
            if not by_itself:
                self._ask_for_passphrase()
            return
        if shell.network.busy or QApplication.activeModalWidget() is not None:
            if not by_itself:
                shell.say("Gesperrt wird erst nach dem Austausch.")
            return
        if popup := QApplication.activePopupWidget():
            popup.close()
        shell.worker.wait()
        shell.beside.wait()
        self._focus = QApplication.focusWidget()
        self._covered = [p for p in shell.findChildren(Panel) if p.isVisible()]
        for panel in self._covered:
            panel.hide()
        shell.cover(Unlock(self.open, locked=True, holds=any(p.edited for p in self._covered)))
        self.store, shell.opened = store, None
        store.lock()

    def _ask_for_passphrase(self) -> None:
        ask(
            self.shell,
            "Zum Sperren fehlt ein Kennwort",
            "Das Programm öffnet sich mit der Anmeldung am Computer. Wer sperren will, vergibt zuerst ein Kennwort.",
            "Kennwort vergeben …",
            self.shell.office.change_passphrase,
        )

    def open(self, secret: str) -> None:
        """Go on where it was locked. Raises ``UserError``: the passphrase is wrong."""
        shell, store = self.shell, self.store
        if store is None:
            return
        store.unlock(secret)
        self.store, shell.opened = None, store
        self.touched = self.clock()
        shell.uncover()
        for panel in [p for p in self._covered if isValid(p)]:
            panel.show()
            panel.raise_()
        self._covered = []
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
        shell.outside.open_waiting()
