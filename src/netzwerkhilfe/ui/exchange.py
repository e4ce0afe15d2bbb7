"""Austausch: choose a stick or folder, see who is who, exchange; below it the open conflicts, settled side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QStorageInfo, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import folder, members, moving_in, own_files, undo
from netzwerkhilfe.exchange.folder import Report
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.settings import Settings
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reading import Conflict
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui import theme
from netzwerkhilfe.ui.conflicts import ConflictPanel, by_entry
from netzwerkhilfe.ui.dialogs import Panel, ask, host_of
from netzwerkhilfe.ui.tasks import Tasks
from netzwerkhilfe.ui.widgets import Tag, badge, boxed, button, clear, column, label, line, row

STATES = {
    "member": ("Mitglied", "ok"),
    "waiting": ("wartet auf Sie", "warn"),
    "invited": ("eingeladen", "info"),
    "struck": ("ausgeschlossen", "bad"),
}


def sticks() -> list[tuple[str, Path]]:
    """Removable drives that are plugged in, with their names."""
    found = []
    for drive in QStorageInfo.mountedVolumes():
        root = drive.rootPath()
        removable = root.startswith(("/media/", "/run/media/", "/Volumes/")) or (
            len(root) <= 3 and root[1:2] == ":" and root[:1] not in "CD"
        )
        if drive.isValid() and drive.isReady() and not drive.isReadOnly() and removable:
            found.append((f"USB-Stick {drive.displayName()}", Path(root)))
    return found


def step_title(number: int, text: str) -> Any:
    """A numbered heading."""
    ring = label(str(number), "", 9, 600)
    ring.setFixedSize(22, 22)
    ring.setAlignment(Qt.AlignmentFlag.AlignCenter)
    ring.setStyleSheet(f"background: {theme.token('accent')}; color: {theme.token('on_accent')}; border-radius: 11px;")
    return row(ring, 2, label(text, "", 12, 600), None)


class ExchangePage(QWidget):
    """The page of the exchange."""

    def __init__(self, store: Store, tasks: Tasks, settings: Settings, actions: dict[str, Callable[..., Any]]) -> None:
        super().__init__()
        self.store, self.tasks, self.settings, self.verbs = store, tasks, settings, actions
        self.folder: Path | None = None
        header = boxed(
            row(label("Austausch", "", 15, 600), 4, label("mit den anderen Büros", "muted"), None,
                button("Per E-Mail senden", "", "envelope-simple", self.mail),
                button("Büro einladen …", "", "key", self.verbs["invite"]), margins=(24, 0, 24, 0))
        )  # fmt: skip
        header.setFixedHeight(60)
        self.box = QVBoxLayout()
        self.box.setContentsMargins(24, 16, 24, 24)
        self.box.setSpacing(12)
        inner = QWidget()
        inner.setLayout(self.box)
        scroll = QScrollArea()
        scroll.setObjectName("ground")
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        self.setObjectName("page")
        self.setLayout(column(header, line(), scroll, spacing=0))
        remembered = settings.get("exchange_folder")
        if remembered and Path(remembered).is_dir():
            self.folder = Path(remembered)
        self.report: Report | None = None
        self.busy = False
        # what arrives in the chosen folder is offered, never taken unseen
        self.watcher = QFileSystemWatcher(self)
        self.watcher.directoryChanged.connect(lambda _p: self._look.start())
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(1500)
        self._look.timeout.connect(self.look)
        self._watch()

    def refresh(self) -> None:
        """Draw the page anew."""
        clear(self.box)
        if moving_in.alone(self.store):
            box = row(margins=(14, 8, 8, 8))
            box.addWidget(
                label(
                    "Noch ist dieses Büro allein. Laden Sie andere ein, oder treten Sie mit einer Einladung bei und nehmen Ihre Einträge mit.",
                    "",
                    10,
                    500,
                    wrap=True,
                ),
                1,
            )
            box.addWidget(button("Mit Einladung beitreten …", "", "key", self.verbs["join"]))
            self.box.addWidget(boxed(box, "infobox"))
        with self.store.reader() as cursor:
            conflicts = reading.conflicts(cursor)
        if conflicts:
            n = len(by_entry(conflicts))
            text = label(
                f"{n} {'Konflikt wartet' if n == 1 else 'Konflikte warten'} auf Ihre Entscheidung. Bis dahin zeigen alle Büros die neuere Angabe.",
                "", 10, 600, wrap=True,
            )  # fmt: skip
            box = row(margins=(14, 8, 8, 8))
            box.addWidget(text, 1)
            box.addWidget(button("Jetzt prüfen", clicked=lambda: self.review(conflicts)))
            self.box.addWidget(boxed(box, "warnbox"))
        self.box.addLayout(step_title(1, "Womit tauschen Sie aus?"))
        choices: list[tuple[str, Path]] = sticks()
        if self.folder and self.folder not in [p for _, p in choices]:
            choices.insert(0, (self.folder.name or str(self.folder), self.folder))
        if self.folder is None and choices:
            self.folder = choices[0][1]
        cards = row(spacing=12)
        for name, path in choices[:3]:
            card = button(f"{name}\n{path}", "choice", clicked=lambda p=path: self._choose(p))
            card.setStyleSheet("min-height: 58px; max-height: 58px;")
            card.setCheckable(True)
            card.setChecked(path == self.folder)
            cards.addWidget(card, 1)
        other = button("Anderer Ordner …\nNetzlaufwerk oder Ordner einer E-Mail", "choice", clicked=self._pick)
        other.setStyleSheet("min-height: 58px; max-height: 58px;")
        cards.addWidget(other, 1)
        self.box.addLayout(cards)
        self.box.addSpacing(4)
        self.box.addLayout(step_title(2, "Wer gehört dazu?"))
        self.box.addWidget(self._members())
        self.box.addSpacing(4)
        self.box.addLayout(step_title(3, "Austausch starten"))
        self.start = button("Austauschen", "primary", "arrows-left-right", self.exchange)
        self.start.setEnabled(self.folder is not None)
        text = (
            f"Lesen, was die anderen in „{self.folder.name or self.folder}“ gelegt haben, und unseren Stand hinterlegen."
            if self.folder
            else "Bitte wählen Sie zuerst einen Stick oder Ordner."
        )
        last = self.store.local("last_exchange")
        below = f"Zuletzt am {show_date(last[:10])}. Vorher wird gesichert." if last else "Vorher wird gesichert."
        start = row(margins=(16, 12, 16, 12), spacing=16)
        start.addLayout(column(label(text, "", 10, 500, wrap=True), label(below, "caption", 9), spacing=2), 1)
        start.addWidget(self.start)
        self.box.addWidget(self._card(start))
        self.box.addWidget(
            label(
                "Die Pakete sind verschlüsselt. Geht der Stick verloren, kann niemand die Daten lesen. Ein Paket fragt nie nach einem Kennwort.",
                "caption",
                9,
            )
        )
        if self.report:
            self._show_report(self.report)
        self.box.addStretch(1)

    def _card(self, layout: Any) -> QWidget:
        return boxed(layout, "card")

    def _members(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setVerticalSpacing(6)
        facts = self.store.facts()
        by_name = {o.name: o for o in facts.offices.values()}
        with self.store.reader() as cursor:
            heard = dict(cursor.execute("SELECT sender, max(at) FROM peer GROUP BY sender").fetchall())
        for i, text in enumerate(("Büro", "Person", "Zuletzt empfangen", "Stand")):
            grid.addWidget(label(text, "caption", 9), 0, i)
        own_device = self.store.get(self.store.replica)
        admin = bool(own_device and own_device.values.get("admin"))
        for n, member in enumerate(members.listing(self.store), 1):
            office = by_name.get(member["office"])
            name = row(
                *([Tag(office.code, office.order, office.name)] if office else []),
                label(member["office"], "", 10, 500),
                None,
            )
            grid.addLayout(name, n, 0)
            own = member["id"] == self.store.replica
            grid.addWidget(label(member["person"] + ("  (dieser PC)" if own else "")), n, 1)
            at = heard.get(member["id"], "")
            grid.addWidget(label("" if own else show_date(at[:10]) if at else "noch nie", "muted"), n, 2)
            word, tone = STATES[member["state"]]
            stand: list[Any] = [badge(word, tone)]
            if member["state"] == "waiting":
                stand.append(button("Aufnehmen", clicked=lambda m=member["id"]: self._confirm(m)))
            elif member["state"] == "member" and not own and admin:
                strike = button("Ausschließen …", "link", clicked=lambda m=member: self._strike(m))
                stand += [6, strike]
            grid.addLayout(row(*stand, None), n, 3)
        for i, stretch in enumerate((3, 3, 2, 3)):
            grid.setColumnStretch(i, stretch)
        return self._card(grid)

    def _confirm(self, member: str) -> None:
        try:
            members.confirm(self.store, member)
        except UserError as error:
            self.verbs["error"](error)
            return
        self.verbs["say"]("Aufgenommen. Bitte noch einmal austauschen, dann kann das Büro mitlesen.")
        self.refresh()

    def _strike(self, member: dict[str, Any]) -> None:
        def go() -> None:
            try:
                members.strike(self.store, member["id"])
            except UserError as error:
                self.verbs["error"](error)
                return
            self.verbs["say"]("Ausgeschlossen. Ab dem nächsten Austausch kann der PC nichts mehr lesen.")
            self.refresh()

        ask(
            host_of(self), f"PC von {member['person']} ausschließen?",
            "Neue Pakete sind für diesen PC nicht mehr lesbar, und was von ihm kommt, wird beiseitegelegt. Was er schon hat, behält er. "
            "Das lässt sich nicht zurücknehmen; der PC kann nur mit einer neuen Einladung wieder beitreten.", "PC ausschließen", go, danger=True,
        )  # fmt: skip

    def _choose(self, path: Path) -> None:
        self.folder = path
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
        if self.folder is None or self.busy:
            return
        target = self.folder

        def seen(report: Report) -> None:
            if report.new or report.changed or report.erased:
                who = ", ".join(dict.fromkeys(report.senders))
                self.verbs["say"](f"Ein Paket von {who} liegt bereit. „Austauschen“ holt es.")

        self.tasks.run(lambda: folder.exchange(self.store, target, preview=True), seen, lambda _e: None)

    def _pick(self) -> None:
        found = QFileDialog.getExistingDirectory(
            self, "Ordner für den Austausch wählen", str(self.folder or Path.home())
        )
        if found:
            self._choose(Path(found))

    # ---- exchanging -------------------------------------------------------------------------------------------------
    def exchange(self, *, accept: bool = False) -> None:
        """Exchange with the chosen folder; a preview first if there is anything to take in."""
        if self.folder is None:
            return
        target = self.folder
        self.busy = True
        self.start.setEnabled(False)
        self.start.setText("Wird gelesen …")

        def seen(report: Report) -> None:
            if report.new or report.changed or report.erased:
                self._preview(report, lambda: self._really(target, accept=accept))
            else:
                self._really(target, accept=accept)

        self.tasks.run(lambda: folder.exchange(self.store, target, preview=True), seen, self._failed)

    def _preview(self, report: Report, go: Callable[[], object]) -> None:
        panel = Panel(host_of(self), "Was ist angekommen?", icon="arrows-left-right", width=560)
        received = report.json()["received"]
        for text, tone in (
            (f"{received['new']} neue Einträge", "ok"), (f"{received['changed']} geänderte Einträge", "info"),
            (f"{received['conflicts']} Konflikte", "warn"), (f"{received['erased']} Löschungen", "bad"),
        ):  # fmt: skip
            if not text.startswith("0 "):
                panel.body.addLayout(row(badge(text, tone), None))
        facts = self.store.facts()
        names = []
        for change in report.changes:
            for entry in list(change.entries.values())[:200]:
                snapshot = self.store.get(entry.id)
                if snapshot and snapshot.kind.listed:
                    names.append(f"{snapshot.kind.singular} {snapshot.title(facts)}")
        if names:
            panel.body.addWidget(
                label("Geändert: " + ", ".join(names[:12]) + (" …" if len(names) > 12 else ""), "muted", wrap=True)
            )
        panel.body.addWidget(
            label(
                "Ein Paket wird ganz übernommen. Vorher wird gesichert; Konflikte bleiben offen, bis Sie entscheiden.",
                "caption",
                9,
                wrap=True,
            )
        )
        panel.foot.addStretch(1)

        def stop() -> None:
            self.busy = False
            panel.dismiss()
            self.refresh()

        panel.foot.addWidget(button("Noch nicht", clicked=stop))

        def take() -> None:
            panel.dismiss()
            go()

        act = button("Übernehmen", "primary", "check", take)
        panel.foot.addWidget(act)
        panel.open(act)

    def _really(self, target: Path, *, accept: bool) -> None:
        self.tasks.run(lambda: folder.exchange(self.store, target, accept=accept), self._done, self._failed)

    def _done(self, report: Report) -> None:
        self.busy = False
        self.report = report
        self.verbs["changed"]()
        self.verbs["say"](f"Ausgetauscht: {report.new} neu, {report.changed} geändert, {report.conflicts} Konflikte.")
        self.refresh()

    def mail(self) -> None:
        """Our package as an e-mail draft; the mail program opens with it."""
        target = self.store.paths.data / "papiere" / "austausch.eml"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.tasks.run(
            lambda: own_files.mail_draft(self.store, target), lambda _n: self.verbs["open_file"](target), self._failed
        )

    def take_files(self, paths: list[Path], *, accept: bool = False) -> None:
        """Packages that were dropped on the window or opened by a double click: a preview first."""

        def really() -> None:
            self.tasks.run(lambda: folder.take_files(self.store, paths, accept=accept), self._done, self._failed)

        def seen(report: Report) -> None:
            if report.new or report.changed or report.erased:
                self._preview(report, really)
            else:
                really()

        self.tasks.run(lambda: folder.take_files(self.store, paths, preview=True), seen, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.refresh()
        self.verbs["error"](error, self.exchange)

    def _show_report(self, report: Report) -> None:
        lines = [*report.set_aside, *report.held, *report.copies]
        if report.healed:
            lines.append(
                f"{report.healed} Angaben waren auf einem PC beschädigt. Beide Fassungen stehen als Konflikt zur Wahl."
            )
        if undo.possible(self.store):
            back = row(margins=(16, 10, 12, 10))
            back.addWidget(
                label(
                    f"Empfangen: {report.new} neu, {report.changed} geändert, {report.conflicts} Konflikte, {report.erased} gelöscht.",
                    "",
                    10,
                    500,
                    wrap=True,
                ),
                1,
            )
            back.addWidget(button("Austausch zurücknehmen", clicked=self.verbs["take_back"]))
            self.box.addWidget(self._card(back))
        if not lines:
            return
        box = QVBoxLayout()
        box.setContentsMargins(16, 12, 16, 12)
        for text in lines:
            box.addWidget(label(text, "", 10, wrap=True))
        if report.held:
            box.addLayout(row(button("Trotzdem übernehmen", clicked=lambda: self.exchange(accept=True)), None))
        self.box.addWidget(label("Zu beachten", "section", 9, 600))
        self.box.addWidget(self._card(box))

    # ---- conflicts --------------------------------------------------------------------------------------------------
    def review(self, conflicts: list[Conflict] | None = None) -> None:
        """Settle one conflict after the other."""
        if conflicts is None:
            with self.store.reader() as cursor:
                conflicts = reading.conflicts(cursor)
        if conflicts:
            ConflictPanel(host_of(self), self.store, by_entry(conflicts), 0, self._settled).show_it()

    def review_of(self, record: str) -> None:
        """The conflicts of one entry."""
        with self.store.reader() as cursor:
            found = [c for c in reading.conflicts(cursor) if c.id == record]
        self.review(found)

    def _settled(self) -> None:
        self.verbs["changed"]()
        self.refresh()
