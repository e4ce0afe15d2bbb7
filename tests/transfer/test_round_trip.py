"""What goes out comes in again: every list, into the empty store of another office of the network."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkhilfe.access.sharing import add_values
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.base import COMMON
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    CHOICE,
    CHOICES,
    DATE,
    EMAIL,
    HOURS,
    INTEGER,
    LANGUAGES,
    LEVELS,
    LONG,
    MOMENT,
    MONEY,
    NUMBER,
    PHONE,
    PLACE,
    PLACES,
    POSTCODE,
    ROOMS,
    STAGE,
    TEXT,
    TIME,
    WEEK,
    WHEN,
    YES_NO,
    Field,
    FieldType,
    canonical,
    parse,
)
from netzwerkhilfe.models.values import split_list
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import columns, delimited, exporter, importer, mapping, sheets
from netzwerkhilfe.transfer.neutral import harmless, kept, meant
from tests.acts import act

LISTED = sorted(k.name for k in KINDS.values() if k.listed)
ENTRIES = 40
BY_AN_ACT = "says what was done in the program (given away, withdrawn, announced, signed …), and no list does that"
GIVEN_ANEW = "a number that each office counts by itself"
ONLY_THERE = "leads to an entry of that store, or is kept by the program alone"
FOLLOWS = "computed from other fields that do cross"
STAYS: dict[str, dict[str, str]] = {
    "housing": {"number": GIVEN_ANEW, "rent_excl_heating": FOLLOWS, "promised_to": BY_AN_ACT, "withdrawn": BY_AN_ACT},
    "work": {"number": GIVEN_ANEW, "promised_to": BY_AN_ACT, "withdrawn": BY_AN_ACT},
    "cases": {"number": GIVEN_ANEW, "withdrawn": BY_AN_ACT},
    "helper_groups": {"called_first": ONLY_THERE},
    "shelters": {"places_free": FOLLOWS},
    "notes": {"about": ONLY_THERE, "called_on": BY_AN_ACT, "marks": ONLY_THERE, "findings": ONLY_THERE},
    "tasks": {"about": ONLY_THERE, "meeting": ONLY_THERE, "done_on": BY_AN_ACT},
    "meetings": dict.fromkeys(
        ("invited_on", "urgency", "announced", "called_off_because", "reply_by", "began", "ended", "issued_on"),
        BY_AN_ACT,
    )
    | dict.fromkeys(("present_item", "approved_on", "approved_in", "series"), ONLY_THERE),
}
"""Fields that do not cross by design, each with the reason. Companions (names and telephones of people in need,
certificates, notes for the office alone) are in no list at all; whose an entry is, its seal and origin are the store's
own."""


def crossing(kind: Kind) -> list[str]:
    fields = mapping.importable(kind)
    return [c.name for c in columns.columns(kind) if c.name in fields]


def test_each_field_crosses_or_says_why_not() -> None:
    for name in LISTED:
        kind = KINDS[name]
        missing = set(kind.fields) - set(crossing(kind)) - set(COMMON)
        assert missing == set(STAYS.get(name, {})), name
        assert len(set(exporter.headings(kind))) == len(exporter.headings(kind)), "no two columns are called alike"


# ---- entries as people make them -------------------------------------------------------------------------------------
WORDS = (
    *("Maxdorf", "Groß", "Björn", "Łukasz", "أحمد", "Farsi/Dari", "Ωmega", "naïve", "3 ZKB", "Summe", "Gesamt: 3"),
    *("dito", '"', "-", "–", "k.A.", "x", "keine Angabe", "ja", "nein", "s.o.", "Telefon", "Ort", "Name", "Büro"),
    *("=1+1", "=HYPERLINK(0)", "+49 621 5", "-5", "@SUM(A1)", "'=x", "''+1", "'s-Gravenhage", "'", "\uff1d1", "#NV"),
    *("a;b;c;d;e;f;g;h", "a,b,c,d", '"quoted"', '32" breit', "a\tb", "<b>fett</b>", "<b>", "&amp;", "_x0041_", "\\n"),
    *("👩‍👩‍👧", "❤️", "🇩🇪", "½", "5 €", "m²", "0171", "00123", "1E5", "2026-03-02", "12.03.2026", "18:00", "TRUE"),
    *(
        "Frau",
        "Dr. Wagner, Ingeborg",
        "Fam. Groß",
        "Hauptstr. 5, 67133 Maxdorf",
        "inkl.",
        "3 MM",
        "sep=;",
        "BEGIN:VCARD",
    ),
)
"""What lists stumble over."""
PHONES = ("06237 99 01 42", "+49 171 5550816", "0171 / 555 08 16", "+33 1 42 68 53 00", "990142", "+90 212 555 0000")
ODD_LISTS = ("Maler/Lackierer", "Kind und Kegel", "a, b; c", "Koch + Kellner", "-", "=1", "'=1", "Ärztin")


class Maker:
    """Makes values as forms keep them."""

    def __init__(self, seed: int, kind: Kind, facts: Facts) -> None:
        self.kind, self.facts, self.random = kind, facts, random.Random(seed)
        self.by_type: dict[FieldType[Any], Callable[[Field], Any]] = {
            TEXT: lambda _f: self.line()[:400],
            LONG: lambda _f: "\n".join(self.line() for _ in range(self.random.choice((1, 2, 5)))),
            INTEGER: lambda _f: self.random.randint(1, 30),
            NUMBER: lambda _f: round(self.random.uniform(0, 5000), self.random.choice((0, 1, 2))),
            HOURS: lambda _f: self.random.randint(1, 60) / 4,
            ROOMS: lambda _f: self.random.randint(1, 12) / 2,
            MONEY: lambda _f: self.random.choice((0, 5, 69000, 115055, self.random.randint(0, 10**6))),
            DATE: lambda _f: self.day(),
            WHEN: self.when,
            MOMENT: lambda _f: self.day() + self.random.choice(("", "T15:00", "T09:05", "T00:00")),
            TIME: lambda _f: f"{self.random.randrange(24):02}:{self.random.choice((0, 15, 59)):02}",
            YES_NO: lambda _f: self.random.random() < 0.5,
            CHOICE: self.choice,
            CHOICES: self.several,
            LANGUAGES: lambda f: tuple(self.sample(list(f.options(facts)))),
            LEVELS: lambda f: tuple(f"{w} {self.pick(('B2', 'A1'))}" for w in self.sample(list(f.options(facts)))),
            PHONE: lambda _f: self.pick(PHONES),
            EMAIL: lambda _f: self.pick(("a.b@c.de", "+x@beispiel.example", "-@y.de", "müller@bücher.example")),
            PLACE: lambda _f: self.pick((*facts.places, "Irgendwo a. d. Höh", "-", "=Ort")),
            POSTCODE: lambda _f: self.pick(("67133", "01067", "L-1234")),
            PLACES: lambda _f: tuple(self.sample([*facts.places, "Rhein/Main", "Nord und Süd"])),
            STAGE: lambda f: self.pick([s.key for s in facts.stages[str(f.choices)]]),
            WEEK: lambda _f: tuple(self.sample([f"{d}-{t}" for d in ("Mo", "Di", "Sa", "So") for t in range(3)])),
        }

    def pick(self, of: Any) -> Any:
        return self.random.choice(list(of))

    def sample(self, of: list[str]) -> list[str]:
        found = self.random.sample(of, min(len(of), self.random.randint(1, 4)))
        return sorted(found, key=of.index)

    def line(self) -> str:
        return " ".join(" ".join(self.pick(WORDS) for _ in range(self.random.choice((1, 1, 2, 4)))).split())

    def day(self) -> str:
        return (dt.date(1899, 1, 1) + dt.timedelta(self.random.randrange(46_000))).isoformat()

    def when(self, field: Field) -> str:
        return str(self.pick((self.day(), "2024-05", "2019", *field.options(self.facts))))

    def choice(self, field: Field) -> str:
        options = list(field.options(self.facts))
        return str(self.pick(options if options and not isinstance(field.choices, str) else [*options, "Anderes", "-"]))

    def several(self, field: Field) -> tuple[str, ...]:
        return tuple(self.sample([*field.options(self.facts), *ODD_LISTS]))

    def entry(self) -> dict[str, Any]:
        """Some fields of an entry, so that its kind accepts them."""
        while True:
            found = self._some()
            if not self.kind.faults(self.kind.complete(dict.fromkeys(self.kind.fields) | found), self.facts):
                return found

    def _some(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in crossing(self.kind):
            field = self.kind.fields[name]
            if field.required or field.default_today or self.random.random() < 0.6:
                value = self.by_type[field.type](field)
                if field.type in (TEXT, LONG, PHONE):
                    value = parse(field, sheets.clean(value), self.facts).value
                found[name] = value
        return found


def seen(kind: Kind, entries: list[Snapshot]) -> list[str]:
    """The entries by what crosses, as they are stored; no order. What is computed may have been typed alike."""
    names = [n for n in crossing(kind) if not kind.fields[n].computed]
    return sorted(canonical({n: s.values.get(n) for n in names}) for s in entries)


def differing(came: list[str], made: list[str]) -> list[tuple[str, Any, Any]]:
    """The fields in which the likest of two lists of entries differ: (field, what came, what was there)."""
    lost = [json.loads(m) for m in made if m not in came]
    found: list[tuple[str, Any, Any]] = []
    for one in (json.loads(c) for c in came if c not in made):
        twin: dict[str, Any] = min(lost, key=lambda m: sum(m[n] != one[n] for n in one), default={})
        found += [(n, one[n], twin.get(n)) for n in one if twin.get(n) != one[n]]
    return found if len(came) == len(made) else [("", len(came), len(made))]


def taken_in(store: Store, kind: Kind, path: Path) -> importer.Plan:
    plan = importer.plan(store, kind.name, path)
    twice = frozenset(r.row for r in plan.of(importer.DUPLICATE))
    act(store, importer.apply, plan, with_duplicates=twice)
    return plan


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind_name", LISTED)
def test_out_and_in_again(store: Store, other: Store, tmp_path: Path, kind_name: str, ending: str) -> None:
    """GIVEN entries with everything that lists stumble over WHEN they go out and come in at an office that has none
    THEN they are the same there, and nothing is named as unread."""
    kind, seed = KINDS[kind_name], random.randrange(2**32)
    print("seed", seed)
    before = set(other.ids(kind_name)), set(store.ids(kind_name))
    maker = Maker(seed, kind, store.facts())
    with store.change() as change:
        change.let_pass()
        for _ in range(ENTRIES):
            add_values(change, kind, maker.entry())
    path = tmp_path / f"l.{ending}"
    made = store.many(kind_name, [i for i in store.ids(kind_name) if i not in before[1]])
    assert exporter.export(store, kind, made, path) == exporter.Written(len(made), [])
    plan = taken_in(other, kind, path)
    assert [p.json() for r in plan.rows for p in r.problems] == [] and len(plan.rows) == len(made)
    came = other.many(kind_name, [i for i in other.ids(kind_name) if i not in before[0]])
    assert differing(seen(kind, came), seen(kind, made)) == []
    full = [sorted(canonical({n: s.full[n] for n in crossing(kind)}) for s in of) for of in (came, made)]
    assert differing(*full) == []
    assert importer.plan(other, kind_name, path).json()["known"] == len(made), "the same list again adds nothing"


def test_what_is_computed_stays_computed(store: Store, other: Store, tmp_path: Path) -> None:
    """GIVEN a flat of which only the parts were typed WHEN it comes by list and its rent rises THEN the Warmmiete
    follows, and so does a deposit of three rents."""
    parts = {"landlord": "Dörr", "base_rent": 60000, "ancillary_costs": 10000, "heating_costs": 5000}
    with store.change() as change:
        add_values(change, KINDS["housing"], parts | {"deposit_months": 3.0})
    exporter.export(store, KINDS["housing"], store.all("housing"), tmp_path / "l.xlsx")
    taken_in(other, KINDS["housing"], tmp_path / "l.xlsx")
    (flat,) = other.all("housing")
    assert (flat.values["gross_rent"], flat.values["deposit"]) == (None, None)
    with other.change() as change:
        change.update(flat.id, {"base_rent": 70000})
    full = other.require(flat.id).full
    assert (full["gross_rent"], full["deposit"]) == (85000, 210000)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("kind_name", "values"),
    [
        ("volunteers", {"last_name": "Helfer", "equipment": "Schlüssel"}),
        ("tasks", {"title": "Aufgabe", "person": "Wer", "note": "Stand"}),
        ("offers", {"title": "Summe"}),
        ("offers", {"title": "Fahrdienst"}),
        ("housing", {"landlord": "Dörr", "stage": "besichtigt", "stage_on": "2026-04-01"}),
    ],
)
def test_an_entry_that_looks_like_a_heading_a_sum_or_a_plan_is_one(
    store: Store, other: Store, tmp_path: Path, kind_name: str, values: dict[str, Any], ending: str
) -> None:
    kind, path = KINDS[kind_name], tmp_path / f"l.{ending}"
    with store.change() as change:
        for _ in range(2):
            add_values(change, kind, values)
    exporter.export(store, kind, store.all(kind_name), path)
    taken_in(other, kind, path)
    assert [{n: s.values[n] for n in values} for s in other.all(kind_name)] == [values] * 2


def test_columns_may_be_moved_and_left_out(store: Store, other: Store, tmp_path: Path) -> None:
    """GIVEN our own list in which a clerk has moved and deleted columns and typed as clerks do THEN it is still ours,
    and what was typed is understood."""
    with store.change() as change:
        add_values(change, KINDS["housing"], {"landlord": "Dr. Wagner, Ingeborg", "base_rent": 69000})
    exporter.export(store, KINDS["housing"], store.all("housing"), tmp_path / "l.csv")
    with (tmp_path / "l.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    kept_columns = ("Kaltmiete (€)", "Vermietung", "Büro", "Zimmer", "Postleitzahl")
    new = {"Kaltmiete (€)": "ca. 1.150 €", "Vermietung": "Fam. Groß", "Zimmer": "3 ZKB", "Postleitzahl": "1067"}
    lines = [";".join(kept_columns), *(";".join(r.get(c, "") for c in kept_columns) for r in (*rows, new))]
    (tmp_path / "l.csv").write_text("\n".join(lines), "utf-8")
    taken_in(other, KINDS["housing"], tmp_path / "l.csv")
    found = {s.values["landlord"]: s.values for s in other.all("housing")}
    assert found["Dr. Wagner, Ingeborg"]["base_rent"] == 69000
    typed = found["Fam. Groß"]
    assert (typed["base_rent"], typed["rooms"], typed["postcode"]) == (115000, 3.0, "01067")


# ---- the apostrophe --------------------------------------------------------------------------------------------------
NASTY = st.text(st.sampled_from("'=+-@\t\r\n ab\uff1d\"") | st.characters(codec="utf-8"), max_size=12)


@given(NASTY)
def test_an_apostrophe_is_taken_off_where_it_was_put(text: str) -> None:
    safe = harmless(text)
    assert meant(safe) == text and meant(kept(text)) == text
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))
    if safe != text:
        assert safe == "'" + text


@pytest.mark.parametrize("text", ["'s-Gravenhage", "'", "''", "' a", "O'Neill", "'n Abend"])
def test_a_real_apostrophe_stays(text: str) -> None:
    assert harmless(text) == kept(text) == meant(text) == text


def test_a_list_of_others_loses_its_apostrophes_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Name;Vorname;Telefon;Bemerkung\n'-Groß;'s Anna;'+49 171 5550816;'=1+1\n", "utf-8")
    act(store, importer.apply, importer.plan(store, "volunteers", path))
    (one,) = store.all("volunteers")
    assert (one.values["last_name"], one.values["note"]) == ("-Groß", "=1+1")
    assert one.values["first_name"] == "'s Anna" and one.values["phone"] == "0171 555 08 16"


# ---- lists in a cell, separators, emoji ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('"Maler/Lackierer", Koch', ["Maler/Lackierer", "Koch"]),
        ('Koch, "Kind und Kegel"', ["Koch", "Kind und Kegel"]),
        ('"Koch"', ['"Koch"']),
        ('32" breit, 5" hoch', ['32" breit', '5" hoch']),
        ('a "b, c" d', ['a "b', 'c" d']),
    ],
)
def test_what_stands_in_quotes_is_one(text: str, parts: list[str]) -> None:
    assert split_list(text) == parts


def test_levels_of_a_language_with_a_slash(store: Store) -> None:
    facts = store.facts()
    field = KINDS["volunteers"].fields["language_levels"]
    assert parse(field, "Farsi/Dari B2, Deutsch A1", facts).value == ("Farsi/Dari B2", "Deutsch A1")


def test_a_list_is_told_by_its_regular_separator() -> None:
    """GIVEN rows whose notes have more commas than the list has columns THEN the semicolon still parts them."""
    note = '"' + ", ".join("abcdefghijkl") + '"'
    (sheet,) = delimited.read(f"Büro;Aufgabe;Bis\r\nX;{note};\r\nY;{note};\r\nZ;{note};\r\n".encode())
    assert [len(r.cells) for r in sheet.rows] == [3, 2, 2, 2]


def test_a_pasted_list_in_a_note_is_no_swallowed_row() -> None:
    (sheet,) = delimited.read(b'A;B;C\r\n1;2;"x;y;z\nx;y;z\nx;y;z"\r\n4;5;6\r\n')
    assert [r.cells for r in sheet.rows][1:] == [["1", "2", "x;y;z\nx;y;z\nx;y;z"], ["4", "5", "6"]]


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "🏳️‍🌈", "می‌خواهم", "❤️‍🔥"])
def test_joined_signs_stay_joined(text: str) -> None:
    assert sheets.clean(text) == text


def test_stray_joiners_and_turned_directions_go() -> None:
    assert sheets.clean("a\u200db\u202ec\ud800d\uffff\x00e") == "abc\ufffdde"
