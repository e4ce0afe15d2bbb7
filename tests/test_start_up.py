"""What is imported on the way to the first list: reading needs no SQLAlchemy, a command no window and no papers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from netzwerkhilfe.store.store import Store
from tests.conftest import PASSPHRASE

COMMAND = """
import sys
from netzwerkhilfe.cli import run
status = run.main({arguments!r}, {{}})
heavy = sorted(m for m in sys.modules if m.split(".")[0] in {heavy!r} or m in {heavy!r})
print("HEAVY", heavy, file=sys.stderr)
sys.exit(status)
"""
SIGNATURES = ("nacl.signing", "netzwerkhilfe.store.membership", "netzwerkhilfe.store.conversion")
"""What reads who belongs to the network: nobody who only looks at entries asks for that."""
WINDOW = """
import pathlib, sys
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.ui.shell import app as ui_app
window = ui_app.open_window(Paths(pathlib.Path({data!r})), {passphrase!r})
app = ui_app.application()
while window.shell is None or not window.shell.is_open:
    app.processEvents()
window.shell.go("volunteers")
page = window.shell.pages["volunteers"]
while not page.model.ids:
    app.processEvents()
page.table.viewport().grab()
heavy = sorted(m for m in sys.modules if m.split(".")[0] in {heavy!r})
print("HEAVY", heavy, file=sys.stderr)
window.close()
"""


def imported(program: str, store: Store) -> str:
    """The line in which a process of its own tells what it has imported."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return next(line for line in done.stderr.splitlines() if line.startswith("HEAVY"))


@pytest.fixture
def person(store: Store) -> str:
    """An entry to look at."""
    with store.change() as change:
        values = {"first_name": "Petra", "last_name": "Wagner", "phone": "06237 1", "consent_network": True}
        return change.add("volunteers", values).id


@pytest.mark.parametrize("verb", [["list", "volunteers", "--json"], ["show", "{id}", "--json"], ["list", "housing"]])
def test_list_and_show_need_no_mapper_no_window_no_papers(
    store: Store, person: str, verb: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", PASSPHRASE)
    arguments = ["--data-dir", str(store.paths.data), *(word.format(id=person) for word in verb)]
    heavy = ("sqlalchemy", "PySide6", "reportlab", "docx", "openpyxl", "PIL", "phonenumbers", *SIGNATURES)
    assert imported(COMMAND.format(arguments=arguments, heavy=heavy), store) == "HEAVY []"


@pytest.mark.usefixtures("person")
def test_a_painted_list_needs_no_mapper_and_no_papers(store: Store) -> None:
    heavy = ("sqlalchemy", "reportlab", "docx", "openpyxl", "PIL", "phonenumbers")
    program = WINDOW.format(data=str(store.paths.data), passphrase=PASSPHRASE, heavy=heavy)
    assert imported(program, store) == "HEAVY []"
