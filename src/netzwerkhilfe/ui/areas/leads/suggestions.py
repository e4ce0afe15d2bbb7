"""How many suggestions each open case has and what is next with those made, as last read off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence

from netzwerkhilfe.services.matching.following import NextStep

_counts: dict[str, int] = {}
_next: dict[str, NextStep] = {}


def keep(found: dict[str, int], steps: Sequence[NextStep] = ()) -> None:
    """Remember the counts, and for each case the step that is due first."""
    _counts.clear()
    _counts.update(found)
    _next.clear()
    for one in steps:
        _next.setdefault(one.case.id, one)


def count(case: str) -> int | None:
    """The suggestions of a case; ``None`` if they were not counted yet."""
    return _counts.get(case)


def next_of(case: str) -> NextStep | None:
    """What is next with the suggestions that were made for a case."""
    return _next.get(case)
