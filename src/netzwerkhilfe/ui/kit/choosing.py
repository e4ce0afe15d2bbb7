"""Choosing where a file is saved: it gets the ending that belongs to it when somebody types a name without one."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from netzwerkhilfe import atomic


def save_as(host: QWidget, title: str, suggested: Path | str, kinds: str = "") -> Path | None:
    """Ask for the name of a file; ``None`` when nobody wants it saved.

    :param suggested: the name, or the whole path, that is offered; its ending is the usual one.
    :param kinds: the kinds of files as Qt lists them: "PDF (*.pdf);;Word (*.docx)". Without them the kind is that of
        ``suggested``.
    """
    offered = Path(suggested)
    kinds = kinds or f"{offered.suffix.removeprefix('.')} (*{offered.suffix})"
    found, chosen = QFileDialog.getSaveFileName(host, title, str(offered), kinds)
    return completed(Path(found), _endings(kinds), _endings(chosen) or [offered.suffix]) if found else None


def completed(path: Path, known: list[str], usual: list[str]) -> Path:
    """A path with an ending that belongs to it; what was added to never replaces another file."""
    if path.suffix.lower() in known or not usual[0]:
        return path
    return atomic.free_name(path.parent, path.name.rstrip(".") + usual[0])


def _endings(kinds: str) -> list[str]:
    return [e.lower() for e in re.findall(r"\*(\.\w+)", kinds)]
