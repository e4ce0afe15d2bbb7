"""What comes to the window from outside: files that are dropped or opened by a double click, and what a second start
wants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.paths import BACKUP, INVITATION, PACKAGE, fleeting

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.single import Running
    from netzwerkhilfe.ui.shell.window import Window

LISTS = (".xlsx", ".xls", ".ods", ".csv", ".txt")
EVERY = 400
"""Milliseconds between two looks for what a second start wants."""


class Outside:
    """Part of the shell: takes each file to where it belongs, by what it is and then by its ending in any case."""

    def open_files(self, paths: list[Path]) -> None:
        """Files from outside; before the store is open they wait."""
        from netzwerkhilfe.exchange import carrying, package

        if not self.store:
            self.waiting_files = paths
            self.lead_wizard()
            return
        self.waiting_files = []
        packages = [p for p in paths if package.is_package(p) or carrying.is_file(p)]
        endings = {p.suffix.lower(): p for p in paths}
        if packages:
            self.go("exchange")
            self.pages["exchange"].take_files(packages)
        elif INVITATION in endings:
            self.join_network(endings[INVITATION])
        elif BACKUP in endings:
            self.ask_restore(endings[BACKUP])
        elif paths and (entry := self._entry_under_drop(paths)):
            self.attach_files(entry, paths)
        elif paths and hasattr(self.page, "spec"):
            self.import_list(self.page, paths[0])
        elif paths:
            self.tell_error(
                UserError(f"„{paths[0].name}“ ist kein Paket.", DATA_SAFE, f"Pakete haben die Endung {PACKAGE}.")
            )

    def lead_wizard(self) -> None:
        """In the first run an invitation or a backup that waits leads to its page."""
        from netzwerkhilfe.ui.shell.first_run import FirstRun

        wizard = self.outer.currentWidget()
        ways = {INVITATION: "join", BACKUP: "restore"}
        path = next((p for p in self.waiting_files if p.suffix.lower() in ways), None)
        if path is not None and isinstance(wizard, FirstRun):
            wizard.begin_with(ways[path.suffix.lower()], path)
            self.waiting_files.remove(path)

    def _entry_under_drop(self, paths: list[Path]) -> Any:
        """The entry that is shown, if what was dropped is not a list."""
        current = getattr(self.page, "current", "")
        lists = any(p.suffix.lower() in LISTS for p in paths)
        return None if lists or not current or not hasattr(self.page, "spec") else self.store.get(current)

    def ask_restore(self, path: Path) -> None:
        """A backup was opened while there is data: it takes the data's place only if the person says so."""
        from netzwerkhilfe.ui.kit.dialogs import ask

        ask(
            self,
            "Sicherung zurückspielen?",
            f"Alles, was seit „{path.name}“ erfasst wurde, ist dann nicht mehr zu sehen. Der jetzige Stand bleibt als "
            "Ordner "
            "neben den Daten liegen. Wer gelöscht wurde, bleibt gelöscht.",
            "Zurückspielen",
            lambda: self.restore_from(path),
            danger=True,
        )

    def restore_from(self, path: Path) -> None:
        """Put a backup of these data in their place; if it does not go, all stays as it was."""
        from netzwerkhilfe.store import opening

        store = self.store
        self.tasks.wait()
        store.close()
        try:
            back = opening.restore(self.paths, path, None, key=store.key)
        except UserError as error:
            self.tell_error(error)
            return
        self.refill(back)
        self.go("overview")
        self.say("Die Sicherung ist zurückgespielt.")

    def refill(self, store: Any) -> None:
        """Another store is open now: all pages are made anew."""
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages: dict[str, Any] = {}
        self.last = None
        self.fill(store)

    def warn_of_fleeting(self) -> None:
        """Say it where the data would go with the user's profile."""
        if reason := fleeting(self.paths.data):
            self.tell_error(
                UserError(
                    reason,
                    "Bis dahin sind sie sicher. Bitte tauschen Sie vor dem Abmelden aus.",
                    "Ihre IT kann dem Programm mit --data-dir einen Ordner geben, der bleibt.",
                )
            )

    def sweep_papers(self, *, wait: bool = True) -> None:
        """Leave no papers with names behind: each file goes, whether or not a reader holds another one."""
        held = atomic.remove_tree(self.paths.papers, wait=wait)
        if held:
            import logging

            logging.getLogger(__name__).info("%d opened papers are held by other programs", len(held))


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
                self.window.shell.open_files(files)
            elif files:
                self.window.files += files
