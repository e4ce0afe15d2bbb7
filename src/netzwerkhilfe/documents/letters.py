"""Letters after DIN 5008:2020 form B: address field 45 mm from the top, fold marks at 105 and 210 mm, one letter a
person."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import FrameBreak, KeepTogether, NextPageTemplate, PageBreak, Spacer
from reportlab.platypus.doctemplate import PageTemplate
from reportlab.platypus.frames import Frame

from netzwerkhilfe.documents.base import ACCENT, BOTTOM, LEFT, LINE, RIGHT, SOFT, Paper, build, para
from netzwerkhilfe.documents.blocks import LOGO_HEIGHT, LOGO_WIDTH, flowables
from netzwerkhilfe.models.papers import Letter

HEIGHT = A4[1]
ADDRESS_TOP, ADDRESS_LEFT, ADDRESS_WIDTH = 45 * mm, 20 * mm, 85 * mm
INFO_LEFT, TEXT_TOP = 125 * mm, 98.46 * mm


def _marks(canvas: Any, _document: Any) -> None:
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    for down in (105 * mm, 148.5 * mm, 210 * mm):
        canvas.line(5 * mm, HEIGHT - down, 9 * mm if down == 148.5 * mm else 8 * mm, HEIGHT - down)
    canvas.setFont("FiraGO", 8)
    canvas.setFillColor(SOFT)
    canvas.restoreState()


class _Letters(Paper):
    """The first page of a letter has address and info block; further pages are plain."""

    def __init__(self, target: Path | io.BytesIO, title: str, head: str, author: str) -> None:
        super().__init__(target, title, head, author)
        width = A4[0] - LEFT - RIGHT
        address = Frame(LEFT, HEIGHT - ADDRESS_TOP - 45 * mm, ADDRESS_WIDTH - 5 * mm, 45 * mm, 0, 0, 0, 0, id="address")
        info = Frame(INFO_LEFT, HEIGHT - 50 * mm - 40 * mm, 75 * mm, 40 * mm, 0, 0, 0, 0, id="info")
        text = Frame(LEFT, BOTTOM + 4 * mm, width, HEIGHT - TEXT_TOP - BOTTOM - 4 * mm, 0, 0, 0, 0, id="text")
        more = Frame(LEFT, BOTTOM + 4 * mm, width, HEIGHT - 40 * mm - BOTTOM, 0, 0, 0, 0, id="more")
        self.logo: bytes | None = None
        self.pageTemplates: list[PageTemplate] = []
        self.addPageTemplates(
            [
                PageTemplate("first", [address, info, text], onPage=self._first, autoNextPageTemplate="more"),
                PageTemplate("more", [more], onPage=self._frame),
            ]
        )

    def _first(self, canvas: Any, document: Any) -> None:
        """Fold marks, and at the top left the logo, above the address field. Each letter counts its own pages."""
        canvas.part += 1
        _marks(canvas, document)
        canvas.saveState()
        canvas.setFont("FiraGO-Bold", 8.5)
        canvas.setFillColor(ACCENT)
        canvas.drawString(LEFT, HEIGHT - 14 * mm, self.head)
        if self.logo:
            with contextlib.suppress(Exception):  # a damaged picture must not keep a letter from being printed
                image = ImageReader(io.BytesIO(self.logo))
                width, height = image.getSize()
                scale = min(LOGO_WIDTH / width, LOGO_HEIGHT / height)
                canvas.drawImage(image, LEFT, HEIGHT - 34 * mm, width * scale, height * scale, mask="auto")
        canvas.restoreState()


def print_letters(letters: Sequence[Letter], target: Path | io.BytesIO) -> None:
    """Write the letters into one PDF, each on a page of its own. Raises ``UserError`` if the disk refuses."""
    story: list[Any] = []
    for i, letter in enumerate(letters):
        if i:
            story += [NextPageTemplate("first"), PageBreak()]
        story += [para(letter.sender_line, "small"), Spacer(1, 6 * mm)]
        story += [para(line) for line in letter.address]
        story.append(FrameBreak())
        story += [para(line, "small") for line in letter.info]
        story.append(FrameBreak())
        story += [para(letter.subject, "bold"), Spacer(1, 7 * mm)]
        for paragraph in letter.text:
            story += [para(paragraph), Spacer(1, 3 * mm)]
        if letter.blocks:
            story += [*flowables(letter.blocks), Spacer(1, 3 * mm)]
        story.append(KeepTogether([para(letter.closing), Spacer(1, 16 * mm), para(letter.signed_by)]))
    first = letters[0]
    document = _Letters(target, first.subject, first.network, first.office)
    document.logo = first.logo
    build(document, story)
