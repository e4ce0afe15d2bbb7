"""The search index: one folded text for each entry, in FTS5 with trigrams, in step with every change.

Folding is done here and not by SQLite. Words of one or two letters are looked up in the plain table, since trigrams
need three.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.fields import PHONE, Facts, show
from netzwerkhilfe.models.text import digits, fold
from netzwerkhilfe.store import algebra


def body(kind: Kind, values: Mapping[str, Any], facts: Facts) -> str:
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


def sort_title(kind: Kind, values: Mapping[str, Any], facts: Facts) -> str:
    """The folded title by which lists are ordered."""
    return fold(kind.name_of(values, facts))


def index(cursor: Any, kind: Kind, record: str, values: Mapping[str, Any], facts: Facts) -> None:
    """Put one entry into the index, or out of it when it is sealed or its kind is not listed."""
    row = cursor.execute("SELECT n FROM search_row WHERE id = ?", (record,)).fetchone()
    if not kind.indexed or algebra.away(values.get("seal")):
        if row:
            cursor.execute("DELETE FROM search WHERE rowid = ?", row)
            cursor.execute("DELETE FROM search_row WHERE n = ?", row)
        return
    text, title = body(kind, values, facts), sort_title(kind, values, facts)
    if row:
        cursor.execute("DELETE FROM search WHERE rowid = ?", row)
        cursor.execute("UPDATE search_row SET title = ?, body = ? WHERE n = ?", (title, text, row[0]))
        number = row[0]
    else:
        cursor.execute(
            "INSERT INTO search_row (id, kind, title, body) VALUES (?, ?, ?, ?)", (record, kind.name, title, text)
        )
        number = cursor.execute("SELECT last_insert_rowid()").fetchone()[0]
    cursor.execute("INSERT INTO search (rowid, body) VALUES (?, ?)", (number, text))


def index_many(cursor: Any, kind: Kind, entries: Iterable[tuple[str, Mapping[str, Any]]], facts: Facts) -> None:
    """The same for some hundred entries of a kind at once."""
    wanted = dict(entries)
    if not kind.indexed or not wanted:
        return
    marks = ",".join("?" * len(wanted))
    present = dict(cursor.execute(f"SELECT id, n FROM search_row WHERE id IN ({marks})", tuple(wanted)).fetchall())
    cursor.executemany("DELETE FROM search WHERE rowid = ?", [(n,) for n in present.values()])
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
    cursor.executemany("INSERT INTO search (rowid, body) VALUES (?, ?)", texts)


def remove(cursor: Any, record: str) -> None:
    """Take one entry out of the index."""
    row = cursor.execute("SELECT n FROM search_row WHERE id = ?", (record,)).fetchone()
    if row:
        cursor.execute("DELETE FROM search WHERE rowid = ?", row)
        cursor.execute("DELETE FROM search_row WHERE n = ?", row)


def terms(text: str) -> list[str]:
    """The folded words of a query; a telephone number in any notation is one word of digits."""
    compact = "".join(c for c in text if not c.isspace())
    if len(compact) >= 4 and all(c.isdigit() or c in "+()/-.–" for c in compact):
        return [digits(text)]
    return fold(text).split()


def condition(text: str) -> tuple[str, list[Any]]:
    """SQL that selects the ``search_row`` rows (alias ``s``) which contain every word of the query, and its values."""
    parts, values = [], []
    words = terms(text)
    long = [w for w in words if len(w) >= 3]
    if long:
        parts.append("s.n IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(" AND ".join('"' + w.replace('"', '""') + '"' for w in long))
    for word in words:
        if len(word) < 3:
            parts.append("s.body LIKE ? ESCAPE '\\'")
            plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            values.append(f"%{plain}%")
    return " AND ".join(parts) or "1", values
