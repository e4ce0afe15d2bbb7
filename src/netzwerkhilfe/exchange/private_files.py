"""Files of people in need that lie in ``net``: the owning office takes them back, before its package is written.

They got there by versions that put a file where its entry lies, or by an office whose PC still runs one.
"""

from __future__ import annotations

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.store import file_spaces, reading
from netzwerkhilfe.store.conditions import equals
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.store import Store


def take_back(store: Store) -> list[str]:
    """Move our people's files into the office's space by ordinary changes; gives a sentence if any were moved.

    What cannot be moved yet, because two offices changed it differently, is tried again at the next exchange.
    """
    access = here(store)
    if not access.may_see(store.office_space):
        return []
    with store.reading() as cursor:
        wrong = [row for row in file_spaces.exposed(cursor) if access.owns(_owner(cursor, row["root"]))]
    moved = sum(_move(store, row["id"]) for row in wrong)
    if not moved:
        return []
    which = "Eine Datei von Gesuchen lag" if moved == 1 else f"{moved} Dateien von Gesuchen lagen"
    now = "liegt sie" if moved == 1 else "liegen sie"
    return [f"{which} bisher im Netzwerk; jetzt {now} nur noch in Ihrem Büro."]


def _move(store: Store, file: str) -> bool:
    try:
        with store.change() as change:
            change.move(file, store.office_space)
    except UserError:
        return False
    return True


def _owner(cursor: Cursor, root: str) -> str | None:
    """Whose the entry with this root is, wherever it lies by now."""
    kind = reading.find_kind(cursor, root)
    assert kind is not None  # it is what keeps the files in an office
    found = sorted(reading.find(cursor, kind, equals("root", root)), key=lambda r: r["touched"] or "", reverse=True)
    owner: str | None = kind.entry(next((r for r in found if r["seal"] is None), found[0])).office
    return owner
