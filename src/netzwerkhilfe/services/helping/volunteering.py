"""What a volunteer has done and what follows: hours, kilometres, Ehrenamtskarte, jubilees, certificates, the end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.helping import Course, Engagement, EngagementState, Enrolment, EnrolmentState
from netzwerkhilfe.models.tasks import Channel, Task, TaskState
from netzwerkhilfe.models.values import add_months
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerPrivate, VolunteerState
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.services.matching import matching
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.conditions import Empty, Within, equals
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

JUBILEES = (5, 10, 15, 20, 25, 30, 40, 50)


@dataclass(frozen=True)
class Sum:
    """Hours and kilometres of a time, from how many engagements."""

    hours: float
    kilometres: float
    count: int
    last: str
    """Day of the last one, empty if there is none."""


def done_between(reader: Reader, volunteer: str, first: dt.date, last: dt.date) -> Sum:
    """What a volunteer did from a day to a day, both included; called-off engagements do not count."""
    hours = kilometres = 0.0
    count, latest = 0, ""
    kind = KINDS["engagements"]
    with reader.reading() as cursor:
        days = Within("on_day", first.isoformat(), (last + dt.timedelta(days=1)).isoformat())
        for row in reading.find(cursor, kind, equals("parent", volunteer), Empty("seal"), days):
            if row["state"] in (EngagementState.CALLED_OFF, EngagementState.PLANNED):
                continue
            hours += kind.complete(row).get("hours") or 0
            kilometres += row["kilometres"] or 0
            count += 1
            latest = max(latest, row["on_day"])
    return Sum(round(hours, 2), round(kilometres, 1), count, latest)


def last_year(reader: Reader, volunteer: str) -> Sum:
    """What a volunteer did in the last twelve months."""
    today = reader.today()
    return done_between(reader, volunteer, add_months(today, -12) + dt.timedelta(days=1), today)


def note_engagement(
    change: Change, /, volunteer: Snapshot[Volunteer], title: str, day: str, **values: object
) -> tuple[str, list[Snapshot[Engagement]]]:
    """Note an engagement, planned when it lies ahead; gives also those it overlaps (a warning, nothing more)."""
    overlaps = matching.double_bookings(
        change, volunteer.id, day, str(values.get("start_time") or ""), str(values.get("end_time") or "")
    )
    state = EngagementState.PLANNED if day > change.today().isoformat() else EngagementState.DONE
    made = change.add(
        "engagements",
        {"parent": volunteer.id, "title": title, "on_day": day, "state": state, **values},
        space=volunteer.space,
        root=volunteer.root,
    )
    return made.id, overlaps


def _since(volunteer: Snapshot[Volunteer]) -> dt.date | None:
    """Since when somebody helps; a month or year counts from its first day."""
    text = str(volunteer.record.since or "")
    parts = [int(p) for p in text.split("-") if p.isdigit()]
    if not parts or parts[0] < 1900:
        return None
    try:
        return dt.date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return None


def months_active(reader: Reader, volunteer: Snapshot[Volunteer]) -> int | None:
    """Whole months since the beginning, ``None`` where it is not known."""
    since = _since(volunteer)
    if since is None:
        return None
    today = reader.today()
    return (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)


@dataclass(frozen=True)
class CardCandidate:
    """Somebody who may have the Ehrenamtskarte: with 250 hours a year, or for life after 25 years."""

    volunteer: Snapshot[Volunteer]
    hours: float
    months: int
    for_life: bool


def card_list(reader: Reader) -> list[CardCandidate]:
    """Who may have the Ehrenamtskarte, by the figures of the network's settings (Facts.rules)."""
    rules = reader.facts().rules
    found = []
    for volunteer in reader.all(Volunteer):
        months = months_active(reader, volunteer)
        if volunteer.record.state == VolunteerState.ENDED or months is None:
            continue
        hours = last_year(reader, volunteer.id).hours
        for_life = months >= rules["card_life_years"] * 12
        if for_life or (hours >= rules["card_hours_year"] and months >= rules["card_months"]):
            found.append(CardCandidate(volunteer, hours, months, for_life))
    return sorted(found, key=lambda c: (-c.hours, c.volunteer.title(reader.facts())))


def jubilees(reader: Reader, year: int) -> list[tuple[Snapshot[Volunteer], int]]:
    """Who has a round number of years in a calendar year."""
    found = []
    for volunteer in reader.all(Volunteer):
        since = _since(volunteer)
        if since and volunteer.record.state != VolunteerState.ENDED and year - since.year in JUBILEES:
            found.append((volunteer, year - since.year))
    return sorted(found, key=lambda f: (-f[1], f[0].title(reader.facts())))


def certificate_due(reader: Reader, inspected_on: str) -> dt.date:
    """When a certificate is to be shown again."""
    return add_months(dt.date.fromisoformat(inspected_on), 12 * reader.facts().rules["certificate_years"])


def certificate_gone_by(reader: Reader, last_activity: str) -> dt.date:
    """By when the facts of a certificate must be deleted after the last activity (§ 72a Abs. 5 SGB VIII)."""
    return add_months(dt.date.fromisoformat(last_activity), reader.facts().rules["certificate_delete_months"])


def last_activity(reader: Reader, volunteer: Snapshot[Volunteer]) -> str:
    """The last day somebody helped: the day of leaving, or the last engagement; empty if neither is known."""
    until = str(volunteer.record.until or "")
    if len(until) == 10:
        return until
    return done_between(reader, volunteer.id, dt.date(1990, 1, 1), reader.today()).last


def gone_certificates(reader: Reader) -> list[str]:
    """The ids of private records that still hold facts of a certificate whose time is over."""
    due: list[str] = []
    for private in reader.all(VolunteerPrivate):
        if not (private.record.certificate_date or private.record.certificate_inspected_on):
            continue
        volunteer = reader.get(private.record.parent or "", Volunteer)
        if volunteer is None or (volunteer.record.state != VolunteerState.ENDED and not volunteer.record.until):
            continue
        last = last_activity(reader, volunteer)
        if last and certificate_gone_by(reader, last) <= reader.today():
            due.append(private.id)
    return due


def forget_certificates(change: Change) -> int:
    """Delete the facts of certificates whose time is over; done daily. Gives how many."""
    due = gone_certificates(change)
    for record in due:
        change.update(
            record, {"certificate_date": None, "certificate_inspected_on": None, "certificate_inspected_by": None}
        )
    return len(due)


def end(change: Change, volunteer: Snapshot[Volunteer], last_day: str) -> None:
    """Ehrenamt beenden: the stand, and as tasks what is to be done: things back, last expenses, thanks, tasks of
    theirs."""
    facts = change.facts()
    name = volunteer.title(facts)
    open_now = [
        t for t in change.all(Task) if work_list.is_open(t) and t.record.person in (name, _plain_name(volunteer))
    ]
    gone = certificate_gone_by(change, last_day).isoformat()
    change.update(volunteer.id, {"state": VolunteerState.ENDED, "until": last_day})
    todo = ["Letzte Auslagen abrechnen", "Dankbrief schreiben"]
    if volunteer.record.equipment:
        todo.insert(0, f"Zurückgeben lassen: {volunteer.record.equipment}")
    todo += [f"Aufgabe übergeben: {t.record.title}" for t in open_now]
    for text in todo:
        change.add(
            "tasks",
            {
                "title": f"{text} ({name})",
                "person": change.person,
                "state": TaskState.OPEN,
                "about": volunteer.id,
                "due_on": last_day,
            },
        )
    change.add(
        "contacts",
        {
            "parent": volunteer.id,
            "on_day": change.today().isoformat(),
            "channel": Channel.OTHER,
            "text": "Ehrenamt beendet. Die Angaben zum Führungszeugnis werden spätestens am "
            f"{dt.date.fromisoformat(gone):%d.%m.%Y} gelöscht.",
        },
        space=change.office_space,
        root=volunteer.root,
    )
    for engagement in change.children(volunteer.id, Engagement):
        if engagement.record.state == EngagementState.PLANNED and (engagement.record.on_day or "") > last_day:
            change.update(engagement.id, {"state": EngagementState.CALLED_OFF})


def took_part(change: Change, enrolment: str) -> None:
    """Somebody took part in a course; it counts among the trainings of the person."""
    made = change.get(enrolment, Enrolment)
    course_ = change.get(made.record.parent or "", Course) if made else None
    person = change.get(made.record.volunteer or "", Volunteer) if made else None
    change.update(enrolment, {"state": EnrolmentState.ATTENDED})
    title = course_.record.title if course_ else None
    if person and title and title not in (person.record.trainings or ()):
        change.update(person.id, {"trainings": (*(person.record.trainings or ()), title)})


def _plain_name(volunteer: Snapshot[Volunteer]) -> str:
    return " ".join(p for p in (volunteer.record.first_name, volunteer.record.last_name) if p)
