"""The tables of an office that began alone when it joins a network: nobody has seen them yet, so nothing is stamped."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.base import derived_id, office_space
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import reading, search
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.unit_of_work import Change


def take_out(change: Change, kind_name: str, only: Callable[[Mapping[str, Json]], bool] = lambda _row: True) -> None:
    """Remove the records of a kind, all or ``only`` some, without a trace."""
    cursor, kind = change.cursor, KINDS[kind_name]
    for record in [r["id"] for r in reading.rows(cursor, kind, "1") if only(r)]:
        for side in ("stamp", "sibling"):
            cursor.execute(f"DELETE FROM {side} WHERE record = ?", (record,))
        search.remove(cursor, record)
        cursor.execute(f"DELETE FROM {kind.table} WHERE id = ?", (record,))


def rename_office(change: Change, old: str, new: str) -> None:
    """Give the office the id that it has in the new network: in its entries, its space, and ids derived from that."""
    cursor = change.cursor
    _rename_space(cursor, office_space(old), office_space(new))
    for kind in KINDS.values():
        cursor.execute(f"UPDATE {kind.table} SET office = ? WHERE office = ?", (new, old))


def _rename_space(cursor: Cursor, old: str, new: str) -> None:
    for kind in KINDS.values():
        table = kind.table
        if kind.space != NET:
            for record, root in cursor.execute(
                f"SELECT id, root FROM {table} WHERE space = ? AND creation IS NULL", (old,)
            ).fetchall():
                if record != derived_id(kind.name, old, root):
                    continue
                fresh = derived_id(kind.name, new, root)
                cursor.execute(f"UPDATE {table} SET id = ? WHERE id = ?", (fresh, record))
                for side in ("stamp", "sibling"):
                    cursor.execute(f"UPDATE {side} SET record = ? WHERE record = ?", (fresh, record))
                cursor.execute("UPDATE search_row SET id = ? WHERE id = ?", (fresh, record))
        cursor.execute(f"UPDATE {table} SET space = ? WHERE space = ?", (new, old))
    for table in ("change", "vector", "erased", "foreign_record"):
        cursor.execute(f"UPDATE {table} SET space = ? WHERE space = ?", (new, old))
