"""Stories 1 and 2 as somebody types them: invitation, attendance, votes, minutes, papers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.test_commands import Office
from tests.conftest import PASSPHRASE

TEAM = (
    ("Hans-Jürgen Fischer", "Ehrenamt", "MX"),
    ("Petra Wagner", "Verwaltung", "MX"),
    ("Gisela Bauer", "Ehrenamt", "LH"),
    ("Tobias Kern", "Verwaltung", "LH"),
    ("Elif Demir", "Ehrenamt", "DS"),
    ("Sabine Roth", "Verwaltung", "DS"),
    ("Samir Haddad", "Ehrenamt", "WA"),
    ("Matthias Oster", "Verwaltung", "WA"),
)


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
        "Admin",
        "--ags",
        "073385006",
        "073385001",
        "073325006",
    )
    for name, role, seat in TEAM:
        mx("add", "people", f"name={name}", f"role={role}", f"represents={seat}", "steering_group=ja")
    return mx


def meeting(office: Office) -> str:
    found: Any = office(
        "add",
        "meetings",
        "title=Leitungsteam",
        "date=19.03.2026",
        "start=18:00",
        "venue=Bürgerhaus",
        "chair=Petra Wagner",
        "minute_taker=Matthias Oster",
    )
    for i in range(1, 8):
        office(
            "add",
            "agenda_items",
            f"parent={found['id']}",
            f"position={i * 10}",
            f"title=Thema {i}",
            "minutes=10",
            *(["confidential=ja"] if i == 7 else []),
        )
    return str(found["id"])


def text_of(path: Path) -> str:
    return "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(path.read_bytes())).pages)


def test_story_1(office: Office, tmp_path: Path) -> None:
    record = meeting(office)
    told = office.fails("meeting", "invite", record, "--on", "15.03.2026")
    assert "14.03.2026" in told
    assert "Grund der Eile" in told
    late: Any = office("meeting", "invite", record, "--on", "15.03.2026", "--reason", "Frist der Förderstelle")
    assert late["in_time"] is False
    second = meeting(office)
    report: Any = office("meeting", "invite", second, "--on", "14.03.2026", "-o", str(tmp_path / "einladung"))
    assert (report["in_time"], report["last_day"]) == (True, "2026-03-14")
    assert len(PdfReader(str(tmp_path / "einladung" / "briefe.pdf")).pages) == 8
    assert "DTSTART;TZID=Europe/Berlin:20260319T180000" in (tmp_path / "einladung" / "termin.ics").read_text()
    assert "Nichtöffentlicher Teil" in text_of(tmp_path / "einladung" / "einladung.pdf")
    assert "Frist der Förderstelle" not in text_of(tmp_path / "einladung" / "einladung.pdf")
    office("print", "invitation", record, "-o", str(tmp_path / "eilig.pdf"))
    assert "Frist der Förderstelle" in text_of(tmp_path / "eilig.pdf")
    assert "SEQUENCE:1" not in (tmp_path / "einladung" / "termin.ics").read_text()
    office("meeting", "cancel", second, "Hochwasser", "-o", str(tmp_path / "absage.ics"))
    assert "METHOD:CANCEL" in (tmp_path / "absage.ics").read_text()


def test_story_2(office: Office, tmp_path: Path) -> None:
    record = meeting(office)
    office("meeting", "invite", record, "--on", "14.03.2026")
    office("meeting", "begin", record, "--at", "18:02")
    states = [f"{name}=anwesend" for name, _, _ in TEAM[:6]] + ["Samir Haddad=entschuldigt", "Oster=unentschuldigt"]
    report: Any = office("meeting", "attend", record, *states)
    assert report["quorum"] == "beschlussfähig (6 von 8)"
    four: Any = office("meeting", "decide", record, "Wir mieten die Halle.", "--item", "4", "--votes", "3/2/1")
    five: Any = office("meeting", "decide", record, "Wir kaufen einen Bus.", "--item", "5", "--votes", "3/3/0")
    assert (four["result"], five["result"]) == ("mehrheitlich angenommen", "abgelehnt")
    office("meeting", "attend", record, "Fischer=geht", "--item", "6", "--at", "18:50")
    report = office("meeting", "attend", record, "Kern=geht", "--item", "7", "--at", "19:00")
    assert [(i["number"], i["quorum"]) for i in report["items"][4:]] == [
        ("5", "beschlussfähig (6 von 8)"),
        ("6", "beschlussfähig (5 von 8)"),
        ("7", "nicht beschlussfähig (4 von 8)"),
    ]
    office("meeting", "task", record, "Roth: Vertrag vorbereiten bis 02.04.2026", "--item", "4")
    office("meeting", "end", record, "--at", "19:10")
    report = office("meeting", "sign", record, "-o", str(tmp_path / "niederschrift.pdf"))
    assert report["state"] == "unterschrieben"
    text = text_of(tmp_path / "niederschrift.pdf")
    assert "beschlussfähig (6 von 8)" in text
    assert "3 Ja, 2 Nein, 1 Enthaltung" in text
    assert "unterschrieben" in office.fails("set", record, "venue=anderswo")
    assert "unterschrieben" in office.fails("meeting", "decide", record, "Noch etwas", "--item", "1")
    item: Any = office("meeting", "show", record)["items"][0]["id"]
    assert "unterschrieben" in office.fails("set", item, "parent=")
    for arguments in (("seal=",), ("seal=null",)):
        assert "nur das Programm" in office.fails("set", record, *arguments)
    assert office("meeting", "show", record)["state"] == "unterschrieben"
    after: Any = office("add", "meetings", "title=Leitungsteam", "date=30.04.2026", "start=18:00")
    report = office("meeting", "show", after["id"])
    assert [t["title"] for t in report["earlier_tasks"]] == ["Vertrag vorbereiten"]
    office("meeting", "usual", after["id"])
    suggested: Any = office("meeting", "suggest", after["id"], f"minutes:{record}")
    assert any(s["title"].startswith("Genehmigung der Niederschrift vom 19.03.2026") for s in suggested["suggestions"])
    office("meeting", "approve", record)
    office("meeting", "addendum", record, "Beginn war 18:05 Uhr.")
    assert "genehmigt" in office.fails("meeting", "unsign", record)
    number = next(d["number"] for i in office("meeting", "show", record)["items"] for d in i["decisions"])
    for document, what in (
        ("extract", number),
        ("register", "2026"),
        ("addenda", record),
        ("tasks", record),
        ("attendance", record),
        ("resolutions", record),
    ):
        office("print", document, what, "-o", str(tmp_path / f"{document}.pdf"))
        assert (tmp_path / f"{document}.pdf").read_bytes().startswith(b"%PDF")
    assert "18:05" in text_of(tmp_path / "addenda.pdf")
    for name in ("n.docx", "n.txt"):
        office("print", "minutes", record, "-o", str(tmp_path / name))
    assert "Wir mieten die Halle." in (tmp_path / "n.txt").read_text("utf-8-sig")
    assert office("check") == {"ok": True, "findings": []}


def test_wrong_input_is_told_in_german(office: Office, tmp_path: Path) -> None:
    record = meeting(office)
    for arguments, words in (
        (("show", "gibt-es-nicht"), "Diese Sitzung gibt es nicht"),
        (("attend", record, "Niemand=anwesend"), "sitzt nicht"),
        (("attend", record, "Roth=irgendwie"), "gibt es nicht"),
        (("decide", record, "x", "--item", "99"), "TOP 99"),
        (("decide", record, "x", "--item", "1", "--votes", "drei"), "Ja/Nein/Enthaltung"),
        (("decide", record, "--item", "1"), "Wortlaut fehlt"),
        (("invite", record, "--on", "31.02.2026"), ""),
        (("sign", record), "Anwesenheit"),
        (("approve", record), "unterschriebene"),
        (("addendum", record, "x"), "Entwurf"),
        (("begin", record, "--at", "25:99"), ""),
    ):
        assert words in office.fails("meeting", *arguments)
    person = office("add", "volunteers", "last_name=Fischer")["id"]
    assert "nur für: Sitzung" in office.fails("print", "minutes", person, "-o", str(tmp_path / "x.pdf"))
    assert "gibt es nicht" in office.fails("print", "minutes", "x", "-o", str(tmp_path / "x.pdf"))
    assert "nur in Notlagen" in office.fails("circular", "Wir tun es.", "--by", "01.01.2099")
    made: Any = office("circular", "Wir tun es.", "--by", "01.01.2099", "--reason", "Es brennt.")
    assert made["id"]
