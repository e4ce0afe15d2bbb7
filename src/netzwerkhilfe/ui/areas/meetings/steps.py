"""What comes next for a meeting: invite, begin, sign, approve, correct; and what else can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton

from netzwerkhilfe import output
from netzwerkhilfe.models.meetings import Meeting, MeetingStage
from netzwerkhilfe.services.meetings import decisions, invitation, minutes, sitting
from netzwerkhilfe.services.meetings.steps import Step, next_step
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.areas.meetings.approval import ApprovePanel
from netzwerkhilfe.ui.areas.meetings.current import OpenMeeting
from netzwerkhilfe.ui.areas.meetings.panels import InvitePanel, SignPanel, TextPanel

STEP_WORDS = {
    Step.INVITE: "Einladen …",
    Step.INVITE_AGAIN: "Neu einladen …",
    Step.BEGIN: "Sitzung beginnen",
    Step.END: "Sitzung beenden",
    Step.NOTE_HELD: "Hat stattgefunden",
    Step.CLOSE_CIRCULAR: "Umlauf abschließen",
    Step.SIGN: "Unterschreiben …",
    Step.APPROVE: "Genehmigung eintragen …",
    Step.ADD_ADDENDUM: "Nachtrag …",
}
"""The text of the button for each step; none where nothing comes next."""


class MeetingSteps:
    """Leads the open meeting from plan to approval.

    :param show_paper: shows a paper on the desk, by its key.
    """

    def __init__(self, current: OpenMeeting, show_paper: Callable[[str], object], begun: Callable[[], object]) -> None:
        self.current, self.commands, self.store = current, current.commands, current.store
        self.show_paper, self.begun = show_paper, begun

    def step(self) -> Step:
        """What comes next."""
        return next_step(self.current.sitting.meeting, has_items=bool(self.current.plan.lines))

    def next_step(self) -> None:
        """The one thing that comes next."""
        self.current.save()
        meeting, step = self.current.sitting.meeting, self.step()
        if step in (Step.INVITE, Step.INVITE_AGAIN):
            panel = InvitePanel(self.commands.host, self.store, meeting, self._invited)
            panel.open(panel.day)
        elif step is Step.BEGIN:
            if self.current.do("Sitzung begonnen", self._begin, "Die Sitzung läuft."):
                self.begun()
        elif step in (Step.END, Step.NOTE_HELD):
            self.current.do("Sitzung beendet", lambda change: sitting.end(change, meeting), "Die Sitzung ist beendet.")
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
            approving = ApprovePanel(self.commands.host, self.store, meeting, self.commands.did)
            approving.open(approving.where)
        elif step is Step.ADD_ADDENDUM:
            self.addendum()
        elif step is Step.CLOSE_CIRCULAR:
            self.current.do(
                "Umlauf abgeschlossen",
                lambda change: decisions.close_circular(change, meeting),
                "Der Umlauf ist abgeschlossen.",
            )

    def _begin(self, change: Change) -> None:
        meeting, plan = self.current.sitting.meeting, self.current.plan
        sitting.begin(change, meeting)
        if plan.lines:
            sitting.open_item(change, meeting, plan.lines[0].item.id)

    def _invited(self, change: ChangeSet) -> None:
        self.commands.did(change, "Die Einladung ist festgehalten. Briefe, Termin und Text liegen unter „Drucken“.")
        self.show_paper("invitation")

    def sign(self, shown: Snapshot[Meeting]) -> None:
        """Sign what was shown, and show what was signed."""
        if self.current.do(
            "Niederschrift unterschrieben",
            lambda change: output.sign(change, shown),
            "Unterschrieben. Das PDF wird aufbewahrt.",
            shown=shown,
        ):
            self.show_paper("minutes")

    def acknowledge(self) -> None:
        """What arrived after the signature was seen."""
        shown = self.current.sitting.meeting
        self.current.do(
            "Zur Kenntnis genommen",
            lambda change: minutes.acknowledge(change, shown),
            "Zur Kenntnis genommen; das unterschriebene PDF gilt.",
        )

    def addendum(self) -> None:
        """A correction."""
        meeting = self.current.sitting.meeting
        closed = QCheckBox("Der Nachtrag gehört zum nichtöffentlichen Teil")

        def go(text: str) -> None:
            with self.store.act("Nachtrag eingetragen") as change:
                minutes.add_addendum(change, meeting, text, confidential=closed.isChecked())
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
        if any(x.confidential for x in self.current.plan.lines):
            panel.add(closed)
        panel.open(panel.text)

    def call_off(self) -> None:
        """Call the meeting off."""
        meeting = self.current.sitting.meeting

        def go(text: str) -> None:
            with self.store.act("Sitzung abgesagt") as change:
                invitation.call_off(change, meeting, text)
            self.commands.did(change.set, "Abgesagt. Absagebriefe und Termin liegen unter „Drucken“.")

        panel = TextPanel(
            self.commands.host, self.store, "Sitzung absagen", "Warum? (steht in der Absage)", "Absagen", go
        )
        panel.open(panel.text)

    def more_menu(self, at: QPushButton) -> None:
        """What else can be done."""
        menu = QMenu(at)
        meeting = self.current.sitting.meeting
        if not meeting.sealed:
            menu.addAction("Sitzung bearbeiten (Strg+E)").triggered.connect(
                lambda _c=False: self.commands.entries.edit(meeting.id)
            )
        if meeting.record.stage in (MeetingStage.INVITED, MeetingStage.RUNNING):
            menu.addAction("Noch einmal einladen …").triggered.connect(lambda _c=False: self.invite_again())
        if meeting.record.stage in (None, MeetingStage.PLANNED, MeetingStage.INVITED):
            menu.addAction("Absagen …").triggered.connect(lambda _c=False: self.call_off())
            menu.addAction("Sitzung beginnen").triggered.connect(
                lambda _c=False: self.current.do(
                    "Sitzung begonnen", lambda change: sitting.begin(change, meeting), "Die Sitzung läuft."
                )
            )
        if meeting.record.stage == MeetingStage.HELD and not meeting.sealed:
            menu.addAction("Sitzung fortsetzen").triggered.connect(
                lambda _c=False: self.current.do(
                    "Sitzung fortgesetzt",
                    lambda change: sitting.begin(change, meeting, meeting.record.began or ""),
                    "Die Sitzung läuft wieder.",
                )
            )
        if meeting.sealed == "signed":
            menu.addAction("Unterschrift zurücknehmen").triggered.connect(
                lambda _c=False: self.current.do(
                    "Unterschrift zurückgenommen",
                    lambda change: minutes.unsign(change, meeting),
                    "Die Niederschrift ist wieder ein Entwurf.",
                )
            )
        if meeting.sealed:
            menu.addAction("Nachtrag …").triggered.connect(lambda _c=False: self.addendum())
        menu.addSeparator()
        for one in minutes.printed(self.store, meeting)[:8]:
            when = str(one.record.at or "")[:16].replace("T", ", ")
            menu.addAction(f"Gedruckt: {one.record.name} · {when} · {one.record.by}").setEnabled(False)
        if not meeting.sealed:
            menu.addSeparator()
            menu.addAction("In den Papierkorb").triggered.connect(lambda _c=False: self.commands.entries.trash(meeting))
        menu.exec(at.mapToGlobal(at.rect().bottomLeft()))

    def invite_again(self) -> None:
        """The dialog of the invitation."""
        panel = InvitePanel(self.commands.host, self.store, self.current.sitting.meeting, self._invited)
        panel.open(panel.day)
