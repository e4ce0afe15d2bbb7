"""Values as the cells of a list: numbers as numbers, days as days, everything else as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import (
    CHOICES,
    DATE,
    HOURS,
    INTEGER,
    LANGUAGES,
    MOMENT,
    MONEY,
    NUMBER,
    PLACE,
    PLACES,
    ROOMS,
    TIME,
    WHEN,
    Field,
    FieldType,
    place_name,
    show,
)
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.places import by_key
from netzwerkhilfe.models.values import show_date, split_list
from netzwerkhilfe.transfer import sheets

Cell: TypeAlias = "str | int | float | Decimal | dt.date | dt.datetime | dt.time"
"""A cell; an amount of money is a ``Decimal`` of euros."""
MOST_DIGITS = 10**15
"""Spreadsheets keep fifteen digits; a longer number stays a text."""
FIRST_DAY = dt.date(1900, 3, 1)
"""From here on all spreadsheets count days alike (Excel has a 29th of February in 1900); earlier days stay texts."""
_ISO = late(r"\d{4}-\d{2}-\d{2}")
_MOMENT = late(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_CLOCK = late(r"\d{2}:\d{2}")


def cell_of(field: Field, value: Any, facts: Facts) -> Cell:
    """A value as a cell; no value is an empty text. What does not fit its type is a text as it is."""
    if value is None:
        return ""
    if not field.type.accepts(value):
        return sheets.clean(str(value))
    made = _TYPED.get(field.type)
    found = made(field, value, facts) if made else _shown(field, value, facts)
    return sheets.clean(found) if isinstance(found, str) else found


def as_text(cell: Cell) -> str:
    """A cell as plain text, as Excel reads it in German: decimal comma, no points between thousands, TT.MM.JJJJ."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    if isinstance(cell, int | float):
        return sheets.number_text(cell)
    if isinstance(cell, dt.datetime):
        return f"{cell:%d.%m.}{cell.year:04}{cell: %H:%M}"
    return f"{cell:%H:%M}" if isinstance(cell, dt.time) else f"{cell:%d.%m.}{cell.year:04}"


# ---- by type --------------------------------------------------------------------------------------------------------
def _shown(field: Field, value: Any, facts: Facts) -> Cell:
    return show(field, value, facts)


def _number(_field: Field, value: Any, _facts: Facts) -> Cell:
    found: int | float = value
    return found if abs(found) < MOST_DIGITS else sheets.number_text(found)


def _money(_field: Field, value: Any, _facts: Facts) -> Cell:
    return Decimal(value) / 100 if abs(value) < MOST_DIGITS else as_text(Decimal(value) / 100)


def _day(field: Field, value: Any, facts: Facts) -> Cell:
    if _ISO.fullmatch(value):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            return str(value)
        return day if day >= FIRST_DAY else show_date(value)
    return show(field, value, facts)


def _moment(field: Field, value: Any, facts: Facts) -> Cell:
    if _MOMENT.fullmatch(value) and not value.endswith("T00:00"):  # at midnight a spreadsheet shows the day alone
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            return str(value)
        return moment if moment.date() >= FIRST_DAY else show(field, value, facts)
    return _day(field, value, facts)


def _time(_field: Field, value: Any, _facts: Facts) -> Cell:
    try:
        return dt.time.fromisoformat(value) if _CLOCK.fullmatch(value) else str(value)
    except ValueError:
        return str(value)


def _choices(field: Field, value: Any, facts: Facts) -> Cell:
    known = set(field.options(facts).values())
    return ", ".join(label if label in known else one(label) for label in (field.label_of(k, facts) for k in value))


def _place(_field: Field, value: Any, facts: Facts) -> Cell:
    return place_text(value, facts)


def _places(_field: Field, value: Any, facts: Facts) -> Cell:
    """Each by its name: which places an office has differs from network to network."""
    return ", ".join(one(place_text(key, facts)) for key in value)


def place_text(key: str, facts: Facts) -> str:
    """The name of a place, with its key where others are called so too: "Neuhofen [07338019]"."""
    name = place_name(key, facts)
    if name == key or not (key in facts.places or by_key(key)):
        return name
    meant = facts.place_of(name)
    return name if meant and meant.key == key else f"{name} [{key}]"


def one(part: str) -> str:
    """A part of a list that stays one when it is read: in quotes, where it would be cut."""
    return f'"{part}"' if part and '"' not in part and split_list(part) != [part] else part


_TYPED: dict[FieldType[Any], Callable[[Field, Any, Facts], Cell]] = {
    INTEGER: _number,
    NUMBER: _number,
    HOURS: _number,
    ROOMS: _number,
    MONEY: _money,
    DATE: _day,
    WHEN: _day,
    MOMENT: _moment,
    TIME: _time,
    CHOICES: _choices,
    LANGUAGES: _choices,
    PLACE: _place,
    PLACES: _places,
}
