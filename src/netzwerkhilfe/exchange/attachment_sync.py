"""Files at entries on their way: each lies once on the stick, encrypted, beside the packages.

Only the PC that put a file there takes it away again, when no entry names it any more.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange.report import Progress, Report
from netzwerkhilfe.exchange.writing import write_safely
from netzwerkhilfe.models import KINDS, NET, files
from netzwerkhilfe.paths import ATTACHMENT
from netzwerkhilfe.store import attachments, reading
from netzwerkhilfe.store.conditions import Empty, Filled, equals
from netzwerkhilfe.store.store import Store

MOST_FILES = 20_000
"""So many files of a folder under other names are looked into for those that are missing here."""


def name_of(digest: str) -> str:
    """How a file is called on a stick."""
    return digest[:32] + ATTACHMENT


def _looks_like_one(path: Path) -> bool:
    try:
        if not path.is_file() or path.stat().st_size > attachments.LARGEST + 200:
            return False
        with path.open("rb") as file:
            return file.read(len(attachments.MAGIC)) == attachments.MAGIC
    except OSError:
        return False


def missing(store: Store) -> set[str]:
    """The files that an entry names and that have not arrived here."""
    return {d for d in attachments.wanted(store) if not attachments.path_of(store, d).exists()}


def fetch(store: Store, folder: Path, progress: Progress | None = None) -> int:
    """Take in the missing files that lie in a folder, under whatever name; gives how many came."""
    needed = missing(store)
    if not needed:
        return 0
    candidates = [folder / name_of(d) for d in needed]
    known = {p.name for p in candidates}
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        others = sorted(e.path for e in entries if e.name not in known and not files.is_device(e.name))
        candidates += [Path(p) for p in others[:MOST_FILES] if _looks_like_one(Path(p))]
    return take(store, candidates, needed, progress)


def take(store: Store, paths: list[Path], needed: set[str] | None = None, progress: Progress | None = None) -> int:
    """Take in those of these files that an entry names; gives how many came."""
    needed = missing(store) if needed is None else set(needed)
    came = 0
    for i, path in enumerate(paths):
        if not needed:
            break
        if not _looks_like_one(path):
            continue
        if progress:
            progress("Fotos und Dateien", i, len(paths))
        with contextlib.suppress(OSError):
            sealed = path.read_bytes()
            digest = attachments.digest_of(sealed)
            if digest in needed:
                attachments.keep(store, digest, sealed)
                needed.discard(digest)
                came += 1
    return came


def is_file(path: Path) -> bool:
    """Whether a file is one that hangs on an entry; its name tells nothing."""
    return _looks_like_one(path)


def leave(store: Store, folder: Path, report: Report, progress: Progress | None = None) -> None:
    """Put what is missing there, and take away what we put there and nobody names any more. Raises ``UserError``."""
    put = set(store.json_local("files_left") or [])
    needed = attachments.wanted(store)
    for digest in sorted(needed):
        source, target = attachments.path_of(store, digest), folder / name_of(digest)
        if not source.exists() or target.exists():
            continue
        if progress:
            progress("Fotos und Dateien", 0, 0)
        write_safely(target, source.read_bytes())
        put.add(digest)
        report.files += 1
    for digest in sorted(put - needed):
        atomic.remove(folder / name_of(digest))
    store.set_local(files_left=json.dumps(sorted(put)))


def to_mail(store: Store, room: int) -> list[tuple[str, bytes]]:
    """Files of ``net`` that were not mailed yet, as far as there is room (bytes); they count as mailed now."""
    mailed = set(store.json_local("files_mailed") or [])
    with store.reading() as cursor:
        rows = reading.find(cursor, KINDS[attachments.KIND], equals("space", NET), Empty("seal"), Filled("digest"))
    found: list[tuple[str, bytes]] = []
    for row in sorted(rows, key=lambda r: r["id"]):
        with contextlib.suppress(OSError, UserError):
            path = attachments.path_of(store, row["digest"])
            if row["digest"] in mailed or path.stat().st_size > room:
                continue
            found.append((name_of(row["digest"]), path.read_bytes()))
            room -= len(found[-1][1])
            mailed.add(row["digest"])
    store.set_local(files_mailed=json.dumps(sorted(mailed)))
    return found
