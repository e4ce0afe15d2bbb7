"""What is done with leads and cases."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from netzwerkhilfe.errors import UserError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from netzwerkhilfe.models.cases import Match
    from netzwerkhilfe.models.fields import Json
    from netzwerkhilfe.models.leads import HousingLead
    from netzwerkhilfe.services.matching.following import NextStep
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.shell.commands import Commands

PAUSE = 300
"""So long (ms) nothing changes before suggestions are counted again."""


class LeadCommands:
    """Commands on leads and cases."""

    def __init__(self, window: Commands) -> None:
        self.window = window
        self._counted: tuple[Store, int, dt.date] | None = None
        """For what the suggestions were counted last."""
        self._pause = QTimer(window.host, singleShot=True)
        self._pause.timeout.connect(self._count)

    def withdraw(self, record: str) -> None:
        """Withdraw a lead or a case with its reason, or take it up again."""
        from PySide6.QtWidgets import QLineEdit

        from netzwerkhilfe.services.entries.common_fields import withdrawn_because
        from netzwerkhilfe.services.matching import along, cases, chain
        from netzwerkhilfe.store.naming import PersonNamed
        from netzwerkhilfe.ui.areas.leads.stepping import Ticks
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.naming import ask_about_person
        from netzwerkhilfe.ui.kit.widgets import label

        window, store = self.window, self.window.store
        found = store.get(record)
        if found is None:
            return

        if withdrawn_because(found):
            with store.act("Wieder aufgenommen") as change:
                cases.take_up_again(change, record)
            window.did(change.set, "Wieder aufgenommen.")
            return
        panel = Panel(window.host, "Zurückziehen", subtitle=found.title(store.facts()), icon="archive", width=480)
        reason = QLineEdit()
        reason.setAccessibleName("Warum?")
        reason.setPlaceholderText("z. B. anderweitig vermietet, Miete zu hoch, abgesagt")
        panel.body.addWidget(label("Warum?", "", 9.5, 500))
        panel.body.addWidget(reason)
        ticks = Ticks()
        ticks.show_moves(along.along_withdrawal(store, found))
        panel.body.addWidget(ticks)

        def save() -> None:
            if not reason.text().strip():
                return
            try:
                with store.act("Zurückgezogen") as change:
                    cases.withdraw(change, record, reason.text())
                    chain.end_along(change, found, ticks.keys())
            except PersonNamed as error:
                ask_about_person(window.host, store, error, save)
                return
            panel.dismiss()
            window.did(change.set, "Zurückgezogen.")

        panel.saver("Zurückziehen", save)
        panel.open(reason)

    def propose(self, entry: Snapshot, other: str) -> None:
        """Suggest one of two entries for the other; either may be the case."""
        from netzwerkhilfe.models.cases import Case
        from netzwerkhilfe.services.matching import chain
        from netzwerkhilfe.store.naming import PersonNamed

        window, store = self.window, self.window.store
        found = store.get(other)
        if found is None:
            return
        case, lead = (entry, found) if entry.kind.model is Case else (found, entry)
        try:
            with store.act("Vorschlag gemacht") as change:
                chain.propose(change, case.of(Case), lead)
        except UserError as error:
            window.tell_error(error, partial(self.propose, entry, other) if isinstance(error, PersonNamed) else None)
            return
        window.did(change.set, "Der Vorschlag steht beim Gesuch.")

    def advance(self, match: Snapshot[Match], stage: str) -> None:
        """Bring a suggestion to a stage; where something moves along or belongs to it, a panel asks before."""
        from netzwerkhilfe.ui.areas.leads.stepping import StepPanel, asks

        if not asks(self.window.store, match, stage):
            try:
                self.set_match(match, stage, {})
            except UserError as error:
                self.window.tell_error(error)
            return
        panel = StepPanel(self.window, match, stage)
        panel.open(panel.first())

    def set_match(
        self, match: Snapshot[Match], stage: str, values: dict[str, Json], along: Collection[str] | None = None
    ) -> None:
        """Bring a suggestion to a stage, with what moves along. Raises ``UserError``."""
        from netzwerkhilfe.services.matching import chain

        store = self.window.store
        label = store.facts().label(match.kind.name, stage)
        with store.act(f"Vorschlag: {label}") as change:
            chain.advance(change, match, stage, along_keys=along, **values)
        self.window.did(change.set, f"Stand: {label}.{self._onward(match.id)}")

    def _onward(self, match: str) -> str:
        """Who goes on with a suggestion and by when, for the toast."""
        from netzwerkhilfe.models.cases import Match
        from netzwerkhilfe.models.values import show_near
        from netzwerkhilfe.services.matching import following

        store = self.window.store
        found = store.get(match, Match)
        step = following.step_of(store, found) if found else None
        return f" Weiter {show_near(step.due.isoformat(), store.today())}: {step.who}." if step else ""

    def put_off(self, match: Snapshot[Match]) -> None:
        """Another person or another day for the next step of a suggestion."""
        from netzwerkhilfe.ui.areas.leads.stepping import NextPanel

        panel = NextPanel(self.window, match)
        panel.open(panel.first())

    def viewing_task(self, flat: Snapshot[HousingLead]) -> None:
        """The viewing of a flat stands among the tasks."""
        from netzwerkhilfe.services.helping import viewings

        with self.window.store.act("Aufgabe aus der Besichtigung") as change:
            viewings.make_task(change, flat)
        self.window.did(change.set, "Die Besichtigung steht bei den Aufgaben.")

    def free(self, lead: Snapshot) -> None:
        """A flat or a place of work that was promised to a case which does not hold it any more is free again."""
        from netzwerkhilfe.services.matching import chain

        with self.window.store.act("Wieder frei") as change:
            chain.free(change, lead)
        self.window.did(change.set, "Wieder frei.")

    def keep_following(self) -> None:
        """Once a day and after an exchange: every open suggestion of the office has its task."""
        from netzwerkhilfe.services.matching import following

        window = self.window
        store = window.store

        def keep() -> int:
            if not following.pending(store):  # nothing to write, nothing to load for writing
                return 0
            with store.change() as change:
                return following.keep(change)

        def kept(count: int) -> None:
            if count and window.is_open and window.store is store:
                window.changed()
                window.refresh()

        window.worker.run(keep, kept, window.tell_error)

    def count_suggestions(self) -> None:
        """How many suggestions each case has and what is next with those made, for the list of cases.

        It is counted where something has changed that matters for it, after a pause, and beside all that somebody
        waits for.
        """
        from netzwerkhilfe.services.matching import matching

        window = self.window
        state = (window.store, window.store.revision(matching.READS), window.store.today())
        if state != self._counted:
            self._counted = state
            self._pause.start(PAUSE)

    def _count(self) -> None:
        from netzwerkhilfe.services.matching import following, matching

        if not self.window.is_open:
            self._counted = None
            return
        window, store = self.window, self.window.store

        def arrived(found: tuple[dict[str, int], list[NextStep]]) -> None:
            from netzwerkhilfe.ui.areas.leads import suggestions

            if not window.is_open or window.store is not store:
                return
            suggestions.keep(*found)
            if window.page.kind == "cases":
                window.page.update()

        def count() -> tuple[dict[str, int], list[NextStep]]:
            return matching.counts_for_cases(store), following.steps(store)

        if store.count("cases"):
            window.beside.run(count, arrived, window.tell_error)
