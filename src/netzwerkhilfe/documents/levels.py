"""The levels of headings as a document has them: none is left out (ISO 14289-1, 7.4.2), siblings stay siblings."""

from __future__ import annotations


class Levels:
    """Levels one after the other: PDF, bookmarks and Word come to the same."""

    def __init__(self) -> None:
        self._above: list[int] = []

    def next(self, level: int) -> int:
        """The level, from 1, of a heading that is set as one of ``level``."""
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return len(self._above)
