"""Every pill of every page asks a question that the store can answer and that can be true."""

from __future__ import annotations

import pytest

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.ui.areas import registry
from netzwerkhilfe.ui.kit.page import Page
from netzwerkhilfe.ui.listing.page import ListPage
from netzwerkhilfe.ui.listing.tools import Pill
from tests.ui.conftest import Desk
from tests.ui.listing import pills

BY_HAND = {"meetings"}
"""Listed kinds whose page is drawn by hand and has no pills."""


@pytest.mark.parametrize("key", registry.pages())
def test_every_pill_of_every_page_asks_a_valid_question(desk: Desk, key: str) -> None:
    """GIVEN an entry for each question of each pill WHEN it is asked THEN the list shows the entry and hides others;
    sorting by any column hides none."""
    page: Page = desk.go(key)
    if not isinstance(page, ListPage):
        assert not page.findChildren(Pill) and (key in BY_HAND or key not in KINDS)
        return
    pills.ask_all(desk, page)
    everything = set(page.model.ids)
    for section in range(len(page.spec.columns)):
        page.table.horizontalHeader().sectionClicked.emit(section)
        desk.settle()
        assert set(page.model.ids) == everything and len(page.model.ids) == len(everything)


def test_every_listed_kind_has_a_page_whose_pills_are_asked() -> None:
    assert {k.name for k in KINDS.values() if k.listed} - set(registry.pages()) == set()
