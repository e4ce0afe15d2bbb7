"""The rules of the house, as tests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from netzwerkhilfe.models import KINDS

SOURCE = Path(__file__).parents[1] / "src" / "netzwerkhilfe"
LAYERS = {
    "errors": 0,
    "paths": 0,
    "settings": 0,
    "atomic": 0,
    "console": 0,
    "licences": 0,
    "__init__": 0,
    "models": 1,
    "store": 2,
    "services": 3,
    "exchange": 3,
    "documents": 3,
    "transfer": 3,
    "output": 3.5,
    "cli": 4,
    "ui": 4,
    "pictures": 4.5,
    "demo": 5,
    "selftest": 6,
    "__main__": 7,
}
BESIDE = {("atomic", "errors"), ("settings", "atomic"), ("licences", "paths")}  # at the foot of the house
GENERIC = (
    "store",
    "transfer",
    "ui/listing",
    "exchange/package.py",
    "models/fields.py",
    "models/base.py",
    "models/entry.py",
)
FILES = sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_go_down_only_and_never_sideways(path: Path) -> None:
    here = room(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "netzwerkhilfe" or len(parts) < 2 or parts[1] not in LAYERS:
            continue
        there = parts[1]
        if there == here or (here, there) in BESIDE:
            continue
        assert LAYERS[there] < LAYERS[here], f"{here} must not import {there}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_libraries_live_in_their_room(path: Path) -> None:
    names = {n.split(".")[0] for n in imports(path)}
    assert "PySide6" not in names or room(path) in ("ui", "pictures", "selftest", "demo"), "PySide6 belongs into ui"
    assert "reportlab" not in names or room(path) == "documents", "ReportLab belongs into documents"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_generic_code_names_no_kind(path: Path) -> None:
    relative = path.relative_to(SOURCE).as_posix()
    if not relative.startswith(GENERIC):
        return
    listed = {k.name for k in KINDS.values() if k.listed}
    strings = {n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)}
    assert not listed & {s for s in strings if isinstance(s, str)}


def test_no_file_grows_without_bounds() -> None:
    sizes = {p.name: len(p.read_text("utf-8").splitlines()) for p in FILES}
    assert not {n: s for n, s in sizes.items() if s > 650}
