"""Panes of courses and volunteers: looking changes nothing, a click does one thing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from tests.ui.conftest import Desk

Fill = Callable[..., list[str]]


def buttons(desk: Desk, text: str) -> list[QPushButton]:
    return [b for b in desk.shell.page.findChildren(QPushButton) if b.text() == text and b.isVisible()]


def test_a_course_is_filled_by_names_and_looking_at_it_changes_nothing(desk: Desk, fill: Fill) -> None:
    """GIVEN a course with one place WHEN two are enrolled THEN the second waits; only a click says who took part."""
    store = desk.shell.store
    fill("volunteers", {"last_name": "Haddad"}, {"last_name": "Oster"})
    (course,) = fill("courses", {"title": "Lotsenschulung", "seats": 1})
    page = desk.go("courses")
    for name in ("haddad", "oster"):
        line = next(e for e in page.findChildren(QLineEdit) if e.accessibleName() == "Anmelden")
        line.setText(name)
        line.returnPressed.emit()
        desk.settle()
    states = sorted(e.values["state"] for e in store.children(course, "enrolments"))
    assert states == ["Warteliste", "angemeldet"]
    assert "0 von 1 frei" in [w.text() for w in page.findChildren(QLabel)]
    for key in ("overview", "courses"):
        desk.go(key)
    assert sorted(e.values["state"] for e in store.children(course, "enrolments")) == states
    buttons(desk, "Hat teilgenommen")[0].click()
    desk.settle()
    assert "teilgenommen" in [e.values["state"] for e in store.children(course, "enrolments")]
    assert len(buttons(desk, "Bescheinigung")) == 1
    desk.shell.undo()
    desk.settle()
    assert sorted(e.values["state"] for e in store.children(course, "enrolments")) == states


def test_the_day_of_a_certificate_follows_the_network_s_rule(desk: Desk, fill: Fill) -> None:
    """GIVEN a network that wants certificates anew after three years THEN the pane says so, not after five."""
    store = desk.shell.store
    (person,) = fill("volunteers", {"last_name": "Haddad"})
    with store.change() as change:
        change.update(store.local("network"), {"certificate_years": 3})
        root = store.require(person).root
        values = {"parent": person, "certificate_inspected_on": "2026-01-15"}
        change.ensure("volunteers_private", (root,), values, space=store.office_space, root=root)
    store.forget_facts()
    page = desk.go("volunteers")
    page.show_now()
    assert "neu vorzulegen bis 15.01.2029" in [w.text() for w in page.findChildren(QLabel)]
