"""A line to book hours of a professional: for which case, how long, and when."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.entry import read_texts
from netzwerkhilfe.models.helping import Professional
from netzwerkhilfe.services.helping import professionals
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.ui.areas.leads.picking import CasePicker
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit.form import Input
from netzwerkhilfe.ui.kit.leaving import Draft
from netzwerkhilfe.ui.kit.widgets import button, column, row

NEEDED = ("case_number", "hours")


class BookingLine(QWidget, Draft):
    """A new booking."""

    def __init__(self, p: Pane[Professional]) -> None:
        super().__init__()
        self.pane = p
        kind = KINDS["bookings"]
        hints = {"case_number": "", "hours": "2,5", "on_day": "heute"}
        self.inputs = {n: Input(n, kind.fields[n], "", p.facts, hint) for n, hint in hints.items()}
        self.edits = [i.editor for i in self.inputs.values() if isinstance(i.editor, QLineEdit)]
        self.picker = CasePicker(p.store, self.edits[0])
        whose, *others = self.inputs.values()
        line = row(spacing=12)
        for made in others:
            line.addLayout(made.box, 1)
        for edit in self.edits:
            edit.returnPressed.connect(self.keep)
        self.setLayout(column(whose.box, line, row(button("Stunden buchen", "", "plus", self.keep), None)))

    def pending(self) -> bool:
        """Whether something is typed and not booked."""
        return any(edit.text().strip() for edit in self.edits)

    def drop(self) -> None:
        """An empty line."""
        for edit in self.edits:
            edit.clear()

    def keep(self) -> bool:
        """Book it; what is missing or cannot be read stays, with the reason."""
        self.picker.settle()
        p, kind = self.pane, KINDS["bookings"]
        texts = {n: i.text() for n, i in self.inputs.items()}
        read = read_texts(kind, texts | {"on_day": texts["on_day"] or "heute"}, p.facts)
        errors = read.errors | {n: "Bitte ausfüllen" for n in NEEDED if not texts[n].strip()}
        for name, made in self.inputs.items():
            made.blame(errors.get(name, ""))
        if errors:
            return False
        number, day, hours = (read.values[n] for n in ("case_number", "on_day", "hours"))
        try:
            with p.store.act("Stunden gebucht") as change:
                _, warning = professionals.book(change, p.snapshot, number, day, hours)
        except PersonNamed as error:
            p.commands.tell_error(error, self.keep)
            return False
        except UserError as error:
            p.commands.tell_error(error)
            return False
        if isValid(self):
            self.drop()
        p.commands.did(change.set, f"Gebucht. Achtung: {warning}." if warning else "Gebucht.")
        return True
