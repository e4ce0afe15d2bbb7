"""The ledger of erasures: kept beside the store, so that no backup brings anybody back.

It holds for each erasure the space, a hash of the key and the day; the store itself knows more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from netzwerkhilfe import atomic
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.paths import Paths


def fingerprint(key: str) -> str:
    """What is kept of an erased root or id."""
    return hashlib.blake2b(key.encode(), digest_size=16, person=b"nh-erased").hexdigest()


def entries(paths: Paths) -> list[dict[str, Json]]:
    """The erasures: space, hash, day, reason."""
    try:
        found = json.loads(paths.erased.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return found if isinstance(found, list) else []


def forget(paths: Paths, space: str, keys: Iterable[str]) -> None:
    """Take out what turned out to be no erasure."""
    gone = {(space, fingerprint(key)) for key in keys}
    kept = [e for e in entries(paths) if (e["space"], e["hash"]) not in gone]
    atomic.write_text(paths.erased, json.dumps(kept, ensure_ascii=False, indent=1))


def add(paths: Paths, more: list[dict[str, Json]]) -> None:
    """Add erasures; what is known stays as it is."""
    known = {(e["space"], e["hash"]): e for e in entries(paths)}
    for entry in more:
        known.setdefault((entry["space"], entry["hash"]), entry)
    atomic.write_text(paths.erased, json.dumps(list(known.values()), ensure_ascii=False, indent=1))
