"""Sitzungen: all meetings, the desk of one, the register of decisions, the preview of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import TOGETHER, Page, PageSpec

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


def _make(commands: Commands) -> Page:
    from netzwerkhilfe.ui.areas.meetings.page import MeetingsPage

    return MeetingsPage(commands)


PAGES = (
    PageSpec(
        "meetings",
        "Sitzungen",
        "calendar-blank",
        _make,
        TOGETHER,
        keys=(
            ("Alt+↑ ↓", "TOP verschieben"),
            ("Alt+→ ←", "Unterpunkt, TOP für sich"),
            ("Strg+Enter", "nächster TOP, dann der nächste Schritt der Sitzung"),
            ("Strg+M", "in die Niederschrift des TOP"),
            ("Strg+Leertaste", "Textbaustein einfügen"),
            ("Strg+B", "Beschluss eintragen"),
            ("Strg+J", "alle stimmen mit Ja"),
            ("Strg+T", "Aufgabe eintragen"),
        ),
        manual="sitzungen.md",
        reveals=("agenda_items", "resolutions"),
    ),
)
