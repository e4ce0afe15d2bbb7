"""What all papers say: the names of network and office, days in words."""

from __future__ import annotations

import datetime as dt

from netzwerkhilfe.models.network import Network
from netzwerkhilfe.models.values import MONTHS, show_date
from netzwerkhilfe.store.reader import Reader

WEEKDAY_NAMES = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def day_in_words(iso: str) -> str:
    """ "Donnerstag, 27. November 2025"."""
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:  # what came in a package and is no date
        return str(iso)
    return f"{WEEKDAY_NAMES[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]} {day.year}"


def network_name(reader: Reader) -> str:
    """The name of the network."""
    found = reader.get(reader.local("network"), Network)
    return (found.record.name if found else None) or "Netzwerk Hilfe"


def office_name(reader: Reader) -> str:
    """The name of the own office."""
    office = reader.facts().offices.get(reader.local("office"))
    return office.name if office else ""


def today_in_figures(reader: Reader) -> str:
    """ "22.11.2026"."""
    return show_date(reader.today().isoformat())
