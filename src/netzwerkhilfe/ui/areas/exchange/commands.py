"""What is done with the network: invite, join, leave, take an exchange back, bring an office's space back; and the
exchange with the PCs of the own office."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.paths import INVITATION
from netzwerkhilfe.ui.areas.exchange.wording import AFTER_EXCHANGE, BEGINS_ANEW

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

    from netzwerkhilfe.exchange.report import Report
    from netzwerkhilfe.ui.shell.commands import Commands


OFFICE_PAUSE = 5 * 60_000
"""How often the PCs of one office exchange through their shared folder, in milliseconds."""
FIRST_PAUSE = 4000
"""How soon after the start they do so first, in milliseconds."""


class NetworkCommands:
    """Commands on the network. ``busy`` while an exchange that somebody started is under way."""

    def __init__(self, window: Commands) -> None:
        self.window = window
        self.busy = False
        self._office: QTimer | None = None

    def invite(self) -> None:
        """Invite an office: a file to hand over, five words to tell by telephone."""
        from PySide6.QtWidgets import QCheckBox

        from netzwerkhilfe.exchange import invitation
        from netzwerkhilfe.ui.kit.choosing import save_as
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.offices import office_box
        from netzwerkhilfe.ui.kit.widgets import label

        window, store = self.window, self.window.store
        panel = Panel(window.host, "Büro einladen", icon="key", width=560)
        office = office_box(store.facts())
        office.setAccessibleName("Welches Büro?")
        helper = QCheckBox("PC einer helfenden Person (sieht nur, was alle Büros sehen)")
        words = label("", "", 12, 600, wrap=True)
        panel.body.addWidget(label("Welches Büro?", "", 9.5, 500))
        panel.body.addWidget(office)
        panel.body.addWidget(helper)
        panel.body.addWidget(
            label(
                "Wählen Sie ein Büro, das einen weiteren PC bekommt, oder schreiben Sie den Namen eines neuen. Die "
                "Datei geben Sie weiter, zum Beispiel auf einem Stick. Die fünf Wörter sagen Sie nur am Telefon.",
                "caption",
                9,
                wrap=True,
            )
        )
        panel.body.addWidget(words)

        def go() -> None:
            found = save_as(window.host, "Einladung speichern", f"einladung{INVITATION}")
            if found is None:
                return
            try:
                said = invitation.invite(store, office.currentText(), found, helper=helper.isChecked())
            except UserError as error:
                words.setText(error.paragraph())
                return
            words.setText(f"Die fünf Wörter:  {said}")
            window.changed()
            window.refresh()

        panel.saver("Einladung speichern …", go)
        panel.open(office)

    def join(self, given: Path | None = None) -> None:
        """An office that began alone joins with an invitation and takes its entries along."""
        from PySide6.QtWidgets import QFileDialog, QLineEdit

        from netzwerkhilfe.exchange import join_with_data
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button, label, row

        window, store = self.window, self.window.store
        panel = Panel(window.host, "Mit Einladung beitreten", icon="key", width=560)
        file, words = QLineEdit(), QLineEdit()
        file.setAccessibleName("Einladungsdatei")
        words.setAccessibleName("Die fünf Wörter")
        problem = label("", "bad", 10, 500, wrap=True)

        def pick() -> None:
            found, _ = QFileDialog.getOpenFileName(window.host, "Einladung wählen", str(Path.home()))
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
                join_with_data.join(store, Path(file.text()), words.text())
            except UserError as error:
                problem.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()
            window.no_way_back(AFTER_EXCHANGE)
            window.say("Beigetreten. Bitte jetzt einmal austauschen; das einladende Büro nimmt Sie auf.")
            window.changed()
            window.refresh()

        panel.saver("Beitreten", go)
        if given:
            file.setText(str(given))
        panel.open(words if given else file)

    def take_back(self) -> None:
        """The last exchange, taken back: the store is another one afterwards."""
        from netzwerkhilfe.exchange import undo

        window = self.window
        try:
            back = undo.take_back(window.store)
        except UserError as error:
            window.tell_error(error)
            return
        window.refill(back, AFTER_EXCHANGE)
        window.go("exchange")
        window.say("Der Austausch ist zurückgenommen. Das Paket wartet, bis Sie zustimmen.")

    def copied(self) -> None:
        """Ask what this PC is, when its data were copied."""
        from netzwerkhilfe.ui.areas.exchange.panels import CopyPanel

        window = self.window

        def done(text: str) -> None:
            window.say(text)
            window.refresh()

        CopyPanel(window.host, window.store, done).open()

    def print_report(self, entry: dict[str, Json]) -> None:
        """The report of an exchange as a PDF."""
        from netzwerkhilfe.exchange import wording
        from netzwerkhilfe.services.papers.registry import Subject

        given = {n: entry[n] for n in ("at", "place", "person")} | {"sentences": wording.report(entry)}
        self.window.files.print("exchange-report", Subject(given=given))

    def leave(self) -> None:
        """The whole office leaves; its data stay here."""
        from PySide6.QtWidgets import QFileDialog

        from netzwerkhilfe.access.rules import here
        from netzwerkhilfe.exchange import departure, members, own_departure
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import ChoiceBox, button, label

        window, store = self.window, self.window.store
        facts, access = store.facts(), here(store)
        there = {c.office for c in members.identities(store).values()} - members.leaving_offices(store)
        offices = [o for o in facts.offices.values() if o.id in there and not access.is_own(o.id)]
        waiting = departure.open_entries(store)
        panel = Panel(window.host, "Das Netzwerk verlassen", icon="sign-out", width=600)
        if own_departure.noted(store):
            panel.body.addWidget(
                label(
                    "Ein anderer PC Ihres Büros hat das schon getan. Bitte wählen Sie den Ordner, in dem sein Paket "
                    "liegt: Dann geht nur weiter, was er nicht kannte.",
                    "",
                    10,
                    500,
                    wrap=True,
                )
            )
        for text in (
            "Ihr Büro behält alle eigenen Einträge und arbeitet allein weiter. Die Personen der anderen Büros werden "
            "hier gelöscht.",
            "Die anderen Büros löschen Ihre Personen und behalten nur Zahlen. Sie bestätigen das mit ihren nächsten "
            "Paketen.",
            f"Offen sind {len(waiting)} Einträge, die alle sehen. Wer übernimmt sie?",
        ):
            panel.body.addWidget(label(text, "", 10, wrap=True))
        heir = ChoiceBox()
        heir.setAccessibleName("Wer übernimmt?")
        for office in offices:
            heir.addItem(office.name, office.id)
        heir.addItem("niemand", None)
        panel.body.addWidget(heir)
        said = label("", "bad", 10, 500, wrap=True)
        panel.body.addWidget(said)

        def go() -> None:
            folder = QFileDialog.getExistingDirectory(window.host, "Stick oder Ordner, den die anderen lesen")
            if not folder:
                return
            try:
                office_folder = Path(window.settings.get("office_folder") or folder)
                told = office_folder if office_folder.is_dir() else None
                departure.leave(store, Path(folder), heir.currentData(), told)
            except UserError as error:
                said.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()
            window.no_way_back(AFTER_EXCHANGE)
            window.say("Ihr Büro hat das Netzwerk verlassen. Bitte geben Sie den Stick den anderen.")
            window.changed()
            window.refresh()

        panel.foot.addStretch(1)
        cancel = button("Abbrechen", clicked=panel.dismiss)
        panel.foot.addWidget(cancel)
        panel.foot.addWidget(button("Stick wählen und verlassen …", "danger", clicked=go))
        panel.open(cancel)

    def rescue_space(self) -> None:
        """The office's own entries out of a package, with a printed sheet."""
        from PySide6.QtWidgets import QFileDialog, QLineEdit

        from netzwerkhilfe.exchange import recover_space
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button, label, row

        window, store = self.window, self.window.store
        panel = Panel(window.host, "Büro-Bereich zurückholen", icon="lifebuoy", width=600)
        file, key = QLineEdit(), QLineEdit()
        file.setAccessibleName("Paket vom Stick")
        key.setAccessibleName("Schlüssel vom Wiederherstellungsblatt")
        said = label("", "bad", 10, 500, wrap=True)

        def pick() -> None:
            found, _ = QFileDialog.getOpenFileName(window.host, "Paket wählen", str(Path.home()))
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
                came = recover_space.take_back(store, Path(file.text()), key.text())
            except UserError as error:
                said.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()
            window.no_way_back(AFTER_EXCHANGE)
            window.say(f"{came} Einträge Ihres Büros sind wieder da.")
            window.changed()
            window.refresh()

        panel.saver("Zurückholen", go)
        panel.open(file)

    def take_files(self, paths: list[Path]) -> None:
        """Packages that came from outside: the page of the exchange shows what is in them first."""
        from netzwerkhilfe.ui.areas.exchange.page import ExchangePage

        page = self.window.pages["exchange"]
        assert isinstance(page, ExchangePage)
        self.window.go("exchange")
        page.take_files(paths)

    # ---- conflicts --------------------------------------------------------------------------------------------------
    def review(self, *records: str) -> None:
        """Settle the conflicts of these entries, or of all entries, one after the other."""
        from netzwerkhilfe.ui.areas.exchange.conflicts import ConflictPanel, by_entry
        from netzwerkhilfe.ui.areas.exchange.panels import open_conflicts

        window = self.window
        found = [c for c in open_conflicts(window.store) if not records or c.id in records]

        def settled() -> None:
            window.changed()
            window.refresh()

        if found:
            ConflictPanel(window.host, window.store, by_entry(found), 0, settled).show_it()

    # ---- the PCs of one office --------------------------------------------------------------------------------------
    def begin_own_office(self) -> None:
        """Exchange with the other PCs of the own office from now on, if they have a shared folder."""
        from PySide6.QtCore import QTimer

        if self._office is None:
            self._office = QTimer(self.window.host)
            self._office.setInterval(OFFICE_PAUSE)
            self._office.timeout.connect(self.with_own_office)
        if self.window.settings.get("office_folder"):
            self._office.start()
            QTimer.singleShot(FIRST_PAUSE, self._office, self.with_own_office)
        else:
            self._office.stop()

    def with_own_office(self) -> None:
        """Exchange with the PCs of the own office, without a preview."""
        from netzwerkhilfe.exchange import clones, folder, status
        from netzwerkhilfe.ui.areas.exchange.page import ExchangePage

        window = self.window
        chosen = window.settings.get("office_folder")
        if not chosen or self.busy or not window.is_open or not Path(chosen).is_dir() or clones.found(window.store):
            return
        store = window.store
        before = status.situation(store)

        def came(report: Report) -> None:
            if not report.brought_something and isinstance(window.page, ExchangePage):
                if window.store is store and status.situation(store) != before:  # somebody has confirmed
                    window.refresh()
            elif report.brought_something:
                ended = window.no_way_back(AFTER_EXCHANGE)
                window.leads.keep_following()
                window.changed()
                window.say(
                    f"Aus dem eigenen Büro: {report.new} neu, {report.changed} geändert.{BEGINS_ANEW if ended else ''}"
                )

        window.worker.run(lambda: folder.exchange(store, Path(chosen), own_office=True), came, lambda _e: None)
