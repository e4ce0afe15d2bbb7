"""What the team knows: one noun a file, facts only. Importing this package registers all kinds."""

from netzwerkhilfe.models import leads, meetings, network, notes, offers, volunteers
from netzwerkhilfe.models.base import KINDS, NET, Kind, Record

__all__ = ["KINDS", "NET", "Kind", "Record", "leads", "meetings", "network", "notes", "offers", "volunteers"]
