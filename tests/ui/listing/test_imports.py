"""The preview of a list in a real window: values as they will be, a cell put right, a question answered."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton

from netzwerkhilfe.models import NET
from netzwerkhilfe.ui.kit.dialogs import LeaveQuestion, Panel
from tests.transfer import dying
from tests.ui.conftest import Desk, type_text

LIST = (
    "Name;Telefon;Ort;Datenschutz unterschr.\nGroß, Björn;6237990318;67133 Maxdorf;ja\n"
    "Klein, Ida;0171 2222222 (abends);Lambsheim;ja\n"
    ";;Maxdorf;\nLang, Eva;keine Ahnung;Maxdorf;nein\nSumme;4;;\n"
)


def _open(desk: Desk, folder: Path, text: str = LIST) -> Path:
    path = folder / "liste.csv"
    path.write_text(text, encoding="utf-8")
    desk.go("volunteers")
    desk.shell.files.import_list("volunteers", path)
    desk.settle()
    return path


def _shown(desk: Desk) -> list[list[str]]:
    model = desk.panel.model
    return [[str(model.index(r, c).data() or "") for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_good_rows_show_their_values_before_anything_is_taken(desk: Desk, tmp_path: Path) -> None:
    _open(desk, tmp_path)
    rows = _shown(desk)
    assert rows[0] == ["2", "neu", "Groß · Björn", "06237 99 03 18", "Maxdorf · 67133", "ja"]
    assert rows[1][3] == "0171 222 22 22 · abends"
    assert rows[2][1] == "nicht übernommen: Name oder Telefon ist nötig"
    assert rows[3][1] == "neu, 1 nicht lesbar" and rows[3][3] == "keine Ahnung"
    assert rows[4][1] == "nicht übernommen: Summenzeile, kein Eintrag"
    assert (
        "5 Zeilen der Liste: 3 werden übernommen" in desk.panel.report.text()
        and "0 verloren" in desk.panel.report.text()
    )
    assert desk.shell.store.ids("volunteers") == []


def test_a_cell_is_put_right_with_the_keyboard(desk: Desk, tmp_path: Path) -> None:
    """GIVEN a row without a name and an unreadable telephone WHEN both are typed THEN they are taken so."""
    _open(desk, tmp_path)
    panel = desk.panel
    for row, column, text in ((2, 2, "Weiß, Änne"), (3, 3, "06237 1234")):
        panel.rows.setFocus()
        panel.rows.setCurrentIndex(panel.model.index(row, column))
        QTest.keyClick(panel.rows, Qt.Key.Key_F2)
        editor = panel.rows.findChild(QLineEdit)
        editor.selectAll()
        type_text(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        desk.settle()
    assert panel.save_button.text() == "4 Einträge übernehmen"
    assert panel.rows.currentIndex().row() == 3
    panel.save()
    desk.settle()
    assert desk.titles() == ["Groß, Björn", "Klein, Ida", "Lang, Eva", "Weiß, Änne"]


def _editor(desk: Desk) -> QLineEdit:
    editor = desk.panel.rows.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit) and editor.isVisible()
    return editor


def _leave(desk: Desk, way: str) -> None:
    if way == "✕":
        desk.panel.close_button.click()
    elif way == "Strg+K":
        desk.shell.open_search()
    else:
        desk.shell.leave_all(lambda: None)
    desk.settle()


@pytest.mark.parametrize("way", ["✕", "Strg+K", "Fenster"])
@pytest.mark.parametrize("ended", [True, False], ids=["mit Enter", "noch in der Zelle"])
@pytest.mark.parametrize("hand", ["Maus", "Tasten"])
def test_a_corrected_cell_is_asked_about(
    desk: Desk, tmp_path: Path, qtbot: Any, hand: str, ended: bool, way: str
) -> None:
    """GIVEN a cell that is corrected, by mouse or keyboard, with Enter or without WHEN the preview is left THEN it
    asks, and what was typed is still there; a cell that was only looked into does not count."""
    _open(desk, tmp_path)
    panel = desk.panel

    def begin() -> QLineEdit:
        cell = panel.model.index(3, 3)
        if hand == "Maus":
            at = panel.rows.visualRect(cell).center()
            qtbot.mouseClick(panel.rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
            qtbot.mouseDClick(panel.rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
        else:
            panel.rows.setFocus()
            panel.rows.setCurrentIndex(cell)
            QTest.keyClick(panel.rows, Qt.Key.Key_F2)
        return _editor(desk)

    begin()
    _leave(desk, way)
    assert not panel.isVisible(), "nothing was typed"
    for other in (p for p in desk.shell.findChildren(Panel) if p.isVisible()):
        other.dismiss()
    _open(desk, tmp_path)
    panel = desk.panel
    editor = begin()
    editor.selectAll()
    type_text(editor, "06237 1234")
    if ended:
        QTest.keyClick(editor, Qt.Key.Key_Return)
        desk.settle()
    _leave(desk, way)
    assert isinstance(desk.panel, LeaveQuestion)
    next(b for b in desk.panel.findChildren(QPushButton) if b.text() == "Weiter bearbeiten").click()
    desk.settle()
    assert _shown(desk)[3][3] == "06237 12 34" and desk.shell.store.ids("volunteers") == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
@pytest.mark.parametrize("way", dying.WAYS)
def test_the_reader_of_a_list_dies(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """GIVEN a list whose reading process dies WHEN it is chosen THEN the bar says why, no preview opens, nothing is
    taken, and the window goes on."""
    path, usual = dying.list_of(tmp_path, 400), os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(dying.prepare(tmp_path, way)), usual))))
    desk.go("volunteers")
    desk.shell.files.import_list("volunteers", path)
    desk.settle()
    bar = desk.shell.error_bar
    said = " ".join(w.text() for w in bar.findChildren(QLabel))
    assert bar.isVisible() and dying.WAYS[way][1] in said and "„liste.xlsx“" in said
    assert not [p for p in desk.shell.findChildren(Panel) if p.isVisible()]
    assert desk.shell.store.ids("volunteers") == []
    monkeypatch.setenv("PYTHONPATH", usual)
    desk.shell.files.import_list("volunteers", path)
    desk.settle()
    desk.panel.save()
    desk.settle()
    assert len(desk.shell.store.ids("volunteers")) == 400


def test_a_list_is_taken_once_however_often_the_key_is_pressed(desk: Desk, tmp_path: Path) -> None:
    """GIVEN a cell that is still being typed in WHEN Strg+S is pressed twice THEN the list is taken once, with it."""
    _open(desk, tmp_path)
    panel = desk.panel
    panel.rows.setFocus()
    panel.rows.setCurrentIndex(panel.model.index(2, 2))
    QTest.keyClick(panel.rows, Qt.Key.Key_F2)
    type_text(_editor(desk), "Weiß, Änne")
    for _ in range(2):
        QTest.keyClick(panel.rows, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        panel.save()
    desk.settle()
    assert desk.titles() == ["Groß, Björn", "Klein, Ida", "Lang, Eva", "Weiß, Änne"]


def test_what_a_column_about_privacy_means_is_asked(desk: Desk, tmp_path: Path) -> None:
    path = _open(desk, tmp_path)
    store, panel = desk.shell.store, desk.panel
    (question,) = [b for b in panel.findChildren(QComboBox) if b.accessibleName().startswith("Was die Spalte")]
    assert question.currentText() == "Unterschrift fürs Büro: bleibt im Büro"
    panel.save()
    desk.settle()
    assert {p.space for p in store.many("volunteers", store.ids("volunteers"))} == {store.office_space}
    with store.change() as change:
        for record in store.ids("volunteers"):
            change.trash(record)
    path.write_text(LIST.replace("Groß", "Groß-Neu"), encoding="utf-8")
    desk.shell.files.import_list("volunteers", path)
    desk.settle()
    panel = desk.panel
    (question,) = [b for b in panel.findChildren(QComboBox) if b.accessibleName().startswith("Was die Spalte")]
    question.setCurrentIndex(1)
    question.textActivated.emit(question.currentText())
    desk.settle()
    assert panel.plan.mapping["Datenschutz unterschr."] == "consent_network"
    panel.save()
    desk.settle()
    (new,) = store.many("volunteers", store.ids("volunteers", "Groß-Neu"))
    assert new.space == NET


def test_rows_are_filtered_by_what_happens_with_them(desk: Desk, tmp_path: Path) -> None:
    _open(desk, tmp_path)
    panel = desk.panel
    pill = next(b for b in panel.filters.buttons() if b.text() == "Nicht übernommen 2")
    pill.click()
    assert [row[0] for row in _shown(desk)] == ["4", "6"]


def test_the_preview_fits_a_small_window(desk: Desk, tmp_path: Path) -> None:
    desk.shell.resize(1024, 700)
    QApplication.processEvents()
    _open(desk, tmp_path)
    panel = desk.panel
    assert panel.panel.width() <= 1024 and panel.panel.height() <= desk.shell.height()
    assert panel.save_button.visibleRegion().boundingRect().height() >= 28
    assert panel.rows.height() > 150
