"""Suchen (Strg+K): over everything that has a list, with commands at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem
from shiboken6 import isValid

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.facts import OfficeFact
from netzwerkhilfe.models.fields import STAGE, show
from netzwerkhilfe.services.entries.common_fields import phone_of
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.offices import office_fact, office_tag
from netzwerkhilfe.ui.kit.page import TOP
from netzwerkhilfe.ui.kit.widgets import Part, boxed, key_hint, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

LIMIT = 30
PER_KIND = 6


@dataclass(frozen=True)
class Hit:
    """A line of the result: an entry or a command."""

    text: str
    more: str
    icon: str
    go: Callable[[], object]
    phone: str = ""
    office: OfficeFact | None = None
    key: str = ""


class SearchPanel(Panel):
    """The search over everything; which kinds come first is the order of the pages."""

    def __init__(self, window: Commands) -> None:
        self.edit = QLineEdit()  # the panel's event filter asks for it from the start
        super().__init__(window.host, "", width=660)
        self.commands, self.store = window, window.store
        self.title.hide()
        self.subtitle.hide()
        self.close_button.hide()
        self.edit.setFont(theme.font(13))
        self.edit.setPlaceholderText("Name, Ort, Telefon, Nummer …")
        self.edit.setAccessibleName("Überall suchen")
        self.edit.setStyleSheet("QLineEdit { border: none; }")
        picture = QLabel()
        picture.setPixmap(icons.pixmap("magnifying-glass", "text2", 20))
        head = row(picture, self.edit, key_hint("Esc"), margins=(0, 0, 0, 0))
        self.results = QListWidget()
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setAccessibleName("Treffer")
        self.results.setStyleSheet(
            f"QListWidget::item {{ border-radius: 6px; }} QListWidget::item:selected {{ background: "
            f"{theme.token('selected')}; }}"
        )
        self.results.setMinimumHeight(300)
        self.results.itemClicked.connect(lambda _i: self._go())
        self.body.addLayout(head)
        self.body.addWidget(self.results)
        foot = (
            key_hint("↑"),
            key_hint("↓"),
            label("wählen", "caption", 9),
            8,
            key_hint("Enter"),
            label("öffnen", "caption", 9),
            8,
            key_hint("Strg+Enter"),
            label("Nummer kopieren", "caption", 9),
            None,
            label("durchsucht alle Büros", "caption", 9),
        )
        self.foot.addWidget(boxed(row(*foot, spacing=6)), 1)
        self.edit.installEventFilter(self)
        self.hits: list[Hit | None] = []
        """The lines of the result in their order; ``None`` for a heading."""
        self._asked = self._shown = 0
        self._enter: bool | None = None
        """Whether Enter was pressed before the answer came, and with Strg."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._search)
        self.edit.textChanged.connect(self._typed)
        self._search()

    def _typed(self) -> None:
        self._enter = None
        self._timer.start()

    def _search(self) -> None:
        """Look for what is typed, off the window's thread; what stands there stays until the answer comes."""
        text = self.edit.text()
        self._asked += 1
        number, store = self._asked, self.store

        def read() -> dict[str, list[Snapshot]] | None:
            if number != self._asked:  # somebody types on
                return None
            groups: dict[str, list[str]] = {}
            for kind, record in store.hits(text, LIMIT):
                groups.setdefault(kind, []).append(record)
            return {kind: store.many(kind, ids[:PER_KIND]) for kind, ids in groups.items()}

        def arrived(found: dict[str, list[Snapshot]] | None) -> None:
            if found is not None and number == self._asked and isValid(self):
                self._show(text, found)

        if text.strip():
            self.commands.worker.run(read, arrived, self.commands.tell_error)
        else:
            self._show(text, {})

    def _show(self, text: str, found: Mapping[str, Sequence[Snapshot]]) -> None:
        facts = self.store.facts()
        self.results.clear()
        self.hits = []
        for kind, icon, title in self._kinds():
            if kind not in found:
                continue
            self._section(title)
            for s in found[kind]:
                more = [
                    show(f, s.full.get(n), facts)
                    for n, f in s.kind.fields.items()
                    if f.in_table in (2, 3) and f.type is not STAGE
                ]
                phone = phone_of(s) or ""
                office = office_fact(s, facts)
                self._line(
                    Hit(
                        s.title(facts),
                        " · ".join(m for m in (*more, phone) if m),
                        icon,
                        partial(self.commands.reveal, kind, s.id),
                        phone,
                        office,
                    )
                )
        self._section("Befehle")
        for hit in self._verbs(text.strip()):
            self._line(hit)
        first = next((i for i, h in enumerate(self.hits) if h), -1)
        self.results.setCurrentRow(first)
        self._shown = self._asked
        if self._enter is not None:
            self._press(copying=self._enter)

    def _kinds(self) -> list[tuple[str, str, str]]:
        """The kinds that can be found, with icon and heading, as in the sidebar; what has no heading comes last."""
        found = []
        specs = self.commands.pages.specs
        for key, spec in sorted(specs.items(), key=lambda one: one[1].heading == TOP):
            for kind in (key, *spec.reveals):
                if kind in KINDS:
                    found.append((kind, spec.icon, spec.title if kind == key else KINDS[kind].plural))
        return found

    def _verbs(self, text: str) -> list[Hit]:
        """What can be done with the text that was typed."""
        quoted = f"„{text}“ " if text else ""
        return [
            *(
                Hit(
                    f"{quick.what} {quoted}neu erfassen",
                    "",
                    "user-plus",
                    partial(self.commands.entries.add, spec.key, quick.values(text) if text else {}),
                    key=quick.shown,
                )
                for spec in self.commands.pages.specs.values()
                if (quick := spec.quick_add)
            ),
            Hit(
                f"Anruf von {quoted}notieren" if text else "Anruf notieren",
                "",
                "phone-incoming",
                lambda: self.commands.calls.note(text),
                key="F2",
            ),
        ]

    def _section(self, text: str) -> None:
        item = QListWidgetItem()
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        made = label(text, "section", 9, 600)
        made.setContentsMargins(8, 8, 0, 2)
        item.setSizeHint(made.sizeHint().grownBy(self.contentsMargins()))
        self.results.addItem(item)
        self.results.setItemWidget(item, made)
        self.hits.append(None)

    def _line(self, hit: Hit) -> None:
        picture = QLabel()
        picture.setPixmap(icons.pixmap(hit.icon, "text2", 18))
        more = label(hit.more if len(hit.more) < 60 else hit.more[:58] + " …", "caption", 9.5)
        parts: list[Part] = [picture, 2, label(hit.text, "", 10, 500), more, None]
        if hit.office:
            parts.append(office_tag(hit.office))
        if hit.key:
            parts.append(label(hit.key, "caption", 9))
        made = boxed(row(*parts, margins=(10, 0, 10, 0)))
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.text}, {hit.more}")
        item.setSizeHint(made.sizeHint().expandedTo(self.minimumSize()))
        size = item.sizeHint()
        size.setHeight(34)
        item.setSizeHint(size)
        self.results.addItem(item)
        self.results.setItemWidget(item, made)
        self.hits.append(hit)

    def _step(self, by: int) -> None:
        position = self.results.currentRow()
        while 0 <= position + by < len(self.hits):
            position += by
            if self.hits[position]:
                self.results.setCurrentRow(position)
                return

    def _chosen(self) -> Hit | None:
        position = self.results.currentRow()
        return self.hits[position] if 0 <= position < len(self.hits) else None

    def _go(self) -> None:
        hit = self._chosen()
        if hit:
            self.dismiss()
            hit.go()

    def _press(self, *, copying: bool) -> None:
        """Enter: of what is typed, also where its answer is not there yet."""
        if self._timer.isActive() or self._shown != self._asked:
            self._enter = copying
            return
        self._enter = None
        hit = self._chosen()
        if copying and hit and hit.phone:
            QGuiApplication.clipboard().setText(hit.phone)
            self.dismiss()
        else:
            self._go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose, Enter opens, Strg+Enter copies the telephone number."""
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._press(copying=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
        return super().eventFilter(watched, event)
