"""What is done with this PC and the lists and rules of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.paths import BACKUP

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


class OfficeCommands:
    """Commands on this PC, its office and the network's lists."""

    def __init__(self, window: Commands) -> None:
        self.window = window

    def table(self, kind: str, title: str) -> None:
        """One of the lists of the network."""
        from netzwerkhilfe.ui.areas.settings.tables import TablePanel

        window = self.window
        panel = TablePanel(window.host, window.store, kind, title, window.did)
        panel.open(panel.list)

    def tick_places(self) -> None:
        """More places of the own office."""
        from netzwerkhilfe.ui.areas.settings import places

        places.tick(self.window)

    def take_places(self) -> None:
        """Offices and places from a list."""
        from netzwerkhilfe.ui.areas.settings import places

        places.take_list(self.window)

    def save_places(self) -> None:
        """Offices and places as a list."""
        from netzwerkhilfe.ui.areas.settings import places

        places.save_list(self.window)

    def rules(self) -> None:
        """The figures of the network's rules."""
        from netzwerkhilfe.ui.areas.settings.tables import rules_panel

        rules_panel(self.window.host, self.window.store, self.window.did)

    def move_pc(self) -> None:
        """PC wechseln: one page that says what to do, and writes the file that is carried to the new PC."""
        from netzwerkhilfe.store import backup
        from netzwerkhilfe.ui.kit.choosing import save_as
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button, column, label, row

        window, store = self.window, self.window.store
        panel = Panel(window.host, "PC wechseln", subtitle="in drei Schritten", icon="desktop", width=600)
        steps = (
            (
                "1",
                "Hier: die Umzugsdatei auf einen Stick schreiben.",
                "Sie ist so verschlüsselt wie die Daten und enthält auch Fotos und Dateien.",
            ),
            (
                "2",
                "Auf dem neuen PC: „Es gibt eine Sicherung“ wählen und die Datei angeben.",
                "Das Kennwort oder das Wiederherstellungsblatt öffnet sie.",
            ),
            (
                "3",
                "Dort antworten: „Dieser PC ersetzt den anderen“.",
                "Danach hier nichts mehr eintragen. Die anderen Büros merken nichts vom Wechsel.",
            ),
        )
        for number, text, below in steps:
            panel.body.addLayout(
                row(
                    label(number, "", 12, 600),
                    4,
                    column(label(text, "", 10, 600, wrap=True), label(below, "caption", 9, wrap=True), spacing=0),
                )
            )
        said = label("", "", 10, 500, wrap=True)
        panel.body.addWidget(said)

        def write() -> None:
            found = save_as(window.host, "Umzugsdatei speichern", f"umzug{BACKUP}")
            if found is None:
                return
            try:
                backup.make(store, found, files=True)
            except UserError as error:
                said.setText(error.paragraph())
            else:
                said.setText(f"Die Umzugsdatei liegt hier: {found}")
            panel.fit()

        panel.foot.addStretch(1)
        panel.foot.addWidget(button("Schließen", clicked=panel.dismiss))
        act = button("Umzugsdatei schreiben …", "primary", clicked=write)
        panel.foot.addWidget(act)
        panel.open(act)

    def print_recovery(self, key: str) -> None:
        """The recovery sheet; it is opened for printing and goes when the program closes."""
        from netzwerkhilfe import output
        from netzwerkhilfe.services.papers.registry import Subject

        window = self.window
        target = window.files.paper("wiederherstellungsblatt.pdf")
        try:
            with window.store.change() as change:
                told = output.write(change, Subject(given={"key": key}), "recovery-sheet", target)
        except UserError as error:
            window.tell_error(error, lambda: self.print_recovery(key))
            return
        window.files.open_paper(target)
        window.say(f"Das Wiederherstellungsblatt ist geöffnet. Bitte drucken und sicher verwahren. {told}".strip())

    def new_recovery(self) -> None:
        """A new recovery key; the old one opens nothing any more."""
        from netzwerkhilfe.exchange import recover_space
        from netzwerkhilfe.ui.kit.dialogs import ask

        ask(
            self.window.host,
            "Neues Wiederherstellungsblatt?",
            "Das alte Blatt wird damit ungültig. Bitte vernichten Sie es.",
            "Neues Blatt drucken",
            lambda: self.print_recovery(recover_space.new_sheet(self.window.store)),
            danger=True,
        )

    def change_passphrase(self) -> None:
        """A passphrase for who works here, in place of a former one."""
        from PySide6.QtWidgets import QLineEdit

        from netzwerkhilfe.exchange import founding
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.secret import hidden
        from netzwerkhilfe.ui.kit.widgets import label

        window, store = self.window, self.window.store
        panel = Panel(window.host, "Kennwort", subtitle=store.person, icon="lock-key", width=480)
        first, again = QLineEdit(), QLineEdit()
        problem = label("", "bad", 10, 500, wrap=True)
        for edit, text in ((first, "Neues Kennwort (mindestens acht Zeichen)"), (again, "Kennwort wiederholen")):
            hidden(edit)
            edit.setAccessibleName(text)
            panel.body.addWidget(label(text, "", 9.5, 500))
            panel.body.addWidget(edit)
        panel.body.addWidget(problem)

        def go() -> None:
            if first.text() != again.text():
                problem.setText("Die beiden Kennwörter sind verschieden.")
                return
            try:
                founding.set_passphrase(store, first.text())
            except UserError as error:
                problem.setText(error.paragraph())
                return
            except OSError:
                problem.setText("Das Kennwort ließ sich nicht speichern. Das bisherige gilt weiter.")
                return
            panel.dismiss()
            window.say("Das neue Kennwort gilt.")
            window.refresh()

        panel.saver("Kennwort speichern", go)
        panel.open(first)

    def lock(self) -> None:
        """Lock the window now."""
        self.window.lock()

    def lock_after(self, minutes: int) -> None:
        """Lock by itself after so many minutes without a key or a movement; 0 for never."""
        self.window.change_setting("Sperre eingestellt", "lock_after", minutes, self.window.begin_locking)

    def choose_folder(self) -> None:
        """The shared folder of the own office's PCs; choosing none ends the exchange by itself."""
        from PySide6.QtWidgets import QFileDialog

        window = self.window
        found = QFileDialog.getExistingDirectory(
            window.host, "Gemeinsamer Ordner der PCs dieses Büros", window.settings.get("office_folder")
        )

        def then() -> None:
            window.network.begin_own_office()
            window.refresh()

        window.change_setting("Gemeinsamer Ordner geändert", "office_folder", found, then)

    def set_theme(self, choice: str) -> None:
        """Light, dark or as the system."""
        from PySide6.QtWidgets import QApplication

        from netzwerkhilfe.ui.kit import style

        window = self.window

        def then() -> None:
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            style.apply(app, window.settings.get("theme"))
            window.host.update()

        window.change_setting("Farben geändert", "theme", choice, then)
        window.say("Die Farben gelten ganz nach dem nächsten Start.")
