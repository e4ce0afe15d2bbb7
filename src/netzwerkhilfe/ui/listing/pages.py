"""The specs of pages that show a list: those that are written out, and those that follow from the fields of a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import HEADINGS, PEOPLE, Page, PageSpec, QuickAdd, Verb

if TYPE_CHECKING:
    from netzwerkhilfe.models import Kind
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.listing.spec import ListSpec
    from netzwerkhilfe.ui.shell.commands import Commands

LIST_KEYS = (
    ("↑ ↓", "Eintrag wählen"),
    ("Enter", "Eintrag bearbeiten"),
    ("Leertaste", "Haken setzen oder wegnehmen"),
    ("Umschalt+↑ ↓, Strg+A", "mehrere wählen, alle wählen"),
    ("Buchstaben", "zum Eintrag springen, der so beginnt"),
    ("Menütaste", "was mit dem Eintrag getan werden kann"),
    ("Strg+C", "Zeilen kopieren"),
    ("Entf", "in den Papierkorb"),
    ("Strg+← →", "Karte zum vorigen oder nächsten Stand"),
)
PLAIN_ICON = "list-bullets"


def list_page(
    kind: str,
    title: str,
    icon: str,
    heading: str,
    spec: Callable[[str], ListSpec],
    *,
    count: Callable[[Store], int] | None = None,
    quick_add: QuickAdd | None = None,
    verbs: Callable[[Commands, Snapshot], Sequence[Verb]] | None = None,
    manual: str = "zeilen.md",
) -> PageSpec:
    """The page of a kind; ``spec`` is asked for the rest at its first visit. Counted are all entries, unless ``count``
    says otherwise."""

    def make(commands: Commands) -> Page:
        from netzwerkhilfe.ui.listing.page import ListPage

        return ListPage(made, spec(kind), commands)

    made = PageSpec(
        kind,
        title,
        icon,
        make,
        heading,
        count=count or (lambda store: store.count(kind)),
        quick_add=quick_add,
        verbs=verbs,
        manual=manual,
    )
    return made


def page_from_fields(kind: Kind) -> PageSpec:
    """The page of a listed kind that nobody wrote one for."""

    def spec(_kind: str) -> ListSpec:
        from netzwerkhilfe.ui.listing.from_fields import list_from_fields

        return list_from_fields(kind)

    heading = kind.heading if kind.heading in HEADINGS and kind.heading else PEOPLE
    return list_page(kind.name, kind.plural, kind.icon or PLAIN_ICON, heading, spec)
