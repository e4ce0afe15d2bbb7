"""What belongs to the closed part of a meeting stands on nothing that others than the Leitungsteam read;
``python -m benchmarks.meetings --count 10000`` looks for it in as many random meetings as one likes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks import histories
from benchmarks import meetings as many
from pypdf import PdfWriter

from netzwerkhilfe import output
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.meetings import AgendaItem, Dealt, Light, Meeting, Occasion, Resolution
from netzwerkhilfe.services.meetings import agenda_suggestions, decisions, meetings, minutes, sitting
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter
from tests.acts import act
from tests.conftest import Clock
from tests.services.meetings.test_meetings import again, item, plan, seat_all

YEARS = 2
WANTED = ("gelesen: pdf", "gelesen: docx", "gelesen: eml", "gelesen: ics", "gelesen: xlsx", "gelesen: Pakete")
SECRET = "Kündigung Qzxv"


@pytest.fixture
def team(store: Store) -> Store:
    seat_all(store)
    return store


@pytest.fixture
def closed(team: Store) -> tuple[Snapshot[Meeting], str]:
    """A meeting with a public item "Halle" and a closed one; the meeting and the closed item."""
    meeting = plan(team, "Halle", "Personal")
    secret = item(team, meeting, "2")
    with team.change() as change:
        change.update(secret, {"title": SECRET, "confidential": True})
    return again(team, meeting), secret


def public_texts(store: Store, meeting: Snapshot[Meeting]) -> str:
    """All that the public papers of a meeting and its calendar entry say."""
    meeting = again(store, meeting)
    said = [output.ics(store, meeting).decode()]
    for paper in registry.offered(store, meeting):
        team_only = meetings.is_sitting(meeting) and paper.key in many.FOR_THE_TEAM
        if paper.key not in many.CLOSED and not team_only:
            gathered = paper.gather(store, Subject(entry=meeting, kind=meeting.kind))
            said += many.texts_of(gathered)
    return "\n".join(said)


def below(store: Store, meeting: Snapshot[Meeting], above: str, **values: Any) -> str:
    return act(store, meetings.add_item, meeting.id, "Frau Qzxv", 5, under=above, **values)


def hold(store: Store, meeting: Snapshot[Meeting]) -> None:
    act(store, sitting.begin, again(store, meeting), "18:00")
    act(store, sitting.all_present, again(store, meeting))


def sign(store: Store, meeting: Snapshot[Meeting]) -> None:
    act(store, sitting.end, again(store, meeting), "19:00")
    act(store, output.sign, again(store, meeting))


def test_random_meetings(tmp_path: Path) -> None:
    """GIVEN years of random meetings WHEN all that is public is made and read THEN nothing closed stands in it."""
    pcs = histories.template(tmp_path, 2)
    tally: Counter[str] = Counter()
    for seed in range(100, 100 + YEARS):
        broken, log = many.run(random.Random(seed), pcs, tally)
        replay = f"python -m benchmarks.meetings --count {many.MEETINGS} --seed {seed} --log"
        assert broken is None, f"{replay}\n{broken}\n" + "\n".join(log)
    assert not [what for what in WANTED if not tally[what]]


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".txt"])
def test_what_looks_for_it_finds_it(
    team: Store, closed: tuple[Snapshot[Meeting], str], tmp_path: Path, ending: str
) -> None:
    """A search that finds nothing proves nothing: in the closed minutes it finds the words in each kind of file."""
    hold(team, closed[0])
    target = tmp_path / f"zu{ending}"
    with team.change() as change:
        output.write(change, again(team, closed[0]), "minutes-closed", target)
    assert any(many.tells(text) for _, text in many.strings_of(target.name, target.read_bytes()))


def test_what_looks_for_it_looks_into_metadata_and_annexes(tmp_path: Path) -> None:
    for place in ("metadata", "outline", "attachment"):
        writer = PdfWriter()
        writer.add_blank_page(width=100, height=100)
        if place == "metadata":
            writer.add_metadata({"/Subject": SECRET})
        elif place == "outline":
            writer.add_outline_item(title=SECRET, page_number=0)
        else:
            writer.add_attachment(filename=f"{SECRET}.txt", data=b"x")
        with (tmp_path / f"{place}.pdf").open("wb") as file:
            writer.write(file)
        found = many.strings_of(f"{place}.pdf", (tmp_path / f"{place}.pdf").read_bytes())
        assert any(many.tells(text) for _, text in found), place


def test_a_closed_item_below_a_public_one_is_closed(team: Store, closed: tuple[Snapshot[Meeting], str]) -> None:
    meeting, _ = closed
    below(team, meeting, item(team, meeting, "1"), confidential=True)
    hold(team, meeting)
    assert not many.tells(public_texts(team, meeting))
    assert "1.1" in public_texts(team, meeting), "that there is something is public (§ 34 GemO)"


@pytest.mark.parametrize(
    "move",
    [
        lambda change, meeting, _top, sub: meetings.indent(change, meeting, sub, out=True),
        lambda change, meeting, _top, sub: meetings.place_item(change, meeting, sub, ""),
        lambda change, _meeting, top, _sub: change.trash(top),
    ],
    ids=["out", "to the end", "top thrown away"],
)
def test_what_stood_below_a_closed_item_stays_closed(
    team: Store, closed: tuple[Snapshot[Meeting], str], move: Callable[..., None]
) -> None:
    meeting, top = closed
    sub = below(team, meeting, top)
    hold(team, meeting)
    act(team, sitting.add_task, again(team, meeting), sub, "Bauer: Qzxv anrufen")
    act(team, decisions.add, again(team, meeting), sub, "Qzxv wird beschlossen")
    act(team, move, meeting.id, top, sub)
    assert not many.tells(public_texts(team, meeting))


def test_what_came_of_a_closed_item_stays_closed_in_the_register_and_in_lists(
    team: Store, closed: tuple[Snapshot[Meeting], str], tmp_path: Path
) -> None:
    """GIVEN a closed decision and task, the item thrown away or not THEN register, lists and calendars name neither."""
    meeting, secret = closed
    hold(team, meeting)
    record = act(team, decisions.add, again(team, meeting), secret, "Qzxv wird beschlossen")
    act(team, decisions.count, record, 8, 0, 0)
    act(team, sitting.add_task, again(team, meeting), secret, "Bauer: Qzxv anrufen bis 01.04.2026")
    act(team, sitting.add_task, again(team, meeting), "", "Bauer: Kaffee kaufen bis 01.04.2026")
    sign(team, meeting)
    assert not many.tells(public_texts(team, meeting))
    register = registry.find("register").gather(team, Subject(kind=KINDS["meetings"]))
    said = "\n".join(many.texts_of(register))
    assert "Nichtöffentliche Angelegenheit" in said and not many.tells(said)
    kind = KINDS["tasks"]
    for ending in (".xlsx", ".csv", ".json", ".ics"):
        target = tmp_path / f"aufgaben{ending}"
        written = exporter.export(team, kind, team.each(kind, team.ids(kind.name)), target)
        found = "".join(text for _, text in many.strings_of(target.name, target.read_bytes()))
        assert "Kaffee" in found and not many.tells(found), ending
        assert written.count == 1
        assert "1 Eintrag gehört zum nichtöffentlichen Teil einer Sitzung" in written.remarks[0]
    paper = registry.find("list").gather(team, Subject(kind=kind, entries=team.many("tasks", team.ids("tasks"))))
    assert "Kaffee" in "".join(many.texts_of(paper)) and not many.tells("".join(many.texts_of(paper)))


def test_what_suggests_itself_from_a_closed_part_is_closed(
    team: Store, closed: tuple[Snapshot[Meeting], str], clock: Clock
) -> None:
    """GIVEN what was postponed below a closed item, a closed decision that hangs and a closed task that is late WHEN
    the next agenda takes all of it up THEN its public papers say nothing of it."""
    meeting, top = closed
    sub = below(team, meeting, top)
    hold(team, meeting)
    record = act(team, decisions.add, again(team, meeting), top, "Qzxv wird empfohlen", recommends=True)
    act(team, decisions.count, record, 8, 0, 0)
    act(team, sitting.add_task, again(team, meeting), sub, "Bauer: Qzxv anrufen bis 20.03.2026")
    act(team, sitting.deal, sub, Dealt.POSTPONED)
    sign(team, meeting)
    act(team, decisions.follow_up, record, Light.STUCK, "Qzxv wartet")
    clock.forward(days=30)
    later = plan(team, "Bus", date="16.04.2026")
    taken = [s for s in agenda_suggestions.suggestions(team, later) if not s.key.startswith("minutes:")]
    for one in taken:
        act(team, agenda_suggestions.take, again(team, later), one)
    keys = {s.key.partition(":")[0] for s in taken}
    assert {"item", "resolution", "approval", "tasks-closed"} <= keys
    hold(team, later)
    assert not many.tells(public_texts(team, later))


def test_a_closed_proposal_that_is_given_back_stays_closed(team: Store, closed: tuple[Snapshot[Meeting], str]) -> None:
    meeting, top = closed
    record = act(team, meetings.propose, "Frau Qzxv")
    act(team, meetings.take_up, team.require(record, AgendaItem), again(team, meeting), 90)
    with team.change() as change:
        change.update(record, {"under": top})
    act(team, meetings.give_back, team.require(record, AgendaItem))
    act(team, meetings.take_up, team.require(record, AgendaItem), again(team, meeting), 90)
    assert meetings.schedule_of(team, again(team, meeting)).line(record).confidential  # type: ignore[union-attr]  # is there


def test_guests_read_the_public_part_alone(team: Store, clock: Clock) -> None:
    """GIVEN a Helferkreis with a closed item WHEN guests are invited THEN no letter, paper, e-mail or date names it."""
    meeting = plan(team, "Fahrdienst", "Personal", occasion=Occasion.HELPERS)
    with team.change() as change:
        change.update(item(team, meeting, "2"), {"title": SECRET, "confidential": True, "description": SECRET})
    act(team, sitting.mark, meeting, "Olena Bondar")
    said = public_texts(team, meeting) + output.as_text(team, again(team, meeting), "invitation")
    assert "Fahrdienst" in said and not many.tells(said)


def test_a_correction_of_the_closed_part_is_a_paper_of_its_own(
    team: Store, closed: tuple[Snapshot[Meeting], str]
) -> None:
    meeting, _ = closed
    hold(team, meeting)
    sign(team, meeting)
    act(team, minutes.add_addendum, again(team, meeting), "Es muss Qzxv heißen", confidential=True)
    act(team, minutes.add_addendum, again(team, meeting), "Es war 18:05 Uhr")
    found = {p.key for p in registry.offered(team, again(team, meeting))}
    assert {"addenda", "addenda-closed"} <= found
    assert "18:05" in public_texts(team, meeting) and not many.tells(public_texts(team, meeting))
    paper = registry.find("addenda-closed").gather(team, Subject(entry=again(team, meeting), kind=meeting.kind))
    assert many.tells("".join(many.texts_of(paper)))


def test_while_offices_disagree_an_item_is_closed(
    team: Store, other: Store, stick: Path, closed: tuple[Snapshot[Meeting], str]
) -> None:
    """GIVEN an office opens an item and another leaves it closed otherwise THEN it is closed until that is settled."""
    meeting, secret = closed
    for pc in (team, other, team):
        folder.exchange(pc, stick, accept=True)
    for pc, flags in ((other, (False, True)), (team, (False,))):
        for flag in flags:
            with pc.change() as change:
                change.update(secret, {"confidential": flag})
    for pc in (team, other, team):
        folder.exchange(pc, stick, accept=True)
    for pc in (team, other):
        assert "confidential" in pc.require(secret, AgendaItem).open
        assert not many.tells(public_texts(pc, again(pc, meeting)))


def test_the_extract_of_a_closed_decision_says_so(team: Store, closed: tuple[Snapshot[Meeting], str]) -> None:
    meeting, secret = closed
    hold(team, meeting)
    record = act(team, decisions.add, again(team, meeting), secret, "Qzxv wird beschlossen")
    act(team, decisions.count, record, 8, 0, 0)
    sign(team, meeting)
    entry = team.require(record, Resolution)
    paper = registry.find("extract").gather(team, Subject(entry=entry, kind=entry.kind))
    assert "nichtöffentlich" in "".join(many.texts_of(paper))
