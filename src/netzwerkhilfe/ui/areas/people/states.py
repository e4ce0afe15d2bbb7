"""The state of a volunteer, as list and pane show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netzwerkhilfe.models.volunteers import VolunteerState

AVAILABLE = VolunteerState.AVAILABLE
"""What an empty state counts as."""
STATE_TONES: dict[str, str] = {
    VolunteerState.AVAILABLE: "stage3",
    VolunteerState.BUSY: "stage1",
    VolunteerState.PAUSED: "stage0",
    VolunteerState.NEW: "stage2",
    VolunteerState.ENDED: "stage0",
}


def state_of(values: Mapping[str, Any]) -> str:
    """The state of a volunteer."""
    return values.get("state") or AVAILABLE
