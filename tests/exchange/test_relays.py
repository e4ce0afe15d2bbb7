"""A member who passes on what others wrote otherwise than they wrote it: their own word comes, and both are seen."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import export_package, invitation, members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import Report, SetAside
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.store import algebra, reading
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock, new_store
from tests.exchange.forging import Lie, Lines, a_change, a_record, forged, fresh
from tests.exchange.helpers import digest, person, update

TRUE, FALSE = "06237 1111", "06237 9999"


@dataclass
class Three:
    """Who wrote, who passes it on falsely, and who hears of it; the folders keep their files apart."""

    author: Store
    relay: Store
    reader: Store
    folders: dict[str, Path]

    def give(self, giver: Store, taker: Store) -> Report:
        """One office's file reaches another one alone."""
        name = f"{giver.person} an {taker.person}"
        place = self.folders.setdefault(name, self.folders["base"] / name)
        place.mkdir(exist_ok=True)
        exchange(giver, place, send_only=True)
        return self.take(giver, taker)

    def take(self, giver: Store, taker: Store) -> Report:
        """Take in what lies there from an office."""
        return exchange(taker, self.folders[f"{giver.person} an {taker.person}"])

    def lie(self, lie: Lie, taker: Store) -> Report:
        """The relay's file with a lie reaches somebody."""
        place = self.folders["base"] / f"Lüge an {taker.person}"
        place.mkdir(exist_ok=True)
        forged(self.relay, self.author, place, lie)
        return exchange(taker, place)

    def all_agree(self) -> None:
        """After everybody has read everybody's file, all have the same."""
        everybody = (self.author, self.relay, self.reader)
        for _ in range(3):
            for giver in everybody:
                for taker in everybody:
                    if giver is not taker:
                        self.give(giver, taker)
        assert len({digest(s) for s in everybody}) == 1
        assert all(s.check() == [] for s in everybody)


@pytest.fixture
def three(store: Store, other: Store, tmp_path: Path, stick: Path, clock: Clock, open_stores: list[Store]) -> Three:
    """Maxdorf writes, Wachenheim passes on, Dannstadt hears of it."""
    reader = new_store(tmp_path / "DA", clock)
    open_stores.append(reader)
    invitation.join_with(reader, invitation.draft(store, "Dannstadt"), "Ines Kern")
    exchange(reader, stick)
    exchange(store, stick)
    members.confirm(store, "Ines Kern")
    for _ in range(2):
        for one in (store, other, reader):
            exchange(one, stick)
    return Three(store, other, reader, {"base": tmp_path})


def values(store: Store, register: str = "phone") -> dict[object, list[tuple[str, ...]]]:
    """The values of the conflicts of a register, each with its way."""
    found: dict[object, list[tuple[str, ...]]] = {}
    with store.reading() as cursor:
        for conflict in reading.conflicts(cursor):
            if conflict.register == register:
                for live in conflict.values:
                    found.setdefault(live.value, []).append(live.via)
    return found


def of_entry(store: Store, record: str, register: str) -> list[object]:
    """The values of one conflict."""
    with store.reading() as cursor:
        found = [c for c in reading.conflicts(cursor) if (c.id, c.register) == (record, register)]
    return [live.value for conflict in found for live in conflict.values]


def changed(value: object, register: str = "phone") -> Callable[[Lines], None]:
    """Change a value in place, under its author's own dot."""

    def edit(lines: Lines) -> None:
        for line in lines:
            if line[0] == "r" and line[1] == "volunteers":
                if register in line[5]:
                    line[5][register] = value
                for entry in line[6].get(register, []):
                    entry[1] = value

    return edit


def as_lie(edit: Callable[[Lines], None]) -> Lie:
    def lie(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        edit(lines)

    return lie


@pytest.mark.parametrize("when", ["at creation", "later"])
def test_a_changed_value_meets_its_authors_word(three: Three, when: str) -> None:
    """GIVEN a value that was relayed falsely WHEN its author's package comes THEN both are seen, the true one shown."""
    record = person(three.author, phone=TRUE if when == "at creation" else "1")
    if when == "later":
        three.give(three.author, three.relay)
        three.give(three.author, three.reader)
        update(three.author, record, phone=TRUE)
    three.give(three.author, three.relay)
    assert three.lie(as_lie(changed(FALSE)), three.reader).set_aside == []
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == FALSE and values(three.reader) == {}
    report = three.give(three.author, three.reader)
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == TRUE
    assert set(values(three.reader)) == {TRUE, FALSE}
    assert values(three.reader)[FALSE] == [(three.relay.replica,)]
    assert any("Jutta Frey" in n and "1 Angabe anders weitergegeben" in n for n in report.notices)
    three.all_agree()
    assert set(values(three.author)) == {TRUE, FALSE}
    again = three.give(three.author, three.reader)
    assert not again.brought_something and not again.relayed


def test_our_own_value_that_comes_back_changed_is_seen(three: Three) -> None:
    """GIVEN what this PC wrote WHEN another one's package says otherwise THEN it is a conflict that names it."""
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.relay)
    person(three.relay, "Anlass")
    report = three.lie(as_lie(changed(FALSE)), three.author)
    found = three.author.get(record, Volunteer)
    assert found and found.record.phone == TRUE
    assert values(three.author) == {TRUE: [()], FALSE: [(three.relay.replica,)]}
    assert any("Jutta Frey" in n for n in report.notices)
    three.all_agree()


def test_an_emptied_value_meets_its_authors_word(three: Three) -> None:
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.relay)

    def empty(lines: Lines) -> None:
        for line in lines:
            if line[0] == "r" and line[2] == record:
                del line[5]["phone"]

    three.lie(as_lie(empty), three.reader)
    three.give(three.author, three.reader)
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == TRUE
    assert set(values(three.reader)) == {TRUE, None}
    three.all_agree()


def test_a_value_that_its_author_never_wrote_is_told(three: Three) -> None:
    """GIVEN a change of an author put at another field THEN the author's own word shows that field as it was."""
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.relay)
    three.give(three.author, three.reader)
    update(three.author, record, email="anna@example.org")
    three.give(three.author, three.relay)

    def moved(lines: Lines) -> None:
        for line in lines:
            if line[0] == "r" and line[2] == record:
                line[6]["phone"] = [[line[6]["email"][0][0], FALSE]]

    three.lie(as_lie(moved), three.reader)
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == FALSE
    three.give(three.author, three.reader)
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == TRUE and found.record.email == "anna@example.org"
    assert set(values(three.reader)) == {TRUE, FALSE}
    three.all_agree()


def test_a_vector_that_claims_too_much_costs_nothing(three: Three) -> None:
    """GIVEN a vector with numbers that an author never gave WHEN the author writes on THEN it arrives all the same."""
    person(three.author, "Erste")
    three.give(three.author, three.relay)
    mark = three.author.mark

    def claim(_lines: Lines, vector: algebra.Vector, _liar: Store, victim: Store) -> None:
        vector[victim.replica, mark] = 2**50

    three.lie(claim, three.reader)
    record = person(three.author, "Zweite", phone=TRUE)
    three.give(three.author, three.reader)
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == TRUE and three.reader.ids("volunteers", "Zweite") == [record]
    update(three.author, record, phone="06237 2222")
    three.give(three.author, three.reader)
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == "06237 2222"
    person(three.reader, "Dritte")
    assert three.give(three.reader, three.author).set_aside == [SetAside.BROKEN]
    assert three.give(three.reader, three.author).new == 1  # under a new mark the claim does no harm
    three.all_agree()


def test_clock_and_author_are_what_the_author_says(three: Three) -> None:
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.relay)

    def late(lines: Lines) -> None:
        for line in lines:
            if line[0] == "c" and line[1] == three.author.replica:
                line[4] += 50 * 365 * 86_400_000_000
                line[5] = "Niemand"

    three.lie(as_lie(late), three.reader)
    report = three.give(three.author, three.reader)
    assert any("Jutta Frey" in n and "berichtigt" in n for n in report.notices)
    assert not any("Konflikte" in n for n in report.notices) and report.conflicts == 0
    with three.reader.reading() as cursor:
        said = cursor.execute(
            "SELECT DISTINCT author FROM change WHERE replica = ? AND space = 'net'", (three.author.replica,)
        ).fetchall()
    assert said == [("Petra Wagner",)] and three.reader.get(record)
    three.all_agree()


def newest(lines: Lines, author: Store) -> int:
    """The position of an author's newest change."""
    own = [(line[4], i) for i, line in enumerate(lines) if line[0] == "c" and line[1] == author.replica]
    return max(own)[1]


def test_an_erasure_under_a_change_that_was_seen_erases_nothing(three: Three) -> None:
    """GIVEN a change of an author that is known here WHEN somebody says that it erased a person THEN nobody is."""
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.relay)
    three.give(three.author, three.reader)
    person(three.relay, "Anlass")

    def erased(lines: Lines) -> None:
        lines.append(["e", record, newest(lines, three.author), "2026-03-02", "weg"])

    report = three.lie(as_lie(erased), three.reader)
    assert three.reader.get(record) and report.erased == 0
    assert any("Jutta Frey" in n and "1 Löschung weitergegeben" in n for n in report.notices)
    three.all_agree()


def test_an_erasure_that_nobody_wrote_is_void(three: Three) -> None:
    """GIVEN an erasure that was relayed in an author's name WHEN the author's word comes THEN the person is back."""
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.reader)
    person(three.author, "Anlass")
    three.give(three.author, three.relay)

    def erased(lines: Lines) -> None:
        lines.append(["e", record, newest(lines, three.author), "2026-03-02", "weg"])

    three.lie(as_lie(erased), three.reader)
    assert three.reader.get(record) is None
    report = three.give(three.author, three.reader)
    assert any("Jutta Frey" in n and "1 Löschung weitergegeben" in n for n in report.notices)
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == TRUE
    three.all_agree()
    assert three.author.get(record)


def test_a_false_root_is_put_right_by_the_author(three: Three) -> None:
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.relay)

    def elsewhere(lines: Lines) -> None:
        for line in lines:
            if line[0] == "r" and line[2] == record:
                line[3] = fresh("fremd")

    three.lie(as_lie(elsewhere), three.reader)
    found = three.reader.get(record)
    assert found and found.root == fresh("fremd")
    assert three.give(three.author, three.reader).set_aside == []
    found = three.reader.get(record, Volunteer)
    assert found and found.root == record and found.record.phone == TRUE
    three.all_agree()


def test_an_entry_relayed_as_another_kind_gives_way_to_its_author(three: Three) -> None:
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.relay)

    def as_offer(lines: Lines) -> None:
        for line in lines:
            if line[0] == "r" and line[2] == record:
                line[1], line[5], line[6] = "offers", {"title": "Fremd"}, {}

    three.lie(as_lie(as_offer), three.reader)
    assert three.reader.ids("offers", "Fremd") == [record]
    assert three.give(three.author, three.reader).set_aside == []
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == TRUE and three.reader.ids("offers", "Fremd") == []
    three.all_agree()


def test_a_member_cannot_take_an_entry_of_another_one_over(three: Three) -> None:
    """GIVEN an entry whose author's package was read WHEN somebody claims to have created it THEN it is set aside."""
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.reader)
    three.give(three.author, three.relay)

    def mine(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
        lines[:] = [line for line in lines if not (line[0] == "r" and line[2] == record)]
        a_record(lines, "volunteers", record, record, a_change(lines, vector, liar), phone=FALSE)

    assert three.lie(mine, three.reader).set_aside == [SetAside.BROKEN]
    found = three.reader.get(record, Volunteer)
    assert found and found.record.phone == TRUE


def test_what_is_missing_comes_back_when_everything_is_read_again(three: Three) -> None:
    """GIVEN rows that are gone though the vector covers them, and vectors that differ, WHEN all is read again THEN
    they are back, and nothing that was typed here since is lost."""
    record = person(three.author, phone=TRUE)
    kept = person(three.author, "Bleibt", phone="1")
    update(three.author, record, email="anna@example.org")
    three.give(three.author, three.reader)
    with three.reader.connections.autocommit() as cursor, three.reader.connections.writing():
        cursor.execute("DELETE FROM volunteers WHERE id = ?", (record,))
        cursor.execute("DELETE FROM stamp WHERE record = ?", (record,))
    update(three.reader, kept, phone="2")
    assert not three.give(three.author, three.reader).brought_something
    assert three.reader.get(record) is None
    place = three.folders[f"{three.author.person} an {three.reader.person}"]
    report = exchange(three.reader, place, again=True)
    found = three.reader.get(record, Volunteer)
    assert found and (found.record.phone, found.record.email) == (TRUE, "anna@example.org")
    still = three.reader.get(kept, Volunteer)
    assert still and still.record.phone == "2" and report.conflicts == 0 and values(three.reader) == {}
    three.all_agree()


def test_reading_everything_again_changes_nothing_where_all_is_well(three: Three) -> None:
    record = person(three.author, phone=TRUE)
    three.give(three.author, three.reader)
    update(three.reader, record, phone="2")
    with three.author.change() as change:
        change.update(record, {"phone": "3"})
    three.give(three.author, three.reader)
    before = digest(three.reader), values(three.reader)
    place = three.folders[f"{three.author.person} an {three.reader.person}"]
    assert not exchange(three.reader, place, again=True).brought_something
    assert (digest(three.reader), values(three.reader)) == before


def test_the_own_file_of_a_reader_names_the_way(three: Three) -> None:
    """Each change keeps who relayed it, until its author's own package comes."""
    person(three.author, phone=TRUE)
    three.give(three.author, three.relay)
    three.give(three.relay, three.reader)

    def ways() -> set[str | None]:
        with three.reader.reading() as cursor:
            return {
                r[0]
                for r in cursor.execute(
                    "SELECT via FROM change WHERE replica = ? AND space = 'net'", (three.author.replica,)
                )
            }

    assert f'["{three.relay.replica}"]' in ways()
    three.give(three.author, three.reader)
    assert ways() == {None}
    assert export_package.file_name(three.reader, "net")


# ---- lies at random --------------------------------------------------------------------------------------------------
def at_random(chance: random.Random, author: str) -> Lie:
    """Some lines of a package changed in some way that keeps their form."""

    def lie(lines: Lines, vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        records = [line for line in lines if line[0] == "r" and line[1] == "volunteers"]
        own = [i for i, line in enumerate(lines) if line[0] == "c" and line[1] == author]
        for _ in range(chance.randint(1, 4)):
            line = chance.choice(records)
            register = chance.choice(("phone", "email", "note", "last_name"))
            how = chance.choice(("value", "changed", "lost", "emptied", "root", "clock", "claim", "erased", "creation"))
            if how == "value" and line[5]:
                line[5][register] = f"falsch {chance.random()}"
            elif how == "changed":
                line[6][register] = [[chance.choice(own), f"falsch {chance.random()}"]]
            elif how == "lost" and len(records) > 1 and line in lines:
                lines.remove(line)
            elif how == "emptied":
                line[5].pop(register, None)
            elif how == "root":
                line[3] = fresh(f"wurzel {chance.random()}")
            elif how == "clock":
                lines[chance.choice(own)][4] += chance.randint(-(10**13), 10**15)
            elif how == "claim":
                key = chance.choice([k for k in vector if k[0] == author])
                vector[key] += chance.randint(1, 10**6)
            elif how == "erased":
                lines.append(["e", line[3], chance.choice(own), "2026-03-02", "weg"])
            elif how == "creation":
                line[4] = chance.choice(own)

    return lie


@pytest.mark.parametrize("seed", range(int(os.environ.get("NETZWERKHILFE_LIES", "10"))))
def test_random_lies_cost_nothing_that_was_typed(three: Three, seed: int) -> None:
    """GIVEN an author whose changes reach a reader through a liar and later by the author's own package THEN the reader
    has everything the author wrote, and honest offices agree. Longer: ``NETZWERKHILFE_LIES=500``."""
    chance = random.Random(seed)
    records = [person(three.author, f"Person {i}", phone=f"{seed}-{i}-0") for i in range(4)]
    for turn in range(1, 5):
        for record in chance.sample(records, 2):
            update(three.author, record, **{chance.choice(("phone", "email", "note")): f"{seed}-{turn}"})
        if chance.random() < 0.4:
            three.give(three.author, three.reader)
        three.give(three.author, three.relay)
        if chance.random() < 0.8:
            three.lie(at_random(chance, three.author.replica), three.reader)
    written = {record: three.author.get(record, Volunteer) for record in records}
    for _ in range(3):
        report = three.give(three.author, three.reader)
        three.give(three.reader, three.author)
    assert report.set_aside == [], f"seed {seed}"
    for record, wanted in written.items():
        there = three.reader.get(record, Volunteer)
        assert wanted and there, f"seed {seed}"
        for register in ("last_name", "phone", "email", "note"):
            shown = there.values[register] == wanted.values[register]
            assert shown or wanted.values[register] in of_entry(three.reader, record, register), f"seed {seed}"
    assert digest(three.author) == digest(three.reader), f"seed {seed}"
    assert three.author.check() == [] and three.reader.check() == []
