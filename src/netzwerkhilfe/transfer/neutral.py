"""Cells that a spreadsheet would take for a formula, made harmless in a way that can be taken back.

An apostrophe goes before each text that begins like a formula (OWASP: CSV injection), and before each that has such an
apostrophe already. So exactly the texts that match :data:`_FORMULA` get one, a text with one more matches too, and what
comes in loses one where the rest matches. A real apostrophe ("'s-Gravenhage") stands before no such sign and stays.
"""

from __future__ import annotations

from netzwerkhilfe.models.patterns import late

_FORMULA = late("'*(?:[\\t\\r\\n]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
"""A formula's first sign, also in its wide form, perhaps behind blanks and apostrophes."""


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; :func:`meant` gives the text back."""
    return "'" + text if _FORMULA.match(text) else text


def kept(text: str) -> str:
    """A cell of a format in which a text is never a formula, so that :func:`meant` gives it back all the same."""
    return harmless(text) if text.startswith("'") else text


def meant(text: str) -> str:
    """What a cell says without the apostrophe that made it harmless."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text
