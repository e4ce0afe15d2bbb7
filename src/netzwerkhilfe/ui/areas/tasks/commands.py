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
        """Tick a task off; the toast leads back."""
        from netzwerkhilfe.services.helping import work_list

        self.window.did(work_list.finish(self.window.store, task), "Erledigt.")

    def reopen(self, task: str) -> None:
        """A task is open after all."""
        from netzwerkhilfe.services.helping import work_list

        self.window.did(work_list.reopen(self.window.store, task), "Wieder offen.")
