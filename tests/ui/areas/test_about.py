"""Einstellungen → Über: what is inside, with the texts of its licences."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from tests.ui.conftest import Desk


def test_the_licences_of_everything_inside_are_shown(desk: Desk) -> None:
    page = desk.go("settings")
    next(b for b in page.findChildren(QPushButton) if "Lizenzen" in b.text()).click()
    panel = desk.panel
    names = [panel.list.item(i).text().lower() for i in range(panel.list.count())]
    for wanted in ("pyside6", "sqlalchemy", "sqlcipher", "reportlab", "netzwerk"):
        assert any(wanted in n for n in names), wanted
    for i, name in enumerate(names):
        panel.list.setCurrentRow(i)
        assert panel.licence.text(), name
        assert len(panel.text.toPlainText()) > 40, name


def test_about_is_used_by_keyboard(desk: Desk, qtbot: object) -> None:
    desk.go("settings").about()
    panel = desk.panel
    panel.list.setCurrentRow(1)
    assert panel.list.focusPolicy() and panel.text.isReadOnly() and panel.name.text()
