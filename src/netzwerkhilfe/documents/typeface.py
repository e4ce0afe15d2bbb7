"""The typeface of the papers, and in words what it has no sign for: nothing prints as an empty box.

FiraGO (SIL OFL, from the package pymupdf-fonts) has Latin, Cyrillic, Greek, Arabic and Hebrew.

An emoji stands as its German name in brackets (Unicode CLDR, from the package emoji), a letter as its number
("[U+6F22]").
"""

from __future__ import annotations

import functools
import io
import unicodedata

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FACES = ("FiraGO", "FiraGO-Bold")


@functools.cache
def fonts() -> None:
    """Register FiraGO once."""
    import pymupdf_fonts

    for name, code in (("FiraGO", "figo"), ("FiraGO-Bold", "figbo"), ("FiraGO-Italic", "figit")):
        data = pymupdf_fonts.myfont(code)
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(data), shapable=True))
    pdfmetrics.registerFontFamily("FiraGO", "FiraGO", "FiraGO-Bold", "FiraGO-Italic", "FiraGO-Bold")


def _signs() -> frozenset[str]:
    """The letters that the upright faces have, and what is never printed; the slanted face is for quotations."""
    fonts()
    faces = (set(pdfmetrics.getFont(name).face.charToGlyph) for name in FACES)
    return frozenset(map(chr, set.intersection(*faces) | set(range(32)))) | frozenset("\u0085\u2028\u2029")


@functools.cache
def _known() -> frozenset[str]:
    return _signs()


def without_sign(text: str) -> list[str]:
    """The letters of a text for which the typeface has no sign."""
    return sorted(c for c in set(text) - _signs() if not c.isspace())


def _printable(text: str) -> bool:
    return (text.isascii() and "\x7f" not in text) or _known().issuperset(text)


def spelled(text: str) -> str:
    """A text as it can be printed."""
    if _printable(text):
        return text
    import emoji  # late: its names take a moment, and few papers need them

    def named(characters: str, _data: object) -> str:
        if _known().issuperset(characters):
            return characters
        name = emoji.demojize(characters, delimiters=("[", "]"), language="de")
        return name.replace("_", " ") if name != characters else characters

    return "".join(map(_letter, emoji.replace_emoji(unicodedata.normalize("NFC", text), named)))


def _letter(character: str) -> str:
    if character in _known() or character.isspace():
        return character
    if unicodedata.category(character) in ("Cc", "Cf") or character == "\N{VARIATION SELECTOR-16}":
        return ""
    return f"[U+{ord(character):04X}]"


def replaced(text: str) -> list[tuple[str, str]]:
    """What of a text is printed otherwise, with how: ("😀", "[grinsendes gesicht]")."""
    if _printable(text):
        return []
    import emoji

    text = unicodedata.normalize("NFC", text)
    signs = [e["emoji"] for e in emoji.emoji_list(text)]
    rest = emoji.replace_emoji(text, "")
    found = dict.fromkeys([*signs, *without_sign(rest)])
    return [(sign, said) for sign in found if (said := spelled(sign)) not in (sign, "")]
