"""What the team knows: one noun a file, facts only. Importing this package registers all kinds."""

from netzwerkhilfe.models import (
    attachments,
    bodies,
    cases,
    erasure_requests,
    helping,
    leads,
    meetings,
    network,
    notes,
    offers,
    tasks,
    text_blocks,
    volunteers,
)
from netzwerkhilfe.models.base import KINDS, NET, Kind, Record

__all__ = [
    "KINDS",
    "NET",
    "Kind",
    "Record",
    "attachments",
    "bodies",
    "cases",
    "erasure_requests",
    "helping",
    "leads",
    "meetings",
    "network",
    "notes",
    "offers",
    "tasks",
    "text_blocks",
    "volunteers",
]
