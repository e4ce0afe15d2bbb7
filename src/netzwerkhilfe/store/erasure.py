"""Erasure (Art. 17 DSGVO): a root is killed for good, with everything that hangs on it and whatever arrives later.

An erasure is an own change of each space that holds anything of the root, and of no other: ``net`` never names a
person of an office. Then the file is cleaned (secure_delete, log truncated, VACUUM) and the backups are replaced.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.fields import OFFICE
from netzwerkhilfe.store import attachments, backup, ledger, reading, references, search
from netzwerkhilfe.store.connection import disk_error
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.reader import NOT_FOUND, Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

REFUSALS: list[Callable[[Reader], None]] = []
"""What is asked before somebody erases at this PC: raises ``UserError`` where that is not allowed. The room above puts
its rules here (:mod:`netzwerkhilfe.access`)."""
REPLAYED = "erasures_replayed"
"""The value of this PC that tells the ledger that was replayed last."""
ID = "id:"
"""Before the key of an erased id. An original record's id is also the root of all that hangs on it; the erasure of a
record that has left ``net`` must not reach what lives on elsewhere under the same root."""


def keys_present(cursor: Cursor, space: str) -> set[str]:
    """All keys that an erasure could name in a space: roots, and ids with their mark."""
    found: set[str] = set()
    tables = [k.table for k in KINDS.values()] + ["foreign_record"]
    for table in tables:
        for record, root in cursor.execute(f"SELECT id, root FROM {table} WHERE space = ?", (space,)):
            found |= {ID + record, root}
    return found


def kill(cursor: Cursor, keys: Iterable[str], space: str | None = None) -> list[tuple[str, str]]:
    """Remove what belongs to these roots or ids, with stamps, siblings and index; gives (kind, id) of what went."""
    gone: list[tuple[str, str]] = []
    where_space, bound = ("", ()) if space is None else (" AND space = ?", (space,))
    tables = [(k.name, k.table) for k in KINDS.values()] + [("", "foreign_record")]
    for key in keys:
        for kind_name, table in tables:
            column, value = ("id", key[len(ID) :]) if key.startswith(ID) else ("root", key)
            ids = cursor.execute(f"SELECT id FROM {table} WHERE {column} = ?{where_space}", (value, *bound)).fetchall()
            for (record,) in ids:
                for side in ("stamp", "sibling"):
                    cursor.execute(f"DELETE FROM {side} WHERE record = ?", (record,))
                search.remove(cursor, record)
                cursor.execute(f"DELETE FROM {table} WHERE id = ?", (record,))
                gone.append((kind_name, record))
    return gone


def erased_keys(cursor: Cursor, space: str) -> set[str]:
    """What is erased in a space: roots, and ids with their mark."""
    return {key for (key,) in cursor.execute("SELECT key FROM erased WHERE space = ?", (space,)).fetchall()}


def owners(cursor: Cursor, key: str) -> set[str]:
    """The offices to which the person or entry belongs that a key names; empty if nothing of it is here.

    Of a root these are the offices of the original entry, whatever it is, not of what others have hung on it.
    """
    found: set[str] = set()
    for kind in KINDS.values():
        names = [n for n, f in kind.fields.items() if n == "office" or f.type is OFFICE]
        column = "id" if key.startswith(ID) or not kind.stands_alone else "root"
        rows = cursor.execute(
            f"SELECT {', '.join(names)} FROM {kind.table} WHERE {column} = ?", (key.removeprefix(ID),)
        )
        found |= {office for row in rows.fetchall() for office in row if office}
    return found


def reaches_root(cursor: Cursor, entry: Snapshot) -> bool:
    """Whether the root goes with an entry: not with an office's own note beside what it is about."""
    if entry.id == entry.root or entry.space == NET or entry.kind.stands_alone:
        return True
    return not any(standing(cursor, entry.root))


def standing(cursor: Cursor, root: str) -> Iterator[tuple[str, str]]:
    """The entries that a root is about, with their spaces: the original, or what it became by moving."""
    for kind in KINDS.values():
        column = "root" if kind.stands_alone else "id"
        yield from cursor.execute(f"SELECT id, space FROM {kind.table} WHERE {column} = ?", (root,)).fetchall()


def write(change: Change, space: str, keys: Iterable[str], reason: str) -> None:
    """One erasure in one space, under this transaction's dot."""
    number, day = change.number(space), change.at[:10]
    keys = list(keys)
    for key in keys:
        change.cursor.execute(
            "INSERT OR IGNORE INTO erased (space, key, change, on_day, reason) VALUES (?, ?, ?, ?, ?)",
            (space, key, number, day, reason),
        )
    for kind_name, record in kill(change.cursor, keys, space):
        change.set.note(kind_name, record, "erased").what = "erased"
    change.session.expire_all()


def spread(change: Change) -> None:
    """A root erased in one space is erased, in the same transaction, in each other space that holds anything of it."""
    cursor = change.cursor
    roots = {r[0] for r in cursor.execute("SELECT key FROM erased").fetchall() if not r[0].startswith(ID)}
    for space in change.store.spaces:
        here = {r[0] for r in cursor.execute("SELECT key FROM erased WHERE space = ?", (space,)).fetchall()}
        elsewhere = json.dumps(sorted(roots - here))
        again: set[str] = set()
        for table in [k.table for k in KINDS.values()] + ["foreign_record"] if roots - here else ():
            rows = cursor.execute(
                f"SELECT DISTINCT root FROM {table} WHERE space = ? AND root IN (SELECT value FROM json_each(?))",
                (space, elsewhere),
            )
            again |= {r[0] for r in rows.fetchall()}
        if again:
            write(change, space, again, "in einem anderen Bereich gelöscht")


def mentions(store: Store, entry: Snapshot) -> list[tuple[str, str]]:
    """(kind, id) of other entries whose text names the person who goes with an entry, to be looked at before that."""
    names: set[str] = set()
    with store.reading() as cursor:
        if not reaches_root(cursor, entry):
            return []
        own = set()
        for kind in KINDS.values():
            for row in reading.rows(cursor, kind, "root = ?", (entry.root,)):
                own.add(row["id"])
                for name, field in kind.fields.items():
                    if field.personal and field.searchable and isinstance(row[name], str) and len(row[name]) > 3:
                        names.add(row[name])
    return sorted({hit for name in names for hit in store.hits(name) if hit[1] not in own})


def erase(store: Store, record: str, reason: str) -> int:
    """Erase the person (or thing) a record is about, everywhere on this PC; gives the number of entries that went.

    Raises ``UserError`` if there is no such record, no reason, or one that names a person in need.
    """
    return erase_all(store, [record], reason)


def erase_all(store: Store, records: Sequence[str], reason: str) -> int:
    """The same for several at once: one transaction, one rewriting of the file and the backups."""
    check(store, reason)
    found = [s for s in map(store.get, records) if s is not None]
    if not found:
        raise UserError(NOT_FOUND)
    with store.change() as change:
        count = erase_in(change, found, reason)
    clean(store, reason)
    return count


def check(reader: Reader, reason: str) -> None:
    """Before anything is erased, here or by another office. Raises ``UserError``: no reason, or one that names a person
    in need."""
    if not reason.strip():
        raise UserError("Eine Löschung braucht einen Grund.", "Es wurde nichts gelöscht.", "Bitte nennen Sie ihn.")
    if reader.names().find(reason):
        raise UserError(
            "Der Grund nennt eine Person, die Hilfe sucht.",
            "Es wurde nichts gelöscht.",
            "Der Grund geht mit der Löschung an die anderen Büros. Bitte nennen Sie ihn ohne Namen.",
        )


def erase_in(change: Change, entries: Sequence[Snapshot], reason: str) -> int:
    """Erase within a change; gives the number of entries that went. :func:`clean` follows when it is committed.

    Raises ``UserError`` where this PC may not erase.
    """
    for refusal in REFUSALS:
        refusal(change)
    alone = {s.id for s in entries if not reaches_root(change.cursor, s)}
    planned: dict[str, set[str]] = {}
    for space in change.store.spaces:
        here = keys_present(change.cursor, space)
        keys = {s.root for s in entries if s.id not in alone and (s.root in here or s.space == space)}
        keys |= {key for s in entries if s.id in alone and s.space == space for key in _with_children(change.cursor, s)}
        if keys:
            planned[space] = keys
    _announce(
        change,
        [ledger.entry(space, k, change.at[:10], reason) for space, keys in planned.items() for k in sorted(keys)],
    )
    for space, keys in planned.items():
        write(change, space, keys, reason)
    spread(change)
    return sum(e.what == "erased" for e in change.set.entries.values())


def _announce(change: Change, begun: list[ledger.Entry]) -> None:
    """Write down beside the store what is erased, before it is: whatever happens then, it is ended at the next opening,
    and no older store brings it back. Raises ``UserError``: a full or read-only disk."""
    paths, key = change.paths, change.key
    if not begun:
        return
    try:
        ledger.begin(paths, key, begun)
    except OSError as error:
        raise disk_error(error) or error from error

    def withdraw() -> None:
        with contextlib.suppress(OSError):
            ledger.withdraw(paths, key, begun)

    change.if_discarded.append(withdraw)


def _with_children(cursor: Cursor, entry: Snapshot) -> set[str]:
    """The keys of one entry and of what hangs on it in its space."""
    row = reading.rows(cursor, entry.kind, "id = ?", (entry.id,))[0]
    return {ID + entry.id} | {ID + r["id"] for _, r in references.descendants(cursor, entry.kind, row, entry.space)}


def clean(store: Store, reason: str = "", *, backups: bool = True) -> None:
    """Keep the erasures beside the store, truncate the log, rewrite the file and replace the backups."""
    with store.reading() as cursor:
        entries = [
            ledger.entry(s, k, d, r or reason)
            for s, k, d, r in cursor.execute("SELECT space, key, on_day, reason FROM erased").fetchall()
        ]
    ledger.add(store.paths, store.key, entries)
    store.compact()
    attachments.sweep(store)
    if backups:
        backup.rewrite_all(store)
    store.set_local(**{ledger.UNCLEAN: "", REPLAYED: ledger.mark(store.paths)})


def finish(store: Store) -> None:
    """At the opening: end what a fall of the machine has interrupted, and erase again in an older store that was put
    back. Nothing is looked through where the ledger is the one that was seen last.

    Raises ``UserError``, ``OSError``: a full disk; it is tried again at the next opening.
    """
    interrupted = bool(store.local(ledger.UNCLEAN))
    if not interrupted and ledger.mark(store.paths) == store.local(REPLAYED):
        return
    beside = ledger.entries(store.paths, store.key)
    interrupted = interrupted or any(e.get(ledger.BEGUN) for e in beside)
    if replay(store, beside) or interrupted:
        clean(store, backups=interrupted)  # those of before an older store was put back are clean
    elif ledger.readable(store.paths, store.key):
        ledger.add(store.paths, store.key, ())
        store.set_local(**{REPLAYED: ledger.mark(store.paths)})


def replay(store: Store, beside: Iterable[ledger.Entry]) -> bool:
    """Erase again, under dots of its own, what the ledger names and is here; gives whether there was any."""
    known = {(e["space"], e["hash"]): e for e in beside}
    if not known:
        return False
    found: list[tuple[str, str, str]] = []
    with store.reading() as cursor:
        for space in store.spaces:
            for key in keys_present(cursor, space):
                entry = known.get((space, ledger.fingerprint(key)))
                if entry is not None:
                    found.append((space, key, entry.get("reason") or ""))
    if not found:
        return False
    with store.change() as change:
        for space, key, reason in found:
            write(change, space, [key], reason)
        spread(change)
    return True
