"""Looking for garbage in the window's thread, while nobody waits.

Left alone, Python looks for it in whichever thread makes objects, and all others stand still meanwhile: with 10,000
entries read in the background the window heard nothing for a fifth of a second, again and again.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from netzwerkhilfe.ui.shell.shell import Shell

LOOK = 1_000
"""Milliseconds between two looks whether there is something to do."""
YOUNG = 20_000
"""So many more objects than at the last sweep are worth one."""
OLD = 5
"""So many sweeps of young objects are worth one of all."""
QUIET = 3.0
"""Seconds without a key or a movement, after which a sweep of all disturbs nobody."""
MANY = 3_000_000
"""So many objects are swept even while somebody works."""


class Sweeper(QObject):
    """Sweeps the objects of a program whose window this is; ``shell`` gives what is in it, once there is something."""

    def __init__(self, window: QObject, shell: Callable[[], Shell | None]) -> None:
        super().__init__(window)
        self._shell = shell
        self._swept = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """The window stands: sweep from now on instead of Python, but never what was there from the start."""
        gc.disable()
        gc.freeze()
        self._timer.start(LOOK)

    def end(self) -> None:
        """Python does it by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def look(self) -> None:
        """Sweep if there is enough of it and nobody waits for anything."""
        young = gc.get_count()[0]
        if young < YOUNG:
            return
        shell = self._shell()
        if shell is not None and young < MANY and (shell.worker.busy or shell.beside.busy):
            return
        quiet = shell is None or time.monotonic() - shell.locking.touched >= QUIET
        if quiet and self._swept >= OLD:
            self._swept = 0
            gc.collect()
        else:
            self._swept += 1
            gc.collect(1)
