"""The PCs of the network: their state, roles and rights, and who has said what about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from netzwerkhilfe.access.rules import Role, here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import invitation, members, membership_history
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import Panel, ask
from netzwerkhilfe.ui.kit.widgets import Tag, badge, boxed, button, clear, column, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

STATES = {
    "member": ("Mitglied", "ok"),
    "waiting": ("wartet auf Sie", "warn"),
    "invited": ("eingeladen", "info"),
    "struck": ("ausgeschlossen", "bad"),
}
OVER = ("abgelaufen", "warn")


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
        self.foot.addWidget(button("Wer hat was bestimmt?", "", "clock-counter-clockwise", self._history))
        if self.store.replica not in members.admins(self.store):
            self.foot.addWidget(button("Mit Blättern bestimmen …", "", "lifebuoy", self._by_sheets))
        self.foot.addStretch(1)
        self.foot.addWidget(button("Schließen", clicked=self.dismiss))
        self.fill()

    def _invite(self) -> None:
        self.dismiss()
        self.commands.network.invite()

    def _history(self) -> None:
        self.dismiss()
        MembershipPanel(self.commands.host, self.store).open()

    def _by_sheets(self) -> None:
        from netzwerkhilfe.ui.areas.exchange.sheets import SheetsPanel

        self.dismiss()

        def said() -> None:
            self.commands.say("Bestimmt. Es gilt bei den anderen ab dem nächsten Austausch.")
            self.changed()

        panel = SheetsPanel(self.host, self.store, said)
        panel.open(panel.act)

    def _new_keys(self) -> None:
        """Ask, then give this PC new keys."""
        host = self.host
        self.dismiss()

        def go() -> None:
            try:
                members.rekey(self.store)
            except UserError as error:
                self.commands.tell_error(error)
                return
            self.commands.say("Dieser PC hat neue Schlüssel. Bitte tauschen Sie gleich aus.")
            self.changed()

        ask(
            host,
            "Neue Schlüssel für diesen PC?",
            "Wenn vielleicht jemand die Daten dieses PCs kopiert hat: Was nach dem nächsten Austausch kommt, öffnet "
            "eine Kopie der alten Schlüssel nicht mehr. Was bis dahin geschrieben wurde, schon.",
            "Neue Schlüssel",
            go,
        )

    def fill(self) -> None:
        """Draw the table."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for i, text in enumerate(("Büro", "Person", "PC", "Stand", "")):
            grid.addWidget(label(text, "caption", 9), 0, i)
        by_name = {o.name: o for o in self.store.facts().offices.values()}
        admins = members.admins(self.store)
        admin = self.store.replica in admins
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
            grid.addWidget(boxed(column(label(kind, "muted", wrap=True), *self._since(member), spacing=0)), n, 2)
            marks = [badge(*(OVER if self._over(member) else STATES[member["state"]]))]
            if member["id"] in admins:
                marks.append(badge("verwaltet"))
            grid.addWidget(boxed(row(*marks, None)), n, 3)
            grid.addWidget(boxed(row(None, *self._verbs(member, mine=mine, admin=admin, admins=admins))), n, 4)
        for i, stretch in enumerate((4, 4, 5, 4, 1)):
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

    @staticmethod
    def _since(member: members.Listed) -> list[QWidget]:
        """Since when a PC is in or out, and by whom."""
        if member["state"] not in ("member", "struck") or not member.get("since"):
            return []
        by = f", von {member['by']}" if member.get("by") else ""
        return [label(f"seit {show_date(member['since'])}{by}", "caption", 9, wrap=True)]

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
        if not admin and not (mine and self._in(member)):
            return self._own_helper(member)
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
        helping = member["role"] == Role.HELPER
        if admin and not helping:
            on = member["id"] not in admins
            menu.addAction("Darf verwalten" if on else "Darf nicht mehr verwalten").triggered.connect(
                lambda: self._do(lambda: members.set_admin(self.store, member["id"], on=on), "Geändert.")
            )
        if not mine:
            other = "Zum Büro-PC machen …" if helping else "Zum PC einer helfenden Person machen …"
            menu.addAction(other).triggered.connect(lambda: self.change_role(member))
            menu.addAction("Ausschließen …").triggered.connect(lambda: self.strike(member))
        else:
            menu.addAction("Neue Schlüssel …").triggered.connect(self._new_keys)
        more.clicked.connect(lambda: menu.exec(more.mapToGlobal(more.rect().bottomLeft())))
        return [more] if menu.actions() else []

    def _own_helper(self, member: members.Listed) -> list[QPushButton]:
        """An office ends the PCs of those who help it, whoever administers the network."""
        own = here(self.store).is_own(members.everybody(self.store)[member["id"]].office) if self._in(member) else False
        if not own or member["role"] != Role.HELPER:
            return []
        return [button("Ausschließen …", clicked=lambda: self.strike(member))]

    @staticmethod
    def _in(member: members.Listed) -> bool:
        return member["state"] == "member"

    def change_role(self, member: members.Listed) -> None:
        """Ask, then make this PC one of its office, or of a person who helps."""
        host, to_office = self.host, member["role"] == Role.HELPER
        self.dismiss()

        def go() -> None:
            try:
                members.set_role(self.store, member["id"], Role.OFFICE if to_office else Role.HELPER)
            except UserError as error:
                self.commands.tell_error(error)
                return
            self.commands.say("Geändert. Es gilt bei den anderen ab dem nächsten Austausch.")
            self.changed()

        text = (
            f"Dieser PC liest dann auch, was nur {member['office']} liest: Namen und Telefon der Gesuche dieses Büros."
            if to_office
            else "Dieser PC liest dann nur noch, was alle Büros lesen. Was er schon hat, behält er."
        )
        ask(host, f"PC von {member['person']}", text, "Rolle ändern", go, danger=True)

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


class MembershipPanel(Panel):
    """Who has said what about the members, and the words by which two offices see that they are in one network."""

    def __init__(self, host: QWidget, store: Store) -> None:
        super().__init__(
            host, "Wer hat was bestimmt?", subtitle="PCs und Rechte", icon="clock-counter-clockwise", width=720
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for n, said in enumerate(membership_history.lines(store)):
            grid.addWidget(label(said.day, "caption", 9), n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(said.text, "" if said.holds else "muted", wrap=True), n, 1)
        self.body.addLayout(grid)
        if before := membership_history.differences(store):
            self.body.addWidget(label("Vor der Unterschrift stand anders in den Einträgen", "section", 9))
            for text in before:
                self.body.addWidget(label(text, "warn", wrap=True))
            ask_them = "Stimmt etwas davon nicht, fragen Sie am Telefon nach, und ändern Sie es unter „PCs“."
            self.body.addWidget(label(ask_them, "muted", wrap=True))
        words = membership_history.network_words(store)
        if words:
            self.body.addWidget(label("Acht Wörter dieses Netzwerks", "section", 9))
            self.body.addWidget(label(words, "", 10, 500, wrap=True))
            same = "An jedem PC des Netzwerks stehen dieselben. Am Telefon lassen sie sich vergleichen."
            self.body.addWidget(label(same, "muted", wrap=True))
        self.foot.addStretch(1)
        self.foot.addWidget(button("Schließen", clicked=self.dismiss))
