"""Files as a whole or not at all, on a disk, a stick or a share: written beside, fsync, read back, put in place.

On Windows a virus scanner, an indexer or a reader may hold any file for a while; then replacing and removing fail with
``ERROR_ACCESS_DENIED`` or ``ERROR_SHARING_VIOLATION``. All writers come here, so each waits in the same way and each
says in the same words which file is held. Every left-over of a writer that died ends with :data:`PARTIAL`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from netzwerkhilfe.errors import DATA_SAFE, UserError

PARTIAL = ".tmp"
HELD = ".in-arbeit"
"""The file in a folder of :func:`folder` that tells that its writer lives."""
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between the tries; together about three, which is how long a scanner holds a small file."""

SHARING = {32, 33}
"""Windows' ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: another program has the file open."""


def write_bytes(target: Path, data: bytes, *, check: bool = False) -> None:
    """Write a file whole or not at all; with ``check`` it is read back before it counts (sticks lie).

    Raises ``OSError``; then the former file stays and nothing is left beside it.
    """
    with writing(target) as partial:
        partial.write_bytes(data)
        if check:
            sync(partial)
            if partial.read_bytes() != data:
                raise OSError(errno.EIO, "read back differs", str(target))


def write_text(target: Path, text: str) -> None:
    """Write a file of UTF-8 whole or not at all, with line ends as they are. Raises ``OSError``."""
    write_bytes(target, text.encode("utf-8"))


@contextlib.contextmanager
def writing(target: Path) -> Iterator[Path]:
    """Give a place beside the target to write to; it is synced and put in place when the block ends well.

    The place has a short name of its own, so that two writers never share one and a long target still fits. The folder
    must be there: a stick that was pulled is never made again as a folder of this PC. Raises ``OSError``; then the
    former file stays and the place is empty again.
    """
    partial = target.with_name(secrets.token_hex(6) + PARTIAL)
    try:
        yield partial
        sync(partial)
        replace(partial, target)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Bring a written file to the disk. It is opened for writing: Windows' FlushFileBuffers asks for that right."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def replace(source: Path, target: Path) -> None:
    """Put a file in place of another, waiting while somebody holds one of the two. Raises ``OSError``."""
    _patiently(lambda: source.replace(target))
    _sync_folder(target.parent)


def remove(path: Path, *, wait: bool = True) -> bool:
    """Remove a file if it is there, waiting while somebody holds it; whether it is gone. Raises nothing."""
    try:
        if wait:
            _patiently(lambda: path.unlink(missing_ok=True))
        else:
            path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def remove_tree(folder: Path, *, wait: bool = True) -> list[Path]:
    """Remove a folder file by file; gives the files that somebody still holds. One that is held keeps no other
    alive."""
    if folder.is_symlink() or not folder.is_dir():
        return [] if remove(folder, wait=wait) else [folder]
    held: list[Path] = []
    for path in list(folder.iterdir()):
        held += remove_tree(path, wait=wait)
    if not held:
        with contextlib.suppress(OSError):
            folder.rmdir()
    return held


def copy(source: Path, target: Path) -> None:
    """Copy a file whole or not at all. Raises ``OSError``."""
    with writing(target) as partial:
        shutil.copyfile(source, partial)


def from_outside(path: Path) -> None:
    """Mark a file as come from others, so that Windows and Office open it with care (the stream Zone.Identifier)."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            Path(f"{path}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii")


def free_name(folder: Path, name: str) -> Path:
    """A path in a folder that no file has yet, by a number behind the name: "Foto (2).jpg"."""
    plain = Path(name)
    target, count = folder / name, 2
    while target.exists():
        target, count = folder / f"{plain.stem} ({count}){plain.suffix}", count + 1
    return target


@contextlib.contextmanager
def folder(parent: Path | None = None, prefix: str = "netzwerkhilfe-") -> Iterator[Path]:
    """A folder for the time of a block. What somebody still holds at its end is left to the next start's sweep."""
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        with (made / HELD).open("ab") as held:
            _lock(held)
            yield made
    finally:
        remove_tree(made)


def sweep_folders(parent: Path, prefix: str) -> None:
    """Remove the folders of :func:`folder` whose writer has died: each holds a file in its own as long as it lives."""
    for made in parent.glob(f"{prefix}*"):
        held = made / HELD
        if not held.exists() and _is_young(made):  # its writer may be about to make that file
            continue
        if sys.platform == "win32":
            free = not held.exists() or remove(held, wait=False)  # an open file cannot be removed there
        else:
            free = True
            with contextlib.suppress(FileNotFoundError), held.open("ab") as file:
                free = _lock(file)
        if free and made.is_dir():
            remove_tree(made, wait=False)


def _is_young(path: Path) -> bool:
    """Whether something was made within the last minute, or is gone."""
    try:
        return abs(time.time() - path.stat().st_mtime) < 60
    except OSError:
        return True


def _lock(file: IO[bytes]) -> bool:
    """Hold a file as long as it is open; on Windows that it is open is enough. ``False`` if somebody else has it."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _patiently(act: Callable[[], object]) -> None:
    for pause in PAUSES if sys.platform == "win32" else ():
        try:
            act()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    act()


def _sync_folder(path: Path) -> None:
    """POSIX keeps the name of a file apart from its content; some file systems refuse, and then it is as it is."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def held(error: OSError) -> bool:
    """Whether another program has the file open, as far as the system tells (Windows only)."""
    return getattr(error, "winerror", None) in SHARING


def refused(error: OSError, target: Path, what: str = "Die Datei ließ sich nicht schreiben.") -> UserError:
    """What a refused write means for a person: which file, that the data is safe, what to do now.

    :param error: what the system said.
    :param target: the file that was to be written.
    :param what: what did not work, in a sentence.
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            what,
            DATA_SAFE,
            f"Der Datenträger ist voll. Bitte schaffen Sie Platz und versuchen Sie es noch einmal: {target.parent}",
        )
    if held(error):
        return UserError(
            what,
            DATA_SAFE,
            f"„{target.name}“ ist noch in einem anderen Programm geöffnet. Bitte schließen Sie es dort: {target}",
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        if sys.platform == "win32" and target.exists():
            reason = "Die Datei ist schreibgeschützt oder noch in einem anderen Programm geöffnet."
        else:
            reason = "Der Ordner ist schreibgeschützt."
        return UserError(what, DATA_SAFE, f"{reason} Bitte prüfen Sie: {target}")
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        return UserError(what, DATA_SAFE, f"Der Name ist hier nicht möglich. Bitte nehmen Sie einen kürzeren: {target}")
    return UserError(what, DATA_SAFE, f"Ist der Datenträger noch da? Bitte prüfen Sie: {target}")
