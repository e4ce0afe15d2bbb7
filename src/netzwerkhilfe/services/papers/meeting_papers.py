"""The papers of a meeting as plain blocks: invitation, agenda, attendance list, minutes, extract, tasks, register."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from netzwerkhilfe.access import confidential
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.blocks import (
    Block,
    BlockPaper,
    Gap,
    Grid,
    Heading,
    Pairs,
    Signatures,
    Text,
    Verdict,
)
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.meetings import (
    ApprovalState,
    Dealt,
    Light,
    Meeting,
    MeetingStage,
    Occasion,
    Presence,
    Reply,
    Style,
    Vote,
)
from netzwerkhilfe.models.network import Bench, Office
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.models.values import NBSP, show_date, show_money
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.services.meetings import body, decisions, meetings, minutes, sitting
from netzwerkhilfe.services.meetings.decisions import Decision, RegisterEntry
from netzwerkhilfe.services.meetings.sitting import Attendee, Sitting
from netzwerkhilfe.services.papers import common, letterhead
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot

ALL, PUBLIC, CLOSED = "all", "public", "closed"
NEUTRAL = "Nichtöffentliche Angelegenheit"
NAMES = {
    "invitation": "Einladung",
    "agenda": "Tagesordnung",
    "agenda-public": "Tagesordnung öffentlich",
    "attendance": "Anwesenheitsliste",
    "minutes": "Niederschrift",
    "minutes-closed": "Niederschrift nichtöffentlich",
    "extract": "Beschlussauszug",
    "tasks": "Aufgabenliste",
    "resolutions": "Beschlussregister",
    "letters": "Einladungsbriefe",
    "addenda": "Nachträge",
    "addenda-closed": "Nachträge nichtöffentlich",
    "register": "Beschlussregister",
}


def when(meeting: Snapshot[Meeting]) -> str:
    """ "Donnerstag, 19. März 2026, 18:00 Uhr"."""
    v = meeting.record
    day = common.day_in_words(v.date) if v.date else ""
    return f"{day}, {v.start} Uhr" if v.start else day


def digest(paper: BlockPaper) -> str:
    """A hash of what a paper says, the same for the same content."""
    return hashlib.blake2b(repr((paper.title, paper.subtitle, paper.blocks)).encode(), digest_size=8).hexdigest()


def _paper(
    reader: Reader, meeting: Snapshot[Meeting], kind: str, title: str, blocks: Sequence[Block], mark: str = ""
) -> BlockPaper:
    subtitle = "\n".join(p for p in (when(meeting), meeting.record.venue or "") if p)
    return BlockPaper(
        letterhead.head(reader), title, subtitle, kind, tuple(blocks), mark, meeting.title(reader.facts())
    )


def _seen(line: meetings.ScheduledItem, part: str) -> bool:
    return part == ALL or line.confidential == (part == CLOSED)


def neutral_title(line: meetings.ScheduledItem) -> str:
    """What a closed item is called on papers that everybody reads."""
    return line.item.record.public_title or NEUTRAL


AGENDA = (("TOP", 0.5), ("Beginn", 0.65), ("Thema", 4.2), ("Wer", 1.7), ("Dauer", 0.9))
"""The columns of an agenda, and how they share out the width."""


def agenda_grid(plan: meetings.Schedule, part: str = ALL) -> list[Block]:
    """The agenda as tables: the public part, then the closed one, of which others only read that there is one (§ 34
    GemO). A column that nothing stands in is left out."""
    blocks: list[Block] = []
    timed = any(x.begins for x in plan.lines)
    spoken = any(x.item.record.speaker for x in plan.lines if _seen(x, part))
    kept = [i for i in range(len(AGENDA)) if (timed or i != 1) and (spoken or i != 3)]
    for closed in (False, True):
        lines = [
            x
            for x in plan.lines
            if x.confidential is closed and (_seen(x, part) or (part == PUBLIC and not plan.within_closed(x)))
        ]
        if not lines:
            continue
        if closed or any(x.confidential for x in plan.lines):
            blocks.append(Heading("Nichtöffentlicher Teil" if closed else "Öffentlicher Teil", 3))
        rows = []
        for line in lines:
            v, seen = line.item.record, _seen(line, part)
            said = (v.title or "", v.speaker or "") if seen else (neutral_title(line), "")
            rows.append([line.number, line.begins, *said, f"{line.minutes} Min."])
        blocks.append(
            Grid(
                [AGENDA[i][0] for i in kept],
                [AGENDA[i][1] for i in kept],
                [[row[i] for i in kept] for row in rows],
                right=(kept.index(4),),
                bold=(kept.index(2),),
            )
        )
    return blocks


def _files_of(reader: Reader, record: Snapshot) -> list[str]:
    return sorted(str(a.record.name) for a in reader.children(record.id, Attachment))


def _details(reader: Reader, plan: meetings.Schedule, part: str, facts: Facts) -> list[Block]:
    """What stands below the agenda: facts, drafts, cost, annexes of the items that have any."""
    blocks: list[Block] = []
    for line in plan.lines:
        if not _seen(line, part):
            continue
        v = line.item.record
        found: list[Block] = []
        if v.description:
            found.append(Text(v.description, label="Sachverhalt"))
        if v.proposal:
            found.append(Text(v.proposal, "quote", "Beschlussvorschlag"))
        if v.cost is not None or v.cost_note:
            money = show_money(v.cost) if v.cost is not None else ""
            found.append(Text(" · ".join(p for p in (money, v.cost_note) if p), label="Finanzielle Auswirkungen"))
        files = _files_of(reader, line.item)
        if files:
            found.append(Text(", ".join(files), label="Anlagen"))
        if found:
            blocks += [Heading(v.title or "", 3, f"TOP {line.number}"), *found]
    return [Heading("Zu den Tagesordnungspunkten", 2), *blocks] if blocks else []


def invited_lines(reader: Reader, day: str) -> list[tuple[str, str]]:
    """Office by office, who is invited."""
    facts = reader.facts()
    found: dict[str, list[str]] = {}
    for seat in body.seats(reader, day):
        office = facts.offices.get(seat.office)
        found.setdefault(office.name if office else "Ohne Büro", []).append(seat.name)
    return [(office, ", ".join(names)) for office, names in found.items()]


def part_for(meeting: Snapshot[Meeting]) -> str:
    """What of an agenda is for those who are invited: the Leitungsteam sits in its closed part too, guests do not."""
    return ALL if meetings.is_sitting(meeting) else PUBLIC


def invitation_blocks(reader: Reader, meeting: Snapshot[Meeting]) -> list[Block]:
    """What an invitation says below its head, in letters, as a paper and in e-mail."""
    v = meeting.record
    plan = meetings.schedule_of(reader, meeting)
    rules = body.rules_on(reader, v.date or "")
    blocks: list[Block] = []
    if v.urgency:
        days = int(rules.get("notice_days") or 0)
        blocks.append(
            Text(f"{v.urgency}", "bold", f"Grund der Eile (die Ladungsfrist von {days} vollen Tagen ist verkürzt)")
        )
    if v.second_invitation:
        needed = body.quorum_needed(rules, len(body.seats(reader, v.date or "")), second=True)
        blocks.append(
            Text(
                "Dies ist die zweite Einladung zum selben Gegenstand. Das Leitungsteam ist beschlussfähig, wenn "
                f"mindestens {needed} Mitglieder anwesend sind.",
                "bold",
            )
        )
    if v.note:
        blocks.append(Text(v.note))
    part = part_for(meeting)
    if plan.lines:
        blocks += [Heading("Tagesordnung", 2), *agenda_grid(plan, part)]
        if plan.end:
            blocks.append(Text(f"Ende gegen {plan.end} Uhr", "small"))
        blocks += _details(reader, plan, part, reader.facts())
    tasks = sitting.still_open(reader, meeting) if meetings.is_sitting(meeting) else []
    if tasks:
        rows = [[t.record.title or "", t.record.person or "", _date(t.record.due_on)] for t in tasks]
        blocks += [
            Heading("Offene Aufgaben aus früheren Sitzungen", 2),
            Grid(("Was", "Wer", "Bis"), (4.5, 2, 1), rows, right=(2,)),
        ]
    return blocks


def _date(iso: str | None) -> str:
    return show_date(iso) if iso else ""


def _phone(reader: Reader) -> str:
    office = reader.get(reader.local("office"), Office)
    return (office.record.phone or "") if office else ""


def invitation(reader: Reader, meeting: Snapshot[Meeting]) -> BlockPaper:
    """The invitation as one paper, for those who are invited; for the board there is the public agenda."""
    v = meeting.record
    what = "des Leitungsteams" if meetings.is_sitting(meeting) else f": {v.title}"
    blocks = invitation_blocks(reader, meeting)
    invited = invited_lines(reader, v.date or "") if meetings.is_sitting(meeting) else []
    if invited:
        blocks += [Heading("Eingeladen", 2), Pairs(invited)]
    phone = _phone(reader)
    blocks.append(Gap(4))
    blocks.append(
        Text(
            f"Bitte sagen Sie ab, wenn Sie verhindert sind{f': {phone}' if phone else ''}."
            + (" Ihrer Vertretung geben wir gern Bescheid." if meetings.is_sitting(meeting) else "")
        )
    )
    who = v.chair or reader.person
    blocks += [Gap(6), Text(f"{who}\nBüro {common.office_name(reader)}, {common.today_in_figures(reader)}")]
    called_off = v.stage == MeetingStage.CALLED_OFF
    title = (
        f"{'Absage der Sitzung' if called_off else 'Einladung zur Sitzung'} {what}"
        if meetings.is_sitting(meeting)
        else f"{'Absage' if called_off else 'Einladung'}{what}"
    )
    if called_off:
        blocks = [
            Text(
                f"{'Die Sitzung' if meetings.is_sitting(meeting) else 'Das Treffen'} findet nicht "
                f"statt.{' ' + v.called_off_because if v.called_off_because else ''}",
                "bold",
            )
        ]
    return _paper(reader, meeting, NAMES["invitation"], title, blocks)


def agenda(reader: Reader, meeting: Snapshot[Meeting], part: str = ALL) -> BlockPaper:
    """The agenda alone."""
    plan = meetings.schedule_of(reader, meeting)
    blocks: list[Block] = []
    if meeting.record.note:
        blocks.append(Text(meeting.record.note))
    if not plan.lines:
        blocks.append(Text("Noch keine Tagesordnungspunkte."))
    blocks += agenda_grid(plan, part)
    if plan.end:
        blocks.append(Text(f"Ende gegen {plan.end} Uhr", "small"))
    blocks += _details(reader, plan, part, reader.facts())
    blocks += [Gap(4), Text(f"{common.office_name(reader)}, {common.today_in_figures(reader)}", "small")]
    kind = NAMES["agenda"] if part == part_for(meeting) else NAMES["agenda-public"]
    return _paper(reader, meeting, kind, f"Tagesordnung {meeting.record.title or ''}".strip(), blocks)


def attendance(reader: Reader, meeting: Snapshot[Meeting]) -> BlockPaper:
    """The list that everybody signs; for other gatherings the guest list."""
    at = sitting.read(reader, meeting)
    facts = reader.facts()
    blocks: list[Block] = []
    if meetings.is_sitting(meeting):
        rows = []
        for line in at.roll:
            office = facts.offices.get(line.seat.office) if line.seat else None
            name = line.name + (f"\nVertretung: {line.entered.deputy}" if line.entered.deputy else "")
            role = f"{office.name if office else ''}\n{Bench.label_of(line.seat.bench) if line.seat else ''}"
            state = Presence.label_of(line.state) if line.state != Presence.PRESENT else ""
            rows.append([name, role, state, ""])
        blocks.append(Grid(("Mitglied", "Für", "", "Unterschrift"), (2.2, 2.1, 1.1, 2.6), rows, bold=(0,), tall=True))
        needed = at.quorum().needed
        blocks.append(Text(f"Beschlussfähig ab {needed} von {at.members} Mitgliedern.", "small"))
        blocks.append(Heading("Gäste", 2))
    guests = [[x.name, Reply.label_of(x.entered.reply), ""] for x in at.guests]
    guests += [["", "", ""] for _ in range(max(2, 4 - len(guests)) if meetings.is_sitting(meeting) else 4)]
    blocks.append(Grid(("Name", "Antwort", "Unterschrift"), (3, 1.4, 3), guests, tall=True))
    title = "Anwesenheitsliste" if meetings.is_sitting(meeting) else "Gästeliste"
    return _paper(reader, meeting, NAMES["attendance"], title, blocks)


def _who(lines: Sequence[Attendee], facts: Facts) -> str:
    parts = []
    for line in lines:
        office = facts.offices.get(line.seat.office) if line.seat else None
        name = f"{line.entered.deputy} (in Vertretung für {line.name})" if line.entered.deputy else line.name
        moves = []
        if line.entered.arrived:
            moves.append(f"ab {line.entered.arrived} Uhr")
        if line.entered.left:
            moves.append(f"bis {line.entered.left} Uhr")
        inside = ", ".join([*([office.name] if office else []), *moves])
        parts.append(f"{name} ({inside})" if inside else name)
    return "\n".join(parts)


def _head_rows(at: Sitting, facts: Facts) -> list[tuple[str, str]]:
    v = at.meeting.record
    begin, end = v.began or v.start or "", v.ended or ""
    there = [] if not _has_been(at.meeting) else _who_was_there(at, facts)
    rows = [
        ("Tag", common.day_in_words(v.date) if v.date else ""),
        ("Dauer", f"{begin} bis {end} Uhr" if begin and end else f"Beginn {begin} Uhr" if begin else ""),
        ("Ort", v.venue or ""),
        ("Leitung", v.chair or ""),
        ("Schriftführung", v.minute_taker or ""),
        *there,
    ]
    if v.invited_on:
        rows.append(("Eingeladen am", show_date(v.invited_on) + (" (Ladungsfrist verkürzt)" if v.urgency else "")))
    return [r for r in rows if r[1]]


def _who_was_there(at: Sitting, facts: Facts) -> list[tuple[str, str]]:
    here = [x for x in at.roll if x.state == Presence.PRESENT]
    return [
        ("Anwesend", _who(here, facts)),
        ("Entschuldigt", ", ".join(x.name for x in at.roll if x.state == Presence.EXCUSED)),
        ("Unentschuldigt", ", ".join(x.name for x in at.roll if x.state == Presence.UNEXCUSED)),
        ("Gäste", _who([x for x in at.guests if x.state == Presence.PRESENT or not x.state], facts)),
    ]


def _opening_quorum(at: Sitting) -> sitting.Quorum:
    """The quorum as it is found at the beginning."""
    first = at.plan.lines[0].item.id if at.plan.lines else ""
    return at.quorum(first)


def verdict(decision: Decision, label: str) -> Verdict:
    """A decision as its frame shows it."""
    more = []
    if decision.by_person:
        for vote in Vote:
            names = [n for _, n, _, v in decision.by_person if v == vote]
            if names:
                more.append(f"{vote.label[0].upper()}{vote.label[1:]}: {', '.join(names)}")
        more.append("Nach Büros: " + "; ".join(f"{o} {v.yes}:{v.no}:{v.abstention}" for o, v in decision.by_office))
        more.append(
            "Nach Bänken: " + "; ".join(f"{b.label} {v.yes}:{v.no}:{v.abstention}" for b, v in decision.by_bench)
        )
    votes = decision.votes.words() if decision.votes and not decision.record.record.outcome else ""
    if decision.record.record.secret:
        votes += " (geheim)"
    return Verdict(label, decision.wording, decision.result.text, votes, more, decision.result.carried)


def _moves(at: Sitting, item: str) -> list[str]:
    """Who came and went before this item, in words."""
    found = []
    for line in (*at.roll, *at.guests):
        if line.entered.arrived_item == item:
            found.append(f"{line.acting} kommt um {line.entered.arrived} Uhr.")
        if line.entered.left_item == item:
            found.append(f"{line.acting} geht um {line.entered.left} Uhr.")
    return found


def _item_blocks(
    reader: Reader,
    at: Sitting,
    line: meetings.ScheduledItem,
    found: Sequence[Decision],
    tasks: Sequence[Snapshot[Task]],
    before: sitting.Quorum,
) -> list[Block]:
    v, how = line.item.record, minutes.style(at.meeting)
    here = [d for d in found if d.record.record.item == line.item.id]
    blocks: list[Block] = [Heading(v.title or "", 2, f"TOP {line.number}", v.begun or "" if how == Style.FULL else "")]
    moves = _moves(at, line.item.id)
    now = at.quorum(line.item.id)
    if moves:
        after = f" Das Leitungsteam ist {now.words()}." if now != before else ""
        blocks.append(Text(" ".join(moves) + after, "small"))
    excluded = [x.acting for x in at.roll if x.seat and (line.item.id, x.seat.id) in at.biases]
    if excluded:
        verb = "nimmt" if len(excluded) == 1 else "nehmen"
        blocks.append(Text(f"Wegen Befangenheit {verb} nicht teil: {', '.join(excluded)}.", "small"))
    if how == Style.FULL and v.description:
        blocks.append(Text(v.description, label="Sachverhalt"))
    if v.text and (how != Style.RESOLUTIONS or not here):
        blocks.append(Text(v.text))
    if how == Style.FULL and (v.cost is not None or v.cost_note):
        money = show_money(v.cost) if v.cost is not None else ""
        blocks.append(Text(" · ".join(p for p in (money, v.cost_note) if p), label="Finanzielle Auswirkungen"))
    if v.dealt in (Dealt.POSTPONED, Dealt.TAKEN_OFF):
        blocks.append(
            Text("Der Punkt wird vertagt." if v.dealt == Dealt.POSTPONED else "Der Punkt wird abgesetzt.", "bold")
        )
    for i, decision in enumerate(here, 1):
        label = (
            f"Beschluss {decision.number}" if decision.number else f"Beschluss {i}" if len(here) > 1 else "Beschluss"
        )
        blocks.append(verdict(decision, label))
    own = [t for t in tasks if t.record.about == line.item.id]
    if own:
        blocks.append(_task_grid(own))
    return blocks


def _task_grid(tasks: Sequence[Snapshot[Task]]) -> Grid:
    rows = [[t.record.title or "", t.record.person or "offen", _date(t.record.due_on)] for t in tasks]
    return Grid(("Aufgabe", "Wer", "Bis"), (4.6, 1.9, 1), rows, right=(2,))


def minutes_paper(reader: Reader, meeting: Snapshot[Meeting], part: str = PUBLIC) -> BlockPaper:
    """The minutes: the public part, the closed one as a paper of its own, or all in one."""
    if meeting.record.occasion == Occasion.CIRCULAR:
        return circular_paper(reader, meeting)
    at = sitting.read(reader, meeting)
    facts, v = reader.facts(), meeting.record
    blocks: list[Block] = [Pairs(_head_rows(at, facts))]
    if v.introduction:
        blocks.append(Text(v.introduction))
    quorum = _opening_quorum(at)
    if not _has_been(meeting):
        blocks.append(
            Text("Die Sitzung hat noch nicht stattgefunden. Das ist ein Entwurf für ihre Niederschrift.", "bold")
        )
    elif meetings.is_sitting(meeting):
        invited = "Es wurde form- und fristgerecht eingeladen. " if v.invited_on and not v.urgency else ""
        if v.urgency:
            invited = f"Es wurde mit verkürzter Frist eingeladen: {v.urgency} "
        blocks.append(Text(f"{invited}Das Leitungsteam ist {quorum.words()}.", "bold"))
    lines = [x for x in at.plan.lines if _seen(x, part)]
    blocks += [Heading("Tagesordnung", 2), *_agenda_list(at.plan, part)]
    found, tasks = decisions.of_meeting(reader, at), sitting.tasks_of(reader, meeting)
    before = quorum
    for line in lines:
        blocks += _item_blocks(reader, at, line, found, tasks, before)
        before = at.quorum(line.item.id)
    loose = [t for t in tasks if at.plan.line(t.record.about or "") is None]
    if part != ALL:
        public = {t.id for t in confidential.public(reader, loose)}
        loose = [t for t in loose if (t.id in public) == (part == PUBLIC)]
    if loose:
        blocks += [Heading("Weitere Aufgaben", 2), _task_grid(loose)]
    if v.ended:
        blocks.append(Text(f"Ende der Sitzung: {v.ended} Uhr"))
    blocks += _foot(reader, meeting, lines)
    closed = " – nichtöffentlicher Teil" if part == CLOSED else ""
    title = (
        "Niederschrift über die "
        f"{'Sitzung des Leitungsteams' if meetings.is_sitting(meeting) else v.title or 'Sitzung'}{closed}"
    )
    kind = NAMES["minutes-closed"] if part == CLOSED else NAMES["minutes"]
    draft = "" if meeting.sealed else "Entwurf"
    paper = _paper(reader, meeting, kind, title, blocks, draft)
    style = Style.label_of(minutes.style(meeting))
    return BlockPaper(paper.head, paper.title, style, paper.kind, paper.blocks, paper.mark, paper.subject)


def _has_been(meeting: Snapshot[Meeting]) -> bool:
    """Whether a meeting has begun: before, nobody is there and nobody is counted."""
    return bool(meeting.sealed) or meeting.record.stage in (MeetingStage.RUNNING, MeetingStage.HELD)


def _agenda_list(plan: meetings.Schedule, part: str) -> list[Block]:
    rows = []
    for line in plan.lines:
        if _seen(line, part):
            rows.append([line.number, line.item.record.title or ""])
        elif part == PUBLIC and not plan.within_closed(line):
            rows.append([line.number, f"{neutral_title(line)} (gesonderte Niederschrift)"])
    return [Grid((), (0.5, 7), rows)] if rows else []


def _foot(reader: Reader, meeting: Snapshot[Meeting], lines: Sequence[meetings.ScheduledItem]) -> list[Block]:
    v = meeting.record
    place = common.office_name(reader)
    issued = v.issued_on or reader.today().isoformat()
    blocks: list[Block] = [Gap(4), Text(f"{place}, {show_date(issued)}")]
    blocks.append(Signatures((f"{v.chair or ''}\nLeitung", f"{v.minute_taker or ''}\nSchriftführung")))
    rows = [("Verteiler", v.distribution or "Mitglieder des Leitungsteams und ihre Stellvertretungen")]
    files = [f"{x.number}: {name}" for x in lines for name in _files_of(reader, x.item)]
    if files:
        rows.append(("Anlagen", "\n".join(f"zu TOP {f}" for f in files)))
    blocks += [Gap(4), Pairs(rows)]
    return blocks


def addenda_paper(reader: Reader, meeting: Snapshot[Meeting], *, closed: bool = False) -> BlockPaper:
    """The corrections of signed minutes, or of their closed part."""
    blocks: list[Block] = []
    for i, one in enumerate(minutes.addenda(reader, meeting, closed=closed), 1):
        v = one.record
        decided = f", beschlossen in der Sitzung vom {show_date(v.decided_in)}" if v.decided_in else ""
        blocks += [Heading(f"Nachtrag {i} vom {_date(v.on_day)}{decided}", 2), Text(v.text or "")]
    blocks += [Gap(6), Signatures(("Leitung", "Schriftführung"))]
    kind = NAMES["addenda-closed" if closed else "addenda"]
    title = f"Nachträge zur Niederschrift{' – nichtöffentlicher Teil' if closed else ''}"
    return _paper(reader, meeting, kind, title, blocks)


def circular_paper(reader: Reader, meeting: Snapshot[Meeting]) -> BlockPaper:
    """The record of a decision by circulation."""
    at = sitting.read(reader, meeting)
    state = decisions.circular_state(reader, meeting)
    v = meeting.record
    rows = [
        ("Begonnen am", _date(v.date)),
        ("Antwort bis", _date(v.reply_by)),
        ("Grund", v.urgency or ""),
    ]
    rows += [("Ohne Antwort", ", ".join(state.missing)), ("Widerspruch", ", ".join(state.objections))]
    blocks: list[Block] = [Pairs([r for r in rows if r[1]])]
    for decision in decisions.of_meeting(reader, at):
        shown = verdict(decision, f"Beschluss {decision.number}".strip())
        result = decision.record.record.result or state.result.text or "noch offen"
        blocks.append(Verdict(shown.title, shown.wording, result, shown.votes, shown.more, shown.carried))
    blocks += _foot(reader, meeting, ())
    return _paper(reader, meeting, "Umlaufbeschluss", f"Umlaufbeschluss: {v.title or ''}", blocks)


def extract(reader: Reader, entry: RegisterEntry) -> BlockPaper:
    """One decision with what belongs to it, for who needs no more of the minutes."""
    at = sitting.read(reader, entry.meeting)
    decision = decisions.decide(reader, at, entry.record)
    line = at.plan.line(entry.record.record.item or "")
    facts = reader.facts()
    quorum = at.quorum(line.item.id if line else "")
    rows = [
        ("Aus der Niederschrift", f"{entry.meeting.record.title}, {when(entry.meeting)}"),
        ("Tagesordnungspunkt", f"TOP {line.number} {line.item.record.title}" if line else ""),
        ("Anwesend", f"{quorum.present} von {quorum.members} Mitgliedern" if line else ""),
    ]
    blocks: list[Block] = [Pairs([r for r in rows if r[1]]), verdict(decision, f"Beschluss {entry.number}")]
    if entry.approvals:
        said = [(facts.offices[o].called, state) for o, state in entry.approvals if o in facts.offices]
        blocks += [
            Heading("Zustimmung der Büros", 2),
            Grid(("Büro", "Stand"), (3, 2), [list(s) for s in said]),
        ]
    blocks += [
        Gap(6),
        Text("Für die Richtigkeit des Auszugs:"),
        Text(f"{common.office_name(reader)}, {common.today_in_figures(reader)}"),
        Signatures((reader.person,)),
    ]
    title = f"Auszug: Beschluss {entry.number}{' – nichtöffentlich' if entry.confidential else ''}"
    return _paper(reader, entry.meeting, NAMES["extract"], title, blocks)


def task_list(reader: Reader, meeting: Snapshot[Meeting]) -> BlockPaper:
    """Who has to do what after a meeting, person by person, with what is left from earlier ones.

    What came of closed parts stands in their own minutes; here it is only said that there is some.
    """
    found: dict[str, list[Snapshot[Task]]] = {}
    every = [*sitting.tasks_of(reader, meeting), *sitting.still_open(reader, meeting)]
    public = confidential.public(reader, every)
    for task in public:
        found.setdefault(task.record.person or "", []).append(task)
    blocks: list[Block] = []
    for person in sorted(found, key=lambda p: (not p, p)):
        rows = []
        for task in found[person]:
            old = task.record.meeting != meeting.id
            origin = reader.get(task.record.meeting or "", Meeting) if old else None
            source = f"Sitzung vom {_date(origin.record.date)}" if origin else ""
            state = "" if work_list.is_open(task) else show(task.kind.fields["state"], task.record.state)
            rows.append([task.record.title or "", source or state, _date(task.record.due_on)])
        blocks += [Heading(person or "Noch offen", 2), Grid(("Was", "", "Bis"), (4.6, 1.9, 1), rows, right=(2,))]
    if not every:
        blocks.append(Text("Aus dieser Sitzung gibt es keine Aufgaben."))
    if len(public) < len(every):
        blocks.append(Text("Weitere Aufgaben stehen in nichtöffentlichen Niederschriften.", "small"))
    return _paper(reader, meeting, NAMES["tasks"], "Aufgabenliste", blocks)


def register_paper(reader: Reader, entries: Sequence[RegisterEntry], subtitle: str = "") -> BlockPaper:
    """The register of decisions as it is filtered on the screen."""
    facts = reader.facts()
    rows = []
    for e in entries:
        known = sorted((facts.offices[o].order, facts.offices[o].code, s) for o, s in e.approvals if o in facts.offices)
        said = ", ".join(f"{code}{NBSP}{ApprovalState.label_of(state)}" for _, code, state in known)
        wording, result, status = "\n".join(p for p in (e.item, e.wording) if p), e.result, e.status
        if e.confidential:
            wording, result, status = f"{e.public_item or NEUTRAL}\n(gesonderte Niederschrift)", "", ""
        so_far = "\n".join(p for p in (Light.label_of(e.light), status, said) if p)
        rows.append([f"{e.number}\n{_date(e.day)}", wording, result, so_far])
    blocks: list[Block] = [Grid(("Beschluss", "Wortlaut", "Ergebnis", "Umsetzung"), (1.35, 4, 1.4, 1.6), rows)]
    if not rows:
        blocks = [Text("Noch keine Beschlüsse.")]
    about = subtitle or f"{len(rows)} Beschlüsse, Stand {common.today_in_figures(reader)}"
    return BlockPaper(letterhead.head(reader), "Beschlussregister", about, NAMES["resolutions"], tuple(blocks))
