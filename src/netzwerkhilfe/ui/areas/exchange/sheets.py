"""What the printed recovery sheets of more than half of the offices do together, where nobody administers any more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import members, recovery_sheets
from netzwerkhilfe.exchange.recovery_sheets import Act
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, label

ACTS = {
    Act.STRIKE: "Einen PC ausschließen",
    Act.ADMIN: "Einen Büro-PC verwalten lassen",
    Act.NO_ADMIN: "Einen PC nicht mehr verwalten lassen",
    Act.OFFICE_PC: "Den PC einer helfenden Person zum Büro-PC machen",
    Act.HELPERS_PC: "Einen Büro-PC zum PC einer helfenden Person machen",
    Act.CONFIRM: "Einen wartenden PC aufnehmen",
}


def _concerns(act: Act, member: members.Listed) -> bool:
    if act is Act.CONFIRM or member["state"] != "member":
        return act is Act.CONFIRM and member["state"] == "waiting"
    if act is Act.NO_ADMIN:
        return member.get("admin", False)
    return act is Act.STRIKE or (member["role"] == Role.HELPER) == (act is Act.OFFICE_PC)


class SheetsPanel(Panel):
    """What is to be done with which PC, and the keys of the sheets, one a line."""

    def __init__(self, host: QWidget, store: Store, then: Callable[[], object]) -> None:
        super().__init__(host, "Mit Wiederherstellungsblättern bestimmen", icon="lifebuoy", width=620)
        self.store, self.then = store, then
        self.act, self.pc, self.keys = ChoiceBox(), ChoiceBox(), QPlainTextEdit()
        for act, text in ACTS.items():
            self.act.addItem(text, act)
        self.act.currentIndexChanged.connect(self._fill)
        self.keys.setTabChangesFocus(True)
        self.keys.setFixedHeight(110)
        self.body.addWidget(
            label(
                "Wenn niemand mehr verwaltet oder der PC, der verwaltet, gestohlen ist: Die Blätter von mehr als der "
                "Hälfte der Büros dürfen zusammen, was sonst nur die Verwaltung darf.",
                "",
                10,
                wrap=True,
            )
        )
        for name, field in (
            ("Was soll geschehen?", self.act),
            ("Mit welchem PC?", self.pc),
            ("Schlüssel von den Blättern, je Zeile einer", self.keys),
        ):
            field.setAccessibleName(name)
            self.body.addWidget(label(name, "", 9.5, 500))
            self.body.addWidget(field)
        self.problem = label("", "bad", 10, 500, wrap=True)
        self.body.addWidget(self.problem)
        self._fill()
        self.saver("Bestimmen", self.save)

    @property
    def chosen(self) -> Act:
        """What is to be done; a box of the window gives back plain text."""
        return Act(self.act.currentData())

    def _fill(self) -> None:
        self.pc.clear()
        for member in members.listing(self.store):
            if _concerns(self.chosen, member):
                self.pc.addItem(f"{member['person'] or 'PC'}, {member['office']}", member["id"])

    def save(self) -> None:
        """Sign with the sheets, and say what came of it."""
        try:
            keys = [recovery_sheets.read_key(k) for k in self.keys.toPlainText().splitlines() if k.strip()]
            if not keys or self.pc.currentData() is None:
                raise UserError("Es fehlt noch etwas.", "", "Bitte wählen Sie den PC und geben die Schlüssel ein.")
            recovery_sheets.act(self.store, self.chosen, self.pc.currentData(), keys)
        except UserError as error:
            self.problem.setText(error.paragraph())
            self.fit()
            return
        self.dismiss()
        self.then()
