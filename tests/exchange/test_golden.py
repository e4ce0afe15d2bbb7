"""Packages of every released format are read for ever."""

from __future__ import annotations

import json
from pathlib import Path

from netzwerkhilfe.exchange import package
from netzwerkhilfe.store import merging, state
from netzwerkhilfe.store.store import Store

GOLDEN = Path(__file__).parent / "golden"


def test_format_2(store: Store) -> None:
    known = json.loads((GOLDEN / "format2.json").read_text("utf-8"))
    opened = package.open_package(GOLDEN / "format2.nhpaket", known["age_secret"])
    assert (opened.head.format, opened.head.space, opened.head.number, opened.head.records) == (2, "net", 3, 3)
    assert opened.signed_by(known["sign_public"])
    lines = list(opened.lines())
    assert lines == known["lines"]
    with store.change() as change:
        merged = merging.merge(change, "net", opened.vector, lines)
    assert merged.new == 3
    found = store.get("c" * 32)
    assert found and found.values["phone"] == "06237 99 01 42" and found.values["street"] == "Hauptstraße 1"
    assert store.ids("volunteers", "müller") == ["c" * 32]
    with store.reading() as cursor:
        passed_on = "\n".join(state.export(cursor, "net").lines)
    assert "shoe_size" in passed_on and "Neues" in passed_on and store.check() == []
