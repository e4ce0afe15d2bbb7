"""Anruf notieren (F2): five tiles, a name or a telephone number is enough, the reminder is ticked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.entry import Invalid, field_of
from netzwerkhilfe.models.notes import Topic
from netzwerkhilfe.models.values import WEEKDAYS
from netzwerkhilfe.services.entries import calls
from netzwerkhilfe.services.entries.calls import Call
from netzwerkhilfe.services.entries.understanding import Understood, understand
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.naming import Hit, PersonNamed
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.leaving import Typed
from netzwerkhilfe.ui.kit.naming import ADVICE, NameQuestion, reasons
from netzwerkhilfe.ui.kit.offices import place_words
from netzwerkhilfe.ui.kit.widgets import Button, boxed, column, label, restyle, row

TILES = (
    (Topic.FLAT, "house-line"),
    (Topic.VOLUNTEERING, "users-three"),
    (Topic.WORK, "briefcase"),
    (Topic.CASE, "hand"),
    (Topic.OTHER, "chat-dots"),
)
# What each topic asks besides name and telephone: (field, label).
DETAILS: dict[Topic, tuple[tuple[str, str], ...]] = {
    Topic.FLAT: (("place", "Ort"), ("rooms", "Zimmer"), ("gross_rent", "Warmmiete")),
    Topic.VOLUNTEERING: (("place", "Ort"), ("skills", "Hilft bei"), ("languages", "Sprachen")),
    Topic.WORK: (("employer", "Betrieb"), ("place", "Ort"), ("title", "Stelle")),
    Topic.CASE: (("needs", "Sucht"), ("persons", "Personen"), ("place", "Wohnt in")),
}
KIND_OF_TILE: dict[Topic, str] = {t: calls.KIND_OF_TOPIC.get(t, "notes") for t, _ in TILES}
MOST_MORE = 9
LONGEST_SHOWN = 160
"""Letters of what was not understood that stand below the text."""


class Tile(Button):
    """A type of call: icon, word, and its number for Alt+1…5."""

    def __init__(self, number: int, text: str, icon: str) -> None:
        super().__init__()
        self.number, self.word, self.icon_name = number, text, icon
        self.setProperty("role", "tile")
        self.setCheckable(True)
        self.setAccessibleName(f"{text} (Alt+{number})")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button's frame, then icon, word and number."""
        super().paintEvent(event)
        tone = "accent_text" if self.isChecked() else "text1"
        painter = QPainter(self)
        painter.drawPixmap((self.width() - 22) // 2, 8, icons.pixmap(self.icon_name, tone, 22))
        painter.setPen(theme.color(tone))
        painter.setFont(theme.font(10, 600))
        painter.drawText(self.rect().adjusted(0, 32, 0, -4), Qt.AlignmentFlag.AlignCenter, self.word)
        painter.setFont(theme.font(8.5))
        painter.setPen(theme.color("text3"))
        painter.drawText(
            self.rect().adjusted(0, 4, -8, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(self.number)
        )
        painter.end()


class CallPanel(Panel):
    """The dialog of a call."""

    def __init__(
        self, host: QWidget, store: Store, saved: Callable[[str, str, ChangeSet], object], *, name: str = ""
    ) -> None:
        now = store.now().astimezone()
        super().__init__(
            host,
            "Anruf notieren",
            subtitle=f"{WEEKDAYS[now.weekday()]}, {now:%d.%m.%Y, %H:%M} Uhr",
            icon="phone-incoming",
            width=640,
        )
        self.store, self.saved = store, saved
        self.group = QButtonGroup(self)
        tiles = row(spacing=8)
        for i, (topic, icon) in enumerate(TILES, 1):
            tile = Tile(i, topic.label, icon)
            self.group.addButton(tile, i)
            tiles.addWidget(tile, 1)
            shortcut = QShortcut(QKeySequence(f"Alt+{i}"), self)
            shortcut.activated.connect(tile.click)
        self.group.button(1).setChecked(True)
        self.group.idClicked.connect(lambda _i: self._tile())
        self.chosen = False
        self.filled: dict[str, str] = {}
        self.found: Understood | None = None
        self.error = label("", "bad", 10, 500, wrap=True)
        self.error_bar = boxed(row(self.error, margins=(12, 6, 12, 6)), "formerror")
        self.error_bar.hide()
        self.name, self.phone = QLineEdit(name), QLineEdit()
        self.name_hint = label("", "caption", 9)
        self.phone_hint = label("wird für den Rückruf gebraucht", "caption", 9)
        self.details = row(spacing=16)
        self.edits: dict[str, QLineEdit] = {}
        self.extra: dict[str, QLineEdit] = {}
        self.text = QPlainTextEdit()
        self.text.setFixedHeight(66)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Was ist wichtig?")
        self.remind = QCheckBox("Mich am nächsten Werktag an den Rückruf erinnern")
        self.remind.setChecked(True)
        first = row(spacing=16)
        first.addLayout(self._field("Wer ruft an?", self.name, self.name_hint), 1)
        first.addLayout(self._field("Telefon", self.phone, self.phone_hint), 1)
        self.body.addLayout(tiles)
        self.body.addWidget(self.error_bar)
        self.body.addLayout(first)
        self.body.addLayout(self.details)
        self.said = label("", "caption", 9, wrap=True)
        self.body.addLayout(self._field("Was ist wichtig?", self.text, self.said))
        self.more = QGridLayout()
        self.more.setHorizontalSpacing(16)
        self.body.addLayout(self.more)
        self.question = NameQuestion()
        self.allowed: list[Hit] = []
        """Whom the person has decided to name all the same."""
        self.body.addWidget(self.question)
        self.body.addWidget(self.remind)
        self.saver("Speichern", self.save, "Nur Name oder Telefon ist nötig. Den Rest später.")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self._known)
        for edit in (self.name, self.phone):
            edit.textChanged.connect(lambda _t: self._timer.start())
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(300)
        self._reading.timeout.connect(self.understand)
        self.text.textChanged.connect(self._reading.start)
        facts = store.facts()
        place = next((p.name for p in facts.places.values() if here(store).is_own(p.office)), "im Ort")
        self.text.setPlaceholderText(
            f"z. B. 3 ZKB {place} 650 warm ab 1.2., Frau Groß 0160 5551234 – das Programm liest mit"
        )
        self._ask()

    def _field(self, text: str, editor: QWidget, below: QLabel | None = None) -> QVBoxLayout:
        caption = label(text, "", 9.5, 500)
        caption.setBuddy(editor)
        editor.setAccessibleName(text)
        return column(caption, editor, *([below] if below else []), spacing=4)

    @property
    def topic(self) -> Topic:
        """The chosen tile."""
        return TILES[self.group.checkedId() - 1][0]

    def _ask(self) -> None:
        """The fields that belong to the topic."""
        from netzwerkhilfe.ui.kit.widgets import clear

        kept = {n: e.text() for n, e in self.edits.items()}
        clear(self.details)
        self.edits = {}
        for name, text in DETAILS.get(self.topic, ()):
            edit = QLineEdit(kept.get(name, ""))
            if name == "place":
                completer = QCompleter(place_words(self.store.facts()), edit)
                completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
                edit.setCompleter(completer)
            self.edits[name] = edit
            self.details.addLayout(self._field(text, edit), 2 if name in ("place", "employer") else 1)
        self.fit()

    def _tile(self) -> None:
        """A person has said what it is about: from now on the text is read as that."""
        self.chosen = True
        self._ask()
        self.understand()

    # ---- reading along ----------------------------------------------------------------------------------------------
    def understand(self) -> None:
        """Read what was typed, fill what is still empty, mark what was understood. What a person typed stays."""
        typed = self.text.toPlainText()
        facts = self.store.facts()
        found = understand(typed, facts, KIND_OF_TILE[self.topic] if self.chosen else "")
        if not self.chosen and found.kind != "notes":
            wanted = next(t for t, k in KIND_OF_TILE.items() if k == found.kind)
            if wanted != self.topic:
                self.group.button(1 + [t for t, _ in TILES].index(wanted)).setChecked(True)
                self._ask()
        self.found = found
        texts = dict(found.texts)
        call = calls.from_understood(found)
        own = {"name": self.name, "phone": self.phone, **self.edits}
        for name, edit in own.items():
            text = call.name if name == "name" else texts.get(name, "")
            if not edit.text().strip() or edit.text() == self.filled.get(name):
                edit.setText(text)
                self.filled[name] = text
            edit.setProperty("understood", "true" if text and edit.text() == text else "false")
            restyle(edit)
        shown = {"phone", calls.NAME_FIELDS.get(found.kind, "last_name"), "first_name", "last_name", *self.edits}
        self._show_more({n: t for n, t in texts.items() if n not in shown}, found.kind)
        self._say_where(typed, found)
        self._mark(found)
        QTimer.singleShot(0, self, self.fit)  # the new fields have their size only then

    def _say_where(self, typed: str, found: Understood) -> None:
        """Where goes what nobody has understood: to this office alone."""
        left = found.rest if found.parts else typed.strip()
        shown = f"{left[:LONGEST_SHOWN].rstrip()} …" if len(left) > LONGEST_SHOWN else left
        said = f"Nicht verstanden: „{shown}“. " if found.parts else ""
        makes_entry = KIND_OF_TILE[self.topic] != "notes"
        where = "Das kommt in die Anmerkung für das Büro" if makes_entry else "Das bleibt in diesem Büro"
        self.said.setText(f"{said}{where}; andere Büros lesen es nicht." if left else "")

    def _show_more(self, texts: dict[str, str], kind: str) -> None:
        """What else was understood, each in a field of its own to be corrected."""
        from netzwerkhilfe.ui.kit.widgets import clear

        kept = {n: e.text() for n, e in self.extra.items() if e.isModified()}
        clear(self.more)
        self.extra = {}
        for i, (name, text) in enumerate(list(texts.items())[:MOST_MORE]):
            edit = QLineEdit(kept.get(name, text))
            edit.setModified(name in kept)
            edit.setProperty("understood", "true")
            self.extra[name] = edit
            self.more.addLayout(self._field(field_of(KINDS[kind], name).label, edit), i // 3, i % 3)

    def _mark(self, found: Understood) -> None:
        """The parts of the text that were understood, with a coloured ground."""
        marks = []
        for part in found.parts:
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(theme.color("tint"))
            cursor = self.text.textCursor()
            cursor.setPosition(part.start)
            cursor.setPosition(part.end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def _known(self) -> None:
        self.name_hint.setText(calls.known_caller(self.store, self.name.text(), self.phone.text()))

    def typed(self) -> Typed:
        """What was typed; another tile alone is nothing to be lost."""
        return [t for t in super().typed() if not isinstance(t[1], bool)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, except where it presses a button or begins a new line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Keep the call."""
        for edit in (self.name, self.phone, *self.extra.values(), *self.edits.values()):
            edit.setProperty("bad", "false")
            restyle(edit)
        self.question.hide()
        if self._reading.isActive():
            self._reading.stop()
            self.understand()
        typed = self.text.toPlainText()
        details = {n: e.text() for n, e in {**self.extra, **self.edits}.items()}
        understood = bool(self.found and self.found.parts)
        call = Call(
            self.topic,
            self.name.text(),
            self.phone.text(),
            self.found.rest if understood and self.found else typed,
            details,
            self.remind.isChecked(),
            typed if understood else "",
        )
        try:
            with self.store.insisting(self.allowed), self.store.act("Anruf notiert") as change:
                note, entry = calls.note_call(change, call)
        except Invalid as error:
            reasons = "; ".join(dict.fromkeys(error.fields.values()))
            self._tell(f"{error.title} {reasons}.")
            places = {"phone": self.phone, "name": self.name, **self.extra, **self.edits}
            for name in error.fields:
                edit = places.get(name, self.name)
                edit.setProperty("bad", "true")
                restyle(edit)
            places.get(next(iter(error.fields)), self.name).setFocus(Qt.FocusReason.TabFocusReason)
            return
        except PersonNamed as error:
            self._ask_about_person(error)
            return
        except UserError as error:
            self._tell(error.paragraph())
            return
        self.dismiss()
        self.saved(note, entry, change.set)

    def _ask_about_person(self, error: PersonNamed) -> None:
        """What the entry would tell all offices names a person in need: ask below the fields."""
        edits = {**self.extra, **self.edits}
        named = [h for h in error.hits if h.field in edits]

        def insist() -> None:
            self.allowed += error.hits
            self.save()

        def change() -> None:
            if named:
                edits[named[0].field].setFocus(Qt.FocusReason.TabFocusReason)

        fields = " und ".join(dict.fromkeys(f"„{h.kind.fields[h.field].label}“" for h in error.hits))
        self.question.ask(f"Zu {fields}: {reasons(error.hits)} {ADVICE}", insist, change)
        self.question.change_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.fit()
        self.area.ensureWidgetVisible(self.question)

    def _tell(self, text: str) -> None:
        self.error.setText(text)
        self.error_bar.show()
        self.fit()
