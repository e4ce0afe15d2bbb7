"""Pictures of the window, for the demo and for a critical eye: every area, the dialogs, light and dark, three
widths."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.settings import Settings
from netzwerkhilfe.store import opening
from netzwerkhilfe.ui.areas.meetings.page import MeetingsPage
from netzwerkhilfe.ui.kit import style
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.form import FormPanel
from netzwerkhilfe.ui.kit.page import Page
from netzwerkhilfe.ui.listing.page import ListPage
from netzwerkhilfe.ui.shell import app as ui_app
from netzwerkhilfe.ui.shell.search import SearchPanel
from netzwerkhilfe.ui.shell.shell import Shell

P = TypeVar("P", bound=Page)

FEWEST = 20
"""Colours that a picture of a page has at least; an empty ground has a handful."""


class Camera:
    """A window that is photographed, at an enlargement that the screen need not have."""

    def __init__(
        self, paths: Paths, secret: str, target: Path, ratio: float = 1.0, size: tuple[int, int] = (1366, 720)
    ) -> None:
        self.target, self.ratio = target, ratio
        self.made: list[Path] = []
        self.app = ui_app.application()
        style.apply(self.app, Settings(paths.settings).get("theme"))
        self.shell = Shell(paths, secret)
        self.shell.resize(*size)
        self.shell.show()
        self.shell.fill(opening.open_store(paths, secret))
        self.settle()

    def settle(self) -> None:
        """Let everything arrive."""
        for _ in range(4):
            QApplication.processEvents()
            self.shell.worker.wait()
        self.shell.page.show_now()
        for _ in range(2):  # what the pane asks for in the background
            self.shell.worker.wait()
            QApplication.processEvents()

    def take(self, name: str) -> None:
        """One picture."""
        self.settle()
        path = self.target / f"{len(self.made) + 1:02}-{name}.png"
        if self.ratio == 1.0:
            self.shell.grab().save(str(path))
        else:
            drawn = QPixmap(self.shell.size() * self.ratio)
            drawn.setDevicePixelRatio(self.ratio)
            self.shell.render(drawn)
            drawn.save(str(path))
        self.made.append(path)

    def close_panels(self) -> None:
        """Back to the page."""
        for panel in self.shell.findChildren(Panel):
            panel.dismiss()
        self.settle()

    def away(self) -> None:
        """Close the window."""
        self.shell.close()
        self.shell.deleteLater()
        QApplication.processEvents()


def every_page(paths: Paths, secret: str, target: Path, choice: str, ratio: float, size: tuple[int, int]) -> list[Path]:
    """Each page once, in a theme and at an enlargement. Raises ``RuntimeError`` if one shows an error."""
    target.mkdir(parents=True, exist_ok=True)
    settings = Settings(paths.settings)
    before = settings.get("theme")
    settings.set("theme", choice)
    camera = Camera(paths, secret, target, ratio, size)
    shell = camera.shell
    mark = f"{choice}-{ratio:.0f}"
    for key in shell.pages:
        shell.go(key)
        camera.take(f"{key}-{mark}")
        if shell.error_bar.isVisible():
            raise RuntimeError(f"the page {key} shows an error")
    page = _shown(shell, "meetings", MeetingsPage)
    page.show_view("list")
    page.open(page.meetings.chosen)
    camera.take(f"sitzung-{mark}")
    page.close_meeting()
    shell.calls.note()
    camera.take(f"anruf-{mark}")
    camera.close_panels()
    shell.first_run()
    camera.take(f"erster-start-{mark}")
    camera.away()
    settings.set("theme", before)
    return camera.made


def _shown(shell: Shell, key: str, kind: type[P]) -> P:
    """Go to a page; gives it as what it is."""
    shell.go(key)
    page = shell.page
    assert isinstance(page, kind)
    return page


def colors_in(path: Path) -> int:
    """How many colours a picture has."""
    image = QImage(str(path))
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


def write(paths: Paths, secret: str, target: Path) -> list[Path]:
    """Write all pictures; gives their paths."""
    target.mkdir(parents=True, exist_ok=True)
    settings = Settings(paths.settings)
    settings.set("theme", "light")
    camera = Camera(paths, secret, target)
    shell = camera.shell
    for key in shell.pages:
        shell.go(key)
        camera.take(key)
    page = _shown(shell, "meetings", MeetingsPage)
    page.show_view("register")
    camera.take("beschluesse")
    page.show_view("list")
    if page.meetings.count():
        page.open(page.meetings.chosen)
        camera.take("sitzung")
        page.desk.show_view("preview")
        camera.take("sitzung-vorschau")
        page.close_meeting()
    shell.go("exchange")
    shell.network.review()
    camera.take("konflikt")
    camera.close_panels()
    volunteers = _shown(shell, "volunteers", ListPage)
    camera.settle()
    volunteers.search.setText("fahr")
    camera.take("suche-in-der-liste")
    volunteers.reset()
    shell.open_search()
    shell.findChildren(SearchPanel)[-1].edit.setText("demir")
    camera.take("suche-ueberall")
    camera.close_panels()
    shell.go("housing")
    camera.settle()
    shell.calls.note()
    camera.take("anruf")
    camera.close_panels()
    shell.entries.edit(shell.page.current)
    panel = shell.findChildren(FormPanel)[-1]
    for name, text in (("gross_rent", "46o €"), ("phone", "unbekannt")):
        editor = panel.inputs[name].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    panel.save()
    camera.take("formular-fehler")
    camera.close_panels()
    shell.entries.trash(shell.store.require(shell.page.current))
    stick = UserError(
        "Der USB-Stick wurde abgezogen, bevor alles geschrieben war.",
        DATA_SAFE,
        "Stecken Sie ihn wieder ein und versuchen Sie es noch einmal.",
    )
    shell.tell_error(stick, lambda: None)
    camera.take("fehler-und-rueckgaengig")
    shell.undo()
    shell.error_bar.hide()
    shell.toast.hide()
    for width, height in ((1280, 720), (1093, 614), (1920, 1000)):
        shell.resize(width, height)
        camera.take(f"breite-{width}")
    shell.resize(1366, 720)
    shell.first_run()
    camera.take("erster-start")
    made = camera.made
    camera.away()
    settings.set("theme", "dark")
    dark = Camera(paths, secret, target)
    dark.made = made
    for key in ("housing", "volunteers", "exchange"):
        dark.shell.go(key)
        dark.take(f"dunkel-{key}")
    dark.away()
    settings.set("theme", "auto")
    return made
