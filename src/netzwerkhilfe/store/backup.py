"""Backups: one file with the encrypted store and its key slots, checked by opening; and the way back.

The file is a plain ZIP without compression: ``netzwerk.db`` (encrypted as in use), ``schluessel.json`` (wrapped keys).
A restore replays the erasures that are kept beside the store, as changes of its own, so nobody erased comes back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import schema
from netzwerkhilfe.store.keys import Slots
from netzwerkhilfe.store.store import Store, disk_error

ENDING = ".nhsicherung"
FILES = "anhaenge/"
FILE_NAME = re.compile(r"[0-9a-f]{64}")
KEEP_DAYS = 30


def make(store: Store, target: Path | None = None, reason: str = "täglich", *, files: bool = False) -> Path:
    """Write a backup and open it once; with ``files`` the files that hang on entries go along.

    Raises ``UserError`` if the place refuses; then nothing is left there."""
    if target is None:
        store.paths.backups.mkdir(parents=True, exist_ok=True)
        stamp = store.now().astimezone().strftime("%Y-%m-%d_%H%M%S")
        target = store.paths.backups / f"{stamp}_{reason}{ENDING}"
    partial = target.with_name(target.name + ".neu")
    try:
        with tempfile.TemporaryDirectory(dir=store.paths.data, prefix="sicherung-") as folder:
            copy = Path(folder) / "netzwerk.db"
            with store._autocommit() as cursor:
                cursor.execute("VACUUM INTO ?", (str(copy),))
            _try_open(copy, store._key)
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
                archive.write(copy, "netzwerk.db")
                archive.write(store.paths.slots, "schluessel.json")
                if files and store.paths.attachments.is_dir():
                    for path in sorted(store.paths.attachments.iterdir()):
                        if FILE_NAME.fullmatch(path.name):
                            archive.write(path, f"{FILES}{path.name}")
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
    except (OSError, cipher.Error) as error:
        partial.unlink(missing_ok=True)
        raise disk_error(error) or UserError(
            "Die Sicherung ließ sich nicht schreiben.", DATA_SAFE, f"Bitte prüfen Sie den Ordner: {target.parent}"
        ) from error
    return target


def _try_open(path: Path, key: bytes) -> None:
    connection = cipher.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise cipher.DatabaseError("database disk image is malformed")
    finally:
        connection.close()


def daily(store: Store) -> Path | None:
    """Today's backup, if it is not there yet; those older than thirty days go."""
    stamp = store.now().astimezone().strftime("%Y-%m-%d")
    existing = sorted(store.paths.backups.glob(f"*{ENDING}")) if store.paths.backups.is_dir() else []
    oldest = (store.now().astimezone() - dt.timedelta(days=KEEP_DAYS)).strftime("%Y-%m-%d")
    for path in existing:
        if path.name[:10] < oldest:
            path.unlink(missing_ok=True)
    return None if any(p.name.startswith(stamp) for p in existing) else make(store)


def newest(paths: Paths) -> dt.datetime | None:
    """When the newest backup was written."""
    if not paths.backups.is_dir():
        return None
    times = [p.stat().st_mtime for p in paths.backups.glob(f"*{ENDING}")]
    return dt.datetime.fromtimestamp(max(times), dt.UTC).astimezone() if times else None


def restore(paths: Paths, source: Path, secret: str | None, *, key: bytes | None = None) -> Store:
    """Put a backup in place of the store (the former one stays beside it) and open it.

    It opens with a passphrase or recovery key, with ``key`` where the data key is known, else through the keyring.

    Raises ``UserError``: no backup, wrong passphrase, newer store. Until all is checked nothing is replaced.
    """
    broken = UserError(
        "Diese Datei ist keine lesbare Sicherung.", DATA_SAFE, f"Bitte wählen Sie eine Datei mit der Endung {ENDING}."
    )
    paths.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.data, prefix="rueckweg-") as folder:
        fresh = Paths(Path(folder))
        try:
            with zipfile.ZipFile(source) as archive:
                names = archive.namelist()
                files = [n for n in names if n.startswith(FILES) and FILE_NAME.fullmatch(n.removeprefix(FILES))]
                if sorted(set(names) - set(files)) != ["netzwerk.db", "schluessel.json"]:
                    raise broken
                for name in ("netzwerk.db", "schluessel.json", *files):
                    archive.extract(name, folder)
        except (OSError, zipfile.BadZipFile) as error:
            raise broken from error
        slots = Slots(fresh.slots)
        if key is None and secret is None:
            key = slots.open_with_keyring()
        if key is None:
            from netzwerkhilfe.store.store import PassphraseNeeded

            if secret is None:
                raise PassphraseNeeded
            key, _ = slots.open_with_secret(secret)
        try:
            _try_open(fresh.store, key)
            connection = cipher.connect(str(fresh.store))
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            version = schema.version_of(connection)
            connection.close()
        except cipher.Error as error:
            raise broken from error
        schema.refuse_newer(version)
        if paths.store.exists():
            aside = Path(
                tempfile.mkdtemp(
                    prefix=f"vor-wiederherstellung-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}-", dir=paths.data
                )
            )
            for path in (paths.store, paths.slots, *_side_files(paths)):
                if path.exists():
                    shutil.move(path, aside / path.name)
        for path in (fresh.store, fresh.slots):
            path.replace(paths.data / path.name)
        if files:
            paths.attachments.mkdir(exist_ok=True)
            for name in files:
                (Path(folder) / name).replace(paths.attachments / name.removeprefix(FILES))
    store = Store(paths, key)
    store._prepare()
    replay_erasures(store)
    return store


def _side_files(paths: Paths) -> list[Path]:
    return [paths.store.with_name(paths.store.name + ending) for ending in ("-wal", "-shm")]


def fingerprint(key: str) -> str:
    """What is kept of an erased id beside the store."""
    return hashlib.blake2b(key.encode(), digest_size=16, person=b"nh-erased").hexdigest()


def kept_beside(paths: Paths) -> list[dict[str, Any]]:
    """The erasures kept beside the store: space, hash, day, reason."""
    try:
        found = json.loads(paths.erased.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return found if isinstance(found, list) else []


def keep_beside(paths: Paths, entries: list[dict[str, Any]]) -> None:
    """Add erasures to those kept beside the store."""
    known = {(e["space"], e["hash"]): e for e in kept_beside(paths)}
    for entry in entries:
        known.setdefault((entry["space"], entry["hash"]), entry)
    partial = paths.erased.with_suffix(".neu")
    partial.write_text(json.dumps(list(known.values()), ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(paths.erased)


def replay_erasures(store: Store) -> None:
    """After a restore: erase again, under dots of its own, who was erased since the backup."""
    from netzwerkhilfe.store import erasure

    beside = {(e["space"], e["hash"]): e for e in kept_beside(store.paths)}
    if not beside:
        return
    with store.change() as change:
        for space in store.spaces:
            present = erasure.keys_present(change.cursor, space)
            again = {k: beside[space, fingerprint(k)] for k in present if (space, fingerprint(k)) in beside}
            for key, entry in again.items():
                erasure.write(change, space, {key}, entry.get("reason", ""))


def rewrite_all(store: Store) -> None:
    """After an erasure: the older backups would still hold the person, so one new backup takes their place."""
    old = list(store.paths.backups.glob(f"*{ENDING}")) if store.paths.backups.is_dir() else []
    if old:
        make(store, reason="nach-löschung")
    for path in old:
        path.unlink(missing_ok=True)
    for folder in store.paths.data.glob("vor-wiederherstellung-*"):
        shutil.rmtree(folder, ignore_errors=True)
