"""Who belongs and who may what, by the commands that are shipped: what was tried against them fails and is told."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from netzwerkhilfe.__main__ import main
from tests.cli.test_commands import Office, office

__all__ = ["office"]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder between the offices."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def joined(first: Office, place: Path, stick: Path, name: str, *how: str) -> Office:
    """A PC that was invited, has joined and is taken in."""
    words = first("invite", "-o", str(place.with_suffix(".einladung")), *how)["words"]
    made = Office(place, first.capsys)
    made("join", str(place.with_suffix(".einladung")), "--words", words, "--person", name)
    made("exchange", str(stick))
    first("exchange", str(stick))
    first("confirm", name)
    for pc in (first, made, first):
        pc("exchange", str(stick))
    return made


@pytest.fixture
def helper(office: Office, tmp_path: Path, stick: Path) -> Office:
    """The laptop of a person who helps in Maxdorf."""
    return joined(office, tmp_path / "helfer", stick, "Hodan Abdi", "--office", "Maxdorf", "--helper")


@pytest.fixture
def wachenheim(office: Office, tmp_path: Path, stick: Path) -> Office:
    """The PC of another office, which does not administer."""
    made = joined(office, tmp_path / "wa", stick, "Jutta Frey", "--office", "Wachenheim")
    office("admin", "Jutta Frey", "off")
    for pc in (office, made):
        pc("exchange", str(stick))
    return made


def by_name(pc: Office) -> dict[str, tuple[str, str, bool]]:
    """What each PC is, as one of them sees it: role, state, whether it administers."""
    return {m["person"]: (m["role"], m["state"], m.get("admin", False)) for m in pc("members")}


def test_a_helpers_laptop_changes_nothing_about_who_belongs(office: Office, helper: Office, stick: Path) -> None:
    case = office("add", "cases", "needs=Wohnung", "name=Amina Yusuf", "persons=3")["id"]
    before = by_name(office)
    ids = {m["person"]: m["id"] for m in helper("members")}
    own, mayor = ids["Hodan Abdi"], ids["Petra Wagner"]
    for attempt in (
        ("role", own, "office"),
        ("admin", own),
        ("strike", mayor),
        ("admin", mayor, "off"),
        ("role", mayor, "helper"),
        ("set", own, "role=office"),
        ("set", own, "admin=ja"),
        ("set", mayor, "struck_on=2026-03-01"),
        ("set", mayor, "encryption_key=age1x"),
        ("invite", "--office", "Fremdheim", "-o", str(stick / "x.einladung")),
        ("erase", case, "--reason", "weg damit"),
    ):
        assert helper.fails(*attempt).strip(), attempt
    helper("exchange", str(stick))
    report = office("exchange", str(stick))
    assert not report["set_aside"] and by_name(office) == before and office("show", case)
    helper("exchange", str(stick))
    assert helper("list", "cases")[0]["id"] == case and "Yusuf" not in str(helper("show", case))
    assert "Yusuf" in str(office("show", case))


def test_an_office_pc_without_the_right_takes_no_strike_back(
    office: Office, helper: Office, wachenheim: Office, stick: Path
) -> None:
    office("strike", "Hodan Abdi")
    for pc in (office, wachenheim):
        pc("exchange", str(stick))
    ids = {m["person"]: m["id"] for m in wachenheim("members")}
    for attempt in (
        ("role", ids["Hodan Abdi"], "office"),
        ("admin", "Jutta Frey"),
        ("strike", "Petra Wagner"),
        ("set", ids["Hodan Abdi"], "struck_on="),
        ("confirm", "Hodan Abdi"),
    ):
        assert wachenheim.fails(*attempt).strip(), attempt
    wachenheim("exchange", str(stick))
    office("exchange", str(stick))
    assert by_name(office)["Hodan Abdi"][1] == "struck" and by_name(wachenheim)["Hodan Abdi"][1] == "struck"


def test_roles_rights_and_keys_change_by_their_commands(office: Office, helper: Office, stick: Path) -> None:
    office("role", "Hodan Abdi", "office")
    for pc in (office, helper):
        pc("exchange", str(stick))
    assert by_name(helper)["Hodan Abdi"] == ("office", "member", False)
    office("admin", "Hodan Abdi", "on")
    helper("rekey")
    for pc in (helper, office, helper, office):
        pc("exchange", str(stick))
    assert by_name(office) == by_name(helper) and by_name(office)["Hodan Abdi"][2]
    record = helper("add", "volunteers", "last_name=Haddad", "consent_network=ja")["id"]
    helper("exchange", str(stick))
    office("exchange", str(stick))
    assert office("show", record)["last_name"] == "Haddad"


# ---- what the printed sheets do together ----------------------------------------------------------------------------
def key_on(sheet: Path) -> str:
    """The key as it is printed on a sheet, in two lines."""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(sheet).pages)
    found = re.search(r"(?:[A-Z2-9]{4}\s+){7}[A-Z2-9]{4}", text)
    assert found
    return found[0]


@pytest.fixture
def three(
    office: Office, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[Office, Office, Office, list[str]]:
    """Three offices of which only the first administers, and what names the sheets of the other two: a key as it is
    printed, and a file that has it."""
    made, sheets = [], []
    for name, person in (("Wachenheim", "Jutta Frey"), ("Dannstadt-Schauernheim", "Aylin Demir")):
        pc, ticket, sheet = Office(tmp_path / name, capsys), tmp_path / f"{name}.einladung", tmp_path / f"{name}.pdf"
        words = office("invite", "--office", name, "-o", str(ticket))["words"]
        pc("join", str(ticket), "--words", words, "--person", person, "--recovery", str(sheet))
        pc("exchange", str(stick))
        office("exchange", str(stick))
        office("confirm", person)
        office("admin", person, "off")
        made.append(pc)
        sheets.append(key_on(sheet))
    for _ in range(2):
        for one in (office, *made):
            one("exchange", str(stick))
    (tmp_path / "blatt.txt").write_text(f"Unser Schlüssel: {sheets[1]}\n", "utf-8")
    return office, made[0], made[1], [sheets[0], str(tmp_path / "blatt.txt")]


def test_sheets_give_and_take_the_right_to_administer(
    three: tuple[Office, Office, Office, list[str]], stick: Path
) -> None:
    first, second, third, sheets = three
    assert "mehr als der Hälfte" in second.fails("recover", "admin", "Jutta Frey", "--sheet", sheets[0])
    assert "gibt es nicht" in second.fails("recover", "admin", "Niemand", "--sheet", *sheets)
    second("recover", "admin", "Jutta Frey", "--sheet", *sheets)
    second("recover", "admin", "Petra Wagner", "off", "--sheet", *sheets)
    for pc in (second, third, first, second):
        pc("exchange", str(stick))
    for pc in (first, second, third):
        assert {n for n, (_, _, admin) in by_name(pc).items() if admin} == {"Jutta Frey"}
    third("recover", "admin", "Aylin Demir", "on", "--sheet", *sheets)
    assert by_name(third)["Aylin Demir"][2]


def test_sheets_change_a_role(three: tuple[Office, Office, Office, list[str]], helper: Office, stick: Path) -> None:
    first, second, _, sheets = three
    second("exchange", str(stick))
    assert "kann nicht verwalten" in second.fails("recover", "admin", "Hodan Abdi", "--sheet", *sheets)
    second("recover", "role", "Hodan Abdi", "office", "--sheet", *sheets)
    for pc in (second, first, helper):
        pc("exchange", str(stick))
    assert by_name(helper)["Hodan Abdi"] == by_name(first)["Hodan Abdi"] == ("office", "member", False)
    second("recover", "role", "Hodan Abdi", "helper", "--sheet", *sheets)
    assert by_name(second)["Hodan Abdi"][0] == "helper"
    assert second.fails("recover", "role", "Hodan Abdi", "helper", "--sheet", sheets[0], "A" * 4).strip()


def test_sheets_strike_a_pc_off_and_take_one_in(
    three: tuple[Office, Office, Office, list[str]], stick: Path, tmp_path: Path
) -> None:
    """GIVEN the PC that administers is stolen WHEN two offices lay their sheets together THEN it is out, and a new PC
    gets in, though nobody there had the right."""
    first, second, third, sheets = three
    second("recover", "admin", "Jutta Frey", "--sheet", *sheets)
    ticket = tmp_path / "neu.einladung"
    words = second("invite", "--office", "Wachenheim", "-o", str(ticket))["words"]
    second("recover", "admin", "Jutta Frey", "off", "--sheet", *sheets)
    new = Office(tmp_path / "neu", first.capsys)
    new("join", str(ticket), "--words", words, "--person", "Ines Kern")
    new("exchange", str(stick))
    assert second("exchange", str(stick))["waiting"]
    assert second.fails("confirm", "Ines Kern").strip()
    second("recover", "confirm", "Ines Kern", "--sheet", *sheets)
    second("recover", "strike", "Petra Wagner", "--sheet", *sheets)
    for pc in (second, third, new, second):
        pc("exchange", str(stick))
    for pc in (second, third, new):
        assert by_name(pc)["Petra Wagner"][1] == "struck" and by_name(pc)["Ines Kern"][1] == "member"


def test_what_recover_is_told_is_told_whole(office: Office) -> None:
    for wrong in (
        ("role", "Petra Wagner", "--sheet", "x"),
        ("admin", "Petra Wagner", "vielleicht", "--sheet", "x"),
        ("strike", "Petra Wagner", "off", "--sheet", "x"),
        ("confirm", "Petra Wagner"),
        (),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["--data-dir", str(office.path), "recover", *wrong])
        assert stopped.value.code == 2
