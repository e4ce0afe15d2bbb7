"""What is done with files: papers that are opened, lists in and out, attachments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import files

if TYPE_CHECKING:
    from netzwerkhilfe.models.attachments import Attachment
    from netzwerkhilfe.services.papers.registry import Subject
    from netzwerkhilfe.store.changeset import ChangeSet
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.transfer.importer import Plan
    from netzwerkhilfe.ui.shell.commands import Commands

FEW = 2000
"""So many entries are written before anybody looks for words about it."""
MOST_REMARKS = 8
"""So many are shown one by one."""
LISTS = "Listen (*.xlsx *.xlsm *.xls *.ods *.csv *.txt *.htm *.html *.xml);;Alle Dateien (*)"


class FileCommands:
    """Commands that read and write files."""

    def __init__(self, window: Commands) -> None:
        self.window = window

    # ---- papers -----------------------------------------------------------------------------------------------------
    def paper(self, name: str) -> Path:
        """Where a paper is put before it is opened."""
        folder = self.window.paths.papers
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / files.safe_name(name)
        if atomic.remove(target, wait=False):
            return target
        return atomic.free_name(folder, target.name)  # a reader still holds the former one

    def open_paper(self, path: Path) -> None:
        """Hand a paper that we wrote to the program that shows its kind."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.window.say(f"Das Papier liegt hier: {path}")

    def print(self, key: str, subject: Snapshot | Subject) -> None:
        """Make a paper of the registry off the window's thread and open it; what is noted with it can be undone."""
        from netzwerkhilfe import output
        from netzwerkhilfe.services.papers import registry

        window, paper = self.window, registry.find(key)
        store, target = window.store, self.paper(f"{paper.name}.pdf")

        def write() -> tuple[ChangeSet, str]:
            with store.act(f"{paper.name} gedruckt") as change:
                told = output.write(change, subject, key, target)
            return change.set, told

        def done(made: tuple[ChangeSet, str]) -> None:
            noted, told = made
            self.open_paper(target)
            if noted.entries:
                window.did(noted, f"{paper.name} ist geöffnet. {told}".strip())
            elif told:
                window.say(told)

        window.worker.run(write, done, window.tell_error)

    def print_at_list(self, key: str, kind: str, ids: list[str], shown: str = "") -> None:
        """A paper of entries of a kind, or of what the office has of it; ``shown`` says how many of how many."""
        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.services.papers.registry import Subject

        entries = self.window.store.many(kind, ids)
        self.print(key, Subject(kind=KINDS[kind], entries=entries, text=shown))

    def sweep_papers(self, *, wait: bool = True) -> None:
        """Leave no papers with names behind: each file goes, whether or not a reader holds another one."""
        held = atomic.remove_tree(self.window.paths.papers, wait=wait)
        if held:
            import logging

            logging.getLogger(__name__).info("%d opened papers are held by other programs", len(held))

    # ---- lists ------------------------------------------------------------------------------------------------------
    def import_list(self, kind: str, path: Path | None = None) -> None:
        """Aus Excel übernehmen: a file that is chosen now, or one that was dropped."""
        from PySide6.QtWidgets import QFileDialog

        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.ui.listing import imports

        window = self.window
        if path is None:
            found, _ = QFileDialog.getOpenFileName(window.host, "Liste wählen", str(Path.home()), LISTS)
            if not found:
                return
            path = Path(found)

        def taken(change: ChangeSet, plan: Plan) -> None:
            report = plan.json()
            name = f"{declared.plural} aus einer Liste übernommen"
            window.did(change, f"{report['taken']} Einträge übernommen, {report['known']} waren bekannt.", name=name)

        declared, chosen = KINDS[kind], path

        def load() -> imports.Loaded:
            return imports.Loaded(window.store, declared, chosen)

        def show(loaded: imports.Loaded) -> None:
            panel = imports.ImportPanel(window.host, window.store, window.worker, declared, chosen, taken, loaded)
            panel.open(panel.rows)

        if chosen.exists() and chosen.stat().st_size > imports.SMALL:
            window.say("Die Liste wird gelesen …")
            window.worker.run(load, show, window.tell_error)
            return
        try:
            show(load())
        except UserError as error:
            window.tell_error(error)

    def export_list(self, kind: str, ids: list[str]) -> None:
        """Save entries as a spreadsheet, as cards or dates, or as they stand on the homepage."""
        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.transfer import exporter
        from netzwerkhilfe.ui.kit.choosing import save_as

        window, declared = self.window, KINDS[kind]
        store = window.store
        named: dict[str, list[str]] = {}
        for ending, name in exporter.endings(declared).items():
            named.setdefault(name, []).append(f"*{ending}")
        kinds = ";;".join(f"{name} ({' '.join(patterns)})" for name, patterns in named.items())
        found = save_as(window.host, "Liste speichern", files.safe_name(f"{declared.plural}.xlsx"), kinds)
        if not found:
            return

        def done(written: exporter.Written) -> None:
            count = "Ein Eintrag ist" if written.count == 1 else f"{written.count} Einträge sind"
            if written.remarks:
                self._tell_remarks(f"{count} gespeichert", found.name, written.remarks)
            else:
                window.say(f"{count} in „{found.name}“ gespeichert.")

        if len(ids) > FEW:
            window.say("Die Liste wird geschrieben …")
        window.beside.run(
            lambda: exporter.export(store, declared, store.each(declared, ids), found), done, window.tell_error
        )

    def _tell_remarks(self, title: str, name: str, remarks: list[str]) -> None:
        """What is to be known of a list that was written, until somebody has read it."""
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button, label

        panel = Panel(self.window.host, title, subtitle=f"in „{name}“", icon="table", width=560)
        for remark in remarks[:MOST_REMARKS]:
            panel.body.addWidget(label(remark, wrap=True))
        if len(remarks) > MOST_REMARKS:
            panel.body.addWidget(label(f"… und {len(remarks) - MOST_REMARKS} weitere", "muted"))
        panel.foot.addStretch(1)
        close = button("Schließen", "primary", clicked=panel.dismiss)
        panel.foot.addWidget(close)
        panel.open(close)

    def mail_many(self, kind: str, ids: list[str]) -> None:
        """A draft to entries, all in BCC."""
        from netzwerkhilfe.services import mailing

        target, entries = self.paper("rundmail.eml"), self.window.store.many(kind, ids)
        try:
            count = mailing.draft(entries, target)
        except UserError as error:
            self.window.tell_error(error)
            return
        self.open_paper(target)
        self.window.say(f"Der Entwurf geht an {count} Adressen, alle in BCC.")
        without = mailing.without_address(entries)
        if without:
            self._tell_without(without)

    def _tell_without(self, without: list[Snapshot]) -> None:
        """Whom the mail does not reach, with a telephone number where there is one."""
        from PySide6.QtGui import QGuiApplication

        from netzwerkhilfe.services.entries.common_fields import mobile_of, phone_of
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import button, label, row, selectable

        window, facts = self.window, self.window.store.facts()
        lines = [(one.title(facts), mobile_of(one) or phone_of(one) or "") for one in without]
        heading = f"{len(lines)} ohne E-Mail-Adresse"
        panel = Panel(
            window.host, heading, subtitle="Diese erreicht der Entwurf nicht", icon="envelope-simple", width=560
        )
        for name, phone in lines:
            panel.body.addLayout(
                row(label(name, "", 10, 500), None, selectable(label(phone or "kein Telefon", "muted")))
            )

        def copy() -> None:
            QGuiApplication.clipboard().setText("\n".join(f"{name}\t{phone}" for name, phone in lines))
            window.say("Die Namen sind kopiert.")

        panel.foot.addWidget(button("Namen kopieren", "", "copy", copy))
        panel.foot.addStretch(1)
        close = button("Schließen", "primary", clicked=panel.dismiss)
        panel.foot.addWidget(close)
        panel.open(close)

    # ---- attachments ------------------------------------------------------------------------------------------------
    def attach(self, entry: Snapshot, paths: list[Path]) -> None:
        """Photos and files that were chosen for an entry or dropped on it."""
        from functools import partial

        from netzwerkhilfe.store import attachments
        from netzwerkhilfe.store.naming import PersonNamed

        window, done = self.window, 0
        for path in paths:
            try:
                content = path.read_bytes()
                with window.store.act("Datei angehängt") as change:
                    attachments.attach(change, entry, path.name, content)
            except PersonNamed as error:
                window.tell_error(error, partial(self.attach, entry, paths[done:]))
                break
            except UserError as error:
                window.tell_error(error)
                break
            except OSError:
                window.tell_error(
                    UserError(
                        "Die Datei ist nicht lesbar.", "Es wurde nichts hinzugefügt.", f"Bitte prüfen Sie: {path}"
                    )
                )
                break
            done += 1
        if done:
            title = entry.title(window.store.facts())
            window.say(f"{'Die Datei ist' if done == 1 else f'{done} Dateien sind'} bei „{title}“ angehängt.")
            window.refresh()

    def open_attachment(self, attachment: Snapshot[Attachment]) -> None:
        """Open a file of an entry in the program that shows it; the copy goes when the window closes."""
        from netzwerkhilfe.store import attachments

        window = self.window
        try:
            content = attachments.content(window.store, attachment)
        except UserError as error:
            window.tell_error(error)
            return
        if content is None:
            window.say("Die Datei kommt mit dem nächsten Austausch.")
            return
        name = files.safe_name(str(attachment.record.name or ""))
        chosen = None if files.opens(name) else self._ask_where(name)
        if chosen is None and not files.opens(name):
            return
        target = chosen or self.paper(name)
        try:
            atomic.write_bytes(target, content)
            atomic.from_outside(target)
        except OSError as error:
            window.tell_error(atomic.refused(error, target))
            return
        if chosen:
            window.say(f"Gespeichert als „{target.name}“.")
        else:
            self.open_paper(target)

    def _ask_where(self, name: str) -> Path | None:
        """Where to save what a click must not open, because it could be a program."""
        from netzwerkhilfe.ui.kit.choosing import save_as

        return save_as(self.window.host, "Datei speichern unter", Path.home() / name)
