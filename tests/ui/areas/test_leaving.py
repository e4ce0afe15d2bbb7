"""The window of the second PC, after the first has left the network."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton

from netzwerkhilfe.exchange import departure, folder
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import newcomer, person
from tests.ui.conftest import Desk


def test_the_second_pc_is_told_in_the_window(
    desk: Desk, store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    """GIVEN the other PC of the office has left WHEN this one exchanges THEN its page says so and leads to leaving."""
    first = newcomer(store, "Maxdorf", "Jonas Keller", tmp_path / "MX2", stick, clock)
    record = person(store, "Bekannt")
    for pc in (store, first, other):
        folder.exchange(pc, stick)
    departure.leave(first, stick, other.local("office"))
    page = desk.go("exchange")
    page.choose(stick)
    page.exchange()
    desk.settle()
    told = "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisibleTo(page))
    assert "Ihr Büro hat das Netzwerk an einem anderen PC verlassen" in told and store.get(record)
    buttons = {b.text(): b for b in page.findChildren(QPushButton) if b.isVisibleTo(page)}
    assert "Trotzdem übernehmen" not in buttons
    buttons["Auch hier verlassen …"].click()
    assert "schon getan" in "\n".join(w.text() for w in desk.panel.findChildren(QLabel))
    desk.panel.dismiss()
    first.close()
