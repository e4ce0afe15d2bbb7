"""What the search has yet to hear of within a change: each entry once, however often it is written."""

from __future__ import annotations

from collections.abc import Mapping

from netzwerkhilfe.models import KINDS, Kind, Record
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import search
from netzwerkhilfe.store.cursor import Cursor


class WaitingIndex:
    """The entries of one change that were written and are not in the index yet."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Kind, Record]] = {}
        self._by: Facts | None = None

    def note(self, kind: Kind, entry: Record) -> None:
        """An entry was written."""
        self._waiting[entry.id] = kind, entry

    def write(self, cursor: Cursor, before: Facts, facts: Facts, *, renamed: bool) -> None:
        """Bring what waits into the index, and if something of the network was ``renamed``, what names it by that.

        :param before: what the network was called before this change.
        """
        found: dict[str, list[tuple[str, Mapping[str, Json]]]] = {}
        for record, (kind, entry) in self._waiting.items():
            if cursor.execute(f"SELECT 1 FROM {kind.table} WHERE id = ?", (record,)).fetchone():  # not erased meanwhile
                values = kind.complete({name: getattr(entry, name) for name in kind.fields})
                found.setdefault(kind.name, []).append((record, values))
        for name, entries in found.items():
            for start in range(0, len(entries), search.MANY):
                search.index(cursor, KINDS[name], entries[start : start + search.MANY], facts)
        self._waiting.clear()
        if renamed:
            search.index_renamed(cursor, self._by or before, facts)
            self._by = facts
