"""Taking back what an exchange brought: a restore of the backup before it, offered until the first own write.

Erasures stay: a restore replays them. The packages that were taken back wait for a person from then on.
"""

from __future__ import annotations

import json
from pathlib import Path

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store


def _own_changes(store: Store) -> int:
    with store.reading() as cursor:
        row = cursor.execute("SELECT max(n) FROM change WHERE replica = ?", (store.replica,)).fetchone()
    return int(row[0] or 0)


def remember(store: Store, saved: Path | None, taken: list[str], *, accepted: bool) -> None:
    """After an exchange: what could be taken back. One that brought nothing leaves the last one to be taken back.

    An accepted package waits no more.
    """
    if saved and taken:
        note = {"backup": str(saved), "own": _own_changes(store), "taken": taken}
        store.set_local(undo_exchange=json.dumps(note))
    if accepted and store.json_local("declined"):
        store.set_local(declined="[]")


def possible(store: Store) -> bool:
    """Whether the last exchange can be taken back: it brought something, and nothing was written here since."""
    note = store.json_local("undo_exchange")
    return bool(note) and Path(note["backup"]).exists() and note["own"] == _own_changes(store)


def take_back(store: Store) -> Store:
    """Go back to before the last exchange; gives the store to work with, the given one is closed.

    Raises ``UserError`` if something was written here since.
    """
    if not possible(store):
        raise UserError(
            "Der letzte Austausch lässt sich nicht mehr zurücknehmen.",
            DATA_SAFE,
            "Seitdem wurde hier etwas geändert. Einzelne Einträge ändern Sie bitte von Hand.",
        )
    note = store.json_local("undo_exchange")
    paths, key, clock = store.paths, store.key, store.now
    sent = {f"sent:{space}": store.local(f"sent:{space}", "0") for space in store.spaces}
    store.close()
    back = opening.restore(paths, Path(note["backup"]), None, key=key)
    back.now = clock
    # our own package on the stick holds what was taken back as well
    own = [f"{name.removeprefix('sent:')}/{back.replica}/{number}" for name, number in sent.items()]
    back.set_local(declined=json.dumps([*note["taken"], *own]), undo_exchange="null", **sent)
    return back
