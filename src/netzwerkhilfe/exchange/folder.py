"""The exchange through a folder: a stick, a share, or what an e-mail brought. Take in what lies there, leave ours.

Files are known by content, never by name; a missing file means nothing. A package is taken whole or not at all.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import invitation, members, package, undo
from netzwerkhilfe.exchange.package import ENDING, Head, NewerFormat, NotForUs, Opened
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.store import algebra, backup, erasure, reading, state
from netzwerkhilfe.store.door import ChangeSet
from netzwerkhilfe.store.state import Damaged, Merged
from netzwerkhilfe.store.store import Store

SHARE_HELD = 10
"""A package that changes more than one record in this many waits for a person."""
ERASED_HELD = 20
MAX_FILES = 2000
BROKEN = "Ein Paket ist beschädigt oder wurde verändert. Bitte lassen Sie es neu schreiben."


@dataclass
class Report:
    """What an exchange did, as ``--json`` prints it."""

    new: int = 0
    changed: int = 0
    conflicts: int = 0
    erased: int = 0
    records: int = 0
    bytes: int = 0
    set_aside: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    healed: int = 0
    taken: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    changes: list[ChangeSet] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "received": {"new": self.new, "changed": self.changed, "conflicts": self.conflicts, "erased": self.erased},
            "sent": {"records": self.records, "bytes": self.bytes},
            "set_aside": self.set_aside,
            "held": self.held,
            "waiting": self.waiting,
            "copies": self.copies,
            "healed": self.healed,
        }


class _Rollback(Exception):
    def __init__(self, merged: Merged) -> None:
        self.merged = merged


def find(folder: Path) -> list[Path]:
    """The packages in a folder, whatever they are called."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise UserError(
            "Der Ordner für den Austausch ist nicht erreichbar.", DATA_SAFE, f"Bitte prüfen Sie: {folder}"
        ) from error
    return [p for p in entries[:MAX_FILES] if p.is_file() and package.is_package(p)]


def read_heads(store: Store, folder: Path, report: Report) -> list[Opened]:
    """The packages in a folder for this PC whose sender and seal are right; all others are named in ``set_aside``."""
    return open_files(store, find(folder), report)


def open_files(store: Store, paths: list[Path], report: Report) -> list[Opened]:
    """The same for files that were dropped on the window, opened by a double click or saved from an e-mail."""
    known = members.cards(store)
    struck = members.struck_ids(store)
    found: list[Opened] = []
    for path in paths:
        try:
            opened = package.open_package(path, store.local("age_secret"))
        except NotForUs:
            report.set_aside.append("Ein Paket ist nicht für diesen PC bestimmt.")
            continue
        except NewerFormat:
            report.set_aside.append("Ein Paket braucht eine neuere Fassung des Programms. Bitte hier aktualisieren.")
            continue
        except Damaged:
            report.set_aside.append(BROKEN)
            continue
        except OSError:
            report.set_aside.append("Ein Paket ließ sich nicht lesen. Bitte stecken Sie den Stick neu ein.")
            continue
        head = opened.head
        if head.network != store.local("network"):
            report.set_aside.append("Ein Paket gehört zu einem anderen Netzwerk.")
        elif head.sender == store.replica:
            if opened.signed_by(store.local("sign_public")) and not covered(store, head):
                report.copies.append(f"Ein Paket vom {head.at[:10]} stammt von einer Kopie oder Sicherung dieses PCs.")
                found.append(opened)
        elif head.sender in struck:
            report.set_aside.append("Ein Paket stammt von einem ausgeschlossenen PC.")
        elif head.sender not in known:
            _newcomer(store, opened, report)
        elif not opened.signed_by(known[head.sender].signing_key):
            report.set_aside.append("Bei einem Paket stimmt die Unterschrift nicht.")
        elif head.space not in store.spaces:
            report.set_aside.append("Ein Paket ist nicht für diesen PC bestimmt.")
        else:
            found.append(opened)
    return sorted(found, key=lambda o: (o.head.space, o.head.number, o.head.sender))


def _newcomer(store: Store, opened: Opened, report: Report) -> None:
    card = invitation.accept_application(store, opened.head.card)
    if card and opened.head.sender == card.id and opened.signed_by(card.signing_key):
        office = store.facts().offices.get(card.office)
        report.waiting.append(f"{card.person} ({office.name if office else card.office})")
        report.set_aside.append("Ein neuer PC wartet auf Ihre Bestätigung.")
    else:
        report.set_aside.append("Ein Paket stammt von einem unbekannten PC.")


def covered(store: Store, head: Head) -> bool:
    """Whether everything a package holds has been taken in already."""
    with store.reader() as cursor:
        here = state.vector_of(cursor, head.space)
    return all(seq <= here.get(key, 0) for key, seq in head.vector.items())


def total_records(cursor: Any, space: str) -> int:
    """How many records a space holds."""
    return sum(
        int(cursor.execute(f"SELECT count(*) FROM {k.table.name} WHERE space = ?", (space,)).fetchone()[0])
        for k in KINDS.values()
    )


def take_in(store: Store, opened: Opened, report: Report, *, preview: bool, accept: bool) -> None:
    """Merge one package in one transaction. A preview and a held package leave nothing behind."""
    head = opened.head
    if covered(store, head):
        if not preview:
            _compare(store, opened, report)
            _remember(store, head)
        return
    if not accept and f"{head.space}/{head.sender}/{head.number}" in (store.json_local("declined") or []):
        report.held.append("Ein Paket wurde zurückgenommen und wartet auf Ihre Zustimmung (--accept).")
        return
    with store.reader() as cursor:
        before = total_records(cursor, head.space)
    card = members.cards(store).get(head.sender)
    sender = card.person if card else head.sender
    own_office = card is not None and card.office == store.local("office") and card.role == "office"
    merged: Merged | None = None
    try:
        with store.change() as change:
            merged = state.merge(change, head.space, head.vector, package.lines(opened, store.local("age_secret")))
            large = merged.changed > max(SHARE_HELD, before // SHARE_HELD) or merged.erased > ERASED_HELD
            if preview or (large and not accept and not own_office):
                raise _Rollback(merged)
            change.set.entries |= merged.set.entries
    except _Rollback as rolled:
        merged = rolled.merged
        if not preview:
            report.held.append(
                f"Das Paket von {sender} würde {merged.changed} Einträge ändern und {merged.erased} löschen. "
                "Es wartet auf Ihre Zustimmung (--accept)."
            )
            return
    except (Damaged, DBAPIError, cipher.IntegrityError, OverflowError, UnicodeError):
        report.set_aside.append(BROKEN)
        return
    report.new += merged.new
    report.changed += merged.changed
    report.conflicts += merged.conflicts
    report.erased += merged.erased
    report.senders.append(sender)
    report.changes.append(merged.set)
    if preview:
        return
    store.forget_facts()
    if "places" in merged.set.kinds:
        store.reindex()  # the names of the places were not known while the entries came in
    if merged.erased:
        erasure.clean(store)
    report.taken.append(f"{head.space}/{head.sender}/{head.number}")
    _compare(store, opened, report)
    _remember(store, head)


def _compare(store: Store, opened: Opened, report: Report) -> None:
    """Equal vectors must mean equal digests; where they do not, a value was damaged, and both are shown."""
    head = opened.head
    with store.reader() as cursor:
        seen = cursor.execute(
            "SELECT number FROM peer WHERE space = ? AND sender = ?", (head.space, head.sender)
        ).fetchone()
        if seen and seen[0] == head.number:
            return
        if state.vector_of(cursor, head.space) != head.vector or state.export(cursor, head.space).digest == head.digest:
            return
    try:
        with store.change() as change:
            report.healed += state.heal(change, head.space, package.lines(opened, store.local("age_secret")))
    except Damaged:
        report.set_aside.append(BROKEN)
        return
    if report.healed:
        store.reindex()


def _remember(store: Store, head: Head) -> None:
    with store._autocommit() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO peer (space, sender, vector, digest, number, at) VALUES (?, ?, ?, ?, ?, ?)",
            (
                head.space, head.sender, json.dumps(state.vector_lines(head.vector)), head.digest, head.number,
                store.now().isoformat(timespec="seconds"),
            ),
        )  # fmt: skip


def file_name(store: Store, space: str) -> str:
    """The stable name of the own file of a space; it tells nothing to a reader of the stick."""
    text = f"{store.local('network')}/{space}/{store.replica}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest() + ENDING


def write_own(store: Store, folder: Path, space: str, report: Report) -> None:
    """Leave the own file of a space: written beside, synced, read back, put in place."""
    readers = members.readers(store, space)
    own = members.own_card(store)
    is_member = any(c.id == own.id for c in readers)
    if space != "net" and not [c for c in readers if c.id != own.id]:
        return
    if not is_member:
        readers = [*readers, own]
    with store.reader() as cursor:
        exported = state.export(cursor, space)
    number = int(store.local(f"sent:{space}", "0")) + 1
    packed, plain_size = package.pack(exported.lines)
    body = package.seal(packed, readers)
    head = Head(
        network=store.local("network"), space=space, sender=store.replica, number=number,
        members=members.fingerprint(readers), vector=exported.vector, digest=exported.digest, records=exported.records,
        body_size=len(body), body_hash=package.body_hash(body), plain_size=plain_size,
        at=store.now().isoformat(timespec="seconds"), card={} if is_member else invitation.own_application(store),
    )  # fmt: skip
    data = package.build(head, body, readers, store.local("sign_secret"))
    write_safely(folder / file_name(store, space), data)
    store.set_local(**{f"sent:{space}": str(number)})
    report.records += exported.records
    report.bytes += len(data)


def write_safely(target: Path, data: bytes) -> None:
    """Write a file as a whole: beside it, fsync, read back, replace. Raises ``UserError``; then the old file stays."""
    partial = target.with_name(secrets.token_hex(6) + ".tmp")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if partial.read_bytes() != data:
            raise OSError(errno.EIO, "read back differs")
        _replace(partial, target)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise _write_error(error, target) from error


def _replace(partial: Path, target: Path) -> None:
    """Windows refuses while a virus scanner or another program holds the file: try again for a while."""
    for pause in (0.1, 0.2, 0.4, 0.8, 1.6):
        try:
            partial.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    partial.replace(target)


def _write_error(error: OSError, target: Path) -> UserError:
    if error.errno == errno.ENOSPC:
        return UserError(
            "Der Stick oder das Laufwerk ist voll.",
            DATA_SAFE + " Das alte Paket liegt noch dort.",
            "Bitte schaffen Sie Platz und versuchen Sie es noch einmal.",
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return UserError(
            "Auf den Stick oder in den Ordner lässt sich nicht schreiben.",
            DATA_SAFE,
            f"Bitte prüfen Sie den Schreibschutz oder nehmen Sie einen anderen Ordner als {target.parent}.",
        )
    return UserError(
        "Der USB-Stick wurde abgezogen, bevor alles geschrieben war.",
        DATA_SAFE,
        "Stecken Sie den Stick wieder ein und versuchen Sie es noch einmal.",
    )


def take_files(store: Store, paths: list[Path], *, preview: bool = False, accept: bool = False) -> Report:
    """Take in single packages without leaving anything of ours. Raises ``UserError`` for a file that is none."""
    wrong = [p for p in paths if not package.is_package(p)]
    if wrong:
        raise UserError(f"„{wrong[0].name}“ ist kein Paket.", DATA_SAFE, "Pakete haben die Endung .nhpaket.")
    report = Report()
    opened = open_files(store, paths, report)
    saved = backup.make(store, reason="vor-austausch") if opened and not preview else None
    for one in opened:
        take_in(store, one, report, preview=preview, accept=accept)
    if not preview:
        undo.remember(store, saved if report.taken else None, report.taken, accepted=accept)
    return report


def mail_draft(store: Store, target: Path) -> int:
    """Write an e-mail draft with our package of ``net`` attached, for the mail program to open; gives its bytes.

    The draft is a plain .eml file (RFC 5322) with ``X-Unsent: 1``, which Outlook and Thunderbird open for writing.
    """
    from email.message import EmailMessage

    with tempfile.TemporaryDirectory(prefix="nh-paket-") as name:
        report = Report()
        write_own(store, Path(name), NET, report)
        data = (Path(name) / file_name(store, NET)).read_bytes()
    message = EmailMessage()
    message["Subject"] = "Netzwerk Hilfe: Paket zum Austausch"
    message["X-Unsent"] = "1"
    message.set_content(
        "Im Anhang ist unser Paket. Bitte auf das Fenster der Netzwerk Hilfe ziehen oder mit einem Doppelklick öffnen.\n"
        "Es ist verschlüsselt und fragt nie nach einem Kennwort.\n"
    )
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="austausch" + ENDING)
    write_safely(target, bytes(message))
    return len(data)


def retire(store: Store) -> int:
    """Erase by id what is left of records that have left ``net``, once every member has seen their seal.

    Not while somebody has changed one since: that comes up for review first. Gives how many went.
    """
    others = [c.id for c in members.cards(store).values() if c.id != store.replica]
    with store.reader() as cursor:
        heard = {
            sender: state.vector_from(json.loads(vector))
            for sender, vector in cursor.execute("SELECT sender, vector FROM peer WHERE space = ?", (NET,)).fetchall()
        }
        if any(other not in heard for other in others):
            return 0
        waiting = {s.id for s in reading.reviews(cursor)} | {c.id for c in reading.conflicts(cursor)}
        gone: set[str] = set()
        for kind in KINDS.values():
            for row in reading.rows(cursor, kind, "space = ? AND seal IS NOT NULL", (NET,)):
                seals = reading.live(cursor, kind, row, algebra.SEAL)
                moved = len(seals) == 1 and all(
                    isinstance(v, dict) and v.get("kind") == "moved" for v in seals.values()
                )
                if not moved or row["id"] in waiting:
                    continue
                dot = algebra.Dot(*reading.dots_of(cursor, seals)[0])
                if all(algebra.covers(heard[other], dot) for other in others):
                    gone.add(row["id"])
    if gone:
        with store.change() as change:
            erasure.write(
                change, NET, {erasure.ID + record for record in gone}, "hat den gemeinsamen Bereich verlassen"
            )
    return len(gone)


def exchange(store: Store, folder: Path, *, preview: bool = False, accept: bool = False) -> Report:
    """Take in what the others left, then leave our files. With ``preview`` nothing is changed anywhere."""
    report = Report()
    opened = read_heads(store, folder, report)
    saved = backup.make(store, reason="vor-austausch") if opened and not preview else None
    for one in opened:
        take_in(store, one, report, preview=preview, accept=accept)
    if preview:
        return report
    retire(store)
    undo.remember(store, saved if report.taken else None, report.taken, accepted=accept)
    for space in store.spaces:
        write_own(store, folder, space, report)
    store.set_local(last_exchange=store.now().isoformat(timespec="seconds"))
    return report
