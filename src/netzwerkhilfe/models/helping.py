"""What surrounds the helping: groups, engagements with hours and kilometres, courses, shelters, rent limits, hints."""

from __future__ import annotations

from typing import Any

from netzwerkhilfe.models.base import Appointment, Card, Kind, Record, called, register_kind, required
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    CHOICE,
    DATE,
    EMAIL,
    HOURS,
    INTEGER,
    LONG,
    MONEY,
    NUMBER,
    PHONE,
    PLACE,
    REFERENCE,
    TEXT,
    TIME,
    YES_NO,
    field,
    place_name,
)
from netzwerkhilfe.models.phrases import Edge


class Carrier(Choice):
    """Who stands behind a group of helpers."""

    CHURCH = "Kirche"
    CLUB = "Verein"
    PARTY = "Partei"
    CITIZENS = "Bürgerinnen und Bürger"
    MUNICIPALITY = "Gemeinde"
    OTHER = "Sonstige"


class EngagementState(Choice):
    """Whether an engagement lies ahead, took place or was called off."""

    PLANNED = "geplant"
    DONE = "erledigt"
    CALLED_OFF = "abgesagt"


class EnrolmentState(Choice):
    """How far somebody's place in a course has come."""

    ENROLLED = "angemeldet"
    WAITING = "Warteliste"
    ATTENDED = "teilgenommen"
    CALLED_OFF = "abgesagt"


class BookingState(Choice):
    """What became of booked hours."""

    BOOKED = "gebucht"
    USED = "wahrgenommen"
    CALLED_OFF = "abgesagt"


class HelperGroup(Record):
    """A Helferkreis or initiative: church, club, party, citizens."""

    name: str | None = field(
        "Name",
        TEXT,
        required=True,
        searchable=True,
        in_table=1,
        width=2,
        headings=("Helferkreis", "Initiative", "Name"),
        names=True,
    )
    called_first: str | None = field("Schlüssel", TEXT, width=0, first_of="name")
    """What its members store, so that renaming it loses nobody."""
    carrier: str | None = field(
        "Wer steht dahinter",
        CHOICE,
        choices=Carrier,
        in_table=2,
    )
    place: str | None = field("Ort", PLACE, searchable=True, in_table=3, headings=("Ort",))
    leader: str | None = field("Leitung", TEXT, searchable=True, personal=True, in_table=4, headings=("Leitung",))
    phone: str | None = field("Telefon", PHONE, searchable=True, personal=True, rest="note")
    email: str | None = field("E-Mail", EMAIL, searchable=True, personal=True)
    meets: str | None = field("Trifft sich", TEXT, help="z. B. jeden 1. Montag, 19 Uhr", width=2)
    offers: str | None = field("Bietet an", TEXT, searchable=True, width=4)
    note: str | None = field("Anmerkung", LONG, searchable=True, width=4)


class Engagement(Record):
    """One engagement of a volunteer: planned or done, with hours and kilometres. Its root is the volunteer's."""

    parent: str | None = field("Wer", REFERENCE, width=0)
    title: str | None = field("Was", TEXT, required=True, in_table=1, width=2)
    on_day: str | None = field("Am", DATE, required=True, in_table=2, edge=Edge.NEAREST)
    start_time: str | None = field("Von", TIME, in_table=3)
    end_time: str | None = field("Bis", TIME, in_table=4)
    hours: float | None = field("Stunden", HOURS, unit="h", computed=True)
    kilometres: float | None = field("Kilometer", NUMBER, unit="km")
    passengers: int | None = field("Mitfahrende", INTEGER)
    case_number: str | None = field("Gesuch", TEXT, help="Nummer, kein Name")
    place: str | None = field("Wo", PLACE)
    state: str | None = field("Stand", CHOICE, choices=EngagementState, in_table=5)
    sheet_out_on: str | None = field("Einsatzblatt ausgegeben am", DATE, width=0)
    sheet_back_on: str | None = field("Einsatzblatt zurück am", DATE, edge=Edge.PAST)
    note: str | None = field("Anmerkung", TEXT, width=2)


class Course(Record):
    """A course with places open across offices: Integrationslotsen and others."""

    title: str | None = field("Kurs", TEXT, required=True, searchable=True, in_table=1, width=2)
    provider: str | None = field("Träger", TEXT, searchable=True, names=True)
    begins_on: str | None = field("Beginn", DATE, in_table=2)
    ends_on: str | None = field("Ende", DATE)
    times: str | None = field("Zeiten", TEXT, width=2)
    place: str | None = field("Ort", PLACE, searchable=True, in_table=3)
    seats: int | None = field("Plätze", INTEGER, in_table=4)
    open_to_all: bool | None = field("offen für alle Büros", YES_NO)
    note: str | None = field("Anmerkung", LONG, width=4)


class Enrolment(Record):
    """A volunteer in a course; by natural key (course, volunteer). Its root is the volunteer's."""

    parent: str | None = field("Kurs", REFERENCE, width=0)
    volunteer: str | None = field("Wer", REFERENCE, width=0)
    state: str | None = field("Stand", CHOICE, choices=EnrolmentState)
    certificate_on: str | None = field("Bescheinigung vom", DATE)


class Shelter(Record):
    """A municipal accommodation: places, and how many are free. There are no lists of who lives there."""

    name: str | None = field("Unterkunft", TEXT, required=True, searchable=True, in_table=1, width=2, names=True)
    operator: str | None = field("Betreiber", TEXT, searchable=True, names=True)
    place: str | None = field("Ort", PLACE, searchable=True, in_table=2)
    places_total: int | None = field("Plätze", INTEGER, in_table=3, headings=("Plätze",))
    places_taken: int | None = field("belegt", INTEGER, in_table=4, headings=("belegt",))
    places_blocked: int | None = field("gesperrt", INTEGER, headings=("gesperrt",))
    places_free: int | None = field("frei", INTEGER, computed=True, width=0, in_table=5)
    family_units: int | None = field("Familienzimmer", INTEGER)
    accessible: bool | None = field("barrierefrei", YES_NO)
    opens_on: str | None = field("Öffnet am", DATE)
    closes_on: str | None = field("Schließt am", DATE)
    note: str | None = field("Anmerkung", LONG, width=4)


class Professional(Record):
    """A shared professional with hours a month for all offices. What a talk was about is never noted (§ 203 StGB)."""

    name: str | None = field("Name oder Stelle", TEXT, required=True, searchable=True, in_table=1, width=2, names=True)
    field_of_work: str | None = field("Fachgebiet", TEXT, searchable=True, in_table=2, headings=("Fachgebiet",))
    provider: str | None = field("Träger", TEXT, searchable=True, names=True)
    hours_per_month: float | None = field("Stunden im Monat", NUMBER, unit="h", in_table=3)
    rate: int | None = field("Satz je Stunde", MONEY)
    place: str | None = field("Ort", PLACE, searchable=True, in_table=4)
    phone: str | None = field("Telefon", PHONE, searchable=True, personal=True, rest="note")
    guided_by: str | None = field(
        "Anleitung durch", TEXT, help="bei unentgeltlicher Rechtsberatung (§ 6 RDG)", names=True
    )
    note: str | None = field("Anmerkung", LONG, width=4)


class Booking(Record):
    """Hours of a professional for a case of an office: number and hours, nothing of what it is about."""

    parent: str | None = field("Fachkraft", REFERENCE, width=0)
    case_number: str | None = field("Gesuch", TEXT, help="Nummer, kein Name")
    on_day: str | None = field("Am", DATE, required=True, edge=Edge.NEAREST)
    hours: float | None = field("Stunden", HOURS, unit="h", required=True)
    state: str | None = field("Stand", CHOICE, choices=BookingState)


class RentLimit(Record):
    """What the Jobcenter accepts as Bruttokaltmiete: by area, household size and date. Data, never code."""

    area: str | None = field(
        "Gilt in",
        TEXT,
        required=True,
        help="Anfang des Schlüssels: fünf Ziffern der Kreis, neun der Verband, acht ein Ort",
    )
    persons: int | None = field("Personen", INTEGER, required=True)
    max_amount: int | None = field("Bruttokaltmiete bis", MONEY)
    area_m2: float | None = field("Fläche bis", NUMBER, unit="m²")
    valid_from: str | None = field("Gilt ab", DATE, required=True)
    valid_to: str | None = field("Gilt bis", DATE)
    source: str | None = field("Quelle", TEXT, width=2)


class Hint(Record):
    """An editable text the program shows: a rule for a kind of work, a checklist. It informs, it does not decide."""

    topic: str | None = field("Thema", TEXT, required=True)
    key: str | None = field("Wofür", TEXT, required=True)
    text: str | None = field("Text", LONG, required=True, width=4)
    months_most: int | None = field("Höchstens Monate", INTEGER)
    needs_permit: bool | None = field("braucht eine Erlaubnis", YES_NO)
    hourly_amount: int | None = field("Betrag je Stunde", MONEY)
    valid_from: str | None = field("Gilt ab", DATE)
    source: str | None = field("Quelle", TEXT, width=2)


def compute_hours(record: Engagement) -> dict[str, Any]:
    """Hours from the times of day, past midnight too."""
    start, end = record.start_time, record.end_time
    if not (isinstance(start, str) and isinstance(end, str) and len(start) == len(end) == 5):
        return {}
    minutes = (int(end[:2]) * 60 + int(end[3:]) - int(start[:2]) * 60 - int(start[3:])) % 1440
    return {"hours": round(minutes / 60, 2)}


def compute_free(record: Shelter) -> dict[str, Any]:
    """Free places: all, less taken and blocked ones."""
    total = record.places_total
    if not isinstance(total, int):
        return {}
    return {"places_free": total - (record.places_taken or 0) - (record.places_blocked or 0)}


def check_shelter(record: Shelter, _facts: Facts) -> dict[str, str]:
    """A name, and not more places taken than there are."""
    found = {} if record.name else {"name": "Bitte ausfüllen"}
    free = record.places_free
    if isinstance(free, int) and free < 0:
        found["places_taken"] = "Mehr belegt und gesperrt als vorhanden"
    return found


def _shelter_title(record: Shelter, facts: Facts) -> str:
    return ", ".join(p for p in (record.name, place_name(record.place, facts)) if p) or "Unterkunft"


register_kind(
    Kind(
        "helper_groups",
        HelperGroup,
        "Helferkreis",
        "Helferkreise",
        called("name", fallback="Helferkreis"),
        check=required("name"),
        card=Card(name="leader", organisation="name", phone="phone", email="email"),
    )
)
register_kind(
    Kind(
        "engagements",
        Engagement,
        "Einsatz",
        "Einsätze",
        called("title", fallback="Einsatz"),
        listed=False,
        check=required("title", "on_day"),
        compute=compute_hours,
    )
)
register_kind(
    Kind(
        "courses",
        Course,
        "Kurs",
        "Kurse",
        called("title", fallback="Kurs"),
        check=required("title"),
        days=(Appointment("begins_on", last="ends_on", venue=("place",), text=("times", "provider")),),
    )
)
register_kind(
    Kind("enrolments", Enrolment, "Anmeldung", "Anmeldungen", called("state", fallback="Anmeldung"), listed=False)
)
register_kind(
    Kind("shelters", Shelter, "Unterkunft", "Unterkünfte", _shelter_title, check=check_shelter, compute=compute_free)
)
register_kind(
    Kind(
        "professionals",
        Professional,
        "Fachkraft",
        "Fachkräfte",
        called("name", fallback="Fachkraft"),
        check=required("name"),
        card=Card(name="name", organisation="provider", phone="phone"),
    )
)
register_kind(
    Kind(
        "bookings",
        Booking,
        "Buchung",
        "Buchungen",
        called("case_number", fallback="Buchung"),
        listed=False,
        check=required("on_day", "hours"),
    )
)
register_kind(
    Kind(
        "rent_limits",
        RentLimit,
        "Mietgrenze",
        "Mietgrenzen",
        called("area", fallback="Mietgrenze"),
        listed=False,
        check=required("area", "persons", "valid_from"),
    )
)
register_kind(
    Kind(
        "hints",
        Hint,
        "Hinweis",
        "Hinweise",
        called("key", fallback="Hinweis"),
        listed=False,
        check=required("topic", "key", "text"),
    )
)
