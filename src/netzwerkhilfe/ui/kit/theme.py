"""The look: tokens for light and dark, fonts, one palette and one generated style sheet.

Sizes and colours follow ui.md. Nothing here imports the store, so that the window is painted before it opens.
"""

from __future__ import annotations

import functools
import string
import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

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
# Office tags: (text, ground) light, (text, ground) dark, by rank of joining; the first four are LH, DS, MX, WA.
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
KNOWN_TAGS = {"LH": 0, "DS": 1, "MX": 2, "WA": 3}


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


def tag_colors(code: str, rank: int) -> tuple[QColor, QColor]:
    """Text and ground of an office's tag."""
    if _current.contrast:
        return color("text1"), color("surface")
    index = KNOWN_TAGS.get(code, (rank + 4) % len(TAGS) if code not in KNOWN_TAGS else rank)
    text, ground = TAGS[index][1 if _current.dark else 0]
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


def apply(app: QApplication, choice: str = "auto") -> None:
    """Put fonts, palette and style sheet in force."""
    from netzwerkhilfe.ui.kit import appearance

    _current.dark = wants_dark(choice)
    wished = appearance.contrast()
    _current.contrast = appearance.contrast_tokens(wished, list(LIGHT)) if wished else None
    app.setStyle("Fusion")
    app.setFont(font())
    palette = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "surface"),
        (QPalette.ColorRole.Base, "surface"),
        (QPalette.ColorRole.Text, "text1"),
        (QPalette.ColorRole.WindowText, "text1"),
        (QPalette.ColorRole.Button, "surface"),
        (QPalette.ColorRole.ButtonText, "text1"),
        (QPalette.ColorRole.Highlight, "selected"),
        (QPalette.ColorRole.HighlightedText, "text1"),
        (QPalette.ColorRole.ToolTipBase, "toast"),
        (QPalette.ColorRole.ToolTipText, "toast_text"),
        (QPalette.ColorRole.PlaceholderText, "text3"),
        (QPalette.ColorRole.AlternateBase, "subtle"),
        (QPalette.ColorRole.Link, "accent_text"),
    ):
        palette.setColor(role, color(name))
    app.setPalette(palette)
    app.setStyleSheet(sheet())


LINE_HEIGHT = 32
"""Of a plain line in a list (object name "lines"); items take it as their size hint."""
SHEET = """
QWidget { color: $text1; }
QMainWindow, QDialog, QStackedWidget, #page, #detail { background: $surface; }
#ground, QScrollArea#ground > QWidget > QWidget { background: $window; }
QToolTip { background: $toast; color: $toast_text; border: none; padding: 4px 8px; }
#sidebar, #sidebar QScrollArea, #sidebar QScrollArea > QWidget > QWidget { background: $sidebar; }
#sidebar { border-right: 1px solid $line; }
#header { border-bottom: 0px; }
QLabel { background: transparent; }
QLabel[role="caption"] { color: $text3; }
QLabel[role="muted"] { color: $text2; }
QLabel[role="section"] { color: $text3; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="ok"] { color: $ok; }
QLabel[role="badge"] { border-radius: 4px; padding: 2px 8px; background: $neutral_ground; color: $neutral; }
QLabel[tone="ok"] { background: $ok_ground; color: $ok; }
QLabel[tone="warn"] { background: $warn_ground; color: $warn; }
QLabel[tone="bad"] { background: $bad_ground; color: $bad; }
QLabel[tone="info"] { background: $info_ground; color: $info; }
QPushButton { min-height: 30px; max-height: 30px; padding: 0 13px; border: 1px solid $border; border-radius: 6px;
    background: $surface; color: $text1; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:disabled { color: $text3; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_pressed; }
QPushButton[role="primary"]:disabled { background: $pressed; border-color: $pressed; color: $text3; }
QPushButton[role="danger"] { color: $bad; border-color: $bad; }
QPushButton[role="link"] { border: none; background: transparent; color: $accent_text; padding: 0 2px;
    text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="quiet"] { border: none; background: transparent; padding: 0 6px; }
QPushButton[role="switch"] { border: 1px solid transparent; background: $subtle; min-height: 26px; max-height: 26px;
    padding: 0 10px; border-radius: 6px; }
QPushButton[role="switch"]:checked { background: $surface; border-color: $border; }
#lanebox { background: $subtle; border-radius: 8px; }
QListWidget#lane { background: transparent; border: none; padding: 0 8px; }
QPushButton[role="row"] { border: none; background: transparent; padding: 0 2px; text-align: left; }
QPushButton[role="row"]:hover { color: $accent_text; text-decoration: underline; }
#leaf { background: $tint; border-radius: 6px; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="nav"] { border: none; background: transparent; text-align: left; padding: 0 9px; min-height: 29px;
    max-height: 29px; border-radius: 6px; color: $text1; }
QPushButton[role="nav"]:hover { background: $hover; }
QPushButton[role="nav"]:checked { background: $nav_selected; color: $accent_text; }
QPushButton[role="call"] { text-align: left; min-height: 32px; max-height: 32px; padding: 0 9px; background: $accent;
    border-color: $accent; color: $on_accent; }
QPushButton[role="call"]:hover { background: $accent_hover; }
QPushButton[role="search"] { text-align: left; min-height: 30px; max-height: 30px; padding: 0 9px; color: $text2; }
QPushButton[role="pill"] { min-height: 26px; max-height: 26px; border-radius: 14px; padding: 0 11px; color: $text2; }
QPushButton[role="pill"][active="true"] { background: $tint; border-color: $accent; color: $accent_text; }
QPushButton[role="tile"] { min-height: 58px; max-height: 58px; border-radius: 6px; padding: 0; }
QPushButton[role="tile"]:checked { background: $tint; border: 2px solid $accent; color: $accent_text; }
QPushButton[role="choice"] { min-height: 82px; max-height: 82px; text-align: left; border-radius: 8px;
    padding: 0 20px; }
QPushButton[role="choice"]:checked { background: $tint; border: 2px solid $accent; }
QPushButton[role="cell"] { min-height: 44px; max-height: 200px; text-align: left; border: 1px solid $line;
    border-radius: 6px; padding: 0 16px; }
QPushButton[role="cell"]:checked { background: $tint; border: 2px solid $accent; }
QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox { border: 1px solid $border; border-radius: 6px;
    background: $surface; color: $text1; padding: 0 10px; selection-background-color: $mark; selection-color: $text1; }
QLineEdit, QComboBox { min-height: 30px; max-height: 30px; }
QPlainTextEdit { padding: 6px 7px; }
QLineEdit[understood="true"] { background: $tint; }
QLineEdit[bad="true"], QComboBox[bad="true"], QPlainTextEdit[bad="true"] { border: 2px solid $bad; min-height: 28px; }
QLineEdit:disabled, QComboBox:disabled { color: $text3; background: $subtle; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url($caret); width: 14px; height: 14px; }
QComboBox QAbstractItemView { border: 1px solid $line; background: $surface; selection-background-color: $selected;
    selection-color: $text1; outline: 0; }
QRadioButton { spacing: 8px; background: transparent; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $border; border-radius: 8px;
    background: $surface; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $border; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QListView::indicator { width: 16px; height: 16px; border: 1px solid $border; border-radius: 4px; background: $surface; }
QListView::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QTableView, QListView { border: none; background: $surface; outline: 0; gridline-color: transparent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; border: none; border-bottom: 1px solid $line; padding: 0 8px;
    color: $text3; height: 31px; }
QHeaderView::section:first { padding-left: 16px; }
QHeaderView::section:hover { color: $text1; }
QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 2px; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 2px; }
QScrollBar::handle { background: $line; border-radius: 4px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $border; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none;
    border: none; width: 0; height: 0; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text1; }
QMenu::separator { height: 1px; background: $line_soft; margin: 4px 6px; }
QProgressBar { border: none; background: $line_soft; border-radius: 3px; max-height: 6px; min-height: 6px;
    text-align: center; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
#line { background: $line; }
#softline { background: $line_soft; }
#card { border: 1px solid $line; border-radius: 8px; background: $surface; }
QListWidget#lines::item { padding: 0 8px; border-bottom: 1px solid $line_soft; }
QListWidget#lines::item:selected { background: $selected; color: $text1; }
QTableWidget#register::item { padding: 0 8px; border-bottom: 1px solid $line_soft; }
QTableWidget#register::item:selected { background: $selected; color: $text1; }
#decision { border: 1px solid $line; border-left: 3px solid $accent; border-radius: 6px; background: $surface; }
#stepper { border: 1px solid $border; border-radius: 6px; background: $surface; }
#stepper QLineEdit { border: none; background: transparent; padding: 0; min-height: 28px; max-height: 28px; }
#stepper QPushButton { min-height: 28px; max-height: 28px; }
#sheet { background: #FFFFFF; border: 1px solid $line; }
#warnbox { border: 1px solid $warn; border-radius: 6px; background: $warn_ground; }
#warnbox QLabel { color: $warn; }
#infobox { border-radius: 6px; background: $info_ground; }
#errorbar { background: $bad_ground; border-bottom: 1px solid $bad; }
#errorbar QLabel#title { color: $bad; }
#formerror { background: $bad_ground; border-radius: 6px; }
#formerror QLabel { color: $bad; }
#toast { background: $toast; border-radius: 8px; }
#toast QLabel { color: $toast_text; }
#toast QPushButton { color: $toast_action; border: none; background: transparent; }
#toast QPushButton:hover { text-decoration: underline; background: transparent; }
#chip { background: $neutral_ground; border-radius: 4px; padding: 3px 8px; color: $text2; }
#key { border: 1px solid $line; border-radius: 4px; background: $subtle; color: $text2; padding: 1px 5px; }
#scrim { background: rgba(10, 16, 20, 110); }
#panel { background: $surface; border-radius: 12px; border: 1px solid $line; }
#steps { background: $sidebar; border-top-left-radius: 12px; border-bottom-left-radius: 12px; }
"""


def sheet() -> str:
    """The style sheet of the present theme."""
    from netzwerkhilfe.ui.kit import icons

    values = {name: token(name) for name in LIGHT}
    return string.Template(SHEET).substitute(
        values,
        check=icons.file_of("check-bold", values["on_accent"]),
        caret=icons.file_of("caret-down", values["text2"]),
    )
