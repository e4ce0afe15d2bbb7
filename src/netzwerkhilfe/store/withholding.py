"""Fields that stay in the office until a tick releases them (``Kind.withheld``), and where a typed value goes.

Until then what the owning office types goes straight into its companion, and the shared record is not touched. What
another office types stands in the shared record and stays there: an unrelated save moves nothing. Where both have a
value, both stay, as a conflict in the companion (:func:`absorb`), and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, NET, Kind, Record
from netzwerkhilfe.models.base import derived_id, owned_by
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.reading import Snapshot

if TYPE_CHECKING:
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.store.unit_of_work import Change


class _Entry:
    """A record with withheld fields, and its companion if there is one."""

    def __init__(self, change: Change, obj: Record) -> None:
        self.change, self.obj = change, obj
        self.kind: Kind = KINDS[obj.kind_name]
        self.flag, self.names = self.kind.withheld
        self.companion = KINDS[self.kind.companion]
        self.id = derived_id(self.companion.name, change.office_space, obj.root)
        self._read()

    def _read(self) -> None:
        self.change.session.flush()
        found = reading.rows(self.change.cursor, self.companion, "id = ?", (self.id,))
        self.row: dict[str, Json] | None = found[0] if found else None

    @property
    def released(self) -> bool:
        return bool(getattr(self.obj, self.flag))

    def live(self, name: str) -> dict[int, Json]:
        """The live values of a field of the companion, by number of change."""
        row = self.row
        return reading.live(self.change.cursor, self.companion, row, self.companion.register_of[name]) if row else {}

    def private(self, name: str) -> Json:
        """The value of the companion that is displayed."""
        return self.row[name] if self.row else None

    def shown(self, name: str, opened: Snapshot | None) -> tuple[Json, set[int]]:
        """What a person saw of a field: the value that all see, and which changes of the companion.

        A copy of what all see was seen with it, and so was nothing.
        """
        if opened is not None:
            kept = opened.kept.get(name)
            common = None if name in opened.kept else opened.values.get(name)
        else:
            common, live = getattr(self.obj, name), self.live(name)
            kept = reading.displayed(self.change.cursor, live) if live and common is None else None
        if kept is not None:
            return None, {kept}
        return common, {n for n, value in self.live(name).items() if value is None or value == common}

    def keep(self, name: str, value: Json, replaced: set[int]) -> None:
        """Put a value into the companion in the place of these changes of it."""
        live = self.live(name)
        if value is None and not replaced & {n for n, v in live.items() if v is not None}:
            return
        if live and all(v == value for v in live.values()):
            return
        if self.row is None:
            facts = {"parent": self.obj.id, "office": self.obj.office}
            self.change.ensure(
                self.companion.name,
                (self.obj.root,),
                facts | {name: value},
                space=self.change.office_space,
                root=self.obj.root,
            )
        else:
            self.change.overwrite(self.id, {name: value}, {self.companion.register_of[name]: replaced})
        self._read()


def governs(change: Change, kind: Kind, office: str | None) -> bool:
    """Whether this PC keeps withheld fields of entries of this office: the owning office does, on its own PCs."""
    return bool(kind.withheld[0]) and office == change.local("office") and change.office_space in change.spaces


def divert(change: Change, obj: Record, values: Mapping[str, Json], opened: Snapshot | None = None) -> dict[str, Json]:
    """Keep of these values what stays in the office, and give what remains for the record itself.

    :param opened: what was shown; without it, what is displayed now.
    Raises ``UserError``: the tick of another office, or a release while a value is in conflict.
    """
    kind = KINDS[obj.kind_name]
    flag, names = kind.withheld
    if not flag or not {flag, *names} & set(values):
        return dict(values)
    before, after = bool(getattr(obj, flag)), bool(values.get(flag, getattr(obj, flag)))
    if before != after and not owned_by(obj.office, change.local("office")):
        raise UserError(
            f"„{kind.fields[flag].label}“ entscheidet das Büro, das den Eintrag erfasst hat.",
            "Es wurde nichts gespeichert.",
            "Bitte fragen Sie dort nach.",
        )
    if not governs(change, kind, obj.office):
        return dict(values)
    entry, rest = _Entry(change, obj), dict(values)
    for name in names:
        if after and name not in values and before != after:
            _release(entry, name, rest)
        elif name in values and after:
            _, seen = entry.shown(name, opened)
            entry.keep(name, None, seen)
        elif name in values or before != after:
            _withhold(entry, name, rest, opened)
    return rest


def _withhold(entry: _Entry, name: str, rest: dict[str, Json], opened: Snapshot | None) -> None:
    """Keep what was typed, or what all saw until now, and take out of the record what was shown of it."""
    common, seen = entry.shown(name, opened)
    typed = name in rest
    value = rest.pop(name, common)
    if typed or common is not None:
        entry.keep(name, value, seen)
    if common is None:
        return
    register = entry.kind.register_of[name]
    if opened is not None:  # what somebody else has put in its place meanwhile is not ours to take out
        row = reading.rows(entry.change.cursor, entry.kind, "id = ?", (entry.obj.id,))[0]
        if opened.shown.get(register) not in reading.live(entry.change.cursor, entry.kind, row, register):
            return
    rest[name] = None


def _release(entry: _Entry, name: str, rest: dict[str, Json]) -> None:
    """Let all see what the office has kept; beside what another office typed it becomes a conflict."""
    kept = {n: v for n, v in entry.live(name).items() if v is not None}
    values = set(kept.values())
    if len(values) > 1:
        raise UserError(
            f"„{entry.kind.fields[name].label}“ hat noch einen offenen Konflikt.",
            "Es wurde nichts gespeichert.",
            "Bitte entscheiden Sie ihn zuerst (Austausch, Prüfen).",
        )
    if not values:
        return
    (value,) = values
    common = getattr(entry.obj, name)
    if common != value:
        if common is not None:
            entry.change.replaces(entry.obj.id, entry.kind.register_of[name], ())
        rest[name] = value
    entry.keep(name, None, set(entry.live(name)))


def follow_tick(change: Change, obj: Record) -> None:
    """Bring the fields of an entry where its tick wants them, whatever was typed. Raises ``UserError``."""
    kind = KINDS[obj.kind_name]
    if not governs(change, kind, obj.office):
        return
    entry, rest = _Entry(change, obj), dict[str, Json]()
    for name in entry.names:
        if entry.released:
            _release(entry, name, rest)
        else:
            _withhold(entry, name, rest, None)
    change.assign(obj, rest)


def take_out(change: Change, kind: Kind, values: dict[str, Json]) -> dict[str, Json]:
    """Take out of the values of a new entry what its companion will keep, and give that."""
    flag, names = kind.withheld
    if not governs(change, kind, values.get("office")) or values.get(flag):
        return {}
    return {n: values.pop(n) for n in names if values.get(n) is not None}


def keep_typed(change: Change, obj: Record, before: Mapping[str, Json] | None, settled: set[tuple[str, str]]) -> None:
    """Take out of an entry what was assigned to it directly, and keep it.

    :param before: the values by field before this transaction, as far as it wrote them; ``None`` for a new entry.
    :param settled: (id, field) of what a person chose among what all see: it stays there.
    """
    kind = KINDS[obj.kind_name]
    if not governs(change, kind, obj.office) or getattr(obj, kind.withheld[0]):
        return
    for name in kind.withheld[1]:
        value = getattr(obj, name)
        if value is None or (obj.id, name) in settled or (before is not None and before.get(name, value) == value):
            continue
        entry = _Entry(change, obj)
        live = entry.live(name)
        seen = {n for n, v in live.items() if v is None or (before is not None and v == before.get(name))}
        if live and before is not None and before.get(name) is None:
            seen.add(reading.displayed(change.cursor, live))
        entry.keep(name, value, seen)
        change.assign(obj, {name: None})


def settled(change: Change, obj: Record, values: Mapping[str, Json], shown: Mapping[str, Iterable[Json]]) -> None:
    """What follows when conflicts of an entry or of its companion were settled.

    :param shown: by field the values that a person chose among. What another office had typed and she did not choose
        goes from the shared record too, or it would come back as a conflict.
    """
    kind = KINDS[obj.kind_name]
    if kind.withheld[0] in values:
        follow_tick(change, obj)
    owner = next((k for k in KINDS.values() if k.companion == kind.name and set(k.withheld[1]) & set(values)), None)
    if owner is None:
        return
    for row in reading.rows(change.cursor, owner, "root = ? AND space = ?", (obj.root, NET)):
        if row[owner.withheld[0]] or not governs(change, owner, row["office"]):
            continue
        for name in set(owner.withheld[1]) & set(values):
            if row[name] not in (None, values[name]) and row[name] in list(shown.get(name, ())):
                change.assign(change.edit(row["id"]), {name: None})


def absorb(store: Store) -> int:
    """Put what other offices typed beside what this office has kept of the same field: conflicts that a person decides.

    The shared record is not touched. Gives how many there are new; where there is none, nothing is written.
    """
    found: dict[str, list[tuple[str, str, Json]]] = {}
    if store.office_space not in store.spaces:
        return 0
    with store.reading() as cursor:
        for kind in [k for k in KINDS.values() if k.withheld[0]]:
            for record, private, name in _beside(cursor, kind, store.local("office"), store.office_space):
                row = reading.rows(cursor, kind, "id = ?", (record,))[0]
                numbers = reading.live(cursor, kind, row, kind.register_of[name])
                companion = KINDS[kind.companion]
                kept = reading.rows(cursor, companion, "id = ?", (private,))[0]
                known = reading.live(cursor, companion, kept, companion.register_of[name]).values()
                if len(numbers) == 1 and row[name] not in known:
                    (number,) = numbers
                    author = cursor.execute("SELECT author FROM change WHERE n = ?", (number,)).fetchone()[0]
                    found.setdefault(author, []).append((private, name, row[name]))
    for author, values in found.items():
        with store.change(author) as change:
            for private, name, value in values:
                change.overwrite(private, {name: value}, {name: ()})
    return sum(map(len, found.values()))


def _beside(cursor: Cursor, kind: Kind, office: str, space: str) -> list[tuple[str, str, str]]:
    """Entries of the office whose record and companion have different values of a withheld field: (id, companion,
    field)."""
    flag, names = kind.withheld
    join = (
        f"FROM {kind.table} t JOIN {kind.companion} p ON p.root = t.root AND p.space = ? WHERE t.space = ? "
        f"AND t.office = ? AND t.seal IS NULL AND p.seal IS NULL AND NOT coalesce(t.{flag}, 0)"
    )
    return [
        (record, private, name)
        for name in names
        for record, private in cursor.execute(
            f"SELECT t.id, p.id {join} AND t.{name} <> p.{name}", (space, NET, office)
        ).fetchall()
    ]
