"""Dates as people write them, read in one place."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import parse
from netzwerkhilfe.models.phrases import (
    BACK,
    FULL_DAYS,
    PATTERN,
    Edge,
    Unit,
    end_after,
    read,
    read_date,
    read_deadline,
    read_moment,
    read_when,
)
from netzwerkhilfe.models.values import MONTHS, Unreadable, show_date

TODAY = dt.date(2026, 11, 24)  # a Tuesday
DAYS = st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.11.2025", "2025-11-12"),
        ("3.4.25", "2025-04-03"),
        ("2025-11-12 00:00:00", "2025-11-12"),
        ("12. November 2025", "2025-11-12"),
        ("12. Nov. 2025", "2025-11-12"),
        ("Mittwoch, den 12.11.2025", "2025-11-12"),
        ("05.12.", "2026-12-05"),
        ("5.12", "2026-12-05"),
        ("12.11.", "2026-11-12"),  # two weeks ago
        ("12.10.", "2027-10-12"),
        ("29.02.", "2028-02-29"),
        ("Mitte März", "2027-03-15"),
        ("Mitte Maerz 2026", "2026-03-15"),
        ("Ende November", "2026-11-30"),
        ("ab Anfang Dez.", "2026-12-01"),
        ("Ende Februar 2028", "2028-02-29"),
        ("Freitag", "2026-11-27"),
        ("Fr", "2026-11-27"),
        ("am Dienstag", "2026-12-01"),
        ("nächsten Freitag", "2026-11-27"),
        ("letzten Freitag", "2026-11-20"),
        ("heute", "2026-11-24"),
        ("morgen", "2026-11-25"),
        ("übermorgen", "2026-11-26"),
        ("vorgestern", "2026-11-22"),
        ("in 14 Tagen", "2026-12-08"),
        ("heute in einer Woche", "2026-12-01"),
        ("in drei Monaten", "2027-02-24"),
        ("vor 2 Jahren", "2024-11-24"),
        ("nächste Woche", "2026-11-30"),
        ("Mitte nächster Woche", "2026-12-02"),
        ("übernächste Woche", "2026-12-07"),
        ("KW 49", "2026-11-30"),
        ("Ende der Woche", "2026-11-27"),
        ("Monatsende", "2026-11-30"),
        ("Ende nächsten Monats", "2026-12-31"),
        ("Jahresende", "2026-12-31"),
    ],
)
def test_days(text: str, day: str) -> None:
    assert read_date(text, TODAY) == day
    assert read_when(text, ("sofort",), TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("bis 05.12.", "2026-12-05"),
        ("bis zum 23.11.", "2027-11-23"),  # a deadline never lies in the past
        ("bis Freitag", "2026-11-27"),
        ("spätestens am Freitag", "2026-11-27"),
        ("bis nächste Woche", "2026-12-04"),
        ("bis März", "2027-03-31"),
        ("bis Ende November", "2026-11-30"),
        ("bis Mitte November", "2027-11-15"),
        ("bis 29.02.", "2028-02-29"),
        ("bis 2027", "2027-12-31"),
        ("bis spätestens Ende nächster Woche", "2026-12-04"),
        ("bis heute", "2026-11-24"),
    ],
)
def test_deadlines_are_the_last_day_everywhere(text: str, day: str) -> None:
    assert read_date(text, TODAY) == read_deadline(text, TODAY) == read_when(text, (), TODAY) == day
    bare = re.sub(r"^(bis zum|bis spätestens|bis|spätestens am)\s+", "", text)
    assert read_deadline(bare, TODAY) == day


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("sofort", "sofort"),
        ("ab sofort", "sofort"),
        ("März", "2027-03"),
        ("ab Dezember", "2026-12"),
        ("November", "2026-11"),
        ("seit März", "2026-03"),
        ("seit 12.12.", "2025-12-12"),
        ("11/2025", "2025-11"),
        ("11.2025", "2025-11"),
        ("2025-11", "2025-11"),
        ("seit 2019", "2019"),
        ("nächsten Monat", "2026-12"),
        ("nächstes Jahr", "2027"),
    ],
)
def test_months_and_years_stay_as_exact_as_they_were_said(text: str, when: str) -> None:
    assert read_when(text, ("sofort",), TODAY) == when


@pytest.mark.parametrize("text", ["30.02.", "31.06.2026", "29.02.2027", "30. Februar", "2026-02-30", "45.13."])
def test_days_that_do_not_exist_are_told(text: str) -> None:
    for reader in (read_date, read_deadline):
        with pytest.raises(Unreadable, match="gibt es nicht"):
            reader(text, TODAY)


@pytest.mark.parametrize("text", ["", "bald", "März", "11/2025", "2025", "nächstes Jahr", "13/2025", "KW 60", "1"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        read_date(text, TODAY)


@pytest.mark.parametrize("text", ["05.12.", "Freitag", "morgen", "in 14 Tagen", "Mitte März", "KW 49", "Monatsende"])
def test_without_a_day_to_count_from_nothing_is_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        read_date(text)


def test_the_weekend_belongs_to_the_week_that_comes() -> None:
    saturday = dt.date(2026, 11, 28)
    assert read_deadline("Ende der Woche", saturday) == "2026-12-04"
    assert read_date("Sonntag", saturday) == "2026-11-29"


# ---- properties -----------------------------------------------------------------------------------------------------
@given(DAYS, DAYS)
def test_what_is_shown_is_read_back(day: dt.date, today: dt.date) -> None:
    said = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    for text in (show_date(day.isoformat()), day.isoformat(), said, f"{day.day}.{day.month}.{day.year % 100:02}"):
        assert read_date(text) == read_date(text, today) == read_when(text) == day.isoformat()


@given(DAYS, DAYS)
@example(dt.date(2024, 2, 29), dt.date(2026, 3, 1))
@example(dt.date(1996, 2, 29), dt.date(1996, 3, 31))
def test_a_day_without_a_year_is_the_next_such_day(day: dt.date, today: dt.date) -> None:
    text = f"{day.day:02}.{day.month:02}."
    found = dt.date.fromisoformat(read_date(text, today))
    assert (found.day, found.month) == (day.day, day.month) and found >= today - BACK
    between = [found.replace(year=y) for y in range(today.year, found.year) if (found.day, found.month) != (29, 2)]
    assert all(d < today - BACK for d in between)
    deadline = dt.date.fromisoformat(read_deadline(text, today))
    assert deadline >= today and read_date(f"bis {text}", today) == deadline.isoformat()
    assert deadline >= found


@given(DAYS, st.sampled_from(MONTHS), st.sampled_from(("", "Anfang ", "Mitte ", "Ende ")))
def test_months_and_their_parts(today: dt.date, month: str, part: str) -> None:
    number = MONTHS.index(month) + 1
    for edge in (Edge.NEXT, Edge.DEADLINE):
        found = read(part + month, today, edge)
        assert found.first.month == found.last.month == number and found.first <= found.last
        assert found.unit is (Unit.DAY if part else Unit.MONTH)
        assert found.last >= today - (BACK if edge is Edge.NEXT else dt.timedelta(0))
    past = read(f"seit {part}{month}", today)
    assert past.first <= today and past.edge is Edge.PAST


@given(DAYS, st.sampled_from(FULL_DAYS))
def test_weekdays_are_within_a_week(today: dt.date, name: str) -> None:
    ahead = dt.date.fromisoformat(read_date(name, today))
    back = dt.date.fromisoformat(read_date(f"letzten {name}", today))
    assert ahead.weekday() == back.weekday() == FULL_DAYS.index(name)
    assert 1 <= (ahead - today).days <= 7 and 1 <= (today - back).days <= 7
    assert read_date(f"bis {name}", today) == read_date(name.upper(), today) == ahead.isoformat()


@given(st.text(), st.sampled_from((None, TODAY, dt.date.min, dt.date.max)))
@example("vor 999 Jahren", dt.date.max)
@example("in 999 Jahren", dt.date.max)
@example("nächste Woche", dt.date.max)
@example("gestern", dt.date.min)
@example("Freitag", dt.date.max)
@example("05.12.", dt.date.min)
@example("0000-00", None)
@example("Mitte Dezember 0000", TODAY)
@example("KW 53", dt.date.max)
def test_any_text_is_read_or_refused(text: str, today: dt.date | None) -> None:
    for reader in (read_date, lambda t, d: read_when(t, ("sofort",), d)):
        try:
            found = reader(text, today)
        except Unreadable as error:
            assert str(error)
        else:
            assert re.fullmatch(r"\d{4}(-\d{2}){0,2}|sofort", found)


PHRASES = (
    *("05.12.", "05.12.2026", "5. Dezember", "Mitte März", "Ende November 2027", "Dez.", "nächste Woche", "Monatsende"),
    *("Ende nächsten Monats", "Ende der Woche", "in 14 Tagen", "in zwei Wochen", "Freitag", "nächsten Montag"),
    *("morgen", "übermorgen", "Freitag, den 05.12.", "März 2027", "nächsten Monat", "nächstes Jahr"),
)


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrases_are_found_within_a_text(phrase: str) -> None:
    m = re.search(rf"\bab\s+({PATTERN})", f"3 ZKB Maxdorf 650 warm, frei ab {phrase}, Frau Groß", re.IGNORECASE)
    assert m and m[1] == phrase
    assert read(m[1], TODAY)


@pytest.mark.parametrize("text", ["ab so", "ab 650", "ab Jan Müller", "ab Morgenstern", "ab 18.30 Uhr", "ab 2. OG"])
def test_what_only_looks_like_a_phrase_is_left_alone(text: str) -> None:
    assert not re.fullmatch(rf"ab\s+{PATTERN}", text, re.IGNORECASE)
    assert not re.match(rf"ab\s+{PATTERN}", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("6 Monate", "2026-09-29"),
        ("Praktikum, 3 Monate", "2026-06-29"),
        ("drei Wochen", "2026-04-20"),
        ("14 Tage", "2026-04-13"),
        ("2-wöchig", "2026-04-13"),
        ("4-6 Wochen", "2026-05-11"),
        ("ein halbes Jahr", "2026-09-29"),
        ("anderthalb Jahre", "2027-09-29"),
        ("1 Jahr", "2027-03-30"),
        ("zwölf Monate", "2027-03-30"),
        ("einen Monat", "2026-04-29"),
        ("nach Absprache", None),
        ("", None),
    ],
)
def test_how_long_something_takes(text: str, last: str | None) -> None:
    found = end_after(dt.date(2026, 3, 31), text)
    assert (found.isoformat() if found else None) == last


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12.11.2025 15:00", "2025-11-12T15:00"),
        ("gestern 11 Uhr 30", "2026-03-01T11:30"),
        ("morgen um halb zehn", "2026-03-03T09:30"),
        ("Fr, 6.3., 9 Uhr", "2026-03-06T09:00"),
        ("12. Mai 2026, 15.30 Uhr", "2026-05-12T15:30"),
        ("12.5. 2026", "2026-05-12"),
        ("nächsten Freitag 14 Uhr", "2026-03-06T14:00"),
        ("heute", "2026-03-02"),
    ],
)
def test_a_day_and_a_time(text: str, moment: str) -> None:
    assert read_moment(text, dt.date(2026, 3, 2)) == moment


@pytest.mark.parametrize("text", ["15 Uhr", "morgen vielleicht", "nach Absprache", ""])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_moment(text, dt.date(2026, 3, 2))


@pytest.mark.parametrize(
    ("kind", "name", "text", "day"),
    [
        ("engagements", "on_day", "23.11.", "2025-11-23"),
        ("engagements", "on_day", "gestern", "2026-01-14"),
        ("engagements", "on_day", "20.02.", "2026-02-20"),
        ("contacts", "on_day", "23.11.", "2025-11-23"),
        ("housing", "reported_on", "15.06.", "2025-06-15"),
        ("housing", "available_from", "15.06.", "2026-06-15"),
        ("cases", "waiting_since", "1.12.", "2025-12-01"),
        ("volunteers_private", "certificate_date", "10.02.", "2025-02-10"),
        ("offers", "checked_on", "vorgestern", "2026-01-13"),
        ("tasks", "due_on", "20.02.", "2026-02-20"),
    ],
)
def test_a_day_without_a_year_is_the_one_that_a_field_can_mean(kind: str, name: str, text: str, day: str) -> None:
    """GIVEN a January WHEN a day without a year is typed THEN what has happened is not dated into the future."""
    facts = Facts(dt.date(2026, 1, 15))
    assert parse(KINDS[kind].fields[name], text, facts).value == day


@given(DAYS, DAYS)
def test_the_nearest_such_day_is_at_most_half_a_year_away(day: dt.date, today: dt.date) -> None:
    found = dt.date.fromisoformat(read_date(f"{day.day}.{day.month}.", today, Edge.NEAREST))
    assert (found.day, found.month) == (day.day, day.month)
    if (day.day, day.month) != (29, 2):
        assert abs((found - today).days) <= 183
