"""Entries from texts, consent that moves them, agendas with times."""

from __future__ import annotations

import pytest

from netzwerkhilfe.models.entry import Invalid
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.meetings import meetings
from netzwerkhilfe.store.store import Store


def test_a_name_or_a_phone_number_is_enough(store: Store) -> None:
    for kind, texts in (
        ("volunteers", {"phone": "0171 5550816"}),
        ("housing", {"landlord": "Dörr"}),
        ("notes", {"phone": "06237 990142"}),
        ("offers", {"contact_person": "Eva"}),
        ("work", {"phone": "06237 990142"}),
    ):
        record, _ = entries.add(store, kind, texts)
        assert store.get(record)
    for kind in ("volunteers", "housing", "notes", "offers", "work"):
        with pytest.raises(Invalid):
            entries.add(store, kind, {"note": "x"} if kind not in ("notes", "offers") else {})


def test_faulty_fields_are_named(store: Store) -> None:
    with pytest.raises(Invalid, match="Bitte zwei Angaben prüfen: Warmmiete und Telefon") as caught:
        entries.add(store, "housing", {"gross_rent": "46o €", "phone": "keine", "landlord": "Stahl"})
    assert caught.value.fields["gross_rent"] == "Zahl, z. B. 465,00"


def test_consent_moves_an_entry_and_its_withdrawal_moves_it_back(store: Store) -> None:
    record, _ = entries.add(store, "volunteers", {"last_name": "Fischer", "private_note": "nur hier"})
    opened = store.get(record)
    assert opened and opened.space == store.office_space
    shared, _ = entries.save(store, opened, store.companion(opened), {"consent_network": "ja"})
    found = store.get(shared)
    assert found and found.space == "net" and store.companion(found).values["private_note"] == "nur hier"  # type: ignore[union-attr]
    assert all(p.space == store.office_space for p in store.all("volunteers_private", sealed=True))
    back, _ = entries.save(store, found, store.companion(found), {"consent_network": "nein"})
    assert store.get(back).space == store.office_space and store.ids("volunteers") == [back]  # type: ignore[union-attr]


def test_a_form_saves_only_what_was_typed(store: Store) -> None:
    record, _ = entries.add(
        store, "housing", {"landlord": "Dörr", "base_rent": "690", "ancillary_costs": "200", "heating_costs": "0"}
    )
    opened = store.get(record)
    assert opened and opened.full["gross_rent"] == 89000 and opened.values["gross_rent"] is None
    texts = entries.texts_of(opened, store.facts())
    _, done = entries.save(store, opened, None, texts | {"floor": "DG"})
    assert done.entries[record].registers == {"floor"}


def test_rent_below_its_parts_is_questioned(store: Store) -> None:
    with pytest.raises(Invalid, match="Warmmiete"):
        entries.add(store, "housing", {"landlord": "Dörr", "base_rent": "690", "gross_rent": "500"})


def test_agenda_times_follow_from_the_start(store: Store) -> None:
    record, _ = entries.add(store, "meetings", {"title": "Leitungsteam", "date": "19.03.2026", "start": "18:00 Uhr"})
    one = meetings.add_item(store, record, "Begrüßung", 5)
    two = meetings.add_item(store, record, "Bericht", 15)
    three = meetings.add_item(store, record, "Kosten", 20)
    with store.change() as change:
        change.update(one, {"confidential": True})
    meetings.move_item(store, record, three, -1)
    plan = meetings.schedule_of(store, store.get(record))  # type: ignore[arg-type]
    assert [(x.number, x.begins, x.item.id) for x in plan.lines] == [
        ("1", "18:00", three),
        ("2", "18:20", two),
        ("3", "18:35", one),
    ]
    assert plan.end == "18:40" and plan.minutes == 40


def test_stages_step_by_step(store: Store) -> None:
    record, _ = entries.add(store, "housing", {"landlord": "Dörr"})
    seen = []
    while (found := store.get(record)) and (following := entries.next_stage(store, found)):
        entries.set_stage(store, record, following)
        seen.append(following)
    assert seen == ["geprüft", "besichtigt", "reserviert", "Mietvertrag", "eingezogen"]
