"""The keys of the window: what each does, and the table of them that F1 shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from netzwerkhilfe.ui.kit.page import numbered
from netzwerkhilfe.ui.listing.pages import LIST_KEYS

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.shell import Shell


FIELD_KEYS = (
    ("Alt+↓ oder F4", "Kalender oder Auswahl öffnen"),
    ("Alt+Z", "Kennwort zeigen oder verbergen"),
)


@dataclass(frozen=True)
class Key:
    """A key of the window: as Qt names it, as people read it, what it does in a few words, and the deed."""

    sequence: str
    shown: str
    text: str
    do: Callable[[], object]


class OwnUndo(QObject):
    """Leaves Strg+Z and Strg+Y to a text field as long as it has something to take back; then they are the window's.

    It watches the field with the focus alone. Qt's fields keep the keys even when nothing is left to undo.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication), "a window is made by an application"
        application.focusChanged.connect(self._changed)

    def _changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if isinstance(now, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuse the key in the field's name where it has nothing to do with it."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
        if not (undo or redo) or (own_undo(watched) if undo else own_redo(watched)):
            return False
        event.ignore()
        return True


def own_undo(field: QObject) -> bool:
    """Whether a field has typing of its own to take back."""
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit | QTextEdit) and field.document().isUndoAvailable()


def own_redo(field: QObject) -> bool:
    """Whether a field has typing of its own to do again."""
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable()
    return isinstance(field, QPlainTextEdit | QTextEdit) and field.document().isRedoAvailable()


class Keyboard:
    """Binds the keys; most of them ask the page that is shown."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.keys = (
            Key("F2", "F2", "Anruf notieren", shell.calls.note),
            Key("Ctrl+K", "Strg+K", "überall suchen", shell.open_search),
            Key("Ctrl+F", "Strg+F", "in der Liste suchen", self.find),
            Key("Ctrl+N", "Strg+N", "neu erfassen", self.add),
            Key("Ctrl+E", "Strg+E", "bearbeiten", self.edit),
            Key("Ctrl+P", "Strg+P", "drucken", self.print),
            Key("Ctrl+Z", "Strg+Z", "rückgängig machen", shell.undo),
            Key("Ctrl+Y", "Strg+Y", "wiederholen", shell.redo),
            Key("Ctrl+L", "Strg+L", "sperren", shell.locking.lock),
            Key("F6", "F6", "nächster Teil des Fensters", self.next_pane),
            Key("F1", "F1", "Handbuch zu dem, was zu sehen ist", self.help),
            *(
                Key(quick.sequence, quick.shown, f"{quick.what} erfassen", partial(shell.entries.add, spec.key))
                for spec in shell.pages.specs.values()
                if (quick := spec.quick_add)
            ),
        )
        self.own_undo = OwnUndo(shell)
        self.pages = numbered(list(shell.pages.specs.values()))
        for key in self.keys:
            QShortcut(QKeySequence(key.sequence), shell).activated.connect(key.do)
        for number, spec in enumerate(self.pages, 1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), shell).activated.connect(lambda k=spec.key: self.go(k))

    @property
    def _free(self) -> bool:
        """Whether a page is there and no panel covers it; what is covered answers to no key."""
        return self.shell.is_open and not self.shell.panel_open

    def go(self, key: str) -> None:
        """Strg+1 … Strg+9; an open panel is left for it."""
        self.shell.leave_panel(partial(self.shell.go, key))

    def add(self) -> None:
        """Strg+N."""
        if self._free:
            self.shell.page.add()

    def edit(self) -> None:
        """Strg+E."""
        if self._free:
            self.shell.page.edit()

    def print(self) -> None:
        """Strg+P."""
        if self._free:
            self.shell.page.print()

    def find(self) -> None:
        """Strg+F."""
        if self._free:
            self.shell.page.search_here()

    def next_pane(self) -> None:
        """F6: sidebar, then the parts of the page, and round again."""
        if not self._free:
            return
        checked = self.shell.sidebar.chosen
        panes: list[QWidget] = [*([checked] if checked else []), *self.shell.page.panes()]
        now = QApplication.focusWidget()
        position = next((i for i, w in enumerate(panes) if w is now or (now and w.isAncestorOf(now))), -1)
        if panes:
            panes[(position + 1) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def sections(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """All keys with what they do, in their groups: of the window, of lists and fields, of its pages."""
        of_pages = [(s.title, list(s.keys)) for s in self.shell.pages.specs.values() if s.keys]
        return [
            ("Überall", [*((k.shown, k.text) for k in self.keys), ("Strg+S", "speichern"), ("Esc", "schließen")]),
            ("In Listen", list(LIST_KEYS)),
            ("In Feldern", list(FIELD_KEYS)),
            *of_pages,
            ("Seiten", [(f"Strg+{n}", s.title) for n, s in enumerate(self.pages, 1)]),
        ]

    def help(self) -> None:
        """F1: the manual, at the page that explains what is shown."""
        self.shell.open_manual(self.shell.page_spec.manual if self.shell.is_open else "")
