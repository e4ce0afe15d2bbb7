"""What people wait for in the window, with 100,000 people, 5,000 cases and 5,000 flats in the store.

Each limit is the cheapest program that shows the same: the raw query and a plain Qt view with the texts it gives. None
of the limits knows conflicts, sorting, conditions or who may see what.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QStackedWidget, QTableView

from benchmarks import matching as pairs
from benchmarks import minutes, stores
from benchmarks.packages import Row
from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.services.matching import matching
from netzwerkhilfe.store import search
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import style
from netzwerkhilfe.ui.shell import app as ui_app
from netzwerkhilfe.ui.shell.garbage import Sweeper
from netzwerkhilfe.ui.shell.search import SearchPanel
from netzwerkhilfe.ui.shell.shell import Shell

PAIRS = 5_000
PANE = 0.05
"""Seconds after which what follows a list when the hand rests has begun: the pane beside it."""
SCREEN = 60
"""So many rows of the raw query are painted: more than the window has room for."""
COLUMNS = "t.last_name, t.first_name, t.skills, t.place, t.availability, t.state, t.office, t.touched"
TYPED = (("m", "mü", "mül"), ("h", "ha", "had"), ("q", "qu", "qux"), ("7", "74", "743"))
"""One, two and three letters, that many entries have and that few or none have."""


def fill_pairs(store: Store, count: int) -> None:
    """As many cases and flats, of places near each other."""
    chance = random.Random(5)
    flats, cases = [], []
    for i in range(count):
        place = chance.choice(stores.PLACES)
        flats.append(
            {
                "place": place,
                "rooms": float(chance.randint(1, 5)),
                "area_m2": float(chance.randint(25, 130)),
                "landlord": f"V {i}",
                "gross_rent": chance.randint(300, 1400) * 100,
                "max_persons": chance.randint(1, 7),
                "share_contact": True,
            }
        )
        cases.append(
            {
                "needs": ("Wohnung",),
                "persons": chance.randint(1, 7),
                "max_rent": chance.randint(350, 1300) * 100,
                "place": place,
                "wished_places": tuple(chance.sample(stores.PLACES, 2)),
                "rooms_min": float(chance.randint(1, 4)),
                "waiting_since": "2026-01-01",
            }
        )
    with store.change() as change:
        change.add_many("housing", flats, [{}] * count)
        change.add_many("cases", cases, [{}] * count)


class Plain(QAbstractTableModel):
    """Texts out of a plain list."""

    def __init__(self, rows: Sequence[Sequence[Any]] = ()) -> None:
        super().__init__()
        self.rows = rows

    def show(self, rows: Sequence[Sequence[Any]]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, _parent: Any = None) -> int:
        return len(self.rows)

    def columnCount(self, _parent: Any = None) -> int:
        return len(self.rows[0]) if self.rows else 0

    def data(self, index: Any, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        cell = self.rows[index.row()][index.column()]
        return "" if cell is None else str(cell)


def milliseconds(work: Callable[[], object]) -> float:
    """One run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def p95(times: Sequence[float]) -> float:
    """What nineteen of twenty do not exceed."""
    return sorted(times)[int(len(times) * 0.95)]


class Window:
    """The window with a large store, and a plain table of the same size."""

    def __init__(self, store: Store) -> None:
        ui_app.begin_quickly()
        self.app = ui_app.application()
        style.apply(self.app, "light")
        self.store = store
        self.shell = Shell(store.paths, stores.PASSPHRASE)
        self.shell.resize(1366, 720)
        self.shell.show()
        self.shell.fill(store)
        self.rest()
        self.sweeper = Sweeper(self.shell, lambda: self.shell)
        self.sweeper.begin()
        self.items, self.plain = Plain(), QTableView()
        self.plain.verticalHeader().setDefaultSectionSize(36)
        self.plain.setModel(self.items)

    def close(self) -> None:
        """Leave everything as it was."""
        self.sweeper.end()
        self.plain.close()
        self.shell.close()

    def rest(self) -> None:
        """Until nothing goes on any more."""
        for _ in range(3):
            self.app.processEvents()
            self.shell.worker.wait(120_000)
            self.shell.beside.wait(120_000)
            end = time.perf_counter() + PANE
            while time.perf_counter() < end:
                self.app.processEvents()
                time.sleep(0.005)
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a real event loop does

    def until(self, done: Callable[[], bool]) -> None:
        """Let events run, asleep in between as the real event loop is."""
        deadline = time.perf_counter() + 60
        while not done() and time.perf_counter() < deadline:
            self.app.processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            )

    def show_plain(self, rows: Sequence[Sequence[Any]]) -> None:
        """Other rows in the plain table, painted."""
        self.items.show(rows)
        self.plain.viewport().repaint()


def raw_rows(store: Store, text: str) -> list[tuple[Any, ...]]:
    """The first rows of the raw query, with what the plain table shows of them."""
    condition, bound = search.condition(text)
    with store.reading() as cursor:
        return list(
            cursor.execute(
                f"SELECT {COLUMNS} FROM (SELECT s.id, s.title FROM search_row s WHERE s.kind = 'volunteers' AND "
                f"{condition} ORDER BY s.title, s.id LIMIT {SCREEN}) s JOIN volunteers t ON t.id = s.id "
                "ORDER BY s.title, s.id",
                bound,
            ).fetchall()
        )


def keystrokes(window: Window) -> list[Row]:
    """One, two and three letters typed one after the other, until rows that are right are painted."""
    window.shell.go("volunteers")
    window.rest()
    page: Any = window.shell.page
    window.plain.resize(page.table.size())
    window.plain.show()
    window.app.processEvents()
    arrived: list[str] = []
    page.model.begun.connect(lambda: arrived.append(page.model.query.text))
    page.model.refreshed.connect(lambda: arrived.append(page.model.query.text))

    def typed(text: str) -> None:
        arrived.clear()
        page.search.setText(text)
        window.until(lambda: text in arrived)
        page.table.viewport().repaint()

    def plainly(text: str) -> None:
        window.show_plain(raw_rows(window.store, text))

    rows: list[Row] = []
    every: list[float] = []
    for letters in range(3):
        ours, theirs = [], []
        for word in TYPED:
            text = word[letters]
            for _ in range(5):
                page.search.setText(text[:-1])
                window.rest()
                ours.append(milliseconds(partial(typed, text)))
                window.rest()
                theirs.append(milliseconds(partial(plainly, text)))
        every += ours
        rows.append(
            (
                f"Tastendruck {letters + 1} von 3 bei 100.000 (häufig und selten) bis zu gemalten, "
                "richtigen Zeilen, gegen die ersten 60 Zeilen der rohen Abfrage in einer nackten QTableView",
                statistics.fmean(ours),
                statistics.fmean(theirs),
                1.5,
            )
        )
    rows.append(("Dieselben Tastendrücke, 95 von 100, gegen 33 ms", p95(every), 33.0, 1.0))
    page.search.setText("")
    window.rest()
    return rows


def pages(window: Window) -> list[Row]:
    """Going to a page the first time and again; and the two that are asked for most."""
    shell = window.shell
    first: dict[str, float] = {}

    def gone(key: str) -> None:
        shell.go(key)
        shell.grab()

    for key in shell.pages:
        window.rest()
        if key not in shell.pages.made:
            first[key] = milliseconds(partial(gone, key))
    slowest = max(first, key=lambda k: first[k])
    again: list[float] = []
    stack = QStackedWidget()
    for _ in range(2):
        view = QTableView()
        view.setModel(Plain(raw_rows(window.store, "")))
        stack.addWidget(view)
    stack.resize(shell.size())
    stack.show()
    window.app.processEvents()
    theirs = []

    def turned() -> None:
        stack.setCurrentIndex(1 - stack.currentIndex())
        stack.grab()

    for _ in range(5):
        for key in ("volunteers", "housing", "cases", "meetings"):
            window.rest()
            again.append(milliseconds(partial(gone, key)))
            theirs.append(milliseconds(turned))
    stack.close()
    return [
        (f"Erster Besuch der langsamsten Seite ({slowest}) bei 100.000, gegen 150 ms", first[slowest], 150.0, 1.0),
        (
            "Seite wechseln und malen, gegen zwei nackte QTableViews in einem QStackedWidget",
            statistics.median(again),
            statistics.median(theirs),
            5.0,
        ),
    ]


def suggestions(window: Window) -> list[Row]:
    """What fits a case, best first, of 5,000 flats; against reading the columns and a loop that stops early."""
    store = window.store
    record = store.ids("cases")[PAIRS // 2]
    case = store.get(record, Case)
    assert case is not None
    context = matching.context_of(store)
    columns = ("max_persons", "gross_rent", "rooms", "area_m2", "place", "housing_permit", "available_from")

    def by_hand() -> int:
        with store.reading() as cursor:
            rows = cursor.execute(f"SELECT {', '.join(columns)} FROM housing WHERE seal IS NULL").fetchall()
        flats: Any = [SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in rows]
        return pairs.by_hand([case.completed], flats, context)[case.id]

    leads = [lead.completed for lead in store.all(HousingLead)]
    if by_hand() != matching.all_pairs([case.completed], leads, matching.FLATS, context)[case.id]:
        raise RuntimeError("by hand another number of flats fits")
    ours = statistics.median(milliseconds(lambda: matching.best(store, case, 100)) for _ in range(5))
    theirs = statistics.median(milliseconds(by_hand) for _ in range(5))

    def shown(page: Any) -> None:
        page.show_now()
        page.detail.grab()

    window.shell.go("cases")
    window.rest()
    page: Any = window.shell.page
    opened = []
    for position in (10, 500, 2_000, 4_000):
        page.select(position)
        opened.append(milliseconds(partial(shown, page)))
        window.rest()
    return [
        (
            "Vorschläge zu einem Gesuch aus 5.000 Wohnungen, geordnet, gegen sieben Spalten roh gelesen und gezählt, "
            "was passt, in einer Schleife, die aufhört, sobald etwas nicht passt",
            ours,
            theirs,
            10.0,
        ),
        (
            "Ein Gesuch bei 5.000 × 5.000 öffnen und malen (Vorschläge folgen), gegen 50 ms",
            max(opened),
            50.0,
            1.0,
        ),
    ]


def a_meeting(window: Window) -> list[Row]:
    """Opening a held meeting of 40 items with decisions and tasks, until it is painted, after another one was open."""
    meetings = [minutes.long_meeting(window.store, items, seed, 40).id for items, seed in ((40, 1), (40, 2), (3, 3))]
    window.shell.go("meetings")
    window.rest()
    page: Any = window.shell.page

    def opened(record: str) -> None:
        page.open(record)
        window.app.processEvents()
        page.grab()

    times = []
    for record in (*meetings, *meetings):
        times.append((milliseconds(partial(opened, record)), record))
        window.rest()
    longest = max(t for t, record in times[3:] if record != meetings[2])
    window.shell.go("volunteers")
    window.rest()
    return [("Eine Sitzung mit 40 TOPs öffnen und malen, gegen 150 ms", longest, 150.0, 1.0)]


def everywhere(window: Window) -> list[Row]:
    """Strg+K and a word, letter by letter, until the lines are painted."""
    shell, store = window.shell, window.store
    shell.open_search()
    window.rest()
    panel = next(p for p in shell.findChildren(SearchPanel) if p.isVisible())
    plain, line = QListWidget(), QLineEdit()
    plain.resize(panel.results.size())
    plain.show()
    ours, theirs = [], []
    for text in ("h", "ha", "had", "hadd", "haddad-04", "q", "7", "743"):

        def typed(text: str = text) -> None:
            panel.edit.setText(text)
            window.app.processEvents()
            shell.worker.wait()
            panel.results.viewport().repaint()

        def raw(text: str = text) -> None:
            line.setText(text)
            condition, bound = search.condition(text)
            with store.reading() as cursor:
                rows = cursor.execute(
                    f"SELECT s.title FROM search_row s WHERE {condition} ORDER BY s.kind, s.title LIMIT 30", bound
                ).fetchall()
            plain.clear()
            plain.addItems([row[0] for row in rows])
            plain.viewport().repaint()

        for _ in range(3):
            ours.append(milliseconds(typed))
            theirs.append(milliseconds(raw))
    plain.close()
    QApplication.sendEvent(panel.edit, QEvent(QEvent.Type.None_))
    panel.close()
    return [
        (
            "Strg+K, ein Tastendruck bei 100.000, gegen die ersten 30 Zeilen der rohen Abfrage in einer QListWidget",
            statistics.fmean(ours),
            statistics.fmean(theirs),
            1.5,
        ),
        ("Dieselben Tastendrücke in Strg+K, 95 von 100, gegen 33 ms", p95(ours), 33.0, 1.0),
    ]


def watched(window: Window) -> list[Row]:
    """The longest time in which the event loop hears nothing, while somebody works: pages, rows, letters, a form."""
    from netzwerkhilfe.services.entries import entries

    gaps: list[tuple[float, str]] = []
    doing, last = "", time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(((now - last) * 1000, doing))
        last = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(1)

    def breathe(milliseconds_: int = 300) -> None:
        end = time.perf_counter() + milliseconds_ / 1000
        while time.perf_counter() < end:
            window.app.processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            )

    shell: Any = window.shell
    breathe()
    gaps.clear()
    for key in ("volunteers", "housing", "cases", "overview", "meetings", "volunteers"):
        doing = f"Seite {key}"
        QTimer.singleShot(0, lambda k=key: shell.go(k))
        breathe(600)
    for text in ("h", "ha", "had", "", "m"):
        doing = f"Suche „{text}“"
        QTimer.singleShot(0, lambda t=text: shell.page.search.setText(t))
        breathe()
    for position in (3, 30, 3_000):
        doing = "Zeile wählen"
        QTimer.singleShot(0, lambda p=position: shell.page.select(p))
        breathe()
    doing = "Speichern"

    def save() -> None:
        opened = window.store.get(shell.page.current)
        assert opened is not None
        with window.store.change() as change:
            entries.save(change, opened, None, {"phone": f"0171 {random.randrange(10**6)}"})
        shell.refresh()

    for _ in range(3):
        QTimer.singleShot(0, save)
        breathe(600)
    timer.stop()
    longest, what = max(gaps)
    return [
        (f"Längste Pause der Ereignisschleife bei der Arbeit mit 100.000 ({what}), gegen 50 ms", longest, 50.0, 1.0)
    ]


def all_day(window: Window) -> list[Row]:
    """Whether widgets and memory grow over 500 changes of the page."""
    from benchmarks.children import memory

    keys = ("volunteers", "housing", "cases", "meetings", "overview")

    def turn(count: int) -> None:
        for i in range(count):
            window.shell.go(keys[i % len(keys)])
            window.app.processEvents()
            if i % 10 == 0:
                window.rest()
        window.rest()

    turn(100)
    widgets, before = len(QApplication.allWidgets()), memory()
    turn(500)
    return [
        ("Fenster und Felder nach 500 Seitenwechseln, gegen vorher", len(QApplication.allWidgets()), widgets, 1.02),
        ("Speicher (MB) nach 500 Seitenwechseln, gegen vorher", memory() / 1024, before / 1024, 1.05),
    ]


PARTS = (pages, keystrokes, everywhere, suggestions, a_meeting, watched, all_day)


def in_the_window(base: Path, parts: Sequence[Callable[[Window], list[Row]]] = PARTS) -> Iterator[Row]:
    """All of it in one window."""
    store = stores.large(base / "waiting", 100_000)
    fill_pairs(store, PAIRS)
    window = Window(store)
    try:
        for part in parts:
            yield from part(window)
    finally:
        window.close()
