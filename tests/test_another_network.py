"""Another network works as the first one does: the Kreis Kaiserslautern as it was in 2016, and nothing of others shows.

Seven Verbandsgemeinden and the Kreis come as a list. A call, a list, a match, a meeting with its papers and an exchange
follow, in real stores, files and windows; then all that a person can read is searched for the first four offices.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from netzwerkhilfe import output, paths
from netzwerkhilfe.exchange import folder, founding, geography, invitation, members
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.geography import Municipality, Union, located
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.models.meetings import Meeting
from netzwerkhilfe.models.notes import Topic
from netzwerkhilfe.models.office_forms import OfficeForm
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.matching import matching
from netzwerkhilfe.services.meetings import body, decisions, meetings, minutes, sitting
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter, importer, place_lists
from netzwerkhilfe.ui.areas.calls.panel import KIND_OF_TILE, CallPanel
from netzwerkhilfe.ui.kit import style
from netzwerkhilfe.ui.shell.app import application
from netzwerkhilfe.ui.shell.shell import Shell
from tests.conftest import Clock, new_store
from tests.ui.conftest import type_text

VGS = {
    "Bruchmühlbach-Miesau": ["Bruchmühlbach-Miesau", "Gerhardsbrunn", "Lambsborn", "Langwieden", "Martinshöhe"],
    "Enkenbach-Alsenborn": ["Enkenbach-Alsenborn", "Mehlingen", "Neuhemsbach", "Sembach", "Hochspeyer", "Fischbach"],
    "Landstuhl": ["Landstuhl", "Bann", "Hauptstuhl", "Kindsbach", "Mittelbrunn", "Oberarnbach"],
    "Otterbach-Otterberg": ["Otterbach", "Otterberg", "Katzweiler", "Mehlbach", "Schneckenhausen", "Sulzbachtal"],
    "Ramstein-Miesenbach": [
        "Ramstein-Miesenbach",
        "Hütschenhausen",
        "Kottweiler-Schwanden",
        "Niedermohr",
        "Steinwenden",
    ],
    "Kaiserslautern-Süd": ["Krickenbach", "Linden", "Queidersbach", "Schopp", "Stelzenberg", "Trippstadt"],
    "Weilerbach": [
        "Weilerbach",
        "Erzenhausen",
        "Eulenbis",
        "Kollweiler",
        "Mackenbach",
        "Reichenbach-Steegen",
        "Rodenbach",
    ],
}
KREIS = "Kreis Kaiserslautern"


def first_four() -> list[str]:
    """What belongs to the four offices that began: names, letters, postcodes, keys, the Kreis."""
    found = {"Rhein-Pfalz", "073325006"}
    for union in geography.example():
        found |= {union.name, union.code, union.key}
        found |= {p.name for p in union.places} | {p.postcode for p in union.places} | {p.key for p in union.places}
    return sorted(found)


WORDS = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, first_four())) + r")(?!\w)")


def clean(text: str) -> bool:
    """Whether a text names none of them."""
    return not WORDS.search(text)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return application()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """The list as the Kreis fills it in: offices with their places, one key and some figures known."""
    unions = [Union(KREIS, OfficeForm.DISTRICT)]
    for name, places in VGS.items():
        own = [Municipality(place) for place in places]
        if name == "Landstuhl":
            own[0] = Municipality("Landstuhl", "07335022", "66849", inhabitants=8_200, counted_on="2015-12-31")
        unions.append(Union(name, OfficeForm.COLLECTIVE, places=tuple(own)))
    path = tmp_path / "orte.xlsx"
    place_lists.write(unions, path)
    return path


@pytest.fixture
def kreis(tmp_path: Path, clock: Clock, listed: Path, open_stores: list[Store]) -> Store:
    """The founder: the Kreis."""
    unions = place_lists.read(listed).unions
    store = new_store(
        tmp_path / "kreis",
        clock,
        lambda s: founding.found_network(s, "Netzwerk Asyl", KREIS, "Karin Kreis", unions=unions),
        "Karin Kreis",
    )
    open_stores.append(store)
    return store


@pytest.fixture
def both(kreis: Store, tmp_path: Path, clock: Clock, stick: Path, open_stores: list[Store]) -> tuple[Store, Store]:
    """The Kreis and the VG Landstuhl, which has joined."""
    ticket = tmp_path / "einladung"
    words = invitation.invite(kreis, "VG Landstuhl", ticket)
    other = new_store(tmp_path / "landstuhl", clock, lambda s: None, "Lars Land")
    open_stores.append(other)
    invitation.join(other, ticket, words, "Lars Land")
    folder.exchange(other, stick)
    folder.exchange(kreis, stick)
    members.confirm(kreis, "Lars Land")
    for store in (kreis, other, kreis):
        folder.exchange(store, stick)
    return kreis, other


def add(store: Store, kind: str, **texts: str) -> str:
    with store.change() as change:
        return entries.add(change, kind, texts)


def test_the_list_founds_seven_vgs_and_the_kreis(kreis: Store) -> None:
    facts = kreis.facts()
    offices = {o.name: o for o in facts.offices.values()}
    assert set(offices) == {KREIS, *VGS}
    assert offices[KREIS].called == KREIS and offices["Landstuhl"].called == "VG Landstuhl"
    assert facts.offices[kreis.local("office")].name == KREIS
    for name, places in VGS.items():
        assert {p.name for p in facts.places.values() if p.office == offices[name].id} == set(places)
    landstuhl = facts.places["07335022"]
    assert (landstuhl.postcode, landstuhl.land) == ("66849", "RP") and landstuhl.latitude is not None
    small = facts.place_of("Gerhardsbrunn")
    assert small is not None and small.office == offices["Bruchmühlbach-Miesau"].id, "smaller ones come with the list"
    assert len({o.code for o in offices.values()}) == 8


def test_an_office_that_is_invited_is_the_listed_one(both: tuple[Store, Store]) -> None:
    kreis, landstuhl = both
    assert len(kreis.facts().offices) == 8
    assert landstuhl.facts().offices[landstuhl.local("office")].name == "Landstuhl"
    assert landstuhl.facts().places == kreis.facts().places


def test_calls_lists_and_matches_know_the_places(both: tuple[Store, Store], tmp_path: Path, stick: Path) -> None:
    kreis, landstuhl = both
    flat = add(landstuhl, "housing", place="Bann", rooms="3", gross_rent="650", landlord="Frau Groß")
    sheet = tmp_path / "wohnungen.csv"
    sheet.write_text(
        "Ort;Zimmer;Warmmiete;Vermieter\r\n67655 Kaiserslautern;2;500;Herr Klein\r\nHauptstuhl;4;800;Frau Lang\r\n",
        "utf-8",
    )
    plan = importer.plan(landstuhl, "housing", sheet)
    with landstuhl.change() as change:
        importer.apply(change, plan)
    flats = {s.record.place: s for s in landstuhl.all(HousingLead)}
    facts = landstuhl.facts()
    known = [facts.place_of(p) for p in flats]
    assert sorted(k.name for k in known if k) == ["Bann", "Hauptstuhl", "Kaiserslautern"]
    case = add(
        landstuhl, "cases", name="Nuri", needs="Wohnung", persons="3", wished_places="Landstuhl", place="Pirmasens"
    )
    found = matching.suggestions(landstuhl, landstuhl.require(case, Case), everything=True)
    said = {s.title: " | ".join(r.text.replace("\u00a0", " ") for r in s.reasons) for s in found}
    assert len(said) == 3 and all(re.search(r"\d,\d km Luftlinie", text) for text in said.values()), said
    near = next(text for title, text in said.items() if "Bann" in title)
    assert "gleiche VG" in near
    assert all(clean(title + text) for title, text in said.items())
    folder.exchange(landstuhl, stick)
    folder.exchange(kreis, stick)
    got = kreis.require(flat, HousingLead)
    there = kreis.facts().place_of(got.record.place)
    assert there and there.name == "Bann" and there.office


def papers(store: Store, target: Path) -> Iterator[str]:
    """The papers of a meeting that is held, as text, and the lists."""
    with store.change() as change:
        record = entries.add(change, "meetings", {"title": "Leitungsteam", "date": "09.03.2026", "start": "18:00"})
        item = meetings.add_item(change, record, "Wohnungen in Landstuhl", 20)
    with store.change() as change:
        meeting = change.require(record, Meeting)
        sitting.begin(change, meeting, "18:00")
        sitting.all_present(change, meeting)
        made = decisions.add(change, meeting, item, "Das Leitungsteam sucht eine Wohnung in Bann.", recommends=True)
        decisions.count(change, made, 1, 0, 0)
        sitting.end(change, meeting, "19:00")
    with store.change() as change:
        minutes.prepare(change, change.require(record, Meeting))
    meeting = store.require(record, Meeting)
    for document in ("agenda", "invitation", "minutes", "resolutions", "attendance"):
        yield output.as_text(store, meeting, document)
    for kind in ("housing", "cases", "volunteers"):
        found = store.many(kind, store.ids(kind))
        path = target / f"{kind}.csv"
        exporter.export(store, KINDS[kind], found, path)
        yield path.read_text("utf-8-sig")
        printed = pypdf.PdfReader(io.BytesIO(output.pdf(store, Subject(kind=KINDS[kind], entries=found), "list")))
        yield "\n".join(page.extract_text() for page in printed.pages)


def test_papers_and_lists_name_no_other_offices(both: tuple[Store, Store], tmp_path: Path) -> None:
    kreis, _ = both
    add(kreis, "housing", place="Trippstadt", rooms="3", landlord="Frau Groß")
    with kreis.change() as change:
        member = change.add(
            "people", {"name": "Karin Kreis", "steering_group": True, "represents": kreis.local("office")}
        )
    assert member and body.seats(kreis)
    texts = list(papers(kreis, tmp_path))
    assert any("Bann" in t for t in texts), texts
    assert any("Trippstadt" in t for t in texts)
    for text in texts:
        assert clean(text), WORDS.search(text)
    for kind in ("networks", "offices", "places", "categories", "stages", "hints", "item_templates", "body_rules"):
        for entry in kreis.all(kind):
            assert clean(json.dumps(entry.values, ensure_ascii=False, default=str)), entry.values


# ---- the window ------------------------------------------------------------------------------------------------------
def read(root: QWidget) -> Iterator[str]:
    """All that a person can read in a window: words, values, hints, items of lists and boxes."""
    for w in [root, *root.findChildren(QWidget)]:
        yield from (w.toolTip(), w.accessibleName(), w.accessibleDescription(), w.windowTitle())
        if isinstance(w, QLabel | QAbstractButton):
            yield w.text()
        elif isinstance(w, QLineEdit):
            yield from (w.text(), w.placeholderText())
        elif isinstance(w, QPlainTextEdit):
            yield from (w.toPlainText(), w.placeholderText())
        elif isinstance(w, QComboBox):
            yield from (w.itemText(i) for i in range(w.count()))
        elif isinstance(w, QAbstractItemView) and (model := w.model()) is not None:
            for r in range(min(model.rowCount(), 400)):
                for c in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
                    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                        yield str(model.index(r, c).data(role) or "")


def settle(shell: Shell) -> None:
    for _ in range(4):
        QApplication.processEvents()
        shell.worker.wait()
    shell.page.show_now()
    QApplication.processEvents()


@pytest.fixture
def window(qtbot: Any, qapp: QApplication, both: tuple[Store, Store]) -> Iterator[Shell]:
    kreis, _ = both
    add(kreis, "housing", place="Trippstadt", rooms="3", gross_rent="600", landlord="Frau Groß")
    add(kreis, "volunteers", last_name="Blum", place="Weilerbach", mobile="0160 5551234")
    add(kreis, "cases", name="Nuri", needs="Wohnung", persons="3", wished_places="VG Weilerbach")
    style.apply(qapp, "light")
    shell = Shell(kreis.paths)
    qtbot.addWidget(shell)
    shell.resize(1366, 720)
    shell.show()
    shell.fill(kreis)
    settle(shell)
    yield shell
    shell.close()
    shell.deleteLater()


def test_no_page_of_the_window_names_the_first_four(window: Shell, kreis: Store) -> None:
    seen = []
    for page in window.pages:
        window.go(page)
        settle(window)
        said = list(read(window))
        bad = [t for t in said if not clean(t)]
        assert not bad, (page, bad)
        seen += said
    assert any("Trippstadt" in t for t in seen) and any("VG Weilerbach" in t for t in seen)


def panels(window: Shell) -> list[Callable[[], object]]:
    """What opens over the window."""
    office = window.office
    return [
        window.calls.note,
        office.tick_places,
        office.rules,
        *(partial(office.table, k, k) for k in ("offices", "places", "categories", "hints", "rent_limits")),
    ]


def test_no_panel_names_the_first_four(window: Shell, listed: Path) -> None:
    from netzwerkhilfe.ui.areas.settings import places as settings
    from netzwerkhilfe.ui.kit.dialogs import Panel

    takes: Callable[[], object] = partial(settings.take_list, window, listed)
    for opens in (*panels(window), takes):
        opens()
        settle(window)
        (panel,) = [p for p in window.findChildren(Panel) if p.isVisible()]
        bad = [t for t in read(panel) if not clean(t)]
        assert not bad, bad
        panel.dismiss()
        QApplication.processEvents()


CALLS: tuple[tuple[str, Topic, dict[str, str], str, str], ...] = (
    (
        "3 ZKB Queidersbach 650 warm ab 1.2., Frau Groß 06371 990142",
        Topic.FLAT,
        {"place": "Queidersbach", "rooms": "3", "gross_rent": "650"},
        "Kaiserslautern-Süd",
        "06371 99 01 42",
    ),
    (
        "Bäckerei Huber in Ramstein sucht eine Aushilfe, 20 Stunden, Herr Huber 06371 990143",
        Topic.WORK,
        {"place": "Ramstein-Miesenbach", "employer": "Bäckerei Huber"},
        "Ramstein-Miesenbach",
        "06371 99 01 43",
    ),
    (
        "Frau Weber aus Sembach möchte helfen, spricht Arabisch, hat ein Auto, 0160 5551234",
        Topic.VOLUNTEERING,
        {"place": "Sembach"},
        "Enkenbach-Alsenborn",
        "0160 555 12 34",
    ),
    (
        "Familie Nazari aus Kindsbach, 4 Personen, sucht eine Wohnung in Landstuhl, 0160 5551235",
        Topic.CASE,
        {"persons": "4", "place": "Kindsbach", "wished_places": "Landstuhl"},
        "Landstuhl",
        "0160 555 12 35",
    ),
)
"""What is typed while somebody calls, the tile, the facts that are read, the office of the place, the number."""


@pytest.mark.parametrize(("text", "topic", "facts", "office", "phone"), CALLS, ids=lambda v: str(v)[:14])
def test_a_call_is_typed_in_the_window(
    window: Shell, kreis: Store, qtbot: Any, text: str, topic: Topic, facts: dict[str, str], office: str, phone: str
) -> None:
    """GIVEN the network of 2016 WHEN a note is typed while somebody calls THEN tile and facts are right, the entry is
    there with its place in its office, and nothing that can be read names the first four."""
    before = set(kreis.ids(KIND_OF_TILE[topic]))
    window.calls.note()
    panel = next(p for p in window.findChildren(CallPanel) if p.isVisible())
    type_text(panel.text, text)
    qtbot.waitUntil(lambda: panel.topic is topic and panel.phone.text() == phone)
    said = {n: e.text().replace("\u00a0", " ") for n, e in {**panel.extra, **panel.edits}.items()}
    assert {n: said.get(n) for n in facts} == facts
    assert [t for t in read(panel) if not clean(t)] == []
    panel.save()
    settle(window)
    assert not panel.isVisible()
    (made,) = set(kreis.ids(KIND_OF_TILE[topic])) - before
    entry = kreis.require(made)
    place = kreis.facts().place_of(entry.values["place"])
    assert place is not None and place.name == facts["place"] and place.office
    assert kreis.facts().offices[place.office].name == office
    shown = list(read(window))
    assert window.page.current == made and any(facts["place"] in t for t in shown)
    assert [t for t in shown if not clean(t)] == []


def test_what_ships_names_the_first_four_only_for_the_demo() -> None:
    for path in sorted((paths.resources() / "daten").iterdir()):
        if path.suffix != ".z":  # the places of Germany are all there
            assert clean(path.read_text("utf-8")), path.name
    source = Path(founding.__file__).parents[1]
    for path in sorted(source.rglob("*.py")):
        if path.name not in ("demo.py", "selftest.py", "pictures.py"):
            tree = ast.parse(path.read_text("utf-8"))
            told = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # docstrings
            strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in told]
            assert not [t for t in strings if isinstance(t, str) and not clean(t)], path.name


@pytest.mark.parametrize(
    ("office", "place", "called", "words"),
    [
        ("Landstuhl", "Kindsbach", "VG Landstuhl", "andere VG"),
        ("Verwaltungsgemeinschaft Aindling", "Todtenweis", "Verwaltungsgemeinschaft Aindling", "andere VGem"),
        ("Amt Hürup", "Glücksburg", "Amt Hürup", "anderes Amt"),
        ("Samtgemeinde Bardowick", "Lüneburg", "Samtgemeinde Bardowick", "andere Samtgemeinde"),
        ("Stadt Köln", "Leverkusen", "Stadt Köln", "andere Stadt"),
    ],
)
def test_any_office_in_any_land(
    tmp_path: Path, clock: Clock, open_stores: list[Store], office: str, place: str, called: str, words: str
) -> None:
    store = new_store(tmp_path / "x", clock, lambda s: founding.found_network(s, "Netz", office, "Eva"), "Eva")
    open_stores.append(store)
    facts = store.facts()
    assert facts.offices[store.local("office")].called == called
    assert [f.place.name for f in facts.places_in(f"3 ZKB {place} 650 warm")] == [place]
    add(store, "housing", place=place, rooms="3", landlord="Frau Groß")
    own = next(iter(facts.places.values())).name
    case = add(store, "cases", name="Nuri", needs="Wohnung", wished_places=own)
    (found,) = matching.suggestions(store, store.require(case, Case), everything=True)
    assert any(r.text.startswith(words) and "km Luftlinie" in r.text for r in found.reasons), found.reasons
    for kind in ("networks", "offices", "categories", "hints", "item_templates", "rent_limits"):
        for entry in store.all(kind):
            assert clean(json.dumps(entry.values, ensure_ascii=False, default=str)), entry.values


# ---- the list in detail ----------------------------------------------------------------------------------------------
def test_a_list_completes_what_was_ticked(tmp_path: Path, clock: Clock, open_stores: list[Store]) -> None:
    store = new_store(tmp_path / "x", clock, lambda s: founding.found_network(s, "Netz", "Landstuhl", "Eva"), "Eva")
    open_stores.append(store)
    flat = add(store, "housing", place="Landstuhl", landlord="Frau Groß")
    (ticked,) = store.facts().places.values()
    assert not ticked.ags and store.require(flat, HousingLead).record.place == ticked.key
    sheet = tmp_path / "orte.csv"
    sheet.write_text(
        "Verbandsgemeinde;Ortsgemeinde;AGS;PLZ;Einwohner;Stichtag\r\n"
        "Landstuhl;Landstuhl;7335022;66849;8.200;31.12.2015\r\n;Oberarnbach;073355007031;66851;;\r\n"
        "Landstuhl;Bann;0733500X;;;\r\nSumme;;;;8.200;\r\n",
        "utf-8",
    )
    read_list = place_lists.read(sheet)
    assert [(p.row, p.value) for p in read_list.problems] == [(4, "0733500X"), (5, "Summe")]
    steps = geography.plan(store, read_list.unions)
    assert [(s.place.name if s.place else "", s.fate) for s in steps] == [
        ("", "known"),
        ("Landstuhl", "changed"),
        ("Oberarnbach", "new"),
        ("Bann", "new"),
    ]
    with store.change() as change:
        assert founding.take_places(change, located(read_list.unions)) == 3
    store.forget_facts()
    facts = store.facts()
    place = facts.places[ticked.key]
    assert (place.ags, place.postcode, place.key) == ("07335022", "66849", ticked.key)
    assert facts.place_of(store.require(flat, HousingLead).record.place) == place, "entries keep what they store"
    assert facts.place_named("Oberarnbach") == "07335031" and len(facts.places) == 3
    with store.change() as change:
        assert founding.take_places(change, located(read_list.unions)) == 0


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_is_saved_comes_back_the_same(kreis: Store, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"orte{ending}"
    place_lists.write(geography.listed(kreis), path)
    again = place_lists.read(path)
    assert not again.problems and {s.fate for s in geography.plan(kreis, again.unions)} == {"known"}
