"""A call, noted: what was said, read as it is typed; the entry that follows from it and the reminder to call back, in
one change. A note is never refused: what does not fit its field is kept with it as a finding."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from netzwerkhilfe.access.sharing import add_values
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.base import Beside
from netzwerkhilfe.models.cases import Case, Priority
from netzwerkhilfe.models.entry import Invalid, office_note, read_texts
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.notes import CallNote, Topic
from netzwerkhilfe.models.people import split_name
from netzwerkhilfe.models.text import digits
from netzwerkhilfe.services.entries.notes.note import PRIORITY, declared
from netzwerkhilfe.services.entries.understanding import Part, Understood, understand
from netzwerkhilfe.services.matching.cases import rate_need
from netzwerkhilfe.store.conditions import equals
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

KIND_OF_TOPIC: dict[str, str] = {
    Topic.FLAT: "housing",
    Topic.VOLUNTEERING: "volunteers",
    Topic.WORK: "work",
    Topic.CASE: "cases",
    Topic.OFFER: "offers",
}
"""What a call about a topic makes; the others stay a note of the office."""
NAME_FIELDS = {
    "housing": "landlord",
    "work": "contact_person",
    "offers": "contact_person",
    "cases": "name",
    "notes": "name",
}
"""The field for whoever calls; a volunteer has several."""
WHO = frozenset([*NAME_FIELDS.values(), "first_name", "last_name", "employer", "provider", "place"])
"""Fields that say who or where somebody is: a name alone says no more."""


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
    marks: tuple[Part, ...] = ()
    """What was understood, as places in ``original``."""


@dataclass(frozen=True)
class Heard:
    """A call, read while it is typed: ``found`` is what was understood of ``whole``, all sentences that were typed."""

    found: Understood
    name: str
    phone: str
    whole: str
    before: int = 0
    """Letters of ``whole`` that stand in the field for the name."""


def hear(name: str, phone: str, text: str, facts: Facts, kind: str = "") -> Heard:
    """Read what was typed. A sentence in the field for the name is read too; a name or a number in a field of its own
    wins over what was read.

    :param kind: the kind of entry that a person has chosen, if one has.
    """
    sentence = _says_more(name, facts)
    whole = f"{name}\n{text}" if sentence and text else name if sentence else text
    found = understand(whole, facts, kind)
    called = found.texts.get(NAME_FIELDS.get(found.kind, "last_name"), "")
    return Heard(
        found,
        called if sentence or not name.strip() else name.strip(),
        phone.strip() or found.texts.get("phone", ""),
        whole,
        len(name) + 1 if sentence else 0,
    )


def _says_more(name: str, facts: Facts) -> bool:
    """Whether the field for the name has a sentence: a number, or a fact beside who and where."""
    if len(name.split()) < 2:
        return False
    found = understand(name, facts)
    return bool(set(found.texts) - WHO)


def next_working_day(day: dt.date) -> dt.date:
    """The next day an office is open (weekends; holidays are the office's own matter)."""
    day += dt.timedelta(days=1)
    while day.weekday() >= 5:
        day += dt.timedelta(days=1)
    return day


def _texts(call: Call, kind: Kind) -> dict[str, str]:
    """What was typed, by field of the entry. What nobody has understood goes where only the office reads; a kind
    without such a field leaves it to the note."""
    texts = {n: t for n, t in (call.details or {}).items() if n != PRIORITY}
    if call.topic == Topic.VOLUNTEERING:
        title, first, last = split_name(re.sub(r"^(?:Frau|Herrn?|Hr\.|Fr\.)\s+", "", call.name))
        texts |= {"title": title, "first_name": first, "last_name": last}
    else:
        texts[NAME_FIELDS[kind.name]] = call.name
    if kind.companion:
        texts[office_note(kind)] = call.text
    return {n: t for n, t in (texts | {"phone": call.phone}).items() if t.strip()}


@dataclass
class _Fitting:
    """Texts read for a kind: the values that fit, what did not, and why nothing can be made of them, if so."""

    values: dict[str, Json]
    findings: list[str] = field(default_factory=list)
    missing: str = ""


def _fitting(kind: Kind, texts: Mapping[str, str], facts: Facts) -> _Fitting:
    """Read texts; what is unreadable or does not fit beside the rest is left out and told."""
    read = read_texts(kind, texts, facts)
    made = _Fitting(read.values)
    for name in [n for n in read.errors if n in kind.splits]:  # "2 MM": a deposit of two rents
        parts = kind.splits[name].read(texts[name], Beside("", frozenset()))
        if parts:
            del read.errors[name]
            made.values |= {n: v for n, v in parts.items() if v is not None and not isinstance(v, str)}

    def left_out(name: str, reason: str) -> None:
        made.values.pop(name, None)
        made.findings.append(f"{declared(kind.name, name).label}: „{texts.get(name, '')}“ – {reason}")

    for name, reason in read.errors.items():
        left_out(name, reason)
    for _ in range(len(texts) + 1):
        faults = kind.faults(kind.complete(made.values), facts)
        if kind.companion:
            faults = faults or KINDS[kind.companion].faults(made.values, facts)
        if not faults:
            return made
        typed = {n: r for n, r in faults.items() if made.values.get(n) is not None}
        for name, reason in typed.items():
            left_out(name, reason)
        if not typed:
            made.missing = "; ".join(dict.fromkeys(faults.values()))
            break
    return made


def note_call(change: Change, call: Call) -> tuple[str, str]:
    """Keep a call; gives the id of the note, the id of the entry made from it ("" if none).

    Raises :class:`~netzwerkhilfe.models.entry.Invalid` when nothing was typed, and
    :class:`~netzwerkhilfe.store.naming.PersonNamed` when the entry would name a person in need to all offices.
    """
    if Topic.of(call.topic) is None:
        raise ValueError(call.topic)
    facts, today = change.facts(), change.today()
    note_kind = KINDS["notes"]
    whole = call.original or call.text
    details = {n: t for n, t in (call.details or {}).items() if t.strip()}
    if not any((call.name.strip(), call.phone.strip(), whole.strip(), details)):
        raise Invalid(note_kind, {"name": "Name oder Telefon ist nötig"})
    read = _fitting(note_kind, {"name": call.name, "phone": call.phone}, facts)
    beside = read.values.pop("text", None)  # "06237 1234 (ab 18 Uhr)"
    values = read.values | {"topic": call.topic, "called_on": today.isoformat()}
    values["text"] = "\n".join(t for t in (whole, beside) if t) or None
    if call.marks:
        values["marks"] = [[m.start, m.end, m.field, m.text, whole[m.start : m.end]] for m in call.marks]
    if call.remind:
        values["remind_on"] = next_working_day(today).isoformat()
    findings, entry = read.findings, ""
    kind = KINDS.get(KIND_OF_TOPIC.get(call.topic, ""))
    if kind:
        entry, told = _entry(change, call, kind)
        findings = [f for f in findings if f not in told] + told
        values["about"] = entry or None
    elif details:
        findings += [f"{name}: {text}" for name, text in details.items()]
    values["findings"] = "\n".join(findings) or None
    return add_values(change, note_kind, values), entry


def _entry(change: Change, call: Call, kind: Kind) -> tuple[str, list[str]]:
    """The entry that follows from a call ("" if it cannot be made), and what did not fit it."""
    texts = _texts(call, kind)
    made = _fitting(kind, texts, change.facts())
    if made.missing:
        shown = "; ".join(
            f"{declared(kind.name, n).label}: {t}"
            for n, t in texts.items()
            if t not in (call.name, call.phone, call.text)
        )
        told = f"{kind.singular} noch nicht angelegt: {made.missing}." + (f" Verstanden war: {shown}" if shown else "")
        return "", [*made.findings, told]
    if "reported_on" in kind.fields:
        made.values.setdefault("reported_on", change.today().isoformat())
    entry = add_values(change, kind, made.values)
    urgency = (call.details or {}).get(PRIORITY, "")
    rating = next((p for p in Priority if urgency in (p.value, p.label)), None)
    if kind.model is Case and urgency.strip():
        if rating is None:
            return entry, [*made.findings, f"{declared(kind.name, PRIORITY).label}: „{urgency}“"]
        case = change.require(entry, Case)
        for need in case.record.needs or ():
            rate_need(change, case, need, rating)
    return entry, made.findings


def from_understood(found: Understood, original: str = "", *, remind: bool = True) -> Call:
    """The call that an understood note describes; what was not understood is its text."""
    topic = next((t for t, k in KIND_OF_TOPIC.items() if k == found.kind), Topic.OTHER)
    details = dict(found.texts)
    if found.kind == "volunteers":
        name = " ".join(filter(None, (details.pop("first_name", ""), details.pop("last_name", ""))))
    else:
        name = details.pop(NAME_FIELDS[found.kind], "")
    marks = tuple(found.parts) if original else ()
    return Call(topic, name, details.pop("phone", ""), found.rest, details, remind, original, marks)


def marks_of(note: CallNote) -> list[Part]:
    """What was understood of a call, as places in its text; a text that was changed since has none there."""
    kind = KINDS[KIND_OF_TOPIC.get(note.topic or "", "notes")]
    known = {*kind.fields, *(KINDS[kind.companion].fields if kind.companion else ()), PRIORITY}
    found = []
    for mark in note.marks or ():
        try:
            start, end, name, text, said = mark
            if name in known and (note.text or "")[start:end] == said and said:
                found.append(Part(start, end, name, str(text)))
        except (TypeError, ValueError):  # what another version stored
            continue
    return found


def notes_about(reader: Reader, record: str) -> list[Snapshot[CallNote]]:
    """The calls from which an entry came, as far as this office has them."""
    return reader.many(CallNote, reader.ids("notes", conditions=(equals("about", record),)))


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
