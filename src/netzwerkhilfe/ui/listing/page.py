"""The page of a kind: header, search and filter pills, the list, and beside it the chosen entry."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QScrollArea, QStackedWidget, QWidget

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.search import terms
from netzwerkhilfe.ui.detail import verbs
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.flow import Flow
from netzwerkhilfe.ui.kit.focus import swap
from netzwerkhilfe.ui.kit.leaving import drafts
from netzwerkhilfe.ui.kit.page import Page, PageSpec, Verb, tab_stops
from netzwerkhilfe.ui.kit.staying import Stay, typing_in
from netzwerkhilfe.ui.kit.widgets import EmptyState, boxed, button, column, label, line, pop_up, row
from netzwerkhilfe.ui.listing import copying
from netzwerkhilfe.ui.listing.board import Board
from netzwerkhilfe.ui.listing.cards import Cards
from netzwerkhilfe.ui.listing.columns import Columns, StayingMenu, more_columns
from netzwerkhilfe.ui.listing.delegate import RowDelegate
from netzwerkhilfe.ui.listing.model import ListModel
from netzwerkhilfe.ui.listing.selection import SelectionBar
from netzwerkhilfe.ui.listing.spec import ListSpec, Query
from netzwerkhilfe.ui.listing.tools import Pill, Table, ViewSwitch
from netzwerkhilfe.ui.listing.views import column_names, views_menu

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

DETAIL = 432
WIDE_DETAIL = 520


class ListPage(Page):
    """A page of entries: search and filters above, the list, and beside it the chosen one."""

    def __init__(self, page: PageSpec, spec: ListSpec, commands: Commands) -> None:
        super().__init__()
        self.page, self.spec, self.commands = page, spec, commands
        self.kind, self.store = spec.kind, commands.store
        self._wanted = ""
        self._several: list[str] = []
        """The entries of the rows that are chosen together; none for one row alone."""
        self._beside, self._selecting = "", False
        """The entry whose pane is shown, and whether the page itself chooses a row."""
        self._order: list[str] = []
        """The entries as they were shown before the list was read anew."""
        self._catching_up = False
        self._stay: Stay | None = None
        """Where everything stood when somebody else's changes arrived."""
        self._total: int | None = None
        self.cards = Cards(self)
        self.model = ListModel(
            self.store, (*spec.columns, *more_columns(KINDS[spec.kind], spec.columns)), commands.worker
        )
        self.table = Table()
        self.table.setModel(self.model)
        self.table.verticalHeader().setDefaultSectionSize(spec.row_height)
        self.table.setAccessibleName(page.title)
        self.delegate = RowDelegate(self.table, self.model)
        self.table.setItemDelegate(self.delegate)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.opened.connect(self.edit)
        self.table.ticked.connect(self.tick)
        self.table.removed.connect(self.remove)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._several_chosen())
        self.table.copied.connect(self.copy)
        self.table.asked.connect(self.open_menu)
        self.hidden = self._kept_hidden()
        self.columns = Columns(
            self.table,
            self.model,
            spec.columns,
            commands,
            (self.store.person, self.kind),
            lambda: self.hidden,
            lambda name, on: self.show_column(name, on=on),
        )
        self.table.doubleClicked.connect(lambda _i: self.edit())
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.model.modelAboutToBeReset.connect(self._about_to_arrive)
        self.model.refreshed.connect(self._arrived)
        self.model.begun.connect(self._begun)
        self._sorted = spec.sorted_by
        self._build()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(0)
        self._typing.timeout.connect(self._ask)
        # the list is painted first, the pane beside it follows when the hand rests
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self.show_now)
        self.search.textChanged.connect(lambda _t: self._typing.start())

    def _build(self) -> None:
        spec = self.spec
        self.title = label(self.page.title, "", 15, 600)
        self.count = label("", "muted")
        self.print_button = button("Liste drucken", "", "printer", self.print)
        self.add_button = button(spec.add, "primary", "plus", self.add)
        self.more = button("", "quiet", "dots-three", self._menu, "Weitere Befehle")
        self.switch = ViewSwitch(self.cards.show) if spec.card else None
        header = boxed(
            row(
                self.title,
                4,
                self.count,
                None,
                self.switch or 0,
                4,
                self.more,
                self.print_button,
                self.add_button,
                margins=(24, 0, 24, 0),
            ),
            "header",
        )
        header.setFixedHeight(60)
        self.search = QLineEdit()
        self.search.setPlaceholderText(spec.placeholder)
        self.search.setAccessibleName(f"{self.page.title} durchsuchen")
        self.search.setFixedWidth(236)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("magnifying-glass", "text3", 16), QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        self.pills = [Pill(f, self.store) for f in spec.filters]
        for pill in self.pills:
            pill.changed.connect(self.refresh)
        self.reset_button = button("Zurücksetzen", "link", clicked=self.reset)
        self.shown = label("", "caption", 9)
        self.columns_button = button("", "quiet", "sliders-horizontal", self._column_menu, "Spalten")
        filters = boxed(Flow(self.search, *self.pills, self.reset_button))
        tools = row(filters, self.shown, self.columns_button, margins=(24, 7, 24, 7))
        tools.setStretch(0, 1)
        self.toolbar = boxed(tools)  # a second line in a narrow window
        self.detail = QScrollArea()
        self.detail.setObjectName("detail")
        self.detail.setWidgetResizable(True)
        self.detail.setFixedWidth(DETAIL)
        self.detail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.detail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = label("", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(24, 40, 24, 0)
        self.list_stack = QStackedWidget()
        self.list_stack.addWidget(self.table)
        self.list_stack.addWidget(self.nothing)
        self.body = QStackedWidget()
        self.body.addWidget(boxed(row(self.list_stack, line(vertical=True), self.detail, spacing=0)))
        self.bar = SelectionBar(self.commands, self.kind, self.ticked, self.untick)
        filled = column(self.toolbar, self.bar, line(), self.body, spacing=0)
        filled.setStretchFactor(self.body, 1)
        self.filled = boxed(filled)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.filled)
        self.setLayout(column(header, self.stack, spacing=0))

    def _empty(self) -> QWidget:
        """What is shown while there is no entry at all."""
        spec, calls = self.spec, self.commands.calls
        note = button("Anruf notieren", "", "phone-incoming", calls.note)
        take = button("Aus Excel übernehmen …", "", "table", lambda: self.commands.files.import_list(self.kind))
        fetch = button("Einträge von anderen Büros holen", "link", clicked=lambda: self.commands.go("exchange"))
        buttons = [note] if spec.begin else [note, take]
        return EmptyState(self.page.icon, spec.empty_title, spec.empty_text, buttons, fetch)

    def _menu(self) -> None:
        menu, files, kind = QMenu(self), self.commands.files, self.kind
        entries: list[tuple[str, Callable[[], object]]] = [
            ("Aus Excel übernehmen …", lambda: files.import_list(kind)),
            ("Liste speichern …", lambda: files.export_list(kind, self.ticked())),
        ]
        if self.bar.mailable:
            entries.append(("E-Mail an alle in der Liste …", lambda: files.mail_many(kind, self.ticked())))
        for paper in registry.at_list(self.store, self.bar.kind):
            entries.append((f"{paper.name} drucken …", partial(self._print, paper.key)))
        for text, go in entries:
            menu.addAction(text).triggered.connect(lambda _c=False, g=go: g())
        menu.addSeparator()
        columns = StayingMenu("Spalten", menu)
        self.columns.fill_menu(columns)
        menu.addMenu(columns)
        views_menu(self, self.commands, menu)
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _column_menu(self) -> None:
        menu = StayingMenu(self)
        self.columns.fill_menu(menu)
        pop_up(menu, self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))

    def open_menu(self, at: QPoint, record: str = "") -> None:
        """A right click or the menu key: what can be done with the row, or with all that are ticked."""
        shown = self.store.get(record or self.current)
        if shown is None:
            return
        menu = QMenu(self)
        if shown.id in self.marked():
            verbs.fill(menu, [self.bar.verbs(), [Verb("Kopieren", self.copy, "Strg+C")]])
        else:
            groups = verbs.of(self.commands, shown)
            groups.insert(len(groups) - 1, [Verb("Kopieren", self.copy, "Strg+C")])
            verbs.fill(menu, groups)
        pop_up(menu, at)

    def copy(self) -> None:
        """Strg+C: the ticked rows, or the chosen one, with the headings of the columns that are shown."""
        chosen = self.marked() or [self.current]
        rows = [r for r in (self.model.row_of(i) for i in chosen) if r >= 0]
        if rows:
            shown = self.columns.shown()
            heads = [self.model.columns[i].heading for i in shown]
            copying.copy([heads, *([self.model.text(r, i) for i in shown] for r in rows)])
            self.commands.say("1 Zeile kopiert." if len(rows) == 1 else f"{len(rows)} Zeilen kopiert.")

    # ---- keys -------------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """The keyboard begins in the list, or at the chosen card."""
        if board := self.cards.shown:
            board.begin(self.current)
        elif self.table.isVisibleTo(self):
            self.table.setFocus()
        else:  # nothing is there yet, or nothing is found
            next(iter(tab_stops(self.stack)), self).setFocus()

    @property
    def board(self) -> Board | None:
        """The cards, once they were made."""
        return self.cards.board

    def add(self) -> None:
        """Strg+N: the form, or what else begins an entry of this kind."""
        if self.spec.begin:
            self.spec.begin(self.commands)
        else:
            self.commands.entries.add(self.kind)

    def edit(self) -> None:
        """Strg+E: the chosen entry."""
        if self.current:
            self.commands.entries.edit(self.current)

    def print(self) -> None:
        """Strg+P: the ticked or shown entries."""
        self._print("list")

    def _print(self, key: str) -> None:
        self.commands.files.print_at_list(key, self.kind, self.ticked(), self.shown.text())

    def search_here(self) -> None:
        """Strg+F: the search."""
        self.search.setFocus()
        self.search.selectAll()

    def panes(self) -> list[QWidget]:
        """Search, list, and what is beside it; of the cards, their columns."""
        if board := self.cards.shown:
            return [self.search, *board.lanes]
        return [self.search, self.table, *tab_stops(self.detail.widget() or QWidget())[:1]]

    # ---- several at once --------------------------------------------------------------------------------------------
    def tick(self) -> None:
        """Tick the current row, or untick it, and go on to the next; of several chosen rows, all of them."""
        if self._several:
            ticked = self.model.ticked
            if all(record in ticked for record in self._several):
                for record in self._several:
                    del ticked[record]
            else:
                ticked.update(dict.fromkeys(self._several))
            self._tell_marked()
            return
        position = self.table.currentIndex().row()
        if not 0 <= position < len(self.model.ids):
            return
        self.tick_one(self.model.ids[position])
        if position + 1 < len(self.model.ids):
            self.table.setCurrentIndex(self.model.index(position + 1, 0))

    def tick_one(self, record: str) -> None:
        """Tick an entry, or untick it."""
        if self.model.ticked.pop(record, record) is not None:
            self.model.ticked[record] = None
        self._tell_marked()

    def tick_all(self, records: Sequence[str]) -> None:
        """Tick these entries."""
        self.model.ticked.update(dict.fromkeys(records))
        self._tell_marked()

    def tick_chosen(self) -> None:
        """Rows that are chosen together stay marked as ticked ones."""
        self.tick_all(self._several)
        self._untick_several()

    def untick(self) -> None:
        """Nothing is ticked or chosen together any more; the current row stays chosen."""
        self.model.ticked.clear()
        self._untick_several()
        self._tell_marked()

    def _untick_several(self) -> None:
        """Of rows that are chosen together only the current one stays chosen."""
        if self._several:
            self.table.selectRow(self.table.currentIndex().row())

    def remove(self) -> None:
        """Entf: the ticked or chosen entries go into the Papierkorb, several after one question."""
        chosen = self.marked() or ([self.current] if self.current else [])
        if chosen:
            self.commands.entries.trash_many(self.kind, chosen)

    def marked(self) -> list[str]:
        """The entries that are ticked, or chosen together, in the order of the list."""
        wanted = {*self.model.ticked, *self._several}
        return [i for i in self.model.ids if i in wanted] if wanted else []

    def ticked(self) -> list[str]:
        """What is done with several entries is done with these: the marked ones; all shown ones if none is marked."""
        if not self.model.complete:
            self.commands.worker.wait()
        return self.marked() or list(self.model.ids)

    def _several_chosen(self) -> None:
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        self._several = [self.model.ids[r] for r in sorted(rows) if r < len(self.model.ids)] if len(rows) > 1 else []
        self._tell_marked()
        if len(rows) < 2:
            QTimer.singleShot(0, self, self._one_chosen)  # Qt has not finished choosing

    def _one_chosen(self) -> None:
        """The one row that is chosen is the current one too: Strg and a click may have taken the current one away."""
        now, chosen = self.table.currentIndex(), self.table.selectionModel()
        rows = [index.row() for index in chosen.selectedRows()]
        if not now.isValid() or len(rows) > 1 or rows == [now.row()]:
            return
        if rows:
            chosen.setCurrentIndex(self.model.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            self.table.selectRow(now.row())

    def _choose_again(self, records: list[str]) -> None:
        """The rows that were chosen together before the list was read anew, as far as they are still there."""
        rows = sorted(r for r in map(self.model.row_of, records) if r >= 0)
        wanted = QItemSelection()
        for row_ in rows:
            wanted.select(self.model.index(row_, 0), self.model.index(row_, 0))
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().select(wanted, flags)

    def _tell_marked(self) -> None:
        marked = self.marked()
        self.bar.tell(len(marked))
        self.table.viewport().update()
        if self.board is not None:
            self.board.mark(marked)

    def view(self) -> dict[str, Json]:
        """Search, pills and order, to be kept."""
        pills = {p.filter.name: p.chosen for p in self.pills if p.condition is not None}
        return {"text": self.search.text(), "pills": pills, "sorted": list(self._sorted) if self._sorted else None}

    def restore_view(self, state: dict[str, Json]) -> None:
        """Show what was kept; an option or a column that is gone is left out."""
        for pill in self.pills:
            pill.reset()
            wanted = state.get("pills", {}).get(pill.filter.name)
            if wanted is not None:
                pill.restore(wanted)
        order = state.get("sorted")
        names = column_names(self.model.columns, order[:1]) if isinstance(order, list) else []
        if names and isinstance(order, list):
            self._sorted = (names[0], bool(order[1]))
        self.search.setText(str(state.get("text", "")))
        self.refresh()

    def _kept_hidden(self) -> set[str]:
        kept = self.commands.settings.get("columns").get(self.store.person, {}).get(self.kind, ())
        return set(column_names(self.spec.columns, kept))

    def show_column(self, name: str, *, on: bool) -> None:
        """Show or hide a column; kept by person."""
        hidden = self.hidden - {name} if on else self.hidden | {name}
        person, every = self.store.person, self.commands.settings.get("columns")
        mine = {**every.get(person, {}), self.kind: sorted(hidden)}

        def then() -> None:
            self.hidden = self._kept_hidden()
            self.columns.fit()

        done = f"Spalte {'gezeigt' if on else 'ausgeblendet'}"
        self.commands.change_setting(done, "columns", {**every, person: mine}, then)

    # ---- asking and showing -----------------------------------------------------------------------------------------
    def query(self) -> Query:
        """What search, pills and order ask for."""
        conditions = tuple(p.condition for p in self.pills if p.condition is not None)
        sort_by: tuple[str, ...] = ()
        descending = False
        if self._sorted:
            name, descending = self._sorted
            sort_by = next((c.sort_by for c in self.model.columns if c.name == name), ())
        return Query(self.spec.kind, self.search.text(), conditions, sort_by, descending)

    def refresh(self) -> None:
        """Ask the store again; the chosen entry stays chosen if it is still there."""
        self._total = None
        self._ask()

    def catch_up(self) -> None:
        """Read again, and leave the list and the pane where they are."""
        self._catching_up = True
        self.refresh()

    def renamed(self, record: str, now: str) -> None:
        """An entry has another id now: what is typed beside it stays."""
        super().renamed(record, now)
        if self._beside == record:
            self._beside = now

    def typing(self) -> bool:
        """Whether somebody types in the pane; the search is not drawn anew."""
        return typing_in(self) not in (None, self.search)

    def _ask(self) -> None:
        """Ask for other rows; the totals stay as they are while somebody types."""
        self.delegate.wanted = terms(self.search.text()) if self.search.text().strip() else []
        self.model.show(self.query())

    def _about_to_arrive(self) -> None:
        """Other rows come: where everything stands is noted now, not when they were asked for."""
        if self._catching_up:
            self._stay = Stay(self)

    def _begun(self) -> None:
        """The first rows are there, and painted; what is chosen and counted waits for all of them."""
        self.list_stack.setCurrentIndex(0)
        self.shown.setText("…" if self.search.text().strip() else self.shown.text())

    def _arrived(self) -> None:
        if self._total is None:
            self._count()
        total = self._total or 0
        filtered = bool(self.search.text().strip() or any(p.condition is not None for p in self.pills))
        self.shown.setText(f"{len(self.model.ids)} von {total}" if filtered else "")
        self.reset_button.setVisible(any(p.condition is not None for p in self.pills))
        self.print_button.setVisible(total > 0)
        if total == 0:
            if self.stack.count() == 1:
                self.stack.addWidget(self._empty())
            self.stack.setCurrentIndex(1)
            self.show_detail(None)
            return
        if self.stack.currentIndex() == 1:  # the first entries have come
            focused = QApplication.focusWidget()
            self.stack.setCurrentIndex(0)
            if self.isVisible() and (focused is None or self.isAncestorOf(focused)):
                QTimer.singleShot(0, self, self.begin)
        self.nothing.setText("Nichts gefunden. Bitte anders suchen oder die Filter zurücksetzen.")
        self.list_stack.setCurrentIndex(0 if self.model.ids else 1)
        self.columns.fit()
        self.cards.fill()
        wanted = self._wanted or self.current
        position = self.model.row_of(wanted) if wanted else -1
        if position < 0 and wanted and not self._wanted:
            position = self._after(wanted)
        self._order = list(self.model.ids)
        several = [] if self._wanted else self._several
        held = not self._wanted and wanted == self._beside and self.model.row_of(wanted) < 0 and self._typed()
        self._wanted = ""
        if not held:  # else its row is gone: what is typed beside the list stays until another one is chosen
            self.select(max(position, 0) if self.model.ids else -1)
        if len(several) > 1:
            self._choose_again(several)
        self._tell_marked()
        if self._stay is not None:
            self.show_now()
            stay, self._stay, self._catching_up = self._stay, None, False
            stay.restore()

    def _after(self, gone: str) -> int:
        """The row of what followed an entry that is gone; of what stood before it, where nothing followed."""
        shown = set(self.model.ids)
        if not shown or gone not in self._order:
            return -1
        place = self._order.index(gone)
        following = itertools.chain(itertools.islice(self._order, place + 1, None), reversed(self._order[:place]))
        nearest = next((record for record in following if record in shown), "")
        return self.model.row_of(nearest) if nearest else -1

    def follow(self, record: str) -> None:
        """Keys and menus mean the card that has the keyboard; the list and its pane follow it."""
        position = self.model.row_of(record)
        if position >= 0 and record != self.current:
            self._choose(position)
            self._later.start()

    def want(self, record: str) -> None:
        """Choose an entry once the list has been read again."""
        self._wanted = record

    def _count(self) -> None:
        self._total = self.store.count(self.spec.kind)
        stages: dict[str, int] = {}
        if self.spec.stages:
            for (stage,) in self.store.sort_values(self.spec.kind, ("stage",)).values():
                stages[stage or ""] = stages.get(stage or "", 0) + 1
        self.count.setText(self.spec.count(self._total, stages, self.store.facts()) if self._total else "")

    def show_now(self) -> None:
        """Fill the pane beside the list without waiting."""
        if not self.model.complete:  # the row that is chosen may still come
            self._later.start()
            return
        self._later.stop()
        index = self.table.currentIndex()
        if not index.isValid() and self._typed():  # the row is gone, what is typed is not
            return
        self.show_detail(self.model.snapshot(index.row()) if index.isValid() and self.model.ids else None)

    def select(self, position: int) -> None:
        """Choose a row; below zero chooses none."""
        if position < 0:
            self.show_detail(None)
            return
        self._choose(position)
        self.table.scrollTo(self.model.index(position, 0))
        self._later.start()

    def _choose(self, position: int) -> None:
        self._selecting = True
        index = self.model.index(position, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(index, flags)
        self._selecting = False
        self.current = self.model.ids[position]

    def reveal(self, record: str) -> None:
        """Be ready to show an entry, wherever it is in the list and whatever is filtered."""
        self.current = self._wanted = record
        for pill in self.pills:
            pill.reset()
        self.search.clear()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not now.isValid() or now.row() >= len(self.model.ids):
            return
        wanted = self.model.ids[now.row()]
        if not self._selecting:
            self._wanted = ""  # whoever chooses a row does not want another one any more
        if not self._selecting and wanted != self._beside and self._typed():
            QTimer.singleShot(0, self, lambda: self._ask_first(wanted))  # Qt has not finished choosing
            return
        self.current = wanted
        self._leave_pane()
        self._later.start()

    def _leave_pane(self) -> None:
        """Until the pane of the entry that is chosen now is there, no click reaches the one of the entry before."""
        pane = self.detail.widget()
        if pane is not None and self.current != self._beside:
            pane.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _ask_first(self, wanted: str) -> None:
        """Another row was chosen while something is typed beside this one: it stays chosen until that is settled."""
        position = self.model.row_of(self._beside)
        if position >= 0:
            self._choose(position)
        else:
            self.table.selectionModel().clearCurrentIndex()
            self.table.clearSelection()
        self.current = self._beside
        self.commands.settle_drafts(
            partial(drafts, self.detail), lambda: self.select(max(0, self.model.row_of(wanted)))
        )

    def _typed(self) -> bool:
        """Whether something is typed beside the list and not saved."""
        return bool(drafts(self.detail))

    def show_detail(self, snapshot: Snapshot | None) -> None:
        """Fill the pane beside the list; of the same entry, the keyboard and what is typed stay where they are."""
        self.current = snapshot.id if snapshot else ""
        full = self.store.get(snapshot.id) if snapshot else None
        same, self._beside = self.current == self._beside, self.current
        pane = self.spec.pane(self.commands, full) if full else QWidget()
        if not swap(self.detail, pane, same=same):
            self.begin()

    def reset(self) -> None:
        """Search and filters off."""
        for pill in self.pills:
            pill.reset()
        self.search.clear()
        self._typing.stop()
        self.refresh()

    def _sort(self, section: int) -> None:
        name = self.model.columns[section].name
        descending = self._sorted is not None and self._sorted[0] == name and not self._sorted[1]
        self._sorted = (name, descending)
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self.refresh()

    # ---- widths -----------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window."""
        super().resizeEvent(event)
        self.detail.setFixedWidth(
            WIDE_DETAIL if self.window().width() >= 1600 else min(DETAIL, max(320, self.width() // 2 - 40))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search field: Esc clears, arrow down goes to the list."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
                self.begin()
                return True
        return super().eventFilter(watched, event)
