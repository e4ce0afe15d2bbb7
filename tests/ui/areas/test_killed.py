"""``kill -9`` while minutes are typed: what was written up to two seconds before is there again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netzwerkhilfe.models.meetings import AgendaItem
from netzwerkhilfe.services.meetings import sitting
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import PASSPHRASE
from tests.programs import ROOT
from tests.services.meetings.test_meetings import again, item, plan, seat_all

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
TYPED_FOR, MAY_LACK = 14.0, 2.0
"""Seconds."""
EVERY = 100
"""Milliseconds between two words of five keys: without a pause."""
TYPIST = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from netzwerkhilfe.paths import Paths
from netzwerkhilfe.ui.shell import app

every, record = int(sys.argv[2]), sys.argv[3]
program = app.application()
window = app.open_window(Paths(Path(sys.argv[1])), sys.argv[4])
keys = QTimer()
count = 0

def type_on():
    global count
    editor = program.focusWidget()
    count += 1
    letters = f"{count:04} "
    for letter in letters:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(editor, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
    print(count, flush=True)

def begin():
    shell = window.shell
    if shell is None or not hasattr(shell, "page"):
        return
    opening.stop()
    shell.go("meetings")
    shell.activateWindow()
    shell.page.open(record)
    shell.page.desk.item.keys.write()
    assert program.focusWidget() is shell.page.desk.item.texts[0]
    keys.timeout.connect(type_on)
    keys.start(every)

opening = QTimer()
opening.timeout.connect(begin)
opening.start(200)
sys.exit(program.exec())
"""


def typed_and_killed(store: Store, record: str, log: Path) -> int:
    """A window of its own types for a while and dies; gives how many words it had typed."""
    command = [sys.executable, "-c", TYPIST, str(store.paths.data), str(EVERY), record, PASSPHRASE]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    with log.open("wb") as errors:
        running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert running.stdout
    typed, begun = 0, 0.0
    for line in running.stdout:
        typed, begun = int(line), begun or time.monotonic()
        if time.monotonic() - begun >= TYPED_FOR:
            break
    running.send_signal(signal.SIGKILL)
    rest = running.communicate(timeout=60)[0].split()
    assert running.returncode == -signal.SIGKILL, log.read_text("utf-8")
    return max([typed, *map(int, rest)])


def test_two_seconds_of_typing_at_most_are_lost(store: Store, tmp_path: Path) -> None:
    """GIVEN somebody types minutes for 14 s without a pause WHEN the program is killed THEN all but the last 2 s are
    there. What is lost is counted in words, so that a slow PC that types slowly does not matter."""
    seat_all(store)
    meeting = plan(store, "Halle")
    act(store, sitting.begin, meeting, "18:00")
    act(store, sitting.open_item, again(store, meeting), item(store, meeting, "1"))
    record, key = item(store, meeting, "1"), store.key
    store.close()
    typed = typed_and_killed(store, meeting.id, tmp_path / "errors.txt")
    assert typed > MAY_LACK * 1000 / EVERY, "it has not typed long enough to say anything"
    reopened = opening.open_with_key(store.paths, key)
    try:
        text = reopened.require(record, AgendaItem).record.text or ""
        assert reopened.check() == []
    finally:
        reopened.close()
    kept = [int(word) for word in text.split()]
    assert kept == list(range(1, len(kept) + 1)), "something in between is missing"
    assert (typed - len(kept)) * EVERY <= MAY_LACK * 1000, f"{typed - len(kept)} of {typed} words are lost"
