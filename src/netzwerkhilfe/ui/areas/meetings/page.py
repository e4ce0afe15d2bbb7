"""The page Sitzungen: all meetings or the register of decisions, and the desk of the one that is open."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget, QWidget

from netzwerkhilfe.models.meetings import Bias, Resolution
from netzwerkhilfe.services.entries.common_fields import parent_id
from netzwerkhilfe.services.meetings import meetings
from netzwerkhilfe.ui.areas.meetings.index import MeetingsList, Register
from netzwerkhilfe.ui.areas.meetings.panels import CircularPanel, SeriesPanel, TextPanel
from netzwerkhilfe.ui.areas.meetings.parts import Switch
from netzwerkhilfe.ui.kit.page import Page, tab_stops
from netzwerkhilfe.ui.kit.widgets import EmptyState, boxed, button, column, label, line, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.areas.meetings.desk import Desk
    from netzwerkhilfe.ui.shell.commands import Commands

LIST, REGISTER = "list", "register"


class MeetingsPage(Page):
    """``current`` is the meeting that is open or chosen; ``focused`` the item to go to when it is opened from
    elsewhere."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.commands, self.store = commands, commands.store
        self.focused = ""
        self.inside = False
        self.title = label("Sitzungen", "", 15, 600)
        self.subtitle = label("", "muted")
        self.switch = Switch(
            ((LIST, "Sitzungen", "calendar-blank"), (REGISTER, "Beschlüsse", "scales")), self.show_view
        )
        self.more = button("", "quiet", "dots-three", self.more_menu, "Weitere Befehle")
        plan = button("Sitzung planen", "primary", "plus", self.plan)
        header = boxed(row(self.title, 4, self.subtitle, None, self.switch, self.more, plan, margins=(24, 0, 24, 0)))
        header.setFixedHeight(60)
        self.list = MeetingsList(commands, self.open)
        self.meetings = self.list.rows
        self.register = Register(commands, self.open)
        empty = EmptyState(
            "calendar-blank",
            "Noch keine Sitzung geplant",
            "Planen Sie die nächste Sitzung des Leitungsteams, oder legen Sie gleich die Termine eines Jahres an.",
            [
                button("Sitzung planen", "", "plus", self.plan),
                button("Termine einer Reihe …", "", "calendar-plus", self.plan_series),
            ],
        )
        self.views = QStackedWidget()
        for widget in (self.list, self.register, empty):
            self.views.addWidget(widget)
        outside = column(header, line(), spacing=0)
        outside.addWidget(self.views, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(boxed(outside))
        self.setLayout(column(self.stack, spacing=0))
        self.view = LIST

    @cached_property
    def desk(self) -> Desk:
        """The desk of the open meeting, made when the first one is opened."""
        from netzwerkhilfe.ui.areas.meetings.desk import Desk

        made = Desk(self.commands, self.close_meeting)
        self.stack.addWidget(made)
        return made

    # ---- keys -------------------------------------------------------------------------------------------------------
    @property
    def table(self) -> QAbstractItemView:
        """Where the keyboard begins."""
        return (
            self.desk.agenda.items if self.inside else self.register.table if self.view == REGISTER else self.meetings
        )

    def begin(self) -> None:
        """The keyboard begins in the list that is shown."""
        self.table.setFocus()

    def add(self) -> None:
        """Strg+N: a new meeting."""
        self.plan()

    def edit(self) -> None:
        """Strg+E: the meeting that is open or chosen."""
        record = self.current if self.inside or self.view == REGISTER else self.meetings.chosen
        if record:
            self.commands.entries.edit(record)

    def print(self) -> None:
        """Strg+P: the papers of the open meeting, the register, or the chosen meeting with its papers."""
        if self.inside:
            self.desk.papers.print_menu()
        elif self.view == REGISTER:
            self.register.print_register()
        elif self.meetings.chosen:
            self.open(self.meetings.chosen)

    def search_here(self) -> None:
        """Strg+F: the search in the register."""
        if not self.inside and self.view == REGISTER:
            self.register.search.setFocus()
            self.register.search.selectAll()

    def panes(self) -> list[QWidget]:
        """The list that is shown; in the register also its search; at the desk also what is right of it."""
        if self.inside:
            return [self.table, *tab_stops(self.desk.right)[:1]]
        return [self.register.search, self.table] if self.view == REGISTER else [self.table]

    # ---- showing ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.inside or self.focused:
            self.inside = bool(self.current) and self.desk.open(self.current)
            if self.inside and self.focused:
                self._focus_item()
        self.stack.setCurrentIndex(1 if self.inside else 0)
        if self.inside:
            return
        count = self.list.refresh(self.current)
        self.switch.choose(self.view)
        self.subtitle.setText("1 Sitzung" if count == 1 else f"{count} Sitzungen" if count else "")
        self.views.setCurrentIndex(1 if self.view == REGISTER else 0 if count else 2)
        if self.view == REGISTER:
            self.register.refresh()

    def flush(self) -> None:
        """Save what is typed and counted at the desk."""
        if self.inside:
            self.desk.item.flush()

    def _focus_item(self) -> None:
        ids = [x.item.id for x in self.desk.current.plan.lines]
        if self.focused in ids:
            self.desk.agenda.items.setCurrentRow(ids.index(self.focused))
        self.focused = ""

    def reveal(self, record: str) -> None:
        """Be ready to show a meeting, an item or a decision, whichever this is."""
        found = self.store.get(record)
        if found is None:
            return
        if found.kind.name == "meetings":
            self.current, self.inside = record, True
        elif meeting := parent_id(found):
            self.current = meeting
            at = found.record.item if isinstance(found.record, Resolution | Bias) else None
            self.focused = at or record

    def open(self, record: str, item: str = "") -> None:
        """Open a meeting, at an item."""

        def show() -> None:
            self.current, self.focused, self.inside = record, item, True
            self.refresh()
            self.desk.agenda.items.setFocus()

        if record:
            self.commands.settle_drafts(self.drafts, show)

    def close_meeting(self) -> None:
        """Back to all meetings; what is typed and not saved is asked about."""

        def back() -> None:
            self.inside = False
            self.refresh()
            self.table.setFocus()

        if self.inside:
            self.desk.leave()
        self.commands.settle_drafts(self.drafts, back)

    def show_view(self, view: str) -> None:
        """The meetings, or the register."""
        self.view = view
        self.refresh()

    def more_menu(self) -> None:
        """Series, circulation, proposals, rules and people."""
        menu = QMenu(self.more)
        for text, action in (
            ("Termine einer Reihe …", self.plan_series),
            ("Umlaufbeschluss …", self.start_circular),
            ("TOP für eine spätere Sitzung vorschlagen …", self.propose),
        ):
            menu.addAction(text).triggered.connect(lambda _c=False, a=action: a())
        menu.addSeparator()
        for kind, text in (
            ("people", "Team und Vertretung"),
            ("body_rules", "Regeln der Sitzungen"),
            ("item_templates", "Vorlagen für die Tagesordnung"),
            ("text_blocks", "Textbausteine"),
        ):
            menu.addAction(f"{text} …").triggered.connect(
                lambda _c=False, k=kind, w=text: self.commands.office.table(k, w)
            )
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def plan(self) -> None:
        """A new meeting, filled in as the last one."""
        self.commands.entries.add("meetings", meetings.defaults(self.store))

    def plan_series(self) -> None:
        """Dates by a rule."""
        panel = SeriesPanel(self.commands.host, self.store, self.commands.did)
        panel.open(panel.rule)

    def start_circular(self) -> None:
        """A decision by circulation."""

        def begun(record: str) -> None:
            self.commands.changed()
            self.open(record)

        panel = CircularPanel(self.commands.host, self.store, begun)
        panel.open(panel.name)

    def propose(self) -> None:
        """An item for one of the next meetings."""

        def go(text: str) -> None:
            title, _, more = text.strip().partition("\n")
            if title.strip():
                details = {"description": more.strip() or None, "speaker": self.store.person}
                with self.store.act("TOP vorgeschlagen") as change:
                    meetings.propose(change, title.strip()[:400], **details)
                self.commands.did(change.set, "Der Vorschlag steht bereit; alle Büros sehen ihn nach dem Austausch.")

        panel = TextPanel(
            self.commands.host,
            self.store,
            "TOP vorschlagen",
            "Thema; darunter, wer mag, der Sachverhalt",
            "Vorschlagen",
            go,
        )
        panel.open(panel.text)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page saves what is typed."""
        if self.inside:
            self.desk.leave()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to all meetings."""
        if event.key() == Qt.Key.Key_Escape and self.inside:
            self.close_meeting()
        else:
            super().keyPressEvent(event)
