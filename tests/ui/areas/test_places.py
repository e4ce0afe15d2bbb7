"""The places of the network in the settings: more are ticked, a list comes in and goes out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.transfer import place_lists
from netzwerkhilfe.ui.areas.settings import places
from netzwerkhilfe.ui.kit.form import FormPanel
from tests.ui.conftest import Desk, type_text


def test_more_places_are_ticked_and_taken_back(desk: Desk) -> None:
    desk.go("settings")
    store = desk.shell.store
    before = set(store.facts().places)
    panel = places.tick(desk.shell)
    assert panel and {k.name for k in panel.picker.chosen.values()} == {"Maxdorf", "Birkenheide", "Fußgönheim"}
    type_text(panel.picker.search, "mutterst")
    panel.picker.list.item(0).setCheckState(Qt.CheckState.Checked)
    panel.save()
    desk.settle()
    (new,) = set(store.facts().places) - before
    place = store.facts().places[new]
    assert place.name == "Mutterstadt" and place.office == store.local("office")
    panel = places.tick(desk.shell)
    assert panel
    panel.save()
    assert set(store.facts().places) == {*before, new}, "what is there already is not added again"


def test_a_list_comes_in_with_a_preview(desk: Desk, tmp_path: Path) -> None:
    desk.go("settings")
    store = desk.shell.store
    sheet = tmp_path / "orte.csv"
    places.save_list(desk.shell, sheet)
    listed = place_lists.read(sheet)
    assert listed.places == len(store.facts().places) and not listed.problems
    lines = sheet.read_text("utf-8-sig").replace("67133;", "67134;", 1).splitlines()
    sheet.write_text("\r\n".join([*lines, "Grünstadt;VG;;;Asselheim;;67269;;;;"]), "utf-8")
    panel = places.take_list(desk.shell, sheet)
    assert panel
    shown = [panel.rows.item(i).text() for i in range(panel.rows.count())]
    assert sum("geändert: Postleitzahl" in s for s in shown) == 1 and sum(s.endswith("neu") for s in shown) == 2
    panel.save()
    desk.settle()
    facts = store.facts()
    assert "67134" in {p.postcode for p in facts.places.values()} and facts.place_named("Asselheim")
    wrong = tmp_path / "x.csv"
    wrong.write_text("a;b\r\n1;2\r\n", "utf-8")
    assert places.take_list(desk.shell, wrong) is None


def test_a_field_for_a_place_offers_those_round_about(desk: Desk) -> None:
    panel = FormPanel(desk.shell, desk.shell.store, KINDS["housing"], lambda _r, _c: None)
    edit = panel.inputs["place"].editor
    assert isinstance(edit, QLineEdit)
    completer = edit.completer()
    model = completer.model()
    words = [str(model.index(i, 0).data()) for i in range(model.rowCount())]
    own = sorted(p.name for p in desk.shell.store.facts().places.values())
    assert words[: len(own)] == own and "Frankenthal" in words and "Hamburg" not in words
