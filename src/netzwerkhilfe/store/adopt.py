"""After an upgrade: kinds and fields that a newer version had sent before become visible.

They were kept as siblings and foreign records (docs/decisions/0003). Nothing is stamped: the dots stay those of their
writers.
"""

from __future__ import annotations

import json

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.base import FACTS
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.unit_of_work import Change


def adopt(change: Change) -> int:
    """Move what this version knows now into its typed tables; gives how many records became visible or fuller."""
    cursor = change.cursor
    touched: dict[str, str] = {}
    for record, kind_name, space, root, creation in cursor.execute(
        "SELECT id, kind, space, root, creation FROM foreign_record"
    ).fetchall():
        kind = KINDS.get(kind_name)
        if kind is None:
            continue
        at = cursor.execute("SELECT at FROM change WHERE n = ?", (creation,)).fetchone() if creation else None
        cursor.execute(
            f"INSERT INTO {kind.table} ({', '.join(FACTS)}) VALUES (?, ?, ?, ?, ?)",
            (record, space, root, creation, at[0] if at else None),
        )
        cursor.execute("DELETE FROM foreign_record WHERE id = ?", (record,))
        touched[record] = kind_name
    for record, register in cursor.execute("SELECT DISTINCT record, register FROM sibling").fetchall():
        found = KINDS.get(touched[record]) if record in touched else reading.find_kind(cursor, record)
        if found is None or register not in found.registers:
            continue
        live = {
            n: json.loads(v)
            for n, v in cursor.execute(
                "SELECT change, value FROM sibling WHERE record = ? AND register = ?", (record, register)
            ).fetchall()
        }
        fields = reading.spread(found, register, live[reading.displayed(cursor, live)])
        if fields is None:
            continue
        assignments = ", ".join(f"{n} = ?" for n in fields)
        cells = [reading.dump(found, n, v) for n, v in fields.items()]
        cursor.execute(f"UPDATE {found.table} SET {assignments} WHERE id = ?", (*cells, record))
        if len(live) == 1:
            cursor.execute("DELETE FROM sibling WHERE record = ? AND register = ?", (record, register))
            if next(iter(live)) == _creation(cursor, found.table, record):
                cursor.execute("DELETE FROM stamp WHERE record = ? AND register = ?", (record, register))
            touched[record] = found.name
    return len(touched)


def _creation(cursor: Cursor, table: str, record: str) -> int | None:
    row = cursor.execute(f"SELECT creation FROM {table} WHERE id = ?", (record,)).fetchone()
    return row[0] if row else None
