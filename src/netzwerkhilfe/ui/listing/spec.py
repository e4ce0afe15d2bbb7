"""What a page of entries shows: its columns, filters and texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.store.conditions import Condition
from netzwerkhilfe.store.reading import Snapshot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netzwerkhilfe.ui.shell.commands import Commands

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


Cell = str | list[str] | tuple[str, int] | tuple[str, str] | None
"""What a cell shows; see :class:`Column`. Of snapshots of any kind: a page knows the kind of its columns."""


@dataclass(frozen=True)
class Column:
    """A column: its name (kept when a person hides it), heading, how its cells are drawn, their content, the stored
    fields it is sorted by, its width.

    The content fits the style: a tuple (code, rank) for an office, (word, phase) for a stage, (word, colour token) for
    a state, (text, whether it is late) for an age, a tuple of texts for tags, else text; ``None`` leaves it empty.
    ``width`` is in logical pixels, 0 takes the rest; ``rank`` above 0 hides the column in narrow lists, the highest
    first.
    """

    name: str
    heading: str
    style: str
    content: Callable[[Snapshot[Any], Facts], Cell]
    width: int = 0
    sort_by: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True)
class Option:
    """One choice of a filter pill."""

    text: str
    condition: Condition


@dataclass(frozen=True)
class Filter:
    """A filter pill: options to choose from, or a condition that it switches on."""

    name: str
    options: Callable[[Facts], list[Option]] | None = None
    condition: Callable[[Facts], Condition] | None = None


@dataclass(frozen=True)
class Card:
    """What a card of the board shows."""

    title: str
    place: str
    more: str
    amount: str
    age: str
    old: bool
    office: tuple[str, int] | None


@dataclass(frozen=True)
class ListSpec:
    """A page of entries of one kind; its title and icon stand in its :class:`~netzwerkhilfe.ui.kit.page.PageSpec`."""

    kind: str
    add: str
    placeholder: str
    count: Callable[[int, dict[str, int], Facts], str]
    """The text beside the title: out of the number of entries, of those at each stage, and the facts."""
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    empty_title: str
    empty_text: str
    pane: Callable[[Commands, Snapshot[Any]], QWidget]
    """What stands beside the list for the chosen entry."""
    row_height: int = 36
    sorted_by: tuple[str, bool] | None = None
    """The column it is sorted by at first, and whether downwards; else by title."""
    stages: bool = False
    """Whether ``count`` wants the numbers of the stages."""
    card: Callable[[Snapshot[Any], Facts], Card] | None = None
    """How an entry looks on the board; without it there is none."""
    begin: Callable[[Commands], object] | None = None
    """What begins a new entry, where it is not the form."""


@dataclass(frozen=True)
class Query:
    """What a list shall show now."""

    kind: str
    text: str = ""
    conditions: tuple[Condition, ...] = ()
    sort_by: tuple[str, ...] = ()
    descending: bool = False
