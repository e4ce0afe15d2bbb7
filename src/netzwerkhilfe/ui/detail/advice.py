"""What the program has to say about an entry: rent limits, deposits, kinds of work, certificates."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from netzwerkhilfe.services.matching import advice
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.detail.sections import MARKS
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.widgets import label, row


def advise(p: Pane) -> None:
    """The hints, each with its mark."""
    found = advice.about(p.store, p.snapshot)
    if found:
        p.section("Hinweise")
    for reason in found:
        picture = QLabel()
        picture.setPixmap(icons.pixmap(*MARKS[reason.ok], 14))
        words = label(reason.text, "", 9.5, wrap=True)
        line_ = row(picture, words, spacing=6)
        line_.setStretch(1, 1)
        p.box.addLayout(line_)
