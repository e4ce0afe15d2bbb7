"""A conflict, side by side: for each differing field all its values, the differing words marked; what comes out
below."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import members, wording
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import CHOICES, LONG, Json, show
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.services.entries.common_fields import parent_id
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reading import Conflict
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import Button, boxed, button, column, label, line, row

Words = list[tuple[str, bool]]


def value_text(conflict: Conflict, value: Json, store: Store) -> str:
    """A live value as a person reads it."""
    kind, facts = conflict.kind, store.facts()
    if conflict.register == "seal":
        word = {"signed": "unterschrieben", "approved": "genehmigt"}.get(
            str(value.get("kind")) if isinstance(value, dict) else ""
        )
        return word or ("im Papierkorb" if value else "nicht im Papierkorb, nicht unterschrieben")
    fields = reading.spread(kind, conflict.register, value)
    if fields is None:
        return str(value)
    shown = [show(kind.fields[n], v, facts) for n, v in fields.items() if v is not None]
    return ", ".join(shown) or "leer"


def marked_words(text: str, other: str) -> Words:
    """The words of a text, each with whether the other text differs there."""
    ours, theirs = text.split(), other.split()
    found: Words = []
    for tag, a, b, _, _ in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        found += [(word, tag != "equal") for word in ours[a:b]]
    return found


def both(conflict: Conflict) -> Json:
    """Both values as one, where that makes sense: texts one after the other, lists united; else ``None``."""
    field = conflict.kind.fields.get(conflict.register)
    values = [v.value for v in conflict.values]
    if field is None or any(v is None for v in values):
        return None
    if field.type is LONG:
        return "\n".join(dict.fromkeys(str(v).strip() for v in reversed(values)))
    if field.type is CHOICES and all(isinstance(v, list | tuple) for v in values):
        return list(dict.fromkeys(word for v in reversed(values) for word in v))
    return None


WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class ValueCell(Button):
    """One value to choose: a ring, the words with the differing ones marked, below it who and when."""

    def __init__(self, words: Words, who: str) -> None:
        super().__init__()
        self.words, self.who = words, who
        self.setProperty("role", "cell")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        plain = " ".join(f"[{w}]" if m else w for w, m in words)
        self.setAccessibleName(f"{plain}, {who}" if who else plain)
        self._lines: list[list[tuple[int, str, bool]]] = []

    def _lay_out(self, width: int) -> None:
        metrics = theme.metrics(10, 500)
        blank = metrics.horizontalAdvance(" ")
        lines: list[list[tuple[int, str, bool]]] = [[]]
        x = 0
        for word, mark in self.words or [("leer", False)]:
            size = metrics.horizontalAdvance(word)
            if x and x + size > width:
                lines.append([])
                x = 0
            lines[-1].append((x, word, mark))
            x += size + blank
        self._lines = lines[:8]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words are laid out again, the height follows."""
        super().resizeEvent(event)
        self._lay_out(max(60, self.width() - 60))
        height = 20 + len(self._lines) * 20 + self._below().height()
        if height != self.minimumHeight():
            self.setMinimumHeight(height)

    def _below(self) -> QRect:
        """Where who and when stand, in as many lines as they need."""
        top = 10 + len(self._lines) * 20
        if not self.who:
            return QRect(42, top, 0, 0)
        room = QRect(42, top, self.width() - 54, 1000)
        return QRect(room.topLeft(), theme.metrics(9).boundingRect(room, WRAPPED, self.who).size())

    def sizeHint(self) -> QSize:
        """Before the first layout: one line."""
        return QSize(200, max(56, self.minimumHeight()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, then ring, words and who."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(22, self.height() / 2)
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "border"), 1.5))
        painter.setBrush(theme.color("accent") if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 7, 7)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(middle, 3, 3)
        metrics, font = theme.metrics(10, 500), theme.font(10, 500)
        y = 10
        for words in self._lines:
            for i, (x, word, mark) in enumerate(words):
                width = metrics.horizontalAdvance(word)
                if mark:
                    joined = i + 1 < len(words) and words[i + 1][2]
                    reach = (words[i + 1][0] - x) if joined else width
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme.color("mark"))
                    painter.drawRoundedRect(QRectF(42 + x - 2, y, reach + 4, 20), 3, 3)
                painter.setPen(theme.color("text1"))
                painter.setFont(font)
                painter.drawText(QRect(42 + x, y, width + 4, 20), Qt.AlignmentFlag.AlignVCenter, word)
            y += 20
        if self.who:
            painter.setPen(theme.color("text3"))
            painter.setFont(theme.font(9))
            painter.drawText(self._below(), WRAPPED, self.who)
        painter.end()


@dataclass
class Choice:
    """One field to decide: its conflict, the values on offer, the buttons."""

    conflict: Conflict
    values: list[Json]
    replicas: list[str]
    group: QButtonGroup

    @property
    def chosen(self) -> Json:
        """The value that is chosen now."""
        return self.values[self.group.checkedId()]


def _name(store: Store, conflict: Conflict) -> str:
    """How the entry is called; what only the office sees of one is called after it."""
    snapshot = store.get(conflict.id)
    if snapshot and any(k.companion == conflict.kind.name for k in KINDS.values()):
        snapshot = store.get(parent_id(snapshot) or "") or snapshot
    return snapshot.title(store.facts()) if snapshot else ""


class ConflictPanel(Panel):
    """All open fields of one entry; the next entry follows."""

    def __init__(
        self, host: QWidget, store: Store, entries: list[list[Conflict]], position: int, settled: Callable[[], object]
    ) -> None:
        conflicts = entries[position]
        first = conflicts[0]
        name = _name(store, first)
        super().__init__(
            host,
            f"Konflikt {position + 1} von {len(entries)}",
            subtitle=f"{name} · {first.kind.plural}",
            icon="warning",
            width=1000,
        )
        self.store, self.entries, self.position, self.settled = store, entries, position, settled
        self.identities = members.identities(store)
        self.choices: list[Choice] = []
        for conflict in conflicts:
            self._offer(conflict)
        self.body.addWidget(line(soft=True))
        self.result = label("", "", 10, 500, wrap=True)
        self.body.addWidget(
            boxed(
                column(
                    label("So sieht der Eintrag danach aus", "section", 9, 600),
                    self.result,
                    spacing=4,
                    margins=(16, 10, 16, 10),
                ),
                "card",
            )
        )
        self.body.addWidget(label("Im Zweifel hilft ein kurzer Anruf beim anderen Büro.", "caption", 9))
        self.foot.addWidget(label("← → wählen · ↓ nächste Angabe · Strg+Enter übernimmt", "caption", 9))
        self.foot.addStretch(1)
        for office, text in self._offices():
            self.foot.addWidget(button(text, clicked=partial(self.all_from, office)))
        self.foot.addWidget(button("Später entscheiden", clicked=self.leave))
        self.take_button = button("Übernehmen und weiter", "primary", "check", self.take)
        self.take_button.setShortcut("Ctrl+Return")
        self.foot.addWidget(self.take_button)
        self.saves(self.take)
        self._tell()

    def _who(self, replica: str) -> tuple[str, str]:
        card = self.identities.get(replica)
        office = self.store.facts().offices.get(card.office) if card else None
        own = office is not None and here(self.store).is_own(office.id)
        return (office.id if office else ""), (
            "Unser Büro" if own else f"Büro {office.name}" if office else "anderes Büro"
        )

    def _offer(self, conflict: Conflict) -> None:
        values = list(conflict.values)
        texts = [value_text(conflict, v.value, self.store) for v in values]
        group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(8)
        for i, value in enumerate(values):
            _, office = self._who(value.replica)
            shown = " · wird gerade angezeigt" if i == 0 else ""
            other = texts[1] if i == 0 and len(texts) > 1 else texts[0]
            who = f"{office} · {value.author}"
            if value.via:
                relays = ", ".join(wording.name_of_pc(self.store, replica) for replica in value.via)
                who = f"{value.author}, weitergegeben von {relays}"
            cell = ValueCell(marked_words(texts[i], other), f"{who}, {show_date(value.at[:10])}{shown}")
            group.addButton(cell, i)
            grid.addWidget(cell, i // 2, i % 2)
        made = Choice(conflict, [v.value for v in values], [v.replica for v in values], group)
        united = both(conflict)
        if united is not None:
            made.values.append(united)
            made.replicas.append("")
            text = f"Beides behalten: „{value_text(conflict, united, self.store)}“"
            cell = ValueCell([(w, False) for w in text.split()], "")
            group.addButton(cell, len(made.values) - 1)
            grid.addWidget(cell, (len(values) + 1) // 2, 0, 1, 2)
        group.button(0).setChecked(True)
        group.idClicked.connect(lambda _i: self._tell())
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        caption = label(
            conflict.kind.label(conflict.register) if conflict.register != "seal" else "Papierkorb",
            "",
            10,
            600,
            wrap=True,
        )
        caption.setFixedWidth(130)
        caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        beside = row(caption, spacing=12)
        beside.addLayout(grid, 1)
        self.body.addLayout(beside)
        self.choices.append(made)

    def _offices(self) -> list[tuple[str, str]]:
        """ "Alles von uns" and "Alles von …", where that decides something."""
        found: dict[str, str] = {}
        access = here(self.store)
        for choice in self.choices:
            for replica in choice.replicas:
                if replica:
                    office, _ = self._who(replica)
                    known = self.store.facts().offices.get(office)
                    other = known.name.split(" ")[0] if known else "anderes"
                    found[office] = "Alles von uns" if access.is_own(office) else f"Alles von {other}"
        return list(found.items())[:2] if len(self.choices) > 1 else []

    def all_from(self, office: str) -> None:
        """Choose the values of one office, where it has one."""
        for choice in self.choices:
            for i, replica in enumerate(choice.replicas):
                if replica and self._who(replica)[0] == office:
                    choice.group.button(i).setChecked(True)
                    break
        self._tell()

    def _tell(self) -> None:
        parts = []
        for choice in self.choices:
            name = (
                choice.conflict.kind.label(choice.conflict.register)
                if choice.conflict.register != "seal"
                else "Papierkorb"
            )
            parts.append(f"{name}: {value_text(choice.conflict, choice.chosen, self.store)}")
        self.result.setText("\n".join(parts))

    def show_it(self) -> None:
        """Open with the focus on the first value."""
        self.open(self.choices[0].group.button(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←/→ choose a value, ↑/↓ go to another field."""
        focused = next((i for i, c in enumerate(self.choices) if any(b.hasFocus() for b in c.group.buttons())), 0)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            choice = self.choices[focused]
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            target = choice.group.button((choice.group.checkedId() + step) % len(choice.values))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            choice = self.choices[(focused + step) % len(self.choices)]
            target = choice.group.button(choice.group.checkedId())
        else:
            super().keyPressEvent(event)
            return
        target.setChecked(True)
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self._tell()

    def take(self) -> None:
        """Settle all fields of this entry in one change; the next entry follows."""
        try:
            with self.store.act("Konflikt entschieden") as change:
                for choice in self.choices:
                    conflict = choice.conflict
                    with change.as_shown(conflict.seen):
                        change.settle(conflict.id, conflict.register, choice.chosen, conflict.numbers)
        except UserError as error:
            self.result.setText(error.paragraph())
            return
        self.dismiss()
        self.settled()
        if self.position + 1 < len(self.entries):
            ConflictPanel(self.host, self.store, self.entries, self.position + 1, self.settled).show_it()


def by_entry(conflicts: list[Conflict]) -> list[list[Conflict]]:
    """Conflicts of one entry belong together."""
    found: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        found.setdefault(conflict.id, []).append(conflict)
    return list(found.values())
