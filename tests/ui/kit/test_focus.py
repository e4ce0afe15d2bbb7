"""Where the keyboard is can be seen, on whatever control it is and in both themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe.ui.kit import style, theme
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, FocusRing, button

CONTROLS: dict[str, Callable[[], QWidget]] = {
    "button": lambda: button("Speichern", "primary"),
    "tick": lambda: QCheckBox("Einverstanden"),
    "choice": lambda: QRadioButton("Ja"),
    "line": QLineEdit,
    "text": QPlainTextEdit,
    "box": ChoiceBox,
    "number": QSpinBox,
}
SEEN = 40
"""So many pixels of the colour of the focus are seen as a frame."""


def pixels(window: QWidget) -> int:
    """How many pixels have the colour of the focus."""
    image, wanted = window.grab().toImage(), theme.color("focus").rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", CONTROLS)
def test_the_control_with_the_keyboard_has_a_frame(qtbot: Any, qapp: QApplication, name: str, mode: str) -> None:
    style.apply(qapp, mode)
    window, other, made = QWidget(), QPushButton("Anderes"), CONTROLS[name]()
    box = QVBoxLayout(window)
    box.setContentsMargins(12, 12, 12, 12)
    box.addWidget(other)
    box.addWidget(made)
    FocusRing(window)
    qtbot.addWidget(window)
    window.resize(240, 160)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.setFocus()
    before, height = pixels(window), made.height()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    assert pixels(window) - before > SEEN
    assert made.height() == height, "nothing moves because of it"


def test_the_ring_follows_when_something_above_gets_lower(qtbot: Any, qapp: QApplication) -> None:
    """GIVEN a button in a box has the keyboard WHEN a bar above the box goes THEN the ring goes with it."""
    style.apply(qapp, "light")
    window, bar, inside, made = QWidget(), QPushButton("Hinweis"), QWidget(), QPushButton("Ja")
    QVBoxLayout(inside).addWidget(made)
    box = QVBoxLayout(window)
    box.addWidget(bar)
    box.addWidget(inside)
    ring = FocusRing(window)
    qtbot.addWidget(window)
    window.resize(240, 160)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    before = made.mapTo(window, made.rect().center())
    bar.hide()
    qtbot.waitUntil(lambda: made.mapTo(window, made.rect().center()) != before)
    assert ring.geometry().center() == made.mapTo(window, made.rect().center())
