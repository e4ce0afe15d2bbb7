"""A list as a PDF: the columns of the window on A4 across, the heading row on each page."""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from netzwerkhilfe.documents import tagging
from netzwerkhilfe.documents.base import LEFT, LINE, RIGHT, Paper, build, para, table
from netzwerkhilfe.models.papers import ListPaper


def print_list(paper: ListPaper, target: Path | io.BytesIO) -> None:
    """Write the list. Raises ``UserError`` if the disk refuses."""
    width = A4[1] - LEFT - RIGHT
    total = sum(paper.weights)
    rows = [[para(h, "cellhead") for h in paper.headings]]
    rows += [[para(cell if len(cell) < 400 else cell[:397] + " …", "cell") for cell in row] for row in paper.rows]
    tagging.table(rows, head=1)
    listed = table(
        rows,
        [width * w / total for w in paper.weights],
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 5),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ],
        repeatRows=1,
    )
    story = [para(paper.title, "h1"), para(paper.subtitle, "small"), Spacer(1, 4 * mm), listed]
    build(Paper(target, paper.title, paper.network, paper.office, landscape=True), story)
