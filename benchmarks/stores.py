"""Large stores for measuring, made by merging a synthetic state: the same way in as a package."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from netzwerkhilfe.exchange import founding
from netzwerkhilfe.models.base import new_id
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import merging
from netzwerkhilfe.store.store import Store

PASSPHRASE = "messen messen"
FIRST = (
    "Anna",
    "Björn",
    "Çağla",
    "Dieter",
    "Elif",
    "Françoise",
    "Günter",
    "Hodan",
    "Ingeborg",
    "Jürgen",
    "Käthe",
    "Łukasz",
)
LAST = (
    "Müller",
    "Schäfer",
    "Weiß",
    "Öztürk",
    "Čapek",
    "Nguyễn",
    "Fischer",
    "Kowalczyk",
    "Haddad",
    "Löffler",
    "Groß",
    "Tesfay",
)
SKILLS = ("Fahrdienst", "Dolmetschen", "Kleiderkammer", "Behördengänge", "Hausaufgabenhilfe", "Umzugshilfe")
PLACES = ("07338018", "07338016", "07338006", "07332046", "07338008", "07332022")


def large(directory: Path, count: int) -> Store:
    """A store with this many volunteers of another office."""
    chance = random.Random(count)
    store, _ = founding.create_store(
        Paths(directory),
        lambda s: founding.found_network(s, "Messen", "Maxdorf", "Petra Wagner", ("073385006",)),
        passphrase=PASSPHRASE,
        person="Petra Wagner",
        keyring=False,
    )
    sender, mark = new_id(), 7
    office = store.local("office")

    def lines() -> Iterator[str]:
        yield json.dumps(["c", sender, 1, mark, 1_700_000_000_000_000, "Messung", "2026-01-01T00:00:00+00:00", None])
        for i in range(count):
            fields = {
                "first_name": chance.choice(FIRST),
                "last_name": f"{chance.choice(LAST)}-{i:06}",
                "office": office,
                "phone": f"06237 {chance.randrange(100000, 999999)}",
                "skills": chance.sample(SKILLS, 2),
                "consent_network": True,
                "address": {"place": chance.choice(PLACES), "street": f"Hauptstraße {i % 200}"},
            }
            record = f"{i:08x}{chance.getrandbits(96):024x}"
            yield json.dumps(["r", "volunteers", record, record, 0, fields, {}])

    with store.change() as change:
        merging.merge(change, "net", {(sender, mark): 1}, lines())
    store.forget_facts()
    return store
