"""Which entries a list shows, in which order. Runs off the window's thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

from netzwerkhilfe.models.text import fold
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.listing.spec import Query

FIRST = 64
"""So many rows are shown while the others are still read: more than a screen has."""


PAINTING = 0.015
"""So long (seconds) the window has to paint them undisturbed."""


class Outdated(Exception):
    """Nobody waits for the answer any more."""


def run(
    store: Store,
    query: Query,
    first: Callable[[list[str]], object] = lambda _ids: None,
    outdated: Callable[[], bool] = lambda: False,
) -> list[str]:
    """The ids of a query. Lists come ordered by title; other columns are ordered here, empty cells last.

    :param first: gets the first rows as soon as they are known, where they are not all.
    :param outdated: whether another question was asked meanwhile. Raises :class:`Outdated` then.
    """
    ids: list[str] = []
    in_order = not query.sort_by and not query.descending
    with closing(store.ids_in_parts(query.kind, query.text, query.conditions, FIRST)) as parts:
        for part in parts:
            if outdated():
                raise Outdated
            ids += part
            if in_order and len(ids) == FIRST:
                first(part)
                time.sleep(PAINTING)  # Python runs one thread at a time: the window goes first
    if query.sort_by:
        cells = store.sort_values(query.kind, query.sort_by)
        keyed = [(i, _key(cells.get(i, ()))) for i in ids]
        filled = [(i, k) for i, k in keyed if k is not None]
        filled.sort(key=lambda pair: pair[1], reverse=query.descending)
        return [i for i, _ in filled] + [i for i, k in keyed if k is None]
    return ids[::-1] if query.descending else ids


def _key(cells: tuple[object, ...]) -> tuple[int, float, str] | None:
    """Numbers before words; of several columns the first that is filled counts."""
    for cell in cells:
        if cell is None or cell == "":
            continue
        if isinstance(cell, (int, float)):
            return (0, float(cell), "")
        return (1, 0.0, fold(str(cell)))
    return None
