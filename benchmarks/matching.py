"""Matching 1,000 cases against 1,000 flats, against a bare loop over the same rules; and whether the window stays
alive."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

from benchmarks import stores
from benchmarks.packages import Row, clock
from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.services.matching import matching, rules

COUNT = 1000


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

    def bare() -> int:
        return sum(
            rules.verdict(rules.flat_for_case(lead, case, context)) < rules.HARDLY for case in cases for lead in leads
        )

    gaps: list[float] = []
    done = threading.Event()

    def pulse() -> None:
        last = time.perf_counter()
        while not done.is_set():
            time.sleep(0.005)
            now = time.perf_counter()
            gaps.append((now - last) * 1000)
            last = now

    theirs = clock(bare)
    beat = threading.Thread(target=pulse)
    beat.start()
    ours = clock(lambda: matching.counts_for_cases(store))
    done.set()
    beat.join()
    store.close()
    return [
        (
            "1.000 Gesuche gegen 1.000 Wohnungen abgleichen, mit Lesen, gegen eine nackte Schleife über "
            "dieselben Regeln",
            ours,
            theirs,
            1.3,
        ),
        ("Längste Pause eines anderen Fadens währenddessen, gegen 100 ms", max(gaps), 100.0, 1.0),
    ]
