"""What a newer version sent is kept, passed on, and becomes visible after the upgrade."""

from __future__ import annotations

import json
from pathlib import Path

from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models.base import KINDS, Kind, Record, register_kind
from netzwerkhilfe.models.fields import TEXT, field
from netzwerkhilfe.store import merging, opening, schema, state
from netzwerkhilfe.store.store import Store


def test_unknown_kinds_and_fields_travel_and_appear_after_the_upgrade(store: Store, other: Store, stick: Path) -> None:
    with store.change() as change:
        person = change.add("volunteers", {"last_name": "Fischer", "consent_network": True}).id
    folder.exchange(store, stick)  # the newer version has read our file
    with store.reading() as cursor:
        exported = state.export(cursor, "net")
    sender, mark = "f" * 32, 9
    position = sum(line.startswith('["c"') for line in exported.lines)
    lines = [line for line in exported.lines if line.startswith('["c"')]
    lines.append(
        json.dumps(["c", sender, 1, mark, 2_000_000_000_000_000, "Zukunft", "2027-01-01T00:00:00+00:00", None])
    )
    for line in exported.lines:
        if person in line:
            entry = json.loads(line)
            entry[6]["shoe_size"] = [[position, 44]]
            lines.append(json.dumps(entry))
    lines.append(json.dumps(["r", "bicycles", "b" * 32, "b" * 32, position, {"frame": "Rahmen 4711"}, {}]))
    with other.change() as change:
        merging.merge(change, "net", {**exported.vector, (sender, mark): 1}, lines)
    assert other.check() == []
    folder.exchange(other, stick)
    folder.exchange(store, stick)
    with store.reading() as cursor:
        exported = state.export(cursor, "net")
    passed_on, before = "\n".join(exported.lines), exported.digest
    assert "Rahmen 4711" in passed_on and "shoe_size" in passed_on

    class Bicycle(Record):
        frame: str | None = field("Rahmennummer", TEXT, searchable=True, in_table=1)

    try:
        register_kind(Kind("bicycles", Bicycle, "Fahrrad", "Fahrräder", lambda v, _f: v.frame or ""))
        with store.connections.autocommit() as cursor:
            schema.add_missing(cursor)
        store.close()
        again = opening.open_with_key(store.paths, store.key)
        assert again.ids("bicycles", "4711") == ["b" * 32]
        with again.reading() as cursor:
            assert state.export(cursor, "net").digest == before
        again.close()
    finally:
        KINDS.pop("bicycles", None)
