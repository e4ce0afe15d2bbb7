"""Small parts of the meeting's desk: attendance pills, a text that saves itself, a stepper, a switch of views."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.meetings import Presence, Reply
from netzwerkhilfe.services.entries import typed
from netzwerkhilfe.store.naming import Hit, PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.focus import swap
from netzwerkhilfe.ui.kit.leaving import Draft
from netzwerkhilfe.ui.kit.naming import ADVICE, NameQuestion, reasons
from netzwerkhilfe.ui.kit.widgets import Button, Still, boxed, button, restyle, row

PAUSE = 700
"""Milliseconds after the last key until a text is saved."""
AROUND_A_NAME = 38
"""Logical pixels of a pill beside its name: mark, padding, border; not less than the style needs."""
LONGEST = 1_500
"""Milliseconds after which it is saved while somebody goes on typing."""


class Switch(QWidget):
    """Views beside each other, one of them chosen."""

    def __init__(self, views: Sequence[tuple[str, str, str]], chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        self.keys = [key for key, _, _ in views]
        parts = []
        for i, (_key, text, icon) in enumerate(views):
            made = button(text, "switch", icon)
            made.setCheckable(True)
            self.group.addButton(made, i)
            parts.append(made)
        self.setLayout(row(boxed(row(*parts, spacing=2, margins=(2, 2, 2, 2)), "lanebox")))
        self.group.idClicked.connect(lambda i: chosen(self.keys[i]))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def offer(self, key: str, *, on: bool) -> None:
        """Show or hide one of the views."""
        self.group.button(self.keys.index(key)).setVisible(on)

    def choose(self, key: str) -> None:
        """Show a view as chosen, without telling."""
        if key in self.keys:
            self.group.button(self.keys.index(key)).setChecked(True)


class PersonPill(Button):
    """A person of the attendance: name, a mark for the state; a click answers, the menu has the rest."""

    MARKS: ClassVar[dict[str, str]] = {
        Presence.PRESENT: "check",
        Reply.ACCEPTED: "check",
        Presence.EXCUSED: "envelope-simple",
        Reply.DECLINED: "x",
        Presence.UNEXCUSED: "x",
    }

    def __init__(self, clicked: Callable[[QPushButton], object]) -> None:
        super().__init__("")
        self.setProperty("role", "pill")
        self.setIconSize(QSize(15, 13))
        self.clicked.connect(lambda _c=False: clicked(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def tell(self, name: str, full: str, state: str, more: str) -> None:
        """Show a person. The pill is as wide in every state, so that none beside it moves."""
        good = state in (Presence.PRESENT, Reply.ACCEPTED)
        tone = "accent_text" if good else "bad" if state == Presence.UNEXCUSED else "text3"
        self.setText(name.replace("&", "&&"))
        self.setIcon(icons.icon(self.MARKS.get(state, "minus"), tone, 13, 2))
        self.setProperty("active", "true" if good else "false")
        restyle(self)  # before the font, which a style sheet that is taken off would put back
        self.setFont(theme.font(9, 600 if good else 500))
        self.setFixedWidth(QFontMetrics(theme.font(9, 600)).horizontalAdvance(name) + AROUND_A_NAME)
        known = Presence.of(state) or Reply.of(state)
        said = ", ".join(p for p in (full, known.label if known else state or "noch ohne Angabe", more) if p)
        self.setToolTip(said)
        self.setAccessibleName(said)


class SavedText(QPlainTextEdit, Draft):
    """A text of a record that saves itself at each pause of typing, meanwhile too, and when the focus leaves.

    What cannot be saved yet is kept at this PC and there again when the text is shown next. It replaces only what it
    displayed: what another PC wrote meanwhile stays beside it as a conflict.
    """

    saved = Signal()

    def __init__(
        self,
        store: Store,
        opened: Snapshot,
        name: str,
        failed: Callable[[BaseException], object],
        *,
        lines: int = 4,
        accessible_name: str = "",
    ) -> None:
        super().__init__(typed.kept(store, opened, name) or opened.values.get(name) or "")
        self.store, self.opened, self.name, self.failed = store, opened, name, failed
        self.least = lines
        self.setTabChangesFocus(True)
        self.setAccessibleName(accessible_name or opened.kind.fields[name].label)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.question = NameQuestion()
        """Stands below it once the text names a person in need."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.timeout.connect(self.save)
        self.textChanged.connect(self._typed)
        self.fit()

    def _typed(self) -> None:
        self._timer.start(PAUSE)
        if not self._longest.isActive():
            self._longest.start(LONGEST)
        self.fit()

    def insert_sentence(self, sentence: str) -> None:
        """Put a sentence where the cursor is, with a blank before and after it where words would touch."""
        cursor = self.textCursor()
        text = self.toPlainText()
        begin, end = cursor.selectionStart(), cursor.selectionEnd()
        before = " " if begin and not text[begin - 1].isspace() else ""
        after = " " if end < len(text) and text[end].isalnum() else ""
        cursor.insertText(before + sentence + after)
        self.setFocus()

    def fit(self) -> None:
        """As high as its text."""
        height = int(self.document().size().height()) * self.fontMetrics().lineSpacing() + 20
        self.setFixedHeight(max(self.least * self.fontMetrics().lineSpacing() + 20, height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The text is laid out again."""
        super().resizeEvent(event)
        self.fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save what is typed."""
        super().focusOutEvent(event)
        if self._timer.isActive():
            self.save()

    def pending(self) -> bool:
        """Whether something is typed and not saved; a text that must be there is not emptied."""
        if not self.toPlainText().strip() and self.opened.kind.fields[self.name].required:
            return False
        return (self.toPlainText().strip() or None) != (self.opened.values.get(self.name) or None)

    def save(self) -> bool:
        """Save now; gives whether it is safe."""
        self._timer.stop()
        self._longest.stop()
        text = self.toPlainText().strip() or None
        if text == (self.opened.values.get(self.name) or None):
            return True
        if text is None and self.opened.kind.fields[self.name].required:
            return True
        try:
            with self.store.act(f"{self.accessibleName()} geschrieben", goes_on=True) as change:
                change.write(self.opened, {self.name: text})
        except PersonNamed as error:
            typed.keep(self.store, self.opened, self.name, text or "")
            self.question.ask(f"{reasons(error.hits)} {ADVICE}", partial(self._insist, error.hits), self.setFocus)
            return False
        except UserError as error:
            typed.keep(self.store, self.opened, self.name, text or "")
            self.failed(error)
            return False
        self.question.hide()
        typed.forget(self.store, self.opened, self.name)
        fresh = self.store.get(self.opened.id)
        if fresh is not None:
            self.opened = fresh
        self.saved.emit()
        return True

    def keep(self) -> bool:
        """Save it, or ask at the text."""
        return self.save()

    def drop(self) -> None:
        """What was saved last."""
        typed.forget(self.store, self.opened, self.name)
        self.setPlainText(self.opened.values.get(self.name) or "")
        self._timer.stop()
        self._longest.stop()
        self.question.hide()

    def _insist(self, hits: Collection[Hit]) -> None:
        with self.store.insisting(hits):
            self.save()


class Count(Still, QSpinBox):
    """A number from 0 to 999: digits and arrows; minus and plus stand beside it."""

    def __init__(self, value: int) -> None:
        super().__init__()
        self.setRange(0, 999)
        self.setValue(value)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFont(theme.font(11, 600))
        self.setFixedWidth(40)

    def _fill(self) -> None:
        """The number has all the room: a style sheet leaves place for arrows that are not there."""
        self.lineEdit().setGeometry(self.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The number follows."""
        super().resizeEvent(event)
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """The style sheet is in force only now."""
        super().showEvent(event)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or font."""
        super().changeEvent(event)
        self._fill()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing replaces the number."""
        super().focusInEvent(event)
        self.selectAll()


class Stepper(QFrame):
    """A count with minus and plus."""

    changed = Signal()

    def __init__(self, accessible_name: str, value: int) -> None:
        super().__init__()
        self.setObjectName("stepper")
        self.box = Count(value)
        self.box.setAccessibleName(accessible_name)
        self.box.valueChanged.connect(lambda _v: self.changed.emit())
        less = button("", "quiet", "minus", self.box.stepDown, f"{accessible_name}: eine weniger")
        more = button("", "quiet", "plus", self.box.stepUp, f"{accessible_name}: eine mehr")
        for one in (less, more):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(row(less, self.box, more, spacing=0, margins=(1, 0, 1, 0)))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def value(self) -> int:
        """The count."""
        return self.box.value()


def show_in(scroll: QScrollArea, body: QLayout, *, same: bool = True) -> None:
    """Show a layout in a scroll area, in place of what was there; see :func:`~netzwerkhilfe.ui.kit.focus.swap`."""
    holder = boxed(body)
    holder.setObjectName("page")
    swap(scroll, holder, same=same)


def tone(widget: QWidget, name: str) -> None:
    """Give a badge another colour."""
    widget.setProperty("tone", name)
    restyle(widget)
