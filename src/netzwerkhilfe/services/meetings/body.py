"""Who sits in the Leitungsteam on a day, and by which rules it decides then. All of it is data."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netzwerkhilfe.models import bodies
from netzwerkhilfe.models.bodies import BodyRules
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.network import Bench, Member
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.store.reader import Reader

BENCHES = (Bench.VOLUNTEERS, Bench.ADMINISTRATION)


@dataclass(frozen=True)
class Seat:
    """One seat: who holds it, for which office and on which bench, who stands in, and where letters go."""

    id: str
    name: str
    office: str
    bench: str
    duty: str = ""
    substitute: str = ""
    salutation: str = ""
    email: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()

    @property
    def last_name(self) -> str:
        """The last word of the name, as pills show it."""
        return self.name.rsplit(" ", 1)[-1]


def seats(reader: Reader, day: str = "") -> list[Seat]:
    """The seats on a day (ISO; today for none and for what is no day), by office, volunteers first."""
    facts = reader.facts()
    day = day if date_of(day) else facts.today.isoformat()
    found = []
    for person in reader.all(Member):
        v = person.record
        if not v.steering_group or not v.name:
            continue
        if (v.member_from or "") > day or (v.member_until or "9999") < day:
            continue
        town = " ".join(str(p) for p in (v.postcode, v.town) if p)
        found.append(
            Seat(
                person.id,
                v.name,
                v.represents or v.office or "",
                v.role or "",
                v.duty or "",
                v.substitute or "",
                v.salutation or "",
                v.email or "",
                v.phone or "",
                tuple(p for p in (v.street, town) if p),
            )
        )

    def rank(seat: Seat) -> tuple[int, int, str, str]:
        office = facts.offices.get(seat.office)
        bench = BENCHES.index(seat.bench) if seat.bench in BENCHES else len(BENCHES)
        return office.order if office else 99, bench, fold(seat.last_name), seat.id

    return sorted(found, key=rank)


def rules_on(reader: Reader, day: str) -> Mapping[str, Json]:
    """The rules that hold on a day: the newest that had come into force; without any, the defaults."""
    valid = [r for r in reader.all(BodyRules) if (r.record.valid_from or "9999") <= (day or "9999")]
    if not valid:
        return bodies.DEFAULT
    newest = max(valid, key=lambda r: (r.record.valid_from, r.id)).values
    return {**bodies.DEFAULT, **{n: v for n, v in newest.items() if v is not None}}


def quorum_needed(rules: Mapping[str, Json], members: int, *, second: bool = False) -> int:
    """How many must be present. § 39 GemO: more than half of the statutory number; after a second invitation fewer."""
    if second and rules.get("quorum_second"):
        return min(int(rules["quorum_second"]), members) or 1
    way = rules.get("quorum")
    if way == bodies.Quorum.FIXED:
        return int(rules.get("quorum_count") or 1)
    if way == bodies.Quorum.HALF:
        return math.ceil(members / 2)
    if way == bodies.Quorum.TWO_THIRDS:
        return -(-members * 2 // 3)
    return members // 2 + 1


def duty_holder(everyone: Sequence[Seat], duty: str) -> str:
    """The name of who holds a duty, or an empty text."""
    return next((s.name for s in everyone if s.duty == duty), "")


def find(everyone: Sequence[Seat], text: str) -> Seat | None:
    """The seat meant by a name, a last name or an id, if only one fits."""
    plain = fold(text)
    exact = [s for s in everyone if text == s.id or plain == fold(s.name)]
    close = exact or [
        s for s in everyone if plain and plain in (fold(s.last_name), fold(s.name.split(" ", maxsplit=1)[0]))
    ]
    return close[0] if len(close) == 1 else None


def date_of(text: str | None) -> dt.date | None:
    """A stored day; ``None`` for none, and for what came in a package and is no day."""
    try:
        return dt.date.fromisoformat(str(text or ""))
    except ValueError:
        return None


def last_invitation_day(rules: Mapping[str, Json], day: dt.date) -> dt.date:
    """The last day on which an invitation keeps the notice period of full calendar days (§ 34 GemO: four)."""
    return day - dt.timedelta(days=min(int(rules.get("notice_days") or 0), 3650) + 1)
