"""Regular expressions that are compiled when something is first held against them.

The models have a hundred, and compiling them took a fifth of what the start of the program imports; a call that shows a
list needs none.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands in for a pattern; what is asked of it is the pattern's own from the first time on."""

    def __init__(self, text: str, flags: int) -> None:
        self._made = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._made), name)
        setattr(self, name, found)
        return found


def late(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled at its first use; :mod:`re` has the result in its cache."""
    return cast("re.Pattern[str]", _Late(text, flags))
