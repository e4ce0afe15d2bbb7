"""What closes a paper never stands alone on a page: place and day, signatures, who gets a copy."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus.flowables import KeepTogether

TWO_LINES = 28
"""The height of two lines, in points."""
STEPS = 12
"""Heights that are tried for a break, a line or less apart."""


def _height(flowables: list[Any], width: float) -> float:
    total = 0.0
    for flowable in flowables:
        if isinstance(flowable, KeepTogether):
            total += _height(flowable._content, width)
        elif not isinstance(flowable, CondPageBreak):
            total += flowable.wrap(width, 0xFFFFFF)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
    return total


class Ending(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """The end of a paper with at least two lines of what stands before it; it is taken apart, never drawn.

    :param before: those lines, the first of them may break over two pages.
    :param closing: what stays together.
    """

    def __init__(self, before: list[Any], closing: list[Any]) -> None:
        super().__init__()
        self.before, self.closing = before, closing
        self.moved = False

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Higher than any page: ReportLab asks how it breaks."""
        return width, 0xFFFFFF

    def getSpaceBefore(self) -> float:
        """That of its first line."""
        found: float = self.before[0].getSpaceBefore() if self.before else 0
        return found

    def split(self, width: float, height: float) -> list[Any]:
        """All of it where there is room; else a part of what stands before, or nothing."""
        whole = [Spacer(0, 0), *self.before, *self.closing]  # ReportLab sets the first at once
        if _height(whole, width) <= height:
            return whole
        if self.before:
            first, *rest = self.before
            if self.moved and isinstance(first, KeepTogether):  # with what closes the paper it is longer than a page
                content: list[Any] = first._content
                first, *rest = content + rest
            parts = _parted(first, width, height)
            if parts:
                return [parts[0], Ending([*parts[1:], *rest], self.closing)]
        if self.moved:
            return whole  # longer than a page
        self.moved = True
        return []


def _parted(flowable: Any, width: float, height: float) -> list[Any]:
    """A flowable in two, the second of which has at least two lines; empty if that is not possible."""
    if isinstance(flowable, KeepTogether):
        return []
    full = flowable.wrap(width, 0xFFFFFF)[1]
    for step in range(STEPS):
        room = min(height, full - TWO_LINES) - step * TWO_LINES / 3
        if room < TWO_LINES:
            break
        parts: list[Any] = flowable.split(width, room)
        if len(parts) > 1 and _height(parts[1:], width) >= TWO_LINES:
            return parts
    return []


def end(story: list[Any], closing: list[Any], width: float) -> None:
    """Close a story so that what closes it has company on its page."""
    before: list[Any] = []
    while story and _height([f for f in before if not isinstance(f, Spacer)], width) < TWO_LINES:
        before.insert(0, story.pop())
    while before and isinstance(before[-1], Spacer):
        closing.insert(0, before.pop())
    story.append(Ending(before, closing))
