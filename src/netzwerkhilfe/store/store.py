"""The store: an encrypted SQLite file, opened with its data key, read by snapshots and changed through the door."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.base import office_space
from netzwerkhilfe.models.fields import Facts, OfficeFact, PlaceFact, StageFact, canonical
from netzwerkhilfe.models.network import RULES
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import algebra, presence, reading, schema, search
from netzwerkhilfe.store.door import Change, now_utc
from netzwerkhilfe.store.keys import Slots
from netzwerkhilfe.store.reading import Snapshot

log = logging.getLogger(__name__)
NETWORK_KINDS = {"networks", "offices", "places", "categories", "stages"}


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
            "Stellen Sie die letzte Sicherung wieder her (restore) oder fragen Sie Ihre IT.",
        )
    return None


class Store:
    """One open store. Not to be made directly: :meth:`create` or :meth:`open`."""

    def __init__(self, paths: Paths, data_key: bytes, clock: Callable[[], dt.datetime] = now_utc) -> None:
        self.paths = paths
        self.slots = Slots(paths.slots)
        self.now = clock
        self._key = data_key
        self._mark = secrets.randbits(40)
        self._facts: Facts | None = None
        self._local: dict[str, str] | None = None
        self._writing = threading.Lock()
        self._door = threading.local()
        self._presence: Any = None
        self.engine = self._engine()

    # ---- opening ----------------------------------------------------------------------------------------------------
    @classmethod
    def create(cls, paths: Paths, clock: Callable[[], dt.datetime] = now_utc) -> Store:
        """A new, empty store with a fresh data key and no slots yet. Raises ``UserError`` if there is one already."""
        if paths.store.exists():
            raise UserError("In diesem Ordner liegen schon Daten.", DATA_SAFE, "Bitte wählen Sie einen anderen Ordner.")
        try:
            paths.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error) or UserError(
                "Der Ordner für die Daten lässt sich nicht anlegen.", "", f"Bitte prüfen Sie: {paths.data}"
            ) from error
        paths.slots.unlink(missing_ok=True)
        store = cls(paths, secrets.token_bytes(32), clock)
        store._prepare()
        return store

    @classmethod
    def open(cls, paths: Paths, secret: str | None = None, clock: Callable[[], dt.datetime] = now_utc) -> Store:
        """Open the store with a passphrase or recovery key, else through the keyring.

        Raises ``UserError``: no store, wrong passphrase, passphrase needed, newer store, damaged file.
        """
        if not paths.store.exists():
            raise UserError(
                "Hier sind noch keine Daten.", "", "Gründen Sie ein Netzwerk (found) oder treten Sie einem bei (join)."
            )
        slots = Slots(paths.slots)
        person = None
        key = slots.open_with_keyring() if secret is None else None
        if key is None:
            if secret is None:
                raise PassphraseNeeded
            key, person = slots.open_with_secret(secret)
        store = cls(paths, key, clock)
        try:
            store._prepare()
        except BaseException:
            store.close()
            raise
        if person:
            store.person = person
        return store

    def _engine(self) -> Engine:
        path, key = str(self.paths.store), self._key.hex()

        def connect() -> Any:
            if self._presence is None:
                self._presence = presence.hold(self.paths)
            connection = cipher.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
            connection.create_function("nh_door", 0, lambda: 1 if getattr(self._door, "open", False) else 0)
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA key = \"x'{key}'\"")
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.execute("PRAGMA cache_size = -20000")
            return connection

        engine = create_engine("sqlite://", creator=connect, module=cipher, poolclass=QueuePool, pool_size=4)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if getattr(self._door, "open", False) else "BEGIN")

        return engine

    def _prepare(self) -> None:
        try:
            with self._autocommit() as cursor:
                version = schema.version_of(cursor)
                schema.refuse_newer(version)
            if 0 < version < schema.VERSION:
                from netzwerkhilfe.store import backup

                backup.make(self, reason="vor-neuer-fassung")
            with self._autocommit() as cursor, self._through_the_door():
                schema.upgrade(cursor)
        except (DBAPIError, cipher.Error, sqlite3.Error) as error:
            mended = disk_error(error)
            if mended:
                raise mended from error
            raise
        with self._autocommit() as cursor:
            self._local = dict(cursor.execute("SELECT key, value FROM local").fetchall())
        if 0 < version < schema.VERSION and self.replica:
            self.reindex()
        if self.replica and self.local("models") != schema.fingerprint():
            self._adopt()
        if self.json_local("outdated_backups"):
            from netzwerkhilfe.store import backup

            backup.remove_outdated(self)

    def _adopt(self) -> None:
        """The models have changed since this store was opened last: show what was kept for them."""
        from netzwerkhilfe.store import adopt

        with self.change() as change:
            found = adopt.adopt(change)
        if found:
            self.forget_facts()
            self.reindex()
        self.set_local(models=schema.fingerprint())

    @staticmethod
    def raw(connection: Connection) -> Any:
        """The driver's own cursor of a connection."""
        return connection.connection.cursor()

    @contextlib.contextmanager
    def _autocommit(self) -> Iterator[Any]:
        connection = self.engine.raw_connection()
        cursor = connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()  # an open statement would forbid VACUUM on this connection
            connection.close()

    @contextlib.contextmanager
    def _through_the_door(self) -> Iterator[None]:
        self._door.open = True
        try:
            yield
        finally:
            self._door.open = False

    def close(self) -> None:
        """Close all connections; the write-ahead log goes into the file."""
        self.engine.dispose()
        if self._presence is not None:
            self._presence.close()
            self._presence = None

    # ---- what only this PC knows ------------------------------------------------------------------------------------
    def local(self, key: str, default: str = "") -> str:
        """A value of this PC that no other PC gets, such as its office and its own keys."""
        assert self._local is not None
        return self._local.get(key, default)

    def set_local(self, **values: str) -> None:
        """Keep values of this PC."""
        with self._autocommit() as cursor:
            cursor.executemany("INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", list(values.items()))
        assert self._local is not None
        self._local |= values

    @property
    def replica(self) -> str:
        """The id of this PC in dots."""
        return self.local("replica")

    @property
    def office_space(self) -> str:
        """The space of the own office."""
        return office_space(self.local("office"))

    @property
    def spaces(self) -> list[str]:
        """The spaces this PC holds; a helper's PC has ``net`` alone."""
        return [NET] if self.local("role") == "helper" else [NET, self.office_space]

    @property
    def person(self) -> str:
        """Who is working: the author of changes."""
        return self.local("person", "unbekannt")

    @person.setter
    def person(self, name: str) -> None:
        if name != self.local("person"):
            self.set_local(person=name)

    # ---- reading ----------------------------------------------------------------------------------------------------
    @contextlib.contextmanager
    def reader(self) -> Iterator[Any]:
        """A cursor in one consistent read transaction."""
        connection = self.engine.raw_connection()
        cursor = connection.cursor()
        try:
            cursor.execute("BEGIN")
            yield cursor
        finally:
            cursor.execute("ROLLBACK")
            cursor.close()
            connection.close()

    def get(self, record: str) -> Snapshot | None:
        """A frozen copy of a record."""
        with self.reader() as cursor:
            kind = reading.find_kind(cursor, record)
            if kind is None:
                return None
            found = reading.snapshot(cursor, kind, reading.rows(cursor, kind, "id = ?", (record,))[0])
            return self._with_guarded(cursor, kind, [found])[0]

    def _with_guarded(self, cursor: Any, kind: Kind, found: list[Snapshot]) -> list[Snapshot]:
        """The snapshots with what this office keeps of them in their companions (Kind.guarded)."""
        names = kind.guarded[1]
        if not names or not found or self.office_space not in self.spaces:
            return found
        companion = KINDS[kind.companion]
        roots = [s.root for s in found]
        private: dict[str, dict[str, Any]] = {}
        for start in range(0, len(roots), 500):
            part = roots[start : start + 500]
            marks = ",".join("?" * len(part))
            for row in reading.rows(
                cursor, companion, f"space = ? AND seal IS NULL AND root IN ({marks})", (self.office_space, *part)
            ):
                private[row["root"]] = {n: row[n] for n in names if row[n] is not None}
        return [
            replace(s, values={**s.values, **{n: v for n, v in private[s.root].items() if s.values.get(n) is None}})
            if private.get(s.root)
            else s
            for s in found
        ]

    def companion(self, snapshot: Snapshot) -> Snapshot | None:
        """What only the office knows about a record, if anything."""
        if not snapshot.kind.companion:
            return None
        kind = KINDS[snapshot.kind.companion]
        with self.reader() as cursor:
            found = reading.rows(
                cursor, kind, "root = ? AND space = ? AND seal IS NULL", (snapshot.root, self.office_space)
            )
            return reading.snapshot(cursor, kind, found[0]) if found else None

    def children(self, record: str, kind_name: str) -> list[Snapshot]:
        """The records of a kind whose parent is this record, without sealed ones."""
        kind = KINDS[kind_name]
        with self.reader() as cursor:
            found = reading.rows(cursor, kind, f"parent = ? AND {reading.PRESENT}", (record,))
            return [reading.snapshot(cursor, kind, row) for row in found]

    def all(self, kind_name: str, *, sealed: bool = False) -> list[Snapshot]:
        """All records of a (small) kind, without those in the Papierkorb or moved away."""
        kind = KINDS[kind_name]
        with self.reader() as cursor:
            where = "1" if sealed else reading.PRESENT
            found = [
                reading.snapshot(cursor, kind, r, dots=False)
                for r in reading.rows(cursor, kind, where + " ORDER BY id")
            ]
            return self._with_guarded(cursor, kind, found)

    def ids(self, kind_name: str, text: str = "", where: str = "", values: tuple[Any, ...] = ()) -> list[str]:
        """The ids of a listed kind in the order of their titles, filtered by a search text and our own SQL.

        ``where`` may name the columns of the typed table; it is never a person's text.
        """
        condition, bound = search.condition(text) if text.strip() else ("1", [])
        kind = KINDS[kind_name]
        companion = KINDS.get(kind.companion)
        if text.strip() and companion and companion.indexed:  # who it is, as far as this office knows
            condition = (
                f"(({condition}) OR s.id IN (SELECT c.parent FROM {companion.table.name} c JOIN search_row s ON s.id "
                "= c.id "
                f"WHERE s.kind = '{companion.name}' AND {condition}))"
            )
            bound = [*bound, *bound]
        join = f" JOIN {KINDS[kind_name].table.name} t ON t.id = s.id" if where else ""
        extra = f" AND ({where})" if where else ""
        with self.reader() as cursor:
            return [
                row[0]
                for row in cursor.execute(
                    f"SELECT s.id FROM search_row s{join} WHERE s.kind = ? AND {condition}{extra} ORDER BY "
                    "s.title, s.id",
                    (kind_name, *bound, *values),
                )
            ]

    def many(self, kind_name: str, ids: list[str], *, dots: bool = False) -> list[Snapshot]:
        """Snapshots of these records in this order; missing ones are left out."""
        kind = KINDS[kind_name]
        found: dict[str, Snapshot] = {}
        with self.reader() as cursor:
            for start in range(0, len(ids), 500):
                part = ids[start : start + 500]
                marks = ",".join("?" * len(part))
                made = [
                    reading.snapshot(cursor, kind, r, dots=dots)
                    for r in reading.rows(cursor, kind, f"id IN ({marks})", part)
                ]
                found |= {s.id: s for s in self._with_guarded(cursor, kind, made)}
        return [found[i] for i in ids if i in found]

    def first_at(self, kind_name: str, title: str) -> str | None:
        """The first entry of a listed kind whose folded title is this text or comes after it."""
        with self.reader() as cursor:
            row = cursor.execute(
                "SELECT id FROM search_row WHERE kind = ? AND title >= ? ORDER BY title, id LIMIT 1",
                (kind_name, fold(title)),
            ).fetchone()
        return row[0] if row else None

    def sort_values(self, kind_name: str, names: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
        """The stored cells of a few columns for all entries of a kind, for sorting without making snapshots."""
        kind = KINDS[kind_name]
        with self.reader() as cursor:
            return {
                row[0]: row[1:]
                for row in cursor.execute(
                    f"SELECT id, {', '.join(names)} FROM {kind.table.name} WHERE {reading.PRESENT}"
                )
            }

    def count(self, kind_name: str) -> int:
        """How many entries of a listed kind there are."""
        with self.reader() as cursor:
            return int(cursor.execute("SELECT count(*) FROM search_row WHERE kind = ?", (kind_name,)).fetchone()[0])

    def hits(self, text: str, limit: int = 40) -> list[tuple[str, str]]:
        """(kind, id) of the entries of all kinds that contain the words, those whose title begins with them first."""
        if not text.strip():
            return []
        condition, bound = search.condition(text)
        plain = fold(text)
        with self.reader() as cursor:
            found: dict[str, str] = {}
            owners = {k.companion: k for k in KINDS.values() if k.companion}
            for kind, record in cursor.execute(
                f"SELECT s.kind, s.id FROM search_row s WHERE {condition} "
                "ORDER BY substr(s.title, 1, ?) <> ?, s.title LIMIT ?",
                (*bound, len(plain), plain, limit),
            ).fetchall():
                if kind in owners:  # a hit in what only the office knows leads to the entry itself
                    companion = KINDS[kind]
                    row = cursor.execute(
                        f"SELECT parent FROM {companion.table.name} WHERE id = ?", (record,)
                    ).fetchone()
                    if row and row[0]:
                        found.setdefault(row[0], owners[kind].name)
                else:
                    found.setdefault(record, kind)
            return [(kind, record) for record, kind in found.items()]

    def facts(self) -> Facts:
        """What the network knows that parsing and display need; read anew after each change of it."""
        if self._facts is None or self._facts.today != self.today():
            self._facts = self._read_facts()
        return self._facts

    def today(self) -> dt.date:
        """The day by the clock of this PC."""
        return self.now().astimezone().date()

    def _read_facts(self) -> Facts:
        places = {
            p.values["ags"]: PlaceFact(
                p.values["ags"],
                p.values["name"] or "",
                p.values["postcode"] or "",
                p.values["latitude"],
                p.values["longitude"],
                p.values["office"],
            )
            for p in self.all("places")
            if p.values["ags"]
        }
        ordered = sorted(self.all("categories"), key=lambda c: (c.values["rank"] or 0, c.values["name"] or ""))
        categories: dict[str, list[str]] = {}
        synonyms: dict[tuple[str, str], str] = {}
        renamed: dict[tuple[str, str], str] = {}
        for c in ordered:
            name, label = c.values["list_name"] or "", c.values["name"] or ""
            key = c.values["key"] or label
            if not c.values["hidden"]:
                categories.setdefault(name, []).append(key)
            if key != label:
                renamed[name, key] = label
            for synonym in c.values["synonyms"] or ():
                synonyms[name, fold(synonym)] = key
        stages: dict[str, list[StageFact]] = {}
        for s in sorted(self.all("stages"), key=lambda s: s.values["rank"] or 0):
            stages.setdefault(s.values["for_kind"] or "", []).append(
                StageFact(
                    s.values["key"] or s.values["name"] or "",
                    s.values["phase"] or 0,
                    s.values["next_step"] or "",
                    tuple(s.values["synonyms"] or ()),
                    s.values["name"] or "" if s.values["key"] else "",
                )
            )
        offices = {
            o.id: OfficeFact(o.id, o.values["name"] or "", o.values["code"] or "??", o.values["rank"] or 0)
            for o in self.all("offices")
        }
        return Facts(
            self.today(),
            places,
            {n: tuple(w) for n, w in categories.items()},
            synonyms,
            {k: tuple(s) for k, s in stages.items()},
            offices,
            self.local("office"),
            self._rules(),
            renamed,
        )

    def _rules(self) -> dict[str, int]:
        network = next((n for n in self.all("networks") if n.id == self.local("network")), None)
        return {name: (network.values.get(name) if network else None) or start for name, start in RULES.items()}

    # ---- changing ---------------------------------------------------------------------------------------------------
    @contextlib.contextmanager
    def change(self, author: str | None = None) -> Iterator[Change]:
        """The door: one transaction, one stamp for each space, one ChangeSet (``change.set``) after it."""
        with self._writing:
            change = None
            with self._through_the_door(), Session(self.engine, expire_on_commit=False, autoflush=False) as session:
                try:
                    change = Change(self, session, author or self.person)
                    session.connection()
                    yield change
                    change.finish()
                    session.commit()
                except (DBAPIError, cipher.Error) as error:
                    session.rollback()
                    self._facts = None
                    mended = disk_error(error)
                    if mended:
                        raise mended from error
                    raise
                except BaseException:
                    session.rollback()
                    self._facts = None
                    raise
        if change.set.kinds & NETWORK_KINDS:
            self._facts = None

    def forget_facts(self) -> None:
        """Read the facts of the network anew, after a merge."""
        self._facts = None

    def new_change(self, cursor: Any, space: str, author: str, at: str) -> int:
        """The number of a new own change: next number of this replica, this opening's mark, a clock above all seen."""
        if not self.replica:
            raise RuntimeError("a store without a replica id cannot be changed")
        seq = (
            cursor.execute(
                "SELECT max(seq) FROM vector WHERE space = ? AND replica = ?", (space, self.replica)
            ).fetchone()[0]
            or 0
        ) + 1
        highest = cursor.execute("SELECT max(hlc) FROM change").fetchone()[0] or 0
        hlc = max(int(self.now().timestamp() * 1_000_000), highest + 1)
        cursor.execute(
            "INSERT INTO change (space, replica, seq, mark, hlc, author, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (space, self.replica, seq, self._mark, hlc, author, at),
        )
        number = int(cursor.execute("SELECT last_insert_rowid()").fetchone()[0])
        cursor.execute(
            "INSERT OR REPLACE INTO vector (space, replica, mark, seq) VALUES (?, ?, ?, ?)",
            (space, self.replica, self._mark, seq),
        )
        return number

    def refuse_dead(self, cursor: Any, record: str, root: str) -> None:
        """Nothing of an erased person or id comes back."""
        if cursor.execute("SELECT 1 FROM erased WHERE key IN (?, ?)", ("id:" + record, root)).fetchone():
            raise UserError(
                "Diese Person wurde gelöscht.", "Es wurde nichts gespeichert.", "Bitte erfassen Sie sie neu."
            )

    def next_number(self, session: Session, kind: Kind, letter: str = "", year: int = 0) -> str:
        """The next number of a kind: office, from the second PC on the PC, letter, year, counter (MX-W-2026-047)."""
        office = self.facts().offices.get(self.local("office"))
        device = self.local("device_number", "1")
        code = (office.code if office else "XX") + ("" if device == "1" else device)
        letter = letter or kind.number
        letter = "" if letter == "-" else f"{letter}-"
        prefix = f"{code}-{letter}{year or self.today().year}-"
        cursor = self.raw(session.connection())
        found = cursor.execute(
            f"SELECT number FROM {kind.table.name} WHERE number >= ? AND number < ?", (prefix, prefix + "\uffff")
        ).fetchall()
        counters = [int(n[len(prefix) :]) for (n,) in found if n[len(prefix) :].isdigit()]
        return f"{prefix}{max(counters, default=0) + 1:03}"

    # ---- upkeep -----------------------------------------------------------------------------------------------------
    def reindex(self) -> None:
        """Build the search index anew from the typed tables."""
        facts = self.facts()
        with self.change() as change:
            cursor = change.cursor
            cursor.execute("DELETE FROM search_row")
            cursor.execute("DELETE FROM search")
            for kind in KINDS.values():
                if kind.indexed:
                    for row in reading.rows(cursor, kind, reading.PRESENT):
                        search.index(cursor, kind, row["id"], kind.complete(row), facts)

    def check(self) -> list[str]:
        """What is wrong with the store, in German; an empty list when all is well."""
        found = []
        with self.reader() as cursor:
            if cursor.execute("PRAGMA cipher_integrity_check").fetchall():
                found.append("Die verschlüsselte Datei ist beschädigt.")
            if cursor.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                found.append("Die Tabellen der Datei passen nicht zusammen.")
            listed = sum(
                cursor.execute(f"SELECT count(*) FROM {k.table.name} WHERE {reading.PRESENT}").fetchone()[0]
                for k in KINDS.values()
                if k.indexed
            )
            indexed = cursor.execute("SELECT count(*) FROM search_row").fetchone()[0]
            if listed != indexed:
                found.append(f"Die Suche kennt {indexed} von {listed} Einträgen.")
            for finding in reading.findings(cursor):
                kind = KINDS[finding["kind"]]
                found.append(
                    f"{kind.singular} {finding['id']}: „{kind.label(finding['field'])}“ ist nicht lesbar "
                    f"({canonical(finding['value'])[:60]})."
                )
            for snapshot in reading.reviews(cursor):
                moment = (
                    "nach der Unterschrift" if algebra.closed(snapshot.values.get("seal")) else "nach dem Wegräumen"
                )
                found.append(f"{snapshot.kind.singular} {snapshot.id} wurde {moment} noch geändert.")
            dead = cursor.execute("SELECT count(*) FROM stamp WHERE change NOT IN (SELECT n FROM change)").fetchone()[0]
            if dead:
                found.append(f"{dead} Stempel gehören zu keiner Änderung.")
        return found

    def json_local(self, key: str) -> Any:
        """A structured value of this PC."""
        return json.loads(self.local(key) or "null")


class PassphraseNeeded(UserError):
    """The store needs a passphrase: the keyring did not open it."""

    def __init__(self) -> None:
        super().__init__(
            "Für diese Daten wird ein Kennwort gebraucht.",
            DATA_SAFE,
            "Geben Sie es im Fenster ein oder setzen Sie NETZWERKHILFE_PASSPHRASE.",
        )
