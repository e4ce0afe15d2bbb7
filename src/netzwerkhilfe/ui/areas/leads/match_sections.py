"""Sections about what fits whom: suggestions with their reasons, and the suggestions that were made."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget
from shiboken6 import isValid

from netzwerkhilfe.models.cases import Case, Match, RefusedBy
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.entries.common_fields import promised_to
from netzwerkhilfe.services.matching import along, matching
from netzwerkhilfe.services.matching.along import DONE, REFUSED
from netzwerkhilfe.services.matching.following import Between, Following, NextStep
from netzwerkhilfe.services.matching.matching import Best, Suggestion
from netzwerkhilfe.services.matching.rules import NEVER, UNCLEAR, VERDICTS
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.detail import sections
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.detail.reasons import reason_row
from netzwerkhilfe.ui.kit.dialogs import Panel, host_of
from netzwerkhilfe.ui.kit.widgets import Part, badge, boxed, button, column, label, row

TONES = {0: "ok", 1: "ok", UNCLEAR: "muted", NEVER: "bad"}
SHOWN = 3
MOST = 100
"""So many are shown where all are asked for."""


def card(pane: Pane, rank: int, one: Suggestion, propose: Callable[[str], object]) -> QWidget:
    """One suggestion: rank, name, number, verdict, reasons, and what can be done."""
    name = button(one.title, "link", clicked=lambda: pane.commands.reveal(one.kind, one.id), tip=f"{one.title} öffnen")
    verdict = label(VERDICTS[one.level], TONES.get(one.level, "muted"), 9, 600)
    number = "" if one.number in one.title else one.number
    head = row(label(str(rank), "section", 12, 600), 4, name, label(number, "caption", 9), None, verdict)
    reasons = reason_row(one.reasons)
    if one.level < NEVER:
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

    def arrived(found: Best) -> None:
        if not isValid(place):  # another entry is shown by now
            return
        waiting.hide()
        if not found.fitting:
            holder.addWidget(label("Zurzeit passt nichts.", "muted"))
        for rank, one in enumerate([s for s in found.first if s.level < NEVER][:SHOWN], 1):
            holder.addWidget(card(pane, rank, one, propose))
        if found.every > min(found.fitting, SHOWN):
            text = (
                f"Die besten {MOST} von {found.fitting} anzeigen"
                if found.fitting > MOST
                else f"Alle {found.fitting} anzeigen, und was nicht passt"
                if found.fitting > SHOWN
                else "Was nicht passt, und warum"
            )
            holder.addLayout(row(button(text, "link", clicked=lambda: every(found.first)), None))

    def every(found: list[Suggestion]) -> None:
        panel = Panel(host_of(place), "Vorschläge", subtitle=entry.title(pane.facts), icon="handshake", width=720)
        for rank, one in enumerate(found, 1):
            if one.level == NEVER and (rank == 1 or found[rank - 2].level < NEVER):
                panel.body.addWidget(label("Passt nicht", "section", 9, 600))
            panel.body.addWidget(card(pane, rank, one, propose))
        panel.foot.addStretch(1)
        panel.foot.addWidget(button("Schließen", clicked=panel.dismiss))
        panel.open()

    def all_arrived(found: Best) -> None:
        if pane.is_chosen():  # else somebody has gone on to another entry or dialog meanwhile
            every(found.first)

    def read() -> Best:
        return matching.best(store, entry, MOST)

    pane.commands.worker.run(read, arrived)
    pane.all_suggestions = lambda: pane.commands.worker.run(read, all_arrived)


def chain(pane: Pane) -> None:
    """The suggestions that were made for a case, or of a lead, each with its next step, who takes it and by when."""
    store, record = pane.store, pane.snapshot.id
    of_case = pane.snapshot.kind.model is Case
    found = store.children(record, Match) if of_case else along.of_lead(store, record)
    if not found:
        return
    pane.section("Gemachte Vorschläge" if of_case else "Vorgeschlagen für")
    stages = Following(store)
    for match in sorted(found, key=lambda m: (m.record.stage_on or "", m.id), reverse=True):
        case = stages.case(match)
        if case is not None:
            _made(
                pane,
                match,
                match.record.title or "Vorschlag" if of_case else case.title(pane.facts),
                stages.step(match),
            )


def _made(pane: Pane, match: Snapshot[Match], title: str, step: NextStep | None) -> None:
    """One suggestion that was made."""
    kind, facts = match.kind, pane.facts
    stages = facts.stages.get(kind.name, ())
    stage = facts.stage(kind.name, match.record.stage)
    word = stage.label if stage else match.record.stage
    if match.record.refused_by in (RefusedBy.TAKEN, RefusedBy.CLOSED):
        word = "zu Ende"
    below = " · ".join(
        p for p in (word, show_near(match.record.stage_on or "", facts.today), match.record.refused_because) if p
    )
    lines: list[Part] = [label(title, "", 10, 500, wrap=True), label(below, "caption", 9, wrap=True)]
    line_ = row()
    line_.addLayout(column(*lines, spacing=1), 1)
    if stage and stage.phase < DONE:
        keys = [s.key for s in stages]
        following = keys[keys.index(stage.key) + 1]
        line_.addWidget(
            button(
                stage.next_step or facts.label(kind.name, following),
                clicked=partial(pane.commands.leads.advance, match, following),
            )
        )
        line_.addWidget(_more(pane, match, stage.key))
    pane.box.addLayout(column(line_, *([_next(step, facts)] if step else []), spacing=2))


def _next(step: NextStep, facts: Facts) -> QHBoxLayout:
    """What is next, who does it and by when; what came between in a warning tone."""
    near = show_near(step.due.isoformat(), facts.today)
    said = "" if step.between is Between.NOTHING else f"{step.what} · "  # else the button says it
    text = label(f"{said}{step.who}", "muted", 9, wrap=True)
    odd = step.between not in (Between.NOTHING, Between.SILENCE)
    due = badge(
        f"überfällig {near}" if step.overdue else f"bis {near}", "bad" if step.overdue else "warn" if odd else ""
    )
    line_ = row(text, due, spacing=6)
    line_.setStretch(0, 1)
    return line_


def _more(pane: Pane, match: Snapshot[Match], stage: str) -> QPushButton:
    """Refused, another day, and back to an earlier stage."""
    kind, facts, leads = match.kind, pane.facts, pane.commands.leads
    stages = facts.stages.get(kind.name, ())
    more = button("", "quiet", "dots-three", tip="Weitere Befehle")
    menu = QMenu(more)
    for refused in [s for s in stages if s.phase == REFUSED]:
        menu.addAction(f"{refused.label[0].upper()}{refused.label[1:]} …").triggered.connect(
            lambda _c=False, k=refused.key: leads.advance(match, k)
        )
    menu.addAction("Tag oder Person ändern …").triggered.connect(lambda: leads.put_off(match))
    for earlier in itertools.takewhile(lambda s: s.key != stage, stages):
        menu.addAction(f"Zurück auf „{earlier.label}“").triggered.connect(
            lambda _c=False, k=earlier.key: leads.advance(match, k)
        )
    more.clicked.connect(lambda: menu.exec(more.mapToGlobal(more.rect().bottomLeft())))
    return more


def promise(pane: Pane) -> None:
    """To whom a flat or a place of work is promised; one that nobody holds any more may be freed."""
    number = promised_to(pane.snapshot)
    if not number:
        return
    if along.Promises(pane.store).is_stale(pane.snapshot):
        again = button("Wieder frei", clicked=partial(pane.commands.leads.free, pane.snapshot))
        pane.warn("warning", f"Vergeben an {number}, doch dort läuft kein Vorschlag mehr", again)
    else:
        pane.box.addWidget(label(f"Vergeben an {number}", "muted"))


def helping(p: Pane, heading: str) -> None:
    """What all that helps shares: suggestions, tasks, time line, files."""
    chain(p)
    suggestions(p, heading)
    sections.tasks(p)
    sections.time_line(p)
    sections.files(p)
