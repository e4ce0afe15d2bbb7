"""What the window does with the network: invite, join, leave, share, change PCs, bring an office's space back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.ui.kit.widgets import label

if TYPE_CHECKING:
    from netzwerkhilfe.paths import Paths
    from netzwerkhilfe.settings import Settings
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.kit.worker import Tasks


class NetworkVerbs:
    """The part of the window that deals with the network and its PCs."""

    paths: Paths
    store: Store | None
    settings: Settings
    tasks: Tasks
    page: Any
    pages: Any
    stack: Any
    last: Any
    say: Any
    did: Any
    go: Any
    fill: Any
    changed: Any
    tell_error: Any
    paper: Any
    open_paper: Any

    def invite(self) -> None:
        """Invite an office: a file to hand over, five words to tell by telephone."""
        from PySide6.QtWidgets import QFileDialog

        assert self.store
        from PySide6.QtWidgets import QCheckBox, QLineEdit

        from netzwerkhilfe.exchange import invitation
        from netzwerkhilfe.ui.kit.dialogs import Panel

        store = self.store
        panel = Panel(self, "Büro einladen", icon="key", width=560)
        office = QLineEdit()
        office.setAccessibleName("Welches Büro?")
        helper = QCheckBox("PC einer helfenden Person (sieht nur, was alle Büros sehen)")
        words = label("", "", 12, 600, wrap=True)
        panel.body.addWidget(label("Welches Büro?", "", 9.5, 500))
        panel.body.addWidget(office)
        panel.body.addWidget(helper)
        panel.body.addWidget(
            label(
                "Sie speichern eine Datei und geben sie weiter, zum Beispiel auf einem Stick. Die fünf Wörter "
                "sagen Sie "
                "nur am Telefon.",
                "caption",
                9,
                wrap=True,
            )
        )
        panel.body.addWidget(words)

        def go() -> None:
            found, _ = QFileDialog.getSaveFileName(self, "Einladung speichern", "einladung.nheinladung")
            if not found:
                return
            try:
                said = invitation.invite(store, office.text(), Path(found), helper=helper.isChecked())
            except UserError as error:
                words.setText(error.paragraph())
                return
            words.setText(f"Die fünf Wörter:  {said}")
            self.changed()
            self.page.refresh()

        panel.saver("Einladung speichern …", go)
        panel.open(office)

    def join_network(self, given: Path | None = None) -> None:
        """An office that began alone joins with an invitation and takes its entries along."""
        from PySide6.QtWidgets import QFileDialog

        assert self.store
        from PySide6.QtWidgets import QLineEdit

        from netzwerkhilfe.exchange import moving_in
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button, row

        store = self.store
        panel = Panel(self, "Mit Einladung beitreten", icon="key", width=560)  # type: ignore[arg-type]
        file, words = QLineEdit(), QLineEdit()
        file.setAccessibleName("Einladungsdatei")
        words.setAccessibleName("Die fünf Wörter")
        problem = label("", "bad", 10, 500, wrap=True)

        def pick() -> None:
            found, _ = QFileDialog.getOpenFileName(self, "Einladung wählen", str(Path.home()))  # type: ignore[call-overload]
            if found:
                file.setText(found)

        panel.body.addWidget(label("Einladungsdatei", "", 9.5, 500))
        panel.body.addLayout(row(file, button("Datei wählen …", "", "folder-open", pick)))
        panel.body.addWidget(label("Die fünf Wörter", "", 9.5, 500))
        panel.body.addWidget(words)
        panel.body.addWidget(label("Ihre Einträge kommen mit. Vorher wird gesichert.", "caption", 9))
        panel.body.addWidget(problem)

        def go() -> None:
            try:
                moving_in.join(store, Path(file.text()), words.text())
            except UserError as error:
                problem.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()
            self.say("Beigetreten. Bitte jetzt einmal austauschen; das einladende Büro nimmt Sie auf.")
            self.changed()
            self.page.refresh()

        panel.saver("Beitreten", go)
        if given:
            file.setText(str(given))
        panel.open(words if given else file)

    def take_back(self) -> None:
        """The last exchange, taken back: the store is another one afterwards."""
        from netzwerkhilfe.exchange import undo

        assert self.store
        try:
            back = undo.take_back(self.store)
        except UserError as error:
            self.tell_error(error)
            return
        self.refill(back)
        self.go("exchange")
        self.say("Der Austausch ist zurückgenommen. Das Paket wartet, bis Sie zustimmen.")

    def table(self, kind: str, title: str) -> None:
        """One of the lists of the network."""
        from netzwerkhilfe.ui.areas.settings.tables import TablePanel

        assert self.store
        panel = TablePanel(self, self.store, kind, title, self.did)  # type: ignore[arg-type]
        panel.open(panel.list)

    def rules(self) -> None:
        """The figures of the network's rules."""
        from netzwerkhilfe.ui.areas.settings.tables import rules_panel

        assert self.store
        rules_panel(self, self.store, self.did)  # type: ignore[arg-type]

    def copied(self) -> None:
        """Ask what this PC is, when its data were copied."""
        from netzwerkhilfe.ui.areas.exchange.panels import CopyPanel

        assert self.store

        def done(text: str) -> None:
            self.say(text)
            self.page.refresh()

        CopyPanel(self, self.store, done).open()  # type: ignore[arg-type]

    def print_exchange(self, entry: dict[str, Any]) -> None:
        """The report of an exchange as a PDF."""
        from netzwerkhilfe.documents.exchange_report import print_exchange
        from netzwerkhilfe.exchange import status
        from netzwerkhilfe.services import papers

        assert self.store
        target = self.paper("austausch.pdf")
        paper = papers.exchange_report(
            self.store, entry["at"], entry["place"], entry["person"], status.sentences(entry)
        )
        try:
            print_exchange(paper, target)
        except UserError as error:
            self.tell_error(error, lambda: self.print_exchange(entry))
            return
        self.open_paper(target)

    def move_pc(self) -> None:
        """PC wechseln: one page that says what to do, and writes the file that is carried to the new PC."""
        from PySide6.QtWidgets import QFileDialog

        from netzwerkhilfe.store import backup
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button, column, row

        assert self.store
        store = self.store
        panel = Panel(self, "PC wechseln", subtitle="in drei Schritten", icon="desktop", width=600)  # type: ignore[arg-type]
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
            found, _ = QFileDialog.getSaveFileName(self, "Umzugsdatei speichern", "umzug.nhsicherung")  # type: ignore[call-overload]
            if not found:
                return
            try:
                backup.make(store, Path(found), files=True)
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

    def leave_network(self) -> None:
        """The whole office leaves; its data stay here."""
        from PySide6.QtWidgets import QComboBox, QFileDialog

        from netzwerkhilfe.exchange import departure, members
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button

        assert self.store
        store = self.store
        facts, own = store.facts(), store.local("office")
        offices = [
            o
            for o in facts.offices.values()
            if any(c.office == o.id for c in members.cards(store).values()) and o.id != own
        ]
        waiting = departure.open_entries(store)
        panel = Panel(self, "Das Netzwerk verlassen", icon="sign-out", width=600)  # type: ignore[arg-type]
        for text in (
            "Ihr Büro behält alle eigenen Einträge und arbeitet allein weiter. Die Personen der anderen Büros werden "
            "hier gelöscht.",
            "Die anderen Büros löschen Ihre Personen und behalten nur Zahlen. Sie bestätigen das mit ihren nächsten "
            "Paketen.",
            f"Offen sind {len(waiting)} Einträge, die alle sehen. Wer übernimmt sie?",
        ):
            panel.body.addWidget(label(text, "", 10, wrap=True))
        heir = QComboBox()
        heir.setAccessibleName("Wer übernimmt?")
        for office in offices:
            heir.addItem(office.name, office.id)
        heir.addItem("niemand", None)
        panel.body.addWidget(heir)
        said = label("", "bad", 10, 500, wrap=True)
        panel.body.addWidget(said)

        def go() -> None:
            folder = QFileDialog.getExistingDirectory(self, "Stick oder Ordner, den die anderen lesen")  # type: ignore[call-overload]
            if not folder:
                return
            try:
                departure.leave(store, Path(folder), heir.currentData())
            except UserError as error:
                said.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()
            self.say("Ihr Büro hat das Netzwerk verlassen. Bitte geben Sie den Stick den anderen.")
            self.changed()
            self.page.refresh()

        panel.foot.addStretch(1)
        panel.foot.addWidget(button("Abbrechen", clicked=panel.dismiss))
        panel.foot.addWidget(button("Stick wählen und verlassen …", "danger", clicked=go))
        panel.open(heir)

    def rescue_space(self) -> None:
        """The office's own entries out of a package, with a printed sheet."""
        from PySide6.QtWidgets import QFileDialog, QLineEdit

        from netzwerkhilfe.exchange import rescue
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button, row

        assert self.store
        store = self.store
        panel = Panel(self, "Büro-Bereich zurückholen", icon="lifebuoy", width=600)  # type: ignore[arg-type]
        file, key = QLineEdit(), QLineEdit()
        file.setAccessibleName("Paket vom Stick")
        key.setAccessibleName("Schlüssel vom Wiederherstellungsblatt")
        said = label("", "bad", 10, 500, wrap=True)

        def pick() -> None:
            found, _ = QFileDialog.getOpenFileName(self, "Paket wählen", str(Path.home()))  # type: ignore[call-overload]
            if found:
                file.setText(found)

        panel.body.addWidget(
            label(
                "Wenn alle PCs Ihres Büros ausgefallen sind: Auf dem Stick liegt noch ein Paket, das nur Ihr "
                "Wiederherstellungsblatt öffnet.",
                "",
                10,
                wrap=True,
            )
        )
        panel.body.addWidget(label("Paket vom Stick", "", 9.5, 500))
        panel.body.addLayout(row(file, button("Datei wählen …", "", "folder-open", pick)))
        panel.body.addWidget(label("Schlüssel vom Wiederherstellungsblatt", "", 9.5, 500))
        panel.body.addWidget(key)
        panel.body.addWidget(said)

        def go() -> None:
            try:
                came = rescue.take_back(store, Path(file.text()), key.text())
            except UserError as error:
                said.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()
            self.say(f"{came} Einträge Ihres Büros sind wieder da.")
            self.changed()
            self.page.refresh()

        panel.saver("Zurückholen", go)
        panel.open(file)

    def choose_office_folder(self) -> None:
        """The shared folder of the own office's PCs; choosing none ends the exchange by itself."""
        from PySide6.QtWidgets import QFileDialog

        found = QFileDialog.getExistingDirectory(
            self,
            "Gemeinsamer Ordner der PCs dieses Büros",
            self.settings.get("office_folder"),  # type: ignore[call-overload]
        )
        self.settings.set("office_folder", found)
        self.pages["exchange"].begin_own_office()
        self.page.refresh()

    def share(self, record: str) -> None:
        """Let all offices see an entry."""
        self._move(record, "Alle Büros sehen den Eintrag nach dem nächsten Austausch.", to_all=True)

    def unshare(self, record: str) -> None:
        """Take an entry back into the own office."""
        self._move(
            record,
            "Nur noch Ihr Büro sieht den Eintrag. Bei den anderen geht er mit dem nächsten Austausch.",
            to_all=False,
        )

    def _move(self, record: str, text: str, *, to_all: bool) -> None:
        from netzwerkhilfe.access import sharing

        assert self.store
        try:
            with self.store.change() as change:
                moved = sharing.share(change, record) if to_all else sharing.unshare(change, record)
        except UserError as error:
            self.tell_error(error)
            return
        self.last = None
        if hasattr(self.page, "current"):
            self.page.current = moved
        self.say(text)
        self.changed()
        self.page.refresh()
