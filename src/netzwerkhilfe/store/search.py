"""The search index: one folded text for each entry, in FTS5 with trigrams, in step with every change.

Where an entry stores the key of a place, group or category, its text has the name: it follows when that is renamed.

Folding is done here and not by SQLite. Words of one or two letters are looked up in the plain table, since trigrams
need three.

Nothing stands only here. So an index that is found damaged is dropped and built again from the plain table
(``search_row``), which itself follows from the typed ones; until then every word is looked up in the plain table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import OFFICE, PHONE, PLACE, PLACES, Field, Json, canonical, show
from netzwerkhilfe.models.text import digits, fold
from netzwerkhilfe.store import algebra, reading
from netzwerkhilfe.store.conditions import PRESENT
from netzwerkhilfe.store.cursor import Cursor

TABLE = (
    "CREATE VIRTUAL TABLE search USING fts5(body, content='', contentless_delete=1, tokenize='trigram')",
    "INSERT INTO search(search, rank) VALUES ('secure-delete', 1)",
)
SHADOWS = ("search_data", "search_idx", "search_docsize", "search_config")
"""The plain tables in which FTS5 keeps the index; what they hold is described in SQLite's fts5.html, section 9."""
SEGMENT_BITS, TOMBSTONES = 37, 1 << 16
"""How FTS5 composes the ids of its blobs: a segment's number from this bit on, from this number on those of its
deleted rows."""
MANY = 400
"""So many entries are indexed at once."""
REBUILT_FROM = 5
"""From one changed row in so many on, building the index anew is shorter."""
MOST_KEYS = 50
"""With more changed keys than this in a field, all entries that fill it are indexed again."""
SAMPLES = 40
"""So many entries are looked up to see whether the index answers."""


PART = 4_000
"""So many rows are read at once of what is read in parts."""
LAST = "\U0010ffff"
"""No letter comes after this one."""


def body(kind: Kind, values: Mapping[str, Json], facts: Facts) -> str:
    """The folded text of an entry: its searchable fields, telephone numbers also as bare digits."""
    parts = []
    for name, field in kind.fields.items():
        if field.searchable and values.get(name) is not None:
            parts.append(fold(show(field, values[name], facts)))
            if field.type is PHONE:
                plain = digits(str(values[name]))
                parts.append(plain)
                if plain.startswith("0"):
                    parts.append("49" + plain[1:])
    return "\n".join(dict.fromkeys(p for p in parts if p))


def sort_title(kind: Kind, values: Mapping[str, Json], facts: Facts) -> str:
    """The folded title by which lists are ordered."""
    return fold(kind.name_of(values, facts))


class Later:
    """The rows of a merge that the index has not heard of yet: it hears of all at once, in a fraction of the time."""

    def __init__(self) -> None:
        self._known: set[int] = set()
        self._fresh: set[int] = set()

    def note(self, known: Iterable[int], written: Iterable[int]) -> None:
        """Rows that are written anew, or gone if they are not ``written``; ``known`` are those that were there."""
        self._known.update(n for n in known if n not in self._fresh)
        self._fresh.update(n for n in written if n not in self._known)

    def write(self, cursor: Cursor) -> None:
        """Tell the index, or build it anew where that is shorter."""
        count = len(self._known) + len(self._fresh)
        if not count:
            return
        if count * REBUILT_FROM >= cursor.execute("SELECT count(*) FROM search_row").fetchone()[0]:
            rebuild(cursor)
        else:
            every = sorted(self._known | self._fresh)
            for start in range(0, count, MANY):
                part = every[start : start + MANY]
                marks = ",".join("?" * len(part))
                texts = cursor.execute(f"SELECT n, body FROM search_row WHERE n IN ({marks})", part).fetchall()
                _follow(cursor, (n for n in part if n in self._known), texts)
        self._known.clear()
        self._fresh.clear()


def index(
    cursor: Cursor,
    kind: Kind,
    entries: Iterable[tuple[str, Mapping[str, Json]]],
    facts: Facts,
    later: Later | None = None,
) -> None:
    """Put some hundred entries of a kind into the index, or out of it when they are sealed; ``later`` the words."""
    wanted = dict(entries)
    if not kind.indexed or not wanted:
        return
    marks = ",".join("?" * len(wanted))
    present = dict(cursor.execute(f"SELECT id, n FROM search_row WHERE id IN ({marks})", tuple(wanted)).fetchall())
    free = (cursor.execute("SELECT max(n) FROM search_row").fetchone()[0] or 0) + 1
    rows, texts, gone = [], [], []
    for record, values in wanted.items():
        if algebra.away(values.get("seal")):
            gone.append((record,))
            continue
        number = present.get(record)
        if number is None:
            number, free = free, free + 1
        text = body(kind, values, facts)
        rows.append((number, record, kind.name, sort_title(kind, values, facts), text))
        texts.append((number, text))
    cursor.executemany("DELETE FROM search_row WHERE id = ?", gone)
    cursor.executemany(
        "INSERT INTO search_row (n, id, kind, title, body) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (n) DO UPDATE SET title = excluded.title, body = excluded.body",
        rows,
    )
    if later is None:
        _follow(cursor, present.values(), texts)
    else:
        later.note(present.values(), (n for n, _ in texts))


def labels() -> str:
    """A hash of what this version calls the fixed choices of entries that are searched."""
    every = [f.choices for k in KINDS.values() if k.indexed for f in k.fields.values()]
    text = canonical([[c.value, c.label] for choices in every if not isinstance(choices, str) for c in choices])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _names(field: Field, facts: Facts) -> Mapping[str, Hashable]:
    """What the keys in a field read as; a key that is missing reads as itself."""
    if field.type is PLACE:
        return {p.key: p.name for p in facts.places.values()}
    if field.type is OFFICE:
        return {o.id: o.name for o in facts.offices.values()}
    if field.type is PLACES:  # all places of an office read as that office
        whole: dict[str | None, list[str]] = {}
        for place in facts.places.values():
            whole.setdefault(place.office, []).append(place.key)
        named = {o.id: o.name for o in facts.offices.values()}
        return {
            p.key: (p.name, named.get(p.office or ""), tuple(sorted(whole[p.office]))) for p in facts.places.values()
        }
    if not isinstance(field.choices, str):
        return {}
    found: dict[str, Hashable] = {key: label for (name, key), label in facts.renamed.items() if name == field.choices}
    return found | {s.key: s.label for s in facts.stages.get(field.choices, ())}


def _renamed(field: Field, before: Facts, after: Facts) -> list[str]:
    """The keys that a field reads otherwise than before."""
    old, new = _names(field, before), _names(field, after)
    return sorted(key for key in {*old, *new} if old.get(key, key) != new.get(key, key))


def index_renamed(cursor: Cursor, before: Facts, after: Facts) -> None:
    """Index the entries again whose text or title names what was renamed, came or went since the facts before."""
    for kind in KINDS.values():
        parts, bound = [], []
        for name, field in kind.fields.items() if kind.indexed else ():
            keys = _renamed(field, before, after)
            if len(keys) > MOST_KEYS:
                parts.append(f"{name} IS NOT NULL")
            elif keys and field.type.json:
                parts += [f"instr({name}, ?)"] * len(keys)
                bound += [canonical(key)[1:-1] for key in keys]
            elif keys:
                parts.append(f"{name} IN ({','.join('?' * len(keys))})")
                bound += keys
        if not parts:
            continue
        naming = reading.rows(cursor, kind, f"{PRESENT} AND ({' OR '.join(parts)})", bound)
        for start in range(0, len(naming), MANY):
            index(cursor, kind, ((r["id"], kind.complete(r)) for r in naming[start : start + MANY]), after)


def remove(cursor: Cursor, record: str) -> None:
    """Take one entry out of the index."""
    row = cursor.execute("SELECT n FROM search_row WHERE id = ?", (record,)).fetchone()
    if row:
        cursor.execute("DELETE FROM search_row WHERE n = ?", row)
        _follow(cursor, row, ())


def _follow(cursor: Cursor, gone: Iterable[int], texts: Iterable[tuple[int, str]]) -> None:
    """Bring the index up to the plain table; one that refuses is built again, so that no change fails because of it.

    What FTS5 holds back in memory is flushed here: at COMMIT it would be too late to mend anything.
    """
    cursor.execute("SAVEPOINT search_index")
    try:
        cursor.executemany("DELETE FROM search WHERE rowid = ?", [(n,) for n in gone])
        cursor.executemany("INSERT INTO search (rowid, body) VALUES (?, ?)", texts)
        cursor.execute("INSERT INTO search (search) VALUES ('flush')")
    except cipher.DatabaseError:
        cursor.execute("ROLLBACK TO search_index")
        cursor.execute("RELEASE search_index")
        rebuild(cursor)
    else:
        cursor.execute("RELEASE search_index")


# ---- damage ---------------------------------------------------------------------------------------------------------
def rebuild(cursor: Cursor) -> None:
    """Drop the index, however damaged, and build it from the plain table, in the caller's transaction."""
    try:
        cursor.execute("DROP TABLE IF EXISTS search")
    except cipher.DatabaseError:  # FTS5 cannot even open it: forget it, and its tables are plain ones
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute("DELETE FROM sqlite_schema WHERE name = 'search'")
        cursor.execute("PRAGMA writable_schema = RESET")
    for table in SHADOWS:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in TABLE:
        cursor.execute(statement)
    cursor.execute("INSERT INTO search (rowid, body) SELECT n, body FROM search_row")
    cursor.execute("INSERT INTO search (search) VALUES ('flush')")


def optimize(cursor: Cursor) -> None:
    """Merge the index into one segment, so that nothing of what was deleted is left in it; outside a transaction."""
    try:
        cursor.execute("INSERT INTO search (search) VALUES ('optimize')")
    except cipher.DatabaseError:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            rebuild(cursor)
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise


def other_faults(cursor: Cursor, pragma: str) -> list[str]:
    """What ``integrity_check`` or ``quick_check`` finds in a file, but for an index that can be built again.

    The connection must be a fresh one: FTS5 checks the blobs that it remembers from its last search, and calls those
    damaged that another connection has merged since.
    """
    try:
        found = [row[0] for row in cursor.execute(f"PRAGMA {pragma}").fetchall()]
    except cipher.OperationalError as error:
        if "fts5" in str(error) or "constructor failed: search" in str(error):
            return []
        raise
    return [f for f in found if f != "ok" and not f.startswith("fts5:") and "FTS5 table" not in f]


def damaged(cursor: Cursor) -> bool:
    """Whether the index is broken or lacks what the plain table has; the connection must be a fresh one, see
    :func:`other_faults`."""
    try:
        if cursor.execute("PRAGMA integrity_check(search)").fetchone()[0] != "ok":
            return True
        return any(cursor.execute(f"SELECT EXISTS ({query})").fetchone()[0] for query in MISSING) or _mute(cursor)
    except cipher.DatabaseError:
        return True


MISSING = (
    "SELECT n FROM search_row EXCEPT SELECT id FROM search_docsize",
    "SELECT id FROM search_docsize EXCEPT SELECT n FROM search_row",
    f"SELECT id >> {SEGMENT_BITS} AS s FROM search_data WHERE s BETWEEN 1 AND {TOMBSTONES - 1} "
    "EXCEPT SELECT segid FROM search_idx",
    "SELECT 1 FROM search_row WHERE NOT EXISTS (SELECT 1 FROM search_data WHERE id = 1)",
)
"""What must not be there: rows that the index lacks or has too many of, segments without a way in, a lost total."""


def _mute(cursor: Cursor) -> bool:
    """Whether the index does not find some entries by what they begin with."""
    count = cursor.execute("SELECT count(*) FROM search_row").fetchone()[0]
    samples = cursor.execute(
        "SELECT n, substr(body, 1, 3) FROM search_row WHERE n % ? = 0 AND length(body) > 2", (count // SAMPLES + 1,)
    ).fetchall()
    return any(
        cursor.execute("SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?", (_phrase(word), n)).fetchone() is None
        for n, word in samples
    )


def lacks_words(cursor: Cursor) -> bool:
    """Whether the index knows other words than one that is built anew beside it (in memory); takes seconds.

    The connection must be a fresh one and be closed afterwards.
    """
    cursor.execute(TABLE[0].replace("TABLE search", "TABLE temp.again"))
    cursor.execute("INSERT INTO temp.again (rowid, body) SELECT n, body FROM search_row")
    cursor.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)")
    cursor.execute("CREATE VIRTUAL TABLE temp.wanted USING fts5vocab(temp, again, row)")
    try:
        counts = cursor.execute("SELECT (SELECT count(*) FROM words), (SELECT count(*) FROM wanted)").fetchone()
        missing = cursor.execute(
            "SELECT 1 FROM wanted a LEFT JOIN words w ON w.term = a.term WHERE w.doc IS NOT a.doc LIMIT 1"
        ).fetchone()
    except cipher.DatabaseError:
        return True
    return bool(missing) or counts[0] != counts[1]


# ---- queries --------------------------------------------------------------------------------------------------------
def terms(text: str) -> list[str]:
    """The folded words of a query; a telephone number in any notation is one word of digits."""
    compact = "".join(c for c in text if not c.isspace())
    if len(compact) >= 4 and all(c.isdigit() or c in "+()/-.–" for c in compact):
        return [digits(text)]
    return fold(text).split()


def is_short(text: str) -> bool:
    """Whether a query has only words that are too short for the index."""
    words = terms(text)
    return bool(words) and all(len(w) < 3 for w in words)


def _phrase(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def condition(text: str, *, plain: bool = False) -> tuple[str, list[Json]]:
    """SQL that selects the ``search_row`` rows (alias ``s``) which contain every word of the query, and its values.

    With ``plain`` it does without the index, which is slower and finds the same.
    """
    return _condition(terms(text), plain=plain)


def condition_with(companion: Kind, text: str, *, plain: bool = False) -> tuple[str, list[Json]]:
    """The same, where each word may also stand in what only this office knows of the entry."""
    parts, values = [], []
    for word in terms(text):
        one, bound = _condition([word], plain=plain)
        parts.append(
            f"({one} OR s.id IN (SELECT c.parent FROM {companion.table} c WHERE c.id IN (SELECT s.id FROM search_row s "
            f"NOT INDEXED WHERE s.kind = '{companion.name}' AND {one})))"
        )
        values += [*bound, *bound]
    return " AND ".join(parts) or "1", values


def _condition(words: Sequence[str], *, plain: bool) -> tuple[str, list[Json]]:
    parts: list[str] = []
    values: list[Json] = []
    long = [w for w in words if len(w) >= 3 and not plain]
    if long:
        parts.append("s.n IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(" AND ".join(_phrase(w) for w in long))
    for word in words:
        if len(word) < 3 or plain:
            parts.append("s.body LIKE ? ESCAPE '\\'")
            literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            values.append(f"%{literal}%")
    return " AND ".join(parts) or "1", values


Sql = tuple[str, list[Json]]
"""A query and its values."""
Query = Callable[[bool], Sql]
"""The query of something that is looked for, with the index or (``True``) without it."""


def rows(cursor: Cursor, query: Query) -> list[tuple[Json, ...]]:
    """The rows of a query that searches; where the index is damaged, found without it."""
    return [row for part in parts_of_rows(cursor, query) for row in part]


def parts_of_rows(cursor: Cursor, query: Query, first: int = PART) -> Iterator[list[tuple[Json, ...]]]:
    """The same in parts, the first of them small: whoever shows rows need not wait for the last."""
    given = 0
    try:
        for part in _parts(cursor.execute(*query(False)), first):
            yield part
            given += len(part)
    except cipher.DatabaseError:
        every = cursor.execute(*query(True)).fetchall()
        yield every[given:]


def _parts(cursor: Cursor, first: int) -> Iterator[list[tuple[Json, ...]]]:
    part = cursor.fetchmany(first)
    while part:
        yield part
        part = cursor.fetchmany(PART)
