"""The rules of the body that meets, by the day from which they hold. Who belongs to it stands in ``network.Member``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netzwerkhilfe.models.base import Kind, Record, register_kind
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import CHOICE, DATE, INTEGER, TEXT, YES_NO, field
from netzwerkhilfe.models.values import show_date


class Quorum(Choice):
    """How many members must be present."""

    MORE_THAN_HALF = "mehr als die Hälfte"
    HALF = "die Hälfte"
    TWO_THIRDS = "zwei Drittel"
    FIXED = "feste Zahl"


class Majority(Choice):
    """What carries a motion."""

    OF_VOTES = "mehr Ja als Nein"
    OF_PRESENT = "mehr als die Hälfte der Anwesenden"
    OF_MEMBERS = "mehr als die Hälfte der Mitglieder"
    TWO_THIRDS_OF_VOTES = "zwei Drittel der abgegebenen Stimmen"


class Tie(Choice):
    """What a tie means."""

    REJECTED = "abgelehnt"
    CHAIR_DECIDES = "Stimme des Vorsitzes entscheidet"


class Circular(Choice):
    """Whether decisions may be taken by circulation."""

    NOT_ALLOWED = "nicht zugelassen"
    UNLESS_OBJECTED = "wenn niemand widerspricht"
    IN_EMERGENCY = "nur in Notlagen"


class BodyRules(Record):
    """How the Leitungsteam decides, from a day on. Orientation: GemO Rheinland-Pfalz §§ 34, 39, 40, 41."""

    valid_from: str | None = field("Gilt ab", DATE, required=True)
    quorum: str | None = field(
        "Beschlussfähig ist",
        CHOICE,
        choices=Quorum,
        help="der Mitglieder",
        width=2,
    )
    quorum_count: int | None = field("Feste Zahl", INTEGER)
    quorum_second: int | None = field(
        "Zweite Einladung", INTEGER, help="genügen so viele, wenn darauf hingewiesen wurde"
    )
    notice_days: int | None = field("Ladungsfrist", INTEGER, unit="volle Tage", help="zwischen Einladung und Sitzung")
    majority: str | None = field("Angenommen bei", CHOICE, choices=Majority, width=2)
    tie: str | None = field("Bei Stimmengleichheit", CHOICE, choices=Tie, width=2)
    circular: str | None = field("Umlaufbeschluss", CHOICE, choices=Circular, width=2)
    minutes_within: int | None = field("Niederschrift binnen", INTEGER, unit="Tagen")
    public: bool | None = field("Sitzungen sind öffentlich", YES_NO)
    source: str | None = field("Quelle", TEXT, width=3, help="z. B. Geschäftsordnung vom 12.03.2026")


DEFAULT: Mapping[str, Any] = {
    "valid_from": "2000-01-01",
    "quorum": Quorum.MORE_THAN_HALF,
    "quorum_second": 3,
    "notice_days": 4,
    "majority": Majority.OF_VOTES,
    "tie": Tie.REJECTED,
    "circular": Circular.IN_EMERGENCY,
    "minutes_within": 30,
    "source": "nach GemO Rheinland-Pfalz §§ 34, 35, 39–41",
}
"""What holds where a network has no rules of its own yet."""


def _title(record: BodyRules, _facts: Facts) -> str:
    return f"Regeln ab {show_date(record.valid_from)}" if record.valid_from else "Regeln"


def check(record: BodyRules, _facts: Facts) -> dict[str, str]:
    """A day from which they hold; no negative numbers; a fixed quorum has its number."""
    found = {} if record.valid_from else {"valid_from": "Bitte ausfüllen"}
    for name in ("quorum_count", "quorum_second", "notice_days", "minutes_within"):
        if (getattr(record, name) or 0) < 0:
            found[name] = "Mindestens 0"
    if record.quorum == Quorum.FIXED and not record.quorum_count:
        found["quorum_count"] = "Bitte die Zahl nennen"
    return found


register_kind(
    Kind("body_rules", BodyRules, "Regeln der Sitzungen", "Regeln der Sitzungen", _title, check=check, listed=False)
)
