"""What stands against an invitation or a signature: a code to decide by, and a sentence to read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What is wrong."""

    NO_START = "no_start"
    NO_VENUE = "no_venue"
    NO_ITEMS = "no_items"
    NO_MEMBERS = "no_members"
    TOO_LONG = "too_long"
    NO_ATTENDANCE = "no_attendance"
    ATTENDANCE_OPEN = "attendance_open"
    TOO_MANY_VOTES = "too_many_votes"
    NO_RESULT = "no_result"
    NO_WORDING = "no_wording"
    VOTES_MISSING = "votes_missing"
    ITEM_OPEN = "item_open"
    RESULT_OPEN = "result_open"
    CONFLICT = "conflict"
    NO_MINUTE_TAKER = "no_minute_taker"
    NO_CHAIR = "no_chair"


@dataclass(frozen=True)
class Complaint:
    """One complaint. One that ``blocks`` forbids the act; the others are for the person to judge."""

    code: Code
    blocks: bool
    text: str
    """A German sentence."""
