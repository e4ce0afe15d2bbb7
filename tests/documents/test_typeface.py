"""Nothing prints as an empty box: what the typeface has no sign for stands in words, and the screen says so."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkhilfe import output
from netzwerkhilfe.documents import typeface
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.services.meetings.test_meetings import again, plan, text_of


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Danke 😀!", "Danke [grinsendes gesicht]!"),
        ("👨\u200d👩\u200d👧 ziehen um", "[familie mann frau und mädchen] ziehen um"),
        ("漢字", "[U+6F22][U+5B57]"),
        ("Zoe\u0308 wohnt in Łódź", "Zoe\u0308 wohnt in Łódź"),
        ("عائلة من سوريا", "عائلة من سوريا"),
        ("Київ Ωμέγα €", "Київ Ωμέγα €"),
        ("", ""),
    ],
)
def test_what_has_no_sign_stands_in_words(text: str, printed: str) -> None:
    assert typeface.spelled(text) == printed


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_whatever_is_typed_can_be_printed(text: str) -> None:
    assert typeface.without_sign(typeface.spelled(text)) == []


def test_the_paper_and_the_screen_say_it(store: Store, tmp_path: Path) -> None:
    meeting = plan(store, "Sommerfest 😀 und 漢")
    told = act(store, output.write, meeting, "agenda", tmp_path / "a.pdf")
    assert told == "Der Druck kennt nicht alle Zeichen: 😀 als [grinsendes gesicht], 漢 als [U+6F22]."
    text = text_of(output.pdf(store, again(store, meeting), "agenda"))
    assert "Sommerfest [grinsendes gesicht] und [U+6F22]" in " ".join(text.split())
    assert act(store, output.write, meeting, "agenda", tmp_path / "a.docx") == ""
    plain = act(store, entries.add, "meetings", {"title": "Leitungsteam", "date": "16.04.2026"})
    assert act(store, output.write, store.require(plain), "invitation", tmp_path / "b.pdf") == ""


def test_nobody_drops_what_is_to_be_said() -> None:
    """Whoever writes a paper takes what :func:`output.write` says of it; demo and self-test print for nobody."""
    source = Path(output.__file__).parent
    dropped = [
        f"{path.relative_to(source)}:{node.lineno}"
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        if ast.unparse(node.value.func) == "output.write" and path.name not in ("demo.py", "selftest.py")
    ]
    assert dropped == []
