"""The pages of the kinds: columns, filters and words, written out as drawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

from netzwerkhilfe.models.cases import Need
from netzwerkhilfe.models.fields import Facts, place_name, show
from netzwerkhilfe.models.values import NBSP, show_money, show_near
from netzwerkhilfe.models.volunteers import VolunteerState
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.services.matching.rules import days_waiting
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.listing.spec import (
    AGE,
    MONEY,
    OFFICE,
    STAGE,
    STATE,
    TEXT,
    TITLE,
    WORDS,
    Column,
    Filter,
    Option,
    PageSpec,
)

STATE_TONES: dict[str, str] = {
    VolunteerState.AVAILABLE: "stage3",
    VolunteerState.BUSY: "stage1",
    VolunteerState.PAUSED: "stage0",
    VolunteerState.NEW: "stage2",
    VolunteerState.ENDED: "stage0",
}
OLD_DAYS = 14


def office_of(s: Snapshot, facts: Facts) -> tuple[str, int] | None:
    """Code and rank of the office that owns an entry."""
    office = facts.offices.get(s.values.get("office") or "")
    return (office.code, office.order) if office else None


def _age(s: Snapshot, facts: Facts) -> tuple[str, bool]:
    if not s.touched:
        return "", False
    stage = facts.stage(s.kind.name, s.values.get("stage"))
    days = (facts.today - dt.date.fromisoformat(s.touched[:10])).days
    moving = stage is None or stage.phase < 3
    return show_near(s.touched, facts.today), days >= OLD_DAYS and moving


def _stage(s: Snapshot, facts: Facts) -> tuple[str, int]:
    stage = facts.stage(s.kind.name, s.values.get("stage"))
    return (stage.label if stage else s.values.get("stage") or "", stage.phase if stage else 0)


def _text(name: str) -> Any:
    return lambda s, facts: show(s.kind.fields[name], s.full.get(name), facts) or None


def _list(name: str) -> Any:
    return lambda s, _facts: s.values.get(name) or []


def _title(s: Snapshot, facts: Facts) -> str:
    return s.title(facts)


def _rent(s: Snapshot, _facts: Facts) -> str | None:
    full = s.full
    if full.get("gross_rent") is not None:
        return show_money(full["gross_rent"])
    cold = full.get("rent_excl_heating") or full.get("base_rent")
    return f"{show_money(cold)} kalt" if cold is not None else None


def _state(s: Snapshot, _facts: Facts) -> tuple[str, str]:
    word = s.values.get("state") or "verfügbar"
    return word, STATE_TONES.get(word, "stage0")


def _offices(facts: Facts) -> list[Option]:
    ordered = sorted(facts.offices.values(), key=lambda o: o.order)
    return [Option(o.name, ("t.office = ?", (o.id,))) for o in ordered]


def _words(column: str, list_name: str) -> Any:
    return lambda facts: [
        Option(facts.label(list_name, key), (f"t.{column} LIKE ?", (f'%"{key}"%',)))
        for key in facts.categories.get(list_name, ())
    ]


def _category(facts: Facts) -> list[Option]:
    return [
        Option(facts.label("offer_categories", key), ("t.category = ?", (key,)))
        for key in facts.categories.get("offer_categories", ())
    ]


def _stages(kind: str) -> Any:
    return lambda facts: [Option(s.label, ("t.stage = ?", (s.key,))) for s in facts.stages.get(kind, ())]


def _places(facts: Facts) -> list[Option]:
    return [Option(p.name, ("t.place = ?", (p.key,))) for p in sorted(facts.places.values(), key=lambda p: p.name)]


def _leads_count(total: int, stages: dict[str, int], facts: Facts, kind: str) -> str:
    done = sum(n for key, n in stages.items() if (s := facts.stage(kind, key)) and s.phase >= 4)
    return f"{total - done} offen, {done} vermittelt" if done else f"{total} offen"


OFFICE_COLUMN = Column("Büro", OFFICE, office_of, 52, ("office",))
CHANGED = Column("Letzte Änderung", AGE, _age, 122, ("touched",), 1)


def _housing_card(s: Snapshot, facts: Facts) -> dict[str, Any]:
    age, old = _age(s, facts)
    traits = [
        str(s.values.get("floor") or ""),
        *(w for n, w in (("furnished", "möbliert"), ("accessible", "barrierefrei")) if s.values.get(n)),
    ]
    return {
        "title": s.title(facts),
        "place": place_name(s.values.get("place"), facts),
        "more": ", ".join(t for t in traits if t),
        "amount": _rent(s, facts) or "",
        "age": age,
        "old": old,
        "office": office_of(s, facts),
    }


def _work_card(s: Snapshot, facts: Facts) -> dict[str, Any]:
    age, old = _age(s, facts)
    return {
        "title": s.title(facts),
        "place": str(s.values.get("employer") or ""),
        "more": place_name(s.values.get("place"), facts),
        "amount": str(s.values.get("kind") or ""),
        "age": age,
        "old": old,
        "office": office_of(s, facts),
    }


def _case_card(s: Snapshot, facts: Facts) -> dict[str, Any]:
    age, old = _waiting(s, facts)
    return {
        "title": s.title(facts),
        "place": ", ".join(s.values.get("needs") or ()),
        "more": place_name(s.values.get("place"), facts),
        "amount": _fitting(s, facts),
        "age": age,
        "old": old,
        "office": office_of(s, facts),
    }


VOLUNTEERS = PageSpec(
    "volunteers",
    "Ehrenamtliche",
    "users-three",
    "Person erfassen",
    "Name, Ort, Fähigkeit …",
    lambda n, _s, _f: f"{n} {'Person' if n == 1 else 'Personen'}",
    (
        Column("Name", TITLE, _title, 0, ("last_name", "first_name")),
        OFFICE_COLUMN,
        Column("Fähigkeiten", WORDS, _list("skills"), 0, ("skills",)),
        Column("Sprachen", WORDS, _list("languages"), 160, ("languages",), 2),
        Column("Stand", STATE, _state, 104, ("state",)),
    ),
    (
        Filter("Büro", _offices),
        Filter("Sprache", _words("languages", "languages")),
        Filter("Fähigkeit", _words("skills", "skills")),
        Filter(
            "Stand",
            lambda _f: [
                *(Option(s.label, ("coalesce(t.state, ?) = ?", (VolunteerState.AVAILABLE, s))) for s in VolunteerState),
                Option(
                    "nicht pausiert",
                    ("coalesce(t.state, '') NOT IN (?, ?)", (VolunteerState.PAUSED, VolunteerState.ENDED)),
                ),
            ],
        ),
    ),
    "Noch niemand erfasst",
    "Übernehmen Sie Ihre Helferliste aus Excel oder erfassen Sie eine Person. Name oder Telefon genügt.",
    "Person",
    extra={
        "papers": (
            ("Briefe für fehlende Einwilligungen …", "print_consents"),
            ("Ehrenamtskarte und Jubiläen …", "print_cards"),
        )
    },
)

HOUSING = PageSpec(
    "housing",
    "Wohnungen",
    "house-line",
    "Wohnung erfassen",
    "Ort, Straße, Vermietung …",
    lambda n, s, f: _leads_count(n, s, f, "housing"),
    (
        Column("Wohnung", TITLE, _title, 128, ("rooms", "area_m2")),
        Column("Ort", TEXT, lambda s, f: place_name(s.values.get("place"), f) or None, 0, ("place",)),
        OFFICE_COLUMN,
        Column("Warmmiete", MONEY, _rent, 106, ("gross_rent", "base_rent")),
        Column("Stand", STAGE, _stage, 124, ("stage",)),
        CHANGED,
    ),
    (
        Filter("Büro", _offices),
        Filter("Ort", _places),
        Filter(
            "Zimmer",
            lambda _f: [
                Option("1", ("t.rooms < 2", ())),
                Option("2", ("t.rooms >= 2 AND t.rooms < 3", ())),
                Option("3", ("t.rooms >= 3 AND t.rooms < 4", ())),
                Option("4 und mehr", ("t.rooms >= 4", ())),
            ],
        ),
        Filter(
            "Miete",
            lambda _f: [
                Option(
                    f"bis {m}{NBSP}€",
                    ("coalesce(t.gross_rent, t.base_rent + coalesce(t.ancillary_costs, 0)) <= ?", (m * 100,)),
                )
                for m in (500, 700, 900, 1200)
            ],
        ),
        Filter("Stand", _stages("housing")),
        Filter("Barrierefrei", None, ("t.accessible = 1", ())),
    ),
    "Noch keine Wohnung gemeldet",
    "Ruft jemand mit einem Angebot an? Drücken Sie F2. Name oder Telefon genügt für den Anfang.",
    "Wohnung",
    newest_first=True,
    extra={"stage": True, "card": _housing_card},
)

WORK = PageSpec(
    "work",
    "Praktika & Arbeit",
    "briefcase",
    "Stelle erfassen",
    "Beruf, Betrieb, Ort …",
    lambda n, s, f: _leads_count(n, s, f, "work"),
    (
        Column("Stelle", TITLE, _title, 0, ("title", "kind")),
        Column("Betrieb", TEXT, _text("employer"), 0, ("employer",)),
        OFFICE_COLUMN,
        Column("Art", TEXT, _text("kind"), 130, ("kind",), 2),
        Column("Stand", STAGE, _stage, 112, ("stage",)),
        CHANGED,
    ),
    (
        Filter("Büro", _offices),
        Filter(
            "Art",
            lambda _f: [
                Option(k, ("t.kind = ?", (k,)))
                for k in ("Praktikum", "Pflichtpraktikum", "Ausbildung", "Arbeit", "Minijob", "Einstiegsqualifizierung")
            ],
        ),
        Filter(
            "Deutsch",
            lambda _f: [
                Option(f"bis {level}", (f"coalesce(t.min_cefr, 'keine') IN ({allowed})", ()))
                for level, allowed in (
                    ("A1", "'keine','A1'"),
                    ("A2", "'keine','A1','A2'"),
                    ("B1", "'keine','A1','A2','B1'"),
                )
            ],
        ),
        Filter("Stand", _stages("work")),
        Filter(
            "Führerschein nötig", None, ("t.driving_licence IS NOT NULL AND lower(t.driving_licence) <> 'nein'", ())
        ),
    ),
    "Noch keine Stelle gemeldet",
    "Ruft ein Betrieb an? Drücken Sie F2. Oder übernehmen Sie Ihre Liste aus Excel.",
    "Stelle",
    newest_first=True,
    extra={"stage": True, "card": _work_card},
)

OFFERS = PageSpec(
    "offers",
    "Hilfsangebote",
    "handshake",
    "Angebot erfassen",
    "Angebot, Träger, Ort …",
    lambda n, _s, _f: f"{n} {'Angebot' if n == 1 else 'Angebote'}",
    (
        Column("Angebot", TITLE, _title, 0, ("title",)),
        OFFICE_COLUMN,
        Column("Art", TEXT, _text("category"), 150, ("category",), 1),
        Column("Träger", TEXT, _text("provider"), 0, ("provider",)),
        Column("Öffnungszeiten", TEXT, _text("opening_hours"), 170, ("opening_hours",), 2),
    ),
    (
        Filter("Büro", _offices),
        Filter("Art", _category),
        Filter("Ort", _places),
        Filter("Barrierefrei", None, ("t.accessible = 1", ())),
        Filter("Auf der Homepage", None, ("t.publish = 1", ())),
    ),
    "Noch kein Angebot erfasst",
    "Kleiderkammer, Fahrradscheune, Sprachcafé: Erfassen Sie, was es bei Ihnen gibt.",
    "Angebot",
)

NOTES = PageSpec(
    "notes",
    "Anrufe",
    "phone-incoming",
    "Anruf notieren",
    "Name, Telefon, Stichwort …",
    lambda n, _s, _f: f"{n} {'Anruf' if n == 1 else 'Anrufe'}",
    (
        Column("Wer", TITLE, _title, 180, ("name",)),
        Column("Anruf", AGE, _age, 104, ("touched",), 3),
        Column("Telefon", TEXT, _text("phone"), 140, ("phone",), 2),
        Column("Worum", TEXT, _text("topic"), 100, ("topic",)),
        Column("Notiz", TEXT, _text("text"), 0, ("text",), 1),
        Column(
            "Rückruf",
            AGE,
            lambda s, f: (
                ("erledigt", False)
                if s.values.get("done")
                else (show_near(s.values["remind_on"], f.today), s.values["remind_on"] <= f.today.isoformat())
                if s.values.get("remind_on")
                else ("", False)
            ),
            110,
            ("remind_on",),
        ),
    ),
    (Filter("Offene Rückrufe", None, ("coalesce(t.done, 0) = 0 AND t.remind_on IS NOT NULL", ())),),
    "Noch kein Anruf notiert",
    "Jeder Anruf wird mit F2 notiert. Was sich nicht zuordnen lässt, steht hier.",
    "Anruf",
    newest_first=True,
)

LONG_WAIT = 90
SUGGESTIONS: dict[str, int] = {}
"""How many suggestions each open case has; filled off the window's thread."""


def _persons(s: Snapshot, _facts: Facts) -> str | None:
    persons = s.values.get("persons")
    return f"{persons} {'Person' if persons == 1 else 'Personen'}" if persons else None


def _waiting(s: Snapshot, facts: Facts) -> tuple[str, bool]:
    stage = facts.stage("cases", s.values.get("stage"))
    if stage and stage.phase >= 4:
        return s.values.get("stage") or "", False
    days = days_waiting(s.values, facts.today)
    return (f"{days}{NBSP}Tage" if days > 1 else "seit gestern" if days else "heute"), days >= LONG_WAIT


def _fitting(s: Snapshot, _facts: Facts) -> str:
    count = SUGGESTIONS.get(s.id)
    return "" if count is None else "–" if not count else "1 passt" if count == 1 else f"{count} passen"


def _needs(_facts: Facts) -> list[Option]:
    return [Option(n.label, ("t.needs LIKE ?", (f'%"{n}"%',))) for n in Need]


def _open_stages(kind: str) -> Any:
    def options(facts: Facts) -> list[Option]:
        closed = [s.key for s in facts.stages.get(kind, ()) if s.phase >= 4]
        marks = ",".join("?" * len(closed)) or "''"
        return [
            Option("offen", (f"coalesce(t.stage, '') NOT IN ({marks})", tuple(closed))),
            *(Option(s.label, ("t.stage = ?", (s.key,))) for s in facts.stages.get(kind, ())),
        ]

    return options


CASES = PageSpec(
    "cases",
    "Gesuche",
    "hand",
    "Gesuch erfassen",
    "Nummer, Name, Ort …",
    lambda n, s, f: _leads_count(n, s, f, "cases").replace("vermittelt", "beendet"),
    (
        Column("Wer", TITLE, _title, 190, ("number",)),
        Column("Sucht", WORDS, _list("needs"), 0, ("needs",)),
        Column("Haushalt", TEXT, _persons, 104, ("persons",), 3),
        OFFICE_COLUMN,
        Column("Vorschläge", TEXT, _fitting, 90, (), 2),
        Column("Wartezeit", AGE, _waiting, 108, ("waiting_since",)),
    ),
    (Filter("Sucht", _needs), Filter("Büro", _offices), Filter("Stand", _open_stages("cases")), Filter("Ort", _places)),
    "Noch kein Gesuch erfasst",
    "Sucht jemand eine Wohnung, Arbeit oder Begleitung? Drücken Sie F2. Den Namen sieht nur Ihr Büro.",
    "Gesuch",
    extra={"stage": True, "sorted": (5, False), "card": _case_card},
)


def _due(s: Snapshot, facts: Facts) -> tuple[str, bool]:
    due = s.values.get("due_on")
    if not work_list.is_open(s):
        return show(s.kind.fields["state"], s.values.get("state"), facts), False
    return (show_near(due, facts.today), due <= facts.today.isoformat()) if due else ("", False)


TASKS = PageSpec(
    "tasks",
    "Aufgaben",
    "check-circle",
    "Aufgabe erfassen",
    "Aufgabe, Person …",
    lambda n, _s, _f: f"{n} {'Aufgabe' if n == 1 else 'Aufgaben'}",
    (
        Column("Aufgabe", TITLE, _title, 0, ("title",)),
        OFFICE_COLUMN,
        Column("Wer", TEXT, _text("person"), 150, ("person",), 1),
        Column("Bis", AGE, _due, 130, ("due_on",)),
        Column("Stand", TEXT, lambda s, _f: s.values.get("state") or "offen", 90, ("state",), 2),
    ),
    (
        Filter("Offen", None, ("coalesce(t.state, 'offen') = 'offen'", ())),
        Filter("Überfällig", None, ("coalesce(t.state, 'offen') = 'offen' AND t.due_on < date('now')", ())),
        Filter("Erledigt", None, ("t.state = 'erledigt'", ())),
        Filter("Aus Sitzungen", None, ("t.meeting IS NOT NULL", ())),
        Filter("Büro", _offices),
    ),
    "Noch keine Aufgabe",
    "Aufgaben entstehen bei Gesuchen, Wohnungen und Sitzungen, oder Sie erfassen hier eine.",
    "Aufgabe",
    extra={"sorted": (3, False)},
)

SHELTERS = PageSpec(
    "shelters",
    "Unterkünfte",
    "buildings",
    "Unterkunft erfassen",
    "Name, Ort …",
    lambda n, _s, _f: f"{n} {'Unterkunft' if n == 1 else 'Unterkünfte'}",
    (
        Column("Unterkunft", TITLE, lambda s, _f: s.values.get("name") or "Unterkunft", 0, ("name",)),
        Column("Ort", TEXT, lambda s, f: place_name(s.values.get("place"), f) or None, 0, ("place",)),
        OFFICE_COLUMN,
        Column("Plätze", TEXT, _text("places_total"), 76, ("places_total",)),
        Column("belegt", TEXT, _text("places_taken"), 76, ("places_taken",)),
        Column("frei", TEXT, _text("places_free"), 76),
    ),
    (Filter("Büro", _offices), Filter("Ort", _places), Filter("Barrierefrei", None, ("t.accessible = 1", ()))),
    "Noch keine Unterkunft erfasst",
    "Plätze, belegt, gesperrt, frei. Listen von Bewohnern führt das Programm nicht.",
    "Unterkunft",
)

HELPER_GROUPS = PageSpec(
    "helper_groups",
    "Helferkreise",
    "users-four",
    "Helferkreis erfassen",
    "Name, Ort, Leitung …",
    lambda n, _s, _f: f"{n} {'Helferkreis' if n == 1 else 'Helferkreise'}",
    (
        Column("Helferkreis", TITLE, _title, 0, ("name",)),
        OFFICE_COLUMN,
        Column("Wer steht dahinter", TEXT, _text("carrier"), 150, ("carrier",), 2),
        Column("Ort", TEXT, lambda s, f: place_name(s.values.get("place"), f) or None, 150, ("place",), 1),
        Column("Leitung", TEXT, _text("leader"), 0, ("leader",)),
    ),
    (Filter("Büro", _offices), Filter("Ort", _places)),
    "Noch kein Helferkreis erfasst",
    "Kirche, Verein, Initiative: Wer hilft gemeinsam, und wer leitet?",
    "Helferkreis",
)

COURSES = PageSpec(
    "courses",
    "Kurse",
    "graduation-cap",
    "Kurs erfassen",
    "Kurs, Träger, Ort …",
    lambda n, _s, _f: f"{n} {'Kurs' if n == 1 else 'Kurse'}",
    (
        Column("Kurs", TITLE, _title, 0, ("title",)),
        OFFICE_COLUMN,
        Column("Beginn", TEXT, _text("begins_on"), 110, ("begins_on",)),
        Column("Ort", TEXT, lambda s, f: place_name(s.values.get("place"), f) or None, 150, ("place",), 1),
        Column("Plätze", TEXT, _text("seats"), 70, ("seats",)),
    ),
    (Filter("Büro", _offices), Filter("Offen für alle", None, ("t.open_to_all = 1", ()))),
    "Noch kein Kurs erfasst",
    "Lotsenschulung, Sprachkurs für Helfende: mit Plätzen, die allen Büros offenstehen.",
    "Kurs",
)

PROFESSIONALS = PageSpec(
    "professionals",
    "Fachkräfte",
    "first-aid-kit",
    "Fachkraft erfassen",
    "Name, Fachgebiet …",
    lambda n, _s, _f: f"{n} {'Fachkraft' if n == 1 else 'Fachkräfte'}",
    (
        Column("Name oder Stelle", TITLE, _title, 0, ("name",)),
        OFFICE_COLUMN,
        Column("Fachgebiet", TEXT, _text("field_of_work"), 0, ("field_of_work",)),
        Column("Stunden im Monat", TEXT, _text("hours_per_month"), 130, ("hours_per_month",)),
    ),
    (Filter("Büro", _offices), Filter("Ort", _places)),
    "Noch keine Fachkraft erfasst",
    "Psychologie, Rechtsberatung, Sozialarbeit: Stunden, die sich alle Büros teilen.",
    "Fachkraft",
)

PAGES = {
    p.kind: p
    for p in (HOUSING, WORK, CASES, SHELTERS, VOLUNTEERS, OFFERS, HELPER_GROUPS, COURSES, PROFESSIONALS, TASKS, NOTES)
}
