"""Lists come in: each row taken, known, a duplicate or named; nothing twice, nothing lost."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import NET
from netzwerkhilfe.services import overview
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import importer, tables
from netzwerkhilfe.transfer.html import to_text
from tests.acts import act

HELPERS = """Helferkreis;Stand 1.3.2026;;;;
;;;;;
Name, Vorname;PLZ Ort;Telefon / Handy;Sprachen;Datenschutz unterschr.;Bemerkung
Groß, Björn;67133 Maxdorf;030-23125848 (ab 18 Uhr);Farsi/Dari / Polnisch;ja (5.5.2025);hat 7-Sitzer
"Dr. Wagner, Ingeborg";D-67136 Fußgönheim;;Deutsch;nein;"<b>wichtig</b>: nicht nach 20 Uhr"
Groß, Björn;Maxdorf;030/23125848;;ja;
;;;;;
;Birkenheide;;;;
Summe:;2;;;;
"""


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def rows_covered(plan: importer.Plan) -> bool:
    report = plan.json()
    named = {n["row"] for n in report["named"]}
    return bool(report["taken"] + report["known"] + len(report["duplicates"]) + len(named) == len(plan.rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_of_helpers(store: Store, tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "liste.csv", HELPERS, encoding)
    plan = importer.plan(store, "volunteers", path)
    assert rows_covered(plan)
    report = plan.json()
    assert report["taken"] == 2 and [d["row"] for d in report["duplicates"]] == [6]
    assert [(n["row"], n["reason"]) for n in report["named"]] == [
        (8, "Name oder Telefon ist nötig"),
        (9, "Summenzeile, kein Eintrag"),
    ]
    act(store, importer.apply, plan)
    gross, wagner = store.many("volunteers", store.ids("volunteers"))
    assert (gross.values["first_name"], gross.values["last_name"]) == ("Björn", "Groß")
    assert gross.values["place"] == "07338018" and gross.values["postcode"] == "67133"
    assert (gross.values["phone"], gross.values["phone_note"]) == ("030 23 12 58 48", "ab 18 Uhr")
    assert gross.values["languages"] == ("Farsi/Dari", "Polnisch")
    assert gross.values["consent_network"] is None and gross.space == wagner.space == store.office_space
    private = store.companion(gross)
    assert private and private.values["privacy_signed"] is True and private.values["privacy_signed_on"] == "2025-05-05"
    assert wagner.values["title"] == "Dr." and wagner.values["note"] == "wichtig: nicht nach 20 Uhr"
    again = importer.plan(store, "volunteers", path)
    assert again.json()["taken"] == 0 and again.json()["known"] == 2 and rows_covered(again)


def test_a_newer_version_updates_what_changed_and_keeps_what_people_edited(store: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.csv",
        "Name;Vorname;Telefon;E-Mail;Datenschutz\nGroß;Björn;0171 111111;a@b.de;ja\nKlein;Eva;0171 222222;;ja\n",
    )
    act(store, importer.apply, importer.plan(store, "volunteers", path))
    record = store.ids("volunteers", "Groß")[0]
    with store.change() as change:
        change.update(record, {"email": "von.hand@b.de"})
    write(
        path,
        "Name;Vorname;Telefon;E-Mail;Datenschutz\nGroß;Björn;0171 333333;neu@b.de;ja\nKlein;Eva;0171 "
        "222222;;ja\nNeu;Ida;0171 4;;ja\n",
    )
    plan = importer.plan(store, "volunteers", path)
    report = plan.json()
    assert (report["taken"], report["updated"], report["known"]) == (2, 1, 1) and report["kept"] == [
        {"row": 2, "fields": ["E-Mail"]}
    ]
    act(store, importer.apply, plan)
    found = store.get(record)
    assert found and found.values["phone"] == "0171 33 33 33" and found.values["email"] == "von.hand@b.de"
    assert importer.plan(store, "volunteers", path).json()["known"] == 3


def test_many_changed_rows_are_written_together_as_one_by_one(store: Store, tmp_path: Path) -> None:
    """GIVEN a list of people WHEN its next version changes most rows THEN each entry says what the list says: also one
    that comes out of the Papierkorb, and one of which only the office may know more; the search finds the new words
    alone, and one undo brings all back."""
    heads = "Name;Vorname;Telefon;Bemerkung;Datenschutz;Geburtsdatum"

    def version(phone: str, note: str, born: str = "") -> str:
        lines = [f"Groß{n};Anna;0171 {phone}{n:03};{note};ja;{born if n == 3 else ''}" for n in range(60)]
        return "\n".join([heads, *lines]) + "\n"

    path = write(tmp_path / "l.csv", version("100", "alt"))
    act(store, importer.apply, importer.plan(store, "volunteers", path))
    ids = {s.values["last_name"]: s.id for s in store.many("volunteers", store.ids("volunteers"))}
    with store.change() as change:
        change.trash(ids["Groß7"])

    def said() -> dict[str, dict[str, Any]]:
        return {n: dict(store.require(i).values) | {"seal": store.require(i).sealed} for n, i in ids.items()}

    before = said()
    write(path, version("200", "neu", "1.2.1960"))
    plan = importer.plan(store, "volunteers", path)
    assert plan.json()["updated"] == 60
    with store.change() as taking:
        importer.apply(taking, plan)
    found = {n: store.require(i) for n, i in ids.items()}
    assert {s.values["note"] for s in found.values()} == {"neu"} and found["Groß7"].sealed is None
    assert found["Groß5"].values["phone"] == "0171 20 00 05" and found["Groß5"].values["last_name"] == "Groß5"
    assert len(store.ids("volunteers", "neu")) == 60 and store.ids("volunteers", "alt") == []
    assert store.check() == []
    assert importer.plan(store, "volunteers", path).json()["known"] == 60
    with store.change() as change:
        change.undo(taking.set)
    assert said() == before and before["Groß7"]["seal"] == "trashed"
    assert len(store.ids("volunteers", "alt")) == 59
    assert store.check() == []


def test_a_changed_row_may_take_the_consent_back(store: Store, tmp_path: Path) -> None:
    """GIVEN a list of which each row may be shared WHEN its next version says no of one THEN that one is moved."""
    lines = "Name;Telefon;Datenschutz unterschr.\nGroß;0171 100001;ja\nKlein;0171 100002;ja\n"
    path = write(tmp_path / "l.csv", lines)
    act(store, importer.apply, importer.plan(store, "volunteers", path, consent=True))
    assert {s.space for s in store.many("volunteers", store.ids("volunteers"))} == {NET}
    write(path, lines.replace("100001;ja", "200001;nein").replace("100002", "200002"))
    act(store, importer.apply, importer.plan(store, "volunteers", path, consent=True))
    shown = {s.values["last_name"]: s for s in store.many("volunteers", store.ids("volunteers"))}
    assert shown["Groß"].space == store.office_space and shown["Klein"].space == NET
    assert [shown[n].values["phone"] for n in ("Groß", "Klein")] == ["0171 20 00 01", "0171 20 00 02"]


def test_one_list_is_one_undo_and_can_be_taken_again(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "l.csv", "Name;Telefon\nGroß;0171 111111\nKlein;0171 222222\n")
    with store.change() as taking:
        importer.apply(taking, importer.plan(store, "volunteers", path))
    with store.change() as change:
        change.undo(taking.set)
    assert store.ids("volunteers") == []
    act(store, importer.apply, importer.plan(store, "volunteers", path))
    assert len(store.ids("volunteers")) == 2 and store.check() == []


def test_flats_with_everything_people_write(store: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path / "w.csv",
        "Ort;Straße/Nr;Zimmer;qm;Miete kalt;NK;Kaution;frei ab;Vermieter;Status;gemeldet am\n"
        "67259 Beindersheim;Weg 1;3 ZKB;ca. 70 m²;ca. 600,-;inkl.;3 MM;ab sofort;Fam. Groß;frei;01/2025\n"
        "Nirgendwo;Weg 2;viele;80;1.160,00;90,00 €;3.480,00;nach Renovierung;Frau Weiß;Besichtigung "
        "07.03.26;14.10.25\n",
    )
    plan = importer.plan(store, "housing", path)
    act(store, importer.apply, plan)
    assert plan.json()["unread"] == [
        {"row": 3, "heading": "Zimmer", "value": "viele", "reason": "Zahl der Zimmer, z. B. 3 oder 3,5"}
    ]
    first, second = sorted(store.many("housing", store.ids("housing")), key=lambda s: s.values["street"])
    assert (
        first.full["deposit"] == 180000 and first.full["rent_excl_heating"] == 60000 and first.values["area_m2"] == 70
    )
    assert (
        first.values["available_from"] == "sofort"
        and first.values["reported_on"] == "2025-01"
        and first.values["stage"] == "gemeldet"
    )
    assert second.values["place"] == "Nirgendwo" and second.values["note"] == "Zimmer: viele"
    assert second.values["stage"] == "gemeldet" and second.values["viewing_on"] == "2026-03-07"


def test_a_person_corrects_the_headings(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "l.csv", "Wer;Fon;Quatsch\nGroß, Björn;0171 111111;x\n")
    plan = importer.plan(store, "volunteers", path, wishes=["Wer=last_name", "Fon=Telefon"])
    assert plan.json()["taken"] == 1 and plan.unmapped == ["Quatsch"]
    with pytest.raises(UserError, match="gibt es in der Liste nicht"):
        importer.plan(store, "volunteers", path, wishes=["Was=last_name"])
    with pytest.raises(UserError, match="Feld „quark“"):
        importer.plan(store, "volunteers", path, wishes=["Wer=quark"])


def _xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Deckblatt"
    sheet = book.create_sheet("Stellen")
    for row in (
        ["Betrieb", "Ort", "Art", "Beginn", "Std./Woche", "Tel"],
        ["Kfz Groß", "Gönnheim", "Prakt.", "ab sofort", 39.0, "030 23125166"],
    ):
        sheet.append(row)
    book.save(path)
    return path


def _xls(path: Path) -> Path:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Stellen")
    rows: list[list[Any]] = [
        ["Betrieb", "Ort", "Art", "Beginn", "Std./Woche", "Tel"],
        ["Kfz Groß", "Gönnheim", "Prakt.", "ab sofort", 39.0, "030 23125166"],
    ]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    book.save(str(path))
    return path


def _ods(path: Path) -> Path:
    """A minimal OpenDocument spreadsheet (ISO/IEC 26300), written by hand."""
    rows = [
        ["Betrieb", "Ort", "Art", "Beginn", "Std./Woche", "Tel"],
        ["Kfz Groß", "Gönnheim", "Prakt.", "ab sofort", "39", "030 23125166"],
    ]
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join("<table:table-row>" + "".join(cell.format(c) for c in row) + "</table:table-row>" for row in rows)
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Stellen">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


@pytest.mark.parametrize(("make", "ending"), [(_xlsx, ".xlsx"), (_xls, ".xls"), (_ods, ".ods")])
def test_spreadsheets(store: Store, tmp_path: Path, make: Callable[[Path], Path], ending: str) -> None:
    path = make(tmp_path / f"liste{ending}")
    plan = importer.plan(store, "work", path)
    assert plan.table.sheet == "Stellen"
    act(store, importer.apply, plan)
    (found,) = store.many("work", store.ids("work"))
    assert found.values["employer"] == "Kfz Groß" and found.values["kind"] == "Praktikum"
    assert (
        found.values["start"] == "sofort"
        and found.values["hours_per_week"] == "39"
        and found.values["place"] == "07332022"
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("leer.csv", b""),
        ("bild.csv", b"\x89PNG\r\n\x00\x00\x00"),
        ("kaputt.xlsx", b"PK\x03\x04kaputt"),
        ("alt.xls", b"\xd0\xcf\x11\xe0kaputt"),
        ("nur.csv", b"ein Wort"),
    ],
)
def test_a_broken_list_is_told(store: Store, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError, match="lässt sich nicht als Liste lesen"):
        importer.plan(store, "volunteers", tmp_path / name)
    with pytest.raises(UserError, match="nicht zu finden"):
        importer.plan(store, "volunteers", tmp_path / "fehlt.csv")


def test_html_becomes_plain_text() -> None:
    text = to_text(
        "<p>Wir&nbsp;suchen <b>Sie</b>!</p>\r\n<ul><li>eins</li><li>zwei</li></ul><p>Bis<br>bald &amp; danke</p>"
    )
    assert (
        text == "Wir suchen Sie!\n\n– eins\n\n– zwei\n\nBis\nbald & danke" or text.splitlines()[0] == "Wir suchen Sie!"
    )
    assert "<" not in text and "– zwei" in text and "Bis\nbald & danke" in text
    assert to_text("3 < 5 und 7 > 2") == "3 < 5 und 7 > 2"


def test_certificates_stay_in_the_office(store: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.csv",
        "Name;Telefon;Datenschutz;Führungszeugnis eingesehen am\nGroß;0171 1111;ja;3.4.2019\nKlein;0171 "
        "2222;ja;liegt vor\n",
    )
    act(store, importer.apply, importer.plan(store, "volunteers", path, consent=True))
    for snapshot in store.many("volunteers", store.ids("volunteers")):
        private = store.companion(snapshot)
        assert snapshot.space == "net" and private and private.space == store.office_space
        assert "Führungszeugnis" not in (snapshot.values["note"] or "")
    assert {p.values["certificate_inspected_on"] for p in store.all("volunteers_private")} == {"2019-04-03", None}


def test_a_value_that_cannot_be_right_does_not_hold_up_its_row(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "l.csv", "Name;Telefon;Datenschutz\nGroß;0171 1111;ja (5.5.2099)\n")
    plan = importer.plan(store, "volunteers", path, consent=True)
    act(store, importer.apply, plan)
    assert [p["reason"] for p in plan.json()["unread"]] == ["Einwilligung vom: Liegt in der Zukunft"]
    (found,) = store.many("volunteers", store.ids("volunteers"))
    assert found.values["consent_network"] is True and found.values["note"] == "Datenschutz: ja (5.5.2099)"


def test_separators_are_found(tmp_path: Path) -> None:
    for separator in ";,\t|":
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(
            [["Name", "Telefon", "Ort"], ["Groß", "0171 1, 2; 3", "Maxdorf"]]
        )
        table = tables.read(
            write(tmp_path / "l.csv", text.getvalue()), lambda row: sum(c in ("Name", "Telefon") for c in row)
        )
        assert table.headings == ("Name", "Telefon", "Ort") and table.rows == (("Groß", "0171 1, 2; 3", "Maxdorf"),)


LISTS = os.environ.get("NETZWERKHILFE_LISTS")


@pytest.mark.skipif(not LISTS, reason="NETZWERKHILFE_LISTS names no folder with the offices' real lists")
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("volunteers", "maxdorf_helferliste.xlsx"),
        ("housing", "lambsheim_wohnungen.csv"),
        ("offers", "dannstadt_angebote.csv"),
        ("work", "wachenheim_praktika.xlsx"),
        ("offers", "freiwilligenangebote_hamburg.csv"),
    ],
)
def test_the_real_lists(store: Store, kind: str, name: str) -> None:
    path = Path(LISTS or "") / name
    plan = importer.plan(store, kind, path)
    assert rows_covered(plan) and plan.json()["taken"] >= len(plan.rows) - 3
    act(store, importer.apply, plan)
    again = importer.plan(store, kind, path)
    assert rows_covered(again) and again.json()["taken"] == 0
    assert store.check() == []
    for snapshot in store.many(kind, store.ids(kind)):
        assert not any(isinstance(v, str) and "<p>" in v for v in snapshot.values.values())


def test_two_lists_with_other_headings_both_come_in(store: Store, tmp_path: Path) -> None:
    """GIVEN flats without a street from one list WHEN another has flats in the same place THEN they are new ones."""
    first = write(tmp_path / "a.csv", "Ort;Zimmer;Kaltmiete;Status\nMaxdorf;3;500;frei\nMaxdorf;2;400;frei\n")
    second = write(
        tmp_path / "b.csv", "Gemeinde;Zi;qm;Miete kalt\nMaxdorf;4;90;700\nMaxdorf;1;30;300\nLambsheim;2;50;400\n"
    )
    act(store, importer.apply, importer.plan(store, "housing", first))
    plan = importer.plan(store, "housing", second)
    assert (plan.json()["taken"], plan.json()["updated"]) == (3, 0)
    act(store, importer.apply, plan)
    for path, rows in ((first, 2), (second, 3)):
        assert importer.plan(store, "housing", path).json()["known"] == rows
    assert len(store.ids("housing")) == 5


def test_another_list_of_the_same_people_fills_what_is_empty(store: Store, tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", "Name;Vorname;Telefon;Ort\nGroß;Björn;0171 1111111;Maxdorf\n")
    second = write(
        tmp_path / "b.csv", "Nachname;Vorname;Handy;E-Mail;Wohnort;Tel\nGroß;Björn;;b@example.org;Maxdorf;06237 1234\n"
    )
    act(store, importer.apply, importer.plan(store, "volunteers", first))
    plan = importer.plan(store, "volunteers", second)
    assert plan.json()["updated"] == 1 and plan.json()["kept"] == [{"row": 2, "fields": ["Telefon"]}]
    act(store, importer.apply, plan)
    (found,) = store.many("volunteers", store.ids("volunteers"))
    assert found.values["email"] == "b@example.org" and found.values["phone"] == "0171 111 11 11"
    for path in (first, second):
        assert importer.plan(store, "volunteers", path).json()["taken"] == 0


def test_what_columns_meant_is_kept_for_such_lists(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "l.csv", "Wer;Fon;Quatsch;Ort\nGroß, Björn;0171 111111;x;Maxdorf\n")
    act(store, importer.apply, importer.plan(store, "volunteers", path, wishes=["Wer=last_name", "Fon=phone", "Ort="]))
    write(path, "Ort;Fon;Wer;Quatsch\nMaxdorf;0171 222222;Klein, Ida;y\n")
    plan = importer.plan(store, "volunteers", path)
    assert plan.mapping == {"Wer": "last_name", "Fon": "phone"} and plan.json()["taken"] == 1


def test_a_cell_is_corrected_before_anything_is_taken(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "l.csv", "Name;Telefon;Ort\n;keine Ahnung;Maxdorf\nKlein;0171 22;Maxdorf\n")
    assert importer.plan(store, "volunteers", path).json()["taken"] == 1
    plan = importer.plan(store, "volunteers", path, corrections={(2, "Name"): "Groß, Björn", (2, "Telefon"): "0171 11"})
    assert plan.json()["taken"] == 2 and plan.json()["unread"] == []
    act(store, importer.apply, plan)
    assert {s.values["phone"] for s in store.many("volunteers", store.ids("volunteers"))} == {"0171 11", "0171 22"}


def test_an_old_list_houses_nobody_today(store: Store, tmp_path: Path) -> None:
    """GIVEN flats that were let long ago THEN they count with their own day or not at all, and no step is of today."""
    path = write(
        tmp_path / "w.csv",
        "Ort;Straße;Status;Einzug am\nMaxdorf;Weg 1;eingezogen;\nMaxdorf;Weg 2;vermittelt 15.11.2025;\n"
        "Maxdorf;Weg 3;vergeben;01.02.2026\n",
    )
    act(store, importer.apply, importer.plan(store, "housing", path))
    months = {month: flats for month, flats, _ in overview.placements(store)}
    assert sum(months.values()) == 2 and months["2025-11"] == 1 and months["2026-02"] == 1
    assert {s.values["on_day"] for s in store.all("stage_steps")} == {None, "2025-11-15", "2026-02-01"}
