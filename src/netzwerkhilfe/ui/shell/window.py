"""The top-level window: painted at once with the ground of what follows, then it takes the shell in.

Nothing but a few types of Qt is imported before its first frame; icons, fonts, the style sheet and the shell come
after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QMainWindow

from netzwerkhilfe.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from netzwerkhilfe.paths import Paths
    from netzwerkhilfe.ui.shell.shell import Demo, Shell

# The grounds of the sidebar, the page and the line between them, before the theme is loaded (light, dark).
GROUNDS = (("#EBEEF0", "#FFFFFF", "#E1E6E9"), ("#101315", "#1B2024", "#2E363C"))
LARGEST, LEAST, FRAME = QSize(1366, 720), QSize(1024, 540), QSize(2, 32)
"""The window at the start and at the least, and what the system draws around it, in logical pixels."""
SIDEBAR, RAIL, NARROW_BELOW = 216, 64, 1320


class Window(QMainWindow):
    """Holds the shell, which does everything; ``files`` are opened once the store is open."""

    def __init__(
        self, paths: Paths, secret: str | None = None, *, demo: Demo | None = None, files: Sequence[Path] = ()
    ) -> None:
        super().__init__()
        self.paths, self.secret, self.demo, self.files = paths, secret, demo, list(files)
        self.choice: str = Settings(paths.settings).get("theme")
        self.shell: Shell | None = None
        self._left = self._asking = False
        self.setWindowTitle("Netzwerk Hilfe")
        self._fit_screen()

    def _fit_screen(self) -> None:
        """As large as drawn, and never larger than the screen has room: title bar and frame count too."""
        screen = QApplication.primaryScreen()
        room = screen.availableSize() - FRAME if screen is not None else LARGEST
        self.setMinimumSize(LEAST.boundedTo(room))
        self.resize(LARGEST.boundedTo(room))

    def _dark(self) -> bool:
        if self.choice in ("light", "dark"):
            return self.choice == "dark"
        return QApplication.styleHints().colorScheme().name == "Dark"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Until the shell is there: its grounds."""
        if self.shell is not None:
            super().paintEvent(event)
            return
        sidebar, surface, line = GROUNDS[1 if self._dark() else 0]
        left = RAIL if self.width() < NARROW_BELOW else SIDEBAR
        painter = QPainter(self)
        painter.fillRect(0, 0, left, self.height(), QColor(sidebar))
        painter.fillRect(left, 0, self.width() - left, self.height(), QColor(surface))
        painter.fillRect(left - 1, 0, 1, self.height(), QColor(line))
        painter.end()

    def start(self) -> None:
        """After the first frame: the theme, the shell, the store."""
        from netzwerkhilfe.ui.kit import style
        from netzwerkhilfe.ui.shell.shell import Shell

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style.apply(app, self.choice)
        self.shell = Shell(self.paths, self.secret, demo=self.demo)
        self.shell.outside.waiting = list(self.files)
        self.setCentralWidget(self.shell)
        QTimer.singleShot(0, self.shell.start)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is edited is asked about first; then the shell closes its store."""
        if self.shell is not None and not self._left:
            self._asking = True
            self.shell.leave_all(self._let_go)
            self._asking = False
            if not self._left:
                event.ignore()
                return
        if self.shell is not None:
            self.shell.close()
        event.accept()

    def _let_go(self) -> None:
        """Nothing is left to ask."""
        self._left = True
        if not self._asking:
            self.close()
