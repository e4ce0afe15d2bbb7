"""The guest list of a gathering: names, and what they have answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidgetItem, QWidget

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models.meetings import Presence, Reply
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.services.meetings import sitting
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.ui.areas.meetings.current import OpenMeeting
from netzwerkhilfe.ui.areas.meetings.panels import TextPanel
from netzwerkhilfe.ui.areas.meetings.rows import SpaceList
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.leaving import EnterEdit
from netzwerkhilfe.ui.kit.widgets import button, column, label, row


class GuestPane(QWidget):
    """Who is invited to a gathering that is no sitting; also asks for the guests of a sitting."""

    def __init__(self, current: OpenMeeting) -> None:
        super().__init__()
        self.current, self.commands, self.store = current, current.commands, current.store
        self.list = SpaceList(self.next_reply)
        self.list.setAccessibleName("Gästeliste")
        self.list.setObjectName("lines")
        self.new_guest = EnterEdit(self.add_guests, "Name eingeben und Enter drücken", "Neuer Gast")
        self.count = label("", "muted")
        buttons = row(
            button("Mehrere eintragen …", "", "users-three", self.add_guest),
            button("Ehrenamtliche übernehmen", "", "hand", self.all_volunteers),
            None,
            button("Antwort ändern (Leertaste)", "quiet", clicked=self.next_reply),
        )
        inner = column(
            row(label("Gästeliste", "", 12, 600), None, self.count),
            self.new_guest,
            buttons,  # above the list: below it they would lie under the toast that tells what was done
            spacing=10,
            margins=(24, 14, 24, 14),
        )
        inner.addWidget(self.list, 1)
        self.setLayout(inner)

    def refresh(self) -> None:
        """Show the list as it was read last."""
        guests = self.current.sitting.guests
        self.list.clear()
        for guest in guests:
            known = Presence.of(guest.state) or Reply.of(guest.entered.reply)
            reply = known.label if known else "noch ohne Antwort"
            item = QListWidgetItem(f"{guest.name}   ·   {reply}")
            item.setSizeHint(QSize(100, theme.LINE_HEIGHT))
            item.setData(Qt.ItemDataRole.UserRole, guest.name)
            self.list.addItem(item)
        promised = sum(1 for g in guests if g.entered.reply == Reply.ACCEPTED)
        self.count.setText(f"{len(guests)} eingeladen, {promised} zugesagt")

    def add_guest(self) -> None:
        """One guest or several."""
        panel = TextPanel(
            self.commands.host,
            self.store,
            "Gast eintragen",
            "Name, bei mehreren eine Zeile je Person",
            "Eintragen",
            self._enter,
        )
        panel.open(panel.text)

    def add_guests(self, text: str) -> bool:
        """Guests, one a line or parted by commas or semicolons. An error goes to the bar, and what was typed stays."""
        name, write = self._entering(text)
        done = self.current.do(name, write, again=partial(self.add_guests, text))
        if done:
            self.new_guest.drop()
        return done

    def _enter(self, text: str) -> None:
        """The same from a panel, which shows the ``UserError`` itself."""
        name, write = self._entering(text)
        with self.store.act(name) as change:
            write(change)
        self.commands.changed()
        self.current.show()

    def _entering(self, text: str) -> tuple[str, Callable[[Change], None]]:
        """What entering these guests is called, and what does it."""
        meeting, running = self.current.sitting.meeting, self.current.begun
        names = [
            n.strip()
            for part in text.replace(";", "\n").split("\n")
            for n in ([part] if part.count(",") == 1 else part.split(","))
            if n.strip()
        ]

        def write(change: Change) -> None:
            for name in names:
                sitting.mark(change, meeting, name[:200], **({"state": Presence.PRESENT} if running else {}))

        return "Gäste eingetragen" if len(names) > 1 else "Gast eingetragen", write

    def all_volunteers(self) -> None:
        """Put the volunteers of the own office on the guest list."""
        meeting = self.current.sitting.meeting
        facts, access = self.store.facts(), here(self.store)
        found = [
            v
            for v in self.store.all(Volunteer)
            if access.owns(v.record.office) and v.record.state != VolunteerState.ENDED
        ]

        def invite(change: Change) -> None:
            for volunteer in found:
                sitting.mark(change, meeting, volunteer.title(facts))

        if self.current.do("Ehrenamtliche auf die Gästeliste gesetzt", invite, again=self.all_volunteers):
            self.commands.say(f"{len(found)} Personen stehen auf der Liste.")

    def next_reply(self) -> None:
        """The chosen guest: promised, declined, there, and round again."""
        item = self.list.currentItem()
        if item is None:
            return
        shown = self.current.sitting
        guest = next(g for g in shown.guests if g.name == item.data(Qt.ItemDataRole.UserRole))
        place = self.list.currentRow()
        order: list[dict[str, str | None]] = [
            {"reply": Reply.ACCEPTED, "state": None},
            {"reply": Reply.DECLINED, "state": None},
            {"state": Presence.PRESENT},
            {"reply": None, "state": None},
        ]
        places: dict[str, int] = {Reply.ACCEPTED: 0, Reply.DECLINED: 1}
        at = 2 if guest.state else places.get(guest.entered.reply or "", 3)

        def answer(change: Change) -> None:
            sitting.mark(change, shown.meeting, guest.name, **order[(at + 1) % 4])

        if self.current.do(f"Antwort von {guest.name} geändert", answer):
            self.list.setCurrentRow(place)
