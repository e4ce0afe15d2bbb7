"""The tables beside the typed ones, their guards, and the numbered upgrades.

Upgrades only add. Each step is a function of its own; a store newer than the program is refused; the caller makes a
backup first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store import chain_file, search
from netzwerkhilfe.store.cursor import Cursor

META = """
CREATE TABLE local (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE change (
    n INTEGER PRIMARY KEY, space TEXT NOT NULL, replica TEXT NOT NULL, seq INTEGER NOT NULL, mark INTEGER NOT NULL,
    hlc INTEGER NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (space, replica, seq, mark)
);
CREATE TABLE stamp (
    record TEXT NOT NULL, register TEXT NOT NULL, change INTEGER NOT NULL, PRIMARY KEY (record, register)
) WITHOUT ROWID;
CREATE TABLE sibling (
    record TEXT NOT NULL, register TEXT NOT NULL, change INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (record, register, change)
) WITHOUT ROWID;
CREATE TABLE erased (
    space TEXT NOT NULL, key TEXT NOT NULL, change INTEGER NOT NULL, on_day TEXT, reason TEXT,
    PRIMARY KEY (space, key, change)
) WITHOUT ROWID;
CREATE TABLE vector (
    space TEXT NOT NULL, replica TEXT NOT NULL, mark INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (space, replica, mark)
) WITHOUT ROWID;
CREATE TABLE foreign_record (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, space TEXT NOT NULL, root TEXT NOT NULL, creation INTEGER
) WITHOUT ROWID;
CREATE TABLE peer (
    space TEXT NOT NULL, sender TEXT NOT NULL, vector TEXT NOT NULL, digest TEXT NOT NULL, number INTEGER NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (space, sender)
) WITHOUT ROWID;
CREATE TABLE search_row (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX search_row_order ON search_row (kind, title, id);
"""

GUARDED = ("change", "stamp", "sibling", "erased", "vector", "foreign_record")


def guard(cursor: Cursor, table: str) -> None:
    """Triggers that refuse a write outside the unit of work, in bulk too."""
    for verb in ("INSERT", "UPDATE", "DELETE"):
        cursor.execute(
            f"CREATE TRIGGER IF NOT EXISTS guard_{table}_{verb.lower()} BEFORE {verb} ON {table} WHEN nh_door() <> 1 "
            f"BEGIN SELECT RAISE(ABORT, 'write outside the door: {table}'); END"
        )


FACT_COLUMNS = {
    "id": "VARCHAR NOT NULL",
    "space": "VARCHAR NOT NULL",
    "root": "VARCHAR NOT NULL",
    "creation": "INTEGER",
    "touched": "VARCHAR",
}


def add_missing(cursor: Cursor) -> None:
    """Create the typed tables and columns that the models have and the store has not yet."""
    present = {row[0] for row in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    for kind in KINDS.values():
        wanted = FACT_COLUMNS | {n: f.type.affinity for n, f in kind.fields.items()}
        if kind.table not in present:
            columns = ", ".join(f"{name} {type_}" for name, type_ in wanted.items())
            cursor.execute(f"CREATE TABLE {kind.table} ({columns}, PRIMARY KEY (id))")
            cursor.execute(f"CREATE INDEX ix_{kind.table}_root ON {kind.table} (root)")
            if "parent" in kind.fields:
                cursor.execute(f"CREATE INDEX {kind.table}_parent ON {kind.table} (parent)")
            guard(cursor, kind.table)
            continue
        columns_there = {row[1] for row in cursor.execute(f"PRAGMA table_info({kind.table})").fetchall()}
        for name, type_ in wanted.items():
            if name not in columns_there:
                cursor.execute(f"ALTER TABLE {kind.table} ADD COLUMN {name} {type_}")


def step_1(cursor: Cursor) -> None:
    """The first layout."""
    for statement in (*META.split(";\n"), *search.TABLE):
        if statement.strip():
            cursor.execute(statement)
    add_missing(cursor)
    for table in GUARDED:
        guard(cursor, table)


def step_2(cursor: Cursor) -> None:
    """Cases, tasks, engagements, files and what belongs to them; more fields for flats, work, offers, offices and
    PCs."""
    add_missing(cursor)


def step_3(cursor: Cursor) -> None:
    """Meetings from the agenda to what became of it: attendance, resolutions, votes, rules of the body, series."""
    add_missing(cursor)


def step_4(cursor: Cursor) -> None:
    """Results as codes; labels of categories and stages beside their keys; what a template of an item is for."""
    add_missing(cursor)


def step_5(cursor: Cursor) -> None:
    """What a helper group was called first: its members store that."""
    add_missing(cursor)


def step_6(cursor: Cursor) -> None:
    """The office's own note on a flat or a place of work."""
    add_missing(cursor)


def step_7(cursor: Cursor) -> None:
    """By whose package a change came that its author did not bring."""
    if "via" not in {row[1] for row in cursor.execute("PRAGMA table_info(change)").fetchall()}:
        cursor.execute("ALTER TABLE change ADD COLUMN via TEXT")


def step_8(cursor: Cursor) -> None:
    """What an office is, its inhabitants; what entries store of a place whose AGS came later."""
    add_missing(cursor)


def step_9(cursor: Cursor) -> None:
    """What was understood of a phone note, and what of it did not fit."""
    add_missing(cursor)


def step_10(cursor: Cursor) -> None:
    """What was signed at the office about privacy, which is no consent for all offices."""
    add_missing(cursor)


def step_11(cursor: Cursor) -> None:
    """Who goes on with a suggestion and by when; to which case a flat or a place of work was promised."""
    add_missing(cursor)


def step_12(cursor: Cursor) -> None:
    """Who belongs to the network, as signed statements."""
    cursor.execute(chain_file.TABLE)
    guard(cursor, "statement")


def step_13(cursor: Cursor) -> None:
    """What one office asks another to erase."""
    add_missing(cursor)


def step_14(cursor: Cursor) -> None:
    """In which meeting minutes were approved, by which item; what a closed item is called where all read it; text
    blocks."""
    add_missing(cursor)


def step_15(cursor: Cursor) -> None:
    """Which corrections of minutes belong to their closed part."""
    add_missing(cursor)


_FIRST = (step_1, step_2, step_3, step_4, step_5, step_6, step_7, step_8, step_9)
STEPS: tuple[Callable[[Cursor], None], ...] = (*_FIRST, step_10, step_11, step_12, step_13, step_14, step_15)
VERSION = len(STEPS)


def fingerprint() -> str:
    """A hash of all kinds and fields this version knows."""
    names = sorted(f"{k.name}.{r}" for k in KINDS.values() for r in k.registers)
    return hashlib.blake2b("\n".join(names).encode(), digest_size=8).hexdigest()


def version_of(cursor: Cursor) -> int:
    """The number of the last step that was taken."""
    return int(cursor.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(version: int) -> None:
    """Raise ``UserError`` for a store of a newer program."""
    if version > VERSION:
        raise UserError(
            "Diese Daten stammen von einer neueren Fassung des Programms.",
            DATA_SAFE + " Es wurde nichts verändert.",
            "Bitte installieren Sie die neue Fassung auch auf diesem PC.",
        )


def upgrade(cursor: Cursor) -> None:
    """Take the steps that are still missing, all in one transaction."""
    version = version_of(cursor)
    refuse_newer(version)
    if version == VERSION:
        return
    cursor.execute("BEGIN IMMEDIATE")
    try:
        for number, step in enumerate(STEPS[version:], version + 1):
            step(cursor)
            cursor.execute(f"PRAGMA user_version = {number}")
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
