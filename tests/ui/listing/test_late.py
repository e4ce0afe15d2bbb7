"""What was read off the window's thread and comes late is about the entry that is chosen now, or it is dropped."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from netzwerkhilfe import output
from netzwerkhilfe.services.meetings import decisions, meetings
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas import registry
from netzwerkhilfe.ui.kit.dialogs import LeaveQuestion, Panel
from netzwerkhilfe.ui.kit.leaving import EnterEdit
from netzwerkhilfe.ui.listing.page import ListPage
from tests.acts import act
from tests.services.meetings.test_meetings import again, held, plan, seat_all
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]
CONTROL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


class Slow:
    """Holds the worker's work back until it is let go."""

    def __init__(self, desk: Desk) -> None:
        self.worker = desk.shell.worker
        self.gate = threading.Event()

    def hold(self) -> None:
        """From now on nothing that is asked for comes."""
        self.gate.clear()
        self.worker.run(lambda: self.gate.wait(20), lambda _: None)

    def release(self) -> None:
        """All of it comes."""
        self.gate.set()


@pytest.fixture
def slow(desk: Desk) -> Iterator[Slow]:
    made = Slow(desk)
    yield made
    made.release()


def panels(desk: Desk) -> list[Panel]:
    return [p for p in desk.shell.findChildren(Panel) if p.isVisible()]


def texts(page: Any) -> str:
    return "\n".join(w.text() for w in page.detail.findChildren(QLabel) if w.isVisibleTo(page.detail))


def consistent(desk: Desk) -> None:
    """The highlighted row, the entry that keys act on and the pane are one and the same."""
    page = desk.page
    rows = [i.row() for i in page.table.selectionModel().selectedRows()]
    now = page.table.currentIndex().row()
    if not page.model.ids:
        assert page.current == ""
        return
    assert page.current == page.model.ids[now] and (len(rows) > 1 or rows == [now])
    title = desk.shell.store.require(page.current).values["landlord"]
    assert title in texts(page), (title, texts(page)[:80])


def test_all_suggestions_of_a_case_that_was_left_do_not_open(desk: Desk, fill: Fill, slow: Slow) -> None:
    """GIVEN *Vorschlag machen* of a case, and the answer takes long WHEN another case is chosen meanwhile, or a call is
    noted THEN no panel of the first case opens; without that it does."""
    fill("housing", {"landlord": "Dörr", "rooms": 3.0, "place": "07338018"})
    fill("cases", {"persons": 2, "needs": ("Wohnung",)}, {"persons": 3, "needs": ("Wohnung",)})
    page = desk.go("cases")

    def ask() -> None:
        slow.hold()
        next(b for b in page.detail.findChildren(QPushButton) if b.text() == "Vorschlag machen").click()

    page.select(0)
    desk.settle()
    ask()
    page.table.selectRow(1)
    slow.release()
    desk.settle()
    assert panels(desk) == [] and page.current == page.model.ids[1]
    ask()
    desk.shell.calls.note()
    slow.release()
    desk.settle()
    assert [p.title.text() for p in panels(desk)] == ["Anruf notieren"]
    desk.panel.dismiss()
    ask()
    slow.release()
    desk.settle()
    assert desk.panel.title.text() == "Vorschläge"


def test_rows_that_arrive_late_do_not_choose_another_one(desk: Desk, fill: Fill, slow: Slow) -> None:
    """GIVEN rows that were asked for WHEN somebody chooses a row before they come THEN that row stays chosen, though
    an entry was to be shown, or was shown to somebody else, when they were asked for."""
    flats = fill("housing", *({"landlord": n} for n in ("Adam", "Blum", "Coy", "Dörr")))
    page = desk.go("housing")
    shown, wanted = (f for f in flats if page.model.row_of(f) in (1, 3))
    slow.hold()
    page.reveal(shown)
    page.refresh()
    page.table.selectRow(page.model.row_of(wanted))
    slow.release()
    desk.settle()
    assert page.current == wanted
    consistent(desk)


def test_news_that_arrive_late_take_neither_the_keyboard_nor_the_place(desk: Desk, fill: Fill, slow: Slow) -> None:
    """GIVEN news of another program that are being read WHEN somebody goes to the search and scrolls meanwhile THEN the
    keyboard and the place stay where they are now."""
    fill("housing", *({"landlord": f"Vermieter {n:03}"} for n in range(80)))
    page = desk.go("housing")
    desk.shell.activateWindow()
    page.table.setFocus()
    QApplication.processEvents()
    slow.hold()
    page.catch_up()
    page.search.setFocus()
    bar = page.table.verticalScrollBar()
    bar.setValue(900)
    slow.release()
    desk.settle()
    assert desk.shell.focusWidget() is page.search and bar.value() == 900


def test_the_one_row_that_is_highlighted_is_the_one_that_is_shown(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN two rows chosen with Strg WHEN one of them is taken away with Strg again THEN the pane shows the row that
    is left, and Entf throws that one away."""
    flats = fill("housing", *({"landlord": n} for n in ("Adam", "Blum", "Coy")))
    page = desk.go("housing")

    def click(record: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = page.table.visualRect(page.model.index(page.model.row_of(record), 0)).topLeft() + QPoint(60, 8)
        qtbot.mouseClick(page.table.viewport(), LEFT, modifiers, at)
        desk.settle()

    click(flats[0])
    click(flats[2], CONTROL)
    click(flats[2], CONTROL)
    assert page.current == flats[0]
    consistent(desk)
    click(flats[0], CONTROL)
    consistent(desk)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.shell.store.require(flats[0]).sealed == "trashed"


def test_no_click_reaches_the_pane_of_the_row_before(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN another row that was just chosen, and its pane is not there yet WHEN a button of the pane before it is
    clicked THEN nothing happens to either."""
    fill("housing", {"landlord": "Adam"}, {"landlord": "Blum"})
    store, page = desk.shell.store, desk.go("housing")
    page.select(0)
    desk.settle()
    step = next(b for b in page.detail.findChildren(QPushButton) if b.property("role") == "primary")
    at = step.mapTo(desk.shell, step.rect().center())
    stages = [store.require(f).values["stage"] for f in page.model.ids]
    page.table.selectRow(1)
    target = desk.shell.childAt(at)
    assert target is not step
    qtbot.mouseClick(target, LEFT)
    desk.settle()
    assert [store.require(f).values["stage"] for f in page.model.ids] == stages
    step = next(b for b in page.detail.findChildren(QPushButton) if b.property("role") == "primary")
    assert desk.shell.childAt(step.mapTo(desk.shell, step.rect().center())) is step, "then it is there"


def test_whatever_is_done_while_the_worker_is_slow_the_pane_is_of_the_chosen_row(
    desk: Desk, fill: Fill, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a worker that takes its time WHEN rows are chosen, searched, thrown away, brought back and shown in any
    order THEN in the end pane, row and keys mean the same entry."""
    names = [f"{n}berg" for n in "ABCDEFGHJKLM"]
    flats = fill("housing", *({"landlord": n} for n in names))
    page = desk.go("housing")
    dice = random.Random(7)
    run = desk.shell.worker.run

    def late(work: Callable[[], Any], *more: Any) -> None:
        wait = threading.Event()
        run(lambda: (wait.wait(dice.choice((0, 0.01, 0.04))), work())[1], *more)

    def throw_away() -> None:
        if page.current:
            desk.shell.entries.trash(store.require(page.current))

    monkeypatch.setattr(desk.shell.worker, "run", late)
    deeds: list[Callable[[], object]] = [
        lambda: page.table.selectRow(dice.randrange(max(1, len(page.model.ids)))),
        lambda: page.search.setText(dice.choice(["", "", "berg", "Aberg", "nichts"])),
        page.refresh,
        page.catch_up,
        lambda: desk.shell.reveal("housing", dice.choice(store.ids("housing") or flats)),
        throw_away,
        desk.shell.undo,
        lambda: page.switch.choose(on=dice.random() < 0.3),
        page.show_now,
        QApplication.processEvents,
    ]
    for _ in range(25):
        for _ in range(dice.randrange(2, 7)):
            dice.choice(deeds)()
        page.switch.choose(on=False)
        desk.settle()
        consistent(desk)


def test_every_page_with_a_pane_drops_what_comes_late(desk: Desk, fill: Fill, slow: Slow) -> None:
    """GIVEN two entries on each page that has a list WHEN the second row is chosen while the worker is held THEN the
    pane, once all has come, is the second one's."""
    facts: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "volunteers": ({"last_name": "Aaa"}, {"last_name": "Bbb"}),
        "offers": ({"title": "Aaa"}, {"title": "Bbb"}),
        "helper_groups": ({"name": "Aaa"}, {"name": "Bbb"}),
        "courses": ({"title": "Aaa"}, {"title": "Bbb"}),
        "professionals": ({"name": "Aaa"}, {"name": "Bbb"}),
        "work": ({"employer": "Aaa"}, {"employer": "Bbb"}),
        "cases": ({"persons": 2}, {"persons": 3}),
        "shelters": ({"name": "Aaa"}, {"name": "Bbb"}),
        "tasks": ({"title": "Aaa"}, {"title": "Bbb"}),
        "notes": ({"name": "Aaa"}, {"name": "Bbb"}),
    }
    seen = 0
    for key in registry.pages():
        if key not in facts:
            continue
        fill(key, *facts[key])
        page = desk.go(key)
        assert isinstance(page, ListPage)
        page.select(0)
        desk.settle()
        slow.hold()
        page.refresh()
        page.show_now()
        page.table.selectRow(1)
        slow.release()
        desk.settle()
        assert page.current == page.model.ids[1] and page.table.currentIndex().row() == 1, key
        title = desk.shell.store.require(page.current).title(desk.shell.store.facts())
        assert title.split(",")[0] in texts(page), key
        seen += 1
    assert seen == len(facts)


def test_the_preview_of_a_meeting_is_not_shown_at_another_one(desk: Desk, store: Store, slow: Slow) -> None:
    """GIVEN the page of a meeting that takes long to draw WHEN another meeting is opened and looked at THEN the first
    one's pages never appear there."""
    seat_all(store)
    one, two = plan(store, "Eins"), plan(store, *(f"TOP {n}" for n in range(60)))
    page = desk.go("meetings")
    page.open(one.id)
    desk.settle()
    slow.hold()
    page.desk.show_view("preview")
    page.close_meeting()
    second = Slow(desk)
    second.hold()
    page.open(two.id)
    page.desk.show_view("preview")
    preview = page.desk.preview
    slow.release()
    for _ in range(40):
        QApplication.processEvents()
        slow.gate.wait()
        desk.shell.worker.wait(20)
    assert preview.shown is None and preview.count.text() == ""
    second.release()
    desk.settle()
    assert page.desk.preview.shown and len(page.desk.preview.shown.pages) > 1


def test_a_decision_that_is_searched_away_keeps_what_is_typed(desk: Desk, store: Store) -> None:
    """GIVEN the state of a decision typed and not saved WHEN a search leaves only another one THEN what was typed
    stays, and choosing the other one asks."""
    seat_all(store)
    meeting = held(store)
    item = meetings.schedule_of(store, meeting).lines[3].item.id
    for wording in ("Das Leitungsteam empfiehlt den Umzug.", "Das Leitungsteam empfiehlt das Fest."):
        record = act(store, decisions.add, meeting, item, wording, recommends=True)
        act(store, decisions.count, record, 6, 0, 0)
    act(store, output.sign, again(store, meeting))
    page = desk.go("meetings")
    page.show_view("register")
    desk.settle()
    register = page.register
    register.table.selectRow(0)
    desk.settle()

    def line() -> EnterEdit:
        found: list[EnterEdit] = register.side.findChildren(EnterEdit)
        return found[0]

    first, other = (e.record.id for e in register.entries)
    type_text(line(), "Angebote eingeholt")
    register.search.setText("Fest" if "Umzug" in register.entries[0].wording else "Umzug")
    register.fill()
    desk.settle()
    assert [e.record.id for e in register.entries] == [other] and line().text() == "Angebote eingeholt"
    assert panels(desk) == []
    register.table.selectRow(0)
    desk.settle()
    assert isinstance(desk.panel, LeaveQuestion)
    next(b for b in desk.panel.findChildren(QPushButton) if b.text() == "Speichern").click()
    desk.settle()
    assert {e.record.id: e.status for e in decisions.register(store)} == {first: "Angebote eingeholt", other: ""}
    assert line().text() == ""
