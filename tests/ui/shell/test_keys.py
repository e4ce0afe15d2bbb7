"""Every key of the window on every page, and the table of keys; pages are made when they are gone to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.ui.areas import registry
from netzwerkhilfe.ui.kit.dialogs import Panel
from tests.conftest import PASSPHRASE
from tests.ui.conftest import Desk

Fill = Callable[..., list[str]]
KEYS = {
    "F2": (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
    "Strg+K": (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
    "Strg+F": (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier),
    "Strg+N": (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier),
    "Strg+E": (Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier),
    "Strg+P": (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier),
    "Strg+Z": (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
    "Strg+Y": (Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier),
    "Strg+L": (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
    "F6": (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
    "F1": (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    "Strg+Umschalt+P": (
        Qt.Key.Key_P,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    ),
}
OPENS = {"F2": "Anruf notieren", "Strg+Umschalt+P": "Person erfassen"}
NEW = {
    "overview": "Anruf notieren",
    "tasks": "Aufgabe erfassen",
    "housing": "Wohnung erfassen",
    "work": "Stelle erfassen",
    "cases": "Gesuch erfassen",
    "shelters": "Unterkunft erfassen",
    "volunteers": "Person erfassen",
    "offers": "Angebot erfassen",
    "helper_groups": "Helferkreis erfassen",
    "courses": "Kurs erfassen",
    "professionals": "Fachkraft erfassen",
    "notes": "Anruf notieren",
    "meetings": "Sitzung erfassen",
    "exchange": "",
    "settings": "",
}
"""What Strg+N opens on each page."""


def open_panels(desk: Desk) -> list[Panel]:
    return [p for p in desk.shell.findChildren(Panel) if p.isVisible()]


def activate(desk: Desk, qtbot: Any) -> None:
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)


def press(desk: Desk, qtbot: Any, shown: str) -> None:
    activate(desk, qtbot)
    key, modifiers = KEYS[shown]
    qtbot.keyClick(desk.shell.page, key, modifiers)
    if shown == "Strg+L":
        assert not desk.shell.is_open
        desk.shell.locking.open(PASSPHRASE)
    desk.settle()


def close(desk: Desk) -> list[str]:
    titles = [p.title.text() for p in open_panels(desk)]
    for panel in open_panels(desk):
        panel.dismiss()
    desk.settle()
    return titles


@pytest.mark.parametrize("page", list(registry.pages()))
def test_every_key_does_on_every_page_what_the_page_says(
    desk: Desk, fill: Fill, qtbot: Any, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """GIVEN any page WHEN each key of the table is pressed THEN nothing fails, and what opens is what it says."""
    printed: list[Path] = []
    monkeypatch.setattr(desk.shell.files, "open_paper", printed.append)
    monkeypatch.setattr(QMenu, "exec", lambda *_: None)
    fill("housing", {"landlord": "Dörr"})
    fill("tasks", {"title": "Anrufen"})
    fill("volunteers", {"last_name": "Haddad"})
    desk.go(page)
    assert {k.shown for k in desk.shell.keyboard.keys} == set(KEYS), "a key of the window is not pressed here"
    for shown in KEYS:
        press(desk, qtbot, shown)
        titles = close(desk)
        if shown in OPENS:
            assert titles == [OPENS[shown]], shown
        elif shown == "Strg+N":
            assert titles == ([NEW[page]] if NEW[page] else [])
        elif shown == "Strg+E" and page in ("housing", "tasks", "volunteers"):
            assert [t.rpartition(" ")[2] for t in titles] == ["bearbeiten"], (desk.shell.page.current, desk.shell.page)
        assert not desk.shell.error_bar.isVisible(), (shown, desk.shell.error_bar)
        assert desk.shell.page is desk.shell.pages[page], "the key left the page"
    if KINDS.get(page) is not None and page in ("housing", "tasks", "volunteers"):
        assert printed and printed[0].stat().st_size > 1000


def test_f6_goes_round_the_parts_of_every_page(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN any page WHEN F6 is pressed as often as it has parts THEN each part had the keyboard once."""
    fill("housing", {"landlord": "Dörr"})
    for key in desk.shell.pages:
        page = desk.go(key)
        parts = page.panes()
        assert parts, key
        activate(desk, qtbot)
        seen = []
        for _ in range(len(parts) + 1):
            desk.shell.keyboard.next_pane()
            seen.append(QApplication.focusWidget())
        assert {id(p) for p in parts} <= {id(s) for s in seen}, key


def test_the_number_of_a_page_stands_at_its_place_in_the_sidebar(desk: Desk) -> None:
    numbered = [s for s in desk.shell.pages.specs.values() if s.in_sidebar][:9]
    assert desk.shell.keyboard.sections()[-1][1][0] == ("Strg+1", "Übersicht")
    for number, spec in enumerate(numbered, 1):
        assert f"(Strg+{number})" in desk.shell.sidebar.buttons[spec.key].toolTip()


def test_pages_are_made_when_they_are_gone_to(desk: Desk) -> None:
    """GIVEN a fresh window THEN only the first page exists; going to another one makes that one."""
    assert set(desk.shell.pages.made) == {"overview"}
    desk.go("housing")
    assert set(desk.shell.pages.made) == {"overview", "housing"}
    assert len(desk.shell.pages) == len(registry.pages())


def test_what_a_panel_covers_answers_to_no_key(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN an open form WHEN keys of the page below are pressed THEN nothing happens there; Esc closes the form.

    Strg+K and Strg+1 … 9 lead elsewhere, and leave the form for it.
    """
    fill("housing", {"landlord": "Dörr"})
    desk.go("housing")
    desk.shell.keyboard.edit()
    desk.settle()
    keys: list[Callable[[], object]] = [k.do for k in desk.shell.keyboard.keys if k.shown not in ("Strg+K", "Strg+L")]
    for do in keys:
        do()
        desk.settle()
        assert desk.shell.page.kind == "housing" and [p.title.text() for p in open_panels(desk)] == [
            "Wohnung bearbeiten"
        ]
    qtbot.keyClick(desk.panel, Qt.Key.Key_Escape)
    assert not open_panels(desk)
    desk.shell.keyboard.edit()
    desk.shell.keyboard.go("work")
    desk.settle()
    assert desk.shell.page.kind == "work" and not open_panels(desk)
    desk.shell.keyboard.add()
    desk.shell.open_search()
    assert [p.title.text() for p in open_panels(desk)] == [""], "only the search is open"
