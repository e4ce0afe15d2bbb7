"""What a tick, a question mark and a rank may say, for any entry: by hypothesis over all facts that the rules look
at."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.facts import Facts as Known
from netzwerkhilfe.models.facts import PlaceFact
from netzwerkhilfe.models.leads import HousingLead, WorkLead
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.values import licence_classes
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.matching import matching, rules
from netzwerkhilfe.services.matching.rules import Context, Limit, Reason

TODAY = dt.date(2026, 3, 2)
HOME, NEXT, AWAY, FAR = "07338018", "07338003", "07332013", "07111000"
CONTEXT = Context(
    TODAY,
    [Limit("07", n, 40000 + 9000 * n, size, "2026-01-01", "") for n, size in enumerate((50, 60, 80, 90, 105), 1)],
    Known(
        TODAY,
        {
            key: PlaceFact(key, name, "", latitude, longitude, office, ags=key)
            for key, name, latitude, longitude, office in (
                (HOME, "Maxdorf", 49.4881, 8.2917, "MX"),
                (NEXT, "Birkenheide", 49.4814, 8.2619, "MX"),
                (AWAY, "Ellerstadt", 49.4617, 8.2594, "WA"),
                (FAR, "Koblenz", 50.3569, 7.5890, None),
            )
        },
    ),
    need_offers={"Sprache": ("Sprache",), "Sachen": ("Kleiderkammer",)},
)
PLACES = (HOME, NEXT, AWAY, FAR, "Musterstadt")
RENT = ("base_rent", "gross_rent", "heating_costs", "ancillary_costs")
RENTS = (30000, 52000, 60000, 95000, 140000)


class Facts(NamedTuple):
    """What an entry of a kind may say, and the rule that reads it."""

    matched: matching.Matched[Any]
    values: dict[str, tuple[Any, ...]]


FLATS = Facts(
    matching.FLATS,
    {
        "place": PLACES,
        "rooms": (1.0, 2.0, 3.5, 5.0),
        "area_m2": (18.0, 32.5, 74.0, 120.0),
        "base_rent": RENTS,
        "ancillary_costs": (8000, 20000),
        "heating_costs": (6000, 15000),
        "gross_rent": RENTS,
        "deposit": (60000, 900000),
        "available_from": ("sofort", "2026-03-20", "2026-05", "2026-11-01", "nach Renovierung"),
        "max_persons": (1, 3, 8),
        "pets": ("ja", "nein", "nach Absprache"),
        "accessible": (True, False),
        "housing_permit": (True, False),
    },
)
JOBS = Facts(
    matching.JOBS,
    {
        "place": PLACES,
        "kind": ("Praktikum", "Arbeit", "Minijob", "Ehrenamt"),
        "title": ("Hilfe im Garten", "Koch"),
        "sector": ("Gartenbau", "Gastronomie"),
        "employer": ("Gärtnerei Rohr",),
        "min_cefr": ("keine", "A1", "B1", "C1"),
        "driving_licence": ("nein", "B", "C", "CE", "Staplerschein"),
    },
)
PEOPLE = Facts(
    matching.VOLUNTEERS,
    {
        "place": PLACES,
        "languages": (("Deutsch",), ("Deutsch", "Arabisch"), ("Farsi/Dari",)),
        "driving_licence": ("nein", "B", "A1", "Klasse 3"),
        "has_car": (True, False),
        "car_seats": (2, 5, 9),
        "availability": (("Di-0",), ("Mi-1", "Do-2"), ("Di-0", "Di-1", "Di-2")),
        "radius_km": (2.0, 20.0, 300.0),
        "skills": (("Fahrdienst",), ("Möbel",)),
    },
)
OFFERS = Facts(
    matching.OFFERS,
    {
        "category": ("Sprache", "Kleiderkammer", "Sport"),
        "place": PLACES,
        "languages": (("Arabisch",), ("Farsi/Dari",)),
        "accessible": (True, False),
        "checked_on": ("2026-02-01", "2024-02-01"),
    },
)
ALL = (FLATS, JOBS, PEOPLE, OFFERS)
CASES: dict[str, tuple[Any, ...]] = {
    "needs": (("Wohnung",), ("Arbeit oder Praktikum",), ("Begleitung",), ("Sprache", "Sachen")),
    "persons": (1, 2, 5, 8),
    "place": PLACES,
    "wished_places": ((HOME,), (NEXT, AWAY), ("Musterstadt",)),
    "rooms_min": (1.0, 3.0),
    "area_min": (20.0, 70.0),
    "max_rent": (55000, 90000),
    "rent_paid_by": ("selbst", "Jobcenter"),
    "move_in_by": ("sofort", "2026-06-01"),
    "has_permit": (True, False),
    "needs_accessible": (True,),
    "has_pets": (True,),
    "work_kinds": (("Praktikum",), ("Arbeit", "Minijob")),
    "occupations": (("Garten",), ("Pflege",)),
    "cefr": ("keine", "A1", "B1", "gut"),
    "driving_licence": ("nein", "B", "CE"),
    "languages": (("Arabisch",), ("Deutsch",)),
    "appointment": (("Di-0",),),
    "appointment_on": ("2026-03-10",),
    "needs_driver": (True,),
}


def some(values: dict[str, tuple[Any, ...]]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of these facts, each with any of its values."""
    chosen = {name: st.sampled_from(known) for name, known in values.items()}
    return st.fixed_dictionaries({}, optional=chosen)


def read(kind: str, values: dict[str, Any]) -> Any:
    known = KINDS[kind]
    return known.entry(known.complete(dict.fromkeys(known.fields) | {"id": "x"} | values))


def judged(facts: Facts, values: dict[str, Any], case: dict[str, Any]) -> tuple[tuple[int, float], list[Reason]]:
    """The rank of an entry for a case, a small one first, and the reasons."""
    kind = facts.matched.model.kind_name
    level, missing, reasons = facts.matched.judge(read(kind, values), read("cases", case), CONTEXT)
    return (level, round(missing, 3)), reasons


def ticks(reasons: list[Reason]) -> set[str]:
    return {r.text for r in reasons if r.ok}


def against(reasons: list[Reason]) -> set[str]:
    return {r.text for r in reasons if not r.ok and not r.text.startswith("noch offen")}


@pytest.mark.parametrize("facts", ALL, ids=lambda f: f.matched.model.kind_name)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_is_not_known_never_comes_before_what_is_known_to_fit(facts: Facts, data: st.DataObject) -> None:
    """GIVEN an entry that says a fact and nothing speaks against it WHEN the fact is taken away THEN the entry does
    not come earlier; and no fact that is taken away leaves a tick behind."""
    case, values = data.draw(some(CASES)), data.draw(some(facts.values))
    for name, known in facts.values.items():
        rank_without, without = judged(facts, {n: v for n, v in values.items() if n != name}, case)
        with_each = [judged(facts, values | {name: value}, case) for value in known]
        for rank, reasons in with_each:
            if against(reasons) <= against(without):
                assert rank <= rank_without, (name, case, values)
        if name not in RENT:  # from which others are computed
            assert any(ticks(without) <= ticks(reasons) for _, reasons in with_each), (name, case, values)


@settings(max_examples=200, deadline=None)
@given(case=some(CASES), flat=some(FLATS.values), name=st.sampled_from(("place", "rooms", "rent")))
def test_a_flat_without_place_rooms_or_rent_comes_after_all_that_may_fit(
    case: dict[str, Any], flat: dict[str, Any], name: str
) -> None:
    gone = RENT if name == "rent" else (name,)
    (level, _), reasons = judged(FLATS, {n: v for n, v in flat.items() if n not in gone}, case)
    assert level >= rules.UNCLEAR
    assert any(r.unknown and "unbekannt" in r.text for r in reasons)


@settings(max_examples=200, deadline=None)
@given(case=some(CASES), flat=some(FLATS.values))
def test_no_tick_for_a_flat_that_is_too_small_or_was_not_asked_for(case: dict[str, Any], flat: dict[str, Any]) -> None:
    _, reasons = judged(FLATS, flat, case)
    area, rooms, persons = flat.get("area_m2"), flat.get("rooms"), case.get("persons")
    said = [t for t in ticks(reasons) if "m²" in t]
    if area and persons and area < persons * rules.LEAST_AREA:
        assert not said
        assert any("sehr eng" in r.text for r in reasons if r.ok is None)
    if area and area < case.get("area_min", 0):
        assert not said
    if not case.get("area_min") and case.get("rent_paid_by") != "Jobcenter":
        assert not said
    if rooms and persons and persons > rooms * rules.MOST_IN_ROOM:
        assert not any("Zimmer" in t for t in ticks(reasons))


@pytest.mark.parametrize("facts", ALL, ids=lambda f: f.matched.model.kind_name)
@settings(max_examples=60, deadline=None)
@given(case=some(CASES))
def test_an_entry_that_says_nothing_has_no_tick_and_asks(facts: Facts, case: dict[str, Any]) -> None:
    (level, _), reasons = judged(facts, {}, case)
    assert not ticks(reasons)
    assert level >= rules.UNCLEAR
    assert all(r.unknown for r in reasons if r.text.endswith(("unbekannt", "bitte fragen")))


def test_five_people_and_32_square_metres() -> None:
    """GIVEN a flat of 32.5 m² and a household of five WHEN it is judged THEN its size is a reservation, no tick."""
    for case in ({"persons": 5}, {"persons": 5, "area_min": 20.0}, {"persons": 5, "rent_paid_by": "Jobcenter"}):
        _, reasons = judged(FLATS, {"place": HOME, "rooms": 2.0, "area_m2": 32.5, "gross_rent": 60000}, case)
        (size,) = [r for r in reasons if "m²" in r.text]
        assert (size.ok, size.text.replace("\u00a0", " ")) == (None, "32,5 m² für 5 Personen: sehr eng")


@pytest.mark.parametrize(
    ("needed", "own", "ok"),
    [
        ("B", "B", True),
        ("B", "CE", True),
        ("C", "B", False),
        ("CE", "C", False),
        ("C1", "CE", True),
        ("B", "Klasse 3", True),
        ("BE", "Klasse 3", True),
        ("B", "A1", False),
        ("ja", "B", True),
        ("B", "Staplerschein", None),
        ("Staplerschein", "B", None),
        ("B", "", None),
        ("B", "nein", False),
    ],
)
def test_a_licence_is_enough_by_its_classes(needed: str, own: str, *, ok: bool | None) -> None:
    job, case = {"place": HOME, "driving_licence": needed}, {"driving_licence": own or None}
    (found,) = [r for r in judged(JOBS, job, case)[1] if "Führerschein" in r.text]
    assert found.ok is ok


@pytest.mark.parametrize(
    ("text", "includes", "not_included"),
    [
        ("B", {"B"}, {"BE", "C"}),
        ("BE", {"B", "BE"}, {"C"}),
        ("B96", {"B"}, {"BE"}),
        ("Klasse C", {"B", "C", "C1"}, {"CE", "D"}),
        ("CE", {"B", "BE", "C", "C1", "C1E", "CE"}, {"D"}),
        ("D1", {"B", "D1"}, {"D", "C"}),
        ("nein", set[str](), {"B"}),
        ("pkw", {"B"}, {"BE"}),
    ],
)
def test_classes_of_licences(text: str, includes: set[str], not_included: set[str]) -> None:
    found = licence_classes(text)
    assert includes <= found
    assert not found & not_included


def test_who_names_no_distance_is_not_said_to_come_from_far_away() -> None:
    case = {"place": HOME}
    for place, ok in ((NEXT, True), (AWAY, True), (FAR, None)):
        (found,) = [r for r in judged(PEOPLE, {"place": place}, case)[1] if "Luftlinie" in r.text]
        assert found.ok is ok


def test_all_that_is_matched_is_tried_here() -> None:
    assert {f.matched.model for f in ALL} == {HousingLead, WorkLead, Volunteer, Offer}
    assert set(CASES) <= set(Case.declared)
