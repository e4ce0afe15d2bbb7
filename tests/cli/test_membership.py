"""Who belongs and who may what, by the commands that are shipped: what was tried against them fails and is told."""

from __future__ import annotations

from pathlib import Path

import pytest

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
