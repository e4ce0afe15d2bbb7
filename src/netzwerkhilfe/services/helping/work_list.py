"""Tasks and the time line: what an office has to do, who stands in for whom, what was said about an entry."""

from __future__ import annotations

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models.entry import checked, read_texts
from netzwerkhilfe.models.tasks import Channel, TaskState
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


def is_open(task: Snapshot) -> bool:
    """Whether a task is still to be done."""
    return task.values.get("state") in (None, TaskState.OPEN)


def stands_in_for(reader: Reader, person: str) -> set[str]:
    """The people whose deputy a person is today ("Vertretung bis")."""
    today = reader.today().isoformat()
    return {
        p.values["name"]
        for p in reader.all("people")
        if p.values.get("name") and p.values.get("deputy") == person and (p.values.get("deputy_until") or "") >= today
    }


def open_tasks(reader: Reader, person: str = "") -> list[Snapshot]:
    """The open tasks of the office, those due first; of one person with those of whom the person stands in for."""
    wanted = {person, *stands_in_for(reader, person)} if person else set()
    access = here(reader)
    found = [
        t
        for t in reader.all("tasks")
        if is_open(t)
        and access.owns(t.values.get("office"))
        and (not wanted or (t.values.get("person") or person) in wanted)
    ]
    return sorted(found, key=lambda t: (t.values.get("due_on") or "9999", t.values.get("title") or "", t.id))


def open_ids(reader: Reader) -> list[str]:
    """The ids of the open tasks of the own office."""
    return reader.ids(
        "tasks", conditions=(equals("state", TaskState.OPEN, default=TaskState.OPEN), here(reader).own_entries)
    )


def tasks_of(reader: Reader, record: str) -> list[Snapshot]:
    """The tasks about an entry, open ones first."""
    found = [t for t in reader.all("tasks") if t.values.get("about") == record]
    return sorted(found, key=lambda t: (not is_open(t), t.values.get("due_on") or "9999", t.id))


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
    found = [
        (c.values.get("on_day") or "", c.values.get("text") or "", c.values.get("channel") or "")
        for c in reader.children(entry.id, "contacts")
    ]
    for step in reader.children(entry.id, "stage_steps"):
        found.append(
            (step.values.get("on_day") or "", f"Stand: {step.values.get('stage')}", step.values.get("note") or "")
        )
    for task in tasks_of(reader, entry.id):
        if not is_open(task):
            word = "Aufgabe entfällt" if task.values.get("state") == TaskState.DROPPED else "Aufgabe erledigt"
            found.append(
                (
                    task.values.get("done_on") or "",
                    f"{word}: {task.values.get('title')}",
                    task.values.get("person") or "",
                )
            )
    return sorted(found, key=lambda f: f[0], reverse=True)


BENEFITS = "benefits"
"""The topic of the checklist for the change from AsylbLG to SGB II."""


def _lines(reader: Reader, topic: str) -> list[str]:
    return [
        line.strip()
        for hint in reader.all("hints")
        if hint.values.get("topic") == topic
        for line in str(hint.values.get("text") or "").split("\n")
        if line.strip()
    ]


def checklist_started(reader: Reader, case: Snapshot, topic: str) -> bool:
    """Whether a case has tasks of a checklist, done ones included."""
    lines = _lines(reader, topic)
    return any(
        (t.values.get("origin") or {}).get("checklist") == topic or t.values.get("title") in lines
        for t in tasks_of(reader, case.id)
    )


def start_checklist(change: Change, case: Snapshot, topic: str, day: str) -> None:
    """The dated tasks of a checklist (a hint's lines) that the case does not have yet."""
    lines = _lines(change, topic)
    known = {t.values.get("title") for t in tasks_of(change, case.id)}
    number = case.values.get("number") or ""
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
