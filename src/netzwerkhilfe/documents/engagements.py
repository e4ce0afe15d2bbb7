"""Papers for helpers: the Einsatzblatt with the day by which it comes back, and the plan of a week."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Spacer, Table, TableStyle

from netzwerkhilfe.documents.base import LEFT, LINE, RIGHT, WIDTH, Paper, build, para
from netzwerkhilfe.models.papers import EngagementSheet, WeekPlan


def _grid(rows: list[list[object]], widths: list[float], *, head: bool = False) -> Table:
    table = Table(rows, colWidths=widths, repeatRows=1 if head else 0)
    table.setStyle(TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 5), ("BOTTOMPADDING", (0, 0), (-1, -1), 5), ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ]))  # fmt: skip
    return table


def print_sheet(paper: EngagementSheet, target: Path) -> None:
    """Write the Einsatzblatt. Raises ``UserError`` if the disk refuses."""
    rows: list[list[object]] = [[para(name, "cellhead"), para(value)] for name, value in paper.lines]
    blank: list[list[object]] = [[para(name, "cellhead"), para("")] for name in ("Von – bis", "Kilometer", "Anmerkung")]
    story = [
        para("Einsatzblatt", "h1"), para(paper.subtitle, "small"), Spacer(1, 5 * mm), _grid(rows, [40 * mm, WIDTH - 40 * mm]), Spacer(1, 8 * mm),
        para("Nach dem Einsatz bitte ausfüllen", "h2"), _grid(blank, [40 * mm, WIDTH - 40 * mm]), Spacer(1, 8 * mm),
        para(f"Dieses Blatt nennt Namen. Bitte geben Sie es bis {paper.back_by} im Büro zurück und kopieren Sie es nicht.", "bold"),
        para("Was Sie erfahren, bleibt vertraulich."),
    ]  # fmt: skip
    build(Paper(target, "Einsatzblatt", paper.network, paper.office), story)


def print_week(paper: WeekPlan, target: Path) -> None:
    """Write the plan of a week, across. Raises ``UserError`` if the disk refuses."""
    width = A4[1] - LEFT - RIGHT
    rows: list[list[object]] = [
        [para(h, "cellhead") for h in ("Tag", "Zeit", "Was", "Wer", "Wo", "Gesuch", "erledigt")]
    ]
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
