"""The look: tokens for light and dark, and fonts.

Sizes and colours follow ui.md. Nothing here imports the store, so that the window is painted before it opens.
"""

from __future__ import annotations

import collections
import functools
import json
import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication

from netzwerkhilfe import atomic, paths

LIGHT = {
    "window": "F4F6F7",
    "sidebar": "EBEEF0",
    "surface": "FFFFFF",
    "subtle": "F3F5F6",
    "hover": "EEF1F3",
    "pressed": "E3E8EB",
    "selected": "DCEFEF",
    "nav_selected": "D2E7E7",
    "line": "E1E6E9",
    "line_soft": "EDF0F2",
    "border": "7F8892",
    "text1": "182026",
    "text2": "48525B",
    "text3": "5F6973",
    "accent": "0B6B70",
    "on_accent": "FFFFFF",
    "accent_hover": "095A5F",
    "accent_pressed": "07484C",
    "accent_text": "0A5F64",
    "tint": "DFF1F0",
    "focus": "0A3D91",
    "ok": "1C6B3A",
    "ok_ground": "E1F3E7",
    "warn": "8A4B00",
    "warn_ground": "FCEFD9",
    "bad": "B3261E",
    "bad_ground": "FCE8E6",
    "info": "1F5BA8",
    "info_ground": "E4EEFA",
    "neutral": "48525B",
    "neutral_ground": "E9EDEF",
    "stage0": "6B757F",
    "stage1": "2B6CB8",
    "stage2": "B06A00",
    "stage3": "23804A",
    "mark": "FFE9A8",
    "chart2": "748DBE",
    "toast": "1F272D",
    "toast_text": "F4F6F7",
    "toast_action": "7FD6D8",
}
DARK = {
    "window": "14181B",
    "sidebar": "101315",
    "surface": "1B2024",
    "subtle": "22282C",
    "hover": "262D32",
    "pressed": "2F373D",
    "selected": "15393C",
    "nav_selected": "15393C",
    "line": "2E363C",
    "line_soft": "262D32",
    "border": "76818B",
    "text1": "ECF0F2",
    "text2": "BAC3CA",
    "text3": "97A2AB",
    "accent": "4DB6BA",
    "on_accent": "08282A",
    "accent_hover": "68C8CB",
    "accent_pressed": "83D8DA",
    "accent_text": "74CFD2",
    "tint": "153A3D",
    "focus": "9CC2FF",
    "ok": "7FD19C",
    "ok_ground": "16352A",
    "warn": "F0B75E",
    "warn_ground": "3A2C12",
    "bad": "FF9C92",
    "bad_ground": "45201D",
    "info": "93BEF2",
    "info_ground": "1A3050",
    "neutral": "BAC3CA",
    "neutral_ground": "2B3238",
    "stage0": "98A3AC",
    "stage1": "6FA8EA",
    "stage2": "E0A040",
    "stage3": "5CBF82",
    "mark": "5A4A12",
    "chart2": "8CA9E0",
    "toast": "ECF0F2",
    "toast_text": "182026",
    "toast_action": "0A5F64",
}
# Office tags: (text, ground) light, (text, ground) dark, by order of joining; resources keep some for known letters.
TAGS = (
    (("2B55A3", "E8EEFA"), ("9DBBF2", "1D2C4A")),
    (("6A44A6", "EFE9F8"), ("C4A9EF", "30244A")),
    (("586008", "F0F2DC"), ("CBD26A", "2F3212")),
    (("99255F", "FAE8F1"), ("F09CC4", "451F34")),
    (("1C6B3A", "E1F3E7"), ("7FD19C", "16352A")),
    (("8A4B00", "FCEFD9"), ("F0B75E", "3A2C12")),
    (("0A5F64", "DFF1F0"), ("74CFD2", "153A3D")),
    (("B3261E", "FCE8E6"), ("FF9C92", "45201D")),
)


@dataclass
class _Current:
    dark: bool = False
    contrast: dict[str, str] | None = None


_current = _Current()


def token(name: str) -> str:
    """A colour of the present theme as "#RRGGBB"."""
    return "#" + (_current.contrast or (DARK if _current.dark else LIGHT))[name]


@functools.cache
def _color(code: str) -> QColor:
    return QColor(code)


def color(name: str) -> QColor:
    """A colour of the present theme. Shared; not to be changed."""
    return _color(token(name))


@functools.cache
def metrics(points: float = 10, weight: int = 400) -> QFontMetrics:
    """The measures of a font."""
    return QFontMetrics(font(points, weight))


elisions: collections.deque[tuple[str, str, int]] = collections.deque(maxlen=500)
"""What was shortened last: the text, what is shown of it, and the room it had."""


def elided(text: str, measures: QFontMetrics, width: int) -> str:
    """A text with "…" where it has no room; what was shortened is remembered for who looks whether words are cut."""
    shown = measures.elidedText(text, Qt.TextElideMode.ElideRight, width)
    if shown != text:
        elisions.append((text, shown, width))
    return shown


@functools.lru_cache(maxsize=4096)
def _elided(text: str, points: float, weight: int, width: int) -> str:
    return metrics(points, weight).elidedText(text, Qt.TextElideMode.ElideRight, width)


def elided_in(text: str, points: float, weight: int, width: int) -> str:
    """The same in one of our fonts; lists say the same words in the same room again and again."""
    shown = _elided(text, points, weight, width)
    if shown != text:
        elisions.append((text, shown, width))
    return shown


@functools.cache
def _kept_tags() -> dict[str, int]:
    found: dict[str, int] = json.loads((paths.resources() / "beispiel" / "kuerzelfarben.json").read_text("utf-8"))
    return found


def tag_index(code: str, rank: int) -> int:
    """Which of :data:`TAGS` an office has: the one kept for its letters in the data, else by order of joining."""
    kept = _kept_tags()
    return kept[code] if code in kept else (rank + len(kept)) % len(TAGS)


def tag_colors(code: str, rank: int) -> tuple[QColor, QColor]:
    """Text and ground of an office's tag."""
    if _current.contrast:
        return color("text1"), color("surface")
    text, ground = TAGS[tag_index(code, rank)][1 if _current.dark else 0]
    return QColor("#" + text), QColor("#" + ground)


def _font_file(code: str) -> str:
    """FiraGO as a file of the user's cache: unpacking it out of its package takes 20 ms at each start, reading it
    none."""
    path = paths.cache_dir() / f"{code}.ttf"
    if not path.exists():
        import pymupdf_fonts

        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, pymupdf_fonts.myfont(code))
    return str(path)


@functools.cache
def family() -> str:
    """Segoe UI Variable or Segoe UI on Windows, else FiraGO out of its package, else what the system has."""
    if sys.platform == "win32":
        present = set(QFontDatabase.families())
        for name in ("Segoe UI Variable Text", "Segoe UI"):
            if name in present:
                return name
    found = ""
    for code in ("figo", "figbo"):
        try:
            number = QFontDatabase.addApplicationFont(_font_file(code))
        except OSError:  # a home that cannot be written: unpack it every time
            import pymupdf_fonts

            number = QFontDatabase.addApplicationFontFromData(pymupdf_fonts.myfont(code))
        families = QFontDatabase.applicationFontFamilies(number)
        found = found or (families[0] if families else "")
    return found or QGuiApplication.font().family()


@functools.cache
def font(points: float = 10, weight: int = 400) -> QFont:
    """The one typeface in a size and weight, with tabular figures."""
    made = QFont(family())
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def wants_dark(choice: str) -> bool:
    """Resolve the setting "auto", "light" or "dark"."""
    if choice in ("light", "dark"):
        return choice == "dark"
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def choose(choice: str, contrast: dict[str, str] | None = None) -> None:
    """From now on these colours: "auto", "light" or "dark", or the few of a high contrast theme."""
    _current.dark = wants_dark(choice)
    _current.contrast = contrast


LINE_HEIGHT = 32
"""Of a plain line in a list (object name "lines"); items take it as their size hint."""
