"""All that is read of a store, by snapshots: the same verbs outside and inside a transaction of one's own.

A :class:`Reader` is an open store, where every verb is a read of its own, or an open change, where the verbs also see
what the change has written so far.
"""

from __future__ import annotations

import abc
import datetime as dt
import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, NET, Kind, Record
from netzwerkhilfe.models.base import office_space
from netzwerkhilfe.models.facts import NO_FACTS, Facts, OfficeFact, PlaceFact, StageFact
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.naming import Watch
from netzwerkhilfe.models.network import RULES, Category, Office, Place, Stage
from netzwerkhilfe.models.office_forms import form_of
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import listed, reading, search
from netzwerkhilfe.store.conditions import PRESENT, Condition
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.reading import Snapshot

if TYPE_CHECKING:
    from netzwerkhilfe.store.membership import Chain
    from netzwerkhilfe.store.membership_rules import Membership

NOT_FOUND = "Diesen Eintrag gibt es nicht (mehr)."
NETWORK_KINDS = {"networks", "offices", "places", "categories", "stages"} | {
    k.name for k in KINDS.values() if k.chosen_from
}
"""The kinds that the facts of the network are read from."""


R = TypeVar("R", bound=Record)


def kind_of(of: str | type[Record]) -> Kind:
    """A kind by its name or by the class of its records."""
    return KINDS[of if isinstance(of, str) else of.kind_name]


def _laid_over(cursor: Cursor, snapshot: Snapshot, companion: Kind, private: dict[str, Json]) -> Snapshot:
    """A snapshot with what its companion has of withheld fields that are empty in the record itself."""
    kept = {n for n in snapshot.kind.withheld[1] if snapshot.values.get(n) is None and private[n] is not None}
    numbers, conflicts = reading.shown(cursor, companion, private) if snapshot.shown else ({}, frozenset[str]())
    return replace(
        snapshot,
        values={**snapshot.values, **{n: private[n] for n in kept}},
        kept={n: numbers.get(companion.register_of[n]) for n in kept},
        open=snapshot.open
        | {snapshot.kind.register_of[n] for n in snapshot.kind.withheld[1] if companion.register_of[n] in conflicts},
    )


class Reader(abc.ABC):
    """What reads: a store or an open change."""

    paths: Paths
    key: bytes
    """The data key; empty while the store is locked."""
    now: Callable[[], dt.datetime]
    """The clock, in UTC."""

    @abc.abstractmethod
    def reading(self) -> AbstractContextManager[Cursor]:
        """A cursor in one consistent view of the data."""

    @abc.abstractmethod
    def local(self, key: str, default: str = "") -> str:
        """A value of this PC that no other PC gets, such as its office and its own keys."""

    @abc.abstractmethod
    def set_local(self, **values: str) -> None:
        """Keep values of this PC."""

    @abc.abstractmethod
    def facts(self) -> Facts:
        """What the network knows that parsing and display need."""

    @abc.abstractmethod
    def names(self) -> Watch:
        """By what the people in need of the own office are known."""

    def prove_index(self) -> None:  # noqa: B027 - a change has nothing to do: its store has looked before
        """See to it that the search index is sound, before it is searched."""

    @property
    @abc.abstractmethod
    def chain(self) -> Chain:
        """The signed statements from which follows who belongs to the network."""

    @property
    def membership(self) -> Membership:
        """Who belongs to the network."""
        return self.chain.now

    @property
    def role(self) -> str:
        """What this PC is in its office: ``office`` or ``helper``. Before it is taken in, what its invitation says."""
        own = self.membership.members.get(self.replica)
        return own.role if own else self.local("role", "office")

    def json_local(self, key: str) -> Any:
        """A structured value of this PC."""
        return json.loads(self.local(key) or "null")

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
        return [NET] if self.role == "helper" else [NET, self.office_space]

    @property
    def person(self) -> str:
        """Who is working: the author of changes."""
        return self.local("person", "unbekannt")

    @overload
    def get(self, record: str) -> Snapshot | None: ...
    @overload
    def get(self, record: str, model: type[R]) -> Snapshot[R] | None: ...
    def get(self, record: str, model: type[Record] | None = None) -> Snapshot | None:
        """A frozen copy of a record; with ``model`` only if it is of that kind."""
        with self.reading() as cursor:
            kind = reading.find_kind(cursor, record)
            if kind is None or model not in (None, kind.model):
                return None
            found = reading.snapshot(cursor, kind, reading.rows(cursor, kind, "id = ?", (record,))[0])
            return self._with_withheld(cursor, kind, [found])[0]

    @overload
    def require(self, record: str) -> Snapshot: ...
    @overload
    def require(self, record: str, model: type[R]) -> Snapshot[R]: ...
    def require(self, record: str, model: type[Record] | None = None) -> Snapshot[Any]:
        """A frozen copy of a record. Raises ``UserError`` if there is none (of that kind)."""
        found = self.get(record) if model is None else self.get(record, model)
        if found is None:
            raise UserError(NOT_FOUND, "", "Vielleicht hat ein anderes Büro ihn gelöscht.")
        return found

    def writers(self, record: str) -> dict[str, str]:
        """For each register of an entry the PC whose change is displayed; without those that nobody ever wrote."""
        with self.reading() as cursor:
            kind = reading.find_kind(cursor, record)
            found = reading.rows(cursor, kind, "id = ?", (record,)) if kind else []
            return reading.writers(cursor, kind, found[0]) if kind and found else {}

    def _with_withheld(self, cursor: Cursor, kind: Kind, found: list[Snapshot]) -> list[Snapshot]:
        """The snapshots with what this office keeps of them in their companions (Kind.withheld)."""
        names = kind.withheld[1]
        if not names or not found or self.office_space not in self.spaces:
            return found
        companion = KINDS[kind.companion]
        roots = [s.root for s in found]
        private: dict[str, dict[str, Json]] = {}
        for start in range(0, len(roots), 500):
            part = roots[start : start + 500]
            marks = ",".join("?" * len(part))
            for row in reading.rows(
                cursor, companion, f"space = ? AND seal IS NULL AND root IN ({marks})", (self.office_space, *part)
            ):
                private[row["root"]] = row
        return [_laid_over(cursor, s, companion, private[s.root]) if s.root in private else s for s in found]

    @overload
    def companion(self, snapshot: Snapshot) -> Snapshot | None: ...
    @overload
    def companion(self, snapshot: Snapshot, model: type[R]) -> Snapshot[R] | None: ...
    def companion(self, snapshot: Snapshot, model: type[Record] | None = None) -> Snapshot[Any] | None:
        """What only the office knows about a record, if anything; with ``model`` only if it is of that kind."""
        kind = KINDS.get(snapshot.kind.companion)
        if kind is None or model not in (None, kind.model):
            return None
        with self.reading() as cursor:
            found = reading.rows(
                cursor, kind, "root = ? AND space = ? AND seal IS NULL", (snapshot.root, self.office_space)
            )
            return reading.snapshot(cursor, kind, found[0]) if found else None

    @overload
    def children(self, record: str, of: str) -> list[Snapshot]: ...
    @overload
    def children(self, record: str, of: type[R]) -> list[Snapshot[R]]: ...
    def children(self, record: str, of: str | type[Record]) -> list[Any]:
        """The records of a kind whose parent is this record, without sealed ones."""
        kind = kind_of(of)
        with self.reading() as cursor:
            found = reading.rows(cursor, kind, f"parent = ? AND {PRESENT}", (record,))
            seen = reading.newest(cursor)
            return [reading.snapshot(cursor, kind, row, seen=seen) for row in found]

    @overload
    def all(self, of: str, *, sealed: bool = False) -> list[Snapshot]: ...
    @overload
    def all(self, of: type[R], *, sealed: bool = False) -> list[Snapshot[R]]: ...
    def all(self, of: str | type[Record], *, sealed: bool = False) -> list[Any]:
        """All records of a (small) kind, without those in the Papierkorb or moved away."""
        return self._every(kind_of(of), "1" if sealed else PRESENT)

    def entries(self, model: type[R]) -> list[R]:
        """The same as objects with their computed values, for whoever looks at many and needs nothing else of them.

        What only this office keeps of them (``Kind.withheld``) is not there.
        """
        kind = kind_of(model)
        with self.reading() as cursor:
            found = reading.rows(cursor, kind, PRESENT + " ORDER BY id")
        return [cast("R", kind.completed(row)) for row in found]

    def with_seal(self, kind: Kind) -> list[Snapshot]:
        """The records of a kind that have a seal, of whichever kind: few, where there are many others."""
        return self._every(kind, "seal IS NOT NULL")

    def _every(self, kind: Kind, where: str) -> list[Any]:
        with self.reading() as cursor:
            seen = reading.newest(cursor)
            found = [
                reading.snapshot(cursor, kind, r, dots=False, seen=seen)
                for r in reading.rows(cursor, kind, where + " ORDER BY id")
            ]
            return self._with_withheld(cursor, kind, found)

    def ids(self, kind_name: str, text: str = "", conditions: Sequence[Condition] = ()) -> list[str]:
        """The ids of a listed kind in the order of their titles, filtered by a search text and conditions."""
        return [i for part in self.ids_in_parts(kind_name, text, conditions) for i in part]

    def ids_in_parts(
        self, kind_name: str, text: str = "", conditions: Sequence[Condition] = (), first: int = search.PART
    ) -> Generator[list[str], None, None]:
        """The same in parts, as they are found; the first has at most ``first``. All are of one view of the data."""
        if text.strip():
            self.prove_index()
        with self.reading() as cursor:
            yield from listed.ids_in_parts(cursor, KINDS[kind_name], text, conditions, first)

    @overload
    def many(self, of: str, ids: list[str], *, dots: bool = False) -> list[Snapshot]: ...
    @overload
    def many(self, of: type[R], ids: list[str], *, dots: bool = False) -> list[Snapshot[R]]: ...
    def many(self, of: str | type[Record], ids: list[str], *, dots: bool = False) -> list[Any]:
        """Snapshots of these records in this order; missing ones are left out."""
        return list(self.each(kind_of(of), ids, dots=dots))

    def each(self, kind: Kind, ids: Sequence[str], *, dots: bool = False) -> Iterator[Snapshot]:
        """The same one after the other, for whoever needs none of them longer: all in one view of the data, which lasts
        until the last one is taken."""
        with self.reading() as cursor:
            seen = reading.newest(cursor)
            for start in range(0, len(ids), 500):
                part = ids[start : start + 500]
                marks = ",".join("?" * len(part))
                made = [
                    reading.snapshot(cursor, kind, r, dots=dots, seen=seen)
                    for r in reading.rows(cursor, kind, f"id IN ({marks})", part)
                ]
                found = {s.id: s for s in self._with_withheld(cursor, kind, made)}
                yield from (found[i] for i in part if i in found)

    def first_at(self, kind_name: str, title: str) -> str | None:
        """The first entry of a listed kind whose folded title is this text or comes after it."""
        with self.reading() as cursor:
            row = cursor.execute(
                "SELECT id FROM search_row WHERE kind = ? AND title >= ? ORDER BY title, id LIMIT 1",
                (kind_name, fold(title)),
            ).fetchone()
        return row[0] if row else None

    def sort_values(self, kind_name: str, names: tuple[str, ...]) -> dict[str, tuple[Json, ...]]:
        """The stored cells of a few columns for all entries of a kind, for sorting without making snapshots."""
        kind = KINDS[kind_name]
        with self.reading() as cursor:
            return {
                row[0]: row[1:]
                for row in cursor.execute(f"SELECT id, {', '.join(names)} FROM {kind.table} WHERE {PRESENT}")
            }

    def count(self, kind_name: str) -> int:
        """How many entries of a listed kind there are."""
        with self.reading() as cursor:
            return int(cursor.execute("SELECT count(*) FROM search_row WHERE kind = ?", (kind_name,)).fetchone()[0])

    def hits(self, text: str, limit: int = 40) -> list[tuple[str, str]]:
        """(kind, id) of the entries of all kinds that contain the words, those whose title begins with them first."""
        if not text.strip():
            return []
        begins = fold(text)
        kinds = [k.name for k in KINDS.values() if k.indexed]
        marks = ",".join("?" * len(kinds))

        def beginning(plain: bool) -> tuple[str, list[Json]]:
            condition, bound = search.condition(text, plain=plain)
            sql = (
                f"SELECT s.kind, s.id FROM search_row s WHERE s.kind IN ({marks}) AND s.title >= ? AND s.title < ? "
                f"AND {condition} ORDER BY s.title LIMIT ?"
            )
            return sql, [*kinds, begins, begins + search.LAST, *bound, limit]

        def others(plain: bool) -> tuple[str, list[Json]]:
            condition, bound = search.condition(text, plain=plain)
            sql = (
                f"SELECT s.kind, s.id FROM search_row s WHERE {condition} AND NOT (s.title >= ? AND s.title < ?) "
                "ORDER BY s.title LIMIT ?"
            )
            return sql, [*bound, begins, begins + search.LAST, limit - len(rows)]

        self.prove_index()
        with self.reading() as cursor:
            rows = search.rows(cursor, beginning)
            if len(rows) < limit:
                rows += search.rows(cursor, others)
            found: dict[str, str] = {}
            owners = {k.companion: k for k in KINDS.values() if k.companion}
            for kind, record in rows:
                if kind in owners:  # a hit in what only the office knows leads to the entry itself
                    companion = KINDS[kind]
                    row = cursor.execute(f"SELECT parent FROM {companion.table} WHERE id = ?", (record,)).fetchone()
                    if row and row[0]:
                        found.setdefault(row[0], owners[kind].name)
                else:
                    found.setdefault(record, kind)
            if len(search.terms(text)) > 1:  # one word here, another in what only this office knows
                for owner in owners.values():
                    if len(found) < limit and KINDS[owner.companion].indexed:
                        across = partial(self._across, owner, text, limit - len(found))
                        found |= {row[0]: owner.name for row in search.rows(cursor, across) if row[0] not in found}
            return [(kind, record) for record, kind in found.items()]

    @staticmethod
    def _across(owner: Kind, text: str, limit: int, plain: bool) -> tuple[str, list[Json]]:
        condition, bound = search.condition_with(KINDS[owner.companion], text, plain=plain)
        sql = f"SELECT s.id FROM search_row s WHERE s.kind = ? AND {condition} ORDER BY s.title LIMIT ?"
        return sql, [owner.name, *bound, limit]

    def today(self) -> dt.date:
        """The day by the clock of this PC."""
        return self.now().astimezone().date()

    def read_facts(self) -> Facts:
        """The facts of the network, read again."""
        places = {
            key: PlaceFact(
                key,
                p.name or "",
                p.postcode or "",
                p.latitude,
                p.longitude,
                p.office,
                p.ags if p.ags and p.ags.isdigit() else "",
                p.association or "",
            )
            for p in (s.record for s in self.all(Place))
            if (key := p.key or p.ags)
        }
        categories: dict[str, list[str]] = {}
        synonyms: dict[tuple[str, str], str] = {}
        renamed: dict[tuple[str, str], str] = {}
        for c in sorted((s.record for s in self.all(Category)), key=lambda c: (c.rank or 0, c.name or "")):
            name, label = c.list_name or "", c.name or ""
            key = c.key or label
            if not c.hidden:
                categories.setdefault(name, []).append(key)
            if key != label:
                renamed[name, key] = label
            for synonym in c.synonyms or ():
                synonyms[name, fold(synonym)] = key
        for kind in [k for k in KINDS.values() if k.chosen_from]:
            for entry in sorted(self.all(kind.name), key=lambda e: (e.title(NO_FACTS), e.id)):
                label = entry.title(NO_FACTS)
                key = entry.values[kind.key_field] or label
                categories.setdefault(kind.name, []).append(key)
                if key != label:
                    renamed[kind.name, key] = label
        stages: dict[str, list[StageFact]] = {}
        for s in sorted((s.record for s in self.all(Stage)), key=lambda s: s.rank or 0):
            own_name = s.name or "" if s.key else ""
            stages.setdefault(s.for_kind or "", []).append(
                StageFact(s.key or s.name or "", s.phase or 0, s.next_step or "", tuple(s.synonyms or ()), own_name)
            )
        offices = {
            o.id: OfficeFact(
                o.id, o.name or "", o.code or "??", o.rank or 0, form_of(o.form, o.name or "", o.ags) or ""
            )
            for o in (s.record for s in self.all(Office))
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
