"""Do names stay where they belong? Four offices do with their cases what offices do; then everything that any package
of ``net`` says is read and searched for a name, a telephone number, an address of a person in need.

``python -m benchmarks.names --cases 1000`` does so with 1,000 cases an office; the tests do it with a few. What names
somebody is typed first as people type it: the program has to ask, and the text is changed then.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from netzwerkhilfe.access import sharing
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import folder, founding, handover, import_packages, invitation, members
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.cases import Case, CaseNeed, Match, Need, Priority
from netzwerkhilfe.models.meetings import Light, Meeting
from netzwerkhilfe.models.naming import Mark, Person, Watch
from netzwerkhilfe.models.text import digits, fold
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import calls, entries, understanding
from netzwerkhilfe.services.helping import volunteering, work_list
from netzwerkhilfe.services.matching import cases as case_services
from netzwerkhilfe.services.matching import chain
from netzwerkhilfe.services.meetings import agenda_suggestions, decisions, meetings, minutes, sitting
from netzwerkhilfe.services.meetings import invitation as invitation_of_meetings
from netzwerkhilfe.store import attachments, backup, erasure, opening
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.transfer import importer

CALLS = {
    "volunteers": "Frau Oster aus Maxdorf fährt gern, 06237 4712.",
    "housing": "3 ZKB Maxdorf 700 warm, Frau Groß 06237 4711.",
    "work": "Bäckerei Dörr sucht eine Aushilfe, Maxdorf, 06237 4713.",
    "offers": "Möbelhaus Dörr gibt ein Sofa ab, Maxdorf.",
}
"""What is noted by telephone, by what it becomes."""
OFFICES = ("Maxdorf", "Wachenheim", "Dannstadt-Schauernheim", "Lambsheim-Heßheim")
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
FAMILY, GIVEN, NUMBER = "wubbel", "zappo", "019977"
"""What every family name, every first name and every telephone number of a person in need has in it, folded."""
HEXADECIMAL = re.compile(r"\b[0-9a-f]{32,}\b")
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Somebody:
    """A person in need, under the ways in which offices write names."""

    family: str
    given: str
    name: str
    phone: str
    street: str
    email: str

    @classmethod
    def numbered(cls, office: int, i: int) -> Somebody:
        """The i-th of an office; no two are called alike."""
        letters = "".join(chr(97 + (i // 26**n) % 26) for n in range(3))
        family = f"{('Wubbel', 'Al-Wubbel', 'Wübbel')[i % 3]}{letters}{'abcd'[office]}"
        given = f"Zappo{letters}"
        name = (f"Familie {family}", f"{family}, {given}", f"Frau {given} {family}", f"{given} und Ona {family}")[i % 4]
        phone = f"0199 77{office}{i:05}"
        return cls(family, given, name, phone, f"Wubbelgasse {i + 1}", f"{given.lower()}{i}@wubbel.example")


@dataclass
class Desk:
    """One office at work."""

    place: int
    store: Store
    chance: random.Random
    asked: int = 0
    unasked: list[str] = field(default_factory=list)
    """What named somebody to all offices and was not asked about."""
    flats: list[str] = field(default_factory=list)
    helper: str = ""
    meeting: str = ""
    item: str = ""

    def do(self, verb: Callable[Concatenate[Change, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """One act, one change."""
        with self.store.change() as change:
            return verb(change, *args, **kwargs)

    def say(self, typed: str, better: str, act: Callable[[str], T]) -> T:
        """Type what names somebody; once the program asks, type the number instead."""
        try:
            act(typed)
        except PersonNamed:
            self.asked += 1
        else:
            self.unasked.append(typed)
        return act(better)


def network(base: Path) -> list[Desk]:
    """Four offices that have joined, each with some flats, a volunteer and a meeting."""
    stick = base / "stick"
    stick.mkdir(parents=True)
    desks: list[Desk] = []
    for i, name in enumerate(OFFICES):
        person = f"Leitung {i}"
        store, _ = founding.create_store(
            Paths(base / f"P{i}"), lambda s: None, passphrase="namen namen", person=person, keyring=False
        )
        store.now = lambda: START
        if i == 0:
            founding.found_network(store, "Namen", name, person, ("073385004", "073385006", "073385001", "073325006"))
        else:
            invitation.join_with(store, invitation.draft(desks[0].store, name), person)
            for pc in (store, desks[0].store):
                folder.exchange(pc, stick)
            members.confirm(desks[0].store, person)
            folder.exchange(desks[0].store, stick)
        desks.append(Desk(i, store, random.Random(i)))
    exchange(desks, stick)
    for desk in desks:
        _prepare(desk)
    return desks


def exchange(desks: list[Desk], stick: Path, rounds: int = 2) -> None:
    """Everybody takes in what the others left, so often that all know all."""
    for _ in range(rounds):
        for desk in desks:
            folder.exchange(desk.store, stick, accept=True)


def _prepare(desk: Desk) -> None:
    for i in range(5):
        flat = {"place": "Maxdorf", "rooms": str(2 + i % 3), "gross_rent": "700", "landlord": f"Herr Dörr {i}"}
        desk.flats.append(desk.do(entries.add, "housing", flat))
    desk.helper = desk.do(entries.add, "volunteers", {"last_name": f"Oster {desk.place}", "consent_network": "ja"})
    desk.meeting = desk.do(entries.add, "meetings", {"title": f"Leitungsteam {desk.place}", "date": "19.03.2026"})
    desk.item = desk.do(meetings.add_item, desk.meeting, "Berichte", 10, "Petra Wagner")


# ---- what offices do with a case -------------------------------------------------------------------------------------
def work_on(desk: Desk, i: int) -> None:
    """One case from the first call to what became of it; each takes some of the ways there are."""
    who = Somebody.numbered(desk.place, i)
    case = _begin(desk, who, i)
    number = str(case.record.number)
    _note(desk, who, case.id, i)
    match = _suggest(desk, who, case.id, number, i)
    _files(desk, who, case.id, match, i)
    _talk(desk, who, number, i)
    if i % 7 == 3:
        moved = desk.do(sharing.share, desk.do(sharing.unshare, case.id))
        desk.do(
            entries.save, desk.store.require(moved), desk.store.companion(desk.store.require(moved)), {"persons": "5"}
        )
    elif i % 11 == 4:
        desk.say(
            f"{who.name} ist weggezogen",
            f"{number} ist weggezogen",
            lambda text: desk.do(case_services.withdraw, case.id, text),
        )
    elif i % 13 == 5:
        desk.do(lambda change: change.trash(case.id))
    elif i % 10 == 6:
        try:
            erasure.erase(desk.store, case.id, f"{who.name} wünscht es")
        except UserError:
            desk.asked += 1
        else:
            desk.unasked.append("Grund einer Löschung")
        if desk.store.get(case.id):
            erasure.erase(desk.store, case.id, "auf Wunsch")


def _begin(desk: Desk, who: Somebody, i: int) -> Any:
    if i % 3 == 1:  # by telephone
        text = f"{who.name} sucht Wohnung in Maxdorf, 4 Personen, bis 900 warm, {who.phone}, {who.given} hat Asthma"
        call = calls.from_understood(understanding.understand(text, desk.store.facts(), "cases"), text)
        _, entry = desk.do(calls.note_call, call)
        case = desk.store.require(entry, Case)
        private = desk.store.companion(case)
        desk.do(entries.save, case, private, {"name": who.name, "phone": who.phone, "street": who.street})
        return desk.store.require(entry, Case)
    texts = {"needs": "Wohnung", "persons": "4", "name": who.name, "phone": who.phone, "street": who.street}
    more = {"email": who.email, "household": f"{who.name}, zwei Kinder", "note": f"{who.family} ruft abends an"}
    return desk.store.require(desk.do(entries.add, "cases", texts | more), Case)


def _note(desk: Desk, who: Somebody, case: str, i: int) -> None:
    opened = desk.store.require(case, Case)
    desk.do(work_list.note_contact, opened, f"{who.name} war mit {who.given} da")
    desk.do(work_list.add_task, f"{who.name} anrufen, {who.phone}", about=opened)
    desk.do(case_services.rate_need, opened, Need.FLAT, Priority.URGENT)
    if i % 4 == 0:
        (need,) = desk.store.children(case, CaseNeed)
        desk.say(
            f"{who.given} {who.family} mag Garten",
            "mag Garten",
            lambda text: desk.do(lambda change: change.update(need.id, {"wishes": text})),
        )


def _suggest(desk: Desk, who: Somebody, case: str, number: str, i: int) -> str:
    flat = desk.store.require(desk.chance.choice(desk.flats))
    match = desk.store.require(desk.do(chain.propose, desk.store.require(case, Case), flat), Match)
    if i % 2:
        desk.say(
            f"Frau {who.family} will nicht",
            "will nicht",
            lambda text: desk.do(chain.advance, match, "abgelehnt", refused_by="HOUSEHOLD", refused_because=text),
        )
    if i % 5 == 0:
        desk.say(
            f"hat sich {who.name} angesehen, wohnt {who.street}",
            f"hat sich {number} angesehen",
            lambda text: desk.do(entries.save, desk.store.require(flat.id), None, {"note": text}),
        )
    if i % 6 == 0:
        text = f"3 ZKB Maxdorf 700 warm, Frau Groß 06237 4711, {who.name} kennt das Haus"
        found = understanding.understand(text, desk.store.facts(), "housing")
        desk.do(calls.note_call, calls.from_understood(found, text))
    if i % 8 == 0:
        volunteer = desk.store.require(desk.helper, Volunteer)
        desk.say(
            f"Fahrt mit {who.name}",
            f"Fahrt für {number}",
            lambda text: desk.do(volunteering.note_engagement, volunteer, text, "2026-03-01", note=text),
        )
    return match.id


def _files(desk: Desk, who: Somebody, case: str, match: str, i: int) -> None:
    if i % 9 == 0:
        for parent in (case, match):
            content = f"%PDF-1.7 {who.name} {who.phone}".encode()
            desk.do(attachments.attach, desk.store.require(parent), f"{who.family}.pdf", content)
    if i % 18 == 0:
        flat = desk.store.require(desk.flats[0])
        desk.say(
            f"{who.family}_plan.pdf", "plan.pdf", lambda name: desk.do(attachments.attach, flat, name, b"%PDF-1.7")
        )


def _talk(desk: Desk, who: Somebody, number: str, i: int) -> None:
    if i % 12 == 0:
        meeting = desk.store.require(desk.meeting, Meeting)
        desk.say(
            f"Wohnung für {who.name}",
            f"Wohnung für {number}",
            lambda text: desk.do(meetings.add_item, meeting.id, text),
        )
        desk.say(
            f"{who.given} {who.family} bekommt die Wohnung",
            f"{number} bekommt die Wohnung",
            lambda text: desk.do(decisions.add, meeting, desk.item, text),
        )
        desk.say(
            f"Petra Wagner: {who.phone} anrufen",
            f"Petra Wagner: {number} anrufen",
            lambda text: desk.do(sitting.add_task, meeting, desk.item, text),
        )
        desk.say(
            f"Es geht um {who.name}, {who.email}",
            f"Es geht um {number}",
            lambda text: desk.do(lambda change: change.update(desk.item, {"text": text})),
        )


def meet(desk: Desk, i: int) -> None:
    """A sitting in which the i-th person is spoken of, from the proposal to the correction of its minutes."""
    who = Somebody.numbered(desk.place, i)
    desk.say(
        f"Hilfe für {who.name}",
        "Hilfe für eine Familie",
        lambda text: desk.do(meetings.propose, text, description=f"{text}, dringend"),
    )
    day = (desk.store.today() - dt.timedelta(days=2)).strftime("%d.%m.%Y")
    made = desk.do(entries.add, "meetings", {"title": f"Sondersitzung {desk.place}", "date": day})
    meeting = desk.store.require(made, Meeting)
    for one in agenda_suggestions.suggestions(desk.store, meeting)[:4]:
        desk.do(agenda_suggestions.take, desk.store.require(made, Meeting), one)
    item = desk.do(meetings.add_item, made, "Aussprache", 10, "Petra Wagner")
    desk.do(sitting.begin, desk.store.require(made, Meeting), "10:00")
    decided = desk.say(
        f"{who.name} wird unterstützt",
        "Die Familie wird unterstützt",
        lambda text: desk.do(decisions.add, desk.store.require(made, Meeting), item, text),
    )
    desk.do(decisions.count, decided, 3, 0, 0)
    desk.say(
        f"mit {who.given} {who.family} gesprochen",
        "mit der Familie gesprochen",
        lambda text: desk.do(decisions.follow_up, decided, Light.OPEN, text),
    )
    desk.do(sitting.end, desk.store.require(made, Meeting), "11:00")
    desk.do(lambda change: change.seal(made, "signed"))
    desk.say(
        f"Es muss heißen: {who.name}, Telefon {who.phone}",
        "Es muss anders heißen",
        lambda text: desk.do(minutes.add_addendum, desk.store.require(made, Meeting), text),
    )
    off = desk.do(entries.add, "meetings", {"title": f"Ausfall {desk.place}", "date": "23.04.2026"})
    desk.say(
        f"{who.name} ist umgezogen",
        "hat sich erledigt",
        lambda text: desk.do(invitation_of_meetings.call_off, desk.store.require(off, Meeting), text),
    )


def at_once(desk: Desk, i: int) -> None:
    """Notes of all kinds by telephone, several entries changed at once, what was thrown away, acts taken back."""
    who = Somebody.numbered(desk.place, i)
    for topic, text in CALLS.items():
        typed = f"{text} {who.name} kennt das, {who.phone}"
        try:
            desk.do(
                calls.note_call,
                calls.from_understood(understanding.understand(typed, desk.store.facts(), topic), typed),
            )
        except PersonNamed:
            desk.asked += 1
    flats, kind = desk.flats, KINDS["housing"]
    desk.say(f"alle für {who.name}", "alle frei", lambda text: desk.do(entries.change_many, kind, flats, "note", text))
    with desk.store.change() as change:
        change.update(flats[0], {"note": "besichtigt"})
    with desk.store.change() as back:
        back.undo(change.set)
    case = desk.do(entries.add, "cases", {"needs": "Wohnung", "name": who.name + "-Papier", "phone": who.phone})
    desk.do(lambda change: change.trash(case))
    desk.say(
        f"{who.given} {who.family}-Papier fragt an",
        "jemand fragt an",
        lambda text: desk.do(
            entries.add, "offers", {"title": "Sofa", "description": text, "provider": "Möbelhaus Dörr"}
        ),
    )
    with desk.store.change() as change:
        change.untrash(case)
    with desk.store.change() as back:
        back.undo(change.set)


def put_back(desk: Desk, stick: Path, base: Path) -> None:
    """A backup is made, something goes on, the backup is put back, and the exchange brings what is missing."""
    saved = backup.make(desk.store, base / f"sicherung-{desk.place}.bak")
    work_on(desk, 18_000)
    folder.exchange(desk.store, stick, accept=True)
    key, clock = desk.store.key, desk.store.now
    desk.store.close()
    desk.store = opening.restore(desk.store.paths, saved, None, key=key)
    desk.store.now = clock
    folder.exchange(desk.store, stick, accept=True)


def take_lists(desk: Desk, base: Path) -> None:
    """A list of flats whose remarks name somebody, and a list of cases."""
    who = Somebody.numbered(desk.place, 0)
    rows = f"Ort;Vermieter;Zimmer;Bemerkungen\nMaxdorf;Frau Groß;3;ruhig\nMaxdorf;Herr Dörr;2;für {who.name}\n"
    other = Somebody.numbered(desk.place, 17_000)
    people = f"Name;Telefon;Sucht;Personen\n{other.name};{other.phone};Wohnung;2\n"
    for kind, text, named in (("housing", rows, 1), ("cases", people, 0)):
        path = base / f"{kind}-{desk.place}.csv"
        path.write_text(text, "utf-8")
        plan = importer.plan(desk.store, kind, path)
        if len(plan.json()["named"]) != named:
            desk.unasked.append(f"Liste: {plan.json()}")
        desk.asked += named
        desk.do(importer.apply, plan)


def hand_over(desks: list[Desk], stick: Path) -> int:
    """Each office gives some cases to the next one; gives how many."""
    count = 0
    for desk in desks:
        target = desks[(desk.place + 1) % len(desks)].store.local("office")
        ours = [c for c in desk.store.all(Case) if c.space == NET and c.record.office == desk.store.local("office")]
        for case in ours[:: max(1, len(ours) // 5)]:
            handover.offer(desk.store, case, target, consent=True)
            count += 1
    exchange(desks, stick)
    return count


# ---- what the packages say -------------------------------------------------------------------------------------------
def said(desks: list[Desk], stick: Path) -> Iterator[str]:
    """All texts in all packages of ``net``, decrypted by another office's PC as at an exchange."""
    for desk in desks:
        report = Report()
        opened = import_packages.open_files(desk.store, import_packages.find(stick, report), report)
        others = [o for o in opened if o.head.space == NET and o.head.sender != desk.store.replica]
        if len(others) != len(desks) - 1:
            raise RuntimeError(f"{len(others)} packages of net instead of {len(desks) - 1}: {report.set_aside}")
        for one in others:
            for line in one.lines():
                yield from _texts(json.loads(line))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def names_somebody(text: str) -> bool:
    """Whether a text has a name, a number or an address of any of the people in it; ids and digests say nothing."""
    plain = fold(HEXADECIMAL.sub(" ", text))
    return FAMILY in plain or GIVEN in plain or NUMBER in digits(plain)


@dataclass(frozen=True)
class Result:
    """What a run has shown."""

    leaks: list[str]
    unasked: list[str]
    asked: int
    texts: int
    handed: int
    cases: int
    findings: list[str]


def run(base: Path, cases: int, progress: Callable[[str], object] = lambda _text: None) -> Result:
    """Four offices with so many cases each, in a folder of their own."""
    desks = network(base)
    stick = base / "stick"
    try:
        for desk in desks:
            for i in range(cases):
                work_on(desk, i)
                if i % 100 == 99:
                    progress(f"{OFFICES[desk.place]}: {i + 1} Gesuche")
            take_lists(desk, base)
            meet(desk, 0)
            at_once(desk, 1)
        exchange(desks, stick)
        handed = hand_over(desks, stick)
        for desk in desks[:2]:
            put_back(desk, stick, base)
        exchange(desks, stick)
        everything = list(said(desks, stick))
        return Result(
            sorted({t[:200] for t in everything if names_somebody(t)}),
            [u for d in desks for u in d.unasked],
            sum(d.asked for d in desks),
            len(everything),
            handed,
            len(desks[0].store.all(Case)),
            [f for d in desks for f in d.store.check()],
        )
    finally:
        for desk in desks:
            desk.store.close()


# ---- how long it takes ---------------------------------------------------------------------------------------------
Row = tuple[str, float, float, float]
NOTE = "Die Vermieterin ruft am Dienstag zurück, 06231 4711; besichtigt wird Schulstraße 3. "
BUDGET = 20.0
"""Milliseconds that holding one note against 1,000 cases may take."""


def looking(_base: Path) -> list[Row]:
    """A note of 400 words against 1,000 cases, nobody in it."""
    people = [Somebody.numbered(0, i) for i in range(1000)]
    marks = (Mark.NAME, Mark.PHONE, Mark.STREET, Mark.EMAIL)
    watch = Watch.of(
        Person(str(i), tuple(zip(marks, (p.name, p.phone, p.street, p.email), strict=True)))
        for i, p in enumerate(people)
    )
    note = NOTE * 33
    times = []
    for _ in range(9):
        start = time.perf_counter()
        if watch.find(note):
            raise RuntimeError("somebody was found who is not in the note")
        times.append((time.perf_counter() - start) * 1000)
    return [
        ("Eine Notiz von 400 Wörtern gegen 1.000 Gesuche halten, gegen 20 ms", statistics.median(times), BUDGET, 1.0)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100, help="Gesuche je Büro")
    options = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="namen-") as name:
        found = run(Path(name), options.cases, lambda text: print(text, flush=True))
    print(
        f"{found.cases} cases of four offices, {found.handed} handed over, {found.asked} times asked, "
        f"{found.texts} texts in the packages of net read, {time.perf_counter() - start:.0f} s"
    )
    for what, lines in (("named", found.leaks), ("not asked", found.unasked), ("check", found.findings)):
        for line in lines[:20]:
            print(f"{what}: {line}")
    return bool(found.leaks or found.unasked or found.findings)


if __name__ == "__main__":
    sys.exit(main())
