"""Courses, offers and recognitions: places and waiting list, half a year, what is kept where the person is kept."""

from __future__ import annotations

from typing import Any, TypeVar

from netzwerkhilfe.models.base import Record
from netzwerkhilfe.models.helping import Course, EnrolmentState
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.helping import courses, offers, recognitions
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

R = TypeVar("R", bound=Record)


def made(store: Store, model: type[R], **values: Any) -> Snapshot[R]:
    with store.change() as change:
        record = change.add(model.kind_name, values).id
    return store.require(record, model)


def enrol(store: Store, course: Snapshot[Course], volunteer: Snapshot[Volunteer]) -> EnrolmentState:
    with store.change() as change:
        return courses.enrol(change, course, volunteer.id)


def test_who_comes_when_all_places_are_taken_waits(store: Store) -> None:
    """GIVEN a course with two places WHEN three enrol THEN the third waits; a place given back is free again."""
    course = made(store, Course, title="Lotsenschulung", seats=2)
    first, second, third = (made(store, Volunteer, last_name=n) for n in ("A", "B", "C"))
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
    course = made(store, Course, title="Sprachcafé")
    people = [made(store, Volunteer, last_name=n) for n in "AB"]
    assert {enrol(store, course, v) for v in people} == {EnrolmentState.ENROLLED}


def test_an_enrolment_goes_where_the_person_is_and_with_the_person(store: Store) -> None:
    """GIVEN a course of all offices and a volunteer of this office alone THEN the enrolment stays here, and is one."""
    course = made(store, Course, title="Lotsenschulung")
    person = made(store, Volunteer, last_name="A")
    assert course.space == "net" and person.space == store.office_space
    for _ in range(2):
        enrol(store, course, person)
    (enrolment,) = store.children(course.id, "enrolments")
    assert (enrolment.space, enrolment.root) == (person.space, person.root)
    with store.change() as change:
        courses.note_certificate(change, enrolment.id)
    assert store.require(enrolment.id).values["certificate_on"] == store.today().isoformat()


def test_an_offer_is_asked_about_after_half_a_year(store: Store) -> None:
    today = store.today()
    never = made(store, Offer, title="Kleiderkammer")
    old = made(store, Offer, title="Tafel", checked_on=today.replace(year=today.year - 1).isoformat())
    assert offers.unchecked(never, today) and offers.unchecked(old, today)
    with store.change() as change:
        offers.still_right(change, old.id)
    fresh = store.require(old.id, Offer)
    assert not offers.unchecked(fresh, today)


def test_a_recognition_belongs_to_the_volunteer(store: Store) -> None:
    person = made(store, Volunteer, last_name="A")
    with store.change() as change:
        record = recognitions.add(change, person, {"kind_of": "Dankbrief", "on_day": "2026-03-01"})
    thanks = store.get(record)
    assert thanks is not None and (thanks.values["parent"], thanks.space, thanks.root) == (
        person.id,
        person.space,
        person.root,
    )
