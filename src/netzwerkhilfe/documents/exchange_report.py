"""The report of an exchange on paper: what came, what went, what to look at."""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Spacer

from netzwerkhilfe.documents.base import Paper, build, para
from netzwerkhilfe.models.papers import ExchangePaper


def print_exchange(paper: ExchangePaper, target: Path | io.BytesIO) -> None:
    """Write the report. Raises ``UserError`` if the disk refuses."""
    story = [para("Bericht zum Austausch", "h1"), para(paper.when, "small"), Spacer(1, 4 * mm)]
    for sentence in paper.sentences:
        story += [para(sentence), Spacer(1, 1.5 * mm)]
    if paper.conflicts:
        story += [CondPageBreak(30 * mm), para("Offene Konflikte", "h2")]
        for line in paper.conflicts:
            story += [para(line), Spacer(1, 1 * mm)]
    build(Paper(target, "Bericht zum Austausch", paper.network, paper.office), story)
