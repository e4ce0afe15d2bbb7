"""Matching 1,000 cases against 1,000 flats, against a loop by hand that gives the same counts; and whether the window
stays alive."""

from __future__ import annotations

import gc
import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import stores
from benchmarks.packages import Row, clock
from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.services.matching import matching, rules
from netzwerkhilfe.services.matching.rules import Context
from netzwerkhilfe.ui.shell import app as ui_app

COUNT = 1000


def by_hand(cases: Sequence[Case], leads: Sequence[HousingLead], context: Context) -> dict[str, int]:
    """The same counts for what these entries say, and nothing else: facts of each flat once, the distance once for each
    pair of places, no texts, and no further look at what cannot fit."""
    flats = [
        (h.max_persons or 0, h.gross_rent or 0, h.rooms or 0, h.area_m2 or 0, h.place or "", _open(h)) for h in leads
    ]
    spots = {place: context.spot(place) for place in {f[4] for f in flats}}
    found = {}
    for case in cases:
        persons, most, wanted = case.persons or 0, case.max_rent or 0, case.rooms_min or 0
        wished = case.wished_places or ()
        far = {place: _far(place, spot, wished, case, context) for place, spot in spots.items()}
        least, count = persons * rules.LEAST_AREA, 0
        for room_for, rent, rooms, area, place, open_facts in flats:
            if room_for < persons:
                continue
            missing = far[place] + open_facts
            if rent > most:
                missing += 100 if rent - most <= most * 0.1 else 400
            if persons > rooms * rules.MOST_IN_ROOM:
                missing += 200
            elif wanted > rooms:
                missing += 100 if wanted - rooms <= 1 else 400
            if area < least:
                missing += 200
            count += missing <= rules.FITTING
        found[case.id] = count
    return found


def _open(flat: HousingLead) -> int:
    return 2 * (flat.housing_permit is None) + 2 * (not flat.available_from)


def _far(place: str, spot: rules.Spot | None, wished: Sequence[str], case: Case, context: Context) -> int:
    if place in wished:
        return 0
    if spot is None:
        return 100
    spots, home = [s for s in map(context.spot, wished) if s], context.spot(case.place)
    if spot.office is not None and spot.office in {s.office for s in (*spots, home) if s}:
        return 50
    known = [d for s in spots if (d := rules.kilometres(s, spot)) is not None]
    distance = min(known, default=rules.kilometres(home, spot))
    return 200 if distance and distance > rules.FAR_KM else 100


def match_all(base: Path) -> list[Row]:
    """All pairs in one go."""
    store = stores.large(base / "match", 10)
    chance = random.Random(5)
    with store.change() as change:
        for i in range(COUNT):
            place = chance.choice(stores.PLACES)
            change.add(
                "housing",
                {
                    "place": place,
                    "rooms": float(chance.randint(1, 5)),
                    "area_m2": float(chance.randint(25, 130)),
                    "landlord": f"V {i}",
                    "gross_rent": chance.randint(300, 1400) * 100,
                    "max_persons": chance.randint(1, 7),
                    "share_contact": True,
                },
            )
            change.add(
                "cases",
                {
                    "needs": ["Wohnung"],
                    "persons": chance.randint(1, 7),
                    "max_rent": chance.randint(350, 1300) * 100,
                    "place": place,
                    "wished_places": chance.sample(stores.PLACES, 2),
                    "rooms_min": float(chance.randint(1, 4)),
                    "waiting_since": "2026-01-01",
                },
            )
    context = matching.context_of(store)
    cases = [c.completed for c in store.all(Case)]
    leads = [h.completed for h in store.all(HousingLead)]

    theirs_found: dict[str, int] = {}

    def bare() -> None:
        theirs_found.clear()
        theirs_found.update(by_hand(cases, leads, context))

    gaps: list[float] = []
    done = threading.Event()

    def pulse() -> None:
        last = time.perf_counter()
        while not done.is_set():
            time.sleep(0.005)
            now = time.perf_counter()
            gaps.append((now - last) * 1000)
            last = now

    theirs = min(clock(bare) for _ in range(3))
    gc.collect()
    ui_app.begin_quickly()  # as the window does: no search for garbage meanwhile, and Python's lock given back soon
    beat = threading.Thread(target=pulse)
    beat.start()
    found: dict[str, int] = {}
    ours = min(clock(lambda: found.update(matching.counts_for_cases(store))) for _ in range(3))
    done.set()
    beat.join()
    gc.enable()
    store.close()
    if {c: found[c] for c in theirs_found} != theirs_found:
        raise RuntimeError("the counts differ from those by hand")
    return [
        (
            "1.000 Gesuche gegen 1.000 Wohnungen abgleichen, mit Lesen, gegen eine Schleife von Hand über gelesene "
            "Angaben, die aufhört, sobald etwas nicht passt",
            ours,
            theirs,
            1.3,
        ),
        ("Längste Pause eines anderen Fadens währenddessen, gegen 100 ms", max(gaps), 100.0, 1.0),
    ]
