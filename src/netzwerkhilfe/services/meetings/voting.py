"""What votes amount to: pure functions over counts and the rules of the day (§ 40 GemO by default)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netzwerkhilfe.models import bodies
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.meetings import CastingVote, ResultCode, WithoutVote
from netzwerkhilfe.services.meetings.complaints import Code, Complaint


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


CASTING: Mapping[str, bool] = {CastingVote.YES: True, CastingVote.NO: False}


@dataclass(frozen=True)
class Result:
    """What votes amount to: a code to decide by, and the text for people."""

    code: ResultCode
    abstentions: int = 0
    """Told where a motion is carried without a vote against it."""
    instead: str = ""
    """The key of what was done instead of a vote (:class:`~netzwerkhilfe.models.meetings.WithoutVote`)."""
    announced: str = ""
    """The text as it was signed, which stay."""

    @property
    def carried(self) -> bool | None:
        """Whether the motion was carried; ``None`` where that is not decided."""
        return self.code.carried

    @property
    def text(self) -> str:
        """The result as text; empty while nobody has voted."""
        if self.announced or self.code is ResultCode.OPEN:
            return self.announced
        if self.code is ResultCode.WITHOUT_VOTE:
            instead = WithoutVote.of(self.instead)
            return instead.label if instead else self.instead
        if self.code is ResultCode.UNANIMOUS and self.abstentions:
            noun = "Enthaltung" if self.abstentions == 1 else "Enthaltungen"
            return f"{self.code.label} bei {self.abstentions} {noun}"
        return self.code.label


def accepted(votes: Votes, rules: Mapping[str, Json], present: int, members: int) -> bool | None:
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
        return CASTING.get(votes.casting)
    return votes.yes > votes.no


def result(votes: Votes | None, rules: Mapping[str, Json], present: int, members: int, outcome: str = "") -> Result:
    """The result of a vote; without one, what was done instead (``outcome``)."""
    if outcome:
        return Result(ResultCode.WITHOUT_VOTE, instead=outcome)
    if votes is None or votes.total == 0:
        return Result(ResultCode.OPEN)
    carried = accepted(votes, rules, present, members)
    if carried is None:
        return Result(ResultCode.TIE)
    if not carried:
        return Result(ResultCode.REJECTED)
    if votes.no == 0:
        return Result(ResultCode.UNANIMOUS, votes.abstention)
    return Result(ResultCode.MAJORITY)


def complaint(votes: Votes | None, present: int) -> Complaint | None:
    """What is wrong with a count: there cannot be more votes than people."""
    if votes is None or votes.total <= present:
        return None
    text = f"{votes.total} Stimmen, aber nur {present} stimmberechtigt anwesend"
    return Complaint(Code.TOO_MANY_VOTES, True, text)
