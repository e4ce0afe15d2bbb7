"""What many records of one kind will write, collected and then written together: by a merge, and by a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import search
from netzwerkhilfe.store.cursor import Cursor


@dataclass
class Batch:
    """Rows of the typed table and of the journal beside it, and the texts of the search index."""

    inserts: dict[tuple[str, ...], list[tuple[Json, ...]]] = field(default_factory=dict)
    updates: dict[tuple[str, ...], list[tuple[Json, ...]]] = field(default_factory=dict)
    foreign: list[tuple[Json, ...]] = field(default_factory=list)
    emptied: list[tuple[str, str]] = field(default_factory=list)
    siblings: list[tuple[str, str, int, str]] = field(default_factory=list)
    stamps: list[tuple[str, str, int]] = field(default_factory=list)
    unstamped: list[tuple[str, str]] = field(default_factory=list)
    indexed: list[tuple[str, Mapping[str, Json]]] = field(default_factory=list)

    def flush(self, cursor: Cursor, kind: Kind | None, facts: Facts, later: search.Later | None = None) -> None:
        """Write everything; the words of the search at once, or when ``later`` is written."""
        if kind:
            table = kind.table
            for names, rows in self.inserts.items():
                marks = ", ".join("?" * len(names))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
            for names, rows in self.updates.items():
                cursor.executemany(f"UPDATE {table} SET {', '.join(f'{n} = ?' for n in names)} WHERE id = ?", rows)
        cursor.executemany(
            "INSERT INTO foreign_record (id, kind, space, root, creation) VALUES (?, ?, ?, ?, ?)", self.foreign
        )
        cursor.executemany("DELETE FROM sibling WHERE record = ? AND register = ?", self.emptied)
        cursor.executemany("INSERT INTO sibling (record, register, change, value) VALUES (?, ?, ?, ?)", self.siblings)
        cursor.executemany("DELETE FROM stamp WHERE record = ? AND register = ?", self.unstamped)
        cursor.executemany("INSERT OR REPLACE INTO stamp (record, register, change) VALUES (?, ?, ?)", self.stamps)
        if kind:
            for start in range(0, len(self.indexed), search.MANY):
                search.index(cursor, kind, self.indexed[start : start + search.MANY], facts, later)
