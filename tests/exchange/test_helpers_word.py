"""What a helper's package says of changes that are known here counts only where a helper may write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.exchange import members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store import algebra, erasure
from netzwerkhilfe.store.store import Store
from tests.exchange.forging import Lie, Lines, forged, fresh
from tests.exchange.helpers import in_step, open_conflicts, person, update

LATER = 10**15 * 5
"""A clock later than any other."""


@dataclass
class Roads:
    """Files reach one PC at a time."""

    base: Path

    def give(self, giver: Store, taker: Store) -> Report:
        """One PC's file reaches another one alone."""
        place = self._place(f"{giver.replica} an {taker.replica}")
        exchange(giver, place, send_only=True)
        return exchange(taker, place)

    def lie(self, liar: Store, taker: Store, lie: Lie) -> Report:
        """A file with a lie reaches another PC."""
        place = self._place(f"Lüge an {taker.replica}")
        forged(liar, taker, place, lie)
        return exchange(taker, place)

    def _place(self, name: str) -> Path:
        place = self.base / name
        place.mkdir(exist_ok=True)
        return place


@pytest.fixture
def roads(tmp_path: Path) -> Roads:
    """The ways that files go, each alone."""
    return Roads(tmp_path)


@pytest.fixture
def told(store: Store, other: Store, helper: Store, roads: Roads) -> Iterator[str]:
    """An entry that the helper has changed, which all know; the first office has it through the other one alone."""
    record = person(other, phone="06237 1")
    for giver, taker in ((other, store), (other, helper), (store, helper)):
        roads.give(giver, taker)
    update(helper, record, phone="06237 2222")
    roads.give(helper, other)
    roads.give(other, store)
    assert store.require(record).values["phone"] == "06237 2222"
    yield record


def office_of(store: Store) -> str:
    return store.local("office")


def line_of(lines: Lines, record: str) -> list[Any]:
    """The line of an entry in a file."""
    return next(x for x in lines if x[0] == "r" and x[2] == record)


def known_change(lines: Lines, record: str, register: str = "phone") -> int:
    """The position of the change under which a register of an entry stands."""
    position: int = line_of(lines, record)[6][register][0][0]
    return position


def put(line: list[Any], register: str, position: int, value: object) -> None:
    """A value in the place of what a line says of a register."""
    line[5].pop(register, None)
    line[6][register] = [[position, value]]


# ---- other values for the reader's own changes ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "register", "before", "true", "false"),
    [
        ("offices", "name", None, "Maxdorf am Neugraben", "Feindlich"),
        ("hints", "text", "alt", "wahr", "falsch"),
        ("volunteers", "consent_network", False, True, None),
        ("volunteers", "office", None, None, None),
        ("housing", "share_contact", False, True, False),
    ],
)
def test_another_value_for_a_change_of_the_reader_is_no_conflict(
    store: Store, helper: Store, roads: Roads, kind: str, register: str, before: object, true: object, false: object
) -> None:
    """GIVEN an office has set what a helper may not WHEN a helper's package says it set something else THEN nothing
    follows from it."""
    if kind == "offices":
        record = office_of(store)
    else:
        with store.change() as change:
            record = change.add(kind, {} if register == "office" else {register: before}, space="net").id
    roads.give(store, helper)
    wanted = fresh("office") if register == "office" else true
    update(store, record, **{register: wanted})
    roads.give(store, helper)
    person(helper, "Neu")

    def lie(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        line = line_of(lines, record)
        assert line[6][register][0][1] == wanted
        line[6][register][0][1] = false

    report = roads.lie(helper, store, lie)
    assert open_conflicts(store) == [] and store.require(record).values[register] == wanted
    assert not report.set_aside and any(v.values["last_name"] == "Neu" for v in store.all("volunteers"))


def test_another_value_where_a_helper_may_write_is_a_conflict_as_ever(
    store: Store, helper: Store, roads: Roads
) -> None:
    record = person(store, phone="06237 1111")
    roads.give(store, helper)
    update(store, record, phone="06237 2222")
    roads.give(store, helper)

    def lie(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        line_of(lines, record)[6]["phone"][0][1] = "06237 9999"

    roads.lie(helper, store, lie)
    assert open_conflicts(store) == [("phone", {"06237 2222", "06237 9999"})]


# ---- its own changes, that came through others ----------------------------------------------------------------------
def renames_an_office(lines: Lines, told: str, store: Store) -> None:
    put(line_of(lines, office_of(store)), "name", known_change(lines, told), "Feindlich")


def gives_it_away(lines: Lines, told: str, _store: Store) -> None:
    put(line_of(lines, told), "office", known_change(lines, told), fresh("office"))


def takes_the_consent(lines: Lines, told: str, _store: Store) -> None:
    put(line_of(lines, told), "consent_network", known_change(lines, told), None)


def moves_it(lines: Lines, told: str, _store: Store) -> None:
    seal: dict[str, Any] = {"kind": "moved", "target": None, "saw": []}
    put(line_of(lines, told), "seal", known_change(lines, told), seal)


def makes_a_rule(lines: Lines, told: str, _store: Store) -> None:
    hint = ["r", "hints", fresh("hint"), fresh("hint"), known_change(lines, told), {"topic": "x", "text": "y"}, {}]
    lines.append(hint)


def makes_an_entry_of_another_office(lines: Lines, told: str, store: Store) -> None:
    values = {"title": "x", "office": fresh("office")}
    lines.append(["r", "offers", fresh("offer"), fresh("offer"), known_change(lines, told), values, {}])


def erases(lines: Lines, told: str, _store: Store) -> None:
    lines.append(["e", line_of(lines, told)[3], known_change(lines, told), "2026-03-02", ""])


@pytest.mark.parametrize(
    "lie",
    [
        renames_an_office,
        gives_it_away,
        takes_the_consent,
        moves_it,
        makes_a_rule,
        makes_an_entry_of_another_office,
        erases,
    ],
)
def test_a_known_change_of_a_helper_writes_nothing_more(
    store: Store, helper: Store, roads: Roads, told: str, lie: Callable[[Lines, str, Store], None]
) -> None:
    """GIVEN a change of a helper that came through an office WHEN its own package has it write what a helper may not
    THEN nothing of that stands here."""
    before = {kind: {s.id: dict(s.values) for s in store.all(kind, sealed=True)} for kind in KINDS}
    with store.reading() as cursor:
        erased = erasure.erased_keys(cursor, "net")
    roads.lie(helper, store, lambda lines, _v, _l, _s: lie(lines, told, store))
    assert {kind: {s.id: dict(s.values) for s in store.all(kind, sealed=True)} for kind in KINDS} == before
    with store.reading() as cursor:
        assert erasure.erased_keys(cursor, "net") == erased


def test_a_helper_has_the_last_word_about_its_own_work(store: Store, other: Store, helper: Store, roads: Roads) -> None:
    """GIVEN an office relays a helper's change with another value WHEN the helper's own package comes THEN both are
    seen, the true one shown."""
    record = person(other, phone="06237 1")
    for giver, taker in ((other, store), (other, helper), (store, helper)):
        roads.give(giver, taker)
    update(helper, record, phone="06237 2222")
    roads.give(helper, other)

    def lie(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        line_of(lines, record)[6]["phone"][0][1] = "06237 9999"

    roads.lie(other, store, lie)
    assert store.require(record).values["phone"] == "06237 9999"
    roads.give(helper, store)
    assert open_conflicts(store) == [("phone", {"06237 2222", "06237 9999"})]
    assert store.require(record).values["phone"] == "06237 2222"


# ---- facts of entries of others -------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["root", "kind"])
def test_a_helper_corrects_no_root_nor_kind_of_what_others_made(
    store: Store, other: Store, third: Store, helper: Store, roads: Roads, told: str, what: str
) -> None:
    """GIVEN an entry of an office that came through another one WHEN a helper's package calls it its own THEN it stays
    what it was."""
    record = person(third, "Drittes")
    roads.give(third, other)
    for giver, taker in ((other, store), (other, helper), (store, helper)):
        roads.give(giver, taker)
    before = store.require(record)
    person(helper, "Neu")

    def lie(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        line = line_of(lines, record)
        line[1:5] = ["volunteers" if what == "root" else "offers", record, fresh("root"), known_change(lines, told)]
        line[5:] = [{"last_name": "X"} if what == "root" else {"title": "X"}, {}]

    roads.lie(helper, store, lie)
    now = store.require(record)
    assert (now.kind, now.root, now.values) == (before.kind, before.root, before.values)


# ---- who was a PC of its office before ------------------------------------------------------------------------------
@pytest.fixture
def former(store: Store, other: Store, helper: Store, stick: Path, roads: Roads) -> Iterator[tuple[Store, str, str]]:
    """A PC that wrote a hint and erased somebody as a PC of its office, and is a helper's now; the first office has it
    all through the other one. With the hint and the root that it erased."""
    members.set_role(store, helper.replica, Role.OFFICE)
    in_step(store, other, helper, stick=stick)
    gone = person(helper, "Weg")
    for giver, taker in ((helper, other), (other, store), (helper, store)):
        roads.give(giver, taker)
    with helper.change() as change:
        hint = change.add("hints", {"topic": "Miete", "text": "wahr"}).id
    erasure.erase(helper, gone, "Wunsch")
    roads.give(helper, other)
    roads.give(other, store)
    assert store.get(gone) is None and store.get(hint)
    members.set_role(store, helper.replica, Role.HELPER)
    for giver, taker in ((store, helper), (store, other), (other, helper)):
        roads.give(giver, taker)
    assert helper.spaces == ["net"]
    yield helper, hint, gone


def test_its_rules_of_before_stay_as_all_have_them(store: Store, roads: Roads, former: tuple[Store, str, str]) -> None:
    pc, hint, _ = former

    def lie(lines: Lines, _vector: algebra.Vector, liar: Store, _victim: Store) -> None:
        line = line_of(lines, hint)
        line[5]["text"] = "falsch"
        lines[line[4]][4:6] = [LATER, "Petra Wagner"]
        assert lines[line[4]][1] == liar.replica

    person(pc, "Neu")
    report = roads.lie(pc, store, lie)
    assert not report.set_aside and open_conflicts(store) == []
    assert store.require(hint).values["text"] == "wahr"
    with store.reading() as cursor:
        assert not cursor.execute("SELECT 1 FROM change WHERE hlc = ?", (LATER,)).fetchone()


def test_its_erasures_of_before_stay(store: Store, roads: Roads, former: tuple[Store, str, str]) -> None:
    pc, _, gone = former
    with store.reading() as cursor:
        before = erasure.erased_keys(cursor, "net")

    def lie(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> Lines:
        return [line for line in lines if line[0] != "e"]

    person(pc, "Neu")
    roads.lie(pc, store, lie)
    with store.reading() as cursor:
        assert erasure.erased_keys(cursor, "net") == before and gone


def test_it_goes_on_with_the_daily_work(store: Store, roads: Roads, former: tuple[Store, str, str]) -> None:
    pc, hint, _ = former
    record = person(pc, "Neu")
    report = roads.lie(pc, store, lambda *_: None)
    assert not report.set_aside and store.get(record) and store.require(hint).values["text"] == "wahr"
    assert open_conflicts(store) == []
