"""Einstellungen: this PC, the network's lists, about the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import TOGETHER, Page, PageSpec

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


def _make(commands: Commands) -> Page:
    from netzwerkhilfe.ui.areas.settings.page import SettingsPage

    return SettingsPage(commands)


PAGES = (PageSpec("settings", "Einstellungen", "gear", _make, TOGETHER, in_sidebar=False, manual="einrichten.md"),)
