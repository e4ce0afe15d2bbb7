"""What is done with volunteers, offers and courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netzwerkhilfe.models.helping import Course
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.ui.shell.commands import Commands


class PeopleCommands:
    """Commands on volunteers, offers and courses."""

    def __init__(self, window: Commands) -> None:
        self.window = window

    def still_right(self, offer: str) -> None:
        """ "Stimmt noch": the offer was checked today."""
        from netzwerkhilfe.services.helping import offers

        store = self.window.store
        with store.act("Angebot geprüft") as change:
            offers.still_right(change, offer)
        self.window.did(change.set, "Heute geprüft.")

    def enrol(self, course: Snapshot[Course], volunteer: str) -> None:
        """Enrol a volunteer in a course, or put the person on its waiting list."""
        from netzwerkhilfe.models.helping import EnrolmentState
        from netzwerkhilfe.services.helping import courses

        with self.window.store.act("Zum Kurs angemeldet") as change:
            state = courses.enrol(change, course, volunteer)
        waits = state is EnrolmentState.WAITING
        self.window.did(change.set, "Auf der Warteliste: Alle Plätze sind vergeben." if waits else "Angemeldet.")

    def took_part(self, enrolment: str) -> None:
        """Somebody took part in a course."""
        from netzwerkhilfe.services.helping import volunteering

        with self.window.store.act("Teilnahme eingetragen") as change:
            volunteering.took_part(change, enrolment)
        self.window.did(change.set, "Eingetragen.")

    def sheet_back(self, engagement: str) -> None:
        """The Einsatzblatt came back."""
        from netzwerkhilfe.services.papers import helper_papers

        with self.window.store.act("Einsatzblatt zurück") as change:
            helper_papers.sheet_back(change, engagement)
        self.window.did(change.set, "Das Einsatzblatt ist zurück.")

    def forget_certificates(self) -> None:
        """Once a day: certificates whose time is over are forgotten."""
        from netzwerkhilfe.services.helping import volunteering

        store = self.window.store

        def forget() -> int:
            if not volunteering.gone_certificates(store):  # nothing to write, nothing to load for writing
                return 0
            with store.change() as change:
                return volunteering.forget_certificates(change)

        self.window.worker.run(forget, lambda _n: None, self.window.tell_error)
