"""How code is written here: what a tool is told not to look at has its reason; tests know only what all may know."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import WINDOWS_TOO

ROOT = Path(__file__).parents[1]
PLACES = ("src", "tests", "benchmarks", "tools", "packaging")
WRITTEN = sorted(
    {p for place in PLACES for p in (ROOT / place).rglob("*.py")}
    | {ROOT / "start.py", ROOT / "tools" / "windows_smoke"}
)
each_file = pytest.mark.parametrize("path", WRITTEN, ids=lambda p: p.relative_to(ROOT).as_posix())

SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore)\b")
EXPLAINED = re.compile(
    r"# noqa: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)* - \S"  # a linter's codes, then why
    r"|# type: ignore\[[a-z, -]+\]  # (?!noqa)\S"  # mypy reads a reason only as a comment of its own
    r"|# type: ignore\[[a-z, -]+\]  # noqa: [A-Z0-9, ]+ - \S"
)


def comments(path: Path) -> list[tuple[int, str]]:
    """The comments of a file with their lines; what stands in a text is none."""
    with path.open("rb") as file:
        return [(t.start[0], t.string) for t in tokenize.tokenize(file.readline) if t.type == tokenize.COMMENT]


def unexplained(comment: str) -> bool:
    """Whether a comment silences a tool without a code or without saying why."""
    return bool(SILENCED.search(comment)) and not EXPLAINED.match(comment)


@each_file
def test_what_is_silenced_says_why(path: Path) -> None:
    assert [c for c in comments(path) if unexplained(c[1])] == []


@each_file
def test_every_line_is_set_by_the_formatter(path: Path) -> None:
    assert [c for c in comments(path) if re.match(r"#\s*(fmt|yapf):", c[1])] == []


# ---- tests know what everybody knows --------------------------------------------------------------------------------
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BY_NAME = ("setattr", "getattr", "delattr", "patch.object")
"""Calls that name an attribute in quotes."""
NO_SECRETS = {"os._exit"}
"""Public although they look private."""


def private(name: str) -> bool:
    """Whether a name is meant for its own module or class alone."""
    return name.startswith("_") and not name.startswith("__")


def touched(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The private names of others that a module reads, imports or replaces, with their lines."""
    for node in ast.walk(tree):
        names: list[str] = []
        if not isinstance(node, ast.stmt | ast.expr):
            continue
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) not in ("self", "cls"):
            names = [node.attr]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [*node.module.split("."), *(a.name for a in node.names)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(BY_NAME):
            names = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if any(map(private, names)) and ast.unparse(node) not in NO_SECRETS:
            yield node.lineno, ast.unparse(node)


@pytest.mark.parametrize("path", TESTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_tests_touch_no_private_names(path: Path) -> None:
    found = list(touched(ast.parse(path.read_text("utf-8"))))
    assert not found, "ask what everybody may ask, or make the name public"


def test_a_private_name_is_found() -> None:
    source = """
from netzwerkhilfe._inside import x
from netzwerkhilfe.store import _open, backup
page._sort(1)
monkeypatch.setattr(keys, "_get", None)
self._own = os._exit
self.page._timer = 3
made = X()._replace
"""
    assert sorted(line for line, _ in touched(ast.parse(source))) == [2, 3, 4, 5, 7, 8]


# ---- reasons --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("# noqa", True),
        ("# noqa: S603", True),
        ("# noqa: S603 -", True),
        ("# noqa: S603, S607 - fixed words", False),
        ("# type: ignore", True),
        ("# type: ignore[misc]", True),
        ("# type: ignore[misc, arg-type]  # ReportLab has no types", False),
        ("# type: ignore[misc]  # noqa: S603", True),
        ("# type: ignore[misc]  # noqa: S603 - fixed words, untyped", False),
        ("# a remark", False),
    ],
)
def test_a_missing_reason_is_found(comment: str, *, silent: bool) -> None:
    assert unexplained(comment) is silent


def test_each_test_that_runs_on_windows_too_is_there() -> None:
    """A renamed file must not fall out of what runs on Windows."""
    assert [begin for begin in WINDOWS_TOO if not list(ROOT.glob(begin.rstrip("/") + "*"))] == []
