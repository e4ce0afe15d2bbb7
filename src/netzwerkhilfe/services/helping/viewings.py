"""A viewing of a flat as a task of the office: who goes there, on which day."""

from __future__ import annotations

from netzwerkhilfe.models.fields import place_name, show
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


def day_of(flat: Snapshot[HousingLead]) -> str:
    """The day of the viewing as ISO text; empty where none is known, or only words are."""
    text = flat.record.viewing_on or ""
    return text[:10] if text[:4].isdigit() else ""


def task_of(reader: Reader, flat: Snapshot[HousingLead]) -> Snapshot[Task] | None:
    """The open task of a flat's viewing."""
    found = (t for t in work_list.tasks_of(reader, flat.id) if work_list.is_open(t))
    return next((t for t in found if isinstance(t.record.origin, dict) and "viewing" in t.record.origin), None)


def make_task(change: Change, flat: Snapshot[HousingLead]) -> str:
    """The viewing becomes a task of whoever asks for it, due on its day; one that is open moves along. Gives its id."""
    facts, viewing = change.facts(), flat.record.viewing_on or ""
    when = show(flat.kind.fields["viewing_on"], viewing, facts)
    where = " · ".join(p for p in (flat.title(facts), place_name(flat.record.place, facts), flat.record.number) if p)
    title = f"Besichtigung {when}: {where}"[:400]
    values = {"title": title, "due_on": day_of(flat), "origin": {"viewing": viewing}}
    known = task_of(change, flat)
    if known is not None:
        change.update(known.id, values)
        return known.id
    made = work_list.add_task(change, title, due=day_of(flat), about=flat)
    change.update(made, values)
    return made
