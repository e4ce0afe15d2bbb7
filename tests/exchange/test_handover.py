"""A case is handed to another office with its name, sealed, with consent and receipt."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import handover
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.cases import Case, CasePrivate, Handover
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import attachments, state
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock
from tests.exchange.helpers import digest, open_conflicts, update


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


def give(store: Store, to: Store, stick: Path) -> str:
    """A case with a name, a need, a step and a file, handed to another office; gives its id."""
    case = act(
        store,
        entries.add,
        "cases",
        {"needs": "Wohnung", "persons": "4", "name": "Familie Zwackelmann", "phone": "06237 1"},
    )
    act(store, attachments.attach, store.require(case), "Bescheid.pdf", b"%PDF-1.4 Bescheid")
    for office in (store, to, store):
        exchange(office, stick)
    handover.offer(store, store.require(case), to.local("office"), consent=True)
    exchange(store, stick)
    return case


def taken(pc: Store) -> tuple[list[str | None], list[str | None], list[str | None], int]:
    """What an office has of cases: numbers, names, files, and how many receipts there are."""
    return (
        [s.record.number for s in pc.all(Case)],
        [s.record.name for s in pc.all(CasePrivate)],
        [s.record.name for s in pc.all(Attachment)],
        len(pc.all(Handover)),
    )


@pytest.mark.parametrize("apart", [False, True])
def test_two_pcs_of_an_office_receive_one_case(
    other: Store, store: Store, colleague: Store, stick: Path, tmp_path: Path, clock: Clock, apart: bool
) -> None:
    """GIVEN a case handed to an office with two PCs WHEN both take it in, on different days and by different persons,
    before they hear of each other THEN it is one case with one name, one number, one file and one receipt."""
    case = give(other, store, stick)
    for pc in (store, colleague):
        place = tmp_path / f"bei {pc.person}" if apart else stick
        if apart:
            shutil.copytree(stick, place)
        assert any("übergeben" in n for n in exchange(pc, place).notices) or not apart
        clock.forward(days=1)
    told: list[str] = []
    for pc in (store, colleague, other, store, colleague, other):
        told += [n for n in exchange(pc, stick).notices if "übernommen" in n]
    for pc in (store, colleague):
        assert taken(pc) == (["WA-2026-001"], ["Familie Zwackelmann"], ["Bescheid.pdf"], 1)
        assert pc.require(case, Case).record.office == store.local("office")
    for pc in (store, colleague, other):
        assert open_conflicts(pc) == [] and pc.check() == []
    assert digest(store) == digest(colleague) == digest(other)
    assert digest(store, store.office_space) == digest(colleague, store.office_space)
    assert len(told) == 1
    reports = [exchange(pc, stick) for pc in (store, colleague, other)]
    assert not any(r.brought_something or any("Fall" in n for n in r.notices) for r in reports)


def test_what_was_changed_after_the_receipt_is_not_taken_back(
    other: Store, store: Store, colleague: Store, stick: Path, tmp_path: Path
) -> None:
    """GIVEN one PC has received a case and corrected the name WHEN the other receives it late THEN both names
    stay, and a person decides."""
    give(other, store, stick)
    apart = tmp_path / "apart"
    shutil.copytree(stick, apart)
    exchange(store, stick)
    (private,) = store.all(CasePrivate)
    update(store, private.id, name="Familie Zwackelmann-Meier")
    exchange(colleague, apart)
    for pc in (store, colleague, store):
        exchange(pc, stick)
    for pc in (store, colleague):
        ((register, names),) = open_conflicts(pc)
        assert register == "name" and names == {"Familie Zwackelmann", "Familie Zwackelmann-Meier"}
