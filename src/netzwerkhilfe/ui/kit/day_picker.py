"""A calendar beside a field for a day. Typing stays as it is; the calendar only helps to find the day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QCalendarWidget, QFrame, QLineEdit, QTableView, QToolButton, QWidget

from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.phrases import read_date
from netzwerkhilfe.models.values import Unreadable, show_date
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.widgets import button, column, label, row

CLOCK = late(r"(?:,\s*|\s+)(?:um\s+)?(?:\d{1,2}[:.]\d\d(?:\s*Uhr)?|\d{1,2}\s*Uhr.*)$", re.IGNORECASE)
"""A time behind a day, which another day leaves as it is."""
WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class DayPicker(QFrame):
    """A month in a small window: arrows go from day to day, Bild ↑ ↓ from month to month, Enter takes the day."""

    def __init__(self, host: QWidget, day: dt.date, today: dt.date, taken: Callable[[dt.date], object]) -> None:
        super().__init__(host, Qt.WindowType.Popup)
        self.setObjectName("daypicker")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._taken = taken
        self.month = QCalendarWidget()
        self.month.setLocale(QLocale(QLocale.Language.German, QLocale.Country.Germany))
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.month.setAccessibleName("Kalender")
        self._dress()
        marked = QTextCharFormat()
        marked.setFont(theme.font(10, 600))
        marked.setForeground(theme.color("accent_text"))
        self.month.setDateTextFormat(_qt(today), marked)
        self.month.setSelectedDate(_qt(day))
        self.month.activated.connect(self._choose)
        self.month.clicked.connect(self._choose)
        now = button("Heute", "link", clicked=lambda: self._choose(_qt(today)))
        now.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        hint = label("Enter nimmt den Tag, Esc schließt", "caption", 9)
        self.setLayout(column(self.month, row(now, None, hint), spacing=4, margins=(8, 8, 8, 8)))
        self.days = self.month.findChild(QTableView)
        if self.days is not None:
            self.days.installEventFilter(self)
            self.setFocusProxy(self.days)

    def _dress(self) -> None:
        """The colours of the theme, which Qt's calendar does not take from the style sheet."""
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.color("text1"))
        head.setForeground(theme.color("text3"))
        head.setBackground(theme.color("surface"))
        self.month.setHeaderTextFormat(head)
        weekend = QTextCharFormat()
        weekend.setForeground(theme.color("text3"))
        for number in range(1, 8):
            day = Qt.DayOfWeek(number)
            self.month.setWeekdayTextFormat(day, weekend if day in WEEKEND else plain)
        for name, icon, tip in (
            ("qt_calendar_prevmonth", "caret-left", "Voriger Monat (Bild ↑)"),
            ("qt_calendar_nextmonth", "caret-right", "Nächster Monat (Bild ↓)"),
        ):
            made = self.month.findChild(QToolButton, name)
            if made is not None:
                made.setIcon(icons.icon(icon, "text2", 16))
                made.setToolTip(tip)

    def _choose(self, day: QDate) -> None:
        self.close()
        self._taken(dt.date(day.year(), day.month(), day.day()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bild ↑ and Bild ↓ go to another month and keep the day."""
        if watched is self.days and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.month.setSelectedDate(self.month.selectedDate().addMonths(step))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it and nothing else."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class _Opener(QObject):
    """Opens the calendar of a field: a click on its picture, Alt+↓ or F4."""

    def __init__(self, edit: QLineEdit, today: Callable[[], dt.date], *, with_time: bool) -> None:
        super().__init__(edit)
        self.edit, self.today, self.with_time = edit, today, with_time
        action = edit.addAction(icons.icon("calendar-blank", "text3", 16), QLineEdit.ActionPosition.TrailingPosition)
        action.setToolTip("Kalender (Alt+↓)")
        action.triggered.connect(self.open)
        edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that open lists of choices open the calendar."""
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            down = event.key() == Qt.Key.Key_Down and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if down or event.key() == Qt.Key.Key_F4:
                self.open()
                return True
        return False

    def open(self) -> None:
        """Show the month of the day that is typed, or the present one."""
        if self.edit.isReadOnly() or not self.edit.isEnabled():
            return
        text, today = self.edit.text(), self.today()
        clock = CLOCK.search(text) if self.with_time else None
        try:
            day = dt.date.fromisoformat(read_date(text[: clock.start()] if clock else text, today))
        except (Unreadable, ValueError):
            day = today

        def taken(chosen: dt.date) -> None:
            self.edit.setText(show_date(chosen.isoformat()) + (clock[0] if clock else ""))
            self.edit.textEdited.emit(self.edit.text())
            self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

        picker = DayPicker(self.edit, day, today, taken)
        picker.adjustSize()
        picker.move(_beside(self.edit, picker))
        picker.show()
        (picker.days or picker.month).setFocus(Qt.FocusReason.PopupFocusReason)


def offer_calendar(edit: QLineEdit, today: Callable[[], dt.date], *, with_time: bool = False) -> QLineEdit:
    """Put a calendar beside a field for a day, or (``with_time``) for a day and a time that stays; gives the field."""
    _Opener(edit, today, with_time=with_time)
    return edit


def opened_picker() -> DayPicker | None:
    """The calendar that is open."""
    found = QApplication.activePopupWidget()
    return found if isinstance(found, DayPicker) else None


def _qt(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _beside(edit: QWidget, picker: QWidget) -> QPoint:
    """Below the field, above it where the screen ends."""
    below = edit.mapToGlobal(edit.rect().bottomLeft()) + QPoint(0, 2)
    screen = (edit.screen() or QGuiApplication.primaryScreen()).availableGeometry()
    top = below.y()
    if top + picker.height() > screen.bottom():
        top = max(screen.top(), edit.mapToGlobal(QPoint(0, 0)).y() - picker.height() - 2)
    return QPoint(max(screen.left(), min(below.x(), screen.right() - picker.width())), top)
