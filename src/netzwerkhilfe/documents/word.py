"""Papers as Word files (python-docx), for who wants to go on writing there: real headings, tables, header and
footer."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from netzwerkhilfe import atomic
from netzwerkhilfe.documents.characters import clean
from netzwerkhilfe.models.blocks import Block, BlockPaper, Gap, Grid, Heading, Pairs, Signatures, Text, Verdict

WIDTH = 165
FONT = "Segoe UI"
ACCENT, SOFT = RGBColor(0x0B, 0x6B, 0x70), RGBColor(0x48, 0x52, 0x5B)


def _field(paragraph: Any, instruction: str) -> None:
    """A field that Word fills in: PAGE, NUMPAGES."""
    for kind, text in (("begin", None), (None, instruction), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def _page(document: Any, paper: BlockPaper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(25),
        Mm(20),
        Mm(25),
        Mm(22),
    )
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(5)
    for name, size in (("Title", 17), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 10)):
        heading = document.styles[name]
        heading.font.name, heading.font.size, heading.font.bold = FONT, Pt(size), True
        heading.font.color.rgb = RGBColor(0x18, 0x20, 0x26)
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    top = section.header.paragraphs[0]
    run = top.add_run(clean(" – ".join(p for p in (paper.head.network, paper.head.motto) if p)))
    run.bold, run.font.size, run.font.color.rgb = True, Pt(8.5), ACCENT
    if paper.head.lines:
        office = section.header.add_paragraph().add_run(
            clean(" · ".join((f"Büro {paper.head.office}", *paper.head.lines)))
        )
        office.font.size, office.font.color.rgb = Pt(8), SOFT
    if paper.mark:
        mark = top.add_run("\t\t" + paper.mark.upper())
        mark.bold, mark.font.size, mark.font.color.rgb = True, Pt(8.5), RGBColor(0xB3, 0x26, 0x1E)
    foot = section.footer.paragraphs[0]
    foot.add_run(clean(" · ".join(p for p in (paper.kind, paper.subject) if p)) + "\t\tSeite ")
    _field(foot, "PAGE")
    foot.add_run(" von ")
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size, run.font.color.rgb = Pt(8), SOFT
    core = document.core_properties
    core.title, core.author, core.language = clean(paper.title)[:255], clean(paper.head.office)[:255], "de-DE"


def _lines(paragraph: Any, text: str, **look: bool) -> None:
    for i, line in enumerate(clean(text).split("\n")):
        run = paragraph.add_run(line)
        for name, value in look.items():
            setattr(run, name, value)
        if i < text.count("\n"):
            run.add_break()


def _table(
    document: Any, weights: Any, rows: Any, *, headings: Any = (), right: Any = (), bold: Any = (), tall: bool = False
) -> None:
    total = sum(weights)
    table = document.add_table(rows=0, cols=len(weights))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    if headings:
        table.style = "Light List Accent 1" if "Light List Accent 1" in document.styles else table.style
        table.style = "Table Grid"
    for n, cells in enumerate([headings, *rows] if headings else rows):
        line = table.add_row()
        if tall and n:
            line.height = Mm(14)
        no_split = OxmlElement("w:cantSplit")
        if sum(len(c) for c in cells) < 1200:
            line._tr.get_or_add_trPr().append(no_split)
        if headings and n == 0:
            repeat = OxmlElement("w:tblHeader")
            line._tr.get_or_add_trPr().append(repeat)
        for i, text in enumerate(cells):
            cell = line.cells[i]
            cell.width = Mm(WIDTH * weights[i] / total)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            if i in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _lines(paragraph, text, bold=bool(i in bold or (headings and n == 0)))
            for run in paragraph.runs:
                run.font.size = Pt(9)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _block(document: Any, block: Block) -> None:  # noqa: C901 - one branch for each kind of block
    if isinstance(block, Heading):
        title = "  ".join(p for p in (block.number, block.text, f"({block.aside})" if block.aside else "") if p)
        document.add_heading(clean(title), level=block.level)
    elif isinstance(block, Text):
        paragraph = document.add_paragraph()
        if block.label:
            paragraph.add_run(clean(block.label) + ": ").bold = True
        _lines(paragraph, block.text, bold=block.style == "bold", italic=block.style == "quote")
        if block.style == "small":
            for run in paragraph.runs:
                run.font.size = Pt(8.5)
    elif isinstance(block, Pairs):
        _table(document, (36, WIDTH - 36), [list(r) for r in block.rows], bold=(0,))
    elif isinstance(block, Grid):
        _table(
            document,
            block.weights,
            block.rows,
            headings=block.headings,
            right=block.right,
            bold=block.bold,
            tall=block.tall,
        )
    elif isinstance(block, Verdict):
        document.add_paragraph().add_run(clean(block.title)).bold = True
        _lines(
            document.add_paragraph(style="Intense Quote" if "Intense Quote" in document.styles else None), block.wording
        )
        paragraph = document.add_paragraph()
        if block.votes:
            paragraph.add_run(clean(block.votes) + " – ")
        paragraph.add_run(clean(block.result or "noch ohne Ergebnis")).bold = True
        for line in block.more:
            _lines(document.add_paragraph(), line)
    elif isinstance(block, Signatures):
        document.add_paragraph("\n\n")
        _table(document, [1] * len(block.who), [["_" * 34] * len(block.who), list(block.who)])
    elif isinstance(block, Gap):
        document.add_paragraph().paragraph_format.space_after = Mm(block.height)


def docx_bytes(paper: BlockPaper) -> bytes:
    """A paper as a Word file in memory."""
    document = Document()
    _page(document, paper)
    if paper.head.logo:
        with contextlib.suppress(Exception):  # a damaged picture must not keep a paper from being written
            document.add_picture(io.BytesIO(paper.head.logo), height=Mm(16))
    document.add_heading(clean(paper.title), level=0)
    if paper.subtitle:
        _lines(document.add_paragraph(), paper.subtitle)
    for block in paper.blocks:
        _block(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_word(paper: BlockPaper, target: Path) -> None:
    """Write a paper as a Word file. Raises ``UserError`` if the disk refuses."""
    try:
        atomic.write_bytes(target, docx_bytes(paper))
    except OSError as error:
        raise atomic.refused(error, target, "Die Word-Datei ließ sich nicht schreiben.") from error
