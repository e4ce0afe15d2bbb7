"""Dates for calendars (iCalendar, RFC 5545 and RFC 5546): stable UID, SEQUENCE, cancellation, the zone
Europe/Berlin. Of a list those days of its entries that a kind declares for calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from netzwerkhilfe.models.base import Appointment
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.papers import CalendarEvent
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.transfer import sheets

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
            if one.last_day > one.day:  # the end of whole days is the day after (RFC 5545, 3.6.1)
                event.add("dtend", dt.date.fromisoformat(one.last_day) + dt.timedelta(days=1))
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


# ---- the days of a list ---------------------------------------------------------------------------------------------
_DAY = late(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?")


def events_of(entries: Iterable[Snapshot], facts: Facts, network: str) -> Iterator[CalendarEvent]:
    """The dates of entries that calendars can show. ``network`` is its id: a date keeps its UID wherever it comes from.

    What lies behind and what is still to come are both there; what is done or called off is not.
    """
    for entry in entries:
        for i, one in enumerate(entry.kind.days):
            uid = f"{entry.id}{f'-{i}' if i else ''}@{network}.netzwerkhilfe"
            if one.stands(entry.record) and (made := _event(uid, entry, one, facts)):
                yield made


def _event(uid: str, entry: Snapshot, one: Appointment, facts: Facts) -> CalendarEvent | None:
    values, fields = entry.full, entry.kind.fields

    def text(name: str) -> str:
        return sheets.clean(show(fields[name], values.get(name), facts)).strip()

    day, start = _moment_of(values.get(one.day))
    if not day:
        return None
    last, _ = _moment_of(values.get(one.last)) if one.last else ("", "")
    title = sheets.clean(entry.title(facts)).strip()
    begins, ends = (_moment_of(f"{day}T{values.get(n)}")[1] if n else "" for n in (one.start, one.end))
    begins = begins or start
    until = f"bis {show_date(last)}" if begins and last > day else ""
    said = [f"{fields[n].label}: {text(n)}" for n in one.text if text(n)]
    return CalendarEvent(
        uid,
        0,
        f"{one.what}: {title}" if one.what else title,
        day,
        begins,
        ends if begins else "",
        ", ".join(filter(None, map(text, one.venue))),
        "\n".join(filter(None, [until, *said])),
        last_day=last,
    )


def _moment_of(value: Any) -> tuple[str, str]:
    """A stored day, and the time where there is one; empty for what is no such day."""
    m = _DAY.fullmatch(value) if isinstance(value, str) else None
    if m is None:
        return "", ""
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return "", ""
    return m[1], m[2] or ""
