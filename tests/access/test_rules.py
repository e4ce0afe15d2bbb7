"""Who may see and do what, asked of real stores: two offices and the laptop of a person who helps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.access import sharing
from netzwerkhilfe.access.rules import Access, Role, here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import newcomer


@pytest.fixture
def helper(store: Store, stick: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The laptop of a person who helps in Maxdorf, confirmed."""
    found = newcomer(store, "Maxdorf", "Hodan Abdi", tmp_path / "H", stick, clock, helper=True)
    yield found
    found.close()


def add(store: Store, kind: str = "offers", **values: object) -> str:
    with store.change() as change:
        return change.add(kind, {"title": "Fahrdienst"} | values).id


def read(store: Store, record: str) -> Snapshot:
    found = store.get(record)
    assert found
    return found


def office(store: Store, record: str) -> str | None:
    found: str | None = read(store, record).values["office"]
    return found


# ---- whose an entry is ----------------------------------------------------------------------------------------------
def test_an_entry_belongs_to_the_office_that_made_it(store: Store, other: Store, stick: Path) -> None:
    ours, nobodys = add(store), add(store, office=None)
    for pc in (store, other):
        exchange(pc, stick)
    assert here(store).owns(office(store, ours)) and not here(other).owns(office(other, ours))
    assert here(store).owns(office(store, nobodys)) and here(other).owns(office(other, nobodys))


def test_the_rule_as_a_condition_says_the_same(store: Store, other: Store, stick: Path) -> None:
    made = {add(store), add(other), add(store, office=None)}
    for pc in (store, other, store):
        exchange(pc, stick)
    for pc in (store, other):
        by_rule = {r for r in made if here(pc).owns(office(pc, r))}
        assert set(pc.ids("offers", conditions=(here(pc).own_entries,))) & made == by_rule
        assert len(by_rule) == 2


# ---- what a PC reads and changes ------------------------------------------------------------------------------------
def test_each_pc_may_see_what_it_holds_and_what_is_sealed_for_it(store: Store, other: Store, helper: Store) -> None:
    spaces = (NET, store.office_space, other.office_space)
    for pc in (store, other, helper):
        assert [s for s in spaces if here(pc).may_see(s)] == pc.spaces
    assert here(helper).role is Role.HELPER and here(helper).office == here(store).office
    for space in spaces:
        readers = {c.id for c in members.readers(store, space)}
        assert readers == {pc.replica for pc in (store, other, helper) if here(pc).may_see(space)}


def test_a_role_that_this_version_does_not_know_may_least() -> None:
    found = Access("office", Role.read("Vorstand"))
    assert found.may_see(NET) and not found.may_see("office-office") and not found.may_administer()
    assert Role.read(None) is Role.HELPER and Role.read("office") is Role.OFFICE


def test_entries_of_others_may_be_changed_and_signed_ones_not(store: Store, other: Store, stick: Path) -> None:
    record = add(store, "meetings", title="Leitungsteam", date="2026-03-19")
    inside = add(store, "tasks", title="Schlüssel holen")
    for pc in (store, other):
        exchange(pc, stick)
    assert here(store).may_edit(read(store, record)) and here(other).may_edit(read(other, record))
    assert here(store).may_edit(read(store, inside))
    with store.change() as change:
        change.seal(record, "signed")
    assert not here(store).may_edit(read(store, record))
    with pytest.raises(UserError, match="unterschrieben"), store.change() as change:
        change.update(record, {"title": "Anders"})


def test_what_stays_in_an_office_is_not_edited_elsewhere(store: Store, other: Store, helper: Store) -> None:
    with store.change() as change:
        record = change.add("volunteers", {"last_name": "Fischer"}).id
    found = read(store, record)
    assert found.space == store.office_space and here(store).may_edit(found)
    assert not here(other).may_edit(found) and not here(helper).may_edit(found)


# ---- sharing, handing over, leaving ---------------------------------------------------------------------------------
def test_only_the_owning_office_shares_and_takes_back(store: Store, other: Store, helper: Store, stick: Path) -> None:
    record = add(store)
    for pc in (store, other, helper):
        exchange(pc, stick)
    kind = KINDS["offers"]
    assert here(store).may_share(kind, office(store, record))
    assert not here(other).may_share(kind, office(other, record))
    assert not here(helper).may_share(kind, office(helper, record))  # it has no office space to take it to
    assert not here(store).may_share(KINDS["attendances"], None)
    with pytest.raises(UserError, match="anderes Büro"), other.change() as change:
        sharing.unshare(change, record)
    with store.change() as change:
        moved = sharing.unshare(change, record)
    assert read(store, moved).space == store.office_space
    with store.change() as change:
        shared = sharing.share(change, moved)
    assert read(store, shared).space == NET


def test_a_case_is_handed_over_by_its_office_and_to_another(store: Store, other: Store) -> None:
    own, there = here(store).office, here(other).office
    assert here(store).may_hand_over(own, there) and here(store).may_hand_over(None, there)
    assert not here(store).may_hand_over(own, own) and not here(store).may_hand_over(there, own)


def test_a_helper_neither_leaves_nor_administers(store: Store, helper: Store) -> None:
    assert here(store).may_leave() and here(store).may_administer()
    assert not here(helper).may_leave() and not here(helper).may_administer()
    with pytest.raises(UserError, match="kann nicht verwalten"):
        members.set_admin(store, "Hodan Abdi", on=True)


def test_our_office_is_told_from_nobody(store: Store, other: Store, stick: Path) -> None:
    """GIVEN entries of both offices and of nobody THEN each office names its own alone its own, by rule
    and by condition."""
    made = {add(store), add(other), add(store, office=None)}
    for pc in (store, other, store):
        exchange(pc, stick)
    for pc in (store, other):
        named = {r for r in made if here(pc).is_own(office(pc, r))}
        assert len(named) == 1 and set(pc.ids("offers", conditions=(here(pc).named_own,))) & made == named


# ---- one place ------------------------------------------------------------------------------------------------------
BELOW = ("access", "store", "models")
"""What stands below the rules, and they themselves."""


def compared(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a module compares an office with "nobody or us", or anything with the office of this PC."""
    asks = re.compile(r"\blocal\(.office.\)")
    own = {
        ast.unparse(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for targets in node.targets
        for target, value in zip(
            targets.elts if isinstance(targets, ast.Tuple) else [targets],
            node.value.elts if isinstance(node.value, ast.Tuple) else [node.value],
            strict=False,
        )
        if asks.search(ast.unparse(value)) and isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
        if value.func.attr == "local"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
            if ("office" in sides[0] and sides[1].startswith("(None,")) or any(
                side in own or asks.search(side) for side in sides
            ):
                yield node.lineno, ast.unparse(node)


def test_nobody_else_decides_whose_an_entry_is() -> None:
    """Whether an office is ours, or an entry nobody's or ours, is asked of this room (or of ``owned_by``, below it)."""
    source = Path(sharing.__file__).parents[1]
    copies = [
        f"{path.relative_to(source).as_posix()}:{line}: {text}"
        for path in source.rglob("*.py")
        if path.relative_to(source).parts[0] not in BELOW
        for line, text in compared(ast.parse(path.read_text("utf-8")))
    ]
    assert copies == []


def test_a_comparison_with_our_office_is_found() -> None:
    source = """
facts, own = store.facts(), store.local("office")
self.office = reader.local("office")
found = [c for c in cards if c.office == own], row["office"] != self.office
mine = office.id in (change.local("office"), "")
if entry.office in (None, there): pass
fine = store.facts().offices.get(store.local("office")), here(store).is_own(office.id), network == former
"""
    assert sorted(line for line, _ in compared(ast.parse(source))) == [4, 4, 5, 6]
