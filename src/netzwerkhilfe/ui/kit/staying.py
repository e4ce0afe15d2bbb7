"""What a person looks at stays where it is while a page is drawn again: the keyboard, and how far it is scrolled."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


def typing_in(inside: QWidget) -> QWidget | None:
    """The field inside a widget in which somebody types."""
    now = QApplication.focusWidget()
    return now if isinstance(now, EDITORS) and inside.isAncestorOf(now) else None


class Stay:
    """Takes note of the keyboard's place and of all that is scrolled inside a widget; :meth:`restore` goes back."""

    def __init__(self, inside: QWidget) -> None:
        self.inside = inside
        now = QApplication.focusWidget()
        self.focus = now if now is not None and inside.isAncestorOf(now) else None
        self._name = _name(self.focus) if self.focus is not None else ("", "")
        self._scrolled = [
            (area.objectName(), area.verticalScrollBar().value(), area.horizontalScrollBar().value())
            for area in self._areas()
        ]

    def _areas(self) -> list[QAbstractScrollArea]:
        return [a for a in self.inside.findChildren(QAbstractScrollArea) if a.isVisibleTo(self.inside)]

    def restore(self) -> None:
        """Back to the same places; where the widget with the keyboard is another one now, to the one of that name."""
        areas = self._areas()
        if [a.objectName() for a in areas] == [name for name, _, _ in self._scrolled]:
            for area, (_, down, right) in zip(areas, self._scrolled, strict=True):
                area.verticalScrollBar().setValue(down)
                area.horizontalScrollBar().setValue(right)
        if self.focus is None or (isValid(self.focus) and self.focus.isVisible() and self.focus.hasFocus()):
            return
        if isValid(self.focus) and self.focus.isVisible():
            self.focus.setFocus()
            return
        alike = (w for w in self.inside.findChildren(QWidget) if w.isVisibleTo(self.inside) and _name(w) == self._name)
        if found := next(alike, None):
            found.setFocus()


def _name(widget: QWidget) -> tuple[str, str]:
    """By what a widget is known again: what it is, and what it says."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return type(widget).__name__, widget.accessibleName() or text or widget.objectName()
