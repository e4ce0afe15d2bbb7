"""What the window does for the day's helping: tasks ticked, offers checked, files opened, suggestions counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from netzwerkhilfe.errors import UserError

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.tasks import Tasks


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
        from netzwerkhilfe.services import work_list

        assert self.store
        self.did(work_list.finish(self.store, task), "Erledigt.")

    def task_again(self, task: str) -> None:
        """A task is open after all."""
        from netzwerkhilfe.services import work_list

        assert self.store
        self.did(work_list.reopen(self.store, task), "Wieder offen.")

    def still_right(self, offer: str) -> None:
        """ "Stimmt noch": the offer was checked today."""
        assert self.store
        with self.store.change() as change:
            change.update(offer, {"checked_on": self.store.today().isoformat()})
        self.did(change.set, "Heute geprüft.")

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
        target: Path = self.paper(Path(str(attachment.values.get("name") or "datei")).name)
        target.write_bytes(content)
        self.open_paper(target)

    def count_suggestions(self) -> None:
        """How many suggestions each case has, off the window's thread."""
        from netzwerkhilfe.services import matching
        from netzwerkhilfe.ui import kinds

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
        from netzwerkhilfe.services import volunteering

        self.tasks.run(lambda: volunteering.forget_certificates(store), lambda _n: None, self.tell_error)
