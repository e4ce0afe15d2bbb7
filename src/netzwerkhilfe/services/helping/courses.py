"""Courses: who is enrolled, who waits for a place, and the certificates that were given out."""

from __future__ import annotations

from netzwerkhilfe.models.helping import Course, Enrolment, EnrolmentState
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

TAKES_A_PLACE = (EnrolmentState.ENROLLED, EnrolmentState.ATTENDED)


def places_taken(reader: Reader, course: str) -> int:
    """How many places of a course are taken; who waits takes none."""
    return sum(e.record.state in TAKES_A_PLACE for e in reader.children(course, Enrolment))


def enrol(change: Change, course: Snapshot[Course], volunteer: str) -> EnrolmentState:
    """Enrol a volunteer; on the waiting list when all places are taken. Gives which of both.

    Who is enrolled already keeps the place. The enrolment belongs to the volunteer: it is kept where that entry is
    kept, and erased with it.
    """
    person = change.get(volunteer, Volunteer)
    known = [e for e in change.children(course.id, Enrolment) if e.record.volunteer == volunteer]
    if known and known[0].record.state in TAKES_A_PLACE:
        return EnrolmentState(known[0].record.state)
    seats = course.record.seats
    full = seats is not None and seats > 0 and places_taken(change, course.id) >= seats
    state = EnrolmentState.WAITING if full else EnrolmentState.ENROLLED
    change.ensure(
        "enrolments",
        (course.id, volunteer),
        {"parent": course.id, "volunteer": volunteer, "state": state},
        space=person.space if person else course.space,
        root=person.root if person else volunteer,
    )
    return state


def note_certificate(change: Change, enrolment: str) -> None:
    """The certificate of a course is given out today."""
    change.update(enrolment, {"certificate_on": change.today().isoformat()})
