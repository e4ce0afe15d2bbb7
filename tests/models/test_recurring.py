"""Dates that come again: the library's answer against counting the days of a calendar."""

from __future__ import annotations

import calendar
import datetime as dt

from hypothesis import example, given
from hypothesis import strategies as st

from netzwerkhilfe.models.recurring import Rule
from netzwerkhilfe.models.values import add_months

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))


def counted(rule: Rule, day: dt.date, first: dt.date) -> bool:
    """Whether a day is one of a rule's, worked out from the month as a calendar shows it."""
    if day.weekday() not in rule.weekdays or (rule.months and day.month not in rule.months):
        return False
    if rule.nth:
        weeks = calendar.monthcalendar(day.year, day.month)
        such = [w[day.weekday()] for w in weeks if w[day.weekday()]]
        place = such.index(day.day)
        return place + 1 in rule.nth or place - len(such) in rule.nth
    monday = first - dt.timedelta(days=first.weekday())
    return (day - monday).days // 7 % rule.every == 0


RULES = st.builds(
    Rule,
    st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from((1, 2, 3, 4, 5, -1, -2)), max_size=2, unique=True).map(tuple),
    st.lists(st.integers(1, 12), max_size=3, unique=True).map(tuple),
    st.integers(1, 4),
)


@given(RULES, DAYS, st.integers(0, 400))
@example(Rule((3,), (-1,)), dt.date(2026, 12, 31), 0)
@example(Rule((3,), (5, -1)), dt.date(2026, 1, 1), 365)
def test_the_days_of_a_rule(rule: Rule, first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    wanted = [d for n in range(length + 1) if counted(rule, d := first + dt.timedelta(days=n), first)]
    assert list(rule.days(first, last)) == wanted


@given(DAYS, st.integers(-60, 60))
def test_months_end_where_the_month_ends(day: dt.date, months: int) -> None:
    found = add_months(day, months)
    assert found.year * 12 + found.month == day.year * 12 + day.month + months
    assert found.day == min(day.day, calendar.monthrange(found.year, found.month)[1])
