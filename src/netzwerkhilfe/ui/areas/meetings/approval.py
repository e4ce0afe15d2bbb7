"""Approving minutes: by the vote of a later meeting, or entered afterwards with the meeting or the day."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.meetings import AgendaItem, Meeting
from netzwerkhilfe.models.phrases import read_date
from netzwerkhilfe.models.values import Unreadable, show_date
from netzwerkhilfe.services.meetings import minutes
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.services.meetings.voting import Votes
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.meetings.panels import Done, field
from netzwerkhilfe.ui.areas.meetings.parts import Stepper
from netzwerkhilfe.ui.kit.day_picker import offer_calendar
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.flow import Flow
from netzwerkhilfe.ui.kit.naming import ask_about_person
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, boxed, label, row

ANOTHER_DAY = ""


class ApprovePanel(Panel):
    """In which meeting, or on which day, the signed minutes were approved."""

    def __init__(self, host: QWidget, store: Store, meeting: Snapshot[Meeting], done: Done) -> None:
        super().__init__(
            host, "Genehmigung eintragen", subtitle=meeting.title(store.facts()), icon="check-circle", width=560
        )
        self.store, self.meeting, self.done = store, meeting, done
        self.meetings = minutes.approving(store, meeting)
        self.where = ChoiceBox()
        for one in self.meetings:
            self.where.addItem(one.title(store.facts()), one.id)
        self.where.addItem("an einem anderen Tag", ANOTHER_DAY)
        self.day = offer_calendar(QLineEdit(), store.today)
        self.body.addLayout(field("Genehmigt in der Sitzung", self.where))
        self.on = boxed(field("Genehmigt am", self.day))
        self.body.addWidget(self.on)
        self.body.addWidget(
            label("Danach ist die Niederschrift geschlossen; berichtigt wird mit Nachträgen.", "muted", wrap=True)
        )
        self.problem = label("", "bad", 10, 500, wrap=True)
        self.body.addWidget(self.problem)
        self.saver("Genehmigung eintragen", self.save)
        self.where.currentIndexChanged.connect(lambda _i: self._ask_for_day())
        self._ask_for_day()

    def _ask_for_day(self) -> None:
        self.on.setVisible(self.where.currentData() == ANOTHER_DAY)
        self.fit()

    def save(self) -> None:
        """Enter it."""
        chosen = next((m for m in self.meetings if m.id == self.where.currentData()), None)
        try:
            on = "" if chosen else read_date(self.day.text(), self.store.today())
            with self.store.act("Niederschrift genehmigt") as change:
                minutes.approve(change, self.meeting, sitting_of=chosen, on=on)
        except (UserError, Unreadable) as error:
            self.problem.setText(error.paragraph() if isinstance(error, UserError) else f"{error}.")
            if self.on.isVisible():
                self.day.setFocus()
            self.fit()
            return
        self.dismiss()
        self.done(change.set, "Die Niederschrift ist genehmigt und geschlossen.")


class ApprovalVotePanel(Panel):
    """The vote on the minutes of an earlier meeting: one act for the decision here and the approval there."""

    def __init__(
        self,
        host: QWidget,
        store: Store,
        at: Sitting,
        item: Snapshot[AgendaItem],
        earlier: Snapshot[Meeting],
        done: Done,
    ) -> None:
        day = show_date(earlier.record.date or "")
        super().__init__(host, f"Niederschrift vom {day} genehmigen", icon="check-circle", width=560)
        self.store, self.at, self.item, self.day, self.done = store, at, item, day, done
        voters = len(at.voters(item.id))
        self.counts = [Stepper("Ja", voters), Stepper("Nein", 0), Stepper("Enthaltung", 0)]
        named = zip(("Ja", "Nein", "Enthaltung"), self.counts, strict=True)
        self.body.addWidget(label(f"Stimmberechtigt anwesend: {voters}", "", 10, 500))
        self.body.addWidget(boxed(Flow(*(boxed(row(label(text), one)) for text, one in named), gap=16)))
        self.body.addWidget(
            label(
                "Der Beschluss steht dann bei diesem TOP; wird er gefasst, ist die frühere Niederschrift genehmigt und "
                "geschlossen.",
                "muted",
                wrap=True,
            )
        )
        self.problem = label("", "bad", 10, 500, wrap=True)
        self.body.addWidget(self.problem)
        self.saver("Abstimmung eintragen", self.save)

    def save(self) -> None:
        """Enter the vote."""
        yes, no, abstention = (one.value() for one in self.counts)
        votes = Votes(yes, no, abstention)
        if votes.total > len(self.at.voters(self.item.id)) or not votes.total:
            self.problem.setText("So viele Stimmen gibt es hier nicht." if votes.total else "Es hat niemand gestimmt.")
            self.fit()
            return
        try:
            with self.store.act(f"Über die Niederschrift vom {self.day} abgestimmt") as change:
                decision = minutes.approve_by_vote(change, self.at.meeting, self.item, votes)
        except PersonNamed as error:
            ask_about_person(self.host, self.store, error, self.save)
            return
        except UserError as error:
            self.problem.setText(error.paragraph())
            self.fit()
            return
        if decision is None:
            self.problem.setText("Diese Niederschrift wartet auf keine Genehmigung mehr. Es wurde nichts eingetragen.")
            self.fit()
            return
        self.dismiss()
        said = f"Die Niederschrift vom {self.day} ist {'' if decision.result.carried else 'nicht '}genehmigt."
        self.done(change.set, said)
