"""What arrives while a dialog or a page is open is not covered by what is decided there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models.meetings import AgendaItem
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.services.meetings import minutes
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.form import FormPanel
from tests.acts import act
from tests.services.meetings.test_meetings import again, held, item, seat_all
from tests.ui.areas.test_meetings import opened
from tests.ui.conftest import Desk


@pytest.fixture
def team(store: Store) -> Store:
    """Maxdorf with a full Leitungsteam."""
    seat_all(store)
    return store


def in_step(*offices: Store, stick: Path) -> None:
    """Each exchanges, the first once more."""
    for office in (*offices, offices[0]):
        folder.exchange(office, stick, accept=True)


def up_for_review(store: Store) -> set[str]:
    """The ids of what somebody has to look at again."""
    with store.reading() as cursor:
        return {s.id for s in reading.reviews(cursor)}


def in_conflict(store: Store) -> set[str]:
    """The registers that are in conflict."""
    with store.reading() as cursor:
        return {c.register for c in reading.conflicts(cursor)}


@pytest.mark.parametrize("refreshed", [False, True])
def test_what_comes_while_the_signing_panel_is_open_is_not_signed(
    team: Store, other: Store, stick: Path, desk: Desk, refreshed: bool
) -> None:
    """GIVEN the panel on the screen WHEN a text comes in and the clerk signs THEN the meeting is up for review."""
    meeting = held(team)
    in_step(team, other, stick=stick)
    page = opened(desk, meeting)
    page.desk.steps.next_step()  # the meeting ends
    desk.settle()
    page.desk.steps.next_step()
    panel = desk.panel
    one = item(team, meeting, "3")
    act(other, lambda change: change.update(one, {"text": "Ergänzt in Wachenheim."}))
    in_step(other, team, stick=stick)
    if refreshed:
        page.refresh()
        desk.settle()
    panel.save()
    desk.settle()
    for office in (team, other):
        in_step(team, other, stick=stick)
        there = again(office, meeting)
        (late,) = minutes.changed_since(office, there)
        assert there.sealed == "signed" and "Niederschrift" in late and "Jutta Frey" in late
        assert meeting.id in up_for_review(office)
        assert office.require(one, AgendaItem).record.text == "Ergänzt in Wachenheim."


def test_what_the_panel_showed_is_signed(team: Store, other: Store, stick: Path, desk: Desk) -> None:
    """GIVEN a text that came before the panel opened, on a page that still shows the old one THEN it is signed too."""
    meeting = held(team)
    in_step(team, other, stick=stick)
    page = opened(desk, meeting)
    page.desk.steps.next_step()
    desk.settle()
    one = item(team, meeting, "3")
    act(other, lambda change: change.update(one, {"text": "Ergänzt in Wachenheim."}))
    in_step(other, team, stick=stick)
    page.desk.steps.next_step()
    desk.panel.save()
    desk.settle()
    assert minutes.changed_since(team, again(team, meeting)) == [] and up_for_review(team) == set()


def test_an_approval_covers_what_the_page_showed(team: Store, other: Store, stick: Path, desk: Desk) -> None:
    """GIVEN signed minutes on the screen WHEN another office takes the signature back and this one approves THEN both
    stay, and a person decides."""
    meeting = held(team)
    page = opened(desk, meeting)
    for _ in range(2):
        page.desk.steps.next_step()
        desk.settle()
    desk.panel.save()
    desk.settle()
    in_step(team, other, stick=stick)
    act(other, minutes.unsign, again(other, meeting))
    in_step(other, team, stick=stick)
    assert again(team, meeting).sealed is None and page.desk.current.meeting.sealed == "signed"
    page.desk.steps.next_step()
    desk.panel.day.setText("16.04.2026")
    desk.panel.save()
    desk.settle()
    in_step(team, other, stick=stick)
    for office in (team, other):
        assert in_conflict(office) == {"seal"}
        assert again(office, meeting).sealed == "approved"


def test_what_comes_while_the_form_is_open_is_not_thrown_away(
    store: Store, other: Store, stick: Path, desk: Desk
) -> None:
    """GIVEN the form of an offer WHEN another office adds a telephone and a step THEN none of it is hidden."""
    with store.change() as change:
        record = change.add("offers", {"title": "Kleiderkammer"}).id
        known = change.add("stage_steps", {"parent": record, "stage": "neu"}, root=record).id
    in_step(store, other, stick=stick)
    desk.go("offers")
    desk.shell.entries.edit(record)
    panel = desk.panel
    assert isinstance(panel, FormPanel)
    with other.change() as change:
        change.update(record, {"phone": "06237 7"})
        late = change.add("stage_steps", {"parent": record, "stage": "geprüft"}, root=record).id
    in_step(other, store, stick=stick)
    next(b for b in panel.findChildren(QPushButton) if b.text() == "In den Papierkorb").click()
    desk.settle()
    in_step(store, other, stick=stick)
    for office in (store, other):
        assert office.require(record).sealed == "trashed" and record in up_for_review(office)
        assert office.require(known).sealed == "trashed" and office.require(late).sealed is None
        assert office.require(record, Offer).record.phone == "06237 7" and in_conflict(office) == set()


def test_a_pane_throws_away_what_it_shows(store: Store, other: Store, stick: Path, desk: Desk) -> None:
    """GIVEN the pane of an offer, open since before another office changed it WHEN the offer is thrown away THEN it is
    up for review; thrown away again from a pane that shows the change, it is not."""
    with store.change() as change:
        record = change.add("offers", {"title": "Kleiderkammer"}).id
    in_step(store, other, stick=stick)
    desk.go("offers")
    shown = store.require(record)
    act(other, lambda change: change.update(record, {"phone": "06237 7"}))
    in_step(other, store, stick=stick)
    desk.shell.entries.trash(shown)
    assert up_for_review(store) == {record}
    act(store, lambda change: change.untrash(record))
    desk.shell.entries.trash(store.require(record))
    assert up_for_review(store) == set()
