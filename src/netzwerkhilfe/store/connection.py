"""Connections to the encrypted file: opened with its key, pooled, and told apart by who may write.

Triggers on every synced table ask ``nh_door()``; it says yes only inside :meth:`Connections.writing`. The name stays:
the triggers of every store and backup call it.
SQLAlchemy is imported when something is first written; reading needs none.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import presence
from netzwerkhilfe.store.cursor import Connection, Cursor

if TYPE_CHECKING:
    from sqlalchemy import Engine

IDLE = 4
"""So many connections wait for their next use; the key of each costs some milliseconds to derive."""


def disk_error(error: BaseException) -> UserError | None:
    """The German sentence for a database error a person can mend, or ``None``."""
    text = str(error).lower()
    if "disk is full" in text or "no space" in text:
        return UserError(
            "Auf diesem PC ist kein Speicherplatz mehr frei.",
            "Die letzte Änderung wurde nicht gespeichert. Alles davor ist sicher.",
            "Bitte schaffen Sie Platz und versuchen Sie es dann noch einmal.",
        )
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return UserError(
            "Der Ordner mit den Daten ist schreibgeschützt oder nicht erreichbar.",
            "Die letzte Änderung wurde nicht gespeichert.",
            "Bitte prüfen Sie das Laufwerk oder fragen Sie Ihre IT.",
        )
    if "locked" in text or "busy" in text:
        return UserError(
            "Die Daten werden gerade von einem anderen Fenster benutzt.",
            "Es wurde nichts verändert.",
            "Bitte schließen Sie das andere Fenster oder warten Sie einen Augenblick.",
        )
    if "malformed" in text or "disk i/o" in text or "not a database" in text:
        return UserError(
            "Die Datei mit den Daten lässt sich nicht lesen.",
            "Sie wurde nicht verändert.",
            "Stellen Sie die letzte Sicherung wieder her oder fragen Sie Ihre IT.",
            Way.RESTORE,
        )
    return None


class Connections:
    """All connections of one process to one store."""

    def __init__(self, paths: Paths, key: bytes) -> None:
        self.paths = paths
        self.key = key
        self._writing = threading.local()
        self.writings = 0
        """So often something was, or may have been, written here."""
        self._presence: IO[bytes] | None = None
        self._idle: list[Connection] = []
        self._watching: Connection | None = None
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    def connect(self) -> Connection:
        """A new connection of the driver, with the key and what the store relies on. Raises ``UserError``: locked."""
        if not self.key:
            raise UserError("Netzwerk Hilfe ist gesperrt.", "Es wurde nichts verändert.", "Bitte öffnen Sie zuerst.")
        if self._presence is None:
            self._presence = presence.hold(self.paths)
        connection: Connection = cipher.connect(
            str(self.paths.store), timeout=10, check_same_thread=False, isolation_level=None
        )
        connection.create_function("nh_door", 0, lambda: 1 if getattr(self._writing, "on", False) else 0)
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA key = \"x'{self.key.hex()}'\"")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA cache_size = -40000")  # KiB: of 100,000 entries what a search reads stays decrypted
        cursor.close()
        return connection

    @contextlib.contextmanager
    def autocommit(self) -> Iterator[Cursor]:
        """A cursor outside any transaction."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self.connect()
        cursor = connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()  # an open statement would forbid VACUUM on this connection
            self._give_back(connection)

    def version(self) -> int:
        """A number that is another one after each change by any other connection, of this or another process."""
        with self._lock:
            if self._watching is None:
                self._watching = self.connect()
            return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def _give_back(self, connection: Connection) -> None:
        if not connection.in_transaction:
            with self._lock:
                if len(self._idle) < IDLE:
                    self._idle.append(connection)
                    return
        connection.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor in one consistent read transaction."""
        with self.autocommit() as cursor:
            cursor.execute("BEGIN")
            try:
                yield cursor
            finally:
                cursor.execute("ROLLBACK")

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Cursor]:
        """A cursor in one consistent read transaction of a connection that remembers nothing, closed after it."""
        with contextlib.closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN")
            try:
                yield cursor
            finally:
                cursor.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """While this lasts, what this thread writes passes the triggers."""
        self._writing.on = True
        try:
            yield
        finally:
            self._writing.on = False
            self.writings += 1

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine on this file, made at the first write."""
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine

    def _make_engine(self) -> Engine:
        from sqlalchemy import Connection as Transaction
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import QueuePool

        engine = create_engine("sqlite://", creator=self.connect, module=cipher, poolclass=QueuePool, pool_size=1)

        @event.listens_for(engine, "begin")
        def begin(connection: Transaction) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if getattr(self._writing, "on", False) else "BEGIN")

        return engine

    def lock(self) -> None:
        """Close all and forget the key; nothing is read or written until :attr:`key` is set again."""
        self.close()
        self.key = b""

    def close(self) -> None:
        """Close all; the write-ahead log goes into the file."""
        if self._engine is not None:
            self._engine.dispose()
        with self._lock:
            idle, self._idle = self._idle, []
            if self._watching is not None:
                idle.append(self._watching)
                self._watching = None
        for connection in idle:
            connection.close()
        if self._presence is not None:
            self._presence.close()
            self._presence = None
