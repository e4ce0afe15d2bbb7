"""Meetings: invitation, attendance, decisions, minutes, decisions by circulation."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from netzwerkhilfe import output
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.meetings import Meeting, Presence, Reply, Resolution
from netzwerkhilfe.models.phrases import read_date, read_deadline
from netzwerkhilfe.models.values import Unreadable, read_time, show_date
from netzwerkhilfe.services.meetings import agenda_suggestions, body, decisions, invitation, meetings, minutes, sitting
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

Options = argparse.Namespace


def meeting_named(reader: Reader, record: str) -> Snapshot[Meeting]:
    """A meeting by its id. Raises ``UserError``."""
    found = reader.get(record, Meeting)
    if found is None:
        raise UserError("Diese Sitzung gibt es nicht.", "Es wurde nichts verändert.", "„list meetings“ nennt alle.")
    return found


def item_named(reader: Reader, meeting: Snapshot[Meeting], text: str) -> str:
    """An item by its number ("4", "2.1") or id. Raises ``UserError``."""
    plan = meetings.schedule_of(reader, meeting)
    wanted = text.strip().removeprefix("TOP").strip()
    found = next((x.item.id for x in plan.lines if wanted in (x.number, x.item.id)), "")
    if not found:
        raise UserError(f"TOP {wanted} steht nicht auf der Tagesordnung.", "Es wurde nichts verändert.")
    return found


def _seat(reader: Reader, meeting: Snapshot[Meeting], text: str) -> body.Seat:
    found = body.find(body.seats(reader, meeting.record.date or ""), text)
    if found is None:
        raise UserError(f"„{text}“ sitzt nicht (oder nicht eindeutig) im Leitungsteam.", "Es wurde nichts eingetragen.")
    return found


def summary(reader: Reader, meeting: Snapshot[Meeting]) -> dict[str, Json]:
    """A meeting as ``--json`` prints it: attendance, quorum and decisions of each item, tasks."""
    at = sitting.read(reader, meeting)
    found = decisions.of_meeting(reader, at)
    return {
        "id": meeting.id,
        "title": meeting.record.title,
        "date": meeting.record.date,
        "state": minutes.state(meeting),
        "stage": meeting.record.stage,
        "quorum": at.quorum().words(),
        "quorate": at.quorum().ok,
        "attendance": [{"name": x.name, "state": x.state, "deputy": x.entered.deputy or ""} for x in at.roll],
        "items": [
            {
                "id": x.item.id,
                "number": x.number,
                "begins": x.begins,
                "title": x.item.record.title,
                "confidential": x.confidential,
                "quorum": at.quorum(x.item.id).words(),
                "quorate": at.quorum(x.item.id).ok,
                "decisions": [
                    {
                        "id": d.id,
                        "number": d.number,
                        "wording": d.wording,
                        "votes": d.votes.words() if d.votes else "",
                        "result": d.result.text,
                        "complaint": d.complaint.text if d.complaint else "",
                    }
                    for d in found
                    if d.record.record.item == x.item.id
                ],
            }
            for x in at.plan.lines
        ],
        "tasks": [
            {
                "id": t.id,
                "title": t.record.title,
                "person": t.record.person,
                "due_on": t.record.due_on,
            }
            for t in sitting.tasks_of(reader, meeting)
        ],
        "earlier_tasks": [{"id": t.id, "title": t.record.title} for t in sitting.still_open(reader, meeting)],
        "changed_since": minutes.changed_since(reader, meeting),
    }


def _invite(change: Change, meeting: Snapshot[Meeting], options: Options) -> dict[str, Json]:
    on = read_date(options.on, change.today()) if options.on else ""
    invitation.invite(change, meeting, on, options.reason)
    fresh = meeting_named(change, meeting.id)
    found = invitation.notice(change, fresh, on)
    files, told = [], []
    if options.output:
        for name, document in (
            ("einladung.pdf", "invitation"),
            ("briefe.pdf", "letters"),
            ("termin.ics", "invitation"),
            ("e-mail.txt", "invitation"),
        ):
            told.append(output.write(change, fresh, document, options.output / name))
            files.append(str(options.output / name))
    return {"in_time": found.in_time, "last_day": found.last_day, "text": _with(found.full, *told), "files": files}


def _with(text: str, *told: str) -> str:
    """What was done, and what is to be said of the papers, each once."""
    return "\n".join(dict.fromkeys(t for t in (text, *told) if t))


def _attend(change: Change, meeting: Snapshot[Meeting], options: Options) -> dict[str, Json]:
    item = item_named(change, meeting, options.item) if options.item else ""
    at = read_time(options.at) if options.at else sitting.clock(change)
    for pair in options.values:
        name, _, state = pair.partition("=")
        if state == "gast":
            sitting.mark(change, meeting, name, state=Presence.PRESENT)
            continue
        seat = _seat(change, meeting, name)
        if state == "geht":
            sitting.leave(change, meeting, seat, at, item)
        elif state == "kommt":
            sitting.arrive(change, meeting, seat, at, item)
        elif state == "befangen":
            sitting.exclude(change, meeting, item, seat.id)
        elif Reply.of(state) is not None:
            sitting.mark(change, meeting, seat, reply=state)
        elif state.startswith("vertreten:"):
            sitting.mark(change, meeting, seat, state=Presence.PRESENT, deputy=state.partition(":")[2])
        elif Presence.of(state) is not None:
            sitting.mark(change, meeting, seat, state=state)
        else:
            raise UserError(
                f"„{state}“ gibt es nicht.",
                "Es wurde nichts eingetragen.",
                "Es gibt: anwesend, entschuldigt, unentschuldigt, kommt, geht, befangen, zugesagt, abgesagt, gast, "
                "vertreten:NAME.",
            )
    return summary(change, meeting_named(change, meeting.id))


def _decide(change: Change, meeting: Snapshot[Meeting], options: Options) -> dict[str, Json]:
    item = item_named(change, meeting, options.item)
    record = decisions.add(change, meeting, item, " ".join(options.values))
    if options.votes:
        try:
            yes, no, abstention = (int(n) for n in options.votes.split("/"))
        except ValueError as error:
            raise UserError(
                "Stimmen so angeben: Ja/Nein/Enthaltung, z. B. 3/2/1.", "Es wurde nichts gezählt."
            ) from error
        decisions.count(change, record, yes, no, abstention)
    if options.named:
        change.update(record, {"by_name": True})
        resolution = change.require(record, Resolution)
        for pair in options.named.split(","):
            name, _, word = pair.partition("=")
            decisions.vote(change, resolution, _seat(change, meeting, name.strip()).id, word.strip())
    found = decisions.decide(change, sitting.read(change, meeting), change.require(record, Resolution))
    return {
        "id": record,
        "votes": found.votes.words() if found.votes else "",
        "result": found.result.text,
        "complaint": found.complaint.text if found.complaint else "",
    }


def _check(reader: Reader, meeting: Snapshot[Meeting]) -> tuple[str, dict[str, Json]]:
    """What stands against a signature, or is still open."""
    found = minutes.complaints(reader, sitting.read(reader, meeting))
    told: list[Json] = [{"code": c.code, "blocks": c.blocks, "text": c.text} for c in found]
    text = "\n".join(("! " if c.blocks else "  ") + c.text for c in found)
    return text or "Anwesenheit, Stimmen und Ergebnisse sind vollständig.", {"complaints": told}


def _approve(change: Change, meeting: Snapshot[Meeting], options: Options) -> None:
    """In the next meeting that has begun or is planned, if no day is said."""
    if options.on:
        minutes.approve(change, meeting, on=read_date(options.on, change.today()))
        return
    begun = next(iter(minutes.approving(change, meeting)), None)
    minutes.approve(change, meeting, sitting_of=begun or meetings.following(change, meeting))


def _run(change: Change, options: Options) -> tuple[str, dict[str, Json]]:
    """One action on a meeting; gives a German line and what ``--json`` prints."""
    meeting = meeting_named(change, options.id)
    action = options.action
    if action == "invite":
        report = _invite(change, meeting, options)
        return report["text"], report
    if action == "attend":
        report = _attend(change, meeting, options)
        return report["quorum"], report
    if action == "decide":
        report = _decide(change, meeting, options)
        return f"{report['votes']}: {report['result']}" + (
            f" ({report['complaint']})" if report["complaint"] else ""
        ), report
    if action == "task":
        record = sitting.add_task(
            change, meeting, item_named(change, meeting, options.item) if options.item else "", " ".join(options.values)
        )
        return "Aufgabe eingetragen.", {"id": record}
    if action == "check":
        return _check(change, meeting)
    if action == "sign":
        output.sign(change, meeting)
        fresh = meeting_named(change, meeting.id)
        told = output.write(change, fresh, "minutes", options.output) if options.output else ""
        return _with("Unterschrieben.", told), summary(change, fresh)
    if action == "cancel":
        invitation.call_off(change, meeting, " ".join(options.values))
        fresh = meeting_named(change, meeting.id)
        told = output.write(change, fresh, "invitation", options.output) if options.output else ""
        return _with("Abgesagt.", told), summary(change, fresh)
    simple = {
        "begin": lambda: sitting.begin(change, meeting, read_time(options.at) if options.at else ""),
        "end": lambda: sitting.end(change, meeting, read_time(options.at) if options.at else ""),
        "unsign": lambda: minutes.unsign(change, meeting),
        "approve": lambda: _approve(change, meeting, options),
        "addendum": lambda: minutes.add_addendum(
            change, meeting, " ".join(options.values), confidential=options.closed
        ),
        "usual": lambda: meetings.add_usual(change, meeting.id),
    }
    if action in simple:
        simple[action]()
    elif action == "suggest":
        found = agenda_suggestions.suggestions(change, meeting)
        for one in found:
            if one.key in options.values:
                agenda_suggestions.take(change, meeting, one)
        return "\n".join(f"{s.key}  {s.why}" for s in found) or "Keine Vorschläge.", {
            "suggestions": [{"key": s.key, "why": s.why, "title": s.title} for s in found]
        }
    fresh = meeting_named(change, meeting.id)
    report = summary(change, fresh)
    lines = [f"{fresh.title(change.facts())} · {report['state']} · {report['quorum']}"]
    lines += [f"  TOP {i['number']} {i['begins']} {i['title']}" for i in report["items"]]
    return "\n".join(lines), report


def _circular(change: Change, options: Options) -> tuple[str, dict[str, Json]]:
    """Begin a decision by circulation."""
    by = read_deadline(options.by, change.today())
    record = decisions.start_circular(change, options.title, options.wording, by, options.reason)
    return f"Der Umlauf läuft bis {show_date(by)} ({record}).", {"id": record}


def do_meeting(context: Context) -> Json:
    """One step of a meeting."""
    return _told(context, _run)


def do_circular(context: Context) -> Json:
    """Begin a decision by circulation."""
    return _told(context, _circular)


def _told(context: Context, action: Callable[[Change, Options], tuple[str, dict[str, Json]]]) -> dict[str, Json]:
    """Do it in one change, say the German line, give what ``--json`` prints; what cannot be read is told like every
    other mistake."""
    with context.opened() as store:
        try:
            with store.change() as change:
                text, report = action(change, context.options)
        except Unreadable as error:
            raise UserError(str(error), "Es wurde nichts verändert.") from error
    context.say(text)
    return report
