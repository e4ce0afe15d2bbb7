"""What the tests of the exchange say often."""

from __future__ import annotations

from netzwerkhilfe.store import reading, state
from netzwerkhilfe.store.store import Store


def person(store: Store, name: str = "Haddad", **values: object) -> str:
    """A volunteer whom all offices may see."""
    with store.change() as change:
        return change.add("volunteers", {"last_name": name, "consent_network": True, **values}).id


def update(store: Store, record: str, **values: object) -> None:
    """Change an entry."""
    with store.change() as door:
        door.update(record, values)


def digest(store: Store, space: str = "net") -> str:
    """The digest of a space."""
    with store.reading() as cursor:
        return state.export(cursor, space).digest


def open_conflicts(store: Store) -> list[tuple[str, set[object]]]:
    """The open conflicts with their values."""
    with store.reading() as cursor:
        return [(c.register, {v.value for v in c.values}) for c in reading.conflicts(cursor)]
