"""Opening a store: made new, opened with its key, brought up to this version, or put back from a backup.

This stands above all other files of the room; nothing in it imports this one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import DATA_SAFE, UserError, Way
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import adopt, backup, chain_file, erasure, numbers, schema, search
from netzwerkhilfe.store.connection import disk_error
from netzwerkhilfe.store.keys import PassphraseNeeded, Slots
from netzwerkhilfe.store.store import Store, now_utc

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]


def create(paths: Paths, clock: Clock = now_utc) -> Store:
    """A new, empty store with a fresh data key and no slots yet. Raises ``UserError`` if there is one already."""
    if paths.store.exists():
        raise UserError("In diesem Ordner liegen schon Daten.", DATA_SAFE, "Bitte wählen Sie einen anderen Ordner.")
    try:
        paths.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error) or UserError(
            "Der Ordner für die Daten lässt sich nicht anlegen.", "", f"Bitte prüfen Sie: {paths.data}"
        ) from error
    atomic.remove(paths.slots)
    return open_with_key(paths, secrets.token_bytes(32), clock)


def open_store(paths: Paths, secret: str | None = None, clock: Clock = now_utc) -> Store:
    """Open the store with a passphrase or recovery key, else through the keyring.

    Raises ``UserError``: no store, wrong passphrase, passphrase needed, newer store, damaged file.
    """
    if not paths.store.exists():
        raise UserError(
            "Hier sind noch keine Daten.", "", "Gründen Sie ein Netzwerk oder treten Sie einem bei.", Way.BEGIN
        )
    slots = Slots(paths.slots)
    person = None
    key = slots.open_with_keyring() if secret is None else None
    if key is None:
        if secret is None:
            raise PassphraseNeeded
        key, person = slots.open_with_secret(secret)
    store = open_with_key(paths, key, clock)
    if person:
        store.person = person
    return store


def open_with_key(paths: Paths, key: bytes, clock: Clock = now_utc) -> Store:
    """Open a store whose data key is known. Raises ``UserError``: newer store, damaged file."""
    store = Store(paths, key, clock)
    try:
        _prepare(store)
    except BaseException:
        store.close()
        raise
    return store


def _prepare(store: Store) -> None:
    try:
        with store.connections.autocommit() as cursor:
            version = schema.version_of(cursor)
            schema.refuse_newer(version)
        if 0 < version < schema.VERSION:
            backup.make(store, reason="vor-neuer-fassung")
        with store.connections.autocommit() as cursor, store.connections.writing():
            schema.upgrade(cursor)
    except (cipher.Error, sqlite3.Error) as error:
        mended = disk_error(error)
        if mended:
            raise mended from error
        raise
    store.load_local()
    if not version:
        store.set_local(labels=search.labels())
    elif version < schema.VERSION and store.replica:
        _reindex(store)
    else:
        with contextlib.suppress(UserError):  # a full disk: the search works without its index until the next opening
            if not store.lists_all():
                store.mend_search()
            if store.replica and store.local("labels") != search.labels():  # this version calls a choice otherwise
                _reindex(store)
        store.distrust_index()
    if store.replica:
        store.join_chains()
        _convert(store)
    if store.replica and not store.paths.numbers.exists():
        with contextlib.suppress(UserError), store.reading() as cursor:  # tried again when a number is given out
            numbers.keep(store.paths, numbers.in_store(cursor))
    if store.replica and store.local("models") != schema.fingerprint():
        _adopt(store)
    _end_what_was_begun(store)


def _end_what_was_begun(store: Store) -> None:
    """What a fall of the machine, a held file or a full disk has left undone."""
    if store.json_local(backup.OUTDATED):
        backup.remove_outdated(store)
    backup.sweep(store.paths)
    if store.replica:
        try:
            erasure.finish(store)
        except (UserError, OSError, cipher.Error) as error:  # a full disk, another window: tried again at the next one
            log.warning("an erasure could not be ended: %s", type(error).__name__)


def _convert(store: Store) -> None:
    """A store from before the signed statements begins them, or waits for them."""
    with store.reading() as cursor:
        if not chain_file.none_kept(cursor):
            return
    from netzwerkhilfe.store import conversion

    conversion.convert(store)


def _reindex(store: Store) -> None:
    store.reindex()
    store.set_local(labels=search.labels())


def _adopt(store: Store) -> None:
    """The models have changed since this store was opened last: show what was kept for them."""
    with store.change() as change:
        found = adopt.adopt(change)
    if found:
        store.forget_facts()
        store.reindex()
    store.set_local(models=schema.fingerprint())


def restore(
    paths: Paths, source: Path, secret: str | None, *, key: bytes | None = None, clock: Clock = now_utc
) -> Store:
    """Put a backup in place of the store (the former one stays beside it) and open it.

    It opens with a passphrase or recovery key, with ``key`` where the data key is known, else through the keyring.

    Raises ``UserError``: no backup, wrong passphrase, newer store. Until all is checked nothing is replaced.
    """
    known = paths.numbers.exists()
    store = open_with_key(paths, backup.put_back(paths, source, secret, key=key), clock)
    if not known:
        numbers.leave_gap(paths, store.today().year)
    store.set_local(**{backup.RESTORED: f"{store.now().isoformat(timespec='seconds')} {secrets.token_hex(4)}"})
    return store
