"""The attendance above the desk: a pill for each person, the quorum, and what can be said of somebody's presence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from netzwerkhilfe.models.meetings import Presence, Reply
from netzwerkhilfe.services.meetings import meetings, sitting
from netzwerkhilfe.services.meetings.sitting import Quorum
from netzwerkhilfe.ui.areas.meetings.current import OpenMeeting
from netzwerkhilfe.ui.areas.meetings.panels import PresencePanel
from netzwerkhilfe.ui.areas.meetings.parts import PersonPill, tone
from netzwerkhilfe.ui.kit.flow import Flow
from netzwerkhilfe.ui.kit.focus import go_on, spot_in
from netzwerkhilfe.ui.kit.widgets import Tag, badge, boxed, button, clear, label, row

GAP, LINE = 6, 28


class Office(QWidget):
    """The sign of an office and its first person, who do not part at the end of a line."""

    def __init__(self, code: str, order: int, name: str, first: QWidget) -> None:
        super().__init__()
        self.setLayout(row(Tag(code, order, name), first, spacing=GAP))


class AttendanceBar(QWidget):
    """Who is there: all of them, in as many lines as it takes.

    :param chosen: gives the id of the item that is chosen on the agenda, for which the quorum is shown.
    :param add_guest: asks for guests.
    """

    def __init__(self, current: OpenMeeting, chosen: Callable[[], str], add_guest: Callable[[], object]) -> None:
        super().__init__()
        self.current, self.commands, self.store = current, current.commands, current.store
        self.chosen, self.add_guest = chosen, add_guest
        self.people = Flow(gap=GAP)
        self.pills: dict[str, PersonPill] = {}
        """By the id of the seat, or of the entry of a guest."""
        self.lines: dict[str, sitting.Attendee] = {}
        self._stand: list[tuple[str, str]] = []
        """Who stands there, in this order, each with the sign of the office."""
        self.word = label("", "muted")
        self.quorum = badge("")
        self.guest = button("", "quiet", "user-plus", self.add_guest, "Gast eintragen")
        self.all_there = button("Alle anwesend", "link", clicked=self.everybody)
        self.team = button(
            "Leitungsteam eintragen …",
            "link",
            clicked=lambda: self.commands.office.table("people", "Team und Vertretung"),
        )
        self.lead = boxed(row(self.word, self.all_there))
        self.lead.setFixedSize(self.all_there.sizeHint().width() + GAP, LINE)
        holder = boxed(self.people)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        inner = row(spacing=2 * GAP, margins=(24, 6, 24, 6))
        inner.addWidget(holder, 1)
        inner.addWidget(self.quorum, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(inner)
        self.quorum.setFixedHeight(LINE)
        self.quorum.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()

    # ---- showing ----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Show the meeting as it was read last. Who is there already stays where it stands."""
        at = self.current.sitting
        meeting = at.meeting
        running = self.current.begun or bool(meeting.sealed)
        self.setVisible(meetings.is_sitting(meeting))
        self.word.setText("Anwesend" if running else "Zugesagt")
        self.lines = {self._key(x): x for x in (*at.roll, *at.guests)}
        offices = self.store.facts().offices
        of = {key: offices.get(x.seat.office) if x.seat else None for key, x in self.lines.items()}
        stand = [(key, f"{office.code} {office.name}" if office else "") for key, office in of.items()]
        if stand != self._stand:
            self._stand = stand
            self._build()
        for key, person in self.lines.items():
            self._tell(self.pills[key], person, running=running)
            self.pills[key].setEnabled(not meeting.sealed)
        self.guest.setVisible(not meeting.sealed)
        self.team.setVisible(not at.roll)
        unknown = running and not meeting.sealed and any(x.seat and not x.state for x in at.roll)
        self.all_there.setVisible(unknown)
        self.word.setVisible(not unknown)
        self.show_quorum()

    @staticmethod
    def _key(person: sitting.Attendee) -> str:
        return person.seat.id if person.seat else person.record.id if person.record else person.name

    def _build(self) -> None:
        spot = spot_in(self)
        for fixed in (self.lead, self.team, self.guest):
            self.people.removeWidget(fixed)
        clear(self.people)
        self.people.addWidget(self.lead)
        self.pills = {}
        offices, last = self.store.facts().offices if self.lines else {}, None
        for key, person in self.lines.items():
            pill = self.pills[key] = PersonPill(partial(self._clicked, key))
            pill.customContextMenuRequested.connect(
                lambda _p, b=pill, at=key: self.pill_menu(b, self.lines[at]),
            )
            office = offices.get(person.seat.office) if person.seat else None
            begins = office is not None and office.id != last
            self.people.addWidget(Office(office.code, office.order, office.name, pill) if office and begins else pill)
            last = office.id if office else last
        self.people.addWidget(self.team)
        self.people.addWidget(self.guest)
        go_on(self, spot)

    def _tell(self, pill: PersonPill, person: sitting.Attendee, *, running: bool) -> None:
        if person.seat is None:
            pill.tell(person.name, f"{person.name}, Gast", person.state or Presence.PRESENT, "Gast")
            return
        moves = " ".join(
            f"{w} {when}"
            for when, w in ((person.entered.arrived, "ab"), (person.entered.left, "bis"))
            if running and when
        )
        state = person.state if running else person.entered.reply or ""
        name = person.entered.deputy or person.seat.last_name
        shown = name.rsplit(" ", 1)[-1] + (f" {moves}" if moves else "")
        full = f"{person.name}{' (vertreten)' if person.entered.deputy else ''}"
        pill.tell(shown, full, state, moves)

    def _clicked(self, key: str, pill: QPushButton) -> None:
        person = self.lines[key]
        if person.seat:
            self.pill_clicked(pill, person)
        else:
            self.pill_menu(pill, person)

    def show_quorum(self) -> None:
        """The quorum, for the chosen item."""
        at = self.current.sitting
        if self.current.begun or at.meeting.sealed:
            quorum = at.quorum(self.chosen())
            self.quorum.setText(Quorum(at.members, at.members, at.members + 1).words())  # the longest it can say
            self.quorum.setMinimumWidth(self.quorum.sizeHint().width())
            self.quorum.setText(quorum.words())
            tone(self.quorum, "ok" if quorum.ok else "bad")
        else:
            promised = sum(1 for x in at.roll if x.entered.reply == Reply.ACCEPTED)
            self.quorum.setText(f"{promised} von {at.members} zugesagt")
            self.quorum.setMinimumWidth(0)
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
        entry = here.plan.line(meeting.record.present_item or self.chosen())
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
