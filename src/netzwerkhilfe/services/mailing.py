"""A mail to several people: a draft for the mail program, all of them in BCC, so that nobody reads the others'
addresses."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.values import Unreadable, read_email
from netzwerkhilfe.services.entries.common_fields import email_of
from netzwerkhilfe.store.reading import Snapshot


def addresses(snapshots: Sequence[Snapshot]) -> list[str]:
    """The readable addresses of these entries, each once, in the order of the list."""
    found: dict[str, None] = {}
    for one in snapshots:
        try:
            found[read_email(str(email_of(one) or ""))] = None
        except Unreadable:
            continue
    return list(found)


def without_address(snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """Those of these entries that no mail reaches, in the order of the list."""
    return [one for one in snapshots if not addresses([one])]


def draft(snapshots: Sequence[Snapshot], target: Path) -> int:
    """Write the draft (RFC 5322, ``X-Unsent: 1``); gives how many it goes to. Raises ``UserError`` if nobody has an
    address."""
    to = addresses(snapshots)
    if not to:
        raise UserError("Von diesen Personen ist keine E-Mail-Adresse bekannt.", "Es wurde nichts geschrieben.")
    message = EmailMessage()
    message["X-Unsent"] = "1"
    message["Bcc"] = ", ".join(to)
    message["Subject"] = ""
    message.set_content("Guten Tag,\n\n\n\nMit freundlichen Grüßen\n")
    try:
        atomic.write_bytes(target, bytes(message))
    except OSError as error:
        raise atomic.refused(error, target, "Die E-Mail ließ sich nicht vorbereiten.") from error
    return len(to)
