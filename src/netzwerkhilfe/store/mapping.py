"""The only home of SQLAlchemy's mapper: how records are written.

The classes of the models stay plain. For each kind that is written, a private subclass is made and mapped on its typed
table; what a unit of work gives out for changing is of that subclass. The public classes are never mapped: every
record that was read before would break.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table, inspect
from sqlalchemy.orm import LoaderCallableStatus, column_property, registry
from sqlalchemy.types import TypeDecorator, TypeEngine

from netzwerkhilfe.models import Kind, Record
from netzwerkhilfe.models.base import FACTS
from netzwerkhilfe.models.fields import FieldType, canonical

SQL_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "VARCHAR": String,
    "INTEGER": Integer,
    "FLOAT": Float,
    "BOOLEAN": Boolean,
}
_registry = registry()


class JsonText(TypeDecorator[Any]):
    """Canonical JSON, so that equal values are equal bytes."""

    impl = String
    cache_ok = True

    def __init__(self, type_: FieldType[Any]) -> None:
        super().__init__()
        self.type_ = type_

    def compare_values(self, x: Any, y: Any) -> bool:
        """Whether two values are one: a list that was assigned is the tuple that was read.

        The mapper also asks with its own mark for a field that has had no value yet.
        """
        if isinstance(x, LoaderCallableStatus) or isinstance(y, LoaderCallableStatus):
            return x is y
        return canonical(x) == canonical(y)

    def process_bind_param(self, value: Any, dialect: object) -> str | None:
        """To the store."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any, dialect: object) -> Any:
        """From the store."""
        return None if value is None else self.type_.load(value)


def _sql_type(type_: FieldType[Any]) -> TypeEngine[Any]:
    return JsonText(type_) if type_.json else SQL_TYPES[type_.affinity]()


@functools.cache
def table(kind: Kind) -> Table:
    """SQLAlchemy's description of the typed table of a kind."""
    facts = [Column(n, Integer if n == "creation" else String, primary_key=n == "id") for n in FACTS]
    fields = [Column(n, _sql_type(f.type)) for n, f in kind.fields.items()]
    return Table(kind.table, MetaData(), *facts, *fields)


@functools.cache
def mapped(kind: Kind) -> type[Any]:
    """The private class whose instances are written; ``active_history`` tells whether a value really changed."""
    private = type(f"_{kind.model.__name__}", (kind.model,), {"__module__": kind.model.__module__})
    columns = table(kind).columns
    properties = {n: column_property(columns[n], active_history=True) for n in kind.fields}
    _registry.map_imperatively(private, table(kind), properties=properties)
    return private


def changed(record: Record, names: Iterable[str]) -> set[str]:
    """Which of these fields have another value than in the store; an equal value assigned again is no change."""
    state = inspect(record)
    assigned = state.committed_state  # what was not assigned has not changed, and there are forty fields
    return {n for n in names if n in assigned and state.attrs[n].history.has_changes()}


def value_before(record: Record, name: str) -> Any:
    """The value in the store of a field that was assigned another one since, else ``None``."""
    before = inspect(record).attrs[name].history.deleted
    return before[0] if before else None


def values_around(record: Record, name: str) -> list[Any]:
    """The value of a field in the store and the one that was assigned, as far as there are any."""
    return list(inspect(record).attrs[name].history.sum())
