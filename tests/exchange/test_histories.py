"""Random histories on real stores against an oracle; ``python -m benchmarks.histories`` runs as many as one likes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from benchmarks import histories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def pcs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, bytes]]:
    """A network of six PCs, made once."""
    return histories.template(tmp_path_factory.mktemp("vorlage"), 6)


@pytest.mark.parametrize("seed", range(1000, 1012))
def test_nothing_is_lost_and_all_agree(pcs: list[tuple[Path, bytes]], seed: int) -> None:
    broken, log = histories.run(random.Random(seed), pcs)
    assert broken is None, f"python -m benchmarks.histories --count 1 --seed {seed} --log\n{broken}\n" + "\n".join(log)


@settings(max_examples=10, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False, note_method_calls=False), steps=st.integers(3, 30))
def test_hypothesis_finds_no_history_that_breaks(
    pcs: list[tuple[Path, bytes]], chance: random.Random, steps: int
) -> None:
    """Hypothesis draws each choice of a history, so that one that breaks is made small before it is shown."""
    broken, log = histories.run(chance, pcs, steps)
    assert broken is None, broken + "\n" + "\n".join(log)
