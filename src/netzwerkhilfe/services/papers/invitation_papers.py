"""What goes out with an invitation: a letter for each person, the date for calendars, the text for e-mail."""

from __future__ import annotations

from collections.abc import Sequence

from netzwerkhilfe.models.blocks import Block, Gap, Text
from netzwerkhilfe.models.meetings import Meeting, MeetingStage
from netzwerkhilfe.models.network import Office, Salutation
from netzwerkhilfe.models.papers import CalendarEvent, Letter
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.services.meetings import body, invitation, meetings, sitting
from netzwerkhilfe.services.meetings.body import Seat
from netzwerkhilfe.services.papers import common, letterhead, meeting_papers
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot


def recipients(reader: Reader, meeting: Snapshot[Meeting]) -> list[Seat]:
    """Who gets a letter: the Leitungsteam, or for another gathering the guests on its list."""
    if meetings.is_sitting(meeting):
        return body.seats(reader, meeting.record.date or "")
    known = {s.name: s for s in body.seats(reader)}
    guests = sitting.read(reader, meeting).guests
    return [known.get(g.name) or Seat(g.record.id if g.record else "", g.name, "", "") for g in guests]


def sent_on(reader: Reader, meeting: Snapshot[Meeting]) -> str:
    """The day that a letter carries: the one on which the invitation went out; before, and of a cancellation, today."""
    v = meeting.record
    if v.invited_on and v.stage != MeetingStage.CALLED_OFF:
        return show_date(v.invited_on)
    return common.today_in_figures(reader)


def _salutation(seat: Seat) -> str:
    if seat.salutation == Salutation.MS:
        return f"Sehr geehrte Frau {seat.last_name},"
    if seat.salutation == Salutation.MR:
        return f"Sehr geehrter Herr {seat.last_name},"
    return f"Guten Tag {seat.name},"


def _address(reader: Reader, seat: Seat) -> list[str]:
    first = [Salutation.label_of(seat.salutation), seat.name] if seat.salutation else [seat.name]
    if seat.salutation == Salutation.MR:
        first[0] = "Herrn"
    if seat.address:
        return [*first, *seat.address]
    office = reader.get(seat.office, Office) if seat.office else None
    v = office.record if office else Office()
    town = " ".join(str(p) for p in (v.postcode, v.town) if p)
    through = [f"über Büro {v.name}"] if v.name else []
    return [p for p in (*first, *through, v.street, town) if p]


def letters(reader: Reader, meeting: Snapshot[Meeting]) -> list[Letter]:
    """One letter for each person, form B of DIN 5008; an announced cancellation is a letter too."""
    head = letterhead.head(reader)
    v = meeting.record
    name = "Sitzung des Leitungsteams" if meetings.is_sitting(meeting) else v.title or "Treffen"
    called_off = v.stage == MeetingStage.CALLED_OFF
    subject = f"{'Absage: ' if called_off else 'Einladung: '}{name} am {show_date(v.date or '')}"
    info = letterhead.info_block(reader, sent_on(reader, meeting))
    found = []
    signed_by = v.chair or reader.person
    for seat in recipients(reader, meeting):
        text = [_salutation(seat), *_sentences(reader, meeting, called_off=called_off)]
        blocks: list[Block] = []
        if not called_off:
            blocks = meeting_papers.invitation_blocks(reader, meeting)
            blocks += [Gap(2), Text(_closing_request(reader, seat))]
        found.append(
            Letter(
                head.network,
                head.office,
                letterhead.sender_line(head),
                _address(reader, seat),
                info,
                subject,
                text,
                "Mit freundlichen Grüßen",
                signed_by if seat.name != signed_by else _instead_of(v, signed_by, head.office),
                tuple(blocks),
                head.logo,
            )
        )
    return found


def _instead_of(meeting: Meeting, person: str, office: str) -> str:
    """Who signs the letter to the one who signs all others: nobody writes to herself."""
    other = meeting.minute_taker
    return other if other and other != person else f"Büro {office}"


def _sentences(reader: Reader, meeting: Snapshot[Meeting], *, called_off: bool) -> list[str]:
    v = meeting.record
    day = common.day_in_words(v.date or "")
    if called_off:
        why = f" {v.called_off_because}" if v.called_off_because else ""
        return [f"das Treffen am {day} findet nicht statt.{why}", "Wir melden uns mit einem neuen Termin."]
    at = f", um {v.start} Uhr" if v.start else ""
    venue = f" Ort: {v.venue}." if v.venue else ""
    again = " Diese Einladung ersetzt die vorige." if invitation.sequence(meeting) else ""
    what = "zur Sitzung des Leitungsteams" if meetings.is_sitting(meeting) else f"zu „{v.title}“"
    return [f"ich lade Sie herzlich ein {what} am {day}{at}.{venue}{again}"]


def _closing_request(reader: Reader, seat: Seat) -> str:
    office = reader.get(reader.local("office"), Office)
    phone = (office.record.phone or "") if office else ""
    where = f" unter {phone}" if phone else ""
    deputy = f" Ihre Vertretung: {seat.substitute}." if seat.substitute else ""
    return f"Wenn Sie verhindert sind, geben Sie uns bitte{where} Bescheid.{deputy}"


def event(reader: Reader, meeting: Snapshot[Meeting]) -> CalendarEvent:
    """The date for calendars, as it was announced last."""
    v = meeting.record
    office = reader.get(reader.local("office"), Office)
    email = (office.record.email or "") if office else ""
    people = [(s.name, s.email) for s in recipients(reader, meeting) if s.email]
    agenda = "\n".join(
        f"TOP {x.number} {x.item.record.title}"
        for x in meetings.schedule_of(reader, meeting).lines
        if not x.confidential
    )
    plan = meetings.schedule_of(reader, meeting)
    return CalendarEvent(
        uid=f"{meeting.id}@{reader.local('network')}.netzwerkhilfe",
        sequence=invitation.sequence(meeting),
        title=f"{v.title or 'Sitzung'}",
        day=v.date or "",
        start=v.start or "",
        end=plan.end if plan.minutes else "",
        venue=v.venue or "",
        text=agenda,
        cancelled=v.stage == MeetingStage.CALLED_OFF,
        organizer=(common.office_name(reader), email) if email and people else None,
        attendees=people,
    )


def mail_text(reader: Reader, meeting: Snapshot[Meeting]) -> tuple[str, str, str]:
    """Subject, opening and closing of the e-mail; the paper itself stands between them."""
    v = meeting.record
    called_off = v.stage == MeetingStage.CALLED_OFF
    name = "Sitzung des Leitungsteams" if meetings.is_sitting(meeting) else v.title or "Treffen"
    subject = f"{'Absage' if called_off else 'Einladung'}: {name} am {show_date(v.date or '')}"
    opening = "Guten Tag,\n\n" + "\n".join(_sentences(reader, meeting, called_off=called_off)) + "\n"
    who = v.chair or reader.person
    return subject, opening, f"\nMit freundlichen Grüßen\n{who}\nBüro {common.office_name(reader)}"


def minutes_mail(reader: Reader, meeting: Snapshot[Meeting]) -> tuple[str, str]:
    """Subject and text of the e-mail that brings the minutes (§ 41 GemO: objections at the latest in the next
    meeting)."""
    day = show_date(meeting.record.date or "")
    who = meeting.record.minute_taker or reader.person
    state = "" if meeting.sealed else " Es ist noch ein Entwurf."
    text = (
        f"Guten Tag,\n\nim Anhang ist die Niederschrift der Sitzung vom {day}.{state}\n"
        "Einwendungen sind bis zur nächsten Sitzung möglich, in der sie genehmigt wird.\n\n"
        f"Mit freundlichen Grüßen\n{who}\nBüro {common.office_name(reader)}\n"
    )
    return f"Niederschrift der Sitzung vom {day}", text


def addresses(people: Sequence[Seat]) -> list[str]:
    """The e-mail addresses of who has one."""
    return [s.email for s in people if s.email]
