"""Anruf notieren: the form says where goes what was not understood, and the pane shows it to this office."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from netzwerkhilfe.models.leads import HousingLead, HousingPrivate
from tests.ui.conftest import Desk


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
