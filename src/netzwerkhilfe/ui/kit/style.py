"""One palette and one generated style sheet, out of the tokens of the theme."""

from __future__ import annotations

import string

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from netzwerkhilfe.ui.kit import appearance, icons, theme


def apply(app: QApplication, choice: str = "auto") -> None:
    """Put fonts, palette and style sheet in force."""
    wished = appearance.contrast()
    theme.choose(choice, appearance.contrast_tokens(wished, list(theme.LIGHT)) if wished else None)
    app.setStyle("Fusion")
    app.setFont(theme.font())
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
        palette.setColor(role, theme.color(name))
    app.setPalette(palette)
    app.setStyleSheet(sheet())


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
    background: $surface; color: $text1; outline: 0; }
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
QPushButton[role="pill"] { min-height: 26px; max-height: 26px; border-radius: 14px; padding: 0 8px; color: $text2; }
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
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus { border: 2px solid $focus; padding: 0 9px; }
QLineEdit:focus, QComboBox:focus { min-height: 28px; max-height: 28px; }
QPlainTextEdit:focus { border: 2px solid $focus; padding: 5px 6px; }
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
QMenu::item:disabled { color: $text3; }
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
QTableView#preview::item { padding: 0 8px; border-bottom: 1px solid $line_soft; }
QTableView#preview::item:selected { background: $selected; color: $text1; }
QTableView::indicator { width: 16px; height: 16px; border: 1px solid $border; border-radius: 4px;
    background: $surface; }
QTableView::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
#decision { border: 1px solid $line; border-left: 3px solid $accent; border-radius: 6px; background: $surface; }
#stepper { border: 1px solid $border; border-radius: 6px; background: $surface; }
#stepper QSpinBox, #stepper QLineEdit { border: none; background: transparent; padding: 0; margin: 0;
  min-height: 28px; max-height: 28px; }
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
#daypicker { background: $surface; border: 1px solid $line; border-radius: 8px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { color: $text1; background: transparent; border: none; border-radius: 6px;
    padding: 4px 8px; }
QCalendarWidget QToolButton:hover { background: $hover; }
QCalendarWidget QToolButton::menu-indicator { image: none; width: 0; }
QCalendarWidget QSpinBox { min-height: 24px; padding: 0 4px; }
QCalendarWidget QAbstractItemView { background: $surface; alternate-background-color: $surface;
    selection-background-color: $accent; selection-color: $on_accent; outline: 0; }
QCalendarWidget QAbstractItemView:disabled { color: $text3; }
#scrim { background: rgba(10, 16, 20, 110); }
#panel { background: $surface; border-radius: 12px; border: 1px solid $line; }
#steps { background: $sidebar; border-top-left-radius: 12px; border-bottom-left-radius: 12px; }
"""


def sheet() -> str:
    """The style sheet of the present theme."""
    values = {name: theme.token(name) for name in theme.LIGHT}
    return string.Template(SHEET).substitute(
        values,
        check=icons.file_of("check-bold", values["on_accent"]),
        caret=icons.file_of("caret-down", values["text2"]),
    )
