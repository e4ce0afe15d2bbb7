"""What comes from outside: double clicks, second starts, files of others; what lies in clear; what the system asks
for."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from netzwerkhilfe import __main__ as entry
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import attachments, backup
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit import appearance, icons, style, theme
from netzwerkhilfe.ui.shell import app as ui_app
from netzwerkhilfe.ui.shell import single
from netzwerkhilfe.ui.shell.first_run import FirstRun
from netzwerkhilfe.ui.shell.shell import Shell
from tests.acts import act
from tests.ui.conftest import Desk

pytestmark = pytest.mark.windows


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was handed to the system to be opened; nothing is."""
    found: list[Path] = []

    def fake(url: QUrl) -> bool:
        found.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", fake)
    return found


# ---- one window -----------------------------------------------------------------------------------------------------
def test_only_one_window_for_a_data_directory(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "büro")
    first = single.claim(paths)
    assert first is not None and single.claim(paths) is None
    other = single.claim(Paths(tmp_path / "anderes"))
    assert other is not None
    first.close()
    again = single.claim(paths)
    assert again is not None
    again.close()
    other.close()


def test_a_window_that_dies_leaves_its_place(tmp_path: Path) -> None:
    code = (
        "import sys, os; from pathlib import Path; from netzwerkhilfe.ui.shell import single; from netzwerkhilfe.paths "
        "import Paths; "
    )
    code += (
        "kept = single.claim(Paths(Path(sys.argv[1]))); print('da' if kept else 'besetzt', flush=True); "
        "sys.stdin.read(); os._exit(9)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None and child.stdout.readline().strip() == "da"
        assert single.claim(Paths(tmp_path)) is None
        child.kill()
    mine = single.claim(Paths(tmp_path))
    assert mine is not None
    mine.close()


def test_a_second_start_hands_its_files_over(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    running = single.claim(paths)
    assert running is not None
    heard: list[bool] = []
    second = threading.Thread(target=lambda: heard.append(single.hand_over(paths, [tmp_path / "Paket ä.NHPAKET"])))
    second.start()
    orders: list[list[Path]] = []
    while second.is_alive():
        orders += running.orders()
    assert heard == [True] and orders == [[tmp_path / "Paket ä.NHPAKET"]]
    running.close()


def test_a_window_that_hangs_is_told(tmp_path: Path) -> None:
    running = single.claim(Paths(tmp_path))
    assert running is not None
    assert not single.hand_over(Paths(tmp_path), [], patience=0.2)
    assert running.orders() == []
    running.close()


def test_orders_that_are_nonsense_are_passed_over(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    running = single.claim(paths)
    assert running is not None
    paths.orders.mkdir()
    for i, text in enumerate(("", "[]", '{"files": 3}', '{"files": [1, null]}', "\x00")):
        (paths.orders / f"{i}.json").write_text(text)
    assert running.orders() == [[]] and not list(paths.orders.iterdir())
    running.close()


@pytest.mark.parametrize("name", ["AUSTAUSCH.NHPAKET", "x.nheinladung", "Alt.NhSicherung"])
def test_a_double_click_opens_the_window_in_any_case(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(ui_app, "main", lambda _a, **named: seen.update(named) or 0)
    assert entry.main([str(tmp_path / name)]) == 0
    assert seen["files"] == [tmp_path / name]


def test_a_second_start_with_a_file_ends_and_the_window_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = single.claim(Paths(tmp_path))
    assert running is not None
    monkeypatch.setattr(single, "hand_over", lambda _p, files: list(files) == [tmp_path / "a.nhpaket"])
    assert entry.main(["--data-dir", str(tmp_path), str(tmp_path / "a.nhpaket")]) == 0
    running.close()


# ---- files ----------------------------------------------------------------------------------------------------------
def test_an_invitation_is_opened_where_there_is_data(desk: Desk, tmp_path: Path) -> None:
    desk.shell.outside.open_files([tmp_path / "EINLADUNG.NHEINLADUNG"])
    from PySide6.QtWidgets import QLineEdit

    assert any("EINLADUNG" in e.text() for e in desk.panel.findChildren(QLineEdit))


def test_an_invitation_or_a_backup_begins_the_first_run_at_its_page(qtbot: Any, tmp_path: Path) -> None:
    wizard = FirstRun(Paths(tmp_path), lambda *_: None, lambda: None)
    qtbot.addWidget(wizard)
    wizard.begin_with("join", tmp_path / "x.nheinladung")
    assert wizard.pages.currentIndex() == 2 and wizard.file.text().endswith("x.nheinladung")
    wizard.begin_with("restore", tmp_path / "y.nhsicherung")
    assert wizard.pages.currentIndex() == 4 and wizard.backup_file.text().endswith("y.nhsicherung")


def test_a_file_that_comes_during_the_first_run_leads_to_its_page(qtbot: Any, tmp_path: Path) -> None:
    shell = Shell(Paths(tmp_path / "neu"))
    qtbot.addWidget(shell)
    shell.start()
    wizard = shell.outer.currentWidget()
    shell.outside.open_files([tmp_path / "x.NHEINLADUNG"])
    assert isinstance(wizard, FirstRun) and wizard.file.text().endswith("x.NHEINLADUNG") and wizard.step == 1
    shell.close()


def names(store: Store) -> set[str]:
    return {str(s.values["last_name"]) for s in store.all("volunteers")}


def test_a_backup_is_put_back_by_a_double_click(desk: Desk, fill: Callable[..., list[str]], tmp_path: Path) -> None:
    fill("volunteers", {"last_name": "Vorher"})
    saved = backup.make(desk.shell.store, tmp_path / "Stand.NHSICHERUNG")
    fill("volunteers", {"last_name": "Nachher"})
    desk.shell.outside.open_files([saved])
    next(b for b in desk.panel.findChildren(QPushButton) if b.text() == "Zurückspielen").click()
    desk.settle()
    assert names(desk.shell.store) == {"Vorher"}


def test_a_backup_that_does_not_go_back_changes_nothing(
    desk: Desk, fill: Callable[..., list[str]], tmp_path: Path
) -> None:
    fill("volunteers", {"last_name": "Bleibt"})
    broken = tmp_path / "kaputt.nhsicherung"
    broken.write_bytes(b"nichts")
    desk.shell.outside.restore_from(broken)
    assert desk.shell.error_bar.isVisible() and names(desk.shell.store) == {"Bleibt"}
    fill("volunteers", {"last_name": "Weiter"})
    assert names(desk.shell.store) == {"Bleibt", "Weiter"}


def attached(store: Store, record: str, name: str) -> Any:
    parent = store.get(record)
    assert parent
    return store.get(act(store, attachments.attach, parent, name, b"@echo hallo"))


def test_a_click_runs_no_program(
    desk: Desk, fill: Callable[..., list[str]], opened: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (record,) = fill("housing", {"place": "Maxdorf"})
    file = attached(desk.shell.store, record, "Rechnung.pdf.bat")
    asked: list[str] = []

    def nowhere(_parent: Any, _title: str, where: str, *_: Any) -> tuple[str, str]:
        asked.append(Path(where).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", nowhere)
    desk.shell.files.open_attachment(file)
    assert asked == ["Rechnung.pdf.bat"] and opened == []
    target = tmp_path / "gewählt.bat"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desk.shell.files.open_attachment(file)
    assert target.read_bytes() == b"@echo hallo" and opened == []


def test_a_paper_of_others_is_opened_under_a_safe_name(
    desk: Desk, fill: Callable[..., list[str]], opened: list[Path]
) -> None:
    (record,) = fill("housing", {"place": "Maxdorf"})
    desk.shell.files.open_attachment(attached(desk.shell.store, record, "Foto: Bad?.pdf"))
    assert [p.name for p in opened] == ["Foto_ Bad_.pdf"] and opened[0].read_bytes() == b"@echo hallo"
    assert opened[0].parent == desk.shell.paths.papers


def test_papers_go_when_the_window_opens_and_when_it_closes(desk: Desk) -> None:
    papers = desk.shell.paths.papers
    (papers / "tief").mkdir(parents=True)
    for name in ("alt.pdf", "tief/älter.pdf"):
        (papers / name).write_bytes(b"Name")
    desk.shell.files.sweep_papers()
    assert not papers.exists()
    desk.shell.files.paper("liste.pdf").write_bytes(b"Name")
    desk.shell.close()
    assert not papers.exists()


def test_one_paper_that_is_held_keeps_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        desk.shell.files.paper(name).write_bytes(b"Name")
    held = desk.shell.paths.papers / "a.pdf"
    real = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if self == held:
            raise PermissionError(13, "in use", str(self))
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    assert desk.shell.files.paper("a.pdf").name == "a (2).pdf"
    desk.shell.files.sweep_papers(wait=False)
    assert [p.name for p in desk.shell.paths.papers.iterdir()] == ["a.pdf"]


# ---- what the system asks for
# -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("per_cent", "width", "factor"),
    [(100, 1366, 1.0), (125, 1366, 1.25), (225, 1366, 1366 / 1024), (200, 2560, 2.0), (150, 800, 1.0)],
)
def test_text_grows_as_far_as_the_window_still_fits(per_cent: int, width: int, factor: float) -> None:
    assert appearance.scale(per_cent, width) == pytest.approx(factor)


def luminance(code: str) -> float:
    parts = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, two: str) -> float:
    a, b = sorted((luminance(one), luminance(two)), reverse=True)
    return (a + 0.05) / (b + 0.05)


BLACK = {
    "ground": "000000",
    "text": "FFFFFF",
    "chosen": "1AEBFF",
    "chosen_text": "000000",
    "link": "FFFF00",
    "off": "3FF23F",
}
WHITE = {
    "ground": "FFFFFF",
    "text": "000000",
    "chosen": "37006E",
    "chosen_text": "FFFFFF",
    "link": "00009F",
    "off": "600000",
}


@pytest.mark.parametrize("colors", [BLACK, WHITE])
def test_high_contrast_is_followed_in_every_token(
    colors: dict[str, str], monkeypatch: pytest.MonkeyPatch, desk: Desk, qapp: QApplication
) -> None:
    monkeypatch.setattr(appearance, "contrast", lambda: colors)
    style.apply(qapp, "light")
    try:
        for text in ("text1", "text2", "text3", "accent_text", "ok", "warn", "bad", "info", "neutral"):
            for ground in ("surface", "window", "sidebar", "selected", "hover", f"{text}_ground"):
                if ground in theme.LIGHT:
                    assert ratio(theme.token(text)[1:], theme.token(ground)[1:]) >= 7, (text, ground)
        assert ratio(theme.token("on_accent")[1:], theme.token("accent")[1:]) >= 7
        assert ratio(theme.token("border")[1:], theme.token("surface")[1:]) >= 7
        picture = desk.shell.grab().toImage()
        assert picture.pixelColor(2, 300).name().upper()[1:] == colors["ground"]
    finally:
        monkeypatch.undo()
        style.apply(qapp, "light")


def test_help_speaks_utf8_whatever_the_console_is() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "netzwerkhilfe", "--help"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        check=True,
    )
    assert "Büro" in said.stdout.decode("utf-8")


def test_data_that_go_with_the_profile_are_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netzwerkhilfe.ui.shell.outside.fleeting", lambda _data: "Dieses Profil wird gelöscht.")
    desk.shell.outside.warn_of_fleeting()
    said = " ".join(label.text() for label in desk.shell.findChildren(QLabel) if label.isVisible())
    assert "Dieses Profil wird gelöscht." in said and "Handbuch" in said


@pytest.mark.usefixtures("qapp")
def test_icons_are_sharp_on_each_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN two screens of different scale THEN an icon holds a picture for each, of as many points as it needs."""
    monkeypatch.setattr(icons, "ratios", lambda: [2.0, 1.25, 1.0])
    made = icons.icon("plus", "text2", 18)
    assert {(s.width(), s.height()) for s in made.availableSizes()} == {(36, 36), (22, 22), (18, 18)}
    assert made.pixmap(QSize(18, 18), 2.0).devicePixelRatio() == 2.0
