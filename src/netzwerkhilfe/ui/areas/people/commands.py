"""What is done with volunteers, offers and courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError

if TYPE_CHECKING:
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
        with store.change() as change:
            offers.still_right(change, offer)
        self.window.did(change.set, "Heute geprüft.")

    def enrol(self, course: Snapshot, volunteer: str) -> None:
        """Enrol a volunteer in a course, or put the person on its waiting list."""
        from netzwerkhilfe.models.helping import EnrolmentState
        from netzwerkhilfe.services.helping import courses

        with self.window.store.change() as change:
            state = courses.enrol(change, course, volunteer)
        waits = state is EnrolmentState.WAITING
        self.window.did(change.set, "Auf der Warteliste: Alle Plätze sind vergeben." if waits else "Angemeldet.")

    def took_part(self, enrolment: str) -> None:
        """Somebody took part in a course."""
        from netzwerkhilfe.services.helping import volunteering

        self.window.did(volunteering.took_part(self.window.store, enrolment), "Eingetragen.")

    def sheet_back(self, engagement: str) -> None:
        """The Einsatzblatt came back."""
        from netzwerkhilfe.services import helper_papers

        self.window.did(helper_papers.sheet_back(self.window.store, engagement), "Das Einsatzblatt ist zurück.")

    def forget_certificates(self) -> None:
        """Once a day: certificates whose time is over are forgotten."""
        from netzwerkhilfe.services.helping import volunteering

        store = self.window.store
        self.window.worker.run(lambda: volunteering.forget_certificates(store), lambda _n: None, self.window.tell_error)

    # ---- papers -----------------------------------------------------------------------------------------------------
    def print_sheet(self, engagement: Snapshot) -> None:
        """The Einsatzblatt."""
        from netzwerkhilfe.documents.engagements import print_sheet
        from netzwerkhilfe.services import helper_papers

        store = self.window.store
        self.window.files.print("einsatzblatt.pdf", lambda t: print_sheet(helper_papers.give_out(store, engagement), t))

    def print_certificate(self, course: Snapshot, enrolment: Snapshot) -> None:
        """The certificate of a course; its day is kept."""
        from netzwerkhilfe.documents.engagements import print_certificate
        from netzwerkhilfe.services import helper_papers
        from netzwerkhilfe.services.helping import courses

        store = self.window.store
        try:
            paper = helper_papers.course_certificate(store, course, enrolment)
        except UserError as error:
            self.window.tell_error(error)
            return
        with store.change() as change:
            courses.note_certificate(change, enrolment.id)
        self.window.did(change.set, "Die Bescheinigung wird geöffnet.")
        self.window.files.print("bescheinigung.pdf", lambda t: print_certificate(paper, t))

    def print_week(self) -> None:
        """The plan of this week."""
        from netzwerkhilfe.documents.engagements import print_week
        from netzwerkhilfe.services import helper_papers

        store = self.window.store
        self.window.files.print("wochenplan.pdf", lambda t: print_week(helper_papers.week(store, store.today()), t))

    def print_thanks(self, volunteer: str) -> None:
        """The letter of thanks."""
        from netzwerkhilfe.documents.letters import print_letters
        from netzwerkhilfe.services import helper_papers

        store = self.window.store
        person = store.get(volunteer)
        if person:
            self.window.files.print("dankbrief.pdf", lambda t: print_letters([helper_papers.thanks(store, person)], t))

    def print_consents(self, ids: list[str]) -> None:
        """Letters that ask these volunteers for the consents that are missing."""
        from netzwerkhilfe.documents.letters import print_letters
        from netzwerkhilfe.services import helper_papers

        store = self.window.store
        self.window.files.print(
            "einwilligungen.pdf",
            lambda t: print_letters(helper_papers.letters_for_consent(store, store.many("volunteers", ids)), t),
        )

    def print_cards(self) -> None:
        """Who may have the Ehrenamtskarte, and this year's jubilees."""
        from netzwerkhilfe.documents.listing import print_list
        from netzwerkhilfe.services import papers

        store = self.window.store
        self.window.files.print("ehrenamtskarte.pdf", lambda t: print_list(papers.card_list(store), t))
