"""Lists that are saved from the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from tests.ui.conftest import Desk


def answering(monkeypatch: pytest.MonkeyPatch, target: Path, kind: str = "") -> list[str]:
    """Somebody chooses this file; gives the kinds of files that were offered."""
    offered: list[str] = []

    def answer(_host: Any, _title: str, suggested: str, kinds: str) -> tuple[str, str]:
        offered.append(kinds)
        assert suggested.endswith(".xlsx")
        return str(target), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def save(desk: Desk, kind: str) -> None:
    desk.shell.files.export_list(kind, desk.shell.store.ids(kind))
    desk.shell.beside.wait()
    desk.settle()


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [
        ("volunteers", "Excel (*.xlsx);;CSV (*.csv);;Visitenkarten (*.vcf)"),
        ("cases", "Excel (*.xlsx);;CSV (*.csv);;Kalender (*.ics)"),
        ("housing", "Excel (*.xlsx);;CSV (*.csv);;Visitenkarten (*.vcf);;Kalender (*.ics)"),
        ("offers", "Excel (*.xlsx);;CSV (*.csv);;Visitenkarten (*.vcf);;Homepage (*.html *.json)"),
        ("notes", "Excel (*.xlsx);;CSV (*.csv)"),
    ],
)
def test_a_list_is_offered_in_what_it_can_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, kinds: str
) -> None:
    offered = answering(monkeypatch, tmp_path / "l.csv")
    save(desk, kind)
    assert offered == [kinds] and (tmp_path / "l.csv").read_text("utf-8-sig").startswith("Büro;")


def test_a_name_without_an_ending_gets_that_of_its_kind(
    desk: Desk, fill: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fill("volunteers", {"last_name": "Groß", "phone": "06237 1"})
    answering(monkeypatch, tmp_path / "Helfer", "Visitenkarten (*.vcf)")
    save(desk, "volunteers")
    assert "FN:Groß" in (tmp_path / "Helfer.vcf").read_text("utf-8")


def test_what_is_not_in_the_file_is_told_until_it_was_read(
    desk: Desk, fill: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fill("volunteers", {"last_name": "Groß", "phone": "06237 1"}, {"last_name": "Ohne"})
    answering(monkeypatch, tmp_path / "l.vcf")
    save(desk, "volunteers")
    said = [w.text() for w in desk.panel.findChildren(QLabel)]
    assert "1 Eintrag ohne Telefon, E-Mail und Anschrift ist nicht dabei." in said


def test_what_cannot_be_written_is_said_in_the_bar(
    desk: Desk, fill: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fill("volunteers", {"last_name": "Groß"})
    bar = desk.shell.error_bar
    for target, sentence in (
        (tmp_path / "weg" / "l.xlsx", "ließ sich nicht schreiben"),
        (tmp_path / "l.vcf", "niemand zu erreichen"),
    ):
        answering(monkeypatch, target)
        save(desk, "volunteers")
        assert bar.isVisible() and any(sentence in w.text() for w in bar.findChildren(QLabel))
    assert not (tmp_path / "weg").exists() and not list(tmp_path.glob("l.*"))
