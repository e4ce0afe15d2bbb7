"""The rings of the stages in a pane, and the one next step."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QPushButton

from netzwerkhilfe.models.leads import StageStep
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.entries.common_fields import phone_of, stage_key, withdrawn_because
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.widgets import StageRing, button, label, line, row

SHOWN = 4
"""So many stages fit beside each other: the present one, what came before it and what comes next."""


def stage_flow(pane: Pane, *, buttons_below: bool = True) -> None:
    """The rings of the stages; past ones with their day, future ones dotted; below the next step as the one button."""
    kind = pane.snapshot.kind.name
    stages = pane.facts.stages.get(kind, ())
    steps: dict[str, str] = {}
    for step in (s.record for s in pane.store.children(pane.snapshot.id, StageStep)):
        stage_, day = step.stage or "", step.on_day or ""
        steps[stage_] = max(day, steps.get(stage_, ""))
    keys = [s.key for s in stages]
    current = stage_key(pane.snapshot)
    position = keys.index(current) if current in keys else 0
    start = max(0, min(position - 1, len(stages) - SHOWN))
    grid = QGridLayout()
    grid.setHorizontalSpacing(0)
    grid.setVerticalSpacing(0)
    visible = stages[start : start + SHOWN]
    for i, stage in enumerate(visible):
        index = start + i
        future = index > position
        ring = StageRing(stage.phase, future=future, current=index == position)
        connector = line()
        connector.setFixedHeight(2)
        if index < position:
            connector.setStyleSheet(f"background: {theme.token('accent')};")
        beside = row(ring, connector if i < len(visible) - 1 else None, spacing=6, margins=(0, 0, 6, 0))
        grid.addLayout(beside, 0, i)
        grid.addWidget(label(stage.label, "caption" if future else "", 10, 600 if index == position else 500), 1, i)
        day = steps.get(stage.key, "")
        text = "offen" if future else (show_near(day, pane.facts.today) if day else "")
        grid.addWidget(label(text, "caption", 9), 2, i)
        grid.setColumnStretch(i, 1)
    pane.box.addSpacing(4)
    pane.box.addLayout(grid)
    if not buttons_below:
        return
    withdrawn = withdrawn_because(pane.snapshot)
    if withdrawn:
        pane.warn("warning", f"Zurückgezogen: {withdrawn}")
    following = entries.next_stage(pane.store, pane.snapshot)
    buttons: list[QPushButton] = []
    if following and not withdrawn:
        word = stages[position].next_step or f"{pane.facts.label(kind, following)} eintragen"
        buttons.append(
            button(
                word, "primary", "check-circle", lambda: pane.commands.entries.set_stage(pane.snapshot.id, following)
            )
        )
    number = phone_of(pane.snapshot)
    if number:
        buttons.append(button("Anrufen", "", "phone", lambda: pane.commands.entries.dial(number), number))
    if buttons:
        pane.box.addSpacing(4)
        pane.box.addLayout(row(*buttons, None))
    pane.box.addSpacing(4)
