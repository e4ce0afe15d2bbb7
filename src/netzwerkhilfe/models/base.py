"""The base of all records, and the registry of kinds."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Integer, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from netzwerkhilfe.models.fields import DATA, REFERENCE, Facts, Field, column
from netzwerkhilfe.models.text import fold

NET = "net"
"""The space that all members of the network share."""

Check = Callable[[Mapping[str, Any], Facts], dict[str, str]]
"""What crosses fields: values to {field: German reason}; queries nothing."""


class Base(DeclarativeBase):
    """The declarative base of every synced table."""


class Record(Base):
    """What every record has. ``id``, ``space``, ``root`` and ``creation`` are facts and never change.

    ``root`` is the person (or thing) concerned: an erasure of the root reaches everything that hangs on it.
    ``creation`` is the number of the change that made the record, ``None`` for derived ids.
    ``touched`` is for display only: the day and time of its newest change.
    """

    __abstract__ = True
    kind_name: ClassVar[str] = ""

    id: Mapped[str] = mapped_column(String, primary_key=True)
    space: Mapped[str] = mapped_column(String)
    root: Mapped[str] = mapped_column(String, index=True)
    creation: Mapped[int | None] = mapped_column(Integer)
    touched: Mapped[str | None] = mapped_column(String)
    office: Mapped[str | None] = column(Field("Büro", REFERENCE, width=0))
    seal: Mapped[Any] = column(Field("Siegel", DATA, width=0))
    origin: Mapped[Any] = column(Field("Herkunft", DATA, width=0))


FACTS = ("id", "space", "root", "creation", "touched")
COMMON = ("office", "seal", "origin")


def new_id() -> str:
    """A random id."""
    return uuid.uuid4().hex


def derived_id(*key: str) -> str:
    """The id of a record with a natural key, the same on every PC (space included by the caller)."""
    return uuid.uuid5(uuid.UUID("6f0c2f3e-7d0b-5a57-9a1c-1f6f2c1d9b10"), "\x1f".join(key)).hex


def _no_check(_values: Mapping[str, Any], _facts: Facts) -> dict[str, str]:
    return {}


def _compute_nothing(_values: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _no_keys(_values: Mapping[str, Any]) -> list[str]:
    return []


def _no_key(_values: Mapping[str, Any]) -> str:
    return ""


def key_of(*parts: Any) -> str:
    """Folded parts as one key for comparing entries; empty if any part is missing."""
    plain = [fold(str(p)) if p not in (None, "") else "" for p in parts]
    return "|".join(plain) if all(plain) else ""


class Split(NamedTuple):
    """How a cell is taken apart: the fields it may fill, and a reader that gives ``None`` for an ordinary cell."""

    fields: tuple[str, ...]
    read: Callable[[str], dict[str, Any] | None]


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of records: the model class and how people name it.

    ``title`` is how a list names an entry; ``identity`` gives keys: two entries that share one are probably the
    same; ``row_key`` names the row of a list in its next version;
    ``companion`` is the kind that holds what stays in the office; ``shared_if`` the consent without which
    a record stays in its office.
    """

    name: str
    model: type[Record]
    singular: str
    plural: str
    title: Callable[[Mapping[str, Any], Facts], str]
    space: str = NET
    shared_if: str = ""
    identity: Callable[[Mapping[str, Any]], list[str]] = _no_keys
    row_key: Callable[[Mapping[str, Any]], str] = _no_key
    splits: Mapping[str, Split] = field(default_factory=dict)
    """Fields whose cell in a list may mean other fields (a whole name, a deposit in rents)."""
    companion: str = ""
    number: str = ""
    """The letter in its numbers ("W" in MX-W-2026-047), empty for kinds without a number."""
    listed: bool = True
    publish: str = ""
    """The tick that releases an entry for the homepage."""
    guarded: tuple[str, tuple[str, ...]] = ("", ())
    """A tick, and the fields that stay in the office's companion until it is set."""
    found: bool = False
    """Whether the search knows its entries although they have no list of their own."""
    closed_with: str = ""
    """The kind of its parent, where signing the parent closes it too."""
    about_person: bool = False
    """Whether an entry is about one person, who is erased with it (its root)."""
    check: Check = _no_check
    compute: Callable[[Mapping[str, Any]], dict[str, Any]] = _compute_nothing
    """What follows from other values and was not typed (a deposit of three rents); never stored."""

    @property
    def table(self) -> Table:
        """The typed table."""
        return self.model.__table__  # type: ignore[return-value]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All fields by name, in the order of their declaration, the common ones last."""
        found = {c.name: c.info["field"] for c in self.table.columns if "field" in c.info}
        return {n: f for n, f in found.items() if n not in COMMON} | {n: found[n] for n in COMMON}

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
        for name, value in self.compute(values).items():
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
