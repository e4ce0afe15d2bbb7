"""What kind of drive a folder lies on: a stick, a network drive, a disk of this PC. Windows is asked, never guessed.

On Windows an external USB disk counts as a fixed one (GetDriveTypeW), so its bus is asked too
(IOCTL_STORAGE_QUERY_PROPERTY); drive letters tell nothing, a stick may be D: and a share H:.
"""

from __future__ import annotations

import enum
import os
import subprocess
import sys
from pathlib import Path


class Drive(enum.Enum):
    """The kinds that matter to an exchange."""

    STICK = "stick"
    NETWORK = "network"
    OTHER = "other"


_REMOVABLE, _FIXED, _REMOTE = 2, 3, 4  # GetDriveTypeW
_USB, _SD, _MMC = 7, 12, 13  # STORAGE_BUS_TYPE
_QUERY_PROPERTY, _EJECT_MEDIA = 0x2D1400, 0x2D4808  # IOCTL_STORAGE_…
_LOCK_VOLUME, _DISMOUNT_VOLUME = 0x90018, 0x90020  # FSCTL_…
_NETWORK_SYSTEMS = {
    "cifs",
    "smb3",
    "smbfs",
    "nfs",
    "nfs4",
    "fuse.sshfs",
    "fuse.rclone",
    "afpfs",
    "webdav",
    "davfs",
    "fuse.davfs2",
}


def kind_of(root: str, file_system: str = "") -> Drive:
    """What a mounted volume is.

    :param root: where it is mounted, "E:/" or "/media/petra/STICK".
    :param file_system: its type as the system calls it; needed outside Windows only.
    """
    if sys.platform == "win32":
        return _kind_on_windows(root)
    if file_system.lower() in _NETWORK_SYSTEMS:
        return Drive.NETWORK
    return Drive.STICK if root.startswith(("/media/", "/run/media/", "/Volumes/")) else Drive.OTHER


def _kind_on_windows(root: str) -> Drive:
    if sys.platform != "win32":
        return Drive.OTHER
    import ctypes

    letter = root[:2]
    if letter.upper() == os.environ.get("SYSTEMDRIVE", "C:").upper():
        return Drive.OTHER
    return judged(ctypes.windll.kernel32.GetDriveTypeW(letter + "\\"), _bus_of(letter))


def judged(drive_type: int, bus: int) -> Drive:
    """What GetDriveTypeW and the bus say together."""
    if drive_type == _REMOTE:
        return Drive.NETWORK
    if drive_type == _REMOVABLE or (drive_type == _FIXED and bus in (_USB, _SD, _MMC)):
        return Drive.STICK
    return Drive.OTHER


def _open(letter: str, access: int) -> int:
    """A handle of a volume, or 0."""
    if sys.platform != "win32":
        return 0
    import ctypes

    create = ctypes.windll.kernel32.CreateFileW
    create.restype = ctypes.c_void_p
    handle = create(f"\\\\.\\{letter}", access, 3, None, 3, 0, None)
    return 0 if handle in (None, ctypes.c_void_p(-1).value) else int(handle)


def _control(handle: int, code: int, given: bytes = b"", room: int = 0) -> bytes | None:
    """DeviceIoControl: what comes back, or ``None`` where it was refused."""
    if sys.platform != "win32":
        return None
    import ctypes

    out, size = ctypes.create_string_buffer(max(room, 1)), ctypes.c_ulong(0)
    done = ctypes.windll.kernel32.DeviceIoControl(
        ctypes.c_void_p(handle), code, given or None, len(given), out if room else None, room, ctypes.byref(size), None
    )
    return out.raw[: size.value] if done else None


def _close(handle: int) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.CloseHandle(ctypes.c_void_p(handle))


def _bus_of(letter: str) -> int:
    """The STORAGE_BUS_TYPE of a volume, 0 where it is unknown."""
    handle = _open(letter, 0)  # asking needs no right
    if not handle:
        return 0
    try:
        # STORAGE_PROPERTY_QUERY {StorageDeviceProperty, PropertyStandardQuery}; BusType stands at byte 28
        found = _control(handle, _QUERY_PROPERTY, bytes(12), 1024)
    finally:
        _close(handle)
    return int.from_bytes(found[28:32], "little") if found and len(found) >= 32 else 0


def eject(root: Path) -> bool:
    """Let go of a stick, so that it can be pulled; whether the system has done so. Nothing on it is open any more
    then."""
    if sys.platform == "win32":
        handle = _open(str(root)[:2], 0xC0000000)
        if not handle:
            return False
        try:
            return (
                _control(handle, _LOCK_VOLUME) is not None
                and _control(handle, _DISMOUNT_VOLUME) is not None
                and _control(handle, _EJECT_MEDIA) is not None
            )
        finally:
            _close(handle)
    for command in (["gio", "mount", "--eject", str(root)], ["umount", str(root)]):
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=60)  # noqa: S603 - fixed words and a mounted folder
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return True
    return False
