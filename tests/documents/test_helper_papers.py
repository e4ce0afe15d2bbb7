"""Letters and sheets for helpers, read back from the PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from netzwerkhilfe import output
from netzwerkhilfe.documents.engagements import print_certificate, print_handover, print_sheet, print_week
from netzwerkhilfe.documents.letters import print_letters
from netzwerkhilfe.documents.listing import print_list
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.helping import Course, Engagement, Enrolment
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.helping import courses, volunteering
from netzwerkhilfe.services.papers import helper_papers, lists
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock


def text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def helper(store: Store, **texts: str) -> str:
    return act(
        store,
        entries.add,
        "volunteers",
        {"last_name": "Şahin", "first_name": "Özgür", "street": "Hauptstraße 1", "place": "Maxdorf"} | texts,
    )


def test_letters_one_page_each(store: Store, tmp_path: Path) -> None:
    ids = [helper(store, last_name=n) for n in ("Şahin", "Čapek <b>")]
    helper(store, last_name="Hat schon", consent_network="ja")
    found = helper_papers.letters_for_consent(store, store.many(Volunteer, ids))
    print_letters(found, tmp_path / "briefe.pdf")
    pages = PdfReader(tmp_path / "briefe.pdf").pages
    assert len(pages) == 2
    assert "Özgür Şahin" in pages[0].extract_text() and "Čapek <b>" in pages[1].extract_text()
    assert "Einwilligung" in text(tmp_path / "briefe.pdf") and "Petra Wagner" in text(tmp_path / "briefe.pdf")
    with pytest.raises(UserError, match="fehlt niemandes"):
        helper_papers.letters_for_consent(store, store.many(Volunteer, [helper(store, consent_network="ja")]))


def test_the_address_stands_where_the_window_is(store: Store, tmp_path: Path) -> None:
    """DIN 5008 form B: the address field begins 45 mm from the top and 25 mm from the left edge of the sheet."""
    person = store.require(helper(store), Volunteer)
    print_letters([helper_papers.thanks(store, person)], tmp_path / "dank.pdf")
    found: list[tuple[float, float]] = []

    def visit(words: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if "Hauptstraße 1" in words:
            found.append(((cm[4] + tm[4]) / 72 * 25.4, 297 - (cm[5] + tm[5]) / 72 * 25.4))

    PdfReader(tmp_path / "dank.pdf").pages[0].extract_text(visitor_text=visit)
    ((left, down),) = found
    assert 24 <= left <= 26 and 45 <= down <= 90


def test_the_sheet_names_and_comes_back(store: Store, tmp_path: Path) -> None:
    person = store.require(helper(store), Volunteer)
    case = act(
        store,
        entries.add,
        "cases",
        {"needs": "Begleitung", "name": "Frau Haddad", "phone": "06237 1234", "languages": "Arabisch"},
    )
    number = store.require(case).values["number"]
    record, _ = act(
        store,
        volunteering.note_engagement,
        person,
        "Arzttermin",
        "2026-03-10",
        start_time="09:00",
        end_time="11:00",
        case_number=number,
    )
    print_sheet(helper_papers.sheet(store, store.require(record, Engagement)), tmp_path / "e.pdf")
    shown = text(tmp_path / "e.pdf")
    assert "Frau Haddad" in shown and "17.03.2026" in shown and "Arabisch" in shown and "09:00–11:00" in shown
    print_week(helper_papers.week(store, store.today().fromisoformat("2026-03-12")), tmp_path / "w.pdf")
    shown = text(tmp_path / "w.pdf")
    assert "Arzttermin" in shown and "Frau Haddad" not in shown and "11. Kalenderwoche" in shown


def test_the_list_for_the_card(store: Store, tmp_path: Path) -> None:
    helper(store, since="2016-01")
    print_list(lists.card_list(store), tmp_path / "k.pdf")
    assert "10 Jahre" in text(tmp_path / "k.pdf")


def test_who_took_part_gets_a_certificate(store: Store, tmp_path: Path) -> None:
    """GIVEN an enrolment WHEN the person took part THEN a certificate is printed and the course counts as training."""
    person, course = (
        helper(store),
        act(store, entries.add, "courses", {"title": "Integrationslotsen 2026", "begins_on": "10.01.2026"}),
    )
    with store.change() as change:
        made = change.ensure(
            "enrolments", (course, person), {"parent": course, "volunteer": person, "state": "angemeldet"}
        ).id
    with pytest.raises(UserError, match="teilgenommen"):
        helper_papers.course_certificate(store, store.require(course, Course), store.require(made, Enrolment))
    act(store, volunteering.took_part, made)
    assert store.require(person).values["trainings"] == ("Integrationslotsen 2026",)
    print_certificate(
        helper_papers.course_certificate(store, store.require(course, Course), store.require(made, Enrolment)),
        tmp_path / "b.pdf",
    )
    words = text(tmp_path / "b.pdf")
    assert "Özgür Şahin" in words and "Integrationslotsen 2026" in words and "10. Januar 2026" in words


def test_a_case_goes_to_a_traeger_with_a_paper(store: Store, tmp_path: Path) -> None:
    case = act(
        store,
        entries.add,
        "cases",
        {"persons": "4", "needs": "Wohnung", "name": "Familie Haddad", "phone": "06237 1234"},
    )
    with pytest.raises(UserError, match="welcher Träger"):
        helper_papers.handover_sheet(store, store.require(case, Case))
    with store.change() as change:
        obj = change.require(case)
        change.ensure(
            "cases_private",
            (obj.root,),
            {"parent": case, "handed_to": "Caritas <Mitte>", "handed_on": "2026-03-02"},
            space=store.office_space,
            root=obj.root,
        )
    print_handover(helper_papers.handover_sheet(store, store.require(case, Case)), tmp_path / "u.pdf")
    words = text(tmp_path / "u.pdf")
    assert "Familie Haddad" in words and "Caritas <Mitte>" in words and "einverstanden" in words


def test_a_sheet_that_does_not_come_back_is_asked_for(store: Store, clock: Clock, tmp_path: Path) -> None:
    person = store.require(helper(store), Volunteer)
    made, _ = act(store, volunteering.note_engagement, person, "Begleitung", "2026-03-03")
    act(store, output.write, store.require(made), "engagement-sheet", tmp_path / "blatt.pdf")
    assert helper_papers.sheets_out(store) == []
    clock.forward(days=9)
    ((one, due),) = helper_papers.sheets_out(store)
    assert one.id == made and due == "2026-03-10"
    act(store, helper_papers.sheet_back, made)
    assert helper_papers.sheets_out(store) == []


def engagement_for(store: Store, **more: str) -> str:
    """An engagement for a case of the office, of a helper with two telephones."""
    helper = act(
        store,
        entries.add,
        "volunteers",
        {"last_name": "Haddad", "first_name": "Samira", "phone": "06237 991 234", "mobile": "0171 555 0816"},
    )
    case = act(store, entries.add, "cases", {"needs": "Begleitung", "name": "Öztürk", "phone": "0176 123 456 78"})
    with store.change() as change:
        change.update(store.local("office"), {"phone": "06237 9330"})
        values = {
            "parent": helper,
            "title": "Arzt",
            "on_day": "2026-03-10",
            "case_number": store.require(case).values["number"],
        }
        return change.add("engagements", values | more, root=helper).id


def test_the_einsatzblatt_has_the_telephones_of_all_three(store: Store, tmp_path: Path) -> None:
    record = engagement_for(store)
    print_sheet(helper_papers.sheet(store, store.require(record, Engagement)), tmp_path / "e.pdf")
    printed = text(tmp_path / "e.pdf")
    for wanted in ("0171 555 08 16", "06237 99 12 34", "0176 12 34 56 78", "Rückfragen an", "06237 9330"):
        assert wanted in printed.replace("\u00a0", " "), wanted


def test_a_second_print_keeps_what_the_first_noted(store: Store, tmp_path: Path, clock: Clock) -> None:
    """GIVEN an Einsatzblatt that was given out and came back WHEN it is printed again THEN it says so, and neither day
    changes."""
    record = engagement_for(store)
    with store.change() as change:
        output.write(change, store.require(record, Engagement), "engagement-sheet", tmp_path / "e.pdf")
    act(store, helper_papers.sheet_back, record)
    clock.forward(days=3)
    with store.change() as change:
        output.write(change, store.require(record, Engagement), "engagement-sheet", tmp_path / "f.pdf")
    assert not change.set.entries
    kept = store.require(record, Engagement).record
    assert (kept.sheet_out_on, kept.sheet_back_on) == ("2026-03-02", "2026-03-02")
    assert "ausgegeben am 02.03.2026 von Petra Wagner, Zweitdruck vom 05.03.2026" in text(tmp_path / "f.pdf")
    assert "Zweitdruck" not in text(tmp_path / "e.pdf")


def test_a_certificate_that_is_printed_again_has_its_first_day(store: Store, tmp_path: Path, clock: Clock) -> None:
    helper = act(store, entries.add, "volunteers", {"last_name": "Haddad"})
    course = store.require(act(store, entries.add, "courses", {"title": "Lotsen"}), Course)
    act(store, courses.enrol, course, helper)
    (enrolment,) = store.children(course.id, Enrolment)
    act(store, volunteering.took_part, enrolment.id)
    for name, days in (("a.pdf", 0), ("b.pdf", 30)):
        clock.forward(days=days)
        with store.change() as change:
            output.write(change, store.require(enrolment.id, Enrolment), "course-certificate", tmp_path / name)
    assert store.require(enrolment.id, Enrolment).record.certificate_on == "2026-03-02"
    assert "Ausgestellt am 02.03.2026" in text(tmp_path / "b.pdf")
