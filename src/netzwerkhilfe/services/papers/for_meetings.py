"""The papers of meetings and decisions, as the registry knows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.blocks import BlockPaper
from netzwerkhilfe.models.meetings import Meeting, MeetingStage, Occasion, Resolution
from netzwerkhilfe.models.papers import Letter, MailDraft
from netzwerkhilfe.services.meetings import decisions, meetings, minutes, sitting
from netzwerkhilfe.services.papers import invitation_papers, meeting_papers
from netzwerkhilfe.services.papers.meeting_papers import CLOSED, NAMES, PUBLIC
from netzwerkhilfe.services.papers.registry import About, Gathered, Paper, Subject, register
from netzwerkhilfe.store import attachments
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


# ---- when they are offered ------------------------------------------------------------------------------------------
def _gathers(_reader: Reader, subject: Subject) -> bool:
    """People come together: a decision by circulation has nothing but its record."""
    return subject.of(Meeting).record.occasion != Occasion.CIRCULAR


def _has_agenda(reader: Reader, subject: Subject) -> bool:
    meeting = subject.of(Meeting)
    return _gathers(reader, subject) and bool(meetings.schedule_of(reader, meeting).lines or meeting.record.note)


def _has_begun(_reader: Reader, subject: Subject) -> bool:
    meeting = subject.of(Meeting)
    begun = meeting.record.stage in (MeetingStage.RUNNING, MeetingStage.HELD)
    return begun or bool(meeting.sealed) or meeting.record.occasion == Occasion.CIRCULAR


def _begun_together(reader: Reader, subject: Subject) -> bool:
    return _gathers(reader, subject) and _has_begun(reader, subject)


def _has_closed_part(reader: Reader, subject: Subject) -> bool:
    return _begun_together(reader, subject) and any(
        x.confidential for x in meetings.schedule_of(reader, subject.of(Meeting)).lines
    )


def _hides_something(reader: Reader, subject: Subject) -> bool:
    """A meeting of the Leitungsteam has a closed part: the agenda for its members is none for the board."""
    meeting = subject.of(Meeting)
    return meetings.is_sitting(meeting) and any(x.confidential for x in meetings.schedule_of(reader, meeting).lines)


def _has_tasks(reader: Reader, subject: Subject) -> bool:
    return _begun_together(reader, subject) and bool(sitting.tasks_of(reader, subject.of(Meeting)))


def _is_signed(reader: Reader, subject: Subject) -> bool:
    return _gathers(reader, subject) and bool(subject.one.sealed)


def _has_decided(reader: Reader, subject: Subject) -> bool:
    return _is_signed(reader, subject) and any(r.record.number for r in reader.children(subject.one.id, Resolution))


def _has_addenda(reader: Reader, subject: Subject) -> bool:
    return _is_signed(reader, subject) and bool(minutes.addenda(reader, subject.of(Meeting)))


def _has_closed_addenda(reader: Reader, subject: Subject) -> bool:
    return _is_signed(reader, subject) and bool(minutes.addenda(reader, subject.of(Meeting), closed=True))


def _is_numbered(_reader: Reader, subject: Subject) -> bool:
    return bool(subject.of(Resolution).record.number)


# ---- what gathers them ----------------------------------------------------------------------------------------------
def _of(gather: Callable[..., Any], *more: Any) -> Callable[[Reader, Subject], Any]:
    return lambda store, subject: gather(store, subject.of(Meeting), *more)


def _letters(reader: Reader, subject: Subject) -> tuple[Letter, ...]:
    found = invitation_papers.letters(reader, subject.of(Meeting))
    if not found:
        raise UserError(
            "Es ist niemand eingeladen.",
            "Es wurde nichts gedruckt.",
            "Bitte tragen Sie das Leitungsteam oder Gäste ein.",
        )
    return tuple(found)


def _nothing(what: str) -> UserError:
    return UserError(what, "Es wurde nichts gedruckt.")


def _agenda(reader: Reader, subject: Subject) -> BlockPaper:
    if not _has_agenda(reader, subject):
        raise _nothing("Die Tagesordnung ist leer.")
    meeting = subject.of(Meeting)
    return meeting_papers.agenda(reader, meeting, meeting_papers.part_for(meeting))


def _public_agenda(reader: Reader, subject: Subject) -> BlockPaper:
    if not _has_agenda(reader, subject):
        raise _nothing("Die Tagesordnung ist leer.")
    return meeting_papers.agenda(reader, subject.of(Meeting), PUBLIC)


def _tasks(reader: Reader, subject: Subject) -> BlockPaper:
    meeting = subject.of(Meeting)
    if not sitting.tasks_of(reader, meeting) and not sitting.still_open(reader, meeting):
        raise _nothing("Aus dieser Sitzung gibt es keine Aufgaben, und von früher ist keine offen.")
    return meeting_papers.task_list(reader, meeting)


def _addenda(reader: Reader, subject: Subject) -> BlockPaper:
    meeting = subject.of(Meeting)
    if not minutes.addenda(reader, meeting):
        raise _nothing("Zu dieser Niederschrift gibt es keine Nachträge.")
    return meeting_papers.addenda_paper(reader, meeting)


def _closed_addenda(reader: Reader, subject: Subject) -> BlockPaper:
    meeting = subject.of(Meeting)
    if not minutes.addenda(reader, meeting, closed=True):
        raise _nothing("Zum nichtöffentlichen Teil gibt es keine Nachträge.")
    return meeting_papers.addenda_paper(reader, meeting, closed=True)


def _closed_part(reader: Reader, subject: Subject) -> BlockPaper:
    meeting = subject.of(Meeting)
    if not any(x.confidential for x in meetings.schedule_of(reader, meeting).lines):
        raise _nothing("Diese Sitzung hat keinen nichtöffentlichen Teil.")
    return meeting_papers.minutes_paper(reader, meeting, CLOSED)


def _decided(reader: Reader, subject: Subject) -> BlockPaper:
    """The decisions of one meeting."""
    found = [e for e in reversed(decisions.register(reader)) if e.meeting.id == subject.one.id]
    if not found and any(reader.children(subject.one.id, Resolution)):
        raise _nothing("Die Beschlüsse dieser Sitzung bekommen ihre Nummern erst mit der Niederschrift.")
    if not found:
        raise _nothing("In dieser Sitzung ist nichts beschlossen worden.")
    return meeting_papers.register_paper(reader, found, subject.one.title(reader.facts()))


def _register(reader: Reader, subject: Subject) -> BlockPaper:
    """All decisions, those of a year, or with ``given["subtitle"]`` those that are shown, maybe none."""
    found = decisions.register(reader, year=subject.text)
    if "subtitle" in subject.given:
        shown = {e.id for e in subject.entries}
        found = [e for e in found if e.record.id in shown]
    if not found:
        raise _nothing("Es gibt noch keine Beschlüsse." if not subject.given else "Kein Beschluss ist zu sehen.")
    return meeting_papers.register_paper(reader, found, subject.given.get("subtitle", ""))


def _entry(reader: Reader, resolution: Snapshot[Resolution]) -> decisions.RegisterEntry:
    found = next((e for e in decisions.register(reader) if e.record.id == resolution.id), None)
    if found is None:
        raise UserError("Dieser Beschluss hat noch keine Nummer.", "Es wurde nichts gedruckt.")
    return found


def _extract(reader: Reader, subject: Subject) -> BlockPaper:
    return meeting_papers.extract(reader, _entry(reader, subject.of(Resolution)))


def _as_signed(closed: bool) -> Callable[[Reader, Subject], bytes | None]:
    def kept(reader: Reader, subject: Subject) -> bytes | None:
        if not subject.one.sealed:
            return None
        found = minutes.signed_paper(reader, subject.of(Meeting), closed=closed)
        return attachments.content(reader, found) if found else None

    return kept


def _invitation_text(reader: Reader, subject: Subject) -> tuple[BlockPaper, str, str]:
    paper = meeting_papers.invitation(reader, subject.of(Meeting))
    heading, opening, closing = invitation_papers.mail_text(reader, subject.of(Meeting))
    blocks = tuple(meeting_papers.invitation_blocks(reader, subject.of(Meeting)))
    return BlockPaper(paper.head, heading, paper.subtitle, paper.kind, blocks), opening, closing


def _addresses(reader: Reader, subject: Subject) -> list[str]:
    return invitation_papers.addresses(invitation_papers.recipients(reader, subject.of(Meeting)))


def _minutes_mail(reader: Reader, subject: Subject) -> MailDraft:
    heading, text = invitation_papers.minutes_mail(reader, subject.of(Meeting))
    return MailDraft(_addresses(reader, subject), heading, text)


def _invitation_mail(reader: Reader, subject: Subject) -> MailDraft:
    """The invitation stands in the e-mail as it stands on paper."""
    heading, _, _ = invitation_papers.mail_text(reader, subject.of(Meeting))
    return MailDraft(_addresses(reader, subject), heading, "")


# ---- what is noted --------------------------------------------------------------------------------------------------
def _note(key: str) -> Callable[[Change, Subject, Gathered, str], None]:
    def written(change: Change, subject: Subject, paper: Gathered, ending: str) -> None:
        name = NAMES[key] if ending == ".pdf" else f"{NAMES[key]} ({ending[1:]})"
        digest = meeting_papers.digest(paper) if isinstance(paper, BlockPaper) else ""
        minutes.note_printed(change, subject.of(Meeting), name, digest)

    return written


def _extract_made(change: Change, subject: Subject, paper: Gathered, _ending: str) -> None:
    resolution = subject.of(Resolution).record
    meeting = change.get(resolution.parent or "", Meeting)
    digest = meeting_papers.digest(paper) if isinstance(paper, BlockPaper) else ""
    if meeting:
        minutes.note_printed(change, meeting, f"{NAMES['extract']} {resolution.number}", digest)


# ---- the registry ---------------------------------------------------------------------------------------------------
def _meeting_paper(key: str, rank: int, says: str, gather: Callable[[Reader, Subject], Any], **more: Any) -> None:
    register(
        Paper(
            key=key, name=NAMES[key], says=says, kind="meetings", rank=rank, gather=gather, written=_note(key), **more
        )
    )


_meeting_paper(
    "invitation",
    10,
    "Tag, Ort, Tagesordnung, offene Aufgaben und wer eingeladen ist",
    _of(meeting_papers.invitation),
    offered=_gathers,
    when="außer bei Umlaufbeschlüssen",
    menu=(".pdf", ".eml", ".ics", ".docx"),
    event=_of(invitation_papers.event),
    mail=_invitation_mail,
    text=_invitation_text,
)
_meeting_paper(
    "letters",
    20,
    "ein Brief für jede eingeladene Person",
    _letters,
    offered=_gathers,
    when="außer bei Umlaufbeschlüssen",
    template=Letter,
    event=_of(invitation_papers.event),
)
_meeting_paper(
    "agenda",
    30,
    "die Punkte mit Zeiten, Sachverhalt und Beschlussvorschlägen",
    _agenda,
    offered=_has_agenda,
    when="wenn etwas auf der Tagesordnung steht",
    event=_of(invitation_papers.event),
)
_meeting_paper(
    "agenda-public",
    35,
    "dasselbe für Aushang und Homepage: Nichtöffentliches nur mit neutralem Titel",
    _public_agenda,
    offered=_hides_something,
    when="wenn es einen nichtöffentlichen Teil gibt",
    menu=(".pdf", ".docx"),
    event=_of(invitation_papers.event),
)
_meeting_paper(
    "attendance",
    40,
    "Mitglieder und Gäste, zum Unterschreiben",
    _of(meeting_papers.attendance),
    offered=_gathers,
    when="außer bei Umlaufbeschlüssen",
)
_meeting_paper(
    "minutes",
    50,
    "Anwesenheit, Verlauf, Beschlüsse, Aufgaben; beim Umlauf Stimmen und Ergebnis",
    _of(meeting_papers.minutes_paper),
    offered=_has_begun,
    when="sobald die Sitzung läuft, und bei Umlaufbeschlüssen",
    menu=(".pdf", ".eml", ".docx"),
    mail=_minutes_mail,
    kept=_as_signed(closed=False),
)
_meeting_paper(
    "minutes-closed",
    60,
    "der nichtöffentliche Teil, als eigenes Papier",
    _closed_part,
    offered=_has_closed_part,
    when="wenn es einen nichtöffentlichen Teil gibt",
    menu=(".pdf", ".docx"),
    kept=_as_signed(closed=True),
)
_meeting_paper(
    "tasks",
    70,
    "wer was bis wann zu tun hat, auch aus früheren Sitzungen",
    _tasks,
    offered=_has_tasks,
    when="wenn Aufgaben vergeben sind",
)
_meeting_paper(
    "resolutions",
    80,
    "die Beschlüsse dieser Sitzung und wie weit sie sind",
    _decided,
    offered=_has_decided,
    when="nach dem Unterschreiben, wenn etwas beschlossen wurde",
)
_meeting_paper(
    "addenda",
    90,
    "Berichtigungen der unterschriebenen Niederschrift",
    _addenda,
    offered=_has_addenda,
    when="wenn es Nachträge gibt",
)
_meeting_paper(
    "addenda-closed",
    95,
    "Berichtigungen des nichtöffentlichen Teils, als eigenes Papier",
    _closed_addenda,
    offered=_has_closed_addenda,
    when="wenn es Nachträge zum nichtöffentlichen Teil gibt",
)
register(
    Paper(
        key="extract",
        name=NAMES["extract"],
        says="ein Beschluss mit Stimmen, für Dritte",
        kind="resolutions",
        when="wenn der Beschluss eine Nummer hat",
        menu=(".pdf", ".docx"),
        offered=_is_numbered,
        gather=_extract,
        written=_extract_made,
    )
)
register(
    Paper(
        key="register",
        name=NAMES["register"],
        says="alle Beschlüsse, oder die eines Jahres, und wie weit sie sind",
        about=About.OFFICE,
        kind="meetings",
        menu=(".pdf", ".docx"),
        gather=_register,
    )
)
