"""A real window on a real store, offscreen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import style
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.shell.app import application
from netzwerkhilfe.ui.shell.shell import Shell


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return application()


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> None:
    """What earlier tests closed goes now: each widget that stays is styled again with each window that opens."""
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def type_text(widget: QWidget, text: str) -> None:
    """Type text as key events; qtbot.keyClicks aborts on umlauts."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character))


class Desk:
    """The window with a few helpers."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()
            self.shell.worker.wait()
        self.shell.page.show_now()
        for _ in range(2):  # what a pane asks for in the background
            self.shell.worker.wait()
            QApplication.processEvents()

    def go(self, key: str) -> Any:
        self.shell.go(key)
        self.settle()
        return self.page

    @property
    def page(self) -> Any:
        """The page that is shown, with all that a page of its kind has."""
        return self.shell.page

    @property
    def panel(self) -> Any:
        visible = [p for p in self.shell.findChildren(Panel) if p.isVisible()]
        assert visible, "no panel is open"
        return visible[-1]

    def titles(self) -> list[str]:
        model = self.page.model
        return [model.snapshot(i).title(self.shell.store.facts()) for i in range(model.rowCount())]


@pytest.fixture
def desk(qtbot: Any, qapp: QApplication, store: Store) -> Iterator[Desk]:
    style.apply(qapp, "light")
    shell = Shell(store.paths)
    qtbot.addWidget(shell)
    shell.resize(1366, 720)
    shell.show()
    shell.fill(store)
    made = Desk(shell)
    made.settle()
    yield made
    shell.close()
    shell.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def fill(store: Store) -> Callable[..., list[str]]:
    """Some entries to look at."""

    def make(kind: str, *entries: dict[str, Any]) -> list[str]:
        with store.change() as change:
            return [change.add(kind, e).id for e in entries]

    return make
