"""Tasks and the time line: what an office has to do, who stands in for whom, what was said about an entry."""

from __future__ import annotations

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models.entry import checked, read_texts
from netzwerkhilfe.models.tasks import Channel, TaskState
from netzwerkhilfe.store.conditions import equals
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import ChangeSet


def add_task(
    store: Store, title: str, *, due: str = "", person: str = "", about: Snapshot | None = None
) -> tuple[str, ChangeSet]:
    """A new task of the office; ``due`` is typed text. Raises :class:`~netzwerkhilfe.models.entry.Invalid`."""
    from netzwerkhilfe.models import KINDS

    kind, facts = KINDS["tasks"], store.facts()
    read = read_texts(kind, {"title": title, "due_on": due, "person": person or store.person}, facts)
    values = {n: v for n, v in read.values.items() if v is not None} | {"state": TaskState.OPEN}
    if about is not None:
        values["about"] = about.id
    checked(kind, values, read.errors, facts)
    with store.change() as change:
        made = change.add(
            "tasks", values, root=about.root if about is not None and about.space == store.office_space else None
        )
    return made.id, change.set


def finish(store: Store, task: str, *, dropped_because: str = "") -> ChangeSet:
    """Tick a task off, or drop it with a reason."""
    values = (
        {"state": TaskState.DROPPED, "dropped_because": dropped_because}
        if dropped_because
        else {"state": TaskState.DONE}
    )
    with store.change() as change:
        change.update(task, values | {"done_on": store.today().isoformat()})
    return change.set


def reopen(store: Store, task: str) -> ChangeSet:
    """A task that was not done after all."""
    with store.change() as change:
        change.update(task, {"state": TaskState.OPEN, "done_on": None, "dropped_because": None})
    return change.set


def is_open(task: Snapshot) -> bool:
    """Whether a task is still to be done."""
    return task.values.get("state") in (None, TaskState.OPEN)


def stands_in_for(store: Store, person: str) -> set[str]:
    """The people whose deputy a person is today ("Vertretung bis")."""
    today = store.today().isoformat()
    return {
        p.values["name"]
        for p in store.all("people")
        if p.values.get("name") and p.values.get("deputy") == person and (p.values.get("deputy_until") or "") >= today
    }


def open_tasks(store: Store, person: str = "") -> list[Snapshot]:
    """The open tasks of the office, those due first; of one person with those of whom the person stands in for."""
    wanted = {person, *stands_in_for(store, person)} if person else set()
    access = here(store)
    found = [
        t
        for t in store.all("tasks")
        if is_open(t)
        and access.owns(t.values.get("office"))
        and (not wanted or (t.values.get("person") or person) in wanted)
    ]
    return sorted(found, key=lambda t: (t.values.get("due_on") or "9999", t.values.get("title") or "", t.id))


def open_ids(store: Store) -> list[str]:
    """The ids of the open tasks of the own office."""
    return store.ids(
        "tasks", conditions=(equals("state", TaskState.OPEN, default=TaskState.OPEN), here(store).own_entries)
    )


def tasks_of(store: Store, record: str) -> list[Snapshot]:
    """The tasks about an entry, open ones first."""
    found = [t for t in store.all("tasks") if t.values.get("about") == record]
    return sorted(found, key=lambda t: (not is_open(t), t.values.get("due_on") or "9999", t.id))


def note_contact(store: Store, entry: Snapshot, text: str, channel: str = Channel.PHONE, day: str = "") -> ChangeSet:
    """A line of an entry's time line. What is said about people stays in the office."""
    stays = entry.kind.about_person or entry.space != "net"
    with store.change() as change:
        change.add(
            "contacts",
            {"parent": entry.id, "text": text.strip(), "channel": channel, "on_day": day or store.today().isoformat()},
            space=store.office_space if stays else entry.space,
            root=entry.root,
        )
    return change.set


def time_line(store: Store, entry: Snapshot) -> list[tuple[str, str, str]]:
    """(day, what, more) of everything that happened with an entry, newest first."""
    found = [
        (c.values.get("on_day") or "", c.values.get("text") or "", c.values.get("channel") or "")
        for c in store.children(entry.id, "contacts")
    ]
    for step in store.children(entry.id, "stage_steps"):
        found.append(
            (step.values.get("on_day") or "", f"Stand: {step.values.get('stage')}", step.values.get("note") or "")
        )
    for task in tasks_of(store, entry.id):
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


def _lines(store: Store, topic: str) -> list[str]:
    return [
        line.strip()
        for hint in store.all("hints")
        if hint.values.get("topic") == topic
        for line in str(hint.values.get("text") or "").split("\n")
        if line.strip()
    ]


def checklist_started(store: Store, case: Snapshot, topic: str) -> bool:
    """Whether a case has tasks of a checklist, done ones included."""
    lines = _lines(store, topic)
    return any(
        (t.values.get("origin") or {}).get("checklist") == topic or t.values.get("title") in lines
        for t in tasks_of(store, case.id)
    )


def start_checklist(store: Store, case: Snapshot, topic: str, day: str) -> ChangeSet:
    """The dated tasks of a checklist (a hint's lines) that the case does not have yet."""
    lines = _lines(store, topic)
    known = {t.values.get("title") for t in tasks_of(store, case.id)}
    number = case.values.get("number") or ""
    with store.change() as change:
        for line in lines:
            if line not in known:
                change.add(
                    "tasks",
                    {
                        "title": line,
                        "due_on": day,
                        "person": store.person,
                        "state": TaskState.OPEN,
                        "about": case.id,
                        "note": number or None,
                        "origin": {"checklist": topic},
                    },
                )
    return change.set
