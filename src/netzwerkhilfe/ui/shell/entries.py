"""What is done with an entry of any kind: add, edit, trash, erase, share, the next stage; dial, mail."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from netzwerkhilfe.store.changeset import ChangeSet
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.unit_of_work import Change
    from netzwerkhilfe.ui.shell.commands import Commands


NAMED = 6
"""So many entries are named in a question about several."""


class EntryCommands:
    """Commands on entries; each is one change with one way back."""

    def __init__(self, window: Commands) -> None:
        self.window = window

    def add(self, kind: str, texts: dict[str, str] | None = None) -> None:
        """The form of a new entry, with texts that are filled in already."""
        window = self.window
        if not window.is_open or window.panel_open:
            return
        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.ui.kit.form import FormPanel

        def saved(record: str, change: ChangeSet) -> None:
            window.reveal(kind, record)
            window.did(change, f"{KINDS[kind].singular} erfasst.")

        panel = FormPanel(window.host, window.store, KINDS[kind], saved, texts=texts)
        panel.open(panel.first())

    def edit(self, record: str) -> None:
        """The form of an entry."""
        window = self.window
        if not window.is_open or window.panel_open:
            return
        from netzwerkhilfe.ui.kit.form import FormPanel

        opened = window.store.get(record)
        if opened is None:
            window.tell_error(UserError("Diesen Eintrag gibt es nicht mehr.", "Ein anderes Büro hat ihn gelöscht."))
            return

        def saved(now: str, change: ChangeSet) -> None:
            window.page.renamed(record, now)
            window.did(change, "Gespeichert." if change.entries else "Es gab nichts zu ändern.")

        panel = FormPanel(window.host, window.store, opened.kind, saved, opened=opened, trash=self.trash)
        panel.open(panel.first())

    def trash(self, shown: Snapshot) -> None:
        """Into the Papierkorb, as it was shown; the toast leads back. What is typed on the page and not saved is asked
        about first."""
        self.window.leave_page(partial(self._trash, shown))

    def _trash(self, shown: Snapshot) -> None:
        store = self.window.store
        now = store.get(shown.id)
        if now is None or now.sealed == "trashed":
            return
        title = now.title(store.facts())
        try:
            with store.act(f"{shown.kind.singular} in den Papierkorb gelegt") as change, change.as_shown(shown.seen):
                change.trash(shown.id)
        except UserError as error:
            self.window.tell_error(error)
            return
        self.window.did(change.set, f"„{title}“ liegt im Papierkorb.", "archive")

    def trash_many(self, kind: str, records: list[str]) -> None:
        """Several entries into the Papierkorb: one question, one act; before it what is typed and not saved is asked
        about."""
        shown = self.window.store.many(kind, records)
        self.window.leave_page(partial(self._trash_many, shown))

    def _trash_many(self, shown: list[Snapshot]) -> None:
        from netzwerkhilfe.ui.kit.dialogs import ask

        window, store = self.window, self.window.store
        if len(shown) < 2:
            for one in shown:
                self._trash(one)
            return
        facts = store.facts()
        name = f"{len(shown)} Einträge"

        def go() -> None:
            try:
                with store.act(f"{name} in den Papierkorb gelegt") as change:
                    for one in shown:
                        with change.as_shown(one.seen):
                            change.trash(one.id)
            except UserError as error:
                window.tell_error(error)
                return
            window.did(change.set, f"{name} liegen im Papierkorb.", "archive")

        titles = ", ".join(f"„{one.title(facts)}“" for one in shown[:NAMED])
        more = f" und {len(shown) - NAMED} weitere" if len(shown) > NAMED else ""
        text = f"{titles}{more}. Das lässt sich zurücknehmen, auch später aus dem Papierkorb."
        ask(window.host, f"{name} in den Papierkorb?", text, "In den Papierkorb", go, danger=True)

    def erase(self, record: str) -> None:
        """Erase for good, or ask the office that keeps the entry to do so."""
        self.erase_all([record], "Auf Wunsch gelöscht")

    def erase_all(self, records: list[str], reason: str) -> None:
        """The same for several, with one question; before it what is typed and not saved is asked about."""
        self.window.leave_page(partial(self._erase_all, records, reason))

    def _erase_all(self, records: list[str], reason: str) -> None:
        from netzwerkhilfe.services.entries import erasing as service
        from netzwerkhilfe.store import erasure
        from netzwerkhilfe.ui.kit import erasing

        window, store = self.window, self.window.store
        found = [s for s in map(store.get, records) if s is not None]
        if not found:
            return

        def erased(outcome: service.Outcome) -> None:
            if outcome.erased:
                window.no_way_back("Endgültig Gelöschtes kommt nicht zurück.")
            window.say(erasing.told(outcome, store.facts()))
            window.changed()
            window.refresh()

        def erase() -> service.Outcome:
            with store.change() as change:
                outcome = service.erase(change, records, reason)
            if outcome.erased:
                erasure.clean(store, reason)
            return outcome

        def go() -> None:
            window.worker.run(erase, erased, window.tell_error)

        erasing.question(window.host, store, found, go)

    def decline_erasure(self, request: str) -> None:
        """The entry that another office asks to erase stays."""
        from netzwerkhilfe.services.entries import erasing

        with self.window.store.act("Bitte um Löschung abgelehnt") as change:
            erasing.decline(change, request)
        self.window.did(change.set, "Der Eintrag bleibt. Das andere Büro erfährt es beim nächsten Austausch.")

    def set_stage(self, record: str, stage: str) -> None:
        """Bring a lead to a stage."""
        from netzwerkhilfe.services.entries import entries

        try:
            with self.window.store.act("Stand geändert") as change:
                entries.set_stage(change, record, stage)
        except UserError as error:
            self.window.tell_error(error)
            self.window.refresh()
            return
        moved = self.window.store.require(record)
        self.window.did(change.set, f"Stand: {self.window.store.facts().label(moved.kind.name, stage)}.")

    def share(self, record: str) -> None:
        """Let all offices see an entry."""
        from netzwerkhilfe.access import sharing

        self._move(record, sharing.share, "Alle Büros sehen den Eintrag nach dem nächsten Austausch.")

    def unshare(self, record: str) -> None:
        """Take an entry back into the own office."""
        from netzwerkhilfe.access import sharing

        self._move(
            record,
            sharing.unshare,
            "Nur noch Ihr Büro sieht den Eintrag. Bei den anderen geht er mit dem nächsten Austausch.",
        )

    def _move(self, record: str, move: Callable[[Change, str], str], text: str) -> None:
        from netzwerkhilfe.store.naming import PersonNamed

        window = self.window
        try:
            with window.store.change() as change:
                moved = move(change, record)
        except PersonNamed as error:
            window.tell_error(error, lambda: self._move(record, move, text))
            return
        except UserError as error:
            window.tell_error(error)
            return
        window.no_way_back("Das geht unter „Weitere Befehle“ des Eintrags zurück, nicht mit Strg+Z.")
        window.page.renamed(record, moved)
        window.say(text)
        window.changed()
        window.refresh()

    # ---- outside the program ----------------------------------------------------------------------------------------
    def dial(self, number: str) -> None:
        """A click on a number: the telephone program dials it."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl(tel(number)))

    def mail(self, address: str) -> None:
        """A click on an address: the mail program opens."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        from netzwerkhilfe.models.values import Unreadable, read_email

        try:
            QDesktopServices.openUrl(QUrl(f"mailto:{read_email(address)}"))
        except Unreadable:
            self.window.tell_error(
                UserError("Diese E-Mail-Adresse ist nicht richtig.", "", "Bitte bearbeiten Sie den Eintrag.")
            )


def tel(number: str) -> str:
    """The address that dials a number."""
    from netzwerkhilfe.models.text import digits

    return "tel:" + digits(number)
