"""What can be said of the kept statements of membership without reading them: most calls of the program need no more.

They stand in a table, and beside the store. What reads them is :mod:`netzwerkhilfe.store.roster`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store.cursor import Cursor

TABLE = (
    "CREATE TABLE IF NOT EXISTS statement (n INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, signatures TEXT NOT NULL)"
)


def rows(cursor: Cursor) -> list[tuple[str, str]]:
    """The texts and signatures (JSON) in the order in which they were taken in."""
    return cursor.execute("SELECT text, signatures FROM statement ORDER BY n").fetchall()


def as_text(statements: Iterable[list[Json]]) -> str:
    """How they stand in the file beside the store: each as packages carry it."""
    return json.dumps(list(statements))


def none_kept(cursor: Cursor) -> bool:
    """Whether the store knows no statement at all."""
    return cursor.execute("SELECT 1 FROM statement LIMIT 1").fetchone() is None


def same_beside(cursor: Cursor, paths: Paths) -> bool:
    """Whether the file beside the store has the statements of the store, letter for letter."""
    try:
        beside = paths.members.read_text("utf-8")
    except (OSError, ValueError):
        return False
    return beside == as_text([text, json.loads(signatures)] for text, signatures in rows(cursor))
