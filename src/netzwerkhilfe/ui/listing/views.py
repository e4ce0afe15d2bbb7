"""What a person keeps of a list: views (search, pills, order) under a name, and which columns are hidden (by name)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QLineEdit, QMenu

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import label
from netzwerkhilfe.ui.listing.spec import Column, ListSpec

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

LONGEST_NAME = 60


class Viewed(Protocol):
    """The list whose views are kept."""

    store: Store
    spec: ListSpec

    def view(self) -> dict[str, Json]:
        """Search, pills and order."""

    def restore_view(self, state: dict[str, Json]) -> None:
        """Show what was kept."""


def column_names(columns: Sequence[Column], kept: Sequence[object]) -> list[str]:
    """The columns that were kept, by name; earlier versions kept their position. What is gone is left out."""
    names = [c.name for c in columns]
    found = []
    for one in kept:
        name = names[one] if isinstance(one, int) and 0 <= one < len(names) else one
        if isinstance(name, str) and name in names:
            found.append(name)
    return found


def views_menu(page: Viewed, commands: Commands, menu: QMenu) -> None:
    """The part of a list's menu that shows, keeps and forgets views."""
    person, kind = page.store.person, page.spec.kind
    every: dict[str, dict[str, Json]] = commands.settings.get("views")
    mine: dict[str, Json] = every.get(person, {}).get(kind, {})

    def keep(name: str, state: dict[str, Json] | None) -> None:
        saved = {n: s for n, s in mine.items() if n != name} | ({name: state} if state is not None else {})
        done = f"Ansicht „{name}“ {'vergessen' if state is None else 'gemerkt'}"
        value = {**every, person: {**every.get(person, {}), kind: saved}}
        commands.change_setting(done, "views", value, lambda: None)

    def ask_name() -> None:
        panel = Panel(commands.host, "Ansicht merken", icon="bookmark-simple", width=440)
        name = QLineEdit()
        name.setAccessibleName("Name der Ansicht")
        panel.body.addWidget(label("Wie soll sie heißen?", "", 9.5, 500))
        panel.body.addWidget(name)

        def save() -> None:
            if name.text().strip():
                keep(name.text().strip()[:LONGEST_NAME], page.view())
                panel.dismiss()

        panel.saver("Merken", save)
        panel.open(name)

    views = menu.addMenu("Gemerkte Ansichten")
    for name, state in sorted(mine.items()):
        one = views.addMenu(name.replace("&", "&&"))
        one.addAction("Zeigen").triggered.connect(lambda _c=False, s=state: page.restore_view(s))
        one.addAction("Vergessen").triggered.connect(lambda _c=False, n=name: keep(n, None))
    if mine:
        views.addSeparator()
    views.addAction("Diese Ansicht merken …").triggered.connect(lambda _c=False: ask_name())
