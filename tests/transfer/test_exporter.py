"""Lists go out: spreadsheets with real numbers and days, cards, dates and the homepage; whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject
from icalendar import Calendar

from netzwerkhilfe import output
from netzwerkhilfe.access.sharing import add_values, unshare
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.geography import Municipality, Union
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter, place_lists, workbook
from tests.acts import act

FLAT = {
    "landlord": '=HYPERLINK("http://boese.example";"Klick")',
    "phone": "+33 1 42 68 53 00",
    "postcode": "01067",
    "place": "07338018",
    "rooms": 3.5,
    "area_m2": 1274.5,
    "base_rent": 115055,
    "available_from": "2026-05-01",
    "viewing_on": "2026-03-12T15:00",
    "limited_until": "sofort",
    "kitchen": True,
    "share_contact": True,
    "note": 'Zeile 1\nZeile; "2"',
}


def add(store: Store, kind: str, **values: Any) -> str:
    with store.change() as change:
        change.let_pass()
        return add_values(change, KINDS[kind], values)


def out(store: Store, kind: str, target: Path) -> exporter.Written:
    return exporter.export(store, KINDS[kind], store.each(KINDS[kind], store.ids(kind)), target)


# ---- spreadsheets ----------------------------------------------------------------------------------------------------
def sheet_of(path: Path) -> dict[str, Any]:
    """The cells of the first entry by their headings."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}


def test_a_workbook_counts_with_its_numbers_and_days(store: Store, tmp_path: Path) -> None:
    add(store, "housing", **FLAT)
    out(store, "housing", tmp_path / "l.xlsx")
    cells = sheet_of(tmp_path / "l.xlsx")
    assert (cells["Kaltmiete (€)"].value, cells["Kaltmiete (€)"].number_format) == (1150.55, "#,##0.00")
    assert (cells["Wohnfläche (m²)"].value, cells["Zimmer"].value) == (1274.5, 3.5)
    day, moment = cells["Frei ab"], cells["Besichtigung am"]
    assert (day.value.isoformat(), day.number_format, day.is_date) == ("2026-05-01T00:00:00", "dd.mm.yyyy", True)
    assert (moment.value.isoformat(), moment.number_format) == ("2026-03-12T15:00:00", "dd.mm.yyyy hh:mm")
    assert (cells["mit Küche"].value, cells["Befristet bis"].value) == ("ja", "sofort")
    for heading, text in (("Postleitzahl", "01067"), ("Telefon", FLAT["phone"]), ("Vermietung", FLAT["landlord"])):
        cell = cells[heading]
        assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@"), "a text, never a formula"
    sheet = openpyxl.load_workbook(tmp_path / "l.xlsx").active
    assert sheet is not None and sheet.freeze_panes == "A2" and sheet.auto_filter.ref == f"A1:{cell_name(sheet)}2"
    assert 60 > sheet.column_dimensions["C"].width > len("Straße und")


def cell_name(sheet: Any) -> str:
    return str(openpyxl.utils.get_column_letter(sheet.max_column))


def test_a_csv_has_plain_numbers_and_no_formula(store: Store, tmp_path: Path) -> None:
    add(store, "housing", **FLAT)
    out(store, "housing", tmp_path / "l.csv")
    data = (tmp_path / "l.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == 2
    heads, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    cells = dict(zip(heads, row, strict=True))
    assert (cells["Kaltmiete (€)"], cells["Wohnfläche (m²)"], cells["Zimmer"]) == ("1150,55", "1274,5", "3,5")
    assert (cells["Frei ab"], cells["Besichtigung am"]) == ("01.05.2026", "12.03.2026 15:00")
    assert (cells["Vermietung"], cells["Telefon"]) == ("'" + str(FLAT["landlord"]), "'" + str(FLAT["phone"]))
    assert cells["Anmerkung"] == FLAT["note"]


def test_what_no_file_can_hold_goes_out_legible(store: Store, tmp_path: Path) -> None:
    """GIVEN a text with NUL, control characters, and a turned direction of writing WHEN it goes out in each format
    THEN the file is sound."""
    add(store, "offers", title="a\x00b\x08c\x1b\u202ed\ufffe", publish=True, phone="06237 1")
    for ending in ("csv", "xlsx", "json", "html", "vcf"):
        out(store, "offers", tmp_path / f"l.{ending}")
        data = (tmp_path / f"l.{ending}").read_bytes()
        assert ending in ("xlsx", "json") or not {"\x00", "\x08", "\x1b", "\u202e"} & set(data.decode("utf-8-sig")), (
            ending
        )
    assert sheet_of(tmp_path / "l.xlsx")["Angebot"].value == "abcd"
    assert len(json.loads((tmp_path / "l.json").read_text("utf-8"))) == 1


def test_a_cell_that_is_too_long_for_excel_is_told(tmp_path: Path) -> None:
    long = "👍" * 20_000
    table = ["A", "B"], [["kurz", "x" * 32_767], ["y", long]]
    said = exporter.write_table("Lang", *table, tmp_path / "l.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "l.xlsx").active
    assert sheet is not None and sheet["B2"].value == "x" * 32_767
    kept = sheet["B3"].value
    assert kept.endswith(workbook.CUT) and len(kept.encode("utf-16-le")) // 2 <= 32_767
    assert kept.removesuffix(workbook.CUT) == "👍" * len(kept.removesuffix(workbook.CUT))
    assert len(said) == 1 and "Zeile 3, „B“" in said[0]
    assert exporter.write_table("Lang", *table, tmp_path / "l.csv") == []
    assert long in (tmp_path / "l.csv").read_text("utf-8-sig")


def test_too_many_rows_leave_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    target = tmp_path / "l.xlsx"
    target.write_text("vorher")
    with pytest.raises(UserError, match="zu lang für Excel"):
        exporter.write_table("Lang", ["A"], [["1"], ["2"], ["3"]], target)
    assert target.read_text() == "vorher" and list(tmp_path.iterdir()) == [target]


def test_places_go_out_with_numbers_and_days(tmp_path: Path) -> None:
    place = Municipality("Bann", "07335002", "66851", 49.39, 7.61, inhabitants=2300, counted_on="2025-12-31")
    union = Union("Landstuhl", places=(place,))
    for ending in ("xlsx", "csv"):
        place_lists.write([union], tmp_path / f"orte.{ending}")
        assert place_lists.read(tmp_path / f"orte.{ending}").unions[0].places == (place,)
    sheet = openpyxl.load_workbook(tmp_path / "orte.xlsx").active
    assert sheet is not None
    rows = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[3]], strict=True))
    assert (rows["Breite"], rows["Einwohner"], rows["AGS"]) == (49.39, 2300, "07335002")
    assert isinstance(rows["Stichtag"], dt.datetime) and rows["Stichtag"].date() == dt.date(2025, 12, 31)


# ---- what goes wrong -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "sentence"),
    [("l", "fehlt die Endung"), ("l.doc", ".doc"), ("l.html", ".html"), ("l.vcf", ".vcf"), ("nein/l.csv", "prüfen")],
)
def test_what_cannot_be_written_is_said_and_nothing_is(store: Store, tmp_path: Path, name: str, sentence: str) -> None:
    add(store, "cases", needs=("Wohnung",))
    with pytest.raises(UserError) as caught:
        out(store, "cases", tmp_path / "neu" / name if "/" in name else tmp_path / name)
    assert sentence in " ".join(map(str, (caught.value, caught.value.title, caught.value.message, caught.value.action)))
    assert not list(tmp_path.glob("l*")) and not (tmp_path / "neu").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "html", "vcf"])
def test_a_folder_of_that_name_stays(store: Store, tmp_path: Path, ending: str) -> None:
    add(store, "offers", title="Kleiderkammer", phone="06237 1", publish=True)
    (tmp_path / f"l.{ending}").mkdir()
    with pytest.raises(UserError):
        out(store, "offers", tmp_path / f"l.{ending}")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(("l.", "."))] == [f"l.{ending}"]
    assert not list(tmp_path.glob("*.tmp"))


def test_what_breaks_off_leaves_the_former_file(store: Store, tmp_path: Path) -> None:
    add(store, "volunteers", last_name="Groß", phone="06237 1")

    def broken() -> Iterator[Snapshot]:
        yield from store.all("volunteers")
        raise OSError("Der Stick ist weg.")

    for ending in ("csv", "xlsx", "json", "vcf"):
        target = tmp_path / f"l.{ending}"
        target.write_text("vorher")
        with pytest.raises(UserError, match="ließ sich nicht schreiben"):
            exporter.export(store, KINDS["volunteers"], broken(), target)
        assert target.read_text() == "vorher"
    assert not list(tmp_path.glob("*.tmp"))


# ---- cards -----------------------------------------------------------------------------------------------------------
def test_cards_of_volunteers(store: Store, tmp_path: Path) -> None:
    """GIVEN somebody with all that a card has, and what the office keeps for itself WHEN cards go out THEN another
    program reads them, and nothing else is in them."""
    values = {
        "title": "Dr.",
        "first_name": "Björn; genannt, „Bär\\“ " + "Ünal " * 20,
        "last_name": "Groß",
        "phone": "06237 99 01 42",
        "mobile": "0171 5550816",
        "email": "b.gross@beispiel.example",
        "street": "Hauptstr. 5",
        "place": "Maxdorf",
        "postcode": "67133",
        "phone_note": "ab 18 Uhr, nicht Mo; nie So",
        "note": "GEHEIM1",
        "private_note": "GEHEIM2",
        "emergency_contact": "GEHEIM3",
        "certificate_inspected_by": "GEHEIM4",
    }
    act(store, entries.add, "volunteers", values)
    act(store, entries.add, "volunteers", {"last_name": "Ohne"})
    written = out(store, "volunteers", tmp_path / "l.vcf")
    assert (written.count, written.remarks) == (1, ["1 Eintrag ohne Telefon, E-Mail und Anschrift ist nicht dabei."])
    data = (tmp_path / "l.vcf").read_bytes()
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines) and b"\n" not in data.replace(b"\r\n", b"")
    (card,) = vobject.readComponents(data.decode())
    first = " ".join(values["first_name"].split())
    assert card.version.value == "3.0" and card.fn.value == f"Dr. {first} Groß"
    assert (card.n.value.family, card.n.value.given, card.n.value.prefix) == ("Groß", first, "Dr.")
    assert [(t.value, t.params["TYPE"]) for t in card.tel_list] == [
        ("06237 99 01 42", ["VOICE"]),
        ("0171 555 08 16", ["CELL", "VOICE"]),
    ]
    assert card.email.value == values["email"]
    assert (card.adr.value.street, card.adr.value.city, card.adr.value.code) == ("Hauptstr. 5", "Maxdorf", "67133")
    assert card.note.value == "Am besten erreichbar: ab 18 Uhr, nicht Mo; nie So"
    assert "GEHEIM" not in data.decode().replace("\r\n ", "")


def test_cards_of_firms_and_of_who_speaks_for_them(store: Store, tmp_path: Path) -> None:
    add(store, "work", employer="Bäckerei Müller", contact_person="Frau Dr. Ilse Groß", phone="06237 1")
    add(store, "work", employer="Weingut Kuhn; & Söhne", email="a@b.de")
    assert out(store, "work", tmp_path / "l.vcf").count == 2
    cards = {c.org.value[0]: c for c in vobject.readComponents((tmp_path / "l.vcf").read_text("utf-8"))}
    assert cards["Bäckerei Müller"].n.value.family == "Groß" and cards["Bäckerei Müller"].n.value.prefix == "Dr."
    assert cards["Weingut Kuhn; & Söhne"].fn.value == "Weingut Kuhn; & Söhne"


def test_nobody_in_need_is_on_a_card() -> None:
    watched = {k.name for k in KINDS.values() if any(f.identifies for f in k.fields.values())}
    for kind in KINDS.values():
        if kind.card:
            assert kind.name not in watched and kind.companion not in watched and kind.listed
            assert {n for n in vars(kind.card).values() if n and isinstance(n, str)} <= set(kind.fields)
    assert KINDS["cases"].card is None and KINDS["notes"].card is None


def test_no_card_at_all_is_said(store: Store, tmp_path: Path) -> None:
    add(store, "volunteers", last_name="Ohne")
    with pytest.raises(UserError, match="niemand zu erreichen"):
        out(store, "volunteers", tmp_path / "l.vcf")
    assert not list(tmp_path.glob("*.vcf"))


# ---- dates -----------------------------------------------------------------------------------------------------------
def events_in(path: Path) -> list[Any]:
    found = Calendar.from_ical(path.read_bytes())
    assert isinstance(found, Calendar)
    return list(found.walk("VEVENT"))


def test_dates_of_meetings_are_those_of_their_invitations(store: Store, tmp_path: Path) -> None:
    held = add(store, "meetings", title="Leitungsteam", date="2026-03-19", start="18:00", venue="Saal; 1. Stock")
    add(store, "meetings", title="Abgesagt", date="2026-03-20", stage="abgesagt")
    out(store, "meetings", tmp_path / "l.ics")
    (event,) = events_in(tmp_path / "l.ics")
    invited = Calendar.from_ical(output.ics(store, store.require(held)))
    assert isinstance(invited, Calendar)
    assert event["uid"] == invited.walk("VEVENT")[0]["uid"], "no second date beside the invitation's"
    assert event.decoded("dtstart").astimezone(dt.UTC) == dt.datetime(2026, 3, 19, 17, 0, tzinfo=dt.UTC)
    assert str(event["location"]) == "Saal; 1. Stock"


def test_dates_of_tasks_courses_flats_and_cases(store: Store, tmp_path: Path) -> None:
    add(store, "tasks", title="Schlüssel holen", due_on="2026-04-01", person="Petra")
    add(store, "tasks", title="Fertig", due_on="2026-04-01", state="erledigt")
    add(store, "tasks", title="Ohne Tag")
    add(store, "courses", title="Lotsen", begins_on="2026-05-04", ends_on="2026-05-08", place="07338018")
    add(store, "housing", **FLAT | {"follow_up_by": "2026-03-20"})
    case = act(
        store,
        entries.add,
        "cases",
        {"needs": "Begleitung", "appointment_on": "12.03.2026", "name": "Amina Haddad", "phone": "0160 5552741"},
    )
    for kind in ("tasks", "courses", "housing", "cases"):
        out(store, kind, tmp_path / f"{kind}.ics")
    (task,) = events_in(tmp_path / "tasks.ics")
    assert (str(task["summary"]), str(task["description"])) == ("Aufgabe: Schlüssel holen", "Wer: Petra")
    (course,) = events_in(tmp_path / "courses.ics")
    assert (course.decoded("dtstart"), course.decoded("dtend")) == (dt.date(2026, 5, 4), dt.date(2026, 5, 9))
    viewing, asking = events_in(tmp_path / "housing.ics")
    assert viewing.decoded("dtstart").hour == 15 and asking.decoded("dtstart") == dt.date(2026, 3, 20)
    assert viewing["uid"] != asking["uid"]
    (accompanied,) = events_in(tmp_path / "cases.ics")
    assert store.require(case).values["number"] in accompanied["summary"]
    assert "Haddad" not in (tmp_path / "cases.ics").read_text("utf-8") and "0160" not in str(accompanied.to_ical())


def test_a_list_without_dates_is_no_calendar(store: Store, tmp_path: Path) -> None:
    add(store, "tasks", title="Ohne Tag")
    add(store, "tasks", title="Kein Tag", due_on="2026-02-31")
    with pytest.raises(UserError, match="kein Termin"):
        out(store, "tasks", tmp_path / "l.ics")


# ---- the homepage ----------------------------------------------------------------------------------------------------
def test_the_homepage_names_nobody_in_need_and_nothing_of_the_office(store: Store, tmp_path: Path) -> None:
    """GIVEN an offer whose text names a person in need, whoever let it pass, one that its office took back, one without
    a tick WHEN the page is written THEN only the others are on it, and it is told."""
    act(store, entries.add, "cases", {"needs": "Wohnung", "name": "Amina Haddad", "phone": "0160 5552741"})
    add(store, "offers", title="Kleiderkammer", publish=True)
    add(store, "offers", title="Tafel", description="Bitte an Amina Haddad denken", publish=True)
    add(store, "offers", title="Nur hier", publish=True, description="INTERN")
    act(store, unshare, next(o.id for o in store.all("offers") if o.values["title"] == "Nur hier"))
    add(store, "offers", title="Ungeprüft")
    for ending in ("html", "json"):
        written = out(store, "offers", tmp_path / f"l.{ending}")
        text = (tmp_path / f"l.{ending}").read_text("utf-8")
        assert "Kleiderkammer" in text and written.count == 1
        assert not any(word in text for word in ("Haddad", "Tafel", "INTERN", "Nur hier", "Ungeprüft"))
        assert len(written.remarks) == 2 and any("„Tafel“ („Amina Haddad“ heißt jemand" in r for r in written.remarks)
        assert any("„Nur hier“ (bleibt im Büro)" in r for r in written.remarks)
    assert [o["title"] for o in json.loads((tmp_path / "l.json").read_text("utf-8"))] == ["Kleiderkammer"]
