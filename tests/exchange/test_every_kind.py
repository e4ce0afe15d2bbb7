"""What is true of the exchange for entries of each kind, whatever its fields are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.fields import CHOICE, TEXT
from netzwerkhilfe.store.store import Store
from tests.exchange.helpers import digest


def filled(kind: Kind, word: str) -> dict[str, Any]:
    """A text for each field of text, and the first choice of each list."""
    found: dict[str, Any] = {}
    for name, field in kind.fields.items():
        if field.type is TEXT:
            found[name] = word
        elif field.type is CHOICE and field.choices:
            found[name] = next(iter(field.choices))
    return found


SHARED = [k for k in KINDS.values() if k.space == NET and k.listed and filled(k, "x") and not k.shared_if]


@pytest.mark.parametrize("kind", SHARED, ids=lambda k: str(k.name))
def test_an_entry_that_another_office_changed_is_taken_in(store: Store, other: Store, stick: Path, kind: Kind) -> None:
    """GIVEN an entry with values in its fields WHEN another office changes and sends it THEN the package is taken."""
    with store.change() as change:
        record = change.add(kind.name, filled(kind, "zuerst")).id
    exchange(store, stick)
    exchange(other, stick)
    with other.change() as change:
        change.update(record, filled(kind, "dann"))
    with other.change() as change:
        change.trash(record)
    exchange(other, stick)
    report = exchange(store, stick)
    assert report.set_aside == [] and store.require(record).sealed == "trashed"
    assert digest(store) == digest(other)
