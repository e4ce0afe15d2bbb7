"""One way for every change; what was displayed is replaced, and nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import parse, show
from netzwerkhilfe.models.leads import HousingLead, WorkLead
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.store import attachments, mapping, reading
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock


def volunteer(store: Store, **values: object) -> str:
    with store.change() as change:
        return change.add("volunteers", {"last_name": "Fischer", "consent_network": True, **values}).id


def stamps(store: Store, record: str) -> set[str]:
    with store.reading() as cursor:
        return {r[0] for r in cursor.execute("SELECT register FROM stamp WHERE record = ?", (record,))}


def conflicts(store: Store) -> list[tuple[str, list[object]]]:
    with store.reading() as cursor:
        return [(c.register, [v.value for v in c.values]) for c in reading.conflicts(cursor)]


def test_an_unchanged_value_assigned_again_is_not_stamped(store: Store) -> None:
    record = volunteer(store, phone="1234")
    with store.change() as change:
        obj = change.edit(record, Volunteer)
        obj.phone = "1234"
        obj.last_name = "Fischer"
    assert stamps(store, record) == set()
    assert not change.set.entries


def test_an_unchanged_value_assigned_after_a_commit_is_not_stamped(store: Store) -> None:
    record = volunteer(store, phone="1234")
    with store.change() as change:
        obj = change.edit(record, Volunteer)
        obj.phone = "5678"
        change.session.flush()
        obj.phone = "5678"
        obj.last_name = "Fischer"
    assert stamps(store, record) == {"phone"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE volunteers SET phone = '1'",
        "DELETE FROM volunteers",
        "DELETE FROM stamp",
        "UPDATE vector SET seq = 1",
        "INSERT INTO erased VALUES ('net','x',1,'','')",
    ],
)
def test_sql_past_the_unit_of_work_fails(store: Store, statement: str) -> None:
    volunteer(store)
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="outside the door"):
        connection.execute(text(statement))


def test_a_bulk_update_past_the_unit_of_work_fails(store: Store) -> None:
    volunteer(store)
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="outside the door"):
        connection.execute(update(mapping.table(KINDS["volunteers"])).values(phone="1"))
    with Session(store.engine) as session, pytest.raises(DBAPIError, match="outside the door"):
        session.execute(update(mapping.mapped(KINDS["volunteers"])).values(phone="1"))


def test_a_stale_form_does_not_overwrite(store: Store) -> None:
    """GIVEN two open forms WHEN both save the same field THEN both values live and the newer is shown."""
    record = volunteer(store, phone="1")
    first, second = store.get(record), store.get(record)
    assert first and second
    with store.change() as change:
        change.write(first, {"phone": "2"})
    with store.change() as change:
        change.write(second, {"phone": "3"})
    assert conflicts(store) == [("phone", ["3", "2"])]
    assert store.require(record).values["phone"] == "3"


def test_a_stale_form_leaves_other_fields_alone(store: Store) -> None:
    record = volunteer(store, phone="1", email="a@b.de")
    stale = store.require(record)
    with store.change() as change:
        change.update(record, {"email": "neu@b.de"})
    with store.change() as change:
        change.write(stale, {"phone": "2", "email": "a@b.de"})
    found = store.get(record)
    assert found and found.values["email"] == "neu@b.de" and found.values["phone"] == "2"
    assert not conflicts(store)


def test_resolving_settles_and_always_stamps(store: Store) -> None:
    record = volunteer(store, phone="1")
    stale = store.require(record)
    for number in ("2", "3"):
        with store.change() as change:
            change.write(stale, {"phone": number})
    with store.change() as change:
        change.resolve(record, {"phone": "3"})
    assert not conflicts(store)
    assert change.set.numbers
    with store.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM sibling").fetchone()[0] == 0


def test_fields_of_a_group_are_one(store: Store) -> None:
    """GIVEN an address WHEN street and place are changed in two stale forms THEN the address is in conflict, not
    mixed."""
    record = volunteer(store, street="Hauptstraße 1", place="07338018")
    a, b = store.require(record), store.require(record)
    with store.change() as change:
        change.write(a, {"street": "Weinstr. 2"})
    with store.change() as change:
        change.write(b, {"place": "07338008"})
    found = store.get(record)
    assert found and found.values["street"] == "Hauptstraße 1" and found.values["place"] == "07338008"
    assert [register for register, _ in conflicts(store)] == ["address"]


def test_an_error_inside_the_unit_of_work_leaves_nothing(store: Store) -> None:
    before = store.count("volunteers")
    with pytest.raises(ZeroDivisionError), store.change() as change:
        change.add("volunteers", {"last_name": "Halb"})
        raise ZeroDivisionError
    assert store.count("volunteers") == before
    with store.change() as change:
        change.add("volunteers", {"last_name": "Ganz"})
    assert store.check() == []


def test_the_clock_never_goes_back(store: Store, clock: Clock) -> None:
    """GIVEN a PC whose clock jumps to 1980 WHEN it changes a value THEN the new value is shown."""
    record = volunteer(store, phone="1")
    clock.now = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
    with store.change() as change:
        change.update(record, {"phone": "2"})
    with store.reading() as cursor:
        clocks = [r[0] for r in cursor.execute("SELECT hlc FROM change ORDER BY n")]
    assert clocks == sorted(clocks) and len(set(clocks)) == len(clocks)


def test_numbers_carry_the_office(store: Store) -> None:
    with store.change() as change:
        records = [change.add("housing", {"landlord": "Groß"}).id for _ in range(3)]
    numbers = [store.require(r, HousingLead).record.number for r in records]
    assert numbers == ["MX-W-2026-001", "MX-W-2026-002", "MX-W-2026-003"]
    store.set_local(device_number="2")
    with store.change() as change:
        lead = change.add("work", {"employer": "Bäckerei"}).id
    assert store.require(lead, WorkLead).record.number == "MX2-P-2026-001"


def test_trash_and_back(store: Store) -> None:
    record = volunteer(store)
    with store.change() as change:
        change.trash(record)
    assert record not in store.ids("volunteers") and store.hits("Fischer") == []
    with store.reading() as cursor:
        assert reading.reviews(cursor) == []
    with store.change() as change:
        change.untrash(record)
    assert record in store.ids("volunteers")


def test_a_change_after_the_trash_comes_up_for_review(store: Store) -> None:
    record = volunteer(store, phone="1")
    stale = store.require(record)
    with store.change() as change:
        change.trash(record)
    with store.change() as change:
        change.write(stale, {"phone": "2"})
    with store.reading() as cursor:
        assert [s.id for s in reading.reviews(cursor)] == [record]


def test_a_stage_leaves_a_step(store: Store) -> None:
    with store.change() as change:
        record = change.add("housing", {"landlord": "Groß"}).id
    with store.change() as change:
        change.update(record, {"stage": "geprüft"})
    steps = store.children(record, "stage_steps")
    assert sorted(s.values["stage"] for s in steps) == ["gemeldet", "geprüft"]
    assert all(s.root == record for s in steps)


def test_moving_out_of_the_network_empties_and_seals(store: Store) -> None:
    record = volunteer(store, phone="1")
    with store.change() as change:
        new = change.move(record, store.office_space)
    old, moved = store.get(record), store.get(new)
    assert old and old.sealed == "moved" and old.values["phone"] is None and old.values["last_name"] is None
    assert moved and moved.values["phone"] == "1" and moved.root == record and moved.space == store.office_space
    assert store.ids("volunteers") == [new]


def test_moving_there_and_back(store: Store) -> None:
    record = volunteer(store, phone="1")
    with store.change() as change:
        inside = change.move(record, store.office_space)
    with store.change() as change:
        again = change.move(inside, "net")
    found = store.get(again)
    assert found and found.space == "net" and found.values["phone"] == "1" and store.ids("volunteers") == [again]


def test_no_move_with_an_open_conflict(store: Store) -> None:
    record = volunteer(store, phone="1")
    stale = store.require(record)
    for number in ("2", "3"):
        with store.change() as change:
            change.write(stale, {"phone": number})
    with pytest.raises(UserError, match="Konflikte"), store.change() as change:
        change.move(record, store.office_space)
    assert store.require(record).space == "net"


def test_undo_takes_back_what_nobody_changed_since(store: Store) -> None:
    record = volunteer(store, phone="1", email="a@b.de")
    with store.change() as change:
        change.update(record, {"phone": "2", "email": "c@d.de"})
    done = change.set
    with store.change() as change:
        change.update(record, {"email": "e@f.de"})
    with store.change() as change:
        change.undo(done)
    found = store.get(record)
    assert found and found.values["phone"] == "1" and found.values["email"] == "e@f.de"


def test_undo_empties_what_was_empty(store: Store) -> None:
    """GIVEN a record with a natural key WHEN an empty field is filled and that is undone THEN it is empty again."""
    with store.change() as change:
        meeting = change.add("meetings", {"title": "Leitungsteam", "date": "2026-03-19"}).id
        made = change.ensure("attendances", (meeting, "guest"), {"parent": meeting, "name": "Gast"}).id
    with store.change() as change:
        change.update(made, {"state": "anwesend"})
    done = change.set
    with store.change() as change:
        change.undo(done)
    assert store.require(made).values["state"] is None


def test_a_stage_that_comes_back_leaves_no_step(store: Store) -> None:
    with store.change() as change:
        flat = change.add("housing", {"landlord": "Dörr"}).id
    steps = [s.id for s in store.children(flat, "stage_steps")]
    with store.change() as change:
        change.update(flat, {"stage": "Besichtigung"})
    done = change.set
    with store.change() as change:
        change.undo(done)
    assert store.require(flat).values["stage"] == "gemeldet"
    assert [s.id for s in store.children(flat, "stage_steps")] == steps


def test_a_change_reads_and_finds_what_it_has_written(store: Store) -> None:
    """GIVEN an open change WHEN an entry is added, filled and renamed in it THEN it is read and found as it stands."""
    with store.change() as change:
        made = change.add("volunteers", {"last_name": "Haddad", "consent_network": True}).id
        change.update(made, {"languages": ("Arabisch",), "last_name": "Aziz"})
        assert change.require(made).values["languages"] == ("Arabisch",)
        assert change.ids("volunteers", "aziz") == [made] and change.ids("volunteers", "haddad") == []
        assert [r for _, r in change.hits("aziz")] == [made] and change.count("volunteers") == 1
        change.update(made, {"last_name": "Roth"})
    assert store.ids("volunteers", "roth") == [made] and store.ids("volunteers", "aziz") == []
    assert store.check() == []


def test_files_of_a_change_go_with_it(store: Store) -> None:
    with store.change() as change:
        flat = change.add("housing", {"landlord": "Dörr"}).id
    with pytest.raises(ZeroDivisionError), store.change() as change:
        attachments.attach(change, change.require(flat), "vertrag.pdf", b"%PDF-1.7")
        assert len(list(store.paths.attachments.iterdir())) == 1
        raise ZeroDivisionError
    assert list(store.paths.attachments.iterdir()) == [] and store.children(flat, attachments.KIND) == []


def test_what_is_renamed_keeps_its_key(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a stage and a language under new names THEN entries keep their stored words, here and in other offices."""
    with store.change() as change:
        flat = change.add("housing", {"landlord": "Dörr"}).id
        helper = change.add(
            "volunteers", {"last_name": "Aziz", "consent_network": True, "languages": ("Farsi/Dari",)}
        ).id
        stage = next(
            s.id for s in change.all("stages") if (s.values["for_kind"], s.values["name"]) == ("housing", "gemeldet")
        )
        language = next(c.id for c in change.all("categories") if c.values["name"] == "Farsi/Dari")
    with store.change() as change:
        change.write(store.require(stage), {"name": "neu gemeldet"})
        change.write(store.require(language), {"name": "Persisch"})
    with store.change() as change:
        change.write(store.require(stage), {"name": "eben gemeldet"})
    exchange(store, stick)
    exchange(other, stick)
    for one in (store, other):
        facts, kinds = one.facts(), {n: one.require(i) for n, i in (("housing", flat), ("volunteers", helper))}
        assert kinds["housing"].values["stage"] == "gemeldet"
        assert show(kinds["housing"].kind.fields["stage"], "gemeldet", facts) == "eben gemeldet"
        assert facts.stage("housing", "gemeldet") is not None
        assert show(kinds["volunteers"].kind.fields["languages"], ("Farsi/Dari",), facts) == "Persisch"
        assert parse(kinds["volunteers"].kind.fields["languages"], "persisch, deutsch", facts).value == (
            "Farsi/Dari",
            "Deutsch",
        )
    with store.change() as change:
        again = change.add("housing", {"landlord": "Roth"}).id
    assert store.require(again).values["stage"] == "gemeldet"


def test_a_new_flat_kind_needs_only_its_model(store: Store) -> None:
    """A kind is a model and a registration: table, guards, search, list and exchange follow."""
    from netzwerkhilfe.models.base import Kind, Record, register_kind
    from netzwerkhilfe.models.fields import TEXT, field
    from netzwerkhilfe.store import schema, state

    class Bicycle(Record):
        frame: str | None = field("Rahmennummer", TEXT, searchable=True, in_table=1)

    try:
        register_kind(Kind("bicycles", Bicycle, "Fahrrad", "Fahrräder", lambda v, _f: v.frame or ""))
        with store.connections.autocommit() as cursor:
            schema.add_missing(cursor)
        with store.change() as change:
            record = change.add("bicycles", {"frame": "Rahmen 4711"}).id
        assert store.ids("bicycles", "4711") == [record]
        with store.reading() as cursor:
            assert any("4711" in line for line in state.export(cursor, "net").lines)
    finally:
        KINDS.pop("bicycles", None)


def test_out_of_the_papierkorb_comes_what_went_with_it(store: Store) -> None:
    """GIVEN a contact thrown away earlier WHEN its task goes and comes back THEN that contact stays away."""
    with store.change() as change:
        task = change.add("tasks", {"title": "Anrufen"})
        first = change.add("contacts", {"parent": task.id, "text": "alt"}, space=task.space, root=task.root).id
        second = change.add("contacts", {"parent": task.id, "text": "neu"}, space=task.space, root=task.root).id
    with store.change() as change:
        change.trash(first)
    with store.change() as change:
        change.trash(task.id)
    with store.change() as change:
        change.untrash(task.id)
    assert [c.id for c in store.children(task.id, "contacts")] == [second]
    with store.change() as change:
        change.untrash(first)
    assert {c.id for c in store.children(task.id, "contacts")} == {first, second}
