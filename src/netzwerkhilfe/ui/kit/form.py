"""The form of a kind, drawn from its fields: label above, a grid of four columns, errors below their field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.entry import Invalid, all_fields
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    CHOICE,
    CHOICES,
    DATE,
    LONG,
    MOMENT,
    OFFICE,
    PLACE,
    WHEN,
    YES_NO,
    Field,
    parse,
)
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.entries.common_fields import number_of
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.naming import Hit, PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.day_picker import offer_calendar
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.naming import ADVICE, NameQuestion, ask_about_person, reasons
from netzwerkhilfe.ui.kit.offices import place_words
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, boxed, button, column, label, restyle, row

MARGIN, SCROLL, GAP = 24, 12, 16
"""Of a form, in logical pixels: beside it, its bar, and between its columns."""
TICK = 26
"""What the box of a tick takes of its line."""
WIDE = 3
"""Columns of a field that has room for a question below it."""


class Input:
    """One field of a form: label, editor, and the line below it for a hint or an error.

    Without ``question_below`` whoever lays out the form finds a place for the question, which a narrow column has not.
    """

    def __init__(
        self,
        name: str,
        field: Field,
        text: str,
        facts: Facts,
        placeholder: str = "",
        *,
        question_below: bool = True,
    ) -> None:
        self.name, self.field = name, field
        self.editor = self._editor(field, text, facts)
        self.editor.setAccessibleName(field.label)
        if placeholder and isinstance(self.editor, QLineEdit):
            self.editor.setPlaceholderText(placeholder)
        self.below = label(field.help, "caption", 9)
        # with a plain size policy a long error would push the columns apart
        self.below.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.below.setWordWrap(True)
        self.below.setVisible(bool(field.help) and field.type is not YES_NO)
        self.caption = label(field.label, "", 9.5, 500, wrap=True)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.caption.setFixedHeight(self.caption.fontMetrics().height())
        self.caption.setBuddy(self.editor)
        self.box = QVBoxLayout()
        self.box.setSpacing(4)
        if field.type is not YES_NO:
            self.box.addWidget(self.caption)
        if field.hours and isinstance(self.editor, QLineEdit):
            self._with_hours(self.editor)
        else:
            self.box.addWidget(self.editor)
        self.box.addWidget(self.below)
        self.box.addStretch(1)
        self._question_below = question_below

    @cached_property
    def question(self) -> NameQuestion:
        """The question below the field, made when the first one is asked: a form has thirty fields, and few ask."""
        made = NameQuestion()
        if self._question_below:
            self.box.insertWidget(self.box.count() - 1, made)
        return made

    def _with_hours(self, edit: QLineEdit) -> None:
        """Opening hours: an editor beside the text, and below it what was understood."""
        from netzwerkhilfe.models import opening
        from netzwerkhilfe.ui.kit.dialogs import host_of
        from netzwerkhilfe.ui.kit.opening_editor import OpeningPanel, summary

        def read(text: str) -> None:
            self.below.setText(
                f"gelesen: {summary(opening.read(text))}" if text.strip() else "z. B. jeden 1. Samstag 10–12 Uhr"
            )
            self.below.show()

        def edit_hours() -> None:
            panel = OpeningPanel(host_of(edit), edit.text(), edit.setText)
            panel.open(panel.lines[0].week)

        edit.textChanged.connect(read)
        read(edit.text())
        self.box.addLayout(row(edit, button("", "", "clock", edit_hours, "Öffnungszeiten eintragen"), spacing=4))

    def _editor(self, field: Field, text: str, facts: Facts) -> QWidget:
        if field.type is YES_NO:
            check = QCheckBox(field.label)
            check.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            check.setChecked(parse(field, text).value is True)
            self._was = text
            return check
        if field.type is LONG:
            area = QPlainTextEdit(text)
            area.setFixedHeight(72)
            area.setTabChangesFocus(True)
            return area
        if (field.type is CHOICE and not isinstance(field.choices, str)) or field.type is OFFICE:
            offices = sorted(facts.offices.values(), key=lambda o: o.order)
            choices = [o.name for o in offices] if field.type is OFFICE else list(field.options(facts).values())
            combo = ChoiceBox()
            combo.addItems(["", *choices])
            if text and text not in choices:
                combo.addItem(text)
            combo.setCurrentText(text)
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # no label widens its column
            return combo
        edit = QLineEdit(text)
        edit.setCursorPosition(0)
        words: list[str] = []
        if field.type is PLACE:
            words = place_words(facts)
        elif isinstance(field.choices, str) and field.type in (CHOICE, CHOICES):
            words = list(field.options(facts).values())
        if words:
            completer = WordCompleter(words, edit, several=field.type is CHOICES)
            edit.setCompleter(completer)
        if field.type in (DATE, WHEN, MOMENT):
            offer_calendar(edit, lambda: facts.today, with_time=field.type is MOMENT)
        return edit

    def height(self, width: int) -> int:
        """How high the caption is in a column of this width; a tick has none."""
        return 0 if isinstance(self.editor, QCheckBox) else self.caption.heightForWidth(width)

    def text(self) -> str:
        """What stands in the editor now. A tick that was never set and is not set is no answer."""
        if isinstance(self.editor, QCheckBox):
            return "ja" if self.editor.isChecked() else ("nein" if self._was else "")
        if isinstance(self.editor, QPlainTextEdit):
            return self.editor.toPlainText()
        if isinstance(self.editor, QComboBox):
            return self.editor.currentText()
        assert isinstance(self.editor, QLineEdit)
        return self.editor.text()

    def ask(self, text: str, insist: Callable[[], object]) -> None:
        """Ask at the field whether what it says may stand for all to read."""
        self._mark(bad=True)
        self.question.ask(text, insist, self.editor.setFocus)

    def blame(self, reason: str) -> None:
        """Show (or with an empty reason take away) an error; a question goes."""
        if "question" in self.__dict__:
            self.question.hide()
        self._mark(bad=bool(reason))
        self.below.setText(reason or self.field.help)
        self.below.setVisible(bool(self.below.text()) and not isinstance(self.editor, QCheckBox))
        self.below.setProperty("role", "bad" if reason else "caption")
        restyle(self.below)

    def _mark(self, *, bad: bool) -> None:
        self.editor.setProperty("bad", "true" if bad else "false")
        restyle(self.editor)


def two_lines(text: str, check: QCheckBox, width: int) -> str:
    """The words of a tick in as many lines as a column of this width needs; a tick does not wrap by itself."""
    found, now = [], ""
    for word in text.split():
        longer = f"{now} {word}".strip()
        if now and check.fontMetrics().horizontalAdvance(longer) + TICK > width:
            found.append(now)
            longer = word
        now = longer
    return "\n".join([*found, now])


class WordCompleter(QCompleter):
    """Completes a word, or the last of several words parted by commas."""

    def __init__(self, words: list[str], edit: QLineEdit, *, several: bool) -> None:
        super().__init__(words, edit)
        self.several, self.edit = several, edit
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    def splitPath(self, path: str) -> list[str]:
        """Only the last word is completed."""
        return [path.rsplit(",", 1)[-1].strip()] if self.several else [path]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """What stands before it stays."""
        word = str(super().pathFromIndex(index))
        before = self.edit.text().rsplit(",", 1)[0] if self.several and "," in self.edit.text() else ""
        return f"{before}, {word}" if before else word


class FormPanel(Panel):
    """Add or edit one entry. ``saved`` gets the id and the change."""

    def __init__(
        self,
        host: QWidget,
        store: Store,
        kind: Kind,
        saved: Callable[[str, ChangeSet], object],
        *,
        opened: Snapshot | None = None,
        texts: dict[str, str] | None = None,
        trash: Callable[[Snapshot], object] | None = None,
        title: str = "",
    ) -> None:
        number = (number_of(opened) or "") if opened else ""
        verb = "bearbeiten" if opened else "erfassen"
        super().__init__(host, title or f"{kind.singular} {verb}", subtitle=number, width=720)
        self.store, self.kind, self.opened, self.saved = store, kind, opened, saved
        self.act_name = f"{kind.singular} {'geändert' if opened else 'erfasst'}"
        self.now = opened.id if opened else ""
        """The entry as it is called since it was saved."""
        self.private = store.companion(opened) if opened else None
        self.allowed: list[Hit] = []
        """Whom the person has decided to name all the same."""
        facts = store.facts()
        shown = dict(texts or {})
        if opened:
            shown = entries.texts_of(opened, facts) | (entries.texts_of(self.private, facts) if self.private else {})
        self.error = QLabel()
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        picture = QLabel()
        picture.setPixmap(icons.pixmap("warning-circle", "bad", 18))
        box = row(picture, margins=(12, 6, 12, 6))
        box.addWidget(self.error, 1)
        self.error_bar = boxed(box, "formerror")
        self.error_bar.hide()
        self.body.addWidget(self.error_bar)
        self.inputs: dict[str, Input] = {}
        self._below: dict[str, tuple[QGridLayout, int]] = {}
        """Where the question of a narrow field goes."""
        self._grid(all_fields(kind), shown, facts)
        if opened and trash:
            self.foot.addWidget(button("In den Papierkorb", "danger", "archive", lambda: self._trash(trash)))
        self.saver(
            "Speichern",
            self.save,
            "Name oder Telefon ist nötig. Den Rest später." if not opened and "phone" in all_fields(kind) else "",
        )

    def _grid(self, fields: dict[str, Field], shown: dict[str, str], facts: Facts) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(10)
        for i in range(4):
            grid.setColumnStretch(i, 1)
        line, at = 0, 0
        beside: dict[int, list[tuple[Input, int]]] = {}
        ticks: list[str] = []
        companion = set(KINDS[self.kind.companion].form_fields) if self.kind.companion else set()
        headed = False
        for name, field in fields.items():
            if field.type is YES_NO and field.width == 1:
                ticks.append(name)
                continue
            if name in companion and not headed:
                headed = True
                line, at = line + 2, 0
                grid.addWidget(label("Nur für dieses Büro", "section", 9, 600), line, 0, 1, 4)
                line += 1
            placeholder = ""
            if field.computed and self.opened and self.opened.values.get(name) is None:
                value = self.opened.full.get(name)
                placeholder = f"berechnet: {field.type.show(field, value, facts)}" if value is not None else ""
            wide = field.width >= WIDE
            made = Input(name, field, shown.get(name, ""), facts, placeholder, question_below=wide)
            self.inputs[name] = made
            width = min(field.width, 4)
            if at + width > 4:
                line, at = line + 2, 0
            grid.addLayout(made.box, line, at, 1, width)
            beside.setdefault(line, []).append((made, width))
            if not wide:
                self._below[name] = grid, line + 1
            at += width
        self.body.addLayout(grid)
        for fields_of_line in beside.values():
            self._level(fields_of_line)
        for start in range(0, len(ticks), 4):
            boxes = []
            for name in ticks[start : start + 4]:
                made = Input(name, fields[name], shown.get(name, ""), facts)
                self.inputs[name] = made
                boxes.append(made.editor)
            self.body.addLayout(row(*boxes, None, spacing=20))

    def _level(self, line: list[tuple[Input, int]]) -> None:
        """The captions of a line are as high as the longest of them needs, so that the fields stand level."""
        column = (self.panel.width() - 2 * MARGIN - SCROLL - 3 * GAP) // 4
        rooms = [(made, width * column + (width - 1) * GAP) for made, width in line]
        high = max(made.height(room) for made, room in rooms)
        for made, room in rooms:
            if isinstance(made.editor, QCheckBox):
                made.box.setContentsMargins(0, high + 8 if high else 0, 0, 0)
                made.editor.setText(two_lines(made.field.label, made.editor, room))
            else:
                made.caption.setFixedHeight(high)

    def _place(self, name: str) -> None:
        """Give the question of a narrow field its place, over the whole width below the line of its field."""
        made, where = self.inputs[name], self._below.get(name)
        if where is None or made.question.parentWidget() is not None:
            return
        grid, line = where
        found = grid.itemAtPosition(line, 0)
        place = found.layout() if found else None
        if place is None:
            place = column(spacing=6)
            grid.addLayout(place, line, 0, 1, 4)
        place.addWidget(made.question)

    def first(self) -> QWidget:
        """Where typing begins."""
        return next(iter(self.inputs.values())).editor

    def texts(self) -> dict[str, str]:
        """What was typed."""
        return {n: i.text() for n, i in self.inputs.items()}

    def save(self) -> None:
        """Save, or name the faulty fields."""
        for each in self.inputs.values():
            each.blame("")
        try:
            with self.store.insisting(self.allowed), self.store.act(self.act_name) as change:
                if self.opened:
                    record = entries.save(change, self.opened, self.private, self.texts())
                else:
                    record = entries.add(change, self.kind.name, {n: t for n, t in self.texts().items() if t.strip()})
        except Invalid as error:
            self.tell(error.title)
            faulty = [n for n in error.fields if n in self.inputs]
            for name in faulty:
                self.inputs[name].blame(error.fields[name])
            if faulty:
                self.inputs[faulty[0]].editor.setFocus(Qt.FocusReason.TabFocusReason)
                self.area.ensureWidgetVisible(self.inputs[faulty[0]].editor)
            return
        except PersonNamed as error:
            self._ask(error)
            return
        except UserError as error:
            self.tell(error.paragraph())
            return
        self.now = record
        self.dismiss()
        self.saved(record, change.set)

    def _ask(self, error: PersonNamed) -> None:
        """Ask at each field that names somebody; about what stands in none of them, in front of the form."""

        def insist(hits: Sequence[Hit]) -> None:
            self.allowed += hits
            self.save()

        found: dict[str, list[Hit]] = {}
        for hit in error.hits:
            found.setdefault(hit.field if hit.field in self.inputs else "", []).append(hit)
        elsewhere = found.pop("", [])
        if elsewhere:
            ask_about_person(self.host, self.store, error, self.save)
        for name, hits in found.items():
            made = self.inputs[name]
            self._place(name)
            about = "" if made.field.width >= WIDE else f"Zu „{made.field.label}“: "
            made.ask(f"{about}{reasons(hits)} {ADVICE}", partial(insist, hits))
        if found:
            labels = " und ".join(f"„{self.inputs[n].field.label}“" for n in found)
            self.tell(f"Bitte {labels} prüfen: Dort steht etwas über eine Person, die Hilfe sucht.")
            first = self.inputs[next(iter(found))].question
            QTimer.singleShot(0, self, partial(self._lead_to, first))  # it has its size only then

    def _lead_to(self, question: NameQuestion) -> None:
        self.fit()

        def lead() -> None:  # and its place only now
            self.area.ensureWidgetVisible(question)
            question.change_button.setFocus(Qt.FocusReason.TabFocusReason)

        QTimer.singleShot(0, question, lead)

    def tell(self, text: str) -> None:
        """Show the bar at the top."""
        self.error.setText(text)
        self.error_bar.show()
        self.fit()
        self.area.verticalScrollBar().setValue(0)

    def _trash(self, trash: Callable[[Snapshot], object]) -> None:
        """Into the Papierkorb, as it was opened; what was edited is asked about first."""

        def go() -> None:
            assert self.opened, "only what is there is thrown away"
            moved = self.store.get(self.now) if self.now != self.opened.id else None
            trash(moved or self.opened)

        self.leave(go)
