"""What people read in the window names no command, no option, no variable of the environment and no date as machines
write it.

A sentence of the exchange or of the services is shown in the window and at the command line: it speaks of neither.
What the command line has a command for it adds itself (``errors.Way``, ``cli/run.py``).
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.cli import run
from netzwerkhilfe.cli.run import WAYS
from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import DATE

SOURCE = Path(run.__file__).parents[1]
WITHOUT_WINDOW = {"cli", "selftest.py", "demo.py", "pictures.py", "__main__.py"}
"""What only speaks at the command line."""
READ = sorted(p for p in SOURCE.rglob("*.py") if p.relative_to(SOURCE).parts[0] not in WITHOUT_WINDOW)
MACHINE_WORDS = ("Schlüsselbund", "keyring", "SQL", "Traceback", "JSON", "UUID")
DATES = {n for k in KINDS.values() for n, f in k.fields.items() if f.type is DATE}


@functools.cache
def commands() -> tuple[str, ...]:
    """The names of all commands: of the areas of the command line, and those that lie above it."""
    done = (re.findall(r"^def do_(\w+)", p.read_text("utf-8"), re.MULTILINE) for p in (SOURCE / "cli").glob("*.py"))
    return ("demo", "selftest", *(name for names in done for name in names))


def faults(text: str) -> list[str]:
    """What of a sentence belongs to the command line."""
    if " " not in text.strip():
        return []
    found = re.findall(r"(?<!\w)--[a-z][\w-]*|\bNETZWERKHILFE_\w+|\b\d{4}-\d\d-\d\d\b|\bnetzwerkhilfe [a-z]\w+", text)
    if re.search("[a-zäöüß]{3} [a-zäöü]{2}|[.!?]$", text):  # a sentence; not a statement of SQL
        found += [w for w in MACHINE_WORDS if re.search(rf"\b{w}\b", text)]
    found += [c for c in commands() if re.search(rf"„{c}[“ ]|\({c}[ )]", text)]
    return found


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a file with their lines; docstrings and the parts that are computed are left out."""
    tree = ast.parse(path.read_text("utf-8"))
    said = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    inside = {v for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said | inside:
            yield node.lineno, node.value


def bare_dates(path: Path) -> Iterator[tuple[int, str]]:
    """Dates that are put into a sentence as they are kept."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.JoinedStr):
            continue
        words = "".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
        if not re.search("[a-zäöüß]{3}", words) or "SELECT" in words or re.search(r"\.[a-z]{3,4}$", words):
            continue  # no sentence, or the name of a file
        for part in node.values:
            if not isinstance(part, ast.FormattedValue) or part.format_spec:
                continue
            value = part.value
            kept = isinstance(value, ast.Attribute) and value.attr in DATES
            called = isinstance(value, ast.Call) and ast.unparse(value.func).endswith("isoformat")
            if kept or called:
                yield node.lineno, ast.unparse(value)


def test_no_sentence_speaks_of_the_command_line() -> None:
    found = {
        f"{path.relative_to(SOURCE).as_posix()}:{line}": text
        for path in READ
        for line, text in texts(path)
        if faults(text)
    }
    assert found == {}, "say it so that it holds in the window; what the command line adds stands in cli/run.py"


def test_no_date_is_shown_as_it_is_kept() -> None:
    found = {f"{p.relative_to(SOURCE).as_posix()}:{line}": text for p in READ for line, text in bare_dates(p)}
    assert found == {}, "show_date, show_near"


@pytest.mark.parametrize(
    "text",
    [
        "„members“ zeigt alle PCs.",
        "Bitte mit --accept noch einmal.",
        "Bitte vergeben Sie ein Kennwort (NETZWERKHILFE_PASSPHRASE).",
        "Gründen Sie ein Netzwerk (found).",
        "sagen Sie das in den Einstellungen (device --replaces).",
        "Gesichert am 2026-03-02 um neun.",
        "Auf diesem PC gibt es keinen Schlüsselbund.",
        "Bitte starten Sie „netzwerkhilfe demo“.",
    ],
)
def test_words_of_the_command_line_are_found(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["--accept", "Der Austausch (mit Maxdorf) – heute.", "SELECT 1 FROM x WHERE y", "a - b"]
)
def test_other_words_are_not(text: str) -> None:
    assert not faults(text)


def test_the_command_line_says_how_it_goes_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """GIVEN a mistake that a command mends THEN the command line names it, for each way there is."""
    assert set(WAYS) == set(Way)
    assert run.main(["--data-dir", str(tmp_path), "list", "volunteers"], {}) == 1
    said = capsys.readouterr().err
    assert "noch keine Daten" in said and "„found“" in said
    for way in Way:
        assert run.told(UserError("Das geht nicht.", way=way))[1].endswith(WAYS[way])
