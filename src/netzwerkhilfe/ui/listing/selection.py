"""What is done with several entries of a list at once: ticked with the space bar, changed with one undo, mailed,
called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.entry import Invalid
from netzwerkhilfe.models.fields import EMAIL, PLACE, SETS
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.entries.entries import Many
from netzwerkhilfe.store.naming import Hit, PersonNamed
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.form import Input
from netzwerkhilfe.ui.kit.naming import ADVICE, reasons
from netzwerkhilfe.ui.kit.page import Verb
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, Part, boxed, button, clear, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


WAYS = (("hinzufügen", Many.ADD), ("ersetzen", Many.REPLACE), ("entfernen", Many.REMOVE))
"""What is done with a list, as it is offered."""


class SelectionBar(QWidget):
    """Above the list, while entries are ticked: how many, and what can be done with them."""

    def __init__(
        self, commands: Commands, kind: str, ticked: Callable[[], list[str]], untick: Callable[[], object]
    ) -> None:
        super().__init__()
        self.commands, self.kind = commands, KINDS[kind]
        self._ticked, self._untick = ticked, untick
        self.count = label("", "", 10, 600)
        files = commands.files
        parts: list[Part] = [
            self.count,
            8,
            button("Angabe ändern …", "", "pencil-simple", self.change),
            button("Drucken", "", "printer", lambda: files.print_at_list("list", kind, ticked(), self.count.text())),
            button("Anrufliste", "", "phone", lambda: files.print_at_list("call-list", kind, ticked())),
        ]
        if self.mailable:
            parts.append(button("E-Mail", "", "envelope-simple", lambda: files.mail_many(kind, ticked())))
        parts += [button("In den Papierkorb", "danger", "archive", lambda: commands.entries.trash_many(kind, ticked()))]
        parts += [None, button("Auswahl aufheben", "link", clicked=untick)]
        self.setLayout(row(boxed(row(*parts, margins=(12, 4, 12, 4)), "infobox"), margins=(24, 4, 24, 4)))
        self.hide()

    @property
    def mailable(self) -> bool:
        """Whether entries of this kind have an e-mail address."""
        return any(f.type is EMAIL for f in self.kind.fields.values())

    def verbs(self) -> list[Verb]:
        """What can be done with all ticked entries, for the menu of a row."""
        files, kind = self.commands.files, self.kind.name
        found = [
            Verb("Angabe ändern …", self.change),
            Verb("Drucken", lambda: files.print_at_list("list", kind, self._ticked(), self.count.text())),
            Verb("Anrufliste", lambda: files.print_at_list("call-list", kind, self._ticked())),
        ]
        if self.mailable:
            found.append(Verb("E-Mail …", lambda: files.mail_many(kind, self._ticked())))
        away = Verb("In den Papierkorb", lambda: self.commands.entries.trash_many(kind, self._ticked()), "Entf")
        return [*found, away, Verb("Auswahl aufheben", self._untick)]

    def tell(self, count: int) -> None:
        """Show how many are ticked."""
        self.count.setText(f"{count} ausgewählt")
        self.setVisible(bool(count))

    def change(self) -> None:
        """One field of all ticked entries, with one undo."""
        panel = ChangePanel(self.commands, self.kind, self._ticked(), self._untick)
        panel.open(panel.field)


class ChangePanel(Panel):
    """Angabe ändern: one field of several entries. Of a list, words are added, taken out, or all are replaced."""

    def __init__(self, commands: Commands, kind: Kind, ids: list[str], done: Callable[[], object]) -> None:
        super().__init__(
            commands.host, "Angabe ändern", subtitle=f"bei {len(ids)} Einträgen", icon="pencil-simple", width=520
        )
        self.commands, self.kind, self.ids, self.done = commands, kind, ids, done
        self.facts = commands.store.facts()
        self.allowed: list[Hit] = []
        """Whom the person has decided to name all the same."""
        self.field = ChoiceBox()
        self.field.setAccessibleName("Welche Angabe?")
        for name, declared in kind.form_fields.items():
            if not declared.group or len(kind.registers[declared.group]) == 1 or declared.type is PLACE:
                self.field.addItem(declared.label, name)
        self.how = QButtonGroup(self)
        ways = row(spacing=16)
        for i, (words, _) in enumerate(WAYS):
            way = QRadioButton(words)
            self.how.addButton(way, i)
            ways.addWidget(way)
        ways.addStretch(1)
        self.ways = boxed(ways)
        self.place = QVBoxLayout()
        self.hint = label("", "caption", 9, wrap=True)
        self.problem = label("", "bad", 10, 500, wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.ways)
        self.body.addLayout(self.place)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.problem)
        self.saver("Ändern", self.save)
        self.field.currentIndexChanged.connect(lambda _i: self._show())
        self.how.idClicked.connect(lambda _i: self._tell())
        self._show()

    @property
    def way(self) -> Many:
        """What is done with the list; anything else is replaced."""
        return WAYS[self.how.checkedId()][1] if self.input.field.type in SETS else Many.REPLACE

    def _show(self) -> None:
        """The editor of the chosen field; for a list, adding is offered first: it loses nothing."""
        clear(self.place)
        name = self.field.currentData()
        self.input = Input(name, self.kind.fields[name], "", self.facts)
        self.place.addLayout(self.input.box)
        self.ways.setVisible(self.input.field.type in SETS)
        self.how.button(0).setChecked(True)
        self._tell()

    def _tell(self) -> None:
        empty = "Leer lassen löscht die Angabe. " if self.way is Many.REPLACE else ""
        self.hint.setText(f"{empty}Alles zusammen lässt sich mit einem Schritt zurücknehmen.")
        self.fit()

    def _insist(self, hits: Iterable[Hit]) -> None:
        self.allowed.extend(hits)
        self.save()

    def save(self) -> None:
        """Change it, or say what does not fit."""
        store, made = self.commands.store, self.input
        made.blame("")
        self.problem.setText("")
        if self.way is not Many.REPLACE and not made.text().strip():
            made.blame("Bitte eintragen, was hinzukommt." if self.way is Many.ADD else "Bitte eintragen, was wegfällt.")
            return
        name = f"{made.field.label} bei {len(self.ids)} Einträgen geändert"
        try:
            with store.insisting(self.allowed), store.act(name) as change:
                entries.change_many(change, self.kind, self.ids, made.name, made.text(), self.way)
        except Invalid as error:
            made.blame(next(iter(error.fields.values())))
            return
        except PersonNamed as error:
            made.ask(f"{reasons(error.hits)} {ADVICE}", partial(self._insist, error.hits))
            self.fit()
            return
        except UserError as error:
            self.problem.setText(error.paragraph())
            self.fit()
            return
        self.dismiss()
        self.done()
        self.commands.did(change.set, f"{name}.")
