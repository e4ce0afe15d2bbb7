"""Phone notes as they are typed: a list written for this, each with what must be understood of it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkhilfe.models.fields import Facts
from netzwerkhilfe.services.entries.understanding import understand
from netzwerkhilfe.store import opening
from tests.conftest import Clock

LINES = [
    [part.strip() for part in line.split("||")]
    for line in Path(__file__).with_name("phone_notes.txt").read_text("utf-8").splitlines()
    if line.strip()
]


@pytest.fixture(scope="module")
def facts(templates: dict[str, tuple[Path, bytes]], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The places and words of the network of the tests, on 23 November 2026."""
    import shutil

    from netzwerkhilfe.paths import Paths

    source, key = templates["MX"]
    target = tmp_path_factory.mktemp("verstehen") / "MX"
    shutil.copytree(source, target)
    clock = Clock()
    clock.now = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    store = opening.open_with_key(Paths(target), key, clock)
    found = store.facts()
    store.close()
    return found


def plain(name: str, value: str | None) -> str | None:
    """Telephone numbers are compared by their digits."""
    return re.sub(r"\D", "", value) if value and name in ("phone", "mobile") else value


def test_there_are_enough() -> None:
    assert len(LINES) >= 150 and len({line[0] for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=[line[0][:50] for line in LINES])
def test_a_note_is_understood(facts: Facts, line: list[str]) -> None:
    text, kind, wanted = line[:3]
    found = understand(text, facts)
    assert found.kind == kind
    listed = {n: list(v) if isinstance(v, tuple) else v for n, v in found.values(facts).items()}
    values = {n: str(v).replace("\u00a0", " ") for n, v in listed.items()}
    pairs = [pair.partition("=")[::2] for pair in wanted.split("; ")] if wanted != "-" else []
    missed = {n: values.get(n) for n, v in pairs if plain(n, values.get(n)) != plain(n, v)}
    assert not missed, values
    if len(line) > 3:
        assert found.rest == ("" if line[3] == "-" else line[3])


def test_what_is_not_understood_stays_word_for_word(facts: Facts) -> None:
    found = understand("3 ZKB Maxdorf, der Hund vom Nachbarn bellt!, 650 warm", facts)
    assert found.rest == "der Hund vom Nachbarn bellt!"


@given(text=st.text(max_size=120))
def test_nothing_breaks_it_and_no_word_is_lost(facts: Facts, text: str) -> None:
    found = understand(text, facts)
    covered = "".join(text[p.start : p.end] for p in found.parts) + found.rest
    for word in text.split():
        if len(word) > 12 and word.isalpha():
            assert word in covered
    assert all(0 <= p.start < p.end <= len(text) for p in found.parts)
