"""Work in the background, and a window that closes meanwhile."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication

from netzwerkhilfe.ui.kit.worker import Worker


@pytest.mark.parametrize("fails", [False, True])
def test_who_closed_is_told_nothing(qapp: QApplication, caplog: pytest.LogCaptureFixture, *, fails: bool) -> None:
    """GIVEN work that runs WHEN the window closes THEN the work is finished, and its receiver is not called."""
    worker, begun = Worker(), threading.Event()
    told: list[object] = []
    done: list[int] = []

    def work() -> int:
        begun.set()
        done.append(1)
        if fails:
            raise OSError(28, "No space left on device")
        return 1

    worker.run(work, told.append, told.append)
    assert begun.wait(10)
    worker.close()
    worker.wait()
    assert done == [1]
    assert told == []
    assert [r.getMessage() for r in caplog.records] == ["background work failed"] * fails
    caplog.clear()


def test_results_come_in_the_order_of_the_work(qapp: QApplication) -> None:
    worker, told = Worker(), list[int]()
    for i in range(20):
        worker.run(partial(int, i), told.append)
    worker.wait()
    worker.close()
    assert told == list(range(20))
