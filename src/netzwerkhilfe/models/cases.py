"""Cases (Gesuche): what a household needs. The network sees number, size, age band, needs and area; names stay in the
office.

No nationality, religion or origin is a fact here: help is for everybody in need (and AGG § 19 forbids choosing by
them).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from netzwerkhilfe.models.base import Kind, Record, key_of, register_kind
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.fields import (
    CHOICE,
    CHOICES,
    DATE,
    EMAIL,
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
    Facts,
    Field,
    column,
)
from netzwerkhilfe.models.leads import AtOnce, Cefr, Permit, WorkKind


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
    """Who turned a suggestion down."""

    HOUSEHOLD = "Haushalt"
    LANDLORD = "Vermietung"
    EMPLOYER = "Betrieb"
    VOLUNTEER = "helfende Person"
    AUTHORITY = "Behörde"
    OFFICE = "Büro"


class Outcome(Choice):
    """What became of a placement after three months."""

    GOES_WELL = "läuft gut"
    ENDED = "beendet"
    CHANGED = "gewechselt"
    BROKEN_OFF = "abgebrochen"
    UNKNOWN = "unbekannt"


class Case(Record):
    """What a household needs, without its name. ``waiting_since`` counts when suggestions are ranked."""

    __tablename__ = "cases"
    number: Mapped[str | None] = column(Field("Nummer", TEXT, searchable=True, width=0))
    needs: Mapped[Any] = column(
        Field(
            "Sucht",
            CHOICES,
            choices=Need,
            synonyms=_NEED_SYNONYMS,
            searchable=True,
            in_table=2,
            width=3,
            headings=("Sucht", "Bedarf", "Anliegen"),
        )
    )
    persons: Mapped[int | None] = column(
        Field("Personen im Haushalt", INTEGER, in_table=3, headings=("Personen", "Haushalt", "Personenzahl"))
    )
    age_band: Mapped[str | None] = column(Field("Alter", CHOICE, choices=AgeBand, headings=("Alter", "Altersgruppe")))
    place: Mapped[str | None] = column(
        Field("Wohnt in", PLACE, searchable=True, in_table=4, headings=("Ort", "Wohnort", "Ortsgemeinde"))
    )
    waiting_since: Mapped[str | None] = column(
        Field("Wartet seit", DATE, in_table=5, default_today=True, headings=("wartet seit", "seit", "gemeldet am"))
    )
    # a flat
    wished_places: Mapped[Any] = column(
        Field(
            "Wunschorte",
            PLACES,
            searchable=True,
            width=2,
            help="Orte oder ganze Verbandsgemeinden",
            headings=("Wunschort", "Wunschorte"),
        )
    )
    rooms_min: Mapped[float | None] = column(Field("Zimmer ab", ROOMS, headings=("Zimmer",)))
    area_min: Mapped[float | None] = column(Field("Fläche ab", NUMBER, unit="m²", headings=("qm",)))
    max_rent: Mapped[int | None] = column(
        Field("Warmmiete bis", MONEY, headings=("Miete bis", "max. Miete", "Warmmiete bis"))
    )
    rent_paid_by: Mapped[str | None] = column(
        Field("Miete zahlt", CHOICE, choices=RentPayer, headings=("Miete zahlt",))
    )
    move_in_by: Mapped[str | None] = column(Field("Einzug ab", WHEN, choices=AtOnce, headings=("Einzug",)))
    has_permit: Mapped[bool | None] = column(Field("hat einen WBS", YES_NO, headings=("WBS",)))
    needs_accessible: Mapped[bool | None] = column(Field("braucht barrierefrei", YES_NO, headings=("barrierefrei",)))
    has_pets: Mapped[bool | None] = column(Field("mit Haustier", YES_NO, headings=("Haustier",)))
    # work
    work_kinds: Mapped[Any] = column(Field("Art der Stelle", CHOICES, choices=WorkKind, width=2))
    occupations: Mapped[Any] = column(
        Field("Berufswünsche", CHOICES, searchable=True, width=2, headings=("Beruf", "Berufswunsch"))
    )
    cefr: Mapped[str | None] = column(
        Field(
            "Deutsch",
            CHOICE,
            choices=Cefr,
            headings=("Deutsch", "Sprachniveau"),
            synonyms={"alphabetisierung": "keine"},
        )
    )
    driving_licence: Mapped[str | None] = column(Field("Führerschein", TEXT, help="Klasse oder „nein“"))
    work_permit: Mapped[str | None] = column(Field("Beschäftigungserlaubnis", CHOICE, choices=Permit, group="permit"))
    work_permit_until: Mapped[str | None] = column(Field("gilt bis", DATE, group="permit"))
    # accompaniment
    languages: Mapped[Any] = column(
        Field("Sprachen", CHOICES, choices="languages", searchable=True, width=2, help="die jemand sprechen soll")
    )
    appointment: Mapped[Any] = column(Field("Wann", WEEK, help="z. B. Di vormittags", width=2))
    appointment_on: Mapped[str | None] = column(Field("Termin am", DATE))
    meeting_place: Mapped[str | None] = column(Field("Treffpunkt", PLACE))
    needs_driver: Mapped[bool | None] = column(Field("braucht eine Fahrt", YES_NO))
    offer_categories: Mapped[Any] = column(Field("Welche Angebote", CHOICES, choices="offer_categories", width=2))
    stage: Mapped[str | None] = column(
        Field("Stand", STAGE, choices="cases", rest="stage_on", in_table=6, width=0, headings=("Stand", "Status"))
    )
    stage_on: Mapped[str | None] = column(Field("Stand seit", WHEN, width=0))
    withdrawn: Mapped[str | None] = column(Field("Beendet, Grund", TEXT, width=0))


class CasePrivate(Record):
    """Who it is: only the office that has the case sees this."""

    __tablename__ = "cases_private"
    parent: Mapped[str | None] = column(Field("Gehört zu", REFERENCE, width=0))
    name: Mapped[str | None] = column(
        Field("Name", TEXT, searchable=True, personal=True, width=2, headings=("Name", "Familie"))
    )
    phone: Mapped[str | None] = column(
        Field("Telefon", PHONE, searchable=True, personal=True, rest="note", headings=("Telefon", "Tel"))
    )
    email: Mapped[str | None] = column(Field("E-Mail", EMAIL, searchable=True, personal=True, headings=("E-Mail",)))
    street: Mapped[str | None] = column(
        Field("Straße und Hausnummer", TEXT, personal=True, width=2, headings=("Straße",))
    )
    household: Mapped[str | None] = column(
        Field("Zum Haushalt", TEXT, personal=True, width=2, help="z. B. zwei Kinder, eins in der Schule")
    )
    carer: Mapped[str | None] = column(Field("Betreut von", TEXT, personal=True, headings=("Betreuung",)))
    consent_on: Mapped[str | None] = column(Field("Einwilligung vom", DATE, personal=True))
    change_of_benefits_on: Mapped[str | None] = column(
        Field("Wechsel AsylbLG – SGB II am", DATE, personal=True, help="legt die Checkliste an")
    )
    handed_to: Mapped[str | None] = column(Field("Übergeben an", TEXT, personal=True, width=0, group="handover"))
    handed_on: Mapped[str | None] = column(Field("Übergeben am", DATE, width=0, group="handover"))
    handed_receipt_on: Mapped[str | None] = column(Field("Übernahme bestätigt am", DATE, width=0))
    note: Mapped[str | None] = column(
        Field(
            "Anmerkung (nur für das Büro)",
            LONG,
            searchable=True,
            personal=True,
            width=4,
            headings=("Bemerkung", "Anmerkung"),
        )
    )


class CaseNeed(Record):
    """One need of a case with its priority, wishes and state; by natural key (case, need)."""

    __tablename__ = "case_needs"
    parent: Mapped[str | None] = column(Field("Gehört zu", REFERENCE, width=0))
    need: Mapped[str | None] = column(Field("Sucht", CHOICE, choices=Need, synonyms=_NEED_SYNONYMS))
    priority: Mapped[str | None] = column(Field("Wie dringend", CHOICE, choices=Priority))
    state: Mapped[str | None] = column(Field("Stand", CHOICE, choices=NeedState))
    wishes: Mapped[str | None] = column(Field("Wünsche", TEXT, width=2))


class Handover(Record):
    """A case on its way to another office: ``sealed`` is readable for that office's PCs alone, and goes with the
    receipt."""

    __tablename__ = "handovers"
    parent: Mapped[str | None] = column(Field("Gesuch", REFERENCE, width=0))
    to_office: Mapped[str | None] = column(Field("An", REFERENCE, width=0))
    sealed: Mapped[str | None] = column(Field("Verschlossene Angaben", TEXT, width=0))
    offered_on: Mapped[str | None] = column(Field("Übergeben am", DATE, width=0))
    offered_by: Mapped[str | None] = column(Field("Von", TEXT, width=0, personal=True))
    received_on: Mapped[str | None] = column(Field("Übernommen am", DATE, width=0))
    received_by: Mapped[str | None] = column(Field("Übernommen von", TEXT, width=0, personal=True))


class Match(Record):
    """A suggestion that was made: from suggested to what became of it after three months. Its root is the case's."""

    __tablename__ = "matches"
    parent: Mapped[str | None] = column(Field("Gesuch", REFERENCE, width=0))
    lead: Mapped[str | None] = column(Field("Vorschlag", REFERENCE, width=0))
    lead_kind: Mapped[str | None] = column(Field("Art des Vorschlags", TEXT, width=0))
    title: Mapped[str | None] = column(Field("Vorschlag", TEXT, in_table=1, width=2))
    stage: Mapped[str | None] = column(Field("Stand", STAGE, choices="matches", in_table=2, width=0))
    stage_on: Mapped[str | None] = column(Field("Stand seit", WHEN, width=0))
    refused_by: Mapped[str | None] = column(
        Field(
            "Abgelehnt von",
            CHOICE,
            choices=RefusedBy,
            group="refusal",
        )
    )
    refused_because: Mapped[str | None] = column(Field("Warum", TEXT, width=2, group="refusal"))
    started_on: Mapped[str | None] = column(Field("Begonnen am", DATE))
    override_note: Mapped[str | None] = column(
        Field("Trotzdem, weil", TEXT, width=2, help="wenn eine Erlaubnis noch fehlt")
    )
    outcome: Mapped[str | None] = column(Field("Nach drei Monaten", CHOICE, choices=Outcome))
    outcome_on: Mapped[str | None] = column(Field("Nachgefragt am", DATE))
    hours: Mapped[float | None] = column(Field("Stunden", NUMBER, unit="h"))
    kilometres: Mapped[float | None] = column(Field("Kilometer", NUMBER, unit="km"))
    cost: Mapped[int | None] = column(Field("Kosten", MONEY))


def title(values: Mapping[str, Any], _facts: Facts) -> str:
    """ "MX-2026-014, 4 Personen": all that other offices read."""
    persons = values.get("persons")
    size = f"{persons} {'Person' if persons == 1 else 'Personen'}" if persons else ""
    return ", ".join(p for p in (values.get("number") or "Gesuch", size) if p)


def check(values: Mapping[str, Any], facts: Facts) -> dict[str, str]:
    """Something must be sought; nobody waits since tomorrow."""
    found: dict[str, str] = {}
    if not values.get("needs"):
        found["needs"] = "Bitte sagen, was gesucht wird"
    if (values.get("waiting_since") or "") > facts.today.isoformat():
        found["waiting_since"] = "Liegt in der Zukunft"
    persons = values.get("persons")
    if isinstance(persons, int) and not 1 <= persons <= 30:
        found["persons"] = "Zwischen 1 und 30"
    return found


def check_match(values: Mapping[str, Any], _facts: Facts) -> dict[str, str]:
    """A refusal has a reason."""
    if values.get("refused_by") and not values.get("refused_because"):
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
        row_key=lambda v: key_of(v.get("number")),
        check=check,
    )
)
register_kind(
    Kind(
        "cases_private",
        CasePrivate,
        "Angaben für das Büro",
        "Angaben für das Büro",
        lambda v, _f: v.get("name") or "Angaben für das Büro",
        space="office",
        listed=False,
    )
)
register_kind(
    Kind("case_needs", CaseNeed, "Anliegen", "Anliegen", lambda v, _f: v.get("need") or "Anliegen", listed=False)
)
register_kind(
    Kind("handovers", Handover, "Übergabe", "Übergaben", lambda v, _f: v.get("offered_on") or "Übergabe", listed=False)
)
register_kind(
    Kind(
        "matches",
        Match,
        "Vorschlag",
        "Vorschläge",
        lambda v, _f: v.get("title") or "Vorschlag",
        listed=False,
        check=check_match,
    )
)
