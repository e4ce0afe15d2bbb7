"""The calendar beside a field for a day: a help for the eye; what is typed stays as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QTableView

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import DATE, MOMENT, WHEN
from netzwerkhilfe.ui.kit.day_picker import DayPicker, offer_calendar, opened_picker
from netzwerkhilfe.ui.kit.form import FormPanel, Input
from tests.ui.conftest import Desk

TODAY = dt.date(2026, 3, 2)


def opened(edit: QLineEdit, key: Qt.Key = Qt.Key.Key_F4, mods: Any = Qt.KeyboardModifier.NoModifier) -> DayPicker:
    QTest.keyClick(edit, key, mods)
    picker = opened_picker()
    assert picker is not None
    return picker


def press(picker: DayPicker, *keys: Qt.Key) -> None:
    days = picker.month.findChild(QTableView)
    assert isinstance(days, QTableView)
    for key in keys:
        QTest.keyClick(days, key)


@pytest.mark.parametrize(
    ("typed", "with_time", "keys", "then"),
    [
        ("", False, [Qt.Key.Key_Return], "02.03.2026"),
        ("", False, [Qt.Key.Key_Right, Qt.Key.Key_Return], "03.03.2026"),
        ("12.11.2025", False, [Qt.Key.Key_Down, Qt.Key.Key_Return], "19.11.2025"),
        ("31.1.2026", False, [Qt.Key.Key_PageDown, Qt.Key.Key_Return], "28.02.2026"),
        ("irgendwann", False, [Qt.Key.Key_PageUp, Qt.Key.Key_Return], "02.02.2026"),
        ("12.11.2025 15:30", True, [Qt.Key.Key_Right, Qt.Key.Key_Return], "13.11.2025 15:30"),
        ("12.11.2025, 15 Uhr", True, [Qt.Key.Key_Right, Qt.Key.Key_Return], "13.11.2025, 15 Uhr"),
        ("12.11.2025", False, [Qt.Key.Key_Right, Qt.Key.Key_Escape], "12.11.2025"),
    ],
)
def test_a_day_is_found_with_the_keyboard(
    qtbot: Any, desk: Desk, typed: str, keys: list[Qt.Key], then: str, *, with_time: bool
) -> None:
    """GIVEN a field for a day WHEN its calendar is opened by key THEN arrows and Enter choose, a time stays, and Esc
    changes nothing."""
    edit = QLineEdit(typed, desk.shell)
    offer_calendar(edit, lambda: TODAY, with_time=with_time)
    edit.show()
    press(opened(edit), *keys)
    assert edit.text() == then and opened_picker() is None


def test_alt_down_and_the_picture_open_it_too(qtbot: Any, desk: Desk) -> None:
    edit = offer_calendar(QLineEdit("5.4.2026", desk.shell), lambda: TODAY)
    edit.show()
    picker = opened(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert picker.month.selectedDate().toString("dd.MM.yyyy") == "05.04.2026"
    picker.close()
    edit.actions()[0].trigger()
    again = opened_picker()
    assert again is not None
    month = again.month
    assert isinstance(month, QCalendarWidget) and month.firstDayOfWeek() == Qt.DayOfWeek.Monday
    again.close()


def test_every_field_for_a_day_has_a_calendar(desk: Desk) -> None:
    """GIVEN the form of each kind THEN each field for a day, and no other, has one; what is typed is read as before."""
    for kind in KINDS.values():
        if not kind.form_fields:
            continue
        panel = FormPanel(desk.shell, desk.shell.store, kind, lambda *_: None)
        for name, made in panel.inputs.items():
            wants = made.field.type in (DATE, WHEN, MOMENT) and isinstance(made.editor, QLineEdit)
            assert has_calendar(made) == wants, (kind.name, name)
        panel.dismiss()


def has_calendar(made: Input) -> bool:
    return any("Kalender" in a.toolTip() for a in made.editor.actions())
