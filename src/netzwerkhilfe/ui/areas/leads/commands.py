"""What is done with leads and cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


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
            with store.change() as change:
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
                with store.change() as change:
                    cases.withdraw(change, record, reason.text())
            except PersonNamed as error:
                ask_about_person(window.host, store, error, save)
                return
            panel.dismiss()
            window.did(change.set, "Zurückgezogen.")

        panel.saver("Zurückziehen", save)
        panel.open(reason)

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
