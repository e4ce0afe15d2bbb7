"""The pane beside a list, built from top to bottom. Panes and sections are made with it; it knows neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Generic

from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models import NET, Record
from netzwerkhilfe.models.erasure_requests import ErasureRequest
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.entries import erasing
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.detail import verbs
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.flow import Flow
from netzwerkhilfe.ui.kit.offices import office_fact, office_tag
from netzwerkhilfe.ui.kit.widgets import Avatar, Part, boxed, button, column, label, pop_up, row, selectable

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    from netzwerkhilfe.ui.shell.commands import Commands

    R_co = TypeVar("R_co", bound=Record, covariant=True, default=Record)
else:
    from typing import TypeVar

    R_co = TypeVar("R_co", bound=Record, covariant=True)


def initials(name: str) -> str:
    """The initials of a person of our own."""
    words = [w for w in name.replace("-", " ").split() if w[:1].isalpha()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


class Pane(Generic[R_co]):
    """Builds a detail pane from top to bottom.

    ``entry`` is what it shows, as an object of its kind and with the computed values; ``values`` has the same by name.
    """

    def __init__(self, commands: Commands, snapshot: Snapshot[R_co]) -> None:
        self.commands, self.store = commands, commands.store
        self.snapshot: Snapshot[R_co] = snapshot
        self.entry: R_co = snapshot.completed
        self.facts: Facts = self.store.facts()
        self.values = snapshot.full
        self.box = QVBoxLayout()
        self.all_suggestions: Callable[[], object] | None = None
        self.box.setContentsMargins(24, 10, 24, 24)
        self.box.setSpacing(8)

    def is_chosen(self) -> bool:
        """Whether its entry is still the chosen one, and nothing covers it. What was read for it off the window's
        thread, and came late, is dropped otherwise."""
        return self.commands.page.current == self.snapshot.id and not self.commands.panel_open

    def text(self, name: str) -> str:
        """A field as a person reads it."""
        return show(self.snapshot.kind.fields[name], self.values.get(name), self.facts)

    def head(self, title: str, extra: str = "", avatar: bool = False) -> None:
        """The title with the pencil and the menu."""
        heading = selectable(label(title, "", 12, 600, wrap=True))
        heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        parts: list[Part] = []
        office = office_fact(self.snapshot, self.facts)
        if avatar:
            parts.append(Avatar(initials(title), office.order if office else 0, office.code if office else ""))
        parts.append(heading)
        if extra:
            parts.append(label(extra, "caption", 9))
        edit = button(
            "", "quiet", "pencil-simple", lambda: self.commands.entries.edit(self.snapshot.id), "Bearbeiten (Strg+E)"
        )
        if not here(self.store).may_edit(self.snapshot):
            edit.hide()
        more = button("", "quiet", "dots-three", tip="Weitere Befehle")
        more.clicked.connect(lambda: self._menu(more))
        self.box.addLayout(row(*parts, edit, more))

    def _menu(self, at: QPushButton) -> None:
        menu = verbs.fill(QMenu(at), verbs.of(self.commands, self.snapshot))
        pop_up(menu, at.mapToGlobal(at.rect().bottomLeft()))

    def where(self, *parts: str, state: tuple[str, str] | None = None) -> None:
        """Stage, office and the line beside it."""
        items: list[Part] = []
        if state:
            dot = QLabel()
            dot.setFixedSize(8, 8)
            dot.setStyleSheet(f"background: {theme.token(state[1])}; border-radius: 4px;")
            items += [dot, label(state[0], "", 10, 500), 8]
        office = office_fact(self.snapshot, self.facts)
        if office:
            items.append(office_tag(office))
        text = " · ".join(p for p in parts if p)
        if text:
            words = label(text, "muted", 10, wrap=True)
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            items.append(words)
        if self.snapshot.space != NET:
            items.append(label("nur in diesem Büro", "caption", 9))
        self.box.addLayout(row(*items, *([] if text else [None])))

    def phones(self, *numbers: tuple[str, str]) -> None:
        """Telephone numbers, large; a click calls."""
        for name, hint in numbers:
            number = self.values.get(name)
            if not number:
                continue
            call = button("", "quiet", "phone", partial(self.commands.entries.dial, number), f"{number} anrufen")
            shown = selectable(label(number, "", 11, 600))
            beside = label(hint, "caption", 9, wrap=True)
            line = row(call, shown, beside, spacing=4)
            line.setStretch(2, 1)
            self.box.addLayout(line)

    def mail(self, name: str) -> None:
        """An e-mail address; a click writes to it."""
        address = self.values.get(name)
        if address:
            write = button(
                "", "quiet", "envelope-simple", lambda: self.commands.entries.mail(address), f"An {address} schreiben"
            )
            self.box.addLayout(self._beside(write, selectable(label(address, wrap=True))))

    @staticmethod
    def _beside(lead: QWidget, words: QWidget) -> QHBoxLayout:
        """Words that take the rest of the line."""
        made = row(lead, words, spacing=4)
        made.setStretch(1, 1)
        return made

    def notices(self) -> None:
        """A bar when fields are in conflict, one when another office asks for the erasure."""
        self._conflict()
        for request in erasing.requests_about(self.store, self.snapshot.id):
            self._erasure(request)

    def _erasure(self, request: Snapshot[ErasureRequest]) -> None:
        asked, facts = request.record, self.facts
        if not erasing.waits(request, self.store):
            if here(self.store).is_own(asked.office):
                day = show_near(asked.declined_on or asked.asked_on or "", facts.today)
                done = f"abgelehnt am {day} von {asked.declined_by}" if asked.declined_on else f"erbeten am {day}"
                self.warn("eraser", f"Löschung {done}")
            return
        office = facts.offices.get(asked.office or "")
        who = office.name if office else "Ein anderes Büro"
        keep = button("Behalten", clicked=partial(self.commands.entries.decline_erasure, request.id))
        erase = button("Endgültig löschen …", "danger", clicked=partial(self.commands.entries.erase, self.snapshot.id))
        self.warn("eraser", f"{who} bittet um Löschung: {asked.reason}", keep, erase)

    def _conflict(self) -> None:
        if not self.snapshot.open:
            return
        names = ", ".join(self.snapshot.kind.label(r) for r in sorted(self.snapshot.open) if r != "seal")
        if not names:
            return
        settle = button("Entscheiden", clicked=lambda: self.commands.network.review(self.snapshot.id))
        self.warn("warning", f"Zwei Büros haben „{names}“ geändert", settle)

    def warn(self, icon: str, text: str, *actions: QPushButton) -> None:
        """A tinted box with what can be done about it."""
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, "warn", 18))
        told = label(text, "", 10, 500, wrap=True)
        first = row(picture, told, *actions[: len(actions) == 1])
        first.setStretch(1, 1)
        below: list[Part] = [row(None, *actions)] if len(actions) > 1 else []  # else the text would have no room
        box = column(first, *below, spacing=6, margins=(14, 5, 8, 5))
        self.box.addWidget(boxed(box, "warnbox"))

    def section(self, text: str) -> None:
        """A section label."""
        self.box.addSpacing(10)
        self.box.addWidget(label(text, "section", 9, 600))

    def chips(self, words: Sequence[str]) -> None:
        """Words as small grey boxes; what has no room stands in the next line."""
        made = []
        for word in words:
            chip = label(word, "", 9)
            chip.setObjectName("chip")
            made.append(chip)
        self.box.addLayout(Flow(*made, gap=6))

    def verbs(self, *buttons: QPushButton) -> None:
        """Buttons beside each other; what has no room stands in the next line."""
        self.box.addLayout(Flow(*buttons))

    def facts_grid(self, cells: Sequence[tuple[str, str, str]]) -> None:
        """Caption, value and a second line, three beside each other; empty cells are left out."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        shown = [c for c in cells if c[1]]
        for i, (caption, value, below) in enumerate(shown):
            parts = [label(caption, "caption", 9, wrap=True), selectable(label(value, "", 10, 500, wrap=True))]
            if below:
                parts.append(label(below, "caption", 9, wrap=True))
            cell = column(*parts, None, spacing=0)
            grid.addLayout(cell, i // 3, i % 3)
        for i in range(3):
            grid.setColumnStretch(i, 1)
        if shown:
            self.box.addSpacing(4)
            self.box.addLayout(grid)

    def paragraph(self, text: str) -> None:
        """Long text with its line breaks."""
        self.box.addWidget(selectable(label(text, "", 10, wrap=True)))

    def done(self) -> QWidget:
        """The finished pane."""
        if self.snapshot.touched:
            self.box.addSpacing(12)
            self.box.addWidget(
                label(f"Letzte Änderung {show_near(self.snapshot.touched, self.facts.today)}", "caption", 9)
            )
        self.box.addStretch(1)
        made = QWidget()
        made.setObjectName("detail")
        made.setLayout(self.box)
        return made
