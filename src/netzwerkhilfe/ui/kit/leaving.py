"""What somebody has typed and not yet saved: in the fields of a form, in a line that is saved with Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableWidget,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

Typed = list[tuple[str, object]]
"""The fields inside a widget by what they are called, each with what it says."""


def typed(inside: QWidget) -> Typed:
    """What the fields inside a widget say now, so that it can be told whether anybody has changed them."""
    found: Typed = []
    for widget in inside.findChildren(QWidget):
        if not widget.isVisibleTo(inside) or isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox):
            continue
        said = _said(widget)
        if said is not None:
            found.append((widget.accessibleName(), said))
    return found


def _said(widget: QWidget) -> object:
    """What a field says, ``None`` for what is no field."""
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QAbstractSpinBox):
        return widget.text()
    if isinstance(widget, QAbstractButton):
        return widget.isChecked() if widget.isCheckable() else None
    if isinstance(widget, QListWidget):
        return [widget.item(i).checkState() for i in range(widget.count())]
    if isinstance(widget, QTableWidget):
        cells = (widget.item(r, c) for r in range(widget.rowCount()) for c in range(widget.columnCount()))
        return [cell.text() for cell in cells if cell is not None and cell.flags() & Qt.ItemFlag.ItemIsEditable]
    return None


class Draft:
    """A field of a page that may hold what is not saved yet. Whoever leaves the page asks what becomes of it."""

    def pending(self) -> bool:
        """Whether something is typed and not saved."""
        raise NotImplementedError

    def keep(self) -> bool:
        """Save it; gives whether it is safe."""
        raise NotImplementedError

    def drop(self) -> None:
        """Forget what was typed."""
        raise NotImplementedError


class EnterEdit(QLineEdit, Draft):
    """A line that is saved with Enter.

    :param save: saves the text; gives ``False`` where it was not saved and must stay.
    :param text: what stands there already and is not new.
    """

    def __init__(self, save: Callable[[str], bool | None], placeholder: str, name: str, text: str = "") -> None:
        super().__init__(text)
        self._save, self._was = save, text
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.returnPressed.connect(self.keep)

    def pending(self) -> bool:
        """Whether something is typed and not saved."""
        return self.text().strip() != self._was.strip()

    def keep(self) -> bool:
        """Save what was typed. The page may be drawn anew by it, and this line be gone."""
        text = self.text().strip()
        if not text and not self._was:
            return True
        if self._save(text) is False:
            return False
        if isValid(self):
            self.drop()
        return True

    def drop(self) -> None:
        """What stood there before."""
        self.setText(self._was)


def drafts(inside: QWidget) -> list[Draft]:
    """What is typed and not saved inside a widget."""
    return [w for w in inside.findChildren(QWidget) if isinstance(w, Draft) and w.isVisibleTo(inside) and w.pending()]
