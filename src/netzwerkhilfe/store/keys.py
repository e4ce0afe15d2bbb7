"""Key slots: the random data key of a store, wrapped for each way to open it.

A slot is a passphrase of a person, the printed recovery key, or the keyring of the operating system. Wrapping is
XSalsa20-Poly1305 (NaCl secretbox); passphrases go through Argon2id first (RFC 9106). A backup carries its slots.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from pathlib import Path

import nacl.exceptions
import nacl.pwhash
import nacl.secret

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import DATA_SAFE, UserError, Way
from netzwerkhilfe.models.fields import Json

SERVICE = "NetzwerkHilfe"
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS = 8


def wrong_passphrase() -> UserError:
    """The sentence for a passphrase that opens no slot."""
    return UserError(
        "Das Kennwort ist nicht richtig.",
        DATA_SAFE,
        "Bitte versuchen Sie es noch einmal. Hilft das nicht, öffnet der Wiederherstellungsschlüssel vom "
        "ausgedruckten Blatt das Programm.",
    )


def new_recovery_key() -> str:
    """A printed key of 155 random bits and a check letter, in eight groups of four letters."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * 4 - 1)]
    letters.append(_check_letter("".join(letters)))
    return "-".join("".join(letters[i : i + 4]) for i in range(0, len(letters), 4))


def _check_letter(letters: str) -> str:
    return _ALPHABET[hashlib.blake2b(letters.encode(), digest_size=1).digest()[0] % len(_ALPHABET)]


def tidy_recovery_key(text: str) -> str | None:
    """The letters of a recovery key as typed, or ``None`` if this is none or has a typing error."""
    plain = "".join(c for c in text.upper() if c.isalnum())
    if len(plain) != _GROUPS * 4 or any(c not in _ALPHABET for c in plain):
        return None
    return plain if _check_letter(plain[:-1]) == plain[-1] else None


def _box(key: bytes, data_key: bytes) -> str:
    return base64.b64encode(bytes(nacl.secret.SecretBox(key).encrypt(data_key))).decode()


def _open(key: bytes, box: str) -> bytes | None:
    try:
        return nacl.secret.SecretBox(key).decrypt(base64.b64decode(box))
    except (nacl.exceptions.CryptoError, ValueError):
        return None


def _stretch(passphrase: str, slot: dict[str, Json]) -> bytes:
    return nacl.pwhash.argon2id.kdf(
        32, passphrase.encode(), base64.b64decode(slot["salt"]), opslimit=int(slot["ops"]), memlimit=int(slot["mem"])
    )


def _recovery(plain: str) -> bytes:
    return hashlib.blake2b(plain.encode(), digest_size=32, person=b"nh-recovery").digest()


class Slots:
    """The key slots of one store, in a small JSON file beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.slots: list[dict[str, Json]] = []
        self.token = secrets.token_hex(8)
        if path.exists():
            try:
                stored = json.loads(path.read_text(encoding="utf-8"))
                self.slots, self.token = stored["slots"], stored["token"]
            except (ValueError, KeyError, TypeError, OSError):
                raise UserError(
                    "Die Schlüsseldatei ist beschädigt.",
                    "Die Einträge selbst sind unverändert und verschlüsselt.",
                    "Stellen Sie die letzte Sicherung wieder her; sie enthält auch die Schlüssel.",
                ) from None

    def save(self) -> None:
        """Write the file whole or not at all. Raises ``OSError``."""
        atomic.write_text(self.path, json.dumps({"format": 1, "token": self.token, "slots": self.slots}))

    def kinds(self) -> set[str]:
        """Which ways lead in: "passphrase", "recovery", "keyring"."""
        return {slot["kind"] for slot in self.slots}

    def add_passphrase(self, data_key: bytes, passphrase: str, person: str) -> None:
        """A slot for one person; replaces the person's former one. Raises ``UserError`` on a short passphrase."""
        if len(passphrase) < 8:
            raise UserError("Das Kennwort ist zu kurz.", "", "Bitte nehmen Sie mindestens acht Zeichen.")
        slot: dict[str, Json] = {
            "kind": "passphrase",
            "person": person,
            "salt": base64.b64encode(secrets.token_bytes(nacl.pwhash.argon2id.SALTBYTES)).decode(),
            "ops": nacl.pwhash.argon2id.OPSLIMIT_INTERACTIVE,
            "mem": nacl.pwhash.argon2id.MEMLIMIT_INTERACTIVE,
        }
        slot["box"] = _box(_stretch(passphrase, slot), data_key)
        self.slots = [s for s in self.slots if (s["kind"], s.get("person")) != ("passphrase", person)] + [slot]

    def add_recovery(self, data_key: bytes) -> str:
        """A new recovery key to print; the former one opens nothing any more."""
        key = new_recovery_key()
        slot = {"kind": "recovery", "box": _box(_recovery(key.replace("-", "")), data_key)}
        self.slots = [s for s in self.slots if s["kind"] != "recovery"] + [slot]
        return key

    def add_keyring(self, data_key: bytes) -> bool:
        """A slot that opens with the login of the operating system; false where there is no keyring."""
        wrapping = secrets.token_bytes(32)
        name = f"{self.token}"
        if not _keyring_set(name, base64.b64encode(wrapping).decode()):
            return False
        slot = {"kind": "keyring", "name": name, "box": _box(wrapping, data_key)}
        self.slots = [s for s in self.slots if s["kind"] != "keyring"] + [slot]
        return True

    def forget_keyring(self) -> None:
        """Take the key out of the operating system's keyring; its slot opens nothing any more."""
        for slot in [s for s in self.slots if s["kind"] == "keyring"]:
            _keyring_delete(slot["name"])
            self.slots.remove(slot)

    def open_with_secret(self, secret: str) -> tuple[bytes, str | None]:
        """The data key, and the person whose passphrase it was. Raises ``UserError`` if nothing opens."""
        plain = tidy_recovery_key(secret)
        for slot in self.slots:
            if slot["kind"] == "recovery" and plain and (key := _open(_recovery(plain), slot["box"])):
                return key, None
        for slot in self.slots:
            if slot["kind"] == "passphrase" and (key := _open(_stretch(secret, slot), slot["box"])):
                return key, slot.get("person")
        raise wrong_passphrase()

    def open_with_keyring(self) -> bytes | None:
        """The data key through the operating system's keyring, or ``None``."""
        for slot in self.slots:
            if slot["kind"] == "keyring":
                stored = _keyring_get(slot["name"])
                if stored and (key := _open(base64.b64decode(stored), slot["box"])):
                    return key
        return None


def _keyring_set(name: str, value: str) -> bool:
    try:
        import keyring
        import keyring.errors

        keyring.set_password(SERVICE, name, value)
        return keyring.get_password(SERVICE, name) == value
    except Exception:  # noqa: BLE001 - each backend fails in its own way; then there is no keyring
        return False


def _keyring_delete(name: str) -> None:
    try:
        import keyring

        keyring.delete_password(SERVICE, name)
    except Exception:  # noqa: BLE001 - as above
        return


def _keyring_get(name: str) -> str | None:
    try:
        import keyring

        return keyring.get_password(SERVICE, name)
    except Exception:  # noqa: BLE001 - as above
        return None


class PassphraseNeeded(UserError):
    """The store needs a passphrase: the keyring did not open it."""

    def __init__(self) -> None:
        super().__init__(
            "Für diese Daten wird ein Kennwort gebraucht.",
            DATA_SAFE,
            "Bitte geben Sie es ein.",
            Way.PASSPHRASE,
        )
