"""Austausch: choose a stick or folder, see where each office stands, exchange; what came, and what to look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QSize, QStorageInfo, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from netzwerkhilfe.exchange import (
    clones,
    departure,
    drives,
    export_package,
    folder,
    join_with_data,
    members,
    own_departure,
    status,
    undo,
    wording,
)
from netzwerkhilfe.exchange.drives import Drive
from netzwerkhilfe.exchange.report import Cancelled, Report
from netzwerkhilfe.exchange.status import Lack, Waiting
from netzwerkhilfe.exchange.wording import many
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.ui.areas.exchange import standing
from netzwerkhilfe.ui.areas.exchange.conflicts import by_entry
from netzwerkhilfe.ui.areas.exchange.devices import DevicesPanel
from netzwerkhilfe.ui.areas.exchange.panels import (
    HistoryPanel,
    PreviewPanel,
    Progress,
    open_conflicts,
)
from netzwerkhilfe.ui.areas.exchange.standing import OfficesTable
from netzwerkhilfe.ui.areas.exchange.wording import AFTER_EXCHANGE, BEGINS_ANEW
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.dialogs import host_of
from netzwerkhilfe.ui.kit.page import Page, tab_stops
from netzwerkhilfe.ui.kit.widgets import boxed, button, clear, column, label, line, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

NAMES = {Drive.STICK: "USB-Stick", Drive.NETWORK: "Netzlaufwerk"}


def places() -> list[tuple[Drive, str, Path]]:
    """Sticks that are plugged in, then network drives, each with its name."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        kind = drives.kind_of(volume.rootPath(), bytes(volume.fileSystemType().data()).decode("ascii", "replace"))
        if kind in NAMES and volume.isValid() and volume.isReady() and not volume.isReadOnly():
            found.append((kind, f"{NAMES[kind]} {volume.displayName()}", Path(volume.rootPath())))
    return sorted(found, key=lambda f: list(NAMES).index(f[0]))


def step_title(number: int, text: str) -> QHBoxLayout:
    """A numbered heading."""
    ring = label(str(number), "", 9, 600)
    ring.setFixedSize(22, 22)
    ring.setAlignment(Qt.AlignmentFlag.AlignCenter)
    ring.setStyleSheet(f"background: {theme.token('accent')}; color: {theme.token('on_accent')}; border-radius: 11px;")
    return row(ring, 2, label(text, "", 12, 600), None)


def size_text(size: int) -> str:
    """Bytes as people say them: "14,2 GB"."""
    for unit, power in (("GB", 30), ("MB", 20)):
        if size >= 2**power:
            return f"{size / 2**power:.1f} {unit}".replace(".", ",")
    return f"{size // 1024} KB"


class ExchangePage(Page):
    """The page of the exchange."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.commands, self.store, self.settings = commands, commands.store, commands.settings
        self.folder: Path | None = None
        self.sub = label("", "muted", short=True)
        self.more = button("", "quiet", "dots-three", self._show_menu, "Weitere Befehle")
        self.header = boxed(
            row(
                label("Austausch", "", 15, 600),
                4,
                self.sub,
                None,
                button("PCs", "", "desktop", self.devices),
                button("Per E-Mail senden", "", "envelope-simple", self.mail),
                button("Büro einladen …", "", "key", self.commands.network.invite),
                button("Verlauf", "", "clock-counter-clockwise", self.history),
                self.more,
                margins=(24, 0, 24, 0),
            )
        )
        self.header.setFixedHeight(60)
        self.box = QVBoxLayout()
        self.box.setContentsMargins(24, 16, 24, 24)
        self.box.setSpacing(12)
        inner = QWidget()
        inner.setLayout(self.box)
        self.area = scroll = QScrollArea()
        scroll.setObjectName("ground")
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        self.setLayout(column(self.header, line(), scroll, spacing=0))
        remembered = self.settings.get("exchange_folder")
        if remembered and Path(remembered).is_dir():
            self.folder = Path(remembered)
        self._accept: Callable[[], object] = lambda: self.exchange(accept=True)
        self.waiting = Waiting()
        # what arrives in the chosen folder is offered, never taken unseen
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(1500)
        self._look.timeout.connect(self.look)
        self.watcher = QFileSystemWatcher(self)
        self.watcher.directoryChanged.connect(lambda _p: self._look.start())
        self._watch()

    @property
    def busy(self) -> bool:
        """Whether an exchange is under way."""
        return self.commands.network.busy

    # ---- keys -------------------------------------------------------------------------------------------------------
    def print(self) -> None:
        """Strg+P: the report of the last exchange."""
        if entry := self._last():
            self.commands.network.print_report(entry)

    def panes(self) -> list[QWidget]:
        """The buttons of the header, and of the page."""
        return [*tab_stops(self.header)[:1], *tab_stops(self.area)[:1]]

    # ---- the page ---------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Redraw the page, and look into the folder."""
        self._draw()
        self._peek()

    def _peek(self) -> None:
        """Look into the folder, and redraw the page if other packages lie there than it says."""
        target = self.folder
        if target is not None and not self.busy:

            def seen(found: Waiting) -> None:
                if target == self.folder and found != self.waiting:
                    self.waiting = found
                    self._draw()

            self.commands.worker.run(lambda: status.peek(self.store, target), seen, lambda _e: None)

    def _draw(self) -> None:
        clear(self.box)
        found = status.situation(self.store)
        self.sub.setText(wording.overall(found, self.waiting.by_office))
        self._notices()
        self._lacks(found)
        self.box.addLayout(step_title(1, "Womit tauschen Sie aus?"))
        self.box.addLayout(self._places())
        self.box.addSpacing(4)
        self.box.addLayout(step_title(2, "Was wird ausgetauscht?"))
        self.box.addWidget(OfficesTable(self.store, found, self.waiting))
        self.box.addSpacing(4)
        self.box.addLayout(step_title(3, "Austausch starten"))
        self.box.addWidget(self._start())
        lock = QLabel()
        lock.setPixmap(icons.pixmap("lock-key", "text2", 16))
        text = label(
            "Die Pakete sind verschlüsselt. Geht der Stick verloren, kann niemand die Daten lesen. Ein Paket fragt nie "
            "nach einem Kennwort.",
            "caption",
            9,
            wrap=True,
        )
        sealed = row(lock, text)
        sealed.setStretch(1, 1)
        self.box.addLayout(sealed)
        if report := self._report():
            self.box.addSpacing(4)
            self.box.addWidget(report)
        self.box.addStretch(1)

    def _notice(self, role: str, text: str, verb: str, go: Callable[[], object], icon: str = "") -> None:
        box = row(margins=(14, 8, 8, 8))
        box.addWidget(label(text, "", 10, 600 if role == "warnbox" else 500, wrap=True), 1)
        if verb:
            box.addWidget(button(verb, "", icon, go))
        self.box.addWidget(boxed(box, role))

    def _notices(self) -> None:
        if clones.found(self.store):
            self._notice(
                "warnbox",
                "Diese Daten kommen von einem anderen PC. Bitte sagen Sie, was dieser PC ist.",
                "Jetzt sagen",
                self.commands.network.copied,
            )
        if join_with_data.alone(self.store):
            self._notice(
                "infobox",
                "Noch ist dieses Büro allein. Laden Sie andere ein, oder treten Sie mit einer Einladung bei und nehmen "
                "Ihre Einträge mit.",
                "Mit Einladung beitreten …",
                self.commands.network.join,
                "key",
            )
        waiting = [m for m in members.listing(self.store) if m["state"] == "waiting"]
        for member in waiting:
            what = "Ein zweiter PC mit einer Kopie der Daten" if member.get("copy") else "Ein neuer PC"
            self._notice(
                "infobox",
                f"{what} wartet auf Aufnahme: {member['person']}, {member['office']}.",
                "Ansehen",
                self.devices,
            )
        for one in departure.left(self.store):
            if one.waiting or one.remaining:
                lacking = f" Noch nicht bestätigt: {', '.join(one.waiting)}." if one.waiting else ""
                lacking += f" Noch nicht an allen PCs: {', '.join(one.remaining)}." if one.remaining else ""
                self._notice(
                    "infobox",
                    f"{one.name} hat das Netzwerk am {show_date(one.on)} verlassen.{lacking}",
                    "",
                    self.devices,
                )
        conflicts = open_conflicts(self.store)
        if conflicts:
            n = len(by_entry(conflicts))
            self._notice(
                "warnbox",
                f"{many(n, 'Konflikt wartet', 'Konflikte warten')} auf Ihre Entscheidung. Bis dahin zeigen alle Büros "
                "die neuere Angabe.",
                "Jetzt prüfen",
                self.commands.network.review,
            )

    def _lacks(self, found: status.Situation) -> None:
        """What concerns this PC, and what waits for a person."""
        for finding in found.findings:
            if finding.what is not Lack.HELD:
                self._notice("warnbox", wording.sentence(self.store, finding), "", lambda: None)
        everywhere = [*found.findings, *(f for one in found.offices for f in one.findings)]
        held = [f for f in everywhere if f.what is Lack.HELD]
        if held:
            text = "\n".join(wording.sentence(self.store, f) for f in held)
            can = (
                any(f.waits and f.waits.why.can_be_accepted for f in held) and self.folder is not None and not self.busy
            )
            if own_departure.noted(self.store):
                self._notice("warnbox", text, "Auch hier verlassen …", self.commands.network.leave)
            else:
                self._notice("warnbox", text, "Trotzdem übernehmen" if can else "", self._accept)

    def _places(self) -> QHBoxLayout:
        choices = places()
        if self.folder and self.folder not in [p for _, _, p in choices]:
            choices.insert(0, (Drive.OTHER, self.folder.name or str(self.folder), self.folder))
        if self.folder is None and choices and choices[0][0] is Drive.STICK:
            self.folder = choices[0][2]
        cards = row(spacing=12)
        for kind, name, path in choices[:3]:
            below = str(path)
            if path == self.folder and self.waiting.free is not None:
                ready = many(self.waiting.packages, "Paket", "Pakete") if self.waiting.packages else "keine Pakete"
                below = f"{ready} für uns, {size_text(self.waiting.free)} frei"
            card = button(f"{name}\n{below}", "choice", clicked=partial(self.choose, path), tip=str(path))
            card.setStyleSheet("min-height: 58px; max-height: 58px;")
            card.setCheckable(True)
            card.setChecked(path == self.folder)
            card.setIcon(icons.icon("hard-drive" if kind is Drive.STICK else "hard-drives", "accent_text", 22, 8))
            card.setIconSize(QSize(30, 22))
            cards.addWidget(card, 1)
        other = button("Anderer Ordner …\nNetzlaufwerk oder Ordner einer E-Mail", "choice", clicked=self._pick)
        other.setStyleSheet("min-height: 58px; max-height: 58px;")
        other.setIcon(icons.icon("folder-open", "accent_text", 22, 8))
        other.setIconSize(QSize(30, 22))
        cards.addWidget(other, 1)
        return cards

    def _start(self) -> QWidget:
        self.start = button("Austauschen", "primary", "arrows-left-right", self.exchange)
        self.send = button("Nur senden", clicked=self.send_only)
        self.start.setEnabled(self.folder is not None and not self.busy)
        self.send.setEnabled(self.folder is not None and not self.busy)
        if self.folder is None:
            text = "Bitte wählen Sie zuerst einen Stick oder Ordner."
        elif self.waiting.packages:
            text = f"{many(self.waiting.packages, 'Paket', 'Pakete')} lesen und unseren Stand hinterlegen"
        else:
            text = f"Unseren Stand in „{self.folder.name or self.folder}“ hinterlegen"
        below = "Sie sehen zuerst eine Vorschau. Ohne Ihre Zustimmung wird nichts übernommen. Vorher wird gesichert."
        start = row(margins=(16, 12, 16, 12), spacing=12)
        start.addLayout(
            column(label(text, "", 10, 600, wrap=True), label(below, "caption", 9, wrap=True), spacing=2), 1
        )
        start.addWidget(self.send)
        start.addWidget(self.start)
        return boxed(start, "card")

    # ---- the folder -------------------------------------------------------------------------------------------------
    def choose(self, path: Path) -> None:
        """Exchange with this folder from now on."""
        self.folder = path
        self.waiting = Waiting()
        self._watch()
        self.settings.set("exchange_folder", str(path))
        self.refresh()

    def _watch(self) -> None:
        if self.watcher.directories():
            self.watcher.removePaths(self.watcher.directories())
        if self.folder is not None and self.folder.is_dir():
            self.watcher.addPath(str(self.folder))

    def look(self) -> None:
        """Something has changed in the folder: is there anything new for us?"""
        if self.folder is None or self.busy or not self.commands.is_open:
            return
        target = self.folder

        def seen(report: Report) -> None:
            if report.brought_something:
                who = ", ".join(dict.fromkeys(report.senders))
                self.commands.say(f"Ein Paket von {who} liegt bereit. „Austauschen“ holt es.")
            self._peek()

        self.commands.worker.run(lambda: folder.exchange(self.store, target, preview=True), seen, lambda _e: None)

    def _pick(self) -> None:
        found = QFileDialog.getExistingDirectory(
            self, "Ordner für den Austausch wählen", str(self.folder or Path.home())
        )
        if found:
            self.choose(Path(found))

    # ---- exchanging -------------------------------------------------------------------------------------------------
    def _run(self, work: Callable[[Progress], Report], then: Callable[[Report], None]) -> None:
        self.commands.network.busy = True
        progress = Progress(host_of(self), "Austausch")
        self._draw()

        def ended(report: Report) -> None:
            progress.done()
            then(report)

        def failed(error: BaseException) -> None:
            progress.done()
            self._failed(error)

        self.commands.worker.run(lambda: work(progress), ended, failed)

    def exchange(self, *, accept: bool = False) -> None:
        """Exchange with the chosen folder; a preview first if there is anything to take in."""
        if self.folder is None or self.busy:
            return
        if clones.found(self.store):
            self.commands.network.copied()
            return
        target = self.folder
        self._accept = lambda: self.exchange(accept=True)

        def really() -> None:
            self._run(lambda p: folder.exchange(self.store, target, accept=accept, progress=p), self._done)

        def seen(report: Report) -> None:
            if report.brought_something:
                self._preview(report, really)
            else:
                really()

        self._run(lambda p: folder.exchange(self.store, target, preview=True, accept=accept, progress=p), seen)

    def more_menu(self) -> QMenu:
        """What is seldom needed."""
        menu = QMenu(self.more)
        again = menu.addAction(f"{wording.AGAIN} …")
        again.setEnabled(self.folder is not None and not self.busy)
        again.triggered.connect(lambda _c=False: self.read_again())
        return menu

    def _show_menu(self) -> None:
        self.more_menu().exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def read_again(self) -> None:
        """Read all packages of the chosen folder as if nothing of them had come; a preview shows what is missing."""
        if self.folder is None or self.busy:
            return
        target = self.folder

        def really() -> None:
            self._run(lambda p: folder.exchange(self.store, target, again=True, progress=p), self._done)

        def seen(report: Report) -> None:
            if report.brought_something:
                self._preview(report, really)
            else:
                self.commands.network.busy = False
                self.refresh()
                self.commands.say("Hier fehlt nichts von dem, was in den Paketen steht.")

        self._run(lambda p: folder.exchange(self.store, target, preview=True, again=True, progress=p), seen)

    def send_only(self) -> None:
        """Leave our files without taking anything in."""
        if self.folder is not None and not self.busy:
            target = self.folder
            self._run(lambda p: folder.exchange(self.store, target, send_only=True, progress=p), self._done)

    def _preview(self, report: Report, go: Callable[[], object]) -> None:
        def stop() -> None:
            self.commands.network.busy = False
            self.refresh()

        panel = PreviewPanel(host_of(self), self.store, report, go, stop)
        panel.open(panel.act)

    def _done(self, report: Report) -> None:
        self.commands.network.busy = False
        self.waiting = Waiting(free=self.waiting.free)
        ended = report.brought_something and self.commands.no_way_back(AFTER_EXCHANGE)
        if report.brought_something:
            self.commands.leads.keep_following()
        self.commands.changed()
        self.commands.say(
            f"Ausgetauscht: {report.new} neu, {report.changed} geändert, "
            f"{many(report.conflicts, 'Konflikt', 'Konflikte')}.{BEGINS_ANEW if ended else ''}"
        )
        self.refresh()

    def mail(self) -> None:
        """Our package as an e-mail draft; the mail program opens with it."""
        target = self.store.paths.papers / "austausch.eml"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.commands.worker.run(
            lambda: export_package.mail_draft(self.store, target),
            lambda _n: self.commands.files.open_paper(target),
            self._failed,
        )

    def take_files(self, paths: list[Path], *, accept: bool = False) -> None:
        """Packages that were dropped on the window or opened by a double click: a preview first."""
        self._accept = lambda: self.take_files(paths, accept=True)

        def really() -> None:
            self._run(lambda p: folder.take_files(self.store, paths, accept=accept, progress=p), self._done)

        def seen(report: Report) -> None:
            if report.brought_something:
                self._preview(report, really)
            else:
                really()

        self._run(lambda p: folder.take_files(self.store, paths, preview=True, accept=accept, progress=p), seen)

    def _failed(self, error: BaseException) -> None:
        self.commands.network.busy = False
        self.refresh()
        if isinstance(error, Cancelled):
            self.commands.changed()
            self.commands.say(error.title)
            return
        self.commands.tell_error(error, self.exchange)

    # ---- the report -------------------------------------------------------------------------------------------------
    def _last(self) -> dict[str, Json] | None:
        """The report of the last exchange, also of one before the program was started."""
        return next(reversed(status.history(self.store)), None)

    def _report(self) -> QWidget | None:
        """What the last exchange did, and how to take it back, as long as that is possible."""
        entry, since = self._last(), undo.since(self.store)
        if entry is None and not since:
            return None
        box = column(spacing=4, margins=(16, 10, 12, 10))
        title = f"Letzter Austausch: {standing.when(self.store, entry['at'])}" if entry else "Letzter Austausch"
        head = row(label(title, "", 10, 600), None)
        if since:
            head.addWidget(button("Austausch zurücknehmen", clicked=self.commands.network.take_back))
        if self.folder is not None and (stick := self._stick_of(self.folder)):
            head.addWidget(button("Stick auswerfen", "", "eject", lambda: self.eject(stick)))
        if entry:
            head.addWidget(button("Drucken", "", "printer", lambda: self.commands.network.print_report(entry)))
        box.addLayout(head)
        for sentence in wording.report(entry) if entry else ():
            box.addWidget(label(sentence, "", 10, wrap=True))
        if since:
            text = (
                f"Was {standing.when(self.store, since)} ankam, lässt sich zurücknehmen, solange hier nichts geändert "
                "wird."
            )
            box.addWidget(label(text, "caption", 9, wrap=True))
        return boxed(box, "card")

    @staticmethod
    def _stick_of(place: Path) -> Path | None:
        """The stick on which a folder lies, if it is one."""
        volume = QStorageInfo(str(place))
        return Path(volume.rootPath()) if drives.kind_of(volume.rootPath()) is Drive.STICK else None

    def eject(self, stick: Path) -> None:
        """Let the system finish with the stick, so that it can be pulled."""
        if self.watcher.directories():
            self.watcher.removePaths(self.watcher.directories())  # a watched folder is an open one

        def told(done: bool) -> None:
            if done:
                self.folder = None
                self.commands.say("Der Stick kann abgezogen werden.")
            else:
                self._watch()
                self.commands.say("Der Stick ist noch in Gebrauch. Bitte schließen Sie, was darauf geöffnet ist.")
            self.refresh()

        self.commands.worker.run(lambda: drives.eject(stick), told, self._failed)

    def history(self) -> None:
        """The last exchanges."""
        HistoryPanel(host_of(self), self.store, self.commands.network.print_report).open()

    def devices(self) -> None:
        """The PCs of the network."""
        DevicesPanel(self.commands, self.refresh).open()
