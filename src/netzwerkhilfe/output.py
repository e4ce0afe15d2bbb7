"""What goes out: services gather, documents set, files are written. Window and command line both come here.

What sets papers is imported when the first one is made: the window starts without ReportLab, python-docx and icalendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.blocks import BlockPaper
from netzwerkhilfe.models.meetings import Meeting
from netzwerkhilfe.services.meetings import meetings, minutes
from netzwerkhilfe.services.papers import meeting_papers, registry
from netzwerkhilfe.services.papers.registry import Paper, Subject
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


def about(subject: Snapshot | Subject) -> Subject:
    """An entry as the subject of a paper."""
    return subject if isinstance(subject, Subject) else Subject(entry=subject, kind=subject.kind)


def documents_of(reader: Reader, entry: Snapshot) -> list[str]:
    """The keys of the papers of an entry, as it stands, that a preview can show; in the order of need."""
    return [p.key for p in registry.offered(reader, entry) if p.template is BlockPaper]


@dataclass(frozen=True)
class Printed:
    """A paper as PDF, with a sentence about what it prints otherwise than it was typed; empty for nothing."""

    pdf: bytes
    told: str = ""


def previewed(reader: Reader, subject: Snapshot | Subject, document: str) -> Printed:
    """A paper as it would be printed now, as :func:`pdf`, and what is to be said before. Raises ``UserError``."""
    paper, of = registry.find(document), about(subject)
    gathered = paper.gather(reader, of)
    return Printed(_kept(reader, paper, of) or _pdf(gathered), otherwise_printed(gathered))


def pdf(reader: Reader, subject: Snapshot | Subject, document: str) -> bytes:
    """A paper as PDF. Of what was signed it is the kept one, as it was signed. Raises ``UserError``."""
    paper, of = registry.find(document), about(subject)
    return _kept(reader, paper, of) or _pdf(paper.gather(reader, of))


def _kept(reader: Reader, paper: Paper, of: Subject) -> bytes | None:
    return paper.kept(reader, of) if paper.kept else None


def _pdf(gathered: object) -> bytes:
    from netzwerkhilfe.documents.templates import pdf_bytes

    return pdf_bytes(gathered)


def ics(reader: Reader, subject: Snapshot | Subject, document: str = "invitation") -> bytes:
    """The date of a paper for calendars."""
    from netzwerkhilfe.transfer.calendar import calendar

    paper = registry.find(document)
    assert paper.event
    return calendar([paper.event(reader, about(subject))], reader.now())


def as_text(reader: Reader, subject: Snapshot | Subject, document: str) -> str:
    """A paper as text for e-mail."""
    from netzwerkhilfe.documents.plain import plain_text

    paper, of = registry.find(document), about(subject)
    if paper.text:
        body, opening, closing = paper.text(reader, of)
        return plain_text(body, opening=opening, closing=closing)
    gathered = paper.gather(reader, of)
    assert isinstance(gathered, BlockPaper)
    return plain_text(gathered)


def save(target: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises ``UserError`` if the disk refuses."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(target, content)
    except OSError as error:
        raise atomic.refused(error, target) from error


ENDINGS = {
    ".pdf": "",
    ".docx": "Word",
    ".txt": "",
    ".ics": "Kalender",
    ".eml": "E-Mail",
}


def endings(paper: Paper) -> list[str]:
    """The endings of the files that a paper can be written as."""
    found = [".pdf"]
    if paper.template is BlockPaper:
        found += [".docx", ".txt"]
    return found + ([".ics"] if paper.event else []) + ([".eml"] if paper.mail else [])


def otherwise_printed(gathered: object) -> str:
    """A sentence about what of a paper the typeface has no sign for, and how it is printed; empty for nothing."""
    from netzwerkhilfe.documents.typeface import replaced

    found = replaced("\n".join(_texts(gathered)))
    said = ", ".join(f"{sign} als {words}" for sign, words in found[:5]) + (" …" if len(found) > 5 else "")
    return f"Der Druck kennt nicht alle Zeichen: {said}." if found else ""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for one in value:
            yield from _texts(one)


def write(change: Change, subject: Snapshot | Subject, document: str, target: Path) -> str:
    """Write a paper by the ending of its file (.pdf, .docx, .txt, .ics, .eml), and note that it was made.

    Gives what is to be said of a PDF that prints something otherwise.
    Raises ``UserError``: no such paper or ending, or the disk refuses.
    """
    paper, of = registry.find(document), about(subject)
    ending = target.suffix.lower()
    if ending not in endings(paper):
        known = ", ".join(f"{e} ({ENDINGS[e]})" if ENDINGS[e] else e for e in endings(paper))
        raise UserError(
            f"Die Endung „{ending or 'ohne'}“ kennt das Programm für dieses Papier nicht.",
            "Es wurde nichts geschrieben.",
            f"Es gibt {known}.",
        )
    gathered = paper.gather(change, of)
    if ending == ".pdf":
        content = _kept(change, paper, of) or _pdf(gathered)
    elif ending == ".docx":
        from netzwerkhilfe.documents.word import docx_bytes

        assert isinstance(gathered, BlockPaper)
        content = docx_bytes(gathered)
    elif ending == ".txt":
        content = as_text(change, of, document).replace("\n", "\r\n").encode("utf-8-sig")
    elif ending == ".ics":
        content = ics(change, of, document)
    else:
        content = draft_mail(change, of, document)
    if paper.written:
        paper.written(change, of, gathered, ending)
    save(target, content)
    return otherwise_printed(gathered) if ending == ".pdf" else ""


def note(change: Change, subject: Snapshot | Subject, document: str) -> None:
    """Note that a paper went to a printer, as :func:`write` does it for a PDF."""
    paper, of = registry.find(document), about(subject)
    if paper.written:
        paper.written(change, of, paper.gather(change, of), ".pdf")


def draft_mail(reader: Reader, subject: Snapshot | Subject, document: str) -> bytes:
    """A draft for the mail program that brings a paper, with its date if it has one. Raises ``UserError`` without
    addresses."""
    paper, of = registry.find(document), about(subject)
    assert paper.mail
    mail = paper.mail(reader, of)
    if not mail.to:
        raise UserError(
            "Von niemandem ist eine E-Mail-Adresse eingetragen.",
            "Es wurde kein Entwurf geschrieben.",
            "Die Adressen stehen unter Einstellungen, Team und Vertretung.",
        )
    message = EmailMessage(policy=SMTP)
    message["To"] = ", ".join(mail.to)
    message["X-Unsent"] = "1"  # Outlook opens it as a draft
    message["Subject"] = mail.subject
    message.set_content(mail.text or as_text(reader, of, document))
    message.add_attachment(
        pdf(reader, of, document), maintype="application", subtype="pdf", filename=f"{paper.name}.pdf"
    )
    if paper.event:
        message.add_attachment(ics(reader, of, document), maintype="text", subtype="calendar", filename="Termin.ics")
    return bytes(message)


def sign(change: Change, meeting: Snapshot[Meeting]) -> None:
    """Sign the minutes as they were shown: number the decisions, make the paper, keep it, close the meeting.

    Raises ``UserError``.
    """
    with change.as_shown(meeting.seen):
        _sign(change, meeting)


def _sign(change: Change, meeting: Snapshot[Meeting]) -> None:
    from netzwerkhilfe.documents.blocks import pdf_bytes

    minutes.prepare(change, meeting)
    ready = change.require(meeting.id, Meeting)
    kept = {minutes.paper_name(ready): pdf_bytes(replace(meeting_papers.minutes_paper(change, ready), mark=""))}
    if any(x.confidential for x in meetings.schedule_of(change, ready).lines):
        closed = meeting_papers.minutes_paper(change, ready, meeting_papers.CLOSED)
        kept[minutes.paper_name(ready, closed=True)] = pdf_bytes(replace(closed, mark=""))
    minutes.sign(change, ready.id, kept)
