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
        keys=(("Alt+↑ ↓", "TOP verschieben"), ("Alt+→ ←", "Unterpunkt, TOP für sich")),
        manual="sitzungen.md",
        reveals=("agenda_items", "resolutions"),
    ),
)
