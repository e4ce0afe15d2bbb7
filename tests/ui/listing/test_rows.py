"""What a row offers: its menu by mouse and by key, copying, and the columns that a person chooses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from netzwerkhilfe.models.tasks import TaskState
from netzwerkhilfe.ui.areas import registry
from netzwerkhilfe.ui.listing.columns import StayingMenu
from netzwerkhilfe.ui.listing.page import ListPage
from tests.ui.conftest import Desk

Fill = Callable[..., list[str]]
HELPER = {"last_name": "Haddad", "first_name": "Samira", "phone": "06237 990142", "email": "s.haddad@beispiel.de"}


def opened() -> QMenu:
    """The menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def texts(menu: QMenu) -> list[str]:
    """What a menu offers, without the keys."""
    return [a.text().split("\t")[0] for a in menu.actions() if a.text()]


def choose(menu: QMenu, text: str) -> None:
    """Click on what a menu offers."""
    next(a for a in menu.actions() if a.text().split("\t")[0] == text).trigger()
    if not isinstance(menu, StayingMenu):
        menu.close()


def right_click(view: QWidget, at: QPoint) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)


def menu_key(view: QWidget) -> None:
    at = view.rect().center()
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.mapToGlobal(at)))


def listed(desk: Desk, key: str) -> ListPage:
    page = desk.go(key)
    assert isinstance(page, ListPage)
    return page


def test_a_right_click_chooses_the_row_and_offers_what_its_pane_offers(desk: Desk, fill: Fill) -> None:
    """GIVEN two people WHEN the second is clicked with the right button THEN it is chosen, and the menu is its own; the
    button in the pane offers the same."""
    fill("volunteers", {"last_name": "Albers", "phone": "06237 1"}, HELPER)
    page = listed(desk, "volunteers")
    below = page.table.visualRect(page.model.index(1, 0)).center()
    right_click(page.table.viewport(), below)
    desk.settle()
    assert page.model.snapshot(page.table.currentIndex().row()).title(desk.shell.store.facts()).startswith("Haddad")  # type: ignore[union-attr]  # a row that is there
    offered = texts(opened())
    opened().close()
    assert {"Bearbeiten", "Kopieren", "In den Papierkorb", "06237 990142 anrufen"} <= set(offered)
    assert "An s.haddad@beispiel.de schreiben" in offered
    more = next(b for b in page.detail.findChildren(QPushButton) if b.accessibleName() == "Weitere Befehle")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert [t for t in offered if t != "Kopieren"] == texts(opened())


def test_the_menu_key_opens_the_menu_of_the_chosen_row(desk: Desk, fill: Fill) -> None:
    """GIVEN a task WHEN the menu key is pressed THEN it can be ticked off from there."""
    (task,) = fill("tasks", {"title": "Anrufen"})
    page = listed(desk, "tasks")
    page.table.setFocus()
    menu_key(page.table.viewport())
    choose(opened(), "Erledigt")
    desk.settle()
    assert desk.shell.store.require(task).values["state"] == TaskState.DONE
    menu_key(page.table.viewport())
    assert "Doch noch offen" in texts(opened())


def test_a_stage_is_changed_from_the_menu_of_a_row_and_of_a_card(desk: Desk, fill: Fill) -> None:
    fill("housing", {"landlord": "Dörr", "rooms": 2.0})
    page = listed(desk, "housing")
    menu_key(page.table.viewport())
    stages = next(m for m in opened().findChildren(QMenu) if m.title() == "Stand ändern")
    labels = [s.label for s in desk.shell.store.facts().stages["housing"]]
    assert texts(stages) == labels and stages.actions()[0].isChecked() and not stages.actions()[0].isEnabled()
    choose(stages, labels[1])
    desk.settle()
    assert page.switch and page.switch.cards
    page.switch.choose(on=True)
    desk.settle()
    assert page.board
    lane = page.board.lanes[1]
    lane.setCurrentRow(0)
    menu_key(lane.viewport())
    stages = next(m for m in opened().findChildren(QMenu) if m.title() == "Stand ändern")
    assert [a.text() for a in stages.actions() if a.isChecked()] == [labels[1]]
    right_click(lane.viewport(), lane.visualItemRect(lane.item(0)).center())
    choose(opened(), "In den Papierkorb")
    desk.settle()
    assert page.model.ids == []


def test_every_list_has_a_menu_at_its_rows(desk: Desk, fill: Fill) -> None:
    """GIVEN an entry in each list THEN the menu key offers at least to edit, to copy and to put it away."""
    facts = {
        "volunteers": {"last_name": "A"},
        "offers": {"title": "A"},
        "helper_groups": {"name": "A"},
        "courses": {"title": "A"},
        "professionals": {"name": "A"},
        "housing": {"landlord": "A"},
        "work": {"employer": "A"},
        "cases": {"persons": 2},
        "shelters": {"name": "A"},
        "tasks": {"title": "A"},
        "notes": {"name": "A"},
    }
    for key in registry.pages():
        if key not in facts:
            continue
        fill(key, facts[key])
        page = listed(desk, key)
        menu_key(page.table.viewport())
        assert {"Bearbeiten", "Kopieren", "In den Papierkorb"} <= set(texts(opened())), key
        opened().close()


# ---- copying --------------------------------------------------------------------------------------------------------
def test_the_chosen_row_is_copied_as_text_and_as_a_table(desk: Desk, fill: Fill) -> None:
    """GIVEN a person whose note looks like a formula WHEN Strg+C is pressed THEN headings and cells are in the
    clipboard, parted by tabs, and no cell is a formula."""
    fill("offers", {"title": "=HYPERLINK(1)", "provider": "Suppe & Brot\n<b>e. V.</b>", "opening_hours": "Mo 9–12"})
    page = listed(desk, "offers")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QApplication.clipboard().mimeData()
    head, cells = data.text().split("\n")
    shown = [page.model.columns[i].heading for i in page.columns.shown()]
    assert head.split("\t") == shown
    of = dict(zip(shown, cells.split("\t"), strict=True))
    assert of["Angebot"] == "'=HYPERLINK(1)" and of["Büro"] == "MX"
    assert of["Träger"] == "Suppe & Brot <b>e. V.</b>"
    assert "Suppe &amp; Brot" in data.html() and "<b>" not in data.html() and "<th>Angebot</th>" in data.html()


def test_all_ticked_rows_are_copied_in_the_order_of_the_list(desk: Desk, fill: Fill) -> None:
    fill("volunteers", {"last_name": "C"}, {"last_name": "A"}, {"last_name": "B"})
    page = listed(desk, "volunteers")
    page.select(0)
    page.tick()
    page.select(2)
    page.tick()
    page.copy()
    rows = QApplication.clipboard().text().split("\n")
    assert [r.split("\t")[0] for r in rows[1:]] == ["A", "C"]


def test_the_program_ends_well_with_rows_in_the_clipboard() -> None:
    """It ended in a crash where there is no screen: after Python, with what Python had put there."""
    program = (
        "from netzwerkhilfe.ui.shell.app import application; from netzwerkhilfe.ui.listing import copying; "
        "app = application(); copying.copy([['Name'], ['Haddad']])"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, env=environment)
    assert ended.returncode == 0, ended.stderr


# ---- columns --------------------------------------------------------------------------------------------------------
def test_any_field_can_be_a_column_and_stays_one(desk: Desk, fill: Fill) -> None:
    """GIVEN the list of people WHEN Telefon, E-Mail and Ort are ticked in the menu of the columns THEN they are shown,
    sorted by, copied, and still there after the next start."""
    fill("volunteers", HELPER | {"place": "Maxdorf"}, {"last_name": "Albers", "phone": "0621 1", "place": "Fußgönheim"})
    page = listed(desk, "volunteers")
    QTest.mouseClick(page.columns_button, Qt.MouseButton.LeftButton)
    menu = opened()
    assert isinstance(menu, StayingMenu)
    for heading in ("Telefon", "E-Mail", "Ort"):
        choose(menu, heading)
    assert menu.isVisible()
    menu.close()
    headings = [page.model.columns[i].heading for i in page.columns.shown()]
    assert headings[-3:] == ["Telefon", "E-Mail", "Ort"] or set(headings) >= {"Telefon", "E-Mail", "Ort"}
    position = next(i for i, c in enumerate(page.model.columns) if c.name == "place")
    page.table.horizontalHeader().sectionClicked.emit(position)
    desk.settle()
    assert desk.titles()[0].startswith("Albers")
    page.copy()
    assert "06237 990142" in QApplication.clipboard().text() or "0621 1" in QApplication.clipboard().text()
    desk.shell.refill(desk.shell.store)
    page = listed(desk, "volunteers")
    assert {"phone", "email", "place"} <= {page.model.columns[i].name for i in page.columns.shown()}


def test_a_width_that_somebody_drew_stays(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a column that was made wider WHEN the window is resized and opened again THEN it is as wide; the way back
    leads to the page's own."""
    fill("volunteers", HELPER)
    page = listed(desk, "volunteers")
    position = next(i for i, c in enumerate(page.model.columns) if c.name == "languages")
    page.table.setColumnWidth(position, 233)
    page.columns.keep()
    desk.shell.resize(1500, 800)
    desk.settle()
    assert page.table.columnWidth(position) == 233
    desk.shell.refill(desk.shell.store)
    page = listed(desk, "volunteers")
    assert page.table.columnWidth(position) == 233
    page.columns.reset()
    assert page.table.columnWidth(position) == 160
    assert desk.shell.settings.get("column_widths")[desk.shell.store.person]["volunteers"] == {}


def test_a_list_with_more_than_fits_scrolls(desk: Desk, fill: Fill) -> None:
    """GIVEN many added columns THEN none is squeezed: the list scrolls sideways."""
    fill("volunteers", HELPER)
    page = listed(desk, "volunteers")
    for name in ("phone", "mobile", "email", "place", "since"):
        page.columns.show(name, on=True)
    desk.settle()
    assert page.table.horizontalScrollBar().maximum() > 0
    assert min(page.table.columnWidth(i) for i in page.columns.shown()) >= 52


def test_a_double_click_on_the_border_makes_a_column_fit(desk: Desk, fill: Fill) -> None:
    long = "Verbandsgemeindeverwaltung Dannstadt-Schauernheim"
    fill("offers", {"title": "Suppe", "provider": long})
    page = listed(desk, "offers")
    position = next(i for i, c in enumerate(page.model.columns) if c.name == "provider")
    page.table.setColumnWidth(position, 60)
    page.table.horizontalHeader().sectionHandleDoubleClicked.emit(position)
    assert page.table.columnWidth(position) > 250


def test_settings_that_make_no_sense_are_left_out(desk: Desk, fill: Fill) -> None:
    fill("volunteers", HELPER)
    person = desk.shell.store.person
    desk.shell.settings.set("more_columns", {person: {"volunteers": ["phone", "gone", 7]}})
    desk.shell.settings.set("column_widths", {person: {"volunteers": {"title": "breit", "gone": 3, "phone": 150}}})
    page = listed(desk, "volunteers")
    assert page.columns.added == {"phone"} and page.columns.widths == {"phone": 150}
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_columns_are_ticked_with_the_keyboard_and_the_menu_stays(desk: Desk, fill: Fill) -> None:
    """GIVEN the menu of the columns WHEN space is pressed on some THEN each is shown at once and the menu stays."""
    fill("volunteers", HELPER)
    page = listed(desk, "volunteers")
    page.columns_button.click()
    menu = opened()
    for heading in ("Telefon", "Ort"):
        menu.setActiveAction(next(a for a in menu.actions() if a.text() == heading))
        QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible() and page.columns.added == {"phone", "place"}
    assert len(menu.actions()) < 20
    menu.close()
