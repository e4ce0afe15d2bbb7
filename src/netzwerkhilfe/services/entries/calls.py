"""A call, noted: the entry that follows from it and the reminder to call back, in one change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from netzwerkhilfe.access.sharing import add_values
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.entry import checked, office_note, read_texts
from netzwerkhilfe.models.notes import Topic
from netzwerkhilfe.models.text import digits
from netzwerkhilfe.models.values import split_name
from netzwerkhilfe.services.entries.understanding import Understood
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.unit_of_work import Change

KIND_OF_TOPIC: dict[str, str] = {
    Topic.FLAT: "housing",
    Topic.VOLUNTEERING: "volunteers",
    Topic.WORK: "work",
    Topic.CASE: "cases",
}
"""What a call about a topic makes; the others stay a note of the office."""


@dataclass(frozen=True)
class Call:
    """What the person at the telephone typed."""

    topic: str
    name: str = ""
    phone: str = ""
    text: str = ""
    details: Mapping[str, str] | None = None
    """Fields of the entry, by name: place, rooms, skills …"""
    remind: bool = True
    original: str = ""
    """The words as they were typed, where ``text`` is what was not understood of them."""


def next_working_day(day: dt.date) -> dt.date:
    """The next day an office is open (weekends; holidays are the office's own matter)."""
    day += dt.timedelta(days=1)
    while day.weekday() >= 5:
        day += dt.timedelta(days=1)
    return day


def _texts(call: Call, kind: Kind) -> dict[str, str]:
    """What was typed, by field of the entry. What nobody has understood goes where only the office reads."""
    texts = {n: t for n, t in (call.details or {}).items() if t.strip()}
    if call.topic == Topic.VOLUNTEERING:
        title, first, last = split_name(re.sub(r"^(?:Frau|Herrn?|Hr\.|Fr\.)\s+", "", call.name))
        texts |= {"title": title, "first_name": first, "last_name": last}
    elif call.topic == Topic.FLAT:
        texts["landlord"] = call.name
    elif call.topic == Topic.CASE:
        texts["name"] = call.name
    else:
        texts["contact_person"] = call.name
    return {n: t for n, t in (texts | {"phone": call.phone, office_note(kind): call.text}).items() if t.strip()}


def note_call(change: Change, call: Call) -> tuple[str, str]:
    """Keep a call; gives the id of the note, the id of the entry made from it ("" if none).

    Raises :class:`~netzwerkhilfe.models.entry.Invalid` when neither name nor telephone was typed, or one is unreadable.
    """
    if Topic.of(call.topic) is None:
        raise ValueError(call.topic)
    facts, today = change.facts(), change.today()
    note_kind = KINDS["notes"]
    read = read_texts(note_kind, {"name": call.name, "phone": call.phone, "text": call.original or call.text}, facts)
    values = read.values | {"topic": call.topic, "called_on": today.isoformat()}
    if call.remind:
        values["remind_on"] = next_working_day(today).isoformat()
    checked(note_kind, values, read.errors, facts)
    entry = ""
    kind = KINDS.get(KIND_OF_TOPIC.get(call.topic, ""))
    entry_read = None
    if kind:
        entry_read = read_texts(kind, _texts(call, kind), facts)
        if "reported_on" in kind.fields:
            entry_read.values.setdefault("reported_on", today.isoformat())
        checked(kind, entry_read.values, entry_read.errors, facts)
    if kind and entry_read:
        entry = add_values(change, kind, entry_read.values)
        values["about"] = entry
    note = add_values(change, note_kind, values)
    return note, entry


NAME_FIELDS = {"housing": "landlord", "work": "contact_person", "cases": "name", "notes": "name"}


def from_understood(found: Understood, original: str = "", *, remind: bool = True) -> Call:
    """The call that an understood note describes; what was not understood is its text."""
    topic = next((t for t, k in KIND_OF_TOPIC.items() if k == found.kind), Topic.OTHER)
    details = dict(found.texts)
    if found.kind == "volunteers":
        name = " ".join(filter(None, (details.pop("first_name", ""), details.pop("last_name", ""))))
    else:
        name = details.pop(NAME_FIELDS[found.kind], "")
    return Call(topic, name, details.pop("phone", ""), found.rest, details, remind, original)


def known_caller(reader: Reader, name: str, phone: str) -> str:
    """What is known about a caller already, in a few words; empty if nothing."""
    facts = reader.facts()
    found: list[str] = []
    if len(digits(phone)) >= 5:
        found = [i for _, i in reader.hits(phone, 5)]
    elif len(name.strip()) >= 4:
        found = [i for _, i in reader.hits(name, 5)]
    titles = []
    for snapshot in filter(None, map(reader.get, found)):
        titles.append(f"{snapshot.kind.singular} {snapshot.title(facts)}")
    return "bekannt: " + ", ".join(titles[:2]) if titles else ""
