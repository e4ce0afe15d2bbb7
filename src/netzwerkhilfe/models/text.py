"""Folding of text for search and comparison.

SQLite's own folding misses what a German office meets every day, so folding is done here, in one place, and what is
stored in the search index is already folded.
"""

from __future__ import annotations

import functools
import unicodedata

# Letters that have no decomposition in Unicode but are typed without their stroke.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def fold(text: str) -> str:
    """Lower case, without marks, ``ß`` as ``ss``, single spaces: "Müller" and "MULLER" fold alike."""
    return " ".join(text.lower().split()) if text.isascii() else _folded(text)


@functools.lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def squeeze(text: str) -> str:
    """One line, single spaces, no blanks around."""
    return " ".join(text.split())


def digits(text: str) -> str:
    """Only the digits, with a German country code turned into the trunk zero: "+49 6237 1" becomes "062371"."""
    plain = "".join(c for c in text if c.isdigit() or c == "+")
    for code in ("+49", "0049"):
        if plain.startswith(code):
            rest = plain[len(code) :].lstrip("0") if plain[len(code) :].startswith("0") else plain[len(code) :]
            return "0" + rest
    return plain.replace("+", "00") if plain.startswith("+") else plain.replace("+", "")
