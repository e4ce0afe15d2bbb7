"""The first run and the way in."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from netzwerkhilfe.exchange import invitation
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import backup, opening
from netzwerkhilfe.store.store import Store, now_utc
from netzwerkhilfe.transfer import place_lists
from netzwerkhilfe.ui.kit.place_lists import PlaceListPanel
from netzwerkhilfe.ui.shell import app, garbage
from netzwerkhilfe.ui.shell.first_run import WAYS, FirstRun
from netzwerkhilfe.ui.shell.shell import Shell
from netzwerkhilfe.ui.shell.unlock import Unlock
from netzwerkhilfe.ui.shell.window import Window
from tests.conftest import PASSPHRASE
from tests.ui.conftest import type_text


class Loop:
    """An object that only a sweep finds."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_is_swept_while_nothing_goes_on(qtbot: Any, qapp: QApplication, store: Store) -> None:
    """GIVEN a window that stands WHEN work goes on THEN nothing is swept, afterwards it is, in the window's thread."""
    app.begin_quickly()
    window = Window(store.paths, PASSPHRASE)
    qtbot.addWidget(window)
    window.start()
    qtbot.waitUntil(lambda: window.shell is not None and window.shell.is_open, timeout=20_000)
    shell = window.shell
    assert shell is not None
    sweeper = garbage.Sweeper(window, lambda: window.shell)
    let_go = threading.Event()
    try:
        sweeper.begin()
        assert not gc.isenabled() and gc.get_freeze_count() > 10_000
        shell.worker.wait()
        shell.beside.wait()
        shell.beside.run(lambda: let_go.wait(20), lambda _: None)
        lost = [weakref.ref(Loop()) for _ in range(garbage.YOUNG + 1)]
        sweeper.look()
        assert all(r() is not None for r in lost)
        let_go.set()
        shell.beside.wait()
        sweeper.look()
        assert all(r() is None for r in lost)
    finally:
        let_go.set()
        sweeper.end()
        shell.close()


class Result:
    """What the wizard gave."""

    store: Store
    key = "?"
    demo = False


@pytest.fixture
def result() -> Result:
    return Result()


@pytest.fixture
def wizard(qtbot: Any, qapp: QApplication, tmp_path: Path, result: Result) -> Any:
    def done(store: Store, key: str) -> None:
        result.store, result.key = store, key

    made = FirstRun(Paths(tmp_path / "neu"), done, lambda: setattr(result, "demo", True))
    qtbot.addWidget(made)
    return made


def choose(wizard: Any, way: str) -> None:
    wizard.group.button([w[0] for w in WAYS].index(way)).click()
    wizard.next.click()


def test_founding(wizard: Any, result: Result) -> None:
    choose(wizard, "found")
    wizard.next.click()
    assert "Büro" in wizard.error.text()
    wizard.office.setText("Maxdorf")
    wizard.person.setText("Petra Wagner")
    wizard.next.click()
    wizard.next.click()
    wizard.login.setChecked(False)
    wizard.secret.setText("kurz")
    wizard.next.click()
    assert "acht Zeichen" in wizard.error.text()
    wizard.secret.setText(PASSPHRASE)
    wizard.again.setText("anders anders")
    wizard.next.click()
    assert "verschieden" in wizard.error.text()
    wizard.again.setText(PASSPHRASE)
    wizard.next.click()
    assert "Büro: VG Maxdorf\n" in wizard.summary.text() and "Orte: Maxdorf\n" in wizard.summary.text()
    wizard.next.click()
    store = result.store
    assert len(store.facts().offices) == len(store.facts().places) == 1 and result.key.count("-") == 7
    store.close()
    again = opening.open_store(wizard.paths, result.key)
    assert again.person == "Petra Wagner"
    again.close()


def begin_places(wizard: Any, office: str) -> None:
    choose(wizard, "found")
    wizard.office.setText(office)
    wizard.person.setText("Eva Kern")
    wizard.next.click()


def finish(wizard: Any) -> None:
    wizard.next.click()
    wizard.login.setChecked(False)
    wizard.secret.setText(PASSPHRASE)
    wizard.again.setText(PASSPHRASE)
    wizard.next.click()
    wizard.next.click()


def test_places_are_ticked_by_keyboard(qtbot: Any, wizard: Any, result: Result) -> None:
    wizard.show()
    begin_places(wizard, "VG Landstuhl")
    assert wizard.form.currentText() == "Verbandsgemeinde"
    picker = wizard.picker
    assert [k.name for k in picker.chosen.values()] == ["Landstuhl"], "the town it is called after"
    for typed in ("kinds", "Oberarn", "bann"):
        type_text(picker.search, typed)
        qtbot.keyClick(picker.search, Qt.Key.Key_Return)
        assert picker.search.text() == ""
    type_text(picker.search, "neukirch")
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    assert picker.list.currentRow() == 1
    type_text(picker.search, "xyz")
    assert "Kleinere Orte kommen mit einer Liste" in picker.said.text()
    picker.search.clear()
    assert picker.list.item(0).checkState() == Qt.CheckState.Checked
    wizard.back.click()
    wizard.next.click()
    assert len(picker.chosen) == 4, "going back forgets nothing"
    finish(wizard)
    facts = result.store.facts()
    assert {p.name for p in facts.places.values()} == {"Landstuhl", "Kindsbach", "Oberarnbach", "Bann"}
    assert facts.offices[result.store.local("office")].called == "VG Landstuhl"
    result.store.close()


def test_a_list_founds_all_offices(wizard: Any, result: Result, tmp_path: Path) -> None:
    begin_places(wizard, "Kreis Kaiserslautern")
    assert wizard.form.currentText() == "Landkreis" and not wizard.picker.chosen
    template = tmp_path / "vorlage.xlsx"
    wizard.save_template(template)
    assert [u.name for u in place_lists.read(template).unions] == ["Kreis Kaiserslautern"]
    wrong = tmp_path / "leer.csv"
    wrong.write_text("Farbe;Form\r\nrot;rund\r\n", "utf-8")
    wizard.open_list(wrong)
    assert wizard.error.text()
    sheet = tmp_path / "orte.csv"
    sheet.write_text("Büro;Art;Ort\r\nLandstuhl;VG;Bann\r\nWeilerbach;VG;Kollweiler\r\n;Burg;Rodenbach\r\n", "utf-8")
    wizard.open_list(sheet)
    (panel,) = wizard.findChildren(PlaceListPanel)
    lines = [panel.rows.item(i).text() for i in range(panel.rows.count())]
    assert "Burg" in lines[0] and "Bann (VG Landstuhl)  ·  neu" in lines
    assert not wizard.unions, "nothing is taken before somebody says so"
    panel.save()
    assert "2 Büros mit 3 Orten" in wizard.listed.text()
    finish(wizard)
    facts = result.store.facts()
    assert {o.called for o in facts.offices.values()} == {"Kreis Kaiserslautern", "VG Landstuhl", "VG Weilerbach"}
    assert {p.name for p in facts.places.values()} == {"Bann", "Kollweiler", "Rodenbach"}
    result.store.close()


def test_beginning_alone(wizard: Any, result: Result) -> None:
    choose(wizard, "alone")
    wizard.office.setText("Speyer")
    wizard.person.setText("Eva")
    wizard.next.click()
    wizard.next.click()
    wizard.login.setChecked(False)
    wizard.secret.setText(PASSPHRASE)
    wizard.again.setText(PASSPHRASE)
    wizard.next.click()
    wizard.next.click()
    assert [o.name for o in result.store.facts().offices.values()] == ["Speyer"]
    result.store.close()


def test_joining(wizard: Any, store: Store, tmp_path: Path, result: Result) -> None:
    store.now = now_utc
    words = invitation.invite(store, "Lambsheim-Heßheim", tmp_path / "e")
    choose(wizard, "join")
    wizard.file.setText(str(tmp_path / "e"))
    wizard.words.setText("falsch falsch falsch falsch falsch")
    wizard.joiner.setText("Gisela Bauer")
    wizard.next.click()
    assert "fünf Wörter" in wizard.error.text()
    wizard.words.setText(words)
    wizard.next.click()
    wizard.login.setChecked(False)
    wizard.secret.setText(PASSPHRASE)
    wizard.again.setText(PASSPHRASE)
    wizard.next.click()
    wizard.next.click()
    joined = result.store
    assert joined.local("network") == store.local("network") and joined.replica != store.replica
    joined.close()


def test_bringing_a_backup_back(wizard: Any, store: Store, tmp_path: Path, result: Result) -> None:
    with store.change() as change:
        record = change.add("volunteers", {"last_name": "Bleibt"}).id
    saved = backup.make(store, tmp_path / "s.nhsicherung")
    choose(wizard, "restore")
    wizard.backup_file.setText(str(saved))
    wizard.backup_secret.setText("falsch")
    wizard.next.click()
    wizard.next.click()
    assert "Kennwort ist nicht richtig" in wizard.error.text()
    wizard.back.click()
    wizard.backup_secret.setText(PASSPHRASE)
    wizard.next.click()
    wizard.next.click()
    assert result.store.ids("volunteers") == [record]
    result.store.close()


def test_trying_out(wizard: Any, result: Result) -> None:
    choose(wizard, "demo")
    wizard.next.click()
    assert result.demo


def test_a_wrong_passphrase_and_the_recovery_key(qtbot: Any, qapp: QApplication, store: Store) -> None:
    key = store.slots.add_recovery(store.key)
    store.slots.save()
    found: list[Store] = []
    page = Unlock(lambda secret: found.append(opening.open_store(store.paths, secret)))
    qtbot.addWidget(page)
    page.edit.setText("falsch")
    page.open()
    assert "Kennwort ist nicht richtig" in page.error.text() and not found
    page.switch()
    page.edit.setText(key.lower())
    page.open()
    assert found
    found[0].close()


def test_the_window_asks_for_what_is_missing(qtbot: Any, qapp: QApplication, store: Store, tmp_path: Path) -> None:
    fresh = Shell(Paths(tmp_path / "leer"))
    qtbot.addWidget(fresh)
    fresh.start()
    assert isinstance(fresh.outer.currentWidget(), FirstRun)
    locked = Shell(store.paths)
    qtbot.addWidget(locked)
    locked.start()
    assert isinstance(locked.outer.currentWidget(), Unlock)
    for shell in (fresh, locked):
        shell.close()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_window_is_painted_before_its_inside_is_there(
    qtbot: Any, qapp: QApplication, store: Store, choice: str
) -> None:
    from netzwerkhilfe.settings import Settings
    from netzwerkhilfe.ui.shell.shell import Shell
    from netzwerkhilfe.ui.shell.window import GROUNDS, Window

    Settings(store.paths.settings).set("theme", choice)
    store.close()
    window = Window(store.paths, PASSPHRASE)
    qtbot.addWidget(window)
    window.resize(1366, 720)
    window.show()
    picture = window.grab().toImage()
    sidebar, surface, _ = GROUNDS[choice == "dark"]
    assert not window.findChildren(Shell)
    assert (
        picture.pixelColor(10, 300).name().upper() == sidebar and picture.pixelColor(900, 300).name().upper() == surface
    )
    window.start()
    qtbot.waitUntil(
        lambda: window.shell is not None and window.shell.opened is not None and bool(window.shell.pages.made),
        timeout=10_000,
    )
    shell = window.shell
    assert shell and shell.size() == window.size()
    window.close()
    assert shell.opened is None


def test_the_window_fits_the_screen(qtbot: Any, qapp: QApplication, store: Store) -> None:
    """GIVEN a screen that is smaller than the window is drawn THEN it is no larger than the screen has room."""
    window = Window(store.paths)
    qtbot.addWidget(window)
    room = qapp.primaryScreen().availableSize()
    assert room.width() < 1366, "the screen of the tests is a small one"
    assert window.width() <= room.width() and window.height() <= room.height()
    assert window.minimumWidth() <= room.width()
