"""Shared professionals: hours booked by the offices against the hours of a month. Case numbers only, never what it is
about."""

from __future__ import annotations

from dataclasses import dataclass

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.helping import Booking, BookingState, Professional
from netzwerkhilfe.models.values import show_number
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


@dataclass(frozen=True)
class Month:
    """A month of a professional: hours there are (``None`` if not limited), booked, and by which office."""

    budget: float | None
    booked: float
    by_office: dict[str, float]

    @property
    def free(self) -> float | None:
        """Hours that are left; below zero when too much is booked."""
        return None if self.budget is None else round(self.budget - self.booked, 2)


def month(reader: Reader, professional: Snapshot[Professional], which: str) -> Month:
    """The bookings of a month ("2026-03"); called-off ones do not count."""
    by_office: dict[str, float] = {}
    for one in reader.children(professional.id, Booking):
        if (one.record.on_day or "")[:7] == which and one.record.state != BookingState.CALLED_OFF:
            office = str(one.record.office or "")
            by_office[office] = by_office.get(office, 0) + (one.record.hours or 0)
    return Month(professional.record.hours_per_month, round(sum(by_office.values()), 2), by_office)


def book(
    change: Change, professional: Snapshot[Professional], case_number: str, day: str, hours: float
) -> tuple[str, str]:
    """Book hours for a case; gives the id, and a warning if the month's hours are exceeded (it is booked
    all the same).

    Raises ``UserError`` for hours that are none.
    """
    if not 0 < hours <= 200:
        raise UserError("So viele Stunden lassen sich nicht buchen.", "Es wurde nichts gebucht.")
    made = change.add(
        "bookings",
        {
            "parent": professional.id,
            "case_number": case_number,
            "on_day": day,
            "hours": hours,
            "state": BookingState.BOOKED,
        },
        space=professional.space,
        root=professional.root,
    )
    now = month(change, professional, day[:7])
    warning = ""
    if now.free is not None and now.free < 0:
        warning = (
            f"{show_number(-now.free)} Stunden mehr gebucht, als es im Monat gibt ({show_number(now.budget or 0)})"
        )
    return made.id, warning
