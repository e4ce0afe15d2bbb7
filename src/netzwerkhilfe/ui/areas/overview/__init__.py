"""Übersicht: what is to be done today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import Page, PageSpec

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


def _make(commands: Commands) -> Page:
    from netzwerkhilfe.ui.areas.overview.page import OverviewPage

    return OverviewPage(commands)


PAGES = (PageSpec("overview", "Übersicht", "squares-four", _make),)
