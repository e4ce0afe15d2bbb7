"""The attendance above the desk: a pill for each person, the quorum, and what can be said of somebody's presence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QScrollArea, QWidget

from netzwerkhilfe.models.meetings import Presence, Reply
from netzwerkhilfe.services.meetings import meetings, sitting
from netzwerkhilfe.ui.areas.meetings.current import OpenMeeting
from netzwerkhilfe.ui.areas.meetings.panels import PresencePanel
from netzwerkhilfe.ui.areas.meetings.parts import PersonPill, tone
from netzwerkhilfe.ui.kit.widgets import Tag, badge, boxed, button, clear, label, row


class AttendanceBar(QWidget):
    """Who is there.

    :param chosen: gives the id of the item that is chosen on the agenda, for which the quorum is shown.
    :param add_guest: asks for guests.
    """

    def __init__(self, current: OpenMeeting, chosen: Callable[[], str], add_guest: Callable[[], object]) -> None:
        super().__init__()
        self.current, self.commands, self.store = current, current.commands, current.store
        self.chosen, self.add_guest = chosen, add_guest
        self.people = row(spacing=6)
        self.word = label("", "muted")
        self.quorum = badge("")
        holder = boxed(self.people)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setWidget(holder)
        scroll.setFixedHeight(44)
        inner = row(self.word, 4, spacing=6, margins=(24, 0, 24, 0))
        inner.addWidget(scroll, 1)
        inner.addWidget(self.quorum)
        self.setLayout(inner)
        self.setFixedHeight(46)

    # ---- showing ----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Show the meeting as it was read last."""
        at = self.current.sitting
        meeting, facts = at.meeting, self.store.facts()
        clear(self.people)
        running = self.current.begun or bool(meeting.sealed)
        self.setVisible(meetings.is_sitting(meeting))
        self.word.setText("Anwesend" if running else "Zugesagt")
        last = None
        for person in at.roll:
            office = facts.offices.get(person.seat.office) if person.seat else None
            if office is not None and office.id != last:
                self.people.addSpacing(4 if last else 0)
                self.people.addWidget(Tag(office.code, office.order, office.name))
                last = office.id
            state = person.state if running else person.entered.reply or ""
            moves = " ".join(
                f"{w} {when}"
                for when, w in ((person.entered.arrived, "ab"), (person.entered.left, "bis"))
                if running and when
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
            pill.setEnabled(not meeting.sealed)
            self.people.addWidget(pill)
        for guest in at.guests:
            pill = PersonPill(
                guest.name,
                f"{guest.name}, Gast",
                guest.state or Presence.PRESENT,
                "Gast",
                partial(self._menu_of, guest),
            )
            pill.setEnabled(not meeting.sealed)
            self.people.addWidget(pill)
        if not meeting.sealed:
            self.people.addWidget(button("", "quiet", "user-plus", self.add_guest, "Gast eintragen"))
            if running and any(x.seat and not x.state for x in at.roll):
                self.people.addWidget(button("Alle anwesend", "link", clicked=self.everybody))
        if not at.roll:
            self.people.addWidget(
                button(
                    "Leitungsteam eintragen …",
                    "link",
                    clicked=lambda: self.commands.office.table("people", "Team und Vertretung"),
                )
            )
        self.people.addStretch(1)
        self.show_quorum()

    def _clicked(self, person: sitting.Attendee, pill: QPushButton) -> None:
        self.pill_clicked(pill, person)

    def _menu_of(self, guest: sitting.Attendee, pill: QPushButton) -> None:
        self.pill_menu(pill, guest)

    def show_quorum(self) -> None:
        """The quorum, for the chosen item."""
        at = self.current.sitting
        if self.current.begun or at.meeting.sealed:
            quorum = at.quorum(self.chosen())
            self.quorum.setText(quorum.words())
            tone(self.quorum, "ok" if quorum.ok else "bad")
        else:
            promised = sum(1 for x in at.roll if x.entered.reply == Reply.ACCEPTED)
            self.quorum.setText(f"{promised} von {at.members} zugesagt")
            tone(self.quorum, "")
        self.quorum.setVisible(bool(at.roll))

    # ---- attendance -------------------------------------------------------------------------------------------------
    def pill_clicked(self, at: QPushButton, person: sitting.Attendee) -> None:
        """A first click says that somebody comes or is there; a further one has the rest."""
        running = self.current.begun
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
        menu, here, seat = QMenu(at), self.current.sitting, person.seat
        meeting, running = here.meeting, self.current.begun
        entry = here.plan.line(self.chosen())
        now = sitting.clock(self.store)

        def add(text: str, action: Callable[[], object]) -> None:
            menu.addAction(text.replace("&", "&&")).triggered.connect(lambda _c=False: action())

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
                biased = (entry.item.id, seat.id) in here.biases
                add(
                    f"{'Nicht mehr b' if biased else 'B'}efangen bei TOP {entry.number}",
                    lambda: self.current.do(
                        "Beteiligung geändert",
                        lambda change: sitting.exclude(change, meeting, entry.item.id, seat.id, on=not biased),
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
        panel = PresencePanel(self.commands.host, self.store, self.current.sitting, person, self.commands.did)
        panel.open(panel.state)

    def mark(self, person: sitting.Attendee, **values: str | None) -> None:
        """Enter something for a person."""
        meeting = self.current.sitting.meeting
        name = f"{'Anwesenheit' if self.current.begun else 'Zusage'} von {person.name} geändert"
        self.current.do(name, lambda change: sitting.mark(change, meeting, person.seat or person.name, **values))

    def everybody(self) -> None:
        """Everybody without an entry is there."""
        meeting = self.current.sitting.meeting
        self.current.do("Alle als anwesend eingetragen", lambda change: sitting.all_present(change, meeting))
