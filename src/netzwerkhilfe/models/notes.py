"""Phone notes: who called about what, and whether somebody calls back. They stay in the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from netzwerkhilfe.models.base import Kind, Record, register_kind
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.fields import CHOICE, DATE, LONG, PHONE, REFERENCE, TEXT, YES_NO, Facts, Field, column


class Topic(Choice):
    """What a call was about."""

    FLAT = "Wohnung"
    VOLUNTEERING = "Ehrenamt"
    WORK = "Stelle"
    CASE = "Gesuch"
    OTHER = "Sonstiges"


class CallNote(Record):
    """A call that was noted; ``about`` is the entry made from it, ``remind_on`` the day to call back."""

    __tablename__ = "notes"
    name: Mapped[str | None] = column(
        Field("Wer ruft an?", TEXT, searchable=True, personal=True, in_table=1, width=2, headings=("Name",))
    )
    phone: Mapped[str | None] = column(
        Field("Telefon", PHONE, searchable=True, personal=True, rest="text", in_table=2, width=2, headings=("Telefon",))
    )
    topic: Mapped[str | None] = column(Field("Worum geht es?", CHOICE, choices=Topic, in_table=3))
    text: Mapped[str | None] = column(
        Field("Was ist wichtig?", LONG, searchable=True, personal=True, in_table=4, width=4, headings=("Notiz",))
    )
    remind_on: Mapped[str | None] = column(Field("Rückruf am", DATE, in_table=5))
    done: Mapped[bool | None] = column(Field("Erledigt", YES_NO, in_table=6))
    about: Mapped[str | None] = column(Field("Gehört zu", REFERENCE, width=0))
    called_on: Mapped[str | None] = column(Field("Anruf am", DATE, width=0))


def _title(values: Mapping[str, Any], _facts: Facts) -> str:
    return values.get("name") or values.get("phone") or "Anruf"


def check(values: Mapping[str, Any], _facts: Facts) -> dict[str, str]:
    """A name, a phone number or some words are enough."""
    return {} if any(values.get(n) for n in ("name", "phone", "text")) else {"name": "Name oder Telefon ist nötig"}


register_kind(Kind("notes", CallNote, "Anruf", "Anrufe", _title, space="office", check=check))
