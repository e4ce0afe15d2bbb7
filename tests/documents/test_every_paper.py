"""Every paper of the registry, short, long and with whatever people type: can be kept (PDF/A-2b) and read aloud.

``pikepdf.pdfa`` approves only what it knows to conform; ``pdfua`` looks at 16 of 106 rules of PDF/UA-1, so no paper
says that it conforms to that.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pikepdf.pdfa
import pytest

from netzwerkhilfe import output
from netzwerkhilfe.documents.blocks import pdf_bytes
from netzwerkhilfe.models.blocks import Block, BlockPaper, Grid, Heading, LetterHead, Pairs, Text, Verdict
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.store.store import Store
from tests.documents.every_paper import SIZES, logo, subjects
from tests.documents.tagged import Node, Tagged

CLAIM = "UA-28-004"
"""That a paper says it is PDF/UA: it does not."""
STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def papers(store: Store, size: str) -> dict[str, bytes]:
    return {key: output.pdf(store, subject, key) for key, subject in subjects(store, size).items()}


def faults(content: bytes, path: Path) -> list[str]:
    """What is wrong with a file, for who keeps it and for who has it read aloud."""
    path.write_bytes(content)
    found = [str(f) for f in pikepdf.pdfa.validate_written(path, "2b").findings]
    with pikepdf.open(path) as pdf:
        found += pdf.check_pdf_syntax()
    found += [f"{f.rule_id} {f.message}" for f in pdfua.validate(str(path)).findings if f.rule_id != CLAIM]
    return found + _of_bytes(content) + _of_tags(Tagged(content))


def _of_bytes(content: bytes) -> list[str]:
    """A stream is as long as it says, and an end of line stands before its end (ISO 19005-2, 6.1.7.1)."""
    found = []
    for match in STREAM.finditer(content):
        after = content[match.end() + int(match[1]) :]
        if not re.match(rb"\r?\nendstream", after):
            found.append(f"a stream ends with {after[:12]!r}")
    fonts = set(re.findall(rb"/BaseFont /(\S+)", content))
    return found + [f"{font!r} is not embedded" for font in fonts if not re.match(rb"[A-Z]{6}\+FiraGO", font)]


def _of_tags(seen: Tagged) -> list[str]:
    found = [f"{what} is drawn outside" for what in seen.outside]
    if sorted(seen.read) != seen.order:
        found.append("not all that is printed is read, or some of it twice")
    starts = [min(unit) for unit in seen.units(seen.tree)]
    if starts != sorted(starts):
        found.append("what is read has another order than what is printed")
    found += [f"the tree of parents leads astray: {where}" for where in seen.astray]
    found += [f"/Tabs of page {i}" for i, page in enumerate(seen.pdf.pages) if page.obj.get("/Tabs") != "/S"]
    levels = [int(node.tag[1:]) for node in seen.tree.called("H1", "H2", "H3")]
    found += [f"H{b} after H{a}" for a, b in zip([0, *levels], levels, strict=False) if b > a + 1]
    found += [] if levels else ["no heading"]
    for table in seen.tree.called("Table"):
        widths = {len(row.kids) for row in table.kids}
        if len(widths) != 1 or not table.called("TH"):
            found.append(f"a table of {widths} with {len(table.called('TH'))} headings")
    for i, artifacts in enumerate(seen.artifacts, 1):
        if not any(f"Seite {i} von" in a or "Seite" in a for a in artifacts):
            found.append(f"page {i} has no number")
    return found


@pytest.mark.parametrize("size", SIZES)
def test_every_paper_can_be_kept_and_read_aloud(store: Store, tmp_path: Path, size: str) -> None:
    made = papers(store, size)
    wrong = {key: found[:5] for key, content in made.items() if (found := faults(content, tmp_path / "p.pdf"))}
    assert not wrong
    assert set(made) == {p.key for p in registry.papers()}
    for content in made.values():
        with pikepdf.open(io.BytesIO(content)) as pdf:
            root: Any = pdf.Root
            assert (root.Lang, root.ViewerPreferences.DisplayDocTitle, root.MarkInfo.Marked) == ("de-DE", True, True)
            with pdf.open_metadata() as said:
                assert said["dc:title"] == str(pdf.docinfo.Title) != ""
                assert said["dc:description"] == str(pdf.docinfo.Subject)
                assert said["dc:creator"] == [str(pdf.docinfo.Author)]
                assert "pdfuaid:part" not in said, "what was not checked is not claimed"
                assert said.pdfa_status == "2B"


# ---- what is told ---------------------------------------------------------------------------------------------------
LONG = "Ein Satz, der sagt, was besprochen wurde. "


def told(*blocks: Block, head: LetterHead | None = None) -> Tagged:
    head = head or LetterHead("Netzwerk Hilfe", "Maxdorf", address=("Hauptstraße 79",))
    return Tagged(pdf_bytes(BlockPaper(head, "Titel", "Untertitel", "Art", blocks, "Entwurf")))


def texts(nodes: list[Node]) -> list[str]:
    return [" ".join(n.text.split()) for n in nodes]


def test_headings_texts_lists_and_tables_are_told_as_what_they_are() -> None:
    seen = told(
        Heading("Tagesordnung", 2),
        Grid((), (1, 8), [["1", "Begrüßung"], ["2", "<b>Bus</b>"]]),
        Heading("Begrüßung", 3, "TOP 1", "18:05"),
        Text("Наталія & <i>alle</i>", label="Sachverhalt"),
        Pairs([("Leitung", "Petra Wagner")]),
        Grid(("Was", "Bis"), (3, 1), [["Halle", "02.04.2026"], ["", ""]]),
        Verdict("Beschluss 1", "Wir tun es.", "angenommen", "6 Ja", ("Ja: alle",), True),
    )
    assert [(n.tag, *texts([n])) for n in seen.tree.called("H1", "H2", "H3")] == [
        ("H1", "Titel"),
        ("H2", "Tagesordnung"),
        ("H3", "TOP 1\xa0\xa0Begrüßung".replace("\xa0", " ").replace("  ", " ")),
    ]
    (entries,) = seen.tree.called("L")
    assert [texts(e.kids) for e in entries.kids] == [["1", "Begrüßung"], ["2", "<b>Bus</b>"]]
    assert {e.tag for e in entries.kids[0].kids} == {"Lbl", "LBody"}
    facts, table = seen.tree.called("Table")
    assert texts(facts.kids[0].kids) == ["Leitung", "Petra Wagner"]
    assert [(n.tag, str(n.attributes.Scope)) for n in facts.called("TH")] == [("TH", "/Row")]
    assert [texts(row.kids) for row in table.kids] == [["Was", "Bis"], ["Halle", "02.04.2026"], ["", ""]]
    assert {str(n.attributes.Scope) for n in table.called("TH")} == {"/Column"}
    assert texts(seen.tree.called("Div")[0].kids) == ["Beschluss 1", "Wir tun es.", "6 Ja – angenommen", "Ja: alle"]
    assert "Sachverhalt: Наталія & <i>alle</i>" in seen.words
    (page,) = seen.artifacts
    assert {"ENTWURF", "Seite 1 von 1"} <= {w for a in page for w in ("ENTWURF", "Seite 1 von 1") if w in a}
    assert "Seite" not in seen.words and "ENTWURF" not in seen.words


def test_what_goes_on_over_a_page_is_one_thing() -> None:
    """A paragraph of three pages is one paragraph, a table one table whose heading is told once, a cell one cell."""
    rows = [[f"Aufgabe {i}", "Müller"] for i in range(120)]
    rows[60] = [LONG * 120, "Haddad"]
    seen = told(Text(LONG * 200), Grid(("Was", "Wer"), (3, 1), rows))
    paragraph = next(n for n in seen.tree.called("P") if n.text.startswith("Ein Satz"))
    assert len(paragraph.pages) >= 2 and paragraph.text.count("Ein Satz") == 200
    (table,) = seen.tree.called("Table")
    assert len(table.kids) == 121 and len(table.called("TH")) == 2
    assert max(len(cell.pages) for cell in table.called("TD")) == 2
    again = [a for page in seen.artifacts for a in page if a.strip() in ("Was", "Wer")]
    assert len(again) == 2 * (len(seen.artifacts) - min(table.called("TH")[0].pages) - 1)


def test_arabic_and_hebrew_are_read_in_their_own_order() -> None:
    """The letters are drawn from the right; what is read aloud is what was typed, also over two pages."""
    text = "عائلة من سوريا <3> und שלום"
    seen = told(
        Heading(text, 2, "TOP 1"), Text(text, label="Sachverhalt"), Pairs([("Wer", text)]), Text(f"{text} " * 300)
    )
    spoken = [n.spoken for n in seen.tree.all() if n.spoken]
    assert spoken[:3] == [f"TOP 1 {text}", f"Sachverhalt: {text}", text]
    assert spoken[3].split() == f"{text} ".split() * 300 and len(spoken) == 4
    assert not any(n.spoken for n in told(Text("Ђуро 😀 «ü»")).tree.all())


def test_no_level_of_headings_is_left_out() -> None:
    seen = told(
        Heading("Öffentlicher Teil", 3), Text("a"), Heading("Anlagen", 3), Heading("Weiter", 2), Heading("Davon", 3)
    )
    assert [n.tag for n in seen.tree.called("H1", "H2", "H3")] == ["H1", "H2", "H2", "H2", "H3"]


@pytest.mark.parametrize(
    ("mode", "form"), [("RGBA", "PNG"), ("L", "PNG"), ("P", "PNG"), ("1", "PNG"), ("CMYK", "JPEG")]
)
def test_a_logo_has_words_and_colours_of_screens(mode: str, form: str, tmp_path: Path) -> None:
    head = LetterHead("Netzwerk Hilfe", "Maxdorf", logo=logo(mode, form))
    seen = told(Text("x"), head=head)
    assert [n.alt for n in seen.tree.called("Figure")] == ["Logo Netzwerk Hilfe"]
    content = pdf_bytes(BlockPaper(head, "Titel", "", "Art", (Text("x"),)))
    assert faults(content, tmp_path / "p.pdf") == []


def test_a_title_with_anything_in_it_is_the_same_in_both_places(tmp_path: Path) -> None:
    title = "A & <b>\n\x07 \ufffe 😀 «ü» Наталія"
    content = pdf_bytes(BlockPaper(LetterHead("N", "Büro\x1f & Co"), title, "", "Art", (Text("x"),)))
    assert faults(content, tmp_path / "p.pdf") == []
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as said:
        assert said["dc:title"] == str(pdf.docinfo.Title) == "A & <b> 😀 «ü» Наталія"
