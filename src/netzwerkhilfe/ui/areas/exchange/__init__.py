"""Austausch: the page, what has come, conflicts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import TOGETHER, Page, PageSpec

if TYPE_CHECKING:
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.shell.commands import Commands


def _make(commands: Commands) -> Page:
    from netzwerkhilfe.ui.areas.exchange.page import ExchangePage

    return ExchangePage(commands)


def _conflicts(store: Store) -> int:
    """The entries with open conflicts."""
    from netzwerkhilfe.store import reading

    with store.reading() as cursor:
        return len({c.id for c in reading.conflicts(cursor)})


PAGES = (
    PageSpec(
        "exchange",
        "Austausch",
        "arrows-left-right",
        _make,
        TOGETHER,
        count=_conflicts,
        alert=True,
        manual="austausch.md",
    ),
)
