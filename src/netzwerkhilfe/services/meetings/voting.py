"""What votes amount to: pure functions over counts and the rules of the day (§ 40 GemO by default)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netzwerkhilfe.models import bodies


@dataclass(frozen=True)
class Votes:
    """Counted votes; ``casting`` is the chair's vote where it decides a tie."""

    yes: int = 0
    no: int = 0
    abstention: int = 0
    casting: str = ""

    @property
    def total(self) -> int:
        """All votes, abstentions included."""
        return self.yes + self.no + self.abstention

    def words(self) -> str:
        """ "3 Ja, 2 Nein, 1 Enthaltung"."""
        rest = "Enthaltung" if self.abstention == 1 else "Enthaltungen"
        return f"{self.yes} Ja, {self.no} Nein, {self.abstention} {rest}"


@dataclass(frozen=True)
class Result:
    """The result in words, and whether the motion was carried; ``None`` where that is not decided."""

    text: str
    carried: bool | None


def accepted(votes: Votes, rules: Mapping[str, Any], present: int, members: int) -> bool | None:
    """Whether a motion is carried; ``None`` for a tie that the chair has still to decide."""
    way = rules.get("majority")
    if way == bodies.Majority.OF_MEMBERS:
        return votes.yes * 2 > members
    if way == bodies.Majority.OF_PRESENT:
        return votes.yes * 2 > present
    if way == bodies.Majority.TWO_THIRDS_OF_VOTES:
        cast = votes.yes + votes.no
        return cast > 0 and votes.yes * 3 >= cast * 2
    if votes.yes == votes.no and votes.yes and rules.get("tie") == bodies.Tie.CHAIR_DECIDES:
        return {"ja": True, "nein": False}.get(votes.casting)
    return votes.yes > votes.no


def result(votes: Votes | None, rules: Mapping[str, Any], present: int, members: int, outcome: str = "") -> Result:
    """The result of a vote in words; without one, what was done instead ("vertagt")."""
    if outcome:
        return Result(outcome, None)
    if votes is None or votes.total == 0:
        return Result("", None)
    carried = accepted(votes, rules, present, members)
    if carried is None:
        return Result("Stimmengleichheit, der Vorsitz entscheidet", None)
    if not carried:
        return Result("abgelehnt", False)
    if votes.no == 0:
        rest = f" bei {votes.abstention} {'Enthaltung' if votes.abstention == 1 else 'Enthaltungen'}"
        return Result("einstimmig angenommen" + (rest if votes.abstention else ""), True)
    return Result("mehrheitlich angenommen", True)


def complaint(votes: Votes | None, present: int) -> str:
    """What is wrong with a count, or an empty text: there cannot be more votes than people."""
    if votes is None or votes.total <= present:
        return ""
    return f"{votes.total} Stimmen, aber nur {present} stimmberechtigt anwesend"
