"""All meetings with their state and next step, and the register of decisions with what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe import output
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.meetings import ApprovalState, Light, Meeting, MeetingStage, Occasion
from netzwerkhilfe.models.values import WEEKDAYS, show_date, show_near
from netzwerkhilfe.services.meetings import decisions, invitation, meetings, minutes, sitting
from netzwerkhilfe.services.meetings.decisions import RegisterEntry
from netzwerkhilfe.services.meetings.minutes import MinutesState
from netzwerkhilfe.services.meetings.steps import progress
from netzwerkhilfe.services.papers import common
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.areas.meetings.parts import show_in
from netzwerkhilfe.ui.areas.meetings.rows import Look, Rows
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.choosing import save_as
from netzwerkhilfe.ui.kit.flow import Flow
from netzwerkhilfe.ui.kit.leaving import EnterEdit, drafts
from netzwerkhilfe.ui.kit.widgets import (
    ChoiceBox,
    StageRing,
    Tag,
    badge,
    boxed,
    button,
    choice_box,
    clear,
    column,
    label,
    line,
    row,
    selectable,
)

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

LIGHT_LOOKS: dict[str, tuple[str, str]] = {
    Light.OPEN: ("circle", "text3"),
    Light.IN_PROGRESS: ("circle-half", "warn"),
    Light.STUCK: ("warning-circle", "bad"),
    Light.DONE: ("check-circle", "ok"),
    Light.REVOKED: ("x-circle", "text3"),
}
FLOW = (MeetingStage.PLANNED, MeetingStage.INVITED, MeetingStage.HELD, MinutesState.SIGNED, MinutesState.APPROVED)
SEARCH_PAUSE = 200
NARROW_BELOW = 1120
"""Logical pixels of the register."""
TONES: dict[bool | None, str] = {True: "ok", False: "bad"}


def _occasion(meeting: Snapshot[Meeting]) -> str:
    if meetings.is_sitting(meeting):
        return ""
    return show(meeting.kind.fields["occasion"], meeting.record.occasion)


class MeetingsList(QWidget):
    """The meetings on the left, the next first; beside it what the chosen one is about and how far it is."""

    def __init__(self, commands: Commands, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.commands, self.store, self.opened = commands, commands.store, opened
        self.rows = Rows(lambda: opened(self.rows.chosen), removed=self.remove)
        self.rows.setAccessibleName("Sitzungen")
        self.rows.setFixedWidth(396)
        self.rows.currentItemChanged.connect(lambda *_: self.show_chosen())
        self.side = QScrollArea()
        self.side.setObjectName("detail")
        self.side.setWidgetResizable(True)
        inner = row(self.rows, line(vertical=True), spacing=0)
        inner.addWidget(self.side, 1)
        self.setLayout(inner)

    def refresh(self, chosen: str) -> int:
        """Read all meetings again; gives how many there are."""
        today = self.store.today().isoformat()
        found = self.store.all(Meeting)
        coming = sorted(
            (m for m in found if (m.record.date or "") >= today),
            key=lambda m: (m.record.date or "", m.record.start or "", m.id),
        )
        past = sorted((m for m in found if m not in coming), key=lambda m: (m.record.date or "", m.id), reverse=True)
        entries = []
        for meeting in (*coming, *past):
            v = meeting.record
            state = progress(meeting)
            day = v.date or ""
            tone = (
                "bad"
                if state == MeetingStage.CALLED_OFF or ((due := minutes.due(self.store, meeting)) and due.late)
                else "ok"
                if meeting.sealed == "approved"
                else "text3"
            )
            below = " · ".join(p for p in (state.label, _occasion(meeting) or v.venue) if p)
            entries.append(
                (
                    meeting.id,
                    Look(
                        "",
                        v.title or "Sitzung",
                        below,
                        short_day(day),
                        f"{v.start} Uhr" if v.start else "",
                        tone=tone,
                    ),
                )
            )
        self.rows.show_rows(entries, chosen or self.rows.chosen)
        self.show_chosen()
        return len(found)

    def remove(self, records: list[str]) -> None:
        """These meetings go into the Papierkorb, several after one question."""
        self.commands.entries.trash_many(Meeting.kind_name, records)

    def show_chosen(self) -> None:
        """What the chosen meeting is about."""
        meeting = self.store.get(self.rows.chosen, Meeting) if self.rows.chosen else None
        body = column(spacing=8, margins=(24, 18, 24, 24))
        if meeting is not None:
            self._fill(body, meeting)
        body.addStretch(1)
        show_in(self.side, body)

    def _fill(self, body: QVBoxLayout, meeting: Snapshot[Meeting]) -> None:
        v = meeting.record
        body.addLayout(row(label(v.title or "Sitzung", "", 15, 600, wrap=True)))
        day = common.day_in_words(v.date) if v.date else ""
        body.addWidget(
            label(
                " · ".join(p for p in (f"{day}, {v.start} Uhr" if v.start else day, v.venue) if p),
                "muted",
                wrap=True,
            )
        )
        if meetings.is_sitting(meeting) and v.stage != MeetingStage.CALLED_OFF:
            body.addSpacing(6)
            body.addLayout(self._flow(meeting))
        open_ = button("Öffnen", "primary", "arrow-right", lambda: self.opened(meeting.id))
        body.addSpacing(6)
        body.addLayout(
            row(
                open_,
                button("Bearbeiten", "", "pencil-simple", lambda: self.commands.entries.edit(meeting.id))
                if not meeting.sealed
                else label(),
                None,
            )
        )
        for text, tone in self._told(meeting):
            body.addWidget(label(text, tone, 10, wrap=True))
        plan = meetings.schedule_of(self.store, meeting)
        if plan.lines:
            body.addSpacing(8)
            body.addWidget(label("Tagesordnung", "section", 9, 600))
            for entry in plan.lines:
                number = label(entry.number, "muted")
                number.setFixedWidth(34)
                title = label(("   " if entry.sub else "") + (entry.item.record.title or ""), "", 10, wrap=True)
                parts = row(number, spacing=4)
                parts.addWidget(title, 1)
                parts.addWidget(label(entry.begins, "caption", 9))
                body.addLayout(parts)
        if v.occasion != Occasion.CIRCULAR and meetings.is_sitting(meeting):
            found = (
                decisions.of_meeting(self.store, sitting.read(self.store, meeting))
                if v.stage in (MeetingStage.RUNNING, MeetingStage.HELD)
                else []
            )
            if found:
                body.addSpacing(8)
                body.addWidget(label("Beschlüsse", "section", 9, 600))
                for decision in found:
                    tone = TONES.get(decision.result.carried, "")
                    wording = decision.wording.split("\n")[0]
                    parts = row(spacing=8)
                    parts.addWidget(label(f"{decision.number}  {wording}"[:140], "", 10, wrap=True), 1)
                    parts.addWidget(badge(decision.result.text or "offen", tone))
                    body.addLayout(parts)
        for one in minutes.addenda(self.store, meeting):
            body.addWidget(
                label(
                    f"Nachtrag vom {show_date(one.record.on_day or '')}: {one.record.text}",
                    "muted",
                    wrap=True,
                )
            )

    def _flow(self, meeting: Snapshot[Meeting]) -> QLayout:
        state = progress(meeting)
        if state is MeetingStage.RUNNING:
            state = MeetingStage.INVITED
        now = FLOW.index(state) if state in FLOW else 0
        v = meeting.record
        dates: dict[str, str | None] = {
            MeetingStage.INVITED: v.invited_on,
            MeetingStage.HELD: v.date if now >= 2 else "",
            MinutesState.SIGNED: v.issued_on if now >= 3 else "",
        }
        steps: list[QWidget] = []
        for i, reached in enumerate(FLOW):
            day = dates.get(reached)
            caption = label(show_near(day, self.store.today()) if day and i <= now else "", "caption", 9)
            caption.setAlignment(Qt.AlignmentFlag.AlignTop)
            one = row(spacing=6)
            one.addWidget(StageRing(min(i, 3), future=i > now, current=i == now), 0, Qt.AlignmentFlag.AlignTop)
            stage = label(reached.label, "" if i <= now else "caption", 9.5, 600 if i == now else 400)
            one.addLayout(column(2, stage, caption, spacing=0))
            steps.append(boxed(one))
        return Flow(*steps, gap=16)

    def _told(self, meeting: Snapshot[Meeting]) -> list[tuple[str, str]]:
        v = meeting.record
        found: list[tuple[str, str]] = []
        if v.stage == MeetingStage.CALLED_OFF:
            return [(f"Abgesagt. {v.called_off_because or ''}".strip(), "bad")]
        if v.stage in (None, MeetingStage.PLANNED) and meetings.is_sitting(meeting) and v.date:
            notice = invitation.notice(self.store, meeting)
            found.append(
                (
                    notice.text,
                    "muted" if notice.in_time else "warn",
                )
            )
        due = minutes.due(self.store, meeting)
        if due:
            found.append((due.words(), "warn" if due.late else "muted"))
        return found


def short_day(iso: str) -> str:
    """ "Do, 19.03.2026"."""
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{WEEKDAYS[day.weekday()]}, {show_date(iso)}"


class Register(QWidget):
    """The decisions of all meetings: search, year, light; beside it what became of the chosen one."""

    COLUMNS = ("Beschluss", "Datum", "Wortlaut", "Ergebnis", "Umsetzung")

    def __init__(self, commands: Commands, opened: Callable[[str, str], object]) -> None:
        super().__init__()
        self.commands, self.store, self.opened = commands, commands.store, opened
        self.entries: list[RegisterEntry] = []
        self._beside = ""
        """The decision that is shown beside the list."""
        self.search = QLineEdit()
        self.search.setPlaceholderText("Beschlüsse und Niederschriften …")
        self.search.setAccessibleName("Beschlüsse und Niederschriften durchsuchen")
        self.search.setFixedWidth(236)
        self.search.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.search.setClearButtonEnabled(True)
        self.year, self.light = ChoiceBox(), ChoiceBox()
        self.year.setAccessibleName("Jahr")
        self.light.setAccessibleName("Umsetzung")
        self.light.addItem("Umsetzung: alle", "")
        for one in Light:
            self.light.addItem(one.label, one.value)
        self.count = label("", "muted")
        tools = boxed(
            row(
                self.search,
                self.year,
                self.light,
                8,
                self.count,
                None,
                button("", "quiet", "printer", self.print_register, "Register drucken (Strg+P)"),
                margins=(24, 0, 24, 0),
            )
        )
        tools.setFixedHeight(46)
        self.table = QTableWidget(0, len(self.COLUMNS))
        self.table.setAccessibleName("Beschlussregister")
        self.table.setHorizontalHeaderLabels(list(self.COLUMNS))
        self.table.verticalHeader().hide()
        self.table.setObjectName("register")
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().setDefaultSectionSize(36)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for i, width in enumerate((130, 92, 0, 180, 110)):
            if width:
                self.table.setColumnWidth(i, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self.show_chosen)
        self.table.itemActivated.connect(lambda _i: self.open_meeting())
        self.hits = column(spacing=4, margins=(24, 8, 24, 12))
        self.hits_box = QScrollArea()
        self.hits_box.setWidgetResizable(True)
        self.hits_box.setWidget(boxed(self.hits, "page"))
        self.hits_box.setMaximumHeight(220)
        self.side = QScrollArea()
        self.side.setWidgetResizable(True)
        self.side.setFixedWidth(432)
        left = column(tools, line(), spacing=0)
        left.addWidget(self.table, 1)
        left.addWidget(self.hits_box)
        inner = row(spacing=0)
        inner.addLayout(left, 1)
        inner.addWidget(line(vertical=True))
        inner.addWidget(self.side)
        self.setLayout(inner)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.fill)
        self.search.textChanged.connect(lambda _t: self._timer.start(SEARCH_PAUSE))
        self.year.currentIndexChanged.connect(lambda _i: self.fill())
        self.light.currentIndexChanged.connect(lambda _i: self.fill())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the search and what is beside the list give way."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self.side.setFixedWidth(max(320, self.width() // 2 - 60) if narrow else 432)
        self.search.setFixedWidth(120 if narrow else 236)
        self.search.setPlaceholderText("Suchen …" if narrow else "Beschlüsse und Niederschriften …")
        self.count.setVisible(not narrow)

    def refresh(self) -> None:
        """Read the register again."""
        years = sorted({e.day[:4] for e in decisions.register(self.store) if e.day}, reverse=True)
        chosen = self.year.currentData() or ""
        self.year.blockSignals(True)
        self.year.clear()
        self.year.addItem("Alle Jahre", "")
        for year in years:
            self.year.addItem(year, year)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)))
        self.year.blockSignals(False)
        self.fill()

    def fill(self) -> None:
        """The decisions that fit what is typed and chosen."""
        chosen = self.chosen.record.id if self.chosen else ""
        text = self.search.text()
        self.entries = decisions.register(
            self.store, year=self.year.currentData() or "", text=text, light=self.light.currentData() or ""
        )
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.entries))
        for i, entry in enumerate(self.entries):
            cells = (
                entry.number,
                show_date(entry.day) if entry.day else "",
                entry.wording.replace("\n", " "),
                entry.result,
                Light.label_of(entry.light) or "–",
            )
            for j, cell in enumerate(cells):
                item = QTableWidgetItem(cell)
                if j == 2:
                    item.setToolTip(entry.wording[:2000])
                if j == 4 and entry.light in LIGHT_LOOKS:
                    item.setIcon(icons.icon(*LIGHT_LOOKS[entry.light], 16, 4))
                self.table.setItem(i, j, item)
        ids = [e.record.id for e in self.entries]
        held = self._beside not in ids and drafts(self.side)
        if held:  # its row is gone: what is typed beside the list stays until another one is chosen
            self._choose_none()
        self.table.blockSignals(False)
        if ids and not held:
            self.table.selectRow(ids.index(chosen) if chosen in ids else 0)
        self.count.setText("1 Beschluss" if len(ids) == 1 else f"{len(ids)} Beschlüsse")
        self.show_chosen()
        self._show_hits(text)

    def _show_hits(self, text: str) -> None:
        clear(self.hits)
        found = minutes.find(self.store, text) if text.strip() else []
        self.hits_box.setVisible(bool(found))
        if found:
            self.hits.addWidget(label("In Niederschriften und Tagesordnungen", "section", 9, 600))
        for hit in found[:30]:
            day = show_date(hit.meeting.record.date or "")
            text = f"{day} · TOP {hit.number} {hit.item.record.title or ''}"
            self.hits.addWidget(button(text, "link", clicked=partial(self.opened, hit.meeting.id, hit.item.id)))
            if hit.text:
                self.hits.addWidget(label(hit.text.replace("\n", " ")[:150], "caption", 9))
        self.hits.addStretch(1)

    @property
    def chosen(self) -> RegisterEntry | None:
        """The chosen decision."""
        at = self.table.currentRow()
        return self.entries[at] if 0 <= at < len(self.entries) else None

    def open_meeting(self) -> None:
        """The meeting of the chosen decision."""
        if self.chosen:
            self.opened(self.chosen.meeting.id, self.chosen.record.record.item or "")

    def show_chosen(self) -> None:
        """What became of the chosen decision; what is typed about another one is asked about first."""
        entry = self.chosen
        now = entry.record.id if entry else ""
        if now != self._beside and drafts(self.side):
            if not now:
                return
            QTimer.singleShot(0, self, lambda: self._ask_first(now))  # Qt has not finished choosing
            return
        same, self._beside = now == self._beside, now
        body = column(spacing=8, margins=(24, 16, 24, 24))
        if entry is None:
            body.addWidget(
                label("Beschlüsse stehen hier, sobald die Niederschrift unterschrieben ist.", "muted", wrap=True)
            )
        else:
            self._fill(body, entry)
        body.addStretch(1)
        show_in(self.side, body, same=same)

    def _ask_first(self, wanted: str) -> None:
        """Another decision was chosen while something is typed about this one, which stays until that is settled."""
        self._choose(self._beside)
        self.commands.settle_drafts(lambda: drafts(self.side), lambda: self._choose(wanted))

    def _choose(self, record: str) -> None:
        ids = [one.record.id for one in self.entries]
        if record in ids:
            self.table.selectRow(ids.index(record))
        else:
            self._choose_none()

    def _choose_none(self) -> None:
        self.table.setCurrentCell(-1, -1)
        self.table.clearSelection()

    def _fill(self, body: QVBoxLayout, entry: RegisterEntry) -> None:
        tone = "ok" if entry.code.carried else "bad"
        body.addLayout(
            row(label(f"Beschluss {entry.number}", "", 12, 600), None, badge(entry.result or "ohne Ergebnis", tone))
        )
        body.addWidget(
            label(
                f"{entry.meeting.record.title}, "
                f"{show_date(entry.day)}{' · nichtöffentlich' if entry.confidential else ''}",
                "caption",
                9,
                wrap=True,
            )
        )
        if entry.item:
            body.addWidget(label(entry.item, "muted", wrap=True))
        body.addWidget(selectable(label(entry.wording, "", 10, wrap=True)))
        body.addLayout(
            row(
                button("Zur Sitzung", "link", "arrow-right", self.open_meeting),
                button("Auszug …", "link", "file-pdf", self.save_extract),
                None,
            )
        )
        if not entry.light:
            return
        body.addSpacing(8)
        body.addWidget(label("Umsetzung", "section", 9, 600))
        light = ChoiceBox()
        light.setAccessibleName("Umsetzung")
        for one in Light:
            light.addItem(icons.icon(*LIGHT_LOOKS[one], 16, 4), one.label, one.value)
        light.setCurrentIndex(max(0, light.findData(entry.light or Light.OPEN)))

        def keep(text: str) -> bool:
            return self._did(
                "Stand der Umsetzung geändert",
                lambda change: decisions.follow_up(change, entry.record.id, light.currentData(), text),
                "Der Stand ist eingetragen.",
            )

        status = EnterEdit(keep, "Stand in einem Satz, mit Enter speichern", "Stand in einem Satz", entry.status)
        light.activated.connect(lambda _i: keep(status.text()))
        body.addWidget(light)
        body.addWidget(status)
        v = entry.record.record
        if v.due_on or v.responsible:
            said = " · ".join(p for p in (v.responsible, f"bis {show_date(v.due_on)}" if v.due_on else "") if p)
            body.addWidget(label(said, "muted"))
        if entry.approvals:
            body.addSpacing(8)
            body.addWidget(label("Zustimmung der Büros", "section", 9, 600))
            offices = self.store.facts().offices
            for office, state in sorted(entry.approvals, key=lambda a: offices[a[0]].order if a[0] in offices else 99):
                if office not in offices:
                    continue
                fact = offices[office]
                pick = choice_box(ApprovalState, state, f"Zustimmung {fact.name}")
                pick.setFixedWidth(140)
                pick.activated.connect(
                    lambda _i, o=office, p=pick: self._did(
                        "Zustimmung geändert",
                        lambda change: decisions.approve_by(
                            change, entry.record.id, o, p.currentData(), day=self.store.today().isoformat()
                        ),
                        "Die Zustimmung ist eingetragen.",
                    )
                )
                line_of = row(Tag(fact.code, fact.order, fact.name), label(fact.name, wrap=True), pick)
                line_of.setStretch(1, 1)
                body.addLayout(line_of)

    def _did(self, name: str, action: Callable[[Change], object], said: str) -> bool:
        try:
            with self.store.act(name) as change:
                action(change)
        except UserError as error:
            again = partial(self._did, name, action, said) if isinstance(error, PersonNamed) else None
            self.commands.tell_error(error, again)
            return False
        self.commands.did(change.set, said)
        return True

    def _ask(self, name: str, path: Path | None) -> Path | None:
        if path is None:
            return save_as(self, "Speichern", Path.home() / name, "PDF (*.pdf);;Word (*.docx)")
        return path

    def save_extract(self, path: Path | None = None) -> None:
        """The extract of the chosen decision, as PDF or Word file."""
        entry = self.chosen
        target = self._ask(f"Beschluss-{entry.number}.pdf", path) if entry else None
        if entry and target:
            try:
                with self.store.change() as change:
                    told = output.write(change, entry.record, "extract", target)
            except UserError as error:
                self.commands.tell_error(error)
                return
            self.commands.say(f"Gespeichert: {target.name}. {told}".rstrip(". ") + ("." if told else ""))

    def print_register(self) -> None:
        """The register as it is filtered."""
        entries = list(self.entries)
        said = " · ".join(
            p
            for p in (
                self.year.currentText() if self.year.currentData() else "",
                self.light.currentData() or "",
                self.search.text().strip(),
            )
            if p
        )
        target = self.commands.files.paper("beschlussregister.pdf")
        subtitle = (
            f"{len(entries)} Beschlüsse{f' ({said})' if said else ''}, Stand {common.today_in_figures(self.store)}"
        )
        shown = Subject(entries=[e.record for e in entries], given={"subtitle": subtitle})

        def write() -> str:
            with self.store.change() as change:
                return output.write(change, shown, "register", target)

        def written(told: str) -> None:
            self.commands.files.open_paper(target)
            if told:
                self.commands.say(told)

        self.commands.worker.run(write, written, self.commands.tell_error)
