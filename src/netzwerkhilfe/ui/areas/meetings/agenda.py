"""The agenda at the desk: items added, moved, indented, dragged; templates, and the suggestions of all areas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from netzwerkhilfe.models.meetings import AgendaItem, Dealt, Meeting, MeetingStage, Occasion
from netzwerkhilfe.services.meetings import agenda_suggestions, meetings
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.areas.meetings.current import OpenMeeting
from netzwerkhilfe.ui.areas.meetings.rows import Look, Rows
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.leaving import EnterEdit
from netzwerkhilfe.ui.kit.widgets import boxed, button, column, label, line, row

WIDTH, NARROW = 396, 300
DEALT_ICONS: dict[str, str] = {
    Dealt.DONE: "check-circle",
    Dealt.POSTPONED: "arrow-bend-up-right",
    Dealt.TAKEN_OFF: "x-circle",
}


class AgendaPane(QWidget):
    """The items with their times, and what is done with them.

    :param chosen: called when another item was chosen.
    """

    def __init__(self, current: OpenMeeting, chosen: Callable[[], object]) -> None:
        super().__init__()
        self.current, self.commands, self.store = current, current.commands, current.store
        self.suggestions: list[agenda_suggestions.Suggestion] = []
        self.suggestion: agenda_suggestions.Suggestion | None = None
        self._asked, self._asked_for = 0, ""
        self.items = Rows(self.edit_item, self.move_item, self.indent, self.dropped, self.remove)
        self.items.setAccessibleName("Tagesordnung")
        self.items.currentItemChanged.connect(lambda *_: chosen())
        self.add_button = button(
            "TOP", "quiet", "plus", self.add_menu, "TOP aus einer Vorlage, einem Vorschlag oder leer"
        )
        head = boxed(row(label("Tagesordnung", "", 10, 600), None, self.add_button, margins=(16, 0, 8, 0)))
        head.setFixedHeight(42)
        self.new_item = EnterEdit(self.add_item, "Neuer TOP: Thema, dann Enter", "Neuer Tagesordnungspunkt")
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
        self.keys = label("Alt+↑ ↓ verschiebt", "caption", 9)
        foot = boxed(row(self.end, self.length, None, self.keys, margins=(16, 0, 16, 0)))
        foot.setFixedHeight(40)
        middle = column(spacing=0)
        middle.addWidget(self.items, 1)
        below = boxed(column(self.hint_box, self.usual, self.new_item, spacing=8, margins=(12, 8, 12, 10)))
        self.setLayout(column(head, line(), boxed(middle), below, line(), foot, spacing=0))
        self.narrow(on=False)

    def narrow(self, *, on: bool) -> None:
        """Take less room, or as much as is drawn."""
        self.setFixedWidth(NARROW if on else WIDTH)
        self.keys.setVisible(not on)

    # ---- showing ----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Show the meeting as it was read last, and ask what might be added."""
        meeting, plan = self.current.sitting.meeting, self.current.plan
        entries = []
        movable = meetings.can_change(meeting)
        for entry in plan.lines:
            v = entry.item.record
            below = " · ".join(
                p
                for p in (
                    v.speaker,
                    "nichtöffentlich" if entry.confidential and not plan.within_closed(entry) else "",
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
        wanted = self.items.chosen or meeting.record.present_item or ""
        self.items.show_rows(entries, wanted)
        ids = bool(entries)
        self.usual.setVisible(not ids and movable and meetings.is_sitting(meeting))
        self.new_item.setVisible(movable)
        self.add_button.setVisible(movable)
        self.setVisible(meeting.record.occasion != Occasion.CIRCULAR)
        self.end.setText(
            f"Ende gegen {plan.end} Uhr" if plan.end and ids else "" if ids else "Noch keine Tagesordnungspunkte"
        )
        over = plan.over
        self.length.setText(f"{plan.minutes} Min.{f' · {over} Min. zu lang' if over else ''}" if ids else "")
        self.length.setStyleSheet(f"color: {theme.token('bad' if over else 'text2')};")
        self._ask_for_suggestions()

    def _ask_for_suggestions(self) -> None:
        """Ask all areas, off the window's thread; only the last question counts."""
        meeting, self._asked = self.current.sitting.meeting, self._asked + 1
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

    # ---- agenda -----------------------------------------------------------------------------------------------------
    def _do(
        self,
        name: str,
        action: Callable[[Change, Snapshot[Meeting]], object],
        said: str = "",
        again: Callable[[], object] | None = None,
    ) -> bool:
        meeting = self.current.sitting.meeting
        return self.current.do(name, lambda change: action(change, meeting), said, again)

    def add_item(self, title: str) -> bool:
        """A new item from the line below the agenda."""

        made: list[str] = []

        def add(change: Change, meeting: Snapshot[Meeting]) -> None:
            made.append(meetings.add_item(change, meeting.id, title[:400]))

        self.new_item.drop()  # what is drawn anew must not find it again
        if not self._do("TOP aufgenommen", add, again=lambda: self.add_item(title)):
            self.new_item.setText(title)
            return False
        self.items.choose(made[-1], tell=True)
        self.new_item.setFocus()
        return True

    def add_usual(self) -> None:
        """The usual agenda."""
        self._do(
            "Übliche Tagesordnung eingefügt",
            lambda change, m: meetings.add_usual(change, m.id),
            "Die übliche Tagesordnung ist eingefügt.",
        )

    def add_menu(self) -> None:
        """Templates, suggestions, the usual agenda."""
        menu = QMenu(self.add_button)
        for one in self.suggestions:
            menu.addAction("Vorschlag: " + one.why.replace("&", "&&")[:70]).triggered.connect(
                lambda _c=False, s=one: self.take_suggestion(s)
            )
        if self.suggestions:
            menu.addSeparator()
        for template in meetings.templates(self.store):
            title = str(template.record.title or "")
            menu.addAction(title.replace("&", "&&")).triggered.connect(
                lambda _c=False, t=template: self._do(
                    "TOP aus einer Vorlage aufgenommen", lambda change, m: meetings.add_template(change, m.id, t)
                )
            )
        menu.addSeparator()
        menu.addAction("Ganze übliche Tagesordnung").triggered.connect(lambda _c=False: self.add_usual())
        menu.addAction("Unterpunkt des gewählten TOP").triggered.connect(lambda _c=False: self.add_sub())
        menu.addAction("Vorlagen bearbeiten …").triggered.connect(
            lambda _c=False: self.commands.office.table("item_templates", "Vorlagen für die Tagesordnung")
        )
        menu.exec(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def add_sub(self) -> None:
        """A new item below the chosen one."""
        entry = self.current.plan.line(self.items.chosen)
        if entry:
            under = entry.item.record.under or entry.item.id
            self._do(
                "Unterpunkt aufgenommen",
                lambda change, m: meetings.add_item(change, m.id, "Unterpunkt", 5, under=under),
            )

    def take_suggestion(self, one: agenda_suggestions.Suggestion | None = None) -> None:
        """Put a suggestion on the agenda."""
        chosen = one or self.suggestion
        if chosen:
            self._do(
                "Vorschlag auf die Tagesordnung gesetzt",
                lambda change, m: agenda_suggestions.take(change, m, chosen),
                "Auf die Tagesordnung gesetzt.",
            )

    def suggestion_menu(self) -> None:
        """The other suggestions, and not to be offered this one again."""
        menu = QMenu(self.hint_more)
        for one in self.suggestions[1:]:
            menu.addAction(one.why.replace("&", "&&")[:80]).triggered.connect(
                lambda _c=False, s=one: self.take_suggestion(s)
            )
        if self.suggestions[1:]:
            menu.addSeparator()
        menu.addAction("Für diese Sitzung nicht anbieten").triggered.connect(lambda _c=False: self.dismiss_suggestion())
        menu.exec(self.hint_more.mapToGlobal(self.hint_more.rect().bottomLeft()))

    def dismiss_suggestion(self) -> None:
        """Do not offer it for this meeting."""
        if self.suggestion is None:
            return
        meeting, one = self.current.sitting.meeting, self.suggestion

        def offer(*, on: bool) -> None:
            agenda_suggestions.dismiss(self.store, meeting, one, on=not on)
            if self.current.meeting is not None and self.current.meeting.id == meeting.id:
                self.current.show()

        offer(on=False)
        self.commands.did_here("Vorschlag nicht mehr angeboten", partial(offer, on=True), partial(offer, on=False))

    def move_item(self, step: int) -> None:
        """Move the chosen item."""
        chosen = self.items.chosen
        if chosen:
            self._do("TOP verschoben", lambda change, m: meetings.move_item(change, m.id, chosen, step))

    def indent(self, out: bool) -> None:
        """Make the chosen item a sub-item, or an item of its own."""
        chosen = self.items.chosen
        if chosen:
            name = "TOP ausgerückt" if out else "TOP eingerückt"
            self._do(name, lambda change, m: meetings.indent(change, m.id, chosen, out=out))

    def dropped(self, item: str, before: str) -> None:
        """An item was dragged before another one."""
        self._do("TOP verschoben", lambda change, m: meetings.place_item(change, m.id, item, before))

    def edit_item(self) -> None:
        """The form of the chosen item."""
        if self.items.chosen and meetings.can_change(self.current.sitting.meeting):
            self.current.save()
            self.commands.entries.edit(self.items.chosen)

    def remove(self, items: list[str]) -> None:
        """These items go into the Papierkorb, several after one question; a signed agenda stays."""
        if not meetings.can_change(self.current.sitting.meeting):
            return
        shown = self.store.many(AgendaItem, items)
        proposed = [one for one in shown if one.record.proposed]
        if proposed:  # of other offices too: they are proposals again
            name = "Der Vorschlag" if len(proposed) == 1 else "Die Vorschläge"
            said = f"{name} {'wartet' if len(proposed) == 1 else 'warten'} auf eine andere Sitzung."
            self._do("TOP zurückgegeben", lambda change, _m: [meetings.give_back(change, p) for p in proposed], said)
        if len(proposed) < len(shown):
            self.commands.entries.trash_many(AgendaItem.kind_name, [s.id for s in shown if s not in proposed])
