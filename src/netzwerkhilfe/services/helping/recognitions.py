"""Thanks that a volunteer was given."""

from __future__ import annotations

from collections.abc import Mapping

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


def add(change: Change, volunteer: Snapshot[Volunteer], values: Mapping[str, Json]) -> str:
    """Enter a recognition; it is kept where the volunteer is kept, and erased with it. Gives its id."""
    record = change.add("recognitions", {**values, "parent": volunteer.id}, space=volunteer.space, root=volunteer.root)
    return record.id
