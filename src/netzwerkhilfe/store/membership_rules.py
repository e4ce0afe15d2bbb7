"""What follows from signed statements about who belongs to the network: as pure functions without SQL.

The statements form a graph by their parents. One holds if its signer had the right in the state of its ancestors and no
revoke voids it; from those that hold follow the members. Every PC that has the same statements computes the same
members, in whatever order they came. The reasons for the rules stand in docs/sicherheit.md.

**Rights.** Administrators add, set roles and rights, and revoke; everybody may revoke itself and give itself new keys;
an office PC names its own recovery sheet and revokes the helpers of its office. Sheets of more than half of the offices
may do what administrators may. Where nobody administers, the longest-standing office PC does; where no office PC is
left, the longest-standing one that was one, so that nobody who made each other helpers at the same time is locked out.

**Revokes.** A revoke is final. It voids what its subject signed that is not among its ancestors, and what hangs on
that. Where revokes void each other, the one stays whose subject was revoked by more offices; then the one of the
longer-standing signer.

**At the same time.** Of values set without knowing of each other the lesser right holds.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from netzwerkhilfe.store.statements import NO_ONE, PRESENTING, Does, Keys, Statement, sheet_of

OFFICE = "office"


@dataclass(frozen=True)
class Member:
    """What holds of a PC.

    :param admin: whether it was given the right to administer (see :meth:`Membership.may_administer`).
    :param word: its own word that the keys are its own.
    :param since: the statement that took it in.
    :param standing: how deep in the chain that one lies: the less, the longer it stands.
    :param sheet: the public keys of its recovery sheet, if it has named one.
    :param once_office: whether it is or was an office PC.
    """

    id: str
    office: str
    role: str
    admin: bool
    keys: Keys
    word: str
    since: str
    standing: int
    sheet: Keys | None = None
    once_office: bool = True

    @property
    def age(self) -> tuple[int, str]:
        """By which the longer-standing comes first."""
        return self.standing, self.id


@dataclass(frozen=True)
class Membership:
    """The state that follows from a set of statements."""

    members: Mapping[str, Member]
    former: Mapping[str, Member]
    """The PCs that were revoked, as they last were."""
    departed: frozenset[str]
    """The PCs among the former ones that have left by themselves."""
    leaving: frozenset[str]
    """The offices of which an office PC has left by itself, and where nobody was taken in since."""
    holding: frozenset[str]
    """The statements that hold."""

    @functools.cached_property
    def administrators(self) -> frozenset[str]:
        """Who may add, set and revoke."""
        return _administrators(self.members.values())

    @property
    def offices(self) -> frozenset[str]:
        """The offices that have an office PC."""
        return frozenset(m.office for m in self.members.values() if m.role == OFFICE)

    @property
    def left(self) -> frozenset[str]:
        """The offices that have left: none of their office PCs is there any more, one of them ended itself."""
        return self.leaving - self.offices


def _administrators(members: Iterable[Member]) -> frozenset[str]:
    everybody = list(members)
    office_pcs = [m for m in everybody if m.role == OFFICE] or [m for m in everybody if m.once_office]
    return frozenset(m.id for m in office_pcs if m.admin) or frozenset(
        m.id for m in sorted(office_pcs, key=lambda m: m.age)[:1]
    )


class State(NamedTuple):
    """What holds of a part of a chain, as bits: its revokes, its statements, and the keys in two hands that ended."""

    accepted: int
    holding: int
    ended: int


@dataclass
class Graph:
    """The statements in an order with ancestors first, and what is looked up of them by their places. It only grows."""

    statements: list[Statement] = field(default_factory=list)
    past: list[int] = field(default_factory=list)
    """The ancestors of each, as bits."""
    depth: list[int] = field(default_factory=list)
    position: dict[str, int] = field(default_factory=dict)
    about: dict[str, list[int]] = field(default_factory=dict)
    by: dict[str, list[int]] = field(default_factory=dict)
    presented: dict[str, list[int]] = field(default_factory=dict)
    """Where each key was brought."""
    revokes: int = 0
    shared: int = 0
    """The statements that bring a signing key which another PC brought too."""
    size: int = 0
    """Bytes of the texts and signatures."""
    before: dict[int, State] = field(default_factory=dict)
    """What held when they were taken in, each by its ancestors: then they had their right."""
    rights: dict[tuple[int, State], bool] = field(default_factory=dict)

    def copy(self) -> Graph:
        """One that grows by itself."""
        return Graph(
            list(self.statements),
            list(self.past),
            list(self.depth),
            dict(self.position),
            {pc: list(places) for pc, places in self.about.items()},
            {pc: list(places) for pc, places in self.by.items()},
            {key: list(places) for key, places in self.presented.items()},
            self.revokes,
            self.shared,
            self.size,
            dict(self.before),
            dict(self.rights),
        )

    def past_of(self, statement: Statement) -> int:
        """The ancestors of a statement that need not be here, as bits."""
        found = 0
        for parent in statement.parents:
            i = self.position[parent]
            found |= self.past[i] | 1 << i
        return found

    def append(self, statement: Statement, state: State | None = None) -> None:
        """One more."""
        i = len(self.statements)
        self.past.append(self.past_of(statement))
        self.depth.append(max((self.depth[self.position[p]] + 1 for p in statement.parents), default=0))
        self.statements.append(statement)
        self.position[statement.id] = i
        self.about.setdefault(statement.subject, []).append(i)
        self.by.setdefault(statement.signer, []).append(i)
        self.size += size_of(statement)
        if statement.does is Does.REVOKE:
            self.revokes |= 1 << i
        if statement.does in PRESENTING:
            for key in statement.keys:
                self.presented.setdefault(key, []).append(i)
            hands = self.presented[statement.keys.signing]
            if len({self.statements[j].subject for j in hands}) > 1:
                self.shared |= sum(1 << j for j in hands)
        if state is not None:
            self.before[i] = state

    def state_before(self, statement: Statement) -> State:
        """What holds of its ancestors."""
        part = self.past_of(statement)
        if not part & self.revokes:
            return State(0, part, 0)
        if len(statement.parents) == 1:
            i = self.position[statement.parents[0]]
            known = self.before.get(i)
            if known and not self.revokes >> i & 1 and not self.shared:
                return known._replace(holding=known.holding | 1 << i)
        return Rules(self, part).state


def size_of(statement: Statement) -> int:
    """About how many bytes a statement takes in a head."""
    return len(statement.text) + 132 * len(statement.signatures)


class Rules:
    """What follows from a part of a chain, given as bits, that has all of its ancestors.

    ``accepted`` are the revokes that were decided to hold, ``holding`` all statements that hold under them.
    """

    def __init__(self, graph: Graph, part: int, state: State | None = None) -> None:
        self.graph, self.part = graph, part
        self.statements, self.past, self.depth = graph.statements, graph.past, graph.depth
        self.about, self.by = graph.about, graph.by
        if state is None:
            self.accepted = self._decide()
            void = sum(1 << i for i in self._revokes() if not self.accepted >> i & 1)
            self.holding = self._holding(self.accepted) & ~void
        else:
            self.accepted, self.holding = state.accepted, state.holding

    @property
    def state(self) -> State:
        """What holds, in short."""
        return State(self.accepted, self.holding, self._ended_bits(self.accepted))

    def membership(self) -> Membership:
        """The state."""
        members = self._members(self.holding, self.accepted)
        former = {
            pc: member
            for pc in {self.statements[i].subject for i in _bits(self.accepted)}
            if (member := self._member(pc, self.holding & ~self.accepted, 0)) and pc not in members
        }
        ended = self._departed()
        departed = frozenset(pc for pc in ended if pc in former)
        leaving = frozenset(former[pc].office for pc in departed if not self._came_since(former[pc].office, ended[pc]))
        holding = frozenset(self.statements[i].id for i in _bits(self.holding))
        return Membership(members, former, departed, leaving, holding)

    def _departed(self) -> dict[str, list[int]]:
        """The office PCs that have ended themselves, each with where; a helper that goes is no office that leaves."""
        found: dict[str, list[int]] = {}
        for i in _bits(self.accepted):
            end = self.statements[i]
            member = self._member(end.subject, self.holding & self.past[i], self.accepted & self.past[i])
            if end.signer == end.subject and member and member.role == OFFICE and not self._struck_before(i):
                found.setdefault(end.subject, []).append(i)
        return found

    def _came_since(self, office: str, ends: list[int]) -> bool:
        """Whether somebody was taken in there who knew of one of these ends."""
        later = (j for j in _bits(self.holding) if any(self.past[j] >> end & 1 for end in ends))
        return any(self.statements[j].facts.get("office") == office for j in later)

    def _struck_before(self, end: int) -> bool:
        """Whether others have struck the PC off that ends itself, without knowing of that."""
        pc = self.statements[end].subject
        return any(
            self.statements[i].subject == pc and self.statements[i].signer != pc and not self.past[i] >> end & 1
            for i in _bits(self.accepted)
        )

    def grants(self, statement: Statement) -> bool:
        """Whether a further statement, with all of this part as its ancestors, would have the right it needs."""
        return self._right(statement, self.holding, self.accepted)

    def signer_administers(self, statement: Statement) -> bool:
        """Whether who signs a further statement administers."""
        signer = self._member(statement.signer, self.holding, self.accepted)
        return signer is not None and self._administers(signer, self.holding, self.accepted)

    def signing_keys(self, statement: Statement) -> dict[str, str]:
        """The keys by which its signatures are checked."""
        found: dict[str, str] = {}
        signer = self._member(statement.signer, self.holding, self.accepted)
        if signer:
            found[signer.id] = signer.keys.signing
        for pc in statement.sheets:
            holder = self._member(pc, self.holding, self.accepted)
            if holder and holder.sheet:
                found[sheet_of(pc)] = holder.sheet.signing
        return found

    # What holds

    def _holding(self, accepted: int) -> int:
        """The statements that have their right and are not voided, where these revokes hold."""
        void = 0
        for revoke in _bits(accepted):
            void |= self._voided(revoke)
        before, rights, past = self.graph.before, self.graph.rights, self.past
        holding = 0
        for i in _bits(self.part & ~void):
            behind = past[i]
            state = State(accepted & behind, holding & behind, self._ended_bits(accepted & behind))
            right = before.get(i) == state or rights.get((i, state))
            if right is None:
                right = rights[i, state] = self._right(self.statements[i], state.holding, state.accepted)
            if right:
                holding |= 1 << i
        return holding

    def _voided(self, revoke: int) -> int:
        """All that a revoke voids, as bits."""
        signed = self.by.get(self.statements[revoke].subject, ())
        return sum(1 << i for i in signed if self._voids(revoke, i))

    def _voids(self, revoke: int, other: int) -> bool:
        """Whether a revoke voids what its subject said: all that it did not know of, but no revoke of the same PC."""
        one, two = self.statements[revoke], self.statements[other]
        return (
            two.signer == one.subject
            and not self.past[revoke] >> other & 1
            and not (two.does is Does.REVOKE and two.subject == one.subject)
        )

    def _right(self, statement: Statement, holding: int, accepted: int) -> bool:
        """Whether the signer has the right to say so, and it can be said, in the state that these make."""
        if statement.does is Does.ROOT:
            return True
        subject = self._member(statement.subject, holding, accepted)
        if not self._possible(statement, subject, holding):
            return False
        if statement.signer == NO_ONE:
            return self._by_sheets(statement, holding, accepted)
        signer = self._member(statement.signer, holding, accepted)
        if signer is None:
            return False
        own = statement.subject == signer.id
        if own and (statement.does in (Does.REKEY, Does.REVOKE) or "sheet_signing_key" in statement.facts):
            return statement.does is not Does.SET or signer.role == OFFICE
        if statement.does is Does.REKEY or "sheet_signing_key" in statement.facts:
            return False
        if statement.does is Does.REVOKE and subject and signer.role == OFFICE and subject.role != OFFICE:
            return subject.office == signer.office or self._administers(signer, holding, accepted)
        return self._administers(signer, holding, accepted)

    def _possible(self, statement: Statement, subject: Member | None, holding: int) -> bool:
        """Whether a statement makes sense of its subject: a known PC is not added, its keys are not taken twice."""
        if statement.does is Does.ADD:
            return not self._introduced(statement.subject, holding) and not self._used(statement.keys, holding)
        if subject is None:
            return False
        if statement.does is Does.REKEY:
            return not self._used(statement.keys, holding)
        return not (statement.facts.get("admin") is True and subject.role != OFFICE)

    def _introduced(self, pc: str, holding: int) -> bool:
        return any(
            holding >> i & 1 and self.statements[i].does in (Does.ROOT, Does.ADD) for i in self.about.get(pc, ())
        )

    def _used(self, keys: Keys, holding: int) -> bool:
        """Whether somebody has or had one of these keys."""
        return any(holding >> i & 1 for key in keys for i in self.graph.presented.get(key, ()))

    def _by_sheets(self, statement: Statement, holding: int, accepted: int) -> bool:
        """Whether the sheets that sign are those of more than half of the offices."""
        members = self._members(holding, accepted)
        offices = {m.office for m in members.values() if m.role == OFFICE}
        signing = {m.office for m in members.values() if m.role == OFFICE and m.sheet and m.id in statement.sheets}
        known = all(pc in members and members[pc].sheet for pc in statement.sheets)
        return known and statement.does is not Does.REKEY and 2 * len(signing) > len(offices)

    def _administers(self, member: Member, holding: int, accepted: int) -> bool:
        if not member.once_office:
            return False
        return member.admin or member.id in _administrators(self._members(holding, accepted).values())

    def _members(self, holding: int, accepted: int) -> dict[str, Member]:
        found: dict[str, Member] = {}
        for pc in self.about:
            member = self._member(pc, holding, accepted)
            if member:
                found[pc] = member
        return found

    def _member(self, pc: str, holding: int, accepted: int) -> Member | None:
        """What holds of a PC in the state that these make; ``None`` if it is no member."""
        said = [i for i in self.about.get(pc, ()) if holding >> i & 1 or accepted >> i & 1]
        if any(accepted >> i & 1 for i in said):
            return None
        added = [i for i in said if self.statements[i].does in (Does.ROOT, Does.ADD)]
        if not added:
            return None
        first = min(added, key=lambda i: (self.depth[i], self.statements[i].id))
        joined = self.statements[first].facts
        others = [i for i in said if i not in added]
        presented = self._presented(first, others)
        keys = presented.keys
        if keys.signing in self._ended(accepted):
            return None
        roles = [str(self.statements[i].facts["role"]) for i in self._last([first, *others], "role")]
        role = min((r for r in roles if r != OFFICE), default=OFFICE)
        sheets = self._last(others, "sheet_signing_key")
        return Member(
            pc,
            str(joined["office"]),
            role,
            role == OFFICE and self._admin(first, others),
            keys,
            str(presented.facts["word"]),
            self.statements[first].id,
            self.depth[first],
            self._sheet(sheets),
            OFFICE in (joined["role"], *(self.statements[i].facts.get("role") for i in others)),
        )

    def _ended(self, accepted: int) -> set[str]:
        """The signing keys in two hands that revoked PCs ever had: who returns needs new ones."""
        return {self.statements[i].keys.signing for i in _bits(self._ended_bits(accepted))}

    def _ended_bits(self, accepted: int) -> int:
        """The statements that bring them. A key that only the revoked PC itself has brought needs no look."""
        if not self.graph.shared:
            return 0
        ended = {self.statements[revoke].subject for revoke in _bits(accepted)}
        return sum(1 << i for i in _bits(self.graph.shared & self.part) if self.statements[i].subject in ended)

    def _admin(self, first: int, others: list[int]) -> bool:
        """Whether it may administer: the root's PC, and who was given the right; a change to a helper ends it."""
        said = [i for i in others if self.statements[i].facts.keys() & {"admin", "role"}]
        last = self._newest([i for i in said if "admin" in self.statements[i].facts or self._demotes(i)])
        if not last:
            return self.statements[first].does is Does.ROOT
        return all(self.statements[i].facts.get("admin") is True for i in last)

    def _demotes(self, i: int) -> bool:
        return bool(self.statements[i].facts.get("role", OFFICE) != OFFICE)

    def _presented(self, first: int, others: list[int]) -> Statement:
        """The statement that brought its keys."""
        last = self._newest([i for i in others if self.statements[i].does is Does.REKEY])
        return min((self.statements[i] for i in last or [first]), key=lambda s: s.id)

    def _sheet(self, last: list[int]) -> Keys | None:
        if not last:
            return None
        facts = min((self.statements[i] for i in last), key=lambda s: s.id).facts
        return Keys(str(facts["sheet_encryption_key"]), str(facts["sheet_signing_key"]))

    def _last(self, positions: list[int], fact: str) -> list[int]:
        return self._newest([i for i in positions if fact in self.statements[i].facts])

    def _newest(self, positions: list[int]) -> list[int]:
        """Those of them that none of the others knew of."""
        found: list[int] = []
        known = 0
        for i in sorted(positions, reverse=True):
            if not known >> i & 1:
                found.append(i)
            known |= self.past[i]
        return found

    # Which revokes hold

    def _revokes(self) -> Iterator[int]:
        return _bits(self.part & self.graph.revokes)

    def _decide(self) -> int:
        """Decide revoke by revoke: those that no open one would void hold; where all void each other, by weight."""
        accepted = 0
        open_ = set(self._revokes())
        while open_:
            holding = self._holding(accepted)
            standing = {i for i in open_ if holding >> i & 1}
            if not standing:
                break
            voided = {i: self._voided_by(i, standing, holding, accepted) for i in standing}
            blocked = {i for i in standing if any(accepted >> v & 1 for v in voided[i])}
            attacked = {v for i in standing - blocked for v in voided[i]}
            free = standing - blocked - attacked
            if blocked:
                open_ -= blocked
            elif free:
                accepted |= sum(1 << i for i in free)
                open_ -= free
            else:
                chosen = self._heaviest(voided)
                accepted |= 1 << chosen
                open_ -= {chosen, *(i for i in standing if chosen in voided[i])}
        return accepted

    def _voided_by(self, revoke: int, standing: set[int], holding: int, accepted: int) -> set[int]:
        """Which other revokes would no longer hold if this one did; accepted ones among them."""
        signed = [i for i in self.by.get(self.statements[revoke].subject, ()) if self.part >> i & 1]
        if not any(self._voids(revoke, i) for i in signed):
            return set()
        then = self._holding(accepted | 1 << revoke)
        decided = {i for i in _bits(accepted) if holding >> i & 1}
        return {i for i in (standing | decided) - {revoke} if not then >> i & 1}

    def _heaviest(self, voided: Mapping[int, set[int]]) -> int:
        """The revoke that stays of those that void each other."""
        circle = _first_circle(voided)
        # who would lose the ground under its feet with another revoke is no witness of its own
        unsure = {
            v for i, gone in voided.items() for v in gone if self.statements[i].subject != self.statements[v].signer
        }

        def weight(i: int) -> tuple[bool, int, int, int, str, str]:
            same = {j for j in voided if self.statements[j].subject == self.statements[i].subject}
            signer = self._member(self.statements[i].signer, self._holding(0) & self.past[i], 0)
            return (
                self.statements[i].signer != NO_ONE,
                -len(self._offices_of(same - unsure)),
                -len(self._offices_of(same)),
                signer.standing if signer else -1,
                signer.id if signer else "",
                self.statements[i].id,
            )

        return min(circle, key=weight)

    def _offices_of(self, revokes: Iterable[int]) -> set[str]:
        """The offices that have signed these, by their administrators or by their sheets."""
        found: set[str] = set()
        for i in revokes:
            statement = self.statements[i]
            for pc in (statement.signer,) if statement.signer else statement.sheets:
                member = self._member(pc, self._holding(0) & self.past[i], 0)
                found |= {member.office} if member else set()
        return found


def _bits(number: int) -> Iterator[int]:
    """The positions of the bits that are set, from the lowest."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _first_circle(voided: Mapping[int, set[int]]) -> set[int]:
    """Those that void each other around, and that nobody outside voids."""
    reach: dict[int, set[int]] = {}
    for start in voided:
        seen: set[int] = set()
        todo = [start]
        while todo:
            for following in voided.get(todo.pop(), ()):
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        reach[start] = seen
    circles = [{j for j in voided if j in reach[i] and i in reach[j]} for i in voided if i in reach[i]]
    return min((c for c in circles if not any(reach[i] & c for i in voided if i not in c)), key=min)
