"""Printed recovery sheets that act together: those of more than half of the offices may do what administrators may.

It is the way out where a stolen or lost PC was the one that administers, or where those who administer are at odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import nacl.signing

from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import members, recover_space
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.store.keys import tidy_recovery_key
from netzwerkhilfe.store.statements import Does
from netzwerkhilfe.store.store import Store

_KEY = late(r"(?=\b((?:[A-Z2-9]{4}[-\s]+){7}[A-Z2-9]{4})\b)")
"""Where a key may stand in a text, as it is printed or typed."""


class Act(StrEnum):
    """What sheets can do together."""

    STRIKE = "strike"
    """Strike a PC off."""
    ADMIN = "admin"
    """Let an office PC administer."""
    NO_ADMIN = "no_admin"
    """Take that right from a PC."""
    OFFICE_PC = "office"
    """Make the PC of a person who helps one of its office."""
    HELPERS_PC = "helper"
    """Make an office PC that of a person who helps."""
    CONFIRM = "confirm"
    """Take a waiting PC in."""


def read_key(given: str) -> str:
    """A recovery key as typed, or from the text file that it stands in. Raises ``UserError``."""
    path = Path(given)
    try:
        text = path.read_text("utf-8") if path.is_file() else given
    except (OSError, ValueError) as error:
        raise UserError("Diese Datei ist kein Wiederherstellungsblatt.", DATA_SAFE, "Sie muss Text sein.") from error
    return next((key for key in _KEY.findall(text.upper()) if tidy_recovery_key(key)), text.strip())


def act(store: Store, what: Act, member: str, keys: Sequence[str]) -> None:
    """Sign with these sheets. Raises ``UserError``: no sheet of this network, too few of them, no such PC."""
    sheets = signing(store, keys)
    match what:
        case Act.CONFIRM:
            members.confirm(store, member, sheets)
        case Act.STRIKE:
            members.by_sheets(store, Does.REVOKE, member, sheets)
        case Act.ADMIN | Act.NO_ADMIN:
            members.by_sheets(store, Does.SET, member, sheets, admin=what is Act.ADMIN)
        case Act.OFFICE_PC | Act.HELPERS_PC:
            role = Role.OFFICE if what is Act.OFFICE_PC else Role.HELPER
            members.by_sheets(store, Does.SET, member, sheets, role=role.value)


def signing(store: Store, keys: Sequence[str]) -> dict[str, str]:
    """The secret signing keys that follow from printed keys, by the PC whose sheet it is. Raises ``UserError``."""
    holders = {m.sheet.signing: m.id for m in store.membership.members.values() if m.sheet}
    found: dict[str, str] = {}
    for key in keys:
        secret = recover_space.signing_secret(key)
        holder = holders.get(bytes(nacl.signing.SigningKey(bytes.fromhex(secret)).verify_key).hex())
        if holder is None:
            raise UserError(
                "Dieses Blatt gehört zu keinem PC dieses Netzwerks, oder es wurde durch ein neueres ersetzt.",
                DATA_SAFE,
                f"Es beginnt mit {key[:4]}.",
            )
        found[holder] = secret
    return found
