"""A page of the window: what it is called, where it stands, and what the keys of the window do on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from netzwerkhilfe.ui.kit.leaving import Draft, drafts
from netzwerkhilfe.ui.kit.staying import Stay, typing_in

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.shell.commands import Commands

TOP, PLACING, PEOPLE, TOGETHER = "", "Vermitteln", "Menschen & Angebote", "Zusammenarbeit"
HEADINGS = (TOP, PLACING, PEOPLE, TOGETHER)
"""The headings of the sidebar, in their order."""


class Page(QWidget):
    """A page. The window asks these methods and nothing else; a page says here what a key does on it.

    ``current`` is the id of the entry that is chosen or open, "" for none.
    """

    kind = ""
    """The kind of the entries in its list; lists of people's own are dropped on such a page."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.current = ""

    def refresh(self) -> None:
        """Read again what is shown."""

    def catch_up(self) -> None:
        """Somebody else has changed something: read again, and leave keyboard, choice and scrolling where they are."""
        stay = Stay(self)
        self.refresh()
        stay.restore()

    def typing(self) -> bool:
        """Whether somebody types into what reading again would draw anew."""
        return typing_in(self) is not None

    def show_now(self) -> None:
        """Show at once what would follow when the hand rests (pictures, tests)."""

    def begin(self) -> None:
        """The page was gone to: the keyboard begins here. So it does when what had the keyboard is gone."""
        self.setFocus()

    def drafts(self) -> list[Draft]:
        """What is typed on it and not saved."""
        return drafts(self)

    def reveal(self, record: str) -> None:
        """Be ready to show an entry, whatever is searched and filtered; the window goes to the page afterwards."""
        self.current = record

    def flush(self) -> None:
        """Save now what saves itself after a pause."""

    def renamed(self, record: str, now: str) -> None:
        """An entry has another id now, because it was shared or taken back."""
        if self.current == record:
            self.current = now

    # ---- keys -------------------------------------------------------------------------------------------------------
    def add(self) -> None:
        """Strg+N."""

    def edit(self) -> None:
        """Strg+E."""

    def print(self) -> None:
        """Strg+P."""

    def search_here(self) -> None:
        """Strg+F."""

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes to, one after the other."""
        return []


class Instead(QWidget):
    """What stands in place of sidebar and pages: the question for the passphrase, the first run."""

    name = ""
    """What it is called, where it is left before it is done."""

    def begin(self) -> None:
        """The keyboard begins here."""
        self.setFocus()

    @property
    def edited(self) -> bool:
        """Whether somebody has entered something that would be lost."""
        return False


@dataclass(frozen=True)
class QuickAdd:
    """A key that begins a new entry of a page from anywhere. The search offers it too, with what was typed."""

    sequence: str
    """As Qt names the key."""
    shown: str
    """As people read it."""
    what: str
    """What is entered: "Person"."""
    values: Callable[[str], dict[str, str]]
    """Fields of the form from a text: a name typed into the search."""


@dataclass(frozen=True)
class Verb:
    """What can be done with an entry: the text in its menu, and what does it.

    ``key`` is the key that does the same in the list, as people read it; verbs with the same ``under`` stand in a menu
    of that name.
    """

    text: str
    do: Callable[[], object]
    key: str = ""
    under: str = ""
    now: bool = False
    """Whether it is how the entry is now; it is ticked and does nothing."""


@dataclass(frozen=True)
class PageSpec:
    """What the window knows of a page before it is made. ``make`` is called at the first visit and imports late.

    ``keys`` are the keys of its own, (keys, what they do), for the table in the manual; ``count`` is the number beside
    its name, in amber with ``alert``.
    """

    key: str
    title: str
    icon: str
    make: Callable[[Commands], Page]
    heading: str = TOP
    keys: tuple[tuple[str, str], ...] = ()
    manual: str = "index.md"
    """The page of the manual that F1 opens here, with a heading if need be ("index.md#anruf-notieren")."""
    count: Callable[[Store], int] | None = None
    alert: bool = False
    in_sidebar: bool = True
    quick_add: QuickAdd | None = None
    reveals: tuple[str, ...] = ()
    """The kinds whose entries it shows; a page of a list shows those of the kind it is named for."""
    verbs: Callable[[Commands, Snapshot], Sequence[Verb]] | None = None
    """What can be done with its entries beside what can be done with every entry."""


NUMBERED = 9
"""So many pages have a key of their own, Strg+1 … Strg+9."""


def numbered(specs: Sequence[PageSpec]) -> list[PageSpec]:
    """The pages that Strg+1 … Strg+9 go to; the specs come in the order of the sidebar."""
    return [s for s in specs if s.in_sidebar][:NUMBERED]


def tab_stops(inside: QWidget) -> list[QWidget]:
    """What the Tab key reaches inside a widget."""
    return [
        w for w in inside.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisibleTo(inside)
    ]
