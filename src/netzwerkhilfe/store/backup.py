"""Backups: one file with the encrypted store and its key slots, checked by opening; and the way back.

The file is a plain ZIP without compression: ``netzwerk.db`` (encrypted as in use), ``schluessel.json`` (wrapped keys).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import secrets
import zipfile
from collections.abc import Iterable
from pathlib import Path

from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.paths import BACKUP, Paths
from netzwerkhilfe.store import dots, presence, schema, search
from netzwerkhilfe.store.connection import disk_error
from netzwerkhilfe.store.keys import PassphraseNeeded, Slots
from netzwerkhilfe.store.store import Store

ENDING = BACKUP
FILES = "anhaenge/"
NAME = late(rf"(?P<day>\d{{4}}-\d\d-\d\d)_\d{{6}}_(?P<reason>[\w-]+){re.escape(ENDING)}")
FILE_NAME = late(r"[0-9a-f]{64}")
BEFORE_EXCHANGE = "vor-austausch"
DAILY = "täglich"
KEEP_DAYS = 30
"""For those that a person, an upgrade or another rare act has made."""
KEEP_EXCHANGES, KEEP_DAILY, KEEP_WEEKLY = 3, 7, 4
RESTORED = "restored"
"""Where a store keeps when it was put back from a backup last, with something that tells this restore from others."""
ASIDE = "vor-wiederherstellung-"
"""How the folder begins in which the store lies that a restore has replaced."""
COPY, WAY_BACK = "sicherung-", "rueckweg-"
"""How the folders begin in which a copy of the store lies while it is made or put back."""

OUTDATED = "outdated_backups"
NOT_RESTORED = "Die Sicherung ließ sich nicht zurückspielen; alles ist, wie es war."


def make(store: Store, target: Path | None = None, reason: str = DAILY, *, files: bool = False) -> Path:
    """Write a backup and open it once; with ``files`` the files that hang on entries go along.

    Raises ``UserError`` if the place refuses; then nothing is left there."""
    if target is None:
        store.paths.backups.mkdir(parents=True, exist_ok=True)
        stamp = store.now().astimezone().strftime("%Y-%m-%d_%H%M%S")
        target = store.paths.backups / f"{stamp}_{reason}{ENDING}"
    _note_told(store)
    try:
        with atomic.folder(store.paths.data, COPY) as folder, atomic.writing(target) as partial:
            copy = folder / "netzwerk.db"
            with store.connections.autocommit() as cursor:
                cursor.execute("VACUUM INTO ?", (str(copy),))
            _try_open(copy, store.key)
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
                archive.write(copy, "netzwerk.db")
                archive.write(store.paths.slots, "schluessel.json")
                if files and store.paths.attachments.is_dir():
                    for path in sorted(store.paths.attachments.iterdir()):
                        if FILE_NAME.fullmatch(path.name):
                            archive.write(path, f"{FILES}{path.name}")
    except OSError as error:
        raise atomic.refused(error, target, "Die Sicherung ließ sich nicht schreiben.") from error
    except cipher.Error as error:
        raise disk_error(error) or UserError(
            "Die Sicherung ließ sich nicht schreiben.", DATA_SAFE, f"Bitte prüfen Sie den Ordner: {target.parent}"
        ) from error
    return target


def _note_told(store: Store) -> None:
    """A backup tells of changes as a package does: whoever goes on with it elsewhere passes them on.

    The mark in use is this opening's alone; one that has written nothing, as before an upgrade, has nothing to tell.
    """
    with store.reading() as cursor:
        found = cursor.execute("SELECT space, seq FROM vector WHERE mark = ?", (store.mark,)).fetchall()
    for space, seq in found:
        store.set_local(**dots.told(space, store.mark, seq))


def _try_open(path: Path, key: bytes) -> None:
    connection = cipher.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if search.other_faults(connection, "quick_check"):
            raise cipher.DatabaseError("database disk image is malformed")
    finally:
        connection.close()


def daily(store: Store) -> Path | None:
    """Today's backup, if it is not there yet; then those that are not kept go, as far as nobody holds them."""
    stamp = store.now().astimezone().strftime("%Y-%m-%d")
    made = None if any(p.name.startswith(stamp) for p in _existing(store.paths)) else make(store)
    prune(store)
    remove_outdated(store)
    return made


def _existing(paths: Paths) -> list[Path]:
    return sorted(paths.backups.glob(f"*{ENDING}")) if paths.backups.is_dir() else []


def prune(store: Store) -> None:
    """Remove the backups that have had their time; one that another program holds goes next time."""
    note = store.json_local("undo_exchange")
    needed = {Path(note["backup"]).name} if note else set()
    existing = _existing(store.paths)
    gone = outlived([p.name for p in existing], store.now().astimezone().date()) - needed
    for path in existing:
        if path.name in gone:
            atomic.remove(path)


def outlived(names: Iterable[str], today: dt.date) -> set[str]:
    """Which backups go, by their names ("2026-11-24_091500_täglich.nhsicherung").

    Kept are the last three before exchanges, the newest of each of the last seven days and of the last four weeks, and
    for thirty days those made for another reason.
    """
    parsed: list[tuple[str, dt.date, str]] = []
    for name in sorted(names, reverse=True):
        m = NAME.fullmatch(name)
        if m:
            parsed.append((name, dt.date.fromisoformat(m["day"]), m["reason"]))
    exchanges = [n for n, _, reason in parsed if reason == BEFORE_EXCHANGE][:KEEP_EXCHANGES]
    newest_of_day = {day: n for n, day, _ in reversed(parsed)}
    newest_of_week = {day.isocalendar()[:2]: n for n, day, _ in reversed(parsed)}
    kept = {*exchanges}
    kept |= {n for day, n in newest_of_day.items() if (today - day).days < KEEP_DAILY}
    monday = today - dt.timedelta(days=today.weekday())
    kept |= {
        n for week, n in newest_of_week.items() if (monday - dt.date.fromisocalendar(*week, 1)).days < 7 * KEEP_WEEKLY
    }
    kept |= {
        n for n, day, reason in parsed if reason not in (BEFORE_EXCHANGE, DAILY) and (today - day).days < KEEP_DAYS
    }
    return {n for n, _, _ in parsed} - kept


def newest(paths: Paths) -> dt.datetime | None:
    """When the newest backup was written."""
    if not paths.backups.is_dir():
        return None
    times = [p.stat().st_mtime for p in paths.backups.glob(f"*{ENDING}")]
    return dt.datetime.fromtimestamp(max(times), dt.UTC).astimezone() if times else None


def put_back(paths: Paths, source: Path, secret: str | None, *, key: bytes | None = None) -> bytes:
    """Put a backup in place of the store (the former one stays beside it); gives the data key that opens it.

    The key comes from a passphrase or recovery key, is ``key`` where it is known, else from the keyring.

    Raises ``UserError``: no backup, wrong passphrase, newer store. Until all is checked nothing is replaced.
    """
    broken = UserError(
        "Diese Datei ist keine lesbare Sicherung.", DATA_SAFE, f"Bitte wählen Sie eine Datei mit der Endung {ENDING}."
    )
    paths.data.mkdir(parents=True, exist_ok=True)
    with atomic.folder(paths.data, WAY_BACK) as folder:
        fresh = Paths(folder)
        files = _unpack(source, folder, broken)
        key = key or _key_of(fresh, secret)
        try:
            _try_open(fresh.store, key)
            connection = cipher.connect(str(fresh.store))
            try:
                connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
                version = schema.version_of(connection)
            finally:
                connection.close()
        except cipher.Error as error:
            raise broken from error
        schema.refuse_newer(version)
        for name in files:
            try:
                paths.attachments.mkdir(exist_ok=True)
                atomic.replace(folder / name, paths.attachments / name.removeprefix(FILES))
            except OSError as error:
                raise atomic.refused(error, paths.attachments, NOT_RESTORED) from error
        with presence.alone(paths):
            _exchange_stores(paths, fresh)
    return key


def _unpack(source: Path, folder: Path, broken: UserError) -> list[str]:
    """Lay the parts of a backup into a folder; gives the names of its attachments. Raises ``broken``."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            files = [n for n in names if n.startswith(FILES) and FILE_NAME.fullmatch(n.removeprefix(FILES))]
            if sorted(set(names) - set(files)) != ["netzwerk.db", "schluessel.json"]:
                raise broken
            for name in ("netzwerk.db", "schluessel.json", *files):
                archive.extract(name, folder)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise broken from error
    except OSError as error:
        if error.filename and Path(error.filename) != source:
            raise atomic.refused(error, Path(error.filename), NOT_RESTORED) from error
        raise broken from error
    return files


def _key_of(fresh: Paths, secret: str | None) -> bytes:
    slots = Slots(fresh.slots)
    if secret is not None:
        return slots.open_with_secret(secret)[0]
    key = slots.open_with_keyring()
    if key is None:
        raise PassphraseNeeded
    return key


def _exchange_stores(paths: Paths, fresh: Paths) -> None:
    """Move the store in use aside and the fresh one in; the store itself moves last, and all goes back if one is held.

    Raises ``UserError``; then everything is as it was."""
    aside = paths.data / f"{ASIDE}{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
    moved: list[tuple[Path, Path]] = []
    try:
        if paths.store.exists():
            aside.mkdir()
            for path in (paths.slots, *_side_files(paths), paths.store):
                if path.exists():
                    atomic.replace(path, aside / path.name)
                    moved.append((path, aside / path.name))
        for path in (fresh.slots, fresh.store):
            atomic.replace(path, paths.data / path.name)
            moved.append((path, paths.data / path.name))
    except OSError as error:
        for was, now in reversed(moved):
            atomic.replace(now, was)
        with contextlib.suppress(OSError):
            aside.rmdir()
        raise atomic.refused(error, paths.store, NOT_RESTORED) from error


def _side_files(paths: Paths) -> list[Path]:
    return [paths.store.with_name(paths.store.name + ending) for ending in ("-wal", "-shm")]


def rewrite_all(store: Store) -> None:
    """After an erasure: the older backups would still hold the person, so one new backup takes their place."""
    old = list(store.paths.backups.glob(f"*{ENDING}")) if store.paths.backups.is_dir() else []
    outdated = [*(store.json_local(OUTDATED) or []), *(f"{store.paths.backups.name}/{p.name}" for p in old)]
    outdated += [p.name for p in store.paths.data.glob(f"{ASIDE}*")]
    store.set_local(**{OUTDATED: json.dumps(sorted(set(outdated)))})
    if old:
        make(store, reason="nach-löschung")
    remove_outdated(store)


def sweep(paths: Paths) -> None:
    """Remove the copies that a writer has left who died over them."""
    for prefix in (COPY, WAY_BACK):
        atomic.sweep_folders(paths.data, prefix)


def outdated(store: Store) -> list[Path]:
    """The backups that still hold somebody who was erased, because another program has them open."""
    return [store.paths.data / name for name in store.json_local(OUTDATED) or []]


def remove_outdated(store: Store) -> None:
    """Remove the backups that an erasure has made outdated; tried again each day and at each opening, until they are
    gone."""
    waiting = outdated(store)
    held = [p.relative_to(store.paths.data).as_posix() for p in waiting if atomic.remove_tree(p)]
    if waiting:
        store.set_local(**{OUTDATED: json.dumps(held)})
