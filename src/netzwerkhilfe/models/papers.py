"""Papers as plain data: what a document prints, gathered by services and set by documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netzwerkhilfe.models.blocks import Block


@dataclass(frozen=True)
class CalendarEvent:
    """One date. ``uid`` stays the same for good; ``sequence`` grows with each announced change."""

    uid: str
    sequence: int
    title: str
    day: str
    start: str = ""
    end: str = ""
    venue: str = ""
    text: str = ""
    cancelled: bool = False
    organizer: tuple[str, str] | None = None
    """(name, e-mail) of who invites; without one the date is only announced (METHOD:PUBLISH)."""
    attendees: Sequence[tuple[str, str]] = ()
    last_day: str = ""
    """Of a date of whole days its last one."""


@dataclass(frozen=True)
class MailDraft:
    """The e-mail that brings a paper, before it goes to the mail program; the paper itself is annexed as PDF."""

    to: Sequence[str]
    subject: str
    text: str


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


@dataclass(frozen=True)
class Letter:
    """One letter: sender in one line, address, info block, subject, paragraphs, closing and who signs."""

    network: str
    office: str
    sender_line: str
    address: Sequence[str]
    info: Sequence[tuple[str, str]]
    """The info block: what it is, and the words; empty ones are left out."""
    subject: str
    text: Sequence[str]
    closing: str
    signed_by: str
    blocks: Sequence[Block] = ()
    """What stands between the last paragraph and the closing: an agenda."""
    logo: bytes | None = None


@dataclass(frozen=True)
class EngagementSheet:
    """What the Einsatzblatt prints; ``back_by`` is the day by which it comes back to the office."""

    network: str
    office: str
    subtitle: str
    lines: Sequence[tuple[str, str]]
    back_by: str


@dataclass(frozen=True)
class CourseCertificate:
    """What the certificate of a course prints: who, which course, when, how long; ``signed_by`` two lines to sign."""

    network: str
    office: str
    person: str
    course: str
    when: str
    provider: str
    issued: str
    signed_by: Sequence[str]


@dataclass(frozen=True)
class HandoverSheet:
    """What goes with a case that a Träger takes over: facts line by line, and who receives it."""

    network: str
    office: str
    number: str
    receiver: str
    lines: Sequence[tuple[str, str]]
    issued: str


@dataclass(frozen=True)
class WeekPlan:
    """The engagements of a week; each row: day, times, what, who, where, case number."""

    network: str
    office: str
    title: str
    subtitle: str
    rows: Sequence[tuple[str, str, str, str, str, str]]
