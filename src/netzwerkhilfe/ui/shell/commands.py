"""What pages, panes and panels may ask of the window, each with its signature.

What belongs to an area stands in its folder (``areas/<area>/commands.py``); here is how to reach it. Nothing but types
is imported, so that every part of the window may import this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from netzwerkhilfe.models.fields import Json
    from netzwerkhilfe.paths import Paths
    from netzwerkhilfe.settings import Settings
    from netzwerkhilfe.store.changeset import ChangeSet
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.areas.calls.commands import CallCommands
    from netzwerkhilfe.ui.areas.exchange.commands import NetworkCommands
    from netzwerkhilfe.ui.areas.leads.commands import LeadCommands
    from netzwerkhilfe.ui.areas.people.commands import PeopleCommands
    from netzwerkhilfe.ui.areas.settings.commands import OfficeCommands
    from netzwerkhilfe.ui.areas.tasks.commands import TaskCommands
    from netzwerkhilfe.ui.kit.leaving import Draft
    from netzwerkhilfe.ui.kit.page import Page
    from netzwerkhilfe.ui.kit.worker import Worker
    from netzwerkhilfe.ui.shell.entries import EntryCommands
    from netzwerkhilfe.ui.shell.files import FileCommands
    from netzwerkhilfe.ui.shell.pages import Pages


class Commands(Protocol):
    """The window, as its parts see it. The shell is one."""

    paths: Paths
    settings: Settings
    worker: Worker
    beside: Worker
    """For long work that nobody waits for."""
    pages: Pages
    """All pages by their key, with their specs; one that was not visited yet is made when it is asked for."""

    entries: EntryCommands
    files: FileCommands
    calls: CallCommands
    leads: LeadCommands
    people: PeopleCommands
    tasks: TaskCommands
    network: NetworkCommands
    office: OfficeCommands

    @property
    def store(self) -> Store:
        """The open store; raises ``RuntimeError`` before it is open."""

    @property
    def host(self) -> QWidget:
        """What panels cover."""

    @property
    def page(self) -> Page:
        """The page that is shown."""

    @property
    def is_open(self) -> bool:
        """Whether the store is open yet."""

    @property
    def panel_open(self) -> bool:
        """Whether a panel covers the page, so that no second one may be opened."""

    def lock(self) -> None:
        """Cover everything until somebody gives the passphrase."""

    def begin_locking(self) -> None:
        """Lock by itself as the settings say, from now on."""

    def say(self, text: str) -> None:
        """A toast without a way back."""

    def did(self, change: ChangeSet, text: str, icon: str = "check-circle", name: str = "") -> None:
        """Something was done: show it, offer the way back (of ``name``, else of the text), read the page again."""

    def no_way_back(self, why: str) -> bool:
        """What was done cannot be taken back with Strg+Z, nor what was done before it; ``why`` is said then.

        Gives whether anything could have been taken back until now.
        """

    def did_here(self, name: str, back: Callable[[], object], again: Callable[[], object]) -> None:
        """Something of this PC alone was done: how it is taken back, and done again."""

    def change_setting(self, name: str, key: str, value: Json, then: Callable[[], object]) -> None:
        """Change a setting of this PC, with a way back; ``then`` does what follows from it, both ways."""

    def tell_error(self, error: BaseException, again: Callable[[], object] | None = None) -> None:
        """What a person can mend goes into the bar at the top; everything else is a bug and is logged as well."""

    def changed(self) -> None:
        """Counts, conflicts, backup line and user again."""

    def refresh(self) -> None:
        """Read the page that is shown again."""

    def go(self, key: str) -> None:
        """Show a page."""

    def reveal(self, kind: str, record: str) -> None:
        """Show an entry on the page it belongs to."""

    def leave_page(self, then: Callable[[], object]) -> None:
        """Leave the page, or the entry on it; what is typed there and not saved is asked about before ``then``."""

    def settle_drafts(self, find: Callable[[], list[Draft]], then: Callable[[], object]) -> None:
        """Ask what becomes of what was typed and not saved, if there is something, then go on.

        :param find: gives what is typed and not saved; asked again with the answer, since parts may be drawn anew.
        """

    def refill(self, store: Store, why: str = "") -> None:
        """Another store is open now: all pages are made again. ``why`` the way back ends here."""
