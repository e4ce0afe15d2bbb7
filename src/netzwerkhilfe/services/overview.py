"""The day's overview: what is due, what stands still, certificates, placements, surplus and shortage."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Case, Need
from netzwerkhilfe.models.erasure_requests import ErasureRequest
from netzwerkhilfe.models.helping import Engagement
from netzwerkhilfe.models.leads import HousingLead, WorkLead
from netzwerkhilfe.models.meetings import AgendaItem, Meeting, MeetingStage, Occasion
from netzwerkhilfe.models.notes import CallNote
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerPrivate, VolunteerState
from netzwerkhilfe.services.entries import erasing
from netzwerkhilfe.services.entries.common_fields import number_of
from netzwerkhilfe.services.helping import volunteering, work_list
from netzwerkhilfe.services.matching import following, matching
from netzwerkhilfe.services.matching.following import NextStep
from netzwerkhilfe.services.meetings import body
from netzwerkhilfe.services.papers import helper_papers
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.conditions import Empty, Within
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot

STILL_DAYS = 14
LEADS: tuple[tuple[str, type[HousingLead | WorkLead]], ...] = (("housing", HousingLead), ("work", WorkLead))
CERTIFICATE_SOON = 60


@dataclass(frozen=True)
class Certificate:
    """A certificate of the own office that is to be shown again, or missing."""

    volunteer: str
    name: str
    due_on: str
    """Empty where there is none at all."""


@dataclass
class Overview:
    """All that the page shows, read off the window's thread."""

    tasks: list[Snapshot[Task]] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    """What each task is about, in words."""
    still: list[tuple[Snapshot[HousingLead | WorkLead], int]] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    unchecked: list[Snapshot[Offer]] = field(default_factory=list)
    meeting: Snapshot[Meeting] | None = None
    items: int = 0
    placements: list[tuple[str, int, int]] = field(default_factory=list)
    """For each of twelve months ("2026-03"): flats, work."""
    stages: list[tuple[str, int, int]] = field(default_factory=list)
    """Stage of flats, phase, how many."""
    callbacks: list[Snapshot[CallNote]] = field(default_factory=list)
    outcomes: int = 0
    overdue: list[NextStep] = field(default_factory=list)
    """Steps of suggestions of the own office that wait for somebody, without those among the tasks."""
    sheets: list[tuple[Snapshot[Engagement], str]] = field(default_factory=list)
    """Engagements whose Einsatzblatt should be back, and since when."""
    steering: list[tuple[str, Snapshot[Meeting], str]] = field(default_factory=list)
    """(day, meeting, what) of minutes that should go out and of circulations that end."""
    appointments: list[tuple[str, Snapshot[HousingLead], str]] = field(default_factory=list)
    """(day, lead, what) of viewings and follow-ups of the own office until tomorrow."""
    to_erase: list[tuple[Snapshot[ErasureRequest], Snapshot]] = field(default_factory=list)
    """What another office asks this one to erase."""


def certificates(reader: Reader) -> list[Certificate]:
    """Certificates of the own office that run out soon or are over (five years from the inspection)."""
    today = reader.today()
    found = []
    for private in reader.all(VolunteerPrivate):
        inspected = private.record.certificate_inspected_on
        if not inspected or len(inspected) != 10:
            continue
        due = volunteering.certificate_due(reader, inspected)
        if (due - today).days > CERTIFICATE_SOON:
            continue
        volunteer = reader.get(private.record.parent or "", Volunteer)
        if volunteer is None or volunteer.sealed or volunteer.record.state == VolunteerState.ENDED:
            continue
        found.append(Certificate(volunteer.id, volunteer.title(reader.facts()), due.isoformat()))
    return sorted(found, key=lambda c: c.due_on)


def standing_still(reader: Reader) -> list[tuple[Snapshot[HousingLead | WorkLead], int]]:
    """Open leads without any change for two weeks, the oldest first."""
    facts, today = reader.facts(), reader.today()
    limit = (today - dt.timedelta(days=STILL_DAYS - 1)).isoformat()
    found: list[tuple[Snapshot[HousingLead | WorkLead], int]] = []
    with reader.reading() as cursor:
        for name, model in LEADS:
            kind = KINDS[name]
            for row in reading.find(cursor, kind, Empty("seal"), Within("touched", below=limit), Empty("withdrawn")):
                stage = facts.stage(name, row["stage"])
                if stage is None or stage.phase < 4:
                    days = (today - dt.date.fromisoformat(row["touched"][:10])).days
                    found.append((reading.snapshot(cursor, kind, row, dots=False).of(model), days))
    return sorted(found, key=lambda f: (-f[1], f[0].id))


def placements(reader: Reader) -> list[tuple[str, int, int]]:
    """How many flats and jobs were filled in each of the last twelve months.

    What a list brought counts with its own day or not at all: nobody was housed on the day of the import.
    """
    facts, today = reader.facts(), reader.today()
    months = []
    for back in range(11, -1, -1):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        months.append(f"{year}-{month + 1:02}")
    counts = {m: [0, 0] for m in months}
    with reader.reading() as cursor:
        for i, (name, _) in enumerate(LEADS):
            done = [s.key for s in facts.stages.get(name, ()) if s.phase == 4]
            for row in reading.find(cursor, KINDS[name], Empty("seal")):
                day = row["stage_on"] or ("" if row["origin"] else row["touched"]) or ""
                if row["stage"] in done and day[:7] in counts:
                    counts[day[:7]][i] += 1
    return [(m, flats, jobs) for m, (flats, jobs) in counts.items()]


def by_stage(reader: Reader, kind: str) -> list[tuple[str, int, int]]:
    """How many leads are at each stage (its label and phase), those closed without success left out."""
    values = [v[0] for v in reader.sort_values(kind, ("stage",)).values()]
    stages = reader.facts().stages.get(kind, ())
    return [(s.label, s.phase, values.count(s.key)) for s in stages if s.phase < 5]


def unchecked_offers(reader: Reader) -> list[Snapshot[Offer]]:
    """Offers of the own office that nobody has checked for six months."""
    limit = (reader.today() - dt.timedelta(days=183)).isoformat()
    access = here(reader)
    return [
        o
        for o in reader.all(Offer)
        if access.owns(o.record.office) and (o.record.checked_on or (o.touched or "")[:10]) < limit
    ]


def appointments(reader: Reader) -> list[tuple[str, Snapshot[HousingLead], str]]:
    """Viewings today and tomorrow, and landlords to be asked again, of the own office."""
    facts, access = reader.facts(), here(reader)
    today, tomorrow = facts.today.isoformat(), (facts.today + dt.timedelta(days=1)).isoformat()
    found = []
    for lead in reader.all(HousingLead):
        values = lead.record
        stage = facts.stage("housing", values.stage)
        if not access.owns(values.office) or values.withdrawn or (stage and stage.phase >= 4):
            continue
        viewing, again = str(values.viewing_on or ""), str(values.follow_up_by or "")
        if viewing[:10] in (today, tomorrow):
            found.append((viewing, lead, "Besichtigung"))
        if again and again <= today:
            found.append((again, lead, "Bei der Vermietung nachfragen"))
    return sorted(found, key=lambda f: (f[0], f[1].id))


def next_meeting(reader: Reader) -> Snapshot[Meeting] | None:
    """The next meeting that was not called off."""
    today = reader.today().isoformat()
    found = [
        m
        for m in reader.all(Meeting)
        if body.date_of(m.record.date)
        and (m.record.date or "") >= today
        and m.record.stage != MeetingStage.CALLED_OFF
        and m.record.occasion != Occasion.CIRCULAR
    ]
    return min(found, key=lambda m: (m.record.date or "", m.record.start or "", m.id), default=None)


def steering(reader: Reader) -> list[tuple[str, Snapshot[Meeting], str]]:
    """Minutes of the own office's meetings that wait to be signed, and circulations that end today or are over."""
    today, access = reader.today(), here(reader)
    found = []
    for meeting in reader.all(Meeting):
        v = meeting.record
        held_on = body.date_of(v.date)
        if not access.owns(v.office) or meeting.sealed or held_on is None:
            continue
        if v.occasion == Occasion.CIRCULAR:
            if (v.reply_by or "9999") <= today.isoformat():
                found.append((v.reply_by or "", meeting, "Umlauf abschließen"))
        elif v.occasion in (None, Occasion.SITTING) and v.stage == MeetingStage.HELD:
            within = int(body.rules_on(reader, v.date or "").get("minutes_within") or 0)
            found.append(
                (
                    (held_on + dt.timedelta(days=min(within, 3650))).isoformat(),
                    meeting,
                    "Niederschrift fertigstellen",
                )
            )
    return sorted(found, key=lambda f: (f[0], f[1].id))


def _others(found: list[NextStep], tasks: list[Snapshot[Task]]) -> list[NextStep]:
    """The steps that do not stand among these tasks."""
    mine = {following.match_of(t) for t in tasks}
    return [s for s in found if s.match.id not in mine]


def read(reader: Reader) -> Overview:
    """Everything for the page."""
    facts = reader.facts()
    tasks = work_list.open_tasks(reader, reader.person)
    about: dict[str, str] = {}
    for task in tasks[:40]:
        entry = reader.get(task.record.about) if task.record.about else None
        if entry:
            number = number_of(entry)
            about[task.id] = str(number or entry.title(facts))
    meeting = next_meeting(reader)
    today = reader.today().isoformat()
    callbacks = [
        n for n in reader.all(CallNote) if n.record.remind_on and n.record.remind_on <= today and not n.record.done
    ]
    return Overview(
        tasks,
        about,
        standing_still(reader),
        certificates(reader),
        unchecked_offers(reader),
        meeting,
        len(reader.children(meeting.id, AgendaItem)) if meeting else 0,
        placements(reader),
        by_stage(reader, "housing"),
        callbacks,
        len(matching.outcome_due(reader)),
        _others(following.overdue(reader), tasks),
        helper_papers.sheets_out(reader),
        steering(reader),
        appointments(reader),
        erasing.waiting(reader),
    )


@dataclass(frozen=True)
class Balance:
    """For one need: how many cases of each office wait, and what stands against them, by office."""

    need: str
    open_cases: dict[str, int]
    supply: dict[str, int]

    @property
    def gap(self) -> int:
        """More needed (positive) or more there (negative)."""
        return sum(self.open_cases.values()) - sum(self.supply.values())


def balance(reader: Reader) -> list[Balance]:
    """Surplus and shortage: for each need the open cases against free leads, offers and volunteers, by office."""
    context = matching.context_of(reader)
    cases = [c.record for c in reader.all(Case) if matching.is_open(c.record, context)]
    supply: dict[str, dict[str, int]] = {n: {} for n in Need}

    def add(need: str, office: object) -> None:
        key = str(office or "")
        supply[need][key] = supply[need].get(key, 0) + 1

    for name, model, need in ((*LEADS[0], Need.FLAT), (*LEADS[1], Need.WORK)):
        for lead in reader.all(model):
            if context.phase(name, lead.record.stage) < 4 and not lead.record.withdrawn:
                add(need, lead.record.office)
    for state, office in reader.sort_values("volunteers", ("state", "office")).values():
        if state not in (VolunteerState.PAUSED, VolunteerState.ENDED):
            add(Need.ACCOMPANIMENT, office)
    for offer in reader.all(Offer):
        for need in (Need.LANGUAGE, Need.COUNSELLING, Need.GOODS, Need.OTHER):
            if offer.record.category in context.need_offers.get(need, ()):
                add(need, offer.record.office)

    def waiting(need: str) -> dict[str, int]:
        return dict(Counter(c.office or "" for c in cases if need in (c.needs or ())))

    return [Balance(need, waiting(need), supply[need]) for need in Need]
