"""Courses, offers and recognitions: places and waiting list, half a year, what is kept where the person is kept."""

from __future__ import annotations

from typing import Any

from netzwerkhilfe.models.helping import EnrolmentState
from netzwerkhilfe.services.helping import courses, offers, recognitions
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store


def made(store: Store, kind: str, **values: Any) -> Snapshot:
    with store.change() as change:
        record = change.add(kind, values).id
    found = store.get(record)
    assert found is not None
    return found


def enrol(store: Store, course: Snapshot, volunteer: Snapshot) -> EnrolmentState:
    with store.change() as change:
        return courses.enrol(change, course, volunteer.id)


def test_who_comes_when_all_places_are_taken_waits(store: Store) -> None:
    """GIVEN a course with two places WHEN three enrol THEN the third waits; a place given back is free again."""
    course = made(store, "courses", title="Lotsenschulung", seats=2)
    first, second, third = (made(store, "volunteers", last_name=n) for n in ("A", "B", "C"))
    assert [enrol(store, course, v) for v in (first, second, third)] == [
        EnrolmentState.ENROLLED,
        EnrolmentState.ENROLLED,
        EnrolmentState.WAITING,
    ]
    assert courses.places_taken(store, course.id) == 2
    assert enrol(store, course, first) is EnrolmentState.ENROLLED, "who has a place keeps it"
    (place,) = [e for e in store.children(course.id, "enrolments") if e.values["volunteer"] == second.id]
    with store.change() as change:
        change.update(place.id, {"state": EnrolmentState.CALLED_OFF})
    assert courses.places_taken(store, course.id) == 1
    assert enrol(store, course, third) is EnrolmentState.ENROLLED


def test_a_course_without_a_number_of_places_takes_everybody(store: Store) -> None:
    course = made(store, "courses", title="Sprachcafé")
    people = [made(store, "volunteers", last_name=n) for n in "AB"]
    assert {enrol(store, course, v) for v in people} == {EnrolmentState.ENROLLED}


def test_an_enrolment_goes_where_the_person_is_and_with_the_person(store: Store) -> None:
    """GIVEN a course of all offices and a volunteer of this office alone THEN the enrolment stays here, and is one."""
    course = made(store, "courses", title="Lotsenschulung")
    person = made(store, "volunteers", last_name="A")
    assert course.space == "net" and person.space == store.office_space
    for _ in range(2):
        enrol(store, course, person)
    (enrolment,) = store.children(course.id, "enrolments")
    assert (enrolment.space, enrolment.root) == (person.space, person.root)
    with store.change() as change:
        courses.note_certificate(change, enrolment.id)
    assert store.get(enrolment.id).values["certificate_on"] == store.today().isoformat()  # type: ignore[union-attr]


def test_an_offer_is_asked_about_after_half_a_year(store: Store) -> None:
    today = store.today()
    never = made(store, "offers", title="Kleiderkammer")
    old = made(store, "offers", title="Tafel", checked_on=today.replace(year=today.year - 1).isoformat())
    assert offers.unchecked(never, today) and offers.unchecked(old, today)
    with store.change() as change:
        offers.still_right(change, old.id)
    fresh = store.get(old.id)
    assert fresh is not None and not offers.unchecked(fresh, today)


def test_a_recognition_belongs_to_the_volunteer(store: Store) -> None:
    person = made(store, "volunteers", last_name="A")
    with store.change() as change:
        record = recognitions.add(change, person, {"kind_of": "Dankbrief", "on_day": "2026-03-01"})
    thanks = store.get(record)
    assert thanks is not None and (thanks.values["parent"], thanks.space, thanks.root) == (
        person.id,
        person.space,
        person.root,
    )
