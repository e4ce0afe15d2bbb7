"""What a page of entries shows: its columns, filters and words. Filled in by :mod:`netzwerkhilfe.ui.areas.kinds`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from netzwerkhilfe.models.fields import Facts
from netzwerkhilfe.store.reading import Snapshot

TITLE, TEXT, WORDS, OFFICE, MONEY, STAGE, STATE, AGE = (
    "title",
    "text",
    "words",
    "office",
    "money",
    "stage",
    "state",
    "age",
)


@dataclass(frozen=True)
class Column:
    """A column: how its cells are drawn, its text, the stored fields it is sorted by, its width.

    ``width`` is in logical pixels, 0 takes the rest; ``rank`` above 0 hides the column in narrow lists, the highest
    first.
    """

    heading: str
    style: str
    text: Callable[[Snapshot, Facts], Any]
    width: int = 0
    sort_by: tuple[str, ...] = ()
    rank: int = 0


Condition = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Option:
    """One choice of a filter pill, as our own SQL on the typed table (alias t)."""

    text: str
    condition: Condition


@dataclass(frozen=True)
class Filter:
    """A filter pill; without options it is a switch."""

    name: str
    options: Callable[[Facts], list[Option]] | None = None
    condition: Condition = ("", ())


@dataclass(frozen=True)
class PageSpec:
    """A page of entries."""

    kind: str
    title: str
    icon: str
    add: str
    placeholder: str
    count: Callable[[int, dict[str, int], Facts], str]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    empty_title: str
    empty_text: str
    one: str = "Eintrag"
    row_height: int = 36
    newest_first: bool = False
    """Lists of what moves begin with what moved last, by the column of that name."""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Query:
    """What a list shall show now."""

    kind: str
    text: str = ""
    conditions: tuple[Condition, ...] = ()
    sort_by: tuple[str, ...] = ()
    descending: bool = False
