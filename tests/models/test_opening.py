"""Opening hours as offices write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkhilfe.models import opening


def times(text: str, day: str, exceptions: str = "") -> list[tuple[int, int]]:
    return [(s.start // 60, s.end // 60) for s in opening.read(text, exceptions).on(dt.date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("jeden 1. Samstag 10–12 Uhr", "2026-03-07", [(10, 12)]),
        ("jeden 1. Samstag 10–12 Uhr", "2026-03-14", []),
        ("Sa 10-12 Uhr", "2026-03-14", [(10, 12)]),
        ("samstags 10 bis 12 Uhr", "2026-03-14", [(10, 12)]),
        ("Di und Do 14–17 Uhr", "2026-03-12", [(14, 17)]),
        ("Mo-Fr 9-12 Uhr", "2026-03-11", [(9, 12)]),
        ("Mo-Fr 9-12 Uhr", "2026-03-14", []),
        ("Mo–Mi 9–12 Uhr; Do 14–18 Uhr", "2026-03-12", [(14, 18)]),
        ("jeden letzten Donnerstag 18-20 Uhr", "2026-03-26", [(18, 20)]),
        ("jeden letzten Donnerstag 18-20 Uhr", "2026-03-19", []),
        ("jeden 1. und 3. Montag 16:30–18:00", "2026-03-16", [(16, 18)]),
        ("Montag bis Freitag 8.00 - 12.00 Uhr, 14-16 Uhr", "2026-03-11", [(8, 12), (14, 16)]),
        ("täglich 10-18 Uhr", "2026-03-15", [(10, 18)]),
        ("nach Vereinbarung", "2026-03-11", []),
        ("werktags 9–17 Uhr", "2026-03-13", [(9, 17)]),
        ("zweiter Mittwoch 15-17", "2026-03-11", [(15, 17)]),
    ],
)
def test_hours(text: str, day: str, wanted: list[tuple[int, int]]) -> None:
    assert times(text, day) == wanted


def test_closings() -> None:
    assert times("Sa 10–12 Uhr", "2026-08-08", "im August geschlossen") == []
    assert times("Sa 10–12 Uhr", "2026-09-05", "im August geschlossen") == [(10, 12)]
    assert (
        times("Sa 10–12 Uhr", "2026-12-26", "geschlossen 24.12.–06.01.")
        == []
        == times("Sa 10–12", "2026-01-03", "zu vom 24.12. bis 6.1.")
    )
    assert times("Sa 10–12 Uhr", "2026-07-18", "Ferien: Juli bis August geschlossen") == []


@pytest.mark.parametrize(
    ("exceptions", "shut", "open_"),
    [
        ("geschlossen vom 1.8.2026 bis 15.8.2026", "2026-08-08", "2027-08-07"),  # the year counts
        ("geschlossen 1.–15.8.2026", "2026-08-15", "2026-08-22"),
        ("im August 2026 zu", "2026-08-01", "2027-08-07"),
        ("24.12. bis 6.1.2027 zu", "2026-12-26", "2027-12-25"),
        ("Betriebsferien 24.12.2026 – 6.1.", "2027-01-02", "2028-01-01"),
        ("vom 3. bis 14. August geschlossen", "2026-08-08", "2026-08-01"),
        ("24., 25. und 26.12. geschlossen", "2026-12-26", "2026-12-19"),
        ("am 26. Dezember geschlossen", "2026-12-26", "2026-12-19"),
        ("im Mai und im Oktober zu", "2026-10-03", "2026-07-04"),
        ("Mitte Juli bis Ende August geschlossen", "2026-08-29", "2026-07-11"),
        ("Dez. bis Feb. geschlossen", "2026-02-28", "2026-03-07"),
    ],
)
def test_a_closing_is_read_as_dates_are_everywhere(exceptions: str, shut: str, open_: str) -> None:
    assert times("Sa 10–12 Uhr", shut, exceptions) == [] and opening.read("", exceptions).unread == ()
    assert times("Sa 10–12 Uhr", open_, exceptions) == [(10, 12)]


@pytest.mark.parametrize(
    "text",
    [
        "zu 31.31.",
        "30.2. geschlossen",
        "24.12-31.31 zu",
        "ab August geschlossen",
        "bis 15.1. zu",
        "zu 15.8.2026 bis 1.8.2026",
        "KW 30 geschlossen",
        "in den Sommerferien geschlossen",
    ],
)
def test_a_closing_that_cannot_be_read_is_named(text: str) -> None:
    """What is no day, has one end alone or says more than days is shown as not read, and closes nothing."""
    hours = opening.read("Mo-Sa 10–12 Uhr", text)
    assert hours.closed == () and hours.unread == (text,) and len(hours.slots) == 1


def test_the_next_time() -> None:
    hours = opening.read("Sa 10–12 Uhr", "im August geschlossen")
    assert hours.next_after(dt.datetime(2026, 8, 1, 9, tzinfo=dt.UTC)) == (dt.date(2026, 9, 5), hours.slots[0])
    assert hours.next_after(dt.datetime(2026, 3, 7, 11, tzinfo=dt.UTC)) == (dt.date(2026, 3, 7), hours.slots[0])
    assert hours.next_after(dt.datetime(2026, 3, 7, 12, tzinfo=dt.UTC)) == (dt.date(2026, 3, 14), hours.slots[0])
    assert opening.read("nach Vereinbarung").unread == ("nach Vereinbarung",)


@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    start=st.integers(0, 20),
    length=st.integers(1, 3),
    nth=st.sampled_from([(), (1,), (1, 3), (-1,), (2,)]),
)
def test_what_is_written_is_read_again(days: set[int], start: int, length: int, nth: tuple[int, ...]) -> None:
    chosen = tuple(sorted(days))[:1] if nth else tuple(sorted(days))
    slot = opening.Slot(chosen, start * 60, (start + length) * 60, nth)
    assert opening.read(opening.write(slot)).slots == (slot,)


@given(text=st.text(max_size=80))
def test_nothing_breaks_it(text: str) -> None:
    opening.read(text, text)


def test_hours_with_minutes_behind_the_word() -> None:
    (slot,) = opening.read("Di 9 Uhr 30 bis 11 Uhr 45").slots
    assert (slot.start, slot.end) == (9 * 60 + 30, 11 * 60 + 45)
    (plain,) = opening.read("Sa 10 Uhr bis 12 Uhr").slots
    assert (plain.start, plain.end) == (600, 720)
