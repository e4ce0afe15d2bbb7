"""Cases (Gesuche): what a household needs. The network sees number, size, age band, needs and area; names stay in the
office.

No nationality, religion or origin is a fact here: help is for everybody in need (and AGG § 19 forbids choosing by
them).
"""

from __future__ import annotations

from netzwerkhilfe.models.base import Appointment, Kind, Record, key_of, register_kind, whole_address
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    CHOICE,
    CHOICES,
    DATE,
    EMAIL,
    HOURS,
    INTEGER,
    LONG,
    MONEY,
    NUMBER,
    PHONE,
    PLACE,
    PLACES,
    REFERENCE,
    ROOMS,
    STAGE,
    TEXT,
    WEEK,
    WHEN,
    YES_NO,
    field,
)
from netzwerkhilfe.models.leads import AtOnce, Cefr, Permit, WorkKind
from netzwerkhilfe.models.naming import Mark
from netzwerkhilfe.models.phrases import Edge


class Need(Choice):
    """What a household can look for."""

    FLAT = "Wohnung"
    WORK = "Arbeit oder Praktikum"
    ACCOMPANIMENT = "Begleitung"
    LANGUAGE = "Sprache"
    COUNSELLING = "Beratung"
    GOODS = "Sachen"
    OTHER = "Sonstiges"


_NEED_SYNONYMS = {
    "arbeit": "Arbeit oder Praktikum",
    "praktikum": "Arbeit oder Praktikum",
    "ausbildung": "Arbeit oder Praktikum",
    "job": "Arbeit oder Praktikum",
    "stelle": "Arbeit oder Praktikum",
    "work": "Arbeit oder Praktikum",
    "internship": "Arbeit oder Praktikum",
    "flat": "Wohnung",
    "housing": "Wohnung",
    "fahrdienst": "Begleitung",
    "fahrt": "Begleitung",
    "dolmetschen": "Begleitung",
    "accompaniment": "Begleitung",
    "deutschkurs": "Sprache",
    "sprachkurs": "Sprache",
    "language": "Sprache",
    "counselling": "Beratung",
    "mobel": "Sachen",
    "kleidung": "Sachen",
    "fahrrad": "Sachen",
    "goods": "Sachen",
    "other": "Sonstiges",
}


class AgeBand(Choice):
    """The ages in a household, in bands so that nobody is recognised."""

    MINOR = "unter 18"
    YOUNG = "18 bis 26"
    ADULT = "27 bis 64"
    OLD = "ab 65"
    MIXED = "gemischt"


class RentPayer(Choice):
    """Who pays the rent."""

    SELF = "selbst"
    JOBCENTER = "Jobcenter"
    SOCIAL_OFFICE = "Sozialamt"
    PARTLY = "teils"


class Priority(Choice):
    """How urgent a need is."""

    URGENT = "eilig"
    NORMAL = "normal"
    CAN_WAIT = "kann warten"


class NeedState(Choice):
    """How far a need has been met."""

    OPEN = "offen"
    IN_PROGRESS = "in Arbeit"
    DONE = "erledigt"
    DROPPED = "entfällt"


class RefusedBy(Choice):
    """Who turned a suggestion down, or what ended it otherwise."""

    HOUSEHOLD = "Haushalt"
    LANDLORD = "Vermietung"
    EMPLOYER = "Betrieb"
    VOLUNTEER = "helfende Person"
    AUTHORITY = "Behörde"
    OFFICE = "Büro"
    TAKEN = "taken", "anderweitig vergeben"
    CLOSED = "closed", "nicht mehr nötig"


class Outcome(Choice):
    """What became of a placement after three months."""

    GOES_WELL = "läuft gut"
    ENDED = "beendet"
    CHANGED = "gewechselt"
    BROKEN_OFF = "abgebrochen"
    UNKNOWN = "unbekannt"


class Case(Record):
    """What a household needs, without its name. ``waiting_since`` counts when suggestions are ranked."""

    number: str | None = field("Nummer", TEXT, searchable=True, width=0)
    needs: tuple[str, ...] | None = field(
        "Sucht",
        CHOICES,
        choices=Need,
        synonyms=_NEED_SYNONYMS,
        searchable=True,
        in_table=2,
        width=3,
        headings=("Sucht", "Bedarf", "Anliegen"),
    )
    persons: int | None = field(
        "Personen im Haushalt", INTEGER, in_table=3, headings=("Personen", "Haushalt", "Personenzahl")
    )
    age_band: str | None = field("Alter", CHOICE, choices=AgeBand, headings=("Alter", "Altersgruppe"))
    place: str | None = field(
        "Wohnt in", PLACE, searchable=True, in_table=4, headings=("Ort", "Wohnort", "Ortsgemeinde")
    )
    waiting_since: str | None = field(
        "Wartet seit",
        DATE,
        in_table=5,
        default_today=True,
        headings=("wartet seit", "seit", "gemeldet am"),
        edge=Edge.PAST,
    )
    # a flat
    wished_places: tuple[str, ...] | None = field(
        "Wunschorte",
        PLACES,
        searchable=True,
        width=2,
        help="Orte, oder ein Büro für alle seine Orte",
        headings=("Wunschort", "Wunschorte"),
    )
    rooms_min: float | None = field("Zimmer ab", ROOMS, headings=("Zimmer",))
    area_min: float | None = field("Fläche ab", NUMBER, unit="m²", headings=("qm",))
    max_rent: int | None = field("Warmmiete bis", MONEY, headings=("Miete bis", "max. Miete", "Warmmiete bis"))
    rent_paid_by: str | None = field("Miete zahlt", CHOICE, choices=RentPayer, headings=("Miete zahlt",))
    move_in_by: str | None = field("Einzug ab", WHEN, choices=AtOnce, headings=("Einzug",))
    has_permit: bool | None = field("hat einen WBS", YES_NO, headings=("WBS",))
    needs_accessible: bool | None = field("braucht barrierefrei", YES_NO, headings=("barrierefrei",))
    has_pets: bool | None = field("mit Haustier", YES_NO, headings=("Haustier",))
    # work
    work_kinds: tuple[str, ...] | None = field("Art der Stelle", CHOICES, choices=WorkKind, width=2)
    occupations: tuple[str, ...] | None = field(
        "Berufswünsche", CHOICES, searchable=True, width=2, headings=("Beruf", "Berufswunsch")
    )
    cefr: str | None = field(
        "Deutsch",
        CHOICE,
        choices=Cefr,
        headings=("Deutsch", "Sprachniveau"),
        synonyms={"alphabetisierung": "keine"},
    )
    driving_licence: str | None = field("Führerschein", TEXT, help="Klasse oder „nein“", tick="ja")
    work_permit: str | None = field("Beschäftigungserlaubnis", CHOICE, choices=Permit, group="permit")
    work_permit_until: str | None = field("gilt bis", DATE, group="permit")
    # accompaniment
    languages: tuple[str, ...] | None = field(
        "Sprachen", CHOICES, choices="languages", searchable=True, width=2, help="die jemand sprechen soll"
    )
    appointment: tuple[str, ...] | None = field("Wann", WEEK, help="z. B. Di vormittags", width=2)
    appointment_on: str | None = field("Termin am", DATE)
    meeting_place: str | None = field("Treffpunkt", PLACE)
    needs_driver: bool | None = field("braucht eine Fahrt", YES_NO)
    offer_categories: tuple[str, ...] | None = field("Welche Angebote", CHOICES, choices="offer_categories", width=2)
    stage: str | None = field(
        "Stand", STAGE, choices="cases", rest="stage_on", in_table=6, width=0, headings=("Stand", "Status")
    )
    stage_on: str | None = field("Stand seit", WHEN, width=0, headings=("Stand vom", "Status seit"), edge=Edge.PAST)
    withdrawn: str | None = field("Beendet, Grund", TEXT, width=0)


class CasePrivate(Record):
    """Who it is: only the office that has the case sees this."""

    parent: str | None = field("Gehört zu", REFERENCE, width=0)
    name: str | None = field(
        "Name", TEXT, searchable=True, personal=True, width=2, headings=("Name", "Familie"), identifies=Mark.NAME
    )
    phone: str | None = field(
        "Telefon",
        PHONE,
        searchable=True,
        personal=True,
        rest="note",
        headings=("Telefon", "Tel"),
        identifies=Mark.PHONE,
    )
    email: str | None = field(
        "E-Mail", EMAIL, searchable=True, personal=True, headings=("E-Mail",), identifies=Mark.EMAIL
    )
    street: str | None = field(
        "Straße und Hausnummer", TEXT, personal=True, width=2, headings=("Straße",), identifies=Mark.STREET
    )
    household: str | None = field(
        "Zum Haushalt", TEXT, personal=True, width=2, help="z. B. zwei Kinder, eins in der Schule"
    )
    carer: str | None = field("Betreut von", TEXT, personal=True, headings=("Betreuung",))
    consent_on: str | None = field("Einwilligung vom", DATE, personal=True, edge=Edge.PAST)
    change_of_benefits_on: str | None = field(
        "Wechsel AsylbLG – SGB II am", DATE, personal=True, help="legt die Checkliste an"
    )
    handed_to: str | None = field("Übergeben an", TEXT, personal=True, width=0, group="handover")
    handed_on: str | None = field("Übergeben am", DATE, width=0, group="handover")
    handed_receipt_on: str | None = field("Übernahme bestätigt am", DATE, width=0, latest=True)
    note: str | None = field(
        "Anmerkung (nur für das Büro)",
        LONG,
        searchable=True,
        personal=True,
        width=4,
        headings=("Bemerkung", "Anmerkung"),
    )


class CaseNeed(Record):
    """One need of a case with its priority, wishes and state; by natural key (case, need)."""

    parent: str | None = field("Gehört zu", REFERENCE, width=0)
    need: str | None = field("Sucht", CHOICE, choices=Need, synonyms=_NEED_SYNONYMS)
    priority: str | None = field("Wie dringend", CHOICE, choices=Priority)
    state: str | None = field("Stand", CHOICE, choices=NeedState)
    wishes: str | None = field("Wünsche", TEXT, width=2)


class Handover(Record):
    """A case on its way to another office: ``sealed`` is readable for that office's PCs alone, and goes with the
    receipt."""

    parent: str | None = field("Gesuch", REFERENCE, width=0)
    to_office: str | None = field("An", REFERENCE, width=0)
    sealed: str | None = field("Verschlossene Angaben", TEXT, width=0, names=True)
    offered_on: str | None = field("Übergeben am", DATE, width=0)
    offered_by: str | None = field("Von", TEXT, width=0, personal=True)
    received_on: str | None = field("Übernommen am", DATE, width=0, latest=True)
    received_by: str | None = field("Übernommen von", TEXT, width=0, personal=True, latest=True)


class Match(Record):
    """A suggestion that was made: from suggested to what became of it after three months. Its root is the case's."""

    parent: str | None = field("Gesuch", REFERENCE, width=0)
    lead: str | None = field("Vorschlag", REFERENCE, width=0)
    lead_kind: str | None = field("Art des Vorschlags", TEXT, width=0)
    title: str | None = field("Vorschlag", TEXT, in_table=1, width=2)
    stage: str | None = field("Stand", STAGE, choices="matches", in_table=2, width=0)
    stage_on: str | None = field("Stand seit", WHEN, width=0)
    refused_by: str | None = field(
        "Abgelehnt von",
        CHOICE,
        choices=RefusedBy,
        group="refusal",
    )
    refused_because: str | None = field("Warum", TEXT, width=2, group="refusal")
    next_person: str | None = field("Weiter macht", TEXT, personal=True, group="next", latest=True)
    next_on: str | None = field("Bis", DATE, group="next", latest=True)
    next_office: str | None = field("Weiter macht das Büro", REFERENCE, width=0, group="next", latest=True)
    started_on: str | None = field("Begonnen am", DATE, edge=Edge.PAST)
    override_note: str | None = field("Trotzdem, weil", TEXT, width=2, help="wenn eine Erlaubnis noch fehlt")
    outcome: str | None = field("Nach drei Monaten", CHOICE, choices=Outcome)
    outcome_on: str | None = field("Nachgefragt am", DATE, edge=Edge.PAST)
    hours: float | None = field("Stunden", HOURS, unit="h")
    kilometres: float | None = field("Kilometer", NUMBER, unit="km")
    cost: int | None = field("Kosten", MONEY)


def title(record: Case, _facts: Facts) -> str:
    """ "MX-2026-014, 4 Personen": all that other offices read."""
    persons = record.persons
    size = f"{persons} {'Person' if persons == 1 else 'Personen'}" if persons else ""
    return ", ".join(p for p in (record.number or "Gesuch", size) if p)


def check(record: Case, facts: Facts) -> dict[str, str]:
    """Something must be sought; nobody waits since tomorrow."""
    found: dict[str, str] = {}
    if not record.needs:
        found["needs"] = "Bitte sagen, was gesucht wird"
    if (record.waiting_since or "") > facts.today.isoformat():
        found["waiting_since"] = "Liegt in der Zukunft"
    persons = record.persons
    if isinstance(persons, int) and not 1 <= persons <= 30:
        found["persons"] = "Zwischen 1 und 30"
    return found


def check_match(record: Match, _facts: Facts) -> dict[str, str]:
    """A refusal has a reason."""
    if record.refused_by and not record.refused_because:
        return {"refused_because": "Bitte den Grund nennen"}
    return {}


register_kind(
    Kind(
        "cases",
        Case,
        "Gesuch",
        "Gesuche",
        title,
        number="-",
        companion="cases_private",
        about_person=True,
        files_stay=True,
        row_key=lambda v: key_of(v.number),
        days=(Appointment("appointment_on", "Begleitung", venue=("meeting_place",)),),
        splits={"street": whole_address("street", "place")},
        check=check,
    )
)
register_kind(
    Kind(
        "cases_private",
        CasePrivate,
        "Angaben für das Büro",
        "Angaben für das Büro",
        lambda v, _f: v.name or "Angaben für das Büro",
        space="office",
        listed=False,
    )
)
register_kind(
    Kind(
        "case_needs", CaseNeed, "Anliegen", "Anliegen", lambda v, _f: Need.label_of(v.need) or "Anliegen", listed=False
    )
)
register_kind(
    Kind("handovers", Handover, "Übergabe", "Übergaben", lambda v, _f: v.offered_on or "Übergabe", listed=False)
)
register_kind(
    Kind(
        "matches",
        Match,
        "Vorschlag",
        "Vorschläge",
        lambda v, _f: v.title or "Vorschlag",
        listed=False,
        check=check_match,
    )
)
