"""How code is written here: what a linter or a type checker is told not to look at has its reason beside it."""

from __future__ import annotations

import re
import tokenize
from pathlib import Path

import pytest

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
