"""Story 3 with its figures: certificates, the Ehrenamtskarte, jubilees, and the end of an engagement."""

from __future__ import annotations

import datetime as dt

import pytest

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.entry import Invalid, read_texts
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.models.volunteers import Volunteer, languages_in_words
from netzwerkhilfe.services import overview
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.helping import volunteering, work_list
from netzwerkhilfe.services.matching import advice
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock


def helper(store: Store, **texts: str) -> str:
    return act(
        store,
        entries.add,
        "volunteers",
        {"last_name": "Fischer", "first_name": "Hans", "consent_network": "ja"} | texts,
    )


def hours(store: Store, record: str, *days: tuple[str, float]) -> None:
    person = store.require(record, Volunteer)
    for day, amount in days:
        act(store, volunteering.note_engagement, person, "Fahrdienst", day, hours=amount, kilometres=10.0)


def test_story_3_certificate(store: Store) -> None:
    record = helper(store, certificate_date="10.02.2026", certificate_inspected_on="02.03.2026")
    private = store.companion(store.require(record))
    assert private and volunteering.certificate_due(store, private.values["certificate_inspected_on"]) == dt.date(
        2031, 3, 2
    )
    with pytest.raises(Invalid) as caught:
        helper(store, certificate_date="01.11.2025", certificate_inspected_on="02.03.2026")
    assert "älter als 3 Monate" in caught.value.fields["certificate_date"]
    opened = store.get(record)
    assert opened
    with pytest.raises(Invalid):
        act(store, entries.save, opened, private, {"certificate_date": "01.11.2025"})


def test_story_3_certificate_goes_after_six_months(store: Store, clock: Clock) -> None:
    clock.now = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    record = helper(store, certificate_date="10.02.2026", certificate_inspected_on="02.03.2026")
    assert volunteering.certificate_gone_by(store, "2026-06-30") == dt.date(2026, 12, 30)
    person = store.require(record, Volunteer)
    act(store, volunteering.end, person, "2026-06-30")
    clock.now = dt.datetime(2026, 12, 29, 9, tzinfo=dt.UTC)
    assert act(store, volunteering.forget_certificates) == 0
    clock.now = dt.datetime(2026, 12, 30, 9, tzinfo=dt.UTC)
    assert act(store, volunteering.forget_certificates) == 1
    private = store.companion(store.require(record))
    assert private and not private.values["certificate_date"] and not private.values["certificate_inspected_on"]


def test_story_3_card(store: Store) -> None:
    """262 hours in twelve months and 14 months active are enough; 249 hours, or eleven months, are not."""
    enough, short, young = (helper(store, since=s) for s in ("01.01.2025", "01.01.2025", "01.04.2025"))
    hours(store, enough, ("2025-06-10", 130.0), ("2026-02-20", 132.0), ("2025-02-20", 99.0))
    hours(store, short, ("2025-06-10", 249.0))
    hours(store, young, ("2025-06-10", 300.0))
    assert [(c.volunteer.id, c.hours, c.months) for c in volunteering.card_list(store)] == [(enough, 262.0, 14)]
    shown = [r.text for r in advice.about(store, store.require(enough))]
    assert "Ehrenamtskarte: 262 Stunden in zwölf Monaten" in shown


def test_the_figures_of_a_network_can_be_changed(store: Store) -> None:
    record = helper(store, since="01.01.2025")
    hours(store, record, ("2026-02-20", 200.0))
    assert volunteering.card_list(store) == []
    with store.change() as change:
        change.update(store.local("network"), {"card_hours_year": 200})
    assert len(volunteering.card_list(store)) == 1


def test_jubilees(store: Store) -> None:
    old, young = helper(store, since="2001"), helper(store, since="2016-05")
    assert [(v.id, years) for v, years in volunteering.jubilees(store, 2026)] == [(old, 25), (young, 10)]
    assert [c.for_life for c in volunteering.card_list(store)] == [True]


def test_the_end_makes_tasks_and_calls_off_what_was_planned(store: Store) -> None:
    record = helper(store, equipment="Schlüssel Kleiderkammer", certificate_inspected_on="02.03.2026")
    person = store.require(record, Volunteer)
    planned, _ = act(
        store, volunteering.note_engagement, person, "Arzt", "2026-05-01", start_time="09:00", end_time="11:30"
    )
    act(store, work_list.add_task, "Stundenzettel", person="Hans Fischer")
    act(store, volunteering.end, person, "2026-03-31")
    titles = [str(t.values["title"]) for t in work_list.tasks_of(store, record)]
    assert any("Schlüssel Kleiderkammer" in t for t in titles) and any("Dankbrief" in t for t in titles)
    assert any("Aufgabe übergeben: Stundenzettel" in t for t in titles)
    assert store.require(planned).values["state"] == "abgesagt"
    assert store.require(planned).full["hours"] == 2.5
    assert any("spätestens am 30.09.2026" in text for _, text, _ in work_list.time_line(store, store.require(record)))


def test_overview_reads_what_is_due(store: Store, clock: Clock) -> None:
    helper(store, certificate_inspected_on="15.03.2021")
    task = act(store, work_list.add_task, "Anrufen", due="02.03.2026")
    flat = act(store, entries.add, "housing", {"landlord": "X", "place": "Maxdorf"})
    clock.forward(days=15)
    found = overview.read(store)
    assert [t.id for t in found.tasks] == [task] and [(s.id, d) for s, d in found.still] == [(flat, 15)]
    assert [c.due_on for c in found.certificates] == ["2026-03-15"]
    act(store, work_list.finish, task)
    assert overview.read(store).tasks == []
    balance = {b.need: b.gap for b in overview.balance(store)}
    assert balance["Wohnung"] == -1 and balance["Begleitung"] == -1


def test_a_deputy_sees_the_tasks(store: Store, clock: Clock) -> None:
    with store.change() as change:
        person = next(p for p in store.all("people") if p.values["name"] == "Petra Wagner")
        change.update(person.id, {"deputy": "Jonas Keller", "deputy_until": "2026-03-20"})
    mine = act(store, work_list.add_task, "Nur Petra", person="Petra Wagner")
    assert [t.id for t in work_list.open_tasks(store, "Jonas Keller")] == [mine]
    clock.forward(days=20)
    assert work_list.open_tasks(store, "Jonas Keller") == []


def test_work_advice_of_story_6(store: Store) -> None:
    lead = act(
        store,
        entries.add,
        "work",
        {"employer": "Bäckerei", "kind": "Orientierungspraktikum", "start": "01.04.2026", "ends_on": "15.07.2026"},
    )
    shown = [r.text for r in advice.about(store, store.require(lead))]
    assert any("Länger als 3 Monate (bis 15.07.2026)" in t and "Mindestlohn" in t for t in shown)
    short = act(
        store,
        entries.add,
        "work",
        {"employer": "Bäckerei", "kind": "Orientierungspraktikum", "start": "01.04.2026", "duration": "3 Monate"},
    )
    assert not any("Länger" in r.text for r in advice.about(store, store.require(short)))
    agh = act(
        store,
        entries.add,
        "work",
        {"employer": "Bauhof", "kind": "Arbeitsgelegenheit § 5 AsylbLG", "total_hours": "40"},
    )
    assert any(
        t.text.replace("\u00a0", " ") == "40 Stunden zu 0,80 € sind 32,00 €"
        for t in advice.about(store, store.require(agh))
    )


def test_a_level_typed_with_a_language_is_kept_beside_it(store: Store) -> None:
    """GIVEN "Deutsch B2, arabisch (Muttersprache)" THEN languages and levels are told apart; a later word wins."""
    person = act(
        store,
        entries.add,
        "volunteers",
        {"last_name": "Aziz", "languages": "Deutsch B2, arabisch (Muttersprache), Kurdisch"},
    )
    read_back = store.require(person, Volunteer).record
    assert read_back.languages == ("Deutsch", "Arabisch", "Kurdisch")
    assert languages_in_words(read_back, store.facts()) == "Deutsch (B2), Arabisch (Muttersprache), Kurdisch"
    read = read_texts(
        KINDS["volunteers"], {"languages": "Deutsch C1", "language_levels": "Deutsch B2, Englisch A2"}, store.facts()
    )
    assert read.values["language_levels"] == ("Deutsch C1", "Englisch A2") and not read.errors
    bad = read_texts(KINDS["volunteers"], {"language_levels": "fließend"}, store.facts())
    assert "Niveau" in bad.errors["language_levels"]


def test_viewings_and_landlords_stand_in_the_overview(store: Store) -> None:
    flat = act(store, entries.add, "housing", {"place": "Maxdorf", "viewing_on": "Mo, 2.3.2026 um 15 Uhr"})
    again = act(
        store, entries.add, "housing", {"place": "Maxdorf", "viewing_on": "nach Absprache", "follow_up_by": "1.3.2026"}
    )
    assert store.require(flat).values["viewing_on"] == "2026-03-02T15:00"
    assert store.require(again).values["viewing_on"] == "nach Absprache"
    found = [(when, lead.id, what) for when, lead, what in overview.appointments(store)]
    assert found == [("2026-03-01", again, "Bei der Vermietung nachfragen"), ("2026-03-02T15:00", flat, "Besichtigung")]


def test_an_assurance_is_asked_for_before_signing(store: Store) -> None:
    flat = act(store, entries.add, "housing", {"place": "Maxdorf", "assurance": "beantragt"})
    for stage in ("geprüft", "besichtigt", "reserviert"):
        act(store, entries.set_stage, flat, stage)
    assert any("Zusicherung des Jobcenters: beantragt" in r.text for r in advice.about(store, store.require(flat)))
    with store.change() as change:
        change.update(flat, {"assurance": "liegt vor", "assurance_on": "2026-03-01"})
    assert any(r.ok and "vom 01.03.2026" in r.text for r in advice.about(store, store.require(flat)))


def test_a_checklist_is_begun_whatever_its_tasks_are_called(store: Store) -> None:
    """GIVEN a checklist whose tasks were renamed THEN it counts as begun; another task about the case does not."""
    case = store.require(act(store, entries.add, "cases", {"needs": "Wohnung"}), Case)
    act(store, work_list.add_task, "Beim Jobcenter anrufen", about=case)
    assert not work_list.checklist_started(store, case, work_list.BENEFITS)
    act(store, work_list.start_checklist, case, work_list.BENEFITS, "2026-04-01")
    with store.change() as change:
        for task in work_list.tasks_of(store, case.id):
            change.update(task.id, {"title": "erledigen wir"})
    assert work_list.checklist_started(store, case, work_list.BENEFITS)


@pytest.mark.parametrize(
    ("line", "title", "due"),
    [
        ("Vermieterin anrufen bis 3.4.2026", "Vermieterin anrufen", "2026-04-03"),
        ("Vermieterin anrufen bis 05.12.", "Vermieterin anrufen", "2026-12-05"),
        ("Vermieterin anrufen bis Freitag", "Vermieterin anrufen", "2026-03-06"),
        ("Antrag abgeben bis Mitte März", "Antrag abgeben", "2026-03-15"),
        ("Besichtigen am 5.3.", "Besichtigen", "2026-03-05"),
        ("Fragen, ob er bis 17 Uhr kann", "Fragen, ob er bis 17 Uhr kann", None),
        ("Ausweis kopieren bis 31.02.2026", "Ausweis kopieren bis 31.02.2026", None),
    ],
)
def test_a_task_in_one_line_reads_its_day_as_everywhere(store: Store, line: str, title: str, due: str | None) -> None:
    """GIVEN the second of March, a Monday, WHEN a clerk types a task THEN the words of a day mean what they mean."""
    task = store.require(act(store, work_list.add_line, line), Task)
    assert (task.record.title, task.record.due_on) == (title, due)
