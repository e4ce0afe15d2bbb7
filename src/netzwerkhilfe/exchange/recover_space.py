"""All PCs of an office are gone: its own space comes back from a package on the stick, with a printed recovery sheet.

Each office PC tells the network the public half of a key that follows from its sheet; packages of the office's space
are sealed for it too. A new PC joins as usual, gets ``net`` from the others, and opens such a package with the sheet.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import nacl.signing
import pyrage

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import members, package
from netzwerkhilfe.exchange.package import NewerFormat, NotForUs
from netzwerkhilfe.store import backup, merging
from netzwerkhilfe.store.keys import tidy_recovery_key
from netzwerkhilfe.store.relays import Sender
from netzwerkhilfe.store.state import Damaged
from netzwerkhilfe.store.store import Store

_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if (top >> i) & 1 else 0
    return check


def _bech32(prefix: str, data: bytes) -> str:
    """BIP 173 (bech32), as age writes its keys."""
    bits, size, words = 0, 0, []
    for byte in data:
        bits, size = (bits << 8) | byte, size + 8
        while size >= 5:
            size -= 5
            words.append((bits >> size) & 31)
    if size:
        words.append((bits << (5 - size)) & 31)
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = _polymod([*expanded, *words, 0, 0, 0, 0, 0, 0]) ^ 1
    return prefix + "1" + "".join(_CHARSET[w] for w in [*words, *((check >> 5 * (5 - i)) & 31 for i in range(6))])


def _letters(recovery_key: str) -> bytes:
    plain = tidy_recovery_key(recovery_key)
    if plain is None:
        raise UserError(
            "Das ist kein Wiederherstellungsschlüssel.",
            DATA_SAFE,
            "Er steht auf dem ausgedruckten Blatt: acht Gruppen zu vier Zeichen.",
        )
    return plain.encode()


def identity_of(recovery_key: str) -> pyrage.x25519.Identity:
    """The age key that follows from a printed recovery key. Raises ``UserError`` for a typing error."""
    raw = hashlib.blake2b(_letters(recovery_key), digest_size=32, person=b"nh-office-space").digest()
    return pyrage.x25519.Identity.from_str(_bech32("age-secret-key-", raw).upper())


def signing_secret(recovery_key: str) -> str:
    """The Ed25519 secret key (hexadecimal) by which a sheet signs statements of membership. Raises ``UserError``."""
    return hashlib.blake2b(_letters(recovery_key), digest_size=32, person=b"nh-sheet-signs").hexdigest()


def public_keys(recovery_key: str) -> dict[str, str]:
    """What the network is told of a recovery sheet, as values of this PC."""
    signing = nacl.signing.SigningKey(bytes.fromhex(signing_secret(recovery_key)))
    return {
        "recovery_public": str(identity_of(recovery_key).to_public()),
        "recovery_sign_public": bytes(signing.verify_key).hex(),
    }


def new_sheet(store: Store) -> str:
    """A new recovery key for this PC, to be printed; the former sheet opens nothing any more."""
    key = store.slots.add_recovery(store.key)
    store.slots.save()
    store.set_local(**public_keys(key))
    members.publish(store)
    return key


def take_back(store: Store, path: Path, recovery_key: str) -> int:
    """Bring the office's space back from a package of a lost PC; gives how many entries came.

    Raises ``UserError``: wrong key, another office's package, a damaged or forged one.
    """
    secret = str(identity_of(recovery_key))
    try:
        opened = package.open_package(path, secret)
    except NotForUs:
        raise UserError(
            "Dieses Blatt öffnet dieses Paket nicht.",
            DATA_SAFE,
            "Bitte nehmen Sie das Blatt eines PCs Ihres Büros und ein Paket, das er geschrieben hat.",
        ) from None
    except (Damaged, NewerFormat, OSError) as error:
        raise UserError("Dieses Paket ist nicht lesbar.", DATA_SAFE, "Bitte wählen Sie ein anderes.") from error
    head = opened.head
    if head.network != store.local("network") or head.space != store.office_space:
        raise UserError("Dieses Paket gehört einem anderen Büro.", DATA_SAFE, "Bitte wählen Sie ein anderes.")
    # a lost PC may have been struck off since: its earlier package is what is asked for here
    sender = members.everybody(store).get(head.sender)
    if not sender or not here(store).is_own(sender.office) or not opened.signed_by(sender.signing_key):
        raise UserError("Bei diesem Paket stimmt die Unterschrift nicht.", DATA_SAFE, "Bitte wählen Sie ein anderes.")
    backup.make(store, reason="vor-rettung")
    try:
        with store.change() as change:
            merged = merging.merge(change, head.space, opened.vector, opened.lines(), sender=Sender(head.sender))
            change.set.entries |= merged.set.entries
    except Damaged as error:
        raise UserError("Dieses Paket ist beschädigt.", DATA_SAFE, "Bitte wählen Sie ein anderes.") from error
    store.forget_facts()
    return merged.new
