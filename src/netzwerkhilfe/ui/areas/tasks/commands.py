"""What is done with tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


class TaskCommands:
    """Commands on tasks."""

    def __init__(self, window: Commands) -> None:
        self.window = window

    def finish(self, task: str) -> None:
        """Tick a task off; the toast leads back. A suggestion that stays open by it is asked about again."""
        from netzwerkhilfe.models.values import show_near
        from netzwerkhilfe.services.matching import chain

        store = self.window.store
        with store.act("Aufgabe erledigt") as change:
            match = chain.finish_task(change, task)
        again = show_near(match.record.next_on or "", store.today()) if match else ""
        self.window.did(
            change.set, f"Erledigt. Der Vorschlag ist noch offen: wieder {again}." if match else "Erledigt."
        )

    def reopen(self, task: str) -> None:
        """A task is open after all."""
        from netzwerkhilfe.services.helping import work_list

        with self.window.store.act("Aufgabe wieder geöffnet") as change:
            work_list.reopen(change, task)
        self.window.did(change.set, "Wieder offen.")
