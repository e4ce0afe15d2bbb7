"""What the window does for the day's helping: tasks ticked, offers checked, files opened, suggestions counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import files

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.kit.worker import Tasks


class HelpingVerbs:
    """The part of the window that serves the day's helping."""

    store: Store | None
    tasks: Tasks
    page: Any
    pages: Any
    say: Any
    did: Any
    paper: Any
    open_paper: Any
    tell_error: Any

    def task_done(self, task: str) -> None:
        """Tick a task off; the toast leads back."""
        from netzwerkhilfe.services.helping import work_list

        assert self.store
        self.did(work_list.finish(self.store, task), "Erledigt.")

    def task_again(self, task: str) -> None:
        """A task is open after all."""
        from netzwerkhilfe.services.helping import work_list

        assert self.store
        self.did(work_list.reopen(self.store, task), "Wieder offen.")

    def withdraw(self, record: str) -> None:
        """Withdraw a lead or a case with its reason, or take it up again."""
        from PySide6.QtWidgets import QLineEdit

        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.widgets import label

        assert self.store
        store, found = self.store, self.store.get(record)
        if found is None:
            return

        def keep(reason: str | None) -> None:
            with store.change() as change:
                change.update(record, {"withdrawn": reason})
            self.did(change.set, "Zurückgezogen." if reason else "Wieder aufgenommen.")

        if found.values.get("withdrawn"):
            keep(None)
            return
        panel = Panel(self, "Zurückziehen", subtitle=found.title(store.facts()), icon="archive", width=480)  # type: ignore[arg-type]
        reason = QLineEdit()
        reason.setAccessibleName("Warum?")
        reason.setPlaceholderText("z. B. anderweitig vermietet, Miete zu hoch, abgesagt")
        panel.body.addWidget(label("Warum?", "", 9.5, 500))
        panel.body.addWidget(reason)

        def save() -> None:
            if reason.text().strip():
                panel.dismiss()
                keep(f"{reason.text().strip()[:300]} ({store.today():%d.%m.%Y})")

        panel.saver("Zurückziehen", save)
        panel.open(reason)

    def still_right(self, offer: str) -> None:
        """ "Stimmt noch": the offer was checked today."""
        assert self.store
        with self.store.change() as change:
            change.update(offer, {"checked_on": self.store.today().isoformat()})
        self.did(change.set, "Heute geprüft.")

    def _print(self, name: str, work: Any) -> None:
        """Write a paper off the window's thread and open it."""
        target: Path = self.paper(name)

        def go() -> Path:
            work(target)
            return target

        self.tasks.run(go, self.open_paper, self.tell_error)

    def print_sheet(self, engagement: Snapshot) -> None:
        """The Einsatzblatt."""
        from netzwerkhilfe.documents.engagements import print_sheet
        from netzwerkhilfe.services import helper_papers

        assert self.store
        store = self.store
        self._print("einsatzblatt.pdf", lambda t: print_sheet(helper_papers.give_out(store, engagement), t))

    def sheet_back(self, engagement: str) -> None:
        """The Einsatzblatt came back."""
        from netzwerkhilfe.services import helper_papers

        assert self.store
        self.did(helper_papers.sheet_back(self.store, engagement), "Das Einsatzblatt ist zurück.")

    def print_certificate(self, course: Snapshot, enrolment: Snapshot) -> None:
        """The certificate of a course; its day is kept."""
        from netzwerkhilfe.documents.engagements import print_certificate
        from netzwerkhilfe.services import helper_papers

        assert self.store
        store = self.store
        try:
            paper = helper_papers.course_certificate(store, course, enrolment)
        except UserError as error:
            self.tell_error(error)
            return
        with store.change() as change:
            change.update(enrolment.id, {"certificate_on": store.today().isoformat()})
        self.did(change.set, "Die Bescheinigung wird geöffnet.")
        self._print("bescheinigung.pdf", lambda t: print_certificate(paper, t))

    def print_handover(self, case: Snapshot) -> None:
        """The paper that goes with a case to a Träger."""
        from netzwerkhilfe.documents.engagements import print_handover
        from netzwerkhilfe.services import helper_papers

        assert self.store
        store = self.store
        self._print("uebergabe.pdf", lambda t: print_handover(helper_papers.handover_sheet(store, case), t))

    def attach_files(self, entry: Snapshot, paths: list[Path]) -> None:
        """Photos and files that were dropped on an entry."""
        from netzwerkhilfe.store import attachments

        assert self.store
        done = 0
        for path in paths:
            try:
                attachments.attach(self.store, entry, path.name, path.read_bytes())
            except UserError as error:
                self.tell_error(error)
                break
            except OSError:
                self.tell_error(
                    UserError(
                        "Die Datei ist nicht lesbar.", "Es wurde nichts hinzugefügt.", f"Bitte prüfen Sie: {path}"
                    )
                )
                break
            done += 1
        if done:
            title = entry.title(self.store.facts())
            self.say(f"{'Die Datei ist' if done == 1 else f'{done} Dateien sind'} bei „{title}“ angehängt.")
            self.page.refresh()

    def print_week(self) -> None:
        """The plan of this week."""
        from netzwerkhilfe.documents.engagements import print_week
        from netzwerkhilfe.services import helper_papers

        assert self.store
        store = self.store
        self._print("wochenplan.pdf", lambda t: print_week(helper_papers.week(store, store.today()), t))

    def print_thanks(self, volunteer: str) -> None:
        """The letter of thanks."""
        from netzwerkhilfe.documents.letters import print_letters
        from netzwerkhilfe.services import helper_papers

        assert self.store
        store, person = self.store, self.store.get(volunteer)
        if person:
            self._print("dankbrief.pdf", lambda t: print_letters([helper_papers.thanks(store, person)], t))

    def print_consents(self, page: Any) -> None:
        """Letters that ask for the missing consents of the ticked or shown people."""
        from netzwerkhilfe.documents.letters import print_letters
        from netzwerkhilfe.services import helper_papers

        assert self.store
        store, ids = self.store, page.ticked()
        self._print(
            "einwilligungen.pdf",
            lambda t: print_letters(helper_papers.letters_for_consent(store, store.many("volunteers", ids)), t),
        )

    def print_cards(self, _page: Any) -> None:
        """Who may have the Ehrenamtskarte, and this year's jubilees."""
        from netzwerkhilfe.documents.listing import print_list
        from netzwerkhilfe.services import papers

        assert self.store
        store = self.store
        self._print("ehrenamtskarte.pdf", lambda t: print_list(papers.card_list(store), t))

    def open_file_of(self, attachment: Snapshot) -> None:
        """Open a file of an entry in the program that shows it; the copy goes when the window closes."""
        from netzwerkhilfe.store import attachments

        assert self.store
        try:
            content = attachments.content(self.store, attachment)
        except UserError as error:
            self.tell_error(error)
            return
        if content is None:
            self.say("Die Datei kommt mit dem nächsten Austausch.")
            return
        name = files.safe_name(str(attachment.values.get("name") or ""))
        chosen = "" if files.opens(name) else self._ask_where(name)
        if chosen == "" and not files.opens(name):
            return
        target = Path(chosen) if chosen else self.paper(name)
        try:
            atomic.write_bytes(target, content)
            atomic.from_outside(target)
        except OSError as error:
            self.tell_error(atomic.refused(error, target))
            return
        if chosen:
            self.say(f"Gespeichert als „{target.name}“.")
        else:
            self.open_paper(target)

    def _ask_where(self, name: str) -> str:
        """Where to save what a click must not open, because it could be a program; "" for nowhere."""
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getSaveFileName(self, "Datei speichern unter", str(Path.home() / name))[0]

    def count_suggestions(self) -> None:
        """How many suggestions each case has, off the window's thread."""
        from netzwerkhilfe.services.matching import matching
        from netzwerkhilfe.ui.areas import kinds

        store = self.store
        if store is None or not store.count("cases"):
            return

        def arrived(found: dict[str, int]) -> None:
            kinds.SUGGESTIONS.clear()
            kinds.SUGGESTIONS.update(found)
            page = self.pages.get("cases")
            if page is not None:
                page.table.viewport().update()

        self.tasks.run(lambda: matching.counts_for_cases(store), arrived, self.tell_error)

    def daily_helping(self, store: Store) -> None:
        """What is done once a day: certificates whose time is over are forgotten."""
        from netzwerkhilfe.services.helping import volunteering

        self.tasks.run(lambda: volunteering.forget_certificates(store), lambda _n: None, self.tell_error)
