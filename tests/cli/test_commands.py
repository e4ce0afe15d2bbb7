"""The commands as people and programs type them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from netzwerkhilfe.__main__ import main
from tests.conftest import PASSPHRASE


class Office:
    """One data directory and its commands."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self.capsys = path, capsys

    def __call__(self, *arguments: str) -> Any:
        """Run with --json; the document."""
        assert main(["--data-dir", str(self.path), "--json", *arguments]) == 0, self.capsys.readouterr().err
        return json.loads(self.capsys.readouterr().out)

    def fails(self, *arguments: str) -> str:
        """Run and expect a UserError; the German paragraph."""
        assert main(["--data-dir", str(self.path), *arguments]) == 1
        return self.capsys.readouterr().err


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", PASSPHRASE)
    mx = Office(tmp_path / "mx", capsys)
    mx(
        "found",
        "--network",
        "Netzwerk Hilfe",
        "--office",
        "Maxdorf",
        "--person",
        "Petra Wagner",
        "--ags",
        "073385006",
        "--recovery",
        str(tmp_path / "blatt.pdf"),
    )
    assert (tmp_path / "blatt.pdf").read_bytes().startswith(b"%PDF")
    return mx


def test_a_whole_day(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = office("invite", "--office", "Wachenheim", "-o", str(tmp_path / "einladung"))["words"]
    assert len(words.split()) == 5
    wa, stick = Office(tmp_path / "wa", capsys), tmp_path / "stick"
    stick.mkdir()
    wa("join", str(tmp_path / "einladung"), "--words", words, "--person", "Jutta Frey")
    wa("exchange", str(stick))
    assert office("exchange", str(stick))["waiting"] == ["Jutta Frey (Wachenheim)"]
    assert [m["state"] for m in office("members")] == ["member", "waiting"]
    office("confirm", "Jutta Frey")
    office("exchange", str(stick))
    wa("exchange", str(stick))
    record = office(
        "add", "volunteers", "first_name=Samir", "last_name=Haddad", "phone=0160 5552741", "consent_network=ja"
    )["id"]
    shown = office("show", record)
    assert shown["phone"] == "0160 555 27 41" and shown["kind"] == "volunteers" and shown["space"] == "net"
    office("exchange", str(stick))
    assert wa("exchange", str(stick))["received"] == {"new": 1, "changed": 0, "conflicts": 0, "erased": 0}
    office("set", record, "phone=0160 1")
    wa("set", record, "phone=0160 2222")
    office("exchange", str(stick))
    wa("exchange", str(stick))
    (conflict,) = wa("conflicts")
    assert conflict["field"] == "phone" and {v["office"] for v in conflict["values"]} == {
        "Maxdorf",
        "Wachenheim",
    }
    wa("resolve", record, "phone=0160 3333")
    wa("exchange", str(stick))
    office("exchange", str(stick))
    assert office("conflicts") == [] and office("list", "volunteers", "--search", "0160 33 33")[0]["id"] == record
    assert office("check") == {"ok": True, "findings": []}


def test_entries_lists_and_papers(office: Office, tmp_path: Path) -> None:
    flat = office(
        "add",
        "housing",
        "place=Fußgönheim",
        "rooms=3 ZKB",
        "area_m2=ca. 74 m²",
        "base_rent=690",
        "ancillary_costs=200",
        "heating_costs=0",
        "landlord=Dörr",
    )["id"]
    shown = office("show", flat)
    assert (shown["number"][:5], shown["gross_rent"], shown["rent_excl_heating"], shown["place"], shown["stage"]) == (
        "MX-W-",
        "890.00",
        "890.00",
        "Fußgönheim",
        "gemeldet",
    )
    office("set", flat, "stage=geprüft")
    assert [f["id"] for f in office("list", "housing", "--where", "stage=geprüft")] == [flat]
    meeting = office("add", "meetings", "title=Leitungsteam", "date=19.03.2026", "start=18:00")["id"]
    office("add", "agenda_items", f"parent={meeting}", "title=Begrüßung", "minutes=5")
    office("print", "agenda", meeting, "-o", str(tmp_path / "t.pdf"))
    assert (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")
    for ending in ("csv", "xlsx", "json", "pdf"):
        office("export", "housing", str(tmp_path / f"liste.{ending}"))
    assert "Wohnungen" not in (tmp_path / "liste.csv").read_text("utf-8-sig").splitlines()[1]
    office("trash", flat)
    assert office("list", "housing") == []
    office("untrash", flat)
    saved = office("backup")["file"]
    office("erase", flat, "--reason", "Test")
    assert office("list", "housing") == [] and not Path(saved).exists()


def test_two_offices_by_command(office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """GIVEN a second office that joins by command THEN rights, copies, sharing, files and leaving work without a
    window."""
    stick = tmp_path / "stick"
    stick.mkdir()
    words = office("invite", "--office", "Wachenheim", "-o", str(tmp_path / "e"))["words"]
    other = Office(tmp_path / "wa", capsys)
    other("join", str(tmp_path / "e"), "--words", words, "--person", "Jutta Frey")
    other("exchange", str(stick))
    office("exchange", str(stick))
    office("confirm", "Jutta Frey")
    for one in (office, other, office):
        one("exchange", str(stick))
    office("admin", "Jutta Frey", "off")
    office("admin", "Jutta Frey")
    assert [m["admin"] for m in office("members")] == [True, True]
    flat = office("add", "housing", "landlord=Dörr", "place=Maxdorf")["id"]
    back = office("unshare", flat)["id"]
    again = office("share", back)["id"]
    (tmp_path / "vertrag.pdf").write_bytes(b"%PDF Mietvertrag")
    office("attach", again, str(tmp_path / "vertrag.pdf"))
    office("exchange", str(stick))
    report = other("exchange", str(stick))
    assert report["received"]["new"] >= 2 and report["set_aside"] == []
    (listed,) = other("files", again, "-o", str(tmp_path / "heraus"))
    assert listed["here"] and (tmp_path / "heraus" / "vertrag.pdf").read_bytes() == b"%PDF Mietvertrag"
    assert other("device") == {"state": "settled", "number": 1}
    shutil.copytree(tmp_path / "wa", tmp_path / "kopie")
    copy = Office(tmp_path / "kopie", capsys)
    assert copy("device")["state"] == "copied"
    assert copy("device", "--additional") == {"state": "waiting", "number": 2}
    copy("exchange", str(stick))
    assert office("exchange", str(stick))["waiting"]
    other("exchange", str(stick))
    other("add", "housing", "landlord=Weber", "place=Wachenheim")
    assert other("leave", str(stick), "--hand-over", "Maxdorf") == {"handed_over": 1}
    office("exchange", str(stick))
    assert {m["state"] for m in office("members") if m["office"] == "Wachenheim"} >= {"struck"}
    assert "Weber" in json.dumps(office("list", "housing"))
    assert "kein Wiederherstellungsschlüssel" in office.fails("rescue", str(tmp_path / "e"), "--key", "falsch")


def test_stories_3_to_7_by_command(office: Office, tmp_path: Path) -> None:
    """The stories of the field with their figures, typed."""
    # 3: a certificate older than three months at its presentation is refused
    ok = office(
        "add", "volunteers", "last_name=Fischer", "certificate_date=10.02.2026", "certificate_inspected_on=02.03.2026"
    )["id"]
    assert office("show", ok)["certificate_inspected_on"] == "2026-03-02"
    assert "älter als 3 Monate" in office.fails("set", ok, "certificate_date=01.11.2025")
    # 4: Arabic-speaking drivers near Heßheim on Tuesday morning, by distance
    for name, place, when in (
        ("Nah", "Beindersheim", "Di vormittags"),
        ("Mittel", "Lambsheim", "Di vormittags"),
        ("Fern", "Maxdorf", "Di vormittags"),
        ("Nie", "Heßheim", "Mi abends"),
    ):
        office(
            "add",
            "volunteers",
            f"last_name={name}",
            f"place={place}",
            f"availability={when}",
            "languages=Arabisch",
            "driving_licence=B",
            "consent_network=ja",
        )
    lift = office(
        "add",
        "cases",
        "needs=Begleitung",
        "place=Heßheim",
        "languages=Arabisch",
        "needs_driver=ja",
        "appointment=Di vormittags",
    )["id"]
    found = office("match", lift)
    assert [(m["title"], next(r["text"] for r in m["reasons"] if "Luftlinie" in r["text"])) for m in found] == [
        ("Nah", "1,8 km Luftlinie"),
        ("Mittel", "3,9 km Luftlinie"),
        ("Fern", "6,5 km Luftlinie"),
    ]
    assert all(r["ok"] in (True, False, None) for m in found for r in m["reasons"])
    hidden = [m for m in office("match", lift, "--all") if m["verdict"] == "passt nicht"]
    assert [m["title"] for m in hidden if any("keine Zeit" in r["text"] for r in m["reasons"])] == ["Nie"]
    # 5: a flat in Gönnheim, which comes with the office Wachenheim
    office("invite", "--office", "Wachenheim", "-o", str(tmp_path / "e"))
    flat = office(
        "add",
        "housing",
        "place=Gönnheim",
        "area_m2=78",
        "base_rent=520",
        "ancillary_costs=110",
        "heating_costs=90",
        "deposit=1600",
        "landlord=Dörr",
    )["id"]
    shown = office("show", flat)
    assert (shown["gross_rent"], shown["rent_excl_heating"]) == ("720.00", "630.00")
    assert any("Kaution über drei Kaltmieten" in t for t in shown["advice"])
    office("add", "rent_limits", "area=07332", "persons=3", "max_amount=650", "area_m2=80", "valid_from=01.01.2026")
    family = office(
        "add", "cases", "needs=Wohnung", "persons=3", "place=Maxdorf", "rent_paid_by=Jobcenter", "name=Familie Haddad"
    )["id"]
    (match,) = office("match", family)
    said = [r["text"] for r in match["reasons"]]
    assert "Bruttokaltmiete 630 €, in der Mietgrenze" in said and any("Wohnsitzauflage" in t for t in said)
    assert office("show", family)["name"] == "Familie Haddad" and office("list", "cases", "--search", "haddad")
    shelter = office("add", "shelters", "name=Alte Schule", "places_total=40", "places_taken=31", "places_blocked=4")[
        "id"
    ]
    assert office("show", shelter)["places_free"] == 5
    # 6: work
    lead = office(
        "add",
        "work",
        "employer=Bäckerei",
        "kind=Orientierungspraktikum",
        "start=01.04.2026",
        "ends_on=15.07.2026",
        "work_permit=beantragt",
    )["id"]
    assert any("Mindestlohn" in t and "3 Monate" in t for t in office("show", lead)["advice"])
    assert "beantragt" in office.fails("set", lead, "stage=begonnen")
    office("set", lead, "stage=begonnen", "permit_override=Zusage am Telefon")
    hours = office("add", "work", "employer=Bauhof", "kind=Arbeitsgelegenheit § 5 AsylbLG", "total_hours=40")["id"]
    assert any("32,00 €" in t for t in office("show", hours)["advice"])
    # 7: the homepage shows the barn without the private mobile
    office(
        "add",
        "offers",
        "title=Fahrradscheune",
        "opening_hours=Sa 10–12 Uhr",
        "season=im August geschlossen",
        "publish=ja",
        "phone=0172 3344556",
    )
    office("export", "offers", str(tmp_path / "a.html"))
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "Sa 10–12 Uhr" in page and "0172" not in page


def test_a_phone_note_by_command(office: Office) -> None:
    text = "3 ZKB Maxdorf 650 warm ab 1.2., Frau Groß 06237 990318, 2. OG, keine Tiere, Balkon"
    shown = office("note", text, "--preview")
    assert shown["kind"] == "housing" and shown["rest"] == "Balkon" and office("list", "housing") == []
    assert (shown["fields"]["gross_rent"], shown["fields"]["place"]) == ("650.00", "Maxdorf")
    kept = office("note", text)["id"]
    told = office("show", kept)
    assert (told["landlord"], told["note"], told["private_note"]) == ("Frau Groß", None, "Balkon")


def test_a_formula_in_a_list_is_neutralised(office: Office, tmp_path: Path) -> None:
    office("add", "volunteers", "last_name==cmd|' /C calc'!A0")
    office("export", "volunteers", str(tmp_path / "l.csv"))
    assert "'=cmd" in (tmp_path / "l.csv").read_text("utf-8-sig")


def test_cards_dates_and_the_homepage_by_command(office: Office, tmp_path: Path) -> None:
    """GIVEN volunteers, a meeting, offers and a case WHEN lists go out by command THEN each ending that a kind has is
    written, and what the office keeps for itself has no list."""
    office("add", "volunteers", "last_name=Groß", "phone=06237 1")
    office("add", "volunteers", "last_name=Ohne")
    assert office("export", "volunteers", str(tmp_path / "l.vcf")) == {
        "records": 1,
        "remarks": ["1 Eintrag ohne Telefon, E-Mail und Anschrift ist nicht dabei."],
    }
    office("add", "meetings", "title=Leitungsteam", "date=19.03.2026", "start=18:00")
    assert office("export", "meetings", str(tmp_path / "l.ics"))["records"] == 1
    office("add", "offers", "title=Kleiderkammer", "publish=ja")
    office("add", "offers", "title=Ungeprüft", "publish=nein")
    for ending in ("html", "json"):
        assert office("export", "offers", str(tmp_path / f"l.{ending}"))["records"] == 1
        assert "Ungeprüft" not in (tmp_path / f"l.{ending}").read_text("utf-8")
    assert "Möglich sind .xlsx, .csv, .ics, .json und .pdf." in office.fails(
        "export", "cases", str(tmp_path / "l.html")
    )
    office("add", "cases", "needs=Wohnung", "name=Amina Haddad")
    for ending in ("csv", "xlsx", "json"):
        office("export", "cases", str(tmp_path / f"l.{ending}"))
    assert "Haddad" not in (tmp_path / "l.csv").read_text("utf-8-sig") + (tmp_path / "l.json").read_text("utf-8")
    for kind in ("cases_private", "engagements"):
        assert "gibt es keine Liste" in office.fails("export", kind, str(tmp_path / f"{kind}.csv"))
        assert not (tmp_path / f"{kind}.csv").exists()
    assert "kein Termin" in office.fails("export", "tasks", str(tmp_path / "t.ics"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "housing", "rooms=viele", "landlord=x"], "Zimmer"),
        (["add", "quark", "a=b"], "gibt es nicht"),
        (["show", "ffff"], "gibt es nicht"),
        (["add", "volunteers"], "Name oder Telefon"),
        (["add", "volunteers", "ohnegleich"], "feld=wert"),
        (["exchange", "/gibt/es/nicht"], "nicht erreichbar"),
        (["found", "--network", "a", "--office", "b", "--person", "c"], "liegen schon Daten"),
        (["set", "ffff", "a=b"], "gibt es nicht"),
        (["import", "volunteers", "/gibt/es/nicht.csv"], "nicht zu finden"),
        (["restore", "/gibt/es/nicht"], "keine lesbare Sicherung"),
    ],
)
def test_wrong_things_get_a_german_sentence(office: Office, arguments: list[str], sentence: str) -> None:
    assert sentence in office.fails(*arguments)
    assert office("check") == {"ok": True, "findings": []}


def test_a_wrong_passphrase(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", "ganz falsch")
    assert "Kennwort ist nicht richtig" in office.fails("list", "volunteers")


def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["add"])
    assert caught.value.code == 2


def test_founding_that_fails_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", "kurz")
    office = Office(tmp_path / "x", capsys)
    assert "zu kurz" in office.fails("found", "--network", "a", "--office", "b", "--person", "c")
    assert list((tmp_path / "x").iterdir()) == []


def test_another_network_and_its_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", PASSPHRASE)
    sheet = tmp_path / "orte.csv"
    sheet.write_text("Büro;Art;Ort;AGS\r\nWeilerbach;VG;Kollweiler;\r\n;;Rodenbach;0733X\r\n", "utf-8")
    vg = Office(tmp_path / "vg", capsys)
    begin = ("found", "--network", "Netz", "--office", "Landstuhl", "--person", "Eva", "--place", "Bann")
    assert "Möglich sind: Verbandsgemeinde" in vg.fails(*begin, "--form", "Burg")
    assert "„Atlantis“" in vg.fails(*begin, "Atlantis")
    assert "07335999" in vg.fails(*begin, "--ags", "07335999")
    vg(*begin, "Kindsbach", "--places", str(sheet))
    found = {o["office"]: [p["name"] for p in o["places"]] for o in vg("places")}
    assert found == {"Landstuhl": ["Bann", "Kindsbach", "Landstuhl"], "Weilerbach": ["Kollweiler", "Rodenbach"]}
    sheet.write_text("Büro;Ort;PLZ\r\nLandstuhl;Bann;66851\r\nLandstuhl;Mittelbrunn;\r\n", "utf-8")
    counts = vg("places", str(sheet), "--preview")
    assert (counts["new"], counts["changed"], counts["known"]) == (1, 1, 1)
    assert len(vg("places")[0]["places"]) == 3
    assert vg("places", str(sheet))["new"] == 1 and len(vg("places")[0]["places"]) == 4
    target = tmp_path / "alle.xlsx"
    vg("places", "--export", str(target))
    assert vg("places", str(target))["known"] == 8


def test_what_prints_otherwise_is_said_by_every_command(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office("add", "offers", "title=Fahrrad 😀")
    record = office("add", "meetings", "title=Fest 😀", "date=19.03.2026", "start=18:00")["id"]

    def says(*arguments: str) -> str:
        assert main(["--data-dir", str(office.path), *arguments]) == 0
        return capsys.readouterr().out

    words = "😀 als [grinsendes gesicht]"
    assert words in says("export", "offers", str(tmp_path / "liste.pdf"))
    assert words not in says("export", "offers", str(tmp_path / "liste.csv"))
    assert words in says("print", "invitation", record, "-o", str(tmp_path / "e.pdf"))
    assert words in says("meeting", "cancel", record, "krank", "-o", str(tmp_path / "absage.pdf"))
