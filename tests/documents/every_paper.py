"""Something to print for every paper of the registry: short, of many pages, and with what people may type."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

from netzwerkhilfe import output
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.helping import Course, Enrolment
from netzwerkhilfe.models.meetings import AgendaItem, Resolution
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.helping import courses, volunteering
from netzwerkhilfe.services.meetings import decisions, minutes, sitting
from netzwerkhilfe.services.papers import letterhead, registry
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.services.meetings.test_meetings import again, item, plan, seat_all

HOSTILE = (
    "<b>fett</b> & <para> \"Anführung\" 'einfach' < > &amp; </p>",
    "Київ Наталія Ωμέγα Łódź Žižkov İstanbul",
    "عائلة من سوريا تبحث عن شقة",
    "Donaudampf" * 60,
    "Tabulator\tund\x07Steuer\x7fzeichen\u2003weit\u200bnull\u00adweich\u3000",
    "Zeile\n" * 30,
    "🏠 ausgezogen 漢字 👨\u200d👩\u200d👧",
    "a\u0301\u0323" * 40,
    "שלום עליכם (2026) und دمشق 12, Straße",
)
SIZES = ("short", "long", "hostile")


def words(size: str) -> Callable[[int], str]:
    """What stands where people type: of so many words, or of what hurts."""
    if size == "hostile":
        return lambda n: f"{HOSTILE[n % len(HOSTILE)]} {HOSTILE[(n // 2 + 3) % len(HOSTILE)]}"
    times = 1 if size == "short" else 12
    return lambda n: "Größere Straßenbauarbeiten werden besprochen. " * max(1, n * times // 6)


def logo(mode: str, form: str) -> bytes:
    """A picture as offices have them: with transparency, of print shops, grey."""
    out = io.BytesIO()
    Image.new(mode, (120, 40), 0 if mode in ("L", "1", "P") else (11, 107, 112, 128)[: len(mode)]).save(out, form)
    return out.getvalue()


def subjects(store: Store, size: str) -> dict[str, Subject]:
    """For each paper by its key what it is made of."""
    say, many = words(size), {"short": 1, "long": 14, "hostile": 9}[size]
    seat_all(store)
    picture = logo("CMYK", "JPEG") if size == "hostile" else logo("RGBA", "PNG")
    with store.change() as change:
        letterhead.choose_logo(change, "logo.jpg" if size == "hostile" else "logo.png", picture, for_all=False)
        office = {"street": "Hauptstraße 79", "postcode": "67133", "town": "Maxdorf", "phone": "06237 9330"}
        change.update(store.local("office"), {**office, "email": "hilfe@vg-maxdorf.de"})
    people = []
    for i in range(many * 8):
        one = {"last_name": f"Şahin{i}", "first_name": say(1)[:40], "street": say(2)[:90], "place": "Maxdorf"}
        one |= {"phone": "06237 99 01 42", "skills": say(i)[:200], "since": "2016-01"}
        with store.change() as change:
            people.append(change.add("volunteers", one).id)
    with store.change() as change:
        change.update(people[0], {"state": "beendet"})
    # a meeting from the invitation to its addenda, with a closed part
    meeting = plan(store, *(f"{i}: {say(3)[:160]}" for i in range(2 + many)), note=say(12))
    closed = item(store, meeting, str(2 + many))
    with store.change() as change:
        change.update(closed, {"confidential": True, "public_title": "Personal"})
        for i, line in enumerate(store.children(meeting.id, AgendaItem)):
            more = {"description": say(i + 10), "text": say(i * 3 + 20), "proposal": say(i + 4), "cost": 768000}
            change.update(line.id, {**more, "dealt": "behandelt", "minutes": 10})
    upcoming = again(store, meeting)
    act(store, sitting.begin, upcoming)
    act(store, sitting.all_present, again(store, meeting))
    for i in range(1, 2 + many):
        vote = act(store, decisions.add, again(store, meeting), item(store, meeting, str(i)), say(i + 5))
        act(store, decisions.count, vote, 8 - i % 3, min(i % 3, 1), 0)
    with store.change() as change:
        for i in range(2 * many):
            task = {"title": say(4)[:300], "person": f"Person {i % 4}", "state": "offen", "meeting": meeting.id}
            change.add("tasks", {**task, "about": item(store, meeting, "1"), "due_on": "2026-04-02"}, space="net")
    act(store, sitting.end, again(store, meeting), "20:00")
    act(store, output.sign, again(store, meeting))
    act(store, minutes.add_addendum, again(store, meeting), say(8))
    act(store, minutes.add_addendum, again(store, meeting), say(7), confidential=True)
    decided = store.children(meeting.id, Resolution)[0]
    other = plan(store, *(say(3)[:160] for _ in range(many)), date="16.04.2026", note=say(4))
    # people who help, and whom
    case = act(store, entries.add, "cases", {"persons": "4", "needs": "Wohnung", "name": "Familie Haddad"})
    with store.change() as change:
        obj = change.require(case)
        private = {"parent": case, "handed_to": say(1)[:60], "handed_on": "2026-03-02", "household": say(9)}
        change.ensure("cases_private", (obj.root,), private, space=store.office_space, root=obj.root)
        engagements = [
            change.add("engagements", {"parent": p, "title": say(3)[:300], "on_day": "2026-03-10"}, root=p).id
            for p in people
        ]
    with store.change() as change:
        course = change.add("courses", {"title": say(2), "begins_on": "2026-01-10", "provider": say(1)}).id
    act(store, courses.enrol, store.require(course, Course), people[1])
    (enrolment,) = store.children(course, Enrolment)
    act(store, volunteering.took_part, enrolment.id)
    volunteers = Subject(kind=KINDS["volunteers"], entries=[store.require(p) for p in people], text=say(3))

    def at(record: str) -> Subject:
        return output.about(store.require(record))

    held = at(meeting.id)
    report = {"at": "2026-03-02T10:00:00+00:00", "place": say(1)[:60], "person": "P", "sentences": [say(5)] * many * 4}
    found = {
        "invitation": at(other.id),
        "letters": at(other.id),
        "agenda": at(other.id),
        "agenda-public": held,
        "attendance": held,
        "minutes": held,
        "minutes-closed": held,
        "tasks": held,
        "resolutions": held,
        "addenda": held,
        "addenda-closed": held,
        "extract": at(decided.id),
        "register": Subject(kind=KINDS["meetings"]),
        "thanks": at(people[0]),
        "consent-letters": volunteers,
        "engagement-sheet": at(engagements[0]),
        "course-certificate": at(enrolment.id),
        "handover-sheet": at(case),
        "week-plan": Subject(text="12.03.2026"),
        "list": volunteers,
        "call-list": volunteers,
        "honours": Subject(kind=KINDS["volunteers"]),
        "exchange-report": Subject(given=report),
        "recovery-sheet": Subject(given={"key": "ABCD-" * 7 + "ABCD"}),
    }
    assert set(found) == {p.key for p in registry.papers()}
    return found
