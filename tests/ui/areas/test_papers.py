"""Papers in the window: each menu shows what the registry offers, a new paper too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from netzwerkhilfe.models.blocks import BlockPaper, LetterHead, Text
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.services.papers.registry import About, Paper, Subject
from netzwerkhilfe.store.reader import Reader
from tests.ui.conftest import Desk

Fill = Callable[..., list[str]]


def note(_reader: Reader, _subject: Subject) -> BlockPaper:
    return BlockPaper(LetterHead("Netzwerk Hilfe", "Maxdorf"), "Begleitzettel", "", "Begleitzettel", (Text("Pumpen."),))


def menu_of(button: QPushButton, choose: str = "") -> list[str]:
    """Click a button that opens a menu; gives what stands there, after choosing a line of it."""
    found: list[str] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found.extend(a.text() for a in menu.actions())
        chosen = [a for a in menu.actions() if a.text() == choose]
        menu.close()
        for action in chosen:
            action.trigger()

    QTimer.singleShot(0, look)
    button.click()
    QApplication.processEvents()
    return found


def more(desk: Desk) -> QPushButton:
    """The button with the menu of the entry that is shown."""
    buttons: list[QPushButton] = desk.page.detail.findChildren(QPushButton)
    return next(b for b in buttons if b.toolTip() == "Weitere Befehle")


def test_a_new_paper_stands_in_the_menu_of_its_entries(desk: Desk, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    fill("offers", {"title": "Fahrrad"})
    page = desk.go("offers")
    page.select(0)
    desk.settle()
    registry.papers()
    line = "Begleitzettel drucken …"
    assert line not in menu_of(more(desk))
    paper = Paper(key="bicycle-note", name="Begleitzettel", says="x", kind="offers", gather=note)
    monkeypatch.setitem(registry.PAPERS, paper.key, paper)
    assert line in menu_of(more(desk), choose=line)
    desk.settle()
    assert (desk.shell.paths.papers / "Begleitzettel.pdf").read_bytes().startswith(b"%PDF")


def test_lists_and_the_overview_offer_what_the_registry_has(
    desk: Desk, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill("volunteers", {"last_name": "Fischer", "phone": "06237 1"})
    registry.papers()
    for key, about in (("a-list", About.LIST), ("an-overview", About.OFFICE)):
        paper = Paper(key=key, name=f"Zettel {about}", says="x", about=about, gather=note)
        monkeypatch.setitem(registry.PAPERS, key, paper)
    page = desk.go("volunteers")
    texts = menu_of(page.more)
    for name in (
        "Liste",
        "Anrufliste",
        "Briefe für fehlende Einwilligungen",
        "Ehrenamtskarte und Jubiläen",
        "Zettel list",
    ):
        assert f"{name} drucken …" in texts
    desk.go("overview")
    desk.shell.page.refresh()
    desk.settle()
    buttons = {b.text() for b in desk.shell.page.findChildren(QPushButton)}
    assert {"Wochenplan drucken", "Zettel office drucken"} <= buttons
