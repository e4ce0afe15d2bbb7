"""The columns of a list that goes out, and how it is known again when it comes in."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.base import COMMON
from netzwerkhilfe.models.fields import MONEY, Field

OFFICE = "Büro"
"""The heading of the first column: whose an entry is. It tells our lists from others, and is never taken in."""


class Column(NamedTuple):
    """A column: its heading with the unit of its numbers, and the field."""

    heading: str
    name: str
    field: Field


@functools.cache
def columns(kind: Kind) -> tuple[Column, ...]:
    """What of a kind stands in a list, behind the office: what a person fills in or reads in the window."""
    return tuple(
        Column(_heading(field), name, field)
        for name, field in kind.fields.items()
        if name not in COMMON
        and (field.width or field.in_table or field.computed or field.searchable or field.headings)
    )


def _heading(field: Field) -> str:
    unit = "€" if field.type is MONEY else field.unit
    return f"{field.label} ({unit})" if unit else field.label


@functools.cache
def _by_heading(kind: Kind) -> dict[str, str]:
    """Heading to field."""
    return {c.heading: c.name for c in columns(kind)}


def is_own(kind: Kind, headings: Sequence[str]) -> bool:
    """Whether a list has headings as this program writes them, some perhaps left out or moved."""
    filled = [h for h in headings if h]
    known = _by_heading(kind)
    return OFFICE in filled and len(filled) > 1 and all(h in known for h in filled if h != OFFICE)


def meaning(kind: Kind, headings: Sequence[str]) -> dict[str, str]:
    """Heading to field of such a list."""
    known = _by_heading(kind)
    return {h: known[h] for h in headings if h in known}
