"""What the window does with files: lists in and out, papers as PDF, recovery sheets and invitations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import files
from netzwerkhilfe.ui.kit.widgets import label

if TYPE_CHECKING:
    from netzwerkhilfe.paths import Paths
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.store.unit_of_work import ChangeSet
    from netzwerkhilfe.ui.kit.worker import Tasks


class Paperwork:
    """The part of the window that reads and writes files."""

    paths: Paths
    store: Store | None
    tasks: Tasks
    page: Any
    say: Any
    did: Any
    changed: Any
    tell_error: Any

    def import_list(self, page: Any, path: Path | None = None) -> None:
        """Aus Excel übernehmen."""
        from PySide6.QtWidgets import QFileDialog

        assert self.store
        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.ui.listing.imports import ImportPanel

        if path is None:
            found, _ = QFileDialog.getOpenFileName(
                self, "Liste wählen", str(Path.home()), "Listen (*.xlsx *.xls *.ods *.csv *.txt);;Alle Dateien (*)"
            )
            if not found:
                return
            path = Path(found)
        kind = KINDS[page.spec.kind]

        def taken(change: ChangeSet, plan: Any) -> None:
            report = plan.json()
            self.did(change, f"{report['taken']} Einträge übernommen, {report['known']} waren bekannt.")

        try:
            panel = ImportPanel(self, self.store, self.tasks, kind, path, taken)
        except UserError as error:
            self.tell_error(error)
            return
        panel.open(panel.save_button)

    def export_list(self, page: Any) -> None:
        """Save the shown entries as a spreadsheet."""
        from PySide6.QtWidgets import QFileDialog

        assert self.store
        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.transfer import exporter

        kind = KINDS[page.spec.kind]
        found, _ = QFileDialog.getSaveFileName(
            self,
            "Liste speichern",
            f"{kind.plural}.xlsx",
            "Excel (*.xlsx);;CSV (*.csv)" + (";;Homepage (*.html *.json)" if kind.publish else ""),
        )
        if found:
            try:
                exporter.export(kind, self.store.many(kind.name, page.ticked()), self.store.facts(), Path(found))
            except UserError as error:
                self.tell_error(error)
                return
            self.say("Die Liste ist gespeichert.")

    def paper(self, name: str) -> Path:
        """Where a paper is put before it is opened."""
        self.paths.papers.mkdir(parents=True, exist_ok=True)
        target = self.paths.papers / files.safe_name(name)
        if atomic.remove(target, wait=False):
            return target
        return atomic.free_name(self.paths.papers, target.name)  # a reader still holds the former one

    def open_paper(self, path: Path) -> None:
        """Hand a paper that we wrote to the program that shows its kind."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.say(f"Das Papier liegt hier: {path}")

    def print_list(self, page: Any) -> None:
        """The shown entries as a PDF."""
        assert self.store
        from netzwerkhilfe.documents.listing import print_list
        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.services import papers

        store, kind, ids = self.store, KINDS[page.spec.kind], page.ticked()
        target = self.paper("liste.pdf")

        def work() -> Path:
            print_list(papers.listing(store, kind, store.many(kind.name, ids), page.shown.text()), target)
            return target

        self.tasks.run(work, self.open_paper, self.tell_error)

    def call_list(self, page: Any) -> None:
        """Names and numbers of the ticked or shown entries, with room for notes."""
        assert self.store
        from netzwerkhilfe.documents.listing import print_list
        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.services import papers

        store, kind, ids = self.store, KINDS[page.spec.kind], page.ticked()
        target = self.paper("anrufliste.pdf")

        def work() -> Path:
            print_list(papers.call_list(store, kind, store.many(kind.name, ids)), target)
            return target

        self.tasks.run(work, self.open_paper, self.tell_error)

    def mail_many(self, page: Any) -> None:
        """A draft to the ticked or shown entries, all in BCC."""
        assert self.store
        from netzwerkhilfe.services import mailing

        target = self.paper("rundmail.eml")
        try:
            count = mailing.draft(self.store.many(page.spec.kind, page.ticked()), target)
        except UserError as error:
            self.tell_error(error)
            return
        self.open_paper(target)
        self.say(f"Der Entwurf geht an {count} Adressen, alle in BCC.")

    def print_recovery(self, key: str) -> None:
        """The recovery sheet; it is opened for printing and goes when the program closes."""
        assert self.store
        from netzwerkhilfe.documents.recovery import print_recovery_sheet
        from netzwerkhilfe.services import papers

        target = self.paper("wiederherstellungsblatt.pdf")
        try:
            print_recovery_sheet(papers.recovery(self.store, key), target)
        except UserError as error:
            self.tell_error(error, lambda: self.print_recovery(key))
            return
        self.open_paper(target)
        self.say("Das Wiederherstellungsblatt ist geöffnet. Bitte drucken und sicher verwahren.")

    def new_recovery(self) -> None:
        """A new recovery key; the old one opens nothing any more."""
        assert self.store
        from netzwerkhilfe.exchange import members, rescue
        from netzwerkhilfe.ui.kit.dialogs import ask

        def go() -> None:
            assert self.store
            key = self.store.slots.add_recovery(self.store.key)
            self.store.slots.save()
            self.store.set_local(recovery_public=rescue.public_key(key))
            members.publish(self.store)
            self.print_recovery(key)

        ask(
            self,
            "Neues Wiederherstellungsblatt?",
            "Das alte Blatt wird damit ungültig. Bitte vernichten Sie es.",
            "Neues Blatt drucken",
            go,
        )

    def change_passphrase(self) -> None:
        """A passphrase for who works here, in place of a former one."""
        assert self.store
        from PySide6.QtWidgets import QLineEdit

        from netzwerkhilfe.ui.kit.dialogs import Panel

        store = self.store
        panel = Panel(self, "Kennwort", subtitle=store.person, icon="lock-key", width=480)  # type: ignore[arg-type]
        first, again = QLineEdit(), QLineEdit()
        problem = label("", "bad", 10, 500, wrap=True)
        for edit, text in ((first, "Neues Kennwort (mindestens acht Zeichen)"), (again, "Kennwort wiederholen")):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setAccessibleName(text)
            panel.body.addWidget(label(text, "", 9.5, 500))
            panel.body.addWidget(edit)
        panel.body.addWidget(problem)

        def go() -> None:
            if first.text() != again.text():
                problem.setText("Die beiden Kennwörter sind verschieden.")
                return
            try:
                store.slots.add_passphrase(store.key, first.text(), store.person)
                store.slots.save()
            except UserError as error:
                problem.setText(error.paragraph())
                return
            except OSError:
                problem.setText("Das Kennwort ließ sich nicht speichern. Das bisherige gilt weiter.")
                return
            panel.dismiss()
            self.say("Das neue Kennwort gilt.")
            self.page.refresh()

        panel.saver("Kennwort speichern", go)
        panel.open(first)
