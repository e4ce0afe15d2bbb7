"""An open store: what only this PC knows, reading, and the one way to change anything."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import canonical
from netzwerkhilfe.models.naming import Watch
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import algebra, chain_file, ledger, moving, naming, numbers, reading, references, search
from netzwerkhilfe.store.changeset import Act
from netzwerkhilfe.store.conditions import PRESENT
from netzwerkhilfe.store.connection import Connections, disk_error
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.keys import Slots
from netzwerkhilfe.store.naming import Hit
from netzwerkhilfe.store.reader import NETWORK_KINDS, Reader
from netzwerkhilfe.store.unit_of_work import Change

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from netzwerkhilfe.store.membership import Chain
    from netzwerkhilfe.store.state import Summary


SEARCH_MENDED = "search_mended"
"""When a damaged search index was built again, until somebody was told."""


EDITION = "edition"
"""The value of this PC under which :meth:`Store.edition` is kept."""
EVERYTHING = ""
"""In place of a kind: any of them may have changed."""


def now_utc() -> dt.datetime:
    """The clock of this PC, in UTC."""
    return dt.datetime.now(dt.UTC)


def _lists_all(cursor: Cursor) -> bool:
    counts = (f"(SELECT count(*) FROM {k.table} WHERE {PRESENT})" for k in KINDS.values() if k.indexed)
    listed, indexed = cursor.execute(f"SELECT {' + '.join(counts)}, (SELECT count(*) FROM search_row)").fetchone()
    return bool(listed == indexed)


class Store(Reader):
    """One open store. Made by :mod:`netzwerkhilfe.store.opening`."""

    def __init__(self, paths: Paths, data_key: bytes, clock: Callable[[], dt.datetime] = now_utc) -> None:
        self.paths = paths
        self.slots = Slots(paths.slots)
        self.now = clock
        self.key = data_key
        self.mark = secrets.randbits(40)
        """Drawn at each opening and never kept: part of the dots of what this opening writes."""
        self.connections = Connections(paths, data_key)
        self._facts: Facts | None = None
        self._names: Watch | None = None
        self._insisted: list[Collection[Hit] | None] = []
        self._local: dict[str, str] | None = None
        self._chain: Chain | None = None
        self._writing = threading.Lock()
        self._index_unproved = False
        self._version: int | None = None
        self._seen = 0
        self._revisions: Counter[str] = Counter()
        self.summaries: dict[str, tuple[str, Summary]] = {}
        """What this opening has exported of each space, with the :meth:`edition` of the store that it was of."""
        self.acted: list[Callable[[Act], object]] = []
        """Who is told what a person has done (:meth:`act`), in the thread that did it, once it is written."""

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine on this file."""
        return self.connections.engine

    def prepare_writing(self) -> None:
        """Import what writing needs, which reading does without: the first save need not wait for it then."""
        from netzwerkhilfe.store import mapping  # noqa: F401 - the import is the work

        _ = self.connections.engine

    def close(self) -> None:
        """Close all connections; the write-ahead log goes into the file."""
        self.connections.close()

    def lock(self) -> None:
        """Close all connections and forget the keys, until :meth:`unlock`. What was read of entries stays with who
        holds it."""
        self.connections.lock()
        self.key = b""
        self._version = None
        self._local = self._facts = self._names = None

    def unlock(self, secret: str) -> None:
        """Go on after :meth:`lock`, with a passphrase or the recovery key. Raises ``UserError`` if it opens nothing."""
        slots = Slots(self.paths.slots)
        key, person = slots.open_with_secret(secret)
        self.slots, self.key, self.connections.key = slots, key, key
        self.load_local()
        if person:
            self.person = person

    # ---- what only this PC knows ------------------------------------------------------------------------------------
    def local(self, key: str, default: str = "") -> str:
        """A value of this PC that no other PC gets, such as its office and its own keys."""
        assert self._local is not None
        return self._local.get(key, default)

    def load_local(self) -> None:
        """Read the values of this PC; once, by whoever opens the store."""
        with self.connections.autocommit() as cursor:
            self._local = dict(cursor.execute("SELECT key, value FROM local").fetchall())

    def remember(self, values: dict[str, str]) -> None:
        """Take note of values of this PC that a change has written."""
        assert self._local is not None
        self._local |= values

    def set_local(self, **values: str) -> None:
        """Keep values of this PC."""
        with self.connections.autocommit() as cursor:
            cursor.executemany("INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", list(values.items()))
        self.remember(values)

    def edition(self) -> str:
        """A mark that is another one after each transaction of this process that could have changed anything but the
        values of this PC, and of any other process that has."""
        with self.connections.autocommit() as cursor:
            found = cursor.execute("SELECT value FROM local WHERE key = ?", (EDITION,)).fetchone()
        return f"{found[0] if found else ''}/{self.connections.writings}"

    @property
    def chain(self) -> Chain:
        """The signed statements from which follows who belongs to the network."""
        found = self._chain
        if found is None:
            from netzwerkhilfe.store import roster  # late: signatures and rules, for what asks who belongs

            with self.connections.autocommit() as cursor:
                found = self._chain = roster.read(cursor)
        return found

    def join_chains(self) -> None:
        """Bring the chain in the store and the one beside it together: a restore forgets no revoke."""
        with self.connections.autocommit() as cursor:
            if chain_file.same_beside(cursor, self.paths):
                return
        from netzwerkhilfe.store import roster

        kept = roster.beside(self.paths)
        if {s.id for s in kept} == {s.id for s in self.chain.statements}:
            return
        if self.chain.take(kept).new:
            with self.change() as change:
                change.take_statements(kept)
        roster.write_beside(self.paths, self.chain)

    @property
    def person(self) -> str:
        """Who is working: the author of changes."""
        return super().person

    @person.setter
    def person(self, name: str) -> None:
        if name != self.local("person"):
            self.set_local(person=name)

    # ---- reading ----------------------------------------------------------------------------------------------------
    def reading(self) -> AbstractContextManager[Cursor]:
        """A cursor in one consistent read transaction."""
        return self.connections.reading()

    def facts(self) -> Facts:
        """What the network knows that parsing and display need; read again after each change of it."""
        if self._facts is None:
            self._facts = self.read_facts()
        elif self._facts.today != self.today():
            self._facts = replace(self._facts, today=self.today())
        return self._facts

    def names(self) -> Watch:
        """By what the people in need of the own office are known; read again after each change of it."""
        found = self._names
        if found is None:
            found = self._names = naming.read_watch(self)
        return found

    def changed_elsewhere(self) -> bool:
        """Whether another process has changed something since the last call; the first call only begins to look.

        What this PC keeps for itself and what the network knows is read again then.
        """
        version = self.connections.version()
        before, self._version = self._version, version
        if version == before:
            return False
        with self.connections.autocommit() as cursor:
            cursor.execute("BEGIN")
            try:
                number = cursor.execute("SELECT max(n) FROM change").fetchone()[0] or 0
                foreign = cursor.execute(
                    "SELECT 1 FROM change WHERE n > ? AND mark <> ? LIMIT 1", (self._seen, self.mark)
                ).fetchone()
                local = dict(cursor.execute("SELECT key, value FROM local").fetchall())
            finally:
                cursor.execute("ROLLBACK")
        self._seen = number
        if before is None or not (foreign or local != self._local):
            return False
        self._local = local
        self.forget_facts()
        return True

    # ---- changing ---------------------------------------------------------------------------------------------------
    @contextlib.contextmanager
    def change(self, author: str | None = None) -> Iterator[Change]:
        """The unit of work: one transaction, one stamp for each space, one ChangeSet (``change.set``) after it."""
        from sqlalchemy.exc import DBAPIError
        from sqlalchemy.orm import Session

        self.prove_index()
        with self._writing:
            change = None
            with (
                self.connections.writing(),
                Session(self.engine, expire_on_commit=False, autoflush=False) as session,
            ):
                try:
                    change = Change(self, session, author or self.person, self.mark)
                    for hits in self._insisted:
                        change.let_pass(hits)
                    driver = cast("cipher.Connection", session.connection().connection.driver_connection)
                    before = driver.total_changes
                    yield change
                    change.finish()
                    session.flush()
                    if driver.total_changes != before:
                        change.set_local(**{EDITION: secrets.token_hex(8)})
                    session.commit()
                except BaseException as error:
                    session.rollback()
                    self.forget_facts()
                    if change is not None:
                        change.discard()
                    mended = disk_error(error) if isinstance(error, DBAPIError | cipher.Error) else None
                    if mended:
                        raise mended from error
                    raise
        self.remember(change.written_local)
        if change.own_chain is not None:
            from netzwerkhilfe.store import roster

            self._chain = change.own_chain
            roster.write_beside(self.paths, self._chain)
        self._revisions.update(change.set.kinds)
        if change.set.kinds & NETWORK_KINDS:
            self.forget_facts()
        elif change.set.kinds & naming.WATCHED:
            self._names = None

    @contextlib.contextmanager
    def act(self, name: str, *, goes_on: bool = False) -> Iterator[Change]:
        """The unit of work for what a person does: as :meth:`change`, and told to whoever keeps the way back.

        :param name: what is done, as people read it: "TOP verschoben".
        :param goes_on: whether it only goes on with an act of this name on the same registers, as typing does.
        """
        with self.change() as change:
            yield change
        if change.set.entries:
            for told in list(self.acted):
                told(Act(name, change.set, goes_on))

    @contextlib.contextmanager
    def insisting(self, hits: Collection[Hit] | None = None) -> Iterator[None]:
        """Whoever typed has decided: what is changed meanwhile may name these people in need (``None``: all)."""
        self._insisted.append(hits)
        try:
            yield
        finally:
            self._insisted.pop()

    def revision(self, kinds: Collection[str]) -> int:
        """A number that grows with each change of entries of these kinds that this opening of the store hears of."""
        return self._revisions[EVERYTHING] + sum(self._revisions[kind] for kind in kinds)

    def draw_mark(self) -> None:
        """Go on under a new mark: what this PC writes from now on can be told from all before."""
        self.mark = secrets.randbits(40)

    def forget_facts(self) -> None:
        """Read the facts of the network and the names of the people in need again, after a merge."""
        self._facts = self._names = None
        self._revisions[EVERYTHING] += 1

    # ---- upkeep -----------------------------------------------------------------------------------------------------
    def reindex(self) -> None:
        """Build the search index again from the typed tables."""
        with self.change() as change:
            self._reindex(change)

    @staticmethod
    def _reindex(change: Change) -> None:
        cursor, facts = change.cursor, change.facts()
        cursor.execute("DELETE FROM search_row")
        search.rebuild(cursor)
        for kind in KINDS.values():
            if kind.indexed:
                rows = reading.rows(cursor, kind, PRESENT)
                for start in range(0, len(rows), search.MANY):
                    part = [(row["id"], kind.complete(row)) for row in rows[start : start + search.MANY]]
                    search.index(cursor, kind, part, facts)

    def compact(self) -> None:
        """Leave nothing readable of what is gone: rewrite the search, the log and the file."""
        with self.connections.autocommit() as cursor:
            search.optimize(cursor)
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def lists_all(self) -> bool:
        """Whether the lists, which are read from the table of the search, have as many entries as there are."""
        with self.reading() as cursor:
            return _lists_all(cursor)

    def distrust_index(self) -> None:
        """Look at the search index before it is used next: this opening of the store has not looked yet."""
        self._index_unproved = True

    def prove_index(self) -> None:
        """Build the search index again if it is damaged; looked at once, and only by whoever searches or writes: to
        read a list one needs no index, and at 100,000 entries a look takes a second."""
        if self._index_unproved:
            self._index_unproved = False
            with contextlib.suppress(UserError):  # a full disk: the search works without its index
                self.mend_search()

    def mend_search(self, *, thorough: bool = False) -> bool:
        """Build a damaged search index again; whether that was needed. Nothing stands in it alone, so nothing is lost.

        ``thorough`` compares every word, which takes seconds.
        """
        self._index_unproved = False
        with self.connections.fresh() as cursor:
            sound = _lists_all(cursor) and not search.damaged(cursor)
            if sound and not (thorough and search.lacks_words(cursor)):
                return False
        with self.change() as change:
            self._reindex(change)
            change.set_local(**{SEARCH_MENDED: change.at})
        return True

    def follow_moves(self) -> int:
        """Bring references of this office's entries to where others or other PCs have moved what they refer to; gives
        how many. Nothing is written where there is none."""
        with self.reading() as cursor:
            if not any(r.destination for r in references.stray(self, cursor)):
                return 0
        with self.change() as change:
            return moving.follow_all(change)

    def check(self) -> list[str]:
        """What is wrong with the store or was mended now or when it was opened, in German; an empty list when all is
        well."""
        found = []
        self.mend_search(thorough=True)
        if self.local(SEARCH_MENDED):
            found.append(
                "Das Verzeichnis der Suche war beschädigt und wurde neu aufgebaut; von den Einträgen fehlt nichts."
            )
            self.set_local(**{SEARCH_MENDED: ""})
        if followed := self.follow_moves():
            found.append(
                f"{followed} Verweise führten zu verschobenen Einträgen und führen jetzt dorthin, wo sie liegen."
                if followed > 1
                else "Ein Verweis führte zu einem verschobenen Eintrag und führt jetzt dorthin, wo er liegt."
            )
        if not ledger.readable(self.paths, self.key):
            found.append(
                "Das Verzeichnis der Löschungen neben den Daten ist verändert oder gehört zu anderen Daten. Was hier "
                "gelöscht wurde, bleibt gelöscht; eine alte Sicherung bitte erst nach Rücksprache zurückholen."
            )
        with self.connections.fresh() as cursor:
            if cursor.execute("PRAGMA cipher_integrity_check").fetchall():
                found.append("Die verschlüsselte Datei ist beschädigt.")
            if search.other_faults(cursor, "integrity_check"):
                found.append("Die Tabellen der Datei passen nicht zusammen.")
            for finding in reading.findings(cursor):
                kind = KINDS[finding["kind"]]
                found.append(
                    f"{kind.singular} {finding['id']}: „{kind.label(finding['field'])}“ ist nicht lesbar "
                    f"({canonical(finding['value'])[:60]})."
                )
            for snapshot in reading.reviews(cursor):
                moment = "nach der Unterschrift" if algebra.closed(snapshot.record.seal) else "nach dem Wegräumen"
                found.append(f"{snapshot.kind.singular} {snapshot.id} wurde {moment} noch geändert.")
            found += [f"Die Nummer {n} tragen mehrere Einträge." for n in numbers.doubled(cursor)]
            found += [
                f"{lost.kind.singular} {lost.id}: „{lost.kind.fields[lost.field].label}“ führt zu keinem Eintrag."
                for lost in references.stray(self, cursor)
                if lost.destination is None
            ]
            dead = cursor.execute("SELECT count(*) FROM stamp WHERE change NOT IN (SELECT n FROM change)").fetchone()[0]
            if dead:
                found.append(f"{dead} Stempel gehören zu keiner Änderung.")
        return found
