"""No word is cut, nothing lies on anything, each region has one primary button, all text can be read: on every page, in
every dialog and state, light and dark, at the enlargements of Windows.

One walk costs a minute. Two of them run always; ``NETZWERKHILFE_WALK=all`` runs all (after a change of sizes,
fonts, colours or layouts).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from netzwerkhilfe.ui.kit import theme
from tests.ui.walk import LEAST_CONTRAST, contrast

ROOT = Path(__file__).parents[2]
USUAL = (("light", "1", "1366x690"), ("dark", "1.5", "1280x680"))
"""Theme, enlargement, and the size of the window in logical pixels: the typical office screen, Full HD at 150 %."""
OTHERS = (
    ("dark", "1", "1366x690"),
    ("light", "1", "1024x700"),
    ("light", "1.25", "1093x614"),
    ("light", "1.5", "911x470"),
    ("dark", "1.25", "1536x824"),
    ("light", "1.5", "1280x680"),
    ("light", "2", "1024x540"),
    ("dark", "2", "1024x540"),
)
WALKS = USUAL + (OTHERS if os.environ.get("NETZWERKHILFE_WALK") == "all" else ())
STATIONS = 165
"""So many looks a walk takes at least; fewer mean that it has lost its way."""


@pytest.mark.parametrize(("choice", "scale", "size"), WALKS, ids=str)
def test_a_walk_through_the_window_finds_nothing(choice: str, scale: str, size: str) -> None:
    """GIVEN names as long as life WHEN each page, dialog and state is shown THEN nothing is cut, hidden or faint."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.walk", choice, size],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert report["steps"] >= STATIONS
    assert report["found"] == {}


GROUNDS = {
    "text1": ("window", "sidebar", "surface", "subtle", "hover", "pressed", "selected", "nav_selected", "mark"),
    "text2": ("window", "sidebar", "surface", "subtle", "hover", "selected", "neutral_ground", "info_ground"),
    "text3": ("window", "sidebar", "surface", "subtle", "selected"),
    "accent_text": ("window", "surface", "selected", "nav_selected", "tint"),
    "on_accent": ("accent", "accent_hover", "accent_pressed"),
    "ok": ("surface", "ok_ground"),
    "warn": ("surface", "warn_ground"),
    "bad": ("surface", "bad_ground"),
    "info": ("surface", "info_ground"),
    "neutral": ("surface", "neutral_ground"),
    "toast_text": ("toast",),
    "toast_action": ("toast",),
}
"""What is written on what."""


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_text_has_enough_contrast_on_its_grounds(colors: dict[str, str]) -> None:
    faint = {
        f"{text} on {ground}": round(found, 2)
        for text, grounds in GROUNDS.items()
        for ground in grounds
        if (found := contrast(QColor("#" + colors[text]), QColor("#" + colors[ground]))) < LEAST_CONTRAST
    }
    assert faint == {}


@pytest.mark.parametrize("dark", [False, True])
def test_the_tags_of_offices_can_be_read(*, dark: bool) -> None:
    for pair in theme.TAGS:
        text, ground = pair[1 if dark else 0]
        assert contrast(QColor("#" + text), QColor("#" + ground)) >= LEAST_CONTRAST
