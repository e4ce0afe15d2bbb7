"""Papers as Word files (python-docx), for who wants to go on writing there: real headings, tables, header and
footer."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from netzwerkhilfe import atomic
from netzwerkhilfe.documents.characters import clean, one_line
from netzwerkhilfe.documents.closing import closing_of
from netzwerkhilfe.documents.levels import Levels
from netzwerkhilfe.models.blocks import Block, BlockPaper, Gap, Grid, Heading, Pairs, Signatures, Text, Verdict

WIDTH = 165
FONT = "Segoe UI"
LANGUAGE = "de-DE"
TWENTIETHS = 1440 / 25.4
"""Twentieths of a point in a millimetre, Word's own unit."""
LETTER = 2.1
"""The width of a bold letter of 9 points, in millimetres."""
TWO_LINES = 180
"""Letters in two lines."""
DECISION = "Beschluss"
ACCENT, SOFT, INK = RGBColor(0x0B, 0x6B, 0x70), RGBColor(0x48, 0x52, 0x5B), RGBColor(0x18, 0x20, 0x26)


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


def _element(parent: Any, name: str, **attributes: object) -> Any:
    """A new element of WordprocessingML below another; attributes without their prefix."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    parent.append(made)
    return made


def _styles(document: Any) -> None:
    """One typeface, German, and headings as the PDF has them."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(5)
    normal.paragraph_format.widow_control = True
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for holder in (normal.element.rPr, defaults):
        for old in holder.findall(qn("w:lang")):
            holder.remove(old)
        _element(holder, "w:lang", val=LANGUAGE, eastAsia=LANGUAGE)
    for name, size, above, below in (
        ("Heading 1", 17, 6, 2),
        ("Heading 2", 12, 14, 5),
        ("Heading 3", 10, 8, 3),
    ):
        heading = document.styles[name]
        heading.font.name, heading.font.size, heading.font.bold = FONT, Pt(size), True
        heading.font.color.rgb = INK
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(above), Pt(below)
        heading.paragraph_format.keep_with_next = True
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    decision = document.styles.add_style(DECISION, WD_STYLE_TYPE.PARAGRAPH)
    decision.base_style = normal
    look = decision.element.get_or_add_pPr()
    _element(_element(look, "w:pBdr"), "w:left", val="single", sz=18, space=8, color="0B6B70")
    _element(look, "w:shd", val="clear", color="auto", fill="F1F6F6")
    decision.paragraph_format.left_indent, decision.paragraph_format.space_after = Mm(3), Pt(0)
    decision.paragraph_format.keep_together = True


def _page(document: Any, paper: BlockPaper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(25),
        Mm(20),
        Mm(25),
        Mm(22),
    )
    _styles(document)
    top = section.header.paragraphs[0]
    run = top.add_run(clean(" – ".join(p for p in (paper.head.network, paper.head.motto) if p)))
    run.bold, run.font.size, run.font.color.rgb = True, Pt(8.5), ACCENT
    if paper.head.lines:
        office = section.header.add_paragraph().add_run(
            clean(" · ".join((f"Büro {paper.head.office}", *paper.head.lines)))
        )
        office.font.size, office.font.color.rgb = Pt(8), SOFT
    foot = section.footer.paragraphs[0]
    for line in (top, foot):
        _only_right_tab(line)
    if paper.mark:
        mark = top.add_run("\t" + paper.mark.upper())
        mark.bold, mark.font.size, mark.font.color.rgb = True, Pt(8.5), RGBColor(0xB3, 0x26, 0x1E)
    foot.add_run(clean(" · ".join(p for p in (paper.kind, paper.subject) if p)) + "\tSeite ")
    _field(foot, "PAGE")
    foot.add_run(" von ")
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size, run.font.color.rgb = Pt(8), SOFT
    core = document.core_properties
    core.title, core.author, core.language = one_line(paper.title)[:255], one_line(paper.head.office)[:255], LANGUAGE


def _only_right_tab(paragraph: Any) -> None:
    """One tab leads to the right margin; those of Word's own styles are for its own page."""
    style = paragraph.style.element.pPr
    for old in style.findall(qn("w:tabs")) if style is not None else ():
        style.remove(old)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _lines(paragraph: Any, text: str, **look: bool) -> None:
    for i, line in enumerate(clean(text).split("\n")):
        run = paragraph.add_run(line)
        for name, value in look.items():
            setattr(run, name, value)
        if i < text.count("\n"):
            run.add_break()


def _ruled(table: Any, *, lines: bool) -> None:
    """Widths as they are said, text flush with that around it, and lines below the rows or none."""
    look = table._tbl.tblPr
    for name in ("w:tblW", "w:tblBorders", "w:tblCellMar"):
        for old in look.findall(qn(name)):
            look.remove(old)
    _element(look, "w:tblW", w=round(WIDTH * TWENTIETHS), type="dxa")
    if lines:
        borders = _element(look, "w:tblBorders")
        for side in ("w:bottom", "w:insideH"):
            _element(borders, side, val="single", sz=4, space=0, color="C9D1D6")
    margins = _element(look, "w:tblCellMar")
    _element(margins, "w:left", w=0, type="dxa")
    _element(margins, "w:right", w=60, type="dxa")
    order = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")
    look[:] = sorted(look, key=lambda e: order.index(e.tag.partition("}")[2]))


def _table(
    document: Any, weights: Any, rows: Any, *, headings: Any = (), right: Any = (), bold: Any = (), tall: bool = False
) -> None:
    total = sum(weights)
    table = document.add_table(rows=0, cols=len(weights))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _ruled(table, lines=bool(headings))
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = Mm(WIDTH * weight / total)
    for n, cells in enumerate([headings, *rows] if headings else rows):
        line = table.add_row()
        heading = bool(headings) and n == 0
        if tall and not heading:
            line.height = Mm(14)
        if sum(len(c) for c in cells) < 1200:
            _element(line._tr.get_or_add_trPr(), "w:cantSplit")
        if heading:
            _element(line._tr.get_or_add_trPr(), "w:tblHeader")
        for i, text in enumerate(cells):
            cell = line.cells[i]
            cell.width = Mm(WIDTH * weights[i] / total)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
            paragraph.paragraph_format.keep_with_next = heading
            if i in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _lines(paragraph, text, bold=heading or i in bold)
            for run in paragraph.runs:
                run.font.size = Pt(9)
                if heading:
                    run.font.color.rgb = SOFT
    after = document.add_paragraph()
    after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(8)


def _heading(document: Any, block: Heading, levels: Levels) -> None:
    paragraph = document.add_heading(level=levels.next(block.level))
    if block.number:
        paragraph.add_run(clean(block.number) + "  ").font.color.rgb = ACCENT
    _lines(paragraph, block.text)
    if block.aside:
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        aside = paragraph.add_run("\t" + clean(block.aside))
        aside.bold, aside.font.size = False, Pt(10)


def _verdict(document: Any, block: Verdict) -> None:
    """A decision in its frame, whole on one page."""
    made = [document.add_paragraph(style=DECISION)]
    made[0].add_run(clean(block.title)).bold = True
    made.append(document.add_paragraph(style=DECISION))
    _lines(made[-1], block.wording)
    made.append(document.add_paragraph(style=DECISION))
    if block.votes:
        made[-1].add_run(clean(block.votes) + " – ")
    made[-1].add_run(clean(block.result or "noch ohne Ergebnis")).bold = True
    for line in block.more:
        made.append(document.add_paragraph(style=DECISION))
        _lines(made[-1], line)
        for run in made[-1].runs:
            run.font.size = Pt(8.5)
    for paragraph in made[:-1]:
        paragraph.paragraph_format.keep_with_next = True
    made[-1].paragraph_format.space_after = Pt(8)


def _block(document: Any, block: Block, levels: Levels) -> None:
    if isinstance(block, Heading):
        _heading(document, block, levels)
    elif isinstance(block, Text):
        paragraph = document.add_paragraph()
        if block.label:
            paragraph.add_run(clean(block.label) + ": ").bold = True
        _lines(paragraph, block.text, bold=block.style == "bold", italic=block.style == "quote")
        if block.style == "small":
            for run in paragraph.runs:
                run.font.size = Pt(8.5)
    elif isinstance(block, Pairs):
        beside = min(max(30, *(LETTER * len(label) for label, _ in block.rows)), 60) if block.rows else 30
        _table(document, (beside, WIDTH - beside), [list(r) for r in block.rows], bold=(0,))
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
        _verdict(document, block)
    elif isinstance(block, Signatures):
        document.add_paragraph().paragraph_format.space_after = Mm(10)
        cells = [f"{'_' * 34}\n{who}" for who in block.who]
        cells += [""] * (2 - len(cells))
        _table(document, [1] * len(cells), [cells])
    elif isinstance(block, Gap):
        document.add_paragraph().paragraph_format.space_after = Mm(block.height)


def _keep(document: Any, first: int) -> None:
    """All from the element of this number on stays on one page, with two lines of what stands before."""
    body = list(document.element.body)
    letters = 0
    while first and letters < TWO_LINES:
        first -= 1
        letters += TWO_LINES if body[first].tag == qn("w:tbl") else len(Paragraph(body[first], document).text)
    for element in body[first:]:
        inside = [p for row in element.findall(qn("w:tr"))[-2:] for p in row.iter(qn("w:p"))]
        for paragraph in inside or ([element] if element.tag == qn("w:p") else []):
            Paragraph(paragraph, document).paragraph_format.keep_with_next = True


def docx_bytes(paper: BlockPaper) -> bytes:
    """A paper as a Word file in memory."""
    document = Document()
    _page(document, paper)
    if paper.head.logo:
        with contextlib.suppress(Exception):  # a damaged picture must not keep a paper from being written
            document.add_picture(io.BytesIO(paper.head.logo), height=Mm(16))
            document.inline_shapes[-1]._inline.docPr.set("descr", clean(f"Logo {paper.head.network}"))
    levels = Levels()
    _heading(document, Heading(paper.title, 1), levels)
    if paper.subtitle:
        _lines(document.add_paragraph(), paper.subtitle)
    closing, first = closing_of(paper.blocks), None
    for i, block in enumerate(paper.blocks):
        if i == closing:
            first = len(document.element.body) - 1  # the last is the section
        _block(document, block, levels)
    if first is not None:
        _keep(document, first)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_word(paper: BlockPaper, target: Path) -> None:
    """Write a paper as a Word file. Raises ``UserError`` if the disk refuses."""
    try:
        atomic.write_bytes(target, docx_bytes(paper))
    except OSError as error:
        raise atomic.refused(error, target, "Die Word-Datei ließ sich nicht schreiben.") from error
