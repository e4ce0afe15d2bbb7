"""Papers as plain data: what a document prints, gathered by services and set by documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class AgendaLine:
    """One item: number, begin ("18:05"), title, explanation, speaker, minutes."""

    number: str
    begins: str
    title: str
    description: str
    speaker: str
    minutes: int
    confidential: bool


@dataclass(frozen=True)
class AgendaPaper:
    """All that the agenda prints, as plain text."""

    network: str
    title: str
    day: str
    """The day in words: "Donnerstag, 27. November 2025"."""
    start: str
    end: str
    venue: str
    note: str
    office: str
    issued: str
    lines: Sequence[AgendaLine]


@dataclass(frozen=True)
class RecoverySheet:
    """What the sheet prints; ``key`` is the recovery key in groups of four."""

    network: str
    office: str
    person: str
    key: str
    issued: str


@dataclass(frozen=True)
class ListPaper:
    """What a list prints; ``weights`` share out the width."""

    network: str
    office: str
    title: str
    subtitle: str
    headings: Sequence[str]
    weights: Sequence[float]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class ExchangePaper:
    """What the report of an exchange prints; ``when`` has place, day and person."""

    network: str
    office: str
    when: str
    sentences: Sequence[str]
    conflicts: Sequence[str]
