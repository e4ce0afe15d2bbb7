"""The list of tasks."""

from __future__ import annotations

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.tasks import Task, TaskState
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.store.conditions import Every, Filled, Within, equals
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.tasks import panes
from netzwerkhilfe.ui.listing.cells import BY_OFFICE, OFFICE_COLUMN, counted, switched, text_of, title_of
from netzwerkhilfe.ui.listing.spec import AGE, TEXT, TITLE, Column, Filter, ListSpec

OPEN = equals("state", TaskState.OPEN, default=TaskState.OPEN)


def _due(s: Snapshot[Task], facts: Facts) -> tuple[str, bool]:
    due = s.record.due_on
    if not work_list.is_open(s):
        return show(s.kind.fields["state"], s.record.state, facts), False
    return (show_near(due, facts.today), due <= facts.today.isoformat()) if due else ("", False)


def _state(s: Snapshot[Task], _facts: Facts) -> str:
    return TaskState.label_of(s.record.state or TaskState.OPEN)


TASKS = ListSpec(
    "tasks",
    "Aufgabe erfassen",
    "Aufgabe, Person …",
    counted("tasks"),
    (
        Column("title", "Aufgabe", TITLE, title_of, 0, ("title",)),
        OFFICE_COLUMN,
        Column("person", "Wer", TEXT, text_of("person"), 150, ("person",), 1),
        Column("due_on", "Bis", AGE, _due, 130, ("due_on",)),
        Column("state", "Stand", TEXT, _state, 90, ("state",), 2),
    ),
    (
        switched("Offen", OPEN),
        Filter("Überfällig", None, lambda facts: Every((OPEN, Within("due_on", below=facts.today.isoformat())))),
        switched("Erledigt", equals("state", TaskState.DONE)),
        switched("Aus Sitzungen", Filled("meeting")),
        BY_OFFICE,
    ),
    "Noch keine Aufgabe",
    "Aufgaben entstehen bei Gesuchen, Wohnungen und Sitzungen, oder Sie erfassen hier eine.",
    panes.task,
    sorted_by=("due_on", False),
)

SPECS = {TASKS.kind: TASKS}
