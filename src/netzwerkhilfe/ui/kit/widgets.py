"""Small parts: buttons, labels, tags, lines, toast, error bar, empty state, focus ring. Text of people stays plain
text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.ui.kit import icons, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent


Part = QWidget | QLayout | int | None
"""What a row or a column is made of: a widget, a layout, a gap in logical pixels, or ``None`` that takes the rest."""


Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


BREAK, HYPHEN = "\u200b", "\u00ad"
"""Where a long word may go on in the next line: unseen, and with a hyphen that shows only there."""
JOINT = late(r"(\w{3,}?(?:ungs|heits|keits|schafts|tions|täts|gemeinde|markt))(?=\w{5})", re.IGNORECASE)
"""Where German compounds are joined."""
LONG_WORD = 24
"""Letters from which on a word may be broken."""


def breakable(text: str) -> str:
    """A text whose long words (addresses of e-mail, names of firms) may be broken where there is no room for them."""

    def broken(found: re.Match[str]) -> str:
        word = found[0]
        if len(word) < LONG_WORD:
            return word
        parts = re.sub(r"([@._/])(?=.)", rf"\1{BREAK}", word)
        joined = JOINT.sub(rf"\1{HYPHEN}", parts)
        if joined != parts:
            return joined
        return re.sub(r"([^\W_]{14})(?=[^\W_]{6})", rf"\1{BREAK}", parts)

    return re.sub(r"\S+", broken, text)


def _whole(text: str) -> str:
    return text.replace(BREAK, "").replace(HYPHEN, "")


class Wrapped(QLabel):
    """A text over several lines. No word is too long for it, and what is copied is what was written."""

    def __init__(self, text: str = "") -> None:
        super().__init__(breakable(text))
        self.setWordWrap(True)

    def text(self) -> str:
        """What was written."""
        return _whole(super().text())

    def setText(self, text: str) -> None:
        """Show a text."""
        super().setText(breakable(text))

    def selectedText(self) -> str:
        """What is marked, as it was written."""
        return _whole(super().selectedText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Strg+C copies what was written."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.selectedText())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What is marked, or all of it, can be copied."""
        if not self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        text = self.selectedText() or self.text()
        menu.addAction("Kopieren").triggered.connect(lambda: QApplication.clipboard().setText(text))
        pop_up(menu, event.globalPos())


class OneLine(QLabel):
    """A text in one line, shortened with "…" where there is no room; its tip has the whole then."""

    LEAST = 40

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """All of it."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        super().setText(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A word must fit."""
        return QSize(min(self.LEAST, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten, or show more."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        short = self.width() >= self.LEAST and self.fontMetrics().horizontalAdvance(self._whole) > self.width()
        super().setText(theme.elided(self._whole, self.fontMetrics(), self.width()) if short else self._whole)
        self.setToolTip(plain_tip(self._whole) if short else "")


def label(
    text: str = "",
    role: str = "",
    points: float = 10,
    weight: int = 400,
    *,
    wrap: bool = False,
    short: bool = False,
) -> QLabel:
    """A label that shows text as text, never as markup.

    It goes over several lines with ``wrap``, and may be shortened with ``short``.
    """
    made = Wrapped(text) if wrap else OneLine(text) if short else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(points, weight))
    if role:
        made.setProperty("role", role)
    return made


def selectable(made: QLabel) -> QLabel:
    """A label whose text can be marked and copied."""
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


class Button(QPushButton):
    """A push button that Enter presses as the space bar does, wherever it stands."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def plain_tip(text: str) -> str:
    """A text as a tip that shows it as it is; Qt takes what looks like markup for markup."""
    return f"<span>{html.escape(text)}</span>" if "<" in text else text


class Shrinking(Button):
    """A button whose text may be shortened with "…" where there is no room; its tip has the whole.

    The text is often that of people: an "&" in it is shown, and names no key.
    """

    LEAST = 60

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """All of it."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        super().setText(text.replace("&", "&&"))
        self._fit()

    def _extra(self) -> int:
        shown = super().text()
        return super().sizeHint().width() - self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, shown).width()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        wide = self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self._whole).width() + self._extra()
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A word or two must fit."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.LEAST + self._extra()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten, or show more."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self._extra()
        shown = theme.elided(self._whole, self.fontMetrics(), room) if self.width() < self.sizeHint().width() else ""
        super().setText((shown or self._whole).replace("&", "&&"))
        if shown and not self.toolTip():
            self.setToolTip(plain_tip(self._whole))


class Still:
    """What the wheel never turns: the page below scrolls. Stands before a box among the bases of its class."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to whatever scrolls around it."""
        event.ignore()


class ChoiceBox(Still, QComboBox):
    """Choices of which one is shown; only a click or a key chooses another."""


def button(
    text: str, role: str = "", icon: str = "", clicked: Callable[[], object] | None = None, tip: str = ""
) -> QPushButton:
    """A push button; the icon takes the colour of its role."""
    made = Shrinking(text) if role in ("link", "row") and text else Button(text)
    made.setFont(theme.font(10, 600 if role in ("primary", "call", "") else 500))
    if role:
        made.setProperty("role", role)
    if icon:
        colors = {"primary": "on_accent", "call": "on_accent", "danger": "bad", "link": "accent_text"}
        gap = 4 if text else 0
        made.setIcon(icons.icon(icon, colors.get(role, "text1" if role == "" else "text2"), 18, gap))
        made.setIconSize(QSize(18 + gap, 18))
    if tip:
        made.setToolTip(plain_tip(tip))
        made.setAccessibleName(text or tip)
    if clicked:
        made.clicked.connect(lambda _checked=False: clicked())
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor if role == "link" else Qt.CursorShape.ArrowCursor)
    return made


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at changed properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def badge(text: str, tone: str = "") -> QLabel:
    """A tinted rectangle: a warning or a result."""
    made = label(text, "badge", 9, 600)
    made.setProperty("tone", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def key_hint(text: str) -> QLabel:
    """A key on the keyboard."""
    made = label(text, "", 8.5)
    made.setObjectName("key")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def line(*, soft: bool = False, vertical: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setObjectName("softline" if soft else "line")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def row(*parts: Part, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts beside each other; a number is a gap, ``None`` takes the rest."""
    return _fill(QHBoxLayout(), parts, spacing, margins)


def column(*parts: Part, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts below each other."""
    return _fill(QVBoxLayout(), parts, spacing, margins)


def _fill(box: Box, parts: tuple[Part, ...], spacing: int, margins: tuple[int, int, int, int]) -> Box:
    box.setSpacing(spacing)
    box.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def pop_up(menu: QMenu, at: QPoint) -> None:
    """Show a menu at a place of the screen; it is gone once it is closed."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)


def choice_box(choices: Iterable[Choice], chosen: str = "", name: str = "", *, blank: bool = False) -> QComboBox:
    """A box that shows the labels of choices; ``currentData()`` is the key. ``blank`` allows no choice at all."""
    made = ChoiceBox()
    made.setAccessibleName(name)
    if blank:
        made.addItem("", "")
    for one in choices:
        made.addItem(one.label, one.value)
    made.setCurrentIndex(max(0, made.findData(str(chosen))))
    return made


def boxed(layout: QLayout, name: str = "") -> QWidget:
    """A widget around a layout."""
    made = QWidget()
    if name:
        made.setObjectName(name)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


class Tag(QWidget):
    """The two-letter tag of an office; its tooltip has the full name."""

    def __init__(self, code: str, rank: int, name: str) -> None:
        super().__init__()
        self.code, self.rank = code, rank
        self.setFixedSize(28, 18)
        self.setToolTip(name)
        self.setAccessibleName(f"Büro {name}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tag."""
        painter = QPainter(self)
        draw_tag(painter, QRect(0, 0, 28, 18), self.code, self.rank)
        painter.end()


def draw_tag(painter: QPainter, rect: QRect, code: str, rank: int) -> None:
    """The tag of an office inside a row."""
    text, ground = theme.tag_colors(code, rank)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 4, 4)
    painter.setPen(text)
    painter.setFont(theme.font(8.5, 600))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, code)
    painter.restore()


class Avatar(QWidget):
    """The initials of a person of our own team or a volunteer."""

    def __init__(self, initials: str, rank: int = 0, code: str = "", size: int = 36) -> None:
        super().__init__()
        self.initials, self.rank, self.code = initials, rank, code
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle."""
        text, ground = theme.tag_colors(self.code, self.rank)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(self.rect())
        painter.setPen(text)
        painter.setFont(theme.font(10 if self.width() > 30 else 8.5, 600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.initials)
        painter.end()


class StageRing(QWidget):
    """The ring of a stage."""

    def __init__(self, phase: int, *, future: bool = False, current: bool = False) -> None:
        super().__init__()
        self.phase, self.future, self.current = phase, future, current
        self.setFixedSize(22, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring, with a halo around the present stage."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("tint"))
            painter.drawEllipse(self.rect())
        icons.draw_stage(painter, QRectF(3, 3, 16, 16), self.phase, future=self.future)
        painter.end()


class EmptyState(QWidget):
    """An icon, one sentence, two buttons, one link."""

    def __init__(
        self, icon: str, title: str, text: str, buttons: list[QPushButton], link: QPushButton | None = None
    ) -> None:
        super().__init__()
        circle = QLabel()
        circle.setPixmap(icons.pixmap(icon, "accent_text", 40))
        circle.setFixedSize(88, 88)
        circle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        circle.setStyleSheet(f"background: {theme.token('tint')}; border-radius: 44px;")
        heading = label(title, "", 12, 600)
        body = label(text, "muted", wrap=True)
        body.setFixedWidth(380)
        body.setMinimumHeight(body.heightForWidth(380))
        for part in (heading, body):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner = column(spacing=8)
        inner.addWidget(circle, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addSpacing(8)
        inner.addWidget(heading)
        inner.addWidget(body, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addSpacing(8)
        inner.addLayout(row(None, *buttons, None))
        if link:
            inner.addLayout(row(None, label("oder", "caption"), link, None))
        self.setLayout(column(None, inner, None, None))


@dataclass(frozen=True)
class Offer:
    """What a toast offers: the verb on its button, the key that does the same, and the deed."""

    verb: str
    key: str
    do: Callable[[], object]


class Toast(QFrame):
    """What just happened, with a way back; gone after eight seconds unless it has the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._icon = QLabel()
        self._text = label()
        self.action = button("", "link", clicked=self._act)
        self.action.setFont(theme.font(10, 600))
        self._key = label("", "", 9)
        self._offer: Offer | None = None
        self._close = button("", "quiet", clicked=self.hide, tip="Schließen")
        self.setLayout(row(self._icon, self._text, 12, self.action, self._key, self._close, margins=(16, 5, 8, 5)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self.hide()

    def say(self, text: str, offer: Offer | None = None, *, icon: str = "check-circle") -> None:
        """Show a sentence, with what can be done about it."""
        self._offer = offer
        self._icon.setPixmap(icons.pixmap(icon, "toast_text"))
        self._close.setIcon(icons.icon("x", "toast_text", 14))
        self._text.setText(text if len(text) < 90 else text[:88] + " …")
        self.action.setText(offer.verb if offer else "")
        self._key.setText(offer.key if offer else "")
        self.action.setVisible(offer is not None)
        self._key.setVisible(offer is not None)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(8000)

    def place(self) -> None:
        """Bottom centre of the page."""
        parent = self.parentWidget()
        if parent:
            self.move(max(8, (parent.width() - self.width()) // 2), parent.height() - self.height() - 16)

    def _expire(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._timer.start(8000)
        else:
            self.hide()

    def withdraw(self) -> None:
        """What is offered holds no longer."""
        if self._offer is not None:
            self._offer = None
            self.hide()

    def _act(self) -> None:
        offer = self._offer
        self.hide()
        if offer is not None:
            offer.do()


class ErrorBar(QFrame):
    """What went wrong, that the data is safe, one action; stays until resolved or closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("errorbar")
        self._title = label("", "", 10, 600)
        self._title.setObjectName("title")
        self._message = label("", wrap=True)
        self.action = button("Noch einmal versuchen")
        self._again: Callable[[], object] | None = None
        self.action.clicked.connect(self._retry)
        picture = QLabel()
        picture.setPixmap(icons.pixmap("warning-circle", "bad", 20))
        close = button("", "quiet", "x", self.hide, "Schließen")
        text = column(self._title, self._message, spacing=0)
        box = row(picture, 8, margins=(24, 6, 16, 6))
        box.addLayout(text, 1)
        box.addWidget(self.action)
        box.addWidget(close)
        self.setLayout(box)
        self.hide()

    def tell(
        self, title: str, message: str, again: Callable[[], object] | None = None, verb: str = "Noch einmal versuchen"
    ) -> None:
        """Show an error; ``verb`` says what ``again`` does."""
        self.action.setText(verb)
        self._title.setText(title)
        self._message.setText(message)
        self._message.setVisible(bool(message))
        self._again = again
        self.action.setVisible(again is not None)
        self.show()

    def _retry(self) -> None:
        self.hide()
        if self._again:
            self._again()


class FocusRing(QWidget):
    """One ring around the button or tick that has the keyboard's focus, drawn above everything; fields have a frame.

    It watches its target and what that lies in, which may move it (a bar above gets lower, a list is scrolled): an
    event filter on the whole application would cost every event a call into Python.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        application = QApplication.instance()
        assert isinstance(application, QApplication), "a widget is made by an application"
        application.focusChanged.connect(self._changed)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the target; a click on it takes the ring away."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        elif watched is self._target and event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Hide):
            self.hide()
        return False

    def _changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        for one in self._watched:
            if isValid(one):
                one.removeEventFilter(self)
        self._target, self._watched = None, []
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if isinstance(now, QAbstractButton) and not pressed and now.window() is self.window():
            self._target = now
            around: QWidget | None = now
            while around is not None and around is not self.window():
                around.installEventFilter(self)
                self._watched.append(around)
                around = around.parentWidget()
            self._place()
            self.show()
            self.raise_()
        else:
            self.hide()

    def _place(self) -> None:
        if self._target is not None and isValid(self._target):
            corner = self._target.mapTo(self.window(), QPoint(0, 0))
            self.setGeometry(QRect(corner, self._target.size()).adjusted(-4, -4, 4, 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()
