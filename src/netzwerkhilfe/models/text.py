"""Folding of text for search and comparison.

SQLite's own folding misses what a German office meets every day, so folding is done here, in one place, and what is
stored in the search index is already folded.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that have no decomposition in Unicode but are typed without their stroke.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case, without marks, ``ß`` as ``ss``, single spaces: "Müller" and "MULLER" fold alike."""
    if text.isascii():
        return _SPACE.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return _SPACE.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def squeeze(text: str) -> str:
    """One line, single spaces, no blanks around."""
    return _SPACE.sub(" ", text.replace("\u00a0", " ")).strip()


def digits(text: str) -> str:
    """Only the digits, with a German country code turned into the trunk zero: "+49 6237 1" becomes "062371"."""
    plain = "".join(c for c in text if c.isdigit() or c == "+")
    for code in ("+49", "0049"):
        if plain.startswith(code):
            rest = plain[len(code) :].lstrip("0") if plain[len(code) :].startswith("0") else plain[len(code) :]
            return "0" + rest
    return plain.replace("+", "00") if plain.startswith("+") else plain.replace("+", "")
