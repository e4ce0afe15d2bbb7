"""A listed kind that no area has written a page for: list, filters and pane out of its fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store.conditions import equals
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas import registry
from netzwerkhilfe.ui.kit.page import PEOPLE, TOGETHER
from netzwerkhilfe.ui.listing.from_fields import list_from_fields
from netzwerkhilfe.ui.listing.page import ListPage
from netzwerkhilfe.ui.listing.pages import page_from_fields
from tests.ui.conftest import Desk
from tests.ui.listing import pills

Fill = Callable[..., list[str]]
LISTED = [k.name for k in KINDS.values() if k.listed]


@pytest.fixture
def plain(desk: Desk) -> Iterator[Callable[[str], ListPage]]:
    """The page that a kind gets from its fields."""
    made: list[ListPage] = []

    def show(kind: str) -> ListPage:
        page = page_from_fields(KINDS[kind]).make(desk.shell)
        assert isinstance(page, ListPage)
        desk.shell.stack.addWidget(page)
        desk.shell.stack.setCurrentWidget(page)
        page.refresh()
        desk.settle()
        made.append(page)
        return page

    yield show
    for page in made:
        desk.shell.stack.removeWidget(page)
        page.deleteLater()


def test_list_filters_and_pane_follow_from_the_fields(desk: Desk, fill: Fill, plain: Callable[[str], ListPage]) -> None:
    """GIVEN two courses and the page of a kind that nobody wrote THEN it lists, filters, sorts and shows them."""
    fill(
        "courses",
        {"title": "Lotsenschulung", "seats": 12, "open_to_all": True, "note": "Bitte anmelden"},
        {"title": "Nähkurs", "seats": 6},
    )
    page = plain("courses")
    assert [c.heading for c in page.spec.columns][:2] == ["Kurs", "Büro"]
    assert {"Beginn", "Ort", "Plätze"} <= {c.heading for c in page.spec.columns}
    assert len(page.model.ids) == 2
    pill = next(p for p in page.pills if p.filter.condition)
    assert pill.filter.condition
    pill.choose("", pill.filter.condition(desk.shell.store.facts()))
    desk.settle()
    (only,) = page.model.ids
    shown = [w.text() for w in page.detail.findChildren(QLabel)]
    assert {"Lotsenschulung", "12", "Bitte anmelden"} <= set(shown)
    assert page.current == only
    names = [b.accessibleName() or b.text() for b in page.detail.findChildren(QPushButton)]
    assert "Bearbeiten (Strg+E)" in names
    page.reset()
    desk.settle()
    for section in range(len(page.spec.columns)):
        page.table.horizontalHeader().sectionClicked.emit(section)
        desk.settle()
        assert len(page.model.ids) == 2


@pytest.mark.parametrize("kind", LISTED)
def test_every_listed_kind_could_do_without_a_written_page(
    desk: Desk, plain: Callable[[str], ListPage], kind: str
) -> None:
    """GIVEN any listed kind THEN the page from its fields is there, an empty one says so, and each of its filters can
    be asked."""
    page = plain(kind)
    assert page.spec.kind == kind and len({c.name for c in page.spec.columns}) == len(page.spec.columns)
    assert page.model.ids or page.stack.currentIndex() == 1
    pills.ask_all(desk, page)


def test_a_filter_offers_what_people_read(store: Store) -> None:
    """GIVEN a category that the network calls otherwise THEN the filter offers its name and asks its key."""
    facts = dataclasses.replace(store.facts(), renamed={("offer_categories", "Kleiderkammer"): "Kleiderladen"})
    assert "Kleiderkammer" in facts.categories["offer_categories"]
    by_category = next(f for f in list_from_fields(KINDS["offers"]).filters if f.name == "Art")
    assert by_category.options
    asked = {o.text: o.condition for o in by_category.options(facts)}
    assert asked["Kleiderladen"] == equals("category", "Kleiderkammer") and "Kleiderkammer" not in asked


def test_icon_and_place_in_the_sidebar_come_from_the_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN a listed kind without a page THEN it stands under its heading with its icon, or at the usual place."""
    kind = dataclasses.replace(KINDS["courses"], name="bicycle_loans", plural="Fahrräder", icon="bicycle")
    monkeypatch.setitem(KINDS, "bicycle_loans", kind)
    spec = registry.pages()["bicycle_loans"]
    assert (spec.title, spec.icon, spec.heading, spec.in_sidebar) == ("Fahrräder", "bicycle", PEOPLE, True)
    monkeypatch.setitem(KINDS, "bicycle_loans", dataclasses.replace(kind, heading=TOGETHER, icon=""))
    spec = registry.pages()["bicycle_loans"]
    assert (spec.heading, spec.icon) == (TOGETHER, "list-bullets")
    assert list_from_fields(kind).add == "Kurs erfassen"
