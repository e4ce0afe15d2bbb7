"""What CONTRIBUTING.md promises of a new flat kind, kept in a copy of the program: bicycle loans, three places touched.

The copy and this program run as processes of their own, on real stores, and share packages.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.conftest import PASSPHRASE
from tests.programs import Program, running

ROOT = Path(__file__).parents[1]
MODEL = '''
"""Bicycles that are lent to people."""

from __future__ import annotations

from netzwerkhilfe.models.base import Kind, Record, called, register_kind, required
from netzwerkhilfe.models.fields import DATE, LONG, PHONE, TEXT, YES_NO, field


class BicycleLoan(Record):
    """A bicycle and who has it."""

    borrower: str | None = field("Wer", TEXT, searchable=True, in_table=1, personal=True, headings=("Name", "Wer"))
    frame: str | None = field("Rahmennummer", TEXT, searchable=True, in_table=2, headings=("Rahmen",))
    lent_on: str | None = field("Verliehen am", DATE, in_table=3, headings=("seit",))
    phone: str | None = field("Telefon", PHONE, searchable=True, personal=True, headings=("Tel",))
    returned: bool | None = field("zurück", YES_NO)
    note: str | None = field("Bemerkung", LONG)


register_kind(
    Kind(
        "bicycle_loans",
        BicycleLoan,
        "Fahrradleihe",
        "Fahrradverleih",
        called("borrower", "frame"),
        check=required("borrower"),
        icon="bicycle",
        about_person=True,
    )
)
'''
STEP = '''def step_{0}(cursor: Cursor) -> None:
    """Bicycle loans."""
    add_missing(cursor)


STEPS: tuple[Callable[[Cursor], None], ...] = ('''
WINDOW = """
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import opening
from netzwerkhilfe.ui.kit import style
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.shell import app
from netzwerkhilfe.ui.shell.shell import Shell

application = app.application()
style.apply(application, "light")
paths = Paths(Path(sys.argv[1]))
store = opening.open_store(paths, sys.argv[2])
shell = Shell(paths)
shell.resize(1366, 720)
shell.show()
shell.fill(store)


def settle():
    for _ in range(4):
        application.processEvents()
        shell.worker.wait()
    shell.page.show_now()
    for _ in range(2):
        shell.worker.wait()
        application.processEvents()


def texts(widget):
    return {w.text() for w in widget.findChildren(QLabel)}


settle()
shell.go("bicycle_loans")
settle()
assert shell.sidebar.chosen.title == "Fahrradverleih", "the sidebar has no such page"
page = shell.page
assert len(page.model.ids) == 1
assert {c.heading for c in page.spec.columns} >= {"Fahrradleihe", "Rahmennummer", "Verliehen am"}
page.add()
settle()
(form,) = [p for p in shell.findChildren(Panel) if p.isVisible()]
form.inputs["frame"].editor.setText("4712")
form.save()
assert form.isVisible() and form.error.text(), "an entry without a borrower was taken"
form.inputs["borrower"].editor.setText("Yusuf Demir")
form.inputs["lent_on"].editor.setText("5.3.26")
form.save()
settle()
assert len(page.model.ids) == 2
assert {"Yusuf Demir", "4712", "05.03.2026"} <= texts(page.detail), sorted(texts(page.detail))
page.search.setText("4711")
settle()
assert [page.model.snapshot(0).title(store.facts())] == ["Amal Saleh"] and page.model.rowCount() == 1
page.search.clear()
settle()
shell.open_search()
(search,) = [p for p in shell.findChildren(Panel) if p.isVisible()]
search.edit.setText("Demir")
settle()
assert any("Yusuf Demir" in t for t in texts(search)), sorted(texts(search))
search.dismiss()
settle()
shell.close()
store.close()
print("seen")
"""


class Office:
    """An office's data, used by one of the two programs."""

    def __init__(self, data: Path, program: Program) -> None:
        self.data, self.program = data, program

    def __call__(self, *arguments: str) -> Any:
        """A command; gives what its JSON says."""
        status, out, error = self.program.do(f"--data-dir={self.data}", "--json", *arguments)
        assert status == 0, error
        return json.loads(out)

    def fails(self, *arguments: str) -> str:
        """A command that ends in a sentence."""
        status, out, error = self.program.do(f"--data-dir={self.data}", *arguments)
        assert status == 1, out + error
        return error


@pytest.fixture
def program() -> Iterator[Program]:
    """This program."""
    with running(ROOT / "src") as made:
        yield made


@pytest.fixture
def newer(source_with_bicycles: Path) -> Iterator[Program]:
    """This program with bicycle loans."""
    with running(source_with_bicycles) as made:
        yield made


@pytest.fixture(scope="module")
def source_with_bicycles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source of this program with bicycle loans: one file, one import, one step."""
    base = tmp_path_factory.mktemp("newer")
    source = base / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", base / "resources")
    program = source / "netzwerkhilfe"
    (program / "models" / "bicycles.py").write_text(MODEL.lstrip(), "utf-8")
    models = program / "models" / "__init__.py"
    models.write_text(
        _changed(models, "    attachments,\n    bodies,", "    attachments,\n    bicycles,\n    bodies,"), "utf-8"
    )
    schema = program / "store" / "schema.py"
    before = "STEPS: tuple[Callable[[Cursor], None], ...] = ("
    last = schema.read_text("utf-8").count("\ndef step_")
    with_step = _changed(schema, before, STEP.format(last + 1))
    listed = re.sub(rf"step_{last}(,?\s*\))", rf"step_{last}, step_{last + 1}\1", with_step)
    schema.write_text(listed, "utf-8")
    return source


def _changed(path: Path, old: str, new: str) -> str:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    return text.replace(old, new)


def _joins(founder: Office, joiner: Office, place: str, person: str, stick: Path) -> None:
    """An office is invited, joins and is confirmed."""
    ticket = stick.parent / f"einladung-{place}"
    words = founder("invite", "--office", place, "-o", str(ticket))["words"]
    joiner("join", str(ticket), "--words", words, "--person", person)
    joiner("exchange", str(stick))
    founder("exchange", str(stick))
    founder("confirm", person)
    founder("exchange", str(stick))
    joiner("exchange", str(stick))


def test_a_new_flat_kind_is_one_file_one_import_and_one_step(program: Program, newer: Program, tmp_path: Path) -> None:
    """GIVEN an office with bicycle loans, one with this program and a third that hears of the first through the second
    only THEN command line, window, lists, paper, exchange and erasure work; the second passes on what it cannot read.
    """
    stick, second_stick = tmp_path / "stick", tmp_path / "stick2"
    stick.mkdir()
    second_stick.mkdir()
    maxdorf, wachenheim, third = (Office(tmp_path / code, program) for code in ("mx", "wa", "ds"))
    maxdorf("found", "--network", "Netzwerk Hilfe", "--office", "Maxdorf", "--person", "Petra Wagner")
    _joins(maxdorf, wachenheim, "Wachenheim", "Jutta Frey", stick)
    _joins(maxdorf, third, "Dannstadt", "Ute Roth", stick)
    wachenheim("exchange", str(stick))
    assert "bicycle_loans" in maxdorf.fails("list", "bicycle_loans")

    # the first office gets the new version: its store is upgraded
    maxdorf.program = newer
    loan = maxdorf("add", "bicycle_loans", "borrower=Amal Saleh", "frame=Rahmen 4711", "lent_on=3. März 2026")["id"]
    assert maxdorf("show", loan)["lent_on"] == "2026-03-03"
    seen = newer.python(WINDOW, str(maxdorf.data), PASSPHRASE)
    assert seen.returncode == 0 and seen.stdout.strip() == "seen", seen.stderr

    incoming = tmp_path / "raeder.csv"
    incoming.write_text("Name;Rahmen;seit;Tel\nNora Bach;4713;01.02.2026;06237 1234\n;4714;;\n", "utf-8")
    taken = maxdorf("import", "bicycle_loans", str(incoming))
    assert (taken["taken"], [n["row"] for n in taken["named"]]) == (1, [3])
    assert maxdorf("import", "bicycle_loans", str(incoming))["known"] == 1
    names = {"Amal Saleh", "Yusuf Demir", "Nora Bach"}
    assert {e["borrower"] for e in maxdorf("list", "bicycle_loans")} == names
    (found,) = maxdorf("list", "bicycle_loans", "--search", "0 62 37 / 12 34")
    assert found["borrower"] == "Nora Bach"
    maxdorf("export", "bicycle_loans", str(tmp_path / "aus.csv"))
    with (tmp_path / "aus.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert {r["Wer"] for r in rows} == names and "Rahmen 4711" in {r["Rahmennummer"] for r in rows}
    maxdorf("print", "list", "bicycle_loans", "-o", str(tmp_path / "liste.pdf"))
    printed = "\n".join(p.extract_text() for p in pypdf.PdfReader(tmp_path / "liste.pdf").pages)
    assert "Fahrradverleih" in printed and all(n in printed for n in names)

    # the second office does not know the kind; what it passes on is whole
    maxdorf("exchange", str(stick))
    report = wachenheim("exchange", str(stick))
    assert report["set_aside"] == []
    assert "bicycle_loans" in wachenheim.fails("list", "bicycle_loans")
    assert wachenheim("check")["ok"]
    wachenheim("exchange", str(second_stick))
    third.program = newer
    third("exchange", str(second_stick))
    assert {e["borrower"] for e in third("list", "bicycle_loans")} == names
    third("set", loan, "note=Licht fehlt")
    third("exchange", str(second_stick))
    wachenheim("exchange", str(second_stick))
    wachenheim("exchange", str(stick))
    maxdorf("exchange", str(stick))
    assert maxdorf("show", loan)["note"] == "Licht fehlt"

    # an erasure reaches all three, and the second office sees the rest after its upgrade
    maxdorf("erase", loan, "--reason", "Antrag")
    maxdorf("exchange", str(stick))
    wachenheim("exchange", str(stick))
    wachenheim("exchange", str(second_stick))
    third("exchange", str(second_stick))
    wachenheim.program = newer
    for office in (maxdorf, wachenheim, third):
        assert {e["borrower"] for e in office("list", "bicycle_loans")} == names - {"Amal Saleh"}
        assert office("list", "bicycle_loans", "--search", "4711") == []
    (kept,) = wachenheim("list", "bicycle_loans", "--search", "4713")
    assert kept["borrower"] == "Nora Bach" and wachenheim("check")["ok"]
