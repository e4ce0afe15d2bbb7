"""Withheld fields of a flat: what one office typed is neither moved over what another typed, nor emptied by it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import undo
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store import reading, state
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.helpers import digest, in_step, open_conflicts


def flat(store: Store, **texts: str) -> str:
    """A flat of this office, entered in its form."""
    return act(store, entries.add, "housing", {"place": "Maxdorf", "landlord": "Dörr", **texts})


def save(store: Store, record: str, **texts: str) -> None:
    """Open the form of a flat, type, save."""
    opened = store.require(record)
    act(store, entries.save, opened, store.companion(opened), texts)


def common(store: Store, record: str, name: str = "phone") -> set[object]:
    """What all see of a field: the live values of the shared record, without empty ones."""
    return _values(store, "housing", "id = ?", record, name)


def kept(store: Store, record: str, name: str = "phone") -> set[object]:
    """What the office has kept of a field: the live values of the companion, without empty ones."""
    return _values(store, "housing_private", "root = ?", record, name)


def _values(store: Store, kind_name: str, where: str, record: str, name: str) -> set[object]:
    kind, found = KINDS[kind_name], set[object]()
    with store.reading() as cursor:
        for row in reading.rows(cursor, kind, where, (record,)):
            register = kind.register_of[name]
            for value in reading.live(cursor, kind, row, register).values():
                found.add((reading.spread(kind, register, value) or {}).get(name))
    return found - {None}


def in_net(store: Store, text: str) -> bool:
    """Whether a text stands anywhere in what all offices get."""
    with store.reading() as cursor:
        return text in "\n".join(state.export(cursor, "net").lines)


@pytest.fixture(params=["before", "after"])
def late(request: pytest.FixtureRequest) -> bool:
    """Whether the owning office types after it has heard of the other's value."""
    return bool(request.param == "after")


def test_both_stay_when_two_offices_type(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a kept number WHEN another office types one of its own THEN both stay, and this office decides."""
    record = flat(store, phone="06237 1")
    in_step(store, other, stick=stick)
    save(other, record, phone="06237 2")
    in_step(other, store, stick=stick)
    save(store, record, rooms="3")
    in_step(store, other, stick=stick)
    assert kept(store, record) == {"06237 1", "06237 2"} and not in_net(store, "06237 1")
    assert common(store, record) == common(other, record) == {"06237 2"}
    assert open_conflicts(store) == [("phone", {"06237 1", "06237 2"})] and open_conflicts(other) == []
    assert "phone" in store.require(record).open and store.check() == other.check() == []


@pytest.mark.parametrize("chosen", ["06237 1", "06237 2"])
def test_the_decision_of_the_owning_office_holds(store: Store, other: Store, stick: Path, chosen: str) -> None:
    """GIVEN both values as a conflict WHEN the office decides THEN it stays decided, and what was not chosen goes."""
    record = flat(store, phone="06237 1")
    in_step(store, other, stick=stick)
    save(other, record, phone="06237 2")
    in_step(other, store, stick=stick)
    with store.reading() as cursor:
        (conflict,) = reading.conflicts(cursor)
    with store.change() as change:
        change.settle(conflict.id, "phone", chosen, conflict.numbers)
    for _ in range(2):
        in_step(store, other, stick=stick)
    assert open_conflicts(store) == open_conflicts(other) == []
    assert store.require(record).values["phone"] == chosen and kept(store, record) == {chosen}
    assert common(other, record) == ({"06237 2"} if chosen == "06237 2" else set())


def test_edits_that_cross_lose_nothing(store: Store, other: Store, stick: Path, late: bool) -> None:
    """GIVEN a flat whose number nobody knows WHEN both offices type one at once, or one after the other THEN both
    live."""
    record = flat(store)
    in_step(store, other, stick=stick)
    save(other, record, phone="06237 2")
    if late:
        in_step(other, store, stick=stick)
    save(store, record, phone="06237 1")
    in_step(store, other, stick=stick)
    assert not in_net(store, "06237 1") and not in_net(other, "06237 1")
    if late:  # the clerk saw the other's number and put hers in its place
        assert kept(store, record) == {"06237 1"} and common(other, record) == set()
    else:
        assert kept(store, record) == {"06237 1", "06237 2"} and common(other, record) == {"06237 2"}


def test_three_offices(store: Store, other: Store, third: Store, stick: Path) -> None:
    """GIVEN two other offices that type at once WHEN the owning office saves other fields THEN nothing is moved."""
    record = flat(store, phone="06237 1", street="Hauptstraße 1")
    in_step(store, other, third, stick=stick)
    save(other, record, phone="06237 2", street="Am Bahnhof 2")
    save(third, record, phone="06237 3")
    save(store, record, rooms="3", place="Birkenheide")
    in_step(store, other, third, stick=stick)
    save(store, record, area_m2="70")
    in_step(store, other, third, stick=stick)
    for office in (store, other, third):
        assert common(office, record) == {"06237 2", "06237 3"}
        assert common(office, record, "street") == {"Am Bahnhof 2"}
    assert kept(store, record) == {"06237 1"} and kept(store, record, "street") == {"Hauptstraße 1"}
    assert digest(store) == digest(other) == digest(third)
    with third.reading() as cursor:
        conflict = next(c for c in reading.conflicts(cursor) if c.register == "phone")
    with third.change() as change:
        change.settle(record, "phone", "06237 2", conflict.numbers)
    in_step(third, store, other, stick=stick)
    assert kept(store, record) == {"06237 1", "06237 2"}


def test_the_tick_of_another_office_releases_nothing(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a flat of Maxdorf WHEN Wachenheim ticks that its contact may go to all THEN it is refused; one that comes
    nevertheless moves nothing."""
    record = flat(store, phone="06237 1")
    in_step(store, other, stick=stick)
    with pytest.raises(UserError, match="entscheidet das Büro"):
        save(other, record, share_contact="ja")
    with other.change() as change:
        change.assign(change.edit(record), {"share_contact": True})
    in_step(other, store, stick=stick)
    save(store, record, rooms="3")
    in_step(store, other, stick=stick)
    assert kept(store, record) == {"06237 1"} and not in_net(store, "06237 1")


def test_released_beside_a_value_of_others_is_a_conflict_of_all(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a kept number and one of another office, unknown here THEN the tick loses neither."""
    record = flat(store, phone="06237 1")
    in_step(store, other, stick=stick)
    save(other, record, phone="06237 2")
    exchange(other, stick)
    save(store, record, share_contact="ja")
    in_step(store, other, stick=stick)
    for office in (store, other):
        assert common(office, record) == {"06237 1", "06237 2"}
        assert open_conflicts(office) == [("phone", {"06237 1", "06237 2"})]
    assert kept(store, record) == set()


def test_a_release_waits_for_an_open_conflict(store: Store, other: Store, stick: Path) -> None:
    record = flat(store, phone="06237 1")
    in_step(store, other, stick=stick)
    save(other, record, phone="06237 2")
    in_step(other, store, stick=stick)
    with pytest.raises(UserError, match="offenen Konflikt"):
        save(store, record, share_contact="ja")
    assert kept(store, record) == {"06237 1", "06237 2"}


def test_what_arrived_since_the_form_was_opened_is_not_taken_back(store: Store, other: Store, stick: Path) -> None:
    """GIVEN the form of a released flat WHEN another office changes the number meanwhile and the tick goes THEN the new
    number stays where it is."""
    record = flat(store, phone="06237 1", share_contact="ja")
    in_step(store, other, stick=stick)
    opened = store.require(record)
    save(other, record, phone="06237 2")
    in_step(other, store, stick=stick)
    act(store, entries.save, opened, store.companion(opened), {"share_contact": "nein"})
    in_step(store, other, stick=stick)
    assert common(other, record) == {"06237 2"} and kept(store, record) == {"06237 1", "06237 2"}


def test_a_kept_value_can_be_emptied(store: Store, other: Store, stick: Path) -> None:
    record = flat(store, phone="06237 1", street="Hauptstraße 1")
    save(store, record, phone="", place="Birkenheide")
    assert store.require(record).values["phone"] is None and kept(store, record) == set()
    assert kept(store, record, "street") == {"Hauptstraße 1"}
    in_step(store, other, stick=stick)
    assert other.require(record).values["place"] == store.require(record).values["place"]


def test_a_colleague_who_types_meanwhile_is_not_overwritten(store: Store, colleague: Store, stick: Path) -> None:
    """GIVEN the form open on one PC WHEN the other PC of the office has changed the number THEN both stay; a form that
    did not touch it changes nothing."""
    record = flat(store, phone="06237 1", street="Hauptstraße 1")
    in_step(store, colleague, stick=stick)
    opened = store.require(record)
    save(colleague, record, phone="06237 2", street="Hauptstraße 2")
    in_step(colleague, store, stick=stick)
    act(store, entries.save, opened, store.companion(opened), {"phone": "06237 3", "place": "Birkenheide"})
    in_step(store, colleague, stick=stick)
    for pc in (store, colleague):
        assert kept(pc, record) == {"06237 2", "06237 3"} and kept(pc, record, "street") == {"Hauptstraße 2"}
    assert digest(store, store.office_space) == digest(colleague, store.office_space)


def test_undo_puts_everything_back_where_it_was(store: Store, other: Store, stick: Path) -> None:
    record = flat(store, phone="06237 1", street="Hauptstraße 1")
    before = store.require(record).values
    for texts in ({"phone": "06237 2", "place": "Birkenheide"}, {"share_contact": "ja"}, {"phone": ""}):
        opened = store.require(record)
        with store.change() as change:
            entries.save(change, opened, store.companion(opened), texts)
        with store.change() as back:
            back.undo(change.set)
        assert store.require(record).values == before
        assert common(store, record) == common(store, record, "street") == set()
    in_step(store, other, stick=stick)
    assert not in_net(other, "06237") and not in_net(other, "Hauptstraße")


def test_an_idle_exchange_stays_idle_beside_an_open_conflict(store: Store, other: Store, stick: Path) -> None:
    record = flat(store, phone="06237 1")
    in_step(store, other, stick=stick)
    save(other, record, phone="06237 2")
    exchange(other, stick)
    assert exchange(store, stick).conflicts == 1 and undo.possible(store)
    marks = digest(store), digest(store, store.office_space)
    for _ in range(3):
        assert exchange(store, stick).conflicts == 0
    assert (digest(store), digest(store, store.office_space)) == marks and undo.possible(store)


class Crossing:
    """Random edits of one withheld field in three offices, against an oracle of what must survive."""

    def __init__(self, seed: int, offices: tuple[Store, Store, Store], stick: Path) -> None:
        self.chance, self.offices, self.stick = random.Random(seed), offices, stick
        self.record = flat(offices[0])
        self.typed: dict[str, int] = {}
        """Each number that was typed, with the office."""
        self.replaced: set[str] = set()
        self.private: set[str] = set()
        in_step(*offices, stick=stick)

    def step(self) -> None:
        """One act of one office: read, type, save other fields, tick, decide."""
        who = self.chance.randrange(3)
        office = self.offices[who]
        opened = office.require(self.record)
        act_ = self.chance.choice(("type", "type", "rooms", "tick", "settle", "exchange", "exchange", "late"))
        if act_ in ("type", "late"):
            if act_ == "late":
                exchange(office, self.stick)
            text = f"06237 10 {len(self.typed):02}"
            if opened.values["phone"]:
                self.replaced.add(opened.values["phone"])
            if who == 0 and not office.require(self.record).values["share_contact"]:
                self.private.add(text)
            self.typed[text] = who
            act(office, entries.save, opened, office.companion(opened), {"phone": text})
        elif act_ == "rooms":
            save(office, self.record, rooms=str(self.chance.randint(1, 6)))
        elif act_ == "tick" and who == 0:
            ticked = bool(opened.values["share_contact"])
            try:
                save(office, self.record, share_contact="nein" if ticked else "ja")
            except UserError:
                return
            self.private = set() if not ticked else self.private
        elif act_ == "settle":
            with office.reading() as cursor:
                found = [c for c in reading.conflicts(cursor) if c.register == "phone"]
            if found:
                conflict = self.chance.choice(found)
                chosen = self.chance.choice([v.value for v in conflict.values])
                act(office, lambda change: change.settle(conflict.id, "phone", chosen, conflict.numbers))
                self.replaced |= {v.value for v in conflict.values} - {None, chosen}
        else:
            exchange(office, self.stick)

    def check(self) -> None:
        """Each number that nobody replaced lives; what is kept is in no other office; all agree."""
        for _ in range(2):
            in_step(*self.offices, stick=self.stick)
        own = self.offices[0]
        alive = common(own, self.record) | kept(own, self.record)
        assert set(self.typed) - self.replaced <= alive
        for office in self.offices[1:]:
            assert common(office, self.record) == common(own, self.record)
            assert kept(office, self.record) == set()
            assert not [text for text in self.private if in_net(office, text)]
        assert len({digest(office) for office in self.offices}) == 1
        assert all(office.check() == [] for office in self.offices)


@pytest.mark.parametrize("seed", range(6))
def test_random_crossings_lose_nothing(store: Store, other: Store, third: Store, stick: Path, seed: int) -> None:
    history = Crossing(seed, (store, other, third), stick)
    for _ in range(18):
        history.step()
    history.check()
