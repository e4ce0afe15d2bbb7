"""The papers of the open meeting: printed, saved, sent, copied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMenu

from netzwerkhilfe import output
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.meetings import Meeting
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.meetings.current import OpenMeeting
from netzwerkhilfe.ui.areas.meetings.preview import print_pdf
from netzwerkhilfe.ui.kit.choosing import save_as
from netzwerkhilfe.ui.kit.widgets import button


class MeetingPapers:
    """What can be made of the open meeting.

    :param shown: gives the key of the paper that stands on the screen, empty for none.
    """

    def __init__(self, current: OpenMeeting, shown: Callable[[], str]) -> None:
        self.current, self.commands, self.store = current, current.commands, current.store
        self.shown = shown
        self.button = button("Drucken", "", "printer", self.print_menu, "Papiere drucken und speichern (Strg+P)")

    def previewed(self, document: str) -> Callable[[], output.Printed]:
        """What makes a paper of the meeting that is open now; it may be called off the window's thread, and later."""
        return partial(output.previewed, self.store, self.current.sitting.meeting, document)

    def paper_menu(self) -> QMenu:
        """What can be printed, saved and sent."""
        menu = QMenu(self.button)
        shown, meeting = self.shown(), self.current.sitting.meeting
        if shown:
            menu.addAction(f"{registry.find(shown).name} drucken …").triggered.connect(
                lambda _c=False: self.print_shown()
            )
            menu.addSeparator()
        found = registry.offered(self.store, meeting)
        for paper in found:
            menu.addAction(f"{paper.name} als PDF öffnen").triggered.connect(
                lambda _c=False, p=paper: self.make(p.key, ".pdf")
            )
        menu.addSeparator()
        for paper in [p for p in found if ".eml" in p.menu]:
            menu.addAction(f"E-Mail-Entwurf: {paper.name}{' und Termin' if paper.event else ''}").triggered.connect(
                lambda _c=False, p=paper: self.make(p.key, ".eml")
            )
        for paper in [p for p in found if p.text]:
            menu.addAction(f"{paper.name} als Text für E-Mail kopieren").triggered.connect(
                lambda _c=False, p=paper: self.copy_text(p.key)
            )
        for paper in [p for p in found if ".ics" in p.menu]:
            menu.addAction("Termin für Kalender speichern …").triggered.connect(
                lambda _c=False, p=paper: self.save_as(p.key, "Termin.ics", "Kalender (*.ics)")
            )
        menu.addSeparator()
        for paper in [p for p in found if ".docx" in p.menu]:
            menu.addAction(f"{paper.name} als Word-Datei speichern …").triggered.connect(
                lambda _c=False, p=paper: self.save_as(p.key, f"{p.name}.docx", "Word (*.docx)")
            )
        return menu

    def print_menu(self) -> None:
        """Show what can be printed."""
        if self.current.meeting is None:
            return
        self.current.save()
        self.paper_menu().exec(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def make(self, document: str, ending: str) -> None:
        """Make a paper and open it."""
        self.current.save()
        meeting = self.current.sitting.meeting
        target = self.commands.files.paper(f"{document}-{meeting.record.date or 'ohne-datum'}{ending}")

        def made(told: str) -> None:
            self.commands.files.open_paper(target)
            if told:
                self.commands.say(told)

        self.commands.worker.run(lambda: self._write(meeting, document, target), made, self.commands.tell_error)

    def _write(self, meeting: Snapshot[Meeting], document: str, target: Path) -> str:
        with self.store.change() as change:
            return output.write(change, meeting, document, target)

    def save_as(self, document: str, name: str, kinds: str, path: Path | None = None) -> None:
        """Save a paper where somebody wants it."""
        self.current.save()
        if path is None:
            path = save_as(self.commands.host, "Speichern", Path.home() / name, kinds)
            if path is None:
                return
        try:
            told = self._write(self.current.sitting.meeting, document, path)
        except UserError as error:
            self.commands.tell_error(error)
            return
        self.commands.say(f"Gespeichert: {path.name}. {told}".rstrip(". ") + ("." if told else ""))

    def copy_text(self, document: str = "invitation") -> None:
        """The text for an e-mail into the clipboard."""
        QApplication.clipboard().setText(output.as_text(self.store, self.current.sitting.meeting, document))
        self.commands.say("Der Text liegt in der Zwischenablage.")

    def print_shown(self) -> None:
        """Send the page that is shown to a printer."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        document, meeting = self.shown(), self.current.sitting.meeting
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(registry.find(document).name)
        dialog = QPrintDialog(printer, self.commands.host)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        try:
            print_pdf(output.pdf(self.store, meeting, document), printer)
            with self.store.change() as change:
                output.note(change, meeting, document)
        except UserError as error:
            self.commands.tell_error(error)
        except OSError:
            self.commands.tell_error(
                UserError(
                    "Der Drucker ist nicht erreichbar.",
                    "Ihre Daten sind sicher.",
                    "Bitte prüfen Sie den Drucker oder speichern Sie das PDF.",
                )
            )
