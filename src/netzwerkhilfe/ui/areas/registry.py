"""All pages of the window, in the order of the sidebar. An area adds its own here, with one line; a listed kind that no
area names gets a page from its fields."""

from __future__ import annotations

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.ui.areas import calls, exchange, leads, meetings, overview, people, settings, tasks
from netzwerkhilfe.ui.kit.page import HEADINGS, PageSpec
from netzwerkhilfe.ui.listing.pages import page_from_fields

WRITTEN = (
    *overview.PAGES,
    *tasks.PAGES,
    *leads.PAGES,
    *people.PAGES,
    *calls.PAGES,
    *meetings.PAGES,
    *exchange.PAGES,
    *settings.PAGES,
)


def pages() -> dict[str, PageSpec]:
    """The specs of all pages by key."""
    written = {s.key for s in WRITTEN}
    found = [*WRITTEN, *(page_from_fields(k) for k in KINDS.values() if k.listed and k.name not in written)]
    return {s.key: s for s in sorted(found, key=lambda s: HEADINGS.index(s.heading))}
