"""Offers: clothes store, bicycle barn, lifts, sport, counselling and whatever else a network has."""

from __future__ import annotations

from netzwerkhilfe.models.base import HOUSE_NUMBER, Card, Kind, Record, key_of, register_kind, whole_address
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import CHOICE, CHOICES, DATE, EMAIL, LONG, PHONE, PLACE, POSTCODE, TEXT, YES_NO, field
from netzwerkhilfe.models.phrases import Edge


class Offer(Record):
    """An offer of help that people can go to or ask for."""

    title: str | None = field(
        "Angebot",
        TEXT,
        searchable=True,
        in_table=1,
        width=2,
        headings=("Angebot", "Titel", "Bezeichnung", "angebotsname", "Name des Angebots"),
        public=True,
    )
    category: str | None = field(
        "Art",
        CHOICE,
        choices="offer_categories",
        searchable=True,
        in_table=2,
        headings=("Art", "Kategorie", "Bereich", "Rubrik"),
        public=True,
    )
    provider: str | None = field(
        "Träger",
        TEXT,
        searchable=True,
        in_table=3,
        width=2,
        headings=(
            *("Träger", "Anbieter", "Einrichtung", "einrichtungsname", "Verein", "Veranstalter"),
            *("Name", "Vereinsname", "Name des Vereins", "Organisation", "Firma"),
        ),
        public=True,
        names=True,
    )
    street: str | None = field(
        "Straße und Hausnummer",
        TEXT,
        group="address",
        width=2,
        headings=("Straße", "Straße/Nr", "Adresse", "Anschrift", "Strasse"),
        joins=HOUSE_NUMBER,
        public=True,
        names=True,
    )
    postcode: str | None = field(
        "Postleitzahl", POSTCODE, group="address", rest="place", headings=("PLZ", "Postleitzahl"), public=True
    )
    place: str | None = field(
        "Ort",
        PLACE,
        searchable=True,
        group="address",
        rest="postcode",
        in_table=4,
        headings=("Ort", "PLZ Ort", "Ortsgemeinde", "Ortsteil", "Gemeinde"),
        public=True,
    )
    opening_hours: str | None = field(
        "Öffnungszeiten",
        TEXT,
        searchable=True,
        in_table=5,
        width=2,
        headings=("Öffnungszeiten", "Zeiten", "Wann"),
        public=True,
        hours=True,
    )
    season: str | None = field(
        "Ferien und Ausnahmen",
        TEXT,
        help="z. B. im August geschlossen",
        headings=("Ferien", "Saison", "Ausnahmen"),
        public=True,
    )
    waiting_list: str | None = field("Warteliste", TEXT, headings=("Warteliste",), public=True)
    capacity: str | None = field("Plätze", TEXT, headings=("Plätze", "Kapazität", "Teilnehmerzahl"))
    target_group: str | None = field(
        "Zielgruppe", TEXT, searchable=True, headings=("Zielgruppe", "für wen", "Für"), public=True
    )
    languages: tuple[str, ...] | None = field(
        "Sprachen", CHOICES, choices="languages", searchable=True, headings=("Sprachen",), public=True
    )
    cost: str | None = field("Kosten", TEXT, headings=("Kosten", "Preis", "Gebühr", "Beitrag"), public=True)
    registration: str | None = field("Anmeldung", TEXT, headings=("Anmeldung",), public=True)
    accessible: bool | None = field("barrierefrei", YES_NO, headings=("barrierefrei", "Barrierefrei"), public=True)
    contact_person: str | None = field(
        "Ansprechperson",
        TEXT,
        searchable=True,
        personal=True,
        width=2,
        headings=("Ansprechpartner", "Ansprechperson", "Ansprechpartner/in", "Kontakt"),
    )
    phone: str | None = field(
        "Telefon", PHONE, searchable=True, personal=True, rest="phone_note", headings=("Telefon", "Tel", "Tel.")
    )
    phone_note: str | None = field("Am besten erreichbar", TEXT, headings=("Erreichbarkeit",))
    email: str | None = field("E-Mail", EMAIL, searchable=True, headings=("E-Mail", "Mail", "Email"))
    public_contact: str | None = field(
        "Kontakt für alle",
        TEXT,
        public=True,
        width=2,
        help="steht auf der Homepage, die Ansprechperson nicht",
        headings=("Kontakt öffentlich",),
    )
    public_phone: str | None = field("Telefon für alle", PHONE, public=True)
    public_email: str | None = field("E-Mail für alle", EMAIL, public=True)
    publish: bool | None = field(
        "Darf auf die Homepage",
        YES_NO,
        headings=("Homepage", "Homepage ja/nein", "veröffentlichen", "Internet"),
    )
    approved_by: str | None = field("Freigegeben von", TEXT, personal=True)
    checked_on: str | None = field(
        "Zuletzt geprüft am",
        DATE,
        help="Nach sechs Monaten wieder prüfen",
        headings=("geprüft am", "Stand"),
        edge=Edge.PAST,
    )
    description: str | None = field(
        "Beschreibung",
        LONG,
        searchable=True,
        width=4,
        headings=("Beschreibung", "beschreibung", "Bemerkung", "Bemerkungen", "Hinweise"),
        public=True,
    )


def _title(record: Offer, facts: Facts) -> str:
    category = facts.label("offer_categories", record.category) if record.category else ""
    return record.title or category or record.provider or record.contact_person or "Angebot ohne Namen"


def check(record: Offer, _facts: Facts) -> dict[str, str]:
    """Something must tell what the offer is, or whom to ask."""
    if not any((record.title, record.category, record.provider, record.contact_person, record.phone)):
        return {"title": "Angebot, Träger, Ansprechperson oder Telefon ist nötig"}
    return {}


register_kind(
    Kind(
        "offers",
        Offer,
        "Angebot",
        "Hilfsangebote",
        _title,
        identity=lambda v: [k for k in (key_of(v.title, v.provider, v.contact_person),) if k],
        row_key=lambda v: key_of(v.title, v.provider or "-", v.contact_person or "-"),
        check=check,
        splits={"street": whole_address("street", "place", "postcode")},
        publish="publish",
        card=Card(
            name="contact_person",
            organisation="provider",
            phone="phone",
            email="email",
            street="street",
            postcode="postcode",
            place="place",
            note=("phone_note",),
        ),
    )
)
