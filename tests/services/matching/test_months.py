"""Months of silence, refusals, illness and merges on real stores; ``python -m benchmarks.months`` runs as many as one
likes."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from benchmarks import histories, months

FEW, MOST = 3, 12
WANTED = ("proposes", "angenommen", "abgelehnt", "takes back", "next: silence, overdue", "next: nothing", "freed")


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, bytes]]:
    """A network of two offices, made once."""
    return histories.template(tmp_path_factory.mktemp("vorlage"), 2)


def test_no_open_suggestion_is_ever_without_a_next_person_and_day(offices: list[tuple[Path, bytes]]) -> None:
    """GIVEN two offices WHEN months go by THEN every morning each open suggestion has its person, day and task, and the
    months were not empty ones."""
    seen: Counter[str] = Counter()
    for seed in range(100, 100 + MOST):
        broken, log = months.run(random.Random(seed), offices, seen)
        assert broken is None, f"python -m benchmarks.months --count 1 --seed {seed} --log\n{broken}\n" + "\n".join(log)
        if seed >= 100 + FEW - 1 and all(seen[what] for what in WANTED):
            return
    assert not [what for what in WANTED if not seen[what]], "no month had it"
