"""The window's inside: sidebar, pages, toast, error bar. Painted first; the store is opened after the first frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from netzwerkhilfe.access import rules as access
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.settings import Settings
from netzwerkhilfe.store.changeset import Act
from netzwerkhilfe.ui.areas import registry
from netzwerkhilfe.ui.areas.calls.commands import CallCommands
from netzwerkhilfe.ui.areas.exchange.commands import NetworkCommands
from netzwerkhilfe.ui.areas.leads.commands import LeadCommands
from netzwerkhilfe.ui.areas.people.commands import PeopleCommands
from netzwerkhilfe.ui.areas.settings.commands import OfficeCommands
from netzwerkhilfe.ui.areas.tasks.commands import TaskCommands
from netzwerkhilfe.ui.kit.dialogs import LeaveQuestion, Panel, PanelHost, ask_leaving
from netzwerkhilfe.ui.kit.leaving import Draft
from netzwerkhilfe.ui.kit.page import Instead, Page, PageSpec
from netzwerkhilfe.ui.kit.widgets import ErrorBar, FocusRing, Offer, Toast, boxed, column, pop_up, row
from netzwerkhilfe.ui.kit.worker import Worker
from netzwerkhilfe.ui.shell.entries import EntryCommands
from netzwerkhilfe.ui.shell.files import FileCommands
from netzwerkhilfe.ui.shell.focus import FocusKeeper
from netzwerkhilfe.ui.shell.history import NOTHING, History
from netzwerkhilfe.ui.shell.keyboard import Keyboard
from netzwerkhilfe.ui.shell.locking import Locking
from netzwerkhilfe.ui.shell.neighbours import Neighbours
from netzwerkhilfe.ui.shell.outside import Outside
from netzwerkhilfe.ui.shell.pages import Pages
from netzwerkhilfe.ui.shell.sidebar import Sidebar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent

    from netzwerkhilfe.models.fields import Json
    from netzwerkhilfe.store.changeset import ChangeSet
    from netzwerkhilfe.store.naming import PersonNamed
    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.ui.shell.history import Outcome
    from netzwerkhilfe.ui.shell.manual import Manual

NARROW_BELOW = 1320
DAILY_CHECK = 60_000
"""Milliseconds between two looks for what is done once a day."""
WARM = 5_000
"""So long after the start (ms) what writing needs is imported: after the first list, before the first save."""
BACKUP_DAYS = 3
"""From so many days on the line of the last backup warns."""

UNDONE = ("Rückgängig", "ist nicht rückgängig gemacht", "Das Übrige rückgängig machen")
REDONE = ("Wiederholt", "ist nicht wiederholt", "Das Übrige wiederholen")
"""What is said of an act: it was taken back (done again); it was not; and what can be done all the same."""

Demo = Callable[[], tuple[Paths, str]]
"""Makes the sample data; gives where they lie and their passphrase."""


class Shell(PanelHost):
    """All of the window's inside, and the commands of its parts (:class:`~netzwerkhilfe.ui.shell.commands.Commands`).

    ``secret`` opens the store without asking (tests, demo).
    """

    def __init__(self, paths: Paths, secret: str | None = None, *, demo: Demo | None = None) -> None:
        super().__init__()
        self.paths, self.secret, self.demo = paths, secret, demo
        self.settings = Settings(paths.settings)
        self.opened: Store | None = None
        """The store, once it is open."""
        self.history = History(self)
        """What Strg+Z takes back, and Strg+Y does again."""
        self.history.changed.connect(self._another_act)
        self.manual: Manual | None = None
        """The manual, once it was opened."""
        self.worker = Worker(self)
        self.beside = Worker(self)
        self.entries: EntryCommands = EntryCommands(self)
        self.files: FileCommands = FileCommands(self)
        self.calls: CallCommands = CallCommands(self)
        self.tasks: TaskCommands = TaskCommands(self)
        self.leads: LeadCommands = LeadCommands(self)
        self.people: PeopleCommands = PeopleCommands(self)
        self.network: NetworkCommands = NetworkCommands(self)
        self.office: OfficeCommands = OfficeCommands(self)
        self.outside = Outside(self)
        self.locking = Locking(self)
        self.neighbours = Neighbours(self)
        self.pages: Pages = Pages(registry.pages(), self._make_page)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._daily)
        self.setWindowTitle("Netzwerk Hilfe")
        self.setMinimumSize(QSize(800, 440))
        self.setAcceptDrops(True)
        self.resize(1366, 720)
        self._build()
        self.keyboard = Keyboard(self)

    def _build(self) -> None:
        specs = list(self.pages.specs.values())
        self.sidebar = Sidebar(specs, self.go, self.calls.note, self.open_search, self.open_menu)
        self.error_bar = ErrorBar()
        self.stack = QStackedWidget()
        self.stack.addWidget(Page())  # until the store is open
        self.content = boxed(column(self.error_bar, self.stack, spacing=0))
        self.content.installEventFilter(self)
        self.toast = Toast(self.content)
        self.outer = QStackedWidget()
        self.outer.addWidget(boxed(row(self.sidebar, self.content, spacing=0)))
        self.setLayout(column(self.outer, spacing=0))
        self.ring = FocusRing(self)
        self.keeper = FocusKeeper(self, lambda: self.top_panel)

    # ---- opening ----------------------------------------------------------------------------------------------------
    @property
    def store(self) -> Store:
        """The open store; raises ``RuntimeError`` before it is open."""
        if self.opened is None:
            raise RuntimeError("the store is not open")
        return self.opened

    def start(self) -> None:
        """After the first frame: open the store, or ask for what is missing."""
        from netzwerkhilfe.store import opening
        from netzwerkhilfe.store.keys import PassphraseNeeded

        self.files.sweep_papers(wait=False)
        if not self.paths.store.exists():
            self.first_run()
            return
        try:
            self.fill(opening.open_store(self.paths, self.secret))
        except PassphraseNeeded:
            from netzwerkhilfe.ui.shell.unlock import Unlock

            self._instead(Unlock(lambda secret: self.fill(opening.open_store(self.paths, secret))))
        except UserError as error:
            self.tell_error(error, self.start)

    def first_run(self) -> None:
        """The wizard."""
        from netzwerkhilfe.ui.shell.first_run import FirstRun

        self._instead(FirstRun(self.paths, self._begun, self._try_out))
        self.outside.lead_wizard()

    def _instead(self, page: Instead) -> None:
        """Show something in place of sidebar and pages; the keyboard begins in it."""
        self._only_desk()
        self.outer.addWidget(page)
        self.outer.setCurrentIndex(1)
        page.begin()
        QTimer.singleShot(0, page, page.begin)  # where the window is shown only now

    def cover(self, page: Instead) -> None:
        """Put something before sidebar and pages, and let nothing behind it happen."""
        for made in self.pages.made.values():
            _stop_timers(made)
        self.toast.hide()
        self._instead(page)

    def uncover(self) -> None:
        """Show sidebar and pages as they were, with what has changed since."""
        self._only_desk()
        self.outer.setCurrentIndex(0)
        self.neighbours.begin()
        self.changed()
        self.page.catch_up()

    def lock(self) -> None:
        """Cover everything until somebody gives the passphrase."""
        self.locking.lock()

    def begin_locking(self) -> None:
        """Lock by itself as the settings say, from now on."""
        self.locking.begin()

    def _only_desk(self) -> None:
        while old := self.outer.widget(1):
            self.outer.removeWidget(old)
            old.deleteLater()

    def _begun(self, store: Store, key: str) -> None:
        self.fill(store)
        if key:
            self.office.print_recovery(key)

    def _try_out(self) -> None:
        if self.demo is None:
            raise UserError(
                "Die Beispieldaten fehlen in diesem Programm.",
                "",
                "Bitte installieren Sie es neu, oder beginnen Sie ohne sie.",
            )
        self.paths, self.secret = self.demo()
        self.settings = Settings(self.paths.settings)
        self.start()

    def fill(self, store: Store) -> None:
        """The store is open: show the first page. The others are made when they are gone to."""
        self.opened = store
        store.acted.append(self.history.note)
        self._only_desk()
        self.outer.setCurrentIndex(0)
        self.go(next(iter(self.pages)))
        QTimer.singleShot(0, self._after_start)

    def refill(self, store: Store, why: str = NOTHING) -> None:
        """Another store is open now: all pages are made again. ``why`` the way back ends here."""
        self.history.end(why)
        for page in self.pages.made.values():
            _stop_timers(page)
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages = Pages(self.pages.specs, self._make_page)
        self.fill(store)

    def _after_start(self) -> None:
        if self.opened is None:
            return
        self.changed()
        self._daily()
        self._timer.start(DAILY_CHECK)
        QTimer.singleShot(WARM, self, self._warm)
        self.neighbours.begin()
        self.locking.begin()
        self.network.begin_own_office()
        self.outside.open_waiting()
        self.outside.warn_of_fleeting()
        from netzwerkhilfe.exchange import clones, founding

        founding.renew_seed(self.opened)
        if clones.found(self.opened):
            self.network.copied()

    def _warm(self) -> None:
        if self.opened is not None:
            self.worker.run(self.opened.prepare_writing, lambda _: None)
            self.beside.run(self.opened.prove_index, lambda _: None)

    def _daily(self) -> None:
        from netzwerkhilfe.store import backup

        store = self.opened
        if store:
            self.people.forget_certificates()
            self.leads.keep_following()
            self.beside.run(  # it takes seconds, and nobody waits for it
                lambda: backup.daily(store), lambda made: self._tell_backup() if made else None, self.tell_error
            )

    # ---- pages ------------------------------------------------------------------------------------------------------
    def _make_page(self, spec: PageSpec) -> Page:
        page = spec.make(self)
        self.stack.addWidget(page)
        return page

    @property
    def host(self) -> QWidget:
        """What panels cover."""
        return self

    @property
    def page(self) -> Page:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    @property
    def page_spec(self) -> PageSpec:
        """What the window knows of the page that is shown."""
        return next(s for k, s in self.pages.specs.items() if self.pages.made.get(k) is self.page)

    def open_manual(self, name: str = "") -> None:
        """The manual in its own window, at one of its pages."""
        from netzwerkhilfe.ui.shell.manual import Manual

        if self.manual is None:
            self.manual = Manual(self)
        self.manual.open(name)
        self.manual.show()
        self.manual.raise_()
        self.manual.activateWindow()

    def go(self, key: str) -> None:
        """Show a page; what is typed on the one that is left, and not saved, is asked about first."""
        if self.opened is None or key not in self.pages:
            return
        if self.pages.made.get(key) is self.page:
            self._show(key)
        else:
            self.leave_page(partial(self._show, key))

    def _show(self, key: str) -> None:
        page = self.pages[key]
        self.sidebar.choose(key)
        self.stack.setCurrentWidget(page)
        page.refresh()
        page.begin()

    def leave_page(self, then: Callable[[], object]) -> None:
        """Leave the page, or the entry on it; what is typed there and not saved is asked about before ``then``."""
        self.page.flush()
        self.settle_drafts(self.page.drafts, then)

    def settle_drafts(self, find: Callable[[], list[Draft]], then: Callable[[], object]) -> None:
        """Ask what becomes of what was typed, then go on; nothing is asked where nothing is typed.

        :param find: gives what is typed and not saved; asked again with the answer, since parts may be drawn anew.
        """
        found = find()
        if not found:
            then()
            return

        def save() -> None:
            kept = [one.keep() for one in find()]  # each, though one of them is refused
            if all(kept):
                then()

        def drop() -> None:
            for one in find():
                one.drop()
            then()

        names = [name for one in found if isinstance(one, QWidget) and (name := one.accessibleName())]
        ask_leaving(self, "“, „".join(names) or "Der Text", save, drop)

    def leave_all(self, then: Callable[[], object]) -> None:
        """Leave whatever is open, one after the other, each with its question if it was edited; last the page.

        ``then`` comes once nothing is left to ask; if somebody goes on editing, it does not come.
        """
        panel, instead = self.top_panel, self.outer.widget(1)
        if isinstance(panel, LeaveQuestion):
            panel.focus_inside()
        elif panel is not None:
            panel.leave(partial(self.leave_all, then))
        elif isinstance(instead, Instead) and instead.edited:
            ask_leaving(self, instead.name, None, then)
        elif self.opened is not None:
            self.leave_page(then)
        else:
            then()

    def leave_panel(self, then: Callable[[], object]) -> None:
        """A key of the window leaves the open panel, with its question if it was edited; not while it works."""
        if self.opened is None or (self.top_panel is not None and self.top_panel.busy):
            return
        if self.top_panel is None:
            then()
        elif isinstance(self.top_panel, LeaveQuestion):
            self.top_panel.focus_inside()
        else:
            self.top_panel.leave(partial(self.leave_panel, then))

    def home(self) -> None:
        """The keyboard goes to where it begins on the page."""
        instead = self.outer.widget(1)
        if isinstance(instead, Instead):
            instead.begin()
        elif self.opened is not None:
            self.page.begin()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on; but what had the keyboard and is hidden or switched off gives it to the page, not to the next
        button of the window."""
        now = QApplication.focusWidget()
        if now is not None and self.isAncestorOf(now) and not (now.isVisible() and now.isEnabled()):
            QTimer.singleShot(0, self.keeper, self.keeper.look)
            now.clearFocus()
            return True
        return super().focusNextPrevChild(forward)

    def refresh(self) -> None:
        """Read the page that is shown again."""
        self.page.refresh()

    def reveal(self, kind: str, record: str) -> None:
        """Show an entry on the page it belongs to."""
        key = self.pages.key_of(kind)

        def show() -> None:
            self.pages[key].reveal(record)
            self._show(key)

        if key:
            self.leave_page(show)

    @property
    def is_open(self) -> bool:
        """Whether the store is open yet."""
        return self.opened is not None

    @property
    def panel_open(self) -> bool:
        """Whether a panel covers the page, so that no second one may be opened."""
        return self.top_panel is not None

    @property
    def top_panel(self) -> Panel | None:
        """The panel that lies above all others."""
        return next((p for p in reversed(self.findChildren(Panel)) if p.isVisible()), None)

    def changed(self) -> None:
        """Counts, conflicts, backup line and user again."""
        store = self.opened
        if store is None:
            return
        for key, spec in self.pages.specs.items():
            if spec.count:
                self.sidebar.tell(key, spec.count(store), alert=spec.alert)
        office = store.facts().offices.get(store.local("office"))
        role = "Verwaltung" if access.here(store).role is access.Role.OFFICE else "Ehrenamt"
        self.sidebar.tell_user(store.person, role, office)
        self.leads.count_suggestions()
        self._tell_backup()

    def _tell_backup(self) -> None:
        from netzwerkhilfe.models.values import show_near
        from netzwerkhilfe.store import backup

        store = self.store
        newest = backup.newest(store.paths)
        if newest is None:
            self.sidebar.tell_backup("Noch nicht gesichert", good=False)
            return
        near = show_near(newest.date().isoformat(), store.today())
        good = (store.today() - newest.date()).days < BACKUP_DAYS
        clock = f", {newest:%H:%M} Uhr" if near in ("heute", "gestern") else ""  # more has no room beside a date
        self.sidebar.tell_backup(f"Gesichert {near}{clock}", good=good)

    def open_search(self) -> None:
        """Suchen, over everything; an open panel is left for it."""
        self.leave_panel(self._search)

    def _search(self) -> None:
        from netzwerkhilfe.ui.shell.search import SearchPanel

        panel = SearchPanel(self)
        panel.open(panel.edit)

    # ---- saying -----------------------------------------------------------------------------------------------------
    def say(self, text: str) -> None:
        """A toast without a way back."""
        self.toast.say(text)

    def did(self, change: ChangeSet, text: str, icon: str = "check-circle", name: str = "") -> None:
        """Something was done: show it, offer the way back (of ``name``, else of the text), read the page again."""
        if change.entries and not self.history.knows(change):
            self.history.note(Act(name or text.rstrip("."), change))
        offer = Offer("Rückgängig", "Strg+Z", self.undo) if self.history.is_last(change) else None
        self.toast.say(text, offer, icon=icon)
        self.changed()
        self.page.refresh()

    def no_way_back(self, why: str) -> bool:
        """What was done cannot be taken back with Strg+Z, nor what was done before it; ``why`` is said then.

        Gives whether anything could have been taken back until now.
        """
        had = bool(self.history.undoes)
        self.history.end(why)
        return had

    def did_here(self, name: str, back: Callable[[], object], again: Callable[[], object]) -> None:
        """Something of this PC alone was done: how it is taken back, and done again."""
        self.history.note_setting(name, back, again)

    def change_setting(self, name: str, key: str, value: Json, then: Callable[[], object]) -> None:
        """Change a setting of this PC, with a way back; ``then`` does what follows from it, both ways.

        :param name: what is done, for the way back: "Farben geändert".
        """
        before = self.settings.get(key)
        if before == value:
            return

        def put(wanted: Json) -> None:
            self.settings.set(key, wanted)
            then()

        put(value)
        self.did_here(name, partial(put, before), partial(put, value))

    def _another_act(self) -> None:
        """A toast that offers to take back another act than the last one goes."""
        self.toast.withdraw()

    def tell_error(self, error: BaseException, again: Callable[[], object] | None = None) -> None:
        """What a person can mend goes into the bar at the top; everything else is a bug and is logged as well."""
        from netzwerkhilfe.store.naming import PersonNamed

        if isinstance(error, PersonNamed) and again is not None:
            self._ask_about_person(error, again)
            return
        if isinstance(error, UserError):
            self.error_bar.tell(error.title, f"{error.message} {error.action}".strip(), again)
            return
        import logging

        logging.getLogger(__name__).error("unexpected error", exc_info=error)
        self.error_bar.tell(
            "Das hätte nicht passieren dürfen.",
            "Ihre Daten sind sicher. Der Fehler steht im Protokoll neben den Daten; bitte melden Sie ihn.",
            again,
        )

    def _ask_about_person(self, error: PersonNamed, again: Callable[[], object]) -> None:
        """What all would read names a person in need: the bar asks, and does it again if somebody insists."""
        from netzwerkhilfe.ui.kit.naming import INSIST

        def insist() -> None:
            with self.store.insisting(error.hits):
                again()

        self.error_bar.tell(error.title, f"{error.message} {error.action}", insist, INSIST)

    def open_menu(self, at: QWidget) -> None:
        """What concerns the whole window, above the button that was pressed."""
        from netzwerkhilfe.ui.shell.menu import window_menu

        if self.is_open and not self.panel_open:
            menu = window_menu(self, at)
            pop_up(menu, at.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def undo(self) -> None:
        """Strg+Z: take the last act back."""
        self._along(self.history.undo, UNDONE, Offer("Wiederholen", "Strg+Y", self.redo))

    def redo(self) -> None:
        """Strg+Y: do again what was taken back last."""
        self._along(self.history.redo, REDONE, Offer("Rückgängig", "Strg+Z", self.undo))

    def _along(self, go: Callable[[Store], Outcome], words: tuple[str, str, str], offer: Offer) -> None:
        """One step along the way back, or forth; nothing is done behind an open panel."""
        if self.opened is None or self.panel_open:
            return
        self.page.flush()
        self._went(go(self.opened), words, offer)

    def _went(self, outcome: Outcome, words: tuple[str, str, str], offer: Offer) -> None:
        """Say what became of a step along the way."""
        rest, (done, refused, anyway) = outcome.rest, words
        if not outcome.name:
            self.say(outcome.said)
            return
        if outcome.done:
            self.toast.say(f"{done}: {outcome.name}", offer, icon="arrow-counter-clockwise")
        else:
            again = (lambda: self._went(rest(), words, offer)) if rest else None
            self.error_bar.tell(f"„{outcome.name}“ {refused}.", outcome.said, again, anyway)
        self.changed()
        self.page.refresh()

    # ---- window -----------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 1320 the sidebar is a rail."""
        super().resizeEvent(event)
        self.sidebar.narrow(on=self.width() < NARROW_BELOW)
        self.toast.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The toast stays at its place."""
        if watched is self.content and event.type() == QEvent.Type.Resize:
            self.toast.place()
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped: packages, and lists on a list."""
        if self.opened is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Packages are taken in after a preview, a list goes to the page that is shown."""
        self.outside.open_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes toast and error bar."""
        if event.key() == Qt.Key.Key_Escape:
            self.toast.hide()
            self.error_bar.hide()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish background work, close the store, leave no papers with names behind."""
        _stop_timers(self)
        self.worker.close()
        self.beside.close()
        if self.opened is not None:
            self.opened.close()
            self.opened = None
        self.files.sweep_papers(wait=False)
        event.accept()


def _stop_timers(widget: QWidget) -> None:
    """Nothing that waits inside a widget happens any more: its store is closed."""
    for timer in widget.findChildren(QTimer):
        timer.stop()
