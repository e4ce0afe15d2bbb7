"""Files and photos at entries. The record says what the file is and holds its key; the file itself travels on its
own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from netzwerkhilfe.models.base import Kind, Record, register_kind
from netzwerkhilfe.models.fields import INTEGER, REFERENCE, TEXT, Facts, Field, column


class Attachment(Record):
    """One file: ``digest`` is the BLAKE2b-256 of its encrypted bytes, ``key`` opens them (XSalsa20-Poly1305)."""

    __tablename__ = "attachments"
    parent: Mapped[str | None] = column(Field("Gehört zu", REFERENCE, width=0))
    name: Mapped[str | None] = column(Field("Dateiname", TEXT, required=True, personal=True))
    media_type: Mapped[str | None] = column(Field("Art der Datei", TEXT, width=0))
    size: Mapped[int | None] = column(Field("Größe in Bytes", INTEGER, width=0, group="file"))
    digest: Mapped[str | None] = column(Field("Prüfsumme", TEXT, width=0, group="file"))
    key: Mapped[str | None] = column(Field("Schlüssel", TEXT, width=0, group="file"))
    added_on: Mapped[str | None] = column(Field("Hinzugefügt am", TEXT, width=0))


def _title(values: Mapping[str, Any], _facts: Facts) -> str:
    return values.get("name") or "Datei"


register_kind(Kind("attachments", Attachment, "Datei", "Dateien", _title, listed=False))
