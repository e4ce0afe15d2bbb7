"""Conditions on the fields of a kind, and on the facts that every record has (id, space, root, parent, seal); here they
become SQL on its typed table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra

PRESENT = "(seal IS NULL OR " + " OR ".join(f'seal LIKE \'{{"kind":"{k}",%\'' for k in algebra.LASTING) + ")"
"""SQL for records that are not put away; seals are canonical JSON, "kind" is its first key."""


@dataclass(frozen=True)
class Among:
    """The field has one of these values. ``default`` is what an empty one counts as; ``None``: it fits nothing."""

    field: str
    values: tuple[Json, ...]
    default: Json = None
    negate: bool = False
    """Whether it has none of them; an empty field without a default has none."""
    any_case: bool = False


@dataclass(frozen=True)
class Holds:
    """The list of words in the field has this word."""

    field: str
    word: str


@dataclass(frozen=True)
class Filled:
    """The field has a value."""

    field: str


@dataclass(frozen=True)
class Empty:
    """The field has no value."""

    field: str


@dataclass(frozen=True)
class Present:
    """The record is not put away: it has no seal, or one that leaves it in the lists."""


@dataclass(frozen=True)
class Within:
    """The number or day in the field is at least ``least`` and below ``below``; ``None`` leaves a side open."""

    field: str
    least: Json = None
    below: Json = None


@dataclass(frozen=True)
class AtMost:
    """The first of these sums that is known is no more than ``limit``.

    A sum is known when its first field is filled; the others count as nothing when they are empty.
    """

    sums: tuple[tuple[str, ...], ...]
    limit: int


@dataclass(frozen=True)
class Every:
    """All of these hold."""

    conditions: tuple[Condition, ...]


Condition = Among | Holds | Filled | Empty | Present | Within | AtMost | Every


def equals(field: str, value: Json, default: Json = None) -> Among:
    """The field has this value."""
    return Among(field, (value,), default)


def ticked(field: str) -> Among:
    """The field is yes."""
    return Among(field, (1,))


def sql_of(conditions: Sequence[Condition]) -> tuple[str, tuple[Json, ...]]:
    """All conditions as SQL on the typed table (alias t) with the values to bind; "" for none."""
    parts = [_sql(c) for c in conditions]
    return " AND ".join(f"({sql})" for sql, _ in parts), tuple(v for _, bound in parts for v in bound)


def _column(field: str) -> str:
    if not field.isidentifier():
        raise ValueError(field)
    return f"t.{field}"


def _sql(condition: Condition) -> tuple[str, tuple[Json, ...]]:
    match condition:
        case Among():
            return _among(condition)
        case Holds(field, word):
            quoted = json.dumps(word, ensure_ascii=False)
            for special in "\\%_":
                quoted = quoted.replace(special, "\\" + special)
            return f"{_column(field)} LIKE ? ESCAPE '\\'", (f"%{quoted}%",)
        case Filled(field):
            return f"{_column(field)} IS NOT NULL", ()
        case Empty(field):
            return f"{_column(field)} IS NULL", ()
        case Present():
            return PRESENT, ()
        case Within(field, least, below):
            sides = [(">=", least), ("<", below)]
            given = [(sign, value) for sign, value in sides if value is not None]
            return " AND ".join(f"{_column(field)} {sign} ?" for sign, _ in given) or "1", tuple(v for _, v in given)
        case AtMost(sums, limit):
            known = ", ".join(_sum(fields) for fields in sums)
            return f"coalesce({known}, NULL) <= ?", (limit,)
        case Every(conditions):
            sql, bound = sql_of(conditions)
            return sql or "1", bound


def _sum(fields: tuple[str, ...]) -> str:
    first, *others = fields
    return " + ".join([_column(first), *(f"coalesce({_column(f)}, 0)" for f in others)])


def _among(condition: Among) -> tuple[str, tuple[Json, ...]]:
    cell, values = _column(condition.field), condition.values
    bound: list[Json] = []
    default = "" if condition.default is None and condition.negate else condition.default
    if default is not None:
        cell = f"coalesce({cell}, ?)"
        bound.append(default)
    if condition.any_case:
        cell, values = f"lower({cell})", tuple(v.lower() if isinstance(v, str) else v for v in values)
    marks = ", ".join("?" * len(values))
    sign = "NOT IN" if condition.negate else "IN"
    return f"{cell} {sign} ({marks})", (*bound, *values)
