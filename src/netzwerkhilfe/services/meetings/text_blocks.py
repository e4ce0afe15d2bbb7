"""Text blocks for minutes, filled in with what is known of the meeting."""

from __future__ import annotations

import re

from netzwerkhilfe.models.text_blocks import TextBlock
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot

UNKNOWN = "…"
"""Stands where nothing is known yet."""


def blocks(reader: Reader) -> list[Snapshot[TextBlock]]:
    """All text blocks in their order."""
    return sorted(reader.all(TextBlock), key=lambda b: (b.record.rank or 0, b.record.title or "", b.id))


def filled(block: TextBlock, at: Sitting, item: str = "") -> str:
    """The text of a block at an item of a meeting. Brackets that mean nothing stay as they are.

    :param item: the id of the item.
    """
    v, line, quorum = at.meeting.record, at.plan.line(item), at.quorum(item)
    known = {
        "Leitung": v.chair,
        "Schriftführung": v.minute_taker,
        "Beginn": v.began or v.start,
        "Ende": v.ended,
        "Anwesend": str(quorum.present),
        "Mitglieder": str(quorum.members),
        "Thema": line.item.record.title if line else "",
    }
    return re.sub(r"\[([^\[\]]+)\]", lambda m: (known[m[1]] or UNKNOWN) if m[1] in known else m[0], block.text or "")
