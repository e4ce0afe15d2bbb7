"""Accepting, refusing and putting off a suggestion in a real window: it asks before it writes, and shows who goes
on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton, QWidget

from netzwerkhilfe.models.cases import Case, Match
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.matching import chain, following
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.leads import suggestions
from tests.acts import act
from tests.conftest import Clock
from tests.ui.conftest import Desk

Fill = Callable[..., list[str]]


def shown(widget: QWidget) -> str:
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisibleTo(widget))


def press(widget: QWidget, text: str) -> None:
    found = [b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(widget)]
    assert found, text
    found[0].click()


def two_suggestions(store: Store, fill: Fill) -> tuple[str, Snapshot[Match], Snapshot[Match]]:
    """One flat suggested for two cases: the flat, the suggestions."""
    (flat,) = fill("housing", {"rooms": 3.0, "area_m2": 74.0, "place": "07338018", "base_rent": 52000})
    cases = fill("cases", {"needs": ("Wohnung",), "persons": 3}, {"needs": ("Wohnung",), "persons": 2})
    made = [store.require(act(store, chain.propose, store.require(c, Case), store.require(flat)), Match) for c in cases]
    return flat, made[0], made[1]


def test_accepting_asks_and_one_undo_takes_it_back(desk: Desk, store: Store, fill: Fill) -> None:
    """GIVEN a flat suggested for two WHEN one accepts it THEN the panel lists what moves along, nothing is written
    before, and Strg+Z takes all of it back."""
    flat, match, rival = two_suggestions(store, fill)
    page = desk.go("cases")
    page.reveal(match.record.parent)
    desk.settle()
    desk.shell.leads.advance(match, "angeboten")
    desk.settle()
    press(page.detail, "Antwort eintragen")
    panel = desk.panel
    ticks = {b.text(): b.isChecked() for b in panel.findChildren(QCheckBox)}
    assert ticks == {
        "Wohnung MX-W-2026-001: reserviert, vergeben an MX-2026-001": True,
        "Gesuch MX-2026-001: zugesagt": True,
        "Vorschlag für MX-2026-002 endet: vergeben an MX-2026-001": True,
        "Gesuch MX-2026-002: in Arbeit": True,
    }
    assert store.require(flat, HousingLead).record.stage == "gemeldet"
    assert (panel.inputs["next_person"].text(), panel.inputs["next_on"].text()) == ("Petra Wagner", "16.03.2026")
    press(panel, "Eintragen")
    desk.settle()
    assert store.require(flat, HousingLead).record.promised_to == "MX-2026-001"
    assert store.require(rival.id, Match).record.stage == "abgelehnt"
    desk.shell.undo()
    desk.settle()
    assert store.require(flat, HousingLead).record.promised_to is None
    assert store.require(rival.id, Match).record.stage == "vorgeschlagen"


def test_an_answer_is_asked_for_even_where_nothing_moves_along(desk: Desk, store: Store, fill: Fill) -> None:
    """GIVEN a helper suggested to a case that has one already WHEN *Antwort eintragen* is pressed THEN nothing is
    written before somebody has said which answer it is; left, nothing is."""
    (first, second) = fill("volunteers", {"last_name": "Haddad"}, {"last_name": "Roth"})
    (case,) = fill("cases", {"needs": ("Begleitung",), "persons": 2})
    made = [
        store.require(act(store, chain.propose, store.require(case, Case), store.require(v)), Match)
        for v in (first, second)
    ]
    act(store, chain.advance, made[0], "angenommen", along_keys=("nothing",))
    for stage in ("zugesagt", "vermittelt"):
        if stage in [s.key for s in store.facts().stages["cases"]]:
            act(store, entries.set_stage, case, stage)
    act(store, chain.advance, store.require(made[1].id, Match), "angeboten", along_keys=())
    page = desk.go("cases")
    page.reveal(case)
    desk.settle()
    press(page.detail, "Antwort eintragen")
    panel = desk.panel
    assert panel.title.text() == "Antwort eintragen"
    assert store.require(made[1].id, Match).record.stage == "angeboten"
    panel.leave()
    desk.settle()
    assert store.require(made[1].id, Match).record.stage == "angeboten"


def test_an_answer_may_be_no(desk: Desk, store: Store, fill: Fill) -> None:
    """GIVEN *Antwort eintragen* WHEN the answer is no THEN the same panel asks who refused and why, what was to move
    along does not, and Strg+Z takes it back."""
    flat, match, rival = two_suggestions(store, fill)
    act(store, chain.advance, match, "angeboten")
    page = desk.go("cases")
    page.reveal(match.record.parent)
    desk.settle()
    press(page.detail, "Antwort eintragen")
    panel = desk.panel
    ways = {w.text(): w for w in panel.findChildren(QRadioButton)}
    assert list(ways) == ["angenommen", "abgelehnt"] and ways["angenommen"].isChecked()
    assert panel.first() is ways["angenommen"]
    ways["abgelehnt"].click()
    desk.settle()
    assert set(panel.inputs) == {"refused_by", "refused_because"}
    press(panel, "Eintragen")
    assert panel.isVisible() and "Grund" in panel.problem.text()
    panel.inputs["refused_because"].editor.setText("zu klein")
    press(panel, "Eintragen")
    desk.settle()
    now = store.require(match.id, Match).record
    assert (now.stage, now.refused_because) == ("abgelehnt", "zu klein")
    assert store.require(flat, HousingLead).record.promised_to is None
    assert store.require(rival.id, Match).record.stage == "vorgeschlagen"
    desk.shell.undo()
    desk.settle()
    assert store.require(match.id, Match).record.stage == "angeboten"


def test_an_answer_that_was_changed_to_yes_again_shows_what_moves_along(desk: Desk, store: Store, fill: Fill) -> None:
    _flat, match, _rival = two_suggestions(store, fill)
    act(store, chain.advance, match, "angeboten")
    desk.go("cases")
    desk.shell.leads.advance(store.require(match.id, Match), "angenommen")
    panel = desk.panel
    ways = {w.text(): w for w in panel.findChildren(QRadioButton)}
    before = sorted(b.text() for b in panel.findChildren(QCheckBox))
    ways["abgelehnt"].click()
    desk.settle()
    ways["angenommen"].click()
    desk.settle()
    assert sorted(b.text() for b in panel.findChildren(QCheckBox) if b.isVisible()) == before and len(before) == 4
    press(panel, "Eintragen")
    desk.settle()
    assert store.require(match.id, Match).record.stage == "angenommen"


def test_what_is_unticked_stays_and_the_day_is_the_one_that_was_typed(desk: Desk, store: Store, fill: Fill) -> None:
    _flat, match, rival = two_suggestions(store, fill)
    desk.go("cases")
    desk.shell.leads.advance(match, "angenommen")
    panel = desk.panel
    next(b for b in panel.findChildren(QCheckBox) if "MX-2026-002 endet" in b.text()).setChecked(False)
    panel.inputs["next_on"].editor.setText("übermorgen")
    panel.inputs["next_person"].editor.setText("Jonas Keller")
    press(panel, "Eintragen")
    desk.settle()
    assert store.require(rival.id, Match).record.stage == "vorgeschlagen"
    step = following.step_of(store, store.require(match.id, Match))
    assert step and (step.who, step.due.isoformat()) == ("Jonas Keller", "2026-03-04")


def test_a_day_that_cannot_be_read_stays_in_the_panel(desk: Desk, store: Store, fill: Fill) -> None:
    _flat, match, _rival = two_suggestions(store, fill)
    desk.go("cases")
    desk.shell.leads.advance(match, "angenommen")
    panel = desk.panel
    panel.inputs["next_on"].editor.setText("irgendwann")
    press(panel, "Eintragen")
    assert panel.isVisible() and "Datum" in panel.inputs["next_on"].below.text()
    assert store.require(match.id, Match).record.stage == "vorgeschlagen"


def test_the_outcome_decides_what_moves_along(desk: Desk, store: Store, fill: Fill) -> None:
    flat, match, _rival = two_suggestions(store, fill)
    for stage in ("angenommen", "begonnen"):
        act(store, chain.advance, store.require(match.id, Match), stage)
    desk.go("cases")
    desk.shell.leads.advance(store.require(match.id, Match), "abgeschlossen")
    panel = desk.panel
    assert not panel.findChildren(QCheckBox)
    panel.inputs["outcome"].editor.setCurrentText("abgebrochen")
    desk.settle()
    boxes = {b.text(): b for b in panel.findChildren(QCheckBox)}
    free = boxes["Wohnung MX-W-2026-001: wieder frei, gemeldet"]
    assert not free.isChecked()
    free.setChecked(True)
    press(panel, "Eintragen")
    desk.settle()
    assert store.require(flat, HousingLead).record.stage == "gemeldet"


def test_overdue_is_told_in_pane_list_and_overview(
    desk: Desk, store: Store, fill: Fill, clock: Clock, qtbot: Any
) -> None:
    """GIVEN a suggestion that nobody offered WHEN its day has passed THEN pane, list and Übersicht say so, and the
    pane of the flat shows for whom it is."""
    flat, match, rival = two_suggestions(store, fill)
    with store.change() as change:  # somebody else's, so no task of ours
        change.update(rival.id, {"next_person": "Jonas Keller"})
        following.keep(change)
    clock.forward(days=6)
    desk.shell.changed()
    desk.settle()
    page = desk.go("cases")
    page.reveal(match.record.parent)
    desk.settle()
    assert "Nachfragen · Petra Wagner" in shown(page.detail) and "überfällig" in shown(page.detail)
    qtbot.waitUntil(lambda: all(suggestions.next_of(m.record.parent or "") for m in (match, rival)))  # after a pause
    column = [c.name for c in page.spec.columns].index("suggestions")
    cells = [page.spec.columns[column].content(page.model.snapshot(i), store.facts()) for i in range(2)]
    assert cells == [("überfällig", True)] * 2
    page = desk.go("housing")
    page.reveal(flat)
    desk.settle()
    assert "Vorgeschlagen für" in shown(page.detail) and "MX-2026-002, 2 Personen" in shown(page.detail)
    page = desk.go("overview")
    texts = [b.text() for b in page.findChildren(QPushButton)]
    assert "Nachfragen: MX-2026-002" in texts
    assert [t for t in texts if t.startswith(("Angebot eintragen: MX-W-", "Nachfragen: MX-W-"))]


def test_the_day_of_a_suggestion_is_put_off(desk: Desk, store: Store, fill: Fill) -> None:
    _flat, match, _rival = two_suggestions(store, fill)
    desk.go("cases")
    desk.shell.leads.put_off(match)
    panel = desk.panel
    panel.inputs["next_on"].editor.setText("20.03.")
    press(panel, "Eintragen")
    desk.settle()
    step = following.step_of(store, store.require(match.id, Match))
    assert step and step.due.isoformat() == "2026-03-20"
    assert [t.record.due_on for t in store.all(Task) if following.match_of(t) == match.id] == ["2026-03-20"]


def test_who_ticks_a_task_off_hears_that_the_suggestion_is_open(desk: Desk, store: Store, fill: Fill) -> None:
    two_suggestions(store, fill)
    task = store.all("tasks")[0]
    desk.go("tasks")
    desk.shell.tasks.finish(task.id)
    desk.settle()
    assert "noch offen: wieder" in shown(desk.shell.toast)


def test_withdrawing_a_flat_lists_what_ends_with_it(desk: Desk, store: Store, fill: Fill) -> None:
    flat, match, rival = two_suggestions(store, fill)
    desk.go("housing")
    desk.shell.leads.withdraw(flat)
    panel = desk.panel
    boxes = [b.text() for b in panel.findChildren(QCheckBox)]
    assert "Vorschlag für MX-2026-001 endet" in boxes and "Vorschlag für MX-2026-002 endet" in boxes
    panel.findChild(type(panel.body.itemAt(1).widget())).setText("verkauft")
    press(panel, "Zurückziehen")
    desk.settle()
    assert [store.require(m.id, Match).record.stage for m in (match, rival)] == ["abgelehnt"] * 2


def test_a_promise_that_nobody_holds_is_lifted_from_the_pane(desk: Desk, store: Store, fill: Fill) -> None:
    flat, match, _rival = two_suggestions(store, fill)
    act(store, chain.advance, store.require(match.id, Match), "angenommen")
    act(store, lambda change: change.trash(match.record.parent or ""))
    page = desk.go("housing")
    page.reveal(flat)
    desk.settle()
    assert "Vergeben an MX-2026-001, doch dort läuft kein Vorschlag mehr" in shown(page.detail)
    press(page.detail, "Wieder frei")
    desk.settle()
    assert store.require(flat, HousingLead).record.promised_to is None


def test_a_mark_for_what_is_not_known(desk: Desk, fill: Fill) -> None:
    """GIVEN a flat without a rent WHEN it is suggested THEN a question mark stands beside it, no tick."""
    fill("housing", {"rooms": 3.0, "place": "07338018", "landlord": "X"})
    (case,) = fill("cases", {"needs": ("Wohnung",), "persons": 2, "max_rent": 70000})
    page = desk.go("cases")
    page.reveal(case)
    desk.settle()
    marks = [w for w in page.detail.findChildren(QLabel) if w.accessibleName() == "nicht bekannt"]
    assert marks and "noch unklar" in shown(page.detail)
