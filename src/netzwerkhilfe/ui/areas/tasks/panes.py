"""The pane of a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from netzwerkhilfe.models.tasks import Task, TaskState
from netzwerkhilfe.models.values import show_date, show_near
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit.widgets import button, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


def task(commands: Commands, s: Snapshot[Task]) -> QWidget:
    """A task."""
    p = Pane(commands, s)
    store = p.store
    p.head(s.title(p.facts))
    p.where()
    p.notices()
    due = p.entry.due_on
    if work_list.is_open(s):
        p.box.addLayout(row(button("Erledigt", "primary", "check-circle", lambda: commands.tasks.finish(s.id)), None))
    else:
        p.box.addLayout(row(button("Doch noch offen", clicked=lambda: commands.tasks.reopen(s.id)), None))
    p.facts_grid(
        [
            ("Wer", p.text("person"), ""),
            ("Bis", show_date(due) if due else "", show_near(due, p.facts.today) if due else ""),
            ("Stand", p.text("state") or TaskState.OPEN.label, p.text("dropped_because")),
        ]
    )
    about = store.get(p.entry.about) if p.entry.about else None
    if about:
        p.section("Gehört zu")
        text = f"{about.kind.singular}: {about.title(p.facts)}"
        p.box.addLayout(row(button(text, "link", clicked=lambda: commands.reveal(about.kind.name, about.id)), None))
    if p.entry.note:
        p.section("Anmerkung")
        p.paragraph(p.entry.note)
    return p.done()
