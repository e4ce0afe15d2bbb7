"""Anrufe: the list of notes, and Anruf notieren (F2)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.page import PEOPLE, Verb
from netzwerkhilfe.ui.listing.pages import list_page

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.ui.listing.spec import ListSpec
    from netzwerkhilfe.ui.shell.commands import Commands


def _spec(kind: str) -> ListSpec:
    from netzwerkhilfe.ui.areas.calls.lists import SPECS

    return SPECS[kind]


def _calling_back(commands: Commands, shown: Snapshot) -> tuple[Verb, ...]:
    """To tick off that somebody was called back."""
    from netzwerkhilfe.models.notes import CallNote

    note = shown.of(CallNote).record
    waits = note.remind_on and not note.done
    return (Verb("Rückruf erledigt", partial(commands.calls.done, shown.id)),) if waits else ()


PAGES = (list_page("notes", "Anrufe", "phone", PEOPLE, _spec, verbs=_calling_back, manual="index.md#anruf-notieren"),)
