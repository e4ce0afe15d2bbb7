"""Work off the window's thread: one thread for the store, results come back as events of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QObject, Qt, Signal

if TYPE_CHECKING:  # imported at the first work, not before the first frame
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
Failed = Callable[[BaseException], object]
Parcel: TypeAlias = "tuple[Future[object], Callable[[object], object], Failed | None]"
"""Work that is done, and who gets its result or its error."""


class Worker(QObject):
    """Runs work one after the other and hands each result to its receiver on the window's thread."""

    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made: ThreadPoolExecutor | None = None
        self._open = 0
        self._closed = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def _pool(self) -> ThreadPoolExecutor:
        if self._made is None:
            from concurrent.futures import ThreadPoolExecutor

            self._made = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        return self._made

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Failed | None = None,
    ) -> None:
        """Do ``work`` in the background, then call ``then`` with its result or ``failed`` with its error."""
        if self._closed:
            return
        self._open += 1

        def finished(future: Future[T]) -> None:
            self._done.emit((future, then, failed))

        self._pool.submit(work).add_done_callback(finished)

    def _deliver(self, parcel: Parcel) -> None:
        future, then, failed = parcel
        self._open -= 1
        if future.cancelled():  # the window was closed before it began
            return
        error = future.exception()
        if self._closed and error is None:  # done while the window closed: who asked has no store any more
            return
        if error is None:
            then(future.result())
        elif failed and not self._closed:
            failed(error)
        else:
            import logging

            logging.getLogger(__name__).error("background work failed", exc_info=error)

    @property
    def busy(self) -> bool:
        """Whether something is done, or was done and not handed out yet."""
        return self._open > 0

    def wait(self, milliseconds: int = 20_000) -> None:
        """Let events run until all work is delivered; for tests and pictures."""
        deadline = QDeadlineTimer(milliseconds)
        while self._open and not deadline.hasExpired():
            QCoreApplication.processEvents()
        QCoreApplication.processEvents()

    def close(self) -> None:
        """Finish what runs and take no more; nobody is told any more, errors go to the log."""
        self._closed = True
        if self._made is not None:
            self._made.shutdown(wait=True, cancel_futures=True)
