"""What a person keeps of a list is kept by name; what earlier versions kept by position is understood."""

from __future__ import annotations

from collections.abc import Callable

from netzwerkhilfe.ui.listing.page import ListPage
from netzwerkhilfe.ui.listing.views import column_names
from tests.ui.conftest import Desk

Fill = Callable[..., list[str]]


def housing(desk: Desk) -> ListPage:
    page = desk.go("housing")
    assert isinstance(page, ListPage)
    return page


def test_columns_hidden_by_an_earlier_version_stay_hidden(desk: Desk, fill: Fill) -> None:
    """GIVEN settings that name columns by position THEN the same are hidden, and the next change keeps names."""
    fill("housing", {"landlord": "Dörr", "rooms": 2.0})
    person = desk.shell.store.person
    desk.shell.settings.set("columns", {person: {"housing": [3, 99], "work": [3]}})
    page = housing(desk)
    assert page.hidden == {"rent"} and page.table.isColumnHidden(3)
    page.show_column("place", on=False)
    kept = desk.shell.settings.get("columns")[person]
    assert kept == {"housing": ["place", "rent"], "work": [3]}
    assert page.table.isColumnHidden(1)


def test_a_view_of_an_earlier_version_keeps_its_order(desk: Desk, fill: Fill) -> None:
    """GIVEN a view that was kept with the position of its column THEN it sorts by that column; one that is gone does
    nothing."""
    fill("housing", {"landlord": "A", "rooms": 3.0}, {"landlord": "B", "rooms": 2.0})
    page = housing(desk)
    page.restore_view({"text": "", "pills": {}, "sorted": [0, True]})
    desk.settle()
    assert page.view()["sorted"] == ["title", True]
    page.restore_view({"sorted": [42, False]})
    page.restore_view({"sorted": ["gone", False]})
    assert page.view()["sorted"] == ["title", True]


def test_names_and_positions_of_columns(desk: Desk) -> None:
    columns = housing(desk).spec.columns
    assert column_names(columns, [0, "rent", -1, 77, "gone", None]) == ["title", "rent"]
