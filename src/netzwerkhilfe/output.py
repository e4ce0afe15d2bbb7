"""What goes out: services gather, documents set, files are written. Window and command line both come here.

What sets papers is imported when the first one is made: the window starts without ReportLab, python-docx and icalendar.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.blocks import BlockPaper
from netzwerkhilfe.models.meetings import MeetingStage, Occasion
from netzwerkhilfe.services import invitation_papers, meeting_papers
from netzwerkhilfe.services.meetings import meetings, minutes, sitting
from netzwerkhilfe.services.meetings.decisions import Entry
from netzwerkhilfe.store import attachments
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import ChangeSet

DOCUMENTS = (
    "invitation",
    "letters",
    "agenda",
    "attendance",
    "minutes",
    "minutes-closed",
    "tasks",
    "resolutions",
    "addenda",
)


def documents_of(store: Store, meeting: Snapshot) -> list[str]:
    """Which papers a meeting has, as it stands, in the order in which they are needed."""
    if meeting.values.get("occasion") == Occasion.CIRCULAR:
        return ["minutes"]
    found = ["invitation", "agenda", "attendance"]
    stage = meeting.values.get("stage")
    if stage in (MeetingStage.RUNNING, MeetingStage.HELD) or meeting.sealed:
        found.append("minutes")
        if any(x.confidential for x in meetings.schedule_of(store, meeting).lines):
            found.append("minutes-closed")
        if sitting.tasks_of(store, meeting):
            found.append("tasks")
        if meeting.sealed:
            found.append("resolutions")
            if minutes.addenda(store, meeting):
                found.append("addenda")
    return found


def pdf(store: Store, meeting: Snapshot, document: str) -> bytes:
    """A paper of a meeting as PDF. Of signed minutes it is the kept one, as it was signed."""
    if document == "letters":
        found = invitation_papers.letters(store, meeting)
        if not found:
            raise UserError(
                "Es ist niemand eingeladen.",
                "Es wurde nichts gedruckt.",
                "Bitte tragen Sie das Leitungsteam oder Gäste ein.",
            )
        from netzwerkhilfe.documents.letters import print_letters

        out = io.BytesIO()
        print_letters(found, out)
        return out.getvalue()
    if document in ("minutes", "minutes-closed") and meeting.sealed:
        kept = minutes.signed_paper(store, meeting, closed=document == "minutes-closed")
        content = attachments.content(store, kept) if kept else None
        if content is not None:
            return content
    from netzwerkhilfe.documents.blocks import pdf_bytes

    return pdf_bytes(meeting_papers.build(store, meeting, document))


def ics(store: Store, meetings_: Sequence[Snapshot]) -> bytes:
    """Meetings as dates for calendars."""
    from netzwerkhilfe.transfer.calendar import calendar

    return calendar([invitation_papers.event(store, m) for m in meetings_], store.now())


def plain(store: Store, meeting: Snapshot, document: str) -> str:
    """A paper as text for e-mail."""
    from netzwerkhilfe.documents.plain import plain_text

    paper = meeting_papers.build(store, meeting, document)
    if document != "invitation":
        return plain_text(paper)
    subject, opening, closing = invitation_papers.mail_text(store, meeting)
    blocks = tuple(meeting_papers.invitation_blocks(store, meeting))
    body = BlockPaper(paper.head, subject, paper.subtitle, paper.kind, blocks)
    return plain_text(body, opening=opening, closing=closing)


def save(target: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises ``UserError`` if the disk refuses."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(target, content)
    except OSError as error:
        raise atomic.refused(error, target) from error


def write(store: Store, meeting: Snapshot, document: str, target: Path) -> None:
    """Write a paper by the ending of its file (.pdf, .docx, .txt, .ics, .eml), and remember that it was made.

    Raises ``UserError``: no such ending, or the disk refuses.
    """
    ending = target.suffix.lower()
    if ending == ".pdf":
        save(target, pdf(store, meeting, document))
    elif ending == ".docx" and document != "letters":
        from netzwerkhilfe.documents.word import write_word

        write_word(meeting_papers.build(store, meeting, document), target)
    elif ending == ".txt" and document != "letters":
        save(target, plain(store, meeting, document).replace("\n", "\r\n").encode("utf-8-sig"))
    elif ending == ".ics":
        save(target, ics(store, [meeting]))
    elif ending == ".eml" and document in ("invitation", "minutes"):
        save(target, draft_mail(store, meeting, document))
    else:
        raise UserError(
            f"Die Endung „{ending or 'ohne'}“ kennt das Programm für dieses Papier nicht.",
            "Es wurde nichts geschrieben.",
            "Es gibt .pdf, .docx (Word), .txt und für Einladungen .ics (Kalender) und .eml (E-Mail).",
        )
    name = meeting_papers.NAMES.get(document, document)
    if document != "letters":
        digest = meeting_papers.digest(meeting_papers.build(store, meeting, document))
    else:
        digest = ""
    minutes.note_printed(store, meeting, name if ending == ".pdf" else f"{name} ({ending[1:]})", digest)


def draft_mail(store: Store, meeting: Snapshot, document: str = "invitation") -> bytes:
    """A draft for the mail program: the invitation with its date, or the minutes. Raises ``UserError`` without
    addresses."""
    to = invitation_papers.addresses(invitation_papers.recipients(store, meeting))
    if not to:
        raise UserError(
            "Von niemandem ist eine E-Mail-Adresse eingetragen.",
            "Es wurde kein Entwurf geschrieben.",
            "Die Adressen stehen unter Einstellungen, Team und Vertretung.",
        )
    message = EmailMessage(policy=SMTP)
    message["To"] = ", ".join(to)
    message["X-Unsent"] = "1"  # Outlook opens it as a draft
    if document == "invitation":
        message["Subject"] = invitation_papers.mail_text(store, meeting)[0]
        message.set_content(plain(store, meeting, document))
    else:
        message["Subject"], text = invitation_papers.minutes_mail(store, meeting)
        message.set_content(text)
    name = f"{meeting_papers.NAMES[document]}.pdf"
    message.add_attachment(pdf(store, meeting, document), maintype="application", subtype="pdf", filename=name)
    if document == "invitation":
        message.add_attachment(ics(store, [meeting]), maintype="text", subtype="calendar", filename="Termin.ics")
    return bytes(message)


def sign(store: Store, meeting: Snapshot) -> ChangeSet:
    """Sign the minutes: number the decisions, make the paper, keep it, close the meeting. Raises ``UserError``."""
    from netzwerkhilfe.documents.blocks import pdf_bytes

    minutes.prepare(store, meeting)
    ready = store.get(meeting.id)
    assert ready is not None
    kept = {minutes.paper_name(ready): pdf_bytes(replace(meeting_papers.minutes_paper(store, ready), mark=""))}
    if any(x.confidential for x in meetings.schedule_of(store, ready).lines):
        closed = meeting_papers.minutes_paper(store, ready, meeting_papers.CLOSED)
        kept[minutes.paper_name(ready, closed=True)] = pdf_bytes(replace(closed, mark=""))
    return minutes.sign(store, ready.id, kept)


def write_extract(store: Store, entry: Entry, target: Path) -> None:
    """The extract of one decision, as PDF or Word file."""
    paper = meeting_papers.extract(store, entry)
    if target.suffix.lower() == ".docx":
        from netzwerkhilfe.documents.word import write_word

        write_word(paper, target)
    else:
        from netzwerkhilfe.documents.blocks import print_blocks

        print_blocks(paper, target)
    minutes.note_printed(
        store, entry.meeting, f"{meeting_papers.NAMES['extract']} {entry.number}", meeting_papers.digest(paper)
    )


def write_register(store: Store, entries: Sequence[Entry], target: Path, subtitle: str = "") -> None:
    """The register as it is filtered, as PDF or Word file."""
    paper = meeting_papers.register_paper(store, entries, subtitle)
    if target.suffix.lower() == ".docx":
        from netzwerkhilfe.documents.word import write_word

        write_word(paper, target)
    else:
        from netzwerkhilfe.documents.blocks import print_blocks

        print_blocks(paper, target)
