"""No package of ``net`` names a person in need; ``python -m benchmarks.names --cases 1000`` tries it with 4,000."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks import names

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.store import Store
from tests.acts import act


def test_what_all_offices_read_names_nobody(tmp_path: Path) -> None:
    """GIVEN four offices that do with their cases what offices do THEN no text of any package of net names anybody."""
    found = names.run(tmp_path, 13)
    assert found.leaks == [] and found.unasked == [] and found.findings == []
    assert found.asked > 100 and found.handed >= 4 and found.texts > 10_000


def test_the_search_finds_what_is_there(store: Store, other: Store, stick: Path) -> None:
    """A search that finds nothing proves nothing: what somebody insisted on is found in the packages."""
    who = names.Somebody.numbered(0, 5)
    act(store, entries.add, "cases", {"needs": "Wohnung", "name": who.name, "phone": who.phone})
    desks = [names.Desk(i, pc, random.Random(i)) for i, pc in enumerate((store, other))]
    for typed in (f"für {who.name}", f"Telefon {who.phone.replace(' ', '/')}"):
        with store.insisting():
            act(store, entries.add, "housing", {"place": "Maxdorf", "landlord": "X", "note": typed})
    for pc in (store, other, store):
        exchange(pc, stick)
    assert len([t for t in names.said(desks, stick) if names.names_somebody(t)]) >= 2


def test_a_number_is_found_as_it_is_written_and_an_id_is_none() -> None:
    for text in ("Telefon 0199 77/00 01", "+49 199 7700001", "für ZAPPOaaa", "Al-Wübbelaab"):
        assert names.names_somebody(text)
    for text in ("f76c2a50f57254b184e958da8019977f", "0199 66 00 01", "Wohnung für MX-2026-001"):
        assert not names.names_somebody(text)
