"""Where the keyboard is while a part of the window is drawn anew: it goes on at the same field, or beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from netzwerkhilfe.ui.kit.page import tab_stops


def name_of(widget: QWidget) -> str:
    """What a widget is called: its accessible name, else the words on a button."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def next_stop(inside: QWidget, after: QWidget) -> QWidget | None:
    """The next tab stop inside a widget, after one that may be hidden or switched off by now."""
    found = after.nextInFocusChain()
    while found is not None and found is not after:
        usable = found.isVisible() and found.isEnabled() and found.focusPolicy() & Qt.FocusPolicy.TabFocus
        if usable and inside.isAncestorOf(found):
            return found
        found = found.nextInFocusChain()
    return None


@dataclass
class Spot:
    """A place of the keyboard: the widget's name, which of several it was, its place among the tab stops; the cursor
    in a text; and by name what is typed into lines and not saved."""

    name: str = ""
    number: int = 0
    stop: int = -1
    cursor: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    inside: bool = False
    """Whether the keyboard was there at all."""


def _named(inside: QWidget, name: str) -> list[QWidget]:
    return [w for w in tab_stops(inside) if name_of(w) == name] if name else []


def spot_in(inside: QWidget | None) -> Spot:
    """Where the keyboard is inside a widget, with what is typed there."""
    found = Spot()
    if inside is None:
        return found
    for line in inside.findChildren(QLineEdit):
        if line.isModified() and line.text() and line.accessibleName():
            found.typed[line.accessibleName()] = line.text()
    focused = QApplication.focusWidget()
    if focused is None or not inside.isAncestorOf(focused):
        return found
    stops = tab_stops(inside)
    found.inside, found.name = True, name_of(focused)
    found.stop = stops.index(focused) if focused in stops else -1
    same = _named(inside, found.name)
    found.number = same.index(focused) if focused in same else 0
    if isinstance(focused, QPlainTextEdit):
        found.cursor = focused.textCursor().position()
    elif isinstance(focused, QLineEdit):
        found.cursor = focused.cursorPosition()
    return found


def type_again(inside: QWidget, spot: Spot) -> None:
    """Put what was typed and not saved into the lines of the same names."""
    for line in inside.findChildren(QLineEdit):
        if (text := spot.typed.get(line.accessibleName())) and text != line.text():
            line.setText(text)
            line.setModified(True)


def go_on(inside: QWidget, spot: Spot) -> bool:
    """Give the keyboard to the widget of the same name, else to the one at its place; gives whether there is one."""
    if not spot.inside:
        return True
    stops = [w for w in tab_stops(inside) if w.isEnabled()]
    same = [w for w in _named(inside, spot.name) if w in stops]
    wanted = same[min(spot.number, len(same) - 1)] if same else stops[min(spot.stop, len(stops) - 1)] if stops else None
    if wanted is None:
        return False
    wanted.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(wanted, QPlainTextEdit):
        at = wanted.textCursor()
        at.setPosition(min(spot.cursor, len(wanted.toPlainText())))
        wanted.setTextCursor(at)
    elif isinstance(wanted, QLineEdit):
        wanted.setCursorPosition(spot.cursor)
    return True


def swap(scroll: QScrollArea, shown: QWidget, *, same: bool = True) -> bool:
    """Show a widget in a scroll area in place of the one before; the keyboard goes on at the same field.

    :param same: whether both are about the same thing, so that what was typed is still wanted.
    :returns: whether the keyboard has a place; it has none where it was in what is gone now and nothing takes it.
    """
    old, place = scroll.widget(), scroll.verticalScrollBar().value()
    spot = spot_in(old)
    scroll.takeWidget()
    scroll.setWidget(shown)
    if same:
        type_again(shown, spot)
    found = go_on(shown, spot) if same else not spot.inside
    scroll.verticalScrollBar().setValue(place if same else 0)
    if old is not None:
        old.deleteLater()
    return found
