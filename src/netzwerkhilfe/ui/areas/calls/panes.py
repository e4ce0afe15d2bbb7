"""The pane of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit.widgets import button, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


def note(commands: Commands, s: Snapshot) -> QWidget:
    """A phone note."""
    p = Pane(commands, s)
    store = p.store
    p.head(s.title(p.facts), p.text("topic"))
    p.where(f"Anruf {show_near(p.values['called_on'], p.facts.today)}" if p.values.get("called_on") else "")
    p.phones(("phone", ""))
    if p.values.get("text"):
        p.section("Was ist wichtig?")
        p.paragraph(p.values["text"])
    if p.values.get("remind_on") and not p.values.get("done"):
        p.warn(
            "phone",
            f"Rückruf {show_near(p.values['remind_on'], p.facts.today)}",
            button("Erledigt", clicked=lambda: commands.calls.done(s.id)),
        )
    about = store.get(p.values["about"]) if p.values.get("about") else None
    if about and about.kind.name in KINDS:
        p.section("Daraus entstanden")
        text = f"{about.kind.singular}: {about.title(p.facts)}"
        p.box.addLayout(row(button(text, "link", clicked=lambda: commands.reveal(about.kind.name, about.id)), None))
    return p.done()
