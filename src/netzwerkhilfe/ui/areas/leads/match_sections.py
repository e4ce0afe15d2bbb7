"""Sections about what fits whom: suggestions with their reasons, and the suggestions that were made for a case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from netzwerkhilfe.models.cases import Match
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.matching import matching
from netzwerkhilfe.services.matching.matching import Suggestion
from netzwerkhilfe.services.matching.rules import VERDICTS
from netzwerkhilfe.ui.areas.leads.commands import REFUSED
from netzwerkhilfe.ui.detail import sections
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.detail.reasons import reason_row
from netzwerkhilfe.ui.kit.dialogs import Panel, host_of
from netzwerkhilfe.ui.kit.widgets import Part, boxed, button, column, label, row

TONES = {0: "ok", 1: "ok", 2: "muted", 3: "muted", 4: "bad"}
SHOWN = 3


def card(pane: Pane, rank: int, one: Suggestion, propose: Callable[[str], object]) -> QWidget:
    """One suggestion: rank, name, number, verdict, reasons, and what can be done."""
    name = button(one.title, "link", clicked=lambda: pane.commands.reveal(one.kind, one.id), tip=f"{one.title} öffnen")
    verdict = label(VERDICTS[one.level], TONES[one.level], 9, 600)
    number = "" if one.number in one.title else one.number
    head = row(label(str(rank), "section", 12, 600), 4, name, label(number, "caption", 9), None, verdict)
    reasons = reason_row(one.reasons)
    if one.level < 4:
        reasons.addWidget(button("Vorschlagen", "link", clicked=lambda: propose(one.id)))
    return boxed(column(head, reasons, spacing=4, margins=(12, 8, 12, 8)), "card")


def suggestions(pane: Pane, heading: str) -> None:
    """What fits the entry, the best three; read off the window's thread."""
    store, entry = pane.store, pane.snapshot
    place = QWidget()
    waiting = label("Vorschläge werden gesucht …", "caption", 9)
    holder = column(waiting)
    place.setLayout(holder)
    pane.section(heading)
    pane.box.addWidget(place)

    propose = partial(pane.commands.leads.propose, entry)

    def arrived(found: list[Suggestion]) -> None:
        try:
            waiting.hide()
        except RuntimeError:  # another entry is shown by now
            return
        fitting = [s for s in found if s.level < 4]
        if not fitting:
            holder.addWidget(label("Zurzeit passt nichts.", "muted"))
        for rank, one in enumerate(fitting[:SHOWN], 1):
            holder.addWidget(card(pane, rank, one, propose))
        if len(found) > min(len(fitting), SHOWN):
            text = (
                f"Alle {len(fitting)} anzeigen, und was nicht passt"
                if len(fitting) > SHOWN
                else "Was nicht passt, und warum"
            )
            holder.addLayout(row(button(text, "link", clicked=lambda: every(found)), None))

    def every(found: list[Suggestion]) -> None:
        panel = Panel(host_of(place), "Vorschläge", subtitle=entry.title(pane.facts), icon="handshake", width=720)
        for rank, one in enumerate(found[:100], 1):
            if one.level == 4 and (rank == 1 or found[rank - 2].level < 4):
                panel.body.addWidget(label("Passt nicht", "section", 9, 600))
            panel.body.addWidget(card(pane, rank, one, propose))
        panel.foot.addStretch(1)
        panel.foot.addWidget(button("Schließen", clicked=panel.dismiss))
        panel.open()

    pane.commands.worker.run(lambda: matching.suggestions(store, entry, everything=True), arrived)
    pane.all_suggestions = lambda: pane.commands.worker.run(
        lambda: matching.suggestions(store, entry, everything=True), every
    )


def chain(pane: Pane) -> None:
    """The suggestions that were made for a case, each with its next step."""
    found = pane.store.children(pane.snapshot.id, Match)
    if not found:
        return
    pane.section("Gemachte Vorschläge")
    kind = found[0].kind.name
    stages = pane.facts.stages.get(kind, ())
    for match in sorted(found, key=lambda m: m.record.stage_on or "", reverse=True):
        stage = pane.facts.stage(kind, match.record.stage)
        keys = [s.key for s in stages]
        below = " · ".join(
            p
            for p in (
                stage.label if stage else match.record.stage,
                show_near(match.record.stage_on or "", pane.facts.today),
                match.record.refused_because,
            )
            if p
        )
        parts: list[Part] = [
            column(
                label(match.record.title or "Vorschlag", "", 10, 500, wrap=True),
                label(below, "caption", 9),
                spacing=0,
            )
        ]
        line_ = row(*parts, None)
        line_.setStretch(0, 1)
        if stage and stage.phase < 4:
            following = keys[keys.index(stage.key) + 1]
            line_.addWidget(
                button(
                    stage.next_step or pane.facts.label(kind, following),
                    clicked=partial(pane.commands.leads.advance, match, following),
                )
            )
            more = button("", "quiet", "dots-three", tip="Weitere Befehle")
            menu = QMenu(more)
            for refused in [s for s in stages if s.phase == REFUSED]:
                menu.addAction(f"{refused.label[0].upper()}{refused.label[1:]} …").triggered.connect(
                    lambda _c=False, m=match, k=refused.key: pane.commands.leads.advance(m, k)
                )
            more.clicked.connect(lambda _c=False, b=more, m=menu: m.exec(b.mapToGlobal(b.rect().bottomLeft())))
            line_.addWidget(more)
        pane.box.addLayout(line_)


def helping(p: Pane, heading: str) -> None:
    """What all that helps shares: suggestions, tasks, time line, files."""
    suggestions(p, heading)
    sections.tasks(p)
    sections.time_line(p)
    sections.files(p)
