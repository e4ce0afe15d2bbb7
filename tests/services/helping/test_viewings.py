"""A viewing becomes a task, once, and moves with its day."""

from __future__ import annotations

from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.helping import viewings, work_list
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.acts import act


def flat_of(store: Store, viewing: str) -> Snapshot[HousingLead]:
    texts = {"landlord": "Dörr", "place": "Maxdorf", "rooms": "3", "viewing_on": viewing}
    return store.require(act(store, entries.add, "housing", texts), HousingLead)


def test_a_viewing_becomes_a_task_on_its_day(store: Store) -> None:
    flat = flat_of(store, "12.03.2026 11 Uhr 30")
    task = store.require(act(store, viewings.make_task, flat), Task)
    assert (task.record.due_on, task.record.person, task.record.about) == ("2026-03-12", "Petra Wagner", flat.id)
    assert (task.record.title or "").replace("\u00a0", " ") == (
        "Besichtigung 12.03.2026, 11:30 Uhr: 3 Zi. · Maxdorf · MX-W-2026-001"
    )


def test_a_viewing_that_moves_moves_its_task(store: Store) -> None:
    flat = flat_of(store, "12.03.2026 11 Uhr 30")
    first = act(store, viewings.make_task, flat)
    with store.change() as change:
        change.update(flat.id, {"viewing_on": "2026-03-14T09:00"})
    again = act(store, viewings.make_task, store.require(flat.id, HousingLead))
    assert again == first and store.require(first, Task).record.due_on == "2026-03-14"
    act(store, work_list.finish, first)
    assert act(store, viewings.make_task, store.require(flat.id, HousingLead)) != first


def test_a_viewing_in_words_has_no_day(store: Store) -> None:
    assert viewings.day_of(flat_of(store, "nach Absprache")) == ""
