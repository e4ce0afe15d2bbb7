"""Anrufe: the list of notes, and Anruf notieren (F2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import PEOPLE
from netzwerkhilfe.ui.listing.pages import list_page

if TYPE_CHECKING:
    from netzwerkhilfe.ui.listing.spec import ListSpec


def _spec(kind: str) -> ListSpec:
    from netzwerkhilfe.ui.areas.calls.lists import SPECS

    return SPECS[kind]


PAGES = (list_page("notes", "Anrufe", "phone", PEOPLE, _spec),)
