"""The keys of who takes the minutes: to the text, the votes, the tasks of an item, and text blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMenu

from netzwerkhilfe.models.meetings import MeetingStage
from netzwerkhilfe.services.meetings import decisions, meetings, text_blocks
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.areas.meetings.parts import SavedText
from netzwerkhilfe.ui.kit.widgets import plain_tip

if TYPE_CHECKING:
    from netzwerkhilfe.ui.areas.meetings.item import ItemPane


class MinuteKeys:
    """What the keys do at the item that is shown; nothing before a meeting begins, and after it is signed."""

    def __init__(self, pane: ItemPane) -> None:
        self.pane = pane

    @property
    def _minutes_open(self) -> bool:
        """Whether an item is shown that may be minuted."""
        if self.pane.at is None or self.pane.line is None or self.pane.at.meeting.sealed:
            return False
        return self.pane.at.meeting.record.stage in (MeetingStage.RUNNING, MeetingStage.HELD)

    def write(self) -> None:
        """Strg+M: into the minutes of the item."""
        for text in self.pane.texts if self._minutes_open else ():
            if text.name == "text":
                text.setFocus(Qt.FocusReason.OtherFocusReason)
                text.moveCursor(QTextCursor.MoveOperation.End)
                self.pane.ensureWidgetVisible(text)

    def decide(self) -> None:
        """Strg+B: a decision, then its first vote."""
        if self._minutes_open and self.pane.at and self.pane.line:
            at, item = self.pane.at, self.pane.line.item
            if self.pane.do("Beschluss eingetragen", lambda change: decisions.further(change, at.meeting, item)):
                self._go_to_votes()

    def all_yes(self) -> None:
        """Strg+J: all vote yes on the last decision of the item; without one, on the words of its draft."""
        if not (self._minutes_open and self.pane.at and self.pane.line):
            return
        at, item = self.pane.at, self.pane.line.item
        found = decisions.of_meeting(self.pane.store, at, item.id)

        def vote(change: Change) -> None:
            last = found[-1].id if found else decisions.further(change, at.meeting, item)
            decisions.count(change, last, len(at.voters(item.id)), 0, 0)

        if (found and found[-1].record.record.by_name) or self.pane.do("Alle Stimmen gezählt", vote):
            self._go_to_votes()

    def _go_to_votes(self) -> None:
        if self.pane.counts:
            box = list(self.pane.counts.values())[-1][0].box
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.pane.ensureWidgetVisible(box)

    def give_task(self) -> None:
        """Strg+T: into the line for a new task."""
        if self._minutes_open:
            self.pane.new_task.setFocus(Qt.FocusReason.OtherFocusReason)
            self.pane.ensureWidgetVisible(self.pane.new_task)

    def offer_blocks(self, text: SavedText) -> None:
        """Strg+Leertaste in the minutes: the text blocks; the chosen one stands where the cursor is."""
        if self.pane.at is not None and self.pane.line is not None:
            self.block_menu(text, self.pane.at, self.pane.line).exec(text.mapToGlobal(text.cursorRect().bottomLeft()))

    def block_menu(self, text: SavedText, at: Sitting, line: meetings.ScheduledItem) -> QMenu:
        """The menu itself."""
        menu = QMenu(text)
        for one in text_blocks.blocks(self.pane.store):
            said = text_blocks.filled(one.record, at, line.item.id)
            entry = menu.addAction(str(one.record.title or "").replace("&", "&&"))
            entry.setToolTip(plain_tip(said))
            entry.triggered.connect(lambda _c=False, t=said: text.insert_sentence(t))
        menu.setToolTipsVisible(True)
        menu.addSeparator()
        menu.addAction("Textbausteine bearbeiten …").triggered.connect(
            lambda _c=False: self.pane.commands.office.table("text_blocks", "Textbausteine")
        )
        return menu
