"""Strg+Z and Strg+Y: one way back over all that is done at the window, told or silent, each act by its name."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from netzwerkhilfe.models.meetings import AgendaItem
from netzwerkhilfe.services.meetings import sitting
from netzwerkhilfe.services.meetings.agenda_suggestions import Suggestion
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.services.meetings.test_meetings import again, plan, seat_all
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]


UI = Path(__file__).parents[3] / "src" / "netzwerkhilfe" / "ui"
NO_ACTS = {
    "shell/history.py": "taking back itself",
    "shell/entries.py": "what is shared has another id afterwards; the way back ends there",
    "areas/people/commands.py": "what is forgotten after its time, once a day",
    "areas/leads/commands.py": "that open suggestions have their tasks, once a day",
    "listing/imports.py": "off the window's thread; the way back is told of it there",
    "areas/settings/commands.py": "that the recovery sheet was printed",
    "areas/meetings/papers.py": "that a paper was printed",
    "areas/meetings/index.py": "that a paper was printed",
}
"""Where the window changes the store without an act of somebody that can be taken back."""


def test_what_somebody_does_at_the_window_is_an_act_with_a_name() -> None:
    """GIVEN the source of the window THEN it opens changes by ``act``, so that each verb is on the way back."""
    found = {
        path.relative_to(UI).as_posix()
        for path in UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "change" and ast.unparse(node.value).endswith("store")
    }
    assert found == set(NO_ACTS)


def said(widget: QWidget) -> str:
    """The words of a toast or a bar, with its buttons; "" while it is hidden."""
    if not widget.isVisible():
        return ""
    labels, buttons = widget.findChildren(QLabel), widget.findChildren(QPushButton)
    words = [w.text() for w in labels if w.isVisible()] + [w.text() for w in buttons if w.isVisible()]
    return " ".join(w for w in words if w)


def strg(desk: Desk, qtbot: Any, key: Qt.Key, at: QWidget | None = None) -> str:
    """Press Strg and a key where the keyboard is; gives what the toast says then."""
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    qtbot.keyClick(at or desk.shell.page, key, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    return said(desk.shell.toast)


def titles(page: Any) -> list[str]:
    return [x.item.record.title for x in page.desk.current.plan.lines]


def opened(desk: Desk, store: Store, *items: str) -> Any:
    meeting = plan(store, *items)
    page = desk.go("meetings")
    page.open(meeting.id)
    desk.settle()
    return page


def drag(page: Any, row: int, onto: int) -> None:
    rows = page.desk.agenda.items
    rows.setCurrentRow(row)
    rect = rows.visualItemRect(rows.item(onto))
    left = Qt.MouseButton.LeftButton
    where = QPointF(rect.center().x(), rect.top() + 3)
    rows.dropEvent(QDropEvent(where, Qt.DropAction.MoveAction, QMimeData(), left, Qt.KeyboardModifier.NoModifier))


def test_a_drag_is_undone_not_the_suggestion_before_it(desk: Desk, store: Store, qtbot: Any) -> None:
    """GIVEN a suggestion that was taken and then a TOP that was dragged WHEN Strg+Z THEN the drag is taken back."""
    page = opened(desk, store, "Eins", "Zwei", "Drei")
    page.desk.agenda.take_suggestion(Suggestion("x", "Vorschlag", AgendaItem(title="Aus Vorschlag", minutes=5)))
    desk.settle()
    before = titles(page)
    assert "Aus Vorschlag" in before
    drag(page, 2, 0)
    desk.settle()
    assert titles(page) != before
    assert "Rückgängig" not in said(desk.shell.toast), "the toast would take back what is not the last act"
    assert strg(desk, qtbot, Qt.Key.Key_Z).startswith("Rückgängig: TOP verschoben")
    assert titles(page) == before
    assert "Wiederholen" in said(desk.shell.toast)
    assert strg(desk, qtbot, Qt.Key.Key_Z).startswith("Rückgängig: Vorschlag auf die Tagesordnung gesetzt")
    assert titles(page) == ["Eins", "Zwei", "Drei"]


def test_the_way_goes_back_and_forth_over_silent_acts(desk: Desk, store: Store, qtbot: Any) -> None:
    """GIVEN items moved and indented, attendance, votes THEN Strg+Z takes each back by name, Strg+Y does each again."""
    seat_all(store)
    page = opened(desk, store, "Eins", "Zwei", "Drei")
    agenda, bar = page.desk.agenda, page.desk.bar
    states: list[Any] = []

    def state() -> Any:
        desk.settle()
        fresh = sitting.read(store, again(store, page.current))
        return [(x.number, x.item.record.title, x.item.record.dealt) for x in fresh.plan.lines], [
            (p.name, p.entered.reply, p.state) for p in fresh.roll
        ]

    states.append(state())
    agenda.items.setCurrentRow(1)
    agenda.move_item(-1)
    states.append(state())
    agenda.items.setCurrentRow(1)
    agenda.indent(False)
    states.append(state())
    person = page.desk.current.at.roll[0]
    bar.mark(person, reply="zugesagt")
    states.append(state())
    bar.mark(person, reply="abgesagt")
    states.append(state())
    names = []
    for wanted in reversed(states[:-1]):
        names.append(strg(desk, qtbot, Qt.Key.Key_Z))
        assert state() == wanted
    assert [n.partition(" Strg")[0].removeprefix("Rückgängig: ").partition(" von ")[0] for n in names] == [
        "Zusage",
        "Zusage",
        "TOP eingerückt",
        "TOP verschoben",
    ]
    assert strg(desk, qtbot, Qt.Key.Key_Z) == "Hier ist nichts rückgängig zu machen."
    for wanted in states[1:]:
        assert strg(desk, qtbot, Qt.Key.Key_Y).startswith("Wiederholt: ")
        assert state() == wanted
    assert strg(desk, qtbot, Qt.Key.Key_Y) == "Hier ist nichts zu wiederholen."
    for wanted in reversed(states[:-1]):
        strg(desk, qtbot, Qt.Key.Key_Z)
        assert state() == wanted


def test_one_field_changed_three_times_goes_back_three_times(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a telephone number changed again and again THEN each Strg+Z shows the one before, to the empty Papierkorb
    and back."""
    store = desk.shell.store
    desk.go("housing")
    desk.shell.entries.add("housing", {"landlord": "Dörr", "phone": "06237 1"})
    desk.panel.save()
    desk.settle()
    (record,) = store.ids("housing")
    for number in ("06237 2", "06237 3"):
        desk.shell.entries.edit(record)
        desk.panel.inputs["phone"].editor.setText(number)
        desk.panel.save()
        desk.settle()
    snapshot = store.require(record)
    desk.shell.entries.trash(snapshot)
    desk.settle()
    shown = []
    for _ in range(4):
        strg(desk, qtbot, Qt.Key.Key_Z)
        found = store.require(record)
        shown.append((found.sealed, found.values["phone"]))
    assert shown == [(None, "06237 3"), (None, "06237 2"), (None, "06237 1"), ("trashed", None)]
    for wanted in ((None, "06237 1"), (None, "06237 2"), (None, "06237 3"), ("trashed", "06237 3")):
        strg(desk, qtbot, Qt.Key.Key_Y)
        found = store.require(record)
        assert (found.sealed, found.values["phone"]) == wanted


def test_fifty_acts_are_kept(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN 53 tasks ticked THEN fifty can be taken back, and then it is said why no more."""
    tasks = fill("tasks", *({"title": f"Nummer {n}"} for n in range(53)))
    desk.go("tasks")
    for task in tasks:
        desk.shell.tasks.finish(task)
    desk.settle()
    for _ in range(50):
        assert strg(desk, qtbot, Qt.Key.Key_Z).startswith("Rückgängig: Aufgabe erledigt")
    assert "letzten 50" in strg(desk, qtbot, Qt.Key.Key_Z)
    left = [t for t in tasks if desk.shell.store.require(t).values["state"] == "erledigt"]
    assert left == tasks[:3]


def test_what_somebody_changed_since_is_left_and_named(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a stage set here and then changed by another program WHEN Strg+Z THEN it stays, and a sentence says so."""
    (flat,) = fill("housing", {"landlord": "Dörr"})
    desk.go("housing")
    desk.shell.entries.set_stage(flat, "geprüft")
    desk.settle()
    store = desk.shell.store
    with store.change() as change:
        change.update(flat, {"stage": "besichtigt"})
    toast = strg(desk, qtbot, Qt.Key.Key_Z)
    assert "Rückgängig:" not in toast
    bar = said(desk.shell.error_bar)
    assert "nicht rückgängig" in bar and "Seitdem geändert" in bar and "Dörr" in bar and "Übrige" not in bar
    assert store.require(flat).values["stage"] == "besichtigt"


def test_of_many_the_rest_can_be_taken_back(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a note put into three flats, one of them changed since WHEN Strg+Z THEN nothing is half undone unasked; the
    bar names the one and offers to take back the rest."""
    flats = fill("housing", {"landlord": "Adam"}, {"landlord": "Blum"}, {"landlord": "Dörr"})
    store = desk.shell.store
    page = desk.go("housing")
    for record in flats:
        page.model.ticked[record] = None
    page.bar.change()
    field = desk.panel.findChildren(QComboBox)[0]
    field.setCurrentIndex(field.findData("place"))
    type_text(desk.panel.findChildren(QLineEdit)[-1], "Maxdorf")
    desk.panel.save_button.click()
    desk.settle()
    elsewhere = next(key for key, p in store.facts().places.items() if p.name != "Maxdorf")
    place = store.require(flats[0]).values["place"]
    assert place and all(store.require(r).values["place"] == place for r in flats)
    with store.change() as change:
        change.update(flats[1], {"place": elsewhere})
    strg(desk, qtbot, Qt.Key.Key_Z)
    assert "Ort bei „Wohnung" in said(desk.shell.error_bar) and store.require(flats[0]).values["place"] == place
    desk.shell.error_bar.action.click()
    desk.settle()
    assert [store.require(r).values["place"] for r in flats] == [None, elsewhere, None]


def test_settings_are_on_the_way_back(desk: Desk, qtbot: Any) -> None:
    """GIVEN other colours and a second place for backups THEN both go back and forth."""
    page = desk.go("settings")
    page.group.button(2).click()
    desk.settle()
    settings = desk.shell.settings
    assert settings.get("theme") == "dark"
    assert "Farben geändert" in strg(desk, qtbot, Qt.Key.Key_Z)
    assert settings.get("theme") == "auto" and page.group.checkedId() == 0
    assert "Farben geändert" in strg(desk, qtbot, Qt.Key.Key_Y)
    assert settings.get("theme") == "dark" and page.group.checkedId() == 2
    strg(desk, qtbot, Qt.Key.Key_Z)
    listing = desk.go("housing")
    name = listing.spec.columns[2].name
    listing.show_column(name, on=False)
    assert name in listing.hidden
    assert "Spalte ausgeblendet" in strg(desk, qtbot, Qt.Key.Key_Z)
    assert name not in listing.hidden


def test_an_exchange_that_changed_something_ends_the_way(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN something done WHEN what cannot be taken back follows THEN Strg+Z says why; what comes after it goes."""
    (task,) = fill("tasks", {"title": "Anrufen"})
    desk.go("tasks")
    desk.shell.tasks.finish(task)
    assert desk.shell.no_way_back("Seit dem Austausch nicht.")
    assert strg(desk, qtbot, Qt.Key.Key_Z) == "Seit dem Austausch nicht."
    assert desk.shell.store.require(task).values["state"] == "erledigt"
    desk.shell.tasks.reopen(task)
    desk.settle()
    assert "Aufgabe wieder geöffnet" in strg(desk, qtbot, Qt.Key.Key_Z)


def test_behind_a_panel_nothing_is_undone(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a form over the page WHEN Strg+Z is pressed in it THEN nothing behind it is taken back."""
    (task,) = fill("tasks", {"title": "Anrufen"})
    desk.go("tasks")
    desk.shell.tasks.finish(task)
    desk.shell.entries.add("housing")
    strg(desk, qtbot, Qt.Key.Key_Z, desk.panel.first())
    strg(desk, qtbot, Qt.Key.Key_Z, desk.panel.save_button)
    assert desk.shell.store.require(task).values["state"] == "erledigt"


def test_a_text_field_takes_back_its_own_typing_first(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a task ticked and then something typed into the search WHEN Strg+Z is pressed twice there THEN first the
    typing goes, then the tick."""
    (task,) = fill("tasks", {"title": "Anrufen"})
    page = desk.go("tasks")
    desk.shell.tasks.finish(task)
    desk.settle()
    page.search.setFocus()
    type_text(page.search, "An")
    strg(desk, qtbot, Qt.Key.Key_Z, page.search)
    assert page.search.text() == "" and desk.shell.store.require(task).values["state"] == "erledigt"
    assert "Aufgabe erledigt" in strg(desk, qtbot, Qt.Key.Key_Z, page.search)
    assert desk.shell.store.require(task).values["state"] != "erledigt"


def test_typing_in_the_minutes_is_one_act(desk: Desk, store: Store, qtbot: Any) -> None:
    """GIVEN a text that saved itself at three pauses THEN one Strg+Z outside of it takes all of that typing back."""
    seat_all(store)
    page = opened(desk, store, "Eins")
    act(store, sitting.begin, again(store, page.current))
    page.refresh()
    desk.settle()
    text = page.desk.item.texts[0]
    for part in ("Es ", "wurde ", "besprochen."):
        text.insertPlainText(part)
        assert text.save()
    item = page.desk.current.plan.lines[0].item.id
    assert store.require(item, AgendaItem).record.text == "Es wurde besprochen."
    assert "geschrieben" in strg(desk, qtbot, Qt.Key.Key_Z, page.desk.agenda.items)
    assert not store.require(item, AgendaItem).record.text
    assert page.desk.item.texts[0].toPlainText() == ""
    assert "geschrieben" in strg(desk, qtbot, Qt.Key.Key_Y, page.desk.agenda.items)
    assert store.require(item, AgendaItem).record.text == "Es wurde besprochen."


def test_the_menu_of_the_window_names_what_it_takes_back(desk: Desk, store: Store, qtbot: Any) -> None:
    """GIVEN a silent act WHEN the menu at the foot of the sidebar is opened THEN it names the act, takes it back and
    does it again; where there is nothing, its entries are off. The rail has it too."""
    page = opened(desk, store, "Eins", "Zwei")

    def entries() -> dict[str, QAction]:
        desk.shell.sidebar.more.click()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found = {a.text().partition("\t")[0]: a for a in menu.actions() if a.text()}
        menu.close()
        return found

    found = entries()
    assert not found["Rückgängig"].isEnabled() and not found["Wiederholen"].isEnabled()
    page.desk.agenda.items.setCurrentRow(1)
    page.desk.agenda.move_item(-1)
    desk.settle()
    entries()["Rückgängig: TOP verschoben"].trigger()
    desk.settle()
    assert titles(page) == ["Eins", "Zwei"]
    desk.shell.resize(1100, 700)
    desk.settle()
    found = entries()
    assert not found["Rückgängig"].isEnabled()
    found["Wiederholen: TOP verschoben"].trigger()
    desk.settle()
    assert titles(page) == ["Zwei", "Eins"]
    assert {"Handbuch", "Alle Tasten", "Sperren"} <= set(entries())
