"""Fixed choices: the key that is stored and compared, and the label that people read.

A key is frozen once released: it stands in the stores and packages of all offices. The words that were stored before
keys and labels were told apart are keys as they are; new choices get English keys. A label may change at any time.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self


class Choice(StrEnum):
    """A list of fixed choices: ``MEMBER = "key"`` or ``MEMBER = "key", "label"``. Members equal their keys."""

    label: str
    """What people read."""

    def __new__(cls, key: str, label: str = "") -> Self:
        """A member from its key and, where it differs, its label."""
        member = str.__new__(cls, key)
        member._value_ = key
        member.label = label or key
        return member

    @classmethod
    def of(cls, key: Any) -> Self | None:
        """The member with this key; ``None`` for none, and for what a newer version or a damaged package stored."""
        try:
            return cls(key)
        except ValueError:
            return None

    @classmethod
    def label_of(cls, key: Any) -> str:
        """What people read for a key; one that is not known here is its own label, none is an empty text."""
        found = cls.of(key)
        return found.label if found else str(key or "")


Choices = type[Choice]


def labels(choices: Choices) -> str:
    """The labels of all choices in one line, for a message."""
    return ", ".join(c.label for c in choices)
