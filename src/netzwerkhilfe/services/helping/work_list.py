"""Tasks and the time line: what an office has to do, who stands in for whom, what was said about an entry."""

from __future__ import annotations

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.entry import checked, read_texts
from netzwerkhilfe.models.helping import Hint
from netzwerkhilfe.models.leads import StageStep
from netzwerkhilfe.models.network import Member
from netzwerkhilfe.models.phrases import read_deadline, split_deadline
from netzwerkhilfe.models.tasks import Channel, Contact, Task, TaskState
from netzwerkhilfe.store.conditions import equals
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


def add_task(change: Change, title: str, *, due: str = "", person: str = "", about: Snapshot | None = None) -> str:
    """A new task of the office; ``due`` is typed text. Raises :class:`~netzwerkhilfe.models.entry.Invalid`."""
    from netzwerkhilfe.models import KINDS

    kind, facts = KINDS["tasks"], change.facts()
    read = read_texts(kind, {"title": title, "due_on": due, "person": person or change.person}, facts)
    values = {n: v for n, v in read.values.items() if v is not None} | {"state": TaskState.OPEN}
    if about is not None:
        values["about"] = about.id
    checked(kind, values, read.errors, facts)
    made = change.add(
        "tasks", values, root=about.root if about is not None and about.space == change.office_space else None
    )
    return made.id


def add_line(change: Change, text: str, *, about: Snapshot | None = None) -> str:
    """A new task from one line, with the day at its end: "Vermieterin anrufen bis Freitag". Raises ``Invalid``."""
    title, due = split_deadline(text, lambda phrase: read_deadline(phrase, change.today()), on=True)
    return add_task(change, title, due=due, about=about)


def finish(change: Change, task: str, *, dropped_because: str = "") -> None:
    """Tick a task off, or drop it with a reason."""
    values = (
        {"state": TaskState.DROPPED, "dropped_because": dropped_because}
        if dropped_because
        else {"state": TaskState.DONE}
    )
    change.update(task, values | {"done_on": change.today().isoformat()})


def reopen(change: Change, task: str) -> None:
    """A task that was not done after all."""
    change.update(task, {"state": TaskState.OPEN, "done_on": None, "dropped_because": None})


def is_open(task: Snapshot[Task]) -> bool:
    """Whether a task is still to be done."""
    return task.record.state in (None, TaskState.OPEN)


def stands_in_for(reader: Reader, person: str) -> set[str]:
    """The people whose deputy a person is today ("Vertretung bis")."""
    today = reader.today().isoformat()
    return {
        p.record.name
        for p in reader.all(Member)
        if p.record.name and p.record.deputy == person and (p.record.deputy_until or "") >= today
    }


def open_tasks(reader: Reader, person: str = "") -> list[Snapshot[Task]]:
    """The open tasks of the office, those due first; of one person with those of whom the person stands in for."""
    wanted = {person, *stands_in_for(reader, person)} if person else set()
    access = here(reader)
    found = [
        t
        for t in reader.all(Task)
        if is_open(t) and access.owns(t.record.office) and (not wanted or (t.record.person or person) in wanted)
    ]
    return sorted(found, key=lambda t: (t.record.due_on or "9999", t.record.title or "", t.id))


def open_ids(reader: Reader) -> list[str]:
    """The ids of the open tasks of the own office."""
    return reader.ids(
        "tasks", conditions=(equals("state", TaskState.OPEN, default=TaskState.OPEN), here(reader).own_entries)
    )


def tasks_of(reader: Reader, record: str) -> list[Snapshot[Task]]:
    """The tasks about an entry, open ones first."""
    found = [t for t in reader.all(Task) if t.record.about == record]
    return sorted(found, key=lambda t: (not is_open(t), t.record.due_on or "9999", t.id))


def note_contact(change: Change, entry: Snapshot, text: str, channel: str = Channel.PHONE, day: str = "") -> None:
    """A line of an entry's time line. What is said about people stays in the office."""
    stays = entry.kind.about_person or entry.space != "net"
    change.add(
        "contacts",
        {"parent": entry.id, "text": text.strip(), "channel": channel, "on_day": day or change.today().isoformat()},
        space=change.office_space if stays else entry.space,
        root=entry.root,
    )


def time_line(reader: Reader, entry: Snapshot) -> list[tuple[str, str, str]]:
    """(day, what, more) of everything that happened with an entry, newest first."""
    facts = reader.facts()
    found = [
        (c.record.on_day or "", c.record.text or "", Channel.label_of(c.record.channel))
        for c in reader.children(entry.id, Contact)
    ]
    for step in reader.children(entry.id, StageStep):
        stage = facts.label(entry.kind.name, step.record.stage or "")
        found.append((step.record.on_day or "", f"Stand: {stage}", step.record.note or ""))
    for task in tasks_of(reader, entry.id):
        if not is_open(task):
            word = "Aufgabe entfällt" if task.record.state == TaskState.DROPPED else "Aufgabe erledigt"
            found.append(
                (
                    task.record.done_on or "",
                    f"{word}: {task.record.title}",
                    task.record.person or "",
                )
            )
    return sorted(found, key=lambda f: f[0], reverse=True)


BENEFITS = "benefits"
"""The topic of the checklist for the change from AsylbLG to SGB II."""


def _lines(reader: Reader, topic: str) -> list[str]:
    return [
        line.strip()
        for hint in reader.all(Hint)
        if hint.record.topic == topic
        for line in str(hint.record.text or "").split("\n")
        if line.strip()
    ]


def checklist_started(reader: Reader, case: Snapshot[Case], topic: str) -> bool:
    """Whether a case has tasks of a checklist, done ones included."""
    lines = _lines(reader, topic)
    return any(
        (isinstance(t.record.origin, dict) and t.record.origin.get("checklist") == topic) or t.record.title in lines
        for t in tasks_of(reader, case.id)
    )


def start_checklist(change: Change, case: Snapshot[Case], topic: str, day: str) -> None:
    """The dated tasks of a checklist (a hint's lines) that the case does not have yet."""
    lines = _lines(change, topic)
    known = {t.record.title for t in tasks_of(change, case.id)}
    number = case.record.number or ""
    for line in lines:
        if line not in known:
            change.add(
                "tasks",
                {
                    "title": line,
                    "due_on": day,
                    "person": change.person,
                    "state": TaskState.OPEN,
                    "about": case.id,
                    "note": number or None,
                    "origin": {"checklist": topic},
                },
            )
