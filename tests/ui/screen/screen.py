"""A real screen: the program as a process of its own under Xvfb with a window manager, driven by xdotool's keys and
mouse, with pictures of each step.

The process answers where a button stands and what has the keyboard; whatever is *done* comes from the X server, as from
a person.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.conftest import PASSPHRASE
from tests.programs import ROOT

NEEDED = ("Xvfb", "openbox", "xdotool", "import", "setxkbmap")
MISSING = [tool for tool in NEEDED if shutil.which(tool) is None]
WIDTH, HEIGHT = 1366, 768
GUIDE = """
import json, os, sys
from pathlib import Path
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from netzwerkhilfe.paths import Paths
from netzwerkhilfe.ui.shell import app

program = app.application()
window = app.open_window(Paths(Path(sys.argv[1])), sys.argv[2])
os.set_blocking(0, False)

def shown():
    over = QApplication.activePopupWidget() or QApplication.activeModalWidget() or window
    return [w for w in over.findChildren(QWidget) if w.isVisible()]

def middle(widget):
    at = widget.mapToGlobal(widget.rect().center())
    return [at.x(), at.y()]

def find(kind, text):
    for widget in shown():
        said = ""
        if isinstance(widget, QAbstractButton):
            said = widget.text() or widget.accessibleName() or widget.toolTip()
            said = widget.accessibleName() if kind == "named" else said
        elif kind == "field" and isinstance(widget, (QLineEdit, QPlainTextEdit)):
            said = widget.accessibleName() or widget.placeholderText()
        fits = text in said if kind == "field" else said == text
        if fits and widget.isEnabled():
            return middle(widget)
    return None

def answer(line):
    what, _, text = line.partition(" ")
    if what in ("button", "field", "named"):
        return find(what, text)
    if what == "ready":
        shell = window.shell
        if shell is None or not getattr(shell, "store", None):
            return False
        shell.worker.wait()
        program.processEvents()
        return True
    if what == "focus":
        widget = program.focusWidget()
        if widget is None:
            return None
        words = [getattr(widget, name, str)() for name in ("accessibleName", "placeholderText", "text")]
        said = next((w for w in words if w), "")
        return [type(widget).__name__, said, widget.isVisible() and widget.visibleRegion().boundingRect().height() > 0]
    if what == "texts":
        return [w.text() for w in shown() if isinstance(w, (QLabel, QAbstractButton)) and w.text()]
    return None

buffer = ""
def look():
    global buffer
    try:
        more = sys.stdin.read()
    except (BlockingIOError, TypeError):
        more = None
    if more == "":
        return
    buffer += more or ""
    while "\\n" in buffer:
        line, _, buffer = buffer.partition("\\n")
        print(json.dumps(answer(line)), flush=True)

looking = QTimer()
looking.timeout.connect(look)
looking.start(20)
status = program.exec()
sys.exit(status)
"""


class Screen:
    """A person at a screen. It counts its keys and clicks, and takes a picture of each step."""

    def __init__(self, data: Path, pictures: Path) -> None:
        self.pictures, self.keys, self.clicks, self.steps = pictures, 0, 0, 0
        pictures.mkdir(parents=True, exist_ok=True)
        number, self.server = self._serve()
        plain = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
        self.environment = plain | {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "LC_ALL": "C.UTF-8",
        }
        subprocess.run(["setxkbmap", "de"], env=self.environment, check=True, capture_output=True)
        self.manager = subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)
        self.log = (pictures / "errors.txt").open("w", encoding="utf-8")
        self.program = subprocess.Popen(
            [sys.executable, "-c", GUIDE, str(data), PASSPHRASE],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            encoding="utf-8",
        )
        self.settle()
        window = self._xdotool("search", "--sync", "--onlyvisible", "--name", "Netzwerk Hilfe").split()[-1]
        self._xdotool("windowsize", "--sync", window, str(WIDTH), str(HEIGHT - 24))
        self._xdotool("windowmove", window, "0", "0")
        self._xdotool("windowactivate", "--sync", window)
        self.settle()

    @staticmethod
    def _serve() -> tuple[int, subprocess.Popen[bytes]]:
        """An X server at the next free number, which it tells itself."""
        reading, writing = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{WIDTH}x{HEIGHT}x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            return int(told.readline()), server

    def close(self) -> None:
        """End what was started."""
        for process in (self.program, self.manager, self.server):
            process.terminate()
            process.wait(timeout=20)
        for pipe in (self.program.stdin, self.program.stdout):
            if pipe:
                pipe.close()
        self.log.close()

    # ---- asking -----------------------------------------------------------------------------------------------------
    def ask(self, question: str) -> Any:
        """What the program says about itself."""
        assert self.program.stdin and self.program.stdout
        print(question, file=self.program.stdin, flush=True)
        line = self.program.stdout.readline()
        assert line, (self.pictures / "errors.txt").read_text("utf-8")[-2000:]
        return json.loads(line)

    def settle(self) -> None:
        """Until the program has nothing more to do."""
        for _ in range(600):
            if self.ask("ready"):
                break
            time.sleep(0.1)
        else:
            raise AssertionError("the window does not come")
        time.sleep(0.15)
        self.ask("ready")

    def says(self, text: str) -> bool:
        """Whether a text is in sight, within a while."""
        for _ in range(50):
            if any(text in said for said in self.ask("texts")):
                return True
            time.sleep(0.1)
        return False

    def expect(self, text: str) -> None:
        """A text is in sight."""
        assert self.says(text), f"„{text}“ is not in sight: {self.picture('fehlt')}\n{self.ask('texts')}"

    @property
    def focus(self) -> tuple[str, str]:
        """The class of the widget that has the keyboard, and what it is called; it must be in sight."""
        found = self.ask("focus")
        assert found, f"the keyboard is nowhere: {self.picture('ohne Tastatur')}"
        return found[0], found[1]

    # ---- doing ------------------------------------------------------------------------------------------------------
    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Keys by their X names: Return, Tab, ctrl+j."""
        for key in keys:
            self.keys += 1
            self._xdotool("key", "--clearmodifiers", key)
            self.settle()

    def go_to(self, name: str, key: str = "Tab", most: int = 30) -> None:
        """Press a key until something has the keyboard."""
        for _ in range(most):
            if name in self.focus[1]:
                return
            self.press(key)
        raise AssertionError(f"the keyboard does not come to „{name}“: {self.picture('fehlt')}")

    def type(self, text: str) -> None:
        """Words, key by key; they are not counted, as everybody has to write them."""
        self._xdotool("type", "--clearmodifiers", "--delay", "16", text)
        self.settle()

    def click(self, text: str, kind: str = "button") -> None:
        """The mouse goes to a button by its words, or to a field by its name, and clicks."""
        for _ in range(50):
            at = self.ask(f"{kind} {text}")
            if at:
                break
            time.sleep(0.1)
        else:
            raise AssertionError(f"no {kind} „{text}“: {self.picture('fehlt')}\n{self.ask('texts')}")
        self.clicks += 1
        self._xdotool("mousemove", str(at[0]), str(at[1]), "click", "1")
        self.settle()

    def picture(self, name: str) -> Path:
        """What the screen shows."""
        self.steps += 1
        target = self.pictures / f"{self.steps:02} {name.replace('/', '-')}.png"
        subprocess.run(["import", "-window", "root", str(target)], env=self.environment, check=True, timeout=60)
        return target
