"""What the person has told the system about how a screen should look, and how Windows is to know this program."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

APP_ID = "NetzwerkHilfe.Fenster"
"""The AppUserModelID; the installer's shortcut carries the same, so that the window and its pin are one button."""

SMALLEST = 1024
"""Logical pixels that the window needs; text is enlarged as far as that leaves them."""

# GetSysColor: window, its text, chosen, its text, links, what is off
_SYSTEM = {"ground": 5, "text": 8, "chosen": 13, "chosen_text": 14, "link": 26, "off": 17}


def before_application() -> None:
    """What Windows and Qt must know before the application object is made."""
    if sys.platform != "win32":
        return
    import ctypes

    ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)
    factor = scale(text_size(), ctypes.windll.user32.GetSystemMetrics(0))
    if factor > 1 and "QT_SCALE_FACTOR" not in os.environ:
        os.environ["QT_SCALE_FACTOR"] = f"{factor:.2f}"


def text_size() -> int:
    """The text size of Windows' accessibility settings in per cent, 100 to 225."""
    if sys.platform != "win32":
        return 100
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Accessibility") as key:
            found = int(winreg.QueryValueEx(key, "TextScaleFactor")[0])
    except (OSError, ValueError, TypeError):
        return 100
    return min(max(found, 100), 225)


def scale(per_cent: int, width: int) -> float:
    """How much larger everything is drawn: the whole window grows with the text, as far as it still fits.

    :param per_cent: the wished size of text.
    :param width: of the screen, in logical pixels.
    """
    return max(1.0, min(per_cent / 100, width / SMALLEST))


def contrast() -> dict[str, str] | None:
    """The few colours of a high contrast theme as "RRGGBB", or ``None`` where the person has not asked for one."""
    if sys.platform == "win32":
        return _windows_contrast()
    hints = QGuiApplication.styleHints()
    wish = getattr(hints, "accessibility", None)
    if wish is None or wish().contrastPreference() != Qt.ContrastPreference.HighContrast:
        return None
    if hints.colorScheme() == Qt.ColorScheme.Dark:
        return {
            "ground": "000000",
            "text": "FFFFFF",
            "chosen": "FFE600",
            "chosen_text": "000000",
            "link": "FFE600",
            "off": "C8C8C8",
        }
    return {
        "ground": "FFFFFF",
        "text": "000000",
        "chosen": "00308F",
        "chosen_text": "FFFFFF",
        "link": "00308F",
        "off": "505050",
    }


def _windows_contrast() -> dict[str, str] | None:
    if sys.platform != "win32":
        return None
    import ctypes

    class HighContrast(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("flags", ctypes.c_ulong), ("scheme", ctypes.c_wchar_p))

    found = HighContrast(size=ctypes.sizeof(HighContrast))
    user = ctypes.windll.user32
    if not user.SystemParametersInfoW(0x42, found.size, ctypes.byref(found), 0) or not found.flags & 1:
        return None
    return {name: _hex(user.GetSysColor(number)) for name, number in _SYSTEM.items()}


def _hex(color: int) -> str:
    """A COLORREF (0x00BBGGRR) as "RRGGBB"."""
    return f"{color & 255:02X}{color >> 8 & 255:02X}{color >> 16 & 255:02X}"


def contrast_tokens(colors: dict[str, str], names: list[str]) -> dict[str, str]:
    """Every colour token out of the few of a high contrast theme: grounds, text, what is chosen, what is off."""
    special = {
        "accent": "chosen",
        "accent_hover": "chosen",
        "accent_pressed": "chosen",
        "on_accent": "chosen_text",
        "accent_text": "link",
        "focus": "chosen",
        "toast": "text",
        "toast_text": "ground",
        "toast_action": "ground",
        "mark": "chosen",
        "line_soft": "off",
        "text3": "text",
        "chart2": "off",
    }
    grounds = {"window", "sidebar", "surface", "subtle", "hover", "pressed", "selected", "nav_selected", "tint"}
    found = {}
    for name in names:
        plain = "ground" if name in grounds or name.endswith("_ground") else "text"
        found[name] = colors[special.get(name, plain)]
    return found
