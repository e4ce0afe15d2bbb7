"""What all offices read is held against the people in need of the own office before it is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.access import sharing
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.base import office_space
from netzwerkhilfe.models.cases import Case, Match
from netzwerkhilfe.models.helping import EngagementState
from netzwerkhilfe.models.leads import HousingLead, HousingPrivate
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.entries import calls, entries, understanding
from netzwerkhilfe.services.helping import volunteering, work_list
from netzwerkhilfe.services.matching import chain
from netzwerkhilfe.services.meetings import meetings
from netzwerkhilfe.store import attachments, erasure, state
from netzwerkhilfe.store.naming import PersonNamed, free_fields, named_openly
from netzwerkhilfe.store.store import Store
from tests.acts import act

CASE = {
    "needs": "Wohnung",
    "persons": "4",
    "name": "Familie Zwackelmann",
    "phone": "06237 990318",
    "street": "Burgweg 7",
}


@pytest.fixture
def case(store: Store) -> str:
    return act(store, entries.add, "cases", CASE)


def flat(store: Store, **texts: str) -> str:
    return act(store, entries.add, "housing", {"place": "Maxdorf", "rooms": "3", "landlord": "Frau Groß", **texts})


def net(store: Store) -> str:
    with store.reading() as cursor:
        return "\n".join(state.export(cursor, NET).lines)


def test_every_text_for_all_is_looked_at_but_what_names_its_own() -> None:
    """A new field of text is looked at by itself; what is left out says so at its declaration."""
    looked = {(k.name, n) for k in KINDS.values() for n in free_fields(k)}
    for wanted in (
        ("matches", "refused_because"),
        ("matches", "override_note"),
        ("case_needs", "wishes"),
        ("engagements", "title"),
        ("engagements", "note"),
        ("housing", "note"),
        ("offers", "description"),
        ("agenda_items", "text"),
        ("agenda_items", "title"),
        ("resolutions", "wording"),
        ("volunteers", "note"),
        ("tasks", "title"),
        ("attachments", "name"),
        ("contacts", "text"),
    ):
        assert wanted in looked
    for own in (("housing", "landlord"), ("volunteers", "last_name"), ("work", "employer"), ("offices", "street")):
        assert own not in looked


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    "text",
    ["Zwackelmann hat es gesehen", "Rückruf 06237/990318", "wohnen jetzt Burgweg 7", "ZWACKELMANNs passen hinein"],
)
def test_a_hit_is_asked_about_and_nothing_is_saved(store: Store, text: str) -> None:
    record = flat(store)
    opened = store.require(record)
    with pytest.raises(PersonNamed) as caught:
        act(store, entries.save, opened, None, {"note": text})
    (hit,) = caught.value.hits
    assert (hit.kind.name, hit.record, hit.field, hit.of) == ("housing", record, "note", "MX-2026-001")
    assert hit.text in text and hit.of in hit.reason and "alle Büros" in hit.reason
    assert "MX-2026-001" in caught.value.title and "nichts gespeichert" in caught.value.message
    assert store.require(record, HousingLead).record.note is None
    with pytest.raises(PersonNamed):
        flat(store, note=text)
    assert len(store.ids("housing")) == 1


def test_what_the_office_notes_of_a_household_excuses_nobody(store: Store) -> None:
    """GIVEN a case whose private fields name it again THEN a suggestion for it may still not name it."""
    texts = CASE | {"household": "Familie Zwackelmann mit zwei Kindern", "carer": "Frau Zwackelmann, Jugendamt"}
    case = store.require(act(store, entries.add, "cases", texts), Case)
    match = store.require(act(store, chain.propose, case, store.require(flat(store))), Match)
    with pytest.raises(PersonNamed):
        act(
            store,
            chain.advance,
            match,
            "abgelehnt",
            refused_by="HOUSEHOLD",
            refused_because="Zwackelmann will nicht",
        )


@pytest.mark.usefixtures("case")
def test_who_insists_saves_it_and_is_not_asked_again(store: Store) -> None:
    record = flat(store)
    opened = store.require(record)
    text = "Zwackelmann hat es gesehen"
    with pytest.raises(PersonNamed) as caught, store.change() as change:
        entries.save(change, opened, None, {"note": text})
    with store.change() as change:
        change.let_pass(caught.value.hits)
        entries.save(change, opened, None, {"note": text})
    assert store.require(record, HousingLead).record.note == text
    act(store, entries.save, store.require(record), None, {"note": f"{text}, am Montag"})  # stood there before
    with pytest.raises(PersonNamed):  # but not the number
        act(store, entries.save, store.require(record), None, {"note": f"{text}, 06237 990318"})


@pytest.mark.usefixtures("case")
def test_what_was_allowed_is_only_that(store: Store) -> None:
    act(store, entries.add, "cases", {**CASE, "name": "Familie Kovalenko", "phone": "", "street": ""})
    opened = store.require(flat(store))
    with pytest.raises(PersonNamed) as caught:
        act(store, entries.save, opened, None, {"note": "Zwackelmann"})
    with store.insisting(caught.value.hits), pytest.raises(PersonNamed, match="Kovalenko") as other:
        act(store, entries.save, opened, None, {"note": "Zwackelmann und Kovalenko"})
    assert [h.text for h in other.value.hits] == ["Kovalenko"]
    with store.insisting():
        act(store, entries.save, opened, None, {"note": "Zwackelmann und Kovalenko"})
    with pytest.raises(PersonNamed):
        act(store, entries.save, store.require(flat(store)), None, {"note": "Kovalenko"})


def test_each_verb_that_writes_for_all_asks(store: Store, case: str) -> None:
    """GIVEN a case WHEN its name is typed anywhere that all read THEN it is asked about."""
    opened = store.require(case, Case)
    match = store.require(act(store, chain.propose, opened, store.require(flat(store))), Match)
    helper = act(store, entries.add, "volunteers", {"last_name": "Oster", "consent_network": "ja"})
    volunteer = store.require(helper, Volunteer)
    plan = store.require(flat(store))
    name = "Familie Zwackelmann"
    with pytest.raises(PersonNamed):
        act(
            store,
            chain.advance,
            match,
            "abgelehnt",
            refused_by="HOUSEHOLD",
            refused_because=f"{name} will nicht",
        )
    with pytest.raises(PersonNamed):
        act(store, volunteering.note_engagement, volunteer, f"Fahrt mit {name}", "2026-03-01")
    with pytest.raises(PersonNamed):
        act(store, meetings.propose, f"Wohnung für {name}", minutes=5)
    with pytest.raises(PersonNamed):
        act(store, entries.change_many, KINDS["housing"], store.ids("housing"), "note", name)
    with pytest.raises(PersonNamed):
        act(store, attachments.attach, plan, "zwackelmann_plan.pdf", b"%PDF-1.7")
    assert not store.paths.attachments.exists() or not list(store.paths.attachments.iterdir())
    with pytest.raises(PersonNamed), store.change() as change:
        change.ensure("case_needs", (case, "Wohnung"), {"parent": case, "wishes": f"{name} mag Garten"}, root=case)
    assert "wackelmann" not in net(store).casefold()


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("how", ["06237 990318", "+49 6237 990318"])
def test_the_number_of_a_household_is_nobody_elses(store: Store, how: str) -> None:
    """GIVEN a case WHEN its telephone is about to stand as that of a helper, an offer or a shared flat, be it typed or
    understood from a note, THEN it is asked about; the household itself may help under its number."""
    helper = {"last_name": "Oster", "consent_network": "ja"}
    with pytest.raises(PersonNamed):
        act(store, entries.add, "volunteers", helper | {"phone": how})
    with pytest.raises(PersonNamed):
        act(store, entries.add, "offers", {"title": "Sofa", "provider": "Möbelhaus Dörr", "phone": how})
    with pytest.raises(PersonNamed):
        flat(store, phone=how, share_contact="ja")
    text = f"Möbelhaus Dörr gibt ein Sofa ab, Maxdorf, {how}"
    found = understanding.understand(text, store.facts(), "offers")
    with pytest.raises(PersonNamed):
        act(store, calls.note_call, calls.from_understood(found, text))
    made = act(store, entries.add, "volunteers", helper | {"phone": "06237 4712"})
    act(store, entries.save, store.require(made), None, {"phone": "06237 4713"})
    act(store, entries.add, "volunteers", helper | {"last_name": "Zwackelmann", "phone": how})
    flat(store, phone=how)  # withheld: it stays in the office


def test_what_stays_in_the_office_is_not_asked_about(store: Store, case: str) -> None:
    opened = store.require(case, Case)
    act(store, work_list.add_task, "Zwackelmann anrufen", about=opened)
    act(store, work_list.note_contact, opened, "Zwackelmann war da")
    act(store, entries.save, opened, store.companion(opened), {"note": "Herr Zwackelmann, 06237 990318"})
    act(store, entries.add, "volunteers", {"last_name": "Oster", "note": "fährt Zwackelmanns"})  # without consent
    act(store, entries.add, "housing", {"landlord": "X", "private_note": "für Zwackelmann"})
    assert "wackelmann" not in net(store).casefold()


@pytest.mark.usefixtures("case")
def test_sharing_asks_about_what_was_written_in_the_office(store: Store) -> None:
    helper = act(store, entries.add, "volunteers", {"last_name": "Oster", "note": "fährt Zwackelmanns"})
    with store.change() as change:
        change.update(helper, {"consent_network": True})
    with pytest.raises(PersonNamed):
        act(store, sharing.share, helper)
    assert store.require(helper).space == office_space(store.local("office"))
    with store.insisting():
        moved = act(store, sharing.share, helper)
    assert store.require(moved, Volunteer).record.note == "fährt Zwackelmanns"


@pytest.mark.usefixtures("case")
def test_who_is_named_by_the_entry_or_known_to_all_is_none_of_them(store: Store) -> None:
    """GIVEN a landlord and a volunteer who are called like a person in need THEN their entries may name them."""
    first = flat(store, landlord="Frau Zwackelmann", note="Frau Zwackelmann ist ab 18 Uhr da")
    act(
        store, entries.save, store.require(first), store.companion(store.require(first)), {"note": "Zwackelmann fragen"}
    )
    helper = act(
        store,
        entries.add,
        "volunteers",
        {"first_name": "Amal", "last_name": "Zwackelmann", "consent_network": "ja", "note": "Amal Zwackelmann fährt"},
    )
    act(
        store,
        volunteering.note_engagement,
        store.require(helper, Volunteer),
        "Fahrt",
        "2026-03-01",
        note="Zwackelmann kam spät",
        state=EngagementState.DONE,
    )
    flat(store, note="Amal Zwackelmann zeigt die Wohnung")
    with pytest.raises(PersonNamed):
        flat(store, note="Eva Zwackelmann zieht ein")


@pytest.mark.usefixtures("case")
def test_what_comes_from_others_and_what_is_taken_back_is_not_asked_about(
    store: Store, other: Store, stick: Path
) -> None:
    theirs = act(other, entries.add, "housing", {"landlord": "X", "note": "Zwackelmann hat angefragt"})
    for pc in (other, store):
        assert exchange(pc, stick).set_aside == []
    assert store.require(theirs, HousingLead).record.note == "Zwackelmann hat angefragt"
    with store.change() as change:
        change.update(theirs, {"note": None})
    with store.change() as back:
        back.undo(change.set)
    assert store.require(theirs, HousingLead).record.note == "Zwackelmann hat angefragt"


def test_names_follow_what_is_done_with_cases(store: Store, case: str) -> None:
    text = "Zwackelmann passt gut"
    with pytest.raises(PersonNamed):
        flat(store, note=text)
    private = store.companion(store.require(case))
    assert private
    with store.change() as change:
        change.update(private.id, {"name": "Familie Kovalenko"})
    flat(store, note=text)
    with pytest.raises(PersonNamed):
        flat(store, note="Kovalenko passt gut")
    act(store, lambda change: change.trash(case))
    with pytest.raises(PersonNamed):  # what lies in the Papierkorb can come back
        flat(store, note="Kovalenko passt gut")
    erasure.erase(store, case, "Wunsch")
    flat(store, note="Kovalenko passt gut")


@pytest.mark.usefixtures("case")
def test_what_is_withheld_is_asked_about_when_it_is_released(store: Store) -> None:
    record = flat(store, phone_note="über Frau Zwackelmann")
    private = store.companion(store.require(record), HousingPrivate)
    assert private and private.record.phone_note == "über Frau Zwackelmann"
    assert "wackelmann" not in net(store).casefold()
    with pytest.raises(PersonNamed):
        act(store, entries.save, store.require(record), private, {"share_contact": "ja"})
    assert store.require(record, HousingLead).record.share_contact is not True


def test_the_reason_of_an_erasure_names_nobody(store: Store, case: str) -> None:
    """It goes to the other offices with the erasure."""
    with pytest.raises(UserError, match="nennt eine Person"):
        erasure.erase(store, case, "Familie Zwackelmann wünscht es")
    assert store.get(case)
    erasure.erase(store, case, "auf Wunsch")
    assert store.get(case) is None and "wackelmann" not in net(store).casefold()


def test_a_case_that_comes_by_exchange_counts(store: Store, other: Store, stick: Path, case: str) -> None:
    """GIVEN a case of another office WHEN it is handed over THEN its name is held against what is typed here."""
    from netzwerkhilfe.exchange import handover

    for pc in (store, other):
        exchange(pc, stick)
    act(other, entries.add, "housing", {"landlord": "X", "note": "Zwackelmann fragt"})  # nobody here knows the name
    handover.offer(store, store.require(case), other.local("office"), consent=True)
    for pc in (store, other):
        exchange(pc, stick)
    with pytest.raises(PersonNamed):
        act(other, entries.add, "housing", {"landlord": "Y", "note": "Zwackelmann fragt"})


def test_a_helpers_pc_knows_no_names(store: Store) -> None:
    store.set_local(role="helper")
    assert not store.names()


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [
        ("cases", "needs", "Zwackelmann"),
        ("cases", "wished_places", "Zwackelmann"),
        ("cases", "move_in_by", "sobald Zwackelmann kommt"),
        ("housing", "available_from", "wenn Zwackelmann auszieht"),
        ("offers", "category", "Zwackelmann"),
        ("offers", "place", "bei Zwackelmann"),
        ("volunteers", "skills", "Zwackelmann"),
    ],
)
def test_a_choice_a_place_or_a_day_that_keeps_any_word_is_looked_at_too(
    store: Store, case: str, kind: str, field: str, text: str
) -> None:
    first = {
        "cases": {"needs": "Wohnung"},
        "housing": {"place": "Maxdorf", "landlord": "Frau Groß"},
        "offers": {"title": "Kleiderkammer"},
        "volunteers": {"last_name": "Ott", "consent_network": "ja"},
    }[kind]
    with pytest.raises(PersonNamed):
        act(store, entries.add, kind, {**first, field: text})
    assert "Zwackelmann" not in net(store)


@pytest.mark.parametrize(
    "note", ["Die Zwackelmanns kennen das Haus", "Bitte unter 06237/990318 anrufen", "Frau ZWACKELMANN fragt nach"]
)
def test_what_was_typed_before_the_case_was_is_found_with_it(store: Store, note: str) -> None:
    early, other = flat(store, note=note), flat(store, note="Herr Zwackel kennt das Haus, Tel. 06237 990319")
    made = act(store, entries.add, "cases", CASE)
    assert [s.id for s in named_openly(store, made)] == [early]
    with store.change() as change:
        change.update(early, {"note": "Kennt das Haus"})
    assert named_openly(store, made) == [] and store.get(other)
