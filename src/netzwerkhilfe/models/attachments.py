"""Files and photos at entries. The record says what the file is and holds its key; the file itself travels on its
own."""

from __future__ import annotations

from netzwerkhilfe.models.base import Kind, Record, register_kind
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import HEX_256, INTEGER, REFERENCE, TEXT, field


class Attachment(Record):
    """One file: ``digest`` is the BLAKE2b-256 of its encrypted bytes, ``key`` opens them (XSalsa20-Poly1305)."""

    parent: str | None = field("Gehört zu", REFERENCE, width=0)
    name: str | None = field("Dateiname", TEXT, required=True, personal=True, pattern=r".{1,200}", names=False)
    media_type: str | None = field("Art der Datei", TEXT, width=0)
    size: int | None = field("Größe in Bytes", INTEGER, width=0, group="file")
    digest: str | None = field("Prüfsumme", TEXT, width=0, group="file", pattern=HEX_256)
    key: str | None = field("Schlüssel", TEXT, width=0, group="file", pattern=HEX_256)
    added_on: str | None = field("Hinzugefügt am", TEXT, width=0)


def _title(record: Attachment, _facts: Facts) -> str:
    return record.name or "Datei"


register_kind(Kind("attachments", Attachment, "Datei", "Dateien", _title, listed=False))
