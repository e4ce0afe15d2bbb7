"""What was typed at this PC when another one had signed the minutes already: in sight, until it is an addendum or
dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from netzwerkhilfe.services.entries import typed
from netzwerkhilfe.services.meetings import meetings, minutes
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.kit.widgets import boxed, button, column, label, row, selectable

if TYPE_CHECKING:
    from netzwerkhilfe.ui.areas.meetings.item import ItemPane

TOLD = "Hier getippt, als schon unterschrieben war; es steht in keiner Niederschrift:"


def box(pane: ItemPane, at: Sitting, entry: meetings.ScheduledItem) -> QWidget | None:
    """The words with what can be done about them; nothing where none are left."""
    item = entry.item
    text = typed.left_over(pane.store, item, "text")
    if text is None:
        return None

    def write(change: Change) -> None:
        words = f"Zu TOP {entry.number}: {text}"
        minutes.add_addendum(change, at.meeting, words, confidential=entry.confidential)

    def add() -> None:
        if pane.do("Nachtrag eingetragen", write, "Der Nachtrag steht bei der Niederschrift."):
            drop()

    def drop() -> None:
        typed.forget(pane.store, item, "text")
        pane.changed()

    words = selectable(label(text, "", 10, wrap=True))
    inside = column(label(TOLD, "", 10, 500, wrap=True), words, spacing=6, margins=(12, 8, 12, 8))
    does = (button("Als Nachtrag eintragen", "link", clicked=add), button("Verwerfen", "link", clicked=drop))
    inside.addLayout(row(*does, None))
    return boxed(inside, "warnbox")
