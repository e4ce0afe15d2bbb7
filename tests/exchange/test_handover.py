"""A case is handed to another office with its name, sealed, with consent and receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import handover
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import state
from netzwerkhilfe.store.store import Store
from tests.acts import act


def test_a_case_is_handed_over(store: Store, other: Store, stick: Path) -> None:
    case = act(
        store,
        entries.add,
        "cases",
        {"needs": "Wohnung", "persons": "4", "name": "Familie Zwackelmann", "phone": "06237 1", "note": "ruft abends"},
    )
    for office in (store, other):
        exchange(office, stick)
    assert other.companion(other.require(case)) is None
    opened = store.get(case)
    assert opened
    target = other.local("office")
    with pytest.raises(UserError, match="Ohne Einwilligung"):
        handover.offer(store, opened, target, consent=False)
    handover.offer(store, opened, target, consent=True)
    with pytest.raises(UserError, match="schon unterwegs"):
        handover.offer(store, opened, target, consent=True)
    with store.reading() as cursor:
        assert "Zwackelmann" not in "\n".join(state.export(cursor, "net").lines)
    exchange(store, stick)
    report = exchange(other, stick)
    assert any("übergeben" in line for line in report.notices)
    theirs = other.get(case)
    assert theirs and theirs.values["office"] == target
    private = other.companion(theirs)
    assert private and private.values["name"] == "Familie Zwackelmann" and private.values["note"] == "ruft abends"
    assert other.ids("cases", "zwackelmann") == [case]
    report = exchange(store, stick)
    assert any("übernommen" in line for line in report.notices)
    mine = store.companion(store.require(case))
    assert mine and mine.values["handed_receipt_on"] == "2026-03-02" and mine.values["handed_to"] == "Wachenheim"
    assert exchange(other, stick).notices == [] and store.check() == other.check() == []
    with pytest.raises(UserError, match="anderes Büro"):
        handover.offer(store, store.require(case), target, consent=True)
