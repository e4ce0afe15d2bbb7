"""Text of people is shown as it was typed, on buttons and in their tips: no "&" names a key, nothing is markup."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QPushButton

from netzwerkhilfe.ui.kit.widgets import button, label

NAME = "Zoë & Söhne <b>Groß</b>"


def shown_tip(tip: str) -> str:
    """What a person reads of a tip."""
    document = QTextDocument()
    if not tip.startswith("<"):
        return tip
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize("role", ["link", "row"])
@pytest.mark.parametrize("width", [60, 400])
def test_a_button_with_the_words_of_people(qtbot: Any, qapp: QApplication, role: str, width: int) -> None:
    made = button(NAME, role)
    qtbot.addWidget(made)
    made.resize(width, 32)
    made.show()
    painted = QPushButton.text(made).replace("&&", "\0")
    assert made.text() == NAME and "&" not in painted and made.shortcut().isEmpty()
    assert shown_tip(made.toolTip()) in ("", NAME)
    assert made.sizeHint().width() >= made.fontMetrics().horizontalAdvance(NAME)


def test_tips_are_plain(qtbot: Any, qapp: QApplication) -> None:
    tipped, short = button("", "quiet", "phone", tip=f"{NAME} anrufen"), label(NAME, short=True)
    for widget in (tipped, short):
        qtbot.addWidget(widget)
    assert shown_tip(tipped.toolTip()) == f"{NAME} anrufen"
    short.resize(20, 20)
    short.show()
    assert shown_tip(short.toolTip()) in ("", NAME)
