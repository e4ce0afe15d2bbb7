"""Inviting to a meeting: the notice period, the reason for urgency, what was announced, calling it off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.meetings import AgendaItem, Meeting, MeetingStage
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.services.meetings import body, meetings
from netzwerkhilfe.services.meetings.complaints import Code, Complaint
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

ANNOUNCED = ("title", "date", "start", "venue")


@dataclass(frozen=True)
class Notice:
    """Whether an invitation on a day keeps the notice period, and what is to be said about it."""

    in_time: bool
    last_day: str
    text: str
    request: str = ""
    """What the person is asked for, where the period is not kept."""

    @property
    def full(self) -> str:
        """All that is to be said."""
        return f"{self.text} {self.request}".strip()


def notice(reader: Reader, meeting: Snapshot[Meeting], on: str = "") -> Notice:
    """Check the notice period for an invitation on a day (ISO; today if empty). § 34 GemO counts full calendar days."""
    day = meeting.record.date or ""
    today = reader.today().isoformat()
    on = on or today
    held_on = body.date_of(day)
    if not meetings.is_sitting(meeting):
        return Notice(True, day, "Für dieses Treffen gilt keine Ladungsfrist.")
    if held_on is None:
        return Notice(False, "", "Das Datum der Sitzung fehlt oder ist nicht lesbar.")
    rules = body.rules_on(reader, day)
    last = body.last_invitation_day(rules, held_on).isoformat()
    days = int(rules.get("notice_days") or 0)
    if on <= last:
        return Notice(
            True,
            last,
            f"Die Ladungsfrist von {days} vollen Tagen ist gewahrt; "
            + (
                f"heute ist der letzte Tag ({show_date(last)})."
                if on == today
                else f"letzter Tag war der {show_date(last)}."
            )
            if on == last
            else f"Die Ladungsfrist von {days} vollen Tagen ist gewahrt; letzter Tag ist der {show_date(last)}.",
        )
    full = max(0, (held_on - dt.date.fromisoformat(on)).days - 1)
    return Notice(
        False,
        last,
        f"Die Ladungsfrist von {days} vollen Tagen ist nicht gewahrt: letzter Tag war der {show_date(last)}, "
        f"es {'bleibt 1 voller Tag' if full == 1 else f'bleiben {full} volle Tage'}.",
        "Bitte den Grund der Eile nennen; er steht in der Einladung.",
    )


def complaints(reader: Reader, meeting: Snapshot[Meeting]) -> list[Complaint]:
    """What an invitation still lacks; nothing of it forbids to invite."""
    v = meeting.record
    found: list[Complaint] = []

    def lacks(code: Code, text: str) -> None:
        found.append(Complaint(code, False, text))

    if not v.start:
        lacks(Code.NO_START, "Der Beginn fehlt.")
    if not v.venue:
        lacks(Code.NO_VENUE, "Der Ort fehlt.")
    if meetings.is_sitting(meeting):
        if not reader.children(meeting.id, AgendaItem):
            lacks(Code.NO_ITEMS, "Die Tagesordnung ist leer.")
        if not body.seats(reader, v.date or ""):
            text = "Im Leitungsteam ist noch niemand eingetragen (Einstellungen, Team und Vertretung)."
            lacks(Code.NO_MEMBERS, text)
    plan = meetings.schedule_of(reader, meeting)
    if plan.over:
        lacks(Code.TOO_LONG, f"Die Tagesordnung dauert {plan.over} Min. länger als bis zum spätesten Ende.")
    return found


def facts_of(meeting: Snapshot[Meeting]) -> dict[str, str]:
    """What an invitation announces of a meeting."""
    return {n: meeting.values[n] for n in ANNOUNCED if meeting.values.get(n)}


def sequence(meeting: Snapshot[Meeting]) -> int:
    """The number of the last announcement (SEQUENCE, RFC 5545 3.8.7.4); 0 for the first."""
    announced = meeting.record.announced
    number = announced.get("sequence") if isinstance(announced, dict) else None
    return number if isinstance(number, int) else 0


def outdated(meeting: Snapshot[Meeting]) -> list[str]:
    """What has changed since the invitation went out, as labels of fields."""
    announced = meeting.record.announced
    if not isinstance(announced, dict) or meeting.record.stage == MeetingStage.CALLED_OFF:
        return []
    now = facts_of(meeting)
    return [meeting.kind.fields[n].label for n in ANNOUNCED if announced.get(n) != now.get(n)]


def invite(change: Change, meeting: Snapshot[Meeting], on: str = "", urgency: str = "") -> None:
    """The invitation goes out on a day. Raises ``UserError``: late without a reason, or called off."""
    on = on or change.today().isoformat()
    if meeting.record.stage == MeetingStage.CALLED_OFF:
        raise UserError("Diese Sitzung ist abgesagt.", "Es wurde nicht eingeladen.", "Bitte planen Sie eine neue.")
    if meeting.sealed:
        raise UserError("Die Niederschrift dieser Sitzung ist schon unterschrieben.", "Es wurde nicht eingeladen.")
    if body.date_of(meeting.record.date) is None:
        raise UserError(
            "Das Datum der Sitzung fehlt oder ist nicht lesbar.",
            "Es wurde nicht eingeladen.",
            "Bitte bearbeiten Sie die Sitzung.",
        )
    if on > (meeting.record.date or ""):
        raise UserError(
            "Die Sitzung liegt vor dem Tag der Einladung.", "Es wurde nicht eingeladen.", "Bitte das Datum prüfen."
        )
    found = notice(change, meeting, on)
    if not found.in_time and not urgency.strip():
        raise UserError(found.full, "Es wurde nicht eingeladen.")
    announced: dict[str, Json] = dict(facts_of(meeting))
    before = meeting.record.announced
    again = isinstance(before, dict)
    announced["sequence"] = sequence(meeting) + 1 if again and outdated(meeting) else sequence(meeting)
    stage = meeting.record.stage
    change.update(
        meeting.id,
        {
            "stage": MeetingStage.INVITED if stage in (None, MeetingStage.PLANNED, MeetingStage.INVITED) else stage,
            "invited_on": on,
            "urgency": urgency.strip() or None if not found.in_time else None,
            "announced": announced,
        },
    )
    for item in change.children(meeting.id, AgendaItem):
        if item.record.added_late:
            change.update(item.id, {"added_late": None})


def call_off(change: Change, meeting: Snapshot[Meeting], reason: str = "") -> None:
    """The meeting is called off; who was invited gets a cancellation with a higher number."""
    if meeting.sealed:
        raise UserError("Diese Sitzung hat schon stattgefunden.", "Es wurde nichts geändert.")
    before = meeting.record.announced
    announced = dict(before) if isinstance(before, dict) else {}
    if announced:
        announced["sequence"] = sequence(meeting) + 1
    change.update(
        meeting.id,
        {
            "stage": MeetingStage.CALLED_OFF,
            "called_off_because": reason.strip() or None,
            "announced": announced or None,
            "invited_on": meeting.record.invited_on,
        },
    )
