"""The panels of the exchange: what has arrived, how far it is, the PCs and their rights, the history, a copied
store."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QProgressBar, QPushButton, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import clones, invitation, members, status, wording
from netzwerkhilfe.exchange.report import Cancelled, Report
from netzwerkhilfe.exchange.wording import many
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Json, show
from netzwerkhilfe.models.network import Device
from netzwerkhilfe.models.values import clock_of, show_date, show_near
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.changeset import RecordChange
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import Panel, ask
from netzwerkhilfe.ui.kit.widgets import Tag, badge, boxed, button, clear, column, label, line, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

STATES = {
    "member": ("Mitglied", "ok"),
    "waiting": ("wartet auf Sie", "warn"),
    "invited": ("eingeladen", "info"),
    "struck": ("ausgeschlossen", "bad"),
}
OVER = ("abgelaufen", "warn")
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


# ---- the PCs ---------------------------------------------------------------------------------------------------------
class DevicesPanel(Panel):
    """All PCs of the network with their state and rights; administrators confirm, strike off and share their right."""

    def __init__(self, commands: Commands, changed: Callable[[], object]) -> None:
        super().__init__(commands.host, "PCs im Netzwerk", icon="desktop", width=820)
        self.commands, self.store, self.changed = commands, commands.store, changed
        self.table = QWidget()
        self.body.addWidget(self.table)
        self.note = label("", "caption", 9, wrap=True)
        self.body.addWidget(self.note)
        self.foot.addWidget(button("Büro oder PC einladen …", "", "key", self._invite))
        self.foot.addStretch(1)
        self.foot.addWidget(button("Schließen", clicked=self.dismiss))
        self.fill()

    def _invite(self) -> None:
        self.dismiss()
        self.commands.network.invite()

    def fill(self) -> None:
        """Draw the table."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for i, text in enumerate(("Büro", "Person", "PC", "Stand", "")):
            grid.addWidget(label(text, "caption", 9), 0, i)
        by_name = {o.name: o for o in self.store.facts().offices.values()}
        own = self.store.get(self.store.replica, Device)
        admin = bool(own and own.record.admin)
        admins = members.admins(self.store)
        ranks = {o.name: o.order for o in by_name.values()}
        everybody = sorted(members.listing(self.store), key=lambda m: (ranks.get(m["office"], 99), m.get("number", 99)))
        for n, member in enumerate(everybody, 1):
            office = by_name.get(member["office"])
            tag = [Tag(office.code, office.order, office.name)] if office else []
            name = label(member["office"], "", 10, 500, wrap=True)
            where = row(*tag, name)
            where.setStretch(len(tag), 1)
            grid.addWidget(boxed(where), n, 0)
            mine = member["id"] == self.store.replica
            grid.addWidget(self._who(member, mine=mine), n, 1)
            kind = "helfend" if member["role"] == "helper" else f"PC {member.get('number', '')}".strip()
            grid.addWidget(label(kind, "muted"), n, 2)
            marks = [badge(*(OVER if self._over(member) else STATES[member["state"]]))]
            if member["id"] in admins:
                marks.append(badge("verwaltet"))
            grid.addWidget(boxed(row(*marks, None)), n, 3)
            grid.addWidget(boxed(row(None, *self._verbs(member, mine=mine, admin=admin, admins=admins))), n, 4)
        for i, stretch in enumerate((4, 3, 2, 4, 2)):
            grid.setColumnStretch(i, stretch)
        if former := self.table.layout():
            clear(former)
            QWidget().setLayout(former)
        self.table.setLayout(grid)
        if not admin:
            self.note.setText("Aufnehmen und ausschließen können nur PCs, die verwalten.")
        elif len(admins) < 2:
            self.note.setText("Nur ein PC verwaltet. Geben Sie das Recht noch einem zweiten, falls dieser ausfällt.")
        else:
            self.note.setText("Fehlende Rechte und neue PCs gelten bei den anderen ab dem nächsten Austausch.")

    def _over(self, member: members.Listed) -> bool:
        """Whether it is an invitation with which nobody joins any more."""
        return member.get("until", "9999") < self.store.today().isoformat()

    def _who(self, member: members.Listed, *, mine: bool) -> QWidget:
        """Who works at a PC; of an open invitation since when and until when it waits."""
        if member["state"] != "invited":
            return label(member["person"] + ("  (dieser PC)" if mine else ""), wrap=True)
        since, until = show_date(member["since"]), show_date(member["until"])
        return label(f"vom {since}, {'galt' if self._over(member) else 'gilt'} bis {until}", "muted", wrap=True)

    def withdraw(self, member: members.Listed) -> None:
        """Ask, then take an open invitation back."""
        host = self.host
        self.dismiss()

        def go() -> None:
            try:
                invitation.withdraw(self.store, member["id"])
            except UserError as error:
                self.commands.tell_error(error)
                return
            self.commands.say("Die Einladung gilt nicht mehr.")
            self.changed()

        ask(
            host,
            "Einladung zurückziehen?",
            f"Mit der Datei für {member['office']} kann dann niemand mehr beitreten. Neu einladen lässt sich immer.",
            "Einladung zurückziehen",
            go,
            danger=True,
        )

    def _verbs(self, member: members.Listed, *, mine: bool, admin: bool, admins: set[str]) -> list[QPushButton]:
        if not admin:
            return []
        if member["state"] == "waiting":
            return [
                button(
                    "Aufnehmen",
                    clicked=lambda: self._do(
                        lambda: members.confirm(self.store, member["id"]),
                        "Aufgenommen. Bitte noch einmal austauschen, dann kann der PC mitlesen.",
                    ),
                )
            ]
        if member["state"] == "invited":
            return [button("Zurückziehen …", clicked=lambda: self.withdraw(member))]
        if member["state"] != "member":
            return []
        more = button("", "quiet", "dots-three", tip=f"Rechte von {member['person']}")
        menu = QMenu(more)
        if member["role"] == "office":
            on = member["id"] not in admins
            menu.addAction("Darf verwalten" if on else "Darf nicht mehr verwalten").triggered.connect(
                lambda: self._do(lambda: members.set_admin(self.store, member["id"], on=on), "Geändert.")
            )
        if not mine:
            menu.addAction("Ausschließen …").triggered.connect(lambda: self.strike(member))
        more.clicked.connect(lambda: menu.exec(more.mapToGlobal(more.rect().bottomLeft())))
        return [more] if menu.actions() else []

    def _do(self, work: Callable[[], object], said: str) -> None:
        try:
            work()
        except UserError as error:
            self.note.setText(error.paragraph())
            return
        self.fill()
        self.note.setText(said)
        self.changed()

    def strike(self, member: members.Listed) -> None:
        """Ask, then strike this PC off."""
        host = self.host
        self.dismiss()

        def go() -> None:
            try:
                members.strike(self.store, member["id"])
            except UserError as error:
                self.commands.tell_error(error)
                return
            self.commands.say("Ausgeschlossen. Ab dem nächsten Austausch kann der PC nichts mehr lesen.")
            self.changed()

        ask(
            host,
            f"PC von {member['person']} ausschließen?",
            "Neue Pakete sind für diesen PC nicht mehr lesbar, und was von ihm kommt, wird beiseitegelegt. Was "
            "er schon "
            "hat, behält er. "
            "Das lässt sich nicht zurücknehmen; der PC kann nur mit einer neuen Einladung wieder beitreten.",
            "PC ausschließen",
            go,
            danger=True,
        )


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
