"""One act in a test as the window does it: one change, one verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

P = ParamSpec("P")
T = TypeVar("T")


def act(store: Store, verb: Callable[Concatenate[Change, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do a verb of the services in a change of its own; gives what it gives."""
    with store.change() as change:
        return verb(change, *args, **kwargs)
