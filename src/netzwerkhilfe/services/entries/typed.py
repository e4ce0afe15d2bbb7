"""What is typed at this PC and cannot be saved yet (it names somebody): kept here alone until it is saved or dropped.

It is offered again only over the value over which it was typed.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

KEPT = "typed"
"""The value of this PC with the texts, by entry and field."""


class _Typed(NamedTuple):
    text: str
    over: Json


def _all(store: Store) -> dict[str, _Typed]:
    return {key: _Typed(*said) for key, said in (store.json_local(KEPT) or {}).items()}


def _write(store: Store, texts: dict[str, _Typed]) -> None:
    store.set_local(**{KEPT: json.dumps(texts)})


def keep(store: Store, entry: Snapshot, name: str, text: str) -> None:
    """Keep what is typed for a field of an entry as it was shown."""
    texts, key = _all(store), f"{entry.id}/{name}"
    said = _Typed(text, entry.values.get(name))
    if texts.get(key) != said:
        _write(store, texts | {key: said})


def kept(store: Store, entry: Snapshot, name: str) -> str | None:
    """What was typed there and never saved; ``None`` where nothing was, or the field has changed since."""
    said = _all(store).get(f"{entry.id}/{name}")
    return said.text if said and said.over == entry.values.get(name) else None


def left_over(store: Store, entry: Snapshot, name: str) -> str | None:
    """What was typed there and never saved, whatever the field says by now: for a field that is closed."""
    said = _all(store).get(f"{entry.id}/{name}")
    return said.text if said and said.text != entry.values.get(name) else None


def forget(store: Store, entry: Snapshot, name: str) -> None:
    """It is saved, or no longer wanted."""
    texts = _all(store)
    if texts.pop(f"{entry.id}/{name}", None):
        _write(store, texts)
