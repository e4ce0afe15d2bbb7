"""The agenda of a meeting as a PDF: numbers, times, who speaks; the confidential part after the public one."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table, TableStyle

from netzwerkhilfe.documents.base import LINE, WIDTH, Paper, build, marked, para, plain
from netzwerkhilfe.models.papers import AgendaPaper


def print_agenda(paper: AgendaPaper, target: Path) -> None:
    """Write the agenda. Raises ``UserError`` if the disk refuses."""
    when = f"{paper.day}, {paper.start} Uhr" if paper.start else paper.day
    story: list[object] = [para("Tagesordnung", "h1"), para(paper.title, "bold"), para(when)]
    if paper.venue:
        story.append(para(paper.venue))
    if paper.note:
        story += [Spacer(1, 4 * mm), para(paper.note)]
    public = [line for line in paper.lines if not line.confidential]
    closed = [line for line in paper.lines if line.confidential]
    if not paper.lines:
        story += [Spacer(1, 6 * mm), para("Noch keine Tagesordnungspunkte.")]
    for heading, lines in (("Öffentlicher Teil", public), ("Nichtöffentlicher Teil", closed)):
        if not lines:
            continue
        story.append(para(heading, "h2") if closed else Spacer(1, 6 * mm))
        rows = []
        for line in lines:
            text = f"<b>{plain(line.title)}</b>"
            if line.description:
                text += f"<br/><font size='9' color='#48525B'>{plain(line.description)}</font>"
            rows.append(
                [
                    para(f"TOP {line.number}", "small"), para(line.begins), marked(text),
                    para(line.speaker), para(f"{line.minutes} Min.", "right"),
                ]
            )  # fmt: skip
        table = Table(rows, colWidths=[16 * mm, 15 * mm, WIDTH - 85 * mm, 35 * mm, 19 * mm], splitByRow=1)
        table.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 4), ("TOPPADDING", (0, 0), (-1, -1), 4),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 5), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                    ("TOPPADDING", (0, 0), (0, -1), 5.5), ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
                ]
            )
        )  # fmt: skip
        story.append(table)
    closing: list[object] = [Spacer(1, 4 * mm)]
    if paper.end:
        closing.append(para(f"Ende gegen {paper.end} Uhr"))
    closing += [Spacer(1, 8 * mm), para(f"{paper.office}, {paper.issued}", "small")]
    story.append(KeepTogether(closing))
    document = Paper(target, f"Tagesordnung {paper.title}", paper.network, paper.office)
    build(document, story)
