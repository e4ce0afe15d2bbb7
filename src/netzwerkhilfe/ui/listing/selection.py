"""What is done with several entries of a list at once: ticked with the space bar, changed with one undo, mailed,
called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.entry import Invalid
from netzwerkhilfe.models.fields import PLACE
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.ui.kit.dialogs import Panel, host_of
from netzwerkhilfe.ui.kit.form import Input
from netzwerkhilfe.ui.kit.widgets import boxed, button, clear, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.listing.page import ListPage


class SelectionBar(QWidget):
    """Above the list, while entries are ticked: how many, and what can be done with them."""

    def __init__(self, page: ListPage) -> None:
        super().__init__()
        self.page = page
        self.words = label("", "", 10, 600)
        parts: list[Any] = [
            self.words,
            8,
            button("Angabe ändern …", "", "pencil-simple", self.change),
            button("Drucken", "", "printer", lambda: page.verbs["print"](page)),
            button("Anrufliste", "", "phone", lambda: page.verbs["call_list"](page)),
        ]
        if "email" in self.kind.fields:
            parts.append(button("E-Mail", "", "envelope-simple", lambda: page.verbs["mail_many"](page)))
        parts += [None, button("Auswahl aufheben", "link", clicked=page.untick)]
        self.setLayout(row(boxed(row(*parts, margins=(12, 4, 12, 4)), "infobox"), margins=(24, 4, 24, 4)))
        self.hide()

    @property
    def kind(self) -> Kind:
        """The kind of the list."""
        from netzwerkhilfe.models import KINDS

        return KINDS[self.page.spec.kind]

    def tell(self, count: int) -> None:
        """Show how many are ticked."""
        self.words.setText(f"{count} ausgewählt")
        self.setVisible(bool(count))

    def change(self) -> None:
        """One field of all ticked entries, with one undo."""
        page, kind = self.page, self.kind
        ids = page.ticked()
        panel = Panel(
            host_of(self), "Angabe ändern", subtitle=f"bei {len(ids)} Einträgen", icon="pencil-simple", width=520
        )
        names = [
            n
            for n, f in kind.form_fields.items()
            if not f.group or len(kind.registers[f.group]) == 1 or f.type is PLACE
        ]
        field = QComboBox()
        field.setAccessibleName("Welche Angabe?")
        for name in names:
            field.addItem(kind.fields[name].label, name)
        place = QVBoxLayout()
        problem = label("", "bad", 10, 500, wrap=True)
        facts = page.store.facts()
        made: list[Input] = []

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

        def save() -> None:
            try:
                done = entries.change_many(page.store, kind, ids, made[0].name, made[0].text())
            except Invalid as error:
                made[0].blame(next(iter(error.fields.values())))
                return
            except UserError as error:
                problem.setText(error.paragraph())
                panel.fit()
                return
            panel.dismiss()
            page.untick()
            page.verbs["did"](done, f"{kind.fields[made[0].name].label} bei {len(ids)} Einträgen geändert.")

        panel.saver("Ändern", save)
        show()
        panel.open(field)


def views_menu(page: ListPage, menu: QMenu, get: Callable[[str], Any], keep: Callable[[str, Any], None]) -> None:
    """Saved filters and columns, kept by person: (search, pills, order) under a name."""
    person = page.store.person
    every = get("views") or {}
    mine = every.get(person, {}).get(page.spec.kind, {})

    def store(name: str, state: Any) -> None:
        saved = {**mine, name: state} if state is not None else {n: s for n, s in mine.items() if n != name}
        keep("views", {**every, person: {**every.get(person, {}), page.spec.kind: saved}})

    views = menu.addMenu("Gemerkte Ansichten")
    for name, state in sorted(mine.items()):
        one = views.addMenu(name.replace("&", "&&"))
        one.addAction("Zeigen").triggered.connect(lambda _c=False, s=state: page.restore_view(s))
        one.addAction("Vergessen").triggered.connect(lambda _c=False, n=name: store(n, None))
    if mine:
        views.addSeparator()
    views.addAction("Diese Ansicht merken …").triggered.connect(lambda: _ask_name(page, store))
    columns = menu.addMenu("Spalten")
    for i, spec in enumerate(page.spec.columns):
        action = columns.addAction(spec.heading)
        action.setCheckable(True)
        action.setChecked(i not in page.hidden)
        action.setEnabled(i > 0)
        action.toggled.connect(lambda on, n=i: page.show_column(n, on=on))


def _ask_name(page: ListPage, store: Callable[[str, Any], None]) -> None:
    from PySide6.QtWidgets import QLineEdit

    panel = Panel(host_of(page), "Ansicht merken", icon="bookmark-simple", width=440)
    name = QLineEdit()
    name.setAccessibleName("Name der Ansicht")
    panel.body.addWidget(label("Wie soll sie heißen?", "", 9.5, 500))
    panel.body.addWidget(name)

    def save() -> None:
        if name.text().strip():
            store(name.text().strip()[:60], page.view())
            panel.dismiss()

    panel.saver("Merken", save)
    panel.open(name)
