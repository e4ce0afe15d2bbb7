"""The keys of a PC."""

from __future__ import annotations

import nacl.signing
import pyrage


def new_device_keys() -> dict[str, str]:
    """The keys of a PC: X25519 to read packages (age), Ed25519 to sign them."""
    identity = pyrage.x25519.Identity.generate()
    signing = nacl.signing.SigningKey.generate()
    return {
        "age_secret": str(identity),
        "age_public": str(identity.to_public()),
        "sign_secret": bytes(signing).hex(),
        "sign_public": bytes(signing.verify_key).hex(),
    }
