"""How many suggestions each open case has, as last counted off the window's thread."""

from __future__ import annotations

_counts: dict[str, int] = {}


def keep(found: dict[str, int]) -> None:
    """Remember the counts."""
    _counts.clear()
    _counts.update(found)


def count(case: str) -> int | None:
    """The suggestions of a case; ``None`` if they were not counted yet."""
    return _counts.get(case)
