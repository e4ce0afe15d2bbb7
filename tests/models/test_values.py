"""What a German clerk writes is read."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkhilfe.models import KINDS, people, phrases, values
from netzwerkhilfe.models.facts import NO_FACTS
from netzwerkhilfe.models.fields import Field, parse, show
from netzwerkhilfe.models.text import digits, fold
from netzwerkhilfe.models.values import Unreadable


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.150 €", 115000),
        ("380,00", 38000),
        ("ca. 600,-", 60000),
        ("1380,00 €", 138000),
        ("290 EUR", 29000),
        ("1.160,00", 116000),
        ("465", 46500),
        ("0", 0),
        ("12,5", 1250),
    ],
)
def test_money(text: str, cents: int) -> None:
    assert values.read_money(text) == cents


@pytest.mark.parametrize("text", ["46o €", "viel", "-5", "1,2,3", "1.15", "12.34.56", "9" * 40])
def test_money_that_is_none(text: str) -> None:
    if text == "1.15":
        assert values.read_money(text) == 115
        return
    with pytest.raises(Unreadable):
        values.read_money(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.11.2025", "2025-11-12"),
        ("3.4.25", "2025-04-03"),
        ("2025-11-12", "2025-11-12"),
        ("12. November 2025", "2025-11-12"),
        ("01.01.70", "1970-01-01"),
        ("29.02.2024", "2024-02-29"),
    ],
)
def test_dates(text: str, day: str) -> None:
    assert phrases.read_date(text) == day


@pytest.mark.parametrize("text", ["31.02.2025", "29.02.2025", "morgen", "12/13/2025", "00.01.2025"])
def test_dates_that_do_not_exist(text: str) -> None:
    with pytest.raises(Unreadable):
        phrases.read_date(text)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("ab sofort", "sofort"),
        ("sofort", "sofort"),
        ("09/2027", "2027-09"),
        ("2022", "2022"),
        ("Mai 2026", "2026-05"),
        ("seit 2019", "2019"),
        ("25.05.26", "2026-05-25"),
    ],
)
def test_when(text: str, when: str) -> None:
    assert phrases.read_when(text, ("sofort",)) == when


@pytest.mark.parametrize(
    ("text", "rooms"), [("3 ZKB", 3), ("1-Zi-App.", 1), ("3,5", 3.5), ("4 Zi.", 4), ("2", 2), ("3-Zimmer", 3)]
)
def test_rooms(text: str, rooms: float) -> None:
    assert values.read_rooms(text) == rooms


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("030-23125848 (ab 18 Uhr)", "030 23 12 58 48", "ab 18 Uhr"),
        ("0049 30 23125 120", "030 23 12 51 20", ""),
        ("+49 30 23125028", "030 23 12 50 28", ""),
        ("(030) 23125-088", "030 23 12 50 88", ""),
        ("06237 99 01 42", "06237 99 01 42", ""),
        ("0171 5550816", "0171 555 08 16", ""),
        ("99 01 42", "99 01 42", ""),
    ],
)
def test_phones(text: str, number: str, rest: str) -> None:
    assert values.read_phone(text) == (number, rest)


@given(st.from_regex(r"0[1-9][0-9]{2,3}[ /-][1-9][0-9]{3,7}", fullmatch=True))
def test_a_phone_number_once_read_stays_as_it_is(text: str) -> None:
    once = values.read_phone(text)[0]
    assert values.read_phone(once) == (once, "")
    assert digits(once) == digits(text)


def test_lists_keep_entries_that_hold_a_separator() -> None:
    assert values.split_list("Farsi/Dari / Russisch; Polnisch\nDeutsch und Englisch", ("Farsi/Dari",)) == [
        "Farsi/Dari",
        "Russisch",
        "Polnisch",
        "Deutsch",
        "Englisch",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Groß, Björn", ("", "Björn", "Groß")),
        ("Dr. Wagner, Ingeborg", ("Dr.", "Ingeborg", "Wagner")),
        ("d'Angelo, Tesfay", ("", "Tesfay", "d'Angelo")),
        ("Frau Ute von der Heide", ("", "Ute", "von der Heide")),
        ("Шевченко, Aḥmad", ("", "Aḥmad", "Шевченко")),
        ("Drescher, Ute", ("", "Ute", "Drescher")),
    ],
)
def test_names(text: str, parts: tuple[str, str, str]) -> None:
    assert people.split_name(text) == parts


def test_near_dates() -> None:
    today = dt.date(2025, 11, 12)
    assert values.show_near("2025-11-12", today) == "heute"
    assert values.show_near("2025-10-27", today) == "vor 16\u00a0Tagen"
    assert values.show_near("2025-11-17", today) == "Mo, 17.11."


@pytest.mark.parametrize(
    ("one", "two"), [("Müller", "MULLER"), ("Łukasz Čapek", "lukasz capek"), ("Weiß", "WEISS"), ("Nguyễn", "nguyen")]
)
def test_folding(one: str, two: str) -> None:
    assert fold(one) == fold(two)


@pytest.mark.parametrize(
    ("begun", "minutes"),
    [("18:30", 15), ("18.30 Uhr", 15), ("9:05", 580), ("19:00", 0), ("25:00", None), ("gleich", None), ("", None)],
)
def test_minutes_since_a_time_of_day(begun: str, minutes: int | None) -> None:
    assert values.minutes_since(begun, dt.datetime(2026, 3, 2, 18, 45, 59, tzinfo=dt.UTC)) == minutes


def test_months_are_counted_as_the_civil_code_counts() -> None:
    assert values.add_months(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)


ALL_FIELDS = [(k.name, n, f) for k in KINDS.values() for n, f in k.fields.items() if f.width]


@given(st.sampled_from(ALL_FIELDS), st.text(max_size=60))
def test_no_text_breaks_a_field(which: tuple[str, str, Field], text: str) -> None:
    _, _, field = which
    try:
        parsed = parse(field, text, NO_FACTS)
    except Unreadable as error:
        assert str(error)
        return
    assert parsed.value is None or field.type.accepts(parsed.value)
    assert isinstance(show(field, parsed.value), str)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Mo, Mi nachmittags", ["Mo-1", "Mi-1"]),
        ("Sa", ["Sa-0", "Sa-1", "Sa-2"]),
        ("Mo-Mi vormittags", ["Mo-0", "Di-0", "Mi-0"]),
    ],
)
def test_weekly_times(text: str, slots: list[str]) -> None:
    field = KINDS["volunteers"].fields["availability"]
    assert parse(field, text).value == tuple(slots)
    assert parse(field, show(field, slots)).value == tuple(slots)


@pytest.mark.parametrize(
    ("text", "shown", "rest"),
    [
        ("nachm.", "Mo, Di, Mi, Do, Fr nachmittags", ""),
        ("Mo nachm.", "Mo nachmittags", ""),
        ("werktags vorm.", "Mo, Di, Mi, Do, Fr vormittags", ""),
        ("Montagnachmittag und freitags abends", "Mo, Fr nachmittags; Mo, Fr abends", ""),
        ("Dienstag bis Donnerstag vormittags", "Di, Mi, Do vormittags", ""),
        ("Mo abends; ab 16 Uhr", "Mo abends", "ab 16 Uhr"),
        ("Mo abends; nicht am Freitag", "Mo abends", "nicht am Freitag"),
    ],
)
def test_times_of_the_week(text: str, shown: str, rest: str) -> None:
    field = KINDS["volunteers"].fields["availability"]
    found = parse(field, text)
    assert show(field, found.value) == shown and found.rest == rest


@pytest.mark.parametrize("text", ["nicht abends", "ab 16 Uhr", "nach Absprache"])
def test_what_is_no_time_of_the_week(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(KINDS["volunteers"].fields["availability"], text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("11 Uhr 30", "11:30"),
        ("um 11 Uhr 5", "11:05"),
        ("9 Uhr", "09:00"),
        ("9h30", "09:30"),
        ("18.30 Uhr", "18:30"),
        ("18 : 30", "18:30"),
        ("1130 Uhr", "11:30"),
        ("24 Uhr", "00:00"),
        ("halb zehn", "09:30"),
        ("Halb 12", "11:30"),
        ("Viertel nach elf", "11:15"),
        ("viertel vor 10 Uhr", "09:45"),
        ("dreiviertel 9", "08:45"),
        ("mittags", "12:00"),
    ],
)
def test_times_as_they_are_said(text: str, time: str) -> None:
    assert values.read_time(text) == time


@pytest.mark.parametrize(
    "text", ["25 Uhr", "11 Uhr 75", "1130", "halb drei", "halb", "viertel 12", "24:10", "morgens", "11 30 Uhr 5", "½"]
)
def test_times_that_may_be_another_are_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable, match="Uhrzeit"):
        values.read_time(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2,5", 2.5),
        ("2.25 h", 2.25),
        ("2", 2.0),
        ("2 Std.", 2.0),
        ("1:30", 1.5),
        ("0:45 h", 0.75),
        ("90 Min.", 1.5),
        ("45 Minuten", 0.75),
        ("2 h 30", 2.5),
        ("2 Stunden und 15 Minuten", 2.25),
        ("1½", 1.5),
        ("2 1/2 Stunden", 2.5),
        ("anderthalb Stunden", 1.5),
        ("eine halbe Stunde", 0.5),
        ("zweieinhalb", 2.5),
        ("ca. 3 Stunden", 3.0),
    ],
)
def test_how_long_something_took(text: str, hours: float) -> None:
    assert values.read_hours(text) == hours


@pytest.mark.parametrize("text", ["lange", "1:75", "2 30", "9-11", "von 9 bis 11", "-2", "½½"])
def test_what_is_no_time_span_is_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable, match="Stunden"):
        values.read_hours(text)
