"""Phone notes: who called about what, and whether somebody calls back. They stay in the office."""

from __future__ import annotations

from netzwerkhilfe.models.base import Kind, Record, register_kind
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import CHOICE, DATA, DATE, LONG, PHONE, REFERENCE, TEXT, YES_NO, field
from netzwerkhilfe.models.phrases import Edge


class Topic(Choice):
    """What a call was about."""

    FLAT = "Wohnung"
    VOLUNTEERING = "Ehrenamt"
    WORK = "Stelle"
    CASE = "Gesuch"
    OTHER = "Sonstiges"
    OFFER = "offer", "Angebot"


class CallNote(Record):
    """A call that was noted; ``about`` is the entry made from it, ``remind_on`` the day to call back.

    ``text`` has every word as it was typed. ``marks`` are the places of it that were understood: where it begins and
    ends, field and text of the entry, and the words there.
    """

    name: str | None = field(
        "Wer ruft an?", TEXT, searchable=True, personal=True, in_table=1, width=2, headings=("Name",)
    )
    phone: str | None = field(
        "Telefon", PHONE, searchable=True, personal=True, rest="text", in_table=2, width=2, headings=("Telefon",)
    )
    topic: str | None = field("Worum geht es?", CHOICE, choices=Topic, in_table=3)
    text: str | None = field(
        "Was ist wichtig?", LONG, searchable=True, personal=True, in_table=4, width=4, headings=("Notiz",)
    )
    remind_on: str | None = field("Rückruf am", DATE, in_table=5)
    done: bool | None = field("Erledigt", YES_NO, in_table=6)
    about: str | None = field("Gehört zu", REFERENCE, width=0)
    called_on: str | None = field("Anruf am", DATE, width=0, edge=Edge.PAST)
    marks: list[tuple[int, int, str, str, str]] | None = field("Verstanden", DATA, width=0)
    findings: str | None = field("Passt noch nicht", LONG, width=0)


def _title(record: CallNote, _facts: Facts) -> str:
    return record.name or record.phone or "Anruf"


def check(record: CallNote, _facts: Facts) -> dict[str, str]:
    """A name, a phone number or some words are enough."""
    return {} if any((record.name, record.phone, record.text)) else {"name": "Name oder Telefon ist nötig"}


register_kind(Kind("notes", CallNote, "Anruf", "Anrufe", _title, space="office", check=check))
