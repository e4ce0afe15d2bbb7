"""What the search knows of an entry by way of another one follows that one: names of groups, categories and places."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.cases import Need
from netzwerkhilfe.models.helping import HelperGroup
from netzwerkhilfe.models.network import Category, Office, Place
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock


def index(store: Store) -> list[tuple[str, str, str]]:
    """All that the search and the order of lists go by."""
    with store.reading() as cursor:
        return sorted(cursor.execute("SELECT id, title, body FROM search_row").fetchall())


def in_step(*stores: Store) -> None:
    """The index of each store is what is built anew from its entries, in the plain table and in the full text."""
    for store in stores:
        found = index(store)
        store.reindex()
        assert found == index(store) and store.check() == []


def helper(store: Store, name: str, **values: object) -> str:
    with store.change() as change:
        return change.add("volunteers", {"last_name": name, "consent_network": True, **values}, space="net").id


def test_members_are_found_by_the_new_name_of_their_group(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a helper in "Café Asyl" WHEN the group is renamed THEN the new name finds her and the old one does not, in
    the same transaction, in the other office after the exchange, and back again when it is undone."""
    person = helper(store, "Fischer", helper_group="Café Asyl")
    helper(store, "Ohne Kreis")
    with store.change() as change:
        group = change.add("helper_groups", {"name": "Café Asyl"}).id
    for office in (store, other):
        exchange(office, stick)
    assert other.ids("volunteers", "Café Asyl") == [person]
    with store.change() as change:
        change.update(group, {"name": "Treffpunkt"})
        assert change.ids("volunteers", "Treffpunkt") == [person]
    renamed = change.set
    assert store.ids("volunteers", "Treffpunkt") == [person] and store.ids("volunteers", "Café") == []
    assert ("volunteers", person) in store.hits("treffpunkt")
    exchange(store, stick)
    exchange(other, stick)
    assert other.ids("volunteers", "Treffpunkt") == [person] and other.ids("volunteers", "Café") == []
    in_step(store, other)
    with store.change() as change:
        change.undo(renamed)
    assert store.ids("volunteers", "Café") == [person] and store.ids("volunteers", "Treffpunkt") == []
    in_step(store)


def test_a_group_in_the_papierkorb_no_longer_names_its_members(store: Store) -> None:
    person = helper(store, "Fischer", helper_group="Café Asyl")
    with store.change() as change:
        group = change.add("helper_groups", {"name": "Café Asyl"}).id
        change.update(group, {"name": "Treffpunkt"})
    assert store.ids("volunteers", "Treffpunkt") == [person]
    with store.change() as change:
        change.trash(group)
    assert store.ids("volunteers", "Treffpunkt") == [] and store.ids("volunteers", "Café") == [person]
    in_step(store)
    with store.change() as change:
        change.untrash(group)
    assert store.ids("volunteers", "Treffpunkt") == [person]
    in_step(store)


def test_a_renamed_category_a_place_and_an_office_are_found_by_their_new_names(
    store: Store, other: Store, stick: Path
) -> None:
    """GIVEN helpers with a skill and a place, and a case that wishes all places of an office WHEN these are renamed
    THEN the new names find them everywhere."""
    skill = next(c for c in store.all(Category) if c.record.list_name == "skills")
    place = next(p for p in store.all(Place) if p.record.office)
    office = next(o for o in store.all(Office) if o.id == place.record.office)
    able = helper(store, "Kann", skills=(str(skill.record.key or skill.record.name),))
    there = helper(store, "Wohnt", place=place.record.ags)
    whole = tuple(p.record.ags or "" for p in store.all(Place) if p.record.office == office.id)
    assert len(whole) > 1
    with store.change() as change:
        wishing = change.add("cases", {"needs": ("Wohnung",), "wished_places": whole}).id
        flat = change.add("housing", {"place": place.record.ags}).id
    for each in (store, other):
        exchange(each, stick)
    with store.change() as change:
        change.update(skill.id, {"name": "Zaubern"})
        change.update(place.id, {"name": "Zwergenau"})
        change.update(office.id, {"name": "Zauberwald"})
    exchange(store, stick)
    exchange(other, stick)
    for each in (store, other):
        assert each.ids("volunteers", "Zaubern") == [able]
        assert each.ids("volunteers", "Zwergenau") == [there]
        assert each.ids("housing", "Zwergenau") == [flat] and each.first_at("housing", "Wohnung · Zw") == flat
        assert each.ids("cases", "VG Zauberwald") == [wishing]
    in_step(store, other)


def test_entries_that_come_before_what_names_them_are_found_too(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a package whose entries stand before the group and the place that name them THEN one exchange is enough."""
    with store.change() as change:
        group = change.add("helper_groups", {"name": "Anfang"}).id
        change.update(group, {"name": "Neubeginn"})
        change.add("places", {"ags": "07338999", "name": "Neudorf"})
        person = change.add(
            "volunteers",
            {"last_name": "Adam", "consent_network": True, "helper_group": "Anfang", "place": "07338999"},
            space="net",
        ).id
        flat = change.add("housing", {"place": "07338999"}).id
    exchange(store, stick)
    exchange(other, stick)
    assert other.get(group, HelperGroup)
    assert other.ids("volunteers", "Neubeginn") == other.ids("volunteers", "Neudorf") == [person]
    assert other.ids("housing", "Neudorf") == [flat]
    in_step(store, other)


def test_many_renamed_at_once_are_followed(store: Store) -> None:
    """GIVEN more renamed words than are looked for one by one THEN all entries are found."""
    people = [helper(store, f"Person {i}", skills=(f"Alt {i:02}",)) for i in range(3)]
    with store.change() as change:
        made = [change.add("categories", {"list_name": "skills", "name": f"Alt {i:02}"}).id for i in range(70)]
    with store.change() as change:
        for i, record in enumerate(made):
            change.update(record, {"name": f"Jung {i:02}"})
    assert store.ids("volunteers", "Jung") == people and store.ids("volunteers", "Alt") == []
    in_step(store)


def test_a_version_that_calls_a_choice_otherwise_finds_it_so(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a case that looks for a flat WHEN a new version calls that "Bleibe" THEN it is found so from its first
    opening on, and the next opening builds nothing anew."""
    with store.change() as change:
        case = change.add("cases", {"needs": (Need.FLAT,)}).id
    assert store.ids("cases", "Wohnung") == [case]
    paths, key = store.paths, store.key
    store.close()
    monkeypatch.setattr(Need.FLAT, "label", "Bleibe")
    opened = opening.open_with_key(paths, key, clock)
    assert opened.ids("cases", "Bleibe") == [case] and opened.ids("cases", "Wohnung") == []
    opened.close()
    monkeypatch.setattr(Store, "reindex", lambda _store: pytest.fail("nothing was called otherwise"))
    opening.open_with_key(paths, key, clock).close()
