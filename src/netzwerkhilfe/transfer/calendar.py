"""Dates for calendars (iCalendar, RFC 5545 and RFC 5546): stable UID, SEQUENCE, cancellation, the zone
Europe/Berlin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from netzwerkhilfe.models.papers import CalendarEvent

ZONE = "Europe/Berlin"
# Summer time by rule since 1996 (Directive 2000/84/EC): programs read this where they stumble over lists of past dates.
BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
"""
LASTS = 120
"""Minutes of an event without an end."""


def _moment(day: str, time: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time.fromisoformat(time), ZoneInfo(ZONE))


def calendar(events: Sequence[CalendarEvent], now: dt.datetime) -> bytes:
    """The dates as one ``.ics`` file. ``now`` becomes DTSTAMP."""
    made = Calendar()
    made.add("prodid", "-//Netzwerk Hilfe//DE")
    made.add("version", "2.0")
    cancelled = bool(events) and all(e.cancelled for e in events)
    inviting = any(e.organizer and e.attendees for e in events)
    made.add("method", "CANCEL" if cancelled else "REQUEST" if inviting else "PUBLISH")
    made.add_component(Timezone.from_ical(BERLIN))
    for one in events:
        event = Event()
        event.add("uid", one.uid)
        event.add("sequence", one.sequence)
        event.add("dtstamp", now.astimezone(dt.UTC))
        event.add("summary", one.title)
        if one.start:
            begin = _moment(one.day, one.start)
            end = _moment(one.day, one.end) if one.end else begin + dt.timedelta(minutes=LASTS)
            if end <= begin:  # past midnight
                end += dt.timedelta(days=1)
            event.add("dtstart", begin)
            event.add("dtend", end)
        else:
            event.add("dtstart", dt.date.fromisoformat(one.day))
        if one.venue:
            event.add("location", one.venue)
        if one.text:
            event.add("description", one.text)
        event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
        event.add("transp", "OPAQUE")
        if one.organizer:
            address = vCalAddress(f"MAILTO:{one.organizer[1]}")
            address.params["cn"] = vText(one.organizer[0])
            event["organizer"] = address
            for name, email in one.attendees:
                who = vCalAddress(f"MAILTO:{email}")
                who.params["cn"] = vText(name)
                who.params["role"] = vText("REQ-PARTICIPANT")
                who.params["rsvp"] = vText("TRUE")
                event.add("attendee", who, encode=False)
        made.add_component(event)
    return bytes(made.to_ical())
