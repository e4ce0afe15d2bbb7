"""Which template sets which plain data: the one way from what services gather to a PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from netzwerkhilfe.documents.blocks import print_blocks
from netzwerkhilfe.documents.engagements import print_certificate, print_handover, print_sheet, print_week
from netzwerkhilfe.documents.exchange_report import print_exchange
from netzwerkhilfe.documents.letters import print_letters
from netzwerkhilfe.documents.listing import print_list
from netzwerkhilfe.documents.recovery import print_recovery_sheet
from netzwerkhilfe.models.blocks import BlockPaper
from netzwerkhilfe.models.papers import (
    CourseCertificate,
    EngagementSheet,
    ExchangePaper,
    HandoverSheet,
    Letter,
    ListPaper,
    RecoverySheet,
    WeekPlan,
)

TEMPLATES: dict[type, Callable[[Any, io.BytesIO], None]] = {
    BlockPaper: print_blocks,
    CourseCertificate: print_certificate,
    EngagementSheet: print_sheet,
    ExchangePaper: print_exchange,
    HandoverSheet: print_handover,
    Letter: print_letters,
    ListPaper: print_list,
    RecoverySheet: print_recovery_sheet,
    WeekPlan: print_week,
}


def pdf_bytes(paper: object) -> bytes:
    """A paper as PDF; several letters are one PDF. Raises ``KeyError`` for data that no template sets."""
    kind = type(paper[0]) if isinstance(paper, list | tuple) else type(paper)
    out = io.BytesIO()
    TEMPLATES[kind](paper, out)
    return out.getvalue()
