"""The journal beside the typed tables: changes with their dots and numbers, and the live values of a register.

A *number* is the row of a change in this store; a *dot* (replica, seq, mark) names the same change on every PC.
"""

from __future__ import annotations

from collections.abc import Mapping

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.fields import Json, canonical
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.algebra import LAST_CLOCK
from netzwerkhilfe.store.cursor import Cursor


def new_change(
    cursor: Cursor, space: str, replica: str, mark: int, clock: int, author: str, at: str, via: str | None = None
) -> int:
    """Write down a change of this PC; gives its number.

    ``via`` names who relayed the value it repeats (:func:`netzwerkhilfe.store.relays.way_text`).

    It takes the next seq under this mark, from 1 on. ``clock`` is in microseconds since 1970; the change gets it, or
    one above every clock seen, and never one that others would refuse (:data:`LAST_CLOCK`).
    Raises ``RuntimeError`` without a replica: such a store cannot be changed.
    """
    if not replica:
        raise RuntimeError("a store without a replica id cannot be changed")
    found = cursor.execute(
        "SELECT seq FROM vector WHERE space = ? AND replica = ? AND mark = ?", (space, replica, mark)
    ).fetchone()
    seq = (found[0] if found else 0) + 1
    highest = cursor.execute("SELECT max(hlc) FROM change").fetchone()[0] or 0
    hlc = min(max(clock, highest + 1), LAST_CLOCK - 1)
    cursor.execute(
        "INSERT INTO change (space, replica, seq, mark, hlc, author, at, via) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (space, replica, seq, mark, hlc, author, at, via),
    )
    number = int(cursor.execute("SELECT last_insert_rowid()").fetchone()[0])
    cursor.execute(
        "INSERT OR REPLACE INTO vector (space, replica, mark, seq) VALUES (?, ?, ?, ?)", (space, replica, mark, seq)
    )
    return number


def refuse_dead(cursor: Cursor, record: str, root: str) -> None:
    """Nothing of an erased person or id comes back. Raises ``UserError``."""
    if cursor.execute("SELECT 1 FROM erased WHERE key IN (?, ?)", ("id:" + record, root)).fetchone():
        raise UserError("Diese Person wurde gelöscht.", "Es wurde nichts gespeichert.", "Bitte erfassen Sie sie neu.")


def write_live(
    cursor: Cursor, kind: Kind | None, record: str, register: str, live: Mapping[int, Json], shown: int
) -> None:
    """Keep the live values of a register: a stamp for one, siblings for several or for what does not fit its column."""
    cursor.execute("DELETE FROM sibling WHERE record = ? AND register = ?", (record, register))
    known = kind is not None and register in kind.registers
    raw = kind is None or not known or any(reading.spread(kind, register, v) is None for v in live.values())
    if len(live) > 1 or raw:
        cursor.executemany(
            "INSERT INTO sibling (record, register, change, value) VALUES (?, ?, ?, ?)",
            [(record, register, n, canonical(v)) for n, v in live.items()],
        )
    cursor.execute(
        "INSERT OR REPLACE INTO stamp (record, register, change) VALUES (?, ?, ?)", (record, register, shown)
    )


def fill(cursor: Cursor, kind: Kind, record: str, register: str, value: Json) -> None:
    """Put a register's value into its columns; one of a wrong type leaves them as they are."""
    for name, cell in (reading.spread(kind, register, value) or {}).items():
        cursor.execute(f"UPDATE {kind.table} SET {name} = ? WHERE id = ?", (reading.dump(kind, name, cell), record))
