"""Keeps the keyboard where the work is: inside the panel that is open, and never on what is gone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from netzwerkhilfe.ui.kit.dialogs import Panel, PanelHost


class FocusKeeper(QObject):
    """Watches where the keyboard goes.

    :param host: what panels cover.
    :param top: gives the panel that lies above all others, ``None`` where there is none.
    """

    def __init__(self, host: PanelHost, top: Callable[[], Panel | None]) -> None:
        super().__init__(host)
        self.host, self.top = host, top
        application = QApplication.instance()
        assert isinstance(application, QApplication), "a widget is made by an application"
        application.focusChanged.connect(self._changed)

    def _changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or self.host.isAncestorOf(now):
            QTimer.singleShot(0, self, self.look)  # whoever moves the keyboard has not finished yet

    def look(self) -> None:
        """Bring the keyboard back where it is lost, or behind a panel."""
        window, panel, now = self.host.window(), self.top(), QApplication.focusWidget()
        if not window.isActiveWindow() or QApplication.activePopupWidget() is not None:
            return
        if panel is not None:
            if now is None or (now is not panel and not panel.isAncestorOf(now)):
                panel.focus_inside()
        elif now is None or now is window:
            self.host.home()
