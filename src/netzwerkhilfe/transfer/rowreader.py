"""One row of a list as values: each cell is read, or named with the reason why not; nothing of it is dropped.

What cannot be read, and what else stood in a cell, goes to the note: of the companion where only the office may know.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.base import Beside
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    DATE,
    EMAIL,
    LONG,
    MOMENT,
    PHONE,
    POSTCODE,
    STAGE,
    WHEN,
    YES_NO,
    Field,
    parse,
    show,
)
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.models.values import CROSSES, Unreadable, show_date
from netzwerkhilfe.transfer import mapping, sheets
from netzwerkhilfe.transfer.cells import as_text, cell_of
from netzwerkhilfe.transfer.html import to_text

AHEAD = "Liegt in der Zukunft"
_ERROR = late(
    r"#(?:NV|N/A|BEZUG!|REF!|DIV/0!|WERT!|VALUE!|NAME\?|NULL!|ZAHL!|NUM!|ÜBERLAUF!|SPILL!)|Err:5\d\d|#{3,}",
    re.IGNORECASE,
)
_NOTHING = frozenset(("-", "–", "—", "--", "---", "./.", "k.a.", "k. a.", "keine angabe", "n/a", "n.a."))
_NO_DAY = frozenset(("nein", "keine", "keins", "fehlt", "noch nicht", "offen"))
_DITTO = frozenset(
    ('"', "''", "″", "〃", "„", "”", "dito", "dto", "dto.", "ebenda", "ebd.", "s.o.", "s. o.", "wie oben")
)
_SERIAL = late(r"[2-5]\d{4}(?:[.,]\d+)?")
_SLASHED = late(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_MIDNIGHT = late(r"[ T]0?0:00(?::00(?:[.,]0+)?)?$")
_ROUNDED = late(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_HOUSE = late(r"\d{1,4}\s*[a-zA-Z]?(?:\s*[-–/+]\s*\d{0,4}\s*[a-zA-Z]?)?")
_ADDRESS = late(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\wäöüß-]+(?:\.[\wäöüß-]+)+")
_AT = late(r"\s*(?:\(at\)|\[at\]|\(ät\)|\s@\s|@\s|\s@)\s*", re.IGNORECASE)


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
class Read:
    """What a row says: values by field, cells that could not be read, the texts of the cells by field, and which
    fields each column has filled."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    filled: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class _Cell:
    """What one text means: values in order, the field's own first; words for the note; why it could not be read."""

    values: list[tuple[str, Any]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    reason: str = ""
    noted: bool = True
    """Whether a text that could not be read goes to the note."""


class RowReader:
    """Reads the rows of one list, one after the other."""

    def __init__(
        self,
        kind: Kind,
        chosen: Mapping[str, str],
        facts: Facts,
        unnamed: Iterable[str] = (),
        *,
        own: bool = False,
    ) -> None:
        """A reader of lists with these columns; ``own`` for those that this program wrote, which are taken at their
        word where they can be."""
        self.kind, self.mapping, self.facts, self.own = kind, dict(chosen), facts, own
        self.unnamed = [h for h in unnamed if h not in chosen]
        self.fields = mapping.importable(kind)
        self._joins = {
            h
            for h, n in chosen.items()
            if mapping.folded_heading(h) in map(mapping.folded_heading, self.fields[n].joins)
        }
        self._order = sorted(chosen.items(), key=lambda item: item[0] in self._joins)
        self._seen: dict[tuple[str, str, str, frozenset[str]], _Cell] = {}
        self._above: dict[str, str] = {}
        self._stage = next((n for n, f in kind.fields.items() if f.type is STAGE and f.rest), "")

    def read(self, number: int, cells: Mapping[str, str]) -> Read:
        """The values of a row with this number."""
        found = Read()
        notes: dict[str, list[str]] = {}
        columns = self._columns(cells, found, notes)
        filled = frozenset(found.texts)
        others: list[tuple[str, str, str, Any]] = []
        for heading, name, text in columns:
            cell = self._cell(heading, name, text, filled)
            if cell.reason:
                found.problems.append(Problem(number, heading, squeeze(text), cell.reason))
                if cell.noted:
                    notes.setdefault(self.note_for(name), []).append(f"{heading}: {squeeze(to_text(text))}")
            if cell.beside:
                notes.setdefault(self.note_for(name), []).extend(cell.beside)
            for other, value in cell.values:
                if other == name:
                    found.values[name] = value
                    found.filled.setdefault(heading, []).append(name)
                else:
                    others.append((heading, name, other, value))
        for heading, name, other, value in others:  # what a cell says beside its field gives way to a column for that
            if line := self._put(found.values, other, value):
                notes.setdefault(self.note_for(name), []).append(line)
            else:
                found.filled.setdefault(heading, []).append(other)
        if not self.own:
            self._ahead(number, found, notes)
        self._extra(number, cells, found, notes)
        for note, lines in notes.items():
            if note and lines:
                found.values[note] = "\n".join(filter(None, [found.values.get(note), *lines]))
        return found

    def note_for(self, name: str) -> str:
        """Where the text of an unreadable cell goes; what only the office may see stays in the office."""
        return _note(self.kind if name in self.kind.fields else KINDS[self.kind.companion])

    # ---- columns ----------------------------------------------------------------------------------------------------
    def _columns(
        self, cells: Mapping[str, str], found: Read, notes: dict[str, list[str]]
    ) -> list[tuple[str, str, str]]:
        """The filled cells of a row as (heading, field, text); a field that has two columns gets one of them."""
        columns: list[tuple[str, str, str]] = []
        places: dict[str, int] = {}
        for heading, name in self._order:
            text = self._ditto(heading, cells.get(heading, ""))
            if not text.strip():
                continue
            if name not in found.texts:
                found.texts[name] = text
                places[name] = len(columns)
                columns.append((heading, name, text))
                continue
            first = found.texts[name]
            other = self.fields[name].second
            if heading in self._joins and _HOUSE.fullmatch(squeeze(text)) and not any(c.isdigit() for c in first):
                found.texts[name] = f"{squeeze(first)} {squeeze(text)}"
                columns[places[name]] = (columns[places[name]][0], name, found.texts[name])
            elif squeeze(text) == squeeze(first):
                continue
            elif other and other not in self.mapping.values() and other not in found.texts:
                found.texts[other] = text
                places[other] = len(columns)
                columns.append((heading, other, text))
            else:  # a second column for the same field speaks only where the first is silent
                notes.setdefault(self.note_for(name), []).append(f"{heading}: {squeeze(text)}")
        return columns

    def _ditto(self, heading: str, text: str) -> str:
        """The text of a cell; a ditto mark repeats the one above."""
        if not text or self.own:
            return text
        if len(text) < 9 and fold(text) in _DITTO:
            return self._above.get(heading, text)
        self._above[heading] = text
        return text

    def _extra(self, number: int, cells: Mapping[str, str], found: Read, notes: dict[str, list[str]]) -> None:
        """What stands in columns without a heading."""
        for heading in self.unnamed:
            if text := squeeze(cells.get(heading, "")):
                found.problems.append(Problem(number, heading, text, "Über dieser Zelle steht keine Überschrift"))
                notes.setdefault(_note(self.kind), []).append(text)

    def _ahead(self, number: int, found: Read, notes: dict[str, list[str]]) -> None:
        """A stage with a day to come has not been reached: the one before it stands, and the day is a date."""
        name = self._stage
        stage = found.values.get(name) if name else None
        if stage is None:
            return
        declared = self.kind.fields[name]
        day = found.values.get(declared.rest) or ""
        if not (day[:4].isdigit() and day > self.facts.today.isoformat()[: len(day)]):
            return
        keys = [s.key for s in self.facts.stages.get(str(declared.choices), ())]
        before = keys[max(keys.index(stage) - 1, 0)] if stage in keys else None
        del found.values[declared.rest]
        target = declared.ahead.get(stage)
        heading = next((h for h, n in self.mapping.items() if n in (name, declared.rest)), declared.label)
        if target and target not in found.texts:
            found.values[target] = parse(self.fields[target], show_date(day), self.facts).value
            found.values[name] = keys[0] if keys else None
            return
        found.values[name] = before
        text = squeeze(found.texts.get(name, "") or show_date(day))
        found.problems.append(Problem(number, heading, text, AHEAD))
        notes.setdefault(self.note_for(name), []).append(f"{heading}: {text}")

    # ---- cells ------------------------------------------------------------------------------------------------------
    def _put(self, values: dict[str, Any], name: str, value: Any) -> str:
        """Set a value where there is none; one that differs is given back as a line for the note."""
        declared = self.fields.get(name) or self.kind.fields[name]
        before = values.get(name)
        if before is None:
            values[name] = value
        elif declared.type is LONG:
            values[name] = f"{before}\n{value}"
        elif isinstance(before, tuple) and isinstance(value, tuple):
            values[name] = tuple(dict.fromkeys((*before, *value)))
        elif before != value:
            return f"{declared.label}: {show(declared, value, self.facts)}"
        return ""

    def _cell(self, heading: str, name: str, text: str, filled: frozenset[str]) -> _Cell:
        split = self.kind.splits.get(name)
        key = (name, text, heading if split else "", filled & frozenset(split.fields) if split else frozenset())
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._read_cell(heading, name, text, filled)
        return found

    def _read_cell(self, heading: str, name: str, text: str, filled: frozenset[str]) -> _Cell:
        cell = _Cell()
        if self.own and (value := self._at_its_word(self.fields[name], text)) is not None:
            return _Cell([(name, value)])
        plain = to_text(text)
        if _ERROR.fullmatch(plain.strip()):
            return _Cell(reason="In der Zelle steht ein Fehler von Excel", noted=False)
        try:
            split = self.kind.splits.get(name)
            beside = Beside(mapping.folded_heading(heading), filled - {name})
            parts = split.read(squeeze(plain), beside) if split else None
            if parts is None:
                self._value(cell, self.fields[name], name, plain)
            for other, value in (parts or {}).items():
                if isinstance(value, str):
                    self._value(cell, self.fields.get(other) or self.kind.fields[other], other, value)
                elif value is not None:
                    cell.values.append((other, value))
        except Unreadable as error:
            return _Cell(reason=str(error))
        return cell

    def _at_its_word(self, declared: Field, text: str) -> Any:
        """The value that is written as this very text, or ``None``.

        Postcodes are looked at anyway: a spreadsheet takes their zeros.
        """
        if declared.type is POSTCODE:
            return None
        try:
            parsed = parse(declared, text, self.facts)
        except Unreadable:
            return None
        written = parsed.value is not None and not parsed.rest and as_text(cell_of(declared, parsed.value, self.facts))
        return parsed.value if written == text else None

    def _value(self, cell: _Cell, declared: Field, name: str, text: str) -> None:
        """Read a text as a field's value, and what else stood there for the field that receives it."""
        prepared, beside = prepare(declared, text)
        cell.beside += [f"{declared.label}: {b}" for b in beside]
        if prepared is None:
            return
        parsed = parse(declared, prepared, self.facts)
        if parsed.value is not None:
            cell.values.append((name, parsed.value))
        if parsed.rest:
            self._rest(cell, declared, parsed.rest)

    def _rest(self, cell: _Cell, declared: Field, rest: str) -> None:
        if declared.second and (number := _another_phone(rest)):
            self._value(cell, self.kind.fields[declared.second], declared.second, number)
            return
        receiver = self.fields.get(declared.rest) or self.kind.fields.get(declared.rest)
        if receiver is None:
            cell.beside.append(f"{declared.label}: {rest}")
            return
        try:
            self._value(cell, receiver, declared.rest, rest)
        except Unreadable:
            cell.beside.append(f"{receiver.label}: {rest}")


@functools.cache
def _note(kind: Kind) -> str:
    return next((n for n, f in kind.fields.items() if f.type is LONG), "")


# ---- what spreadsheets and habits make of values --------------------------------------------------------------------
def prepare(declared: Field, text: str) -> tuple[str | None, list[str]]:
    """The text of a cell as its field can read it (``None``: nothing is there), and what else stood in it.

    Raises :class:`Unreadable` where a spreadsheet has spoilt it.
    """
    plain, kind = text.strip(), declared.type
    folded = fold(plain) if len(plain) < 15 else ""
    if folded in _NOTHING and kind is not YES_NO and not declared.tick:
        return None, []
    if declared.tick and folded in CROSSES:
        return declared.tick, []
    if kind is PHONE:
        return phone_text(plain), []
    if kind is EMAIL:
        return _email_text(plain)
    if kind in (DATE, WHEN, MOMENT):
        return (None, []) if kind is not MOMENT and folded in _NO_DAY else _day_text(plain, day_only=kind is not MOMENT)
    if kind is POSTCODE and (m := re.fullmatch(r"(\d{4,5})(?:[.,]0+)?", plain)):
        return m[1].zfill(5), []  # Saxony's begin with a zero, which a spreadsheet drops
    return text, []


def phone_text(text: str) -> str:
    """A telephone number with the zero that a spreadsheet took. Raises :class:`Unreadable` for a rounded one."""
    if _ROUNDED.fullmatch(text):
        raise Unreadable("Excel hat diese Nummer gerundet gespeichert; ihre letzten Ziffern fehlen")
    if m := re.fullmatch(r"([+(\d][\d\s()/-]{4,})[.,]0+", text):
        text = m[1]
    m = re.match(r"([1-9]\d{1,4})([\s/-]*)([\d\s/.-]*\d)", text)
    if not m:
        return text
    number, after = m[0], text[m.end() :]
    count = sum(c.isdigit() for c in number)
    if count < (7 if "/" in m[2] else 9):
        return text
    for candidate in ("+" + number if number.startswith("49") and count >= 11 else "", "0" + number):
        if candidate and _is_number(candidate):
            return candidate + after
    return text


@functools.lru_cache(maxsize=20_000)
def _is_number(text: str) -> bool:
    import phonenumbers  # its tables cost a tenth of a start; few starts read a number

    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(text, "DE")))
    except phonenumbers.NumberParseException:
        return False


def _another_phone(rest: str) -> str:
    """The second telephone number in what stood beside the first, and nothing else but a word for it."""
    m = re.fullmatch(
        r"(?:oder|und|u\.|bzw\.|mobil|handy|privat|priv\.|dienstl\.?|festnetz|tel\.?|[pdmh])?[\s.:,]*(\+?\(?\d[\d\s()/.-]{5,})",
        rest,
        re.IGNORECASE,
    )
    return phone_text(m[1].strip()) if m and sum(c.isdigit() for c in m[1]) >= 7 else ""


def _email_text(text: str) -> tuple[str, list[str]]:
    """The first address in a text, and the words beside it."""
    plain = (
        _AT.sub("@", re.sub(r"#?mailto:", " ", text, flags=re.IGNORECASE))
        if "@" not in text or " " in text or ":" in text
        else text
    )
    m = _ADDRESS.search(plain)
    if not m:
        return text, []
    address = m[0].rstrip(".")
    words = [w for w in re.split(r"[\s<>()\[\],;#]+", plain[: m.start()] + " " + plain[m.end() :]) if w.strip("./|")]
    words = [w for w in words if fold(w) != fold(address)]
    return address, [" ".join(words)] if words else []


def _day_text(text: str, *, day_only: bool) -> tuple[str, list[str]]:
    """A day as people write it, whatever a spreadsheet or a database made of it; and a time where only days fit."""
    text = _MIDNIGHT.sub("", text)
    if _SERIAL.fullmatch(text):
        return sheets.serial_text(float(text.replace(",", "."))), []
    if m := _SLASHED.fullmatch(text):
        day, month = int(m[1]), int(m[2])
        if day <= 12 and month <= 12 and day != month:
            raise Unreadable("Tag und Monat lassen sich nicht unterscheiden, z. B. 12.11.2025")
        return f"{min(day, 31)}.{month}.{m[3]}" if month <= 12 else f"{month}.{day}.{m[3]}", []
    if day_only and (
        m := re.fullmatch(r"(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})[ T](\d{1,2}:\d{2})(?::\d{2})?", text)
    ):
        return m[1], [m[2]]
    return text, []
