"""The right side of the desk: one item, as it is prepared, or as it is minuted with its decisions and tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.bodies import Tie
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.meetings import (
    AgendaItem,
    CastingVote,
    Dealt,
    Meeting,
    MeetingStage,
    Purpose,
    Vote,
    WithoutVote,
)
from netzwerkhilfe.models.tasks import TaskState
from netzwerkhilfe.models.values import minutes_since, show_date, show_money
from netzwerkhilfe.services.meetings import decisions, meetings, sitting
from netzwerkhilfe.services.meetings.decisions import Decision
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.store import attachments
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.areas.meetings import too_late
from netzwerkhilfe.ui.areas.meetings.approval import ApprovalVotePanel
from netzwerkhilfe.ui.areas.meetings.minute_keys import MinuteKeys
from netzwerkhilfe.ui.areas.meetings.parts import SavedText, Stepper, show_in
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.flow import Flow
from netzwerkhilfe.ui.kit.leaving import EnterEdit
from netzwerkhilfe.ui.kit.widgets import (
    Part,
    badge,
    boxed,
    button,
    column,
    label,
    line,
    row,
    selectable,
)

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

COUNT_PAUSE = 350


class ItemPane(QScrollArea):
    """One item. ``changed`` is called after each change that other parts of the desk show."""

    def __init__(self, commands: Commands, changed: Callable[[], object]) -> None:
        super().__init__()
        self.commands, self.store, self.changed = commands, commands.store, changed
        self.setWidgetResizable(True)
        self.texts: list[SavedText] = []
        self.counts: dict[str, tuple[Stepper, Stepper, Stepper]] = {}
        self.at: Sitting | None = None
        self.line: meetings.ScheduledItem | None = None
        self.keys = MinuteKeys(self)
        self.clock = QLabel()
        self.attach_button = QPushButton()
        self._ticker = QTimer(self)
        self._ticker.timeout.connect(self._tick)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._count)
        self._pending: tuple[str, int, int, int] | None = None

    # ---- saving -----------------------------------------------------------------------------------------------------
    def flush(self) -> None:
        """Save everything that is typed and counted."""
        if self._counting.isActive():
            self._counting.stop()
            self._count()
        for text in self.texts:
            if text.pending():
                text.save()

    def do(self, name: str, action: Callable[[Change], object], said: str = "") -> bool:
        """One act on what is shown, as :meth:`OpenMeeting.do`; an error goes to the bar. Gives whether it was done.

        :param name: what is done, for the way back: "Beschluss eingetragen".
        """
        seen = self.at.meeting.seen if self.at else None  # before what is typed is saved and all is read again
        self.flush()
        try:
            with self.store.act(name) as change, change.as_shown(seen):
                action(change)
        except UserError as error:
            again = partial(self.do, name, action, said) if isinstance(error, PersonNamed) else None
            self.commands.tell_error(error, again)
            return False
        if said:
            self.commands.did(change.set, said)
        self.changed()
        return True

    # ---- showing ----------------------------------------------------------------------------------------------------
    def show_item(self, at: Sitting, entry: meetings.ScheduledItem | None) -> None:
        """Redraw an item."""
        same = bool(self.line and entry and self.line.item.id == entry.item.id)
        place = self.verticalScrollBar().value() if same else 0
        self.flush()
        self.at, self.line = at, entry
        self.texts, self.counts = [], {}
        self._ticker.stop()
        body = column(spacing=8, margins=(24, 14, 24, 24))
        self.box = body
        if entry is None:
            body.addWidget(label("Links einen TOP wählen oder einen neuen eingeben.", "muted"))
        else:
            self._head(entry)
            stage = at.meeting.record.stage
            if stage in (MeetingStage.RUNNING, MeetingStage.HELD) or at.meeting.sealed:
                self._minuted(at, entry)
            else:
                self._prepared(entry)
        body.addStretch(1)
        show_in(self, body, same=same)
        self.verticalScrollBar().setValue(place)

    def show_circular(self, at: Sitting) -> None:
        """Draw a decision by circulation: its wording, and who has answered what."""
        self.flush()
        self.at, self.line, self.texts, self.counts = at, None, [], {}
        self._ticker.stop()
        body = column(spacing=8, margins=(24, 14, 24, 24))
        self.box = body
        v = at.meeting.record
        if v.urgency:
            self._section("Warum nicht erst in der nächsten Sitzung")
            self._para(v.urgency)
        for i, decision in enumerate(decisions.of_meeting(self.store, at), 1):
            body.addWidget(self._card(decision, i, 1, closed=bool(at.meeting.sealed)))
            if not at.meeting.sealed:
                objecting = button(
                    "Widerspruch gegen das Verfahren eintragen …", "link", clicked=partial(self._objection, decision)
                )
                body.addLayout(row(objecting, None))
        body.addStretch(1)
        show_in(self, body)

    def _objection(self, decision: Decision) -> None:
        menu = QMenu(self)
        for person, name, _office, _vote in decision.by_person:
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _c=False, p=person, w=_vote: self.do(
                    "Widerspruch eingetragen",
                    lambda change: decisions.vote(change, decision.record, p, w or None, objects=True),
                )
            )
        menu.exec(self.mapToGlobal(self.rect().center()))

    def _head(self, entry: meetings.ScheduledItem) -> None:
        v = entry.item.record
        number = label(f"TOP {entry.number}", "", 11, 600)
        number.setStyleSheet(f"color: {theme.token('accent_text')};")
        title = selectable(label(v.title or "", "", 12, 600, wrap=True))
        times = ""
        if entry.begins:
            begin = dt.datetime.combine(dt.date(2000, 1, 1), dt.time.fromisoformat(entry.begins))
            times = f"{entry.begins} – {begin + dt.timedelta(minutes=entry.minutes):%H:%M}"
        self.clock = label(times, "muted")
        head = row(number, 4, spacing=6)
        head.addWidget(title, 1)
        head.addWidget(self.clock)
        self.box.addLayout(head)
        below = " · ".join(p for p in (Purpose.label_of(v.purpose), v.speaker, f"{entry.minutes} Min.") if p)
        marks: list[Part] = [label(below, "caption", 9)]
        if entry.confidential:
            marks.append(badge("nichtöffentlich", "info"))
        if v.added_late:
            marks.append(badge("nach der Einladung aufgenommen", "warn"))
        self.box.addLayout(row(*marks, None))
        if entry.item.open:
            self.box.addWidget(
                boxed(
                    row(
                        label("Zwei Büros haben diesen TOP verschieden geändert.", "", 10, 500),
                        None,
                        button("Ansehen", "link", clicked=lambda: self.commands.network.review(entry.item.id)),
                        margins=(12, 6, 12, 6),
                    ),
                    "warnbox",
                )
            )

    def _section(self, text: str, *beside: QWidget) -> None:
        self.box.addSpacing(8)
        self.box.addLayout(row(label(text, "section", 9, 600), None, *beside))

    def _para(self, text: str) -> None:
        self.box.addWidget(selectable(label(text, "", 10, wrap=True)))

    # ---- as it is prepared ------------------------------------------------------------------------------------------
    def _prepared(self, entry: meetings.ScheduledItem) -> None:
        v = entry.item.record
        if v.description:
            self._section("Sachverhalt")
            self._para(v.description)
        if v.proposal:
            self._section(
                "Beschlussvorschlag",
                *([badge("Empfehlung an die Büros", "info")] if v.recommends else []),
            )
            self._para(v.proposal)
        if v.cost is not None or v.cost_note:
            self._section("Finanzielle Auswirkungen")
            money = show_money(v.cost) if v.cost is not None else ""
            self._para(" · ".join(p for p in (money, v.cost_note) if p))
        if not (v.description or v.proposal or v.cost_note):
            self._para("Noch ohne Sachverhalt und Beschlussvorschlag.")
        self._files(entry.item)
        self.box.addSpacing(8)
        away = "Zurück zu den Vorschlägen" if v.proposed else "In den Papierkorb"
        edit = button("TOP bearbeiten", "", "pencil-simple", lambda: self.commands.entries.edit(entry.item.id))
        self.box.addLayout(
            row(
                edit,
                button(away, "" if v.proposed else "danger", clicked=lambda: self._take_away(entry.item)),
                None,
            )
        )

    def _take_away(self, item: Snapshot[AgendaItem]) -> None:
        """An office's proposal is a proposal again; else into the Papierkorb."""
        if not item.record.proposed:
            self.commands.entries.trash(item)
            return
        said = f"„{item.record.title}“ ist wieder ein Vorschlag."
        self.do("TOP zurückgegeben", lambda change: meetings.give_back(change, item), said)

    def _files(self, item: Snapshot[AgendaItem]) -> None:
        found = self.store.children(item.id, Attachment)
        if self.at and self.at.meeting.sealed and not found:
            return
        self._section("Anlagen")
        for one in found:
            name = button(str(one.record.name), "link", "paperclip", partial(self.commands.files.open_attachment, one))
            remove = button("", "quiet", "x", partial(self.commands.entries.trash, one), "Anlage entfernen")
            self.box.addLayout(row(name, None, remove))
        if self.at and not self.at.meeting.sealed:
            self.attach_button = button("Anlage hinzufügen …", "link", "paperclip", lambda: self.attach(item))
            self.box.addLayout(row(self.attach_button, None))

    def attach(self, item: Snapshot[AgendaItem], path: Path | None = None) -> None:
        """Add an annex to an item."""
        if path is None:
            found, _ = QFileDialog.getOpenFileName(self, "Anlage wählen", str(Path.home()))
            if not found:
                return
            path = Path(found)
        try:
            with self.store.act("Anlage hinzugefügt") as change:
                attachments.attach(change, item, path.name, path.read_bytes())
        except PersonNamed as error:
            self.commands.tell_error(error, partial(self.attach, item, path))
            return
        except UserError as error:
            self.commands.tell_error(error)
            return
        except OSError:
            self.commands.tell_error(
                UserError("Die Datei ist nicht lesbar.", "Es wurde nichts hinzugefügt.", f"Bitte prüfen Sie: {path}")
            )
            return
        self.commands.say("Die Anlage ist hinzugefügt.")
        self.changed()
        self.attach_button.setFocus(Qt.FocusReason.OtherFocusReason)  # the dialog gave the keyboard back to nothing

    # ---- as it is minuted -------------------------------------------------------------------------------------------
    def _minuted(self, at: Sitting, entry: meetings.ScheduledItem) -> None:
        item, v, closed = entry.item, entry.item.record, bool(at.meeting.sealed)
        present = at.meeting.record.present_item == item.id
        if at.meeting.record.stage == MeetingStage.RUNNING:
            if present:
                self._ticker.start(5000)
                self._tick()
            else:
                start = button(
                    "Jetzt behandeln",
                    "",
                    "play",
                    lambda: self.do("TOP aufgerufen", lambda change: sitting.open_item(change, at.meeting, item.id)),
                )
                self.box.addLayout(row(start, None))
        quorum = at.quorum(item.id)
        if not quorum.ok:
            self.box.addWidget(
                boxed(
                    row(label(f"Bei diesem TOP {quorum.words()}.", "", 10, 500), None, margins=(12, 6, 12, 6)),
                    "warnbox",
                )
            )
        excluded = [x for x in at.roll if x.seat and (item.id, x.seat.id) in at.biases]
        for one in excluded:
            undo = button(
                "doch beteiligt",
                "link",
                clicked=partial(self._take_part, at, item, one.seat.id if one.seat else ""),
            )
            self.box.addLayout(
                row(
                    label(f"Wegen Befangenheit nicht beteiligt: {one.acting}", "muted"),
                    *([] if closed else [undo]),
                    None,
                )
            )
        if v.description or v.proposal:
            facts = " ".join(p for p in (v.description, v.proposal) if p)
            shown = label(facts if len(facts) < 300 else facts[:300].rsplit(" ", 1)[0] + " …", "caption", 9, wrap=True)
            shown.setToolTip(facts)
            self.box.addWidget(shown)
        self._section("Niederschrift", *self._state_buttons(item, closed=closed))
        if closed:
            self._para(v.text or "Ohne Text.")
            if late := too_late.box(self, at, entry):
                self.box.addWidget(late)
        else:
            text = SavedText(
                self.store,
                item,
                "text",
                self.commands.tell_error,
                accessible_name=f"Niederschrift zu TOP {entry.number}",
            )
            text.setPlaceholderText("Was wurde besprochen? Wird von selbst gespeichert. Strg+Leertaste: Textbausteine")
            blocks = QShortcut(QKeySequence("Ctrl+Space"), text, context=Qt.ShortcutContext.WidgetShortcut)
            blocks.activated.connect(partial(self.keys.offer_blocks, text))
            self.texts.append(text)
            self.box.addWidget(text)
            self.box.addWidget(text.question)
        found = decisions.of_meeting(self.store, at, item.id)
        more = button(
            "Weiterer Beschluss" if found else "Beschluss eintragen",
            "link",
            "plus",
            lambda: self.do("Beschluss eingetragen", lambda change: decisions.further(change, at.meeting, item)),
        )
        earlier = self.store.get(v.approves, Meeting) if v.approves else None
        if earlier is not None and earlier.sealed == "signed" and not closed:
            more = button(
                f"Niederschrift vom {show_date(earlier.record.date or '')} genehmigen …",
                "link",
                "check-circle",
                lambda: self._approve(at, item, earlier),
            )
        self._section("Beschluss" if len(found) < 2 else "Beschlüsse", *([] if closed else [more]))
        for i, decision in enumerate(found, 1):
            self.box.addWidget(self._card(decision, i, len(found), closed=closed))
        self._tasks(at, item)
        self._files(item)

    def _state_buttons(self, item: Snapshot[AgendaItem], *, closed: bool) -> list[QWidget]:
        dealt = item.record.dealt
        if closed:
            return (
                [badge(show(item.kind.fields["dealt"], dealt), "ok" if dealt == Dealt.DONE else "warn")]
                if dealt
                else []
            )
        made: list[QWidget] = []
        for kind in Dealt:
            one = button(
                kind.label.capitalize(),
                "switch",
                clicked=partial(self._deal, item.id, None if dealt == kind else kind),
            )
            one.setCheckable(True)
            one.setChecked(dealt == kind)
            made.append(one)
        return made

    def _approve(self, at: Sitting, item: Snapshot[AgendaItem], earlier: Snapshot[Meeting]) -> None:
        self.flush()
        panel = ApprovalVotePanel(self.commands.host, self.store, at, item, earlier, self.commands.did)
        panel.open(panel.save_button)

    def _take_part(self, at: Sitting, item: Snapshot[AgendaItem], seat: str) -> None:
        self.do("Beteiligung geändert", lambda change: sitting.exclude(change, at.meeting, item.id, seat, on=False))

    def _deal(self, item: str, word: str | None) -> None:
        self.do("Stand des TOP geändert", lambda change: sitting.deal(change, item, word))

    def _cast(self, decision: str, counts: tuple[int, int, int], word: str) -> None:
        self.do("Stimme des Vorsitzes eingetragen", lambda change: decisions.count(change, decision, *counts, word))

    def _vote(self, decision: Decision, person: str, word: str | None) -> None:
        self.do("Stimme eingetragen", lambda change: decisions.vote(change, decision.record, person, word))

    def _tick(self) -> None:
        if not self.line or not self.at:
            return
        begun = self.line.item.record.begun or ""
        minutes = minutes_since(begun, self.store.now().astimezone())
        if minutes is None:
            return
        over = minutes - self.line.minutes
        try:
            self.clock.setText(
                f"seit {begun} · {minutes} von {self.line.minutes} Min."
                + (f" · {over} Min. über der Zeit" if over > 0 else "")
            )
            self.clock.setStyleSheet(f"color: {theme.token('bad' if over > 0 else 'text2')};")
        except RuntimeError:  # the widget was replaced meanwhile
            self._ticker.stop()

    # ---- decisions --------------------------------------------------------------------------------------------------
    def _card(self, decision: Decision, number: int, total: int, *, closed: bool) -> QWidget:
        record, v = decision.record, decision.record.record
        name = (
            f"Beschluss {decision.number}" if decision.number else f"Beschluss {number}" if total > 1 else "Beschluss"
        )
        picture = QLabel()
        picture.setPixmap(icons.pixmap("scales", "accent_text", 18))
        tones: dict[bool | None, str] = {True: "ok", False: "bad"}
        parts: list[Part] = [picture, label(name, "", 10, 600), None]
        if v.recommends:
            parts.append(badge("Empfehlung", "info"))
        if decision.result.text:
            parts.append(badge(decision.result.text, tones.get(decision.result.carried, "")))
        if not closed:
            more = button("", "quiet", "dots-three", tip="Weitere Befehle zum Beschluss")
            more.clicked.connect(lambda _c=False: self._decision_menu(more, decision))
            parts.append(more)
        inside = column(row(*parts), spacing=8, margins=(14, 8, 10, 12))
        if closed:
            inside.addWidget(selectable(label(decision.wording, "", 10, wrap=True)))
            inside.addWidget(label(decision.votes.words() if decision.votes else "", "muted"))
        else:
            text = SavedText(
                self.store, record, "wording", self.commands.tell_error, lines=2, accessible_name=f"Wortlaut, {name}"
            )
            self.texts.append(text)
            inside.addWidget(text)
            inside.addWidget(text.question)
            if v.by_name:
                inside.addLayout(self._by_name(decision))
            elif not v.outcome:
                inside.addLayout(self._steppers(decision))
        if decision.by_person:
            said = " · ".join(
                f"{name} {x.yes}:{x.no}:{x.abstention}"
                for name, x in (*decision.by_office, *((b.label, x) for b, x in decision.by_bench))
            )
            inside.addWidget(label(f"Ja:Nein:Enthaltung  {said}", "caption", 9, wrap=True))
        card = boxed(inside, "decision")
        card.setAccessibleName(f"{name}: {decision.result.text or 'noch ohne Ergebnis'}")
        return card

    def _steppers(self, decision: Decision) -> Flow:
        votes = decision.votes
        counts = (votes.yes, votes.no, votes.abstention) if votes else (0, 0, 0)
        made = [Stepper(w, c) for w, c in zip(("Ja", "Nein", "Enthaltung"), counts, strict=True)]
        told = label("", "muted")

        def tell() -> None:
            total = sum(s.value() for s in made)
            told.setText(f"{total} von {decision.present} Stimmen")
            too_many = total > decision.present
            told.setStyleSheet(
                f"color: {theme.token('bad' if too_many else 'text2')}; font-weight: {600 if too_many else 400};"
            )

        def count() -> None:
            tell()
            self._pending = (decision.id, made[0].value(), made[1].value(), made[2].value())
            self._counting.start(COUNT_PAUSE)

        for one in made:
            one.changed.connect(count)
        self.counts[decision.id] = (made[0], made[1], made[2])
        tell()
        parts: list[QWidget] = []
        for text, one in zip(("Ja", "Nein", "Enthaltung"), made, strict=True):
            parts.append(boxed(row(label(text), one)))
        if self.at and self.at.rules.get("tie") != Tie.REJECTED and votes and votes.yes == votes.no and votes.yes:
            for cast in CastingVote:
                pick = button(
                    f"Vorsitz: {cast.label}",
                    "switch",
                    clicked=partial(self._cast, decision.id, counts, cast),
                )
                pick.setCheckable(True)
                pick.setChecked(votes.casting == cast)
                parts.append(pick)
        everybody = button("Alle Ja", "link", clicked=lambda: made[0].box.setValue(decision.present))
        return Flow(*parts, everybody, told)

    def _count(self) -> None:
        pending, self._pending = self._pending, None
        if pending:
            try:
                seen = self.at.meeting.seen if self.at else None
                with self.store.act("Stimmen gezählt") as change, change.as_shown(seen):
                    decisions.count(change, *pending)
            except UserError as error:
                self.commands.tell_error(error)
                return
            self.changed()

    def _by_name(self, decision: Decision) -> QVBoxLayout:
        lines = column(spacing=4)
        for person, name, _office, vote in decision.by_person:
            parts: list[Part] = [label(name, "", 10, wrap=True)]
            for choice in Vote:
                one = button(
                    choice.label,
                    "switch",
                    clicked=partial(self._vote, decision, person, None if vote == choice else choice),
                )
                one.setCheckable(True)
                one.setChecked(vote == choice)
                one.setAccessibleName(f"{name}: {choice.label}")
                parts.append(one)
            line = row(*parts)
            line.setStretch(0, 1)
            lines.addLayout(line)
        cast = sum(1 for p in decision.by_person if p[3])
        lines.addWidget(label(f"{cast} von {decision.present} Stimmen", "muted"))
        return lines

    def _decision_menu(self, at: QPushButton, decision: Decision) -> None:
        v = decision.record.record
        menu = QMenu(at)

        def tick(text: str, name: str, on: bool | None) -> None:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(bool(on))
            action.triggered.connect(
                lambda on, n=name: self.do(
                    "Beschluss geändert", lambda change: change.update(decision.id, {n: on or None})
                )
            )

        tick("Namentlich abstimmen", "by_name", v.by_name)
        tick("Geheim abgestimmt", "secret", v.secret)
        tick("Empfehlung an die Büros", "recommends", v.recommends)
        menu.addSeparator()
        for instead in WithoutVote:
            action = menu.addAction(instead.label[0].upper() + instead.label[1:])
            action.setCheckable(True)
            action.setChecked(v.outcome == instead)
            action.triggered.connect(
                lambda on, w=instead: self.do(
                    "Ergebnis des Beschlusses geändert",
                    lambda change: decisions.set_outcome(change, decision.id, w if on else ""),
                )
            )
        menu.addSeparator()
        menu.addAction("Frist und Verantwortliche …").triggered.connect(
            lambda _c=False: self.commands.entries.edit(decision.id)
        )
        menu.addAction("Beschluss entfernen").triggered.connect(
            lambda _c=False: self.commands.entries.trash(decision.record)
        )
        menu.exec(at.mapToGlobal(at.rect().bottomLeft()))

    # ---- tasks ------------------------------------------------------------------------------------------------------
    def _tasks(self, at: Sitting, item: Snapshot[AgendaItem]) -> None:
        self._section("Aufgaben aus diesem TOP")
        found = sitting.tasks_of(self.store, at.meeting, item.id)
        if found:
            self.box.addLayout(
                self._task_row(
                    None, label("Was", "section", 9), label("Wer", "section", 9), label("Bis wann", "section", 9)
                )
            )
        for task in found:
            v = task.record
            open_ = v.state in (None, TaskState.OPEN)
            tick = button(
                "",
                "quiet",
                "circle" if open_ else "check-circle",
                partial(self.commands.tasks.finish if open_ else self.commands.tasks.reopen, task.id),
                f"{v.title}: {'erledigt' if open_ else 'wieder offen'}",
            )
            title = button(str(v.title), "row", clicked=partial(self.commands.entries.edit, task.id))
            due = show_date(v.due_on) if v.due_on else "ohne Frist"
            self.box.addLayout(
                self._task_row(tick, title, label(v.person or "noch offen", "muted"), label(due, "muted"))
            )
            self.box.addWidget(line(soft=True))

        def add(text: str) -> bool:
            line = self.new_task
            line.drop()  # what is drawn anew must not find it again
            if self.do(
                "Aufgabe eingetragen",
                lambda change: sitting.add_task(change, at.meeting, item.id, text),
                "Die Aufgabe ist eingetragen.",
            ):
                return True
            line.setText(text)
            return False

        self.new_task = EnterEdit(
            add, "Aufgabe, dann Enter, z. B. „Oster: Vertrag vorbereiten bis 05.12.“", "Neue Aufgabe"
        )
        self.box.addWidget(self.new_task)

    @staticmethod
    def _task_row(tick: QWidget | None, what: QWidget, who: QWidget, until: QWidget) -> QHBoxLayout:
        who.setFixedWidth(150)
        until.setFixedWidth(90)
        lead = tick or boxed(row())
        lead.setFixedWidth(30)
        parts = row(lead, spacing=6)
        parts.addWidget(what, 1)
        parts.addWidget(who)
        parts.addWidget(until)
        return parts
