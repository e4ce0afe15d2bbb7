"""What a clerk does daily with helpers and flats: hours without from and to, picking a case, a viewing as a task, a
mail to several, older engagements."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from netzwerkhilfe.models.helping import Booking, Engagement
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.leads import picking
from tests.acts import act
from tests.ui.conftest import Desk, type_text

Fill = Callable[..., list[str]]


def press(widget: QWidget, text: str) -> None:
    found = [b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(widget)]
    assert found, text
    found[0].click()


def shown(widget: QWidget) -> str:
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisibleTo(widget))


def pick(edit: QLineEdit, text: str) -> None:
    """Type a part of a case and take the first that is offered, as keys do."""
    edit.setFocus()
    type_text(edit, text)
    popup = edit.completer().popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)


def test_hours_without_from_and_to_and_a_picked_case(desk: Desk, store: Store) -> None:
    """GIVEN a case of the office WHEN an engagement is noted with its hours alone and the case found by its name THEN
    the number is kept, and the hours count."""
    act(store, entries.add, "cases", {"needs": "Begleitung", "name": "Zwackelmann", "place": "Maxdorf"})
    person = act(store, entries.add, "volunteers", {"last_name": "Haddad"})
    page = desk.go("volunteers")
    page.reveal(person)
    desk.settle()
    press(page.detail, "Einsatz eintragen …")
    panel = desk.panel
    for name, text in (("title", "Arzt"), ("on_day", "gestern"), ("hours", "1:30")):
        box = next(e for e in panel.findChildren(QLineEdit) if e.accessibleName() == Engagement.declared[name].label)
        box.setText(text)
    case = next(e for e in panel.findChildren(QLineEdit) if e.accessibleName() == "Gesuch")
    pick(case, "zwack")
    assert case.text() == "MX-2026-001"
    press(panel, "Eintragen")
    desk.settle()
    (made,) = store.children(person, Engagement)
    assert (made.record.on_day, made.completed.hours, made.record.case_number) == ("2026-03-01", 1.5, "MX-2026-001")
    assert "1,5 Stunden" in shown(page.detail) and "1,5 h" in shown(page.detail)


def test_only_open_cases_are_offered_and_names_only_of_the_own_office(store: Store) -> None:
    ids = [
        act(store, entries.add, "cases", {"needs": "Begleitung", "name": name, "place": "Maxdorf"})
        for name in ("Zwackelmann", "Öztürk", "Haddad")
    ]
    act(store, entries.set_stage, ids[1], "versorgt")
    with store.change() as change:
        change.update(ids[2], {"office": "anderes"})
    offered = picking.choices(store)
    assert [line.split(",")[0].split(" ")[0] for line in offered] == ["MX-2026-001", "MX-2026-003"]
    assert "Zwackelmann" in offered[0] and "Haddad" not in offered[1]


def test_hours_of_a_professional_are_booked_with_a_picked_case(desk: Desk, store: Store) -> None:
    act(store, entries.add, "cases", {"needs": "Beratung", "name": "Zwackelmann"})
    who = act(store, entries.add, "professionals", {"name": "Praxis Sommer", "hours_per_month": "10"})
    page = desk.go("professionals")
    page.reveal(who)
    desk.settle()
    edits = {e.accessibleName(): e for e in page.detail.findChildren(QLineEdit)}
    press(page.detail, "Stunden buchen")
    assert not store.children(who, Booking) and "Bitte ausfüllen" in shown(page.detail)
    pick(edits["Gesuch"], "zwack")
    edits["Stunden"].setText("90 Min.")
    QTest.keyClick(edits["Stunden"], Qt.Key.Key_Return)
    desk.settle()
    (made,) = store.children(who, Booking)
    assert (made.record.case_number, made.record.hours, made.record.on_day) == ("MX-2026-001", 1.5, "2026-03-02")


def test_a_viewing_becomes_a_task_from_its_pane(desk: Desk, store: Store) -> None:
    flat = act(store, entries.add, "housing", {"landlord": "Dörr", "viewing_on": "morgen 11 Uhr 30"})
    page = desk.go("housing")
    page.reveal(flat)
    desk.settle()
    press(page.detail, "Besichtigung als Aufgabe")
    desk.settle()
    (task,) = store.all(Task)
    assert (task.record.due_on, task.record.about) == ("2026-03-03", flat)
    assert not [b for b in page.detail.findChildren(QPushButton) if "als Aufgabe" in b.text() and b.isVisibleTo(page)]
    with store.change() as change:
        change.update(flat, {"viewing_on": "2026-03-05"})
    page.refresh()
    desk.settle()
    press(page.detail, "Aufgabe auf den neuen Tag legen")
    desk.settle()
    assert store.require(task.id, Task).record.due_on == "2026-03-05"


def test_whom_a_mail_does_not_reach_is_listed(desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.shell.files, "open_paper", lambda _path: None)
    ids = [
        act(
            store,
            entries.add,
            "volunteers",
            {"last_name": n, "email": e, "phone": "06237 991234"} if e else {"last_name": n},
        )
        for n, e in (("Adam", "a@beispiel.de"), ("Bauer", ""))
    ]
    desk.go("volunteers")
    desk.shell.files.mail_many("volunteers", ids)
    panel = desk.panel
    assert "1 ohne E-Mail-Adresse" in shown(panel) and "Bauer" in shown(panel) and "Adam" not in shown(panel)
    press(panel, "Namen kopieren")
    assert QGuiApplication.clipboard().text() == "Bauer\t"


def test_all_engagements_can_be_printed_again(desk: Desk, store: Store, fill: Fill) -> None:
    (person,) = fill("volunteers", {"last_name": "Haddad", "consent_network": True})
    days = [f"2026-02-{d:02}" for d in range(1, 10)]
    with store.change() as change:
        for day in days:
            change.add("engagements", {"parent": person, "title": f"Fahrt {day}", "on_day": day}, root=person)
    page = desk.go("volunteers")
    page.reveal(person)
    desk.settle()
    assert "Fahrt 2026-02-01" not in shown(page.detail)
    press(page.detail, "Alle 9 Einsätze")
    assert "Fahrt 2026-02-01" in shown(desk.panel)
    assert len([b for b in desk.panel.findChildren(QPushButton) if b.toolTip() == "Einsatzblatt drucken"]) == 9
