"""How the program is called: window or command, where the data lie, and what a reader that goes away leaves."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from netzwerkhilfe.__main__ import main
from netzwerkhilfe.cli.parser import AREAS, OPENED, window_call
from tests.cli.test_commands import Office
from tests.conftest import PASSPHRASE

PROGRAM = (sys.executable, "-W", "error", "-m", "netzwerkhilfe")


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", PASSPHRASE)
    mx = Office(tmp_path / "mx", capsys)
    mx("found", "--network", "N", "--office", "Maxdorf", "--person", "P")
    return mx


def run(*arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    return subprocess.run([*PROGRAM, *arguments], check=False, text=True, encoding="utf-8", **how)


def unread(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program with an output that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return run(*arguments, stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)


HEAVY = {"PySide6", "reportlab", "docx", "openpyxl", "PIL", "icalendar", "holidays", "rapidfuzz"}


# ---- where the data lie ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "call",
    [
        ("--data-dir={}", "list", "volunteers", "--json"),
        ("list", "volunteers", "--data-dir={}", "--json"),
        ("--data-dir", "{}", "--json", "list", "volunteers"),
        ("list", "--data-dir", "{}", "volunteers", "--json"),
        ("--data={}", "list", "volunteers", "--js"),
    ],
)
def test_the_data_directory_stands_before_or_after_the_verb(office: Office, call: tuple[str, ...]) -> None:
    record = office("add", "volunteers", "last_name=Fischer")["id"]
    assert main([a.format(office.path) for a in call]) == 0
    assert [v["id"] for v in json.loads(office.capsys.readouterr().out)] == [record]


def test_a_data_directory_without_a_name_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["list", "volunteers", "--data-dir"])
    assert caught.value.code == 2 and "Aufruf nicht verstanden" in capsys.readouterr().err


# ---- window or command ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("call", [("--data-dir=/x",), ("--data-dir", "/x")])
def test_no_command_is_the_window(call: tuple[str, ...]) -> None:
    found = window_call(call)
    assert found is not None and found.data_dir == Path("/x") and found.files == []
    with_file = window_call([*call, "a.NHPAKET"])
    assert with_file is not None and with_file.data_dir == Path("/x") and with_file.files == [Path("a.NHPAKET")]


def test_files_of_the_program_are_opened_by_the_window() -> None:
    files = [f"ordner/datei{ending}" for ending in OPENED]
    found = window_call(files)
    assert found is not None and found.data_dir is None and found.files == [Path(f) for f in files]
    assert window_call([*files, "list"]) is None and window_call(["exchange", files[0]]) is None


@pytest.mark.parametrize("call", [["--help"], ["-h"], ["--version"], ["--json"], ["list", "x"], ["-x"]])
def test_everything_else_is_a_command(call: list[str]) -> None:
    assert window_call(call) is None


def test_a_word_that_is_no_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for call in (["quark"], ["--json"], ["--quark", "list", "volunteers"]):
        with pytest.raises(SystemExit) as caught:
            main(call)
        assert caught.value.code == 2 and "Aufruf nicht verstanden" in capsys.readouterr().err


# ---- one file an area -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("area", [a for a in AREAS if a != "trying"])
def test_each_command_is_in_the_file_of_its_area(area: str) -> None:
    """GIVEN the commands that an area declares THEN its file does these and no other."""
    import argparse

    declared: set[str] = set()

    def add(name: str, _text: str) -> argparse.ArgumentParser:
        declared.add(name)
        return argparse.ArgumentParser()

    AREAS[area](add)
    there = importlib.import_module(f"netzwerkhilfe.cli.{area}")
    assert declared == {n.removeprefix("do_") for n in vars(there) if n.startswith("do_")}


def test_a_list_needs_neither_the_window_nor_papers(office: Office) -> None:
    code = (
        "import sys\nfrom netzwerkhilfe.__main__ import main\n"
        f"assert main(['--data-dir', {str(office.path)!r}, '--json', 'list', 'volunteers']) == 0\n"
        "names = {n.split('.')[0] for n in sys.modules}\n"
        f"print(sorted(names & {HEAVY}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, text=True, capture_output=True)
    assert done.stdout.splitlines() == ["[]", "[]"], done.stderr


# ---- a reader that goes away ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "call",
    [
        ("list", "volunteers"),
        ("list", "volunteers", "--json"),
        ("--help",),
        ("list", "--help"),
        ("--version",),
    ],
)
def test_a_reader_that_has_gone_is_no_error(office: Office, call: tuple[str, ...]) -> None:
    office("add", "volunteers", "last_name=Fischer")
    done = unread("--data-dir", str(office.path), *call)
    assert (done.returncode, done.stderr) == (141, "")


def test_what_was_entered_stays_when_the_reader_has_gone(office: Office) -> None:
    assert unread(f"--data-dir={office.path}", "add", "volunteers", "last_name=Fischer").returncode == 141
    assert [v["last_name"] for v in office("list", "volunteers")] == ["Fischer"]
    assert office("check") == {"ok": True, "findings": []}


def test_a_mistake_is_told_also_where_the_document_goes_unread(office: Office) -> None:
    done = unread("--data-dir", str(office.path), "--json", "show", "ffff")
    assert done.returncode == 141 and "Traceback" not in done.stderr


@pytest.mark.parametrize("call", [("list", "volunteers"), ("list", "volunteers", "--json")])
def test_the_first_line_of_a_long_list(office: Office, tmp_path: Path, call: tuple[str, ...]) -> None:
    """GIVEN more than a pipe holds WHEN the reader takes the first line and goes THEN nothing is said about it."""
    people = tmp_path / "viele.csv"
    people.write_text("Nachname;Anmerkung\n" + "".join(f"{'Muster' * 9}{i};{'x' * 900}\n" for i in range(999)), "utf-8")
    office("import", "volunteers", str(people))
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}  # unbuffered, Python overlooks a write that was cut short
    command = [*PROGRAM, f"--data-dir={office.path}", *call]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=buffered) as program:
        assert program.stdout is not None and program.stderr is not None
        assert program.stdout.readline().strip()
        program.stdout.close()
        assert (program.stderr.read(), program.wait()) == (b"", 141)
