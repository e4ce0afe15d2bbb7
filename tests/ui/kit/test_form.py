"""The form of an entry: scrolling it changes nothing."""

from __future__ import annotations

import gc
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from netzwerkhilfe.services.entries import entries
from tests.acts import act
from tests.ui.conftest import Desk


def turn(widget: Any) -> None:
    """One step of the wheel over a widget."""
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            middle,
            QPointF(widget.mapToGlobal(widget.rect().center())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_the_wheel_scrolls_a_form_and_chooses_nothing(desk: Desk) -> None:
    """GIVEN a flat's form WHEN it is scrolled with the pointer above a choice THEN the choice stays."""
    flat = act(desk.shell.store, entries.add, "housing", {"landlord": "Frau Groß"})
    desk.go("housing")
    desk.shell.entries.edit(flat)
    combo = desk.panel.inputs["assurance"].editor
    turn(combo)
    assert combo.currentText() == ""
    combo.setFocus()
    turn(combo)
    assert combo.currentText() == ""


def test_forms_leave_nothing_behind(desk: Desk) -> None:
    """GIVEN ten forms, opened and closed THEN there are as many widgets as after the first."""

    def widgets() -> int:
        desk.settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return len(QApplication.allWidgets())

    def once() -> None:
        desk.shell.keyboard.add()
        desk.settle()
        desk.panel.dismiss()

    desk.go("housing")
    once()
    before = widgets()
    for _ in range(10):
        once()
    assert widgets() <= before + 5
