"""The network itself: its name, offices, people, PCs, places, categories and stages. All of it is data."""

from __future__ import annotations

from typing import Any

from netzwerkhilfe.models.base import Kind, Record, called, register_kind
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.fields import (
    CHOICE,
    CHOICES,
    DATA,
    DATE,
    EMAIL,
    INTEGER,
    LONG,
    NUMBER,
    OFFICE,
    PHONE,
    TEXT,
    YES_NO,
    field,
)
from netzwerkhilfe.models.office_forms import ALSO, OfficeForm


class Bench(Choice):
    """On which bench of the Leitungsteam somebody sits."""

    ADMINISTRATION = "Verwaltung"
    VOLUNTEERS = "Ehrenamt"
    COUNSELLING = "Beratung"


class Duty(Choice):
    """What somebody does in the Leitungsteam."""

    CHAIR = "Vorsitz"
    DEPUTY_CHAIR = "stellvertretender Vorsitz"
    MINUTE_TAKER = "Schriftführung"


class Salutation(Choice):
    """How a letter addresses somebody."""

    MS = "Frau"
    MR = "Herr"


class Network(Record):
    """The one record that names the network; its id is the network's id."""

    name: str | None = field("Name des Netzwerks", TEXT, required=True, width=2, names=True)
    motto: str | None = field("Leitsatz", TEXT, width=2)
    attribution: str | None = field("Quellen der Ortsdaten", LONG, width=4)
    certificate_age_months: int | None = field("Führungszeugnis bei Vorlage höchstens alt", INTEGER, unit="Monate")
    certificate_years: int | None = field("Führungszeugnis neu vorlegen nach", INTEGER, unit="Jahren")
    certificate_delete_months: int | None = field("Angaben dazu löschen nach", INTEGER, unit="Monaten")
    card_hours_year: int | None = field("Ehrenamtskarte ab", INTEGER, unit="Stunden im Jahr")
    card_months: int | None = field("Ehrenamtskarte nach", INTEGER, unit="Monaten")
    card_life_years: int | None = field("Jubiläums-Ehrenamtskarte nach", INTEGER, unit="Jahren")


RULES = {
    "certificate_age_months": 3,
    "certificate_years": 5,
    "certificate_delete_months": 6,
    "card_hours_year": 250,
    "card_months": 12,
    "card_life_years": 25,
}
"""What a network starts with. Sources: practice of the Jugendämter; § 72a Abs. 5 SGB VIII; Ehrenamtskarte
Rheinland-Pfalz."""


class Office(Record):
    """An office: a Verbandsgemeinde, an Amt, a town, a Kreis or a club of the network."""

    name: str | None = field("Name", TEXT, required=True, searchable=True, width=2, names=True)
    form: str | None = field("Art", CHOICE, choices=OfficeForm, synonyms=ALSO)
    code: str | None = field("Kürzel", TEXT, help="Zwei Buchstaben, z. B. AB")
    ags: str | None = field("Schlüssel (AGS)", TEXT)
    rank: int | None = field("Reihenfolge", INTEGER)
    phone: str | None = field("Telefon", PHONE)
    email: str | None = field("E-Mail", EMAIL)
    street: str | None = field("Straße und Hausnummer", TEXT, group="address", names=True)
    postcode: str | None = field("Postleitzahl", TEXT, group="address")
    town: str | None = field("Ort", TEXT, group="address")
    inhabitants: int | None = field("Einwohner", INTEGER, group="inhabitants")
    counted_on: str | None = field("Stichtag", DATE, group="inhabitants")
    left_on: str | None = field("Hat das Netzwerk verlassen am", DATE, width=0, latest=True)
    figures: Any = field("Zahlen beim Verlassen", DATA, width=0, latest=True)


class Member(Record):
    """A person who works with the program or belongs to the Leitungsteam."""

    name: str | None = field("Name", TEXT, required=True, searchable=True, personal=True, width=2)
    role: str | None = field("Rolle", CHOICE, choices=Bench, help="Im Leitungsteam")
    steering_group: bool | None = field("Im Leitungsteam", YES_NO)
    represents: str | None = field("Sitz für", OFFICE)
    duty: str | None = field("Aufgabe im Team", CHOICE, choices=Duty)
    substitute: str | None = field(
        "Stellvertretung in der Sitzung", TEXT, personal=True, width=2, help="Wer stattdessen mitstimmt"
    )
    salutation: str | None = field("Anrede", CHOICE, choices=Salutation)
    street: str | None = field("Straße und Hausnummer", TEXT, group="address", personal=True, width=2)
    postcode: str | None = field("Postleitzahl", TEXT, group="address")
    town: str | None = field("Ort", TEXT, group="address")
    member_from: str | None = field("Mitglied seit", DATE)
    member_until: str | None = field("Mitglied bis", DATE)
    deputy: str | None = field("Vertretung durch", TEXT, personal=True, group="deputy")
    deputy_until: str | None = field("Vertretung bis", DATE, group="deputy")
    phone: str | None = field("Telefon", PHONE, personal=True)
    email: str | None = field("E-Mail", EMAIL, personal=True)


class Device(Record):
    """What the PCs of the network are called. Their keys, roles and rights stand in signed statements
    (:mod:`netzwerkhilfe.store.membership`). Its id is its replica id."""

    name: str | None = field("Bezeichnung", TEXT, names=True)
    person: str | None = field("Person", TEXT, personal=True)
    number: int | None = field("Nummer im Büro", INTEGER)
    invitation: str | None = field("Einladung", TEXT)
    token: str | None = field("Kennung des Platzes", TEXT, width=0)


class Place(Record):
    """A municipality; its natural key is the AGS. Neighbours and districts are found through the key's digits.

    One that was ticked in the list of Germany has that list's key until somebody says its AGS; entries store the first.
    """

    key: str | None = field("Schlüssel im Programm", TEXT, width=0, first_of="ags")
    ags: str | None = field("AGS", TEXT, required=True)
    name: str | None = field("Name", TEXT, required=True, searchable=True, names=True)
    postcode: str | None = field("Postleitzahl", TEXT)
    association: str | None = field("Verband (Schlüssel)", TEXT)
    latitude: float | None = field("Breite", NUMBER, group="position")
    longitude: float | None = field("Länge", NUMBER, group="position")
    inhabitants: int | None = field("Einwohner", INTEGER, group="inhabitants")
    counted_on: str | None = field("Stichtag", DATE, group="inhabitants")


class Category(Record):
    """A word a list of choices offers (skills, languages, kinds of offers); a network can change all of them.

    Entries store its key: ``key``, or ``name`` while it was never renamed.
    """

    list_name: str | None = field("Liste", TEXT, required=True)
    name: str | None = field("Bezeichnung", TEXT, required=True)
    key: str | None = field("Schlüssel", TEXT, width=0, first_of="name")
    synonyms: tuple[str, ...] | None = field("Auch geschrieben als", CHOICES)
    rank: int | None = field("Reihenfolge", INTEGER)
    hidden: bool | None = field("Nicht mehr anbieten", YES_NO)


class Stage(Record):
    """A stage of flats or work leads, mapped to a fixed phase: 0–3 on the board, 4 done, 5 given up.

    Entries store its key: ``key``, or ``name`` while it was never renamed.
    """

    for_kind: str | None = field("Für", TEXT, required=True)
    name: str | None = field("Bezeichnung", TEXT, required=True)
    key: str | None = field("Schlüssel", TEXT, width=0, first_of="name")
    phase: int | None = field("Phase", INTEGER)
    rank: int | None = field("Reihenfolge", INTEGER)
    next_step: str | None = field("Nächster Schritt", TEXT)
    synonyms: tuple[str, ...] | None = field("Auch geschrieben als", CHOICES)


register_kind(Kind("networks", Network, "Netzwerk", "Netzwerke", called("name", fallback="ohne Namen"), listed=False))
register_kind(Kind("offices", Office, "Büro", "Büros", called("name", fallback="ohne Namen"), listed=False))
register_kind(Kind("people", Member, "Person im Team", "Team", called("name", fallback="ohne Namen"), listed=False))
register_kind(Kind("devices", Device, "PC", "PCs", called("name", fallback="ohne Namen"), listed=False))
register_kind(Kind("places", Place, "Ort", "Orte", called("name", fallback="ohne Namen"), listed=False))
register_kind(Kind("categories", Category, "Begriff", "Begriffe", called("name", fallback="ohne Namen"), listed=False))
register_kind(Kind("stages", Stage, "Stand", "Stände", called("name", fallback="ohne Namen"), listed=False))
