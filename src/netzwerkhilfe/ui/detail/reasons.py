"""Reasons with their marks: what fits, what is to be looked at, what does not; and the hints about an entry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel

from netzwerkhilfe.services.matching import advice
from netzwerkhilfe.services.matching.rules import Reason
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.flow import Flow
from netzwerkhilfe.ui.kit.widgets import boxed, label, row

MARKS = {
    True: ("check-bold", "ok", "passt"),
    None: ("warning", "warn", "zu prüfen"),
    False: ("x", "bad", "passt nicht"),
}
"""Icon, tone and what a screen reader says."""
UNKNOWN = ("question", "text3", "nicht bekannt")


def mark(reason: Reason) -> QLabel:
    """The mark of a reason."""
    icon, tone, said = UNKNOWN if reason.unknown else MARKS[reason.ok]
    picture = QLabel()
    picture.setPixmap(icons.pixmap(icon, tone, 14))
    picture.setAccessibleName(said)
    return picture


def reason_row(reasons: Sequence[Reason]) -> Flow:
    """Reasons with their marks beside each other; what has no room stands in the next line."""
    return Flow(*(boxed(row(mark(r), label(r.text, "", 9), spacing=4)) for r in reasons), gap=12)


def advise(p: Pane) -> None:
    """What the program has to say about an entry: rent limits, deposits, kinds of work, certificates."""
    found = advice.about(p.store, p.snapshot)
    if found:
        p.section("Hinweise")
    for reason in found:
        line_ = row(mark(reason), label(reason.text, "", 9.5, wrap=True), spacing=6)
        line_.setStretch(1, 1)
        p.box.addLayout(line_)
