"""Invitations that open at once.

age makes each guess at the five words cost a second or two, and so each sealing and each opening. Here is the same file
(https://c2sp.org/age, recipient type scrypt) with the least work factor; it is opened by the real thing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

import pyrage
from nacl.bindings import crypto_aead_chacha20poly1305_ietf_encrypt as chacha

LEAST = 1
"""Two to this power is the cost of scrypt."""
CHUNK = 64 * 1024
real = pyrage.passphrase.encrypt
"""What seals invitations outside tests."""


def sealed(plain: bytes, passphrase: str) -> bytes:
    """An age file that opens with this passphrase."""
    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrap = hashlib.scrypt(
        passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=2**LEAST, r=8, p=1, dklen=32
    )
    body = chacha(file_key, None, bytes(12), wrap)
    head = f"age-encryption.org/v1\n-> scrypt {_text(salt)} {LEAST}\n{_text(body)}\n---".encode()
    mac = hmac.digest(_derived(file_key, b"", b"header"), head, "sha256")
    key = _derived(file_key, nonce, b"payload")
    parts = [plain[i : i + CHUNK] for i in range(0, len(plain), CHUNK)] or [b""]
    chunks = [
        chacha(part, None, i.to_bytes(11, "big") + bytes([i == len(parts) - 1]), key) for i, part in enumerate(parts)
    ]
    return head + f" {_text(mac)}\n".encode() + nonce + b"".join(chunks)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869), 32 bytes."""
    return hmac.digest(hmac.digest(salt or bytes(32), secret, "sha256"), info + b"\x01", "sha256")
