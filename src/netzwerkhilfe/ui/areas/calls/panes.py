"""The pane of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.notes import CallNote
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.calls.sections import wording
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit.widgets import button, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


def note(commands: Commands, s: Snapshot[CallNote]) -> QWidget:
    """A phone note."""
    p = Pane(commands, s)
    store = p.store
    p.head(s.title(p.facts), p.text("topic"))
    p.where(f"Anruf {show_near(p.entry.called_on, p.facts.today)}" if p.entry.called_on else "")
    p.phones(("phone", ""))
    if p.entry.text:
        p.section("Was ist wichtig?")
        wording(p, p.entry)
    if p.entry.findings:
        p.warn("warning", f"Passte nicht: {p.entry.findings}")
    if p.entry.remind_on and not p.entry.done:
        p.warn(
            "phone",
            f"Rückruf {show_near(p.entry.remind_on, p.facts.today)}",
            button("Erledigt", clicked=lambda: commands.calls.done(s.id)),
        )
    about = store.get(p.entry.about) if p.entry.about else None
    if about and about.kind.name in KINDS:
        p.section("Daraus entstanden")
        text = f"{about.kind.singular}: {about.title(p.facts)}"
        p.box.addLayout(row(button(text, "link", clicked=lambda: commands.reveal(about.kind.name, about.id)), None))
    return p.done()
