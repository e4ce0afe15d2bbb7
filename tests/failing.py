"""A store whose n-th statement fails, and all that a store holds, for tests of "done or not done"."""

from __future__ import annotations

import contextlib
import hashlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from sqlalchemy import event

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

MOST = 4000


class Broken(Exception):
    """The statement that fails."""


@contextlib.contextmanager
def failing_at(store: Store, number: int) -> Iterator[None]:
    """Inside, the n-th statement of a change fails: of the ORM, of the raw cursor, or its commit."""
    seen = 0

    def count(*_arguments: object) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            raise Broken(f"Anweisung {number}")

    original = inspect.getattr_static(Change, "cursor").fget

    def cursor(self: Change) -> Any:
        count()
        return original(self)

    event.listen(store.engine, "before_cursor_execute", count)
    event.listen(store.engine, "commit", count)
    try:
        with mock.patch.object(Change, "cursor", property(cursor)):
            yield
    finally:
        event.remove(store.engine, "before_cursor_execute", count)
        event.remove(store.engine, "commit", count)


def contents(store: Store) -> str:
    """A hash of every row of every table, and of the files beside the store.

    A number that a failed COMMIT would have given out is left out for good (docs/decisions/0033): that file may go on.
    """
    found = hashlib.blake2b()
    with store.reading() as cursor:
        tables = [r[0] for r in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for table in tables:
            if not table.startswith(("search_", "sqlite_")):  # the inside of the full-text index, statistics
                for row in sorted(map(repr, cursor.execute(f"SELECT * FROM {table}").fetchall())):
                    found.update(f"{table}{row}\n".encode())
    for path in sorted(store.paths.data.rglob("*")):
        if path.is_file() and path != store.paths.numbers and not path.name.startswith(store.paths.store.name):
            found.update(f"{path.name} {path.stat().st_size}\n".encode())
    return found.hexdigest()


def visible(store: Store) -> dict[str, dict[str, Any]]:
    """What people see: the values of all entries that are not in the Papierkorb."""
    return {k: {s.id: {n: v for n, v in s.values.items() if v is not None} for s in store.all(k)} for k in KINDS}


def whole_or_not_at_all(store: Store, verb: Callable[[Change], object]) -> ChangeSet:
    """Let a verb fail at each of its statements: nothing may be left behind. Then it succeeds; gives its ChangeSet."""
    before = contents(store)
    for number in range(1, MOST):
        try:
            with failing_at(store, number), store.change() as change:
                verb(change)
        except Broken:
            assert contents(store) == before, f"half done after statement {number}"
        else:
            assert contents(store) != before and store.check() == []
            return change.set
    raise AssertionError("the verb never ended")
