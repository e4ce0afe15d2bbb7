"""The commands as people and programs type them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from netzwerkhilfe.__main__ import main
from tests.conftest import PASSPHRASE


class Office:
    """One data directory and its commands."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self.capsys = path, capsys

    def __call__(self, *arguments: str) -> object:
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
    words = office("invite", "--office", "Wachenheim", "-o", str(tmp_path / "einladung"))["words"]  # type: ignore[index, call-overload]
    assert len(words.split()) == 5
    wa, stick = Office(tmp_path / "wa", capsys), tmp_path / "stick"
    stick.mkdir()
    wa("join", str(tmp_path / "einladung"), "--words", words, "--person", "Jutta Frey")
    wa("exchange", str(stick))
    assert office("exchange", str(stick))["waiting"] == ["Jutta Frey (Wachenheim)"]  # type: ignore[index, call-overload]
    assert [m["state"] for m in office("members")] == ["member", "waiting"]  # type: ignore[attr-defined]
    office("confirm", "Jutta Frey")
    office("exchange", str(stick))
    wa("exchange", str(stick))
    record = office(
        "add", "volunteers", "first_name=Samir", "last_name=Haddad", "phone=0160 5552741", "consent_network=ja"
    )["id"]  # type: ignore[index, call-overload]
    shown = office("show", record)
    assert shown["phone"] == "0160 555 27 41" and shown["kind"] == "volunteers" and shown["space"] == "net"  # type: ignore[index, call-overload]
    office("exchange", str(stick))
    assert wa("exchange", str(stick))["received"] == {"new": 1, "changed": 0, "conflicts": 0, "erased": 0}  # type: ignore[index, call-overload]
    office("set", record, "phone=0160 1")
    wa("set", record, "phone=0160 2222")
    office("exchange", str(stick))
    wa("exchange", str(stick))
    (conflict,) = wa("conflicts")  # type: ignore[misc]
    assert conflict["field"] == "phone" and {v["office"] for v in conflict["values"]} == {
        "Maxdorf",
        "Wachenheim",
    }
    wa("resolve", record, "phone=0160 3333")
    wa("exchange", str(stick))
    office("exchange", str(stick))
    assert office("conflicts") == [] and office("list", "volunteers", "--search", "0160 33 33")[0]["id"] == record  # type: ignore[index, call-overload]
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
    )["id"]  # type: ignore[index, call-overload]
    shown = office("show", flat)
    assert (shown["number"][:5], shown["gross_rent"], shown["rent_excl_heating"], shown["place"], shown["stage"]) == (  # type: ignore[index, call-overload]
        "MX-W-", "890.00", "890.00", "Fußgönheim", "gemeldet",
    )  # fmt: skip
    office("set", flat, "stage=geprüft")
    assert [f["id"] for f in office("list", "housing", "--where", "stage=geprüft")] == [flat]  # type: ignore[attr-defined]
    meeting = office("add", "meetings", "title=Leitungsteam", "date=19.03.2026", "start=18:00")["id"]  # type: ignore[index, call-overload]
    office("add", "agenda_items", f"parent={meeting}", "title=Begrüßung", "minutes=5")
    office("print", "agenda", meeting, "-o", str(tmp_path / "t.pdf"))
    assert (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")
    for ending in ("csv", "xlsx", "json", "pdf"):
        office("export", "housing", str(tmp_path / f"liste.{ending}"))
    assert "Wohnungen" not in (tmp_path / "liste.csv").read_text("utf-8-sig").splitlines()[1]
    office("trash", flat)
    assert office("list", "housing") == []
    office("untrash", flat)
    saved = office("backup")["file"]  # type: ignore[index, call-overload]
    office("erase", flat, "--reason", "Test")
    assert office("list", "housing") == [] and not Path(saved).exists()


def test_two_offices_by_command(office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """GIVEN a second office that joins by command THEN rights, copies, sharing, files and leaving work without a window."""
    stick = tmp_path / "stick"
    stick.mkdir()
    words = office("invite", "--office", "Wachenheim", "-o", str(tmp_path / "e"))["words"]  # type: ignore[index, call-overload]
    other = Office(tmp_path / "wa", capsys)
    other("join", str(tmp_path / "e"), "--words", words, "--person", "Jutta Frey")
    other("exchange", str(stick))
    office("exchange", str(stick))
    office("confirm", "Jutta Frey")
    for one in (office, other, office):
        one("exchange", str(stick))
    office("admin", "Jutta Frey", "--off")
    office("admin", "Jutta Frey")
    assert [m["admin"] for m in office("members")] == [True, True]  # type: ignore[index, attr-defined]
    flat = office("add", "housing", "landlord=Dörr", "place=Maxdorf")["id"]  # type: ignore[index, call-overload]
    back = office("unshare", flat)["id"]  # type: ignore[index, call-overload]
    again = office("share", back)["id"]  # type: ignore[index, call-overload]
    (tmp_path / "vertrag.pdf").write_bytes(b"%PDF Mietvertrag")
    office("attach", again, str(tmp_path / "vertrag.pdf"))
    office("exchange", str(stick))
    report = other("exchange", str(stick))
    assert report["received"]["new"] >= 2 and report["set_aside"] == []  # type: ignore[index, call-overload]
    (listed,) = other("files", again, "-o", str(tmp_path / "heraus"))  # type: ignore[misc]
    assert listed["here"] and (tmp_path / "heraus" / "vertrag.pdf").read_bytes() == b"%PDF Mietvertrag"
    assert other("device") == {"state": "settled", "number": 1}
    shutil.copytree(tmp_path / "wa", tmp_path / "kopie")
    copy = Office(tmp_path / "kopie", capsys)
    assert copy("device")["state"] == "copied"  # type: ignore[index, call-overload]
    assert copy("device", "--additional") == {"state": "waiting", "number": 2}
    copy("exchange", str(stick))
    assert office("exchange", str(stick))["waiting"]  # type: ignore[index, call-overload]
    other("exchange", str(stick))
    other("add", "housing", "landlord=Weber", "place=Wachenheim")
    assert other("leave", str(stick), "--hand-over", "Maxdorf") == {"handed_over": 1}
    office("exchange", str(stick))
    assert {m["state"] for m in office("members") if m["office"] == "Wachenheim"} >= {"struck"}  # type: ignore[attr-defined]
    assert "Weber" in json.dumps(office("list", "housing"))
    assert "kein Wiederherstellungsschlüssel" in office.fails("rescue", str(tmp_path / "e"), "--key", "falsch")


def test_a_formula_in_a_list_is_neutralised(office: Office, tmp_path: Path) -> None:
    office("add", "volunteers", "last_name==cmd|' /C calc'!A0")
    office("export", "volunteers", str(tmp_path / "l.csv"))
    assert "'=cmd" in (tmp_path / "l.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["add", "housing", "rooms=viele", "landlord=x"], "Zimmer"), (["add", "quark", "a=b"], "gibt es nicht"), (["show", "ffff"], "gibt es nicht"),
     (["add", "volunteers"], "Name oder Telefon"), (["add", "volunteers", "ohnegleich"], "feld=wert"), (["exchange", "/gibt/es/nicht"], "nicht erreichbar"),
     (["found", "--network", "a", "--office", "b", "--person", "c"], "liegen schon Daten"), (["set", "ffff", "a=b"], "gibt es nicht"),
     (["import", "volunteers", "/gibt/es/nicht.csv"], "nicht zu finden"), (["restore", "/gibt/es/nicht"], "keine lesbare Sicherung")],
)  # fmt: skip
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
