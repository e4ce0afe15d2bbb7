"""A move waits while anything of the person is unknown to this version, or raw: it would be left behind or lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from netzwerkhilfe.access import sharing
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import handover
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import NET
from netzwerkhilfe.models.leads import StageStep
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import dots, merging, state
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.helpers import person

SENDER, MARK = "f" * 32, 9
Change = Callable[[list[object], int], None]
"""Changes the line of a record; gets the position of the newer version's change."""


def from_a_newer_version(
    store: Store, *, record: str = "", changed: Change | None = None, more: list[object] | None = None, space: str = NET
) -> None:
    """What a PC with a newer version sends of a space: a record with something else in it, or one more."""
    with store.reading() as cursor:
        exported = state.export(cursor, space)
    position = sum(line.startswith('["c"') for line in exported.lines)
    lines = [line for line in exported.lines if line.startswith('["c"')]
    lines.append(
        json.dumps(["c", SENDER, 1, MARK, 2_000_000_000_000_000, "Zukunft", "2027-01-01T00:00:00+00:00", None])
    )
    for line in exported.lines:
        entry = json.loads(line)
        if changed and entry[0] == "r" and entry[2] == record:
            changed(entry, position)
            lines.append(json.dumps(entry))
    if more:
        lines.append(json.dumps(["r", more[0], more[1], more[2], position, more[3], {}]))
    own = exported.vector.get((store.replica, store.mark), 0)
    store.set_local(**dots.told(space, store.mark, own))  # the newer version has read our file
    with store.change() as change:
        merging.merge(change, space, {**exported.vector, (SENDER, MARK): 1}, lines)
    store.forget_facts()


def with_field(name: str, value: object) -> Change:
    """Another value of a field, of this version or of a newer one."""

    def changed(entry: list[object], position: int) -> None:
        registers = entry[6]
        assert isinstance(registers, dict)
        registers[name] = [[position, value]]

    return changed


def file_at(store: Store, record: str, space: str = NET) -> str:
    """Something that hangs on an entry."""
    with store.change() as change:
        values = {"parent": record, "stage": "neu"}
        return change.add("stage_steps", values, root=record, space=space).id


def unshare(store: Store, record: str) -> str:
    return act(store, sharing.unshare, record)


def test_an_unknown_field_stays_with_its_record(store: Store) -> None:
    """GIVEN a field of a newer version THEN the entry stays shared until this version knows it, and nothing changed."""
    record = person(store)
    from_a_newer_version(store, record=record, changed=with_field("shoe_size", 44))
    with pytest.raises(UserError, match="aktualisieren Sie zuerst") as refused:
        unshare(store, record)
    assert "shoe_size" in refused.value.action and "Haddad" in refused.value.action
    assert store.require(record).space == NET and store.require(record).sealed is None and store.check() == []


def test_a_record_of_an_unknown_kind_holds_its_person(store: Store) -> None:
    record, free = person(store), person(store, "Fischer")
    bicycle: list[object] = ["bicycles", "b" * 32, record, {"frame": "4711", "parent": record}]
    from_a_newer_version(store, more=bicycle)
    with pytest.raises(UserError, match="aktualisieren") as refused:
        unshare(store, record)
    assert "bicycles" in refused.value.action
    assert store.require(unshare(store, free)).space == store.office_space


def test_a_child_with_something_unknown_holds_its_entry(store: Store) -> None:
    record = person(store)
    child = file_at(store, record)
    from_a_newer_version(store, record=child, changed=with_field("colour", "grün"))
    with pytest.raises(UserError, match="aktualisieren"):
        unshare(store, record)


def test_what_hangs_deeper_holds_it_too(store: Store) -> None:
    """GIVEN something unknown at a child of a child THEN the root does not move."""
    record = person(store)
    deeper = file_at(store, record)
    with store.change() as change:
        change.update(deeper, {"parent": "e" * 32})
    from_a_newer_version(store, record=deeper, changed=with_field("colour", "grün"))
    with pytest.raises(UserError, match="aktualisieren"):
        unshare(store, record)


def test_a_raw_value_holds_its_entry(store: Store) -> None:
    """GIVEN a value that does not fit its field THEN the move names field and entry."""
    record = person(store)
    from_a_newer_version(store, record=record, changed=with_field("skills", {"sprache": "xx"}))
    with pytest.raises(UserError, match="aktualisieren") as refused:
        unshare(store, record)
    assert "nicht lesbar" in refused.value.action
    opened = store.require(record)
    with pytest.raises(UserError, match="aktualisieren"):
        act(store, entries.save, opened, store.companion(opened), {"consent_network": "nein"})
    assert store.require(record).values["consent_network"] is True


def test_sharing_waits_too(store: Store) -> None:
    """GIVEN an entry of the office with a newer field THEN it is not shared without it."""
    with store.change() as change:
        record = change.add("offers", {"title": "Kleiderkammer"}, space=store.office_space).id
    from_a_newer_version(store, record=record, changed=with_field("colour", "grün"), space=store.office_space)
    with pytest.raises(UserError, match="aktualisieren"):
        act(store, sharing.share, record)
    assert store.require(record).space == store.office_space


@pytest.mark.parametrize("where", ["case", "companion"])
def test_handing_over_waits_too(store: Store, other: Store, stick: Path, where: str) -> None:
    """GIVEN a case with something unknown, in the network or in the office THEN it is not handed over without it."""
    case = act(store, entries.add, "cases", {"needs": "Wohnung", "name": "Familie Meier"})
    private = store.companion(store.require(case))
    assert private
    exchange(store, stick)
    exchange(other, stick)
    record, space = (case, NET) if where == "case" else (private.id, store.office_space)
    from_a_newer_version(store, record=record, changed=with_field("colour", "grün"), space=space)
    with pytest.raises(UserError, match="aktualisieren") as refused:
        handover.offer(store, store.require(case), other.local("office"), consent=True)
    assert "übergeben" in refused.value.message and store.all("handovers") == []


def test_what_is_known_moves(store: Store, other: Store, stick: Path) -> None:
    """GIVEN something unknown at another person THEN this one moves, with its children."""
    record, strange = person(store), person(store, "Fischer")
    child = file_at(store, record)
    from_a_newer_version(store, record=strange, changed=with_field("shoe_size", 44))
    inside = unshare(store, record)
    assert [s.record.parent for s in store.all(StageStep)] == [inside] and store.require(child).sealed == "moved"
