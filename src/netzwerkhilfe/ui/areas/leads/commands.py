"""What is done with leads and cases."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError

if TYPE_CHECKING:
    from netzwerkhilfe.models.cases import Match
    from netzwerkhilfe.models.fields import Json
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.ui.shell.commands import Commands

REFUSED = 5
"""The phase of stages that end a suggestion without success."""


class LeadCommands:
    """Commands on leads and cases."""

    def __init__(self, window: Commands) -> None:
        self.window = window

    def withdraw(self, record: str) -> None:
        """Withdraw a lead or a case with its reason, or take it up again."""
        from PySide6.QtWidgets import QLineEdit

        from netzwerkhilfe.services.entries.common_fields import withdrawn_because
        from netzwerkhilfe.services.matching import cases
        from netzwerkhilfe.store.naming import PersonNamed
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

        def save() -> None:
            if not reason.text().strip():
                return
            try:
                with store.act("Zurückgezogen") as change:
                    cases.withdraw(change, record, reason.text())
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
        from netzwerkhilfe.services.matching import matching
        from netzwerkhilfe.store.naming import PersonNamed

        window, store = self.window, self.window.store
        found = store.get(other)
        if found is None:
            return
        case, lead = (entry, found) if entry.kind.model is Case else (found, entry)
        try:
            with store.act("Vorschlag gemacht") as change:
                matching.propose(change, case.of(Case), lead)
        except UserError as error:
            window.tell_error(error, partial(self.propose, entry, other) if isinstance(error, PersonNamed) else None)
            return
        window.did(change.set, "Der Vorschlag steht beim Gesuch.")

    def advance(self, match: Snapshot[Match], stage: str) -> None:
        """Bring a suggestion to a stage; asks for what belongs to it (who refused and why, the outcome, why it begins
        without a permit)."""
        from netzwerkhilfe.services.matching import matching

        store = self.window.store
        wanted = store.facts().stage(match.kind.name, stage)
        phase = wanted.phase if wanted else 0
        if phase == REFUSED:
            self._ask(match, stage, ("refused_by", "refused_because"))
        elif phase == 4:
            self._ask(match, stage, ("outcome", "hours", "kilometres", "cost"))
        elif phase == 3 and matching.permit_missing(store, match):
            self._ask(match, stage, ("override_note",))
        else:
            try:
                self._set_stage(match, stage, {})
            except UserError as error:
                self.window.tell_error(error)

    def _set_stage(self, match: Snapshot[Match], stage: str, values: dict[str, Json]) -> None:
        from netzwerkhilfe.services.matching import matching

        store = self.window.store
        with store.act(f"Vorschlag: {store.facts().label(match.kind.name, stage)}") as change:
            matching.advance(change, match, stage, **values)
        self.window.did(change.set, f"Stand: {store.facts().label(match.kind.name, stage)}.")

    def _ask(self, match: Snapshot[Match], stage: str, fields: tuple[str, ...]) -> None:
        """The panel of a stage; a mistake stays in it, about a person in need it asks."""
        from netzwerkhilfe.models.entry import read_texts
        from netzwerkhilfe.services.matching import matching
        from netzwerkhilfe.store.naming import PersonNamed
        from netzwerkhilfe.ui.kit.dialogs import Panel
        from netzwerkhilfe.ui.kit.form import Input
        from netzwerkhilfe.ui.kit.naming import ask_about_person
        from netzwerkhilfe.ui.kit.widgets import label

        window, store, kind = self.window, self.window.store, match.kind
        facts = store.facts()
        heading = facts.label(kind.name, stage)
        panel = Panel(window.host, heading[0].upper() + heading[1:], subtitle=match.record.title or "", width=520)
        problem = label(matching.permit_missing(store, match), "bad", 10, 500, wrap=True)
        inputs = {n: Input(n, kind.fields[n], "", facts) for n in fields}
        for made in inputs.values():
            panel.body.addLayout(made.box)
        panel.body.addWidget(problem)

        def save() -> None:
            read = read_texts(kind, {n: i.text() for n, i in inputs.items()}, facts)
            for name, made in inputs.items():
                made.blame(read.errors.get(name, ""))
            if read.errors:
                return
            try:
                self._set_stage(match, stage, {n: v for n, v in read.values.items() if v is not None})
            except PersonNamed as error:
                ask_about_person(panel.host, store, error, save)
                return
            except UserError as error:
                problem.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()

        panel.saver("Eintragen", save)
        panel.open(inputs[fields[0]].editor)

    def count_suggestions(self) -> None:
        """How many suggestions each case has, off the window's thread; the list of cases shows it."""
        from netzwerkhilfe.services.matching import matching

        window, store = self.window, self.window.store
        if not store.count("cases"):
            return

        def arrived(found: dict[str, int]) -> None:
            from netzwerkhilfe.ui.areas.leads import suggestions

            suggestions.keep(found)
            if window.page.kind == "cases":
                window.page.update()

        window.worker.run(lambda: matching.counts_for_cases(store), arrived, window.tell_error)
