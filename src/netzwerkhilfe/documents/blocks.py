"""Papers set from plain blocks: one look for invitation, agenda, minutes, extract, lists and register."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from netzwerkhilfe.documents import logo, tagging
from netzwerkhilfe.documents.base import (
    ACCENT,
    BAD,
    BARE,
    LINE,
    OK,
    SOFT,
    TINT,
    WIDTH,
    Paper,
    build,
    marked,
    markup,
    para,
    table,
)
from netzwerkhilfe.documents.closing import closing_of
from netzwerkhilfe.documents.endings import end
from netzwerkhilfe.models.blocks import (
    Block,
    BlockPaper,
    Grid,
    Heading,
    LetterHead,
    Pairs,
    Signatures,
    Text,
    Verdict,
)

SPLIT_OVER = 1500
"""Longer texts in a frame or cell are cut into paragraphs, so that a page can break within them."""

SHORT = 14
"""Lines of facts that stay on one page with their heading."""


class Outline(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A bookmark where it stands, of a level from 1; takes no room."""

    def __init__(self, text: str, level: int) -> None:
        super().__init__()
        self.text, self.level = text, level

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """No room."""
        return 0, 0

    def draw(self) -> None:
        """Leave the bookmark with its page."""
        marks = getattr(self.canv, "marks", None)
        if marks is not None:
            marks.append((self.text[:120], self.level, self.canv.absolutePosition(0, 0)[1] + 20))


def _logo(head: LetterHead) -> list[Any]:
    """The picture at the head of a paper, if there is a readable one."""
    found = logo.sized(head.logo)
    if found is None:
        return []
    content, width, height = found
    picture = tagging.Picture(io.BytesIO(content), width, height, hAlign="LEFT")
    picture.alt = f"Logo {head.network}"
    return [picture, Spacer(1, 3 * mm)]


def _room(after: Block | None) -> Any:
    """The room that must be left below a heading: a few lines, or the whole of a short list of facts."""
    if isinstance(after, Heading | Verdict):
        return 38 * mm
    if isinstance(after, Pairs):
        lines = sum(1 + text.count("\n") + len(text) // 90 for _, text in after.rows)
        return (6 + 6.3 * lines) * mm if lines <= SHORT else 20 * mm
    return 20 * mm


def _heading(block: Heading, room: float) -> list[Any]:
    number = f"<font color='#0B6B70'>{markup(block.number)}</font>&nbsp;&nbsp;" if block.number else ""
    name = f"{block.number} {block.text}".strip()
    title: Any = marked(number + markup(block.text), f"h{block.level}", name)
    room += title.wrap(WIDTH, 0)[1] + title.style.spaceBefore
    if block.aside:
        style = title.style
        row = [title, para(block.aside, "right")]
        title = table([row], [WIDTH - 25 * mm, 25 * mm], [*BARE, ("VALIGN", (0, 0), (-1, -1), "BOTTOM")])
        title.spaceBefore, title.spaceAfter = style.spaceBefore, style.spaceAfter
    # keepWithNext would push a text longer than a page to the next one; this asks for room for a few lines alone
    return [CondPageBreak(room), Outline(name, block.level), title]


def pieces(text: str) -> list[str]:
    """A text as paragraphs: at empty lines, and at line breaks where it is long."""
    parts = [p for p in text.split("\n\n") if p.strip()]
    found: list[str] = []
    for part in parts:
        found += part.split("\n") if len(part) > SPLIT_OVER else [part]
    return found or [""]


def _text(block: Text) -> list[Any]:
    style = {"body": "body", "bold": "bold", "small": "small", "quote": "quote"}[block.style]
    found: list[Any] = []
    for i, piece in enumerate(pieces(block.text)):
        label = f"<b>{markup(block.label)}:</b> " if block.label and i == 0 else ""
        spoken = f"{block.label}: {piece}" if label else piece
        found += [marked(label + markup(piece), style, spoken), Spacer(1, 1.6 * mm)]
    return found


def _pairs(block: Pairs) -> list[Any]:
    if not block.rows:
        return []
    rows = [[para(label, "label"), para(text)] for label, text in block.rows]
    words = [pdfmetrics.stringWidth(label, "FiraGO-Bold", 9) for label, _ in block.rows]
    beside = min(max(30 * mm, *words, 0) + 4 * mm, 55 * mm)
    tagging.table(rows, row_heads=True)
    style = [*BARE, ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5)]
    return [table(rows, [beside, WIDTH - beside], style), Spacer(1, 3 * mm)]


def _grid(block: Grid, width: float) -> list[Any]:
    if not block.rows:
        return []
    total = sum(block.weights)
    widths = [width * w / total for w in block.weights]

    def cell(text: str, i: int) -> tagging.Words:
        style = "cellright" if i in block.right else "cellbold" if i in block.bold else "cell"
        return para(text, style)

    rows = [[cell(text, i) for i, text in enumerate(row)] for row in block.rows]
    head = [[para(h, "cellheadright" if i in block.right else "cellhead") for i, h in enumerate(block.headings)]]
    headed = bool(block.headings)
    if headed:
        rows = head + rows
        tagging.table(rows, head=1)
    else:
        tagging.listing(rows)
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6 * mm if block.tall else 3.5),
    ]
    if headed:
        style += [
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, SOFT),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 3),
        ]
    else:
        style += [
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ]
    return [table(rows, widths, style, repeatRows=int(headed)), Spacer(1, 3 * mm)]


def _verdict(block: Verdict) -> list[Any]:
    tone = OK if block.carried else BAD if block.carried is False else SOFT
    hexa = f"#{tone.hexval()[2:].zfill(6)}"
    result = f"<font color='{hexa}'>{markup(block.result or 'noch ohne Ergebnis')}</font>"
    body: list[Any] = [para(block.title, "label")]
    body += [para(piece) for piece in pieces(block.wording)]
    votes = f"{markup(block.votes)} &nbsp;–&nbsp; " if block.votes else ""
    body.append(marked(f"{votes}<b>{result}</b>"))
    body += [para(line, "small") for line in block.more]
    tagging.group(body)
    framed: Any = table(
        [[part] for part in body],
        [WIDTH],
        [
            ("LINEBEFORE", (0, 0), (0, -1), 2.2, ACCENT),
            ("BACKGROUND", (0, 0), (-1, -1), TINT),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, 0), 6),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
        ],
    )
    if len(block.wording) < SPLIT_OVER:
        framed = KeepTogether([framed])
    return [Spacer(1, 1 * mm), framed, Spacer(1, 3 * mm)]


def to_sign(who: Sequence[str]) -> list[Any]:
    """Lines to sign beside each other, each with what stands below it."""
    count = max(len(who), 1)
    gap = 12 * mm
    wide = (WIDTH - gap * (count - 1)) / max(count, 2)
    cells: list[Any] = []
    widths: list[float] = []
    for i, name in enumerate(who):
        cells += ([()] if i else []) + [para(name, "small")]
        widths += ([gap] if i else []) + [wide]
    lines = [("LINEABOVE", (i, 0), (i, 0), 0.6, SOFT) for i in range(0, len(cells), 2)]
    style = [*BARE, *lines, ("TOPPADDING", (0, 0), (-1, -1), 3)]
    return [Spacer(1, 16 * mm), table([cells], widths, style, hAlign="LEFT")]


def flowables(blocks: Sequence[Block], width: float = WIDTH, above: Sequence[Any] = ()) -> list[Any]:
    """Blocks as ReportLab sets them, below what stands ``above``."""
    closing = closing_of(blocks)
    story = [*above, *_set(blocks[:closing], width)]
    if closing < len(blocks):
        end(story, _set(blocks[closing:], width), width)
    return story


def _set(blocks: Sequence[Block], width: float) -> list[Any]:
    story: list[Any] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Heading):
            after = blocks[i + 1] if i + 1 < len(blocks) else None
            story += _heading(block, _room(after))
        elif isinstance(block, Text):
            story += _text(block)
        elif isinstance(block, Pairs):
            story += _pairs(block)
        elif isinstance(block, Grid):
            story += _grid(block, width)
        elif isinstance(block, Verdict):
            story += _verdict(block)
        elif isinstance(block, Signatures):
            story += to_sign(block.who)
        else:
            story.append(Spacer(1, block.height * mm))
    return story


def story_of(paper: BlockPaper) -> list[Any]:
    """A whole paper as ReportLab sets it, its title first."""
    story: list[Any] = [*_logo(paper.head), Outline(paper.title, 1), para(paper.title, "h1")]
    if paper.subtitle:
        story.append(para(paper.subtitle))
    return flowables(paper.blocks, above=[*story, Spacer(1, 5 * mm)])


def document_of(paper: BlockPaper, target: Path | io.BytesIO) -> Paper:
    """The empty document of a paper: heads, feet, watermark."""
    head = " – ".join(p for p in (paper.head.network, paper.head.motto) if p)
    foot = " · ".join(p for p in (paper.kind, paper.subject) if p)
    sender = " · ".join((f"Büro {paper.head.office}", *paper.head.lines)) if paper.head.lines else ""
    title = f"{paper.title} {paper.subject}".strip()
    return Paper(target, title, head, paper.head.office, foot=foot, mark=paper.mark, sender=sender)


def print_blocks(paper: BlockPaper, target: Path | io.BytesIO) -> None:
    """Write a paper. Raises ``UserError`` if the disk refuses."""
    build(document_of(paper, target), story_of(paper))


def pdf_bytes(paper: BlockPaper) -> bytes:
    """A paper as bytes, for the preview and for keeping."""
    out = io.BytesIO()
    print_blocks(paper, out)
    return out.getvalue()
