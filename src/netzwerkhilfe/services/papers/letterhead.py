"""What stands at the head of papers: the network, the office with its address, and a logo that is data."""

from __future__ import annotations

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.blocks import LetterHead
from netzwerkhilfe.models.network import Network, Office
from netzwerkhilfe.services.papers import common
from netzwerkhilfe.store import attachments
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

PICTURES = ("image/png", "image/jpeg")


def logo_record(reader: Reader) -> Snapshot[Attachment] | None:
    """The picture that was chosen last for the own office, else for the network."""
    for owner in (reader.local("office"), reader.local("network")):
        found = [a for a in reader.children(owner, Attachment) if a.record.media_type in PICTURES] if owner else []
        if found:
            return max(found, key=lambda a: (a.record.added_on or "", a.touched or "", a.id))
    return None


def logo(reader: Reader) -> bytes | None:
    """The picture itself; ``None`` where there is none or it has not arrived."""
    record = logo_record(reader)
    try:
        return attachments.content(reader, record) if record else None
    except UserError:
        return None


def choose_logo(change: Change, name: str, content: bytes, *, for_all: bool) -> None:
    """Take a picture for the head of papers, of the own office or of all. Raises ``UserError`` if it is none."""
    media_type = attachments.prepared(name, content)[1]
    if media_type not in PICTURES:
        raise UserError(
            "Das ist kein Bild.", "Das bisherige Logo gilt weiter.", "Bitte wählen Sie eine PNG- oder JPEG-Datei."
        )
    owner = change.get(change.local("network" if for_all else "office"))
    if owner is not None:
        attachments.attach(change, owner, name, content)


def head(reader: Reader) -> LetterHead:
    """The head of a paper of the own office."""
    office = reader.get(reader.local("office"), Office)
    network = reader.get(reader.local("network"), Network)
    v = office.record if office else Office()
    town = " ".join(str(p) for p in (v.postcode, v.town) if p)
    address = [x for x in (v.street, town) if x]
    contact = [x for x in (f"Telefon {v.phone}" if v.phone else "", v.email) if x]
    motto = (network.record.motto if network else "") or ""
    return LetterHead(common.network_name(reader), common.office_name(reader), motto, address, contact, logo(reader))


def info_block(reader: Reader, day: str) -> list[tuple[str, str]]:
    """What stands beside the address of a letter (DIN 5008): who writes, how the office is reached, and the day."""
    office = reader.get(reader.local("office"), Office)
    v = office.record if office else Office()
    return [("Name", reader.person), ("Telefon", v.phone or ""), ("E-Mail", v.email or ""), ("Datum", day)]


def sender_line(head: LetterHead) -> str:
    """The sender in one line, above the address of a letter."""
    return " · ".join(p for p in (f"{head.network}, Büro {head.office}", *head.address) if p)
