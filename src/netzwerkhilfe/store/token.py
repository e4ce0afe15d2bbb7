"""Is this store where it belongs, or a copy of it? A token in the store and beside it, with the machine and the folder.

A copy does no harm (each opening draws a new mark), but two PCs must not use one number and one file on the stick.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import sys
import uuid
from pathlib import Path

from netzwerkhilfe import atomic
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store.reader import Reader


def machine() -> str:
    """A hash of what the operating system calls this machine."""
    return hashlib.blake2b(machine_name().encode(), digest_size=12, person=b"nh-machine").hexdigest()


def machine_name() -> str:
    """What the operating system calls this machine, the same after each start."""
    if sys.platform == "win32":
        import winreg

        with (
            contextlib.suppress(OSError),
            winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE,
                r"SOFTWARE\Microsoft\Cryptography",
                0,
                winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
            ) as key,
        ):
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError):
            text = Path(path).read_text("ascii").strip()
            if text:
                return text
    return f"{uuid.getnode():012x}"


def _beside(paths: Paths) -> dict[str, Json]:
    try:
        found = json.loads(paths.token.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def copied(store: Reader) -> bool:
    """Whether this store was made elsewhere: on another machine, or copied from a folder where it still lies."""
    token = store.local("token")
    if not token:  # a store from before tokens were drawn
        settle(store)
        return False
    beside = _beside(store.paths)
    if beside.get("token") != token or beside.get("machine") != machine():
        return True
    former = str(beside.get("folder", ""))
    here = str(store.paths.data.resolve())
    if former == here:
        return False
    if former and _beside(Paths(Path(former))).get("token") == token and Paths(Path(former)).store.exists():
        return True
    _write(store, token)  # the folder was moved, nothing was copied
    return False


def settle(store: Reader) -> str:
    """Draw a new token: from now on the store belongs here. Gives the token."""
    token = secrets.token_hex(12)
    store.set_local(token=token)
    _write(store, token)
    return token


def _write(store: Reader, token: str) -> None:
    content = {"token": token, "machine": machine(), "folder": str(store.paths.data.resolve())}
    atomic.write_text(store.paths.token, json.dumps(content, ensure_ascii=False))
