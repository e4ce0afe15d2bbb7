"""The state of a volunteer, as list and pane show it."""

from __future__ import annotations

from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState

AVAILABLE = VolunteerState.AVAILABLE
"""What an empty state counts as."""
STATE_TONES: dict[str, str] = {
    VolunteerState.AVAILABLE: "stage3",
    VolunteerState.BUSY: "stage1",
    VolunteerState.PAUSED: "stage0",
    VolunteerState.NEW: "stage2",
    VolunteerState.ENDED: "stage0",
}


def state_of(person: Volunteer) -> tuple[str, str]:
    """The state of a volunteer as people read it, and its colour."""
    state = person.state or AVAILABLE
    return VolunteerState.label_of(state), STATE_TONES.get(state, "stage0")
