"""Menschen & Angebote: volunteers, offers of help, helper groups, courses, shared professionals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import PEOPLE, QuickAdd
from netzwerkhilfe.ui.listing.pages import list_page

if TYPE_CHECKING:
    from netzwerkhilfe.ui.listing.spec import ListSpec


def _spec(kind: str) -> ListSpec:
    from netzwerkhilfe.ui.areas.people.lists import SPECS

    return SPECS[kind]


def _named(text: str) -> dict[str, str]:
    from netzwerkhilfe.models.people import split_name

    _, first, last = split_name(text)
    return {"first_name": first, "last_name": last}


PAGES = (
    list_page(
        "volunteers",
        "Ehrenamtliche",
        "users-three",
        PEOPLE,
        _spec,
        manual="helfen.md",
        quick_add=QuickAdd("Ctrl+Shift+P", "Strg+Umschalt+P", "Person", _named),
    ),
    list_page("offers", "Hilfsangebote", "handshake", PEOPLE, _spec, manual="helfen.md"),
    list_page("helper_groups", "Helferkreise", "users-four", PEOPLE, _spec, manual="helfen.md"),
    list_page("courses", "Kurse", "graduation-cap", PEOPLE, _spec, manual="helfen.md"),
    list_page("professionals", "Fachkräfte", "first-aid-kit", PEOPLE, _spec, manual="helfen.md"),
)
