"""How many suggestions a case has stands in the list: counted beside all that somebody waits for, when it matters."""

from __future__ import annotations

from typing import Any
from unittest import mock

from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.matching import matching
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.leads import suggestions
from tests.acts import act
from tests.ui.conftest import Desk

FLAT = {"place": "Maxdorf", "rooms": "3", "gross_rent": "600", "landlord": "Groß", "max_persons": "4", "area_m2": "70"}
CASE = {"needs": "Wohnung", "persons": "3", "place": "Maxdorf", "max_rent": "700"}


def test_the_list_shows_how_many_fit_and_hears_of_changes(desk: Desk, store: Store, qtbot: Any) -> None:
    case = act(store, entries.add, "cases", CASE)
    desk.shell.changed()
    qtbot.waitUntil(lambda: suggestions.count(case) == 0)
    act(store, entries.add, "housing", FLAT)
    desk.shell.changed()
    qtbot.waitUntil(lambda: suggestions.count(case) == 1)
    desk.shell.beside.wait()


def test_it_is_counted_once_for_many_changes_and_never_for_what_does_not_matter(
    desk: Desk, store: Store, qtbot: Any
) -> None:
    case = act(store, entries.add, "cases", CASE)
    with mock.patch.object(matching, "counts_for_cases", wraps=matching.counts_for_cases) as counted:
        for i in range(5):
            act(store, entries.add, "housing", FLAT | {"landlord": f"Groß {i}"})
            desk.shell.changed()
        qtbot.waitUntil(lambda: suggestions.count(case) == 5)
        desk.shell.beside.wait()
        assert counted.call_count == 1
        act(store, entries.add, "notes", {"name": "Anna", "text": "ruft wieder an"})
        desk.shell.changed()
        qtbot.wait(600)
        desk.shell.beside.wait()
        assert counted.call_count == 1
