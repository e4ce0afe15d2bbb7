"""The ledger of erasures: kept beside the store, so that no backup and no older store brings anybody back.

It holds for each erasure the space, a hash of the key, the day and the reason, and whether it was ended. It is sealed
with a key that follows from the store's (libsodium's secretbox), so that nobody adds to it, takes out of it or reads a
reason without that. Versions before this one wrote it in clear.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from netzwerkhilfe import atomic
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.paths import Paths

if TYPE_CHECKING:  # the opening looks here, mostly at a ledger that it knows
    from nacl.secret import SecretBox

UNCLEAN = "unclean"
"""The value of this PC that tells that something was erased whose traces may still be there."""
FORMAT = 2
BEGUN = "begun"
"""In an entry whose erasure was announced and is not known to be ended."""
Entry = dict[str, Json]


def fingerprint(key: str) -> str:
    """What is kept of an erased root or id."""
    return hashlib.blake2b(key.encode(), digest_size=16, person=b"nh-erased").hexdigest()


def entry(space: str, key: str, day: str, reason: str) -> Entry:
    """What is kept of one erasure."""
    return {"space": space, "hash": fingerprint(key), "day": day, "reason": reason}


def entries(paths: Paths, key: bytes) -> list[Entry]:
    """The erasures: space, hash, day, reason; none if the ledger is missing or sealed with another key."""
    found = _read(paths, key)
    return [] if found is None else found


def readable(paths: Paths, key: bytes) -> bool:
    """Whether the ledger is missing, or whole and of this store."""
    return _read(paths, key) is not None


def mark(paths: Paths) -> str:
    """Another text whenever the ledger is another one; empty where there is none."""
    try:
        return hashlib.blake2b(paths.erased.read_bytes(), digest_size=8).hexdigest()
    except OSError:
        return ""


def begin(paths: Paths, key: bytes, more: Sequence[Entry]) -> None:
    """Say what is about to be erased, before anything of it is: from now on it will be. Raises ``OSError``."""
    _write(paths, key, [*entries(paths, key), *({**e, BEGUN: True} for e in more)])


def withdraw(paths: Paths, key: bytes, more: Sequence[Entry]) -> None:
    """What was about to be erased stays: the transaction has failed."""
    gone = set(map(_name, more))
    kept = [e for e in entries(paths, key) if not (e.get(BEGUN) and _name(e) in gone)]
    if kept:
        _write(paths, key, kept)
    else:
        atomic.remove(paths.erased)


def add(paths: Paths, key: bytes, more: Iterable[Entry]) -> None:
    """Add erasures that are ended, all those that were begun among them; what is known stays as it is."""
    known = {_name(e): {n: v for n, v in e.items() if n != BEGUN} for e in entries(paths, key)}
    for one in more:
        known.setdefault(_name(one), one)
    _write(paths, key, list(known.values()))


def forget(paths: Paths, key: bytes, space: str, keys: Iterable[str]) -> None:
    """Take out what turned out to be no erasure."""
    gone = {(space, fingerprint(k)) for k in keys}
    _write(paths, key, [e for e in entries(paths, key) if _name(e) not in gone])


def _name(one: Entry) -> tuple[Json, Json]:
    return one["space"], one["hash"]


def _box(key: bytes) -> SecretBox:
    from nacl.secret import SecretBox

    return SecretBox(hashlib.blake2b(key, digest_size=32, person=b"nh-ledger").digest())


def _load(paths: Paths) -> Json:
    """What the file holds as JSON, ``None`` without one."""
    try:
        found: Json = json.loads(paths.erased.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return found


def _read(paths: Paths, key: bytes) -> list[Entry] | None:
    """The entries; ``None`` if the ledger is there and cannot be read with this key."""
    found = _load(paths)
    if found is None or isinstance(found, list):
        return found or []
    from nacl.exceptions import CryptoError

    try:
        plain = _box(key).decrypt(base64.b64decode(found["sealed"], validate=True))
        kept: list[Entry] = json.loads(plain)
    except (KeyError, TypeError, ValueError, CryptoError):
        return None
    return kept


def _write(paths: Paths, key: bytes, every: list[Entry]) -> None:
    """Write the ledger; one that cannot be read is kept beside it. Raises ``OSError``."""
    if not readable(paths, key):
        atomic.replace(paths.erased, paths.erased.with_suffix(".fremd"))
    data = _box(key).encrypt(json.dumps(every, ensure_ascii=False).encode())
    atomic.write_text(paths.erased, json.dumps({"format": FORMAT, "sealed": base64.b64encode(data).decode()}))
