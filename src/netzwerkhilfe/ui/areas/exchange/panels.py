"""The panels of the exchange: what has arrived, how far it is, the PCs and their rights, the history, a copied
store."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from netzwerkhilfe.exchange import clones, status, wording
from netzwerkhilfe.exchange.report import Cancelled, Report
from netzwerkhilfe.exchange.wording import many
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Json, show
from netzwerkhilfe.models.values import clock_of, show_near
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.changeset import RecordChange
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import badge, button, column, label, line, row

if TYPE_CHECKING:
    pass

MOST_ENTRIES = 60


# ---- what has arrived ------------------------------------------------------------------------------------------------
def _value(kind: Kind, fields: Iterable[str], values: Mapping[str, Json], facts: Facts) -> str:
    shown = [show(kind.fields[n], values.get(n), facts) for n in fields if values.get(n) is not None]
    return ", ".join(s for s in shown if s) or "leer"


def changes_of(entry: RecordChange, store: Store) -> list[tuple[str, str, str, bool]]:
    """Of a changed entry: what, before, after, and whether it is a conflict; conflicts first."""
    kind, facts = KINDS[entry.kind], store.facts()
    found = []
    for register in sorted(entry.registers):
        names = [n for n in kind.registers.get(register, ()) if kind.fields[n].label and n not in ("origin", "seal")]
        if not names or entry.after is None:
            continue
        before = _value(kind, names, entry.before.get(register, {}), facts)
        after = _value(kind, names, entry.after, facts)
        conflict = register in entry.conflicts
        if conflict:
            came = [reading.spread(kind, register, v) for v in entry.conflicts[register]]
            after = " / ".join(dict.fromkeys(_value(kind, names, v, facts) for v in came if v is not None))
        if before != after or conflict:
            found.append((kind.label(register), before, after, conflict))
    return sorted(found, key=lambda c: not c[3])


class PreviewPanel(Panel):
    """What has arrived: conflicts first, then what would change with before and after, then what is new or goes."""

    def __init__(
        self, host: QWidget, store: Store, report: Report, take: Callable[[], object], stop: Callable[[], object]
    ) -> None:
        super().__init__(host, "Was ist angekommen?", icon="arrows-left-right", width=760)
        self.store = store
        told = report.json()
        received = told["received"]
        badges = [
            badge(many(n, one, several), tone)
            for n, one, several, tone in (
                (received["conflicts"], "Konflikt", "Konflikte", "warn"),
                (received["changed"], "geänderter Eintrag", "geänderte Einträge", "info"),
                (received["new"], "neuer Eintrag", "neue Einträge", "ok"),
                (received["erased"], "Löschung", "Löschungen", "bad"),
            )
            if n
        ]
        if badges:
            self.body.addLayout(row(*badges, None))
        who = ", ".join(dict.fromkeys(report.senders))
        if who:
            self.body.addWidget(label(f"Von {who}", "muted"))
        for text in (*told["set_aside"], *told["held"], *told["copies"]):
            self.body.addWidget(label(text, "", 10, 500, wrap=True))
        self._entries(report)
        self.body.addWidget(
            label(
                "Ein Paket wird ganz übernommen oder gar nicht. Vorher wird gesichert; Konflikte bleiben offen, "
                "bis Sie "
                "entscheiden.",
                "caption",
                9,
                wrap=True,
            )
        )

        def go() -> None:
            self.dismiss()
            take()

        self.foot.addStretch(1)
        self.foot.addWidget(button("Noch nicht", clicked=self.leave))
        self.act = button("Übernehmen", "primary", "check", go)
        self.foot.addWidget(self.act)
        self.stopped = stop

    def _entries(self, report: Report) -> None:
        entries: dict[str, RecordChange] = {}
        for change in report.changes:
            entries |= change.entries
        shown = [e for e in entries.values() if KINDS[e.kind].listed or e.conflicts]
        order = {"changed": 1, "added": 2, "erased": 3}
        shown.sort(key=lambda e: (not e.conflicts, order.get(e.what, 4), e.kind))
        facts = self.store.facts()
        for entry in shown[:MOST_ENTRIES]:
            kind = KINDS[entry.kind]
            if entry.what == "erased":
                title = "wird gelöscht"
            else:
                title = kind.name_of(entry.after or {}, facts) if entry.after else ""
            tones = {"added": ("neu", "ok"), "erased": ("gelöscht", "bad")}
            word, tone = ("Konflikt", "warn") if entry.conflicts else tones.get(entry.what, ("geändert", "info"))
            self.body.addWidget(line(soft=True))
            self.body.addLayout(row(badge(word, tone), label(kind.singular, "muted"), label(title, "", 10, 600), None))
            if entry.what == "changed":
                self._table(changes_of(entry, self.store))
        if len(shown) > MOST_ENTRIES:
            self.body.addWidget(label(f"… und {len(shown) - MOST_ENTRIES} weitere Einträge", "muted"))

    def _table(self, changes: list[tuple[str, str, str, bool]]) -> None:
        if not changes:
            return
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for i, text in enumerate(("", "bisher hier", "kommt herein")):
            grid.addWidget(label(text, "caption", 8.5), 0, i)
        for n, (what, before, after, conflict) in enumerate(changes, 1):
            grid.addWidget(label(what + ("  (beide offen)" if conflict else ""), "muted", 9.5), n, 0)
            grid.addWidget(label(_short(before), "", 9.5, wrap=True), n, 1)
            grid.addWidget(label(_short(after), "", 9.5, 600, wrap=True), n, 2)
        for i, stretch in enumerate((2, 3, 3)):
            grid.setColumnStretch(i, stretch)
        self.body.addLayout(grid)

    def gone_unsaved(self) -> None:
        """However it is left: "Noch nicht"."""
        self.stopped()


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 160 else plain[:157] + " …"


# ---- how far it is ---------------------------------------------------------------------------------------------------
class WorkPanel(Panel):
    """Shows how far work is. Esc cancels the work; the panel goes when the work has ended."""

    def __init__(self, host: QWidget, title: str, cancel: Callable[[], object]) -> None:
        super().__init__(host, title, icon="arrows-left-right", width=460)
        self._cancel = cancel
        self.close_button.hide()

    @property
    def busy(self) -> bool:
        """Keys of the window wait."""
        return True

    def leave(self, then: Callable[[], object] | None = None) -> None:
        """Cancel the work. The window that is closed waits for its end, at the next safe place."""
        self._cancel()
        self._after = then


class Progress(QObject):
    """Carries the progress of work in another thread to a panel with a bar; its button stops the work.

    The panel appears only when the work takes longer than half a second.
    """

    moved = Signal(str, int, int)

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host)
        self.host, self.title = host, title
        self.stop = threading.Event()
        self.panel: Panel | None = None
        self.moved.connect(self._show)
        self.text = label("Wird gelesen …", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.delay = QTimer(self)
        self.delay.setSingleShot(True)
        self.delay.setInterval(500)
        self.delay.timeout.connect(self._open)
        self.delay.start()

    def __call__(self, text: str, done: int, total: int) -> None:
        """From the working thread: say how far it is, or stop."""
        if self.stop.is_set():
            raise Cancelled
        self.moved.emit(text, done, total)

    def _open(self) -> None:
        self.panel = WorkPanel(self.host, self.title, self._cancel)
        self.panel.body.addWidget(self.text)
        self.panel.body.addWidget(self.bar)
        self.panel.foot.addStretch(1)
        act = button("Abbrechen", clicked=self._cancel)
        self.panel.foot.addWidget(act)
        self.panel.open(act)

    def _cancel(self) -> None:
        self.stop.set()
        self.text.setText("Wird abgebrochen …")

    def _show(self, text: str, done: int, total: int) -> None:
        if self.stop.is_set():
            return
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.text.setText(f"{text}: {done:n} von {total:n}" if total else f"{text} …")

    def done(self) -> None:
        """The work has ended, in whatever way."""
        self.delay.stop()
        if self.panel is not None:
            self.panel.dismiss()
            self.panel = None
        self.deleteLater()


# ---- the history -----------------------------------------------------------------------------------------------------
class HistoryPanel(Panel):
    """The reports of the last exchanges; each can be printed."""

    def __init__(self, host: QWidget, store: Store, print_report: Callable[[dict[str, Json]], object]) -> None:
        super().__init__(host, "Verlauf", subtitle="die letzten Austausche", icon="clock-counter-clockwise", width=720)
        entries = list(reversed(status.history(store)))
        if not entries:
            self.body.addWidget(label("Noch kein Austausch.", "muted"))
        for entry in entries:
            day = show_near(entry["at"][:10], store.today())
            head = row(
                label(f"{day}, {clock_of(entry['at'])} Uhr", "", 10, 600),
                label(f"{entry['place']} · {entry['person']}", "muted"),
                None,
                button("", "quiet", "printer", partial(print_report, entry), "Bericht drucken"),
            )
            self.body.addLayout(head)
            for sentence in wording.report(entry):
                self.body.addWidget(label(sentence, "", 9.5, wrap=True))
            self.body.addWidget(line(soft=True))
        self.foot.addStretch(1)
        self.foot.addWidget(button("Schließen", clicked=self.dismiss))


# ---- a copied store --------------------------------------------------------------------------------------------------
class CopyPanel(Panel):
    """These data come from another PC: does this one take its place, or is it an additional one?"""

    def __init__(self, host: QWidget, store: Store, done: Callable[[str], object]) -> None:
        super().__init__(host, "Diese Daten kommen von einem anderen PC", icon="desktop", width=600)
        taken = clones.superseded(store)
        text = (
            "Ein anderer PC hat gesagt, dass er den Platz dieses PCs einnimmt. Ihre Daten sind sicher."
            if taken
            else "Sie wurden kopiert oder aus einer Sicherung geholt. Ihre Daten sind sicher; das Programm muss nur "
            "wissen, was dieser PC ist."
        )
        self.body.addWidget(label(text, "", 10, wrap=True))

        def choose(work: Callable[[Store], None], said: str) -> None:
            work(store)
            self.dismiss()
            done(said)

        first = button(
            "Dieser PC ersetzt den anderen",
            "choice",
            clicked=lambda: choose(
                clones.take_place, "Dieser PC hat den Platz des anderen. Der andere erfährt es beim nächsten Austausch."
            ),
        )
        second = button(
            "Dieser PC kommt dazu",
            "choice",
            clicked=lambda: choose(
                clones.separate,
                "Dieser PC hat eine Nummer. Nach dem nächsten Austausch nimmt ihn ein PC auf, der verwaltet.",
            ),
        )
        for choice, help_ in (
            (first, "Der andere wird nicht mehr benutzt, zum Beispiel nach einem PC-Wechsel."),
            (second, "Beide werden benutzt. Dieser bekommt eine eigene Nummer und eigene Schlüssel."),
        ):
            choice.setStyleSheet("min-height: 44px; max-height: 44px;")
            self.body.addLayout(column(choice, label(help_, "caption", 9, wrap=True), spacing=2))
        self.foot.addStretch(1)
        self.foot.addWidget(button("Später entscheiden", clicked=self.dismiss))


def open_conflicts(store: Store) -> list[reading.Conflict]:
    """The conflicts that wait for a decision."""
    with store.reading() as cursor:
        return reading.conflicts(cursor)
