"""Volunteers: who helps, with what, when and where. What only the office may see stands in the companion."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from netzwerkhilfe.models.base import (
    HOUSE_NUMBER,
    Beside,
    Card,
    Kind,
    Record,
    Split,
    key_of,
    no_salutation,
    register_kind,
    required,
    whole_address,
)
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    CHOICE,
    CHOICES,
    DATE,
    EMAIL,
    INTEGER,
    LANGUAGES,
    LEVELS,
    LONG,
    NUMBER,
    PHONE,
    PLACE,
    POSTCODE,
    REFERENCE,
    TEXT,
    WEEK,
    WHEN,
    YES_NO,
    field,
)
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.people import read_name
from netzwerkhilfe.models.phrases import Edge
from netzwerkhilfe.models.text import digits, fold
from netzwerkhilfe.models.values import add_months

LIFTS = "Fahrdienst"
"""The key of the skill of giving lifts, whatever a network calls it."""
GERMAN = "Deutsch"
"""The key of the language that offers are in where they name none."""


class VolunteerState(Choice):
    """Whether somebody can be asked."""

    AVAILABLE = "verfügbar"
    BUSY = "im Einsatz"
    PAUSED = "pausiert"
    NEW = "neu"
    ENDED = "beendet"


class Preferred(Choice):
    """How somebody would like to be reached."""

    PHONE = "Telefon"
    EMAIL = "E-Mail"
    SMS = "SMS"
    LETTER = "Brief"
    IN_PERSON = "persönlich"


class Beginning(Choice):
    """The word for who has been there since the network began."""

    FIRST_DAY = "Anfang an"


class Volunteer(Record):
    """A person who helps without pay. In ``net`` only with ``consent_network``."""

    title: str | None = field("Titel", TEXT, personal=True, headings=("Titel",))
    first_name: str | None = field("Vorname", TEXT, searchable=True, personal=True, headings=("Vorname", "Rufname"))
    last_name: str | None = field(
        "Nachname",
        TEXT,
        searchable=True,
        personal=True,
        in_table=1,
        width=2,
        headings=("Nachname", "Name", "Familienname", "Name, Vorname", "Vor- und Nachname", "Helfer", "Helferin"),
    )
    phone: str | None = field(
        "Telefon",
        PHONE,
        searchable=True,
        personal=True,
        rest="phone_note",
        second="mobile",
        headings=("Telefon", "Tel", "Telefon / Handy", "Festnetz", "Rufnummer", "Telefonnummer"),
    )
    phone_note: str | None = field(
        "Am besten erreichbar", TEXT, help="z. B. ab 18 Uhr", personal=True, headings=("Erreichbarkeit",)
    )
    mobile: str | None = field(
        "Telefon mobil",
        PHONE,
        searchable=True,
        personal=True,
        rest="phone_note",
        headings=("Handy", "Mobil", "Mobiltelefon", "Mobilnummer", "Handynummer"),
    )
    email: str | None = field(
        "E-Mail", EMAIL, searchable=True, personal=True, headings=("E-Mail", "Mail", "Email", "E-Mail-Adresse")
    )
    preferred_channel: str | None = field("Am liebsten per", CHOICE, choices=Preferred, personal=True)
    street: str | None = field(
        "Straße und Hausnummer",
        TEXT,
        personal=True,
        group="address",
        width=2,
        headings=("Straße", "Straße/Nr", "Straße und Hausnummer", "Anschrift", "Adresse", "Strasse", "Straße Nr"),
        joins=HOUSE_NUMBER,
    )
    postcode: str | None = field(
        "Postleitzahl", POSTCODE, group="address", rest="place", headings=("PLZ", "Postleitzahl")
    )
    place: str | None = field(
        "Ort",
        PLACE,
        searchable=True,
        group="address",
        rest="postcode",
        headings=("Ort", "Wohnort", "PLZ Ort", "PLZ/Ort", "Ortsgemeinde", "Gemeinde"),
    )
    skills: tuple[str, ...] | None = field(
        "Fähigkeiten",
        CHOICES,
        choices="skills",
        searchable=True,
        in_table=2,
        width=2,
        headings=("Fähigkeiten", "hilft bei", "Hilft bei", "Einsatzbereich", "Tätigkeiten", "Aufgaben"),
    )
    languages: tuple[str, ...] | None = field(
        "Sprachen",
        LANGUAGES,
        choices="languages",
        searchable=True,
        in_table=3,
        width=2,
        rest="language_levels",
        rest_joins=True,
        help="auch mit Niveau: Deutsch B2, Arabisch Muttersprache",
        headings=("Sprachen", "Sprache", "Sprachkenntnisse", "spricht"),
    )
    language_levels: tuple[str, ...] | None = field(
        "Sprachniveau",
        LEVELS,
        choices="languages",
        width=2,
        help="A1 bis C2 oder Muttersprache",
        headings=("Sprachniveau",),
    )
    state: str | None = field(
        "Stand",
        CHOICE,
        choices=VolunteerState,
        in_table=4,
        headings=("Stand", "Status"),
        synonyms={"aktiv": VolunteerState.AVAILABLE},
    )
    availability: tuple[str, ...] | None = field(
        "Hat Zeit", WEEK, help="z. B. Mo, Mi nachmittags", width=2, headings=("Verfügbar", "Hat Zeit", "Zeiten")
    )
    radius_km: float | None = field("Umkreis", NUMBER, unit="km", help="Luftlinie", headings=("Umkreis", "Radius"))
    driving_licence: str | None = field(
        "Führerschein", TEXT, help="Klasse, z. B. B", tick="ja", headings=("Führerschein", "Führerscheinklasse")
    )
    has_car: bool | None = field("Eigenes Auto", YES_NO, headings=("Auto", "eigenes Auto", "PKW"))
    car_seats: int | None = field("Sitzplätze", INTEGER, headings=("Sitzplätze", "Plätze im Auto"))
    child_seats: int | None = field("Kindersitze", INTEGER, headings=("Kindersitze",))
    helper_group: str | None = field(
        "Helferkreis", CHOICE, choices="helper_groups", searchable=True, headings=("Helferkreis", "Team", "Gruppe")
    )
    since: str | None = field(
        "Dabei seit",
        WHEN,
        choices=Beginning,
        help="Datum, Monat oder Jahr",
        headings=("dabei seit", "seit", "Eintritt", "Beginn"),
        edge=Edge.PAST,
    )
    until: str | None = field("Dabei bis", WHEN, headings=("dabei bis", "Ende", "ausgeschieden"))
    trainings: tuple[str, ...] | None = field(
        "Fortbildungen", CHOICES, choices="trainings", width=2, headings=("Fortbildungen", "Schulungen", "Kurse")
    )
    equipment: str | None = field(
        "Ausgegeben",
        TEXT,
        help="Schlüssel, Weste, Ausweis …",
        width=2,
        headings=("Ausgegeben", "Schlüssel", "Material"),
    )
    honours: str | None = field("Ehrungen", TEXT, width=2, headings=("Ehrungen", "Ehrung"))
    consent_network: bool | None = field(
        "Einwilligung: alle Büros dürfen die Angaben sehen",
        YES_NO,
        rest="consent_network_on",
        width=2,
    )
    consent_network_on: str | None = field("Einwilligung vom", DATE, edge=Edge.PAST)
    pledge_on: str | None = field(
        "Verschwiegenheitserklärung",
        DATE,
        headings=("Verschwiegenheit", "Verschwiegenheitserklärung"),
        heading_like=r"verschwieg|schweigepflicht",
    )
    first_aid_on: str | None = field("Erste Hilfe", DATE, headings=("Erste Hilfe",), edge=Edge.PAST)
    note: str | None = field(
        "Anmerkung", LONG, searchable=True, width=4, headings=("Bemerkung", "Bemerkungen", "Anmerkung", "Notiz")
    )


class Recognition(Record):
    """Thanks that were given to a volunteer: what, when, by whom."""

    parent: str | None = field("Wer", REFERENCE, width=0)
    kind_of: str | None = field("Anerkennung", CHOICE, choices="recognitions", required=True, width=2)
    on_day: str | None = field("Am", DATE, required=True, edge=Edge.PAST)
    given_by: str | None = field("Überreicht von", TEXT, personal=True)
    note: str | None = field("Anmerkung", TEXT, width=2)


class VolunteerPrivate(Record):
    """What stays in the office: certificate (§ 72a Abs. 5 SGB VIII permits just these facts), year of birth, notes."""

    parent: str | None = field("Gehört zu", REFERENCE, width=0)
    certificate_date: str | None = field(
        "Führungszeugnis vom",
        DATE,
        group="certificate",
        personal=True,
        headings=("Führungszeugnis vom",),
        edge=Edge.PAST,
    )
    certificate_inspected_on: str | None = field(
        "Führungszeugnis eingesehen am",
        DATE,
        group="certificate",
        personal=True,
        headings=("Führungszeugnis eingesehen am", "Führungszeugnis", "FZ"),
        edge=Edge.PAST,
    )
    certificate_inspected_by: str | None = field("Eingesehen von", TEXT, group="certificate", personal=True)
    guardian_consent_on: str | None = field(
        "Zustimmung der Eltern (unter 18)",
        DATE,
        personal=True,
        width=2,
        headings=("Zustimmung der Eltern", "Einwilligung der Eltern", "Einverständnis der Eltern"),
        edge=Edge.PAST,
    )
    birth_year: int | None = field(
        "Geburtsjahr", INTEGER, personal=True, headings=("Geburtsjahr", "Jahrgang", "Geburtsdatum", "geb.", "geb. am")
    )
    emergency_contact: str | None = field(
        "Im Notfall anrufen", TEXT, personal=True, width=2, headings=("Notfallkontakt",)
    )
    privacy_signed: bool | None = field(
        "Datenschutz im Büro unterschrieben",
        YES_NO,
        personal=True,
        rest="privacy_signed_on",
        width=2,
        help="bleibt im Büro; ob alle Büros die Angaben sehen, sagt die Einwilligung",
        headings=("Datenschutz unterschr.", "Datenschutz", "Einwilligung", "Datenschutzerklärung", "DSGVO"),
        heading_like=r"^(?!.*(?:foto|bild|video|eltern|newsletter|schluss|vertrag|zeugnis|verschwieg|schweige))"
        r".*(?:datenschutz|dsgvo|ds gvo|dse\b|einwillig|einverstand|unterschr|zustimm|freigabe|weitergabe)",
    )
    privacy_signed_on: str | None = field(
        "Datenschutz unterschrieben am", DATE, personal=True, headings=("Einwilligung am", "Datenschutz am")
    )
    private_note: str | None = field("Nur für das Büro", LONG, personal=True, width=4)


def full_name(person: Volunteer) -> str:
    """ "Hans-Jürgen Fischer", as a letter names a person."""
    return " ".join(p for p in (person.title, person.first_name, person.last_name) if p)


def _title(record: Volunteer, _facts: Facts) -> str:
    last, first = record.last_name, record.first_name
    return ", ".join(p for p in (last, first) if p) or record.phone or "ohne Namen"


def check(record: Volunteer, facts: Facts) -> dict[str, str]:
    """A name or a phone number is enough; a consent is not given in the future."""
    found: dict[str, str] = {}
    if not any((record.last_name, record.first_name, record.phone, record.mobile)):
        found["last_name"] = "Name oder Telefon ist nötig"
    if (record.consent_network_on or "") > facts.today.isoformat():
        found["consent_network_on"] = "Liegt in der Zukunft"
    return found


def check_private(record: VolunteerPrivate, facts: Facts) -> dict[str, str]:
    """A certificate is young when it is shown; nothing was inspected or signed tomorrow."""
    dated, inspected = record.certificate_date, record.certificate_inspected_on
    if (record.privacy_signed_on or "") > facts.today.isoformat():
        return {"privacy_signed_on": "Liegt in der Zukunft"}
    if inspected and len(inspected) == 10 and inspected > facts.today.isoformat():
        return {"certificate_inspected_on": "Liegt in der Zukunft"}
    if not (dated and inspected and len(dated) == 10 and len(inspected) == 10):
        return {}
    months = facts.rules.get("certificate_age_months", 3)
    if add_months(dt.date.fromisoformat(dated), months) < dt.date.fromisoformat(inspected):
        return {"certificate_date": f"War bei der Vorlage älter als {months} Monate: bitte ein neues zeigen lassen"}
    return {"certificate_date": "Liegt nach der Einsichtnahme"} if dated > inspected else {}


_FAMILY_FIRST = late(r"(?:nach|familien|zu)?name\W.*vorname")


def name_parts(text: str, beside: Beside) -> dict[str, Any] | None:
    """A whole name in one cell of a list: title, first and last name; what is no name goes to the note."""
    found = read_name(
        text,
        family_first=bool(_FAMILY_FIRST.match(beside.heading)),
        family_only="first_name" in beside.fields,
    )
    parts: dict[str, Any] = {"title": found.title, "first_name": found.first, "last_name": found.last}
    if found.beside:
        parts["note"] = "Name: " + "; ".join(found.beside)
    if found.born:
        parts |= {"birth_year": _birth_year(found.born), "private_note": f"Geboren: {found.born}"}
    return {n: v for n, v in parts.items() if v}


def _birth_year(text: str) -> int | None:
    """The year of a day of birth; of two digits the century that lies behind."""
    m = re.search(r"(?:\b|\.)(?:(\d{4})|(\d{2}))$", text.strip()) or re.match(r"(\d{4})-\d", text.strip())
    if m is None:
        return None
    year = m[1] or ("19" + m[2])
    return int(year) if 1900 <= int(year) <= 2100 else None


def _born(text: str, _beside: Beside) -> dict[str, Any] | None:
    """A day of birth, where the year is asked for: the day stays with the office."""
    year = _birth_year(text)
    return {"birth_year": year, "private_note": f"Geboren: {text}"} if year and len(text.strip()) > 4 else None


def _name_key(record: Volunteer) -> str:
    """The words of the name in any order, without the title."""
    words = fold(f"{record.first_name or ''} {record.last_name or ''}").replace("-", " ").split()
    return " ".join(sorted(words))


def identity(record: Volunteer) -> list[str]:
    """The same name with the same telephone, e-mail or street is probably the same person."""
    name = _name_key(record)
    marks = [digits(getattr(record, n) or "") for n in ("phone", "mobile")] + [record.email, record.street]
    return [key for mark in marks if mark and (key := key_of(name, mark))]


register_kind(
    Kind(
        "volunteers",
        Volunteer,
        "Person",
        "Ehrenamtliche",
        _title,
        shared_if="consent_network",
        signed="privacy_signed",
        about_person=True,
        identity=identity,
        row_key=_name_key,
        splits={
            "last_name": Split(("title", "first_name", "last_name", "note", "birth_year", "private_note"), name_parts),
            "title": Split(("title",), no_salutation),
            "street": whole_address("street", "place", "postcode"),
            "birth_year": Split(("birth_year", "private_note"), _born),
        },
        companion="volunteers_private",
        check=check,
        card=Card(
            prefix="title",
            given="first_name",
            family="last_name",
            phone="phone",
            mobile="mobile",
            email="email",
            street="street",
            postcode="postcode",
            place="place",
            note=("phone_note",),
        ),
    )
)
register_kind(
    Kind(
        "volunteers_private",
        VolunteerPrivate,
        "Angaben für das Büro",
        "Angaben für das Büro",
        lambda _v, _f: "Angaben für das Büro",
        space="office",
        listed=False,
        check=check_private,
    )
)
register_kind(
    Kind(
        "recognitions",
        Recognition,
        "Anerkennung",
        "Anerkennungen",
        lambda v, f: f.label("recognitions", v.kind_of) if v.kind_of else "Anerkennung",
        listed=False,
        check=required("kind_of", "on_day"),
    )
)


def languages_in_words(person: Volunteer, facts: Facts) -> str:
    """ "Arabisch (Muttersprache), Deutsch (B2), Englisch": what somebody speaks, by what the network calls it."""
    parts = (entry.rpartition(" ") for entry in person.language_levels or ())
    levels = {language: level for language, _, level in parts if language}
    spoken = {key: facts.label("languages", key) for key in (*(person.languages or ()), *levels)}
    return ", ".join(f"{name} ({levels[key]})" if key in levels else name for key, name in spoken.items())
