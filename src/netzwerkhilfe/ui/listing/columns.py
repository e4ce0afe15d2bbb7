"""The columns of a list as a person has them: which are shown, how wide, and what else could be shown.

A page draws some columns itself; every other field of the kind can be added. What is chosen is kept by the name of the
field, for each person at this PC.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QMenu

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import (
    CHOICES,
    DATA,
    DATE,
    EMAIL,
    LONG,
    MONEY,
    PHONE,
    PLACE,
    REFERENCE,
    STAGE,
    YES_NO,
    Json,
)
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.widgets import pop_up
from netzwerkhilfe.ui.listing import spec as look
from netzwerkhilfe.ui.listing.cells import text_of, words_of
from netzwerkhilfe.ui.listing.model import ListModel
from netzwerkhilfe.ui.listing.spec import Column
from netzwerkhilfe.ui.listing.tools import Table

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

LEAST, MOST = 40, 800
"""How narrow and how wide a person makes a column."""
FLUID = 136
"""What a column that shares the rest has at least."""
USUAL = 140
WIDTHS = {EMAIL: 210, PHONE: 132, DATE: 96, YES_NO: 90, MONEY: 100}
OFTEN = (PHONE, EMAIL, PLACE)
"""Fields of these types are asked for most; the others stand one menu further."""
KEPT_WIDTHS, KEPT_MORE = "column_widths", "more_columns"
MEASURED = 200
"""So many rows are looked at when a column is made as wide as what it shows."""


def more_columns(kind: Kind, drawn: Sequence[Column]) -> tuple[Column, ...]:
    """A column for each field that a list does not draw itself; none for long text and for what only programs read."""
    taken = {c.name for c in drawn} | {c.sort_by[0] for c in drawn if len(c.sort_by) == 1 and c.width}
    return tuple(
        Column(
            name,
            field.label,
            look.WORDS if field.type is CHOICES else look.TEXT,
            words_of(name) if field.type is CHOICES else text_of(name),
            WIDTHS.get(field.type, USUAL),
            () if field.computed else (name,),
        )
        for name, field in kind.form_fields.items()
        if name not in taken and field.type not in (LONG, DATA, REFERENCE, STAGE)
    )


class StayingMenu(QMenu):
    """A menu that stays open while ticks are set."""

    def _tick(self) -> bool:
        action = self.activeAction()
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tick does not close it."""
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter set a tick."""
        ticks = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (ticks and self._tick()):
            super().keyPressEvent(event)


class Columns(QObject):
    """Lays out the columns of a table, and keeps what a person changes.

    ``drawn`` are those of the page, ``columns`` these and all that can be added, in the order of the model. ``hidden``
    tells by name which of the drawn ones nobody wants to see.
    """

    def __init__(
        self,
        table: Table,
        model: ListModel,
        drawn: Sequence[Column],
        commands: Commands,
        whose: tuple[str, str],
        hidden: Callable[[], set[str]],
        show_drawn: Callable[[str, bool], object],
    ) -> None:
        super().__init__(table)
        self.table, self.model, self.drawn, self.columns = table, model, drawn, model.columns
        self.commands, self.settings, self.hidden, self._show_drawn = commands, commands.settings, hidden, show_drawn
        self._person, self._kind = whose
        self._laying = False
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(400)
        self._saving.timeout.connect(self.keep)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self.open_menu)
        header.sectionResized.connect(self._resized)
        header.sectionHandleDoubleClicked.connect(self.widen)
        table.viewport().installEventFilter(self)
        self.added = self._kept_added()
        names, widths = {c.name for c in self.columns}, self._kept(KEPT_WIDTHS)
        self.widths: dict[str, int] = (
            {n: w for n, w in widths.items() if n in names and isinstance(w, int)} if isinstance(widths, dict) else {}
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room that the list has: the window, and the bar that scrolls it."""
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            QTimer.singleShot(0, self, self.fit)
        return False

    # ---- what is kept -----------------------------------------------------------------------------------------------
    def _kept(self, key: str) -> Json:
        return self.settings.get(key).get(self._person, {}).get(self._kind)

    def _with(self, key: str, value: Json) -> Json:
        """A setting of all people and lists, with another value for this one."""
        every = self.settings.get(key)
        return {**every, self._person: {**every.get(self._person, {}), self._kind: value}}

    def _kept_added(self) -> set[str]:
        added, names = self._kept(KEPT_MORE), {c.name for c in self.columns}
        return {n for n in added if n in names} if isinstance(added, list) else set()

    def keep(self) -> None:
        """Write the widths into the settings of this PC."""
        self._saving.stop()
        self.settings.set(KEPT_WIDTHS, self._with(KEPT_WIDTHS, self.widths))

    # ---- which are shown --------------------------------------------------------------------------------------------
    def shown(self) -> list[int]:
        """The positions of the columns that are shown, from the left."""
        return [i for i in range(len(self.columns)) if not self.table.isColumnHidden(i)]

    def wants(self, name: str) -> bool:
        """Whether a person wants to see a column, if there is room."""
        return name in self.added or (name not in self.hidden() and any(c.name == name for c in self.drawn))

    def show(self, name: str, *, on: bool) -> None:
        """Show or hide a column."""
        if any(c.name == name for c in self.drawn):
            self._show_drawn(name, on)
            return
        self._add(self.added | {name} if on else self.added - {name}, "gezeigt" if on else "ausgeblendet")

    def _add(self, added: set[str], what: str) -> None:
        def then() -> None:
            self.added = self._kept_added()
            self.fit()

        value = self._with(KEPT_MORE, sorted(added))
        self.commands.change_setting(f"Spalte {what}", KEPT_MORE, value, then)

    def reset(self) -> None:
        """All columns as the page draws them."""
        self.widths = {}
        self.keep()
        if self.added:
            self._add(set(), "ausgeblendet")
        for column in self.drawn:
            if column.name in self.hidden():
                self._show_drawn(column.name, True)
        self.fit()

    def fill_menu(self, menu: QMenu) -> None:
        """The columns with their ticks, and the way back."""
        fields = KINDS[self._kind].fields
        others = StayingMenu("Weitere Angaben", menu)
        for i, column in enumerate(self.columns):
            if i == len(self.drawn):
                menu.addSeparator()
            wanted = self.wants(column.name)
            near = i < len(self.drawn) or wanted or fields[column.name].type in OFTEN or fields[column.name].in_table
            action = (menu if near else others).addAction(column.heading.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(wanted)
            action.setEnabled(i > 0)
            action.toggled.connect(lambda on, n=column.name: self.show(n, on=on))
        if not others.isEmpty():
            menu.addMenu(others)
        menu.addSeparator()
        menu.addAction("Spalten wie am Anfang").triggered.connect(self.reset)

    def open_menu(self, at: QPoint) -> None:
        """At the header, where somebody has clicked."""
        menu = StayingMenu(self.table)
        self.fill_menu(menu)
        pop_up(menu, self.table.horizontalHeader().mapToGlobal(at))

    # ---- widths -----------------------------------------------------------------------------------------------------
    def _resized(self, position: int, _before: int, now: int) -> None:
        if not self._laying and now and 0 <= position < len(self.columns):
            self.widths[self.columns[position].name] = max(LEAST, min(now, MOST))
            self._saving.start()

    def widen(self, position: int) -> None:
        """As wide as what the column shows."""
        metrics, first = theme.metrics(10, 600), max(self.table.rowAt(0), 0)
        texts = [self.model.text(row, position) for row in range(first, min(first + MEASURED, len(self.model.ids)))]
        texts.append(self.columns[position].heading)
        room = 56 if self.columns[position].style in (look.STAGE, look.STATE) or position == 0 else 28
        widest = max(metrics.horizontalAdvance(text) for text in texts) + room
        self.table.setColumnWidth(position, max(LEAST, min(widest, MOST)))

    def width_of(self, column: Column) -> int:
        """What a person or the page has given a column; 0 where it shares the rest."""
        return self.widths.get(column.name, column.width)

    def fit(self) -> None:
        """Columns with a width keep it, the others share the rest; narrow lists hide the least important. What a person
        has asked for stays, and the list scrolls where there is no room."""
        room = self.table.viewport().width()
        shown = {i for i, c in enumerate(self.columns) if i == 0 or self.wants(c.name)}

        def needed() -> int:
            return sum(self.width_of(self.columns[i]) or max(FLUID, 150) for i in shown)

        for i in sorted((i for i in shown if self.columns[i].rank), key=lambda i: -self.columns[i].rank):
            if needed() > room:
                shown.discard(i)
        fluid = [i for i in sorted(shown) if not self.width_of(self.columns[i])]
        rest = max(room - sum(self.width_of(self.columns[i]) for i in shown), FLUID * len(fluid))
        self._laying = True
        try:
            for i, column in enumerate(self.columns):
                self.table.setColumnHidden(i, i not in shown)
                if i in shown and (width := self.width_of(column)):
                    self.table.setColumnWidth(i, width)
            for n, i in enumerate(fluid):
                self.table.setColumnWidth(i, rest // len(fluid) + (rest % len(fluid) if n == 0 else 0))
        finally:
            self._laying = False
