"""Anruf notieren: the form says where goes what was not understood, and the pane shows it to this office."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel

from netzwerkhilfe.models.leads import HousingLead, HousingPrivate
from netzwerkhilfe.models.notes import CallNote, Topic
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.ui.areas.calls.marks import MarkedText
from tests.ui.conftest import Desk, type_text


def test_the_form_says_that_the_rest_stays_in_the_office(desk: Desk) -> None:
    page = desk.go("housing")
    desk.shell.calls.note()
    panel = desk.panel
    panel.text.setPlainText("3 ZKB Maxdorf 650 warm, Frau Groß 06237 990318, Kovalenkos kennen das Haus")
    panel.understand()
    said = panel.said.text()
    assert "„Kovalenkos kennen das Haus“" in said and "Anmerkung für das Büro" in said and "andere Büros" in said
    panel.save()
    desk.settle()
    store = desk.shell.store
    (flat,) = store.all(HousingLead)
    private = store.companion(flat, HousingPrivate)
    assert flat.record.note is None and private and private.record.private_note == "Kovalenkos kennen das Haus"
    words = [w.text() for w in page.findChildren(QLabel) if w.isVisible()]
    assert "Anmerkung, nur für dieses Büro" in words and "Kovalenkos kennen das Haus" in words


def test_what_only_becomes_a_note_stays_as_well(desk: Desk) -> None:
    desk.go("notes")
    desk.shell.calls.note()
    panel = desk.panel
    panel.group.button(5).click()
    panel.text.setPlainText("wollte nur danken")
    panel.understand()
    assert panel.said.text() == "Das bleibt in diesem Büro; andere Büros lesen es nicht."
    panel.text.setPlainText("")
    panel.understand()
    assert panel.said.text() == ""


def note(desk: Desk) -> Any:
    desk.go("housing")
    desk.shell.calls.note()
    return desk.panel


def test_nothing_recognised_is_about_something_else(desk: Desk) -> None:
    """GIVEN a tile that the program chose WHEN the text says nothing for it any more THEN it is Sonstiges."""
    panel = note(desk)
    panel.text.setPlainText("3 ZKB Maxdorf 650 warm, Frau Groß 06237 990318")
    panel.understand()
    assert panel.topic == Topic.FLAT
    panel.text.setPlainText("der Drucker im Rathaus geht nicht, Frau Groß")
    panel.understand()
    assert panel.topic == Topic.OTHER
    panel.save()
    desk.settle()
    store = desk.shell.store
    assert store.all(HousingLead) == [] and len(store.all(CallNote)) == 1


def test_two_words_without_a_sense_make_no_flat(desk: Desk) -> None:
    panel = note(desk)
    panel.text.setPlainText("bitte Rückruf")
    panel.save()
    desk.settle()
    (kept,) = desk.shell.store.all(CallNote)
    assert kept.record.topic == Topic.OTHER and desk.shell.store.all(HousingLead) == []


def test_a_tile_that_was_chosen_by_hand_stays(desk: Desk) -> None:
    panel = note(desk)
    panel.group.button(1).click()
    panel.text.setPlainText("der Drucker im Rathaus geht nicht")
    panel.understand()
    assert panel.topic == Topic.FLAT


def test_a_field_that_was_typed_in_keeps_its_tile(desk: Desk) -> None:
    panel = note(desk)
    type_text(panel.edits["place"], "Maxdorf")
    panel.text.setPlainText("der Drucker im Rathaus geht nicht")
    panel.understand()
    assert panel.topic == Topic.FLAT and panel.edits["place"].text() == "Maxdorf"


def test_an_offer_is_noted(desk: Desk) -> None:
    panel = note(desk)
    panel.text.setPlainText("Waschmaschine abzugeben, Herr Ruf, Maxdorf, 06237 7766")
    panel.understand()
    assert panel.topic == Topic.OFFER and panel.edits["title"].text() == "Waschmaschine"
    panel.save()
    desk.settle()
    (offer,) = desk.shell.store.all(Offer)
    assert offer.record.contact_person == "Herr Ruf" and desk.page.spec.kind == "offers"


def test_a_sentence_in_the_name_is_read_and_stays_as_it_was_typed(desk: Desk) -> None:
    panel = note(desk)
    sentence = "Frau Groß hat 3 ZKB in Maxdorf, 650 warm"
    type_text(panel.name, sentence)
    panel.understand()
    assert panel.name.text() == sentence and "Frau Groß" in panel.name_hint.text()
    assert panel.edits["rooms"].text() == "3"
    panel.text.setPlainText("ruft morgen wieder an")
    panel.save()
    desk.settle()
    store = desk.shell.store
    (flat,) = store.all(HousingLead)
    (kept,) = store.all(CallNote)
    assert flat.record.landlord == "Frau Groß" and kept.record.name == "Frau Groß"
    assert kept.record.text == f"{sentence}\nruft morgen wieder an"


def test_a_typed_name_and_number_win(desk: Desk) -> None:
    panel = note(desk)
    type_text(panel.name, "Eva Kern")
    type_text(panel.phone, "06231 5555")
    panel.text.setPlainText("3 ZKB Maxdorf 650 warm, Frau Groß 06237 990318")
    panel.save()
    desk.settle()
    (flat,) = desk.shell.store.all(HousingLead)
    assert (flat.record.landlord, flat.record.phone) == ("Eva Kern", "06231 55 55")


def test_what_does_not_fit_is_saved_and_shown(desk: Desk) -> None:
    panel = note(desk)
    type_text(panel.name, "Eva Kern")
    type_text(panel.phone, "weiß nicht")
    type_text(panel.edits["place"], "Maxdorf")
    type_text(panel.edits["rooms"], "viele")
    panel.save()
    desk.settle()
    assert len(desk.shell.store.all(HousingLead)) == 1
    shown = " ".join(w.text() for w in desk.page.findChildren(QLabel) if w.isVisible())
    assert "Zimmer: „viele“" not in shown  # nothing was said in words: the note itself tells
    (kept,) = desk.shell.store.all(CallNote)
    findings = kept.record.findings or ""
    assert "Zimmer: „viele“" in findings and "Telefon: „weiß nicht“" in findings
    page = desk.go("notes")
    page.reveal(kept.id)
    desk.settle()
    assert any("Zimmer: „viele“" in w.text() for w in page.findChildren(QLabel) if w.isVisible())


def test_the_pane_of_the_entry_shows_the_words_with_their_marks(desk: Desk) -> None:
    panel = note(desk)
    text = "3 ZKB Maxdorf 🙂 650 warm, Frau Groß 06237 990318, Hund?"
    panel.text.setPlainText(text)
    panel.save()
    desk.settle()
    (shown,) = [w for w in desk.page.findChildren(MarkedText) if w.isVisible()]
    assert shown.toPlainText() == text and shown.isReadOnly()
    marked = {s.cursor.selectedText() for s in shown.extraSelections()}
    assert {"3 ZKB", "Maxdorf", "650 warm", "Frau Groß", "06237 990318"} <= marked
    assert "Warmmiete: 650" in shown.accessibleDescription()
