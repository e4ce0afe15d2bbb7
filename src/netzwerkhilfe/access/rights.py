"""Who may do what, as one table: role × space × what the kind is about × verb.

It is asked before something is written at this PC, and of what a package brings as its sender's own. What nobody may do
with an entry of another office (share it, hand it over) stands in :mod:`netzwerkhilfe.access.rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from netzwerkhilfe.access.rules import Access, Role, here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, NET, Kind, Record
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra, erasure
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.unit_of_work import REFUSALS, Change

ONLY_AN_OFFICE = "Das kann nur ein PC des Büros."
OTHER, OWN_OFFICE = "other", "own"
"""Spaces as the table names them, beside ``net``: that of another office, that of one's own."""


class Verb(StrEnum):
    """What is done to an entry."""

    ADD = "add"
    CHANGE = "change"
    SEAL = "seal"
    """Put away, take back, sign, approve."""
    SHARE = "share"
    """Let others see it, take it back, move it, give it to another office."""
    ERASE = "erase"


class About(StrEnum):
    """What the entries of a kind are about."""

    WORK = "work"
    """The daily work: helping, matching, meeting."""
    NETWORK = "network"
    """The network itself: its offices, people, PCs, words, rules and rates."""


NETWORK_KINDS = frozenset(
    {
        "networks",
        "offices",
        "people",
        "devices",
        "places",
        "categories",
        "stages",
        "rent_limits",
        "hints",
        "body_rules",
        "item_templates",
        "text_blocks",
        "handovers",
        "erasure_requests",
    }
)

EVERYTHING = frozenset(Verb)
MAY: dict[tuple[Role, str, About], frozenset[Verb]] = {
    (Role.OFFICE, NET, About.WORK): EVERYTHING,
    (Role.OFFICE, NET, About.NETWORK): EVERYTHING,
    (Role.OFFICE, OWN_OFFICE, About.WORK): EVERYTHING,
    (Role.OFFICE, OWN_OFFICE, About.NETWORK): EVERYTHING,
    (Role.HELPER, NET, About.WORK): frozenset({Verb.ADD, Verb.CHANGE, Verb.SEAL}),
}
"""What is not in the table, nobody may: the space of another office, the network's own entries from a helper's PC."""

OF_ITS_OWN = frozenset({"name", "person", "token"})
"""What every PC may say of itself in its entry under ``devices``; what counts of it stands in signed statements."""


def about(kind_name: str) -> About:
    """What the entries of a kind are about; a kind that only a newer version knows is work."""
    return About.NETWORK if kind_name in NETWORK_KINDS else About.WORK


def may(access: Access, space: str, kind_name: str, verb: Verb) -> bool:
    """Whether somebody at such a PC may do this to entries of a kind in a space."""
    whose = NET if space == NET else OWN_OFFICE if access.may_see(space) else OTHER
    return verb in MAY.get((access.role, whose, about(kind_name)), frozenset())


def may_add(access: Access, space: str, kind_name: str, values: Mapping[str, Json]) -> bool:
    """Whether somebody at such a PC may make an entry with these registers.

    Who makes it says who may see it; only PCs of an office say that it is another office's.
    """
    if not may(access, space, kind_name, Verb.ADD):
        return False
    kind = KINDS.get(kind_name)
    seals = algebra.SEAL in values and verb_of(kind, algebra.SEAL, values[algebra.SEAL]) is Verb.SHARE
    given_away = kind is not None and kind.stands_alone and not access.owns(values.get("office"))
    return access.role is Role.OFFICE or not (seals or given_away)


def verb_of(kind: Kind | None, register: str, value: Json) -> Verb:
    """What it means to change a register to a value."""
    if register == algebra.SEAL:
        moves = isinstance(value, dict) and value.get("kind") == "moved"
        return Verb.SHARE if moves else Verb.SEAL
    shares = {"office"} | ({kind.shared_if, kind.withheld[0]} if kind else set())
    return Verb.SHARE if register in shares else Verb.CHANGE


def refuse(change: Change, kind: Kind, record: Record, changed: Mapping[str, Json] | None) -> None:
    """Asked before anything is written at this PC. Raises ``UserError`` where its role does not allow it.

    :param changed: the new values of the registers that change; ``None`` for a new entry.
    """
    access = here(change)
    if access.role is Role.OFFICE:
        return
    if changed is None:
        values = {name: getattr(record, name) for name in ("office", algebra.SEAL)}
        allowed = may_add(access, record.space, kind.name, values)
    else:
        allowed = all(
            may_change(access, change.replica, record.space, kind.name, record.id, register, value)
            for register, value in changed.items()
        )
    if not allowed:
        raise UserError(ONLY_AN_OFFICE, "Es wurde nichts verändert.", "Bitte wenden Sie sich an Ihr Büro.")


def refuse_erasure(reader: Reader) -> None:
    """Asked before something is erased at this PC. Raises ``UserError`` where its role does not allow it."""
    if not may(here(reader), NET, "", Verb.ERASE):
        raise UserError(ONLY_AN_OFFICE, "Es wurde nichts gelöscht.", "Bitte wenden Sie sich an Ihr Büro.")


REFUSALS.append(refuse)
erasure.REFUSALS.append(refuse_erasure)


def may_change(access: Access, pc: str, space: str, kind_name: str, record: str, register: str, value: Json) -> bool:
    """Whether the PC ``pc`` may change a register of an entry to a value."""
    if kind_name == "devices" and record == pc and register in OF_ITS_OWN:
        return True
    return may(access, space, kind_name, verb_of(KINDS.get(kind_name), register, value))
