"""Many leads against many cases: each part of a rule is asked once for each pair of what it looks at.

The leads are the bits of whole numbers: those that a part says the same of are one mask, and how many fit a case
follows from a few masks, however many leads there are. The answers are those of the rules, pair by pair.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.services.matching import rules
from netzwerkhilfe.services.matching.parts import Part
from netzwerkhilfe.services.matching.rules import Context, Reason

L = TypeVar("L")
E = TypeVar("E")


class Weight(NamedTuple):
    """What a part says of a pair: that it rules it out, that it leaves it open, and what is missing (hundredths)."""

    never: bool
    unclear: bool
    missing: int


NOTHING = Weight(never=False, unclear=False, missing=0)


def _weigh(reasons: Sequence[Reason]) -> Weight:
    never = unclear = False
    missing = 0
    for reason in reasons:
        if reason.ok is True:
            continue
        never = never or (reason.hard and reason.ok is False)
        unclear = unclear or (reason.hard and reason.ok is None)
        missing += rules.missing_of(reason)
    return Weight(never, unclear, missing) if never or unclear or missing else NOTHING


class Span(NamedTuple):
    """Groups of leads, from ``first`` to before ``last``, of which a part says the same."""

    first: int
    last: int
    weight: Weight


class _Column(Generic[L]):
    """The leads as one part sees them: in groups that it cannot tell apart."""

    def __init__(self, part: Part[L], leads: Sequence[L], context: Context) -> None:
        self.part, self.context = part, context
        members: dict[tuple[Hashable, float | None], list[int]] = {}
        for i, lead in enumerate(leads):
            rising = part.rising(lead) if part.rising else None
            members.setdefault((part.lead(lead, context), rising), []).append(i)
        runs: dict[Hashable, list[float]] = {}
        for key, rising in members:
            if rising is not None:
                runs.setdefault(key, []).append(rising)
        order: list[tuple[Hashable, float | None]] = [m for m in members if m[1] is None]
        self._runs = [(i, i + 1) for i in range(len(order))]
        for key, numbers in runs.items():
            self._runs.append((len(order), len(order) + len(numbers)))
            order += [(key, number) for number in sorted(numbers)]
        self._examples: list[L] = []
        self._below = [0]
        """The leads of all groups before each."""
        for member in order:
            mask = 0
            for i in members[member]:
                mask |= 1 << i
            self._examples.append(leads[members[member][0]])
            self._below.append(self._below[-1] | mask)
        self._known: dict[Hashable, tuple[list[Span], dict[Weight, int]]] = {}

    def of(self, case: Case) -> tuple[list[Span], dict[Weight, int]]:
        """What the part says of each group for a case, and of which leads it says the same (as bits)."""
        key = self.part.case(case, self.context)
        found = self._known.get(key)
        if found is None:
            spans = [span for first, last in self._runs for span in self._spans(case, first, last)]
            masks: dict[Weight, int] = {}
            for first, last, weight in spans:
                masks[weight] = masks.get(weight, 0) | (self._below[last] ^ self._below[first])
            found = self._known[key] = spans, masks
        return found

    def _spans(self, case: Case, first: int, last: int) -> Iterator[Span]:
        """In a run what is missing only grows, so the end of what is equal is found by halving."""
        known: dict[int, Weight] = {}

        def weigh(group: int) -> Weight:
            if group not in known:
                known[group] = self._weigh(case, group)
            return known[group]

        while first < last:
            weight = weigh(first)
            same, other = first, last  # the last group known to be equal, and the first known to differ
            if weigh(last - 1) == weight:
                same = last - 1
            while other - same > 1 and same < last - 1:
                middle = (same + other) // 2
                same, other = (middle, other) if weigh(middle) == weight else (same, middle)
            yield Span(first, same + 1, weight)
            first = same + 1

    def _weigh(self, case: Case, group: int) -> Weight:
        return _weigh(self.part.reasons(self._examples[group], case, self.context))


class Board(Generic[L]):
    """Leads of one kind, ready to be held against cases.

    :param leads: with their computed values.
    """

    def __init__(self, parts: Sequence[Part[L]], leads: Sequence[L], context: Context) -> None:
        self._columns = [_Column(part, leads, context) for part in parts]
        self._all = (1 << len(leads)) - 1

    def count(self, case: Case) -> int:
        """How many leads fit a case, at least with reservations."""
        alive, missing = self._all, []
        for column in self._columns:
            _, masks = column.of(case)
            some = []
            for weight, mask in masks.items():
                if weight.never or weight.unclear or weight.missing > rules.FITTING:
                    alive &= ~mask
                elif weight.missing:
                    some.append((weight.missing, mask))
            if not alive:
                return 0
            if some:
                missing.append(some)
        totals = {0: alive}
        for some in missing:
            totals = _added(totals, some)
        return sum(mask.bit_count() for mask in totals.values())


def verdicts_of_leads(
    parts: Sequence[Part[L]], leads: Sequence[L], case: Case, context: Context
) -> list[tuple[int, int]]:
    """For one case and each lead the place of its verdict (:data:`rules.VERDICTS`) and what is missing (hundredths).

    :param leads, case: with their computed values.
    """
    whole = _Sum(len(leads))
    for part in parts:
        seen, rising = part.lead, part.rising
        keys: list[Hashable] = [seen(lead, context) for lead in leads]
        if rising:
            keys = list(zip(keys, map(rising, leads), strict=True))
        whole.add(keys, leads, partial(_of_lead, part, case, context))
    return whole.verdicts()


def _of_lead(part: Part[L], case: Case, context: Context, lead: L) -> Sequence[Reason]:
    return part.reasons(lead, case, context)


def verdicts_of_cases(
    parts: Sequence[Part[L]], lead: L, cases: Sequence[Case], context: Context
) -> list[tuple[int, int]]:
    """The same for one lead and each case."""
    whole = _Sum(len(cases))
    for part in parts:
        seen = part.case
        keys = [seen(case, context) for case in cases]
        whole.add(keys, cases, partial(_of_case, part, lead, context))
    return whole.verdicts()


def _of_case(part: Part[L], lead: L, context: Context, case: Case) -> Sequence[Reason]:
    return part.reasons(lead, case, context)


class _Sum:
    """What all parts together say of each of many pairs."""

    def __init__(self, count: int) -> None:
        self._never, self._unclear = bytearray(count), bytearray(count)
        self._missing = [0] * count

    def add(self, keys: Sequence[Hashable], entries: Sequence[E], reasons: Callable[[E], Sequence[Reason]]) -> None:
        """What a part says; it is asked for one of those entries that have equal keys."""
        known: dict[Hashable, Weight] = {}
        for i, key in enumerate(keys):
            weight = known.get(key)
            if weight is None:
                weight = known[key] = _weigh(reasons(entries[i]))
            if weight is NOTHING:
                continue
            if weight.never:
                self._never[i] = 1
            if weight.unclear:
                self._unclear[i] = 1
            self._missing[i] += weight.missing

    def verdicts(self) -> list[tuple[int, int]]:
        """Place of the verdict, and what is missing."""
        return [
            (rules.NEVER if never else rules.UNCLEAR if unclear else rules.level_of(missing), missing)
            for never, unclear, missing in zip(self._never, self._unclear, self._missing, strict=True)
        ]


def _added(totals: dict[int, int], some: Sequence[tuple[int, int]]) -> dict[int, int]:
    """What is missing so far, with what one more part says; what does not fit any more is left out."""
    found: dict[int, int] = {}
    for total, mask in totals.items():
        rest = mask
        for more, among in some:
            hit = rest & among
            if hit:
                rest ^= hit
                if total + more <= rules.FITTING:
                    found[total + more] = found.get(total + more, 0) | hit
        if rest:
            found[total] = found.get(total, 0) | rest
    return found
