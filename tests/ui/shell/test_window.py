"""The window as an office uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import export_package, folder, members
from netzwerkhilfe.store import backup, opening, reading
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.widgets import EmptyState
from netzwerkhilfe.ui.listing import query
from netzwerkhilfe.ui.listing.model import ListModel
from netzwerkhilfe.ui.shell.shell import Shell
from tests.acts import act
from tests.conftest import PASSPHRASE
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]


def click(widget: QPushButton) -> None:
    widget.click()
    QApplication.processEvents()


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_an_empty_area_says_what_to_do(desk: Desk) -> None:
    page = desk.go("housing")
    empty = page.stack.currentWidget()
    assert isinstance(empty, EmptyState) and "Noch keine Wohnung gemeldet" in texts(empty)


def test_a_backup_stands_in_nobodys_way(
    qtbot: Any, qapp: QApplication, store: Store, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a backup that takes its time WHEN a list is opened THEN it is read meanwhile."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(_store: Store) -> None:
        begun.set()
        go_on.wait(60)

    monkeypatch.setattr(backup, "daily", slow)
    fill("volunteers", {"first_name": "Elif", "last_name": "Demir"})
    shell = Shell(store.paths)
    qtbot.addWidget(shell)
    shell.show()
    shell.fill(store)
    qtbot.waitUntil(begun.is_set)
    shell.go("volunteers")
    page: Any = shell.page
    try:
        qtbot.waitUntil(lambda: len(page.model.ids) == 1, timeout=20_000)
    finally:
        go_on.set()
        shell.beside.wait()
        shell.close()


def test_list_search_and_detail(desk: Desk, fill: Fill) -> None:
    fill(
        "volunteers",
        {"first_name": "Hans-Jürgen", "last_name": "Fischer", "phone": "06237 99 01 42", "skills": ["Fahrdienst"]},
        {"first_name": "Elif", "last_name": "Demir", "skills": ["Dolmetschen"]},
    )
    page = desk.go("volunteers")
    assert desk.titles() == ["Demir, Elif", "Fischer, Hans-Jürgen"]
    type_text(page.search, "fahr")
    desk.settle()
    assert desk.titles() == ["Fischer, Hans-Jürgen"] and page.shown.text() == "1 von 2"
    assert "06237 99 01 42" in texts(page.detail)
    page.search.clear()
    desk.settle()
    assert len(desk.titles()) == 2


def test_the_first_rows_are_shown_while_the_others_are_read(desk: Desk, fill: Fill) -> None:
    """GIVEN more entries than a screen has WHEN somebody types THEN the first rows that fit are painted before all are
    read, the count follows, and what was chosen is still chosen; to read the same list again moves nothing."""
    people = [{"first_name": "Elif", "last_name": f"Demir-{i:03}", "skills": ["Fahrdienst"]} for i in range(200)]
    fill("volunteers", *people, {"first_name": "Hans", "last_name": "Fischer"})
    page = desk.go("volunteers")
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning, page)
    page.select(150)
    desk.settle()
    chosen, seen = page.current, []
    page.model.begun.connect(lambda: seen.append((page.model.rowCount(), page.shown.text(), page.model.complete)))
    page.model.refreshed.connect(lambda: seen.append((page.model.rowCount(), page.shown.text(), page.model.complete)))
    type_text(page.search, "demir")
    desk.settle()
    assert seen[-2:] == [(query.FIRST, "…", False), (200, "200 von 201", True)]
    assert page.current == chosen and page.table.currentIndex().row() == 150
    assert desk.titles() == [f"Demir-{i:03}, Elif" for i in range(200)]
    seen.clear()
    page.refresh()
    desk.settle()
    assert seen == [(200, "200 von 201", True)]


def test_what_is_done_with_all_rows_waits_for_all(desk: Desk, fill: Fill) -> None:
    """GIVEN a list whose first rows are shown WHEN somebody prints it at once THEN all rows are meant."""
    fill("volunteers", *({"first_name": "Elif", "last_name": f"Demir-{i:03}"} for i in range(150)))
    page = desk.go("volunteers")
    counts: list[int] = []
    page.model.begun.connect(lambda: counts.append(len(page.ticked())))
    type_text(page.search, "elif")
    desk.settle()
    assert counts and set(counts) == {150}


def test_pills_filter_and_reset(desk: Desk, fill: Fill) -> None:
    fill(
        "volunteers",
        {"last_name": "A", "state": "pausiert"},
        {"last_name": "B"},
        {"last_name": "C", "languages": ["Arabisch"]},
    )
    page = desk.go("volunteers")
    state = next(p for p in page.pills if p.filter.name == "Stand")
    option = next(o for o in state.filter.options(page.store.facts()) if o.text == "nicht pausiert")
    state.choose(option.text, option.condition)
    desk.settle()
    assert desk.titles() == ["B", "C"] and state.text() == "Stand: nicht pausiert"
    language = next(p for p in page.pills if p.filter.name == "Sprache")
    option = next(o for o in language.filter.options(page.store.facts()) if o.text == "Arabisch")
    language.choose(option.text, option.condition)
    desk.settle()
    assert desk.titles() == ["C"]
    click(page.reset_button)
    desk.settle()
    assert desk.titles() == ["A", "B", "C"]


def test_letters_jump(desk: Desk, fill: Fill) -> None:
    fill("volunteers", *({"last_name": n} for n in ("Abdi", "Öztürk", "Oster", "Zander")))
    page = desk.go("volunteers")
    page.table.keyboardSearch("z")
    desk.settle()
    assert page.model.snapshot(page.table.currentIndex().row()).values["last_name"] == "Zander"
    usual = QApplication.keyboardInputInterval()
    QApplication.setKeyboardInputInterval(0)
    page.table.keyboardSearch("o")  # after a pause: a new beginning
    QApplication.setKeyboardInputInterval(60_000)
    page.table.keyboardSearch("z")
    QApplication.setKeyboardInputInterval(usual)
    desk.settle()
    assert page.model.snapshot(page.table.currentIndex().row()).values["last_name"] == "Öztürk"


def test_a_new_passphrase(desk: Desk) -> None:
    desk.go("settings")
    desk.shell.office.change_passphrase()
    panel = desk.panel
    first, again = panel.findChildren(QLineEdit)
    first.setText("ein neues Kennwort")
    again.setText("anders")
    click(panel.save_button)
    assert "verschieden" in texts(panel)
    again.setText("ein neues Kennwort")
    click(panel.save_button)
    opening.open_store(desk.shell.store.paths, "ein neues Kennwort").close()
    with pytest.raises(UserError, match="nicht richtig"):
        opening.open_store(desk.shell.store.paths, PASSPHRASE)


def test_sorting_by_a_column(desk: Desk, fill: Fill) -> None:
    fill(
        "housing",
        {"landlord": "x", "rooms": 3.0, "gross_rent": 90000},
        {"landlord": "y", "rooms": 1.0, "gross_rent": 120000},
        {"landlord": "z"},
    )
    page = desk.go("housing")
    rent = next(i for i, c in enumerate(page.spec.columns) if c.heading == "Warmmiete")
    page.table.horizontalHeader().sectionClicked.emit(rent)
    desk.settle()
    assert [page.model.snapshot(i).values["gross_rent"] for i in range(3)] == [90000, 120000, None]
    page.table.horizontalHeader().sectionClicked.emit(rent)
    desk.settle()
    assert [page.model.snapshot(i).values["gross_rent"] for i in range(3)] == [120000, 90000, None]


def test_a_form_saves_and_can_be_undone(desk: Desk, fill: Fill) -> None:
    (record,) = fill("volunteers", {"last_name": "Fischer", "phone": "06237 1"})
    page = desk.go("volunteers")
    desk.shell.entries.edit(record)
    desk.panel.inputs["phone"].editor.setText("0171 5550816")
    desk.panel.save()
    desk.settle()
    assert desk.shell.store.require(record).values["phone"] == "0171 555 08 16"
    assert "0171 555 08 16" in texts(page.detail) and desk.shell.toast.isVisible()
    desk.shell.undo()
    desk.settle()
    assert desk.shell.store.require(record).values["phone"] == "06237 1"


def test_a_faulty_form_names_its_fields_and_keeps_what_was_typed(desk: Desk, fill: Fill) -> None:
    (record,) = fill("housing", {"landlord": "Stahl"})
    desk.go("housing")
    desk.shell.entries.edit(record)
    panel = desk.panel
    panel.inputs["gross_rent"].editor.setText("46o €")
    panel.inputs["phone"].editor.setText("keine")
    panel.save()
    assert panel.isVisible() and panel.error.text() == "Bitte zwei Angaben prüfen: Warmmiete und Telefon."
    assert panel.inputs["gross_rent"].below.text() == "Zahl, z. B. 465,00"
    assert panel.inputs["gross_rent"].editor.text() == "46o €"
    panel.inputs["gross_rent"].editor.setText("460 €")
    panel.inputs["phone"].editor.setText("")
    panel.save()
    assert desk.shell.store.require(record).values["gross_rent"] == 46000


def test_a_stale_form_in_the_window_does_not_overwrite(desk: Desk, fill: Fill, other: Store, stick: Path) -> None:
    """GIVEN an open form WHEN an exchange brings another number THEN saving leaves both, and the bar says so."""
    store = desk.shell.store
    (record,) = fill("volunteers", {"last_name": "Haddad", "phone": "1111", "consent_network": True})
    folder.exchange(store, stick)
    folder.exchange(other, stick)
    with other.change() as change:
        change.update(record, {"phone": "0160 14"})
    folder.exchange(other, stick)
    page = desk.go("volunteers")
    desk.shell.entries.edit(record)
    desk.panel.inputs["phone"].editor.setText("0160 4141")
    folder.exchange(store, stick)
    desk.panel.save()
    desk.settle()
    with store.reading() as cursor:
        (conflict,) = reading.conflicts(cursor)
    assert {v.value for v in conflict.values} == {"0160 41 41", "0160 14"}
    assert "Zwei Büros haben „Telefon“ geändert" in texts(page.detail)
    assert desk.shell.sidebar.buttons["exchange"].count == "1"
    desk.go("exchange")
    desk.shell.network.review()
    desk.panel.take()
    desk.settle()
    with store.reading() as cursor:
        assert reading.conflicts(cursor) == []
    assert desk.shell.sidebar.buttons["exchange"].count == ""


def test_a_call_is_noted_and_found(desk: Desk) -> None:
    desk.go("volunteers")
    desk.shell.calls.note()
    panel = desk.panel
    type_text(panel.name, "Dörr, Karl-Heinz")
    type_text(panel.phone, "06237 990318")
    type_text(panel.edits["place"], "Fußgönheim")
    type_text(panel.edits["rooms"], "3 ZKB")
    panel.text.setPlainText("Dachgeschoss, ab Dezember")
    panel.save()
    desk.settle()
    store = desk.shell.store
    (flat,) = store.many("housing", store.ids("housing"))
    assert (
        flat.values["landlord"] == "Dörr, Karl-Heinz"
        and flat.values["rooms"] == 3
        and flat.values["place"] == "07338008"
    )
    (note,) = store.many("notes", store.ids("notes"))
    assert (
        note.values["remind_on"] == "2026-03-03"
        and note.values["about"] == flat.id
        and note.space == store.office_space
    )
    assert desk.page.spec.kind == "housing" and desk.shell.page.current == flat.id
    assert {k for k, _ in store.hits("99 03 18")} == {"housing", "notes"}


def test_a_call_needs_a_name_or_a_number(desk: Desk) -> None:
    desk.go("housing")
    desk.shell.calls.note()
    desk.panel.save()
    assert desk.panel.isVisible() and "Name oder Telefon ist nötig" in desk.panel.error.text()
    for number in range(1, 6):
        desk.panel.group.button(number).click()
        desk.panel.name.setText("Eva")
        assert desk.panel.topic
    desk.panel.save()
    desk.settle()
    assert desk.page.spec.kind == "notes"


def test_search_over_everything(desk: Desk, fill: Fill, qtbot: Any) -> None:
    (record,) = fill("volunteers", {"first_name": "Elif", "last_name": "Demir", "phone": "06231 991207"})
    fill("housing", {"landlord": "Demir, Hasan", "rooms": 2.0})
    desk.go("housing")
    desk.shell.open_search()
    panel = desk.panel
    type_text(panel.edit, "demir")
    desk.settle()
    found = [h.text for h in panel.hits if h]
    assert (
        found[0] == "2\u00a0Zi."
        and found[1] == "Demir, Elif"
        and found[-2:] == ["Person „demir“ neu erfassen", "Anruf von „demir“ notieren"]
    )
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(panel.edit, key)
    desk.settle()
    assert desk.page.spec.kind == "volunteers" and desk.shell.page.current == record


def test_enter_means_what_is_typed_even_before_the_answer_is_there(desk: Desk, fill: Fill, qtbot: Any) -> None:
    """GIVEN a search that is still looked for WHEN Enter is pressed THEN the best hit of what was typed opens."""
    wanted, _ = fill(
        "volunteers", {"first_name": "Elif", "last_name": "Demir"}, {"first_name": "A", "last_name": "Aab"}
    )
    desk.go("housing")
    desk.shell.open_search()
    panel = desk.panel
    type_text(panel.edit, "dem")
    qtbot.keyClick(panel.edit, Qt.Key.Key_Return)
    assert panel.isVisible()
    desk.settle()
    assert desk.page.spec.kind == "volunteers" and desk.shell.page.current == wanted


def test_a_search_that_is_left_early_comes_to_nothing(desk: Desk, fill: Fill, qtbot: Any) -> None:
    fill("volunteers", {"first_name": "Elif", "last_name": "Demir"})
    desk.go("housing")
    desk.shell.open_search()
    panel = desk.panel
    type_text(panel.edit, "dem")
    qtbot.keyClick(panel.edit, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.page.spec.kind == "housing" and not desk.shell.panel_open


def test_stage_flow_goes_step_by_step(desk: Desk, fill: Fill) -> None:
    (record,) = fill("housing", {"landlord": "Dörr", "stage": "gemeldet"})
    page = desk.go("housing")
    step = next(b for b in page.detail.findChildren(QPushButton) if b.text() == "Prüfung eintragen")
    click(step)
    desk.settle()
    assert desk.shell.store.require(record).values["stage"] == "geprüft" and "geprüft" in texts(page.detail)
    desk.shell.undo()
    desk.settle()
    assert desk.shell.store.require(record).values["stage"] == "gemeldet"


def test_trash_and_the_way_back(desk: Desk, fill: Fill) -> None:
    (record,) = fill("offers", {"title": "Kleiderkammer"})
    desk.go("offers")
    desk.shell.entries.trash(desk.shell.store.require(record))
    desk.settle()
    assert desk.shell.store.ids("offers") == [] and "liegt im Papierkorb" in texts(desk.shell.toast)
    settings = desk.go("settings")
    assert [t.entry.title(desk.shell.store.facts()) for t in settings.trash.lying] == ["Kleiderkammer"]
    settings.trash.restore()
    desk.settle()
    assert desk.shell.store.ids("offers") == [record]


def test_errors_stay_until_resolved(desk: Desk) -> None:
    calls: list[int] = []
    desk.shell.tell_error(
        UserError("Der Stick ist voll.", "Ihre Daten sind sicher.", "Schaffen Sie Platz."), lambda: calls.append(1)
    )
    assert desk.shell.error_bar.isVisible() and "Ihre Daten sind sicher. Schaffen Sie Platz." in texts(
        desk.shell.error_bar
    )
    click(desk.shell.error_bar.action)
    assert calls == [1] and not desk.shell.error_bar.isVisible()


def test_markup_in_data_is_text(desk: Desk, fill: Fill) -> None:
    fill(
        "volunteers",
        {"last_name": "<b>Böse</b>", "note": "<img src=x onerror=alert(1)>\nzweite Zeile", "skills": ["<i>x</i>"]},
    )
    page = desk.go("volunteers")
    shown = texts(page.detail)
    assert "<b>Böse</b>" in shown and "<img src=x" in shown
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText for label in page.detail.findChildren(QLabel) if label.text()
    )


def test_a_list_comes_in_through_the_window(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Name;Telefon;Quark\nGroß, Björn;0171 1;x\n;;\nSumme;1;\n", encoding="utf-8")
    page = desk.go("volunteers")
    desk.shell.files.import_list(page.kind, path)
    panel = desk.panel
    assert [r.status for r in panel.plan.rows] == ["taken", "named"]
    assert panel.model.index(0, 2).data() == "Groß · Björn" and panel.save_button.text() == "1 Eintrag übernehmen"
    panel.save()
    desk.settle()
    assert desk.titles() == ["Groß, Björn"] and "1 Einträge übernommen" in texts(desk.shell.toast)
    (tmp_path / "kaputt.xlsx").write_bytes(b"PK\x03\x04")
    desk.shell.files.import_list(page.kind, tmp_path / "kaputt.xlsx")
    assert "lässt sich nicht als Liste lesen" in texts(desk.shell.error_bar)


def test_the_exchange_page_takes_in_and_leaves(desk: Desk, other: Store, stick: Path) -> None:
    with other.change() as change:
        change.add("volunteers", {"last_name": "Aus Wachenheim", "consent_network": True})
    folder.exchange(other, stick)
    page = desk.go("exchange")
    page.choose(stick)
    page.exchange()
    desk.settle()
    assert "1 neuer Eintrag" in texts(desk.panel)
    desk.panel.foot.itemAt(desk.panel.foot.count() - 1).widget().click()
    desk.settle()
    assert len(desk.shell.store.ids("volunteers")) == 1 and len(list(stick.iterdir())) == 4


def test_an_exchange_is_taken_back_in_the_window(desk: Desk, other: Store, stick: Path) -> None:
    with other.change() as change:
        record = change.add("volunteers", {"last_name": "Aus Wachenheim", "consent_network": True}).id
    folder.exchange(other, stick)
    page = desk.go("exchange")
    page.choose(stick)
    page.exchange()
    desk.settle()
    click(desk.panel.act)
    desk.settle()
    assert desk.shell.store.get(record)
    back = next(b for b in page.findChildren(QPushButton) if b.text() == "Austausch zurücknehmen")
    click(back)
    desk.settle()
    assert desk.shell.store.get(record) is None and desk.shell.sidebar.buttons["exchange"].isChecked()
    page = desk.page
    page.exchange()
    desk.settle()
    assert "Trotzdem übernehmen" in [b.text() for b in page.findChildren(QPushButton)]


def test_a_dropped_package_shows_a_preview_first(desk: Desk, other: Store, stick: Path, tmp_path: Path) -> None:
    with other.change() as change:
        record = change.add("volunteers", {"last_name": "Fallengelassen", "consent_network": True}).id
    folder.exchange(other, stick)
    path = stick / export_package.file_name(other, "net")
    desk.shell.outside.open_files([path])
    desk.settle()
    assert "1 neuer Eintrag" in texts(desk.panel) and desk.shell.store.get(record) is None
    click(desk.panel.foot.itemAt(desk.panel.foot.count() - 1).widget())
    desk.settle()
    assert desk.shell.store.get(record)
    (tmp_path / "bild.jpg").write_bytes(b"x")
    desk.go("exchange")
    desk.shell.outside.open_files([tmp_path / "bild.jpg"])
    assert "ist kein Paket" in texts(desk.shell.error_bar)


def test_what_arrives_in_the_folder_is_offered_and_not_taken(desk: Desk, other: Store, stick: Path) -> None:
    page = desk.go("exchange")
    page.choose(stick)
    with other.change() as change:
        record = change.add("volunteers", {"last_name": "Neu", "consent_network": True}).id
    folder.exchange(other, stick)
    page.look()
    desk.settle()
    assert "Ein Paket von Jutta Frey liegt bereit" in texts(desk.shell.toast) and desk.shell.store.get(record) is None


def test_a_pc_is_struck_off_after_a_question(desk: Desk, other: Store) -> None:
    page = desk.go("exchange")
    page.devices()
    desk.panel.strike(next(m for m in members.listing(desk.shell.store) if m["person"] == "Jutta Frey"))
    assert "PC von Jutta Frey ausschließen?" in desk.panel.title.text()
    click(next(b for b in desk.panel.findChildren(QPushButton) if b.text() == "PC ausschließen"))
    desk.settle()
    page.devices()
    assert "ausgeschlossen" in texts(desk.panel)


def test_a_conflict_comes_first_in_the_preview_with_both_values(desk: Desk, other: Store, stick: Path) -> None:
    store = desk.shell.store
    with store.change() as change:
        record = change.add("volunteers", {"last_name": "Haddad", "phone": "1", "consent_network": True}).id
    for office in (store, other):
        folder.exchange(office, stick)
    with store.change() as change:
        change.update(record, {"phone": "06237 2222"})
    with other.change() as change:
        change.add("volunteers", {"last_name": "Aaron", "consent_network": True})
        change.update(record, {"phone": "06237 3333", "note": "neu"})
    folder.exchange(other, stick)
    page = desk.go("exchange")
    page.choose(stick)
    page.exchange()
    desk.settle()
    shown = texts(desk.panel)
    assert shown.index("Konflikt") < shown.index("Haddad") < shown.index("Aaron")
    assert "06237 2222" in shown and "06237 3333" in shown and "(beide offen)" in shown
    assert store.require(record).values["note"] is None


def test_a_copied_store_asks_what_it_is(desk: Desk) -> None:
    store = desk.shell.store
    store.paths.token.unlink()
    desk.shell.fill(store)
    desk.settle()
    assert "kommen von einem anderen PC" in desk.panel.title.text()
    click(next(b for b in desk.panel.findChildren(QPushButton) if b.text() == "Dieser PC kommt dazu"))
    desk.settle()
    assert store.local("device_number") == "2" and "wartet auf eigene" in texts(desk.go("settings"))


def test_a_long_exchange_shows_how_far_it_is_and_can_be_stopped(
    desk: Desk, other: Store, stick: Path, qtbot: Any
) -> None:
    from netzwerkhilfe.exchange.report import Cancelled
    from netzwerkhilfe.ui.areas.exchange.panels import Progress

    with other.change() as change:
        for i in range(900):
            change.add("volunteers", {"last_name": f"Person {i}", "consent_network": True})
    folder.exchange(other, stick)
    progress = Progress(desk.shell, "Austausch")
    progress.delay.start(0)
    qtbot.waitUntil(lambda: progress.panel is not None)
    progress("Paket von Jutta Frey", 400, 900)
    desk.settle()
    assert "400 von 900" in texts(desk.panel) and progress.bar.maximum() == 900
    click(next(b for b in desk.panel.findChildren(QPushButton) if b.text() == "Abbrechen"))
    with pytest.raises(Cancelled):
        folder.exchange(desk.shell.store, stick, progress=progress)
    assert desk.shell.store.count("volunteers") == 0 and desk.shell.store.check() == []
    progress.done()
    folder.exchange(desk.shell.store, stick, accept=True)  # so many new ones wait for a person
    assert desk.shell.store.count("volunteers") == 900


def test_an_entry_is_taken_back_into_the_office_and_shared_again(desk: Desk) -> None:
    store = desk.shell.store
    with store.change() as change:
        record = change.add("offers", {"title": "Radscheune"}).id
    page = desk.go("offers")
    desk.shell.entries.unshare(record)
    desk.settle()
    moved = page.current
    assert store.require(moved).space == store.office_space and store.require(record).sealed == "moved"
    desk.shell.entries.share(moved)
    desk.settle()
    assert store.require(page.current).space == "net"


def test_the_keyboard_reaches_every_area(desk: Desk, qtbot: Any) -> None:
    for key in desk.shell.sidebar.buttons:
        desk.go(key)
        assert desk.shell.sidebar.buttons[key].isChecked()
    desk.go("volunteers")
    desk.shell.keyboard.find()
    assert QApplication.focusWidget() is desk.page.search or not desk.shell.isActiveWindow()
    desk.shell.keyboard.help()
    manual = desk.shell.manual
    assert manual is not None and manual.isVisible()
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()
    desk.shell.keyboard.add()
    assert "Person erfassen" in desk.panel.title.text()


def test_narrow_windows_have_a_rail(desk: Desk) -> None:
    desk.shell.resize(1280, 720)
    desk.settle()
    assert desk.shell.sidebar.width() == 64
    desk.shell.resize(1366, 720)
    desk.settle()
    assert desk.shell.sidebar.width() == 216


def test_everything_that_can_be_clicked_has_a_name(desk: Desk, fill: Fill) -> None:
    fill("housing", {"landlord": "Dörr", "phone": "06237 1"})
    for key in desk.shell.pages:
        desk.go(key)
        for button in desk.shell.findChildren(QPushButton):
            if button.isVisible():
                interface = QAccessible.queryAccessibleInterface(button)
                assert interface.text(QAccessible.Text.Name).strip(), (key, button)


def test_nothing_is_cut_off(desk: Desk, fill: Fill) -> None:
    """Buttons and single-line labels get the width they ask for, at the usual and the smallest window."""
    fill(
        "housing",
        {
            "landlord": "Karl-Heinz Dörr",
            "phone": "06237 990318",
            "rooms": 3.0,
            "area_m2": 74.0,
            "place": "07338008",
            "base_rent": 69000,
        },
    )
    fill(
        "volunteers",
        {
            "first_name": "Brigitte",
            "last_name": "Müller-Scheuermann",
            "skills": ["Fahrdienst", "Dolmetschen"],
            "phone": "1",
        },
    )
    for width, height in ((1366, 690), (1093, 614)):
        desk.shell.resize(width, height)
        for key in ("housing", "volunteers", "exchange"):
            desk.go(key)
            for button in desk.shell.page.findChildren(QPushButton):
                if button.isVisible() and button.text() and button.property("role") != "choice":
                    assert button.width() >= button.minimumSizeHint().width() - 2, (width, key, button.text())


def test_the_model_keeps_qts_rules(desk: Desk, fill: Fill) -> None:
    fill("volunteers", *({"last_name": f"P{i}"} for i in range(200)))
    page = desk.go("volunteers")
    model = ListModel(page.store, page.spec.columns, desk.shell.worker)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(page.query())
    desk.settle()
    far = model.snapshot(150)
    assert model.rowCount() == 200 and far and far.values["last_name"]
    assert tester is not None


@pytest.mark.parametrize("theme_name", ["light", "dark"])
def test_contrast_of_both_themes(theme_name: str) -> None:
    """WCAG 2.1 AA: text 4.5, large signs 3."""
    from netzwerkhilfe.ui.kit import theme

    colors = theme.DARK if theme_name == "dark" else theme.LIGHT

    def luminance(code: str) -> float:
        parts = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    def contrast(one: str, two: str) -> float:
        high, low = sorted((luminance(colors[one]), luminance(colors[two])), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for text, ground, least in (
        ("text1", "surface", 7),
        ("text2", "surface", 4.5),
        ("text3", "surface", 4.5),
        ("text3", "selected", 4.5),
        ("on_accent", "accent", 4.5),
        ("accent_text", "tint", 4.5),
        ("warn", "warn_ground", 4.5),
        ("bad", "bad_ground", 4.5),
        ("ok", "ok_ground", 4.5),
        ("info", "info_ground", 4.5),
        ("border", "surface", 3),
        ("toast_text", "toast", 4.5),
        ("text1", "mark", 4.5),
    ):
        assert contrast(text, ground) >= least, (text, ground)


def test_several_entries_are_ticked_and_changed_with_one_undo(
    desk: Desk, fill: Callable[..., list[str]], qtbot: Any
) -> None:
    ids = fill(
        "volunteers",
        *({"last_name": n, "consent_network": True, "email": f"{n}@example.org"} for n in ("Aa", "Bb", "Cc")),
    )
    page = desk.go("volunteers")
    page.table.setFocus()
    page.select(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.ticked() == ids[:2] and page.bar.isVisible() and "2 ausgewählt" in texts(page.bar)
    page.bar.change()
    panel = desk.panel
    combo = panel.findChildren(QComboBox)[0]
    combo.setCurrentIndex(combo.findData("helper_group"))
    desk.settle()
    panel.findChildren(QLineEdit)[-1].setText("Helferkreis Maxdorf")
    click(panel.save_button)
    desk.settle()
    store = desk.shell.store
    assert [store.require(i).values["helper_group"] for i in ids] == [
        "Helferkreis Maxdorf",
        "Helferkreis Maxdorf",
        None,
    ]
    desk.shell.undo()
    desk.settle()
    assert [store.require(i).values["helper_group"] for i in ids] == [None] * 3 and not page.bar.isVisible()
    desk.shell.files.mail_many(page.kind, page.ticked())
    draft = (store.paths.data / "papiere" / "rundmail.eml").read_text("utf-8")
    assert "Bcc: aa@example.org, bb@example.org, cc@example.org" in draft
    desk.shell.files.print_at_list("call-list", page.kind, page.ticked())
    desk.settle()
    assert (store.paths.data / "papiere" / "Anrufliste.pdf").read_bytes().startswith(b"%PDF")


def test_a_view_is_kept_by_person(desk: Desk, fill: Callable[..., list[str]]) -> None:
    fill("housing", {"landlord": "A", "rooms": 2.0}, {"landlord": "B", "rooms": 3.0})
    page = desk.go("housing")
    pill = next(p for p in page.pills if p.filter.name == "Zimmer")
    option = next(o for o in pill.filter.options(desk.shell.store.facts()) if o.text == "3")
    pill.choose(option.text, option.condition)
    desk.settle()
    kept = page.view()
    page.reset()
    desk.settle()
    assert len(page.model.ids) == 2
    page.restore_view(kept)
    desk.settle()
    assert len(page.model.ids) == 1 and "Zimmer: 3" in [p.text() for p in page.pills]
    page.show_column(page.spec.columns[3].name, on=False)
    assert page.table.isColumnHidden(3)
    assert desk.shell.settings.get("columns")["Petra Wagner"]["housing"] == ["rent"]


def test_the_board_moves_a_card(desk: Desk, fill: Callable[..., list[str]], qtbot: Any) -> None:
    (flat,) = fill("housing", {"landlord": "A", "rooms": 2.0, "place": "07338018"})
    page = desk.go("housing")
    page.switch.choose(on=True)
    desk.settle()
    lanes = page.board.lanes
    assert [lane.count() for lane in lanes] == [1, 0, 0, 0]
    lanes[0].setFocus()
    lanes[0].setCurrentRow(0)
    qtbot.keyClick(lanes[0], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert [lane.count() for lane in lanes] == [0, 1, 0, 0]
    assert desk.shell.store.require(flat).values["stage"] == "geprüft"
    page.board.opened(flat)
    desk.settle()
    assert page.current == flat and page.body.currentIndex() == 0


def test_a_call_is_read_along_and_can_be_corrected(desk: Desk) -> None:
    desk.go("housing")
    desk.shell.calls.note()
    panel = desk.panel
    panel.text.setPlainText(
        "Familie Haddad sucht Wohnung, 4 Personen, bis 900 warm, Maxdorf, 0160 5551234, Kinderwagen"
    )
    panel.understand()
    assert panel.topic == "Gesuch" and panel.name.text() == "Familie Haddad" and panel.edits["persons"].text() == "4"
    assert "Kinderwagen" in panel.said.text() and len(panel.text.extraSelections()) >= 4
    panel.edits["persons"].setText("5")
    panel.extra["max_rent"].setText("950")
    panel.extra["max_rent"].setModified(True)
    panel.save()
    desk.settle()
    store = desk.shell.store
    (case,) = store.all("cases")
    assert (case.values["persons"], case.values["max_rent"]) == (5, 95000)
    private = store.companion(case)
    assert private and (private.values["name"], private.values["note"]) == ("Familie Haddad", "Kinderwagen")
    assert "sucht Wohnung" in store.all("notes")[0].values["text"]


def test_a_suggestion_is_made_and_goes_on(desk: Desk, fill: Callable[..., list[str]]) -> None:
    (flat,) = fill("housing", {"landlord": "A", "rooms": 3.0, "place": "07338018", "gross_rent": 65000})
    (case,) = fill("cases", {"needs": ["Wohnung"], "persons": 3, "max_rent": 70000, "wished_places": ["07338018"]})
    page = desk.go("cases")
    desk.settle()
    shown = texts(page.detail)
    assert "passt sehr gut" in shown and "650 €, in der Grenze" in shown.replace("\u00a0", " ")
    click(next(b for b in page.detail.findChildren(QPushButton) if b.text() == "Vorschlagen"))
    desk.settle()
    store = desk.shell.store
    (match,) = store.children(case, "matches")
    assert match.values["lead"] == flat and store.require(case).values["stage"] == "vorgeschlagen"
    page.show_now()
    click(next(b for b in page.detail.findChildren(QPushButton) if b.text() == "Angebot eintragen"))
    desk.settle()
    assert store.require(match.id).values["stage"] == "angeboten"


def test_the_overview_shows_the_day(desk: Desk) -> None:
    from netzwerkhilfe.services.helping import work_list

    task = act(desk.shell.store, work_list.add_task, "Vermieterin anrufen", due="02.03.2026")
    page = desk.go("overview")
    assert any(b.text() == "Vermieterin anrufen" for b in page.findChildren(QPushButton)) and "heute" in texts(page)
    click(next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "Vermieterin anrufen: erledigt"))
    desk.settle()
    assert desk.shell.store.require(task).values["state"] == "erledigt" and "Für heute ist nichts offen." in texts(page)
    page.balance()
    desk.settle()
    assert "Überschuss und Mangel" in desk.panel.title.text()


def test_the_table_of_rent_limits_is_edited_in_the_window(desk: Desk) -> None:
    desk.go("settings")
    desk.shell.office.table("rent_limits", "Mietgrenzen")
    panel = desk.panel
    panel.search.setText("07338")
    assert panel.list.count() >= 12
    panel.list.setCurrentRow(
        next(i for i in range(panel.list.count()) if panel.list.item(i).text().startswith("07338 · 3"))
    )
    panel.edit()
    form = desk.panel
    form.inputs["max_amount"].editor.setText("650")
    form.save()
    desk.settle()
    assert any("650" in desk.panel.list.item(i).text() for i in range(desk.panel.list.count()))
    desk.panel.dismiss()
    desk.shell.office.rules()
    desk.panel.inputs["card_hours_year"].editor.setText("200")
    desk.panel.save()
    desk.settle()
    assert desk.shell.store.facts().rules["card_hours_year"] == 200


def test_a_flat_is_withdrawn_with_its_reason(desk: Desk, fill: Callable[..., list[str]]) -> None:
    (flat,) = fill("housing", {"landlord": "A", "place": "07338018"})
    desk.go("housing")

    def withdraw() -> str:
        """Does what the menu of the flat offers, and gives how it is called there."""
        (verb,) = desk.shell.pages.verbs_of("housing")(desk.shell, desk.shell.store.require(flat))
        verb.do()
        return verb.text

    assert withdraw() == "Zurückziehen, mit Grund …"
    desk.panel.findChildren(QLineEdit)[-1].setText("anderweitig vermietet")
    click(desk.panel.save_button)
    desk.settle()
    assert desk.shell.store.require(flat).values["withdrawn"] == "anderweitig vermietet (02.03.2026)"
    assert withdraw() == "Wieder aufnehmen"
    assert desk.shell.store.require(flat).values["withdrawn"] is None


def test_what_an_area_lets_do_stands_at_its_entries_alone(desk: Desk, fill: Callable[..., list[str]]) -> None:
    """GIVEN a shelter, a meeting's kind and one without a page THEN none of them can be withdrawn."""
    (shelter,) = fill("shelters", {"name": "Haus am Bach"})
    shown = desk.shell.store.require(shelter)
    for kind in ("shelters", "agenda_items", "attachments"):
        assert list(desk.shell.pages.verbs_of(kind)(desk.shell, shown)) == []


def test_a_photo_is_dropped_on_the_entry_that_is_shown(desk: Desk, fill: Fill, tmp_path: Path) -> None:
    """GIVEN a flat on the screen WHEN a photo is dropped THEN it hangs on it and is shown in its pane."""
    from PIL import Image

    (flat,) = fill("housing", {"place": "07338018", "rooms": 3.0})
    page = desk.go("housing")
    Image.new("RGB", (900, 600), "teal").save(tmp_path / "Küche.jpg")
    desk.shell.outside.open_files([tmp_path / "Küche.jpg"])
    desk.settle()
    assert [a.values["name"] for a in desk.shell.store.children(flat, "attachments")] == ["Küche.jpg"]
    shown = [b for b in page.detail.findChildren(QToolButton) if b.accessibleName() == "Foto Küche.jpg öffnen"]
    assert shown and (shown[0].width(), shown[0].height()) == (300, 200)


def test_a_recognition_is_noted(desk: Desk, fill: Fill) -> None:
    (person,) = fill("volunteers", {"last_name": "Fischer", "consent_network": True})
    page = desk.go("volunteers")
    click(next(b for b in page.detail.findChildren(QPushButton) if b.text() == "Anerkennung eintragen …"))
    panel = desk.panel
    click(panel.save_button)
    assert "Bitte ausfüllen" in texts(panel)
    next(w for w in panel.findChildren(QLineEdit) if w.accessibleName() == "Anerkennung").setText("Urkunde")
    click(panel.save_button)
    desk.settle()
    (given,) = desk.shell.store.children(person, "recognitions")
    assert given.values["kind_of"] == "Urkunde" and given.values["on_day"] == "2026-03-02" and given.root == person
