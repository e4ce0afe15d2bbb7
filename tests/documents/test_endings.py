"""No page of a paper has only signatures, place and day, or a distribution list on it."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkhilfe.documents.blocks import pdf_bytes
from netzwerkhilfe.documents.engagements import print_handover
from netzwerkhilfe.documents.letters import print_letters
from netzwerkhilfe.models.blocks import (
    Block,
    BlockPaper,
    Gap,
    Grid,
    Heading,
    LetterHead,
    Pairs,
    Signatures,
    Text,
    Verdict,
)
from netzwerkhilfe.models.papers import HandoverSheet, Letter

HEAD = LetterHead("Netzwerk Hilfe", "Maxdorf")
FOOT: tuple[Block, ...] = (
    Gap(4),
    Text("Maxdorf, 02.03.2026"),
    Signatures(("Petra Wagner\nLeitung", "Matthias Oster\nSchriftführung")),
    Gap(4),
    Pairs([("Verteiler", "Mitglieder des Leitungsteams"), ("Anlagen", "zu TOP 1: Plan.pdf")]),
)
LINE = "Körper"
"""Stands in each line of what is said before the end."""


def lines(content: bytes) -> list[int]:
    """How many lines of what is said stand on each page."""
    return [text.count(LINE) for text in pages(content)]


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def minutes(*blocks: Block, foot: tuple[Block, ...] = FOOT) -> bytes:
    return pdf_bytes(BlockPaper(HEAD, f"Niederschrift {LINE}", "", "Niederschrift", (*blocks, *foot)))


def body(kind: str, count: int) -> list[Block]:
    """So many lines, as people write them."""
    if kind == "paragraph":
        return [Text("\n".join([LINE] * count))]
    if kind == "sentences":
        return [Text(f"{LINE} {i}") for i in range(count)]
    if kind == "table":
        return [Grid(("Was", "Bis"), (3, 1), [[f"{LINE} {i}", "02.04."] for i in range(count)])]
    if kind == "facts":
        return [Pairs([(f"Tag {i}", LINE) for i in range(count)])]
    if kind == "one row":
        return [Pairs([("Anwesend", "\n".join([LINE] * count))])]
    return [
        Heading(f"{LINE} {kind}", 2, "TOP 1"),
        Verdict("Beschluss", "\n".join([LINE] * count), "angenommen", "6 Ja"),
    ]


KINDS = ("paragraph", "sentences", "table", "facts", "one row", "decision")


@pytest.mark.parametrize("kind", KINDS)
def test_signatures_have_company_whatever_the_length(kind: str) -> None:
    """GIVEN minutes of 1 to 200 lines THEN the last page has two lines of what was said (or all there are)."""
    for count in range(1, 201, 1 if kind == "paragraph" else 3):
        found = lines(minutes(*body(kind, count)))
        assert found[-1] >= 2, (count, found)
        assert sum(found) >= count


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 70)), min_size=1, max_size=4), st.integers(0, 30))
def test_mixed_minutes_too(parts: list[tuple[str, int]], annexes: int) -> None:
    foot = (*FOOT[:-1], Pairs([("Verteiler", "alle"), ("Anlagen", "\n".join(f"Plan {i}" for i in range(annexes)))]))
    found = lines(minutes(*(b for kind, count in parts for b in body(kind, count)), foot=foot))
    assert found[-1] >= 2


@pytest.mark.parametrize("count", range(1, 60, 3))
def test_who_is_invited_never_stands_alone_with_the_signature(count: int) -> None:
    """GIVEN an invitation of any length THEN the page with who is invited has something of what is said before."""
    invited = Pairs([("Maxdorf", "Hans-Jürgen Fischer, Petra Wagner"), ("Wachenheim", "Samir Haddad")])
    foot = (Heading("Eingeladen", 2), invited, Gap(4), Text("Bitte sagen Sie ab."), Gap(6), Text("Petra Wagner"))
    content = minutes(*body("table", count), foot=foot)
    assert lines(content)[-1] >= 1
    assert "Eingeladen" in pages(content)[-1] and "Petra Wagner" in pages(content)[-1]


def test_only_a_list_longer_than_a_page_goes_on_alone() -> None:
    foot = (*FOOT[:-1], Pairs([("Anlagen", "\n".join(f"Plan {i}" for i in range(140)))]))
    content = minutes(*body("paragraph", 30), foot=foot)
    found = pages(content)
    assert sum(p.count("Plan ") for p in found) == 140 and "Schriftführung" in found[0] + found[1]


@pytest.mark.parametrize("count", range(1, 90, 4))
def test_letters_and_sheets_too(count: int) -> None:
    blocks = (*body("table", count), Gap(2), Text("Bitte geben Sie uns Bescheid."))
    letter = Letter("N", "B", "B", ["A"], [("Datum", "1.1.")], f"{LINE} {LINE}", ["Guten Tag,"], "Grüße", "P", blocks)
    out = io.BytesIO()
    print_letters([letter], out)
    assert lines(out.getvalue())[-1] >= 2
    out = io.BytesIO()
    print_handover(HandoverSheet("N", "B", "MX-1", "Caritas", [(f"Tag {i}", LINE) for i in range(count)], "1.1."), out)
    last = pages(out.getvalue())[-1]
    assert last.count(LINE) >= 1 or "Dieses Blatt nennt Namen" in last
