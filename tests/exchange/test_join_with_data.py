"""An office that began alone joins later and takes its entries along."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import founding, invitation, join_with_data, members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.network import Category
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import reading, state
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import PASSPHRASE, Clock


@pytest.fixture
def loner(tmp_path: Path, clock: Clock) -> Store:
    made, _ = founding.create_store(
        Paths(tmp_path / "allein"),
        lambda s: founding.found_network(s, "Nur wir", "Lambsheim-Heßheim", "Gisela Bauer"),
        passphrase=PASSPHRASE,
        person="Gisela Bauer",
        keyring=False,
    )
    made.now = clock
    return made


def test_entries_come_along(store: Store, loner: Store, stick: Path, tmp_path: Path) -> None:
    shared = act(
        loner, entries.add, "volunteers", {"last_name": "Tesfay", "consent_network": "ja", "private_note": "nur hier"}
    )
    private = act(loner, entries.add, "volunteers", {"last_name": "Nur Büro"})
    flat = act(loner, entries.add, "housing", {"landlord": "Brandt", "place": "Heßheim"})
    words = invitation.invite(store, "Lambsheim-Heßheim", tmp_path / "e")
    join_with_data.join(loner, tmp_path / "e", words)
    for office in (loner, store):
        exchange(office, stick)
    members.confirm(store, "Gisela Bauer")
    for office in (store, loner, store, loner):
        exchange(office, stick, accept=True)
    assert {s.values["last_name"] for s in store.many("volunteers", store.ids("volunteers"))} == {"Tesfay"}
    assert store.get(flat) and store.ids("housing", "heßheim") == [flat]
    joined = next(o for o in store.facts().offices.values() if o.name == "Lambsheim-Heßheim")
    assert store.require(flat).values["office"] == joined.id and len(store.all("networks")) == 1
    assert [o.name for o in loner.facts().offices.values()].count("Lambsheim-Heßheim") == 1
    found = loner.require(shared)
    known = loner.companion(found)
    assert known and known.values["private_note"] == "nur hier"
    act(loner, entries.save, found, known, {"emergency_contact": "Tochter"})
    assert len(loner.all("volunteers_private")) == 1
    assert loner.require(private).space == loner.office_space == f"office-{joined.id}"
    assert loner.check() == [] and store.check() == []
    for s in (store, loner):
        with s.reading() as cursor:
            assert reading.conflicts(cursor) == []
    for _ in range(2):
        for s in (store, loner):
            exchange(s, stick)
    with store.reading() as one, loner.reading() as two:
        assert state.export(one, "net").digest == state.export(two, "net").digest
    loner.close()


def test_the_search_forgets_what_the_former_network_called_things(store: Store, loner: Store, tmp_path: Path) -> None:
    """GIVEN a skill that the office had renamed alone WHEN it joins THEN a helper is found by what it is called now."""
    skill = next(c for c in loner.all(Category) if c.record.list_name == "skills")
    name = str(skill.record.name)
    person = act(loner, entries.add, "volunteers", {"last_name": "Tesfay", "skills": name})
    act(loner, lambda change: change.update(skill.id, {"name": "Zaubern"}))
    assert loner.ids("volunteers", "Zaubern") == [person]
    words = invitation.invite(store, "Lambsheim-Heßheim", tmp_path / "e")
    join_with_data.join(loner, tmp_path / "e", words)
    assert loner.ids("volunteers", "Zaubern") == [] and loner.ids("volunteers", name) == [person]
    loner.close()


def test_who_is_not_alone_cannot_join(store: Store, other: Store, tmp_path: Path) -> None:
    words = invitation.invite(store, "Lambsheim-Heßheim", tmp_path / "e")
    with pytest.raises(UserError, match="gehört schon zu einem Netzwerk"):
        join_with_data.join(other, tmp_path / "e", words)


def test_wrong_words_change_nothing(store: Store, loner: Store, tmp_path: Path) -> None:
    act(loner, entries.add, "housing", {"landlord": "Brandt"})
    invitation.invite(store, "Lambsheim-Heßheim", tmp_path / "e")
    with pytest.raises(UserError, match="fünf Wörter"):
        join_with_data.join(loner, tmp_path / "e", "Adler Ahorn Ampel Anker Apfel")
    assert join_with_data.alone(loner) and loner.count("housing") == 1 and len(loner.all("item_templates")) > 3
    loner.close()


def test_templates_that_call_offices_otherwise_are_no_conflict(tmp_path: Path, clock: Clock, store: Store) -> None:
    """Somebody who began in a Land of Ämter has their words; what she wrote herself comes along."""
    made, _ = founding.create_store(
        Paths(tmp_path / "amt"),
        lambda s: founding.found_network(s, "Nur wir", "Amt Hürup", "Anna Amt"),
        passphrase=PASSPHRASE,
        person="Anna Amt",
        keyring=False,
    )
    made.now = clock
    titles = {t.values["title"] for t in made.all("item_templates")}
    assert "Empfehlung an die Ämter" in titles
    with made.change() as change:
        change.add("item_templates", {"title": "Bericht des Amtes", "minutes": 5})
    words = invitation.invite(store, "Amt Hürup", tmp_path / "e")
    join_with_data.join(made, tmp_path / "e", words)
    assert [t.values["title"] for t in made.all("item_templates")] == ["Bericht des Amtes"]
    made.close()
