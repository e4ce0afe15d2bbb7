"""Anruf notieren (F2): a tile for what it is about, a name or a telephone number is enough, the reminder is ticked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.entry import Invalid
from netzwerkhilfe.models.notes import Topic
from netzwerkhilfe.models.values import WEEKDAYS
from netzwerkhilfe.services.entries import calls
from netzwerkhilfe.services.entries.calls import Call, Heard
from netzwerkhilfe.services.entries.notes.note import declared
from netzwerkhilfe.services.entries.understanding import Understood
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.naming import Hit, PersonNamed
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.calls.marks import selections
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
    (Topic.OFFER, "handshake"),
)
"""In the order of their numbers; those of the first five are in people's fingers."""
# What each topic asks besides name and telephone: (field, label).
DETAILS: dict[Topic, tuple[tuple[str, str], ...]] = {
    Topic.FLAT: (("place", "Ort"), ("rooms", "Zimmer"), ("gross_rent", "Warmmiete")),
    Topic.VOLUNTEERING: (("place", "Ort"), ("skills", "Hilft bei"), ("languages", "Sprachen")),
    Topic.WORK: (("employer", "Betrieb"), ("place", "Ort"), ("title", "Stelle")),
    Topic.CASE: (("needs", "Sucht"), ("persons", "Personen"), ("place", "Wohnt in")),
    Topic.OFFER: (("title", "Angebot"), ("opening_hours", "Wann"), ("place", "Ort")),
}
KIND_OF_TILE: dict[Topic, str] = {t: calls.KIND_OF_TOPIC.get(t, "notes") for t, _ in TILES}
FEWEST_WORDS = 3
"""Words from which a text in which nothing is recognised is about something else."""
LONGEST_SHOWN = 160
"""Letters of what was not understood that stand below the text."""


class Tile(Button):
    """A type of call: icon, word, and its number for Alt+1…6."""

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
        """Whether a person has said what it is about: by a tile, or in a field that belongs to one."""
        self.filled: dict[str, str] = {}
        self.heard: Heard | None = None
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
        self.name.textEdited.connect(self._reading.start)
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
            edit.textEdited.connect(self._detail)
            self.edits[name] = edit
            self.details.addLayout(self._field(text, edit), 2 if name in ("place", "employer") else 1)
        self.fit()

    def _tile(self) -> None:
        """A person has said what it is about: from now on the text is read as that."""
        self.chosen = True
        self._ask()
        self.understand()

    def _detail(self, text: str) -> None:
        """A field that belongs to the tile was typed in: it is about that."""
        self.chosen = self.chosen or bool(text.strip())

    # ---- reading along ----------------------------------------------------------------------------------------------
    def understand(self) -> None:
        """Read what was typed, fill what is still empty, mark what was understood. What a person typed stays."""
        text = self.text.toPlainText()
        facts = self.store.facts()
        heard = calls.hear(
            self._typed("name", self.name),
            self._typed("phone", self.phone),
            text,
            facts,
            KIND_OF_TILE[self.topic] if self.chosen else "",
        )
        found = heard.found
        self.heard = heard
        if not self.chosen and (found.kind != "notes" or len(heard.whole.split()) >= FEWEST_WORDS):
            self._turn_to(next(t for t, k in KIND_OF_TILE.items() if k == found.kind))
        own = {"phone": (self.phone, heard.phone)} | {n: (e, found.texts.get(n, "")) for n, e in self.edits.items()}
        if not heard.before:
            own["name"] = (self.name, heard.name)
        for name, (edit, said) in own.items():
            if not edit.text().strip() or edit.text() == self.filled.get(name):
                edit.setText(said)
                self.filled[name] = said
            edit.setProperty("understood", "true" if said and edit.text() == self.filled.get(name) else "false")
            restyle(edit)
        shown = {"phone", calls.NAME_FIELDS.get(found.kind, "last_name"), "first_name", "last_name", *self.edits}
        self._show_more({n: t for n, t in found.texts.items() if n not in shown}, found.kind)
        self._known()
        self._say_where(heard)
        self.text.setExtraSelections(selections(self.text, found.parts, heard.before))
        QTimer.singleShot(0, self, self.fit)  # the new fields have their size only then

    def _typed(self, name: str, edit: QLineEdit) -> str:
        """What a person typed into a field; what was filled in for her is not hers."""
        return "" if edit.text() == self.filled.get(name) else edit.text()

    def _turn_to(self, topic: Topic) -> None:
        """Choose a tile for the person."""
        if topic != self.topic:
            self.group.button(1 + [t for t, _ in TILES].index(topic)).setChecked(True)
            self._ask()

    def _say_where(self, heard: Heard) -> None:
        """Where goes what nobody has understood: to this office alone."""
        found = heard.found
        left = found.rest if found.parts else heard.whole.strip()
        shown = f"{left[:LONGEST_SHOWN].rstrip()} …" if len(left) > LONGEST_SHOWN else left
        said = f"Nicht verstanden: „{shown}“. " if found.parts else ""
        kept = self.topic not in (Topic.OTHER, Topic.OFFER)
        where = "Das kommt in die Anmerkung für das Büro" if kept else "Das bleibt in diesem Büro"
        self.said.setText(f"{said}{where}; andere Büros lesen es nicht." if left else "")

    def _show_more(self, texts: dict[str, str], kind: str) -> None:
        """What else was understood, each in a field of its own to be corrected."""
        from netzwerkhilfe.ui.kit.widgets import clear

        kept = {n: e.text() for n, e in self.extra.items() if e.isModified()}
        clear(self.more)
        self.extra = {}
        for i, (name, text) in enumerate(texts.items()):
            edit = QLineEdit(kept.get(name, text))
            edit.setModified(name in kept)
            edit.setProperty("understood", "true")
            self.extra[name] = edit
            self.more.addLayout(self._field(declared(kind, name).label, edit), i // 3, i % 3)

    def _known(self) -> None:
        heard = self.heard
        read = f"mitgelesen; wer anruft: {heard.name or 'nicht genannt'}" if heard and heard.before else ""
        name = heard.name if heard and heard.before else self.name.text()
        known = calls.known_caller(self.store, name, self.phone.text())
        self.name_hint.setText(" · ".join(filter(None, (read, known))))

    def _call(self) -> Call:
        """What was typed and read."""
        heard = self.heard or Heard(Understood("notes"), self.name.text(), self.phone.text(), self.text.toPlainText())
        details = {n: e.text() for n, e in {**self.extra, **self.edits}.items()}
        lost = not self.chosen and heard.found.kind == "notes" and heard.whole.strip()
        return Call(
            Topic.OTHER if lost else self.topic,
            heard.name if heard.before else self.name.text(),
            self.phone.text(),
            heard.found.rest if heard.found.parts else heard.whole,
            {} if lost else details,
            self.remind.isChecked(),
            heard.whole,
            tuple(heard.found.parts),
        )

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
        self._reading.stop()
        self.understand()
        call = self._call()
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
