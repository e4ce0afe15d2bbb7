"""What comes next for a meeting, and its papers: invite, begin, sign, approve; print, save, send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

from netzwerkhilfe import output
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.meetings import Meeting, MeetingStage
from netzwerkhilfe.services.meetings import decisions, invitation, minutes, sitting
from netzwerkhilfe.services.meetings.meetings import Schedule
from netzwerkhilfe.services.meetings.steps import Step, next_step
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.areas.meetings.item import ItemPane
from netzwerkhilfe.ui.areas.meetings.panels import InvitePanel, SignPanel, TextPanel
from netzwerkhilfe.ui.areas.meetings.preview import PreviewPane, print_pdf

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

PREVIEW = "preview"
STEP_WORDS = {
    Step.INVITE: "Einladen …",
    Step.INVITE_AGAIN: "Neu einladen …",
    Step.BEGIN: "Sitzung beginnen",
    Step.END: "Sitzung beenden",
    Step.NOTE_HELD: "Hat stattgefunden",
    Step.CLOSE_CIRCULAR: "Umlauf abschließen",
    Step.SIGN: "Unterschreiben …",
    Step.APPROVE: "Genehmigung eintragen",
    Step.ADD_ADDENDUM: "Nachtrag …",
}
"""The text of the button for each step; none where nothing comes next."""


class Steps:
    """The part of the desk that leads a meeting from plan to approval."""

    store: Store
    commands: Commands
    meeting: Snapshot[Meeting] | None
    plan: Schedule
    item: ItemPane
    preview: PreviewPane
    printer: QPushButton
    more: QPushButton
    view: str
    show_view: Callable[[str], None]
    _did: Callable[..., bool]

    def step(self) -> Step:
        """What comes next."""
        assert self.meeting
        return next_step(self.meeting, has_items=bool(self.plan.lines))

    # ---- steps ------------------------------------------------------------------------------------------------------
    def next_step(self) -> None:
        """The one thing that comes next."""
        assert self.meeting
        self.item.flush()
        meeting, step = self.meeting, self.step()
        if step in (Step.INVITE, Step.INVITE_AGAIN):
            panel = InvitePanel(self.commands.host, self.store, meeting, self._invited)
            panel.open(panel.day)
        elif step is Step.BEGIN:
            self._did(self._begin, "Die Sitzung läuft.")
        elif step in (Step.END, Step.NOTE_HELD):
            self._did(lambda change: sitting.end(change, meeting), "Die Sitzung ist beendet.")
        elif step is Step.SIGN:
            shown = self.store.require(meeting.id, Meeting)  # the panel reads all anew: what it shows is what is signed
            signing = SignPanel(
                self.commands.host,
                self.store,
                shown,
                lambda: self.sign(shown),
                lambda: self.commands.entries.edit(meeting.id),
            )
            signing.open(signing.save_button)
        elif step is Step.APPROVE:
            self._did(
                lambda change: minutes.approve(change, meeting), "Die Niederschrift ist genehmigt und geschlossen."
            )
        elif step is Step.ADD_ADDENDUM:
            self.addendum()
        elif step is Step.CLOSE_CIRCULAR:
            self._did(lambda change: decisions.close_circular(change, meeting), "Der Umlauf ist abgeschlossen.")

    def _begin(self, change: Change) -> None:
        assert self.meeting
        sitting.begin(change, self.meeting)
        if self.plan.lines:
            sitting.open_item(change, self.meeting, self.plan.lines[0].item.id)

    def _invited(self, change: ChangeSet) -> None:
        self.commands.did(change, "Die Einladung ist festgehalten. Briefe, Termin und Text liegen unter „Drucken“.")
        self.preview.document = "invitation"
        self.show_view(PREVIEW)

    def sign(self, shown: Snapshot[Meeting]) -> None:
        """Sign what was shown, and show what was signed."""
        if self._did(lambda change: output.sign(change, shown), "Unterschrieben. Das PDF wird aufbewahrt."):
            self.preview.document = "minutes"
            self.show_view(PREVIEW)

    def acknowledge(self) -> None:
        """What arrived after the signature was seen."""
        assert self.meeting
        shown = self.meeting
        self._did(
            lambda change: minutes.acknowledge(change, shown),
            "Zur Kenntnis genommen; das unterschriebene PDF gilt.",
        )

    def addendum(self) -> None:
        """A correction."""
        assert self.meeting
        meeting = self.meeting

        def go(text: str) -> None:
            with self.store.change() as change:
                minutes.add_addendum(change, meeting, text)
            self.commands.did(change.set, "Der Nachtrag steht bei der Niederschrift.")

        panel = TextPanel(
            self.commands.host,
            self.store,
            "Nachtrag zur Niederschrift",
            "Was wird berichtigt?",
            "Nachtrag eintragen",
            go,
            help_="Die Niederschrift selbst bleibt, wie sie unterschrieben ist.",
        )
        panel.open(panel.text)

    def call_off(self) -> None:
        """Call the meeting off."""
        assert self.meeting
        meeting = self.meeting

        def go(text: str) -> None:
            with self.store.change() as change:
                invitation.call_off(change, meeting, text)
            self.commands.did(change.set, "Abgesagt. Absagebriefe und Termin liegen unter „Drucken“.")

        panel = TextPanel(
            self.commands.host, self.store, "Sitzung absagen", "Warum? (steht in der Absage)", "Absagen", go
        )
        panel.open(panel.text)

    # ---- papers -----------------------------------------------------------------------------------------------------
    def _pdf(self, document: str) -> bytes:
        assert self.meeting
        return output.pdf(self.store, self.meeting, document)

    def paper_menu(self) -> QMenu:
        """What can be printed, saved and sent."""
        assert self.meeting
        menu = QMenu(self.printer)
        shown = self.preview.document if self.view == PREVIEW else ""
        if shown:
            menu.addAction(f"{registry.find(shown).name} drucken …").triggered.connect(
                lambda _c=False: self.print_shown()
            )
            menu.addSeparator()
        found = registry.offered(self.store, self.meeting)
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
        if self.meeting is None:
            return
        self.item.flush()
        self.paper_menu().exec(self.printer.mapToGlobal(self.printer.rect().bottomLeft()))

    def make(self, document: str, ending: str) -> None:
        """Make a paper and open it."""
        assert self.meeting
        self.item.flush()
        meeting = self.meeting
        target = self.commands.files.paper(f"{document}-{meeting.record.date or 'ohne-datum'}{ending}")
        self.commands.worker.run(
            lambda: self._write(meeting, document, target),
            lambda _n: self.commands.files.open_paper(target),
            self.commands.tell_error,
        )

    def _write(self, meeting: Snapshot[Meeting], document: str, target: Path) -> None:
        with self.store.change() as change:
            output.write(change, meeting, document, target)

    def save_as(self, document: str, name: str, kinds: str, path: Path | None = None) -> None:
        """Save a paper where somebody wants it."""
        assert self.meeting
        self.item.flush()
        if path is None:
            found, _ = QFileDialog.getSaveFileName(self.commands.host, "Speichern", str(Path.home() / name), kinds)
            if not found:
                return
            path = Path(found)
        try:
            self._write(self.meeting, document, path)
        except UserError as error:
            self.commands.tell_error(error)
            return
        self.commands.say(f"Gespeichert: {path.name}")

    def copy_text(self, document: str = "invitation") -> None:
        """The text for an e-mail into the clipboard."""
        assert self.meeting
        QApplication.clipboard().setText(output.as_text(self.store, self.meeting, document))
        self.commands.say("Der Text liegt in der Zwischenablage.")

    def print_shown(self) -> None:
        """Send the page that is shown to a printer."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        assert self.meeting
        document = self.preview.document
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(registry.find(document).name)
        dialog = QPrintDialog(printer, self.commands.host)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        try:
            print_pdf(self._pdf(document), printer)
            with self.store.change() as change:
                output.note(change, self.meeting, document)
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

    def more_menu(self) -> None:
        """What else can be done."""
        assert self.meeting
        menu = QMenu(self.more)
        meeting = self.meeting
        if not meeting.sealed:
            menu.addAction("Sitzung bearbeiten (Strg+E)").triggered.connect(
                lambda _c=False: self.commands.entries.edit(meeting.id)
            )
        if meeting.record.stage in (MeetingStage.INVITED, MeetingStage.RUNNING):
            menu.addAction("Noch einmal einladen …").triggered.connect(lambda _c=False: self.invite_again())
        if meeting.record.stage in (None, MeetingStage.PLANNED, MeetingStage.INVITED):
            menu.addAction("Absagen …").triggered.connect(lambda _c=False: self.call_off())
            menu.addAction("Sitzung beginnen").triggered.connect(
                lambda _c=False: self._did(lambda change: sitting.begin(change, meeting), "Die Sitzung läuft.")
            )
        if meeting.record.stage == MeetingStage.HELD and not meeting.sealed:
            menu.addAction("Sitzung fortsetzen").triggered.connect(
                lambda _c=False: self._did(
                    lambda change: sitting.begin(change, meeting, meeting.record.began or ""),
                    "Die Sitzung läuft wieder.",
                )
            )
        if meeting.sealed == "signed":
            menu.addAction("Unterschrift zurücknehmen").triggered.connect(
                lambda _c=False: self._did(
                    lambda change: minutes.unsign(change, meeting), "Die Niederschrift ist wieder ein Entwurf."
                )
            )
        if meeting.sealed:
            menu.addAction("Nachtrag …").triggered.connect(lambda _c=False: self.addendum())
        menu.addSeparator()
        for one in minutes.printed(self.store, meeting)[:8]:
            at = str(one.record.at or "")[:16].replace("T", ", ")
            menu.addAction(f"Gedruckt: {one.record.name} · {at} · {one.record.by}").setEnabled(False)
        if not meeting.sealed:
            menu.addSeparator()
            menu.addAction("In den Papierkorb").triggered.connect(lambda _c=False: self.commands.entries.trash(meeting))
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def invite_again(self) -> None:
        """The dialog of the invitation."""
        assert self.meeting
        panel = InvitePanel(self.commands.host, self.store, self.meeting, self._invited)
        panel.open(panel.day)
