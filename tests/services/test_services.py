"""Entries from texts, consent that moves them, agendas with times."""

from __future__ import annotations

import pytest

from netzwerkhilfe.models.entry import Invalid
from netzwerkhilfe.models.meetings import Meeting
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.meetings import meetings
from netzwerkhilfe.store.store import Store
from tests.acts import act


def test_a_name_or_a_phone_number_is_enough(store: Store) -> None:
    for kind, texts in (
        ("volunteers", {"phone": "0171 5550816"}),
        ("housing", {"landlord": "Dörr"}),
        ("notes", {"phone": "06237 990142"}),
        ("offers", {"contact_person": "Eva"}),
        ("work", {"phone": "06237 990142"}),
    ):
        record = act(store, entries.add, kind, texts)
        assert store.get(record)
    for kind in ("volunteers", "housing", "notes", "offers", "work"):
        with pytest.raises(Invalid):
            act(store, entries.add, kind, {"note": "x"} if kind not in ("notes", "offers") else {})


def test_faulty_fields_are_named(store: Store) -> None:
    with pytest.raises(Invalid, match="Bitte zwei Angaben prüfen: Warmmiete und Telefon") as caught:
        act(store, entries.add, "housing", {"gross_rent": "46o €", "phone": "keine", "landlord": "Stahl"})
    assert caught.value.fields["gross_rent"] == "Zahl, z. B. 465,00"


def test_consent_moves_an_entry_and_its_withdrawal_moves_it_back(store: Store) -> None:
    record = act(store, entries.add, "volunteers", {"last_name": "Fischer", "private_note": "nur hier"})
    opened = store.get(record)
    assert opened and opened.space == store.office_space
    shared = act(store, entries.save, opened, store.companion(opened), {"consent_network": "ja"})
    found = store.require(shared)
    private = store.companion(found)
    assert found.space == "net" and private and private.values["private_note"] == "nur hier"
    assert all(p.space == store.office_space for p in store.all("volunteers_private", sealed=True))
    back = act(store, entries.save, found, store.companion(found), {"consent_network": "nein"})
    assert store.require(back).space == store.office_space and store.ids("volunteers") == [back]


def test_a_form_saves_only_what_was_typed(store: Store) -> None:
    record = act(
        store,
        entries.add,
        "housing",
        {"landlord": "Dörr", "base_rent": "690", "ancillary_costs": "200", "heating_costs": "0"},
    )
    opened = store.get(record)
    assert opened and opened.full["gross_rent"] == 89000 and opened.values["gross_rent"] is None
    texts = entries.texts_of(opened, store.facts())
    with store.change() as change:
        entries.save(change, opened, None, texts | {"floor": "DG"})
    done = change.set
    assert done.entries[record].registers == {"floor"}


def test_rent_below_its_parts_is_questioned(store: Store) -> None:
    with pytest.raises(Invalid, match="Warmmiete"):
        act(store, entries.add, "housing", {"landlord": "Dörr", "base_rent": "690", "gross_rent": "500"})


def test_agenda_times_follow_from_the_start(store: Store) -> None:
    record = act(store, entries.add, "meetings", {"title": "Leitungsteam", "date": "19.03.2026", "start": "18:00 Uhr"})
    one = act(store, meetings.add_item, record, "Begrüßung", 5)
    two = act(store, meetings.add_item, record, "Bericht", 15)
    three = act(store, meetings.add_item, record, "Kosten", 20)
    with store.change() as change:
        change.update(one, {"confidential": True})
    act(store, meetings.move_item, record, three, -1)
    plan = meetings.schedule_of(store, store.require(record, Meeting))
    assert [(x.number, x.begins, x.item.id) for x in plan.lines] == [
        ("1", "18:00", three),
        ("2", "18:20", two),
        ("3", "18:35", one),
    ]
    assert plan.end == "18:40" and plan.minutes == 40


def test_stages_step_by_step(store: Store) -> None:
    record = act(store, entries.add, "housing", {"landlord": "Dörr"})
    seen = []
    while (found := store.get(record)) and (following := entries.next_stage(store, found)):
        act(store, entries.set_stage, record, following)
        seen.append(following)
    assert seen == ["geprüft", "besichtigt", "reserviert", "Mietvertrag", "eingezogen"]
