"""Aufgaben."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import TOP, Verb
from netzwerkhilfe.ui.listing.pages import list_page

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.listing.spec import ListSpec
    from netzwerkhilfe.ui.shell.commands import Commands


def _spec(kind: str) -> ListSpec:
    from netzwerkhilfe.ui.areas.tasks.lists import SPECS

    return SPECS[kind]


def _open(store: Store) -> int:
    from netzwerkhilfe.services.helping import work_list

    return len(work_list.open_ids(store))


def _ticking(commands: Commands, shown: Snapshot) -> tuple[Verb, ...]:
    """To tick a task off, or to take it up again."""
    from netzwerkhilfe.models.tasks import Task
    from netzwerkhilfe.services.helping import work_list

    if work_list.is_open(shown.of(Task)):
        return (Verb("Erledigt", partial(commands.tasks.finish, shown.id)),)
    return (Verb("Doch noch offen", partial(commands.tasks.reopen, shown.id)),)


PAGES = (list_page("tasks", "Aufgaben", "check-circle", TOP, _spec, count=_open, verbs=_ticking, manual="helfen.md"),)
