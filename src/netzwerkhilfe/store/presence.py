"""Who has the store open: many may at once, but a restore must be alone with it.

Everyone who opens the store holds one small file beside it: on POSIX with a shared ``flock``, on Windows by the mere
open
handle, which forbids to remove the file. Both end with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Iterator
from typing import IO

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.paths import Paths


def hold(paths: Paths) -> IO[bytes] | None:
    """Say that the store is open here, until the file that is given back is closed; ``None`` where the disk refuses."""
    try:
        file = paths.presence.open("ab")
    except OSError:  # a read-only place: the store itself says so
        return None
    if sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return file


@contextlib.contextmanager
def alone(paths: Paths) -> Iterator[None]:
    """Be the only one at the store for the time of a block. Raises ``UserError`` if a window or a command has it
    open."""
    if sys.platform == "win32":
        if not atomic.remove(paths.presence):
            raise in_use()
        yield
        return
    import fcntl

    with paths.presence.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise in_use() from error
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOTSUP):
                raise
        yield


def in_use() -> UserError:
    """The sentence for a store that somebody has open."""
    return UserError(
        "Netzwerk Hilfe ist noch geöffnet.",
        DATA_SAFE + " Es wurde nichts verändert.",
        "Bitte schließen Sie alle Fenster des Programms und versuchen Sie es noch einmal.",
    )
