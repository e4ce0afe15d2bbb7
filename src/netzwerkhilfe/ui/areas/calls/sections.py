"""The section of a pane that shows from which call an entry came: every word, and what was understood of it."""

from __future__ import annotations

from netzwerkhilfe.models.notes import CallNote
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.entries import calls
from netzwerkhilfe.services.entries.notes.note import declared
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.calls.marks import MarkedText
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit.widgets import button, label, row


def wording(pane: Pane, note: CallNote) -> None:
    """The words of a call, marked."""
    kind = calls.KIND_OF_TOPIC.get(note.topic or "", "notes")
    parts = calls.marks_of(note)
    meanings = [f"{declared(kind, p.field).label}: {p.text}" for p in parts]
    pane.box.addWidget(MarkedText(note.text or "", parts, meanings))
    if meanings:
        pane.box.addWidget(label("Verstanden: " + "; ".join(meanings), "caption", 9, wrap=True))


def came_from(pane: Pane) -> None:
    """The calls from which an entry came; other offices have no such section."""
    for note in calls.notes_about(pane.store, pane.snapshot.id):
        _came_from(pane, note)


def _came_from(pane: Pane, note: Snapshot[CallNote]) -> None:
    record = note.record
    if not record.text:
        return
    when = f" {show_near(record.called_on, pane.facts.today)}" if record.called_on else ""
    pane.section(f"Anruf{when}, nur für dieses Büro")
    wording(pane, record)
    if record.findings:
        pane.warn("warning", f"Passte nicht: {record.findings}")
    pane.box.addLayout(row(button("Zum Anruf", "link", clicked=lambda: pane.commands.reveal("notes", note.id)), None))
