"""Austausch in the real window: what is missing is said, undo is offered exactly as long as it is possible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from netzwerkhilfe.exchange import folder, invitation, members, undo
from netzwerkhilfe.store import backup, opening
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import newcomer, person, update
from tests.ui.conftest import Desk

BACK = "Austausch zurücknehmen"
ANYWAY = "Trotzdem übernehmen"


def words(page: QWidget) -> str:
    """All that the page says."""
    return "\n".join(made.text() for made in page.findChildren(QLabel) if made.isVisibleTo(page))


def find_button(page: QWidget, text: str) -> QPushButton | None:
    """The button with this text, if it is offered."""
    return next((b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(page)), None)


def press(desk: Desk, made: QPushButton | None) -> None:
    """Click a button that must be there."""
    assert made is not None
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    desk.settle()


def at_exchange(desk: Desk, stick: Path) -> Any:
    """The page of the exchange, with this folder chosen as before."""
    desk.shell.settings.set("exchange_folder", str(stick))
    desk.go("overview")
    desk.shell.refill(desk.shell.store)
    return desk.go("exchange")


def test_the_page_says_what_is_missing_from_whom_since_when(
    desk: Desk, store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    for pc in (store, other, store):
        folder.exchange(pc, stick)
    page = at_exchange(desk, stick)
    assert "aktuell" in words(page).split("\n") and "alles aktuell" in words(page)
    person(store, "Neu")
    folder.exchange(store, stick)
    clock.forward(days=1)
    page = desk.go("exchange")
    page.refresh()
    desk.settle()
    assert "Jutta Frey (PC\u00a01) hat seit gestern 1 Änderung noch nicht bestätigt." in words(page)
    assert "aktuell" not in words(page).split("\n") and "nicht aktuell" in words(page)
    assert "nicht alles bestätigt" in words(desk.go("overview"))


def test_undo_is_offered_after_a_restart_and_until_the_first_own_write(
    desk: Desk, store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    person(other)
    folder.exchange(other, stick)
    folder.exchange(store, stick)
    page = at_exchange(desk, stick)
    assert find_button(page, BACK)
    store.close()
    again = opening.open_with_key(store.paths, store.key, clock)
    desk.shell.refill(again)
    page = desk.go("exchange")
    assert find_button(page, BACK) and "lässt sich zurücknehmen" in words(page)
    folder.exchange(again, stick)  # an idle one
    page.refresh()
    desk.settle()
    assert find_button(page, BACK)
    person(again, "Eigenes")
    desk.go("overview")
    page = desk.go("exchange")
    assert find_button(page, BACK) is None and "zurücknehmen" not in words(page)


def thirty_changed(store: Store, other: Store, stick: Path) -> list[str]:
    """Entries of the one that the other has changed, so many that its package waits for a person."""
    records = [person(store, f"Person {i}") for i in range(30)]
    for pc in (store, other, store):
        folder.exchange(pc, stick)
    for record in records:
        update(other, record, note="geändert")
    return records


def test_a_held_package_can_be_released_after_a_restart(
    desk: Desk, store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    records = thirty_changed(store, other, stick)
    folder.exchange(other, stick)
    assert folder.exchange(store, stick).held
    store.close()
    desk.shell.refill(opening.open_with_key(store.paths, store.key, clock))
    page = at_exchange(desk, stick)
    assert "würde 30 Einträge ändern" in words(page) and "wartet auf Zustimmung" in words(page)
    press(desk, find_button(page, ANYWAY))
    press(desk, desk.panel.act)
    assert find_button(page, ANYWAY) is None and "wartet auf Zustimmung" not in words(page)
    assert desk.shell.store.require(records[0]).values["note"] == "geändert"


def test_what_was_taken_back_is_told_and_can_be_taken_after_all(
    desk: Desk, store: Store, other: Store, stick: Path
) -> None:
    record = person(other)
    folder.exchange(other, stick)
    folder.exchange(store, stick)
    page = at_exchange(desk, stick)
    press(desk, find_button(page, BACK))
    page = desk.shell.page
    assert desk.shell.store.get(record) is None and not undo.possible(desk.shell.store)
    assert "wurde zurückgenommen und wartet seit heute auf Ihre Zustimmung" in words(page)
    press(desk, find_button(page, ANYWAY))
    press(desk, desk.panel.act)
    assert desk.shell.store.get(record) is not None and find_button(page, ANYWAY) is None


def test_a_held_package_that_came_by_mail_can_be_released(
    desk: Desk, store: Store, other: Store, stick: Path, tmp_path: Path
) -> None:
    records = thirty_changed(store, other, stick)
    mailed = tmp_path / "mail"
    mailed.mkdir()
    folder.exchange(other, mailed)
    at_exchange(desk, stick)
    desk.shell.network.take_files(list(mailed.glob("*.nhpaket")))
    desk.settle()
    page = desk.shell.page
    assert desk.shell.store.require(records[0]).values["note"] is None
    press(desk, find_button(page, ANYWAY))
    press(desk, desk.panel.act)
    assert desk.shell.store.require(records[0]).values["note"] == "geändert"


def test_what_is_missing_comes_back_from_the_menu(desk: Desk, store: Store, other: Store, stick: Path) -> None:
    """GIVEN a row that is gone though its package was read WHEN everything is read again THEN a preview shows it first,
    and it is back; a second time nothing is missing."""
    record = person(other, "Verschwunden")
    folder.exchange(other, stick)
    folder.exchange(store, stick)
    with store.connections.autocommit() as cursor, store.connections.writing():
        cursor.execute("DELETE FROM volunteers WHERE id = ?", (record,))
    page = at_exchange(desk, stick)
    (again,) = page.more_menu().actions()
    assert again.text() == "Alles noch einmal lesen …" and again.isEnabled()
    again.trigger()
    desk.settle()
    assert "Verschwunden" in words(desk.panel) and desk.shell.store.get(record) is None
    press(desk, desk.panel.act)
    assert desk.shell.store.get(record) is not None
    page.read_again()
    desk.settle()
    assert "Hier fehlt nichts" in words(desk.shell.toast) and not page.busy


def test_the_own_wrong_clock_stands_on_top(desk: Desk, store: Store, other: Store, stick: Path, clock: Clock) -> None:
    for pc in (store, other, store):
        folder.exchange(pc, stick)
    clock.now = clock.now.replace(year=1980)
    page = at_exchange(desk, stick)
    assert "Die Uhr dieses PCs geht falsch: Hier ist der 02.03.1980." in words(page)
    assert "unsere Uhr geht falsch" in words(page) and "unsere Uhr geht falsch" in words(desk.go("overview"))


def test_the_page_counts_what_has_just_come_into_the_folder(
    desk: Desk, store: Store, other: Store, stick: Path
) -> None:
    for pc in (store, other, store):
        folder.exchange(pc, stick)
    page = at_exchange(desk, stick)
    assert "keine Pakete für uns" in "".join(b.text() for b in page.findChildren(QPushButton))
    person(other)
    folder.exchange(other, stick)
    page.look()
    desk.settle()
    desk.settle()
    assert "1 Paket für uns" in "".join(b.text() for b in page.findChildren(QPushButton))
    assert "1 Paket liegt bereit" in words(page) and "nicht aktuell" in words(page)


def test_a_confirmation_of_a_colleague_is_shown_without_a_click(
    desk: Desk, store: Store, other: Store, tmp_path: Path, stick: Path, clock: Clock
) -> None:
    """GIVEN two PCs of one office with a shared folder WHEN the other confirms THEN the page says so by itself."""
    colleague = newcomer(store, "Maxdorf", "Jonas Keller", tmp_path / "MX2", stick, clock)
    shared = tmp_path / "gemeinsam"
    shared.mkdir()
    for pc in (colleague, store, colleague, store, colleague):
        folder.exchange(pc, shared)
    person(store)
    desk.shell.settings.set("office_folder", str(shared))
    page = desk.go("exchange")
    desk.shell.network.with_own_office()
    desk.settle()
    assert "Jonas Keller (PC\u00a02) hat seit heute 1 Änderung noch nicht bestätigt." in words(page)
    folder.exchange(colleague, shared)
    desk.shell.network.with_own_office()
    desk.settle()
    assert "Jonas Keller" not in words(page) and "unser anderer PC" in words(page)
    colleague.close()


def test_after_a_restore_the_page_asks_to_exchange_again(
    desk: Desk, store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    for pc in (store, other, store):
        folder.exchange(pc, stick)
    saved, paths, key = backup.make(store, reason="von-hand"), store.paths, store.key
    clock.forward(days=1)
    store.close()
    desk.shell.refill(opening.restore(paths, saved, None, key=key, clock=clock))
    page = at_exchange(desk, stick)
    assert "neu austauschen" in words(page)
    assert (
        "Seit hier heute eine Sicherung zurückgespielt wurde, kam von Jutta Frey (PC\u00a01) noch kein Paket."
        in words(page)
    )
    page.exchange()
    desk.settle()
    assert "neu austauschen" not in words(page) and "alles aktuell" in words(page)


def test_one_of_two_pcs_of_an_office_and_its_wrong_clock_are_named(
    desk: Desk, store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    colleague = newcomer(other, "Wachenheim", "Klara Neu", tmp_path / "WA2", stick, clock)
    for pc in (store, other, colleague, store, other, colleague, store):
        folder.exchange(pc, stick)
    assert "alles aktuell" in words(at_exchange(desk, stick))
    clock.forward(days=1)
    colleague.now = lambda: clock.now.replace(year=2090)
    person(colleague, "Neu")
    for pc in (colleague, other, store):
        folder.exchange(pc, stick)
    said = words(at_exchange(desk, stick))
    assert "Uhr geht falsch" in said and "2 PCs" in said
    assert "Die Uhr von Klara Neu (PC\u00a02) geht falsch" in said and "trägt den 03.03.2090" in said
    assert "Die Uhr von Jutta Frey" not in said
    colleague.close()


def test_an_open_invitation_is_shown_and_withdrawn(desk: Desk, store: Store, tmp_path: Path, clock: Clock) -> None:
    """GIVEN an invitation that nobody has used THEN the PCs show since when and until when, and it can be withdrawn."""
    invitation.invite(store, "Dannstadt-Schauernheim", tmp_path / "e")
    page = desk.go("exchange")
    press(desk, find_button(page, "PCs"))
    assert "eingeladen" in words(desk.panel) and "vom 02.03.2026, gilt bis 16.03.2026" in words(desk.panel)
    desk.panel.dismiss()
    clock.forward(days=15)
    press(desk, find_button(page, "PCs"))
    assert "abgelaufen" in words(desk.panel) and "galt bis 16.03.2026" in words(desk.panel)
    press(desk, find_button(desk.panel, "Zurückziehen …"))
    press(desk, find_button(desk.panel, "Einladung zurückziehen"))
    assert "invited" not in {m["state"] for m in members.listing(store)}
