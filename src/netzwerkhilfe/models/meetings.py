"""Meetings of the Leitungsteam and their agendas. Minutes, attendance and resolutions hang on the same records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from netzwerkhilfe.models.base import Kind, Record, register_kind
from netzwerkhilfe.models.fields import (
    CHOICE,
    DATE,
    INTEGER,
    LONG,
    REFERENCE,
    TEXT,
    TIME,
    YES_NO,
    Facts,
    Field,
    column,
)
from netzwerkhilfe.models.values import show_date


class Meeting(Record):
    """A meeting: when, where, and who invites."""

    __tablename__ = "meetings"
    title: Mapped[str | None] = column(
        Field("Titel", TEXT, required=True, searchable=True, in_table=1, width=2, headings=("Titel", "Sitzung"))
    )
    date: Mapped[str | None] = column(Field("Datum", DATE, required=True, in_table=2, headings=("Datum", "Tag")))
    start: Mapped[str | None] = column(Field("Beginn", TIME, in_table=3, headings=("Beginn", "Uhrzeit")))
    venue: Mapped[str | None] = column(
        Field("Ort der Sitzung", TEXT, searchable=True, in_table=4, width=2, headings=("Ort", "Raum"))
    )
    chair: Mapped[str | None] = column(Field("Leitung", TEXT, personal=True))
    minute_taker: Mapped[str | None] = column(Field("Schriftführung", TEXT, personal=True))
    stage: Mapped[str | None] = column(
        Field("Stand", CHOICE, choices=("geplant", "eingeladen", "gehalten", "abgesagt"), in_table=5)
    )
    note: Mapped[str | None] = column(Field("Hinweis in der Einladung", LONG, width=4))


class AgendaItem(Record):
    """One item of the agenda (TOP). Its number follows from its place in the order."""

    __tablename__ = "agenda_items"
    parent: Mapped[str | None] = column(Field("Sitzung", REFERENCE, width=0))
    position: Mapped[int | None] = column(Field("Platz", INTEGER, width=0))
    title: Mapped[str | None] = column(Field("Thema", TEXT, required=True, searchable=True, width=3))
    speaker: Mapped[str | None] = column(Field("Wer", TEXT, personal=True))
    minutes: Mapped[int | None] = column(Field("Dauer", INTEGER, unit="Min."))
    confidential: Mapped[bool | None] = column(Field("nichtöffentlich", YES_NO))
    description: Mapped[str | None] = column(Field("Erläuterung", LONG, searchable=True, width=4))


def _title(values: Mapping[str, Any], _facts: Facts) -> str:
    day = values.get("date")
    return " · ".join(p for p in (values.get("title") or "Sitzung", show_date(day) if day else "") if p)


def _required(*names: str) -> Any:
    def check(values: Mapping[str, Any], _facts: Facts) -> dict[str, str]:
        """What must be filled in."""
        return {n: "Bitte ausfüllen" for n in names if not values.get(n)}

    return check


register_kind(Kind("meetings", Meeting, "Sitzung", "Sitzungen", _title, check=_required("title", "date")))
register_kind(
    Kind(
        "agenda_items", AgendaItem, "Tagesordnungspunkt", "Tagesordnung",
        lambda v, _f: v.get("title") or "TOP", check=_required("title"), listed=False,
    )
)  # fmt: skip
