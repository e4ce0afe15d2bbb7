"""Who belongs to the network: the chain of signed statements that this PC knows, and what of others it takes in.

What follows from them is computed in :mod:`netzwerkhilfe.store.membership_rules`.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from netzwerkhilfe.store.membership_rules import Graph, Membership, Rules, State, size_of
from netzwerkhilfe.store.statements import NO_ONE, PRESENTING, Does, Malformed, Statement, network_of

MOST_OF_ONE = 100
"""So many statements one PC may sign that does not administer, unless somebody else builds on further ones."""
MOST_OF_AN_ADMINISTRATOR = 2_000
MOST_STATEMENTS = 5_000
MOST_BYTES = 4 * 2**20
"""Some hundred times what a network of a few dozen PCs makes; beyond, only administrators and sheets say more."""
MOST_BYTES_IN_ALL = 16 * 2**20
"""Beyond, they only strike off: the head of a package must hold it all."""
MOST_TRIALS = 20
"""So often it is tried whether a PC vouches for the excess of another."""
MOST_READ = 20_000
"""More than could ever have been taken in."""


@dataclass(frozen=True)
class Taken:
    """What became of statements that came."""

    chain: Chain
    new: tuple[str, ...] = ()
    """The ids of those that were taken in, in the order of the graph."""
    refused: tuple[Statement, ...] = ()
    """Those without the right, or with a wrong signature."""
    waiting: tuple[Statement, ...] = ()
    """Those whose ancestors are not all there."""
    excess: tuple[Statement, ...] = ()
    """Those that are more than one PC may sign; a PC that says so much wants to fill the chain."""


@dataclass(frozen=True)
class Chain:
    """A set of statements, each with all of its ancestors and with the right that it needs. Nothing of it changes."""

    _graph: Graph = field(default_factory=Graph, repr=False)

    @classmethod
    def trusted(cls, statements: Iterable[Statement]) -> Chain:
        """Statements that were taken in before, ancestors first: they are not looked at again."""
        graph = Graph()
        for statement in statements:
            graph.append(statement)
        return cls(graph)

    @functools.cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Ancestors first."""
        return tuple(self._graph.statements)

    def __contains__(self, statement: str) -> bool:
        return statement in self._graph.position

    def __getitem__(self, statement: str) -> Statement:
        return self._graph.statements[self._graph.position[statement]]

    @property
    def network(self) -> str:
        """The network's id; empty without statements."""
        return network_of(self.statements[0]) if self.statements else ""

    @functools.cached_property
    def heads(self) -> tuple[str, ...]:
        """The newest statements: those that none builds on."""
        built_on = {p for s in self.statements for p in s.parents}
        return tuple(sorted(s.id for s in self.statements if s.id not in built_on))

    def knew(self, statement: str, earlier: str) -> bool:
        """Whether one statement is an ancestor of another."""
        position = self._graph.position
        return bool(self._graph.past[position[statement]] >> position[earlier] & 1)

    def depth(self, statement: str) -> int:
        """The length of the longest way from the root."""
        return self._graph.depth[self._graph.position[statement]]

    @functools.cached_property
    def now(self) -> Membership:
        """What follows from all of it."""
        return Rules(self._graph, (1 << len(self.statements)) - 1).membership()

    def take(self, statements: Iterable[Statement]) -> Taken:
        """With what came, as far as it belongs here; each is looked at once, whoever brought it."""
        return _Taking(self._graph, statements).taken()


class _Taking:
    """Takes statements in, ancestors first. What one PC signed in excess is taken only where others build on it."""

    def __init__(self, graph: Graph, statements: Iterable[Statement]) -> None:
        self.graph = graph.copy()
        self.open: dict[str, Statement] = {s.id: s for s in statements if s.id not in graph.position}
        self.children: dict[str, list[str]] = defaultdict(list)
        for statement in self.open.values():
            for parent in statement.parents:
                if parent in self.open:
                    self.children[parent].append(statement.id)
        self.new: list[str] = []
        self.refused: list[Statement] = []
        self.excess: dict[str, Statement] = {}

    def taken(self) -> Taken:
        """What became of them."""
        self._take([s.id for s in self.open.values() if self._is_ready(s)])
        while self.excess and self._vouched():
            pass
        waiting = (s for i, s in self.open.items() if i not in self.excess)
        return Taken(
            Chain(self.graph), tuple(self.new), tuple(self.refused), tuple(waiting), tuple(self.excess.values())
        )

    def _is_ready(self, statement: Statement) -> bool:
        return all(p in self.graph.position for p in statement.parents)

    def _take(self, ready: list[str]) -> None:
        while ready:
            statement = self.open[ready.pop()]
            if not self._one(self.graph, statement):
                continue
            ready += self._following(statement.id)

    def _following(self, statement: str) -> list[str]:
        return [c for c in self.children.get(statement, ()) if c in self.open and self._is_ready(self.open[c])]

    def _one(self, graph: Graph, statement: Statement) -> bool:
        state = _admits(graph, statement)
        if state is None:
            self.refused.append(self.open.pop(statement.id))
            return False
        if _too_many(graph, statement, state):
            self.excess[statement.id] = statement
            return False
        self._add(graph, statement, state)
        return True

    def _add(self, graph: Graph, statement: Statement, state: State) -> None:
        graph.append(statement, state)
        self.new.append(statement.id)
        self.open.pop(statement.id)
        self.excess.pop(statement.id, None)

    def _vouched(self) -> bool:
        """Take in the excess that statements of other PCs build on; gives whether there was some."""
        taken, failed = False, Counter[str]()
        for statement in self._vouching():
            if statement.id not in self.open or failed[statement.signer] >= MOST_TRIALS:
                continue
            lacking = self._lacking(statement)
            if lacking is None or not self._is_known_by_signature(statement):
                continue
            trial = self.graph.copy()
            if not _fit(trial, lacking, statement):
                failed[statement.signer] += 1
                continue
            self.graph, taken = trial, True
            for one in (*lacking, statement):
                self.new.append(one.id)
                self.open.pop(one.id)
                self.excess.pop(one.id, None)
            self._take(list(dict.fromkeys(c for one in (*lacking, statement) for c in self._following(one.id))))
        return taken

    def _vouching(self) -> list[Statement]:
        """What builds on the excess of another PC, ancestors first."""
        found: set[str] = set()
        for signer in {s.signer for s in self.excess.values()}:
            todo = [i for i, s in self.excess.items() if s.signer == signer]
            seen = set(todo)
            while todo:
                for child in self.children.get(todo.pop(), ()):
                    if child in self.open and child not in seen:
                        seen.add(child)
                        todo.append(child)
            found |= {i for i in seen if self.open[i].signer != signer}
        return sorted((self.open[i] for i in found), key=lambda s: self._order[s.id])

    @functools.cached_property
    def _order(self) -> dict[str, int]:
        """The places of what came in an order with ancestors first; only what has all of them, or could have."""
        lacking = {i: sum(p in self.open for p in s.parents) for i, s in self.open.items()}
        ready = [i for i, count in lacking.items() if not count]
        found: dict[str, int] = {}
        while ready:
            one = ready.pop()
            found[one] = len(found)
            for child in self.children.get(one, ()):
                lacking[child] -= 1
                if not lacking[child]:
                    ready.append(child)
        return found

    def _is_known_by_signature(self, statement: Statement) -> bool:
        """Whether it was signed by who belongs, or has belonged, here: whatever right it has."""
        graph = self.graph
        if statement.signer == NO_ONE:
            return True
        keys = {graph.statements[i].keys.signing for i in graph.about.get(statement.signer, ()) if _presents(graph, i)}
        return any(statement.signed_with({statement.signer: key}) for key in keys)

    def _lacking(self, statement: Statement) -> list[Statement] | None:
        """Its ancestors that came and are not in, ancestors first; ``None`` if one of them did not come."""
        found: dict[str, Statement] = {}
        todo = list(statement.parents)
        while todo:
            parent = todo.pop()
            if parent in self.graph.position or parent in found:
                continue
            if parent not in self.open:
                return None
            found[parent] = self.open[parent]
            todo += found[parent].parents
        return sorted(found.values(), key=lambda s: self._order[s.id])


def _fit(trial: Graph, lacking: list[Statement], voucher: Statement) -> bool:
    """Whether a statement has its right, with all that it builds on: then others' excess among that is taken too.

    Of what it signed itself no more is taken than ever; and no more than the chain may hold, unless it administers.
    """
    full, state = False, None
    for statement in (*lacking, voucher):
        state = _admits(trial, statement)
        if state is None or (statement.signer == voucher.signer and _too_many(trial, statement, state)):
            return False
        full = full or (_is_full(trial, statement) and not _administered(trial, statement, state))
        trial.append(statement, state)
    return not full or (state is not None and _administered(trial, voucher, state))


def _presents(graph: Graph, i: int) -> bool:
    return graph.statements[i].does in PRESENTING


def _admits(graph: Graph, statement: Statement) -> State | None:
    """What holds before a statement whose ancestors are here, if it has the right to be; else ``None``."""
    if not graph.statements:
        if statement.does is not Does.ROOT or not statement.signed_with({statement.subject: statement.keys.signing}):
            return None
        return State(0, 0, 0)
    if statement.does is Does.ROOT or statement.network != network_of(graph.statements[0]):
        return None
    state = graph.state_before(statement)
    rules = Rules(graph, graph.past_of(statement), state)
    if not rules.grants(statement) or not statement.signed_with(rules.signing_keys(statement)):
        return None
    return state


def _too_many(graph: Graph, statement: Statement, state: State) -> bool:
    """Whether a statement is more than its signer may sign, or than the chain holds of those who do not administer."""
    signed = len(graph.by.get(statement.signer, ()))
    if _administered(graph, statement, state):
        too_large = graph.size + size_of(statement) > MOST_BYTES_IN_ALL and statement.does is not Does.REVOKE
        return statement.signer != NO_ONE and (signed >= MOST_OF_AN_ADMINISTRATOR or too_large)
    return signed >= MOST_OF_ONE or _is_full(graph, statement)


def _is_full(graph: Graph, statement: Statement) -> bool:
    return len(graph.statements) >= MOST_STATEMENTS or graph.size + size_of(statement) > MOST_BYTES


def _administered(graph: Graph, statement: Statement, state: State) -> bool:
    """Whether it is said by who administers, by sheets, or begins the network."""
    if statement.signer == NO_ONE or statement.does is Does.ROOT:
        return True
    return Rules(graph, graph.past_of(statement), state).signer_administers(statement)


def read(data: Iterable[object]) -> list[Statement]:
    """Statements as a package carries them. Raises :class:`Malformed`."""
    found: list[Statement] = []
    for one in data:
        if len(found) >= MOST_READ:
            raise Malformed("too many")
        found.append(Statement.read(one))
    return found
