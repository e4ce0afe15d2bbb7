"""Letters after DIN 5008:2020 form B, one letter a person.

The address field is 85 mm by 45 mm, 20 mm from the left and 45 mm from the top edge; its upper 17.7 mm hold the address
of the sender, the lower 27.3 mm six lines. The info block stands 125 mm from the left, fold marks at 105 mm and 210 mm.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import FrameBreak, KeepInFrame, NextPageTemplate, PageBreak, Spacer
from reportlab.platypus.doctemplate import PageTemplate
from reportlab.platypus.frames import Frame

from netzwerkhilfe.documents import logo, tagging
from netzwerkhilfe.documents.base import (
    ACCENT,
    BARE,
    BOTTOM,
    LEFT,
    LINE,
    SOFT,
    TOP,
    WIDTH,
    Paper,
    build,
    para,
    table,
)
from netzwerkhilfe.documents.blocks import flowables
from netzwerkhilfe.documents.endings import end
from netzwerkhilfe.documents.tagging import Words
from netzwerkhilfe.models.papers import Letter
from netzwerkhilfe.models.values import Unreadable, read_email

HEIGHT = A4[1]
ADDRESS_TOP, ADDRESS_HEIGHT, ADDRESS_WIDTH = 45 * mm, 45 * mm, 80 * mm
SENDER_HEIGHT = 17.7 * mm
INFO_LEFT, INFO_TOP, INFO_WIDTH, INFO_HEIGHT = 125 * mm, 50 * mm, 75 * mm, 40 * mm
TEXT_TOP = 98.46 * mm


def _marks(canvas: Any) -> None:
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    for down in (105 * mm, 148.5 * mm, 210 * mm):
        canvas.line(5 * mm, HEIGHT - down, 9 * mm if down == 148.5 * mm else 8 * mm, HEIGHT - down)
    canvas.restoreState()


class _Letters(Paper):
    """The first page of a letter has address and info block; further pages are plain."""

    def __init__(self, target: Path | io.BytesIO, title: str, head: str, author: str) -> None:
        super().__init__(target, title, head, author)
        low = BOTTOM + 4 * mm

        def frame(name: str, left: float, down: float, width: float, height: float) -> Frame:
            return Frame(left, HEIGHT - down - height, width, height, 0, 0, 0, 0, id=name)

        first = [
            frame("address", LEFT, ADDRESS_TOP, ADDRESS_WIDTH, ADDRESS_HEIGHT),
            frame("info", INFO_LEFT, INFO_TOP, INFO_WIDTH, INFO_HEIGHT),
            frame("text", LEFT, TEXT_TOP, WIDTH, HEIGHT - TEXT_TOP - low),
        ]
        more = frame("more", LEFT, TOP + 6 * mm, WIDTH, HEIGHT - TOP - 6 * mm - low)
        self.logo: tuple[bytes, float, float] | None = None
        self.pageTemplates: list[PageTemplate] = []
        self.addPageTemplates(
            [
                PageTemplate("first", first, onPage=self._first, autoNextPageTemplate="more"),
                PageTemplate("more", [more], onPage=self._frame),
            ]
        )

    def _first(self, canvas: Any, _document: Any) -> None:
        """Fold marks, and at the top left the logo, above the address field. Each letter counts its own pages."""
        canvas.part += 1
        with tagging.artifact(canvas):
            _marks(canvas)
            canvas.saveState()
            canvas.setFont("FiraGO-Bold", 8.5)
            canvas.setFillColor(ACCENT)
            canvas.drawString(LEFT, HEIGHT - 14 * mm, self.head)
            if self.logo:
                content, width, height = self.logo
                image = ImageReader(io.BytesIO(content))
                canvas.drawImage(image, LEFT, HEIGHT - 34 * mm, width, height, mask="auto")
            canvas.restoreState()
            self.write_foot(canvas)


def _address(letter: Letter) -> list[Any]:
    """The sender in one line, as a window shows it, and the lines of the address; many or long ones are set smaller."""
    style = [*BARE, ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LINEBELOW", (0, 0), (-1, -1), 0.3, SOFT)]
    line = [[para(letter.sender_line, "sender")]]
    sender = table(line, [ADDRESS_WIDTH], style, rowHeights=[SENDER_HEIGHT - 1 * mm])
    lines = [para(line, "address") for line in letter.address]
    return [
        sender,
        Spacer(1, 1 * mm),
        KeepInFrame(ADDRESS_WIDTH, ADDRESS_HEIGHT - SENDER_HEIGHT, lines, mode="shrink"),
    ]


def _info(letter: Letter) -> list[Any]:
    rows = [[para(label, "small"), _reached(text)] for label, text in letter.info if text]
    if not rows:
        return []
    tagging.table(rows, row_heads=True)
    return [KeepInFrame(INFO_WIDTH, INFO_HEIGHT, [table(rows, [17 * mm, INFO_WIDTH - 17 * mm], BARE)], mode="shrink")]


def _reached(text: str) -> Words:
    """A line of the info block; an e-mail address can be clicked where the letter is read on a screen."""
    made = para(text, "small")
    if "@" in text:
        with contextlib.suppress(Unreadable):
            made.href = f"mailto:{read_email(text)}"
    return made


def print_letters(letters: Sequence[Letter], target: Path | io.BytesIO) -> None:
    """Write the letters into one PDF, each on a page of its own. Raises ``UserError`` if the disk refuses."""
    story: list[Any] = []
    for i, letter in enumerate(letters):
        if i:
            story += [NextPageTemplate("first"), PageBreak()]
        text: list[Any] = [para(letter.subject, "subject"), Spacer(1, 7 * mm)]
        for paragraph in letter.text:
            text += [para(paragraph), Spacer(1, 3 * mm)]
        if letter.blocks:
            text = [*flowables(letter.blocks, above=text), Spacer(1, 3 * mm)]
        end(text, [para(letter.closing), Spacer(1, 16 * mm), para(letter.signed_by)], WIDTH)
        story += [*_address(letter), FrameBreak(), *_info(letter), FrameBreak(), *text]
    first = letters[0]
    document = _Letters(target, first.subject, first.network, first.office)
    document.logo = logo.sized(first.logo)
    build(document, story)
