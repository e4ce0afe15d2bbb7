"""Which entries a list shows, in which order. Runs off the window's thread."""

from __future__ import annotations

from netzwerkhilfe.models.text import fold
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.listing.spec import Query


def run(store: Store, query: Query) -> list[str]:
    """The ids of a query. Lists come ordered by title; other columns are ordered here, empty cells last."""
    ids = store.ids(query.kind, query.text, query.conditions)
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
