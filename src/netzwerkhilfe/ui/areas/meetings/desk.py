"""The desk of one meeting: attendance above, the agenda on the left, the chosen item, the guests or the printed page on
the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from netzwerkhilfe import output
from netzwerkhilfe.models.meetings import AgendaItem, Meeting, MeetingStage, Occasion
from netzwerkhilfe.services.meetings import decisions, invitation, meetings, minutes, sitting
from netzwerkhilfe.services.meetings.minutes import MinutesState
from netzwerkhilfe.services.meetings.steps import progress
from netzwerkhilfe.services.papers import common, registry
from netzwerkhilfe.ui.areas.meetings.agenda import AgendaPane
from netzwerkhilfe.ui.areas.meetings.attendance import AttendanceBar
from netzwerkhilfe.ui.areas.meetings.current import OpenMeeting
from netzwerkhilfe.ui.areas.meetings.guests import GuestPane
from netzwerkhilfe.ui.areas.meetings.index import short_day
from netzwerkhilfe.ui.areas.meetings.item import ItemPane
from netzwerkhilfe.ui.areas.meetings.papers import MeetingPapers
from netzwerkhilfe.ui.areas.meetings.parts import Switch, tone
from netzwerkhilfe.ui.areas.meetings.preview import PreviewPane
from netzwerkhilfe.ui.areas.meetings.steps import STEP_WORDS, MeetingSteps
from netzwerkhilfe.ui.kit.leaving import drafts
from netzwerkhilfe.ui.kit.widgets import badge, boxed, button, column, label, line, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

NARROW_BELOW = 960
"""Logical pixels of the desk."""
EDIT, GUESTS, PREVIEW = "edit", "guests", "preview"
STATE_TONES: dict[str, str] = {
    MinutesState.SIGNED: "ok",
    MinutesState.APPROVED: "ok",
    MeetingStage.RUNNING: "info",
    MeetingStage.INVITED: "info",
    MeetingStage.CALLED_OFF: "bad",
}


class Desk(QWidget):
    """One meeting. ``back`` leads to all meetings.

    It holds the parts together: each has the open meeting (``current``) and what it needs of the others.
    """

    def __init__(self, commands: Commands, back: Callable[[], object]) -> None:
        super().__init__()
        self.commands, self.store = commands, commands.store
        self.view = EDIT
        self.item = ItemPane(commands, self.refresh)
        self.current = OpenMeeting(commands, self.item.flush, self.refresh)
        self.papers = MeetingPapers(self.current, lambda: self.preview.document if self.view == PREVIEW else "")
        self.steps = MeetingSteps(self.current, self.show_paper, self._begun)
        self.agenda = AgendaPane(self.current, self._chosen)
        self.guests = GuestPane(self.current)
        self.bar = AttendanceBar(self.current, lambda: self.agenda.items.chosen, self.guests.add_guest)
        self.preview = PreviewPane(commands.worker, self.papers.previewed, commands.tell_error)
        self._header(back)
        self.right = QStackedWidget()
        for widget in (self.item, self.preview, self.guests):
            self.right.addWidget(widget)
        below = row(self.agenda, line(vertical=True), spacing=0)
        below.addWidget(self.right, 1)
        main = column(self.head, line(), self.notice_box, self.bar, line(), spacing=0)
        main.addWidget(boxed(below), 1)
        self.setLayout(main)
        for sequence, does in (
            ("Ctrl+Return", self.forward),
            ("Ctrl+Enter", self.forward),
            ("Ctrl+J", self.item.keys.all_yes),
            ("Ctrl+B", self.item.keys.decide),
            ("Ctrl+T", self.item.keys.give_task),
            ("Ctrl+M", self.item.keys.write),
        ):
            key = QShortcut(QKeySequence(sequence), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(does)

    # ---- building ---------------------------------------------------------------------------------------------------
    def _header(self, back: Callable[[], object]) -> None:
        self.title = label("", "", 15, 600, short=True)
        self.when = label("", "muted", short=True)
        self.state = badge("")
        views = (
            (EDIT, "Bearbeiten", "pencil-simple"),
            (GUESTS, "Gäste", "users-three"),
            (PREVIEW, "Vorschau", "file-text"),
        )
        self.switch = Switch(views, self.show_view)
        self.more = button("", "quiet", "dots-three", lambda: self.steps.more_menu(self.more), "Weitere Befehle")
        self.next = button("", "primary", clicked=self.steps.next_step)
        self.back_button = button("", "quiet", "arrow-left", back, "Alle Sitzungen (Esc)")
        head = row(self.back_button, self.title, 4, margins=(12, 0, 24, 0))
        head.addWidget(self.when, 1)
        for widget in (self.state, self.switch, self.papers.button, self.more, self.next):
            head.addWidget(widget)
        self.head = boxed(head)
        self.head.setFixedHeight(60)
        self.notice = label("", "", 10, 500, wrap=True)
        self.notice_does: Callable[[], object] | None = None
        self.notice_action = button("", "link", clicked=lambda: self.notice_does and self.notice_does())
        told = row(self.notice, self.notice_action, margins=(24, 7, 24, 7))
        told.setStretch(0, 1)
        self.notice_box = boxed(told, "warnbox")
        self.notice_box.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the item has more room, the agenda less; the day stands in the list of meetings."""
        super().resizeEvent(event)
        self.agenda.narrow(on=self.width() < NARROW_BELOW)
        self.when.setVisible(self.width() >= NARROW_BELOW)

    # ---- showing ----------------------------------------------------------------------------------------------------
    def open(self, record: str) -> bool:
        """Show a meeting; gives whether there is one."""
        shown = self.current.meeting
        if shown is None or shown.id != record:
            self.item.flush()
            self.view = EDIT
            self.item.line = None
            fresh = self.store.get(record, Meeting)
            if fresh is not None and not meetings.is_sitting(fresh) and not self.store.children(record, AgendaItem):
                self.view = GUESTS
            self.preview.forget()
        found = self.store.get(record, Meeting)
        if found is None or found.sealed in ("trashed", "moved"):
            return False
        self.current.read(found)
        self.refresh()
        return True

    def refresh(self) -> None:
        """Save what is typed, and read the meeting again."""
        if self.current.meeting is None:
            return
        self.item.flush()
        if not self.current.read_again():
            return
        self._show_head()
        self.bar.refresh()
        self.agenda.refresh()
        self._show_notice()
        self._show_right()

    def _show_head(self) -> None:
        meeting = self.current.sitting.meeting
        v = meeting.record
        self.title.setText(v.title or "Sitzung")
        short = short_day(v.date) if v.date else ""
        parts = (f"{short}, {v.start} Uhr" if v.start else short, v.venue)
        self.when.setText(" · ".join(p for p in parts if p))
        state = progress(meeting)
        self.state.setText(state.label)
        tone(self.state, STATE_TONES.get(state, ""))
        text = STEP_WORDS.get(self.steps.step(), "")
        self.next.setText(text)
        self.next.setVisible(bool(text))

    def _show_notice(self) -> None:
        """One sentence that must not be overlooked, with what to do about it."""
        meeting = self.current.sitting.meeting
        text, button_text, act = "", "", None
        changed = minutes.changed_since(self.store, meeting) if meeting.sealed else []
        disagreed = minutes.conflicts(self.store, meeting)
        due = minutes.due(self.store, meeting)
        if changed:
            text = (
                "Nach der Unterschrift ist noch angekommen: "
                + "; ".join(changed[:3])
                + (" …" if len(changed) > 3 else "")
            )
            button_text, act = "Zur Kenntnis nehmen", self.steps.acknowledge
        elif disagreed:
            said = minutes.conflicts_in_words(self.store, meeting)
            text = "Zwei PCs haben verschieden eingetragen: " + "; ".join(said[:3]) + (" …" if len(said) > 3 else "")
            ids = dict.fromkeys(c.id for c in disagreed)
            button_text, act = "Ansehen", lambda: self.commands.network.review(*ids)
        elif invitation.outdated(meeting):
            text = (
                "Seit der Einladung geändert: "
                + ", ".join(invitation.outdated(meeting))
                + ". Die Eingeladenen wissen das noch nicht."
            )
        elif meeting.record.stage == MeetingStage.CALLED_OFF:
            why = meeting.record.called_off_because
            text = f"Abgesagt{f': {why}' if why else '.'}"
            button_text, act = "Absagebriefe", lambda: self.papers.make("letters", ".pdf")
        elif due and due.late:
            text = due.words()
        if meeting.record.occasion == Occasion.CIRCULAR and not meeting.sealed:
            state = decisions.circular_state(self.store, meeting)
            text = f"Antwort bis {common.day_in_words(meeting.record.reply_by)}. " if meeting.record.reply_by else ""
            text += f"Es fehlen: {', '.join(state.missing)}." if state.missing else "Alle haben geantwortet."
            text += f" Stand: {state.result.text}." if state.result.text else ""
        self.notice.setText(text)
        self.notice_box.setVisible(bool(text))
        self.notice_action.setVisible(bool(button_text))
        self.notice_action.setText(button_text)
        self.notice_does = act

    def _show_right(self) -> None:
        at = self.current.sitting
        meeting = at.meeting
        gathering = not meetings.is_sitting(meeting) and meeting.record.occasion != Occasion.CIRCULAR
        self.switch.offer(GUESTS, on=gathering)
        if self.view == GUESTS and not gathering:
            self.view = EDIT
        self.switch.choose(self.view)
        if self.view == PREVIEW:
            found = output.documents_of(self.store, meeting)
            first = [d for d in ("minutes", "minutes-closed", "tasks") if d in found]
            names = [(d, registry.find(d).name) for d in (*first, *(d for d in found if d not in first))]
            self.right.setCurrentWidget(self.preview)
            self.preview.offer(names, self.preview.document or names[0][0])
            return
        if meeting.record.occasion == Occasion.CIRCULAR:
            self.right.setCurrentWidget(self.item)
            self.item.show_circular(at)
            return
        if self.view == GUESTS:
            self.guests.refresh()
            self.right.setCurrentWidget(self.guests)
            return
        self.right.setCurrentWidget(self.item)
        self.item.show_item(at, at.plan.line(self.agenda.items.chosen))

    def forward(self) -> None:
        """Strg+Enter: what comes next. While the meeting runs the next item, and after the last one its end."""
        self.item.flush()
        if self.current.meeting is None:
            return
        meeting = self.current.sitting.meeting
        if meeting.record.stage != MeetingStage.RUNNING or meeting.sealed:
            self.steps.next_step()
            return
        ids = self.agenda.items.ids()
        now = meeting.record.present_item or ""
        place = ids.index(now) + 1 if now in ids else 0
        if place >= len(ids):
            self.steps.next_step()
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.view != EDIT:
            self.show_view(EDIT)
        self.current.do("TOP aufgerufen", lambda change: sitting.open_item(change, meeting, ids[place]))
        self.agenda.items.choose(ids[place], tell=True)
        self.item.keys.write()

    def _begun(self) -> None:
        """The meeting runs: its first item is shown, and the keyboard is where it goes on, at the attendance."""
        self.show_view(EDIT)
        self.agenda.items.choose(self.current.sitting.meeting.record.present_item or "", tell=True)
        if self.bar.all_there.isVisible():
            self.bar.all_there.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.item.keys.write()

    def show_view(self, view: str) -> None:
        """Edit, or the printed page."""
        self.item.flush()
        self.view = view
        self.refresh()

    def show_paper(self, document: str) -> None:
        """The printed page of a paper, by its key."""
        self.preview.document = document
        self.show_view(PREVIEW)

    def _chosen(self) -> None:
        if self.current.meeting is None:
            return
        shown = self.item.line.item.id if self.item.line else ""
        found = drafts(self.right)
        if found and self.view == EDIT and shown in self.agenda.items.ids() and self.agenda.items.chosen != shown:
            wanted = self.agenda.items.chosen
            QTimer.singleShot(0, self, lambda: self._ask_first(shown, wanted))
            return
        self.item.flush()
        self.bar.show_quorum()
        if self.view == EDIT:
            self.current.read_again()
            self._show_right()

    def _ask_first(self, shown: str, wanted: str) -> None:
        """Another item was chosen while something is typed at this one: it stays chosen until that is settled."""
        self.agenda.items.choose(shown)
        self.commands.settle_drafts(lambda: drafts(self.right), lambda: self.agenda.items.choose(wanted, tell=True))

    def leave(self) -> None:
        """Save everything before the page is left."""
        self.item.flush()
