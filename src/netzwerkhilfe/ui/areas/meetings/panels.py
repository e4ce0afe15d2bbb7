"""The dialogs of meetings: inviting, coming and going, series of dates, decisions by circulation, guests,
corrections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import bodies, recurring
from netzwerkhilfe.models.meetings import Meeting, Occasion, Presence, Series, Style
from netzwerkhilfe.models.phrases import read_date, read_deadline
from netzwerkhilfe.models.values import Unreadable, read_time, show_date
from netzwerkhilfe.services.meetings import body, decisions, invitation, meetings, minutes, series, sitting
from netzwerkhilfe.services.meetings.sitting import Sitting
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.day_picker import offer_calendar
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.naming import ask_about_person
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, boxed, button, choice_box, column, label, row

Done = Callable[[ChangeSet, str], object]


def field(title: str, editor: QWidget, help_: str = "") -> QVBoxLayout:
    """A field of a dialog below its name."""
    editor.setAccessibleName(title)
    caption = label(title, "", 9.5, 500)
    caption.setBuddy(editor)
    caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    parts = column(caption, editor, spacing=4)
    if help_:
        parts.addWidget(label(help_, "caption", 9, wrap=True))
    return parts


def _area(text: str = "", height: int = 76) -> QPlainTextEdit:
    made = QPlainTextEdit(text)
    made.setFixedHeight(height)
    made.setTabChangesFocus(True)
    return made


class InvitePanel(Panel):
    """Invite: the day, what is missing, the notice period, the reason where it is short; then the papers."""

    def __init__(
        self, host: QWidget, store: Store, meeting: Snapshot[Meeting], done: Callable[[ChangeSet], object]
    ) -> None:
        again = bool(meeting.record.announced)
        super().__init__(
            host,
            "Neu einladen" if again else "Einladen",
            subtitle=meeting.title(store.facts()),
            icon="envelope-simple",
            width=600,
        )
        self.store, self.meeting, self.done = store, meeting, done
        self.day = offer_calendar(QLineEdit(show_date(store.today().isoformat())), store.today)
        self.reason = _area()
        self.told = label("", "", 10, 500, wrap=True)
        self.box = boxed(row(self.told, margins=(12, 8, 12, 8)), "infobox")
        self.body.addLayout(field("Die Einladung geht hinaus am", self.day))
        for one in invitation.complaints(store, meeting):
            self.body.addWidget(label(f"• {one.text}", "warn", 10, wrap=True))
        changed = invitation.outdated(meeting)
        if changed:
            self.body.addWidget(label("Seit der letzten Einladung geändert: " + ", ".join(changed), "", 10, wrap=True))
        self.body.addWidget(self.box)
        self.why = boxed(field("Grund der Eile (steht in der Einladung)", self.reason))
        self.why.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addWidget(self.why)
        people = (
            len(body.seats(store, meeting.record.date or ""))
            if meetings.is_sitting(meeting)
            else len(sitting.read(store, meeting).guests)
        )
        mails = sum(1 for s in body.seats(store, meeting.record.date or "") if s.email)
        self.body.addWidget(
            label(
                f"Danach stehen {people} Briefe, der Termin für Kalender und der Text für E-Mail bereit; {mails} "
                "Adressen sind bekannt.",
                "caption",
                9,
                wrap=True,
            )
        )
        self.saver("Einladung festhalten", self.save)
        self.day.textChanged.connect(lambda _t: self.tell())
        self.tell()

    def tell(self) -> None:
        """What the day means for the notice period."""
        try:
            found = invitation.notice(self.store, self.meeting, read_date(self.day.text(), self.store.today()))
        except Unreadable as error:
            self.told.setText(str(error))
            self.save_button.setEnabled(False)
            return
        self.save_button.setEnabled(True)
        self.told.setText(found.full)
        self.box.setObjectName("infobox" if found.in_time else "warnbox")
        self.box.style().unpolish(self.box)
        self.box.style().polish(self.box)
        self.why.setVisible(not found.in_time)
        self.fit()

    def save(self) -> None:
        """Keep the invitation."""
        try:
            day = read_date(self.day.text(), self.store.today())
            with self.store.act("Einladung festgehalten") as change:
                invitation.invite(change, self.meeting, day, self.reason.toPlainText())
        except PersonNamed as error:
            ask_about_person(self.host, self.store, error, self.save)
            return
        except (UserError, Unreadable) as error:
            self.told.setText(error.paragraph() if isinstance(error, UserError) else str(error))
            self.reason.setFocus()
            self.fit()
            return
        self.dismiss()
        self.done(change.set)


class PresencePanel(Panel):
    """How one person takes part: there or excused, later or earlier, by deputy."""

    def __init__(self, host: QWidget, store: Store, at: Sitting, person: sitting.Attendee, done: Done) -> None:
        super().__init__(host, person.name, subtitle="Anwesenheit", icon="user", width=560)
        self.store, self.at, self.person, self.done = store, at, person, done
        v = person.entered
        self.state = choice_box(Presence, person.state, blank=True)
        self.deputy = QLineEdit(v.deputy or "")
        if person.seat and person.seat.substitute:
            self.deputy.setPlaceholderText(f"z. B. {person.seat.substitute}")
        self.arrived, self.left = QLineEdit(v.arrived or ""), QLineEdit(v.left or "")
        self.from_item, self.to_item = self._items(v.arrived_item), self._items(v.left_item)
        self.body.addLayout(row(field("Anwesenheit", self.state), field("Vertreten durch", self.deputy), spacing=16))
        self.body.addLayout(row(field("Gekommen um", self.arrived), field("Stimmt mit ab", self.from_item), spacing=16))
        self.body.addLayout(
            row(field("Gegangen um", self.left), field("Stimmt nicht mehr mit ab", self.to_item), spacing=16)
        )
        self.problem = label("", "bad", 10, 500, wrap=True)
        self.body.addWidget(self.problem)
        self.saver("Eintragen", self.save)

    def _items(self, chosen: str | None) -> QComboBox:
        made = ChoiceBox()
        made.addItem("", "")
        for entry in self.at.plan.lines:
            made.addItem(f"TOP {entry.number} {entry.item.record.title or ''}"[:50], entry.item.id)
        made.setCurrentIndex(max(0, made.findData(chosen or "")))
        return made

    def save(self) -> None:
        """Enter it."""
        times = []
        for edit in (self.arrived, self.left):
            try:
                times.append(read_time(edit.text()) if edit.text().strip() else None)
            except Unreadable as error:
                self.problem.setText(str(error))
                edit.setFocus()
                return
        state = self.state.currentData() or (Presence.PRESENT if self.deputy.text().strip() else None)
        values = {
            "state": state,
            "deputy": self.deputy.text().strip() or None,
            "arrived": times[0],
            "left": times[1],
            "arrived_item": self.from_item.currentData() or None,
            "left_item": self.to_item.currentData() or None,
        }
        try:
            with self.store.act("Anwesenheit eingetragen") as change, change.as_shown(self.at.meeting.seen):
                sitting.mark(change, self.at.meeting, self.person.seat or self.person.name, **values)
        except UserError as error:
            self.problem.setText(error.paragraph())
            return
        self.dismiss()
        self.done(change.set, "Die Anwesenheit ist eingetragen.")


class SeriesPanel(Panel):
    """Dates by a rule: what it says, which days follow, which fall on holidays; the ticked ones become meetings."""

    def __init__(self, host: QWidget, store: Store, done: Done) -> None:
        super().__init__(host, "Termine einer Reihe", icon="calendar-plus", width=700)
        self.store, self.done = store, done
        self.known = sorted(store.all(Series), key=lambda s: s.record.title or "")
        self.choice = ChoiceBox()
        for one in self.known:
            self.choice.addItem(f"{one.record.title}: {one.record.rule}", one.id)
        self.choice.addItem("Neue Reihe", "")
        self.name, self.rule = QLineEdit("Leitungsteam"), QLineEdit("jeden letzten Donnerstag")
        self.occasion = choice_box(o for o in Occasion if o is not Occasion.CIRCULAR)
        self.start, self.venue = QLineEdit("18:00"), QLineEdit()
        today = store.today()
        self.first, self.last = (
            QLineEdit(show_date(today.isoformat())),
            QLineEdit(show_date((today + dt.timedelta(days=365)).isoformat())),
        )
        self.read = label("", "caption", 9, wrap=True)
        self.days = QListWidget()
        self.days.setAccessibleName("Termine")
        self.days.setObjectName("lines")
        self.days.setFixedHeight(210)
        self.usual = QCheckBox("Übliche Tagesordnung einfügen")
        self.usual.setChecked(True)
        if self.known:
            self.body.addLayout(field("Reihe", self.choice))
        self.body.addLayout(
            row(field("Titel", self.name), field("Art", self.occasion), field("Beginn", self.start), spacing=16)
        )
        self.body.addLayout(row(field("Wann", self.rule), field("Ort", self.venue), spacing=16))
        self.body.addWidget(self.read)
        self.body.addLayout(row(field("von", self.first), field("bis", self.last), spacing=16))
        self.body.addWidget(self.days)
        self.body.addWidget(self.usual)
        self.saver("Termine anlegen", self.save)
        self.choice.currentIndexChanged.connect(lambda _i: self._load())
        for day in (self.first, self.last):
            offer_calendar(day, store.today)
        for edit in (self.rule, self.first, self.last):
            edit.textChanged.connect(lambda _t: self.propose())
        self._load()

    def _load(self) -> None:
        one = next((s for s in self.known if s.id == self.choice.currentData()), None)
        if one is not None:
            v = one.record
            self.name.setText(v.title or "")
            self.start.setText(v.start or "")
            self.venue.setText(v.venue or "")
            self.occasion.setCurrentIndex(max(0, self.occasion.findData(v.occasion or Occasion.SITTING)))
            self.rule.setText(v.rule or "")
        self.propose()

    def propose(self) -> None:
        """List the days that follow from the rule."""
        self.days.clear()
        self.save_button.setEnabled(False)
        try:
            rule = recurring.read(self.rule.text())
            first, last = (
                dt.date.fromisoformat(read_date(self.first.text(), self.store.today())),
                dt.date.fromisoformat(read_deadline(self.last.text(), self.store.today())),
            )
        except Unreadable as error:
            self.read.setText(str(error))
            return
        found = series.proposed(self.store, rule, first, min(last, first + dt.timedelta(days=1100)))
        self.read.setText(f"gelesen: {recurring.words_of(rule)} – {len(found)} Termine")
        for one in found:
            item = QListWidgetItem(one.words())
            item.setSizeHint(QSize(100, theme.LINE_HEIGHT))
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked if one.taken else Qt.CheckState.Checked)
            item.setData(Qt.ItemDataRole.UserRole, one.day.isoformat())
            self.days.addItem(item)
        self.save_button.setEnabled(bool(found))

    def save(self) -> None:
        """Make the ticked meetings."""
        chosen = [
            self.days.item(i).data(Qt.ItemDataRole.UserRole)
            for i in range(self.days.count())
            if self.days.item(i).checkState() == Qt.CheckState.Checked
        ]
        texts = {
            "title": self.name.text(),
            "rule": self.rule.text(),
            "start": self.start.text(),
            "venue": self.venue.text(),
        }
        try:
            with self.store.act("Termine angelegt") as change:
                series.create(
                    change,
                    texts | {"occasion": self.occasion.currentData()},
                    chosen,
                    usual=self.usual.isChecked(),
                    series=self.choice.currentData() or "",
                )
        except PersonNamed as error:
            ask_about_person(self.host, self.store, error, self.save)
            return
        except UserError as error:
            self.read.setText(error.paragraph())
            return
        self.dismiss()
        self.done(change.set, f"{len(chosen)} Termine angelegt.")


class CircularPanel(Panel):
    """Begin a decision by circulation."""

    def __init__(self, host: QWidget, store: Store, done: Callable[[str], object]) -> None:
        super().__init__(host, "Umlaufbeschluss", icon="paper-plane-tilt", width=620)
        self.store, self.done = store, done
        rules = body.rules_on(store, store.today().isoformat())
        self.name, self.wording, self.reason = (
            QLineEdit(),
            _area("Das Leitungsteam beschließt: ", 96),
            _area(height=60),
        )
        week = show_date((store.today() + dt.timedelta(days=7)).isoformat())
        self.by = offer_calendar(QLineEdit(week), store.today)
        self.body.addWidget(
            label(
                f"Nach den Regeln: {rules.get('circular')}. Jede Stimme wird mit Namen eingetragen.", "muted", wrap=True
            )
        )
        self.body.addLayout(row(field("Worum geht es?", self.name), field("Antwort bis", self.by), spacing=16))
        self.body.addLayout(field("Wortlaut", self.wording))
        if rules.get("circular") == bodies.Circular.IN_EMERGENCY:
            self.body.addLayout(field("Warum nicht erst in der nächsten Sitzung?", self.reason))
        self.problem = label("", "bad", 10, 500, wrap=True)
        self.body.addWidget(self.problem)
        self.saver("Umlauf beginnen", self.save)

    def save(self) -> None:
        """Begin."""
        try:
            by = read_deadline(self.by.text(), self.store.today())
            with self.store.act("Umlaufbeschluss begonnen") as change:
                made = decisions.start_circular(
                    change, self.name.text(), self.wording.toPlainText(), by, self.reason.toPlainText()
                )
        except PersonNamed as error:
            ask_about_person(self.host, self.store, error, self.save)
            return
        except (UserError, Unreadable) as error:
            self.problem.setText(error.paragraph() if isinstance(error, UserError) else str(error))
            self.fit()
            return
        self.dismiss()
        self.done(made)


class TextPanel(Panel):
    """One text with a verb: a correction, a reason, names of guests."""

    def __init__(
        self,
        host: QWidget,
        store: Store,
        title: str,
        caption: str,
        verb: str,
        go: Callable[[str], object],
        *,
        help_: str = "",
        text: str = "",
    ) -> None:
        super().__init__(host, title, width=560)
        self.store = store
        self.text, self.go = _area(text, 110), go
        self.body.addLayout(field(caption, self.text, help_))
        self.problem = label("", "bad", 10, 500, wrap=True)
        self.body.addWidget(self.problem)
        self.saver(verb, self.save)

    def add(self, more: QWidget) -> None:
        """Put something more below the text."""
        self.body.insertWidget(self.body.indexOf(self.problem), more)

    def save(self) -> None:
        """Do it; an error is shown below the text."""
        try:
            self.go(self.text.toPlainText())
        except PersonNamed as error:
            ask_about_person(self.host, self.store, error, self.save)
            return
        except UserError as error:
            self.problem.setText(error.paragraph())
            self.fit()
            return
        self.dismiss()


class SignPanel(Panel):
    """Before the signature: chair, secretary, style, what is still open; what the signature means."""

    def __init__(
        self,
        host: QWidget,
        store: Store,
        meeting: Snapshot[Meeting],
        go: Callable[[], object],
        edit: Callable[[], object],
    ) -> None:
        super().__init__(
            host, "Niederschrift unterschreiben", subtitle=meeting.title(store.facts()), icon="pen-nib", width=600
        )
        self.go = go
        at = sitting.read(store, meeting)
        v = meeting.record

        def change() -> None:
            self.dismiss()
            edit()

        style = Style.label_of(minutes.style(meeting))
        people = f"Leitung: {v.chair or 'fehlt'} · Schriftführung: {v.minute_taker or 'fehlt'} · {style}"
        head = row()
        head.addWidget(label(people, "", 10, 500, wrap=True), 1)
        head.addWidget(button("Ändern", "link", clicked=change))
        self.body.addLayout(head)
        found = minutes.complaints(store, at)
        for one in found:
            self.body.addWidget(label(f"• {one.text}", "bad" if one.blocks else "warn", 10, wrap=True))
        if not found:
            self.body.addWidget(label("Anwesenheit, Stimmen und Ergebnisse sind vollständig.", "ok", 10))
        self.body.addWidget(
            label(
                "Mit der Unterschrift bekommen die Beschlüsse ihre Nummern, das PDF wird aufbewahrt und die "
                "Niederschrift ist geschlossen. "
                "Bis zur Genehmigung lässt sich die Unterschrift zurücknehmen; danach gibt es Nachträge. Drucken Sie "
                "das PDF und "
                "lassen Sie es von Leitung und Schriftführung unterschreiben.",
                "muted",
                wrap=True,
            )
        )
        self.saver("Unterschreiben", self.save)
        self.save_button.setEnabled(not any(c.blocks for c in found))

    def save(self) -> None:
        """Sign."""
        self.dismiss()
        self.go()
