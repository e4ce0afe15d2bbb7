"""Word files: what they say of themselves, widths of columns, headings as in the PDF, what stays together."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from netzwerkhilfe import output
from netzwerkhilfe.documents.blocks import pdf_bytes
from netzwerkhilfe.documents.word import docx_bytes
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
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.store.store import Store
from tests.documents.every_paper import logo, subjects
from tests.documents.tagged import Tagged

FOOT = (Gap(4), Text("Maxdorf, 02.03.2026"), Signatures(("Leitung", "Schriftführung")), Pairs([("Verteiler", "alle")]))


def paper(*blocks: Block, picture: bytes | None = None) -> BlockPaper:
    return BlockPaper(LetterHead("Netz", "Maxdorf", logo=picture), "Titel\n& mehr", "Unter", "Art", blocks)


def read(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def tables(document: Any) -> list[Any]:
    """The tables as elements of WordprocessingML."""
    return list(document.element.body.iter(qn("w:tbl")))


def has(row: Any, name: str) -> bool:
    """Whether a row of a table has this property."""
    return row.find(qn("w:trPr")).find(qn(name)) is not None


def headings(document: Any) -> list[tuple[int, str]]:
    found = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    return [(int(p.style.name[-1]), " ".join(p.text.replace("\t", " ").split())) for p in found]


def test_it_says_what_it_is_and_that_it_is_german() -> None:
    document = read(docx_bytes(paper(Text("a"), picture=logo("RGBA", "PNG"))))
    core = document.core_properties
    assert (core.title, core.author, core.language) == ("Titel & mehr", "Maxdorf", "de-DE")
    said = [e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))]
    assert said and set(said) == {"de-DE"}
    assert [e.get("descr") for e in document.element.body.iter(qn("wp:docPr"))] == ["Logo Netz"]


def test_columns_are_as_wide_as_they_are_said() -> None:
    """GIVEN weights THEN grid and cells have them, in twentieths of a point, and Word does not change them."""
    document = read(docx_bytes(paper(Grid(("Was", "Wer", "Bis"), (4.6, 1.9, 1), [["a", "b", "c"]] * 3, right=(2,)))))
    (table,) = tables(document)
    found = [int(c.get(qn("w:w"))) for c in table.iter(qn("w:gridCol"))]
    assert abs(sum(found) - 165 * 1440 / 25.4) < 5
    assert [round(w / sum(found), 2) for w in found] == [0.61, 0.25, 0.13]
    for row in document.tables[0].rows:
        assert [round(c.width.twips) for c in row.cells] == pytest.approx(found, abs=1)
    assert [e.get(qn("w:type")) for e in table.iter(qn("w:tblLayout"))] == ["fixed"]
    rows = table.findall(qn("w:tr"))
    assert [has(row, "w:tblHeader") for row in rows] == [True, False, False, False]
    assert all(has(row, "w:cantSplit") for row in rows)


def test_a_decision_stays_on_one_page() -> None:
    frame = Verdict("Beschluss 1", "Wir tun es.\nBald.", "angenommen", "6 Ja", ("Ja: alle", "Nein: keiner"), True)
    document = read(docx_bytes(paper(Text("davor"), frame, Text("danach"))))
    parts = [p for p in document.paragraphs if p.style.name == "Beschluss"]
    assert "\n".join(p.text for p in parts).startswith("Beschluss 1\nWir tun es.\nBald.\n6 Ja – angenommen\nJa: alle")
    assert [bool(p.paragraph_format.keep_with_next) for p in parts] == [True] * 4 + [False]
    assert document.styles["Beschluss"].paragraph_format.keep_together


def test_the_end_stays_with_the_lines_before_it() -> None:
    document = read(docx_bytes(paper(Text("Text " * 60), Text("Satz " * 50), Text("letzte Zeile"), *FOOT)))
    held = [p for p in document.paragraphs if p.paragraph_format.keep_with_next]
    assert not any(p.text.startswith("Text") for p in held)
    assert {"Satz " * 50, "letzte Zeile", "Maxdorf, 02.03.2026"} <= {p.text for p in held}
    rows = [p for table in tables(document) for p in table.iter(qn("w:p"))]
    assert rows and all(p.pPr.find(qn("w:keepNext")) is not None for p in rows)
    after_table = read(docx_bytes(paper(Grid(("A",), (1,), [[str(i)] for i in range(9)]), *FOOT))).tables[0]
    keeps = [bool(r.cells[0].paragraphs[0].paragraph_format.keep_with_next) for r in after_table.rows]
    assert keeps == [True] + [False] * 7 + [True, True]


def test_headings_are_those_of_the_pdf(store: Store, tmp_path: Path) -> None:
    """For every paper that is written as Word too: the same headings on the same levels, none left out."""
    seen = 0
    for key, subject in subjects(store, "hostile").items():
        gathered = registry.find(key).gather(store, subject)
        if not isinstance(gathered, BlockPaper):
            continue
        seen += 1
        assert ".docx" in output.endings(registry.find(key))
        found = headings(read(docx_bytes(gathered)))
        told = Tagged(pdf_bytes(gathered)).tree.called("H1", "H2", "H3")
        assert [level for level, _ in found] == [int(n.tag[1:]) for n in told], key
        assert found[0][0] == 1 and all(b <= a + 1 for (a, _), (b, _) in pairwise(found))
    assert seen > 8


def test_parts_stand_in_the_order_of_the_schema() -> None:
    """ECMA-376, 17.3.1.26 and 17.4.59: Word refuses files whose properties are in another order."""
    blocks = (Heading("A", 2, "TOP 1", "18:05"), Verdict("B", "x", "y"), Grid(("A",), (1,), [["x"]]), *FOOT)
    document = read(docx_bytes(paper(*blocks)))
    order = {
        "pPr": [
            "pStyle",
            "keepNext",
            "keepLines",
            "widowControl",
            "pBdr",
            "shd",
            "tabs",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
        ],
        "tblPr": ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"],
    }
    for root in (document.element, document.styles.element):
        for name, parts in order.items():
            for element in root.iter(qn(f"w:{name}")):
                have = [e.tag.partition("}")[2] for e in element]
                known = [x for x in have if x in parts]
                assert known == sorted(known, key=parts.index), have
