"""Vermitteln: flats, work, the people who look for them, shelters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import PLACING
from netzwerkhilfe.ui.listing.pages import list_page

if TYPE_CHECKING:
    from netzwerkhilfe.ui.listing.spec import ListSpec


def _spec(kind: str) -> ListSpec:
    from netzwerkhilfe.ui.areas.leads.lists import SPECS

    return SPECS[kind]


PAGES = (
    list_page("housing", "Wohnungen", "house-line", PLACING, _spec),
    list_page("work", "Praktika & Arbeit", "briefcase", PLACING, _spec),
    list_page("cases", "Gesuche", "hand", PLACING, _spec),
    list_page("shelters", "Unterkünfte", "buildings", PLACING, _spec),
)
