"""What the tests of the exchange say often."""

from __future__ import annotations

from pathlib import Path

from netzwerkhilfe.exchange import export_package, founding, invitation, members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import reading, state
from netzwerkhilfe.store.store import Store
from tests.conftest import PASSPHRASE, Clock


def person(store: Store, name: str = "Haddad", **values: object) -> str:
    """A volunteer whom all offices may see."""
    with store.change() as change:
        return change.add("volunteers", {"last_name": name, "consent_network": True, **values}).id


def update(store: Store, record: str, **values: object) -> None:
    """Change an entry."""
    with store.change() as change:
        change.update(record, values)


def digest(store: Store, space: str = "net") -> str:
    """The digest of a space."""
    with store.reading() as cursor:
        found = state.export(cursor, space).digest
    assert export_package.summary(store, space).digest == found, "what is kept of the last export is not the store's"
    return found


def open_conflicts(store: Store) -> list[tuple[str, set[object]]]:
    """The open conflicts with their values."""
    with store.reading() as cursor:
        return [(c.register, {v.value for v in c.values}) for c in reading.conflicts(cursor)]


def newcomer(
    inviter: Store, office: str, name: str, place: Path, stick: Path, clock: Clock, *, helper: bool = False
) -> Store:
    """One more PC, of a new office or of one that is known, or a person's laptop; invited, confirmed and in step."""
    ticket = place.with_suffix(".einladung")
    words = invitation.invite(inviter, office, ticket, helper=helper)
    made, _ = founding.create_store(Paths(place), lambda s: None, passphrase=PASSPHRASE, person=name, keyring=False)
    made.now = clock
    invitation.join(made, ticket, words, name)
    exchange(made, stick)
    exchange(inviter, stick)
    members.confirm(inviter, name)
    exchange(inviter, stick)
    exchange(made, stick)
    exchange(inviter, stick)
    return made


def in_step(*offices: Store, stick: Path) -> None:
    """Each exchanges, twice round."""
    for office in (*offices, *offices):
        exchange(office, stick)
