"""What comes to the window from outside: files that are dropped or opened by a double click, and what a second start
wants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.paths import BACKUP, INVITATION, PACKAGE, fleeting

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.ui.shell.shell import Shell
    from netzwerkhilfe.ui.shell.single import Running
    from netzwerkhilfe.ui.shell.window import Window

LISTS = (".xlsx", ".xls", ".ods", ".csv", ".txt")
EVERY = 400
"""Milliseconds between two looks for what a second start wants."""


class Outside:
    """Takes each file to where it belongs, by what it is and then by its ending in any case.

    ``waiting`` are those that came before the store was open.
    """

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.waiting: list[Path] = []

    def open_waiting(self) -> None:
        """The store is open now."""
        if self.waiting:
            self.open_files(self.waiting)

    def open_files(self, paths: list[Path]) -> None:
        """Files from outside; before the store is open they wait."""
        from netzwerkhilfe.exchange import attachment_sync, package

        shell = self.shell
        if not shell.is_open:
            self.waiting = paths
            self.lead_wizard()
            return
        self.waiting = []
        packages = [p for p in paths if package.is_package(p) or attachment_sync.is_file(p)]
        endings = {p.suffix.lower(): p for p in paths}
        if packages:
            shell.network.take_files(packages)
        elif INVITATION in endings:
            shell.network.join(endings[INVITATION])
        elif BACKUP in endings:
            self.ask_restore(endings[BACKUP])
        elif paths and (entry := self._entry_under_drop(paths)):
            shell.files.attach(entry, paths)
        elif paths and shell.page.kind:
            shell.files.import_list(shell.page.kind, paths[0])
        elif paths:
            shell.tell_error(
                UserError(f"„{paths[0].name}“ ist kein Paket.", DATA_SAFE, f"Pakete haben die Endung {PACKAGE}.")
            )

    def lead_wizard(self) -> None:
        """In the first run an invitation or a backup that waits leads to its page."""
        from netzwerkhilfe.ui.shell.first_run import FirstRun

        wizard = self.shell.outer.currentWidget()
        ways = {INVITATION: "join", BACKUP: "restore"}
        path = next((p for p in self.waiting if p.suffix.lower() in ways), None)
        if path is not None and isinstance(wizard, FirstRun):
            wizard.begin_with(ways[path.suffix.lower()], path)
            self.waiting.remove(path)

    def _entry_under_drop(self, paths: list[Path]) -> Snapshot | None:
        """The entry that is shown, if what was dropped is not a list."""
        page = self.shell.page
        if not page.kind or not page.current or any(p.suffix.lower() in LISTS for p in paths):
            return None
        return self.shell.store.get(page.current)

    def ask_restore(self, path: Path) -> None:
        """A backup was opened while there is data: it takes the data's place only if the person says so."""
        from netzwerkhilfe.ui.kit.dialogs import ask

        ask(
            self.shell,
            "Sicherung zurückspielen?",
            f"Alles, was seit „{path.name}“ erfasst wurde, ist dann nicht mehr zu sehen. Der jetzige Stand bleibt als "
            "Ordner neben den Daten liegen. Wer gelöscht wurde, bleibt gelöscht.",
            "Zurückspielen",
            lambda: self.restore_from(path),
            danger=True,
        )

    def restore_from(self, path: Path) -> None:
        """Put a backup of these data in their place; if it does not go, all stays as it was."""
        from netzwerkhilfe.store import opening

        shell, store = self.shell, self.shell.store
        shell.worker.wait()
        store.close()
        try:
            back = opening.restore(shell.paths, path, None, key=store.key)
        except UserError as error:
            shell.tell_error(error)
            return
        shell.refill(back, "Seit die Sicherung zurückgespielt ist, ist nichts rückgängig zu machen.")
        shell.say("Die Sicherung ist zurückgespielt.")

    def warn_of_fleeting(self) -> None:
        """Say it where the data would go with the user's profile."""
        if reason := fleeting(self.shell.paths.data):
            self.shell.tell_error(
                UserError(
                    reason,
                    "Bis dahin sind sie sicher. Bitte tauschen Sie vor dem Abmelden aus.",
                    "Ihre IT kann dem Programm einen Ordner geben, der bleibt (Handbuch, Seite „Einrichten“).",
                )
            )


class Listener(QObject):
    """Looks for what other starts want, brings the window to the front and opens their files."""

    def __init__(self, window: Window, running: Running) -> None:
        super().__init__(window)
        self.window, self.running = window, running
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY)

    def look(self) -> None:
        """One look."""
        for files in self.running.orders():
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()
            if self.window.shell is not None and files:
                self.window.shell.outside.open_files(files)
            elif files:
                self.window.files += files
