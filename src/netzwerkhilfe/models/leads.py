"""Leads: flats and work that somebody reported, and the steps each has gone through."""

from __future__ import annotations

import re
from typing import Any

from netzwerkhilfe.models.base import (
    HOUSE_NUMBER,
    Appointment,
    Beside,
    Card,
    Kind,
    Record,
    Split,
    key_of,
    register_kind,
    whole_address,
)
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    CHOICE,
    DATE,
    EMAIL,
    INTEGER,
    LONG,
    MOMENT,
    MONEY,
    NUMBER,
    PHONE,
    PLACE,
    POSTCODE,
    REFERENCE,
    ROOMS,
    STAGE,
    TEXT,
    WHEN,
    YES_NO,
    field,
    place_name,
)
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.phrases import Edge
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.models.values import NBSP, show_number

VIEWED = "besichtigt"
"""The key of the stage of a flat that somebody has looked at."""
OFFICE_NOTE = "Anmerkung (nur für das Büro)"


class WorkKind(Choice):
    """What a place of work is."""

    INTERNSHIP = "Praktikum"
    ORIENTATION_INTERNSHIP = "Orientierungspraktikum"
    COMPULSORY_INTERNSHIP = "Pflichtpraktikum"
    TRIAL = "Probebeschäftigung"
    INTRODUCTORY_TRAINING = "Einstiegsqualifizierung"
    EMPLOYER_MEASURE = "Maßnahme beim Arbeitgeber"
    APPRENTICESHIP = "Ausbildung"
    JOB = "Arbeit"
    MINIJOB = "Minijob"
    OPPORTUNITY_ASYLBLG = "Arbeitsgelegenheit § 5 AsylbLG"
    OPPORTUNITY_SGB2 = "Arbeitsgelegenheit § 16d SGB II"
    VOLUNTARY = "Ehrenamt"


_WORK_SYNONYMS = {
    "prakt.": "Praktikum",
    "internship": "Praktikum",
    "schulerpraktikum": "Pflichtpraktikum",
    "eq": "Einstiegsqualifizierung",
    "mag": "Maßnahme beim Arbeitgeber",
    "apprenticeship": "Ausbildung",
    "lehre": "Ausbildung",
    "job": "Arbeit",
    "stelle": "Arbeit",
    "arbeitsstelle": "Arbeit",
    "450-euro-job": "Minijob",
    "arbeitsgelegenheit §5": "Arbeitsgelegenheit § 5 AsylbLG",
    "arbeitsgelegenheit": "Arbeitsgelegenheit § 5 AsylbLG",
    "agh": "Arbeitsgelegenheit § 5 AsylbLG",
    "work_opportunity": "Arbeitsgelegenheit § 5 AsylbLG",
    "1-euro-job": "Arbeitsgelegenheit § 16d SGB II",
}


_WIDER = {
    WorkKind.INTERNSHIP: (WorkKind.ORIENTATION_INTERNSHIP, WorkKind.COMPULSORY_INTERNSHIP),
    WorkKind.JOB: (WorkKind.EMPLOYER_MEASURE, WorkKind.OPPORTUNITY_ASYLBLG, WorkKind.OPPORTUNITY_SGB2),
}


def related_work(one: str, other: str) -> bool:
    """Whether two kinds of work (keys of :class:`WorkKind`) are the same, or one is a special form of the other."""
    first, second = WorkKind.of(one), WorkKind.of(other)
    if first is None or second is None:
        return one == other
    return first is second or second in _WIDER.get(first, ()) or first in _WIDER.get(second, ())


class Cefr(Choice):
    """A level of German by the Common European Framework of Reference, lowest first."""

    NONE = "keine"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class AtOnce(Choice):
    """The word that stands for a day where somebody wants no day."""

    AT_ONCE = "sofort"


class Pets(Choice):
    """Whether animals may live in a flat."""

    YES = "ja"
    NO = "nein"
    BY_AGREEMENT = "nach Absprache"


class Assurance(Choice):
    """How far the Jobcenter's assurance (Zusicherung, § 22 SGB II) for a flat has come."""

    NOT_NEEDED = "nicht nötig"
    APPLIED = "beantragt"
    GIVEN = "liegt vor"
    REFUSED = "abgelehnt"


class Permit(Choice):
    """How far the permission to work (Beschäftigungserlaubnis) has come."""

    UNKNOWN = "unbekannt"
    NOT_NEEDED = "nicht nötig"
    APPLIED = "beantragt"
    GIVEN = "liegt vor"
    REFUSED = "nicht erlaubt"


class HousingLead(Record):
    """A flat that was offered. The Jobcenter looks at ``rent_excl_heating`` (Bruttokaltmiete)."""

    number: str | None = field("Nummer", TEXT, searchable=True, width=0)
    street: str | None = field(
        "Straße und Hausnummer",
        TEXT,
        searchable=True,
        group="address",
        width=2,
        headings=("Straße", "Straße/Nr", "Straße und Hausnummer", "Anschrift", "Adresse", "Strasse", "Straße Nr"),
        joins=HOUSE_NUMBER,
        names=True,
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
        in_table=2,
        headings=("Ort", "PLZ Ort", "Ortsgemeinde", "Gemeinde"),
    )
    rooms: float | None = field("Zimmer", ROOMS, in_table=1, headings=("Zimmer", "Zi", "Räume"))
    area_m2: float | None = field(
        "Wohnfläche", NUMBER, unit="m²", headings=("qm", "m²", "Wohnfläche", "Fläche", "Größe")
    )
    base_rent: int | None = field("Kaltmiete", MONEY, headings=("Kaltmiete", "Miete kalt", "Miete", "Grundmiete"))
    ancillary_costs: int | None = field(
        "Nebenkosten (kalt)", MONEY, headings=("NK", "Nebenkosten", "kalte Nebenkosten", "Betriebskosten")
    )
    ancillary_included: bool | None = field("Nebenkosten sind enthalten", YES_NO)
    heating_costs: int | None = field("Heizkosten", MONEY, headings=("Heizkosten", "Heizung", "HK"))
    gross_rent: int | None = field(
        "Warmmiete", MONEY, in_table=3, computed=True, headings=("Warmmiete", "Miete warm", "Gesamtmiete")
    )
    rent_excl_heating: int | None = field(
        "Bruttokaltmiete", MONEY, computed=True, width=0, help="Kaltmiete und kalte Nebenkosten"
    )
    deposit: int | None = field(
        "Kaution", MONEY, computed=True, headings=("Kaution",), help="Höchstens drei Kaltmieten (§ 551 BGB)"
    )
    deposit_months: float | None = field(
        "Kaution in Monatsmieten", NUMBER, width=0, headings=("Kaution in Monatsmieten",)
    )
    available_from: str | None = field(
        "Frei ab",
        WHEN,
        choices=AtOnce,
        help="Datum oder „sofort“",
        headings=("frei ab", "verfügbar ab", "Bezug ab", "ab"),
    )
    floor: str | None = field("Stockwerk", TEXT, searchable=True, headings=("Stockwerk", "Etage", "Geschoss", "Lage"))
    limited_until: str | None = field("Befristet bis", WHEN, headings=("befristet bis", "befristet"))
    max_persons: int | None = field("Höchstens Personen", INTEGER, headings=("Personen", "max. Personen"))
    pets: str | None = field(
        "Haustiere",
        CHOICE,
        choices=Pets,
        headings=("Haustiere", "Tiere"),
        synonyms={"erlaubt": "ja", "verboten": "nein", "auf anfrage": "nach Absprache"},
    )
    landlord: str | None = field(
        "Vermietung",
        TEXT,
        searchable=True,
        personal=True,
        width=2,
        headings=("Vermieter", "Vermieterin", "Vermietung", "Eigentümer", "Kontakt", "Name", "Name Vermieter"),
    )
    phone: str | None = field(
        "Telefon",
        PHONE,
        searchable=True,
        personal=True,
        rest="phone_note",
        headings=("Telefon", "Tel", "Tel. Vermieter", "Telefon Vermieter", "Tel."),
    )
    phone_note: str | None = field("Am besten erreichbar", TEXT, help="z. B. ab 18 Uhr")
    source: str | None = field(
        "Gemeldet von",
        TEXT,
        personal=True,
        help="wenn nicht von der Vermietung selbst",
        headings=("gemeldet von", "Quelle"),
    )
    share_contact: bool | None = field(
        "Straße, Vermietung und Telefon dürfen an alle Büros", YES_NO, width=2, headings=("darf an alle Büros",)
    )
    landlord_consent_on: str | None = field(
        "Einverstanden mit Speicherung am", DATE, headings=("Einverständnis",), edge=Edge.PAST
    )
    transit_stop: str | None = field("Haltestelle", TEXT, searchable=True, headings=("Haltestelle", "ÖPNV"))
    transit_minutes: int | None = field("Fußweg dorthin", INTEGER, unit="Min.")
    viewing_on: str | None = field("Besichtigung am", MOMENT, help="z. B. 12.11.2025 15:00", headings=("Besichtigung",))
    followed_up_on: str | None = field("Bei der Vermietung nachgefragt am", DATE, edge=Edge.PAST)
    follow_up_by: str | None = field("Wieder nachfragen am", DATE)
    assurance: str | None = field(
        "Zusicherung des Jobcenters",
        CHOICE,
        choices=Assurance,
        help="vor dem Mietvertrag",
    )
    assurance_on: str | None = field("Zusicherung vom", DATE, edge=Edge.PAST)
    kitchen: bool | None = field("mit Küche", YES_NO, headings=("Küche", "Einbauküche"))
    lift: bool | None = field("Aufzug", YES_NO, headings=("Aufzug", "Lift"))
    accessible: bool | None = field("barrierefrei", YES_NO, headings=("barrierefrei", "Barrierefrei"))
    furnished: bool | None = field("möbliert", YES_NO, headings=("möbliert",))
    housing_permit: bool | None = field("nur mit WBS", YES_NO, help="Wohnberechtigungsschein", headings=("WBS",))
    stage: str | None = field(
        "Stand",
        STAGE,
        choices="housing",
        rest="stage_on",
        ahead={VIEWED: "viewing_on"},
        in_table=4,
        width=0,
        headings=("Stand", "Status"),
    )
    stage_on: str | None = field(
        "Stand seit",
        WHEN,
        width=0,
        headings=("Stand vom", "Status seit", "vermittelt am", "vergeben am", "eingezogen am", "Einzug am", "Einzug"),
        edge=Edge.PAST,
    )
    promised_to: str | None = field("Vergeben an", TEXT, width=0)
    """The number of the case that has it; two offices that gave it away at once are in conflict here."""
    reported_on: str | None = field(
        "Gemeldet am", WHEN, help="Datum oder Monat", headings=("gemeldet am", "gemeldet", "Eingang"), edge=Edge.PAST
    )
    withdrawn: str | None = field("Zurückgezogen, Grund", TEXT, width=0)
    note: str | None = field(
        "Anmerkung", LONG, searchable=True, width=4, headings=("Bemerkungen", "Bemerkung", "Anmerkung", "Notiz")
    )


class HousingPrivate(Record):
    """What only the office sees of a flat: its own note, and street and landlord while they may not be told to all."""

    parent: str | None = field("Gehört zu", REFERENCE, width=0)
    street: str | None = field("Straße und Hausnummer", TEXT, searchable=True, personal=True, width=0)
    landlord: str | None = field("Vermietung", TEXT, searchable=True, personal=True, width=0)
    phone: str | None = field("Telefon", PHONE, searchable=True, personal=True, width=0)
    phone_note: str | None = field("Am besten erreichbar", TEXT, personal=True, width=0)
    source: str | None = field("Gemeldet von", TEXT, personal=True, width=0)
    private_note: str | None = field(OFFICE_NOTE, LONG, searchable=True, personal=True, width=4)


class WorkLead(Record):
    """An internship, training place or job that somebody reported."""

    number: str | None = field("Nummer", TEXT, searchable=True, width=0)
    title: str | None = field(
        "Stelle",
        TEXT,
        searchable=True,
        in_table=1,
        width=2,
        headings=("Tätigkeit", "Stelle", "Beruf", "Titel", "Aufgabe"),
    )
    employer: str | None = field(
        "Betrieb",
        TEXT,
        searchable=True,
        in_table=2,
        width=2,
        headings=("Betrieb", "Arbeitgeber", "Firma", "Unternehmen", "Name", "Name des Betriebs", "Firmenname"),
        names=True,
    )
    sector: str | None = field("Branche", TEXT, searchable=True, headings=("Branche",))
    kind: str | None = field(
        "Art", CHOICE, choices=WorkKind, synonyms=_WORK_SYNONYMS, in_table=3, headings=("Art", "Stellenart")
    )
    street: str | None = field(
        "Straße und Hausnummer",
        TEXT,
        group="address",
        headings=("Straße", "Adresse", "Anschrift", "Strasse"),
        joins=HOUSE_NUMBER,
        names=True,
    )
    postcode: str | None = field("Postleitzahl", POSTCODE, group="address", rest="place", headings=("PLZ",))
    place: str | None = field(
        "Ort", PLACE, searchable=True, group="address", rest="postcode", headings=("Ort", "PLZ Ort", "Arbeitsort")
    )
    start: str | None = field(
        "Beginn", WHEN, choices=AtOnce, help="Datum oder „sofort“", headings=("Beginn", "Start", "ab")
    )
    duration: str | None = field("Dauer", TEXT, headings=("Dauer",))
    hours_per_week: str | None = field(
        "Stunden je Woche", TEXT, headings=("Std./Woche", "Stunden", "Wochenstunden", "Umfang")
    )
    min_cefr: str | None = field(
        "Deutsch mindestens",
        CHOICE,
        choices=Cefr,
        headings=("Deutsch mind.", "Deutsch", "Sprachniveau"),
        synonyms={"alphabetisierung": "keine", "nicht notig": "keine"},
    )
    driving_licence: str | None = field(
        "Führerschein", TEXT, help="Klasse oder „nein“", tick="ja", headings=("Führerschein",)
    )
    contact_person: str | None = field(
        "Ansprechperson",
        TEXT,
        searchable=True,
        personal=True,
        width=2,
        headings=("Ansprechpartner/in", "Ansprechpartner", "Ansprechperson", "Kontakt"),
    )
    phone: str | None = field(
        "Telefon", PHONE, searchable=True, personal=True, rest="phone_note", headings=("Tel", "Telefon", "Tel.")
    )
    phone_note: str | None = field("Am besten erreichbar", TEXT)
    email: str | None = field("E-Mail", EMAIL, searchable=True, personal=True, headings=("E-Mail", "Mail"))
    positions: str | None = field("Plätze", TEXT, headings=("Plätze", "Anzahl"))
    ends_on: str | None = field("Ende", DATE, headings=("Ende", "bis"))
    total_hours: float | None = field("Stunden insgesamt", NUMBER, unit="h", help="bei Arbeitsgelegenheiten")
    work_permit: str | None = field(
        "Beschäftigungserlaubnis",
        CHOICE,
        choices=Permit,
    )
    permit_override: str | None = field("Beginn ohne Erlaubnis, weil", TEXT)
    pay: str | None = field("Vergütung", TEXT, headings=("Vergütung", "Lohn", "Gehalt", "Entgelt"))
    stage: str | None = field(
        "Stand", STAGE, choices="work", rest="stage_on", in_table=4, width=0, headings=("Stand", "Status")
    )
    stage_on: str | None = field(
        "Stand seit",
        WHEN,
        width=0,
        headings=("Stand vom", "Status seit", "vermittelt am", "besetzt am", "begonnen am"),
        edge=Edge.PAST,
    )
    promised_to: str | None = field("Vergeben an", TEXT, width=0)
    """The number of the case that has it, where there is one place."""
    reported_on: str | None = field("Gemeldet am", WHEN, headings=("gemeldet am", "gemeldet"), edge=Edge.PAST)
    withdrawn: str | None = field("Zurückgezogen, Grund", TEXT, width=0)
    note: str | None = field(
        "Anmerkung", LONG, searchable=True, width=4, headings=("Bemerkung", "Bemerkungen", "Anmerkung", "Notiz")
    )


class WorkPrivate(Record):
    """What only the office sees of a place of work."""

    parent: str | None = field("Gehört zu", REFERENCE, width=0)
    private_note: str | None = field(OFFICE_NOTE, LONG, searchable=True, personal=True, width=4)


class StageStep(Record):
    """One step of a lead: which stage, when, who. The author is that of its change."""

    parent: str | None = field("Gehört zu", REFERENCE, width=0)
    stage: str | None = field("Stand", TEXT)
    on_day: str | None = field("Am", DATE)
    note: str | None = field("Anmerkung", TEXT)


def housing_title(record: HousingLead, facts: Facts) -> str:
    """ "3 Zi. · 74 m²", or what else is known of a flat."""
    parts = []
    if record.rooms:
        parts.append(f"{show_number(record.rooms)}{NBSP}Zi.")
    if record.area_m2:
        parts.append(f"{show_number(record.area_m2)}{NBSP}m²")
    if not parts:
        parts = [p for p in ("Wohnung", place_name(record.place, facts) or record.landlord) if p]
    return " · ".join(parts)


def compute_rents(record: HousingLead) -> dict[str, Any]:
    """Warmmiete, Bruttokaltmiete and a deposit given in rents, where the parts are known."""
    base, heating = record.base_rent, record.heating_costs
    ancillary = 0 if record.ancillary_included else record.ancillary_costs
    found: dict[str, Any] = {}
    if base is not None and ancillary is not None:
        found["rent_excl_heating"] = base + ancillary
        if heating is not None:
            found["gross_rent"] = base + ancillary + heating
    if base is not None and record.deposit_months:
        found["deposit"] = round(base * record.deposit_months)
    return found


def _included(text: str, _beside: Beside) -> dict[str, Any] | None:
    """ "inkl." where an amount was expected."""
    return (
        {"ancillary_included": True} if fold(text).rstrip(".") in ("inkl", "incl", "inklusive", "enthalten") else None
    )


_RENTS = late(r"(\d+(?:,\d+)?)\s*(?:MM|Monatsmieten?|KM|Kaltmieten?|Mieten?)", re.IGNORECASE)


def _in_rents(text: str, _beside: Beside) -> dict[str, Any] | None:
    """ "3 MM": a deposit of three rents."""
    m = _RENTS.fullmatch(squeeze(text))
    return {"deposit_months": float(m[1].replace(",", "."))} if m else None


def check_housing(record: HousingLead, _facts: Facts) -> dict[str, str]:
    """Whom to call or where it is must be known; a Warmmiete is not below the Kaltmiete."""
    found = {}
    if not any((record.landlord, record.phone, record.street, record.place)):
        found["landlord"] = "Name oder Telefon ist nötig"
    gross, base = record.gross_rent, record.base_rent
    if gross is not None and base is not None and gross < base:
        found["gross_rent"] = "Kleiner als die Kaltmiete"
    return found


def _work_title(record: WorkLead, _facts: Facts) -> str:
    return record.title or WorkKind.label_of(record.kind) or record.employer or "Stelle"


def check_work(record: WorkLead, facts: Facts) -> dict[str, str]:
    """An employer, a contact or a phone number must be known; what waits for a permit does not begin without a
    reason."""
    stage = facts.stage("work", record.stage)
    waits = record.work_permit in (Permit.APPLIED, Permit.REFUSED)
    if stage and stage.phase == 4 and waits and not record.permit_override:
        return {
            "permit_override": f"Die Erlaubnis ist „{Permit.label_of(record.work_permit)}“: Bitte den Grund eintragen, "
            "warum es trotzdem beginnt"
        }
    if not any((record.employer, record.contact_person, record.phone)):
        return {"employer": "Betrieb, Name oder Telefon ist nötig"}
    return {}


register_kind(
    Kind(
        "housing",
        HousingLead,
        "Wohnung",
        "Wohnungen",
        housing_title,
        number="W",
        identity=lambda v: [k for k in (key_of(v.place, v.street, v.rooms, v.landlord),) if k],
        row_key=lambda v: key_of(v.place, v.street or "-", v.landlord or v.phone or "-"),
        splits={
            "ancillary_costs": Split(("ancillary_included",), _included),
            "deposit": Split(("deposit_months",), _in_rents),
            "street": whole_address("street", "place", "postcode"),
        },
        check=check_housing,
        compute=compute_rents,
        companion="housing_private",
        withheld=("share_contact", ("street", "landlord", "phone", "phone_note", "source")),
        card=Card(name="landlord", phone="phone", note=("phone_note",)),
        days=(
            Appointment("viewing_on", "Besichtigung", venue=("street", "place")),
            Appointment("follow_up_by", "Wieder nachfragen"),
        ),
    )
)
register_kind(
    Kind(
        "housing_private",
        HousingPrivate,
        "Angaben für das Büro",
        "Angaben für das Büro",
        lambda _v, _f: "Angaben für das Büro",
        space="office",
        listed=False,
    )
)
register_kind(
    Kind(
        "work",
        WorkLead,
        "Stelle",
        "Praktika & Arbeit",
        _work_title,
        number="P",
        identity=lambda v: [k for k in (key_of(v.employer, v.title, v.kind, v.place, v.start),) if k],
        row_key=lambda v: key_of(v.employer, v.title or "-", v.contact_person or "-"),
        check=check_work,
        splits={"street": whole_address("street", "place", "postcode")},
        companion="work_private",
        card=Card(
            name="contact_person",
            organisation="employer",
            phone="phone",
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
        "work_private",
        WorkPrivate,
        "Angaben für das Büro",
        "Angaben für das Büro",
        lambda _v, _f: "Angaben für das Büro",
        space="office",
        listed=False,
    )
)
register_kind(
    Kind(
        "stage_steps",
        StageStep,
        "Schritt",
        "Schritte",
        lambda v, _f: v.stage or "Schritt",
        listed=False,
    )
)
