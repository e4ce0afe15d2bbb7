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
