"""Helper groups and who belongs to them."""

from __future__ import annotations

from netzwerkhilfe.models.helping import HelperGroup
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot


def key(group: Snapshot[HelperGroup]) -> str:
    """What its members store: the name it had first."""
    return str(group.record.called_first or group.record.name or "")


def members(reader: Reader, group: Snapshot[HelperGroup]) -> list[Snapshot[Volunteer]]:
    """The volunteers of a group, also of one that was renamed."""
    wanted = key(group)
    return [v for v in reader.all(Volunteer) if wanted and v.record.helper_group == wanted]
