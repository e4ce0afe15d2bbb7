"""Papers for helpers: the Einsatzblatt with the day by which it comes back, and the plan of a week."""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from netzwerkhilfe.documents import tagging
from netzwerkhilfe.documents.base import LEFT, LINE, RIGHT, WIDTH, Paper, Rows, build, para, table
from netzwerkhilfe.documents.blocks import to_sign
from netzwerkhilfe.documents.endings import end
from netzwerkhilfe.documents.tagging import Words
from netzwerkhilfe.models.papers import CourseCertificate, EngagementSheet, HandoverSheet, WeekPlan


def _grid(rows: list[list[Words]], widths: list[float], *, head: bool = False, room: float = 5) -> Rows:
    """Facts line by line, or with ``head`` a table with headings above; ``room`` is that around each line."""
    tagging.table(rows, head=int(head), row_heads=not head)
    return table(
        rows,
        widths,
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), room),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ],
        repeatRows=int(head),
    )


def print_sheet(paper: EngagementSheet, target: Path | io.BytesIO) -> None:
    """Write the Einsatzblatt. Raises ``UserError`` if the disk refuses."""
    rows: list[list[Words]] = [[para(name, "cellhead"), para(value)] for name, value in paper.lines]
    blank: list[list[Words]] = [[para(name, "cellhead"), para("")] for name in ("Von – bis", "Kilometer", "Anmerkung")]
    story = [
        para("Einsatzblatt", "h1"),
        para(paper.subtitle, "small"),
        Spacer(1, 5 * mm),
        _grid(rows, [40 * mm, WIDTH - 40 * mm]),
        Spacer(1, 8 * mm),
        para("Nach dem Einsatz bitte ausfüllen", "h2"),
        _grid(blank, [40 * mm, WIDTH - 40 * mm], room=16),
        Spacer(1, 8 * mm),
        para(
            f"Dieses Blatt nennt Namen. Bitte geben Sie es bis {paper.back_by} im Büro zurück und kopieren Sie "
            "es nicht.",
            "bold",
        ),
        para("Was Sie erfahren, bleibt vertraulich."),
    ]
    build(Paper(target, "Einsatzblatt", paper.network, paper.office), story)


def print_certificate(paper: CourseCertificate, target: Path | io.BytesIO) -> None:
    """Write the certificate of a course. Raises ``UserError`` if the disk refuses."""
    story = [
        Spacer(1, 30 * mm),
        para("Bescheinigung", "h1"),
        Spacer(1, 8 * mm),
        para(paper.person, "h2"),
        Spacer(1, 2 * mm),
        para("hat an diesem Kurs teilgenommen:"),
        Spacer(1, 4 * mm),
        para(paper.course, "h2"),
        para(paper.when),
        *([para(f"Träger: {paper.provider}")] if paper.provider else []),
        Spacer(1, 12 * mm),
        para(f"Wir danken für das Engagement im {paper.network}."),
    ]
    end(
        story,
        [Spacer(1, 6 * mm), para(f"Ausgestellt am {paper.issued}"), *to_sign(paper.signed_by)],
        WIDTH,
    )
    build(Paper(target, "Bescheinigung", paper.network, paper.office), story)


def print_handover(paper: HandoverSheet, target: Path | io.BytesIO) -> None:
    """Write the paper that goes with a case. Raises ``UserError`` if the disk refuses."""
    rows: list[list[Words]] = [[para(name, "cellhead"), para(value)] for name, value in paper.lines]
    story = [
        para(f"Übergabe {paper.number}", "h1"),
        para(f"von Büro {paper.office} an {paper.receiver}, {paper.issued}", "small"),
        Spacer(1, 5 * mm),
        _grid(rows, [40 * mm, WIDTH - 40 * mm]),
        Spacer(1, 8 * mm),
        para(
            "Dieses Blatt nennt Namen. Bitte geben Sie es nur persönlich weiter und bestätigen Sie den Empfang.", "bold"
        ),
    ]
    end(story, to_sign((f"übergeben: Büro {paper.office}", f"übernommen: {paper.receiver}")), WIDTH)
    build(Paper(target, f"Übergabe {paper.number}", paper.network, paper.office), story)


def print_week(paper: WeekPlan, target: Path | io.BytesIO) -> None:
    """Write the plan of a week, across. Raises ``UserError`` if the disk refuses."""
    width = A4[1] - LEFT - RIGHT
    rows: list[list[Words]] = [[para(h, "cellhead") for h in ("Tag", "Zeit", "Was", "Wer", "Wo", "Gesuch", "erledigt")]]
    rows += [[para(cell, "cell") for cell in (*line, "")] for line in paper.rows]
    if len(rows) == 1:
        rows.append([para("Keine Einsätze", "cell"), *[para("", "cell")] * 6])
    share = [0.13, 0.12, 0.25, 0.18, 0.14, 0.1, 0.08]
    story = [
        para(paper.title, "h1"),
        para(paper.subtitle, "small"),
        Spacer(1, 4 * mm),
        _grid(rows, [width * s for s in share], head=True),
    ]
    build(Paper(target, paper.title, paper.network, paper.office, landscape=True), story)
