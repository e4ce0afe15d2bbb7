"""What each sender has confirmed: the vector of its newest package that was read here."""

from __future__ import annotations

from netzwerkhilfe.exchange import authority, members
from netzwerkhilfe.exchange.package import Head, Opened
from netzwerkhilfe.store import algebra, peer_vectors, state
from netzwerkhilfe.store.algebra import Vector
from netzwerkhilfe.store.relays import Sender
from netzwerkhilfe.store.store import Store


def vector_of(store: Store, opened: Opened) -> Vector:
    """The vector of a package; its body need not be opened if its sender has said the same before, or knows what is
    known here.

    Raises :class:`~netzwerkhilfe.store.state.Damaged`.
    """
    with store.reading() as cursor:
        said_before = peer_vectors.by_sender(cursor, opened.head.space).get(opened.head.sender)
        here = state.vector_of(cursor, opened.head.space)
    for known in (said_before, here):
        if known is not None and state.vector_hash(known) == opened.head.vector_hash:
            return known
    return opened.vector


def covered(store: Store, opened: Opened) -> bool:
    """Whether everything a package holds has been taken in already. Raises ``Damaged``."""
    with store.reading() as cursor:
        here = state.vector_of(cursor, opened.head.space)
    return algebra.includes(here, vector_of(store, opened))


def said(store: Store, head: Head) -> Vector:
    """The vector of the last package of this sender that was read here."""
    with store.reading() as cursor:
        return peer_vectors.by_sender(cursor, head.space).get(head.sender, {})


def sender(store: Store, head: Head, *, again: bool = False) -> Sender:
    """Whose package is read, what of its word was read before, and where it counts."""
    known = members.everybody(store).get(head.sender)
    limits = authority.limits(known.access, head.sender, head.space) if known else None
    return Sender(head.sender, said(store, head), again, limits)


def known(store: Store, opened: Opened) -> bool:
    """Whether a package was taken in, and its word about its own changes and ours was read. Raises ``Damaged``."""
    if not covered(store, opened):
        return False
    before = said(store, opened.head)
    judging = (opened.head.sender, store.replica)
    return all(seq <= before.get(key, 0) for key, seq in vector_of(store, opened).items() if key[0] in judging)
