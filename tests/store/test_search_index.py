"""A damaged search index is found and built again; nothing that was typed depends on it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store import backup, erasure, opening, search
from netzwerkhilfe.store.store import Store

MENDED = "Das Verzeichnis der Suche war beschädigt und wurde neu aufgebaut"
LEAVES = "WHERE id > 10"
NOISE = "unhex(replace(hex(zeroblob(length(block))), '00', 'a7'))"
DAMAGE: dict[str, Sequence[str]] = {
    "structure of noise": ["UPDATE search_data SET block = x'ffffffffffffffffffff' WHERE id = 10"],
    "empty structure": ["UPDATE search_data SET block = x'00' WHERE id = 10"],
    "no structure": ["DELETE FROM search_data WHERE id = 10"],
    "no totals": ["DELETE FROM search_data WHERE id = 1"],
    "leaves of zeros": [f"UPDATE search_data SET block = zeroblob(length(block)) {LEAVES}"],
    "leaves of noise": [f"UPDATE search_data SET block = {NOISE} {LEAVES}"],
    "no leaves": [f"DELETE FROM search_data {LEAVES}"],
    "no way in": ["DELETE FROM search_idx"],
    "rows unknown": ["DELETE FROM search_docsize"],
    "rows too many": ["INSERT INTO search_docsize SELECT id + 100000, sz, origin FROM search_docsize"],
    "no version": ["DELETE FROM search_config"],
    "strange version": ["UPDATE search_config SET v = 99 WHERE k = 'version'"],
    "table of blobs gone": ["DROP TABLE search_data"],
    "table of ways gone": ["DROP TABLE search_idx"],
    "table of rows gone": ["DROP TABLE search_docsize"],
    "table of settings gone": ["DROP TABLE search_config"],
    "index gone": ["DROP TABLE search"],
    "entries gone": ["DELETE FROM search_row WHERE n % 2"],
}
"""What a disk, a scanner or a bug can do to the index: to its blobs and to the tables that it lies in."""
all_damage = pytest.mark.parametrize("statements", DAMAGE.values(), ids=DAMAGE.keys())


@pytest.fixture
def filled(store: Store) -> Store:
    with store.change() as change:
        for i in range(60):
            change.add("volunteers", {"last_name": f"Sommerfeld{i:02}", "note": "Gitarre und Anhänger"})
    return store


def spoil(store: Store, statements: Sequence[str]) -> None:
    """Damage the index behind everybody's back, as from another program."""
    with store.connections.fresh() as cursor:
        cursor.execute("COMMIT")
        for statement in statements:
            cursor.execute(statement)


def reopened(store: Store) -> Store:
    store.close()
    return opening.open_with_key(store.paths, store.key, store.now)


def found(store: Store, text: str = "gitarre") -> int:
    return len(store.ids("volunteers", text))


@all_damage
def test_opening_finds_and_mends_a_damaged_index(filled: Store, statements: Sequence[str]) -> None:
    """GIVEN a damaged index WHEN the program starts THEN the search finds all again, and the next check tells it
    once."""
    spoil(filled, statements)
    again = reopened(filled)
    assert found(again) == 60 and found(again, "sommerfeld5") == 10 and len(again.hits("anhänger", 100)) == 60
    findings = again.check()
    assert len(findings) == 1 and findings[0].startswith(MENDED)
    assert again.check() == []
    again.close()


def test_a_list_is_read_without_a_look_at_the_index(filled: Store) -> None:
    """GIVEN a damaged index WHEN a list is read, which needs none, THEN nobody looks at it; who searches or saves
    mends it first."""
    for use in (lambda s: s.ids("volunteers", "gitarre"), lambda s: s.hits("gitarre"), writes, Store.prove_index):
        spoil(filled, DAMAGE["no leaves"])
        filled = reopened(filled)
        assert len(filled.ids("volunteers")) >= 60
        with filled.connections.fresh() as cursor:
            assert search.damaged(cursor)
        use(filled)
        with filled.connections.fresh() as cursor:
            assert not search.damaged(cursor)
        assert filled.check()[0].startswith(MENDED)
    filled.close()


@all_damage
def test_check_finds_and_mends_a_damaged_index(filled: Store, statements: Sequence[str]) -> None:
    spoil(filled, statements)
    findings = filled.check()
    assert len(findings) == 1 and findings[0].startswith(MENDED)
    assert found(filled) == 60 and filled.check() == []


def test_check_finds_words_that_the_index_has_lost(filled: Store) -> None:
    """GIVEN an index that is sound in itself and lacks the words of one entry WHEN it is checked THEN that is seen."""
    row = filled.ids("volunteers", "sommerfeld33")[0]
    with filled.connections.fresh() as cursor:
        cursor.execute("COMMIT")
        number = cursor.execute("SELECT n FROM search_row WHERE id = ?", (row,)).fetchone()
        cursor.execute("DELETE FROM search WHERE rowid = ?", number)
        cursor.execute("INSERT INTO search (rowid, body) VALUES (?, 'etwas anderes')", number)
    assert found(filled) == 59
    assert filled.check()[0].startswith(MENDED)
    assert found(filled) == 60


def test_a_sound_index_is_left_alone(filled: Store) -> None:
    """GIVEN entries that were written, changed, trashed and erased WHEN the store is opened and checked THEN the index
    stays."""
    people = filled.ids("volunteers", "sommerfeld")
    chance = random.Random(7)
    for person in chance.sample(people, 30):
        with filled.change() as change:
            change.update(person, {"note": f"Klavier {chance.randrange(1000)}"})
    with filled.change() as change:
        change.trash(people[3])
    erasure.erase(filled, people[5], "Wunsch der Person")
    assert not filled.mend_search(thorough=True)
    again = reopened(filled)
    assert again.check() == [] and found(again, "sommerfeld") == 58
    again.close()


def test_what_another_connection_has_merged_is_no_damage(filled: Store) -> None:
    """GIVEN a connection that has searched WHEN another one writes until FTS5 merges THEN the check finds nothing."""
    assert filled.check() == [] and found(filled) == 60
    for i in range(40):
        with filled.change() as change:
            change.add("volunteers", {"last_name": f"Herbst {i}"})
    assert filled.check() == []


@pytest.mark.parametrize("share", [2, 60], ids=["few", "all"])
def test_the_index_hears_of_all_that_a_merge_has_brought(store: Store, other: Store, stick: Path, share: int) -> None:
    """GIVEN a package with few or many changed entries, new ones and an erased one THEN the index has their words."""
    with store.change() as change:
        for i in range(60):
            told = {"last_name": f"Sommerfeld{i:02}", "note": "Gitarre und Anhänger", "consent_network": True}
            change.add("volunteers", told)
    everyone = store.ids("volunteers")
    for office in (store, other, store):
        exchange(office, stick)
    assert found(other) == 60
    with store.change() as change:
        for i, one in enumerate(everyone[:share]):
            change.update(one, {"note": f"Klarinette {i}"})
        change.add("volunteers", {"last_name": "Neumann", "note": "Klarinette", "consent_network": True})
        change.trash(everyone[1])
    erasure.erase(store, everyone[0], "Wunsch")
    exchange(store, stick)
    exchange(other, stick, accept=True)
    assert found(other, "klarinette") == share - 1 and found(other, "neumann") == 1
    assert found(other) == 60 - share and found(other, "sommerfeld") == 58
    assert not other.mend_search(thorough=True) and other.check() == []


LOUD = {k: v for k, v in DAMAGE.items() if k not in ("empty structure", "no way in", "entries gone")}
"""Damage that SQLite tells of while it searches, or that no search meets; the rest is found at the next opening."""


@pytest.mark.parametrize("statements", LOUD.values(), ids=LOUD.keys())
def test_the_search_works_in_a_damaged_index(filled: Store, statements: Sequence[str]) -> None:
    """GIVEN an index that is damaged while the program runs WHEN somebody searches THEN she finds, and sees no
    error."""
    spoil(filled, statements)
    assert found(filled) == 60 and found(filled, "sommerfeld5") == 10 and found(filled, "100% _") == 0
    assert len(filled.hits("anhänger", 100)) == 60


def writes(store: Store) -> None:
    person = store.ids("volunteers")[0]
    with store.change() as change:
        change.update(person, {"note": "Klavier"})
        change.add("volunteers", {"last_name": "Neu", "note": "Klavier"})
    assert found(store, "klavier") == 2


def erases(store: Store) -> None:
    person = store.ids("volunteers", "sommerfeld")[0]
    erasure.erase(store, person, "Wunsch der Person")
    assert store.get(person) is None and found(store, "sommerfeld") == 59


def backs_up(store: Store) -> None:
    path = backup.make(store)
    store.close()
    again = opening.restore(store.paths, path, None, key=store.key)
    again.now = store.now
    assert found(again) == 60
    again.close()


@pytest.mark.parametrize(
    ("damage", "deed"),
    [(d, e) for d in LOUD for e in (writes, erases, backs_up) if (d, e) != ("table of ways gone", writes)],
)
def test_a_damaged_index_costs_nothing(filled: Store, damage: str, deed: Callable[[Store], None]) -> None:
    """GIVEN an index that is damaged while the program runs WHEN somebody saves, erases or backs up THEN it is done.

    Without its table of ways FTS5 lets no transaction go on that wrote: that save is refused in a sentence.
    """
    spoil(filled, LOUD[damage])
    deed(filled)


def test_damage_of_another_table_is_not_taken_for_the_index(filled: Store) -> None:
    """GIVEN a table that breaks its own rules WHEN the store is checked THEN it says so, and no backup is made of
    it."""
    filled.set_local(unbrauchbar="x")
    spoil(
        filled,
        (
            "UPDATE local SET value = NULL WHERE key = 'unbrauchbar'",
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = replace(sql, 'value TEXT', 'value TEXT NOT NULL') WHERE name = 'local'",
        ),
    )
    assert filled.check() == ["Die Tabellen der Datei passen nicht zusammen."]
    with pytest.raises(UserError, match="Sicherung ließ sich nicht schreiben"):
        backup.make(filled)
