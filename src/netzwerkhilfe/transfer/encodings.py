"""In which encoding a text file was written, told by what its letters would be: "CSV (MS-DOS)", Macintosh, Windows.

A German list has umlauts, and each encoding puts them elsewhere. The one in which the signs beyond ASCII are letters
inside words, and most of them German ones, is the right one.
"""

from __future__ import annotations

import codecs
import functools
import re

from netzwerkhilfe.models.patterns import late

CANDIDATES = ("cp1252", "cp850", "mac-roman", "iso8859-15")
"""In the order that decides where the evidence is equal."""
_SAMPLE = 400_000
_GERMAN = frozenset("äöüßÄÖÜ")
_OTHERS = frozenset("éèêëáàâãåçñíìîïóòôõøúùûýÿæœÉÈÁÀÂÅÇÑÓØÚŠšŽžğşıłćčřěůőű")
_MARKS = frozenset("€„“”‚‘’–—…§°²³½¼·•´«»©®™\u00a0×ªº±µ¹")
_ISLAND = late(r"(.?)([^\x00-\x7f]+)(.?)", re.DOTALL)
_TWICE = late("Ã[¤¶¼ŸÄ\u0084\u0096\u009c\u009f–œ„]")


def guess(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    if name := _wide(data):
        return data.decode(name, "replace"), name
    try:
        return _repaired(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    if mixed := _mostly_utf_8(data):
        return mixed, "utf-8"
    best = max(CANDIDATES, key=lambda c: (_points(data[:_SAMPLE], c), -CANDIDATES.index(c)))
    return data.decode(best, "replace"), best


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    head = data[:4096]
    if len(head) < 4 or b"\x00" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.05 else ""


def _repaired(text: str) -> str:
    """What was read wrongly once and saved again ("MÃ¼ller"), put right."""
    if len(_TWICE.findall(text)) < 2 or any(c in text for c in "äöüß"):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


@functools.cache
def _byte(sign: str) -> bytes:
    """The byte that Windows reads as a sign; it leaves some without one."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def _mostly_utf_8(data: bytes) -> str:
    """UTF-8 in which a few bytes of Windows were pasted."""
    text = data.decode("utf-8", "surrogateescape")
    odd = sum(0xDC80 <= ord(c) <= 0xDCFF for c in text)
    good = sum(0x80 <= ord(c) < 0xD800 for c in text)
    if odd * 4 > good:
        return ""
    return re.sub("[\udc80-\udcff]+", lambda m: bytes(ord(c) - 0xDC00 for c in m[0]).decode("cp1252", "replace"), text)


def _points(data: bytes, encoding: str) -> float:
    text = data.decode(encoding, "replace")
    return sum(_island(m[1], m[2], m[3]) for m in _ISLAND.finditer(text))


def _island(before: str, signs: str, after: str) -> float:
    """How much some signs beyond ASCII look like part of a German list."""
    points = 0.0
    for i, sign in enumerate(signs):
        left = signs[i - 1] if i else before
        right = signs[i + 1] if i + 1 < len(signs) else after
        points += _sign(left, sign, right)
    return points


def _sign(left: str, sign: str, right: str) -> float:
    lower_left = left.isalpha() and left.islower()
    inside = left.isalpha() or right.isalpha()
    if sign in _GERMAN:
        if sign.isupper():
            return -1.0 if lower_left else 3.0
        return 3.0 if inside else 0.5
    if sign in _OTHERS:
        if sign.isupper() and lower_left:
            return -2.0
        return 1.0 if inside else 0.0
    if sign in _MARKS:
        return -2.0 if left.isalpha() and right.isalpha() and sign not in "’´‘·" else 0.5
    return -3.0
