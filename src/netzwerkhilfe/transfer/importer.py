"""Taking in a list: plan first (what would happen with each row), then one change with one undo.

Each row is taken, known already, a likely duplicate, or named with the reason why not. A cell that cannot be read does
not hold up its row: its text goes to the entry's note and is named as unread. A record keeps its row's fingerprint, so
the same list adds nothing and a newer version updates what changed, except where a person has edited since.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.access.sharing import add_many, follow_consent, write_companion
from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.entry import split_companion
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import INTEGER, LONG, NUMBER, YES_NO, show
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.store import naming, reading
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.transfer import columns, mapping, tables
from netzwerkhilfe.transfer.rowreader import Problem, Read, RowReader
from netzwerkhilfe.transfer.sheets import Sheet
from netzwerkhilfe.transfer.tables import Aside, Table

TAKEN, UPDATED, KNOWN, DUPLICATE, NAMED = "taken", "updated", "known", "duplicate", "named"
KEPT_MAPPINGS = "list_mappings"
"""The local value with what the columns of lists meant, by the signature of their headings."""
MOST_MAPPINGS = 60
_ID_HEADING = late(r"(^|[ _])(id|kennung|nummer)$|(Id|ID)$")
_NO_ENTRY = late(
    r"(?:stand|legende|seite|blatt|ausdruck|ausgedruckt|gedruckt|erstellt|quelle|hinweis|achtung|zuletzt|fortsetzung"
    r"|ende der|x\s*=|\*+\s*\S|vertraulich|nur fur|bitte )\b"
)
"""How lines begin that stand between or below the rows of a list."""

Correction = Mapping[tuple[int, str], str]
"""What a person put right in the preview: (row, heading) to the text that the cell should have."""


@dataclass
class Planned:
    """What would happen with one row."""

    row: int
    status: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    origin: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    """Of a named row why it is not taken, of a taken one the cells that went to the note."""
    target: str = ""
    """The entry that is updated or that this row is probably a duplicate of."""
    reason: str = ""
    would: str = ""
    """Its fate if somebody insists, of a row that is named because all offices would read of a person in need."""
    people: list[Problem] = field(default_factory=list)
    """The cells that name her."""
    kept: list[str] = field(default_factory=list)
    """Labels of fields that a person has edited since and that the list does not overwrite."""
    read: dict[str, Any] = field(default_factory=dict)
    """All values of the row as they are read, also where only some of them are written."""
    filled: dict[str, list[str]] = field(default_factory=dict)
    """Which fields each column has filled."""

    def cell(self, kind: Kind, heading: str, own: str, facts: Facts) -> str:
        """What will be kept of a column, as people read it; empty where nothing of it was read."""
        fields = mapping.importable(kind)
        shown: dict[str, None] = {}
        for name in (n for n in self.filled.get(heading, ()) if self.read.get(n) is not None):
            declared = fields.get(name) or kind.fields[name]
            text = show(declared, self.read[name], facts).replace("\n", " ")
            beside = name != own and declared.type in (YES_NO, NUMBER, INTEGER)
            shown[f"{declared.label}: {text}" if beside else text] = None
        return " · ".join(filter(None, shown))


@dataclass
class Plan:
    """A whole list, planned."""

    kind: Kind
    table: Table
    mapping: dict[str, str]
    rows: list[Planned]
    asked: tuple[str, ...] = ()
    """The headings of which somebody must say whether they mean consent to share."""

    @property
    def unmapped(self) -> list[str]:
        """Headings that fill no field."""
        return [h for h in self.table.headings if h not in self.mapping and h not in self.table.unnamed]

    @property
    def lost(self) -> list[int]:
        """The rows of the table that are in no part of the report: there must be none."""
        told = {r.row for r in self.rows}
        return [n for n in self.table.numbers if n not in told]

    @property
    def columns(self) -> list[str]:
        """The headings of columns in which anything stands, those with a field first."""
        used = [
            h
            for i, h in enumerate(self.table.headings)
            if h in self.mapping or any(r[i].strip() for r in self.table.rows)
        ]
        return sorted(used, key=lambda h: h not in self.mapping)

    def of(self, *status: str) -> list[Planned]:
        """The rows with one of these fates."""
        return [r for r in self.rows if r.status in status]

    def insist(self, rows: Collection[int] | None = None) -> None:
        """Take these rows (``None``: all) although all offices will read of a person in need."""
        for row in self.rows:
            if row.would and (rows is None or row.row in rows):
                row.status, row.would, row.people = row.would, "", []

    def json(self) -> dict[str, Any]:
        """The report as ``--json`` prints it."""
        return {
            "rows": len(self.rows),
            "taken": len(self.of(TAKEN, UPDATED)),
            "updated": len(self.of(UPDATED)),
            "known": len(self.of(KNOWN)),
            "duplicates": [
                {"row": r.row, "title": r.title, "of": r.target, "reason": r.reason} for r in self.of(DUPLICATE)
            ],
            "named": [p.json() for r in self.of(NAMED) for p in r.people or r.problems],
            "lost": len(self.lost),
            "unread": [p.json() for r in self.of(TAKEN, UPDATED) for p in r.problems],
            "kept": [{"row": r.row, "fields": r.kept} for r in self.rows if r.kept],
            "mapping": self.mapping,
            "unmapped": self.unmapped,
            "asked": list(self.asked),
            "sheet": self.table.sheet,
            "table": self.table.place,
            "remarks": list(self.table.remarks),
        }


@functools.lru_cache(maxsize=20_000)
def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _fingerprint(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: _hash(squeeze(text)) for name, text in cells.items() if text.strip()}


class Planner:
    """Plans one list against what is there."""

    def __init__(
        self, reader: Reader, kind: Kind, table: Table, chosen: dict[str, str], corrections: Correction | None = None
    ) -> None:
        self.reader, self.kind, self.table, self.mapping = reader, kind, table, chosen
        self.facts: Facts = replace(reader.facts(), near=False)
        self.fields = mapping.importable(kind)
        self.own = columns.is_own(kind, table.headings)
        """Whether this program wrote the list: then its cells are no habits of others."""
        unnamed = [h for h in table.headings if h in table.unnamed]
        self.rows = RowReader(kind, chosen, self.facts, unnamed, own=self.own)
        self.note = self.rows.note_for(next(iter(kind.fields)))
        self.signature = mapping.signature(kind, table.headings)
        self.access = here(reader)
        self.corrections: dict[int, dict[str, str]] = {}
        for (row, heading), text in (corrections or {}).items():
            self.corrections.setdefault(row, {})[heading] = text
        self.by_key: dict[str, dict[str, Any]] = {}
        self._unsealed: list[dict[str, Any]] = []
        """The entries that rows may be doubles of, until the first row is that is not known."""
        self._by_identity: dict[str, dict[str, Any]] = {}
        self._earlier: list[tuple[int, dict[str, Any]]] = []
        """The rows of this list so far, likewise."""
        self._in_list: dict[str, int] = {}
        self._cursor: Any = None
        self._long = {n for k in (kind, KINDS.get(kind.companion)) if k for n, f in k.fields.items() if f.type is LONG}
        self._listed: set[str] = set()
        self._spaces: dict[str, str] = {}
        self._clocks: dict[int, int] = {}
        self._group_words: set[str] = set()
        self._empty: dict[str, Any] = dict.fromkeys(kind.fields)
        self._read_store()

    def _read_store(self) -> None:
        with self.reader.reading() as cursor:
            for row in reading.find(cursor, self.kind):
                seal = row["seal"]["kind"] if isinstance(row["seal"], dict) else None
                if seal == "moved":
                    continue
                if isinstance(row["origin"], dict) and self.access.is_own(row["office"]):
                    self.by_key[str(row["origin"].get("k"))] = row
                    self._listed.add(row["id"])
                    self._spaces[row["id"]] = row["space"]
                if not seal:
                    self._unsealed.append(row)

    def plan(self, asked: Collection[str] = ()) -> Plan:
        """The fate of each row."""
        rows = [self._set_aside_row(a) for a in self.table.aside]
        ids = self._id_column()
        seen: Counter[str] = Counter()
        with self.reader.reading() as self._cursor:
            for number, texts in zip(self.table.numbers, self.table.rows, strict=True):
                cells = dict(zip(self.table.headings, texts, strict=True))
                if number in self.corrections:
                    cells |= self.corrections[number]
                rows.append(self._row(number, cells, ids, seen))
        rows.sort(key=lambda r: r.row)
        return Plan(self.kind, self.table, self.mapping, rows, tuple(asked))

    @staticmethod
    def _set_aside_row(aside: Aside) -> Planned:
        problem = Problem(aside.row, "", aside.text, aside.reason)
        return Planned(aside.row, NAMED, aside.text, problems=[problem])

    def _id_column(self) -> str | None:
        """A column with a lasting number of its own for each row, such as a database's id (not a running "Nr.")."""
        for i, heading in enumerate(self.table.headings):
            if _ID_HEADING.search(heading) and heading not in self.mapping:
                values = [r[i].strip() for r in self.table.rows]
                if values and all(len(v) >= 4 for v in values) and len(set(values)) == len(values):
                    return heading
        return None

    def _row(self, number: int, cells: dict[str, str], ids: str | None, seen: Counter[str]) -> Planned:
        read = self.rows.read(number, cells)
        values, texts = read.values, read.texts
        errors = self._set_aside(number, read)
        if self.own:
            self._leave_computed(values)
        title = self.kind.name_of(self.kind.complete(self._empty | values), self.facts)
        if errors:
            return Planned(
                number,
                NAMED,
                title,
                values,
                problems=self._why(number, cells, read, errors),
                read=values,
                filled=read.filled,
            )
        if len(texts) == 1 and (between := self._between(cells)):
            problem = Problem(
                number, self._heading(cells, between), squeeze(between), "Zwischenüberschrift, kein Eintrag"
            )
            return Planned(number, NAMED, squeeze(between), problems=[problem])
        key = f"{ids}:{cells[ids].strip()}" if ids else self.kind.row(values) or "|".join(sorted(texts.values()))
        seen[key] += 1
        cut = _fingerprint(texts)
        known, mark = self._known(f"{self.kind.name}/{key}/{seen[key]}", cut, strong=bool(ids))
        origin: dict[str, Any] = {"k": mark, "c": cut, "h": self.signature}
        planned = Planned(number, TAKEN, title, dict(values), origin, read.problems, read=values, filled=read.filled)
        if known is not None:
            self._compare(planned, known, texts)
        else:
            self._look_for_doubles(planned, self.kind.keys(values), ids)
        self._earlier.append((number, values))
        self._hold_back(planned, texts)
        return planned

    def _leave_computed(self, values: dict[str, Any]) -> None:
        """What the program computes anyway is not kept: it goes on following the values it is made of."""
        for name in [n for n in values if self.fields[n].computed]:
            others = {n: v for n, v in values.items() if n != name}
            if self.kind.complete(self._empty | others).get(name) == values[name]:
                del values[name]

    def _know_identities(self) -> None:
        """By what the entries and the rows so far would be known again, as far as it was not asked before."""
        for row in self._unsealed:
            for key in self.kind.keys(row):
                self._by_identity.setdefault(key, row)
        for number, values in self._earlier:
            for key in self.kind.keys(values):
                self._in_list.setdefault(key, number)
        self._unsealed, self._earlier = [], []

    def _look_for_doubles(self, planned: Planned, identity: list[str], ids: str | None) -> None:
        self._know_identities()
        hit = None if ids else next((self._in_list[k] for k in identity if k in self._in_list), None)
        stored = next((self._by_identity[k] for k in identity if k in self._by_identity), None)
        if stored and not (ids and stored["id"] in self._listed):
            title = self.kind.name_of(self.kind.complete(stored), self.facts)
            planned.status, planned.target = DUPLICATE, stored["id"]
            planned.reason = f"Wahrscheinlich schon da: {title}"
        elif hit is not None:
            planned.status, planned.target = DUPLICATE, f"Zeile {hit}"
            planned.reason = f"Steht schon in Zeile {hit} dieser Liste"

    def _why(self, number: int, cells: dict[str, str], read: Read, errors: Mapping[str, str]) -> list[Problem]:
        """Why a row is not taken, by cell."""
        if read.texts:
            found = [Problem(number, self._heading_of(n), read.texts.get(n, ""), why) for n, why in errors.items()]
            return [*found, *read.problems]
        text = next(c for c in cells.values() if c.strip())
        return [
            Problem(number, self._heading(cells, text), squeeze(text), "Keine Spalte dieser Zeile gehört zu einem Feld")
        ]

    def _between(self, cells: Mapping[str, str]) -> str:
        """The text of a row that heads others ("Fahrdienst", "Maxdorf:", "Seite 2 von 3"); empty for an entry."""
        filled = [c for c in cells.values() if c.strip()]
        if len(filled) != 1 or len(self.table.headings) < 3:
            return ""
        plain = fold(filled[0])
        words = plain.rstrip(":").strip()
        if plain.endswith(":") or _NO_ENTRY.match(plain):
            return filled[0]
        known = words in self._words() or (
            words.split(" ", 1)[0] in ("vg", "og", "stadt", "ortsgemeinde", "gruppe", "team")
        )
        return filled[0] if known else ""

    def _words(self) -> set[str]:
        """What groups of rows are headed by: places, offices and the words that the network offers to choose."""
        if not self._group_words:
            facts = self.facts
            self._group_words = {fold(p.name) for p in facts.places.values()} | {
                fold(o.name) for o in facts.offices.values()
            }
            self._group_words |= {fold(k) for keys in facts.categories.values() for k in keys}
            self._group_words |= {fold(s.key) for stages in facts.stages.values() for s in stages}
        return self._group_words

    def _hold_back(self, planned: Planned, texts: Mapping[str, str]) -> None:
        """A row that would name a person in need to all offices is not taken but named; somebody may insist."""
        if planned.status == KNOWN or self._space(planned) != NET:
            return
        hits = naming.look(self.reader, self.kind, planned.values)
        if hits:
            planned.would, planned.status = planned.status, NAMED
            planned.people = [
                Problem(planned.row, self._heading_of(h.field), squeeze(texts.get(h.field) or h.text), h.reason)
                for h in hits
            ]

    def _space(self, planned: Planned) -> str:
        known = planned.target if planned.status == UPDATED else ""
        return self._spaces.get(known) or self.kind.default_space(planned.values, self.reader.office_space)

    def _set_aside(self, number: int, read: Read) -> dict[str, str]:
        """A value that was read but cannot be right goes to the note, like one that could not be read; gives what is
        wrong with the rest."""
        values, texts = read.values, read.texts
        faults = self.kind.faults(self.kind.complete(values), self.facts)
        if self.kind.companion and not values.keys() <= self.kind.fields.keys():
            faults |= KINDS[self.kind.companion].faults(split_companion(self.kind, values)[1], self.facts)
        if not faults:
            return {}
        for name, reason in faults.items():
            if values.get(name) is None:
                continue
            source = next((n for n in texts if name in self._fields_from(n)), name)
            heading, text = self._heading_of(source), squeeze(texts.get(source, str(values[name])))
            del values[name]
            read.problems.append(Problem(number, heading, text, f"{self.fields[name].label}: {reason}"))
            if note := self.rows.note_for(source):
                values[note] = "\n".join(filter(None, [values.get(note), f"{heading}: {text}"]))
        return self.kind.faults(self.kind.complete(values), self.facts)

    def _heading(self, cells: Mapping[str, str], text: str) -> str:
        return next(h for h, c in cells.items() if c == text)

    def _heading_of(self, name: str) -> str:
        return next((h for h, n in self.mapping.items() if n == name), self.fields[name].label)

    # ---- the next version of a list ---------------------------------------------------------------------------------
    def _known(self, key: str, now: Mapping[str, str], *, strong: bool) -> tuple[dict[str, Any] | None, str]:
        """The entry that this row made before, and the mark of the row.

        A list with other headings is another list: there, the same key means the same row only where more than the key
        is alike.
        """
        mark = _hash(key)
        row = self.by_key.get(mark)
        if row is None or strong or row["origin"].get("h", self.signature) == self.signature:
            return row, mark
        before = row["origin"].get("c", {})
        shared = [n for n in now if n in before]
        if sum(now[n] == before[n] for n in shared) >= max(2, len(shared) - 1):
            return row, mark
        mark = _hash(f"{key}/{self.signature}")
        return self.by_key.get(mark), mark

    def _compare(self, planned: Planned, row: dict[str, Any], texts: Mapping[str, str]) -> None:
        """A row that was taken before: unchanged is known, a changed cell updates its field.

        Only what this list has columns for is compared. Another list fills what is empty and changes nothing.
        """
        planned.target = row["id"]
        said, now = row["origin"].get("c"), planned.origin["c"]
        before = said if isinstance(said, dict) else {}
        trashed = isinstance(row["seal"], dict) and row["seal"].get("kind") == "trashed"
        columns = set(self.mapping.values()) | set(texts)
        changed = {n for n in columns if before.get(n) != now.get(n)}
        if not changed:
            planned.status = TAKEN if trashed else KNOWN
            planned.values = {} if trashed else planned.values
            planned.reason = "kommt aus dem Papierkorb zurück" if trashed else ""
            return
        same_list = row["origin"].get("h", self.signature) == self.signature
        update = self._changes(self._cursor, planned, row, changed, fill_only=not same_list)
        if not update and not (same_list and planned.kept):
            planned.status, planned.values = KNOWN, {}
            return
        cut = {**before, **now, **dict.fromkeys(changed - set(now), "")} if same_list else now | before
        planned.origin["c"] = {n: h for n, h in cut.items() if h}
        planned.origin["h"] = row["origin"].get("h", self.signature)
        planned.status, planned.values = UPDATED, update

    def _changes(
        self, cursor: Any, planned: Planned, row: dict[str, Any], changed: Collection[str], *, fill_only: bool
    ) -> dict[str, Any]:
        update: dict[str, Any] = {}
        numbers, _ = reading.shown(cursor, self.kind, row)
        taken_at = self._clock(cursor, numbers.get("origin"))
        for name in changed:
            declared, parts = self.fields.get(name), self.kind.splits.get(name)
            cleared = {name, declared.rest if declared else "", *(parts.fields if parts else ())} - self._long
            for each in self._fields_from(name) - (set(self.mapping.values()) - {name}):
                value = planned.values.get(each)
                if each not in self.kind.fields:
                    if value is not None:
                        update[each] = value
                elif value == row[each] or (fill_only and value is None):
                    continue
                elif (fill_only and row[each] is not None) or self._since(cursor, numbers, each) > taken_at:
                    planned.kept.append(self.kind.fields[each].label)
                elif value is not None or each in cleared:
                    update[each] = value
        noted = planned.values.get(self.note) if planned.problems and self.note else None
        if (
            noted
            and noted != row[self.note]
            and self._clock(cursor, numbers.get(self.note)) <= taken_at
            and not fill_only
        ):
            update[self.note] = noted
        return update

    def _since(self, cursor: Any, numbers: Mapping[str, int | None], name: str) -> int:
        return self._clock(cursor, numbers.get(self.kind.register_of[name]))

    def _fields_from(self, name: str) -> set[str]:
        """The fields that a cell of this field can fill."""
        found = {name}
        field_ = self.fields.get(name)
        if field_:
            found |= {n for n in (field_.rest, field_.second, *field_.ahead.values()) if n}
        if name in self.kind.splits:
            found |= set(self.kind.splits[name].fields)
        return found

    def _clock(self, cursor: Any, number: int | None) -> int:
        if number is None:
            return 0
        if number not in self._clocks:  # a list has written thousands of entries in one change
            self._clocks[number] = int(reading.order(cursor, number)[0])
        return self._clocks[number]


# ---- what columns meant before --------------------------------------------------------------------------------------
def remembered(reader: Reader, kind: Kind, headings: tuple[str, ...]) -> dict[str, str]:
    """What the columns of a list with these headings meant when one was taken last: heading to field, "" for none."""
    kept = reader.json_local(KEPT_MAPPINGS)
    found = kept.get(mapping.signature(kind, headings), {}) if isinstance(kept, dict) else {}
    fields = mapping.importable(kind)
    return {h: n for h, n in found.items() if h in headings and (not n or n in fields)}


def _remember(change: Change, planned: Plan) -> None:
    kept = change.json_local(KEPT_MAPPINGS)
    kept = kept if isinstance(kept, dict) else {}
    key = mapping.signature(planned.kind, planned.table.headings)
    chosen = {h: planned.mapping.get(h, "") for h in planned.table.headings if h not in planned.table.unnamed}
    if kept.get(key) == chosen:
        return
    kept.pop(key, None)
    kept[key] = chosen
    for oldest in list(kept)[:-MOST_MAPPINGS]:
        del kept[oldest]
    change.set_local(**{KEPT_MAPPINGS: json.dumps(kept, ensure_ascii=False)})


@contextlib.contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A list makes a million small objects that all stay; looking through them for cycles takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# ---- verbs ----------------------------------------------------------------------------------------------------------
def plan(
    reader: Reader,
    kind_name: str,
    path: Path,
    *,
    sheet: str | None = None,
    table: str | None = None,
    wishes: list[str] | None = None,
    consent: bool | None = None,
    corrections: Correction | None = None,
    loaded: list[Sheet] | None = None,
) -> Plan:
    """Read a list and plan what would happen with each row. Raises ``UserError``.

    :param sheet: the sheet, :param table: the table of it (:attr:`Place.name`), if not the one the kind knows best.
    :param wishes: "heading=field", or "heading=" to leave a column out.
    :param consent: whether a column about privacy means consent to share; else what was said of such a list before,
        else that it stays in the office.
    :param corrections: what a person put right in the preview.
    :param loaded: the sheets of the file, if it was read before.
    """
    with _no_search_for_cycles():
        found = tables.load(path) if loaded is None else loaded
        return _plan(reader, KINDS[kind_name], path, found, sheet, table, wishes or [], consent, corrections)


def _plan(
    reader: Reader,
    kind: Kind,
    path: Path,
    found: list[Sheet],
    sheet: str | None,
    table: str | None,
    wishes: list[str],
    consent: bool | None,
    corrections: Correction | None,
) -> Plan:
    own = functools.partial(columns.is_own, kind)
    chosen_table = tables.choose(path, found, lambda row: mapping.score(kind, row), sheet, table, own)
    headings = chosen_table.headings
    if own(headings):
        meaning, fields = columns.meaning(kind, headings), mapping.importable(kind)
        guessed = {h: n for h, n in meaning.items() if n in fields}
    else:
        guessed = mapping.guess(kind, [h for h in headings if h not in chosen_table.unnamed])
    asked = mapping.asked_about(kind, guessed)
    before = remembered(reader, kind, headings)
    chosen = {h: n for h, n in (guessed | before).items() if n}
    if consent is not None:
        chosen |= dict.fromkeys(asked, kind.shared_if if consent else kind.signed)
    chosen = mapping.correct(kind, headings, chosen, wishes)
    return Planner(reader, kind, chosen_table, chosen, corrections).plan(asked)


def apply(change: Change, planned: Plan, *, with_duplicates: frozenset[int] = frozenset()) -> None:
    """Take the planned rows in. ``with_duplicates`` names rows that a person wants all the
    same."""
    change.let_pass()  # each row that names somebody was held back, or decided on
    kind = planned.kind
    new: list[dict[str, Any]] = []
    changed: list[Planned] = []
    for row in planned.rows:
        if row.status == TAKEN and row.target:
            change.untrash(row.target)
        elif row.status == TAKEN or (row.status == DUPLICATE and row.row in with_duplicates):
            new.append(row.values | {"origin": row.origin})
        elif row.status == UPDATED:
            changed.append(row)
    with _no_search_for_cycles():
        _update_many(change, kind, changed)
        add_many(change, kind, new)
    _remember(change, planned)


def _update_many(change: Change, kind: Kind, rows: list[Planned]) -> None:
    """The changed rows, written together. What comes out of the Papierkorb, is kept for the office alone or decides who
    sees an entry goes one by one."""
    apart = {kind.shared_if, kind.withheld[0], *kind.withheld[1]}
    shown = {s.id for s in change.many(kind.name, [row.target for row in rows]) if s.sealed is None}
    together: dict[str, dict[str, Any]] = {}
    for row in rows:
        own, private = split_companion(kind, row.values)
        if row.target in shown and not private and not apart & own.keys():
            together[row.target] = together.get(row.target, {}) | own | {"origin": row.origin}
        else:
            _update(change, kind, row)
    change.update_many(kind.name, together)


def _update(change: Change, kind: Kind, row: Planned) -> None:
    obj = change.edit(row.target)
    if isinstance(obj.seal, dict) and obj.seal.get("kind") == "trashed":
        change.untrash(row.target)
    own, private = split_companion(kind, row.values)
    change.update(row.target, own | {"origin": row.origin})
    write_companion(change, kind, obj.root, obj.id, private)
    follow_consent(change, kind, row.target)


__all__ = ["DUPLICATE", "KNOWN", "NAMED", "TAKEN", "UPDATED", "Plan", "Planned", "Problem", "apply", "plan"]
