"""Where files lie: beside their entry, or in the office alone, with whomever the entry is shared (``Kind.files_stay``).

What decides is the root: a file at a suggestion for a case is a file of the case.
"""

from __future__ import annotations

from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.conditions import PRESENT
from netzwerkhilfe.store.cursor import Cursor

KIND = "attachments"


def stay_in_office(cursor: Cursor, root: str) -> bool:
    """Whether files of all that hangs on this root stay in the office."""
    kind = reading.find_kind(cursor, root)
    return kind is not None and kind.files_stay


def kept_back(cursor: Cursor, kind: Kind, row: dict[str, Json]) -> bool:
    """Whether a record does not go along when its entry is shared: office kinds, and files that stay."""
    return kind.space != NET or (kind.name == KIND and stay_in_office(cursor, row["root"]))


def exposed(cursor: Cursor) -> list[dict[str, Json]]:
    """The files that lie in ``net`` although they should lie in an office alone."""
    found = reading.rows(cursor, KINDS[KIND], f"space = ? AND {PRESENT}", (NET,))
    private = {root: stay_in_office(cursor, root) for root in {row["root"] for row in found}}
    return [row for row in found if private[row["root"]]]
