"""What a package may say: a helper's PC writes no settings, no members, no erasures, and knows of nobody before us.

The package is looked at before anything of it is merged; it is taken whole or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from netzwerkhilfe.access import rights
from netzwerkhilfe.access.rights import About, Verb
from netzwerkhilfe.access.rules import Access, Role, here
from netzwerkhilfe.exchange import handover
from netzwerkhilfe.exchange.package import Opened
from netzwerkhilfe.exchange.report import HeldFor
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra, erasure, merging, reading, state
from netzwerkhilfe.store.algebra import Dot, Vector
from netzwerkhilfe.store.backup import RESTORED
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.healing import OwnWord
from netzwerkhilfe.store.relays import Limits
from netzwerkhilfe.store.store import Store


class NoRight(ValueError):
    """A package contains what its sender may not write."""


def ahead(store: Store, opened: Opened, access: Access) -> set[tuple[str, int]]:
    """The entries (PC, mark) of a helper's vector by which it knows of changes of others that are not here yet.

    It waits for their own packages, so that only its own changes are ever news, whatever it says about others. Raises
    ``Damaged``.
    """
    if access.role is Role.OFFICE:
        return set()
    with store.reading() as cursor:
        known = state.vector_of(cursor, opened.head.space)
    return {at for at, seq in opened.vector.items() if at[0] != opened.head.sender and seq > known.get(at, 0)}


def only_there(store: Store, entries: Collection[tuple[str, int]], members: Collection[str]) -> bool:
    """Whether nobody else can bring these changes any more: they are this PC's own from before it was put back, or of
    PCs that are no members now. Then a person decides.

    :param members: the PCs that are members now.
    """
    restored = bool(store.local(RESTORED))
    return all((restored and mark != store.mark) if pc == store.replica else pc not in members for pc, mark in entries)


def check(store: Store, opened: Opened, access: Access) -> None:
    """Raise :class:`NoRight` if an unseen change of the sender itself does what it may not; ``Damaged``."""
    head, own = opened.head, limits(access, opened.head.sender, opened.head.space)
    if own is None:
        return  # office PCs trust each other's relays
    with store.reading() as cursor:
        known = state.vector_of(cursor, head.space)
        gone = erasure.erased_keys(cursor, head.space)
        for verb, kind, record, registers, derived in _unseen(opened, known):
            if verb is Verb.ERASE:
                allowed = record in gone  # after a restore every PC erases again who was erased since
            elif verb is Verb.ADD:
                allowed = own.add(kind, registers)
            else:
                allowed = all(own.change(kind, record, register, value) for register, value in registers.items())
                fresh = derived and not allowed and reading.find_kind(cursor, record) is None
                allowed = allowed or (fresh and own.add(kind, registers))
            if not allowed:
                raise NoRight(f"{verb} {kind}")


def limits(access: Access, pc: str, space: str) -> Limits | None:
    """What a PC may write of a space; ``None`` for a PC of an office, which may write everything that it sees."""
    if access.role is Role.OFFICE:
        return None
    return Limits(
        lambda kind, values: rights.may_add(access, space, kind, values),
        lambda kind, record, register, value: rights.may_change(access, pc, space, kind, record, register, value),
    )


def own_word(store: Store, space: str) -> OwnWord | None:
    """What this PC may write of a space, on one from which nobody mends; ``None`` on a PC of an office."""
    own = limits(here(store), store.replica, space)
    return own.change if own else None


def asks(store: Store, opened: Opened, offices: Mapping[str, str], said: Vector) -> HeldFor | None:
    """Why an office has to be asked before a package is taken: somebody who is no PC of it erases what belongs to it,
    or calls it another's without its handing over. What is relayed counts as well.

    :param offices: the office of each office PC that is or was a member.
    :param said: the vector of the last package of this sender that was read here.
    Raises ``Damaged``.
    """
    working = store.membership.offices  # nobody else could be asked
    with store.reading() as cursor:
        known = state.vector_of(cursor, opened.head.space)
        gone = erasure.erased_keys(cursor, opened.head.space)
        found = _reaching(opened, known, said)
        for key, pc in sorted(found.erased):
            if key not in gone and (_owners(cursor, key, working) & working) - {offices.get(pc, "")}:
                return HeldFor.ERASES_OTHERS
        for record, pc in sorted(found.taken):
            office = offices.get(pc, "")
            owners = erasure.owners(cursor, erasure.ID + record) & working
            handed = {(case, offices.get(giver, ""), to) for case, giver, to in found.offered}
            handed |= {(record, offices.get(giver, ""), to) for giver, to in handover.offered(cursor, record)}
            if any(owner != office and (record, owner, office) not in handed for owner in owners):
                return HeldFor.TAKES_OTHERS
    return None


def _owners(cursor: Cursor, key: str, working: frozenset[str]) -> frozenset[str]:
    """Whose it is what a key names; what is the network's own and of no office is of all of them."""
    if found := erasure.owners(cursor, key):
        return frozenset(found)
    kind = reading.find_kind(cursor, key.removeprefix(erasure.ID))
    return working if kind and rights.about(kind.name) is About.NETWORK else frozenset()


@dataclass
class _Reaching:
    """What the changes of a package that are news here do to what may be another office's."""

    erased: set[tuple[str, str]] = field(default_factory=set)
    """The keys, each with the PC whose change it is. Under a known change only its author erases anything."""
    taken: set[tuple[str, str]] = field(default_factory=set)
    """The entries whose office changes, each with the PC whose change it is."""
    offered: set[tuple[str, str, str]] = field(default_factory=set)
    """The entries that a PC hands over, it and the office that they go to."""


def _stands_alone(kind_name: str) -> bool:
    kind = KINDS.get(kind_name)
    return kind is not None and kind.stands_alone


def _reaching(opened: Opened, known: Vector, said: Vector) -> _Reaching:
    found, sender = _Reaching(), opened.head.sender
    authors: list[str] = []
    fresh: list[bool] = []
    for text in opened.lines():
        if merging.PLAIN_RECORD.fullmatch(text) and not text.startswith(f'["r","{handover.KIND}"'):
            continue
        match state.parse_line(text):
            case ["c", str() as replica, int() as seq, int() as mark, *_]:
                dot = Dot(replica, seq, mark)
                authors.append(replica)
                fresh.append(not algebra.covers(said if replica == sender else known, dot))
            case ["r", str() as kind, str() as record, _, creation, dict() as made, dict() as changed]:
                new = isinstance(creation, int) and 0 <= creation < len(authors) and fresh[creation]
                if kind == handover.KIND and new:
                    found.offered.add((str(made.get("parent")), authors[creation], str(made.get("to_office"))))
                values = changed.get("office")
                for entry in values if isinstance(values, list) and _stands_alone(kind) else ():
                    match entry:
                        case [int() as position, _] if 0 <= position < len(authors) and fresh[position]:
                            found.taken.add((record, authors[position]))
            case ["e", str() as key, int() as position, *_] if 0 <= position < len(authors):
                if fresh[position] or authors[position] == sender:
                    found.erased.add((key, authors[position]))
            case _:
                pass
    return found


def _unseen(opened: Opened, known: Vector) -> Iterator[tuple[Verb, str, str, dict[str, Json], bool]]:
    """What the sender's own changes do that are not known here, and all that they erase: verb, kind, record, registers
    with their values, and whether the id of the record is derived from a key, so that nobody makes it alone.

    Malformed lines are left to the merge, which refuses them.
    """
    own: set[int] = set()
    fresh: set[int] = set()
    changes = 0
    for text in opened.lines():
        line = state.parse_line(text)
        match line:
            case ["c", str() as replica, int() as seq, int() as mark, *_]:
                if replica == opened.head.sender:
                    own.add(changes)
                    fresh |= set() if algebra.covers(known, Dot(replica, seq, mark)) else {changes}
                changes += 1
            case ["r", str() as kind, str() as record, _, creation, dict() as made, dict() as changed]:
                if creation in fresh:
                    yield Verb.ADD, kind, record, made, False
                for register, values in changed.items():
                    for position, value in values if isinstance(values, list) else ():
                        if position in fresh:
                            yield Verb.CHANGE, kind, record, {register: value}, creation is None
            case ["e", str() as key, int() as position, *_]:
                if position in own:
                    yield Verb.ERASE, "", key, {}, False
            case _:
                pass
