"""What is done with an agenda at the desk: items added, moved, indented, dragged; templates and suggestions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton

from netzwerkhilfe.models.meetings import Meeting
from netzwerkhilfe.services.meetings import agenda_suggestions, meetings
from netzwerkhilfe.services.meetings.meetings import Schedule
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.meetings.item import ItemPane
from netzwerkhilfe.ui.areas.meetings.rows import Rows

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


class Agenda:
    """The part of the desk that works on the agenda."""

    store: Store
    commands: Commands
    meeting: Snapshot[Meeting] | None
    plan: Schedule
    items: Rows
    item: ItemPane
    new_item: QLineEdit
    add_button: QPushButton
    hint_more: QPushButton
    suggestions: list[agenda_suggestions.Suggestion]
    suggestion: agenda_suggestions.Suggestion | None
    refresh: Callable[[], None]
    _did: Callable[..., bool]

    # ---- agenda -----------------------------------------------------------------------------------------------------
    def add_item(self) -> None:
        """A new item from the line below the agenda."""
        title = self.new_item.text().strip()
        meeting = self.meeting
        if (
            title
            and meeting
            and self._did(lambda change: meetings.add_item(change, meeting.id, title[:400]), again=self.add_item)
        ):
            self.new_item.clear()
            self.items.setCurrentRow(max(0, self.items.count() - 1))
            self.new_item.setFocus()

    def add_usual(self) -> None:
        """The usual agenda."""
        if self.meeting:
            self._did(
                lambda change: meetings.add_usual(change, self.meeting.id), "Die übliche Tagesordnung ist eingefügt."
            )

    def add_menu(self) -> None:
        """Templates, suggestions, the usual agenda."""
        assert self.meeting
        menu = QMenu(self.add_button)
        meeting = self.meeting
        for one in self.suggestions:
            menu.addAction("Vorschlag: " + one.why.replace("&", "&&")[:70]).triggered.connect(
                lambda _c=False, s=one: self.take_suggestion(s)
            )
        if self.suggestions:
            menu.addSeparator()
        for template in meetings.templates(self.store):
            title = str(template.record.title or "")
            menu.addAction(title.replace("&", "&&")).triggered.connect(
                lambda _c=False, t=template: self._did(lambda change: meetings.add_template(change, meeting.id, t))
            )
        menu.addSeparator()
        menu.addAction("Ganze übliche Tagesordnung").triggered.connect(lambda _c=False: self.add_usual())
        menu.addAction("Unterpunkt des gewählten TOP").triggered.connect(lambda _c=False: self.add_sub())
        menu.addAction("Vorlagen bearbeiten …").triggered.connect(
            lambda _c=False: self.commands.office.table("item_templates", "Vorlagen für die Tagesordnung")
        )
        menu.exec(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def add_sub(self) -> None:
        """A new item below the chosen one."""
        entry = self.plan.line(self.items.chosen)
        if entry and self.meeting:
            under = entry.item.record.under or entry.item.id
            self._did(lambda change: meetings.add_item(change, self.meeting.id, "Unterpunkt", 5, under=under))

    def take_suggestion(self, one: agenda_suggestions.Suggestion | None = None) -> None:
        """Put a suggestion on the agenda."""
        chosen = one or self.suggestion
        if chosen and self.meeting:
            self._did(
                lambda change: agenda_suggestions.take(change, self.meeting, chosen), "Auf die Tagesordnung gesetzt."
            )

    def suggestion_menu(self) -> None:
        """The other suggestions, and not to be offered this one again."""
        menu = QMenu(self.hint_more)
        for one in self.suggestions[1:]:
            menu.addAction(one.why.replace("&", "&&")[:80]).triggered.connect(
                lambda _c=False, s=one: self.take_suggestion(s)
            )
        if self.suggestions[1:]:
            menu.addSeparator()
        menu.addAction("Für diese Sitzung nicht anbieten").triggered.connect(lambda _c=False: self.dismiss_suggestion())
        menu.exec(self.hint_more.mapToGlobal(self.hint_more.rect().bottomLeft()))

    def dismiss_suggestion(self) -> None:
        """Do not offer it for this meeting."""
        if self.suggestion and self.meeting:
            agenda_suggestions.dismiss(self.store, self.meeting, self.suggestion)
            self.refresh()

    def move_item(self, step: int) -> None:
        """Move the chosen item."""
        if self.items.chosen and self.meeting:
            self._did(lambda change: meetings.move_item(change, self.meeting.id, self.items.chosen, step))

    def indent(self, out: bool) -> None:
        """Make the chosen item a sub-item, or an item of its own."""
        if self.items.chosen and self.meeting:
            self._did(lambda change: meetings.indent(change, self.meeting.id, self.items.chosen, out=out))

    def dropped(self, item: str, before: str) -> None:
        """An item was dragged before another one."""
        if self.meeting:
            self._did(lambda change: meetings.place_item(change, self.meeting.id, item, before))

    def edit_item(self) -> None:
        """The form of the chosen item."""
        if self.items.chosen and self.meeting and meetings.can_change(self.meeting):
            self.item.flush()
            self.commands.entries.edit(self.items.chosen)

    def remove_item(self) -> None:
        """The chosen item goes into the Papierkorb."""
        entry = self.plan.line(self.items.chosen) if self.items.chosen else None
        if entry:
            self.commands.entries.trash(entry.item)
