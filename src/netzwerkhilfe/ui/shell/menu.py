"""The menu of the whole window, at the foot of the sidebar: what would be taken back and done again, by name; help and
lock."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.shell.manual import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from netzwerkhilfe.ui.shell.shell import Shell

ROOM = 360
"""Logical pixels for the name of an act."""


def window_menu(shell: Shell, parent: QWidget) -> QMenu:
    """The menu as things are now; what is typed and saves itself is saved first, since it would be taken back first."""
    shell.page.flush()
    menu, history = QMenu(parent), shell.history
    for verb, name, key, do in (
        ("Rückgängig", history.undoes, "Strg+Z", shell.undo),
        ("Wiederholen", history.redoes, "Strg+Y", shell.redo),
    ):
        _add(menu, f"{verb}: {name}" if name else verb, key, do).setEnabled(bool(name))
    menu.addSeparator()
    _add(menu, "Handbuch", "F1", shell.keyboard.help)
    _add(menu, "Alle Tasten", "", partial(shell.open_manual, KEYS))
    menu.addSeparator()
    _add(menu, "Sperren", "Strg+L", shell.lock)
    return menu


def _add(menu: QMenu, text: str, key: str, do: Callable[[], object]) -> QAction:
    shown = theme.elided(text, menu.fontMetrics(), ROOM).replace("&", "&&")
    action = menu.addAction(f"{shown}\t{key}" if key else shown)
    action.triggered.connect(lambda _checked=False: do())
    return action
