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
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.meetings import Meeting, MeetingStage, Occasion
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.services.meetings import decisions, meetings, minutes, sitting
from netzwerkhilfe.services.papers import invitation_papers
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.conftest import KEYS, new_store
from tests.services.meetings.test_meetings import TEAM, seat, seat_all
from tests.ui.screen.screen import MISSING, Screen

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"there is no {', '.join(MISSING)} to make a screen of"),
    pytest.mark.skipif(
        "CI" in os.environ and "NETZWERKHILFE_SCREEN" not in os.environ,
        reason="beside other tests a screen is too slow for keys by the clock; NETZWERKHILFE_SCREEN=1 asks for it",
    ),
]
NINTH = "Annegret Sommer"
KEYS_OF_A_MEETING = 31
"""From the first to the signature, beside the words."""


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


def plan(screen: Screen, days: int, title: str = "", kind: str = "") -> None:
    """A new meeting on a day, by Strg+N and the form; it opens."""
    screen.press("ctrl+n")
    if title:
        screen.press("ctrl+a")
        screen.type(title)
    if kind:
        screen.press("Tab")
        screen.type(kind)
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
    screen.picture("begonnen")
    screen.click("Alle anwesend")
    screen.expect("beschlussfähig (9 von 9)")
    screen.click("Haddad")
    screen.picture("Menü einer Person")
    screen.press("Up", "Up", "Return")
    screen.picture("vertreten")
    screen.press("ctrl+m")
    screen.type("Frau Wagner begrüßt alle.")
    screen.press("ctrl+Return")
    screen.type("Die Helferkreise berichten.")
    screen.picture("Niederschrift")
    screen.press("ctrl+Return", "ctrl+t")
    screen.type("Roth: Halle anfragen bis 20.12.2027")
    screen.press("Return", "ctrl+b")
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
    screen.click("Alle anwesend")
    screen.picture("Genehmigung steht an")
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
        texts = [(x.item.record.title, x.item.record.text) for x in at.plan.lines]
        assert texts[0] == ("Begrüßung", "Frau Wagner begrüßt alle.")
        assert texts[1] == ("Bericht aus den Helferkreisen", "Die Helferkreise berichten.")
        assert store.check() == []
    finally:
        store.close()


def test_a_circle_with_25_guests_and_40_items_from_a_template(desk: Desk, tmp_path: Path) -> None:
    """GIVEN a Helferkreis WHEN 25 guests come on its list, an item from a template and 40 more on its agenda, with an
    annex THEN all are there, and the invitation is a letter for each."""
    screen = desk.screen
    annex = tmp_path / "Plan.pdf"
    annex.write_bytes(b"%PDF-1.7 Plan")
    screen.click("Sitzungen")
    plan(screen, 10, "Helferkreis Maxdorf", "Helferkreis")
    screen.picture("geplant")
    screen.click("Mehrere eintragen …")
    for i in range(1, 26):
        screen.type(f"Gast Nummer{i:02}")
        screen.press("Return")
    screen.picture("Gäste eintragen")
    screen.press("ctrl+s")
    screen.picture("Gäste")
    screen.click("Bearbeiten")
    screen.click("TOP")
    screen.picture("Vorlagen")
    screen.press("Down", "Return")
    screen.click("Neuer Tagesordnungspunkt", "field")
    for i in range(1, 41):
        screen.type(f"Thema Nummer {i}")
        screen.press("Return")
    screen.picture("Tagesordnung")
    screen.click("Anlage hinzufügen …")
    screen.picture("Datei wählen")
    screen.type(str(annex))
    screen.press("Return")
    screen.expect("Plan.pdf")
    assert "Anlage hinzufügen" in screen.focus[1]
    screen.picture("mit Anlage")
    screen.click("Einladen …")
    screen.picture("Einladen")
    screen.press("ctrl+s")
    screen.picture("Vorschau der Einladung")
    store = desk.opened()
    try:
        (meeting,) = store.all(Meeting)
        at = sitting.read(store, meeting)
        assert meeting.record.occasion == Occasion.HELPERS and meeting.record.stage == MeetingStage.INVITED
        assert len(at.guests) == 25 and len(at.plan.lines) == 41
        templates = {t.record.title for t in meetings.templates(store)}
        assert sum(x.item.record.title in templates for x in at.plan.lines) == 1
        assert [a.record.name for a in store.all(Attachment)] == ["Plan.pdf"]
        assert len(invitation_papers.letters(store, meeting)) == 25
        assert store.check() == []
    finally:
        store.close()


def test_a_decision_by_circulation(desk: Desk) -> None:
    """GIVEN rules that allow it WHEN one is begun and all nine answer THEN it is closed, signed and carried."""
    screen = desk.screen
    screen.click("Sitzungen")
    screen.click("Weitere Befehle")
    screen.press("Down", "Down", "Return")
    screen.picture("Umlaufbeschluss")
    screen.type("Zuschuss für die Kleiderkammer")
    screen.click("Warum nicht erst in der nächsten Sitzung?", "field")
    screen.type("Die Frist der Förderstelle endet.")
    screen.picture("Umlaufbeschluss, ausgefüllt")
    screen.press("ctrl+s")
    screen.picture("Umlauf läuft")
    for name in (*(n for n, *_ in TEAM), NINTH):
        screen.click(f"{name}: ja", "named")
    screen.expect("Alle haben geantwortet")
    screen.picture("alle haben geantwortet")
    screen.click("Umlauf abschließen")
    screen.picture("abgeschlossen")
    screen.click("Unterschreiben …")
    screen.press("Return")
    screen.picture("unterschrieben")
    store = desk.opened()
    try:
        (meeting,) = store.all(Meeting)
        (decision,) = decisions.of_meeting(store, sitting.read(store, meeting))
        assert meeting.sealed == "signed" and decision.result.text == "einstimmig angenommen"
        assert decision.votes and decision.votes.yes == 9 and store.check() == []
    finally:
        store.close()


def test_a_meeting_by_keyboard_alone(desk: Desk) -> None:
    """GIVEN nobody touches the mouse WHEN a meeting is planned, invited to, held and signed THEN that takes no more
    keys than are said here, beside the words that are typed."""
    screen = desk.screen
    screen.press("F6")
    screen.go_to("Sitzungen", "Down")
    screen.press("ctrl+n", "Tab", "Tab")
    screen.type(day(10))
    screen.press("ctrl+s")
    screen.go_to("Neuer Tagesordnungspunkt")
    for title in ("Bericht", "Halle mieten"):
        screen.type(title)
        screen.press("Return")
    screen.press("ctrl+Return", "ctrl+s")
    screen.picture("eingeladen")
    screen.press("ctrl+Return")
    screen.picture("begonnen")
    assert "Alle anwesend" in screen.focus[1]
    screen.press("space", "ctrl+m")
    screen.type("Alles gut.")
    screen.press("ctrl+Return")
    screen.type("Besprochen.")
    screen.press("ctrl+j", "ctrl+Return", "Return", "Return")
    screen.picture("unterschrieben")
    assert screen.clicks == 0
    assert screen.keys <= KEYS_OF_A_MEETING, screen.keys
    store = desk.opened()
    try:
        (meeting,) = store.all(Meeting)
        at = sitting.read(store, meeting)
        assert meeting.sealed == "signed" and at.quorum().present == 9
        assert [x.item.record.text for x in at.plan.lines] == ["Alles gut.", "Besprochen."]
        assert [d.result.text for d in decisions.of_meeting(store, at)] == ["einstimmig angenommen"]
    finally:
        store.close()
