"""Taking in a list: plan first (what would happen with each row), then one change with one undo.

Each row is taken, known already, a likely duplicate, or named with the reason why not. A cell that cannot be read does
not hold up its row: its text goes to the entry's note and is named as unread. A record keeps its row's fingerprint, so
the same list adds nothing and a newer version updates what changed, except where a person has edited since.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.access.sharing import add_values, follow_consent, write_companion
from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.entry import split_companion
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import DATE, LONG, STAGE, WHEN, Field, parse
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.models.values import Unreadable
from netzwerkhilfe.store import naming, reading
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.transfer import mapping
from netzwerkhilfe.transfer.html import to_text
from netzwerkhilfe.transfer.tables import Table, read

TAKEN, UPDATED, KNOWN, DUPLICATE, NAMED = "taken", "updated", "known", "duplicate", "named"
_SUMS = re.compile(r"^(summe|gesamt|total|insgesamt|anzahl|zwischensumme)\b")
_ID_HEADING = re.compile(r"(^|[ _])(id|kennung|nummer)$|(Id|ID)$")


@dataclass
class Problem:
    """A cell that could not be read, or a row that could not be taken."""

    row: int
    heading: str
    value: str
    reason: str

    def json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {"row": self.row, "heading": self.heading, "value": self.value, "reason": self.reason}


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


@dataclass
class Plan:
    """A whole list, planned."""

    kind: Kind
    table: Table
    mapping: dict[str, str]
    rows: list[Planned]

    @property
    def unmapped(self) -> list[str]:
        """Headings that fill no field."""
        return [h for h in self.table.headings if h not in self.mapping and h not in self.table.unnamed]

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
            "taken": len(self.of(TAKEN, UPDATED)),
            "updated": len(self.of(UPDATED)),
            "known": len(self.of(KNOWN)),
            "duplicates": [
                {"row": r.row, "title": r.title, "of": r.target, "reason": r.reason} for r in self.of(DUPLICATE)
            ],
            "named": [p.json() for r in self.of(NAMED) for p in r.people or r.problems],
            "unread": [p.json() for r in self.of(TAKEN, UPDATED) for p in r.problems],
            "kept": [{"row": r.row, "fields": r.kept} for r in self.rows if r.kept],
            "mapping": self.mapping,
            "unmapped": self.unmapped,
            "sheet": self.table.sheet,
        }


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _fingerprint(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: _hash(squeeze(text)) for name, text in cells.items() if text.strip()}


class Planner:
    """Plans one list against what is there."""

    def __init__(self, reader: Reader, kind: Kind, table: Table, chosen: dict[str, str]) -> None:
        self.reader, self.kind, self.table, self.mapping = reader, kind, table, chosen
        self.facts: Facts = replace(reader.facts(), near=False)
        self.fields = mapping.importable(kind)
        self.note = next((n for n, f in kind.fields.items() if f.type is LONG), "")
        self.access = here(reader)
        self.by_key: dict[str, dict[str, Any]] = {}
        self.by_identity: dict[str, tuple[str, str]] = {}
        self._read_store()

    def _read_store(self) -> None:
        with self.reader.reading() as cursor:
            for row in reading.find(cursor, self.kind):
                seal = row["seal"]["kind"] if isinstance(row["seal"], dict) else None
                if seal == "moved":
                    continue
                if isinstance(row["origin"], dict) and self.access.is_own(row["office"]):
                    self.by_key[str(row["origin"].get("k"))] = row
                if not seal:
                    title = self.kind.name_of(self.kind.complete(row), self.facts)
                    for key in self.kind.keys(row):
                        self.by_identity.setdefault(key, (row["id"], title))

    def plan(self) -> Plan:
        """The fate of each row."""
        rows: list[Planned] = []
        ids = self._id_column()
        seen: Counter[str] = Counter()
        in_list: dict[str, int] = {}
        for offset, cells in enumerate(self.table.rows):
            number = self.table.first_row + offset
            if not any(c.strip() for c in cells):
                continue
            rows.append(self._row(number, dict(zip(self.table.headings, cells, strict=True)), ids, seen, in_list))
        return Plan(self.kind, self.table, self.mapping, rows)

    def _id_column(self) -> str | None:
        """A column with a lasting number of its own for each row, such as a database's id (not a running "Nr.")."""
        for i, heading in enumerate(self.table.headings):
            if _ID_HEADING.search(heading) and heading not in self.mapping:
                values = [r[i].strip() for r in self.table.rows if any(c.strip() for c in r)]
                if values and all(len(v) >= 4 for v in values) and len(set(values)) == len(values):
                    return heading
        return None

    def _row(
        self, number: int, cells: dict[str, str], ids: str | None, seen: Counter[str], in_list: dict[str, int]
    ) -> Planned:
        first = next(c for c in cells.values() if c.strip())
        if _SUMS.match(fold(first)):
            problem = Problem(number, self._heading(cells, first), squeeze(first), "Summenzeile, kein Eintrag")
            return Planned(number, NAMED, squeeze(first), problems=[problem])
        values, problems, texts = self._read(number, cells)
        self._set_aside(number, values, problems, texts)
        title = self.kind.name_of(self.kind.complete(dict.fromkeys(self.kind.fields) | values), self.facts)
        errors = self.kind.faults(self.kind.complete(values), self.facts)
        if errors:
            if not texts:
                reason = "Keine Spalte dieser Zeile gehört zu einem Feld"
                errors = {}
                named = [Problem(number, self._heading(cells, first), squeeze(first), reason)]
            else:
                named = [
                    Problem(number, self._heading_of(name), texts.get(name, ""), reason)
                    for name, reason in errors.items()
                ]
            return Planned(number, NAMED, title, values, problems=named)
        key = f"{ids}:{cells[ids].strip()}" if ids else self.kind.row(values) or "|".join(sorted(texts.values()))
        seen[key] += 1
        origin: dict[str, Any] = {"k": _hash(f"{self.kind.name}/{key}/{seen[key]}"), "c": _fingerprint(texts)}
        planned = Planned(number, TAKEN, title, values, origin, problems)
        known = self.by_key.get(origin["k"])
        identity = self.kind.keys(values)
        if known is not None:
            self._compare(planned, known)
        else:
            hit = None if ids else next((in_list[k] for k in identity if k in in_list), None)
            stored = next((self.by_identity[k] for k in identity if k in self.by_identity), None)
            if stored and not (ids and self._same_list(stored[0])):
                planned.status, planned.target = DUPLICATE, stored[0]
                planned.reason = f"Wahrscheinlich schon da: {stored[1]}"
            elif hit is not None:
                planned.status, planned.target = DUPLICATE, f"Zeile {hit}"
                planned.reason = f"Steht schon in Zeile {hit} dieser Liste"
        for k in identity:
            in_list.setdefault(k, number)
        self._hold_back(planned, texts)
        return planned

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
        found = self.reader.get(known) if known else None
        return found.space if found else self.kind.default_space(planned.values, self.reader.office_space)

    def _set_aside(
        self, number: int, values: dict[str, Any], problems: list[Problem], texts: Mapping[str, str]
    ) -> None:
        """A value that was read but cannot be right goes to the note, like one that could not be read."""
        for name, reason in self.kind.faults(self.kind.complete(values), self.facts).items():
            if values.get(name) is None:
                continue
            source = next((n for n in texts if name in self._fields_from(n)), name)
            heading, text = self._heading_of(source), squeeze(texts.get(source, str(values[name])))
            del values[name]
            problems.append(Problem(number, heading, text, f"{self.fields[name].label}: {reason}"))
            if note := self._note_for(source):
                values[note] = "\n".join(filter(None, [values.get(note), f"{heading}: {text}"]))

    def _same_list(self, record: str) -> bool:
        return any(row["id"] == record for row in self.by_key.values())

    def _heading(self, cells: dict[str, str], text: str) -> str:
        return next(h for h, c in cells.items() if c == text)

    def _heading_of(self, name: str) -> str:
        return next((h for h, n in self.mapping.items() if n == name), self.fields[name].label)

    # ---- cells ------------------------------------------------------------------------------------------------------
    def _read(self, number: int, cells: dict[str, str]) -> tuple[dict[str, Any], list[Problem], dict[str, str]]:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        texts: dict[str, str] = {}
        left_over: dict[str, list[str]] = {}
        mapped = set(self.mapping.values())
        for heading, name in self.mapping.items():
            text = cells.get(heading, "")
            if not text.strip():
                continue
            note = self._note_for(name)
            if name in texts:  # a second column for the same field speaks only where the first is silent
                if squeeze(text) != squeeze(texts[name]):
                    left_over.setdefault(note, []).append(f"{heading}: {squeeze(text)}")
                continue
            texts[name] = text
            plain = to_text(text)
            if (split := self.kind.splits.get(name)) and ("," in plain or not (set(split.fields) - {name}) & mapped):
                parts = split.read(plain)
                if parts is not None:
                    values |= {n: v for n, v in parts.items() if v is not None}
                    continue
            try:
                self._cell(self.fields[name], name, plain, values, left_over.setdefault(note, []))
            except Unreadable as error:
                problems.append(Problem(number, heading, squeeze(text), str(error)))
                left_over[note].append(f"{heading}: {squeeze(plain)}")
        for note, lines in left_over.items():
            if note and lines:
                values[note] = "\n".join(filter(None, [values.get(note), *lines]))
        return values, problems, texts

    def _note_for(self, name: str) -> str:
        """Where the text of an unreadable cell goes; what only the office may see stays in the office."""
        kind = self.kind if name in self.kind.fields else KINDS[self.kind.companion]
        return next((n for n, f in kind.fields.items() if f.type is LONG), "")

    def _cell(self, field_: Field, name: str, text: str, values: dict[str, Any], left_over: list[str]) -> None:
        if field_.type in (DATE, WHEN) and fold(text) in ("nein", "-", "–", "keine", "keins", "fehlt"):
            return
        parsed = parse(field_, text, self.facts)
        if parsed.value is not None:
            values[name] = parsed.value
        if not parsed.rest:
            return
        receiver = self.fields.get(field_.rest) or self.kind.fields.get(field_.rest)
        label = receiver.label if receiver else field_.label
        if receiver is None:
            left_over.append(f"{label}: {parsed.rest}")
            return
        try:
            value = parse(receiver, parsed.rest, self.facts).value
        except Unreadable:
            left_over.append(f"{label}: {parsed.rest}")
            return
        if receiver.type is LONG and values.get(field_.rest):
            value = f"{values[field_.rest]}\n{value}"
        values.setdefault(field_.rest, value)

    # ---- the next version of a list ---------------------------------------------------------------------------------
    def _compare(self, planned: Planned, row: dict[str, Any]) -> None:
        """A row that was taken before: unchanged is known, a changed cell updates its field."""
        planned.target = row["id"]
        before, now = row["origin"].get("c", {}), planned.origin["c"]
        trashed = isinstance(row["seal"], dict) and row["seal"].get("kind") == "trashed"
        if before == now:
            planned.status = TAKEN if trashed else KNOWN
            planned.values = {} if trashed else planned.values
            planned.reason = "kommt aus dem Papierkorb zurück" if trashed else ""
            return
        changed = {n for n in {*before, *now} if before.get(n) != now.get(n)}
        update: dict[str, Any] = {}
        with self.reader.reading() as cursor:
            numbers, _ = reading.shown(cursor, self.kind, row)
            taken_at = self._clock(cursor, numbers.get("origin"))
            for name in changed:
                for each in self._fields_from(name):
                    value = planned.values.get(each)
                    if each not in self.kind.fields:
                        if value is not None:
                            update[each] = value
                    elif value == row[each]:
                        continue
                    elif self._clock(cursor, numbers.get(self.kind.register_of[each])) > taken_at:
                        planned.kept.append(self.kind.fields[each].label)
                    else:
                        update[each] = value
            noted = planned.values.get(self.note) if planned.problems and self.note else None
            if noted and noted != row[self.note] and self._clock(cursor, numbers.get(self.note)) <= taken_at:
                update[self.note] = noted
        planned.status, planned.values = UPDATED, update

    def _fields_from(self, name: str) -> set[str]:
        """The fields that a cell of this field can fill."""
        found = {name}
        field_ = self.fields.get(name)
        if field_ and field_.rest:
            found.add(field_.rest)
        if name in self.kind.splits:
            found |= set(self.kind.splits[name].fields)
        return found

    @staticmethod
    def _clock(cursor: Any, number: int | None) -> int:
        return int(reading.order(cursor, number)[0]) if number is not None else 0


def plan(
    reader: Reader, kind_name: str, path: Path, *, sheet: str | None = None, wishes: list[str] | None = None
) -> Plan:
    """Read a list and plan what would happen with each row. Raises ``UserError``."""
    kind = KINDS[kind_name]
    table = read(path, lambda row: mapping.score(kind, row), sheet)
    chosen = mapping.correct(kind, table.headings, mapping.guess(kind, table.headings), wishes or [])
    return Planner(reader, kind, table, chosen).plan()


def apply(change: Change, planned: Plan, *, with_duplicates: frozenset[int] = frozenset()) -> None:
    """Take the planned rows in. ``with_duplicates`` names rows that a person wants all the
    same."""
    change.let_pass()  # each row that names somebody was held back, or decided on
    kind = planned.kind
    stage_field = next((n for n, f in kind.fields.items() if f.type is STAGE), None)
    for row in planned.rows:
        if row.status == TAKEN and row.target:
            change.untrash(row.target)
        elif row.status == TAKEN or (row.status == DUPLICATE and row.row in with_duplicates):
            values = dict(row.values)
            if stage_field and not values.get(stage_field):
                values.pop(stage_field, None)
            add_values(change, kind, values | {"origin": row.origin})
        elif row.status == UPDATED:
            obj = change.edit(row.target)
            if isinstance(obj.seal, dict) and obj.seal.get("kind") == "trashed":
                change.untrash(row.target)
            own, private = split_companion(kind, row.values)
            change.update(row.target, own | {"origin": row.origin})
            write_companion(change, kind, obj.root, obj.id, private)
            follow_consent(change, kind, row.target)


__all__ = ["DUPLICATE", "KNOWN", "NAMED", "TAKEN", "UPDATED", "Plan", "Planned", "Problem", "apply", "plan"]
