"""Text blocks for minutes, filled in with what is known of the meeting."""

from __future__ import annotations

from netzwerkhilfe.models.text_blocks import Blank, TextBlock
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
        Blank.CHAIR: v.chair,
        Blank.MINUTE_TAKER: v.minute_taker,
        Blank.BEGIN: v.began or v.start,
        Blank.END: v.ended,
        Blank.PRESENT: str(quorum.present),
        Blank.MEMBERS: str(quorum.members),
        Blank.SUBJECT: line.item.record.title if line else "",
    }
    text = block.text or ""
    for blank, said in known.items():
        text = text.replace(f"[{blank.label}]", said or UNKNOWN)
    return text
