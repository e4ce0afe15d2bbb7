"""The one base of all papers: fonts, styles, page frames and safe text.

Margins follow DIN 5008:2020 (25 mm left, 20 mm right). FiraGO (SIL OFL, from the package pymupdf-fonts) has Latin,
Cyrillic, Greek, Arabic and Hebrew; right-to-left words are put in order here.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Table, TableStyle

from netzwerkhilfe import atomic
from netzwerkhilfe.documents.archive import LANGUAGE, Archived
from netzwerkhilfe.documents.characters import one_line
from netzwerkhilfe.documents.levels import Levels
from netzwerkhilfe.documents.tagging import Tags, Words, artifact, ruled
from netzwerkhilfe.documents.typeface import fonts, spelled

LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 20 * mm, 20 * mm, 20 * mm
WIDTH = A4[0] - LEFT - RIGHT
LONG_ROW = 60 * mm
"""A higher row of a table may go on over a page."""
TOGETHER = 60
"""Letters of a right-to-left run that is never broken."""
ACCENT, INK, SOFT, LINE, TINT, OK, BAD = (
    colors.HexColor(c) for c in ("#0B6B70", "#182026", "#48525B", "#C9D1D6", "#F1F6F6", "#1C6B3A", "#B3261E")
)


BARE = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
"""The style of a table that only puts things beside each other."""


@functools.cache
def styles() -> dict[str, ParagraphStyle]:
    """The few styles of all papers, in points."""
    fonts()
    body = ParagraphStyle(
        "body", fontName="FiraGO", fontSize=10, leading=14, textColor=INK, allowWidows=0, allowOrphans=0
    )
    made = {
        "body": body,
        "bold": ParagraphStyle("bold", body, fontName="FiraGO-Bold"),
        "small": ParagraphStyle("small", body, fontSize=8, leading=11, textColor=SOFT),
        "subject": ParagraphStyle("subject", body, fontName="FiraGO-Bold"),
        "sender": ParagraphStyle("sender", body, fontSize=7, leading=9, textColor=SOFT),
        "address": ParagraphStyle("address", body, leading=12.8),
        "right": ParagraphStyle("right", body, alignment=TA_RIGHT),
        "head": ParagraphStyle("head", body, fontName="FiraGO-Bold", fontSize=8.5, leading=12, textColor=ACCENT),
        "h1": ParagraphStyle("h1", body, fontName="FiraGO-Bold", fontSize=17, leading=22, spaceBefore=6, spaceAfter=2),
        "h2": ParagraphStyle("h2", body, fontName="FiraGO-Bold", fontSize=12, leading=16, spaceBefore=14, spaceAfter=5),
        "h3": ParagraphStyle("h3", body, fontName="FiraGO-Bold", spaceBefore=8, spaceAfter=3),
        "label": ParagraphStyle("label", body, fontName="FiraGO-Bold", fontSize=9, textColor=SOFT),
        "quote": ParagraphStyle("quote", body, leftIndent=10, borderPadding=0, textColor=INK, fontName="FiraGO-Italic"),
        "key": ParagraphStyle("key", body, fontName="FiraGO-Bold", fontSize=20, leading=30, alignment=1),
        "cell": ParagraphStyle("cell", body, fontSize=8.5, leading=11),
        "cellhead": ParagraphStyle("cellhead", body, fontName="FiraGO-Bold", fontSize=8.5, leading=11, textColor=SOFT),
    }
    for name, alike, change in (
        ("cellright", "cell", {"alignment": TA_RIGHT}),
        ("cellheadright", "cellhead", {"alignment": TA_RIGHT}),
        ("cellbold", "cell", {"fontName": "FiraGO-Bold"}),
    ):
        made[name] = ParagraphStyle(name, made[alike], **change)
    # Shaping joins Arabic letters, but turns Latin "ff" into a glyph that cannot be searched or copied.
    for name, style in list(made.items()):
        made[name + " shaped"] = ParagraphStyle(name + " shaped", style, shaping=1)
    return made


def _right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def _in_visual_order(line: str) -> str:
    """Shaping puts the letters of a right-to-left word in order; the words of such a run are put in order here."""
    found: list[str] = []
    run: list[str] = []

    def turned() -> list[str]:
        # A run that breaks over two lines would be read from its end: a short one stays together, as one word to the
        # shaper, which then puts the words in order as well.
        return ["\u00a0".join(run)] if sum(map(len, run)) <= TOGETHER else list(reversed(run))

    for word in line.split(" "):
        if _right_to_left(word):
            run.append(word)
            continue
        found += [*(turned() if run else []), word]
        run = []
    return " ".join([*found, *(turned() if run else [])])


def markup(text: str) -> str:
    """Text of a person, safe inside a paragraph: escaped, line breaks kept, right-to-left words in visual order."""
    lines = []
    for line in spelled(str(text)).split("\n"):
        shown = _in_visual_order(line) if _right_to_left(line) else line
        lines.append(escape("".join(c for c in shown if c == "\t" or ord(c) >= 32)))
    return "<br/>".join(lines)


def para(text: str, style: str = "body") -> Words:
    """A paragraph of a person's text."""
    return marked(markup(text), style, text)


def marked(markup: str, style: str = "body", spoken: str = "") -> Words:
    """A paragraph of our own markup around text that went through :func:`markup`; ``spoken`` is what it says."""
    turned = _right_to_left(markup)
    made = Words(markup, styles()[style + " shaped" if turned else style])
    if turned:
        made.spoken = spelled(spoken)
    made.blank = not markup or markup.isspace()
    return made


class Rows(Table):  # type: ignore[misc]  # ReportLab has no types
    """A table that breaks between rows; within one that is long, right where it stands.

    ReportLab does the one and then the other: it would set the heading once more above a part of the row.
    """

    def split(self, width: float, height: float) -> list[Any]:
        """As ReportLab splits."""
        self.wrap(width, height)
        left, broken = height, 0.0
        for row in self._rowHeights:
            if row > left:
                broken = row
                break
            left -= row
        self.splitInRow = broken > LONG_ROW
        self.splitByRow = not self.splitInRow
        parts: list[Any] = super().split(width, height)
        return parts


def table(rows: Sequence[Sequence[Any]], widths: Sequence[float], style: Sequence[Any], **options: Any) -> Rows:
    """A table of flowables; what its cells are is said in :mod:`tagging`. ``options`` are those of ReportLab."""
    # Empty cells name a font, too: it is one that the file has.
    looks = TableStyle([("FONTNAME", (0, 0), (-1, -1), "FiraGO"), *style])
    return Rows(rows, colWidths=widths, style=looks, renderCB=ruled, **options)


class Paper(BaseDocTemplate):  # type: ignore[misc]  # ReportLab has no types
    """A paper: a story inside DIN margins, a head line, a foot line with the page number.

    :param foot: what stands at the left of the foot, the title if empty.
    :param mark: printed in red at the head of each page ("Entwurf").
    :param sender: printed at the head of the first page: the office and its address.
    """

    def __init__(
        self,
        target: Path | io.BytesIO,
        title: str,
        head: str,
        author: str,
        landscape: bool = False,
        *,
        foot: str = "",
        mark: str = "",
        sender: str = "",
    ) -> None:
        fonts()
        size = (A4[1], A4[0]) if landscape else A4
        super().__init__(
            str(target) if isinstance(target, Path) else target,
            pagesize=size,
            leftMargin=LEFT,
            rightMargin=RIGHT,
            topMargin=TOP + 6 * mm,
            bottomMargin=BOTTOM,
            title=one_line(title),
            author=one_line(author),
            subject=one_line(foot or title),
            lang=LANGUAGE,
            creator="Netzwerk Hilfe",
            displayDocTitle=True,
            initialFontName="FiraGO",
        )
        self.head, self.foot = spelled(head), spelled(foot or title)
        self.mark, self.sender = spelled(mark), spelled(sender)
        frame = Frame(LEFT, BOTTOM + 4 * mm, size[0] - LEFT - RIGHT, size[1] - TOP - BOTTOM - 10 * mm, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._frame))
        self.size = size

    def _frame(self, canvas: Any, _document: Any) -> None:
        with artifact(canvas):
            self._head_and_foot(canvas)

    def _head_and_foot(self, canvas: Any) -> None:
        canvas.saveState()
        canvas.setFont("FiraGO-Bold", 8.5)
        canvas.setFillColor(ACCENT)
        canvas.drawString(LEFT, self.size[1] - TOP + 2 * mm, self.head)
        self.write_foot(canvas)
        canvas.setFont("FiraGO", 8)
        canvas.setFillColor(SOFT)
        right, high = self.size[0] - RIGHT, self.size[1] - TOP + 2 * mm
        if self.mark:
            canvas.setFont("FiraGO-Bold", 8.5)
            canvas.setFillColor(BAD)
            canvas.drawRightString(right, high, self.mark.upper())
        elif self.sender and canvas.getPageNumber() == 1:
            beside = right - LEFT - pdfmetrics.stringWidth(self.head, "FiraGO-Bold", 8.5) - 8 * mm
            canvas.drawRightString(right, high, fitted(self.sender, "FiraGO", 8, max(beside, 20 * mm)))
        canvas.restoreState()

    def write_foot(self, canvas: Any) -> None:
        """The left half of the foot; the number of the page comes when all are set."""
        canvas.setFont("FiraGO", 8)
        canvas.setFillColor(SOFT)
        room = self.size[0] - LEFT - RIGHT - 28 * mm
        canvas.drawString(LEFT, BOTTOM - 6 * mm, fitted(self.foot, "FiraGO", 8, room))


class Counted(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """Writes "Seite 2 von 5": the foot and the bookmarks of each page wait until all are set.

    ``part`` tells pages apart that are counted on their own, such as several letters in one file.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._doc = Archived(filename=self._filename, pdfVersion=(1, 7), lang=LANGUAGE)
        self.tags = Tags()
        self._waiting: list[dict[str, Any]] = []
        self.marks: list[tuple[str, int, float]] = []
        self.part = 0

    def showPage(self) -> None:
        """Keep the page."""
        self._waiting.append(dict(self.__dict__))
        self._startPage()
        self.tags.next_page()
        self.marks = []

    def save(self) -> None:
        """Number the pages and write them."""
        waiting, levels = self._waiting, Levels()
        for n, state in enumerate(waiting):
            self.__dict__.update(state)
            for i, (text, level, top) in enumerate(self.marks):
                self.bookmarkPage(f"m{n}-{i}", fit="XYZ", left=0, top=top)
                self.addOutlineEntry(text, f"m{n}-{i}", levels.next(level) - 1, closed=0)
            same = [i for i, other in enumerate(waiting) if other["part"] == self.part]
            with artifact(self):
                self.setFont("FiraGO", 8)
                self.setFillColor(SOFT)
                words = f"Seite {same.index(n) + 1} von {len(same)}"
                self.drawRightString(self._pagesize[0] - RIGHT, BOTTOM - 6 * mm, words)
            super().showPage()
        pages = self._doc.Pages.pages
        self._doc.close(self.tags.tree(self._doc, pages), pages)
        super().save()


@functools.lru_cache(maxsize=64)
def fitted(text: str, font: str, size: float, room: float) -> str:
    """A line cut with an ellipsis where it would not fit; that of one page is that of the next."""
    if pdfmetrics.stringWidth(text, font, size) <= room:
        return text
    while text and pdfmetrics.stringWidth(text + " …", font, size) > room:
        text = text[:-1]
    return text.rstrip() + " …"


def build(paper: Paper, story: Sequence[Any]) -> None:
    """Write the paper beside its target and put it in place. Raises ``UserError`` if the disk refuses."""
    if not isinstance(paper.filename, str):
        paper.build(list(story), canvasmaker=Counted)
        return
    target = Path(paper.filename)
    try:
        with atomic.writing(target) as partial:
            paper.filename = str(partial)
            paper.build(list(story), canvasmaker=Counted)
    except OSError as error:
        raise atomic.refused(error, target, "Das PDF ließ sich nicht schreiben.") from error
