"""Commands refuse to name a person in need to all offices, until somebody insists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netzwerkhilfe.__main__ import main
from tests.cli.test_commands import Office
from tests.conftest import PASSPHRASE


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", PASSPHRASE)
    mx = Office(tmp_path / "mx", capsys)
    mx("found", "--network", "N", "--office", "Maxdorf", "--person", "P", "--ags", "073385006")
    mx("add", "cases", "needs=Wohnung", "persons=4", "name=Familie Zwackelmann", "phone=06237 990318")
    return mx


def test_add_and_set_ask_and_can_be_insisted_on(office: Office) -> None:
    told = office.fails("add", "housing", "landlord=Frau Groß", "note=für Zwackelmann, 06237 990318")
    assert "„Zwackelmann“ heißt jemand aus MX-" in told and "nichts gespeichert" in told and "--insist" in told
    assert "„06237 990318“ ist die Telefonnummer aus MX-" in told
    assert office("list", "housing") == []
    record = office("add", "housing", "landlord=Frau Groß")["id"]
    assert "Zwackelmann" in office.fails("set", record, "note=Zwackelmann war da")
    assert office("show", record)["note"] is None
    office("--insist", "set", record, "note=Zwackelmann war da")
    assert office("show", record)["note"] == "Zwackelmann war da"
    office("add", "housing", "landlord=Herr Dörr", "note=auch Zwackelmann", "--insist")
    assert len(office("list", "housing")) == 2


def test_programs_read_which_field_names_whom(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["--data-dir", str(office.path), "--json", "add", "offers", "title=Suppe", "description=mit Zwackelmann"]
    assert main(call) == 1
    (named,) = json.loads(capsys.readouterr().out)["named"]
    assert (named["kind"], named["field"], named["text"]) == ("offers", "description", "Zwackelmann")


def test_meetings_notes_and_files_ask_too(office: Office, tmp_path: Path) -> None:
    office("add", "meetings", "title=Leitungsteam", "date=19.03.2026")
    call = ("circular", "Zwackelmann bekommt die Wohnung", "--by", "1.6.2030", "--reason", "eilt")
    assert "--insist" in office.fails(*call)
    flat = office("add", "housing", "landlord=Frau Groß")["id"]
    (tmp_path / "zwackelmann.pdf").write_bytes(b"%PDF-1.7")
    assert "Dateiname" in office.fails("attach", flat, str(tmp_path / "zwackelmann.pdf"))
    assert office("files", flat) == []
    office("note", "3 ZKB Maxdorf 650 warm, Frau Groß 06237 4711, Zwackelmann kennt sie")  # the rest stays here
    assert office("list", "housing", "--search", "4711")[0]["note"] is None


def test_a_list_names_the_row(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Ort;Vermieter;Zimmer;Bemerkungen\nMaxdorf;Frau Groß;3;\nMaxdorf;Dörr;2;für Zwackelmann\n", "utf-8")
    report = office("import", "housing", str(path))
    assert report["taken"] == 1 and report["named"] == [
        {
            "row": 3,
            "heading": "Bemerkungen",
            "value": "für Zwackelmann",
            "reason": report["named"][0]["reason"],
        }
    ]
    assert "MX-" in report["named"][0]["reason"]
    again = office("import", "housing", str(path), "--insist")
    assert (again["taken"], again["known"], again["named"]) == (1, 1, [])
    assert office("import", "housing", str(path))["known"] == 2  # what stands there already is not asked about


def test_sharing_by_command_asks(office: Office) -> None:
    record = office("add", "volunteers", "last_name=Oster", "note=fährt Zwackelmanns")["id"]
    assert "--insist" in office.fails("set", record, "consent_network=ja")
    moved = office("set", record, "consent_network=ja", "--insist")["id"]
    assert office("show", moved)["space"] == "net"
