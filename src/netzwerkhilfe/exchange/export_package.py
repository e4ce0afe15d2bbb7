"""Our own files: the state of each space, sealed for its readers, written so that a pulled stick does no harm."""

from __future__ import annotations

import hashlib
import json
from email.message import EmailMessage
from pathlib import Path

from netzwerkhilfe import atomic
from netzwerkhilfe.exchange import attachment_sync, clones, invitation, members, package, peers, private_files
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.exchange.writing import write_safely
from netzwerkhilfe.models import NET
from netzwerkhilfe.models.fields import Json, canonical
from netzwerkhilfe.paths import PACKAGE
from netzwerkhilfe.store import conversion, dots, state
from netzwerkhilfe.store.state import Exported, Summary
from netzwerkhilfe.store.store import Store

REMEMBERED = 8
"""So many written files are known again: a stick, a share and what was mailed may take turns."""


def file_name(store: Store, space: str) -> str:
    """The stable name of the own file of a space; it tells nothing to a reader of the stick."""
    text = f"{store.local('network')}/{space}/{store.replica}/{store.local('token')}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest() + PACKAGE


def summary(store: Store, space: str) -> Summary:
    """The vector and the digest of a space. It is exported for them only if something was written since this opening
    did so last: with 100,000 entries that takes seconds, and most exchanges bring nothing."""
    edition = store.edition()
    kept = store.summaries.get(space)
    if kept is not None and kept[0] == edition:
        return kept[1]
    exported = _export(store, space)
    store.summaries[space] = edition, Summary(exported.vector, exported.digest, exported.records)
    return exported


def _export(store: Store, space: str) -> Exported:
    with store.reading() as cursor:
        return state.export(cursor, space)


def write_own(store: Store, folder: Path, space: str, report: Report) -> Summary | None:
    """Leave the own file of a space: written beside, synced, read back, put in place. Gives what lies there then.

    A file that lies there already and says the same to the same readers stays as it is.
    """
    readers = members.readers(store, space)
    own = members.own_identity(store)
    is_member = any(c.id == own.id for c in readers)
    sheets = members.recovery_keys(store, space)
    if space != NET and not sheets and not [c for c in readers if c.id != own.id]:
        return None
    if not is_member:
        readers = [*readers, own]
    whole = summary(store, space)
    former = [pc.keys.encryption for pc in members.to_take_over(store)] if space == NET else []
    recipients = [*(c.encryption_key for c in readers), *sheets, *filter(package.can_seal_for, former)]
    card = clones.application(store) if is_member else _presenting(store) or clones.application(store)
    beside = [file_name(store, other) for other in store.spaces if other != space]
    target = folder / file_name(store, space)
    says = _fingerprint([state.vector_list(whole.vector), whole.digest, recipients, card, beside, store.chain.heads])
    report.records += whole.records
    there = _lies_there(store, space, target, says)
    if there is not None:
        report.bytes += there
        return whole
    exported = whole if isinstance(whole, Exported) else _export(store, space)
    number = int(store.local(f"sent:{space}", "0")) + 1
    data = package.assemble(
        exported.vector,
        exported.lines,
        recipients,
        store.local("sign_secret"),
        network=store.local("network"),
        space=space,
        sender=store.replica,
        number=number,
        members=members.fingerprint(readers),
        digest=exported.digest,
        records=exported.records,
        at=store.now().isoformat(timespec="seconds"),
        chain=[s.json() for s in store.chain.statements],
        card=card,
        beside=beside,
    )
    store.set_local(**dots.told(space, store.mark, exported.vector.get((store.replica, store.mark), 0)))
    write_safely(target, data)
    written = [*(store.json_local(f"written:{space}") or []), [says, package.body_hash(data)]]
    store.set_local(**{f"sent:{space}": str(number), f"written:{space}": json.dumps(written[-REMEMBERED:])})
    report.bytes += len(data)
    return exported


def _presenting(store: Store) -> dict[str, Json]:
    """What the packages of a PC carry that is no member yet, or not by the chain."""
    if conversion.waits(store):
        return members.own_card(store)
    return invitation.own_application(store) if store.local("invitation_secret") else {}


def _fingerprint(said: list[Json]) -> str:
    return hashlib.blake2b(canonical(said).encode(), digest_size=16).hexdigest()


def _lies_there(store: Store, space: str, target: Path, says: str) -> int | None:
    """The size of our file if it lies there whole and says this; files that we wrote are known by their hash."""
    known = {data for said, data in store.json_local(f"written:{space}") or [] if said == says}
    if not known:
        return None
    try:
        data = target.read_bytes()
    except OSError:
        return None
    return len(data) if package.body_hash(data) in known else None


LARGEST_MAIL = 10 * 2**20


def mail_draft(store: Store, target: Path) -> int:
    """Write an e-mail draft with our package of ``net`` attached, for the mail program to open; gives its bytes.

    Files that hang on entries and were not mailed yet go along while the mail stays under 10 MB. The draft is a plain
    .eml file (RFC 5322) with ``X-Unsent: 1``, which Outlook and Thunderbird open for writing.
    """
    private_files.take_back(store)
    newest = peers.last_change(store)
    with atomic.folder(store.paths.data, "paket-") as folder:
        write_own(store, folder, NET, Report())
        data = (folder / file_name(store, NET)).read_bytes()
    message = EmailMessage()
    message["Subject"] = "Netzwerk Hilfe: Paket zum Austausch"
    message["X-Unsent"] = "1"
    message.set_content(
        "Im Anhang ist unser Paket. Bitte auf das Fenster der Netzwerk Hilfe ziehen oder mit einem Doppelklick "
        "öffnen.\n"
        "Es ist verschlüsselt und fragt nie nach einem Kennwort.\n"
    )
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="austausch" + PACKAGE)
    for file_name_, content in attachment_sync.to_mail(store, int(LARGEST_MAIL * 0.7) - len(data)):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=file_name_)
    write_safely(target, bytes(message))
    peers.leave(store, peers.SINGLE_FILES, newest)
    return len(data)
