"""What is done with calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netzwerkhilfe.store.changeset import ChangeSet
    from netzwerkhilfe.ui.shell.commands import Commands


class CallCommands:
    """Commands on calls."""

    def __init__(self, window: Commands) -> None:
        self.window = window

    def note(self, name: str = "") -> None:
        """Anruf notieren (F2); the entry that comes of it is shown."""
        window = self.window
        if not window.is_open or window.panel_open:
            return
        from netzwerkhilfe.services.entries.calls import KIND_OF_TOPIC
        from netzwerkhilfe.ui.areas.calls.panel import CallPanel

        def saved(note: str, entry: str, change: ChangeSet) -> None:
            made = window.store.get(entry or note)
            kind = made.kind.name if made else "notes"
            window.reveal(kind, entry or note)
            also = made is not None and kind in KIND_OF_TOPIC.values()
            title = made.title(window.store.facts()) if made else ""
            window.did(
                change, f"Der Anruf ist notiert, der Eintrag angelegt: {title}" if also else "Der Anruf ist notiert."
            )

        panel = CallPanel(window.host, window.store, saved, name=name)
        panel.open(panel.name)

    def done(self, record: str) -> None:
        """A call back was made."""
        with self.window.store.act("Rückruf erledigt") as change:
            change.update(record, {"done": True})
        self.window.did(change.set, "Rückruf erledigt.")
