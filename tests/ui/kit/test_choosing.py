"""A file that is saved has its ending, whatever was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from netzwerkhilfe.ui.kit.choosing import save_as
from tests.ui.conftest import Desk

KINDS = "Excel (*.xlsx);;CSV (*.csv)"


@pytest.mark.parametrize(
    ("typed", "kind", "saved"),
    [
        ("liste", "Excel (*.xlsx)", "liste.xlsx"),
        ("liste", "CSV (*.csv)", "liste.csv"),
        ("liste.", "", "liste.xlsx"),
        ("liste.CSV", "Excel (*.xlsx)", "liste.CSV"),
        ("Stand 3.11", "Excel (*.xlsx)", "Stand 3.11.xlsx"),
        ("da", "Excel (*.xlsx)", "da (2).xlsx"),
    ],
)
def test_a_name_without_ending_gets_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kind: str, saved: str
) -> None:
    """GIVEN a name as somebody types it THEN the file has the ending of its kind and replaces no other."""
    (tmp_path / "da.xlsx").touch()
    answer: Any = lambda *_: (str(tmp_path / typed), kind)  # noqa: E731 - one answer
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    assert save_as(desk.shell, "Speichern", "liste.xlsx", KINDS) == tmp_path / saved


def test_nothing_is_saved_when_nobody_wants_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert save_as(desk.shell, "Speichern", "liste.xlsx") is None
