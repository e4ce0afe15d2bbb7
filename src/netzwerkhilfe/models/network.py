"""The network itself: its name, offices, people, PCs, places, categories and stages. All of it is data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from netzwerkhilfe.models.base import Kind, Record, register_kind
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
    REFERENCE,
    TEXT,
    YES_NO,
    Facts,
    Field,
    column,
)


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


class DeviceRole(Choice):
    """Whose PC it is."""

    OFFICE = "office", "Büro"
    HELPER = "helper", "Helfende"


def _named(values: Mapping[str, Any], _facts: Facts) -> str:
    return values.get("name") or "ohne Namen"


class Network(Record):
    """The one record that names the network; its id is the network's id."""

    __tablename__ = "networks"
    name: Mapped[str | None] = column(Field("Name des Netzwerks", TEXT, required=True, width=2))
    motto: Mapped[str | None] = column(Field("Leitsatz", TEXT, width=2))
    attribution: Mapped[str | None] = column(Field("Quellen der Ortsdaten", LONG, width=4))
    certificate_age_months: Mapped[int | None] = column(
        Field("Führungszeugnis bei Vorlage höchstens alt", INTEGER, unit="Monate")
    )
    certificate_years: Mapped[int | None] = column(Field("Führungszeugnis neu vorlegen nach", INTEGER, unit="Jahren"))
    certificate_delete_months: Mapped[int | None] = column(Field("Angaben dazu löschen nach", INTEGER, unit="Monaten"))
    card_hours_year: Mapped[int | None] = column(Field("Ehrenamtskarte ab", INTEGER, unit="Stunden im Jahr"))
    card_months: Mapped[int | None] = column(Field("Ehrenamtskarte nach", INTEGER, unit="Monaten"))
    card_life_years: Mapped[int | None] = column(Field("Jubiläums-Ehrenamtskarte nach", INTEGER, unit="Jahren"))


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
    """An office: one Verbandsgemeinde, town or association of the network."""

    __tablename__ = "offices"
    name: Mapped[str | None] = column(Field("Name", TEXT, required=True, searchable=True, width=2))
    code: Mapped[str | None] = column(Field("Kürzel", TEXT, help="Zwei Buchstaben, z. B. MX"))
    ags: Mapped[str | None] = column(Field("Schlüssel (AGS)", TEXT))
    rank: Mapped[int | None] = column(Field("Reihenfolge", INTEGER))
    phone: Mapped[str | None] = column(Field("Telefon", PHONE))
    email: Mapped[str | None] = column(Field("E-Mail", EMAIL))
    street: Mapped[str | None] = column(Field("Straße und Hausnummer", TEXT, group="address"))
    postcode: Mapped[str | None] = column(Field("Postleitzahl", TEXT, group="address"))
    town: Mapped[str | None] = column(Field("Ort", TEXT, group="address"))
    left_on: Mapped[str | None] = column(Field("Hat das Netzwerk verlassen am", DATE, width=0))
    figures: Mapped[Any] = column(Field("Zahlen beim Verlassen", DATA, width=0))


class Member(Record):
    """A person who works with the program or belongs to the Leitungsteam."""

    __tablename__ = "people"
    name: Mapped[str | None] = column(Field("Name", TEXT, required=True, searchable=True, personal=True, width=2))
    role: Mapped[str | None] = column(Field("Rolle", CHOICE, choices=Bench, help="Im Leitungsteam"))
    steering_group: Mapped[bool | None] = column(Field("Im Leitungsteam", YES_NO))
    represents: Mapped[str | None] = column(Field("Sitz für", OFFICE))
    duty: Mapped[str | None] = column(Field("Aufgabe im Team", CHOICE, choices=Duty))
    substitute: Mapped[str | None] = column(
        Field("Stellvertretung in der Sitzung", TEXT, personal=True, width=2, help="Wer stattdessen mitstimmt")
    )
    salutation: Mapped[str | None] = column(Field("Anrede", CHOICE, choices=Salutation))
    street: Mapped[str | None] = column(Field("Straße und Hausnummer", TEXT, group="address", personal=True, width=2))
    postcode: Mapped[str | None] = column(Field("Postleitzahl", TEXT, group="address"))
    town: Mapped[str | None] = column(Field("Ort", TEXT, group="address"))
    member_from: Mapped[str | None] = column(Field("Mitglied seit", DATE))
    member_until: Mapped[str | None] = column(Field("Mitglied bis", DATE))
    deputy: Mapped[str | None] = column(Field("Vertretung durch", TEXT, personal=True, group="deputy"))
    deputy_until: Mapped[str | None] = column(Field("Vertretung bis", DATE, group="deputy"))
    phone: Mapped[str | None] = column(Field("Telefon", PHONE, personal=True))
    email: Mapped[str | None] = column(Field("E-Mail", EMAIL, personal=True))


class Device(Record):
    """A PC of the network: its keys, its office, and whether it was struck off. Its id is its replica id."""

    __tablename__ = "devices"
    name: Mapped[str | None] = column(Field("Bezeichnung", TEXT))
    person: Mapped[str | None] = column(Field("Person", TEXT, personal=True))
    role: Mapped[str | None] = column(Field("Art", CHOICE, choices=DeviceRole))
    number: Mapped[int | None] = column(Field("Nummer im Büro", INTEGER))
    encryption_key: Mapped[str | None] = column(Field("Schlüssel zum Verschlüsseln", TEXT, group="keys"))
    signing_key: Mapped[str | None] = column(Field("Schlüssel zum Unterschreiben", TEXT, group="keys"))
    admin: Mapped[bool | None] = column(Field("Darf einladen und ausschließen", YES_NO))
    invitation: Mapped[str | None] = column(Field("Einladung", REFERENCE))
    struck_on: Mapped[str | None] = column(Field("Ausgeschlossen am", DATE))
    token: Mapped[str | None] = column(Field("Kennung des Platzes", TEXT, width=0))
    recovery_key: Mapped[str | None] = column(Field("Schlüssel des Wiederherstellungsblatts", TEXT, width=0))


class Place(Record):
    """An Ortsgemeinde; its natural key is the AGS. Neighbours and districts are found through the key's digits."""

    __tablename__ = "places"
    ags: Mapped[str | None] = column(Field("AGS", TEXT, required=True))
    name: Mapped[str | None] = column(Field("Name", TEXT, required=True, searchable=True))
    postcode: Mapped[str | None] = column(Field("Postleitzahl", TEXT))
    association: Mapped[str | None] = column(Field("Verbandsgemeinde (Schlüssel)", TEXT))
    latitude: Mapped[float | None] = column(Field("Breite", NUMBER, group="position"))
    longitude: Mapped[float | None] = column(Field("Länge", NUMBER, group="position"))
    inhabitants: Mapped[int | None] = column(Field("Einwohner", INTEGER, group="inhabitants"))
    counted_on: Mapped[str | None] = column(Field("Stichtag", DATE, group="inhabitants"))


class Category(Record):
    """A word a list of choices offers (skills, languages, kinds of offers); a network can change all of them.

    Entries store its key: ``key``, or ``name`` while it was never renamed.
    """

    __tablename__ = "categories"
    list_name: Mapped[str | None] = column(Field("Liste", TEXT, required=True))
    name: Mapped[str | None] = column(Field("Bezeichnung", TEXT, required=True))
    key: Mapped[str | None] = column(Field("Schlüssel", TEXT, width=0, first_of="name"))
    synonyms: Mapped[Any] = column(Field("Auch geschrieben als", CHOICES))
    rank: Mapped[int | None] = column(Field("Reihenfolge", INTEGER))
    hidden: Mapped[bool | None] = column(Field("Nicht mehr anbieten", YES_NO))


class Stage(Record):
    """A stage of flats or work leads, mapped to a fixed phase: 0–3 on the board, 4 done, 5 given up.

    Entries store its key: ``key``, or ``name`` while it was never renamed.
    """

    __tablename__ = "stages"
    for_kind: Mapped[str | None] = column(Field("Für", TEXT, required=True))
    name: Mapped[str | None] = column(Field("Bezeichnung", TEXT, required=True))
    key: Mapped[str | None] = column(Field("Schlüssel", TEXT, width=0, first_of="name"))
    phase: Mapped[int | None] = column(Field("Phase", INTEGER))
    rank: Mapped[int | None] = column(Field("Reihenfolge", INTEGER))
    next_step: Mapped[str | None] = column(Field("Nächster Schritt", TEXT))
    synonyms: Mapped[Any] = column(Field("Auch geschrieben als", CHOICES))


register_kind(Kind("networks", Network, "Netzwerk", "Netzwerke", _named, listed=False))
register_kind(Kind("offices", Office, "Büro", "Büros", _named, listed=False))
register_kind(Kind("people", Member, "Person im Team", "Team", _named, listed=False))
register_kind(Kind("devices", Device, "PC", "PCs", _named, listed=False))
register_kind(Kind("places", Place, "Ort", "Orte", _named, listed=False))
register_kind(Kind("categories", Category, "Begriff", "Begriffe", _named, listed=False))
register_kind(Kind("stages", Stage, "Stand", "Stände", _named, listed=False))
