"""Meetings that come again: dates by a rule, holidays avoided, made all at once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.entry import checked, read_texts
from netzwerkhilfe.models.meetings import Meeting, MeetingStage, Occasion
from netzwerkhilfe.models.network import Duty
from netzwerkhilfe.models.places import place
from netzwerkhilfe.models.recurring import Rule
from netzwerkhilfe.models.values import WEEKDAYS, show_date
from netzwerkhilfe.services.meetings import body, meetings
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.unit_of_work import Change

QUIET = ((12, 24), (12, 31))
"""Days without a holiday's name on which no office meets."""


@functools.lru_cache(maxsize=64)
def _holidays(year: int, land: str) -> Mapping[dt.date, str]:
    import holidays

    found = holidays.country_holidays("DE", subdiv=land or None, years=year, language="de")
    return dict(found.items())


def land_of(reader: Reader) -> str:
    """The Land of most places of the network, as ISO code; empty where there are none."""
    counts: dict[str, int] = {}
    facts = reader.facts()
    known = [p.land for p in facts.places.values()]
    for code in known or [k.land for o in facts.offices.values() if (k := place(o.name))]:
        counts[code] = counts.get(code, 0) + 1
    return max(counts, key=lambda c: counts[c]) if counts else ""


def holiday(reader: Reader, day: dt.date) -> str:
    """The name of the holiday on a day in the network's Land, or an empty text."""
    if (day.month, day.day) in QUIET:
        return "Heiligabend" if day.day == 24 else "Silvester"
    return _holidays(day.year, land_of(reader)).get(day, "")


@dataclass(frozen=True)
class Proposed:
    """One date of a series: the day, the one the rule gave, why it was moved, and whether a meeting is there
    already."""

    day: dt.date
    by_rule: dt.date
    reason: str = ""
    taken: str = ""

    def words(self) -> str:
        """As the list of dates shows it."""
        shown = f"{WEEKDAYS[self.day.weekday()]}, {show_date(self.day.isoformat())}"
        if self.reason:
            shown += f"   statt {show_date(self.by_rule.isoformat())} ({self.reason})"
        return shown + (f"   schon geplant: {self.taken}" if self.taken else "")


def proposed(reader: Reader, rule: Rule, first: dt.date, last: dt.date) -> list[Proposed]:
    """The dates of a rule; one on a holiday goes to the same weekday of the week before, then after, then to a day
    beside it."""
    planned = {
        m.record.date: m.record.title or Occasion.SITTING.label
        for m in reader.all(Meeting)
        if m.record.date and m.record.stage != MeetingStage.CALLED_OFF
    }
    found = []
    for day in rule.days(first, last):
        name = holiday(reader, day)
        target = day
        if name:
            for shift in (-7, 7, -1, 1, -2, 2, -14, 14):
                other = day + dt.timedelta(days=shift)
                if not holiday(reader, other) and other >= first:
                    target = other
                    break
        found.append(Proposed(target, day, name, planned.get(target.isoformat(), "")))
    return found


def create(
    change: Change, texts: Mapping[str, str], days: Sequence[str], *, usual: bool = False, series: str = ""
) -> None:
    """Keep the series and make a meeting on each day. Raises :class:`~netzwerkhilfe.models.entry.Invalid`."""
    kind, facts = KINDS["series"], change.facts()
    read = read_texts(kind, dict(texts), facts)
    checked(kind, read.values, read.errors, facts)
    if not days:
        raise UserError("Es ist kein Termin angekreuzt.", "Es wurde nichts angelegt.")
    values = {n: v for n, v in read.values.items() if v is not None}
    sitting = values.get("occasion") in (None, Occasion.SITTING)
    seats = body.seats(change)
    templates = [t for t in meetings.templates(change) if t.record.usual] if usual and sitting else []
    if series:
        change.update(series, values)
        owner = series
    else:
        owner = change.add("series", values).id
    for day in days:
        made = change.add(
            "meetings",
            {
                "title": values["title"],
                "occasion": values.get("occasion"),
                "date": day,
                "start": values.get("start"),
                "venue": values.get("venue"),
                "stage": MeetingStage.PLANNED,
                "series": owner,
                "chair": body.duty_holder(seats, Duty.CHAIR) or None if sitting else None,
                "minute_taker": body.duty_holder(seats, Duty.MINUTE_TAKER) or None if sitting else None,
            },
        )
        fresh = change.require(made.id, Meeting)
        for i, template in enumerate(templates, 1):
            values_of = {n: template.values.get(n) for n in meetings.FROM_TEMPLATE}
            meetings.put_item(change, fresh, i * meetings.STEP, values_of)
