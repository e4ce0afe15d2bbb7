"""A panel over the dimmed window: title, content, foot. Esc closes, Strg+S saves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.widgets import boxed, button, column, key_hint, label, line, row


class Panel(QWidget):
    """A dialog inside the window. Not a window of its own, so it is never lost behind another."""

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
        self.subtitle = label(subtitle, "caption", 9.5)
        head = row(spacing=10, margins=(24, 14, 12, 6))
        if icon:
            picture = QLabel()
            picture.setPixmap(icons.pixmap(icon, "accent_text", 20))
            head.addWidget(picture)
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        head.addStretch(1)
        self.close_button = button("", "quiet", "x", self.dismiss, "Schließen (Esc)")
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
        host.installEventFilter(self)

    def saver(self, text: str, save: Callable[[], object], hint: str = "") -> QPushButton:
        """The foot of a form: hint left, Abbrechen and the one primary button right."""
        self.save_button = button(text, "primary", clicked=save)
        if hint:
            self.foot.addWidget(label(hint, "caption", 9))
        self.foot.addStretch(1)
        self.foot.addWidget(button("Abbrechen", clicked=self.dismiss))
        self.foot.addWidget(self.save_button)
        self.foot.addWidget(key_hint("Strg+S"))
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(save)
        return self.save_button

    def open(self, focus: QWidget | None = None) -> None:
        """Show above the window."""
        self.setGeometry(self.host.rect())
        self.fit()
        self.show()
        self.raise_()
        (focus or self.close_button).setFocus(Qt.FocusReason.TabFocusReason)

    def fit(self) -> None:
        """As high as the content, never higher than the window."""
        self._inner.adjustSize()
        inside = self.body.heightForWidth(self.panel.width()) if self.body.hasHeightForWidth() else -1
        wanted = max(inside, self.body.minimumSize().height()) if inside > 0 else self._inner.sizeHint().height()
        wanted += 4
        self.area.setFixedHeight(max(60, min(wanted, self.host.height() - 160)))

    def dismiss(self) -> None:
        """Close without saving."""
        self.host.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if self.before:
            try:
                self.before.setFocus()
            except RuntimeError:  # the widget is gone
                self.host.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if watched is self.host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self.host.rect())
            self.fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside the panel."""
        found = super().focusNextPrevChild(forward)
        now = self.host.window().focusWidget()
        if now is not None and not self.isAncestorOf(now):
            self.close_button.setFocus(Qt.FocusReason.TabFocusReason)
        return found


class PanelHost(QWidget):
    """What panels cover; the window's inside is one."""


def host_of(widget: QWidget) -> QWidget:
    """What a panel that is opened from a widget covers: its host, or the top-level window."""
    found: QWidget | None = widget
    while found is not None and not isinstance(found, PanelHost):
        found = found.parentWidget()
    return found or widget.window()


def ask(host: QWidget, title: str, text: str, verb: str, then: Callable[[], object], *, danger: bool = False) -> Panel:
    """A question with a verb on its button."""
    panel = Panel(host, title, width=520)
    panel.body.addWidget(label(text, "", 10, wrap=True))
    panel.foot.addStretch(1)
    panel.foot.addWidget(button("Abbrechen", clicked=panel.dismiss))

    def go() -> None:
        panel.dismiss()
        then()

    act = button(verb, "danger" if danger else "primary", clicked=go)
    panel.foot.addWidget(act)
    panel.open(act)
    return panel
