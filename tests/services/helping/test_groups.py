"""Helper groups: members belong to a group, not to its name."""

from __future__ import annotations

from pathlib import Path

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import parse, show
from netzwerkhilfe.models.helping import HelperGroup
from netzwerkhilfe.services.helping import groups
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

FIELD = KINDS["volunteers"].fields["helper_group"]


def read(store: Store, record: str) -> Snapshot[HelperGroup]:
    return store.require(record, HelperGroup)


def member(store: Store, name: str, typed: str) -> str:
    """A volunteer whose group was typed like this."""
    with store.change() as change:
        values = {"last_name": name, "helper_group": parse(FIELD, typed, store.facts()).value, "consent_network": True}
        return change.add("volunteers", values, space="net").id


def names(store: Store, group: str) -> list[str]:
    return sorted(str(v.values["last_name"]) for v in groups.members(store, read(store, group)))


def test_a_renamed_group_keeps_its_members_in_all_offices(store: Store, other: Store, stick: Path) -> None:
    early = member(store, "Vorher", "Café Asyl")  # stored before the group was entered
    with store.change() as change:
        group = change.add("helper_groups", {"name": "Café Asyl"}).id
    member(store, "Danach", "cafe asyl")
    assert names(store, group) == ["Danach", "Vorher"]
    with store.change() as change:
        change.update(group, {"name": "Café International"})
    assert names(store, group) == ["Danach", "Vorher"]
    assert show(FIELD, store.require(early).values["helper_group"], store.facts()) == "Café International"
    member(store, "Neuer Name", "Café International")
    member(store, "Alter Name", "Café Asyl")
    assert names(store, group) == ["Alter Name", "Danach", "Neuer Name", "Vorher"]
    with store.change() as change:
        change.update(group, {"name": "Café der Kulturen"})
    assert len(names(store, group)) == 4
    for office in (store, other):
        exchange(office, stick)
    assert names(other, group) == ["Alter Name", "Danach", "Neuer Name", "Vorher"]
    assert show(FIELD, other.require(early).values["helper_group"], other.facts()) == "Café der Kulturen"
    assert store.check() == other.check() == []


def test_a_group_that_nobody_entered_stays_as_it_was_typed(store: Store) -> None:
    record = member(store, "Fischer", "Frauenkreis")
    assert store.require(record).values["helper_group"] == "Frauenkreis"
    assert show(FIELD, "Frauenkreis", store.facts()) == "Frauenkreis"
