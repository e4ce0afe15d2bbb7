"""Reasons with their marks: what fits, what is to be looked at, what does not; and the hints about an entry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel

from netzwerkhilfe.services.matching import advice
from netzwerkhilfe.services.matching.rules import Reason
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.widgets import Part, label, row

MARKS = {
    True: ("check-bold", "ok", "passt"),
    None: ("warning", "warn", "zu prüfen"),
    False: ("x", "bad", "passt nicht"),
}
"""Icon, tone and what a screen reader says."""


def mark(reason: Reason) -> QLabel:
    """The mark of a reason."""
    icon, tone, said = MARKS[reason.ok]
    picture = QLabel()
    picture.setPixmap(icons.pixmap(icon, tone, 14))
    picture.setAccessibleName(said)
    return picture


def reason_rows(reasons: Sequence[Reason], width: int = 46) -> list[QHBoxLayout]:
    """Reasons with their marks, wrapped as whole reasons at ``width`` letters."""
    lines: list[list[Part]] = [[]]
    used = 0
    for reason in reasons:
        if used and used + len(reason.text) > width:
            lines.append([])
            used = 0
        lines[-1] += [mark(reason), label(reason.text, "", 9), 6]
        used += len(reason.text) + 6
    return [row(*parts, None, spacing=4) for parts in lines]


def advise(p: Pane) -> None:
    """What the program has to say about an entry: rent limits, deposits, kinds of work, certificates."""
    found = advice.about(p.store, p.snapshot)
    if found:
        p.section("Hinweise")
    for reason in found:
        line_ = row(mark(reason), label(reason.text, "", 9.5, wrap=True), spacing=6)
        line_.setStretch(1, 1)
        p.box.addLayout(line_)
