"""Opening hours, clicked together: which days, which week of the month, from when to when. What comes out is text
again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from netzwerkhilfe.models import opening
from netzwerkhilfe.models.opening import Hours, Slot
from netzwerkhilfe.models.phrases import FULL_DAYS
from netzwerkhilfe.models.values import WEEKDAYS, Unreadable, read_time
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, button, label, row

WEEKS = (
    ("jede Woche", ()),
    ("jeden 1. im Monat", (1,)),
    ("jeden 2.", (2,)),
    ("jeden 3.", (3,)),
    ("jeden 4.", (4,)),
    ("jeden letzten", (-1,)),
)


def summary(hours: Hours) -> str:
    """What was understood, in one line."""
    parts = [opening.write(s) for s in hours.slots]
    if hours.closed:
        parts.append("mit Schließzeiten")
    if hours.unread:
        parts.append("nicht gelesen: " + ", ".join(hours.unread))
    return "; ".join(parts)


class _Line(QWidget):
    """One line: week of the month, days, from, to."""

    def __init__(self, slot: Slot | None) -> None:
        super().__init__()
        self.week = ChoiceBox()
        self.week.addItems([w for w, _ in WEEKS])
        self.week.setAccessibleName("Welche Woche?")
        self.days = [QCheckBox(d) for d in WEEKDAYS]
        for box, name in zip(self.days, FULL_DAYS, strict=True):
            box.setAccessibleName(name)
        self.start, self.end = QLineEdit(), QLineEdit()
        for edit, name in ((self.start, "von"), (self.end, "bis")):
            edit.setAccessibleName(name)
            edit.setPlaceholderText(name)
            edit.setFixedWidth(64)
        if slot:
            self.week.setCurrentIndex(next((i for i, (_, n) in enumerate(WEEKS) if n == slot.nth), 0))
            for day in slot.days:
                self.days[day].setChecked(True)
            self.start.setText(f"{slot.start // 60:02}:{slot.start % 60:02}")
            self.end.setText(f"{slot.end // 60:02}:{slot.end % 60:02}")
        self.setLayout(row(self.week, *self.days, None, self.start, label("bis", "muted"), self.end))

    def slot(self) -> Slot | None:
        """What stands there; ``None`` for an empty line. Raises :class:`Unreadable`."""
        days = tuple(i for i, box in enumerate(self.days) if box.isChecked())
        if not days and not self.start.text().strip() and not self.end.text().strip():
            return None
        if not days:
            raise Unreadable("Bitte mindestens einen Tag ankreuzen")
        minutes = [int(t[:2]) * 60 + int(t[3:]) for t in (read_time(self.start.text()), read_time(self.end.text()))]
        if minutes[0] >= minutes[1]:
            raise Unreadable("„bis“ liegt vor „von“")
        return Slot(days, minutes[0], minutes[1], WEEKS[self.week.currentIndex()][1])


class OpeningPanel(Panel):
    """The editor. ``done`` gets the text."""

    def __init__(self, host: QWidget, text: str, done: Callable[[str], object]) -> None:
        super().__init__(host, "Öffnungszeiten", icon="clock", width=720)
        hours = opening.read(text)
        self.kept, self.done = (*hours.closings, *hours.unread), done
        self.lines: list[_Line] = []
        self.box = QVBoxLayout()
        self.body.addLayout(self.box)
        for slot in hours.slots or (None,):
            self.add(slot)
        self.problem = label(
            f"Bleibt als Text stehen: {', '.join(self.kept)}" if self.kept else "", "caption", 9, wrap=True
        )
        self.body.addLayout(row(button("Weitere Zeit", "link", "plus", lambda: self.add(None)), None))
        self.body.addWidget(
            label("Ferien und Ausnahmen stehen im Feld daneben, zum Beispiel „im August geschlossen“.", "caption", 9)
        )
        self.body.addWidget(self.problem)
        self.saver("Übernehmen", self.save)

    def add(self, slot: Slot | None) -> None:
        """One more line."""
        made = _Line(slot)
        self.lines.append(made)
        self.box.addWidget(made)
        self.fit()

    def save(self) -> None:
        """Give the text back."""
        try:
            slots = [s for made in self.lines if (s := made.slot()) is not None]
        except Unreadable as error:
            self.problem.setText(str(error))
            self.fit()
            return
        self.dismiss()
        self.done("; ".join([*(opening.write(s) for s in slots), *self.kept]))
