"""The driver's cursors and connections, with types: SQLCipher's driver is that of the standard library with a key, and
has no types of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection, Cursor
else:
    from sqlcipher3.dbapi2 import Connection, Cursor

__all__ = ["Connection", "Cursor"]
