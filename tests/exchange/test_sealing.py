"""A seal covers what its writer saw: what came after that stays a conflict, or puts the record up for review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from netzwerkhilfe.cli import arguments, entries
from netzwerkhilfe.cli import exchange as exchange_commands
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.cli.test_commands import Office
from tests.conftest import PASSPHRASE
from tests.exchange.helpers import digest, open_conflicts, person, update


def up_for_review(store: Store) -> set[str]:
    """The ids of what somebody has to look at again."""
    with store.reading() as cursor:
        return {s.id for s in reading.reviews(cursor)}


def in_step(*offices: Store, stick: Path) -> None:
    """Each exchanges, the first once more."""
    for office in (*offices, offices[0]):
        exchange(office, stick)


def seen(store: Store, record: str) -> int | None:
    """What a person has seen who reads an entry now."""
    return store.require(record).seen


def test_a_seal_that_came_meanwhile_is_not_replaced(store: Store, other: Store, stick: Path) -> None:
    """GIVEN an entry in the Papierkorb of one office WHEN another, which had not seen that, takes it out THEN both
    seals stay and a person decides."""
    record = person(store)
    with store.change() as change:
        change.trash(record)
    in_step(store, other, stick=stick)
    shown = seen(store, record)
    with other.change() as change:
        change.seal(record, "merged", "f" * 32)
    in_step(other, store, stick=stick)
    with store.change() as change, change.as_shown(shown):
        change.untrash(record)
    in_step(store, other, stick=stick)
    for office in (store, other):
        ((register, _),) = kinds_of_seal(office)
        assert register == "seal"
    assert digest(store) == digest(other)


def kinds_of_seal(store: Store) -> list[tuple[str, set[str | None]]]:
    """The conflicts of seals with the kinds of the seals."""
    with store.reading() as cursor:
        return [(c.register, {(v.value or {}).get("kind") for v in c.values}) for c in reading.conflicts(cursor)]


def test_an_act_replaces_what_was_shown_and_no_more(store: Store, other: Store, stick: Path) -> None:
    """GIVEN two values on the screen and a third that came since WHEN the act writes THEN the shown one is replaced."""
    record = person(store, phone="06237 1")
    in_step(store, other, stick=stick)
    shown = seen(store, record)
    update(other, record, phone="06237 2")
    in_step(other, store, stick=stick)
    with store.change() as change, change.as_shown(shown):
        change.update(record, {"phone": "06237 3"})
    assert open_conflicts(store) == [("phone", {"06237 2", "06237 3"})]
    with store.change() as change, change.as_shown(seen(store, record)):
        change.resolve(record, {"phone": "06237 4"})
    assert open_conflicts(store) == []


def test_what_was_written_here_since_counts_as_seen(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a page that was read a while ago WHEN somebody typed here since THEN that is covered, without a review."""
    record = person(store)
    in_step(store, other, stick=stick)
    shown = seen(store, record)
    update(store, record, phone="06237 1")
    with store.change() as change, change.as_shown(shown):
        change.trash(record)
    in_step(store, other, stick=stick)
    assert up_for_review(store) == up_for_review(other) == set()


def test_three_offices_see_the_same_review(store: Store, other: Store, third: Store, stick: Path) -> None:
    """GIVEN two offices that write while a third has the entry open WHEN it is thrown away THEN all see it."""
    record = person(store)
    in_step(store, other, third, stick=stick)
    shown = seen(store, record)
    update(other, record, phone="06237 1")
    update(third, record, note="Ruft zurück")
    in_step(store, other, third, stick=stick)
    with store.change() as change, change.as_shown(shown):
        change.trash(record)
    for _ in range(2):
        in_step(store, other, third, stick=stick)
    for office in (store, other, third):
        assert up_for_review(office) == {record} and office.require(record).sealed == "trashed"
    with other.change() as change, change.as_shown(seen(other, record)):
        change.trash(record)
    for _ in range(2):
        in_step(other, store, third, stick=stick)
    assert [up_for_review(office) for office in (store, other, third)] == [set()] * 3


@pytest.fixture
def arrives(store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on a package is taken in between what a command reads and what it does."""

    def later() -> None:
        def existing(opened: Store, record: str) -> Snapshot:
            found = arguments.existing(opened, record)
            exchange(opened, stick)
            return found

        monkeypatch.setattr(entries, "existing", existing)
        monkeypatch.setattr(exchange_commands, "existing", existing)

    monkeypatch.setenv("NETZWERKHILFE_PASSPHRASE", PASSPHRASE)
    return later


def test_a_command_throws_away_what_it_read(
    store: Store, other: Store, stick: Path, arrives: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """GIVEN a change that arrives while ``trash`` runs THEN it is not covered."""
    record = person(store)
    in_step(store, other, stick=stick)
    update(other, record, phone="06237 1")
    exchange(other, stick)
    arrives()
    Office(store.paths.data, capsys)("trash", record)
    assert store.require(record).values["phone"] == "06237 1" and up_for_review(store) == {record}


def test_a_command_settles_what_it_read(
    store: Store, other: Store, stick: Path, arrives: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """GIVEN a third value that arrives while ``resolve`` runs THEN it stays a conflict with the chosen one."""
    record = person(store, phone="06237 0")
    in_step(store, other, stick=stick)
    update(store, record, phone="06237 1")
    update(other, record, phone="06237 2")
    in_step(other, store, stick=stick)
    update(other, record, phone="06237 3")
    exchange(other, stick)
    arrives()
    Office(store.paths.data, capsys)("resolve", record, "phone=06237 1")
    assert open_conflicts(store) == [("phone", {"06237 1", "06237 3"})]
