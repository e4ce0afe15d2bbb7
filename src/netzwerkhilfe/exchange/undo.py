"""Taking back what an exchange brought: a restore of the backup before it, offered until the first own write.

Erasures stay: a restore replays them. From then on every package that covers a change which was taken back waits for
a person, from whomever it comes: what one office sent, another may have taken in and passed on.
"""

from __future__ import annotations

import json
from pathlib import Path

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import pending
from netzwerkhilfe.exchange.report import Held, HeldFor
from netzwerkhilfe.store import algebra, backup, opening, reading, state
from netzwerkhilfe.store.algebra import Vector
from netzwerkhilfe.store.store import Store

UNDONE = "undone"
"""The value of this PC that keeps, by space, the last number of each vector entry that was taken back."""


def _own_changes(store: Store) -> int:
    with store.reading() as cursor:
        return reading.newest_of(cursor, store.replica)


def remember(store: Store, saved: Path | None, taken: list[str]) -> None:
    """After an exchange: what could be taken back. One that brought nothing leaves the last one to be taken back."""
    if saved and taken:
        at = store.now().isoformat(timespec="seconds")
        note = {"backup": str(saved), "own": _own_changes(store), "taken": taken, "at": at}
        store.set_local(undo_exchange=json.dumps(note))


def _vectors(store: Store) -> dict[str, Vector]:
    with store.reading() as cursor:
        return {space: state.vector_of(cursor, space) for space in store.spaces}


def _undone(store: Store, space: str) -> Vector:
    kept = (store.json_local(UNDONE) or {}).get(space) or []
    return {(replica, mark): last for replica, mark, last in kept}


def covers_undone(store: Store, space: str, vector: Vector) -> bool:
    """Whether a package with this vector would bring back something that was taken back here and is not here again."""
    gone = _undone(store, space)
    if not gone:
        return False
    with store.reading() as cursor:
        here = state.vector_of(cursor, space)
    # what was taken back lies behind what is here: up to the last number, each is here again or was taken back
    return any(here.get(key, 0) < min(last, vector.get(key, 0)) for key, last in gone.items())


def possible(store: Store) -> bool:
    """Whether the last exchange can be taken back: it brought something, and nothing was written here since."""
    note = store.json_local("undo_exchange")
    return bool(note) and Path(note["backup"]).exists() and note["own"] == _own_changes(store)


def since(store: Store) -> str:
    """When the exchange was that can be taken back, ISO; empty if there is none."""
    return str(store.json_local("undo_exchange").get("at", "")) if possible(store) else ""


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
    before, restored = _vectors(store), store.local(backup.RESTORED)
    store.close()
    back = opening.restore(paths, Path(note["backup"]), None, key=key, clock=clock)
    gone = {}
    for space, now in _vectors(back).items():
        last = algebra.join(before[space], _undone(back, space))
        gone[space] = [[*key, seq] for key, seq in sorted(last.items()) if seq > now.get(key, 0)]
    # only what was taken back is in doubt, not what the others have: this is no restore of an older time
    back.set_local(undo_exchange="null", **{UNDONE: json.dumps(gone), backup.RESTORED: restored}, **sent)
    pending.note_held(back, [Held(name, "", HeldFor.DECLINED) for name in note["taken"]])
    return back
