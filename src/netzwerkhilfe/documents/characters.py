"""Characters that a file can hold, whatever was typed or came in a package."""

from __future__ import annotations

from netzwerkhilfe.models.patterns import late

_CONTROL = late(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that XML 1.0 can hold, and should: without control characters."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """A text in one line, for who asks a file what it is."""
    return " ".join(clean(text).split())
