"""What is done with several entries of a list at once: ticked with the space bar, changed with one undo, mailed,
called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.entry import Invalid
from netzwerkhilfe.models.fields import EMAIL, PLACE
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.naming import Hit, PersonNamed
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.form import Input
from netzwerkhilfe.ui.kit.naming import ADVICE, reasons
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, Part, boxed, button, clear, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands


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
        parts += [None, button("Auswahl aufheben", "link", clicked=untick)]
        self.setLayout(row(boxed(row(*parts, margins=(12, 4, 12, 4)), "infobox"), margins=(24, 4, 24, 4)))
        self.hide()

    @property
    def mailable(self) -> bool:
        """Whether entries of this kind have an e-mail address."""
        return any(f.type is EMAIL for f in self.kind.fields.values())

    def tell(self, count: int) -> None:
        """Show how many are ticked."""
        self.count.setText(f"{count} ausgewählt")
        self.setVisible(bool(count))

    def change(self) -> None:
        """One field of all ticked entries, with one undo."""
        commands, kind, ids = self.commands, self.kind, self._ticked()
        panel = Panel(
            commands.host, "Angabe ändern", subtitle=f"bei {len(ids)} Einträgen", icon="pencil-simple", width=520
        )
        names = [
            n
            for n, f in kind.form_fields.items()
            if not f.group or len(kind.registers[f.group]) == 1 or f.type is PLACE
        ]
        field = ChoiceBox()
        field.setAccessibleName("Welche Angabe?")
        for name in names:
            field.addItem(kind.fields[name].label, name)
        place = QVBoxLayout()
        problem = label("", "bad", 10, 500, wrap=True)
        facts = commands.store.facts()
        made: list[Input] = []
        allowed: list[Hit] = []

        def show() -> None:
            clear(place)
            made[:] = [Input(field.currentData(), kind.fields[field.currentData()], "", facts)]
            place.addLayout(made[0].box)
            panel.fit()

        field.currentIndexChanged.connect(lambda _i: show())
        panel.body.addWidget(field)
        panel.body.addLayout(place)
        panel.body.addWidget(
            label(
                "Leer lassen löscht die Angabe. Alles zusammen lässt sich mit einem Schritt zurücknehmen.",
                "caption",
                9,
                wrap=True,
            )
        )
        panel.body.addWidget(problem)

        def insist(hits: Iterable[Hit]) -> None:
            allowed.extend(hits)
            save()

        def save() -> None:
            made[0].blame("")
            try:
                with (
                    commands.store.insisting(allowed),
                    commands.store.act(
                        f"{kind.fields[made[0].name].label} bei {len(ids)} Einträgen geändert"
                    ) as change,
                ):
                    entries.change_many(change, kind, ids, made[0].name, made[0].text())
            except Invalid as error:
                made[0].blame(next(iter(error.fields.values())))
                return
            except PersonNamed as error:
                made[0].ask(f"{reasons(error.hits)} {ADVICE}", partial(insist, error.hits))
                panel.fit()
                return
            except UserError as error:
                problem.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()
            self._untick()
            commands.did(change.set, f"{kind.fields[made[0].name].label} bei {len(ids)} Einträgen geändert.")

        panel.saver("Ändern", save)
        show()
        panel.open(field)
