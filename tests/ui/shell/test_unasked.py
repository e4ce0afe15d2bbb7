"""Nothing is changed or lost unasked: the wheel, what is edited and left, where the keyboard goes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QWidget,
)

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.meetings import sitting
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas import registry
from netzwerkhilfe.ui.areas.calls.panel import CallPanel
from netzwerkhilfe.ui.areas.exchange.panels import PreviewPanel
from netzwerkhilfe.ui.areas.meetings.panels import SignPanel
from netzwerkhilfe.ui.kit.dialogs import LeaveQuestion, Panel, ask
from netzwerkhilfe.ui.kit.form import FormPanel
from netzwerkhilfe.ui.kit.leaving import EnterEdit, typed
from netzwerkhilfe.ui.listing.board import ID
from netzwerkhilfe.ui.shell.first_run import FirstRun
from netzwerkhilfe.ui.shell.shell import Shell
from netzwerkhilfe.ui.shell.unlock import Unlock
from netzwerkhilfe.ui.shell.window import Window
from tests.acts import act
from tests.conftest import PASSPHRASE
from tests.services.meetings.test_meetings import again, held, plan, seat_all
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]
UI = Path(__file__).parents[3] / "src" / "netzwerkhilfe" / "ui"
BOXES = {"QComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit", "QSlider", "QDial"}
"""What Qt turns with the wheel."""


Start = Callable[..., tuple[Window, Shell]]


@pytest.fixture
def started(qapp: QApplication, store: Store) -> Iterator[Start]:
    """The whole window, as the program starts it."""
    store.close()
    made: list[Window] = []

    def start(paths: Paths, secret: str | None = None) -> tuple[Window, Shell]:
        window = Window(paths, secret)
        made.append(window)
        window.show()
        window.start()
        assert window.shell is not None
        return window, window.shell

    yield start
    for window in made:
        if window.shell is not None:
            window.shell.close()
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def panels(desk: Desk) -> list[Panel]:
    return [p for p in desk.shell.findChildren(Panel) if p.isVisible()]


NONE = Qt.KeyboardModifier.NoModifier


def close(panel: Panel) -> None:
    panel.close_button.click()


def named(inside: QWidget, text: str) -> QPushButton:
    return next(b for b in inside.findChildren(QPushButton) if b.text() == text and b.isVisible())


def key(
    desk: Desk, qtbot: Any, wanted: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the keyboard is."""
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or desk.shell, wanted, modifiers)
    desk.settle()


def wheel(at: QWidget) -> None:
    middle, outside = QPointF(at.rect().center()), QPointF(at.mapToGlobal(at.rect().center()))
    button, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    for turn in (120, -120, -120):
        event = QWheelEvent(middle, outside, QPoint(), QPoint(0, turn), button, NONE, phase, False)
        QApplication.sendEvent(at, event)


# ---- the wheel -------------------------------------------------------------------------------------------------------
def turned(inside: QWidget) -> tuple[int, list[str]]:
    """Send the wheel over every box inside a widget, with and without the keyboard; gives how many there were and which
    have changed."""
    found: list[QWidget] = [
        w
        for w in inside.findChildren(QWidget)
        if isinstance(w, QComboBox | QAbstractSpinBox | QAbstractSlider) and not isinstance(w, QScrollBar)
    ]
    changed = []
    for box in found:
        for focused in (False, True):
            if focused:
                box.setFocus()
            before = typed(inside)
            wheel(box)
            if typed(inside) != before:
                changed.append(box.accessibleName() or type(box).__name__)
    return len(found), changed


def test_the_wheel_over_a_closed_box_changes_nothing_anywhere(desk: Desk, fill: Fill, store: Store) -> None:
    """GIVEN every page, pane, form and dialog WHEN the wheel is turned over each box THEN it says the same."""
    seat_all(store)
    fill("housing", {"landlord": "Dörr"})
    fill("cases", {"needs": ("housing", "work"), "persons": 2})
    fill("volunteers", {"last_name": "Haddad"})
    meeting = plan(store, "Eins")
    act(store, sitting.begin, again(store, meeting))
    boxes = 0

    def look(inside: QWidget) -> None:
        nonlocal boxes
        count, changed = turned(inside)
        boxes += count
        assert changed == []

    for page in registry.pages():
        desk.go(page)
        look(desk.page)
    page = desk.go("meetings")
    page.open(meeting.id)
    desk.settle()
    look(page)
    for kind in KINDS.values():
        if kind.form_fields:
            form = FormPanel(desk.shell, store, kind, lambda *_: None)
            form.open()
            look(form)
            form.dismiss()
    opened: list[Callable[[], object]] = [
        desk.shell.calls.note,
        page.plan_series,
        page.start_circular,
        lambda: page.desk.bar.presence(page.desk.current.at.roll[0]),
        desk.shell.network.leave,
        lambda: desk.shell.office.table("people", "Team"),
    ]
    for do in opened:
        do()
        look(desk.panel)
        for panel in panels(desk):
            panel.dismiss()
    assert boxes > 40, "so many boxes there are at least"


def test_boxes_that_the_wheel_could_turn_are_made_in_one_place() -> None:
    """GIVEN the source of the window THEN it makes no box of Qt's own, and what derives from one stays still first."""
    wrong = []
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in BOXES:
                wrong.append(f"{path.name}:{node.lineno}")
            if isinstance(node, ast.ClassDef):
                bases = [ast.unparse(b).rpartition(".")[2] for b in node.bases]
                if BOXES & set(bases) and bases[0] != "Still":
                    wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


# ---- what is edited and left -----------------------------------------------------------------------------------------
def ways_out(desk: Desk, qtbot: Any) -> dict[str, Callable[[], object]]:
    control = Qt.KeyboardModifier.ControlModifier
    return {
        "Esc": lambda: key(desk, qtbot, Qt.Key.Key_Escape),
        "✕": lambda: close(desk.panel),
        "Abbrechen": lambda: named(desk.panel, "Abbrechen").click(),
        "Strg+K": lambda: key(desk, qtbot, Qt.Key.Key_K, control),
        "Strg+4": lambda: key(desk, qtbot, Qt.Key.Key_4, control),
        "alles verlassen": lambda: desk.shell.leave_all(lambda: None),
    }


@pytest.mark.parametrize("way", ["Esc", "✕", "Abbrechen", "Strg+K", "Strg+4", "alles verlassen"])
def test_an_edited_form_that_is_left_asks(desk: Desk, fill: Fill, qtbot: Any, way: str) -> None:
    """GIVEN a form, unedited THEN it is left without a question; edited, it asks, and does what is answered."""
    store = desk.shell.store
    (record,) = fill("volunteers", {"last_name": "Haddad", "phone": "06237 1"})
    desk.go("volunteers")
    leave = ways_out(desk, qtbot)[way]
    desk.shell.entries.edit(record)
    leave()
    assert not any(isinstance(p, FormPanel | LeaveQuestion) for p in panels(desk)), "unedited: no question"
    for panel in panels(desk):
        panel.dismiss()
    desk.go("volunteers")
    for answer, left, number in (
        ("Weiter bearbeiten", False, "06237 1"),
        ("Verwerfen", True, "06237 1"),
        ("Speichern", True, "06237 2"),
    ):
        if not panels(desk):
            desk.shell.entries.edit(record)
        form = desk.panel
        form.inputs["phone"].editor.setText("06237 2")
        form.inputs["phone"].editor.setFocus()
        desk.shell.activateWindow()
        qtbot.waitUntil(form.inputs["phone"].editor.hasFocus)
        leave()
        question = desk.panel
        assert isinstance(question, LeaveQuestion) and form.isVisible()
        assert QApplication.focusWidget() is named(question, "Speichern")
        named(question, answer).click()
        desk.settle()
        assert any(isinstance(p, FormPanel) for p in panels(desk)) is not left
        assert store.require(record).values["phone"] == number
        if not left:
            assert form.inputs["phone"].editor.text() == "06237 2" and form.inputs["phone"].editor.hasFocus()
            form.dismiss()
            continue
        if way == "Strg+K":
            assert desk.panel.title.text() == "", "the search follows"
            desk.panel.dismiss()
        if way == "Strg+4":
            assert desk.shell.page is not desk.shell.pages["volunteers"]
            desk.go("volunteers")


def test_what_cannot_be_saved_stays_open(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a form with a faulty field WHEN it is left with *Speichern* THEN it stays, and the field is named."""
    (record,) = fill("housing", {"landlord": "Dörr"})
    desk.go("housing")
    desk.shell.entries.edit(record)
    form = desk.panel
    form.inputs["gross_rent"].editor.setText("46o €")
    key(desk, qtbot, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    named(desk.panel, "Speichern").click()
    desk.settle()
    assert desk.panel is form and "Warmmiete" in form.error.text()
    form.inputs["gross_rent"].editor.setText("460 €")
    form.save()
    desk.settle()
    assert desk.page is desk.shell.pages["housing"], "what was saved later leads nowhere unasked"


def test_every_dialog_that_saves_asks(desk: Desk, fill: Fill, store: Store) -> None:
    """GIVEN each dialog with a field WHEN something is typed into it and it is left THEN it asks."""
    seat_all(store)
    fill("housing", {"landlord": "Dörr"})
    fill("volunteers", {"last_name": "Haddad"})
    page = desk.go("meetings")
    meeting = plan(store, "Eins")
    page.open(meeting.id)
    desk.settle()
    listing = desk.go("housing")
    desk.settle()
    opened: list[Callable[[], object]] = [
        desk.shell.calls.note,
        lambda: desk.shell.entries.add("tasks"),
        desk.shell.office.change_passphrase,
        desk.shell.office.rules,
        desk.shell.network.invite,
        desk.shell.network.join,
        desk.shell.network.rescue_space,
        lambda: desk.shell.leads.withdraw(listing.current),
        listing.bar.change,
        page.plan_series,
        page.start_circular,
        page.propose,
        page.desk.steps.next_step,
        page.desk.steps.call_off,
        page.desk.guests.add_guest,
        lambda: page.desk.bar.presence(page.desk.current.at.roll[0]),
    ]
    for do in opened:
        do()
        panel = desk.panel
        title = panel.title.text()
        panel.leave()
        assert not panels(desk), title
        do()
        panel = desk.panel
        fields = [w for w in panel.findChildren(QWidget) if isinstance(w, QLineEdit | QPlainTextEdit) and w.isVisible()]
        type_text(fields[-1], "x")
        panel.leave()
        assert isinstance(desk.panel, LeaveQuestion), title
        named(desk.panel, "Verwerfen").click()
        assert not panels(desk), title


def test_what_is_typed_beside_a_list_is_asked_about(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a task typed beside a flat, without Enter WHEN another row, page or window is gone to THEN it asks; drawn
    anew, it is still there."""
    store = desk.shell.store
    flats = fill("housing", {"landlord": "Adam"}, {"landlord": "Blum"})
    page = desk.go("housing")

    def line() -> EnterEdit:
        lines: list[EnterEdit] = page.detail.findChildren(EnterEdit)
        return next(e for e in lines if e.accessibleName() == "Neue Aufgabe")

    first = page.current
    other = next(f for f in flats if f != first)
    line().setFocus()
    type_text(line(), "Anrufen")
    page.refresh()
    desk.settle()
    assert line().text() == "Anrufen" and line().hasFocus()
    page.table.selectRow(page.model.row_of(other))
    desk.settle()
    assert isinstance(desk.panel, LeaveQuestion) and page.current == first and line().text() == "Anrufen"
    named(desk.panel, "Weiter bearbeiten").click()
    desk.settle()
    assert page.current == first and line().text() == "Anrufen" and store.ids("tasks") == []
    desk.shell.sidebar.buttons["work"].click()
    desk.settle()
    assert isinstance(desk.panel, LeaveQuestion) and desk.page is page
    named(desk.panel, "Verwerfen").click()
    desk.settle()
    assert desk.shell.page is desk.shell.pages["work"] and store.ids("tasks") == []
    desk.go("housing")
    type_text(line(), "Anrufen")
    page.table.selectRow(page.model.row_of(other))
    desk.settle()
    named(desk.panel, "Speichern").click()
    desk.settle()
    (task,) = store.ids("tasks")
    assert store.require(task).values["title"] == "Anrufen" and page.current == other and line().text() == ""


def test_a_list_to_take_in_asks_once_something_was_chosen(desk: Desk, qtbot: Any, tmp_path: Path) -> None:
    """GIVEN the preview of a list WHEN a column is mapped otherwise and Esc is pressed THEN it asks."""
    path = tmp_path / "liste.csv"
    path.write_text("Name;Telefon\nGroß;06237 1\n", encoding="utf-8")
    desk.go("volunteers")
    desk.shell.files.import_list("volunteers", path)
    key(desk, qtbot, Qt.Key.Key_Escape)
    assert not panels(desk)
    desk.shell.files.import_list("volunteers", path)
    named(desk.panel, "Spalten").click()
    box = next(b for b in desk.panel.findChildren(QComboBox) if b.isVisible() and b.count() > 1)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    key(desk, qtbot, Qt.Key.Key_Escape)
    assert isinstance(desk.panel, LeaveQuestion)


def test_the_window_that_is_closed_asks(started: Start, qtbot: Any, store: Store) -> None:
    """GIVEN an edited form in the window WHEN the window is closed THEN it asks; only *Verwerfen* or *Speichern* let it
    go."""
    window, shell = started(store.paths, PASSPHRASE)
    qtbot.waitUntil(lambda: shell.is_open)
    shell.worker.wait()
    shell.calls.note()
    call = next(p for p in shell.findChildren(CallPanel) if p.isVisible())
    type_text(call.name, "Groß")
    assert not window.close() and window.isVisible()
    question = next(p for p in shell.findChildren(LeaveQuestion) if p.isVisible())
    named(question, "Weiter bearbeiten").click()
    assert window.isVisible() and call.isVisible()
    window.close()
    question = next(p for p in shell.findChildren(LeaveQuestion) if p.isVisible())
    named(question, "Speichern").click()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not shell.is_open


def test_the_wizard_is_not_lost_by_closing(started: Start, qtbot: Any, tmp_path: Path) -> None:
    """GIVEN the first run with something typed WHEN the window is closed THEN it asks; before, it does not."""
    window, shell = started(Paths(tmp_path / "neu"))
    qtbot.waitUntil(lambda: isinstance(shell.outer.currentWidget(), FirstRun))
    wizard = shell.outer.currentWidget()
    assert isinstance(wizard, FirstRun)
    window.activateWindow()
    qtbot.waitUntil(lambda: wizard.group.button(0).hasFocus())
    qtbot.keyClick(wizard.next, Qt.Key.Key_Return)
    qtbot.waitUntil(wizard.file.hasFocus)
    type_text(wizard.file, "x")
    assert not window.close()
    question = next(p for p in shell.findChildren(LeaveQuestion) if p.isVisible())
    assert named(question, "Weiter bearbeiten").hasFocus()
    named(question, "Verwerfen").click()
    qtbot.waitUntil(lambda: not window.isVisible())


# ---- where the keyboard goes -----------------------------------------------------------------------------------------
def test_the_passphrase_has_the_keyboard(started: Start, qtbot: Any, store: Store) -> None:
    """GIVEN a store with a passphrase WHEN the program starts THEN it can be typed at once, and Enter opens."""
    window, shell = started(store.paths)
    qtbot.waitUntil(lambda: isinstance(shell.outer.currentWidget(), Unlock))
    window.activateWindow()
    unlock = shell.outer.currentWidget()
    assert isinstance(unlock, Unlock)
    qtbot.waitUntil(unlock.edit.hasFocus)
    type_text(unlock.edit, PASSPHRASE)
    qtbot.keyClick(unlock.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.is_open)
    window.close()


def test_enter_presses_every_button(desk: Desk, fill: Fill) -> None:
    """GIVEN any button of any page WHEN it has the keyboard THEN it is one that Enter presses."""
    from netzwerkhilfe.ui.kit.widgets import Button

    fill("housing", {"landlord": "Dörr"})
    fill("cases", {"needs": ("housing",), "persons": 2})
    for page in registry.pages():
        desk.go(page)
        others = [b for b in desk.shell.findChildren(QPushButton) if not isinstance(b, Button)]
        assert [(page, b.text()) for b in others] == []


def test_enter_saves_a_call_and_presses_what_has_the_keyboard(desk: Desk, qtbot: Any) -> None:
    """GIVEN Anruf notieren THEN Enter in a field saves, in the long text it begins a line, on a tile it chooses."""
    desk.go("housing")
    store = desk.shell.store
    key(desk, qtbot, Qt.Key.Key_F2)
    call = desk.panel
    assert call.name.hasFocus()
    type_text(call.name, "Groß")
    call.text.setFocus()
    key(desk, qtbot, Qt.Key.Key_Return)
    assert call.isVisible() and call.text.toPlainText() == "\n"
    call.group.button(5).setFocus()
    key(desk, qtbot, Qt.Key.Key_Return)
    assert call.isVisible() and call.group.checkedId() == 5
    call.phone.setFocus()
    type_text(call.phone, "06237 990142")
    key(desk, qtbot, Qt.Key.Key_Return)
    assert not panels(desk) and store.count("notes") == 1


def test_the_keyboard_of_a_dangerous_question_is_on_the_way_out(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN questions about what cannot be taken back WHEN Enter is pressed at once THEN nothing happens."""
    (record,) = fill("volunteers", {"last_name": "Haddad"})
    desk.go("volunteers")
    desk.shell.entries.erase(record)
    assert QApplication.focusWidget() is named(desk.panel, "Abbrechen")
    key(desk, qtbot, Qt.Key.Key_Return)
    assert not panels(desk) and desk.shell.store.get(record) is not None
    for do in (desk.shell.office.new_recovery, desk.shell.network.leave):
        do()
        assert QApplication.focusWidget() is named(desk.panel, "Abbrechen")
        key(desk, qtbot, Qt.Key.Key_Return)
        assert not panels(desk)


def test_minutes_are_signed_with_the_keyboard_alone(desk: Desk, store: Store, qtbot: Any) -> None:
    """GIVEN held minutes WHEN Enter is pressed on the next step and in its panel THEN they are signed."""
    seat_all(store)
    meeting = held(store)
    act(store, sitting.end, meeting)
    page = desk.go("meetings")
    page.open(meeting.id)
    desk.settle()
    page.desk.next.setFocus()
    assert page.desk.next.text() == "Unterschreiben …"
    key(desk, qtbot, Qt.Key.Key_Return)
    assert isinstance(desk.panel, SignPanel) and desk.panel.save_button.hasFocus()
    key(desk, qtbot, Qt.Key.Key_Return)
    assert again(store, meeting).sealed == "signed"


def test_keys_never_reach_what_a_panel_covers(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a panel WHEN the page behind takes the keyboard, or keys are pressed that the panel does not know THEN the
    keyboard comes back and nothing happens behind."""
    fill("housing", {"landlord": "Adam"}, {"landlord": "Blum"})
    page = desk.go("housing")
    page.table.selectRow(0)
    desk.settle()
    chosen = page.current
    ask(desk.shell, "Frage", "Wirklich?", "Tun", lambda: None)
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    page.table.setFocus()
    qtbot.waitUntil(lambda: desk.panel.isAncestorOf(QApplication.focusWidget()))
    for wanted in (Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_F6, Qt.Key.Key_A):
        key(desk, qtbot, wanted)
    assert page.current == chosen and len(panels(desk)) == 1


def test_the_keyboard_never_jumps_to_the_call_button(desk: Desk, fill: Fill, qtbot: Any, monkeypatch: Any) -> None:
    """GIVEN a button in a pane WHEN its act draws the pane anew, or takes the entry away THEN the keyboard stays there,
    or goes to the next row."""
    monkeypatch.setattr(QMenu, "exec", lambda *_: None)
    flats = fill("housing", *({"landlord": n, "phone": "06237 1"} for n in ("Adam", "Blum", "Coy")))
    page = desk.go("housing")
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    page.table.selectRow(1)
    desk.settle()
    second = page.current
    step = next(b for b in page.detail.findChildren(QPushButton) if b.property("role") == "primary")
    step.setFocus()
    key(desk, qtbot, Qt.Key.Key_Return)
    now = QApplication.focusWidget()
    assert page.current == second and now is not None and page.detail.isAncestorOf(now), now
    desk.shell.entries.trash(desk.shell.store.require(second))
    desk.settle()
    third = page.model.ids[1]
    assert page.current == third and third in flats and QApplication.focusWidget() is page.table
    for _ in range(2):
        desk.shell.entries.trash(desk.shell.store.require(page.model.ids[0]))
        desk.settle()
        assert QApplication.focusWidget() not in (desk.shell.sidebar.call, None)


def test_the_keyboard_goes_along_with_a_card(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a card of the board WHEN Strg+→ moves it, twice, and Strg+Z back THEN the keyboard is on it each time."""
    (flat,) = fill("housing", {"landlord": "Adam"})
    fill("housing", {"landlord": "Blum"})
    page = desk.go("housing")
    page.switch.choose(on=True)
    desk.settle()
    lane = page.board.lanes[0]
    desk.shell.activateWindow()
    qtbot.waitUntil(desk.shell.isActiveWindow)
    lane.setFocus()
    lane.setCurrentRow(next(i for i in range(lane.count()) if lane.item(i).data(ID) == flat))
    control = Qt.KeyboardModifier.ControlModifier
    for pressed, phase in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Z, 1)):
        key(desk, qtbot, pressed, control)
        now = page.board.lanes[phase]
        assert now.hasFocus() and now.currentItem().data(ID) == flat, phase


def test_a_preview_that_is_left_in_any_way_waits(desk: Desk, qtbot: Any) -> None:
    """GIVEN the preview of a package WHEN it is left by ✕ or Esc THEN it was told, as by *Noch nicht*."""
    from netzwerkhilfe.exchange.report import Report

    told: list[str] = []
    for _ in range(2):
        panel = PreviewPanel(desk.shell, desk.shell.store, Report(), lambda: None, lambda: told.append("nicht"))
        panel.open(panel.act)
        if told:
            key(desk, qtbot, Qt.Key.Key_Escape)
        else:
            panel.close_button.click()
    assert told == ["nicht", "nicht"] and not panels(desk)
