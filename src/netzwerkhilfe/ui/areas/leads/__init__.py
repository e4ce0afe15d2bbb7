"""Vermitteln: flats, work, the people who look for them, shelters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import PLACING, Verb
from netzwerkhilfe.ui.listing.pages import list_page

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.ui.listing.spec import ListSpec
    from netzwerkhilfe.ui.shell.commands import Commands


def _spec(kind: str) -> ListSpec:
    from netzwerkhilfe.ui.areas.leads.lists import SPECS

    return SPECS[kind]


def _withdrawing(commands: Commands, shown: Snapshot) -> tuple[Verb, ...]:
    """To withdraw a lead or a case, or to take it up again."""
    from netzwerkhilfe.services.entries.common_fields import withdrawn_because

    text = "Wieder aufnehmen" if withdrawn_because(shown) else "Zurückziehen, mit Grund …"
    return (Verb(text, partial(commands.leads.withdraw, shown.id)),)


PAGES = (
    list_page("housing", "Wohnungen", "house-line", PLACING, _spec, verbs=_withdrawing, manual="passen.md"),
    list_page("work", "Praktika & Arbeit", "briefcase", PLACING, _spec, verbs=_withdrawing, manual="passen.md"),
    list_page("cases", "Gesuche", "hand", PLACING, _spec, verbs=_withdrawing, manual="passen.md"),
    list_page("shelters", "Unterkünfte", "buildings", PLACING, _spec),
)
