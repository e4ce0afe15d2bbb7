"""The attendance above the desk: pills, presence, guests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QMenu, QPushButton, QWidget

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.meetings import Meeting, MeetingStage, Presence, Reply
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.services.meetings import sitting
from netzwerkhilfe.services.meetings.meetings import Schedule
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.areas.meetings.item import ItemPane
from netzwerkhilfe.ui.areas.meetings.panels import PresencePanel, TextPanel
from netzwerkhilfe.ui.areas.meetings.rows import Rows

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


class Attendance:
    """The part of the desk that says who is there."""

    store: Store
    commands: Commands
    meeting: Snapshot[Meeting] | None
    at: Sitting | None
    plan: Schedule
    items: Rows
    item: ItemPane
    guest_list: QListWidget
    new_guest: QLineEdit
    refresh: Callable[[], None]

    # ---- attendance -------------------------------------------------------------------------------------------------
    def pill_clicked(self, at: QPushButton, person: sitting.Attendee) -> None:
        """A first click says that somebody comes or is there; a further one has the rest."""
        assert self.meeting
        running = self.meeting.record.stage in (MeetingStage.RUNNING, MeetingStage.HELD)
        if running and not person.state:
            self.mark(person, state=Presence.PRESENT)
        elif not running and not person.entered.reply:
            self.mark(person, reply=Reply.ACCEPTED)
        elif not running:
            self.mark(person, reply=Reply.DECLINED if person.entered.reply == Reply.ACCEPTED else None)
        else:
            self.pill_menu(at, person)

    def pill_menu(self, at: QPushButton, person: sitting.Attendee) -> None:
        """All that can be said of a person's presence."""
        menu = self.presence_menu(at, person)
        menu.exec(at.mapToGlobal(at.rect().bottomLeft()))

    def presence_menu(self, at: QWidget, person: sitting.Attendee) -> QMenu:
        """The menu itself."""
        assert self.meeting and self.at
        menu, meeting, seat = QMenu(at), self.meeting, person.seat
        running = meeting.record.stage in (MeetingStage.RUNNING, MeetingStage.HELD)
        entry = self.plan.line(self.items.chosen)
        now = sitting.clock(self.store)

        def add(words: str, action: Callable[[], object]) -> None:
            menu.addAction(words.replace("&", "&&")).triggered.connect(lambda _c=False: action())

        if running:
            for word in (Presence.PRESENT, Presence.EXCUSED, Presence.UNEXCUSED):
                add(word.label[0].upper() + word.label[1:], partial(self.mark, person, state=word))
            menu.addSeparator()
            number = f" (ab TOP {entry.number})" if entry else ""
            item = entry.item.id if entry else None
            if person.state == Presence.PRESENT and not person.entered.left:
                add(f"Geht jetzt, {now} Uhr{number}", lambda: self.mark(person, left=now, left_item=item))
            add(
                f"Kommt jetzt, {now} Uhr{number}",
                lambda: self.mark(
                    person, state=Presence.PRESENT, arrived=now, arrived_item=item, left=None, left_item=None
                ),
            )
            if entry and seat:
                biased = (entry.item.id, seat.id) in self.at.biases
                add(
                    f"{'Nicht mehr b' if biased else 'B'}efangen bei TOP {entry.number}",
                    lambda: self._did(
                        lambda change: sitting.exclude(change, meeting, entry.item.id, seat.id, on=not biased)
                    ),
                )
        else:
            add("Zugesagt", lambda: self.mark(person, reply=Reply.ACCEPTED))
            add("Abgesagt", lambda: self.mark(person, reply=Reply.DECLINED))
            add("Noch ohne Antwort", lambda: self.mark(person, reply=None))
        menu.addSeparator()
        deputy = person.seat.substitute if person.seat else ""
        if deputy and running and not person.entered.deputy:
            add(f"Vertreten durch {deputy}", lambda: self.mark(person, state=Presence.PRESENT, deputy=deputy))
        add("Vertretung, Zeiten …", lambda: self.presence(person))
        if person.seat is None and person.record is not None:
            add("Gast entfernen", partial(self.commands.entries.trash, person.record))
        return menu

    def presence(self, person: sitting.Attendee) -> None:
        """The dialog of one person's presence."""
        assert self.at
        panel = PresencePanel(self.commands.host, self.store, self.at, person, self.commands.did)
        panel.open(panel.state)

    def mark(self, person: sitting.Attendee, **values: Any) -> None:
        """Enter something for a person."""
        assert self.meeting
        meeting = self.meeting
        self._did(lambda change: sitting.mark(change, meeting, person.seat or person.name, **values))

    def everybody(self) -> None:
        """Everybody without an entry is there."""
        assert self.meeting
        meeting = self.meeting
        self._did(lambda change: sitting.all_present(change, meeting))

    def _did(
        self, action: Callable[[Change], object], said: str = "", again: Callable[[], object] | None = None
    ) -> bool:
        """One change; ``again`` is what is done once more if somebody insists on naming a person."""
        self.item.flush()
        try:
            with self.store.change() as change:
                action(change)
        except UserError as error:
            insisted = again or partial(self._did, action, said)
            self.commands.tell_error(error, insisted if isinstance(error, PersonNamed) else None)
            return False
        if said:
            self.commands.did(change.set, said)
        else:
            self.commands.changed()
            self.refresh()
        return True

    # ---- guests -----------------------------------------------------------------------------------------------------
    def add_guest(self) -> None:
        """One guest or several."""
        panel = TextPanel(
            self.commands.host,
            self.store,
            "Gast eintragen",
            "Name, bei mehreren eine Zeile je Person",
            "Eintragen",
            self.add_guests,
        )
        panel.open(panel.text)

    def add_guests(self, text: str) -> None:
        """Guests, one a line or parted by commas or semicolons."""
        assert self.meeting
        names = [
            n.strip()
            for part in text.replace(";", "\n").split("\n")
            for n in ([part] if part.count(",") == 1 else part.split(","))
            if n.strip()
        ]
        running = self.meeting.record.stage in (MeetingStage.RUNNING, MeetingStage.HELD)
        with self.store.change() as change:
            for name in names:
                sitting.mark(change, self.meeting, name[:200], **({"state": Presence.PRESENT} if running else {}))
        self.new_guest.clear()
        self.commands.changed()
        self.refresh()

    def all_volunteers(self) -> None:
        """Put the volunteers of the own office on the guest list."""
        assert self.meeting
        facts, access = self.store.facts(), here(self.store)
        found = [
            v
            for v in self.store.all(Volunteer)
            if access.owns(v.record.office) and v.record.state != VolunteerState.ENDED
        ]
        with self.store.change() as change:
            for volunteer in found:
                sitting.mark(change, self.meeting, volunteer.title(facts))
        self.commands.say(f"{len(found)} Personen stehen auf der Liste.")
        self.refresh()

    def next_reply(self) -> None:
        """The chosen guest: promised, declined, there, and round again."""
        item = self.guest_list.currentItem()
        if item is None or self.meeting is None or self.at is None:
            return
        guest = next(g for g in self.at.guests if g.name == item.data(Qt.ItemDataRole.UserRole))
        place = self.guest_list.currentRow()
        order: list[dict[str, Any]] = [
            {"reply": Reply.ACCEPTED, "state": None},
            {"reply": Reply.DECLINED, "state": None},
            {"state": Presence.PRESENT},
            {"reply": None, "state": None},
        ]
        places: dict[str, int] = {Reply.ACCEPTED: 0, Reply.DECLINED: 1}
        at = 2 if guest.state else places.get(guest.entered.reply or "", 3)
        with self.store.change() as change:
            sitting.mark(change, self.meeting, guest.name, **order[(at + 1) % 4])
        self.refresh()
        self.guest_list.setCurrentRow(place)
