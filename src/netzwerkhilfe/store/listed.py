"""The ids of a list in the order of its titles: all of a kind, or those that contain words and meet conditions.

A list shows its first rows while the others are read. For words of three letters and more the index has the answer. A
letter or two are looked for in the texts themselves: most entries of a large list contain them, so the first page is
soon found; a rare one is looked for in the order of the file, which takes a fifth of the time of the order of the
titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.store import search
from netzwerkhilfe.store.conditions import Condition, sql_of
from netzwerkhilfe.store.cursor import Cursor

AHEAD = 2_000
"""So many rows, in the order of the list, are looked at before all others for a letter or two."""
ALL = "search_row s"
IN_ORDER_OF_FILE = f"{ALL} NOT INDEXED"
FIRST = "(SELECT n, id, kind, title, body FROM search_row WHERE kind = ? ORDER BY title, id LIMIT {}) s"


class _Listed:
    """What is asked for."""

    def __init__(self, kind: Kind, text: str, conditions: Sequence[Condition]) -> None:
        self.kind, self.text = kind, text
        where, self._values = sql_of(conditions)
        self._join = f" JOIN {kind.table} t ON t.id = s.id" if where else ""
        self._where = f" AND ({where})" if where else ""

    def query(self, *, among: str = ALL, plain: bool = False) -> search.Sql:
        """SQL and its values."""
        companion = KINDS.get(self.kind.companion)
        if companion and companion.indexed:  # who it is, as far as this office knows
            condition, bound = search.condition_with(companion, self.text, plain=plain)
        else:
            condition, bound = search.condition(self.text, plain=plain)
        where = f"s.kind = ? AND {condition}{self._where}"
        sql = f"SELECT s.id FROM {among}{self._join} WHERE {where} ORDER BY s.title, s.id"
        return sql, [self.kind.name, *bound, *self._values]


def ids_in_parts(
    cursor: Cursor, kind: Kind, text: str, conditions: Sequence[Condition], first: int
) -> Iterator[list[str]]:
    """The ids in parts, as they are found; the first has at most ``first``."""
    asked = _Listed(kind, text, conditions)
    if not search.is_short(text):
        for part in search.parts_of_rows(cursor, lambda plain: asked.query(plain=plain), first):
            yield [row[0] for row in part]
        return
    early = _first(cursor, asked, first)
    if early:
        yield early
    if len(early) < first:
        return
    given = len(early)
    cursor.execute(*asked.query(among=IN_ORDER_OF_FILE))
    cursor.fetchmany(given)
    while part := cursor.fetchmany(search.PART):
        yield [row[0] for row in part]


def _first(cursor: Cursor, asked: _Listed, first: int) -> list[str]:
    """The first page: from the beginning of the list if that has enough, else the least of all."""
    if first <= AHEAD:
        sql, bound = asked.query(among=FIRST.format(AHEAD))
        found = cursor.execute(sql, [asked.kind.name, *bound]).fetchmany(first)
        if len(found) == first:
            return [row[0] for row in found]
    sql, bound = asked.query(among=IN_ORDER_OF_FILE)
    return [row[0] for row in cursor.execute(f"{sql} LIMIT ?", [*bound, first]).fetchall()]
