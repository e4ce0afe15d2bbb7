"""A call that is noted: what nobody understood of it is read in the own office alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.cases import CaseNeed, Need, Priority
from netzwerkhilfe.models.entry import Invalid
from netzwerkhilfe.models.leads import HousingLead, HousingPrivate, WorkLead, WorkPrivate
from netzwerkhilfe.models.notes import CallNote, Topic
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.services.entries import calls, entries
from netzwerkhilfe.services.entries.calls import Call
from netzwerkhilfe.services.entries.understanding import understand
from netzwerkhilfe.store import reading, schema, state
from netzwerkhilfe.store.store import Store
from tests.acts import act

FLAT = "3 ZKB Maxdorf 650 warm, Frau Groß 06237 990318, für Familie Kovalenko wäre das was"
WORK = "Bäckerei Görtz in Maxdorf sucht Praktikant, hat schon mit Kovalenko gesprochen"


def net(store: Store) -> str:
    with store.reading() as cursor:
        return "\n".join(state.export(cursor, "net").lines)


@pytest.mark.parametrize("text", [FLAT, WORK])
def test_the_rest_of_a_note_goes_to_the_office(store: Store, text: str) -> None:
    """GIVEN a note that says more than was understood WHEN it is kept THEN no other office reads that."""
    found = understand(text, store.facts())
    assert "Kovalenko" in found.rest
    note, entry = act(store, calls.note_call, calls.from_understood(found, text))
    made = store.require(entry)
    private = store.companion(made)
    assert made.space == "net" and private and private.space == store.office_space
    assert private.values["private_note"] == found.rest and made.values["note"] is None
    assert "Kovalenko" not in net(store)
    assert store.require(note, CallNote).record.text == text  # and the call has every word
    assert store.ids(made.kind.name, "kovalenko") == [entry]


def test_words_that_were_typed_for_a_flat_stay_too(store: Store) -> None:
    call = Call(Topic.FLAT, "Frau Groß", "06237 990318", "am Balkon von Kovalenko vorbei", {"place": "Maxdorf"})
    _, entry = act(store, calls.note_call, call)
    private = store.companion(store.require(entry), HousingPrivate)
    assert private and private.record.private_note == "am Balkon von Kovalenko vorbei"
    assert store.require(entry, HousingLead).record.note is None


def test_the_office_note_of_another_offices_flat_stays_here(store: Store, other: Store, stick: Path) -> None:
    record = act(store, entries.add, "work", {"employer": "Görtz", "private_note": "zahlt spät"})
    for pc in (store, other):
        exchange(pc, stick)
    theirs = other.require(record, WorkLead)
    act(other, entries.save, theirs, None, {"private_note": "ist nett"})
    for pc in (other, store, other):
        exchange(pc, stick)
    mine, other_one = store.companion(store.require(record), WorkPrivate), other.companion(theirs, WorkPrivate)
    assert mine and mine.record.private_note == "zahlt spät"
    assert other_one and other_one.record.private_note == "ist nett"
    with store.reading() as cursor:
        assert reading.conflicts(cursor) == []


def test_a_store_without_the_note_gets_it(store: Store) -> None:
    """GIVEN a store of the version before WHEN it is upgraded THEN flats have a note of the office."""
    with store.connections.autocommit() as cursor:
        cursor.execute("ALTER TABLE housing_private DROP COLUMN private_note")
        cursor.execute("DROP TABLE work_private")
        schema.add_missing(cursor)
        for kind in ("housing_private", "work_private"):
            columns = {row[1] for row in cursor.execute(f"PRAGMA table_info({kind})").fetchall()}
            assert "private_note" in columns


def said(store: Store, text: str, *, name: str = "", phone: str = "") -> Call:
    """The call of somebody who typed this, as the window makes it."""
    heard = calls.hear(name, phone, text, store.facts())
    made = calls.from_understood(heard.found, heard.whole)
    return replace(made, name=heard.name, phone=heard.phone)


def test_the_wording_stays_whole_with_its_marks(store: Store) -> None:
    """GIVEN a note with blanks, lines and a picture WHEN it is kept THEN every letter is there, and marked."""
    text = "  3 ZKB  Maxdorf 🙂\n\n650 warm ,\tFrau Groß 06237 990318  \n"
    note, entry = act(store, calls.note_call, said(store, text))
    kept = store.require(note, CallNote).record
    assert kept.text == text and kept.about == entry
    marks = {m.field: (text[m.start : m.end], m.text) for m in calls.marks_of(kept)}
    assert marks["rooms"] == ("3 ZKB", "3") and marks["gross_rent"] == ("650 warm", "650")
    assert store.check() == []
    assert marks["landlord"] == ("Frau Groß", "Frau Groß") and marks["place"][0] == "Maxdorf"
    assert [n.id for n in calls.notes_about(store, entry)] == [note]


def test_a_changed_text_has_no_marks_in_wrong_places(store: Store) -> None:
    note, _ = act(store, calls.note_call, said(store, "3 ZKB Maxdorf 650 warm, Frau Groß 06237 990318"))
    with store.change() as change:
        change.update(note, {"text": "Ach so: 3 ZKB Maxdorf 650 warm, Frau Groß 06237 990318"})
    assert calls.marks_of(store.require(note, CallNote).record) == []


@pytest.mark.parametrize(
    "mark", [["x"], [0, 1, "rooms"], "ab", [None, 4, "rooms", "3", "3 ZK"], [0, 99, "nix", "", ""]]
)
def test_marks_of_another_version_are_passed_over(store: Store, mark: object) -> None:
    note, _ = act(store, calls.note_call, Call(Topic.OTHER, "Eva", text="3 ZKB"))
    with store.change() as change:
        change.update(note, {"marks": [mark]})
    assert calls.marks_of(store.require(note, CallNote).record) == []


@pytest.mark.parametrize(
    ("topic", "details", "finding"),
    [
        (Topic.FLAT, {"place": "Maxdorf", "rooms": "viele"}, "Zimmer: „viele“"),
        (Topic.FLAT, {"place": "Maxdorf", "base_rent": "700", "gross_rent": "500"}, "Warmmiete: „500“"),
        (Topic.FLAT, {"place": "Maxdorf", "available_from": "31.02."}, "Frei ab: „31.02.“"),
        (Topic.WORK, {"employer": "Görtz", "min_cefr": "ganz gut"}, "Deutsch mindestens: „ganz gut“"),
        (Topic.CASE, {"needs": "Wohnung", "persons": "99"}, "Personen im Haushalt: „99“"),
        (Topic.CASE, {"needs": "Wohnung", "priority": "sehr sehr"}, "Wie dringend: „sehr sehr“"),
        (Topic.VOLUNTEERING, {"availability": "unregelmäßig"}, "Hat Zeit: „unregelmäßig“"),
    ],
)
def test_what_does_not_fit_is_a_finding_on_a_saved_note(
    store: Store, topic: Topic, details: dict[str, str], finding: str
) -> None:
    call = Call(topic, "Eva Kern", "06237 1234", "", details)
    note, entry = act(store, calls.note_call, call)
    assert entry and finding in (store.require(note, CallNote).record.findings or "")


def test_a_deposit_in_rents_fits(store: Store) -> None:
    note, entry = act(store, calls.note_call, said(store, "3 ZKB Maxdorf 500 kalt, Kaution 2 MM, Frau Groß"))
    flat = store.require(entry, HousingLead)
    assert flat.record.deposit_months == 2 and flat.completed.deposit == 100_000
    assert store.require(note, CallNote).record.findings is None


def test_a_number_that_is_none_is_kept(store: Store) -> None:
    note, entry = act(store, calls.note_call, Call(Topic.FLAT, "Frau Groß", "kommt vorbei", "", {"place": "Maxdorf"}))
    assert entry and "Telefon: „kommt vorbei“" in (store.require(note, CallNote).record.findings or "")


def test_what_makes_no_entry_yet_stays_a_note_with_all_that_was_typed(store: Store) -> None:
    """GIVEN a flat of nobody WHEN it is kept THEN the note is there and says what is missing, and what was typed."""
    note, entry = act(store, calls.note_call, Call(Topic.FLAT, "", "", "drei Zimmer", {"rooms": "3"}))
    kept = store.require(note, CallNote).record
    assert entry == "" and kept.text == "drei Zimmer"
    assert "Name oder Telefon ist nötig" in (kept.findings or "") and "Zimmer: 3" in (kept.findings or "")
    note, entry = act(store, calls.note_call, Call(Topic.CASE, "Herr Omar", text="kommt morgen"))
    assert entry == "" and "gesucht" in (store.require(note, CallNote).record.findings or "")


def test_nothing_at_all_is_no_call(store: Store) -> None:
    with pytest.raises(Invalid, match="prüfen"):
        act(store, calls.note_call, Call(Topic.OTHER, " ", "", "  "))


def test_a_sentence_in_the_field_for_the_name_is_read(store: Store) -> None:
    heard = calls.hear("Frau Groß hat 3 ZKB in Maxdorf, 650 warm", "", "Hund erlaubt, 06237 990318", store.facts())
    assert heard.found.kind == "housing" and heard.name == "Frau Groß" and heard.phone == "06237 99 03 18"
    assert heard.found.texts["rooms"] == "3" and heard.found.texts["pets"] == "ja"
    assert heard.whole.startswith("Frau Groß hat 3 ZKB")


@pytest.mark.parametrize("name", ["Dörr, Karl-Heinz", "Bäckerei Görtz", "Frau Groß aus Maxdorf", "Familie von der Au"])
def test_a_name_is_no_sentence(store: Store, name: str) -> None:
    heard = calls.hear(name, "", "3 ZKB Maxdorf, Herr Klein 06237 1234", store.facts())
    assert (heard.name, heard.before) == (name, 0) and heard.whole.startswith("3 ZKB")


def test_the_callers_word_wins_over_what_was_read(store: Store) -> None:
    heard = calls.hear("Eva Kern", "06231 55 55", "3 ZKB Maxdorf, Frau Groß 06237 990318", store.facts())
    assert (heard.name, heard.phone) == ("Eva Kern", "06231 55 55")


def test_an_urgent_need_is_marked_so(store: Store) -> None:
    _, entry = act(store, calls.note_call, said(store, "Familie Haddad sucht dringend Wohnung und Möbel, 4 Personen"))
    needs = store.children(entry, CaseNeed)
    assert {(n.record.need, n.record.priority) for n in needs} == {
        (Need.FLAT, Priority.URGENT),
        (Need.GOODS, Priority.URGENT),
    }


def test_what_is_left_of_an_offer_stays_with_the_note(store: Store) -> None:
    """An offer has no part that only the office reads: its description is for all."""
    text = "Turnverein Lambsheim bietet Kinderturnen dienstags 16–17 Uhr, Kovalenko war schon dort"
    note, entry = act(store, calls.note_call, said(store, text))
    offer = store.require(entry, Offer).record
    assert offer.title == "Kinderturnen" and offer.opening_hours == "dienstags 16–17 Uhr" and offer.description is None
    assert "Kovalenko" not in net(store) and store.require(note, CallNote).record.text == text
