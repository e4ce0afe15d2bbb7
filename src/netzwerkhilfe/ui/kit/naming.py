"""What all offices would read names a person in need: the question at the field, and in front of a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import button, column, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.store.naming import Hit, PersonNamed
    from netzwerkhilfe.store.store import Store

CHANGE = "Text ändern"
INSIST = "Trotzdem speichern"
ADVICE = "Schreiben Sie besser die Nummer des Gesuchs."


def reasons(hits: Iterable[Hit]) -> str:
    """Who was found, and why that is asked."""
    return f"{', '.join(dict.fromkeys(h.said for h in hits))}. Das lesen alle Büros."


class NameQuestion(QFrame):
    """Stands below a field once its text names somebody: who was found, *Text ändern* and *Trotzdem speichern*."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("warnbox")
        self._then: tuple[Callable[[], object], Callable[[], object]] = (self.hide, self.hide)
        picture = QLabel()
        picture.setPixmap(icons.pixmap("shield-warning", "warn", 18))
        self.text = label("", "", 9.5, 500)
        # with a plain size policy a long word would push the columns of a form apart
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.text.setWordWrap(True)
        said = row(spacing=8)
        said.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.text, 1)
        self.change_button = button(CHANGE, clicked=self._change)
        self.insist_button = button(INSIST, "link", clicked=self._insist)
        buttons = row(26, self.change_button, self.insist_button, None)
        self.setLayout(column(said, buttons, spacing=6, margins=(10, 8, 10, 8)))
        self.hide()

    def ask(self, text: str, insist: Callable[[], object], change: Callable[[], object]) -> None:
        """Show the question."""
        self._then = insist, change
        self.text.setText(text)
        self.show()

    def _insist(self) -> None:
        self._then[0]()

    def _change(self) -> None:
        self.hide()
        self._then[1]()


def ask_about_person(host: QWidget, store: Store, error: PersonNamed, again: Callable[[], object]) -> Panel:
    """The same question in front of a panel: the person goes back to the text, or ``again`` is done all the same."""
    panel = Panel(host, "Das würden alle Büros lesen", icon="shield-warning", width=520)
    panel.body.addWidget(label(reasons(error.hits), "", 10, 500, wrap=True))
    panel.body.addWidget(label(f"Es ist noch nichts gespeichert. {ADVICE}", "muted", 10, wrap=True))

    def insist() -> None:
        panel.dismiss()
        with store.insisting(error.hits):
            again()

    panel.foot.addStretch(1)
    panel.foot.addWidget(button(INSIST, clicked=insist))
    change = button(CHANGE, "primary", clicked=panel.dismiss)
    panel.foot.addWidget(change)
    panel.open(change)
    return panel
