"""The merge rule as pure functions: commutative, associative, idempotent, and nothing undecided is lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkhilfe.store import algebra
from netzwerkhilfe.store.algebra import Dot, Vector


class Replica:
    """One register on one PC, with its vector."""

    def __init__(self, name: str) -> None:
        self.name, self.seq = name, 0
        self.live: dict[Dot, str] = {}
        self.vector: Vector = {}

    def write(self, value: str, replaced: set[Dot]) -> Dot:
        self.seq += 1
        dot = Dot(self.name, self.seq, 1)
        self.live = algebra.write(self.live, replaced, dot, value)
        self.vector[self.name, 1] = self.seq
        return dot

    def file(self) -> tuple[dict[Dot, str], Vector]:
        return dict(self.live), dict(self.vector)

    def take(self, file: tuple[dict[Dot, str], Vector]) -> None:
        live, vector = file
        own = self.vector
        self.live = algebra.merge(
            self.live, live, lambda d: algebra.covers(own, d), lambda d: algebra.covers(vector, d)
        )
        self.vector = algebra.join(self.vector, vector)

    def state(self) -> tuple[object, object]:
        return dict(self.live), dict(self.vector)

    def copy(self) -> Replica:
        twin = Replica(self.name)
        twin.seq, twin.live, twin.vector = self.seq, dict(self.live), dict(self.vector)
        return twin


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_random_histories_converge_and_lose_nothing(seed: int) -> None:
    chance = random.Random(seed)
    replicas = [Replica(n) for n in "ABC"]
    files: list[tuple[dict[Dot, str], Vector]] = []
    written: dict[Dot, str] = {}
    replaced_by_somebody: set[Dot] = set()
    for step in range(chance.randint(3, 25)):
        pc = chance.choice(replicas)
        action = chance.random()
        if action < 0.4:
            shown = {chance.choice(sorted(pc.live))} if pc.live and chance.random() < 0.8 else set()
            replaced_by_somebody |= shown
            written[pc.write(f"v{step}", shown)] = f"v{step}"
        elif action < 0.7:
            files.append(pc.file())
        elif files:
            file, another = chance.choice(files), chance.choice(files)
            one, two = pc.copy(), pc.copy()
            one.take(file)
            one.take(another)
            two.take(another)
            two.take(file)
            assert one.state() == two.state(), "merge is not commutative"
            one.take(file)
            assert one.state() == two.state(), "merge is not idempotent"
            pc.take(file)
    for _ in range(3):
        for sender in [r.file() for r in replicas]:
            for pc in replicas:
                pc.take(sender)
    assert all(r.state() == replicas[0].state() for r in replicas)
    assert set(replicas[0].live) == set(written) - replaced_by_somebody


@pytest.mark.parametrize(
    ("values", "conflict"),
    [
        ([{"kind": "trashed", "saw": [1]}, {"kind": "trashed", "saw": []}], False),
        ([{"kind": "trashed"}, None], True),
        ([1, 1], False),
    ],
)
def test_equal_values_and_equal_seals_are_no_conflict(values: list[object], conflict: bool) -> None:
    assert algebra.is_conflict("seal", values) is conflict
