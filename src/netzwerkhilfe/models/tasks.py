"""Tasks of the office and the time line of an entry: who does what by when, and what was said with whom."""

from __future__ import annotations

from netzwerkhilfe.models.base import Appointment, Kind, Record, register_kind
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import CHOICE, DATE, LONG, REFERENCE, TEXT, field
from netzwerkhilfe.models.phrases import Edge


class TaskState(Choice):
    """Whether a task is still to be done; no value counts as open."""

    OPEN = "offen"
    DONE = "erledigt"
    DROPPED = "entfällt"


class Channel(Choice):
    """How a contact came about."""

    PHONE = "Telefon"
    IN_PERSON = "persönlich"
    EMAIL = "E-Mail"
    LETTER = "Brief"
    VIEWING = "Besichtigung"
    OTHER = "Sonstiges"


class Task(Record):
    """Something to do. It belongs to the office; ``person`` is who does it, ``about`` the entry it is about."""

    title: str | None = field(
        "Aufgabe", TEXT, required=True, searchable=True, in_table=1, width=3, headings=("Aufgabe", "Was")
    )
    due_on: str | None = field("Bis", DATE, in_table=3, headings=("bis", "fällig"))
    person: str | None = field("Wer", TEXT, personal=True, in_table=2, headings=("Wer", "Zuständig"))
    state: str | None = field("Stand", CHOICE, choices=TaskState, in_table=4, headings=("Stand",))
    done_on: str | None = field("Erledigt am", DATE, width=0, edge=Edge.PAST)
    dropped_because: str | None = field("Entfällt, weil", TEXT, width=2)
    about: str | None = field("Gehört zu", REFERENCE, width=0)
    meeting: str | None = field("Aus der Sitzung", REFERENCE, width=0)
    note: str | None = field("Anmerkung", LONG, searchable=True, width=4)


class Contact(Record):
    """One line of an entry's time line: a talk, a letter, a visit."""

    parent: str | None = field("Gehört zu", REFERENCE, width=0)
    on_day: str | None = field("Am", DATE, edge=Edge.PAST)
    channel: str | None = field("Wie", CHOICE, choices=Channel)
    text: str | None = field("Was", LONG, required=True, personal=True, width=4)


def check(record: Task, _facts: Facts) -> dict[str, str]:
    """A task has words; what is dropped has a reason."""
    found: dict[str, str] = {}
    if not record.title:
        found["title"] = "Bitte ausfüllen"
    if record.state == TaskState.DROPPED and not record.dropped_because:
        found["dropped_because"] = "Bitte den Grund nennen"
    return found


register_kind(
    Kind(
        "tasks",
        Task,
        "Aufgabe",
        "Aufgaben",
        lambda v, _f: v.title or "Aufgabe",
        space="office",
        closed_by=("about",),
        check=check,
        days=(
            Appointment(
                "due_on",
                "Aufgabe",
                text=("person",),
                stands=lambda v: v.state not in (TaskState.DONE, TaskState.DROPPED),
            ),
        ),
    )
)
register_kind(
    Kind(
        "contacts",
        Contact,
        "Kontakt",
        "Verlauf",
        lambda v, _f: v.text or "Kontakt",
        space="office",
        listed=False,
    )
)
