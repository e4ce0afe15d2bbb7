"""Sperren: nothing is shown and nothing can be read; afterwards all is as it was, a half-filled form too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import secret
from netzwerkhilfe.ui.shell.unlock import Unlock
from tests.conftest import PASSPHRASE
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]


def cover(desk: Desk) -> Unlock:
    """The page that asks for the passphrase."""
    shown = desk.shell.outer.currentWidget()
    assert isinstance(shown, Unlock)
    return shown


def lock(desk: Desk, qtbot: Any) -> Unlock:
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or desk.shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    return cover(desk)


def enter(desk: Desk, text: str = PASSPHRASE) -> None:
    page = cover(desk)
    page.edit.clear()
    type_text(page.edit, text)
    QTest.keyClick(page.edit, Qt.Key.Key_Return)
    QApplication.processEvents()
    if desk.shell.is_open:
        desk.settle()


def test_nothing_can_be_read_while_it_is_locked(desk: Desk, store: Store, fill: Fill, qtbot: Any) -> None:
    """GIVEN an open window WHEN Strg+L is pressed THEN the key is gone and no entry can be read; a wrong passphrase
    opens nothing, the right one leads back to the same row."""
    fill("volunteers", {"last_name": "Albers"}, {"last_name": "Haddad"})
    page = desk.go("volunteers")
    page.select(1)
    chosen, key = page.current, store.key
    lock(desk, qtbot)
    assert store.key == b"" and store.connections.key == b"" and not desk.shell.is_open
    with pytest.raises(UserError, match="gesperrt"):
        store.ids("volunteers")
    enter(desk, "ganz falsch")
    assert "Kennwort ist nicht richtig" in cover(desk).error.text() and store.key == b""
    enter(desk)
    assert store.key == key and desk.shell.page is page and page.current == chosen
    assert desk.titles() == ["Albers", "Haddad"]


def test_a_half_filled_form_is_not_lost(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a form in which somebody has typed WHEN it is locked THEN the form is covered, and goes on afterwards."""
    fill("volunteers", {"last_name": "Albers"})
    desk.go("volunteers")
    desk.shell.keyboard.add()
    form = desk.panel
    type_text(form.inputs["last_name"].editor, "Müller")
    lock(desk, qtbot)
    assert not form.isVisible()
    enter(desk)
    assert form.isVisible() and form.inputs["last_name"].text() == "Müller"
    QTest.keyClick(form.inputs["last_name"].editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.titles() == ["Albers", "Müller"]


def test_keys_do_nothing_while_it_is_locked(desk: Desk, qtbot: Any) -> None:
    lock(desk, qtbot)
    for key in desk.shell.keyboard.keys:
        key.do()
    desk.shell.go("exchange")
    desk.shell.neighbours.look()
    desk.shell.network.with_own_office()
    assert cover(desk).isVisible() and not desk.shell.error_bar.isVisible()
    enter(desk)


def test_it_locks_by_itself_after_the_minutes_of_the_settings(desk: Desk, qtbot: Any) -> None:
    """GIVEN ten minutes WHEN nobody touches key or mouse that long THEN it is locked; a movement begins anew."""
    now = [0.0]
    locking = desk.shell.locking
    locking.clock = lambda: now[0]
    desk.shell.office.lock_after(10)
    now[0] = 599
    locking.look()
    assert desk.shell.is_open
    handle = desk.shell.window().windowHandle()
    assert handle is not None
    QTest.mouseMove(handle, desk.shell.rect().center())
    now[0] = 1100
    locking.look()
    assert desk.shell.is_open
    now[0] = 1200
    locking.look()
    assert cover(desk).isVisible()
    enter(desk)
    desk.shell.office.lock_after(0)
    now[0] = 9999
    locking.look()
    assert desk.shell.is_open


def test_without_a_passphrase_it_asks_for_one_first(desk: Desk, store: Store, qtbot: Any) -> None:
    """GIVEN a PC that opens with its login alone WHEN Strg+L is pressed THEN nothing is locked: a passphrase is asked
    for, since nobody could open it again."""
    store.slots.slots = [s for s in store.slots.slots if s["kind"] != "passphrase"]
    desk.shell.lock()
    assert desk.shell.is_open and "fehlt ein Kennwort" in desk.panel.title.text()
    page = desk.go("settings")
    assert not page.locks.isEnabled()


def test_files_that_come_meanwhile_wait(desk: Desk, qtbot: Any, tmp_path: Path) -> None:
    lock(desk, qtbot)
    strange = tmp_path / "a.xyz"
    strange.touch()
    desk.shell.outside.open_files([strange])
    assert desk.shell.outside.waiting == [strange]
    enter(desk)
    assert desk.shell.outside.waiting == [] and desk.shell.error_bar.isVisible()


def test_the_eye_shows_what_is_typed(desk: Desk, qtbot: Any) -> None:
    """GIVEN a field for a passphrase WHEN the eye or Alt+Z is pressed THEN the text is seen, and hidden again."""
    lock(desk, qtbot)
    edit = cover(desk).edit
    edit.setFocus()
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    edit.actions()[-1].trigger()
    assert edit.echoMode() == QLineEdit.EchoMode.Normal and edit.actions()[-1].toolTip() == secret.HIDE
    edit.actions()[-1].trigger()
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    enter(desk)
    desk.shell.office.change_passphrase()
    hidden = [e for e in desk.panel.findChildren(QLineEdit) if e.echoMode() == QLineEdit.EchoMode.Password]
    assert len(hidden) == 2 and all(e.actions() for e in hidden)
