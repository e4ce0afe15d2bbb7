"""The state machine of a meeting: what comes next, from plan to approval."""

from __future__ import annotations

from enum import StrEnum

from netzwerkhilfe.models.meetings import Meeting, MeetingStage, Occasion
from netzwerkhilfe.services.meetings import invitation, meetings, minutes
from netzwerkhilfe.services.meetings.minutes import MinutesState
from netzwerkhilfe.store.reading import Snapshot


class Step(StrEnum):
    """The one thing that comes next for a meeting."""

    INVITE = "invite"
    INVITE_AGAIN = "invite_again"
    BEGIN = "begin"
    END = "end"
    NOTE_HELD = "note_held"
    CLOSE_CIRCULAR = "close_circular"
    SIGN = "sign"
    APPROVE = "approve"
    ADD_ADDENDUM = "add_addendum"
    NONE = "none"


def progress(meeting: Snapshot[Meeting]) -> MeetingStage | MinutesState:
    """How far a meeting has come: its stage, or the state of its minutes once they are signed."""
    if meeting.sealed:
        return minutes.state(meeting)
    return MeetingStage.of(meeting.record.stage) or MeetingStage.PLANNED


def next_step(meeting: Snapshot[Meeting], *, has_items: bool = True) -> Step:
    """What comes next for a meeting as it stands.

    :param has_items: whether it has an agenda; a gathering without one has no minutes to sign.
    """
    stage = meeting.record.stage or MeetingStage.PLANNED
    sitting = meetings.is_sitting(meeting)
    if meeting.sealed:
        return Step.APPROVE if meeting.sealed == "signed" else Step.ADD_ADDENDUM
    if stage == MeetingStage.CALLED_OFF:
        return Step.NONE
    if meeting.record.occasion == Occasion.CIRCULAR:
        return Step.CLOSE_CIRCULAR if stage == MeetingStage.RUNNING else Step.SIGN
    if stage == MeetingStage.PLANNED:
        return Step.INVITE
    if stage == MeetingStage.INVITED:
        if invitation.outdated(meeting):
            return Step.INVITE_AGAIN
        return Step.BEGIN if sitting else Step.NOTE_HELD
    if stage == MeetingStage.RUNNING:
        return Step.END
    return Step.SIGN if sitting or has_items else Step.NONE
