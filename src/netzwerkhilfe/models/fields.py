"""What a field is: its label, type, choices and headings, declared once as an attribute of its record.

Edit form, table columns, search, lists and exchange follow from the declaration. Stored values are plain JSON types:
``str``, ``int``, ``float``, ``bool``, ``None`` and tuples of strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any, Generic, NamedTuple, TypeVar, cast

from netzwerkhilfe.models import phrases, values
from netzwerkhilfe.models.choices import Choices, labels
from netzwerkhilfe.models.facts import NO_FACTS, Facts
from netzwerkhilfe.models.naming import Mark
from netzwerkhilfe.models.office_forms import without_form
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.places import by_key
from netzwerkhilfe.models.seals import is_seal
from netzwerkhilfe.models.text import fold, squeeze
from netzwerkhilfe.models.values import Unreadable

Json = Any
"""A value as a field or a JSON document has it: text, number, yes or no, nothing, a list or an object of these."""
T = TypeVar("T")
LONGEST_TEXT = 20_000
LONGEST_LINE = 400


def canonical(value: Json) -> str:
    """The one JSON text of a value: sorted keys, no blanks, Unicode as it is. Used for storing and comparing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


HEX_256 = r"[0-9a-f]{64}"
"""256 bits in hexadecimal: a key of NaCl, a BLAKE2b digest."""
AGE_KEY = r"age1[0-9a-z]{58}"
"""A public key of age (X25519, Bech32)."""


class Parsed(NamedTuple):
    """A value read from text, and what else stood there for the field that ``Field.rest`` names."""

    value: Json
    rest: str = ""


@dataclass(frozen=True)
class FieldType(Generic[T]):
    """How values of a type are read, written and stored; ``T`` is the type of a value that is there."""

    name: str
    affinity: str
    """The type of its column in SQLite's words: VARCHAR, INTEGER, FLOAT or BOOLEAN."""
    read: Callable[[Field, str, Facts], Parsed]
    show: Callable[[Field, Any, Facts], str]
    accepts: Callable[[Any], bool]
    """Whether a value that came in a package has the right type; what has not is kept raw and shown as a finding."""
    export: Callable[[Field, Any, Facts], Json] = lambda _f, value, _facts: value
    json: bool = False
    """Whether its cell is canonical JSON; a list becomes a tuple, so that it cannot change unseen."""

    def load(self, cell: Any) -> Any:
        """A cell of the store as a value; one that does not fit its type stays as it is."""
        if self.json:
            try:
                cell = json.loads(cell)
            except (ValueError, TypeError):
                return cell
            return tuple(cell) if isinstance(cell, list) and self is not DATA else cell
        return bool(cell) if self.affinity == "BOOLEAN" and cell in (0, 1) else cell


@dataclass(frozen=True)
class Field:
    """One fact of a record. See the module's docstring for what follows from it."""

    label: str
    type: FieldType[Any]
    help: str = ""
    required: bool = False
    choices: Choices | str = ""
    """Fixed choices, or the name of a list of categories or stages that the network can change."""
    synonyms: Mapping[str, str] = default(default_factory=dict)
    """Other words for a choice, folded, as lists have them, to its key."""
    unit: str = ""
    in_table: int = 0
    """Rank among the columns of the list (1 first), 0 for none."""
    searchable: bool = False
    group: str = ""
    """Fields that belong together (an address) are one register of the exchange. Never changes once released."""
    personal: bool = False
    headings: tuple[str, ...] = ()
    """How lists of offices call this field."""
    heading_like: str = ""
    """A regular expression over other folded headings that mean this field too."""
    rest: str = ""
    """The field that receives what else stood in a cell."""
    rest_joins: bool = False
    """What else stood in a cell is added to what was typed there, instead of giving way to it."""
    second: str = ""
    """The field that gets the second of two values in one cell of a list, where it has no column of its own."""
    tick: str = ""
    """What a mere cross in a list means here."""
    ahead: Mapping[str, str] = default(default_factory=dict)
    """For a stage the field that gets its day where that lies ahead: it was agreed on, and has not been reached."""
    joins: tuple[str, ...] = ()
    """Headings of a column that goes on with this field's (a house number)."""
    width: int = 1
    """Columns of the form's grid of four; 0 keeps the field out of the form."""
    computed: bool = False
    """Filled by the program when left empty."""
    hours: bool = False
    """Opening hours: the form reads along and offers an editor."""
    public: bool = False
    """May stand on the homepage, where the entry is released."""
    default_today: bool = False
    """The day of its first note, when left empty."""
    pattern: str = ""
    """A regular expression for what the program itself relies on (a key, a digest): a package that holds anything else
    here is not taken."""
    names: bool | None = None
    """Whether what is typed here names somebody or something of its own (a landlord, a firm, the street of a flat), so
    that it is not held against the names of people in need. Personal fields of one line do, if they do not say
    otherwise."""
    identifies: Mark | None = None
    """By this a person in need is known: what all offices read is held against it."""
    first_of: str = ""
    """Keeps the first value of another field once that changes: the key of what a network may rename."""
    edge: phrases.Edge = phrases.Edge.NEXT
    """Which day is meant without a year: the next one, or for what has happened the last or the nearest."""
    latest: bool = False
    """Written by the program, on several PCs perhaps: the latest of several values holds, and is no conflict."""

    @property
    def free(self) -> bool:
        """Whether anybody may be named here: text that a person types and that has no form of its own.

        Choices, places and days keep words that they do not know: these are such text too.
        """
        own = self.personal and self.type in (TEXT, PHONE, EMAIL) if self.names is None else self.names
        formed = bool(self.pattern) and self.names is None
        return (self.type in (TEXT, LONG) or self._keeps_any_word) and not own and not formed

    @property
    def _keeps_any_word(self) -> bool:
        if self.type is REFERENCE:
            return False
        return self.type.accepts("irgendein Wort") or self.type.accepts(("irgendein Wort",))

    def options(self, facts: Facts) -> dict[str, str]:
        """What can be chosen: key to label, in order; empty for a field without choices."""
        if not isinstance(self.choices, str):
            return {c.value: c.label for c in self.choices}
        return {key: facts.label(self.choices, key) for key in facts.categories.get(self.choices, ())}

    def label_of(self, key: str, facts: Facts) -> str:
        """The label of a choice; a key that is none of them is its own label."""
        if not isinstance(self.choices, str):
            found = self.choices.of(key)
            return found.label if found else key
        return facts.label(self.choices, key)


def _text(field_: Field, text: str, _facts: Facts) -> Parsed:
    plain = squeeze(text)
    if len(plain) > LONGEST_LINE:
        raise Unreadable(f"Höchstens {LONGEST_LINE} Zeichen")
    return Parsed(plain)


def _long_text(field_: Field, text: str, _facts: Facts) -> Parsed:
    plain = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if len(plain) > LONGEST_TEXT:
        raise Unreadable(f"Höchstens {LONGEST_TEXT} Zeichen")
    return Parsed(plain)


def _choice_of(field_: Field, text: str, facts: Facts) -> str | None:
    """The key that a text means: by its label, as a key, or by another word for it."""
    plain, options = fold(text), field_.options(facts)
    named = next((key for key, label in options.items() if fold(label) == plain), None)
    found = named or next((key for key in options if fold(key) == plain), None)
    if found is None and isinstance(field_.choices, str):
        found = facts.synonyms.get((field_.choices, plain))
    return found or (str(field_.synonyms[plain]) if plain in field_.synonyms else None)


def _choice(field_: Field, text: str, facts: Facts) -> Parsed:
    plain = squeeze(text)
    found = _choice_of(field_, plain, facts)
    if found:
        return Parsed(found)
    if isinstance(field_.choices, str):  # a category that the network does not have yet stays as it was written
        return _text(field_, text, facts)
    raise Unreadable("Eins von: " + labels(field_.choices))


def _choices(field_: Field, text: str, facts: Facts) -> Parsed:
    options = field_.options(facts)
    extra = tuple(s for (name, s) in facts.synonyms if name == field_.choices)
    found: dict[str, None] = {}
    for part in values.split_list(text, (*options, *options.values(), *extra)):
        if len(part) > LONGEST_LINE:
            raise Unreadable(f"Höchstens {LONGEST_LINE} Zeichen")
        found[_choice_of(field_, part, facts) or part] = None
    return Parsed(tuple(found))


_WITH_KEY = late(r".+ \[(\w+)\]")
_LEVEL = late(r"(.+?)\s*[(:,]?\s*\b([ABC][12]|Muttersprache|Alphabetisierung|keine)\b\)?", re.IGNORECASE)


def _level(word: str) -> str:
    return word.upper() if len(word) == 2 else word.capitalize()


def _languages(field_: Field, text: str, facts: Facts) -> Parsed:
    """Languages; a level that stands with one ("Deutsch B2", "Farsi (Muttersprache)") goes to the rest."""
    words, levels = [], []
    for part in _choices(field_, text, facts).value:
        m = _LEVEL.fullmatch(part)
        word = (_choice_of(field_, m[1], facts) or squeeze(m[1])) if m else part
        words.append(word)
        if m:
            levels.append(f"{word} {_level(m[2])}")
    return Parsed(tuple(dict.fromkeys(words)), ", ".join(levels))


def _levels(field_: Field, text: str, facts: Facts) -> Parsed:
    """A level for each language, the last one named; CEFR A1 to C2, or a word."""
    found: dict[str, str] = {}
    options = field_.options(facts)
    for part in values.split_list(text, (*options, *options.values())):
        m = _LEVEL.fullmatch(part)
        if not m:
            raise Unreadable("Sprache und Niveau, z. B. Deutsch B2")
        found[_choice_of(field_, m[1], facts) or squeeze(m[1])] = _level(m[2])
    return Parsed(tuple(f"{word} {level}" for word, level in found.items()))


def _moment(_field: Field, text: str, _facts: Facts) -> Parsed:
    """A day and a time ("12.11.2025 15:00") as ISO text; a day alone; what is neither stays as it was written."""
    try:
        return Parsed(phrases.read_moment(text, _facts.from_day))
    except Unreadable:
        return _text(_field, text, _facts)


def _show_moment(_field: Field, value: Any, _facts: Facts) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", value):
        return str(value)
    return values.show_date(value[:10]) + (f", {value[11:]}{values.NBSP}Uhr" if len(value) > 10 else "")


def _place(field_: Field, text: str, facts: Facts) -> Parsed:
    postcode, name = values.split_postcode(text)
    if not name:
        here = [p.key for p in facts.places.values() if p.postcode == postcode]
        return Parsed(here[0] if len(here) == 1 else "", postcode)
    return Parsed(_place_key(name, facts) or facts.place_named(name, postcode) or name, postcode)


def _place_key(text: str, facts: Facts) -> str:
    """The key in a text that is one, or names one behind its place: "Neuhofen [07338019]"; empty for another text."""
    if text in facts.places:
        return text
    m = _WITH_KEY.fullmatch(text) if text.endswith("]") else None
    return m[1] if m and (m[1] in facts.places or by_key(m[1])) else ""


def _postcode(_field: Field, text: str, _facts: Facts) -> Parsed:
    """A postcode, and the place that stands beside it; one of another country stays as it was written."""
    postcode, place = values.split_postcode(text)
    return Parsed(postcode, place) if postcode else _text(_field, text, _facts)


def _places(field_: Field, text: str, facts: Facts) -> Parsed:
    """Places by name; the name of an office ("VG Landstuhl") means all places of that office."""
    found: dict[str, None] = {}
    for part in values.split_list(text, tuple(p.name for p in facts.places.values())):
        plain = without_form(part)
        office = next((o for o in facts.offices.values() if plain in (fold(o.name), without_form(o.name))), None)
        whole = office and (plain != fold(part) or facts.place_named(part) is None)
        if office and whole:
            found |= dict.fromkeys(p.key for p in facts.places.values() if p.office == office.id)
        else:
            found[_place_key(part, facts) or facts.place_named(part) or part] = None
    return Parsed(tuple(found))


def _show_places(_field: Field, value: Any, facts: Facts) -> str:
    """Names; all places of an office under the office's name."""
    keys, parts = list(value), []
    for office in sorted(facts.offices.values(), key=lambda o: o.order):
        own = [p.key for p in facts.places.values() if p.office == office.id]
        if len(own) > 1 and set(own) <= set(keys):
            parts.append(office.called)
            keys = [k for k in keys if k not in own]
    return ", ".join([*parts, *(place_name(k, facts) for k in keys)])


def place_name(key: Any, facts: Facts) -> str:
    """The name of a place by its key; a text that is no key is its own name."""
    place = facts.places.get(key or "") or by_key(key or "")
    return place.name if place else str(key or "")


def _yes_no(_field: Field, text: str, _facts: Facts) -> Parsed:
    value, rest = values.read_yes_no(text)
    return Parsed(value, rest)


def _money(_field: Field, text: str, _facts: Facts) -> Parsed:
    return Parsed(values.read_money(text))


def _phone(_field: Field, text: str, _facts: Facts) -> Parsed:
    value, rest = values.read_phone(text)
    return Parsed(value, rest)


def _when(field_: Field, text: str, _facts: Facts) -> Parsed:
    words = tuple(field_.options(_facts).values())
    try:
        read = phrases.read_when(text, words, _facts.from_day, field_.edge)
        return Parsed(_choice_of(field_, read, _facts) or read)
    except Unreadable:
        if words and not any(c.isdigit() for c in text):  # "nach Renovierung", "Herbst": as good as a date
            return _text(field_, text, _facts)
        raise


def _stage(field_: Field, text: str, facts: Facts) -> Parsed:
    plain = fold(text)
    stages = facts.stages.get(str(field_.choices), ())
    for stage in stages:
        for word in (stage.label, stage.key, *stage.synonyms):
            if plain == fold(word):
                return Parsed(stage.key)
    for stage in stages:
        for word in (stage.label, stage.key, *stage.synonyms):
            if plain.startswith(fold(word) + " "):
                return Parsed(stage.key, squeeze(text)[len(word) :].strip())
    raise Unreadable("Eins von: " + ", ".join(s.label for s in stages))


_SLOTS = {fold(d): i for i, d in enumerate(values.WEEKDAYS)}
_DAY = (
    r"(?:(mo|di|mi|do|fr|sa|so)|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
    r"(?:s|vor|nach|mittags?|abends?)*\b\.?"
)
_DAYS = late(rf"\b({_DAY})(?:\s*(?:[-–]|bis)\s*({_DAY}))?")
_TIMES = (r"vorm\b|vormittag|morgens|fruh", r"nachm\b|nachmittag", r"abend")
_WHOLE = ((r"taglich|jeden tag|immer", range(7)), (r"werktag|wochentag", range(5)), (r"wochenende", (5, 6)))
_CLOCK = late(r"\b(ab|bis|nach|vor|von)\s+(\d{1,2})(?:[.:]\d\d)?\b|\d{1,2}(?:[.:]\d\d)?\s*(?:uhr|[-–]\s*\d)")


def _week(_field: Field, text: str, _facts: Facts) -> Parsed:
    """Times of the week as sorted slots "Mo-0" … "So-2": "Mo, Mi nachmittags; Sa", "nachm.", "werktags vorm."."""
    found: set[tuple[int, int]] = set()
    rest: list[str] = []
    for part in text.replace("\n", ";").split(";"):
        plain = fold(part)
        days = {d for pattern, whole in _WHOLE if re.search(pattern, plain) for d in whole}
        for m in _DAYS.finditer(plain):
            first, last = _SLOTS[m[1][:2]], _SLOTS[(m[3] or m[1])[:2]]
            days |= set(range(first, last + 1)) if first <= last else {*range(first, 7), *range(last + 1)}
        times = [i for i, pattern in enumerate(_TIMES) if re.search(pattern, plain)]
        refused = re.search(r"\b(?:nicht|kein\w*|ausser|ohne|nie)\b", plain)
        if refused or _CLOCK.search(plain) or not (days or times):  # hours are finer than slots, and a no is no time
            rest += [squeeze(part)] if part.strip() else []
            continue
        found |= {(d, t) for d in days or range(5) for t in times or range(len(values.DAYTIMES))}
    if rest and not found:
        raise Unreadable("Wochentage und Tageszeiten, z. B. „Mo, Mi nachmittags“")
    return Parsed(tuple(f"{values.WEEKDAYS[d]}-{t}" for d, t in sorted(found)), "; ".join(rest))


def _show_week(_field: Field, value: Any, _facts: Facts) -> str:
    parts = []
    for i, name in enumerate(values.DAYTIMES):
        days = [d for d in values.WEEKDAYS if f"{d}-{i}" in value]
        if days:
            parts.append(f"{', '.join(days)} {name}")
    return "; ".join(parts)


LARGEST_NUMBER = 2**53
"""Numbers are smaller: all readers of JSON agree on those. Larger ones are no values of any field."""


def _is(kind: type | tuple[type, ...]) -> Callable[[Any], bool]:
    kinds = kind if isinstance(kind, tuple) else (kind,)

    def accepts(value: Any) -> bool:
        if value is None:
            return True
        if not isinstance(value, kind) or (isinstance(value, bool) and bool not in kinds):
            return False
        return not isinstance(value, int | float) or abs(value) < LARGEST_NUMBER

    return accepts


def _is_list(value: Any) -> bool:
    return value is None or (isinstance(value, list | tuple) and all(isinstance(v, str) for v in value))


def _str(_field: Field, value: Any, _facts: Facts) -> str:
    return str(value)


def _by_program_only(_field: Field, _value: str, _facts: Facts) -> Parsed:
    """Seals, origins and announcements follow from what is done and are never typed. Raises :class:`Unreadable`."""
    raise Unreadable("Das trägt nur das Programm selbst ein")


def _office(_field: Field, text: str, facts: Facts) -> Parsed:
    """An office by its name, its letters or its id; "VG Landstuhl" means the office too."""
    said = re.sub(r"^bue?ro\s+", "", fold(text))
    plain = without_form(said)
    for office in facts.offices.values():
        if said in (fold(office.name), fold(office.code), office.id):
            return Parsed(office.id)
    for office in facts.offices.values():
        if plain in (fold(office.name), fold(office.code), without_form(office.name)):
            return Parsed(office.id)
    near = [o.id for o in facts.offices.values() if len(plain) >= 3 and fold(o.name).startswith(plain)]
    if len(near) != 1:
        raise Unreadable(
            "Eins von: " + ", ".join(o.name for o in sorted(facts.offices.values(), key=lambda o: o.order))
        )
    return Parsed(near[0])


def _show_office(_field: Field, value: Any, facts: Facts) -> str:
    office = facts.offices.get(value)
    return office.name if office else str(value)


def _show_when(field_: Field, value: Any, facts: Facts) -> str:
    label = field_.label_of(value, facts)
    return values.show_date(value) if label == value else label


def _show_choices(field_: Field, value: Any, facts: Facts) -> str:
    return ", ".join(field_.label_of(key, facts) for key in value)


def _show_levels(field_: Field, value: Any, facts: Facts) -> str:
    parts = (entry.rpartition(" ") for entry in value)
    return ", ".join(f"{field_.label_of(word, facts)} {level}" if word else level for word, _, level in parts)


def _cents(_field: Field, value: Any, _facts: Facts) -> Json:
    return f"{value / 100:.2f}" if isinstance(value, int) else value


TEXT: FieldType[str] = FieldType("text", "VARCHAR", _text, _str, _is(str))
LONG: FieldType[str] = FieldType("long", "VARCHAR", _long_text, _str, _is(str))
INTEGER: FieldType[int] = FieldType(
    "integer", "INTEGER", lambda _f, t, _x: Parsed(values.read_integer(t)), _str, _is(int)
)
NUMBER: FieldType[float] = FieldType(
    "number",
    "FLOAT",
    lambda f, t, _x: Parsed(values.read_number(t, f.unit)),
    lambda _f, v, _x: values.show_number(v),
    _is((int, float)),
)
HOURS: FieldType[float] = FieldType(
    "hours",
    "FLOAT",
    lambda _f, t, _x: Parsed(values.read_hours(t)),
    lambda _f, v, _x: values.show_number(v),
    _is((int, float)),
)
ROOMS: FieldType[float] = FieldType(
    "rooms",
    "FLOAT",
    lambda _f, t, _x: Parsed(values.read_rooms(t)),
    lambda _f, v, _x: values.show_number(v),
    _is((int, float)),
)
MONEY: FieldType[int] = FieldType("money", "INTEGER", _money, lambda _f, v, _x: values.show_money(v), _is(int), _cents)
DATE: FieldType[str] = FieldType(
    "date",
    "VARCHAR",
    lambda f, t, x: Parsed(phrases.read_date(t, x.from_day, f.edge)),
    lambda _f, v, _x: values.show_date(v),
    _is(str),
)
WHEN: FieldType[str] = FieldType("when", "VARCHAR", _when, _show_when, _is(str))
TIME: FieldType[str] = FieldType("time", "VARCHAR", lambda _f, t, _x: Parsed(values.read_time(t)), _str, _is(str))
YES_NO: FieldType[bool] = FieldType("yes_no", "BOOLEAN", _yes_no, lambda _f, v, _x: "ja" if v else "nein", _is(bool))
CHOICE: FieldType[str] = FieldType("choice", "VARCHAR", _choice, lambda f, v, x: f.label_of(v, x), _is(str))
CHOICES: FieldType[tuple[str, ...]] = FieldType("choices", "VARCHAR", _choices, _show_choices, _is_list, json=True)
LANGUAGES: FieldType[tuple[str, ...]] = FieldType(
    "languages", "VARCHAR", _languages, _show_choices, _is_list, json=True
)
LEVELS: FieldType[tuple[str, ...]] = FieldType("levels", "VARCHAR", _levels, _show_levels, _is_list, json=True)
MOMENT: FieldType[str] = FieldType("moment", "VARCHAR", _moment, _show_moment, _is(str))
PHONE: FieldType[str] = FieldType("phone", "VARCHAR", _phone, _str, _is(str))
EMAIL: FieldType[str] = FieldType("email", "VARCHAR", lambda _f, t, _x: Parsed(values.read_email(t)), _str, _is(str))
PLACE: FieldType[str] = FieldType(
    "place", "VARCHAR", _place, lambda _f, v, x: place_name(v, x), _is(str), lambda _f, v, x: place_name(v, x) or None
)
POSTCODE: FieldType[str] = FieldType("postcode", "VARCHAR", _postcode, _str, _is(str))
PLACES: FieldType[tuple[str, ...]] = FieldType(
    "places", "VARCHAR", _places, _show_places, _is_list, lambda _f, v, x: [place_name(k, x) for k in v], json=True
)
SETS = (CHOICES, LANGUAGES, PLACES)
"""Lists of which one word can be added or taken out while the others stay."""
STAGE: FieldType[str] = FieldType("stage", "VARCHAR", _stage, lambda f, v, x: f.label_of(v, x), _is(str))
WEEK: FieldType[tuple[str, ...]] = FieldType("week", "VARCHAR", _week, _show_week, _is_list, json=True)
DATA: FieldType[Any] = FieldType(
    "data", "VARCHAR", _by_program_only, lambda _f, v, _x: canonical(v), _is((dict, list)), json=True
)
SEAL: FieldType[Any] = FieldType(
    "seal", "VARCHAR", _by_program_only, lambda _f, v, _x: canonical(v), is_seal, json=True
)
OFFICE: FieldType[str] = FieldType(
    "office", "VARCHAR", _office, _show_office, _is(str), lambda f, v, x: _show_office(f, v, x) or None
)
REFERENCE: FieldType[str] = FieldType("reference", "VARCHAR", _text, _str, _is(str))


def parse(field_: Field, text: str, facts: Facts = NO_FACTS) -> Parsed:
    """Read what a person typed or a list holds. Empty text is no value. Raises :class:`Unreadable`."""
    if not text.strip() and field_.type.read is not _by_program_only:
        return Parsed(None)
    cleaned = text if text.isprintable() else "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
    parsed = field_.type.read(field_, cleaned, facts)
    return parsed if parsed.value not in ("", ()) else Parsed(None, parsed.rest)


def show(field_: Field, value: Any, facts: Facts = NO_FACTS) -> str:
    """A value as a person reads it; no value, or one of a wrong type, is an honest text too."""
    if value is None:
        return ""
    if not field_.type.accepts(value):
        return str(value)
    text = field_.type.show(field_, value, facts)
    return f"{text}{values.NBSP}{field_.unit}" if field_.unit and text else text


def field(label: str, type_: FieldType[T], **facts: Any) -> T | None:
    """Declare a field as an annotated attribute of a record: ``rooms: float | None = field("Zimmer", ROOMS)``.

    ``facts`` are those of :class:`Field`. For whoever reads the attribute it is a value of the type, or ``None``.
    """
    return cast("T | None", Field(label, type_, **facts))
