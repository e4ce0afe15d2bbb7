"""The lists of volunteers, offers, helper groups, courses and professionals: columns, filters and texts, as drawn."""

from __future__ import annotations

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.store.conditions import Among, equals, ticked
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.people import panes
from netzwerkhilfe.ui.areas.people.states import AVAILABLE, state_of
from netzwerkhilfe.ui.listing.cells import (
    BY_OFFICE,
    OFFICE_COLUMN,
    by_category,
    by_place,
    by_several,
    counted,
    place_of,
    switched,
    text_of,
    title_of,
    words_of,
)
from netzwerkhilfe.ui.listing.spec import STATE, TEXT, TITLE, WORDS, Column, Filter, ListSpec, Option


def _people(total: int, _stages: dict[str, int], _facts: Facts) -> str:
    return f"{total} {'Person' if total == 1 else 'Personen'}"


def _offers(total: int, _stages: dict[str, int], _facts: Facts) -> str:
    return f"{total} {'Angebot' if total == 1 else 'Angebote'}"


def _state(s: Snapshot[Volunteer], _facts: Facts) -> tuple[str, str]:
    return state_of(s.record)


def _states(_facts: Facts) -> list[Option]:
    return [
        *(Option(s.label, equals("state", s, default=AVAILABLE)) for s in VolunteerState),
        Option("nicht pausiert", Among("state", (VolunteerState.PAUSED, VolunteerState.ENDED), negate=True)),
    ]


VOLUNTEERS = ListSpec(
    "volunteers",
    "Person erfassen",
    "Name, Ort, Fähigkeit …",
    _people,
    (
        Column("title", "Name", TITLE, title_of, 0, ("last_name", "first_name")),
        OFFICE_COLUMN,
        Column("skills", "Fähigkeiten", WORDS, words_of("skills"), 0, ("skills",)),
        Column("languages", "Sprachen", WORDS, words_of("languages"), 160, ("languages",), 2),
        Column("state", "Stand", STATE, _state, 104, ("state",)),
    ),
    (
        BY_OFFICE,
        by_several("Sprache", "languages", "languages"),
        by_several("Fähigkeit", "skills", "skills"),
        Filter("Stand", _states),
    ),
    "Noch niemand erfasst",
    "Übernehmen Sie Ihre Helferliste aus Excel oder erfassen Sie eine Person. Name oder Telefon genügt.",
    panes.volunteer,
)

OFFERS = ListSpec(
    "offers",
    "Angebot erfassen",
    "Angebot, Träger, Ort …",
    _offers,
    (
        Column("title", "Angebot", TITLE, title_of, 0, ("title",)),
        OFFICE_COLUMN,
        Column("category", "Art", TEXT, text_of("category"), 150, ("category",), 1),
        Column("provider", "Träger", TEXT, text_of("provider"), 0, ("provider",)),
        Column("opening_hours", "Öffnungszeiten", TEXT, text_of("opening_hours"), 170, ("opening_hours",), 2),
    ),
    (
        BY_OFFICE,
        by_category("Art", "category", "offer_categories"),
        by_place(),
        switched("Barrierefrei", ticked("accessible")),
        switched("Auf der Homepage", ticked("publish")),
    ),
    "Noch kein Angebot erfasst",
    "Kleiderkammer, Fahrradscheune, Sprachcafé: Erfassen Sie, was es bei Ihnen gibt.",
    panes.offer,
)

HELPER_GROUPS = ListSpec(
    "helper_groups",
    "Helferkreis erfassen",
    "Name, Ort, Leitung …",
    counted("helper_groups"),
    (
        Column("title", "Helferkreis", TITLE, title_of, 0, ("name",)),
        OFFICE_COLUMN,
        Column("carrier", "Wer steht dahinter", TEXT, text_of("carrier"), 150, ("carrier",), 2),
        Column("place", "Ort", TEXT, place_of, 150, ("place",), 1),
        Column("leader", "Leitung", TEXT, text_of("leader"), 0, ("leader",)),
    ),
    (BY_OFFICE, by_place()),
    "Noch kein Helferkreis erfasst",
    "Kirche, Verein, Initiative: Wer hilft gemeinsam, und wer leitet?",
    panes.helper_group,
)

COURSES = ListSpec(
    "courses",
    "Kurs erfassen",
    "Kurs, Träger, Ort …",
    counted("courses"),
    (
        Column("title", "Kurs", TITLE, title_of, 0, ("title",)),
        OFFICE_COLUMN,
        Column("begins_on", "Beginn", TEXT, text_of("begins_on"), 110, ("begins_on",)),
        Column("place", "Ort", TEXT, place_of, 150, ("place",), 1),
        Column("seats", "Plätze", TEXT, text_of("seats"), 70, ("seats",)),
    ),
    (BY_OFFICE, switched("Offen für alle", ticked("open_to_all"))),
    "Noch kein Kurs erfasst",
    "Lotsenschulung, Sprachkurs für Helfende: mit Plätzen, die allen Büros offenstehen.",
    panes.course,
)

PROFESSIONALS = ListSpec(
    "professionals",
    "Fachkraft erfassen",
    "Name, Fachgebiet …",
    counted("professionals"),
    (
        Column("title", "Name oder Stelle", TITLE, title_of, 0, ("name",)),
        OFFICE_COLUMN,
        Column("field_of_work", "Fachgebiet", TEXT, text_of("field_of_work"), 0, ("field_of_work",)),
        Column("hours_per_month", "Stunden im Monat", TEXT, text_of("hours_per_month"), 130, ("hours_per_month",)),
    ),
    (BY_OFFICE, by_place()),
    "Noch keine Fachkraft erfasst",
    "Psychologie, Rechtsberatung, Sozialarbeit: Stunden, die sich alle Büros teilen.",
    panes.professional,
)

SPECS = {s.kind: s for s in (VOLUNTEERS, OFFERS, HELPER_GROUPS, COURSES, PROFESSIONALS)}
