"""The lists of flats, work, cases and shelters: columns, filters and texts, as drawn."""

from __future__ import annotations

from netzwerkhilfe.models.cases import Case, Need
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import place_name, show
from netzwerkhilfe.models.leads import Cefr, HousingLead, WorkKind, WorkLead
from netzwerkhilfe.models.values import NBSP, NO_WORDS, show_money, show_near
from netzwerkhilfe.services.matching.rules import days_waiting
from netzwerkhilfe.store.conditions import Among, AtMost, Every, Filled, Holds, Within, equals, ticked
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.leads import panes, suggestions
from netzwerkhilfe.ui.kit.offices import office_of
from netzwerkhilfe.ui.listing.cells import (
    BY_OFFICE,
    CLOSED,
    MOVED_COLUMN,
    OFFICE_COLUMN,
    age_of,
    by_open_stage,
    by_place,
    by_stage,
    counted,
    open_and_done,
    place_of,
    stage_of,
    switched,
    text_of,
    title_of,
    words_of,
)
from netzwerkhilfe.ui.listing.spec import AGE, MONEY, STAGE, TEXT, TITLE, WORDS, Card, Column, Filter, ListSpec, Option

LONG_WAIT = 90
"""From so many days on a case is shown in amber."""
RENT_STEPS = (500, 700, 900, 1200)
WORK_KINDS = (
    WorkKind.INTERNSHIP,
    WorkKind.COMPULSORY_INTERNSHIP,
    WorkKind.APPRENTICESHIP,
    WorkKind.JOB,
    WorkKind.MINIJOB,
    WorkKind.INTRODUCTORY_TRAINING,
)
GERMAN = (Cefr.NONE, Cefr.A1, Cefr.A2, Cefr.B1)


# ---- cells -----------------------------------------------------------------------------------------------------------
def _rent(s: Snapshot[HousingLead], _facts: Facts) -> str | None:
    flat = s.completed
    if flat.gross_rent is not None:
        return show_money(flat.gross_rent)
    cold = flat.rent_excl_heating or flat.base_rent
    return f"{show_money(cold)} kalt" if cold is not None else None


def _persons(s: Snapshot[Case], _facts: Facts) -> str | None:
    persons = s.record.persons
    return f"{persons} {'Person' if persons == 1 else 'Personen'}" if persons else None


def _waiting(s: Snapshot[Case], facts: Facts) -> tuple[str, bool]:
    stage = facts.stage("cases", s.record.stage)
    if stage and stage.phase >= CLOSED:
        return stage.label, False
    days = days_waiting(s.record, facts.today)
    return (f"{days}{NBSP}Tage" if days > 1 else "seit gestern" if days else "heute"), days >= LONG_WAIT


def _fitting(s: Snapshot, facts: Facts) -> tuple[str, bool]:
    """By when the next step of a suggestion is due that was made; else how many fit."""
    step = suggestions.next_of(s.id)
    if step is not None:
        return ("überfällig", True) if step.overdue else (f"bis {show_near(step.due.isoformat(), facts.today)}", False)
    count = suggestions.count(s.id)
    return ("" if count is None else "–" if not count else "1 passt" if count == 1 else f"{count} passen"), False


# ---- cards -----------------------------------------------------------------------------------------------------------
def _housing_card(s: Snapshot[HousingLead], facts: Facts) -> Card:
    age, old = age_of(s, facts)
    traits = [
        str(s.record.floor or ""),
        "möbliert" if s.record.furnished else "",
        "barrierefrei" if s.record.accessible else "",
    ]
    return Card(
        s.title(facts),
        place_name(s.record.place, facts),
        ", ".join(t for t in traits if t),
        _rent(s, facts) or "",
        age,
        old,
        office_of(s, facts),
    )


def _work_card(s: Snapshot[WorkLead], facts: Facts) -> Card:
    age, old = age_of(s, facts)
    return Card(
        s.title(facts),
        str(s.record.employer or ""),
        place_name(s.record.place, facts),
        WorkKind.label_of(s.record.kind),
        age,
        old,
        office_of(s, facts),
    )


def _case_card(s: Snapshot[Case], facts: Facts) -> Card:
    age, old = _waiting(s, facts)
    return Card(
        s.title(facts),
        show(s.kind.fields["needs"], s.record.needs, facts),
        place_name(s.record.place, facts),
        _fitting(s, facts)[0],
        age,
        old,
        office_of(s, facts),
    )


# ---- filters ---------------------------------------------------------------------------------------------------------
def _rooms(_facts: Facts) -> list[Option]:
    return [
        Option("1", Within("rooms", below=2)),
        Option("2", Within("rooms", 2, 3)),
        Option("3", Within("rooms", 3, 4)),
        Option("4 und mehr", Within("rooms", 4)),
    ]


def _rents(_facts: Facts) -> list[Option]:
    rent = (("gross_rent",), ("base_rent", "ancillary_costs"))
    return [Option(f"bis {euros}{NBSP}€", AtMost(rent, euros * 100)) for euros in RENT_STEPS]


def _german(_facts: Facts) -> list[Option]:
    known = enumerate(GERMAN[1:], 2)
    return [Option(f"bis {level.label}", Among("min_cefr", GERMAN[:n], default=Cefr.NONE)) for n, level in known]


HOUSING = ListSpec(
    "housing",
    "Wohnung erfassen",
    "Ort, Straße, Vermietung …",
    open_and_done("housing"),
    (
        Column("title", "Wohnung", TITLE, title_of, 128, ("rooms", "area_m2")),
        Column("place", "Ort", TEXT, place_of, 0, ("place",)),
        OFFICE_COLUMN,
        Column("rent", "Warmmiete", MONEY, _rent, 106, ("gross_rent", "base_rent")),
        Column("stage", "Stand", STAGE, stage_of, 124, ("stage",)),
        MOVED_COLUMN,
    ),
    (
        BY_OFFICE,
        by_place(),
        Filter("Zimmer", _rooms),
        Filter("Miete", _rents),
        by_stage("housing"),
        switched("Barrierefrei", ticked("accessible")),
    ),
    "Noch keine Wohnung gemeldet",
    "Ruft jemand mit einem Angebot an? Drücken Sie F2. Name oder Telefon genügt für den Anfang.",
    panes.housing,
    sorted_by=(MOVED_COLUMN.name, True),
    stages=True,
    card=_housing_card,
)

WORK = ListSpec(
    "work",
    "Stelle erfassen",
    "Beruf, Betrieb, Ort …",
    open_and_done("work"),
    (
        Column("title", "Stelle", TITLE, title_of, 0, ("title", "kind")),
        Column("employer", "Betrieb", TEXT, text_of("employer"), 0, ("employer",)),
        OFFICE_COLUMN,
        Column("kind", "Art", TEXT, text_of("kind"), 130, ("kind",), 2),
        Column("stage", "Stand", STAGE, stage_of, 112, ("stage",)),
        MOVED_COLUMN,
    ),
    (
        BY_OFFICE,
        Filter("Art", lambda _f: [Option(k.label, equals("kind", k)) for k in WORK_KINDS]),
        Filter("Deutsch", _german),
        by_stage("work"),
        switched(
            "Führerschein nötig",
            Every((Filled("driving_licence"), Among("driving_licence", NO_WORDS, negate=True, any_case=True))),
        ),
    ),
    "Noch keine Stelle gemeldet",
    "Ruft ein Betrieb an? Drücken Sie F2. Oder übernehmen Sie Ihre Liste aus Excel.",
    panes.work,
    sorted_by=(MOVED_COLUMN.name, True),
    stages=True,
    card=_work_card,
)

CASES = ListSpec(
    "cases",
    "Gesuch erfassen",
    "Nummer, Name, Ort …",
    open_and_done("cases", "beendet"),
    (
        Column("title", "Wer", TITLE, title_of, 190, ("number",)),
        Column("needs", "Sucht", WORDS, words_of("needs"), 0, ("needs",)),
        Column("persons", "Haushalt", TEXT, _persons, 104, ("persons",), 3),
        OFFICE_COLUMN,
        Column("suggestions", "Vorschläge", AGE, _fitting, 104, (), 2),
        Column("waiting", "Wartezeit", AGE, _waiting, 108, ("waiting_since",)),
    ),
    (
        Filter("Sucht", lambda _f: [Option(n.label, Holds("needs", n)) for n in Need]),
        BY_OFFICE,
        by_open_stage("cases"),
        by_place(),
    ),
    "Noch kein Gesuch erfasst",
    "Sucht jemand eine Wohnung, Arbeit oder Begleitung? Drücken Sie F2. Den Namen sieht nur Ihr Büro.",
    panes.case,
    sorted_by=("waiting", False),
    stages=True,
    card=_case_card,
)

SHELTERS = ListSpec(
    "shelters",
    "Unterkunft erfassen",
    "Name, Ort …",
    counted("shelters"),
    (
        Column("title", "Unterkunft", TITLE, lambda s, _f: s.record.name or "Unterkunft", 0, ("name",)),
        Column("place", "Ort", TEXT, place_of, 0, ("place",)),
        OFFICE_COLUMN,
        Column("places_total", "Plätze", TEXT, text_of("places_total"), 76, ("places_total",)),
        Column("places_taken", "belegt", TEXT, text_of("places_taken"), 76, ("places_taken",)),
        Column("places_free", "frei", TEXT, text_of("places_free"), 76),
    ),
    (BY_OFFICE, by_place(), switched("Barrierefrei", ticked("accessible"))),
    "Noch keine Unterkunft erfasst",
    "Plätze, belegt, gesperrt, frei. Listen von Bewohnern führt das Programm nicht.",
    panes.shelter,
)

SPECS = {s.kind: s for s in (HOUSING, WORK, CASES, SHELTERS)}
