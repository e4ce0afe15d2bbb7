"""Helper groups and who belongs to them."""

from __future__ import annotations

from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot


def key(group: Snapshot) -> str:
    """What its members store: the name it had first."""
    return str(group.values.get("called_first") or group.values.get("name") or "")


def members(reader: Reader, group: Snapshot) -> list[Snapshot]:
    """The volunteers of a group, also of one that was renamed."""
    wanted = key(group)
    return [v for v in reader.all("volunteers") if wanted and v.values.get("helper_group") == wanted]
