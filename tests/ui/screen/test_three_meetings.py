"""Three meetings on a real screen with keys and mouse: the Leitungsteam from the agenda to the approval of its minutes,
a Helferkreis with 25 guests and 40 items, a decision by circulation; and one by keyboard alone with its keys counted.

``NETZWERKHILFE_PICTURES=FOLDER`` keeps the pictures of all steps.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import founding
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.services.meetings import decisions, meetings, minutes, sitting
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.conftest import KEYS, new_store
from tests.services.meetings.test_meetings import seat, seat_all
from tests.ui.screen.screen import MISSING, Screen

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"there is no {', '.join(MISSING)} to make a screen of")
NINTH = "Annegret Sommer"


@pytest.fixture
def office(tmp_path: Path) -> Store:
    """An office with nine seats, one of them with a deputy; by the clock of the day."""
    made = new_store(
        tmp_path / "MX",
        lambda: dt.datetime.now(dt.UTC),
        lambda s: founding.found_network(s, "Netzwerk Hilfe", "Maxdorf", "Petra Wagner", KEYS),
        "Petra Wagner",
    )
    seat_all(made)
    with made.change() as change:
        home = {"represents": made.local("office"), "role": "Ehrenamt", "steering_group": True}
        change.add("people", {"name": NINTH, **home})
        change.update(seat(made, "Haddad").id, {"substitute": "Nadia Amiri"})
    return made


class Desk:
    """The office before and after: closed while the window has it."""

    def __init__(self, store: Store, pictures: Path) -> None:
        self.paths, self.key = store.paths, store.key
        store.close()
        self.screen = Screen(self.paths.data, pictures)

    def opened(self) -> Store:
        """The store as it is now, beside the window."""
        return opening.open_with_key(self.paths, self.key)


@pytest.fixture
def desk(office: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    kept = os.environ.get("NETZWERKHILFE_PICTURES")
    made = Desk(office, (Path(kept) if kept else tmp_path) / request.node.name)
    yield made
    made.screen.close()


def day(days: int) -> str:
    return show_date((dt.datetime.now().astimezone().date() + dt.timedelta(days=days)).isoformat())


def plan(screen: Screen, days: int) -> None:
    """A new meeting on a day, by Strg+N and the form; it opens."""
    screen.press("ctrl+n")
    screen.picture("neue Sitzung")
    screen.click("Datum", "field")
    screen.type(day(days))
    screen.press("ctrl+s")


def test_a_meeting_of_nine_from_the_agenda_to_the_approval(desk: Desk) -> None:
    """GIVEN nine seats and a deputy WHEN the meeting is planned, invited to, held and signed, and the next one approves
    its minutes, all by keys and mouse THEN the store says so."""
    screen = desk.screen
    screen.click("Sitzungen")
    screen.picture("Sitzungen, leer")
    plan(screen, 10)
    screen.picture("geplant")
    for title in ("Begrüßung", "Bericht aus den Helferkreisen", "Halle für die Fahrradwerkstatt"):
        screen.click("Neuer Tagesordnungspunkt", "field")
        screen.type(title)
        screen.press("Return")
    screen.picture("Tagesordnung")
    screen.click("Einladen …")
    screen.picture("Einladen")
    screen.press("ctrl+s")
    screen.picture("Vorschau der Einladung")
    screen.click("Sitzung beginnen")
    screen.click("Bearbeiten")
    screen.picture("begonnen")
    screen.click("Alle anwesend")
    screen.expect("beschlussfähig (9 von 9)")
    screen.click("Haddad")
    screen.picture("Menü einer Person")
    screen.press("Up", "Up", "Return")
    screen.picture("vertreten")
    screen.press("ctrl+Return")
    screen.type("Frau Wagner begrüßt alle.")
    screen.press("ctrl+Return")
    screen.type("Die Helferkreise berichten.")
    screen.picture("Niederschrift")
    screen.press("ctrl+t")
    screen.type("Roth: Halle anfragen bis 20.12.2027")
    screen.press("Return", "ctrl+Return")
    screen.press("ctrl+b")
    screen.picture("Beschluss")
    screen.press("ctrl+j")
    screen.picture("alle Ja")
    screen.press("ctrl+Return")
    screen.picture("beendet")
    screen.press("Return")
    screen.picture("Unterschreiben")
    screen.press("Return")
    screen.expect("unterschrieben")
    screen.picture("unterschrieben")
    screen.press("Escape")
    screen.picture("alle Sitzungen")
    plan(screen, 40)
    screen.picture("die nächste, mit Vorschlag")
    screen.click("Aufnehmen")
    screen.click("Einladen …")
    screen.press("ctrl+s")
    screen.click("Sitzung beginnen")
    screen.click("Bearbeiten")
    screen.click("Alle anwesend")
    screen.picture("Genehmigung steht an")
    screen.press("ctrl+Return")
    screen.click(f"Niederschrift vom {day(10)} genehmigen …")
    screen.picture("über die Niederschrift abstimmen")
    screen.press("Return")
    screen.picture("genehmigt")
    store = desk.opened()
    try:
        first, second = meetings.sittings(store)
        assert minutes.state(first) == "genehmigt" and first.record.approved_in == second.id
        at = sitting.read(store, first)
        assert at.members == 9 and at.quorum().present == 9
        assert {x.entered.deputy for x in at.roll} == {None, "Nadia Amiri"}
        (decision,) = decisions.of_meeting(store, at)
        assert decision.result.text == "einstimmig angenommen" and decision.votes and decision.votes.yes == 9
        assert [t.record.title for t in sitting.tasks_of(store, first)] == ["Halle anfragen"]
        assert store.check() == []
    finally:
        store.close()
