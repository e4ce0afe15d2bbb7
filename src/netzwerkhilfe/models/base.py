"""The base of all records, and the registry of kinds."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import DATA, REFERENCE, SEAL, Field, Json, field
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import split_street

NET = "net"
"""The space that all members of the network share."""

Check = Callable[[Any, Facts], dict[str, str]]
"""What crosses fields: an entry to {field: German reason}; queries nothing."""

FACTS = ("id", "space", "root", "creation", "touched")
COMMON = ("office", "seal", "origin")


class Record:
    """What every record has. ``id``, ``space``, ``root`` and ``creation`` are facts and never change.

    ``root`` is the person (or thing) concerned: an erasure of the root reaches everything that hangs on it.
    ``creation`` is the number of the change that made the record, ``None`` for derived ids.
    ``touched`` is for display only: the day and time of its newest change.

    A subclass declares its fields as annotated attributes with :func:`~netzwerkhilfe.models.fields.field`.
    """

    kind_name: ClassVar[str] = ""
    declared: ClassVar[dict[str, Field]]
    """The fields by name, in the order of their declaration, the common ones last."""

    id: str
    space: str
    root: str
    creation: int | None = None
    touched: str | None = None
    office: str | None = field("Büro", REFERENCE, width=0)
    seal: Any = field("Siegel", SEAL, width=0)
    origin: Any = field("Herkunft", DATA, width=0)

    def __init_subclass__(cls) -> None:
        """Collect the declared fields; an attribute that was never set reads as no value."""
        super().__init_subclass__()
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        for name in own:
            setattr(cls, name, None)
        common = {n: f for n, f in cls.declared.items() if n in COMMON}
        cls.declared = {n: f for n, f in cls.declared.items() if n not in COMMON} | own | common

    def __init__(self, **values: Any) -> None:
        """A record with these facts and values. Raises ``TypeError`` for a name that it does not have."""
        unknown = [n for n in values if n not in self.declared and n not in FACTS]
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}")
        for name, value in values.items():
            setattr(self, name, value)


Record.declared = {name: vars(Record)[name] for name in COMMON}
for _name in COMMON:
    setattr(Record, _name, None)


def new_id() -> str:
    """A random id."""
    return uuid.uuid4().hex


def derived_id(*key: str) -> str:
    """The id of a record with a natural key, the same on every PC (space included by the caller)."""
    return uuid.uuid5(uuid.UUID("6f0c2f3e-7d0b-5a57-9a1c-1f6f2c1d9b10"), "\x1f".join(key)).hex


def required(*names: str) -> Check:
    """A check: these fields must be filled in."""
    return lambda record, _facts: {n: "Bitte ausfüllen" for n in names if not getattr(record, n)}


def called(*names: str, fallback: str = "ohne Titel") -> Callable[[Any, Facts], str]:
    """A title: the first line of the first of these fields that is filled in."""

    def title(record: Any, _facts: Facts) -> str:
        found = next((str(getattr(record, n)) for n in names if getattr(record, n)), "")
        return found.split("\n", maxsplit=1)[0][:90] or fallback

    return title


def _no_check(_record: Any, _facts: Facts) -> dict[str, str]:
    return {}


def _compute_nothing(_record: Any) -> dict[str, Any]:
    return {}


def _no_keys(_record: Any) -> list[str]:
    return []


def _no_key(_record: Any) -> str:
    return ""


def key_of(*parts: Any) -> str:
    """Folded parts as one key for comparing entries; empty if any part is missing."""
    plain = [fold(str(p)) if p not in (None, "") else "" for p in parts]
    return "|".join(plain) if all(plain) else ""


class Beside(NamedTuple):
    """What a list has around a cell that may be taken apart."""

    heading: str
    """Its folded heading."""
    fields: frozenset[str]
    """The fields that a cell of the same row fills by itself."""


class Split(NamedTuple):
    """How a cell of a list is taken apart: the fields it may fill, and a reader that gives ``None`` for an ordinary
    cell. A text it gives is read as its field reads one."""

    fields: tuple[str, ...]
    read: Callable[[str, Beside], Mapping[str, Any] | None]


HOUSE_NUMBER = ("Hausnummer", "Hausnr.", "Haus-Nr.", "HsNr.", "HNr.", "Haus Nr")
"""How lists call the column of a house number."""


def no_salutation(text: str, _beside: Beside) -> dict[str, Any] | None:
    """ "Frau" in a column of titles is no title."""
    return {} if fold(text).rstrip(".") in ("herr", "herrn", "hr", "frau", "fr", "frl", "firma", "divers") else None


def whole_address(*fields: str) -> Split:
    """A cell with a whole address: street first, then the field that reads postcode and place."""

    def read(text: str, beside: Beside) -> dict[str, Any] | None:
        street, place = split_street(text)
        return {fields[0]: street, fields[1]: place} if place and fields[1] not in beside.fields else None

    return Split(fields, read)


@dataclass(frozen=True)
class Card:
    """Which fields of an entry stand on a business card: a name in parts or as a whole, and how somebody is reached.

    ``note`` are fields that say when, and nothing else.
    """

    prefix: str = ""
    given: str = ""
    family: str = ""
    name: str = ""
    organisation: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""
    note: tuple[str, ...] = ()


@dataclass(frozen=True)
class Appointment:
    """A day of an entry that calendars show: the fields with the day (and time), its beginning and end, the last of
    several days, where it is, and what else to read; ``what`` goes before the title; ``stands`` tells whether it does.
    """

    day: str
    what: str = ""
    start: str = ""
    end: str = ""
    last: str = ""
    venue: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    stands: Callable[[Any], bool] = lambda _record: True


if TYPE_CHECKING:
    from typing_extensions import TypeVar

    R_co = TypeVar("R_co", bound=Record, covariant=True, default=Any)
else:
    from typing import TypeVar

    R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True, eq=False)
class Kind(Generic[R_co]):
    """A kind of records: the model class and how people name it.

    What is declared as a function gets an entry of the model class. Generic code has values by name; for it there are
    :meth:`name_of`, :meth:`faults`, :meth:`keys` and :meth:`row`.

    ``title`` is how a list names an entry; ``identity`` gives keys: two entries that share one are probably the
    same; ``row_key`` names the row of a list in its next version;
    ``companion`` is the kind that holds what stays in the office; ``shared_if`` the consent without which
    a record stays in its office.
    """

    name: str
    model: type[R_co]
    singular: str
    plural: str
    title: Callable[[R_co, Facts], str]
    space: str = NET
    shared_if: str = ""
    identity: Callable[[R_co], list[str]] = _no_keys
    row_key: Callable[[R_co], str] = _no_key
    splits: Mapping[str, Split] = default(default_factory=dict)
    """Fields whose cell in a list may mean other fields (a whole name, a deposit in rents)."""
    signed: str = ""
    """The companion's field for what was signed at the office: in a list it may look like the consent to share."""
    companion: str = ""
    number: str = ""
    """The letter in its numbers ("W" in MX-W-2026-047), empty for kinds without a number."""
    listed: bool = True
    publish: str = ""
    """The tick that releases an entry for the homepage."""
    card: Card | None = None
    """What of an entry goes into address books; nothing of who is in need."""
    days: tuple[Appointment, ...] = ()
    """Its days that go into calendars; the first one is the entry's own."""
    withheld: tuple[str, tuple[str, ...]] = ("", ())
    """A tick, and the fields that stay in the office's companion until it is set."""
    icon: str = ""
    """The icon of its page in the window (a name of Phosphor), where no page is written out for it."""
    heading: str = ""
    """The heading of the sidebar under which such a page stands."""
    found: bool = False
    """Whether the search knows its entries although they have no list of their own."""
    closed_with: str = ""
    """The kind of its parent, where signing the parent closes it too."""
    closed_if: str = ""
    """The tick by which an entry belongs to the closed part of a meeting (§ 35 GemO)."""
    closed_by: tuple[str, ...] = ()
    """The references to entries with which it is closed too; see :mod:`netzwerkhilfe.access.confidential`."""
    later: frozenset[str] = frozenset()
    """Fields that are written after the signature: by whom and when it was approved."""
    about_person: bool = False
    """Whether an entry is about one person, who is erased with it (its root)."""
    files_stay: bool = False
    """Whether files at an entry, and at all that hangs on it, stay in the office, also where the entry is shared."""
    check: Callable[[R_co, Facts], dict[str, str]] = _no_check
    compute: Callable[[R_co], dict[str, Any]] = _compute_nothing
    """What follows from other values and was not typed (a deposit of three rents); never stored."""

    @property
    def stands_alone(self) -> bool:
        """Whether its entries hang on nothing: by a move they get another id, and go on standing for their root."""
        return self.listed and self.space == NET

    @cached_property
    def chosen_from(self) -> bool:
        """Whether fields of other kinds choose among its entries: they store what an entry was called first."""
        return bool(self.key_field) and any(f.choices == self.name for k in KINDS.values() for f in k.fields.values())

    @cached_property
    def key_field(self) -> str:
        """The field that keeps what an entry was called first, empty for a kind without one."""
        return next((n for n, f in self.fields.items() if f.first_of), "")

    @property
    def table(self) -> str:
        """The name of its typed table."""
        return self.name

    @property
    def fields(self) -> dict[str, Field]:
        """All fields by name, in the order of their declaration, the common ones last."""
        return self.model.declared

    def entry(self, values: Mapping[str, Any]) -> R_co:
        """Facts and values as an object of this kind, to be read."""
        made = self.model.__new__(self.model)
        made.__dict__.update(values)
        return made

    def completed(self, values: dict[str, Any]) -> R_co:
        """The same with the computed values where nothing was typed; the object takes ``values`` over."""
        made = self.model.__new__(self.model)
        made.__dict__ = values
        for name, value in self.compute(made).items():
            if values.get(name) is None:
                values[name] = value
        return made

    def name_of(self, values: Mapping[str, Any], facts: Facts) -> str:
        """How a list names an entry with these values, computed ones included."""
        return self.title(self.entry(values), facts)

    def faults(self, values: Mapping[str, Any], facts: Facts) -> dict[str, str]:
        """What does not fit together: {field: German reason}."""
        return self.check(self.entry(values), facts)

    def keys(self, values: Mapping[str, Any]) -> list[str]:
        """The keys by which an entry with these values is recognised as probably known."""
        return self.identity(self.entry(values))

    def row(self, values: Mapping[str, Any]) -> str:
        """The key of the row of a list in its next version; empty if the values have none."""
        return self.row_key(self.entry(values))

    @cached_property
    def registers(self) -> dict[str, tuple[str, ...]]:
        """The registers of the exchange: a field of its own, or a group of fields under the group's name."""
        found: dict[str, tuple[str, ...]] = {}
        for name, field_ in self.fields.items():
            key = field_.group or name
            found[key] = (*found.get(key, ()), name)
        return found

    @cached_property
    def register_of(self) -> dict[str, str]:
        """The register of each field."""
        return {name: register for register, names in self.registers.items() for name in names}

    @cached_property
    def latest(self) -> frozenset[str]:
        """The registers in which the latest of several values holds (``Field.latest``)."""
        return frozenset(r for r, names in self.registers.items() if all(self.fields[n].latest for n in names))

    @cached_property
    def patterns(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        """For each register the fields whose values must have a form."""
        found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for name, field_ in self.fields.items():
            if field_.pattern:
                found.setdefault(field_.group or name, []).append((name, re.compile(field_.pattern, re.DOTALL)))
        return found

    def relies_on(self, register: str, value: Json) -> bool:
        """Whether a register's value, as JSON, is one that the program can rely on; most registers have no form."""
        for name, pattern in self.patterns.get(register, ()):
            part = value.get(name) if isinstance(value, dict) and register != name else value
            if part is not None and not (isinstance(part, str) and pattern.fullmatch(part)):
                return False
        return True

    @cached_property
    def indexed(self) -> bool:
        """Whether the search knows its entries: those of lists, and what a companion says of them in the own office."""
        companion = any(k.companion == self.name for k in KINDS.values())
        return self.listed or self.found or (companion and any(f.searchable for f in self.fields.values()))

    @cached_property
    def form_fields(self) -> dict[str, Field]:
        """The fields a person can fill in."""
        return {n: f for n, f in self.fields.items() if f.width}

    def label(self, register: str) -> str:
        """What a person calls a register."""
        names = self.registers.get(register, ())
        return ", ".join(self.fields[n].label for n in names) or register

    def complete(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values with the computed ones where nothing was typed."""
        full = dict(values)
        for name, value in self.compute(self.entry(values)).items():
            if full.get(name) is None:
                full[name] = value
        return full

    def default_space(self, values: Mapping[str, Any], office_space: str) -> str:
        """Where a new record of this kind belongs."""
        if self.space != NET or (self.shared_if and not values.get(self.shared_if)):
            return office_space
        return NET


KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Add a kind to the registry; its model file calls this once."""
    if kind.name in KINDS:
        raise ValueError(kind.name)
    kind.model.kind_name = kind.name
    KINDS[kind.name] = kind
    return kind


def office_space(office: str) -> str:
    """The space of one office."""
    return f"office-{office}"


def owned_by(office: str | None, here: str) -> bool:
    """Whether an entry of this office (the id in its field ``office``) is of the office here; one of nobody is
    everybody's."""
    return office in (None, here)
