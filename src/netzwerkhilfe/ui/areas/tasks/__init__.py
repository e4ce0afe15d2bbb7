"""Aufgaben."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import TOP
from netzwerkhilfe.ui.listing.pages import list_page

if TYPE_CHECKING:
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.listing.spec import ListSpec


def _spec(kind: str) -> ListSpec:
    from netzwerkhilfe.ui.areas.tasks.lists import SPECS

    return SPECS[kind]


def _open(store: Store) -> int:
    from netzwerkhilfe.services.helping import work_list

    return len(work_list.open_ids(store))


PAGES = (list_page("tasks", "Aufgaben", "check-circle", TOP, _spec, count=_open),)
