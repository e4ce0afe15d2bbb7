"""Dates for calendars, read back as calendars read them."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from netzwerkhilfe.models.papers import CalendarEvent
from netzwerkhilfe.transfer.calendar import calendar

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def read(*events: CalendarEvent) -> Calendar:
    found = Calendar.from_ical(calendar(events, NOW))
    assert isinstance(found, Calendar)
    return found


def events_of(found: Calendar) -> list[Event]:
    events = found.walk("VEVENT")
    return [e for e in events if isinstance(e, Event)]


def when(event: Event, name: str) -> dt.datetime:
    moment = event.decoded(name)
    assert isinstance(moment, dt.datetime)
    return moment


def test_a_date_is_the_same_moment_in_winter_and_summer() -> None:
    winter = CalendarEvent(
        "a@n", 0, "Leitungsteam", "2026-01-29", "18:00", "19:20", "Bürgerhaus; Saal, 1. Stock", "TOP 1\nTOP 2"
    )
    summer = CalendarEvent("b@n", 3, "Fest", "2026-06-20", "15:00")
    found = read(winter, summer)
    one, two = events_of(found)
    assert when(one, "dtstart").astimezone(dt.UTC).hour == 17
    assert when(two, "dtstart").astimezone(dt.UTC).hour == 13
    assert when(two, "dtend") - when(two, "dtstart") == dt.timedelta(hours=2)
    assert (str(one["uid"]), one.decoded("sequence"), two.decoded("sequence")) == ("a@n", 0, 3)
    assert str(one["location"]) == "Bürgerhaus; Saal, 1. Stock"
    assert str(one["description"]) == "TOP 1\nTOP 2"
    assert found["method"] == "PUBLISH"
    (zone,) = found.walk("VTIMEZONE")
    assert len(zone.to_ical()) < 600


def test_past_midnight_without_a_time_and_called_off() -> None:
    late = CalendarEvent("c@n", 0, "Nacht", "2026-03-28", "23:00", "01:30")
    whole = CalendarEvent("d@n", 0, "Austausch", "2026-06-20")
    one, two = events_of(read(late, whole))
    assert when(one, "dtend") > when(one, "dtstart")
    assert two.decoded("dtstart") == dt.date(2026, 6, 20)
    off = CalendarEvent("c@n", 1, "Nacht", "2026-03-28", "23:00", cancelled=True)
    assert read(off)["method"] == "CANCEL"
    assert events_of(read(off))[0]["status"] == "CANCELLED"


def test_who_invites_and_who_is_invited() -> None:
    one = CalendarEvent(
        "e@n",
        0,
        "Sitzung",
        "2026-03-19",
        "18:00",
        organizer=("Büro; Maxdorf", "hilfe@maxdorf.example"),
        attendees=(('Gisela "Gi" Bauer', "g.bauer@beispiel.example"),),
    )
    found = read(one)
    assert found["method"] == "REQUEST"
    (event,) = events_of(found)
    assert str(event["organizer"]) == "MAILTO:hilfe@maxdorf.example"
    assert str(event["attendee"]) == "MAILTO:g.bauer@beispiel.example"
    assert event["attendee"].params["RSVP"] == "TRUE"
