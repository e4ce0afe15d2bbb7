"""Requests to erase an entry of another office (Art. 17 DSGVO): that office alone erases it, or says why not."""

from __future__ import annotations

from netzwerkhilfe.models.base import Kind, Record, register_kind
from netzwerkhilfe.models.fields import DATE, REFERENCE, TEXT, field
from netzwerkhilfe.models.phrases import Edge


class ErasureRequest(Record):
    """``parent`` is what is to be erased, ``office`` who asks, ``to_office`` who decides. By natural key (entry, asking
    office); it goes with the entry."""

    parent: str | None = field("Eintrag", REFERENCE, width=0)
    to_office: str | None = field("An", REFERENCE, width=0)
    reason: str | None = field("Grund", TEXT, width=2)
    asked_on: str | None = field("Erbeten am", DATE, width=0, edge=Edge.PAST)
    asked_by: str | None = field("Erbeten von", TEXT, width=0, personal=True)
    declined_on: str | None = field("Abgelehnt am", DATE, width=0, latest=True)
    declined_by: str | None = field("Abgelehnt von", TEXT, width=0, personal=True, latest=True)


register_kind(
    Kind(
        "erasure_requests",
        ErasureRequest,
        "Bitte um Löschung",
        "Bitten um Löschung",
        lambda v, _f: v.reason or "Bitte um Löschung",
        listed=False,
    )
)
