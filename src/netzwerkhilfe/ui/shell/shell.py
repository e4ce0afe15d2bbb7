"""The window: sidebar, pages, toast, error bar, keyboard. Painted first; the store is opened after the first frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from netzwerkhilfe.access import rules as access
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.settings import Settings
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.widgets import ErrorBar, FocusRing, Toast, boxed, button, column, row
from netzwerkhilfe.ui.kit.worker import Tasks
from netzwerkhilfe.ui.shell.helping_verbs import HelpingVerbs
from netzwerkhilfe.ui.shell.keyboard import Keyboard
from netzwerkhilfe.ui.shell.network_verbs import NetworkVerbs
from netzwerkhilfe.ui.shell.outside import Outside
from netzwerkhilfe.ui.shell.paperwork import Paperwork
from netzwerkhilfe.ui.shell.sidebar import KEYS, Sidebar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent

    from netzwerkhilfe.store.store import Store
    from netzwerkhilfe.store.unit_of_work import ChangeSet

NARROW_BELOW = 1320
DAILY_CHECK = 60_000


class Shell(Outside, Keyboard, Paperwork, NetworkVerbs, HelpingVerbs, QWidget):
    """All of the window's inside. ``secret`` opens the store without asking (tests, demo)."""

    def __init__(self, paths: Paths, secret: str | None = None, *, demo: Any = None) -> None:
        super().__init__()
        self.paths, self.secret, self.demo = paths, secret, demo
        self.settings = Settings(paths.settings)
        self.store: Store | None = None
        self.tasks = Tasks(self)
        self.pages: dict[str, QWidget] = {}
        self.last: ChangeSet | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._daily)
        self.setWindowTitle("Netzwerk Hilfe")
        self.setMinimumSize(QSize(1024, 540))
        self.setAcceptDrops(True)
        self.waiting_files: list[Path] = []
        self.resize(1366, 720)
        self._build()

    def _build(self) -> None:
        self.sidebar = Sidebar(self.go, self.note_call, self.open_search)
        self.error_bar = ErrorBar()
        self.stack = QStackedWidget()
        waiting = QWidget()
        waiting.setObjectName("page")
        self.stack.addWidget(waiting)
        self.content = boxed(column(self.error_bar, self.stack, spacing=0))
        self.content.installEventFilter(self)
        self.toast = Toast(self.content)
        self.toast.undone.connect(self.undo)
        self.desk = boxed(row(self.sidebar, self.content, spacing=0))
        self.outer = QStackedWidget()
        self.outer.addWidget(self.desk)
        self.setLayout(column(self.outer, spacing=0))
        self.ring = FocusRing(self)
        for keys, verb in (
            ("F2", self.note_call),
            ("Ctrl+K", self.open_search),
            ("Ctrl+F", self.focus_filter),
            ("Ctrl+N", self.add_here),
            ("Ctrl+E", self.edit_here),
            ("Ctrl+P", self.print_here),
            ("Ctrl+Z", self.undo),
            ("F6", self.next_pane),
            ("F1", self.help),
            ("Ctrl+Shift+P", lambda: self.add("volunteers")),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(verb)
        for i, key in enumerate(KEYS[:9], 1):
            QShortcut(QKeySequence(f"Ctrl+{i}"), self).activated.connect(lambda k=key: self.go(k))

    # ---- opening ----------------------------------------------------------------------------------------------------
    def start(self) -> None:
        """After the first frame: open the store, or ask for what is missing."""
        from netzwerkhilfe.store import opening
        from netzwerkhilfe.store.keys import PassphraseNeeded

        self.sweep_papers(wait=False)
        if not self.paths.store.exists():
            self.first_run()
            return
        try:
            self.fill(opening.open_store(self.paths, self.secret))
        except PassphraseNeeded:
            from netzwerkhilfe.ui.shell.unlock import Unlock

            self._outside(Unlock(self.paths, self.fill))
        except UserError as error:
            self.tell_error(error, self.start)

    def first_run(self) -> None:
        """The wizard."""
        from netzwerkhilfe.ui.shell.first_run import FirstRun

        self._outside(FirstRun(self.paths, self._begun, self._try_out))
        self.lead_wizard()

    def _outside(self, page: QWidget) -> None:
        while self.outer.count() > 1:
            old = self.outer.widget(1)
            self.outer.removeWidget(old)
            old.deleteLater()
        self.outer.addWidget(page)
        self.outer.setCurrentIndex(1)

    def _begun(self, store: Store, key: str) -> None:
        self.fill(store)
        if key:
            self.print_recovery(key)

    def _try_out(self) -> None:
        if self.demo is None:
            raise UserError(
                "Die Beispieldaten sind hier nicht zu haben.", "", "Bitte starten Sie „netzwerkhilfe demo“."
            )
        self.paths, self.secret = self.demo()
        self.settings = Settings(self.paths.settings)
        self.start()

    def fill(self, store: Store) -> None:
        """The store is open: make the pages and show the first."""
        from netzwerkhilfe.ui.areas.exchange.page import ExchangePage
        from netzwerkhilfe.ui.areas.kinds import PAGES
        from netzwerkhilfe.ui.areas.meetings.page import MeetingsPage
        from netzwerkhilfe.ui.areas.overview.page import OverviewPage
        from netzwerkhilfe.ui.areas.settings.page import SettingsPage
        from netzwerkhilfe.ui.detail import details
        from netzwerkhilfe.ui.kit.widgets import EmptyState
        from netzwerkhilfe.ui.listing.page import ListPage

        self.store = store
        actions = {
            "add": self.add,
            "edit": self.edit,
            "trash": self.trash,
            "erase": self.erase,
            "stage": self.stage,
            "call": self.dial,
            "mail": self.mail,
            "conflict": self.conflict,
            "print": self.print_list,
            "import": self.import_list,
            "export": self.export_list,
            "open": self.reveal,
            "done": self.call_done,
            "say": self.say,
            "did": self.did,
            "error": self.tell_error,
            "paper": self.paper,
            "changed": self.changed,
            "theme": self.set_theme,
            "recovery": self.new_recovery,
            "invite": self.invite,
            "passphrase": self.change_passphrase,
            "join": self.join_network,
            "open_file": self.open_paper,
            "take_back": self.take_back,
            "copied": self.copied,
            "table": self.table,
            "rules": self.rules,
            "withdraw": self.withdraw,
            "print_exchange": self.print_exchange,
            "leave": self.leave_network,
            "rescue": self.rescue_space,
            "move_pc": self.move_pc,
            "office_folder": self.choose_office_folder,
            "share": self.share,
            "unshare": self.unshare,
            "go": self.go,
            "run": self.tasks.run,
            "host": lambda: self,
            "refresh": self.refresh_page,
            "task_done": self.task_done,
            "task_again": self.task_again,
            "still_right": self.still_right,
            "call_list": self.call_list,
            "print_sheet": self.print_sheet,
            "sheet_back": self.sheet_back,
            "print_certificate": self.print_certificate,
            "print_handover": self.print_handover,
            "attach": self.attach_files,
            "print_week": self.print_week,
            "print_thanks": self.print_thanks,
            "print_consents": self.print_consents,
            "print_cards": self.print_cards,
            "mail_many": self.mail_many,
            "setting": self.settings.get,
            "keep_setting": self.settings.set,
            "open_file_of": self.open_file_of,
        }
        for kind, spec in PAGES.items():

            def empty(kind: str = kind, spec: Any = spec) -> QWidget:
                first = button("Anruf notieren", "primary", "phone-incoming", self.note_call)
                second = button("Aus Excel übernehmen …", "", "table", lambda: self.import_list(self.pages[kind]))
                buttons = [first] if kind == "notes" else [first, second]
                link = button("Einträge von anderen Büros holen", "link", clicked=lambda: self.go("exchange"))
                return EmptyState(spec.icon, spec.empty_title, spec.empty_text, buttons, link)

            page = ListPage(spec, store, self.tasks, lambda s: details.detail(store, s, actions), actions, empty)
            if kind == "notes":
                page.add_button.clicked.disconnect()
                page.add_button.clicked.connect(lambda _c=False: self.note_call())
            self.pages[kind] = page
        self.pages["overview"] = OverviewPage(store, self.tasks, actions)
        self.pages["meetings"] = MeetingsPage(store, self.tasks, actions)
        self.pages["exchange"] = ExchangePage(store, self.tasks, self.settings, actions)
        self.pages["settings"] = SettingsPage(store, self.settings, actions)
        for page in self.pages.values():
            self.stack.addWidget(page)
        self._outside(QWidget())
        self.outer.setCurrentIndex(0)
        self.go("overview")
        QTimer.singleShot(0, self._after_start)

    def _after_start(self) -> None:
        if self.store is None:
            return
        self.changed()
        self._daily()
        self._timer.start(DAILY_CHECK)
        if self.waiting_files:
            self.open_files(self.waiting_files)
        self.warn_of_fleeting()
        from netzwerkhilfe.exchange import clones, founding

        founding.renew_seed(self.store)
        if clones.found(self.store):
            self.copied()

    def _daily(self) -> None:
        from netzwerkhilfe.store import backup

        store = self.store
        if store:
            self.daily_helping(store)
            self.tasks.run(
                lambda: backup.daily(store), lambda made: self._tell_backup() if made else None, self.tell_error
            )

    # ---- pages ------------------------------------------------------------------------------------------------------
    def go(self, key: str) -> None:
        """Show an area."""
        if not self.store or key not in self.pages:
            return
        page = self.pages[key]
        for name, made in self.sidebar.buttons.items():
            made.setAutoExclusive(False)
            made.setChecked(name == key)
            made.setAutoExclusive(True)
        self.stack.setCurrentWidget(page)
        page.refresh()
        (getattr(page, "table", None) or page).setFocus()

    @property
    def page(self) -> Any:
        """The page that is shown."""
        return self.stack.currentWidget()

    def refresh_page(self) -> None:
        """Draw the page that is shown anew."""
        self.page.refresh()

    def reveal(self, kind: str, record: str) -> None:
        """Show an entry, wherever it is."""
        if kind in ("meetings", "agenda_items", "resolutions"):
            self.pages["meetings"].reveal(record)
            self.go("meetings")
        elif kind in self.pages:
            page = self.pages[kind]
            page.current = record
            if hasattr(page, "reset"):
                for pill in page.pills:
                    pill.reset()
                page.search.clear()
                page._wanted = record
            self.go(kind)

    def changed(self) -> None:
        """Counts, conflicts, backup line and user anew."""
        from netzwerkhilfe.store import reading

        store = self.store
        if not store:
            return
        from netzwerkhilfe.services.helping import work_list
        from netzwerkhilfe.ui.areas.kinds import PAGES

        for kind in PAGES:
            count = store.count(kind) if kind != "tasks" else len(work_list.open_ids(store))
            self.sidebar.buttons[kind].tell(str(count) if count else "")
        with store.reading() as cursor:
            conflicts = len({c.id for c in reading.conflicts(cursor)})
        self.sidebar.buttons["exchange"].tell(str(conflicts) if conflicts else "", alert=True)
        facts = store.facts()
        office = facts.offices.get(store.local("office"))
        role = "Verwaltung" if access.here(store).role is access.Role.OFFICE else "Ehrenamt"
        self.sidebar.tell_user(
            store.person,
            role,
            office.name if office else "",
            office.code if office else "MX",
            office.order if office else 2,
        )
        self.count_suggestions()
        self._tell_backup()

    def _tell_backup(self) -> None:
        from netzwerkhilfe.models.values import show_near
        from netzwerkhilfe.store import backup

        assert self.store
        newest = backup.newest(self.store.paths)
        if newest is None:
            self.sidebar.tell_backup("Noch nicht gesichert", good=False)
            return
        near = show_near(newest.date().isoformat(), self.store.today())
        self.sidebar.tell_backup(
            f"Gesichert {near}, {newest:%H:%M} Uhr", good=(self.store.today() - newest.date()).days < 3
        )

    # ---- saying -----------------------------------------------------------------------------------------------------
    def say(self, text: str) -> None:
        """A toast without a way back."""
        self.toast.say(text, undo=False)

    def did(self, change: ChangeSet, text: str, icon: str = "check-circle") -> None:
        """Something was done: show it, offer the way back, refresh."""
        self.last = change
        self.toast.say(text, undo=bool(change.entries), icon=icon)
        self.changed()
        self.page.refresh()

    def tell_error(self, error: BaseException, again: Any = None) -> None:
        """What a person can mend goes into the bar; everything else is a bug and goes into the log as well."""
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

    def undo(self) -> None:
        """Take the last change back."""
        if not self.store or not self.last:
            return
        done, self.last = self.last, None
        try:
            with self.store.change() as change:
                change.undo(done)
        except UserError as error:
            self.tell_error(error)
            return
        self.toast.say("Zurückgenommen.", undo=False, icon="arrow-counter-clockwise")
        self.changed()
        self.page.refresh()

    # ---- verbs ------------------------------------------------------------------------------------------------------
    def note_call(self, name: str = "") -> None:
        """Anruf notieren."""
        if not self.store or self._panel_open():
            return
        from netzwerkhilfe.services.entries.calls import KIND_OF_TOPIC
        from netzwerkhilfe.ui.areas.calls.panel import CallPanel

        def saved(note: str, entry: str, change: ChangeSet) -> None:
            assert self.store
            made = self.store.get(entry or note)
            kind = made.kind.name if made else "notes"
            self.reveal(kind, entry or note)
            self.did(
                change,
                "Der Anruf ist notiert."
                if kind not in KIND_OF_TOPIC.values()
                else f"Der Anruf ist notiert, der Eintrag angelegt: {made.title(self.store.facts()) if made else ''}",
            )

        panel = CallPanel(self, self.store, saved, name=name if isinstance(name, str) else "")
        panel.open(panel.name)

    def open_search(self) -> None:
        """Suchen."""
        if not self.store or self._panel_open():
            return
        from netzwerkhilfe.ui.shell.search import Hit, SearchPanel

        def commands(text: str) -> list[Hit]:
            quoted = f"„{text}“ " if text else ""
            return [
                Hit(
                    f"Person {quoted}neu erfassen",
                    "",
                    "user-plus",
                    lambda: self.add("volunteers", self._name_texts(text)),
                    key="Strg+Umschalt+P",
                ),
                Hit(
                    f"Anruf von {quoted}notieren" if text else "Anruf notieren",
                    "",
                    "phone-incoming",
                    lambda: self.note_call(text),
                    key="F2",
                ),
            ]

        panel = SearchPanel(self, self.store, self.reveal, commands)
        panel.open(panel.edit)

    @staticmethod
    def _name_texts(text: str) -> dict[str, str]:
        from netzwerkhilfe.models.values import split_name

        _, first, last = split_name(text) if text else ("", "", "")
        return {"first_name": first, "last_name": last}

    def _panel_open(self) -> bool:
        from netzwerkhilfe.ui.kit.dialogs import Panel

        return any(p.isVisible() for p in self.findChildren(Panel))

    def add(self, kind: str, texts: dict[str, str] | None = None) -> None:
        """A new entry."""
        if not self.store or self._panel_open():
            return
        from netzwerkhilfe.models import KINDS
        from netzwerkhilfe.ui.kit.form import FormPanel

        def saved(record: str, change: ChangeSet) -> None:
            self.reveal(kind, record)
            self.did(change, f"{KINDS[kind].singular} erfasst.")

        panel = FormPanel(self, self.store, KINDS[kind], saved, texts=texts)
        panel.open(panel.first())

    def edit(self, record: str) -> None:
        """Edit an entry."""
        if not self.store or self._panel_open():
            return
        from netzwerkhilfe.ui.kit.form import FormPanel

        opened = self.store.get(record)
        if opened is None:
            self.tell_error(UserError("Diesen Eintrag gibt es nicht mehr.", "Ein anderes Büro hat ihn gelöscht."))
            return

        def saved(new: str, change: ChangeSet) -> None:
            if hasattr(self.page, "current") and opened.kind.name in self.pages:
                self.page.current = new
            self.did(change, "Gespeichert." if change.entries else "Es gab nichts zu ändern.")

        panel = FormPanel(self, self.store, opened.kind, saved, opened=opened, trash=self.trash)
        panel.open(panel.first())

    def trash(self, record: str) -> None:
        """Into the Papierkorb; the toast leads back."""
        assert self.store
        snapshot = self.store.get(record)
        if not snapshot:
            return
        with self.store.change() as change:
            change.trash(record)
        self.did(change.set, f"„{snapshot.title(self.store.facts())}“ liegt im Papierkorb.", "archive")

    def erase(self, record: str) -> None:
        """Erase for good, after a question that names what else mentions the person."""
        assert self.store
        from netzwerkhilfe.store import erasure
        from netzwerkhilfe.ui.kit.dialogs import ask

        store = self.store
        snapshot = store.get(record)
        if not snapshot:
            return
        facts = store.facts()
        hits = [s.title(facts) for s in (store.get(i) for _, i in erasure.mentions(store, snapshot.root)) if s]
        also = f" Der Name kommt noch vor in: {', '.join(hits[:5])}. Das ändern Sie bitte von Hand." if hits else ""

        def go() -> None:
            self.tasks.run(
                lambda: erasure.erase(store, record, "Auf Wunsch gelöscht"),
                lambda n: (self.say(f"{n} Einträge sind endgültig gelöscht."), self.changed(), self.page.refresh()),
                self.tell_error,
            )

        ask(
            self,
            "Endgültig löschen?",
            f"„{snapshot.title(facts)}“ und alles, was daran hängt, wird gelöscht: hier, in den Sicherungen und "
            "mit dem "
            "nächsten Austausch in "
            f"allen Büros. Das lässt sich nicht zurücknehmen.{also}",
            "Endgültig löschen",
            go,
            danger=True,
        )

    def stage(self, record: str, stage: str) -> None:
        """The next step of a lead."""
        assert self.store
        from netzwerkhilfe.services.entries import entries

        try:
            change = entries.set_stage(self.store, record, stage)
        except UserError as error:
            self.tell_error(error)
            self.page.refresh()
            return
        self.did(change, f"Stand: {stage}.")

    def call_done(self, record: str) -> None:
        """A call back was made."""
        assert self.store
        with self.store.change() as change:
            change.update(record, {"done": True})
        self.did(change.set, "Rückruf erledigt.")

    def conflict(self, record: str) -> None:
        """Settle the conflicts of an entry."""
        self.pages["exchange"].review_of(record)  # type: ignore[attr-defined]

    def dial(self, number: str) -> None:
        """A click on a number: the telephone program dials it."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        from netzwerkhilfe.ui.detail.details import tel

        QDesktopServices.openUrl(QUrl(tel(number)))

    def mail(self, address: str) -> None:
        """A click on an address: the mail program opens."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        from netzwerkhilfe.models.values import Unreadable, read_email

        try:
            QDesktopServices.openUrl(QUrl(f"mailto:{read_email(address)}"))
        except Unreadable:
            self.tell_error(
                UserError("Diese E-Mail-Adresse ist nicht richtig.", "", "Bitte bearbeiten Sie den Eintrag.")
            )

    def set_theme(self, choice: str) -> None:
        """Light, dark or as the system."""
        self.settings.set("theme", choice)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, choice)
        self.update()
        self.say("Die Farben gelten ganz nach dem nächsten Start.")

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
        if self.store and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Packages are taken in after a preview, a list goes to the page that is shown."""
        self.open_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes toast and error bar."""
        if event.key() == Qt.Key.Key_Escape:
            self.toast.hide()
            self.error_bar.hide()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish background work, close the store, leave no papers with names behind."""
        self._timer.stop()
        self.tasks.close()
        if self.store:
            self.store.close()
            self.store = None
        self.sweep_papers(wait=False)
        event.accept()
