"""The desk of one meeting: attendance above, the agenda on the left, the chosen item or the printed page on the
right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from netzwerkhilfe import output
from netzwerkhilfe.models.meetings import AgendaItem, Dealt, Meeting, MeetingStage, Occasion, Presence, Reply
from netzwerkhilfe.services.meetings import agenda_suggestions, decisions, invitation, meetings, minutes, sitting
from netzwerkhilfe.services.meetings.meetings import Schedule
from netzwerkhilfe.services.meetings.minutes import MinutesState
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.services.meetings.steps import progress
from netzwerkhilfe.services.papers import common, registry
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.meetings.agenda import Agenda
from netzwerkhilfe.ui.areas.meetings.attendance import Attendance
from netzwerkhilfe.ui.areas.meetings.index import short_day
from netzwerkhilfe.ui.areas.meetings.item import ItemPane
from netzwerkhilfe.ui.areas.meetings.parts import Elided, PersonPill, Switch, tone
from netzwerkhilfe.ui.areas.meetings.preview import PreviewPane
from netzwerkhilfe.ui.areas.meetings.rows import Look, Rows, SpaceList
from netzwerkhilfe.ui.areas.meetings.steps import PREVIEW, STEP_WORDS, Steps
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.widgets import Tag, badge, boxed, button, clear, column, label, line, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

AGENDA = 396
EDIT, GUESTS = "edit", "guests"
DEALT_ICONS: dict[str, str] = {
    Dealt.DONE: "check-circle",
    Dealt.POSTPONED: "arrow-bend-up-right",
    Dealt.TAKEN_OFF: "x-circle",
}
STATE_TONES: dict[str, str] = {
    MinutesState.SIGNED: "ok",
    MinutesState.APPROVED: "ok",
    MeetingStage.RUNNING: "info",
    MeetingStage.INVITED: "info",
    MeetingStage.CALLED_OFF: "bad",
}


class Desk(Agenda, Attendance, Steps, QWidget):
    """One meeting. ``back`` leads to all meetings."""

    def __init__(self, commands: Commands, back: Callable[[], object]) -> None:
        super().__init__()
        self.commands, self.store = commands, commands.store
        self.meeting: Snapshot[Meeting] | None = None
        self.at: Sitting | None = None
        self.plan = Schedule((), "", 0)
        self.view = EDIT
        self.suggestions: list[agenda_suggestions.Suggestion] = []
        self._asked, self._asked_for = 0, ""
        self.suggestion: agenda_suggestions.Suggestion | None = None
        self._header(back)
        self._bar()
        self._agenda()
        self.item = ItemPane(commands, self.refresh)
        self.guests = self._guest_pane()
        self.preview = PreviewPane(commands.worker, self._pdf, commands.tell_error)
        self.right = QStackedWidget()
        for widget in (self.item, self.preview, self.guests):
            self.right.addWidget(widget)
        below = row(self.left, line(vertical=True), spacing=0)
        below.addWidget(self.right, 1)
        holder = boxed(below)
        main = column(self.head, line(), self.notice_box, self.bar, line(), spacing=0)
        main.addWidget(holder, 1)
        self.setLayout(main)

    # ---- building ---------------------------------------------------------------------------------------------------
    def _header(self, back: Callable[[], object]) -> None:
        self.title = label("", "", 15, 600)
        self.when = Elided("muted")
        self.state = badge("")
        views = (
            (EDIT, "Bearbeiten", "pencil-simple"),
            (GUESTS, "Gäste", "users-three"),
            (PREVIEW, "Vorschau", "file-text"),
        )
        self.switch = Switch(views, self.show_view)
        self.printer = button("Drucken", "", "printer", self.print_menu, "Papiere drucken und speichern (Strg+P)")
        self.more = button("", "quiet", "dots-three", self.more_menu, "Weitere Befehle")
        self.next = button("", "primary", clicked=self.next_step)
        self.back_button = button("", "quiet", "arrow-left", back, "Alle Sitzungen (Esc)")
        head = row(self.back_button, self.title, 4, margins=(12, 0, 24, 0))
        head.addWidget(self.when, 1)
        for widget in (self.state, self.switch, self.printer, self.more, self.next):
            head.addWidget(widget)
        self.head = boxed(head)
        self.head.setFixedHeight(60)
        self.notice = label("", "", 10, 500, wrap=True)
        self.notice_does: Callable[[], object] | None = None
        self.notice_action = button("", "link", clicked=lambda: self.notice_does and self.notice_does())
        self.notice_box = boxed(row(self.notice, None, self.notice_action, margins=(24, 7, 24, 7)), "warnbox")
        self.notice_box.hide()

    def _bar(self) -> None:
        self.people = row(spacing=6)
        self.bar_word = label("", "muted")
        self.quorum = badge("")
        holder = boxed(self.people)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setWidget(holder)
        scroll.setFixedHeight(44)
        inner = row(self.bar_word, 4, spacing=6, margins=(24, 0, 24, 0))
        inner.addWidget(scroll, 1)
        inner.addWidget(self.quorum)
        self.bar = boxed(inner)
        self.bar.setFixedHeight(46)

    def _agenda(self) -> None:
        self.items = Rows(self.edit_item, self.move_item, self.indent, self.dropped)
        self.items.setAccessibleName("Tagesordnung")
        self.items.currentItemChanged.connect(lambda *_: self._chosen())
        self.add_button = button(
            "TOP", "quiet", "plus", self.add_menu, "TOP aus einer Vorlage, einem Vorschlag oder leer"
        )
        head = boxed(row(label("Tagesordnung", "", 10, 600), None, self.add_button, margins=(16, 0, 8, 0)))
        head.setFixedHeight(42)
        self.new_item = QLineEdit()
        self.new_item.setPlaceholderText("Neuer TOP: Thema eingeben und Enter drücken")
        self.new_item.setAccessibleName("Neuer Tagesordnungspunkt")
        self.new_item.returnPressed.connect(self.add_item)
        self.usual = button("Übliche Tagesordnung einfügen", "", "list-bullets", self.add_usual)
        self.hint = label("", "", 10, 500, wrap=True)
        take = button("Aufnehmen", "link", clicked=self.take_suggestion, tip="Als TOP auf die Tagesordnung setzen")
        self.hint_more = button("", "quiet", "caret-down", self.suggestion_menu, "Weitere Vorschläge")
        lines = row(margins=(12, 6, 6, 6))
        lines.addWidget(self.hint, 1)
        lines.addWidget(take)
        lines.addWidget(self.hint_more)
        self.hint_box = boxed(lines, "infobox")
        self.end = label("", "", 10, 600)
        self.length = label("", "muted")
        foot = boxed(
            row(self.end, self.length, None, label("Alt+↑ ↓ verschiebt", "caption", 9), margins=(16, 0, 16, 0))
        )
        foot.setFixedHeight(40)
        middle = column(spacing=0)
        middle.addWidget(self.items, 1)
        self.left = boxed(
            column(
                head,
                line(),
                boxed(middle),
                boxed(column(self.hint_box, self.usual, self.new_item, spacing=8, margins=(12, 8, 12, 10))),
                line(),
                foot,
                spacing=0,
            )
        )
        self.left.setFixedWidth(AGENDA)

    def _guest_pane(self) -> QWidget:
        self.guest_list = SpaceList(self.next_reply)
        self.guest_list.setAccessibleName("Gästeliste")
        self.guest_list.setObjectName("lines")
        self.new_guest = QLineEdit()
        self.new_guest.setPlaceholderText("Name eingeben und Enter drücken")
        self.new_guest.setAccessibleName("Neuer Gast")
        self.new_guest.returnPressed.connect(lambda: self.add_guests(self.new_guest.text()))
        self.guest_count = label("", "muted")
        buttons = row(
            button("Mehrere eintragen …", "", "users-three", self.add_guest),
            button("Ehrenamtliche übernehmen", "", "hand", self.all_volunteers),
            None,
            button("Antwort ändern (Leertaste)", "quiet", clicked=self.next_reply),
        )
        inner = column(
            row(label("Gästeliste", "", 12, 600), None, self.guest_count),
            self.new_guest,
            spacing=10,
            margins=(24, 14, 24, 14),
        )
        inner.addWidget(self.guest_list, 1)
        inner.addLayout(buttons)
        return boxed(inner)

    # ---- showing ----------------------------------------------------------------------------------------------------
    def open(self, record: str) -> bool:
        """Show a meeting; gives whether there is one."""
        if self.meeting is None or self.meeting.id != record:
            self.item.flush()
            self.view = EDIT
            self.item.line = None
            fresh = self.store.get(record, Meeting)
            if fresh is not None and not meetings.is_sitting(fresh) and not self.store.children(record, AgendaItem):
                self.view = GUESTS
            self.preview.document = ""
        found = self.store.get(record, Meeting)
        if found is None or found.sealed in ("trashed", "moved"):
            return False
        self.meeting = found
        self.refresh()
        return True

    def refresh(self) -> None:
        """Save what is typed, and read the meeting again."""
        if self.meeting is None:
            return
        self.item.flush()
        fresh = self.store.get(self.meeting.id, Meeting)
        if fresh is None:
            return
        self.meeting = fresh
        self.at = sitting.read(self.store, fresh)
        self.plan = self.at.plan
        self._show_head()
        self._show_bar()
        self._show_agenda()
        self._show_notice()
        self._ask_for_suggestions()
        self._show_right()

    def _show_head(self) -> None:
        assert self.meeting
        v = self.meeting.record
        self.title.setText(v.title or "Sitzung")
        short = short_day(v.date) if v.date else ""
        parts = (f"{short}, {v.start} Uhr" if v.start else short, v.venue)
        self.when.tell(" · ".join(p for p in parts if p))
        state = progress(self.meeting)
        self.state.setText(state.label)
        tone(self.state, STATE_TONES.get(state, ""))
        words = STEP_WORDS.get(self.step(), "")
        self.next.setText(words)
        self.next.setVisible(bool(words))

    def _show_bar(self) -> None:
        assert self.meeting and self.at
        clear(self.people)
        v = self.meeting.record
        running = v.stage in (MeetingStage.RUNNING, MeetingStage.HELD) or bool(self.meeting.sealed)
        self.bar.setVisible(meetings.is_sitting(self.meeting))
        self.bar_word.setText("Anwesend" if running else "Zugesagt")
        facts = self.store.facts()
        last = None
        for person in self.at.roll:
            office = facts.offices.get(person.seat.office) if person.seat else None
            if office is not None and office.id != last:
                self.people.addSpacing(4 if last else 0)
                self.people.addWidget(Tag(office.code, office.order, office.name))
                last = office.id
            state = person.state if running else person.entered.reply or ""
            moves = " ".join(
                f"{w} {at}"
                for at, w in ((person.entered.arrived, "ab"), (person.entered.left, "bis"))
                if running and at
            )
            name = person.entered.deputy or (person.seat.last_name if person.seat else person.name)
            shown = name.rsplit(" ", 1)[-1] + (f" {moves}" if moves else "")
            pill = PersonPill(
                shown,
                f"{person.name}{' (vertreten)' if person.entered.deputy else ''}",
                state,
                moves,
                partial(self._clicked, person),
            )
            pill.customContextMenuRequested.connect(lambda _p, b=pill, who=person: self.pill_menu(b, who))
            pill.setEnabled(not self.meeting.sealed)
            self.people.addWidget(pill)
        for guest in self.at.guests:
            pill = PersonPill(
                guest.name,
                f"{guest.name}, Gast",
                guest.state or Presence.PRESENT,
                "Gast",
                partial(self._menu_of, guest),
            )
            pill.setEnabled(not self.meeting.sealed)
            self.people.addWidget(pill)
        if not self.meeting.sealed:
            self.people.addWidget(button("", "quiet", "user-plus", self.add_guest, "Gast eintragen"))
            if running and any(x.seat and not x.state for x in self.at.roll):
                self.people.addWidget(button("Alle anwesend", "link", clicked=self.everybody))
        if not self.at.roll:
            self.people.addWidget(
                button(
                    "Leitungsteam eintragen …",
                    "link",
                    clicked=lambda: self.commands.office.table("people", "Team und Vertretung"),
                )
            )
        self.people.addStretch(1)
        self._show_quorum()

    def _clicked(self, person: sitting.Attendee, pill: QPushButton) -> None:
        self.pill_clicked(pill, person)

    def _menu_of(self, guest: sitting.Attendee, pill: QPushButton) -> None:
        self.pill_menu(pill, guest)

    def _show_quorum(self) -> None:
        assert self.meeting and self.at
        running = self.meeting.record.stage in (MeetingStage.RUNNING, MeetingStage.HELD) or bool(self.meeting.sealed)
        if running:
            quorum = self.at.quorum(self.items.chosen)
            self.quorum.setText(quorum.words())
            tone(self.quorum, "ok" if quorum.ok else "bad")
        else:
            promised = sum(1 for x in self.at.roll if x.entered.reply == Reply.ACCEPTED)
            self.quorum.setText(f"{promised} von {self.at.members} zugesagt")
            tone(self.quorum, "")
        self.quorum.setVisible(bool(self.at.roll))

    def _show_agenda(self) -> None:
        assert self.meeting
        entries = []
        movable = meetings.can_change(self.meeting)
        for entry in self.plan.lines:
            v = entry.item.record
            below = " · ".join(
                p
                for p in (
                    v.speaker,
                    "nichtöffentlich" if entry.confidential and not entry.sub else "",
                    "nachträglich" if v.added_late else "",
                )
                if p
            )
            done = DEALT_ICONS.get(v.dealt or "", "")
            entries.append(
                (
                    entry.item.id,
                    Look(
                        entry.number,
                        v.title or "",
                        below,
                        entry.begins,
                        f"{entry.minutes} Min.",
                        movable,
                        done,
                        entry.sub,
                    ),
                )
            )
        wanted = self.items.chosen or self.meeting.record.present_item or ""
        self.items.show_rows(entries, wanted)
        ids = bool(entries)
        self.usual.setVisible(not ids and movable and meetings.is_sitting(self.meeting))
        self.new_item.setVisible(movable)
        self.add_button.setVisible(movable)
        self.left.setVisible(self.meeting.record.occasion != Occasion.CIRCULAR)
        self.end.setText(
            f"Ende gegen {self.plan.end} Uhr"
            if self.plan.end and ids
            else ""
            if ids
            else "Noch keine Tagesordnungspunkte"
        )
        over = self.plan.over
        self.length.setText(f"{self.plan.minutes} Min.{f' · {over} Min. zu lang' if over else ''}" if ids else "")
        self.length.setStyleSheet(f"color: {theme.token('bad' if over else 'text2')};")

    def _show_notice(self) -> None:
        """One sentence that must not be overlooked, with what to do about it."""
        assert self.meeting
        text, words, act = "", "", None
        changed = minutes.changed_since(self.store, self.meeting) if self.meeting.sealed else []
        due = minutes.due(self.store, self.meeting)
        if changed:
            text = (
                "Nach der Unterschrift ist noch angekommen: "
                + "; ".join(changed[:3])
                + (" …" if len(changed) > 3 else "")
            )
            words, act = "Zur Kenntnis nehmen", self.acknowledge
        elif invitation.outdated(self.meeting):
            text = (
                "Seit der Einladung geändert: "
                + ", ".join(invitation.outdated(self.meeting))
                + ". Die Eingeladenen wissen das noch nicht."
            )
        elif self.meeting.record.stage == MeetingStage.CALLED_OFF:
            why = self.meeting.record.called_off_because
            text = f"Abgesagt{f': {why}' if why else '.'}"
            words, act = "Absagebriefe", lambda: self.make("letters", ".pdf")
        elif due and due.late:
            text = due.words()
        if self.meeting.record.occasion == Occasion.CIRCULAR and not self.meeting.sealed:
            state = decisions.circular_state(self.store, self.meeting)
            text = (
                f"Antwort bis {common.day_in_words(self.meeting.record.reply_by)}. "
                if self.meeting.record.reply_by
                else ""
            )
            text += f"Es fehlen: {', '.join(state.missing)}." if state.missing else "Alle haben geantwortet."
            text += f" Stand: {state.result.text}." if state.result.text else ""
        self.notice.setText(text)
        self.notice_box.setVisible(bool(text))
        self.notice_action.setVisible(bool(words))
        self.notice_action.setText(words)
        self.notice_does = act

    def _ask_for_suggestions(self) -> None:
        """Ask all areas, off the window's thread; only the last question counts."""
        assert self.meeting
        meeting, self._asked = self.meeting, self._asked + 1
        number = self._asked
        open_ = meetings.can_change(meeting) and meetings.is_sitting(meeting)
        if not open_ or meeting.record.stage not in (None, MeetingStage.PLANNED, MeetingStage.INVITED):
            self._offer([])
            return
        if self._asked_for != meeting.id:
            self._offer([])
        self._asked_for = meeting.id

        def arrived(found: list[agenda_suggestions.Suggestion]) -> None:
            if number == self._asked:
                self._offer(found)

        self.commands.worker.run(
            lambda: agenda_suggestions.suggestions(self.store, meeting), arrived, self.commands.tell_error
        )

    def _offer(self, found: list[agenda_suggestions.Suggestion]) -> None:
        self.suggestions = found
        self.suggestion = self.suggestions[0] if self.suggestions else None
        self.hint_box.setVisible(self.suggestion is not None)
        if self.suggestion:
            self.hint.setText(self.suggestion.why)
        more = len(self.suggestions) - 1
        self.hint_more.setVisible(self.suggestion is not None)
        self.hint_more.setToolTip(f"{more} weitere Vorschläge" if more else "Nicht anbieten")

    def _show_right(self) -> None:
        assert self.meeting and self.at
        gathering = not meetings.is_sitting(self.meeting) and self.meeting.record.occasion != Occasion.CIRCULAR
        self.switch.offer(GUESTS, on=gathering)
        if self.view == GUESTS and not gathering:
            self.view = EDIT
        self.switch.choose(self.view)
        if self.view == PREVIEW:
            found = output.documents_of(self.store, self.meeting)
            first = [d for d in ("minutes", "minutes-closed", "tasks") if d in found]
            names = [(d, registry.find(d).name) for d in (*first, *(d for d in found if d not in first))]
            self.right.setCurrentWidget(self.preview)
            self.preview.offer(names, self.preview.document or names[0][0])
            return
        if self.meeting.record.occasion == Occasion.CIRCULAR:
            self.right.setCurrentWidget(self.item)
            self.item.show_circular(self.at)
            return
        if self.view == GUESTS:
            self._show_guests()
            self.right.setCurrentWidget(self.guests)
            return
        self.right.setCurrentWidget(self.item)
        self.item.show_item(self.at, self.plan.line(self.items.chosen))

    def _show_guests(self) -> None:
        assert self.at
        self.guest_list.clear()
        for guest in self.at.guests:
            known = Presence.of(guest.state) or Reply.of(guest.entered.reply)
            reply = known.label if known else "noch ohne Antwort"
            item = QListWidgetItem(f"{guest.name}   ·   {reply}")
            item.setSizeHint(QSize(100, theme.LINE_HEIGHT))
            item.setData(Qt.ItemDataRole.UserRole, guest.name)
            self.guest_list.addItem(item)
        promised = sum(1 for g in self.at.guests if g.entered.reply == Reply.ACCEPTED)
        self.guest_count.setText(f"{len(self.at.guests)} eingeladen, {promised} zugesagt")

    def show_view(self, view: str) -> None:
        """Edit, or the printed page."""
        self.item.flush()
        self.view = view
        self.refresh()

    def _chosen(self) -> None:
        if self.meeting is None or self.at is None:
            return
        self.item.flush()
        self._show_quorum()
        if self.view == EDIT:
            fresh = self.store.get(self.meeting.id, Meeting)
            if fresh is not None:
                self.meeting = fresh
                self.at = sitting.read(self.store, fresh)
                self.plan = self.at.plan
            self._show_right()

    def line_item(self) -> Snapshot[AgendaItem]:
        """The chosen item."""
        entry = self.plan.line(self.items.chosen)
        assert entry
        return entry.item

    def leave(self) -> None:
        """Save everything before the page is left."""
        self.item.flush()
