"""How well phone notes are understood: 100 facts of notes that the rules were not made for, and how long it takes.

    python -m benchmarks.notes              # a line for each list of notes
    python -m benchmarks.notes develop -v   # each note with a fault

A fact is right if it is said, wrong if something else or something unsaid was understood, and missed if it was not
understood. The kind of the entry is a fact too. A line of a list reads ``text || kind || field=value; …``. In it
``\\n`` is a new line, ``?field=value`` may be understood or not, and ``name`` is whoever calls.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import stores
from netzwerkhilfe import paths
from netzwerkhilfe.exchange import founding
from netzwerkhilfe.models.facts import Facts, OfficeFact
from netzwerkhilfe.models.fields import PLACE, parse
from netzwerkhilfe.models.text import digits, fold
from netzwerkhilfe.models.values import Unreadable
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries.calls import NAME_FIELDS
from netzwerkhilfe.services.entries.notes import contact
from netzwerkhilfe.services.entries.notes.note import declared
from netzwerkhilfe.services.entries.understanding import understand

FOLDER = Path(__file__).with_name("phone_notes")
LISTS = {
    "develop": "zum Entwickeln",
    "develop_2": "zum Entwickeln, zweite Liste",
    "develop_3": "zum Entwickeln, dritte Liste",
    "develop_4": "zum Entwickeln, vierte Liste",
    "hands_1": "sieben Hände, zuerst 71 richtig und 12 falsch, dann Fehlerarten behoben",
    "hands_2": "acht weitere Hände, zuerst 76 richtig und 6 falsch, dann Fehlerarten behoben",
    "hands_3": "kurze Notizen, zuerst 74 richtig und 9 falsch, dann Fehlerarten behoben",
    "hands_4": "Zeilen, Stimmen, Ämter, zuerst 80 richtig und 8 falsch, dann Fehlerarten behoben",
    "hands_5": "wie am Telefon, zuerst 95 richtig und 1 falsch, dann Fehlerarten behoben",
    "hands_6": "Mundart, Prosa, Kürzel, zuerst 68 richtig und 9 falsch, dann Fehlerarten behoben",
    "hands_7": "gemischt, zuerst 86 richtig und 4 falsch, dann Fehlerarten behoben",
    "hands_8": "Anrufliste und Anrufe, zuerst 76 richtig und 7 falsch, dann Fehlerarten behoben",
    "hands_9": "alltäglich, zuerst 89 richtig und 3 falsch, dann Fehlerarten behoben",
    "hands_10": "alltäglich, zweite Liste, zuerst 92 richtig und 4 falsch, dann Fehlerarten behoben",
    "hands_11": "alltäglich, nur gemessen",
    "hands_12": "verwickelt, zuerst 69 richtig und 5 falsch, dann Fehlerarten behoben",
    "hands_13": "alltäglich, dritte Liste, zuerst 87 richtig und 5 falsch, dann Fehlerarten behoben",
    "hands_14": "sieben Hände, zweite Runde, zuerst 81 richtig und 7 falsch, dann Fehlerarten behoben",
    "hands_15": "gemischt, zweite Liste, zuerst 86 richtig und 3 falsch, dann Fehlerarten behoben",
    "hands_16": "gemischt, nur gemessen",
    "held_out": "zurückgehalten",
    "fresh": "ungesehen, einmal gemessen, dann Fehlerarten behoben",
    "last": "ungesehen, zuerst 86 richtig und 5 falsch, dann Fehlerarten behoben",
    "last_2": "ungesehen, zuerst 86 richtig und 4 falsch, dann Fehlerarten behoben",
}
HANDS = tuple(name for name, said in LISTS.items() if name.startswith("hands") and "zuerst" in said)
"""Lists in other hands, each measured once before the faults of its notes were mended; their names say how it was."""
TODAY = dt.date(2026, 11, 23)
SHORTEST_KEYSTROKE = 400
"""Letters of the note that is read at each keystroke."""
BUDGET = 30.0
"""Milliseconds that reading it may take."""
ALLOWED_WRONG = 2.0
"""Of 100 facts."""
FREE = ("household",)
"""Fields that keep the caller's own words: no facts to be compared."""
Row = tuple[str, float, float, float]


class Fault(NamedTuple):
    """What is not right in a note: the fact, what was said, what was understood."""

    fact: str
    wanted: str
    found: str


def facts_of(directory: Path) -> Facts:
    """A network of four offices with their places."""
    store, _ = founding.create_store(
        Paths(directory),
        lambda s: founding.found_network(s, "Messen", "Maxdorf", "Petra Wagner", tuple(_associations())),
        passphrase=stores.PASSPHRASE,
        person="Petra Wagner",
        keyring=False,
    )
    facts = store.facts()
    store.close()
    offices = {key: OfficeFact(key, a["name"], a["code"], i) for i, (key, a) in enumerate(_associations().items())}
    of_place = {place["ags"]: key for key, a in _associations().items() for place in a["places"]}
    places = {k: p._replace(office=of_place.get(k)) for k, p in facts.places.items()}
    return dataclasses.replace(facts, today=TODAY, offices=offices, places=places)


def _associations() -> dict[str, Any]:
    read = json.loads((paths.resources() / "beispiel" / "geographie.json").read_text("utf-8"))
    return {a["key"]: a for a in read["associations"]}


def read_list(name: str) -> Iterator[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The notes of a list: text, kind, and its facts, each optional or not."""
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        text, kind, said = (part.strip() for part in line.split("||"))
        pairs = [p.partition("=")[::2] for p in said.split("; ")] if said != "-" else []
        yield text.replace("\\n", "\n"), kind, [(n.lstrip("?"), v, n.startswith("?")) for n, v in pairs]


_FLOORS = (
    (r"obergeschoss|stockwerk|stock|etage", "og"),
    (r"erdgeschoss|parterre", "eg"),
    (r"dachgeschoss|unterm dach|mansarde", "dg"),
)


def plain(kind: str, name: str, text: str, facts: Facts) -> str:
    """A value for comparing: as its field reads it, people without a form of address, firms without their place."""
    if name in ("phone", "mobile"):
        return digits(text)
    described = declared(kind, name)
    place = facts.place_of(text) if described.type is PLACE else None
    if place:
        return place.key
    if name in (*NAME_FIELDS.values(), "last_name", "employer", "provider", "contact_person"):
        bare = re.sub(r"^(?:frau|herrn?|fr\.|hr\.|familie|fam\.|ehepaar|eheleute)\s+", "", fold(text))
        words = re.sub(r"[\W_]+", " ", bare).strip()
        places = contact.place_words(facts) if name in ("employer", "provider") else ()
        return " ".join(word for word in words.split() if word not in places) or words
    try:
        value = parse(described, text, facts).value
    except Unreadable:
        value = text
    if isinstance(value, tuple):
        return ", ".join(sorted(fold(str(v)) for v in value))
    shown = fold(str(described.type.export(described, value, facts)))
    if name == "floor":
        for pattern, short in _FLOORS:
            shown = re.sub(pattern, short, shown)
    return re.sub(r"[\s.]+", " ", shown).strip() if isinstance(value, str) else shown


def compare(
    text: str, kind: str, wanted: list[tuple[str, str, bool]], facts: Facts
) -> tuple[int, list[Fault], list[Fault]]:
    """A note against what must be understood of it: how many facts are right, what is wrong, what is missed."""
    found = understand(text, facts)
    right, wrong, missed = 0, [], []
    if found.kind == kind:
        right += 1
    elif found.kind == "notes":
        missed.append(Fault("kind", kind, found.kind))
    else:
        wrong.append(Fault("kind", kind, found.kind))
    who = "last_name" if kind == "volunteers" else NAME_FIELDS.get(kind, "contact_person")
    called = NAME_FIELDS.get(found.kind, "last_name" if found.kind == "volunteers" else "name")
    left = {who if n == called else n: t for n, t in found.texts.items() if n not in FREE and t}
    if "deposit" in left and "MM" in left["deposit"]:
        left["deposit_months"] = left.pop("deposit").replace(" MM", "")
    may: dict[str, list[str]] = {}
    must: dict[str, str] = {}
    for name, value, optional in wanted:
        field = who if name == "name" else name
        may.setdefault(field, []).append(value)
        if not optional:
            must[field] = value
    for field, values in may.items():
        said = left.pop(field, "")
        if said and found.kind != kind and field not in ("phone", "place", "email") and field != who:
            said = ""
        same = said and any(plain(kind, field, said, facts) == plain(kind, field, v, facts) for v in values)
        if same:
            right += 1
        elif said and field in must:
            wrong.append(Fault(field, values[0], said))
        elif said and "x" not in values:
            wrong.append(Fault(field, "?" + values[0], said))
        elif field in must:
            missed.append(Fault(field, values[0], ""))
    wrong += [Fault(field, "", said) for field, said in left.items() if found.kind == kind or field not in may]
    return right, wrong, missed


def measure(name: str, facts: Facts, *, verbose: bool = False, totals: bool = False) -> tuple[int, int, int]:
    """Right, wrong and missed facts of a list."""
    total: Counter[str] = Counter()
    by_fact: Counter[str] = Counter()
    for text, kind, wanted in read_list(name):
        right, wrong, missed = compare(text, kind, wanted, facts)
        total.update(right=right, wrong=len(wrong), missed=len(missed))
        by_fact.update(
            f"{name} {fault.fact}" for name, faults in (("falsch", wrong), ("fehlt", missed)) for fault in faults
        )
        if verbose and (wrong or missed):
            print(text.replace("\n", " | "))
            for fault in wrong:
                print(f"    FALSCH {fault.fact}: {fault.found!r} statt {fault.wanted!r}")
            for fault in missed:
                print(f"    fehlt  {fault.fact}: {fault.wanted!r}")
    if totals:
        print("   " + ", ".join(f"{what} {count}" for what, count in by_fact.most_common()))
    return total["right"], total["wrong"], total["missed"]


def keystroke(facts: Facts) -> float:
    """Milliseconds to read the longest notes, put together to 400 letters."""
    texts = [text for name in LISTS for text, _, _ in read_list(name)]
    long = [" ".join(texts[i : i + 6])[:SHORTEST_KEYSTROKE] for i in range(0, len(texts) - 6, 6)]
    understand(long[0], facts)
    times = []
    for text in long:
        start = time.process_time()
        understand(text, facts)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def reading(base: Path) -> list[Row]:
    """Of the unseen notes what was not understood, against ten of a hundred; what was wrong, against two; the time."""
    facts = facts_of(base / "notizen")
    rows: list[Row] = []
    for name in ("held_out", "hands_11", "hands_16", "fresh", "last", "last_2", *HANDS):
        right, wrong, missed = measure(name, facts)
        count = right + wrong + missed
        what = f"Telefonnotizen ({LISTS[name]}): {right} Angaben richtig, {wrong} falsch, {missed} nicht verstanden"
        rows.append((f"{what}; falsche von 100, gegen {ALLOWED_WRONG:.0f}", 100 * wrong / count, ALLOWED_WRONG, 1.0))
    rows.append(("Eine Telefonnotiz von 400 Zeichen verstehen, gegen 30 ms", keystroke(facts), BUDGET, 1.0))
    return rows


def main() -> int:
    """Print what is right, wrong and missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", nargs="*", choices=[*LISTS, []], help="Listen (alle)")
    parser.add_argument("-v", "--verbose", action="store_true", help="jede Notiz mit einem Fehler zeigen")
    parser.add_argument("-t", "--totals", action="store_true", help="Fehler nach Angaben zählen")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="notizen-") as base:
        facts = facts_of(Path(base))
        for name in options.lists or LISTS:
            right, wrong, missed = measure(name, facts, verbose=options.verbose, totals=options.totals)
            count = right + wrong + missed
            print(
                f"{name}: {right} richtig, {wrong} falsch, {missed} fehlen; von 100: "
                f"{100 * right / count:.1f} richtig, {100 * wrong / count:.1f} falsch"
            )
        print(f"400 Zeichen in {keystroke(facts):.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
