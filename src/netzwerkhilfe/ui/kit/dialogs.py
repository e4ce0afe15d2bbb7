"""A panel over the dimmed window: title, content, foot. Esc closes, Strg+S saves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.focus import next_stop
from netzwerkhilfe.ui.kit.leaving import Typed, typed
from netzwerkhilfe.ui.kit.widgets import boxed, button, column, key_hint, label, line, row


class Panel(QWidget):
    """A dialog inside the window. Not a window of its own, so it is never lost behind another."""

    save_button: QPushButton
    """The one primary button, where there is one (:meth:`saver`)."""

    def __init__(self, host: QWidget, title: str, *, subtitle: str = "", icon: str = "", width: int = 680) -> None:
        super().__init__(host)
        self.host = host
        self.setObjectName("scrim")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.panel = QFrame()
        self.panel.setObjectName("panel")
        self.panel.setFixedWidth(min(width, host.width() - 32))
        shadow = QGraphicsDropShadowEffect(self.panel)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.panel.setGraphicsEffect(shadow)
        self.title = label(title, "", 12, 600)
        self.subtitle = label(subtitle, "caption", 9.5, short=True)
        head = row(spacing=10, margins=(24, 14, 12, 6))
        if icon:
            picture = QLabel()
            picture.setPixmap(icons.pixmap(icon, "accent_text", 20))
            head.addWidget(picture)
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        head.addStretch(1)
        self.close_button = button("", "quiet", "x", self.leave, "Schließen (Esc)")
        head.addWidget(self.close_button)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 4, 24, 16)
        self.body.setSpacing(10)
        inner = QWidget()
        inner.setLayout(self.body)
        inner.setObjectName("page")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(inner)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot = row(spacing=8, margins=(24, 12, 24, 12))
        self.panel.setLayout(column(head, self.area, line(), boxed(self.foot), spacing=0))
        self._inner = inner
        box = QVBoxLayout()
        box.addStretch(2)
        box.addWidget(self.panel, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        box.setContentsMargins(0, 16, 0, 16)
        self.setLayout(box)
        self.before = host.focusWidget()
        self._act: QPushButton | None = None
        self._save: Callable[[], object] | None = None
        self._opened_with: Typed | None = None
        self._after: Callable[[], object] | None = None
        host.installEventFilter(self)

    def saver(self, text: str, save: Callable[[], object], hint: str = "") -> QPushButton:
        """The foot of a form: hint left, Abbrechen and the one primary button right."""
        self.saves(save)
        self.save_button = self._act = made = button(text, "primary", clicked=save)
        if hint:
            self.foot.addWidget(label(hint, "caption", 9))
        self.foot.addStretch(1)
        self.foot.addWidget(button("Abbrechen", clicked=self.leave))
        self.foot.addWidget(made)
        self.foot.addWidget(key_hint("Strg+S"))
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(made.click)  # which does nothing while the button is off
        return made

    def saves(self, save: Callable[[], object]) -> None:
        """Whoever leaves what was edited may save it so."""
        self._save = save

    def open(self, focus: QWidget | None = None) -> None:
        """Show above the window."""
        self.setGeometry(self.host.rect())
        self.fit()
        self.show()
        self.raise_()
        (focus or self.close_button).setFocus(Qt.FocusReason.TabFocusReason)
        self._opened_with = self.typed()

    def fit(self) -> None:
        """As high as the content, never higher than the window."""
        self._inner.adjustSize()
        inside = self.body.heightForWidth(self.panel.width()) if self.body.hasHeightForWidth() else -1
        wanted = max(inside, self.body.minimumSize().height()) if inside > 0 else self._inner.sizeHint().height()
        wanted += 4
        self.area.setFixedHeight(max(60, min(wanted, self.host.height() - 160)))

    # ---- being left -------------------------------------------------------------------------------------------------
    @property
    def busy(self) -> bool:
        """Whether work is under way that no key of the window leaves."""
        return False

    def typed(self) -> Typed:
        """What its fields say now."""
        return typed(self.panel)

    @property
    def edited(self) -> bool:
        """Whether somebody has changed what it would save."""
        return self._save is not None and self._opened_with is not None and self.typed() != self._opened_with

    def leave(self, then: Callable[[], object] | None = None) -> None:
        """Somebody leaves: what was edited is asked about first. ``then`` comes once the panel is closed."""
        if self.edited:
            ask_leaving(self.host, self.title.text(), partial(self._save_and, then), partial(self._drop_and, then))
        else:
            self._drop_and(then)

    def _drop_and(self, then: Callable[[], object] | None) -> None:
        self.dismiss()
        self.gone_unsaved()
        if then:
            then()

    def _save_and(self, then: Callable[[], object] | None) -> None:
        """Save; what is faulty or asks back stays open, and then nothing else comes."""
        assert self._save, "only what can be saved asks"
        self._after = then
        self._save()
        working = self._act is not None and not self._act.isEnabled()
        if isValid(self) and self.isVisible() and not working:
            self._after = None

    def gone_unsaved(self) -> None:
        """It was closed without saving."""

    def dismiss(self) -> None:
        """Close. What was typed is saved, or not wanted any more."""
        self.host.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        before = self.before
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus()
        elif isinstance(self.host, PanelHost):
            self.host.home()
        if self._after:
            QTimer.singleShot(0, self._after)
            self._after = None

    def focus_inside(self) -> None:
        """Take the keyboard back."""
        before = self.focusWidget()
        if before is None or not (before.isVisible() and before.isEnabled()):
            before = next_stop(self.panel, before or self.panel) or self.close_button
        before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if watched is self.host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self.host.rect())
            self.fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves. No key goes on to what the panel covers."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside the panel; what was hidden or switched off gives it to the next."""
        before = self.focusWidget()
        if before is not None and not (before.isVisible() and before.isEnabled()):
            self.focus_inside()
            return True
        found = super().focusNextPrevChild(forward)
        now = self.host.window().focusWidget()
        if now is not None and not self.isAncestorOf(now):
            self.close_button.setFocus(Qt.FocusReason.TabFocusReason)
        return found


class PanelHost(QWidget):
    """What panels cover; the window's inside is one."""

    def home(self) -> None:
        """The keyboard goes to where it begins."""
        self.setFocus()


def host_of(widget: QWidget) -> QWidget:
    """What a panel that is opened from a widget covers: its host, or the top-level window."""
    found: QWidget | None = widget
    while found is not None and not isinstance(found, PanelHost):
        found = found.parentWidget()
    return found or widget.window()


def ask(host: QWidget, title: str, text: str, verb: str, then: Callable[[], object], *, danger: bool = False) -> Panel:
    """A question with a verb on its button. Where there is danger, the button that has the keyboard is *Abbrechen*."""
    panel = Panel(host, title, width=520)
    panel.body.addWidget(label(text, "", 10, wrap=True))
    panel.foot.addStretch(1)
    cancel = button("Abbrechen", clicked=panel.dismiss)
    panel.foot.addWidget(cancel)

    def go() -> None:
        panel.dismiss()
        then()

    act = button(verb, "danger" if danger else "primary", clicked=go)
    panel.foot.addWidget(act)
    panel.open(cancel if danger else act)
    return panel


class LeaveQuestion(Panel):
    """Something edited is left: save it, drop it, or go on with it."""


def ask_leaving(
    host: QWidget, what: str, save: Callable[[], object] | None, drop: Callable[[], object]
) -> LeaveQuestion:
    """Ask what becomes of what was edited: *Speichern*, *Verwerfen*, *Weiter bearbeiten* (also Esc).

    :param what: what it is called.
    :param save: saves it; ``None`` where there is nothing yet that could be saved.
    """
    panel = LeaveQuestion(host, "Änderungen speichern?" if save else "Verlassen?", icon="floppy-disk", width=520)
    said = "ist geändert und noch nicht gespeichert" if save else "ist noch nicht fertig"
    panel.body.addWidget(label(f"„{what}“ {said}.", "", 10, wrap=True))

    def then(do: Callable[[], object]) -> None:
        panel.dismiss()
        do()

    panel.foot.addWidget(button("Verwerfen", "danger", clicked=partial(then, drop)))
    panel.foot.addStretch(1)
    stay = button("Weiter bearbeiten", clicked=panel.dismiss)
    panel.foot.addWidget(stay)
    if save is None:
        panel.open(stay)
        return panel
    act = button("Speichern", "primary", clicked=partial(then, save))
    panel.foot.addWidget(act)
    panel.open(act)
    return panel
